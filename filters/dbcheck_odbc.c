/* dbcheck_odbc - one connection by ODBC: statements in, rows and errors as UTF-8 out. */
#include <ctype.h>
#include <locale.h>
#include <sql.h>
#include <sqlext.h>
#include <sqlucode.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "dbcheck.h"
#include "mem.h"

struct db {
	SQLHENV env;
	SQLHDBC dbc;
	bool utf8;	/* the driver has the narrow functions only, with UTF-8 there */
};

/*
 * --- text: ODBC's wide characters are UTF-16 -------------------------------------
 *
 * For a driver without wide functions the driver manager would convert, and loses what is
 * not Latin-1; what such a driver takes as it is goes by the narrow ones.
 */

static SQLWCHAR *
wide(const char *s)
{
	size_t n = strlen(s);
	SQLWCHAR *w = mem_zero(n + 1, sizeof *w), *to = w;

	for (size_t i = 0; i < n;) {
		unsigned char c = (unsigned char)s[i++];
		uint32_t u = c < 0x80 ? c : c < 0xe0 ? c & 0x1fu : c < 0xf0 ?
		    c & 0xfu : c & 7u;

		for (; c >= 0x80 && i < n && ((unsigned char)s[i] & 0xc0) == 0x80; i++)
			u = u << 6 | ((unsigned char)s[i] & 0x3fu);
		if (u >= 0x10000 && u <= 0x10ffff) {
			*to++ = (SQLWCHAR)(0xd800 + ((u - 0x10000) >> 10));
			u = 0xdc00 + (u & 0x3ff);
		}
		*to++ = (SQLWCHAR)u;
	}
	return w;
}

static void
put_char(struct buf *b, uint32_t u)
{
	if (u < 0x80) {
		buf_char(b, (char)u);
		return;
	}
	if (u < 0x800) {
		buf_char(b, (char)(0xc0 | u >> 6));
	} else {
		if (u < 0x10000) {
			buf_char(b, (char)(0xe0 | u >> 12));
		} else {
			buf_char(b, (char)(0xf0 | u >> 18));
			buf_char(b, (char)(0x80 | (u >> 12 & 0x3f)));
		}
		buf_char(b, (char)(0x80 | (u >> 6 & 0x3f)));
	}
	buf_char(b, (char)(0x80 | (u & 0x3f)));
}

/* Halves of pairs that stand alone become U+FFFD, control characters a space. */
static void
put_wide(struct buf *b, const SQLWCHAR *w, size_t n)
{
	for (size_t i = 0; i < n && w[i]; i++) {
		uint32_t u = w[i];

		if (u >= 0xd800 && u < 0xdc00 && i + 1 < n &&
		    (w[i + 1] & 0xfc00) == 0xdc00)
			u = 0x10000 + ((u & 0x3ff) << 10) + (w[++i] & 0x3ffu);
		else if (u >= 0xd800 && u < 0xe000)
			u = 0xfffd;
		put_char(b, u < 0x20 || u == 0x7f ? ' ' : u);
	}
}

/* --- errors ---------------------------------------------------------------------- */

/* Past the names that the driver manager and the driver put before the text: [a][b]. */
static const char *
skip_makers(const char *s)
{
	const char *end;

	while (*s == '[' && (end = strchr(s, ']')) != NULL)
		s = end + 1;
	while (*s == ' ')
		s++;
	return s;
}

static size_t
first_line(const SQLWCHAR text[TEXT_MAX])
{
	size_t n = 0;

	while (n < TEXT_MAX && text[n] && text[n] != '\n' && text[n] != '\r')
		n++;
	return n;
}

static void
put_narrow(struct buf *b, const SQLCHAR *s, size_t n)
{
	for (size_t i = 0; i < n && s[i]; i++)
		buf_char(b, s[i] < 0x20 || s[i] == 0x7f ? ' ' : (char)s[i]);
}

