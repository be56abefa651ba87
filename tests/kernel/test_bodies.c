/* Offices, standing, ballots, classification, rhythm and the charter's own amendment: what an entry brings about, and
 * what time brings about without one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "kernel/charters_bodies.h"
#include "kernel/play.h"
#include "support/acts.h"

static struct play play;

static int begin(void **state)
{
	(void)state;
	PLAY_OPEN(&play, BODIES_CHARTER);
	return 0;
}

static int begin_founded(void **state)
{
	begin(state);
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

static const char *holder(const char *office)
{
	static char name[LIMIT_NAME_SIZE + 1];
	struct tenure_view view;
	uint32_t index = map_get(&kernel_charter(play.state)->offices, str_from(office));
	if (!kernel_holder(play.state, index, play.now_ms, &view))
		return "nobody";
	struct str party = kernel_charter(play.state)->party[view.party].titles.name;
	memcpy(name, party.ptr, party.len);
	name[party.len] = '\0';
	return name;
}

static uint32_t party(const char *name)
{
	return map_get(&kernel_charter(play.state)->parties, str_from(name));
}

static enum status_kind status(const char *name)
{
	return kernel_status(play.state, party(name), play.now_ms);
}

static void at(const char *time)
{
	assert_true(time_parse(str_from(time), &play.now_ms));
}

/* ---- Turns ----------------------------------------------------------------------------------- */

static void test_turns(void **state)
{
	(void)state;
	at("2025-12-31T22:59:59Z");
	assert_string_equal(holder("presidency"), "nobody");
	at("2026-01-05T09:00Z");
	static const char *const order[] = {"KAZ", "RUS", "ARM", "BLR"};
	/* Asked far ahead, before anything is settled. */
	for (int month = 0; month < 40; month++) {
		struct date day = {2026 + month / 12, (uint8_t)(month % 12 + 1), 15};
		play.now_ms = (int64_t)date_to_days(day) * 86400000;
		assert_string_equal(holder("presidency"), order[month % 4]);
	}
	at("2026-02-28T22:59:59Z");
	assert_string_equal(holder("yearly"), "nobody");
	assert_string_equal(holder("presidency"), "RUS");
	at("2026-02-28T23:00Z");
	assert_string_equal(holder("yearly"), "ARM");
	assert_string_equal(holder("presidency"), "ARM");
	at("2027-02-28T23:00Z");
	assert_string_equal(holder("yearly"), "BLR");
}

/* The same answers whether turns were settled one by one, all at once, or are asked for without. */
static void test_settled(void **state)
{
	(void)state;
	play_run(&play, "RUS rus-1 decline office=presidency from=2026-02-01\n"
	                "KAZ kaz-1 decline office=presidency from=2026-02-01 => other-turn\n"
	                "says that begins Sunday 1 February 2026, 00:00 Europe/Vienna\n"
	                "ARM arm-1 decline office=presidency from=2026-02-15\n");
	at("2026-04-10T09:00Z");
	assert_string_equal(holder("presidency"), "RUS"); /* Jan KAZ, Feb BLR, Mar KAZ, Apr RUS */
	play_run(&play, "ARM arm-1 table matter=a body=council kind=x procedure=paper title=A\n");
	assert_string_equal(holder("presidency"), "RUS");
	play_run(&play, "RUS rus-1 decline office=presidency\n");
	assert_string_equal(holder("presidency"), "ARM");
	play_run(&play, "ARM arm-1 decline office=presidency from=2026-01-10 => turn-past\n");
	at("2026-05-10T09:00Z");
	assert_string_equal(holder("presidency"), "BLR");
	at("2026-02-10T09:00Z"); /* the past can still be asked for */
	assert_string_equal(holder("presidency"), "BLR");
}

/* Everybody declines: nobody holds it, and whoever is next goes on. */
static void test_all_decline(void **state)
{
	(void)state;
	play_run(&play, "KAZ kaz-1 decline office=presidency\nRUS rus-1 decline office=presidency\n"
	                "ARM arm-1 decline office=presidency\nBLR blr-1 decline office=presidency\n"
	                "KAZ kaz-1 decline office=presidency => other-turn\nsays is that of nobody\n");
	assert_string_equal(holder("presidency"), "nobody");
	assert_int_equal(kernel_chair(play.state, 0, play.now_ms), NONE);
	at("2026-02-10T09:00Z");
	assert_string_equal(holder("presidency"), "KAZ");
}

