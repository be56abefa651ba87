/* Any bytes as a tile's path and as a bundle.
 *
 *  1. A path that parses is the only one of its tile.
 *  2. Entries taken out of a bundle and put into another give the same bytes, up to where the first one ends or breaks.
 */
#include <assert.h>
#include <stdlib.h>

#include "record/tile.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct region region;
	if (!region.base && !arena_reserve(&region, (size_t)16 << 20))
		abort();
	struct arena arena = arena_of(&region);
	struct str bytes = {(const char *)data, size};
	struct tile tile;
	if (tile_path_parse(bytes, &tile)) {
		char storage[128];
		struct buf path = buf_of(storage, sizeof storage);
		buf_tile_path(&path, tile);
		assert(!path.full && str_eq(buf_view(&path), bytes));
	}
	struct buf again = buf_new(&arena, size);
	struct str entry;
	struct err err;
	size_t offset = 0;
	while (bundle_next(bytes, &offset, &entry, &err) == ERR_OK)
		buf_bundle_entry(&again, entry);
	assert(!again.full && again.len == offset && str_eq(buf_view(&again), str_slice(bytes, 0, offset)));
	return 0;
}
