/* Private to base: the ends of the calendar, years 1 to 9999, and division that rounds down. */
#ifndef COMITY_BASE_TIME_RANGE_H
#define COMITY_BASE_TIME_RANGE_H

#include "base/time.h"

#define YEAR_FIRST 1
#define YEAR_LAST 9999
#define DAYS_FIRST INT32_C(-719162) /* 0001-01-01, a Monday */
#define DAYS_LAST INT32_C(2932896)  /* 9999-12-31 */
#define TIME_FIRST (DAYS_FIRST * DAY_MS)
#define TIME_LAST ((DAYS_LAST + 1) * DAY_MS - 1)

/* Rounds towards minus infinity; `divisor` is positive. */
static inline int64_t floor_div(int64_t value, int64_t divisor)
{
	int64_t quotient = value / divisor;
	return quotient - (value % divisor < 0);
}

uint8_t date_month_length(int32_t year, uint8_t month);

static inline bool time_in_range(int64_t utc_ms)
{
	return utc_ms >= TIME_FIRST && utc_ms <= TIME_LAST;
}

#endif
