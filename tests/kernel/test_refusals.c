/* Every refusal of refusals.def is produced at least once, by the act that deserves it, one a line; the last test
 * counts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "kernel/charters.h"
#include "kernel/charters_bodies.h"
#include "kernel/charters_meanings.h"
#include "kernel/charters_time.h"
#include "kernel/play.h"
#include "support/acts.h"

static struct play play;
static bool produced[REFUSAL_MAX];

static int begin(void **state)
{
	(void)state;
	PLAY_OPEN(&play, UNION_CHARTER);
	return 0;
}

static int begin_founded(void **state)
{
	begin(state);
	play_found(&play);
	play_run(&play, "at 2026-03-09T09:00Z\n");
	return 0;
}

static int begin_times(void **state)
{
	(void)state;
	PLAY_OPEN(&play, TIME_CHARTER);
	play_found(&play);
	return 0;
}

static int begin_meanings(void **state)
{
	(void)state;
	PLAY_OPEN(&play, MEANINGS_CHARTER);
	play_found(&play);
	return 0;
}

static const char *const bodies_unfit[] = {
	"organisation ring \"Ring\" { seat \"Vienna\" Europe/Vienna }\nparty BLR \"B\" { status member from 2000-01-01 }\n",
	NULL};

static int begin_bodies(void **state)
{
	(void)state;
	PLAY_OPEN(&play, BODIES_CHARTER);
	play_offer(&play, 'U', bodies_unfit);
	play_offer(&play, 'D', (const char *const[]){BODIES_CHARTER, NULL});
	play_found(&play);
	return 0;
}

static int end(void **state)
{
	(void)state;
	for (unsigned i = 0; i < REFUSAL_MAX; i++)
		produced[i] = produced[i] || play.produced[i];
	play_replay(&play);
	play_close(&play);
	return 0;
}

static void test_founding(void **state)
{
	(void)state;
	play_run(&play,
	         "ARM arm-1 cancel meeting=x => not-founded\n"
	         "- registrar nonsense => verb-unknown\n"
	         "- registrar found charter=C registrar=r rules=1 => field-missing\n"
	         "says lacks the field keys (rules of the record, \"Acts\")\n"
	         "- registrar found charter=D registrar=r rules=1 keys=ARM:a:k => charter-differs\n"
	         "- registrar found charter=C registrar=r rules=2 keys=ARM:a:k => rules-unknown\n"
	         "- registrar found charter=C registrar=r rules=1 keys=- => keys-missing\n"
	         "- registrar found charter=C registrar=r rules=1 keys=ARM:a:k,ARM:b:l => party-twice\n"
	         "- registrar found charter=C registrar=r rules=1 keys=ARM:a:k,ZZZ:b:l => unknown-name\n"
	         "- registrar found charter=C registrar=r rules=1 keys=ARM:a:k,BLR:a:l => name-taken\n"
	         "- registrar found charter=C registrar=r rules=1 keys=ARM:registrar:k => name-taken\n"
	         "- registrar found charter=C registrar=r rules=1 keys=ARM:a:k,BLR:b:k => key-taken\n"
	         "- registrar found charter=C registrar=r rules=1 keys=ARM:a:r => key-taken\n"
	         "ARM a found charter=C registrar=r rules=1 keys=ARM:a:k => not-the-registrar\n"
	         "- registrar found charter=C registrar=r rules=1 keys=ARM:a:k,BLR:b:l\n"
	         "again\n"
	         "- registrar found charter=C registrar=r rules=1 keys=ARM:a:k => already-founded\n"
	         "ARM a countersign key=k charter=C registrar=r => zones-first\n"
	         "- registrar zones tzdata=x zones=Europe/Moscow:10800 => zone-missing\n"
	         "says lack the zone Europe/Vienna, which Belarus uses\n"
	         "- registrar zones tzdata=x zones=Europe/Vienna:3600 => zone-missing\n"
	         "- registrar zones tzdata=x zones=Europe/Vienna:3600,Europe/Moscow:10800 => zones-order\n"
	         "- registrar zones tzdata=x zones=Europe/Moscow:90000,Europe/Vienna:3600 => zones-order\n"
	         "- registrar zones tzdata=x zones=Europe/Moscow:10800/5:3600/5:7200,Europe/Vienna:3600 => zones-order\n"
	         "- registrar zones tzdata=x zones=Europe/Moscow:10800/5:-86400,Europe/Vienna:3600 => zones-order\n"
	         "- registrar zones tzdata=x zones=Europe/Moscow:10800,Europe/Vienna:3600\n"
	         "ARM a cancel meeting=x => provisional-key\n"
	         "says compare its fingerprint\n"
	         "ARM a countersign key=l charter=C registrar=r => key-differs\n"
	         "ARM a countersign key=k charter=D registrar=r => founding-differs\n"
	         "says its charter is not that of this record (rules of the record, \"Persons and keys\")\n"
	         "ARM a countersign key=k charter=C registrar=s => founding-differs\n"
	         "says its registrar's key is not that of this record\n"
	         "ARM a countersign key=k charter=C => field-missing\n"
	         "ARM a countersign key=k charter=C registrar=r\n"
	         "ARM a countersign key=k charter=C registrar=r => not-provisional\n"
	         "- registrar zones tzdata=y zones=Europe/Moscow:10800,Europe/Vienna:3600\n");
}

static void test_limit_zones(void **state)
{
	(void)state;
	char line[4000];
	struct buf buf = buf_of(line, sizeof line);
	buf_c(&buf, "- registrar zones tzdata=x zones=");
	for (unsigned i = 0; i <= LIMIT_ZONES; i++) {
		buf_c(&buf, i ? ",Zone/" : "Zone/");
		buf_pad(&buf, i, 3);
		buf_c(&buf, ":0");
	}
	buf_c(&buf, " => limit");
	buf_byte(&buf, 0);
	play_run(&play, line);
}

static void test_nonces(void **state)
{
	(void)state;
	struct act act = act_of(&play.scratch, "accredit", "ARM", "arm-1", "person=arm-2 key=arm2", play.now_ms, 5000);
	assert_int_equal(play_act(&play, &act).refusal, REFUSAL_NONE);
	assert_int_equal(play_act(&play, &act).refusal, REFUSAL_SAME);
	/* Another text under the same nonce; the same nonce by another person is that person's own. */
	act.hash[0] ^= 1;
	struct verdict verdict = play_act(&play, &act);
	assert_int_equal(verdict.refusal, REFUSAL_NONCE);
	assert_int_equal(verdict.first_entry, play.log_count - 1);
	act = act_of(&play.scratch, "accredit", "BLR", "blr-1", "person=blr-2 key=blr2", play.now_ms, 5000);
	assert_int_equal(play_act(&play, &act).refusal, REFUSAL_NONE);
	/* A retry is answered with its first entry even when an outcome is due. */
	play_run(&play, "ARM arm-1 table matter=k body=council kind=statement procedure=open-call title=S\n"
	                "after 1h\n");
	assert_int_equal(play_act(&play, &act).refusal, REFUSAL_SAME);
	act.hash[0] ^= 1;
	assert_int_equal(play_act(&play, &act).refusal, REFUSAL_OUTCOME_DUE);
	play_run(&play, "due k lapsed\n");
	assert_int_equal(play_act(&play, &act).refusal, REFUSAL_NONCE);
	play_run(&play, "at 2026-03-09T09:59:59.999Z\nARM arm-1 cancel meeting=x => time-back\n");
	act.hash[0] ^= 1;
	assert_int_equal(play_act(&play, &act).refusal, REFUSAL_TIME_BACK);
	play_run(&play, "at 2026-03-09T10:00Z\n");
}

