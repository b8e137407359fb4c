/*
 * loop.h - wait for descriptors, timers and signals, by libevent.
 *
 * One loop a program.  Callbacks run one at a time; whatever they add or
 * remove takes effect at once.
 */
#ifndef LIB_LOOP_H
#define LIB_LOOP_H

#include <stdint.h>

struct loop;
struct loop_event;

enum { LOOP_READ = 1, LOOP_WRITE = 2 };

typedef void loop_fn(struct loop *, int fd_or_signal, void *arg);

struct loop *loop_new(void);
void loop_free(struct loop *);	/* with all its events */

/*
 * Call fn whenever fd is ready (what: LOOP_READ, LOOP_WRITE or both) until loop_remove().
 */
struct loop_event *loop_fd(struct loop *, int fd, int what, loop_fn *fn, void *arg);

/*
 * Call fn once after ns nanoseconds (0: as soon as possible), then released; or every ns.
 */
struct loop_event *loop_after(struct loop *, int64_t ns, loop_fn *fn, void *arg);
struct loop_event *loop_every(struct loop *, int64_t ns, loop_fn *fn, void *arg);
struct loop_event *loop_signal(struct loop *, int sig, loop_fn *fn, void *arg);
void loop_remove(struct loop_event *);	/* nothing on NULL; releases it */

/* Run until loop_stop() or until no event is left: 0, or -1 when the loop failed. */
int loop_run(struct loop *);
void loop_stop(struct loop *);

#endif
