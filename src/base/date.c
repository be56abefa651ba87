/* The proleptic Gregorian calendar: dates to day numbers and back, civil times under a fixed offset.
 *
 * Years are counted from March, so that the leap day is the last of its year and the months before it have lengths that
 * one linear formula gives (153 days each five months). Four centuries are 146097 days: an era.
 */
#include "base/time.h"

#include <assert.h>

#include "base/time_range.h"

#define ERA_DAYS INT32_C(146097)
#define ERA_YEARS 400
#define DAYS_0000_03_01 INT32_C(-719468)

static bool leap(int32_t year)
{
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

uint8_t date_month_length(int32_t year, uint8_t month)
{
	static const uint8_t length[13] = {0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	assert(month >= 1 && month <= 12);
	return (uint8_t)(length[month] + (month == 2 && leap(year)));
}

bool date_valid(struct date date)
{
	return date.year >= YEAR_FIRST && date.year <= YEAR_LAST && date.month >= 1 && date.month <= 12 && date.day >= 1 &&
	       date.day <= date_month_length(date.year, date.month);
}

int32_t date_to_days(struct date date)
{
	assert(date_valid(date));
	int32_t year = date.year - (date.month <= 2); /* March years: not negative from year 1 on */
	int32_t month = (date.month + 9) % 12;        /* 0 March … 11 February */
	int32_t era = year / ERA_YEARS, of_era = year % ERA_YEARS;
	int32_t day_of_year = (153 * month + 2) / 5 + date.day - 1;
	int32_t day_of_era = of_era * 365 + of_era / 4 - of_era / 100 + day_of_year;
	return DAYS_0000_03_01 + era * ERA_DAYS + day_of_era;
}

struct date date_from_days(int32_t days)
{
	if (days < DAYS_FIRST)
		days = DAYS_FIRST;
	if (days > DAYS_LAST)
		days = DAYS_LAST;
	int32_t since = days - DAYS_0000_03_01;
	int32_t era = since / ERA_DAYS, day_of_era = since % ERA_DAYS;
	/* Take out the leap days (every 1461st, but not every 36525th, yet the last of an era) to divide by 365. */
	int32_t of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
	int32_t day_of_year = day_of_era - (365 * of_era + of_era / 4 - of_era / 100);
	int32_t month = (5 * day_of_year + 2) / 153;
	return (struct date){
		.year = era * ERA_YEARS + of_era + (month >= 10),
		.month = (uint8_t)(month < 10 ? month + 3 : month - 9),
		.day = (uint8_t)(day_of_year - (153 * month + 2) / 5 + 1),
	};
}

unsigned date_weekday(int32_t days)
{
	/* Day 0 was a Thursday. */
	int32_t weekday = (days % 7 + 3) % 7;
	return (unsigned)(weekday < 0 ? weekday + 7 : weekday);
}

struct civil civil_from_ms(int64_t utc_ms, int32_t offset_s)
{
	/* Clamp twice: so that adding cannot overflow, and so that the local time has a date. */
	int64_t local = utc_ms < TIME_FIRST ? TIME_FIRST : utc_ms > TIME_LAST ? TIME_LAST : utc_ms;
	local += (int64_t)offset_s * 1000;
	local = local < TIME_FIRST ? TIME_FIRST : local > TIME_LAST ? TIME_LAST : local;
	int64_t days = floor_div(local, DAY_MS);
	uint32_t of_day = (uint32_t)(local - days * DAY_MS);
	return (struct civil){
		.date = date_from_days((int32_t)days),
		.hour = (uint8_t)(of_day / 3600000),
		.minute = (uint8_t)(of_day / 60000 % 60),
		.second = (uint8_t)(of_day / 1000 % 60),
		.ms = (uint16_t)(of_day % 1000),
	};
}

int64_t civil_to_ms(struct civil civil, int32_t offset_s)
{
	int64_t of_day = civil.hour * INT64_C(3600000) + civil.minute * INT64_C(60000) + civil.second * INT64_C(1000);
	return date_to_days(civil.date) * DAY_MS + of_day + civil.ms - offset_s * INT64_C(1000);
}
