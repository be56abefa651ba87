/* The clerk: acts from several threads, each answered once and truly; what readers see; deadlines that run out by
 * themselves; and what happens when the store, the clock or the operator ends it.
 */
#include "app/club.h"

#include <pthread.h>
#include <stdatomic.h>
#include <time.h>

#include "app/clerk.h"
#include "record/arrival.h"
#include "support/faulty_store.h"

#define ACTS 40u
#define THREADS 4u

static struct club club;

struct waiting {
	struct hand_in hand_in;
	struct club_act act;
	_Atomic unsigned done; /* how often it was answered */
	enum err_code said;    /* by clerk_hand_in */
	struct err err;
};
static struct waiting waiting[ACTS];
static struct clerk *clerk;
static _Atomic unsigned said, over;

static void pause_ms(long ms)
{
	nanosleep(&(struct timespec){.tv_nsec = ms * 1000000}, NULL);
}

static void say(void *context, const struct err *err)
{
	(void)context;
	atomic_fetch_add(err == NULL ? &over : &said, 1);
}

static void done(struct hand_in *hand_in)
{
	atomic_fetch_add(&((struct waiting *)hand_in->context)->done, 1);
}

static enum err_code open_clerk(struct store *store, uint32_t queue_max, bool read_only, struct err *err)
{
	struct clerk_config config = {.os = &club.os,
	                              .store = store,
	                              .key = &club.key,
	                              .workers = 3,
	                              .queue_max = queue_max,
	                              .read_only = read_only,
	                              .say = say};
	return clerk_open(&config, &clerk, err);
}

static int setup(void **state)
{
	(void)state;
	memset(waiting, 0, sizeof waiting);
	clerk = NULL;
	said = over = 0;
	club_begin(&club);
	club_ready(&club);
	club_close(&club);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	clerk_close(clerk);
	club_end(&club);
	return 0;
}

static void prepare(unsigned i, const char *line)
{
	waiting[i].act = club_act(&club, line);
	waiting[i].hand_in = (struct hand_in){.act = waiting[i].act.bytes,
	                                      .blobs = waiting[i].act.blob,
	                                      .blob_count = waiting[i].act.blob_count,
	                                      .done = done,
	                                      .context = &waiting[i]};
}

static void tabled(unsigned i)
{
	char line[160];
	snprintf(line, sizeof line, "A a-1 table matter=m-%u|body=board|kind=any|procedure=written|title.en=T|text.en=w%u",
	         i, i);
	prepare(i, line);
}

static void hand_in(unsigned i)
{
	waiting[i].said = clerk_hand_in(clerk, &waiting[i].hand_in, &waiting[i].err);
}

static void wait_for(unsigned i)
{
	for (unsigned tries = 0; tries < 10000 && waiting[i].done == 0; tries++)
		pause_ms(1);
	if (waiting[i].done != 1)
		fail_msg("act %u was answered %u times", i, waiting[i].done);
}

static const struct hand_in *answered(unsigned i)
{
	hand_in(i);
	assert_int_equal(waiting[i].said, ERR_OK);
	wait_for(i);
	return &waiting[i].hand_in;
}

/* Time passes while the pen is not looking at both clocks. */
static void pass(int64_t wall_ms, int64_t monotonic_ms)
{
	(void)clerk_read(clerk);
	__atomic_store_n(&club.wall_ms, club.wall_ms + wall_ms, __ATOMIC_RELAXED);
	__atomic_store_n(&club.monotonic_ms, club.monotonic_ms + monotonic_ms, __ATOMIC_RELAXED);
	clerk_unread(clerk);
}

/* ---- Entering ---------------------------------------------------------------------------------------------------- */

static void *hand_in_some(void *context)
{
	for (unsigned i = *(unsigned *)context; i < ACTS; i += THREADS)
		hand_in(i);
	return NULL;
}

static void *read_all_the_time(void *context)
{
	atomic_bool *stop = context;
	while (!atomic_load(stop)) {
		uint64_t durable;
		struct reading reading = clerk_read(clerk);
		(void)registrar_leaves(reading.registrar, &durable);
		bool same = durable == kernel_size(reading.state) && durable == reading.size &&
		            library_size(reading.library) == durable && reading.sealed <= durable;
		clerk_unread(clerk);
		if (!same)
			return context;
	}
	return NULL;
}

