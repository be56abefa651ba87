/* Any bytes as a query, in a language or in none.
 *
 *  1. The expression is well-formed whatever was typed: quotes come in pairs, and outside them stands only what is
 * ours.
 *  2. FTS5 reads it: searching never fails.
 *  3. Words lie within the text, one after the other; stems at the place of their word.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/limits.h"
#include "store/search.h"
#include "store/search_words.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct region region;
static struct words *words;
static struct search *search;
static char path[] = "/tmp/comity-fuzz-query-XXXXXX";

static void stop(void)
{
	search_close(search);
	words_free(words);
	unlink(path); /* the last who closes takes the other files away */
}

static void start(void)
{
	struct err err;
	int fd = mkstemp(path);
	if (fd < 0 || close(fd) != 0 || !arena_reserve(&region, (size_t)16 << 20))
		abort();
	if (words_new(&words, &err) != ERR_OK || search_open(path, STR("fuzz.example"), true, &search, &err) != ERR_OK)
		abort();
	struct search_row row = {STR("matter"), STR("m"), STR("en"), 1, STR("A title"), STR("The text of a row, ещё.")};
	struct hash leaf = {{0}};
	if (search_add(search, &row, 1, 2, &leaf, &err) != ERR_OK)
		abort();
	atexit(stop);
}

static void check_expression(struct str expression)
{
	static const char *const ours[] = {"{title text} : (", " AND tag : ", " AND ", "* OR ", "(", ")"};
	for (size_t i = 0; i < expression.len;) {
		struct str rest = str_slice(expression, i, expression.len);
		size_t step = 0;
		if (rest.ptr[0] == '"')
			step = str_find(rest, '"', 1) + 1;
		for (size_t k = 0; k < sizeof ours / sizeof ours[0] && step == 0; k++)
			if (str_starts(rest, str_from(ours[k])))
				step = strlen(ours[k]);
		assert(step > 0 && step <= rest.len);
		i += step;
	}
}

struct seen {
	size_t size, end;
	bool any;
};

static int see(void *context, const struct word_found *word)
{
	struct seen *seen = context;
	assert(word->text.len > 0 && word->begin < word->end && word->end <= seen->size);
	assert(word->stem ? seen->any && word->end == seen->end : word->begin >= seen->end);
	seen->end = word->end;
	seen->any = true;
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const language[] = {"", "en", "ru", "zh-Hans"};
	char storage[4096];
	struct search_hit hit[4];
	struct err err;
	uint32_t count;
	bool more;
	if (!region.base)
		start();
	if (size == 0)
		return 0;
	struct arena arena = arena_of(&region);
	struct str tag = str_from(language[data[0] % 4]), typed = {(const char *)data + 1, size - 1};
	struct buf expression = buf_of(storage, sizeof storage);
	words_language(words, tag);
	assert(words_query(words, typed, tag, &expression));
	check_expression(buf_view(&expression));
	assert(search_find(search, typed, tag, NULL, 0, 4, &arena, hit, &count, &more, &err) == ERR_OK);
	struct seen seen = {.size = typed.len};
	assert(words_of(words, typed, true, see, &seen) == 0);
	return 0;
}
