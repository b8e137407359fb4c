/* archive_export - records out of the archive, in volumes with labels. */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "archive.h"
#include "archive_option.h"
#include "archive_pace.h"
#include "archive_pick.h"
#include "archive_reader.h"
#include "archive_text.h"
#include "archive_volume.h"
#include "buf.h"
#include "err.h"
#include "file.h"
#include "json.h"
#include "mem.h"
#include "num.h"
#include "opt.h"
#include "out.h"
#include "rec.h"
#include "ts.h"

#define SYNOPSIS \
	"archive export --to OUT [--format ndjson|csv --fields NAME,...] " \
	"[--volume SIZE] [--pipe COMMAND] [--label TEXT] [--medium ID] [--keeper NAME] " \
	"[--expires DATE] [--case ID] [--need KIND,...] [--supplement LABEL] " \
	"[-s SYSTEM] [-k KIND] [--since TIME] [--until TIME] [--where JQ] " \
	"[--reason TEXT] [--by WHO] DIR"

enum {
	OPT_TO = OPT_COMMAND, OPT_FORMAT, OPT_FIELDS, OPT_VOLUME, OPT_PIPE, OPT_LABEL,
	OPT_MEDIUM, OPT_KEEPER, OPT_EXPIRES, OPT_CASE, OPT_NEED, OPT_SUPPLEMENT,
	FIELDS_MAX = 64, LABEL_BYTES_MAX = 1 << 20,
};

struct export {
	struct pick pick;
	struct volumes v;
	const char *dir, *case_id, *supplement;
	char *fields, *need;	/* copies, cut at the commas */
	char *field[FIELDS_MAX], *kind[FIELDS_MAX];
	size_t nfields, nkinds;
	bool found[FIELDS_MAX];
	uint64_t after, scanned;	/* records up to that number are left out; seen */
	struct buf line;
};

/* a,b,c */
static size_t
cut(const char *option, char *text, char *v[])
{
	size_t n = 0;

	for (char *p = text, *comma; p; p = comma) {
		comma = strchr(p, ',');
		if (comma)
			*comma++ = '\0';
		if (!*p || n == FIELDS_MAX)
			die_msg(EXIT_USAGE, "bad value of %s: NAME,NAME,... (%d at most)",
			    option, FIELDS_MAX);
		v[n++] = p;
	}
	return n;
}

/* What goes into the label. */
static bool
parse_label(struct export *e, int c, const char *arg)
{
	int64_t ns;

	switch (c) {
	case OPT_LABEL: text_member(&e->v.label, "content", arg); break;
	case OPT_MEDIUM: text_member(&e->v.label, "medium", arg); break;
	case OPT_KEEPER: text_member(&e->v.label, "keeper", arg); break;
	case OPT_EXPIRES:
		ns = pick_time("--expires", arg);
		(void)ns;
		text_member(&e->v.label, "expires", arg);
		break;
	default: return false;
	}
	return true;
}

static void
parse_one(struct export *e, int c, char *arg)
{
	switch (c) {
	case OPT_TO: e->v.dir = arg; break;
	case OPT_FORMAT:
		if (strcmp(arg, "ndjson") != 0 && strcmp(arg, "csv") != 0)
			die_msg(EXIT_USAGE, "bad value '%s' of --format: ndjson, csv",
			    arg);
		e->v.ending = arg;
		break;
	case OPT_FIELDS:
		e->v.head = arg;
		free(e->fields);
		e->fields = mem_str(arg);
		e->nfields = cut("--fields", e->fields, e->field);
		break;
	case OPT_VOLUME:
		if (num_size(arg, VOLUME_MIN, INT64_MAX, &e->v.size) < 0)
			die_msg(EXIT_USAGE, "bad value '%s' of --volume: "
			    "a size of 4K or more, as 4480M", arg);
		break;
	case OPT_PIPE: e->v.pipe = arg; break;
	case OPT_CASE: e->case_id = arg; break;
	case OPT_NEED:
		free(e->need);
		e->need = mem_str(arg);
		e->nkinds = cut("--need", e->need, e->kind);
		break;
	case OPT_SUPPLEMENT: e->supplement = arg; break;
	default:
		if (!parse_label(e, c, arg) && !pick_option(&e->pick, c, arg))
			archive_common_option(c, SYNOPSIS);
	}
}