static void test_outcomes(void **state)
{
	(void)state;
	play_run(&play, "ARM arm-1 table matter=k body=council kind=statement procedure=open-call title=S\n"
	                "ARM arm-1 table matter=k2 body=council kind=statement procedure=open-call title=S\n"
	                "after 1h\n");
	struct outcome outcome;
	struct act good, act;
	assert_true(kernel_due(play.state, play.now_ms, &outcome));
	assert_true(outcome_act(play.state, &outcome, &play.scratch, &good));
	memset(good.nonce, 0xfe, sizeof good.nonce);
	static const struct str other = {"other", 5};
	static const enum field fields[] = {
		FIELD_BODY,    FIELD_KIND,    FIELD_MEETING,    FIELD_STAGE, FIELD_RESULT,      FIELD_ADOPTS, FIELD_FINAL,
		FIELD_AT,      FIELD_VERSION, FIELD_COMMITMENT, FIELD_RULE,  FIELD_CITE,        FIELD_SYMBOL, FIELD_FOR,
		FIELD_AGAINST, FIELD_ABSTAIN, FIELD_RESERVE,    FIELD_HOLD,  FIELD_DISINTEREST, FIELD_SILENT, FIELD_ABSENT};
	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
		act = good;
		struct value *value = &act.field[fields[i]];
		value->set = true;
		value->str = other;
		value->number += 1;
		if (field_info[fields[i]].type == TYPE_NAMES) {
			value->list = &other;
			value->count = 1;
		}
		struct verdict verdict = play_act(&play, &act);
		assert_int_equal(verdict.refusal, REFUSAL_OUTCOME_DIFFERS);
		assert_true(str_eq(verdict.name[1], field_info[fields[i]].name));
	}
	/* One party too few among the silent, and another matter first. */
	act = good;
	act.field[FIELD_SILENT].count--;
	assert_int_equal(play_act(&play, &act).refusal, REFUSAL_OUTCOME_DIFFERS);
	act = good;
	act.field[FIELD_MATTER].str = STR("k2");
	assert_int_equal(play_act(&play, &act).refusal, REFUSAL_OUTCOME_DUE);
	act = good;
	act.party = STR("ARM");
	act.by = STR("arm-1");
	assert_int_equal(play_act(&play, &act).refusal, REFUSAL_NOT_REGISTRAR);
	assert_int_equal(play_act(&play, &good).refusal, REFUSAL_NONE);
	play_run(&play, "due k2 lapsed\n");
	good.nonce[0] = 0;
	good.hash[0] ^= 1;
	assert_int_equal(play_act(&play, &good).refusal, REFUSAL_OUTCOME_NOT_DUE);
}

static void test_persons(void **state)
{
	(void)state;
	play_run(&play,
	         "ARM nobody cancel meeting=x => person-unknown\n"
	         "- registrar cancel meeting=x => person-unknown\n"
	         "BLR arm-1 cancel meeting=x => party-differs\n"
	         "ARM arm-1 accredit person=registrar key=z => name-taken\n"
	         "ARM arm-1 accredit person=blr-1 key=z => other-party\n"
	         "ARM arm-1 accredit person=arm-1 key=z => person-known\n"
	         "ARM arm-1 accredit person=arm-2 key=first-BLR => key-taken\n"
	         "ARM arm-1 accredit person=arm-2 key=registrar => key-taken\n"
	         "ARM arm-1 accredit person=arm-2 key=z office=nothing => unknown-name\n"
	         "ARM arm-1 accredit person=arm-2 key=z office=secretary => not-the-holder\n"
	         "ARM arm-1 accredit person=arm-2 key=z office=speaker => not-the-holder\n"
	         "ARM arm-1 accredit person=arm-9 key=y office=speaker\n"
	         "ARM arm-1 accredit person=arm-2 key=z\n"
	         "ARM arm-2 accredit person=arm-3 key=w => not-a-focal-point\n"
	         "says only a focal point of Armenia may accredit a person, and arm-2 is none\n"
	         "ARM arm-1 revoke person=nobody => unknown-name\n"
	         "ARM arm-1 revoke person=blr-1 => other-party\n"
	         "ARM arm-1 revoke person=arm-1 => last-focal-point\n"
	         "ARM arm-1 revoke person=arm-2\n"
	         "ARM arm-1 revoke person=arm-2 => already-revoked\n"
	         "ARM arm-2 cancel meeting=x => revoked-key\n"
	         "ARM arm-1 accredit person=arm-2 key=z => key-taken\n"
	         "ARM arm-1 accredit person=arm-2 key=v focal=yes\n"
	         "ARM arm-1 revoke person=arm-1\n"
	         "ARM arm-2 revoke person=arm-2 => last-focal-point\n"
	         "ARM arm-2 calendar year=2026 holidays=- workdays=- => not-the-secretariat\n"
	         "SEC sec-1 calendar year=2026 holidays=2027-01-01 workdays=- => calendar-dates\n"
	         "SEC sec-1 calendar year=2026 holidays=2026-05-01,2026-05-01 workdays=- => calendar-dates\n"
	         "SEC sec-1 calendar year=2026 holidays=2026-05-01,2026-05-04 workdays=2026-05-04 => calendar-dates\n"
	         "SEC sec-1 calendar year=0 holidays=- workdays=- => calendar-dates\n"
	         "SEC sec-1 calendar year=2026 holidays=2026-05-01,2026-05-04 workdays=2026-05-09\n");
}

