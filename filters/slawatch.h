/* slawatch.h - what the parts of slawatch share. */
#ifndef FILTERS_SLAWATCH_H
#define FILTERS_SLAWATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"
#include "stream.h"

struct cal;
struct conf;
struct conf_section;
struct expr;
struct rec;

enum {
	LEVELS_MAX = 16,	/* fault levels of a contract: priorities 1 to 16 */
	WARNINGS_MAX = 4,	/* of one clock */
	TYPES_MAX = 32,		/* record types that conditions look at */
	CALS_MAX = 64,		/* calendars of one contract */
	ITEMS_MAX = 1000,	/* systems, targets ... of one duty */
	PAUSES_MAX = 100,	/* of one clock of one case; later ones do not count */
	PERIODS_MAX = 5000,	/* of one duty that may end between two records */
	TOLD_MAX = 16,		/* years without known holidays that are said */
	KEY_MAX = 1024,		/* bytes of a case's name */
	SYSTEM_MAX = 256,	/* of a system's name */
	HISTORY_MAX = 1 << 20,	/* bytes of what --explain tells of the steps */
	SOURCES_MAX = 64,	/* that tick; one more does not hold time back */
	SOURCE_MAX = 256,	/* bytes by which their names differ */
};

/* --- time --------------------------------------------------------------------- */

/* Something that ticks. */
struct source {
	char *name;
	int64_t tick, step;	/* the latest, and how long after the one before */
	int64_t gone[SOURCES_MAX];	/* how far each other one has come since */
	bool silent;		/* does not hold time back, until it ticks again */
	bool told;
};

struct stream_time {
	struct source sources[SOURCES_MAX];
	size_t n;
	int64_t silence;	/* how long others go on until one is silent */
	int64_t record, gone;	/* since a tick: the latest one, how far they came */
	uint64_t over, misdated;
};

void time_init(struct stream_time *, int64_t silence);
void time_clear(struct stream_time *);

/*
 * Each gives the time that the stream has reached by it, which may lie before
 * that of earlier ones.  A line of a log that is dated long after all ticks is
 * taken at the latest of them, which replaces *time.
 */
int64_t time_tick(struct stream_time *, const char *name, size_t n, int64_t time);
int64_t time_record(struct stream_time *, int64_t time);
int64_t time_line(struct stream_time *, int64_t *time);
void time_report(const struct stream_time *);

/* --- limits ------------------------------------------------------------------- */

/* "30m": working time; "3wd": workdays; "3wd-eod": to the end of the last of them. */
struct limit {
	const char *text;	/* NULL: no limit */
	int64_t ns;
	int days;		/* -1 when it is working time */
	bool of_day;
};

bool limit_read(const char *text, struct limit *);
int64_t limit_due(const struct limit *, const struct cal *, int64_t start);

/* --- contracts ---------------------------------------------------------------- */

/* Workdays only, other days only, or all. */
enum days { DAYS_ALL, DAYS_WORK, DAYS_OFF };

enum reopen { REOPEN_RESUME, REOPEN_RESTART, REOPEN_NEVER };

enum cond {
	COND_START, COND_STOP, COND_CANCEL, COND_PAUSE, COND_RESUME, COND_REOPEN,
	CONDS,
};

struct term {		/* what holds for one level */
	struct limit limit;
	struct cal *cal;
};

struct warning {	/* before the deadline, or after a share of the limit */
	int64_t ns;
	int percent;	/* 0: ns counts */
};

struct clock {
	const char *name, *title, *key;
	uint32_t types;		/* bits of contract.types */
	struct expr *cond[CONDS];
	const char *cond_text[CONDS];
	enum reopen reopen;
	bool late_at_limit;	/* exactly at the limit is late */
	enum days days;
	struct cal *days_cal;
	struct term term[LEVELS_MAX + 1];	/* [0]: without a level */
	struct warning warnings[WARNINGS_MAX];
	size_t nwarnings;
};

