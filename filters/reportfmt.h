/*
 * reportfmt.h - what the files of reportfmt share.
 *
 *	stream -> figures (reportfmt_day.c, _log.c, _case.c, _check.c)
 *	       -> document (reportfmt_report.c, reportfmt_part_*.c, as the form says)
 *	       -> one face of it (reportfmt_text.c, _markdown.c, _html.c, _csv.c)
 *	stream -> messages, one by one (reportfmt_syslog.c)
 */
#ifndef FILTERS_REPORTFMT_H
#define FILTERS_REPORTFMT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"

struct out;
struct rec;
struct zone;

/* ---- width: columns of a terminal; all texts are well-formed UTF-8 ---- */

/* the first character: its length */
size_t width_char(const char *s, size_t n, uint32_t *c);
size_t width_of(const char *s, size_t n);
/* the bytes that take at most max columns */
size_t width_fit(const char *s, size_t n, size_t max);

/* ---- doc: the document, whatever face it gets ---- */

enum { DOC_COLUMNS_MAX = 16, DOC_PARTS_MAX = 4 };

enum tone { TONE_PLAIN, TONE_GOOD, TONE_WARN, TONE_BAD, TONE_QUIET };

enum cell_kind {
	CELL_NONE,	/* not known, or no sense here: a dash, never a zero */
	CELL_TEXT,
	CELL_COUNT,	/* a */
	CELL_SHARE,	/* a of b, in percent; b is never 0 */
};

struct cell {
	enum cell_kind kind;
	enum tone tone;
	const char *text;
	const char *full;	/* what a table of values has instead, or NULL */
	uint64_t a, b;
};

struct column {
	const char *label;
	bool number;	/* right-aligned */
	bool wide;	/* gets the room that is left, and may be broken into lines */
	bool code;	/* a text of machines: an identity, a path, a message */
};

struct table {
	struct column columns[DOC_COLUMNS_MAX];
	size_t ncolumns;
	struct cell *cells;	/* ncolumns a row */
	size_t nrows, cap;
	bool total;		/* the last row is the sum of the others */
};

struct bar {
	const char *label;
	uint64_t part[DOC_PARTS_MAX];
};

struct chart {			/* stacked bars */
	const char *label[DOC_PARTS_MAX];	/* of the parts, the worst first */
	enum tone tone[DOC_PARTS_MAX];
	size_t nparts;
	/* what a bar is; what to call the table of its figures */
	const char *axis, *figures;
	struct bar *bars;
	size_t nbars, cap;
};

enum block_kind {
	BLOCK_HEADING,
	BLOCK_TEXT,
	BLOCK_NOTE,	/* a remark on what stands above it */
	BLOCK_FACTS,	/* a table of two columns: a name and its figure */
	BLOCK_TABLE,
	BLOCK_CHART,	/* and its figures, for who cannot see it */
	BLOCK_SIGN,	/* a table of one row: who signs */
};

struct block {
	enum block_kind kind;
	enum tone tone;
	const char *text;
	struct table *table;
	struct chart *chart;
};

struct doc {
	const char *lang;	/* of the texts, as BCP 47 has it */
	const char *org, *title, *period, *made; /* the head; org and made may be NULL */
	struct block *blocks;
	size_t n, cap;
	struct doc_chunk *chunks;	/* private: where the texts are */
};

struct doc *doc_new(void);
void doc_free(struct doc *);

/*
 * A copy that lives as long as the document: one line of UTF-8, blanks for line ends and
 * tabs, U+FFFD for what is not UTF-8, for controls and for characters that turn text
 * around.
 */
