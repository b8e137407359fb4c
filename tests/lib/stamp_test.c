/* The forms of times that stamp knows, and what it makes of what they leave open. */
#include "stamp.h"

#include "check.h"
#include "zone.h"

enum { LATEST = 1795276800 };	/* 2026-11-21T16:00:00Z */

static struct zone *shanghai;

/* The time of a line in a source whose zone is +08:00, as text; "-" when it has none. */
static const char *
find(const char *line)
{
	static char text[TS_MAX];
	struct stamp_memo m = STAMP_MEMO_INIT;
	struct stamp st, again;

	m.zone = shanghai;
	m.latest_s = LATEST;
	memcpy(text, "-", 2);
	if (stamp_find(&m, line, strlen(line), &st)) {
		ts_format(text, st.ns, st.offset_s, st.digits);
		/* what the memo keeps must not change the answer */
		CHECK(stamp_find(&m, line, strlen(line), &again));
		CHECK_INT(again.ns, st.ns);
		CHECK_INT(again.offset_s, st.offset_s);
		CHECK_INT(again.digits, st.digits);
		CHECK_INT(again.from, st.from);
		CHECK_INT(again.to, st.to);
	}
	stamp_clear(&m);
	return text;
}

#define IS(line, want) CHECK_STR(find(line), want)

static void
iso(void)
{
	IS("2026-11-20T20:52:36+08:00 x", "2026-11-20T20:52:36+08:00");
	IS("2026-11-20T12:52:36Z", "2026-11-20T12:52:36Z");
	IS("2026-11-20T12:52:36.123456Z 0 [Note] x", "2026-11-20T12:52:36.123456Z");
	IS("2026-11-20t20:52:36.5+0800 x", "2026-11-20T20:52:36.5+08:00");
	IS("2026-11-20 20:52:36.123456789123 x", "2026-11-20T20:52:36.123456789+08:00");
	IS("2026-11-20 20:52:36,123 INFO x", "2026-11-20T20:52:36.123+08:00");
	IS("2026/11/20 20:52:36 [error] x", "2026-11-20T20:52:36+08:00");
	IS("2026-11-20  20:52:36", "2026-11-20T20:52:36+08:00");
	IS("2026-11-20 20:52 x", "2026-11-20T20:52:00+08:00");
	IS("2026-1-2 3:04:05 x", "2026-01-02T03:04:05+08:00");
	IS("2026-11-20 20:52:36 -0500 x", "2026-11-20T20:52:36-05:00");
	IS("2026-11-20 20:52:36 - x", "2026-11-20T20:52:36+08:00");
	IS("2026-Nov-20 20:52:36.5 x", "2026-11-20T20:52:36.5+08:00");
	IS("2026-11-20-20.52.36.123456+480 I1E2 LEVEL: Error", "2026-11-20T20:52:36.123456+08:00");
	IS("2026-11-20 20:52:60 x", "2026-11-20T20:52:59.999999999+08:00");
	IS("20261120 20:52:36 x", "2026-11-20T20:52:36+08:00");
	IS("20261120T125236Z x", "2026-11-20T12:52:36Z");
	IS("20261120205236 x", "2026-11-20T20:52:36+08:00");
	IS("261120 20:52:36 [ERROR] x", "2026-11-20T20:52:36+08:00");
	IS("261120  8:52:36 [ERROR] x", "2026-11-20T08:52:36+08:00");
	IS("081109 203615 148 INFO x", "2008-11-09T20:36:15+08:00");
}

