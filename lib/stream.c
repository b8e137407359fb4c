/* stream - records from stdin to stdout: the loop of every pure filter. */
#include "stream.h"

#include <inttypes.h>
#include <unistd.h>

#include "err.h"
#include "rec.h"

void
stream_init(struct stream *s)
{
	*s = (struct stream){
		.out = OUT_INIT(STDOUT_FILENO),
		.in = LINE_IN_INIT(STDIN_FILENO, &s->out),
		.rec = rec_new(),
	};
}

static void
bad_line(struct stream *s, const char *why, size_t at)
{
	if (s->bad++ == 0)
		warn_msg("line %" PRIu64 ", byte %zu: %s, skipped", s->in.number,
		    at + 1, why);
}

struct rec *
stream_next(struct stream *s)
{
	enum line_rc rc;
	const char *why;
	char *line;
	size_t n, at;

	while ((rc = line_next(&s->in, &line, &n)) > 0) {
		if (rc == LINE_LONG) {
			bad_line(s, "line too long", s->in.max);
		} else if (n > 0 && rec_parse(s->rec, line, n) < 0) {
			why = rec_why(s->rec, &at);
			bad_line(s, why, at);
		} else if (n > 0) {
			return s->rec;
		}
	}
	if (rc == LINE_ERROR && s->in.out_failed)
		out_die(&s->out);
	if (rc == LINE_ERROR)
		die_errno(EXIT_TROUBLE, "cannot read input");
	return NULL;
}

void
stream_put(struct stream *s)
{
	stream_put_rec(s, s->rec);
}

void
stream_put_rec(struct stream *s, struct rec *r)
{
	rec_write(r, &s->out);
	if (out_end(&s->out) < 0)
		out_die(&s->out);
}

int
stream_end(struct stream *s, int status)
{
	if (out_flush(&s->out) < 0)
		out_die(&s->out);
	if (s->bad > 1)
		warn_msg("%" PRIu64 " lines were not records, skipped", s->bad);
	rec_free(s->rec);
	line_clear(&s->in);
	out_clear(&s->out);
	return s->bad ? EXIT_TROUBLE : status;
}
