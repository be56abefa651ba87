/* Which votes there were.
 *
 * As long as the ids ascend (a shorter one before a longer one, then by bytes: 9, 10, 11), none can have stood before:
 * their hashes are only written down, one behind the other. With the first that does not, they go into a table, which
 * doubles until it may grow no more.
 */
#include "app/tally_private.h"

#include <string.h>

#define CAPACITY_FIRST (1u << 16)

static bool reserve(struct seen *seen, uint32_t capacity)
{
	if (!arena_reserve(&seen->region, (size_t)capacity * (sizeof(uint64_t) + sizeof(uint32_t)) + 4096))
		return false;
	struct arena arena = arena_of(&seen->region);
	seen->hash = TRY(&arena, uint64_t, capacity);
	seen->line = TRY(&arena, uint32_t, capacity);
	seen->capacity = capacity;
	return seen->hash != NULL && seen->line != NULL;
}

bool seen_open(struct seen *seen, struct map_key key)
{
	memset(seen, 0, sizeof(*seen));
	seen->key = key;
	seen->ascending = true;
	return reserve(seen, CAPACITY_FIRST);
}

void seen_close(struct seen *seen)
{
	arena_return(&seen->region);
}

static uint32_t place_of(const struct seen *seen, uint64_t hash)
{
	uint32_t at = (uint32_t)hash & (seen->capacity - 1);
	while (seen->hash[at] != 0 && seen->hash[at] != hash)
		at = (at + 1) & (seen->capacity - 1);
	return at;
}

/* Twice the room: the list is copied, the table filled anew. A list becomes a table when `table`. */
static bool grow(struct seen *seen, bool table)
{
	struct region region = seen->region;
	const uint64_t *hash = seen->hash;
	const uint32_t *line = seen->line;
	uint32_t used = seen->ascending ? seen->count : seen->capacity;
	if (seen->count >= LIMIT_TALLY_IDS || seen->capacity > UINT32_MAX / 2)
		return false;
	struct seen larger = {0};
	if (!reserve(&larger, seen->capacity * 2)) {
		arena_return(&larger.region);
		return false;
	}
	seen->region = larger.region;
	seen->hash = larger.hash;
	seen->line = larger.line;
	seen->capacity = larger.capacity;
	for (uint32_t i = 0; i < used; i++) {
		if (hash[i] == 0)
			continue;
		uint32_t at = table ? place_of(seen, hash[i]) : i;
		seen->hash[at] = hash[i];
		seen->line[at] = line[i];
	}
	seen->ascending = !table;
	arena_return(&region);
	return true;
}

/* Is it behind the last one? Then it is the last one. */
static bool ascends(struct seen *seen, struct str id)
{
	int order = id.len != seen->last_size ? (id.len > seen->last_size ? 1 : -1) : memcmp(id.ptr, seen->last, id.len);
	if (order <= 0)
		return false;
	memcpy(seen->last, id.ptr, id.len);
	seen->last_size = id.len;
	return true;
}

static void put(struct seen *seen, uint32_t at, uint64_t hash, uint64_t line)
{
	seen->hash[at] = hash;
	seen->line[at] = line < UINT32_MAX ? (uint32_t)line : UINT32_MAX;
	seen->count++;
}

uint32_t seen_add(struct seen *seen, struct str id, uint64_t line)
{
	uint64_t hash = map_hash(seen->key, id.ptr, id.len);
	bool behind = seen->ascending && ascends(seen, id);
	if (hash == 0)
		hash = 1;
	if (seen->ascending && behind) {
		if (seen->count == seen->capacity && (seen->full || !grow(seen, /* table= */ false)))
			seen->full = true;
		else
			put(seen, seen->count, hash, line);
		return 0;
	}
	if (seen->ascending && !grow(seen, /* table= */ true)) {
		seen->full = true;
		return 0;
	}
	uint32_t at = place_of(seen, hash);
	if (seen->hash[at] != 0)
		return seen->line[at];
	if (seen->count >= seen->capacity / 4 * 3) {
		if (seen->full || !grow(seen, /* table= */ true)) {
			seen->full = true;
			return 0;
		}
		at = place_of(seen, hash);
	}
	put(seen, at, hash, line);
	return 0;
}
