/* A small reader of tags with a stack. */
#include "base/check.h"

#include "web/markup.h"

#define DEPTH 64u
#define IDS 4096u

struct reader {
	const char *name;
	struct str html;
	size_t at;
	struct str open[DEPTH];
	unsigned depth;
	struct str id[IDS];
	unsigned id_count;
};

static void wrong(const struct reader *reader, const char *what)
{
	size_t begin = reader->at > 200 ? reader->at - 200 : 0;
	fail_msg("%s: %s at ...%.*s", reader->name, what,
	         STR_ARG(str_slice(reader->html, begin,
	                           reader->at + 100 < reader->html.len ? reader->at + 100 : reader->html.len)));
}

static bool one_of(struct str name, const char *const *list)
{
	for (; *list; list++)
		if (str_eq(name, str_from(*list)))
			return true;
	return false;
}

static bool within(const struct reader *reader, const char *name)
{
	for (unsigned i = 0; i < reader->depth; i++)
		if (str_eq(reader->open[i], str_from(name)))
			return true;
	return false;
}

static void check_place(const struct reader *reader, struct str name)
{
	static const char *const blocks[] = {"p",   "div", "ul",     "ol",     "dl",   "table",  "section",
	                                     "nav", "pre", "form",   "h1",     "h2",   "h3",     "h4",
	                                     "h5",  "h6",  "header", "footer", "main", "figure", NULL};
	static const char *const inlines[] = {"p",    "h1", "h2",  "h3", "h4",   "h5", "h6",
	                                      "span", "a",  "bdi", "dt", "time", NULL};
	struct str parent = reader->depth ? reader->open[reader->depth - 1] : STR("");
	for (unsigned i = 0; i < reader->depth; i++)
		if (one_of(name, blocks) && one_of(reader->open[i], inlines))
			wrong(reader, "a block within a line");
	if (str_eq(name, STR("li")) && !str_eq(parent, STR("ul")) && !str_eq(parent, STR("ol")))
		wrong(reader, "an item outside a list");
	if ((str_eq(name, STR("dt")) || str_eq(name, STR("dd"))) && !str_eq(parent, STR("dl")))
		wrong(reader, "a fact outside its list");
	if ((str_eq(name, STR("td")) || str_eq(name, STR("th"))) && !str_eq(parent, STR("tr")))
		wrong(reader, "a cell outside a row");
	if ((str_eq(parent, STR("ul")) || str_eq(parent, STR("ol"))) && !str_eq(name, STR("li")))
		wrong(reader, "something between items");
	if (str_eq(parent, STR("dl")) && !str_eq(name, STR("dt")) && !str_eq(name, STR("dd")))
		wrong(reader, "something between facts");
	if (str_eq(name, STR("a")) && within(reader, "a"))
		wrong(reader, "a link within a link");
	if (str_eq(name, STR("script")) || str_eq(name, STR("style")) || str_eq(name, STR("iframe")))
		wrong(reader, "forbidden");
}

static void take_id(struct reader *reader, struct str id)
{
	for (unsigned i = 0; i < reader->id_count; i++)
		if (str_eq(reader->id[i], id))
			wrong(reader, "an id that is taken");
	assert_true(reader->id_count < IDS);
	reader->id[reader->id_count++] = id;
}

static bool name_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
}

static struct str take_name(struct reader *reader)
{
	size_t begin = reader->at;
	while (reader->at < reader->html.len && name_char(reader->html.ptr[reader->at]))
		reader->at++;
	if (reader->at == begin)
		wrong(reader, "a < without a name");
	return str_slice(reader->html, begin, reader->at);
}

/* Attributes up to the end of the tag; true: it closed itself. */
static bool take_attributes(struct reader *reader)
{
	struct str seen[24];
	unsigned count = 0;
	for (;;) {
		struct str rest = str_slice(reader->html, reader->at, reader->html.len);
		if (str_starts(rest, STR(">")) || str_starts(rest, STR("/>"))) {
			reader->at += rest.ptr[0] == '/' ? 2 : 1;
			return rest.ptr[0] == '/';
		}
		if (!str_starts(rest, STR(" ")))
			wrong(reader, "attributes without a space before them");
		reader->at++;
		struct str name = take_name(reader);
		for (unsigned i = 0; i < count; i++)
			if (str_eq(seen[i], name))
				wrong(reader, "an attribute twice");
		assert_true(count < COUNT(seen));
		seen[count++] = name;
		if (str_eq(name, STR("style")) || str_starts(name, STR("on")))
			wrong(reader, "an inline style or script");
		if (!str_starts(str_slice(reader->html, reader->at, reader->html.len), STR("=\"")))
			wrong(reader, "an attribute without a value in quotes");
		size_t begin = reader->at + 2;
		reader->at = str_find(reader->html, '"', begin);
		struct str value = str_slice(reader->html, begin, reader->at++);
		if (str_find(value, '<', 0) < value.len)
			wrong(reader, "markup within an attribute");
		if (str_eq(name, STR("id")))
			take_id(reader, value);
		if (str_eq(name, STR("href")) && !(str_starts(value, STR("/")) || str_starts(value, STR("?")) ||
		                                   str_starts(value, STR("#")) || str_starts(value, STR("https://"))))
			wrong(reader, "a strange link");
	}
}

static void take_tag(struct reader *reader)
{
	static const char *const voids[] = {"meta", "link", "br", "input", "img", "hr", NULL};
	reader->at++;
	if (reader->html.ptr[reader->at] == '/') {
		reader->at++;
		struct str name = take_name(reader);
		if (reader->depth == 0 || !str_eq(reader->open[reader->depth - 1], name))
			wrong(reader, "an end that ends nothing");
		reader->depth--;
		reader->at++;
		return;
	}
	struct str name = take_name(reader);
	check_place(reader, name);
	if (take_attributes(reader) || one_of(name, voids))
		return;
	assert_true(reader->depth < DEPTH);
	reader->open[reader->depth++] = name;
}

void markup_check(struct str html, const char *name)
{
	static struct reader reader;
	struct str doctype = STR("<!DOCTYPE html>\n");
	reader = (struct reader){.name = name, .html = html};
	if (str_starts(html, doctype))
		reader.at = doctype.len;
	while (reader.at < html.len) {
		char c = html.ptr[reader.at];
		if (c == '<') {
			take_tag(&reader);
			continue;
		}
		struct str parent = reader.depth ? reader.open[reader.depth - 1] : STR("");
		if (c != '\n' && c != ' ' &&
		    (str_eq(parent, STR("ul")) || str_eq(parent, STR("ol")) || str_eq(parent, STR("dl")) ||
		     str_eq(parent, STR("tr")) || str_eq(parent, STR("tbody"))))
			wrong(&reader, "words between items or cells");
		reader.at++;
	}
	if (reader.depth > 0)
		wrong(&reader, "something is not closed");
}
