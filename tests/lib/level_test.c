/* What lines state as their severity, and what only looks like it. */
#include "level.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "alike.h"
#include "check.h"
#include "level_word.h"
#include "stamp.h"

/* The level of a line, its time found by stamp; "" for none. */
static const char *
find(const char *line)
{
	struct stamp_memo m = STAMP_MEMO_INIT;
	struct stamp st = { 0 };
	const char *name;

	m.latest_s = 1795276800;
	if (!stamp_find(&m, line, strlen(line), &st))
		st.from = st.to = 0;
	name = level_name(level_find(line, strlen(line), st.from, st.to));
	stamp_clear(&m);
	return name;
}

#define IS(line, want) CHECK_STR(find(line), want)
#define T "2026-11-20 20:52:36.123 "

static void
words(void)
{
	CHECK_INT(level_of("ERROR", 5), LEVEL_ERR);
	CHECK_INT(level_of("Warning", 7), LEVEL_WARNING);
	CHECK_INT(level_of("警告", 6), LEVEL_WARNING);
	CHECK_INT(level_of("errors", 6), LEVEL_NONE);
	CHECK_INT(level_of("", 0), LEVEL_NONE);
	CHECK_INT(level_of("informationalx", 14), LEVEL_NONE);
	CHECK_STR(level_name(LEVEL_EMERG), "emerg");
	CHECK_STR(level_name(LEVEL_DEBUG), "debug");
	CHECK_STR(level_name(LEVEL_NONE), "");
}

static void
syslog_lines(void)
{
	IS("<34>Nov 20 20:52:36 host su: x", "crit");
	IS("<191>x", "debug");
	IS("<192>x", "");
	IS("Nov 20 20:52:36 host app[1]: ERROR x", "err");
	IS("Nov 20 20:52:36 host sshd[1]: error: x", "");
	IS("Nov 20 20:52:36 host cron[1]: (root) CMD (x)", "");
}

static void
servers(void)
{
	IS("2026/11/20 20:52:36 [error] 1#1: *1 open() \"/x\" failed", "err");
	IS("2026/11/20 20:52:36 [emerg] 1#1: x", "emerg");
	IS("[Fri Nov 20 20:52:36.123456 2026] [core:error] [pid 1] x", "err");
	IS("[Fri Nov 20 20:52:36 2026] [notice] x", "notice");
	IS("20-Nov-2026 20:52:36.123 SEVERE [main] x", "err");
	IS("20-Nov-2026 20:52:36.123 INFO [main] x", "info");
	IS("20-Nov-2026 20:52:36.123 严重 [main] x", "err");
	IS("####<Nov 20, 2026 8:52:36 PM CST> <Warning> <JDBC> x", "warning");
	IS("[20-Nov-2026 20:52:36 UTC] PHP Fatal error:  x", "crit");
	IS("[20-Nov-2026 20:52:36 UTC] PHP Notice:  x", "notice");
	IS("1.2.3.4 - - [20/Nov/2026:20:52:36 +0800] \"DEBUG /x HTTP/1.1\" 200", "");
}

static void
databases(void)
{
	IS(T "CST [1] u@d LOG:  ready", "info");
	IS(T "CST [1] u@d ERROR:  x", "err");
	IS(T "CST [1] FATAL:  x", "crit");
	IS(T "CST [1] PANIC:  x", "emerg");
	IS(T "CST [1] DEBUG3:  x", "debug");
	IS(T "CST [1] STATEMENT:  SELECT 'ERROR: x'", "");
	IS(T "CST [1] 错误:  x", "err");
	IS("2026-11-20T12:52:36.123456Z 0 [Note] x", "notice");
	IS("2026-11-20T12:52:36.123456Z 10 [ERROR] [MY-010055] [Server] x", "err");
	IS("2026-11-20T12:52:36.123456Z 0 [System] [MY-010116] [Server] x", "notice");
	IS("2026-11-20 20:52:36.12 spid51      Error: 18456, Severity: 14, State: 8.", "err");
	IS("2026-11-20 20:52:36.12 spid51      Error: 1, Severity: 20, State: 8.", "alert");
	IS("2026-11-20 20:52:36.12 spid51      Starting up database 'x'.", "");
	IS(T "[INFO] database P0000012345 T0000000000000012345  x", "info");
	IS("2026-11-20-20.52.36.123456+480 I1E2           LEVEL: Severe", "err");
	IS("2026-11-20T20:52:36.123-0500 I NETWORK  [x] y", "info");
	IS("{\"t\":{\"$date\":\"2026-11-20T15:00:28.308+00:00\"},\"s\":\"W\",  \"c\":\"X\"}", "warning");
	IS("12:M 20 Nov 2026 20:52:36.123 # x", "warning");
	IS("12:M 20 Nov 2026 20:52:36.123 * x", "notice");
	IS("Fri Nov 20 20:52:36 2026", "");
	IS("ORA-00600: internal error code", "");
}

