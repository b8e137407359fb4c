/* column_rows - rows out of columns, one after the other. */
#include <stdlib.h>

#include "column_back.h"
#include "column_take.h"
#include "mem.h"
#include "ts.h"

enum { ROW_BYTES_MAX = COLUMN_BYTES_MAX };

struct column_reader *
column_reader_open(const struct column_source *source)
{
	struct column_reader *r = mem_zero(1, sizeof *r);
	struct column_span words;

	r->source = *source;
	if (!column_load_words(r, &words) || words.n == 0 || !column_words(r, words)) {
		column_reader_free(r);
		return NULL;
	}
	r->last = mem_zero(r->nkinds, sizeof *r->last);
	r->unknown = mem_zero(r->nkinds, sizeof *r->unknown);
	return r;
}

struct column_reader *
column_reader_new(struct column_set *set)
{
	struct column_source source = column_set_source(set);
	struct column_reader *r = column_reader_open(&source);

	if (r && !column_load_kinds(r)) {
		column_reader_free(r);
		return NULL;
	}
	if (r)
		column_load_all(r);
	return r;
}

static void
clear_in(struct column_in *in)
{
	for (size_t i = 0; i < in->ntemplates; i++) {
		struct column_template *t = in->templates + i;

		for (size_t s = 0; t->slots && s < t->nslots; s++)
			free(t->slots[s].values);
		free(t->slots);
		free(t->runs);
		free(t->lengths);
	}
	free(in->templates);
	free(in->patterns);
	free(in->values);
	free(in->by_kind);
	free(in->ids);
	buf_clear(&in->room);
}

void
column_reader_free(struct column_reader *r)
{
	if (!r)
		return;
	for (size_t i = 0; i < r->nin; i++)
		clear_in(r->in + i);
	column_pass_clear(r);
	for (size_t i = 0; r->kinds && i < r->nkinds; i++) {
		free(r->kinds[i].parts);
		free(r->kinds[i].order);
	}
	free(r->in);
	free(r->kinds);
	free(r->last);
	free(r->unknown);
	free(r);
}

uint64_t
column_rows(const struct column_reader *r)
{
	return r->rows;
}

static void
put_row(const struct column_reader *r, const struct column_kind *k, struct buf *to)
{
	size_t n = k->text.n + 1;	/* marks included: more than is needed */
	char *p;

	for (size_t i = 0; i < k->nparts; i++) {
		const struct column_in *in = r->in + k->parts[i].member;

		n += in->parts ? column_text_size(in->parts) : in->now.n;
	}
	p = buf_room(to, n);
	for (size_t i = 0; i < k->nparts; i++) {
		const struct column_in *in = r->in + k->parts[i].member;

		memcpy(p, k->parts[i].before.p, k->parts[i].before.n);
		p += k->parts[i].before.n;
		if (in->parts) {
			p = column_put_text(p, in->parts, r->time);
		} else {
			column_copy(p, in->now.p, in->now.n);
			p += in->now.n;
		}
	}
	memcpy(p, k->tail.p, k->tail.n);
	p += k->tail.n;
	*p++ = '\n';
	to->n = (size_t)(p - to->p);
}

static enum column_rc
step(struct column_reader *r, struct buf *to)
{
	int64_t kind;

	if (r->row == r->rows)
		return COLUMN_END;
	if (!r->loaded)
		column_load_all(r);
	r->row++;
	kind = r->broken ? -1 : column_id(&r->kinds_p, r->kinds_end);
	if (kind < 0 || (size_t)kind >= r->nkinds) {
		r->broken = true;
		return COLUMN_LOST;
	}
	r->bare = to == NULL;
	if (!to)
		return column_pass_values(r, (size_t)kind) ? COLUMN_ROW : COLUMN_LOST;
	if (!column_next_values(r, (size_t)kind, 0))
		return COLUMN_LOST;
	put_row(r, r->kinds + kind, to);
	return COLUMN_ROW;
}

enum column_rc
column_next(struct column_reader *r, struct buf *to)
{
	return step(r, to);
}

enum column_rc
column_pass(struct column_reader *r)
{
	return step(r, NULL);
}
