/* Opening: the state is what the stored entries make it.
 *
 * Of each entry, in order:
 *  1. the stored leaf hash is the hash of its bytes;
 *  2. it parses, has its own number, and its act is well-formed and meant for this log;
 *  3. the first is the founding: it names the charter, whose text is in the store and hashes to that name;
 *     (and so does a charter that an act of amendment names);
 *  4. the kernel accepts it at its time: an outcome that differs, is missing or comes too early is refused here, and so
 *     is one that is not written in its one form;
 * and of all of them: the tree over as many as the newest checkpoint covers has the root that was signed, with the key
 * that the founding names. Signatures of acts are not checked again; `verify` does that.
 */
#include "app/registrar_private.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>

#include "app/outcome_form.h"
#include "record/entry.h"

#define LOAD_RANGE 256u

enum err_code registrar_leaf_room(struct registrar *registrar, uint64_t count, struct err *err)
{
	uint64_t capacity = registrar->leaf_capacity ? registrar->leaf_capacity : LEAVES_FIRST;
	struct region region;
	if (count <= registrar->leaf_capacity)
		return ERR_OK;
	while (capacity < count)
		capacity *= 2;
	if (!arena_reserve(&region, (size_t)capacity * sizeof(struct hash)))
		return err_set(err, ERR_LIMIT, "no room left for the tree over %" PRIu64 " entries", count);
	struct hash *leaf = region.base; /* no arena: that would touch every page to zero it */
	if (registrar->durable)
		memcpy(leaf, registrar->leaf, (size_t)registrar->durable * sizeof *leaf);
	arena_return(&registrar->leaf_region);
	registrar->leaf_region = region;
	registrar->leaf = leaf;
	registrar->leaf_capacity = capacity;
	return ERR_OK;
}

enum err_code registrar_begin_state(struct registrar *registrar, struct str origin, struct str charter_text,
                                    struct err *err)
{
	struct diagnostics diagnostics;
	struct str text = arena_str(&registrar->perm, charter_text);
	struct str name = arena_str(&registrar->perm, origin);
	if (!text.ptr || !name.ptr)
		return err_set(err, ERR_LIMIT, "no room left for the charter");
	enum err_code code = charter_read(text, &registrar->perm, &registrar->charter, &diagnostics, err);
	if (code)
		return code;
	struct hash hash = hash_bytes(text);
	struct state *state = kernel_new(&registrar->perm, &registrar->charter, hash.byte, registrar->map_key);
	if (!state)
		return err_set(err, ERR_LIMIT, "no room left for the state of the record");
	registrar->state = state;
	registrar->origin = name;
	return ERR_OK;
}

/* What does not parse in a store is a damaged store; what does not fit or cannot be read stays what it is. */
static enum err_code damaged(enum err_code code, struct err *err)
{
	if (code == ERR_LIMIT || code == ERR_IO || code == ERR_BUSY || code == ERR_ACCESS)
		return code;
	if (err)
		err->code = ERR_CORRUPT;
	return ERR_CORRUPT;
}

static enum err_code damaged_entry(enum err_code code, uint64_t number, struct err *err)
{
	err_prefix(err, "entry %" PRIu64, number);
	return damaged(code, err);
}

/* Rule 3. */
static enum err_code load_founding(struct registrar *registrar, const struct entry *entry, struct err *err)
{
	struct str origin;
	struct signed_act act;
	enum err_code code = act_origin(entry->act, &registrar->request, &origin, err);
	if (!code)
		code = act_decode(entry->act, origin, &registrar->request, &act, err);
	if (code)
		return code;
	if (act.act.verb != VERB_FOUND)
		return err_set(err, ERR_CORRUPT, "the first act is not a founding");
	struct blob_ref ref = {.class = BLOB_PERMANENT};
	memcpy(ref.commitment.byte, act.act.field[FIELD_CHARTER].bytes, sizeof ref.commitment.byte);
	struct store_blob blob;
	code = registrar->store->ops->blob_get(registrar->store, &ref, &registrar->request, &blob, err);
	if (code) {
		err_prefix(err, "the charter");
		return code;
	}
	struct hash hash = hash_bytes(blob.data);
	if (!blob.data.ptr || !hash_eq(&hash, &ref.commitment))
		return err_set(err, ERR_CORRUPT, "the charter's text is not the one that the founding names");
	code = registrar_begin_state(registrar, origin, blob.data, err);
	if (code)
		err_prefix(err, "the charter");
	return code;
}

/* Rule 4. */
static enum err_code apply(struct registrar *registrar, const struct signed_act *act, struct moment moment,
                           struct err *err)
{
	enum err_code code = blobs_offer(registrar, &act->act, /* blobs= */ NULL, 0, &registrar->perm, err);
	if (code)
		return code;
	struct verdict verdict = kernel_decide(registrar->state, &act->act, moment);
	if (verdict.refusal == REFUSAL_NONE) {
		code = outcome_form_check(act, registrar->origin, moment.number, registrar->request, err);
		return code ? code : registrar_apply(registrar, &act->act, moment, err);
	}
	char text[400];
	struct buf buf = buf_of(text, sizeof text);
	buf_verdict(&buf, registrar->state, &verdict);
	struct str words = buf_view(&buf);
	return err_set(err, ERR_CORRUPT, "the rules do not accept it. %.*s", STR_ARG(words));
}

