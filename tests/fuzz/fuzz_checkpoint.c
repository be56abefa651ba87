/* Any bytes as a checkpoint.
 *
 *  1. Three lines that parse are the only way to write what they say (where the origin is one we would write).
 *  2. Signed by the log's key, text opens exactly when it parses and is of this log.
 *  3. Whatever opens as it came was signed: its text parses too.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "record/checkpoint.h"
#include "record/entry.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct region region;
static struct secret_key key;
static struct verifier log_key;

static void start(void)
{
	static const uint8_t seed[SEED_SIZE] = {1};
	if (region.base)
		return;
	if (!arena_reserve(&region, (size_t)16 << 20) || sign_start(NULL))
		abort();
	secret_key_from_seed(seed, &key);
	log_key = verifier_of(STR("club.example/record"), &key.public_key);
}

static bool printable(struct str text)
{
	for (size_t i = 0; i < text.len; i++)
		if ((unsigned char)text.ptr[i] < 0x20 && text.ptr[i] != '\n')
			return false;
	return true;
}

static void check_signed(struct str text, bool parses, struct arena arena)
{
	struct checkpoint checkpoint;
	struct err err;
	if (text.len == 0 || text.ptr[text.len - 1] != '\n' || !printable(text))
		return;
	struct buf buf = buf_new(&arena, text.len + 1024);
	buf_note(&buf, text, log_key.name, &key);
	assert(!buf.full);
	enum err_code code = checkpoint_open(buf_view(&buf), &log_key, arena, &checkpoint, &err);
	bool ours = parses && str_starts(text, STR("club.example/record\n"));
	assert((code == ERR_OK) == ours);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	start();
	struct arena arena = arena_of(&region);
	struct str text = {(const char *)data, size};
	struct checkpoint checkpoint;
	struct err err;
	bool parses = checkpoint_parse_text(text, &checkpoint, &err) == ERR_OK;
	if (parses && origin_valid(checkpoint.origin)) {
		char storage[LIMIT_ORIGIN_SIZE + 80];
		struct buf again = buf_of(storage, sizeof storage);
		buf_checkpoint_text(&again, &checkpoint);
		assert(!again.full && str_eq(buf_view(&again), text));
	}
	check_signed(text, parses, arena);
	if (checkpoint_open(text, &log_key, arena, &checkpoint, &err) == ERR_OK)
		assert(str_eq(checkpoint.origin, log_key.name) && checkpoint.size <= INT64_MAX);
	return 0;
}