static void
zones(void)
{
	IS("2026-11-20 20:52:36.123 CST [1] LOG:  x", "2026-11-20T20:52:36.123+08:00");
	IS("2026-11-20 12:52:36.123 UTC [1] LOG:  x", "2026-11-20T12:52:36.123Z");
	IS("2026-11-20 20:52:36.123+08 [1] LOG:  x", "2026-11-20T20:52:36.123+08:00");
	IS("2026-11-20 20:52:36 GMT+08:00 x", "2026-11-20T20:52:36+08:00");
	IS("2026-11-20 20:52:36 UTC+8 x", "2026-11-20T20:52:36+08:00");
	IS("2026-11-20 21:52:36 JST x", "2026-11-20T21:52:36+09:00");
	IS("2026-11-20 21:52:36 KST x", "2026-11-20T21:52:36+09:00");
	IS("2026-11-20 20:52:36 HKT x", "2026-11-20T20:52:36+08:00");
	IS("2026-11-20 12:52:36 GMT x", "2026-11-20T12:52:36Z");
	IS("2026-11-20 13:52:36 CET x", "2026-11-20T13:52:36+01:00");
	IS("2026-07-20 13:52:36 CEST x", "2026-07-20T13:52:36+02:00");
	IS("2026-11-20 13:52:36 EET x", "2026-11-20T13:52:36+02:00");
	IS("2026-07-20 13:52:36 EEST x", "2026-07-20T13:52:36+03:00");
	IS("2026-11-20 13:52:36 MSK x", "2026-11-20T13:52:36+03:00");
	IS("2026-07-20 13:52:36 EDT x", "2026-07-20T13:52:36-04:00");
	IS("2026-11-20 13:52:36 EST x", "2026-11-20T13:52:36-05:00");
	IS("2026-07-20 13:52:36 CDT x", "2026-07-20T13:52:36-05:00");
	IS("2026-11-20 13:52:36 MST x", "2026-11-20T13:52:36-07:00");
	IS("2026-07-20 13:52:36 MDT x", "2026-07-20T13:52:36-06:00");
	IS("2026-07-20 13:52:36 PDT x", "2026-07-20T13:52:36-07:00");
	IS("2026-11-20 13:52:36 PST x", "2026-11-20T13:52:36-08:00");
	IS("[20-Nov-2026 13:52:36 Europe/Berlin] PHP Notice:  x", "2026-11-20T13:52:36+01:00");
	IS("2026-11-20 20:52:36 Thread/12 x", "2026-11-20T20:52:36+08:00");
	IS("2026-11-20 20:52:36 INFO x", "2026-11-20T20:52:36+08:00");
	IS("2026-11-20 20:52:36Zebra", "2026-11-20T20:52:36+08:00");
}

static void
named_months(void)
{
	IS("<34>Nov 20 20:52:36 host su: x", "2026-11-20T20:52:36+08:00");
	IS("<165>1 2026-11-20T12:52:36.003Z host app - ID47 - x", "2026-11-20T12:52:36.003Z");
	IS("Nov  5 20:52:36 host su: x", "2026-11-05T20:52:36+08:00");
	IS("Nov 20 20:52:36.123456 host x", "2026-11-20T20:52:36.123456+08:00");
	IS("Nov 20 2025 20:52:36: %ASA-6-302013: x", "2025-11-20T20:52:36+08:00");
	IS("*Nov 20 20:52:36.123: %SYS-5-CONFIG_I: x", "2026-11-20T20:52:36.123+08:00");
	IS("Fri Nov 20 20:52:36 2026", "2026-11-20T20:52:36+08:00");
	IS("Fri Nov 20 20:52:36 CST 2026", "2026-11-20T20:52:36+08:00");
	IS("[Fri Nov 20 20:52:36.123456 2026] [core:error] x", "2026-11-20T20:52:36.123456+08:00");
	IS("Fri, 20 Nov 2026 20:52:36 +0800", "2026-11-20T20:52:36+08:00");
	IS("1.2.3.4 - - [20/Nov/2026:20:52:36 +0800] \"GET /\" 200", "2026-11-20T20:52:36+08:00");
	IS("::1 - frank [10/Oct/2000:13:55:36 -0700] \"GET /\"", "2000-10-10T13:55:36-07:00");
	IS("20-Nov-2026 20:52:36.123 INFO [main] x", "2026-11-20T20:52:36.123+08:00");
	IS("=INFO REPORT==== 20-Nov-2026::20:52:36 ===", "2026-11-20T20:52:36+08:00");
	IS("Nov 20, 2026 8:52:36 PM org.apache.x", "2026-11-20T20:52:36+08:00");
	IS("####<Nov 20, 2026 8:52:36,123 PM CST> <Notice> x", "2026-11-20T20:52:36.123+08:00");
	IS("12:M 20 Nov 2026 20:52:36.123 * Ready", "2026-11-20T20:52:36.123+08:00");
	IS("[12] 20 Nov 20:52:36.123 # x", "2026-11-20T20:52:36.123+08:00");
	IS("20.11.2026 20:52:36 x", "2026-11-20T20:52:36+08:00");
	IS("I1120 20:52:36.123456 1 file.cc:1] x", "2026-11-20T20:52:36.123456+08:00");
}

