/* /parties and /parties/{name}: who belongs to the organisation, as what, since when; who acts for it, under which
 * keys; what it did.
 */
#include "web/organisation.h"

#define PERSONS_LISTED 200u

/* ---- The list -----------------------------------------------------------------------------------------------------
 */

/* Parties of one status today in protocol order; NONE of them: nothing is written. STATUS_MAX: those without one. */
static void parties_of(struct view *view, const char *key, enum message heading, enum status_kind kind)
{
	static const struct view_column columns[] = {
		{"party", MSG_PARTY, false},
		{"since", MSG_ORG_SINCE, false},
		{"source", MSG_ORG_SOURCE, false},
	};
	const struct charter *charter = view->site->reading.charter;
	struct date today = org_today(view);
	uint32_t shown = 0;
	for (uint32_t i = 0; i < charter->party_count; i++) {
		uint32_t index = charter->order[i];
		const struct party *party = &charter->party[index];
		const struct status *status = org_status(party, today);
		if ((status == NULL ? STATUS_MAX : status->kind) != kind)
			continue;
		if (shown++ == 0)
			view_table(view, key, heading, columns, status == NULL ? 1 : 3);
		view_row(view);
		view_party(view, "party", MSG_NONE, index);
		if (status != NULL) {
			org_date(view, "since", MSG_NONE, status->from);
			org_source(view, &status->origin, &party->origin);
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
	const struct status *status = org_status(party, org_today(view));
	view_facts(view);
	if (status == NULL)
		view_word(view, "status", MSG_ORG_STATUS, STR("none"), MSG_ORG_STATUS_NONE, "plain");
	else
		org_status_word(view, "status", MSG_ORG_STATUS, status->kind);
	org_names(view, &party->titles);
	party_zone(view, party);
	org_source(view, &party->origin, status == NULL ? NULL : &status->origin);
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
		if (status->until.year == 0)
			view_word(view, "until", MSG_NONE, STR("open"), MSG_ORG_STILL, NULL);
		else
			org_date(view, "until", MSG_NONE, status->until);
		org_source(view, &status->origin, &party->origin);
		view_end(view);
	}
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
			if (office->holder[k].until.year == 0)
				view_word(view, "until", MSG_NONE, STR("open"), MSG_ORG_STILL, NULL);
			else
				org_date(view, "until", MSG_NONE, office->holder[k].until);
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
	party_offices(view, index);
	party_persons(view, index);
	org_deeds(view, "positions", MSG_ORG_POSITIONS, history, ORG_VERB(POSITION));
	org_deeds(view, "matters", MSG_ORG_MATTERS_AUTHORED, history, ORG_VERB(TABLE));
	org_deeds(view, "meetings", MSG_ORG_MEETINGS_ATTENDED, history, ORG_VERB(REGISTER));
	org_deeds(view, "events", MSG_ORG_EVENTS_ATTENDED, history, ORG_VERB(PARTICIPATE));
	org_deeds(view, "reports", MSG_ORG_REPORTS, history, ORG_VERB(REPORT));
	return PAGE_OK;
}