/* Who is no member when a turn begins is passed over; who ceases to be one is followed by the next in order. */
static void test_suspended_turn(void **state)
{
	(void)state;
	play_run(&play,
	         "ARM arm-1 table matter=s body=council kind=x procedure=suspend title=S concerned=KAZ from=2026-01-20\n"
	         "ARM arm-1 table matter=r body=council kind=x procedure=suspend title=S concerned=RUS\n"
	         "ARM arm-1 position matter=s version=1 position=support\ndue s done\n"
	         "ARM arm-1 position matter=r version=1 position=support\ndue r done\n");
	assert_string_equal(holder("presidency"), "KAZ");
	at("2026-01-19T23:00Z");
	assert_string_equal(holder("presidency"), "ARM");
	at("2026-02-03T09:00Z");
	assert_string_equal(holder("presidency"), "ARM"); /* RUS is passed over */
	at("2026-03-03T09:00Z");
	assert_string_equal(holder("presidency"), "BLR");
}

/* ---- Tenures --------------------------------------------------------------------------------- */

#define APPOINT(matter, fields)                                                                    \
	"ARM arm-1 table matter=" matter " body=council kind=x procedure=appoint title=T " fields "\n" \
	"ARM arm-1 position matter=" matter " version=1 position=support\ndue " matter " done\n"

static void test_tenures(void **state)
{
	(void)state;
	struct tenure_view view;
	assert_string_equal(holder("sg"), "BLR");
	assert_true(kernel_holder(play.state, 2, play.now_ms, &view));
	assert_int_equal(view.acting, 3);
	play_run(&play, APPOINT("a", "office=sg holder=KAZ person=kaz-9 from=2026-02-01") "none\n");
	assert_string_equal(holder("sg"), "BLR");
	assert_int_equal(kernel_tenure_count(play.state, 2), 1);
	view = kernel_tenure_at(play.state, 2, 0);
	assert_int_equal(view.party, party("KAZ"));
	assert_int_equal(view.until_ms - view.from_ms, INT64_C(1096) * 86400000); /* three years, one of them a leap year */
	at("2026-01-31T23:00Z");
	assert_string_equal(holder("sg"), "KAZ");
	play_run(&play,
	         "KAZ kaz-1 accredit person=kaz-8 key=k8 office=sg => not-the-holder\n"
	         "KAZ kaz-1 accredit person=kaz-9 key=k9 office=sg\n" APPOINT("b", "office=sg holder=RUS to=2026-02-10"));
	assert_string_equal(holder("sg"), "RUS");
	at("2026-02-10T22:59:59Z");
	assert_string_equal(holder("sg"), "RUS");
	at("2026-02-10T23:00Z"); /* what was before does not come back */
	assert_string_equal(holder("sg"), "BLR");
	at("2030-02-01T00:00Z");
	assert_string_equal(holder("sg"), "nobody");
	play_run(&play, APPOINT("c", "office=sg holder=RUS"));
	assert_string_equal(holder("sg"), "RUS");
	play_run(&play, "ARM arm-1 table matter=d body=council kind=x procedure=relieve title=T office=sg\n"
	                "ARM arm-1 position matter=d version=1 position=support\ndue d done\n");
	assert_string_equal(holder("sg"), "nobody");
}

/* An office that goes round: an appointment through a whole turn uses up nobody's; the charter's holder gives way. */
static void test_turn_taken(void **state)
{
	(void)state;
	play_run(&play, APPOINT("a", "office=presidency holder=SEC from=2026-02-01 to=2026-03-15"));
	at("2026-02-20T09:00Z");
	assert_string_equal(holder("presidency"), "SEC");
	at("2026-03-20T09:00Z"); /* the rest of March is RUS's, whose turn February would have been */
	assert_string_equal(holder("presidency"), "RUS");
	play_run(&play, "ARM arm-1 table matter=z body=council kind=x procedure=paper title=Z\n");
	at("2026-04-02T09:00Z");
	assert_string_equal(holder("presidency"), "ARM");
	play_run(&play, APPOINT("b", "office=deputy holder=RUS"));
	assert_string_equal(holder("deputy"), "RUS");
}

/* ---- Standing -------------------------------------------------------------------------------- */

#define DO(matter, procedure, fields)                                                                    \
	"ARM arm-1 table matter=" matter " body=council kind=x procedure=" procedure " title=T " fields "\n" \
	"ARM arm-1 position matter=" matter " version=1 position=support\ndue " matter " done\n"

