/* Rules 5, 7 and 8 of verification (verify.c): what is true of the whole record only, and who is to blame when it is
 * not. */
#include "app/verify_private.h"

#include <inttypes.h>
#include <string.h>

#include "record/note.h"

#define BLAME_RANGE 256u

/* ---- Rule 7: the checkpoint -------------------------------------------------------------------------------------- */

static enum err_code open_checkpoint(struct verify *verify, struct err *err)
{
	enum err_code code;

	if (verify->source->checkpoint.len == 0)
		return ERR_OK;
	code = checkpoint_open(verify->source->checkpoint, &verify->log, verify->blobs, &verify->checkpoint, err);
	if (code == ERR_OK) {
		verify->sealed = true;
		return ERR_OK;
	}
	if (code == ERR_NOT_FOUND) {
		(void)err_set(err, ERR_SIGNATURE, "the checkpoint is not signed with the key of %.*s that was expected",
		              STR_ARG(verify->log.name));
		return err_hint(err, "it is another record's, or the key is");
	}
	return err_prefix(err, "the checkpoint");
}

enum err_code verify_seal_begin(struct verify *verify, struct err *err)
{
	struct note note;
	enum err_code code;

	if (verify->log_key != NULL)
		verify->log = *verify->log_key;
	else if (verify->source->has_key)
		verify->log = verify->source->key;
	verify->has_log = verify->log_key != NULL || verify->source->has_key;
	if (verify->has_log)
		return open_checkpoint(verify, err);
	if (verify->source->checkpoint.len == 0)
		return ERR_OK;
	/* Whose it is says the founding only. */
	code = note_parse(verify->source->checkpoint, LIMIT_NOTE_SIGNATURES, &verify->perm, &note, err);
	if (code == ERR_OK)
		code = checkpoint_parse_text(note.text, &verify->checkpoint, err);
	return code == ERR_OK ? ERR_OK : err_prefix(err, "the checkpoint");
}

static bool is_log(const struct verify *verify, const struct verifier *key)
{
	return str_eq(key->name, verify->origin) &&
	       memcmp(key->key.byte, verify->result.log_key.byte, PUBLIC_KEY_SIZE) == 0;
}

enum err_code verify_founding_key(struct verify *verify, struct err *err)
{
	if (verify->log_key != NULL && !is_log(verify, verify->log_key))
		return err_set(err, ERR_SIGNATURE, "the record of %.*s is founded with another key than the one given",
		               STR_ARG(verify->origin));
	if (verify->source->has_key && !is_log(verify, &verify->source->key))
		return err_set(err, ERR_SIGNATURE, "log.vkey is not the key that the founding names");
	if (verify->has_log)
		return ERR_OK;
	verify->log = verifier_of(verify->origin, &verify->result.log_key);
	verify->has_log = true;
	return open_checkpoint(verify, err);
}

/* The oldest checkpoint over more than `size` entries becomes verify->older. The newest comes up too: what it says that
 * it covers is only here compared with what it is kept for. */
static enum err_code next_older(struct verify *verify, uint64_t size, struct err *err)
{
	const struct source *source = verify->source;
	struct arena scratch = verify->blobs;
	struct err why = {0};
	struct str bytes;
	uint64_t found = 0;
	enum err_code code = source->checkpoint_after(source->context, size, &scratch, &found, &bytes, &why);

	verify->older.size = 0;
	if (code == ERR_NOT_FOUND)
		return ERR_OK;
	if (code == ERR_OK) {
		code = checkpoint_open(bytes, &verify->log, scratch, &verify->older, &why);
		if (code == ERR_NOT_FOUND)
			code = err_set(&why, ERR_SIGNATURE, "it is not signed with the key of %.*s", STR_ARG(verify->log.name));
		if (code == ERR_OK && verify->older.size != found)
			code = err_set(&why, ERR_CORRUPT, "it says that it covers %" PRIu64, verify->older.size);
		if (code != ERR_OK)
			err_ignore(err_prefix(&why, "the checkpoint over %" PRIu64 " entries", found));
	}
	if (code != ERR_OK && err != NULL)
		*err = why;
	return code;
}

static enum err_code check_older(struct verify *verify, struct err *err)
{
	uint64_t size = verify->result.entries;
	enum err_code code = ERR_OK;
	struct hash root;

