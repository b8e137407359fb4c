/* archive_segment - sealed segments: packed records and the index after them. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "archive.h"
#include "archive_hash.h"
#include "archive_hotfilter.h"
#include "archive_salts.h"
#include "archive_segment.h"
#include "archive_sets.h"
#include "archive_sources.h"
#include "archive_text.h"
#include "buf.h"
#include "file.h"
#include "pack.h"
#include "rec.h"
#include "sieve.h"
#include "ts.h"

enum {
	PEEK_BYTES = 4 * 1024,		/* read first of a file's end */
	PEEK_FILTER = 16 * 1024,	/* the same, when its filter is looked at, too */
	SIZE_DIGITS = 8,
	TIME_DIGITS = 9,		/* of a second */
};

static const char layout_head[] = "{\"type\":\"layout\",\"packed\":";
static const char layout_filter[] = ",\"filter\":";
static const char end_head[] = "{\"type\":\"end\",\"index\":\"", end_tail[] = "\"}\n";

_Static_assert(SEGMENT_END == sizeof end_head - 1 + SIZE_DIGITS + sizeof end_tail - 1,
    "end line");

void
segment_time(struct segment *s, int64_t time)
{
	if (time == TS_NONE)
		return;
	if (s->from == TS_NONE || time < s->from)
		s->from = time;
	if (s->to == TS_NONE || time > s->to)
		s->to = time;
}

/* The line that describes the segment, hashed. */
static void
print_line(struct segment *s, const struct segment_parts *parts, struct buf *b)
{
	struct digest *d = digest_new_kind(s->digest);
	size_t from = b->n;

	buf_fmt(b, "{\"type\":\"segment\",\"version\":%d,\"segment\":%llu,\"first\":%llu,"
	    "\"count\":%llu,\"bytes\":%llu", ARCHIVE_VERSION,
	    (unsigned long long)s->number, (unsigned long long)s->first,
	    (unsigned long long)s->count, (unsigned long long)s->bytes);
	if (s->digest != DIGEST_SHA256)
		buf_fmt(b, ",\"digest\":\"%s\"", digest_name(s->digest));
	text_time(b, "from", s->from, TIME_DIGITS);
	text_time(b, "to", s->to, TIME_DIGITS);
	sources_print(parts->sources, SOURCES_SEGMENT, b);
	sets_print(parts->sets, b);
	hash_put(b, "root", &s->root);
	hash_put(b, "prev", &s->prev);
	hash_seal(b, from, d, &s->hash);
	digest_free(d);
}

void
segment_print_layout(enum digest_kind kind, const char *packed, size_t n, struct buf *to)
{
	segment_print_filtered(kind, packed, n, 0, to);
}

void
segment_print_filtered(enum digest_kind kind, const char *packed, size_t n,
    size_t filter, struct buf *to)
{
	struct digest *d = digest_new_kind(kind);
	struct hash h;

	digest_add(d, packed, n);
	digest_end(d, h.b);
	digest_free(d);
	buf_fmt(to, "%s%zu", layout_head, n);
	if (filter > 0)
		buf_fmt(to, "%s%zu", layout_filter, filter);
	hash_put(to, digest_name(kind), &h);
	buf_str(to, "}\n");
}

/* The text of an index becomes a frame: its last line says how long that is. */
void
segment_put_index(struct buf *index, struct buf *to)
{
	buf_fmt(index, "%s%0*zu%s", end_head, SIZE_DIGITS,
	    PACK_SKIP_HEAD + index->n + SEGMENT_END, end_tail);
	pack_skip(SEGMENT_INDEX_KIND, index->p, index->n, to);
	buf_clear(index);
}

void
segment_print_index(struct segment *s, const struct segment_parts *parts,
    struct buf *index)
{
	buf_char(index, '\n');		/* so that the lines stand alone under tail(1) */
	print_line(s, parts, index);
	salts_print(parts->salts, index);
}

void
segment_print_again(const struct segment *s, const char *line, size_t nline,
    const struct salts *salts, const char *text, size_t n, struct pack *pack,
    struct buf *to)
{
	struct buf index = BUF_INIT;
	struct sieve *sieve = sieve_new();
	size_t filter;

