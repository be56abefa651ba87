/* A meeting from convening to closing, silence that runs out, a call that gathers support: accepted acts and what
 * follows from them, values typed in by hand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "kernel/charters.h"
#include "kernel/play.h"

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
	play_replay(&play);
	play_close(&play);
	return 0;
}

#define DELEGATIONS                                               \
	"ARM arm-1 accredit person=arm-2 key=arm2\n"                  \
	"ARM arm-1 register meeting=c41 head=arm-1 delegates=arm-2\n" \
	"BLR blr-1 register meeting=c41 head=blr-1 delegates=-\n"     \
	"KAZ kaz-1 register meeting=c41 head=kaz-1 delegates=-\n"     \
	"RUS rus-1 register meeting=c41 head=rus-1 delegates=-\n"     \
	"ARM arm-1 attend meeting=c41 present=yes\n"                  \
	"BLR blr-1 attend meeting=c41 present=yes\n"                  \
	"KAZ kaz-1 attend meeting=c41 present=yes\n"                  \
	"RUS rus-1 attend meeting=c41 present=yes\n"

/* Convened on Monday 9 March 2026, 12:00 in Moscow, for Friday; opened with ARM in the chair. */
#define MEETING                                                                                         \
	"at 2026-03-09T09:00Z\n"                                                                            \
	"SEC sec-1 convene meeting=c41 body=council regular=yes host=ARM place=Yerevan zone=Europe/Moscow " \
	"starts=2026-03-13T09:00Z\n" DELEGATIONS "at 2026-03-13T09:00Z\n"                                   \
	"ARM arm-1 open meeting=c41 format=narrow\n"

static void test_meeting(void **state)
{
	(void)state;
	play_run(&play, MEETING "ARM arm-1 open meeting=c41 format=plenary\n"
	                        "ARM arm-1 table matter=m1 body=council kind=statement procedure=sitting title=S text=one\n"
	                        "ARM arm-1 agenda meeting=c41 item=1 title=Statement matter=m1\n"
	                        "ARM arm-2 submit matter=m1 meeting=c41 seen=now\n"
	                        "KAZ kaz-1 position matter=m1 version=1 commitment=one position=reserve\n"
	                        "BLR blr-1 position matter=m1 version=1 commitment=one position=object\n"
	                        "ARM arm-1 adopt matter=m1 version=1 commitment=one seen=99 => seen-ahead\n"
	                        "ARM arm-1 adopt matter=m1 version=1 commitment=one seen=27 => seen-stale\n"
	                        "ARM arm-1 adopt matter=m1 version=1 commitment=one seen=28 => not-adopted\n"
	                        "says Charter, Art. 12\n"
	                        "BLR blr-1 position matter=m1 version=1 commitment=one position=support\n"
	                        "ARM arm-2 adopt matter=m1 version=1 commitment=one seen=now => not-named\n"
	                        "ARM arm-1 adopt matter=m1 version=1 commitment=one seen=now\n"
	                        "KAZ kaz-1 position matter=m1 version=1 commitment=one position=object => outcome-due\n"
	                        "due m1 adopted U/DEC/2026/1\n"
	                        "ARM arm-1 close meeting=c41\n");
	struct matter_view m1 = kernel_matter_at(play.state, kernel_matter_find(play.state, STR("m1")));
	struct meeting_view c41 = kernel_meeting_at(play.state, kernel_meeting_find(play.state, STR("c41")));
	assert_int_equal(m1.decided, 30);
	assert_int_equal(party_set_count(&m1.ballot.set[TERM_MEMBERS]), 5);
	assert_int_equal(party_set_count(&m1.ballot.set[TERM_PRESENT]), 4);
	assert_int_equal(party_set_count(&m1.ballot.set[TERM_ABSENT]), 1);
	assert_int_equal(party_set_count(&m1.ballot.set[TERM_SILENT]), 3);
	assert_int_equal(c41.ordinal, 41);
	assert_int_equal(c41.status, MEETING_CLOSED);
	assert_true(str_eq(c41.format, STR("plenary")));
}

