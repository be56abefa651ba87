/* The signature rule: known answers, the 914 edge cases of C2SP/CCTV, and libraries that decide otherwise. */
#include "record/sign.h"

#include <jansson.h>
#include <sodium.h>

#include "record/sign_check.h"
#include "vectors.h"

static int start(void **state)
{
	(void)state;
	struct err err;
	return sign_start(&err) ? (print_error("%s\n", err.msg), -1) : 0;
}

/* RFC 8032 section 7.1, TEST 1, 2 and 3. */
static const struct {
	const char *seed, *key, *signature, *message;
	size_t size;
} rfc8032[] = {
	{"9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
     "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
     "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595b"
     "be24655141438e7a100b",
     "", 0},
	{"4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
     "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
     "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb430"
     "2aeeb00d291612bb0c00",
     "\x72", 1},
	{"c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
     "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
     "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716e"
     "d28dc027beceea1ec40a",
     "\xaf\x82", 2},
};

static void test_known_answers(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(rfc8032); i++) {
		uint8_t seed[SEED_SIZE];
		from_hex(rfc8032[i].seed, seed, sizeof seed);
		struct secret_key key;
		secret_key_from_seed(seed, &key);
		assert_hex(key.public_key.byte, PUBLIC_KEY_SIZE, rfc8032[i].key);
		assert_true(sign_key_valid(&key.public_key));
		struct str message = {rfc8032[i].message, rfc8032[i].size};
		struct signature signature = sign_message(&key, message);
		assert_hex(signature.byte, SIGNATURE_SIZE, rfc8032[i].signature);
		assert_true(sign_verify(&key.public_key, message, &signature));
		secret_key_wipe(&key);
	}
}

/* Every bit of the key, the signature and the message counts. */
static void test_flipped_bits(void **state)
{
	(void)state;
	const uint8_t seed[SEED_SIZE] = {7};
	struct secret_key key;
	secret_key_from_seed(seed, &key);
	char message[] = "no text is too short to be changed";
	struct str text = {message, sizeof message - 1};
	struct signature signature = sign_message(&key, text);
	for (size_t bit = 0; bit < 8 * text.len; bit++) {
		message[bit / 8] = (char)(message[bit / 8] ^ 1 << bit % 8);
		assert_false(sign_verify(&key.public_key, text, &signature));
		message[bit / 8] = (char)(message[bit / 8] ^ 1 << bit % 8);
	}
	for (size_t bit = 0; bit < 8 * SIGNATURE_SIZE; bit++) {
		struct signature bad = signature;
		bad.byte[bit / 8] ^= (uint8_t)(1u << bit % 8);
		assert_false(sign_verify(&key.public_key, text, &bad));
	}
	for (size_t bit = 0; bit < 8 * PUBLIC_KEY_SIZE; bit++) {
		struct public_key bad = key.public_key;
		bad.byte[bit / 8] ^= (uint8_t)(1u << bit % 8);
		assert_false(sign_verify(&bad, text, &signature));
	}
	text.len--;
	assert_false(sign_verify(&key.public_key, text, &signature));
	text.len++;
	assert_true(sign_verify(&key.public_key, text, &signature));
}

static void test_wipe(void **state)
{
	(void)state;
	const uint8_t seed[SEED_SIZE] = {1, 2, 3};
	struct secret_key key;
	secret_key_from_seed(seed, &key);
	secret_key_wipe(&key);
	assert_true(sodium_is_zero((const unsigned char *)&key, sizeof key));
	secret_key_wipe(NULL);
}

static void test_scalars(void **state)
{
	(void)state;
	static const struct {
		const char *scalar;
		bool reduced;
	} cases[] = {
		{"0000000000000000000000000000000000000000000000000000000000000000", true},
		{"ecd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010", true},  /* L - 1 */
		{"edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010", false}, /* L */
		{"eed3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010", false}, /* L + 1 */
		{"ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff0f", true},  /* 2^252 - 1 */
		{"0000000000000000000000000000000000000000000000000000000000000020", false},
		{"ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff", false},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		uint8_t scalar[32];
		from_hex(cases[i].scalar, scalar, sizeof scalar);
		assert_int_equal(sign_scalar_reduced(scalar), cases[i].reduced);
	}
}

