/* Releases into feeds: addresses, identifiers that never change, and texts. What a feed looks like is the writers' to
 * know (publish/atom.h, publish/jsonfeed.h).
 *
 *  1. An entry's identifier is made from the origin, the day of publication, the release's name and the language: none
 *     of them ever changes, wherever the site moves.
 *  2. What is corrected is an update of the same entry: the correction stands below the text, `updated` is its time.
 *  3. A text above LIMIT_FEED_TEXT is not cut: the feed gives its heading, and the page the text.
 */
#include "web/feed.h"

#include "publish/atom.h"
#include "publish/jsonfeed.h"
#include "web/news.h"

struct maker {
	const struct site *site;
	enum language language;
	struct str text_language; /* the texts' */
	struct arena *arena;
};

/* ---- Addresses -------------------------------------------------------------------------------------------------- */

#define ADDRESS_SIZE 2048u

/* BASE/LANGUAGE/PATH[NAME] */
static struct str address(const struct maker *maker, struct str language, struct str path, struct str name)
{
	char storage[ADDRESS_SIZE];
	struct buf buf = buf_of(storage, sizeof(storage));
	buf_str(&buf, maker->site->base_url);
	buf_byte(&buf, '/');
	url_arg(&buf, language);
	buf_byte(&buf, '/');
	buf_str(&buf, path);
	url_arg(&buf, name);
	return arena_str(maker->arena, buf_view(&buf));
}

/* The release's page for a text in this language: in the interface's, where it speaks it. */
static struct str release_address(const struct maker *maker, struct str name, struct str language)
{
	enum language interface = language_find(language);
	if (interface != LANGUAGE_MAX && interface != LANGUAGE_PSEUDO)
		return address(maker, language_tag[interface], STR("releases/"), name);
	char storage[256];
	struct buf path = buf_of(storage, sizeof(storage));
	buf_str(&path, STR("releases/"));
	url_arg(&path, name);
	buf_str(&path, STR("?text="));
	return address(maker, language_tag[maker->language], buf_view(&path), language);
}

static struct str tag(const struct maker *maker, int64_t time_ms, const char *what, struct str name)
{
	char storage[ADDRESS_SIZE], name_storage[256];
	struct buf buf = buf_of(storage, sizeof(storage)), path = buf_of(name_storage, sizeof(name_storage));
	buf_c(&path, what);
	buf_str(&path, name);
	buf_byte(&path, '/');
	buf_str(&path, maker->text_language);
	feed_tag(&buf, maker->site->origin, time_ms, buf_view(&path));
	return arena_str(maker->arena, buf_view(&buf));
}

/* ---- Texts ------------------------------------------------------------------------------------------------------ */

/* The text; empty where nobody may read it, and where it is too long for a feed. */
static bool text_of(const struct maker *maker, const struct fact *fact, struct str *ret)
{
	const struct reading *r = &maker->site->reading;
	struct arena mark = arena_mark(maker->arena);
	enum text_state state;
	struct str text = STR(""), language;
	struct err err;
	if (library_text(r->library, r->store, r->state, fact, FIELD_TEXT, maker->text_language, r->now_ms, maker->arena,
	                 &state, &text, &language, &err))
		return false;
	if (text.len > LIMIT_FEED_TEXT) {
		arena_rewind(maker->arena, mark);
		text = STR("");
	}
	*ret = text;
	return true;
}

/* "Correction, 12 June 2022" and its text, below what it corrects. One that nobody may read changes nothing. */
static bool with_correction(const struct maker *maker, const struct fact *correct, struct feed_entry *entry)
{
	struct str correction;
	if (!text_of(maker, correct, &correction))
		return false;
	if (correction.len == 0)
		return true;
	struct buf buf = buf_new(maker->arena, entry->text.len + correction.len + 512);
	buf_str(&buf, entry->text);
	buf_str(&buf, entry->text.len > 0 ? STR("\n\n") : STR(""));
	buf_str(&buf, message(MSG_CORRECTION, maker->language));
	buf_str(&buf, STR(", "));
	buf_date_words(&buf, maker->language, date_from_days(news_day(maker->site, correct->time_ms)));
	buf_str(&buf, STR("\n\n"));
	buf_str(&buf, correction);
	entry->text = buf_view(&buf);
	if (correct->time_ms > entry->updated_ms)
		entry->updated_ms = correct->time_ms;
	return !buf.full;
}

/* ---- Entries and feed ------------------------------------------------------------------------------------------- */

