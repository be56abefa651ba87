/* Procedures in time: bounds, answers, requests, meetings about a matter, clocks that are touched, referrals, moves,
 * versions of rules, instruments, a text that waits for a meeting. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "kernel/charters_time.h"
#include "kernel/play.h"

static struct play play;

static int begin(void **state)
{
	(void)state;
	PLAY_OPEN(&play, TIME_CHARTER);
	play_found(&play);
	play_run(&play, "at 2026-03-02T09:00Z\n");
	return 0;
}

static int end(void **state)
{
	(void)state;
	play_replay(&play);
	play_close(&play);
	return 0;
}

static uint32_t count_of(const char *name, enum term term)
{
	struct matter_view view = play_matter(&play, name);
	return party_set_count(&view.ballot.set[term]);
}

/* Armenia and Kazakhstan come to the meeting. */
static void gather(const char *meeting)
{
	static const char *const who[][2] = {{"ARM", "arm-1"}, {"KAZ", "kaz-1"}};
	char line[200];
	for (unsigned i = 0; i < 2; i++) {
		snprintf(line, sizeof line,
		         "%s %s register meeting=%s head=%s delegates=-\n%s %s attend meeting=%s present=yes\n", who[i][0],
		         who[i][1], meeting, who[i][1], who[i][0], who[i][1], meeting);
		play_run(&play, line);
	}
}

/* The emergency mechanism to the instant: the answer, the seconding, … */
static void ask_and_second(void)
{
	play_run(&play, "ARM arm-1 table matter=a body=council kind=x procedure=berlin title=A concerned=BLR,RUS\n"
	                "deadline a 2026-03-04T09:00Z\n"
	                "ARM arm-1 answer matter=a text=x => not-named\n"
	                "says only a party that it concerns may answer\n"
	                "SEC sec-1 answer matter=a text=x => not-named\n"
	                "at 2026-03-04T08:59:59.999Z\n"
	                "RUS rus-1 answer matter=a text=x\n"
	                "due a answered\n"
	                "BLR blr-1 answer matter=a text=x => matter-decided\n");
	/* Not answered; seconded in the last millisecond, by one who neither tabled nor requested. */
	play_run(&play, "ARM arm-1 table matter=b body=council kind=x procedure=berlin title=B concerned=BLR\n"
	                "BLR blr-1 request matter=b => not-foreseen\n"
	                "at 2026-03-06T08:59:59.999Z\n"
	                "due b asked\n"
	                "deadline b 2026-03-08T08:59:59.999Z\n"
	                "ARM arm-1 request matter=b\n"
	                "ARM arm-1 position matter=b version=1 position=support\n"
	                "stage b asked\n"
	                "at 2026-03-08T08:59:59.998Z\n"
	                "KAZ kaz-1 position matter=b version=1 position=support\n"
	                "stage b seconded\n"
	                "deadline b never\n");
	assert_int_equal(count_of("b", TERM_CONCERNED), 1);
	assert_int_equal(count_of("b", TERM_REQUESTERS), 1);
	assert_int_equal(count_of("b", TERM_AUTHOR), 1);
}

/* … the notice, the opening, the end. Immediately: measured, whenever it is. From the notice on, not before 48 hours,
 * and before three days are over. */
