/* What FTS5 is given: a tokenizer over search_words.c, and a function that cuts an excerpt out of a text.
 *
 * An excerpt begins a few words before the first thing found and ends after a few more; what was found stands between
 * U+2068 and U+2069, which are taken out of the text itself, as are control characters. A text in which nothing was
 * found (it was the title) gives its beginning.
 */
#include "store/search_private.h"

#include <string.h>

#include "base/limits.h"
#include "base/utf8.h"

#define EXCERPT_BEFORE 6
#define EXCERPT_WORDS 32
#define EXCERPT_SIZE 1024u

#define MARK_BEGIN "\xe2\x81\xa8"
#define MARK_END "\xe2\x81\xa9"
#define ELLIPSIS "\xe2\x80\xa6"

/* ---- The tokenizer ------------------------------------------------------------------------------------------- */

/* All tokenizers of one connection are its struct words. */
static int tokenizer_create(void *context, const char **arguments, int count, Fts5Tokenizer **ret)
{
	(void)arguments;
	(void)count;
	*ret = context;
	return SQLITE_OK;
}

static void tokenizer_delete(Fts5Tokenizer *tokenizer)
{
	(void)tokenizer;
}

struct token_sink {
	void *context;
	int (*token)(void *context, int flags, const char *text, int size, int begin, int end);
};

static int pass_token(void *context, const struct word_found *word)
{
	const struct token_sink *sink = context;
	return sink->token(sink->context, word->stem ? FTS5_TOKEN_COLOCATED : 0, word->text.ptr, (int)word->text.len,
	                   (int)word->begin, (int)word->end);
}

/* An unfinished word has no stem, and an excerpt needs none. */
static int tokenize(Fts5Tokenizer *tokenizer, void *context, int flags, const char *text, int size,
                    int (*token)(void *, int, const char *, int, int, int))
{
	struct search *search = (struct search *)(void *)tokenizer;
	struct token_sink sink = {context, token};
	bool stems = (flags & (FTS5_TOKENIZE_PREFIX | FTS5_TOKENIZE_AUX)) == 0;
	int result;
	if (!text || size <= 0)
		return SQLITE_OK;
	result = words_of(search->words, (struct str){text, (size_t)size}, stems, pass_token, &sink);
	return result == -1 ? SQLITE_NOMEM : result;
}

/* ---- Excerpts ------------------------------------------------------------------------------------------------ */

struct excerpt {
	int first; /* word to begin with */
	int seen;  /* words so far */
	bool found[EXCERPT_WORDS];
	int begin[EXCERPT_WORDS], end[EXCERPT_WORDS];
};

/* The first word of the text (column 1) that was found; then all within reach of it. */
static int mark_found(const Fts5ExtensionApi *api, Fts5Context *fts, struct excerpt *excerpt)
{
	int count = 0, rc = api->xInstCount(fts, &count), first = -1;
	for (int i = 0; i < count && rc == SQLITE_OK; i++) {
		int phrase, column, at;
		rc = api->xInst(fts, i, &phrase, &column, &at);
		if (rc == SQLITE_OK && column == 1 && (first < 0 || at < first))
			first = at;
	}
	excerpt->first = first > EXCERPT_BEFORE ? first - EXCERPT_BEFORE : 0;
	for (int i = 0; i < count && rc == SQLITE_OK; i++) {
		int phrase, column, at;
		rc = api->xInst(fts, i, &phrase, &column, &at);
		if (rc != SQLITE_OK || column != 1)
			continue;
		for (int k = 0; k < api->xPhraseSize(fts, phrase); k++)
			if (at + k >= excerpt->first && at + k < excerpt->first + EXCERPT_WORDS)
				excerpt->found[at + k - excerpt->first] = true;
	}
	return rc;
}

static int see_word(void *context, int flags, const char *text, int size, int begin, int end)
{
	struct excerpt *excerpt = context;
	(void)text;
	(void)size;
	if (flags & FTS5_TOKEN_COLOCATED)
		return SQLITE_OK;
	int index = excerpt->seen++ - excerpt->first;
	if (index >= EXCERPT_WORDS)
		return SQLITE_DONE; /* one more is there */
	if (index >= 0) {
		excerpt->begin[index] = begin;
		excerpt->end[index] = end;
	}
	return SQLITE_OK;
}

