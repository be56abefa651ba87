/* Who counts at a table and who does not: absent members, the quorum for whatever is adopted, texts that an amendment
 * breaks, the host's chair, what an outcome tells of its matter. A charter of its own, values typed in by hand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "kernel/play.h"

#define MEMBER(name, title) "party " name " \"" title "\" { status member from 2000-01-01 }\n"
#define TABLE_BODIES                                                                                                      \
	"organisation t \"T\" {\n  languages en\n  seat \"Moscow\" Europe/Moscow\n  series decision \"T/{year}/{n}\"\n"       \
	"}\n" MEMBER("A", "Ash") MEMBER("B", "Birch") MEMBER("C", "Cedar") MEMBER("D", "Dogwood") MEMBER(                     \
		"E",                                                                                                              \
		"Elm") "party F \"Fir\" {\n  status member from 2000-01-01 until 2026-06-01\n"                                    \
			   "  status suspended from 2026-06-01\n}\n"                                                                  \
			   "party O \"Oak\" { status observer from 2000-01-01 }\n"                                                    \
			   "party S \"Staff\" { status secretariat from 2000-01-01 }\n"                                               \
			   "set five \"The five\" { parties A B C D E }\n"                                                            \
			   "body u \"Union\" {\n  composition five\n  chair party A\n  convenes chair\n"                              \
			   "  quorum decide when present >= 3 { cite \"Art. 9\" }\n  decides any most\n  procedures p\n}\n"           \
			   "body g \"Guild\" {\n  chair host { cite \"Art. 3\" }\n  convenes chair secretariat\n  decides any most\n" \
			   "  procedures p\n}\n"                                                                                      \
			   "rule most { adopted when for > against }\n"                                                               \
			   "rule all {\n  adopted when objections = 0\n  hold blocks\n  cite \"Art. 4\"\n}\n"                         \
			   "rule strict {\n  adopted when for = members { cite \"Art. 5\" }\n}\n"
#define TABLE_PROCEDURE                                                                                         \
	"procedure p \"Procedure\" {\n"                                                                             \
	"  begins member\n"                                                                                         \
	"  stage draft {\n    positions support object abstain reserve hold disinterest\n"                          \
	"    on submission by chair to table\n    on silence by chair to quiet\n    on circulation to round\n  }\n" \
	"  stage round {\n    clock 24h\n    positions support\n    on amendment to broken when for > 1\n"          \
	"    on amendment to round when for > 0\n    on amendment to draft when for = 0\n"                          \
	"    on expiry to draft when passes strict\n    on expiry to draft\n  }\n"                                  \
	"  stage quiet {\n    clock until moment\n    positions support object\n"                                   \
	"    on amendment by member to broken\n    on expiry to adopted when passes strict\n"                       \
	"    on expiry to broken when abstain > 0\n    on expiry to broken\n  }\n"                                  \
	"  stage table {\n    positions support object abstain reserve hold disinterest\n"                          \
	"    on support to adopted when for >= 2\n"                                                                 \
	"    on adoption by chair to adopted when passes all\n"                                                     \
	"    on withdrawal by author to adopted\n"                                                                  \
	"    on closing to adopted when passes most\n    on closing to lapsed\n  }\n"                               \
	"  outcome adopted {\n    adopts\n    symbol decision\n    plan\n  }\n"                                     \
	"  outcome broken\n  outcome lapsed\n"                                                                      \
	"  cite \"Part II\"\n}\n"

static struct play play;

static int begin(void **state)
{
	(void)state;
	PLAY_OPEN(&play, TABLE_BODIES, TABLE_PROCEDURE);
	play_found(&play);
	play_run(&play, "at 2026-03-09T09:00Z\n");
	return 0;
}

static int end(void **state)
{
	(void)state;
	play_replay(&play);
	play_close(&play);
	return 0;
}

static const struct value *last(enum field field)
{
	return &play.log[play.log_count - 1].field[field];
}

static void assert_set(enum term term, const char *letters)
{
	struct matter_view m = kernel_matter_at(play.state, kernel_matter_find(play.state, STR("m")));
	struct str want = str_from(letters);
	assert_int_equal(party_set_count(&m.ballot.set[term]), want.len);
	for (size_t i = 0; i < want.len; i++)
		assert_true(party_set_has(&m.ballot.set[term], map_get(&play.charter.parties, str_slice(want, i, i + 1))));
}

#define TABLED "B b-1 table matter=m body=u kind=motion procedure=p title=T text=one\n"
/* A and B sit; C is registered and may come; D and E stay away. */
#define SITS                                                                                         \
	"A a-1 convene meeting=k body=u regular=yes place=P zone=Europe/Moscow starts=+1h\n"             \
	"A a-1 submit matter=m meeting=k seen=now\n"                                                     \
	"A a-1 register meeting=k head=a-1 delegates=-\nB b-1 register meeting=k head=b-1 delegates=-\n" \
	"C c-1 register meeting=k head=c-1 delegates=-\nD d-1 register meeting=k head=d-1 delegates=-\n" \
	"A a-1 attend meeting=k present=yes\nB b-1 attend meeting=k present=yes\n"                       \
	"after 1h\nA a-1 open meeting=k\n"
