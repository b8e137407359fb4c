/* logtail_listen - messages of syslog as records. */
#include <arpa/inet.h>
#include <inttypes.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <unistd.h>

#include "cursor.h"
#include "err.h"
#include "json.h"
#include "logtail.h"
#include "logtail_listen.h"
#include "loop.h"
#include "mem.h"

enum {
	FID_BYTES = 8,
	FACILITIES = 24,
};

struct listen *
listen_new(struct tail *t, struct loop *loop, const struct spec *spec, const char *addr)
{
	struct listen *l = mem_zero(1, sizeof *l);
	unsigned char id[FID_BYTES];

	*l = (struct listen){ .t = t, .loop = loop, .spec = spec, .addr = addr };
	TAILQ_INIT(&l->peers);
	if (getrandom(id, sizeof id, 0) != (ssize_t)sizeof id)
		die_errno(EXIT_TROUBLE, "cannot get a random number");
	digest_hex(id, sizeof id, l->fid);
	l->charset = text_named(t, spec->encoding);
	socket_open(l);
	if (l->stream)
		peer_begin(l);
	else
		datagram_begin(l);
	return l;
}

static void
say(struct listen *l, uint64_t n, const char *what)
{
	if (n == 0)
		return;
	warn_msg("'%s': %s: %" PRIu64, l->addr, what, n);
	l->t->trouble = true;
}

void
listen_free(struct listen *l)
{
	if (!l)
		return;
	socket_remove(l);		/* who comes now sees that nobody is here */
	if (l->stream)
		peer_end(l);
	else
		datagram_end(l);
	say(l, l->bad.n, "messages with bytes that are not UTF-8");
	say(l, l->cut.n, "messages that were too long, or not whole");
	say(l, l->refused, "connections that were refused");
	if (l->broken > 1)
		warn_msg("'%s': connections that broke: %" PRIu64, l->addr, l->broken);
	loop_remove(l->event);
	loop_remove(l->later);
	loop_remove(l->flush);
	close(l->fd);
	free(l->block);
	free(l);
}

static void
on_flush(struct loop *loop, int unused, void *arg)
{
	struct listen *l = arg;

	(void)loop;
	(void)unused;
	l->flush = NULL;
	control_flush(l->t);
}

void
listen_flush(struct listen *l)
{
	if (!l->flush)
		l->flush = loop_after(l->loop, 0, on_flush, l);
}

void
listen_name(char name[LISTEN_NAME_MAX], const void *addr)
{
	const struct sockaddr *any = addr;
	const struct sockaddr_in *v4 = addr;
	const struct sockaddr_in6 *v6 = addr;

	name[0] = '\0';
	if (any->sa_family == AF_INET)
		inet_ntop(AF_INET, &v4->sin_addr, name, LISTEN_NAME_MAX);
	else if (any->sa_family == AF_INET6 && IN6_IS_ADDR_V4MAPPED(&v6->sin6_addr))
		inet_ntop(AF_INET, &v6->sin6_addr.s6_addr[12], name, LISTEN_NAME_MAX);
	else if (any->sa_family == AF_INET6)
		inet_ntop(AF_INET6, &v6->sin6_addr, name, LISTEN_NAME_MAX);
}

/* The stream is introduced before its first message, so that its path is known. */
static void
introduce(struct listen *l)
{
	struct tail *t = l->t;

	control_begin(t, "source");
	out_str(&t->out, ",\"path\":");
	json_put_out(&t->out, l->addr, strlen(l->addr));
	out_fmt(&t->out, ",\"fid\":\"%s\",\"off\":0}", l->fid);
	control_end(t);
}

const char *
listen_facility(int64_t n)
{
	static const char *const names[FACILITIES] = {
		"kern", "user", "mail", "daemon", "auth", "syslog", "lpr", "news", "uucp",
		"cron", "authpriv", "ftp", "ntp", "audit", "alert", "clock", "local0",
		"local1", "local2", "local3", "local4", "local5", "local6", "local7",
	};

	return n >= 0 && n < FACILITIES ? names[n] : NULL;
}

/* Of the number in front, <34>; -1: there is none. */
static int
facility_of(const char *p, size_t n)
{
	struct cursor c = { p, p + n };
	int pri;

	if (!cursor_one(&c, "<") || (pri = cursor_number(&c, 1, 3)) < 0 ||
	    !cursor_one(&c, ">") || pri >= FACILITIES * 8)
		return -1;
	return pri / 8;
}

/* The members that the last message did not have. */
static void
make_members(struct sender *s, int facility)
{
	buf_cut(&s->members, 0);
	if (facility >= 0)
		buf_fmt(&s->members, ",\"facility\":\"%s\"", listen_facility(facility));
	if (s->name[0])
		buf_fmt(&s->members, ",\"peer\":\"%s\"", s->name);
	s->facility = facility;
	s->ready = true;
}

void
listen_message(struct listen *l, struct common *c, struct sender *s, const char *p,
    size_t n, int64_t length, int64_t bytes)
{
	int facility = facility_of(p, n);
	struct piece x;
	struct told told = {
		.time_ns = TS_NONE, .level = LEVEL_NONE,
		.host = s->name[0] ? s->name : NULL, .nhost = strlen(s->name),
	};

	if (l->off == 0)
		introduce(l);
	if (c->fixed.n == 0) {
		c->spec = l->spec;
		c->memo.zone = l->spec->zone;
		c->memo.format = l->spec->time_format;
		record_begin(c, l->addr, l->fid);
	}
	c->memo.latest_s = l->t->now_ns / TS_SECOND;
	if (!s->ready || s->facility != facility)
		make_members(s, facility);
	told.members = s->members.p;
	told.nmembers = s->members.n;
	x = (struct piece){
		.p = p, .n = n, .off = l->off, .end = l->off + bytes, .length = length,
		.lines = 1,
	};
	text_message(l->t, l->charset, &s->guess, &x);
	l->off += bytes;
	l->t->totals.bytes += (uint64_t)bytes;
	l->t->totals.lines++;
	if (!lines_wanted(l->t, &x))
		return;
	l->t->totals.records++;
	c->told = &told;
	record_piece(l->t, c, &x);
	c->told = NULL;
}