/* White space as one space; nothing that would turn the text's direction or could be taken for our marks. */
static void buf_plain(struct buf *buf, struct str text)
{
	for (size_t at = 0; at < text.len;) {
		size_t begin = at;
		int32_t c = utf8_next(text, &at);
		if (c < 0)
			at++;
		else if ((c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069))
			continue;
		else if (c > 0x20 && (c < 0x7f || c >= 0xa0))
			buf_str(buf, str_slice(text, begin, at));
		else if (buf->len && buf->ptr[buf->len - 1] != ' ')
			buf_byte(buf, ' ');
	}
}

static void buf_excerpt(struct buf *buf, const struct excerpt *excerpt, struct str text)
{
	int count = excerpt->seen - excerpt->first < EXCERPT_WORDS ? excerpt->seen - excerpt->first : EXCERPT_WORDS;
	bool more = excerpt->seen - excerpt->first > EXCERPT_WORDS;
	if (count <= 0)
		return;
	size_t at = excerpt->first ? (size_t)excerpt->begin[0] : 0;
	buf_c(buf, excerpt->first ? ELLIPSIS : "");
	for (int i = 0; i < count; i++) {
		struct str before = str_slice(text, at, (size_t)excerpt->begin[i]);
		bool joined = i > 0 && excerpt->found[i] && excerpt->found[i - 1];
		if (i > 0 && excerpt->found[i - 1] && !joined)
			buf_c(buf, MARK_END);
		buf_plain(buf, before);
		if (excerpt->found[i] && !joined)
			buf_c(buf, MARK_BEGIN);
		at = (size_t)excerpt->end[i];
		buf_plain(buf, str_slice(text, (size_t)excerpt->begin[i], at));
	}
	if (excerpt->found[count - 1])
		buf_c(buf, MARK_END);
	buf_plain(buf, more ? STR("") : str_slice(text, at, text.len));
	buf_c(buf, more ? ELLIPSIS : "");
}

/* Does a mark stand open at the end? */
static bool is_marked(struct str text)
{
	for (size_t i = text.len; i-- > 0;) {
		if (str_starts(str_slice(text, i, text.len), STR(MARK_BEGIN)))
			return true;
		if (str_starts(str_slice(text, i, text.len), STR(MARK_END)))
			return false;
	}
	return false;
}

static void excerpt_function(const Fts5ExtensionApi *api, Fts5Context *fts, sqlite3_context *context, int count,
                             sqlite3_value **values)
{
	struct excerpt excerpt = {.first = 0};
	const char *text = NULL;
	int size = 0;
	(void)count;
	(void)values;
	int rc = mark_found(api, fts, &excerpt);
	if (rc == SQLITE_OK)
		rc = api->xColumnText(fts, 1, &text, &size);
	if (rc == SQLITE_OK && size > 0)
		rc = api->xTokenize(fts, text, size, &excerpt, see_word);
	if (rc != SQLITE_OK && rc != SQLITE_DONE) {
		sqlite3_result_error_code(context, rc);
		return;
	}
	char storage[EXCERPT_SIZE];
	struct buf buf = buf_of(storage, sizeof storage - sizeof MARK_END - sizeof ELLIPSIS);
	buf_excerpt(&buf, &excerpt, (struct str){text, (size_t)size});
	if (buf.full) {
		buf = (struct buf){.ptr = storage, .len = buf.len, .cap = sizeof storage};
		buf_c(&buf, is_marked(buf_view(&buf)) ? MARK_END ELLIPSIS : ELLIPSIS);
	}
	sqlite3_result_text(context, buf.ptr, (int)buf.len, SQLITE_TRANSIENT);
}

/* ---- Both given to FTS5 -------------------------------------------------------------------------------------- */

static int api_of(sqlite3 *db, fts5_api **ret)
{
	sqlite3_stmt *statement = NULL;
	int rc = sqlite3_prepare_v2(db, "SELECT fts5(?1)", -1, &statement, NULL);
	*ret = NULL;
	if (rc == SQLITE_OK)
		rc = sqlite3_bind_pointer(statement, 1, ret, "fts5_api_ptr", NULL);
	if (rc == SQLITE_OK)
		sqlite3_step(statement);
	sqlite3_finalize(statement);
	return rc == SQLITE_OK && !*ret ? SQLITE_ERROR : rc;
}

int search_fts_start(struct search *search)
{
	static fts5_tokenizer tokenizer = {tokenizer_create, tokenizer_delete, tokenize};
	fts5_api *api;
	int rc = api_of(search->db, &api);
	if (rc == SQLITE_OK)
		rc = api->xCreateTokenizer(api, "comity", search, &tokenizer, NULL);
	if (rc == SQLITE_OK)
		rc = api->xCreateFunction(api, "excerpt", NULL, excerpt_function, NULL);
	return rc;
}
