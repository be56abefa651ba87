/* Open addressing with linear probing. At least a quarter of the slots is free, so a search always ends.
 *
 * The hash is SipHash-1-3 (Aumasson and Bernstein's SipHash with one round a word and three at the end).
 */
#include "base/map.h"

#include <assert.h>
#include <string.h>

#define CAPACITY_FIRST 16u
#define CAPACITY_MAX (UINT32_C(1) << 30)

struct sip {
	uint64_t v0, v1, v2, v3;
};

static inline uint64_t rotate(uint64_t x, unsigned by)
{
	return x << by | x >> (64 - by);
}

static inline void sip_round(struct sip *s)
{
	s->v0 += s->v1;
	s->v1 = rotate(s->v1, 13) ^ s->v0;
	s->v0 = rotate(s->v0, 32);
	s->v2 += s->v3;
	s->v3 = rotate(s->v3, 16) ^ s->v2;
	s->v0 += s->v3;
	s->v3 = rotate(s->v3, 21) ^ s->v0;
	s->v2 += s->v1;
	s->v1 = rotate(s->v1, 17) ^ s->v2;
	s->v2 = rotate(s->v2, 32);
}

static inline void sip_word(struct sip *s, uint64_t word)
{
	s->v3 ^= word;
	sip_round(s);
	s->v0 ^= word;
}

uint64_t map_hash(struct map_key key, const void *bytes, size_t size)
{
	const uint8_t *in = bytes;
	struct sip s = {
		.v0 = key.k0 ^ UINT64_C(0x736f6d6570736575),
		.v1 = key.k1 ^ UINT64_C(0x646f72616e646f6d),
		.v2 = key.k0 ^ UINT64_C(0x6c7967656e657261),
		.v3 = key.k1 ^ UINT64_C(0x7465646279746573),
	};
	size_t whole = size & ~(size_t)7;
	for (size_t i = 0; i < whole; i += 8) {
		uint64_t word = 0;
		for (unsigned j = 0; j < 8; j++)
			word |= (uint64_t)in[i + j] << (8 * j);
		sip_word(&s, word);
	}
	uint64_t last = (uint64_t)size << 56;
	for (size_t i = whole; i < size; i++)
		last |= (uint64_t)in[i] << (8 * (i - whole));
	sip_word(&s, last);
	s.v2 ^= 0xff;
	for (unsigned i = 0; i < 3; i++)
		sip_round(&s);
	return s.v0 ^ s.v1 ^ s.v2 ^ s.v3;
}

struct map map_init(struct map_key key)
{
	return (struct map){.key = key, .slots = NULL, .count = 0, .capacity = 0};
}

/* The slot that holds the name, or the free one where it would go. */
static struct map_slot *find(struct map_slot *slots, uint32_t capacity, struct str name, uint32_t hash)
{
	for (uint32_t i = hash & (capacity - 1);; i = (i + 1) & (capacity - 1)) {
		struct map_slot *slot = &slots[i];
		if (slot->value == MAP_NONE || (slot->hash == hash && str_eq(slot->name, name)))
			return slot;
	}
}

uint32_t map_get(const struct map *map, struct str name)
{
	if (map->count == 0)
		return MAP_NONE;
	uint32_t hash = (uint32_t)map_hash(map->key, name.ptr, name.len);
	return find(map->slots, map->capacity, name, hash)->value;
}

static bool grow(struct map *map, struct arena *arena)
{
	uint32_t capacity = map->capacity ? map->capacity * 2 : CAPACITY_FIRST;
	if (map->capacity >= CAPACITY_MAX)
		return false;
	struct map_slot *slots = TRY(arena, struct map_slot, capacity);
	if (!slots)
		return false;
	for (uint32_t i = 0; i < capacity; i++)
		slots[i].value = MAP_NONE;
	for (uint32_t i = 0; i < map->capacity; i++) {
		const struct map_slot *old = &map->slots[i];
		if (old->value != MAP_NONE)
			*find(slots, capacity, old->name, old->hash) = *old;
	}
	map->slots = slots;
	map->capacity = capacity;
	return true;
}

bool map_put(struct map *map, struct arena *arena, struct str name, uint32_t value)
{
	assert(value != MAP_NONE);
	if (map->count >= map->capacity / 4 * 3 && !grow(map, arena))
		return false;
	uint32_t hash = (uint32_t)map_hash(map->key, name.ptr, name.len);
	struct map_slot *slot = find(map->slots, map->capacity, name, hash);
	assert(slot->value == MAP_NONE); /* the name is new */
	*slot = (struct map_slot){name, hash, value};
	map->count++;
	return true;
}
