/* /record/{number}: one entry. What it says in words, who signed it under which key, what an outcome decided and by
 * which rule, what corrects what, where its proof is; and its bytes as they were received.
 */
#include "web/organisation.h"

#include "app/served.h"
#include "web/work.h"

/* ---- What it says -------------------------------------------------------------------------------------------------
 */

/* Things that the act speaks of, by their fields. */
static void entry_subjects(struct view *view, const struct fact *fact)
{
	static const struct {
		enum field field;
		enum subject subject;
		const char *key;
		enum message label;
	} row[] = {
		{FIELD_MATTER, SUBJECT_MATTER, "matter", MSG_MATTER},
		{FIELD_ABOUT, SUBJECT_MATTER, "about", MSG_ORG_ABOUT_MATTER},
		{FIELD_MEETING, SUBJECT_MEETING, "meeting", MSG_MEETING},
		{FIELD_EVENT, SUBJECT_EVENT, "event", MSG_EVENT},
		{FIELD_BODY, SUBJECT_BODY, "body", MSG_BODY},
		{FIELD_DOCUMENT, SUBJECT_DOCUMENT, "document", MSG_DOCUMENT},
		{FIELD_RELEASE, SUBJECT_RELEASE, "release", MSG_RELEASE},
		{FIELD_PERSON, SUBJECT_PERSON, "person", MSG_PERSON},
		{FIELD_OFFICE, SUBJECT_OFFICE, "office", MSG_OFFICE},
	};
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		struct str name = fact_name(fact, row[i].field);
		if (name.len > 0)
			view_subject(view, row[i].key, row[i].label, row[i].subject, name);
	}
}

static void entry_facts(struct view *view, const struct fact *fact, bool embargoed)
{
	view_facts(view);
	view_number(view, "number", MSG_ORG_NUMBER, fact->number);
	view_time(view, "time", MSG_ORG_ENTERED_AT, fact->time_ms, /* event_zone= */ NULL);
	view_code(view, "verb", MSG_ORG_VERB, verb_info[fact->verb].name);
	view_party(view, "party", MSG_PARTY, fact->party);
	if (fact->party != NONE)
		view_person(view, "by", MSG_ORG_BY_PERSON, fact->by);
	view_entry(view, "state", MSG_ORG_STATE, fact->number);
	if (!embargoed)
		entry_subjects(view, fact);
	if (fact->verb == VERB_CORRECT)
		view_entry(view, "corrects", MSG_ORG_CORRECTS, (uint64_t)fact_number(fact, FIELD_ENTRY, 0));
	if (fact->corrected_by != 0)
		view_entry(view, "corrected_by", MSG_ORG_CORRECTED_BY, fact->corrected_by);
	view_end(view);
}

static void entry_texts(struct view *view, const struct fact *fact)
{
	static const struct {
		enum field field;
		const char *key;
		enum message heading;
	} row[] = {
		{FIELD_TEXT, "text", MSG_ORG_TEXT},
		{FIELD_REASON, "reason", MSG_ORG_REASON},
		{FIELD_CARD, "card", MSG_ORG_CONTACTS},
	};
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		if (fact_get(fact, row[i].field) == NULL)
			continue;
		view_section(view, row[i].key, row[i].heading);
		view_fact_text(view, "words", fact, row[i].field);
		view_end(view);
	}
}

/* ---- What an outcome decided --------------------------------------------------------------------------------------
 */

static void outcome_parties(struct view *view, const struct act *act)
{
	bool at_meeting = act->field[FIELD_MEETING].set;
	for (uint32_t i = 0; i < WORK_COUNTED; i++) {
		struct party_set parties = work_parties(view, &act->field[work_counted[i].field]);
		if (work_counts(&work_counted[i], at_meeting) && party_set_count(&parties) > 0)
			view_parties(view, work_counted[i].code.ptr, work_counted[i].word, &parties);
	}
}

