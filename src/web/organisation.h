/* What the pages about the organisation share: who is what today, where a rule comes from, how a rule is said.
 *
 * "Today" is the date at the organisation's seat when the page is written: the charter's dates begin at 00:00 there.
 */
#ifndef COMITY_WEB_ORGANISATION_H
#define COMITY_WEB_ORGANISATION_H

#include "web/page.h"

/* Facts of a history that one page looks at, newest first, and how many of one kind it lists: the rest is in the
 * record. */
#define ORG_LOOKED_AT 1000u
#define ORG_LISTED 20u

/* What the party is now, by the charter or by what outcomes did; false: nothing. `entry`: of the outcome; 0: the
 * charter says so, at `origin`. */
struct org_standing {
	enum status_kind kind;
	struct date from;
	uint64_t entry;
	const struct origin *origin;
};
bool org_standing(const struct view *view, uint32_t party, struct org_standing *ret);
/* The day of an instant, at the seat. */
struct date org_day(const struct view *view, int64_t at_ms);
/* Who holds the office now, as one cell: by the charter, by an outcome, in turn, or acting; `nobody`: what to say when
 * nobody does. */
void org_holder(struct view *view, const char *key, enum message label, uint32_t office, enum message nobody);
/* Members of the body now: of its set, without the suspended. */
struct party_set org_members(const struct view *view, uint32_t body);
/* Index of a charter's name in one of its maps; NONE. */
uint32_t org_find(const struct map *map, struct str name);

/* A title in the reader's language as a value. */
void org_title(struct view *view, const char *key, enum message label, const struct titles *titles);
/* view_start with the title of a charter's element. */
void org_start(struct view *view, const struct titles *titles, struct str lead);
/* A section under the title of a charter's element; its address is "#KEY-NAME". */
void org_section(struct view *view, const char *key, const struct titles *titles);
/* Its identifier, its titles in the other languages, its aliases: facts, left out where there are none. */
void org_names(struct view *view, const struct titles *titles);
/* Where a statement comes from ("Charter, Art. 12"), else from its element; and how sure that is. One cell or fact. */
void org_source(struct view *view, const struct origin *own, const struct origin *enclosing);
/* A condition in the charter's words (English). */
void org_test(struct view *view, const char *key, enum message label, uint32_t test);
/* "3 working days" in the reader's language. */
void org_span(struct view *view, const char *key, enum message label, struct span span);
/* Who may do something: links and words, one cell. */
void org_whos(struct view *view, const char *key, enum message label, const struct who *who, uint32_t count);
void org_date(struct view *view, const char *key, enum message label, struct date date);
/* The cell "until" of a period; the year 0: it goes on. */
void org_until(struct view *view, struct date until);
/* A chip for a status. */
void org_status_word(struct view *view, const char *key, enum message label, enum status_kind kind);
void org_key_word(struct view *view, const char *key, enum message label, enum key_status status);
/* The fingerprint by which a key is compared, read out on the telephone. */
void org_fingerprint(struct view *view, const char *key, enum message label, const uint8_t bytes[32]);

/* A person by the name that heads its newest card, where anybody may read that and it has more lines than one (one
 * alone says an office or a number); else as org_person. */
void org_named_person(struct view *view, const char *key, enum message label, struct str name);
/* A person by the bare identifier, where party and office stand beside it anyway. */
void org_person(struct view *view, const char *key, enum message label, struct str name);
/* A command or bytes as they are, in <pre>; a string in JSON. */
void org_preformatted(struct view *view, const char *key, struct str text);

/* Newest facts of a history that have one of the verbs (bits of verb), at most `max`, newest first. *ret_more: older
 * ones were left out or not looked at. */
uint32_t org_newest(const struct view *view, struct history history, uint64_t verbs, uint32_t max,
                    const struct fact **ret, bool *ret_more);
#define ORG_VERB(name) (UINT64_C(1) << VERB_##name)
/* A section with such facts as sentences with their entries; left out when there are none. */
void org_deeds(struct view *view, const char *key, enum message heading, struct history history, uint64_t verbs);

/* ---- page_record.c ------------------------------------------------------------------------------------------------
 */

#define ORG_ENTRIES_PER_PAGE 50u
/* To the page of the record on which the entry stands. */
void org_record_link(struct view *view, const char *key, uint64_t number, enum message words);

/* ---- page_body_rules.c: what the pages of bodies and of the charter have in common --------------------------------
 */

/* How a body works: who sits in it, chairs, convenes …; each with its source and the body that states it. own_only:
 * without what it inherits. */
void org_body_rules(struct view *view, uint32_t body, bool own_only);
/* By which rule it decides what. */
void org_body_decides(struct view *view, uint32_t body, bool own_only);

/* ---- page_charter_procedures.c: parts of the charter's page -------------------------------------------------------
 */

void org_charter_rules(struct view *view);
void org_charter_instruments(struct view *view);
/* From when, until when, once which instruments are in force: facts, left out where nothing is stated. */
void org_in_force(struct view *view, const struct in_force *in_force);
/* The same in one cell. */
void org_in_force_cell(struct view *view, const char *key, const struct in_force *in_force);
bool org_in_force_stated(const struct in_force *in_force);
void org_charter_procedures(struct view *view);

#endif
