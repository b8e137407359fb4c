/* logtail_listen.h - messages of syslog that are listened for. */
#ifndef FILTERS_LOGTAIL_LISTEN_H
#define FILTERS_LOGTAIL_LISTEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/queue.h>

#include "buf.h"
#include "charset.h"
#include "frame.h"
#include "logtail.h"

struct loop;
struct loop_event;

enum {
	LISTEN_NAME_MAX = 46,	/* room for an address as text */
	LISTEN_PEERS_MAX = 1024,	/* connections to an address */
	/* bytes of their messages that are not whole yet */
	LISTEN_HELD_MAX = 128 << 20,
};

/* Who sent messages, and what their records say of that. */
struct sender {
	/* its address without the port, "" on this machine */
	char name[LISTEN_NAME_MAX];
	int facility;		/* of which the members are, -1: none */
	bool ready;		/* the members are made */
	struct charset_guess guess;	/* of its messages that are not UTF-8 */
	struct buf members;
};

struct listen;

/* Who sends them by a connection. */
struct peer {
	struct listen *listen;
	int fd;
	struct loop_event *event;
	struct frame frame;
	struct common common;
	struct sender sender;
	TAILQ_ENTRY(peer) next;
};

/* A socket that messages of syslog come to. */
struct listen {
	struct tail *t;
	struct loop *loop;
	const struct spec *spec;
	const char *addr;	/* as it was given: the path of the records */
	int fd;
	bool stream;
	bool local;		/* a Unix socket: */
	const char *file;	/* its path, removed at the end while it is still it */
	uint64_t dev, ino;
	int64_t born_ns;
	struct loop_event *event, *later, *flush;
	struct charset *charset;	/* NULL: that which is guessed */
	char *block;		/* what is read at once */
	char fid[FID_MAX];
	int64_t off;		/* bytes of messages so far */
	struct fault bad, cut;	/* of all senders */

	TAILQ_HEAD(, peer) peers;
	size_t npeers, held;	/* held: bytes of messages that are not whole yet */
	uint64_t refused, broken;
	bool full;		/* this was said */

	/* datagrams: */
	struct common common;
	struct sender sender;	/* the last one */
	struct datagrams *datagrams;
	uint32_t dropped;	/* by the kernel */
};

/*
 * logtail_listen.c: messages of syslog.  An address is udp:HOST:PORT, tcp:HOST:PORT,
 * unix:PATH or unix-stream:PATH.  Ends the program when nothing can be listened at
 * there.  addr is borrowed.
 */
struct listen *listen_new(struct tail *, struct loop *, const struct spec *,
    const char *addr);
/* Takes what has arrived, closes all, and says what was wrong; nothing on NULL. */
void listen_free(struct listen *);
/* A message of so many bytes in its stream; length is more than n when it is cut. */
void listen_message(struct listen *, struct common *, struct sender *, const char *,
    size_t n, int64_t length, int64_t bytes);
void listen_flush(struct listen *);	/* what waits goes out before the loop waits */
const char *listen_facility(int64_t n);	/* its keyword; NULL: there is none */
void listen_name(char name[LISTEN_NAME_MAX], const void *addr); /* a struct sockaddr */

/* logtail_socket.c: from the address. */
void socket_open(struct listen *);	/* ends the program when it cannot */
void socket_remove(const struct listen *);	/* the path of a Unix socket */

/* logtail_datagram.c: messages that come one in a datagram. */
void datagram_begin(struct listen *);
void datagram_end(struct listen *);	/* takes those that have arrived */

/* logtail_peer.c: connections. */
void peer_begin(struct listen *);
void peer_end(struct listen *);	/* takes what has arrived; all are closed */

#endif