#define CONVENE_HEAD "SEC sec-1 convene meeting=c body=council regular=yes host=ARM place=Y starts=2026-03-12T09:00Z "

static void test_convening(void **state)
{
	(void)state;
	play_run(
		&play,
		"SEC sec-1 convene meeting=c body=nobody regular=yes place=Y zone=Europe/Moscow starts=+1h => unknown-name\n"
		"ICR icr-1 convene meeting=c body=council regular=yes place=Y zone=Europe/Moscow starts=+1h => not-a-convener\n"
		"says only the secretariat or a member of the body may convene a meeting (Rules, Rule 2)\n"
		"SEC sec-1 convene meeting=c body=council regular=yes place=Y zone=Europe/Moscow starts=+1h => host-needed\n"
		"SEC sec-1 convene meeting=c body=council regular=yes host=X place=Y zone=Europe/Moscow starts=+1h => unknown-name\n" CONVENE_HEAD
		"zone=Europe/Paris => unknown-name\n"
		"SEC sec-1 convene meeting=c body=council regular=yes host=NEW place=Y zone=Europe/Moscow starts=+1h "
		"=> host-not-member\n" CONVENE_HEAD "zone=Europe/Moscow formats=plenary,secret => format-unknown\n"
		"KAZ kaz-1 convene meeting=c body=club regular=no place=Y zone=Europe/Moscow starts=2026-03-09T08:59Z "
		"=> starts-in-the-past\n"
		"after 1ms\n" CONVENE_HEAD "zone=Europe/Vienna => notice-too-short\n"
		"says Council needs notice of 3 working days: the earliest start is Thursday 12 March 2026, 10:00:01 "
		"Europe/Vienna (09:00:01 UTC) (Rules, Rule 3)\n"
		"SEC sec-1 convene meeting=c body=council regular=yes host=ARM place=Y zone=Europe/Vienna "
		"starts=2026-03-12T09:00:00.001Z\n" CONVENE_HEAD "zone=Europe/Moscow => name-taken\n"
		"ICR icr-1 invite meeting=c guest=ICR => not-convener-or-chair\n"
		"SEC sec-1 invite meeting=x guest=ICR => unknown-name\n"
		"SEC sec-1 invite meeting=c guest=ARM => guest-known\n"
		"SEC sec-1 invite meeting=c guest=sco => guest-title\n"
		"SEC sec-1 invite meeting=c guest=sco title=SCO\n"
		"SEC sec-1 invite meeting=c guest=sco title=SCO => guest-known\n"
		"ICR icr-1 register meeting=c head=icr-1 delegates=- => not-a-participant\n"
		"SEC sec-1 invite meeting=c guest=ICR\n"
		"ICR icr-1 register meeting=c head=icr-1 delegates=-\n"
		"ARM arm-1 register meeting=c head=blr-1 delegates=- => delegate-invalid\n"
		"ARM arm-1 register meeting=c head=arm-1 delegates=arm-2 => delegate-invalid\n"
		"ARM arm-1 register meeting=c head=arm-1 delegates=arm-1 => delegate-twice\n"
		"ARM arm-1 attend meeting=c present=yes => not-a-delegate\n"
		"SEC sec-1 agenda meeting=c item=2 title=T => item-number\n"
		"SEC sec-1 agenda meeting=c item=0 title=T => item-number\n"
		"SEC sec-1 agenda meeting=c item=1 title=T matter=x => unknown-name\n"
		"ARM arm-1 table matter=w body=club kind=x procedure=written title=T\n"
		"SEC sec-1 agenda meeting=c item=1 title=T matter=w\n"
		"SEC sec-1 agenda meeting=c item=1 title=T\n"
		"SEC sec-1 agenda meeting=c item=1 title=U\n"
		"ARM arm-1 register meeting=c head=arm-1 delegates=-\n"
		"SEC sec-1 open meeting=c format=plenary => not-the-chair\n"
		"says only the chair of c may open the meeting: the head of the delegation of Armenia\n"
		"ARM arm-1 open meeting=c format=plenary => not-yet\n"
		"says c begins Thursday 12 March 2026, 10:00 Europe/Vienna (09:00 UTC)\n"
		"ARM arm-1 close meeting=c => meeting-status\n"
		"says c is planned; to close the meeting it must be open\n"
		"SEC sec-1 cancel meeting=c\n"
		"SEC sec-1 cancel meeting=c => meeting-status\n"
		"SEC sec-1 agenda meeting=c item=1 title=U => meeting-status\n"
		"says it must be planned or open\n");
}

