/* The tables of verbs, and acts and refusals in words: whole sentences, typed in by hand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "kernel/charters.h"
#include "kernel/play.h"
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

/* Ids live in the record for ever. */
static void test_verbs(void **state)
{
	(void)state;
	assert_int_equal(VERB_FOUND, 1);
	assert_int_equal(VERB_ZONES, 2);
	assert_int_equal(VERB_OUTCOME, 3);
	assert_int_equal(VERB_COUNTERSIGN, 4);
	assert_int_equal(VERB_CONVENE, 8);
	assert_int_equal(VERB_TABLE, 17);
	assert_int_equal(VERB_POSITION, 22);
	assert_int_equal(VERB_CORRECT, 30);
	assert_int_equal(VERB_MAX, 31);
	assert_int_equal(verb_find(STR("adopt")), VERB_ADOPT);
	assert_int_equal(verb_find(STR("adop")), VERB_NONE);
	assert_int_equal(verb_find(STR("")), VERB_NONE);
	assert_int_equal(verb_info[VERB_NONE].field_count, 0);
	const struct verb_info *position = &verb_info[VERB_POSITION];
	assert_int_equal(position->field_count, 5);
	assert_int_equal(position->required_count, 3);
	assert_int_equal(position->field[2], FIELD_COMMITMENT);
	assert_false(position->required[2]);
	assert_true(position->required[3]);
	assert_int_equal(position->right, RIGHT_MEMBER);
	assert_int_equal(verb_info[VERB_ADOPT].flags, VERB_NEEDS_SEEN);
	assert_int_equal(verb_info[VERB_ZONES].flags, VERB_CONSTITUTIVE);
	assert_int_equal(verb_info[VERB_CORRECT].flags, 0);
	assert_int_equal(field_info[FIELD_EMBARGO].type, TYPE_TIME);
	assert_true(str_eq(field_info[FIELD_ABSENT].name, STR("absent")));
}

static void assert_words(const struct state *with, const char *party, const char *by, const char *verb,
                         const char *fields, const char *want)
{
	char text[2000];
	struct buf buf = buf_of(text, sizeof text - 1);
	struct act act = act_of(&play.scratch, verb, party, by, fields, play.now_ms, play.serial++);
	buf_act_words(&buf, with, &act);
	assert_false(buf.full);
	text[buf.len] = 0;
	assert_string_equal(text, want);
}

static void test_acts(void **state)
{
	(void)state;
	assert_words(
		play.state, "ARM", "arm-1", "convene",
		"meeting=cfm-2022 body=council regular=yes host=ARM place=Yerevan zone=Europe/Vienna "
		"starts=2026-06-10T09:00Z formats=narrow,plenary",
		"Armenia (arm-1) convenes Council: meeting cfm-2022 in Yerevan, Wednesday 10 June 2026, 11:00 Europe/Vienna "
		"(09:00 UTC), formats narrow, plenary.");
	assert_words(NULL, "ARM", "arm-1", "convene",
	             "meeting=c body=council regular=yes place=Yerevan zone=Europe/Vienna starts=2026-06-10T09:00Z",
	             "ARM (arm-1) convenes council: meeting c in Yerevan, Wednesday 10 June 2026, 09:00 UTC.");
	assert_words(
		play.state, "SEC", "sec-1", "accredit", "person=sg key=A office=secretary",
		"Secretariat (sec-1) accredits sg with key QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE= for the office "
		"Secretary General.");
	assert_words(play.state, "ARM", "arm-1", "attend", "meeting=c present=no",
	             "Armenia (arm-1) states its presence at c: absent.");
	assert_words(
		play.state, "SEC", "sec-1", "calendar", "year=2026 holidays=2026-05-01,2026-05-11 workdays=-",
		"Secretariat (sec-1) sets the working-day calendar of 2026: holidays 2026-05-01, 2026-05-11; worked days none.");
	assert_words(play.state, "ARM", "arm-1", "table", "matter=m body=club kind=x procedure=written title=\"A title\"",
	             "Armenia (arm-1) tables m (x) in Club: A title.");
	assert_words(
		play.state, "-", "registrar", "outcome",
		"matter=m stage=s result=adopted at=2026-06-10T09:00Z version=1 symbol=D/1 rule=consensus for=- against=-",
		"The registrar records: m: adopted as D/1, Wednesday 10 June 2026, 12:00 Europe/Moscow (09:00 UTC) (rule "
		"consensus).");
	assert_words(play.state, "-", "registrar", "outcome", "matter=m result=lapsed at=2026-06-10T09:00Z",
	             "The registrar records: m: lapsed, Wednesday 10 June 2026, 12:00 Europe/Moscow (09:00 UTC).");
}

static void assert_refused(const char *line, const char *want)
{
	char text[2000];
	struct buf buf = buf_of(text, sizeof text - 1);
	play_run(&play, line);
	buf_verdict(&buf, play.state, &play.verdict);
	assert_false(buf.full);
	text[buf.len] = 0;
	assert_string_equal(text, want);
}

static void test_refusals(void **state)
{
	(void)state;
	play_run(&play, "at 2026-03-09T09:00Z\n"
	                "ARM arm-1 table matter=s body=council kind=x procedure=silent title=T text=one\n"
	                "ARM arm-1 table matter=w body=club kind=x procedure=written title=T\n"
	                "BLR blr-1 position matter=w version=1 position=object\n"
	                "KAZ kaz-1 position matter=w version=1 position=support\n");
	assert_refused("ARM arm-1 cancel meeting=x => unknown-name",
	               "Refused: there is no meeting x (rules of the record, \"Names\").");
	assert_refused("BLR blr-1 silence matter=s until=+60h => not-named",
	               "Refused: only the chair or the secretariat may put a text under silence (Silence).");
	assert_refused(
		"SEC sec-1 silence matter=s until=+60min => until-early",
		"Refused: the moment comes too soon: the earliest is Wednesday 11 March 2026, 12:00 Europe/Moscow (09:00 "
		"UTC) (Silence, 1).");
	play_run(&play, "KAZ kaz-1 adopt matter=w version=1 seen=now => not-adopted\n"
	                "says Refused: w cannot be declared adopted: for 1 \n"
	                "says (charter, line 93)\n");
	assert_refused("ARM arm-1 register meeting=c head=arm-1 delegates=- => unknown-name",
	               "Refused: there is no meeting c (rules of the record, \"Names\").");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_verbs),
		cmocka_unit_test_setup_teardown(test_acts, begin, end),
		cmocka_unit_test_setup_teardown(test_refusals, begin, end),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
