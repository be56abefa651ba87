/* Any bytes as a script's lines.
 *
 *  1. Every line has 1 to SCRIPT_WORDS words, numbers ascend, the offset moves on.
 *  2. Words written again in quotes are read back as the same words.
 */
#include <assert.h>
#include <stdlib.h>

#include "app/script_words.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void read_back(const struct script_line *line, struct arena arena)
{
	static struct script_line again;
	size_t total = 0, offset = 0;
	struct err err;
	for (uint32_t i = 0; i < line->count; i++)
		total += 2 * line->word[i].len + 3;
	struct buf text = buf_new(&arena, total + 1);
	for (uint32_t i = 0; i < line->count; i++) {
		buf_byte(&text, '"');
		for (size_t k = 0; k < line->word[i].len; k++) {
			char c = line->word[i].ptr[k];
			if (c == '"' || c == '\\')
				buf_byte(&text, '\\');
			buf_byte(&text, (uint8_t)c);
		}
		buf_c(&text, "\" ");
	}
	assert(!text.full);
	again.number = 0;
	enum err_code code = script_next(buf_view(&text), &offset, &arena, &again, &err);
	assert(code == ERR_OK && again.number == 1 && again.count == line->count);
	for (uint32_t i = 0; i < line->count; i++)
		assert(str_eq(again.word[i], line->word[i]));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct region region;
	static struct script_line line;
	if (!region.base && !arena_reserve(&region, (size_t)256 << 20))
		abort();
	struct arena arena = arena_of(&region);
	struct str bytes = {(const char *)data, size};
	struct err err;
	line.number = 0;
	for (size_t offset = 0, before = 0; script_next(bytes, &offset, &arena, &line, &err) == ERR_OK; before = offset) {
		assert(offset > before && offset <= size + 1);
		assert(line.count >= 1 && line.count <= SCRIPT_WORDS);
		(void)script_value(&line, 0, STR("key"));
		(void)before;
		read_back(&line, arena);
	}
	return 0;
}
