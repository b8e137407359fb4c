/* archive_du - how much of the archive is of which system, host, kind, source or day. */
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "archive.h"
#include "archive_pace.h"
#include "archive_reader.h"
#include "err.h"
#include "mem.h"
#include "num.h"
#include "opt.h"
#include "out.h"
#include "rec.h"
#include "table.h"
#include "ts.h"

#define SYNOPSIS "archive du [--by source|system|day|host|kind|severity] [-h] DIR"

enum { OPT_BY = OPT_OWN };
enum { DATE_SIZE = 10, ROWS_MAX = 65536 };

static const int64_t day_ns = 86400 * TS_SECOND;

static const struct {
	const char *by, *member;
} ways[] = {
	{ "source", "path" }, { "system", "system" }, { "day", NULL },
	{ "host", "host" }, { "kind", "kind" }, { "severity", "severity" },
};

struct row {
	struct table_link link;
	char *value;
	uint64_t records, bytes;
	double packed;		/* its share of the files, by bytes of records */
};

struct du {
	const char *by, *member;	/* member NULL: the day */
	bool human;
	struct reader reader;
	struct table table;
	struct row **rows;
	size_t n, cap;
	struct row total;
	struct rec *rec;
};

static const char *
parse_opts(struct du *d, int argc, char *argv[])
{
	static const struct option longopts[] = {
		{ "by", required_argument, NULL, OPT_BY },
		{ "human-readable", no_argument, NULL, 'h' },
		OPT_COMMON,
	};

	d->by = "system";
	for (int c; (c = getopt_long(argc, argv, "h", longopts, NULL)) != -1;)
		switch (c) {
		case 'h': d->human = true; break;
		case OPT_BY: d->by = optarg; break;
		default: archive_common_option(c, SYNOPSIS);
		}
	if (argc - optind != 1)
		opt_usage(SYNOPSIS);
	for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
		if (strcmp(ways[i].by, d->by) == 0) {
			d->member = ways[i].member;
			return argv[optind];
		}
	die_msg(EXIT_USAGE, "bad value '%s' of --by: source, system, day, host, kind "
	    "or severity", d->by);
}

/* The row of a value; past the bound all others have one. */
static struct row *
row_of(struct du *d, const char *value, size_t n)
{
	static const char others[] = "(others)";
	uint64_t h = table_hash(TABLE_SEED, value, n);
	struct row *r;

	for (struct table_link *l = table_first(&d->table, h); l; l = table_next(l)) {
		r = TABLE_THING(l, struct row, link);
		if (strlen(r->value) == n && memcmp(r->value, value, n) == 0)
			return r;
	}
	if (d->n == ROWS_MAX - 1 && strcmp(value, others) != 0)
		return row_of(d, others, sizeof others - 1);
	r = mem_zero(1, sizeof *r);
	r->value = mem_copy(value, n);
	d->rows = mem_grow(d->rows, &d->cap, d->n + 1, sizeof *d->rows);
	d->rows[d->n++] = r;
	table_add(&d->table, h, &r->link);
	return r;
}

static void
add_to(struct row *r, uint64_t records, uint64_t bytes, double packed)
{
	r->records += records;
	r->bytes += bytes;
	r->packed += packed;
}

static void
add(struct du *d, const char *value, size_t n, uint64_t records, uint64_t bytes,
    double packed)
{
	if (records == 0)
		return;
	add_to(row_of(d, value, n), records, bytes, packed);
	add_to(&d->total, records, bytes, packed);
}

static void
add_day(struct du *d, int64_t time, uint64_t records, uint64_t bytes, double packed)
{
	char text[TS_MAX];

	ts_format(text, time, 0, 0);
	add(d, text, DATE_SIZE, records, bytes, packed);
}

/* Two whole numbers in an array. */
static bool
get_pair(struct rec *r, const struct rec_value *pair, uint64_t *a, uint64_t *b)
{
	struct rec_value v;
	int64_t i[2];
	size_t pos = 0;

	for (int k = 0; k < 2; k++)
		if (!rec_each(r, pair, &pos, NULL, NULL, &v) || v.type != REC_NUMBER ||
		    !num_text_i64(v.raw, v.n, &i[k]) || i[k] < 0)
			return false;
	*a = (uint64_t)i[0];
	*b = (uint64_t)i[1];
	return true;
}

/* What the index tells of the member; false: nothing, the records must be read. */
static bool
add_set(struct du *d, struct rec *line, double packed_per_byte)
{
	const struct segment *s = &d->reader.segment;
	uint64_t records = s->count, bytes = s->bytes, n, size;
	struct rec_value sets, set, v;
	const char *value;
	size_t nvalue, pos = 0;

	if (rec_get(line, "sets", &sets) != REC_OBJECT ||
	    rec_value_name(&sets, d->member, strlen(d->member), &set) != REC_OBJECT)
		return false;
	while (rec_each(line, &set, &pos, &value, &nvalue, &v)) {
		if (!get_pair(line, &v, &n, &size) || n > records || size > bytes)
			continue;
		add(d, value, nvalue, n, size, (double)size * packed_per_byte);
		records -= n;
		bytes -= size;
	}
	add(d, "-", 1, records, bytes, (double)bytes * packed_per_byte);
	return true;
}