/* The first line of the first error: it says what happened, the others are advice. */
static bool
get_text(bool utf8, SQLSMALLINT kind, SQLHANDLE h, struct db_error *e, struct buf *b)
{
	SQLWCHAR wstate[6] = { 0 }, wtext[TEXT_MAX] = { 0 };
	SQLCHAR state[6] = { 0 }, text[4 * TEXT_MAX] = { 0 };
	SQLINTEGER code = 0;
	SQLSMALLINT n;
	SQLRETURN rc;

	if (utf8)
		rc = SQLGetDiagRec(kind, h, 1, state, &code, text, sizeof text, &n);
	else
		rc = SQLGetDiagRecW(kind, h, 1, wstate, &code, wtext, TEXT_MAX, &n);
	if (!SQL_SUCCEEDED(rc))
		return false;
	for (size_t i = 0; i < 5; i++) {
		int c = utf8 ? state[i] : wstate[i];

		e->state[i] = c < 0x7f && isalnum(c) ? (char)c : '\0';
	}
	e->code = code;
	if (utf8)
		put_narrow(b, text, strcspn((char *)text, "\r\n"));
	else
		put_wide(b, wtext, first_line(wtext));
	return true;
}

static void
get_error(bool utf8, SQLSMALLINT kind, SQLHANDLE h, struct db_error *e)
{
	struct buf b = BUF_INIT;
	const char *s;
	size_t n;

	memset(e, 0, sizeof *e);
	if (!get_text(utf8, kind, h, e, &b))
		buf_str(&b, "the driver does not say why");
	s = skip_makers(buf_text(&b));
	n = strlen(s);
	if (n >= sizeof e->text)
		n = sizeof e->text - 1;
	while (n > 0 && ((unsigned char)s[n] & 0xc0) == 0x80)
		n--;
	while (n > 0 && (s[n - 1] == ' ' || s[n - 1] == ';'))
		n--;
	memcpy(e->text, s, n);
	buf_clear(&b);
}

/* --- connection ------------------------------------------------------------------ */

static SQLRETURN
connect_by(struct db *db, const char *connection)
{
	void *text = db->utf8 ? (void *)mem_str(connection) : (void *)wide(connection);
	SQLRETURN rc;

	if (db->utf8)
		rc = SQLDriverConnect(db->dbc, NULL, text, SQL_NTS, NULL, 0, NULL,
		    SQL_DRIVER_NOPROMPT);
	else
		rc = SQLDriverConnectW(db->dbc, NULL, text, SQL_NTS, NULL, 0, NULL,
		    SQL_DRIVER_NOPROMPT);
	explicit_bzero(text, strlen(connection) * (db->utf8 ? 1 : sizeof(SQLWCHAR)));
	free(text);
	return rc;
}

struct db *
db_open(const char *connection, bool utf8, struct db_error *e)
{
	struct db *db = mem_zero(1, sizeof *db);
	SQLRETURN rc;

	db->utf8 = utf8;
	if (!SQL_SUCCEEDED(SQLAllocHandle(SQL_HANDLE_ENV, SQL_NULL_HANDLE, &db->env)) ||
	    !SQL_SUCCEEDED(SQLSetEnvAttr(db->env, SQL_ATTR_ODBC_VERSION,
	    (SQLPOINTER)SQL_OV_ODBC3, 0)) ||
	    !SQL_SUCCEEDED(SQLAllocHandle(SQL_HANDLE_DBC, db->env, &db->dbc))) {
		*e = (struct db_error){
			.text = "the ODBC driver manager does not start",
		};
		free(db);
		return NULL;
	}
	/*
	 * A hint that some drivers follow; the
	 * statements of product.conf are what counts.
	 */
	SQLSetConnectAttr(db->dbc, SQL_ATTR_ACCESS_MODE,
	    (SQLPOINTER)SQL_MODE_READ_ONLY, 0);
	rc = connect_by(db, connection);
	setlocale(LC_NUMERIC, "C");	/* a driver may have changed it */
	if (SQL_SUCCEEDED(rc))
		return db;
	get_error(db->utf8, SQL_HANDLE_DBC, db->dbc, e);
	free(db); /* its handles go with the process: drivers crash in cleaning up, too */
	return NULL;
}

void
db_close(struct db *db)
{
	if (!db)
		return;
	SQLDisconnect(db->dbc);
	free(db);
}

bool
db_lost(struct db *db)
{
	SQLUINTEGER dead = SQL_CD_FALSE;

	if (!SQL_SUCCEEDED(SQLGetConnectAttr(db->dbc, SQL_ATTR_CONNECTION_DEAD, &dead,
	    sizeof dead, NULL)))
		return false;
	return dead == SQL_CD_TRUE;
}

/* --- statements ------------------------------------------------------------------ */

struct cursor {
	SQLHSTMT stmt;
	bool utf8;
	SQLSMALLINT columns;
	struct buf names, text;
	struct row row;
};

