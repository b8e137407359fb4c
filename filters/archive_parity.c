/* archive_parity - of a group of files, any one that is lost can be made again. */
#include "archive_parity.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "archive.h"
#include "archive_compare.h"
#include "archive_files.h"
#include "archive_hash.h"
#include "archive_pace.h"
#include "archive_trunk.h"
#include "archive_upkeep.h"
#include "err.h"
#include "file.h"
#include "mem.h"
#include "num.h"
#include "opt.h"
#include "out.h"
#include "rec.h"

#define SYNOPSIS "archive parity [--group N] DIR"

enum { OPT_GROUP = OPT_OWN };

struct group {
	struct parity p;
	struct buf xor;
	uint64_t made, kept;
};

/* The files of a group: the segments from there on; the segment after it. */
static uint64_t
collect(struct group *g, struct compare *c, uint64_t from, uint64_t end, size_t most)
{
	struct buf path = BUF_INIT;

	g->p.n = 0;
	while (from <= end && g->p.n < most) {
		struct parity_file *f = &g->p.v[g->p.n];
		struct cover cover = { .kind = FILE_SEALED, .first = from, .last = from };

		if (!files_there(c->dir, from, FILE_SEALED) &&
		    covers_find(&c->here, from, &cover) <= 0)
			die_msg(EXIT_TROUBLE, "segment %llu of '%s' cannot be read",
			    (unsigned long long)from, c->dir);
		from = cover.last + 1;
		if (cover.kind == FILE_GONE) {
			if (g->p.n > 0)
				break;		/* a group has no hole */
			continue;
		}
		files_path(&path, "", cover.first, cover.kind);
		snprintf(f->name, sizeof f->name, "%s", path.p + 1);
		if (g->p.n++ == 0)
			g->p.first = cover.first;
		g->p.last = cover.last;
	}
	buf_clear(&path);
	return from;
}

/* Read its files; every segment must be whole, as parity of damage is none. */
static void
read_group(struct group *g, struct compare *c)
{
	struct buf path = BUF_INIT, b = BUF_INIT;
	const char *why;

	for (uint64_t n = g->p.first; n <= g->p.last; n++)
		if ((why = compare_whole(c, n)) != NULL)
			die_msg(EXIT_TROUBLE,
			    "segment %llu of '%s': %s: see archive repair",
			    (unsigned long long)n, c->dir, why);
	buf_cut(&g->xor, 0);
	for (size_t i = 0; i < g->p.n; i++) {
		struct parity_file *f = &g->p.v[i];

		buf_cut(&path, 0);
		buf_fmt(&path, "%s/%s", c->dir, f->name);
		if (files_load(buf_text(&path), &b) < 0)
			die_msg(EXIT_TROUBLE, "cannot read '%s': %s", path.p,
			    files_why(errno));
		f->bytes = b.n;
		digest_of(b.p, b.n, f->sum);
		if (b.n > g->xor.n) {
			memset(buf_room(&g->xor, b.n - g->xor.n), 0, b.n - g->xor.n);
			g->xor.n = b.n;
		}
		for (size_t k = 0; k < b.n; k++)
			g->xor.p[k] = (char)(g->xor.p[k] ^ b.p[k]);
	}
	buf_clear(&path);
	buf_clear(&b);
}

/* Has the group this parity already? */
static bool
has_it(const struct group *g, const char *path)
{
	struct parity old = { .n = 0 };
	bool same = parity_load(&old, path) == 0 && old.n == g->p.n &&
	    old.raw.n - old.body == g->xor.n &&
	    memcmp(old.raw.p + old.body, g->xor.p, g->xor.n) == 0;

	for (size_t i = 0; same && i < old.n; i++)
		same = strcmp(old.v[i].name, g->p.v[i].name) == 0 &&
		    memcmp(old.v[i].sum, g->p.v[i].sum, DIGEST_SIZE) == 0;
	parity_clear(&old);
	return same;
}