static void
chinese(void)
{
	IS("2026年11月20日 下午08时52分36秒 x", "2026-11-20T20:52:36+08:00");
	IS("2026年11月20日 20:52:36 x", "2026-11-20T20:52:36+08:00");
	IS("2026年1月2日 3时4分5秒 x", "2026-01-02T03:04:05+08:00");
	IS("2026年11月20日下午8点52分 x", "2026-11-20T20:52:00+08:00");
	IS("2026年 11月 20日 星期五 20:52:36 CST", "2026-11-20T20:52:36+08:00");
	IS("2026-11-20 上午 12:05:06 x", "2026-11-20T00:05:06+08:00");
	IS("2026/11/20 下午 12:05:06 x", "2026-11-20T12:05:06+08:00");
	IS("####<2026-11-20 下午08时52分36秒 CST> <Info> x", "2026-11-20T20:52:36+08:00");
	IS("11月 20 20:52:36 host su: x", "2026-11-20T20:52:36+08:00");
	IS("20-11月-2026 20:52:36 * (CONNECT_DATA", "2026-11-20T20:52:36+08:00");
	IS("20-11月-26 08.52.36.123456 下午 +08:00", "2026-11-20T20:52:36.123456+08:00");
	IS("十一月 20, 2026 8:52:36 下午 org.apache.x", "2026-11-20T20:52:36+08:00");
}

static void
numbers(void)
{
	IS("1763643156 x", "2025-11-20T20:52:36+08:00");
	IS("1763643156.123 12 10.0.0.1 TCP_MISS", "2025-11-20T20:52:36.123+08:00");
	IS("1763643156123 x", "2025-11-20T20:52:36.123+08:00");
	IS("type=X msg=audit(1763643156.123:456): y", "2025-11-20T20:52:36.123+08:00");
	IS("{\"ts\":1763643156.5,\"level\":\"x\"}", "2025-11-20T20:52:36.5+08:00");
	IS("order 1763643156 done", "-");
	IS("0123456789 x", "-");
	IS("9763643156 x", "-");
	IS("11/20/2026 8:52:36 PM x", "2026-11-20T20:52:36+08:00");
	IS("20/11/2026 20:52:36 x", "2026-11-20T20:52:36+08:00");
	IS("20-11-2026 20:52:36 x", "2026-11-20T20:52:36+08:00");
	IS("[11/20/26 20:52:36:123 CST] x", "2026-11-20T20:52:36.123+08:00");
	IS("17/06/09 20:10:40 INFO x", "2017-06-09T20:10:40+08:00");
	IS("26/11/20 20:10:40 INFO x", "2026-11-20T20:10:40+08:00");
	IS("10,11/20/26,20:52:36,Assign", "2026-11-20T20:52:36+08:00");
}

static void
prefixes(void)
{
	IS("Start-Date: 2026-11-20  20:52:36", "2026-11-20T20:52:36+08:00");
	IS("# Time: 261120 20:52:36", "2026-11-20T20:52:36+08:00");
	IS("{\"time\":\"2026-11-20T20:52:36Z\"}", "2026-11-20T20:52:36Z");
	IS("time=\"2026-11-20T20:52:36+08:00\" level=warning", "2026-11-20T20:52:36+08:00");
	IS("x.log.2017-05-16_13:53:08 2017-05-16 00:00:00.008 1 INFO y", "2017-05-16T00:00:00.008+08:00");
	IS("*** 2026-11-20T20:52:36.123+08:00", "2026-11-20T20:52:36.123+08:00");
	IS("ERROR 2026-11-20 20:52:36,123 x", "2026-11-20T20:52:36.123+08:00");
	IS("\tat x 2026-11-20 20:52:36", "-");
	IS("x2026-11-20 20:52:36", "-");
	IS("last login Nov 20 20:52:36", "-");
	IS("................................................................................"
	    "..................... 2026-11-20 20:52:36", "-");
}

static void
no_such_time(void)
{
	IS("2026-02-30 20:52:36 x", "-");
	IS("2025-02-29 20:52:36 x", "-");
	IS("2026-13-01 20:52:36 x", "-");
	IS("2026-00-10 20:52:36 x", "-");
	IS("2026-11-31 20:52:36 x", "-");
	IS("2026-11-20 25:52:36 x", "-");
	IS("2026-11-20 20:60:36 x", "-");
	IS("2026-11-20 20:52:61 x", "-");
	IS("2026-11-20", "-");
	IS("1066-10-14 09:00:00 x", "-");
	IS("99/99/2026 20:52:36", "-");
	IS("[32/Nov/2026:20:52:36 +0800]", "-");
	IS("Nov 31 20:52:36 host x", "-");
	IS("", "-");
	IS("10.0.0.1 10.11.12", "-");
}

