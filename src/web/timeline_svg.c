/* The drawing of a timeline: a scale from instants to places, ticks, a bar, lanes with their marks. In whole units of
 * the drawing's own, which the browser scales.
 */
#include "web/timeline_svg.h"

#include <assert.h>

#include "publish/html.h"

#define WIDTH 720
#define LEFT 64 /* room for half a tick's label */
#define RIGHT (WIDTH - LEFT)
#define AXIS_HEIGHT 28
#define BAR_HEIGHT 40
#define LABEL_HEIGHT 20
#define ROW_HEIGHT 26
#define LANE_GAP 10
#define RADIUS 11
#define MARK_GAP (2 * RADIUS + 2)
#define ROWS_MAX 64u
#define TICKS_MAX 6
#define MONTHS_MAX 5

#define HOUR_MS (60 * MINUTE_MS)

struct drawing {
	struct buf *buf;
	const struct timeline *timeline;
	int64_t first_ms, last_ms;
	bool mirrored;
};

static int64_t place(const struct drawing *drawing, int64_t at_ms)
{
	int64_t span = drawing->last_ms - drawing->first_ms;
	/* In seconds, so that centuries do not overflow. */
	int64_t x = LEFT + (at_ms - drawing->first_ms) / 1000 * (RIGHT - LEFT) / (span / 1000);
	return drawing->mirrored ? WIDTH - x : x;
}

/* ` x1="12"` */
static void put(const struct drawing *drawing, const char *name, int64_t value)
{
	char digits[24];
	struct buf number = buf_of(digits, sizeof digits);
	buf_i64(&number, value);
	html_attr(drawing->buf, name, buf_view(&number));
}

static void put_text(const struct drawing *drawing, const char *class, int64_t x, int64_t y, struct str text)
{
	html_literal_markup_of_our_own(drawing->buf, "<text");
	html_attr(drawing->buf, "class", str_from(class));
	put(drawing, "x", x);
	put(drawing, "y", y);
	html_literal_markup_of_our_own(drawing->buf, ">");
	html_text(drawing->buf, text);
	html_literal_markup_of_our_own(drawing->buf, "</text>");
}

/* ---- Ticks -------------------------------------------------------------------------------------------------------
 *
 * Counted in the zone's civil time, as if it were UTC, so that a day's tick stands at its midnight also after the
 * clocks have changed. */

struct step {
	int64_t ms;      /* 0: whole months */
	uint32_t months; /* from January on */
};

/* The smallest step that gives few enough ticks. */
static struct step tick_step(int64_t span_ms)
{
	static const struct step steps[] = {
		{MINUTE_MS, 0},
		{5 * MINUTE_MS, 0},
		{15 * MINUTE_MS, 0},
		{30 * MINUTE_MS, 0},
		{HOUR_MS, 0},
		{2 * HOUR_MS, 0},
		{3 * HOUR_MS, 0},
		{6 * HOUR_MS, 0},
		{12 * HOUR_MS, 0},
		{DAY_MS, 0},
		{2 * DAY_MS, 0},
		{3 * DAY_MS, 0},
		{7 * DAY_MS, 0},
		{14 * DAY_MS, 0},
		{0, 1},
		{0, 2},
		{0, 3},
		{0, 6},
		{0, 12},
		{0, 24},
		{0, 60},
		{0, 120},
		{0, 600},
		{0, 1200},
	};
	size_t i = 0;
	for (; i + 1 < sizeof steps / sizeof *steps; i++) {
		bool months = steps[i].ms == 0; /* their words are longer */
		int64_t ticks = span_ms / (months ? steps[i].months * 30 * DAY_MS : steps[i].ms);
		if (ticks <= (months ? MONTHS_MAX : TICKS_MAX))
			break;
	}
	return steps[i];
}

static void tick_words(const struct drawing *drawing, struct civil civil, struct step step, bool first,
                       struct buf *words)
{
	enum language language = drawing->timeline->language;
	char clock_storage[8], day_storage[80], digits[8];
	struct buf clock = buf_of(clock_storage, sizeof clock_storage), day = buf_of(day_storage, sizeof day_storage);
	struct buf number = buf_of(digits, sizeof digits);
	bool midnight = civil.hour == 0 && civil.minute == 0;
	if (step.ms == 0) {
		buf_month_words(words, language, civil.date.year, civil.date.month);
		return;
	}
	buf_pad(&clock, civil.hour, 2);
	buf_c(&clock, ":");
	buf_pad(&clock, civil.minute, 2);
	buf_u64(&number, civil.date.day);
	struct str date[] = {message((enum message)(MSG_MONTH_1 + civil.date.month - 1), language), buf_view(&number)};
	buf_message(&day, MSG_DATE_WITHOUT_YEAR, language, date, 2);
	struct str both[] = {buf_view(&day), buf_view(&clock)};
	if (step.ms >= DAY_MS || midnight) /* a day begins: its midnight needs no clock */
		buf_str(words, both[0]);
	else if (first) /* which day it is, and which hour */
		buf_message(words, MSG_TIME_AT, language, both, 2);
	else
		buf_str(words, both[1]);
}