static enum err_code load_entry(struct registrar *registrar, struct str bytes, uint64_t number, struct err *err)
{
	struct entry entry;
	struct signed_act act;
	enum err_code code = entry_parse(bytes, &entry, err);
	if (!code && entry.number != number)
		code = err_set(err, ERR_CORRUPT, "it calls itself %" PRIu64, entry.number);
	if (!code && number == 0)
		code = load_founding(registrar, &entry, err);
	if (!code)
		code = act_decode(entry.act, registrar->origin, &registrar->request, &act, err);
	if (!code)
		code = apply(registrar, &act, (struct moment){number, entry.time_ms}, err);
	if (code)
		return damaged_entry(code, number, err);
	registrar->last_ms = entry.time_ms;
	return ERR_OK;
}

/* Rule 1, and the tree grows by the entry. */
static enum err_code load_leaf(struct registrar *registrar, struct str bytes, const struct hash *stored,
                               struct err *err)
{
	struct hash leaf = hash_leaf(bytes);
	if (!hash_eq(&leaf, stored)) {
		err_set(err, ERR_CORRUPT, "entry %" PRIu64 ": its bytes are not those whose hash was stored with it",
		        registrar->durable);
		err_hint(err, "`verify` says which of the two is damaged; hashes alone are restored by `rebuild`");
		return ERR_CORRUPT;
	}
	registrar->leaf[registrar->durable++] = leaf;
	frontier_add(&registrar->frontier, leaf);
	return ERR_OK;
}

static enum err_code compare_tree(struct registrar *registrar, const struct checkpoint *checkpoint, struct err *err)
{
	if (registrar->frontier.size != checkpoint->size)
		return ERR_OK;
	struct hash root = frontier_root(&registrar->frontier);
	if (!hash_eq(&root, &checkpoint->root)) {
		err_set(err, ERR_CORRUPT, "the tree over the first %" PRIu64 " entries differs from what was signed",
		        checkpoint->size);
		err_hint(err, "entries were changed after they were sealed: restore from a member's copy");
		return ERR_CORRUPT;
	}
	registrar->sealed = registrar->frontier;
	/* When it was signed is not kept; not before its newest entry, which load_entry has just looked at. */
	registrar->has_seal_ms = true;
	registrar->seal_ms = registrar->last_ms;
	return ERR_OK;
}

static enum err_code load_range(struct registrar *registrar, const struct checkpoint *checkpoint, uint64_t count,
                                struct err *err)
{
	struct str entry[LOAD_RANGE];
	struct hash leaf[LOAD_RANGE];
	uint32_t entry_count, leaf_count;
	struct store *store = registrar->store;
	uint64_t first = registrar->durable;
	uint32_t max = count - first < LOAD_RANGE ? (uint32_t)(count - first) : LOAD_RANGE;
	arena_rewind(&registrar->request, registrar->request_mark);
	enum err_code code = store->ops->read(store, first, max, &registrar->request, entry, &entry_count, err);
	if (!code)
		code = store->ops->leaves(store, first, max, leaf, &leaf_count, err);
	if (code)
		return code;
	if (entry_count == 0 || entry_count > max || leaf_count != entry_count)
		return err_set(err, ERR_CORRUPT,
		               "the store holds %" PRIu64 " entries, but does not give them from %" PRIu64 " on", count, first);
	struct arena mark = arena_mark(&registrar->request);
	for (uint32_t i = 0; i < entry_count; i++) {
		code = load_leaf(registrar, entry[i], &leaf[i], err);
		if (!code)
			code = load_entry(registrar, entry[i], first + i, err);
		if (!code)
			code = compare_tree(registrar, checkpoint, err);
		if (code)
			return code;
		arena_rewind(&registrar->request, mark);
	}
	return ERR_OK;
}

/* The newest checkpoint as it says itself; size 0 and no bytes when nothing is sealed. Who signed is asked later. Read
 * before the entries are counted: another process may be writing while this one only reads. */
static enum err_code read_checkpoint(struct registrar *registrar, struct arena *arena, struct str *ret_bytes,
                                     struct checkpoint *ret, struct err *err)
{
	struct note note;
	struct str bytes;
	*ret = (struct checkpoint){.size = 0};
	*ret_bytes = (struct str){"", 0};
	enum err_code code = registrar->store->ops->checkpoint(registrar->store, arena, &bytes, err);
	if (code || bytes.len == 0)
		return code;
	code = note_parse(bytes, LIMIT_NOTE_SIGNATURES, arena, &note, err);
	if (!code)
		code = checkpoint_parse_text(note.text, ret, err);
	if (code) {
		err_prefix(err, "the newest checkpoint");
		return damaged(code, err);
	}
	*ret_bytes = bytes;
	return ERR_OK;
}

