/* dbcheck.h - what the files of dbcheck share. */
#ifndef FILTERS_DBCHECK_H
#define FILTERS_DBCHECK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"
#include "out.h"
#include "rec.h"

struct conf;
struct conf_section;
struct zone;

enum {
	TARGETS_MAX = 1000,	/* in one configuration */
	CHECKS_MAX = 200,	/* of one product */
	ROWS_MAX = 500,		/* of one check that become records */
	COLUMNS_MAX = 64,	/* of one row that are looked at */
	TEXT_MAX = 1024,	/* UTF-16 units of one value that are read */
	MSG_MAX = 512,		/* bytes of the msg of a record */
	SECRET_MAX = 512,	/* bytes of a password */
	JOBS_MAX = 64,		/* workers at a time */
};

/* --- values: dbcheck_value.c ----------------------------------------------------- */

enum status { STATUS_OK, STATUS_WARNING, STATUS_CRITICAL, STATUS_UNKNOWN };

struct limits {
	bool has_warn, has_crit;
	double warn, crit;
	bool low;		/* small values are bad ones */
};

const char *status_name(enum status);

double value_round(double);	/* to three decimals: what is judged is what is written */

/* Read a number as a database writes it, and round it; false when it is none. */
bool value_read(const char *text, double *);

/* A number as JSON: whole ones without a fraction, others with up to three decimals. */
void value_put(struct buf *, double);

/* The same for people, in a unit: 12.5 %, 3.2 GiB, 2 h 5 min. */
void value_say(struct buf *, double, const char *unit);

/* A limit as written in a file, in that unit: 80, 30m, 10G.  "none" clears *has. */
bool value_limit(const char *text, const char *unit, bool *has, double *);

enum status value_judge(double, const struct limits *);

/* --- rows: dbcheck_row.c --------------------------------------------------------- */

struct row {
	size_t n;
	const char *names[COLUMNS_MAX];		/* in lower case */
	const char *values[COLUMNS_MAX];	/* UTF-8, or NULL */
};

bool row_has(const struct row *, const char *name);
/* NULL: no such column, or null */
const char *row_get(const struct row *, const char *name);

/*
 * Fill in a message: {name} is the value of a column, {name:unit} the same as value_say()
 * writes it; value may be NULL.  Cut to MSG_MAX bytes between characters.
 */
void row_message(struct buf *, const char *template, const struct row *,
    const double *value, const char *unit);
/* what was appended since start */
void message_cut(struct buf *, size_t start, size_t max);

/* --- databases: dbcheck_odbc.c --------------------------------------------------- */

struct db;

struct db_error {
	char state[6];		/* SQLSTATE; "" when there is none */
	long code;		/* the server's or driver's own number */
	char text[4 * TEXT_MAX];	/* UTF-8, one line; may quote the password */
};

/*
 * A connection, by a connection string with its password in it; NULL and *error.  utf8:
 * the driver has no wide functions and takes UTF-8.  Nothing but the worker process may
 * call these: drivers block, crash and leak.
 */
struct db *db_open(const char *connection, bool utf8, struct db_error *);
bool db_lost(struct db *);	/* does the driver say that the connection is gone? */
void db_close(struct db *);	/* say good-bye to the server; does nothing on NULL */

/*
 * Run a statement and hand each row to each(), which says whether to go on.  0, or -1
 * and *error.
 */
int db_run(struct db *, const char *sql,
    bool (*each)(const struct row *, void *), void *arg, struct db_error *);

/* Have the drivers of this process write no logs and traces: dbcheck_quiet.c. */
void quiet_drivers(void);

/* --- products and their checks: dbcheck_product.c -------------------------------- */

enum norow { NOROW_UNKNOWN, NOROW_OK, NOROW_SKIP };

struct check {
	char *name;
	const char *about, *sql, *unit, *msg, *grants;
	/* names of the columns, where the statement cannot say */
	const char *value, *label;
	struct limits limits;
	enum status null;	/* what a value of NULL means */
	enum norow norow;	/* what it means when there is no row */
	bool latency;	/* the value is the time it took, since before the connection */
	bool optional;		/* runs only when a target names it */
};

struct product {
	char *name;
	const char *title, *driver;
	bool utf8;		/* see db_open() */
	struct conf *conf;	/* of product.conf */
	const struct conf_section *section;
	struct conf **files;	/* of the checks */
	size_t nfiles, files_cap;
	struct check *checks;
	size_t n, cap;
	unsigned bad;		/* complaints, all said */
	struct product *next;
};

/* The product of that name below etc/checks; NULL and errno when it has no directory. */
struct product *product_new(const char *name);
void product_free(struct product *);
const struct check *product_check(const struct product *, const char *name);

