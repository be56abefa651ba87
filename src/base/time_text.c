/* Dates, instants and spans as text, and strictly back. English names stand here: no locale is asked. */
#include "base/time.h"

#include "base/time_range.h"

#define HOUR_MS INT64_C(3600000)

static const char *const weekday_name[7] = {
	"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
};
static const char *const month_name[12] = {
	"January", "February", "March",     "April",   "May",      "June",
	"July",    "August",   "September", "October", "November", "December",
};

void buf_date(struct buf *buf, struct date date)
{
	buf_pad(buf, (uint64_t)date.year, 4);
	buf_byte(buf, '-');
	buf_pad(buf, date.month, 2);
	buf_byte(buf, '-');
	buf_pad(buf, date.day, 2);
}

static void buf_clock(struct buf *buf, struct civil civil, bool seconds)
{
	buf_pad(buf, civil.hour, 2);
	buf_byte(buf, ':');
	buf_pad(buf, civil.minute, 2);
	if (seconds) {
		buf_byte(buf, ':');
		buf_pad(buf, civil.second, 2);
	}
}

void buf_time_utc(struct buf *buf, int64_t utc_ms)
{
	if (utc_ms == TIME_NEVER) {
		buf_c(buf, "never");
		return;
	}
	struct civil civil = civil_from_ms(utc_ms, 0);
	buf_date(buf, civil.date);
	buf_byte(buf, 'T');
	buf_clock(buf, civil, true);
	if (civil.ms) {
		buf_byte(buf, '.');
		buf_pad(buf, civil.ms, 3);
	}
	buf_byte(buf, 'Z');
}

static void buf_long_date(struct buf *buf, struct date date)
{
	buf_u64(buf, date.day);
	buf_byte(buf, ' ');
	buf_c(buf, month_name[date.month - 1]);
	buf_byte(buf, ' ');
	buf_u64(buf, (uint64_t)date.year);
}

static bool same_date(struct date a, struct date b)
{
	return a.year == b.year && a.month == b.month && a.day == b.day;
}

void buf_time_zone(struct buf *buf, int64_t utc_ms, const struct zone *zone)
{
	if (utc_ms == TIME_NEVER) {
		buf_c(buf, "never");
		return;
	}
	struct civil utc = civil_from_ms(utc_ms, 0);
	struct civil local = civil_from_ms(utc_ms, zone_offset(zone, utc_ms));
	buf_c(buf, weekday_name[date_weekday(date_to_days(local.date))]);
	buf_byte(buf, ' ');
	buf_long_date(buf, local.date);
	buf_c(buf, ", ");
	buf_clock(buf, local, local.second != 0);
	if (!zone || str_eq(zone->name, STR("UTC"))) {
		buf_c(buf, " UTC");
		return;
	}
	buf_byte(buf, ' ');
	buf_str(buf, zone->name);
	buf_c(buf, " (");
	if (!same_date(utc.date, local.date)) {
		buf_long_date(buf, utc.date);
		buf_c(buf, ", ");
	}
	buf_clock(buf, utc, utc.second != 0);
	buf_c(buf, " UTC)");
}

void buf_span(struct buf *buf, struct span span)
{
	static const char *const unit_name[] = {
		[SPAN_MS] = "millisecond", [SPAN_DAYS] = "day",     [SPAN_WORKING_DAYS] = "working day",
		[SPAN_WEEKS] = "week",     [SPAN_MONTHS] = "month", [SPAN_YEARS] = "year",
	};
	_Static_assert(sizeof unit_name / sizeof unit_name[0] == SPAN_UNIT_MAX, "every unit has a name");
	static const struct {
		int64_t ms;
		const char *name;
	} clock[] = {{HOUR_MS, "hour"}, {MINUTE_MS, "minute"}, {1000, "second"}, {1, "millisecond"}};
	const char *name = unit_name[span.unit];
	int64_t count = span.count;
	if (span.unit == SPAN_MS) {
		unsigned i = 0;
		while (count % clock[i].ms != 0)
			i++;
		count /= clock[i].ms;
		name = clock[i].name;
	}
	buf_i64(buf, count);
	buf_byte(buf, ' ');
	buf_c(buf, name);
	if (count != 1 && count != -1)
		buf_byte(buf, 's');
}

