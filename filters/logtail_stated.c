/* logtail_stated - the host and the level that a line states. */
#include "logtail.h"

enum { UNTIMED = -1 };

enum fact { FACT_LEVEL, FACT_HOST, FACT_HOST_SIZE };

/* Look at the line itself.  *far as level_search() gives it, for both. */
static void
search(const char *line, size_t n, const struct stamp *st, struct stated *is,
    const char **far)
{
	const char *behind_host = line;

	*is = (struct stated){ .level = LEVEL_NONE };
	*far = line;
	if (!st)
		is->level = level_search(line, n, 0, 0, far);
	else if (st->form != DATE_CLF)		/* an access log states none */
		is->level = level_search(line, n, st->from, st->to, far);
	if (st && !host_named(line, n, st, &is->host, &is->nhost, &behind_host))
		is->host = NULL;
	if (*far && *far < behind_host)
		*far = behind_host;
}

/* May it begin with a number whose digits count, or be JSON? */
static bool
is_odd(const char *line, size_t n)
{
	return n == 0 || line[0] == '<' || line[0] == '{' || line[0] == '\t';
}

void
stated_find(struct alike *a, const char *line, size_t n, const struct stamp *st,
    struct stated *is)
{
	int kind = st ? 2 * (int)st->form + host_form(line, st) : UNTIMED;
	size_t from = st ? st->from : 0, to = st ? st->to : 0;
	const struct alike_line *known;
	const char *far;

	if (is_odd(line, n)) {
		search(line, n, st, is, &far);
		return;
	}
	known = alike_find(a, line, n, from, to, kind);
	if (known) {
		is->level = (enum level)known->fact[FACT_LEVEL];
		is->host = known->fact[FACT_HOST] ? line + known->fact[FACT_HOST] : NULL;
		is->nhost = (size_t)known->fact[FACT_HOST_SIZE];
		return;
	}
	search(line, n, st, is, &far);
	if (far) {
		int fact[ALIKE_FACTS] = {
			[FACT_LEVEL] = is->level,
			[FACT_HOST] = is->host ? (int)(is->host - line) : 0,
			[FACT_HOST_SIZE] = (int)is->nhost,
		};

		alike_learn(a, line, n, from, to, kind, far, fact);
	}
}
