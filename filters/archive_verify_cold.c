/* archive_verify_cold - segments in a cold file, record by record against their roots. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "archive_ahead_cold.h"
#include "archive_cold.h"
#include "archive_files.h"
#include "archive_verify.h"
#include "mem.h"
#include "ts.h"

enum { RUN_BYTES = 256 << 10 };	/* of records at a time: a cache holds them */

/* Older than --since: its records are not looked at. */
static bool
old(const struct verify *v, const struct segment *s)
{
	return v->since != TS_NONE && s->to != TS_NONE && s->to < v->since;
}

/* The index, against the bytes before it. */
static void
check_layout(struct verify *v, struct cold *c)
{
	const struct segment *first = &c->segments[0].s,
	    *last = &c->segments[c->nsegments - 1].s;
	const char *packed = cold_bytes(c, 0, c->packed);

	buf_cut(&v->again, 0);
	if (packed)
		segment_print_layout(first->digest, packed, c->packed, &v->again);
	if (c->nlayout != v->again.n || memcmp(c->layout, v->again.p, v->again.n) != 0)
		verify_bad(v, "records %llu to %llu may be damaged: the packed bytes are "
		    "not those that were written", (unsigned long long)first->first,
		    (unsigned long long)(last->first + last->count - 1));
}

static void
begin_segment(struct verify *v, const struct cold_segment *s)
{
	verify_digest(v, s->s.digest);
	tree_reset(&v->tree);
	if (!salts_read(&v->salts, v->r.rec, s->salt, s->nsalt, s->s.count))
		verify_bad(v, "the salts of records %llu to %llu are damaged",
		    (unsigned long long)s->s.first,
		    (unsigned long long)(s->s.first + s->s.count - 1));
}

/* All its records were seen, lost of them not. */
static void
end_segment(struct verify *v, const struct segment *s, uint64_t count, uint64_t lost)
{
	unsigned long long first = s->first, last = s->first + s->count - 1;
	struct hash root;

	tree_root(&v->tree, &root);
	if (lost > 0)
		verify_bad(v, "records %llu to %llu are damaged: %llu of them are lost",
		    first, last, (unsigned long long)lost);
	else if (count != s->count || !hash_same(&root, &s->root))
		verify_bad(v, "records %llu to %llu are not those that were sealed",
		    first, last);
	verify_redacted(v, s);
	v->at.records += count;
}

static void
check_rows(struct verify *v, struct cold *c)
{
	const struct column_needle none = { .s = "" };
	const unsigned char *letters;
	size_t at = SIZE_MAX;
	uint64_t count = 0, lost = 0;
	struct cold_run run;
	bool known;

	cold_unpack(c, v->r.pack);
	known = cold_filter(c, &none, &letters) && cold_filter_letters(c);
	while (cold_run(c, &run, RUN_BYTES, &v->text)) {
		if (run.segment != at) {
			if (at != SIZE_MAX)
				end_segment(v, &c->segments[at].s, count, lost);
			at = run.segment;
			count = lost = 0;
			begin_segment(v, c->segments + at);
		}
		tree_add_lines(&v->tree, &v->salts, v->text.p, v->text.n, NULL);
		known = known && cold_filter_lines(c, v->text.p, v->text.n);
		count += run.count;
		lost += run.lost;
		v->at.bytes += v->text.n;
	}
	if (at != SIZE_MAX)
		end_segment(v, &c->segments[at].s, count, lost);
	if (c->damaged > 0)
		verify_bad(v, "%u of its columns are damaged", c->damaged);
	else if (!known)
		verify_bad(v, "its filter hides records from grep");
}

static void
check_file(struct verify *v, struct cold *c)
{
	bool any = false;

	for (size_t i = 0; i < c->nsegments; i++) {
		struct cold_segment *s = c->segments + i;

		if (s->s.number < v->r.number) {
			s->skip = true;		/* checked before it was compacted */
			continue;
		}
		v->at.segments++;
		s->skip = old(v, &s->s);
		v->at.passed += s->skip;
		any = any || !s->skip;
		verify_told(v, &s->s, false);
	}
	if (!any)
		return;
	check_layout(v, c);
	check_rows(v, c);
}

