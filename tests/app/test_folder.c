/* A record's folder on a real file system: made, taken up again after an interruption at any point, shared with other
 * processes, read-only; and its key files. */
#include "app/story.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "app/folder.h"
#include "app/found.h"
#include "base/limits.h"

static struct region region;
static struct arena arena;
static const char *dir;

static int set_up(void **state)
{
	(void)state;
	scratch_begin();
	assert_ok(sign_start(err));
	assert_true(arena_reserve(&region, (size_t)64 << 20));
	arena = arena_of(&region);
	dir = scratch_path("record");
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	arena_return(&region);
	scratch_end();
	return 0;
}

static const char *inside(const char *name)
{
	return scratch_path("record/%s", name);
}

static bool there(const char *path)
{
	return access(path, F_OK) == 0;
}

static unsigned mode_of(const char *path)
{
	struct stat info;
	assert_int_equal(stat(path, &info), 0);
	return info.st_mode & 0777;
}

/* Found the club's record in an open folder. */
static enum err_code found(struct folder *folder, struct err *err)
{
	static const char *const names[][2] = {{"A", "a-1"}, {"B", "b-1"}, {"C", "c-1"}, {"SEC", "sec-1"}};
	struct secret_key secret[COUNT(names)];
	struct first_key keys[COUNT(names)];
	struct diagnostics diagnostics = {0};
	struct charter charter;
	struct arena scratch = arena;
	for (size_t i = 0; i < COUNT(names); i++) {
		secret[i] = club_key(names[i][1]);
		keys[i] = (struct first_key){str_from(names[i][0]), str_from(names[i][1]), secret[i].public_key.byte};
	}
	enum err_code code = charter_read(str_from(club_charter), &scratch, &charter, &diagnostics, err);
	struct found_words words = {.origin = LOG,
	                            .charter_text = str_from(club_charter),
	                            .charter = &charter,
	                            .keys = keys,
	                            .key_count = COUNT(keys),
	                            .nonce = {{1}, {2}}};
	return code ? code : found_record(folder->registrar, &words, scratch, err);
}

static void make_record(void)
{
	struct folder folder;
	assert_ok(folder_create(dir, LOG, NULL, &os_real, &folder, err));
	assert_ok(found(&folder, err));
	folder_close(&folder);
}

static void opens(enum folder_mode mode, uint64_t entries)
{
	struct folder folder;
	assert_ok(folder_open(dir, mode, false, &os_real, &folder, err));
	assert_int_equal(registrar_state(folder.registrar) ? kernel_size(registrar_state(folder.registrar)) : 0, entries);
	folder_close(&folder);
	folder_close(&folder); /* once more is no harm */
}

static void refuses(enum folder_mode mode, enum err_code code, const char *words)
{
	struct folder folder;
	assert_fails(folder_open(dir, mode, false, &os_real, &folder, err), code, words);
	folder_close(&folder);
}

/* ---- Making one ----------------------------------------------------------------------------------------------------
 */

static void a_new_folder(void **state)
{
	(void)state;
	struct folder folder;
	assert_ok(folder_create(dir, LOG, NULL, &os_real, &folder, err));
	assert_int_equal(mode_of(inside("registrar.key")), 0600);
	assert_int_equal(mode_of(inside("record.db")) & 077, 0); /* it holds restricted texts */
	assert_true(folder.has_lock);
	assert_ok(found(&folder, err));
	folder_close(&folder);
	assert_null(folder.registrar);
	assert_false(folder.has_lock);
	opens(FOLDER_WRITE, 2);
	opens(FOLDER_READ, 2);
}

static void a_record_is_not_founded_over(void **state)
{
	(void)state;
	static struct file before[16], after[16];
	struct folder folder;
	struct store *store = NULL;
	int lock;
	make_record();
	uint32_t count = read_files(dir, &arena, before, COUNT(before));
	assert_fails(folder_create(dir, LOG, NULL, &os_real, &folder, err), ERR_EXISTS, "a record of 2 entries already");
	folder_close(&folder);
	assert_fails(folder_prepare(dir, LOG, NULL, &os_real, &store, &lock, err), ERR_EXISTS, "already");
	assert_null(store);
	assert_int_equal(read_files(dir, &arena, after, COUNT(after)), count);
	for (uint32_t i = 0; i < count; i++)
		assert_true(same_file(&before[i], &after[i]));
	opens(FOLDER_WRITE, 2); /* the lock was given back */
}

