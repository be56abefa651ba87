/* What is remembered of every entry: who made it, its nonce and hash; and the table that finds a retry.
 *
 * A retry is the same text by the same person, hence under the same nonce: one search by (person, nonce) finds it,
 * and the hash tells "the same act again" from "the nonce used twice". Of the hash the first 16 bytes are kept: two
 * acts of one person that agree in them were made to agree, and the second is then answered with the first one's
 * entry.
 *
 * Entries lie in chunks that never move. The table is open addressing with linear probing, at most half full, doubled
 * in the arena. A slot is 32 bits: the entry's number in the low 30, in the high two a mark of 1 to 3 drawn from the
 * hash (0: free), so that most foreign slots on the way are passed without looking at their entry.
 */
#include "kernel/state.h"

#define SLOTS_FIRST 64u
#define NUMBER_BITS 30
#define NUMBER_MASK ((UINT32_C(1) << NUMBER_BITS) - 1)
_Static_assert(LIMIT_ENTRIES <= NUMBER_MASK + 1, "an entry's number fits a slot");

struct entry *entry_at(const struct state *state, uint64_t number)
{
	assert(number < state->size);
	return &state->chunk[number / ENTRY_CHUNK][number % ENTRY_CHUNK];
}

struct entry_place entry_place(const struct state *state, uint32_t person, const uint8_t nonce[16])
{
	uint8_t key[20];
	memcpy(key, nonce, 16);
	memcpy(key + 16, &person, 4);
	uint64_t hash = map_hash(state->map_key, key, sizeof key);
	struct entry_place place = {(uint32_t)hash, (uint32_t)(1 + (hash >> 32) % 3) << NUMBER_BITS};
	if (state->slot_capacity > 0)
		__builtin_prefetch(&state->slot[place.hash & (state->slot_capacity - 1)]);
	return place;
}

uint64_t entry_find(const struct state *state, struct entry_place place, uint32_t person, const uint8_t nonce[16])
{
	if (state->slot_capacity == 0)
		return UINT64_MAX;
	uint32_t mask = state->slot_capacity - 1;
	for (uint32_t i = place.hash & mask; state->slot[i]; i = (i + 1) & mask) {
		uint32_t number = state->slot[i] & NUMBER_MASK;
		if ((state->slot[i] & ~NUMBER_MASK) != place.mark)
			continue;
		const struct entry *entry = entry_at(state, number);
		if (entry->person == person && memcmp(entry->nonce, nonce, 16) == 0)
			return number;
	}
	return UINT64_MAX;
}

bool entry_same(const struct entry *entry, const uint8_t hash[32])
{
	return memcmp(entry->hash, hash, sizeof entry->hash) == 0;
}

static void slot_put(struct state *state, struct entry_place place, uint64_t number)
{
	uint32_t mask = state->slot_capacity - 1;
	uint32_t i = place.hash & mask;
	while (state->slot[i])
		i = (i + 1) & mask;
	state->slot[i] = (uint32_t)number | place.mark;
}

static bool slots_double(struct state *state)
{
	uint32_t capacity = state->slot_capacity ? state->slot_capacity * 2 : SLOTS_FIRST;
	uint32_t *slot = TRY(state->arena, uint32_t, capacity);
	if (!slot)
		return false;
	state->slot = slot;
	state->slot_capacity = capacity;
	for (uint64_t number = 0; number < state->size; number++) {
		const struct entry *entry = entry_at(state, number);
		slot_put(state, entry_place(state, entry->person, entry->nonce), number);
	}
	return true;
}

bool entry_add(struct state *state, struct entry_place place, uint32_t person, const struct act *act)
{
	if (state->size >= LIMIT_ENTRIES)
		return false;
	if (state->size / ENTRY_CHUNK == state->chunk_count) {
		if (!GROW(state->arena, state->chunk, state->chunk_count, state->chunk_capacity))
			return false;
		struct entry *chunk = TRY(state->arena, struct entry, ENTRY_CHUNK);
		if (!chunk)
			return false;
		state->chunk[state->chunk_count++] = chunk;
	}
	if (state->size >= state->slot_capacity / 2 && !slots_double(state))
		return false;
	struct entry *entry = &state->chunk[state->size / ENTRY_CHUNK][state->size % ENTRY_CHUNK];
	*entry = (struct entry){.person = person};
	memcpy(entry->nonce, act->nonce, sizeof entry->nonce);
	memcpy(entry->hash, act->hash, sizeof entry->hash);
	slot_put(state, place, state->size);
	state->size++;
	return true;
}
