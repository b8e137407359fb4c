/* column_words - the words of a block, read: kinds, columns, values, templates. */
#include "column_back.h"
#include "column_take.h"

#include <stdlib.h>

#include "mem.h"

enum { ROWS_MAX = COLUMN_BYTES_MAX, NUMBER_MAX = 1 << 30 };

/* A place in the words; p becomes NULL where they are not as they should be. */
struct words {
	const char *p, *end;
};

static void
bad(struct words *w)
{
	w->p = NULL;
}

/* A number up to max, and what stands behind it. */
static size_t
number_and(struct words *w, size_t max, char *behind)
{
	const char *from = w->p, *p = w->p;
	size_t v = 0;

	*behind = '\0';
	if (!p)
		return 0;
	while (p < w->end && (unsigned char)(*p - '0') <= 9 && v <= NUMBER_MAX)
		v = v * 10 + (size_t)(*p++ - '0');
	if (p == from || p == w->end || v > max) {
		bad(w);
		return 0;
	}
	*behind = *p++;
	w->p = p;
	return v;
}

static size_t
number(struct words *w, char behind, size_t max)
{
	char c;
	size_t v = number_and(w, max, &c);

	if (c != behind)
		bad(w);
	return w->p ? v : 0;
}

static void
literal(struct words *w, const char *s)
{
	size_t n = strlen(s);

	if (w->p && (size_t)(w->end - w->p) >= n && memcmp(w->p, s, n) == 0)
		w->p += n;
	else
		bad(w);
}

static struct column_span
line(struct words *w)
{
	struct column_span s = { "", 0 };

	if (w->p && !column_line(&w->p, w->end, &s))
		bad(w);
	return s;
}

static unsigned
two(const char *p)
{
	unsigned a = (unsigned char)p[0] - (unsigned)COLUMN_DIGIT,
	    b = (unsigned char)p[1] - (unsigned)COLUMN_DIGIT;

	return a >= COLUMN_BASE || b >= COLUMN_BASE ? COLUMN_MEMBERS_MAX + 1 :
	    a * COLUMN_BASE + b;
}

/* The parts of a kind's text; the columns are not known yet. */
static void
read_kind(struct words *w, struct column_kind *k, size_t nkinds)
{
	const char *p, *end, *mark;

	k->rows = number(w, ' ', ROWS_MAX);
	k->context = (unsigned)number(w, ' ', nkinds - 1);
	k->text = line(w);
	if (!w->p)
		return;
	end = k->text.p + k->text.n;
	for (p = k->text.p; (p = memchr(p, COLUMN_MARK, (size_t)(end - p))) != NULL; p++)
		k->nparts++;
	if (k->nparts > COLUMN_ROW_MEMBERS_MAX) {
		bad(w);
		return;
	}
	k->parts = mem_zero(k->nparts, sizeof *k->parts);
	k->order = mem_zero(k->nparts, sizeof *k->order);
	p = k->text.p;
	for (size_t i = 0; i < k->nparts; i++, p = mark + 3) {
		mark = memchr(p, COLUMN_MARK, (size_t)(end - p));
		if (!mark || end - mark < 3) {	/* in the number of another mark */
			bad(w);
			return;
		}
		k->parts[i] = (struct column_part){ { p, (size_t)(mark - p) },
			two(mark + 1) };
	}
	k->tail = (struct column_span){ p, (size_t)(end - p) };
}

static struct column_span *
read_values(struct words *w, size_t n)
{
	struct column_span *v = w->p && n <= (size_t)(w->end - w->p) ?
	    mem_zero(n, sizeof *v) : NULL;

	if (!v)
		bad(w);
	for (size_t i = 0; v && i < n; i++)
		v[i] = line(w);
	return v;
}

