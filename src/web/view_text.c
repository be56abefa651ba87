/* Long texts: of a fact, with its state and languages; as much of each as the page has room for.
 *
 * The room is counted in bytes as they are written, the most that a character can take in either form, so that no text
 * is written in more. Once it is used up, texts are not even read: the way to each is all that stands there.
 */
#include "web/view.h"

#include "base/limits.h"
#include "base/utf8.h"
#include "record/hash.h"
#include "web/view_private.h"

/* The most that the next character of a text takes in either form. */
static size_t written_size(struct str text, size_t *index)
{
	uint8_t byte = (uint8_t)text.ptr[*index];
	size_t begin = *index;
	if (byte >= 0x80) {
		int32_t code = utf8_next(text, index);
		if (code < 0)
			(*index)++;
		return code < 0 ? 3 : *index - begin < 3 ? 3 : *index - begin; /* U+FFFD has three bytes */
	}
	(*index)++;
	if (byte == '\n')
		return sizeof "</p>\n<p dir=\"auto\">";
	return byte < 0x20 || byte == '&' || byte == '<' || byte == '>' || byte == '"' || byte == '\\' ? 6 : 1;
}

static bool text_room(const struct view *view)
{
	return view->text_size + 256 <= LIMIT_PAGE_TEXTS;
}

/* As much of the text as there is room for, and takes it. */
static struct str text_fit(struct view *view, struct str text)
{
	size_t index = 0, fits = 0;
	while (index < text.len) {
		size_t size = written_size(text, &index);
		if (view->text_size + size > LIMIT_PAGE_TEXTS)
			break;
		view->text_size += size;
		fits = index;
	}
	return str_slice(text, 0, fits);
}

static void put_whole(struct view *view, const char *key, struct str whole)
{
	view->shortened = true;
	if (!html(view)) {
		if (json_member_beside(view, key, "_whole"))
			json_text(view->out, whole);
		return;
	}
	block_open(view);
	put(view, STR("<p class=\"note\"><a"));
	html_attr(view->out, "href", whole);
	buf_byte(view->out, '>');
	put_message(view, MSG_TEXT_WHOLE);
	put(view, STR("</a></p>\n"));
}

static bool put_long_text(struct view *view, const char *key, struct str text, struct str language)
{
	struct str shown = text_fit(view, text);
	if (!html(view)) {
		json_member(view, key);
		json_text(view->out, shown);
		if (language.len > 0 && json_member_beside(view, key, "_language"))
			json_text(view->out, language);
		return shown.len == text.len;
	}
	block_open(view);
	put(view, STR("<div class=\"text\""));
	put_lang(view, language);
	put(view, STR(">\n"));
	html_paragraphs(view->out, shown);
	put(view, STR("</div>\n"));
	return shown.len == text.len;
}

void view_long_text(struct view *view, const char *key, struct str text, struct str language)
{
	if (!put_long_text(view, key, text, language))
		view->shortened = true;
}

/* ---- A fact's text ----------------------------------------------------------------------------------------------- */

static const struct {
	struct str code;
	enum message words;
} state_info[] = {
	[TEXT_SHOWN] = {STR_INIT("shown"), MSG_NONE},
	[TEXT_NONE] = {STR_INIT("none"), MSG_NONE},
	[TEXT_RESTRICTED] = {STR_INIT("restricted"), MSG_TEXT_RESTRICTED},
	[TEXT_EMBARGO] = {STR_INIT("embargo"), MSG_TEXT_EMBARGO},
	[TEXT_ERASED] = {STR_INIT("erased"), MSG_TEXT_ERASED},
	[TEXT_MISSING] = {STR_INIT("missing"), MSG_TEXT_MISSING},
};

struct str view_language_name(struct str tag)
{
	/* What a language calls itself: the United Nations' languages, and those of the members of the examples. */
	static const struct {
		struct str tag, name;
	} own[] = {
		{STR_INIT("ar"), STR_INIT("العربية")},   {STR_INIT("be"), STR_INIT("Беларуская")},
		{STR_INIT("de"), STR_INIT("Deutsch")},   {STR_INIT("en"), STR_INIT("English")},
		{STR_INIT("es"), STR_INIT("Español")},   {STR_INIT("fr"), STR_INIT("Français")},
		{STR_INIT("hy"), STR_INIT("Հայերեն")},   {STR_INIT("it"), STR_INIT("Italiano")},
		{STR_INIT("kk"), STR_INIT("Қазақша")},   {STR_INIT("ky"), STR_INIT("Кыргызча")},
		{STR_INIT("pt"), STR_INIT("Português")}, {STR_INIT("ru"), STR_INIT("Русский")},
		{STR_INIT("tg"), STR_INIT("Тоҷикӣ")},    {STR_INIT("zh"), STR_INIT("中文")},
	};
	for (size_t i = 0; i < sizeof own / sizeof own[0]; i++)
		if (str_eq(own[i].tag, tag))
			return own[i].name;
	return tag;
}

