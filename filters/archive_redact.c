/* archive_redact - take the content of records out, so that all else can be proved. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "archive.h"
#include "archive_covers.h"
#include "archive_deed.h"
#include "archive_fetch.h"
#include "archive_files.h"
#include "archive_manifest.h"
#include "archive_parity.h"
#include "archive_pick.h"
#include "archive_redact.h"
#include "archive_text.h"
#include "archive_trunk.h"
#include "archive_upkeep.h"
#include "buf.h"
#include "err.h"
#include "expr.h"
#include "file.h"
#include "json.h"
#include "mem.h"
#include "opt.h"
#include "out.h"
#include "rec.h"

#define SYNOPSIS \
	"archive redact {--seq N[,N]... | --where JQ} --order NUMBER --by WHO " \
	"--why TEXT [--yes] DIR"

enum {
	OPT_SEQ = OPT_OWN, OPT_WHERE, OPT_ORDER, OPT_YES,
	LINE_RECORDS = 4096,	/* records that one line of the manifest names */
	ORDER_MAX = 256,
};

struct redact {
	const char *dir, *order;
	struct expr *where;
	bool yes;
	struct deed deed;
	struct redact_list list;	/* in order, each once */
	struct manifest_head head;
	struct trunk trunk;
	struct fetch fetch;
	struct covers covers;
	struct buf path;
	size_t left;		/* of them: those that have their content */
	struct out out;
};

/* A file that records go from. */
struct unit {
	uint64_t segment;	/* of the first of them */
	bool cold;		/* it is that of cover, with others */
	struct cover cover;
};

static void
parse_opts(struct redact *r, int argc, char *argv[])
{
	static const struct option longopts[] = {
		{ "seq", required_argument, NULL, OPT_SEQ },
		{ "where", required_argument, NULL, OPT_WHERE },
		{ "order", required_argument, NULL, OPT_ORDER },
		DEED_LONGOPTS,
		{ "yes", no_argument, NULL, OPT_YES },
		OPT_COMMON,
	};

	for (int c; (c = getopt_long(argc, argv, "", longopts, NULL)) != -1;)
		switch (c) {
		case OPT_SEQ: redact_parse(&r->list, optarg); break;
		case OPT_WHERE: r->where = pick_where(optarg); break;
		case OPT_ORDER: r->order = optarg; break;
		case OPT_YES: r->yes = true; break;
		default: deed_option(&r->deed, c, optarg, SYNOPSIS);
		}
	if (argc - optind != 1 || (r->list.n > 0) == (r->where != NULL) || !r->order ||
	    !*r->order || strlen(r->order) > ORDER_MAX || !r->deed.by || !r->deed.why)
		opt_usage(SYNOPSIS);
	r->dir = argv[optind];
}

/* Those of one segment, n from seqs on, that still have their content. */
static size_t
to_redact(struct redact *r, const uint64_t *seqs, size_t n, struct redacted *list)
{
	size_t left = 0;

	for (size_t k = 0; k < n; k++) {
		uint64_t i = seqs[k] - r->fetch.segment.first;

		if (salts_redacted(&r->fetch.salts, i))
			continue;
		list[left++] = (struct redacted){ .i = i, .leaf = r->fetch.leaves[i] };
	}
	return left;
}

static void
load(struct redact *r, uint64_t segment)
{
	const char *why = fetch_segment(&r->fetch, r->dir, segment);

	if (!why && r->fetch.cold)
		why = "it is in a cold file now";
	if (why)
		die_msg(EXIT_TROUBLE, "cannot redact in '%s': %s", r->fetch.path.p, why);
}

static void
say(struct redact *r, uint64_t seq, uint64_t segment, size_t bytes)
{
	r->list.seqs[r->left++] = seq;
	out_fmt(&r->out, "record %llu, segment %llu, %zu bytes%s",
	    (unsigned long long)seq, (unsigned long long)segment, bytes,
	    r->yes ? "" : ": would be redacted");
	if (out_end(&r->out) < 0)
		out_die(&r->out);
}