/* --- by threads --------------------------------------------------------------------- */

/* What a thread does with a file; its findings, and behind them its counts. */
static void
job(void *arg, unsigned thread, struct cold *c, struct buf *report)
{
	const struct verify *v = arg;
	struct verify *w = v->threads + thread;

	w->said = report;
	w->at = (struct checked){ 0 };
	check_layout(w, c);
	check_rows(w, c);
	buf_put(report, &w->at, sizeof w->at);
}

void
verify_cold_threads(struct verify *v, unsigned threads)
{
	if (!v->r.ahead_cold)
		return;
	v->nthreads = threads;
	v->threads = mem_zero(threads, sizeof *v->threads);
	for (unsigned i = 0; i < threads; i++) {
		struct verify *w = v->threads + i;

		reader_init(&w->r);
		w->r.dir = v->r.dir;
		w->since = TS_NONE;
		told_copy_redacted(&w->told, &v->told);	/* each may read more */
		w->has_told = v->has_told;
		w->told_size = v->told_size;
		w->changing = v->changing;
	}
	ahead_cold_job(v->r.ahead_cold, job, v);
}

void
verify_cold_end(struct verify *v)
{
	for (unsigned i = 0; i < v->nthreads; i++) {
		struct verify *w = v->threads + i;

		reader_close(&w->r, 0);
		tree_clear(&w->tree);
		salts_clear(&w->salts);
		buf_clear(&w->text);
		buf_clear(&w->again);
		told_clear(&w->told);
	}
	free(v->threads);
	buf_clear(&v->report);
}

/* The file is taken: what a thread found, after what only is known in order. */
static void
take_report(struct verify *v)
{
	struct reader *r = &v->r;
	struct seglines l = { .p = r->covers.lines,
		.end = r->covers.lines + r->covers.nlines, .rec = r->rec };
	struct checked found;
	struct segment s;
	const char *p, *nl;

	while (seglines_next(&l, &s) > 0) {
		v->at.segments++;
		verify_told(v, &s, false);
	}
	ahead_cold_report(r->ahead_cold, r, &v->report);
	v->report.n -= sizeof found;
	memcpy(&found, v->report.p + v->report.n, sizeof found);
	for (p = v->report.p; p < v->report.p + v->report.n; p = nl + 1) {
		nl = memchr(p, '\n', v->report.n - (size_t)(p - v->report.p));
		verify_bad(v, "%.*s", (int)(nl - p), p);
	}
	v->at.records += found.records;
	v->at.bytes += found.bytes;
	v->at.redacted += found.redacted;
}

/* By this thread alone. */
static void
check_alone(struct verify *v)
{
	const struct cover *cover = &v->r.cover;
	struct cold c = { 0 };

	if (files_load(v->r.path.p, &v->r.cold_file) < 0)
		verify_bad(v, "cannot be read: %s", strerror(errno));
	else if (cold_open(&c, &v->r.cold_file, v->r.rec) < 0)
		verify_bad(v, "its index is damaged: records %llu to %llu cannot be "
		    "checked", (unsigned long long)cover->segment.first,
		    (unsigned long long)(cover->next - 1));
	else
		check_file(v, &c);
	cold_close(&c);
}

void
verify_cold(struct verify *v)
{
	const struct cover *cover = &v->r.cover;

	/* its first segments may have been checked, and were compacted meanwhile */
	verify_chain(v, cover->segment.first, &cover->segment.prev);
	if (v->threads && cover->first == v->r.number &&
	    ahead_cold_take(v->r.ahead_cold, &v->r))
		take_report(v);
	else
		check_alone(v);
	v->at.next = cover->next;
	v->at.prev = cover->hash;
	v->at.chained = true;
	v->r.number = cover->last;
}
