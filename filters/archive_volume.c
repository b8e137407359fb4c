/* archive_volume - what is taken out of an archive, in volumes of a bounded size. */
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "archive.h"
#include "archive_create.h"
#include "archive_volume.h"
#include "err.h"
#include "file.h"
#include "json.h"

extern char **environ;

enum { CHUNK = 64 << 10 };

static void
put_name(const struct volumes *v, const char *ending, struct buf *path)
{
	buf_cut(path, 0);
	buf_fmt(path, "%s/%06llu.%s", v->dir, (unsigned long long)v->number, ending);
	buf_text(path);
}

static const char *
data_ending(const struct volumes *v)
{
	return v->pipe ? "data" : v->ending;
}

void
volumes_open(struct volumes *v)
{
	struct buf path = BUF_INIT;
	struct stat st;

	if (create_dir(v->dir) == 0)
		file_sync_dir(v->dir);
	else if (errno != EEXIST)
		die_errno(EXIT_TROUBLE, "cannot make '%s'", v->dir);
	v->number = 1;
	put_name(v, "label", &path);
	if (lstat(path.p, &st) == 0)
		die_msg(EXIT_TROUBLE, "'%s' is there already: nothing is overwritten",
		    path.p);
	v->number = 0;
	v->fd = -1;
	v->plain = digest_new();
	buf_clear(&path);
}

/* The command, which reads what is written to v->fd and writes the file. */
static void
start_pipe(struct volumes *v, int file)
{
	char sh[] = "/bin/sh", c[] = "-c", *argv[] = { sh, c, NULL, NULL };
	struct buf text = BUF_INIT;
	posix_spawn_file_actions_t actions;
	int p[2], rc;

	buf_str(&text, v->pipe);
	argv[2] = (char *)(uintptr_t)buf_text(&text);
	if (pipe2(p, O_CLOEXEC) < 0)
		die_errno(EXIT_TROUBLE, "cannot make a pipe");
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, p[0], STDIN_FILENO);
	posix_spawn_file_actions_adddup2(&actions, file, STDOUT_FILENO);
	rc = posix_spawn(&v->pid, sh, &actions, NULL, argv, environ);
	posix_spawn_file_actions_destroy(&actions);
	if (rc != 0) {
		errno = rc;
		die_errno(EXIT_TROUBLE, "cannot start '%s'", v->pipe);
	}
	close(p[0]);
	close(file);
	v->fd = p[1];
	buf_clear(&text);
}

static void
flush(struct volumes *v)
{
	digest_add(v->plain, v->out.p, v->out.n);
	if (file_write(v->fd, v->out.p, v->out.n) < 0) {
		if (v->pid && errno == EPIPE)
			die_msg(EXIT_TROUBLE,
			    "'%s' ended before it had all of volume %llu in '%s'",
			    v->pipe, (unsigned long long)v->number, v->dir);
		die_errno(EXIT_TROUBLE, "cannot write volume %llu in '%s'",
		    (unsigned long long)v->number, v->dir);
	}
	v->bytes += v->out.n;
	buf_cut(&v->out, 0);
}

static void
begin(struct volumes *v)
{
	struct buf path = BUF_INIT;
	int fd;

	v->number++;
	put_name(v, data_ending(v), &path);
	fd = create_file(path.p, O_WRONLY | O_EXCL);
	if (fd < 0)
		die_errno(EXIT_TROUBLE, "cannot make '%s'", path.p);
	v->fd = fd;
	v->pid = 0;
	if (v->pipe)
		start_pipe(v, fd);
	v->records = v->bytes = v->first = 0;
	buf_cut(&v->out, 0);
	if (v->head) {
		buf_str(&v->out, v->head);
		buf_char(&v->out, '\n');
	}
	buf_clear(&path);
}

/* Wait for the command, and make the file durable. */
static void
end_data(struct volumes *v, const char *path)
{
	int status = 0, fd;

	flush(v);
	if (v->pid) {
		close(v->fd);
		while (waitpid(v->pid, &status, 0) < 0 && errno == EINTR)
			;
		if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
			die_msg(EXIT_TROUBLE, "'%s' failed: '%s' is not whole", v->pipe,
			    path);
		fd = file_open(path, O_WRONLY | O_NOFOLLOW, 0);
	} else {
		fd = v->fd;
	}
	v->fd = -1;
	if (fd < 0 || fsync(fd) < 0)
		die_errno(EXIT_TROUBLE, "cannot write '%s'", path);
	close(fd);
}