/* One line each of what writes its time in a way of its own. */
static void
kinds(void)
{
	static const char *const same[] = {	/* 20:52:36 on 20 November 2026 */
		"11/20/26 20:52:36 - Process(1234.1) User(mqm)",	/* IBM MQ */
		"Fri Nov 20 20:52:36 2026",				/* Oracle */
		"20-NOV-2026 20:52:36 * (CONNECT_DATA=(SID=x))",
		"[GIN] 2026/11/20 - 20:52:36 | 200 | GET \"/\"",
		"<190>date=2026-11-20 time=20:52:36 devname=FG level=x",	/* FortiGate */
		"Nov 20 2026 20:52:36+08:00 HW %%01SHELL/5/LOGIN(s)[1]:x",	/* Huawei */
		"<190>Nov 20 20:52:36 2026 H3C %%10SHELL/5/LOGIN: x",
		".Nov 20 20:52:36: %SYS-5-CONFIG_I: x",			/* Cisco, not in sync */
		"2026-11-20|20:52:36|ERROR|x",
		"2026-11-20_20:52:36 x",
		"11-20 20:52:36 x",
		"[20.11.26 20:52:36] x",
		"[26-11-20 20:52:36 CST] 00000001 SystemOut O x",	/* WebSphere in Chinese */
		"星期五, 20 十一月 2026 20:52:36 +0800",
		"星期五 11月 20 20:52:36 2026",
		"2026年11月20日星期五 下午8:52:36",
		"####<Nov 20, 2026, 8:52:36 PM China Standard Time> <Notice> <x>",
		"####<2026年11月20日 下午08时52分36秒 中国标准时间> <Notice> <x>",
		"1795179156 x",
	};

	for (size_t i = 0; i < sizeof same / sizeof same[0]; i++)
		IS(same[i], "2026-11-20T20:52:36+08:00");
	IS("2026-11-20 20:52:36.12 spid51      Login failed", "2026-11-20T20:52:36.12+08:00");
	IS("20-NOV-26 08.52.36.123456 PM +08:00", "2026-11-20T20:52:36.123456+08:00");
	IS("%Nov 20 20:52:36:123 2026 H3C SHELL/5/LOGIN: x", "2026-11-20T20:52:36.123+08:00");
	IS("%@12%Nov 20 20:52:36:123 2026 H3C x", "2026-11-20T20:52:36.123+08:00");
	IS("10.0.1.2:333 [20/Nov/2026:20:52:36.655] in out", "2026-11-20T20:52:36.655+08:00");
	IS("####<Nov 20, 2026, 8:52:36,123 PM Coordinated Universal Time> <x>",
	    "2026-11-20T20:52:36.123Z");
	IS("[26-1-2 20:52:36:123 CST] 00000001 x", "2026-01-02T20:52:36.123+08:00");
	IS("[12345.678901] usb 1-1: x", "-");
	IS("Nov 20 20:52:36 10.0.0.5 x: y", "2026-11-20T20:52:36+08:00");
}

static const char *
with(struct stamp_memo *m, const char *line)
{
	static char text[TS_MAX];
	struct stamp st;

	if (!stamp_find(m, line, strlen(line), &st))
		return "-";
	ts_format(text, st.ns, st.offset_s, 0);
	return text;
}

static void
years(void)
{
	struct stamp_memo m = STAMP_MEMO_INIT;

	m.latest_s = 1767225600 + 3600;		/* 2026-01-01T01:00:00Z */
	CHECK_STR(with(&m, "Dec 31 23:59:59 h a: x"), "2025-12-31T23:59:59Z");
	CHECK_STR(with(&m, "Jan  1 00:00:00 h a: x"), "2026-01-01T00:00:00Z");
	CHECK_STR(with(&m, "Jan  1 23:00:00 h a: x"), "2026-01-01T23:00:00Z");
	CHECK_STR(with(&m, "Jan  3 00:00:00 h a: x"), "2025-01-03T00:00:00Z");
	CHECK_STR(with(&m, "Feb 29 00:00:00 h a: x"), "2024-02-29T00:00:00Z");
	stamp_clear(&m);
}

