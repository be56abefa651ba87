/* Hashes against published values and values made with sha256sum(1); references to blobs; the hash of a text. */
#include "record/hash.h"

#include "base/sink.h"
#include "vectors.h"

#define EMPTY "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

static void test_bytes(void **state)
{
	(void)state;
	struct hash hash = hash_bytes(STR(""));
	assert_hex(hash.byte, HASH_SIZE, EMPTY);
	hash = hash_bytes((struct str){NULL, 0});
	assert_hex(hash.byte, HASH_SIZE, EMPTY);
	hash = hash_empty();
	assert_hex(hash.byte, HASH_SIZE, EMPTY);
	/* FIPS 180-2, appendix B */
	hash = hash_bytes(STR("abc"));
	assert_hex(hash.byte, HASH_SIZE, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	hash = hash_bytes(STR("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"));
	assert_hex(hash.byte, HASH_SIZE, "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

/* The million letters of FIPS 180-2, appendix B.3, in pieces of every size up to 200. */
static void test_stream(void **state)
{
	(void)state;
	char letters[200];
	memset(letters, 'a', sizeof letters);
	struct hash_stream stream;
	hash_begin(&stream);
	struct sink sink = {hash_feed, &stream};
	size_t left = 1000000;
	for (size_t size = 0; left > 0; size = (size + 1) % (sizeof letters + 1)) {
		size_t piece = size < left ? size : left;
		sink_write(sink, piece ? letters : NULL, piece);
		left -= piece;
	}
	struct hash hash = hash_end(&stream);
	assert_hex(hash.byte, HASH_SIZE, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

static void test_tree_hashes(void **state)
{
	(void)state;
	/* Values of transparency-dev/merkle, rfc6962/rfc6962_test.go. */
	struct hash hash = hash_leaf(STR(""));
	assert_hex(hash.byte, HASH_SIZE, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
	hash = hash_leaf(STR("L123456"));
	assert_hex(hash.byte, HASH_SIZE, "395aa064aa4c29f7010acfe3f25db9485bbd4b91897b6ad7ad547639252b4d56");
	struct hash left = hash_leaf(STR("")), right = hash_leaf(STR("\x00"));
	hash = hash_node(&left, &right);
	assert_hex(hash.byte, HASH_SIZE, "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125");
	struct hash swapped = hash_node(&right, &left);
	assert_false(hash_eq(&hash, &swapped));
}

static void test_eq(void **state)
{
	(void)state;
	struct hash a = hash_bytes(STR("a")), b = a;
	assert_true(hash_eq(&a, &b));
	for (size_t bit = 0; bit < 8 * HASH_SIZE; bit++) {
		b = a;
		b.byte[bit / 8] ^= (uint8_t)(1u << bit % 8);
		assert_false(hash_eq(&a, &b));
	}
}

static void test_blobs(void **state)
{
	(void)state;
	uint8_t salt[SALT_SIZE];
	for (uint8_t i = 0; i < SALT_SIZE; i++)
		salt[i] = i;
	struct str text = str_from("Հայաստան\n");

	struct blob_ref ref = blob_commit(BLOB_PERMANENT, NULL, text);
	assert_int_equal(ref.class, BLOB_PERMANENT);
	assert_hex(ref.commitment.byte, HASH_SIZE, "32ccdc81eb97d0e261287c63b4afc1d9c61081f1d76516d76c0a2dc4a6f0049d");
	ref = blob_commit(BLOB_PUBLIC, salt, text);
	assert_int_equal(ref.class, BLOB_PUBLIC);
	assert_hex(ref.commitment.byte, HASH_SIZE, "ed647c89124ac3803ea422cd3f90719ec1104ddba7b0f2bb520eca18d6b46de8");
	struct blob_ref restricted = blob_commit(BLOB_RESTRICTED, salt, text);
	assert_int_equal(restricted.class, BLOB_RESTRICTED);
	assert_true(hash_eq(&ref.commitment, &restricted.commitment));
	ref = blob_commit(BLOB_PUBLIC, salt, STR(""));
	assert_hex(ref.commitment.byte, HASH_SIZE, "3b141737cfca1198871f8af1330b9abb23e3898f7fc69b57c367e87ab693bccc");

	/* Another salt, another commitment. */
	salt[31] ^= 1;
	struct blob_ref other = blob_commit(BLOB_RESTRICTED, salt, text);
	assert_false(hash_eq(&other.commitment, &restricted.commitment));
}

#define DIGITS "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

static void test_blob_refs(void **state)
{
	(void)state;
	static const char *const good[] = {"permanent:" DIGITS, "public:" DIGITS, "restricted:" DIGITS};
	for (size_t i = 0; i < COUNT(good); i++) {
		struct blob_ref ref;
		assert_true(blob_ref_parse(str_from(good[i]), &ref));
		assert_int_equal(ref.class, i);
		assert_hex(ref.commitment.byte, HASH_SIZE, DIGITS);
		char text[80];
		struct buf buf = buf_of(text, sizeof text);
		buf_blob_ref(&buf, &ref);
		assert_false(buf.full);
		assert_str(buf_view(&buf), str_from(good[i]));
	}
	static const char *const bad[] = {
		"",
		":",
		DIGITS,
		":" DIGITS,
		"secret:" DIGITS,
		"Public:" DIGITS,
		"public" DIGITS,
		"public: " DIGITS,
		" public:" DIGITS,
		"public:" DIGITS " ",
		"public:" DIGITS "\n",
		"public:" DIGITS "00",
		"public:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcde",
		"public:0123456789ABCDEF0123456789abcdef0123456789abcdef0123456789abcdef",
		"public:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdeg",
		"public::" DIGITS,
	};
	for (size_t i = 0; i < COUNT(bad); i++) {
		struct blob_ref ref = {.class = BLOB_CLASS_MAX};
		if (blob_ref_parse(str_from(bad[i]), &ref))
			fail_msg("accepted \"%s\"", bad[i]);
		assert_int_equal(ref.class, BLOB_CLASS_MAX); /* written on success only */
	}
}

static void test_text(void **state)
{
	(void)state;
	struct hash hash = hash_text(NULL, 0);
	assert_hex(hash.byte, HASH_SIZE, "84985d45f3854059c8342975a39766cb94bc357b57a807b90ee3fb76307cfbe6");
	const struct text_part parts[] = {
		{STR("en"), STR("public:abababababababababababababababababababababababababababababababab")},
		{STR("ru"), STR("restricted:0101010101010101010101010101010101010101010101010101010101010101")},
	};
	hash = hash_text(parts, COUNT(parts));
	assert_hex(hash.byte, HASH_SIZE, "ddf92c0b26f2fc3f568576d4e66d0004a0d05f9e4c0e5a0059164624b2cedc70");
	struct hash one = hash_text(parts, 1);
	assert_false(hash_eq(&hash, &one));
}

static void test_languages(void **state)
{
	(void)state;
	static const char *const good[] = {"en", "ru", "zh-Hans", "EN", "a1", "sl-rozaj-biske-1", "--"};
	static const char *const bad[] = {"",          "e",   "en ", "e n", "en\n", "en_GB", "abcdefghijklmnopq",
	                                  "h\xc3\xbd", "en/", "e@"};
	for (size_t i = 0; i < COUNT(good); i++)
		assert_true(text_language_valid(str_from(good[i])));
	for (size_t i = 0; i < COUNT(bad); i++)
		assert_false(text_language_valid(str_from(bad[i])));
	assert_false(text_language_valid((struct str){"e\0", 2}));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_bytes), cmocka_unit_test(test_stream),    cmocka_unit_test(test_tree_hashes),
		cmocka_unit_test(test_eq),    cmocka_unit_test(test_blobs),     cmocka_unit_test(test_blob_refs),
		cmocka_unit_test(test_text),  cmocka_unit_test(test_languages),
	};
	return cmocka_run_group_tests_name("hash", tests, NULL, NULL);
}
