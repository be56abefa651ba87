/* Values and parts that the pages of the work have in common. */
#include "web/work.h"

#include <assert.h>

#include "web/news.h"

struct str work_title(const struct view *view, enum subject subject, struct str name, struct str *ret_language)
{
	return library_title(work_library(view), work_charter(view), subject, name, language_tag[view->language],
	                     ret_language);
}

struct str work_name(const struct view *view, const struct titles *titles, struct str *ret_language)
{
	return titles_in(titles, language_tag[view->language], ret_language);
}

int32_t work_today(const struct view *view)
{
	return news_day(view->site, view->site->reading.now_ms);
}

/* ---- Values ------------------------------------------------------------------------------------------------------ */

void work_fact_title(struct view *view, const char *key, enum message label, const struct fact *fact)
{
	const struct value *titles = fact_get(fact, FIELD_TITLE);
	if (!titles)
		return;
	struct str language;
	struct str title = titles_pick(titles, language_tag[view->language], &language);
	view_text(view, key, label, title, language);
}

void work_link(struct view *view, const char *key, enum message label, const char *pages, struct str name,
               struct str words)
{
	char storage[3 * LIMIT_NAME_SIZE + 64];
	struct buf path = buf_of(storage, sizeof storage);
	buf_c(&path, "/");
	buf_c(&path, pages);
	buf_c(&path, "/");
	url_arg(&path, name);
	view_link(view, key, label, buf_view(&path), words);
}

void work_decision(struct view *view, const char *key, enum message label, const struct fact *outcome)
{
	char digits[24];
	struct buf number = buf_of(digits, sizeof digits);
	buf_u64(&number, outcome->number);
	struct str symbol = fact_name(outcome, FIELD_SYMBOL);
	bool adopts = fact_number(outcome, FIELD_ADOPTS, 0) != 0;
	struct str words = message(adopts ? MSG_DECISION : MSG_WORK_OUTCOME, view->language);
	work_link(view, key, label, "decisions", buf_view(&number), symbol.len > 0 ? symbol : words);
}

void work_result(struct view *view, const char *key, enum message label, const struct fact *outcome)
{
	if (fact_number(outcome, FIELD_ADOPTS, 0) != 0)
		view_word(view, key, label, STR("adopted"), MSG_WORK_STATUS_ADOPTED, "good");
	else
		view_stage(view, key, label, fact_name(outcome, FIELD_RESULT));
}

/* Did the matter end in an outcome that adopts? */
static bool adopted(const struct view *view, const struct matter_view *matter)
{
	return matter->decided != 0 && work_charter(view)->procedure[matter->procedure].stage[matter->stage].adopted;
}

void work_status(struct view *view, const char *key, enum message label, const struct matter_view *matter)
{
	if (matter->decided == 0)
		view_word(view, key, label, STR("open"), MSG_WORK_STATUS_OPEN, "open");
	else if (adopted(view, matter))
		view_word(view, key, label, STR("adopted"), MSG_WORK_STATUS_ADOPTED, "good");
	else
		view_word(view, key, label, STR("ended"), MSG_WORK_STATUS_ENDED, "plain");
}

void work_meeting_status(struct view *view, const char *key, enum message label, enum meeting_status status)
{
	switch (status) {
	case MEETING_PLANNED:
		view_word(view, key, label, STR("planned"), MSG_WORK_MEETING_PLANNED, "plain");
		return;
	case MEETING_OPEN:
		view_word(view, key, label, STR("open"), MSG_WORK_MEETING_OPEN, "open");
		return;
	case MEETING_CLOSED:
		view_word(view, key, label, STR("closed"), MSG_WORK_MEETING_CLOSED, "good");
		return;
	case MEETING_CANCELLED:
		view_word(view, key, label, STR("cancelled"), MSG_WORK_MEETING_CANCELLED, "bad");
		return;
	}
}

static const struct {
	enum message word;
	const char *chip;
} position_words[POSITION_MAX] = {
	[POSITION_OBJECT] = {MSG_WORK_POSITION_OBJECT, "bad"},
	[POSITION_SUPPORT] = {MSG_WORK_POSITION_SUPPORT, "good"},
	[POSITION_ABSTAIN] = {MSG_WORK_POSITION_ABSTAIN, "plain"},
	[POSITION_RESERVE] = {MSG_WORK_POSITION_RESERVE, "plain"},
	[POSITION_HOLD] = {MSG_WORK_POSITION_HOLD, "open"},
	[POSITION_DISINTEREST] = {MSG_WORK_POSITION_DISINTEREST, "plain"},
	[POSITION_CONSTRUCTIVE] = {MSG_WORK_POSITION_CONSTRUCTIVE, "plain"},
	[POSITION_ACCEPT] = {MSG_WORK_POSITION_ACCEPT, "good"},
	[POSITION_RECUSE] = {MSG_WORK_POSITION_RECUSE, "plain"},
};

enum message work_position_word(enum position position)
{
	assert(position < POSITION_MAX);
	return position_words[position].word;
}

