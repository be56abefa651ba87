/* Values: texts, words, numbers, instants, links. Each in both forms; how one stands in its place is view.c's. */
#include "web/view.h"

#include "web/view_private.h"

/* A value that is only text in both forms. */
static void put_value(struct view *view, struct str text, struct str language)
{
	if (!html(view))
		json_text(view->out, text);
	else if (text.len == 0)
		put_empty(view);
	else
		put_inline(view, text, language);
}

void view_text(struct view *view, const char *key, enum message label, struct str text, struct str language)
{
	value_open(view, key, label, false);
	put_value(view, text, language);
	value_close(view);
	if (!html(view) && language.len > 0 && json_member_beside(view, key, "_language"))
		json_text(view->out, language);
}

struct str view_code_words(const struct view *view, struct str code, char storage[LIMIT_NAME_SIZE])
{
	struct str words;
	if (message_word(code, view->language, &words))
		return words;
	if (code.len > LIMIT_NAME_SIZE)
		return code;
	for (size_t i = 0; i < code.len; i++)
		storage[i] = code.ptr[i] == '-' ? ' ' : code.ptr[i];
	return (struct str){storage, code.len};
}

void view_word(struct view *view, const char *key, enum message label, struct str code, enum message word,
               const char *chip)
{
	value_open(view, key, label, false);
	if (!html(view)) {
		json_text(view->out, code);
		return;
	}
	if (chip) {
		put(view, STR("<span class=\"chip"));
		put(view, STR(" chip-"));
		buf_c(view->out, chip);
		put(view, STR("\">"));
	}
	put_message(view, word);
	if (chip)
		put(view, STR("</span>"));
	value_close(view);
}

void view_code(struct view *view, const char *key, enum message label, struct str code)
{
	char storage[LIMIT_NAME_SIZE];
	value_open(view, key, label, false);
	if (!html(view)) {
		json_text(view->out, code);
		return;
	}
	if (code.len == 0)
		put_empty(view);
	else
		html_text(view->out, view_code_words(view, code, storage));
	value_close(view);
}

struct str view_stage_words(const struct view *view, struct str stage, char storage[LIMIT_NAME_SIZE])
{
	char code_storage[LIMIT_NAME_SIZE + 8];
	struct buf code = buf_of(code_storage, sizeof code_storage);
	struct str words;
	buf_str(&code, STR("stage:"));
	buf_str(&code, stage);
	if (!code.full && message_word(buf_view(&code), view->language, &words))
		return words;
	return view_code_words(view, stage, storage);
}

void view_stage(struct view *view, const char *key, enum message label, struct str stage)
{
	char storage[LIMIT_NAME_SIZE];
	if (html(view) && stage.len > 0)
		view_text(view, key, label, view_stage_words(view, stage, storage), STR(""));
	else
		view_code(view, key, label, stage);
}

void view_number(struct view *view, const char *key, enum message label, uint64_t number)
{
	value_open(view, key, label, false);
	buf_u64(view->out, number);
	value_close(view);
}

void view_bool(struct view *view, const char *key, enum message label, bool value)
{
	value_open(view, key, label, false);
	if (html(view))
		put_message(view, value ? MSG_YES : MSG_NO);
	else
		put(view, value ? STR("true") : STR("false"));
	value_close(view);
}

void view_hash(struct view *view, const char *key, enum message label, const uint8_t hash[32])
{
	value_open(view, key, label, false);
	put(view, html(view) ? STR("<code class=\"hash\">") : STR("\""));
	buf_hex(view->out, hash, 32);
	put(view, html(view) ? STR("</code>") : STR("\""));
	value_close(view);
}

/* ---- Instants and dates ------------------------------------------------------------------------------------------ */

/* "UTC+4", "UTC−3:30", "UTC" */
static void put_offset(struct buf *buf, int32_t offset_s)
{
	int32_t minutes = (offset_s < 0 ? -offset_s : offset_s) / 60;
	buf_str(buf, STR("UTC"));
	if (minutes == 0)
		return;
	buf_str(buf, offset_s < 0 ? STR("−") : STR("+"));
	buf_u64(buf, (uint64_t)(minutes / 60));
	if (minutes % 60 != 0) {
		buf_byte(buf, ':');
		buf_pad(buf, (uint64_t)(minutes % 60), 2);
	}
}

static void put_clock(struct buf *buf, struct civil civil, bool seconds)
{
	buf_pad(buf, civil.hour, 2);
	buf_byte(buf, ':');
	buf_pad(buf, civil.minute, 2);
	if (seconds && civil.second != 0) {
		buf_byte(buf, ':');
		buf_pad(buf, civil.second, 2);
	}
}

/* "12:30 Yerevan (UTC+4)": the zone's place, or UTC without one. */
static void put_hour(struct buf *buf, enum language language, int64_t time_ms, const struct zone *zone, bool seconds,
                     bool with_offset)
{
	int32_t offset_s = zone_offset(zone, time_ms);
	put_clock(buf, civil_from_ms(time_ms, offset_s), seconds);
	buf_byte(buf, ' ');
	buf_str(buf, zone ? message_zone(zone->name, language) : STR("UTC"));
	if (zone && with_offset) {
		buf_str(buf, STR(" ("));
		put_offset(buf, offset_s);
		buf_byte(buf, ')');
	}
}

static void put_day(struct buf *buf, enum language language, int64_t time_ms, const struct zone *zone)
{
	buf_date_words(buf, language, civil_from_ms(time_ms, zone_offset(zone, time_ms)).date);
}

/* "10 June 2022, 12:30 Yerevan". In HTML the hour and its place stand apart: where lines run from right to left they
 * must not change sides. */
