/* Where a record is read from: a store, or an exported folder (docs/record.md, Tiles). */
#include "app/verify.h"

#include <stdio.h>
#include <string.h>

#include "record/note.h"
#include "record/tile.h"

#define PATH_SIZE 4096
#define BUNDLE_SIZE (TILE_WIDTH * (2u + LIMIT_ENTRY_SIZE))
#define CHECKPOINT_SIZE 65536u

/* ---- A store ----------------------------------------------------------------------------------------------------- */

static enum err_code store_read(void *context, uint64_t first, uint32_t max, struct arena *arena, struct str *ret_entry,
                                uint32_t *ret_count, struct err *err)
{
	struct store *store = context;

	return store->ops->read(store, first, max, arena, ret_entry, ret_count, err);
}

static enum err_code store_blob(void *context, const struct blob_ref *ref, struct arena *arena, struct store_blob *ret,
                                struct err *err)
{
	struct store *store = context;

	return store->ops->blob_get(store, ref, arena, ret, err);
}

static enum err_code store_leaves(void *context, uint64_t first, uint32_t max, struct hash *ret, uint32_t *ret_count,
                                  struct err *err)
{
	struct store *store = context;

	return store->ops->leaves(store, first, max, ret, ret_count, err);
}

static enum err_code store_checkpoint_after(void *context, uint64_t size, struct arena *arena, uint64_t *ret_size,
                                            struct str *ret, struct err *err)
{
	struct store *store = context;

	return store->ops->checkpoint_after(store, size, arena, ret_size, ret, err);
}

enum err_code source_of_store(struct store *store, struct arena *arena, struct source *ret, struct err *err)
{
	struct source source = {.context = store,
	                        .read = store_read,
	                        .blob = store_blob,
	                        .leaves = store_leaves,
	                        .checkpoint_after = store_checkpoint_after};
	enum err_code code = store->ops->checkpoint(store, arena, &source.checkpoint, err);

	if (store->ops->checkpoint_after == NULL)
		source.checkpoint_after = NULL;
	if (code == ERR_OK)
		*ret = source;
	return code;
}

/* ---- A folder ---------------------------------------------------------------------------------------------------- */

struct folder_source {
	const struct os *os;
	const char *path;
	uint64_t size; /* of the checkpoint: what the folder must hold */
};

static enum err_code folder_file(const struct folder_source *folder, struct str name, size_t max, struct arena *arena,
                                 struct str *ret, struct err *err)
{
	char path[PATH_SIZE];
	int length = snprintf(path, sizeof(path), "%s/%.*s", folder->path, STR_ARG(name));

	if (length < 0 || (size_t)length >= sizeof(path))
		return err_set(err, ERR_LIMIT, "the name of the folder is too long");
	return folder->os->read_file(folder->os->context, path, max, arena, ret, err);
}

/* *ret_width: of the tile that was found. A partial tile may be gone once the full one exists. */
static enum err_code tile_file(const struct folder_source *folder, struct tile tile, size_t max, struct arena *arena,
                               struct str *ret, uint32_t *ret_width, struct err *err)
{
	char storage[256];
	struct buf name = buf_of(storage, sizeof(storage));
	struct err missing = {0};
	enum err_code code;

	buf_tile_path(&name, tile);
	*ret_width = tile.width;
	code = folder_file(folder, buf_view(&name), max, arena, ret, &missing);
	if (code == ERR_NOT_FOUND && tile.width < TILE_WIDTH) {
		struct err full = {0};
		*ret_width = tile.width = TILE_WIDTH;
		name = buf_of(storage, sizeof(storage));
		buf_tile_path(&name, tile);
		code = folder_file(folder, buf_view(&name), max, arena, ret, &full);
		if (code != ERR_OK && code != ERR_NOT_FOUND)
			missing = full;
	}
	if (code != ERR_OK && err != NULL)
		*err = missing;
	return code;
}

/* The entries of one bundle from number `skip` of it on, at most max of the `width` that the checkpoint covers;
 * *ret_end: the last of these was reached, and where the bundle should end then. */
static enum err_code bundle_entries(struct str bundle, uint32_t width, uint32_t skip, uint32_t max,
                                    struct str *ret_entry, uint32_t *ret_count, size_t *ret_end, struct err *err)
{
	size_t offset = 0;
	uint32_t i = 0;

