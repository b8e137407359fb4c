/*
 * archive_corpus - log records for the figures of the archive, always the same ones.
 *
 *   archive_corpus [-d DAYS] [-s SEED] FOLDER BYTES >records
 *
 * FOLDER holds NAME_2k.log of loghub: real lines of eight systems.  They come out in
 * bursts of one host, of 300 lines on average, with times of DAYS days in each system's
 * own form; in each burst the identifiers, ports, addresses and hosts are drawn anew, the
 * same for the same.  Status 77 when FOLDER is not there.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "buf.h"
#include "err.h"
#include "file.h"
#include "json.h"
#include "level.h"
#include "num.h"
#include "out.h"
#include "ts.h"

enum { HOSTS = 4, BURST_MAX = 600, LINES_MAX = 4000, SAMPLE_MAX = 4 << 20, SKIP = 77,
	ROTATE_BYTES = 8 << 20, DAYS_MAX = 4000,
	RECORD_BYTES = 350 };	/* about, for the times */

static const int64_t first_time = INT64_C(1790640000) * TS_SECOND;	/* 2026-09-29 */

struct file {
	char host[16], fid[17];
	int64_t off;
};

static struct system {
	const char *name, *kind, *path;
	const char *host;	/* as its lines name it; NULL: they do not */
	const char *form;	/* of the time, of strftime(3); %L: milliseconds */
	size_t length;		/* of that */
	int words;		/* before it */
	int weight;
	struct buf text;
	size_t lines[LINES_MAX + 1], n;
	struct file files[HOSTS];
} systems[] = {
	{ .name = "Apache", .kind = "mw", .path = "/var/log/apache2/error.log",
	    .form = "[%a %b %d %T %Y]", .length = 26, .weight = 8 },
	{ .name = "HDFS", .kind = "app", .path = "/var/log/hadoop/hdfs-datanode.log",
	    .form = "%y%m%d %H%M%S", .length = 13, .weight = 20 },
	{ .name = "Hadoop", .kind = "app", .path = "/var/log/hadoop/yarn/syslog",
	    .form = "%F %T,%L", .length = 23, .weight = 15 },
	{ .name = "Linux", .kind = "os", .path = "/var/log/messages",
	    .host = "combo", .form = "%b %e %T", .length = 15, .weight = 12 },
	{ .name = "OpenSSH", .kind = "security", .path = "/var/log/auth.log",
	    .host = "LabSZ", .form = "%b %e %T", .length = 15, .weight = 15 },
	{ .name = "OpenStack", .kind = "app", .path = "/var/log/nova/nova-api.log",
	    .form = "%F %T.%L", .length = 23, .words = 1, .weight = 15 },
	{ .name = "Windows", .kind = "os", .path = "/mnt/logs/CBS.log",
	    .form = "%F %T", .length = 19, .weight = 7 },
	{ .name = "Zookeeper", .kind = "mw", .path = "/var/log/zookeeper/zookeeper.log",
	    .form = "%F %T,%L", .length = 23, .weight = 8 },
};
enum { SYSTEMS = sizeof systems / sizeof *systems };

/* What happens in one burst. */
struct burst {
	struct system *s;
	struct file *f;
	uint64_t seed;
	int64_t time;
};

static uint64_t state;
static int64_t written;