/* A clock that runs out: at the deadline's instant, not a millisecond before, and dated from it. */
static void test_silence(void **state)
{
	(void)state;
	play_run(&play, "at 2026-03-09T09:00Z\n"
	                "ARM arm-1 table matter=s1 body=council kind=statement procedure=silent title=S text=one\n"
	                "SEC sec-1 silence matter=s1 until=2026-03-11T08:59:59.999Z seen=now => until-early\n"
	                "says Wednesday 11 March 2026, 12:00 Europe/Moscow (09:00 UTC) (Silence, 1)\n"
	                "SEC sec-1 silence matter=s1 until=2026-03-16T09:00:00.001Z seen=now => until-late\n"
	                "says Monday 16 March 2026, 12:00 Europe/Moscow\n"
	                "SEC sec-1 silence matter=s1 until=2026-03-11T09:00Z seen=now\n"
	                "deadline s1 2026-03-11T09:00Z\n"
	                "KAZ kaz-1 position matter=s1 version=1 commitment=one position=reserve\n"
	                "at 2026-03-11T08:59:59.999Z\n"
	                "none\n"
	                "after 1ms\n"
	                "KAZ kaz-1 position matter=s1 version=1 commitment=one position=object => outcome-due\n"
	                "after 48h\n"
	                "due s1 adopted C/ST/1\n"
	                "KAZ kaz-1 position matter=s1 version=1 commitment=one position=object => matter-decided\n");
	struct matter_view s1 = kernel_matter_at(play.state, 0);
	assert_int_equal(party_set_count(&s1.ballot.set[TERM_RESERVATIONS]), 1);
	assert_int_equal(party_set_count(&s1.ballot.set[TERM_SILENT]), 4);
	assert_true(str_eq(s1.symbol, STR("C/ST/1")));
	assert_true(play.log[play.log_count - 1].field[FIELD_AT].number == INT64_C(1773219600000));
	assert_true(str_eq(play.log[play.log_count - 1].field[FIELD_RULE].str, STR("consensus")));
	assert_true(str_eq(play.log[play.log_count - 1].field[FIELD_CITE].str, STR("Charter, Art. 12")));
}

/* Two objections in the last millisecond: the first breaks the silence, the second comes to a decided matter. */
static void test_last_millisecond(void **state)
{
	(void)state;
	play_run(&play, "at 2026-03-09T09:00Z\n"
	                "ARM arm-1 table matter=s1 body=council kind=statement procedure=silent title=S text=one\n"
	                "SEC sec-1 silence matter=s1 until=2026-03-12T09:00Z seen=now\n"
	                "at 2026-03-12T08:59:59.999Z\n"
	                "KAZ kaz-1 position matter=s1 version=1 commitment=one position=object\n"
	                "RUS rus-1 position matter=s1 version=1 commitment=one position=object => outcome-due\n"
	                "due s1 broken\n"
	                "RUS rus-1 position matter=s1 version=1 commitment=one position=object => matter-decided\n");
}

/* A hold blocks consensus; a clock of hours leads into one of days, started at the deadline and not at the entry. */
static void test_expiry_chain(void **state)
{
	(void)state;
	play_run(&play, "at 2026-03-09T09:00Z\n"
	                "ARM arm-1 table matter=s1 body=council kind=x procedure=silent title=S text=one\n"
	                "ARM arm-1 table matter=s2 body=council kind=x procedure=silent title=S text=two\n"
	                "SEC sec-1 silence matter=s2 until=2026-03-11T09:00Z seen=now\n"
	                "BLR blr-1 position matter=s2 version=1 commitment=two position=hold\n"
	                "ARM arm-1 circulate matter=s1\n"
	                "deadline s1 2026-03-10T09:00Z\n"
	                "at 2026-03-20T00:00Z\n"
	                "due s1 fixed\n"
	                "deadline s1 2026-03-12T09:00Z\n"
	                "due s2 broken\n"
	                "due s1 adopted C/ST/1\n"
	                "none\n");
}

/* Equal instants go by matter. */
static void test_equal_instants(void **state)
{
	(void)state;
	play_run(&play, "at 2026-03-09T09:00Z\n"
	                "ARM arm-1 table matter=b body=council kind=statement procedure=open-call title=S\n"
	                "ARM arm-1 table matter=a body=council kind=statement procedure=open-call title=S\n"
	                "ARM arm-1 table matter=c body=council kind=statement procedure=open-call title=S\n"
	                "after 1h\n"
	                "due b lapsed\ndue a lapsed\ndue c lapsed\nnone\n");
}

