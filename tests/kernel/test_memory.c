/* When memory runs out, and when a table is full. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "kernel/charters.h"
#include "kernel/charters_time.h"
#include "kernel/play.h"
#include "kernel/story.h"
#include "support/acts.h"

static struct play play;

static int begin(void **state)
{
	(void)state;
	PLAY_OPEN(&play, UNION_CHARTER);
	play_found(&play);
	return 0;
}

static int end(void **state)
{
	(void)state;
	play_close(&play);
	return 0;
}

/* The log until the Nth request for memory fails; false when none failed any more. Nothing but ERR_LIMIT comes of it.
 */
static bool fails_at(uint64_t n, struct arena arena)
{
	struct err err = {0};
	arena_fail_after(n);
	struct state *state = kernel_new(&arena, &play.charter, play.charter_hash, (struct map_key){0, 0});
	if (!state) {
		assert_true(arena_failed());
		arena_fail_after(0);
		return true;
	}
	for (uint64_t i = 0; i < play.log_count; i++) {
		struct moment moment = {i, play.log_ms[i]};
		assert_int_equal(kernel_decide(state, &play.log[i], moment).refusal, REFUSAL_NONE);
		enum err_code code = kernel_apply(state, &play.log[i], moment, &err);
		if (code != ERR_OK) {
			assert_int_equal(code, ERR_LIMIT);
			assert_int_equal(err.code, ERR_LIMIT);
			assert_true(arena_failed());
			arena_fail_after(0);
			return true;
		}
		assert_false(arena_failed());
	}
	arena_fail_after(0);
	return false;
}

static void test_nth(void **state)
{
	(void)state;
	play_run(&play, STORY_BEFORE STORY_MEETING);
	play_run(&play, STORY_AFTER);
	play_run(&play, "after 1000h\n");
	while (play_outcome(&play))
		;
	struct region region;
	assert_true(arena_reserve(&region, (size_t)64 << 20));
	uint64_t n = 1;
	while (fails_at(n, arena_of(&region)))
		n++;
	print_message("# %u requests for memory in the story\n", (unsigned)n - 1);
	assert_true(n > 100);
	arena_return(&region);
}

/* The same for what procedures in time keep: concerned parties, requests, measures, joint bodies, deposits, texts that
 * wait. */
static void test_nth_in_time(void **state)
{
	(void)state;
	PLAY_OPEN(&play, TIME_CHARTER);
	play_found(&play);
	play_run(&play, "at 2026-03-02T09:00Z\n"
	                "ARM arm-1 table matter=b body=council kind=x procedure=berlin title=B concerned=BLR\n"
	                "after 48h\ndue b asked\nARM arm-1 request matter=b\n"
	                "KAZ kaz-1 position matter=b version=1 position=support\n"
	                "KAZ kaz-1 convene meeting=m body=committee bodies=council about=b regular=no place=V "
	                "zone=Europe/Vienna starts=+48h\n"
	                "ARM arm-1 register meeting=m head=arm-1 delegates=-\nARM arm-1 attend meeting=m present=yes\n"
	                "KAZ kaz-1 register meeting=m head=kaz-1 delegates=-\nKAZ kaz-1 attend meeting=m present=yes\n"
	                "ARM arm-1 deposit instrument=treaty\n"
	                "ARM arm-1 table matter=s body=council kind=x procedure=silence title=S text=x\n"
	                "ARM arm-1 silence matter=s until=+2h seen=now\n"
	                "KAZ kaz-1 pause matter=s\nKAZ kaz-1 resume matter=s\nKAZ kaz-1 extend matter=s seen=now\n"
	                "after 3h\ndue s adopted L/1\n"
	                "ARM arm-1 table matter=p body=council kind=x procedure=path title=P\n"
	                "KAZ kaz-1 refer matter=p body=committee seen=now\n"
	                "after 45h\nARM arm-1 open meeting=m\n"
	                "after 48h\n");
	while (play_outcome(&play))
		;
	struct region region;
	assert_true(arena_reserve(&region, (size_t)64 << 20));
	uint64_t n = 1;
	while (fails_at(n, arena_of(&region)))
		n++;
	assert_true(n > 60);
	arena_return(&region);
}

