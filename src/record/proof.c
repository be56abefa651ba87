/* C2SP tlog-proof files (untagged, as of July 2026): the format alone, without knowing what `extra` means to us.
 *
 *     "c2sp.org/tlog-proof@v1" \n
 *     "extra " base64 \n              at most one such line; left out when there is nothing to say
 *     "index " decimal \n             below 2^63, no leading zeros
 *     base64 of 32 bytes \n           0 – 63 lines, the leaf's sibling first
 *     \n
 *     signed checkpoint               verbatim to the end of the file
 *
 * The format may still move: everything that reads or writes it is in this file. One file has one reading and one
 * reading one file: buf_proof writes back what proof_parse read, byte for byte.
 */
#include "record/proof.h"

#include <assert.h>

#include "base/limits.h"

static const struct str header = {"c2sp.org/tlog-proof@v1", 22};
static const struct str extra_word = {"extra ", 6};
static const struct str index_word = {"index ", 6};

static struct str after(struct str s, struct str prefix)
{
	return str_slice(s, prefix.len, s.len);
}

static enum err_code extra_parse(struct str text, struct arena *arena, struct proof_file *proof, struct err *err)
{
	if (text.len == 0)
		return err_set(err, ERR_FORMAT, "proof has an empty extra line");
	size_t cap = text.len / 4 * 3, size;
	uint8_t *bytes = TRY(arena, uint8_t, cap);
	if (!bytes)
		return err_set(err, ERR_LIMIT, "no memory for the proof's extra data of about %zu bytes", cap);
	if (!base64_decode(text, bytes, cap, &size))
		return err_set(err, ERR_FORMAT, "proof's extra line is not base64");
	proof->extra = (struct str){(const char *)bytes, size};
	proof->has_extra = true;
	return ERR_OK;
}

static enum err_code path_parse(struct str *rest, struct path *path, struct err *err)
{
	for (;;) {
		struct str line;
		if (!str_cut(*rest, '\n', &line, rest))
			return err_set(err, ERR_FORMAT, "proof has no empty line before its checkpoint");
		if (line.len == 0)
			return ERR_OK;
		if (path->count == LIMIT_PROOF_HASHES)
			return err_set(err, ERR_FORMAT, "proof has more than %u hashes", LIMIT_PROOF_HASHES);
		size_t size;
		struct hash *node = &path->node[path->count];
		if (!base64_decode(line, node->byte, HASH_SIZE, &size) || size != HASH_SIZE)
			return err_set(err, ERR_FORMAT, "proof's hash %u is not the base64 of 32 bytes", path->count + 1);
		path->count++;
	}
}

enum err_code proof_parse(struct str bytes, struct arena *arena, struct proof_file *ret, struct err *err)
{
	struct proof_file proof = {.has_extra = false};
	struct str line, rest;
	if (bytes.len > LIMIT_PROOF_FILE_SIZE)
		return err_set(err, ERR_LIMIT, "proof has %zu bytes, more than %u", bytes.len, LIMIT_PROOF_FILE_SIZE);
	if (!str_cut(bytes, '\n', &line, &rest) || !str_eq(line, header))
		return err_set(err, ERR_FORMAT, "not a proof: the first line is not \"%.*s\"", STR_ARG(header));
	bool more = str_cut(rest, '\n', &line, &rest);
	if (more && str_starts(line, extra_word)) {
		enum err_code code = extra_parse(after(line, extra_word), arena, &proof, err);
		if (code)
			return code;
		more = str_cut(rest, '\n', &line, &rest);
	}
	if (!more || !str_starts(line, index_word))
		return err_set(err, ERR_FORMAT, "proof has no index line where one must be");
	if (!str_to_u64(after(line, index_word), INT64_MAX, &proof.index))
		return err_set(err, ERR_FORMAT, "proof's index is not a decimal number below 2^63");
	enum err_code code = path_parse(&rest, &proof.path, err);
	if (code)
		return code;
	if (rest.len == 0)
		return err_set(err, ERR_FORMAT, "proof has no checkpoint");
	proof.checkpoint = rest;
	*ret = proof;
	return ERR_OK;
}

void buf_proof(struct buf *buf, const struct proof_file *proof)
{
	assert(proof->index <= INT64_MAX && proof->path.count <= LIMIT_PROOF_HASHES);
	assert(proof->has_extra == (proof->extra.len > 0) && proof->checkpoint.len > 0);
	buf_str(buf, header);
	buf_byte(buf, '\n');
	if (proof->has_extra) {
		buf_str(buf, extra_word);
		buf_base64(buf, proof->extra.ptr, proof->extra.len);
		buf_byte(buf, '\n');
	}
	buf_str(buf, index_word);
	buf_u64(buf, proof->index);
	buf_byte(buf, '\n');
	for (uint32_t i = 0; i < proof->path.count; i++) {
		buf_base64(buf, proof->path.node[i].byte, HASH_SIZE);
		buf_byte(buf, '\n');
	}
	buf_byte(buf, '\n');
	buf_str(buf, proof->checkpoint);
}

enum err_code proof_verify(const struct proof_file *proof, struct str entry, const struct verifier *log,
                           struct arena scratch, struct checkpoint *ret, struct err *err)
{
	struct checkpoint checkpoint;
	enum err_code code = checkpoint_open(proof->checkpoint, log, scratch, &checkpoint, err);
	if (code)
		return code;
	if (proof->index >= checkpoint.size)
		return err_set(err, ERR_SIGNATURE, "proof is about entry %llu, but the checkpoint covers only %llu entries",
		               (unsigned long long)proof->index, (unsigned long long)checkpoint.size);
	struct hash leaf = hash_leaf(entry);
	if (!merkle_inclusion_verify(&leaf, proof->index, checkpoint.size, proof->path.node, proof->path.count,
	                             &checkpoint.root))
		return err_set(err, ERR_SIGNATURE,
		               "these bytes are not entry %llu of the tree that the checkpoint of size %llu signs",
		               (unsigned long long)proof->index, (unsigned long long)checkpoint.size);
	*ret = checkpoint;
	return ERR_OK;
}
