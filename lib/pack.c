/* pack - zstd frames in memory, and skippable frames between them. */
#include "pack.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <zstd.h>

#include "buf.h"
#include "err.h"
#include "mem.h"

enum {
	SKIP_MAGIC = 0x184D2A50,	/* of kind 0; the others follow */
	FRAME_HEAD = 6,		/* magic number, descriptor, window: then the size */
	FRAME_SIZE = 4,		/* bytes of that, which pack_end() adds */
	FRAME_HAS_SIZE = 2 << 6,	/* the bits of the descriptor that say so */
};

struct pack {
	ZSTD_CCtx *to;
	ZSTD_DCtx *from;
	int level;
	size_t more;		/* bytes of the frame that pack_more() packs */
};

/* Making a context fails only without memory. */
static ZSTD_CCtx *
new_packer(int level)
{
	ZSTD_CCtx *c = ZSTD_createCCtx();

	if (!c ||
	    ZSTD_isError(ZSTD_CCtx_setParameter(c, ZSTD_c_compressionLevel, level)) ||
	    ZSTD_isError(ZSTD_CCtx_setParameter(c, ZSTD_c_checksumFlag, 1)))
		die_msg(EXIT_TROUBLE, "cannot pack: no memory for zstd");
	return c;
}

struct pack *
pack_new(int level)
{
	struct pack *p = mem_zero(1, sizeof *p);

	p->level = level;
	return p;
}

void
pack_free(struct pack *p)
{
	if (!p)
		return;
	ZSTD_freeCCtx(p->to);
	ZSTD_freeDCtx(p->from);
	free(p);
}

void
pack_data(struct pack *p, const void *from, size_t n, struct buf *to)
{
	size_t room = ZSTD_compressBound(n), got;

	if (!p->to)
		p->to = new_packer(p->level);
	got = ZSTD_compress2(p->to, buf_room(to, room), room, from, n);
	if (ZSTD_isError(got))
		die_msg(EXIT_TROUBLE, "cannot pack %zu bytes: %s", n,
		    ZSTD_getErrorName(got));
	to->n += got;
}

/* What zstd gives out of it; until all is in, or with end until all is out. */
static void
turn(struct pack *p, const void *from, size_t n, ZSTD_EndDirective end, struct buf *to)
{
	ZSTD_inBuffer in = { from, n, 0 };
	size_t left;

	if (!p->to)
		p->to = new_packer(p->level);
	do {
		size_t room = ZSTD_CStreamOutSize();	/* a block, at least */
		ZSTD_outBuffer out = { buf_room(to, room), room, 0 };

		left = ZSTD_compressStream2(p->to, &out, &in, end);
		if (ZSTD_isError(left))
			die_msg(EXIT_TROUBLE, "cannot pack %zu bytes: %s", n,
			    ZSTD_getErrorName(left));
		to->n += out.pos;
	} while (end == ZSTD_e_end ? left > 0 : in.pos < in.size);
}

void
pack_more(struct pack *p, const void *from, size_t n, struct buf *to)
{
	turn(p, from, n, ZSTD_e_continue, to);
	p->more += n;
}

/*
 * The head of a frame whose size nobody knew has no field for it (RFC 8878, 3.1.1.1): it
 * comes in behind the other two, and its flag into the descriptor.
 */
void
pack_end(struct pack *p, size_t begin, struct buf *to)
{
	unsigned char *head;

	turn(p, "", 0, ZSTD_e_continue, to);	/* else it knows the size if it is 0 */
	turn(p, "", 0, ZSTD_e_end, to);
	buf_room(to, FRAME_SIZE);
	head = (unsigned char *)to->p + begin;
	memmove(head + FRAME_HEAD + FRAME_SIZE, head + FRAME_HEAD,
	    to->n - begin - FRAME_HEAD);
	to->n += FRAME_SIZE;
	head[4] |= FRAME_HAS_SIZE;
	for (unsigned i = 0; i < FRAME_SIZE; i++)
		head[FRAME_HEAD + i] = (unsigned char)(p->more >> 8 * i);
	p->more = 0;
}

static void
put_u32(struct buf *to, uint32_t v)
{
	for (unsigned shift = 0; shift < 32; shift += 8)
		buf_char(to, (char)(v >> shift & 0xff));
}

static uint32_t
get_u32(const unsigned char *p)
{
	return p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

void
pack_skip(unsigned kind, const void *p, size_t n, struct buf *to)
{
	put_u32(to, SKIP_MAGIC + kind % PACK_SKIP_KINDS);
	put_u32(to, (uint32_t)n);
	buf_put(to, p, n);
}

static enum pack_type
look_skip(const unsigned char *p, size_t n, struct pack_frame *f)
{
	uint32_t inside = get_u32(p + 4);

	if (inside > n - PACK_SKIP_HEAD)
		return PACK_BAD;
	f->kind = get_u32(p) - SKIP_MAGIC;
	f->p = (const char *)p + PACK_SKIP_HEAD;
	f->content = inside;
	f->size = PACK_SKIP_HEAD + inside;
	return PACK_SKIP;
}

static enum pack_type
look_data(const void *p, size_t n, struct pack_frame *f)
{
	size_t size = ZSTD_findFrameCompressedSize(p, n);
	unsigned long long inside = ZSTD_getFrameContentSize(p, n);

	if (ZSTD_isError(size) || inside == ZSTD_CONTENTSIZE_ERROR ||
	    inside == ZSTD_CONTENTSIZE_UNKNOWN)
		return PACK_BAD;
	f->size = size;
	f->content = inside;
	return PACK_DATA;
}

enum pack_type
pack_look(const void *p, size_t n, struct pack_frame *f)
{
	*f = (struct pack_frame){ .type = PACK_NONE };
	if (n == 0)
		return PACK_NONE;
	f->type = PACK_BAD;
	if (n >= PACK_SKIP_HEAD && (get_u32(p) & 0xFFFFFFF0) == SKIP_MAGIC)
		f->type = look_skip(p, n, f);
	else
		f->type = look_data(p, n, f);
	return f->type;
}

int
pack_unpack(struct pack *p, const void *from, const struct pack_frame *f, size_t max,
    struct buf *to)
{
	size_t room = (size_t)f->content, got;

	if (f->content > max) {
		errno = EFBIG;
		return -1;
	}
	if (!p->from && (p->from = ZSTD_createDCtx()) == NULL)
		die_msg(EXIT_TROUBLE, "cannot unpack: no memory for zstd");
	got = ZSTD_decompressDCtx(p->from, buf_room(to, room), room, from, f->size);
	if (ZSTD_isError(got) || got != room) {
		errno = EBADMSG;
		return -1;
	}
	to->n += got;
	return 0;
}
