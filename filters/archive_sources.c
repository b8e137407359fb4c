/* archive_sources - how far each source is archived. */
#include <stdlib.h>
#include <string.h>

#include "archive.h"
#include "archive_sources.h"
#include "buf.h"
#include "mem.h"
#include "rec.h"

enum {
	SLOTS = 4 * SOURCES_MAX,	/* a power of two */
	EVERY_PART = 1 << SOURCES_COMMIT | 1 << SOURCES_SEGMENT,
};

static void
source_clear(struct source *x)
{
	free(x->fid);
	free(x->text);
	free(x->place);
}

void
sources_clear(struct sources *s)
{
	for (size_t i = 0; i < s->n; i++)
		source_clear(&s->v[i]);
	free(s->v);
	free(s->slots);
	*s = (struct sources)SOURCES_INIT;
}

static uint32_t
hash_of(const char *fid, size_t n)
{
	uint32_t h = 2166136261u;

	for (size_t k = 0; k < n; k++)
		h = (h ^ (unsigned char)fid[k]) * 16777619u;
	return h ? h : 1;
}

/* Where fid stands in the table, or the free place where it would stand. */
static uint32_t *
slot(const struct sources *s, const char *fid, size_t n)
{
	uint32_t i;

	for (i = hash_of(fid, n) & (SLOTS - 1); s->slots[i]; i = (i + 1) & (SLOTS - 1)) {
		const char *other = s->v[s->slots[i] - 1].fid;

		if (strncmp(other, fid, n) == 0 && other[n] == '\0')
			break;
	}
	return &s->slots[i];
}

/* Enter all again after some moved. */
static void
index_all(struct sources *s)
{
	memset(s->slots, 0, SLOTS * sizeof *s->slots);
	s->last = 0;
	for (size_t i = 0; i < s->n; i++)
		*slot(s, s->v[i].fid, strlen(s->v[i].fid)) = (uint32_t)i + 1;
}

static void
drop(struct sources *s, size_t i)
{
	source_clear(&s->v[i]);
	s->v[i] = s->v[--s->n];
	index_all(s);
}

/* Is x to go before y?  First what a newer file replaced, then what nobody introduced. */
static bool
before(const struct source *x, const struct source *y)
{
	if (x->old != y->old)
		return x->old;
	if (!x->text != !y->text)
		return !x->text;
	return x->used < y->used;
}

/* Make room for one more: a file that may still be read goes last, and is counted. */
static void
drop_any(struct sources *s)
{
	size_t at = 0;

	for (size_t i = 1; i < s->n; i++)
		if (before(&s->v[i], &s->v[at]))
			at = i;
	s->dropped += !s->v[at].old;
	drop(s, at);
}

/* x is the latest of its place now: of the others there, only so many are kept. */
static void
drop_place(struct sources *s, struct source *x)
{
	size_t count = 0, at = 0;

	for (size_t i = 0; i < s->n; i++) {
		struct source *y = &s->v[i];

		if (!y->place || strcmp(y->place, x->place) != 0)
			continue;
		y->old = y != x;
		if (count++ == 0 || y->used < s->v[at].used)
			at = i;
	}
	if (count <= SOURCES_OF_PATH)
		return;
	s->gone[s->ngone++ % SOURCES_GONE] = hash_of(s->v[at].fid, strlen(s->v[at].fid));
	drop(s, at);
}

/* A source is new here, or was forgotten too early. */
static void
look_back(struct sources *s, const char *fid, size_t n)
{
	uint32_t h = hash_of(fid, n);

	for (size_t i = 0; i < SOURCES_GONE; i++)
		if (s->gone[i] == h) {
			s->gone[i] = 0;
			s->back++;
		}
}

static bool
usable(const char *fid, size_t n)
{
	return n > 0 && n <= FID_BYTES_MAX && memchr(fid, '\0', n) == NULL;
}

