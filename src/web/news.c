/* Releases that are out, time at the seat, paging: see news.h.
 *
 * Releases stand in the state in the order of their entries, which is nearly that of their publication: they are read
 * from the newest entry back, and each is put into its place among the few that are asked for.
 */
#include "web/news.h"

/* ---- Which releases --------------------------------------------------------------------------------------------- */

static bool has_language(const struct fact *fact, struct str language)
{
	const struct value *text = news_text(fact);
	for (uint32_t i = 0; text && i < text->count; i++) {
		if (str_eq(text->pair[i].name, language))
			return true;
	}
	return false;
}

struct news_release *news_releases(const struct site *site, const struct news_query *query, struct arena *arena,
                                   uint32_t *ret_count, bool *ret_more)
{
	const struct reading *r = &site->reading;
	uint32_t wanted = query->skip + query->max + 1, count = 0, total = kernel_release_count(r->state);
	if (wanted > total)
		wanted = total;
	*ret_count = 0;
	*ret_more = false;
	if (wanted == 0)
		return NULL;
	struct news_release *found = NEW(arena, struct news_release, wanted);
	for (uint32_t i = total; i-- > 0;) {
		struct paper_view paper = kernel_release_at(r->state, i);
		/* the end of an embargo is the instant of publication: at it the release is out */
		if (paper.published_ms > r->now_ms || paper.published_ms < query->from_ms || paper.published_ms >= query->to_ms)
			continue;
		uint32_t place = count;
		while (place > 0 && found[place - 1].published_ms < paper.published_ms)
			place--;
		const struct fact *fact = library_fact(r->library, paper.entry);
		if (place == wanted || !fact || (query->language.len > 0 && !has_language(fact, query->language)))
			continue;
		if (count < wanted)
			count++;
		for (uint32_t k = count - 1; k > place; k--)
			found[k] = found[k - 1];
		found[place] = (struct news_release){.name = paper.name, .fact = fact, .published_ms = paper.published_ms};
	}
	if (count <= query->skip)
		return NULL;
	*ret_more = count - query->skip > query->max;
	*ret_count = *ret_more ? query->max : count - query->skip;
	return found + query->skip;
}

/* The release of this fact, if it is one that is out. */
static bool release_of(const struct site *site, const struct fact *fact, struct news_release *ret)
{
	if (!fact || fact->verb != VERB_RELEASE || library_embargoed(site->reading.library, fact, site->reading.now_ms))
		return false;
	*ret = (struct news_release){
		.name = fact_name(fact, FIELD_RELEASE),
		.fact = fact,
		.published_ms = fact_number(fact, FIELD_EMBARGO, fact->time_ms),
	};
	return true;
}

bool news_release(const struct site *site, struct str name, struct news_release *ret)
{
	const struct library *library = site->reading.library;
	struct history history = library_history(library, SUBJECT_RELEASE, name);
	return release_of(site, library_newest(library, history, VERB_RELEASE), ret);
}

struct news_month *news_months(const struct site *site, struct arena *arena, uint32_t *ret_count)
{
	const struct reading *r = &site->reading;
	uint32_t count = 0, total = kernel_release_count(r->state);
	/* what is out was published since 1970, so this many months there are at most */
	uint32_t most = (uint32_t)(date_from_days(news_day(site, r->now_ms)).year - 1969 + 1) * 12;
	struct news_month *month = total > 0 ? NEW(arena, struct news_month, total < most ? total : most) : NULL;
	for (uint32_t i = total; i-- > 0;) {
		struct paper_view paper = kernel_release_at(r->state, i);
		if (paper.published_ms > r->now_ms)
			continue;
		struct date date = date_from_days(news_day(site, paper.published_ms));
		uint32_t place = count;
		int32_t key = date.year * 12 + date.month;
		while (place > 0 && month[place - 1].year * 12 + (int32_t)month[place - 1].month <= key)
			place--;
		if (place < count && month[place].year == date.year && month[place].month == date.month) {
			month[place].count++;
			continue;
		}
		for (uint32_t k = count++; k > place; k--)
			month[k] = month[k - 1];
		month[place] = (struct news_month){.year = date.year, .month = date.month, .count = 1};
	}
	*ret_count = count;
	return month;
}

/* ---- What stands over them -------------------------------------------------------------------------------------- */

const struct value *news_text(const struct fact *fact)
{
	return fact_get(fact, FIELD_TEXT);
}

enum err_code news_heading(const struct site *site, const struct fact *fact, struct str language, struct arena *arena,
                           struct str *ret, struct str *ret_language, struct err *err)
{
	const struct reading *r = &site->reading;
	enum text_state state;
	*ret = fact_name(fact, FIELD_RELEASE);
	*ret_language = STR("");
	return library_heading(r->library, r->store, r->state, fact, language, r->now_ms, arena, &state, ret, ret_language,
	                       err);
}

