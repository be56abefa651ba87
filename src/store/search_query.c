/* What people type, as an FTS5 expression.
 *
 *     query  = { blank | '"' phrase [ '"' ] | piece }
 *     piece  = what stands between blanks and quotes
 *
 * A piece is found as a phrase of its words: most have one, "CMFA/ST/2025/1" has four, which belong together. What has
 * no word in it ("-", "*", "NEAR(") is left out. Of the last piece, when nothing follows it, the last word may be
 * unfinished: it stands for all words that begin so, or for itself with its stems.
 *
 * Everything typed stands between quotes of ours in what FTS5 reads, without quotes and control characters of its own:
 * it can be nothing but a phrase there.
 */
#include "store/search_words.h"

#include <string.h>

#include "base/limits.h"
#include "base/utf8.h"

#define PREFIX_MIN 2u /* characters of an unfinished word */

static bool is_quote(int32_t c)
{
	return c == '"' || c == 0xab || c == 0xbb || (c >= 0x201c && c <= 0x201f);
}

/* Spaces, controls, and what is no character at all. */
static bool is_blank(int32_t c)
{
	return c <= 0x20 || (c >= 0x7f && c <= 0xa0) || (c >= 0x2000 && c <= 0x200a) || (c >= 0x2028 && c <= 0x202f) ||
	       c == 0x3000;
}

/* The next character; -1 for a bad byte, which is passed over. */
static int32_t next(struct str query, size_t *at)
{
	int32_t c = utf8_next(query, at);
	if (c < 0)
		(*at)++;
	return c;
}

struct counted {
	uint32_t count;
	size_t last_end;
	size_t last_characters;
};

static int count_word(void *context, const struct word_found *word)
{
	struct counted *counted = context;
	counted->count++;
	counted->last_end = word->end;
	counted->last_characters = utf8_length(word->text);
	return 0;
}

static void buf_phrase(struct buf *buf, struct str piece)
{
	buf_byte(buf, '"');
	for (size_t at = 0; at < piece.len;) {
		size_t begin = at;
		int32_t c = next(piece, &at);
		if (is_blank(c) || is_quote(c))
			buf_byte(buf, ' ');
		else
			buf_str(buf, str_slice(piece, begin, at));
	}
	buf_byte(buf, '"');
}

struct query {
	struct words *words;
	struct buf *buf;
	uint32_t count;
	bool failed;
};

static void add(struct query *query, struct str piece, bool unfinished)
{
	struct counted counted = {.count = 0};
	if (query->count == LIMIT_SEARCH_WORDS)
		return;
	if (words_of(query->words, piece, /* stems= */ false, count_word, &counted) != 0)
		query->failed = true;
	if (counted.count == 0)
		return;
	buf_c(query->buf, query->count++ ? " AND " : "");
	if (unfinished && counted.last_end == piece.len && counted.last_characters >= PREFIX_MIN) {
		buf_byte(query->buf, '(');
		buf_phrase(query->buf, piece);
		buf_c(query->buf, "* OR ");
		buf_phrase(query->buf, piece);
		buf_byte(query->buf, ')');
		return;
	}
	buf_phrase(query->buf, piece);
}

/* From `from` to the next character that ends it; *at after it. */
static struct str take(struct str query, size_t from, size_t *at, bool phrase)
{
	size_t end = query.len;
	while (*at < query.len) {
		size_t before = *at;
		int32_t c = next(query, at);
		if (is_quote(c) || (!phrase && is_blank(c))) {
			end = before;
			if (!phrase)
				*at = before;
			break;
		}
	}
	return str_slice(query, from, end);
}

static void add_all(struct query *query, struct str typed)
{
	for (size_t at = 0; at < typed.len;) {
		size_t before = at;
		int32_t c = next(typed, &at);
		if (is_quote(c)) {
			add(query, take(typed, at, &at, /* phrase= */ true), /* unfinished= */ false);
		} else if (!is_blank(c)) {
			struct str piece = take(typed, before, &at, /* phrase= */ false);
			add(query, piece, at == typed.len);
		}
	}
}

bool words_query(struct words *words, struct str typed, struct str language, struct buf *ret)
{
	struct query query = {.words = words, .buf = ret};
	size_t begin = ret->len;
	if (typed.len > LIMIT_QUERY_SIZE)
		typed = str_slice(typed, 0, LIMIT_QUERY_SIZE);
	buf_c(ret, "{title text} : (");
	add_all(&query, typed);
	buf_byte(ret, ')');
	if (language.len) {
		buf_c(ret, " AND tag : ");
		buf_phrase(ret, language);
	}
	if (query.count == 0 && !ret->full)
		ret->len = begin;
	return !ret->full && !query.failed;
}
