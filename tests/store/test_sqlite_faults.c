/* The Nth call fails, N = 1, 2, … until nothing was left to fail: calls of SQLite to the system, and of SQLite for
 * memory. Whatever fails, the caller is told or the work was done; the next opening finds what was acknowledged, and
 * of the batch that failed all or nothing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "files.h"

#include <inttypes.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "support/faulty_store.h"
#include "support/faulty_vfs.h"

#define START 4 /* batches before the failures */
#define END 8

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

/* --- memory for SQLite --- */

static sqlite3_mem_methods real_memory;
static uint64_t memory_countdown; /* 0: nothing planned */
static bool memory_fired, memory_for_ever;

static bool no_memory(void)
{
	if (memory_fired && memory_for_ever)
		return true;
	if (memory_countdown == 0 || --memory_countdown > 0)
		return false;
	memory_fired = true;
	return true;
}

static void *scarce_malloc(int size)
{
	return no_memory() ? NULL : real_memory.xMalloc(size);
}

static void *scarce_realloc(void *old, int size)
{
	return no_memory() ? NULL : real_memory.xRealloc(old, size);
}

static void memory_plan(uint64_t fail_at, bool for_ever)
{
	memory_countdown = fail_at;
	memory_for_ever = for_ever;
	memory_fired = false;
}

static int install_memory(void **state)
{
	sqlite3_mem_methods scarce;

	(void)state;
	assert_int_equal(sqlite3_shutdown(), SQLITE_OK);
	assert_int_equal(sqlite3_config(SQLITE_CONFIG_GETMALLOC, &real_memory), SQLITE_OK);
	scarce = real_memory;
	scarce.xMalloc = scarce_malloc;
	scarce.xRealloc = scarce_realloc;
	assert_int_equal(sqlite3_config(SQLITE_CONFIG_MALLOC, &scarce), SQLITE_OK);
	/* Lookaside would hide small allocations. */
	assert_int_equal(sqlite3_config(SQLITE_CONFIG_LOOKASIDE, 0, 0), SQLITE_OK);
	assert_int_equal(sqlite3_initialize(), SQLITE_OK);
	return 0;
}

static int remove_memory(void **state)
{
	(void)state;
	assert_int_equal(sqlite3_shutdown(), SQLITE_OK);
	assert_int_equal(sqlite3_config(SQLITE_CONFIG_MALLOC, &real_memory), SQLITE_OK);
	assert_int_equal(sqlite3_initialize(), SQLITE_OK);
	return 0;
}

/* --- what is done while something fails --- */

struct result {
	uint64_t acknowledged; /* batches */
	bool sealed, erased, rebuilt;
	uint64_t told;     /* calls that failed */
	enum err_code bad; /* a code that does not fit, or ERR_OK */
	struct err err;    /* its story */
};

/* A failed call's code, noted: with a disk or memory that fails, the record is neither damaged nor refused. */
static bool went(struct result *result, enum err_code code, const struct err *err)
{
	if (code == ERR_OK)
		return true;
	result->told++;
	if ((code != ERR_IO && code != ERR_LIMIT && code != ERR_ACCESS && code != ERR_BUSY) || err->msg[0] == '\0') {
		result->bad = code;
		result->err = *err;
	}
	return false;
}

static struct store_blob extra_blob(void)
{
	return fixture_blob(BLOB_RESTRICTED, 77777, 3000);
}

static void live(const char *path, struct result *result)
{
	struct store *store = NULL;
	struct store_blob blob = extra_blob();
	struct str checkpoint;
	struct err err = {.msg = ""};
	uint64_t batches;

	*result = (struct result){.acknowledged = START};
	if (!went(result, store_sqlite_open(path, STORE_WRITE, &store, &err), &err))
		return;
	for (; result->acknowledged < END; result->acknowledged++) {
		struct store_batch batch = fixture_batch(result->acknowledged);

		if (!went(result, store->ops->append(store, &batch, &err), &err))
			break;
	}
	if (result->acknowledged == END) {
		result->sealed = went(result, store->ops->seal(store, 0, fixture_first(END), STR("sealed"), &err), &err);
		result->erased = went(result, store->ops->blob_erase(store, &blob.ref, &err), &err);
		result->rebuilt = went(result, store->ops->rebuild(store, &err), &err);
		if (!fixture_inspect_damaged(store, &batches, &err))
			(void)went(result, err.code, &err);
		(void)went(result, store->ops->checkpoint(store, &fixture_arena, &checkpoint, &err), &err);
	}
	store_close(store);
}

