/* archive_expire - segments go, and leave a tombstone. */
#include <dirent.h>
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "archive.h"
#include "archive_covers.h"
#include "archive_files.h"
#include "archive_parity.h"
#include "archive_prune.h"
#include "archive_segment.h"
#include "archive_text.h"
#include "buf.h"
#include "err.h"
#include "file.h"
#include "json.h"
#include "rec.h"

enum file_kind
expire_kind(struct prune *p, uint64_t segment, struct cover *c)
{
	int rc;

	*c = (struct cover){ .first = segment, .last = segment };
	if (files_there(p->dir, segment, FILE_SEALED))
		return FILE_SEALED;
	rc = covers_find(&p->compare.here, segment, c);
	if (rc <= 0)
		die_msg(EXIT_TROUBLE,
		    "segment %llu of '%s' cannot be read: nothing more is changed",
		    (unsigned long long)segment, p->dir);
	return c->kind;
}

/* The segment lines of first..last as they stand. */
static void
put_lines(struct prune *p, uint64_t first, uint64_t last, struct buf *to)
{
	struct index_text t = { .rec = rec_new() };
	struct buf path = BUF_INIT, b = BUF_INIT;
	struct segment s;

	for (uint64_t i = first; i <= last; i++) {
		struct cover c;

		if (expire_kind(p, i, &c) == FILE_SEALED) {
			files_path(&path, p->dir, i, FILE_SEALED);
			if (segment_peek(path.p, &s, &t, &b) < 0 || !t.sound)
				die_msg(EXIT_TROUBLE, "the index of '%s' is damaged: "
				    "nothing more is changed", path.p);
			buf_put(to, t.line, t.nline);
			buf_char(to, '\n');
			continue;
		}
		struct seglines l = { .p = p->compare.here.lines, .rec = t.rec,
			.end = p->compare.here.lines + p->compare.here.nlines };

		while (seglines_next(&l, &s) > 0)
			if (s.number >= i && s.number <= last) {
				buf_put(to, l.text.line, l.text.nline);
				buf_char(to, '\n');
			}
		i = c.last;
	}
	rec_free(t.rec);
	buf_clear(&path);
	buf_clear(&b);
}

static void
tell(struct prune *p, uint64_t first, uint64_t last)
{
	uint64_t next = last < p->trunk.n ? p->trunk.firsts[last] : p->trunk.next;
	uint64_t classes = 0, bytes = 0;
	struct buf b = BUF_INIT;
	bool more = false;

	for (uint64_t i = first; i <= last; i++) {
		classes |= p->fates[i - 1].classes;
		bytes += p->fates[i - 1].bytes;
	}
	manifest_line(&b, "expire", &p->deed);
	buf_fmt(&b, ",\"segments\":[%llu,%llu],\"first\":%llu,\"count\":%llu,"
	    "\"bytes\":%llu,\"classes\":[", (unsigned long long)first,
	    (unsigned long long)last,
	    (unsigned long long)p->trunk.firsts[first - 1],
	    (unsigned long long)(next - p->trunk.firsts[first - 1]),
	    (unsigned long long)bytes);
	for (size_t i = 0; i < p->classes.n; i++)
		if (classes >> i & 1) {
			const char *name = p->classes.v[i].name;

			buf_str(&b, more ? "," : "");
			json_put_buf(&b, name, strlen(name));
			more = true;
		}
	buf_char(&b, ']');
	text_member(&b, "approval", p->approval);
	text_member(&b, "copy", p->copy);
	if (manifest_add(p->dir, &p->head, &b, true) < 0)
		die_errno(EXIT_TROUBLE, "cannot write the manifest of '%s'", p->dir);
	buf_clear(&b);
}

static void
drop(struct prune *p, uint64_t segment, enum file_kind kind)
{
	struct buf path = BUF_INIT;

	files_path(&path, p->dir, segment, kind);
	if (unlink(path.p) < 0 && errno != ENOENT)
		die_errno(EXIT_TROUBLE, "cannot remove '%s'", path.p);
	buf_clear(&path);
}

/* All that holds records of first..last, once a tombstone stands for them. */
static void
drop_all(struct prune *p, uint64_t first, uint64_t last)
{
	static const enum file_kind kinds[] = {
		FILE_SEALED, FILE_COPY, FILE_TORN, FILE_TAIL, FILE_COLD,
	};
	struct buf path = BUF_INIT;

	parity_drop(p->dir, first, last);	/* it could give them back */
	for (uint64_t i = first; i <= last; i++)
		for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++)
			drop(p, i, kinds[k]);
	files_path(&path, p->dir, first, FILE_GONE);
	if (file_sync_dir(path.p) < 0)
		die_errno(EXIT_TROUBLE, "cannot sync '%s'", p->dir);
	buf_clear(&path);
}

void
expire(struct prune *p, uint64_t first, uint64_t last)
{
	struct buf path = BUF_INIT, text = BUF_INIT;

	put_lines(p, first, last, &text);
	files_path(&path, p->dir, first, FILE_GONE);
	if (file_replace(path.p, text.p, text.n, ARCHIVE_FILE_MODE) < 0)
		die_errno(EXIT_TROUBLE, "cannot write '%s'", path.p);
	tell(p, first, last);
	drop_all(p, first, last);
	buf_clear(&path);
	buf_clear(&text);
}

/* A tombstone: have its segments expired, so that what is left of them can go? */
static void
rest_of(struct prune *p, uint64_t first)
{
	const struct told_segment *told = told_segment(&p->told, first);
	struct buf path = BUF_INIT, text = BUF_INIT;
	struct seglines l = { .only = true, .rec = rec_new() };
	uint64_t last = 0;
	struct segment s;

	files_path(&path, p->dir, first, FILE_GONE);
	if (files_load(path.p, &text) < 0)
		die_msg(EXIT_TROUBLE, "cannot read '%s': %s", path.p, files_why(errno));
	l.p = text.p;
	l.end = text.p + text.n;
	while (seglines_next(&l, &s) > 0)
		last = s.number;
	if (last && told && told->expired)
		drop_all(p, first, last);
	else if (files_there(p->dir, first, FILE_SEALED) ||
	    files_there(p->dir, first, FILE_COLD))
		drop(p, first, FILE_GONE);	/* nobody was told: they are all here */
	rec_free(l.rec);
	buf_clear(&path);
	buf_clear(&text);
}

void
expire_rest(struct prune *p)
{
	DIR *d = opendir(p->dir);
	struct dirent *e;

	if (!d)
		die_errno(EXIT_TROUBLE, "cannot read '%s'", p->dir);
	while ((e = readdir(d)) != NULL) {
		enum file_kind kind;
		uint64_t n = files_number(e->d_name, &kind);

		if (n && kind == FILE_GONE)
			rest_of(p, n);
	}
	closedir(d);
	p->compare.here.listed = false;
}