static void test_many_at_once(void **state)
{
	(void)state;
	pthread_t thread[THREADS], reader;
	unsigned first[THREADS];
	bool seen[ACTS + 6] = {false};
	atomic_bool stop = false;
	void *problem;
	for (unsigned i = 0; i < ACTS; i++)
		tabled(i);
	assert_ok(open_clerk(club.store, 100, false, err));
	uint64_t generation = clerk_generation(clerk);
	assert_int_equal(pthread_create(&reader, NULL, read_all_the_time, &stop), 0);
	for (unsigned t = 0; t < THREADS; t++) {
		first[t] = t;
		assert_int_equal(pthread_create(&thread[t], NULL, hand_in_some, &first[t]), 0);
	}
	for (unsigned t = 0; t < THREADS; t++)
		pthread_join(thread[t], NULL);
	for (unsigned i = 0; i < ACTS; i++) {
		const struct hand_in *it = &waiting[i].hand_in;
		wait_for(i);
		assert_int_equal(waiting[i].said, ERR_OK);
		assert_int_equal(it->code, ERR_OK);
		assert_int_equal(it->answer.status, ANSWER_ENTERED);
		assert_in_range(it->answer.number, 6, 5 + ACTS);
		assert_false(seen[it->answer.number]);
		seen[it->answer.number] = true;
		assert_true(it->has_text && it->arrived_ms == club.wall_ms);
	}
	atomic_store(&stop, true);
	pthread_join(reader, &problem);
	assert_null(problem); /* nobody saw what was not durable */
	assert_int_equal(club_stored(&club), 6 + ACTS);
	assert_true(clerk_generation(clerk) > generation);
	struct clerk_counts counts = clerk_counts(clerk);
	assert_int_equal(counts.entered, ACTS);
	assert_int_equal(counts.waiting, 0);
	assert_in_range(counts.batches, 1, ACTS);
	assert_int_equal(clerk_sizes(clerk).entries, 6 + ACTS);
}

static void test_answers(void **state)
{
	(void)state;
	const struct hand_in *it;
	assert_ok(open_clerk(club.store, 100, false, err));
	tabled(0);
	it = answered(0);
	uint64_t number = it->answer.number;
	/* the same text again: the first entry */
	waiting[0].done = 0;
	it = answered(0);
	assert_int_equal(it->answer.status, ANSWER_SAME);
	assert_int_equal(it->answer.number, number);
	/* refused, with words that last */
	prepare(1, "B b-1 withdraw matter=m-0");
	it = answered(1);
	assert_int_equal(it->answer.status, ANSWER_REFUSED);
	assert_true(refusal_slug(it->answer.verdict.refusal).len > 0);
	assert_non_null(strstr(it->words, "Refused: "));
	assert_true(strlen(it->cite) > 0);
	assert_int_equal(it->answer.verdict.name[0].len, 0);
	/* signed by somebody else's key; the receipt's hash is there all the same */
	prepare(2, "A a-1 withdraw matter=m-0");
	char *bytes = (char *)(uintptr_t)waiting[2].act.bytes.ptr;
	bytes[waiting[2].act.bytes.len - 6] ^= 1;
	it = answered(2);
	assert_true(it->code == ERR_SIGNATURE || it->code == ERR_FORMAT);
	assert_true(it->has_text);
	/* no note at all */
	prepare(3, "A a-1 withdraw matter=m-0");
	waiting[3].hand_in.act = STR("words");
	it = answered(3);
	assert_int_equal(it->code, ERR_FORMAT);
	assert_false(it->has_text);
	/* a text is missing */
	tabled(4);
	waiting[4].hand_in.blob_count = 0;
	it = answered(4);
	assert_int_equal(it->code, ERR_FORMAT);
	assert_non_null(strstr(it->err.msg, "missing"));
	struct clerk_counts counts = clerk_counts(clerk);
	assert_int_equal(counts.entered, 1);
	assert_int_equal(counts.same, 1);
	assert_int_equal(counts.refused, 1);
	assert_int_equal(counts.malformed, 3);
}

static enum err_code prepare_late(struct hand_in *hand_in, struct err *err)
{
	struct waiting *it = hand_in->context;
	if (it == &waiting[1])
		return err_set(err, ERR_FORMAT, "nothing in it");
	hand_in->act = it->act.bytes;
	hand_in->blobs = it->act.blob;
	hand_in->blob_count = it->act.blob_count;
	return ERR_OK;
}

