/* The register of decisions: every outcome that adopted, newest first; and one outcome with all that it says, its text,
 * and the receipt that proves it off line.
 */
#include "web/organisation.h"
#include "web/work.h"

/* ---- The register -------------------------------------------------------------------------------------------------
 */

static void put_rule(struct view *view, enum message label, const struct fact *outcome)
{
	struct str rule = fact_name(outcome, FIELD_RULE);
	uint32_t index = rule.len > 0 ? map_get(&work_charter(view)->rules, rule) : MAP_NONE;
	if (index == MAP_NONE) {
		view_cell(view, "rule", label);
		view_end(view);
		return;
	}
	org_title(view, "rule", label, &work_charter(view)->rule[index].titles);
}

static void put_body(struct view *view, enum message label, const struct fact *outcome)
{
	uint32_t body = map_get(&work_charter(view)->bodies, fact_name(outcome, FIELD_BODY));
	if (body != MAP_NONE) {
		view_body(view, "body", label, body);
		return;
	}
	view_cell(view, "body", label);
	view_end(view);
}

static void put_row(struct view *view, const struct fact *outcome)
{
	view_row(view);
	work_decision(view, "decision", MSG_NONE, outcome);
	view_subject(view, "matter", MSG_NONE, SUBJECT_MATTER, fact_name(outcome, FIELD_MATTER));
	put_body(view, MSG_NONE, outcome);
	view_time_short(view, "time", MSG_NONE, fact_number(outcome, FIELD_AT, outcome->time_ms),
	                view_fact_zone(view, outcome));
	put_rule(view, MSG_NONE, outcome);
	view_end(view);
}

enum page_result page_decisions(struct view *view, const struct page_request *request)
{
	static const struct view_column columns[] = {
		{"decision", MSG_WORK_SYMBOL, false}, {"matter", MSG_WORK_TITLE, false}, {"body", MSG_BODY, false},
		{"time", MSG_WORK_ADOPTED_AT, false}, {"rule", MSG_WORK_RULE, false},
	};
	const struct library *library = work_library(view);
	struct history outcomes = library_verb(library, VERB_OUTCOME);
	uint32_t shown = 0;
	uint64_t last = 0;
	bool more = false;
	view_start_message(view, MSG_DECISIONS, MSG_WORK_DECISIONS_LEAD);
	view_table(view, "decisions", MSG_WORK_CAPTION_NEWEST, columns, sizeof columns / sizeof *columns);
	for (uint32_t i = outcomes.count; i-- > 0 && !more;) {
		const struct fact *outcome = library_fact(library, outcomes.number[i]);
		if (outcome->number >= request->query_from || fact_number(outcome, FIELD_ADOPTS, 0) == 0)
			continue;
		more = shown == LIMIT_PAGE_ITEMS;
		if (more)
			break;
		put_row(view, outcome);
		shown++;
		last = outcome->number;
	}
	view_end(view);
	if (shown == 0)
		view_nothing(view, MSG_WORK_DECISIONS_NONE);
	if (more)
		work_next(view, STR(""), last);
	return PAGE_OK;
}

/* ---- One decision -------------------------------------------------------------------------------------------------
 */

/* The act that took the decision: the newest of its kind on the matter before the outcome. NULL: a clock did it. */
static const struct fact *declared_by(const struct view *view, const struct fact *outcome, struct history history)
{
	for (uint32_t i = history.count; i-- > 0;) {
		const struct fact *fact = library_fact(work_library(view), history.number[i]);
		if (fact->number >= outcome->number)
			continue;
		if (fact->verb == VERB_OUTCOME && str_eq(fact_name(fact, FIELD_MATTER), fact_name(outcome, FIELD_MATTER)))
			return NULL;
		/* An act that decided has the outcome's instant. */
		if (fact->time_ms < fact_number(outcome, FIELD_AT, 0))
			return NULL;
		if (fact->verb == VERB_ADOPT || fact->verb == VERB_REJECT || fact->verb == VERB_WITHDRAW)
			return fact;
	}
	return NULL;
}

