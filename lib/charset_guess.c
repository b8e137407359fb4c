/*
 * charset_guess - which encoding the lines of a file are in.
 *
 * A line is worth, in each candidate, what its characters cost: minus the logarithm of
 * how often such characters occur in texts of that language.  The costs below are in
 * quarter bits.  They come from what texts are like: hundreds of common characters are
 * three of four, the others of the first level of a standard most of the rest, and what
 * later standards added is rare.
 */
#include "buf.h"
#include "charset_part.h"
#include "num.h"

enum {
	COST_KANA = 30,
	COST_COMMON = 38,
	COST_MARK = 46,		/* punctuation of East Asia */
	COST_HALF = 50,		/* half-width katakana, a byte each */
	COST_ALONE = 10,	/* added to one without another after it */
	COST_FIRST = 54,	/* the first level of a standard */
	COST_LATIN = 56,	/* a byte of CP1252, which is the last resort */
	COST_OTHER = 84,	/* the second level, letters of other languages */
	COST_ADDED = 94,	/* of a later standard */
	COST_PRIVATE = 130,
	COST_BAD = 100,		/* a byte that is no character */

	PRIOR = 32,		/* what GB18030 is ahead at the start */
	BAD_RUN = 3,		/* bytes that are left of a character of UTF-8, at most */
	BAD_FEW = 4,		/* runs of bad bytes that UTF-8 is looked at for */
	LINE_MAX_SEEN = 1024,	/* bytes that are not ASCII of a line that count */
	SURE_SEEN = 4096,	/* after so many in all the guess is fixed, */
	SURE_BITS = 800,	/* or when the leader is so far ahead, */
	SURE_LEAST = 64,	/* after this many */
	LATIN_LEAST = 64,	/* before that single bytes are rather damage */
};

enum candidate { GB18030, BIG5, CP932, EUC_JP, CP949, CP1252 };

static const char *const names[CHARSET_CANDIDATES] = {
	"GB18030", "BIG5", "CP932", "EUC-JP", "CP949", "CP1252",
};

static bool
is_kana(uint32_t code)
{
	return code >= 0x3041 && code <= 0x30FE && code != 0x30FB;
}

/* Punctuation as the languages of East Asia use it, and full-width ASCII. */
static bool
is_mark(uint32_t code)
{
	return (code >= 0x3000 && code <= 0x3011) || (code >= 0xFF01 && code <= 0xFF5E) ||
	    code == 0x30FB || code == 0x00B7 || code == 0x2014 || code == 0x2015 ||
	    (code >= 0x2018 && code <= 0x201D) || code == 0x2026 || code == 0x2103;
}

/* A character of two bytes: is its first one in that range? */
static bool
leads(const char *p, struct character ch, unsigned from, unsigned to)
{
	unsigned a = (unsigned char)p[0];

	return ch.n == 2 && a >= from && a <= to;
}

/* Both bytes from 0xA1 on, as in ISO 2022: what was added later has others. */
static bool
is_old(const char *p, struct character ch)
{
	return leads(p, ch, 0xA1, 0xFE) && (unsigned char)p[1] >= 0xA1;
}

static int
cost_gb18030(const struct charset_common *common, const char *p, struct character ch)
{
	if (common_has(common, COMMON_SIMPLIFIED, ch.code))
		return COST_COMMON;
	if (is_mark(ch.code))
		return COST_MARK;
	if (!is_old(p, ch))
		return COST_ADDED;
	return leads(p, ch, 0xB0, 0xD7) ? COST_FIRST : COST_OTHER;
}

static int
cost_big5(const struct charset_common *common, const char *p, struct character ch)
{
	if (common_has(common, COMMON_TRADITIONAL, ch.code))
		return COST_COMMON;
	if (is_mark(ch.code))
		return COST_MARK;
	return leads(p, ch, 0xA4, 0xC6) ? COST_FIRST : COST_OTHER;
}

/* first: of the first level of the standard. */
static int
cost_japanese(const struct charset_common *common, struct character ch, bool first)
{
	if (is_kana(ch.code))
		return COST_KANA;
	if (common_has(common, COMMON_JAPANESE, ch.code))
		return COST_COMMON;
	if (is_mark(ch.code))
		return COST_MARK;
	if (ch.code >= 0xFF61 && ch.code <= 0xFF9F)
		return COST_HALF;
	if (ch.n > 2)
		return COST_ADDED;
	return first ? COST_FIRST : COST_OTHER;
}

static int
cost_korean(const struct charset_common *common, const char *p, struct character ch)
{
	if (common_has(common, COMMON_KOREAN, ch.code))
		return COST_COMMON - 4;	/* of fewer, each is more common */
	if (is_mark(ch.code))
		return COST_MARK;
	if (!is_old(p, ch))
		return COST_ADDED;
	return leads(p, ch, 0xB0, 0xC8) ? COST_FIRST : COST_OTHER;
}

