/* Keys under names: ids, the two texts in which keys travel, fingerprints.
 *
 *     key id         SHA-256(name || 0x0A || type || public key)[0:4]
 *     public text    name "+" 8 hex digits of the id "+" base64(type || public key)
 *     secret text    "PRIVATE+KEY+" name "+" 8 hex digits of the id "+" base64(type || seed)
 *
 * The base64 part may hold '+' itself, a name may not: the texts are cut at the first two. The id is never believed but
 * computed again; it guards against slips of the hand, not against an enemy. Messages never repeat a secret.
 */
#include "record/note.h"

#include <assert.h>
#include <sodium.h>
#include <string.h>

#include "base/limits.h"
#include "base/utf8.h"

#define KEY_ID_SIZE 4u
#define TYPED_SIZE (1u + PUBLIC_KEY_SIZE)

_Static_assert(SEED_SIZE == PUBLIC_KEY_SIZE, "one cutter serves both texts");

static const struct str secret_head = {"PRIVATE+KEY+", 12};

/* The White_Space property of Unicode 15. */
static bool is_space(int32_t c)
{
	return (c >= 0x09 && c <= 0x0d) || c == 0x20 || c == 0x85 || c == 0xa0 || c == 0x1680 ||
	       (c >= 0x2000 && c <= 0x200a) || c == 0x2028 || c == 0x2029 || c == 0x202f || c == 0x205f || c == 0x3000;
}

bool note_name_valid(struct str name)
{
	if (name.len == 0 || name.len > LIMIT_KEY_NAME_SIZE)
		return false;
	for (size_t i = 0; i < name.len;) {
		int32_t c = utf8_next(name, &i);
		bool control = c < 0x20 || (c >= 0x7f && c <= 0x9f); /* bad UTF-8 is -1 */
		if (control || is_space(c) || c == '+')
			return false;
	}
	return true;
}

void note_key_id(struct str name, uint8_t type, const struct public_key *key, uint8_t ret_id[4])
{
	struct hash_stream stream;
	hash_begin(&stream);
	hash_feed(&stream, name.ptr, name.len);
	hash_feed(&stream, "\n", 1);
	hash_feed(&stream, &type, 1);
	hash_feed(&stream, key->byte, PUBLIC_KEY_SIZE);
	struct hash hash = hash_end(&stream);
	memcpy(ret_id, hash.byte, KEY_ID_SIZE);
}

struct verifier verifier_of(struct str name, const struct public_key *key)
{
	struct verifier verifier = {.name = name, .key = *key};
	note_key_id(name, NOTE_ED25519, key, verifier.key_id);
	return verifier;
}

/* name "+" id "+" base64(0x01 || bytes[32]). On failure `bytes` may hold part of a secret: the caller wipes. */
static enum err_code cut_key(struct str text, const char *what, struct str *ret_name, uint8_t ret_id[KEY_ID_SIZE],
                             uint8_t bytes[TYPED_SIZE], struct err *err)
{
	struct str name, rest, digits, encoded;
	if (!str_cut(text, '+', &name, &rest) || !str_cut(rest, '+', &digits, &encoded))
		return err_set(err, ERR_FORMAT, "a %s key is not NAME+ID+KEY", what);
	if (!note_name_valid(name))
		return err_set(err, ERR_FORMAT, "the name of a %s key is not valid", what);
	uint8_t id[KEY_ID_SIZE];
	if (!hex_decode(digits, id, sizeof id))
		return err_set(err, ERR_FORMAT, "the id of a %s key is not eight lower-case hex digits", what);
	size_t size;
	if (!base64_decode(encoded, bytes, TYPED_SIZE, &size) || size == 0)
		return err_set(err, ERR_FORMAT, "a %s key is not canonical base64 of at most %u bytes", what, TYPED_SIZE);
	if (bytes[0] != NOTE_ED25519)
		return err_set(err, ERR_FORMAT, "a %s key is of type 0x%02x, not Ed25519 (0x01)", what, (unsigned)bytes[0]);
	if (size != TYPED_SIZE)
		return err_set(err, ERR_FORMAT, "a %s key of type Ed25519 has %zu bytes after its type, not 32", what,
		               size - 1);
	memcpy(ret_id, id, sizeof id);
	*ret_name = name;
	return ERR_OK;
}

