/* logtail_datagram - messages of syslog that come one in a datagram. */
#include <errno.h>
#include <inttypes.h>
#include <linux/sock_diag.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "err.h"
#include "json.h"
#include "logtail.h"
#include "logtail_listen.h"
#include "loop.h"
#include "mem.h"

enum {
	SLOTS = 16,		/* datagrams that are received at once */
	UDP_MAX = 64 << 10,	/* no datagram of UDP is longer */
	LOCAL_MAX = 256 << 10,	/* of one on a Unix socket so much is kept */
	ROUNDS = 16,		/* before others have their turn */
	BUFFER = 64 << 20,	/* asked of the kernel for what was not received yet */
	LAST_MAX = 64 << 20,	/* bytes that are received at the end at most */
};

struct datagrams {
	struct mmsghdr v[SLOTS];
	struct iovec io[SLOTS];
	struct sockaddr_storage from[SLOTS];
	_Alignas(struct cmsghdr) char control[SLOTS][CMSG_SPACE(sizeof(uint32_t))];
	struct sockaddr_storage last;	/* whom the name of the sender is of */
	size_t slots;
};

/* The kernel counts those that it had no room for; what is new is told in a record. */
static void
lost(struct listen *l, uint32_t dropped)
{
	struct tail *t = l->t;
	uint32_t n = dropped - l->dropped;	/* the count may wrap around */

	if (n == 0 || n > UINT32_MAX / 2)
		return;
	l->dropped = dropped;
	control_begin(t, "gap");
	out_str(&t->out, ",\"path\":");
	json_put_out(&t->out, l->addr, strlen(l->addr));
	out_fmt(&t->out, ",\"fid\":\"%s\",\"off\":%" PRId64 ",\"messages\":%" PRIu32
	    ",\"reason\":\"receive buffer overflow\"}", l->fid, l->off, n);
	control_end(t);
	t->totals.gaps++;
	t->trouble = true;
}

static void
look_lost(struct listen *l)
{
	uint32_t info[SK_MEMINFO_VARS];
	socklen_t n = sizeof info;

	if (!l->local && getsockopt(l->fd, SOL_SOCKET, SO_MEMINFO, info, &n) == 0 &&
	    n > SK_MEMINFO_DROPS * sizeof *info)
		lost(l, info[SK_MEMINFO_DROPS]);
}

/* What the kernel says about a datagram: how many were dropped before it. */
static void
look_control(struct listen *l, struct msghdr *h)
{
	uint32_t n;

	for (struct cmsghdr *c = CMSG_FIRSTHDR(h); c; c = CMSG_NXTHDR(h, c))
		if (c->cmsg_level == SOL_SOCKET && c->cmsg_type == SO_RXQ_OVFL) {
			memcpy(&n, CMSG_DATA(c), sizeof n);
			lost(l, n);
		}
}

static void
name_sender(struct listen *l, const struct msghdr *h)
{
	struct datagrams *d = l->datagrams;

	if (l->local || memcmp(&d->last, h->msg_name, h->msg_namelen) == 0)
		return;
	memcpy(&d->last, h->msg_name, h->msg_namelen);
	listen_name(l->sender.name, h->msg_name);
	l->sender.ready = false;
}

/* One datagram, without a line end that the sender put after it. */
static void
take(struct listen *l, struct mmsghdr *x)
{
	const char *p = x->msg_hdr.msg_iov->iov_base;
	size_t n = x->msg_hdr.msg_iov->iov_len;
	int64_t bytes = (int64_t)x->msg_len, length = bytes;

	look_control(l, &x->msg_hdr);
	name_sender(l, &x->msg_hdr);
	if (length <= (int64_t)n) {
		n = (size_t)length;
		if (n > 0 && (p[n - 1] == '\n' || p[n - 1] == '\0'))
			n--;
		if (n > 0 && p[n - 1] == '\r')
			n--;
		length = (int64_t)n;
	}
	if (n > 0)
		listen_message(l, &l->common, &l->sender, p, n, length, bytes);
}

static void
prepare(struct datagrams *d)
{
	for (size_t i = 0; i < d->slots; i++)
		d->v[i].msg_hdr = (struct msghdr){
			.msg_name = &d->from[i], .msg_namelen = sizeof d->from[i],
			.msg_iov = &d->io[i], .msg_iovlen = 1,
			.msg_control = d->control[i],
			.msg_controllen = sizeof d->control[i],
		};
}

/* What has arrived, as much as is taken at once; the bytes, or -1: nothing is left. */
static int64_t
receive(struct listen *l)
{
	struct datagrams *d = l->datagrams;
	int64_t bytes = 0;
	int n;

	prepare(d);
	n = recvmmsg(l->fd, d->v, (unsigned)d->slots, MSG_DONTWAIT | MSG_TRUNC, NULL);
	l->t->now_ns = ts_now();
	for (int i = 0; i < n; i++) {
		take(l, &d->v[i]);
		bytes += d->v[i].msg_len;
	}
	if (n < 0 && errno != EAGAIN && errno != EINTR && errno != ECONNREFUSED) {
		warn_errno("cannot receive at '%s'", l->addr);
		l->t->trouble = true;
	}
	return n < (int)d->slots ? -1 : bytes;
}

static void
on_readable(struct loop *loop, int fd, void *arg)
{
	struct listen *l = arg;
	int64_t n = 0;

	(void)loop;
	(void)fd;
	for (int i = 0; i < ROUNDS && n >= 0; i++)
		n = receive(l);
	if (n < 0)
		look_lost(l);	/* none may come after those that were dropped */
	listen_flush(l);
}

void
datagram_begin(struct listen *l)
{
	struct datagrams *d = mem_zero(1, sizeof *d);
	size_t size = l->local ? LOCAL_MAX : UDP_MAX;
	int on = 1, buffer = BUFFER;

	l->datagrams = d;
	l->sender.guess = (struct charset_guess)CHARSET_GUESS_INIT;
	d->slots = SLOTS * (size_t)UDP_MAX / size;
	l->block = mem_zero(d->slots, size);
	for (size_t i = 0; i < d->slots; i++)
		d->io[i] = (struct iovec){ l->block + i * size, size };
	setsockopt(l->fd, SOL_SOCKET, SO_RXQ_OVFL, &on, sizeof on);
	/* the second is bounded by net.core.rmem_max, the first is root's */
	if (setsockopt(l->fd, SOL_SOCKET, SO_RCVBUFFORCE, &buffer, sizeof buffer) < 0)
		setsockopt(l->fd, SOL_SOCKET, SO_RCVBUF, &buffer, sizeof buffer);
	l->event = loop_fd(l->loop, l->fd, LOOP_READ, on_readable, l);
}

void
datagram_end(struct listen *l)
{
	int64_t all = 0, n;

	while ((n = receive(l)) >= 0 && (all += n) < LAST_MAX)
		;
	look_lost(l);
	l->bad = l->common.bad;
	l->cut = l->common.cut;
	record_clear(&l->common);
	buf_clear(&l->sender.members);
	free(l->datagrams);
}
