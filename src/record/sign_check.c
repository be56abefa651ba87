/* Signatures and keys on which Ed25519 libraries differ, and what the record's rule says of each.
 *
 * The cases named CCTV are numbers of C2SP/CCTV's ed25519vectors.json (github.com/C2SP/CCTV, BSD-style licence), whose
 * 914 vectors a test of this room runs too. One signature signs the same message under clean keys in each library; the
 * others are what separates the families:
 *
 *     cofactored equation (libsodium from 1.0.19, ed25519-zebra)   accepts the "residue" cases
 *     no look at R (OpenSSL, Go, ref10)                            accepts the low-order R
 *     no look at A                                                 accepts low-order and non-canonical A
 *     no look at S (ref10 of old)                                  accepts S + L
 *
 * A library passes only if it decides every case as the rule does, even those that sign.c would stop before asking: one
 * that has changed in any of them is not the library that was examined.
 */
#include "record/sign_check.h"

#include <string.h>

struct verify_case {
	const char *what;
	const char *message;
	const char *key;       /* hex */
	const char *signature; /* hex, R then S */
	bool valid;
};

#define CLEAN_A "ef75b20e7540e3dff77404193652ba2bd13df99c1508eee1515e27ae25f28076"
#define CLEAN_R "b62cf890de42c413b11b1411c9f01f1c4d77aa87ef182258d1251f69af2a3506"
#define ORDER_2_A "fe894df18abf1c20088bfbe6c9ad45d42ec20663eaf7111eaea1d851da0d7f89"
#define ORDER_4_A "10eb7c3acfb2bed3e0d6ab89bf5a3d6afddd1176ce4812e38d9fd485058fdb1f"
#define ORDER_8_A "015ff595e4e0add00dde896efa66ea4f6848c4396410c693c92232aa64861d4f"
#define IDENTITY "0100000000000000000000000000000000000000000000000000000000000000"

static const struct verify_case verify_cases[] = {
	{"a plain signature (CCTV 305)", "ed25519vectors 5", CLEAN_A,
     CLEAN_R "40657f1cb030f12543549bbabd848dc6403d354e7c99c4d0dcee9f63c9033b00", true},
	{"the same over another message", "ed25519vectors 6", CLEAN_A,
     CLEAN_R "40657f1cb030f12543549bbabd848dc6403d354e7c99c4d0dcee9f63c9033b00", false},
	{"the same with L added to S", "ed25519vectors 5", CLEAN_A,
     CLEAN_R "2d397579ca93037e19f1925d9c7e6cdb403d354e7c99c4d0dcee9f63c9033b10", false},
	{"a residue in R, valid only with the cofactor (CCTV 267)", "ed25519vectors 3", CLEAN_A,
     "36684ea91032ba5b1dbab2d02f4debc74c3327f2b3802e2e4d371aa42b12b56b"
     "2d471882773a677af1e3824e757a33f8ddf7bbeaf3d28a09595eb8daa0d74a03",
     false},
	{"a residue in A, valid only with the cofactor (CCTV 51)", "ed25519vectors 3", ORDER_4_A,
     CLEAN_R "030b03796b78f7afeadfccaedc9d09ce6d487d1ece1f16b1ae2b59b7e5c40603", false},
	{"R of low order (CCTV 304)", "ed25519vectors 7", CLEAN_A,
     IDENTITY "330b30d6c1f07511e2208d233b6a34d4ed7109da2dea615bcd97daee3a842704", false},
	{"R of low order in a second encoding (CCTV 316)", "ed25519vectors 5", CLEAN_A,
     "0100000000000000000000000000000000000000000000000000000000000080"
     "2d32f9eeccaa31dba2ff4ab4e196b61e2ee1648073bbb5f599dcff4f7ea02900",
     false},
	{"A of low order (CCTV 303)", "ed25519vectors 5", IDENTITY,
     CLEAN_R "05ba9a796274d80437afa36f1236563f2f3b0aa84cecddc3d20914615ba4fe02", false},
	{"A not canonical (CCTV 310)", "ed25519vectors 1",
     "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
     CLEAN_R "05ba9a796274d80437afa36f1236563f2f3b0aa84cecddc3d20914615ba4fe02", false},
};