static void test_prepare(void **state)
{
	(void)state;
	assert_ok(open_clerk(club.store, 100, false, err));
	for (unsigned i = 0; i < 2; i++) {
		tabled(i);
		waiting[i].hand_in.act = STR("");
		waiting[i].hand_in.blob_count = 0;
		waiting[i].hand_in.prepare = prepare_late;
	}
	assert_int_equal(answered(0)->code, ERR_OK);
	assert_int_equal(answered(1)->code, ERR_FORMAT);
}

static void test_busy(void **state)
{
	(void)state;
	assert_ok(open_clerk(club.store, 2, false, err));
	for (unsigned i = 0; i < 3; i++)
		tabled(i);
	(void)clerk_read(clerk); /* nothing moves */
	for (unsigned i = 0; i < 3; i++)
		hand_in(i);
	assert_int_equal(waiting[0].said, ERR_OK);
	assert_int_equal(waiting[1].said, ERR_OK);
	assert_int_equal(waiting[2].said, ERR_BUSY);
	assert_int_equal(clerk_counts(clerk).waiting, 2);
	assert_int_equal(waiting[0].done, 0);
	clerk_unread(clerk);
	wait_for(0);
	wait_for(1);
	assert_int_equal(waiting[2].done, 0);
}

/* Everything handed in is answered before clerk_close returns, and what was entered is sealed. */
static void test_close(void **state)
{
	(void)state;
	assert_ok(open_clerk(club.store, 100, false, err));
	for (unsigned i = 0; i < ACTS; i++) {
		tabled(i);
		hand_in(i);
	}
	clerk_close(clerk);
	clerk = NULL;
	for (unsigned i = 0; i < ACTS; i++) {
		assert_int_equal(waiting[i].done, 1);
		assert_int_equal(waiting[i].hand_in.answer.status, ANSWER_ENTERED);
	}
	assert_ok(club_open(&club, err));
	assert_int_equal(registrar_sealed(club.registrar), 6 + ACTS);
}

static void test_read_only(void **state)
{
	(void)state;
	assert_ok(open_clerk(club.store, 100, true, err));
	tabled(0);
	hand_in(0);
	assert_int_equal(waiting[0].said, ERR_ACCESS);
	struct reading reading = clerk_read(clerk);
	assert_int_equal(reading.size, 6);
	clerk_unread(clerk);
	char storage[ARRIVAL_SIZE_MAX];
	struct buf buf = buf_of(storage, sizeof storage);
	struct hash text = hash_bytes(STR("x"));
	buf_arrival(&buf, clerk, &text, 1);
	assert_int_equal(buf.len, 0);
}

static void test_arrival(void **state)
{
	(void)state;
	char storage[ARRIVAL_SIZE_MAX];
	struct buf buf = buf_of(storage, sizeof storage);
	struct arrival arrival;
	assert_ok(open_clerk(club.store, 100, false, err));
	tabled(0);
	const struct hand_in *it = answered(0);
	buf_arrival(&buf, clerk, &it->text, it->arrived_ms);
	struct reading reading = clerk_read(clerk);
	struct verifier log = verifier_of(registrar_origin(reading.registrar), &club.key.public_key);
	clerk_unread(clerk);
	assert_ok(arrival_open(buf_view(&buf), &log, club.arena, &arrival, err));
	struct str note = waiting[0].act.bytes;
	struct hash text = hash_bytes(str_slice(note, 0, str_find(note, '\n', 0) + 1));
	assert_true(hash_eq(&arrival.text, &text));
	assert_int_equal(arrival.arrived_ms, CLUB_START_MS);
}

/* ---- By itself --------------------------------------------------------------------------------------------------- */

