/* dbcheck_worker - the process that talks to one database. */
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>

#include "buf.h"
#include "conf.h"
#include "dbcheck.h"
#include "ts.h"

int64_t
worker_clock(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * TS_SECOND + t.tv_nsec;
}

static _Noreturn void
end(struct worker *w)
{
	db_close(w->db);
	result_end(w);
	_exit(0);	/* no more: what drivers leave behind goes with the process */
}

/* --- tasks --------------------------------------------------------------------- */

static void
run_task(struct worker *w, size_t i)
{
	struct db_error e = { 0 };

	w->at = i;
	w->rows = 0;
	result_at(w, (int64_t)i);
	w->started_ns = worker_clock();
	if (db_run(w->db, w->target->tasks[i].check->sql, result_row, w, &e) < 0)
		result_error(w, &e);
	else if (w->rows == 0)
		result_none(w);
	result_done(w, i);
}

/* All tasks from i on get the same answer. */
static void
give_up(struct worker *w, size_t i, enum status latency, const char *why,
    const char *others)
{
	for (; i < w->target->n; i++) {
		if (w->target->tasks[i].check->latency)
			result_send(w, i, latency, why);
		else
			result_send(w, i, STATUS_UNKNOWN, others);
		result_done(w, i);
	}
	end(w);
}

/* --- connection ------------------------------------------------------------------ */

/*
 * A password that cannot be had, or a driver that is not there, says nothing about the
 * database; anything else does.
 */
static void
connect_db(struct worker *w)
{
	struct buf text = BUF_INIT;
	struct db_error e = { 0 };
	enum status status = STATUS_CRITICAL;

	if (!connect_secret(w->target, w->secret, &w->msg)) {
		buf_str(&text, "no password: ");
		buf_str(&text, buf_text(&w->msg));
		give_up(w, 0, STATUS_UNKNOWN, buf_text(&text), buf_text(&text));
	}
	connect_string(&text, w->target, w->secret);
	quiet_drivers();
	w->db = db_open(text.p, w->target->product->utf8, &e);
	explicit_bzero(text.p, text.cap);
	buf_clear(&text);
	if (w->db)
		return;
	if (strncmp(e.state, "IM", 2) == 0 || strcmp(e.state, "01000") == 0)
		status = STATUS_UNKNOWN;
	buf_cut(&w->msg, 0);
	result_put_error(w, &e);
	give_up(w, 0, status, buf_text(&w->msg), status == STATUS_UNKNOWN ?
	    buf_text(&w->msg) : "not asked: there is no connection");
}

/*
 * What makes the session read-only and bounds its statements: nothing is asked without.
 */
static void
prepare_session(struct worker *w)
{
	const struct conf_section *s = w->target->product->section;
	struct db_error e = { 0 };
	struct buf sql = BUF_INIT;

	for (size_t i = 0; i < s->n; i++) {
		if (strcmp(s->entries[i].key, "session") != 0)
			continue;
		buf_cut(&sql, 0);
		if (!connect_fill(&sql, s->entries[i].value, w->target, NULL) ||
		    db_run(w->db, buf_text(&sql), NULL, NULL, &e) < 0) {
			buf_cut(&w->msg, 0);
			buf_str(&w->msg, "not asked: the session cannot be prepared: ");
			result_put_error(w, &e);
			give_up(w, 0, STATUS_UNKNOWN, buf_text(&w->msg),
			    buf_text(&w->msg));
		}
	}
	buf_clear(&sql);
}

/*
 * The process keeps nothing of its parent but the pipe and stderr, dies with it, and
 * leaves no core file with the password in it.
 */
static void
become_worker(int *fd)
{
	struct sigaction dfl = { .sa_handler = SIG_DFL };
	sigset_t none;
	int null;

	for (int sig = 1; sig < NSIG; sig++)
		sigaction(sig, &dfl, NULL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	prctl(PR_SET_DUMPABLE, 0);
	setpgid(0, 0);
	if (dup2(*fd, 3) == 3)
		*fd = 3;
	fcntl(3, F_SETFD, FD_CLOEXEC);
	close_range(4, ~0U, 0);
	null = open("/dev/null", O_RDWR);
	if (null >= 0) {
		dup2(null, STDIN_FILENO);
		dup2(null, STDOUT_FILENO);
		close(null);
	}
}

void
worker_run(const struct target *t, int fd)
{
	static struct worker w;	/* too large for comfort on a stack that drivers share */
	int64_t started = worker_clock();

	become_worker(&fd);
	w.target = t;
	w.fd = fd;
	result_at(&w, STAGE_CONNECT);
	connect_db(&w);
	result_at(&w, STAGE_SESSION);
	prepare_session(&w);
	w.connect_ns = worker_clock() - started;
	for (size_t i = 0; i < t->n; i++) {
		run_task(&w, i);
		if (w.lost)
			give_up(&w, i + 1, STATUS_CRITICAL,
			    "not asked: the connection was lost",
			    "not asked: the connection was lost");
	}
	end(&w);
}
