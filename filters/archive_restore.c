/* archive_restore - an archive from its copy, and nothing that was there is lost. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "archive.h"
#include "archive_copy.h"
#include "archive_create.h"
#include "archive_deed.h"
#include "archive_files.h"
#include "archive_register.h"
#include "archive_text.h"
#include "archive_upkeep.h"
#include "buf.h"
#include "err.h"
#include "file.h"
#include "json.h"
#include "opt.h"
#include "out.h"
#include "ts.h"

#define SYNOPSIS \
	"archive restore --approval NUMBER --by WHO --why TEXT [--yes] COPY DIR"

enum { OPT_APPROVAL = OPT_OWN, OPT_YES, NUMBER_MAX = 256 };

struct restore {
	const char *copy, *dir, *approval;
	struct deed deed;
	bool yes;
	struct buf fresh, saved;	/* names beside dir */
	struct copied done;
	struct out out;
};

static void
parse_opts(struct restore *r, int argc, char *argv[])
{
	static const struct option longopts[] = {
		{ "approval", required_argument, NULL, OPT_APPROVAL },
		DEED_LONGOPTS,
		{ "yes", no_argument, NULL, OPT_YES },
		OPT_COMMON,
	};
	size_t n;

	for (int c; (c = getopt_long(argc, argv, "", longopts, NULL)) != -1;)
		switch (c) {
		case OPT_APPROVAL: r->approval = optarg; break;
		case OPT_YES: r->yes = true; break;
		default: deed_option(&r->deed, c, optarg, SYNOPSIS);
		}
	if (argc - optind != 2)
		opt_usage(SYNOPSIS);
	if (!r->approval || !*r->approval || strlen(r->approval) > NUMBER_MAX)
		die_msg(EXIT_USAGE,
		    "to restore needs an authorisation: --approval NUMBER");
	if (!r->deed.by || !r->deed.why)
		opt_usage(SYNOPSIS);
	r->copy = argv[optind];
	r->dir = argv[optind + 1];
	n = strlen(r->dir);
	while (n > 1 && r->dir[n - 1] == '/')
		n--;
	buf_put(&r->fresh, r->dir, n);
	buf_put(&r->saved, r->dir, n);
}

/* DIR.saved-20261125T080000Z */
static void
name_both(struct restore *r)
{
	struct timespec t;
	char text[TS_MAX];
	int64_t now = r->deed.now;

	if (now == TS_NONE) {
		clock_gettime(CLOCK_REALTIME, &t);
		now = (int64_t)t.tv_sec * TS_SECOND + t.tv_nsec;
	}
	ts_format(text, now, 0, 0);
	buf_str(&r->fresh, ".restoring");
	buf_text(&r->fresh);
	buf_str(&r->saved, ".saved-");
	for (const char *p = text; *p; p++)
		if (*p != '-' && *p != ':')
			buf_char(&r->saved, *p);
	buf_text(&r->saved);
}

static void
say(struct restore *r, const char *what)
{
	out_str(&r->out, what);
	if (out_end(&r->out) < 0)
		out_die(&r->out);
}

/* What is there gets another name; then the fresh one takes its place. */
static void
put_in_place(struct restore *r, bool there)
{
	struct stat st;

	if (there && lstat(r->saved.p, &st) == 0)
		die_msg(EXIT_TROUBLE, "'%s' is there already: nothing is changed",
		    r->saved.p);
	if (there && rename(r->dir, r->saved.p) < 0)
		die_errno(EXIT_TROUBLE, "cannot rename '%s' to '%s'", r->dir, r->saved.p);
	if (rename(r->fresh.p, r->dir) < 0 || file_sync_dir(r->fresh.p) < 0)
		die_errno(EXIT_TROUBLE, "cannot rename '%s' to '%s'", r->fresh.p, r->dir);
}

static void
tell(struct restore *r, bool there)
{
	struct manifest_head head;
	struct buf b = BUF_INIT;

	archive_head(r->fresh.p, &head);
	manifest_line(&b, "restore", &r->deed);
	text_member(&b, "approval", r->approval);
	text_member(&b, "copy", r->copy);
	if (there) {
		buf_str(&b, ",\"saved\":");
		json_put_buf(&b, r->saved.p, r->saved.n);
	}
	buf_fmt(&b, ",\"segments\":%llu,\"verified\":true",
	    (unsigned long long)r->done.segments);
	if (manifest_add(r->fresh.p, &head, &b, true) < 0)
		die_errno(EXIT_TROUBLE, "cannot write the manifest of '%s'", r->fresh.p);
	manifest_head_clear(&head);
	buf_clear(&b);
}

/* A writer or an upkeep of what is there would write to what is no longer in place. */
static void
lock_there(const char *dir)
{
	struct buf path = BUF_INIT;
	int fd;

	upkeep_lock(dir);
	buf_fmt(&path, "%s/lock", dir);
	fd = create_file(buf_text(&path), O_RDWR);
	if (fd < 0)
		die_errno(EXIT_TROUBLE, "cannot open '%s'", path.p);
	if (file_lock(fd) < 0)
		die_msg(EXIT_TROUBLE, "cannot restore '%s': another process writes to it",
		    dir);
	buf_clear(&path);
}

int
archive_restore(int argc, char *argv[])
{
	struct restore r = { .deed = DEED_INIT, .out = OUT_INIT(STDOUT_FILENO) };
	struct stat st;
	bool there;

	parse_opts(&r, argc, argv);
	name_both(&r);
	there = lstat(r.dir, &st) == 0;
	if (there && !S_ISDIR(st.st_mode))
		die_msg(EXIT_TROUBLE, "'%s' is there and is no directory", r.dir);
	if (!r.yes) {
		out_fmt(&r.out, "'%s' would be restored from '%s'%s%s: "
		    "nothing is changed without --yes", r.dir, r.copy,
		    there ? ", what is there saved as " : "", there ? r.saved.p : "");
		say(&r, "");
	} else {
		if (there)
			lock_there(r.dir);
		copy_files(r.copy, r.fresh.p, "restore", &r.done);
		if (r.done.bad)
			die_msg(EXIT_TROUBLE,
			    "'%s' is not whole: '%s' stays as it is, what there is is in "
			    "'%s'", r.copy, r.dir, r.fresh.p);
		copy_manifest(r.copy, r.fresh.p);
		register_copy(r.copy, r.fresh.p);
		if (there)	/* what was read here since then */
			register_copy(r.dir, r.fresh.p);
		register_tell(r.fresh.p, "restore", &r.deed, argv);
		tell(&r, there);
		put_in_place(&r, there);
		out_fmt(&r.out, "%llu segments restored and verified in '%s'",
		    (unsigned long long)r.done.segments, r.dir);
		say(&r, "");
		if (there) {
			out_fmt(&r.out, "what was there is '%s'", r.saved.p);
			say(&r, "");
		}
	}
	if (out_flush(&r.out) < 0)
		out_die(&r.out);
	buf_clear(&r.fresh);
	buf_clear(&r.saved);
	out_clear(&r.out);
	return EXIT_OK;
}