static void test_berlin(void **state)
{
	(void)state;
	ask_and_second();
	play_run(&play, "at 2026-03-08T11:00Z\n"
	                "KAZ kaz-1 convene meeting=m regular=no place=V zone=Europe/Vienna body=council about=b "
	                "starts=+47h => meeting-too-early\n"
	                "says the earliest start is Tuesday 10 March 2026, 12:00 Europe/Vienna (11:00 UTC) (Berlin 2)\n"
	                "KAZ kaz-1 convene meeting=m regular=no place=V zone=Europe/Vienna body=council about=b "
	                "starts=2026-03-10T10:59:59.999Z => meeting-too-early\n"
	                "KAZ kaz-1 convene meeting=m regular=no place=V zone=Europe/Vienna body=council about=b "
	                "starts=2026-03-11T11:00Z => meeting-too-late\n"
	                "says it must begin before Wednesday 11 March 2026, 12:00 Europe/Vienna (11:00 UTC) (Berlin 3)\n"
	                "ARM arm-1 convene meeting=m regular=no place=V zone=Europe/Vienna body=council about=b "
	                "starts=+48h => not-a-convener\n"
	                "KAZ kaz-1 convene meeting=m regular=no place=V zone=Europe/Vienna body=committee about=b "
	                "starts=+48h => about-another-body\n"
	                "KAZ kaz-1 convene meeting=m regular=no place=V zone=Europe/Vienna body=council about=z "
	                "starts=+48h => unknown-name\n"
	                "KAZ kaz-1 convene meeting=m regular=no place=V zone=Europe/Vienna body=council about=a "
	                "starts=+48h => matter-decided\n"
	                "KAZ kaz-1 convene meeting=m regular=no place=V zone=Europe/Vienna body=council about=b "
	                "starts=+48h\n"
	                "stage b convened\n"
	                "deadline b 2026-03-11T11:00Z\n"
	                /* a second meeting about it does not move the bounds */
	                "after 1h\n"
	                "KAZ kaz-1 convene meeting=n regular=no place=V zone=Europe/Vienna body=council about=b "
	                "starts=2026-03-10T10:59:59.999Z => meeting-too-early\n"
	                "KAZ kaz-1 convene meeting=n regular=no place=V zone=Europe/Vienna body=council about=b "
	                "starts=2026-03-11T10:59:59.999Z\n"
	                "deadline b 2026-03-11T11:00Z\n");
	struct matter_view b = play_matter(&play, "b");
	assert_int_equal(b.measure_count, 1);
	struct measure_view measure = kernel_measure_at(play.state, kernel_matter_find(play.state, STR("b")), 0);
	assert_int_equal(measure.to_ms - measure.from_ms, 2 * 3600000 + 2);
	gather("m");
	play_run(&play, "at 2026-03-10T10:59:59.999Z\n"
	                "KAZ kaz-1 open meeting=m => not-yet\n"
	                "after 1ms\n"
	                "KAZ kaz-1 open meeting=m\n"
	                "stage b sitting\n"
	                "deadline b 2026-03-12T11:00Z\n"
	                "KAZ kaz-1 register meeting=n head=kaz-1 delegates=-\n"
	                "at 2026-03-11T11:00Z\n");
	gather("n");
	play_run(&play, "KAZ kaz-1 open meeting=n => not-foreseen\n"
	                "says at the stage sitting, b is not open to this: the procedure foresees no opening\n"
	                "KAZ kaz-1 cancel meeting=n\n"
	                "at 2026-03-12T11:00Z\n"
	                "due b ended\n"
	                "none\n"
	                "KAZ kaz-1 close meeting=m\n");
}

/* Nobody opens in time: the meeting finds nothing to open for. A withdrawal is not held back by the floor. */
static void test_not_held(void **state)
{
	(void)state;
	play_run(&play, "ARM arm-1 table matter=b body=council kind=x procedure=berlin title=B concerned=BLR\n"
	                "ARM arm-1 table matter=c body=council kind=x procedure=berlin title=C concerned=BLR\n"
	                "after 48h\n"
	                "due b asked\n"
	                "due c asked\n"
	                "KAZ kaz-1 position matter=b version=1 position=support\n"
	                "KAZ kaz-1 position matter=c version=1 position=support\n"
	                "KAZ kaz-1 convene meeting=m regular=no place=V zone=Europe/Vienna body=council about=b "
	                "starts=+48h\n"
	                "KAZ kaz-1 convene meeting=o regular=no place=V zone=Europe/Vienna body=council about=c "
	                "starts=+48h\n");
	gather("m");
	gather("o");
	play_run(&play, "ARM arm-1 withdraw matter=c\n"
	                "due c lapsed\n"
	                "after 48h\n"
	                "KAZ kaz-1 open meeting=o => matter-decided\n"
	                "says c is decided: lapsed\n"
	                "after 24h\n"
	                "KAZ kaz-1 open meeting=m => outcome-due\n"
	                "due b not-held\n"
	                "KAZ kaz-1 open meeting=m => matter-decided\n");
}

