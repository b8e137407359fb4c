/* archive_ahead_cold_work - what a thread does with cold files: pieces, in order. */
#include "archive_ahead_cold_part.h"
#include "mem.h"

enum { PARTS_MAX = 16384 };

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

void
ahead_cold_swap(struct piece *a, struct piece *b)
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
		ahead_cold_swap(&s->made, s->pieces + (s->first + s->n) % a->npieces);
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

void *
ahead_cold_thread(void *arg)
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