#define COUNCIL_SITS                                                                                         \
	"SEC sec-1 convene meeting=c body=council regular=yes host=ARM place=Y zone=Europe/Moscow starts=+72h\n" \
	"ARM arm-1 accredit person=arm-2 key=arm2\n"                                                             \
	"ARM arm-1 register meeting=c head=arm-1 delegates=arm-2\n"                                              \
	"BLR blr-1 register meeting=c head=blr-1 delegates=-\n"                                                  \
	"KAZ kaz-1 register meeting=c head=kaz-1 delegates=-\n"                                                  \
	"RUS rus-1 register meeting=c head=rus-1 delegates=-\n"                                                  \
	"ARM arm-1 attend meeting=c present=yes\n"                                                               \
	"BLR blr-1 attend meeting=c present=yes\n"                                                               \
	"KAZ kaz-1 attend meeting=c present=yes\n"                                                               \
	"ARM arm-1 table matter=m body=council kind=plan procedure=sitting title=T text=one\n"                   \
	"ARM arm-1 submit matter=m meeting=c seen=now\n"                                                         \
	"after 72h\n"

static void test_sitting(void **state)
{
	(void)state;
	play_run(&play, COUNCIL_SITS
	         "ARM arm-1 adopt matter=m version=1 commitment=one seen=now => meeting-status\n"
	         "ARM arm-1 open meeting=c format=plenary => quorum-open\n"
	         "RUS rus-1 attend meeting=c present=yes\n"
	         "ARM arm-1 open meeting=c format=secret => format-unknown\n"
	         "ARM arm-1 open meeting=c => format-needed\n"
	         "ARM arm-1 open meeting=c format=plenary\n"
	         "ARM arm-1 open meeting=c format=plenary => format-same\n"
	         "ARM arm-1 open meeting=c => format-same\n"
	         "SUS sus-1 position matter=m version=1 commitment=one position=object => not-a-delegate\n"
	         "RUS rus-1 attend meeting=c present=no\n"
	         "RUS rus-1 position matter=m version=1 commitment=one position=object => not-present\n"
	         "says m is before c, where Russia is not present\n"
	         "ARM arm-1 adopt matter=m version=1 commitment=one seen=now => quorum-decide\n"
	         "ARM arm-1 reject matter=m seen=now => quorum-decide\n"
	         "RUS rus-1 attend meeting=c present=yes\n"
	         "ARM arm-1 reject matter=m seen=now => condition\n"
	         "ARM arm-2 adopt matter=m version=1 commitment=one seen=now => not-named\n"
	         "KAZ kaz-1 position matter=m version=1 commitment=one position=hold\n"
	         "ARM arm-1 adopt matter=m version=1 commitment=one seen=now => not-adopted\n"
	         "ARM arm-1 adopt matter=m version=1 commitment=one => seen-missing\n"
	         "ARM arm-1 adopt matter=m version=1 commitment=one seen=999 => seen-ahead\n"
	         "ARM arm-1 adopt matter=m version=1 commitment=one seen=24 => seen-stale\n"
	         "ARM arm-2 speak meeting=c item=1 text=x => item-unknown\n"
	         "ARM arm-2 speak meeting=c office=nothing text=x => unknown-name\n"
	         "ARM arm-2 speak meeting=c office=secretary text=x => office-claim\n"
	         "SUS sus-1 speak meeting=c text=x => not-a-delegate\n"
	         "KAZ kaz-1 position matter=m version=1 commitment=one position=support\n"
	         "ARM arm-1 withdraw matter=m => condition\n"
	         "SEC sec-1 plan matter=m item=1 title=T from=2026-04-01 to=2026-04-01 => not-a-plan\n"
	         "ARM arm-1 adopt matter=m version=1 commitment=one seen=now\n"
	         "due m adopted U/DEC/2026/1\n"
	         "ARM arm-1 withdraw matter=m => matter-decided\n"
	         "SEC sec-1 plan matter=m item=2 title=T from=2026-04-01 to=2026-04-01 => item-number\n"
	         "SEC sec-1 plan matter=m item=1 title=T from=2026-04-02 to=2026-04-01 => plan-dates\n"
	         "SEC sec-1 plan matter=m item=1 title=T from=2026-04-01 to=2026-04-01 body=x => unknown-name\n"
	         "SEC sec-1 held matter=m item=1 => item-unknown\n"
	         "SEC sec-1 plan matter=m item=1 title=T from=2026-04-01 to=2026-04-01\n"
	         "SEC sec-1 held matter=m item=1 meeting=x => unknown-name\n"
	         "SEC sec-1 held matter=m item=1\n"
	         "SEC sec-1 held matter=m item=1 => item-held\n"
	         "SEC sec-1 plan matter=m item=1 title=T from=2026-04-01 to=2026-04-01 => item-held\n"
	         "ARM arm-1 close meeting=c\n"
	         "ARM arm-1 attend meeting=c present=no => meeting-status\n");
}

