/* The library: what the pages, feeds and the search read. Everything in it is derived from the entries, in the order in
 * which they are applied; it is built anew whenever the record is opened, and holds nothing that the log does not say.
 *
 *     registrar (config.library = library)  ->  library_add for every entry that is applied, loaded ones too
 *     reader                                ->  facts, histories, titles, texts
 *
 * A fact is one entry: its number, time, verb, author and the fields of its act, kept in the library's memory. A
 * history is the list of the facts that speak of one thing, in order of their entries.
 *
 * What may be read by anybody is decided here and nowhere else (library_text): a text goes out when it is public, or
 * restricted and published by an outcome, and never while a release that holds it is under embargo.
 *
 * One thread at a time; app/clerk.h keeps writer and readers apart.
 */
#ifndef COMITY_APP_LIBRARY_H
#define COMITY_APP_LIBRARY_H

#include "base/err.h"
#include "kernel/kernel.h"
#include "record/hash.h"

struct store;
struct store_blob;

struct fact_field {
	enum field field;
	struct value
		value; /* texts' commitments and hashes are copied; only what pages show is kept: see library_value.c */
};
struct fact {
	uint64_t number;
	int64_t time_ms;
	enum verb verb;
	uint32_t party; /* NONE: the registrar */
	struct str by;
	uint32_t field_count;
	const struct fact_field *field;
	uint32_t corrected_by; /* the number of the newest entry that corrects it; 0: none */
	int64_t embargo_ms;    /* of a release, and of what corrects one, however often: when it ends; 0: none */
};
/* The field's value; NULL when the act does not have it. */
const struct value *fact_get(const struct fact *fact, enum field field);
struct str fact_name(const struct fact *fact, enum field field);                   /* of a NAME or LABEL; empty */
int64_t fact_number(const struct fact *fact, enum field field, int64_t otherwise); /* of INT, TIME, DATE, BOOL */
/* The fact as an act, for words (by, party, fields; no nonce, no hash). */
void fact_act(const struct fact *fact, const struct charter *charter, struct act *ret);

/* What a history can be about. The name is the record's: "cmfa-yerevan", "security-statement", a body's, a party's … */
enum subject {
	SUBJECT_MEETING,
	SUBJECT_MATTER,
	SUBJECT_EVENT,
	SUBJECT_PERSON, /* what the person did, and the acts that name it */
	SUBJECT_DOCUMENT,
	SUBJECT_RELEASE,
	SUBJECT_PARTY,  /* what the party did; and outcomes are nobody's */
	SUBJECT_BODY,   /* meetings convened, matters tabled, outcomes, documents, events and plan items of the body */
	SUBJECT_OFFICE, /* accreditations for it, speeches held as it, delegations that it headed */
	SUBJECT_MAX
};

struct library;
/* map_key: chance for the tables. NULL: no memory. */
struct library *library_new(struct map_key map_key);
void library_free(struct library *library);  /* takes NULL */
void library_clear(struct library *library); /* as if nothing had been added */
/* After kernel_apply of the same act; the numbers follow on each other from 0. The act's views may die afterwards.
 * ERR_LIMIT: no memory; the library is as it was. */
ERR_CHECKED enum err_code library_add(struct library *library, const struct state *state, const struct act *act,
                                      struct moment moment, struct err *err);

uint64_t library_size(const struct library *library);                            /* facts */
const struct fact *library_fact(const struct library *library, uint64_t number); /* NULL: no such entry */

struct history {
	uint32_t count;
	const uint32_t *number; /* ascending entry numbers; good until the next library_add */
};
struct history library_history(const struct library *library, enum subject subject, struct str name);
/* The tablings of the matters that belong to this one (`about`). They are not in its own history. */
struct history library_about(const struct library *library, struct str matter);
struct history library_verb(const struct library *library, enum verb verb); /* every entry of this verb */
/* The newest fact on the matter, up to entry `number`, that has the text of this commitment; NULL. */
const struct fact *library_brought(const struct library *library, struct str matter, const uint8_t *commitment,
                                   uint64_t number);
