/*
 * dbcheck_pool - the parent's side: workers
 * started, heard, stopped; their records written.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "buf.h"
#include "dbcheck.h"
#include "err.h"
#include "loop.h"
#include "mem.h"
#include "out.h"
#include "rec.h"
#include "zone.h"

enum { LINE_LIMIT = 64 * 1024 };	/* of what a worker writes */

struct pool {
	struct loop *loop;
	struct writer writer;
	struct rec *rec;	/* what a worker said last */
	const struct config *cfg;
	struct job *jobs;	/* those that run */
	size_t next;		/* target to start */
	unsigned running, most;
	loop_fn *more;	/* starts what may be started; called when a worker is gone */
	struct pool_result result;
	int signal;		/* that asked to stop */
};

/* One worker. */
struct job {
	struct pool *pool;
	const struct target *target;
	pid_t pid;
	int fd;
	struct loop_event *readable, *deadline;
	struct buf in;
	int64_t stage;		/* what it is at */
	bool *done;		/* a task: answered */
	bool ended;		/* it said so */
	bool nonsense;		/* it wrote what is no answer */
	struct job *following, **back;
};

/* --- what a worker says ---------------------------------------------------------- */

static bool
take_result(struct job *j, int64_t task)
{
	struct rec *r = j->pool->rec;
	struct answer a = { .task = &j->target->tasks[task] };

	if (rec_get(r, "status", &a.status) != REC_STRING ||
	    rec_get(r, "msg", &a.msg) != REC_STRING)
		return false;
	if (rec_get(r, "value", &a.value) != REC_NONE && a.value.type != REC_NUMBER)
		return false;
	rec_get(r, "used", &a.used);
	rec_get(r, "limit", &a.limit);
	if (!rec_str(r, "label", &a.label, &a.nlabel))
		a.label = NULL;
	record_put(&j->pool->writer, j->target, &a);
	if (!rec_is(r, "status", "ok"))
		j->pool->result.broken = true;
	return true;
}

static bool
take_line(struct job *j, const char *line, size_t n)
{
	struct rec *r = j->pool->rec;
	int64_t i;

	if (rec_parse(r, line, n) < 0)
		return false;
	if (rec_int(r, "at", &i))
		j->stage = i;
	else if (rec_has(r, "end"))
		j->ended = true;
	else if (rec_int(r, "done", &i) && i >= 0 && (size_t)i < j->target->n)
		j->done[i] = true;
	else if (rec_int(r, "of", &i) && i >= 0 && (size_t)i < j->target->n)
		return take_result(j, i);
	else
		return false;
	return true;
}

static void
take_lines(struct job *j)
{
	size_t at = 0;
	char *end;

	while (!j->nonsense && (end = memchr(j->in.p + at, '\n', j->in.n - at)) != NULL) {
		size_t n = (size_t)(end - (j->in.p + at));

		j->nonsense = !take_line(j, j->in.p + at, n);
		at += n + 1;
	}
	memmove(j->in.p, j->in.p + at, j->in.n - at);
	buf_cut(&j->in, j->in.n - at);
	if (j->in.n > LINE_LIMIT)
		j->nonsense = true;
}

/* Reads what there is: 1 when more may come, 0 at the end. */
static int
hear(struct job *j)
{
	ssize_t n;

	for (;;) {
		n = read(j->fd, buf_room(&j->in, 4096), 4096);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
			return 1;
		if (n <= 0)
			return 0;
		j->in.n += (size_t)n;
		take_lines(j);
		if (j->nonsense || j->ended)
			return 0;
	}
}

/* --- answers for a worker --------------------------------------------------------- */

static void
put_place(struct buf *b, const struct job *j)
{
	if (j->stage == STAGE_CONNECT)
		buf_str(b, " while connecting");
	else if (j->stage == STAGE_SESSION)
		buf_str(b, " while preparing the session");
	else if (j->stage >= 0 && (size_t)j->stage < j->target->n)
		buf_fmt(b, " in check %s", j->target->tasks[j->stage].check->name);
}

static void
put_failure(struct job *j, const struct task *t, enum status s, const char *why)
{
	record_put_failure(&j->pool->writer, j->target, t, s, why);
	j->pool->result.broken = true;
}

/*
 * Answer for a worker that did not: the check it was at gets the reason, what it had
 * not come to is unknown.  Whether the database is there is answered "no" when it did not
 * answer, and "unknown" when it was never asked.
 */
static void
answer_rest(struct job *j, const char *reason, bool silent)
{
	struct buf why = BUF_INIT, others = BUF_INIT;

	buf_str(&why, reason);
	put_place(&why, j);
	buf_fmt(&others, "not asked: %s", buf_text(&why));
	for (size_t i = 0; i < j->target->n; i++) {
		const struct task *t = &j->target->tasks[i];

		if (j->done[i])
			continue;
		if (t->check->latency && (j->stage < 0 || (size_t)j->stage == i))
			put_failure(j, t,
			    silent ? STATUS_CRITICAL : STATUS_UNKNOWN, buf_text(&why));
		else
			put_failure(j, t, STATUS_UNKNOWN,
			    buf_text((size_t)j->stage == i ? &why : &others));
	}
	buf_clear(&why);
	buf_clear(&others);
}

/*
 * Release a worker; it is dead or will be at once.
 * One that the kernel holds is left to init.
 */
static void
finish(struct job *j)
{
	struct pool *p = j->pool;

	loop_remove(j->readable);
	loop_remove(j->deadline);
	close(j->fd);
	buf_clear(&j->in);
	free(j->done);
	*j->back = j->following;
	if (j->following)
		j->following->back = j->back;
	free(j);
	p->running--;
	if (out_flush(&p->writer.out) < 0)
		out_die(&p->writer.out);
	loop_after(p->loop, 0, p->more, p);
}