static void test_matters(void **state)
{
	(void)state;
	play_run(&play,
	         "ARM arm-1 table matter=m body=nobody kind=plan procedure=sitting title=T text=one => unknown-name\n"
	         "ARM arm-1 table matter=m body=council kind=plan procedure=x title=T text=one => unknown-name\n"
	         "ICR icr-1 table matter=m body=council kind=plan procedure=sitting title=T text=one => not-named\n"
	         "ARM arm-1 table matter=m body=council kind=plan procedure=written title=T => procedure-not-used\n"
	         "ARM arm-1 table matter=m body=council kind=x procedure=sitting title=T text=one => kind-not-served\n"
	         "ARM arm-1 table matter=m body=council kind=plan procedure=sitting title=T => text-needed\n"
	         "ARM arm-1 table matter=m body=council kind=plan procedure=sitting title=T text=one\n"
	         "ARM arm-1 table matter=m body=council kind=plan procedure=sitting title=T text=one => name-taken\n"
	         "ARM arm-1 amend matter=x version=2 text=two => unknown-name\n"
	         "ARM arm-1 amend matter=m version=3 text=two => next-version\n"
	         "BLR blr-1 amend matter=m version=2 text=two => not-named\n"
	         "says only the author may amend the text\n"
	         "ARM arm-1 circulate matter=m => not-foreseen\n"
	         "says at the stage draft, m is not open to this: the procedure foresees no circulation, only submission, "
	         "amendment or withdrawal (Rules, Part III)\n"
	         "ARM arm-1 submit matter=m meeting=x seen=now => unknown-name\n"
	         "KAZ kaz-1 convene meeting=k body=club regular=no place=Y zone=Europe/Moscow starts=+1h\n"
	         "ARM arm-1 submit matter=m meeting=k seen=now => other-body\n"
	         "ARM arm-1 position matter=m version=2 commitment=one position=object => version\n"
	         "ARM arm-1 position matter=m version=1 position=object => commitment\n"
	         "ARM arm-1 position matter=m version=1 commitment=two position=object => commitment\n"
	         "ARM arm-1 position matter=m version=1 commitment=one position=perhaps => unknown-name\n"
	         "ARM arm-1 position matter=m version=1 commitment=one position=hold => position-not-taken\n"
	         "NEW new-1 position matter=m version=1 commitment=one position=object => not-a-member\n"
	         "OLD old-1 submit matter=m meeting=k seen=now => other-body\n"
	         "SEC sec-1 convene meeting=c body=council regular=yes host=ARM place=Y zone=Europe/Moscow starts=+72h\n"
	         "OLD old-1 submit matter=m meeting=c seen=now => not-named\n"
	         "says only those who take part in the body may put a matter to a meeting\n"
	         "SEC sec-1 cancel meeting=c\n"
	         "ARM arm-1 submit matter=m meeting=c seen=now => meeting-status\n");
}

static void test_silence(void **state)
{
	(void)state;
	play_run(&play, "ARM arm-1 table matter=s body=council kind=x procedure=silent title=T text=one\n"
	                "ARM arm-1 circulate matter=s\n"
	                "SEC sec-1 silence matter=s until=+48h seen=now => not-foreseen\n"
	                "ARM arm-1 table matter=t body=council kind=x procedure=silent title=T text=one\n"
	                "SEC sec-1 silence matter=t until=2026-03-09T09:00Z seen=now => until-past\n"
	                "SEC sec-1 silence matter=t until=+47h seen=now => until-early\n"
	                "SEC sec-1 silence matter=t until=+200h seen=now => until-late\n"
	                "SEC sec-1 silence matter=t until=2026-03-16T09:00Z seen=now\n");
}

static void test_papers(void **state)
{
	(void)state;
	play_run(&play,
	         "SEC sec-1 document document=d body=council series=x title=D text=d => unknown-name\n"
	         "SEC sec-1 document document=d body=council series=decision title=D text=d meeting=x => unknown-name\n"
	         "SEC sec-1 document document=d body=council series=decision title=D text=d\n"
	         "SEC sec-1 document document=d body=council series=decision title=D text=d => name-taken\n"
	         "SEC sec-1 release release=r title=D text=d embargo=2026-03-09T09:00Z => embargo-past\n"
	         "SEC sec-1 release release=r title=D text=d embargo=+1h => embargo-title\n"
	         "SEC sec-1 release release=r title=D text=d matter=x => unknown-name\n"
	         "SEC sec-1 release release=r title=D text=d event=x => unknown-name\n"
	         "says there is no event x\n"
	         "SEC sec-1 release release=r title=D text=d\n"
	         "SEC sec-1 release release=r title=D text=d => name-taken\n"
	         "ARM arm-1 correct entry=13 text=t => entry-unknown\n"
	         "ARM arm-1 correct entry=12 text=t => not-the-author\n"
	         "ARM arm-1 correct entry=0 text=t => not-the-author\n"
	         "SEC sec-1 correct entry=2 text=t => not-the-author\n"
	         "SEC sec-1 correct entry=0 text=t\n"
	         "ARM arm-1 correct entry=2 text=t\n");
}

#define EVENT "SEC sec-1 event event=e kind=parade title=T "
static void test_events(void **state)
{
	(void)state;
	play_run(&play,
	         "ARM arm-1 event event=e kind=parade title=T => not-the-secretariat\n"
	         "says only the secretariat may enter an event\n"
	         "SEC sec-1 event event=e kind=prade title=T => event-kind\n"
	         "says the charter has no kind of event prade (rules of the record, \"Events\")\n" EVENT
	         "ordinal=0 => event-ordinal\n" EVENT "ordinal=1000001 => event-ordinal\n"
	         "says a number from 1 to 1000000\n" EVENT "host=FRA => unknown-name\n"
	         "says there is no party FRA\n" EVENT "body=x => unknown-name\n" EVENT "meeting=x => unknown-name\n" EVENT
	         "matter=x => unknown-name\n" EVENT "zone=Europe/Paris => unknown-name\n" EVENT
	         "to=2026-05-09 => event-dates\n" EVENT "from=2026-05-09 to=2026-05-08 => event-dates\n" EVENT
	         "from=2026-05-09 starts=2026-05-08T20:59:59Z => event-starts\n"
	         "says e starts Friday 8 May 2026, 23:59:59 Europe/Moscow (20:59:59 UTC), which is not on one of\n" EVENT
	         "from=2026-05-09 zone=Europe/Vienna starts=2026-05-08T21:59Z => event-starts\n"
	         "says 8 May 2026, 23:59 Europe/Vienna\n" EVENT
	         "from=2026-05-09 to=2026-05-10 starts=2026-05-10T21:00Z => event-starts\n" EVENT
	         "from=2026-05-09 to=2026-05-10 starts=2026-05-10T20:59:59Z\n" EVENT
	         "from=2026-05-09 starts=2026-05-08T21:00Z\n" EVENT "starts=2020-05-08T21:00Z\n");
	play_run(&play, "ARM arm-1 participate event=x => unknown-name\n"
	                "says there is no event x\n"
	                "ARM arm-1 accredit person=arm-2 key=arm2\n"
	                "ARM arm-1 accredit person=arm-9 key=arm9\n"
	                "ARM arm-1 accredit person=arm-3 key=arm3\n"
	                "ARM arm-1 revoke person=arm-3\n"
	                "ARM arm-3 participate event=e => revoked-key\n"
	                "BLR arm-1 participate event=e => party-differs\n"
	                "ARM arm-1 participate event=e head=nobody => delegate-invalid\n"
	                "ARM arm-1 participate event=e head=blr-1 => delegate-invalid\n"
	                "says blr-1 is not a person of Armenia with a valid key (rules of the record, \"Events\")\n"
	                "ARM arm-1 participate event=e delegates=arm-3 => delegate-invalid\n"
	                "ARM arm-1 participate event=e head=arm-1 delegates=arm-1 => delegate-twice\n"
	                "ARM arm-1 participate event=e delegates=arm-2,arm-2 => delegate-twice\n"
	                "ARM arm-1 participate event=e office=x => unknown-name\n"
	                "ARM arm-1 participate event=e office=secretary => not-the-holder\n"
	                "ARM arm-1 participate event=e head=arm-2 office=speaker => not-the-holder\n"
	                "ARM arm-1 participate event=e head=arm-9 office=speaker\n"
	                "ARM arm-1 participate event=e office=speaker\n");
}

