/* Receipts: what a tlog-proof carries in its `extra`, so that one file is enough. Declared in proof.h.
 *
 *     {"v":1,"entry":base64,"text":{language:ref,…},"blobs":[{"ref":ref,"salt":base64,"data":base64},…]}
 *
 * "text" is left out when there is none; "salt" when the blob is of class permanent. Any order of members, no others.
 *
 * The format authenticates nothing of this. It counts only because each part is hashed again, outwards from the log's
 * signature:
 *  1. the proof verifies for `entry` under the checkpoint, which the log's key has signed;
 *  2. the entry's own number is the proof's index;
 *  3. the text is the one that the act speaks of: a string of the act's JSON is the hex of the text's hash, or an
 * object of it has exactly the text's members. (It is not enough that some refs occur in the act: somebody could add a
 *     language, or call the Russian text the English one.)
 *  4. each blob's ref is one of the text's or a string of the act's JSON, and stands in `blobs` once;
 *  5. each blob hashes, with its salt, to its ref.
 */
#include "record/proof.h"

#include "base/limits.h"
#include "record/json.h"

void buf_receipt_extra(struct buf *buf, const struct receipt *receipt)
{
	bool first = true;
	buf_byte(buf, '{');
	buf_json_key(buf, &first, STR("v"));
	buf_byte(buf, '1');
	buf_json_key(buf, &first, STR("entry"));
	buf_byte(buf, '"');
	buf_base64(buf, receipt->entry.ptr, receipt->entry.len);
	buf_byte(buf, '"');
	if (receipt->part_count > 0) {
		buf_json_key(buf, &first, STR("text"));
		buf_byte(buf, '{');
		bool first_part = true;
		for (uint32_t i = 0; i < receipt->part_count; i++) {
			buf_json_key(buf, &first_part, receipt->part[i].language);
			buf_json_string(buf, receipt->part[i].ref);
		}
		buf_byte(buf, '}');
	}
	buf_json_key(buf, &first, STR("blobs"));
	buf_byte(buf, '[');
	for (uint32_t i = 0; i < receipt->blob_count; i++) {
		const struct receipt_blob *blob = &receipt->blob[i];
		bool first_member = true;
		buf_c(buf, i > 0 ? ",{" : "{");
		buf_json_key(buf, &first_member, STR("ref"));
		buf_json_string(buf, blob->ref);
		if (blob->salt) {
			buf_json_key(buf, &first_member, STR("salt"));
			buf_byte(buf, '"');
			buf_base64(buf, blob->salt, SALT_SIZE);
			buf_byte(buf, '"');
		}
		buf_json_key(buf, &first_member, STR("data"));
		buf_byte(buf, '"');
		buf_base64(buf, blob->data.ptr, blob->data.len);
		buf_c(buf, "\"}");
	}
	buf_c(buf, "]}");
}

/* A member's base64 as bytes in the arena. */
static enum err_code base64_member(const struct json *value, const char *what, size_t max, struct arena *arena,
                                   struct str *ret, struct err *err)
{
	if (!value || value->type != JSON_STRING)
		return err_set(err, ERR_FORMAT, "receipt's %s is not a string", what);
	size_t cap = value->string.len / 4 * 3, size;
	uint8_t *bytes = TRY(arena, uint8_t, cap);
	if (!bytes)
		return err_set(err, ERR_LIMIT, "no memory for the receipt's %s of about %zu bytes", what, cap);
	if (!base64_decode(value->string, bytes, cap, &size))
		return err_set(err, ERR_FORMAT, "receipt's %s is not base64", what);
	if (size > max)
		return err_set(err, ERR_LIMIT, "receipt's %s has %zu bytes, more than %zu", what, size, max);
	*ret = (struct str){(const char *)bytes, size};
	return ERR_OK;
}

