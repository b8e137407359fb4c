/* archive_attest - state which bytes of which sources are here, and which are missing. */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "archive.h"
#include "archive_chain.h"
#include "archive_coverage.h"
#include "archive_deed.h"
#include "archive_manifest.h"
#include "archive_note.h"
#include "archive_pace.h"
#include "archive_pick.h"
#include "archive_reader.h"
#include "buf.h"
#include "err.h"
#include "opt.h"
#include "out.h"
#include "rec.h"
#include "sign.h"
#include "ts.h"

#define SYNOPSIS "archive attest [--since TIME] [--until TIME] [--key FILE] DIR"

enum { OPT_SINCE = OPT_OWN, OPT_UNTIL, OPT_KEY };

struct attest {
	struct pick pick;
	const char *key;
	struct deed deed;
	struct manifest_head head;
	struct coverage coverage;
	struct buf text;
	uint64_t records, expired;
};

static const char *
parse_opts(struct attest *a, int argc, char *argv[])
{
	static const struct option longopts[] = {
		{ "since", required_argument, NULL, OPT_SINCE },
		{ "until", required_argument, NULL, OPT_UNTIL },
		{ "key", required_argument, NULL, OPT_KEY },
		DEED_LONGOPTS,
		OPT_COMMON,
	};

	for (int c; (c = getopt_long(argc, argv, "", longopts, NULL)) != -1;)
		switch (c) {
		case OPT_SINCE: a->pick.since = pick_time("--since", optarg); break;
		case OPT_UNTIL: a->pick.until = pick_time("--until", optarg); break;
		case OPT_KEY: a->key = optarg; break;
		default: deed_option(&a->deed, c, optarg, SYNOPSIS);
		}
	if (argc - optind != 1)
		opt_usage(SYNOPSIS);
	return argv[optind];
}

/* Is it of the time that is asked for?  A redacted record has none, and may be. */
static bool
wanted(const struct attest *a, struct rec *r)
{
	int64_t time;

	if ((a->pick.since == TS_NONE && a->pick.until == TS_NONE) ||
	    rec_is(r, "type", "redacted"))
		return true;
	return rec_time(r, "time", &time) &&
	    (a->pick.since == TS_NONE || time >= a->pick.since) &&
	    (a->pick.until == TS_NONE || time < a->pick.until);
}

static void
take_block(struct attest *a, const struct block *b)
{
	const char *p = b->p, *end = b->p + b->n;

	for (uint64_t i = b->first; p < end; i++) {
		const char *nl = memchr(p, '\n', (size_t)(end - p));

		if (rec_parse(a->pick.rec, p, (size_t)(nl - p)) == 0 &&
		    wanted(a, a->pick.rec)) {
			a->records++;
			coverage_take(&a->coverage, a->pick.rec, i);
		}
		p = nl + 1;
	}
}

/* Segments that have expired, as the manifest tells it. */
static void
print_expired(struct attest *a, const char *dir)
{
	struct rec_value segments, why;
	struct chain c;
	enum chain_rc rc;

	if (manifest_open(&c, dir, &a->head) < 0)
		die_errno(EXIT_TROUBLE, "cannot read the manifest of '%s'", dir);
	while ((rc = chain_next(&c)) == CHAIN_LINE || rc == CHAIN_BAD) {
		if (rc == CHAIN_BAD || !rec_is(c.rec, "type", "expire") ||
		    rec_get(c.rec, "segments", &segments) != REC_ARRAY)
			continue;
		a->expired++;
		buf_str(&a->text, "{\"type\":\"missing\",\"segments\":");
		buf_put(&a->text, segments.raw, segments.n);
		buf_str(&a->text, ",\"reason\":\"expired\"");
		if (rec_get(c.rec, "why", &why) == REC_STRING) {
			buf_str(&a->text, ",\"why\":");
			buf_put(&a->text, why.raw, why.n);
		}
		buf_str(&a->text, "}\n");
	}
	chain_close(&c);
}

static void
put_bound(struct buf *b, const char *name, int64_t ns)
{
	char text[TS_MAX];

	if (ns == TS_NONE)
		return;
	ts_format(text, ns, 0, 0);
	buf_fmt(b, ",\"%s\":\"%s\"", name, text);
}

/* The first line: what the others are about. */
static void
print_statement(struct attest *a, bool whole, struct buf *b)
{
	manifest_line(b, "attestation", &a->deed);
	buf_fmt(b, ",\"archive\":\"%s\"", a->head.id);
	put_bound(b, "since", a->pick.since);
	put_bound(b, "until", a->pick.until);
	buf_fmt(b, ",\"records\":%llu,\"sources\":%zu,\"missing\":%llu,\"expired\":%llu",
	    (unsigned long long)a->records, a->coverage.nsources,
	    (unsigned long long)a->coverage.lost, (unsigned long long)a->expired);
	if (a->coverage.left_out)
		buf_fmt(b, ",\"not_counted\":%llu",
		    (unsigned long long)a->coverage.left_out);
	buf_fmt(b, ",\"read\":\"%s\"}\n", whole ? "whole" : "damaged");
}

int
archive_attest(int argc, char *argv[])
{
	struct attest a = { .pick = { .since = TS_NONE, .until = TS_NONE },
		.deed = DEED_INIT };
	const char *dir = parse_opts(&a, argc, argv);
	struct sign_key *key = a.key ? archive_private_key(a.key) : NULL;
	struct out out = OUT_INIT(STDOUT_FILENO);
	struct buf text = BUF_INIT;
	struct reader r;
	struct block b;
	struct pace pace;
	int rc;

	archive_head(dir, &a.head);
	a.pick.rec = rec_new();
	coverage_init(&a.coverage);
	reader_open(&r, dir);
	r.since = a.pick.since;
	r.until = a.pick.until;
	pace_begin(&pace, "attest", dir);
	r.pace = &pace;
	while (reader_next(&r, &b))
		take_block(&a, &b);
	rc = reader_close(&r, EXIT_OK);
	coverage_print(&a.coverage, &a.text);
	print_expired(&a, dir);
	print_statement(&a, rc == EXIT_OK, &text);
	buf_put(&text, a.text.p, a.text.n);
	if (key)
		note_sign(&text, 0, key);
	out_put(&out, text.p, text.n);
	if (out_flush(&out) < 0)
		out_die(&out);
	if (rc == EXIT_OK && (a.coverage.lost || a.coverage.left_out))
		rc = EXIT_NO;
	sign_free(key);
	coverage_clear(&a.coverage);
	manifest_head_clear(&a.head);
	rec_free(a.pick.rec);
	buf_clear(&a.text);
	buf_clear(&text);
	out_clear(&out);
	return rc;
}
