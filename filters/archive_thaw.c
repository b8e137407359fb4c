/* archive_thaw - the records of a cold file, while an archive is read. */
#include <errno.h>
#include <string.h>

#include "archive.h"
#include "archive_ahead_cold.h"
#include "archive_cold.h"
#include "archive_covers.h"
#include "archive_files.h"
#include "archive_lost.h"
#include "archive_reader.h"
#include "err.h"

/* Is a segment of the file not asked for? */
static bool
unwanted(const struct reader *r, const struct segment *s)
{
	return s->number < r->number || (r->stop && s->number > r->stop) ||
	    reader_outside(r, s);
}

/* All of them are that, by the index alone. */
static bool
all_unwanted(struct reader *r)
{
	struct seglines l = { .p = r->covers.lines,
		.end = r->covers.lines + r->covers.nlines, .rec = r->rec };
	struct segment s;

	while (seglines_next(&l, &s) > 0)
		if (!unwanted(r, &s))
			return false;
	return true;
}

static void
damage(struct reader *r, const char *what)
{
	reader_warn(r, "'%s' is damaged: %s", r->path.p, what);
	r->damaged++;
}

int
thaw_index(struct reader *r)
{
	if (cold_open_path(&r->cold, r->path.p, &r->cold_file, r->rec) < 0)
		return -1;
	for (size_t i = 0; i < r->cold.nsegments; i++)
		r->cold.segments[i].skip = unwanted(r, &r->cold.segments[i].s);
	return 0;
}

void
thaw_columns(struct reader *r)
{
	if (r->search && cold_look(&r->cold, r->pack, r->search)) {
		r->told++;
		r->without += r->cold.none;
		r->sifted += r->cold.sifted;
		r->sure = r->cold.sure;
	} else {
		cold_unpack(&r->cold, r->pack);
	}
}

/* By this thread alone; false: it cannot be read, or nothing of it is needed. */
static bool
open_alone(struct reader *r)
{
	if (thaw_index(r) < 0) {
		if (errno != 0) {
			reader_warn(r, "cannot read '%s': %s", r->path.p,
			    strerror(errno));
			r->damaged++;
		} else {
			damage(r, "its index cannot be read");
		}
		lost_from(r, r->segment.first);
		lost_to(r, r->cover.next);
		cold_close(&r->cold);
		return false;
	}
	r->read++;
	if (r->columns && r->columns(r->columns_arg, r)) {
		cold_close(&r->cold);
		return false;
	}
	thaw_columns(r);
	return true;
}

bool
thaw_open(struct reader *r)
{
	if (all_unwanted(r)) {
		r->skipped++;
		return false;
	}
	r->in_ahead = r->ahead_cold && !r->columns && ahead_cold_take(r->ahead_cold, r);
	if (r->in_ahead)
		r->read++;
	else if (!open_alone(r))
		return false;
	r->in_cold = true;
	r->nlost = 0;
	return true;
}

/* Records that are lost are said together, as many as follow each other. */
static void
say_lost(struct reader *r)
{
	if (r->nlost == 0)
		return;
	if (r->nlost == 1)
		reader_warn(r, "'%s' is damaged: record %llu is lost", r->path.p,
		    (unsigned long long)r->lost);
	else
		reader_warn(r, "'%s' is damaged: records %llu to %llu are lost",
		    r->path.p, (unsigned long long)r->lost,
		    (unsigned long long)(r->lost + r->nlost - 1));
	r->damaged++;
	r->nlost = 0;
}

/* The next records, by whom it may be. */
static bool
next_run(struct reader *r, struct cold_run *run, struct block *b)
{
	if (r->in_ahead) {
		r->in_ahead = ahead_cold_run(r->ahead_cold, r, run, b);
		return r->in_ahead;
	}
	if (!cold_run(&r->cold, run, COLD_RUN_BYTES, &r->text))
		return false;
	*b = (struct block){ .first = run->first, .p = r->text.p, .n = r->text.n };
	return true;
}

bool
thaw_next(struct reader *r, struct block *b)
{
	struct cold_run run;

	while (r->sure == 0 && next_run(r, &run, b)) {
		if (run.count > 0 || run.first != r->lost + r->nlost)
			say_lost(r);
		if (run.lost > 0 && r->nlost == 0)
			r->lost = run.first + run.count;
		r->nlost += run.lost;
		r->left_out += run.passed;
		if (run.count > 0)
			return true;
	}
	if (r->sure == 0 && r->looked == 0)
		return false;
	*b = (struct block){ .p = "", .sure = r->sure, .looked = r->looked };
	r->sure = r->looked = 0;
	return true;
}

void
thaw_close(struct reader *r)
{
	say_lost(r);
	r->left_out += r->cold.passed;
	if (r->cold.damaged > 0)
		reader_warn(r, "'%s': %u of its columns are damaged", r->path.p,
		    r->cold.damaged);
	r->damaged += r->cold.damaged > 0;
	cold_close(&r->cold);
	r->in_cold = r->in_ahead = false;
}