/* The 14 encodings of the low-order points as CCTV's README lists them, and the neighbourhood of p. */
static void test_points(void **state)
{
	(void)state;
	static const struct {
		const char *point;
		bool plain;
	} cases[] = {
		{"0000000000000000000000000000000000000000000000000000000000000000", false},
		{"edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", false},
		{"0000000000000000000000000000000000000000000000000000000000000080", false},
		{"edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff", false},
		{"0100000000000000000000000000000000000000000000000000000000000000", false},
		{"0100000000000000000000000000000000000000000000000000000000000080", false},
		{"eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", false},
		{"eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff", false},
		{"26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05", false},
		{"26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85", false},
		{"c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a", false},
		{"c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa", false},
		{"ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", false},
		{"ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff", false},
		{"ebffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", true}, /* y = p - 2 */
		{"ebffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff", true},
		{"f0ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", false}, /* y = p + 3, a point */
		{"ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff", false},
		{"0300000000000000000000000000000000000000000000000000000000000000", true},
		{"ef75b20e7540e3dff77404193652ba2bd13df99c1508eee1515e27ae25f28076", true},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct public_key key;
		from_hex(cases[i].point, key.byte, sizeof key.byte);
		if (sign_point_plain(key.byte) != cases[i].plain)
			fail_msg("%s", cases[i].point);
		if (!cases[i].plain)
			assert_false(sign_key_valid(&key));
	}
}

static bool flagged(json_t *flags, const char *name)
{
	size_t i;
	json_t *flag;
	json_array_foreach(flags, i, flag) if (strcmp(json_string_value(flag), name) == 0) return true;
	return false;
}

static void test_cctv(void **state)
{
	(void)state;
	char path[600];
	VECTOR_PATH(path, "cctv-ed25519/observed-debian12.json");
	json_t *observed = json_load_file(path, 0, NULL);
	VECTOR_PATH(path, "cctv-ed25519/ed25519vectors.json");
	json_t *vectors = json_load_file(path, 0, NULL);
	assert_int_equal(json_array_size(vectors), 914);
	assert_int_equal(json_array_size(observed), 914);
	size_t accepted = 0, valid_keys = 0;
	for (size_t i = 0; i < 914; i++) {
		json_t *vector = json_array_get(vectors, i), *seen = json_array_get(observed, i);
		assert_int_equal(json_integer_value(json_object_get(vector, "number")),
		                 json_integer_value(json_object_get(seen, "number")));
		struct public_key key;
		struct signature signature;
		from_hex(json_string_value(json_object_get(vector, "key")), key.byte, sizeof key.byte);
		from_hex(json_string_value(json_object_get(vector, "sig")), signature.byte, sizeof signature.byte);
		struct str message = str_from(json_string_value(json_object_get(vector, "msg")));
		bool ours = sign_verify(&key, message, &signature);
		if (ours != json_is_true(json_object_get(seen, "libsodium_1.0.18")))
			fail_msg("CCTV %zu: we %s it", i, ours ? "accept" : "refuse");
		json_t *flags = json_object_get(vector, "flags");
		bool low_r = flagged(flags, "low_order_R"), residue = flagged(flags, "low_order_residue");
		bool low_a = flagged(flags, "low_order_A"), mixed_a = flagged(flags, "low_order_component_A");
		bool odd_a = flagged(flags, "non_canonical_A"), odd_r = flagged(flags, "non_canonical_R");
		if (ours)
			assert_false(low_r || low_a || residue || odd_a || odd_r);
		/* What we refuse although OpenSSL and Go take it is refused for a low-order point, nothing else. */
		if (!ours && json_is_true(json_object_get(seen, "openssl_3.0")))
			assert_true(low_r || low_a);
		/* The key rule: refused are all low-order, mixed and non-canonical keys, and no other. */
		bool key_valid = sign_key_valid(&key);
		assert_int_equal(key_valid, !(low_a || mixed_a || odd_a));
		accepted += ours;
		valid_keys += key_valid;
	}
	assert_int_equal(accepted, 43);
	assert_true(valid_keys > 0);
	json_decref(vectors);
	json_decref(observed);
}

