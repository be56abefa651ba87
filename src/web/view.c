/* The skeleton of a page: sections, facts, lists, tables. Where a value stands in them is view_place.c's.
 *
 * A stack of what is open. HTML and JSON walk the same stack; they differ in what an opening and an end write. In JSON
 * facts are no level of their own: their members belong to the object around them.
 */
#include "web/view.h"

#include <string.h>

#include "base/limits.h"
#include "web/view_private.h"

static void push(struct view *view, enum view_kind kind)
{
	assert(view->depth < VIEW_DEPTH);
	view->depth++;
	memset(TOP(view), 0, sizeof *TOP(view));
	TOP(view)->kind = (uint8_t)kind;
	TOP(view)->first = true;
}

/* ---- Openings ---------------------------------------------------------------------------------------------------- */

static void json_banner(struct view *view)
{
	const struct titles *banner = &view->site->reading.charter->banner;
	struct str language, text = titles_in(banner, language_tag[view->language], &language);
	if (banner->title.len == 0)
		return;
	put(view, STR(",\"banner\":"));
	json_text(view->out, text);
	put(view, STR(",\"banner_language\":"));
	json_text(view->out, language);
}

static void json_start(struct view *view, struct str title, struct str title_language, struct str lead)
{
	put(view, STR("{\"title\":"));
	json_text(view->out, title);
	if (title_language.len > 0) {
		put(view, STR(",\"title_language\":"));
		json_text(view->out, title_language);
	}
	if (lead.len > 0) {
		put(view, STR(",\"lead\":"));
		json_text(view->out, lead);
	}
	put(view, STR(",\"language\":"));
	json_text(view->out, language_tag[view->language]);
	if (view->site) {
		json_banner(view);
		put(view, STR(",\"as_of\":\""));
		buf_time_utc(view->out, view->site->reading.now_ms);
		put(view, STR("\",\"record\":{\"entered\":"));
		buf_u64(view->out, view->site->reading.size);
		put(view, STR(",\"sealed\":"));
		buf_u64(view->out, view->site->reading.sealed);
		buf_byte(view->out, '}');
	}
	TOP(view)->first = false;
}

void view_start(struct view *view, struct str title, struct str title_language, struct str lead)
{
	assert(view->depth == 0);
	push(view, VIEW_IN_ROOT);
	if (!html(view)) {
		json_start(view, title, title_language, lead);
		return;
	}
	if (view->page)
		frame_begin(view, title, lead);
	put(view, STR("<h1>"));
	put_inline(view, title, title_language);
	put(view, STR("</h1>\n"));
	if (lead.len > 0) {
		put(view, STR("<p class=\"lead\">"));
		put_inline(view, lead, STR(""));
		put(view, STR("</p>\n"));
	}
}

void view_start_message(struct view *view, enum message title, enum message lead)
{
	view_start(view, message(title, view->language), STR(""),
	           lead == MSG_NONE ? STR("") : message(lead, view->language));
}

static void section_open(struct view *view, const char *key, struct str heading, struct str language)
{
	unsigned level = heading_level(view);
	block_open(view);
	if (!html(view)) {
		json_member(view, key);
		buf_byte(view->out, '{');
		push(view, VIEW_IN_SECTION);
		return;
	}
	put(view, STR("<section id=\""));
	buf_c(view->out, key);
	if (level > 2) { /* keys are unique within one object only */
		buf_byte(view->out, '-');
		buf_u64(view->out, ++view->section);
	}
	put(view, STR("\"><"));
	put_heading(view, level);
	buf_byte(view->out, '>');
	put_inline(view, heading, language);
	put(view, STR("</"));
	put_heading(view, level);
	put(view, STR(">\n"));
	push(view, VIEW_IN_SECTION);
}

void view_section(struct view *view, const char *key, enum message heading)
{
	section_open(view, key, message(heading, view->language), STR(""));
	TOP(view)->label = heading;
}

void view_section_titled(struct view *view, const char *key, struct str heading, struct str heading_language)
{
	section_open(view, key, heading, heading_language);
	if (!html(view)) {
		json_member(view, "title");
		json_text(view->out, heading);
	}
}

void view_facts(struct view *view)
{
	block_open(view);
	assert(TOP(view)->kind != VIEW_IN_ROW && TOP(view)->kind != VIEW_IN_CELL);
	push(view, VIEW_IN_FACTS);
}

void view_list(struct view *view, const char *key, enum view_list_kind kind)
{
	block_open(view);
	if (!html(view)) {
		json_member(view, key);
		buf_byte(view->out, '[');
	} else if (TOP(view)->kind == VIEW_IN_ROW) {
		column_open(view);
	}
	push(view, VIEW_IN_LIST);
	TOP(view)->column = (uint8_t)kind;
}