/* What would go, as far as it is there; those that are gone already are left out. */
static void
look(struct redact *r, const struct unit *u, const uint64_t *seqs, size_t n)
{
	struct redacted *list = mem_zero(n, sizeof *list);

	load(r, u->segment);
	n = to_redact(r, seqs, n, list);
	for (size_t k = 0; k < n; k++) {
		size_t len;

		fetch_line(&r->fetch, list[k].i, &len);
		say(r, r->fetch.segment.first + list[k].i, u->segment, len);
	}
	free(list);
}

/* The cold file of the unit, without these records. */
static void
cut(struct redact *r, const struct unit *u, const uint64_t *seqs, size_t n,
    struct cold_cut *c)
{
	const char *why;

	files_path(&r->path, r->dir, u->cover.first, FILE_COLD);
	*c = (struct cold_cut){ .path = r->path.p, .order = r->order, .seqs = seqs,
		.n = n };
	why = cold_cut(c);
	if (why)
		die_msg(EXIT_TROUBLE, "cannot redact in '%s': %s", c->path, why);
}

static void
look_cold(struct redact *r, const struct unit *u, const uint64_t *seqs, size_t n)
{
	struct cold_cut c;

	cut(r, u, seqs, n, &c);
	for (size_t i = 0; i < c.nv; i++)
		say(r, c.v[i].seq, c.v[i].segment, c.v[i].bytes);
	cold_cut_clear(&c);
}

/* The line of the manifest comes first: what is begun can be finished. */
static void
tell(struct redact *r)
{
	struct buf b = BUF_INIT;

	for (size_t i = 0; i < r->list.n; i += LINE_RECORDS) {
		manifest_line(&b, "redact", &r->deed);
		text_member(&b, "order", r->order);
		buf_str(&b, ",\"records\":[");
		for (size_t k = i; k < r->list.n && k < i + LINE_RECORDS; k++)
			buf_fmt(&b, "%s%llu", k > i ? "," : "",
			    (unsigned long long)r->list.seqs[k]);
		buf_char(&b, ']');
		if (manifest_add(r->dir, &r->head, &b, true) < 0)
			die_errno(EXIT_TROUBLE,
			    "cannot write the manifest of '%s', nothing is changed",
			    r->dir);
	}
	buf_clear(&b);
}

static void
replace(const char *path, const struct buf *file)
{
	if (file_replace(path, file->p, file->n, ARCHIVE_FILE_MODE) < 0)
		die_errno(EXIT_TROUBLE, "cannot write '%s'", path);
}

static void
redact_hot(struct redact *r, const struct unit *u, const uint64_t *seqs, size_t n)
{
	struct redacted *list = mem_zero(n, sizeof *list);
	struct buf text = BUF_INIT, file = BUF_INIT, gone = BUF_INIT;
	struct fetch *f = &r->fetch;

	load(r, u->segment);
	n = to_redact(r, seqs, n, list);
	for (size_t k = 0; k < n; k++) {
		size_t len;
		const char *rec = fetch_line(f, list[k].i, &len);

		buf_put(&gone, rec, len + 1);
	}
	parity_drop(r->dir, u->segment, u->segment);	/* it could give them back */
	redact_text(f, list, n, r->order, &text);
	redact_tail(r->dir, u->segment);
	redact_torn(r->dir, gone.p, gone.n);
	salts_puncture(&f->salts, f->segment.count, list, n);
	segment_print_again(&f->segment, f->line.p, f->line.n, &f->salts, text.p, text.n,
	    f->pack, &file);
	replace(f->path.p, &file);
	free(list);
	buf_clear(&text);
	buf_clear(&file);
	buf_clear(&gone);
}

