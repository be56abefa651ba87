/* The tables of verbs, and acts and refusals in words: whole sentences, typed in by hand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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
	assert_int_equal(VERB_EVENT, 31);
	assert_int_equal(VERB_PARTICIPATE, 32);
	assert_int_equal(VERB_REPORT, 33);
	assert_int_equal(VERB_EXTEND, 34);
	assert_int_equal(VERB_PAUSE, 35);
	assert_int_equal(VERB_RESUME, 36);
	assert_int_equal(VERB_ANSWER, 37);
	assert_int_equal(VERB_REQUEST, 38);
	assert_int_equal(VERB_REFER, 39);
	assert_int_equal(VERB_MOVE, 40);
	assert_int_equal(VERB_DEPOSIT, 41);
	assert_int_equal(VERB_DECLINE, 45);
	assert_int_equal(VERB_ENROL, 49);
	assert_int_equal(VERB_MAX, 50);
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
	assert_words(play.state, "ARM", "arm-1", "table",
	             "matter=m body=club kind=x procedure=written title=\"A title\" about=crisis",
	             "Armenia (arm-1) tables m (x) in Club, about crisis: A title.");
	assert_words(
		play.state, "SEC", "sec-1", "event",
		"event=p-3 kind=parade title=\"Victory parade\" ordinal=3 topic=\"Eighty years\" host=RUS place=Moscow "
		"zone=Europe/Vienna from=2026-05-09 to=2026-05-10 starts=2026-05-09T08:00Z",
		"Secretariat (sec-1) enters the event p-3 (Parade): Victory parade, number 3, on Eighty years, in Moscow, hosted "
		"by Russia, 2026-05-09 to 2026-05-10, Saturday 9 May 2026, 10:00 Europe/Vienna (08:00 UTC).");
	assert_words(play.state, "SEC", "sec-1", "event", "event=e kind=training title=Course",
	             "Secretariat (sec-1) enters the event e (Course): Course.");
	assert_words(NULL, "SEC", "sec-1", "event", "event=e kind=training title=T from=2026-05-09",
	             "SEC (sec-1) enters the event e (training): T, 2026-05-09.");
	assert_words(
		play.state, "SEC", "sec-1", "participate", "event=e head=sec-1 office=secretary delegates=a,b unit=\"a band\"",
		"Secretariat (sec-1) takes part in e, headed by sec-1 as Secretary General, delegates a, b, with a band.");
	assert_words(play.state, "ARM", "arm-1", "participate", "event=e", "Armenia (arm-1) takes part in e.");
	assert_words(
		play.state, "KAZ", "kaz-1", "report",
		"matter=m kind=situation title=\"Disorder in the city\" at=2026-01-05T06:00Z place=Almaty",
		"Kazakhstan (kaz-1) reports on m (situation): Disorder in the city, in Almaty, Monday 5 January 2026, 09:00 "
		"Europe/Moscow (06:00 UTC).");
	assert_words(play.state, "SEC", "sec-1", "release", "release=r title=\"The parade\" event=e text=t",
	             "Secretariat (sec-1) issues press release r: The parade, on the event e.");
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
	assert_refused("BLR blr-1 silence matter=s until=+60h seen=now => not-named",
	               "Refused: only the chair or the secretariat may put a text under silence (Silence).");
	assert_refused(
		"SEC sec-1 silence matter=s until=+60min seen=now => until-early",
		"Refused: the moment comes too soon: the earliest is Wednesday 11 March 2026, 12:00 Europe/Moscow (09:00 "
		"UTC) (Silence, 1).");
	play_run(&play, "KAZ kaz-1 adopt matter=w version=1 seen=now => not-adopted\n"
	                "says Refused: w cannot be declared adopted: for 1 \n"
	                "says (Rules, Rule 7)\n");
	assert_refused("ARM arm-1 register meeting=c head=arm-1 delegates=- => unknown-name",
	               "Refused: there is no meeting c (rules of the record, \"Names\").");
}

/* What a refusal cites as a rule of the record is a heading of the page that states it. */
static void test_sections(void **state)
{
	(void)state;
	static const char *const sections[] = {
#define REFUSAL(name, class, slug, sentence, section) section,
#include "kernel/refusals.def"
	};
	static char path[4096], text[65536];
	const char *source = getenv("COMITY_SOURCE");
	if (!source)
		skip();
	snprintf(path, sizeof path, "%s/docs/acts.md", source);
	FILE *file = fopen(path, "r");
	assert_non_null(file);
	size_t size = fread(text, 1, sizeof text - 1, file);
	fclose(file);
	text[size] = 0;
	for (size_t i = 0; i < sizeof sections / sizeof *sections; i++) {
		char heading[100];
		snprintf(heading, sizeof heading, "# %s\n", sections[i]);
		if (*sections[i] && !strstr(text, heading))
			fail_msg("docs/acts.md has no heading %s", sections[i]);
	}
}

static size_t digest_size;
static uint8_t digest_bytes[4096];

static void keep(void *context, const void *bytes, size_t size)
{
	(void)context;
	assert_true(digest_size + size <= sizeof digest_bytes);
	memcpy(digest_bytes + digest_size, bytes, size);
	digest_size += size;
}

/* The digest of nothing, counted by hand from the table in digest.c. */
static void test_digest(void **state)
{
	(void)state;
	PLAY_OPEN(&play, UNION_CHARTER);
	digest_size = 0;
	kernel_digest(play.state, (struct sink){keep, NULL});
	const struct charter *charter = &play.charter;
	assert_memory_equal(digest_bytes, "\0\0\0\0\0\0\0\016comity-state/3CCCC", 26);
	/* name; charter, size, time, key; zones; calendar; persons; charters; bodies; offices; standings; procedures;
	 * instruments; meetings, matters, papers, events, counters */
	assert_int_equal(digest_size, 22 + 32 + 8 + 8 + 32 + 24 + 16 + 8 + 16 + charter->body_count * 7 * 8 +
	                                  charter->office_count * 16 + 8 + charter->procedure_count * 8 +
	                                  charter->instrument_count * 24 + 8 + 8 + 16 + 8 + 8);
	/* One charter; no host yet: 2^64-1; no meeting and no end yet: the least number. */
	for (size_t i = 54; i < digest_size; i++)
		assert_true(digest_bytes[i] == 0 || digest_bytes[i] == 0xff || digest_bytes[i] == 0x80 || digest_bytes[i] == 1);
	play_close(&play);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_verbs),
		cmocka_unit_test(test_sections),
		cmocka_unit_test(test_digest),
		cmocka_unit_test_setup_teardown(test_acts, begin, end),
		cmocka_unit_test_setup_teardown(test_refusals, begin, end),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
