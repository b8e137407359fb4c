/* reportfmt - make a report of a stream of records, or syslog messages of each. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "conf.h"
#include "err.h"
#include "num.h"
#include "opt.h"
#include "rec.h"
#include "reportfmt.h"
#include "stream.h"
#include "ts.h"
#include "zone.h"

enum { WIDTH = 100, WIDTH_MIN = 40, WIDTH_MAX = 1000, DATE_LEN = 10, DAY = 86400 };
enum { OPT_TITLE = OPT_OWN, OPT_ZONE, OPT_DAY, OPT_BOM, OPT_WIDTH, OPT_FACILITY,
	OPT_SD_ID, OPT_OCTETS, OPT_TYPE };

static const char synopsis[] =
    "reportfmt [-n] [-o text|markdown|html|csv] [-r form] [-l zh|en|both] "
    "[--title text] [--zone name] [--day date] [--width columns] [--bom] | "
    "reportfmt -o rfc5424 [--type name]... [--facility name] [--sd-id id] [--octets]";

static const char help[] =
"usage: reportfmt [-n] [-o text|markdown|html|csv] [-r form] [-l zh|en|both]\n"
"                 [--title text] [--zone name] [--day date] [--width columns] [--bom]\n"
"       reportfmt -o rfc5424 [--type name]... [--facility name] [--sd-id id] [--octets]\n"
"\n"
"Read records, and at their end write a report; or write each as a syslog message.\n"
"\n"
"  -o FACE          text (the default), markdown, html, csv; rfc5424, record by record\n"
"  -r FORM          the form of the report: a file, or a name in etc/reports (daily)\n"
"  -l LANGUAGE      zh, en or both, instead of what the form says\n"
"  -n               check the form, read nothing\n"
"  --title TEXT     instead of the title in the form\n"
"  --zone NAME      show times in this zone (Asia/Shanghai, +08:00)\n"
"  --day DATE       only this day (2026-11-20) of that zone; cases and checks of before\n"
"                   are known, but not counted\n"
"  --width COLUMNS  text: length of a line (100)\n"
"  --bom            csv: begin with a byte order mark\n"
"  --type NAME      rfc5424: only records of this type; may be given several times\n"
"  --facility NAME  rfc5424: kern user daemon auth local0 ... (user)\n"
"  --sd-id ID       rfc5424: name of the structured data (sluice@32473)\n"
"  --octets         rfc5424: count the octets of each message (RFC 6587), for TCP\n"
"  --help, --version\n";

struct opts {
	face_fn *face;		/* NULL: rfc5424 */
	struct face how;
	const char *form, *title, *day;
	enum lang lang;
	struct zone *zone;
	bool check;
	struct syslog syslog;
};

static face_fn *
face_of(const char *name)
{
	static const struct {
		const char *name;
		face_fn *face;
	} faces[] = { { "text", face_text }, { "markdown", face_markdown },
	    { "html", face_html },
		{ "csv", face_csv }, { "rfc5424", NULL } };

	for (size_t i = 0; i < sizeof faces / sizeof *faces; i++)
		if (strcmp(faces[i].name, name) == 0)
			return faces[i].face;
	die_msg(EXIT_USAGE,
	    "unknown face '%s': text, markdown, html, csv or rfc5424", name);
}

static size_t
width_option(const char *s)
{
	int64_t v;

	if (num_i64(s, WIDTH_MIN, WIDTH_MAX, &v) < 0)
		die_errno(EXIT_USAGE, "bad width '%s'", s);
	return (size_t)v;
}

static void
long_option(struct opts *o, int c)
{
	switch (c) {
	case OPT_TITLE: o->title = optarg; break;
	case OPT_DAY: o->day = optarg; break;
	case OPT_BOM: o->how.bom = true; break;
	case OPT_WIDTH: o->how.width = width_option(optarg); break;
	case OPT_OCTETS: o->syslog.octets = true; break;
	case OPT_ZONE:
		zone_free(o->zone);
		o->zone = *optarg ? zone_new(optarg) : NULL;
		if (!o->zone)
			die_msg(EXIT_USAGE, "bad zone '%s': %s", optarg, *optarg ?
			    strerror(errno) : "empty");
		break;
	case OPT_FACILITY:
		if (!syslog_facility(optarg, &o->syslog.facility))
			die_msg(EXIT_USAGE, "unknown facility '%s'", optarg);
		break;
	case OPT_TYPE:
		if (o->syslog.ntypes == SYSLOG_TYPES_MAX)
			die_msg(EXIT_USAGE, "more than %d types", SYSLOG_TYPES_MAX);
		o->syslog.types[o->syslog.ntypes++] = optarg;
		break;
	case OPT_SD_ID:
		o->syslog.sd_id = optarg;
		if (!syslog_id(optarg))
			die_msg(EXIT_USAGE, "bad name of structured data '%s'", optarg);
		break;
	case OPT_HELP: opt_help(help);
	case OPT_VERSION: opt_version();
	default: opt_usage(synopsis);
	}
}

