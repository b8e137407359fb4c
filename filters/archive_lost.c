/* archive_lost - the numbers of the records that a reader cannot give. */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "archive_files.h"
#include "archive_lost.h"
#include "archive_reader.h"
#include "err.h"

enum { TEXT_BYTES = 8192 };	/* two paths and what is wrong */

void
reader_warn(const struct reader *r, const char *fmt, ...)
{
	char text[TEXT_BYTES];
	va_list ap;

	if (r->quiet)
		return;
	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	warn_msg("%s", text);
}

void
lost_from(struct reader *r, uint64_t first)
{
	if (r->gap == 0)
		r->gap = first;
}

void
lost_to(struct reader *r, uint64_t next)
{
	/* who reads from the end does not know what came before */
	if (r->gap != 0 && r->gap < next && r->stop == 0) {
		if (r->gap + 1 == next)
			reader_warn(r, "record %llu of '%s' is lost",
			    (unsigned long long)r->gap, r->dir);
		else
			reader_warn(r, "records %llu to %llu of '%s' are lost",
			    (unsigned long long)r->gap, (unsigned long long)(next - 1),
			    r->dir);
	}
	r->gap = 0;
	buf_cut(&r->bad, 0);
}

void
lost_rest(struct reader *r)
{
	if (r->gap != 0 && r->stop == 0)
		reader_warn(r, "all records of '%s' from %llu on are lost", r->dir,
		    (unsigned long long)r->gap);
	r->gap = 0;
}

void
lost_file(struct reader *r)
{
	const char *why = files_why(errno);

	if (r->bad.n == 0 || strcmp(buf_text(&r->bad), r->path.p) != 0)
		reader_warn(r, "cannot read '%s': %s", r->path.p, why);
	buf_cut(&r->bad, 0);
	buf_str(&r->bad, r->path.p);
}