static void entry_outcome(struct view *view, uint64_t number, const struct act *act)
{
	struct buf path = buf_new(view->arena, 64);
	const struct charter *charter = view->site->reading.charter;
	const struct value *field = act->field;
	uint32_t rule = field[FIELD_RULE].set ? org_find(&charter->rules, field[FIELD_RULE].str) : NONE;
	view_section(view, "outcome", MSG_ORG_OUTCOME);
	view_facts(view);
	view_stage(view, "stage", MSG_ORG_LEFT_STAGE, field[FIELD_STAGE].str);
	view_stage(view, "result", MSG_ORG_RESULT, field[FIELD_RESULT].str);
	view_bool(view, "adopts", MSG_ORG_ADOPTS, field[FIELD_ADOPTS].number != 0);
	view_bool(view, "final", MSG_ORG_FINAL, field[FIELD_FINAL].number != 0);
	view_time(view, "at", MSG_ORG_EFFECT_FROM, field[FIELD_AT].number, /* event_zone= */ NULL);
	view_number(view, "version", MSG_ORG_VERSION, (uint64_t)field[FIELD_VERSION].number);
	if (field[FIELD_COMMITMENT].set)
		view_hash(view, "commitment", MSG_ORG_COMMITMENT, field[FIELD_COMMITMENT].bytes);
	if (rule != NONE)
		org_title(view, "rule", MSG_ORG_RULE, &charter->rule[rule].titles);
	if (rule != NONE)
		org_test(view, "adopted_when", MSG_ORG_ADOPTED_WHEN, charter->rule[rule].adopted_when);
	if (field[FIELD_CITE].set)
		view_text(view, "cite", MSG_ORG_SOURCE, field[FIELD_CITE].str, STR("en"));
	if (field[FIELD_SYMBOL].set)
		view_text(view, "symbol", MSG_ORG_SYMBOL, field[FIELD_SYMBOL].str, STR(""));
	outcome_parties(view, act);
	view_end(view);
	buf_c(&path, "/decisions/");
	buf_u64(&path, number);
	view_link(view, "decision", MSG_NONE, buf_view(&path), message(MSG_ORG_TO_DECISION, view->language));
	view_end(view);
}

/* ---- Proof --------------------------------------------------------------------------------------------------------
 */

/* A line's name is the record's origin, for the registrar, or origin "/" person. The key shown is the person's of today
 * when it is the one that signed; a person revoked and accredited anew signs under another. */
static void signer(struct view *view, const struct note_line *line)
{
	const struct site *site = view->site;
	struct person_view person;
	struct public_key key;
	uint8_t key_id[4];
	const uint8_t *bytes = NULL;
	struct str name = STR("");
	if (line->name.len > site->origin.len + 1 && str_starts(line->name, site->origin))
		name = str_slice(line->name, site->origin.len + 1, line->name.len);
	if (name.len == 0)
		bytes = kernel_registrar_key(site->reading.state);
	else if (kernel_person(site->reading.state, name, &person))
		bytes = person.key;
	view_row(view);
	if (name.len == 0)
		view_party(view, "who", MSG_NONE, NONE);
	else
		view_person(view, "who", MSG_NONE, name);
	for (size_t i = 0; bytes != NULL && i < sizeof key.byte; i++)
		key.byte[i] = bytes[i];
	if (bytes != NULL)
		note_key_id(line->name, NOTE_ED25519, &key, key_id);
	bool same = bytes != NULL;
	for (size_t i = 0; same && i < sizeof key_id; i++)
		same = key_id[i] == line->key_id[i];
	if (same)
		org_fingerprint(view, "fingerprint", MSG_NONE, bytes);
	else
		view_word(view, "fingerprint", MSG_NONE, STR("earlier"), MSG_ORG_EARLIER_KEY, "plain");
	view_end(view);
}

static void entry_signers(struct view *view, const struct signed_act *act)
{
	static const struct view_column columns[] = {
		{"who", MSG_ORG_SIGNER, false},
		{"fingerprint", MSG_ORG_FINGERPRINT, false},
	};
	view_table(view, "signers", MSG_ORG_SIGNERS, columns, 2);
	for (uint32_t i = 0; i < act->note.count; i++)
		signer(view, &act->note.line[i]);
	view_end(view);
}

