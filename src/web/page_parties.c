/* /parties and /parties/{name}: who belongs to the organisation, as what, since when; who acts for it, under which
 * keys; what it did.
 */
#include "web/organisation.h"

#define PERSONS_LISTED 200u

/* ---- The list -----------------------------------------------------------------------------------------------------
 */

/* The outcome that gave the status, or the charter's citation. */
static void standing_source(struct view *view, const struct org_standing *standing, const struct party *party)
{
	if (standing->entry == 0) {
		org_source(view, standing->origin, &party->origin);
		return;
	}
	view_cell(view, "source", MSG_ORG_SOURCE);
	view_entry(view, "entry", MSG_NONE, standing->entry);
	view_end(view);
}

/* Parties of one status today in protocol order; NONE of them: nothing is written. STATUS_MAX: those without one. */
static void parties_of(struct view *view, const char *key, enum message heading, enum status_kind kind)
{
	static const struct view_column columns[] = {
		{"party", MSG_PARTY, false},
		{"since", MSG_ORG_SINCE, false},
		{"source", MSG_ORG_SOURCE, false},
	};
	const struct charter *charter = view->site->reading.charter;
	uint32_t shown = 0;
	for (uint32_t i = 0; i < charter->party_count; i++) {
		uint32_t index = charter->order[i];
		struct org_standing standing;
		bool has = org_standing(view, index, &standing);
		if (standing.kind != kind)
			continue;
		if (shown++ == 0)
			view_table(view, key, heading, columns, has ? 3 : 1);
		view_row(view);
		view_party(view, "party", MSG_NONE, index);
		if (has) {
			org_date(view, "since", MSG_NONE, standing.from);
			standing_source(view, &standing, &charter->party[index]);
		}
		view_end(view);
	}
	if (shown > 0)
		view_end(view);
}

enum page_result page_parties(struct view *view, const struct page_request *request)
{
	(void)request;
	view_start_message(view, MSG_PARTIES, MSG_ORG_PARTIES_LEAD);
	parties_of(view, "members", MSG_ORG_STATUS_MEMBERS, STATUS_MEMBER);
	parties_of(view, "observers", MSG_ORG_STATUS_OBSERVERS, STATUS_OBSERVER);
	parties_of(view, "partners", MSG_ORG_STATUS_PARTNERS, STATUS_PARTNER);
	parties_of(view, "secretariat", MSG_ORG_STATUS_SECRETARIES, STATUS_SECRETARIAT);
	parties_of(view, "suspended", MSG_ORG_STATUS_SUSPENDED_ONES, STATUS_SUSPENDED);
	parties_of(view, "former", MSG_ORG_STATUS_NONE_ONES, STATUS_MAX);
	if (view->site->reading.charter->party_count == 0)
		view_nothing(view, MSG_ORG_NO_PARTIES);
	return PAGE_OK;
}

/* ---- One party ----------------------------------------------------------------------------------------------------
 */

/* The zone, how far it is from UTC now, and the time there when the page was written: a page may be read later. */
static void party_zone(struct view *view, const struct party *party)
{
	const struct site *site = view->site;
	struct str name = party->zone.len > 0 ? party->zone : site->reading.charter->zone;
	const struct zone *zone = kernel_zone(site->reading.state, name);
	view_text(view, "zone", MSG_ORG_ZONE, name, STR(""));
	if (zone != NULL)
		view->running = true;
	view_time_short(view, "local_time", MSG_ORG_LOCAL_TIME, site->reading.now_ms, zone);
}

static void party_facts(struct view *view, uint32_t index)
{
	const struct party *party = &view->site->reading.charter->party[index];
	const struct state *state = view->site->reading.state;
	struct org_standing standing;
	bool has = org_standing(view, index, &standing);
	view_facts(view);
	if (!has)
		view_word(view, "status", MSG_ORG_STATUS, STR("none"), MSG_ORG_STATUS_NONE, "plain");
	else
		org_status_word(view, "status", MSG_ORG_STATUS, standing.kind);
	if (kernel_in_arrears(state, index, view->site->reading.now_ms))
		view_word(view, "arrears", MSG_ORG_ARREARS, STR("in-arrears"), MSG_ORG_IN_ARREARS, "bad");
	if (!kernel_has_vote(state, index, view->site->reading.now_ms))
		view_word(view, "vote", MSG_ORG_VOTE, STR("no-vote"), MSG_ORG_NO_VOTE, "bad");
	org_names(view, &party->titles);
	party_zone(view, party);
	org_source(view, &party->origin, has && standing.entry == 0 ? standing.origin : NULL);
	view_end(view);
}

static void party_statuses(struct view *view, const struct party *party)
{
	static const struct view_column columns[] = {
		{"status", MSG_ORG_STATUS, false},
		{"from", MSG_ORG_FROM, false},
		{"until", MSG_ORG_UNTIL, false},
		{"source", MSG_ORG_SOURCE, false},
	};
	if (party->status_count == 0)
		return;
	view_table(view, "statuses", MSG_ORG_STATUS_OVER_TIME, columns, 4);
	for (uint32_t i = 0; i < party->status_count; i++) {
		const struct status *status = &party->status[i];
		view_row(view);
		org_status_word(view, "status", MSG_NONE, status->kind);
		org_date(view, "from", MSG_NONE, status->from);
		org_until(view, status->until);
		org_source(view, &status->origin, &party->origin);
		view_end(view);
	}
	view_end(view);
}

