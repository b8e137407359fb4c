/* archive_proof - that a record is in an archive, as a text that needs nothing else. */
#include <string.h>

#include "archive_proof.h"
#include "archive_text.h"
#include "buf.h"
#include "merkle.h"
#include "num.h"
#include "rec.h"

static const char title[] = "sluice archive proof 1";

static void
put_hex(struct buf *b, const char *name, const unsigned char *p, size_t n)
{
	char hex[DIGEST_HEX];

	digest_hex(p, n, hex);
	buf_fmt(b, "%s %s\n", name, hex);
}

static void
put_path(struct buf *b, const struct proof_path *path)
{
	for (size_t i = 0; i < path->n; i++)
		put_hex(b, "path", path->v[i], DIGEST_SIZE);
}

void
proof_print(const struct proof *p, struct buf *b)
{
	buf_fmt(b, "%s\nrecord %llu\n", title, (unsigned long long)p->number);
	buf_put(b, p->record, p->nrecord);
	buf_char(b, '\n');
	put_hex(b, "salt", p->salt, sizeof p->salt);
	put_path(b, &p->in_segment);
	buf_str(b, "segment\n");
	buf_put(b, p->line, p->nline);
	buf_char(b, '\n');
	put_path(b, &p->in_trunk);
	buf_str(b, "checkpoint\n");
	buf_put(b, p->note, p->nnote);
}

/* What is left of the text. */
struct rest {
	const char *p, *end;
};

static bool
take_line(struct rest *r, const char **line, size_t *n)
{
	*line = text_line(&r->p, r->end, n);
	return *line != NULL;
}

static bool
take_word(struct rest *r, const char *word)
{
	const char *line;
	size_t n;

	return take_line(r, &line, &n) && n == strlen(word) && memcmp(line, word, n) == 0;
}

/* "NAME HEX", if that comes next. */
static bool
take_hex(struct rest *r, const char *name, unsigned char *to, size_t bytes)
{
	struct rest was = *r;
	size_t n, k = strlen(name);
	const char *line;

	if (take_line(r, &line, &n) && n == k + 1 + 2 * bytes &&
	    memcmp(line, name, k) == 0 && line[k] == ' ' &&
	    digest_unhex(line + k + 1, bytes, to))
		return true;
	*r = was;
	return false;
}

static bool
take_path(struct rest *r, struct proof_path *path)
{
	unsigned char h[DIGEST_SIZE];

	path->n = 0;
	while (take_hex(r, "path", h, sizeof h)) {
		if (path->n == MERKLE_DEPTH)
			return false;
		memcpy(path->v[path->n++], h, sizeof h);
	}
	return true;
}

static bool
take_number(struct rest *r, uint64_t *number)
{
	static const char head[] = "record ";
	const char *line;
	size_t n;

	return take_line(r, &line, &n) && n >= sizeof head - 1 &&
	    memcmp(line, head, sizeof head - 1) == 0 &&
	    text_number(line + sizeof head - 1, n - (sizeof head - 1), 1, number);
}

static const char *
read_parts(struct proof *p, struct rest *r)
{
	struct index_text t = { .rec = rec_new() };
	const char *why = NULL;

	if (!take_word(r, title) || !take_number(r, &p->number))
		why = "it is no proof";
	else if (!take_line(r, &p->record, &p->nrecord) ||
	    !take_hex(r, "salt", p->salt, sizeof p->salt) ||
	    !take_path(r, &p->in_segment) || !take_word(r, "segment"))
		why = "its first part is damaged";
	else if (!take_line(r, &p->line, &p->nline) ||
	    segment_line(p->line, p->nline, &p->segment, &t) < 0 || !t.sound ||
	    !take_path(r, &p->in_trunk) || !take_word(r, "checkpoint"))
		why = "its segment line is damaged";
	p->note = r->p;
	p->nnote = (size_t)(r->end - r->p);
	if (!why && !note_read(p->note, p->nnote, &p->checkpoint))
		why = "its checkpoint is damaged";
	rec_free(t.rec);
	return why;
}

const char *
proof_read(struct proof *p, const char *text, size_t n)
{
	struct rest r = { .p = text, .end = text + n };
	struct buf again = BUF_INIT;
	const char *why;

	*p = (struct proof){ .number = 0 };
	why = read_parts(p, &r);
	if (why)
		return why;
	proof_print(p, &again);		/* in exactly this form */
	if (again.n != n || memcmp(again.p, text, n) != 0)
		why = "it is not in the form of a proof";
	buf_clear(&again);
	return why;
}

const char *
proof_check(const struct proof *p)
{
	const struct segment *s = &p->segment;
	struct digest *d = digest_new_kind(s->digest);
	struct hash leaf, root;
	const char *why = NULL;

	tree_leaf(d, p->salt, p->record, p->nrecord, &leaf);
	if (s->digest != p->checkpoint.digest)
		why = "segment and checkpoint have other hashes";
	else if (p->number < s->first || p->number - s->first >= s->count)
		why = "the record is not of this segment";
	else if (!merkle_climb(d, leaf.b, p->number - s->first, s->count,
	    p->in_segment.v[0], p->in_segment.n, root.b) || !hash_same(&root, &s->root))
		why = "the record does not lead to the root of its segment";
	if (!why) {
		merkle_leaf(d, s->hash.b, sizeof s->hash.b, leaf.b);
		if (!merkle_climb(d, leaf.b, s->number - 1, p->checkpoint.segments,
		    p->in_trunk.v[0], p->in_trunk.n, root.b) ||
		    !hash_same(&root, &p->checkpoint.root))
			why = "the segment does not lead to the root of the checkpoint";
	}
	digest_free(d);
	return why;
}