	for (; i < width && (i < skip || i - skip < max); i++) {
		struct str entry;
		if (offset == bundle.len)
			return err_set(err, ERR_CORRUPT, "it holds %u entries, not %u", i, width);
		if (bundle_next(bundle, &offset, &entry, err) != ERR_OK)
			return ERR_FORMAT;
		if (i >= skip)
			ret_entry[i - skip] = entry;
	}
	*ret_count = i - skip;
	*ret_end = i == width ? offset : SIZE_MAX;
	return ERR_OK;
}

static enum err_code folder_read(void *context, uint64_t first, uint32_t max, struct arena *arena,
                                 struct str *ret_entry, uint32_t *ret_count, struct err *err)
{
	const struct folder_source *folder = context;
	struct tile tile = {TILE_ENTRIES, first / TILE_WIDTH, TILE_WIDTH};
	struct str bundle;
	size_t end = SIZE_MAX;
	uint32_t count = 0, width;
	enum err_code code;

	if (first >= folder->size) {
		*ret_count = 0;
		return ERR_OK;
	}
	if (folder->size - tile.index * TILE_WIDTH < TILE_WIDTH)
		tile.width = (uint32_t)(folder->size - tile.index * TILE_WIDTH);
	code = tile_file(folder, tile, BUNDLE_SIZE, arena, &bundle, &width, err);
	if (code == ERR_OK)
		code = bundle_entries(bundle, tile.width, (uint32_t)(first % TILE_WIDTH), max, ret_entry, &count, &end, err);
	/* A full bundle in a partial one's place goes on, with what the checkpoint does not cover. */
	if (code == ERR_OK && end != SIZE_MAX && width == tile.width && end != bundle.len)
		code = err_set(err, ERR_CORRUPT, "it goes on after its last entry");
	if (code != ERR_OK)
		return err_prefix(err, "bundle %llu", (unsigned long long)tile.index);
	*ret_count = count;
	return ERR_OK;
}

static enum err_code folder_blob(void *context, const struct blob_ref *ref, struct arena *arena, struct store_blob *ret,
                                 struct err *err)
{
	const struct folder_source *folder = context;
	char storage[256];
	struct buf name = buf_of(storage, sizeof(storage));
	struct str bytes;
	enum err_code code;

	buf_c(&name, "blobs/");
	buf_str(&name, blob_class_name[ref->class]);
	buf_c(&name, "/");
	buf_hex(&name, ref->commitment.byte, HASH_SIZE);
	code = folder_file(folder, buf_view(&name), LIMIT_BLOB_SIZE + SALT_SIZE, arena, &bytes, err);
	if (code != ERR_OK)
		return code;
	*ret = (struct store_blob){.ref = *ref, .data = bytes};
	if (ref->class == BLOB_PERMANENT)
		return ERR_OK;
	if (bytes.len < SALT_SIZE)
		return err_set(err, ERR_CORRUPT, "%.*s is shorter than its salt", STR_ARG(buf_view(&name)));
	ret->salt = (const uint8_t *)bytes.ptr;
	ret->data = str_slice(bytes, SALT_SIZE, bytes.len);
	return ERR_OK;
}

static enum err_code hash_tile(const struct folder_source *folder, struct tile tile, struct arena *arena,
                               struct str *ret, struct err *err)
{
	uint32_t width;
	enum err_code code = tile_file(folder, tile, TILE_WIDTH * HASH_SIZE, arena, ret, &width, err);

	if (code == ERR_OK && ret->len != width * HASH_SIZE)
		code = err_set(err, ERR_CORRUPT, "it has %zu bytes, not %u", ret->len, width * HASH_SIZE);
	return code == ERR_OK ? ERR_OK : err_prefix(err, "tile %u/%llu", tile.level, (unsigned long long)tile.index);
}

static enum err_code folder_leaves(void *context, uint64_t first, uint32_t max, struct hash *ret, uint32_t *ret_count,
                                   struct err *err)
{
	const struct folder_source *folder = context;
	struct tile tile = {0, first / TILE_WIDTH, TILE_WIDTH};
	uint32_t skip = (uint32_t)(first % TILE_WIDTH);
	struct region region = {0};
	struct arena arena;
	struct str bytes;
	enum err_code code;

