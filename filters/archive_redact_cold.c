/*
 * archive_redact_cold - the content of records out of a cold file.
 *
 * Columns hold what many records share: the whole file is made again from its records,
 * so that nothing of those that go is left in any column, dictionary or frame.
 */
#include <stdlib.h>
#include <string.h>

#include "archive.h"
#include "archive_cold.h"
#include "archive_files.h"
#include "archive_redact.h"
#include "archive_salts.h"
#include "mem.h"
#include "pack.h"
#include "rec.h"

struct pass {
	struct cold_cut *cut;
	struct cold cold;
	struct salts salts;	/* of the segment */
	struct redacted *list;	/* of its records that go */
	size_t n, cap, at;	/* at: of the next one, in cut->seqs */
	struct buf text, lines;	/* of the new file */
	struct rec *rec;
	struct pack *pack;
};

/* This record of the segment goes; salt: its own. */
static void
take_out(struct pass *p, const struct segment *s, uint64_t seq, const char *line,
    size_t n, const unsigned char *salt)
{
	struct cold_cut *c = p->cut;
	struct redacted *r;

	p->list = mem_grow(p->list, &p->cap, p->n + 1, sizeof *p->list);
	r = &p->list[p->n++];
	r->i = seq - s->first;
	tree_leaf(p->salts.d, salt, line, n, &r->leaf);
	c->v = mem_grow(c->v, &c->cap, c->nv + 1, sizeof *c->v);
	c->v[c->nv++] = (struct cold_cut_record){ seq, s->number, n };
	buf_put(&c->gone, line, n);
	buf_char(&c->gone, '\n');
	redact_line(&p->text, seq, c->order);
}

static void
pass_lines(struct pass *p, const struct segment *s, uint64_t seq, const struct buf *text)
{
	const struct cold_cut *c = p->cut;
	const char *line = text->p, *end = line + text->n, *nl;

	for (; line < end; line = nl + 1, seq++) {
		bool goes = p->at < c->n && c->seqs[p->at] == seq;
		const unsigned char *salt = goes ? salts_at(&p->salts, seq - s->first) :
		    NULL;

		nl = memchr(line, '\n', (size_t)(end - line));
		if (salt)
			take_out(p, s, seq, line, (size_t)(nl - line), salt);
		else
			buf_put(&p->text, line, (size_t)(nl + 1 - line));
		p->at += goes;
	}
}

/* Its lines of the index: only the salts change. */
static void
end_segment(struct pass *p, const struct cold_segment *s)
{
	buf_put(&p->lines, s->line, (size_t)(s->salt - s->line));
	if (p->n == 0) {
		buf_put(&p->lines, s->salt, s->nsalt + 1);
		return;
	}
	salts_puncture(&p->salts, s->s.count, p->list, p->n);
	salts_print(&p->salts, &p->lines);
	p->n = 0;
}

/* All records, segment by segment; the file is sound. */
static const char *
pass_all(struct pass *p)
{
	struct cold *c = &p->cold;
	struct buf part = BUF_INIT;
	const char *why = NULL;
	struct cold_run run;
	bool more;

	cold_unpack(c, p->pack);
	more = cold_run(c, &run, COLD_RUN_BYTES, &part);
	for (size_t i = 0; !why && i < c->nsegments; i++) {
		const struct cold_segment *s = c->segments + i;

		if (!salts_read(&p->salts, p->rec, s->salt, s->nsalt, s->s.count))
			why = "its salts are damaged";
		for (; !why && more && run.segment == i;
		    more = cold_run(c, &run, COLD_RUN_BYTES, &part))
			pass_lines(p, &s->s, run.first, &part);
		end_segment(p, s);
	}
	buf_clear(&part);
	return why ? why : p->at == p->cut->n ? NULL : "not all records are in it";
}

/* The new file, checked before it replaces anything. */
static const char *
print(struct pass *p)
{
	struct cold_parts parts = { .records = p->text.p, .n = p->text.n,
		.lines = &p->lines, .digest = p->cold.segments[0].s.digest,
		.level = p->cold.level };

	if (p->text.n > COLUMN_BYTES_MAX)
		return "what would stand there is longer than a cold file can be";
	cold_print(&parts, &p->cut->file);
	return cold_check(&p->cut->file, p->rec);
}

const char *
cold_cut(struct cold_cut *c)
{
	struct pass p = { .cut = c, .rec = rec_new(), .pack = pack_new(PACK_LEVEL) };
	struct buf file = BUF_INIT;
	const char *why = files_load(c->path, &file) < 0 ? "it cannot be read" :
	    cold_check(&file, p.rec);

	if (!why && cold_open(&p.cold, &file, p.rec) < 0)
		why = "its index is damaged";
	if (!why) {
		salts_init(&p.salts, p.cold.segments[0].s.digest);
		why = pass_all(&p);
		if (!why && c->nv > 0)
			why = print(&p);
		salts_clear(&p.salts);
	}
	cold_close(&p.cold);
	free(p.list);
	buf_clear(&p.text);
	buf_clear(&p.lines);
	buf_clear(&file);
	pack_free(p.pack);
	rec_free(p.rec);
	return why;
}

void
cold_cut_clear(struct cold_cut *c)
{
	free(c->v);
	buf_clear(&c->gone);
	buf_clear(&c->file);
}
