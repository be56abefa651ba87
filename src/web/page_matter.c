/* One matter: what it is and where it stands, its clock, its text and versions, who said what, what came of it. */
#include "web/organisation.h"
#include "web/work.h"

static const struct stage *stage_of(const struct view *view, const struct matter_view *matter)
{
	return &work_charter(view)->procedure[matter->procedure].stage[matter->stage];
}

static void put_facts(struct view *view, const struct matter_view *matter)
{
	const struct procedure *procedure = &work_charter(view)->procedure[matter->procedure];
	view_facts(view);
	work_status(view, "status", MSG_WORK_STATUS, matter);
	view_code(view, "kind", MSG_WORK_KIND, matter->kind);
	view_body(view, "body", MSG_BODY, matter->body);
	view_party(view, "author", MSG_WORK_AUTHOR, matter->author);
	view_cell(view, "procedure", MSG_WORK_PROCEDURE);
	org_title(view, "title", MSG_NONE, &procedure->titles);
	view_end(view);
	view_stage(view, "stage", MSG_WORK_STAGE, stage_of(view, matter)->name);
	if (matter->symbol.len > 0)
		view_text(view, "symbol", MSG_WORK_SYMBOL, matter->symbol, STR(""));
	if (matter->meeting != NONE)
		view_subject(view, "meeting", MSG_MEETING, SUBJECT_MEETING,
		             kernel_meeting_at(work_state(view), matter->meeting).name);
	if (matter->about != NONE)
		view_subject(view, "about", MSG_WORK_BELONGS_TO, SUBJECT_MATTER,
		             kernel_matter_at(work_state(view), matter->about).name);
	if (matter->office != NONE)
		view_subject(view, "office", MSG_OFFICE, SUBJECT_OFFICE,
		             work_charter(view)->office[matter->office].titles.name);
	if (matter->holder != NONE)
		view_party(view, "holder", MSG_ORG_HOLDER, matter->holder);
	if (party_set_count(&matter->concerned) > 0)
		view_parties(view, "concerned", MSG_WORK_CONCERNED, &matter->concerned);
	if (party_set_count(&matter->ballot.set[TERM_REQUESTERS]) > 0)
		view_parties(view, "requesters", MSG_WORK_REQUESTED_BY, &matter->ballot.set[TERM_REQUESTERS]);
	if (procedure->crisis)
		work_link(view, "crisis", MSG_CRISIS, "crises", matter->name,
		          message(MSG_WORK_CRISIS_TIMELINE, view->language));
	view_entry(view, "tabled", MSG_WORK_TABLED, matter->tabled);
	view_end(view);
}

/* Where the end of the clock leads: ways are tried in their order, so a later one without a condition is "otherwise".
 */
static void put_expiry(struct view *view, const struct matter_view *matter)
{
	const struct procedure *procedure = &work_charter(view)->procedure[matter->procedure];
	const struct stage *stage = &procedure->stage[matter->stage];
	bool first = true;
	view_list(view, "on_expiry", VIEW_LINES);
	for (uint32_t i = 0; i < stage->transition_count; i++) {
		const struct transition *transition = &stage->transition[i];
		if (transition->event != EVENT_EXPIRY)
			continue;
		view_item(view);
		view_stage(view, "to", first ? MSG_WORK_ON_EXPIRY : MSG_WORK_OTHERWISE,
		           procedure->stage[transition->target].name);
		if (transition->when != NONE)
			org_test(view, "when", MSG_WORK_STEP_WHEN, transition->when);
		view_end(view);
		first = false;
	}
	view_end(view);
	if (first)
		view_note(view, MSG_WORK_EXPIRY_NOTHING, NULL, 0);
}

/* A length of time to the minute, or to the second below one. */
static void put_length(struct view *view, const char *key, enum message label, int64_t length_ms)
{
	int64_t unit_ms = length_ms < MINUTE_MS ? 1000 : MINUTE_MS;
	org_span(view, key, label, (struct span){(length_ms + unit_ms / 2) / unit_ms * unit_ms, SPAN_MS});
}