	if (first >= folder->size) {
		*ret_count = 0;
		return ERR_OK;
	}
	if (folder->size - tile.index * TILE_WIDTH < TILE_WIDTH)
		tile.width = (uint32_t)(folder->size - tile.index * TILE_WIDTH);
	if (!arena_reserve(&region, 1u << 16))
		return err_set(err, ERR_IO, "no memory to read a tile");
	arena = arena_of(&region);
	code = hash_tile(folder, tile, &arena, &bytes, err);
	if (code == ERR_OK) {
		*ret_count = tile.width - skip < max ? tile.width - skip : max;
		memcpy(ret, bytes.ptr + skip * HASH_SIZE, *ret_count * HASH_SIZE);
	}
	arena_return(&region);
	return code;
}

static enum err_code folder_tiles(void *context, const struct hash *leaf, uint64_t size, struct err *err)
{
	const struct folder_source *folder = context;
	struct region region = {0};
	struct tile tile;
	enum err_code code = ERR_OK;

	if (!arena_reserve(&region, 1u << 16))
		return err_set(err, ERR_IO, "no memory to check tiles");
	for (uint64_t i = 0; code == ERR_OK && tile_of_size(size, i, &tile) && tile.level != TILE_ENTRIES; i++) {
		struct arena arena = arena_of(&region);
		struct hash *hash = NEW(&arena, struct hash, TILE_WIDTH);
		struct str bytes;

		tile_hashes(leaf, tile, hash);
		code = hash_tile(folder, tile, &arena, &bytes, err);
		if (code == ERR_OK && memcmp(bytes.ptr, hash, tile.width * HASH_SIZE) != 0)
			code = err_set(err, ERR_CORRUPT, "tile %u/%llu does not hold the tree's hashes", tile.level,
			               (unsigned long long)tile.index);
	}
	arena_return(&region);
	return code;
}

static enum err_code folder_key(const struct folder_source *folder, struct arena *arena, struct source *source,
                                struct err *err)
{
	struct verifier verifier;
	struct str text;
	enum err_code code = folder_file(folder, STR("log.vkey"), 1024, arena, &text, err);

	if (code != ERR_OK)
		return code;
	if (!str_ends(text, STR("\n")))
		return err_set(err, ERR_FORMAT, "log.vkey is not one line");
	code = vkey_parse(str_slice(text, 0, text.len - 1), &verifier, err);
	if (code != ERR_OK)
		return err_prefix(err, "log.vkey");
	source->has_key = true;
	source->key = verifier; /* its name lies in the arena */
	return ERR_OK;
}

enum err_code source_of_folder(const char *path, const struct os *os, struct arena *arena, struct source *ret,
                               struct err *err)
{
	struct folder_source *folder = TRY(arena, struct folder_source, 1);
	struct source source = {
		.context = folder,
		.read = folder_read,
		.blob = folder_blob,
		.leaves = folder_leaves,
		.check_tiles = folder_tiles,
	};
	struct checkpoint checkpoint;
	struct note note;
	enum err_code code;

	if (folder == NULL)
		return err_set(err, ERR_LIMIT, "no memory to open %s", path);
	*folder = (struct folder_source){.os = os, .path = path};
	code = folder_file(folder, STR("checkpoint"), CHECKPOINT_SIZE, arena, &source.checkpoint, err);
	if (code == ERR_NOT_FOUND) {
		(void)err_set(err, ERR_NOT_FOUND, "%s is neither a record's folder nor an exported one", path);
		return err_hint(err, "a record's folder has a file record.db, an exported one a file checkpoint");
	}
	if (code == ERR_OK)
		code = note_parse(source.checkpoint, LIMIT_NOTE_SIGNATURES, arena, &note, err);
	if (code == ERR_OK)
		code = checkpoint_parse_text(note.text, &checkpoint, err);
	if (code != ERR_OK)
		return err_prefix(err, "the checkpoint");
	folder->size = checkpoint.size;
	code = folder_key(folder, arena, &source, err);
	if (code == ERR_OK)
		*ret = source;
	return code;
}
