/* Any bytes as a charter: what can be read has one layout, which can be read, means the same, keeps every comment and
 * does not change when it is laid out again. */
#include "../support/charter_dump.h"

#include <stdlib.h>
#include <string.h>

static char first[4 << 20], second[4 << 20], before[16 << 20], after[16 << 20];

static bool read_text(struct str text, struct arena *arena, struct charter *ret)
{
	struct diagnostics diagnostics;
	struct err err = {0};
	return charter_read(text, arena, ret, &diagnostics, &err) == ERR_OK;
}

/* The comments, one a line, without blanks at their ends. */
static struct str comments_of(char *storage, size_t size, struct str text)
{
	struct buf buf = buf_of(storage, size);
	bool quoted = false;
	for (size_t i = 0; i < text.len; i++) {
		if (quoted && text.ptr[i] == '\\') {
			i++;
		} else if (text.ptr[i] == '"') {
			quoted = !quoted;
		} else if (!quoted && text.ptr[i] == '#') {
			size_t end = str_find(text, '\n', i);
			buf_str(&buf, str_trim(str_slice(text, i, end)));
			buf_c(&buf, "\n");
			i = end;
		}
	}
	return buf_view(&buf);
}

static void must(bool holds)
{
	if (!holds)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct region region;
	struct str text = {(const char *)data, size};
	struct charter charter, again;
	struct err err = {0};
	if (region.base == NULL && !arena_reserve(&region, (size_t)128 << 20))
		return 0;
	struct arena arena = {region.base, (char *)region.base + region.size};
	struct buf once = buf_of(first, sizeof(first)), twice = buf_of(second, sizeof(second));
	if (size > LIMIT_CHARTER_SIZE)
		return 0;
	/* The layout of what is no charter is an error or nonsense, and ends. */
	enum err_code code = charter_format(text, &once, &err);
	if (!read_text(text, &arena, &charter))
		return 0;
	must(code == ERR_OK || code == ERR_LIMIT);
	if (code != ERR_OK)
		return 0;
	must(read_text(buf_view(&once), &arena, &again));
	struct buf was = buf_of(before, sizeof(before)), is = buf_of(after, sizeof(after));
	dump_charter(&was, &charter);
	dump_charter(&is, &again);
	must(str_eq(buf_view(&was), buf_view(&is)));
	must(str_eq(comments_of(before, sizeof(before), text), comments_of(after, sizeof(after), buf_view(&once))));
	must(charter_format(buf_view(&once), &twice, &err) == ERR_OK && str_eq(buf_view(&once), buf_view(&twice)));
	return 0;
}
