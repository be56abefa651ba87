/* What the pages of the organisation's work share: meetings, matters, decisions, plans, crises.
 *
 * Lists are cut into pages of LIMIT_PAGE_ITEMS; ?from=N says where the next one begins, ?q=WORD filters. Titles and
 * words are looked up in the reader's language.
 */
#ifndef COMITY_WEB_WORK_H
#define COMITY_WEB_WORK_H

#include "base/limits.h"
#include "web/page.h"

static inline const struct library *work_library(const struct view *view)
{
	return view->site->reading.library;
}
static inline const struct state *work_state(const struct view *view)
{
	return view->site->reading.state;
}
static inline const struct charter *work_charter(const struct view *view)
{
	return view->site->reading.charter;
}
struct str work_title(const struct view *view, enum subject subject, struct str name, struct str *ret_language);
/* Of a charter's element, in the reader's language. */
struct str work_name(const struct view *view, const struct titles *titles, struct str *ret_language);
/* A date of the seat: today. */
int32_t work_today(const struct view *view);

/* ---- Values ------------------------------------------------------------------------------------------------------ */

/* The fact's title. */
void work_fact_title(struct view *view, const char *key, enum message label, const struct fact *fact);
/* A page of ours beside the subjects: "decisions" and "48" give the page /LANG/decisions/48. */
void work_link(struct view *view, const char *key, enum message label, const char *pages, struct str name,
               struct str words);
/* The page of an outcome: by its symbol, else by what it decided. */
void work_decision(struct view *view, const char *key, enum message label, const struct fact *outcome);
/* "adopted" as a chip; any other result by its name. */
void work_result(struct view *view, const char *key, enum message label, const struct fact *outcome);
/* "open", "adopted", "ended" as a chip; the stage follows as a value of its own. */
void work_status(struct view *view, const char *key, enum message label, const struct matter_view *matter);
void work_meeting_status(struct view *view, const char *key, enum message label, enum meeting_status status);
/* A position as a chip; what is no position: nothing. */
void work_position(struct view *view, const char *key, enum message label, struct str position);
enum message work_position_word(enum position position);
const char *work_position_chip(enum position position);
/* What a report says: its kind, title, and a line with who, where, which entry; its text, when it may be read. With
 * words after the line's other values (empty: none). */
void work_report(struct view *view, const struct fact *report, struct str words);
/* A series of words, each by its own catalogue entry: formats, kinds. */
void work_codes(struct view *view, const char *key, enum message label, const struct str *codes, uint32_t count);

/* "41st", "41-е": what stands in a heading. */
void buf_ordinal(struct buf *buf, enum language language, uint32_t ordinal);
/* "3 days 4 h", "2 h 40 min", "5 min", "0 min": the two largest units. */
void buf_duration(struct buf *buf, enum language language, int64_t span_ms);

/* The sets of an outcome, in the order in which they are shown. The first WORK_COUNTED_ALWAYS always stand in its act,
 * the others only when they say something. */
#define WORK_COUNTED 12u
#define WORK_COUNTED_ALWAYS 8u
extern const struct work_counted {
	enum field field;
	struct str code;
	enum message word;
} work_counted[WORK_COUNTED];
/* Is this set told of an outcome at all? Without a meeting nobody was absent: in writing the set holds those who took
 * no position, and they stand among the silent. */
bool work_counts(const struct work_counted *set, bool at_meeting);
/* The parties of a list of names; NULL: none. */
struct party_set work_parties(const struct view *view, const struct value *names);

/* ---- Parts of pages ---------------------------------------------------------------------------------------------- */

/* The section "history": each fact of a thing with its time, in words, and its entry. */
void work_history(struct view *view, struct history history);
/* The filter above a list: "all" and each word, the chosen one marked. Not in JSON. */
struct work_choice {
	struct str code;
	struct str words, language; /* empty: the catalogue's word of the code */
};
void work_filter(struct view *view, const char *pages, enum message label, struct str chosen,
                 const struct work_choice *choices, uint32_t count);
/* The link to what comes after this page's last item; `next` in JSON. */
void work_next(struct view *view, struct str chosen, uint64_t from);

/* ---- Parts in files of their own ----------------------------------------------------------------------------------
 */

/* page_matrix.c: who took which position on which version. Nothing for a matter that asks for none. */
void matter_matrix(struct view *view, const struct matter_view *matter, struct history history);
/* page_matter_steps.c: the stages of its procedure, the one it is in, and what can happen there. */
void matter_steps(struct view *view, const struct matter_view *matter, struct history history);

#endif
