/* Where a value stands: in a section, in facts, in an item, in a row, in a cell; and what that makes of it in HTML and
 * in JSON. The stack is view.c's.
 */
#include "web/view.h"

#include "web/view_private.h"

/* ---- JSON -------------------------------------------------------------------------------------------------------- */

/* The frame that counts commas: facts are within the object around them. */
static uint32_t json_frame(const struct view *view)
{
	uint32_t index = view->depth - 1;
	while (view->stack[index].kind == VIEW_IN_FACTS)
		index--;
	return index;
}

static bool keyless(const struct view *view)
{
	uint8_t kind = TOP(view)->kind;
	return kind == VIEW_IN_CELL || kind == VIEW_IN_LIST || kind == VIEW_IN_TABLE;
}

void json_comma(struct view *view)
{
	uint32_t index = json_frame(view);
	if (!view->stack[index].first)
		buf_byte(view->out, ',');
	view->stack[index].first = false;
}

static void json_key(struct view *view, const char *key, const char *suffix)
{
	assert(key && key[0]);
	buf_byte(view->out, '"');
	buf_c(view->out, key);
	buf_c(view->out, suffix);
	put(view, STR("\":"));
}

void json_member(struct view *view, const char *key)
{
	assert(view->depth > 0);
	json_comma(view);
	if (!keyless(view))
		json_key(view, key, "");
}

bool json_member_beside(struct view *view, const char *key, const char *suffix)
{
	if (keyless(view))
		return false;
	json_comma(view);
	json_key(view, key, suffix);
	return true;
}

/* ---- Small pieces of HTML ---------------------------------------------------------------------------------------- */

void put_message(struct view *view, enum message words)
{
	html_text(view->out, message(words, view->language));
}

void put_lang(struct view *view, struct str language)
{
	if (language.len > 0 && !str_eq(language, language_tag[view->language]))
		html_attr(view->out, "lang", language);
}

void put_inline(struct view *view, struct str text, struct str language)
{
	put(view, STR("<bdi"));
	put_lang(view, language);
	buf_byte(view->out, '>');
	html_text(view->out, text);
	put(view, STR("</bdi>"));
}

void put_empty(struct view *view)
{
	put(view, STR("<span class=\"none\">–</span>"));
}

void put_label(struct view *view, enum message label)
{
	if (label == MSG_NONE)
		return;
	struct str words = message(label, view->language);
	put(view, STR("<span class=\"label\">"));
	html_text(view->out, words);
	put(view, str_ends(words, STR(":")) ? STR("</span> ") : STR(":</span> "));
}

void put_heading(struct view *view, unsigned level)
{
	char tag[3] = {'h', (char)('0' + (level > 6 ? 6 : level)), '\0'};
	buf_c(view->out, tag);
}

unsigned heading_level(const struct view *view)
{
	unsigned level = 2;
	for (uint32_t i = 0; i < view->depth; i++)
		level += view->stack[i].kind == VIEW_IN_SECTION;
	return level;
}

/* ---- Where a value stands ---------------------------------------------------------------------------------------- */

void end_line(struct view *view)
{
	if (TOP(view)->kind != VIEW_IN_ITEM)
		return;
	if (TOP(view)->state == ITEM_FACTS) {
		put(view, STR("</p>"));
		TOP(view)->state = ITEM_BETWEEN;
	}
}

void block_open(struct view *view)
{
	assert(view->depth > 0 && TOP(view)->kind != VIEW_IN_FACTS && TOP(view)->kind != VIEW_IN_LIST);
	assert(TOP(view)->kind != VIEW_IN_TABLE);
	if (!html(view))
		return;
	end_line(view);
	if (TOP(view)->kind != VIEW_IN_ITEM || TOP(view)->state != ITEM_NEW)
		return;
	if (TOP(view)->column == VIEW_TIMELINE)
		put(view, STR("<div class=\"when\"></div><div class=\"what\">"));
	TOP(view)->state = TOP(view)->column == VIEW_CARDS ? ITEM_BETWEEN : ITEM_INLINE;
}

