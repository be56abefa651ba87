/* A fact in one sentence of the reader's language, and where it happens.
 *
 * The sentence is the verb's phrase (kernel/verbs.def or its translation): {field} is put in words by what the field
 * names, [ … ] is left out when a field in it is absent. In HTML what has a page is a link to it. A translation may
 * name the fields in another order.
 */
#include "web/view.h"

#include "web/view_private.h"

/* One sentence under way. Plain words go into `plain` for JSON, markup into the page for HTML. */
struct sentence {
	struct view *view;
	const struct fact *fact;
	struct buf *plain; /* NULL: HTML */
};

static void say(const struct sentence *s, struct str words)
{
	if (s->plain)
		buf_str(s->plain, words);
	else
		html_text(s->view->out, words);
}

static void say_message(const struct sentence *s, enum message words)
{
	say(s, message(words, s->view->language));
}

static void say_subject(const struct sentence *s, enum subject subject, struct str name)
{
	struct str language;
	if (!s->plain)
		put_subject(s->view, subject, name);
	else if (subject == SUBJECT_PERSON)
		buf_person_words(s->plain, s->view, name);
	else
		buf_str(s->plain, subject_title(s->view, subject, name, &language));
}

/* Words put into the sentence: in HTML apart from what stands around them, whichever way either is read. */
static void say_apart(const struct sentence *s, struct str words, struct str language)
{
	if (s->plain)
		buf_str(s->plain, words);
	else
		put_inline(s->view, words, language);
}

/* A word of the catalogue or of the charter; else the identifier with '-' as spaces. */
static void say_code(const struct sentence *s, struct str code)
{
	char storage[LIMIT_NAME_SIZE];
	say_apart(s, view_code_words(s->view, code, storage), STR(""));
}

static void say_titles(const struct sentence *s, const struct value *titles)
{
	struct str language, words = titles_pick(titles, language_tag[s->view->language], &language);
	say_apart(s, words, language);
}

/* Of a charter's element. */
static void say_title(const struct sentence *s, const struct titles *titles)
{
	struct str language, words = titles_in(titles, language_tag[s->view->language], &language);
	say_apart(s, words, language);
}

/* What a field of names points to, plus one; 0: a word. */
static const uint8_t names_what[FIELD_MAX] = {
	[FIELD_MEETING] = 1 + SUBJECT_MEETING,   [FIELD_MATTER] = 1 + SUBJECT_MATTER,
	[FIELD_ABOUT] = 1 + SUBJECT_MATTER,      [FIELD_EVENT] = 1 + SUBJECT_EVENT,
	[FIELD_PERSON] = 1 + SUBJECT_PERSON,     [FIELD_HEAD] = 1 + SUBJECT_PERSON,
	[FIELD_DELEGATES] = 1 + SUBJECT_PERSON,  [FIELD_DOCUMENT] = 1 + SUBJECT_DOCUMENT,
	[FIELD_RELEASE] = 1 + SUBJECT_RELEASE,   [FIELD_BODY] = 1 + SUBJECT_BODY,
	[FIELD_OFFICE] = 1 + SUBJECT_OFFICE,     [FIELD_HOST] = 1 + SUBJECT_PARTY,
	[FIELD_GUEST] = 1 + SUBJECT_PARTY,       [FIELD_FOR] = 1 + SUBJECT_PARTY,
	[FIELD_AGAINST] = 1 + SUBJECT_PARTY,     [FIELD_ABSTAIN] = 1 + SUBJECT_PARTY,
	[FIELD_RESERVE] = 1 + SUBJECT_PARTY,     [FIELD_HOLD] = 1 + SUBJECT_PARTY,
	[FIELD_DISINTEREST] = 1 + SUBJECT_PARTY, [FIELD_SILENT] = 1 + SUBJECT_PARTY,
	[FIELD_ABSENT] = 1 + SUBJECT_PARTY,
};

static enum subject subject_of(const struct sentence *s, enum field field, struct str name)
{
	enum subject subject = names_what[field] ? (enum subject)(names_what[field] - 1) : SUBJECT_MAX;
	if (subject == SUBJECT_PARTY && map_get(&s->view->site->reading.charter->parties, name) == MAP_NONE)
		return SUBJECT_MAX; /* a guest from outside */
	return subject;
}

static void say_name(const struct sentence *s, enum field field, struct str name)
{
	const struct charter *charter = s->view->site->reading.charter;
	char storage[LIMIT_NAME_SIZE];
	enum subject subject = subject_of(s, field, name);
	uint32_t rule, kind;
	if (subject != SUBJECT_MAX) {
		say_subject(s, subject, name);
	} else if (field == FIELD_GUEST && fact_get(s->fact, FIELD_TITLE)) {
		say_titles(s, fact_get(s->fact, FIELD_TITLE));
	} else if (field == FIELD_RULE && (rule = map_get(&charter->rules, name)) != MAP_NONE) {
		say_title(s, &charter->rule[rule].titles);
	} else if (field == FIELD_KIND && s->fact->verb == VERB_EVENT &&
	           (kind = map_get(&charter->event_kinds, name)) != MAP_NONE) {
		say_title(s, &charter->event_kind[kind].titles);
	} else if (field == FIELD_STAGE || field == FIELD_RESULT) {
		say_apart(s, view_stage_words(s->view, name, storage), STR(""));
	} else {
		say_code(s, name);
	}
}