static enum column_way
read_way(struct words *w)
{
	static const char *const ways[] = { "prev", "kind", "base", "follow", "length" };

	for (size_t i = 0; w->p && i < sizeof ways / sizeof *ways; i++) {
		size_t n = strlen(ways[i]);

		if ((size_t)(w->end - w->p) > n && memcmp(w->p, ways[i], n) == 0 &&
		    (w->p[n] == '\n' || w->p[n] == ' ')) {
			w->p += n;
			return (enum column_way)i;
		}
	}
	bad(w);
	return COLUMN_PREV;
}

static void
read_form(struct words *w, struct column_pattern *p)
{
	struct column_span s = line(w);

	if (s.n >= sizeof p->form || memchr(s.p, '\0', s.n)) {
		bad(w);
		return;
	}
	memcpy(p->form, s.p, s.n);
	p->form[s.n] = '\0';
	if (!column_pattern_check(p))
		bad(w);
}

/* How long each slot is: numbers with commas, or - for none. */
static size_t
read_sizes(struct words *w, struct column_template *t)
{
	size_t sum = 0;
	char behind = ',';

	if (w->p && w->end - w->p > 1 && w->p[0] == '-' && w->p[1] == ' ') {
		w->p += 2;
		return 0;
	}
	while (w->p && behind == ',') {
		if (t->nslots == COLUMN_SLOTS_MAX) {
			bad(w);
			break;
		}
		sum += t->sizes[t->nslots++] = number_and(w, COLUMN_BYTES_MAX, &behind);
	}
	if (behind != ' ')
		bad(w);
	return sum;
}

static void
read_template(struct words *w, struct column_template *t, size_t npatterns)
{
	size_t marks = 0;
	struct column_span s;

	t->rows = number(w, ' ', ROWS_MAX);
	t->size = read_sizes(w, t);
	s = line(w);
	t->text = s.p;
	t->n = s.n;
	for (size_t i = 0; i < s.n; i++) {
		marks += s.p[i] == COLUMN_MARK;
		if (s.p[i] == COLUMN_TIME && (++i == s.n ||
		    (unsigned char)s.p[i] - (unsigned)COLUMN_DIGIT >= npatterns))
			bad(w);
	}
	if (marks != t->nslots)
		bad(w);
}

static void
read_text(struct words *w, struct column_in *in)
{
	in->ntemplates = number(w, ' ', COLUMN_ID_MAX);
	in->npatterns = number(w, '\n', COLUMN_PATTERNS_MAX);
	if (!w->p || in->ntemplates > (size_t)(w->end - w->p)) {
		bad(w);
		in->ntemplates = in->npatterns = 0;
		return;
	}
	in->patterns = mem_zero(in->npatterns, sizeof *in->patterns);
	in->templates = mem_zero(in->ntemplates, sizeof *in->templates);
	for (size_t i = 0; w->p && i < in->npatterns; i++) {
		bool minus = w->p < w->end && *w->p == '-';
		size_t offset;

		w->p += minus;
		offset = number(w, ' ', NUMBER_MAX);
		in->patterns[i].offset = minus ? -(int64_t)offset : (int64_t)offset;
		read_form(w, in->patterns + i);
	}
	for (size_t i = 0; w->p && i < in->ntemplates; i++)
		read_template(w, in->templates + i, in->npatterns);
}

static bool
starts(struct words *w, const char *s)
{
	size_t n = strlen(s);

	if (!w->p || (size_t)(w->end - w->p) < n || memcmp(w->p, s, n) != 0)
		return false;
	w->p += n;
	return true;
}

static void
read_type(struct words *w, struct column_reader *r, struct column_in *in)
{
	if (starts(w, "lines\n")) {
		in->type = COLUMN_LINES;
	} else if (starts(w, "ids ")) {
		in->type = COLUMN_IDS;
		in->nvalues = number(w, '\n', COLUMN_ID_MAX);
		in->values = read_values(w, in->nvalues);
	} else if (starts(w, "ints ")) {
		in->type = COLUMN_INTS;
		in->way = read_way(w);
		literal(w, " ");
		in->most = number(w, '\n', COLUMN_INT_TEXT);
	} else if (starts(w, "times ")) {
		in->type = COLUMN_TIMES;
		in->way = read_way(w);
		literal(w, " ");
		in->npatterns = 1;
		in->patterns = mem_zero(1, sizeof *in->patterns);
		read_form(w, in->patterns);
	} else if (starts(w, "text ")) {
		in->type = COLUMN_TEXT;
		read_text(w, in);
	} else {
		bad(w);
	}
	in->by_kind = mem_zero(r->nkinds, sizeof *in->by_kind);
}