/* The floor of a stage: acts are refused, what positions and closings would set off is passed over, in six months over
 * the change of the clocks, with the end an hour earlier in UTC. */
static void test_floor(void **state)
{
	(void)state;
	play_run(&play, "ARM arm-1 table matter=v body=committee kind=x procedure=vote title=V text=x\n"
	                "deadline v 2026-09-02T08:00Z\n"
	                "ARM arm-1 position matter=v version=1 commitment=x position=support\n"
	                "at 2026-03-03T08:59:59.999Z\n"
	                "BLR blr-1 position matter=v version=1 commitment=x position=support\n"
	                "none\nstage v open\n"
	                "after 1ms\n"
	                "BLR blr-1 position matter=v version=1 commitment=x position=support\n"
	                "due v adopted\n");
	assert_true(play_matter(&play, "v").published == play_matter(&play, "v").decided);
	play_run(&play, "ARM arm-1 table matter=w body=committee kind=x procedure=vote title=V text=x\n"
	                "ARM arm-1 extend matter=w seen=now\n"
	                "deadline w 2026-10-03T08:00Z\n"
	                "ARM arm-1 withdraw matter=w\n"
	                "due w dropped\n");
	assert_true(play_matter(&play, "w").published == 0);
	/* The stage entered anew: clock, floor and count of extensions begin anew. */
	play_run(&play, "ARM arm-1 table matter=x body=committee kind=x procedure=vote title=V text=x\n"
	                "ARM arm-1 extend matter=x seen=now\nARM arm-1 extend matter=x seen=now\n");
	assert_int_equal(play_matter(&play, "x").extended, 2);
	play_run(&play, "after 1h\nBLR blr-1 amend matter=x version=2 text=y\n"
	                "deadline x 2026-09-03T09:00Z\n");
	assert_int_equal(play_matter(&play, "x").extended, 0);
	assert_true(play_matter(&play, "x").floor_ms == play.now_ms + DAY_MS);
}

/* A clock that stands still, over its own deadline; extensions; a moment that is kept. */
static void test_touched(void **state)
{
	(void)state;
	play_run(&play, "ARM arm-1 table matter=s body=council kind=x procedure=silence title=S\n"
	                "ARM arm-1 silence matter=s until=+10h seen=now\n"
	                "deadline s 2026-03-02T19:00Z\n"
	                "ARM arm-1 extend matter=s seen=now => not-named\n"
	                "KAZ kaz-1 extend matter=s => seen-missing\n"
	                "KAZ kaz-1 extend matter=s seen=now\n"
	                "deadline s 2026-03-02T20:00Z\n"
	                "KAZ kaz-1 resume matter=s => clock-runs\n"
	                "after 4h\n"
	                "KAZ kaz-1 pause matter=s\n"
	                "deadline s never\n"
	                "KAZ kaz-1 pause matter=s => clock-stands-still\n"
	                "KAZ kaz-1 extend matter=s seen=now => clock-stands-still\n"
	                "BLR blr-1 position matter=s version=1 position=reserve\n"
	                "deadline s never\n");
	assert_int_equal(play_matter(&play, "s").rest_ms, 7 * 3600000);
	assert_true(play_matter(&play, "s").paused);
	play_run(&play, "at 2026-05-02T09:00Z\nnone\n"
	                "KAZ kaz-1 resume matter=s\n"
	                "deadline s 2026-05-02T16:00Z\n"
	                "BLR blr-1 position matter=s version=1 position=reserve\n"
	                "deadline s 2026-05-02T16:00Z\n"
	                "KAZ kaz-1 extend matter=s seen=now\n"
	                "KAZ kaz-1 extend matter=s seen=now => extended-already\n"
	                "says has been extended 2 times, as often as the stage silence allows\n"
	                "at 2026-05-02T17:00Z\n"
	                "due s adopted L/1\n");
	/* Not while nobody has objected; an objection into the same stage begins its clock anew and ends the standing
	 * still. */
	play_run(&play, "ARM arm-1 table matter=v body=committee kind=x procedure=vote title=V text=x\n"
	                "BLR blr-1 pause matter=v => condition\n"
	                "BLR blr-1 position matter=v version=1 commitment=x position=object\n"
	                "BLR blr-1 pause matter=v\n"
	                "after 1h\n"
	                "BLR blr-1 position matter=v version=1 commitment=x position=object\n"
	                "deadline v 2026-11-02T19:00Z\n"
	                "ARM arm-1 resume matter=v => clock-runs\n");
}