static enum err_code text_read(const struct json *text, struct arena *arena, struct receipt *receipt, struct err *err)
{
	if (!text)
		return ERR_OK;
	if (text->type != JSON_OBJECT || text->count == 0 || text->count > LIMIT_LANGUAGES)
		return err_set(err, ERR_FORMAT, "receipt's text is not an object of 1 to %u languages", LIMIT_LANGUAGES);
	receipt->part = TRY(arena, struct text_part, text->count);
	if (!receipt->part)
		return err_set(err, ERR_LIMIT, "no memory for the receipt's text in %u languages", text->count);
	for (const struct json *member = text->child; member; member = member->next) {
		struct blob_ref ref;
		if (!text_language_valid(member->key))
			return err_set(err, ERR_FORMAT, "receipt's text has a language that is not 2 to 16 of A-Z a-z 0-9 -");
		if (member->type != JSON_STRING || !blob_ref_parse(member->string, &ref))
			return err_set(err, ERR_FORMAT, "receipt's text in \"%.*s\" is not a reference to a blob",
			               STR_ARG(member->key));
		if (receipt->part_count > 0 && str_cmp(receipt->part[receipt->part_count - 1].language, member->key) >= 0)
			return err_set(err, ERR_FORMAT, "receipt's languages are not in ascending order");
		receipt->part[receipt->part_count++] = (struct text_part){member->key, member->string};
	}
	receipt->text = hash_text(receipt->part, receipt->part_count);
	return ERR_OK;
}

static enum err_code blob_read(const struct json *item, struct arena *arena, struct receipt_blob *ret, struct err *err)
{
	const struct json *ref_member = json_get(item, STR("ref")), *salt_member = json_get(item, STR("salt"));
	struct receipt_blob blob = {.salt = NULL};
	struct blob_ref ref;
	if (item->type != JSON_OBJECT || item->count != (salt_member ? 3u : 2u))
		return err_set(err, ERR_FORMAT, "receipt has a blob that is not an object of ref, salt and data");
	if (!ref_member || ref_member->type != JSON_STRING || !blob_ref_parse(ref_member->string, &ref))
		return err_set(err, ERR_FORMAT, "receipt has a blob whose ref is not one");
	blob.ref = ref_member->string;
	if ((ref.class == BLOB_PERMANENT) == (salt_member != NULL))
		return err_set(err, ERR_FORMAT, "receipt's blob %.*s %s", STR_ARG(blob.ref),
		               salt_member ? "has a salt but is permanent" : "has no salt");
	if (salt_member) {
		struct str salt;
		enum err_code code = base64_member(salt_member, "salt", SALT_SIZE, arena, &salt, err);
		if (code)
			return code;
		if (salt.len != SALT_SIZE)
			return err_set(err, ERR_FORMAT, "receipt's salt has %zu bytes, not %u", salt.len, SALT_SIZE);
		blob.salt = (const uint8_t *)salt.ptr;
	}
	enum err_code code = base64_member(json_get(item, STR("data")), "data", LIMIT_BLOB_SIZE, arena, &blob.data, err);
	if (code)
		return code;
	/* Condition 5. */
	struct blob_ref found = blob_commit(ref.class, blob.salt, blob.data);
	if (!hash_eq(&found.commitment, &ref.commitment))
		return err_set(err, ERR_SIGNATURE, "the bytes given for %.*s are not those that it commits to",
		               STR_ARG(blob.ref));
	*ret = blob;
	return ERR_OK;
}

static enum err_code blobs_read(const struct json *blobs, struct arena *arena, struct receipt *receipt, struct err *err)
{
	if (!blobs || blobs->type != JSON_ARRAY || blobs->count > LIMIT_LIST)
		return err_set(err, ERR_FORMAT, "receipt's blobs are not an array of at most %u", LIMIT_LIST);
	receipt->blob = TRY(arena, struct receipt_blob, blobs->count);
	if (!receipt->blob)
		return err_set(err, ERR_LIMIT, "no memory for the receipt's %u blobs", blobs->count);
	for (const struct json *item = blobs->child; item; item = item->next) {
		struct receipt_blob blob;
		enum err_code code = blob_read(item, arena, &blob, err);
		if (code)
			return code;
		for (uint32_t i = 0; i < receipt->blob_count; i++)
			if (str_eq(receipt->blob[i].ref, blob.ref))
				return err_set(err, ERR_FORMAT, "receipt has the blob %.*s twice", STR_ARG(blob.ref));
		receipt->blob[receipt->blob_count++] = blob;
	}
	return ERR_OK;
}