struct str view_wished(const struct view *view, const struct value *texts)
{
	for (uint32_t i = 0; texts && view->text_language.len > 0 && i < texts->count; i++)
		if (str_eq(texts->pair[i].name, view->text_language))
			return view->text_language;
	return language_tag[view->language];
}

/* The languages a text has beside the one that is shown, as links to the same page. */
static void put_languages(struct view *view, const struct value *value, struct str shown)
{
	if (!value || value->count < 2)
		return;
	buf_str(view->out, STR("<p class=\"languages\"><span class=\"label\">"));
	put_message(view, MSG_TEXT_LANGUAGES);
	buf_str(view->out, STR("</span>"));
	for (uint32_t i = 0; i < value->count; i++) {
		struct str tag = value->pair[i].name;
		if (str_eq(tag, shown))
			continue;
		buf_str(view->out, STR(" <a href=\"?text="));
		url_arg(view->out, tag);
		buf_byte(view->out, '"');
		html_attr(view->out, "lang", tag);
		html_attr(view->out, "hreflang", tag);
		buf_byte(view->out, '>');
		html_text(view->out, view_language_name(tag));
		buf_str(view->out, STR("</a>"));
	}
	buf_str(view->out, STR("</p>\n"));
}

/* The ref of the field's text in this language; of a card, which has none, the only one. */
static struct str text_ref(const struct fact *fact, enum field field, struct str language)
{
	const struct value *value = fact_get(fact, field);
	if (!value || field_info[field].type == TYPE_BLOB)
		return value ? value->str : STR("");
	for (uint32_t i = 0; i < value->count; i++)
		if (str_eq(value->pair[i].name, language))
			return value->pair[i].value;
	return value->count > 0 ? value->pair[0].value : STR("");
}

static void put_way(struct view *view, const char *key, struct str ref)
{
	char storage[128];
	struct buf address = buf_of(storage, sizeof storage);
	buf_str(&address, STR("/blobs/"));
	buf_str(&address, ref);
	put_whole(view, key, buf_view(&address));
}

/* The page is full of texts: this one is not even read. */
static void put_way_only(struct view *view, const char *key, const struct fact *fact, enum field field,
                         struct str wished)
{
	const struct reading *reading = &view->site->reading;
	struct str text = text_ref(fact, field, wished);
	struct blob_ref ref;
	enum text_state state = TEXT_NONE;
	if (text.len > 0)
		state = blob_ref_parse(text, &ref) ? library_may_read(reading->library, reading->state, &ref, reading->now_ms)
		                                   : TEXT_MISSING;
	if (view->format == VIEW_JSON) {
		json_member(view, key);
		buf_str(view->out, STR("null"));
	}
	if (state == TEXT_SHOWN)
		put_way(view, key, text);
	else if (state_info[state].words != MSG_NONE)
		view_note(view, state_info[state].words, NULL, 0);
	if (view->format == VIEW_JSON && json_member_beside(view, key, "_state"))
		json_text(view->out, state_info[state].code);
}

void view_fact_text(struct view *view, const char *key, const struct fact *fact, enum field field)
{
	const struct reading *reading = &view->site->reading;
	struct arena scratch = *view->arena;
	struct err err;
	enum text_state state;
	struct str text = STR(""), language = STR("");
	bool card = field_info[field].type == TYPE_BLOB; /* it has no language */
	struct str wished = view_wished(view, card ? NULL : fact_get(fact, field));
	if (view->muted != 0)
		return;
	if (!text_room(view)) {
		put_way_only(view, key, fact, field, wished);
		return;
	}
	if (library_text(reading->library, reading->store, reading->state, fact, field, wished, reading->now_ms, &scratch,
	                 &state, &text, &language, &err) != ERR_OK) {
		view->failed = true;
		return;
	}
	if (state == TEXT_SHOWN) {
		if (!put_long_text(view, key, text, language))
			put_way(view, key, text_ref(fact, field, language));
	} else if (view->format == VIEW_JSON) {
		json_member(view, key);
		buf_str(view->out, STR("null"));
	} else if (state_info[state].words != MSG_NONE) {
		view_note(view, state_info[state].words, NULL, 0);
	}
	if (view->format == VIEW_HTML && state == TEXT_SHOWN)
		put_languages(view, fact_get(fact, field), language);
	else if (view->format == VIEW_JSON && json_member_beside(view, key, "_state"))
		json_text(view->out, state_info[state].code);
}
