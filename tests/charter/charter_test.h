/* What the charter's tests share: reading a text, comparing diagnostics, the tree's own files. */
#ifndef COMITY_TESTS_CHARTER_TEST_H
#define COMITY_TESTS_CHARTER_TEST_H

#include "charter/charter.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define ROOM ((size_t)64 << 20)

/* One charter read into a region of its own. */
struct reading {
	struct region region;
	struct arena arena;
	struct charter charter;
	struct diagnostics diagnostics;
	struct err err;
	enum err_code code;
};

static inline void reading_release(struct reading *reading)
{
	arena_return(&reading->region);
}

static inline void reading_init(struct reading *reading, struct str text)
{
	memset(reading, 0, sizeof(*reading));
	assert_true(arena_reserve(&reading->region, ROOM));
	reading->arena = arena_of(&reading->region);
	reading->code = charter_read(text, &reading->arena, &reading->charter, &reading->diagnostics, &reading->err);
}

/* A text that must be read; the diagnostics are shown when it is not. */
static inline void reading_good(struct reading *reading, struct str text)
{
	static char storage[100000];
	reading_init(reading, text);
	if (reading->code == ERR_OK)
		return;
	struct buf buf = buf_of(storage, sizeof(storage));
	buf_diagnostics(&buf, STR("text"), &reading->diagnostics);
	print_error("%.*s\n", (int)buf.len, buf.ptr);
	fail();
}

static inline void assert_text(struct str actual, const char *expected)
{
	if (str_eq(actual, str_from(expected)))
		return;
	print_error("expected:\n%s\nfound:\n%.*s\n", expected, (int)actual.len, actual.ptr);
	fail();
}

/* "2:3: error: message | hint" lines. */
static inline struct str short_form(const struct diagnostics *diagnostics, char *storage, size_t size)
{
	struct buf buf = buf_of(storage, size);
	for (uint32_t i = 0; i < diagnostics->count; i++) {
		const struct diagnostic *d = &diagnostics->list[i];
		buf_u64(&buf, d->line);
		buf_c(&buf, ":");
		buf_u64(&buf, d->column);
		buf_c(&buf, d->warning ? ": warning: " : ": error: ");
		buf_str(&buf, d->message);
		if (d->hint.len != 0) {
			buf_c(&buf, " | ");
			buf_str(&buf, d->hint);
		}
		buf_c(&buf, "\n");
	}
	assert_false(buf.full);
	return buf_view(&buf);
}

/* A file of the tree, from COMITY_SOURCE; lives until the program ends. */
static inline struct str tree_file(const char *path)
{
	char name[4096];
	const char *root = getenv("COMITY_SOURCE");
	snprintf(name, sizeof(name), "%s/%s", root == NULL ? "." : root, path);
	FILE *file = fopen(name, "rb");
	if (file == NULL) {
		print_error("cannot open %s\n", name);
		fail();
	}
	size_t room = (size_t)2 << 20;
	char *bytes = test_malloc(room);
	size_t size = fread(bytes, 1, room, file);
	fclose(file);
	return (struct str){bytes, size};
}
static inline void tree_file_release(struct str text)
{
	test_free((void *)(uintptr_t)text.ptr);
}

static const char *const example_files[] = {
	"examples/club/club.charter",
	"examples/council/council.charter",
	"examples/csto/csto.charter",
	"examples/cases/times.charter",
};
#define EXAMPLES (sizeof(example_files) / sizeof(*example_files))

#endif
