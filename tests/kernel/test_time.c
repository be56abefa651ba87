/* Time as data: one step or a thousand, working days and holidays, zones that change. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "kernel/charters.h"
#include "kernel/play.h"
#include "kernel/story.h"

static struct play play, other;

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
	play_replay(&play);
	play_close(&play);
	return 0;
}

static void assert_lists_equal(const struct value *a, const struct value *b)
{
	assert_int_equal(a->count, b->count);
	for (uint32_t i = 0; i < a->count; i++)
		assert_true(str_eq(a->list[i], b->list[i]));
}

/* The same outcomes in the same order, equal but for their entries' times. */
static void assert_logs_equal(const struct play *a, const struct play *b)
{
	assert_int_equal(a->log_count, b->log_count);
	for (uint64_t i = 0; i < a->log_count; i++) {
		const struct act *x = &a->log[i], *y = &b->log[i];
		assert_int_equal(x->verb, y->verb);
		if (x->verb != VERB_OUTCOME)
			continue;
		for (unsigned f = 0; f < FIELD_MAX; f++) {
			assert_true(x->field[f].set == y->field[f].set);
			assert_true(str_eq(x->field[f].str, y->field[f].str));
			assert_true(x->field[f].number == y->field[f].number);
			if (x->field[f].set && field_info[f].type == TYPE_NAMES)
				assert_lists_equal(&x->field[f], &y->field[f]);
		}
	}
}

static void many(struct play *to)
{
	PLAY_OPEN(to, UNION_CHARTER);
	play_found(to);
	play_run(to, STORY_BEFORE STORY_MEETING);
	play_run(to, STORY_AFTER);
	play_run(to, "ARM arm-1 table matter=w body=club kind=x procedure=written title=W\n"
	             "KAZ kaz-1 position matter=w version=1 position=support\n"
	             "ARM arm-1 table matter=x body=corner kind=x procedure=written title=X\n");
}

/* A server that was down for a month comes back to the same state as one that ticked every hour. */
static void test_steps(void **state)
{
	(void)state;
	many(&play);
	many(&other);
	int64_t until_ms = play.now_ms + INT64_C(1000) * 3600 * 1000;
	play.now_ms = until_ms;
	while (play_outcome(&play))
		;
	unsigned outcomes = 0;
	for (unsigned i = 0; i < 1000; i++) {
		other.now_ms += INT64_C(3600) * 1000;
		while (play_outcome(&other))
			outcomes++;
	}
	assert_true(other.now_ms == until_ms);
	assert_int_equal(outcomes, 6); /* s; t twice; v; w; x */
	assert_logs_equal(&play, &other);
	assert_int_equal(kernel_matter_count(play.state), kernel_matter_count(other.state));
	for (uint32_t i = 0; i < kernel_matter_count(play.state); i++) {
		struct matter_view a = kernel_matter_at(play.state, i), b = kernel_matter_at(other.state, i);
		assert_int_equal(a.stage, b.stage);
		assert_true(a.deadline_ms == b.deadline_ms);
		assert_int_equal(a.decided, b.decided);
		assert_true(str_eq(a.symbol, b.symbol));
		assert_memory_equal(a.ballot.set, b.ballot.set, sizeof a.ballot.set);
		assert_int_equal(a.ballot.day, b.ballot.day);
	}
	assert_true(kernel_next_deadline(play.state) == TIME_NEVER);
	/* One more entry each at the same time: the digests differ by the times of decisions in nothing. */
	play_run(&play, "ARM arm-1 table matter=z body=club kind=x procedure=written title=Z\n");
	play_run(&other, "ARM arm-1 table matter=z body=club kind=x procedure=written title=Z\n");
	assert_true(play_digest(play.state) == play_digest(other.state));
	play_replay(&other);
	play_close(&other);
	play_replay(&play);
	play_close(&play);
}

#define CONVENE(name, starts) \
	"SEC sec-1 convene meeting=" name " body=council regular=yes host=ARM place=Y zone=Europe/Moscow starts=" starts