static void item_open(struct view *view, enum message label, bool link)
{
	bool first = TOP(view)->state == ITEM_NEW;
	switch ((enum view_list_kind)TOP(view)->column) {
	case VIEW_CARDS:
		if (link && TOP(view)->heading != 0) {
			end_line(view);
			buf_byte(view->out, '<');
			put_heading(view, TOP(view)->heading);
			buf_byte(view->out, '>');
			break;
		}
		put(view, TOP(view)->state == ITEM_FACTS ? STR(" <span class=\"value\">")
		                                         : STR("<p class=\"facts\"><span class=\"value\">"));
		TOP(view)->state = ITEM_FACTS;
		put_label(view, label);
		return;
	case VIEW_TIMELINE:
		put(view, first ? STR("<div class=\"when\">") : STR(" <span class=\"value\">"));
		put_label(view, label);
		return;
	default:
		put(view, first ? STR("<span class=\"value\">") : STR(" <span class=\"value\">"));
		put_label(view, label);
		return;
	}
}

static void item_close(struct view *view)
{
	switch ((enum view_list_kind)TOP(view)->column) {
	case VIEW_CARDS:
		if (TOP(view)->state == ITEM_FACTS) {
			put(view, STR("</span>"));
			return;
		}
		put(view, STR("</"));
		put_heading(view, TOP(view)->heading);
		buf_byte(view->out, '>');
		TOP(view)->heading = 0;
		TOP(view)->state = ITEM_BETWEEN;
		return;
	case VIEW_TIMELINE:
		put(view, TOP(view)->state == ITEM_NEW ? STR("</div><div class=\"what\">") : STR("</span>"));
		TOP(view)->state = ITEM_INLINE;
		return;
	default:
		put(view, STR("</span>"));
		TOP(view)->state = ITEM_INLINE;
		return;
	}
}

void facts_open(struct view *view, enum message label)
{
	assert(label != MSG_NONE || !TOP(view)->first); /* the first fact needs a label */
	if (!TOP(view)->open)
		put(view, STR("<dl class=\"facts\">\n"));
	TOP(view)->open = true;
	TOP(view)->first = false;
	if (label != MSG_NONE) {
		put(view, STR("<dt>"));
		put_message(view, label);
		put(view, STR("</dt>"));
	}
	put(view, STR("<dd>"));
}

void column_open(struct view *view)
{
	assert(TOP(view)->column < TOP(view)->column_count); /* more cells than columns */
	const struct view_column *column = &TOP(view)->columns[TOP(view)->column];
	if (TOP(view)->column == 0)
		put(view, column->number ? STR("<th scope=\"row\" class=\"number\">") : STR("<th scope=\"row\">"));
	else
		put(view, column->number ? STR("<td class=\"number\">") : STR("<td>"));
}

void column_close(struct view *view)
{
	put(view, TOP(view)->column == 0 ? STR("</th>") : STR("</td>"));
	TOP(view)->column++;
}

void value_open(struct view *view, const char *key, enum message label, bool link)
{
	assert(view->depth > 0);
	if (!html(view)) {
		json_member(view, key);
		return;
	}
	switch ((enum view_kind)TOP(view)->kind) {
	case VIEW_IN_ROOT:
	case VIEW_IN_SECTION:
		put(view, STR("<p class=\"value\">"));
		put_label(view, label);
		return;
	case VIEW_IN_FACTS:
		facts_open(view, label);
		return;
	case VIEW_IN_ITEM:
		item_open(view, label, link);
		return;
	case VIEW_IN_ROW:
		column_open(view);
		return;
	case VIEW_IN_CELL:
		put(view, TOP(view)->first ? STR("") : STR(", "));
		TOP(view)->first = false;
		put_label(view, label);
		return;
	default:
		assert(false); /* in a list or table a value stands in an item or a row */
	}
}

void value_close(struct view *view)
{
	if (!html(view))
		return;
	switch ((enum view_kind)TOP(view)->kind) {
	case VIEW_IN_FACTS:
		put(view, STR("</dd>\n"));
		return;
	case VIEW_IN_ITEM:
		item_close(view);
		return;
	case VIEW_IN_ROW:
		column_close(view);
		return;
	case VIEW_IN_CELL:
		return;
	default:
		put(view, STR("</p>\n"));
	}
}