#define POSITION " position matter=m version=1 commitment=one position="

/* In writing everybody counts; at the table only who is there, but an objection and a hold stand. */
static void test_absent(void **state)
{
	(void)state;
	play_run(&play, TABLED "B b-1" POSITION "abstain\nC c-1" POSITION "support\nD d-1" POSITION "hold\nE e-1" POSITION
	                       "reserve\n");
	assert_set(TERM_FOR, "C");
	assert_set(TERM_RESERVATIONS, "E");
	assert_set(TERM_SILENT, "A");
	play_run(&play, SITS);
	assert_set(TERM_FOR, "");
	assert_set(TERM_ABSTAIN, "B");
	assert_set(TERM_RESERVATIONS, "");
	assert_set(TERM_HOLDS, "D");
	assert_set(TERM_SILENT, "ACE");
	assert_set(TERM_ABSENT, "CDE");
	play_run(&play, "C c-1 attend meeting=k present=yes\n");
	assert_set(TERM_FOR, "C");
	assert_set(TERM_SILENT, "AE");
	/* The written hold of D, who is not there, blocks. */
	play_run(&play, "A a-1 adopt matter=m version=1 commitment=one seen=now => not-adopted\n"
	                "says (Art. 4)\n"
	                "D d-1 attend meeting=k present=yes\nD d-1" POSITION "disinterest\n"
	                "D d-1 attend meeting=k present=no\n"
	                "A a-1 adopt matter=m version=1 commitment=one seen=now\n"
	                "due m adopted T/2026/1\n");
	assert_int_equal(last(FIELD_DISINTEREST)->count, 0);
	assert_int_equal(last(FIELD_SILENT)->count, 3);
	assert_int_equal(last(FIELD_FOR)->count, 1);
	/* As counted, for ever: whoever comes or goes afterwards. */
	play_run(&play, "C c-1 attend meeting=k present=no\nA a-1 close meeting=k\n");
	assert_set(TERM_FOR, "C");
	assert_set(TERM_SILENT, "ADE");
}

/* Nothing is adopted without the quorum: not by the chair, not by a position, not by withdrawing, not by closing. */
static void test_quorum(void **state)
{
	(void)state;
	play_run(&play, TABLED SITS "A a-1" POSITION "support\nB b-1" POSITION "support\nnone\nstage m table\n"
	                            "A a-1 adopt matter=m version=1 commitment=one seen=now => quorum-decide\n"
	                            "says (Art. 9)\n"
	                            "B b-1 withdraw matter=m => quorum-decide\n"
	                            "says k has no quorum to decide\n"
	                            "C c-1 attend meeting=k present=yes\nnone\n"
	                            "C c-1" POSITION "support\n"
	                            "due m adopted T/2026/1\n");
	assert_true(str_eq(last(FIELD_CITE)->str, STR("Part II")));
	assert_true(str_eq(last(FIELD_MEETING)->str, STR("k")));
	assert_int_equal(last(FIELD_FOR)->count, 3);
}

static void test_quorum_at_closing(void **state)
{
	(void)state;
	play_run(&play, TABLED SITS "A a-1" POSITION "support\nA a-1 close meeting=k\ndue m lapsed\n");
	assert_false(last(FIELD_RULE)->set);
	assert_int_equal(last(FIELD_ADOPTS)->number, 0);
	assert_int_equal(last(FIELD_FINAL)->number, 1);
}

/* With the quorum, the rule is asked, and named even where the way that was taken has no condition. */
static void test_rule_of_closing(void **state)
{
	(void)state;
	play_run(&play, TABLED SITS "C c-1 attend meeting=k present=yes\nA a-1 close meeting=k\ndue m lapsed\n");
	assert_true(str_eq(last(FIELD_RULE)->str, STR("most")));
	assert_true(str_eq(last(FIELD_CITE)->str, STR("Part II")));
}