/* Three working days' notice: a weekend, a holiday, a worked Saturday, and the instant itself. */
static void test_notice(void **state)
{
	(void)state;
	play_run(
		&play,
		/* Thursday: Friday, Monday, Tuesday */
		"at 2026-04-09T09:00Z\n" CONVENE(
			"a",
			"2026-04-14T08:59:59.999Z") " => notice-too-short\n"
										"says Tuesday 14 April 2026, 12:00 Europe/Moscow\n" CONVENE(
											"a",
											"2026-04-14T09:00Z") "\n"
																 /* Thursday 30 April: Friday 1 May is a holiday,
	                                                                Saturday 9 is worked later, so 4, 5, 6 May */
																 "SEC sec-1 calendar year=2026 holidays=2026-05-01,2026-05-11,2026-05-12 workdays=2026-05-09\n"
																 "at 2026-04-30T09:00Z\n" CONVENE("b", "2026-05-06T08:59:59.999Z") " => notice-too-short\n" CONVENE(
																	 "b",
																	 "2026-05-06T09:00Z") "\n"
																						  /* Friday 8 May: Saturday is
	                                                                                         worked, Monday and Tuesday
	                                                                                         are not; 9, 13, 14 May */
																						  "at 2026-05-08T09:00Z\n" CONVENE("c", "2026-05-14T08:59:59.999Z") " => notice-too-short\n" CONVENE(
																							  "c",
																							  "2026-05-14T09:00Z") "\n"
																												   /* Another
	                                                                                                                  year's
	                                                                                                                  days
	                                                                                                                  stay;
	                                                                                                                  the
	                                                                                                                  same
	                                                                                                                  year's
	                                                                                                                  are
	                                                                                                                  replaced.
	                                                                                                                */
																												   "SEC sec-1 calendar year=2027 holidays=2027-01-01 workdays=-\n"
																												   "SEC sec-1 calendar year=2025 holidays=2025-12-31 workdays=2025-12-27,2025-12-28\n"
																												   "SEC sec-1 calendar year=2026 holidays=- workdays=-\n" CONVENE(
																													   "d",
																													   "2026-05-13T08:59:59.999Z") " => notice-too-short\n" CONVENE("d",
	                                                                                                                                                                                "2026-05-13T09:00Z") "\n");
}

/* A running clock keeps its instant when the rules of the zone change; what starts afterwards counts by the new ones.
 */
static void test_zones_change(void **state)
{
	(void)state;
	play_run(&play, "at 2026-03-09T09:00Z\n"
	                "ARM arm-1 table matter=a body=council kind=x procedure=silent title=A text=a\n"
	                "ARM arm-1 circulate matter=a\n"
	                "ARM arm-1 table matter=w body=club kind=x procedure=written title=W\n"
	                "deadline w 2026-03-16T09:00Z\n"
	                /* Moscow goes an hour ahead on 12 March */
	                "- registrar zones tzdata=2026b zones=Europe/Moscow:10800/1773262800:14400,Europe/Vienna:3600\n"
	                "deadline w 2026-03-16T09:00Z\n"
	                "ARM arm-1 table matter=x body=club kind=x procedure=written title=X\n"
	                "deadline x 2026-03-16T08:00Z\n"
	                "at 2026-03-10T09:00Z\n"
	                "due a fixed\n"
	                "deadline a 2026-03-12T08:00Z\n");
}

/* Statuses and holders begin at midnight in the seat's zone: 1 April in Moscow is 31 March, 21:00 UTC. */
static void test_midnight(void **state)
{
	(void)state;
	play_run(&play, "at 2026-03-31T20:59:59.999Z\n"
	                "SUS sus-1 table matter=a body=council kind=x procedure=silent title=A text=a\n"
	                "after 1ms\n"
	                "SUS sus-1 table matter=b body=council kind=x procedure=silent title=A text=a => not-named\n"
	                "at 2026-12-31T20:59:59.999Z\n"
	                "SEC sec-1 accredit person=sg key=sg office=secretary\n"
	                "SEC sg table matter=b body=club kind=x procedure=written title=B\n"
	                "after 1ms\n"
	                "SEC sg table matter=c body=club kind=x procedure=written title=C => not-named\n"
	                "SEC sec-1 accredit person=sg2 key=sg2 office=secretary => not-the-holder\n");
	assert_null(kernel_zone(play.state, STR("Europe/Paris")));
	assert_non_null(kernel_seat_zone(play.state));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_steps),
		cmocka_unit_test_setup_teardown(test_notice, begin, end),
		cmocka_unit_test_setup_teardown(test_zones_change, begin, end),
		cmocka_unit_test_setup_teardown(test_midnight, begin, end),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