static void test_standing(void **state)
{
	(void)state;
	assert_int_equal(status("UZB"), STATUS_MAX);
	play_run(&play, DO("a", "observe", "concerned=UZB"));
	assert_int_equal(status("UZB"), STATUS_OBSERVER);
	play_run(&play,
	         "UZB uzb-1 table matter=n body=council kind=x procedure=paper title=T => not-named\n" DO(
				 "b", "admit", "concerned=UZB from=2026-01-10") DO("c", "suspend", "concerned=UZB from=2026-01-20"));
	at("2026-01-09T23:00Z");
	assert_int_equal(status("UZB"), STATUS_MEMBER);
	at("2026-01-19T23:00Z");
	assert_int_equal(status("UZB"), STATUS_SUSPENDED);
	play_run(&play, DO("d", "mute", "concerned=UZB,RUS"));
	assert_false(kernel_has_vote(play.state, party("RUS"), play.now_ms));
	assert_true(kernel_is_member(play.state, 0, party("RUS"), play.now_ms));
	struct party_set members = kernel_electorate(play.state, 0, play.now_ms);
	assert_int_equal(party_set_count(&members), 3);
	play_run(&play, "ARM arm-1 table matter=n body=council kind=x procedure=paper title=T\n"
	                "RUS rus-1 position matter=n version=1 position=support => no-vote\n"
	                "says Russia has no vote now: it was suspended\n" DO("e", "restore", "concerned=UZB,RUS,KAZ"));
	assert_int_equal(status("UZB"), STATUS_MEMBER);
	assert_true(kernel_has_vote(play.state, party("RUS"), play.now_ms));
	assert_int_equal(status("KAZ"), STATUS_MEMBER);
	play_run(&play, DO("f", "leave", "concerned=KAZ"));
	assert_int_equal(status("KAZ"), STATUS_MAX);
	assert_false(kernel_is_member(play.state, 0, party("KAZ"), play.now_ms));
	assert_int_equal(kernel_standing_count(play.state), 9);
	for (uint32_t i = 1; i < kernel_standing_count(play.state); i++)
		assert_true(kernel_standing_at(play.state, i - 1).from_ms <= kernel_standing_at(play.state, i).from_ms);
	/* One who was an observer when it was suspended is one again. */
	play_run(&play, DO("g", "observe", "concerned=KAZ") DO("h", "suspend", "concerned=KAZ")
	                    DO("i", "restore", "concerned=KAZ"));
	assert_int_equal(status("KAZ"), STATUS_OBSERVER);
}

/* The charter's statuses go on where the record says nothing newer. */
static void test_charter_and_record(void **state)
{
	(void)state;
	int64_t now_ms = play.now_ms;
	at("2000-06-01T00:00Z");
	assert_int_equal(status("RUS"), STATUS_OBSERVER);
	at("1999-06-01T00:00Z");
	assert_int_equal(status("RUS"), STATUS_MAX);
	at("2001-06-01T00:00Z");
	assert_int_equal(status("RUS"), STATUS_MEMBER);
	play.now_ms = now_ms;
}

static void test_arrears(void **state)
{
	(void)state;
	play_run(&play, "SEC sec-1 arrears of=RUS since=2024-02-01\n"
	                "SEC sec-1 arrears of=KAZ since=2020-02-01\n"
	                "ARM arm-1 table matter=n body=council kind=x procedure=paper title=T\n"
	                "KAZ kaz-1 position matter=n version=1 position=support => no-vote\n"
	                "says Kazakhstan has no vote now: it is in arrears (Charter, Art. 19)\n"
	                "RUS rus-1 position matter=n version=1 position=support\n");
	assert_true(kernel_in_arrears(play.state, party("KAZ"), play.now_ms));
	at("2026-01-31T22:59:59Z");
	assert_true(kernel_has_vote(play.state, party("RUS"), play.now_ms));
	at("2026-01-31T23:00Z");
	assert_false(kernel_has_vote(play.state, party("RUS"), play.now_ms));
	play_run(&play, DO("r", "restore", "concerned=RUS"));
	assert_true(kernel_has_vote(play.state, party("RUS"), play.now_ms)); /* waived … */
	assert_true(kernel_in_arrears(play.state, party("RUS"), play.now_ms));
	play_run(&play, "SEC sec-1 paid of=RUS\nSEC sec-1 arrears of=RUS since=2020-01-01\n");
	assert_false(kernel_has_vote(play.state, party("RUS"), play.now_ms)); /* … and not for what came after */
	play_run(&play, "SEC sec-1 paid of=KAZ\nSEC sec-1 paid of=RUS\nSEC sec-1 arrears of=ARM since=2026-01-01\n"
	                "SEC sec-1 paid of=ARM\n");
	at("2029-01-31T23:00Z");
	assert_true(kernel_has_vote(play.state, party("ARM"), play.now_ms));
	assert_true(kernel_has_vote(play.state, party("KAZ"), play.now_ms));
}

