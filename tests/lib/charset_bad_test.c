/* charset_bad: the list of bad bytes gives the bytes back, joined, cut and bounded. */
#include "charset.h"

#include <stdlib.h>

#include "buf.h"
#include "check.h"

static struct buf text, bad, back;
static uint64_t state = 88172645463325252u;

static unsigned
draw(unsigned below)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return (unsigned)(state % below);
}

/* Characters and broken ones, with U+FFFD that was there before among them. */
static size_t
make(char *s, size_t max)
{
	static const char *const parts[] = {
		"a", "\xff", "中", "\xe4\xb8", "\xef\xbf\xbd", "\xc0\xaf", "😀", "\xf0\x9f", "é",
	};
	size_t n = 0;

	while (n + 4 < max && draw(30)) {
		const char *part = parts[draw(sizeof parts / sizeof *parts)];

		memcpy(s + n, part, strlen(part));
		n += strlen(part);
	}
	return n;
}

static void
gives_back(void)
{
	char s[200];

	for (int i = 0; i < 5000; i++) {
		size_t n = make(s, sizeof s);
		uint64_t count;

		buf_cut(&text, 0);
		buf_cut(&bad, 0);
		buf_cut(&back, 0);
		count = charset_decode_utf8(s, n, &text, &bad);
		CHECK(charset_utf8(text.p, text.p + text.n) == text.p + text.n);
		CHECK(charset_bad_undo(text.p, text.n, bad.p, bad.n, &back));
		CHECK(back.n == n && (n == 0 || memcmp(back.p, s, n) == 0));
		CHECK_INT(count > 0, bad.n > 0);
	}
}

/* Lines that are joined by '\n': their lists together are the list of the whole. */
static void
joins(void)
{
	struct buf whole = BUF_INIT, list = BUF_INIT;
	char s[200];

	for (int i = 0; i < 500; i++) {
		struct buf all = BUF_INIT;

		buf_cut(&whole, 0);
		buf_cut(&list, 0);
		for (int lines = 0; lines < 4; lines++) {
			size_t n = make(s, sizeof s);

			if (lines > 0) {
				buf_char(&all, '\n');
				buf_char(&whole, '\n');
			}
			buf_put(&all, s, n);
			buf_cut(&text, 0);
			buf_cut(&bad, 0);
			charset_decode_utf8(s, n, &text, &bad);
			charset_bad_join(&list, bad.p, bad.n, whole.n);
			buf_put(&whole, text.p, text.n);
		}
		buf_cut(&text, 0);
		buf_cut(&bad, 0);
		charset_decode_utf8(all.p, all.n, &text, &bad);
		CHECK_STR(buf_text(&list), buf_text(&bad));
		buf_clear(&all);
	}
	/* what is decoded behind a text counts from the start of that */
	buf_cut(&text, 0);
	buf_cut(&bad, 0);
	buf_str(&text, "before");
	charset_decode_utf8("x\xff", 2, &text, &bad);
	CHECK_STR(buf_text(&bad), "7:ff");
	buf_clear(&whole);
	buf_clear(&list);
}

static void
cuts_to(size_t n, const char *want)
{
	buf_cut(&bad, 0);
	buf_str(&bad, "0:ffee 7:c0 11:e4b8");
	charset_bad_cut(&bad, n);
	CHECK_STR(buf_text(&bad), want);
}

static void
cuts(void)
{
	cuts_to(0, "");
	cuts_to(3, "0:ff");
	cuts_to(6, "0:ffee");
	cuts_to(7, "0:ffee");
	cuts_to(10, "0:ffee 7:c0");
	cuts_to(14, "0:ffee 7:c0 11:e4");
	cuts_to(17, "0:ffee 7:c0 11:e4b8");
	cuts_to(1000, "0:ffee 7:c0 11:e4b8");
	buf_cut(&bad, 0);
	charset_bad_cut(&bad, 5);
	CHECK_INT(bad.n, 0);
}

static void
is_bounded(void)
{
	static char s[CHARSET_BAD_MAX * 2];

	for (int one_run = 0; one_run < 2; one_run++) {
		for (size_t i = 0; i < sizeof s; i++)
			s[i] = i % 2 && !one_run ? 'x' : (char)0xFF;
		buf_cut(&text, 0);
		buf_cut(&bad, 0);
		CHECK_INT(charset_decode_utf8(s, sizeof s, &text, &bad),
		    one_run ? sizeof s : sizeof s / 2);
		CHECK(bad.n <= CHARSET_BAD_MAX && bad.n > CHARSET_BAD_MAX - 40);
		CHECK_STR(buf_text(&bad) + bad.n - 4, " ...");
		CHECK(!charset_bad_undo(text.p, text.n, bad.p, bad.n, &back));
		buf_cut(&back, 0);
		charset_bad_join(&back, bad.p, bad.n, 0);
		CHECK_STR(buf_text(&back), buf_text(&bad));
		charset_bad_join(&back, "5:ff", 4, 0);
		CHECK_STR(buf_text(&back), buf_text(&bad));
		charset_bad_cut(&bad, 3);
		CHECK_STR(buf_text(&bad), "0:ff");
	}
}

static void
refuses(void)
{
	static const char *const lists[] = {
		"x", "0:", "0:f", "0:fg", "1:ff", "0:ffff", "3:ff", "99:ff", "0:ff 0:ff", ":ff",
		"99999999999999999999999:ff", "0:ff ...",
	};

	for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
		if (!CHECK(!charset_bad_undo("\xEF\xBF\xBDxyz", 6, lists[i], strlen(lists[i]),
		    &back)))
			printf("# '%s' was taken\n", lists[i]);
}

int
main(void)
{
	RUN(gives_back);
	RUN(joins);
	RUN(cuts);
	RUN(is_bounded);
	RUN(refuses);
	buf_clear(&text);
	buf_clear(&bad);
	buf_clear(&back);
	return check_end();
}
