/* zone - time zones by name, without the libc's single global one. */
#include "zone.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "buf.h"
#include "file.h"
#include "mem.h"
#include "num.h"
#include "zonerule.h"

enum {
	HEADER = 44,			/* bytes before the tables of a TZif file */
	EAST_MAX = 26 * 3600 - 1,	/* bounds of an offset, as RFC 8536 advises */
	WEST_MAX = -(25 * 3600 - 1),
};

static const char dir[] = "/usr/share/zoneinfo/";

struct zone {
	char *name;
	size_t n;
	int64_t *at;		/* ascending; off[i] holds from at[i] on */
	int32_t *off;
	int first;		/* before at[0] */
	struct zonerule rule;	/* from at[n - 1] on */
};

/* --- TZif ------------------------------------------------------------------- */

static int64_t
be(const unsigned char *p, int bytes)
{
	uint64_t v = p[0] & 0x80 ? UINT64_MAX : 0;

	for (int i = 0; i < bytes; i++)
		v = v << 8 | p[i];
	return (int64_t)v;
}

struct block {
	size_t leaps, times, types;	/* how many */
	const unsigned char *at, *index, *type;
	size_t size;			/* with its header */
};

/* Find the tables behind the header at p; each time there has that many bytes. */
static bool
read_block(const unsigned char *p, size_t n, int width, struct block *b)
{
	size_t count[6], need = HEADER, w = (size_t)width;

	if (n < HEADER || memcmp(p, "TZif", 4) != 0)
		return false;
	for (int i = 0; i < 6; i++)
		if ((count[i] = (size_t)(be(p + 20 + 4 * i, 4) & 0xffffffff)) >
		    ZONE_FILE_MAX)
			return false;
	b->leaps = count[2];
	b->times = count[3];
	b->types = count[4];
	b->at = p + need;
	b->index = b->at + b->times * w;
	b->type = b->index + b->times;
	need += b->times * (w + 1) + b->types * 6 + count[5] + b->leaps * (w + 4) +
	    count[0] + count[1];
	b->size = need;
	return need <= n && b->types >= 1 && b->types <= 256;
}

static bool
good_offset(int64_t off)
{
	return off >= WEST_MAX && off <= EAST_MAX;
}

static bool
take_block(struct zone *z, const struct block *b, int width)
{
	if (b->leaps || !good_offset(be(b->type, 4)))
		return false;
	z->first = (int)be(b->type, 4);
	z->n = b->times;
	z->at = mem_zero(b->times + 1, sizeof *z->at);
	z->off = mem_zero(b->times + 1, sizeof *z->off);
	for (size_t i = 0; i < z->n; i++) {
		int64_t off;

		if (b->index[i] >= b->types)
			return false;
		off = be(b->type + 6 * b->index[i], 4);
		z->at[i] = be(b->at + i * (size_t)width, width);
		z->off[i] = (int32_t)off;
		if (!good_offset(off) || (i > 0 && z->at[i] <= z->at[i - 1]))
			return false;
	}
	return true;
}

/* "\nRULE\n"; an empty rule: the last offset of the table goes on. */
static bool
take_footer(struct zone *z, const unsigned char *p, size_t n)
{
	const unsigned char *end;
	char *text;
	bool ok;

	if (n < 2 || *p != '\n' || (end = memchr(p + 1, '\n', n - 1)) == NULL)
		return false;
	if (end == p + 1)
		return true;
	text = mem_copy(p + 1, (size_t)(end - p - 1));
	ok = strlen(text) == (size_t)(end - p - 1) && zonerule_read(text, &z->rule) &&
	    good_offset(z->rule.std) && good_offset(z->rule.dst);
	free(text);
	return ok;
}

static bool
take_file(struct zone *z, const unsigned char *p, size_t n)
{
	struct block b;
	size_t skip;

	if (!read_block(p, n, 4, &b))
		return false;
	if (p[4] == '\0')
		return take_block(z, &b, 4);
	skip = b.size;
	return read_block(p + skip, n - skip, 8, &b) && take_block(z, &b, 8) &&
	    take_footer(z, p + skip + b.size, n - skip - b.size);
}

static struct zone *
new_zone(const char *name)
{
	struct zone *z = mem_zero(1, sizeof *z);

	z->name = mem_str(name);
	return z;
}

static struct zone *
good_or_none(struct zone *z, bool good)
{
	if (good)
		return z;
	zone_free(z);
	errno = EINVAL;
	return NULL;
}

struct zone *
zone_parse(const char *name, const void *data, size_t n)
{
	struct zone *z = new_zone(name);

	return good_or_none(z, take_file(z, data, n));
}

