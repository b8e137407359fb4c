/* reportfmt_map - rows by a text, up to a bound: what a report remembers. */
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "reportfmt.h"

static uint64_t
hash_of(const char *s, size_t n)
{
	uint64_t h = 0x9E3779B97F4A7C15u ^ n, w;

	for (; n >= 8; s += 8, n -= 8) {
		memcpy(&w, s, 8);
		h = (h ^ w) * 0xFF51AFD7ED558CCDu;
		h ^= h >> 32;
	}
	w = 0;
	memcpy(&w, s, n);
	h = (h ^ w) * 0xFF51AFD7ED558CCDu;
	h ^= h >> 32;
	h *= 0xC4CEB9FE1A85EC53u;
	return h ^ h >> 29;
}

static void
grow_slots(struct map *m)
{
	free(m->slots);
	m->nslots = m->nslots ? 2 * m->nslots : 64;
	m->slots = mem_zero(m->nslots, sizeof *m->slots);
	for (size_t i = 0; i < m->n; i++) {
		size_t at = m->keys[i].hash & (m->nslots - 1);

		while (m->slots[at])
			at = (at + 1) & (m->nslots - 1);
		m->slots[at] = (uint32_t)i + 1;
	}
}

static void *
add(struct map *m, size_t slot, const char *key, size_t n, uint64_t hash)
{
	m->keys = mem_grow(m->keys, &m->cap_keys, m->n + 1, sizeof *m->keys);
	m->rows = mem_grow(m->rows, &m->cap_rows, m->n + 1, m->size);
	m->keys[m->n] = (struct map_key){ .at = m->text.n, .n = n, .hash = hash };
	buf_put(&m->text, key, n);
	buf_char(&m->text, '\0');
	memset(m->rows + m->n * m->size, 0, m->size);
	m->slots[slot] = (uint32_t)++m->n;
	return m->rows + (m->n - 1) * m->size;
}

/* The slot of a key, or the free one where it belongs. */
static size_t
find(const struct map *m, const char *key, size_t n, uint64_t hash)
{
	size_t at = hash & (m->nslots - 1);

	for (; m->slots[at]; at = (at + 1) & (m->nslots - 1)) {
		const struct map_key *k = &m->keys[m->slots[at] - 1];

		if (k->hash == hash && k->n == n &&
		    memcmp(m->text.p + k->at, key, n) == 0)
			break;
	}
	return at;
}

void *
map_find(const struct map *m, const char *key, size_t n)
{
	size_t at;

	if (m->n == 0)
		return NULL;
	if (n > MAP_KEY_MAX)
		n = MAP_KEY_MAX;
	at = find(m, key, n, hash_of(key, n));
	return m->slots[at] ? m->rows + (m->slots[at] - 1) * m->size : NULL;
}

void *
map_row(struct map *m, const char *key, size_t n)
{
	uint64_t hash;
	size_t at;

	if (n > MAP_KEY_MAX)
		n = MAP_KEY_MAX;
	hash = hash_of(key, n);
	if (2 * (m->n + 1) > m->nslots)
		grow_slots(m);
	at = find(m, key, n, hash);
	if (m->slots[at])
		return m->rows + (m->slots[at] - 1) * m->size;
	if (m->n == m->max) {
		m->over++;
		return NULL;
	}
	return add(m, at, key, n, hash);
}

void *
map_at(const struct map *m, size_t i)
{
	return m->rows + i * m->size;
}

size_t
map_index(const struct map *m, const void *row)
{
	return (size_t)((const char *)row - m->rows) / m->size;
}

const char *
map_text(const struct map *m, size_t i)
{
	return m->text.p + m->keys[i].at;
}

void
map_clear(struct map *m)
{
	buf_clear(&m->text);
	free(m->keys);
	free(m->rows);
	free(m->slots);
	m->keys = NULL;
	m->rows = NULL;
	m->slots = NULL;
	m->n = m->cap_keys = m->cap_rows = m->nslots = 0;
}