/* The newest fact of a history with this verb; NULL. */
const struct fact *library_newest(const struct library *library, struct history history, enum verb verb);

/* The act that says what the thing is: the one that convened the meeting, tabled the matter, issued the document or
 * release; the newest of an event. NULL: none (parties, bodies, offices and persons have none). */
const struct fact *library_defining(const struct library *library, enum subject subject, struct str name);

/* A title in the wished language, else in the charter's first language that has one, else in any, else the name itself.
 * ret_language says which ("" for the name). */
struct str library_title(const struct library *library, const struct charter *charter, enum subject subject,
                         struct str name, struct str language, struct str *ret_language);
struct str titles_pick(const struct value *titles, struct str language, struct str *ret_language);
/* The same for the titles of a charter's element: the string after the identifier counts as `language` English ("en").
 */
struct str titles_in(const struct titles *titles, struct str language, struct str *ret_language);

enum text_state {
	TEXT_SHOWN,
	TEXT_NONE,       /* the fact has no text */
	TEXT_RESTRICTED, /* not published (yet) */
	TEXT_EMBARGO,    /* a release's embargo lies ahead: over its texts and over what corrects it */
	TEXT_ERASED,
	TEXT_MISSING /* this node does not have the bytes */
};
/* The text of the fact's field (FIELD_TEXT, FIELD_REASON, FIELD_CARD) in the wished language or the best there is; in
 * the arena. ret_language: which. Anything but TEXT_SHOWN leaves *ret alone. ERR_* only when the store failed. */
ERR_CHECKED enum err_code library_text(const struct library *library, struct store *store, const struct state *state,
                                       const struct fact *fact, enum field field, struct str language, int64_t now_ms,
                                       struct arena *arena, enum text_state *ret_state, struct str *ret,
                                       struct str *ret_language, struct err *err);
/* What stands over a release, or over any fact with a text: its title as above; without one, the first line of its text
 * (at most LIMIT_LABEL_SIZE bytes; kept in a cache, so a list of releases does not read their texts each time). Nothing
 * is said while the fact is under embargo. Anything but TEXT_SHOWN leaves *ret alone. */
ERR_CHECKED enum err_code library_heading(const struct library *library, struct store *store, const struct state *state,
                                          const struct fact *fact, struct str language, int64_t now_ms,
                                          struct arena *arena, enum text_state *ret_state, struct str *ret,
                                          struct str *ret_language, struct err *err);
/* One text by its ref: *ret is filled in with TEXT_SHOWN only. */
ERR_CHECKED enum err_code library_blob(const struct library *library, struct store *store, const struct blob_ref *ref,
                                       int64_t now_ms, struct arena *arena, enum text_state *ret_state,
                                       struct store_blob *ret, struct err *err);
/* The same one check for a ref alone (a blob asked for by its address). */
enum text_state library_may_read(const struct library *library, const struct state *state, const struct blob_ref *ref,
                                 int64_t now_ms);
/* The entry that published a restricted text: the outcome, or what opened the meeting it waited for; 0: none did. */
uint64_t library_published(const struct library *library, const struct blob_ref *ref);
/* The same for the whole of an entry in words: true while the entry is a release whose embargo lies ahead, or corrects
 * one. */
bool library_embargoed(const struct library *library, const struct fact *fact, int64_t now_ms);

/* A meeting that was not opened this long after its start stands among the past ones. */
#define LIBRARY_LATE_MS DAY_MS
/* When what is shown changes by time alone after now_ms: the end of an embargo, a deadline, the start of a meeting or
 * event, LIBRARY_LATE_MS after a meeting's, the end of an event's last day, midnight at the seat; for caches. */
int64_t library_next_change(const struct library *library, const struct state *state, int64_t now_ms);
size_t library_memory(const struct library *library); /* bytes in use */

#endif
