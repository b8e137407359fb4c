/*
 * senders - senders of syslog, to try a receiver.
 *
 *	senders KIND WHERE CONNECTIONS MESSAGES [hold]
 *	senders KIND WHERE <what is to be sent
 *
 * KIND is tcp or udp, WHERE then a port of 127.0.0.1, or tcp6, udp6 (::1); or unix (datagrams)
 * or unix-stream, and a path.  The second form sends the input: to a stream as it is, else each
 * line in a datagram.
 *
 * Each connection sends MESSAGES numbered lines, "<134>Nov 20 20:52:36 db1 app: C N TEXT",
 * in pieces that have nothing to do with the messages; every second one counts them
 * (RFC 6587), the others end them by line feeds.  All are open at the same time.  Over a
 * stream two more take part: one that stops in the midst of a message, and one that sends
 * bytes without any sense; they stay until all others are done.  With hold, none is closed
 * before the input ends; that all is sent is said.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

enum { GARBAGE = 100000, MESSAGE_MAX = 512 };

struct sender {
	int fd;
	int number;
	int next;		/* message */
	char *text;		/* of a stream: all that is to be sent */
	size_t n, sent;
};

static uint64_t state = 88172645463325252u;
static bool stream;

static uint64_t
draw(uint64_t below)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return state % below;
}

static void
fail(const char *what)
{
	perror(what);
	exit(2);
}

static int
open_one(const char *kind, const char *where)
{
	uint16_t port = htons((uint16_t)strtoul(where, NULL, 10));
	struct sockaddr_un local = { .sun_family = AF_UNIX };
	struct sockaddr_in v4 = {
		.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK), .sin_port = port,
	};
	struct sockaddr_in6 v6 = {
		.sin6_family = AF_INET6, .sin6_addr = IN6ADDR_LOOPBACK_INIT, .sin6_port = port,
	};
	void *a = kind[3] == '6' ? (void *)&v6 : (void *)&v4;
	socklen_t n = kind[3] == '6' ? sizeof v6 : sizeof v4;
	int fd;

	if (strncmp(kind, "unix", 4) == 0) {
		snprintf(local.sun_path, sizeof local.sun_path, "%s", where);
		a = &local;
		n = sizeof local;
	}
	fd = socket(((struct sockaddr *)a)->sa_family, stream ? SOCK_STREAM : SOCK_DGRAM, 0);
	if (fd < 0 || connect(fd, a, n) < 0)
		fail(where);
	return fd;
}

/* Message i of a sender; its length hangs on both numbers. */
static size_t
message(char m[MESSAGE_MAX], int sender, int i)
{
	size_t n = (size_t)snprintf(m, MESSAGE_MAX, "<134>Nov 20 20:52:36 db1 app: %d %d ", sender, i);
	size_t more = (size_t)(sender * 7 + i * 13) % 300;

	memset(m + n, 'a' + i % 26, more);
	return n + more;
}

static void
write_all(struct sender *s, int messages)
{
	char m[MESSAGE_MAX];

	s->text = malloc((size_t)messages * (MESSAGE_MAX + 8));
	if (!s->text)
		fail("malloc");
	for (int i = 0; i < messages; i++) {
		size_t n = message(m, s->number, i);

		if (s->number % 2)
			s->n += (size_t)sprintf(s->text + s->n, "%zu ", n);
		memcpy(s->text + s->n, m, n);
		s->n += n;
		if (s->number % 2 == 0 && i + 1 < messages)	/* the last one has no end */
			s->text[s->n++] = '\n';
	}
}

/* Some bytes, or a datagram; false: all is sent, or the receiver does not want it. */
static bool
step(struct sender *s, int messages)
{
	char m[MESSAGE_MAX];
	const char *p = m;
	size_t n;

	if (stream) {
		p = s->text + s->sent;
		n = 1 + draw(draw(8) ? 200 : 8000);
		if (n > s->n - s->sent)
			n = s->n - s->sent;
	} else {
		n = message(m, s->number, s->next++);
	}
	if (send(s->fd, p, n, MSG_NOSIGNAL) != (ssize_t)n) {
		if (errno != EPIPE && errno != ECONNRESET)
			fail("send");
		return false;
	}
	s->sent += n;
	return stream ? s->sent < s->n : s->next < messages;
}

static void
send_garbage(int fd)
{
	static char junk[GARBAGE];

	for (size_t i = 0; i < sizeof junk; i++)
		junk[i] = (char)draw(256);
	if (send(fd, junk, sizeof junk, MSG_NOSIGNAL) < 0)
		fail("send garbage");
}

/* All of them at once, in an order that is drawn. */
static void
send_all(struct sender *v, int n, int messages)
{
	for (int left = n; left > 0;) {
		int i = (int)draw((uint64_t)left);
		struct sender done = v[i];

		if (step(&v[i], messages))
			continue;
		v[i] = v[--left];
		v[left] = done;
	}
}

static void
send_input(const char *kind, const char *where)
{
	static char text[1 << 16];
	int fd = open_one(kind, where);
	size_t n;

	if (stream)
		while ((n = fread(text, 1, sizeof text, stdin)) > 0) {
			if (send(fd, text, n, MSG_NOSIGNAL) != (ssize_t)n)
				fail("send");
		}
	else
		while (fgets(text, sizeof text, stdin))
			if (send(fd, text, strcspn(text, "\n"), 0) < 0)
				fail("send");
	close(fd);
}

static void
run(const char *kind, const char *where, int n, int messages, bool hold)
{
	struct sender *v = calloc((size_t)n, sizeof *v);
	int stuck = -1, wild = -1;

	if (!v)
		fail("calloc");
	if (stream) {
		stuck = open_one(kind, where);
		wild = open_one(kind, where);
		if (send(stuck, "4000 <13>half a mess", 20, MSG_NOSIGNAL) < 0)
			fail("send");
		send_garbage(wild);
	}
	for (int i = 0; i < n; i++) {
		v[i] = (struct sender){ .fd = open_one(kind, where), .number = i };
		if (stream)
			write_all(&v[i], messages);
	}
	send_all(v, n, messages);
	if (hold) {
		puts("all is sent");
		fflush(stdout);
		while (getchar() != EOF)
			;
	}
	for (int i = 0; i < n; i++) {
		close(v[i].fd);
		free(v[i].text);
	}
	if (stream) {
		close(stuck);
		close(wild);
	}
	free(v);
}

int
main(int argc, char *argv[])
{
	struct rlimit files;

	if (argc != 3 && argc != 5 && argc != 6) {
		fputs("usage: senders KIND WHERE [CONNECTIONS MESSAGES [hold]]\n", stderr);
		return 3;
	}
	if (getrlimit(RLIMIT_NOFILE, &files) == 0) {
		files.rlim_cur = files.rlim_max;
		setrlimit(RLIMIT_NOFILE, &files);
	}
	stream = strncmp(argv[1], "tcp", 3) == 0 || strcmp(argv[1], "unix-stream") == 0;
	if (argc == 3)
		send_input(argv[1], argv[2]);
	else
		run(argv[1], argv[2], (int)strtoul(argv[3], NULL, 10),
		    (int)strtoul(argv[4], NULL, 10), argc == 6);
	return 0;
}
