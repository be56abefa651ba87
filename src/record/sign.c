/* Ed25519 over libsodium, with the record's rule on top of the library's.
 *
 * The rule for a signature (R, S) under the key A over a message M. L is the group's order, B its base point:
 *
 *  1. A and R are canonical encodings: y < p, and x = 0 is not written with its sign bit set.
 *  2. Neither is one of the 8 points of low order.
 *  3. S < L.
 *  4. [S]B = R + [k]A with k = SHA-512(R || A || M) mod L: the equation without the cofactor, compared as bytes.
 *
 * 1–3 are checked here, whatever the library does; 4 is the library's, and sign_start proves on vectors which equation
 * it computes. Libraries differ on all four, a registered signer can make signatures on which they differ at will, and
 * a record on whose validity two nodes disagree splits them: hence one rule, written down, for ever.
 *
 * The rule for a key at registration adds:
 *
 *  5. A lies on the curve and [L]A is the identity: no low-order component at all.
 */
#include "record/sign.h"

#include <assert.h>
#include <sodium.h>
#include <string.h>

#include "record/sign_check.h"

_Static_assert(crypto_sign_ed25519_PUBLICKEYBYTES == PUBLIC_KEY_SIZE, "size of a key");
_Static_assert(crypto_sign_ed25519_SEEDBYTES == SEED_SIZE, "size of a seed");
_Static_assert(crypto_sign_ed25519_BYTES == SIGNATURE_SIZE, "size of a signature");
_Static_assert(crypto_sign_ed25519_SECRETKEYBYTES == sizeof((struct secret_key){0}.byte), "size of a secret key");

/* Set once by sign_start, before any thread is made. */
static bool started;

/* The order of the group and (L + 1) / 2, little endian. */
static const uint8_t order[32] = {0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7,
                                  0xa2, 0xde, 0xf9, 0xde, 0x14, 0,    0,    0,    0,    0,    0,
                                  0,    0,    0,    0,    0,    0,    0,    0,    0,    0x10};
static const uint8_t half[32] = {0xf7, 0xe9, 0x7a, 0x2e, 0x8d, 0x31, 0x09, 0x2c, 0x6b, 0xce, 0x7b,
                                 0x51, 0xef, 0x7c, 0x6f, 0x0a, 0,    0,    0,    0,    0,    0,
                                 0,    0,    0,    0,    0,    0,    0,    0,    0,    0x08};

/* The y of the 8 points of low order, without the sign of x. */
static const uint8_t low_order_y[5][32] = {
	{0}, /* order 4, twice */
	{1}, /* the identity */
	{0x26, 0xe8, 0x95, 0x8f, 0xc2, 0xb2, 0x27, 0xb0, 0x45, 0xc3, 0xf4, 0x89, 0xf2, 0xef, 0x98, 0xf0,
     0xd5, 0xdf, 0xac, 0x05, 0xd3, 0xc6, 0x33, 0x39, 0xb1, 0x38, 0x02, 0x88, 0x6d, 0x53, 0xfc, 0x05}, /* order 8 */
	{0xc7, 0x17, 0x6a, 0x70, 0x3d, 0x4d, 0xd8, 0x4f, 0xba, 0x3c, 0x0b, 0x76, 0x0d, 0x10, 0x67, 0x0f,
     0x2a, 0x20, 0x53, 0xfa, 0x2c, 0x39, 0xcc, 0xc6, 0x4e, 0xc7, 0xfd, 0x77, 0x92, 0xac, 0x03, 0x7a}, /* order 8 */
	{0xec, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
     0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f}, /* order 2 */
};

/* a < b, both little endian. Only public values come here. */
static bool less(const uint8_t a[32], const uint8_t b[32])
{
	for (size_t i = 32; i-- > 0;)
		if (a[i] != b[i])
			return a[i] < b[i];
	return false;
}

bool sign_scalar_reduced(const uint8_t scalar[32])
{
	return less(scalar, order);
}

bool sign_point_plain(const uint8_t point[32])
{
	/* p = 2^255 - 19 */
	static const uint8_t prime[32] = {0xed, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
	                                  0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
	                                  0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f};
	uint8_t y[32];
	memcpy(y, point, sizeof y);
	y[31] &= 0x7f;
	if (!less(y, prime))
		return false;
	/* "Minus zero" needs x = 0, that is y = 1 or y = -1: both stand in the table, under either sign. */
	for (size_t i = 0; i < sizeof low_order_y / sizeof low_order_y[0]; i++)
		if (memcmp(y, low_order_y[i], sizeof y) == 0)
			return false;
	return true;
}

enum err_code sign_start(struct err *err)
{
	if (sodium_init() < 0)
		return err_set(err, ERR_SIGNATURE, "cannot start libsodium %s: it found no source of chance",
		               sodium_version_string());
	char name[64];
	struct buf buf = buf_of(name, sizeof name - 1);
	buf_c(&buf, "libsodium ");
	buf_c(&buf, sodium_version_string());
	name[buf.len] = 0;
	const struct sign_library library = {name, crypto_sign_ed25519_verify_detached, crypto_core_ed25519_is_valid_point,
	                                     crypto_sign_ed25519_seed_keypair, crypto_sign_ed25519_detached};
	enum err_code code = sign_self_test(&library, err);
	started = code == ERR_OK;
	return code;
}

bool sign_verify(const struct public_key *key, struct str message, const struct signature *signature)
{
	assert(started);
	if (!sign_point_plain(key->byte) || !sign_point_plain(signature->byte) ||
	    !sign_scalar_reduced(signature->byte + 32))
		return false;
	return crypto_sign_ed25519_verify_detached(signature->byte, (const unsigned char *)message.ptr, message.len,
	                                           key->byte) == 0;
}

/* [L]A = 0, by our own sum: 2 [(L+1)/2] A = A + [L]A. libsodium before the repair of CVE-2025-69277 looked at one
 * coordinate only and took a point with a component of order 2 for a clean one. */
static bool in_prime_subgroup(const uint8_t point[32])
{
	uint8_t multiple[32], twice[32];
	return crypto_scalarmult_ed25519_noclamp(multiple, half, point) == 0 &&
	       crypto_core_ed25519_add(twice, multiple, multiple) == 0 && memcmp(twice, point, sizeof twice) == 0;
}

bool sign_key_valid(const struct public_key *key)
{
	assert(started);
	return sign_point_plain(key->byte) && crypto_core_ed25519_is_valid_point(key->byte) == 1 &&
	       in_prime_subgroup(key->byte);
}

void secret_key_from_seed(const uint8_t seed[SEED_SIZE], struct secret_key *ret)
{
	assert(started);
	int failed = crypto_sign_ed25519_seed_keypair(ret->public_key.byte, ret->byte, seed);
	assert(!failed);
	(void)failed;
}

void secret_key_wipe(struct secret_key *key)
{
	if (key)
		sodium_memzero(key, sizeof *key);
}

struct signature sign_message(const struct secret_key *key, struct str message)
{
	assert(started);
	struct signature signature;
	int failed = crypto_sign_ed25519_detached(signature.byte, NULL, (const unsigned char *)message.ptr, message.len,
	                                          key->byte);
	assert(!failed);
	(void)failed;
	return signature;
}