/* "clock immediately": the stages that were to be left at once, with the time that it took, this one included. */
static void put_measures(struct view *view, uint32_t index, const struct matter_view *matter)
{
	const struct procedure *procedure = &work_charter(view)->procedure[matter->procedure];
	bool running = matter->decided == 0 && stage_of(view, matter)->clock == CLOCK_IMMEDIATELY;
	if (matter->measure_count == 0 && !running)
		return;
	view_section(view, "measured", MSG_WORK_MEASURED);
	view_list(view, "stages", VIEW_LINES);
	for (uint32_t i = 0; i < matter->measure_count; i++) {
		struct measure_view measure = kernel_measure_at(work_state(view), index, i);
		view_item(view);
		view_stage(view, "stage", MSG_NONE, procedure->stage[measure.stage].name);
		put_length(view, "took", MSG_NONE, measure.to_ms - measure.from_ms);
		view_end(view);
	}
	if (running) {
		view_item(view);
		view_stage(view, "stage", MSG_NONE, stage_of(view, matter)->name);
		view_time(view, "since", MSG_WORK_IN_STAGE_SINCE, matter->entered_ms, view_matter_zone(view, matter));
		view_end(view);
	}
	view_end(view);
	view_end(view);
}

/* The newest count of a secret ballot. */
static void put_ballot(struct view *view, const struct matter_view *matter)
{
	if (!matter->has_ballot)
		return;
	view_section(view, "ballot", MSG_ORG_BALLOT);
	view_facts(view);
	view_number(view, "round", MSG_ORG_BALLOT_ROUND, matter->round);
	view_number(view, "for", MSG_ORG_FOR, matter->ayes);
	view_number(view, "against", MSG_ORG_AGAINST, matter->noes);
	view_number(view, "abstentions", MSG_ORG_ABSTAIN, matter->abstentions);
	view_number(view, "invalid", MSG_ORG_BALLOT_INVALID, matter->invalid);
	view_number(view, "papers", MSG_ORG_BALLOT_PAPERS, matter->papers);
	view_number(view, "absentees", MSG_ORG_BALLOT_ABSENT, matter->absentees);
	view_end(view);
	view_end(view);
}

static void put_clock(struct view *view, const struct matter_view *matter)
{
	bool floored = matter->floor_ms > view->site->reading.now_ms;
	if (matter->decided != 0 || (matter->deadline_ms == TIME_NEVER && !matter->paused && !floored))
		return;
	view_section(view, "clock", MSG_WORK_CLOCK);
	view_facts(view);
	if (floored)
		view_time(view, "earliest", MSG_WORK_EARLIEST, matter->floor_ms, view_matter_zone(view, matter));
	if (matter->deadline_ms != TIME_NEVER)
		view_time(view, "deadline", MSG_WORK_DEADLINE, matter->deadline_ms, view_matter_zone(view, matter));
	if (matter->paused)
		put_length(view, "rest", MSG_WORK_STANDS_STILL, matter->rest_ms);
	if (matter->extended > 0)
		view_number(view, "extended", MSG_WORK_EXTENDED, matter->extended);
	view_end(view);
	if (matter->deadline_ms != TIME_NEVER)
		put_expiry(view, matter);
	view_end(view);
}

/* ---- Text -------------------------------------------------------------------------------------------------------- */

static bool brings_text(const struct matter_view *matter, const struct fact *fact)
{
	return (fact->verb == VERB_TABLE || fact->verb == VERB_AMEND) && fact_get(fact, FIELD_TEXT) != NULL &&
	       str_eq(fact_name(fact, FIELD_MATTER), matter->name);
}

static int64_t version_of(const struct fact *fact)
{
	return fact->verb == VERB_TABLE ? 1 : fact_number(fact, FIELD_VERSION, 0);
}

/* Is there a text to be shown? */
static bool text_shown(struct view *view, const struct fact *fact)
{
	const struct reading *reading = &view->site->reading;
	enum text_state state = TEXT_MISSING;
	struct str text, language;
	struct err err;
	struct arena scratch = *view->arena;
	enum err_code code = library_text(reading->library, reading->store, reading->state, fact, FIELD_TEXT,
	                                  view->text_language, reading->now_ms, &scratch, &state, &text, &language, &err);
	view->failed = view->failed || code != ERR_OK;
	return code == ERR_OK && state == TEXT_SHOWN;
}