static void
json(void)
{
	static const char far[] = "{\"level\":\"error\",\"msg\":\"long long long long long long long "
	    "long long long long long long long long long long long long long long long\","
	    "\"time\":\"2026-11-20T20:52:36Z\"}";

	IS(far, "2026-11-20T20:52:36Z");
	IS("{\"expires\":\"2031-01-01 00:00:00\",\"timestamp\":\"2026-11-20T20:52:36.1Z\"}",
	    "2026-11-20T20:52:36.1Z");
	IS("{\"expires\":\"2031-01-01 00:00:00\"}", "-");
	IS("{\"validTime\":\"2031-01-01 00:00:00\",\"startTime\":\"2026-11-20T20:52:36Z\"}",
	    "2026-11-20T20:52:36Z");
	IS("{\"msg\":\"until 2031-01-01 00:00:00\",\"ts\":1795179156.123}",
	    "2026-11-20T20:52:36.123+08:00");
	IS("{\"a\":{\"time\":\"2001-01-01T00:00:00Z\"},\"time\":\"2026-11-20T20:52:36Z\"}",
	    "2026-11-20T20:52:36Z");
	IS("{\"log\":\"- [20/Nov/2026:20:52:35 +0800] \\\"GET\\\"\",\"time\":\"2026-11-20T20:52:36Z\"}",
	    "2026-11-20T20:52:36Z");
	IS("{\"t\":{\"$date\":\"2026-11-20T20:52:36.309+00:00\"},\"s\":\"I\"}",
	    "2026-11-20T20:52:36.309Z");
	IS("{\"instant\":{\"epochSecond\":1795179156,\"nanoOfSecond\":1}}",
	    "2026-11-20T20:52:36+08:00");
	IS("{\"timeMillis\":1795179156123,\"level\":\"INFO\"}", "2026-11-20T20:52:36.123+08:00");
	IS("{\"__REALTIME_TIMESTAMP\":\"1795179156123456\"}", "2026-11-20T20:52:36.123456+08:00");
	IS("{\"time\":12,\"@timestamp\":\"2026-11-20T20:52:36Z\"}", "2026-11-20T20:52:36Z");
	IS("{\"request_time\":0.003,\"uptime\":1234567890}", "-");
}

static void
sentences(void)
{
	IS("the certificate will expire on 2031-01-01 00:00:00", "-");
	IS("WARNING:app:the certificate ends on 2031-01-01 00:00:00", "-");
	IS("20:52:36 INFO contract ends 2031-01-01 00:00:00", "-");
	IS("Release 19 - Production on Fri Nov 20 20:52:36 2026", "2026-11-20T20:52:36+08:00");
	IS("【2026-11-20 20:52:36】【错误】x", "2026-11-20T20:52:36+08:00");
	IS("证书将于2031-01-01 00:00:00到期", "-");
	IS("[worker a b c] 2026-11-20 20:52:36 x", "2026-11-20T20:52:36+08:00");
}

static void
orders(void)
{
	struct stamp_memo m = STAMP_MEMO_INIT;

	m.latest_s = LATEST;
	CHECK_STR(with(&m, "03/04/2026 10:00:00 x"), "2026-03-04T10:00:00Z");
	CHECK_STR(with(&m, "25/04/2026 10:00:00 x"), "2026-04-25T10:00:00Z");
	CHECK_STR(with(&m, "03/04/2026 10:00:00 x"), "2026-04-03T10:00:00Z");
	stamp_clear(&m);
}

static void
stays_in_its_place(void)
{
	struct stamp_memo m = STAMP_MEMO_INIT;

	m.latest_s = LATEST;
	CHECK_STR(with(&m, "2026-11-20 20:52:36 x"), "2026-11-20T20:52:36Z");
	CHECK_STR(with(&m, "certificate ends 2030-01-01 00:00:00"), "-");
	CHECK_STR(with(&m, "Fri Nov 20 20:52:37 2026"), "2026-11-20T20:52:37Z");
	CHECK_STR(with(&m, "[2026-11-20 20:52:38] x"), "2026-11-20T20:52:38Z");
	CHECK_STR(with(&m, "{\"n\":1,\"host\":\"h\",\"time\":\"2026-11-20T20:52:39Z\"}"),
	    "2026-11-20T20:52:39Z");
	stamp_clear(&m);
	CHECK_STR(with(&m, "[INFO] 2026-11-20 20:52:36 x"), "2026-11-20T20:52:36Z");
	CHECK_STR(with(&m, "certificate ends: 2030-01-01 00:00:00"), "-");
	CHECK_STR(with(&m, "[CRITICAL] 2026-11-20 20:52:37 x"), "2026-11-20T20:52:37Z");
	stamp_clear(&m);
}

