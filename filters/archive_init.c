/* archive_init - make an archive, and keys to sign with. */
#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

#include "archive.h"
#include "archive_class.h"
#include "archive_create.h"
#include "archive_deed.h"
#include "archive_files.h"
#include "archive_manifest.h"
#include "archive_note.h"
#include "archive_store.h"
#include "base64.h"
#include "buf.h"
#include "err.h"
#include "file.h"
#include "opt.h"
#include "out.h"
#include "period.h"
#include "rec.h"
#include "sign.h"
#include "ts.h"

#define INIT_SYNOPSIS \
	"archive init [--sm3] [--key FILE] [--min-keep PERIOD] [-c CLASSES] " \
	"[--by WHO] DIR"
#define KEY_SYNOPSIS "archive key [--sm2] FILE"

enum {
	OPT_SM3 = OPT_OWN, OPT_KEY, OPT_MIN_KEEP, OPT_SM2,
};

void
archive_head(const char *dir, struct manifest_head *head)
{
	if (manifest_head(dir, head) < 0)
		die_msg(EXIT_TROUBLE, "cannot read the manifest of '%s': %s", dir,
		    files_why(errno));
}

struct sign_key *
archive_private_key(const char *path)
{
	const char *why;
	struct sign_key *k = sign_load(path, true, &why);

	if (!k)
		die_msg(EXIT_USAGE, "cannot use the key '%s': %s", path, why);
	return k;
}

struct sign_key *
archive_public_key(const char *path)
{
	const char *why;
	struct sign_key *k = sign_load(path, false, &why);

	if (!k)
		die_msg(EXIT_USAGE, "cannot use the key '%s': %s", path, why);
	return k;
}

/* No less than the law lets anybody keep. */
static const char *
check_period(const char *text)
{
	struct period p, least;

	if (period_parse(text, &p) < 0)
		die_msg(EXIT_USAGE,
		    "bad value '%s' of --min-keep: 6month, 3year, forever", text);
	period_parse(MANIFEST_MIN_KEEP, &least);
	if (!period_covers(&p, &least))
		die_msg(EXIT_USAGE,
		    "--min-keep '%s' is less than " MANIFEST_MIN_KEEP
		    ", which is the least", text);
	return text;
}

/* The classes of a file, as the header has them. */
static void
read_classes(const char *path, const char *min_keep, struct buf *b)
{
	struct classes classes;
	struct period least;

	period_parse(min_keep, &least);
	if (!classes_load(&classes, path, &least))
		die_msg(EXIT_USAGE, "cannot use the classes of '%s'", path);
	classes_print(&classes, b);
	classes_clear(&classes);
}

/* A signature of the header, in a line of its own. */
static void
sign_head(const char *dir, const struct sign_key *key, const struct deed *deed)
{
	struct manifest_head head;
	struct buf b = BUF_INIT;
	unsigned char sig[SIGN_MAX];
	size_t n;

	archive_head(dir, &head);
	n = sign_text(key, head.line.p, head.line.n, sig);
	manifest_line(&b, "signature", deed);
	buf_str(&b, ",\"signature\":\"");
	base64_put(&b, sig, n);
	buf_char(&b, '"');
	if (manifest_add(dir, &head, &b, true) < 0)
		die_errno(EXIT_TROUBLE, "cannot write the manifest of '%s'", dir);
	manifest_head_clear(&head);
	buf_clear(&b);
}

static void
make_dir(const char *dir)
{
	struct range all;

	if (create_dir(dir) == 0) {
		file_sync_dir(dir);
		return;
	}
	if (errno != EEXIST)
		die_errno(EXIT_TROUBLE, "cannot make '%s'", dir);
	if (files_range(dir, &all) < 0)
		die_errno(EXIT_TROUBLE, "cannot read '%s'", dir);
	if (all.last > 0 || all.others > 0)
		die_msg(EXIT_TROUBLE, "cannot make an archive of '%s': %s", dir,
		    all.last ? "it is one" : "other files are in it");
}

struct init {
	struct manifest_new new;
	struct deed deed;
	const char *key, *classes;
};

static const char *
parse_init(struct init *o, int argc, char *argv[])
{
	static const struct option longopts[] = {
		{ "sm3", no_argument, NULL, OPT_SM3 },
		{ "key", required_argument, NULL, OPT_KEY },
		{ "min-keep", required_argument, NULL, OPT_MIN_KEEP },
		{ "classes", required_argument, NULL, 'c' },
		DEED_LONGOPTS,
		OPT_COMMON,
	};

	*o = (struct init){ .new = { .min_keep = MANIFEST_MIN_KEEP }, .deed = DEED_INIT };
	for (int c; (c = getopt_long(argc, argv, "c:", longopts, NULL)) != -1;)
		switch (c) {
		case 'c': o->classes = optarg; break;
		case OPT_SM3: o->new.digest = DIGEST_SM3; break;
		case OPT_KEY: o->key = optarg; break;
		case OPT_MIN_KEEP: o->new.min_keep = check_period(optarg); break;
		default: deed_option(&o->deed, c, optarg, INIT_SYNOPSIS);
		}
	if (argc - optind != 1)
		opt_usage(INIT_SYNOPSIS);
	return argv[optind];
}

int
archive_init(int argc, char *argv[])
{
	struct init o;
	const char *dir = parse_init(&o, argc, argv);
	struct sign_key *key = o.key ? archive_private_key(o.key) : NULL;
	struct buf text = BUF_INIT, classes = BUF_INIT;
	struct store s;

	if (key) {
		note_key(key, &text);
		o.new.key = buf_text(&text);
	}
	if (o.classes) {
		read_classes(o.classes, o.new.min_keep, &classes);
		o.new.classes = buf_text(&classes);
	}
	make_dir(dir);
	if (manifest_make(dir, &o.new, &o.deed) < 0)
		die_errno(EXIT_TROUBLE, "cannot make the manifest of '%s'", dir);
	if (key)
		sign_head(dir, key, &o.deed);
	store_open(&s, dir);	/* makes its first tail */
	sign_free(key);
	buf_clear(&text);
	buf_clear(&classes);
	return store_close(&s) < 0 ? EXIT_TROUBLE : EXIT_OK;
}

int
archive_key(int argc, char *argv[])
{
	static const struct option longopts[] = {
		{ "sm2", no_argument, NULL, OPT_SM2 }, OPT_COMMON
	};
	enum sign_kind kind = SIGN_ED25519;
	struct out o = OUT_INIT(STDOUT_FILENO);
	struct buf text = BUF_INIT;
	struct sign_key *key;
	int rc;

	for (int c; (c = getopt_long(argc, argv, "", longopts, NULL)) != -1;)
		if (c == OPT_SM2)
			kind = SIGN_SM2;
		else
			archive_common_option(c, KEY_SYNOPSIS);
	if (argc - optind != 1)
		opt_usage(KEY_SYNOPSIS);
	key = sign_make(kind);
	note_key(key, &text);
	rc = sign_save(key, argv[optind]);
	sign_free(key);
	if (rc < 0)
		die_errno(EXIT_TROUBLE, "cannot write '%s' and '%s.pub'", argv[optind],
		    argv[optind]);
	out_fmt(&o, "%s", buf_text(&text));
	if (out_end(&o) < 0 || out_flush(&o) < 0)
		out_die(&o);
	buf_clear(&text);
	out_clear(&o);
	return EXIT_OK;
}
