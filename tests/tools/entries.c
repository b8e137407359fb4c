/*
 * entries - the entries of a log, each as a JSON object on a line.
 *
 *	entries [-r POS] PRESET <LOG
 *
 * off, end, length, lines, then time and severity where the entry states them (a time
 * without a zone is UTC), then msg.  -r: as after a crash, from where a new reader must
 * begin on (entry_replay() before POS).
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "buf.h"
#include "entry.h"
#include "err.h"
#include "json.h"
#include "level.h"
#include "num.h"
#include "stamp.h"

static struct stamp_memo memo = STAMP_MEMO_INIT;
static struct buf out;

static void
put(void *arg, const struct piece *e)
{
	struct stamp st = { 0 };
	char time[TS_MAX];
	enum level level;

	(void)arg;
	buf_cut(&out, 0);
	buf_fmt(&out, "{\"off\":%" PRId64 ",\"end\":%" PRId64 ",\"length\":%" PRId64
	    ",\"lines\":%" PRIu32, e->off, e->end, e->length, e->lines);
	if (stamp_find(&memo, e->p, e->n, &st)) {
		ts_format(time, st.ns, 0, 9);
		buf_fmt(&out, ",\"time\":\"%s\"", time);
	} else {
		st.from = st.to = 0;
	}
	level = level_find(e->p, e->n, st.from, st.to);
	if (level != LEVEL_NONE)
		buf_fmt(&out, ",\"severity\":\"%s\"", level_name(level));
	buf_str(&out, ",\"msg\":");
	json_put_buf(&out, e->p, e->n);
	buf_str(&out, "}\n");
	fwrite(out.p, 1, out.n, stdout);
}

/* The start of the line at or after off. */
static size_t
line_start(const struct buf *b, int64_t off)
{
	const char *nl;

	if (off <= 0)
		return 0;
	nl = memchr(b->p + off - 1, '\n', b->n - (size_t)off + 1);
	return nl ? (size_t)(nl + 1 - b->p) : b->n;
}

static void
feed(struct entry *e, const struct buf *b, size_t at)
{
	while (at < b->n) {
		const char *p = b->p + at, *nl = memchr(p, '\n', b->n - at);
		size_t n = nl ? (size_t)(nl - p) : b->n - at, end = at + n + (nl != NULL);
		struct piece line = { .p = p, .off = (int64_t)at, .end = (int64_t)end,
			.lines = 1 };

		if (n > 0 && p[n - 1] == '\r')
			n--;
		line.n = n;
		line.length = (int64_t)n;
		entry_line(e, &line, 0);
		at = end;
	}
	entry_flush(e);
}

int
main(int argc, char *argv[])
{
	struct buf log = BUF_INIT;
	struct entry_form *form;
	struct entry *e;
	int64_t pos = -1;
	size_t at = 0;

	err_init(argv[0]);
	memo.latest_s = INT64_C(1795651199);	/* 2026-11-25 */
	if (argc == 4 && strcmp(argv[1], "-r") == 0) {
		if (num_i64(argv[2], 0, INT64_MAX / 2, &pos) < 0)
			die_errno(EXIT_USAGE, "bad position '%s'", argv[2]);
		argc -= 2;
		argv += 2;
	}
	if (argc != 2)
		die_msg(EXIT_USAGE, "usage: entries [-r pos] preset <log");
	form = entry_form_named(argv[1]);
	if (!form)
		return EXIT_USAGE;
	for (ssize_t n; (n = read(STDIN_FILENO, buf_room(&log, 1 << 16), 1 << 16)) > 0;)
		log.n += (size_t)n;
	e = entry_new(form, put, NULL);
	if (pos >= 0) {
		entry_resume(e, pos);
		at = line_start(&log, pos - entry_replay(form));
	}
	feed(e, &log, at);
	entry_free(e);
	entry_form_free(form);
	stamp_clear(&memo);
	buf_clear(&log);
	buf_clear(&out);
	return fflush(stdout) == 0 ? EXIT_OK : EXIT_TROUBLE;
}
