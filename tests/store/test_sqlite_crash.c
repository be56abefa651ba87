/* Writers that are killed, files that were cut or scribbled on, power that fails: what was acknowledged is there,
 * nothing is there by half, and what is damaged is said to be. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "files.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/limits.h"
#include "support/faulty_vfs.h"

static int set_up(void **state)
{
	(void)state;
	fixture_begin();
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	fixture_end();
	return 0;
}

/* --- kill -9 --- */

static _Noreturn void append_for_ever(const char *path, uint64_t k, int acknowledge)
{
	struct store *store = NULL;
	struct err err;

	if (store_sqlite_open(path, STORE_WRITE, &store, &err) != ERR_OK)
		_exit(1);
	for (;; k++) {
		struct arena mark = arena_mark(&fixture_arena);
		struct store_batch batch = fixture_batch(k);

		if (store->ops->append(store, &batch, &err) != ERR_OK || write(acknowledge, &k, sizeof(k)) != sizeof(k))
			_exit(2);
		/* Closing empties the log: be killed there too. */
		if (k % 16 == 15) {
			store_close(store);
			if (store_sqlite_open(path, STORE_WRITE, &store, &err) != ERR_OK)
				_exit(3);
		}
		arena_rewind(&fixture_arena, mark);
	}
}

static void survives_kills(void **state)
{
	const char *path = fixture_path("record.db");
	struct store *store = fixture_open(path, STORE_CREATE);
	uint64_t batches = 0;

	(void)state;
	store_close(store);
	for (uint64_t round = 0; round < 20; round++) {
		uint64_t k, acknowledged = batches;
		int ends[2], status;
		pid_t child;

		assert_int_equal(pipe(ends), 0);
		child = fork();
		assert_true(child >= 0);
		if (child == 0)
			append_for_ever(path, batches, ends[1]);
		close(ends[1]);
		/* At least one commit, so that the moment lies among the appends and not in the start of the process. */
		assert_int_equal(read(ends[0], &k, sizeof(k)), sizeof(k));
		acknowledged = k + 1;
		usleep((useconds_t)(fixture_mix(round) % 20000));
		assert_int_equal(kill(child, SIGKILL), 0);
		assert_int_equal(waitpid(child, &status, 0), child);
		assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
		while (read(ends[0], &k, sizeof(k)) == sizeof(k))
			acknowledged = k + 1;
		close(ends[0]);

		store = fixture_open(path, STORE_WRITE);
		batches = fixture_inspect(store);
		store_close(store);
		if (batches < acknowledged || batches > acknowledged + 1)
			fail_msg("round %u: %u batches, %u acknowledged", (unsigned)round, (unsigned)batches,
			         (unsigned)acknowledged);
	}
	assert_true(batches >= 20);
}

/* --- damaged files --- */

#define BATCHES 40

/* Look at a damaged copy in one mode: everything is there, or an error says otherwise. True when all is there. */
static bool whole_or_told(const char *path, enum store_mode mode, const char *damage, uint64_t where)
{
	struct arena mark = arena_mark(&fixture_arena);
	struct store *store = NULL;
	struct err err = {.msg = ""};
	uint64_t batches = 0;
	bool whole = false;

	if (store_sqlite_open(path, mode, &store, &err) == ERR_OK) {
		whole = fixture_inspect_damaged(store, &batches, &err);
		if (whole && batches != BATCHES)
			fail_msg("%s at %u: %u batches and no word of it", damage, (unsigned)where, (unsigned)batches);
	}
	if (!whole && (err.msg[0] == '\0' || (err.code != ERR_CORRUPT && err.code != ERR_FORMAT && err.code != ERR_IO &&
	                                      err.code != ERR_NOT_FOUND)))
		fail_msg("%s at %u: %s: %s", damage, (unsigned)where, err_code_name(err.code), err.msg);
	store_close(store);
	arena_rewind(&fixture_arena, mark);
	return whole;
}

static struct str intact(void)
{
	const char *path = fixture_path("intact.db");
	struct store *store = fixture_open(path, STORE_CREATE);

	fixture_fill(store, 0, BATCHES);
	store_close(store);
	return files_read(path);
}