/* Requests add up; positions and requests begin anew in another body. */
static void test_requests(void **state)
{
	(void)state;
	play_run(&play, "ARM arm-1 table matter=s body=council kind=x procedure=silence title=S\n"
	                "ARM arm-1 request matter=s => not-foreseen\n"
	                "ARM arm-1 silence matter=s until=+10h seen=now\n"
	                "SEC sec-1 request matter=s => not-named\n"
	                "ARM arm-1 request matter=s\n"
	                "ARM arm-1 request matter=s => requested-already\n"
	                "stage s silence\n"
	                "BLR blr-1 request matter=s text=x\n"
	                "due s broken\n"
	                "KAZ kaz-1 request matter=s => matter-decided\n");
}

static void test_referral(void **state)
{
	(void)state;
	play_run(&play, "RUS rus-1 table matter=p body=council kind=x procedure=path title=P\n"
	                "RUS rus-1 position matter=p version=1 position=object\n"
	                "RUS rus-1 refer matter=p body=committee seen=now => not-named\n"
	                "KAZ kaz-1 refer matter=p body=committee => seen-missing\n"
	                "KAZ kaz-1 refer matter=p body=nowhere seen=now => unknown-name\n"
	                "KAZ kaz-1 refer matter=p body=council seen=now => same-body\n"
	                "says p is before Council already\n"
	                "KAZ kaz-1 refer matter=p body=bureau seen=now\n"
	                "stage p second\n");
	assert_int_equal(count_of("p", TERM_AGAINST), 0);
	play_run(&play, "RUS rus-1 table matter=q body=council kind=x procedure=path title=Q\n"
	                "BLR blr-1 position matter=q version=1 position=object\n"
	                "BLR blr-1 request matter=q\n"
	                "KAZ kaz-1 refer matter=q body=committee seen=now\n"
	                "RUS rus-1 position matter=q version=1 position=object => not-a-member\n"
	                "ARM arm-1 position matter=q version=1 position=support\n"
	                "due q done\n");
	assert_int_equal(count_of("q", TERM_REQUESTERS), 0);
	/* Out of its meeting: closing that one does nothing to it. */
	play_run(&play, "KAZ kaz-1 convene meeting=m regular=no place=V zone=Europe/Vienna body=council starts=+1h\n");
	gather("m");
	play_run(&play, "RUS rus-1 table matter=r body=council kind=x procedure=path title=R\n"
	                "KAZ kaz-1 submit matter=r meeting=m seen=now\n"
	                "after 1h\n"
	                "KAZ kaz-1 open meeting=m\n"
	                "KAZ kaz-1 refer matter=r body=committee seen=now\n"
	                "KAZ kaz-1 close meeting=m\n"
	                "none\n"
	                "stage r second\n");
	assert_int_equal(play_matter(&play, "r").body, map_get(&play.charter.bodies, STR("committee")));
	assert_int_equal(play_matter(&play, "r").meeting, NONE);
}

