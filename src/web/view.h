/* A page is written once and read twice: by people as HTML, by programs as its JSON twin (the same address with .json).
 *
 * A page function says what is there, in order; the view knows how it looks. Every value has a key (the JSON member's
 * name, ASCII, snake_case) and, where people need one, a label. Everything that comes out of a record goes through
 * publish/html.h. Nothing here writes to a store or asks a clock.
 *
 *     view_start(v, title, lead)                          once, first: <h1>; "title" in JSON
 *     view_section(v, "agenda", MSG_AGENDA) … view_end    <section><h2>; an object in JSON
 *     view_facts(v) … view_end                            <dl>; the members stay in the object around it
 *     view_list(v, "items", VIEW_CARDS) { view_item(v) … view_end } view_end          <ul>/<ol>; an array of objects
 *     view_table(v, "delegations", caption, columns, n) { view_row(v) cells… view_end } view_end
 *     view_cell(v, "delegates") … view_end                one cell (or fact) of several values: an array in JSON
 *
 * Where a value stands decides its form: in facts <dt>label<dd>value; in a row the next <td> (the first a <th
 * scope=row>); in an item or cell, inline; in a section a paragraph. A label of MSG_NONE is left out; in facts such a
 * value is another one for the label before it. A list, table or facts without members leave no trace in HTML (say
 * view_nothing then) and an empty array in JSON. In a cell keys are not used and may be NULL.
 *
 * No record can make a page larger than LIMIT_PAGE_SIZE: texts share LIMIT_PAGE_TEXTS, and what does not fit is a link
 * to the whole text ("text_whole" in JSON); once a page has LIMIT_PAGE_LISTS, its lists and tables end with a note
 * ("shortened": true in JSON). What a page writes outside of both is bounded by its function.
 *
 * Keys are unique within their object. In JSON a text of a language of its own has that beside it: "title",
 * "title_language".
 *
 * Misuse (an end too many, a row outside a table, more cells than columns …) is a bug: assert.
 */
#ifndef COMITY_WEB_VIEW_H
#define COMITY_WEB_VIEW_H

#include "publish/html.h"
#include "web/message.h"
#include "web/site.h"

enum view_format { VIEW_HTML, VIEW_JSON };
enum view_list_kind {
	VIEW_PLAIN,    /* bullets */
	VIEW_LINES,    /* one line an item, ruled */
	VIEW_CARDS,    /* releases, meetings: facts above; the first link is the heading; facts and words below */
	VIEW_NUMBERED, /* agenda, order of march */
	VIEW_TIMELINE  /* the first value (a time) stands left, the others right */
};
struct view_column {
	const char *key;
	enum message label;
	bool number; /* aligned to the end */
};
#define VIEW_DEPTH 24u

struct view {
	enum view_format format;
	struct buf *out;
	const struct site *site;
	enum language language;
	struct arena *arena;                /* the request's */
	struct str text_language;           /* of the record's long texts: what ?text= asked for, else the interface's */
	const struct page *page;            /* NULL in tests: then there is no frame */
	const struct page_request *request; /* the same */
	bool failed;  /* a store failed while the page was written: answered with 500. A page function may set it. */
	bool running; /* set by a page function: the page says how long something has lasted until now */
	/* private */
	uint32_t depth;
	struct {
		uint8_t kind;
		bool first; /* in JSON: no comma yet; in HTML: no value yet */
		bool open;  /* its opening tag is written: lists, tables and facts wait for their first member */
		bool cut;   /* items were left out for want of room */
		uint8_t state;
		uint8_t column, column_count, heading;
		const struct view_column *columns;
		const char *key;
		enum message label;
	} stack[VIEW_DEPTH];
	uint32_t section;   /* for ids */
	size_t text_size;   /* of LIMIT_PAGE_TEXTS, taken */
	uint32_t muted;     /* the depth of an item that is left out, with all in it; 0: none */
	struct buf *kept;   /* `out` while an item is left out: `nowhere` stands for it */
	struct buf nowhere; /* takes nothing */
	bool shortened;     /* something was left out */
};

void view_start(struct view *view, struct str title, struct str title_language, struct str lead);
void view_start_message(struct view *view, enum message title, enum message lead);
void view_section(struct view *view, const char *key, enum message heading);
/* A section whose heading comes from the record. */
void view_section_titled(struct view *view, const char *key, struct str heading, struct str heading_language);
void view_facts(struct view *view);
void view_list(struct view *view, const char *key, enum view_list_kind kind);
void view_item(struct view *view);
void view_table(struct view *view, const char *key, enum message caption, const struct view_column *columns,
                uint32_t count);
void view_row(struct view *view);
void view_cell(struct view *view, const char *key, enum message label);
void view_end(struct view *view); /* of the innermost open one */
/* "None yet." in place of an empty list: HTML only. */
void view_nothing(struct view *view, enum message words);
/* A paragraph of ours, with {0}, {1} … replaced; HTML only. */
void view_note(struct view *view, enum message words, const struct str *arguments, uint32_t count);

/* ---- Values -------------------------------------------------------------------------------------------------------
 */