/* Of 22 keys in CCTV one is clean. These are the seven mixed ones (a clean key plus each low-order point). */
static void test_mixed_keys(void **state)
{
	(void)state;
	static const char *const mixed[] = {
		"fe894df18abf1c20088bfbe6c9ad45d42ec20663eaf7111eaea1d851da0d7f89", /* order 2 */
		"10eb7c3acfb2bed3e0d6ab89bf5a3d6afddd1176ce4812e38d9fd485058fdb1f", /* order 4 */
		"dd1483c5304d412c1f29547640a5c2950222ee8931b7ed1c72602b7afa7024e0", /* order 4 */
		"015ff595e4e0add00dde896efa66ea4f6848c4396410c693c92232aa64861d4f", /* order 8 */
		"6718d0a3d58deaeaefa655eae3f119071deaa2cfebfd0ca28b670f879d657086", /* order 8 */
		"86e72f5c2a7215151059aa151c0ee6f8e2155d301402f35d7498f078629a8f79", /* order 8 */
		"eca00a6a1b1f522ff2217691059915b097b73bc69bef396c36ddcd559b79e2b0", /* order 8 */
	};
	struct public_key key;
	for (size_t i = 0; i < COUNT(mixed); i++) {
		from_hex(mixed[i], key.byte, sizeof key.byte);
		assert_false(sign_key_valid(&key));
		assert_true(sign_point_plain(key.byte)); /* no list finds them: it takes the multiplication by L */
	}
	from_hex("ef75b20e7540e3dff77404193652ba2bd13df99c1508eee1515e27ae25f28076", key.byte, sizeof key.byte);
	assert_true(sign_key_valid(&key));
	from_hex("0200000000000000000000000000000000000000000000000000000000000000", key.byte, sizeof key.byte);
	assert_false(sign_key_valid(&key)); /* no point of the curve */
}

/* ---- libraries that are not ours ---- */

static unsigned calls, wrong_call;

static int verify_wrong_once(const unsigned char *signature, const unsigned char *message, unsigned long long size,
                             const unsigned char *key)
{
	int result = crypto_sign_ed25519_verify_detached(signature, message, size, key);
	if (++calls == wrong_call)
		return result == 0 ? -1 : 0;
	return result;
}

static int point_wrong_once(const unsigned char *point)
{
	int result = crypto_core_ed25519_is_valid_point(point);
	return ++calls == wrong_call ? !result : result;
}

static int accept_all(const unsigned char *signature, const unsigned char *message, unsigned long long size,
                      const unsigned char *key)
{
	(void)signature, (void)message, (void)size, (void)key;
	return 0;
}

static int refuse_all(const unsigned char *signature, const unsigned char *message, unsigned long long size,
                      const unsigned char *key)
{
	(void)signature, (void)message, (void)size, (void)key;
	return -1;
}

/* [S]B - [k]A - R, as a point; false when A or R is none. */
static bool difference(const unsigned char *signature, const unsigned char *message, unsigned long long size,
                       const unsigned char *key, unsigned char *ret_point, unsigned char *ret_r)
{
	unsigned char digest[64], k[32], sb[32], ka[32];
	crypto_hash_sha512_state hash;
	crypto_hash_sha512_init(&hash);
	crypto_hash_sha512_update(&hash, signature, 32);
	crypto_hash_sha512_update(&hash, key, 32);
	crypto_hash_sha512_update(&hash, message, size);
	crypto_hash_sha512_final(&hash, digest);
	crypto_core_ed25519_scalar_reduce(k, digest);
	if (crypto_scalarmult_ed25519_base_noclamp(sb, signature + 32) != 0 ||
	    crypto_scalarmult_ed25519_noclamp(ka, k, key) != 0 || crypto_core_ed25519_sub(ret_r, sb, ka) != 0)
		return false;
	return crypto_core_ed25519_sub(ret_point, ret_r, signature) == 0;
}

/* The equation with the cofactor, as later libsodium computes it: eight times the difference is nothing. */
static int verify_cofactored(const unsigned char *signature, const unsigned char *message, unsigned long long size,
                             const unsigned char *key)
{
	if (crypto_sign_ed25519_verify_detached(signature, message, size, key) == 0)
		return 0;
	static const unsigned char identity[32] = {1};
	unsigned char point[32], r[32];
	if (!sign_point_plain(signature) || !sign_scalar_reduced(signature + 32) ||
	    !difference(signature, message, size, key, point, r))
		return -1;
	for (int i = 0; i < 3; i++)
		if (crypto_core_ed25519_add(point, point, point) != 0)
			return -1;
	return memcmp(point, identity, sizeof identity) == 0 ? 0 : -1;
}

/* ref10, OpenSSL, Go: compute R and compare its bytes, without a look at its order. */
static int verify_any_r(const unsigned char *signature, const unsigned char *message, unsigned long long size,
                        const unsigned char *key)
{
	if (crypto_sign_ed25519_verify_detached(signature, message, size, key) == 0)
		return 0;
	unsigned char point[32], r[32];
	if (!sign_scalar_reduced(signature + 32) || !difference(signature, message, size, key, point, r))
		return -1;
	return memcmp(r, signature, sizeof r) == 0 ? 0 : -1;
}

