/* entry_rules - what a line is to a form: which of its patterns it matches. */
#include "entry_parts.h"
#include "re.h"
#include "scan.h"

uint64_t
entry_may(const struct entry_form *f, const char *p, size_t n)
{
	uint64_t may = n ? f->begins[(unsigned char)p[0]] : f->all, found = 0;

	if (may & f->scanned) {
		scan_text(f->scan, p, n, &found);
		may &= found | ~f->scanned;
	}
	return may;
}

bool
entry_is(const struct entry_form *f, enum entry_role role, uint64_t may, const char *p,
    size_t n)
{
	for (may &= f->of[role]; may; may &= may - 1)
		if (re_match(f->rules[__builtin_ctzll(may)], p, n) == RE_YES)
			return true;
	return false;
}

bool
entry_starts(const struct entry_form *f, uint64_t may, const char *p, size_t n)
{
	if (f->of[ENTRY_START] && !entry_is(f, ENTRY_START, may, p, n))
		return false;
	return !entry_is(f, ENTRY_NOT_START, may, p, n);
}

bool
entry_is_blank(const char *p, size_t n)
{
	while (n > 0 && (*p == ' ' || *p == '\t' || *p == '\r'))
		p++, n--;
	return n == 0;
}
