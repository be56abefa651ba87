/* Who is what today, and the charter's values as the pages show them. */
#include "web/organisation.h"

#include <assert.h>

#include "record/note.h"
#include "web/news.h"

/* ---- Today --------------------------------------------------------------------------------------------------------
 */

struct date org_day(const struct view *view, int64_t at_ms)
{
	return date_from_days(news_day(view->site, at_ms));
}

static bool before(struct date a, struct date b)
{
	return date_to_days(a) < date_to_days(b);
}

bool org_standing(const struct view *view, uint32_t party, struct org_standing *ret)
{
	const struct state *state = view->site->reading.state;
	const struct party *of = &view->site->reading.charter->party[party];
	int64_t now_ms = view->site->reading.now_ms;
	struct date today = org_day(view, now_ms);
	*ret = (struct org_standing){.kind = kernel_status(state, party, now_ms), .origin = &of->origin};
	if (ret->kind == STATUS_MAX)
		return false;
	for (uint32_t i = 0; i < of->status_count; i++)
		if (of->status[i].kind == ret->kind && !before(today, of->status[i].from)) {
			ret->from = of->status[i].from;
			ret->origin = &of->status[i].origin;
		}
	for (uint32_t i = 0; i < kernel_standing_count(state); i++) {
		struct standing_view change = kernel_standing_at(state, i);
		if (change.party != party || change.change != STANDING_CHANGED || change.status != ret->kind ||
		    change.from_ms > now_ms || (ret->from.year != 0 && before(org_day(view, change.from_ms), ret->from)))
			continue;
		ret->from = org_day(view, change.from_ms);
		ret->entry = change.entry;
	}
	assert(ret->from.year != 0); /* a status has a beginning */
	return true;
}

void org_holder(struct view *view, const char *key, enum message label, uint32_t office, enum message nobody)
{
	struct tenure_view holder;
	bool held = kernel_holder(view->site->reading.state, office, view->site->reading.now_ms, &holder);
	view_cell(view, key, label);
	if (!held)
		view_word(view, "nobody", MSG_NONE, STR("nobody"), nobody, NULL);
	else
		view_party(view, "party", MSG_NONE, holder.party);
	if (held && holder.person.len > 0)
		org_named_person(view, "person", MSG_NONE, holder.person);
	if (held && holder.acting != NONE) {
		view_word(view, "acting", MSG_NONE, STR("acting"), MSG_ORG_ACTING, "plain");
		view_subject(view, "as", MSG_NONE, SUBJECT_OFFICE,
		             view->site->reading.charter->office[holder.acting].titles.name);
	}
	view_end(view);
}

struct party_set org_members(const struct view *view, uint32_t body)
{
	const struct state *state = view->site->reading.state;
	struct party_set members = {{0}};
	for (uint32_t i = 0; i < view->site->reading.charter->party_count; i++)
		if (kernel_is_member(state, body, i, view->site->reading.now_ms))
			party_set_add(&members, i);
	return members;
}

uint32_t org_find(const struct map *map, struct str name)
{
	uint32_t index = map_get(map, name);
	return index == MAP_NONE ? NONE : index;
}

/* ---- Names and sources --------------------------------------------------------------------------------------------
 */

void org_title(struct view *view, const char *key, enum message label, const struct titles *titles)
{
	struct str language;
	struct str title = titles_in(titles, language_tag[view->language], &language);
	view_text(view, key, label, title, language);
}

void org_start(struct view *view, const struct titles *titles, struct str lead)
{
	struct str language;
	struct str title = titles_in(titles, language_tag[view->language], &language);
	view_start(view, title, language, lead);
}

void org_section(struct view *view, const char *key, const struct titles *titles)
{
	struct str language;
	struct str title = titles_in(titles, language_tag[view->language], &language);
	view_section_titled(view, key, title, language);
	struct buf *html = view_html_only(view);
	if (html == NULL)
		return;
	struct buf id = buf_new(view->arena, 2 * LIMIT_NAME_SIZE + 2);
	buf_c(&id, key);
	buf_c(&id, "-");
	buf_str(&id, titles->name);
	html_literal_markup_of_our_own(html, "<span class=\"anchor\"");
	html_attr(html, "id", buf_view(&id));
	html_literal_markup_of_our_own(html, "></span>");
}