static void
get_name(struct cursor *a, SQLUSMALLINT i)
{
	SQLWCHAR wname[128] = { 0 };
	SQLCHAR name[256] = { 0 };
	SQLSMALLINT n, type, digits, nullable;
	SQLULEN size;

	if (a->utf8) {
		SQLDescribeCol(a->stmt, i, name, sizeof name, &n, &type, &size,
		    &digits, &nullable);
		put_narrow(&a->names, name, sizeof name - 1);
	} else {
		SQLDescribeColW(a->stmt, i, wname, 128, &n, &type, &size,
		    &digits, &nullable);
		put_wide(&a->names, wname, 127);
	}
}

static void
get_names(struct cursor *a)
{
	size_t at[COLUMNS_MAX];

	for (SQLSMALLINT i = 0; i < a->columns; i++) {
		at[i] = a->names.n;
		get_name(a, (SQLUSMALLINT)(i + 1));
		for (size_t k = at[i]; k < a->names.n; k++)
			a->names.p[k] = (char)tolower((unsigned char)a->names.p[k]);
		buf_char(&a->names, '\0');
	}
	a->row.n = (size_t)a->columns;
	for (size_t i = 0; i < a->row.n; i++)
		a->row.names[i] = a->names.p + at[i];
}

/* The columns of the row fetched; what is longer than TEXT_MAX is cut by the driver. */
static bool
get_values(struct cursor *a)
{
	static const size_t null = SIZE_MAX;
	size_t at[COLUMNS_MAX];

	buf_cut(&a->text, 0);
	for (SQLSMALLINT i = 0; i < a->columns; i++) {
		SQLWCHAR w[TEXT_MAX] = { 0 };
		SQLLEN n = 0;
		SQLRETURN rc = SQLGetData(a->stmt, (SQLUSMALLINT)(i + 1), SQL_C_WCHAR, w,
		    sizeof w, &n);

		if (!SQL_SUCCEEDED(rc))
			return false;
		at[i] = n == SQL_NULL_DATA ? null : a->text.n;
		if (at[i] == null)
			continue;
		put_wide(&a->text, w, TEXT_MAX - 1);
		buf_char(&a->text, '\0');
	}
	for (size_t i = 0; i < a->row.n; i++)
		a->row.values[i] = at[i] == null ? NULL : a->text.p + at[i];
	return true;
}

/* 0, or -1 when the driver has an error to tell. */
static int
get_rows(struct cursor *a, bool (*each)(const struct row *, void *), void *arg)
{
	SQLRETURN rc;

	if (!SQL_SUCCEEDED(SQLNumResultCols(a->stmt, &a->columns)))
		return -1;
	if (a->columns <= 0 || !each)
		return 0;
	if (a->columns > COLUMNS_MAX)
		a->columns = COLUMNS_MAX;
	get_names(a);
	while ((rc = SQLFetch(a->stmt)) != SQL_NO_DATA) {
		if (!SQL_SUCCEEDED(rc) || !get_values(a))
			return -1;
		if (!each(&a->row, arg))
			break;
	}
	return 0;
}

int
db_run(struct db *db, const char *sql,
    bool (*each)(const struct row *, void *), void *arg, struct db_error *e)
{
	struct cursor a = { .utf8 = db->utf8 };
	void *text;
	SQLRETURN rc;
	int result = -1;

	if (!SQL_SUCCEEDED(SQLAllocHandle(SQL_HANDLE_STMT, db->dbc, &a.stmt))) {
		get_error(db->utf8, SQL_HANDLE_DBC, db->dbc, e);
		return -1;
	}
	SQLSetStmtAttr(a.stmt, SQL_ATTR_NOSCAN, (SQLPOINTER)SQL_NOSCAN_ON, 0);
	text = db->utf8 ? (void *)mem_str(sql) : (void *)wide(sql);
	rc = db->utf8 ? SQLExecDirect(a.stmt, text, SQL_NTS) :
	    SQLExecDirectW(a.stmt, text, SQL_NTS);
	free(text);
	/* A statement without rows may say "no data", which is not an error. */
	if (rc == SQL_NO_DATA || (SQL_SUCCEEDED(rc) && get_rows(&a, each, arg) == 0))
		result = 0;
	else
		get_error(db->utf8, SQL_HANDLE_STMT, a.stmt, e);
	SQLFreeHandle(SQL_HANDLE_STMT, a.stmt);
	buf_clear(&a.names);
	buf_clear(&a.text);
	return result;
}
