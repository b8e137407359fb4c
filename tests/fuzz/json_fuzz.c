/*
 * json_fuzz - text to strings and back; the grammar beside that of libjq 1.6.
 *
 * A value that json_value() accepts libjq must read, and a string must have the same text.
 * What is not accepted must be rejected by libjq too, but for what it is known to let
 * through; see lenient().
 */
#include <jv.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "jqleaks.h"
#include "json.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void
must(bool ok)
{
	if (!ok)
		abort();
}

/* Any bytes as text: escaped, they are one string, and come back but for what was not UTF-8. */
static void
try_text(const char *s, size_t n)
{
	char *string = malloc(json_escape_max(n) + 2), *text;
	uint64_t bad = 0;
	size_t len, at, ntext;
	const char *why;

	must(string != NULL);
	len = json_escape(string + 1, s, n, &bad);
	must(len <= json_escape_max(n));
	string[0] = string[len + 1] = '"';
	must((bad == 0) == json_utf8(s, n));
	must(json_value(string, len + 2, &why, &at) == len + 2);
	text = malloc(len + 1);
	must(text != NULL);
	ntext = json_unescape(text, string + 1, len);
	must(json_utf8(text, ntext));
	must(json_equal(string + 1, len, text, ntext));
	must(!json_equal(string + 1, len, text, ntext + 1));
	must(ntext == 0 || !json_equal(string + 1, len, text, ntext - 1));
	if (bad == 0)
		must(ntext == n && memcmp(text, s, n) == 0);
	else	/* each bad byte became three */
		must(ntext == n + 2 * bad);
	free(text);
	free(string);
}

/* What libjq 1.6 accepts although RFC 8259 does not. */
static bool
lenient(const char *why, const char *s, size_t n)
{
	static const char *const known[] = {
		"string is not UTF-8",		/* it puts U+FFFD */
		"control byte in string",	/* it takes them as they are */
		"nested too deep",		/* its bound is 256 */
		"number starts with zero",	/* it leaves numbers to a strtod: 01 */
		"no digit after the point",	/* 1. */
		"no digit in number",		/* -.5 and -nan */
		"no value",			/* nan, .5, +1; empty text is no error there */
	};

	if (memchr(s, '\0', n))		/* what follows 1\0 in one token is not looked at */
		return true;
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (strcmp(why, known[i]) == 0)
			return true;
	return false;
}

/* What libjq 1.6 rejects although the grammar has it: a high surrogate without its low one. */
static bool
strict(jv fault)
{
	jv message = jv_invalid_get_msg(fault);
	bool surrogate = jv_get_kind(message) == JV_KIND_STRING &&
	    strstr(jv_string_value(message), "surrogate pair escape") != NULL;

	jv_free(message);
	return surrogate;
}

static void
try_string(const char *s, size_t n, jv value)
{
	char *text = malloc(n);
	size_t ntext;

	must(text != NULL);
	must(jv_get_kind(value) == JV_KIND_STRING);
	ntext = json_unescape(text, s + 1, n - 2);
	must(ntext == (size_t)jv_string_length_bytes(jv_copy(value)));
	must(memcmp(text, jv_string_value(value), ntext) == 0);
	free(text);
}

static void
try_value(const char *s, size_t n)
{
	const char *why = NULL;
	size_t at = n + 1, len = json_value(s, n, &why, &at);
	jv value;

	must(len <= n);
	if (len == 0) {
		must(why != NULL && at <= n);
		value = jv_parse_sized(s, (int)n);
		must(!jv_is_valid(value) || lenient(why, s, n));
	} else {
		value = jv_parse_sized(s, (int)len);
		if (!jv_is_valid(value))
			must(strict(jv_copy(value)));
		else if (*s == '"')
			try_string(s, len, value);
	}
	jv_free(value);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	const char *s = (const char *)data;

	try_text(s, n);
	if (n > 0 && !strchr(" \t\r\n", *s))	/* json_value() does not skip space, libjq does */
		try_value(s, n);
	return 0;
}
