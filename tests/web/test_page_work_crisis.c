/* The crisis board and the timeline of a crisis, and its drawing: every step once, in time, with its intervals; nothing
 * in the drawing lies upon something else.
 */
#include "web/work_look.h"

#include "web/timeline_svg.h"

static void board_shows_open_and_ended(void **state)
{
	(void)state;
	json_t *json = json_of("crises", "");
	holds(json, "open/crises", 1);
	says(json, "open/crises/0/crisis/title", "The <flood>");
	says(json, "open/crises/0/crisis/href", "/crises/flood.json");
	says(json, "open/crises/0/author/name", "A");
	says(json, "open/crises/0/stage", "measures");
	holds(json, "ended/crises", 1);
	says(json, "ended/crises/0/status", "over");
	says(json, "ended/crises/0/ended", "2026-01-27T12:30:00Z");
	json_decref(json);
	assert_false(exists("crises/{name}", "levels")); /* no crisis */
	assert_false(exists("crises/{name}", "nothing"));
}

static void steps_are_in_time(void **state)
{
	(void)state;
	static const struct {
		const char *at, *step, *about; /* about: a member that must be there */
		long long after_ms;
	} expected[] = {
		{"2026-01-25T20:00:00Z", "report", "title", -36000000},
		{"2026-01-26T06:00:00Z", "appeal", "fact", 0},
		{"2026-01-26T06:00:00Z", "report", "title", 0},
		{"2026-01-26T06:00:00Z", "circulate", "fact", 0},
		{"2026-01-26T08:40:00Z", "report", "title", 9600000},
		{"2026-01-26T08:40:00Z", "report", "title", 9600000},
		{"2026-01-26T08:40:00Z", "table", "fact", 9600000},
		{"2026-01-26T08:40:00Z", "position", "fact", 9600000}, /* the objection; support is none */
		{"2026-01-26T08:40:00Z", "convene", "fact", 9600000},
		{"2026-01-26T11:00:00Z", "open", "fact", 18000000},
		{"2026-01-26T11:00:00Z", "adopted", "decision", 18000000},
		{"2026-01-26T11:00:00Z", "close", "fact", 18000000},
		{"2026-01-26T11:00:00Z", "release", "fact", 18000000},
		{"2026-01-26T11:00:00Z", "report", "title", 18000000},
	};
	json_t *json = json_of("crises/{name}", "flood");
	holds(json, "timeline/steps", COUNT(expected));
	for (uint32_t i = 0; i < COUNT(expected); i++) {
		const json_t *step = json_array_get(at(json, "timeline/steps"), i);
		says(step, "at", expected[i].at);
		says(step, "step", expected[i].step);
		assert_non_null(at(step, expected[i].about));
		counts(step, "number", i + 1);
		if (expected[i].after_ms < 0)
			counts(step, "before_appeal_ms", -expected[i].after_ms);
		else
			counts(step, "after_appeal_ms", expected[i].after_ms);
		if (i == 9)
			counts(step, "after_previous_ms", 8400000);
	}
	says(json, "timeline/steps/0/place", "Upper <lake>");
	assert_true(json_is_null(at(json, "timeline/steps/2/text"))); /* for members only */
	says(json, "timeline/steps/5/text", "With crews.");
	counts(json, "to_first_meeting_ms", 18000000);
	counts(json, "to_first_decision_ms", 18000000);
	assert_null(at(json, "ended"));
	holds(json, "contributions/rows", 2);
	says(json, "contributions/rows/0/party/name", "B");
	says(json, "contributions/rows/1/title", "Five pumps");
	says(json, "matters/items/0/matter/name", "pumps");
	says(json, "matters/items/0/decision/title", "CO/DEC/2026/2");
	says(json, "meetings/items/0/meeting/name", "urgent");
	json_decref(json);
	const char *html = html_of("crises/{name}", "flood", LANGUAGE_EN);
	assert_has(html, "2 h 40 min after the appeal");
	assert_has(html, "10 h before the appeal");
	assert_has(html, "5 h after the appeal, 2 h 20 min after the step before");
	assert_has(html, "Upper &lt;lake&gt;");
	assert_has(html_of("crises/{name}", "flood", LANGUAGE_RU), "через 2 ч 40 мин после обращения");
	json = json_of("crises/{name}", "storm");
	counts(json, "lasted_ms", 5400000);
	json_decref(json);
}

static void drawing_is_accessible(void **state)
{
	(void)state;
	const char *html = html_of("crises/{name}", "flood", LANGUAGE_EN);
	assert_has(html, "<svg class=\"timeline-drawing\" role=\"img\" aria-labelledby=\"timeline-title timeline-desc\"");
	assert_has(html, "<title id=\"timeline-title\">The &lt;flood&gt;</title>");
	assert_has(html, "<desc id=\"timeline-desc\">14 steps over ");
	assert_lacks(html, "style=");
	assert_lacks(html, "direction=\"rtl\"");
	/* The words of a bar that goes on, and of one that has ended. */
	assert_has(html, "Since the appeal: 1 day 6 h");
	assert_has(html_of("crises/{name}", "flood", LANGUAGE_PSEUDO), "direction=\"rtl\"");
	assert_has(html_of("crises/{name}", "storm", LANGUAGE_EN), "From the appeal to the end: 1 h 30 min");
}

/* ---- The drawing alone --------------------------------------------------------------------------------------------
 */

static const struct str lanes[] = {STR_INIT("one"), STR_INIT("two <b>"), STR_INIT("empty")};