static void test_moves(void **state)
{
	(void)state;
	play_run(&play, "RUS rus-1 table matter=k body=council kind=x procedure=response title=K\n"
	                "KAZ kaz-1 move matter=k stage=full => seen-missing\n"
	                "RUS rus-1 move matter=k stage=full seen=now => not-named\n"
	                "KAZ kaz-1 move matter=k stage=watch seen=now => no-such-move\n"
	                "says at the stage watch, k cannot be moved to watch\n"
	                "RUS rus-1 position matter=k version=1 position=support\n"
	                "RUS rus-1 move matter=k stage=ended seen=now => condition\n"
	                "KAZ kaz-1 move matter=k stage=full seen=now\n"
	                "stage k full\n"
	                "KAZ kaz-1 move matter=k stage=ended seen=now => too-early\n"
	                "says the earliest is Monday 2 March 2026, 11:00 Europe/Vienna (10:00 UTC)\n"
	                "after 1h\n"
	                "KAZ kaz-1 refer matter=k body=committee seen=now => procedure-not-used\n"
	                "KAZ kaz-1 move matter=k stage=watch seen=now\n"
	                "SEC sec-1 move matter=k stage=ended seen=now\n"
	                "due k ended\n"
	                "RUS rus-1 table matter=l body=council kind=x procedure=response title=L concerned=-\n"
	                "RUS rus-1 table matter=n body=council kind=x procedure=response title=N concerned=RUS\n");
}

/* A procedure that ends and prolongs itself: only with the day that it names, and never back. */
static void test_sunset(void **state)
{
	(void)state;
	play_run(&play,
	         "at 2026-05-20T09:00Z\n"
	         "ARM arm-1 table matter=a body=council kind=x procedure=silence title=A to=2026-05-31 => prolongs-less\n"
	         "says the procedure silence holds until Monday 1 June 2026, 00:00 Europe/Vienna (31 May 2026, 22:00 UTC)\n"
	         "ARM arm-1 table matter=a body=council kind=x procedure=silence title=A to=2026-08-31\n"
	         "ARM arm-1 table matter=b body=council kind=x procedure=silence title=B to=2026-06-30\n"
	         "ARM arm-1 table matter=c body=council kind=x procedure=silence title=C\n"
	         "ARM arm-1 table matter=d body=council kind=x procedure=silence title=D to=2099-12-31\n"
	         "ARM arm-1 silence matter=a until=+1h seen=now\n"
	         "ARM arm-1 silence matter=b until=+2h seen=now\n"
	         "ARM arm-1 silence matter=c until=+3h seen=now\n"
	         "ARM arm-1 silence matter=d until=+4h seen=now\n"
	         "after 1h\ndue a adopted L/1\n");
	int64_t until_ms;
	assert_true(time_parse(STR("2026-08-31T22:00Z"), &until_ms));
	uint32_t silence = map_get(&play.charter.procedures, STR("silence"));
	assert_true(kernel_procedure_until(play.state, silence) == until_ms);
	play_run(&play, "after 3h\ndue b adopted L/2\ndue c adopted L/3\ndue d adopted L/4\n");
	assert_true(kernel_procedure_until(play.state, silence) > until_ms);
	assert_true(kernel_procedure_until(play.state, map_get(&play.charter.procedures, STR("vote"))) == TIME_NEVER);
}