/* language: of the text when it is not the interface's ("" : unknown, no lang attribute). */
void view_text(struct view *view, const char *key, enum message label, struct str text, struct str language);
/* Long text as paragraphs, in a <div class="text">; cut when the page has no room for all of it. */
void view_long_text(struct view *view, const char *key, struct str text, struct str language);
/* A word of ours: `code` for programs, the message for people, as a quiet chip when `chip` is not NULL ("good", "bad",
 * "open", "plain"). */
void view_word(struct view *view, const char *key, enum message label, struct str code, enum message word,
               const char *chip);
/* The localised name for an identifier that a charter or the record's words use (kinds, levels, formats, positions,
 * results, verbs …): the catalogue's when it has "word:CODE", else the code with '-' as spaces. */
void view_code(struct view *view, const char *key, enum message label, struct str code);
/* The same for a stage of a procedure: the catalogue's "stage:CODE" goes before "CODE", which may be an act's word. */
void view_stage(struct view *view, const char *key, enum message label, struct str stage);
void view_number(struct view *view, const char *key, enum message label, uint64_t number);
/* The instant in UTC, the seat's and, when given, the event's zone: <time datetime>; RFC 3339 in JSON. TIME_NEVER:
 * "open". */
void view_time(struct view *view, const char *key, enum message label, int64_t time_ms, const struct zone *event_zone);
/* The same for lists, without seconds and offsets: the other zones stand behind it in a smaller line. */
void view_time_short(struct view *view, const char *key, enum message label, int64_t time_ms,
                     const struct zone *event_zone);
void view_date(struct view *view, const char *key, enum message label,
               int32_t days); /* "10 June 2022"; INT32_MAX: "open" */
void view_hash(struct view *view, const char *key, enum message label, const uint8_t hash[32]);
void view_bool(struct view *view, const char *key, enum message label, bool value);

/* ---- Links. In JSON an object {"name":…,"title":…,"href":…} (href without language: the twin's address).
 * ------------- */

/* The title in the reader's language is looked up. */
void view_subject(struct view *view, const char *key, enum message label, enum subject subject, struct str name);
void view_party(struct view *view, const char *key, enum message label, uint32_t party); /* NONE: the registrar */
void view_body(struct view *view, const char *key, enum message label, uint32_t body);
/* In protocol order, separated by commas; an array in JSON. */
void view_parties(struct view *view, const char *key, enum message label, const struct party_set *parties);
/* A person, as "Office (Party)" or "identifier (Party)"; links to the person's page. */
void view_person(struct view *view, const char *key, enum message label, struct str name);
/* "entry 48, sealed": to the entry's page; says entered or sealed. */
void view_entry(struct view *view, const char *key, enum message label, uint64_t number);
/* Any other place: `path` is ours, without language ("/releases.atom"), name and query already encoded. */
void view_link(struct view *view, const char *key, enum message label, struct str path, struct str words);
/* The fact in one sentence in the reader's language (by the verb's phrase), names linked in HTML. An embargoed release
 * says only that. */
void view_fact(struct view *view, const char *key, const struct fact *fact);
/* The text of a fact's field with its state in words when it is not shown; the languages it has as links
 * (?text=LANG). In JSON: "key" (null when not shown), "key_language", "key_state"; "key_whole", the address of the
 * whole text, when it is cut. */
void view_fact_text(struct view *view, const char *key, const struct fact *fact, enum field field);

/* Of a thing's titles or texts: the language that ?text= asked for where there is one in it, else the interface's. */
struct str view_wished(const struct view *view, const struct value *texts);
/* What a language calls itself: "Հայերեն" for "hy"; the tag when it is not known here. */
struct str view_language_name(struct str tag);

/* The zone of the event, meeting or matter that the fact speaks of. NULL: none but the seat's. */
const struct zone *view_fact_zone(const struct view *view, const struct fact *fact);
/* The meeting's that the matter was put to, else that of its author's capital; NULL. */
const struct zone *view_matter_zone(const struct view *view, const struct matter_view *matter);

/* What view_code shows: the catalogue's word, or what is then in `storage`. */
struct str view_code_words(const struct view *view, struct str code, char storage[LIMIT_NAME_SIZE]);
/* What view_stage shows. */
struct str view_stage_words(const struct view *view, struct str stage, char storage[LIMIT_NAME_SIZE]);
/* "/en/meetings/x": an address of ours in the reader's language, for href in view_html_only. */
void view_href(struct view *view, struct buf *buf, struct str path, struct str name);
/* Where the thing's page stands: "/meetings" for SUBJECT_MEETING; its names are appended after a slash. */
struct str subject_path(enum subject subject);
/* "10 June 2022, 12:30 Yerevan (UTC+4)" as plain words, in the event's zone or else the seat's. */
void buf_time_words(struct buf *buf, const struct view *view, int64_t time_ms, const struct zone *event_zone);

/* Only in HTML: markup that holds nothing from outside, e.g. an SVG's opening tag. */
#define view_literal_markup_of_our_own(view, literal) \
	do {                                              \
		if ((view)->format == VIEW_HTML)              \
			buf_str((view)->out, STR(literal));       \
	} while (0)
/* Where a page writes HTML of its own (the matrix, the SVG): the buffer, or NULL for JSON. Escape with publish/html.h.
 */
struct buf *view_html_only(struct view *view);

#endif
