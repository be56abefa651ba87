/* Time as data: the zones entry and the calendar.
 *
 * A zones entry brings the offset transitions of every zone that the charter names, and of any others. A later one
 * replaces it whole; clocks that run already keep their instant. A calendar act brings one year's holidays and worked
 * days off; a later one for the same year replaces that year.
 */
#include "kernel/decide.h"

#define OFFSET_MAX_S 86400 /* an offset stays within a day */

static bool zone_ordered(const struct value *zones, uint32_t index)
{
	const struct zone *zone = &zones->zones[index];
	if (index > 0 && str_cmp(zones->zones[index - 1].name, zone->name) >= 0)
		return false;
	bool ordered = zone->offset_first_s > -OFFSET_MAX_S && zone->offset_first_s < OFFSET_MAX_S;
	for (uint32_t i = 0; i < zone->count; i++)
		ordered = ordered && zone->offset_s[i] > -OFFSET_MAX_S && zone->offset_s[i] < OFFSET_MAX_S &&
		          (i == 0 || zone->at_s[i - 1] < zone->at_s[i]);
	return ordered;
}

static bool zone_needed(const struct context *c, struct str name, struct str user)
{
	const struct value *zones = field_of(c, FIELD_ZONES);
	if (name.len == 0)
		return true;
	for (uint32_t i = 0; i < zones->count; i++)
		if (str_eq(zones->zones[i].name, name))
			return true;
	struct verdict *verdict = refuse(c, REFUSAL_ZONE_MISSING);
	verdict->name[0] = name;
	verdict->name[1] = user;
	return false;
}

bool decide_ZONES(const struct context *c)
{
	const struct charter *charter = c->state->charter;
	const struct value *zones = field_of(c, FIELD_ZONES);
	if (zones->count > LIMIT_ZONES)
		return refuse_limit(c, STR("time zones"), LIMIT_ZONES);
	for (uint32_t i = 0; i < zones->count; i++)
		if (!zone_ordered(zones, i))
			return refuse_name(c, REFUSAL_ZONES_ORDER, zones->zones[i].name);
	if (!zone_needed(c, charter->zone, charter->titles.title))
		return false;
	for (uint32_t i = 0; i < charter->party_count; i++)
		if (!zone_needed(c, charter->party[i].zone, charter->party[i].titles.title))
			return false;
	return true;
}

static bool zone_copy(struct arena *arena, const struct zone *from, struct zone *to)
{
	int64_t *at_s = TRY(arena, int64_t, from->count + 1);
	int32_t *offset_s = TRY(arena, int32_t, from->count + 1);
	if (!at_s || !offset_s)
		return false;
	for (uint32_t i = 0; i < from->count; i++) {
		at_s[i] = from->at_s[i];
		offset_s[i] = from->offset_s[i];
	}
	*to = (struct zone){
		.offset_first_s = from->offset_first_s,
		.count = from->count,
		.at_s = at_s,
		.offset_s = offset_s,
	};
	return copy_str(arena, from->name, &to->name);
}

bool apply_ZONES(struct state *state, const struct context *c)
{
	const struct value *zones = field_of(c, FIELD_ZONES);
	struct zone *copy = TRY(state->arena, struct zone, zones->count + 1);
	if (!copy)
		return false;
	for (uint32_t i = 0; i < zones->count; i++)
		if (!zone_copy(state->arena, &zones->zones[i], &copy[i]))
			return false;
	if (!copy_str(state->arena, field_of(c, FIELD_TZDATA)->str, &state->tzdata))
		return false;
	state->zone = copy;
	state->zone_count = zones->count;
	state->zones_ms = c->moment.time_ms;
	state->seat_zone = kernel_zone(state, state->charter->zone);
	state->settled_ms = INT64_MIN;
	return eras_build(state);
}

/* ---- Calendar -------------------------------------------------------------------------------- */

static void year_bounds(int64_t year, int32_t *ret_first, int32_t *ret_after)
{
	*ret_first = date_to_days((struct date){(int32_t)year, 1, 1});
	*ret_after = date_to_days((struct date){(int32_t)year, 12, 31}) + 1;
}

static bool dates_within(const struct value *dates, int32_t first, int32_t after)
{
	for (uint32_t i = 0; i < dates->count; i++)
		if (dates->days[i] < first || dates->days[i] >= after || (i > 0 && dates->days[i - 1] >= dates->days[i]))
			return false;
	return true;
}

bool decide_CALENDAR(const struct context *c)
{
	const struct value *holidays = field_of(c, FIELD_HOLIDAYS), *workdays = field_of(c, FIELD_WORKDAYS);
	int64_t year = field_of(c, FIELD_YEAR)->number;
	int32_t first = 0, after = 0;
	bool sound = year >= 1 && year <= 9999;
	if (sound)
		year_bounds(year, &first, &after);
	sound = sound && dates_within(holidays, first, after) && dates_within(workdays, first, after);
	for (uint32_t i = 0, j = 0; sound && i < holidays->count; i++) {
		while (j < workdays->count && workdays->days[j] < holidays->days[i])
			j++;
		sound = j == workdays->count || workdays->days[j] != holidays->days[i];
	}
	if (!sound)
		refuse(c, REFUSAL_CALENDAR_DATES)->number[0] = year;
	return sound;
}

/* Replace the days of [first, after) in an ascending list. */
static bool days_replace(struct arena *arena, struct days *days, int32_t first, int32_t after, const struct value *with)
{
	uint32_t begin = 0;
	while (begin < days->count && days->list[begin] < first)
		begin++;
	uint32_t end = begin;
	while (end < days->count && days->list[end] < after)
		end++;
	uint32_t tail = days->count - end;
	while (begin + with->count + tail > days->capacity)
		if (!GROW(arena, days->list, days->capacity, days->capacity))
			return false;
	if (tail > 0)
		memmove(&days->list[begin + with->count], &days->list[end], tail * sizeof *days->list);
	for (uint32_t i = 0; i < with->count; i++)
		days->list[begin + i] = with->days[i];
	days->count = begin + with->count + tail;
	return true;
}

bool apply_CALENDAR(struct state *state, const struct context *c)
{
	int32_t first, after;
	year_bounds(field_of(c, FIELD_YEAR)->number, &first, &after);
	if (!days_replace(state->arena, &state->holiday, first, after, field_of(c, FIELD_HOLIDAYS)) ||
	    !days_replace(state->arena, &state->workday, first, after, field_of(c, FIELD_WORKDAYS)))
		return false;
	state->working = (struct working_days){
		.week = state->charter->week,
		.holiday_count = state->holiday.count,
		.workday_count = state->workday.count,
		.holiday = state->holiday.list,
		.workday = state->workday.list,
	};
	return true;
}
