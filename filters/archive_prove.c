/* archive_prove - prove that a record is in the archive; check such a proof. */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "archive.h"
#include "archive_fetch.h"
#include "archive_manifest.h"
#include "archive_proof.h"
#include "archive_trunk.h"
#include "buf.h"
#include "err.h"
#include "file.h"
#include "merkle.h"
#include "num.h"
#include "opt.h"
#include "out.h"
#include "sign.h"

#define PROVE_SYNOPSIS "archive prove [--key FILE | --checkpoint NOTE] SEQ DIR"
#define CHECK_SYNOPSIS "archive check-proof [--key PUB] FILE"

enum { OPT_KEY = OPT_OWN, OPT_CHECKPOINT, PROOF_BYTES_MAX = 16 << 20 };

struct opts {
	const char *key, *checkpoint;
	uint64_t number;
};

static const char *
parse_prove(struct opts *o, int argc, char *argv[])
{
	static const struct option longopts[] = {
		{ "key", required_argument, NULL, OPT_KEY },
		{ "checkpoint", required_argument, NULL, OPT_CHECKPOINT },
		OPT_COMMON,
	};
	int64_t v;

	*o = (struct opts){ .number = 0 };
	for (int c; (c = getopt_long(argc, argv, "", longopts, NULL)) != -1;)
		switch (c) {
		case OPT_KEY: o->key = optarg; break;
		case OPT_CHECKPOINT: o->checkpoint = optarg; break;
		default: archive_common_option(c, PROVE_SYNOPSIS);
		}
	if (argc - optind != 2 || (o->key && o->checkpoint))
		opt_usage(PROVE_SYNOPSIS);
	if (num_i64(argv[optind], 1, INT64_MAX, &v) < 0)
		die_msg(EXIT_USAGE, "bad number '%s' of a record", argv[optind]);
	o->number = (uint64_t)v;
	return argv[optind + 1];
}

/* The checkpoint that the proof leads to: one of now, or an older one. */
static void
make_note(const struct opts *o, const struct trunk *t, const struct manifest_head *head,
    struct note *note, struct buf *text)
{
	struct sign_key *key = o->key ? archive_private_key(o->key) : NULL;
	struct digest *d = digest_new_kind(head->digest);
	struct hash root;

	trunk_note(t, head, note);
	if (!o->checkpoint) {
		note_print(note, key, text);
	} else {
		if (file_read(o->checkpoint, NOTE_BYTES_MAX, text) < 0)
			die_errno(EXIT_TROUBLE, "cannot read '%s'", o->checkpoint);
		if (!note_read(text->p, text->n, note))
			die_msg(EXIT_TROUBLE, "'%s' is no checkpoint", o->checkpoint);
		if (strcmp(note->id, head->id) != 0 || note->segments > t->n)
			die_msg(EXIT_TROUBLE, "'%s' is not of this archive",
			    o->checkpoint);
		trunk_root(t, (size_t)note->segments, d, &root);
		if (!hash_same(&root, &note->root))
			die_msg(EXIT_TROUBLE, "the archive is not the one of which '%s' "
			    "tells: see archive verify", o->checkpoint);
	}
	digest_free(d);
	sign_free(key);
}

/* The record and its way to the root of the segment. */
static void
prove_record(struct proof *p, struct fetch *f, const char *dir, uint64_t segment)
{
	const char *why = fetch_segment(f, dir, segment);
	const unsigned char *salt;
	uint64_t i;

	if (why)
		die_msg(EXIT_TROUBLE, "cannot prove from '%s': %s", f->path.p, why);
	i = p->number - f->segment.first;
	salt = salts_at(&f->salts, i);
	if (!salt)
		die_msg(EXIT_NO, "record %llu was redacted: its content is not here",
		    (unsigned long long)p->number);
	memcpy(p->salt, salt, sizeof p->salt);
	p->record = fetch_line(f, i, &p->nrecord);
	p->line = f->line.p;
	p->nline = f->line.n;
	p->in_segment.n = merkle_path(f->salts.d, f->leaves[0].b, f->segment.count, i,
	    p->in_segment.v);
}

