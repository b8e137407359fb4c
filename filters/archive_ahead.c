/* archive_ahead - the next sealed segments are read, unpacked and searched by threads. */
#include <pthread.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "archive_ahead.h"
#include "archive_reader.h"
#include "err.h"
#include "mem.h"
#include "num.h"
#include "pack.h"
#include "rec.h"

enum state { SLOT_FREE, SLOT_WAITS, SLOT_RUNS, SLOT_DONE };

/* One segment. */
struct slot {
	enum state state;
	struct reader r;	/* of it alone */
	enum found found;
	struct hits hits;
};

struct thread {
	pthread_t id;
	struct ahead *ahead;
	unsigned number;
};

struct ahead {
	ahead_fn *fn;
	void *arg;
	unsigned nthreads;
	struct thread *threads;
	struct slot *slots;	/* a ring; in the order of the segments */
	size_t nslots, first, used;
	size_t largest;		/* bytes of records in a segment, so far; 0: none yet */
	struct hits hits;	/* of the segment that was taken last */
	pthread_mutex_t lock;	/* of the states, and of quit */
	pthread_cond_t work, done;
	bool quit;
};

void
hits_add(struct hits *h, size_t at)
{
	if (h->n == h->cap)
		h->v = mem_grow(h->v, &h->cap, h->n + 1, sizeof *h->v);
	h->v[h->n++] = (uint32_t)at;
}

unsigned
ahead_threads(void)
{
	cpu_set_t set;
	int n = sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : 1;

	return (unsigned)(n > AHEAD_THREADS_MAX ? AHEAD_THREADS_MAX : n);
}

unsigned
ahead_parse(const char *text)
{
	int64_t n;

	if (num_i64(text, 1, AHEAD_THREADS_MAX, &n) < 0)
		die_msg(EXIT_USAGE, "bad value '%s' of --threads: a number from 1 to %d",
		    text, AHEAD_THREADS_MAX);
	return (unsigned)n;
}

/* Everything that can be done without the others. */
static void
work_on(struct thread *t, struct slot *s)
{
	struct reader *r = &s->r;

	r->unpacked = false;
	s->hits.n = 0;
	s->found = reader_find(r);
	if (s->found != FOUND_SEALED)
		return;
	reader_unpack(r);
	if (t->ahead->fn && r->text.n > 0)
		t->ahead->fn(t->ahead->arg, t->number, r->text.p, r->text.n, &s->hits);
}

/* The first one that waits, or NULL. */
static struct slot *
next_slot(struct ahead *a)
{
	for (size_t i = 0; i < a->used; i++) {
		struct slot *s = &a->slots[(a->first + i) % a->nslots];

		if (s->state == SLOT_WAITS)
			return s;
	}
	return NULL;
}

static void *
run(void *arg)
{
	struct thread *t = arg;
	struct ahead *a = t->ahead;

	pthread_mutex_lock(&a->lock);
	while (!a->quit) {
		struct slot *s = next_slot(a);

		if (!s) {
			pthread_cond_wait(&a->work, &a->lock);
			continue;
		}
		s->state = SLOT_RUNS;
		pthread_mutex_unlock(&a->lock);
		work_on(t, s);
		pthread_mutex_lock(&a->lock);
		s->state = SLOT_DONE;
		pthread_cond_signal(&a->done);
	}
	pthread_mutex_unlock(&a->lock);
	return NULL;
}

struct ahead *
ahead_new(unsigned threads, ahead_fn *fn, void *arg)
{
	struct ahead *a;

	if (threads < 2)
		return NULL;
	a = mem_zero(1, sizeof *a);
	a->fn = fn;
	a->arg = arg;
	a->nslots = threads + 1;	/* one is done while the last is written out */
	a->slots = mem_zero(a->nslots, sizeof *a->slots);
	a->threads = mem_zero(threads, sizeof *a->threads);
	for (size_t i = 0; i < a->nslots; i++)
		reader_init(&a->slots[i].r);
	pthread_mutex_init(&a->lock, NULL);
	pthread_cond_init(&a->work, NULL);
	pthread_cond_init(&a->done, NULL);
	for (; a->nthreads < threads; a->nthreads++) {
		struct thread *t = &a->threads[a->nthreads];

		*t = (struct thread){ .ahead = a, .number = a->nthreads };
		if (pthread_create(&t->id, NULL, run, t) != 0)
			break;
	}
	if (a->nthreads > 0)
		return a;
	ahead_free(a);
	return NULL;
}

