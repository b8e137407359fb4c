/* charset_bench - lines decoded a second, one core; iconv(3), a line a call, beside it. */
#include <iconv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "buf.h"
#include "charset.h"

enum { LINES = 20000, ROUNDS = 10 };

static const char line[] =
    "2026-11-20 20:52:36,123 [http-nio-8080-exec-7] ERROR c.gov.pay.OrderService - "
    "数据库连接失败，订单号 20261120000123456 处理超时，请检查网络配置后重试：errno=110 "
    "(连接超时) at 支付服务.提交(OrderService.java:217)\n";

static const char ascii[] =
    "2026-11-20 20:52:36,123 [http-nio-8080-exec-7] ERROR c.gov.pay.OrderService - connection "
    "to the database failed, order 20261120000123456 timed out, check the network: errno=110 "
    "(timed out) at PaymentService.submit(OrderService.java:217)\n";

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* LINES times the text, in that encoding. */
static char *
make(const char *name, const char *text, size_t *n)
{
	iconv_t cd = iconv_open(name, "UTF-8");
	char one[1024], *in = (char *)(uintptr_t)text, *out = one, *all;
	size_t left = strlen(text), room = sizeof one, len;

	if (cd == (iconv_t)-1 || iconv(cd, &in, &left, &out, &room) == (size_t)-1)
		abort();
	iconv_close(cd);
	len = sizeof one - room;
	all = malloc(len * LINES);
	if (!all)
		abort();
	for (size_t i = 0; i < LINES; i++)
		memcpy(all + i * len, one, len);
	*n = len * LINES;
	return all;
}

/* MB/s of charset_decode(), and of finding the lines. */
static double
by_charset(const char *name, const char *all, size_t n)
{
	struct charset *c = charset_new(name);
	struct buf to = BUF_INIT, bad = BUF_INIT;
	const char *p, *newline, *e = all + n;
	uint64_t sum = 0;
	double start = now();

	if (!c)
		abort();
	for (int i = 0; i < ROUNDS; i++)
		for (p = all; (newline = charset_newline(c, p, e)) != NULL;
		    p = newline + charset_unit(c)) {
			buf_cut(&to, 0);
			sum += charset_decode(c, p, (size_t)(newline - p), &to, &bad);
		}
	if (sum > 0)
		abort();
	buf_clear(&to);
	charset_free(c);
	return (double)n * ROUNDS / 1e6 / (now() - start);
}

/* MB/s of the same when each line is guessed. */
static double
by_guess(const char *all, size_t n)
{
	struct charset_pool *pool = charset_pool_new();
	struct charset_guess g = CHARSET_GUESS_INIT;
	struct buf to = BUF_INIT;
	const char *p, *newline, *e = all + n;
	double start = now();

	for (int i = 0; i < ROUNDS; i++)
		for (p = all; (newline = memchr(p, '\n', (size_t)(e - p))) != NULL;
		    p = newline + 1) {
			size_t len = (size_t)(newline - p);

			buf_cut(&to, 0);
			charset_decode(charset_guess_line(&g, pool, p, len), p, len, &to, NULL);
		}
	buf_clear(&to);
	charset_pool_free(pool);
	return (double)n * ROUNDS / 1e6 / (now() - start);
}

static double
by_iconv(const char *name, const char *all, size_t n)
{
	iconv_t cd = iconv_open("UTF-8", name);
	char to[4096], *in, *out;
	const char *p, *newline, *e = all + n;
	size_t left, room;
	double start = now();

	if (cd == (iconv_t)-1)
		abort();
	for (p = all; (newline = memchr(p, '\n', (size_t)(e - p))) != NULL; p = newline + 1) {
		in = (char *)(uintptr_t)p;
		out = to;
		left = (size_t)(newline - p);
		room = sizeof to;
		iconv(cd, NULL, NULL, NULL, NULL);
		if (iconv(cd, &in, &left, &out, &room) == (size_t)-1)
			abort();
	}
	iconv_close(cd);
	return (double)n / 1e6 / (now() - start);
}

static void
row(const char *what, const char *name, const char *text)
{
	size_t n;
	char *all = make(name, text, &n);
	double ours = by_charset(name, all, n), peer;

	if (strncmp(name, "UTF-16", 6) == 0) {
		printf("| %s | %.0f | | | |\n", what, ours);
	} else {
		peer = by_iconv(name, all, n);
		printf("| %s | %.0f | %.0f | %.0f | %.1f |\n", what, ours, by_guess(all, n), peer,
		    ours / peer);
	}
	free(all);
}

int
main(void)
{
	printf("| lines of | charset, MB/s | guessed | iconv(3) | times |\n"
	    "|---|---|---|---|---|\n");
	row("GB18030, ASCII and Chinese", "GB18030", line);
	row("Big5, ASCII and Chinese", "BIG5", "2026-11-20 20:52:36 ERROR 資料庫連線失敗，"
	    "訂單 20261120000123456 處理逾時，請檢查網路設定後重試：errno=110\n");
	row("UTF-8, ASCII and Chinese", "UTF-8", line);
	row("UTF-16LE, ASCII and Chinese", "UTF-16LE", line);
	row("ASCII as GB18030", "GB18030", ascii);
	row("ASCII as UTF-8", "UTF-8", ascii);
	return 0;
}