/* A member whose vote is gone still chairs, convenes, sits. */
static void test_mute_sits(void **state)
{
	(void)state;
	play_run(&play,
	         DO("d", "mute",
	            "concerned=KAZ") "KAZ kaz-1 convene meeting=m body=council regular=yes place=V zone=Europe/Vienna "
	                             "starts=2026-01-08T09:00Z\n"
	                             "KAZ kaz-1 register meeting=m head=kaz-1 delegates=-\nat 2026-01-08T09:00Z\n"
	                             "KAZ kaz-1 attend meeting=m present=yes\nKAZ kaz-1 open meeting=m\n");
}

/* ---- Ballots, classification ----------------------------------------------------------------- */

#define BALLOT "SEC sec-1 ballot matter=e scrutineers=arm-1,blr-1 "
static void test_ballots(void **state)
{
	(void)state;
	struct outcome outcome;
	struct act act;
	play_run(&play, "ARM arm-1 table matter=e body=council kind=x procedure=election title=E\n" BALLOT
	                "round=1 papers=1 invalid=0 ayes=1 noes=0 abstentions=0 absentees=3\nnone\nstage e open\n" BALLOT
	                "round=2 papers=3 invalid=1 ayes=2 noes=0 abstentions=0 absentees=1\n");
	assert_true(kernel_due(play.state, play.now_ms, &outcome));
	assert_true(outcome.secret && outcome.adopts);
	assert_true(outcome_act(play.state, &outcome, &play.scratch, &act));
	assert_int_equal(act.field[FIELD_AYES].number, 2);
	assert_int_equal(act.field[FIELD_ABSENTEES].number, 1);
	assert_int_equal(act.field[FIELD_FOR].count + act.field[FIELD_SILENT].count + act.field[FIELD_ABSENT].count, 0);
	memset(act.nonce, 0xee, sizeof act.nonce);
	struct act lie = act;
	lie.field[FIELD_AYES].number = 3;
	assert_int_equal(play_act(&play, &lie).refusal, REFUSAL_OUTCOME_DIFFERS);
	lie = act;
	lie.field[FIELD_AYES].set = false;
	assert_int_equal(play_act(&play, &lie).refusal, REFUSAL_OUTCOME_DIFFERS);
	play_run(&play, "due e elected\n");
	struct matter_view view = kernel_matter_at(play.state, 0);
	assert_true(view.has_ballot);
	assert_int_equal(view.round, 2);
	assert_int_equal(view.invalid, 1);
	play_run(&play, "ARM arm-1 table matter=f body=council kind=x procedure=election title=F\n"
	                "SEC sec-1 ballot matter=f scrutineers=arm-1,blr-1 round=1 papers=4 invalid=4 ayes=0 noes=0 "
	                "abstentions=0 absentees=0\ndue f nobody\n"
	                "SEC sec-1 ballot matter=f scrutineers=arm-1,blr-1 round=2 papers=4 invalid=4 ayes=0 noes=0 "
	                "abstentions=0 absentees=0 => matter-decided\n");
}

/* Who has recused itself is none of the electorate: it hands in no paper, and no vote is taken off in its place. */
static void test_ballot_recused(void **state)
{
	(void)state;
	play_run(&play, "ARM arm-1 table matter=e body=council kind=x procedure=election title=E\n"
	                "ARM arm-1 position matter=e version=1 position=recuse\n" BALLOT
	                "round=1 papers=4 invalid=0 ayes=2 noes=2 abstentions=0 absentees=0 => ballot-sum\n"
	                "says 3 members, but 4 papers and absentees\n" BALLOT
	                "round=1 papers=3 invalid=0 ayes=2 noes=1 abstentions=0 absentees=0\ndue e elected\n");
	assert_int_equal(kernel_matter_at(play.state, 0).noes, 1);
}

static void test_classified(void **state)
{
	(void)state;
	play_run(&play, "ARM arm-1 table matter=a body=council kind=substance procedure=paper title=A\n"
	                "ARM arm-1 position matter=a version=1 position=support\n"
	                "BLR blr-1 position matter=a version=1 position=support\n"
	                "RUS rus-1 position matter=a version=1 position=object\n"
	                "KAZ kaz-1 adopt matter=a version=1 seen=now => not-adopted\n"
	                "ARM arm-1 table matter=p body=council kind=x procedure=preliminary title=P about=a\n"
	                "ARM arm-1 position matter=p version=1 position=support\ndue p procedural\n"
	                "KAZ kaz-1 adopt matter=a version=1 seen=99 => seen-ahead\n");
	assert_true(str_eq(kernel_matter_at(play.state, 0).kind, STR("procedural")));
	play_run(&play, "KAZ kaz-1 adopt matter=a version=1 seen=now\ndue a adopted\n");
	/* What was decided in the meantime is left as it is. */
	play_run(&play, "ARM arm-1 table matter=b body=council kind=substance procedure=paper title=A\n"
	                "ARM arm-1 table matter=q body=council kind=x procedure=preliminary title=P about=b\n"
	                "at 2026-03-05T09:00Z\ndue b lapsed\n"
	                "ARM arm-1 position matter=q version=1 position=support\ndue q procedural\n");
	assert_true(str_eq(kernel_matter_at(play.state, kernel_matter_find(play.state, STR("b"))).kind, STR("substance")));
}