const char *work_position_chip(enum position position)
{
	assert(position < POSITION_MAX);
	return position_words[position].chip;
}

void work_position(struct view *view, const char *key, enum message label, struct str position)
{
	for (uint32_t i = 0; i < POSITION_MAX; i++)
		if (str_eq(position_name[i], position))
			view_word(view, key, label, position, position_words[i].word, position_words[i].chip);
}

const struct work_counted work_counted[WORK_COUNTED] = {
	{FIELD_FOR, STR_INIT("for"), MSG_WORK_COUNT_FOR},
	{FIELD_AGAINST, STR_INIT("against"), MSG_WORK_COUNT_AGAINST},
	{FIELD_ABSTAIN, STR_INIT("abstain"), MSG_WORK_COUNT_ABSTAIN},
	{FIELD_RESERVE, STR_INIT("reserve"), MSG_WORK_COUNT_RESERVE},
	{FIELD_HOLD, STR_INIT("hold"), MSG_WORK_COUNT_HOLD},
	{FIELD_DISINTEREST, STR_INIT("disinterest"), MSG_WORK_COUNT_DISINTEREST},
	{FIELD_SILENT, STR_INIT("silent"), MSG_WORK_COUNT_SILENT},
	{FIELD_ABSENT, STR_INIT("absent"), MSG_WORK_COUNT_ABSENT},
	{FIELD_CONSTRUCTIVE, STR_INIT("constructive"), MSG_WORK_COUNT_CONSTRUCTIVE},
	{FIELD_CONCERNED, STR_INIT("concerned"), MSG_WORK_COUNT_CONCERNED},
	{FIELD_RECUSED, STR_INIT("recused"), MSG_WORK_COUNT_RECUSED},
	{FIELD_BOUND, STR_INIT("bound"), MSG_WORK_COUNT_BOUND},
};

bool work_counts(const struct work_counted *set, bool at_meeting)
{
	return at_meeting || set->field != FIELD_ABSENT;
}

struct party_set work_parties(const struct view *view, const struct value *names)
{
	struct party_set parties = {{0}};
	for (uint32_t i = 0; names && names->set && i < names->count; i++) {
		uint32_t party = map_get(&work_charter(view)->parties, names->list[i]);
		if (party != MAP_NONE)
			party_set_add(&parties, party);
	}
	return parties;
}

/* An identifier's word as a quiet chip. */
static void put_chip(struct view *view, const char *key, struct str code)
{
	struct buf *out = view_html_only(view);
	char storage[LIMIT_NAME_SIZE];
	if (!out) {
		view_code(view, key, MSG_NONE, code);
		return;
	}
	html_literal_markup_of_our_own(out, "<span class=\"chip\">");
	html_text(out, view_code_words(view, code, storage));
	html_literal_markup_of_our_own(out, "</span> ");
}

void work_report(struct view *view, const struct fact *report, struct str words)
{
	struct str place = fact_name(report, FIELD_PLACE);
	put_chip(view, "kind", fact_name(report, FIELD_KIND));
	work_fact_title(view, "title", MSG_NONE, report);
	view_literal_markup_of_our_own(view, "<p class=\"note\">");
	view_party(view, "party", MSG_NONE, report->party);
	if (place.len > 0)
		view_text(view, "place", MSG_WORK_PLACE, place, STR(""));
	view_entry(view, "entry", MSG_NONE, report->number);
	if (words.len > 0 && view->format == VIEW_HTML)
		view_text(view, "interval", MSG_NONE, words, STR(""));
	view_literal_markup_of_our_own(view, "</p>");
	if (fact_get(report, FIELD_TEXT))
		view_fact_text(view, "text", report, FIELD_TEXT);
}

void work_codes(struct view *view, const char *key, enum message label, const struct str *codes, uint32_t count)
{
	if (count == 0)
		return;
	view_cell(view, key, label);
	for (uint32_t i = 0; i < count; i++)
		view_code(view, "code", MSG_NONE, codes[i]);
	view_end(view);
}

void buf_ordinal(struct buf *buf, enum language language, uint32_t ordinal)
{
	buf_u64(buf, ordinal);
	if (language == LANGUAGE_RU) {
		buf_c(buf, "-е");
		return;
	}
	bool teen = ordinal % 100 >= 11 && ordinal % 100 <= 13;
	uint32_t last = teen ? 0 : ordinal % 10;
	buf_c(buf, last == 1 ? "st" : last == 2 ? "nd" : last == 3 ? "rd" : "th");
}

static void put_unit(struct buf *buf, enum message unit, enum language language, int64_t count)
{
	char digits[24];
	struct buf number = buf_of(digits, sizeof digits);
	buf_i64(&number, count);
	struct str argument = buf_view(&number);
	buf_message(buf, unit, language, &argument, 1);
}