/* The hash of a file as it is now on disk, and its length. */
static uint64_t
hash_file(const char *path, char hex[DIGEST_HEX])
{
	struct digest *d = digest_new();
	unsigned char sum[DIGEST_SIZE];
	struct buf b = BUF_INIT;
	uint64_t all = 0;
	ssize_t n;
	int fd = file_open(path, O_RDONLY | O_NOFOLLOW, 0);

	if (fd < 0)
		die_errno(EXIT_TROUBLE, "cannot read '%s'", path);
	while ((n = read(fd, buf_room(&b, CHUNK), CHUNK)) != 0) {
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			die_errno(EXIT_TROUBLE, "cannot read '%s'", path);
		digest_add(d, b.p, (size_t)n);
		all += (uint64_t)n;
	}
	digest_end(d, sum);
	digest_hex(sum, sizeof sum, hex);
	digest_free(d);
	close(fd);
	buf_clear(&b);
	return all;
}

static void
write_file(const char *path, const struct buf *b)
{
	if (file_replace(path, b->p, b->n, ARCHIVE_FILE_MODE) < 0)
		die_errno(EXIT_TROUBLE, "cannot write '%s'", path);
}

/* What the volume is: its label, and the hashes of both. */
static void
write_label(struct volumes *v, const char *data, const char *more)
{
	struct buf b = BUF_INIT, path = BUF_INIT, sums = BUF_INIT;
	unsigned char sum[DIGEST_SIZE];
	char hex[DIGEST_HEX];
	uint64_t size;

	manifest_line(&b, "volume", &v->deed);
	buf_put(&b, v->label.p, v->label.n);
	buf_fmt(&b, ",\"volume\":%llu,\"format\":\"%s\",\"records\":%llu,\"first\":%llu,"
	    "\"last\":%llu", (unsigned long long)v->number, v->ending,
	    (unsigned long long)v->records, (unsigned long long)v->first,
	    (unsigned long long)v->last);
	digest_end(v->plain, sum);
	digest_hex(sum, sizeof sum, hex);
	buf_fmt(&b, ",\"plain_bytes\":%llu,\"plain_sha256\":\"%s\"",
	    (unsigned long long)v->bytes, hex);
	size = hash_file(data, hex);
	buf_fmt(&b, ",\"bytes\":%llu,\"sha256\":\"%s\"", (unsigned long long)size, hex);
	buf_fmt(&sums, "%s  %06llu.%s\n", hex, (unsigned long long)v->number,
	    data_ending(v));
	buf_fmt(&v->told, "%s\"%06llu\":\"%s\"", v->told.n ? "," : "",
	    (unsigned long long)v->number, hex);
	digest_hex(v->before, sizeof v->before, hex);
	buf_fmt(&b, "%s,\"prev\":\"%s\"}\n", more, hex);
	digest_of(b.p, b.n, v->before);
	put_name(v, "label", &path);
	write_file(path.p, &b);
	digest_hex(v->before, sizeof v->before, hex);
	buf_fmt(&sums, "%s  %06llu.label\n", hex, (unsigned long long)v->number);
	put_name(v, "sha256", &path);
	write_file(path.p, &sums);
	buf_clear(&b);
	buf_clear(&path);
	buf_clear(&sums);
}

static void
end(struct volumes *v, const char *more)
{
	struct buf path = BUF_INIT;

	put_name(v, data_ending(v), &path);
	end_data(v, path.p);
	v->all_records += v->records;
	v->all_bytes += v->bytes;
	write_label(v, path.p, more);
	buf_clear(&path);
}

void
volumes_put(struct volumes *v, const char *line, size_t n, uint64_t seq)
{
	if (v->fd >= 0 && v->size && v->records > 0 &&
	    v->bytes + v->out.n + n + 1 > (uint64_t)v->size)
		end(v, "");
	if (v->fd < 0)
		begin(v);
	if (v->records++ == 0)
		v->first = seq;
	v->last = seq;
	buf_put(&v->out, line, n);
	buf_char(&v->out, '\n');
	if (v->out.n >= VOLUME_BUFFER)
		flush(v);
}

void
volumes_close(struct volumes *v, const char *more)
{
	if (v->fd < 0)
		begin(v);	/* nothing was found: a volume says so */
	end(v, more);
}

void
volumes_clear(struct volumes *v)
{
	digest_free(v->plain);
	buf_clear(&v->out);
	buf_clear(&v->label);
	buf_clear(&v->told);
}