static struct source *
find_or_add(struct sources *s, const char *fid, size_t n)
{
	uint32_t *at;

	if (s->n > 0 && strncmp(s->v[s->last].fid, fid, n) == 0 &&
	    s->v[s->last].fid[n] == '\0')
		return &s->v[s->last];
	if (!s->slots)
		s->slots = mem_zero(SLOTS, sizeof *s->slots);
	at = slot(s, fid, n);
	if (!*at) {
		look_back(s, fid, n);
		if (s->n >= SOURCES_MAX) {
			drop_any(s);
			at = slot(s, fid, n);
		}
		s->v = mem_grow(s->v, &s->cap, s->n + 1, sizeof *s->v);
		s->v[s->n] = (struct source){ .fid = mem_copy(fid, n), .end = -1 };
		*at = (uint32_t)++s->n;
	}
	s->last = *at - 1;
	return &s->v[s->last];
}

static void
set_end(struct sources *s, struct source *x, int64_t end)
{
	if (end <= x->end)
		return;
	x->end = end;
	x->used = ++s->clock;
	x->end_new = EVERY_PART;
}

void
sources_pair(struct sources *s, int64_t seq, int64_t sub)
{
	s->seq = seq;
	s->sub = sub;
	s->pair_new = EVERY_PART;
}

/* Of records that those of an archive caused, which come in the order of (seq, n). */
static bool
repeats_pair(struct sources *s, struct rec *r)
{
	int64_t seq, sub;

	if (!rec_int(r, "seq", &seq) || !rec_int(r, "n", &sub) || seq < 0 || sub < 0)
		return false;
	if (seq < s->seq || (seq == s->seq && sub <= s->sub))
		return true;
	sources_pair(s, seq, sub);
	return false;
}

bool
sources_repeat(struct sources *s, struct rec *r, bool log)
{
	struct source *x;
	const char *fid;
	int64_t off, end;
	size_t n;

	if (!log || !rec_str(r, "fid", &fid, &n) || !usable(fid, n) ||
	    !rec_int(r, "off", &off) || off < 0 || off == INT64_MAX)
		return repeats_pair(s, r);
	x = find_or_add(s, fid, n);
	if (off < x->end)
		return true;
	if (!rec_int(r, "end", &end) || end <= off)
		end = off + 1;
	set_end(s, x, end);
	return false;
}

/* Host and path in one text, which is the same for all generations of a file; or NULL. */
static char *
place_of(struct rec *r)
{
	struct buf b = BUF_INIT;
	const char *s;
	char *place;
	size_t n;

	if (!rec_has(r, "path"))
		return NULL;
	if (rec_str(r, "host", &s, &n))
		buf_put(&b, s, n);
	buf_char(&b, '\n');
	if (rec_str(r, "path", &s, &n))
		buf_put(&b, s, n);
	place = mem_str(buf_text(&b));
	buf_clear(&b);
	return place;
}

bool
sources_take(struct sources *s, struct rec *r, const char *line, size_t n)
{
	struct source *x;
	const char *fid;
	size_t nfid;

	if (n > SOURCE_BYTES_MAX || !rec_str(r, "fid", &fid, &nfid) || !usable(fid, nfid))
		return false;
	x = find_or_add(s, fid, nfid);
	free(x->text);
	x->text = mem_copy(line, n);
	x->text_new = EVERY_PART;
	x->used = ++s->clock;
	free(x->place);
	x->place = place_of(r);
	x->old = false;
	if (x->place)
		drop_place(s, x);
	return true;
}

bool
sources_changed(const struct sources *s)
{
	unsigned bit = 1 << SOURCES_COMMIT;

	if (s->pair_new & bit)
		return true;
	for (size_t i = 0; i < s->n; i++)
		if ((s->v[i].text_new | s->v[i].end_new) & bit)
			return true;
	return false;
}

void
sources_done(struct sources *s, enum sources_part part)
{
	unsigned keep = ~(1U << part);

	for (size_t i = 0; i < s->n; i++) {
		s->v[i].text_new &= keep;
		s->v[i].end_new &= keep;
	}
	s->pair_new &= keep;
}

bool
sources_end(struct sources *s, const char *fid, size_t n, int64_t end)
{
	if (!usable(fid, n))
		return false;
	set_end(s, find_or_add(s, fid, n), end);
	return true;
}