static void test_deadline(void **state)
{
	(void)state;
	assert_ok(open_clerk(club.store, 100, false, err));
	tabled(0);
	(void)answered(0);
	uint64_t before = clerk_sizes(clerk).entries;
	pass(50 * HOUR_MS, 50 * HOUR_MS);
	for (unsigned tries = 0; tries < 5000 && clerk_sizes(clerk).entries == before; tries++)
		pause_ms(1);
	assert_int_equal(clerk_sizes(clerk).entries, before + 1);
	struct reading reading = clerk_read(clerk);
	const struct fact *fact = library_fact(reading.library, before);
	assert_non_null(fact);
	assert_int_equal(fact->verb, VERB_OUTCOME);
	clerk_unread(clerk);
	/* and it is sealed, once the clock lets it */
	pass(2000, 2000);
	for (unsigned tries = 0; tries < 5000 && clerk_sizes(clerk).sealed <= before; tries++)
		pause_ms(1);
	assert_int_equal(clerk_sizes(clerk).sealed, before + 1);
}

static void test_clock(void **state)
{
	(void)state;
	struct err trouble;
	assert_ok(open_clerk(club.store, 100, false, err));
	assert_false(clerk_trouble(clerk, &trouble));
	pass(10000, 0);
	tabled(0);
	assert_int_equal(answered(0)->code, ERR_CLOCK);
	assert_true(waiting[0].hand_in.has_text);
	assert_true(clerk_trouble(clerk, &trouble));
	assert_int_equal(trouble.code, ERR_CLOCK);
	assert_false(clerk_dead(clerk));
	tabled(1);
	assert_int_equal(answered(1)->code, ERR_CLOCK);
	assert_int_equal(said, 1); /* once */
	/* Nobody is told a time that is wrong: not the pages, and nothing is signed. */
	char storage[ARRIVAL_SIZE_MAX];
	struct buf buf = buf_of(storage, sizeof storage);
	struct reading reading = clerk_read(clerk);
	assert_int_equal(reading.now_ms, CLUB_START_MS);
	clerk_unread(clerk);
	assert_int_equal(clerk_now(clerk), CLUB_START_MS);
	buf_arrival(&buf, clerk, &waiting[0].hand_in.text, waiting[0].hand_in.arrived_ms);
	assert_int_equal(buf.len, 0);
	pass(-10000, 500); /* right again: not believed again */
	buf_arrival(&buf, clerk, &waiting[0].hand_in.text, waiting[0].hand_in.arrived_ms);
	assert_int_equal(buf.len, 0);
	assert_int_equal(clerk_now(clerk), CLUB_START_MS + 500);
	assert_int_equal(club_stored(&club), 6);
}

/* ---- The store fails --------------------------------------------------------------------------------------------- */

/* The Nth call fails: what was answered as entered is there, and nothing is entered afterwards. True: it did fail. */
static bool fail_at(uint64_t n, enum faulty_when when)
{
	enum { SOME = 6 };
	struct err ignored = {.msg = ""};
	struct store *store = faulty_store_wrap(club.store, n);
	unsigned entered = 0, unknown = 0;
	assert_non_null(store);
	faulty_store_when(store, when);
	if (open_clerk(store, 100, false, &ignored) != ERR_OK) {
		bool fired = faulty_store_fired(store);
		store_close(store);
		clerk = NULL;
		return fired;
	}
	for (unsigned i = 0; i < SOME; i++) {
		tabled(i);
		hand_in(i);
		if (i % 2 == 1)
			pause_ms(2);
	}
	for (unsigned i = 0; i < SOME; i++)
		for (unsigned tries = 0; tries < 3000 && waiting[i].done == 0 && !clerk_dead(clerk); tries++)
			pause_ms(1);
	bool dead = clerk_dead(clerk);
	if (dead) {
		tabled(SOME);
		hand_in(SOME);
		assert_int_equal(waiting[SOME].said, ERR_IO);
		assert_true(said > 0);
	}
	clerk_close(clerk);
	clerk = NULL;
	bool fired = faulty_store_last_fired();
	assert_ok(club_open(&club, err));
	for (unsigned i = 0; i < SOME; i++) {
		const struct hand_in *it = &waiting[i].hand_in;
		char name[16];
		snprintf(name, sizeof name, "m-%u", i);
		bool there = kernel_matter_find(registrar_state(club.registrar), str_from(name)) != NONE;
		if (waiting[i].done == 1 && it->code == ERR_OK && it->answer.status == ANSWER_ENTERED) {
			entered++;
			assert_case(there, name);
		} else {
			unknown += there;
		}
		assert_case(waiting[i].done <= 1, name);
	}
	/* Not acknowledged and there all the same: only when the store failed after its work. */
	assert_true(when == FAULTY_AFTER || unknown == 0);
	assert_true(fired || entered == SOME);
	club_close(&club);
	return fired;
}