static void put_version(struct view *view, const struct matter_view *matter, const struct fact *fact)
{
	bool folded = view->format == VIEW_HTML && text_shown(view, fact);
	view_item(view);
	view_number(view, "version", MSG_WORK_VERSION, (uint64_t)version_of(fact));
	if (version_of(fact) > (int64_t)matter->version)
		view_word(view, "state", MSG_NONE, STR("proposed"), MSG_WORK_VERSION_PROPOSED, "plain");
	view_party(view, "author", MSG_NONE, fact->party);
	view_time_short(view, "time", MSG_NONE, fact->time_ms, view_fact_zone(view, fact));
	view_entry(view, "entry", MSG_NONE, fact->number);
	if (folded) {
		view_literal_markup_of_our_own(view, "<details><summary>");
		struct buf *out = view_html_only(view);
		if (out)
			html_text(out, message(MSG_WORK_SHOW_TEXT, view->language));
		view_literal_markup_of_our_own(view, "</summary>");
	}
	view_fact_text(view, "text", fact, FIELD_TEXT);
	if (folded)
		view_literal_markup_of_our_own(view, "</details>");
	view_end(view);
}

/* The text as it stands; then its versions, when there were several, oldest first. */
static void put_texts(struct view *view, const struct matter_view *matter, struct history history)
{
	const struct fact *newest = NULL;
	uint32_t count = 0;
	for (uint32_t i = 0; i < history.count; i++) {
		const struct fact *fact = library_fact(work_library(view), history.number[i]);
		if (!brings_text(matter, fact))
			continue;
		count++;
		if (version_of(fact) <= (int64_t)matter->version)
			newest = fact;
	}
	if (newest) {
		view_section(view, "text", MSG_WORK_TEXT_AS_IT_STANDS);
		view_fact_text(view, "text", newest, FIELD_TEXT);
		view_end(view);
	}
	if (count == 0 || (count == 1 && view->format == VIEW_HTML))
		return;
	view_section(view, "versions", MSG_WORK_VERSIONS);
	view_list(view, "texts", VIEW_LINES);
	for (uint32_t i = 0; i < history.count; i++) {
		const struct fact *fact = library_fact(work_library(view), history.number[i]);
		if (brings_text(matter, fact))
			put_version(view, matter, fact);
	}
	view_end(view);
	view_end(view);
}

/* ---- What came of it --------------------------------------------------------------------------------------------- */

static void put_outcome(struct view *view, const struct fact *outcome)
{
	struct str rule = fact_name(outcome, FIELD_RULE), cite = fact_name(outcome, FIELD_CITE);
	uint32_t index = rule.len > 0 ? map_get(&work_charter(view)->rules, rule) : MAP_NONE;
	view_item(view);
	view_time_short(view, "time", MSG_NONE, fact_number(outcome, FIELD_AT, outcome->time_ms),
	                view_fact_zone(view, outcome));
	work_result(view, "result", MSG_NONE, outcome);
	if (index != MAP_NONE)
		org_title(view, "rule", MSG_WORK_RULE, &work_charter(view)->rule[index].titles);
	if (cite.len > 0)
		view_text(view, "cite", MSG_WORK_CITE, cite, language_tag[LANGUAGE_EN]);
	work_decision(view, "decision", MSG_NONE, outcome);
	view_end(view);
}

static void put_outcomes(struct view *view, const struct matter_view *matter, struct history history)
{
	bool any = false;
	for (uint32_t i = 0; i < history.count; i++) {
		const struct fact *fact = library_fact(work_library(view), history.number[i]);
		if (fact->verb != VERB_OUTCOME || !str_eq(fact_name(fact, FIELD_MATTER), matter->name))
			continue;
		if (!any) {
			view_section(view, "outcomes", MSG_WORK_OUTCOMES);
			view_list(view, "entries", VIEW_TIMELINE);
		}
		any = true;
		put_outcome(view, fact);
	}
	if (any) {
		view_end(view);
		view_end(view);
	}
}

static void put_reports(struct view *view, const struct matter_view *matter, struct history history)
{
	const struct zone *zone = view_matter_zone(view, matter);
	bool any = false;
	for (uint32_t i = 0; i < history.count; i++) {
		const struct fact *fact = library_fact(work_library(view), history.number[i]);
		if (fact->verb != VERB_REPORT)
			continue;
		if (!any) {
			view_section(view, "reports", MSG_WORK_REPORTS);
			view_list(view, "reports", VIEW_TIMELINE);
		}
		any = true;
		view_item(view);
		view_time_short(view, "time", MSG_NONE, fact_number(fact, FIELD_AT, fact->time_ms), zone);
		work_report(view, fact, STR(""));
		view_end(view);
	}
	if (any) {
		view_end(view);
		view_end(view);
	}
}