static void test_reports(void **state)
{
	(void)state;
	play_run(
		&play,
		"SEC sec-1 table matter=n body=council kind=plan procedure=sitting title=T text=x about=m => unknown-name\n"
		"says there is no matter m\n"
		"ARM arm-1 table matter=m body=working-group kind=x procedure=written title=T\n"
		"ARM arm-1 report matter=x kind=note title=T => unknown-name\n"
		"ARM arm-1 report matter=m kind=notes title=T => report-kind\n"
		"says not notes (rules of the record, \"Reports\")\n"
		"SEC sec-1 arrears of=ARM since=2020-01-01 => arrears-unknown\n"
		"KAZ kaz-1 report matter=m kind=note title=T => not-a-reporter\n"
		"ICR icr-1 report matter=m kind=note title=T => not-a-reporter\n"
		"says only a member of the body, or the secretariat, may report on a matter, and Red Cross is neither now\n"
		"BLR blr-1 report matter=m kind=task title=T at=+1h => report-future\n"
		"says its time must not lie after\n"
		"BLR blr-1 report matter=m kind=task title=T at=+0h\n"
		"BLR blr-1 report matter=m kind=task title=T at=2026-03-01T09:00Z\n"
		"BLR blr-1 report matter=m kind=task title=T seen=99 => seen-ahead\n"
		"BLR blr-1 report matter=m kind=task title=T seen=now\n"
		"SEC sec-1 report matter=m kind=mission title=T\n");
}

/* What a matter in time is refused: see test_steps.c for what it is allowed. */
static void test_times(void **state)
{
	(void)state;
	play_run(&play, "ARM arm-1 table matter=s body=council kind=x procedure=silence title=S => procedure-not-yet\n"
	                "says the procedure silence begins to hold Sunday 1 March 2026, 00:00 Europe/Vienna\n"
	                "at 2026-03-02T09:00Z\n"
	                "ARM arm-1 table matter=b body=council kind=x procedure=berlin title=B => concerned-needed\n"
	                "says must name the parties that it concerns (Berlin 1)\n"
	                "ARM arm-1 table matter=b body=council kind=x procedure=berlin title=B concerned=- => "
	                "concerned-needed\n"
	                "ARM arm-1 table matter=b body=council kind=x procedure=berlin title=B concerned=BLR,BLR => "
	                "named-twice\n"
	                "ARM arm-1 table matter=b body=council kind=x procedure=berlin title=B concerned=XYZ => "
	                "unknown-name\n"
	                "ARM arm-1 table matter=b body=council kind=x procedure=appeal title=B concerned=BLR => "
	                "concerns-nobody\n"
	                "ARM arm-1 table matter=b body=council kind=x procedure=appeal title=B to=2026-05-01 => "
	                "prolongs-nothing\n"
	                "ARM arm-1 table matter=b body=council kind=x procedure=silence title=B to=2026-05-31 => "
	                "prolongs-less\n"
	                "ARM arm-1 table matter=b body=bureau kind=x procedure=later title=B => procedure-waits\n"
	                "says holds only once Treaty is in force\n"
	                "ARM arm-1 table matter=s body=council kind=x procedure=silence title=S\n"
	                "ARM arm-1 silence matter=s until=+10h seen=now\n"
	                "KAZ kaz-1 resume matter=s => clock-runs\n"
	                "KAZ kaz-1 extend matter=s seen=now\n"
	                "KAZ kaz-1 extend matter=s seen=now\n"
	                "KAZ kaz-1 extend matter=s seen=now => extended-already\n"
	                "KAZ kaz-1 pause matter=s\n"
	                "KAZ kaz-1 pause matter=s => clock-stands-still\n"
	                "says the clock of s stands still (rules of the record, \"Clocks\")\n"
	                "ARM arm-1 request matter=s\n"
	                "ARM arm-1 request matter=s => requested-already\n"
	                "says Armenia has requested a meeting on s already (rules of the record, \"Requests\")\n"
	                "ARM arm-1 table matter=r body=council kind=x procedure=response title=R\n"
	                "KAZ kaz-1 move matter=r stage=watch seen=now => no-such-move\n"
	                "KAZ kaz-1 move matter=r stage=full seen=now\n"
	                "KAZ kaz-1 move matter=r stage=watch seen=now => too-early\n"
	                "says r cannot leave the stage full yet: the earliest is Monday 2 March 2026, 11:00\n"
	                "ARM arm-1 table matter=p body=council kind=x procedure=path title=P\n"
	                "KAZ kaz-1 refer matter=p body=council seen=now => same-body\n"
	                "ARM arm-1 deposit instrument=pact\n"
	                "ARM arm-1 deposit instrument=pact => deposited-already\n"
	                "says Armenia has deposited its ratification of Pact already (rules of the record, "
	                "\"Instruments\")\n"
	                "ARM arm-1 table matter=c body=council kind=x procedure=berlin title=C concerned=BLR\n"
	                "after 48h\n"
	                "due c asked\n"
	                "KAZ kaz-1 position matter=c version=1 position=support\n"
	                "KAZ kaz-1 convene meeting=m regular=no place=V zone=Europe/Vienna body=committee about=c "
	                "starts=+50h => about-another-body\n"
	                "KAZ kaz-1 convene meeting=m regular=no place=V zone=Europe/Vienna body=council about=c "
	                "starts=+47h => meeting-too-early\n"
	                "KAZ kaz-1 convene meeting=m regular=no place=V zone=Europe/Vienna body=council about=c "
	                "starts=+72h => meeting-too-late\n"
	                "KAZ kaz-1 convene meeting=m regular=no place=V zone=Europe/Vienna body=council "
	                "bodies=committee,committee starts=+47h => body-twice\n"
	                "says Committee meets here once\n"
	                "at 2026-06-01T09:00Z\n"
	                "ARM arm-1 table matter=t body=council kind=x procedure=silence title=T => procedure-over\n"
	                "says no longer holds since Monday 1 June 2026, 00:00 Europe/Vienna (31 May 2026, 22:00 UTC) "
	                "(Decision 74/544)\n");
}

