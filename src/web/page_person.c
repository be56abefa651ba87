/* /persons/{name}: a record-local identifier; the party and office it acts for, its key, its card, what it did. More
 * about a person the record does not hold, and neither does this page.
 */
#include "web/organisation.h"

static void person_facts(struct view *view, const struct person_view *person)
{
	const struct charter *charter = view->site->reading.charter;
	view_facts(view);
	view_text(view, "id", MSG_ORG_IDENTIFIER, person->name, STR(""));
	view_party(view, "party", MSG_PARTY, person->party);
	if (person->office != NONE)
		view_subject(view, "office", MSG_OFFICE, SUBJECT_OFFICE, charter->office[person->office].titles.name);
	org_key_word(view, "key", MSG_ORG_KEY, person->status);
	view_bool(view, "focal", MSG_ORG_FOCAL, person->focal);
	org_fingerprint(view, "fingerprint", MSG_ORG_FINGERPRINT, person->key);
	view_entry(view, "since", MSG_ORG_KEY_SINCE, person->since);
	view_end(view);
}

/* Offices that the charter says this person holds or held. */
static void person_offices(struct view *view, struct str name)
{
	static const struct view_column columns[] = {
		{"office", MSG_OFFICE, false},
		{"from", MSG_ORG_FROM, false},
		{"until", MSG_ORG_UNTIL, false},
	};
	const struct charter *charter = view->site->reading.charter;
	uint32_t shown = 0;
	for (uint32_t i = 0; i < charter->office_count; i++) {
		for (uint32_t k = 0; k < charter->office[i].holder_count; k++) {
			const struct holder *holder = &charter->office[i].holder[k];
			if (!str_eq(holder->person, name))
				continue;
			if (shown++ == 0)
				view_table(view, "offices", MSG_ORG_OFFICES_HELD, columns, 3);
			view_row(view);
			view_subject(view, "office", MSG_NONE, SUBJECT_OFFICE, charter->office[i].titles.name);
			org_date(view, "from", MSG_NONE, holder->from);
			org_until(view, holder->until);
			view_end(view);
		}
	}
	if (shown > 0)
		view_end(view);
}

/* Does the charter name this person as the holder of an office? *ret_office: the newest such; NONE. */
static bool named_in_charter(const struct charter *charter, struct str name, uint32_t *ret_office)
{
	*ret_office = NONE;
	for (uint32_t i = 0; i < charter->office_count; i++)
		for (uint32_t k = 0; k < charter->office[i].holder_count; k++)
			if (str_eq(charter->office[i].holder[k].person, name))
				*ret_office = i;
	return *ret_office != NONE;
}

enum page_result page_person(struct view *view, const struct page_request *request)
{
	const struct site *site = view->site;
	struct person_view person = {.office = NONE};
	uint32_t office;
	bool keyed = kernel_person(site->reading.state, request->name, &person);
	bool named = named_in_charter(site->reading.charter, request->name, &office);
	struct history history = library_history(site->reading.library, SUBJECT_PERSON, request->name);
	if (request->name.len == 0 || (!keyed && !named && history.count == 0))
		return PAGE_NOT_FOUND;
	if (keyed && person.office != NONE)
		office = person.office;
	struct str title = request->name, language = STR("");
	struct buf words = buf_new(view->arena, 2 * LIMIT_LABEL_SIZE);
	if (office != NONE) {
		struct str arguments[] = {
			titles_in(&site->reading.charter->office[office].titles, language_tag[view->language], &language),
			request->name,
		};
		buf_message(&words, MSG_PERSON_OF, view->language, arguments, 2);
		title = buf_view(&words);
	}
	view_start(view, title, language, STR(""));
	if (keyed)
		person_facts(view, &person);
	else
		view_note(view, MSG_ORG_PERSON_WITHOUT_KEY, NULL, 0);
	const struct fact *accredited = library_newest(site->reading.library, history, VERB_ACCREDIT);
	if (accredited != NULL && fact_get(accredited, FIELD_CARD) != NULL) {
		view_section(view, "contacts", MSG_ORG_CONTACTS);
		view_fact_text(view, "card", accredited, FIELD_CARD);
		view_end(view);
	}
	person_offices(view, request->name);
	org_deeds(view, "deeds", MSG_ORG_DEEDS, history, ~UINT64_C(0));
	return PAGE_OK;
}
