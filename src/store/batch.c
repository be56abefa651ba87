/* The checks and messages that all backends share, so that one suite of tests can hold all of them to the same words.
 *
 * Nothing here looks into a store: the backend hands over what it has read.
 */
#include "store/batch.h"

#include <inttypes.h>

#include "base/limits.h"

struct str blob_ref_text(const struct blob_ref *ref, char storage[BLOB_REF_SIZE])
{
	struct buf buf = buf_of(storage, BLOB_REF_SIZE);

	buf_blob_ref(&buf, ref);
	return buf_view(&buf);
}

static enum err_code blob_check(const struct store_blob *blob, struct err *err)
{
	char text[BLOB_REF_SIZE];
	struct str name;
	struct blob_ref real;

	if ((unsigned)blob->ref.class >= BLOB_CLASS_MAX)
		return err_set(err, ERR_USAGE, "cannot store a blob of unknown class %d", (int)blob->ref.class);
	name = blob_ref_text(&blob->ref, text);
	if (blob->data.len > LIMIT_BLOB_SIZE)
		return err_set(err, ERR_LIMIT, "cannot store blob %.*s: it has %zu bytes, at most %u are allowed",
		               STR_ARG(name), blob->data.len, LIMIT_BLOB_SIZE);
	if (blob->ref.class != BLOB_PERMANENT && blob->salt == NULL)
		return err_set(err, ERR_USAGE, "cannot store blob %.*s: it comes without its salt", STR_ARG(name));
	real = blob_commit(blob->ref.class, blob->salt, blob->data);
	if (!hash_eq(&real.commitment, &blob->ref.commitment))
		return err_set(err, ERR_SIGNATURE, "cannot store blob %.*s: its bytes hash to something else", STR_ARG(name));
	return ERR_OK;
}

enum err_code batch_check(const struct store_batch *batch, struct err *err)
{
	enum err_code code;

	if (batch->entry_count > LIMIT_BATCH)
		return err_set(err, ERR_LIMIT, "cannot append %" PRIu32 " entries at once: at most %u are allowed",
		               batch->entry_count, LIMIT_BATCH);
	for (uint32_t i = 0; i < batch->entry_count; i++) {
		if (batch->entry[i].len == 0 || batch->entry[i].len > LIMIT_ENTRY_SIZE)
			return err_set(err, ERR_LIMIT, "cannot append entry %" PRIu64 ": it has %zu bytes, 1 to %u are allowed",
			               batch->first + i, batch->entry[i].len, LIMIT_ENTRY_SIZE);
	}
	for (uint32_t i = 0; i < batch->blob_count; i++) {
		code = blob_check(&batch->blob[i], err);
		if (code != ERR_OK)
			return code;
	}
	return ERR_OK;
}

enum err_code batch_fits(const struct store_batch *batch, uint64_t count, struct err *err)
{
	if (batch->first != count)
		return err_set(err, ERR_CONFLICT, "cannot append at entry %" PRIu64 ": the record holds %" PRIu64 " entries",
		               batch->first, count);
	if (batch->entry_count > LIMIT_ENTRIES - count)
		return err_set(err, ERR_LIMIT, "cannot append entry %" PRIu64 ": a record holds at most %u entries",
		               count + batch->entry_count - 1, LIMIT_ENTRIES);
	return ERR_OK;
}

enum err_code seal_check(uint64_t newest, uint64_t count, uint64_t expected, uint64_t size, struct str checkpoint,
                         struct err *err)
{
	if (checkpoint.len == 0 || checkpoint.len > CHECKPOINT_SIZE_MAX)
		return err_set(err, ERR_LIMIT, "cannot keep a checkpoint of %zu bytes: 1 to %u are allowed", checkpoint.len,
		               CHECKPOINT_SIZE_MAX);
	if (newest != expected) {
		err_set(err, ERR_CONFLICT,
		        "cannot seal %" PRIu64 " entries: the newest checkpoint covers %" PRIu64 ", not %" PRIu64, size, newest,
		        expected);
		return err_hint(err, "another process has sealed this record: stop, and find out which");
	}
	if (size <= expected)
		return err_set(err, ERR_CONFLICT, "cannot seal %" PRIu64 " entries: a checkpoint covers %" PRIu64 " already",
		               size, expected);
	if (size > count)
		return err_set(err, ERR_CONFLICT, "cannot seal %" PRIu64 " entries: the record holds %" PRIu64, size, count);
	return ERR_OK;
}

enum err_code entry_damaged(uint64_t number, struct err *err)
{
	err_set(err, ERR_CORRUPT, "entry %" PRIu64 " does not match its leaf hash", number);
	return err_hint(err, "rebuild the derived tables, then verify; if that fails, restore from a copy");
}

enum err_code blob_unknown(const struct blob_ref *ref, struct err *err)
{
	char text[BLOB_REF_SIZE];
	struct str name = blob_ref_text(ref, text);

	return err_set(err, ERR_NOT_FOUND, "no blob %.*s has been stored", STR_ARG(name));
}

enum err_code blob_damaged(const struct blob_ref *ref, struct err *err)
{
	char text[BLOB_REF_SIZE];
	struct str name = blob_ref_text(ref, text);

	err_set(err, ERR_CORRUPT, "blob %.*s does not match its ref", STR_ARG(name));
	return err_hint(err, "restore it from a copy of the record");
}

enum err_code blob_kept(const struct blob_ref *ref, struct err *err)
{
	char text[BLOB_REF_SIZE];
	struct str name = blob_ref_text(ref, text);

	err_set(err, ERR_REFUSED, "cannot erase blob %.*s: it is permanent", STR_ARG(name));
	return err_hint(err, "the record cannot be replayed without its charter texts");
}

enum err_code read_no_room(uint64_t size, struct err *err)
{
	return err_set(err, ERR_LIMIT, "no memory left for %" PRIu64 " bytes read from the record", size);
}