static void
redact_cold(struct redact *r, const struct unit *u, const uint64_t *seqs, size_t n)
{
	struct cold_cut c;

	cut(r, u, seqs, n, &c);
	parity_drop(r->dir, u->cover.first, u->cover.last);
	for (size_t i = 0; i < c.nv; i++)
		if (i == 0 || c.v[i].segment != c.v[i - 1].segment)
			redact_tail(r->dir, c.v[i].segment);
	redact_torn(r->dir, c.gone.p, c.gone.n);
	if (c.file.n > 0)
		replace(c.path, &c.file);
	cold_cut_clear(&c);
}

/* A segment of a cold file: is it hot besides? */
static void
not_twice(struct redact *r, uint64_t segment)
{
	if (files_there(r->dir, segment, FILE_SEALED))
		die_msg(EXIT_TROUBLE, "segment %llu of '%s' is there twice, as "
		    "compaction was stopped: let 'archive compact' finish first",
		    (unsigned long long)segment, r->dir);
}

/* The file of the first of n records: how many of them are in it. */
static size_t
find_unit(struct redact *r, const uint64_t *seqs, size_t n, struct unit *u)
{
	size_t k = 1;

	u->segment = trunk_find(&r->trunk, seqs[0]);
	if (u->segment == 0)
		die_msg(EXIT_TROUBLE,
		    "record %llu is not in a sealed segment: nothing is changed",
		    (unsigned long long)seqs[0]);
	u->cold = covers_find(&r->covers, u->segment, &u->cover) > 0 &&
	    u->cover.kind == FILE_COLD;
	if (u->cold) {
		not_twice(r, u->segment);
		for (; k < n && seqs[k] < u->cover.next; k++)
			not_twice(r, trunk_find(&r->trunk, seqs[k]));
	} else {
		while (k < n && trunk_find(&r->trunk, seqs[k]) == u->segment)
			k++;
	}
	return k;
}

typedef void unit_fn(struct redact *, const struct unit *, const uint64_t *, size_t);

static void
each_unit(struct redact *r, unit_fn *hot, unit_fn *cold)
{
	struct unit u;

	for (size_t i = 0, k; i < r->list.n; i += k) {
		k = find_unit(r, r->list.seqs + i, r->list.n - i, &u);
		if (u.cold)
			cold(r, &u, r->list.seqs + i, k);
		else
			hot(r, &u, r->list.seqs + i, k);
	}
}

static void
nothing(struct redact *r, const struct unit *u, const uint64_t *seqs, size_t n)
{
	(void)r;
	(void)u;
	(void)seqs;
	(void)n;
}

static void
redact(struct redact *r)
{
	each_unit(r, nothing, nothing);	/* are all there? */
	each_unit(r, look, look_cold);
	r->list.n = r->left;
	if (r->yes && r->list.n > 0) {
		tell(r);
		each_unit(r, redact_hot, redact_cold);
	}
	out_fmt(&r->out, "%zu records %s\n", r->list.n, r->yes ? "redacted" :
	    "would be redacted: nothing is changed without --yes");
	if (out_flush(&r->out) < 0)
		out_die(&r->out);
}

int
archive_redact(int argc, char *argv[])
{
	struct redact r = { .deed = DEED_INIT, .out = OUT_INIT(STDOUT_FILENO) };

	parse_opts(&r, argc, argv);
	archive_head(r.dir, &r.head);
	if (r.yes) {
		upkeep_lock(r.dir);
		if (files_sweep_cold(r.dir) < 0)
			die_errno(EXIT_TROUBLE, "cannot clean '%s'", r.dir);
	}
	if (r.where)
		redact_find(&r.list, r.dir, r.where);
	expr_free(r.where);
	redact_sort(&r.list);
	trunk_load(&r.trunk, r.dir, r.head.digest);
	fetch_init(&r.fetch, r.head.digest);
	covers_init(&r.covers, r.dir);
	redact(&r);
	free(r.list.seqs);
	fetch_clear(&r.fetch);
	covers_clear(&r.covers);
	trunk_clear(&r.trunk);
	manifest_head_clear(&r.head);
	buf_clear(&r.path);
	out_clear(&r.out);
	return EXIT_OK;
}
