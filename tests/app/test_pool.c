/* The pool that checks signatures: every job is done once, the smallest bad entry is found wherever it stands, with any
 * number of threads, none among them; more signatures than a slot holds. */
#include "app/story.h"

#include "app/verify_pool.h"
#include "base/limits.h"
#include "record/entry.h"

#define KEYS 5
#define SLOT_SIZE ((size_t)1 << 16)

static struct club club;
static struct secret_key key[KEYS];

static int set_up(void **state)
{
	(void)state;
	club_begin(&club);
	for (int i = 0; i < KEYS; i++)
		key[i] = key_of_byte((uint8_t)(i + 1));
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	club_end(&club);
	return 0;
}

/* The message lies in the slot's arena: it must stay there until it was checked. */
static void add_job(struct pool_slot *slot, uint64_t entry, bool good)
{
	struct buf message = buf_new(&slot->arena, 64);
	buf_c(&message, "message ");
	buf_u64(&message, entry);
	assert_false(message.full);
	struct pool_job job = {.message = buf_view(&message), .entry = entry};
	job.key = key[entry % KEYS].public_key;
	job.signature = sign_message(&key[entry % KEYS], job.message);
	if (!good)
		job.signature.byte[entry % SIGNATURE_SIZE] ^= 1;
	slot->job[slot->job_count++] = job;
}

/* `count` jobs, a slot for each `each` of them; those of the two entries are bad. Returns what the pool found. */
static uint64_t run(unsigned threads, uint32_t count, uint32_t each, uint64_t bad, uint64_t other_bad)
{
	struct pool *pool = NULL;
	uint64_t checked, found;
	assert_ok(pool_open(threads, SLOT_SIZE, &pool, err));
	for (uint32_t next = 0; next < count;) {
		struct pool_slot *slot = pool_take(pool);
		assert_int_equal(slot->job_count, 0);
		assert_true(slot->arena.end - slot->arena.beg == (ptrdiff_t)SLOT_SIZE);
		for (uint32_t i = 0; i < each && next < count; i++, next++)
			add_job(slot, next, next != bad && next != other_bad);
		pool_give(pool, slot);
	}
	found = pool_finish(pool, &checked);
	assert_int_equal(checked, count);
	assert_int_equal(pool_failed(pool), found != UINT64_MAX);
	pool_close(pool);
	return found;
}

static void good_signatures(void **state)
{
	(void)state;
	for (unsigned threads = 0; threads <= 6; threads++) {
		assert_int_equal(run(threads, 0, 1, UINT64_MAX, UINT64_MAX), UINT64_MAX);
		assert_int_equal(run(threads, 1, 1, UINT64_MAX, UINT64_MAX), UINT64_MAX);
		assert_int_equal(run(threads, 500, 7, UINT64_MAX, UINT64_MAX), UINT64_MAX);
	}
}

static void a_bad_one_in_every_place(void **state)
{
	(void)state;
	for (uint32_t bad = 0; bad < 60; bad++)
		assert_int_equal(run(bad % 4, 60, 1 + bad % 13, bad, UINT64_MAX), bad);
}

static void the_first_of_two(void **state)
{
	(void)state;
	for (uint32_t bad = 0; bad < 40; bad++)
		assert_int_equal(run(3, 80, 3, 79 - bad, bad), bad);
}

static void a_slot_filled_to_the_brim(void **state)
{
	(void)state;
	assert_int_equal(run(2, 3 * POOL_JOBS, POOL_JOBS, UINT64_MAX, UINT64_MAX), UINT64_MAX);
	assert_int_equal(run(2, POOL_JOBS, POOL_JOBS, POOL_JOBS - 1, UINT64_MAX), POOL_JOBS - 1);
}

static void closed_without_finishing(void **state)
{
	(void)state;
	struct pool *pool = NULL;
	pool_close(NULL);
	assert_ok(pool_open(2, SLOT_SIZE, &pool, err));
	for (uint32_t i = 0; i < 20; i++) {
		struct pool_slot *slot = pool_take(pool);
		add_job(slot, i, false);
		pool_give(pool, slot);
	}
	pool_close(pool);
	assert_ok(pool_open(1000, SLOT_SIZE, &pool, err)); /* more than it will make */
	pool_close(pool);
}