static struct str list_tag(enum view_list_kind kind)
{
	switch (kind) {
	case VIEW_LINES:
		return STR("<ul class=\"lines\">\n");
	case VIEW_CARDS:
		return STR("<ul class=\"cards\">\n");
	case VIEW_NUMBERED:
		return STR("<ol class=\"numbered\">\n");
	case VIEW_TIMELINE:
		return STR("<ol class=\"timeline\">\n");
	default:
		return STR("<ul class=\"plain\">\n");
	}
}

static bool ordered(enum view_list_kind kind)
{
	return kind == VIEW_NUMBERED || kind == VIEW_TIMELINE;
}

/* A page that has grown too long: the item that is about to begin, and all in it, is written nowhere. */
static bool mute(struct view *view)
{
	if (view->muted == 0 && view->out->len > LIMIT_PAGE_LISTS) {
		view->muted = view->depth + 1;
		view->kept = view->out;
		view->out = &view->nowhere;
		TOP(view)->cut = true;
		view->shortened = true;
	}
	return view->muted != 0;
}

void view_item(struct view *view)
{
	assert(view->depth > 0 && TOP(view)->kind == VIEW_IN_LIST);
	enum view_list_kind kind = (enum view_list_kind)TOP(view)->column;
	if (mute(view)) {
		/* nothing of it shows */
	} else if (html(view)) {
		if (!TOP(view)->open)
			put(view, list_tag(kind));
		TOP(view)->open = true;
		put(view, STR("<li>"));
	} else {
		json_comma(view);
		buf_byte(view->out, '{');
	}
	push(view, VIEW_IN_ITEM);
	TOP(view)->column = (uint8_t)kind;
	TOP(view)->heading = (uint8_t)heading_level(view);
}

void view_table(struct view *view, const char *key, enum message caption, const struct view_column *columns,
                uint32_t count)
{
	assert(count > 0 && count < UINT8_MAX && caption != MSG_NONE);
	block_open(view);
	assert(TOP(view)->kind != VIEW_IN_ROW);
	if (!html(view)) {
		json_member(view, key);
		buf_byte(view->out, '[');
	}
	push(view, VIEW_IN_TABLE);
	TOP(view)->columns = columns;
	TOP(view)->column_count = (uint8_t)count;
	TOP(view)->label = caption;
}

/* Wide tables scroll within a region of their own, which the keyboard reaches. */
static void table_head(struct view *view)
{
	struct str caption = message(TOP(view)->label, view->language);
	put(view, STR("<div class=\"scroll\" role=\"group\" tabindex=\"0\""));
	html_attr(view->out, "aria-label", caption);
	/* Under a heading that says the same the caption is for those who hear the page. */
	bool said = view->stack[view->depth - 2].kind == VIEW_IN_SECTION &&
	            view->stack[view->depth - 2].label == TOP(view)->label;
	put(view, said ? STR("><table><caption class=\"unseen\">") : STR("><table><caption>"));
	html_text(view->out, caption);
	put(view, STR("</caption>\n<thead><tr>"));
	for (uint32_t i = 0; i < TOP(view)->column_count; i++) {
		const struct view_column *column = &TOP(view)->columns[i];
		put(view, column->number ? STR("<th scope=\"col\" class=\"number\">") : STR("<th scope=\"col\">"));
		put_message(view, column->label);
		put(view, STR("</th>"));
	}
	put(view, STR("</tr></thead>\n<tbody>\n"));
}

void view_row(struct view *view)
{
	assert(view->depth > 0 && TOP(view)->kind == VIEW_IN_TABLE);
	const struct view_column *columns = TOP(view)->columns;
	uint8_t count = TOP(view)->column_count;
	if (mute(view)) {
		/* nothing of it shows */
	} else if (html(view)) {
		if (!TOP(view)->open)
			table_head(view);
		TOP(view)->open = true;
		put(view, STR("<tr>"));
	} else {
		json_comma(view);
		buf_byte(view->out, '{');
	}
	push(view, VIEW_IN_ROW);
	TOP(view)->columns = columns;
	TOP(view)->column_count = count;
}

void view_cell(struct view *view, const char *key, enum message label)
{
	assert(view->depth > 0);
	if (!html(view)) {
		json_member(view, key);
		buf_byte(view->out, '[');
	} else if (TOP(view)->kind == VIEW_IN_FACTS) {
		facts_open(view, label);
	} else if (TOP(view)->kind == VIEW_IN_ROW) {
		column_open(view);
	} else {
		block_open(view);
		put(view, STR(" <div class=\"value\">"));
		put_label(view, label);
	}
	push(view, VIEW_IN_CELL);
}

/* ---- Ends -------------------------------------------------------------------------------------------------------- */

