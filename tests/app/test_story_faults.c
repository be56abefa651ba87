/* The Nth allocation fails, the Nth call of the store fails, N = 1, 2, … until nothing was left to fail, through whole
 * stories: founding, acts, outcomes, sealing; then verifying, exporting and proving them.
 *
 * Whatever fails, it is a clean error; what was acknowledged before is in the store, which opens again; what is in the
 * store is the beginning of the story as it is told without failures, byte for byte, and nothing else. In the normal
 * run larger Ns go in strides; with STORY_EVERY (suite "long") every one has its turn.
 */
#include "app/story.h"

#include <stdlib.h>

#include "app/script.h"
#include "base/limits.h"
#include "record/entry.h"
#include "support/faulty_store.h"

#ifndef STORY_EVERY
#define STORY_EVERY false
#endif
#define ENTRIES_MAX 256

static struct region region;
static struct arena arena;

/* The story as it should be. */
static char path[512];
static struct script_head head;
static struct str entry[ENTRIES_MAX];
static uint32_t entry_count;
static struct secret_key registrar_key;

static uint64_t acknowledged; /* entries that were told of */

static void on_answered(void *context, uint32_t line, const struct state *state, const struct act *act,
                        const struct answer *answer)
{
	(void)context;
	(void)line;
	(void)state;
	(void)act;
	if (answer->status == ANSWER_ENTERED)
		acknowledged = answer->number + 1;
}

static void on_outcome(void *context, const struct state *state, const struct act *act, uint64_t number)
{
	(void)context;
	(void)state;
	(void)act;
	acknowledged = number + 1;
}

static const struct script_events events = {.answered = on_answered, .outcome = on_outcome};

/* A store in memory that outlives who closes it. */
static const struct store_ops *real_ops;
static struct store_ops kept_ops;

static void kept_open(struct store *store)
{
	(void)store;
}

static struct store *open_store(void)
{
	struct store *store = NULL;
	assert_ok(store_memory_open(&store, err));
	real_ops = store->ops;
	kept_ops = *real_ops;
	kept_ops.close = kept_open;
	store->ops = &kept_ops;
	return store;
}

static void close_store(struct store *store)
{
	store->ops = real_ops;
	store_close(store);
}

static void tell(const char *example)
{
	struct store *store = open_store();
	struct script_result result;
	struct registrar *registrar;
	uint8_t seed[SEED_SIZE];
	if (!getenv("COMITY_SOURCE"))
		skip();
	snprintf(path, sizeof path, "%s/examples/%s", getenv("COMITY_SOURCE"), example);
	assert_ok(script_head(path, &os_real, &arena, &head, err));
	script_seed(head.seed, STR("registrar"), seed);
	secret_key_from_seed(seed, &registrar_key);
	assert_ok(script_run(path, store, &os_real, &events, &result, &registrar, err));
	registrar_close(registrar);
	assert_ok(store->ops->read(store, 0, ENTRIES_MAX, &arena, entry, &entry_count, err));
	assert_int_equal(entry_count, result.entries);
	assert_int_equal(acknowledged, result.entries);
	close_store(store);
}

/* What is in the store is the story's beginning, holds what was acknowledged, and can be gone on with. */
static void inspect(struct store *store, uint64_t n)
{
	struct arena scratch = arena;
	struct str stored[ENTRIES_MAX];
	uint32_t count;
	assert_ok(store->ops->read(store, 0, ENTRIES_MAX, &scratch, stored, &count, err));
	if (count < acknowledged)
		fail_msg("failure %llu: %u entries stored, %llu acknowledged", (unsigned long long)n, count,
		         (unsigned long long)acknowledged);
	assert_true(count <= entry_count);
	for (uint32_t i = 0; i < count; i++)
		if (!str_eq(stored[i], entry[i]))
			fail_msg("failure %llu: entry %u is another", (unsigned long long)n, i);
	int64_t now_ms = 0;
	struct registrar_config config = {.store = store, .os = &os_real, .key = &registrar_key, .script_ms = &now_ms};
	struct registrar *registrar;
	assert_ok(registrar_open(&config, &registrar, err));
	if (count == 0) {
		registrar_close(registrar);
		return;
	}
	now_ms = kernel_time(registrar_state(registrar));
	assert_ok(registrar_tick(registrar, err));
	assert_ok(registrar_commit(registrar, err));
	assert_ok(registrar_seal(registrar, true, err));
	registrar_close(registrar);
	struct verification v;
	struct source source;
	assert_ok(source_of_store(store, &scratch, &source, err));
	assert_verified(&source, NULL, &v);
	assert_int_equal(v.sealed, v.entries);
}

static uint64_t next_after(uint64_t n, uint64_t stride)
{
	return STORY_EVERY || n < 60 ? n + 1 : n + stride;
}

/* ---- Telling the story ---------------------------------------------------------------------------------------------
 */

/* One telling with a planned failure; true: it happened. */
static bool told_with_failure(struct store *store, struct store *kept, uint64_t n, bool (*failed)(void))
{
	struct err error = {.msg = ""};
	struct script_result result;
	struct registrar *registrar = NULL;
	acknowledged = 0;
	enum err_code code = script_run(path, store, &os_real, &events, &result, &registrar, &error);
	bool happened = failed();
	arena_fail_after(0);
	if (code && !happened)
		fail_msg("failure %llu: %s, though nothing failed", (unsigned long long)n, error.msg);
	assert_int_equal(code, error.code);
	if (code) {
		assert_true(error.msg[0]);
		assert_null(registrar);
	}
	registrar_close(registrar);
	inspect(kept, n);
	return happened;
}