static const char *draw(const struct timeline_mark *marks, uint32_t count, int64_t from_ms, int64_t to_ms,
                        enum language language)
{
	static char storage[1u << 18];
	struct buf buf = buf_of(storage, sizeof storage - 1);
	struct timeline timeline = {
		.title = STR("t"),
		.description = STR("d"),
		.language = language,
		.from_ms = from_ms,
		.to_ms = to_ms,
		.bar = STR("bar"),
		.lane = lanes,
		.lane_count = COUNT(lanes),
		.mark = marks,
		.mark_count = count,
	};
	buf_timeline_svg(&buf, &timeline);
	assert_false(buf.full);
	storage[buf.len] = '\0';
	return storage;
}

static uint32_t occurrences(const char *text, const char *what)
{
	uint32_t count = 0;
	while ((text = strstr(text, what)) != NULL) {
		count++;
		text += strlen(what);
	}
	return count;
}

/* Every mark of the drawing, and whether two of them touch. */
static void assert_apart(const char *svg, uint32_t expected)
{
	long x[300], y[300];
	uint32_t count = 0;
	for (const char *at = svg; (at = strstr(at, "<circle")) != NULL; at++) {
		const char *cx = strstr(at, " cx=\""), *cy = strstr(at, " cy=\"");
		assert_true(cx && cy && count < COUNT(x));
		x[count] = strtol(cx + 5, NULL, 10);
		y[count] = strtol(cy + 5, NULL, 10);
		assert_true(x[count] >= 11 && x[count] <= 720 - 11 && y[count] > 60);
		for (uint32_t i = 0; i < count; i++) {
			long dx = x[i] - x[count], dy = y[i] - y[count];
			if (dx * dx + dy * dy < 22 * 22)
				fail_msg("marks %u and %u touch", i + 1, count + 1);
		}
		count++;
	}
	assert_int_equal(count, expected);
}

static void marks_do_not_touch(void **state)
{
	(void)state;
	struct timeline_mark marks[60];
	uint64_t random = 42;
	for (uint32_t round = 0; round < 200; round++) {
		uint32_t count = 1 + (uint32_t)(next_random(&random) % COUNT(marks));
		int64_t span_ms = (int64_t)1 << (4 + next_random(&random) % 38), at_ms = 1640000000000;
		for (uint32_t i = 0; i < count; i++) {
			at_ms += (int64_t)(next_random(&random) % (uint64_t)span_ms) * (int64_t)(next_random(&random) % 2);
			marks[i] = (struct timeline_mark){at_ms, (uint32_t)(next_random(&random) % 2), i + 1, i % 5 == 0};
		}
		assert_apart(draw(marks, count, marks[0].at_ms, at_ms, LANGUAGE_EN), count);
		assert_apart(draw(marks, count, marks[0].at_ms, at_ms, LANGUAGE_PSEUDO), count);
	}
}

static void ticks_fit_the_span(void **state)
{
	(void)state;
	static const struct {
		int64_t span_ms;
		uint32_t least, most;
		const char *words; /* a label that must stand there */
	} spans[] = {
		{0, 1, 8, "1 January"},
		{3600000, 2, 8, ">00:15<"},
		{5 * 3600000, 3, 8, ">03:00<"},
		{26 * 3600000, 3, 8, ">12:00<"},
		{3 * DAY_MS, 3, 8, "2 January"},
		{14 * DAY_MS, 3, 8, "10 January"},
		{40 * DAY_MS, 2, 8, "3 February"},
		{400 * DAY_MS, 3, 8, "April 2022"},
		{4000 * DAY_MS, 3, 8, "January 2024"},
		{200000 * DAY_MS, 3, 8, "January 2300"},
	};
	int64_t start_ms;
	assert_true(time_parse(STR("2022-01-01T00:00:00Z"), &start_ms));
	struct timeline_mark mark = {start_ms, 1, 1, false};
	for (uint32_t i = 0; i < COUNT(spans); i++) {
		const char *svg = draw(&mark, 1, start_ms, start_ms + spans[i].span_ms, LANGUAGE_EN);
		uint32_t count = occurrences(svg, "class=\"when\"");
		assert_case(count >= spans[i].least && count <= spans[i].most, spans[i].words);
		assert_case(strstr(svg, spans[i].words) != NULL, spans[i].words);
		assert_has(svg, "two &lt;b&gt;");
		assert_lacks(svg, ">one<"); /* a lane without marks is left out */
		/* A label's ground covers the lines behind it, and not the bar below it. */
		assert_true(strstr(svg, "class=\"tick\"") < strstr(svg, "class=\"lane\""));
		assert_true(strstr(svg, "class=\"lane\"") < strstr(svg, "class=\"bar"));
	}
}

/* The first hour says its day too; a midnight is its day alone. */
static void the_first_tick_says_day_and_hour(void **state)
{
	(void)state;
	int64_t start_ms;
	assert_true(time_parse(STR("2022-01-01T18:00:00Z"), &start_ms));
	struct timeline_mark mark = {start_ms, 1, 1, false};
	const char *svg = draw(&mark, 1, start_ms, start_ms + 12 * INT64_C(3600000), LANGUAGE_EN);
	assert_has(svg, ">1 January, 18:00<");
	assert_has(svg, ">20:00<");
	assert_has(svg, ">2 January<");
	assert_lacks(svg, ">1 January<");
	assert_has(draw(&mark, 1, start_ms, start_ms + 12 * INT64_C(3600000), LANGUAGE_RU), ">1 января, 18:00<");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(board_shows_open_and_ended), cmocka_unit_test(steps_are_in_time),
		cmocka_unit_test(drawing_is_accessible),      cmocka_unit_test(marks_do_not_touch),
		cmocka_unit_test(ticks_fit_the_span),         cmocka_unit_test(the_first_tick_says_day_and_hour),
	};
	return cmocka_run_group_tests(tests, make_record, end_record);
}
