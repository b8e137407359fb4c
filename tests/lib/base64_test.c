/* base64: the examples of RFC 4648, back again, and no other spelling. */
#include "base64.h"

#include "buf.h"
#include "check.h"

static const char *const plain[] = { "", "f", "fo", "foo", "foob", "fooba", "foobar" };
static const char *const text[] = { "", "Zg==", "Zm8=", "Zm9v", "Zm9vYg==", "Zm9vYmE=",
	"Zm9vYmFy" };

static void
examples(void)
{
	struct buf b = BUF_INIT;
	char back[8];

	for (size_t i = 0; i < sizeof plain / sizeof *plain; i++) {
		buf_cut(&b, 0);
		base64_put(&b, plain[i], strlen(plain[i]));
		CHECK_STR(buf_text(&b), text[i]);
		CHECK(base64_get(text[i], strlen(text[i]), back, sizeof back) == (long)i);
		CHECK(memcmp(back, plain[i], i) == 0);
	}
	buf_clear(&b);
}

static void
refused(void)
{
	static const char *const bad[] = { "Zg=", "Zg", "Zh==", "Zm9=", "Z===", "Zm9v====",
		"Zg==Zg==", "Zm 9", "Zm9v\n", "Zm9-", "=Zm9" };
	char back[8];

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		CHECK(base64_get(bad[i], strlen(bad[i]), back, sizeof back) == -1);
	CHECK(base64_get("Zm9vYmFy", 8, back, 5) == -1);
	CHECK(base64_get("Zm\0v", 4, back, 5) == -1);
}

int
main(void)
{
	RUN(examples);
	RUN(refused);
	return check_end();
}
