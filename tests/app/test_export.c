/* Exported folders: what goes out, what stays in, what is never changed, whose folder is refused; an export cut short.
 */
#include "app/story.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/limits.h"
#include "record/entry.h"
#include "record/tile.h"

#define FILES_MAX 64

static struct club club;
static struct export_result result;

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

static bool there(const char *path)
{
	return access(path, F_OK) == 0;
}

static struct verification verified(const char *folder)
{
	struct verification v;
	struct source source;
	struct arena arena = arena_mark(&club.arena);
	assert_ok(source_of_folder(folder, &os_real, &arena, &source, err));
	assert_verified(&source, NULL, &v);
	return v;
}

/* Acts that nobody minds, `count` of them: b-1 changes its mind. */
static void fill(uint32_t count)
{
	struct matter_view matter = kernel_matter_at(registrar_state(club.registrar), 0);
	for (uint32_t i = 0; i < count; i++) {
		struct arena mark = arena_mark(&club.arena);
		struct buf line = buf_new(&club.arena, 512);
		buf_c(&line, "B b-1 position matter=m|version=1|commitment=");
		buf_hex(&line, matter.commitment, HASH_SIZE);
		buf_c(&line, i % 2 ? "|position=support" : "|position=abstain");
		buf_byte(&line, '\0');
		club_enter(&club, line.ptr);
		arena_rewind(&club.arena, mark);
	}
	assert_ok(registrar_commit(club.registrar, err));
}

/* A record with an open matter: eight entries. */
static void open_matter(void)
{
	club_ready(&club);
	club_accredit(&club, "A a-1", "a-2");
	club_enter(
		&club,
		"A a-2 table matter=m|body=board|kind=decision|procedure=written|title.en=A boat|text.en=public:We buy it.");
	assert_ok(registrar_commit(club.registrar, err));
}

static void seal(void)
{
	assert_ok(registrar_commit(club.registrar, err));
	assert_ok(registrar_seal(club.registrar, true, err));
}

/* ---- What goes out -------------------------------------------------------------------------------------------------
 */

static void restricted_texts_stay_in(void **state)
{
	(void)state;
	static struct file without[FILES_MAX], with[FILES_MAX];
	story_make(&club);
	assert_ok(export_folder(club.registrar, &os_real, scratch_path("without"), false, &result, err));
	assert_int_equal(result.entries, STORY_ENTRIES);
	assert_int_equal(result.tiles, 2);
	assert_int_equal(result.blobs, 4);
	assert_ok(export_folder(club.registrar, &os_real, scratch_path("with"), true, &result, err));
	assert_int_equal(result.blobs, 5);
	uint32_t count = read_files(scratch_path("without"), &club.arena, without, FILES_MAX);
	assert_int_equal(count, 8);
	for (uint32_t i = 0; i < count; i++) {
		assert_null(strstr(without[i].path, "restricted"));
		assert_null(memmem(without[i].bytes, without[i].size, "Nous achetons", 13));
	}
	assert_string_equal(without[5].path, "log.vkey");
	assert_string_equal(without[4].path, "checkpoint");
	assert_string_equal(without[6].path, "tile/0/000.p/14");
	assert_string_equal(without[7].path, "tile/entries/000.p/14");
	assert_false(there(scratch_path("without/blobs/restricted")));
	assert_int_equal(read_files(scratch_path("with"), &club.arena, with, FILES_MAX), 9);
	struct verification v = verified(scratch_path("without"));
	assert_int_equal(v.blobs, 3);
	assert_int_equal(v.blobs_absent, 1);
	v = verified(scratch_path("with"));
	assert_int_equal(v.blobs, 4);
	assert_int_equal(v.blobs_absent, 0);
	/* Asked for later, they come. */
	assert_ok(export_folder(club.registrar, &os_real, scratch_path("without"), true, &result, err));
	assert_int_equal(read_files(scratch_path("without"), &club.arena, without, FILES_MAX), 9);
	for (uint32_t i = 0; i < 9; i++)
		assert_true(same_file(&without[i], &with[i]));
}

