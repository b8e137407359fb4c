/*
 * jqleaks.h - tell LeakSanitizer that libjq 1.6 loses memory when it meets a fault in a
 * value or an expression.
 */
#ifndef TESTS_JQLEAKS_H
#define TESTS_JQLEAKS_H

const char *__lsan_default_suppressions(void);
const char *__lsan_default_options(void);

const char *
__lsan_default_suppressions(void)
{
	return "leak:libjq\n";
}

const char *
__lsan_default_options(void)
{
	return "print_suppressions=0";
}

#endif