/* What whom a matter concerns, and who is bound, is refused: see test_meanings.c for what they are allowed. */
static void test_meanings(void **state)
{
	(void)state;
	play_run(&play,
	         "at 2026-03-02T09:00Z\n"
	         "ARM arm-1 table matter=m body=council kind=measures procedure=vote title=T concerned=BLR\n"
	         "BLR blr-1 position matter=m version=1 position=object => must-abstain\n"
	         "says m concerns Belarus, which must abstain (Charter, Art. 27(3))\n"
	         "ARM arm-1 table matter=e body=council kind=expulsion procedure=vote title=T concerned=BLR\n"
	         "BLR blr-1 position matter=e version=1 position=object => concerned-out\n"
	         "says e concerns Belarus, which takes no part in deciding it (Charter, Art. 20)\n"
	         "ARM arm-1 table matter=a body=council kind=agreement procedure=vote title=T\n"
	         "ARM arm-1 position matter=a version=1 position=support\n"
	         "ARM arm-1 table matter=x body=council kind=agreement procedure=vote title=T undoes=a => not-undone\n"
	         "says a cannot be undone by this: it was not adopted (rules of the record, \"Matters\")\n"
	         "after 24h\ndue m rejected\ndue e rejected\ndue a adopted\n"
	         "ARM arm-1 position matter=a version=1 position=accept => bound-already\n"
	         "says Armenia is bound by a already (rules of the record, \"Matters\")\n");
}

static void test_complete(void **state)
{
	(void)state;
	for (unsigned i = 0; i < REFUSAL_MAX; i++)
		if (!produced[i])
			fail_msg("no test produces %.*s", STR_ARG(refusal_slug((enum refusal)i)));
	/* Slugs are names for programs: each its own, small letters and hyphens. */
	for (unsigned i = 0; i < REFUSAL_MAX; i++) {
		struct str slug = refusal_slug((enum refusal)i);
		for (unsigned j = 0; j < i; j++)
			assert_false(str_eq(slug, refusal_slug((enum refusal)j)));
		for (size_t c = 0; c < slug.len; c++)
			assert_true(slug.ptr[c] == '-' || (slug.ptr[c] >= 'a' && slug.ptr[c] <= 'z'));
		assert_true(refusal_class((enum refusal)i) <= REFUSAL_RULE);
	}
}

#define ELECT "SEC sec-1 ballot matter=e "
#define TABLE "ARM arm-1 table matter=q body=council kind=x title=T "