static void put_instant(struct view *view, int64_t time_ms, const struct zone *zone, bool seconds, bool with_offset)
{
	char day_storage[96], hour_storage[160];
	struct buf day = buf_of(day_storage, sizeof day_storage), hour = buf_of(hour_storage, sizeof hour_storage);
	struct str words = message(MSG_TIME_AT, view->language), head, tail, number;
	put_day(&day, view->language, time_ms, zone);
	put_hour(&hour, view->language, time_ms, zone, seconds, with_offset);
	while (str_cut(words, '{', &head, &tail) && str_cut(tail, '}', &number, &words)) {
		html_text(view->out, head);
		if (str_eq(number, STR("0")))
			html_text(view->out, buf_view(&day));
		else
			put_inline(view, buf_view(&hour), STR(""));
	}
	html_text(view->out, words);
}

static const struct zone *seat_zone(const struct view *view)
{
	return view->site ? view->site->seat_zone : NULL;
}

void buf_time_words(struct buf *buf, const struct view *view, int64_t time_ms, const struct zone *event_zone)
{
	const struct zone *zone = event_zone ? event_zone : seat_zone(view);
	char day_storage[96], hour_storage[160];
	struct buf day = buf_of(day_storage, sizeof day_storage), hour = buf_of(hour_storage, sizeof hour_storage);
	if (time_ms == TIME_NEVER) {
		buf_str(buf, message(MSG_TIME_OPEN, view->language));
		return;
	}
	put_day(&day, view->language, time_ms, zone);
	put_hour(&hour, view->language, time_ms, zone, /* seconds= */ false, /* with_offset= */ true);
	struct str arguments[] = {buf_view(&day), buf_view(&hour)};
	buf_message(buf, MSG_TIME_AT, view->language, arguments, 2);
}

static void time_open(struct view *view, int64_t time_ms)
{
	put(view, STR("<time datetime=\""));
	buf_time_utc(view->out, time_ms);
	put(view, STR("\">"));
}

void put_time_words(struct view *view, int64_t time_ms, const struct zone *event_zone)
{
	time_open(view, time_ms);
	if (time_ms == TIME_NEVER)
		put_message(view, MSG_TIME_OPEN);
	else
		put_instant(view, time_ms, event_zone ? event_zone : seat_zone(view), /* seconds= */ false,
		            /* with_offset= */ true);
	put(view, STR("</time>"));
}

/* "11:30 Moscow": the same instant elsewhere; the day only where it is another. */
static void put_elsewhere(struct view *view, int64_t time_ms, const struct zone *zone, struct date day, bool seconds)
{
	char storage[160];
	struct buf hour = buf_of(storage, sizeof storage);
	if (civil_from_ms(time_ms, zone_offset(zone, time_ms)).date.day != day.day) {
		put_instant(view, time_ms, zone, seconds, /* with_offset= */ false);
		return;
	}
	put_hour(&hour, view->language, time_ms, zone, seconds, /* with_offset= */ false);
	put_inline(view, buf_view(&hour), STR(""));
}

/* The instant or day is not fixed. */
static void put_open(struct view *view)
{
	if (!html(view)) {
		put(view, STR("null"));
		return;
	}
	put(view, STR("<span class=\"open\">"));
	put_message(view, MSG_TIME_OPEN);
	put(view, STR("</span>"));
}

static void put_time(struct view *view, int64_t time_ms, const struct zone *event_zone, bool all_zones)
{
	const struct zone *seat = seat_zone(view), *first = event_zone ? event_zone : seat;
	if (time_ms == TIME_NEVER) {
		put_open(view);
		return;
	}
	if (!html(view)) {
		buf_byte(view->out, '"');
		buf_time_utc(view->out, time_ms);
		buf_byte(view->out, '"');
		return;
	}
	time_open(view, time_ms);
	put_instant(view, time_ms, first, all_zones, all_zones);
	put(view, STR("</time>"));
	bool in_utc = first && str_eq(first->name, STR("UTC"));
	if (!first || (in_utc && first == seat))
		return;
	struct date day = civil_from_ms(time_ms, zone_offset(first, time_ms)).date;
	bool at_seat = seat && first != seat && !str_eq(first->name, seat->name);
	bool at_utc = !in_utc && !str_eq(seat ? seat->name : STR(""), STR("UTC"));
	/* The mark between them shows where they stand in one line. */
	put(view, STR("<span class=\"zones\"><span class=\"between\"> · </span>"));
	if (at_seat)
		put_elsewhere(view, time_ms, seat, day, all_zones);
	if (at_seat && at_utc)
		put(view, STR(" · "));
	if (at_utc)
		put_elsewhere(view, time_ms, NULL, day, all_zones);
	put(view, STR("</span>"));
}

void view_time(struct view *view, const char *key, enum message label, int64_t time_ms, const struct zone *event_zone)
{
	value_open(view, key, label, false);
	put_time(view, time_ms, event_zone, true);
	value_close(view);
}

void view_time_short(struct view *view, const char *key, enum message label, int64_t time_ms,
                     const struct zone *event_zone)
{
	value_open(view, key, label, false);
	put_time(view, time_ms, event_zone, false);
	value_close(view);
}

void view_date(struct view *view, const char *key, enum message label, int32_t days)
{
	char storage[96];
	struct buf words = buf_of(storage, sizeof storage);
	struct date date = date_from_days(days);
	value_open(view, key, label, false);
	if (days == INT32_MAX) {
		put_open(view);
		value_close(view);
		return;
	}
	put(view, html(view) ? STR("<time datetime=\"") : STR("\""));
	buf_date(view->out, date);
	buf_byte(view->out, '"');
	if (html(view)) {
		buf_byte(view->out, '>');
		buf_date_words(&words, view->language, date);
		html_text(view->out, buf_view(&words));
		put(view, STR("</time>"));
	}
	value_close(view);
}
