/* An exported folder as a store. The source (source.c) reads files; here one bundle is kept, so that entries asked for
 * one by one do not read it again each time.
 *
 * Invariant: `count` entries of bundle `bundle` lie in the arena above `mark`, each checked against its leaf hash; none
 * after a failure.
 */
#include "app/copy.h"

#include <inttypes.h>
#include <string.h>

#include "app/folder_private.h"
#include "app/verify.h"
#include "record/tile.h"

/* Twice what the largest bundle takes. */
#define COPY_SIZE ((size_t)2 * TILE_WIDTH * (2u + LIMIT_ENTRY_SIZE) + (1u << 20))

struct copy {
	struct store store;
	struct region region;
	struct arena arena, mark;
	struct source source;
	uint64_t size; /* of the checkpoint */
	uint64_t bundle;
	uint32_t count;
	struct str entry[TILE_WIDTH];
	struct hash leaf[TILE_WIDTH];
};

static struct copy *copy_of(struct store *store)
{
	return (struct copy *)(void *)store;
}

static enum err_code of_bundle(enum err_code code, uint64_t bundle, struct err *err)
{
	if (code == ERR_IO || code == ERR_ACCESS || code == ERR_BUSY || code == ERR_LIMIT)
		return code;
	if (err != NULL)
		err->code = ERR_CORRUPT;
	err_ignore(err_prefix(err, "the copy's entries from %" PRIu64 " on", bundle * TILE_WIDTH));
	err_ignore(err_hint(err, "`comity verify` says what is damaged or missing; fetch the copy again"));
	return ERR_CORRUPT;
}

static enum err_code check_bundle(const struct copy *copy, uint64_t bundle, uint32_t count, uint32_t leaf_count,
                                  struct err *err)
{
	uint64_t left = copy->size - bundle * TILE_WIDTH;

	if (count != (left < TILE_WIDTH ? left : TILE_WIDTH) || leaf_count != count)
		return err_set(err, ERR_CORRUPT, "%u entries, %u hashes", count, leaf_count);
	for (uint32_t i = 0; i < count; i++) {
		struct hash leaf = hash_leaf(copy->entry[i]);
		if (!hash_eq(&leaf, &copy->leaf[i]))
			return err_set(err, ERR_CORRUPT, "entry %" PRIu64 " does not match its leaf hash", bundle * TILE_WIDTH + i);
	}
	return ERR_OK;
}

static enum err_code load_bundle(struct copy *copy, uint64_t bundle, struct err *err)
{
	const struct source *source = &copy->source;
	uint32_t count, leaf_count;
	enum err_code code;

	if (copy->count > 0 && copy->bundle == bundle)
		return ERR_OK;
	copy->count = 0;
	arena_rewind(&copy->arena, copy->mark);
	code = source->read(source->context, bundle * TILE_WIDTH, TILE_WIDTH, &copy->arena, copy->entry, &count, err);
	if (code == ERR_OK)
		code = source->leaves(source->context, bundle * TILE_WIDTH, TILE_WIDTH, copy->leaf, &leaf_count, err);
	if (code == ERR_OK)
		code = check_bundle(copy, bundle, count, leaf_count, err);
	if (code != ERR_OK)
		return of_bundle(code, bundle, err);
	copy->bundle = bundle;
	copy->count = count;
	return ERR_OK;
}

/* ---- Reading ----------------------------------------------------------------------------------------------------- */

static enum err_code copy_count(struct store *store, uint64_t *ret, struct err *err)
{
	(void)err;
	*ret = copy_of(store)->size;
	return ERR_OK;
}

static enum err_code copy_read(struct store *store, uint64_t first, uint32_t max, struct arena *arena,
                               struct str *ret_entry, uint32_t *ret_count, struct err *err)
{
	struct copy *copy = copy_of(store);
	uint32_t n = 0;

	for (; n < max && first + n < copy->size; n++) {
		enum err_code code = load_bundle(copy, (first + n) / TILE_WIDTH, err);
		if (code != ERR_OK)
			return code;
		ret_entry[n] = arena_str(arena, copy->entry[(first + n) % TILE_WIDTH]);
		if (ret_entry[n].ptr == NULL)
			return err_set(err, ERR_LIMIT, "no memory for the entries of a copy");
	}
	*ret_count = n;
	return ERR_OK;
}

static enum err_code copy_leaves(struct store *store, uint64_t first, uint32_t max, struct hash *ret,
                                 uint32_t *ret_count, struct err *err)
{
	struct copy *copy = copy_of(store);
	uint32_t n = 0;

	for (; n < max && first + n < copy->size; n++) {
		enum err_code code = load_bundle(copy, (first + n) / TILE_WIDTH, err);
		if (code != ERR_OK)
			return code;
		ret[n] = copy->leaf[(first + n) % TILE_WIDTH];
	}
	*ret_count = n;
	return ERR_OK;
}

static enum err_code copy_blob_get(struct store *store, const struct blob_ref *ref, struct arena *arena,
                                   struct store_blob *ret, struct err *err)
{
	struct copy *copy = copy_of(store);
	struct store_blob blob;
	struct blob_ref found;
	char storage[128];
	struct buf name = buf_of(storage, sizeof(storage));
	enum err_code code = copy->source.blob(copy->source.context, ref, arena, &blob, err);