static unsigned mode_of(const char *path)
{
	struct stat info;
	assert_int_equal(stat(path, &info), 0);
	return info.st_mode & 0777;
}

/* Texts that are not for everybody are the owner's, also those that lay open in an earlier export. */
static void restricted_texts_are_not_readable_by_others(void **state)
{
	(void)state;
	static struct file file[FILES_MAX];
	const char *log = scratch_path("log");
	story_make(&club);
	for (int round = 0; round < 2; round++) {
		uint32_t secret = 0;
		assert_ok(export_folder(club.registrar, &os_real, log, true, &result, err));
		uint32_t count = read_files(log, &club.arena, file, FILES_MAX);
		for (uint32_t i = 0; i < count; i++) {
			const char *path = scratch_path("log/%s", file[i].path);
			bool restricted = strstr(file[i].path, "restricted") != NULL;
			secret += restricted;
			assert_int_equal(mode_of(path), restricted ? 0600 : 0644);
			if (restricted)
				assert_int_equal(chmod(path, 0644), 0);
		}
		assert_int_equal(secret, 1);
	}
}

/* A folder for a web server is not made of one for members. */
static void restricted_texts_are_not_left_in_a_public_folder(void **state)
{
	(void)state;
	static struct file before[FILES_MAX], after[FILES_MAX];
	const char *log = scratch_path("log");
	struct err error = {.msg = ""};
	story_make(&club);
	assert_ok(export_folder(club.registrar, &os_real, log, true, &result, err));
	uint32_t count = read_files(log, &club.arena, before, FILES_MAX);
	assert_int_equal(export_folder(club.registrar, &os_real, log, false, &result, &error), ERR_EXISTS);
	assert_non_null(strstr(error.msg, "holds texts that are not public: 1 in"));
	assert_non_null(strstr(error.hint, "into another folder, or bring this one up to date with --restricted"));
	assert_int_equal(read_files(log, &club.arena, after, FILES_MAX), count);
	for (uint32_t i = 0; i < count; i++)
		assert_true(same_file(&before[i], &after[i]));
	assert_ok(export_folder(club.registrar, &os_real, log, true, &result, err));
	assert_ok(export_folder(club.registrar, &os_real, scratch_path("public"), false, &result, err));
	/* What a killed export leaves of such a text is refused too; a file that is no text's is not looked at. */
	for (uint32_t i = 0; i < count; i++)
		if (strstr(before[i].path, "restricted/")) {
			const char *name = before[i].path;
			assert_int_equal(rename(scratch_path("log/%s", name), scratch_path("log/%s.tmp1-0", name)), 0);
			assert_fails(export_folder(club.registrar, &os_real, log, false, &result, err), ERR_EXISTS, "not public");
			assert_int_equal(rename(scratch_path("log/%s.tmp1-0", name), scratch_path("log/blobs/restricted/notes")),
			                 0);
		}
	assert_ok(export_folder(club.registrar, &os_real, log, false, &result, err));
}

static void erased_texts_do_not_go_out(void **state)
{
	(void)state;
	struct blob_ref ref;
	struct err none;
	story_make(&club);
	for (uint64_t index = 0; !club.store->ops->blob_next(club.store, &index, &ref, &none);)
		if (ref.class != BLOB_PERMANENT)
			assert_ok(club.store->ops->blob_erase(club.store, &ref, err));
	assert_ok(export_folder(club.registrar, &os_real, scratch_path("log"), true, &result, err));
	assert_int_equal(result.blobs, 1);
	assert_false(there(scratch_path("log/blobs/public")));
	assert_int_equal(verified(scratch_path("log")).blobs_absent, 4);
}

