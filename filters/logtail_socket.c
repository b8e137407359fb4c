/* logtail_socket - the sockets that are listened at, from an address as text. */
#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "err.h"
#include "logtail.h"
#include "logtail_listen.h"
#include "num.h"

enum {
	PORT_MAX = 65535,
	HOST_TEXT_MAX = 80,	/* an IPv6 address with its scope */
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
	if (chmod(l->file, SOCKET_MODE) < 0 || gen_look(l->file, &st, &l->born_ns) < 0)
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

void
socket_open(struct listen *l)
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

/* Does the path still lead to our socket?  Another file may have got its inode. */
static bool
is_ours(const struct listen *l)
{
	struct stat st;
	int64_t born_ns;

	return gen_look(l->file, &st, &born_ns) == 0 && S_ISSOCK(st.st_mode) &&
	    st.st_dev == l->dev && st.st_ino == l->ino && born_ns == l->born_ns;
}

void
socket_remove(const struct listen *l)
{
	if (l->file && is_ours(l) && unlink(l->file) < 0)
		warn_errno("cannot remove '%s'", l->file);
}
