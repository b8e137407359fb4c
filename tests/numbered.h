/*
 * numbered.h - lines that say which they are, and what became of each.
 *
 * Line N is the same text wherever it is made: a time, "INFO line N" and a payload whose length
 * and letters follow from N, so that a line which came out damaged, cut or joined is seen.
 */
#ifndef TESTS_NUMBERED_H
#define TESTS_NUMBERED_H

#include <inttypes.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "line.h"
#include "mem.h"
#include "rec.h"

enum {
	NUMBERED_MAX = 8192,	/* longest line, with its newline and a NUL */
	NUMBERED_FORGIVEN = 0x80,	/* a line that may be lost; below it, how often it came */
};

/* What a test writes behind the output of a run: it was killed, or it ended by itself. */
#define NUMBERED_KILLED "{\"type\":\"run\",\"killed\":true}\n"
#define NUMBERED_ENDED "{\"type\":\"run\",\"killed\":false}\n"

/* Pseudo-random: below is not 0. */
static inline uint64_t
numbered_draw(uint64_t *state, uint64_t below)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return *state % below;
}

static inline uint64_t
numbered_mix(uint64_t x)
{
	x = (x ^ x >> 30) * 0xBF58476D1CE4E5B9u;
	x = (x ^ x >> 27) * 0x94D049BB133111EBu;
	return x ^ x >> 31;
}

/* Line n (from 1) with its newline; its length.  salt makes other payloads. */
static inline size_t
numbered_line(char line[NUMBERED_MAX], long n, uint64_t salt)
{
	static const char letters[65] =
	    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-";
	uint64_t h = numbered_mix((uint64_t)n + salt);
	size_t k = h % 1000 == 0 ? 2000 + h / 1000 % 5000 : h / 1000 % 160;
	size_t at = (size_t)snprintf(line, NUMBERED_MAX,
	    "2026-11-20 20:52:36.%03ld [main] INFO line %07ld ", n % 1000, n);

	for (size_t i = 0; i < k; i += 64) {
		size_t shift = numbered_mix(h + i) % 64, some = k - i < 64 ? k - i : 64;

		for (size_t j = 0; j < some; j++)
			line[at++] = letters[(j + shift) & 63];
	}
	line[at++] = '\n';
	line[at] = '\0';
	return at;
}

/* How many numbers there are in some output; *highest grows. */
static inline long
numbered_scan(const char *s, size_t n, long *highest)
{
	static const char word[] = "INFO line ";
	const size_t len = sizeof word - 1, digits = 7;
	const char *e = s + n, *p;
	long count = 0, number;

	while ((p = memmem(s, (size_t)(e - s), word, len)) != NULL &&
	    (size_t)(e - p) >= len + digits) {
		number = strtol(p + len, NULL, 10);
		if (number > *highest)
			*highest = number;
		count++;
		s = p + len;
	}
	return count;
}

/* A generation, by what its records said. */
struct numbered_gen {
	char fid[64];
	int64_t end;		/* where its last record ended */
};

struct numbered {
	long n;			/* lines 1 to n were written */
	uint64_t salt;
	bool again;	/* lines of a run that was killed may come again; they count once */
	bool loose;	/* of several files: no order, offsets only within each */
	const char *header;	/* a line that files begin with, which has no number; or NULL */
	unsigned char *times;	/* [n + 1] */
	size_t *run_of;		/* [n + 1]: the run in which it came first */
	bool *killed;		/* [run] */
	size_t run, runs_cap;
	struct numbered_gen *gens;
	size_t ngens, cap;
	long last;		/* highest so far */
	long lost, forgiven, doubled, disordered, wrong, repeats, headers;
	int64_t forgiven_bytes;	/* of the lines that were forgiven and are lost */
	long gaps;		/* gap records */
	int64_t gap_bytes;	/* that they state; those that state none count 0 */
	long said;		/* complaints so far: the first few are printed */
};

static inline void
numbered_begin(struct numbered *c, long n)
{
	*c = (struct numbered){
		.n = n, .times = mem_zero((size_t)n + 1, 1),
		.run_of = mem_zero((size_t)n + 1, sizeof *c->run_of),
	};
}

static inline void
numbered_clear(struct numbered *c)
{
	free(c->times);
	free(c->run_of);
	free(c->killed);
	free(c->gens);
	*c = (struct numbered){ 0 };
}

/* Lines from to to may be lost from now on: their bytes were destroyed. */
static inline void
numbered_forgive(struct numbered *c, long from, long to)
{
	for (long i = from; i <= to && i <= c->n; i++)
		c->times[i] |= NUMBERED_FORGIVEN;
}

static inline void
numbered_say(struct numbered *c, const char *what, const char *line)
{
	if (c->said++ < 10)
		fprintf(stderr, "# %s: %.220s\n", what, line);
}