static void say_time(const struct sentence *s, enum field field, int64_t time_ms)
{
	const struct zone *zone = NULL;
	if (field == FIELD_STARTS && fact_get(s->fact, FIELD_ZONE))
		zone = kernel_zone(s->view->site->reading.state, fact_name(s->fact, FIELD_ZONE));
	if (s->plain)
		buf_time_words(s->plain, s->view, time_ms, zone);
	else
		put_time_words(s->view, time_ms, zone);
}

static void say_date(const struct sentence *s, int32_t days)
{
	char storage[128];
	struct buf words = buf_of(storage, sizeof storage);
	buf_date_words(&words, s->view->language, date_from_days(days));
	say_apart(s, buf_view(&words), STR(""));
}

static void say_list(const struct sentence *s, enum field field, const struct value *value)
{
	if (value->count == 0)
		say_message(s, MSG_NONE_LISTED);
	for (uint32_t i = 0; i < value->count; i++) {
		if (i > 0)
			say(s, STR(", "));
		if (field_info[field].type == TYPE_DATES)
			say_date(s, value->days[i]);
		else
			say_name(s, field, value->list[i]);
	}
}

/* The beginning of a hash or key: the entry's page has it whole. */
static void say_bytes(const struct sentence *s, const uint8_t *bytes)
{
	char storage[32];
	struct buf words = buf_of(storage, sizeof storage);
	if (!bytes)
		return;
	buf_hex(&words, bytes, 6);
	buf_str(&words, STR("…"));
	if (!s->plain)
		buf_str(s->view->out, STR("<code>"));
	say(s, buf_view(&words));
	if (!s->plain)
		buf_str(s->view->out, STR("</code>"));
}

static void say_number(const struct sentence *s, int64_t number)
{
	char storage[24];
	struct buf words = buf_of(storage, sizeof storage);
	buf_i64(&words, number);
	say(s, buf_view(&words));
}

static void say_entry(const struct sentence *s, int64_t number)
{
	char storage[24];
	struct buf digits = buf_of(storage, sizeof storage);
	buf_i64(&digits, number);
	if (s->plain) {
		buf_str(s->plain, buf_view(&digits));
		return;
	}
	buf_str(s->view->out, STR("<a href=\""));
	view_href(s->view, s->view->out, STR("/record"), buf_view(&digits));
	buf_str(s->view->out, STR("\">"));
	buf_str(s->view->out, buf_view(&digits));
	buf_str(s->view->out, STR("</a>"));
}

static void say_field(const struct sentence *s, enum field field)
{
	const struct value *value = fact_get(s->fact, field);
	struct str words;
	if (!value)
		return;
	switch (field_info[field].type) {
	case TYPE_NAME:
		say_name(s, field, value->str);
		break;
	case TYPE_LABEL:
	case TYPE_BLOB:
		if (field == FIELD_LEVEL)
			say_code(s, value->str);
		else if (field == FIELD_PLACE && message_word(value->str, s->view->language, &words))
			say_apart(s, words, STR(""));
		else
			say_apart(s, value->str, STR(""));
		break;
	case TYPE_INT:
		if (field == FIELD_ENTRY)
			say_entry(s, value->number);
		else
			say_number(s, value->number);
		break;
	case TYPE_BOOL:
		if (field == FIELD_PRESENT)
			say_message(s, value->number ? MSG_FACT_PRESENT : MSG_FACT_ABSENT);
		else
			say_message(s, value->number ? MSG_YES : MSG_NO);
		break;
	case TYPE_TIME:
		say_time(s, field, value->number);
		break;
	case TYPE_DATE:
		say_date(s, (int32_t)value->number);
		break;
	case TYPE_HASH:
	case TYPE_KEY:
		say_bytes(s, value->bytes);
		break;
	case TYPE_NAMES:
	case TYPE_DATES:
		say_list(s, field, value);
		break;
	case TYPE_TITLES:
		say_titles(s, value);
		break;
	case TYPE_TEXT: /* stands beside the sentence */
	case TYPE_KEYS:
	case TYPE_ZONES:
		say_number(s, value->count);
		break;
	case TYPE_MAX:
		break;
	}
}

static enum field field_find(struct str name)
{
	unsigned i = 0;
	assert(name.len > 0);
	while (i < FIELD_MAX && (field_info[i].name.ptr[0] != name.ptr[0] || !str_eq(field_info[i].name, name)))
		i++;
	assert(i < FIELD_MAX); /* the catalogue's compiler lets no other name through */
	return (enum field)i;
}

