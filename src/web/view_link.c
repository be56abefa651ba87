/* Links: to things of the record by their names, to entries, to other addresses of ours.
 *
 * People get the title in their language as a link to the page in their language; programs get
 * {"name":…,"title":…,"href":…}, href being the twin's address without language, so that it is the same in all of them.
 */
#include "web/view.h"

#include "web/view_private.h"

static const struct str paths[SUBJECT_MAX] = {
	[SUBJECT_MEETING] = STR_INIT("/meetings"),   [SUBJECT_MATTER] = STR_INIT("/matters"),
	[SUBJECT_EVENT] = STR_INIT("/events"),       [SUBJECT_PERSON] = STR_INIT("/persons"),
	[SUBJECT_DOCUMENT] = STR_INIT("/documents"), [SUBJECT_RELEASE] = STR_INIT("/releases"),
	[SUBJECT_PARTY] = STR_INIT("/parties"),      [SUBJECT_BODY] = STR_INIT("/bodies"),
	[SUBJECT_OFFICE] = STR_INIT("/offices"),
};

struct str subject_path(enum subject subject)
{
	assert(subject < SUBJECT_MAX);
	return paths[subject];
}

/* Addresses for machines stand beside the languages, not under them. */
static bool without_language(struct str path)
{
	static const struct str machine[] = {
		STR_INIT("/checkpoint"), STR_INIT("/tile/"),    STR_INIT("/log.vkey"), STR_INIT("/charter.txt"),
		STR_INIT("/entries/"),   STR_INIT("/blobs/"),   STR_INIT("/acts"),     STR_INIT("/healthz"),
		STR_INIT("/metrics"),    STR_INIT("/site.css"), STR_INIT("/favicon"),  STR_INIT("/robots.txt"),
	};
	if (path.len == 0 || path.ptr[0] != '/')
		return path.len > 0; /* "?from=50", "#agenda" */
	for (size_t i = 0; i < sizeof machine / sizeof machine[0]; i++)
		if (str_starts(path, machine[i]))
			return true;
	return false;
}

void view_href(struct view *view, struct buf *buf, struct str path, struct str name)
{
	if (!without_language(path)) {
		buf_byte(buf, '/');
		buf_str(buf, language_tag[view->language]);
		if (path.len == 0)
			buf_byte(buf, '/');
	}
	buf_str(buf, path);
	if (name.len > 0) {
		buf_byte(buf, '/');
		url_arg(buf, name);
	}
}

/* The twin's address: ".json" before a query or fragment, unless the last part has a dot of its own. */
static void put_twin(struct view *view, struct str path, struct str name)
{
	char storage[600];
	struct buf buf = buf_of(storage, sizeof storage);
	size_t end = str_find(path, '?', 0);
	end = str_find(str_slice(path, 0, end), '#', 0);
	struct str head = str_slice(path, 0, end);
	bool dotted = str_find(head, '.', 0) < head.len;
	bool home = path.len == 0 || str_eq(head, STR("/"));
	buf_str(&buf, home ? STR("/index") : head);
	if (name.len > 0) {
		buf_byte(&buf, '/');
		url_arg(&buf, name);
	}
	if (home || (head.len > 0 && !dotted && !without_language(path)))
		buf_str(&buf, STR(".json"));
	buf_str(&buf, str_slice(path, end, path.len));
	json_text(view->out, buf_view(&buf));
}

static void put_object(struct view *view, struct str name, struct str title, struct str path)
{
	put(view, STR("{\"name\":"));
	json_text(view->out, name);
	put(view, STR(",\"title\":"));
	json_text(view->out, title);
	put(view, STR(",\"href\":"));
	put_twin(view, path, name);
	buf_byte(view->out, '}');
}

static void put_anchor(struct view *view, struct str path, struct str name)
{
	char storage[600];
	struct buf href = buf_of(storage, sizeof storage);
	view_href(view, &href, path, name);
	put(view, STR("<a"));
	html_attr(view->out, "href", buf_view(&href));
}

static void put_link(struct view *view, struct str path, struct str name, struct str title, struct str language)
{
	put_anchor(view, path, name);
	put_lang(view, language);
	put(view, STR(" dir=\"auto\">"));
	html_text(view->out, title);
	put(view, STR("</a>"));
}

/* ---- Titles ------------------------------------------------------------------------------------------------------ */

static const struct charter *charter_of(const struct view *view)
{
	return view->site->reading.charter;
}

/* "Secretary General (Secretariat)", "arm-fm (Armenia)", or the bare identifier of one who is not known. */
void buf_person_words(struct buf *buf, const struct view *view, struct str name)
{
	const struct charter *charter = charter_of(view);
	struct person_view person;
	struct str language, tag = language_tag[view->language];
	if (!kernel_person(view->site->reading.state, name, &person)) {
		buf_str(buf, name);
		return;
	}
	struct str arguments[] = {
		person.office == NONE ? name : titles_in(&charter->office[person.office].titles, tag, &language),
		titles_in(&charter->party[person.party].titles, tag, &language),
	};
	buf_message(buf, MSG_PERSON_OF, view->language, arguments, 2);
}

struct str subject_title(const struct view *view, enum subject subject, struct str name, struct str *ret_language)
{
	const struct reading *reading = &view->site->reading;
	return library_title(reading->library, reading->charter, subject, name, language_tag[view->language], ret_language);
}

static struct str body_title(const struct view *view, uint32_t body, struct str *ret_language)
{
	const struct charter *charter = charter_of(view);
	assert(body < charter->body_count);
	return titles_in(&charter->body[body].titles, language_tag[view->language], ret_language);
}