static void clean(const char *path)
{
	char name[4096];

	snprintf(name, sizeof(name), "%s-wal", path);
	unlink(name);
	snprintf(name, sizeof(name), "%s-shm", path);
	unlink(name);
}

static void tells_of_cut_files(void **state)
{
	static const size_t odd[] = {0, 1, 16, 99, 100, 101, 512, 1024, 4095};
	const char *path = fixture_path("cut.db");
	struct str bytes = intact();
	uint64_t cuts = 0, whole = 0;

	(void)state;
	assert_true(bytes.len > 20 * 4096);
	for (uint64_t i = 0;; i++) {
		uint64_t page = i / 3 * 4096;
		size_t cut = i < 9 ? odd[i] : i % 3 == 0 ? page : i % 3 == 1 ? page + 1 : page + fixture_mix(i) % 4096;

		if (cut >= bytes.len)
			break;
		for (int mode = STORE_READ; mode <= STORE_WRITE; mode++) {
			clean(path);
			files_write(path, str_slice(bytes, 0, cut));
			cuts++;
			whole += whole_or_told(path, (enum store_mode)mode, "cut", cut);
		}
	}
	printf("# %u cuts, %u harmless\n", (unsigned)cuts, (unsigned)whole);
	assert_true(cuts > 100);
	assert_int_equal(whole, 0);
}

static void tells_of_scribbled_files(void **state)
{
	const char *path = fixture_path("scribbled.db");
	struct str bytes = intact();
	char *damaged = NEW(&fixture_arena, char, bytes.len);
	uint64_t told = 0, rounds = 600;

	(void)state;
	for (uint64_t i = 0; i < rounds; i++) {
		/* Every fourth among the first hundred bytes of a page, where its structure is. */
		size_t size = 1 + fixture_mix(3 * i) % (i % 3 == 0 ? 1 : 64);
		size_t at = fixture_mix(3 * i + 1) % (bytes.len - size);

		if (i % 4 == 0)
			at = at / 4096 * 4096 + at % 100;
		memcpy(damaged, bytes.ptr, bytes.len);
		for (size_t b = 0; b < size; b++)
			damaged[at + b] = (char)(damaged[at + b] ^ (int)(1 + fixture_mix(i * 64 + b) % 255));
		clean(path);
		files_write(path, (struct str){damaged, bytes.len});
		told += !whole_or_told(path, i % 2 == 0 ? STORE_READ : STORE_WRITE, "scribbled", at);
	}
	printf("# %u of %u told of\n", (unsigned)told, (unsigned)rounds);
	assert_true(told > rounds / 2);
}

/* A log that was not moved into the file, cut or scribbled on: the batches before the damage, whole. */
static void takes_what_is_whole_of_a_log(void **state)
{
	const char *path = fixture_path("open.db"), *copy = fixture_path("copy.db"), *copy_log;
	struct store *store = fixture_open(path, STORE_CREATE);
	struct str file, log;
	uint64_t batches;

	(void)state;
	fixture_fill(store, 0, BATCHES / 2);
	store_close(store);
	store = fixture_open(path, STORE_WRITE);
	fixture_fill(store, BATCHES / 2, BATCHES);
	file = files_read(path);
	log = files_read(fixture_path("open.db-wal"));
	copy_log = fixture_path("copy.db-wal");
	assert_true(log.len > 100000);
	store_close(store);
	for (uint64_t i = 0; i < 200; i++) {
		struct arena mark = arena_mark(&fixture_arena);
		size_t at = fixture_mix(i) % log.len;

		clean(copy);
		files_write(copy, file);
		if (i % 2 == 0) {
			files_write(copy_log, str_slice(log, 0, i == 0 ? log.len : at));
		} else {
			char *damaged = NEW(&fixture_arena, char, log.len);

			memcpy(damaged, log.ptr, log.len);
			damaged[at] = (char)(damaged[at] ^ 0x40);
			files_write(copy_log, (struct str){damaged, log.len});
		}
		store = fixture_open(copy, i % 3 == 0 ? STORE_READ : STORE_WRITE);
		batches = fixture_inspect(store);
		assert_in_range(batches, BATCHES / 2, BATCHES);
		if (i == 0)
			assert_int_equal(batches, BATCHES);
		store_close(store);
		arena_rewind(&fixture_arena, mark);
	}
}

