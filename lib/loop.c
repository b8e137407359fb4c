/* loop - wait for descriptors, timers and signals, by libevent. */
#include "loop.h"

#include <event2/event.h>
#include <stdbool.h>
#include <stdlib.h>
#include <time.h>

#include "err.h"
#include "mem.h"

struct loop_event {
	struct loop *loop;
	struct event *event;
	struct loop_event *next, **back;	/* in the loop's list */
	loop_fn *fn;
	void *arg;
	bool once;
};

struct loop {
	struct event_base *base;
	struct loop_event *events;
};

struct loop *
loop_new(void)
{
	struct loop *l = mem_zero(1, sizeof *l);

	l->base = event_base_new();
	if (!l->base)
		die_msg(EXIT_TROUBLE, "cannot start an event loop");
	return l;
}

void
loop_remove(struct loop_event *e)
{
	if (!e)
		return;
	event_free(e->event);
	*e->back = e->next;
	if (e->next)
		e->next->back = e->back;
	free(e);
}

void
loop_free(struct loop *l)
{
	if (!l)
		return;
	while (l->events)
		loop_remove(l->events);
	event_base_free(l->base);
	free(l);
}

/* A timer that goes off once is released before its function runs: it may add another. */
static void
happened(evutil_socket_t fd, short what, void *arg)
{
	struct loop_event *e = arg;
	struct loop *l = e->loop;
	loop_fn *fn = e->fn;
	void *fn_arg = e->arg;

	(void)what;
	if (e->once)
		loop_remove(e);
	fn(l, (int)fd, fn_arg);
}

static struct loop_event *
add(struct loop *l, int fd, int what, int64_t ns, loop_fn *fn, void *arg)
{
	struct loop_event *e = mem_zero(1, sizeof *e);
	struct timeval t = {
		.tv_sec = (time_t)(ns / 1000000000),
		.tv_usec = (suseconds_t)(ns % 1000000000 / 1000),
	};

	*e = (struct loop_event){
		.loop = l, .fn = fn, .arg = arg, .next = l->events, .back = &l->events,
		.event = event_new(l->base, fd, (short)what, happened, e),
	};
	if (!e->event || event_add(e->event, ns < 0 ? NULL : &t) < 0)
		die_msg(EXIT_TROUBLE, "cannot watch descriptor or signal %d", fd);
	if (e->next)
		e->next->back = &e->next;
	l->events = e;
	return e;
}

struct loop_event *
loop_fd(struct loop *l, int fd, int what, loop_fn *fn, void *arg)
{
	int flags = EV_PERSIST | (what & LOOP_READ ? EV_READ : 0) |
	    (what & LOOP_WRITE ? EV_WRITE : 0);

	return add(l, fd, flags, -1, fn, arg);
}

struct loop_event *
loop_after(struct loop *l, int64_t ns, loop_fn *fn, void *arg)
{
	struct loop_event *e = add(l, -1, 0, ns, fn, arg);

	e->once = true;
	return e;
}

struct loop_event *
loop_every(struct loop *l, int64_t ns, loop_fn *fn, void *arg)
{
	return add(l, -1, EV_PERSIST, ns, fn, arg);
}

struct loop_event *
loop_signal(struct loop *l, int sig, loop_fn *fn, void *arg)
{
	return add(l, sig, EV_SIGNAL | EV_PERSIST, -1, fn, arg);
}

int
loop_run(struct loop *l)
{
	return event_base_dispatch(l->base) < 0 ? -1 : 0;
}

void
loop_stop(struct loop *l)
{
	event_base_loopbreak(l->base);
}
