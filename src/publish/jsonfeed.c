/* JSON Feed 1.1: one object, its items newest first. An item's other languages have no place in the format; they stand
 * in an extension, whose name begins with an underscore as the format asks, and which readers skip.
 */
#include "publish/jsonfeed.h"

#include "base/time.h"
#include "publish/html.h"
#include "record/json.h"

static void member(struct buf *buf, bool *first, struct str key, struct str text)
{
	buf_json_key(buf, first, key);
	json_text(buf, text);
}

static void member_time(struct buf *buf, bool *first, struct str key, int64_t time_ms)
{
	buf_json_key(buf, first, key);
	buf_byte(buf, '"');
	buf_time_utc(buf, time_ms);
	buf_byte(buf, '"');
}

static void others(struct buf *buf, bool *first, const struct feed_link *other, uint32_t count)
{
	if (count == 0)
		return;
	buf_json_key(buf, first, STR("_languages"));
	buf_byte(buf, '{');
	bool inner = true;
	for (uint32_t i = 0; i < count; i++)
		member(buf, &inner, other[i].language, other[i].href);
	buf_byte(buf, '}');
}

static void item(struct buf *buf, const struct feed *feed, const struct feed_entry *one)
{
	bool first = true;
	buf_byte(buf, '{');
	member(buf, &first, STR("id"), one->id);
	member(buf, &first, STR("url"), one->url);
	member(buf, &first, STR("title"), one->title);
	if (one->summary.len > 0)
		member(buf, &first, STR("summary"), one->summary);
	/* "content_text" is required of an item that has no HTML: the summary where the text is too long for a feed */
	member(buf, &first, STR("content_text"), one->text.len > 0 ? one->text : one->summary);
	member_time(buf, &first, STR("date_published"), one->published_ms);
	member_time(buf, &first, STR("date_modified"), one->updated_ms);
	member(buf, &first, STR("language"), feed->language);
	others(buf, &first, one->other, one->other_count);
	buf_byte(buf, '}');
}

void buf_json_feed(struct buf *buf, const struct feed *feed)
{
	bool first = true;
	buf_byte(buf, '{');
	member(buf, &first, STR("version"), STR("https://jsonfeed.org/version/1.1"));
	member(buf, &first, STR("title"), feed->title);
	member(buf, &first, STR("home_page_url"), feed->home_url);
	member(buf, &first, STR("feed_url"), feed->self_url);
	member(buf, &first, STR("language"), feed->language);
	buf_json_key(buf, &first, STR("authors"));
	buf_str(buf, STR("[{"));
	bool inner = true;
	member(buf, &inner, STR("name"), feed->author);
	if (feed->author_url.len > 0)
		member(buf, &inner, STR("url"), feed->author_url);
	buf_str(buf, STR("}]"));
	others(buf, &first, feed->other, feed->other_count);
	buf_json_key(buf, &first, STR("items"));
	buf_byte(buf, '[');
	for (uint32_t i = 0; i < feed->entry_count; i++) {
		if (i > 0)
			buf_byte(buf, ',');
		buf_byte(buf, '\n');
		item(buf, feed, &feed->entry[i]);
	}
	buf_str(buf, STR("]}\n"));
}