	buf_blob_ref(&name, ref);
	if (code == ERR_NOT_FOUND)
		return err_set(err, ERR_NOT_FOUND, "the copy does not hold the text %.*s", STR_ARG(buf_view(&name)));
	if (code != ERR_OK)
		return code;
	found = blob_commit(ref->class, blob.salt, blob.data);
	if (!hash_eq(&found.commitment, &ref->commitment))
		return err_set(err, ERR_CORRUPT, "the copy's text %.*s is not the one of that name", STR_ARG(buf_view(&name)));
	*ret = blob;
	return ERR_OK;
}

static enum err_code copy_checkpoint(struct store *store, struct arena *arena, struct str *ret, struct err *err)
{
	struct str bytes = arena_str(arena, copy_of(store)->source.checkpoint);

	if (bytes.ptr == NULL)
		return err_set(err, ERR_LIMIT, "no memory for a checkpoint");
	*ret = bytes;
	return ERR_OK;
}

/* ---- What a copy does not do ------------------------------------------------------------------------------------- */

static enum err_code refuse(struct err *err)
{
	return err_set(err, ERR_ACCESS, "a copy of a record is only read");
}

static enum err_code copy_append(struct store *store, const struct store_batch *batch, struct err *err)
{
	(void)store;
	(void)batch;
	return refuse(err);
}

/* Only export lists texts, and what it gives for a copy is the copy. */
static enum err_code copy_blob_next(struct store *store, uint64_t *index, struct blob_ref *ret, struct err *err)
{
	(void)store;
	(void)index;
	(void)ret;
	return err_set(err, ERR_ACCESS, "a copy of a record does not list its texts");
}

static enum err_code copy_blob_erase(struct store *store, const struct blob_ref *ref, struct err *err)
{
	(void)store;
	(void)ref;
	return refuse(err);
}

static enum err_code copy_seal(struct store *store, uint64_t expected, uint64_t size, struct str checkpoint,
                               struct err *err)
{
	(void)store;
	(void)expected;
	(void)size;
	(void)checkpoint;
	return refuse(err);
}

static enum err_code copy_rebuild(struct store *store, struct err *err)
{
	(void)store;
	return refuse(err);
}

/* ---- Opening and closing ----------------------------------------------------------------------------------------- */

static void copy_close(struct store *store)
{
	struct region region = copy_of(store)->region;

	arena_return(&region); /* the store itself */
}

static const struct store_ops copy_ops = {
	.name = "copy",
	.count = copy_count,
	.read = copy_read,
	.leaves = copy_leaves,
	.append = copy_append,
	.blob_get = copy_blob_get,
	.blob_next = copy_blob_next,
	.blob_erase = copy_blob_erase,
	.checkpoint = copy_checkpoint,
	.seal = copy_seal,
	.rebuild = copy_rebuild,
	.close = copy_close,
};

static enum err_code copy_start(struct copy *copy, const char *path, const struct os *os, struct err *err)
{
	struct str name = arena_str(&copy->arena, str_from(path)); /* with a NUL after it */
	struct checkpoint checkpoint;
	struct note note;
	enum err_code code;

	if (name.ptr == NULL)
		return err_set(err, ERR_LIMIT, "no memory to open %s", path);
	code = source_of_folder(name.ptr, os, &copy->arena, &copy->source, err);
	if (code == ERR_OK)
		code = note_parse(copy->source.checkpoint, LIMIT_NOTE_SIGNATURES, &copy->arena, &note, err);
	if (code == ERR_OK)
		code = checkpoint_parse_text(note.text, &checkpoint, err);
	if (code != ERR_OK)
		return err_prefix(err, "cannot read the copy of a record in %s", path);
	if (checkpoint.size == 0)
		return err_set(err, ERR_CORRUPT, "the copy of a record in %s covers no entry", path);
	copy->size = checkpoint.size;
	copy->mark = arena_mark(&copy->arena);
	return ERR_OK;
}

enum err_code copy_open(const char *path, const struct os *os, struct store **ret, struct err *err)
{
	struct region region;
	struct arena arena;
	struct copy *copy;
	enum err_code code;

	if (!arena_reserve(&region, COPY_SIZE))
		return err_set(err, ERR_LIMIT, "no memory to open %s", path);
	arena = arena_of(&region);
	copy = TRY(&arena, struct copy, 1);
	if (copy == NULL) {
		arena_return(&region);
		return err_set(err, ERR_LIMIT, "no memory to open %s", path);
	}
	copy->store.ops = &copy_ops;
	copy->region = region;
	copy->arena = arena;
	code = copy_start(copy, path, os, err);
	if (code == ERR_OK)
		*ret = &copy->store;
	else
		copy_close(&copy->store);
	return code;
}

bool copy_is(const char *path, const struct os *os)
{
	char full[PATH_SIZE];
	struct err none;
	bool has_key = folder_join(full, path, "log.vkey", &none) == ERR_OK && os->exists(os->context, full);
	bool has_seal = folder_join(full, path, "checkpoint", &none) == ERR_OK && os->exists(os->context, full);
	bool has_db = folder_join(full, path, "record.db", &none) == ERR_OK && os->exists(os->context, full);

	return has_key && has_seal && !has_db;
}

enum err_code copy_check_key(struct registrar *registrar, struct err *err)
{
	const struct copy *copy = copy_of(registrar_store(registrar));
	const struct verifier *key = &copy->source.key;

	if (str_eq(key->name, registrar_origin(registrar)) &&
	    memcmp(key->key.byte, kernel_registrar_key(registrar_state(registrar)), PUBLIC_KEY_SIZE) == 0)
		return ERR_OK;
	return err_set(err, ERR_SIGNATURE, "log.vkey is not the key that the founding names");
}
