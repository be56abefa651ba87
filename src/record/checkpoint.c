/* C2SP tlog-checkpoint v1.0.0: what the log promises about all its entries, in three lines.
 *
 *     <origin> \n     1 – LIMIT_ORIGIN_SIZE bytes of UTF-8 without control characters: the log's name for ever
 *     <size> \n       decimal, no leading zeros, at most 2^63 - 1
 *     <root> \n       base64 of the 32-byte root, canonical padding
 *
 * The signature is the note's: Ed25519 over exactly these bytes, under the origin as key name.
 *
 * Conditions checked, in this order:
 *  1. the bytes are one signed note of at most LIMIT_NOTE_SIGNATURES lines;
 *  2. the log's key has signed it (other lines are ignored, as C2SP wants);
 *  3. the text is those three lines and nothing more: a fourth, an "extension line", is refused. C2SP advises against
 *     them, they are not covered by every kind of cosignature, and we never write one;
 *  4. a tree of size 0 has the root SHA-256("");
 *  5. the origin is the key's name. (C2SP only says SHOULD: go.sum's database differs. Ours never does.)
 */
#include "record/checkpoint.h"

#include <assert.h>

#include "base/limits.h"
#include "base/utf8.h"
#include "record/entry.h"

#define TEXT_MAX (LIMIT_ORIGIN_SIZE + 1 + 20 + 1 + 44 + 1)

void buf_checkpoint_text(struct buf *buf, const struct checkpoint *checkpoint)
{
	assert(origin_valid(checkpoint->origin) && checkpoint->size <= INT64_MAX);
	buf_str(buf, checkpoint->origin);
	buf_byte(buf, '\n');
	buf_u64(buf, checkpoint->size);
	buf_byte(buf, '\n');
	buf_base64(buf, checkpoint->root.byte, HASH_SIZE);
	buf_byte(buf, '\n');
}

void buf_checkpoint(struct buf *buf, const struct checkpoint *checkpoint, const struct secret_key *key)
{
	char storage[TEXT_MAX];
	struct buf text = buf_of(storage, sizeof storage);
	buf_checkpoint_text(&text, checkpoint);
	assert(!text.full);
	buf_note(buf, buf_view(&text), checkpoint->origin, key);
}

static bool origin_readable(struct str origin)
{
	if (origin.len == 0 || origin.len > LIMIT_ORIGIN_SIZE || !utf8_valid(origin))
		return false;
	for (size_t i = 0; i < origin.len; i++)
		if ((unsigned char)origin.ptr[i] < 0x20 || origin.ptr[i] == 0x7f)
			return false;
	return true;
}

enum err_code checkpoint_parse_text(struct str text, struct checkpoint *ret, struct err *err)
{
	struct checkpoint checkpoint;
	struct str size, root, rest;
	if (!str_cut(text, '\n', &checkpoint.origin, &rest) || !str_cut(rest, '\n', &size, &rest) ||
	    !str_cut(rest, '\n', &root, &rest))
		return err_set(err, ERR_FORMAT, "checkpoint has fewer than three lines");
	if (rest.len)
		return err_set(err, ERR_FORMAT, "checkpoint has a line after its root; extension lines are not accepted");
	if (!origin_readable(checkpoint.origin))
		return err_set(err, ERR_FORMAT, "checkpoint's origin is not 1 to %u bytes of plain text", LIMIT_ORIGIN_SIZE);
	if (!str_to_u64(size, INT64_MAX, &checkpoint.size))
		return err_set(err, ERR_FORMAT, "checkpoint's size is not a decimal number below 2^63");
	size_t root_size;
	if (!base64_decode(root, checkpoint.root.byte, HASH_SIZE, &root_size) || root_size != HASH_SIZE)
		return err_set(err, ERR_FORMAT, "checkpoint's root is not the base64 of 32 bytes");
	struct hash empty = hash_empty();
	if (checkpoint.size == 0 && !hash_eq(&checkpoint.root, &empty))
		return err_set(err, ERR_FORMAT, "checkpoint of size 0 has another root than the empty tree's");
	*ret = checkpoint;
	return ERR_OK;
}

enum err_code checkpoint_open(struct str bytes, const struct verifier *log, struct arena scratch,
                              struct checkpoint *ret, struct err *err)
{
	struct note note;
	enum err_code code = note_parse(bytes, LIMIT_NOTE_SIGNATURES, &scratch, &note, err);
	if (code) {
		err_prefix(err, "cannot read the checkpoint");
		return code;
	}
	code = note_verify(&note, log, err);
	if (code) {
		err_prefix(err, "the log's signature on the checkpoint");
		return code;
	}
	struct checkpoint checkpoint;
	code = checkpoint_parse_text(note.text, &checkpoint, err);
	if (code)
		return code;
	if (!str_eq(checkpoint.origin, log->name))
		return err_set(err, ERR_CONFLICT, "checkpoint is of the log \"%.*s\", but the key is of \"%.*s\"",
		               STR_ARG(checkpoint.origin), STR_ARG(log->name));
	/* The text begins where the bytes do: so that the view outlives scratch whatever the note's reader did. */
	checkpoint.origin = str_slice(bytes, 0, checkpoint.origin.len);
	*ret = checkpoint;
	return ERR_OK;
}
