/* An exported folder opened like a record: the same state, the same answers, nothing entered; whatever is damaged in it
 * or missing is said, and the Nth failure of the world leaves nothing behind. */
#include "app/story.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "app/copy.h"
#include "app/folder.h"
#include "record/proof.h"
#include "record/tile.h"

#define FILES_MAX 64

static struct club club;

static int set_up(void **state)
{
	(void)state;
	scratch_begin();
	club_begin(&club);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	club_end(&club);
	scratch_end();
	return 0;
}

static const char *exported(const char *name, bool restricted)
{
	const char *folder = scratch_path("%s", name);
	struct export_result result;
	assert_ok(export_folder(club.registrar, &os_real, folder, restricted, &result, err));
	return folder;
}

static void opened(const char *path, struct folder *ret)
{
	struct hash wanted = registrar_digest(club.registrar), found;
	assert_ok(folder_open(path, FOLDER_READ, false, &os_real, ret, err));
	found = registrar_digest(ret->registrar);
	assert_true(hash_eq(&found, &wanted));
	assert_int_equal(registrar_sealed(ret->registrar), registrar_sealed(club.registrar));
}

static void does_not_open(const char *path, enum err_code code, const char *words)
{
	struct folder folder;
	assert_fails(folder_open(path, FOLDER_READ, false, &os_real, &folder, err), code, words);
	folder_close(&folder);
}

/* Acts that nobody minds, up to `size` entries. */
static void fill(uint64_t size)
{
	club.complete = true;
	while (club_size(&club) < size) {
		struct arena mark = arena_mark(&club.arena);
		club_enter(&club, club_size(&club) % 2 ? "B b-1 position matter=m|position=support"
		                                       : "B b-1 position matter=m|position=abstain");
		arena_rewind(&club.arena, mark);
	}
	assert_ok(registrar_commit(club.registrar, err));
	assert_ok(registrar_seal(club.registrar, true, err));
}

static void open_matter(void)
{
	club_ready(&club);
	club_enter(&club,
	           "A a-1 table matter=m|body=board|kind=decision|procedure=written|title.en=A boat|text.en=A text.");
}

/* ---- What a copy gives ------------------------------------------------------------------------------------------- */

static void a_copy_is_the_record(void **state)
{
	(void)state;
	static const bool restricted[] = {false, true};
	story_make(&club);
	for (size_t i = 0; i < COUNT(restricted); i++) {
		const char *path = exported(restricted[i] ? "all" : "public", restricted[i]);
		struct verifier log = verifier_of(LOG, &club.key.public_key);
		struct folder folder;
		struct str bytes;
		opened(path, &folder);
		for (uint64_t number = 0; number < STORY_ENTRIES; number++) {
			struct arena mark = arena_mark(&club.arena);
			struct receipt receipt;
			assert_ok(receipt_make(folder.registrar, number, restricted[i], &club.arena, &bytes, err));
			assert_ok(receipt_open(bytes, &log, &club.arena, &receipt, err));
			if (number == STORY_OUTCOME)
				assert_int_equal(receipt.blob_count, restricted[i] ? 2 : 1);
			arena_rewind(&club.arena, mark);
		}
		folder_close(&folder);
	}
}

/* Across the edges of bundles, in any order, any number at once. */
static void entries_come_in_any_order(void **state)
{
	(void)state;
	static const struct {
		uint64_t first;
		uint32_t max, wanted;
	} cases[] = {{0, 256, 256}, {255, 2, 2}, {599, 1, 1},  {10, 590, 590}, {0, 600, 600},
	             {598, 5, 2},   {600, 1, 0}, {9999, 3, 0}, {300, 0, 0},    {511, 2, 2}};
	static struct str found[600], wanted[600];
	static struct hash leaf[600], wanted_leaf[600];
	uint32_t count;
	struct store *copy;
	open_matter();
	fill(600);
	assert_ok(copy_open(exported("log", false), &os_real, &copy, err));
	assert_ok(club.store->ops->read(club.store, 0, 600, &club.arena, wanted, &count, err));
	assert_ok(club.store->ops->leaves(club.store, 0, 600, wanted_leaf, &count, err));
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct arena mark = arena_mark(&club.arena);
		uint64_t first = cases[i].first;
		assert_ok(copy->ops->read(copy, first, cases[i].max, &club.arena, found, &count, err));
		assert_int_equal(count, cases[i].wanted);
		for (uint32_t n = 0; n < count; n++)
			assert_true(str_eq(found[n], wanted[first + n]));
		assert_ok(copy->ops->leaves(copy, first, cases[i].max, leaf, &count, err));
		assert_int_equal(count, cases[i].wanted);
		for (uint32_t n = 0; n < count; n++)
			assert_true(hash_eq(&leaf[n], &wanted_leaf[first + n]));
		arena_rewind(&club.arena, mark);
	}
	store_close(copy);
}