static inline struct numbered_gen *
numbered_gen(struct numbered *c, const char *fid, size_t n)
{
	struct numbered_gen *g;

	for (size_t i = c->ngens; i > 0; i--) {
		g = &c->gens[i - 1];
		if (strlen(g->fid) == n && memcmp(g->fid, fid, n) == 0)
			return g;
	}
	c->gens = mem_grow(c->gens, &c->cap, c->ngens + 1, sizeof *c->gens);
	g = &c->gens[c->ngens++];
	*g = (struct numbered_gen){ 0 };
	memcpy(g->fid, fid, n < sizeof g->fid - 1 ? n : sizeof g->fid - 1);
	return g;
}

/* Where the record stands: behind the one before it of its generation. */
static inline void
numbered_place(struct numbered *c, struct rec *r, const char *line, size_t length)
{
	struct numbered_gen *g;
	const char *fid;
	int64_t off, end;
	size_t n;

	if (!rec_str(r, "fid", &fid, &n) || !rec_int(r, "off", &off) ||
	    !rec_int(r, "end", &end)) {
		c->wrong++;
		numbered_say(c, "no place", line);
		return;
	}
	g = numbered_gen(c, fid, n);
	if (c->again && off < g->end && end <= g->end)
		return;		/* again */
	if (off != g->end || end != off + (int64_t)length) {
		c->wrong++;
		numbered_say(c, "not where the line before it ended", line);
	}
	g->end = end;
}

static inline void
numbered_log(struct numbered *c, struct rec *r, const char *line)
{
	char want[NUMBERED_MAX];
	const char *msg;
	size_t n, length;
	long number = 0;
	bool is = rec_str(r, "msg", &msg, &n);

	if (is && c->header && n + 1 == strlen(c->header) && memcmp(msg, c->header, n) == 0) {
		numbered_place(c, r, line, n + 1);
		c->headers++;
		return;
	}
	if (is)
		numbered_scan(msg, n < 64 ? n : 64, &number);
	if (number < 1 || number > c->n) {
		c->wrong++;
		numbered_say(c, "not a line that was written", line);
		return;
	}
	length = numbered_line(want, number, c->salt);
	if (n != length - 1 || memcmp(want, msg, n) != 0) {
		c->wrong++;
		numbered_say(c, "not what was written", line);
		return;
	}
	numbered_place(c, r, line, length);
	if ((c->times[number] & ~NUMBERED_FORGIVEN) > 0) {
		if (c->again && c->run_of[number] < c->run && c->killed[c->run_of[number]]) {
			c->repeats++;
			c->run_of[number] = c->run;
			return;
		}
		c->doubled++;
		numbered_say(c, "doubled", line);
	} else if (number < c->last && !c->loose) {
		c->disordered++;
		numbered_say(c, "out of order", line);
	}
	c->run_of[number] = c->run;
	if ((c->times[number] & ~NUMBERED_FORGIVEN) < 100)
		c->times[number]++;
	if (number > c->last)
		c->last = number;
}

static inline void
numbered_run(struct numbered *c, struct rec *r)
{
	bool killed = false;

	c->killed = mem_grow(c->killed, &c->runs_cap, c->run + 1, sizeof *c->killed);
	c->killed[c->run++] = rec_bool(r, "killed", &killed) && killed;
}

/* One record of what came out. */
static inline void
numbered_record(struct numbered *c, struct rec *r, const char *line, size_t n)
{
	int64_t bytes;

	if (rec_parse(r, line, n) < 0) {
		c->wrong++;
		numbered_say(c, "not a record", line);
	} else if (rec_is(r, "type", "log")) {
		numbered_log(c, r, line);
	} else if (rec_is(r, "type", "run")) {
		numbered_run(c, r);
	} else if (rec_is(r, "type", "gap")) {
		c->gaps++;
		if (rec_int(r, "bytes", &bytes) && bytes > 0)
			c->gap_bytes += bytes;
	}
}

/* All records that can be read from fd. */
static inline void
numbered_read(struct numbered *c, int fd)
{
	struct line_in in = LINE_IN_INIT(fd, NULL);
	struct rec *r = rec_new();
	char *line;
	size_t n;

	while (line_next(&in, &line, &n) == LINE_OK)
		numbered_record(c, r, line, n);
	line_clear(&in);
	rec_free(r);
}

/* What is lost; true when each line came once and in order, those forgiven at most once. */
static inline bool
numbered_end(struct numbered *c)
{
	char text[NUMBERED_MAX];

	c->lost = c->forgiven = 0;
	c->forgiven_bytes = 0;
	for (long i = 1; i <= c->n; i++) {
		if (c->times[i] == NUMBERED_FORGIVEN) {
			c->forgiven++;
			c->forgiven_bytes += (int64_t)numbered_line(text, i, c->salt);
		}
		if (c->times[i] != 0)
			continue;
		c->lost++;
		snprintf(text, sizeof text, "line %07ld", i);
		if (i == 1 || c->times[i - 1] != 0)
			numbered_say(c, "lost from here on", text);
	}
	return !c->lost && !c->doubled && !c->disordered && !c->wrong;
}

#endif