/* What an outcome says of its matter, at the end and on the way. */
static void test_outcome(void **state)
{
	(void)state;
	play_run(&play, TABLED "B b-1 circulate matter=m\nafter 24h\ndue m draft\n");
	assert_true(str_eq(last(FIELD_BODY)->str, STR("u")));
	assert_true(str_eq(last(FIELD_KIND)->str, STR("motion")));
	assert_false(last(FIELD_MEETING)->set);
	assert_int_equal(last(FIELD_ADOPTS)->number, 0);
	assert_int_equal(last(FIELD_FINAL)->number, 0);
	assert_true(str_eq(last(FIELD_RULE)->str, STR("strict")));
	play_run(&play, "A a-1 silence matter=m until=+2h seen=now\nafter 2h\ndue m broken\n");
	assert_int_equal(last(FIELD_FINAL)->number, 1);
	assert_true(str_eq(last(FIELD_RULE)->str, STR("strict")));
	assert_true(str_eq(last(FIELD_CITE)->str, STR("Art. 5")));
	play_run(&play, "A a-1 withdraw matter=m => matter-decided\n"
	                "says m is decided: broken, since Tuesday 10 March 2026, 14:00 Europe/Moscow (11:00 UTC) "
	                "(entry 14) (rules of the record, \"Matters\")\n");
	play_run(&play, "B b-1 table matter=n body=u kind=motion procedure=p title=T text=one\n"
	                "A a-1 silence matter=n until=+2h seen=now\n");
	for (const char *p = "ABCDE"; *p; p++) {
		char line[100] = "X x-1 position matter=n version=1 commitment=one position=support\n";
		line[0] = *p;
		line[2] = (char)(*p + 32);
		play_run(&play, line);
	}
	play_run(&play, "after 2h\ndue n adopted T/2026/1\n");
	assert_int_equal(last(FIELD_ADOPTS)->number, 1);
	assert_int_equal(last(FIELD_FINAL)->number, 1);
}

/* A silence broken by a counter-proposal: the outcome is about the text that was under silence. */
static void test_broken_by_amendment(void **state)
{
	(void)state;
	play_run(&play, TABLED "A a-1 silence matter=m until=+9h seen=now\nC c-1" POSITION "support\n"
	                       "D d-1 amend matter=m version=2 text=two\n"
	                       "due m broken\nstage m broken 1\n");
	assert_int_equal(last(FIELD_VERSION)->number, 1);
	assert_memory_equal(last(FIELD_COMMITMENT)->bytes, "oneoneoneoneoneoneoneoneoneoneon", 32);
	assert_int_equal(last(FIELD_FOR)->count, 1);
	assert_set(TERM_FOR, "C");
}

/* Into a stage it is another text, on which nobody has spoken: conditions see it so; into an outcome they do not. */
static void test_amendment_counts(void **state)
{
	(void)state;
	play_run(&play, TABLED "B b-1 circulate matter=m\nC c-1" POSITION "support\n"
	                       "D d-1 amend matter=m version=2 text=two\nstage m draft 2\n"
	                       "B b-1 circulate matter=m\n"
	                       "C c-1 position matter=m version=2 commitment=two position=support\n"
	                       "D d-1 position matter=m version=2 commitment=two position=support\n"
	                       "D d-1 amend matter=m version=3 text=three\ndue m broken\nstage m broken 2\n");
	assert_set(TERM_FOR, "CD");
}

/* The chair cannot put a text under silence, or to a meeting, that was put in between. */
static void test_seen(void **state)
{
	(void)state;
	play_run(&play, TABLED "A a-1 silence matter=m until=+2h => seen-missing\n"
	                       "A a-1 submit matter=m meeting=k => seen-missing\n"
	                       "C c-1" POSITION "support\n" /* entry 11 */
	                       "A a-1 silence matter=m until=+2h seen=11 => seen-stale\n"
	                       "D d-1" POSITION "support seen=11 => seen-stale\n"
	                       "says m was changed by entry 11, which the author had not seen\n"
	                       "D d-1" POSITION "support seen=12\n"
	                       "A a-1 silence matter=m until=+2h seen=13\n");
}

