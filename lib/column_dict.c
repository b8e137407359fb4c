/* column_dict - texts by number, in the order in which they came. */
#include <stdlib.h>

#include "column_part.h"
#include "mem.h"

enum { SLOTS_FIRST = 64 };

static uint32_t
hash_of(const char *p, size_t n)
{
	uint64_t h = UINT64_C(0x9E3779B97F4A7C15) ^ n, w;

	for (; n >= sizeof w; n -= sizeof w, p += sizeof w) {
		memcpy(&w, p, sizeof w);
		h = (h ^ w) * UINT64_C(0xFF51AFD7ED558CCD);
		h ^= h >> 32;
	}
	w = 0;
	memcpy(&w, p, n);
	h = (h ^ w) * UINT64_C(0xFF51AFD7ED558CCD);
	return (uint32_t)(h >> 32);
}

static void
grow_slots(struct column_dict *d)
{
	free(d->slots);
	d->nslots = d->nslots ? 2 * d->nslots : SLOTS_FIRST;
	d->slots = mem_zero(d->nslots, sizeof *d->slots);
	for (size_t k = 0; k < d->n; k++) {
		size_t i = d->v[k].hash & (d->nslots - 1);

		while (d->slots[i])
			i = (i + 1) & (d->nslots - 1);
		d->slots[i] = (uint32_t)k + 1;
	}
}

int64_t
column_dict_put(struct column_dict *d, const char *p, size_t n, size_t max)
{
	uint32_t hash = hash_of(p, n);
	size_t i;

	if (2 * d->n >= d->nslots)
		grow_slots(d);
	for (i = hash & (d->nslots - 1); d->slots[i]; i = (i + 1) & (d->nslots - 1)) {
		const struct column_key *k = d->v + d->slots[i] - 1;

		if (k->hash == hash && k->n == n && memcmp(k->p, p, n) == 0)
			return d->slots[i] - 1;
	}
	if (d->n >= max)
		return COLUMN_FULL;
	d->v = mem_grow(d->v, &d->cap, d->n + 1, sizeof *d->v);
	d->v[d->n] = (struct column_key){ .p = p, .n = (uint32_t)n, .hash = hash };
	d->slots[i] = (uint32_t)++d->n;
	return (int64_t)d->n - 1;
}

void
column_dict_reset(struct column_dict *d)
{
	d->n = 0;
	if (d->nslots > 64 * SLOTS_FIRST) {	/* most are small: do not zero much */
		free(d->slots);
		d->slots = NULL;
		d->nslots = 0;
	} else if (d->slots) {
		memset(d->slots, 0, d->nslots * sizeof *d->slots);
	}
}

void
column_dict_clear(struct column_dict *d)
{
	free(d->v);
	free(d->slots);
	*d = (struct column_dict){ 0 };
}