/* Brought up to date while it is open: what was opened stays whole. */
static void a_copy_that_grows(void **state)
{
	(void)state;
	struct folder folder;
	struct str bytes;
	open_matter();
	fill(100);
	const char *path = exported("log", false);
	opened(path, &folder);
	fill(300);
	exported("log", false);
	assert_int_equal(unlink(scratch_path("log/tile/entries/000.p/100")), 0);
	assert_int_equal(unlink(scratch_path("log/tile/0/000.p/100")), 0);
	assert_ok(receipt_make(folder.registrar, 99, false, &club.arena, &bytes, err));
	assert_int_equal(registrar_sealed(folder.registrar), 100);
	folder_close(&folder);
	opened(path, &folder);
	folder_close(&folder);
}

static void texts_that_are_not_there(void **state)
{
	(void)state;
	struct store *copy;
	struct blob_ref ref;
	struct err none;
	uint32_t here = 0, missing = 0;
	story_make(&club);
	assert_ok(copy_open(exported("log", false), &os_real, &copy, err));
	for (uint64_t index = 0; !club.store->ops->blob_next(club.store, &index, &ref, &none);) {
		struct store_blob found, wanted;
		assert_ok(club.store->ops->blob_get(club.store, &ref, &club.arena, &wanted, err));
		if (ref.class == BLOB_RESTRICTED) {
			assert_fails(copy->ops->blob_get(copy, &ref, &club.arena, &found, err), ERR_NOT_FOUND,
			             "the copy does not hold the text restricted:");
			missing++;
			continue;
		}
		assert_ok(copy->ops->blob_get(copy, &ref, &club.arena, &found, err));
		assert_true(str_eq(found.data, wanted.data));
		assert_true(ref.class == BLOB_PERMANENT || memcmp(found.salt, wanted.salt, SALT_SIZE) == 0);
		here++;
	}
	assert_int_equal(here, 4);
	assert_int_equal(missing, 1);
	store_close(copy);
}

/* ---- What it does not take --------------------------------------------------------------------------------------- */

static void nothing_is_entered(void **state)
{
	(void)state;
	static struct file before[FILES_MAX], after[FILES_MAX];
	struct store *copy;
	struct blob_ref ref = {.class = BLOB_PUBLIC};
	struct store_batch batch = {.first = STORY_ENTRIES};
	struct folder folder;
	uint64_t index = 0;
	int lock;
	story_make(&club);
	const char *path = exported("log", false);
	uint32_t count = read_files(path, &club.arena, before, FILES_MAX);
	assert_fails(folder_open(path, FOLDER_WRITE, false, &os_real, &folder, err), ERR_ACCESS,
	             "is a copy of a record: nothing is entered in it");
	folder_close(&folder);
	assert_fails(folder_store(path, FOLDER_WRITE, &os_real, &copy, &lock, err), ERR_ACCESS, "is a copy of a record");
	assert_fails(folder_store(path, FOLDER_READ, &os_real, &copy, &lock, err), ERR_NOT_FOUND, "without a record.db");
	opened(path, &folder);
	struct store *store = registrar_store(folder.registrar);
	assert_fails(store->ops->append(store, &batch, err), ERR_ACCESS, "only read");
	assert_fails(store->ops->seal(store, STORY_ENTRIES, STORY_ENTRIES, STR("x"), err), ERR_ACCESS, "only read");
	assert_fails(store->ops->blob_erase(store, &ref, err), ERR_ACCESS, "only read");
	assert_fails(store->ops->blob_next(store, &index, &ref, err), ERR_ACCESS, "does not list its texts");
	assert_fails(store->ops->rebuild(store, err), ERR_ACCESS, "only read");
	assert_fails(registrar_seal(folder.registrar, true, err), ERR_ACCESS, "reading only");
	folder_close(&folder);
	assert_int_equal(read_files(path, &club.arena, after, FILES_MAX), count);
	for (uint32_t i = 0; i < count; i++)
		assert_true(same_file(&before[i], &after[i]));
}