/* --- power cuts --- */

struct tale {            /* what a writer did before the power went */
	uint64_t first, end; /* batches */
};

/* Append as told; the number of batches acknowledged in all. */
static uint64_t live(const char *path, struct tale tale, bool *ret_sealed)
{
	struct store *store = NULL;
	struct err err;
	uint64_t k = tale.first;

	*ret_sealed = false;
	if (store_sqlite_open(path, STORE_WRITE, &store, &err) != ERR_OK)
		return k;
	for (; k < tale.end; k++) {
		struct arena mark = arena_mark(&fixture_arena);
		struct store_batch batch = fixture_batch(k);
		enum err_code code = store->ops->append(store, &batch, &err);

		arena_rewind(&fixture_arena, mark);
		if (code != ERR_OK)
			break;
	}
	if (k == tale.end)
		*ret_sealed = store->ops->seal(store, 0, fixture_first(k), STR("sealed"), &err) == ERR_OK;
	store_close(store);
	return k;
}

/* The tale with the power cut at its Nth change, N = 1, 2, …, in steps; the number of cuts. */
static uint64_t cut_power(struct str start, struct tale tale, enum faulty_fate fate, uint64_t step)
{
	const char *path = fixture_path("power.db");
	uint64_t cuts = 0, changed = 0;

	for (uint64_t n = 1;; n += step, cuts++) {
		struct arena mark = arena_mark(&fixture_arena);
		struct store *store;
		struct str checkpoint;
		uint64_t acknowledged, batches;
		bool fired, sealed;

		clean(path);
		files_write(path, start);
		faulty_vfs_install();
		faulty_vfs_plan(
			(struct faulty_plan){.fail_at = n, .changes_only = true, .crash = true, .fate = fate, .seed = n});
		acknowledged = live(path, tale, &sealed);
		fired = faulty_vfs_fired();
		changed += faulty_vfs_power_cut();
		faulty_vfs_remove();

		store = fixture_open(path, STORE_WRITE);
		batches = fixture_inspect(store);
		if (batches < acknowledged || batches > acknowledged + 1)
			fail_msg("power cut at %u: %u batches, %u acknowledged", (unsigned)n, (unsigned)batches,
			         (unsigned)acknowledged);
		assert_ok(store->ops->checkpoint(store, &fixture_arena, &checkpoint, err));
		if (sealed)
			assert_true(str_eq(checkpoint, STR("sealed")));
		fixture_fill(store, batches, batches + 1);
		assert_int_equal(fixture_inspect(store), batches + 1);
		store_close(store);
		arena_rewind(&fixture_arena, mark);
		if (!fired)
			break;
	}
	printf("# %u power cuts, %u sectors lost or garbled\n", (unsigned)cuts, (unsigned)changed);
	assert_true(changed > 0);
	return cuts;
}

static void survives_power_cuts(void **state)
{
	const char *path = fixture_path("start.db");
	struct store *store = fixture_open(path, STORE_CREATE);
	struct tale tale = {.first = 6, .end = 13};
	struct str start;

	(void)state;
	fixture_fill(store, 0, tale.first);
	store_close(store);
	start = files_read(path);
	for (int fate = FATE_LOST; fate <= FATE_MIXED; fate++)
		assert_true(cut_power(start, tale, (enum faulty_fate)fate, 1) > 100);
}

/* Enough pages that committed ones are moved into the file between two commits. */
static void survives_power_cuts_while_moving_pages(void **state)
{
	const char *path = fixture_path("start.db");
	struct store *store = fixture_open(path, STORE_CREATE);
	struct tale tale = {.first = 3, .end = 260};
	struct str start;

	(void)state;
	fixture_fill(store, 0, tale.first);
	store_close(store);
	start = files_read(path);
	assert_true(cut_power(start, tale, FATE_LOST, 131) > 10);
	assert_true(cut_power(start, tale, FATE_MIXED, 127) > 10);
}

#define CASE(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(survives_kills),           CASE(tells_of_cut_files),
		CASE(tells_of_scribbled_files), CASE(takes_what_is_whole_of_a_log),
		CASE(survives_power_cuts),      CASE(survives_power_cuts_while_moving_pages),
	};

	return cmocka_run_group_tests_name("crash", tests, NULL, NULL);
}
