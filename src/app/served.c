/* What a served record hands out as bytes. Every text passes library_may_read; tiles and receipts are of the sealed
 * tree only. Search stands in served_search.c.
 */
#include "app/served.h"

#include <inttypes.h>
#include <string.h>

#include "app/sealed.h"
#include "app/verify.h"
#include "base/limits.h"
#include "store/store.h"

enum err_code served_entry(const struct reading *reading, uint64_t number, struct arena *arena, struct str *ret,
                           struct err *err)
{
	struct str bytes;
	uint32_t count = 0;
	if (number >= reading->size)
		return err_set(err, ERR_NOT_FOUND, "there is no entry %" PRIu64, number);
	enum err_code code = reading->store->ops->read(reading->store, number, /* max= */ 1, arena, &bytes, &count, err);
	if (code)
		return code;
	if (count != 1)
		return err_set(err, ERR_CORRUPT, "the store does not give entry %" PRIu64, number);
	*ret = bytes;
	return ERR_OK;
}

enum err_code served_act(const struct reading *reading, uint64_t number, struct arena *arena, struct entry *ret_entry,
                         struct signed_act *ret_act, struct err *err)
{
	struct str bytes;
	struct entry entry;
	enum err_code code = served_entry(reading, number, arena, &bytes, err);
	if (!code)
		code = entry_parse(bytes, &entry, err);
	if (!code)
		code = act_decode(entry.act, registrar_origin(reading->registrar), arena, ret_act, err);
	if (!code)
		*ret_entry = entry;
	return code;
}

enum err_code served_checkpoint(const struct reading *reading, struct arena *arena, struct str *ret, struct err *err)
{
	struct str bytes;
	enum err_code code = reading->store->ops->checkpoint(reading->store, arena, &bytes, err);
	if (code)
		return code;
	if (bytes.len == 0)
		return err_set(err, ERR_NOT_FOUND, "nothing is sealed yet");
	*ret = bytes;
	return ERR_OK;
}

/* ---- Tiles --------------------------------------------------------------------------------------------------- */

/* Has the sealed tree all that the tile holds? */
static bool tile_is_sealed(const struct reading *reading, struct tile tile)
{
	uint64_t count = reading->sealed;
	if (tile.width == 0 || tile.width > TILE_WIDTH)
		return false;
	if (tile.level != TILE_ENTRIES)
		count = tile.level < 8 ? count >> (8 * tile.level) : 0;
	return tile.index <= count / TILE_WIDTH && tile.index * TILE_WIDTH + tile.width <= count;
}

static enum err_code hashes(const struct reading *reading, struct tile tile, struct arena *arena, struct str *ret,
                            struct err *err)
{
	uint64_t count;
	const struct hash *below = registrar_leaves(reading->registrar, &count);
	struct hash *hash = TRY(arena, struct hash, tile.width);
	if (!hash)
		return err_set(err, ERR_LIMIT, "no memory for a tile");
	/* Not from the leaves again, 256 of them for each hash: whoever asks for many tiles would keep the record busy. */
	if (tile.level > 0) {
		enum err_code code = registrar_nodes(reading->registrar, &below, &count, err);
		if (code)
			return code;
		tile.level--;
	}
	tile_hashes(below, tile, hash);
	*ret = (struct str){(const char *)hash, tile.width * sizeof *hash};
	return ERR_OK;
}

static enum err_code bundle(const struct reading *reading, struct tile tile, struct arena *arena, struct str *ret,
                            struct err *err)
{
	struct str *entry = TRY(arena, struct str, tile.width);
	uint32_t got = 0;
	size_t size = 0;
	if (!entry)
		return err_set(err, ERR_LIMIT, "no memory for a bundle");
	for (uint32_t count; got < tile.width; got += count) {
		enum err_code code = reading->store->ops->read(reading->store, tile.index * TILE_WIDTH + got, tile.width - got,
		                                               arena, entry + got, &count, err);
		if (code)
			return code;
		if (count == 0)
			return err_set(err, ERR_CORRUPT, "the store does not give a sealed entry");
	}
	for (uint32_t i = 0; i < tile.width; i++)
		size += 2 + entry[i].len;
	struct buf buf = buf_new(arena, size);
	for (uint32_t i = 0; i < tile.width; i++)
		buf_bundle_entry(&buf, entry[i]);
	if (buf.full)
		return err_set(err, ERR_LIMIT, "no memory for a bundle");
	*ret = buf_view(&buf);
	return ERR_OK;
}

enum err_code served_tile(const struct reading *reading, struct tile tile, struct arena *arena, struct str *ret,
                          struct err *err)
{
	if (!tile_is_sealed(reading, tile))
		return err_set(err, ERR_NOT_FOUND, "the sealed tree has no such tile");
	return tile.level == TILE_ENTRIES ? bundle(reading, tile, arena, ret, err) : hashes(reading, tile, arena, ret, err);
}

/* ---- Receipts and texts -------------------------------------------------------------------------------------- */

enum err_code served_receipt(const struct reading *reading, uint64_t number, struct arena *arena, struct str *ret,
                             struct err *err)
{
	if (number >= reading->size)
		return err_set(err, ERR_NOT_FOUND, "there is no entry %" PRIu64, number);
	if (number >= reading->sealed)
		return err_set(err, ERR_NOT_FOUND, "entry %" PRIu64 " is entered, but not sealed yet", number);
	return receipt_make(reading->registrar, number, /* restricted= */ false, arena, ret, err);
}

enum err_code served_blob(const struct reading *reading, const struct blob_ref *ref, struct arena *arena,
                          enum text_state *ret_state, struct str *ret, const uint8_t **ret_salt, struct err *err)
{
	struct store_blob blob;
	enum err_code code = library_blob(reading->library, reading->store, ref, reading->now_ms, arena, ret_state, &blob,
	                                  err);
	if (code || *ret_state != TEXT_SHOWN)
		return code;
	*ret = blob.data;
	*ret_salt = blob.salt;
	return ERR_OK;
}