static void
write_group(struct group *g, const char *dir)
{
	struct buf path = BUF_INIT, b = BUF_INIT;
	struct digest *d = digest_new();
	unsigned char sum[DIGEST_SIZE];
	char hex[DIGEST_HEX];
	struct hash h;

	parity_path(&path, dir, g->p.first);
	if (has_it(g, path.p)) {
		g->kept++;
		goto out;
	}
	buf_fmt(&b, "{\"type\":\"parity\",\"first\":%llu,\"last\":%llu,\"files\":[",
	    (unsigned long long)g->p.first, (unsigned long long)g->p.last);
	for (size_t i = 0; i < g->p.n; i++) {
		digest_hex(g->p.v[i].sum, DIGEST_SIZE, hex);
		buf_fmt(&b, "%s{\"name\":\"%s\",\"bytes\":%zu,\"sha256\":\"%s\"}",
		    i ? "," : "", g->p.v[i].name, g->p.v[i].bytes, hex);
	}
	digest_of(g->xor.p, g->xor.n, sum);
	digest_hex(sum, sizeof sum, hex);
	buf_fmt(&b, "],\"sha256\":\"%s\"", hex);
	hash_seal(&b, 0, d, &h);
	buf_put(&b, g->xor.p, g->xor.n);
	if (file_replace(path.p, b.p, b.n, ARCHIVE_FILE_MODE) < 0)
		die_errno(EXIT_TROUBLE, "cannot write '%s'", path.p);
	g->made++;
out:
	digest_free(d);
	buf_clear(&path);
	buf_clear(&b);
}

/* Groups that there were before, and are no more. */
static void
drop_others(const char *dir, uint64_t from, uint64_t to)
{
	struct buf path = BUF_INIT;
	size_t n;
	uint64_t *v = parity_list(dir, &n);

	for (size_t i = 0; i < n; i++) {
		if (v[i] < from || v[i] >= to)
			continue;
		parity_path(&path, dir, v[i]);
		if (unlink(path.p) < 0)
			die_errno(EXIT_TROUBLE, "cannot remove '%s'", path.p);
	}
	free(v);
	buf_clear(&path);
}

int
archive_parity(int argc, char *argv[])
{
	static const struct option longopts[] = {
		{ "group", required_argument, NULL, OPT_GROUP }, OPT_COMMON
	};
	struct out out = OUT_INIT(STDOUT_FILENO);
	struct group g = { .p.n = 0 };
	int64_t most = PARITY_GROUP;
	struct trunk trunk;
	struct compare c;
	struct pace pace;

	for (int o; (o = getopt_long(argc, argv, "", longopts, NULL)) != -1;)
		if (o != OPT_GROUP)
			archive_common_option(o, SYNOPSIS);
		else if (num_i64(optarg, 2, PARITY_GROUP_MAX, &most) < 0)
			die_msg(EXIT_USAGE, "bad value '%s' of --group: 2 to %d", optarg,
			    PARITY_GROUP_MAX);
	if (argc - optind != 1)
		opt_usage(SYNOPSIS);
	(void)compare_open(&c, argv[optind], argv[optind]);
	upkeep_lock(c.dir);
	trunk_load(&trunk, c.dir, c.head.digest);
	pace_begin(&pace, "parity", c.dir);
	for (uint64_t n = 1, next; n <= trunk.n; n = next) {
		pace_to(&pace, n);
		next = collect(&g, &c, n, trunk.n, (size_t)most);
		if (g.p.n == 0) {
			drop_others(c.dir, n, next);
			continue;
		}
		read_group(&g, &c);
		write_group(&g, c.dir);
		drop_others(c.dir, n, g.p.first);
		drop_others(c.dir, g.p.first + 1, next);
	}
	pace_end(&pace);
	out_fmt(&out, "%llu parity files written, %llu were there\n",
	    (unsigned long long)g.made, (unsigned long long)g.kept);
	if (out_flush(&out) < 0)
		out_die(&out);
	buf_clear(&g.xor);
	trunk_clear(&trunk);
	compare_close(&c);
	out_clear(&out);
	return EXIT_OK;
}