void
ahead_free(struct ahead *a)
{
	if (!a)
		return;
	pthread_mutex_lock(&a->lock);
	a->quit = true;
	pthread_cond_broadcast(&a->work);
	pthread_mutex_unlock(&a->lock);
	for (unsigned i = 0; i < a->nthreads; i++)
		pthread_join(a->threads[i].id, NULL);
	for (size_t i = 0; i < a->nslots; i++) {
		reader_close(&a->slots[i].r, 0);
		free(a->slots[i].hits.v);
	}
	pthread_mutex_destroy(&a->lock);
	pthread_cond_destroy(&a->work);
	pthread_cond_destroy(&a->done);
	free(a->hits.v);
	free(a->slots);
	free(a->threads);
	free(a);
}

static void
submit(struct ahead *a, const struct reader *r, uint64_t number)
{
	struct slot *s = &a->slots[(a->first + a->used) % a->nslots];

	s->r.dir = s->r.covers.dir = r->dir;
	s->r.since = r->since;
	s->r.until = r->until;
	s->r.after = r->after;
	s->r.wants = r->wants;
	s->r.wants_arg = r->wants_arg;
	s->r.sift = r->sift;
	s->r.proves = r->proves;
	s->r.number = number;
	s->r.last = r->last;
	pthread_mutex_lock(&a->lock);
	s->state = SLOT_WAITS;
	a->used++;
	pthread_cond_signal(&a->work);
	pthread_mutex_unlock(&a->lock);
}

/* The first slot, when it is done, which is free then. */
static struct slot *
finish_first(struct ahead *a)
{
	struct slot *s = &a->slots[a->first];

	pthread_mutex_lock(&a->lock);
	while (s->state != SLOT_DONE)
		pthread_cond_wait(&a->done, &a->lock);
	s->state = SLOT_FREE;
	a->first = (a->first + 1) % a->nslots;
	a->used--;
	pthread_mutex_unlock(&a->lock);
	if (s->found == FOUND_SEALED && s->r.text.n > a->largest)
		a->largest = s->r.text.n;
	if ((s->found == FOUND_SKIPPED || s->found == FOUND_SIFTED) &&
	    s->r.segment.bytes > a->largest)
		a->largest = (size_t)s->r.segment.bytes;
	return s;
}

/* How many segments are unpacked at a time: one, as long as their size is not known. */
static size_t
allowed(const struct ahead *a)
{
	size_t n = a->largest == 0 ? 1 : AHEAD_TEXT_MAX / a->largest;

	/* the reader has one more */
	if (a->largest > 0 && n > 0)
		n--;
	return n < a->nslots ? n : a->nslots;
}

/* From number on, those that are not begun. */
static void
fill(struct ahead *a, const struct reader *r, uint64_t number)
{
	size_t most = allowed(a);

	number += a->used;
	while (a->used < most && number <= r->last)
		submit(a, r, number++);
}

static void
swap(struct buf *a, struct buf *b)
{
	struct buf x = *a;

	*a = *b;
	*b = x;
}

static void
hand_over(struct ahead *a, struct slot *s, struct reader *r)
{
	struct hits x = a->hits;

	a->hits = s->hits;
	s->hits = x;
	swap(&r->path, &s->r.path);
	swap(&r->file, &s->r.file);
	swap(&r->text, &s->r.text);
	r->segment = s->r.segment;
	r->unpacked = s->r.unpacked;
	r->unpack_rc = s->r.unpack_rc;
	r->unknown = s->r.unknown;
}

bool
ahead_take(struct ahead *a, struct reader *r)
{
	struct slot *s;

	while (a->used > 0 && a->slots[a->first].r.number != r->number)
		finish_first(a);	/* the reader went elsewhere */
	fill(a, r, r->number);
	if (a->used == 0)
		return false;
	s = finish_first(a);
	if (s->found != FOUND_SEALED && s->found != FOUND_SKIPPED &&
	    s->found != FOUND_SIFTED)
		return false;
	hand_over(a, s, r);
	r->found = s->found;
	fill(a, r, r->number + 1);
	return true;
}

const struct hits *
ahead_hits(const struct ahead *a)
{
	return a && a->fn ? &a->hits : NULL;
}