static void
programs(void)
{
	IS(T "INFO  [main] x", "info");
	IS(T "[main] WARN  c.e.App - x", "warning");
	IS(T " WARN 1 --- [main] c.e.App : x", "warning");
	IS(T "- ERROR - x", "err");
	IS(T "|TRACE|x", "debug");
	IS("ERROR 2026-11-20 20:52:36,123 x", "err");
	IS("[WARN] 2026-11-20 20:52:36,123 x", "warning");
	IS("2026-11-20 20:52:36, Info                  CBS    x", "info");
	IS(T "error: x", "err");
	IS("I1120 20:52:36.123456 1 file.cc:1] x", "info");
	IS("E1120 20:52:36.123456 1 file.cc:1] x", "err");
	IS("time=\"2026-11-20T20:52:36+08:00\" level=warning msg=\"x\"", "warning");
	IS("{\"time\":\"2026-11-20T20:52:36Z\",\"level\":\"error\"}", "err");
	IS("{\"log.level\": \"INFO\"}", "info");
	IS(T "general: info: x", "info");		/* BIND */
	IS(T "zoneload: error: x", "err");
	IS(T "the zone: error: x", "");
	IS("[2026-11-20 20:52:36] production.ERROR: x", "err");
	IS(T "main.c: x", "");
	IS(T "com.example.ERROR says: x", "");
	IS(T "【错误】 x", "err");
	IS(T "【error】x", "err");
	IS("【2026-11-20 20:52:36】【警告】x", "warning");
	IS(T "【模块】 错误 x", "err");
	IS("20:52:36.123 [main] ERROR c.e.App - x", "err");
	IS("[20:52:36] WARN x", "warning");
	IS("20:52:36 up 3 days", "");
	IS("[INFO] 20/Nov/2026 20:52:36 x", "info");
	IS("ERROR:root:x", "err");
	IS("[ERROR] x", "err");
	IS("信息: Server startup in 1 ms", "info");
	IS("WARNING: x", "warning");
}

static void
switches(void)
{
	IS("*Nov 20 20:52:36.123: %LINK-3-UPDOWN: x", "err");
	IS("Nov 20 2026 20:52:36: %ASA-6-302013: x", "info");
	IS("Nov 20 2026 20:52:36 HW %%01SHELL/5/LOGIN(s)[1]:x", "notice");
	IS("<190>Nov 20 20:52:36 2026 H3C %%10SHELL/5/LOGIN: x", "info");	/* <PRI> first */
	IS("*Nov 20 20:52:36.123: %LINK-8-UPDOWN: x", "");
	IS(T "50%-3-full disk", "");
	IS("date=2026-11-20 time=20:52:36 devname=FG level=warning", "warning");
}

static void
json(void)
{
	IS("{\"a\":{\"level\":\"debug\"},\"level\":\"error\"}", "err");
	IS("{\"msg\":\"a \\\"level\\\":\\\"error\\\" b\"}", "");
	IS("{\"log\":\"{\\\"level\\\":\\\"error\\\"}\",\"stream\":\"stderr\"}", "");
	IS("{\"log\":{\"level\":\"warn\"}}", "warning");
	IS("{\"@t\":\"2026-11-20T20:52:36Z\",\"@l\":\"Error\"}", "err");
	IS("{\"level\":50,\"time\":1795179156123,\"pid\":30,\"msg\":\"x\"}", "err");
	IS("{\"name\":\"a\",\"pid\":1,\"level\":40,\"msg\":\"x\"}", "warning");
	IS("{\"level\":30,\"msg\":\"Python would call it a warning\"}", "");
	IS("{\"level\":35,\"pid\":30}", "");
	IS("{\"short_message\":\"x\",\"level\":3}", "err");
	IS("{\"MESSAGE\":\"x\",\"PRIORITY\":\"4\"}", "warning");
	IS("{\"priority\":\"4\"}", "");
	IS("{\"level\":\"http\",\"severity\":\"info\"}", "info");
	IS("{\"level\":", "");
}

static void
not_levels(void)
{
	IS(T "error processing package", "");
	IS(T "NO ERROR FOUND", "");
	IS(T "user asked for the INFO page", "");
	IS(T "status installed x", "");
	IS(T "Fine weather", "");
	IS(T "LOG rotated", "");
	IS(T "ERRORS 3", "");
	IS(T "[error-handler] x", "");
	IS("\tat x ERROR: y", "");
	IS("the ERROR: of our ways", "");
	IS("Caused by: java.lang.Error: x", "");
	IS("", "");
	IS(T, "");
}

/* What a window says of the byte at s + i is what the table of classes does. */
static bool
window_is_right(const struct level_window *w, const char *s, size_t n)
{
	for (size_t i = 0; i < LEVEL_WINDOW; i++) {
		char c = i < n ? s[i] : '\0';
		unsigned k = level_class(c);
		bool end = k & (LEVEL_END | LEVEL_EQUALS | LEVEL_WIDE | LEVEL_ASKS);

		if ((w->end >> i & 1) != end ||
		    (w->gap >> i & 1) != ((k & LEVEL_GAP) != 0) ||
		    (w->lower >> i & 1) != (k == LEVEL_LOWER) ||
		    (w->upper >> i & 1) != (k == LEVEL_UPPER))
			return false;
	}
	return w->s == s;
}

