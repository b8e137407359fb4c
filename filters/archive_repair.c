/* archive_repair - make a lost file again, from the others and their parity. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "archive.h"
#include "archive_compare.h"
#include "archive_deed.h"
#include "archive_files.h"
#include "archive_pace.h"
#include "archive_parity.h"
#include "archive_upkeep.h"
#include "err.h"
#include "file.h"
#include "opt.h"
#include "out.h"

#define SYNOPSIS "archive repair [--yes] [--by WHO] [--why TEXT] DIR"

enum { OPT_YES = OPT_OWN };

struct repair {
	const char *dir;
	bool yes;
	struct deed deed;
	struct compare compare;
	struct parity p;
	struct buf text, path;
	struct out out;
	uint64_t mended, left, stale;
};

static void
say(struct repair *r, const struct parity_file *f, const char *what)
{
	out_fmt(&r->out, "%s: %s", f->name, what);
	if (out_end(&r->out) < 0)
		out_die(&r->out);
}

/* The bytes of file `lost`, from all others: false when they do not come out right. */
static bool
make_again(struct repair *r, size_t lost, struct buf *b)
{
	const struct parity *p = &r->p;
	unsigned char sum[DIGEST_SIZE];

	buf_cut(b, 0);
	buf_put(b, p->raw.p + p->body, p->raw.n - p->body);
	for (size_t i = 0; i < p->n; i++) {
		if (i == lost)
			continue;
		if (!parity_same(&p->v[i], r->dir, &r->text))
			return false;
		for (size_t k = 0; k < r->text.n; k++)
			b->p[k] = (char)(b->p[k] ^ r->text.p[k]);
	}
	for (size_t k = p->v[lost].bytes; k < b->n; k++)
		if (b->p[k])
			return false;
	buf_cut(b, p->v[lost].bytes);
	digest_of(b->p, b->n, sum);
	return memcmp(sum, p->v[lost].sum, sizeof sum) == 0;
}

/* What is there keeps its bytes, as NAME.damaged. */
static void
set_aside(struct repair *r)
{
	struct buf to = BUF_INIT;
	struct stat st;

	if (lstat(r->path.p, &st) < 0)
		return;		/* it is lost altogether */
	buf_fmt(&to, "%s.damaged", r->path.p);
	if (lstat(buf_text(&to), &st) == 0)
		die_msg(EXIT_TROUBLE, "'%s' is there already: nothing is overwritten",
		    to.p);
	if (link(r->path.p, to.p) < 0 || file_sync_dir(to.p) < 0)
		die_errno(EXIT_TROUBLE, "cannot keep '%s' as '%s'", r->path.p, to.p);
	buf_clear(&to);
}

static void
mend(struct repair *r, size_t lost)
{
	const struct parity_file *f = &r->p.v[lost];
	struct buf b = BUF_INIT, line = BUF_INIT;

	if (!make_again(r, lost, &b)) {
		say(r, f, "cannot be made again: its parity gives other bytes");
		r->left++;
	} else if (!r->yes) {
		say(r, f, "damaged or lost, would be made again");
		r->mended++;
	} else {
		buf_cut(&r->path, 0);
		buf_fmt(&r->path, "%s/%s", r->dir, f->name);
		buf_text(&r->path);
		set_aside(r);
		if (file_replace(r->path.p, b.p, b.n, ARCHIVE_FILE_MODE) < 0)
			die_errno(EXIT_TROUBLE, "cannot write '%s'", r->path.p);
		manifest_line(&line, "repair", &r->deed);
		buf_fmt(&line, ",\"file\":\"%s\",\"bytes\":%zu", f->name, f->bytes);
		if (manifest_add(r->dir, &r->compare.head, &line, true) < 0)
			die_errno(EXIT_TROUBLE, "cannot write the manifest of '%s'",
			    r->dir);
		say(r, f, "made again");
		r->mended++;
	}
	buf_clear(&b);
	buf_clear(&line);
}

/* Do all segments of the file have what they must have, though it is another file now? */
static bool
changed_lawfully(struct repair *r, const struct parity_file *f)
{
	enum file_kind kind;
	uint64_t n = files_number(f->name, &kind);

	return n > 0 && compare_whole(&r->compare, n) == NULL;
}

static void
look(struct repair *r, uint64_t first)
{
	size_t bad = 0, lost = 0;

	parity_path(&r->path, r->dir, first);
	if (parity_load(&r->p, r->path.p) < 0) {
		warn_msg("'%s': %s", r->path.p, errno == EILSEQ ?
		    "it is damaged: archive parity makes it again" : strerror(errno));
		r->left++;
		return;
	}
	for (size_t i = 0; i < r->p.n; i++) {
		if (parity_same(&r->p.v[i], r->dir, &r->text))
			continue;
		if (changed_lawfully(r, &r->p.v[i])) {
			say(r, &r->p.v[i], "changed since its parity was made: "
			    "archive parity makes it anew");
			r->stale++;
		}
		lost = i;
		bad++;
	}
	if (bad == 1 && !changed_lawfully(r, &r->p.v[lost]))
		mend(r, lost);
	for (size_t i = 0; bad > 1 && i < r->p.n; i++)
		if (!parity_same(&r->p.v[i], r->dir, &r->text) &&
		    !changed_lawfully(r, &r->p.v[i])) {
			say(r, &r->p.v[i], "cannot be made again: others of its group "
			    "have changed or are lost too");
			r->left++;
		}
}

int
archive_repair(int argc, char *argv[])
{
	static const struct option longopts[] = {
		{ "yes", no_argument, NULL, OPT_YES },
		DEED_LONGOPTS,
		OPT_COMMON,
	};
	struct repair r = { .deed = DEED_INIT, .out = OUT_INIT(STDOUT_FILENO) };
	struct pace pace;
	uint64_t *v;
	size_t n;

	for (int c; (c = getopt_long(argc, argv, "", longopts, NULL)) != -1;)
		switch (c) {
		case OPT_YES: r.yes = true; break;
		default: deed_option(&r.deed, c, optarg, SYNOPSIS);
		}
	if (argc - optind != 1)
		opt_usage(SYNOPSIS);
	r.dir = argv[optind];
	(void)compare_open(&r.compare, r.dir, r.dir);
	upkeep_lock(r.dir);
	v = parity_list(r.dir, &n);
	pace_begin(&pace, "repair", r.dir);
	for (size_t i = 0; i < n; i++) {
		look(&r, v[i]);
		if (i + 1 < n)
			pace_to(&pace, v[i + 1]);
	}
	pace_end(&pace);
	out_fmt(&r.out, "%zu groups, %llu files %s, %llu cannot be made again\n", n,
	    (unsigned long long)r.mended, r.yes ? "made again" :
	    "would be made again: nothing is changed without --yes",
	    (unsigned long long)r.left);
	if (out_flush(&r.out) < 0)
		out_die(&r.out);
	free(v);
	parity_clear(&r.p);
	buf_clear(&r.text);
	buf_clear(&r.path);
	compare_close(&r.compare);
	out_clear(&r.out);
	return r.left || (r.mended && !r.yes) ? EXIT_NO : EXIT_OK;
}