/* ---- Chairs and rhythm ----------------------------------------------------------------------- */

#define MEET(name, time)                                                                                             \
	"KAZ kaz-1 convene meeting=" name " body=council regular=yes place=V zone=Europe/Vienna waiver=yes starts=" time \
	"\nKAZ kaz-1 register meeting=" name " head=kaz-1 delegates=-\n"                                                 \
	"RUS rus-1 register meeting=" name " head=rus-1 delegates=-\n"                                                   \
	"ARM arm-1 register meeting=" name " head=arm-1 delegates=-\n"                                                   \
	"at " time "\nKAZ kaz-1 attend meeting=" name " present=yes\nARM arm-1 attend meeting=" name " present=yes\n"    \
	"KAZ kaz-1 open meeting=" name "\n"

/* The chair is ceded to the next in order of those who are present; before a meeting, to the next. */
static void test_recusal(void **state)
{
	(void)state;
	play_run(&play,
	         "ARM arm-1 table matter=a body=council kind=x procedure=paper title=A concerned=KAZ\n"
	         "KAZ kaz-1 adopt matter=a version=1 seen=now => not-named\n"
	         "says only the chair (Russia) may\n"
	         "ARM arm-1 adopt matter=a version=1 seen=now => not-named\n"
	         "RUS rus-1 adopt matter=a version=1 seen=now => not-adopted\n"
	         "ARM arm-1 table matter=b body=council kind=x procedure=paper title=B concerned=KAZ,RUS,ARM,BLR\n"
	         "ARM arm-1 adopt matter=b version=1 seen=now => not-named\n" MEET(
				 "m", "2026-01-06T09:00Z") "RUS rus-1 submit matter=a meeting=m seen=now => not-named\n"
	                                       "says only the chair (Armenia) may\n"
	                                       "ARM arm-1 submit matter=a meeting=m seen=now\n"
	                                       "RUS rus-1 adopt matter=a version=1 seen=now => not-named\n" /* not there */
	                                       "says only the chair (Armenia) may\n"
	                                       "ARM arm-1 position matter=a version=1 position=support\n"
	                                       "KAZ kaz-1 position matter=a version=1 position=support\n"
	                                       "ARM arm-1 adopt matter=a version=1 seen=now\ndue a adopted\n");
}

static void test_rhythm(void **state)
{
	(void)state;
	struct rhythm_view view = kernel_rhythm(play.state, 0, play.now_ms);
	assert_int_equal(view.wanted, 2);
	assert_true(view.monthly && view.last_ms == TIME_NEVER && view.gap_ends_ms == TIME_NEVER);
	play_run(&play, MEET("m", "2026-01-06T09:00Z") "KAZ kaz-1 close meeting=m\n");
	view = kernel_rhythm(play.state, 0, play.now_ms);
	assert_int_equal(view.held, 1);
	assert_true(view.gap_ends_ms - view.last_ms == INT64_C(14) * 86400000);
	play_run(&play, MEET("n", "2026-01-20T09:00Z") "KAZ kaz-1 close meeting=n\n");
	view = kernel_rhythm(play.state, 0, play.now_ms);
	assert_int_equal(view.late, 0); /* on the last instant */
	assert_int_equal(view.held, 2);
	play_run(&play, "KAZ kaz-1 convene meeting=o body=council regular=no place=V zone=Europe/Vienna waiver=yes "
	                "starts=2026-02-03T09:00:01Z\nRUS rus-1 register meeting=o head=rus-1 delegates=-\n"
	                "at 2026-02-03T09:00:01Z\nRUS rus-1 open meeting=o\n");
	view = kernel_rhythm(play.state, 0, play.now_ms);
	assert_int_equal(view.late, 1);
	assert_int_equal(view.held, 0); /* another month, and not a regular one */
	assert_int_equal(kernel_rhythm(play.state, 1, play.now_ms).wanted, 0);
}

/* ---- Amendments ------------------------------------------------------------------------------ */