static void what_cannot_be_made(void **state)
{
	(void)state;
	struct folder folder;
	char *path = NEW(&arena, char, 5001);
	assert_fails(folder_create(dir, STR("No Origin"), NULL, &os_real, &folder, err), ERR_USAGE, "cannot be a record's");
	assert_false(there(dir));
	write_text(scratch_path("file"), "x");
	assert_fails(folder_create(scratch_path("file"), LOG, NULL, &os_real, &folder, err), ERR_EXISTS, "record's folder");
	assert_fails(folder_create(scratch_path("file/below"), LOG, NULL, &os_real, &folder, err), ERR_EXISTS, "file");
	memset(path, 'x', 5000);
	assert_fails(folder_create(path, LOG, NULL, &os_real, &folder, err), ERR_USAGE, "record's folder");
	assert_fails(folder_open(path, FOLDER_READ, false, &os_real, &folder, err), ERR_LIMIT, "longer than");
	assert_fails(folder_open(dir, FOLDER_READ, false, &os_real, &folder, err), ERR_NOT_FOUND, "holds no record");
	assert_fails(folder_open(dir, FOLDER_WRITE, false, &os_real, &folder, err), ERR_NOT_FOUND, "holds no record");
	assert_false(there(dir));
	folder_close(&folder);
}

/* ---- Interrupted ---------------------------------------------------------------------------------------------------
 */

static uint64_t steps_left;
static bool before_it;

static void step(bool before)
{
	if (before == before_it && --steps_left == 0)
		_exit(77);
}

static enum err_code dying_write(void *context, const char *path, struct str bytes, unsigned mode, bool replace,
                                 struct err *err)
{
	step(true);
	enum err_code code = os_real.write_file(context, path, bytes, mode, replace, err);
	step(false);
	return code;
}

static enum err_code dying_make_dir(void *context, const char *path, unsigned mode, struct err *err)
{
	step(true);
	enum err_code code = os_real.make_dir(context, path, mode, err);
	step(false);
	return code;
}

static enum err_code dying_lock(void *context, const char *path, int *ret_handle, struct err *err)
{
	step(true);
	enum err_code code = os_real.lock(context, path, ret_handle, err);
	step(false);
	return code;
}

static enum err_code dying_random(void *context, void *bytes, size_t size, struct err *err)
{
	step(true);
	enum err_code code = os_real.random(context, bytes, size, err);
	step(false);
	return code;
}

