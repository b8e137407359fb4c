/* archive_verify_sealed - sealed segments against their index, and tombstones. */
#include <string.h>

#include "archive_covers.h"
#include "archive_files.h"
#include "archive_salts.h"
#include "archive_segment.h"
#include "archive_verify.h"
#include "rec.h"
#include "ts.h"

/* Those that were redacted, against the orders in the manifest. */
void
verify_redacted(struct verify *v, const struct segment *s)
{
	size_t known = 0;

	for (size_t k = 0; k < v->salts.nredacted; k++)
		if (told_redacted(&v->told, s->first + v->salts.redacted[k].i) ||
		    (verify_told_anew(v) &&
		    told_redacted(&v->told, s->first + v->salts.redacted[k].i)))
			known++;
		else if (v->has_told)
			verify_bad(v, "record %llu is redacted, and the manifest has no "
			    "order for that",
			    (unsigned long long)(s->first + v->salts.redacted[k].i));
	for (size_t k = told_from(&v->told, s->first); k < v->told.nseqs; k++) {
		uint64_t seq = v->told.seqs[k];

		if (seq >= s->first + s->count)
			break;
		/* while redact is at work the order is there first */
		if (!salts_redacted(&v->salts, seq - s->first) && !v->changing)
			verify_bad(v, "record %llu was to be redacted, and is there",
			    (unsigned long long)seq);
	}
	v->at.redacted += known;
}

/* The records of a sealed segment against its index. */
static void
check_records(struct verify *v, const struct segment *s, const struct index_text *t)
{
	unsigned long long first = s->first, last = s->first + s->count - 1;
	struct buf *text = &v->r.text;
	struct hash root;
	uint64_t count;

	verify_digest(v, s->digest);
	if (!salts_read(&v->salts, v->r.rec, t->salt, t->nsalt, s->count))
		verify_bad(v, "the salts of records %llu to %llu are damaged", first,
		    last);
	reader_unpack(&v->r);
	if (v->r.unpack_rc < 0) {
		verify_bad(v, "records %llu to %llu are damaged: they cannot be unpacked",
		    first, last);
		return;
	}
	tree_reset(&v->tree);
	count = tree_add_lines(&v->tree, &v->salts, text->p, text->n, NULL);
	tree_root(&v->tree, &root);
	if (count != s->count || !hash_same(&root, &s->root) ||
	    (text->n != s->bytes && v->salts.nredacted == 0))
		verify_bad(v, "records %llu to %llu are not those that were sealed",
		    first, last);
	if (v->r.unknown)
		verify_bad(v, "its filter hides records from grep");
	verify_redacted(v, s);
	v->at.records += count;
	v->at.bytes += text->n;
}

void
verify_sealed(struct verify *v)
{
	struct index_text t = { .rec = v->r.rec };
	size_t n = segment_index_size(v->r.file.p, v->r.file.n);
	struct segment s;

	v->at.segments++;
	if (n == 0 || n > v->r.file.n ||
	    segment_index(v->r.file.p + v->r.file.n - n, n, &s, &t) < 0 || !t.sound) {
		if (v->at.next)
			verify_bad(v,
			    "its index is damaged: the records from %llu on cannot be "
			    "checked",
			    (unsigned long long)v->at.next);
		else
			verify_bad(v,
			    "its index is damaged: its records cannot be checked");
		v->at.chained = false;
		v->at.next = 0;
		return;
	}
	s.packed = v->r.file.n - n;
	if (s.number != v->r.number)
		verify_bad(v, "it is segment %llu", (unsigned long long)s.number);
	verify_chain(v, s.first, &s.prev);
	buf_cut(&v->again, 0);
	segment_print_filtered(s.digest, v->r.file.p, s.packed, t.nfilter, &v->again);
	if (t.nlayout != v->again.n || memcmp(t.layout, v->again.p, v->again.n) != 0)
		verify_bad(v,
		    "records %llu to %llu are damaged: the packed bytes are not those "
		    "that were written", (unsigned long long)s.first,
		    (unsigned long long)(s.first + s.count - 1));
	verify_told(v, &s, false);
	check_records(v, &s, &t);
	v->at.next = s.first + s.count;
	v->at.prev = s.hash;
	v->at.chained = true;
}

/* Expired segments: the chain goes through their lines. */
void
verify_gone(struct verify *v)
{
	const struct covers *c = &v->r.covers;
	struct seglines l = { .p = c->lines, .end = c->lines + c->nlines,
		.rec = v->r.rec };
	struct segment s;

	/* its first segments may have been checked, and expired meanwhile */
	verify_chain(v, v->r.cover.segment.first, &v->r.cover.segment.prev);
	while (seglines_next(&l, &s) > 0) {
		if (s.number < v->r.number)
			continue;
		verify_told(v, &s, true);
		v->at.segments++;
		v->at.gone += s.count;
	}
	v->at.next = v->r.cover.next;
	v->at.prev = v->r.cover.hash;
	v->at.chained = true;
	v->r.number = v->r.cover.last;
}

/* Older than --since: the chain goes through its index, its records are not read. */
bool
verify_pass_by(struct verify *v)
{
	struct index_text t = { .rec = v->r.rec };
	struct segment *s = &v->r.segment;

	if (v->since == TS_NONE)
		return false;
	files_path(&v->r.path, v->r.dir, v->r.number, FILE_SEALED);
	if (segment_peek(v->r.path.p, s, &t, &v->r.file) < 0 || !t.sound ||
	    s->number != v->r.number || s->to == TS_NONE || s->to >= v->since)
		return false;
	v->at.segments++;
	v->at.passed++;
	verify_chain(v, s->first, &s->prev);
	verify_told(v, s, false);
	v->at.next = s->first + s->count;
	v->at.prev = s->hash;
	v->at.chained = true;
	return true;
}