/* The start of every round: START batches and one blob that is not of a batch. */
static struct str make_start(void)
{
	const char *path = fixture_path("start.db");
	struct store *store = fixture_open(path, STORE_CREATE);
	struct store_blob blob = extra_blob();
	struct store_batch batch = {.blob_count = 1, .blob = &blob};

	fixture_fill(store, 0, START);
	batch.first = fixture_first(START);
	assert_ok(store->ops->append(store, &batch, err));
	fixture_extra_blobs = 1;
	store_close(store);
	return files_read(path);
}

static const char *put_start(struct str start)
{
	const char *path = fixture_path("faulty.db");

	unlink(fixture_path("faulty.db-wal"));
	unlink(fixture_path("faulty.db-shm"));
	files_write(path, start);
	return path;
}

static uint64_t count_of(struct store *store)
{
	uint64_t count;

	assert_ok(store->ops->count(store, &count, err));
	return count;
}

static void check_aftermath(const char *path, const struct result *result, uint64_t n, bool fired)
{
	struct store *store = fixture_open(path, STORE_WRITE);
	struct store_blob blob = extra_blob(), got;
	struct str checkpoint;
	uint64_t batches = START;

	if (result->bad != ERR_OK)
		fail_msg("failure %" PRIu64 ": %s: %s", n, err_code_name(result->bad), result->err.msg);
	while (fixture_first(batches) < count_of(store))
		batches++;
	if (batches < result->acknowledged || batches > result->acknowledged + 1 || (!fired && batches != END))
		fail_msg("failure %" PRIu64 ": %" PRIu64 " batches, %" PRIu64 " acknowledged", n, batches,
		         result->acknowledged);
	assert_int_equal(fixture_inspect(store), batches);
	assert_ok(store->ops->checkpoint(store, &fixture_arena, &checkpoint, err));
	assert_true(str_eq(checkpoint, STR("sealed")) || (checkpoint.len == 0 && !result->sealed));
	assert_ok(store->ops->blob_get(store, &blob.ref, &fixture_arena, &got, err));
	assert_true(got.data.ptr == NULL || (str_eq(got.data, blob.data) && !result->erased));
	fixture_fill(store, batches, batches + 1);
	store_close(store);
	if (!fired)
		assert_int_equal(result->told, 0);
}

static void fail_each_call(bool for_ever, bool full)
{
	struct str start = make_start();
	uint64_t told = 0, n;
	bool fired = true;

	for (n = 1; fired; n++) {
		struct arena mark = arena_mark(&fixture_arena);
		const char *path = put_start(start);
		struct result result;

		faulty_vfs_install();
		faulty_vfs_plan((struct faulty_plan){.fail_at = n, .for_ever = for_ever, .full = full, .changes_only = full});
		live(path, &result);
		fired = faulty_vfs_fired();
		faulty_vfs_remove();
		told += result.told > 0;
		check_aftermath(path, &result, n, fired);
		arena_rewind(&fixture_arena, mark);
	}
	printf("# %u calls failed, %u times the caller was told\n", (unsigned)n - 2, (unsigned)told);
	assert_true(n > 50);
	assert_true(told > n / 3);
}

static void survives_each_failing_call(void **state)
{
	(void)state;
	fail_each_call(/* for_ever= */ false, /* full= */ false);
}

static void survives_a_disk_that_stays_broken(void **state)
{
	(void)state;
	fail_each_call(/* for_ever= */ true, /* full= */ false);
}

static void survives_a_full_disk_at_each_write(void **state)
{
	(void)state;
	fail_each_call(/* for_ever= */ true, /* full= */ true);
	fixture_end();
	fixture_begin();
	fail_each_call(/* for_ever= */ false, /* full= */ true);
}

/* Creation that fails leaves nothing behind, or (when even that fails) something that says what it is. */
static void creates_or_not(void **state)
{
	const char *path = fixture_path("new.db");
	bool fired = true;
	uint64_t n;

	(void)state;
	for (n = 1; fired; n++) {
		struct store *store = NULL;
		struct err err;
		enum err_code code;

		faulty_vfs_install();
		faulty_vfs_plan((struct faulty_plan){.fail_at = n});
		code = store_sqlite_open(path, STORE_CREATE, &store, &err);
		fired = faulty_vfs_fired();
		store_close(store);
		faulty_vfs_remove();
		if (code != ERR_OK) {
			if (code != ERR_IO)
				fail_msg("failure %" PRIu64 ": %s: %s", n, err_code_name(code), err.msg);
			assert_non_null(strstr(err.msg, path));
			assert_int_not_equal(access(path, F_OK), 0);
			assert_int_not_equal(access(fixture_path("new.db-wal"), F_OK), 0);
			assert_int_not_equal(access(fixture_path("new.db-journal"), F_OK), 0);
			assert_null(store);
		} else {
			store = fixture_open(path, STORE_WRITE);
			assert_int_equal(fixture_inspect(store), 0);
			store_close(store);
			assert_int_equal(unlink(path), 0);
			unlink(fixture_path("new.db-wal"));
		}
	}
	assert_true(n > 20);
}