static void nothing_sealed_is_nothing_to_export(void **state)
{
	(void)state;
	assert_ok(club_open(&club, err));
	assert_fails(export_folder(club.registrar, &os_real, scratch_path("log"), false, &result, err), ERR_NOT_FOUND,
	             "nothing is sealed yet");
	club_close(&club);
	club_ready(&club);
	assert_fails(export_folder(club.registrar, &os_real, scratch_path("log"), false, &result, err), ERR_NOT_FOUND,
	             "nothing is sealed yet");
	assert_false(there(scratch_path("log")));
}

/* Entries that no checkpoint covers stay in, and so do the texts that only they speak of. */
static void what_is_not_sealed_stays_in(void **state)
{
	(void)state;
	open_matter();
	seal();
	club_enter(&club, "C c-1 table matter=later|body=board|kind=decision|procedure=written|title.en=Later|"
	                  "text.en=Not yet for everybody.");
	assert_ok(registrar_commit(club.registrar, err));
	assert_ok(export_folder(club.registrar, &os_real, scratch_path("log"), true, &result, err));
	assert_int_equal(result.entries, 8);
	assert_int_equal(result.blobs, 2);
	assert_int_equal(result.unsealed, 1);
	static struct file file[FILES_MAX];
	uint32_t count = read_files(scratch_path("log"), &club.arena, file, FILES_MAX);
	for (uint32_t i = 0; i < count; i++)
		assert_null(memmem(file[i].bytes, file[i].size, "Not yet", 7));
	assert_int_equal(verified(scratch_path("log")).entries, 8);
	seal();
	assert_ok(export_folder(club.registrar, &os_real, scratch_path("log"), true, &result, err));
	assert_int_equal(result.entries, 9);
	assert_int_equal(result.blobs, 3);
	assert_int_equal(result.unsealed, 0);
	assert_int_equal(verified(scratch_path("log")).blobs, 2);
}

/* ---- An earlier export is brought up to date -----------------------------------------------------------------------
 */

static void no_file_changes_but_the_checkpoint(void **state)
{
	(void)state;
	static struct file before[FILES_MAX], after[FILES_MAX];
	const char *log = scratch_path("log");
	uint32_t before_count = 0;
	open_matter();
	/* Over the edges of tiles: 255, 256, 257, 600 entries. */
	static const uint32_t sizes[] = {8, 255, 256, 257, 600};
	for (size_t k = 0; k < COUNT(sizes); k++) {
		struct arena mark = arena_mark(&club.arena);
		fill(sizes[k] - (uint32_t)kernel_size(registrar_state(club.registrar)));
		seal();
		assert_ok(export_folder(club.registrar, &os_real, log, true, &result, err));
		assert_int_equal(result.entries, sizes[k]);
		uint32_t count = read_files(log, &club.arena, after, FILES_MAX);
		for (uint32_t i = 0, j = 0; i < before_count; i++, j++) {
			while (strcmp(before[i].path, after[j].path) != 0)
				assert_true(++j < count); /* a file is missing */
			if (strcmp(before[i].path, "checkpoint") != 0)
				assert_true(same_file(&before[i], &after[j]));
		}
		assert_int_equal(verified(log).sealed, sizes[k]);
		/* Once more: nothing at all happens. */
		assert_ok(export_folder(club.registrar, &os_real, log, true, &result, err));
		before_count = read_files(log, &club.arena, before, FILES_MAX);
		assert_int_equal(before_count, count);
		for (uint32_t i = 0; i < count; i++)
			assert_true(same_file(&before[i], &after[i]));
		if (k + 1 == COUNT(sizes))
			arena_rewind(&club.arena, mark);
	}
	assert_true(there(scratch_path("log/tile/1/000.p/2")));
	assert_true(there(scratch_path("log/tile/0/002.p/88")));
	assert_true(there(scratch_path("log/tile/entries/001")));
	/* Old partial tiles may be cleared away once the full ones are there; and a reader who still has the old checkpoint
	 * finds what it needs in the full ones. */
	for (uint32_t i = 0; i < before_count; i++)
		if (strstr(before[i].path, "000.p/") && !strstr(before[i].path, "tile/1/"))
			assert_int_equal(unlink(scratch_path("log/%s", before[i].path)), 0);
	assert_int_equal(verified(log).sealed, 600);
}

