/* archive_ahead_cold - the next cold files are unpacked and searched by threads. */
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "archive_ahead_cold.h"
#include "archive_reader.h"
#include "mem.h"

/* In this order. */
enum state { SLOT_FREE, SLOT_WAITS, SLOT_RUNS, SLOT_OPEN, SLOT_DONE };

enum { PARTS_MAX = 16384 };

/* Records that stand in a row: where their text and the lines found in it begin. */
struct part {
	struct cold_run run;
	size_t text, hits;
};

/* What is handed over at once. */
struct piece {
	struct buf text;
	struct hits hits;	/* of each part, from where it begins */
	struct part *parts;
	size_t nparts, cap;
	size_t next;		/* that the reader has not had */
};

/* One file. */
struct slot {
	enum state state;
	bool drop;		/* nobody waits for it any more */
	bool failed;		/* it cannot be opened: who reads it says why */
	struct reader r;	/* of it alone */
	struct piece *pieces;	/* a ring: what is made, and not yet read */
	size_t first, n;
	struct piece made;	/* the next one */
	size_t columns;		/* bytes of them, of those that all may have */
	struct buf report;
	uint64_t counted, looked, passed;
	unsigned damaged;
};

struct thread {
	pthread_t id;
	struct ahead_cold *ahead;
	unsigned number;
};

struct ahead_cold {
	ahead_fn *fn;
	void *arg;
	bool counts;
	ahead_cold_fn *job;	/* instead; or NULL */
	void *job_arg;
	unsigned most, nthreads;	/* wanted; begun */
	struct thread *threads;
	struct slot *slots;	/* a ring; in the order of the files */
	size_t nslots, first, used;
	size_t npieces;		/* of each */
	uint64_t last;		/* the file that was begun last */
	struct piece taken;	/* what the reader has */
	struct hits hits;	/* of it: of one part */
	size_t columns;		/* bytes of all files but for the first */
	/* of the states, what the slots hold, the columns, and quit */
	pthread_mutex_t lock;
	pthread_cond_t change;
	atomic_bool quit;	/* looked at without the lock, too */
};

/* --- a thread ----------------------------------------------------------------------- */

static bool
unwanted(const struct ahead_cold *a, const struct slot *s)
{
	return a->quit || s->drop;
}

/* Wait until there is room for its columns; the file that is read has it. */
static bool
reserve(struct ahead_cold *a, struct slot *s, size_t columns)
{
	bool ok;

	pthread_mutex_lock(&a->lock);
	while (!unwanted(a, s) && s != a->slots + a->first &&
	    a->columns + columns > AHEAD_COLD_COLUMNS_MAX)
		pthread_cond_wait(&a->change, &a->lock);
	ok = !unwanted(a, s);
	s->columns = columns;
	a->columns += columns;
	pthread_mutex_unlock(&a->lock);
	return ok;
}

static void
swap(struct piece *a, struct piece *b)
{
	struct piece x = *a;

	*a = *b;
	*b = x;
}

/* Wait until there is room for what was made: false when nobody wants it. */
static bool
push(struct ahead_cold *a, struct slot *s)
{
	bool ok;

	pthread_mutex_lock(&a->lock);
	while (s->n == a->npieces && !unwanted(a, s))
		pthread_cond_wait(&a->change, &a->lock);
	ok = !unwanted(a, s);
	if (ok) {
		swap(&s->made, s->pieces + (s->first + s->n) % a->npieces);
		if (s->n++ == 0)
			pthread_cond_broadcast(&a->change);
	}
	pthread_mutex_unlock(&a->lock);
	return ok;
}

static void
set_state(struct ahead_cold *a, struct slot *s, enum state state)
{
	pthread_mutex_lock(&a->lock);
	s->state = state;
	pthread_cond_broadcast(&a->change);
	pthread_mutex_unlock(&a->lock);
}

/* What was found in a part is all that is needed of it; false: nothing else is. */
static bool
count(const struct ahead_cold *a, struct slot *s, const struct part *p)
{
	struct piece *x = &s->made;

	if (!a->counts)
		return true;
	s->looked += x->text.n - p->text;
	s->counted += x->hits.n - p->hits;
	x->hits.n = p->hits;
	buf_cut(&x->text, p->text);
	return p->run.lost > 0;
}

/* False: it is the last one. */
static bool
make_piece(struct thread *t, struct slot *s)
{
	struct ahead_cold *a = t->ahead;
	struct piece *x = &s->made;
	bool more = true;

	buf_cut(&x->text, 0);
	x->hits.n = x->nparts = x->next = 0;
	while (x->text.n < COLD_RUN_BYTES && x->nparts < PARTS_MAX) {
		struct part p = { .text = x->text.n, .hits = x->hits.n };

		more = !a->quit &&
		    cold_run_on(&s->r.cold, &p.run, COLD_RUN_BYTES, &x->text);
		if (!more)
			break;
		if (a->fn && x->text.n > p.text)
			a->fn(a->arg, a->most + t->number, x->text.p + p.text,
			    x->text.n - p.text, &x->hits);
		if (!count(a, s, &p))
			continue;
		x->parts = mem_grow(x->parts, &x->cap, x->nparts + 1, sizeof *x->parts);
		x->parts[x->nparts++] = p;
	}
	return more;
}

static void
make_pieces(struct thread *t, struct slot *s)
{
	bool more = true;

	while (more) {
		more = make_piece(t, s);
		if (s->made.nparts > 0 && !push(t->ahead, s))
			break;
	}
}

/* A file that is open, and that somebody wants. */
static void
read_file(struct thread *t, struct slot *s)
{
	struct ahead_cold *a = t->ahead;

	if (a->job) {
		a->job(a->job_arg, t->number, &s->r.cold, &s->report);
		return;
	}
	thaw_columns(&s->r);
	set_state(a, s, SLOT_OPEN);
	make_pieces(t, s);
}

static void
work_on(struct thread *t, struct slot *s)
{
	struct ahead_cold *a = t->ahead;
	struct cold *c = &s->r.cold;

	s->failed = thaw_index(&s->r) < 0;
	if (!s->failed && reserve(a, s, cold_unpacked(c)))
		read_file(t, s);
	s->damaged = c->damaged;
	s->passed = c->passed;
	cold_close(c);
	pthread_mutex_lock(&a->lock);
	a->columns -= s->columns;
	s->columns = 0;
	pthread_mutex_unlock(&a->lock);
	set_state(a, s, SLOT_DONE);
}

/* The first one that waits, or NULL. */
static struct slot *
next_slot(struct ahead_cold *a)
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
	struct ahead_cold *a = t->ahead;

	pthread_mutex_lock(&a->lock);
	while (!a->quit) {
		struct slot *s = next_slot(a);

		if (!s) {
			pthread_cond_wait(&a->change, &a->lock);
			continue;
		}
		s->state = SLOT_RUNS;
		pthread_mutex_unlock(&a->lock);
		work_on(t, s);
		pthread_mutex_lock(&a->lock);
	}
	pthread_mutex_unlock(&a->lock);
	return NULL;
}

/* --- the reader --------------------------------------------------------------------- */

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
		if (pthread_create(&t->id, NULL, run, t) != 0)
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
		swap(&a->taken, s->pieces + s->first);
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
