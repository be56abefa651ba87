/* C2SP tlog-tiles v0.1.0, sections "Merkle Tree", "Partial Tiles", "Log entries".
 *
 *     path      "tile/" level "/" index [ ".p/" width ]        level: 0 – 63 in decimal, or "entries"
 *     index     groups of three digits, all but the last with an "x" before them: 7 → 007, 1234067 → x001/x234/067
 *     width     1 – 255 and only in the path of a partial tile; a full tile has 256
 *
 * Hash i of tile (level l, index n) is the root of the 256^l leaves from (n * 256 + i) * 256^l on: levels above 0 hold
 * roots of full tiles only. So at level l a tree of size s has s / 256^l hashes, and a level without one has no tile.
 *
 * A bundle is the entries of a level-0 tile, each with its length before it in 16 bits, big endian. The format would
 * allow an entry of no bytes; we have none and refuse them.
 */
#include "record/tile.h"

#include <assert.h>

#include "base/limits.h"
#include "record/merkle.h"

#define LEVEL_MAX 63u
#define GROUPS_MAX 7 /* 2^64 - 1 has 20 digits */

void buf_tile_path(struct buf *buf, struct tile tile)
{
	assert(tile.level <= LEVEL_MAX || tile.level == TILE_ENTRIES);
	assert(tile.width >= 1 && tile.width <= TILE_WIDTH);
	buf_c(buf, "tile/");
	if (tile.level == TILE_ENTRIES)
		buf_c(buf, "entries");
	else
		buf_u64(buf, tile.level);
	uint64_t group[GROUPS_MAX];
	int count = 0;
	for (uint64_t rest = tile.index; count == 0 || rest > 0; rest /= 1000)
		group[count++] = rest % 1000;
	while (count-- > 0) {
		buf_c(buf, count > 0 ? "/x" : "/");
		buf_pad(buf, group[count], 3);
	}
	if (tile.width < TILE_WIDTH) {
		buf_c(buf, ".p/");
		buf_u64(buf, tile.width);
	}
}

/* The groups of the index, up to the end or ".p". */
static bool index_parse(struct str text, uint64_t *ret)
{
	uint64_t index = 0;
	for (bool last = false; !last;) {
		struct str group, rest;
		last = !str_cut(text, '/', &group, &rest);
		if (last)
			group = text;
		else
			text = rest;
		if (!last) {
			if (group.len == 0 || group.ptr[0] != 'x')
				return false;
			group = str_slice(group, 1, group.len);
		}
		if (group.len != 3)
			return false;
		uint64_t value = 0;
		for (size_t i = 0; i < 3; i++) {
			if (group.ptr[i] < '0' || group.ptr[i] > '9')
				return false;
			value = value * 10 + (uint64_t)(group.ptr[i] - '0');
		}
		if (index > (UINT64_MAX - value) / 1000)
			return false;
		index = index * 1000 + value;
	}
	*ret = index;
	return true;
}

bool tile_path_parse(struct str path, struct tile *ret)
{
	struct tile tile = {.width = TILE_WIDTH};
	struct str level, index, rest;
	if (!str_starts(path, STR("tile/")) || !str_cut(str_slice(path, STR("tile/").len, path.len), '/', &level, &index))
		return false;
	uint64_t number;
	if (str_eq(level, STR("entries")))
		tile.level = TILE_ENTRIES;
	else if (str_to_u64(level, LEVEL_MAX, &number))
		tile.level = (uint32_t)number;
	else
		return false;
	if (str_cut(index, '.', &index, &rest)) {
		if (!str_starts(rest, STR("p/")) || !str_to_u64(str_slice(rest, 2, rest.len), TILE_WIDTH - 1, &number) ||
		    number == 0)
			return false;
		tile.width = (uint32_t)number;
	}
	if (!index_parse(index, &tile.index))
		return false;
	/* One path a tile: what we would not write ("x000/007") is not a path. */
	char storage[80];
	struct buf canonical = buf_of(storage, sizeof storage);
	buf_tile_path(&canonical, tile);
	assert(!canonical.full);
	if (!str_eq(buf_view(&canonical), path))
		return false;
	*ret = tile;
	return true;
}

/* Tile i of those that hold `hashes` hashes; false, and i lowered by their number, when it lies further on. */
static bool tile_among(uint64_t hashes, uint64_t *i, uint32_t level, struct tile *ret)
{
	uint64_t full = hashes / TILE_WIDTH;
	uint32_t partial = (uint32_t)(hashes % TILE_WIDTH);
	uint64_t count = full + (partial != 0);
	if (*i >= count) {
		*i -= count;
		return false;
	}
	*ret = (struct tile){.level = level, .index = *i, .width = *i < full ? TILE_WIDTH : partial};
	return true;
}

bool tile_of_size(uint64_t size, uint64_t i, struct tile *ret)
{
	uint32_t level = 0;
	for (uint64_t hashes = size; hashes > 0; hashes /= TILE_WIDTH, level++)
		if (tile_among(hashes, &i, level, ret))
			return true;
	return tile_among(size, &i, TILE_ENTRIES, ret);
}

void tile_hashes(const struct hash *leaf, struct tile tile, struct hash *out)
{
	assert(tile.level < 8 && tile.width >= 1 && tile.width <= TILE_WIDTH); /* 256^8 leaves do not exist */
	uint64_t span = UINT64_C(1) << (8 * tile.level);
	const struct hash *begin = leaf + tile.index * TILE_WIDTH * span;
	for (uint32_t i = 0; i < tile.width; i++)
		out[i] = merkle_root(begin + i * span, span);
}

void buf_bundle_entry(struct buf *buf, struct str entry)
{
	assert(entry.len >= 1 && entry.len <= LIMIT_ENTRY_SIZE);
	_Static_assert(LIMIT_ENTRY_SIZE == UINT16_MAX, "the length field of a bundle has 16 bits");
	uint8_t length[2] = {(uint8_t)(entry.len >> 8), (uint8_t)entry.len};
	buf_bytes(buf, length, sizeof length);
	buf_str(buf, entry);
}

enum err_code bundle_next(struct str bundle, size_t *offset, struct str *ret_entry, struct err *err)
{
	size_t at = *offset;
	if (at >= bundle.len)
		return err_set(err, ERR_FORMAT, "bundle ends at byte %zu, where another entry should begin", bundle.len);
	size_t left = bundle.len - at;
	if (left < 2)
		return err_set(err, ERR_FORMAT, "bundle is cut off at byte %zu, inside an entry's length", bundle.len);
	size_t length = (size_t)((unsigned)(uint8_t)bundle.ptr[at] << 8 | (uint8_t)bundle.ptr[at + 1]);
	if (length == 0)
		return err_set(err, ERR_FORMAT, "bundle has an empty entry at byte %zu", at);
	if (length > left - 2)
		return err_set(err, ERR_FORMAT, "bundle has an entry of %zu bytes at byte %zu, but only %zu are left", length,
		               at, left - 2);
	*ret_entry = str_slice(bundle, at + 2, at + 2 + length);
	*offset = at + 2 + length;
	return ERR_OK;
}
