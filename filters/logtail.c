/* logtail - the lines of files, or of stdin, as log records. */
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "err.h"
#include "logtail.h"
#include "mem.h"
#include "re.h"
#include "rec.h"
#include "zone.h"

enum { OTHER_FILES = 32 };	/* descriptors for all else */

static volatile sig_atomic_t stopped;

static void
on_stop(int sig)
{
	(void)sig;
	stopped = 1;
}

/* Listening goes on until it is stopped: that is following. */
static void
batch(struct tail *t)
{
	for (size_t i = 0; i < t->sources.n && !*t->stop; i++)
		if (t->sources.v[i].path)
			source_read(t, &t->sources.v[i]);
		else
			warn_msg("not listening at '%s' without -f",
			    t->sources.v[i].listen);
}

/* What is to be read: false when that is not right, which was said. */
static bool
read_sources(struct tail *t)
{
	struct sources *s = &t->sources;

	for (size_t i = 0; i < t->o.nconf; i++)
		sources_read(s, t->o.conf[i], &t->spec);
	for (size_t i = 0; i < t->o.npaths; i++)
		sources_add(s, t->o.paths[i], NULL, &t->spec);
	for (size_t i = 0; i < t->o.nlisten; i++)
		sources_add(s, NULL, t->o.listen[i], &t->spec);
	return s->bad == 0;
}

/*
 * As many descriptors as there may be; half of them for files that
 * are followed, as many for those that were rotated away.
 */
static void
limit_open(struct tail *t)
{
	struct rlimit files;
	int64_t most;

	if (getrlimit(RLIMIT_NOFILE, &files) < 0)
		return;
	if (files.rlim_cur < files.rlim_max) {
		rlim_t before = files.rlim_cur;

		files.rlim_cur = files.rlim_max;
		if (setrlimit(RLIMIT_NOFILE, &files) < 0)
			files.rlim_cur = before;
	}
	if (files.rlim_cur == RLIM_INFINITY || files.rlim_cur > INT32_MAX)
		return;
	most = ((int64_t)files.rlim_cur - OTHER_FILES) / 2;
	if (t->o.max_open > most)
		t->o.max_open = most > 1 ? most : 1;
}

static void
set_up(struct tail *t)
{
	struct sigaction stop = { .sa_handler = on_stop, .sa_flags = SA_RESTART };

	t->zone = zone_new(t->o.zone);
	if (!t->zone)
		die_errno(EXIT_USAGE, "bad zone '%s'", t->o.zone ? t->o.zone : "");
	t->form = opts_form(&t->o);
	t->spec = (struct spec){
		.system = t->o.system, .kind = t->o.kind, .host = t->o.host,
		.zone = t->zone, .encoding = t->o.encoding, .form = t->form,
	};
	if (t->o.host) {
		if (strlen(t->o.host) >= sizeof t->host)
			die_msg(EXIT_USAGE, "host name too long");
		memcpy(t->host, t->o.host, strlen(t->o.host));
	} else if (gethostname(t->host, sizeof t->host - 1) < 0) {
		die_errno(EXIT_TROUBLE, "cannot learn the name of this machine");
	}
	sigaction(SIGTERM, &stop, NULL);
	sigaction(SIGINT, &stop, NULL);
	/* with room for more the reader is woken less often */
	fcntl(STDOUT_FILENO, F_SETPIPE_SZ, PIPE_SIZE);
	t->stop = &stopped;
	TAILQ_INIT(&t->open);
	marks_init(&t->marks);
	t->blank = digest_new();
	t->block = mem_zero(CONTEXT + LINE_LIMIT + BLOCK, 1);
	t->now_ns = t->totals.begun_ns = ts_now();
	opts_times(&t->o, t->zone, t->now_ns);
	t->grep = opts_grep(&t->o);
	t->charsets = charset_pool_new();
	t->utf8 = charset_pool_get(t->charsets, "UTF-8");
	if (!t->utf8)
		die_errno(EXIT_TROUBLE, "cannot read UTF-8");
	limit_open(t);
}

static void
clear(struct tail *t)
{
	marks_clear(&t->marks);
	dir_clear(&t->dir);
	digest_free(t->blank);
	re_free(t->grep);
	rec_free(t->rec);
	entry_form_free(t->form);
	charset_pool_free(t->charsets);
	buf_clear(&t->text);
	buf_clear(&t->invalid);
	sources_clear(&t->sources);
	zone_free(t->zone);
	free(t->block);
	out_clear(&t->out);
}

static int
read_all(struct tail *t)
{
	if (t->o.resume)
		state_resume(t, t->o.resume);
	if (t->o.state)
		state_begin(t);
	if (t->o.follow)
		follow(t);
	else
		batch(t);
	journal_free(t);
	control_flush(t);
	state_write(t);
	if (t->o.stats)
		ledger_totals(t);
	return t->trouble || !state_saved(t) ? EXIT_TROUBLE : EXIT_OK;
}

int
main(int argc, char *argv[])
{
	struct tail t = { .out = OUT_INIT(STDOUT_FILENO) };
	int status;

	err_init(argv[0]);
	opts_read(&t.o, argc, argv);
	set_up(&t);
	if (!read_sources(&t))
		status = EXIT_USAGE;
	else if (t.o.check_config)
		status = EXIT_OK;
	else if (t.o.check)
		status = check_all(&t, &t.sources);
	else
		status = read_all(&t);
	control_flush(&t);
	clear(&t);
	return status;
}