int
archive_prove(int argc, char *argv[])
{
	struct out out = OUT_INIT(STDOUT_FILENO);
	struct buf note = BUF_INIT, text = BUF_INIT;
	struct manifest_head head;
	struct trunk trunk;
	struct fetch f;
	struct opts o;
	const char *dir = parse_prove(&o, argc, argv);
	struct proof p = { .number = o.number };
	uint64_t segment;

	archive_head(dir, &head);
	trunk_load(&trunk, dir, head.digest);
	segment = trunk_find(&trunk, o.number);
	if (segment == 0)
		die_msg(EXIT_NO, "record %llu is not in a sealed segment",
		    (unsigned long long)o.number);
	make_note(&o, &trunk, &head, &p.checkpoint, &note);
	if (segment > p.checkpoint.segments)
		die_msg(EXIT_NO, "record %llu came after the checkpoint '%s'",
		    (unsigned long long)o.number, o.checkpoint);
	fetch_init(&f, head.digest);
	prove_record(&p, &f, dir, segment);
	p.in_trunk.n = merkle_path(f.salts.d, trunk.leaves[0].b, p.checkpoint.segments,
	    segment - 1, p.in_trunk.v);
	p.note = note.p;
	p.nnote = note.n;
	proof_print(&p, &text);
	out_put(&out, text.p, text.n);
	if (out_flush(&out) < 0)
		out_die(&out);
	fetch_clear(&f);
	trunk_clear(&trunk);
	manifest_head_clear(&head);
	buf_clear(&note);
	buf_clear(&text);
	out_clear(&out);
	return EXIT_OK;
}

/* A statement of archive attest is a signed text, and that is all there is to check. */
static bool
is_statement(const struct buf *text)
{
	static const char head[] = "{\"type\":\"attestation\",";

	return text->n >= sizeof head && memcmp(text->p, head, sizeof head - 1) == 0;
}

/* What is wrong with the signature of a note, or NULL. */
static const char *
check_signature(const char *p, size_t n, const struct sign_key *key)
{
	switch (note_check(p, n, key, true)) {
	case NOTE_SIGNED: return NULL;
	case NOTE_UNSIGNED: return "it is not signed";
	default: return "it is not signed by that key alone";
	}
}

/* NULL and what it says, or what is wrong. */
static const char *
check(const struct buf *text, const struct sign_key *key, struct buf *says)
{
	static const char *const whose[] = {
		"signature not checked: no --key", "signed by that key"
	};
	struct proof p;
	const char *why;

	if (is_statement(text)) {
		buf_str(says, "statement of an archive; signed by that key");
		return key ? check_signature(text->p, text->n, key) :
		    "its signature is all that can be checked, and that needs --key";
	}
	why = proof_read(&p, text->p, text->n);
	if (!why)
		why = proof_check(&p);
	if (!why && key)
		why = check_signature(p.note, p.nnote, key);
	if (!why)
		buf_fmt(says,
		    "proved: record %llu of archive %s, segment %llu of %llu; %s",
		    (unsigned long long)p.number, p.checkpoint.id,
		    (unsigned long long)p.segment.number,
		    (unsigned long long)p.checkpoint.segments, whose[key != NULL]);
	return why;
}

int
archive_check_proof(int argc, char *argv[])
{
	static const struct option longopts[] = {
		{ "key", required_argument, NULL, OPT_KEY }, OPT_COMMON
	};
	struct out out = OUT_INIT(STDOUT_FILENO);
	struct sign_key *key = NULL;
	struct buf text = BUF_INIT, says = BUF_INIT;
	const char *why;

	for (int c; (c = getopt_long(argc, argv, "", longopts, NULL)) != -1;)
		if (c == OPT_KEY) {
			sign_free(key);
			key = archive_public_key(optarg);
		} else {
			archive_common_option(c, CHECK_SYNOPSIS);
		}
	if (argc - optind != 1)
		opt_usage(CHECK_SYNOPSIS);
	if (file_read(argv[optind], PROOF_BYTES_MAX, &text) < 0)
		die_errno(EXIT_TROUBLE, "cannot read '%s'", argv[optind]);
	why = check(&text, key, &says);
	if (why)
		warn_msg("'%s' proves nothing: %s", argv[optind], why);
	else
		out_fmt(&out, "%s\n", buf_text(&says));
	if (out_flush(&out) < 0)
		out_die(&out);
	sign_free(key);
	buf_clear(&text);
	buf_clear(&says);
	out_clear(&out);
	return why ? EXIT_NO : EXIT_OK;
}