void org_names(struct view *view, const struct titles *titles)
{
	struct str language;
	struct str shown = titles_in(titles, language_tag[view->language], &language);
	uint32_t others = 0;
	for (uint32_t i = 0; i < titles->count; i++)
		others += !str_eq(titles->other[i].language, language);
	view_text(view, "id", MSG_ORG_IDENTIFIER, titles->name, STR(""));
	if (others > 0 || !str_eq(shown, titles->title)) {
		view_cell(view, "titles", MSG_ORG_OTHER_TITLES);
		if (!str_eq(shown, titles->title))
			view_text(view, "en", MSG_NONE, titles->title, STR("en"));
		for (uint32_t i = 0; i < titles->count; i++)
			if (!str_eq(titles->other[i].language, language))
				view_text(view, "other", MSG_NONE, titles->other[i].text, titles->other[i].language);
		view_end(view);
	}
	if (titles->alias_count > 0) {
		view_cell(view, "aliases", MSG_ORG_ALIASES);
		for (uint32_t i = 0; i < titles->alias_count; i++)
			view_text(view, "alias", MSG_NONE, titles->alias[i], STR(""));
		view_end(view);
	}
}

void org_source(struct view *view, const struct origin *own, const struct origin *enclosing)
{
	static const enum message sure[SURE_MAX] = {
		[SURE_PRESS] = MSG_ORG_SURE_PRESS,
		[SURE_INFERRED] = MSG_ORG_SURE_INFERRED,
		[SURE_RECALLED] = MSG_ORG_SURE_RECALLED,
	};
	static const struct str code[SURE_MAX] = {
		[SURE_PRESS] = STR_INIT("press"),
		[SURE_INFERRED] = STR_INIT("inferred"),
		[SURE_RECALLED] = STR_INIT("recalled"),
	};
	const struct origin *said = own->cite.len > 0 || own->sure != SURE_FOUND || enclosing == NULL ? own : enclosing;
	bool cited = own->cite.len > 0 || (enclosing != NULL && enclosing->cite.len > 0);
	struct buf buf = buf_new(view->arena, LIMIT_CHARTER_LINE + 64);
	struct buf line = buf_new(view->arena, 24);
	buf_u64(&line, own->line != 0 || enclosing == NULL ? own->line : enclosing->line);
	struct str argument = buf_view(&line);
	if (cited)
		buf_cite(&buf, own, enclosing);
	else
		buf_message(&buf, MSG_ORG_CHARTER_LINE, view->language, &argument, 1);
	view_cell(view, "source", MSG_ORG_SOURCE);
	view_text(view, "cite", MSG_NONE, buf_view(&buf), cited ? STR("en") : STR(""));
	if (said->sure != SURE_FOUND)
		view_word(view, "sure", MSG_NONE, code[said->sure], sure[said->sure], "plain");
	view_end(view);
}

void org_test(struct view *view, const char *key, enum message label, uint32_t test)
{
	/* A test is at most a line of the charter; each of its words may become a few. */
	struct buf buf = buf_new(view->arena, 16 * LIMIT_CHARTER_LINE);
	buf_test(&buf, view->site->reading.charter, test);
	view_text(view, key, label, buf_view(&buf), STR("en"));
}

/* ---- Values -------------------------------------------------------------------------------------------------------
 */

/* Milliseconds in the largest unit of the clock that divides them. */
static struct span largest(struct span span, enum message *ret_unit)
{
	static const struct {
		int64_t ms;
		enum message unit;
	} clock[] = {
		{3600000, MSG_ORG_SPAN_HOURS},
		{60000, MSG_ORG_SPAN_MINUTES},
		{1000, MSG_ORG_SPAN_SECONDS},
		{1, MSG_ORG_SPAN_MS},
	};
	static const enum message days[SPAN_UNIT_MAX] = {
		[SPAN_DAYS] = MSG_ORG_SPAN_DAYS,   [SPAN_WORKING_DAYS] = MSG_ORG_SPAN_WORKING_DAYS,
		[SPAN_WEEKS] = MSG_ORG_SPAN_WEEKS, [SPAN_MONTHS] = MSG_ORG_SPAN_MONTHS,
		[SPAN_YEARS] = MSG_ORG_SPAN_YEARS,
	};
	size_t i = 0;
	if (span.unit != SPAN_MS) {
		*ret_unit = days[span.unit];
		return span;
	}
	while (span.count % clock[i].ms != 0)
		i++;
	*ret_unit = clock[i].unit;
	return (struct span){span.count / clock[i].ms, SPAN_MS};
}

