/* file and digest: whole files, replaced whole; the published sums of SHA-256. */
#include "file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "buf.h"
#include "check.h"
#include "digest.h"

static char dir[] = "/tmp/file_test.XXXXXX";
static char path[64];

static void
replaced(void)
{
	struct buf b = BUF_INIT;
	struct stat st;

	CHECK_INT(file_replace(path, "one", 3, 0640), 0);
	CHECK_INT(file_replace(path, "second", 6, 0600), 0);
	CHECK_INT(file_read(path, 6, &b), 0);
	CHECK_STR(buf_text(&b), "second");
	CHECK(stat(path, &st) == 0 && (st.st_mode & 07777) == 0600);
	CHECK(file_read(path, 5, &b) < 0 && errno == EFBIG);
	CHECK_STR(buf_text(&b), "second");	/* as before the call that failed */
	CHECK(file_read("/nonexistent", 5, &b) < 0 && errno == ENOENT);
	CHECK(file_replace("/nonexistent/x", "1", 1, 0600) < 0 && errno == ENOENT);
	buf_clear(&b);
}

static void
locked_once(void)
{
	int fd = file_open(path, O_RDWR, 0), status;
	pid_t child;

	CHECK_INT(file_lock(fd), 0);
	child = fork();
	if (child == 0) {
		int other = file_open(path, O_RDWR, 0);

		_exit(file_lock(other) < 0 && errno == EWOULDBLOCK ? 0 : 1);
	}
	waitpid(child, &status, 0);
	CHECK_INT(status, 0);
	close(fd);
	fd = file_open(path, O_RDWR, 0);
	CHECK_INT(file_lock(fd), 0);
	close(fd);
}

/* The examples of FIPS 180-4: no byte, "abc", a million times 'a' in uneven pieces. */
static void
sums(void)
{
	unsigned char sum[DIGEST_SIZE];
	char hex[DIGEST_HEX], a[1000];
	struct digest *d = digest_new();
	size_t left = 1000000;

	digest_end(d, sum);
	digest_hex(sum, DIGEST_SIZE, hex);
	CHECK_STR(hex, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
	digest_of("abc", 3, sum);
	digest_hex(sum, DIGEST_SIZE, hex);
	CHECK_STR(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	memset(a, 'a', sizeof a);
	for (size_t n = 1; left > 0; n = n % 999 + 1) {
		n = n < left ? n : left;
		digest_add(d, a, n);
		left -= n;
	}
	digest_end(d, sum);
	digest_hex(sum, DIGEST_SIZE, hex);
	CHECK_STR(hex, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
	digest_free(d);
}

int
main(void)
{
	if (!mkdtemp(dir))
		return 2;
	snprintf(path, sizeof path, "%s/f", dir);
	RUN(replaced);
	RUN(locked_once);
	RUN(sums);
	unlink(path);
	rmdir(dir);
	return check_end();
}