	buf_cut(to, 0);
	pack_data(pack, text, n, to);
	sieve_add(sieve, text, n);
	filter = hotfilter_put(sieve, pack, to);
	sieve_free(sieve);
	buf_char(&index, '\n');
	buf_put(&index, line, nline);
	buf_char(&index, '\n');
	salts_print(salts, &index);
	segment_print_filtered(s->digest, to->p, to->n, filter, &index);
	segment_put_index(&index, to);
}

void
segment_print_copy_end(enum digest_kind kind, const char *packed, size_t n,
    struct buf *to)
{
	struct buf index = BUF_INIT;

	buf_char(&index, '\n');
	segment_print_layout(kind, packed, n, &index);
	segment_put_index(&index, to);
}

size_t
segment_index_size(const char *p, size_t n)
{
	const char *end = n < SEGMENT_END ? p : p + n - SEGMENT_END;
	size_t size = 0;

	if (n < SEGMENT_END || memcmp(end, end_head, sizeof end_head - 1) != 0 ||
	    memcmp(p + n - sizeof end_tail + 1, end_tail, sizeof end_tail - 1) != 0)
		return 0;
	end += sizeof end_head - 1;
	for (int i = 0; i < SIZE_DIGITS; i++) {
		if (end[i] < '0' || end[i] > '9')
			return 0;
		size = 10 * size + (size_t)(end[i] - '0');
	}
	return size > PACK_SKIP_HEAD + SEGMENT_END ? size : 0;
}

static bool
get_time(struct rec *r, const char *name, int64_t *ns)
{
	*ns = TS_NONE;
	return !rec_has(r, name) || rec_time(r, name, ns);
}

/* Four numbers that must be there. */
static bool
get_counts(struct rec *r, struct segment *s)
{
	int64_t number, first, count, bytes;

	if (!rec_int(r, "segment", &number) || !rec_int(r, "first", &first) ||
	    !rec_int(r, "count", &count) || !rec_int(r, "bytes", &bytes) ||
	    number < 1 || first < 1 || count < 0 || bytes < 0 || bytes > TEXT_MAX)
		return false;
	s->number = (uint64_t)number;
	s->first = (uint64_t)first;
	s->count = (uint64_t)count;
	s->bytes = (uint64_t)bytes;
	return true;
}

static bool
get_digest(struct rec *r, enum digest_kind *kind)
{
	const char *name;
	size_t n;

	*kind = DIGEST_SHA256;
	return !rec_has(r, "digest") ||
	    (rec_str(r, "digest", &name, &n) && digest_named(name, n, kind));
}

static bool
get_line(struct rec *r, struct segment *s)
{
	int64_t version;

	return rec_is(r, "type", "segment") && rec_int(r, "version", &version) &&
	    version == ARCHIVE_VERSION && get_counts(r, s) && get_digest(r, &s->digest) &&
	    get_time(r, "from", &s->from) && get_time(r, "to", &s->to) &&
	    hash_get(r, "root", &s->root) && hash_get(r, "prev", &s->prev) &&
	    hash_get(r, "hash", &s->hash);
}

/* After a text that must stand there: the number; *p goes past both. */
static bool
number_after(const char **p, const char *end, const char *head, size_t nhead, size_t *v)
{
	const char *from = *p + nhead, *to = from;
	uint64_t n;

	if ((size_t)(end - *p) < nhead || memcmp(*p, head, nhead) != 0)
		return false;
	while (to < end && *to >= '0' && *to <= '9')
		to++;
	*p = to;
	if (!text_number(from, (size_t)(to - from), 0, &n))
		return false;
	*v = (size_t)n;
	return true;
}

/* How many bytes before the index are the filter: 0 when there is none. */
static size_t
filter_size(const struct index_text *t)
{
	const char *p = t->layout, *end = p + t->nlayout;
	size_t packed, filter;

	if (!number_after(&p, end, layout_head, sizeof layout_head - 1, &packed) ||
	    !number_after(&p, end, layout_filter, sizeof layout_filter - 1, &filter) ||
	    filter > packed || filter > HOTFILTER_MAX)
		return 0;
	return filter;
}

int
segment_line(const char *line, size_t n, struct segment *s, struct index_text *t)
{
	struct digest *d;

	*s = (struct segment){ .from = TS_NONE, .to = TS_NONE };
	t->line = line;
	t->nline = n;
	if (rec_parse(t->rec, line, n) < 0 || !get_line(t->rec, s))
		return -1;
	d = digest_new_kind(s->digest);
	t->sound = hash_sealed(line, n, d, &s->hash);
	digest_free(d);
	return 0;
}