static void every_failure(enum faulty_when when)
{
	unsigned failures = 0;
	for (uint64_t n = 1; n < 200; n++) {
		void *state = NULL;
		bool fired = fail_at(n, when);
		failures += fired;
		(void)teardown(&state);
		(void)setup(&state);
		if (!fired && n > 30)
			break;
	}
	assert_true(failures > 10);
}

static void test_failing_store(void **state)
{
	(void)state;
	every_failure(FAULTY_BEFORE);
}

static void test_lying_store(void **state)
{
	(void)state;
	every_failure(FAULTY_AFTER);
}

/* ---- Signatures that were verified before -------------------------------------------------------------------------
 */

static void test_verified(void **state)
{
	(void)state;
	struct secret_key key = club_key("a-9");
	struct buf line = buf_new(&club.arena, 256);
	buf_c(&line, "A a-1 accredit person=a-9|key=");
	buf_base64(&line, key.public_key.byte, PUBLIC_KEY_SIZE);
	buf_byte(&line, '\0');
	struct club_act act = club_act(&club, line.ptr);
	struct act_keys keys = {.count = 1, .bad = 1, .key = {club_key("a-1").public_key}};
	struct answer answer;
	/* What a worker found bad stays bad, as long as the key is the same. */
	keys.bad = 0;
	assert_ok(club_open(&club, err));
	assert_fails(registrar_submit_verified(club.registrar, act.bytes, &keys, NULL, 0, &answer, err), ERR_SIGNATURE,
	             "does not verify");
	/* With another key than the record has now, nothing that was found counts: neither good … */
	struct club_act forged = club_act(&club, "A a-1 withdraw matter=m-0");
	((char *)(uintptr_t)forged.bytes.ptr)[forged.bytes.len - 12] ^= 3;
	keys = (struct act_keys){.count = 1, .bad = 1, .key = {club_key("b-1").public_key}};
	enum err_code code = registrar_submit_verified(club.registrar, forged.bytes, &keys, NULL, 0, &answer, NULL);
	assert_true(code == ERR_SIGNATURE || code == ERR_FORMAT);
	/* … nor bad. */
	keys.bad = 0;
	assert_ok(registrar_submit_verified(club.registrar, act.bytes, &keys, NULL, 0, &answer, err));
	assert_int_equal(answer.status, ANSWER_ENTERED);
	/* Good with the right key: not looked at again, here shown by a signature that is another's. */
	keys = (struct act_keys){.count = 1, .bad = 1, .key = {club_key("a-1").public_key}};
	struct club_act trusted = club_act(&club, "A a-1 revoke person=a-9");
	memcpy((char *)(uintptr_t)trusted.bytes.ptr + trusted.bytes.len - 20, act.bytes.ptr + act.bytes.len - 20, 8);
	assert_ok(registrar_submit_verified(club.registrar, trusted.bytes, &keys, NULL, 0, &answer, err));
	assert_int_equal(answer.status, ANSWER_ENTERED);
	/* Whose signers could not be told is looked at in full. */
	keys = (struct act_keys){.count = 0};
	struct club_act plain = club_act(&club, "B b-1 withdraw matter=m-0");
	assert_ok(registrar_submit_verified(club.registrar, plain.bytes, &keys, NULL, 0, &answer, err));
	assert_int_equal(answer.status, ANSWER_REFUSED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_many_at_once, setup, teardown),
		cmocka_unit_test_setup_teardown(test_answers, setup, teardown),
		cmocka_unit_test_setup_teardown(test_prepare, setup, teardown),
		cmocka_unit_test_setup_teardown(test_busy, setup, teardown),
		cmocka_unit_test_setup_teardown(test_close, setup, teardown),
		cmocka_unit_test_setup_teardown(test_read_only, setup, teardown),
		cmocka_unit_test_setup_teardown(test_arrival, setup, teardown),
		cmocka_unit_test_setup_teardown(test_deadline, setup, teardown),
		cmocka_unit_test_setup_teardown(test_clock, setup, teardown),
		cmocka_unit_test_setup_teardown(test_failing_store, setup, teardown),
		cmocka_unit_test_setup_teardown(test_lying_store, setup, teardown),
		cmocka_unit_test_setup_teardown(test_verified, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