struct zone *
zone_rule(const char *rule)
{
	struct zone *z = new_zone(rule);

	return good_or_none(z, zonerule_read(rule, &z->rule) &&
	    good_offset(z->rule.std) && good_offset(z->rule.dst));
}

/* --- by name ------------------------------------------------------------- */

static struct zone *
from_path(const char *name, const char *path)
{
	struct buf b = BUF_INIT;
	struct zone *z = NULL;
	int e;

	if (file_read(path, ZONE_FILE_MAX, &b) == 0)
		z = zone_parse(name, b.p, b.n);
	e = errno;
	buf_clear(&b);
	errno = e;
	return z;
}

/* +08:00 +0800 +08 */
static bool
fixed_offset(const char *s, int *off)
{
	size_t n = strlen(s);
	int h, m;

	if ((*s != '+' && *s != '-') || (n != 3 && n != 5 && !(n == 6 && s[3] == ':')))
		return false;
	h = num_digits(s + 1, 2);
	m = n == 3 ? 0 : num_digits(s + n - 2, 2);
	if (h < 0 || h > 23 || m < 0 || m > 59)
		return false;
	*off = (*s == '-' ? -1 : 1) * (h * 3600 + m * 60);
	return true;
}

static struct zone *
by_name(const char *name)
{
	struct buf path = BUF_INIT;
	struct zone *z;
	int off = 0, e;

	if (strcmp(name, "UTC") == 0 || fixed_offset(name, &off)) {
		z = new_zone(name);
		z->first = off;
		return z;
	}
	if (*name == '/' || *name == '.' || strstr(name, "/.")) {
		errno = ENOENT;
		return NULL;
	}
	buf_str(&path, dir);
	buf_str(&path, name);
	z = from_path(name, buf_text(&path));
	e = errno == EISDIR ? ENOENT : errno;
	buf_clear(&path);
	errno = e;
	return z;
}

/* The zone of this machine, as the libc finds it. */
static struct zone *
of_machine(void)
{
	const char *tz = getenv("TZ");
	struct zone *z;

	if (!tz) {
		if (access("/etc/localtime", F_OK) < 0)
			return by_name("UTC");
		return from_path("", "/etc/localtime");
	}
	if (*tz == ':')
		tz++;
	if (*tz == '\0')
		return by_name("UTC");
	if (*tz == '/')
		return from_path(tz, tz);
	z = by_name(tz);
	return z || errno != ENOENT ? z : zone_rule(tz);
}

struct zone *
zone_new(const char *name)
{
	return name && *name ? by_name(name) : of_machine();
}

void
zone_free(struct zone *z)
{
	if (!z)
		return;
	free(z->name);
	free(z->at);
	free(z->off);
	free(z);
}

const char *
zone_name(const struct zone *z)
{
	return z->name;
}

/* --- questions ----------------------------------------------------------- */

/* How many transitions are not after utc_s? */
static size_t
passed(const struct zone *z, int64_t utc_s)
{
	size_t lo = 0, hi = z->n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (z->at[mid] <= utc_s)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

int
zone_offset(const struct zone *z, int64_t utc_s)
{
	size_t i = passed(z, utc_s);

	if (i == z->n && z->rule.set)
		return zonerule_offset(&z->rule, utc_s);
	return i == 0 ? z->first : z->off[i - 1];
}

bool
zone_next(const struct zone *z, int64_t utc_s, int64_t *at)
{
	size_t i = passed(z, utc_s);

	if (i < z->n) {
		*at = z->at[i];
		return true;
	}
	return zonerule_next(&z->rule, utc_s, at);
}

/*
 * Walk the stretches of one offset around the local time.  In each it names one moment,
 * which counts when it lies inside the stretch.  None does when it lies after the end of
 * one stretch and before the start of the next: that is the gap.
 */
enum zone_fit
zone_utc(const struct zone *z, int64_t local_s, int64_t *utc_s)
{
	int64_t start = local_s - EAST_MAX - 1, last = local_s - WEST_MAX + 1, end;
	bool found = false, late = false;
	int64_t gap = local_s - zone_offset(z, start);

	while (start <= last) {
		int64_t u = local_s - zone_offset(z, start);
		bool more = zone_next(z, start, &end);

		if (u >= start && (!more || u < end)) {
			if (found)
				return ZONE_TWO;
			found = true;
			*utc_s = u;
		} else if (more && u >= end && !late) {
			gap = u;
		} else if (u < start) {
			late = true;
		}
		if (!more)
			break;
		start = end;
	}
	if (found)
		return ZONE_ONE;
	*utc_s = gap;
	return ZONE_GAP;
}
