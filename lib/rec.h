/*
 * rec.h - one record: a JSON object on one line.
 *
 * Read without copying, and written byte for byte as it came where nothing was
 * changed: unknown members, their order, white space, the spelling of numbers.
 * A rec is reused for every line of a stream; in a steady stream nothing is
 * allocated.
 *
 * Members are named by a path: the name of a member, or names joined by dots
 * for members of objects inside (fields.user).  A member of the outer object whose
 * whole name is the path wins.  Of several members with one name the last is read
 * and set; all pass through, and rec_remove() removes all.
 */
#ifndef LIB_REC_H
#define LIB_REC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct out;
struct buf;
struct rec;

enum {
	REC_MEMBERS_MAX = 4096,		/* of the outer object; more is not a record */
	REC_LINE_MAX = 1 << 30,		/* bytes of a line */
	REC_NAMES_MAX = 16,		/* of a path; the last has the rest, dots too */
};

enum rec_type {
	REC_NONE,	/* no such member */
	REC_NULL,
	REC_FALSE,
	REC_TRUE,
	REC_NUMBER,
	REC_STRING,
	REC_ARRAY,
	REC_OBJECT,
};

/* A value as it stands in the line: strings with their quotes and escapes. */
struct rec_value {
	enum rec_type type;
	const char *raw;
	size_t n;
};

struct rec *rec_new(void);		/* holds {} */
void rec_free(struct rec *);		/* does nothing on NULL */

/*
 * Read line (n bytes).  The record refers to line, which must stay until
 * the next rec_parse(), rec_empty() or rec_free().  0, or -1 when it is not one JSON
 * object; rec_why() then says why and at which byte (from 0), and the record holds {}.
 */
int rec_parse(struct rec *, const char *line, size_t n);
const char *rec_why(const struct rec *, size_t *at);
void rec_empty(struct rec *);		/* holds {}: to be filled by rec_set_...() */

/*
 * Read members.  What is handed out is borrowed until the next rec_parse(),
 * rec_empty() or change of that member.
 */
enum rec_type rec_get(const struct rec *, const char *path, struct rec_value *);
bool rec_has(const struct rec *, const char *path);	/* also when null */

/*
 * The member whose whole name is the n bytes of
 * name, of the record or of an object in it.
 */
enum rec_type rec_get_name(const struct rec *, const char *name, size_t n,
    struct rec_value *);
enum rec_type rec_value_name(const struct rec_value *object, const char *name, size_t n,
    struct rec_value *);

/* False when absent or of another type. */
/* text, escapes resolved */
bool rec_str(struct rec *, const char *path, const char **s, size_t *n);
/* an integer that fits (1e3, 2.0 too) */
bool rec_int(const struct rec *, const char *path, int64_t *v);
bool rec_num(const struct rec *, const char *path, double *v);
bool rec_bool(const struct rec *, const char *path, bool *v);
/* a string that ts_parse() reads */
bool rec_time(struct rec *, const char *path, int64_t *ns);
bool rec_is(struct rec *, const char *path, const char *text);	/* is it this string? */

/*
 * A copy of a string member, NUL-terminated (up
 * to the first NUL in it), or NULL; free() it.
 */
char *rec_dup(struct rec *, const char *path);

/*
 * Members in order, duplicates included; after changes, as they will be written.
 * i counts from 0; false past the last.  key is text, escapes resolved.
 */
bool rec_member(struct rec *, size_t i, const char **key, size_t *nkey,
    struct rec_value *);

/*
 * The same for an object or array inside: *pos starts at 0.  key may be NULL for arrays.
 */
bool rec_each(struct rec *, const struct rec_value *in, size_t *pos,
    const char **key, size_t *nkey, struct rec_value *);

/* The text of a string value: escapes resolved; same lifetime as rec_str(). */
bool rec_text(struct rec *, const struct rec_value *, const char **s, size_t *n);

/*
 * Add a member at the end, or replace its value where it stands.  path may name a
 * member of an object inside, which is made when it is absent or is no object.  All
 * arguments are copied, and may be parts of the record.  Adding has no bound, but what
 * has more than REC_MEMBERS_MAX members then is not read as a record.
 */
void rec_set_str(struct rec *, const char *path, const char *s, size_t n);
/* the same, up to its NUL */
void rec_set_text(struct rec *, const char *path, const char *s);
void rec_set_int(struct rec *, const char *path, int64_t v);
/* shortest that reads back; not finite: null */
void rec_set_num(struct rec *, const char *path, double v);
void rec_set_bool(struct rec *, const char *path, bool v);
/* milliseconds, or as fine as needed */
void rec_set_time(struct rec *, const char *path, int64_t ns, int offset_s);

/*
 * One JSON value without space around it; null
 * for anything else, and for a line feed in it.
 */
void rec_set_raw(struct rec *, const char *path, const char *json, size_t n);

/* Remove all that path names, also in duplicates of objects inside.  Was it there? */
bool rec_remove(struct rec *, const char *path);

/* The whole object; the line as it came when nothing was changed.  No newline. */
void rec_write(struct rec *, struct out *);	/* the caller calls out_end() */
void rec_print(struct rec *, struct buf *);

#endif
