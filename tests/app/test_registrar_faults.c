/* Failures through a whole story: the Nth allocation, the Nth call of the store, before and after its work.
 *
 * The story is retried as a person would: an act that got no answer is sent again, word for word; a registrar that has
 * stopped is opened again. At the end the record must be the one that a run without failures gives, entry by entry.
 */
#include "app/club.h"

#include "base/limits.h"
#include "support/faulty_store.h"

static const char *const lines[] = {
	"A a-1 accredit person=a-2|key=@",
	"A a-2 table matter=x|body=board|kind=any|procedure=written|title.en=T|text.en=words",
	"B b-1 table matter=y|body=board|kind=any|procedure=written|title.en=T|text.en=more|text.de=restricted:Worte",
	"+", /* 50 hours pass: two outcomes */
	"C c-1 correct entry=4|text.en=words",
	"A a-1 revoke person=a-2",
	"B b-1 close meeting=none",
};

static struct club club;
static struct club_act act[COUNT(lines)];

/* Acts are made once, without failures: their bytes are the same in every run. */
static void make_acts(void)
{
	for (size_t i = 0; i < COUNT(lines); i++) {
		if (lines[i][0] == '+')
			continue;
		struct str line = str_from(lines[i]), head, tail;
		struct buf buf = buf_new(&club.arena, 512);
		if (str_cut(line, '@', &head, &tail)) {
			struct secret_key key = club_key("a-2");
			buf_str(&buf, head);
			buf_base64(&buf, key.public_key.byte, PUBLIC_KEY_SIZE);
		} else {
			buf_str(&buf, line);
		}
		buf_byte(&buf, '\0');
		act[i] = club_act(&club, buf.ptr);
	}
}

/* One step; false when it must be tried again. `entered` tells that nothing may be lost: the answer was durable. */
static bool step(size_t i, struct err *err)
{
	struct answer answer;
	if (lines[i][0] == '+')
		return registrar_tick(club.registrar, err) == ERR_OK && registrar_commit(club.registrar, err) == ERR_OK;
	if (club_submit(&club, &act[i], &answer, err) || registrar_commit(club.registrar, err))
		return false;
	bool refused = answer.status == ANSWER_REFUSED;
	if (refused != (i == COUNT(lines) - 1))
		fail_msg("%s: status %d", lines[i], answer.status);
	return registrar_seal(club.registrar, true, err) == ERR_OK;
}

static bool open_with(struct store *store, struct err *err)
{
	struct registrar_config config = {.key = &club.key};
	return club_open_with(&club, store, &config, err) == ERR_OK;
}

struct end {
	struct hash digest, root;
	uint64_t size;
};

/* store: what the first registrar works with; every later one has the plain store. Returns how often something failed.
 */
static unsigned story(struct store *store, struct end *ret)
{
	unsigned failures = 0;
	struct err err = {.msg = ""};
	bool founded = false;
	size_t i = 0;
	int64_t start_ms = club.wall_ms;
	while (i < COUNT(lines)) {
		if (failures > 20)
			fail_msg("it never comes right: %s", err.msg);
		club.wall_ms = start_ms + (i >= 3 ? 50 * HOUR_MS : 0);
		club.monotonic_ms = club.wall_ms;
		if (!club.registrar && !open_with(store, &err)) {
			/* The store stays the caller's: a faulty one is given back. */
			failures++;
			if (store != club.store)
				store_close(store);
			store = club.store;
			continue;
		}
		if (!founded) {
			enum err_code code = registrar_state(club.registrar) ? ERR_OK : club_found(&club, &err);
			founded = code == ERR_OK;
			failures += code != ERR_OK;
		} else if (step(i, &err)) {
			i++;
			continue;
		} else {
			failures++;
		}
		/* Stopped: the next one begins from the store. A memory failure leaves it alive, to be asked again. */
		if (registrar_commit(club.registrar, &err) == ERR_IO || !founded) {
			club_close(&club);
			store = club.store;
		}
	}
	ret->digest = registrar_digest(club.registrar);
	ret->size = kernel_size(registrar_state(club.registrar));
	uint64_t count;
	const struct hash *leaf = registrar_leaves(club.registrar, &count);
	assert_int_equal(count, ret->size);
	assert_int_equal(registrar_sealed(club.registrar), count);
	ret->root = merkle_root(leaf, count);
	club_close(&club);
	return failures;
}

static void countersign_all(void)
{
	club_ready(&club);
	make_acts();
	club_close(&club);
}