void buf_duration(struct buf *buf, enum language language, int64_t span_ms)
{
	int64_t minutes = span_ms / MINUTE_MS;
	if (minutes < 0)
		minutes = 0;
	int64_t days = minutes / (24 * 60), hours = minutes / 60 % 24;
	if (days > 0) {
		buf_plural(buf, MSG_WORK_DURATION_DAYS, language, (uint64_t)days);
		if (hours > 0) {
			buf_c(buf, " ");
			put_unit(buf, MSG_WORK_DURATION_HOURS, language, hours);
		}
		return;
	}
	if (hours > 0)
		put_unit(buf, MSG_WORK_DURATION_HOURS, language, hours);
	if (hours > 0 && minutes % 60 > 0)
		buf_c(buf, " ");
	if (hours == 0 || minutes % 60 > 0)
		put_unit(buf, MSG_WORK_DURATION_MINUTES, language, minutes % 60);
}

/* ---- Parts of pages ---------------------------------------------------------------------------------------------- */

void work_history(struct view *view, struct history history)
{
	const struct library *library = work_library(view);
	uint32_t first = history.count > LIMIT_PAGE_HISTORY ? history.count - LIMIT_PAGE_HISTORY : 0;
	view_section(view, "history", MSG_WORK_HISTORY);
	if (first > 0) {
		char digits[24];
		struct buf number = buf_of(digits, sizeof digits);
		buf_u64(&number, first);
		struct str argument = buf_view(&number);
		view_note(view, MSG_WORK_HISTORY_CUT, &argument, 1);
	}
	if (view->format == VIEW_JSON)
		view_number(view, "earlier", MSG_NONE, first);
	view_list(view, "facts", VIEW_TIMELINE);
	for (uint32_t i = first; i < history.count; i++) {
		const struct fact *fact = library_fact(library, history.number[i]);
		/* Nobody learns here that there will be a release. */
		if (library_embargoed(library, fact, view->site->reading.now_ms))
			continue;
		view_item(view);
		view_time_short(view, "time", MSG_NONE, fact->time_ms, view_fact_zone(view, fact));
		view_fact(view, "fact", fact);
		view_entry(view, "entry", MSG_NONE, fact->number);
		if (fact->corrected_by != 0)
			view_entry(view, "corrected_by", MSG_WORK_CORRECTED_BY, fact->corrected_by);
		view_end(view);
	}
	view_end(view);
	view_end(view);
}

/* "?q=statement", "/matters" without one */
static void put_address(struct buf *buf, struct view *view, const char *pages, struct str chosen)
{
	char storage[64];
	struct buf path = buf_of(storage, sizeof storage);
	buf_c(&path, "/");
	buf_c(&path, pages);
	view_href(view, buf, buf_view(&path), STR(""));
	if (chosen.len > 0) {
		buf_c(buf, "?q=");
		url_arg(buf, chosen);
	}
}

static void put_choice(struct view *view, struct buf *out, const char *pages, struct str code, struct str words,
                       struct str language, bool current)
{
	char storage[3 * LIMIT_NAME_SIZE + 64];
	struct buf address = buf_of(storage, sizeof storage);
	put_address(&address, view, pages, code);
	html_literal_markup_of_our_own(out, "<li><a");
	html_attr(out, "href", buf_view(&address));
	if (current)
		html_literal_markup_of_our_own(out, " aria-current=\"true\"");
	if (language.len > 0 && !str_eq(language, language_tag[view->language]))
		html_attr(out, "lang", language);
	html_literal_markup_of_our_own(out, ">");
	html_text(out, words);
	html_literal_markup_of_our_own(out, "</a></li>");
}

void work_filter(struct view *view, const char *pages, enum message label, struct str chosen,
                 const struct work_choice *choices, uint32_t count)
{
	struct buf *out = view_html_only(view);
	if (!out || (count < 2 && chosen.len == 0))
		return;
	html_literal_markup_of_our_own(out, "<nav class=\"filter\"");
	html_attr(out, "aria-label", message(label, view->language));
	html_literal_markup_of_our_own(out, "><ul>");
	put_choice(view, out, pages, STR(""), message(MSG_WORK_FILTER_ALL, view->language), STR(""), chosen.len == 0);
	for (uint32_t i = 0; i < count; i++) {
		struct str words = choices[i].words;
		if (words.len == 0 && !message_word(choices[i].code, view->language, &words))
			words = choices[i].code;
		put_choice(view, out, pages, choices[i].code, words, choices[i].language, str_eq(choices[i].code, chosen));
	}
	html_literal_markup_of_our_own(out, "</ul></nav>");
}

void work_next(struct view *view, struct str chosen, uint64_t from)
{
	char storage[3 * LIMIT_NAME_SIZE + 64];
	struct buf address = buf_of(storage, sizeof storage);
	if (chosen.len > 0) {
		buf_c(&address, "?q=");
		url_arg(&address, chosen);
	}
	buf_c(&address, chosen.len > 0 ? "&from=" : "?from=");
	buf_u64(&address, from);
	view_link(view, "next", MSG_NONE, buf_view(&address), message(MSG_WORK_NEXT_PAGE, view->language));
}
