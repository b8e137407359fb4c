/* archive_context - the records around those that match. */
#include <stdlib.h>
#include <string.h>

#include "archive.h"
#include "archive_context.h"
#include "buf.h"
#include "err.h"
#include "mem.h"

void
context_init(struct context *c)
{
	c->v = mem_zero(c->before + 1, sizeof *c->v);
}

void
context_clear(struct context *c)
{
	free(c->v);
	buf_clear(&c->kept[0]);
	buf_clear(&c->kept[1]);
	if (c->short_of)
		warn_msg("records before a match are missing: over %d MiB",
		    CONTEXT_BYTES_MAX >> 20);
}

static void
forget_first(struct context *c)
{
	c->first = (c->first + 1) % c->before;
	c->n--;
}

void
context_pass(struct context *c, uint64_t n)
{
	c->index += n;
	if (n > 0)
		c->n = 0;	/* what is kept is not before what comes */
}

bool
context_follows(struct context *c, const char *p, size_t n, uint64_t number)
{
	c->index++;
	if (c->left > 0) {
		c->left--;
		c->printed = c->index;
		return true;
	}
	if (c->before == 0)
		return false;
	if (c->n == c->before)
		forget_first(c);
	c->v[(c->first + c->n++) % c->before] =
	    (struct context_line){ p, n, number, c->index };
	return false;
}

void
context_found(struct context *c, bool *gap)
{
	uint64_t begins = c->n > 0 ? c->v[c->first].index : c->index + 1;

	*gap = c->printed > 0 && begins > c->printed + 1;
	c->printed = ++c->index;
	c->left = c->after;
}

const struct context_line *
context_before(struct context *c)
{
	const struct context_line *x = &c->v[c->first];

	if (c->n == 0)
		return NULL;
	forget_first(c);
	return x;
}

void
context_keep(struct context *c)
{
	struct buf *to = &c->kept[c->which ^= 1];
	size_t bytes = 0;

	for (size_t i = 0; i < c->n; i++)
		bytes += c->v[(c->first + i) % c->before].n;
	for (; c->n > 0 && bytes > CONTEXT_BYTES_MAX; c->short_of = true) {
		bytes -= c->v[c->first].n;
		forget_first(c);
	}
	buf_cut(to, 0);
	buf_room(to, bytes + 1);	/* so that it stays where it is */
	for (size_t i = 0; i < c->n; i++) {
		struct context_line *x = &c->v[(c->first + i) % c->before];

		buf_put(to, x->p, x->n);
		x->p = to->p + to->n - x->n;
	}
}