/* All in one day? */
static bool
add_segment_day(struct du *d)
{
	const struct segment *s = &d->reader.segment;

	if (s->from == TS_NONE || s->from / day_ns != s->to / day_ns)
		return false;
	add_day(d, s->from, s->count, s->bytes, (double)s->packed);
	return true;
}

/* For the reader: a segment whose index tells all is left out. */
static bool
is_needed(const void *arg, struct rec *line)
{
	struct du *d = *(struct du *const *)arg;
	const struct segment *s = &d->reader.segment;
	double per_byte = s->bytes > 0 ? (double)s->packed / (double)s->bytes : 0;

	return !(d->member ? add_set(d, line, per_byte) : add_segment_day(d));
}

static void
add_record(struct du *d, const char *line, size_t n, double packed)
{
	const char *value = "-";
	size_t nvalue = 1;
	int64_t time;

	if (rec_parse(d->rec, line, n) == 0) {
		if (!d->member && rec_time(d->rec, "time", &time)) {
			add_day(d, time, 1, n + 1, packed);
			return;
		}
		if (d->member)
			(void)rec_str(d->rec, d->member, &value, &nvalue);
	}
	add(d, value, nvalue, 1, n + 1, packed);
}

/* Those of a tail lie there as they are. */
static double
packed_per_byte(const struct reader *r, const struct block *b)
{
	uint64_t bytes = 0;

	if (r->in_tail || b->n == 0)
		return 1;
	if (!r->in_cold)
		return (double)r->file.n / (double)b->n;
	for (size_t i = 0; i < r->cold.nsegments; i++)
		bytes += r->cold.segments[i].s.bytes;
	return bytes > 0 ? (double)r->cold_file.n / (double)bytes : 0;
}

static void
add_block(struct du *d, const struct block *b)
{
	const struct reader *r = &d->reader;
	const char *p = b->p, *end = b->p + b->n, *nl;
	double per_byte = packed_per_byte(r, b);

	for (; p < end && (nl = memchr(p, '\n', (size_t)(end - p))) != NULL; p = nl + 1)
		add_record(d, p, (size_t)(nl - p), (double)(nl + 1 - p) * per_byte);
}

static int
by_bytes(const void *a, const void *b)
{
	const struct row *x = *(struct row *const *)a, *y = *(struct row *const *)b;

	if (x->bytes != y->bytes)
		return x->bytes < y->bytes ? 1 : -1;
	return strcmp(x->value, y->value);
}

static int
by_value(const void *a, const void *b)
{
	const struct row *x = *(struct row *const *)a, *y = *(struct row *const *)b;

	return strcmp(x->value, y->value);
}

static void
put_size(struct out *o, double size, bool human)
{
	static const char units[] = "BKMGTP";
	size_t unit = 0;

	if (!human) {
		out_fmt(o, " %15.0f", size);
		return;
	}
	for (; size >= 1024 && units[unit + 1]; unit++)
		size /= 1024;
	out_fmt(o, unit > 0 && size < 10 ? " %9.1f%c" : " %9.0f%c", size, units[unit]);
}

static void
put_row(struct out *o, const struct row *r, bool human)
{
	out_fmt(o, "%12llu", (unsigned long long)r->records);
	put_size(o, (double)r->bytes, human);
	put_size(o, r->packed, human);
	out_str(o, "  ");
	for (const char *p = r->value; *p; p++)	/* one line, whatever it is */
		out_put(o, (unsigned char)*p < ' ' || *p == 0x7f ? "?" : p, 1);
	if (out_end(o) < 0)
		out_die(o);
}

static void
put_table(struct du *d)
{
	struct out o = OUT_INIT(STDOUT_FILENO);

	out_fmt(&o, d->human ? "%12s %10s %10s  %s" : "%12s %15s %15s  %s", "records",
	    "bytes", "on disk", d->by);
	if (out_end(&o) < 0)
		out_die(&o);
	if (d->n > 1)
		qsort(d->rows, d->n, sizeof *d->rows, d->member ? by_bytes : by_value);
	for (size_t i = 0; i < d->n; i++)
		put_row(&o, d->rows[i], d->human);
	d->total.value = mem_str("all");
	put_row(&o, &d->total, d->human);
	free(d->total.value);
	if (out_flush(&o) < 0)
		out_die(&o);
	out_clear(&o);
}

int
archive_du(int argc, char *argv[])
{
	struct du d = { .human = isatty(STDOUT_FILENO), .rec = rec_new() }, *self = &d;
	const char *dir = parse_opts(&d, argc, argv);
	struct block b;
	struct pace pace;

	reader_open(&d.reader, dir);
	pace_begin(&pace, "du", dir);
	d.reader.pace = &pace;
	d.reader.wants = is_needed;
	d.reader.wants_arg = &self;
	while (reader_next(&d.reader, &b))
		add_block(&d, &b);
	pace_end(&pace);
	put_table(&d);
	for (size_t i = 0; i < d.n; i++) {
		free(d.rows[i]->value);
		free(d.rows[i]);
	}
	free(d.rows);
	table_clear(&d.table);
	rec_free(d.rec);
	return reader_close(&d.reader, EXIT_OK);
}