static void memory_fails(const char *example, uint64_t stride)
{
	bool happened = true;
	tell(example);
	for (uint64_t n = 1; happened; n = next_after(n, stride)) {
		struct store *store = open_store();
		arena_fail_after(n);
		happened = told_with_failure(store, store, n, arena_failed);
		close_store(store);
	}
}

static void store_fails(const char *example, enum faulty_when when, uint64_t stride)
{
	bool happened = true;
	tell(example);
	for (uint64_t n = 1; happened; n = next_after(n, stride)) {
		struct store *store = open_store(), *wrap = faulty_store_wrap(store, n);
		assert_non_null(wrap);
		faulty_store_when(wrap, when);
		happened = told_with_failure(wrap, store, n, faulty_store_last_fired);
		close_store(store);
	}
}

static void memory_fails_in_the_club(void **state)
{
	(void)state;
	memory_fails("club/picnic.script", 37);
}

static void memory_fails_in_yerevan(void **state)
{
	(void)state;
	memory_fails("csto/yerevan.script", 499);
}

static void the_store_fails_in_the_club(void **state)
{
	(void)state;
	store_fails("club/picnic.script", FAULTY_BEFORE, 1);
	store_fails("club/picnic.script", FAULTY_AFTER, 1);
}

static void the_store_fails_in_yerevan(void **state)
{
	(void)state;
	store_fails("csto/yerevan.script", FAULTY_BEFORE, 11);
	store_fails("csto/yerevan.script", FAULTY_AFTER, 13);
}

/* ---- What is done with it ------------------------------------------------------------------------------------------
 */

static struct store *told(void)
{
	struct store *store = open_store();
	struct script_result result;
	struct registrar *registrar;
	assert_ok(script_run(path, store, &os_real, &events, &result, &registrar, err));
	registrar_close(registrar);
	return store;
}

/* An answer must be the right one, or an error that accuses no entry. */
static void verifying(struct store *store, struct source *source, const char *how, uint64_t n, bool (*failed)(void),
                      bool *happened)
{
	struct err error = {.msg = ""};
	struct verification v;
	enum err_code code = verify_source(source, NULL, 1, &v, &error);
	(void)store;
	*happened = failed();
	arena_fail_after(0);
	if (code && (!*happened || error.code != code || !error.msg[0]))
		fail_msg("%s, failure %llu: %s", how, (unsigned long long)n, error.msg);
	if (!code)
		assert_int_equal(v.entries, entry_count);
}

static void verifying_fails_cleanly(void **state)
{
	(void)state;
	bool happened = true;
	tell("csto/yerevan.script");
	struct store *store = told();
	struct source source;
	assert_ok(source_of_store(store, &arena, &source, err));
	for (uint64_t n = 1; happened; n = next_after(n, 97)) {
		arena_fail_after(n);
		verifying(store, &source, "memory", n, arena_failed, &happened);
	}
	for (uint64_t n = 1, fired = 1; fired; n++) {
		struct store *wrap = faulty_store_wrap(store, n);
		struct err error = {.msg = ""};
		struct verification v;
		struct arena scratch = arena;
		enum err_code code = source_of_store(wrap, &scratch, &source, &error);
		if (!code)
			code = verify_source(&source, NULL, 1, &v, &error);
		fired = faulty_store_fired(wrap);
		assert_int_equal(code != ERR_OK, fired != 0);
		assert_int_equal(code, error.code);
		store_close(wrap);
	}
	close_store(store);
}

static void exporting_and_proving_fail_cleanly(void **state)
{
	(void)state;
	scratch_begin();
	tell("csto/yerevan.script");
	struct store *store = told();
	for (uint64_t n = 1, fired = 1; fired; n = next_after(n, 7)) {
		struct store *wrap = faulty_store_wrap(store, n);
		struct registrar_config config = {.store = wrap, .os = &os_real};
		struct registrar *registrar = NULL;
		struct err error = {.msg = ""};
		struct export_result result;
		struct arena scratch = arena;
		struct str receipt;
		const char *log = scratch_path("log-%llu", (unsigned long long)n);
		enum err_code code = registrar_open(&config, &registrar, &error);
		bool open = !code;
		if (!code)
			code = export_folder(registrar, &os_real, log, true, &result, &error);
		for (uint64_t i = 0; i < entry_count && !code; i += 9)
			code = receipt_make(registrar, i, true, &scratch, &receipt, &error);
		fired = faulty_store_fired(wrap);
		assert_int_equal(code != ERR_OK, fired != 0);
		assert_int_equal(code, error.code);
		if (open)
			registrar_close(registrar);
		else
			store_close(wrap);
	}
	close_store(store);
	scratch_end();
}

static int set_up(void **state)
{
	(void)state;
	struct err error;
	if (sign_start(&error) || !arena_reserve(&region, (size_t)64 << 20))
		return -1;
	arena = arena_of(&region);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	arena_return(&region);
	return 0;
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		T(memory_fails_in_the_club),   T(memory_fails_in_yerevan), T(the_store_fails_in_the_club),
		T(the_store_fails_in_yerevan), T(verifying_fails_cleanly), T(exporting_and_proving_fail_cleanly),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
