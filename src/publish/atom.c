/* Atom, written element by element: tags are literals of ours, whatever comes from a record goes through html_text or
 * html_attr, whose few references ("&lt;", "&gt;", "&amp;", "&#…;", "&quot;") are XML's too, and which let no byte
 * through that XML 1.0 forbids.
 *
 * RFC 4287, by section:
 *  4.1.1  a feed has one id, one title, one updated, a self link, an author (its entries then need none)
 *  4.1.2  an entry has one id, one title, one updated; no two alternate links of the same type and language
 *  4.1.3  content of type "text" is plain text, shown as it is
 *  4.2.6  an id never changes, whatever happens to the page's address
 */
#include "publish/atom.h"

#include "base/time.h"
#include "publish/html.h"

static void element(struct buf *buf, const char *name, struct str text)
{
	buf_byte(buf, '<');
	buf_c(buf, name);
	buf_byte(buf, '>');
	html_text(buf, text);
	buf_str(buf, STR("</"));
	buf_c(buf, name);
	buf_str(buf, STR(">\n"));
}

static void element_time(struct buf *buf, const char *name, int64_t time_ms)
{
	char storage[40];
	struct buf text = buf_of(storage, sizeof(storage));
	buf_time_utc(&text, time_ms);
	element(buf, name, buf_view(&text));
}

static void element_link(struct buf *buf, const char *rel, const char *type, struct str language, struct str href)
{
	buf_str(buf, STR("<link"));
	html_attr(buf, "rel", str_from(rel));
	html_attr(buf, "type", str_from(type));
	if (language.len > 0)
		html_attr(buf, "hreflang", language);
	html_attr(buf, "href", href);
	buf_str(buf, STR("/>\n"));
}

static void element_plain(struct buf *buf, const char *name, struct str text)
{
	buf_byte(buf, '<');
	buf_c(buf, name);
	html_attr(buf, "type", STR("text"));
	buf_byte(buf, '>');
	html_text(buf, text);
	buf_str(buf, STR("</"));
	buf_c(buf, name);
	buf_str(buf, STR(">\n"));
}

static void entry(struct buf *buf, const struct feed *feed, const struct feed_entry *one)
{
	buf_str(buf, STR("<entry>\n"));
	element(buf, "id", one->id);
	element(buf, "title", one->title);
	element_time(buf, "published", one->published_ms);
	element_time(buf, "updated", one->updated_ms);
	element_link(buf, "alternate", "text/html", feed->language, one->url);
	for (uint32_t i = 0; i < one->other_count; i++)
		element_link(buf, "alternate", "text/html", one->other[i].language, one->other[i].href);
	if (one->summary.len > 0)
		element_plain(buf, "summary", one->summary);
	if (one->text.len > 0)
		element_plain(buf, "content", one->text);
	buf_str(buf, STR("</entry>\n"));
}

void buf_atom(struct buf *buf, const struct feed *feed)
{
	buf_str(buf, STR("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\""));
	html_attr(buf, "xml:lang", feed->language);
	buf_str(buf, STR(">\n"));
	element(buf, "id", feed->id);
	element(buf, "title", feed->title);
	element_time(buf, "updated", feed->updated_ms);
	buf_str(buf, STR("<author>\n"));
	element(buf, "name", feed->author);
	if (feed->author_url.len > 0)
		element(buf, "uri", feed->author_url);
	buf_str(buf, STR("</author>\n"));
	element_link(buf, "self", "application/atom+xml", feed->language, feed->self_url);
	element_link(buf, "alternate", "text/html", feed->language, feed->home_url);
	for (uint32_t i = 0; i < feed->other_count; i++)
		element_link(buf, "alternate", "application/atom+xml", feed->other[i].language, feed->other[i].href);
	for (uint32_t i = 0; i < feed->entry_count; i++)
		entry(buf, feed, &feed->entry[i]);
	buf_str(buf, STR("</feed>\n"));
}