/* A release without a title (none can be given under an embargo) is called by the first line of its text. */
static struct str release_title(struct view *view, struct str name, struct str *ret_language)
{
	const struct reading *r = &view->site->reading;
	struct history history = library_history(r->library, SUBJECT_RELEASE, name);
	const struct fact *fact = library_newest(r->library, history, VERB_RELEASE);
	enum text_state state;
	struct err err;
	struct str title = name;
	if (fact && library_heading(r->library, r->store, r->state, fact, language_tag[view->language], r->now_ms,
	                            view->arena, &state, &title, ret_language, &err))
		view->failed = true;
	return title;
}

void put_subject(struct view *view, enum subject subject, struct str name)
{
	struct str language = STR(""), title;
	char storage[2 * LIMIT_LABEL_SIZE + 8];
	struct buf words = buf_of(storage, sizeof storage);
	if (subject == SUBJECT_PERSON) {
		buf_person_words(&words, view, name);
		title = buf_view(&words);
	} else if (subject == SUBJECT_RELEASE) {
		title = release_title(view, name, &language);
	} else {
		title = subject_title(view, subject, name, &language);
	}
	if (html(view))
		put_link(view, paths[subject], name, title, language);
	else
		put_object(view, name, title, paths[subject]);
}

/* ---- Links ------------------------------------------------------------------------------------------------------- */

/* In the place of a link: there is nothing to lead to. */
static void put_nothing(struct view *view)
{
	if (html(view))
		put_empty(view);
	else
		put(view, STR("null"));
}

void view_subject(struct view *view, const char *key, enum message label, enum subject subject, struct str name)
{
	assert(subject < SUBJECT_MAX);
	value_open(view, key, label, true);
	if (name.len == 0)
		put_nothing(view);
	else
		put_subject(view, subject, name);
	value_close(view);
}

static void put_party(struct view *view, uint32_t party)
{
	const struct charter *charter = charter_of(view);
	struct str language, title;
	if (party == NONE) {
		if (html(view))
			put_message(view, MSG_REGISTRAR);
		else
			put(view, STR("null"));
		return;
	}
	assert(party < charter->party_count);
	title = titles_in(&charter->party[party].titles, language_tag[view->language], &language);
	if (html(view))
		put_link(view, paths[SUBJECT_PARTY], charter->party[party].titles.name, title, language);
	else
		put_object(view, charter->party[party].titles.name, title, paths[SUBJECT_PARTY]);
}

void view_party(struct view *view, const char *key, enum message label, uint32_t party)
{
	value_open(view, key, label, true);
	put_party(view, party);
	value_close(view);
}

void view_body(struct view *view, const char *key, enum message label, uint32_t body)
{
	value_open(view, key, label, true);
	if (body == NONE) {
		put_nothing(view);
	} else {
		struct str language, title = body_title(view, body, &language);
		struct str name = charter_of(view)->body[body].titles.name;
		if (html(view))
			put_link(view, paths[SUBJECT_BODY], name, title, language);
		else
			put_object(view, name, title, paths[SUBJECT_BODY]);
	}
	value_close(view);
}

void view_parties(struct view *view, const char *key, enum message label, const struct party_set *parties)
{
	const struct charter *charter = charter_of(view);
	bool first = true;
	value_open(view, key, label, false);
	put(view, html(view) ? STR("") : STR("["));
	for (uint32_t i = 0; i < charter->party_count; i++) {
		uint32_t party = charter->order[i];
		if (!party_set_has(parties, party))
			continue;
		if (!first)
			put(view, html(view) ? STR(", ") : STR(","));
		first = false;
		put_party(view, party);
	}
	if (!html(view))
		put(view, STR("]"));
	else if (first)
		put_empty(view);
	value_close(view);
}

void view_person(struct view *view, const char *key, enum message label, struct str name)
{
	view_subject(view, key, label, SUBJECT_PERSON, name);
}

void view_entry(struct view *view, const char *key, enum message label, uint64_t number)
{
	char storage[24], words_storage[160];
	struct buf digits = buf_of(storage, sizeof storage), words = buf_of(words_storage, sizeof words_storage);
	bool sealed = number < view->site->reading.sealed;
	buf_u64(&digits, number);
	struct str argument = buf_view(&digits);
	value_open(view, key, label, false);
	if (html(view)) {
		put_anchor(view, STR("/record"), argument);
		put(view, STR(" class=\"entry\">"));
		buf_message(&words, MSG_ENTRY_NUMBER, view->language, &argument, 1);
		html_text(view->out, buf_view(&words));
		put(view, STR("</a>\u00a0")); /* they stay together */
		put(view, sealed ? STR("<span class=\"seal sealed\">") : STR("<span class=\"seal\">"));
		put_message(view, sealed ? MSG_ENTRY_SEALED : MSG_ENTRY_ENTERED);
		put(view, STR("</span>"));
	} else {
		put(view, STR("{\"number\":"));
		put(view, argument);
		put(view, sealed ? STR(",\"sealed\":true,\"href\":") : STR(",\"sealed\":false,\"href\":"));
		put_twin(view, STR("/record"), argument);
		buf_byte(view->out, '}');
	}
	value_close(view);
}

void view_link(struct view *view, const char *key, enum message label, struct str path, struct str words)
{
	value_open(view, key, label, true);
	if (html(view)) {
		put_link(view, path, STR(""), words, STR(""));
	} else {
		put(view, STR("{\"title\":"));
		json_text(view->out, words);
		put(view, STR(",\"href\":"));
		put_twin(view, path, STR(""));
		buf_byte(view->out, '}');
	}
	value_close(view);
}
