/*
 * odbc_mock - an ODBC driver that misbehaves on request, to see what comes of it.
 *
 * The connection string says how, as Mode=WORD:
 *   crash, hang       in connecting
 *   quote             refuses the connection, and repeats the connection string in the error
 *   cutquote          the same, without the last four characters
 *   latecrash, latehang   at a statement that contains "second"
 *   noise             writes to stdout and stdin, connects, and answers
 *   garbage           the same to every descriptor it finds
 *   exit              ends the process
 * Each statement is answered by one row: value 42, and a msg of odd characters.
 */
#include <fcntl.h>
#include <signal.h>
#include <sql.h>
#include <sqlext.h>
#include <sqlucode.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { STRING_MAX = 1024, LONG_TEXT = 3000 };

static char connection[STRING_MAX];
static bool fetched;
static int handles;

static bool
mode(const char *word)
{
	const char *s = strstr(connection, "Mode=");

	return s && strncmp(s + 5, word, strlen(word)) == 0;
}

static void
crash(void)
{
	struct sigaction dfl = { .sa_handler = SIG_DFL };

	sigaction(SIGSEGV, &dfl, NULL);
	raise(SIGSEGV);
}

static void
hang(void)
{
	sigset_t all;

	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, NULL);
	for (;;)
		pause();
}

static void
write_noise(int fd)
{
	if (write(fd, "noise of a driver\n", 18) < 0)
		return;
}

static void
narrow(char *to, const SQLWCHAR *w)
{
	size_t n = 0;

	for (; w[n] && n + 1 < STRING_MAX; n++)
		to[n] = (char)w[n];
	to[n] = '\0';
}

SQLRETURN SQL_API
SQLAllocHandle(SQLSMALLINT type, SQLHANDLE in, SQLHANDLE *out)
{
	(void)type;
	(void)in;
	*out = (SQLHANDLE)((char *)&handles + 16 * (size_t)++handles);
	fetched = false;
	return SQL_SUCCESS;
}

SQLRETURN SQL_API
SQLFreeHandle(SQLSMALLINT type, SQLHANDLE h)
{
	(void)type;
	(void)h;
	return SQL_SUCCESS;
}

SQLRETURN SQL_API
SQLSetEnvAttr(SQLHENV env, SQLINTEGER attr, SQLPOINTER v, SQLINTEGER n)
{
	(void)env;
	(void)attr;
	(void)v;
	(void)n;
	return SQL_SUCCESS;
}

SQLRETURN SQL_API
SQLDriverConnectW(SQLHDBC dbc, SQLHWND win, SQLWCHAR *in, SQLSMALLINT nin, SQLWCHAR *out,
    SQLSMALLINT max, SQLSMALLINT *nout, SQLUSMALLINT completion)
{
	(void)dbc;
	(void)win;
	(void)nin;
	(void)out;
	(void)max;
	(void)nout;
	(void)completion;
	narrow(connection, in);
	if (mode("crash"))
		crash();
	if (mode("hang"))
		hang();
	if (mode("exit"))
		_exit(0);
	if (mode("noise") || mode("garbage"))
		for (int fd = 0; fd < (mode("noise") ? 2 : 64); fd++)
			if (fd != STDERR_FILENO)
				write_noise(fd);
	return mode("quote") || mode("cutquote") ? SQL_ERROR : SQL_SUCCESS;
}

SQLRETURN SQL_API
SQLDisconnect(SQLHDBC dbc)
{
	(void)dbc;
	return SQL_SUCCESS;
}

static void
widen(SQLWCHAR *to, const char *s, size_t max)
{
	size_t n = 0;

	for (; s[n] && n + 1 < max; n++)
		to[n] = (SQLWCHAR)s[n];
	to[n] = 0;
}

SQLRETURN SQL_API
SQLGetDiagRecW(SQLSMALLINT type, SQLHANDLE h, SQLSMALLINT i, SQLWCHAR *state, SQLINTEGER *code,
    SQLWCHAR *text, SQLSMALLINT max, SQLSMALLINT *n)
{
	(void)type;
	(void)h;
	if (i > 1)
		return SQL_NO_DATA;
	widen(state, "08001", 6);
	*code = 7;
	if (mode("cutquote"))
		connection[strlen(connection) - 4] = '\0';
	widen(text, connection, (size_t)max);
	*n = (SQLSMALLINT)strlen(connection);
	return SQL_SUCCESS;
}

SQLRETURN SQL_API
SQLExecDirectW(SQLHSTMT stmt, SQLWCHAR *sql, SQLINTEGER n)
{
	char text[STRING_MAX];

	(void)stmt;
	(void)n;
	narrow(text, sql);
	fetched = false;
	if (strstr(text, "second") && mode("latecrash"))
		crash();
	if (strstr(text, "second") && mode("latehang"))
		hang();
	return SQL_SUCCESS;
}

SQLRETURN SQL_API
SQLNumResultCols(SQLHSTMT stmt, SQLSMALLINT *n)
{
	(void)stmt;
	*n = 2;
	return SQL_SUCCESS;
}

SQLRETURN SQL_API
SQLDescribeColW(SQLHSTMT stmt, SQLUSMALLINT i, SQLWCHAR *name, SQLSMALLINT max, SQLSMALLINT *n,
    SQLSMALLINT *type, SQLULEN *size, SQLSMALLINT *digits, SQLSMALLINT *nullable)
{
	(void)stmt;
	widen(name, i == 1 ? "Value" : "MSG", (size_t)max);
	*n = i == 1 ? 5 : 3;
	*type = SQL_WVARCHAR;
	*size = LONG_TEXT;
	*digits = 0;
	*nullable = SQL_NULLABLE;
	return SQL_SUCCESS;
}

SQLRETURN SQL_API
SQLFetch(SQLHSTMT stmt)
{
	(void)stmt;
	if (fetched)
		return SQL_NO_DATA;
	fetched = true;
	return SQL_SUCCESS;
}

SQLRETURN SQL_API
SQLGetData(SQLHSTMT stmt, SQLUSMALLINT i, SQLSMALLINT type, SQLPOINTER to, SQLLEN max, SQLLEN *n)
{
	/* A pair, half a pair, a line end, a quote, the other half; then a text without an end. */
	static const SQLWCHAR odd[] = { 'a', 0xd83d, 0xde00, 0xd800, '\n', '"', 0xdc00, 0x4e2d };
	SQLWCHAR *w = to;
	size_t room = (size_t)max / sizeof *w, k = 0;

	(void)stmt;
	(void)type;
	if (i == 1) {
		widen(w, "+42.0", room);
		*n = 10;
		return SQL_SUCCESS;
	}
	for (; k < sizeof odd / sizeof *odd; k++)
		w[k] = odd[k];
	while (k + 1 < room)
		w[k++] = 0x6587;
	w[k] = 0;
	*n = LONG_TEXT * (SQLLEN)sizeof *w;
	return SQL_SUCCESS_WITH_INFO;
}
