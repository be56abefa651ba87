/* /bodies/{name}: one body. Who sits in it and chairs it, by what rules it meets and decides, and what it did. */
#include "web/organisation.h"

/* Who has the chair now: of a chair that an office holds, its holder; of a host's chair, the host of the open meeting
 * or else of the next one. */
static void chair_now(struct view *view, uint32_t body, uint32_t host)
{
	const struct charter *charter = view->site->reading.charter;
	const struct body *b = &charter->body[body];
	struct tenure_view holder;
	bool held;
	switch (b->chair) {
	case CHAIR_NONE:
		return;
	case CHAIR_HOST:
		if (host != NONE)
			view_party(view, "chair_now", MSG_ORG_CHAIR_NEXT, host);
		return;
	case CHAIR_PARTY:
		view_party(view, "chair_now", MSG_ORG_CHAIR_NOW, b->chair_index);
		return;
	case CHAIR_OFFICE:
		view_cell(view, "chair_now", MSG_ORG_CHAIR_NOW);
		held = kernel_holder(view->site->reading.state, b->chair_index, view->site->reading.now_ms, &holder);
		if (!held)
			view_word(view, "holder", MSG_NONE, STR("nobody"), MSG_ORG_NOBODY, NULL);
		else
			view_party(view, "party", MSG_NONE, holder.party);
		if (held && holder.person.len > 0)
			org_person(view, "person", MSG_NONE, holder.person);
		view_subject(view, "office", MSG_NONE, SUBJECT_OFFICE, charter->office[b->chair_index].titles.name);
		view_end(view);
		return;
	}
}

/* How often it meets, held against what the charter says. */
static void rhythm(struct view *view, uint32_t body)
{
	const struct body *b = &view->site->reading.charter->body[body];
	struct rhythm_view now = kernel_rhythm(view->site->reading.state, body, view->site->reading.now_ms);
	if (b->regular > 0) {
		view_number(view, "regular_wanted", now.monthly ? MSG_ORG_REGULAR_MONTH : MSG_ORG_REGULAR_YEAR, now.wanted);
		view_number(view, "regular_held", now.monthly ? MSG_ORG_HELD_MONTH : MSG_ORG_HELD_YEAR, now.held);
	}
	if (!b->has_gap)
		return;
	org_span(view, "gap", MSG_ORG_GAP, b->gap);
	if (now.gap_ends_ms != TIME_NEVER)
		view_time_short(view, "gap_ends", MSG_ORG_GAP_ENDS, now.gap_ends_ms, NULL);
	if (now.late > 0)
		view_number(view, "late", MSG_ORG_LATE, now.late);
}

static void body_facts(struct view *view, uint32_t body, uint32_t host)
{
	const struct charter *charter = view->site->reading.charter;
	const struct body *b = &charter->body[body];
	struct party_set members = org_members(view, body);
	uint32_t children = 0;
	for (uint32_t i = 0; i < charter->body_count; i++)
		children += charter->body[i].parent == body;
	view_facts(view);
	org_names(view, &b->titles);
	if (b->level.len > 0)
		view_code(view, "level", MSG_ORG_LEVEL, b->level);
	if (b->parent != NONE)
		view_body(view, "parent", MSG_ORG_BELONGS_TO, b->parent);
	if (children > 0) {
		view_cell(view, "children", MSG_ORG_CHILDREN);
		for (uint32_t i = 0; i < charter->body_count; i++)
			if (charter->body[i].parent == body)
				view_body(view, "body", MSG_NONE, i);
		view_end(view);
	}
	view_parties(view, "members", MSG_ORG_MEMBERS_NOW, &members);
	chair_now(view, body, host);
	if (b->procedure_count > 0) {
		view_cell(view, "procedures", MSG_ORG_PROCEDURES_USED);
		for (uint32_t i = 0; i < b->procedure_count; i++)
			org_title(view, NULL, MSG_NONE, &charter->procedure[b->procedure[i]].titles);
		view_end(view);
	}
	rhythm(view, body);
	if (b->earlier_meetings == MEETINGS_UNKNOWN)
		view_word(view, "earlier_meetings", MSG_ORG_EARLIER_MEETINGS, STR("unknown"), MSG_ORG_NUMBER_UNKNOWN, NULL);
	else if (b->earlier_meetings > 0)
		view_number(view, "earlier_meetings", MSG_ORG_EARLIER_MEETINGS, b->earlier_meetings);
	org_source(view, &b->origin, NULL);
	view_end(view);
}

/* ---- Meetings -----------------------------------------------------------------------------------------------------
 */

static bool to_come(const struct meeting_view *meeting)
{
	return meeting->status == MEETING_PLANNED || meeting->status == MEETING_OPEN;
}

static bool meeting_of(const struct view *view, const struct fact *fact, struct meeting_view *ret)
{
	const struct state *state = view->site->reading.state;
	uint32_t index = kernel_meeting_find(state, fact_name(fact, FIELD_MEETING));
	if (index != NONE)
		*ret = kernel_meeting_at(state, index);
	return index != NONE;
}

/* The earliest of the newest meetings that are to come: its host; NONE. */
static uint32_t next_host(const struct view *view, const struct fact *const *fact, uint32_t count)
{
	uint32_t host = NONE;
	int64_t starts_ms = TIME_NEVER;
	for (uint32_t i = 0; i < count; i++) {
		struct meeting_view meeting;
		if (meeting_of(view, fact[i], &meeting) && to_come(&meeting) && meeting.starts_ms < starts_ms) {
			starts_ms = meeting.starts_ms;
			host = meeting.host;
		}
	}
	return host;
}