/* ---- What is damaged --------------------------------------------------------------------------------------------- */

static void put(const char *name, const char *text)
{
	assert_int_equal(unlink(scratch_path("log/%s", name)), 0);
	write_text(scratch_path("log/%s", name), text);
}

/* A file each is spoilt in its first, middle and last byte, and taken away. */
static void damage_is_said(void **state)
{
	(void)state;
	static struct file file[FILES_MAX];
	story_make(&club);
	const char *path = exported("log", false);
	uint32_t count = read_files(path, &club.arena, file, FILES_MAX);
	for (uint32_t i = 0; i < count; i++) {
		bool text = strstr(file[i].path, "blobs/public") != NULL;
		size_t places[] = {0, file[i].size / 2, file[i].size - 1};
		for (size_t k = 0; k < COUNT(places); k++) {
			struct folder folder;
			struct err error = {.msg = ""};
			file[i].bytes[places[k]] ^= 1;
			write_file_raw(path, &file[i]);
			enum err_code code = folder_open(path, FOLDER_READ, false, &os_real, &folder, &error);
			assert_true(text ? code == ERR_OK : code != ERR_OK && error.msg[0] != '\0');
			folder_close(&folder);
			file[i].bytes[places[k]] ^= 1;
			write_file_raw(path, &file[i]);
		}
	}
	struct folder folder;
	opened(path, &folder);
	folder_close(&folder);
	put("tile/entries/000.p/14", "");
	does_not_open(path, ERR_CORRUPT, "the copy's entries from 0 on");
	assert_int_equal(unlink(scratch_path("log/tile/entries/000.p/14")), 0);
	does_not_open(path, ERR_CORRUPT, "tile/entries/000.p/14");
}

static void a_spoilt_text_is_not_given(void **state)
{
	(void)state;
	static struct file file[FILES_MAX];
	story_make(&club);
	const char *path = exported("log", false);
	uint32_t count = read_files(path, &club.arena, file, FILES_MAX), spoilt = 0;
	for (uint32_t i = 0; i < count; i++)
		if (strstr(file[i].path, "blobs/public")) {
			file[i].bytes[file[i].size - 1] ^= 1;
			write_file_raw(path, &file[i]);
			spoilt++;
		}
	assert_int_equal(spoilt, 3);
	struct folder folder;
	struct str bytes;
	opened(path, &folder);
	assert_fails(receipt_make(folder.registrar, STORY_TABLE, false, &club.arena, &bytes, err), ERR_CORRUPT,
	             "is not the one of that name");
	folder_close(&folder);
}

static void another_s_key_and_checkpoint(void **state)
{
	(void)state;
	struct club other;
	static struct file file[FILES_MAX];
	struct export_result result;
	club_begin(&other);
	other.key = club_key("another registrar");
	story_make(&other);
	assert_ok(export_folder(other.registrar, &os_real, scratch_path("other"), false, &result, err));
	uint32_t count = read_files(scratch_path("other"), &club.arena, file, FILES_MAX);
	story_make(&club);
	const char *path = exported("log", false);
	for (uint32_t i = 0; i < count; i++)
		if (!strcmp(file[i].path, "log.vkey"))
			write_file_raw(path, &file[i]);
	does_not_open(path, ERR_SIGNATURE, "log.vkey is not the key that the founding names");
	for (uint32_t i = 0; i < count; i++)
		if (!strcmp(file[i].path, "checkpoint"))
			write_file_raw(path, &file[i]);
	does_not_open(path, ERR_CORRUPT, "differs from what was signed");
	club_end(&other);
}

