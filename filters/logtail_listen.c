/* logtail_listen - sockets that messages of syslog come to, and their records. */
#include <arpa/inet.h>
#include <errno.h>
#include <inttypes.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "cursor.h"
#include "err.h"
#include "json.h"
#include "logtail.h"
#include "loop.h"
#include "mem.h"
#include "num.h"

enum {
	FID_BYTES = 8,
	PORT_MAX = 65535,
	HOST_TEXT_MAX = 80,	/* an IPv6 address with its scope */
	FACILITIES = 24,
	SOCKET_MODE = 0666,	/* as /dev/log: each program may log */
	WAITING_MAX = 4096,	/* connections that the kernel holds for us */
};

union address {
	struct sockaddr any;
	struct sockaddr_in v4;
	struct sockaddr_in6 v6;
	struct sockaddr_un local;
	struct sockaddr_storage room;
};

static const char wanted[] =
	"not udp:HOST:PORT, tcp:HOST:PORT, unix:PATH or unix-stream:PATH";

_Noreturn static void
bad_address(const char *addr, const char *why)
{
	die_msg(EXIT_USAGE, "bad address '%s': %s", addr, why);
}

/* HOST:PORT, the address of a host in numbers, or "" or "*" for all of this machine. */
static socklen_t
read_inet(const char *addr, const char *text, bool stream, union address *a)
{
	const char *colon = strrchr(text, ':'), *from = text;
	char host[HOST_TEXT_MAX];
	struct addrinfo hints = { .ai_flags = AI_NUMERICHOST | AI_NUMERICSERV }, *found;
	int64_t port;
	size_t n;

	if (!colon || num_i64(colon + 1, 0, PORT_MAX, &port) < 0)
		bad_address(addr, wanted);
	n = (size_t)(colon - text);
	if (n >= 2 && from[0] == '[' && from[n - 1] == ']') {
		from++;
		n -= 2;
	} else if (memchr(from, ':', n)) {
		bad_address(addr, "an IPv6 address stands in brackets");
	}
	if (n >= sizeof host)
		bad_address(addr, "not an address in numbers");
	if (n == 0 || (n == 1 && *from == '*')) {
		a->v6 = (struct sockaddr_in6){
			.sin6_family = AF_INET6, .sin6_addr = IN6ADDR_ANY_INIT,
			.sin6_port = htons((uint16_t)port),
		};
		return sizeof a->v6;
	}
	memcpy(host, from, n);
	host[n] = '\0';
	hints.ai_socktype = stream ? SOCK_STREAM : SOCK_DGRAM;
	if (getaddrinfo(host, colon + 1, &hints, &found) != 0)
		bad_address(addr, "not an address in numbers");
	n = found->ai_addrlen;
	memcpy(&a->any, found->ai_addr, n);
	freeaddrinfo(found);
	return (socklen_t)n;
}

static socklen_t
read_unix(const char *addr, const char *path, union address *a)
{
	size_t n = strlen(path);

	if (n == 0)
		bad_address(addr, wanted);
	if (n >= sizeof a->local.sun_path)
		bad_address(addr, "the path of a socket has at most 107 bytes");
	a->local = (struct sockaddr_un){ .sun_family = AF_UNIX };
	memcpy(a->local.sun_path, path, n);
	return (socklen_t)sizeof a->local;
}

static socklen_t
read_address(struct listen *l, union address *a)
{
	static const struct {
		const char *word;
		bool stream, local;
	} kinds[] = {
		{ "udp:", false, false }, { "tcp:", true, false },
		{ "unix:", false, true }, { "unix-stream:", true, true },
	};

	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		size_t n = strlen(kinds[i].word);

		if (strncmp(l->addr, kinds[i].word, n) != 0)
			continue;
		l->stream = kinds[i].stream;
		l->local = kinds[i].local;
		if (!l->local)
			return read_inet(l->addr, l->addr + n, l->stream, a);
		l->file = l->addr + n;
		return read_unix(l->addr, l->file, a);
	}
	bad_address(l->addr, wanted);
}

static int
new_socket(const struct listen *l, int family)
{
	return socket(family, (l->stream ? SOCK_STREAM : SOCK_DGRAM) | SOCK_CLOEXEC |
	    SOCK_NONBLOCK, 0);
}

