/* Pages for requests that cannot be answered: the status, what it means, and the way home. */
#include "web/frame.h"

#include "web/view_private.h"

struct error_words {
	int status;
	enum message title, words;
};

static struct error_words error_words(int status)
{
	static const struct error_words table[] = {
		{400, MSG_ERROR_BAD_REQUEST, MSG_ERROR_BAD_REQUEST_WORDS},
		{403, MSG_ERROR_FORBIDDEN, MSG_ERROR_FORBIDDEN_WORDS},
		{404, MSG_ERROR_NOT_FOUND, MSG_ERROR_NOT_FOUND_WORDS},
		{405, MSG_ERROR_METHOD, MSG_ERROR_METHOD_WORDS},
		{413, MSG_ERROR_TOO_LARGE, MSG_ERROR_TOO_LARGE_WORDS},
		{414, MSG_ERROR_TOO_LARGE, MSG_ERROR_TOO_LARGE_WORDS},
		{429, MSG_ERROR_BUSY, MSG_ERROR_BUSY_WORDS},
		{431, MSG_ERROR_TOO_LARGE, MSG_ERROR_TOO_LARGE_WORDS},
		{503, MSG_ERROR_BUSY, MSG_ERROR_BUSY_WORDS},
	};
	for (size_t i = 0; i < sizeof table / sizeof table[0]; i++)
		if (table[i].status == status)
			return table[i];
	if (status < 500)
		return (struct error_words){status, MSG_ERROR_BAD_REQUEST, MSG_ERROR_BAD_REQUEST_WORDS};
	return (struct error_words){status, MSG_ERROR_INTERNAL, MSG_ERROR_INTERNAL_WORDS};
}

void page_render_error(const struct site *site, enum language language, int status, struct arena *arena,
                       struct buf *out)
{
	struct view view = {.format = VIEW_HTML, .out = out, .site = site, .language = language, .arena = arena};
	struct error_words words = error_words(status);
	char storage[12], words_storage[160];
	struct buf number = buf_of(storage, sizeof storage), status_words = buf_of(words_storage, sizeof words_storage);
	buf_i64(&number, status);
	struct str argument = buf_view(&number);
	buf_message(&status_words, MSG_ERROR_STATUS, language, &argument, 1);
	frame_begin(&view, message(words.title, language), STR(""));
	put(&view, STR("<p class=\"eyebrow\">"));
	html_text(out, buf_view(&status_words));
	put(&view, STR("</p>\n<h1>"));
	put_message(&view, words.title);
	put(&view, STR("</h1>\n<p class=\"lead\">"));
	put_message(&view, words.words);
	put(&view, STR("</p>\n<p><a href=\"/"));
	buf_str(out, language_tag[language]);
	put(&view, STR("/\">"));
	put_message(&view, MSG_ERROR_HOME);
	put(&view, STR("</a></p>\n"));
	frame_end(&view);
}