/* The outcome as an act needs memory too, and says so. */
static void test_outcome_act(void **state)
{
	(void)state;
	struct outcome outcome, copy;
	struct act act;
	play_run(&play, STORY_BEFORE STORY_MEETING
	         "ARM arm-1 table matter=v body=council kind=statement procedure=silent title=V text=v\n"
	         "ARM arm-2 silence matter=v until=+48h seen=now\n"
	         "after 48h\n");
	assert_true(kernel_due(play.state, play.now_ms, &outcome));
	outcome_copy(&copy, &outcome);
	memset(outcome.storage, 'x', sizeof outcome.storage);
	assert_true(str_eq(copy.symbol, STR("C/ST/1")));
	uint64_t n = 1;
	for (;; n++) {
		struct arena scratch = play.scratch;
		arena_fail_after(n);
		bool done = outcome_act(play.state, &copy, &scratch, &act);
		bool failed = arena_failed();
		arena_fail_after(0);
		assert_true(done != failed);
		if (done)
			break;
	}
	assert_true(n > 9);
}

static void test_limits(void **state)
{
	(void)state;
	char person[32], fields[200];
	play.quick = true;
	struct arena mark = play.scratch;
	uint32_t persons = kernel_person_count(play.state);
	for (uint32_t i = persons; i <= LIMIT_PERSONS; i++) {
		play.scratch = mark;
		snprintf(fields, sizeof fields, "person=p%u key=key%u", i, i);
		struct act act = act_of(&play.scratch, "accredit", "ARM", "arm-1", fields, play.now_ms, play.serial++);
		struct verdict verdict = play_act(&play, &act);
		assert_int_equal(verdict.refusal, i < LIMIT_PERSONS ? REFUSAL_NONE : REFUSAL_LIMIT);
	}
	assert_int_equal(kernel_person_count(play.state), LIMIT_PERSONS);
	for (uint32_t i = 0; i <= LIMIT_OPEN_MATTERS; i++) {
		play.scratch = mark;
		snprintf(person, sizeof person, "p%u", persons + i % 100);
		snprintf(fields, sizeof fields, "matter=m%u body=council kind=x procedure=silent title=T text=t", i);
		struct act act = act_of(&play.scratch, "table", "ARM", person, fields, play.now_ms, play.serial++);
		struct verdict verdict = play_act(&play, &act);
		assert_int_equal(verdict.refusal, i < LIMIT_OPEN_MATTERS ? REFUSAL_NONE : REFUSAL_LIMIT);
	}
	/* A place is free again when one is decided. */
	play.scratch = mark;
	play_run(&play, "ARM p20 withdraw matter=m7\n"
	                "due m7 withdrawn\n"
	                "ARM p20 table matter=last body=council kind=x procedure=silent title=T text=t\n"
	                "ARM p20 table matter=more body=council kind=x procedure=silent title=T text=t => limit\n");
	/* Two hundred and fifty-six items and guests of one meeting. */
	play_run(&play,
	         "SEC sec-1 convene meeting=c body=council regular=yes host=ARM place=Y zone=Europe/Moscow starts=+240h\n");
	for (uint32_t i = 1; i <= LIMIT_LIST + 1; i++) {
		const char *answer = i > LIMIT_LIST ? " => limit" : "";
		snprintf(fields, sizeof fields, "SEC sec-1 agenda meeting=c item=%u title=T%s\n", i, answer);
		play_run(&play, fields);
		snprintf(fields, sizeof fields, "SEC sec-1 invite meeting=c guest=g%u title=T%s\n", i, answer);
		play_run(&play, fields);
	}
	check_invariants(play.state);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_nth, begin, end),
		cmocka_unit_test_teardown(test_nth_in_time, end),
		cmocka_unit_test_setup_teardown(test_outcome_act, begin, end),
		cmocka_unit_test_setup_teardown(test_limits, begin, end),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
