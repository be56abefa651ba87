/* What the files of the view and the frame share: where the next value stands. */
#ifndef COMITY_WEB_VIEW_PRIVATE_H
#define COMITY_WEB_VIEW_PRIVATE_H

#include <assert.h>

#include "web/view.h"

enum view_kind {
	VIEW_IN_ROOT,
	VIEW_IN_SECTION,
	VIEW_IN_FACTS,
	VIEW_IN_LIST,
	VIEW_IN_ITEM,
	VIEW_IN_TABLE,
	VIEW_IN_ROW,
	VIEW_IN_CELL
};

enum item_state {
	ITEM_NEW,     /* no value yet */
	ITEM_FACTS,   /* in a card: a line of facts is open */
	ITEM_BETWEEN, /* in a card: no line is open */
	ITEM_INLINE   /* elsewhere: values follow each other */
};

/* What is open innermost. */
#define TOP(view) (&(view)->stack[(view)->depth - 1])

static inline bool html(const struct view *view)
{
	return view->format == VIEW_HTML;
}
static inline void put(struct view *view, struct str literal)
{
	buf_str(view->out, literal);
}

/* The opening of a value: in HTML its element and label, in JSON the comma and the key. `link`: it may be a card's
 * heading. False: nothing more is to be written, value_close neither. */
void value_open(struct view *view, const char *key, enum message label, bool link);
void value_close(struct view *view);
/* A block (long text, list, table, section) is about to be written here: closes a card's line of facts. */
void block_open(struct view *view);

/* The next fact or cell, and the end of the cell. */
void facts_open(struct view *view, enum message label);
void column_open(struct view *view);
void column_close(struct view *view);
/* Closes a card's line of facts, if one is open. */
void end_line(struct view *view);
/* "h2" */
void put_heading(struct view *view, unsigned level);
/* h1 is the page's; each section around adds one. */
unsigned heading_level(const struct view *view);
void put_label(struct view *view, enum message label);
void json_comma(struct view *view);

/* A member or element of JSON: comma and key. */
void json_member(struct view *view, const char *key);
/* The same with "_SUFFIX" behind the key; false in a cell, which has no keys. */
bool json_member_beside(struct view *view, const char *key, const char *suffix);

/* ` lang="ru"` unless the language is the page's own or not known. */
void put_lang(struct view *view, struct str language);
/* <bdi>: a text from the record within a line. */
void put_inline(struct view *view, struct str text, struct str language);
/* <time>: what buf_time_words says, in HTML. */
void put_time_words(struct view *view, int64_t time_ms, const struct zone *event_zone);
/* A message within HTML. */
void put_message(struct view *view, enum message message);
/* "–": there is no value. */
void put_empty(struct view *view);

/* The page's head and header, up to the h1 and lead; only for HTML. frame.c */
void frame_begin(struct view *view, struct str title, struct str lead);

/* Site map and foot. */
void frame_end(struct view *view);

/* The title of a subject in the reader's language and whose it is. */
struct str subject_title(const struct view *view, enum subject subject, struct str name, struct str *ret_language);
/* <a href> of a subject with its title. */
void put_subject(struct view *view, enum subject subject, struct str name);
/* "Secretary General (Secretariat)": plain words. */
void buf_person_words(struct buf *buf, const struct view *view, struct str name);

#endif
