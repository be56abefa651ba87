/* Names to small numbers: an open-addressing table in an arena that grows by doubling.
 *
 * The hash is SipHash-1-3 under a key the caller hands over (chance comes from outside; tests use zero), so that names
 * chosen by an enemy do not pile up. Order of iteration is never used for anything: there is none.
 */
#ifndef COMITY_BASE_MAP_H
#define COMITY_BASE_MAP_H

#include "base/arena.h"

#define MAP_NONE UINT32_MAX

struct map_key {
	uint64_t k0, k1;
};

struct map_slot {
	struct str name;
	uint32_t hash;
	uint32_t value; /* MAP_NONE: free */
};

struct map {
	struct map_key key;
	struct map_slot *slots;
	uint32_t count, capacity; /* capacity: 0 or a power of two */
};

uint64_t map_hash(struct map_key key, const void *bytes, size_t size);
struct map map_init(struct map_key key);
/* MAP_NONE when absent. */
uint32_t map_get(const struct map *map, struct str name);
/* Put a name that is not there yet (the name's bytes must live as long as the map) with a value that is not MAP_NONE.
 * False: no memory, and the map is as before. */
bool map_put(struct map *map, struct arena *arena, struct str name, uint32_t value);

#endif