/* One slot is enough; none is an error. */
static void memory_that_runs_out(void **state)
{
	(void)state;
	bool failed;
	uint64_t n = 0;
	do {
		struct pool *pool = NULL;
		struct err error = {.msg = ""};
		arena_fail_after(++n);
		enum err_code code = pool_open(2, SLOT_SIZE, &pool, &error);
		for (uint32_t i = 0; i < 50 && !code; i++) {
			struct pool_slot *slot = pool_take(pool);
			slot->job_count = 0;
			pool_give(pool, slot);
		}
		failed = arena_failed();
		arena_fail_after(0);
		assert_true(!code || failed);
		pool_close(pool);
	} while (failed);
	assert_true(n > 4);
}

/* Through verify: 300 acts with three signatures each are more than a slot has places for. */
static void many_who_sign_with_the_author(void **state)
{
	(void)state;
	struct verification v;
	club_ready(&club);
	club_enter(&club,
	           "A a-1 table matter=m|body=board|kind=decision|procedure=written|title.en=A boat|text.en=We buy it.");
	struct matter_view matter = kernel_matter_at(registrar_state(club.registrar), 0);
	for (int i = 0; i < 300; i++) {
		struct arena mark = arena_mark(&club.arena);
		struct buf line = buf_new(&club.arena, 512);
		buf_c(&line, "B b-1+a-1+c-1 position matter=m|version=1|commitment=");
		buf_hex(&line, matter.commitment, HASH_SIZE);
		buf_c(&line, i % 2 ? "|position=support" : "|position=abstain");
		buf_byte(&line, '\0');
		club_enter(&club, line.ptr);
		arena_rewind(&club.arena, mark);
	}
	assert_ok(registrar_commit(club.registrar, err));
	assert_ok(registrar_seal(club.registrar, true, err));
	struct source source = store_source(&club, club.store);
	assert_verified(&source, NULL, &v);
	assert_int_equal(v.entries, 7 + 300);
	assert_int_equal(v.signatures, 7 + 3 * 300);

	/* The last signature of one of them is another's: by a worker or by the caller, it is found. Of entry 175 the first
	 * signature is the last that the slot of 512 takes, 7 + 3 * 168 + 1. */
	static const uint64_t wrong[] = {7, 100, 175, 176, 200, 255, 256, 306};
	for (size_t i = 0; i < COUNT(wrong); i++) {
		struct store *store = NULL;
		struct store_batch batch = {.entry_count = 1};
		struct str entry;
		uint32_t count;
		struct store_blob blob[8];
		struct err none;
		for (uint64_t index = 0;; batch.blob_count++) {
			struct blob_ref ref;
			if (club.store->ops->blob_next(club.store, &index, &ref, &none))
				break;
			assert_ok(club.store->ops->blob_get(club.store, &ref, &club.arena, &blob[batch.blob_count], err));
		}
		batch.blob = blob;
		batch.entry = &entry;
		assert_ok(store_memory_open(&store, err));
		for (batch.first = 0; batch.first < v.entries; batch.first++) {
			struct arena mark = arena_mark(&club.arena);
			assert_ok(club.store->ops->read(club.store, batch.first, 1, &club.arena, &entry, &count, err));
			if (batch.first == wrong[i]) {
				char *copy = NEW(&club.arena, char, entry.len);
				memcpy(copy, entry.ptr, entry.len);
				copy[entry.len - 12] = copy[entry.len - 12] == 'A' ? 'B' : 'A';
				entry.ptr = copy;
			}
			assert_ok(store->ops->append(store, &batch, err));
			batch.blob_count = 0;
			arena_rewind(&club.arena, mark);
		}
		source = store_source(&club, store);
		assert_not_verified(&source, NULL, ERR_SIGNATURE, "a signature does not verify", (int64_t)wrong[i]);
		store_close(store);
	}
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		T(good_signatures),
		T(a_bad_one_in_every_place),
		T(the_first_of_two),
		T(a_slot_filled_to_the_brim),
		T(closed_without_finishing),
		T(memory_that_runs_out),
		T(many_who_sign_with_the_author),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
