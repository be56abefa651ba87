/* The start-up self-test of the signature library, apart so that tests can hand it a wrong library.
 *
 * Private to the record room and its tests: everybody else calls sign_start.
 */
#ifndef COMITY_RECORD_SIGN_CHECK_H
#define COMITY_RECORD_SIGN_CHECK_H

#include "record/sign.h"

/* What we lean on. The types are libsodium's. */
struct sign_library {
	const char *name; /* with its version, for the message */
	int (*verify)(const unsigned char *signature, const unsigned char *message, unsigned long long size,
	              const unsigned char *key);        /* crypto_sign_ed25519_verify_detached: 0 accepts */
	int (*point_valid)(const unsigned char *point); /* crypto_core_ed25519_is_valid_point: 1 accepts */
	/* crypto_sign_ed25519_seed_keypair and crypto_sign_ed25519_detached */
	int (*keypair)(unsigned char *key, unsigned char *secret, const unsigned char *seed);
	int (*sign)(unsigned char *signature, unsigned long long *size, const unsigned char *message,
	            unsigned long long message_size, const unsigned char *secret);
};

/* ERR_SIGNATURE, naming the library and the case, when it decides one case otherwise than the record's rule. */
ERR_CHECKED enum err_code sign_self_test(const struct sign_library *library, struct err *err);

/* The rule's own part, which no library is asked about. A point: y < p, not "minus zero", not of low order (the 14
 * encodings of the 8 points). A scalar: below the group's order L. */
bool sign_point_plain(const uint8_t point[32]);
bool sign_scalar_reduced(const uint8_t scalar[32]);

#endif
