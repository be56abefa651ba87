/* Finished answers by key, as long as they are true: an answer belongs to a generation of the record and to the time
 * before the next change that comes by itself.
 *
 * The cache owns its values and drops them through config.drop; a value that is in use elsewhere must be counted there.
 * Bounded in number and in bytes. One thread at a time.
 */
#ifndef COMITY_WEB_CACHE_H
#define COMITY_WEB_CACHE_H

#include "base/map.h"

#define CACHE_KEY_SIZE 256u

struct cache_config {
	uint32_t values_max; /* rounded down to sets of eight; at least one */
	size_t bytes_max;
	struct map_key map_key; /* chance: keys come from outside */
	void (*drop)(void *value);
};

struct cache;
/* In the arena; NULL: no memory. */
struct cache *cache_new(struct arena *arena, const struct cache_config *config);
void cache_clear(struct cache *cache); /* drops everything; takes NULL */
/* The value, the cache's; NULL: none, or not true any more. */
void *cache_get(struct cache *cache, struct str key, uint64_t generation, int64_t now_ms);
/* Takes the value over, dropping what stood under the key and, for room, what is stale or was not used for longest.
 * False, and the value stays the caller's: it is larger than the whole cache, or its key is too long. */
bool cache_put(struct cache *cache, struct str key, void *value, size_t size, uint64_t generation, int64_t until_ms);
size_t cache_bytes(const struct cache *cache);

#endif
