/* /offices and /offices/{name}: the offices, who holds them now and held them before, by the charter; whom the parties
 * accredited for them, with the contacts they gave; what was said in them.
 */
#include "web/organisation.h"

#define PERSONS_LISTED 100u

static void holder_cells(struct view *view, uint32_t party, struct str person)
{
	view_cell(view, "holder", MSG_NONE);
	if (party == NONE)
		view_word(view, "nobody", MSG_NONE, STR("nobody"), MSG_ORG_NOBODY, NULL);
	else
		view_party(view, "party", MSG_NONE, party);
	if (person.len > 0)
		org_named_person(view, "person", MSG_NONE, person);
	view_end(view);
}

enum page_result page_offices(struct view *view, const struct page_request *request)
{
	static const struct view_column columns[] = {
		{"office", MSG_OFFICE, false},
		{"holder", MSG_ORG_HOLDER, false},
		{"since", MSG_ORG_SINCE, false},
	};
	const struct charter *charter = view->site->reading.charter;
	(void)request;
	view_start_message(view, MSG_OFFICES, MSG_ORG_OFFICES_LEAD);
	if (charter->office_count == 0) {
		view_nothing(view, MSG_ORG_NO_OFFICES);
		return PAGE_OK;
	}
	view_table(view, "offices", MSG_ORG_OFFICES_NOW, columns, 3);
	for (uint32_t i = 0; i < charter->office_count; i++) {
		struct tenure_view holder;
		view_row(view);
		view_subject(view, "office", MSG_NONE, SUBJECT_OFFICE, charter->office[i].titles.name);
		org_holder(view, "holder", MSG_NONE, i, MSG_ORG_NOBODY_STATED);
		if (kernel_holder(view->site->reading.state, i, view->site->reading.now_ms, &holder))
			org_date(view, "since", MSG_NONE, org_day(view, holder.from_ms));
		view_end(view);
	}
	view_end(view);
	return PAGE_OK;
}

/* ---- One office ---------------------------------------------------------------------------------------------------
 */

/* The bodies that its holder chairs. */
static void chairs(struct view *view, uint32_t office)
{
	const struct charter *charter = view->site->reading.charter;
	uint32_t shown = 0;
	for (uint32_t i = 0; i < charter->body_count; i++) {
		if (charter->body[i].chair != CHAIR_OFFICE || charter->body[i].chair_index != office)
			continue;
		if (shown++ == 0)
			view_cell(view, "chairs", MSG_ORG_CHAIRS);
		view_body(view, "body", MSG_NONE, i);
	}
	if (shown > 0)
		view_end(view);
}

static void office_facts(struct view *view, uint32_t index)
{
	const struct charter *charter = view->site->reading.charter;
	const struct office *office = &charter->office[index];
	view_facts(view);
	org_names(view, &office->titles);
	org_holder(view, "holder", MSG_ORG_HOLDER_NOW, index, MSG_ORG_NOBODY_STATED);
	chairs(view, index);
	org_source(view, &office->origin, NULL);
	view_end(view);
}

static void office_holders(struct view *view, const struct office *office)
{
	static const struct view_column columns[] = {
		{"holder", MSG_ORG_HOLDER, false},
		{"from", MSG_ORG_FROM, false},
		{"until", MSG_ORG_UNTIL, false},
		{"source", MSG_ORG_SOURCE, false},
	};
	if (office->holder_count == 0)
		return;
	view_table(view, "holders", MSG_ORG_HOLDERS, columns, 4);
	for (uint32_t i = office->holder_count; i-- > 0;) {
		const struct holder *holder = &office->holder[i];
		view_row(view);
		holder_cells(view, holder->party, holder->person);
		org_date(view, "from", MSG_NONE, holder->from);
		org_until(view, holder->until);
		org_source(view, &holder->origin, &office->origin);
		view_end(view);
	}
	view_end(view);
}

