/* Events, who takes part in them and in what order, reports, and what belongs to what. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
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
	play_run(&play, "at 2026-03-09T09:00Z\n");
	return 0;
}

static int end(void **state)
{
	(void)state;
	play_close(&play);
	return 0;
}

static uint32_t party_of(const char *name)
{
	return map_get(&play.charter.parties, str_from(name));
}

/* What the newest act says holds, all of it; the first entry and who takes part stay. */
static void test_said_again(void **state)
{
	(void)state;
	assert_int_equal(kernel_event_count(play.state), 0);
	assert_int_equal(kernel_event_find(play.state, STR("p")), NONE);
	play_run(&play, "SEC sec-1 convene meeting=c body=council regular=yes host=ARM place=Y zone=Europe/Moscow "
	                "starts=+240h\n"
	                "ARM arm-1 table matter=m body=council kind=plan procedure=sitting title=T text=t\n");
	uint64_t first = kernel_size(play.state);
	play_run(&play, "SEC sec-1 event event=p kind=parade title=T topic=Y ordinal=3 body=council meeting=c matter=m "
	                "host=RUS place=Moscow zone=Europe/Vienna from=2026-05-09 to=2026-05-10 "
	                "starts=2026-05-09T08:00Z text=t\n"
	                "SEC sec-1 event event=q kind=briefing title=T\n"
	                "ARM arm-1 participate event=p\n");
	struct event_view event = kernel_event_at(play.state, 0);
	assert_int_equal(kernel_event_count(play.state), 2);
	assert_int_equal(kernel_event_find(play.state, STR("q")), 1);
	assert_true(str_eq(event.name, STR("p")));
	assert_true(str_eq(play.charter.event_kind[event.kind].titles.title, STR("Parade")));
	assert_int_equal(event.ordinal, 3);
	assert_int_equal(event.body, map_get(&play.charter.bodies, STR("council")));
	assert_int_equal(event.meeting, 0);
	assert_int_equal(event.matter, 0);
	assert_int_equal(event.host, party_of("RUS"));
	assert_true(str_eq(event.place, STR("Moscow")) && str_eq(event.zone, STR("Europe/Vienna")));
	assert_true(event.has_from && event.has_to);
	assert_int_equal(event.from_days, 20582);
	assert_int_equal(event.to_days, 20583);
	assert_true(event.starts_ms == INT64_C(1778313600000));
	assert_true(event.entry == first && event.newest == first);
	assert_int_equal(party_set_count(&event.parties), 1);

	play_run(&play, "SEC sec-1 event event=p kind=training title=T\n");
	event = kernel_event_at(play.state, 0);
	assert_int_equal(kernel_event_count(play.state), 2);
	assert_true(str_eq(play.charter.event_kind[event.kind].titles.title, STR("Course")));
	assert_int_equal(event.ordinal, 0);
	assert_true(event.body == NONE && event.meeting == NONE && event.matter == NONE && event.host == NONE);
	assert_true(event.place.len == 0 && event.zone.len == 0);
	assert_false(event.has_from || event.has_to);
	assert_true(event.starts_ms == TIME_NEVER);
	assert_true(event.entry == first && event.newest == first + 3);
	assert_int_equal(party_set_count(&event.parties), 1);
	play_replay(&play);
}

/* Any party with a person may say that it comes; its newest act counts. */
static void test_parts(void **state)
{
	(void)state;
	play_run(&play, "SEC sec-1 event event=p kind=parade title=T host=RUS\n");
	uint64_t at = kernel_size(play.state);
	uint32_t old = party_of("OLD"), arm = party_of("ARM");
	assert_int_equal(kernel_event_part(play.state, 0, old), 0);
	play_run(&play, "OLD old-1 participate event=p unit=band\n"
	                "ARM arm-1 participate event=p head=arm-1\n"
	                "again\n"
	                "OLD old-1 participate event=p head=old-1 text=t\n");
	assert_int_equal(kernel_event_part(play.state, 0, old), at + 2);
	assert_int_equal(kernel_event_part(play.state, 0, arm), at + 1);
	assert_int_equal(kernel_event_part(play.state, 0, party_of("RUS")), 0);
	struct event_view event = kernel_event_at(play.state, 0);
	assert_int_equal(party_set_count(&event.parties), 2);
	play_replay(&play);
}