static enum err_code count_entries(struct registrar *registrar, uint64_t sealed, uint64_t *ret, struct err *err)
{
	enum err_code code = registrar->store->ops->count(registrar->store, ret, err);
	if (code || sealed <= *ret)
		return code;
	err_set(err, ERR_CORRUPT, "entries that were sealed are missing: the store holds %" PRIu64 " of %" PRIu64, *ret,
	        sealed);
	err_hint(err, "restore from a member's copy; nothing may be entered in their place");
	return ERR_CORRUPT;
}

static enum err_code check_seal(struct registrar *registrar, struct str bytes, struct err *err)
{
	struct public_key key;
	struct checkpoint checkpoint;
	memcpy(key.byte, kernel_registrar_key(registrar->state), sizeof key.byte);
	if (registrar->has_key && memcmp(key.byte, registrar->key.public_key.byte, sizeof key.byte) != 0)
		return err_set(err, ERR_SIGNATURE, "the key is not the registrar's of %.*s", STR_ARG(registrar->origin));
	struct verifier log = verifier_of(registrar->origin, &key);
	if (bytes.len == 0)
		return ERR_OK;
	enum err_code code = checkpoint_open(bytes, &log, registrar->request, &checkpoint, err);
	if (code == ERR_OK)
		return ERR_OK;
	err_prefix(err, "the newest checkpoint");
	return damaged(code, err);
}

enum err_code registrar_load(struct registrar *registrar, struct err *err)
{
	uint64_t count;
	struct checkpoint checkpoint;
	struct str bytes;
	enum err_code code = read_checkpoint(registrar, &registrar->perm, &bytes, &checkpoint, err);
	if (!code)
		code = count_entries(registrar, checkpoint.size, &count, err);
	if (!code && count > 0)
		code = registrar_leaf_room(registrar, count, err);
	if (code)
		return code;
	while (registrar->durable < count) {
		code = load_range(registrar, &checkpoint, count, err);
		if (code)
			return code;
	}
	arena_rewind(&registrar->request, registrar->request_mark);
	if (count == 0)
		return ERR_OK;
	/* The same tree by the definition: what is appended to must be right. */
	struct hash root = merkle_root(registrar->leaf, count), other = frontier_root(&registrar->frontier);
	if (!hash_eq(&root, &other))
		return err_set(err, ERR_CORRUPT, "the tree over %" PRIu64 " entries, computed in two ways, differs", count);
	return check_seal(registrar, bytes, err);
}

/* ---- Following --------------------------------------------------------------------------------------------------- */

/* Who signed, and the tree over entries that are all there. */
static enum err_code follow_seal(struct registrar *registrar, struct str bytes, const struct checkpoint *checkpoint,
                                 struct err *err)
{
	struct frontier sealed = registrar->sealed;
	enum err_code code;

	if (checkpoint->size <= registrar->sealed.size)
		return ERR_OK;
	for (uint64_t i = sealed.size; i < checkpoint->size; i++)
		frontier_add(&sealed, registrar->leaf[i]);
	struct hash root = frontier_root(&sealed);
	if (!hash_eq(&root, &checkpoint->root))
		return err_set(err, ERR_CORRUPT, "the tree over the first %" PRIu64 " entries differs from what was signed",
		               checkpoint->size);
	code = check_seal(registrar, bytes, err);
	if (code == ERR_OK)
		registrar->sealed = sealed;
	return code;
}

/* The checkpoint is read before the entries, so all that it covers are there; its bytes lie in an arena of their own,
 * because the request's is emptied between ranges. */
enum err_code registrar_follow(struct registrar *registrar, struct arena scratch, bool *ret_more, struct err *err)
{
	uint64_t count;
	struct checkpoint checkpoint;
	struct str bytes;
	enum err_code code = registrar_ready(registrar, /* writes= */ false, err);

	assert(!registrar->has_key && registrar->state);
	if (!code)
		code = read_checkpoint(registrar, &scratch, &bytes, &checkpoint, err);
	if (!code)
		code = count_entries(registrar, checkpoint.size, &count, err);
	if (!code)
		code = registrar_leaf_room(registrar, count, err);
	if (code)
		return code;
	uint64_t before = registrar->durable;
	if (before < count) {
		const struct checkpoint later = {.size = UINT64_MAX}; /* compared below, together with who signed it */
		code = load_range(registrar, &later, count, err);
		/* A busy or broken disk before the first of them is no harm. After that the state is half of something. */
		if (code && registrar->durable != before)
			return registrar_die(registrar, code);
		arena_rewind(&registrar->request, registrar->request_mark);
	}
	*ret_more = registrar->durable < count;
	return code || *ret_more ? code : follow_seal(registrar, bytes, &checkpoint, err);
}
