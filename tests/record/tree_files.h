/* What the tests of tree, checkpoints, tiles and receipts share: memory, vectors, and a key that is not secret.
 *
 * Vectors come from other projects and are not in this tree: their folder is named by COMITY_SHARED. A test that needs
 * them is skipped, visibly, when the folder is not there.
 */
#ifndef COMITY_TESTS_RECORD_TREE_FILES_H
#define COMITY_TESTS_RECORD_TREE_FILES_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "record/proof.h"
#include "record/tile.h"

#define UNUSED __attribute__((unused))

static struct region test_region;
static struct arena test_arena;

static UNUSED int test_memory(void **state)
{
	(void)state;
	if (!arena_reserve(&test_region, (size_t)512 << 20))
		return -1;
	test_arena = arena_of(&test_region);
	struct err err;
	return sign_start(&err) == ERR_OK ? 0 : -1;
}

static UNUSED int test_memory_release(void **state)
{
	(void)state;
	arena_return(&test_region);
	return 0;
}

/* The folder of vectors, or a skipped test. */
static UNUSED const char *shared_folder(void)
{
	const char *folder = getenv("COMITY_SHARED");
	if (!folder)
		skip();
	return folder;
}

static UNUSED bool file_exists(const char *path)
{
	FILE *file = fopen(path, "rb");
	if (file)
		fclose(file);
	return file != NULL;
}

static UNUSED struct str file_read(struct arena *arena, const char *path)
{
	FILE *file = fopen(path, "rb");
	if (!file)
		fail_msg("cannot open %s", path);
	struct buf buf = buf_rest(arena);
	size_t got;
	while ((got = fread(buf.ptr + buf.len, 1, buf.cap - buf.len, file)) > 0)
		buf.len += got;
	fclose(file);
	return buf_keep(arena, &buf);
}

/* A file of the shared folder. */
static UNUSED struct str shared_read(struct arena *arena, const char *path)
{
	char full[1024];
	snprintf(full, sizeof full, "%s/%s", shared_folder(), path);
	return file_read(arena, full);
}

static UNUSED struct str trim_line(struct str s)
{
	return str_ends(s, STR("\n")) ? str_slice(s, 0, s.len - 1) : s;
}

static UNUSED struct hash hash_from_hex(const char *digits)
{
	struct hash hash;
	if (!hex_decode(str_from(digits), hash.byte, HASH_SIZE))
		fail_msg("not a hash: %s", digits);
	return hash;
}

static UNUSED void assert_hash(const struct hash *got, const char *digits)
{
	struct hash want = hash_from_hex(digits);
	assert_memory_equal(got->byte, want.byte, HASH_SIZE);
}

static UNUSED void assert_str(struct str got, struct str want)
{
	if (!str_eq(got, want))
		fail_msg("got \"%.*s\", want \"%.*s\"", STR_ARG(got), STR_ARG(want));
}

static UNUSED void assert_ok(enum err_code code, const struct err *err)
{
	if (code != ERR_OK)
		fail_msg("%s: %s", err_code_name(code), err->msg);
}

/* Failed, with this code, and a message in which `part` stands. */
static UNUSED void assert_failed(enum err_code code, const struct err *err, enum err_code want, const char *part)
{
	if (code != want || err->code != want || !strstr(err->msg, part))
		fail_msg("want %s with \"%s\", got %s: %s", err_code_name(want), part, err_code_name(code),
		         code ? err->msg : "");
}

/* A key for tests: its seed is 32 times the byte. */
static UNUSED struct secret_key test_key(uint8_t byte)
{
	uint8_t seed[SEED_SIZE];
	memset(seed, byte, sizeof seed);
	struct secret_key key;
	secret_key_from_seed(seed, &key);
	return key;
}

#endif
