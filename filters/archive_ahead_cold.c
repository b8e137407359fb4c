/* archive_ahead_cold - the next cold files are unpacked and searched by threads. */
#include <stdlib.h>

#include "archive_ahead_cold_part.h"
#include "mem.h"

struct ahead_cold *
ahead_cold_new(unsigned threads, ahead_fn *fn, void *arg, bool counts)
{
	struct ahead_cold *a;

	if (threads < 2)
		return NULL;
	a = mem_zero(1, sizeof *a);
	*a = (struct ahead_cold){ .fn = fn, .arg = arg, .counts = counts,
		.most = threads };
	pthread_mutex_init(&a->lock, NULL);
	pthread_cond_init(&a->change, NULL);
	return a;
}

static void
start(struct ahead_cold *a)
{
	if (a->slots)
		return;
	a->nslots = a->most + 1;	/* one is read while the others are made */
	a->npieces = AHEAD_COLD_TEXT_MAX / COLD_RUN_BYTES / a->nslots;
	a->npieces += a->npieces == 0;
	a->slots = mem_zero(a->nslots, sizeof *a->slots);
	for (size_t i = 0; i < a->nslots; i++) {
		reader_init(&a->slots[i].r);
		a->slots[i].pieces = mem_zero(a->npieces, sizeof *a->slots[i].pieces);
	}
	a->threads = mem_zero(a->most, sizeof *a->threads);
	for (; a->nthreads < a->most; a->nthreads++) {
		struct thread *t = &a->threads[a->nthreads];

		*t = (struct thread){ .ahead = a, .number = a->nthreads };
		if (pthread_create(&t->id, NULL, ahead_cold_thread, t) != 0)
			break;
	}
}

static void
clear_piece(struct piece *x)
{
	buf_clear(&x->text);
	free(x->hits.v);
	free(x->parts);
}

static void
clear_slot(const struct ahead_cold *a, struct slot *s)
{
	reader_close(&s->r, 0);
	for (size_t i = 0; i < a->npieces; i++)
		clear_piece(s->pieces + i);
	free(s->pieces);
	clear_piece(&s->made);
	buf_clear(&s->report);
}

void
ahead_cold_free(struct ahead_cold *a)
{
	if (!a)
		return;
	pthread_mutex_lock(&a->lock);
	a->quit = true;
	pthread_cond_broadcast(&a->change);
	pthread_mutex_unlock(&a->lock);
	for (unsigned i = 0; i < a->nthreads; i++)
		pthread_join(a->threads[i].id, NULL);
	for (size_t i = 0; i < a->nslots; i++)
		clear_slot(a, a->slots + i);
	pthread_mutex_destroy(&a->lock);
	pthread_cond_destroy(&a->change);
	clear_piece(&a->taken);
	free(a->slots);
	free(a->threads);
	free(a);
}

/* The first cold file behind that segment; 0: there is none. */
static uint64_t
next_file(const struct covers *c, uint64_t after)
{
	uint64_t best = 0;

	/* the last one is listed first */
	for (size_t i = 0; i < c->n && c->v[i].first > after; i++)
		if (c->v[i].kind == FILE_COLD)
			best = c->v[i].first;
	return best;
}

static void
submit(struct ahead_cold *a, const struct reader *r, uint64_t number)
{
	struct slot *s = &a->slots[(a->first + a->used) % a->nslots];

	s->r.dir = r->dir;
	s->r.since = r->since;
	s->r.until = r->until;
	s->r.after = r->after;
	s->r.stop = r->stop;
	s->r.search = r->search;
	s->r.number = number;
	s->r.told = s->r.without = s->r.sifted = s->r.sure = 0;
	s->first = s->n = 0;
	s->counted = s->looked = 0;
	buf_cut(&s->report, 0);
	s->drop = false;
	files_path(&s->r.path, r->dir, number, FILE_COLD);
	pthread_mutex_lock(&a->lock);
	s->state = SLOT_WAITS;
	a->used++;
	a->last = number;
	pthread_cond_broadcast(&a->change);
	pthread_mutex_unlock(&a->lock);
}

/* The files behind the last one that was begun. */
static void
fill(struct ahead_cold *a, const struct reader *r)
{
	uint64_t number;

	while (a->used > 0 && a->used < a->nslots &&
	    (number = next_file(&r->covers, a->last)) != 0)
		submit(a, r, number);
}