/* Support is counted after the position, members only; NEW and SUS change with time and without an entry. */
static void test_call(void **state)
{
	(void)state;
	play_run(&play, "at 2026-03-31T20:30Z\n"
	                "ARM arm-1 table matter=k body=council kind=statement procedure=open-call title=S\n"
	                "NEW new-1 position matter=k version=1 position=support => not-a-member\n"
	                "ARM arm-1 position matter=k version=1 position=support\n"
	                "SUS sus-1 position matter=k version=1 position=support\n"
	                /* 1 April in Moscow */
	                "at 2026-03-31T21:00Z\n"
	                "SUS sus-1 position matter=k version=1 position=support => not-a-member\n"
	                "KAZ kaz-1 position matter=k version=1 position=support\n"
	                "stage k calling\n"
	                "BLR blr-1 position matter=k version=1 position=support\n"
	                "stage k convening\n"
	                "deadline k 2026-04-01T00:00Z\n"
	                "RUS rus-1 position matter=k version=1 position=support\n"
	                "due k convened C/ST/1\n"
	                "at 2026-05-31T21:00Z\n"
	                "ARM arm-1 table matter=k2 body=council kind=statement procedure=open-call title=S\n"
	                "NEW new-1 position matter=k2 version=1 position=support\n");
}

/* A new version drops the positions on the old one; who spoke to version 1 must speak again. */
static void test_versions(void **state)
{
	(void)state;
	play_run(&play, "at 2026-03-09T09:00Z\n"
	                "ARM arm-1 table matter=m1 body=council kind=decision procedure=sitting title=S text=one\n"
	                "BLR blr-1 position matter=m1 version=1 commitment=one position=object\n"
	                "ARM arm-1 amend matter=m1 version=2 text=two\n"
	                "BLR blr-1 position matter=m1 version=1 commitment=one position=object => version\n"
	                "says m1 is at version 2\n"
	                "BLR blr-1 position matter=m1 version=2 commitment=one position=object => commitment\n"
	                "stage m1 draft 2\n");
	struct matter_view m1 = kernel_matter_at(play.state, 0);
	assert_int_equal(party_set_count(&m1.ballot.set[TERM_AGAINST]), 0);
	play_run(&play, "BLR blr-1 position matter=m1 version=2 commitment=two position=object\nagain\n");
	m1 = kernel_matter_at(play.state, 0);
	assert_int_equal(party_set_count(&m1.ballot.set[TERM_AGAINST]), 1);
}

/* Closing with an objection lapses the matter, counted with who was there; without, it goes back to the draft. */
static void test_closing(void **state)
{
	(void)state;
	play_run(&play,
	         MEETING "ARM arm-1 table matter=m1 body=council kind=decision procedure=sitting title=S text=one\n"
	                 "ARM arm-1 table matter=m2 body=council kind=decision procedure=sitting title=S text=two\n"
	                 "ARM arm-1 table matter=m3 body=council kind=decision procedure=sitting title=S text=three\n"
	                 "ARM arm-1 submit matter=m3 meeting=c41 seen=now\n"
	                 "ARM arm-1 submit matter=m1 meeting=c41 seen=now\n"
	                 "ARM arm-1 submit matter=m2 meeting=c41 seen=now\n"
	                 "ARM arm-1 submit matter=m2 meeting=c41 seen=now\n"
	                 "BLR blr-1 position matter=m1 version=1 commitment=one position=object\n"
	                 "BLR blr-1 position matter=m3 version=1 commitment=three position=object\n"
	                 "RUS rus-1 attend meeting=c41 present=no\n"
	                 "ARM arm-1 close meeting=c41\n"
	                 "due m1 lapsed\n"
	                 "due m3 lapsed\n"
	                 "none\n"
	                 "stage m2 draft\n");
	assert_int_equal(kernel_matter_at(play.state, 1).meeting, NONE);
	assert_int_equal(kernel_matter_at(play.state, 0).meeting, 0);
	struct matter_view m1 = kernel_matter_at(play.state, 0);
	assert_int_equal(party_set_count(&m1.ballot.set[TERM_PRESENT]), 3);
}

/* Symbols count by what the pattern tells apart: the year of the instant in Moscow, the body. */
static void test_symbols(void **state)
{
	(void)state;
	play_run(&play, "at 2026-12-31T19:00Z\n"
	                "ARM arm-1 table matter=w1 body=working-group kind=x procedure=written title=S\n"
	                "ARM arm-1 table matter=w2 body=club kind=x procedure=written title=S\n"
	                "ARM arm-1 table matter=w3 body=club kind=x procedure=written title=S\n"
	                "KAZ kaz-1 position matter=w2 version=1 position=support\n"
	                "KAZ kaz-1 position matter=w3 version=1 position=support\n"
	                "KAZ kaz-1 adopt matter=w2 version=1 seen=now\n"
	                "due w2 adopted U/DEC/2026/1\n"
	                "at 2026-12-31T20:59:59.999Z\n"
	                "SEC sec-1 document document=d1 body=club series=decision title=D text=d\n"
	                "at 2026-12-31T21:00Z\n"
	                "SEC sec-1 document document=d2 body=club series=decision title=D text=d\n"
	                "SEC sec-1 document document=d3 body=council series=statement title=D text=d\n"
	                "SEC sec-1 document document=d4 body=working-group series=statement title=D text=d\n"
	                "KAZ kaz-1 adopt matter=w3 version=1 seen=now\n"
	                "due w3 adopted U/DEC/2027/2\n");
	assert_true(str_eq(kernel_document_at(play.state, 0).symbol, STR("U/DEC/2026/2")));
	assert_true(str_eq(kernel_document_at(play.state, 1).symbol, STR("U/DEC/2027/1")));
	assert_true(str_eq(kernel_document_at(play.state, 2).symbol, STR("C/ST/1")));
	assert_true(str_eq(kernel_document_at(play.state, 3).symbol, STR("WORKING-GROUP/ST/1")));
}

