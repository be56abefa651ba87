/* Every byte of an exported record changed in turn, every file cut at every length (of the long ones every
 * CUT_STRIDE-th; at every one in the suite "long"), every file taken away: each is reported, and where an entry's bytes
 * or text are meant, that entry is named.
 *
 * No flip is harmless here: the folder holds no file that its checkpoint does not need. Those that it does not need are
 * the subject of files_that_nobody_needs.
 */
#include "app/story.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/limits.h"
#include "record/entry.h"
#include "record/tile.h"

#define FILES_MAX 32
#ifndef CUT_STRIDE
#define CUT_STRIDE 7
#endif

static struct club club;
static struct file file[FILES_MAX];
static uint32_t file_count;
static const char *folder;
static struct region folder_region;

static int set_up(void **state)
{
	(void)state;
	struct export_result result;
	scratch_begin();
	club_begin(&club);
	story_make(&club);
	folder = scratch_path("log");
	assert_ok(export_folder(club.registrar, &os_real, folder, /* restricted= */ true, &result, err));
	assert_int_equal(result.entries, STORY_ENTRIES);
	assert_int_equal(result.tiles, 2);
	assert_int_equal(result.blobs, 5);
	file_count = read_files(folder, &club.arena, file, FILES_MAX);
	assert_int_equal(file_count, 9); /* two tiles, five blobs, checkpoint, log.vkey */
	assert_true(arena_reserve(&folder_region, 1 << 20));
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	arena_return(&folder_region);
	club_end(&club);
	scratch_end();
	return 0;
}

static enum err_code verify(struct verification *ret, struct err *err)
{
	struct arena arena = arena_of(&folder_region);
	struct source source;
	*ret = (struct verification){0};
	enum err_code code = source_of_folder(folder, &os_real, &arena, &source, err);
	return code ? code : verify_source(&source, NULL, 1, ret, err);
}

static void must_verify(void)
{
	struct verification v;
	assert_ok(verify(&v, err));
	assert_int_equal(v.sealed, STORY_ENTRIES);
	assert_int_equal(v.blobs, 4);
	assert_int_equal(v.blobs_absent, 0);
}

/* Which entry is to be named when byte `at` of this file is wrong? -1: none. */
static int64_t whose(const struct file *spoilt, size_t at)
{
	static const char *const owner[] = {"It will sink.", "We buy a boat.", "Nous achetons", "A boat is bought."};
	static const int64_t entry[] = {9, STORY_TABLE, STORY_TABLE, STORY_DOCUMENT};
	if (str_starts(str_from(spoilt->path), STR("blobs/permanent/")))
		return 0;
	for (size_t i = 0; i < COUNT(owner); i++)
		if (memmem(spoilt->bytes, spoilt->size, owner[i], strlen(owner[i])))
			return entry[i];
	if (!str_starts(str_from(spoilt->path), STR("tile/entries/")))
		return -1;
	struct str bundle = {spoilt->bytes, spoilt->size}, one;
	size_t offset = 0;
	for (int64_t i = 0;; i++) {
		assert_ok(bundle_next(bundle, &offset, &one, err));
		if (at < offset)
			return i;
	}
}

static void must_fail(const struct file *spoilt, size_t at, const char *how)
{
	struct verification v;
	struct err err = {.msg = ""};
	enum err_code code = verify(&v, &err);
	int64_t bad = v.has_bad ? (int64_t)v.bad_entry : -1, wanted = whose(spoilt, at);
	if (code == ERR_OK)
		fail_msg("%s %s at byte %zu: not reported", spoilt->path, how, at);
	if (err.code != code || err.msg[0] == '\0')
		fail_msg("%s %s at byte %zu: no message", spoilt->path, how, at);
	if (bad != wanted)
		fail_msg("%s %s at byte %zu: entry %lld named, not %lld: %s", spoilt->path, how, at, (long long)bad,
		         (long long)wanted, err.msg);
}