static void put_declared(struct view *view, const struct fact *outcome, struct history history)
{
	const struct fact *fact = declared_by(view, outcome, history);
	if (!fact)
		return;
	view_person(view, "declared_by", MSG_WORK_DECLARED_BY, fact->by);
	view_entry(view, "declared", MSG_NONE, fact->number);
}

static const struct zone *zone_of(const struct view *view, const struct fact *outcome)
{
	uint32_t meeting = kernel_meeting_find(work_state(view), fact_name(outcome, FIELD_MEETING));
	return meeting == NONE ? NULL : kernel_zone(work_state(view), kernel_meeting_at(work_state(view), meeting).zone);
}

static void put_facts(struct view *view, const struct fact *outcome, struct history history)
{
	struct str symbol = fact_name(outcome, FIELD_SYMBOL), meeting = fact_name(outcome, FIELD_MEETING);
	view_facts(view);
	work_result(view, "result", MSG_WORK_RESULT, outcome);
	if (symbol.len > 0)
		view_text(view, "symbol", MSG_WORK_SYMBOL, symbol, STR(""));
	view_subject(view, "matter", MSG_MATTER, SUBJECT_MATTER, fact_name(outcome, FIELD_MATTER));
	view_code(view, "kind", MSG_WORK_KIND, fact_name(outcome, FIELD_KIND));
	put_body(view, MSG_BODY, outcome);
	if (meeting.len > 0)
		view_subject(view, "meeting", MSG_MEETING, SUBJECT_MEETING, meeting);
	view_stage(view, "stage", MSG_WORK_STAGE_LEFT, fact_name(outcome, FIELD_STAGE));
	if (view->format == VIEW_JSON) {
		view_bool(view, "adopts", MSG_NONE, fact_number(outcome, FIELD_ADOPTS, 0) != 0);
		view_bool(view, "final", MSG_NONE, fact_number(outcome, FIELD_FINAL, 0) != 0);
	}
	view_time(view, "at", MSG_WORK_EFFECT_FROM, fact_number(outcome, FIELD_AT, outcome->time_ms),
	          zone_of(view, outcome));
	put_declared(view, outcome, history);
	view_entry(view, "entry", MSG_ENTRY, outcome->number);
	view_time_short(view, "entered", MSG_WORK_ENTERED_AT, outcome->time_ms, zone_of(view, outcome));
	view_end(view);
}

/* The rule that was applied: its name, its condition in words, what the charter cites for it. */
static void put_rule_section(struct view *view, const struct fact *outcome)
{
	struct str rule = fact_name(outcome, FIELD_RULE), cite = fact_name(outcome, FIELD_CITE);
	uint32_t index = rule.len > 0 ? map_get(&work_charter(view)->rules, rule) : MAP_NONE;
	if (index == MAP_NONE && cite.len == 0)
		return;
	view_section(view, "rule", MSG_WORK_RULE);
	view_facts(view);
	if (index != MAP_NONE) {
		const struct rule *found = &work_charter(view)->rule[index];
		org_title(view, "title", MSG_WORK_RULE, &found->titles);
		org_test(view, "adopted_when", MSG_WORK_ADOPTED_WHEN, found->adopted_when);
	}
	if (cite.len > 0)
		view_text(view, "cite", MSG_WORK_CITE, cite, language_tag[LANGUAGE_EN]);
	view_end(view);
	view_end(view);
}

static void put_count_row(struct view *view, struct str code, enum message word, const struct value *names)
{
	struct party_set parties = work_parties(view, names);
	uint32_t count = names ? names->count : 0;
	view_row(view);
	view_word(view, "position", MSG_NONE, code, word, NULL);
	view_number(view, "number", MSG_NONE, count);
	view_parties(view, "parties", MSG_NONE, &parties);
	view_end(view);
}

static void put_count(struct view *view, const struct fact *outcome)
{
	static const struct view_column columns[] = {
		{"position", MSG_WORK_POSITION, false}, {"number", MSG_WORK_COUNT, true}, {"parties", MSG_PARTIES, false}};
	bool at_meeting = fact_name(outcome, FIELD_MEETING).len > 0;
	view_section(view, "count", MSG_WORK_COUNTED);
	view_table(view, "positions", MSG_WORK_CAPTION_COUNT, columns, sizeof columns / sizeof *columns);
	for (uint32_t i = 0; i < WORK_COUNTED; i++) {
		const struct work_counted *set = &work_counted[i];
		const struct value *names = fact_get(outcome, set->field);
		if (work_counts(set, at_meeting) && (i < WORK_COUNTED_ALWAYS || names))
			put_count_row(view, set->code, set->word, names);
	}
	view_end(view);
	view_end(view);
}

