/* Any bytes as an arrival receipt.
 *
 *  1. Four lines that parse are the only way to write what they say.
 *  2. They are no checkpoint.
 *  3. Signed by the log's key, text opens exactly when it parses and is of this log.
 */
#include <assert.h>
#include <stdlib.h>

#include "record/arrival.h"
#include "record/checkpoint.h"

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

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	start();
	struct arena arena = arena_of(&region);
	struct str text = {(const char *)data, size};
	struct arrival arrival, again;
	struct checkpoint checkpoint;
	struct err err;
	if (arrival_parse_text(text, &arrival, &err) == ERR_OK) {
		bool ours = str_eq(arrival.origin, log_key.name);
		char storage[ARRIVAL_SIZE_MAX];
		struct buf buf = buf_of(storage, sizeof storage);
		buf_arrival_note(&buf, &arrival, &key);
		assert(!buf.full && str_starts(buf_view(&buf), text));
		assert((arrival_open(buf_view(&buf), &log_key, arena, &again, &err) == ERR_OK) == ours);
		assert(checkpoint_parse_text(text, &checkpoint, &err) != ERR_OK);
	}
	if (arrival_open(text, &log_key, arena, &again, &err) == ERR_OK)
		assert(str_eq(again.origin, log_key.name) && again.arrived_ms >= 0);
	return 0;
}