/* Its pipe is closed: it ended, died, or has said all it had to. */
static void
gone(struct job *j)
{
	struct buf why = BUF_INIT;
	int status = 0;

	kill(-j->pid, SIGKILL);
	kill(j->pid, SIGKILL);
	while (waitpid(j->pid, &status, 0) < 0 && errno == EINTR)
		;
	if (j->nonsense)
		buf_str(&why, "the worker wrote what is no answer");
	else if (WIFSIGNALED(status))
		buf_fmt(&why, "the driver crashed (%s)", strsignal(WTERMSIG(status)));
	else
		buf_fmt(&why, "the worker ended with status %d", WEXITSTATUS(status));
	if (!j->ended)
		answer_rest(j, buf_text(&why), false);
	buf_clear(&why);
	finish(j);
}

static void
on_readable(struct loop *l, int fd, void *arg)
{
	struct job *j = arg;

	(void)l;
	(void)fd;
	if (hear(j) == 0)
		gone(j);
	else if (out_flush(&j->pool->writer.out) < 0)
		out_die(&j->pool->writer.out);
}

static void
on_deadline(struct loop *l, int fd, void *arg)
{
	struct job *j = arg;
	struct buf why = BUF_INIT;

	(void)l;
	(void)fd;
	j->deadline = NULL;	/* the loop has released it */
	if (hear(j) == 0) {	/* it had answered, and this process was late */
		gone(j);
		return;
	}
	kill(-j->pid, SIGKILL);
	kill(j->pid, SIGKILL);
	waitpid(j->pid, NULL, WNOHANG);
	buf_str(&why, "no answer within ");
	value_say(&why, (double)j->target->deadline_ns / 1e9, "s");
	answer_rest(j, buf_text(&why), true);
	buf_clear(&why);
	finish(j);
}

/* --- the start ------------------------------------------------------------------- */

static struct job *
job_new(struct pool *p, const struct target *t, pid_t pid, int fd)
{
	struct job *j = mem_zero(1, sizeof *j);

	j->pool = p;
	j->target = t;
	j->pid = pid;
	j->fd = fd;
	j->stage = STAGE_CONNECT;
	j->done = mem_zero(t->n, sizeof *j->done);
	j->following = p->jobs;
	j->back = &p->jobs;
	if (p->jobs)
		p->jobs->back = &j->following;
	p->jobs = j;
	p->running++;
	j->readable = loop_fd(p->loop, fd, LOOP_READ, on_readable, j);
	j->deadline = loop_after(p->loop, t->deadline_ns, on_deadline, j);
	return j;
}

static void
start(struct pool *p, const struct target *t)
{
	int fds[2];
	pid_t pid;

	if (pipe2(fds, O_CLOEXEC) == 0) {
		pid = fork();
		if (pid == 0)
			worker_run(t, fds[1]);
		close(fds[1]);
		if (pid > 0) {
			fcntl(fds[0], F_SETFL, O_NONBLOCK);
			job_new(p, t, pid, fds[0]);
			return;
		}
		close(fds[0]);
	}
	warn_errno("cannot start a worker for '%s'", t->name);
	p->result.trouble = true;
	for (size_t i = 0; i < t->n; i++)
		record_put_failure(&p->writer, t, &t->tasks[i], STATUS_UNKNOWN,
		    "no worker could be started");
}

/* Start as many as may run; without any, it is over. */
static void
on_more(struct loop *l, int fd, void *arg)
{
	struct pool *p = arg;

	(void)fd;
	while (p->running < p->most && p->next < p->cfg->n) {
		const struct target *t = &p->cfg->targets[p->next++];

		if (t->chosen)
			start(p, t);
	}
	if (p->running == 0)
		loop_stop(l);
}

static void
on_signal(struct loop *l, int sig, void *arg)
{
	struct pool *p = arg;

	p->signal = sig;
	loop_stop(l);
}

/* Stop what still runs: nobody waits for it. */
static void
stop_all(struct pool *p)
{
	size_t left = 0;

	for (size_t i = p->next; i < p->cfg->n; i++)
		left += p->cfg->targets[i].chosen;
	p->next = p->cfg->n;
	while (p->jobs) {
		kill(-p->jobs->pid, SIGKILL);
		kill(p->jobs->pid, SIGKILL);
		left++;
		finish(p->jobs);
	}
	if (left == 0)
		return;
	warn_msg("stopped by a signal (%s), targets not finished: %zu",
	    strsignal(p->signal), left);
	p->result.trouble = true;
}

/* The zone of this machine; one that is not there stops no check. */
static struct zone *
local_zone(void)
{
	struct zone *z = zone_new(NULL);

	if (z)
		return z;
	warn_errno("cannot use the time zone of this machine, times are in UTC");
	return zone_new("UTC");
}

struct pool_result
pool_run(const struct config *cfg, unsigned jobs)
{
	struct pool p = {
		.loop = loop_new(),
		.writer = { .out = OUT_INIT(STDOUT_FILENO), .zone = local_zone() },
		.rec = rec_new(),
		.cfg = cfg,
		.most = jobs,
		.more = on_more,
	};

	loop_signal(p.loop, SIGTERM, on_signal, &p);
	loop_signal(p.loop, SIGINT, on_signal, &p);
	loop_after(p.loop, 0, on_more, &p);
	if (loop_run(p.loop) < 0) {
		warn_msg("the event loop failed");
		p.result.trouble = true;
	}
	stop_all(&p);
	if (out_flush(&p.writer.out) < 0)
		out_die(&p.writer.out);
	out_clear(&p.writer.out);
	rec_free(p.rec);
	zone_free(p.writer.zone);
	loop_free(p.loop);
	return p.result;
}