static void an_old_checkpoint_finds_its_tiles(void **state)
{
	(void)state;
	static struct file old[FILES_MAX], file[FILES_MAX];
	const char *log = scratch_path("log");
	open_matter();
	fill(100);
	seal();
	assert_ok(export_folder(club.registrar, &os_real, log, true, &result, err));
	uint32_t old_count = read_files(log, &club.arena, old, FILES_MAX);
	fill(300);
	seal();
	assert_ok(export_folder(club.registrar, &os_real, log, true, &result, err));
	for (uint32_t i = 0; i < old_count; i++) {
		if (!strcmp(old[i].path, "checkpoint"))
			write_file_raw(log, &old[i]);
		if (strstr(old[i].path, ".p/108"))
			assert_int_equal(unlink(scratch_path("log/%s", old[i].path)), 0);
	}
	struct verification v = verified(log);
	assert_int_equal(v.entries, 108);
	/* The full bundle behind entry 107 is not looked at; up to there it is. */
	uint32_t count = read_files(log, &club.arena, file, FILES_MAX);
	for (uint32_t i = 0; i < count; i++)
		if (!strcmp(file[i].path, "tile/entries/000") || !strcmp(file[i].path, "tile/0/000")) {
			file[i].bytes[file[i].size - 1] ^= 1;
			write_file_raw(log, &file[i]);
			assert_int_equal(verified(log).entries, 108);
			file[i].bytes[file[i].size - 1] ^= 1;
			file[i].bytes[107 * HASH_SIZE] ^= 1;
			write_file_raw(log, &file[i]);
			struct source source;
			struct err error;
			assert_ok(source_of_folder(log, &os_real, &club.arena, &source, err));
			assert_int_not_equal(verify_source(&source, NULL, 1, &v, &error), ERR_OK);
			file[i].bytes[107 * HASH_SIZE] ^= 1;
			write_file_raw(log, &file[i]);
		}
	assert_int_equal(verified(log).entries, 108);
}

/* ---- Folders that are refused, untouched ---------------------------------------------------------------------------
 */

static void refused(const char *folder, enum err_code code, const char *words)
{
	static struct file before[FILES_MAX], after[FILES_MAX];
	uint32_t count = read_files(folder, &club.arena, before, FILES_MAX);
	assert_fails(export_folder(club.registrar, &os_real, folder, true, &result, err), code, words);
	assert_int_equal(read_files(folder, &club.arena, after, FILES_MAX), count);
	for (uint32_t i = 0; i < count; i++)
		assert_true(same_file(&before[i], &after[i]));
}

static void another_log_s_folder(void **state)
{
	(void)state;
	struct club other;
	const char *log = scratch_path("log");
	club_begin(&other);
	other.key = club_key("another registrar");
	story_make(&other);
	assert_ok(export_folder(other.registrar, &os_real, log, true, &result, err));
	story_make(&club);
	refused(log, ERR_NOT_FOUND, "something else than an export of this record");
	/* Cut short before its checkpoint was there, and down to its key. */
	assert_int_equal(unlink(scratch_path("log/checkpoint")), 0);
	refused(log, ERR_CORRUPT, "the export of another record?");
	club_end(&other);
}

static void another_history_s_folder(void **state)
{
	(void)state;
	struct club other;
	const char *log = scratch_path("log");
	club_begin(&other);
	club_pass(&other, 1);
	story_make(&other);
	assert_ok(export_folder(other.registrar, &os_real, log, true, &result, err));
	story_make(&club);
	refused(log, ERR_CORRUPT, "signed with another history");
	/* The same history, but the record has lost its end. */
	club_end(&other);
	const char *longer = scratch_path("longer");
	assert_ok(export_folder(club.registrar, &os_real, longer, true, &result, err));
	struct pieces pieces = pieces_of(&club);
	pieces.count = 12;
	struct store *store = pieces_store(&pieces, 12);
	struct registrar_config config = {.store = store, .os = &club.os};
	struct registrar *registrar, *kept = club.registrar;
	assert_ok(registrar_open(&config, &registrar, err));
	club.registrar = registrar;
	refused(longer, ERR_CONFLICT, "holds 14 sealed entries, the record only 12");
	registrar_close(registrar);
	club.registrar = kept;
}