static void
parse_opts(struct export *e, int argc, char *argv[])
{
	static const struct option longopts[] = {
		{ "to", required_argument, NULL, OPT_TO },
		{ "format", required_argument, NULL, OPT_FORMAT },
		{ "fields", required_argument, NULL, OPT_FIELDS },
		{ "volume", required_argument, NULL, OPT_VOLUME },
		{ "pipe", required_argument, NULL, OPT_PIPE },
		{ "label", required_argument, NULL, OPT_LABEL },
		{ "medium", required_argument, NULL, OPT_MEDIUM },
		{ "keeper", required_argument, NULL, OPT_KEEPER },
		{ "expires", required_argument, NULL, OPT_EXPIRES },
		{ "case", required_argument, NULL, OPT_CASE },
		{ "need", required_argument, NULL, OPT_NEED },
		{ "supplement", required_argument, NULL, OPT_SUPPLEMENT },
		PICK_LONGOPTS,
		OPT_COMMON,
	};

	for (int c; (c = getopt_long(argc, argv, PICK_LETTERS, longopts, NULL)) != -1;)
		parse_one(e, c, optarg);
	if (argc - optind != 1 || !e->v.dir)
		opt_usage(SYNOPSIS);
	if ((strcmp(e->v.ending, "csv") == 0) != (e->nfields > 0))
		die_msg(EXIT_USAGE, "--format csv and --fields go together");
	e->dir = argv[optind];
	e->v.deed = e->pick.access.deed;
}

/* A supplement: only what came after the volume with that label was made. */
static void
read_supplement(struct export *e)
{
	struct buf b = BUF_INIT;
	struct rec *r = rec_new();
	int64_t seen;
	char *id;

	if (!e->supplement)
		goto out;
	if (file_read(e->supplement, LABEL_BYTES_MAX, &b) < 0)
		die_errno(EXIT_TROUBLE, "cannot read '%s'", e->supplement);
	if (rec_parse(r, b.p, b.n && b.p[b.n - 1] == '\n' ? b.n - 1 : b.n) < 0 ||
	    !rec_int(r, "seen", &seen) || (id = rec_dup(r, "archive")) == NULL)
		die_msg(EXIT_TROUBLE, "'%s' is not the label of the last volume of an "
		    "export", e->supplement);
	if (strcmp(id, e->pick.access.head.id) != 0)
		die_msg(EXIT_TROUBLE, "'%s' is of archive %s", e->supplement, id);
	e->after = (uint64_t)seen;
	buf_fmt(&e->v.label, ",\"late\":true,\"supplement_after\":%llu",
	    (unsigned long long)e->after);
	free(id);
out:
	rec_free(r);
	buf_clear(&b);
}

/* The records of a case, and which of the forms that it needs are there. */
static bool
of_case(struct export *e)
{
	struct rec *r = e->pick.rec;

	if (e->case_id && !rec_is(r, "case", e->case_id))
		return false;
	for (size_t i = 0; i < e->nkinds; i++)
		e->found[i] |= rec_is(r, "kind", e->kind[i]);
	return true;
}

/* RFC 4180 */
static void
put_field(struct buf *b, const char *s, size_t n)
{
	bool quote = false;

	for (size_t i = 0; i < n && !quote; i++)
		quote = s[i] == ',' || s[i] == '"' || s[i] == '\n' || s[i] == '\r';
	if (!quote) {
		buf_put(b, s, n);
		return;
	}
	buf_char(b, '"');
	for (size_t i = 0; i < n; i++) {
		if (s[i] == '"')
			buf_char(b, '"');
		buf_char(b, s[i]);
	}
	buf_char(b, '"');
}

static void
put_csv(struct export *e, uint64_t number)
{
	buf_cut(&e->line, 0);
	for (size_t i = 0; i < e->nfields; i++) {
		struct rec_value v;
		const char *s;
		size_t n;

		if (i)
			buf_char(&e->line, ',');
		if (rec_str(e->pick.rec, e->field[i], &s, &n))
			put_field(&e->line, s, n);
		else if (rec_get(e->pick.rec, e->field[i], &v) > REC_NULL)
			put_field(&e->line, v.raw, v.n);
	}
	volumes_put(&e->v, e->line.p ? e->line.p : "", e->line.n, number);
}

