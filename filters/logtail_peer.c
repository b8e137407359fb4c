/* logtail_peer - connections that messages of syslog come by. */
#include <errno.h>
#include <inttypes.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "err.h"
#include "logtail.h"
#include "logtail_listen.h"
#include "loop.h"
#include "mem.h"

enum {
	PIECE = 64 << 10,	/* read at once */
	ROUNDS = 4,		/* of a connection, before the others have their turn */
	ACCEPTS = 64,		/* connections that are taken before the same */
	SHORT_MAX = 64 << 10,	/* of a message, when all hold LISTEN_HELD_MAX */
	SILENT_S = 300,		/* after so long a peer is asked whether it still lives */
	QUIET_MS = 200,		/* at the end: nobody sends any more */
};

#define LAST_NS (5 * TS_SECOND)	/* so long what is sent at the end is taken */

static const char *
who(const struct peer *p)
{
	return p->sender.name[0] ? p->sender.name : "this machine";
}

static void
drop(struct peer *p)
{
	struct listen *l = p->listen;

	l->bad.n += p->common.bad.n;
	l->cut.n += p->common.cut.n;
	l->held -= frame_held(&p->frame);
	l->npeers--;
	l->full = false;
	TAILQ_REMOVE(&l->peers, p, next);
	loop_remove(p->event);
	close(p->fd);
	frame_clear(&p->frame);
	record_clear(&p->common);
	buf_clear(&p->sender.members);
	free(p);
}

static void
message(struct peer *p, const struct frame_msg *m)
{
	listen_message(p->listen, &p->common, &p->sender, m->p, m->n, m->length,
	    m->end - m->off);
}

/* n bytes of the block came from it. */
static void
take(struct peer *p, size_t n)
{
	struct listen *l = p->listen;
	struct frame_msg m;

	l->held -= frame_held(&p->frame);
	p->frame.max = l->held < LISTEN_HELD_MAX ? FRAME_MAX : SHORT_MAX;
	frame_feed(&p->frame, l->block, n);
	while (frame_next(&p->frame, &m))
		message(p, &m);
	l->held += frame_held(&p->frame);
}

/* It is over: a last message without its end is one. */
static void
over(struct peer *p)
{
	struct frame_msg m;

	if (frame_end(&p->frame, &m))
		message(p, &m);
	drop(p);
}

static void
broke(struct peer *p)
{
	if (p->listen->broken++ == 0)
		warn_errno("'%s': the connection from %s broke", p->listen->addr, who(p));
}

/* A share of what has arrived; the peer is gone after that when it is at its end. */
static void
receive(struct peer *p)
{
	struct listen *l = p->listen;
	ssize_t n = PIECE;

	for (int i = 0; i < ROUNDS && n == PIECE; i++) {
		n = recv(p->fd, l->block, PIECE, MSG_DONTWAIT);
		l->t->now_ns = ts_now();
		if (n > 0)
			take(p, (size_t)n);
	}
	if (n < 0 && errno != EAGAIN && errno != EINTR) {
		broke(p);
		n = 0;
	}
	if (n == 0)
		over(p);
}

static void
on_readable(struct loop *loop, int fd, void *arg)
{
	struct peer *p = arg;
	struct listen *l = p->listen;

	(void)loop;
	(void)fd;
	receive(p);
	listen_flush(l);
}

static void
refuse(struct listen *l, const char *name)
{
	l->refused++;
	if (l->full)
		return;
	warn_msg("'%s': more than %d connections, one from %s is refused", l->addr,
	    LISTEN_PEERS_MAX, name[0] ? name : "this machine");
	l->full = true;
}

static void
greet(struct listen *l, int fd, const struct sockaddr_storage *from)
{
	char name[LISTEN_NAME_MAX];
	int on = 1, silent = SILENT_S;
	struct peer *p;

	listen_name(name, from);
	if (l->npeers == LISTEN_PEERS_MAX) {
		close(fd);
		refuse(l, name);
		return;
	}
	p = mem_zero(1, sizeof *p);
	p->listen = l;
	p->fd = fd;
	p->frame = (struct frame)FRAME_INIT(FRAME_MAX);
	p->sender.guess = (struct charset_guess)CHARSET_GUESS_INIT;
	memcpy(p->sender.name, name, sizeof name);
	if (!l->local) {	/* one that is gone without a word does not stay */
		setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof on);
		setsockopt(fd, IPPROTO_TCP, TCP_KEEPIDLE, &silent, sizeof silent);
	}
	TAILQ_INSERT_TAIL(&l->peers, p, next);
	l->npeers++;
	p->event = loop_fd(l->loop, fd, LOOP_READ, on_readable, p);
}

/* One who waits to be let in; false: nobody does, or none can be let in (errno). */
static bool
admit(struct listen *l)
{
	struct sockaddr_storage from = { 0 };
	socklen_t n = sizeof from;
	int fd = accept4(l->fd, (struct sockaddr *)&from, &n,
	    SOCK_CLOEXEC | SOCK_NONBLOCK);

	if (fd >= 0)
		greet(l, fd, &from);
	return fd >= 0 || errno == ECONNABORTED || errno == EINTR;
}

/* Where there are no descriptors left, those who wait are looked at a second later. */
static void
on_waiting(struct loop *loop, int fd, void *arg)
{
	struct listen *l = arg;
	int i = 0;

	(void)fd;
	l->later = NULL;
	while (i < ACCEPTS && admit(l))
		i++;
	if (i == ACCEPTS || errno == EAGAIN) {
		if (!l->event)
			l->event = loop_fd(loop, l->fd, LOOP_READ, on_waiting, l);
		return;
	}
	if (!l->full)
		warn_errno("'%s': cannot take connections for now", l->addr);
	l->full = true;
	loop_remove(l->event);
	l->event = NULL;
	l->later = loop_after(loop, TS_SECOND, on_waiting, l);
}

void
peer_begin(struct listen *l)
{
	l->block = mem_zero(PIECE, 1);
	l->event = loop_fd(l->loop, l->fd, LOOP_READ, on_waiting, l);
}

static int64_t
steady_ns(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * TS_SECOND + ts.tv_nsec;
}

/* Those that have sent something, within so many milliseconds; false: none has. */
static bool
take_last(struct listen *l, struct pollfd *v, int ms)
{
	struct peer *p, *next;
	size_t n = 0;

	TAILQ_FOREACH(p, &l->peers, next)
		v[n++] = (struct pollfd){ .fd = p->fd, .events = POLLIN };
	if (n == 0 || poll(v, n, ms) <= 0)
		return false;
	n = 0;
	for (p = TAILQ_FIRST(&l->peers); p; p = next) {
		next = TAILQ_NEXT(p, next);
		if (v[n++].revents)
			receive(p);
	}
	return true;
}

/*
 * What was sent before the end is taken: some of it may still be with the kernel of the
 * sender, waiting for room here.
 */
void
peer_end(struct listen *l)
{
	struct pollfd *v = mem_zero(LISTEN_PEERS_MAX, sizeof *v);
	int64_t end = steady_ns() + LAST_NS;
	struct peer *p;
	int i = 0;

	while (i < LISTEN_PEERS_MAX && admit(l))
		i++;
	while (take_last(l, v, l->local ? 0 : QUIET_MS) && steady_ns() < end)
		;
	while ((p = TAILQ_FIRST(&l->peers)) != NULL)
		over(p);
	free(v);
}