/* Every byte at every place, with much and with little before and behind it. */
static void
windows(void)
{
	char text[3 * LEVEL_WINDOW];
	struct level_window w;
	size_t wrong = 0;

	for (size_t from = 0; from < 256; from++) {
		for (size_t i = 0; i < sizeof text; i++)
			text[i] = (char)(from + i * 7);
		for (size_t at = 0; at <= sizeof text; at++) {
			level_window_open(&w, text, text + at, text + sizeof text);
			wrong += !window_is_right(&w, text + at, sizeof text - at);
			level_window_open(&w, text, text, text + at);
			wrong += !window_is_right(&w, text, at);
		}
	}
	CHECK_INT(wrong, 0);
}

static uint64_t random_state = 88172645463325252;

static unsigned
draw(unsigned n)
{
	random_state ^= random_state << 13;
	random_state ^= random_state >> 7;
	random_state ^= random_state << 17;
	return (unsigned)(random_state % n);
}

/* Change a line behind its time: other digits, a cut, marks and words of levels. */
static void
change(char *line, size_t to)
{
	static const char *const pieces[] = {
		"ERROR", "info:", "DEBUG3", "DEBUG7", " PHP Notice:", "%LINK-3-X", "%%1A/5/B",
		"[warn]", "level=warn", " spid5 Error: 1, Severity: 17, State", "a?b", "\xef\xbc\x9a",
	};
	const char *piece = pieces[draw(sizeof pieces / sizeof pieces[0])];
	size_t n = strlen(line), at = to + draw((unsigned)(n - to) + 1), len = strlen(piece);

	switch (draw(4)) {
	case 0:
		line[at] = '\0';
		break;
	case 1:
		if (at + len <= n)
			memcpy(line + at, piece, len);
		break;
	case 2:
		if (at < n)
			line[at] = " [<>%{:=-.5\t\""[draw(13)];
		break;
	default:
		for (at = to; at < n; at++)
			if (line[at] >= '0' && line[at] <= '9')
				line[at] = (char)('0' + draw(10));
	}
}

/* The level by what lines alike have; glance: it was known. */
static enum level
by_alike(struct alike *a, const char *line, size_t n, const struct stamp *st, long *glance)
{
	const struct alike_line *known = n == 0 || strchr("<{\t", line[0]) ? NULL :
	    alike_find(a, line, n, st->from, st->to, 0);
	const char *far;
	enum level level;
	int fact[ALIKE_FACTS] = { 0 };

	*glance += known != NULL;
	if (known)
		return (enum level)known->fact[0];
	fact[0] = level = level_search(line, n, st->from, st->to, &far);
	if (far)
		alike_learn(a, line, n, st->from, st->to, 0, far, fact);
	return level;
}

/* Whatever came before, a line has the level of those alike. */
static void
alike_lines(void)
{
	static const char *const lines[] = {
		T "app03 orders[1234]: request 17 of customer 99 took 5 ms",
		T "[main] DEBUG5 com.example.A - 12 rows",
		T "host %LINK-3-UPDOWN: Interface 1", T "spid51      Error: 18456, Severity: 14, State: 8.",
		T "PHP Warning:  x in y on line 12", T "x y error: 12 z", T "", "20:52:36 WARN 12 x",
		"[20-Nov-2026 20:52:36 UTC] PHP Notice:  x 1", "<34>Nov 20 20:52:36 host su: x 12",
		"{\"time\":\"2026-11-20T20:52:36Z\",\"level\":\"error\",\"n\":1}", "no time here, ERROR 5",
		"E1120 20:52:36.123456   1 x.go:12] x", "12345:M 20 Nov 2026 20:52:36.123 * Ready 1",
	};
	struct stamp_memo m = STAMP_MEMO_INIT;
	struct alike alike = { 0 };
	long wrong = 0, at_a_glance = 0;

	m.latest_s = 1795276800;
	for (int i = 0; i < 200000; i++) {
		char line[128];
		struct stamp st = { 0 };
		size_t n;

		snprintf(line, sizeof line, "%s", lines[draw(sizeof lines / sizeof lines[0])]);
		if (!stamp_find(&m, line, strlen(line), &st))
			st.from = st.to = 0;
		for (unsigned k = draw(4); k > 0; k--)
			change(line, st.to);
		n = strlen(line);
		wrong += by_alike(&alike, line, n, &st, &at_a_glance) !=
		    level_find(line, n, st.from, st.to);
	}
	CHECK_INT(wrong, 0);
	CHECK(at_a_glance > 20000);
	stamp_clear(&m);
}

int
main(void)
{
	RUN(words);
	RUN(windows);
	RUN(syslog_lines);
	RUN(servers);
	RUN(databases);
	RUN(programs);
	RUN(switches);
	RUN(json);
	RUN(not_levels);
	RUN(alike_lines);
	return check_end();
}