/* A founding in a process that ends at its Nth call to the world. Exit status 77: it did. */
static int found_and_die(uint64_t n, bool before)
{
	struct os dying = os_real;
	struct folder folder;
	struct err error;
	int status;
	dying.write_file = dying_write;
	dying.make_dir = dying_make_dir;
	dying.lock = dying_lock;
	dying.random = dying_random;
	fflush(NULL);
	pid_t child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		steps_left = n;
		before_it = before;
		_exit(folder_create(dir, LOG, NULL, &dying, &folder, &error) == ERR_OK ? 0 : 1);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static void an_interrupted_founding_is_taken_up_again(void **state)
{
	(void)state;
	for (int before = 0; before < 2; before++) {
		int status = 77;
		for (uint64_t n = 1; status == 77; n++) {
			dir = scratch_path("record-%d-%llu", before, (unsigned long long)n);
			status = found_and_die(n, before);
			assert_true(status == 77 || status == 0);
			assert_true(status != 0 || n > 6);
			struct folder folder;
			struct str kept = {0}, now;
			const char *vkey = scratch_path("record-%d-%llu/log.vkey", before, (unsigned long long)n);
			if (there(vkey))
				assert_ok(os_real.read_file(NULL, vkey, 1024, &arena, &kept, err));
			assert_ok(folder_create(dir, LOG, NULL, &os_real, &folder, err));
			assert_ok(found(&folder, err));
			folder_close(&folder);
			opens(FOLDER_WRITE, 2);
			/* A key that somebody may have been shown already stays the key. */
			assert_ok(os_real.read_file(NULL, vkey, 1024, &arena, &now, err));
			assert_true(kept.len == 0 || str_eq(kept, now));
		}
	}
}

static void what_sqlite_left_behind(void **state)
{
	(void)state;
	struct folder folder;
	sqlite3 *db;
	/* Nothing yet. */
	assert_int_equal(mkdir(dir, 0755), 0);
	write_text(inside("record.db"), "");
	make_record();
	opens(FOLDER_WRITE, 2);
	/* A file that SQLite has made its own, without tables. */
	dir = scratch_path("second");
	assert_int_equal(mkdir(dir, 0755), 0);
	assert_int_equal(sqlite3_open(scratch_path("second/record.db"), &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, "PRAGMA journal_mode = WAL", NULL, NULL, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_close(db), SQLITE_OK);
	assert_true(there(scratch_path("second/record.db")));
	make_record();
	opens(FOLDER_WRITE, 2);
	/* What was half made under its first name is made anew; the log of an earlier record is not written over. */
	dir = scratch_path("half");
	assert_int_equal(mkdir(dir, 0755), 0);
	write_text(scratch_path("half/record.db.new"), "half");
	write_text(scratch_path("half/record.db.new-wal"), "half");
	make_record();
	opens(FOLDER_WRITE, 2);
	assert_false(there(scratch_path("half/record.db.new")));
	assert_false(there(scratch_path("half/record.db.new-wal")));
	dir = scratch_path("log-left");
	assert_int_equal(mkdir(dir, 0755), 0);
	write_text(scratch_path("log-left/record.db-wal"), "entries");
	assert_fails(folder_create(dir, LOG, NULL, &os_real, &folder, err), ERR_EXISTS, "the log of an earlier record");
	assert_false(there(scratch_path("log-left/record.db")));
	/* Somebody else's database, and no database at all: not ours to take away. */
	static struct file before[8], after[8];
	for (int i = 0; i < 2; i++) {
		dir = scratch_path("third-%d", i);
		assert_int_equal(mkdir(dir, 0755), 0);
		if (i == 0) {
			assert_int_equal(sqlite3_open(scratch_path("third-%d/record.db", i), &db), SQLITE_OK);
			assert_int_equal(sqlite3_exec(db, "CREATE TABLE letters (a)", NULL, NULL, NULL), SQLITE_OK);
			assert_int_equal(sqlite3_close(db), SQLITE_OK);
		} else {
			write_text(scratch_path("third-%d/record.db", i), "a letter");
		}
		uint32_t count = read_files(dir, &arena, before, COUNT(before));
		assert_fails(folder_create(dir, LOG, NULL, &os_real, &folder, err), ERR_FORMAT, "something is there already");
		uint32_t now = read_files(dir, &arena, after, COUNT(after));
		for (uint32_t k = 0; k < count; k++)
			for (uint32_t l = 0; l < now; l++)
				if (!strcmp(before[k].path, after[l].path))
					assert_true(same_file(&before[k], &after[l]));
		assert_false(there(scratch_path("third-%d/registrar.key", i)));
	}
}

/* ---- Other processes -----------------------------------------------------------------------------------------------
 */

/* A process that holds the record open for writing until it is killed. */
static pid_t holder(void)
{
	int ready[2];
	char byte = 0;
	assert_int_equal(pipe(ready), 0);
	fflush(NULL);
	pid_t child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		struct folder folder;
		struct err error;
		if (folder_open(dir, FOLDER_WRITE, false, &os_real, &folder, &error) == ERR_OK && write(ready[1], "x", 1) == 1)
			pause();
		_exit(1);
	}
	close(ready[1]);
	assert_int_equal(read(ready[0], &byte, 1), 1);
	close(ready[0]);
	return child;
}

static void one_process_writes(void **state)
{
	(void)state;
	char words[64];
	struct folder folder;
	struct store *store = NULL;
	int lock, status;
	make_record();
	pid_t other = holder();
	snprintf(words, sizeof words, "process %ld holds it", (long)other);
	refuses(FOLDER_WRITE, ERR_BUSY, words);
	refuses(FOLDER_WRITE, ERR_BUSY, "is in use");
	assert_fails(folder_create(dir, LOG, NULL, &os_real, &folder, err), ERR_BUSY, words);
	assert_fails(folder_store(dir, FOLDER_WRITE, &os_real, &store, &lock, err), ERR_BUSY, words);
	opens(FOLDER_READ, 2); /* reading goes on */
	assert_int_equal(kill(other, SIGKILL), 0);
	assert_int_equal(waitpid(other, &status, 0), other);
	opens(FOLDER_WRITE, 2); /* the lock ended with its process */
}

static void a_read_only_folder(void **state)
{
	(void)state;
	static const char *const name[] = {"record.db", "registrar.key", "log.vkey", "lock"};
	int status = 0;
	make_record();
	bool root = geteuid() == 0;
	for (size_t i = 0; i < COUNT(name); i++) {
		if (root)
			assert_int_equal(chown(inside(name[i]), 65534, 65534), 0);
		assert_int_equal(chmod(inside(name[i]), 0400), 0);
	}
	assert_int_equal(chmod(dir, 0555), 0);
	fflush(NULL);
	pid_t child = fork();
	if (child == 0) {
		/* cmocka's failure would unwind into the parent's runner: a signal tells instead. */
		signal(SIGABRT, SIG_DFL);
		if (root && (setgid(65534) != 0 || setuid(65534) != 0))
			_exit(2);
		struct folder folder;
		struct err error = {.msg = ""};
		if (folder_open(dir, FOLDER_WRITE, false, &os_real, &folder, &error) != ERR_ACCESS ||
		    !strstr(error.msg, "cannot lock the record"))
			_exit(3);
		if (folder_open(dir, FOLDER_READ, false, &os_real, &folder, &error) != ERR_OK)
			_exit(4);
		folder_close(&folder);
		if (folder_create(scratch_path("record/below"), LOG, NULL, &os_real, &folder, &error) != ERR_ACCESS)
			_exit(5);
		_exit(0);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
	assert_int_equal(chmod(dir, 0755), 0);
}

/* ---- Keys ----------------------------------------------------------------------------------------------------------
 */

static void a_key_that_others_may_read(void **state)
{
	(void)state;
	static const mode_t open_modes[] = {0640, 0604, 0660, 0620, 0602, 0777};
	make_record();
	for (size_t i = 0; i < COUNT(open_modes); i++) {
		assert_int_equal(chmod(inside("registrar.key"), open_modes[i]), 0);
		refuses(FOLDER_WRITE, ERR_ACCESS, "may be read or written by others");
		opens(FOLDER_READ, 2);
	}
	assert_int_equal(chmod(inside("registrar.key"), 0400), 0);
	opens(FOLDER_WRITE, 2);
}

static void put_key(const char *text)
{
	unlink(inside("registrar.key"));
	write_text(inside("registrar.key"), text);
	assert_int_equal(chmod(inside("registrar.key"), 0600), 0);
}

static void keys_that_are_none(void **state)
{
	(void)state;
	make_record();
	put_key("");
	refuses(FOLDER_WRITE, ERR_FORMAT, "registrar.key");
	put_key("PRIVATE+KEY+club.example/record+00000000+AAAA\n");
	refuses(FOLDER_WRITE, ERR_FORMAT, "registrar.key");
	char *text = NEW(&arena, char, 2001);
	memset(text, 'x', 2000);
	put_key(text);
	refuses(FOLDER_WRITE, ERR_LIMIT, "cannot read the key");
	assert_int_equal(unlink(inside("registrar.key")), 0);
	refuses(FOLDER_WRITE, ERR_NOT_FOUND, "cannot read the key");
	/* A good key, but another's: the record says whose it is. */
	uint8_t seed[SEED_SIZE] = {9};
	assert_ok(key_file_write(inside("registrar.key"), LOG, seed, &os_real, err));
	refuses(FOLDER_WRITE, ERR_SIGNATURE, "the key is not the registrar's");
	opens(FOLDER_READ, 2);
}

__attribute__((no_sanitize_address)) static bool holds_secret(const struct region *where)
{
	static const char word[] = "PRIVATE+KEY";
	const char *bytes = where->base;
	for (size_t i = 0; i + sizeof word < where->size; i++) {
		size_t same = 0;
		while (same < sizeof word - 1 && bytes[i + same] == word[same])
			same++;
		if (same == sizeof word - 1)
			return true;
	}
	return false;
}

static void key_files(void **state)
{
	(void)state;
	struct region small;
	struct secret_key key, expected;
	struct str name;
	uint8_t seed[SEED_SIZE] = {1, 2, 3}, other[SEED_SIZE] = {4};
	const char *path = scratch_path("a.key");
	assert_true(arena_reserve(&small, 1 << 16));
	struct arena mine = arena_of(&small);
	secret_key_from_seed(seed, &expected);
	assert_ok(key_file_write(path, STR("club.example/record/a-1"), seed, &os_real, err));
	assert_int_equal(mode_of(path), 0600);
	assert_ok(key_file_read(path, &os_real, &mine, &name, &key, err));
	assert_true(str_eq(name, STR("club.example/record/a-1")));
	assert_memory_equal(key.byte, expected.byte, sizeof key.byte);
	assert_false(holds_secret(&small)); /* its text is wiped */
	assert_fails(key_file_write(path, STR("a"), seed, &os_real, err), ERR_EXISTS, "never replaced");

	/* ensure: the one that is there, if it is the one. */
	memset(&key, 0, sizeof key);
	assert_ok(key_file_ensure(path, STR("club.example/record/a-1"), NULL, &os_real, mine, &key, err));
	assert_memory_equal(key.byte, expected.byte, sizeof key.byte);
	assert_ok(key_file_ensure(path, STR("club.example/record/a-1"), seed, &os_real, mine, &key, err));
	assert_fails(key_file_ensure(path, STR("club.example/record/a-2"), NULL, &os_real, mine, &key, err), ERR_EXISTS,
	             "holds the key \"club.example/record/a-1\"");
	assert_fails(key_file_ensure(path, STR("club.example/record/a-1"), other, &os_real, mine, &key, err), ERR_EXISTS,
	             "holds another key of the name");
	/* A new one: from the seed, or by chance. */
	assert_ok(key_file_ensure(scratch_path("b.key"), STR("b"), seed, &os_real, mine, &key, err));
	assert_memory_equal(key.byte, expected.byte, sizeof key.byte);
	assert_ok(key_file_ensure(scratch_path("c.key"), STR("c"), NULL, &os_real, mine, &key, err));
	assert_memory_not_equal(key.byte, expected.byte, sizeof key.byte);
	assert_ok(key_file_read(scratch_path("c.key"), &os_real, &mine, &name, &expected, err));
	assert_memory_equal(key.byte, expected.byte, sizeof key.byte);
	/* A name too long for a file. */
	char *long_name = NEW(&arena, char, 2000);
	memset(long_name, 'x', 2000);
	assert_fails(key_file_write(scratch_path("d.key"), (struct str){long_name, 2000}, seed, &os_real, err), ERR_USAGE,
	             "a key's name has 1 to 384 bytes");
	assert_false(there(scratch_path("d.key")));
	arena_return(&small);
}

static void keys_left_over_from_another_attempt(void **state)
{
	(void)state;
	struct folder folder;
	uint8_t seed[SEED_SIZE] = {5}, other[SEED_SIZE] = {6};
	struct store *store = NULL;
	int lock;
	assert_ok(folder_prepare(dir, LOG, seed, &os_real, &store, &lock, err));
	store_close(store);
	os_real.unlock(NULL, lock);
	assert_fails(folder_prepare(dir, LOG, other, &os_real, &store, &lock, err), ERR_EXISTS, "another key of the name");
	assert_fails(folder_create(dir, STR("other.example/record"), NULL, &os_real, &folder, err), ERR_EXISTS,
	             "not \"other.example/record\"");
	assert_int_equal(unlink(inside("registrar.key")), 0);
	assert_fails(folder_create(dir, LOG, other, &os_real, &folder, err), ERR_EXISTS, "does not belong to");
	assert_int_equal(unlink(inside("registrar.key")), 0);
	assert_ok(folder_create(dir, LOG, seed, &os_real, &folder, err));
	folder_close(&folder);
}

/* ---- Failures ------------------------------------------------------------------------------------------------------
 */

/* The Nth allocation of a founding fails: an error, the lock is given back, and founding again succeeds. */
static void memory_that_runs_out(void **state)
{
	(void)state;
	bool failed;
	uint64_t n = 0;
	do {
		struct folder folder;
		struct err error = {.msg = ""};
		dir = scratch_path("record-%llu", (unsigned long long)n);
		n += n < 40 ? 1 : 7;
		arena_fail_after(n);
		enum err_code code = folder_create(dir, LOG, NULL, &os_real, &folder, &error);
		if (code == ERR_OK)
			code = found(&folder, &error);
		folder_close(&folder);
		failed = arena_failed();
		arena_fail_after(0);
		assert_true(!code || failed);
		assert_true(!code || error.code == code);
		if (!code) {
			opens(FOLDER_WRITE, 2);
			continue;
		}
		assert_ok(folder_create(dir, LOG, NULL, &os_real, &folder, err));
		assert_ok(found(&folder, err));
		folder_close(&folder);
		/* And opening it. */
		arena_fail_after(n);
		code = folder_open(dir, n % 2 ? FOLDER_READ : FOLDER_WRITE, false, &os_real, &folder, &error);
		arena_fail_after(0);
		folder_close(&folder);
		opens(FOLDER_WRITE, 2);
	} while (failed);
	assert_true(n > 40);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		T(a_new_folder),
		T(a_record_is_not_founded_over),
		T(what_cannot_be_made),
		T(an_interrupted_founding_is_taken_up_again),
		T(what_sqlite_left_behind),
		T(one_process_writes),
		T(a_read_only_folder),
		T(a_key_that_others_may_read),
		T(keys_that_are_none),
		T(key_files),
		T(keys_left_over_from_another_attempt),
		T(memory_that_runs_out),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