/* The text that was decided on: of the version that the outcome names. */
static void put_text(struct view *view, const struct fact *outcome, struct history history)
{
	int64_t version = fact_number(outcome, FIELD_VERSION, 0);
	const struct value *commitment = fact_get(outcome, FIELD_COMMITMENT);
	const struct fact *text = NULL;
	for (uint32_t i = 0; i < history.count; i++) {
		const struct fact *fact = library_fact(work_library(view), history.number[i]);
		bool tabled = fact->verb == VERB_TABLE && version == 1;
		if ((tabled || (fact->verb == VERB_AMEND && fact_number(fact, FIELD_VERSION, 0) == version)) &&
		    fact->number < outcome->number && fact_get(fact, FIELD_TEXT) &&
		    str_eq(fact_name(fact, FIELD_MATTER), fact_name(outcome, FIELD_MATTER)))
			text = fact;
	}
	if (!text && !commitment)
		return;
	view_section(view, "text", MSG_WORK_TEXT_DECIDED);
	if (text)
		view_fact_text(view, "text", text, FIELD_TEXT);
	view_facts(view);
	view_number(view, "version", MSG_WORK_VERSION, (uint64_t)version);
	if (commitment && commitment->bytes)
		view_hash(view, "commitment", MSG_WORK_COMMITMENT, commitment->bytes);
	if (text)
		view_entry(view, "brought_by", MSG_WORK_TEXT_BROUGHT_BY, text->number);
	view_end(view);
	view_end(view);
}

/* What proves it without this server. */
static void put_receipt(struct view *view, const struct fact *outcome)
{
	char path[64];
	struct buf address = buf_of(path, sizeof path);
	view_section(view, "receipt", MSG_WORK_RECEIPT);
	if (view->site->closed_record) {
		view_word(view, "proof", MSG_NONE, STR("closed"), MSG_WORK_RECEIPT_CLOSED, NULL);
		view_end(view);
		return;
	}
	if (outcome->number >= view->site->reading.sealed) {
		view_nothing(view, MSG_WORK_RECEIPT_LATER);
		view_end(view);
		return;
	}
	buf_c(&address, "/entries/");
	buf_u64(&address, outcome->number);
	buf_c(&address, "/proof");
	view_note(view, MSG_WORK_RECEIPT_NOTE, NULL, 0);
	view_facts(view);
	view_link(view, "proof", MSG_WORK_RECEIPT_FILE, buf_view(&address),
	          message(MSG_WORK_RECEIPT_DOWNLOAD, view->language));
	view_link(view, "key", MSG_WORK_RECEIPT_KEY, STR("/log.vkey"), STR("log.vkey"));
	view_text(view, "command", MSG_WORK_RECEIPT_COMMAND, STR("comity verify entry.tlog-proof --key log.vkey"), STR(""));
	view_end(view);
	view_end(view);
}

enum page_result page_decision(struct view *view, const struct page_request *request)
{
	uint64_t number;
	const struct fact *outcome = NULL;
	if (str_to_u64(request->name, LIMIT_ENTRIES, &number))
		outcome = library_fact(work_library(view), number);
	if (!outcome || outcome->verb != VERB_OUTCOME)
		return PAGE_NOT_FOUND;
	struct str language, matter = fact_name(outcome, FIELD_MATTER);
	struct history history = library_history(work_library(view), SUBJECT_MATTER, matter);
	struct str title = work_title(view, SUBJECT_MATTER, matter, &language);
	view_start(view, title, language, fact_name(outcome, FIELD_SYMBOL));
	put_facts(view, outcome, history);
	put_rule_section(view, outcome);
	put_count(view, outcome);
	put_text(view, outcome, history);
	put_receipt(view, outcome);
	return PAGE_OK;
}