/* Plan items, releases, corrections. */
static void test_papers(void **state)
{
	(void)state;
	play_run(&play, MEETING
	         "SEC sec-1 table matter=p body=council kind=plan procedure=sitting title=Plan text=p\n"
	         "SEC sec-1 submit matter=p meeting=c41 seen=now\n"
	         "ARM arm-1 adopt matter=p version=1 commitment=p seen=99 => seen-ahead\n"
	         "ARM arm-1 adopt matter=p version=1 commitment=p => seen-missing\n"
	         "ARM arm-1 adopt matter=p version=1 commitment=p seen=now\n"
	         "due p adopted U/DEC/2026/1\n"
	         "SEC sec-1 plan matter=p item=1 title=Talks from=2026-04-01 to=2026-04-30 level=deputies body=council\n"
	         "SEC sec-1 plan matter=p item=2 title=Talks from=2026-05-01 to=2026-05-01\n"
	         "SEC sec-1 plan matter=p item=1 title=Talks from=2026-04-02 to=2026-04-30\n"
	         "SEC sec-1 held matter=p item=1 meeting=c41\n"
	         "SEC sec-1 release release=r1 text=r embargo=+48h matter=p meeting=c41\n"
	         "SEC sec-1 release release=r2 title=News text=r\n"
	         "SEC sec-1 correct entry=31 text=better\n");
	assert_int_equal(kernel_plan_count(play.state, 0), 2);
	assert_true(kernel_plan_at(play.state, 0, 0).held);
	assert_int_equal(kernel_plan_at(play.state, 0, 0).from_days, 20545);
	assert_true(kernel_release_at(play.state, 0).published_ms == play.now_ms + INT64_C(172800000));
	assert_true(kernel_release_at(play.state, 1).published_ms == play.now_ms);
	assert_int_equal(kernel_correction(play.state, 31), 32);
	assert_int_equal(kernel_correction(play.state, 30), 0);
}

/* Members of the child body are its set; its chair is the office's holder; notice, convenors and quorum are the
 * parent's. */
static void test_inheritance(void **state)
{
	(void)state;
	play_run(&play,
	         "at 2026-03-09T09:00Z\n"
	         "ARM arm-1 accredit person=arm-2 key=arm2\n"
	         "SEC sec-1 accredit person=sg key=sg office=secretary\n"
	         "KAZ kaz-1 convene meeting=w1 body=working-group regular=yes place=M zone=Europe/Moscow starts=+240h "
	         "=> not-a-convener\n"
	         "ARM arm-1 convene meeting=w1 body=working-group regular=yes place=M zone=Europe/Moscow starts=+71h "
	         "=> notice-too-short\n"
	         "says (Rules, Rule 3)\n"
	         "ARM arm-1 convene meeting=w1 body=working-group regular=yes place=M zone=Europe/Moscow starts=+72h\n"
	         "ARM arm-1 register meeting=w1 head=arm-1 delegates=arm-2\n"
	         "SEC sec-1 register meeting=w1 head=sg delegates=sec-1\n"
	         "KAZ kaz-1 register meeting=w1 head=kaz-1 delegates=- => not-a-participant\n"
	         "SEC sec-1 invite meeting=w1 guest=KAZ\n"
	         "KAZ kaz-1 register meeting=w1 head=kaz-1 delegates=-\n"
	         "ARM arm-2 attend meeting=w1 present=yes\n"
	         "KAZ kaz-1 attend meeting=w1 present=yes\n"
	         "at 2026-03-12T08:59:59.999Z\n"
	         "SEC sg open meeting=w1 => not-yet\n"
	         "after 1ms\n"
	         "ARM arm-1 open meeting=w1 => not-the-chair\n"
	         "SEC sg open meeting=w1 => quorum-open\n"
	         "says (Rules, Rule 6)\n"
	         "BLR blr-1 register meeting=w1 head=blr-1 delegates=-\n"
	         "BLR blr-1 attend meeting=w1 present=yes\n"
	         "SEC sec-1 open meeting=w1 => not-the-chair\n"
	         "SEC sg open meeting=w1\n"
	         "SEC sg speak meeting=w1 office=secretary text=speech\n");
	assert_int_equal(kernel_meeting_at(play.state, 0).ordinal, 1);
	assert_true(str_eq(kernel_meeting_at(play.state, 0).format, STR("plenary")));
}