static const char *const second[] = {
	BODIES_HEAD,
	BODIES_PARTIES,
	"party TJK \"Tajikistan\" { status member from 2026-01-01 }\n",
	BODIES_BODIES,
	BODIES_PROCEDURES,
	BODIES_EFFECTS,
	"body late \"Late\" { parent council }\noffice last \"Last\" { holder TJK from 2026-01-01 }\n",
	NULL};

/* 70 parties more: sets grow by a word. */
static const char *many(struct play *on)
{
	struct buf text = buf_new(&on->charter_arena, 16384);
	for (unsigned i = 0; i < 70; i++) {
		buf_c(&text, "party p");
		buf_u64(&text, i);
		buf_c(&text, " \"P\" { status observer from 2026-01-01 }\n");
	}
	buf_byte(&text, 0);
	return text.ptr;
}

static void offer_both(void)
{
	play_offer(&play, 'D', second);
	const char *const third[] = {BODIES_HEAD,
	                             BODIES_PARTIES,
	                             "party TJK \"Tajikistan\" { status member from 2026-01-01 }\n",
	                             many(&play),
	                             BODIES_BODIES,
	                             BODIES_PROCEDURES,
	                             BODIES_EFFECTS,
	                             "body late \"Late\" { parent council }\n"
	                             "office last \"Last\" { holder TJK from 2026-01-01 }\n",
	                             NULL};
	play_offer(&play, 'E', third);
}

static void test_amended(void **state)
{
	(void)state;
	offer_both();
	play_run(
		&play,
		MEET(
			"m",
			"2026-01-06T09:00Z") "ARM arm-1 table matter=keep body=council kind=x procedure=paper title=K concerned=KAZ\n"
								 "BLR blr-1 position matter=keep version=1 position=object\n"
								 "ARM arm-1 table matter=a body=council kind=x procedure=amendment title=A charter=D\n"
								 "ARM arm-1 position matter=a version=1 commitment=E position=support => commitment\n"
								 "ARM arm-1 position matter=a version=1 commitment=D position=support\ndue a done\n");
	assert_int_equal(kernel_charter_count(play.state), 2);
	assert_int_equal(kernel_charter(play.state)->party_count, 7);
	struct charter_view view = kernel_charter_at(play.state, 1);
	assert_int_equal(view.hash[0], 'D');
	assert_int_equal(view.entry + 1, kernel_size(play.state));
	assert_int_equal(kernel_charter_for(play.state, view.entry), 0);
	assert_int_equal(kernel_charter_for(play.state, view.entry + 1), 1);
	assert_int_equal(kernel_charter_for(play.state, 0), 0);
	assert_int_equal(status("TJK"), STATUS_MEMBER);
	assert_string_equal(holder("last"), "TJK");
	assert_string_equal(holder("presidency"), "KAZ");
	play_run(&play, "SEC sec-1 enrol of=TJK person=tjk-1 key=t\n"
	                "TJK tjk-1 countersign key=t charter=C registrar=registrar\n"
	                "TJK tjk-1 position matter=keep version=1 position=support\n"
	                "TJK tjk-1 table matter=l body=late kind=x procedure=paper title=L\n"
	                "TJK tjk-1 register meeting=m head=tjk-1 delegates=-\n"
	                "TJK tjk-1 attend meeting=m present=yes\n"
	                "ARM arm-1 table matter=b body=council kind=x procedure=amendment title=B charter=E\n"
	                "ARM arm-1 position matter=b version=1 commitment=E position=support\ndue b done\n");
	assert_int_equal(kernel_charter(play.state)->party_count, 77);
	uint32_t keep = kernel_matter_find(play.state, STR("keep"));
	struct matter_view matter = kernel_matter_at(play.state, keep);
	assert_true(party_set_has(&matter.ballot.set[TERM_AGAINST], party("BLR")));
	assert_true(party_set_has(&matter.ballot.set[TERM_FOR], party("TJK")));
	assert_true(party_set_has(&matter.concerned, party("KAZ")));
	assert_int_equal(party_set_count(&matter.concerned), 1);
	assert_int_equal(status("p69"), STATUS_OBSERVER);
	play_run(&play,
	         "SEC sec-1 enrol of=p69 person=p69-1 key=u\np69 p69-1 countersign key=u charter=C registrar=registrar\n"
	         "TJK tjk-1 position matter=keep version=1 position=abstain\n"
	         "at 2026-02-20T09:00Z\ndue keep lapsed\ndue l lapsed\n");
}

