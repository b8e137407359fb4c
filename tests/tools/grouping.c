/*
 * grouping - how well fingerprints group messages, against a set whose groups are known.
 *
 *	grouping records CSV	the messages of column Content as log records
 *	grouping score CSV	reads them back with fp; prints the grouping accuracy: of 1000
 *				messages, how many are in a group that holds all messages of
 *				their EventId and no other
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "err.h"
#include "file.h"
#include "mem.h"
#include "out.h"
#include "rec.h"
#include "stream.h"

enum { CSV_MAX = 16 << 20, COLUMNS_MAX = 64, MESSAGES_MAX = 100000, LABEL_MAX = 64 };

struct message {
	char label[LABEL_MAX];		/* EventId */
	char fp[LABEL_MAX];
};

/* The next field of a CSV text, its quotes resolved: the byte that ended it (',', '\n', or 0). */
static char
field(const char **p, struct buf *b)
{
	bool in = false;

	buf_cut(b, 0);
	for (;; (*p)++) {
		char c = **p;

		if (c == '"' && in && (*p)[1] == '"') {
			buf_char(b, c);
			(*p)++;
		} else if (c == '"') {
			in = !in;
		} else if (c == '\0' || (!in && (c == ',' || c == '\n'))) {
			*p += c != '\0';
			return c;
		} else if (c != '\r' || in) {
			buf_char(b, c);
		}
	}
}

/* One row: false at the end of the text. */
static bool
row(const char **p, struct buf fields[COLUMNS_MAX], size_t *n)
{
	*n = 0;
	if (!**p)
		return false;
	while (*n < COLUMNS_MAX && field(p, &fields[(*n)++]) == ',')
		;
	return true;
}

static size_t
column(struct buf fields[], size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(buf_text(&fields[i]), name) == 0)
			return i;
	die_msg(EXIT_USAGE, "no column '%s'", name);
}

static void
print(const char *msg, size_t n, struct out *out)
{
	struct rec *r = rec_new();

	rec_set_text(r, "type", "log");
	rec_set_str(r, "msg", msg, n);
	rec_write(r, out);
	if (out_end(out) < 0)
		out_die(out);
	rec_free(r);
}

/* All rows: printed as records when out is given; labels to messages. */
static size_t
read_csv(const char *path, struct message *messages, struct out *out)
{
	struct buf text = BUF_INIT, fields[COLUMNS_MAX] = { 0 };
	size_t n, content, event, rows = 0;
	const char *p;

	if (file_read(path, CSV_MAX, &text) < 0)
		die_errno(EXIT_TROUBLE, "cannot read '%s'", path);
	p = buf_text(&text);
	row(&p, fields, &n);
	content = column(fields, n, "Content");
	event = column(fields, n, "EventId");
	for (; rows < MESSAGES_MAX && row(&p, fields, &n); rows++) {
		if (content >= n || event >= n)
			die_msg(EXIT_TROUBLE, "row %zu is too short", rows + 1);
		snprintf(messages[rows].label, LABEL_MAX, "%s", buf_text(&fields[event]));
		if (out)
			print(buf_text(&fields[content]), fields[content].n, out);
	}
	for (size_t i = 0; i < COLUMNS_MAX; i++)
		buf_clear(&fields[i]);
	buf_clear(&text);
	return rows;
}

/* Is the group of message i all of its label, and nothing else? */
static bool
grouped(const struct message *messages, size_t n, size_t i)
{
	for (size_t j = 0; j < n; j++)
		if ((strcmp(messages[i].label, messages[j].label) == 0) !=
		    (strcmp(messages[i].fp, messages[j].fp) == 0))
			return false;
	return true;
}

static void
score(struct message *messages, size_t n)
{
	size_t good = 0, i = 0, len;
	struct stream s;
	const char *fp;
	struct rec *r;

	stream_init(&s);
	for (; (r = stream_next(&s)) != NULL && i < n; i++)
		if (rec_str(r, "fp", &fp, &len))
			snprintf(messages[i].fp, LABEL_MAX, "%.*s", (int)len, fp);
	stream_end(&s, 0);
	if (i != n)
		die_msg(EXIT_TROUBLE, "%zu records for %zu messages", i, n);
	for (i = 0; i < n; i++)
		good += grouped(messages, n, i);
	printf("%zu\n", n ? good * 1000 / n : 0);
}

int
main(int argc, char *argv[])
{
	struct message *messages = mem_zero(MESSAGES_MAX, sizeof *messages);
	struct out out = OUT_INIT(1);
	size_t n;

	err_init(argv[0]);
	if (argc != 3)
		die_msg(EXIT_USAGE, "usage: grouping records|score CSV");
	n = read_csv(argv[2], messages, strcmp(argv[1], "records") == 0 ? &out : NULL);
	if (strcmp(argv[1], "score") == 0)
		score(messages, n);
	else if (out_flush(&out) < 0)
		out_die(&out);
	out_clear(&out);
	free(messages);
	return EXIT_OK;
}