/* A socket that was left over: does nobody listen there any more? */
static bool
left_over(const struct listen *l, const union address *a, socklen_t n)
{
	struct stat st;
	bool dead;
	int fd;

	if (lstat(l->file, &st) < 0 || !S_ISSOCK(st.st_mode))
		return false;
	fd = new_socket(l, AF_UNIX);
	dead = fd >= 0 && connect(fd, &a->any, n) < 0 && errno == ECONNREFUSED;
	if (fd >= 0)
		close(fd);
	return dead;
}

static int
bind_local(struct listen *l, const union address *a, socklen_t n)
{
	struct stat st;

	if (bind(l->fd, &a->any, n) < 0) {
		if (errno != EADDRINUSE || !left_over(l, a, n))
			return -1;
		if (unlink(l->file) < 0 || bind(l->fd, &a->any, n) < 0)
			return -1;
	}
	if (chmod(l->file, SOCKET_MODE) < 0 || lstat(l->file, &st) < 0)
		return -1;
	l->dev = st.st_dev;
	l->ino = st.st_ino;
	return 0;
}

/* All addresses are those of IPv6 and of IPv4; where there is no IPv6, of the latter. */
static int
bind_inet(struct listen *l, union address *a, socklen_t n)
{
	in_port_t port = a->v6.sin6_port;
	int off = 0, on = 1;

	if (a->any.sa_family == AF_INET6 && IN6_IS_ADDR_UNSPECIFIED(&a->v6.sin6_addr))
		setsockopt(l->fd, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof off);
	if (l->stream)
		setsockopt(l->fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
	if (bind(l->fd, &a->any, n) == 0)
		return 0;
	if (errno != EADDRNOTAVAIL || a->any.sa_family != AF_INET6 ||
	    !IN6_IS_ADDR_UNSPECIFIED(&a->v6.sin6_addr))
		return -1;
	close(l->fd);
	l->fd = new_socket(l, AF_INET);
	a->v4 = (struct sockaddr_in){ .sin_family = AF_INET, .sin_port = port };
	if (l->fd < 0)
		return -1;
	if (l->stream)
		setsockopt(l->fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
	return bind(l->fd, &a->any, sizeof a->v4);
}

/* Where the kernel chose the port, it is said. */
static void
say_port(const struct listen *l, in_port_t asked)
{
	union address a;
	socklen_t n = sizeof a;
	const char *colon = strrchr(l->addr, ':');

	if (asked != 0 || getsockname(l->fd, &a.any, &n) < 0)
		return;
	warn_msg("listening at '%.*s:%u'", (int)(colon - l->addr), l->addr,
	    (unsigned)ntohs(a.any.sa_family == AF_INET ? a.v4.sin_port : a.v6.sin6_port));
}

static void
open_socket(struct listen *l)
{
	union address a = { .room = { 0 } };
	socklen_t n = read_address(l, &a);
	bool any = !l->local && a.any.sa_family == AF_INET6;
	in_port_t port = a.any.sa_family == AF_INET ? a.v4.sin_port : a.v6.sin6_port;

	l->fd = new_socket(l, a.any.sa_family);
	if (l->fd < 0 && any && errno == EAFNOSUPPORT &&
	    IN6_IS_ADDR_UNSPECIFIED(&a.v6.sin6_addr)) {
		l->fd = new_socket(l, AF_INET);
		a.v4 = (struct sockaddr_in){ .sin_family = AF_INET, .sin_port = port };
		n = sizeof a.v4;
	}
	if (l->fd < 0 ||
	    (l->local ? bind_local(l, &a, n) : bind_inet(l, &a, n)) < 0 ||
	    (l->stream && listen(l->fd, WAITING_MAX) < 0))
		die_errno(EXIT_TROUBLE, "cannot listen at '%s'", l->addr);
	if (!l->local)
		say_port(l, port);
}

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
	open_socket(l);
	if (l->stream)
		peer_begin(l);
	else
		datagram_begin(l);
	return l;
}

/* The path leads to our socket: nobody has put another there. */
static void
remove_file(const struct listen *l)
{
	struct stat st;

	if (l->file && lstat(l->file, &st) == 0 && st.st_dev == l->dev &&
	    st.st_ino == l->ino && unlink(l->file) < 0)
		warn_errno("cannot remove '%s'", l->file);
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
	remove_file(l);		/* who comes now sees that nobody is here */
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