/* The text waits for the next meeting of its own body. */
static void test_withheld(void **state)
{
	(void)state;
	play_run(&play, "ARM arm-1 table matter=s body=council kind=x procedure=silence title=S text=x\n"
	                "KAZ kaz-1 convene meeting=m regular=no place=V zone=Europe/Vienna body=council starts=+1h\n");
	gather("m");
	play_run(&play, "ARM arm-1 silence matter=s until=+2h seen=now\n"
	                "after 1h\n"
	                "KAZ kaz-1 open meeting=m\n"
	                "after 1h\n"
	                "due s adopted L/1\n");
	assert_true(play_matter(&play, "s").published == 0);
	play_run(&play,
	         "KAZ kaz-1 close meeting=m\n"
	         "ARM arm-1 convene meeting=other body=committee regular=no place=V zone=Europe/Vienna starts=+24h\n"
	         "ARM arm-1 register meeting=other head=arm-1 delegates=-\nARM arm-1 attend meeting=other present=yes\n"
	         "after 24h\nARM arm-1 open meeting=other\n");
	assert_true(play_matter(&play, "s").published == 0);
	play_run(&play, "KAZ kaz-1 convene meeting=n regular=no place=V zone=Europe/Vienna body=committee "
	                "bodies=council starts=+24h\n"
	                "ARM arm-1 register meeting=n head=arm-1 delegates=-\n"
	                "ARM arm-1 attend meeting=n present=yes\n"
	                "KAZ kaz-1 register meeting=n head=kaz-1 delegates=-\n"
	                "KAZ kaz-1 attend meeting=n present=yes\n"
	                "after 24h\n"
	                "ARM arm-1 open meeting=n\n");
	assert_int_equal(play_matter(&play, "s").published, kernel_size(play.state) - 1);
	/* Opening another format changes nothing. */
	assert_true(play_matter(&play, "s").decided < play_matter(&play, "s").published);
}

/* Two bodies in one meeting: the rights, the notice and the quorum of each; each decides for itself. */
static void test_joint(void **state)
{
	(void)state;
	play_run(&play, "KAZ kaz-1 convene meeting=m regular=no place=V zone=Europe/Vienna body=council "
	                "bodies=committee,council starts=+48h => body-twice\n"
	                "KAZ kaz-1 convene meeting=m regular=no place=V zone=Europe/Vienna body=council "
	                "bodies=committee,committee starts=+48h => body-twice\n"
	                "KAZ kaz-1 convene meeting=m regular=no place=V zone=Europe/Vienna body=council "
	                "bodies=nowhere starts=+48h => unknown-name\n"
	                "KAZ kaz-1 convene meeting=m regular=no place=V zone=Europe/Vienna body=council "
	                "bodies=bureau starts=+48h => not-a-convener\n"
	                "KAZ kaz-1 convene meeting=m regular=no place=V zone=Europe/Vienna body=council "
	                "bodies=committee starts=+23h => notice-too-short\n"
	                "says Committee needs notice of 24 hours\n"
	                "ARM arm-1 convene meeting=m body=committee bodies=council regular=no place=V "
	                "zone=Europe/Vienna starts=+48h => not-a-convener\n"
	                "KAZ kaz-1 convene meeting=m regular=no place=V zone=Europe/Vienna body=council "
	                "bodies=committee starts=+24h\n"
	                "RUS rus-1 register meeting=m head=rus-1 delegates=-\n"
	                "KAZ kaz-1 register meeting=m head=kaz-1 delegates=-\n"
	                "ARM arm-1 register meeting=m head=arm-1 delegates=-\n"
	                "BLR blr-1 table matter=c body=committee kind=x procedure=path title=C\n"
	                "BLR blr-1 table matter=b body=bureau kind=x procedure=path title=C\n"
	                "KAZ kaz-1 agenda meeting=m item=1 title=T matter=c\n"
	                "KAZ kaz-1 agenda meeting=m item=2 title=T matter=b\n"
	                "KAZ kaz-1 invite meeting=m guest=BLR => guest-known\n"
	                "ARM arm-1 submit matter=c meeting=m seen=now\n"
	                "KAZ kaz-1 attend meeting=m present=yes\n"
	                "RUS rus-1 attend meeting=m present=yes\n"
	                "after 24h\n"
	                "KAZ kaz-1 open meeting=m => quorum-open\n"
	                "says present 0 of 2 members, at least 1 needed (Rule 7)\n"
	                "ARM arm-1 attend meeting=m present=yes\n"
	                "KAZ kaz-1 open meeting=m\n");
	struct meeting_view view = kernel_meeting_at(play.state, 0);
	assert_int_equal(view.joint_count, 1);
	assert_int_equal(view.joint[0], map_get(&play.charter.bodies, STR("committee")));
	assert_int_equal(view.about, NONE);
}