/* Takes exactly `width` digits off the front of *text. */
static bool take_digits(struct str *text, unsigned width, uint32_t *ret_value)
{
	if (text->len < width)
		return false;
	uint32_t value = 0;
	for (unsigned i = 0; i < width; i++) {
		if (text->ptr[i] < '0' || text->ptr[i] > '9')
			return false;
		value = value * 10 + (uint32_t)(text->ptr[i] - '0');
	}
	*text = str_slice(*text, width, text->len);
	*ret_value = value;
	return true;
}

static bool take_char(struct str *text, char c)
{
	if (text->len == 0 || text->ptr[0] != c)
		return false;
	*text = str_slice(*text, 1, text->len);
	return true;
}

static bool take_date(struct str *text, struct date *ret_date)
{
	uint32_t year, month, day;
	if (!take_digits(text, 4, &year) || !take_char(text, '-') || !take_digits(text, 2, &month) ||
	    !take_char(text, '-') || !take_digits(text, 2, &day))
		return false;
	struct date date = {(int32_t)year, (uint8_t)month, (uint8_t)day};
	if (!date_valid(date))
		return false;
	*ret_date = date;
	return true;
}

bool date_parse(struct str text, struct date *ret_date)
{
	struct date date;
	if (!take_date(&text, &date) || text.len != 0)
		return false;
	*ret_date = date;
	return true;
}

/* hh:mm below 24:60. */
static bool take_hour_minute(struct str *text, uint32_t *ret_hour, uint32_t *ret_minute)
{
	uint32_t hour, minute;
	if (!take_digits(text, 2, &hour) || !take_char(text, ':') || !take_digits(text, 2, &minute))
		return false;
	if (hour > 23 || minute > 59)
		return false;
	*ret_hour = hour;
	*ret_minute = minute;
	return true;
}

static bool take_civil(struct str *text, struct civil *ret_civil)
{
	struct date date;
	uint32_t hour, minute, second = 0, ms = 0;
	if (!take_date(text, &date) || !take_char(text, 'T') || !take_hour_minute(text, &hour, &minute))
		return false;
	if (take_char(text, ':')) {
		if (!take_digits(text, 2, &second) || second > 59)
			return false;
		if (take_char(text, '.') && !take_digits(text, 3, &ms))
			return false;
	}
	*ret_civil = (struct civil){date, (uint8_t)hour, (uint8_t)minute, (uint8_t)second, (uint16_t)ms};
	return true;
}

bool civil_parse(struct str text, struct civil *ret_civil)
{
	struct civil civil;
	if (!take_civil(&text, &civil) || text.len != 0)
		return false;
	*ret_civil = civil;
	return true;
}

bool time_parse(struct str text, int64_t *ret_utc_ms)
{
	struct civil civil;
	int32_t offset_s = 0;
	if (!take_civil(&text, &civil))
		return false;
	if (!take_char(&text, 'Z')) {
		bool west = take_char(&text, '-');
		uint32_t hour, minute;
		if (!west && !take_char(&text, '+'))
			return false;
		if (!take_hour_minute(&text, &hour, &minute))
			return false;
		offset_s = (int32_t)(hour * 3600 + minute * 60);
		if (west)
			offset_s = -offset_s;
	}
	int64_t utc_ms = civil_to_ms(civil, offset_s);
	if (text.len != 0 || !time_in_range(utc_ms))
		return false;
	*ret_utc_ms = utc_ms;
	return true;
}

bool span_parse_clock(struct str text, struct span *ret_span)
{
	static const struct {
		const char *suffix;
		int64_t ms;
	} unit[] = {{"ms", 1}, {"s", 1000}, {"min", MINUTE_MS}, {"h", HOUR_MS}};
	size_t digits = 0;
	while (digits < text.len && text.ptr[digits] >= '0' && text.ptr[digits] <= '9')
		digits++;
	struct str suffix = str_slice(text, digits, text.len);
	uint64_t count;
	for (unsigned i = 0; i < sizeof unit / sizeof unit[0]; i++) {
		if (!str_eq(suffix, str_from(unit[i].suffix)))
			continue;
		if (!str_to_u64(str_slice(text, 0, digits), (uint64_t)(INT64_MAX / unit[i].ms), &count))
			return false;
		*ret_span = (struct span){(int64_t)count * unit[i].ms, SPAN_MS};
		return true;
	}
	return false;
}