/* Offices, standing, ballots, the charter: see test_bodies.c for what they are allowed. */
static void test_bodies(void **state)
{
	(void)state;
	play_run(
		&play,
		"ARM arm-1 decline office=x => unknown-name\n"
		"ARM arm-1 decline office=sg => no-turns\nsays the office Secretary General does not go round in turns\n"
		"ARM arm-1 decline office=presidency from=2025-12-31 => turn-past\n"
		"ARM arm-1 decline office=presidency from=2032-01-01 => turn-far\nsays for the next 64 only\n"
		"ARM arm-1 decline office=presidency => other-turn\nsays is that of Kazakhstan (Rule 18)\n"
		"ARM arm-1 arrears of=RUS since=2024-01-01 => not-the-secretariat\n"
		"SEC sec-1 arrears of=XYZ since=2024-01-01 => unknown-name\n"
		"SEC sec-1 arrears of=RUS since=2026-01-06 => arrears-since\n"
		"SEC sec-1 paid of=RUS => no-arrears\nsays nothing is stated of arrears of Russia\n"
		"SEC sec-1 arrears of=RUS since=2023-01-01\n"
		"SEC sec-1 arrears of=RUS since=2023-01-01 => arrears-stated\nsays by entry\n"
		"SEC sec-1 enrol of=XYZ person=x-1 key=x => unknown-name\n"
		"SEC sec-1 enrol of=RUS person=x-1 key=x => enrolled\nsays Russia has persons of its own already\n"
		"ARM arm-1 table matter=e body=council kind=x procedure=election title=E\n" ELECT
		"round=2 papers=3 invalid=0 ayes=3 noes=0 abstentions=0 absentees=0 scrutineers=arm-1,blr-1 => ballot-round\n"
		"says the next ballot on e is number 1\n" ELECT
		"round=1 papers=3 invalid=0 ayes=3 noes=0 abstentions=0 absentees=1 scrutineers=arm-1,blr-1 => ballot-sum\n"
		"says 3 members, but 4 papers and absentees\n" ELECT
		"round=1 papers=9007199254740991 invalid=0 ayes=3 noes=0 abstentions=0 absentees=9007199254740991 "
		"scrutineers=arm-1,blr-1 => ballot-sum\n" ELECT
		"round=1 papers=3 invalid=9007199254740991 ayes=9007199254740991 noes=9007199254740991 abstentions=0 "
		"absentees=0 scrutineers=arm-1,blr-1 => ballot-sum\n" ELECT
		"round=1 papers=3 invalid=0 ayes=2 noes=0 abstentions=0 absentees=0 scrutineers=arm-1,blr-1 => ballot-sum\n"
		"says 3 papers, but 2 votes and invalid papers\n" ELECT
		"round=1 papers=3 invalid=0 ayes=3 noes=0 abstentions=0 absentees=0 scrutineers=arm-1 => scrutineers-few\n" ELECT
		"round=1 papers=3 invalid=0 ayes=3 noes=0 abstentions=0 absentees=0 scrutineers=arm-1,nobody => scrutineer\n"
		"says nobody cannot be a scrutineer: no person with a valid key\n" ELECT
		"round=1 papers=3 invalid=0 ayes=3 noes=0 abstentions=0 absentees=0 scrutineers=arm-1,sec-1 => scrutineer\n" ELECT
		"round=1 papers=3 invalid=0 ayes=3 noes=0 abstentions=0 absentees=0 scrutineers=arm-1,arm-1 => scrutineer\n"
		"RUS rus-1 position matter=e version=1 position=support => no-vote\n");
	play_run(
		&play, TABLE
		"procedure=appoint => purpose-missing\nsays the procedure appoint appoints: the act must name the office\n" TABLE
		"procedure=appoint office=sg => purpose-missing\n" TABLE
		"procedure=appoint office=xx holder=ARM => unknown-name\n" TABLE
		"procedure=appoint office=sg holder=XX => unknown-name\n" TABLE "procedure=relieve => purpose-missing\n" TABLE
		"procedure=relieve office=sg holder=ARM => purpose-none\n" TABLE
		"procedure=relieve office=sg person=p => purpose-none\n" TABLE
		"procedure=paper office=sg => purpose-none\n" TABLE
		"procedure=paper from=2026-02-01 => purpose-none\nsays has no outcome for which from would matter\n" TABLE
		"procedure=appoint office=sg holder=ARM from=2026-02-02 to=2026-02-01 => purpose-dates\n"
		"ARM arm-1 table matter=q body=other kind=x title=T procedure=appoint office=sg holder=ARM => appointed-by\n"
		"says only matters of Council appoint to the office Secretary General (Art. 9)\n" TABLE
		"procedure=preliminary => purpose-missing\n" TABLE "procedure=preliminary about=nix => unknown-name\n"
		"ARM arm-1 table matter=only body=council kind=substance procedure=substance-only title=T\n"
		"ARM arm-1 table matter=away body=other kind=substance procedure=paper title=T\n" TABLE
		"procedure=preliminary about=only => classifies-kind\nsays its procedure does not serve such matters\n" TABLE
		"procedure=preliminary about=away => classifies-kind\nsays it is before another body\n"
		"ARM arm-1 position matter=only version=1 position=support\ndue only adopted\n" TABLE
		"procedure=preliminary about=only => classifies-kind\nsays it is decided\n" TABLE
		"procedure=amendment => purpose-missing\n" TABLE "procedure=amendment charter=X => charter-unread\n" TABLE
		"procedure=amendment charter=U => charter-unfit\nsays its party ARM is missing\n" TABLE
		"procedure=amendment charter=D text=x => charter-and-text\n" TABLE
		"procedure=paper charter=D => purpose-none\n" TABLE "procedure=amendment charter=D\n"
		"ARM arm-1 amend matter=q version=2 charter=U => charter-unfit\n"
		"ARM arm-1 amend matter=q version=2 => purpose-missing\n"
		"ARM arm-1 amend matter=e version=2 => field-missing\n"
		"BLR blr-1 convene meeting=m body=council regular=yes place=V zone=Europe/Vienna waiver=yes "
		"starts=2026-01-06T09:00Z => no-waiver\nsays only the chair (Kazakhstan) or the secretariat may waive the notice of\n"
		"BLR blr-1 convene meeting=m body=council regular=yes place=V zone=Europe/Vienna waiver=no "
		"starts=2026-01-06T09:00Z => notice-too-short\n"
		"KAZ kaz-1 convene meeting=m body=council regular=yes place=V zone=Europe/Vienna waiver=yes "
		"starts=2026-01-04T09:00Z => starts-in-the-past\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_founding, begin, end),
		cmocka_unit_test_setup_teardown(test_limit_zones, begin_founded, end),
		cmocka_unit_test_setup_teardown(test_nonces, begin_founded, end),
		cmocka_unit_test_setup_teardown(test_outcomes, begin_founded, end),
		cmocka_unit_test_setup_teardown(test_persons, begin_founded, end),
		cmocka_unit_test_setup_teardown(test_convening, begin_founded, end),
		cmocka_unit_test_setup_teardown(test_sitting, begin_founded, end),
		cmocka_unit_test_setup_teardown(test_matters, begin_founded, end),
		cmocka_unit_test_setup_teardown(test_silence, begin_founded, end),
		cmocka_unit_test_setup_teardown(test_papers, begin_founded, end),
		cmocka_unit_test_setup_teardown(test_events, begin_founded, end),
		cmocka_unit_test_setup_teardown(test_reports, begin_founded, end),
		cmocka_unit_test_setup_teardown(test_times, begin_times, end),
		cmocka_unit_test_setup_teardown(test_meanings, begin_meanings, end),
		cmocka_unit_test_setup_teardown(test_bodies, begin_bodies, end),
		cmocka_unit_test(test_complete),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
