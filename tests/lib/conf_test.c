/* conf: the syntax, every complaint with its line, and the readers of values. */
#include "conf.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "buf.h"
#include "check.h"
#include "file.h"

static char dir[] = "/tmp/conf_test.XXXXXX";
static struct buf said;		/* what went to stderr during parse() */

/* Parse with stderr in a file; the complaints are in said. */
static struct conf *
parse(const char *text)
{
	char path[64];
	int keep = dup(STDERR_FILENO), fd;
	struct conf *c;

	snprintf(path, sizeof path, "%s/stderr", dir);
	fd = open(path, O_RDWR | O_CREAT | O_TRUNC, 0600);
	dup2(fd, STDERR_FILENO);
	c = conf_parse("t.conf", text, strlen(text));
	dup2(keep, STDERR_FILENO);
	close(keep), close(fd);
	buf_cut(&said, 0);
	file_read(path, 1 << 20, &said);
	return c;
}

static void
syntax(void)
{
	struct conf *c = parse(
	    "# comment\n"
	    "; another\r\n"
	    "\n"
	    "[first]\n"
	    "key=value\n"
	    "  spaced \t key =  a b # not a comment \t\n"
	    "key = again\n"
	    "[clock response time]\n"
	    "empty =\n"
	    "re = a=b|^\\d+\\s$\n"
	    "long = one \\\n"
	    "# between\n"
	    "two \\\n"
	    "  three\n"
	    "tight = a\\\nb\\\nc\\\nd\n"
	    "[first]\n");

	CHECK_INT(c->bad, 0);
	CHECK_INT(c->n, 3);
	CHECK_STR(c->sections[0].head, "first");
	CHECK_STR(c->sections[0].name, "");
	CHECK_STR(conf_get(&c->sections[0], "key"), "again");
	CHECK_INT(c->sections[0].n, 3);
	CHECK_STR(conf_get(&c->sections[0], "spaced \t key"), "a b # not a comment");
	CHECK_INT(conf_entry(&c->sections[0], "key")->line, 7);
	CHECK_STR(c->sections[1].head, "clock response time");
	CHECK_STR(c->sections[1].kind, "clock");
	CHECK_STR(c->sections[1].name, "response time");
	CHECK_STR(conf_get(&c->sections[1], "empty"), "");
	CHECK_STR(conf_get(&c->sections[1], "re"), "a=b|^\\d+\\s$");
	CHECK_STR(conf_get(&c->sections[1], "long"), "one  two    three");
	CHECK_INT(conf_entry(&c->sections[1], "long")->line, 11);
	CHECK_STR(conf_get(&c->sections[1], "tight"), "a b c d");
	CHECK(conf_get(&c->sections[2], "key") == NULL);
	CHECK_INT(c->sections[2].line, 19);
	conf_free(c);
}

static void
complaints(void)
{
	struct conf *c = parse("early = 1\n[a\nnonsense\n= x\n[]\nk = v \\\n");

	CHECK_STR(buf_text(&said),
	    "sluice: t.conf:1: key before the first [section]\n"
	    "sluice: t.conf:2: section '[a' lacks its ']'\n"
	    "sluice: t.conf:3: 'nonsense' is not 'key = value'\n"
	    "sluice: t.conf:4: '= x' is not 'key = value'\n"
	    "sluice: t.conf:5: section without a name\n");
	CHECK_INT(c->bad, 5);
	CHECK_STR(conf_get(&c->sections[1], "k"), "v");
	conf_free(c);
}

static void
no_text(void)
{
	struct conf *c = conf_parse("t.conf", "[a]\nk = v\0", 10);

	CHECK_INT(c->bad, 1);
	conf_free(c);
	c = conf_parse("t.conf", "\xef\xbb\xbf[a]\nk = v", 12);
	CHECK_INT(c->bad, 0);
	CHECK_STR(conf_get(&c->sections[0], "k"), "v");
	conf_free(c);
	c = conf_parse("t.conf", "", 0);
	CHECK(c->bad == 0 && c->n == 0);
	conf_free(c);
}

static void
values(void)
{
	static const char *const known[] = { "b", "i", "d", "s", NULL };
	struct conf *c = parse("[v]\nb = yes\ni = 42\nd = 1h30m\ns = 10M\n[w]\nb = maybe\ni = 1000\n"
	    "d = 5\ns = big\nx = 1\n");
	struct conf_section *v = &c->sections[0], *w = &c->sections[1];

	CHECK(conf_bool(v, "b", false));
	CHECK_INT(conf_int(v, "i", 0, 99, 7), 42);
	CHECK_INT(conf_duration(v, "d", 7), INT64_C(5400000000000));
	CHECK_INT(conf_size(v, "s", 7), 10 << 20);
	CHECK_INT(conf_int(v, "absent", 0, 99, 7), 7);
	conf_only(v, known);
	CHECK_INT(c->bad, 0);
	CHECK(!conf_bool(w, "b", false));
	CHECK_INT(conf_int(w, "i", 0, 99, 7), 7);
	CHECK_INT(conf_duration(w, "d", 7), 7);
	CHECK_INT(conf_size(w, "s", 7), 7);
	conf_only(w, known);
	CHECK_INT(c->bad, 5);
	conf_free(c);
}

static void
note(const char *path, void *arg)
{
	buf_fmt(arg, "%s\n", path + strlen(dir));
}

static void
walk(void)
{
	static const char *const files[] = { "b.conf", "a.conf", "c.txt", ".hidden.conf", "sub/d.conf" };
	struct buf got = BUF_INIT;
	char path[256];

	snprintf(path, sizeof path, "%s/sub", dir);
	mkdir(path, 0700);
	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		snprintf(path, sizeof path, "%s/%s", dir, files[i]);
		CHECK_INT(file_replace(path, "[a]\n", 4, 0600), 0);
	}
	CHECK_INT(conf_walk(dir, ".conf", note, &got), 3);
	CHECK_STR(buf_text(&got), "/a.conf\n/b.conf\n/sub/d.conf\n");
	snprintf(path, sizeof path, "%s/c.txt", dir);
	CHECK_INT(conf_walk(path, ".conf", note, &got), 1);
	CHECK_INT(conf_walk("/nonexistent", ".conf", note, &got), -1);
	buf_clear(&got);
	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		snprintf(path, sizeof path, "%s/%s", dir, files[i]);
		unlink(path);
	}
	snprintf(path, sizeof path, "%s/sub", dir);
	rmdir(path);
}

int
main(void)
{
	char path[64];

	if (!mkdtemp(dir) || !freopen("/dev/null", "w", stderr))
		return 2;	/* complaints are counted, or read by parse() */
	RUN(syntax);
	RUN(complaints);
	RUN(no_text);
	RUN(values);
	RUN(walk);
	snprintf(path, sizeof path, "%s/stderr", dir);
	unlink(path);
	rmdir(dir);
	buf_clear(&said);
	return check_end();
}