static void fail_each_allocation(bool for_ever)
{
	struct str start = make_start();
	uint64_t told = 0, n, step = 1;
	bool fired = true;

	for (n = 1; fired; n += step) {
		struct arena mark = arena_mark(&fixture_arena);
		const char *path = put_start(start);
		struct result result;

		memory_plan(n, for_ever);
		live(path, &result);
		fired = memory_fired;
		memory_plan(0, false);
		told += result.told > 0;
		check_aftermath(path, &result, n, fired);
		arena_rewind(&fixture_arena, mark);
		/* Every allocation up to the appends' end; then the rebuilding and reading are much alike. */
		step = n < 1500 ? 1 : 7;
	}
	printf("# allocations up to number %u failed, %u times the caller was told\n", (unsigned)n, (unsigned)told);
	assert_true(told > 100);
}

static void survives_each_failing_allocation(void **state)
{
	(void)state;
	fail_each_allocation(/* for_ever= */ false);
}

static void survives_memory_running_out(void **state)
{
	(void)state;
	fail_each_allocation(/* for_ever= */ true);
}

/* --- the faulty store itself, by which other rooms are tested --- */

static void wraps_a_store(void **state)
{
	(void)state;
	for (int when = FAULTY_BEFORE; when <= FAULTY_AFTER; when++) {
		for (uint64_t n = 1; n <= 6; n++) {
			struct store *inner = NULL, *wrap;
			struct store_batch batch = fixture_batch(0), next = fixture_batch(1);
			struct str entry[2];
			enum err_code code[5];
			uint64_t count = 77;
			uint32_t got = 99;
			struct err err;

			assert_int_equal(store_memory_open(&inner, &err), ERR_OK);
			wrap = faulty_store_wrap(inner, n);
			faulty_store_when(wrap, (enum faulty_when)when);
			code[0] = wrap->ops->append(wrap, &batch, &err);
			code[1] = wrap->ops->count(wrap, &count, &err);
			code[2] = wrap->ops->read(wrap, 0, 1, &fixture_arena, entry, &got, &err);
			code[3] = wrap->ops->append(wrap, &next, &err);
			code[4] = wrap->ops->seal(wrap, 0, 1, STR("sealed"), &err);
			for (uint64_t i = 1; i <= 5; i++) {
				/* The planned one fails; after a change, all that follow. */
				bool fails = i == n || (i > n && (n == 1 || n == 4));

				assert_int_equal(code[i - 1], fails ? ERR_IO : ERR_OK);
			}
			assert_int_equal(count, n <= 2 ? 77 : fixture_first(1));
			assert_int_equal(got, n == 1 || n == 3 ? 99 : 1);
			assert_int_equal(faulty_store_fired(wrap), n <= 5);
			assert_int_equal(faulty_store_calls(wrap), n == 1 ? 1 : n == 4 ? 4 : 5);
			assert_int_equal(inner->ops->count(inner, &count, &err), ERR_OK);
			if (n == 1)
				assert_int_equal(count, when == FAULTY_BEFORE ? 0 : fixture_first(1));
			else if (n == 4)
				assert_int_equal(count, fixture_first(when == FAULTY_BEFORE ? 1 : 2));
			store_close(wrap);
			assert_int_equal(faulty_store_last_fired(), n <= 5);
		}
	}
}

#define CASE(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest disk[] = {
		CASE(survives_each_failing_call),
		CASE(survives_a_disk_that_stays_broken),
		CASE(survives_a_full_disk_at_each_write),
		CASE(creates_or_not),
		CASE(wraps_a_store),
	};
	const struct CMUnitTest memory[] = {
		CASE(survives_each_failing_allocation),
		CASE(survives_memory_running_out),
	};
	int failed = cmocka_run_group_tests_name("faults", disk, NULL, NULL);

	return failed + cmocka_run_group_tests_name("memory", memory, install_memory, remove_memory);
}
