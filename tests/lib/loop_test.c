/* loop: descriptors, timers and signals in their order, released at any time. */
#include "loop.h"

#include <signal.h>
#include <unistd.h>

#include "buf.h"
#include "check.h"

static struct buf seen;
static struct loop_event *ticking;
static int ticks;

static void
readable(struct loop *l, int fd, void *arg)
{
	char c;

	(void)l;
	if (read(fd, &c, 1) == 1)
		buf_fmt(&seen, "%s%c ", (const char *)arg, c);
}

static void
tick(struct loop *l, int fd, void *arg)
{
	(void)l, (void)fd;
	if (++ticks == 3) {
		loop_remove(ticking);	/* from within its own call */
		buf_str(&seen, "ticked ");
		raise(*(int *)arg);
	}
}

static void
on_signal(struct loop *l, int sig, void *arg)
{
	(void)arg;
	buf_fmt(&seen, "signal%d ", sig == SIGUSR1);
	loop_stop(l);
}

static void
first(struct loop *l, int fd, void *arg)
{
	static int sig = SIGUSR1;

	(void)fd;
	buf_str(&seen, "first ");
	if (write(*(int *)arg, "x", 1) == 1)
		ticking = loop_every(l, 1000000, tick, &sig);
}

static void
all_kinds(void)
{
	struct loop *l = loop_new();
	static char name[] = "read:";
	int fd[2];

	CHECK(pipe(fd) == 0);
	loop_fd(l, fd[0], LOOP_READ, readable, name);
	loop_signal(l, SIGUSR1, on_signal, NULL);
	loop_after(l, 0, first, &fd[1]);
	loop_remove(NULL);
	CHECK_INT(loop_run(l), 0);
	CHECK_STR(buf_text(&seen), "first read:x ticked signal1 ");
	CHECK_INT(ticks, 3);
	loop_free(l);
	close(fd[0]), close(fd[1]);
	buf_clear(&seen);
}

static void
ends_without_events(void)
{
	struct loop *l = loop_new();

	CHECK_INT(loop_run(l), 0);
	loop_free(l);
	loop_free(NULL);
}

int
main(void)
{
	RUN(all_kinds);
	RUN(ends_without_events);
	return check_end();
}