static void
same_second(void)
{
	struct stamp_memo m = STAMP_MEMO_INIT;
	struct stamp st;

	m.latest_s = LATEST;
	CHECK(stamp_find(&m, "2026-11-20 20:52:36.123 INFO  x", 31, &st));
	CHECK(stamp_find(&m, "2026-11-20 20:52:36.987 INFO  y", 31, &st));
	CHECK_INT(st.ns % TS_SECOND, 987000000);
	CHECK(stamp_find(&m, "2026-11-20 20:52:36.987 +0800 y", 31, &st));
	CHECK_INT(st.offset_s, 8 * 3600);
	CHECK(stamp_find(&m, "2026-11-20 20:52:36.98765432 INFO", 33, &st));
	CHECK_INT(st.digits, 8);
	CHECK_INT(st.offset_s, 0);
	stamp_clear(&m);
}

/* The moment of a line in a zone with summer time, and what is in doubt about it. */
static const char *
doubtful(struct stamp_memo *m, const char *line)
{
	static const char *const words[] = { "", " twice", " never" };
	static char text[TS_MAX + 8];
	struct stamp st;

	if (!stamp_find(m, line, strlen(line), &st))
		return "-";
	snprintf(text + ts_format(text, st.ns, st.offset_s, 0), 8, "%s", words[st.doubt]);
	return text;
}

/* In Berlin clocks went from 3 to 2 on 25 October 2026 and from 2 to 3 on 29 March. */
static void
doubts(void)
{
	struct stamp_memo m = STAMP_MEMO_INIT;
	struct zone *berlin = zone_rule("CET-1CEST,M3.5.0,M10.5.0/3");

	m.zone = berlin;
	m.latest_s = LATEST;
	CHECK_STR(doubtful(&m, "2026-03-29 01:59:59 x"), "2026-03-29T01:59:59+01:00");
	CHECK_STR(doubtful(&m, "2026-03-29 02:30:00 x"), "2026-03-29T02:30:00+01:00 never");
	CHECK_STR(doubtful(&m, "2026-03-29 03:00:00 x"), "2026-03-29T03:00:00+02:00");
	CHECK_STR(doubtful(&m, "2026-10-25 01:59:59 x"), "2026-10-25T01:59:59+02:00");
	CHECK_STR(doubtful(&m, "2026-10-25 02:00:00 x"), "2026-10-25T02:00:00+02:00 twice");
	CHECK_STR(doubtful(&m, "2026-10-25 02:59:59 x"), "2026-10-25T02:59:59+02:00 twice");
	CHECK_STR(doubtful(&m, "2026-10-25 02:59:58 x"), "2026-10-25T02:59:58+02:00 twice");
	/* back by most of the hour: now it is the second time */
	CHECK_STR(doubtful(&m, "2026-10-25 02:00:01 x"), "2026-10-25T02:00:01+01:00 twice");
	CHECK_STR(doubtful(&m, "2026-10-25 02:00:00 x"), "2026-10-25T02:00:00+01:00 twice");
	CHECK_STR(doubtful(&m, "2026-10-25 02:55:00 x"), "2026-10-25T02:55:00+01:00 twice");
	CHECK_STR(doubtful(&m, "2026-10-25 03:00:00 x"), "2026-10-25T03:00:00+01:00");
	/* an older file, read behind it */
	CHECK_STR(doubtful(&m, "2026-10-26 03:00:00 x"), "2026-10-26T03:00:00+01:00");
	CHECK_STR(doubtful(&m, "2026-10-27 03:00:00 x"), "2026-10-27T03:00:00+01:00");
	CHECK_STR(doubtful(&m, "2026-10-25 02:30:00 x"), "2026-10-25T02:30:00+02:00 twice");
	/* an offset leaves no doubt */
	CHECK_STR(doubtful(&m, "2026-10-25 02:30:00+01:00 x"), "2026-10-25T02:30:00+01:00");
	stamp_clear(&m);
	zone_free(berlin);
}

