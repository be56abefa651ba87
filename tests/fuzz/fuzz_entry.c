/* Entries and origins: an entry that parses comes out again byte for byte; an origin is always a key's name too. */
#include "record/entry.h"

#include <stdlib.h>

#include "base/limits.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct region region;

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc, (void)argv;
	if (!arena_reserve(&region, (size_t)4 << 20))
		abort();
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str bytes = {(const char *)data, size};
	struct arena arena = arena_of(&region);
	struct err err;
	if (origin_valid(bytes) && !note_name_valid(bytes))
		abort();
	struct entry entry;
	if (entry_parse(bytes, &entry, &err))
		return 0;
	struct buf buf = buf_new(&arena, size);
	buf_entry(&buf, entry.number, entry.time_ms, entry.act);
	if (buf.full || !str_eq(buf_view(&buf), bytes))
		abort();
	struct note note;
	err_ignore(note_parse(entry.act, LIMIT_ACT_SIGNATURES, &arena, &note, &err));
	return 0;
}