static void folders_that_are_no_copy(void **state)
{
	(void)state;
	char *path = NEW(&club.arena, char, 5001);
	memset(path, 'x', 5000);
	assert_false(copy_is(path, &os_real));
	assert_false(copy_is(scratch_path("nothing"), &os_real));
	story_make(&club);
	exported("log", false);
	assert_true(copy_is(scratch_path("log"), &os_real));
	/* An export that was cut short. */
	assert_int_equal(rename(scratch_path("log/checkpoint"), scratch_path("kept")), 0);
	assert_false(copy_is(scratch_path("log"), &os_real));
	does_not_open(scratch_path("log"), ERR_NOT_FOUND, "holds no record");
	assert_int_equal(rename(scratch_path("kept"), scratch_path("log/checkpoint")), 0);
	write_text(scratch_path("log/record.db"), "");
	assert_false(copy_is(scratch_path("log"), &os_real));
}

/* A checkpoint may well be signed over nothing. */
static void a_checkpoint_over_nothing(void **state)
{
	(void)state;
	struct checkpoint checkpoint = {.origin = LOG, .root = merkle_root(NULL, 0)};
	struct buf buf = buf_new(&club.arena, 1024);
	struct store *copy;
	story_make(&club);
	const char *path = exported("log", false);
	buf_checkpoint(&buf, &checkpoint, &club.key);
	buf_byte(&buf, '\0');
	put("checkpoint", buf.ptr);
	assert_fails(copy_open(path, &os_real, &copy, err), ERR_CORRUPT, "covers no entry");
	put("checkpoint", "none");
	assert_fails(copy_open(path, &os_real, &copy, err), ERR_FORMAT, "cannot read the copy of a record in");
}

/* ---- The Nth call fails ------------------------------------------------------------------------------------------ */

static uint64_t calls_left;
static bool fired;

static enum err_code read_or_fail(void *context, const char *path, size_t max, struct arena *arena, struct str *ret,
                                  struct err *err)
{
	if (calls_left > 0 && --calls_left == 0) {
		fired = true;
		return err_set(err, ERR_IO, "the disk is broken");
	}
	return os_real.read_file(context, path, max, arena, ret, err);
}

/* Open, and one receipt with its texts. */
static enum err_code use(const char *path, const struct os *os, struct err *err)
{
	struct arena mark = arena_mark(&club.arena);
	struct folder folder;
	struct str bytes;
	enum err_code code = folder_open(path, FOLDER_READ, false, os, &folder, err);
	if (!code)
		code = receipt_make(folder.registrar, STORY_TABLE, true, &club.arena, &bytes, err);
	folder_close(&folder);
	arena_rewind(&club.arena, mark);
	return code;
}

static void files_that_cannot_be_read(void **state)
{
	(void)state;
	struct os faulty = os_real;
	uint64_t n = 0;
	faulty.read_file = read_or_fail;
	story_make(&club);
	const char *path = exported("log", true);
	do {
		struct err error = {.msg = ""};
		calls_left = ++n;
		fired = false;
		enum err_code code = use(path, &faulty, &error);
		assert_int_equal(code, fired ? ERR_IO : ERR_OK);
		assert_true(!fired || strstr(error.msg, "the disk is broken"));
	} while (fired);
	/* The checkpoint, the key, a bundle, a tile, the charter, two texts. */
	assert_int_equal(n - 1, 7);
}

static void memory_that_runs_out(void **state)
{
	(void)state;
	bool failed;
	uint64_t n = 0;
	story_make(&club);
	const char *path = exported("log", true);
	do {
		struct err error = {.msg = ""};
		arena_fail_after(++n);
		enum err_code code = use(path, &os_real, &error);
		failed = arena_failed();
		arena_fail_after(0);
		assert_int_equal(code != ERR_OK, failed);
		assert_true(!failed || error.code == ERR_LIMIT || error.code == ERR_IO);
	} while (failed);
	assert_true(n > 30);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		T(a_copy_is_the_record),       T(entries_come_in_any_order),    T(a_copy_that_grows),
		T(texts_that_are_not_there),   T(nothing_is_entered),           T(damage_is_said),
		T(a_spoilt_text_is_not_given), T(another_s_key_and_checkpoint), T(folders_that_are_no_copy),
		T(a_checkpoint_over_nothing),  T(files_that_cannot_be_read),    T(memory_that_runs_out),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