/* Random changes in lines, one after the other: the short way says what the long one says. */
static void
ways(const char *form)
{
	static const char *const lines[] = {
		"2026-10-25 02:59:59.123 INFO x", "2026-10-25T01:59:59.123456+08:00 h a[1]: x",
		"Oct 25 02:10:11 h sshd[1]: x", "[25/Oct/2026:02:52:36 +0800] \"GET\"",
		"{\"time\":\"2026-10-25 02:30:00,5\",\"a\":1}", "081109 203615 148 INFO x",
		"####<2026-10-25 下午08时52分36秒 CST> <Error> <x>", "11/05/26 20:52:36 - x",
		"[Sun Oct 25 02:47:44 2026] [notice] x", "Fri Oct 25 20:52:36:123 CST 2026: x",
		"2026-10-25 08:52:36 PM x", "<34>Oct 25 20:52:36 10.0.0.1 x",
		"2026-10-25 20:52:36 UTC x", "2026-10-25 20:52:36 Asia/Tokyo x",
	};
	static const char bytes[] = "0123456789012345678901234567890123456789 :.,-+TZ/PMa]\"";
	struct stamp_memo warm = STAMP_MEMO_INIT, cold = STAMP_MEMO_INIT;
	struct zone *berlin = zone_rule("CET-1CEST,M3.5.0,M10.5.0/3");
	unsigned long long x = 88172645463325252ULL;
	unsigned differ = 0, short_ones = 0;
	const char *why;
	struct stamp_format *f = form ? stamp_format_new(form, &why) : NULL;

	warm.zone = cold.zone = berlin;
	warm.format = cold.format = f;
	for (int i = 0; i < 100000; i++) {
		struct stamp a = { 0 }, b = { 0 };
		const char *from;
		char line[96];
		size_t n;
		bool had;

		x ^= x << 13, x ^= x >> 7, x ^= x << 17;
		/* long stretches of one kind, and short ones of all */
		from = lines[i / 64 % 2 ? x / 64 % 14 : (unsigned)i / 4096 % 14];
		n = strlen(from);
		memcpy(line, from, n + 1);
		if (x % 8 > 0)
			line[x / 1024 % n] = bytes[x / 65536 % (sizeof bytes - 1)];
		warm.latest_s = cold.latest_s = LATEST + (i & 512 ? 400 * 86400 : 0);
		stamp_rest(&cold);
		cold.calm.zone = NULL;
		had = stamp_find(&cold, line, n, &b);
		short_ones += warm.layout && warm.layout->words > 0;
		differ += stamp_find(&warm, line, n, &a) != had || (had && (a.ns != b.ns ||
		    a.offset_s != b.offset_s || a.digits != b.digits || a.from != b.from ||
		    a.to != b.to || a.doubt != b.doubt || a.form != b.form));
	}
	CHECK_INT(differ, 0);
	CHECK(short_ones > 10000);
	stamp_clear(&warm);
	stamp_clear(&cold);
	stamp_format_free(f);
	zone_free(berlin);
}

static void
short_way(void)
{
	static const char *const forms[] = {
		NULL, "%F %T.%f", "%b %d %T", "[%d/%b/%Y:%T %z]", "%F %T %Z", "%F %I:%M:%S %p",
		"%y%m%d %H%M%S", "%T",
	};

	for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++)
		ways(forms[i]);
}

/* The time of a line in that form, the same at once and again. */
static const char *
in_form(const char *form, const char *line)
{
	static char text[TS_MAX];
	struct stamp_memo m = STAMP_MEMO_INIT;
	const char *why;
	struct stamp_format *f = stamp_format_new(form, &why);
	struct stamp st, again;

	if (!f)
		return why;
	m.zone = shanghai;
	m.latest_s = LATEST;
	m.format = f;
	memcpy(text, "-", 2);
	if (stamp_find(&m, line, strlen(line), &st)) {
		ts_format(text, st.ns, st.offset_s, st.digits);
		CHECK(stamp_find(&m, line, strlen(line), &again));
		CHECK_INT(again.ns, st.ns);
		CHECK_INT(again.to, st.to);
	}
	stamp_clear(&m);
	stamp_format_free(f);
	return text;
}

