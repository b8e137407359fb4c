/* dbcheck_result - what a worker tells its parent: rows judged, errors explained. */
#include <inttypes.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "buf.h"
#include "dbcheck.h"
#include "file.h"
#include "json.h"

/* --- to the parent --------------------------------------------------------------- */

/* A parent that is gone needs no answer any more. */
static void
send_line(struct worker *w)
{
	buf_char(&w->line, '\n');
	if (file_write(w->fd, w->line.p, w->line.n) < 0)
		_exit(1);
	buf_cut(&w->line, 0);
}

void
result_at(struct worker *w, int64_t stage)
{
	buf_fmt(&w->line, "{\"at\":%" PRId64 "}", stage);
	send_line(w);
}

static void
put_text(struct worker *w, const char *key, const char *text)
{
	struct buf clean = BUF_INIT;

	connect_hide(&clean, text, w->secret);
	message_cut(&clean, 0, MSG_MAX);
	buf_fmt(&w->line, ",\"%s\":", key);
	json_put_buf(&w->line, clean.p ? clean.p : "", clean.n);
	buf_clear(&clean);
}

static void
put_number(struct worker *w, const char *key, double v)
{
	buf_fmt(&w->line, ",\"%s\":", key);
	value_put(&w->line, v);
}

static void
begin_result(struct worker *w, size_t task, enum status status)
{
	buf_fmt(&w->line, "{\"of\":%zu,\"status\":\"%s\"", task, status_name(status));
}

static void
end_result(struct worker *w, const char *msg)
{
	put_text(w, "msg", msg);
	buf_char(&w->line, '}');
	send_line(w);
}

void
result_send(struct worker *w, size_t task, enum status status, const char *msg)
{
	begin_result(w, task, status);
	end_result(w, msg);
}

void
result_done(struct worker *w, size_t task)
{
	buf_fmt(&w->line, "{\"done\":%zu}", task);
	send_line(w);
}

void
result_end(struct worker *w)
{
	buf_str(&w->line, "{\"end\":true}");
	send_line(w);
}

/* --- results --------------------------------------------------------------------- */

void
result_put_error(struct worker *w, const struct db_error *e)
{
	size_t start = w->msg.n;

	connect_hide(&w->msg, e->text, w->secret);
	message_cut(&w->msg, start, MSG_MAX / 2);	/* what follows must find room */
	if (*e->state && e->code > 1)
		buf_fmt(&w->msg, " (SQLSTATE %s, error %ld)", e->state, e->code);
	else if (*e->state)
		buf_fmt(&w->msg, " (SQLSTATE %s)", e->state);
}

static void
put_hint(struct worker *w, const struct check *c)
{
	if (c->grants)
		buf_fmt(&w->msg, "; it needs: %s", c->grants);
}

/* Why a value is bad, after what it is: (warning from 80 %). */
static void
put_reason(struct buf *b, enum status s, const struct limits *l, const char *unit)
{
	if (s != STATUS_WARNING && s != STATUS_CRITICAL)
		return;
	buf_fmt(b, " (%s %s ", status_name(s), l->low ? "below" : "from");
	value_say(b, s == STATUS_WARNING ? l->warn : l->crit, unit);
	buf_char(b, ')');
}

/* value may be NULL. */
static void
put_message(struct worker *w, const struct row *r, const double *value)
{
	const struct check *c = w->target->tasks[w->at].check;
	const char *own = row_get(r, "msg");

	if (c->msg) {
		row_message(&w->msg, c->msg, r, value, c->unit);
	} else if (own) {
		buf_str(&w->msg, own);
	} else {
		buf_fmt(&w->msg, "%s: ", c->about && *c->about ? c->about : c->name);
		if (value)
			value_say(&w->msg, *value, c->unit);
		else
			buf_char(&w->msg, '?');
	}
}

static void
begin_row(struct worker *w, const struct row *r, enum status status)
{
	const char *label = row_get(r, "label");

	begin_result(w, w->at, status);
	if (label && *label)
		put_text(w, "label", label);
}

