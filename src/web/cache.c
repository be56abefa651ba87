/* Sets of eight: a key's hash says in which set it is, and nowhere else. The victim in a full set is a stale value,
 * else the one used longest ago. When the bytes are too many, a hand goes round all places and takes what it meets,
 * stale values and those not used since its last round first.
 */
#include "web/cache.h"

#include <string.h>

#define WAYS 8u

struct place {
	void *value; /* NULL: free */
	uint64_t hash, generation, used;
	int64_t until_ms;
	size_t size;
	uint16_t key_size;
	char key[CACHE_KEY_SIZE];
};

struct cache {
	struct cache_config config;
	uint32_t sets;
	size_t bytes;
	uint64_t ticks; /* counts uses */
	uint64_t round; /* ticks when the hand began its round */
	uint32_t hand;
	struct place *place; /* sets * WAYS */
};

struct cache *cache_new(struct arena *arena, const struct cache_config *config)
{
	struct cache *cache = TRY(arena, struct cache, 1);

	if (cache == NULL)
		return NULL;
	cache->config = *config;
	cache->sets = config->values_max / WAYS == 0 ? 1 : config->values_max / WAYS;
	cache->place = TRY(arena, struct place, cache->sets * WAYS);
	return cache->place == NULL ? NULL : cache;
}

static void drop(struct cache *cache, struct place *place)
{
	if (place->value == NULL)
		return;
	cache->config.drop(place->value);
	cache->bytes -= place->size;
	place->value = NULL;
}

void cache_clear(struct cache *cache)
{
	if (cache == NULL)
		return;
	for (uint32_t i = 0; i < cache->sets * WAYS; i++)
		drop(cache, &cache->place[i]);
}

static struct place *set_of(struct cache *cache, uint64_t hash)
{
	return &cache->place[hash % cache->sets * WAYS];
}

static struct place *find(struct cache *cache, uint64_t hash, struct str key)
{
	struct place *set = set_of(cache, hash);

	for (uint32_t i = 0; i < WAYS; i++)
		if (set[i].value != NULL && set[i].hash == hash && set[i].key_size == key.len &&
		    memcmp(set[i].key, key.ptr, key.len) == 0)
			return &set[i];
	return NULL;
}

void *cache_get(struct cache *cache, struct str key, uint64_t generation, int64_t now_ms)
{
	struct place *place = find(cache, map_hash(cache->config.map_key, key.ptr, key.len), key);

	if (place == NULL || place->generation != generation || now_ms >= place->until_ms)
		return NULL;
	place->used = ++cache->ticks;
	return place->value;
}

/* Where the key stands, or what has to make room for it. */
static struct place *choose(struct cache *cache, uint64_t hash, struct str key, uint64_t generation)
{
	struct place *set = set_of(cache, hash), *chosen = find(cache, hash, key);

	for (uint32_t i = 0; i < WAYS && chosen == NULL; i++)
		if (set[i].value == NULL)
			chosen = &set[i];
	for (uint32_t i = 0; i < WAYS && chosen == NULL; i++)
		if (set[i].generation != generation)
			chosen = &set[i];
	if (chosen != NULL)
		return chosen;
	chosen = &set[0];
	for (uint32_t i = 1; i < WAYS; i++)
		if (set[i].used < chosen->used)
			chosen = &set[i];
	return chosen;
}

/* Free `size` bytes. Two rounds at most: what was used since the first began goes in the second. */
static void make_room(struct cache *cache, size_t size, uint64_t generation)
{
	while (cache->bytes + size > cache->config.bytes_max) {
		struct place *place = &cache->place[cache->hand];
		if (place->value != NULL && (place->generation != generation || place->used <= cache->round))
			drop(cache, place);
		cache->hand++;
		if (cache->hand == cache->sets * WAYS) {
			cache->hand = 0;
			cache->round = cache->ticks;
		}
	}
}

bool cache_put(struct cache *cache, struct str key, void *value, size_t size, uint64_t generation, int64_t until_ms)
{
	uint64_t hash = map_hash(cache->config.map_key, key.ptr, key.len);

	if (key.len > CACHE_KEY_SIZE || size > cache->config.bytes_max)
		return false;
	struct place *place = choose(cache, hash, key, generation);
	drop(cache, place);
	make_room(cache, size, generation);
	place->value = value;
	place->hash = hash;
	place->generation = generation;
	place->used = ++cache->ticks;
	place->until_ms = until_ms;
	place->size = size;
	place->key_size = (uint16_t)key.len;
	memcpy(place->key, key.ptr, key.len);
	cache->bytes += size;
	return true;
}

size_t cache_bytes(const struct cache *cache)
{
	return cache->bytes;
}