/* The first ref10: S is taken modulo L. */
static int verify_any_s(const unsigned char *signature, const unsigned char *message, unsigned long long size,
                        const unsigned char *key)
{
	unsigned char reduced[64], wide[64] = {0};
	memcpy(reduced, signature, 32);
	memcpy(wide, signature + 32, 32);
	crypto_core_ed25519_scalar_reduce(reduced + 32, wide);
	return crypto_sign_ed25519_verify_detached(reduced, message, size, key);
}

/* libsodium before the repair of CVE-2025-69277: order 2 goes through. */
static int point_before_repair(const unsigned char *point)
{
	unsigned char order_2[32];
	from_hex("fe894df18abf1c20088bfbe6c9ad45d42ec20663eaf7111eaea1d851da0d7f89", order_2, sizeof order_2);
	return memcmp(point, order_2, sizeof order_2) == 0 ? 1 : crypto_core_ed25519_is_valid_point(point);
}

static int keypair_wrong(unsigned char *key, unsigned char *secret, const unsigned char *seed)
{
	int result = crypto_sign_ed25519_seed_keypair(key, secret, seed);
	key[31] ^= 1;
	return result;
}

static int sign_wrong(unsigned char *signature, unsigned long long *ret_size, const unsigned char *message,
                      unsigned long long size, const unsigned char *secret)
{
	int result = crypto_sign_ed25519_detached(signature, ret_size, message, size, secret);
	signature[0] ^= 1;
	return result;
}

static struct sign_library real(void)
{
	return (struct sign_library){"libsodium 9.9.9", crypto_sign_ed25519_verify_detached,
	                             crypto_core_ed25519_is_valid_point, crypto_sign_ed25519_seed_keypair,
	                             crypto_sign_ed25519_detached};
}

static void refused(struct sign_library library, const char *part)
{
	struct err err = {0};
	assert_int_equal(sign_self_test(&library, &err), ERR_SIGNATURE);
	assert_int_equal(err.code, ERR_SIGNATURE);
	assert_non_null(strstr(err.msg, "libsodium 9.9.9"));
	if (!strstr(err.msg, part))
		fail_msg("\"%s\" does not say \"%s\"", err.msg, part);
	assert_non_null(strstr(err.hint, "1.0.18"));
}

static void test_wrong_libraries(void **state)
{
	(void)state;
	struct sign_library library = real();
	struct err err = {0};
	assert_ok(sign_self_test(&library, &err), &err);

	static const struct {
		int (*verify)(const unsigned char *, const unsigned char *, unsigned long long, const unsigned char *);
		const char *says;
	} verifiers[] = {
		{accept_all, "accepts the same over another message"},
		{refuse_all, "refuses a plain signature (CCTV 305)"},
		{verify_cofactored, "accepts a residue in R, valid only with the cofactor (CCTV 267)"},
		{verify_any_r, "accepts R of low order (CCTV 304)"},
		{verify_any_s, "accepts the same with L added to S"},
	};
	for (size_t i = 0; i < COUNT(verifiers); i++) {
		library = real();
		library.verify = verifiers[i].verify;
		refused(library, verifiers[i].says);
	}
	library = real();
	library.point_valid = point_before_repair;
	refused(library, "CVE-2025-69277");
	library = real();
	library.keypair = keypair_wrong;
	refused(library, "derives another key");
	library = real();
	library.sign = sign_wrong;
	refused(library, "makes another signature");
}

/* Wrong in one decision only: refused, whichever it is. */
static void test_each_case_counts(void **state)
{
	(void)state;
	struct sign_library library = real();
	library.verify = verify_wrong_once;
	for (wrong_call = 1;; wrong_call++) {
		calls = 0;
		struct err err;
		if (sign_self_test(&library, &err) == ERR_OK)
			break;
		assert_int_equal(calls, wrong_call);
	}
	assert_int_equal(wrong_call, 10); /* nine cases */
	library = real();
	library.point_valid = point_wrong_once;
	for (wrong_call = 1;; wrong_call++) {
		calls = 0;
		struct err err;
		if (sign_self_test(&library, &err) == ERR_OK)
			break;
		assert_int_equal(calls, wrong_call);
	}
	assert_int_equal(wrong_call, 8); /* seven keys */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_known_answers),
		cmocka_unit_test(test_flipped_bits),
		cmocka_unit_test(test_wipe),
		cmocka_unit_test(test_scalars),
		cmocka_unit_test(test_points),
		cmocka_unit_test(test_cctv),
		cmocka_unit_test(test_mixed_keys),
		cmocka_unit_test(test_wrong_libraries),
		cmocka_unit_test(test_each_case_counts),
	};
	return cmocka_run_group_tests_name("sign", tests, start, NULL);
}
