/* charset_pool - encodings that several files share. */
#include <errno.h>
#include <stdlib.h>
#include <strings.h>

#include "charset_part.h"
#include "mem.h"

struct charset_pool {
	struct opened {
		char name[CHARSET_NAME_MAX];	/* as it was asked for */
		struct charset *charset;
	} opened[CHARSET_POOL_MAX];
	size_t n;
	struct charset *known[POOL_KNOWN];
	struct charset_common *common;	/* NULL until somebody asks */
};

struct charset_pool *
charset_pool_new(void)
{
	return mem_zero(1, sizeof(struct charset_pool));
}

void
charset_pool_free(struct charset_pool *pool)
{
	if (!pool)
		return;
	for (size_t i = 0; i < pool->n; i++)
		charset_free(pool->opened[i].charset);
	common_free(pool->common);
	free(pool);
}

struct charset *
charset_pool_get(struct charset_pool *pool, const char *name)
{
	struct opened *o;
	struct charset *c;

	for (o = pool->opened; o < pool->opened + pool->n; o++)
		if (strcasecmp(o->name, name) == 0)
			return o->charset;
	if (pool->n == CHARSET_POOL_MAX) {
		errno = ENOSPC;
		return NULL;
	}
	c = charset_new(name);
	if (!c)
		return NULL;
	memcpy(o->name, name, strlen(name) + 1);	/* it fits, or there is no such */
	o->charset = c;
	pool->n++;
	return c;
}

struct charset *
pool_known(struct charset_pool *pool, int i, const char *name)
{
	if (!pool->known[i])
		pool->known[i] = charset_pool_get(pool, name);
	return pool->known[i];
}

const struct charset_common *
pool_common(struct charset_pool *pool)
{
	if (!pool->common)
		pool->common = common_new();
	return pool->common;
}