static void assert_order(const char *kind, const char *host, const char *want)
{
	char line[200], found[200] = "";
	uint32_t order[LIMIT_PARTIES];
	snprintf(line, sizeof line, "SEC sec-1 event event=p kind=%s title=T%s%s\n", kind, *host ? " host=" : "", host);
	play_run(&play, line);
	uint32_t count = kernel_event_order(play.state, 0, order);
	for (uint32_t i = 0; i < count; i++) {
		strcat(found, i > 0 ? " " : "");
		strncat(found, play.charter.party[order[i]].titles.name.ptr, play.charter.party[order[i]].titles.name.len);
	}
	assert_string_equal(found, want);
}

/* Protocol order, which is not the charter's: KAZ RUS NEW there, KAZ NEW RUS here. */
static void test_order(void **state)
{
	(void)state;
	assert_order("parade", "RUS", "");
	play_run(&play, "RUS rus-1 participate event=p\n"
	                "KAZ kaz-1 participate event=p\n"
	                "ARM arm-1 participate event=p\n"
	                "NEW new-1 participate event=p\n");
	assert_order("parade", "KAZ", "ARM NEW RUS KAZ"); /* apart: the caller knows whose place is beside the others */
	assert_order("training", "KAZ", "ARM NEW RUS KAZ");
	assert_order("reception", "KAZ", "KAZ ARM NEW RUS");
	assert_order("briefing", "KAZ", "ARM KAZ NEW RUS");
	/* A host that does not take part, and none. */
	assert_order("reception", "BLR", "ARM KAZ NEW RUS");
	assert_order("parade", "BLR", "ARM KAZ NEW RUS");
	assert_order("reception", "", "ARM KAZ NEW RUS");
}

/* What belongs to what; a report moves nothing. */
static void test_belongs(void **state)
{
	(void)state;
	play_run(&play, "KAZ kaz-1 table matter=m body=club kind=x procedure=written title=T\n"
	                "KAZ kaz-1 table matter=n body=club kind=x procedure=written title=T about=m\n"
	                "SEC sec-1 event event=p kind=parade title=T\n"
	                "SEC sec-1 event event=q kind=parade title=T\n"
	                "SEC sec-1 release release=r text=t event=q\n"
	                "SEC sec-1 release release=s text=t\n");
	assert_int_equal(kernel_matter_at(play.state, 0).about, NONE);
	assert_int_equal(kernel_matter_at(play.state, 1).about, 0);
	assert_int_equal(kernel_release_at(play.state, 0).event, 1);
	assert_int_equal(kernel_release_at(play.state, 1).event, NONE);
	struct matter_view before = kernel_matter_at(play.state, 0);
	/* Not even "seen" minds: what was seen before the report is still how things stand. */
	char line[200];
	snprintf(line, sizeof line, "ARM arm-1 position matter=m version=1 position=support seen=%u\n",
	         (unsigned)kernel_size(play.state));
	play_run(&play, "BLR blr-1 report matter=m kind=situation title=T text=t at=2026-03-09T08:00Z\n");
	struct matter_view after = kernel_matter_at(play.state, 0);
	assert_int_equal(after.stage, before.stage);
	assert_true(after.deadline_ms == before.deadline_ms);
	play_run(&play, line);
	/* As good after the decision. */
	play_run(&play, "KAZ kaz-1 adopt matter=m version=1 seen=now\n"
	                "due m adopted U/DEC/2026/1\n"
	                "BLR blr-1 report matter=m kind=mission title=T\n"
	                "BLR blr-1 position matter=m version=1 position=object => matter-decided\n");
	play_replay(&play);
}