/* Versions of a rule: by date, by instruments; the last that holds. An instrument enters by mere time when who has not
 * deposited is no longer a member. */
static void test_versions(void **state)
{
	(void)state;
	uint32_t treaty = map_get(&play.charter.instruments, STR("treaty"));
	play_run(&play, "ARM arm-1 deposit instrument=nothing => unknown-name\n"
	                "ARM arm-1 deposit instrument=treaty\n"
	                "ARM arm-1 deposit instrument=treaty => deposited-already\n"
	                "BLR blr-1 deposit instrument=treaty\n"
	                "ARM arm-1 table matter=a body=council kind=measures procedure=appeal title=A\n"
	                "ARM arm-1 position matter=a version=1 position=support\n"
	                "BLR blr-1 position matter=a version=1 position=support\n"
	                "KAZ kaz-1 position matter=a version=1 position=support\n"
	                "none\n"
	                "at 2026-05-31T21:59:59.999Z\n"
	                "KAZ kaz-1 position matter=a version=1 position=support\n"
	                "none\n"
	                "after 1ms\n"
	                "KAZ kaz-1 position matter=a version=1 position=support\n"
	                "due a agreed\n"
	                "at 2026-06-30T21:59:59.999Z\n"
	                "KAZ kaz-1 deposit instrument=treaty\n"
	                "ARM arm-1 table matter=b body=council kind=measures procedure=appeal title=B\n"
	                "ARM arm-1 position matter=b version=1 position=support\n"
	                "none\n");
	assert_true(kernel_instrument_at(play.state, treaty, play.now_ms).entered_ms == TIME_NEVER);
	/* Midnight in Vienna: Russia is no member any more. */
	play_run(&play, "after 1ms\nARM arm-1 position matter=b version=1 position=support\ndue b agreed\n");
	struct instrument_view view = kernel_instrument_at(play.state, treaty, play.now_ms);
	assert_true(view.entered_ms == play.now_ms);
	assert_int_equal(party_set_count(&view.deposits), 3);
	/* Its own instant stays, whoever deposits later. */
	int64_t entered_ms = play.now_ms;
	play_run(&play, "after 24h\nRUS rus-1 deposit instrument=treaty\nSEC sec-1 deposit instrument=treaty\n");
	assert_true(kernel_instrument_at(play.state, treaty, play.now_ms).entered_ms == entered_ms);
	/* A procedure that waits for two. Who is in no set counts in none. */
	play_run(&play, "RUS rus-1 deposit instrument=pact\nARM arm-1 deposit instrument=pact\n"
	                "ARM arm-1 table matter=l body=bureau kind=x procedure=later title=L => procedure-waits\n"
	                "says holds only once Pact is in force\n"
	                "BLR blr-1 deposit instrument=pact\n"
	                "ARM arm-1 table matter=l body=bureau kind=x procedure=later title=L\n");
	int64_t date_ms;
	assert_true(time_parse(STR("2026-01-31T23:00Z"), &date_ms));
	assert_true(
		kernel_instrument_at(play.state, map_get(&play.charter.instruments, STR("protocol")), play.now_ms).entered_ms ==
		date_ms);
}

/* Later rules of a zone leave alone what runs: deadline and floor; and count for what starts. */
static void test_zones_change(void **state)
{
	(void)state;
	play_run(&play, "at 2026-03-28T12:00Z\n"
	                "ARM arm-1 table matter=v body=committee kind=x procedure=vote title=V text=x\n"
	                "deadline v 2026-09-28T11:00Z\n");
	int64_t floor_ms = play_matter(&play, "v").floor_ms;
	assert_true(floor_ms == play.now_ms + 23 * 3600000); /* a day has 23 hours that night */
	play_run(&play, "- registrar zones tzdata=2026b zones=Europe/Moscow:10800,Europe/Vienna:3600\n"
	                "deadline v 2026-09-28T11:00Z\n"
	                "ARM arm-1 table matter=w body=committee kind=x procedure=vote title=W text=x\n"
	                "deadline w 2026-09-28T12:00Z\n");
	assert_true(play_matter(&play, "v").floor_ms == floor_ms);
	assert_true(play_matter(&play, "w").floor_ms == floor_ms + 3600000);
	assert_true(str_eq(kernel_tzdata(play.state), STR("2026b")));
	assert_true(kernel_zones_time(play.state) == play.now_ms);
	assert_int_equal(kernel_zone_count(play.state), 2);
	assert_int_equal(kernel_zone_at(play.state, 1)->count, 0);
}