static void entry_proof(struct view *view, uint64_t number, struct str bytes)
{
	const struct site *site = view->site;
	struct hash leaf = hash_leaf(bytes);
	struct buf proof = buf_new(view->arena, 64), raw = buf_new(view->arena, 64);
	view_section(view, "proof", MSG_ORG_PROOF);
	view_facts(view);
	view_hash(view, "leaf", MSG_ORG_LEAF, leaf.byte);
	buf_c(&raw, "/entries/");
	buf_u64(&raw, number);
	buf_c(&proof, "/entries/");
	buf_u64(&proof, number);
	buf_c(&proof, "/proof");
	if (site->closed_record)
		view_word(view, "receipt", MSG_ORG_RECEIPT, STR("closed"), MSG_ORG_RECEIPT_CLOSED, NULL);
	else if (number < site->reading.sealed)
		view_link(view, "receipt", MSG_ORG_RECEIPT, buf_view(&proof), message(MSG_ORG_RECEIPT_FILE, view->language));
	else
		view_word(view, "receipt", MSG_ORG_RECEIPT, STR("not-sealed"), MSG_ORG_NOT_SEALED_YET, "open");
	if (!site->closed_record)
		view_link(view, "raw", MSG_ORG_RAW, buf_view(&raw), message(MSG_ORG_RAW_FILE, view->language));
	view_end(view);
	view_end(view);
}

/* The registrar's line and the act as it was signed, byte for byte. */
static void entry_bytes(struct view *view, struct str bytes)
{
	if (view->site->closed_record) {
		view_note(view, MSG_ORG_BYTES_CLOSED, NULL, 0);
		return;
	}
	view_section(view, "received", MSG_ORG_BYTES);
	view_note(view, MSG_ORG_BYTES_NOTE, NULL, 0);
	org_preformatted(view, "bytes", bytes);
	view_end(view);
}

static void neighbours(struct view *view, uint64_t number)
{
	struct buf previous = buf_new(view->arena, 64), next = buf_new(view->arena, 64);
	if (number > 0) {
		buf_c(&previous, "/record/");
		buf_u64(&previous, number - 1);
		view_link(view, "previous", MSG_NONE, buf_view(&previous), message(MSG_ORG_PREVIOUS_ENTRY, view->language));
	}
	if (number + 1 < view->site->reading.size) {
		buf_c(&next, "/record/");
		buf_u64(&next, number + 1);
		view_link(view, "next", MSG_NONE, buf_view(&next), message(MSG_ORG_NEXT_ENTRY, view->language));
	}
	org_record_link(view, "list", number, MSG_ORG_IN_THE_RECORD);
}

enum page_result page_entry(struct view *view, const struct page_request *request)
{
	const struct reading *reading = &view->site->reading;
	uint64_t number;
	struct str bytes;
	struct entry entry;
	struct signed_act act;
	struct err err;
	if (!str_to_u64(request->name, LIMIT_ENTRIES, &number) || number >= reading->size)
		return PAGE_NOT_FOUND;
	const struct fact *fact = library_fact(reading->library, number);
	if (fact == NULL || served_entry(reading, number, view->arena, &bytes, &err) != ERR_OK ||
	    served_act(reading, number, view->arena, &entry, &act, &err) != ERR_OK) {
		view->failed = true;
		return PAGE_OK;
	}
	struct buf digits = buf_new(view->arena, 24), title = buf_new(view->arena, 128);
	buf_u64(&digits, number);
	struct str argument = buf_view(&digits);
	buf_message(&title, MSG_ORG_ENTRY_TITLE, view->language, &argument, 1);
	view_start(view, buf_view(&title), STR(""), STR(""));
	view_fact(view, "words", fact);
	/* Until then the page tells nothing of the release, neither its names nor the bytes that have them. */
	bool embargoed = library_embargoed(reading->library, fact, reading->now_ms);
	entry_facts(view, fact, embargoed);
	if (fact->verb == VERB_OUTCOME)
		entry_outcome(view, number, &act.act);
	if (embargoed)
		view_note(view, MSG_ORG_UNDER_EMBARGO, NULL, 0);
	else
		entry_texts(view, fact);
	entry_signers(view, &act);
	entry_proof(view, number, bytes);
	if (!embargoed)
		entry_bytes(view, bytes);
	neighbours(view, number);
	return PAGE_OK;
}