static void folders_with_something_else(void **state)
{
	(void)state;
	story_make(&club);
	struct file letter = {"letter", 2, letter.path};
	write_file_raw(scratch_path("home"), &letter);
	refused(scratch_path("home"), ERR_EXISTS, "not an export");
	struct file record = {"record.db", 2, record.path}, vkey = {"log.vkey", 2, vkey.path};
	write_file_raw(scratch_path("own"), &record);
	write_file_raw(scratch_path("own"), &vkey);
	refused(scratch_path("own"), ERR_EXISTS, "a record's own folder");
	write_file_raw(scratch_path("key"), &vkey);
	refused(scratch_path("key"), ERR_CORRUPT, "the export of another record?");
	/* A checkpoint that is none. */
	struct file checkpoint = {"checkpoint", 2, checkpoint.path};
	write_file_raw(scratch_path("key"), &checkpoint);
	refused(scratch_path("key"), ERR_FORMAT, "something else than an export");
	assert_fails(export_folder(club.registrar, &os_real, scratch_path("home/letter"), true, &result, err), ERR_EXISTS,
	             "letter");
	/* An empty folder is as good as none. */
	assert_int_equal(mkdir(scratch_path("empty"), 0755), 0);
	assert_ok(export_folder(club.registrar, &os_real, scratch_path("empty"), true, &result, err));
	verified(scratch_path("empty"));
	assert_ok(export_folder(club.registrar, &os_real, scratch_path("new/below/it"), true, &result, err));
	verified(scratch_path("new/below/it"));
}

static void a_path_that_is_too_long(void **state)
{
	(void)state;
	char *path = NEW(&club.arena, char, 5001);
	story_make(&club);
	memset(path, 'x', 5000);
	assert_fails(export_folder(club.registrar, &os_real, path, true, &result, err), ERR_LIMIT, "too long");
	path[4080] = '\0';
	assert_fails(export_folder(club.registrar, &os_real, path, true, &result, err), ERR_USAGE,
	             "cannot make the folder");
}

/* A file of an earlier export that was damaged is not written over: somebody should know. */
static void damaged_files_are_not_mended(void **state)
{
	(void)state;
	static struct file file[FILES_MAX];
	const char *log = scratch_path("log");
	story_make(&club);
	assert_ok(export_folder(club.registrar, &os_real, log, true, &result, err));
	uint32_t count = read_files(log, &club.arena, file, FILES_MAX);
	for (uint32_t i = 0; i < count; i++) {
		struct file spoilt = file[i];
		if (!strcmp(file[i].path, "checkpoint"))
			continue;
		spoilt.size--;
		write_file_raw(log, &spoilt);
		refused(log, ERR_CORRUPT, "is there with other bytes");
		write_file_raw(log, &file[i]);
	}
	verified(log);
}

/* ---- Another process seals meanwhile -------------------------------------------------------------------------------
 */

static void a_reader_that_was_overtaken(void **state)
{
	(void)state;
	struct registrar_config config = {.store = club.store, .os = &club.os};
	struct registrar *reader;
	struct str receipt;
	open_matter();
	seal();
	config.store = club.store;
	assert_ok(registrar_open(&config, &reader, err));
	fill(1);
	seal();
	assert_fails(export_folder(reader, &os_real, scratch_path("log"), true, &result, err), ERR_BUSY, "more entries");
	assert_fails(receipt_make(reader, 3, true, &club.arena, &receipt, err), ERR_BUSY, "more entries");
	registrar_close(reader);
}

/* ---- The Nth call to the world fails -------------------------------------------------------------------------------
 */

static uint64_t calls_left;
static bool fired;