/* What outcomes and the secretariat changed. */
static void party_changes(struct view *view, uint32_t party)
{
	static const struct view_column columns[] = {
		{"change", MSG_ORG_STATUS, false},
		{"from", MSG_ORG_FROM, false},
		{"entry", MSG_ENTRY, false},
	};
	static const struct {
		const char *code;
		enum message word;
	} words[STANDING_CHANGE_MAX] = {
		[STANDING_LEFT] = {"left", MSG_ORG_STATUS_LEFT},    [STANDING_LOST_VOTE] = {"no-vote", MSG_ORG_NO_VOTE},
		[STANDING_HAS_VOTE] = {"vote", MSG_ORG_HAS_VOTE},   [STANDING_OWES] = {"in-arrears", MSG_ORG_IN_ARREARS},
		[STANDING_OWES_NOT] = {"paid", MSG_ORG_NO_ARREARS},
	};
	const struct state *state = view->site->reading.state;
	uint32_t shown = 0;
	for (uint32_t i = kernel_standing_count(state); i-- > 0 && shown < LIMIT_PAGE_ITEMS;) {
		struct standing_view change = kernel_standing_at(state, i);
		if (change.party != party)
			continue;
		if (shown++ == 0)
			view_table(view, "changes", MSG_ORG_CHANGES, columns, 3);
		view_row(view);
		if (change.change == STANDING_CHANGED)
			org_status_word(view, "change", MSG_NONE, change.status);
		else
			view_word(view, "change", MSG_NONE, str_from(words[change.change].code), words[change.change].word, NULL);
		org_date(view, "from", MSG_NONE, org_day(view, change.from_ms));
		view_entry(view, "entry", MSG_NONE, change.entry);
		view_end(view);
	}
	if (shown > 0)
		view_end(view);
}

static void party_offices(struct view *view, uint32_t index)
{
	static const struct view_column columns[] = {
		{"office", MSG_OFFICE, false},
		{"from", MSG_ORG_FROM, false},
		{"until", MSG_ORG_UNTIL, false},
		{"source", MSG_ORG_SOURCE, false},
	};
	const struct charter *charter = view->site->reading.charter;
	uint32_t shown = 0;
	for (uint32_t i = 0; i < charter->office_count; i++) {
		const struct office *office = &charter->office[i];
		for (uint32_t k = 0; k < office->holder_count; k++) {
			if (office->holder[k].party != index)
				continue;
			if (shown++ == 0)
				view_table(view, "offices", MSG_ORG_OFFICES_HELD, columns, 4);
			view_row(view);
			view_subject(view, "office", MSG_NONE, SUBJECT_OFFICE, office->titles.name);
			org_date(view, "from", MSG_NONE, office->holder[k].from);
			org_until(view, office->holder[k].until);
			org_source(view, &office->holder[k].origin, &office->origin);
			view_end(view);
		}
	}
	if (shown > 0)
		view_end(view);
}

static void party_persons(struct view *view, uint32_t index)
{
	static const struct view_column columns[] = {
		{"person", MSG_PERSON, false}, {"office", MSG_OFFICE, false},
		{"key", MSG_ORG_KEY, false},   {"fingerprint", MSG_ORG_FINGERPRINT, false},
		{"entry", MSG_ENTRY, false},
	};
	const struct state *state = view->site->reading.state;
	const struct office *office = view->site->reading.charter->office;
	uint32_t shown = 0;
	for (uint32_t i = 0; i < kernel_person_count(state) && shown < PERSONS_LISTED; i++) {
		struct person_view person = kernel_person_at(state, i);
		if (person.party != index)
			continue;
		if (shown++ == 0)
			view_table(view, "persons", MSG_ORG_PERSONS, columns, 5);
		view_row(view);
		org_person(view, "person", MSG_NONE, person.name);
		if (person.office != NONE)
			view_subject(view, "office", MSG_NONE, SUBJECT_OFFICE, office[person.office].titles.name);
		else
			view_text(view, "office", MSG_NONE, STR(""), STR(""));
		org_key_word(view, "key", MSG_NONE, person.status);
		org_fingerprint(view, "fingerprint", MSG_NONE, person.key);
		view_entry(view, "entry", MSG_NONE, person.since);
		view_end(view);
	}
	if (shown == 0)
		return;
	view_end(view);
	view_note(view, MSG_ORG_KEYS_NOTE, NULL, 0);
}

enum page_result page_party(struct view *view, const struct page_request *request)
{
	const struct charter *charter = view->site->reading.charter;
	uint32_t index = org_find(&charter->parties, request->name);
	if (index == NONE)
		return PAGE_NOT_FOUND;
	struct history history = library_history(view->site->reading.library, SUBJECT_PARTY, request->name);
	org_start(view, &charter->party[index].titles, STR(""));
	party_facts(view, index);
	party_statuses(view, &charter->party[index]);
	party_changes(view, index);
	party_offices(view, index);
	party_persons(view, index);
	org_deeds(view, "positions", MSG_ORG_POSITIONS, history, ORG_VERB(POSITION));
	org_deeds(view, "matters", MSG_ORG_MATTERS_AUTHORED, history, ORG_VERB(TABLE));
	org_deeds(view, "meetings", MSG_ORG_MEETINGS_ATTENDED, history, ORG_VERB(REGISTER));
	org_deeds(view, "events", MSG_ORG_EVENTS_ATTENDED, history, ORG_VERB(PARTICIPATE));
	org_deeds(view, "reports", MSG_ORG_REPORTS, history, ORG_VERB(REPORT));
	return PAGE_OK;
}