/* Two amendments that one closing decides: the second does not fit the first, and stays. */
static void test_amended_twice(void **state)
{
	(void)state;
	offer_both();
	play_run(
		&play,
		MEET(
			"m",
			"2026-01-06T09:00Z") "ARM arm-1 table matter=a body=council kind=x procedure=amendment title=A charter=E\n"
								 "ARM arm-1 table matter=b body=council kind=x procedure=amendment title=B charter=D\n"
								 "ARM arm-1 table matter=c body=council kind=x procedure=amendment title=C charter=D\n"
								 "ARM arm-1 amend matter=c version=2 charter=E\n"
								 "ARM arm-1 submit matter=a meeting=m seen=now\nARM arm-1 submit matter=b meeting=m seen=now\n"
								 "KAZ kaz-1 close meeting=m\ndue a done\n");
	/* The charter waits for what the same act decided. */
	assert_int_equal(kernel_charter_count(play.state), 1);
	play_run(&play, "due b sitting\nnone\n");
	assert_int_equal(kernel_charter_count(play.state), 2);
	assert_int_equal(kernel_charter(play.state)->party_count, 77);
	play_run(&play,
	         "ARM arm-1 position matter=c version=2 commitment=E position=support\ndue c done\n" /* the same again */
	         "at 2027-01-06T09:00Z\ndue b lapsed\n");
	assert_int_equal(kernel_charter_count(play.state), 3);
}

/* A zones entry after the amendment must know the zones of the charter in force. */
static void test_zones_after(void **state)
{
	(void)state;
	static const char *const moved[] = {
		BODIES_HEAD,
		BODIES_PARTIES,
		"party TJK \"Tajikistan\" {\n  zone Europe/Moscow\n  status member from 2026-01-01\n}\n",
		BODIES_BODIES,
		BODIES_PROCEDURES,
		BODIES_EFFECTS,
		NULL};
	play_offer(&play, 'F', moved);
	play_run(&play,
	         "- registrar zones tzdata=2026b zones=Europe/Vienna:3600\n"
	         "ARM arm-1 table matter=a body=council kind=x procedure=amendment title=A charter=F => charter-unfit\n"
	         "says its time zone Europe/Moscow is missing\n"
	         "- registrar zones tzdata=2026c zones=Europe/Moscow:10800,Europe/Vienna:3600\n"
	         "ARM arm-1 table matter=a body=council kind=x procedure=amendment title=A charter=F\n"
	         "- registrar zones tzdata=2026d zones=Europe/Vienna:3600\n"
	         "ARM arm-1 position matter=a version=1 commitment=F position=support\nnone\n"
	         "- registrar zones tzdata=2026e zones=Europe/Moscow:10800,Europe/Vienna:3600\n"
	         "ARM arm-1 position matter=a version=1 commitment=F position=support\ndue a done\n"
	         "- registrar zones tzdata=2026f zones=Europe/Vienna:3600 => zone-missing\n");
}

/* ---- A random walk --------------------------------------------------------------------------- */

static uint64_t chance;
static unsigned draw(unsigned below)
{
	chance ^= chance << 13;
	chance ^= chance >> 7;
	chance ^= chance << 17;
	return (unsigned)(chance >> 33) % below;
}

static const char *one_of(const char *const *words, unsigned count)
{
	return words[draw(count)];
}
#define ONE_OF(...) \
	one_of((const char *const[]){__VA_ARGS__}, sizeof((const char *const[]){__VA_ARGS__}) / sizeof(const char *))

/* One act at random, refused more often than not. */
static struct act any_act(unsigned step)
{
	const char *who = ONE_OF("ARM", "BLR", "KAZ", "RUS", "UZB", "SEC"), *verb = "table";
	char by[16], fields[300];
	snprintf(by, sizeof by, "%c%c%c-1", who[0] + 32, who[1] + 32, who[2] + 32);
	switch (draw(10)) {
	case 0:
	case 1:
	case 2:
		if (draw(4))
			strcpy(by, "arm-1"), who = "ARM";
		snprintf(fields, sizeof fields, "matter=m%u body=council kind=x title=T procedure=%s", step,
		         ONE_OF("appoint office=sg holder=KAZ", "appoint office=presidency holder=SEC",
		                "appoint office=presidency holder=BLR from=2028-06-01", "relieve office=presidency",
		                "suspend concerned=KAZ", "suspend concerned=RUS,BLR", "mute concerned=KAZ,RUS",
		                "restore concerned=KAZ,RUS", "restore concerned=RUS,BLR", "admit concerned=UZB",
		                "leave concerned=UZB", "observe concerned=UZB", "admit concerned=KAZ,BLR", "election", "paper",
		                "paper concerned=ARM", "amendment charter=D"));
		break;
	case 3:
	case 4:
	case 5:
		who = "ARM";
		strcpy(by, "arm-1");
		verb = "position";
		snprintf(fields, sizeof fields, "matter=m%u version=1 position=support%s",
		         step - draw(step < 12 ? step + 1 : 12), draw(4) ? "" : " commitment=D");
		break;
	case 6:
		verb = "decline";
		snprintf(fields, sizeof fields, "office=%s", ONE_OF("presidency", "yearly"));
		break;
	case 7:
		who = "SEC";
		strcpy(by, "sec-1");
		verb = ONE_OF("arrears", "paid");
		snprintf(fields, sizeof fields, "of=%s%s", ONE_OF("KAZ", "RUS"), *verb == 'a' ? " since=2024-06-01" : "");
		break;
	default:
		who = "SEC";
		strcpy(by, "sec-1");
		verb = "ballot";
		snprintf(
			fields, sizeof fields,
			"matter=m%u round=1 papers=%u invalid=0 ayes=%u noes=0 abstentions=0 absentees=%u scrutineers=arm-1,blr-1",
			step - draw(step < 12 ? step + 1 : 12), 3, 3, 1);
		break;
	}
	return act_of(&play.scratch, verb, who, by, fields, play.now_ms, play.serial++);
}

