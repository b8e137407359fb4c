/* archive_register - the register of access as a whole: it goes along with copies. */
#include <errno.h>
#include <string.h>

#include "archive.h"
#include "archive_access.h"
#include "archive_chain.h"
#include "archive_files.h"
#include "archive_register.h"
#include "buf.h"
#include "err.h"
#include "file.h"

/* The sound lines that it begins with; none where there is none. */
static void
load(const char *dir, struct buf *b)
{
	struct manifest_head head;
	struct chain c;

	if (manifest_head(dir, &head) < 0)
		return;
	if (chain_open(&c, dir, ACCESS_NAME, head.digest, &head.hash) == 0) {
		while (chain_next(&c) == CHAIN_LINE) {
			buf_put(b, c.text, c.n);
			buf_char(b, '\n');
		}
		chain_close(&c);
	} else if (errno != ENOENT) {
		warn_msg("cannot read '%s/" ACCESS_NAME "': %s", dir, files_why(errno));
	}
	manifest_head_clear(&head);
}

void
register_copy(const char *dir, const char *copy)
{
	struct buf want = BUF_INIT, have = BUF_INIT, path = BUF_INIT;
	size_t n;

	load(dir, &want);
	load(copy, &have);
	n = want.n < have.n ? want.n : have.n;
	buf_fmt(&path, "%s/" ACCESS_NAME, copy);
	if (n > 0 && memcmp(want.p, have.p, n) != 0)
		warn_msg("'%s' has a register of access of its own: that of '%s' "
		    "does not replace it", copy, dir);
	else if (want.n > have.n && file_replace(buf_text(&path), want.p, want.n,
	    ARCHIVE_FILE_MODE) < 0)
		die_errno(EXIT_TROUBLE, "cannot write '%s'", path.p);
	buf_clear(&want);
	buf_clear(&have);
	buf_clear(&path);
}

void
register_tell(const char *dir, const char *type, const struct deed *deed,
    char *const args[])
{
	struct access a = { .deed = *deed };

	access_open(&a, dir, args);
	access_tell(&a, type);
	(void)access_close(&a);
}