/* Before the first meeting its own host acts as the body's chair, registered or not, and is a member. */
static void test_first_host(void **state)
{
	(void)state;
	play_run(
		&play,
		"O o-1 convene meeting=k body=g regular=yes host=O place=P zone=Europe/Moscow starts=+1h => not-a-convener\n"
		"says only the chair or the secretariat may convene a meeting\n"
		"S s-1 convene meeting=k body=g regular=yes host=O place=P zone=Europe/Moscow starts=+1h => host-not-member\n"
		"says the host of a meeting of Guild takes the chair, and Oak is not a member of it now (Art. 3)\n"
		"C c-1 convene meeting=k body=g regular=yes host=B place=P zone=Europe/Moscow starts=+1h => not-a-convener\n"
		"says only the chair (Birch) or the secretariat may convene a meeting\n"
		"B b-1 convene meeting=k body=g regular=yes host=B place=P zone=Europe/Moscow starts=+1h\n"
		"F f-1 convene meeting=k2 body=g regular=yes host=F place=P zone=Europe/Moscow starts=+1h\n"
		"B b-1 invite meeting=k guest=O\n"
		"B b-1 agenda meeting=k item=1 title=T\n"
		"F f-1 agenda meeting=k item=1 title=T => not-convener-or-chair\n"
		"B b-1 table matter=m body=g kind=motion procedure=p title=T text=one\n"
		"F f-1 submit matter=m meeting=k seen=now => not-named\n"
		"says only the chair (Birch) may put a matter to a meeting\n"
		"B b-1 submit matter=m meeting=k seen=now\n"
		"B b-1 cancel meeting=k\n"
		"F f-1 invite meeting=k2 guest=O\n"
		"at 2026-06-01T09:00Z\n" /* Fir is suspended: nobody's chair */
		"F f-1 invite meeting=k2 guest=x title=X => not-convener-or-chair\n"
		"C c-1 convene meeting=k3 body=g regular=yes host=C place=P zone=Europe/Moscow starts=+1h\n"
		"C c-1 register meeting=k3 head=c-1 delegates=-\n"
		"after 1h\nC c-1 open meeting=k3\n"
		"B b-1 convene meeting=k4 body=g regular=yes host=B place=P zone=Europe/Moscow starts=+1h => not-a-convener\n"
		"says only the chair (Cedar) or the secretariat may convene a meeting\n"
		"C c-1 convene meeting=k4 body=g regular=yes host=B place=P zone=Europe/Moscow starts=+1h\n");
}

/* What a stage has to offer instead, until when, and where that is written. */
static void test_words(void **state)
{
	(void)state;
	play_run(&play, TABLED "A a-1 silence matter=m until=+2h seen=now\nB b-1" POSITION "hold => position-not-taken\n"
	                       "says at the stage quiet, no position \"hold\" is taken on m, only object or support; its "
	                       "clock ends Monday 9 March 2026, 14:00 Europe/Moscow (11:00 UTC) (Part II).\n"
	                       "B b-1 circulate matter=m => not-foreseen\n"
	                       "says foresees no circulation, only amendment; its clock ends Monday 9 March 2026, 14:00\n"
	                       "S s-1 plan matter=m item=1 title=T from=2026-04-01 to=2026-04-01 => not-a-plan\n"
	                       "S s-1 correct entry=10 text=t => not-the-author\n"
	                       "says entry 10 is Birch's: only Birch may correct it\n"
	                       "B b-1 correct entry=1 text=t => not-the-author\n"
	                       "says entry 1 is the registrar's: only the secretariat may correct it\n"
	                       "S s-1 correct entry=1 text=t\n"
	                       "B b-1 correct entry=10 text=t\n");
}

static void test_plan_words(void **state)
{
	(void)state;
	play_run(&play, TABLED SITS "C c-1 attend meeting=k present=yes\n"
	                            "A a-1 adopt matter=m version=1 commitment=one seen=now\ndue m adopted T/2026/1\n"
	                            "S s-1 held matter=m item=1 => item-unknown\n"
	                            "says (rules of the record, \"Plans\")\n"
	                            "S s-1 plan matter=m item=2 title=T from=2026-04-01 to=2026-04-01 => item-number\n"
	                            "says (rules of the record, \"Plans\")\n"
	                            "A a-1 agenda meeting=k item=2 title=T => item-number\n"
	                            "says (rules of the record, \"Meetings\")\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_absent, begin, end),
		cmocka_unit_test_setup_teardown(test_quorum, begin, end),
		cmocka_unit_test_setup_teardown(test_quorum_at_closing, begin, end),
		cmocka_unit_test_setup_teardown(test_rule_of_closing, begin, end),
		cmocka_unit_test_setup_teardown(test_outcome, begin, end),
		cmocka_unit_test_setup_teardown(test_broken_by_amendment, begin, end),
		cmocka_unit_test_setup_teardown(test_amendment_counts, begin, end),
		cmocka_unit_test_setup_teardown(test_seen, begin, end),
		cmocka_unit_test_setup_teardown(test_first_host, begin, end),
		cmocka_unit_test_setup_teardown(test_words, begin, end),
		cmocka_unit_test_setup_teardown(test_plan_words, begin, end),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