/* Matters that belong to it. */
static void put_about(struct view *view, const struct matter_view *matter)
{
	struct history about = library_about(work_library(view), matter->name);
	bool any = false;
	for (uint32_t i = 0; i < about.count; i++) {
		const struct fact *fact = library_fact(work_library(view), about.number[i]);
		uint32_t index = fact->verb == VERB_TABLE ? kernel_matter_find(work_state(view), fact_name(fact, FIELD_MATTER))
		                                          : NONE;
		if (index == NONE)
			continue;
		if (!any) {
			view_section(view, "belonging", MSG_WORK_MATTERS_ABOUT);
			view_list(view, "matters", VIEW_LINES);
		}
		any = true;
		struct matter_view other = kernel_matter_at(work_state(view), index);
		view_item(view);
		view_subject(view, "matter", MSG_NONE, SUBJECT_MATTER, other.name);
		view_code(view, "kind", MSG_NONE, other.kind);
		work_status(view, "status", MSG_NONE, &other);
		if (other.symbol.len > 0)
			view_text(view, "symbol", MSG_NONE, other.symbol, STR(""));
		view_end(view);
	}
	if (any) {
		view_end(view);
		view_end(view);
	}
}

/* Releases on it, and meetings that had it on their agenda. */
static void put_around(struct view *view, struct history history)
{
	static const struct {
		enum verb verb;
		enum subject subject;
		enum field field;
		const char *key;
		enum message heading;
	} around[] = {
		{VERB_AGENDA, SUBJECT_MEETING, FIELD_MEETING, "meetings", MSG_MEETINGS},
		{VERB_EVENT, SUBJECT_EVENT, FIELD_EVENT, "events", MSG_EVENTS},
		{VERB_RELEASE, SUBJECT_RELEASE, FIELD_RELEASE, "releases", MSG_RELEASES},
	};
	for (size_t a = 0; a < sizeof around / sizeof *around; a++) {
		struct str last = STR("");
		bool any = false;
		for (uint32_t i = 0; i < history.count; i++) {
			const struct fact *fact = library_fact(work_library(view), history.number[i]);
			struct str name = fact_name(fact, around[a].field);
			if (fact->verb != around[a].verb || str_eq(name, last) ||
			    library_embargoed(work_library(view), fact, view->site->reading.now_ms))
				continue;
			if (!any) {
				view_section(view, around[a].key, around[a].heading);
				view_list(view, "items", VIEW_LINES);
			}
			any = true;
			last = name;
			view_item(view);
			view_subject(view, "about", MSG_NONE, around[a].subject, name);
			view_end(view);
		}
		if (any) {
			view_end(view);
			view_end(view);
		}
	}
}

enum page_result page_matter(struct view *view, const struct page_request *request)
{
	uint32_t index = kernel_matter_find(work_state(view), request->name);
	if (index == NONE)
		return PAGE_NOT_FOUND;
	struct matter_view matter = kernel_matter_at(work_state(view), index);
	struct history history = library_history(work_library(view), SUBJECT_MATTER, matter.name);
	struct str language, body_language;
	struct str title = work_title(view, SUBJECT_MATTER, matter.name, &language);
	view_start(view, title, language, work_name(view, &work_charter(view)->body[matter.body].titles, &body_language));
	put_facts(view, &matter);
	put_clock(view, &matter);
	put_measures(view, index, &matter);
	put_ballot(view, &matter);
	if (matter.decided != 0 && matter.published == 0 && stage_of(view, &matter)->publish_next)
		view_note(view, MSG_WORK_WITHHELD, NULL, 0);
	matter_steps(view, &matter, history);
	put_texts(view, &matter, history);
	matter_matrix(view, &matter, history);
	put_outcomes(view, &matter, history);
	put_about(view, &matter);
	put_reports(view, &matter, history);
	put_around(view, history);
	work_history(view, history);
	return PAGE_OK;
}
