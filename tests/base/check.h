/* What the tests of base share: cmocka, a region that lasts one test, comparing views. */
#ifndef COMITY_TESTS_BASE_CHECK_H
#define COMITY_TESTS_BASE_CHECK_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/buf.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* Compare a view with a literal; shows both when they differ. */
#define assert_str(view, literal) assert_str_at((view), (literal), __FILE__, __LINE__)
static inline void assert_str_at(struct str view, const char *literal, const char *file, int line)
{
	if (str_eq(view, str_from(literal)))
		return;
	print_error("\"%.*s\" is not \"%s\"\n", STR_ARG(view), literal);
	_fail(file, line);
}

/* Named cases: say which line of the table failed. */
#define assert_case(condition, name)                        \
	do {                                                    \
		if (!(condition)) {                                 \
			print_error("case %s: %s\n", name, #condition); \
			_fail(__FILE__, __LINE__);                      \
		}                                                   \
	} while (0)

/* A generator of our own (xorshift64*), so that every run and every machine sees the same numbers. */
static inline uint64_t next_random(uint64_t *state)
{
	*state ^= *state >> 12;
	*state ^= *state << 25;
	*state ^= *state >> 27;
	return *state * UINT64_C(0x2545f4914f6cdd1d);
}

static inline int64_t random_between(uint64_t *state, int64_t low, int64_t high)
{
	return low + (int64_t)(next_random(state) % ((uint64_t)(high - low) + 1));
}

#endif