static bool complete(const struct fact *fact, struct str part)
{
	struct str head, tail, name;
	while (str_cut(part, '{', &head, &tail) && str_cut(tail, '}', &name, &part))
		if (!fact_get(fact, field_find(name)))
			return false;
	return true;
}

static void say_part(const struct sentence *s, struct str part)
{
	struct str head, tail, name;
	while (str_cut(part, '{', &head, &tail) && str_cut(tail, '}', &name, &part)) {
		say(s, head);
		say_field(s, field_find(name));
	}
	say(s, part);
}

static void say_phrase(const struct sentence *s, struct str phrase)
{
	struct str head, tail, part;
	while (str_cut(phrase, '[', &head, &tail) && str_cut(tail, ']', &part, &phrase)) {
		say_part(s, head);
		if (complete(s->fact, part))
			say_part(s, part);
	}
	say_part(s, phrase);
}

static void say_author(const struct sentence *s)
{
	const struct charter *charter = s->view->site->reading.charter;
	if (s->fact->party == NONE) {
		say_message(s, MSG_FACT_REGISTRAR);
		return;
	}
	assert(s->fact->party < charter->party_count);
	say_subject(s, SUBJECT_PARTY, charter->party[s->fact->party].titles.name);
	say(s, STR(" ("));
	if (s->plain) {
		buf_str(s->plain, s->fact->by);
	} else {
		buf_str(s->view->out, STR("<a href=\""));
		view_href(s->view, s->view->out, subject_path(SUBJECT_PERSON), s->fact->by);
		buf_str(s->view->out, STR("\" dir=\"auto\">"));
		html_text(s->view->out, s->fact->by);
		buf_str(s->view->out, STR("</a>"));
	}
	say(s, STR(") "));
}

/* "Secretariat (press) issues a press release that is under embargo until …" */
static void say_embargo(const struct sentence *s)
{
	char storage[256], all[512];
	struct buf time_words = buf_of(storage, sizeof storage), words = buf_of(all, sizeof all);
	buf_time_words(&time_words, s->view, s->fact->embargo_ms, NULL);
	struct str argument = buf_view(&time_words);
	buf_message(&words, s->fact->verb == VERB_CORRECT ? MSG_FACT_EMBARGO_CORRECT : MSG_FACT_EMBARGO, s->view->language,
	            &argument, 1);
	say(s, buf_view(&words));
}

static void say_fact(const struct sentence *s)
{
	const struct reading *reading = &s->view->site->reading;
	assert(s->fact->verb > VERB_NONE && s->fact->verb < VERB_MAX);
	say_author(s);
	if (library_embargoed(reading->library, s->fact, reading->now_ms))
		say_embargo(s);
	else
		say_phrase(s, message_phrase(verb_info[s->fact->verb].phrase, s->view->language));
	say(s, STR("."));
}

void view_fact(struct view *view, const char *key, const struct fact *fact)
{
	value_open(view, key, MSG_NONE, false);
	if (view->format == VIEW_HTML) {
		say_fact(&(struct sentence){.view = view, .fact = fact});
	} else {
		struct arena scratch = *view->arena;
		struct buf plain = buf_rest(&scratch);
		say_fact(&(struct sentence){.view = view, .fact = fact, .plain = &plain});
		json_text(view->out, buf_view(&plain));
		view->out->full = view->out->full || plain.full;
	}
	value_close(view);
}

/* ---- Where it happens -------------------------------------------------------------------------------------------- */

const struct zone *view_matter_zone(const struct view *view, const struct matter_view *matter)
{
	const struct state *state = view->site->reading.state;
	if (matter->meeting != NONE)
		return kernel_zone(state, kernel_meeting_at(state, matter->meeting).zone);
	struct str zone = matter->author == NONE ? STR("") : view->site->reading.charter->party[matter->author].zone;
	return zone.len > 0 ? kernel_zone(state, zone) : NULL;
}

const struct zone *view_fact_zone(const struct view *view, const struct fact *fact)
{
	const struct state *state = view->site->reading.state;
	struct str meeting = fact_name(fact, FIELD_MEETING), event = fact_name(fact, FIELD_EVENT);
	struct str matter = fact_name(fact, FIELD_MATTER);
	uint32_t index;
	if (event.len > 0 && (index = kernel_event_find(state, event)) != NONE) {
		struct str zone = kernel_event_at(state, index).zone;
		if (zone.len > 0)
			return kernel_zone(state, zone);
	}
	if (meeting.len > 0 && (index = kernel_meeting_find(state, meeting)) != NONE)
		return kernel_zone(state, kernel_meeting_at(state, index).zone);
	if (matter.len == 0 || (index = kernel_matter_find(state, matter)) == NONE)
		return NULL;
	struct matter_view found = kernel_matter_at(state, index);
	return view_matter_zone(view, &found);
}
