/* archive_checkpoint - a signed note of all that is sealed. */
#include <errno.h>
#include <unistd.h>

#include "archive.h"
#include "archive_deed.h"
#include "archive_files.h"
#include "archive_manifest.h"
#include "archive_note.h"
#include "archive_store.h"
#include "archive_trunk.h"
#include "buf.h"
#include "err.h"
#include "opt.h"
#include "out.h"
#include "sign.h"
#include "ts.h"

#define SYNOPSIS "archive checkpoint [--no-seal] --key FILE DIR"

enum { OPT_KEY = OPT_OWN, OPT_NO_SEAL };

struct opts {
	const char *key;
	bool no_seal;
	struct deed deed;
};

static const char *
parse_opts(struct opts *o, int argc, char *argv[])
{
	static const struct option longopts[] = {
		{ "key", required_argument, NULL, OPT_KEY },
		{ "no-seal", no_argument, NULL, OPT_NO_SEAL },
		DEED_LONGOPTS,
		OPT_COMMON,
	};

	*o = (struct opts){ .deed = DEED_INIT };
	for (int c; (c = getopt_long(argc, argv, "", longopts, NULL)) != -1;)
		switch (c) {
		case OPT_KEY: o->key = optarg; break;
		case OPT_NO_SEAL: o->no_seal = true; break;
		default: deed_option(&o->deed, c, optarg, SYNOPSIS);
		}
	if (argc - optind != 1 || !o->key)
		opt_usage(SYNOPSIS);
	return argv[optind];
}

/* So that the note tells of all records there are. */
static void
seal_tail(const char *dir)
{
	struct store s;

	store_open(&s, dir);
	store_seal(&s);
	if (store_close(&s) < 0)
		die_msg(EXIT_TROUBLE, "cannot close the tail of '%s'", dir);
}

/* The manifest tells of it, so that verify looks at its root each time. */
static void
tell(const char *dir, const struct manifest_head *head, const struct note *note,
    const struct sign_key *key, const struct deed *deed)
{
	struct buf b = BUF_INIT;

	manifest_line(&b, "checkpoint", deed);
	buf_fmt(&b, ",\"segments\":%llu", (unsigned long long)note->segments);
	hash_put(&b, "root", &note->root);
	buf_str(&b, ",\"key\":\"");
	note_key(key, &b);
	buf_char(&b, '"');
	if (manifest_add(dir, head, &b, true) < 0)
		die_errno(EXIT_TROUBLE, "cannot write the manifest of '%s'", dir);
	buf_clear(&b);
}

int
archive_checkpoint(int argc, char *argv[])
{
	struct out out = OUT_INIT(STDOUT_FILENO);
	struct manifest_head head;
	struct buf text = BUF_INIT;
	struct trunk trunk;
	struct note note;
	struct opts o;
	const char *dir = parse_opts(&o, argc, argv);
	struct sign_key *key = archive_private_key(o.key);

	archive_head(dir, &head);
	if (!o.no_seal)
		seal_tail(dir);
	trunk_load(&trunk, dir, head.digest);
	trunk_note(&trunk, &head, &note);
	note_print(&note, key, &text);
	tell(dir, &head, &note, key, &o.deed);
	out_put(&out, text.p, text.n);
	if (out_flush(&out) < 0)
		out_die(&out);
	trunk_clear(&trunk);
	manifest_head_clear(&head);
	sign_free(key);
	buf_clear(&text);
	out_clear(&out);
	return EXIT_OK;
}