enum err_code vkey_parse(struct str text, struct verifier *ret, struct err *err)
{
	if (str_starts(text, secret_head)) {
		err_ignore(err_set(err, ERR_FORMAT, "this is a secret key, where a public one is wanted"));
		return err_hint(err, "its public half lies beside it, in FILE.vkey");
	}
	struct str name;
	uint8_t id[KEY_ID_SIZE], bytes[TYPED_SIZE];
	enum err_code code = cut_key(text, "public", &name, id, bytes, err);
	if (code)
		return code;
	struct public_key key;
	memcpy(key.byte, bytes + 1, sizeof key.byte);
	struct verifier verifier = verifier_of(name, &key);
	if (memcmp(verifier.key_id, id, sizeof id) != 0)
		return err_set(err, ERR_SIGNATURE, "the id of the public key of %.*s does not belong to it", STR_ARG(name));
	if (!sign_key_valid(&key)) {
		err_ignore(
			err_set(err, ERR_SIGNATURE, "the public key of %.*s is not a clean point of the curve", STR_ARG(name)));
		return err_hint(err, "a key made honestly never looks like this");
	}
	*ret = verifier;
	return ERR_OK;
}

void buf_vkey(struct buf *buf, struct str name, const struct public_key *key)
{
	assert(note_name_valid(name));
	struct verifier verifier = verifier_of(name, key);
	uint8_t typed[TYPED_SIZE] = {NOTE_ED25519};
	memcpy(typed + 1, key->byte, PUBLIC_KEY_SIZE);
	buf_str(buf, name);
	buf_byte(buf, '+');
	buf_hex(buf, verifier.key_id, KEY_ID_SIZE);
	buf_byte(buf, '+');
	buf_base64(buf, typed, sizeof typed);
}

enum err_code skey_parse(struct str text, struct str *ret_name, struct secret_key *ret, struct err *err)
{
	if (!str_starts(text, secret_head))
		return err_set(err, ERR_FORMAT, "a secret key does not begin with PRIVATE+KEY+");
	struct str name;
	uint8_t id[KEY_ID_SIZE], own_id[KEY_ID_SIZE], bytes[TYPED_SIZE];
	struct secret_key key = {0};
	enum err_code code = cut_key(str_slice(text, secret_head.len, text.len), "secret", &name, id, bytes, err);
	if (code)
		goto out;
	secret_key_from_seed(bytes + 1, &key);
	note_key_id(name, NOTE_ED25519, &key.public_key, own_id);
	if (memcmp(own_id, id, sizeof id) != 0) {
		code = err_set(err, ERR_SIGNATURE, "the id of the secret key of %.*s does not belong to it", STR_ARG(name));
		goto out;
	}
	*ret = key;
	*ret_name = name;
out:
	secret_key_wipe(&key);
	sodium_memzero(bytes, sizeof bytes);
	return code;
}

void buf_skey(struct buf *buf, struct str name, const uint8_t seed[SEED_SIZE])
{
	assert(note_name_valid(name));
	struct secret_key key;
	secret_key_from_seed(seed, &key);
	struct verifier verifier = verifier_of(name, &key.public_key);
	secret_key_wipe(&key);
	uint8_t typed[TYPED_SIZE] = {NOTE_ED25519};
	memcpy(typed + 1, seed, SEED_SIZE);
	buf_str(buf, secret_head);
	buf_str(buf, name);
	buf_byte(buf, '+');
	buf_hex(buf, verifier.key_id, KEY_ID_SIZE);
	buf_byte(buf, '+');
	buf_base64(buf, typed, sizeof typed);
	sodium_memzero(typed, sizeof typed);
}

void buf_fingerprint(struct buf *buf, const struct public_key *key)
{
	uint8_t typed[TYPED_SIZE] = {NOTE_ED25519};
	memcpy(typed + 1, key->byte, PUBLIC_KEY_SIZE);
	struct hash hash = hash_bytes((struct str){(const char *)typed, sizeof typed});
	for (size_t i = 0; i < HASH_SIZE; i += 2) {
		if (i > 0)
			buf_byte(buf, ' ');
		buf_hex(buf, hash.byte + i, 2);
	}
}
