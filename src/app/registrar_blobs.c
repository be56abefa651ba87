/* What the refs of an act speak of: checked before the act is entered, copied into the batch with it.
 *
 * A blob that is stored already stays as it is, and so does one that was erased: a retry must not bring it back.
 */
#include "app/registrar_private.h"

#include "app/amending.h"

#include <string.h>

static bool ref_eq(const struct blob_ref *a, const struct blob_ref *b)
{
	return a->class == b->class && hash_eq(&a->commitment, &b->commitment);
}

static bool among(const struct store_blob *blobs, uint32_t count, const struct blob_ref *ref)
{
	for (uint32_t i = 0; i < count; i++)
		if (ref_eq(&blobs[i].ref, ref))
			return true;
	return false;
}

static bool spoken_of(const struct act *act, const struct blob_ref *ref)
{
	struct blob_ref other;
	for (uint32_t i = 0; act_ref(act, i, &other); i++)
		if (ref_eq(&other, ref))
			return true;
	return false;
}

/* Pending, stored, or stored once and erased. */
static enum err_code is_kept(struct registrar *registrar, const struct blob_ref *ref, bool *ret, struct err *err)
{
	if (among(registrar->blob, registrar->blob_count, ref)) {
		*ret = true;
		return ERR_OK;
	}
	struct store_blob blob;
	struct arena mark = arena_mark(&registrar->request);
	struct err error;
	enum err_code code = registrar->store->ops->blob_get(registrar->store, ref, &registrar->request, &blob, &error);
	arena_rewind(&registrar->request, mark);
	if (code == ERR_OK || code == ERR_NOT_FOUND) {
		*ret = code == ERR_OK;
		return ERR_OK;
	}
	if (err)
		*err = error;
	return code;
}

static enum err_code check_blob(const struct act *act, const struct store_blob *blob, struct err *err)
{
	if (blob->data.len > LIMIT_BLOB_SIZE)
		return err_set(err, ERR_LIMIT, "a text of the act has %zu bytes, at most %u are allowed", blob->data.len,
		               LIMIT_BLOB_SIZE);
	if (blob->ref.class >= BLOB_CLASS_MAX || !spoken_of(act, &blob->ref))
		return err_set(err, ERR_FORMAT, "a text was sent with the act that the act does not speak of");
	if (!blob->salt && blob->ref.class != BLOB_PERMANENT)
		return err_set(err, ERR_FORMAT, "a text of the act came without its salt");
	struct blob_ref real = blob_commit(blob->ref.class, blob->salt, blob->data);
	if (ref_eq(&real, &blob->ref))
		return ERR_OK;
	return err_set(err, ERR_FORMAT, "a text of the act is not the one that the act's ref was made from");
}

enum err_code blobs_check(struct registrar *registrar, const struct act *act, const struct store_blob *blobs,
                          uint32_t count, bool complete, struct err *err)
{
	struct blob_ref ref;
	for (uint32_t i = 0; i < count; i++) {
		enum err_code code = check_blob(act, &blobs[i], err);
		if (code)
			return code;
	}
	for (uint32_t i = 0; complete && act_ref(act, i, &ref); i++) {
		bool kept = false;
		if (among(blobs, count, &ref))
			continue;
		enum err_code code = is_kept(registrar, &ref, &kept, err);
		if (code)
			return code;
		if (kept)
			continue;
		char text[96];
		struct buf buf = buf_of(text, sizeof text);
		buf_blob_ref(&buf, &ref);
		struct str words = buf_view(&buf);
		err_set(err, ERR_FORMAT, "a text of the act is missing: %.*s", STR_ARG(words));
		err_hint(err, "what an act's refs speak of is sent together with the act");
		return ERR_FORMAT;
	}
	return ERR_OK;
}

static bool copy_blob(struct registrar *registrar, const struct store_blob *blob)
{
	uint8_t *salt = NULL;
	if (blob->ref.class != BLOB_PERMANENT) {
		salt = TRY(&registrar->batch, uint8_t, SALT_SIZE);
		if (!salt)
			return false;
		memcpy(salt, blob->salt, SALT_SIZE);
	}
	struct str data = arena_str(&registrar->batch, blob->data);
	if (!data.ptr)
		return false;
	registrar->blob[registrar->blob_count++] = (struct store_blob){blob->ref, salt, data};
	return true;
}

/* Is there surely room for all of these, and for an entry besides? */
static bool has_room(const struct registrar *registrar, const struct store_blob *blobs, uint32_t count)
{
	size_t need = 2 * (size_t)LIMIT_ENTRY_SIZE;
	for (uint32_t i = 0; i < count; i++)
		need += blobs[i].data.len + SALT_SIZE + 128;
	return count <= BATCH_BLOBS - registrar->blob_count && registrar->entry_count < LIMIT_BATCH &&
	       need <= (size_t)(registrar->batch.end - registrar->batch.beg);
}

enum err_code blobs_add(struct registrar *registrar, const struct store_blob *blobs, uint32_t count, struct err *err)
{
	if (!has_room(registrar, blobs, count)) {
		enum err_code code = registrar_commit(registrar, err);
		if (code)
			return code;
	}
	struct arena mark = arena_mark(&registrar->batch);
	uint32_t before = registrar->blob_count;
	enum err_code code = ERR_OK;
	for (uint32_t i = 0; i < count && !code; i++) {
		bool kept = false;
		code = is_kept(registrar, &blobs[i].ref, &kept, err);
		if (!code && !kept && (registrar->blob_count == BATCH_BLOBS || !copy_blob(registrar, &blobs[i])))
			code = err_set(err, ERR_LIMIT, "no room left for the texts of an act");
	}
	if (code) {
		arena_rewind(&registrar->batch, mark);
		registrar->blob_count = before;
	}
	return code;
}

/* The text of a blob that was sent, is pending, or is stored; empty when it is nowhere. */
static enum err_code blob_text(struct registrar *registrar, const struct store_blob *blobs, uint32_t count,
                               const struct blob_ref *ref, struct str *ret, struct err *err)
{
	struct store_blob stored = {.data = {NULL, 0}};
	struct err error;
	for (uint32_t i = 0; i < count; i++)
		if (ref_eq(&blobs[i].ref, ref))
			stored = blobs[i];
	for (uint32_t i = 0; i < registrar->blob_count && !stored.data.ptr; i++)
		if (ref_eq(&registrar->blob[i].ref, ref))
			stored = registrar->blob[i];
	*ret = stored.data;
	if (stored.data.ptr)
		return ERR_OK;
	enum err_code code = registrar->store->ops->blob_get(registrar->store, ref, &registrar->request, &stored, &error);
	if (code == ERR_OK && stored.data.ptr)
		*ret = stored.data;
	if (code == ERR_OK || code == ERR_NOT_FOUND)
		return ERR_OK;
	if (err)
		*err = error;
	return code;
}

enum err_code blobs_offer(struct registrar *registrar, const struct act *act, const struct store_blob *blobs,
                          uint32_t count, struct arena *arena, struct err *err)
{
	struct blob_ref ref;
	struct str text;
	if (!act_amends(act, &ref))
		return ERR_OK;
	enum err_code code = blob_text(registrar, blobs, count, &ref, &text, err);
	return code ? code : charter_offer(registrar->state, &ref, text, arena, err);
}
