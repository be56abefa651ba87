/* Adding spans to instants: exact lengths, calendar lengths in a zone, working days.
 *
 * Working days are found without walking day by day: between two exceptions the week repeats, and how many of the days
 * up to some day the week works is one division. So a span costs its exceptions, not its days.
 */
#include "base/time.h"

#include "base/time_range.h"

#define SPAN_DAYS_MAX INT64_C(3652059) /* days in the years 1 to 9999 */
#define MONDAY_TO_FRIDAY 0x1fu

static const struct working_days plain_week = {.week = MONDAY_TO_FRIDAY};

/* The first index whose day is >= `day`. */
static uint32_t lower_bound(const int32_t *days, uint32_t count, int32_t day)
{
	uint32_t low = 0, high = count;
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		if (days[middle] < day)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static bool listed(const int32_t *days, uint32_t count, int32_t day)
{
	uint32_t at = lower_bound(days, count, day);
	return at < count && days[at] == day;
}

bool working_day(int32_t day, const struct working_days *days)
{
	if (!days)
		days = &plain_week;
	if (listed(days->holiday, days->holiday_count, day))
		return false;
	return days->week >> date_weekday(day) & 1 || listed(days->workday, days->workday_count, day);
}

/* Bits set among the lowest `bits` of a week (not the builtin: it may call the compiler's library). */
static int64_t week_count(unsigned week, int64_t bits)
{
	int64_t count = 0;
	for (int64_t i = 0; i < bits; i++)
		count += week >> i & 1;
	return count;
}

/* How many days from the first of the calendar through `day` the week works, exceptions left aside. */
static int64_t worked_through(unsigned week, int64_t day)
{
	int64_t days = day - DAYS_FIRST + 1; /* the first is a Monday */
	return days / 7 * week_count(week, 7) + week_count(week, days % 7);
}

/* The day on which worked_through reaches `count` (at least 1; the week works at least one day). */
static int64_t worked_nth(unsigned week, int64_t count)
{
	int64_t a_week = week_count(week, 7);
	int64_t left = (count - 1) % a_week + 1;
	int64_t weekday = 0;
	while (left > (int64_t)(week >> weekday & 1)) {
		left -= week >> weekday & 1;
		weekday++;
	}
	return DAYS_FIRST + (count - 1) / a_week * 7 + weekday;
}

static int32_t nearer(bool forward, int32_t a, int32_t b)
{
	return forward == (a < b) ? a : b;
}

/* The next exception beyond `day` in the direction of counting, or one past the calendar's end. */
static int32_t next_exception(const struct working_days *days, int32_t day, bool forward)
{
	int32_t holiday, workday;
	if (forward) {
		uint32_t h = lower_bound(days->holiday, days->holiday_count, day + 1);
		uint32_t w = lower_bound(days->workday, days->workday_count, day + 1);
		holiday = h < days->holiday_count ? days->holiday[h] : DAYS_LAST + 1;
		workday = w < days->workday_count ? days->workday[w] : DAYS_LAST + 1;
	} else {
		uint32_t h = lower_bound(days->holiday, days->holiday_count, day);
		uint32_t w = lower_bound(days->workday, days->workday_count, day);
		holiday = h > 0 ? days->holiday[h - 1] : DAYS_FIRST - 1;
		workday = w > 0 ? days->workday[w - 1] : DAYS_FIRST - 1;
	}
	int32_t next = nearer(forward, holiday, workday);
	if (next > DAYS_LAST)
		return DAYS_LAST + 1;
	return next < DAYS_FIRST ? DAYS_FIRST - 1 : next;
}

/* The count-th working day after `day` (before it when count is negative); false when the calendar ends first. */
static bool working_days_add(int32_t day, int64_t count, const struct working_days *days, int32_t *ret_day)
{
	bool forward = count > 0;
	int64_t left = forward ? count : -count;
	unsigned week = days->week & 0x7fu;
	for (;;) {
		int32_t exception = next_exception(days, day, forward);
		/* The week alone rules the days strictly between. */
		int64_t plain = forward ? worked_through(week, exception - 1) - worked_through(week, day)
		                        : worked_through(week, (int64_t)day - 1) - worked_through(week, exception);
		if (left <= plain) {
			int64_t target = forward ? worked_through(week, day) + left
			                         : worked_through(week, (int64_t)day - 1) - left + 1;
			*ret_day = (int32_t)worked_nth(week, target);
			return true;
		}
		left -= plain;
		if (exception < DAYS_FIRST || exception > DAYS_LAST)
			return false;
		if (working_day(exception, days) && --left == 0) {
			*ret_day = exception;
			return true;
		}
		day = exception;
	}
}

/* Move a date by months; a month that is too short takes its last day. */
static bool months_add(struct date *date, int64_t months)
{
	int64_t month = date->year * INT64_C(12) + date->month - 1 + months;
	int64_t year = floor_div(month, 12);
	if (year < YEAR_FIRST || year > YEAR_LAST)
		return false;
	date->year = (int32_t)year;
	date->month = (uint8_t)(month - year * 12 + 1);
	uint8_t length = date_month_length(date->year, date->month);
	if (date->day > length)
		date->day = length;
	return true;
}

static bool days_add(struct date *date, int64_t count)
{
	int64_t days = date_to_days(*date) + count;
	if (days < DAYS_FIRST || days > DAYS_LAST)
		return false;
	*date = date_from_days((int32_t)days);
	return true;
}

static bool date_add(struct date *date, struct span span, const struct working_days *days)
{
	/* No unit reaches further than the calendar has days; below that nothing overflows. */
	if (span.count > SPAN_DAYS_MAX || span.count < -SPAN_DAYS_MAX)
		return false;
	int32_t day;
	switch (span.unit) {
	case SPAN_DAYS:
		return days_add(date, span.count);
	case SPAN_WEEKS:
		return days_add(date, span.count * 7);
	case SPAN_MONTHS:
		return months_add(date, span.count);
	case SPAN_YEARS:
		return months_add(date, span.count * 12);
	case SPAN_WORKING_DAYS:
		if (!working_days_add(date_to_days(*date), span.count, days, &day))
			return false;
		*date = date_from_days(day);
		return true;
	case SPAN_MS:
	case SPAN_UNIT_MAX:
		break;
	}
	return false;
}

int64_t span_add(int64_t start_ms, struct span span, const struct zone *zone, const struct working_days *days)
{
	int64_t end;
	if (!time_in_range(start_ms))
		return TIME_NEVER;
	if (span.count == 0) /* not by way of the local time: it may stand for two instants */
		return start_ms;
	if (span.unit == SPAN_MS) {
		if (__builtin_add_overflow(start_ms, span.count, &end))
			return TIME_NEVER;
	} else {
		struct civil local = civil_from_ms(start_ms, zone_offset(zone, start_ms));
		if (!date_add(&local.date, span, days ? days : &plain_week))
			return TIME_NEVER;
		end = zone_to_utc(zone, local);
	}
	return time_in_range(end) ? end : TIME_NEVER;
}