int
segment_index(const char *p, size_t n, struct segment *s, struct index_text *t)
{
	struct pack_frame f;
	const char *at, *end = p + n - SEGMENT_END, *line;
	size_t len;

	if (n < PACK_SKIP_HEAD + 1 + SEGMENT_END || pack_look(p, n, &f) != PACK_SKIP ||
	    f.kind != SEGMENT_INDEX_KIND || f.size != n || *f.p != '\n')
		return -1;
	at = f.p + 1;
	line = text_line(&at, end, &len);
	t->salt = text_line(&at, end, &t->nsalt);
	if (!line || !t->salt)
		return -1;
	t->layout = at;
	t->nlayout = (size_t)(end - at);
	t->nfilter = filter_size(t);
	return segment_line(line, len, s, t);
}

/* The last n bytes of a file of size bytes. */
static int
read_end(int fd, size_t size, size_t n, struct buf *b)
{
	buf_cut(b, 0);
	while (b->n < n) {
		ssize_t got = pread(fd, buf_room(b, n - b->n), n - b->n,
		    (off_t)(size - n + b->n));

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return -1;
		b->n += (size_t)got;
	}
	return 0;
}

/* Not less than peek bytes of the end are read, if there are so many. */
static int
read_index(int fd, size_t peek, struct buf *b, size_t *index, size_t *whole)
{
	struct stat st;
	size_t size, n;

	if (fstat(fd, &st) < 0)
		return -1;
	size = (size_t)st.st_size;
	n = size < peek ? size : peek;
	if (read_end(fd, size, n, b) < 0)
		return -1;
	n = segment_index_size(b->p, b->n);
	errno = 0;
	if (n == 0 || n > size || n > ARCHIVE_FILE_MAX)
		return -1;
	if (n > b->n && read_end(fd, size, n, b) < 0)
		return -1;
	*index = n;
	*whole = size;
	return 0;
}

int
segment_read_index_at(int fd, struct buf *b, size_t *index, size_t *whole)
{
	return read_index(fd, PEEK_BYTES, b, index, whole);
}

int
segment_read_index(const char *path, struct buf *b, size_t *n, size_t *size)
{
	int fd = file_open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK, 0), rc, saved;
	size_t whole;

	if (fd < 0)
		return -1;
	rc = segment_read_index_at(fd, b, n, size ? size : &whole);
	saved = errno;
	close(fd);
	errno = saved;
	return rc;
}

int
segment_peek(const char *path, struct segment *s, struct index_text *t, struct buf *b)
{
	size_t n, size;

	if (segment_read_index(path, b, &n, &size) < 0)
		return -1;
	errno = 0;
	if (segment_index(b->p + b->n - n, n, s, t) < 0)
		return -1;
	s->packed = size - n;
	return 0;
}

/* The same with the filter; peek is what both take, if that is known. */
static int
peek_filter(int fd, size_t peek, struct segment *s, struct index_text *t, struct buf *b)
{
	size_t n, size;

	if (read_index(fd, peek, b, &n, &size) < 0)
		return -1;
	errno = 0;
	if (segment_index(b->p + b->n - n, n, s, t) < 0)
		return -1;
	s->packed = size - n;
	if (t->nfilter > s->packed)
		t->nfilter = 0;
	if (n + t->nfilter > b->n)
		return peek >= n + t->nfilter ? -1 :
		    peek_filter(fd, n + t->nfilter, s, t, b);
	t->filter = b->p + b->n - n - t->nfilter;
	return 0;
}

int
segment_peek_filter(const char *path, struct segment *s, struct index_text *t,
    struct buf *b)
{
	int fd = file_open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK, 0), rc, saved;

	if (fd < 0)
		return -1;
	rc = peek_filter(fd, PEEK_FILTER, s, t, b);
	saved = errno;
	close(fd);
	errno = saved;
	return rc;
}

int
segment_text(struct pack *pack, const char *p, size_t n, struct buf *text)
{
	size_t at = 0, from = text->n;
	struct pack_frame f;

	while (pack_look(p + at, n - at, &f) == PACK_DATA) {
		if (pack_unpack(pack, p + at, &f, TEXT_MAX - (text->n - from), text) < 0)
			return -1;
		at += f.size;
	}
	return f.type == PACK_SKIP && text->n > from && text->p[text->n - 1] == '\n' ?
	    0 : -1;
}
