/* archive_access - the register of access: who read what, when and why. */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "archive.h"
#include "archive_access.h"
#include "archive_chain.h"
#include "archive_files.h"
#include "buf.h"
#include "digest.h"
#include "err.h"
#include "json.h"
#include "out.h"
#include "rec.h"

enum { ID_BYTES = (ACCESS_ID_SIZE - 1) / 2, ARGS_BYTES = 64 << 10 };

void
access_open(struct access *a, const char *dir, char *const args[])
{
	struct deed deed = a->deed;
	int clearance = a->clearance;

	*a = (struct access){ .dir = dir, .args = args, .deed = deed,
		.clearance = clearance };
	/* without its manifest it can be read all the same, and has no classes */
	if (manifest_head(dir, &a->head) < 0)
		return;
	if (!classes_read(&a->classes, a->head.rec))
		die_msg(EXIT_TROUBLE, "the classes of '%s' cannot be read", dir);
	for (size_t i = 0; i < a->classes.n; i++)
		a->any |= a->classes.v[i].access || a->classes.v[i].secrecy > 0;
}

static void
add(struct access *a, struct buf *b)
{
	struct chain_file f = { .dir = a->dir, .name = ACCESS_NAME,
		.kind = a->head.digest, .start = a->head.hash,
		.make = true, .sync = true };

	if (chain_add(&f, b) < 0)
		die_errno(EXIT_TROUBLE,
		    "cannot write the register of access of '%s', "
		    "so nothing is given out", a->dir);
}

/* The command as it was given, a bounded part of it. */
static void
put_args(struct access *a, struct buf *b)
{
	size_t from = b->n;

	buf_str(b, ",\"args\":[");
	for (size_t i = 0; a->args[i] && b->n - from < ARGS_BYTES; i++) {
		size_t n = strlen(a->args[i]);

		buf_str(b, i ? "," : "");
		json_put_buf(b, a->args[i], n < ARGS_BYTES ? n : ARGS_BYTES);
	}
	buf_char(b, ']');
}

static void
write_read(struct access *a)
{
	unsigned char id[ID_BYTES];
	struct buf b = BUF_INIT;

	digest_random(id, sizeof id);
	digest_hex(id, sizeof id, a->id);
	manifest_line(&b, "read", &a->deed);
	buf_fmt(&b, ",\"id\":\"%s\"", a->id);
	put_args(a, &b);
	add(a, &b);
	buf_clear(&b);
}

void
access_tell(struct access *a, const char *type)
{
	struct buf b = BUF_INIT;
	bool asks = false;

	for (size_t i = 0; i < a->classes.n; i++)
		asks |= a->classes.v[i].access;
	if (asks) {
		manifest_line(&b, type, &a->deed);
		put_args(a, &b);
		add(a, &b);
	}
	buf_clear(&b);
}

bool
access_gives(struct access *a, struct rec *r)
{
	struct class *c = classes_of(&a->classes, r);
	size_t i;

	if (!c)
		return true;
	i = (size_t)(c - a->classes.v);
	if (c->access && !*a->id)
		write_read(a);
	if ((c->reason && !a->deed.why) || c->secrecy > a->clearance) {
		a->withheld[i]++;
		return false;
	}
	a->given[i]++;
	return true;
}

/* ,"name":{"class":N,...} of those classes that are recorded */
static void
put_counts(const struct access *a, const char *name, const uint64_t *counts,
    struct buf *b)
{
	bool more = false;

	buf_fmt(b, ",\"%s\":{", name);
	for (size_t i = 0; i < a->classes.n; i++) {
		const struct class *c = &a->classes.v[i];

		if (!c->access || counts[i] == 0)
			continue;
		buf_str(b, more ? "," : "");
		json_put_buf(b, c->name, strlen(c->name));
		buf_fmt(b, ":%llu", (unsigned long long)counts[i]);
		more = true;
	}
	buf_char(b, '}');
}

bool
access_close(struct access *a)
{
	struct buf b = BUF_INIT;
	bool all = true;

	for (size_t i = 0; i < a->classes.n; i++) {
		const struct class *c = &a->classes.v[i];

		if (a->withheld[i] == 0)
			continue;
		warn_msg("%llu records of class '%s' are withheld: %s",
		    (unsigned long long)a->withheld[i], c->name,
		    c->secrecy > a->clearance ? "they need a higher --clearance" :
		    "they need a --reason");
		all = false;
	}
	if (*a->id) {
		manifest_line(&b, "given", &a->deed);
		buf_fmt(&b, ",\"id\":\"%s\"", a->id);
		put_counts(a, "records", a->given, &b);
		put_counts(a, "withheld", a->withheld, &b);
		add(a, &b);
	}
	buf_clear(&b);
	classes_clear(&a->classes);
	manifest_head_clear(&a->head);
	return all;
}

static int
print_lines(struct chain *c, const char *dir)
{
	struct out out = OUT_INIT(STDOUT_FILENO);
	int status = EXIT_OK;
	enum chain_rc rc;

	while ((rc = chain_next(c)) != CHAIN_END && rc != CHAIN_ERROR) {
		if (rc == CHAIN_LINE) {
			out_put(&out, c->text, c->n);
			if (out_end(&out) < 0)
				out_die(&out);
			continue;
		}
		warn_msg("'%s/" ACCESS_NAME "': line %llu is damaged%s", dir,
		    (unsigned long long)c->number,
		    rc == CHAIN_TORN ? " or not whole" : "");
		status = EXIT_NO;
		if (rc == CHAIN_TORN)
			break;
	}
	if (rc == CHAIN_ERROR)
		die_errno(EXIT_TROUBLE, "cannot read '%s/" ACCESS_NAME "'", dir);
	if (out_flush(&out) < 0)
		out_die(&out);
	out_clear(&out);
	return status;
}

int
archive_access(int argc, char *argv[])
{
	const char *dir = archive_only_dir(argc, argv, "archive access DIR");
	struct manifest_head head;
	struct chain c;
	int status;

	archive_head(dir, &head);
	if (chain_open(&c, dir, ACCESS_NAME, head.digest, &head.hash) < 0) {
		manifest_head_clear(&head);
		if (errno == ENOENT)
			return EXIT_OK;		/* nothing was read that had to be told */
		die_errno(EXIT_TROUBLE, "cannot read '%s/" ACCESS_NAME "'", dir);
	}
	status = print_lines(&c, dir);
	chain_close(&c);
	manifest_head_clear(&head);
	return status;
}