const char *doc_text(struct doc *, const char *s, size_t n);
const char *doc_str(struct doc *, const char *s);
const char *doc_fmt(struct doc *, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* text is kept, not copied */
void doc_add(struct doc *, enum block_kind, enum tone, const char *text);
struct table *doc_table(struct doc *, enum block_kind);
struct chart *doc_chart(struct doc *, const char *axis, const char *figures);

/* how: letters n w c, see struct column */
void table_column(struct table *, const char *label, const char *how);
/* ncolumns cells of CELL_NONE; until the next row */
struct cell *table_row(struct table *);
void chart_part(struct chart *, const char *label, enum tone);
struct bar *chart_bar(struct chart *, const char *label);

void cell_text(struct cell *, const char *text); /* CELL_NONE when text is NULL or "" */
void cell_count(struct cell *, uint64_t);
void cell_share(struct cell *, uint64_t a, uint64_t b);	/* CELL_NONE when b is 0 */

enum { CELL_TEXT_MAX = 40 };

/*
 * A number as text: grouped by thousands, or plain; the text of the other kinds as it is.
 */
const char *cell_print(const struct cell *, bool grouped, const char *none,
    char text[CELL_TEXT_MAX]);
uint64_t bar_sum(const struct chart *, const struct bar *);
uint64_t chart_top(const struct chart *);	/* the highest bar */

/* ---- faces ---- */

struct face {
	size_t width;	/* text: columns of a line */
	bool bom;	/* csv: begin with a byte order mark */
};

typedef void face_fn(const struct doc *, const struct face *, struct out *);
face_fn face_text, face_markdown, face_html, face_csv;

/* the line is complete; ends the program when it cannot be written */
void face_line(struct out *);
void face_spaces(struct out *, size_t n);
void html_text(struct out *, const char *s);	/* escaped, for text and attributes */
void html_style(struct out *);
void html_chart(struct out *, const struct chart *);

/* ---- map: rows by a text, up to a bound ---- */

/* bytes of a key that count; longer ones with the same start are one */
enum { MAP_KEY_MAX = 512 };

struct map_key {
	size_t at, n;
	uint64_t hash;
};

struct map {
	size_t max, size;	/* how many rows it takes, bytes of one */
	size_t n;
	uint64_t over;		/* how often a key was refused because the map was full */
	struct buf text;	/* private from here */
	struct map_key *keys;
	char *rows;
	size_t cap_keys, cap_rows;
	uint32_t *slots;	/* number of a row + 1, or 0 */
	size_t nslots;
};

#define MAP_INIT(m, type) { .max = (m), .size = sizeof(type) }

/*
 * The row of a key, all zero when it is new; NULL
 * when the map is full.  Until the next map_row().
 */
void *map_row(struct map *, const char *key, size_t n);
void *map_find(const struct map *, const char *key, size_t n);	/* NULL: not there */
void *map_at(const struct map *, size_t i);	/* in the order in which they came */
size_t map_index(const struct map *, const void *row);
const char *map_text(const struct map *, size_t i);	/* its key, NUL-terminated */
void map_clear(struct map *);

/* ---- form: which sections, in which order, in which words ---- */

enum { FORM_PARTS_MAX = 64, FORM_LIST_MAX = 8, FORM_ROWS = 20, FORM_ROWS_MAX = 10000,
	FORM_WORDS_MAX = 4096 };

enum lang { LANG_FORM, LANG_ZH, LANG_EN, LANG_BOTH };	/* LANG_FORM: as the form says */

struct report;

struct part_kind {
	const char *name;
	void (*build)(struct report *);
};

struct part {			/* a section of the report */
	const struct part_kind *kind;
	const char *title, *note;	/* NULL: none */
	size_t rows;			/* how many rows a list may have */
	unsigned least;	/* severity: what is less severe does not count here */
	/* clocks of the cases, who signs; ends with NULL */
	const char *list[FORM_LIST_MAX + 1];
	size_t nlist;
};

struct form {
	enum lang lang;
	const char *title, *org;	/* org may be NULL */
	struct zone *zone;		/* NULL: as in the records */
	struct part parts[FORM_PARTS_MAX];
	size_t nparts;
	const char *clocks[FORM_LIST_MAX + 1];	/* of the section cases; ends with NULL */
	struct map words;		/* private: key to text */
	struct doc *texts;		/* private: what the strings point into */
};

/* Read and check a form.  NULL after complaints on stderr. */
struct form *form_read(const char *path, enum lang);
bool form_lang(const char *name, enum lang *);	/* zh, en, both */
void form_free(struct form *);

/* The words for key: of form_keys, so they are there. */
const char *form_word(const struct form *, const char *key);

/* The words for "family.name", or name itself when the form has none. */
const char *form_name(const struct form *, const char *family, const char *name);

/* The words for key with {1} {2} {3} filled in. */
const char *form_say(const struct form *, struct doc *, const char *key, const char *one,
    const char *two, const char *three);

/* the words that a form must have; ends with NULL */
extern const char *const form_keys[];
/* emerg to debug, none; SEVERITIES of them, then NULL */
extern const char *const severity_names[];
const struct part_kind *part_kind(const char *name);	/* NULL: there is none */

/* ---- day: what the records say, in bounded memory ---- */

enum { SEVERITIES = 9, SEVERITY_NONE = 8 };
enum { LEVELS = 5 };		/* fault levels 1 to 4, and 0: none stated */
/* classes of severities, in the chart */
enum { PART_ERROR, PART_WARNING, PART_INFO, PART_NONE };

enum {		/* how many different ones are kept; what is over is counted */
	DAY_TYPES_MAX = 64,
	DAY_SYSTEMS_MAX = 1000,
	DAY_GROUPS_MAX = 65536,
	DAY_HOURS_MAX = 24 * 400,
	DAY_SOURCES_MAX = 4096,
	DAY_CASES_MAX = 65536,
	DAY_CLOCKS_MAX = 65536,
	DAY_CHECKS_MAX = 16384,
	DAY_DUTIES_MAX = 16384,
	DAY_TEXT_MAX = 300,	/* bytes of a message or name that are kept */
};

struct type {
	uint64_t records;
};

struct system {
	uint64_t by[SEVERITIES];
};

struct group {	/* log records with one fingerprint, or else of one rule */
	uint64_t count;
	int64_t first, last;
	unsigned worst;		/* severity */
	bool rule;		/* the key is the name of a rule */
	char *text;		/* of the first of the worst */
};

struct hour {
	int64_t hour;		/* since 1970, local */
	uint64_t part[DOC_PARTS_MAX];
};

struct source {
	uint64_t records, bytes;
	int64_t first, last;
};

struct incident {
	unsigned level;
	bool has_case;		/* there were case records, not only clocks */
	bool opened_now, ended_now;	/* in the period */
	bool ended, ended_before;	/* at its end; when it began */
	bool running;		/* private: one of its clocks is */
};

enum clock_state { CLOCK_OPEN, CLOCK_MET, CLOCK_STOPPED };

struct sla_clock {
	unsigned level;
	enum clock_state state;
	uint32_t met_now, breached_now;	/* how often in the period */
	bool shown;		/* it warned, broke or ended a broken run in the period */
	int64_t due, warned, breached, ended;	/* of its latest run; TS_NONE: not */
	size_t incident;	/* SIZE_MAX: none */
	char *name, *subject, *system;	/* subject: the case, or what else it runs for */
};

enum check_status { CHECK_OK, CHECK_WARNING, CHECK_CRITICAL, CHECK_UNKNOWN,
    CHECK_STATUSES };

struct check {
	enum check_status status;	/* of the latest record, and its time */
	int64_t time, since; /* since: of the first record of this run of not-ok ones */
	char *system, *host, *target, *name, *value, *limits, *text;
};

struct duty {
	bool missed;
	int64_t due, time;
	char *name, *period, *system;
};

struct day {
	const struct zone *zone;	/* NULL: offset */
	int offset;		/* of the first record that has a time */
	bool has_offset;
	int64_t from, to;	/* the period asked for, or TS_NONE */
	int64_t first, last;	/* times of the first and last record in it, or TS_NONE */
	uint64_t records;	/* all that came */
	/* records of the type in the period */
	uint64_t log, checks, cases, clocks, duties;
	uint64_t severity[SEVERITIES];
	uint64_t outside;	/* not in the period */
	/* no readable time; log records with the time of another */
	uint64_t no_time, not_own_time;
	uint64_t no_group;	/* log records with neither fingerprint nor rule */
	struct map types, by_system, groups, hours, sources, incidents, by_clock,
	    by_check, by_duty;
	struct buf key, text;	/* private from here */
	int64_t quarter;	/* of an hour for which the offset is known */
	int quarter_offset;
};

/* zone: to show times in, or NULL. */
void day_init(struct day *, const struct zone *);
void day_clear(struct day *);
void day_add(struct day *, struct rec *);
void day_close(struct day *);	/* no record comes any more */
int day_offset(struct day *, int64_t ns);	/* of the report's zone at that moment */

/* A record as its figures are taken: its members, found in one pass. */
enum member {
	M_TIME, M_TYPE, M_SYSTEM, M_SEVERITY, M_HOST, M_PATH, M_OFF, M_END, M_FP,
	M_RULE, M_MSG, M_TIME_FROM, M_PRIORITY, M_CASE, M_EVENT, M_CLOCK, M_STATE, M_DUE,
	M_CONTRACT, M_TARGET, M_CHECK, M_STATUS, M_VALUE, M_UNIT, M_WARN, M_CRIT, M_DUTY,
	M_PERIOD, M_CORRECTS, M_REOPENED,
	M_KEY,		/* what a clock or a duty is for, whatever its name is */
	MEMBERS
};

struct text {
	const char *s;	/* "" when there is none */
	size_t n;
};

struct entry {
	/* of strings the text, of other values as they stand in the line */
	struct text m[MEMBERS];
	int64_t time;		/* TS_NONE: none */
	bool now;		/* in the period; else before it */
};

bool text_is(struct text, const char *);
/* a copy of at most DAY_TEXT_MAX bytes; frees old */
char *text_keep(char *old, struct text);
struct text day_key(struct day *, const struct entry *,
    const enum member *list, size_t n);
int64_t entry_time(const struct entry *, enum member);	/* TS_NONE: none */
unsigned entry_level(const struct entry *);		/* 0: none stated */

void day_log(struct day *, const struct entry *);
void day_case(struct day *, const struct entry *);
void day_clock(struct day *, const struct entry *);
void day_check(struct day *, const struct entry *);
void day_duty(struct day *, const struct entry *);

/* ---- report: the document that a form makes of a day ---- */

struct report {
	const struct form *form;
	struct day *day;
	struct doc *doc;
	const struct part *part;	/* the one being built */
	uint64_t bad;			/* lines that were not records */
};

struct doc *report_make(const struct form *, struct day *, uint64_t bad,
    const char *title);

const char *report_word(struct report *, const char *key);
const char *report_say(struct report *, const char *key, const char *one, const char *two,
    const char *three);
const char *report_number(struct report *, uint64_t);	/* grouped */

/*
 * A moment in the zone of the report, without the
 * date or the year that all of the report has.
 */
void report_time(struct report *, struct cell *, int64_t ns);
void report_note(struct report *, enum tone, const char *text);
void report_none(struct report *, const char *key);	/* why a section is empty */
/* rows that were not shown; nothing for 0 */
void report_more(struct report *, size_t left);
const char *report_others(struct report *, const struct map *, size_t shown);
void report_zero(struct cell *, uint64_t n);		/* a count, quiet when it is 0 */

/* Rows in an order: by a downwards, b upwards, key upwards. */
struct rank {
	int64_t a, b;
	const char *key;
	size_t i;
};

void rank_sort(struct rank *, size_t n);

void part_summary(struct report *), part_systems(struct report *),
    part_groups(struct report *), part_volume(struct report *),
    part_sources(struct report *), part_input(struct report *),
    part_cases(struct report *), part_clocks(struct report *),
    part_checks(struct report *), part_duties(struct report *),
    part_sign(struct report *);

struct standing {		/* what is not as it should be */
	uint64_t opened, open, breached, not_ok, missed;
};

struct standing report_standing(const struct day *);

/* ---- syslog: records as messages of RFC 5424 ---- */

enum { SYSLOG_TYPES_MAX = 16 };

struct syslog {
	unsigned facility;
	const char *sd_id;	/* of the structured data */
	bool octets;	/* frames are counted (RFC 6587), not ended by a line feed */
	const char *types[SYSLOG_TYPES_MAX];	/* which records; none: all */
	size_t ntypes;
	struct buf frame;	/* private */
};

bool syslog_facility(const char *name, unsigned *facility);
bool syslog_id(const char *);		/* may it be an SD-ID? */

/* Is the record to be a message?  Never those that only steer the stream. */
bool syslog_wanted(const struct syslog *, struct rec *);
void syslog_write(struct syslog *, struct rec *, struct out *);

#endif
