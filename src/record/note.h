/* C2SP signed-note v1.0.0: text, a blank line, signature lines; and the keys' texts.
 *
 *     text (ends in \n) | \n | "— " name SP base64(key id[4] || signature) \n …
 *
 * key id = SHA-256(name || 0x0A || type || public key)[0:4], type 0x01 = Ed25519.
 */
#ifndef COMITY_RECORD_NOTE_H
#define COMITY_RECORD_NOTE_H

#include "record/sign.h"

#define NOTE_ED25519 0x01u /* the type byte; cosignatures are 0x04 */

struct note_line { /* one signature line */
	struct str name;
	uint8_t key_id[4];
	struct str blob;            /* decoded bytes after the key id, in the arena */
	struct signature signature; /* when blob.len is 64 */
};

struct note {
	struct str text; /* with its final \n */
	uint32_t count;
	struct note_line *line;
};

struct verifier { /* an Ed25519 key under a name */
	struct str name;
	struct public_key key;
	uint8_t key_id[4];
};

bool note_name_valid(struct str name); /* non-empty, no Unicode space, no '+', no control characters, bounded */
void note_key_id(struct str name, uint8_t type, const struct public_key *key, uint8_t ret_id[4]);
struct verifier verifier_of(struct str name, const struct public_key *key);

/* Strict: the whole of `bytes` is one note; UTF-8, no control characters but \n; 1 … max_signatures lines. */
ERR_CHECKED enum err_code note_parse(struct str bytes, uint32_t max_signatures, struct arena *arena, struct note *ret,
                                     struct err *err);
/* C2SP's verifier rule for one known key: unknown lines are ignored; a line with this name and id that fails is
 * ERR_SIGNATURE; no such line is ERR_NOT_FOUND. */
ERR_CHECKED enum err_code note_verify(const struct note *note, const struct verifier *verifier, struct err *err);
/* text and one signature line per key. */
void buf_note_line(struct buf *buf, struct str name, const struct secret_key *key, struct str text);
void buf_note(struct buf *buf, struct str text, struct str name, const struct secret_key *key);

/* "name+hash+base64(0x01||key)". The hash is re-computed; the key must pass sign_key_valid. */
ERR_CHECKED enum err_code vkey_parse(struct str text, struct verifier *ret, struct err *err);
void buf_vkey(struct buf *buf, struct str name, const struct public_key *key);
/* "PRIVATE+KEY+name+hash+base64(0x01||seed)": the form of golang.org/x/mod/sumdb/note. */
ERR_CHECKED enum err_code skey_parse(struct str text, struct str *ret_name, struct secret_key *ret, struct err *err);
void buf_skey(struct buf *buf, struct str name, const uint8_t seed[SEED_SIZE]);
/* For people, read out on the telephone: SHA-256(type || key) as 16 groups of 4 hex digits. */
void buf_fingerprint(struct buf *buf, const struct public_key *key);

#endif
