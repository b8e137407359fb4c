/* archive_parity_file - files of parity: read, listed, held against their groups. */
#include "archive_parity.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "archive.h"
#include "archive_files.h"
#include "archive_hash.h"
#include "err.h"
#include "file.h"
#include "mem.h"
#include "num.h"
#include "out.h"
#include "rec.h"

static const char ending[] = ".parity";

enum { DIGITS = 10 };

void
parity_path(struct buf *b, const char *dir, uint64_t first)
{
	buf_cut(b, 0);
	buf_fmt(b, "%s/%0*llu%s", dir, DIGITS, (unsigned long long)first, ending);
	buf_text(b);
}

void
parity_clear(struct parity *p)
{
	buf_clear(&p->raw);
}

static bool
read_file(struct parity *p, struct rec *r)
{
	struct parity_file *f = &p->v[p->n];
	const char *s;
	int64_t bytes;
	size_t n;

	if (p->n == PARITY_GROUP_MAX || !rec_str(r, "name", &s, &n) ||
	    n >= sizeof f->name || memchr(s, '/', n) || memchr(s, '\0', n))
		return false;
	memcpy(f->name, s, n);
	f->name[n] = '\0';
	if (!rec_int(r, "bytes", &bytes) || bytes < 0 || bytes > ARCHIVE_FILE_MAX ||
	    !rec_str(r, "sha256", &s, &n) || n != (size_t)2 * DIGEST_SIZE ||
	    !digest_unhex(s, DIGEST_SIZE, f->sum))
		return false;
	f->bytes = (size_t)bytes;
	p->n++;
	return true;
}

/* Is what follows the head what it tells of? */
static bool
body_right(const struct parity *p, struct rec *r)
{
	unsigned char sum[DIGEST_SIZE], is[DIGEST_SIZE];
	size_t n, size = p->raw.n - p->body;
	const char *s;

	if (!rec_str(r, "sha256", &s, &n) || n != (size_t)2 * DIGEST_SIZE ||
	    !digest_unhex(s, DIGEST_SIZE, sum))
		return false;
	for (size_t i = 0; i < p->n; i++)
		if (p->v[i].bytes > size)
			return false;
	digest_of(p->raw.p + p->body, size, is);
	return memcmp(sum, is, sizeof is) == 0;
}

static bool
read_head(struct parity *p, struct rec *r)
{
	struct rec_value all, v;
	struct rec *one;
	int64_t first, last;
	size_t pos = 0;
	bool ok = true;

	if (!rec_is(r, "type", "parity") || !rec_int(r, "first", &first) || first < 1 ||
	    !rec_int(r, "last", &last) || last < first ||
	    rec_get(r, "files", &all) != REC_ARRAY)
		return false;
	one = rec_new();
	while (ok && rec_each(r, &all, &pos, NULL, NULL, &v))
		ok = rec_parse(one, v.raw, v.n) == 0 && read_file(p, one);
	rec_free(one);
	p->first = (uint64_t)first;
	p->last = (uint64_t)last;
	return ok && body_right(p, r);
}

int
parity_load(struct parity *p, const char *path)
{
	struct digest *d;
	struct rec *r;
	const char *nl;
	struct hash h;
	bool ok;

	p->n = 0;
	if (files_load(path, &p->raw) < 0)
		return -1;
	nl = p->raw.n ? memchr(p->raw.p, '\n', p->raw.n) : NULL;
	errno = EILSEQ;
	if (!nl)
		return -1;
	p->body = (size_t)(nl - p->raw.p) + 1;
	d = digest_new();
	r = rec_new();
	ok = hash_sealed(p->raw.p, p->body - 1, d, &h) &&
	    rec_parse(r, p->raw.p, p->body - 1) == 0 && read_head(p, r);
	digest_free(d);
	rec_free(r);
	errno = EILSEQ;
	return ok ? 0 : -1;
}

static int
by_number(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

/* NNNNNNNNNN.parity, or 0 */
static uint64_t
number_of(const char *name)
{
	char digits[DIGITS + 1];
	int64_t v;

	if (strlen(name) != DIGITS + sizeof ending - 1 ||
	    strcmp(name + DIGITS, ending) != 0)
		return 0;
	memcpy(digits, name, DIGITS);
	digits[DIGITS] = '\0';
	return num_i64(digits, 1, INT64_MAX, &v) == 0 ? (uint64_t)v : 0;
}

uint64_t *
parity_list(const char *dir, size_t *n)
{
	DIR *d = opendir(dir);
	uint64_t *v = NULL, first;
	struct dirent *e;
	size_t cap = 0;

	if (!d)
		die_errno(EXIT_TROUBLE, "cannot read '%s'", dir);
	*n = 0;
	while ((e = readdir(d)) != NULL)
		if ((first = number_of(e->d_name)) != 0) {
			v = mem_grow(v, &cap, *n + 1, sizeof *v);
			v[(*n)++] = first;
		}
	closedir(d);
	if (*n > 1)
		qsort(v, *n, sizeof *v, by_number);
	return v;
}

bool
parity_same(const struct parity_file *f, const char *dir, struct buf *b)
{
	unsigned char sum[DIGEST_SIZE];
	struct buf path = BUF_INIT;
	bool same = false;

	buf_fmt(&path, "%s/%s", dir, f->name);
	if (files_load(buf_text(&path), b) == 0 && b->n == f->bytes) {
		digest_of(b->p, b->n, sum);
		same = memcmp(sum, f->sum, sizeof sum) == 0;
	}
	buf_clear(&path);
	return same;
}

void
parity_drop(const char *dir, uint64_t first, uint64_t last)
{
	struct buf path = BUF_INIT;
	struct parity p = { .n = 0 };
	bool any = false;
	size_t n;
	uint64_t *v = parity_list(dir, &n);

	for (size_t i = 0; i < n; i++) {
		parity_path(&path, dir, v[i]);
		/* what cannot be read may be of them */
		if (parity_load(&p, path.p) == 0 && (p.last < first || p.first > last))
			continue;
		if (unlink(path.p) < 0 && errno != ENOENT)
			die_errno(EXIT_TROUBLE, "cannot remove '%s'", path.p);
		any = true;
	}
	if (any && file_sync_dir(path.p) < 0)
		die_errno(EXIT_TROUBLE, "cannot sync '%s'", dir);
	free(v);
	parity_clear(&p);
	buf_clear(&path);
}