#if CUT_STRIDE > 1
static size_t total_size(void)
{
	size_t total = 0;
	for (uint32_t i = 0; i < file_count; i++)
		total += file[i].size;
	return total;
}

static void every_byte_counts(void **state)
{
	(void)state;
	size_t flips = 0;
	must_verify();
	for (uint32_t i = 0; i < file_count; i++) {
		char path[512];
		snprintf(path, sizeof path, "%.200s/%.200s", folder, file[i].path);
		int fd = open(path, O_RDWR);
		assert_true(fd >= 0);
		for (size_t at = 0; at < file[i].size; at++, flips++) {
			/* Each of the eight bits has its turn. */
			char byte = (char)((unsigned char)file[i].bytes[at] ^ 1u << (at + i) % 8);
			assert_int_equal(pwrite(fd, &byte, 1, (off_t)at), 1);
			must_fail(&file[i], at, "flipped");
			assert_int_equal(pwrite(fd, file[i].bytes + at, 1, (off_t)at), 1);
		}
		close(fd);
	}
	assert_int_equal(flips, total_size());
	must_verify();
}
#endif

static void every_cut_counts(void **state)
{
	(void)state;
	for (uint32_t i = 0; i < file_count; i++) {
		char path[512];
		snprintf(path, sizeof path, "%.200s/%.200s", folder, file[i].path);
		for (size_t size = file[i].size; size-- > 0;) {
			if (size > 512 && size % CUT_STRIDE)
				continue;
			assert_int_equal(truncate(path, (off_t)size), 0);
			must_fail(&file[i], size, "cut");
		}
		write_file_raw(folder, &file[i]);
	}
	must_verify();
}

static void every_file_goes_on(void **state)
{
	(void)state;
	for (uint32_t i = 0; i < file_count; i++) {
		struct file longer = file[i];
		longer.bytes = NEW(&club.arena, char, longer.size + 1);
		memcpy(longer.bytes, file[i].bytes, longer.size);
		for (int byte = 0; byte < 256; byte += 85) {
			longer.bytes[longer.size] = (char)byte;
			longer.size++;
			write_file_raw(folder, &longer);
			longer.size--;
			/* A byte behind the last entry spoils the last entry. */
			must_fail(&file[i], file[i].size - 1, "made longer");
		}
		write_file_raw(folder, &file[i]);
	}
	must_verify();
}

static void every_file_missing(void **state)
{
	(void)state;
	uint32_t absent = 0;
	for (uint32_t i = 0; i < file_count; i++) {
		char path[512];
		snprintf(path, sizeof path, "%.200s/%.200s", folder, file[i].path);
		assert_int_equal(unlink(path), 0);
		if (strstr(file[i].path, "blobs/public/") || strstr(file[i].path, "blobs/restricted/")) {
			/* An erased text is no fault: it is counted. */
			struct verification v;
			assert_ok(verify(&v, err));
			assert_int_equal(v.blobs_absent, 1);
			absent++;
		} else {
			must_fail(&file[i], 0, "missing");
		}
		write_file_raw(folder, &file[i]);
	}
	assert_int_equal(absent, 4);
	must_verify();
}

/* A folder in a file's place, a pipe, a link into nowhere: errors, none of which hangs. */
static void strange_files(void **state)
{
	(void)state;
	for (uint32_t i = 0; i < file_count; i++) {
		char path[512];
		struct verification v;
		struct err err;
		snprintf(path, sizeof path, "%.200s/%.200s", folder, file[i].path);
		assert_int_equal(unlink(path), 0);
		assert_int_equal(mkdir(path, 0755), 0);
		assert_int_not_equal(verify(&v, &err), ERR_OK);
		assert_int_equal(rmdir(path), 0);
		assert_int_equal(mkfifo(path, 0644), 0);
		assert_int_not_equal(verify(&v, &err), ERR_OK);
		assert_int_equal(unlink(path), 0);
		assert_int_equal(symlink(path, path), 0);
		assert_int_not_equal(verify(&v, &err), ERR_OK);
		assert_int_equal(unlink(path), 0);
		write_file_raw(folder, &file[i]);
	}
	must_verify();
}

