/* Ed25519 as the record demands it: cofactorless equation, canonical encodings, S < L, no low-order R, and at
 * registration no low-order or mixed-order public key. sign_start must succeed before any other call here: it runs
 * vectors on which libraries differ and refuses a libsodium that would decide otherwise.
 */
#ifndef COMITY_RECORD_SIGN_H
#define COMITY_RECORD_SIGN_H

#include "record/hash.h"

#define PUBLIC_KEY_SIZE 32u
#define SEED_SIZE 32u
#define SIGNATURE_SIZE 64u

struct public_key {
	uint8_t byte[PUBLIC_KEY_SIZE];
};
struct signature {
	uint8_t byte[SIGNATURE_SIZE];
};
struct secret_key { /* wiped by secret_key_wipe; never printed */
	uint8_t byte[64];
	struct public_key public_key;
};

ERR_CHECKED enum err_code sign_start(struct err *err);
/* The rule for signatures of acts and checkpoints. */
bool sign_verify(const struct public_key *key, struct str message, const struct signature *signature);
/* The rule for a key at registration: on the curve, canonical, in the prime-order subgroup, not the identity. */
bool sign_key_valid(const struct public_key *key);
void secret_key_from_seed(const uint8_t seed[SEED_SIZE], struct secret_key *ret);
void secret_key_wipe(struct secret_key *key);
struct signature sign_message(const struct secret_key *key, struct str message);

#endif
