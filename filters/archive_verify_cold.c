/* archive_verify_cold - segments in a cold file, record by record against their roots. */
#include <errno.h>
#include <string.h>

#include "archive_cold.h"
#include "archive_files.h"
#include "archive_verify.h"
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
check_layout(struct verify *v, const struct cold *c)
{
	const struct segment *first = &c->segments[0].s,
	    *last = &c->segments[c->nsegments - 1].s;

	buf_cut(&v->again, 0);
	segment_print_layout(first->digest, c->file->p, c->packed, &v->again);
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

void
verify_cold(struct verify *v)
{
	const struct cover *cover = &v->r.cover;
	struct cold c = { 0 };

	/* its first segments may have been checked, and were compacted meanwhile */
	verify_chain(v, cover->segment.first, &cover->segment.prev);
	if (files_load(v->r.path.p, &v->r.cold_file) < 0)
		verify_bad(v, "cannot be read: %s", strerror(errno));
	else if (cold_open(&c, &v->r.cold_file, v->r.rec) < 0)
		verify_bad(v, "its index is damaged: records %llu to %llu cannot be "
		    "checked", (unsigned long long)cover->segment.first,
		    (unsigned long long)(cover->next - 1));
	else
		check_file(v, &c);
	cold_close(&c);
	v->at.next = cover->next;
	v->at.prev = cover->hash;
	v->at.chained = true;
	v->r.number = cover->last;
}