static void
take_block(struct export *e, const struct block *b)
{
	const char *p = b->p, *end = b->p + b->n, *nl;

	for (uint64_t i = b->first; p < end; i++, p = nl + 1) {
		size_t n;

		nl = memchr(p, '\n', (size_t)(end - p));
		n = (size_t)(nl - p);
		e->scanned = i;
		if (i <= e->after || rec_parse(e->pick.rec, p, n) < 0 || !of_case(e) ||
		    !pick_takes(&e->pick, p, n))
			continue;
		if (e->nfields)
			put_csv(e, i);
		else
			volumes_put(&e->v, p, n, i);
	}
}

/* What the label of the last volume says: all of it, or what is missing. */
static size_t
print_end(struct export *e, bool whole, struct buf *b)
{
	size_t missing = 0;

	buf_fmt(b, ",\"end\":true,\"seen\":%llu,\"read\":\"%s\"",
	    (unsigned long long)(e->scanned > e->after ? e->scanned : e->after),
	    whole ? "whole" : "damaged");
	for (size_t i = 0; i < e->nkinds; i++)
		if (!e->found[i]) {
			buf_str(b, missing++ ? "," : ",\"incomplete\":[");
			json_put_buf(b, e->kind[i], strlen(e->kind[i]));
			warn_msg("incomplete: no record of kind '%s'", e->kind[i]);
		}
	if (missing)
		buf_char(b, ']');
	return missing;
}

static void
tell(struct export *e)
{
	struct buf b = BUF_INIT;

	manifest_line(&b, "export", &e->v.deed);
	text_member(&b, "to", e->v.dir);
	buf_put(&b, e->v.label.p, e->v.label.n);
	buf_fmt(&b, ",\"records\":%llu,\"bytes\":%llu,\"volumes\":{",
	    (unsigned long long)e->v.all_records, (unsigned long long)e->v.all_bytes);
	buf_put(&b, e->v.told.p, e->v.told.n);
	buf_char(&b, '}');
	if (manifest_add(e->dir, &e->pick.access.head, &b, true) < 0)
		die_errno(EXIT_TROUBLE, "cannot write the manifest of '%s'", e->dir);
	buf_clear(&b);
}

/* The label of every volume: of which archive, and what was asked for. */
static void
begin_label(struct export *e)
{
	struct buf own = BUF_INIT;

	buf_fmt(&own, ",\"archive\":\"%s\"", e->pick.access.head.id);
	text_member(&own, "case", e->case_id);
	text_member(&own, "pipe", e->v.pipe);
	for (size_t i = 0; i < e->pick.access.classes.n; i++) {
		const struct class *c = &e->pick.access.classes.v[i];

		if (c->secrecy && c->secrecy == e->pick.access.clearance) {
			text_member(&own, "secrecy", c->secrecy_text);
			break;
		}
	}
	buf_put(&own, e->v.label.p, e->v.label.n);
	buf_clear(&e->v.label);
	e->v.label = own;
}

int
archive_export(int argc, char *argv[])
{
	struct out out = OUT_INIT(STDOUT_FILENO);
	struct export e = { .pick = { .since = TS_NONE, .until = TS_NONE, .out = &out,
		.rec = rec_new(), .access.deed = DEED_INIT }, .v.ending = "ndjson" };
	struct buf more = BUF_INIT;
	struct pace pace;
	struct reader r;
	struct block b;
	size_t missing;
	int status;

	parse_opts(&e, argc, argv);
	signal(SIGPIPE, SIG_IGN);	/* a command that ends early is an error */
	pick_access(&e.pick, e.dir, argv);
	if (!e.pick.access.head.rec)
		archive_head(e.dir, &e.pick.access.head);
	read_supplement(&e);
	begin_label(&e);
	volumes_open(&e.v);
	reader_open(&r, e.dir);
	pace_begin(&pace, "export", e.dir);
	r.pace = &pace;
	pick_bounds(&e.pick, &r);
	while (reader_next(&r, &b))
		take_block(&e, &b);
	status = reader_close(&r, EXIT_OK);
	missing = print_end(&e, status == EXIT_OK, &more);
	volumes_close(&e.v, buf_text(&more));
	tell(&e);
	out_fmt(&out, "%llu records, %llu bytes in %llu volumes\n",
	    (unsigned long long)e.v.all_records, (unsigned long long)e.v.all_bytes,
	    (unsigned long long)e.v.number);
	status = pick_close(&e.pick, status);
	volumes_clear(&e.v);
	free(e.fields);
	free(e.need);
	buf_clear(&e.line);
	buf_clear(&more);
	return status == EXIT_OK && missing ? EXIT_NO : status;
}