/* ---- In pages --------------------------------------------------------------------------------------------------- */

static void languages(struct view *view, const struct value *text)
{
	char storage[LIMIT_LANGUAGES * 40];
	struct buf words = buf_of(storage, sizeof(storage));
	if (view->format == VIEW_JSON)
		view_cell(view, "languages", MSG_NONE);
	for (uint32_t i = 0; text && i < text->count; i++) {
		struct str language = text->pair[i].name;
		if (view->format == VIEW_JSON)
			view_text(view, "language", MSG_NONE, language, STR(""));
		buf_str(&words, i > 0 ? STR(", ") : STR(""));
		buf_str(&words, view_language_name(language));
	}
	if (view->format == VIEW_JSON)
		view_end(view);
	else if (words.len > 0)
		view_text(view, "languages", MSG_NONE, buf_view(&words), STR(""));
}

void news_card(struct view *view, const struct news_release *release)
{
	view_item(view);
	view_time_short(view, "published", MSG_NONE, release->published_ms, view_fact_zone(view, release->fact));
	view_subject(view, "release", MSG_NONE, SUBJECT_RELEASE, release->name);
	languages(view, news_text(release->fact));
	view_end(view);
}

void news_related(struct view *view, struct history history)
{
	const struct library *library = view->site->reading.library;
	uint32_t shown = 0;
	for (uint32_t i = history.count; i-- > 0 && shown < LIMIT_PAGE_ITEMS;) {
		struct news_release release;
		if (!release_of(view->site, library_fact(library, history.number[i]), &release))
			continue;
		if (shown++ == 0) {
			view_section(view, "releases", MSG_RELEASES);
			view_list(view, "items", VIEW_CARDS);
		}
		news_card(view, &release);
	}
	if (shown > 0) {
		view_end(view);
		view_end(view);
	}
}

/* A correction can be corrected in its turn: the last one counts. Each is a later entry than the one before it. */
const struct fact *news_corrected(const struct site *site, const struct fact *fact)
{
	const struct fact *correct = NULL;
	while (fact && fact->corrected_by) {
		correct = library_fact(site->reading.library, fact->corrected_by);
		fact = correct;
	}
	return correct;
}

/* It stands above the text: nobody should have to find it. */
void news_correction(struct view *view, const struct fact *fact)
{
	const struct fact *correct = news_corrected(view->site, fact);
	if (!correct)
		return;
	view_section(view, "correction", MSG_CORRECTION);
	view_facts(view);
	view_time(view, "corrected", MSG_CORRECTED_AT, correct->time_ms, NULL);
	view_entry(view, "entry", MSG_PROOF, correct->number);
	view_end(view);
	view_fact_text(view, "text", correct, FIELD_TEXT);
	view_end(view);
}

/* ---- Time and paging -------------------------------------------------------------------------------------------- */

int32_t news_day(const struct site *site, int64_t time_ms)
{
	return date_to_days(civil_from_ms(time_ms, zone_offset(site->seat_zone, time_ms)).date);
}

int64_t news_midnight(const struct zone *zone, int32_t days)
{
	return zone_to_utc(zone, (struct civil){.date = date_from_days(days)});
}

uint32_t news_skip(const struct page_request *request)
{
	if (request->query_from == UINT64_MAX)
		return 0;
	return request->query_from < LIMIT_PAGE_SKIP ? (uint32_t)request->query_from : LIMIT_PAGE_SKIP;
}

static void page_link(struct view *view, const char *key, enum message words, struct str path, uint32_t skip)
{
	char storage[1024];
	struct buf href = buf_of(storage, sizeof(storage));
	buf_str(&href, path);
	if (skip > 0) {
		buf_byte(&href, str_find(path, '?', 0) < path.len ? '&' : '?');
		buf_str(&href, STR("from="));
		buf_u64(&href, skip);
	}
	if (!href.full)
		view_link(view, key, MSG_NONE, buf_view(&href), message(words, view->language));
}

void news_paging(struct view *view, struct str path, uint32_t skip, uint32_t page, bool more)
{
	if (skip == 0 && !more)
		return;
	view_cell(view, "pages", MSG_NONE);
	if (skip > 0)
		page_link(view, "newer", MSG_PAGE_NEWER, path, skip > page ? skip - page : 0);
	if (more && skip + page <= LIMIT_PAGE_SKIP)
		page_link(view, "older", MSG_PAGE_OLDER, path, skip + page);
	view_end(view);
}
