/* archive_thaw - the records of a cold file, while an archive is read. */
#include <errno.h>
#include <string.h>

#include "archive.h"
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

bool
thaw_open(struct reader *r)
{
	if (all_unwanted(r)) {
		r->skipped++;
		return false;
	}
	if (cold_open_path(&r->cold, r->path.p, &r->cold_file, r->rec) < 0) {
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
	for (size_t i = 0; i < r->cold.nsegments; i++)
		r->cold.segments[i].skip = unwanted(r, &r->cold.segments[i].s);
	r->read++;
	if (r->columns && r->columns(r->columns_arg, r)) {
		cold_close(&r->cold);
		return false;
	}
	if (r->needle && cold_look(&r->cold, r->pack, r->needle)) {
		r->told++;
		r->without += r->cold.left == 0;
		r->sifted += r->cold.sifted;
		r->sure = r->counts ? cold_count(&r->cold) : 0;
	} else {
		cold_unpack(&r->cold, r->pack);
	}
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

bool
thaw_next(struct reader *r, struct block *b)
{
	struct cold_run run;

	if (r->sure > 0) {
		*b = (struct block){ .p = "", .sure = r->sure };
		r->sure = 0;
		return true;
	}
	while (cold_run(&r->cold, &run, COLD_RUN_BYTES, &r->text)) {
		if (run.count > 0 || run.first != r->lost + r->nlost)
			say_lost(r);
		if (run.lost > 0 && r->nlost == 0)
			r->lost = run.first + run.count;
		r->nlost += run.lost;
		if (run.count == 0)
			continue;
		*b = (struct block){ .first = run.first, .p = r->text.p, .n = r->text.n };
		return true;
	}
	return false;
}

void
thaw_close(struct reader *r)
{
	say_lost(r);
	if (r->cold.damaged > 0)
		reader_warn(r, "'%s': %u of its columns are damaged", r->path.p,
		    r->cold.damaged);
	r->damaged += r->cold.damaged > 0;
	cold_close(&r->cold);
	r->in_cold = false;
}