/* The first whole step at or before a civil time. */
static int64_t tick_before(int64_t local_ms, struct step step)
{
	if (step.ms > 0)
		return local_ms / step.ms * step.ms;
	struct civil civil = civil_from_ms(local_ms, 0);
	uint32_t month = (uint32_t)(civil.date.year * 12 + civil.date.month - 1) / step.months * step.months;
	struct date date = {(int32_t)(month / 12), (uint8_t)(month % 12 + 1), 1};
	return date.year < 1 ? local_ms : (int64_t)date_to_days(date) * DAY_MS;
}

static int64_t tick_after(int64_t local_ms, struct step step)
{
	if (step.ms > 0)
		return local_ms + step.ms;
	struct civil civil = civil_from_ms(local_ms, 0);
	uint32_t month = (uint32_t)(civil.date.year * 12 + civil.date.month - 1) + step.months;
	struct date date = {(int32_t)(month / 12), (uint8_t)(month % 12 + 1), 1};
	return date.year > 9999 ? TIME_NEVER : (int64_t)date_to_days(date) * DAY_MS;
}

static void put_tick(const struct drawing *drawing, int64_t x, int64_t height, struct str words)
{
	html_literal_markup_of_our_own(drawing->buf, "<line class=\"tick\"");
	put(drawing, "x1", x);
	put(drawing, "x2", x);
	put(drawing, "y1", AXIS_HEIGHT - 6);
	put(drawing, "y2", height);
	html_literal_markup_of_our_own(drawing->buf, "/>");
	put_text(drawing, "when", x, AXIS_HEIGHT - 12, words);
}

static void put_ticks(const struct drawing *drawing, int64_t height)
{
	const struct zone *zone = drawing->timeline->zone;
	struct step step = tick_step(drawing->last_ms - drawing->first_ms);
	int64_t local_ms = tick_before(drawing->first_ms + (int64_t)zone_offset(zone, drawing->first_ms) * 1000, step);
	bool first = true;
	for (; local_ms != TIME_NEVER; local_ms = tick_after(local_ms, step)) {
		struct civil civil = civil_from_ms(local_ms, 0);
		int64_t at_ms = zone_to_utc(zone, civil);
		if (at_ms > drawing->last_ms)
			break;
		if (at_ms < drawing->first_ms)
			continue;
		char storage[96];
		struct buf words = buf_of(storage, sizeof storage);
		tick_words(drawing, civil, step, first, &words);
		put_tick(drawing, place(drawing, at_ms), height, buf_view(&words));
		first = false;
	}
}

/* ---- Bar and lanes ----------------------------------------------------------------------------------------------- */

static void put_bar(const struct drawing *drawing)
{
	const struct timeline *timeline = drawing->timeline;
	int64_t a = place(drawing, timeline->from_ms), b = place(drawing, timeline->to_ms);
	int64_t left = a < b ? a : b, width = a < b ? b - a : a - b;
	/* Before the bar: the ground around its letters must not cover that. */
	put_text(drawing, "lane", drawing->mirrored ? WIDTH - 2 : 2, AXIS_HEIGHT + LABEL_HEIGHT - 6, timeline->bar);
	if (timeline->open)
		html_literal_markup_of_our_own(drawing->buf, "<rect class=\"bar open\"");
	else
		html_literal_markup_of_our_own(drawing->buf, "<rect class=\"bar\"");
	put(drawing, "x", left);
	put(drawing, "y", AXIS_HEIGHT + LABEL_HEIGHT);
	put(drawing, "width", width < 4 ? 4 : width);
	put(drawing, "height", 8);
	put(drawing, "rx", 4);
	html_literal_markup_of_our_own(drawing->buf, "/>");
}

/* The row of each mark of a lane, one after the other: the first in which it does not touch its neighbour. */
struct rows {
	int64_t last[ROWS_MAX];
	uint32_t count;
};

static uint32_t row_for(struct rows *rows, int64_t x)
{
	for (uint32_t i = 0; i < rows->count; i++) {
		int64_t apart = x - rows->last[i];
		if (apart >= MARK_GAP || apart <= -MARK_GAP) {
			rows->last[i] = x;
			return i;
		}
	}
	if (rows->count == ROWS_MAX)
		return ROWS_MAX - 1;
	rows->last[rows->count] = x;
	return rows->count++;
}