/* --- targets: dbcheck_target.c --------------------------------------------------- */

struct task {
	const struct check *check;
	struct limits limits;	/* of this target */
};

struct target {
	const char *name, *system;
	char *host;
	const struct product *product;
	const struct conf_section *section, *defaults;	/* where its keys are */
	struct task *tasks;	/* in the order they are run */
	size_t n;
	int64_t deadline_ns, timeout_ns;
	bool chosen;		/* named on the command line, or none was */
};

struct config {
	struct target *targets;
	size_t n, cap;
	struct conf **files;
	size_t nfiles, files_cap;
	struct product *products;
	unsigned bad;
};

/*
 * Read a file, or the *.conf files of a directory.
 * Complaints are said and counted in bad.
 */
struct config *config_read(const char *path);
void config_free(struct config *);

/* The value of a key of the target, else of [defaults]; NULL when neither has it. */
const char *target_get(const struct target *, const char *key);
const struct conf_section *target_section(const struct target *, const char *key);

/* --- the connection string: dbcheck_connect.c ------------------------------------ */

/*
 * Fill in a line of product.conf: {key} stands for a key of the target or one of
 * deadline_s, deadline_ms, timeout_s, timeout_ms; {key:q} is put in the braces of ODBC,
 * {key:uri} is percent-encoded.  False when the target does not have a key that it names.
 */
bool connect_fill(struct buf *, const char *template, const struct target *,
    const char *secret);

/* Complain about what can be seen to be wrong without connecting. */
void connect_check(const struct target *);

/*
 * The password of a target into secret, "" when it has none.  False when there should be
 * one that cannot be read: *why then says so, without it.
 */
bool connect_secret(const struct target *, char secret[SECRET_MAX + 1], struct buf *why);

/* The whole string.  It holds the password: for the worker only. */
void connect_string(struct buf *, const struct target *, const char *secret);

/*
 * Append s with stars where it has the password, as it is or as it stands in a connection
 * string, also where only the beginning of it is left at the end of s.
 */
void connect_hide(struct buf *, const char *s, const char *secret);

/* --- records: dbcheck_record.c --------------------------------------------------- */

struct writer {
	struct out out;
	struct zone *zone;	/* times are written in */
};

/* An answer, the values as they stand in JSON; those of type REC_NONE are left out. */
struct answer {
	const struct task *task;
	const char *label;	/* NULL: none */
	size_t nlabel;
	struct rec_value status, value, used, limit, msg;
};

/* Write a record, its time is now.  Ends the program when it cannot. */
void record_put(struct writer *, const struct target *, const struct answer *);

/* The same for an answer that no worker gave. */
void record_put_failure(struct writer *, const struct target *, const struct task *,
    enum status, const char *why);

/* --- the worker process: dbcheck_worker.c ---------------------------------------- */

enum { STAGE_CONNECT = -1, STAGE_SESSION = -2 };

/*
 * Run the tasks of a target and write to fd, one JSON object a line: {"at":STAGE} before
 * each step (a stage, or the number of a task),
 * {"of":N,"status":...,"value":...,"msg":..., "label":...} for each result, {"done":N}
 * after a task, {"end":true}.  Never returns.
 */
_Noreturn void worker_run(const struct target *, int fd);
int64_t worker_clock(void);	/* monotonic, in nanoseconds */

/* --- its results: dbcheck_result.c ----------------------------------------------- */

struct worker {
	const struct target *target;
	int fd;			/* to the parent */
	struct db *db;
	struct buf line, msg;
	char secret[SECRET_MAX + 1];
	int64_t connect_ns;	/* how long it took until statements could be sent */
	bool lost;		/* the connection went away */

	size_t at;		/* the task being done, and: */
	size_t rows;
	int64_t started_ns;
};

void result_at(struct worker *, int64_t stage);
void result_send(struct worker *, size_t task, enum status, const char *msg);
void result_done(struct worker *, size_t task);
void result_end(struct worker *);

/* What came of the task w->at: a row (for db_run()), no row at all, an error. */
bool result_row(const struct row *, void *worker);
void result_none(struct worker *);
void result_error(struct worker *, const struct db_error *);
void result_put_error(struct worker *, const struct db_error *); /* appended to w->msg */

/* --- the parent's side: dbcheck_pool.c ------------------------------------------- */

struct pool_result {
	bool broken;		/* a check was not ok */
	bool trouble;		/* not everything could be done */
};

/* Serve the chosen targets, jobs at a time, and write their records to stdout. */
struct pool_result pool_run(const struct config *, unsigned jobs);

#endif
