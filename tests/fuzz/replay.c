/*
 * replay - main() of the fuzz targets where libFuzzer is missing.
 *
 *	NAME_fuzz CORPUS_DIRECTORY
 *
 * Replays every input of the corpus, then FUZZ_RUNS (20,000) inputs made from them
 * by changes of single bytes, cuts, repeats and joins; the numbers are pseudo-random
 * from FUZZ_SEED (1), so that a failure comes again.
 */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { INPUTS_MAX = 4096, INPUT_MAX = 1 << 16 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

struct input {
	uint8_t *p;
	size_t n;
};

static struct input inputs[INPUTS_MAX];
static size_t ninputs;
static uint64_t state;

static uint64_t
draw(uint64_t below)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return below ? state % below : 0;
}

static void
load(const char *dir, const char *name)
{
	char path[4096];
	uint8_t *p = malloc(INPUT_MAX);
	FILE *f;

	snprintf(path, sizeof path, "%s/%s", dir, name);
	if (!p || ninputs == INPUTS_MAX || (f = fopen(path, "rb")) == NULL) {
		free(p);
		return;
	}
	inputs[ninputs].n = fread(p, 1, INPUT_MAX, f);
	inputs[ninputs++].p = p;
	fclose(f);
}

static void
load_all(const char *dir)
{
	struct dirent **names;
	int n = scandir(dir, &names, NULL, alphasort);

	for (int i = 0; i < n; i++) {
		if (names[i]->d_name[0] != '.')
			load(dir, names[i]->d_name);
		free(names[i]);
	}
	if (n >= 0)
		free(names);
}

/* The input in a block of its own size, so that a sanitizer sees a byte too far. */
static void
try(const uint8_t *p, size_t n)
{
	uint8_t *copy = malloc(n ? n : 1);

	if (!copy)
		abort();
	if (n)
		memcpy(copy, p, n);
	LLVMFuzzerTestOneInput(copy, n);
	free(copy);
}

static size_t
change(uint8_t *p, size_t n)
{
	static const char marks[] = "\"\\{}[]:,.-+eE0129tfnu \n\r\t=#;%\x00\x7f\x80\xbf\xc3\xe4\xed\xf0\xff";
	size_t at = draw(n + 1), len = draw(16) + 1;

	switch (draw(6)) {
	case 0:
		if (at < n)
			p[at] ^= (uint8_t)(1U << draw(8));
		return n;
	case 1:
		if (at < n)
			p[at] = (uint8_t)marks[draw(sizeof marks)];
		return n;
	case 2:		/* cut out */
		if (at + len > n)
			len = n - at;
		memmove(p + at, p + at + len, n - at - len);
		return n - len;
	case 3:		/* put in */
		if (n == INPUT_MAX)
			return n;
		memmove(p + at + 1, p + at, n - at);
		p[at] = (uint8_t)marks[draw(sizeof marks)];
		return n + 1;
	case 4:		/* repeat */
		if (at + len > n || n + len > INPUT_MAX)
			return n;
		memmove(p + at + len, p + at, n - at);
		return n + len;
	default:	/* cut off */
		return draw(8) ? n : at;
	}
}

static void
mutate(void)
{
	static uint8_t p[INPUT_MAX];
	const struct input *a = &inputs[draw(ninputs)], *b = &inputs[draw(ninputs)];
	size_t n = a->n;

	memcpy(p, a->p, n);
	if (draw(8) == 0 && b->n < INPUT_MAX) {		/* the start of one, the rest of another */
		size_t head = draw(n + 1), tail = draw(b->n + 1);

		if (head + b->n - tail <= INPUT_MAX) {
			memcpy(p + head, b->p + tail, b->n - tail);
			n = head + b->n - tail;
		}
	}
	for (uint64_t times = draw(4) + 1; times > 0; times--)
		n = change(p, n);
	try(p, n);
}

int
main(int argc, char *argv[])
{
	const char *runs = getenv("FUZZ_RUNS"), *seed = getenv("FUZZ_SEED");
	unsigned long n = runs ? strtoul(runs, NULL, 10) : 20000;

	state = (seed ? strtoul(seed, NULL, 10) : 1) * 0x9E3779B97F4A7C15u + 1;
	if (argc == 2)
		load_all(argv[1]);
	if (ninputs == 0) {
		printf("not ok - %s: no inputs\n", argv[0]);
		return 1;
	}
	for (size_t i = 0; i < ninputs; i++)
		try(inputs[i].p, inputs[i].n);
	for (unsigned long i = 0; i < n; i++)
		mutate();
	printf("ok - %s: %zu inputs, %lu changed ones\n", argv[0], ninputs, n);
	for (size_t i = 0; i < ninputs; i++)
		free(inputs[i].p);
	return 0;
}
