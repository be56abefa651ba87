/* What the pages of the news, the home page and the feeds share: releases that are out, events in time, anniversaries.
 *
 * One rule for all of them: a release is there from the instant at which its embargo ends, and before that nothing here
 * tells of it, not even that it exists.
 */
#ifndef COMITY_WEB_NEWS_H
#define COMITY_WEB_NEWS_H

#include "web/view.h"

/* ---- Releases -------------------------------------------------------------------------------------------- */

struct news_release {
	struct str name;
	const struct fact *fact;
	int64_t published_ms; /* of its entry, or the end of its embargo */
};
struct news_query {
	int64_t from_ms, to_ms; /* published in [from_ms, to_ms) */
	struct str language;    /* that have a text in it; empty: all */
	uint32_t skip, max;
};
/* Newest first, without the first `skip` of them: at most `max`, in the arena. *ret_more: there are others after them.
 * NULL with *ret_count 0 when there are none. */
struct news_release *news_releases(const struct site *site, const struct news_query *query, struct arena *arena,
                                   uint32_t *ret_count, bool *ret_more);
/* One release that is out, by its name. */
bool news_release(const struct site *site, struct str name, struct news_release *ret);

struct news_month {
	int32_t year;
	uint32_t month, count; /* of the releases published in it, in the seat's zone */
};
/* Newest first, in the arena. */
struct news_month *news_months(const struct site *site, struct arena *arena, uint32_t *ret_count);

/* What stands over a release: its title in the wished language or the best there is; a release that has none (none can
 * be given under an embargo) is headed by the first line of its text, and by its name when nobody may read that. */
ERR_CHECKED enum err_code news_heading(const struct site *site, const struct fact *fact, struct str language,
                                       struct arena *arena, struct str *ret, struct str *ret_language, struct err *err);
/* Languages in which it has a text, as the fact's pairs; NULL: none. */
const struct value *news_text(const struct fact *fact);

/* A card: heading with link, time, languages. Within a list of VIEW_CARDS. */
void news_card(struct view *view, const struct news_release *release);
/* "Releases on this": those of the history that are out, newest first; nothing when there are none. */
void news_related(struct view *view, struct history history);
/* What corrects the fact now: its newest correction, or what corrects that. NULL: nothing. */
const struct fact *news_corrected(const struct site *site, const struct fact *fact);
/* The section "correction" with that of the fact; nothing when there is none. */
void news_correction(struct view *view, const struct fact *fact);

/* ---- Time ------------------------------------------------------------------------------------------------ */

int32_t news_day(const struct site *site, int64_t time_ms); /* days since 1970-01-01 at the seat */
int64_t news_midnight(const struct zone *zone, int32_t days);

/* ---- Events ---------------------------------------------------------------------------------------------- */

struct news_event {
	uint32_t index;             /* in the state */
	int64_t begins_ms, ends_ms; /* TIME_NEVER both: the date is open. ends_ms: the first instant after it */
};
struct news_event news_event(const struct site *site, uint32_t index);
enum news_when { NEWS_COMING, NEWS_PAST, NEWS_OPEN };
/* Of one kind: coming ones (those under way too) soonest first, past ones latest first, those without a date newest
 * entry first. As news_releases: without `skip`, at most `max`. */
struct news_event *news_events(const struct site *site, enum news_when when, uint32_t skip, uint32_t max,
                               struct arena *arena, uint32_t *ret_count, bool *ret_more);
/* The date of an event as one value: an instant, a day, a first and a last day, or "date not stated". */
void news_event_when(struct view *view, const struct event_view *event, bool in_full);
const struct zone *news_zone(const struct site *site, struct str name); /* the seat's when it is none or unknown */

/* ---- Anniversaries --------------------------------------------------------------------------------------- */

struct news_day {
	const struct dated *dated;
	int32_t next_days;  /* its next return, today at the seat included */
	int32_t years;      /* that have passed today */
	int32_t next_years; /* that will have passed then */
};
/* Every date of the charter whose day has come or has a next return, soonest first. In the arena. */
struct news_day *news_anniversaries(const struct site *site, struct arena *arena, uint32_t *ret_count);
/* 10, 20, 25, 30 …: the years that people celebrate. */
bool news_round(int32_t years);
/* One in a line: the day, what it is, how many years. Within a list of VIEW_LINES. */
void news_day_line(struct view *view, const struct news_day *day);

/* ---- Paging ---------------------------------------------------------------------------------------------- */

/* ?from=N of the request as a number of things to leave out: 0 when absent, at most LIMIT_PAGE_SKIP. */
uint32_t news_skip(const struct page_request *request);
/* The links to what is newer and older: PATH?from=N. Nothing when everything stands on this page. */
void news_paging(struct view *view, struct str path, uint32_t skip, uint32_t page, bool more);

#endif