/* Wait for it, and forget it. */
static void
finish_first(struct ahead_cold *a, bool drop)
{
	struct slot *s = a->slots + a->first;

	pthread_mutex_lock(&a->lock);
	s->drop = drop;
	if (drop && s->state == SLOT_WAITS)
		s->state = SLOT_DONE;
	pthread_cond_broadcast(&a->change);
	while (s->state != SLOT_DONE)
		pthread_cond_wait(&a->change, &a->lock);
	s->state = SLOT_FREE;
	a->taken.next = a->taken.nparts = 0;
	a->first = (a->first + 1) % a->nslots;
	a->used--;
	pthread_cond_broadcast(&a->change);
	pthread_mutex_unlock(&a->lock);
}

bool
ahead_cold_take(struct ahead_cold *a, struct reader *r)
{
	struct slot *s;

	while (a->used > 0 && a->slots[a->first].r.number != r->number)
		finish_first(a, true);	/* the reader went elsewhere */
	if (r->number != r->cover.first)
		return false;
	if (a->used == 0) {
		if (next_file(&r->covers, r->number) == 0)
			return false;
		start(a);
		if (a->nthreads == 0)
			return false;
		submit(a, r, r->number);
	}
	fill(a, r);
	s = a->slots + a->first;
	pthread_mutex_lock(&a->lock);
	while (s->state < SLOT_OPEN)
		pthread_cond_wait(&a->change, &a->lock);
	pthread_mutex_unlock(&a->lock);
	if (s->failed) {
		finish_first(a, true);
		return false;
	}
	r->told += s->r.told;
	r->without += s->r.without;
	r->sifted += s->r.sifted;
	r->sure = s->r.sure;
	return true;
}

/* Of the file that was taken: false: there is no more. */
static bool
next_piece(struct ahead_cold *a)
{
	struct slot *s = a->slots + a->first;
	bool any;

	pthread_mutex_lock(&a->lock);
	while (s->n == 0 && s->state != SLOT_DONE)
		pthread_cond_wait(&a->change, &a->lock);
	any = s->n > 0;
	if (any) {
		ahead_cold_swap(&a->taken, s->pieces + s->first);
		s->first = (s->first + 1) % a->npieces;
		if (s->n-- == a->npieces)
			pthread_cond_broadcast(&a->change);
	}
	pthread_mutex_unlock(&a->lock);
	return any;
}

/* All was had of the file. */
static void
finish(struct ahead_cold *a, struct reader *r)
{
	const struct slot *s = a->slots + a->first;

	r->cold = (struct cold){ .fd = -1, .damaged = s->damaged,
		.passed = s->passed };
	r->sure += s->counted;
	r->looked += s->looked;
	finish_first(a, false);
	fill(a, r);
}

bool
ahead_cold_run(struct ahead_cold *a, struct reader *r, struct cold_run *run,
    struct block *b)
{
	struct piece *x = &a->taken;
	const struct part *p;
	bool last;

	if (x->next == x->nparts && !next_piece(a)) {
		finish(a, r);
		return false;
	}
	p = x->parts + x->next++;
	last = x->next == x->nparts;
	*run = p->run;
	a->hits.v = x->hits.v ? x->hits.v + p->hits : NULL;
	a->hits.n = (last ? x->hits.n : p[1].hits) - p->hits;
	*b = (struct block){ .first = run->first, .p = x->text.p + p->text,
		.n = (last ? x->text.n : p[1].text) - p->text,
		.hits = a->fn ? &a->hits : NULL };
	return true;
}

void
ahead_cold_job(struct ahead_cold *a, ahead_cold_fn *job, void *arg)
{
	a->job = job;
	a->job_arg = arg;
}

void
ahead_cold_report(struct ahead_cold *a, struct reader *r, struct buf *report)
{
	struct slot *s = a->slots + a->first;
	struct buf x;

	pthread_mutex_lock(&a->lock);
	while (s->state != SLOT_DONE)
		pthread_cond_wait(&a->change, &a->lock);
	pthread_mutex_unlock(&a->lock);
	x = *report;
	*report = s->report;
	s->report = x;
	finish_first(a, false);
	fill(a, r);
}