static int
cost(enum candidate which, const struct charset_common *common, const char *p,
    struct character ch)
{
	if (ch.code == UINT32_MAX)
		return COST_BAD;
	if (ch.code >= 0xE000 && ch.code <= 0xF8FF)
		return COST_PRIVATE;
	switch (which) {
	case GB18030: return cost_gb18030(common, p, ch);
	case BIG5: return cost_big5(common, p, ch);
	case CP932: return cost_japanese(common, ch, leads(p, ch, 0x88, 0x97));
	case EUC_JP: return cost_japanese(common, ch, leads(p, ch, 0xB0, 0xCF));
	case CP949: return cost_korean(common, p, ch);
	default: return COST_LATIN;
	}
}

/* NULL: this system does not have it. */
static struct charset *
open_candidate(struct charset_pool *pool, enum candidate which)
{
	struct charset *c = pool_known(pool, (int)which, names[which]);

	return c && c->kind == KIND_TABLE ? c : NULL;
}

/* Half-width katakana come in words; alone they are rather a letter of CP1252. */
static int
cost_alone(const char *p, const char *e, struct character ch)
{
	bool half = ch.code >= 0xFF61 && ch.code <= 0xFF9F && ch.n == 1;

	return half && (e - p < 2 || (unsigned char)p[1] < 0x80) ? COST_ALONE : 0;
}

/* What the line costs in one candidate. */
static int32_t
cost_of_line(struct charset_pool *pool, enum candidate which, const char *p,
    const char *e)
{
	const struct charset_common *common = pool_common(pool);
	struct charset *c = open_candidate(pool, which);
	struct character ch = { 0, 1 };
	int32_t sum = 0;

	for (; (p = charset_ascii(p, e)) < e; p += ch.n)
		if (c) {
			ch = table_character(c, p, e);
			sum += cost(which, common, p, ch) + cost_alone(p, e, ch);
		} else {
			sum += COST_PRIVATE;
		}
	return sum;
}

/* The part of a line that counts: up to its LINE_MAX_SEEN-th byte that is not ASCII. */
static const char *
part_that_counts(const char *p, const char *e, uint32_t *seen)
{
	for (*seen = 0; (p = charset_ascii(p, e)) < e && *seen < LINE_MAX_SEEN; p++)
		++*seen;
	return p;
}

static void
add_line(struct charset_guess *g, struct charset_pool *pool, const char *p, const char *e)
{
	uint32_t seen;
	int32_t best, second = INT32_MAX;
	int leader = GB18030;

	e = part_that_counts(p, e, &seen);
	for (int i = 0; i < CHARSET_CANDIDATES; i++)
		g->bits[i] += cost_of_line(pool, (enum candidate)i, p, e);
	best = g->bits[GB18030] - PRIOR;
	for (int i = 1; i < CHARSET_CANDIDATES; i++)
		if (g->bits[i] < best) {
			second = best;
			best = g->bits[i];
			leader = i;
		} else if (g->bits[i] < second) {
			second = g->bits[i];
		}
	g->leader = (signed char)leader;
	g->seen += seen;
	g->fixed = g->seen >= SURE_SEEN ||
	    (g->seen >= SURE_LEAST && second - best >= SURE_BITS);
}

/*
 * What a line has of UTF-8: sequences of three or four bytes, and runs of bytes that are
 * none.  Where these outnumber those it is not counted to the end.
 */
struct sequences {
	size_t longer, bad;
};

static struct sequences
count_sequences(const char *p, const char *e)
{
	struct sequences s = { 0 };
	size_t n, run;

	while ((p = charset_ascii(p, e)) < e)
		for (run = 0; p < e && (unsigned char)*p >= 0x80; p += n ? n : 1) {
			n = utf8_length(p, e);
			s.longer += n > 2;
			s.bad += n == 0 && run % BAD_RUN == 0;
			if (s.bad > BAD_FEW && s.longer < s.bad)
				return s;
			run = n ? 0 : run + 1;
		}
	return s;
}

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Do the n bytes at p stand alone in a word of ASCII, as in "café"? */
static bool
is_in_word(const char *begin, const char *p, size_t n, const char *e)
{
	char before = p > begin ? p[-1] : ' ', after = (size_t)(e - p) > n ? p[n] : ' ';

	return (unsigned char)before < 0x80 && (unsigned char)after < 0x80 &&
	    (is_letter(before) || is_letter(after));
}