#define FORM(form, line, want) CHECK_STR(in_form(form, line), want)

static void
given_forms(void)
{
	FORM("%Y-%m-%d %H:%M:%S", "x: 2026-11-20 20:52:36 y", "2026-11-20T20:52:36+08:00");
	FORM("%F %T,%f", "2026-11-20 20:52:36,123 y", "2026-11-20T20:52:36.123+08:00");
	FORM("%d.%m.%y %H.%M.%S", "20.11.26 20.52.36 y", "2026-11-20T20:52:36+08:00");
	FORM("%d/%m/%Y %R", "[03/04/2026 20:52] y", "2026-04-03T20:52:00+08:00");
	FORM("%D %I:%M:%S %p", "11/20/26 8:52:36 PM y", "2026-11-20T20:52:36+08:00");
	FORM("%Y年%m月%d日 %p%I时%M分%S秒", "2026年11月20日 下午08时52分36秒 y",
	    "2026-11-20T20:52:36+08:00");
	FORM("%Y年%m月%d日 %p%I时%M分%S秒", "2026年11月20日 上午12时52分36秒 y",
	    "2026-11-20T00:52:36+08:00");
	FORM("%a %b %e %T %Y", "Fri Nov 20 20:52:36 2026", "2026-11-20T20:52:36+08:00");
	FORM("%A %B %d %T %Y", "星期五 十一月 20 20:52:36 2026", "2026-11-20T20:52:36+08:00");
	FORM("%b %d %T", "Nov  5 20:52:36 h x", "2026-11-05T20:52:36+08:00");
	FORM("%b %d %T", "Dec  5 20:52:36 h x", "2025-12-05T20:52:36+08:00");
	FORM("%Y%m%d%H%M%S%f", "20261120205236123 x", "2026-11-20T20:52:36.123+08:00");
	FORM("%y%j:%H%M%S", "26324:205236 x", "2026-11-20T20:52:36+08:00");
	FORM("%s.%N", "at=1795179156.123456 x", "2026-11-20T20:52:36.123456+08:00");
	FORM("T%s", "xxxT1795179156 x", "2026-11-20T20:52:36+08:00");
	FORM("%FT%T%z", "2026-11-20T12:52:36+0000 x", "2026-11-20T12:52:36Z");
	FORM("%F %T %Z", "2026-11-20 12:52:36 UTC x", "2026-11-20T12:52:36Z");
	FORM("%F %T %Z", "2026-11-20 20:52:36 XYZ x", "2026-11-20T20:52:36+08:00");
	FORM("<%F %T>", "2026-11-01 20:52:36 <2026-11-20 20:52:36> x",
	    "2026-11-20T20:52:36+08:00");
	FORM("100%% %F %T", "100% 2026-11-20 20:52:36", "2026-11-20T20:52:36+08:00");
	FORM("%F %-H:%M:%S", "2026-11-20 8:52:36", "2026-11-20T08:52:36+08:00");
	FORM("%F %T", "2026-02-30 20:52:36 y", "-");
	FORM("%F %T", "2026-11-20 20:52:361 y", "-");
	FORM("%F %T", "2026/11/20 20:52:36 y", "-");
	FORM("%F %T", "a2026-11-20 20:52:36 y", "-");
	FORM("%F %I:%M %p", "2026-11-20 13:52 PM y", "-");
	FORM("%y%j %T", "26366 20:52:36 y", "-");
	FORM("%Q", "", "it has an unknown letter after %");
	FORM("%F %T %", "", "it has an unknown letter after %");
	FORM("%T", "", "it has no day");
	FORM("%F", "", "it has no time of day");
	FORM("%F %I:%M", "", "%I needs %p");
	FORM("%j %T", "", "a day of the year needs the year");
	FORM("%F%F%F%F%F%F%F%F%F%F%F%F%F%F", "", "it is too long");
}

int
main(void)
{
	shanghai = zone_new("+08:00");
	RUN(iso);
	RUN(zones);
	RUN(named_months);
	RUN(chinese);
	RUN(numbers);
	RUN(prefixes);
	RUN(no_such_time);
	RUN(years);
	RUN(json);
	RUN(sentences);
	RUN(orders);
	RUN(stays_in_its_place);
	RUN(same_second);
	RUN(kinds);
	RUN(doubts);
	RUN(given_forms);
	RUN(short_way);
	zone_free(shanghai);
	return check_end();
}