enum period {
	PERIOD_DAY, PERIOD_WORKDAY, PERIOD_WEEK,
	PERIOD_MONTH, PERIOD_QUARTER, PERIOD_YEAR,
};

struct duty {
	const char *name, *title, *per;	/* per: a member, or NULL */
	char **items;		/* its values, each with a duty of its own */
	size_t nitems, items_cap;
	uint32_t types;
	struct expr *done;
	enum period period;
	struct cal *cal;
	int64_t due_ns;		/* local, from the period's start; -1: its end */
	bool due_open;		/* that moment itself is too late */
};

struct contract {
	const char *name, *title, *key;
	struct cal *cal;
	int level;		/* of a case that states none; 0: it waits for one */
	bool has_level[LEVELS_MAX + 1];
	const char *level_title[LEVELS_MAX + 1];
	struct clock *clocks;
	struct duty *duties;
	size_t nclocks, nduties;
	int64_t clocks_max, forget;
	char *types[TYPES_MAX];
	size_t ntypes;
	struct cal *cals[CALS_MAX];
	size_t ncals;
	struct conf **confs;	/* hold the texts above */
	size_t nconfs, confs_cap;
	unsigned bad;
};

/*
 * The contract NAME of the installed configuration, or a
 * directory or file; NULL after complaints.
 */
struct contract *contract_read(const char *name);
void contract_free(struct contract *);
void contract_say(const struct contract *);	/* one line of what it holds, on stdout */

/* What read one section each (slawatch_clock_conf.c, slawatch_duty_conf.c). */
void clock_read(struct contract *, struct clock *, const struct conf_section *);
void clock_levels(struct contract *, const struct conf_section *, int level);
void clock_check(struct contract *, const struct clock *);
void clock_free(struct clock *);
void duty_read(struct contract *, struct duty *, const struct conf_section *);
void duty_free(struct duty *);
struct cal *contract_cal(struct contract *, const struct conf_section *, unsigned line,
    const char *name);
uint32_t contract_types(struct contract *, const struct conf_section *,
    const char *otherwise);
struct expr *contract_expr(const struct conf_section *, const char *key,
    const char **text);

/* --- what runs ---------------------------------------------------------------- */

/* Something that happens when the time of the stream reaches at. */
struct event {
	int64_t at;
	uint64_t order;		/* between events of one moment */
	size_t place;		/* in the queue, from 1; 0: not in it */
	void (*fire)(void *watch, struct event *);
};

struct queue {
	struct event **heap;
	size_t n, cap;
	uint64_t orders;
};

void queue_set(struct queue *, struct event *, int64_t at);	/* put in, or move */
void queue_drop(struct queue *, struct event *);
struct event *queue_first(const struct queue *);		/* NULL when empty */

enum phase { RUN_WAITING, RUN_OPEN, RUN_PAUSED, RUN_DONE };

struct span {
	int64_t from, to;	/* to is TS_NONE while it lasts */
};

/* One clock of one case. */
struct run {
	struct event event;	/* its next warning, or its breach */
	struct run *next;	/* of the same hash */
	struct run *older, *newer;	/* among those that are done */
	const struct clock *clock;
	char *key, *system;
	uint64_t hash;
	int level;
	enum phase phase;
	int64_t start, due, stopped, changed;
	int64_t broken_due;	/* the deadline that was broken; TS_NONE */
	unsigned warned;	/* warnings that are past, as bits */
	int upcoming;		/* warning that event is for; WARNINGS_MAX: breach */
	struct span *pauses;
	size_t npauses, pauses_cap;
};

struct item {			/* a duty, or one of its items */
	struct event event;
	const struct duty *duty;
	const char *name;	/* "" without per */
	int64_t from, to, due;	/* the period; moments */
	int64_t broken_from, broken_to;	/* the last one that was missed */
	int64_t ahead;		/* from of a later period that is fulfilled; TS_NONE */
	bool partial, done, missed;
};