/* A row without a number: text is what it has instead, or NULL. */
static void
bad_row(struct worker *w, const struct row *r, const char *text)
{
	const struct check *c = w->target->tasks[w->at].check;
	const char *own = row_get(r, "msg");
	enum status status = STATUS_UNKNOWN;

	if (text) {
		buf_fmt(&w->msg, "the value is not a number: '%s'", text);
	} else if (!row_has(r, "value")) {
		buf_str(&w->msg, "the statement gives no column 'value'");
	} else if (c->null != STATUS_UNKNOWN) {
		status = c->null;
		put_message(w, r, NULL);
	} else {
		buf_str(&w->msg, own ? own : "the database gives no value");
		put_hint(w, c);
	}
	begin_row(w, r, status);
	end_result(w, buf_text(&w->msg));
}

/* A value with a limit is judged as the part of the limit, in per cent. */
static bool
use_limit(struct worker *w, const struct row *r, double *value, double *limit)
{
	const char *text = row_get(r, "limit");

	if (text && value_read(text, limit) && *limit > 0) {
		*value = value_round(*value * 100 / *limit);
		return true;
	}
	buf_fmt(&w->msg, "the limit is not a number above 0: '%s'", text ? text : "NULL");
	begin_row(w, r, STATUS_UNKNOWN);
	end_result(w, buf_text(&w->msg));
	return false;
}

static void
good_row(struct worker *w, const struct row *r, double value)
{
	const struct task *task = &w->target->tasks[w->at];
	double used = value, limit = 0;
	bool limited = row_has(r, "limit");
	enum status status;

	if (limited && !use_limit(w, r, &value, &limit))
		return;
	status = value_judge(value, &task->limits);
	begin_row(w, r, status);
	put_number(w, "value", value);
	if (limited) {
		put_number(w, "used", used);
		put_number(w, "limit", limit);
	}
	put_message(w, r, &value);
	put_reason(&w->msg, status, &task->limits, task->check->unit);
	end_result(w, buf_text(&w->msg));
}

/* The columns under the names that the check gives them. */
static struct row
named(const struct row *r, const struct check *c)
{
	struct row named = *r;

	for (size_t i = 0; i < r->n; i++)
		if (c->value && strcasecmp(r->names[i], c->value) == 0)
			named.names[i] = "value";
		else if (c->label && strcasecmp(r->names[i], c->label) == 0)
			named.names[i] = "label";
	return named;
}

static void
take_row(struct worker *w, const struct row *r)
{
	const char *text = row_get(r, "value");
	double value;

	if (text && value_read(text, &value))
		good_row(w, r, value);
	else
		bad_row(w, r, text);
}

bool
result_row(const struct row *r, void *arg)
{
	struct worker *w = arg;
	const struct check *c = w->target->tasks[w->at].check;
	struct row row = named(r, c);
	double value;

	buf_cut(&w->msg, 0);
	if (w->rows++ == ROWS_MAX) {
		buf_fmt(&w->msg, "more than %d rows, the others are left out", ROWS_MAX);
		result_send(w, w->at, STATUS_UNKNOWN, buf_text(&w->msg));
		return false;
	}
	if (c->latency) {
		value = (double)(w->connect_ns + worker_clock() - w->started_ns) / 1e6;
		good_row(w, &row, value_round(value));
		return false;
	}
	take_row(w, &row);
	return true;
}

/* --- tasks ----------------------------------------------------------------------- */

void
result_none(struct worker *w)
{
	const struct check *c = w->target->tasks[w->at].check;

	if (c->norow == NOROW_SKIP)
		return;
	buf_cut(&w->msg, 0);
	if (c->norow == NOROW_OK) {
		buf_fmt(&w->msg, "%s: none", c->about && *c->about ? c->about : c->name);
	} else {
		buf_str(&w->msg, "the database gives no row");
		put_hint(w, c);
	}
	result_send(w, w->at, c->norow == NOROW_OK ? STATUS_OK : STATUS_UNKNOWN,
	    buf_text(&w->msg));
}

static bool
is_class(const struct db_error *e, const char *class)
{
	return strncmp(e->state, class, 2) == 0;
}

void
result_error(struct worker *w, const struct db_error *e)
{
	const struct check *c = w->target->tasks[w->at].check;

	w->lost = is_class(e, "08") || db_lost(w->db);
	buf_cut(&w->msg, 0);
	if (w->lost)
		buf_str(&w->msg, "the connection was lost: ");
	result_put_error(w, e);
	if (is_class(e, "42"))
		put_hint(w, c);
	result_send(w, w->at, c->latency ? STATUS_CRITICAL : STATUS_UNKNOWN,
	    buf_text(&w->msg));
}