	if (!verify->sealed || verify->source->checkpoint_after == NULL)
		return ERR_OK;
	if (size == 1)
		code = next_older(verify, 0, err);
	if (code != ERR_OK || size != verify->older.size)
		return code;
	root = frontier_root(&verify->frontier);
	if (!hash_eq(&root, &verify->older.root))
		return err_set(err, ERR_CORRUPT, "the checkpoint over %" PRIu64 " entries is of another tree", size);
	return next_older(verify, size, err);
}

enum err_code verify_root(struct verify *verify, struct err *err)
{
	struct hash root;

	if (verify->result.entries == verify->checkpoint.size) {
		root = frontier_root(&verify->frontier);
		if (!hash_eq(&root, &verify->checkpoint.root))
			return err_set(err, ERR_CORRUPT,
			               "the tree over the first %" PRIu64 " entries is not the one that was signed",
			               verify->checkpoint.size);
		verify->result.sealed = verify->checkpoint.size;
	}
	return check_older(verify, err);
}

/* ---- The end ----------------------------------------------------------------------------------------------------- */

/* Rule 5. A clock's outcome stands before every act after it; one that an act led to stands right behind that act. */
static enum err_code check_due(struct verify *verify, struct err *err)
{
	struct outcome outcome;
	struct str matter;

	if (!kernel_due(verify->state, verify->last_ms, &outcome))
		return ERR_OK;
	matter = kernel_matter_at(verify->state, outcome.matter).name;
	(void)err_set(err, ERR_CORRUPT, "the record ends without the outcome of %.*s, which fell due by its last entry",
	              STR_ARG(matter));
	return err_hint(err, "a registrar that was killed at this very point enters it when it starts again");
}

enum err_code verify_end(struct verify *verify, struct err *err)
{
	struct hash_stream stream;
	const struct source *source = verify->source;
	enum err_code code = ERR_OK;

	if (verify->state == NULL)
		return err_set(err, ERR_NOT_FOUND, "there is no entry: the record is not founded");
	if (verify->checkpoint.size > verify->result.entries)
		return err_set(err, ERR_CORRUPT, "%" PRIu64 " entries were sealed, %" PRIu64 " are there",
		               verify->checkpoint.size, verify->result.entries);
	if (source->check_tiles != NULL)
		code = source->check_tiles(source->context, verify->leaf, verify->result.entries, err);
	if (code == ERR_OK)
		code = check_due(verify, err);
	if (code != ERR_OK)
		return code;
	verify->result.root = frontier_root(&verify->frontier);
	verify->result.last_ms = verify->last_ms;
	hash_begin(&stream);
	kernel_digest(verify->state, (struct sink){hash_feed, &stream});
	verify->result.digest = hash_end(&stream);
	return ERR_OK;
}

/* ---- Which entry is it? ------------------------------------------------------------------------------------------ */

/* The first of the hashed entries whose leaf hash is not the kept one; UINT64_MAX when there is none, or when the kept
 * ones prove nothing because they are not those that were signed. */
static uint64_t first_other(struct verify *verify)
{
	struct hash kept[BLAME_RANGE], root;
	struct frontier tree = {0};
	uint64_t other = UINT64_MAX;
	struct err none;

	while (tree.size < verify->checkpoint.size) {
		uint64_t left = verify->checkpoint.size - tree.size;
		uint32_t count = 0, max = left < BLAME_RANGE ? (uint32_t)left : BLAME_RANGE;
		enum err_code code = verify->source->leaves(verify->source->context, tree.size, max, kept, &count, &none);

		if (code != ERR_OK || count == 0)
			return UINT64_MAX;
		for (uint32_t i = 0; i < count; i++) {
			if (other == UINT64_MAX && tree.size < verify->hashed && !hash_eq(&kept[i], &verify->leaf[tree.size]))
				other = tree.size;
			frontier_add(&tree, kept[i]);
		}
	}
	root = frontier_root(&tree);
	return hash_eq(&root, &verify->checkpoint.root) ? other : UINT64_MAX;
}

enum err_code verify_blame(struct verify *verify, enum err_code code, struct err *err)
{
	uint64_t number;

	if (!verify->sealed || verify->source->leaves == NULL || code == ERR_IO || code == ERR_ACCESS || code == ERR_BUSY)
		return code;
	number = first_other(verify);
	if (number == UINT64_MAX || (verify->result.has_bad && verify->result.bad_entry <= number))
		return code;
	(void)err_set(err, ERR_CORRUPT, "its bytes are not those that the checkpoint covers");
	return verify_bad_entry(verify, number, err, ERR_CORRUPT);
}