/* One contract over one stream. */
struct watch {
	const struct contract *contract;
	struct output *output;
	struct queue queue;
	struct run **table;	/* by hash of clock and key */
	size_t table_size, nruns, nopen;
	struct run *oldest, *newest;	/* done, kept in case they are opened again */
	struct item *items;
	size_t nitems;
	int64_t now;		/* how far the stream has come; TS_NONE at first */
	bool ahead;		/* the record at hand is later: ticks hold time back */
	uint64_t broken;	/* limits and duties, less what was corrected */
	/* what could not be watched */
	uint64_t over, no_key, no_level, no_pause, errors, skipped;
	unsigned rolled;	/* periods that ended at one moment of the stream */
	struct { const struct cal *cal; int year; } told[TOLD_MAX];
	size_t ntold;
	const char *explain;	/* a key, or NULL */
	struct buf history;
};

/* Where derived records go: after the record that caused them. */
struct output {
	struct stream *stream;
	struct rec *derived;
	struct rec *cause;	/* NULL: a tick, or the end of the input */
	uint64_t n;		/* derived from this cause so far */
	bool mute;		/* --explain: no records */
};

void watch_init(struct watch *, const struct contract *, struct output *);
void watch_clear(struct watch *);
/* the stream has reached that time */
void watch_time(struct watch *, int64_t now);
void watch_record(struct watch *, struct rec *, int64_t time, uint32_t types, bool dated);
void watch_fire(struct watch *);			/* what is due by now */
/* what could not be watched, on stderr */
void watch_report(const struct watch *);
bool watch_trouble(const struct watch *);

void clock_record(struct watch *, const struct clock *, struct rec *, int64_t time);

struct run *run_find(struct watch *, const struct clock *, const char *key);
/* NULL at the bound */
struct run *run_add(struct watch *, const struct clock *, const char *key);
void run_finish(struct watch *, struct run *, int64_t time);
void run_revive(struct watch *, struct run *);
void run_forget(struct watch *, struct run *);
void run_forget_old(struct watch *);
void run_clear(struct watch *);
const struct term *run_term(const struct run *);
/* its deadline, from its start, pauses and level */
void run_reckon(struct run *);
void run_schedule(struct watch *, struct run *);
/* it alone has reached that time */
void run_reach(struct watch *, struct run *, int64_t time);
/* working time to the deadline; negative after it */
int64_t run_left(const struct run *, int64_t at);
bool run_is_late(const struct run *, int64_t at);
void run_break(struct watch *, struct run *);

void duty_init(struct watch *);
void duty_since(struct watch *, int64_t first);		/* the stream begins here */
void duty_record(struct watch *, const struct duty *, struct rec *, int64_t time);

/* A derived record: begun, given more members by the caller, ended. */
struct rec *emit_clock(struct watch *, const struct run *, const char *state,
    int64_t time);
struct rec *emit_duty(struct watch *, const struct item *, const char *state,
    int64_t time);
void emit_end(struct watch *);

/* --- for people --------------------------------------------------------------- */

/* Which stretches between two moments counted, which days were skipped, and why. */
void explain_span(struct out *, const struct cal *, int64_t from, int64_t to,
    const struct span *pauses, size_t npauses);
/* false: no clock of the case was seen */
bool explain_runs(struct watch *, struct out *);
void explain_time(struct out *, const struct cal *, int64_t at);
void explain_length(struct out *, int64_t ns);

enum { ASK_NONE, ASK_DUE, ASK_ELAPSED, ASK_WORKDAY, ASK_WORKDAYS, ASK_DAY };

struct ask {
	const char *calendar;
	int what;
	bool explain;
	const char *pauses[PAUSES_MAX];
	size_t npauses;
};

int ask_run(const struct ask *, int argc, char *argv[]);	/* the exit status */

#endif
