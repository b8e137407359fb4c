/*
 * entries - the entries of a log, each as a JSON object on a line.
 *
 *	entries [-t] PRESET <LOG
 *
 * off, end, length, lines, then time and severity where the entry states them (a time
 * without a zone is UTC), then msg.  -t: instead, whether those after a crash behind each
 * of them are the same, when they are read again from where entry_replay() says.
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
#include "stamp.h"
#include "table.h"

struct log {
	const struct entry_form *form;
	struct buf text;
};

/* The entries that were seen, as their offset and a sum of everything else. */
struct seen {
	struct buf b;
};

struct mark {
	int64_t off, end;
	uint64_t sum;
};

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

static void
note(void *arg, const struct piece *e)
{
	struct seen *seen = arg;
	struct mark m = { .off = e->off, .end = e->end };

	m.sum = table_hash(TABLE_SEED, e->p, e->n);
	m.sum = table_hash(m.sum, &e->length, sizeof e->length);
	m.sum = table_hash(m.sum, &e->lines, sizeof e->lines);
	buf_put(&seen->b, &m, sizeof m);
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

/* All lines that begin at pos - entry_replay() or after, as a new reader does. */
static void
read_from(const struct log *log, int64_t pos, entry_fn *fn, void *arg)
{
	struct entry *e = entry_new(log->form, fn, arg);
	size_t at = line_start(&log->text, pos - entry_replay(log->form));

	entry_resume(e, pos);
	while (at < log->text.n) {
		const char *p = log->text.p + at, *nl = memchr(p, '\n', log->text.n - at);
		size_t n = nl ? (size_t)(nl - p) : log->text.n - at;
		size_t end = at + n + (nl != NULL);
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
	entry_free(e);
}

/* Behind the end of each entry, and at the start of the next, the rest is the same. */
static int
try_all(const struct log *log)
{
	struct seen all = { BUF_INIT }, rest = { BUF_INIT };
	size_t n, differ = 0;
	const struct mark *marks;

	read_from(log, 0, note, &all);
	marks = (const void *)all.b.p;
	n = all.b.n / sizeof *marks;
	for (size_t i = 0; i < 2 * n; i++) {
		size_t from = (i + 1) / 2;

		buf_cut(&rest.b, 0);
		read_from(log, i % 2 ? marks[i / 2].end : marks[i / 2].off, note, &rest);
		if (rest.b.n == (n - from) * sizeof *marks &&
		    (rest.b.n == 0 || memcmp(rest.b.p, marks + from, rest.b.n) == 0))
			continue;
		if (differ++ == 0)
			printf("from %s entry %zu on they differ\n",
			    i % 2 ? "behind" : "the start of", i / 2 + 1);
	}
	printf("%zu entries, %zu of %zu positions well\n", n, 2 * n - differ, 2 * n);
	buf_clear(&all.b);
	buf_clear(&rest.b);
	return differ ? EXIT_NO : EXIT_OK;
}

int
main(int argc, char *argv[])
{
	struct entry_form *form;
	struct log log = { 0 };
	bool try = argc == 3 && strcmp(argv[1], "-t") == 0;
	int rc = EXIT_OK;

	err_init(argv[0]);
	memo.latest_s = INT64_C(1795651199);	/* 2026-11-25 */
	if (argc != 2 + try)
		die_msg(EXIT_USAGE, "usage: entries [-t] preset <log");
	log.form = form = entry_form_named(argv[argc - 1]);
	if (!form)
		return EXIT_USAGE;
	for (ssize_t n;
	    (n = read(STDIN_FILENO, buf_room(&log.text, 1 << 16), 1 << 16)) > 0;)
		log.text.n += (size_t)n;
	if (try)
		rc = try_all(&log);
	else
		read_from(&log, 0, put, NULL);
	entry_form_free(form);
	stamp_clear(&memo);
	buf_clear(&log.text);
	buf_clear(&out);
	return fflush(stdout) == 0 ? rc : EXIT_TROUBLE;
}
