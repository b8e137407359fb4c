/* logtail_check - logtail --check: is each source there, readable, and does it grow? */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdarg.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "err.h"
#include "json.h"
#include "logtail.h"
#include "ts.h"
#include "zone.h"

enum { REASONS_MAX = 3 };	/* that a record tells; of the others their number */

/* What is known of a source after a look at its files. */
struct look {
	const struct spec *spec;	/* that is looked at */
	int64_t now_ns;
	int64_t newest_ns;	/* when a file of the spec last grew; TS_NONE: no file */
	size_t files;		/* of the spec */
	int64_t total;		/* their bytes */
	int64_t age_ns;		/* of the spec that grew least lately; TS_NONE: no file */
	size_t reasons;		/* why it is not well */
	struct buf msg;
};

__attribute__((format(printf, 2, 3))) static void
reason(struct look *l, const char *fmt, ...)
{
	va_list args;

	if (l->reasons++ >= REASONS_MAX)
		return;
	if (l->msg.n > 0)
		buf_str(&l->msg, "; ");
	va_start(args, fmt);
	buf_vfmt(&l->msg, fmt, args);
	va_end(args);
}

/* 0, or -1 and errno.  Whoever may open a pipe disturbs the one who writes into it. */
static int
try_to_read(const char *path, const struct stat *st)
{
	int fd;

	if (S_ISDIR(st->st_mode)) {
		errno = EISDIR;
		return -1;
	}
	if (!S_ISREG(st->st_mode))
		return faccessat(AT_FDCWD, path, R_OK, AT_EACCESS);
	fd = gen_open(path);
	if (fd < 0)
		return -1;
	close(fd);
	return 0;
}

static void
look_at_file(const char *path, struct look *l)
{
	struct stat st;
	int64_t ns;

	if (stat(path, &st) < 0) {
		if (errno == ENOENT)
			return;	/* a pattern: it was there just now; else: no file */
		reason(l, "cannot read '%s': %s", path, strerror(errno));
		l->files++;
		return;
	}
	l->files++;
	l->total += st.st_size;
	if (try_to_read(path, &st) < 0) {
		reason(l, "cannot read '%s': %s", path, strerror(errno));
		return;
	}
	ns = (int64_t)st.st_mtim.tv_sec * TS_SECOND + st.st_mtim.tv_nsec;
	if (l->newest_ns == TS_NONE || ns > l->newest_ns)
		l->newest_ns = ns;
}

static void
look_at_found(const char *path, void *arg)
{
	struct look *l = arg;

	if (!sources_excludes(l->spec, path))
		look_at_file(path, l);
}

/* All files of one path or pattern. */
static void
look_at_spec(struct look *l)
{
	const struct spec *spec = l->spec;
	bool pattern = pattern_is(spec->path);
	int64_t age;

	l->files = 0;
	l->newest_ns = TS_NONE;
	if (pattern)
		pattern_walk(spec->path, look_at_found, l);
	else
		look_at_file(spec->path, l);
	if (l->files == 0)
		reason(l, pattern ? "no file is named '%s'" : "there is no '%s'",
		    spec->path);
	if (l->newest_ns == TS_NONE)
		return;
	age = l->now_ns - l->newest_ns;
	if (l->age_ns == TS_NONE || age > l->age_ns)
		l->age_ns = age;
	if (spec->max_age_ns > 0 && age > spec->max_age_ns) {
		char time[TS_MAX];

		ts_format(time, l->newest_ns,
		    zone_offset(spec->zone, l->newest_ns / TS_SECOND), 0);
		reason(l, "'%s' has not grown since %s", spec->path, time);
	}
}

static void
put_check(struct tail *t, struct look *l)
{
	const struct spec *spec = l->spec;
	const char *status = l->reasons > 0 ? "critical" : "ok";

	check_begin(t, spec, "check");
	out_fmt(&t->out, ",\"check\":\"log\",\"status\":\"%s\"", status);
	if (l->age_ns != TS_NONE)
		out_fmt(&t->out, ",\"value\":%" PRId64 ",\"unit\":\"s\"",
		    l->age_ns / TS_SECOND);
	if (spec->max_age_ns > 0)
		out_fmt(&t->out, ",\"crit\":%" PRId64, spec->max_age_ns / TS_SECOND);
	if (l->reasons > REASONS_MAX)
		buf_fmt(&l->msg, "; and %zu more", l->reasons - REASONS_MAX);
	if (l->reasons == 0 && l->age_ns >= 0)
		buf_fmt(&l->msg, "%" PRId64 " bytes, the last written %" PRId64 " s ago",
		    l->total, l->age_ns / TS_SECOND);
	else if (l->reasons == 0)
		buf_fmt(&l->msg, "%" PRId64 " bytes, the last was written %" PRId64
		    " s from now: a clock is wrong", l->total, -l->age_ns / TS_SECOND);
	out_str(&t->out, ",\"msg\":");
	json_put_out(&t->out, l->msg.p, l->msg.n);
	out_str(&t->out, "}");
	control_end(t);
}

/* One source: those specs that are of one section. */
static size_t
check_source(struct tail *t, const struct spec *v, size_t n, bool *well)
{
	struct look l = { .now_ns = ts_now(), .age_ns = TS_NONE, .spec = v };
	size_t i = 0, paths = 0;

	do {
		l.spec = &v[i];
		if (!v[i].path)
			continue;	/* it listens: no socket is opened here */
		look_at_spec(&l);
		paths++;
	} while (++i < n && v->name && v[i].name == v->name);
	if (paths > 0) {
		put_check(t, &l);
		*well &= l.reasons == 0;
	}
	buf_clear(&l.msg);
	return i;
}

int
check_all(struct tail *t, const struct sources *s)
{
	bool well = true;

	for (size_t i = 0; i < s->n;)
		i += check_source(t, &s->v[i], s->n - i, &well);
	return well ? EXIT_OK : EXIT_NO;
}
