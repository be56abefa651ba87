/* C2SP tlog-tiles v0.1.0: where the tree's hashes and the entries lie in an exported log.
 *
 *     tile/<L>/<N>[.p/<W>]   hashes, 256 a tile     tile/entries/<N>[.p/<W>]   u16 length || entry, 256 a bundle
 */
#ifndef COMITY_RECORD_TILE_H
#define COMITY_RECORD_TILE_H

#include "record/hash.h"

#define TILE_WIDTH 256u
#define TILE_ENTRIES UINT32_MAX /* as level: the bundles */

struct tile {
	uint32_t level; /* 0–63 or TILE_ENTRIES */
	uint64_t index;
	uint32_t width; /* 1–256 */
};

void buf_tile_path(struct buf *buf, struct tile tile);
bool tile_path_parse(struct str path, struct tile *ret);
/* All tiles of a tree of this size, levels from 0 up and then the bundles, each with its final width: call with i = 0,
 * 1, … until false. */
bool tile_of_size(uint64_t size, uint64_t i, struct tile *ret);
/* The hashes of a tile, computed from all the log's leaf hashes: width of them into out. Not for bundles. */
void tile_hashes(const struct hash *leaf, struct tile tile, struct hash *out);
/* One entry of 1 - LIMIT_ENTRY_SIZE bytes into a bundle; the next entry out of one, advancing *offset from 0 until it
 * is bundle.len (ERR_FORMAT on a length that does not fit, an empty entry, or no bytes left). */
void buf_bundle_entry(struct buf *buf, struct str entry);
ERR_CHECKED enum err_code bundle_next(struct str bundle, size_t *offset, struct str *ret_entry, struct err *err);

#endif
