/* Pending entries become durable; durable entries get a checkpoint.
 *
 * A checkpoint is a promise for ever: another root for the same or a smaller size ends the log. So before one is
 * signed,
 *  1. only durable entries count;
 *  2. the new ones are read back from the store and hashed again, on top of the tree that the last checkpoint signed:
 *     their root must be that of the tree grown from the bytes as they were entered;
 *  3. what was signed is verified (a bit that flips in memory must not get out);
 *  4. the store takes it only in place of the checkpoint that this process believes to be the newest.
 * Failure or doubt from 4 on is the end of the registrar.
 */
#include "app/registrar_private.h"

#include <inttypes.h>
#include <string.h>

#include "record/entry.h"

#define SEAL_INTERVAL_MS 1000
#define SEAL_RANGE 256u

static void batch_clear(struct registrar *registrar)
{
	registrar->entry_count = 0;
	registrar->blob_count = 0;
	arena_rewind(&registrar->batch, registrar->batch_mark);
}

enum err_code registrar_commit(struct registrar *registrar, struct err *err)
{
	enum err_code code = registrar_ready(registrar, /* writes= */ false, err);
	if (code || (registrar->entry_count == 0 && registrar->blob_count == 0))
		return code;
	code = registrar_leaf_room(registrar, registrar->durable + registrar->entry_count, err);
	if (code)
		return code;
	struct store_batch batch = {
		.first = registrar->durable,
		.entry_count = registrar->entry_count,
		.entry = registrar->entry,
		.blob_count = registrar->blob_count,
		.blob = registrar->blob,
	};
	code = registrar->store->ops->append(registrar->store, &batch, err);
	if (code) {
		err_prefix(err, "cannot commit %" PRIu32 " entries from number %" PRIu64 " on", batch.entry_count, batch.first);
		return registrar_die(registrar, code);
	}
	for (uint32_t i = 0; i < batch.entry_count; i++) {
		struct hash leaf = hash_leaf(batch.entry[i]);
		registrar->leaf[registrar->durable++] = leaf;
		frontier_add(&registrar->frontier, leaf);
	}
	batch_clear(registrar);
	return ERR_OK;
}

/* Point 2: the tree over the stored entries, grown on from the sealed one. */
static enum err_code stored_tree(struct registrar *registrar, struct frontier *ret, struct err *err)
{
	struct str entry[SEAL_RANGE];
	struct store *store = registrar->store;
	*ret = registrar->sealed;
	while (ret->size < registrar->durable) {
		uint32_t count;
		uint64_t left = registrar->durable - ret->size;
		uint32_t max = left < SEAL_RANGE ? (uint32_t)left : SEAL_RANGE;
		arena_rewind(&registrar->request, registrar->request_mark);
		enum err_code code = store->ops->read(store, ret->size, max, &registrar->request, entry, &count, err);
		if (code)
			return code;
		if (count == 0 || count > max)
			return err_set(err, ERR_CORRUPT, "the store does not give entry %" PRIu64 " back", ret->size);
		for (uint32_t i = 0; i < count; i++)
			frontier_add(ret, hash_leaf(entry[i]));
	}
	return ERR_OK;
}

/* Points 2 and 3. The checkpoint's bytes lie in the request arena. */
static enum err_code make_checkpoint(struct registrar *registrar, struct frontier *ret_tree, struct str *ret,
                                     struct err *err)
{
	enum err_code code = stored_tree(registrar, ret_tree, err);
	if (code)
		return code;
	struct hash stored = frontier_root(ret_tree), entered = frontier_root(&registrar->frontier);
	if (!hash_eq(&stored, &entered))
		return registrar_die(registrar, err_set(err, ERR_CORRUPT, "stored entries are not those that were entered"));
	struct checkpoint checkpoint = {registrar->origin, registrar->durable, entered}, again;
	struct buf buf = buf_new(&registrar->request, 2 * (size_t)LIMIT_ORIGIN_SIZE + 512);
	buf_checkpoint(&buf, &checkpoint, &registrar->key);
	if (buf.full)
		return err_set(err, ERR_LIMIT, "no room left for a checkpoint");
	struct verifier log = verifier_of(registrar->origin, &registrar->key.public_key);
	code = checkpoint_open(buf_view(&buf), &log, registrar->request, &again, err);
	if (code)
		return code;
	*ret = buf_view(&buf);
	return ERR_OK;
}

enum err_code registrar_seal(struct registrar *registrar, bool force, struct err *err)
{
	struct frontier tree;
	struct str bytes;
	enum err_code code = registrar_ready(registrar, /* writes= */ true, err);
	if (code || registrar->durable == registrar->sealed.size)
		return code;
	int64_t now_ms = registrar_now(registrar);
	bool recent = registrar->has_seal_ms && now_ms >= registrar->seal_ms &&
	              now_ms - registrar->seal_ms < SEAL_INTERVAL_MS;
	if (recent && !force)
		return ERR_OK;
	arena_rewind(&registrar->request, registrar->request_mark);
	code = make_checkpoint(registrar, &tree, &bytes, err);
	if (!code) {
		code = registrar->store->ops->seal(registrar->store, registrar->sealed.size, tree.size, bytes, err);
		if (code)
			err_ignore(registrar_die(registrar, code));
	}
	if (code) {
		err_prefix(err, "cannot seal %" PRIu64 " entries", registrar->durable);
		return code;
	}
	registrar->sealed = tree;
	registrar->has_seal_ms = true;
	registrar->seal_ms = now_ms;
	return ERR_OK;
}