static void entry_others(const struct maker *maker, const struct news_release *release, struct feed_entry *entry)
{
	const struct value *text = news_text(release->fact);
	struct feed_link *link = NEW(maker->arena, struct feed_link, text->count);
	for (uint32_t i = 0; i < text->count; i++) {
		struct str language = text->pair[i].name;
		if (str_eq(language, maker->text_language))
			continue;
		link[entry->other_count++] = (struct feed_link){
			.language = language,
			.href = release_address(maker, release->name, language),
		};
	}
	entry->other = link;
}

static bool entry_make(const struct maker *maker, const struct news_release *release, struct feed_entry *ret)
{
	const struct fact *correct = news_corrected(maker->site, release->fact);
	struct str text, title, language;
	struct err err;
	if (news_heading(maker->site, release->fact, maker->text_language, maker->arena, &title, &language, &err) ||
	    !text_of(maker, release->fact, &text))
		return false;
	struct feed_entry entry = {
		.id = tag(maker, release->published_ms, "release/", release->name),
		.title = title,
		.url = address(maker, language_tag[maker->language], STR("releases/"), release->name),
		.published_ms = release->published_ms,
		.updated_ms = release->published_ms,
		.text = text,
	};
	if (correct && !with_correction(maker, correct, &entry))
		return false;
	if (text.len == 0)
		entry.summary = title;
	entry_others(maker, release, &entry);
	*ret = entry;
	return true;
}

static void feed_others(const struct maker *maker, const char *file, struct feed *feed)
{
	struct feed_link *link = NEW(maker->arena, struct feed_link, LANGUAGE_MAX);
	for (unsigned l = 0; l < LANGUAGE_MAX; l++) {
		if (l == (unsigned)maker->language || l == LANGUAGE_PSEUDO || str_eq(language_tag[l], maker->text_language))
			continue;
		link[feed->other_count++] = (struct feed_link){
			.language = language_tag[l],
			.href = address(maker, language_tag[l], str_from(file), STR("")),
		};
	}
	feed->other = link;
}

static bool feed_make(const struct maker *maker, const char *file, struct feed *ret)
{
	const struct reading *r = &maker->site->reading;
	const struct fact *founding = library_fact(r->library, 0);
	struct str in, own = language_tag[maker->language];
	uint32_t count;
	bool more;
	struct news_query query = {
		.from_ms = INT64_MIN, .to_ms = INT64_MAX, .language = maker->text_language, .max = LIMIT_FEED_ITEMS};
	struct news_release *release = news_releases(maker->site, &query, maker->arena, &count, &more);
	struct feed_entry *entry = NEW(maker->arena, struct feed_entry, LIMIT_FEED_ITEMS);
	struct str organisation = titles_in(&r->charter->titles, maker->text_language, &in);
	struct buf title = buf_new(maker->arena, organisation.len + 256);
	buf_message(&title, MSG_FEED_TITLE, maker->language, &organisation, 1);
	struct feed feed = {
		.id = tag(maker, founding ? founding->time_ms : 0, "releases", STR("")),
		.title = buf_view(&title),
		.language = maker->text_language,
		.self_url = address(maker, own, str_from(file), STR("")),
		.home_url = address(maker, own, STR("releases"), STR("")),
		.author = organisation,
		.author_url = address(maker, own, STR(""), STR("")),
		.updated_ms = founding ? founding->time_ms : 0,
		.entry = entry,
	};
	feed_others(maker, file, &feed);
	for (uint32_t i = 0; i < count; i++) {
		if (!entry_make(maker, &release[i], &entry[i]))
			return false;
		if (entry[i].updated_ms > feed.updated_ms)
			feed.updated_ms = entry[i].updated_ms;
		feed.entry_count++;
	}
	*ret = feed;
	return true;
}

static enum page_result feed_write(const struct site *site, enum language language, const char *file,
                                   void (*write)(struct buf *, const struct feed *), struct arena *arena,
                                   struct buf *buf)
{
	if (language >= LANGUAGE_MAX)
		return PAGE_NOT_FOUND;
	struct maker maker = {
		.site = site,
		.language = language,
		/* the pseudo-language is English in another dress */
		.text_language = language_tag[language == LANGUAGE_PSEUDO ? LANGUAGE_EN : language],
		.arena = arena,
	};
	struct feed feed;
	if (feed_make(&maker, file, &feed))
		write(buf, &feed);
	else
		buf->full = true;
	return PAGE_OK;
}

enum page_result feed_atom(const struct site *site, enum language language, struct arena *arena, struct buf *buf)
{
	return feed_write(site, language, "feed.atom", buf_atom, arena, buf);
}

enum page_result feed_json(const struct site *site, enum language language, struct arena *arena, struct buf *buf)
{
	return feed_write(site, language, "feed.json", buf_json_feed, arena, buf);
}