static void same(const struct end *wanted, const struct end *got)
{
	assert_int_equal(wanted->size, got->size);
	assert_true(hash_eq(&wanted->digest, &got->digest));
	assert_true(hash_eq(&wanted->root, &got->root));
}

static struct end plain_story(void)
{
	struct end end;
	club_begin(&club);
	countersign_all();
	assert_int_equal(story(club.store, &end), 0);
	assert_int_equal(end.size, 6 + 7); /* five acts, two outcomes */
	club_end(&club);
	return end;
}

static void every_call_of_the_store_fails_once(void **state)
{
	(void)state;
	struct end wanted = plain_story(), got;
	for (int when = FAULTY_BEFORE; when <= FAULTY_AFTER; when++) {
		for (uint64_t n = 1;; n++) {
			club_begin(&club);
			countersign_all();
			struct store *faulty = faulty_store_wrap(club.store, n);
			assert_non_null(faulty);
			faulty_store_when(faulty, (enum faulty_when)when);
			unsigned failures = story(faulty, &got);
			bool fired = faulty_store_last_fired();
			club_end(&club);
			same(&wanted, &got);
			/* (A search that found nothing is handed on as it is: no failure for anybody.) */
			assert_true(fired || failures == 0);
			if (!fired) {
				assert_true(n > 20);
				break;
			}
		}
	}
}

static void every_allocation_fails_once(void **state)
{
	(void)state;
	struct end wanted = plain_story(), got;
	uint64_t n;
	for (n = 1;; n++) {
		club_begin(&club);
		countersign_all();
		arena_fail_after(n);
		unsigned failures = story(club.store, &got);
		bool failed = arena_failed();
		arena_fail_after(0);
		club_end(&club);
		same(&wanted, &got);
		if (!failed) {
			assert_int_equal(failures, 0);
			break;
		}
	}
	assert_true(n > 100);
}

/* The founding too: nothing half-founded, ever. */
static void founding_fails_as_a_whole(void **state)
{
	(void)state;
	for (uint64_t n = 1;; n++) {
		club_begin(&club);
		arena_fail_after(n);
		struct err error = {.msg = ""};
		enum err_code code = club_open(&club, &error);
		if (!code)
			code = club_found(&club, &error);
		bool failed = arena_failed();
		arena_fail_after(0);
		uint64_t count;
		assert_ok(club.store->ops->count(club.store, &count, err));
		assert_int_equal(count, code ? 0 : 2);
		if (code)
			assert_true(failed);
		if (club.registrar && code && registrar_commit(club.registrar, &error) == ERR_OK) {
			assert_null(registrar_state(club.registrar));
			assert_ok(club_found(&club, err));
		}
		club_close(&club);
		assert_ok(club_open(&club, err));
		assert_true(code || registrar_state(club.registrar));
		club_end(&club);
		if (!failed)
			break;
	}
}

static void a_failed_commit_ends_the_registrar(void **state)
{
	(void)state;
	club_begin(&club);
	countersign_all();
	struct store *faulty = faulty_store_wrap(club.store, 0);
	assert_non_null(faulty);
	struct err error = {.msg = ""};
	assert_true(open_with(faulty, &error));
	struct answer answer;
	assert_ok(club_submit(&club, &act[0], &answer, err));
	/* Plan the failure for the very next call. */
	club_close(&club);
	uint64_t calls = 0;
	for (uint64_t n = 1;; n++) {
		faulty = faulty_store_wrap(club.store, n);
		if (!open_with(faulty, &error)) {
			store_close(faulty);
			continue;
		}
		calls = faulty_store_calls(faulty);
		club_close(&club);
		break;
	}
	faulty = faulty_store_wrap(club.store, calls + 1);
	assert_true(open_with(faulty, &error));
	assert_ok(club_submit(&club, &act[0], &answer, err));
	assert_int_equal(answer.status, ANSWER_ENTERED);
	assert_fails(registrar_commit(club.registrar, err), ERR_IO, "cannot commit 1 entries from number 6 on");
	assert_fails(club_submit(&club, &act[0], &answer, err), ERR_IO, "has stopped");
	club_close(&club);
	assert_true(open_with(club.store, &error));
	assert_int_equal(kernel_size(registrar_state(club.registrar)), 6);
	assert_ok(club_submit(&club, &act[0], &answer, err));
	assert_int_equal(answer.status, ANSWER_ENTERED);
	club_end(&club);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_call_of_the_store_fails_once),
		cmocka_unit_test(every_allocation_fails_once),
		cmocka_unit_test(founding_fails_as_a_whole),
		cmocka_unit_test(a_failed_commit_ends_the_registrar),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