/* A child that states nothing: chair, quorum, formats, procedures and the rule of consensus are the parent's; the
 * ordinal is its own. It opens nine days late, which is nobody's business but the members'. */
static void test_child(void **state)
{
	(void)state;
	play_run(&play, "at 2026-03-09T09:00Z\n"
	                "SEC sec-1 convene meeting=c41 body=sub regular=yes host=BLR place=Minsk zone=Europe/Moscow "
	                "starts=2026-03-13T09:00Z\n" DELEGATIONS "at 2026-03-22T09:00Z\n"
	                "ARM arm-1 open meeting=c41 format=narrow => not-the-chair\n"
	                "says Belarus, as registered to it (Rules, Rule 5)\n"
	                "BLR blr-1 open meeting=c41 format=narrow\n"
	                "ARM arm-1 table matter=m body=sub kind=decision procedure=sitting title=T text=t\n"
	                "ARM arm-1 submit matter=m meeting=c41 seen=now\n"
	                "KAZ kaz-1 position matter=m version=1 commitment=t position=object\n"
	                "BLR blr-1 adopt matter=m version=1 commitment=t seen=now => not-adopted\n"
	                "says (Charter, Art. 12)\n"
	                "KAZ kaz-1 position matter=m version=1 commitment=t position=abstain\n"
	                "BLR blr-1 adopt matter=m version=1 commitment=t seen=now\n"
	                "due m adopted U/DEC/2026/1\n");
	assert_int_equal(kernel_meeting_at(play.state, 0).ordinal, 1);
	/* The transition's own citation stands before the rule's. */
	assert_true(str_eq(play.log[play.log_count - 1].field[FIELD_CITE].str, STR("Rules, Rule 14")));
}

/* A citation may stand with the rule's condition alone: the outcome bears it, and so does the refusal. */
static void test_cite_of_condition(void **state)
{
	(void)state;
	play_run(&play, "ARM arm-1 table matter=w body=club kind=x procedure=written title=T\n"
	                "BLR blr-1 position matter=w version=1 position=support\n"
	                "at 2026-04-10T09:00Z\n"
	                "due w adopted U/DEC/2026/1\n");
	assert_true(str_eq(play.log[play.log_count - 1].field[FIELD_CITE].str, STR("Rules, Rule 7")));
}

/* The chair of a body chaired by its host: before the first meeting who would host it, then the newest host. */
static void test_host_chairs(void **state)
{
	(void)state;
	play_run(&play, MEETING "ARM arm-1 table matter=s1 body=council kind=x procedure=silent title=S text=one\n"
	                        "KAZ kaz-1 silence matter=s1 until=+60h seen=now => not-named\n"
	                        "says only the chair (Armenia) or the secretariat may put a text under silence\n"
	                        "ARM arm-2 silence matter=s1 until=+60h seen=now\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_meeting, begin, end),
		cmocka_unit_test_setup_teardown(test_silence, begin, end),
		cmocka_unit_test_setup_teardown(test_last_millisecond, begin, end),
		cmocka_unit_test_setup_teardown(test_expiry_chain, begin, end),
		cmocka_unit_test_setup_teardown(test_equal_instants, begin, end),
		cmocka_unit_test_setup_teardown(test_call, begin, end),
		cmocka_unit_test_setup_teardown(test_versions, begin, end),
		cmocka_unit_test_setup_teardown(test_closing, begin, end),
		cmocka_unit_test_setup_teardown(test_symbols, begin, end),
		cmocka_unit_test_setup_teardown(test_papers, begin, end),
		cmocka_unit_test_setup_teardown(test_inheritance, begin, end),
		cmocka_unit_test_setup_teardown(test_cite_of_condition, begin, end),
		cmocka_unit_test_setup_teardown(test_child, begin, end),
		cmocka_unit_test_setup_teardown(test_host_chairs, begin, end),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