/* Each thing that is new in the state is in its digest. */
static void test_digest(void **state)
{
	(void)state;
	static const char event[] = "event=p kind=parade title=T",
					  table[] = "matter=o body=club kind=x procedure=written title=T";
	static const struct {
		const char *verb, *fields, *one, *other;
	} cases[] = {
		{"event", event, "", " ordinal=1"},
		{"event", event, "", " body=club"},
		{"event", event, "", " host=RUS"},
		{"event", event, "", " place=A"},
		{"event", event, "", " zone=Europe/Moscow"},
		{"event", event, "", " from=1970-01-01"},
		{"event", event, " from=1970-01-01", " from=1970-01-01 to=1970-01-01"},
		{"event", event, "", " starts=2026-05-09T08:00Z"},
		{"event", event, " matter=m", " matter=n"},
		{"event", event, "", " meeting=c"},
		{"event", "event=p title=T", " kind=parade", " kind=training"},
		{"table", table, "", " about=m"},
		{"release", "release=r text=t", "", " event=q"},
	};
	play_run(&play, "KAZ kaz-1 convene meeting=c body=club regular=no place=Y zone=Europe/Moscow starts=+240h\n"
	                "KAZ kaz-1 table matter=m body=club kind=x procedure=written title=T\n"
	                "KAZ kaz-1 table matter=n body=club kind=x procedure=written title=T\n");
	play_run(&play, "SEC sec-1 event event=q kind=parade title=T\n");
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		uint64_t digest[2];
		for (unsigned k = 0; k < 2; k++) {
			char fields[200];
			bool table_it = strcmp(cases[i].verb, "table") == 0;
			struct arena arena = play.arena;
			struct state *copy = play_replayed(&play, &arena, (struct map_key){1, 2});
			struct moment moment = {kernel_size(copy), play.now_ms};
			struct err err = {0};
			snprintf(fields, sizeof fields, "%s%s", cases[i].fields, k ? cases[i].other : cases[i].one);
			struct act act = act_of(&play.scratch, cases[i].verb, table_it ? "KAZ" : "SEC",
			                        table_it ? "kaz-1" : "sec-1", fields, play.now_ms, /* serial= */ 1000000);
			memset(act.hash, 7, sizeof act.hash); /* so that only what was said differs */
			assert_int_equal(kernel_decide(copy, &act, moment).refusal, REFUSAL_NONE);
			assert_int_equal(kernel_apply(copy, &act, moment, &err), ERR_OK);
			digest[k] = play_digest(copy);
		}
		if (digest[0] == digest[1])
			fail_msg("the digest of %s does not tell \"%s\" from \"%s\"", cases[i].verb, cases[i].one, cases[i].other);
	}
}

/* In which event a party takes part is in the digest too. */
static void test_digest_of_parts(void **state)
{
	(void)state;
	uint64_t digest[2];
	play_run(&play, "SEC sec-1 event event=p kind=parade title=T\nSEC sec-1 event event=q kind=parade title=T\n");
	for (unsigned k = 0; k < 2; k++) {
		struct arena arena = play.arena;
		struct state *copy = play_replayed(&play, &arena, (struct map_key){1, 2});
		struct moment moment = {kernel_size(copy), play.now_ms};
		struct err err = {0};
		struct act act = act_of(&play.scratch, "participate", "ARM", "arm-1", k ? "event=p" : "event=q", play.now_ms,
		                        /* serial= */ 1000000);
		memset(act.hash, 7, sizeof act.hash);
		assert_int_equal(kernel_apply(copy, &act, moment, &err), ERR_OK);
		digest[k] = play_digest(copy);
	}
	assert_true(digest[0] != digest[1]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_said_again, begin, end),
		cmocka_unit_test_setup_teardown(test_parts, begin, end),
		cmocka_unit_test_setup_teardown(test_order, begin, end),
		cmocka_unit_test_setup_teardown(test_belongs, begin, end),
		cmocka_unit_test_setup_teardown(test_digest, begin, end),
		cmocka_unit_test_setup_teardown(test_digest_of_parts, begin, end),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