struct key_case {
	const char *what;
	const char *key;
	bool valid;
};

static const struct key_case key_cases[] = {
	{"a plain key", CLEAN_A, true},
	{"the identity", IDENTITY, false},
	{"the identity in a second encoding", "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", false},
	{"a key with a component of order 2 (CVE-2025-69277)", ORDER_2_A, false},
	{"a key with a component of order 4", ORDER_4_A, false},
	{"a key with a component of order 8", ORDER_8_A, false},
	{"no point of the curve", "0200000000000000000000000000000000000000000000000000000000000000", false},
};

/* Hex that stands in this file; hex_decode checks its length. */
static bool typed_in(const char *hex, uint8_t *ret_bytes, size_t size)
{
	return hex_decode(str_from(hex), ret_bytes, size);
}

static enum err_code differs(const struct sign_library *library, const char *verb, const char *what, struct err *err)
{
	err_ignore(err_set(err, ERR_SIGNATURE, "the signature library differs from the record's rule: %s %s %s",
	                   library->name, verb, what));
	return err_hint(err, "nodes with different libraries would accept different acts; use libsodium 1.0.18 "
	                     "(Debian 12: 1.0.18-1+deb12u1 or a later repair of it)");
}

/* RFC 8032 section 7.1, TEST 1: the empty message. */
static enum err_code check_signing(const struct sign_library *library, struct err *err)
{
	uint8_t seed[SEED_SIZE], wanted_key[PUBLIC_KEY_SIZE], wanted[SIGNATURE_SIZE];
	uint8_t key[PUBLIC_KEY_SIZE], secret[64], signature[SIGNATURE_SIZE];
	if (!typed_in("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60", seed, sizeof seed) ||
	    !typed_in("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", wanted_key, sizeof wanted_key) ||
	    !typed_in("e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
	              "d25bf5f0595bbe24655141438e7a100b",
	              wanted, sizeof wanted))
		return err_set(err, ERR_SIGNATURE, "the typed-in case for signing is malformed");
	if (library->keypair(key, secret, seed) != 0 || memcmp(key, wanted_key, sizeof key) != 0)
		return differs(library, "derives another key from the seed of", "RFC 8032 TEST 1", err);
	if (library->sign(signature, NULL, (const unsigned char *)"", 0, secret) != 0 ||
	    memcmp(signature, wanted, sizeof signature) != 0)
		return differs(library, "makes another signature for", "RFC 8032 TEST 1", err);
	return ERR_OK;
}

enum err_code sign_self_test(const struct sign_library *library, struct err *err)
{
	for (size_t i = 0; i < sizeof verify_cases / sizeof verify_cases[0]; i++) {
		const struct verify_case *c = &verify_cases[i];
		uint8_t key[PUBLIC_KEY_SIZE], signature[SIGNATURE_SIZE];
		if (!typed_in(c->key, key, sizeof key) || !typed_in(c->signature, signature, sizeof signature))
			return err_set(err, ERR_SIGNATURE, "a typed-in case is malformed: %s", c->what);
		bool valid = library->verify(signature, (const unsigned char *)c->message, strlen(c->message), key) == 0;
		if (valid != c->valid)
			return differs(library, valid ? "accepts" : "refuses", c->what, err);
	}
	for (size_t i = 0; i < sizeof key_cases / sizeof key_cases[0]; i++) {
		const struct key_case *c = &key_cases[i];
		uint8_t key[PUBLIC_KEY_SIZE];
		if (!typed_in(c->key, key, sizeof key))
			return err_set(err, ERR_SIGNATURE, "a typed-in case is malformed: %s", c->what);
		bool valid = library->point_valid(key) == 1;
		if (valid != c->valid)
			return differs(library, valid ? "takes as a key" : "refuses as a key", c->what, err);
	}
	return check_signing(library, err);
}
