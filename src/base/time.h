/* Instants, civil dates, zones as data, spans, working days: arithmetic only, nothing here asks a clock.
 *
 * An instant is UTC milliseconds since 1970-01-01 in int64_t. The calendar is the proleptic Gregorian one, years 1 to
 * 9999. A zone is a table of UTC offset transitions that somebody hands over (a `zones` entry of the record).
 */
#ifndef COMITY_BASE_TIME_H
#define COMITY_BASE_TIME_H

#include "base/buf.h"

#define TIME_NEVER INT64_MAX
#define MINUTE_MS INT64_C(60000)
#define DAY_MS INT64_C(86400000)

struct date {
	int32_t year;  /* 1–9999 */
	uint8_t month; /* 1–12 */
	uint8_t day;   /* 1–31 */
};

struct civil {
	struct date date;
	uint8_t hour, minute, second;
	uint16_t ms;
};

struct zone {
	struct str name;        /* IANA name, "Asia/Yerevan" */
	int32_t offset_first_s; /* before the first transition */
	uint32_t count;
	const int64_t *at_s;     /* ascending UTC seconds */
	const int32_t *offset_s; /* in force from at_s[i] */
};

/* Days a week is worked, bit 0 = Monday; exceptions sorted by day. A day in both lists is a holiday. Where a function
 * takes a pointer to this, NULL means Monday to Friday without exceptions. */
struct working_days {
	uint8_t week;
	uint32_t holiday_count, workday_count;
	const int32_t *holiday; /* days since 1970-01-01 */
	const int32_t *workday; /* worked although the week says no (transfers) */
};

enum span_unit { SPAN_MS, SPAN_DAYS, SPAN_WORKING_DAYS, SPAN_WEEKS, SPAN_MONTHS, SPAN_YEARS, SPAN_UNIT_MAX };
struct span {
	int64_t count; /* of unit; SPAN_MS: milliseconds ("48h", "30min") */
	enum span_unit unit;
};

bool date_valid(struct date date);
int32_t date_to_days(struct date date);   /* of a valid date: anything else is a bug */
struct date date_from_days(int32_t days); /* days outside the years 1 to 9999 give the calendar's first or last */
unsigned date_weekday(int32_t days);      /* 0 Monday … 6 Sunday */
bool date_parse(struct str text, struct date *ret_date); /* "2002-10-07" only */

/* An instant and its civil time under a fixed offset; times outside the calendar give its first or last millisecond. */
struct civil civil_from_ms(int64_t utc_ms, int32_t offset_s);
int64_t civil_to_ms(struct civil civil, int32_t offset_s);

/* The zone's offset at an instant. zone NULL means UTC. */
int32_t zone_offset(const struct zone *zone, int64_t utc_ms);
/* A civil time of the zone as an instant. In a gap (spring) the time is moved on by the gap's length; in an overlap
 * (autumn) the earlier instant is taken: the rule of RFC 5545 section 3.3.5. */
int64_t zone_to_utc(const struct zone *zone, struct civil local);

/* start + span, counted in the zone: days, weeks, months and years keep the local time of day (a month too short takes
 * its last day); working days: the day of the start is not counted, the deadline falls on the n-th working day after it
 * at the same local time of day. A negative count goes back the same way ("14 days before"); zero is the start itself.
 * TIME_NEVER on overflow and outside the years 1 to 9999. */
int64_t span_add(int64_t start_ms, struct span span, const struct zone *zone, const struct working_days *days);
bool working_day(int32_t day, const struct working_days *days);

/* "2022-06-10T09:00:00Z", or with .mmm when ms is not 0; TIME_NEVER is "never", here and below. */
void buf_time_utc(struct buf *buf, int64_t utc_ms);
/* "Friday 10 June 2022, 13:00 Asia/Yerevan (09:00 UTC)"; the UTC date too where it differs, "(9 June 2022, 21:00 UTC)";
 * seconds only when not 0; without a zone "…, 09:00 UTC". */
void buf_time_zone(struct buf *buf, int64_t utc_ms, const struct zone *zone);
void buf_date(struct buf *buf, struct date date); /* 2002-10-07 */
/* "48 hours", "3 working days", "1 month"; milliseconds in the largest unit of the clock that divides them. */
void buf_span(struct buf *buf, struct span span);

/* "2022-06-10T09:00[:00[.000]]Z" or with ±hh:mm: a full instant. Leap seconds (:60) refused. */
bool time_parse(struct str text, int64_t *ret_utc_ms);
/* The same without zone: a civil time, to be read in a zone. */
bool civil_parse(struct str text, struct civil *ret_civil);
/* "48h", "30min", "90s", "500ms" → SPAN_MS. */
bool span_parse_clock(struct str text, struct span *ret_span);

#endif