static enum err_code extra_read(struct str extra, struct arena *arena, struct receipt *receipt, struct err *err)
{
	struct json *json;
	enum err_code code = json_parse(extra, arena, &json, err);
	if (code) {
		err_prefix(err, "cannot read the receipt's extra data");
		return code;
	}
	const struct json *version = json_get(json, STR("v")), *text = json_get(json, STR("text"));
	if (!version || version->type != JSON_INT || version->number != 1)
		return err_set(err, ERR_FORMAT, "receipt is not of version 1");
	if (json->count != (text ? 4u : 3u))
		return err_set(err, ERR_FORMAT, "receipt has other members than v, entry, text and blobs");
	code = base64_member(json_get(json, STR("entry")), "entry", LIMIT_ENTRY_SIZE, arena, &receipt->entry, err);
	if (code)
		return code;
	code = text_read(text, arena, receipt, err);
	if (code)
		return code;
	return blobs_read(json_get(json, STR("blobs")), arena, receipt, err);
}

/* Does a string anywhere in the act say exactly this? Depth is bounded by LIMIT_JSON_DEPTH. */
static bool json_says(const struct json *json, struct str wanted)
{
	if (json->type == JSON_STRING)
		return str_eq(json->string, wanted);
	for (const struct json *child = json->child; child; child = child->next)
		if (json_says(child, wanted))
			return true;
	return false;
}

/* Is there an object anywhere in the act whose members are the text's? */
static bool json_has_text(const struct json *json, const struct receipt *receipt)
{
	if (json->type == JSON_OBJECT && json->count == receipt->part_count) {
		bool same = true;
		for (uint32_t i = 0; i < receipt->part_count && same; i++) {
			const struct json *member = json_get(json, receipt->part[i].language);
			same = member && member->type == JSON_STRING && str_eq(member->string, receipt->part[i].ref);
		}
		if (same)
			return true;
	}
	for (const struct json *child = json->child; child; child = child->next)
		if (json_has_text(child, receipt))
			return true;
	return false;
}

/* Conditions 3 and 4. */
static enum err_code check_references(const struct receipt *receipt, const struct json *act, struct err *err)
{
	char digits[2 * HASH_SIZE];
	struct buf hex = buf_of(digits, sizeof digits);
	buf_hex(&hex, receipt->text.byte, HASH_SIZE);
	if (receipt->part_count > 0 && !json_says(act, buf_view(&hex)) && !json_has_text(act, receipt))
		return err_set(err, ERR_SIGNATURE, "the receipt's text is not the one that entry %llu speaks of",
		               (unsigned long long)receipt->index);
	for (uint32_t i = 0; i < receipt->blob_count; i++) {
		struct str ref = receipt->blob[i].ref;
		bool found = json_says(act, ref);
		for (uint32_t j = 0; j < receipt->part_count && !found; j++)
			found = str_eq(receipt->part[j].ref, ref);
		if (!found)
			return err_set(err, ERR_SIGNATURE, "entry %llu does not speak of the blob %.*s",
			               (unsigned long long)receipt->index, STR_ARG(ref));
	}
	return ERR_OK;
}

/* The act's JSON is the first line of its note. */
static enum err_code act_read(struct str act, struct arena *arena, struct json **ret, struct err *err)
{
	enum err_code code = json_parse(str_slice(act, 0, str_find(act, '\n', 0)), arena, ret, err);
	if (code)
		err_prefix(err, "cannot read the act in the receipt's entry");
	return code;
}

enum err_code receipt_open(struct str bytes, const struct verifier *log, struct arena *arena, struct receipt *ret,
                           struct err *err)
{
	struct proof_file proof;
	enum err_code code = proof_parse(bytes, arena, &proof, err);
	if (code)
		return code;
	if (!proof.has_extra)
		return err_set(err, ERR_FORMAT, "the proof is not a receipt: it has no extra line");
	struct receipt receipt = {.index = proof.index};
	code = extra_read(proof.extra, arena, &receipt, err);
	if (code)
		return code;
	code = proof_verify(&proof, receipt.entry, log, *arena, &receipt.checkpoint, err);
	if (code)
		return code;
	struct entry entry;
	code = entry_parse(receipt.entry, &entry, err);
	if (code)
		return code;
	if (entry.number != receipt.index)
		return err_set(err, ERR_CONFLICT, "the entry calls itself %llu, but it is number %llu of the tree",
		               (unsigned long long)entry.number, (unsigned long long)receipt.index);
	struct arena scratch = *arena;
	struct json *act;
	code = act_read(entry.act, &scratch, &act, err);
	if (code)
		return code;
	code = check_references(&receipt, act, err);
	if (code)
		return code;
	*ret = receipt;
	return ERR_OK;
}