static void meetings_list(struct view *view, const char *key, enum message heading, const struct fact *const *fact,
                          uint32_t count, bool coming)
{
	static const struct str status[] = {
		[MEETING_PLANNED] = STR_INIT("planned"),
		[MEETING_OPEN] = STR_INIT("open"),
		[MEETING_CLOSED] = STR_INIT("closed"),
		[MEETING_CANCELLED] = STR_INIT("cancelled"),
	};
	uint32_t shown = 0;
	for (uint32_t i = 0; i < count; i++) {
		struct meeting_view meeting;
		if (!meeting_of(view, fact[i], &meeting) || to_come(&meeting) != coming)
			continue;
		if (shown++ == 0) {
			view_section(view, key, heading);
			view_list(view, "items", VIEW_LINES);
		}
		view_item(view);
		view_subject(view, "meeting", MSG_NONE, SUBJECT_MEETING, meeting.name);
		view_time_short(view, "starts", MSG_NONE, meeting.starts_ms,
		                kernel_zone(view->site->reading.state, meeting.zone));
		if (meeting.place.len > 0)
			view_text(view, "place", MSG_NONE, meeting.place, STR(""));
		view_code(view, "status", MSG_NONE, status[meeting.status]);
		view_end(view);
	}
	if (shown > 0) {
		view_end(view);
		view_end(view);
	}
}

/* ---- Matters and decisions ----------------------------------------------------------------------------------------
 */

static bool matter_of(const struct view *view, const struct fact *fact, struct matter_view *ret)
{
	const struct state *state = view->site->reading.state;
	uint32_t index = kernel_matter_find(state, fact_name(fact, FIELD_MATTER));
	if (index != NONE)
		*ret = kernel_matter_at(state, index);
	return index != NONE;
}

static void decision_link(struct view *view, const struct matter_view *matter)
{
	struct buf path = buf_new(view->arena, 64);
	struct buf words = buf_new(view->arena, LIMIT_LABEL_SIZE);
	if (matter->decided == 0)
		return;
	buf_c(&path, "/decisions/");
	buf_u64(&path, matter->decided);
	if (matter->symbol.len > 0)
		buf_str(&words, matter->symbol);
	else
		buf_str(&words, message(MSG_DECISION, view->language));
	view_link(view, "decision", MSG_NONE, buf_view(&path), buf_view(&words));
}

static void matters_list(struct view *view, const char *key, enum message heading, struct history history, bool decided)
{
	const struct charter *charter = view->site->reading.charter;
	const struct fact *fact[4 * ORG_LISTED];
	bool more;
	uint32_t count = org_newest(view, history, ORG_VERB(TABLE), 4 * ORG_LISTED, fact, &more), shown = 0;
	for (uint32_t i = 0; i < count && shown < ORG_LISTED; i++) {
		struct matter_view matter;
		if (!matter_of(view, fact[i], &matter) || (matter.decided != 0) != decided)
			continue;
		if (shown++ == 0) {
			view_section(view, key, heading);
			view_list(view, "items", VIEW_LINES);
		}
		view_item(view);
		view_subject(view, "matter", MSG_NONE, SUBJECT_MATTER, matter.name);
		view_code(view, "kind", MSG_NONE, matter.kind);
		view_stage(view, "stage", MSG_NONE, charter->procedure[matter.procedure].stage[matter.stage].name);
		decision_link(view, &matter);
		view_end(view);
	}
	if (shown == 0)
		return;
	view_end(view);
	if (more || shown == ORG_LISTED)
		view_link(view, "all", MSG_NONE, decided ? STR("/decisions") : STR("/matters"),
		          message(decided ? MSG_DECISIONS : MSG_MATTERS, view->language));
	view_end(view);
}

enum page_result page_body(struct view *view, const struct page_request *request)
{
	const struct site *site = view->site;
	const struct charter *charter = site->reading.charter;
	const struct fact *convened[2 * ORG_LISTED];
	bool more;
	uint32_t body = org_find(&charter->bodies, request->name);
	if (body == NONE)
		return PAGE_NOT_FOUND;
	struct history history = library_history(site->reading.library, SUBJECT_BODY, request->name);
	uint32_t count = org_newest(view, history, ORG_VERB(CONVENE), 2 * ORG_LISTED, convened, &more);
	org_start(view, &charter->body[body].titles, STR(""));
	body_facts(view, body, next_host(view, convened, count));
	org_body_rules(view, body, /* own_only= */ false);
	org_body_decides(view, body, /* own_only= */ false);
	meetings_list(view, "meetings_next", MSG_ORG_MEETINGS_NEXT, convened, count, /* coming= */ true);
	meetings_list(view, "meetings_past", MSG_ORG_MEETINGS_PAST, convened, count, /* coming= */ false);
	matters_list(view, "matters", MSG_ORG_MATTERS_OPEN, history, /* decided= */ false);
	matters_list(view, "decisions", MSG_ORG_DECIDED, history, /* decided= */ true);
	org_deeds(view, "documents", MSG_DOCUMENTS, history, ORG_VERB(DOCUMENT));
	org_deeds(view, "events", MSG_EVENTS, history, ORG_VERB(EVENT));
	return PAGE_OK;
}
