/* logtail_lines - from the bytes of a source to records. */
#include <string.h>

#include "logtail.h"

void
gen_line(struct tail *t, struct gen *g, const char *p, size_t n, int64_t end,
    int64_t length)
{
	bool ended = end > g->off + length;

	if (t->o.journal) {
		journal_line(t, p, n, length > (int64_t)n);
		g->common.lines++;
		g->off = end;
		return;
	}
	if (g->fid[0] == '\0')
		gen_name(t, g, p, n + ended);
	if (g->common.fixed.n == 0) {
		record_begin(&g->common, g->path, g->fid);
		control_source(t, g);	/* introduced before its first line */
	}
	if (length == (int64_t)n && n > 0 && p[n - 1] == '\r' && ended)
		length = (int64_t)--n;
	t->totals.lines++;
	t->totals.records++;
	record_piece(t, &g->common, &(struct piece){
		.p = p, .n = n, .off = g->off, .end = end, .length = length, .lines = 1,
	});
	g->off = end;
}

const char *
gen_lines(struct tail *t, struct gen *g, const char *p, const char *e)
{
	const char *nl;

	if (g->unended && p < e) {	/* the end of a line that was taken without it */
		const char *from = p;

		if (*p == '\r' && p + 1 == e)
			return p;
		p += *p == '\r' && p[1] == '\n' ? 2 : *p == '\n';
		g->off += p - from;
		g->unended = false;
	}
	while ((nl = memchr(p, '\n', (size_t)(e - p))) != NULL) {
		gen_line(t, g, p, (size_t)(nl - p), g->off + (nl + 1 - p), nl - p);
		p = nl + 1;
	}
	return p;
}