/* Two objections in the last millisecond: the first decides, whatever the order in which they are entered; at the
 * instant itself it is too late for either. */
static void test_last_millisecond(void **state)
{
	(void)state;
	play_run(&play, "ARM arm-1 table matter=a body=council kind=x procedure=silence title=A\n"
	                "ARM arm-1 table matter=b body=council kind=x procedure=silence title=B\n"
	                "ARM arm-1 silence matter=a until=2026-03-02T12:00Z seen=now\n"
	                "ARM arm-1 silence matter=b until=2026-03-02T12:00Z seen=now\n"
	                "at 2026-03-02T11:59:59.999Z\n"
	                "BLR blr-1 position matter=a version=1 position=object\n"
	                "KAZ kaz-1 position matter=a version=1 position=object => outcome-due\n"
	                "due a broken\n"
	                "KAZ kaz-1 position matter=a version=1 position=object => matter-decided\n"
	                "after 1ms\n"
	                "KAZ kaz-1 position matter=b version=1 position=object => outcome-due\n"
	                "due b adopted L/1\n"
	                "KAZ kaz-1 position matter=b version=1 position=object => matter-decided\n");
}

/* A server that is off for a week: what fell due is entered in order, each with its own instant, and what one outcome
 * starts runs from that instant, not from when the server woke up. */
static void test_week_off(void **state)
{
	(void)state;
	play_run(&play, "ARM arm-1 table matter=s body=council kind=x procedure=silence title=S\n"
	                "ARM arm-1 silence matter=s until=+50h seen=now\n"
	                "after 1h\n"
	                "ARM arm-1 table matter=a body=council kind=x procedure=berlin title=A concerned=BLR\n"
	                "ARM arm-1 table matter=b body=council kind=x procedure=berlin title=B concerned=BLR\n"
	                "at 2026-03-10T12:00Z\n"
	                "due a asked\n"
	                "due b asked\n"
	                "due s adopted L/1\n"
	                "due a lapsed\n"
	                "due b lapsed\n"
	                "none\n");
	const struct act *last = &play.log[play.log_count - 1];
	int64_t at_ms;
	assert_true(time_parse(STR("2026-03-06T10:00Z"), &at_ms));
	assert_true(last->field[FIELD_AT].number == at_ms);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_berlin, begin, end),
		cmocka_unit_test_setup_teardown(test_not_held, begin, end),
		cmocka_unit_test_setup_teardown(test_floor, begin, end),
		cmocka_unit_test_setup_teardown(test_touched, begin, end),
		cmocka_unit_test_setup_teardown(test_requests, begin, end),
		cmocka_unit_test_setup_teardown(test_referral, begin, end),
		cmocka_unit_test_setup_teardown(test_moves, begin, end),
		cmocka_unit_test_setup_teardown(test_sunset, begin, end),
		cmocka_unit_test_setup_teardown(test_withheld, begin, end),
		cmocka_unit_test_setup_teardown(test_joint, begin, end),
		cmocka_unit_test_setup_teardown(test_versions, begin, end),
		cmocka_unit_test_setup_teardown(test_zones_change, begin, end),
		cmocka_unit_test_setup_teardown(test_last_millisecond, begin, end),
		cmocka_unit_test_setup_teardown(test_week_off, begin, end),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