static uint32_t rows_of(const struct drawing *drawing, uint32_t lane)
{
	struct rows rows = {.count = 0};
	for (uint32_t i = 0; i < drawing->timeline->mark_count; i++)
		if (drawing->timeline->mark[i].lane == lane)
			(void)row_for(&rows, place(drawing, drawing->timeline->mark[i].at_ms));
	return rows.count;
}

static void put_mark(const struct drawing *drawing, const struct timeline_mark *mark, int64_t x, int64_t y)
{
	char digits[16];
	struct buf number = buf_of(digits, sizeof digits);
	buf_u64(&number, mark->number);
	if (mark->strong)
		html_literal_markup_of_our_own(drawing->buf, "<circle class=\"step strong\"");
	else
		html_literal_markup_of_our_own(drawing->buf, "<circle class=\"step\"");
	put(drawing, "cx", x);
	put(drawing, "cy", y);
	put(drawing, "r", RADIUS);
	html_literal_markup_of_our_own(drawing->buf, "/>");
	put_text(drawing, mark->strong ? "number strong" : "number", x, y + 4, buf_view(&number));
}

/* Returns the place below it. */
static int64_t put_lane(const struct drawing *drawing, uint32_t lane, int64_t y)
{
	const struct timeline *timeline = drawing->timeline;
	struct rows rows = {.count = 0};
	uint32_t count = rows_of(drawing, lane);
	int64_t first = y + LABEL_HEIGHT + RADIUS + 2;
	if (count == 0)
		return y;
	html_literal_markup_of_our_own(drawing->buf, "<line class=\"rail\"");
	put(drawing, "x1", 2);
	put(drawing, "x2", WIDTH - 2);
	put(drawing, "y1", first);
	put(drawing, "y2", first);
	html_literal_markup_of_our_own(drawing->buf, "/>");
	put_text(drawing, "lane", drawing->mirrored ? WIDTH - 2 : 2, y + LABEL_HEIGHT - 6, timeline->lane[lane]);
	for (uint32_t i = 0; i < timeline->mark_count; i++) {
		if (timeline->mark[i].lane != lane)
			continue;
		int64_t x = place(drawing, timeline->mark[i].at_ms);
		put_mark(drawing, &timeline->mark[i], x, first + row_for(&rows, x) * ROW_HEIGHT);
	}
	return first + (count - 1) * ROW_HEIGHT + RADIUS + LANE_GAP;
}

static int64_t height_of(const struct drawing *drawing)
{
	int64_t y = AXIS_HEIGHT + BAR_HEIGHT;
	for (uint32_t lane = 0; lane < drawing->timeline->lane_count; lane++) {
		uint32_t rows = rows_of(drawing, lane);
		if (rows > 0)
			y += LABEL_HEIGHT + RADIUS + 2 + (rows - 1) * ROW_HEIGHT + RADIUS + LANE_GAP;
	}
	return y;
}

void buf_timeline_svg(struct buf *buf, const struct timeline *timeline)
{
	struct drawing drawing = {buf, timeline, timeline->from_ms, timeline->to_ms, language_rtl(timeline->language)};
	for (uint32_t i = 0; i < timeline->mark_count; i++) {
		assert(timeline->mark[i].lane < timeline->lane_count);
		if (timeline->mark[i].at_ms < drawing.first_ms)
			drawing.first_ms = timeline->mark[i].at_ms;
		if (timeline->mark[i].at_ms > drawing.last_ms)
			drawing.last_ms = timeline->mark[i].at_ms;
	}
	if (drawing.last_ms - drawing.first_ms < 10 * MINUTE_MS)
		drawing.last_ms = drawing.first_ms + 10 * MINUTE_MS;
	int64_t height = height_of(&drawing), y = AXIS_HEIGHT + BAR_HEIGHT;
	char storage[64];
	struct buf box = buf_of(storage, sizeof storage);
	buf_c(&box, "0 0 720 ");
	buf_i64(&box, height);
	_Static_assert(WIDTH == 720, "the view box");
	html_literal_markup_of_our_own(buf, "<svg class=\"timeline-drawing\" role=\"img\" "
	                                    "aria-labelledby=\"timeline-title timeline-desc\"");
	html_attr(buf, "viewBox", buf_view(&box));
	if (drawing.mirrored)
		html_literal_markup_of_our_own(buf, " direction=\"rtl\"");
	html_literal_markup_of_our_own(buf, "><title id=\"timeline-title\">");
	html_text(buf, timeline->title);
	html_literal_markup_of_our_own(buf, "</title><desc id=\"timeline-desc\">");
	html_text(buf, timeline->description);
	html_literal_markup_of_our_own(buf, "</desc>");
	put_ticks(&drawing, height);
	put_bar(&drawing);
	for (uint32_t lane = 0; lane < timeline->lane_count; lane++)
		y = put_lane(&drawing, lane, y);
	html_literal_markup_of_our_own(buf, "</svg>");
}