/* Whom outcomes appointed, and relieved. */
static void office_tenures(struct view *view, uint32_t office)
{
	static const struct view_column columns[] = {
		{"holder", MSG_ORG_HOLDER, false},
		{"from", MSG_ORG_FROM, false},
		{"until", MSG_ORG_UNTIL, false},
		{"entry", MSG_ENTRY, false},
	};
	const struct state *state = view->site->reading.state;
	uint32_t count = kernel_tenure_count(state, office), last = count > LIMIT_PAGE_ITEMS ? count - LIMIT_PAGE_ITEMS : 0;
	if (count == 0)
		return;
	view_table(view, "appointed", MSG_ORG_APPOINTED, columns, 4);
	for (uint32_t i = count; i-- > last;) {
		struct tenure_view tenure = kernel_tenure_at(state, office, i);
		view_row(view);
		holder_cells(view, tenure.party, tenure.person);
		org_date(view, "from", MSG_NONE, org_day(view, tenure.from_ms));
		org_until(view, tenure.until_ms == TIME_NEVER ? (struct date){0} : org_day(view, tenure.until_ms));
		view_entry(view, "entry", MSG_NONE, tenure.entry);
		view_end(view);
	}
	view_end(view);
}

static void office_persons(struct view *view, uint32_t index)
{
	static const struct view_column columns[] = {
		{"person", MSG_PERSON, false},
		{"party", MSG_PARTY, false},
		{"key", MSG_ORG_KEY, false},
		{"entry", MSG_ENTRY, false},
	};
	const struct state *state = view->site->reading.state;
	uint32_t shown = 0;
	for (uint32_t i = 0; i < kernel_person_count(state) && shown < PERSONS_LISTED; i++) {
		struct person_view person = kernel_person_at(state, i);
		if (person.office != index)
			continue;
		if (shown++ == 0)
			view_table(view, "accredited", MSG_ORG_ACCREDITED, columns, 4);
		view_row(view);
		org_person(view, "person", MSG_NONE, person.name);
		view_party(view, "party", MSG_NONE, person.party);
		org_key_word(view, "key", MSG_NONE, person.status);
		view_entry(view, "entry", MSG_NONE, person.since);
		view_end(view);
	}
	if (shown > 0)
		view_end(view);
}

/* Does the person act in the office today? Where the holder is a named person, only that one does; where it is a party,
 * only whom that party accredited; where nobody holds it after others did, nobody. */
static bool in_office(const struct view *view, uint32_t office, struct str name)
{
	const struct reading *reading = &view->site->reading;
	struct tenure_view holder;
	struct person_view person;
	if (!kernel_person(reading->state, name, &person) || person.status != KEY_VALID)
		return false;
	if (!kernel_holder(reading->state, office, reading->now_ms, &holder))
		return reading->charter->office[office].holder_count == 0 && kernel_tenure_count(reading->state, office) == 0;
	return holder.person.len > 0 ? str_eq(holder.person, name) : holder.party == person.party;
}

/* The contacts that the newest accreditation of one who acts in the office today brought. */
static void office_card(struct view *view, uint32_t office, struct history history)
{
	const struct fact *fact[ORG_LISTED];
	bool more;
	uint32_t count = org_newest(view, history, ORG_VERB(ACCREDIT), ORG_LISTED, fact, &more);
	for (uint32_t i = 0; i < count; i++) {
		struct str person = fact_name(fact[i], FIELD_PERSON);
		if (fact_get(fact[i], FIELD_CARD) == NULL || !in_office(view, office, person))
			continue;
		view_section(view, "contacts", MSG_ORG_CONTACTS);
		view_fact_text(view, "card", fact[i], FIELD_CARD);
		view_entry(view, "entry", MSG_ENTRY, fact[i]->number);
		view_end(view);
		return;
	}
}

enum page_result page_office(struct view *view, const struct page_request *request)
{
	const struct charter *charter = view->site->reading.charter;
	uint32_t index = org_find(&charter->offices, request->name);
	if (index == NONE)
		return PAGE_NOT_FOUND;
	struct history history = library_history(view->site->reading.library, SUBJECT_OFFICE, request->name);
	org_start(view, &charter->office[index].titles, STR(""));
	office_facts(view, index);
	office_card(view, index, history);
	office_holders(view, &charter->office[index]);
	office_tenures(view, index);
	office_persons(view, index);
	org_deeds(view, "deeds", MSG_ORG_DONE_IN_OFFICE, history,
	          ORG_VERB(ACCREDIT) | ORG_VERB(SPEAK) | ORG_VERB(PARTICIPATE));
	return PAGE_OK;
}
