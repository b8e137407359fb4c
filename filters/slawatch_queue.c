/* slawatch_queue - what is to happen, in order of time: a binary heap. */
#include <stdlib.h>

#include "mem.h"
#include "slawatch.h"

static bool
before(const struct event *a, const struct event *b)
{
	return a->at < b->at || (a->at == b->at && a->order < b->order);
}

static void
put(struct queue *q, size_t place, struct event *e)
{
	q->heap[place - 1] = e;
	e->place = place;
}

/* Move e up or down from its place to where it belongs. */
static void
settle(struct queue *q, struct event *e)
{
	size_t at = e->place;

	while (at > 1 && before(e, q->heap[at / 2 - 1])) {
		put(q, at, q->heap[at / 2 - 1]);
		at /= 2;
	}
	while (2 * at <= q->n) {
		size_t child = 2 * at;

		if (child < q->n && before(q->heap[child], q->heap[child - 1]))
			child++;
		if (!before(q->heap[child - 1], e))
			break;
		put(q, at, q->heap[child - 1]);
		at = child;
	}
	put(q, at, e);
}

void
queue_set(struct queue *q, struct event *e, int64_t at)
{
	e->at = at;
	e->order = q->orders++;
	if (!e->place) {
		q->heap = mem_grow(q->heap, &q->cap, q->n + 1, sizeof *q->heap);
		put(q, ++q->n, e);
	}
	settle(q, e);
}

void
queue_drop(struct queue *q, struct event *e)
{
	struct event *last;
	size_t place = e->place;

	if (!place)
		return;
	e->place = 0;
	last = q->heap[--q->n];
	if (last == e)
		return;
	put(q, place, last);
	settle(q, last);
}

struct event *
queue_first(const struct queue *q)
{
	return q->n ? q->heap[0] : NULL;
}