/* SplitMix64. */
static uint64_t
mix(uint64_t x)
{
	x += UINT64_C(0x9e3779b97f4a7c15);
	x = (x ^ (x >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	x = (x ^ (x >> 27)) * UINT64_C(0x94d049bb133111eb);
	return x ^ (x >> 31);
}

static uint64_t
draw(uint64_t below)
{
	state = mix(state);
	return state % below;
}

/* Of a text within a burst: the same for the same. */
static uint64_t
hash(uint64_t seed, const char *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		seed = mix(seed ^ (unsigned char)p[i]);
	return seed;
}

static void
draw_name(char *to, size_t n)
{
	for (size_t i = 0; i < n; i++)
		to[i] = "0123456789abcdef"[draw(16)];
	to[n] = '\0';
}

static void
load(struct system *s, const char *folder)
{
	struct buf path = BUF_INIT;
	size_t at = 0;

	buf_fmt(&path, "%s/%s_2k.log", folder, s->name);
	if (file_read(buf_text(&path), SAMPLE_MAX, &s->text) < 0) {
		printf("the samples of loghub are not at '%s'\n", folder);
		exit(SKIP);
	}
	while (at < s->text.n && s->n < LINES_MAX) {
		const char *p = s->text.p + at, *nl = memchr(p, '\n', s->text.n - at);

		s->lines[s->n++] = at;
		at = nl ? (size_t)(nl - s->text.p) + 1 : s->text.n;
	}
	s->lines[s->n] = at;
	for (size_t i = 0; i < HOSTS; i++)
		snprintf(s->files[i].host, sizeof s->files[i].host, "%.2s%c%03u", s->name,
		    "aehp"[i], (unsigned)draw(1000));
	buf_clear(&path);
}

/* In the case they have. */
static void
put_hex(struct buf *to, uint64_t h, const char *p, size_t n)
{
	for (size_t i = 0; i < n; i++, h = mix(h))
		buf_char(to, isupper((unsigned char)p[i]) ? "0123456789ABCDEF"[h % 16] :
		    "0123456789abcdef"[h % 16]);
}

/* As many digits as there were; of five, it may be a port. */
static void
put_number(struct buf *to, uint64_t h, size_t n)
{
	for (size_t i = 0; i < n; i++, h = mix(h))
		buf_char(to, (char)(i > 0 ? '0' + h % 10 : '1' + h % (n == 5 ? 5 : 9)));
}

static void
put_address(struct buf *to, uint64_t h, const char *p, size_t n)
{
	for (const char *end = p + n, *q; p < end; p = q + 1, h = mix(h)) {
		for (q = p; q < end && *q != '.';)
			q++;
		if (q - p == 3)
			buf_fmt(to, "%u", 100 + (unsigned)(h % 156));
		else
			put_number(to, h, (size_t)(q - p));
		if (q < end)
			buf_char(to, '.');
	}
}

static size_t
span_of(const char *p, const char *end, const char *accept)
{
	size_t n = 0;

	while (p + n < end && strchr(accept, p[n]) && p[n])
		n++;
	return n;
}

/* a.b.c.d at p: its length, or 0. */
static size_t
address(const char *p, const char *end)
{
	size_t n = 0, part;

	for (int i = 0; i < 4; i++, n += part) {
		if (i > 0 && (p + n >= end || p[n++] != '.'))
			return 0;
		part = span_of(p + n, end, "0123456789");
		if (part == 0 || part > 3)
			return 0;
	}
	return n;
}

/* Letters and digits, both, of hexadecimal; or very many of them. */
static bool
is_hex(const char *p, size_t n)
{
	size_t digits = 0;

	for (size_t i = 0; i < n; i++)
		digits += isdigit((unsigned char)p[i]) != 0;
	return n >= 8 && digits > 0 && digits < n;
}

/* A word of letters, digits and underlines that begins at p. */
static size_t
put_word(const struct burst *b, const char *line, const char *p, const char *end,
    struct buf *to)
{
	size_t n = 0, digits = span_of(p, end, "0123456789");
	size_t hex = span_of(p, end, "0123456789abcdefABCDEF");
	size_t addr = digits ? address(p, end) : 0;
	bool fresh = p == line || !isalnum((unsigned char)p[-1]);

	if (addr && fresh) {
		put_address(to, hash(b->seed, p, addr), p, addr);
		return addr;
	}
	if (fresh && hex >= 8 && is_hex(p, hex)) {
		put_hex(to, hash(b->seed, p, hex), p, hex);
		return hex;
	}
	if (digits >= 5 || (digits >= 4 && p > line && strchr("[:_", p[-1]))) {
		put_number(to, hash(b->seed, p, digits), digits);
		return digits;
	}
	if (digits) {
		buf_put(to, p, digits);
		return digits;
	}
	while (p + n < end && isalpha((unsigned char)p[n]))
		n++;
	if (b->s->host && n == strlen(b->s->host) && memcmp(p, b->s->host, n) == 0)
		buf_str(to, b->f->host);
	else
		buf_put(to, p, n);
	return n;
}

/* What a day of the week, a month are is the same everywhere: no locale is set. */
static void
put_time(const char *form, int64_t ns, struct buf *to)
{
	static const char days[] = "SunMonTueWedThuFriSat";
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	struct ts_civil c;

	ts_civil_at(ns / TS_SECOND, &c);
	for (; *form; form++) {
		if (*form != '%') {
			buf_char(to, *form);
			continue;
		}
		switch (*++form) {
		case 'a':
			buf_put(to, days + 3 * ts_weekday(ts_days(c.year, c.month, c.day)),
			    3);
			break;
		case 'b': buf_put(to, months + 3 * (c.month - 1), 3); break;
		case 'd': buf_fmt(to, "%02d", c.day); break;
		case 'e': buf_fmt(to, "%2d", c.day); break;
		case 'm': buf_fmt(to, "%02d", c.month); break;
		case 'y': buf_fmt(to, "%02d", c.year % 100); break;
		case 'Y': buf_fmt(to, "%d", c.year); break;
		case 'F': buf_fmt(to, "%d-%02d-%02d", c.year, c.month, c.day); break;
		case 'T': buf_fmt(to, "%02d:%02d:%02d", c.hour, c.minute, c.second); break;
		case 'H': buf_fmt(to, "%02d", c.hour); break;
		case 'M': buf_fmt(to, "%02d", c.minute); break;
		case 'S': buf_fmt(to, "%02d", c.second); break;
		case 'L':
			buf_fmt(to, "%03d", (int)(ns / (TS_SECOND / 1000) % 1000));
			break;
		}
	}
}

static void
put_line(const struct burst *b, const char *p, const char *end, struct buf *to,
    size_t *from, size_t *till)
{
	const char *line = p;

	buf_cut(to, 0);
	for (int i = 0; i < b->s->words; i++)
		while (p < end && *p++ != ' ')
			;
	buf_put(to, line, (size_t)(p - line));
	*from = to->n;
	put_time(b->s->form, b->time, to);
	*till = to->n;
	p += (size_t)(end - p) < b->s->length ? (size_t)(end - p) : b->s->length;
	while (p < end)
		if (isalnum((unsigned char)*p))
			p += put_word(b, line, p, end, to);
		else
			buf_char(to, *p++);
}

static void
put_head(const struct burst *b, const char *type, struct out *out)
{
	char text[TS_MAX];
	bool ms = strstr(b->s->form, "%L") || strcmp(type, "log") != 0;

	ts_format(text, ms ? b->time : b->time / TS_SECOND * TS_SECOND, 0, 3);
	out_fmt(out, "{\"time\":\"%s\",\"type\":\"%s\",\"host\":\"%s\",\"system\":\"%s\","
	    "\"kind\":\"%s\",\"path\":\"%s\",\"fid\":\"%s\"", text, type, b->f->host,
	    b->s->name, b->s->kind, b->s->path, b->f->fid);
}

static void
end_record(struct out *out, size_t from)
{
	written += (int64_t)(out->text.n - from) + 1;
	if (out_end(out) < 0)
		out_die(out);
}

/* Another generation of the file. */
static void
put_source(const struct burst *b, struct out *out)
{
	char head[65], tail[65];
	size_t from = out->text.n;

	draw_name(b->f->fid, 16);
	draw_name(head, 64);
	draw_name(tail, 64);
	b->f->off = 0;
	put_head(b, "source", out);
	out_fmt(out, ",\"dev\":65024,\"ino\":%u,\"born_ns\":%lld,\"head_n\":1024,"
	    "\"head\":\"%s\",\"mtime_ns\":%lld,\"off\":0,\"size\":%u,\"tail_n\":0,"
	    "\"tail\":\"%s\"}", (unsigned)draw(1 << 24), (long long)b->time, head,
	    (long long)b->time, (unsigned)draw(ROTATE_BYTES), tail);
	end_record(out, from);
}

static void
put_record(const struct burst *b, const char *p, const char *end, struct out *out)
{
	static struct buf line;
	size_t from, till, begin = out->text.n;
	enum level level;

	put_line(b, p, end, &line, &from, &till);
	level = level_find(line.p, line.n, from, till);
	put_head(b, "log", out);
	out_fmt(out, ",\"off\":%lld,\"end\":%lld", (long long)b->f->off,
	    (long long)b->f->off + (long long)line.n + 1);
	if (level != LEVEL_NONE)
		out_fmt(out, ",\"severity\":\"%s\"", level_name(level));
	out_str(out, ",\"msg\":");
	json_put_out(out, line.p, line.n);
	out_str(out, "}");
	end_record(out, begin);
	b->f->off += (int64_t)line.n + 1;
}

static struct system *
draw_system(void)
{
	int sum = 0, at;

	for (int i = 0; i < SYSTEMS; i++)
		sum += systems[i].weight;
	at = (int)draw((uint64_t)sum);
	for (int i = 0;; i++)
		if ((at -= systems[i].weight) < 0)
			return &systems[i];
}

/* Lines in a row of one sample; each some time after the one before. */
static int64_t
put_burst(struct burst *b, int64_t step, struct out *out)
{
	struct system *s = b->s;
	size_t at = draw(s->n), n = 1 + draw(BURST_MAX);

	if (!*b->f->fid || b->f->off > ROTATE_BYTES)
		put_source(b, out);
	for (; n > 0; n--, at = (at + 1) % s->n) {
		const char *p = s->text.p + s->lines[at], *end = s->text.p + s->lines[at + 1];

		while (end > p && (end[-1] == '\n' || end[-1] == '\r'))
			end--;
		b->time += (int64_t)draw((uint64_t)step * 2);
		put_record(b, p, end, out);
	}
	return b->time;
}

int
main(int argc, char *argv[])
{
	struct out out = OUT_INIT(STDOUT_FILENO);
	int64_t days = 3, seed = 7, bytes, time = first_time, step;

	err_init(argv[0]);
	for (int c; (c = getopt(argc, argv, "d:s:")) != -1;)
		if (c == '?' || num_i64(optarg, 1, c == 'd' ? DAYS_MAX : INT64_MAX,
		    c == 'd' ? &days : &seed) < 0)
			die_msg(EXIT_USAGE, "bad option");
	if (argc - optind != 2 || num_i64(argv[optind + 1], 1, INT64_MAX, &bytes) < 0)
		die_msg(EXIT_USAGE, "usage: archive_corpus [-d DAYS] [-s SEED] FOLDER BYTES");
	state = (uint64_t)seed;
	for (int i = 0; i < SYSTEMS; i++)
		load(&systems[i], argv[optind]);
	step = days * 86400 * TS_SECOND / (bytes / RECORD_BYTES + 1);
	while (written < bytes) {
		struct system *s = draw_system();
		struct burst b = { s, &s->files[draw(HOSTS)], draw(UINT64_MAX), time };

		time = put_burst(&b, step, &out);
	}
	if (out_flush(&out) < 0)
		out_die(&out);
	return 0;
}