static bool
is_key(const struct column_in *in, const char *key, bool quoted)
{
	return in->quoted == quoted && in->key.n == strlen(key) &&
	    memcmp(in->key.p, key, in->key.n) == 0;
}

static void
read_column(struct words *w, struct column_reader *r)
{
	struct column_in *in;
	unsigned m;

	literal(w, "column ");
	m = (unsigned)number(w, ' ', COLUMN_MEMBERS_MAX);
	in = r->in + m;
	if (!w->p || in->there) {
		bad(w);
		return;
	}
	in->there = true;
	in->key = line(w);
	if (w->p && in->key.n >= 2 && in->key.p[0] == '"') {
		in->key = (struct column_span){ in->key.p + 1, in->key.n - 2 };
		in->quoted = true;
	}
	read_type(w, r, in);
	if (in->type == COLUMN_TIMES && r->base == 0)
		r->base = m;
	else if (is_key(in, "off", false))
		r->off = m;
	else if (is_key(in, "end", false))
		r->end = m;
	else if (is_key(in, "msg", true) && in->type == COLUMN_TEXT)
		r->msg = m;
}

/* Which members must be read before others. */
static unsigned
stage(const struct column_reader *r, unsigned m)
{
	const struct column_in *in = r->in + m;

	if (in->type == COLUMN_INTS && (in->way == COLUMN_LENGTH || m == r->end))
		return 4;
	if (in->type == COLUMN_INTS && in->way == COLUMN_FOLLOW)
		return 3;
	return in->type == COLUMN_TEXT ? 2 : m != r->base;
}

/* The members of a kind are columns; the order to read them in. */
static bool
order(struct column_reader *r, struct column_kind *k)
{
	size_t n = 0;

	for (size_t i = 0; i < k->nparts; i++) {
		unsigned m = k->parts[i].member;

		if (m >= r->nin || !r->in[m].there)
			return false;
		for (size_t j = 0; j < i; j++)
			if (k->parts[j].member == m)
				return false;
	}
	for (unsigned s = 0; s <= 4; s++)
		for (size_t i = 0; i < k->nparts; i++)
			if (stage(r, k->parts[i].member) == s)
				k->order[n++] = k->parts[i].member;
	return true;
}

bool
column_words(struct column_reader *r, struct column_span words)
{
	struct words w = { words.p, words.p + words.n };
	size_t members;
	bool ok;

	literal(&w, "columns 1\nrows ");
	r->rows = number(&w, '\n', ROWS_MAX);
	literal(&w, "kinds ");
	r->nkinds = number(&w, '\n', COLUMN_KINDS_MAX);
	literal(&w, "members ");
	members = number(&w, '\n', COLUMN_MEMBERS_MAX + 1);
	if (!w.p || (r->nkinds == 0 && r->rows > 0))
		return false;
	r->kinds = mem_zero(r->nkinds, sizeof *r->kinds);
	r->in = mem_zero(COLUMN_MEMBERS_MAX + 1, sizeof *r->in);
	r->nin = COLUMN_MEMBERS_MAX + 1;
	for (size_t i = 0; w.p && i < r->nkinds; i++)
		read_kind(&w, r->kinds + i, r->nkinds);
	for (size_t i = 0; w.p && i < members; i++)
		read_column(&w, r);
	ok = w.p == w.end;
	for (size_t i = 0; ok && i < r->nkinds; i++)
		ok = order(r, r->kinds + i);
	return ok;
}
