/* What the tests of this room share: an arena, bytes typed in as hex, files of the shared vectors.
 *
 * The vectors are not in the tree. COMITY_SHARED names the folder that holds them; without it a case skips itself.
 */
#ifndef COMITY_TESTS_RECORD_VECTORS_H
#define COMITY_TESTS_RECORD_VECTORS_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/err.h"

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static struct region vectors_region;

static inline struct arena test_arena(void)
{
	if (!vectors_region.base && !arena_reserve(&vectors_region, (size_t)8 << 20))
		abort();
	return arena_of(&vectors_region);
}

static inline void assert_str(struct str got, struct str wanted)
{
	if (!str_eq(got, wanted))
		fail_msg("got      \"%.*s\"\n       expected \"%.*s\"", STR_ARG(got), STR_ARG(wanted));
}

#define assert_ok(call, err)                                                 \
	do {                                                                     \
		enum err_code code_ = (call);                                        \
		if (code_)                                                           \
			fail_msg("%s: %s: %s", #call, err_code_name(code_), (err)->msg); \
	} while (0)

static inline void assert_hex(const void *bytes, size_t size, const char *wanted)
{
	char text[512];
	struct buf buf = buf_of(text, sizeof text);
	buf_hex(&buf, bytes, size);
	assert_false(buf.full);
	assert_str(buf_view(&buf), str_from(wanted));
}

static inline void from_hex(const char *hex, void *ret_bytes, size_t size)
{
	assert_true(hex_decode(str_from(hex), ret_bytes, size));
}

/* A file below $COMITY_SHARED/data/tlog into `path`; skips the running test when it is not there. */
#define VECTOR_PATH(path, relative)                                                            \
	do {                                                                                       \
		const char *shared_ = getenv("COMITY_SHARED");                                         \
		snprintf((path), sizeof(path), "%s/data/tlog/%s", shared_ ? shared_ : "", (relative)); \
		FILE *there_ = shared_ ? fopen((path), "rb") : NULL;                                   \
		if (!there_)                                                                           \
			skip();                                                                            \
		fclose(there_);                                                                        \
	} while (0)

static inline struct str slurp(const char *path, struct arena *arena)
{
	FILE *file = fopen(path, "rb");
	if (!file)
		fail_msg("cannot open %s", path);
	struct buf buf = buf_rest(arena);
	for (;;) {
		char block[4096];
		size_t size = fread(block, 1, sizeof block, file);
		if (size == 0)
			break;
		buf_bytes(&buf, block, size);
	}
	fclose(file);
	assert_false(buf.full);
	return buf_keep(arena, &buf);
}

#endif