/* Whatever happens, the invariants hold; the log gives the same state, and the same answers about the past and the
 * future, to whoever replays it in one go. */
static void test_walk(void **state)
{
	(void)state;
	unsigned accepted = 0;
	play_offer(&play, 'D', second);
	chance = 20261127;
	for (unsigned step = 0; step < 2500; step++) {
		play.now_ms += (int64_t)draw(40) * 3600 * 1000;
		while (play_outcome(&play))
			;
		struct act act = any_act(step);
		accepted += play_act(&play, &act).refusal == REFUSAL_NONE;
		while (play_outcome(&play))
			;
	}
	assert_true(accepted > 500);
	assert_true(kernel_standing_count(play.state) > 100);
	assert_int_equal(kernel_charter_count(play.state) > 1, 1);
	struct region region;
	assert_true(arena_reserve(&region, (size_t)1 << 30));
	struct arena arena = arena_of(&region);
	struct state *again = play_replayed(&play, &arena, (struct map_key){7, 8});
	for (int64_t t = play.now_ms - INT64_C(86400000) * 700; t < play.now_ms + INT64_C(86400000) * 700;
	     t += 86400000 * 5) {
		for (uint32_t office = 0; office < 4; office++) {
			struct tenure_view a = {.party = NONE}, b = {.party = NONE};
			assert_int_equal(kernel_holder(play.state, office, t, &a), kernel_holder(again, office, t, &b));
			assert_int_equal(a.party, b.party);
			assert_true(a.from_ms == b.from_ms && a.until_ms == b.until_ms);
		}
		for (uint32_t p = 0; p < 7; p++) {
			assert_int_equal(kernel_status(play.state, p, t), kernel_status(again, p, t));
			assert_int_equal(kernel_has_vote(play.state, p, t), kernel_has_vote(again, p, t));
		}
	}
	arena_return(&region);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_turns, begin_founded, end),
		cmocka_unit_test_setup_teardown(test_settled, begin_founded, end),
		cmocka_unit_test_setup_teardown(test_all_decline, begin_founded, end),
		cmocka_unit_test_setup_teardown(test_suspended_turn, begin_founded, end),
		cmocka_unit_test_setup_teardown(test_tenures, begin_founded, end),
		cmocka_unit_test_setup_teardown(test_turn_taken, begin_founded, end),
		cmocka_unit_test_setup_teardown(test_standing, begin_founded, end),
		cmocka_unit_test_setup_teardown(test_charter_and_record, begin_founded, end),
		cmocka_unit_test_setup_teardown(test_arrears, begin_founded, end),
		cmocka_unit_test_setup_teardown(test_mute_sits, begin_founded, end),
		cmocka_unit_test_setup_teardown(test_ballots, begin_founded, end),
		cmocka_unit_test_setup_teardown(test_ballot_recused, begin_founded, end),
		cmocka_unit_test_setup_teardown(test_classified, begin_founded, end),
		cmocka_unit_test_setup_teardown(test_recusal, begin_founded, end),
		cmocka_unit_test_setup_teardown(test_rhythm, begin_founded, end),
		cmocka_unit_test_setup_teardown(test_amended, begin_founded, end),
		cmocka_unit_test_setup_teardown(test_amended_twice, begin_founded, end),
		cmocka_unit_test_setup_teardown(test_zones_after, begin_founded, end),
		cmocka_unit_test_setup_teardown(test_walk, begin_founded, end),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