/* Harmless by design: what the checkpoint does not need is not looked at. */
static void files_that_nobody_needs(void **state)
{
	(void)state;
	struct export_result result;
	struct verification v;
	/* One act more: the partial tiles of the 14 entries before stay, and nobody needs them. */
	club_accredit(&club, "B b-1", "b-2");
	assert_ok(registrar_commit(club.registrar, err));
	assert_ok(registrar_seal(club.registrar, true, err));
	assert_ok(export_folder(club.registrar, &os_real, folder, true, &result, err));
	assert_ok(verify(&v, err));
	assert_int_equal(v.entries, STORY_ENTRIES + 1);
	uint32_t unneeded = 0;
	for (uint32_t i = 0; i < file_count; i++) {
		char path[512];
		if (!strstr(file[i].path, ".p/14"))
			continue;
		struct file spoilt = file[i];
		spoilt.bytes = spoilt.path; /* any other bytes */
		spoilt.size = 6;
		write_file_raw(folder, &spoilt);
		assert_ok(verify(&v, err));
		snprintf(path, sizeof path, "%.200s/%.200s", folder, file[i].path);
		assert_int_equal(unlink(path), 0);
		assert_ok(verify(&v, err));
		unneeded++;
	}
	assert_int_equal(unneeded, 2);
	char words[] = "hello";
	struct file more = {"README", 5, words}, blob = {"blobs/public/" HEX64, 5, words};
	write_file_raw(folder, &more);
	write_file_raw(folder, &blob);
	assert_ok(verify(&v, err));
}

/* log.vkey is believed only as far as the record agrees. */
static void another_key_beside_it(void **state)
{
	(void)state;
	struct secret_key key = club_key("somebody");
	struct buf vkey = buf_new(&club.arena, 512);
	buf_vkey(&vkey, LOG, &key.public_key);
	buf_byte(&vkey, '\n');
	struct file other = {"log.vkey", vkey.len, vkey.ptr};
	struct verification v;
	struct err err;
	write_file_raw(folder, &other);
	assert_int_equal(verify(&v, &err), ERR_SIGNATURE);
	assert_false(v.has_bad);
	/* The right key under another name. */
	vkey = buf_new(&club.arena, 512);
	buf_vkey(&vkey, STR("other.example/record"), &club.key.public_key);
	buf_byte(&vkey, '\n');
	other = (struct file){"log.vkey", vkey.len, vkey.ptr};
	write_file_raw(folder, &other);
	assert_int_equal(verify(&v, &err), ERR_SIGNATURE);
	assert_false(v.has_bad);
}

/* A time changed so that only a later entry stumbles: the changed one is named all the same. */
static void the_culprit_and_not_the_victim(void **state)
{
	(void)state;
	struct pieces pieces = pieces_of(&club);
	for (uint32_t i = 0; i < STORY_ENTRIES; i++) {
		struct pieces changed = pieces;
		struct buf bundle = buf_new(&club.arena, 1 << 16);
		int64_t time_ms;
		struct str act = piece_act(&pieces, i, &time_ms);
		changed.entry[i] = piece_make(&changed, i, time_ms + 3, act);
		for (uint32_t k = 0; k < changed.count; k++)
			buf_bundle_entry(&bundle, changed.entry[k]);
		struct file spoilt = {"tile/entries/000.p/14", bundle.len, bundle.ptr};
		write_file_raw(folder, &spoilt);
		struct verification v;
		struct err err;
		assert_int_not_equal(verify(&v, &err), ERR_OK);
		assert_true(v.has_bad);
		assert_int_equal(v.bad_entry, i);
	}
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
#if CUT_STRIDE > 1
		T(every_byte_counts),
#endif
		T(every_cut_counts),
		T(every_file_goes_on),
		T(every_file_missing),
		T(strange_files),
		T(files_that_nobody_needs),
		T(another_key_beside_it),
		T(the_culprit_and_not_the_victim),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