static enum err_code fails_now(struct err *err)
{
	if (calls_left == 0 || --calls_left > 0)
		return ERR_OK;
	fired = true;
	return err_set(err, ERR_IO, "the disk is full");
}

static enum err_code read_or_fail(void *context, const char *path, size_t max, struct arena *arena, struct str *ret,
                                  struct err *err)
{
	enum err_code code = fails_now(err);
	return code ? code : os_real.read_file(context, path, max, arena, ret, err);
}

static enum err_code write_or_fail(void *context, const char *path, struct str bytes, unsigned mode, bool replace,
                                   struct err *err)
{
	enum err_code code = fails_now(err);
	return code ? code : os_real.write_file(context, path, bytes, mode, replace, err);
}

static enum err_code make_dir_or_fail(void *context, const char *path, unsigned mode, struct err *err)
{
	enum err_code code = fails_now(err);
	return code ? code : os_real.make_dir(context, path, mode, err);
}

/* The number of calls that an undisturbed export makes. */
static uint64_t cut_short_everywhere(const struct os *faulty, const char *name, bool earlier)
{
	uint64_t n = 0;
	do {
		const char *log = scratch_path("%s-%llu", name, (unsigned long long)n);
		struct err error = {.msg = ""};
		calls_left = 0;
		if (earlier) {
			assert_ok(export_folder(club.registrar, &os_real, log, false, &result, err));
			fill(1);
			seal();
		}
		calls_left = ++n;
		fired = false;
		enum err_code code = export_folder(club.registrar, faulty, log, true, &result, &error);
		assert_int_equal(code != ERR_OK, fired);
		assert_true(!fired || strstr(error.msg, "the disk is full"));
		if (earlier)
			verified(log); /* what was there is whole still */
		calls_left = 0;
		assert_ok(export_folder(club.registrar, &os_real, log, true, &result, err));
		verified(log);
	} while (fired);
	return n - 1;
}

static void an_export_cut_short_is_taken_up_again(void **state)
{
	(void)state;
	struct os faulty = os_real;
	faulty.read_file = read_or_fail;
	faulty.write_file = write_or_fail;
	faulty.make_dir = make_dir_or_fail;
	open_matter();
	seal();
	/* Five files and the checkpoint, a folder made for each but that. */
	assert_int_equal(cut_short_everywhere(&faulty, "new", false), 11);
	/* The earlier checkpoint, the key and the blobs are read; two new partial tiles. */
	assert_int_equal(cut_short_everywhere(&faulty, "earlier", true), 9);
}

static void memory_that_runs_out(void **state)
{
	(void)state;
	story_make(&club);
	bool failed;
	uint64_t n = 0;
	do {
		struct err error = {.msg = ""};
		const char *log = scratch_path("log-%llu", (unsigned long long)n);
		arena_fail_after(++n);
		enum err_code code = export_folder(club.registrar, &os_real, log, true, &result, &error);
		failed = arena_failed();
		arena_fail_after(0);
		assert_int_equal(code != ERR_OK, failed);
		if (failed)
			assert_int_equal(error.code, ERR_LIMIT);
		assert_ok(export_folder(club.registrar, &os_real, log, true, &result, err));
	} while (failed);
	assert_true(n > 30);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		T(restricted_texts_stay_in),
		T(restricted_texts_are_not_readable_by_others),
		T(restricted_texts_are_not_left_in_a_public_folder),
		T(erased_texts_do_not_go_out),
		T(nothing_sealed_is_nothing_to_export),
		T(what_is_not_sealed_stays_in),
		T(no_file_changes_but_the_checkpoint),
		T(an_old_checkpoint_finds_its_tiles),
		T(another_log_s_folder),
		T(another_history_s_folder),
		T(folders_with_something_else),
		T(a_path_that_is_too_long),
		T(damaged_files_are_not_mended),
		T(a_reader_that_was_overtaken),
		T(an_export_cut_short_is_taken_up_again),
		T(memory_that_runs_out),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