/*
 * Two-byte sequences of UTF-8 are all in the line that is not ASCII.  Are they
 * characters of the leader that are likely, rather than letters of Europe?
 */
static bool
is_likely(const struct charset_guess *g, struct charset_pool *pool, const char *p,
    const char *e)
{
	enum candidate which = (enum candidate)g->leader;
	struct charset *c = open_candidate(pool, which);
	const char *begin = p;
	struct character ch;
	int max;

	for (; c && (p = charset_ascii(p, e)) < e; p += ch.n) {
		ch = table_character(c, p, e);
		max = is_in_word(begin, p, ch.n, e) ? COST_COMMON : COST_FIRST;
		if (cost(which, pool_common(pool), p, ch) > max)
			return false;
	}
	return c != NULL;
}

/* Is the line, which is not ASCII alone, UTF-8 or what was left of it? */
static bool
is_utf8(struct charset_guess *g, struct charset_pool *pool, const char *p, const char *e)
{
	struct sequences s;

	if (g->utf8 && charset_utf8(p, e) == e)
		return true;
	s = count_sequences(p, e);
	if (s.bad > 0)
		return s.longer >= (g->utf8 ? 1 : 2) * s.bad;
	g->utf8 = s.longer > 0;
	return g->utf8 || g->leader < 0 || g->leader == CP1252 ||
	    !is_likely(g, pool, p, e);
}

struct charset *
charset_guess_line(struct charset_guess *g, struct charset_pool *pool, const char *p,
    size_t n)
{
	const char *e = p + n;

	if (charset_ascii(p, e) == e || is_utf8(g, pool, p, e))
		return pool_known(pool, CHARSET_CANDIDATES, "UTF-8");
	if (!g->fixed)
		add_line(g, pool, p, e);
	if (g->leader == CP1252 && g->seen < LATIN_LEAST)
		return pool_known(pool, CHARSET_CANDIDATES, "UTF-8");
	return pool_known(pool, g->leader, names[g->leader]);
}

const char *
charset_guess_name(const struct charset_guess *g)
{
	return g->leader < 0 ? "UTF-8" : names[g->leader];
}

/* NAME, "+" when there was UTF-8, and unless it is fixed ":SEEN:" and the costs. */
void
charset_guess_put(const struct charset_guess *g, struct buf *to)
{
	buf_str(to, charset_guess_name(g));
	if (g->utf8)
		buf_char(to, '+');
	if (g->fixed || g->leader < 0)
		return;
	buf_fmt(to, ":%u:", (unsigned)g->seen);
	for (int i = 0; i < CHARSET_CANDIDATES; i++)
		buf_fmt(to, "%s%d", i > 0 ? "," : "", (int)g->bits[i]);
}

/* The number up to the delimiter, or to the end when it is NUL; NULL: there is none. */
static char *
take_number(char *s, char delimiter, int64_t max, int64_t *v)
{
	char *e = strchr(s, delimiter);

	if (!e)
		return NULL;
	*e = '\0';
	return num_i64(s, 0, max, v) < 0 ? NULL : e + 1;
}

/* SEEN:COST,COST,... */
static bool
take_costs(struct charset_guess *g, char *s)
{
	int64_t v;

	s = take_number(s, ':', SURE_SEEN - 1, &v);
	g->seen = s ? (uint32_t)v : 0;
	for (int i = 0; s && i < CHARSET_CANDIDATES; i++) {
		s = take_number(s, i + 1 < CHARSET_CANDIDATES ? ',' : '\0',
		    SURE_SEEN * COST_PRIVATE, &v);
		if (s)
			g->bits[i] = (int32_t)v;
	}
	return s != NULL;
}

bool
charset_guess_take(struct charset_guess *g, const char *text, size_t n)
{
	char s[CHARSET_GUESS_TEXT], *costs;
	size_t len;

	*g = (struct charset_guess)CHARSET_GUESS_INIT;
	if (n >= sizeof s || memchr(text, '\0', n))
		return false;
	memcpy(s, text, n);
	s[n] = '\0';
	costs = strchr(s, ':');
	if (costs)
		*costs++ = '\0';
	len = strlen(s);
	if (len > 0 && s[len - 1] == '+') {
		g->utf8 = true;
		s[len - 1] = '\0';
	}
	for (int i = 0; i < CHARSET_CANDIDATES; i++)
		if (strcmp(s, names[i]) == 0)
			g->leader = (signed char)i;
	g->fixed = g->leader >= 0 && !costs;
	if (costs ? g->leader >= 0 && take_costs(g, costs) :
	    g->leader >= 0 || strcmp(s, "UTF-8") == 0)
		return true;
	*g = (struct charset_guess)CHARSET_GUESS_INIT;
	return false;
}