void org_span(struct view *view, const char *key, enum message label, struct span span)
{
	enum message unit;
	struct buf buf = buf_new(view->arena, 256);
	span = largest(span, &unit);
	buf_plural(&buf, unit, view->language, (uint64_t)span.count);
	view_text(view, key, label, buf_view(&buf), STR(""));
}

void org_whos(struct view *view, const char *key, enum message label, const struct who *who, uint32_t count)
{
	static const struct {
		struct str code;
		enum message word;
	} plain[WHO_MAX] = {
		[WHO_MEMBER] = {STR_INIT("member"), MSG_ORG_WHO_MEMBER},
		[WHO_CHAIR] = {STR_INIT("chair"), MSG_ORG_WHO_CHAIR},
		[WHO_SECRETARIAT] = {STR_INIT("secretariat"), MSG_ORG_WHO_SECRETARIAT},
		[WHO_AUTHOR] = {STR_INIT("author"), MSG_ORG_WHO_AUTHOR},
		[WHO_OBSERVER] = {STR_INIT("observer"), MSG_ORG_WHO_OBSERVER},
		[WHO_PARTNER] = {STR_INIT("partner"), MSG_ORG_WHO_PARTNER},
		[WHO_CONCERNED] = {STR_INIT("concerned"), MSG_ORG_WHO_CONCERNED},
	};
	const struct charter *charter = view->site->reading.charter;
	view_cell(view, key, label);
	if (count == 0)
		view_word(view, "who", MSG_NONE, STR("anybody"), MSG_ORG_WHO_ANYBODY, NULL);
	for (uint32_t i = 0; i < count; i++) {
		if (who[i].kind == WHO_PARTY)
			view_party(view, "who", MSG_NONE, who[i].index);
		else if (who[i].kind == WHO_OFFICE)
			view_subject(view, "who", MSG_NONE, SUBJECT_OFFICE, charter->office[who[i].index].titles.name);
		else if (who[i].kind == WHO_SET)
			org_title(view, "who", MSG_NONE, &charter->set[who[i].index].titles);
		else
			view_word(view, "who", MSG_NONE, plain[who[i].kind].code, plain[who[i].kind].word, NULL);
	}
	view_end(view);
}

void org_date(struct view *view, const char *key, enum message label, struct date date)
{
	view_date(view, key, label, date_to_days(date));
}

void org_until(struct view *view, struct date until)
{
	if (until.year == 0)
		view_word(view, "until", MSG_NONE, STR("open"), MSG_ORG_STILL, NULL);
	else
		org_date(view, "until", MSG_NONE, until);
}

void org_status_word(struct view *view, const char *key, enum message label, enum status_kind kind)
{
	static const struct {
		enum message word;
		const char *chip;
	} words[STATUS_MAX] = {
		[STATUS_MEMBER] = {MSG_ORG_STATUS_MEMBER, "good"},
		[STATUS_OBSERVER] = {MSG_ORG_STATUS_OBSERVER, "plain"},
		[STATUS_PARTNER] = {MSG_ORG_STATUS_PARTNER, "plain"},
		[STATUS_SECRETARIAT] = {MSG_ORG_STATUS_SECRETARIAT, "plain"},
		[STATUS_SUSPENDED] = {MSG_ORG_STATUS_SUSPENDED, "bad"},
	};
	view_word(view, key, label, status_name[kind], words[kind].word, words[kind].chip);
}

void org_key_word(struct view *view, const char *key, enum message label, enum key_status status)
{
	switch (status) {
	case KEY_PROVISIONAL:
		view_word(view, key, label, STR("provisional"), MSG_ORG_KEY_PROVISIONAL, "open");
		break;
	case KEY_VALID:
		view_word(view, key, label, STR("valid"), MSG_ORG_KEY_VALID, "good");
		break;
	case KEY_REVOKED:
		view_word(view, key, label, STR("revoked"), MSG_ORG_KEY_REVOKED, "bad");
		break;
	}
}