/* "The page would be too long …" below a list or table that ends early. */
static void put_cut(struct view *view)
{
	put(view, STR("<p class=\"note\"><a href=\""));
	view_href(view, view->out, STR("/record"), STR(""));
	put(view, STR("\">"));
	put_message(view, MSG_LIST_CUT);
	put(view, STR("</a></p>\n"));
}

static void html_end(struct view *view, uint8_t kind)
{
	bool open = TOP(view)->open;
	enum view_list_kind list = (enum view_list_kind)TOP(view)->column;
	uint8_t state = TOP(view)->state;
	bool cut = TOP(view)->cut;
	bool in_row = view->depth > 1 && view->stack[view->depth - 2].kind == VIEW_IN_ROW;
	switch ((enum view_kind)kind) {
	case VIEW_IN_SECTION:
		put(view, STR("</section>\n"));
		break;
	case VIEW_IN_FACTS:
		put(view, open ? STR("</dl>\n") : STR(""));
		break;
	case VIEW_IN_LIST:
		put(view, !open ? STR("") : ordered(list) ? STR("</ol>\n") : STR("</ul>\n"));
		break;
	case VIEW_IN_ITEM:
		end_line(view);
		if (list == VIEW_TIMELINE && state != ITEM_NEW)
			put(view, STR("</div>"));
		put(view, STR("</li>\n"));
		break;
	case VIEW_IN_TABLE:
		put(view, open ? STR("</tbody></table></div>\n") : STR(""));
		break;
	case VIEW_IN_ROW:
		while (TOP(view)->column < TOP(view)->column_count) { /* what was left out is empty */
			column_open(view);
			column_close(view);
		}
		put(view, STR("</tr>\n"));
		break;
	case VIEW_IN_CELL:
		if (TOP(view)->first)
			put_empty(view);
		break;
	default:
		assert(false); /* the page itself is not ended by its function */
	}
	if (cut)
		put_cut(view);
	view->depth--;
	if (kind == VIEW_IN_CELL || (kind == VIEW_IN_LIST && in_row)) {
		if (in_row)
			column_close(view);
		else
			put(view, TOP(view)->kind == VIEW_IN_FACTS ? STR("</dd>\n") : STR("</div>"));
	}
}

void view_end(struct view *view)
{
	assert(view->depth > 1); /* one end too many */
	uint8_t kind = TOP(view)->kind;
	bool unmutes = view->depth == view->muted;
	if (html(view)) {
		html_end(view, kind);
	} else {
		if (kind == VIEW_IN_LIST || kind == VIEW_IN_TABLE || kind == VIEW_IN_CELL)
			buf_byte(view->out, ']');
		else if (kind != VIEW_IN_FACTS)
			buf_byte(view->out, '}');
		view->depth--;
	}
	if (unmutes) {
		view->out = view->kept;
		view->muted = 0;
	}
}

/* ---- Words of ours ----------------------------------------------------------------------------------------------- */

/* The element for a sentence here; *ret_close ends it. */
static void sentence_open(struct view *view, struct str class, struct str *ret_close)
{
	uint8_t kind = TOP(view)->kind;
	bool cell = kind == VIEW_IN_CELL;
	if (kind == VIEW_IN_FACTS) {
		assert(!TOP(view)->first);
		put(view, STR("<dd class=\""));
	} else {
		if (kind == VIEW_IN_ITEM)
			block_open(view);
		assert(kind != VIEW_IN_ROW);
		put(view, cell ? STR("<span class=\"") : STR("<p class=\""));
	}
	if (cell)
		TOP(view)->first = false;
	put(view, class);
	put(view, STR("\">"));
	*ret_close = kind == VIEW_IN_FACTS ? STR("</dd>\n") : cell ? STR("</span>") : STR("</p>\n");
}

void view_nothing(struct view *view, enum message words)
{
	struct str close;
	assert(view->depth > 0);
	if (!html(view))
		return;
	sentence_open(view, STR("nothing"), &close);
	put_message(view, words);
	put(view, close);
}

void view_note(struct view *view, enum message words, const struct str *arguments, uint32_t count)
{
	struct str close;
	assert(view->depth > 0);
	if (!html(view))
		return;
	struct arena scratch = *view->arena;
	struct buf plain = buf_rest(&scratch);
	buf_message(&plain, words, view->language, arguments, count);
	sentence_open(view, STR("note"), &close);
	html_text(view->out, buf_view(&plain));
	put(view, close);
}

struct buf *view_html_only(struct view *view)
{
	if (!html(view))
		return NULL;
	if (view->depth > 0 && TOP(view)->kind != VIEW_IN_ROW && TOP(view)->kind != VIEW_IN_FACTS)
		end_line(view);
	if (view->depth > 0 && TOP(view)->kind == VIEW_IN_CELL)
		TOP(view)->first = false; /* the cell is not empty */
	return view->out;
}