static void
parse_opts(struct opts *o, int argc, char *argv[])
{
	static const struct option longopts[] = {
		{ "title", required_argument, NULL, OPT_TITLE },
		{ "zone", required_argument, NULL, OPT_ZONE },
		{ "day", required_argument, NULL, OPT_DAY },
		{ "bom", no_argument, NULL, OPT_BOM },
		{ "width", required_argument, NULL, OPT_WIDTH },
		{ "facility", required_argument, NULL, OPT_FACILITY },
		{ "sd-id", required_argument, NULL, OPT_SD_ID },
		{ "octets", no_argument, NULL, OPT_OCTETS },
		{ "type", required_argument, NULL, OPT_TYPE },
		OPT_COMMON,
	};

	for (int c; (c = getopt_long(argc, argv, "o:r:l:n", longopts, NULL)) != -1;)
		switch (c) {
		case 'o': o->face = face_of(optarg); break;
		case 'r': o->form = optarg; break;
		case 'n': o->check = true; break;
		case 'l':
			if (!form_lang(optarg, &o->lang))
				die_msg(EXIT_USAGE,
				    "unknown language '%s': zh, en or both", optarg);
			break;
		default: long_option(o, c);
		}
	if (optind != argc)
		opt_usage(synopsis);
}

/* A name without a slash or dot is one of etc/reports. */
static struct form *
open_form(const struct opts *o)
{
	struct buf path = BUF_INIT;
	struct form *f;

	if (strpbrk(o->form, "/."))
		buf_str(&path, o->form);
	else {
		char *dir = conf_etc("reports");

		buf_fmt(&path, "%s/%s.report", dir, o->form);
		free(dir);
	}
	f = form_read(buf_text(&path), o->lang);
	if (!f)
		exit(EXIT_USAGE);
	buf_clear(&path);
	return f;
}

/* From midnight to midnight in the zone of the report, which must be known then. */
static void
set_day(struct day *d, const char *text)
{
	int year = num_digits(text, 4), month, day;
	int64_t local, from, to;
	struct ts_civil c;

	if (strlen(text) != DATE_LEN || text[4] != '-' || text[7] != '-')
		die_msg(EXIT_USAGE, "bad day '%s': not like 2026-11-20", text);
	month = num_digits(text + 5, 2);
	day = num_digits(text + 8, 2);
	c = (struct ts_civil){ .year = year, .month = month, .day = day };
	if (!ts_valid(&c) || year < 1700 || year > 2200)
		die_msg(EXIT_USAGE, "bad day '%s': there is none", text);
	if (!d->zone)
		die_msg(EXIT_USAGE, "--day needs a zone: --zone, or 'zone' in the form");
	local = ts_civil_seconds(&c);
	zone_utc(d->zone, local, &from);
	zone_utc(d->zone, local + DAY, &to);
	d->from = from * TS_SECOND;
	d->to = to * TS_SECOND;
}

static int
messages(struct opts *o)
{
	struct stream s;
	struct rec *r;

	stream_init(&s);
	while ((r = stream_next(&s)) != NULL)
		if (syslog_wanted(&o->syslog, r))
			syslog_write(&o->syslog, r, &s.out);
	buf_clear(&o->syslog.frame);
	return stream_end(&s, EXIT_OK);
}

static int
report(const struct opts *o, struct form *form)
{
	struct stream s;
	struct rec *r;
	struct doc *doc;
	struct day day;

	day_init(&day, o->zone ? o->zone : form->zone);
	if (o->day)
		set_day(&day, o->day);
	stream_init(&s);
	while ((r = stream_next(&s)) != NULL)
		day_add(&day, r);
	day_close(&day);
	doc = report_make(form, &day, s.bad, o->title);
	o->face(doc, &o->how, &s.out);
	doc_free(doc);
	day_clear(&day);
	return stream_end(&s, EXIT_OK);
}

int
main(int argc, char *argv[])
{
	struct opts o = {
		.face = face_text, .how = { .width = WIDTH }, .form = "daily",
		.syslog = { .facility = 1, .sd_id = "sluice@32473" },
	};
	struct form *form = NULL;
	int rc;

	err_init(argv[0]);
	parse_opts(&o, argc, argv);
	if (o.face || o.check)
		form = open_form(&o);
	rc = o.check ? EXIT_OK : form ? report(&o, form) : messages(&o);
	form_free(form);
	zone_free(o.zone);
	return rc;
}