void org_fingerprint(struct view *view, const char *key, enum message label, const uint8_t bytes[32])
{
	struct public_key public_key;
	struct buf buf = buf_new(view->arena, 128);
	for (size_t i = 0; i < sizeof public_key.byte; i++)
		public_key.byte[i] = bytes[i];
	buf_fingerprint(&buf, &public_key);
	view_text(view, key, label, buf_view(&buf), STR(""));
}

static void person_link(struct view *view, const char *key, enum message label, struct str name, struct str words)
{
	struct buf path = buf_new(view->arena, 3 * LIMIT_NAME_SIZE + 16);
	buf_c(&path, "/persons/");
	url_arg(&path, name);
	view_link(view, key, label, buf_view(&path), words);
}

void org_person(struct view *view, const char *key, enum message label, struct str name)
{
	person_link(view, key, label, name, name);
}

void org_named_person(struct view *view, const char *key, enum message label, struct str name)
{
	const struct reading *reading = &view->site->reading;
	struct history history = library_history(reading->library, SUBJECT_PERSON, name);
	const struct fact *fact = library_newest(reading->library, history, VERB_ACCREDIT);
	struct arena scratch = *view->arena;
	char storage[LIMIT_LABEL_SIZE];
	struct buf words = buf_of(storage, sizeof storage);
	enum text_state state = TEXT_NONE;
	struct str card = STR(""), language, line, rest;
	struct err err;
	if (fact && fact_get(fact, FIELD_CARD) &&
	    library_text(reading->library, reading->store, reading->state, fact, FIELD_CARD, STR(""), reading->now_ms,
	                 &scratch, &state, &card, &language, &err)) {
		view->failed = true;
		return;
	}
	if (state == TEXT_SHOWN && str_cut(card, '\n', &line, &rest) && str_trim(rest).len > 0)
		buf_str(&words, str_trim(line));
	person_link(view, key, label, name, words.len > 0 && !words.full ? buf_view(&words) : name);
}

void org_preformatted(struct view *view, const char *key, struct str text)
{
	struct buf *html = view_html_only(view);
	if (html == NULL) {
		view_text(view, key, MSG_NONE, text, STR(""));
		return;
	}
	html_literal_markup_of_our_own(html, "<pre class=\"bytes\" dir=\"ltr\">");
	html_text(html, text);
	html_literal_markup_of_our_own(html, "</pre>\n");
}

/* ---- What was done ------------------------------------------------------------------------------------------------
 */

uint32_t org_newest(const struct view *view, struct history history, uint64_t verbs, uint32_t max,
                    const struct fact **ret, bool *ret_more)
{
	const struct library *library = view->site->reading.library;
	uint32_t found = 0, looked = 0;
	*ret_more = false;
	for (uint32_t i = history.count; i-- > 0;) {
		if (looked++ == ORG_LOOKED_AT) {
			*ret_more = true;
			return found;
		}
		const struct fact *fact = library_fact(library, history.number[i]);
		if (fact == NULL || (verbs >> fact->verb & 1) == 0 ||
		    library_embargoed(library, fact, view->site->reading.now_ms))
			continue;
		if (found == max) {
			*ret_more = true;
			return found;
		}
		ret[found++] = fact;
	}
	return found;
}

void org_deeds(struct view *view, const char *key, enum message heading, struct history history, uint64_t verbs)
{
	const struct fact *fact[ORG_LISTED];
	bool more;
	uint32_t count = org_newest(view, history, verbs, ORG_LISTED, fact, &more);
	_Static_assert(VERB_MAX <= 64, "verbs as bits of a word");
	if (count == 0)
		return;
	view_section(view, key, heading);
	view_list(view, "items", VIEW_TIMELINE);
	for (uint32_t i = 0; i < count; i++) {
		view_item(view);
		view_time_short(view, "time", MSG_NONE, fact[i]->time_ms, view_fact_zone(view, fact[i]));
		view_fact(view, "fact", fact[i]);
		view_entry(view, "entry", MSG_NONE, fact[i]->number);
		view_end(view);
	}
	view_end(view);
	if (more)
		view_note(view, MSG_ORG_OLDER_IN_RECORD, NULL, 0);
	view_end(view);
}
