/* Events in time, and anniversaries: see news.h.
 *
 * A day begins at midnight where the event takes place, or at the seat. An event of which only the beginning is known
 * lasts until that day ends.
 */
#include "web/news.h"

#include <stdlib.h>

/* ---- Events ----------------------------------------------------------------------------------------------------- */

const struct zone *news_zone(const struct site *site, struct str name)
{
	const struct zone *zone = name.len > 0 ? kernel_zone(site->reading.state, name) : NULL;
	return zone ? zone : site->seat_zone;
}

struct news_event news_event(const struct site *site, uint32_t index)
{
	struct event_view event = kernel_event_at(site->reading.state, index);
	const struct zone *zone = news_zone(site, event.zone);
	struct news_event ret = {.index = index, .begins_ms = TIME_NEVER, .ends_ms = TIME_NEVER};
	if (event.starts_ms != TIME_NEVER)
		ret.begins_ms = event.starts_ms;
	else if (event.has_from)
		ret.begins_ms = news_midnight(zone, event.from_days);
	if (ret.begins_ms == TIME_NEVER)
		return ret;
	int32_t last = date_to_days(civil_from_ms(ret.begins_ms, zone_offset(zone, ret.begins_ms)).date);
	if (event.has_to && event.to_days > last)
		last = event.to_days;
	ret.ends_ms = news_midnight(zone, last + 1);
	return ret;
}

/* Does a stand before b? */
static bool before(enum news_when when, const struct news_event *a, const struct news_event *b)
{
	if (a->begins_ms == b->begins_ms)
		return when == NEWS_COMING ? a->index < b->index : a->index > b->index;
	return (a->begins_ms < b->begins_ms) == (when == NEWS_COMING);
}

struct news_event *news_events(const struct site *site, enum news_when when, uint32_t skip, uint32_t max,
                               struct arena *arena, uint32_t *ret_count, bool *ret_more)
{
	uint32_t wanted = skip + max + 1, count = 0, total = kernel_event_count(site->reading.state);
	if (wanted > total)
		wanted = total;
	*ret_count = 0;
	*ret_more = false;
	if (wanted == 0)
		return NULL;
	struct news_event *found = NEW(arena, struct news_event, wanted);
	for (uint32_t i = total; i-- > 0;) {
		struct news_event event = news_event(site, i);
		enum news_when is = NEWS_PAST;
		if (event.begins_ms == TIME_NEVER)
			is = NEWS_OPEN;
		else if (event.ends_ms > site->reading.now_ms)
			is = NEWS_COMING;
		uint32_t place = count;
		while (place > 0 && before(when, &event, &found[place - 1]))
			place--;
		if (is != when || place == wanted)
			continue;
		if (count < wanted)
			count++;
		for (uint32_t k = count - 1; k > place; k--)
			found[k] = found[k - 1];
		found[place] = event;
	}
	if (count <= skip)
		return NULL;
	*ret_more = count - skip > max;
	*ret_count = *ret_more ? max : count - skip;
	return found + skip;
}

void news_event_when(struct view *view, const struct event_view *event, bool in_full)
{
	const struct zone *zone = news_zone(view->site, event->zone);
	if (event->starts_ms != TIME_NEVER && in_full)
		view_time(view, "starts", MSG_EVENT_STARTS, event->starts_ms, event->zone.len > 0 ? zone : NULL);
	else if (event->starts_ms != TIME_NEVER)
		view_time_short(view, "starts", MSG_NONE, event->starts_ms, zone);
	else if (event->has_from)
		view_date(view, "from",
		          event->has_to && event->to_days != event->from_days ? MSG_EVENT_FROM
		          : in_full                                           ? MSG_EVENT_ON
		                                                              : MSG_NONE,
		          event->from_days);
	else
		view_word(view, "date", in_full ? MSG_EVENT_ON : MSG_NONE, STR("open"), MSG_EVENT_DATE_OPEN, "plain");
	if (event->has_to && (!event->has_from || event->to_days != event->from_days))
		view_date(view, "to", MSG_EVENT_TO, event->to_days);
}

/* ---- Anniversaries ---------------------------------------------------------------------------------------------- */

static int soonest_day(const void *a, const void *b)
{
	const struct news_day *x = (const struct news_day *)a, *y = (const struct news_day *)b;
	if (x->next_days != y->next_days)
		return x->next_days < y->next_days ? -1 : 1;
	return x->dated < y->dated ? -1 : x->dated > y->dated;
}

/* The day in a year; 29 February is kept on the 28th where there is none. */
static int32_t day_in(struct date date, int32_t year)
{
	date.year = year;
	if (!date_valid(date))
		date.day = 28;
	return date_to_days(date);
}

struct news_day *news_anniversaries(const struct site *site, struct arena *arena, uint32_t *ret_count)
{
	const struct charter *charter = site->reading.charter;
	int32_t today = news_day(site, site->reading.now_ms), year = date_from_days(today).year;
	struct news_day *day = charter->date_count > 0 ? NEW(arena, struct news_day, charter->date_count) : NULL;
	for (uint32_t i = 0; i < charter->date_count; i++) {
		struct date date = charter->date[i].date;
		int32_t passed = year - date.year - (day_in(date, year) > today);
		int32_t next = day_in(date, year) >= today ? year : year + 1;
		if (next < date.year)
			next = date.year;
		day[i] = (struct news_day){
			.dated = &charter->date[i],
			.next_days = next > 9999 ? today : day_in(date, next),
			.years = passed < 0 ? 0 : passed,
			.next_years = next - date.year,
		};
	}
	if (charter->date_count > 1)
		qsort(day, charter->date_count, sizeof(*day), soonest_day);
	*ret_count = charter->date_count;
	return day;
}

bool news_round(int32_t years)
{
	return years > 0 && (years % 10 == 0 || years % 25 == 0);
}
