/* Names, ids, the two texts in which keys travel, fingerprints: good ones, and what is refused of the others. */
#include "record/note.h"

#include "base/limits.h"
#include "vectors.h"

/* RFC 8032 TEST 1 under the name example.org/am; ids and fingerprint made with sha256sum(1). */
#define SEED "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"
#define KEY "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
#define VKEY "example.org/am+72337db8+AddamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea"
#define SKEY "PRIVATE+KEY+example.org/am+72337db8+AZ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g"

static int start(void **state)
{
	(void)state;
	struct err err;
	return sign_start(&err) ? (print_error("%s\n", err.msg), -1) : 0;
}

static void test_names(void **state)
{
	(void)state;
	char longest[LIMIT_KEY_NAME_SIZE + 2];
	memset(longest, 'n', sizeof longest);
	assert_true(note_name_valid((struct str){longest, LIMIT_KEY_NAME_SIZE}));
	assert_false(note_name_valid((struct str){longest, LIMIT_KEY_NAME_SIZE + 1}));
	static const char *const good[] = {"a",        "example.org/am", "a=b",         "PRIVATE",
	                                   "\xc3\xa9", "a\342\200\224b", "\xe2\x80\x8b"};
	for (size_t i = 0; i < COUNT(good); i++)
		assert_true(note_name_valid(str_from(good[i])));
	static const char *const bad[] = {
		"",
		" ",
		"a ",
		" a",
		"a b",
		"a+",
		"+",
		"a\nb",
		"a\tb",
		"a\rb",
		"a\x01",
		"a\x7f",
		"a\xc2\x80",
		"a\xc2\x85",
		"a\xc2\x9f",
		"\xc2\xa0",
		"\xe1\x9a\x80",
		"\xe2\x80\x80",
		"\xe2\x80\x8a",
		"\xe2\x80\xa8",
		"\xe2\x80\xa9",
		"\xe2\x80\xaf",
		"\xe2\x81\x9f",
		"\xe3\x80\x80",
		"a\xff",
		"a\xc3",
		"\xed\xa0\x80",
	};
	for (size_t i = 0; i < COUNT(bad); i++)
		if (note_name_valid(str_from(bad[i])))
			fail_msg("accepted name %zu", i);
	assert_false(note_name_valid((struct str){"a\0", 2}));
}

static struct verifier verifier(const char *vkey)
{
	struct verifier verifier;
	struct err err;
	assert_ok(vkey_parse(str_from(vkey), &verifier, &err), &err);
	return verifier;
}

static void test_key_texts(void **state)
{
	(void)state;
	struct arena arena = test_arena();
	uint8_t seed[SEED_SIZE];
	from_hex(SEED, seed, sizeof seed);
	struct buf buf = buf_new(&arena, 200);
	buf_skey(&buf, STR("example.org/am"), seed);
	assert_str(buf_view(&buf), STR(SKEY));
	struct secret_key key;
	struct str name;
	struct err err;
	assert_ok(skey_parse(STR(SKEY), &name, &key, &err), &err);
	assert_str(name, STR("example.org/am"));
	assert_hex(key.public_key.byte, PUBLIC_KEY_SIZE, KEY);
	buf = buf_new(&arena, 200);
	buf_vkey(&buf, name, &key.public_key);
	assert_str(buf_view(&buf), STR(VKEY));
	struct verifier parsed_key = verifier(VKEY);
	assert_hex(parsed_key.key.byte, PUBLIC_KEY_SIZE, KEY);
	assert_hex(parsed_key.key_id, 4, "72337db8");
	struct verifier made = verifier_of(name, &key.public_key);
	assert_memory_equal(made.key_id, parsed_key.key_id, 4);
	uint8_t id[4];
	note_key_id(name, 0x04, &key.public_key, id);
	assert_hex(id, 4, "17c083e6");
	buf = buf_new(&arena, 200);
	buf_fingerprint(&buf, &key.public_key);
	assert_str(buf_view(&buf), STR("bcd1 d56b 5845 f21e 54ce 5b76 4fc1 d552 0cc2 c462 e08f ade2 668d ae93 5362 1237"));
	buf = buf_of(buf.ptr, 10);
	buf_skey(&buf, name, seed);
	assert_true(buf.full);
	secret_key_wipe(&key);
}

static void test_bad_vkeys(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		enum err_code code;
	} cases[] = {
		{"", ERR_FORMAT},
		{"example.org/am", ERR_FORMAT},
		{"example.org/am+72337db8", ERR_FORMAT},
		{"example.org/am+72337db8+", ERR_FORMAT},
		{"+72337db8+AddamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea", ERR_FORMAT},
		{"exam ple+72337db8+AddamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea", ERR_FORMAT},
		{"example.org/am+72337DB8+AddamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea", ERR_FORMAT},
		{"example.org/am+72337db+AddamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea", ERR_FORMAT},
		{"example.org/am+072337db8+AddamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea", ERR_FORMAT},
		{VKEY "\n", ERR_FORMAT},
		{" " VKEY, ERR_FORMAT},
		{VKEY "AA==", ERR_FORMAT},
		{"example.org/am+72337db8+AddamAGCsQq31Uv-08lkBzoO4XLz2qYjJa8CGmj3B1Ea", ERR_FORMAT},
		{"example.org/am+72337db8+AQ==", ERR_FORMAT},
		{"a+aa107799+AddamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1E=", ERR_FORMAT},              /* 31 bytes */
		{"example.org/am+17c083e6+BNdamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea", ERR_FORMAT}, /* type 4 */
		/* The id of another name, or a slip in it. */
		{"example.org/an+72337db8+AddamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea", ERR_SIGNATURE},
		{"example.org/am+72337db9+AddamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea", ERR_SIGNATURE},
		/* The id is right, the key is not clean: order 2 mixed in; the identity, twice; no point at all. */
		{"a+ac899cb2+Af6JTfGKvxwgCIv75smtRdQuwgZj6vcRHq6h2FHaDX+J", ERR_SIGNATURE},
		{"a+cae63997+AQEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", ERR_SIGNATURE},
		{"a+5e413390+Ae7///////////////////////////////////////9/", ERR_SIGNATURE},
		{"a+717d8af6+AQIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", ERR_SIGNATURE},
		{SKEY, ERR_FORMAT},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct verifier key = {.name = STR("untouched")};
		struct err err = {0};
		enum err_code code = vkey_parse(str_from(cases[i].text), &key, &err);
		if (code != cases[i].code)
			fail_msg("case %zu, \"%s\": %s", i, cases[i].text, err_code_name(code));
		assert_int_equal(err.code, code);
		assert_str(key.name, STR("untouched"));
		if (str_starts(str_from(cases[i].text), STR("PRIVATE+KEY+")))
			assert_string_equal(err.msg, "this is a secret key, where a public one is wanted");
	}
}

static void test_bad_skeys(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		enum err_code code;
	} cases[] = {
		{"", ERR_FORMAT},
		{VKEY, ERR_FORMAT},
		{"PRIVATE+KEY+", ERR_FORMAT},
		{"private+key+example.org/am+72337db8+AZ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g", ERR_FORMAT},
		{SKEY "\n", ERR_FORMAT},
		{"PRIVATE+KEY+example.org/am+72337db8+AZ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9", ERR_FORMAT},
		{"PRIVATE+KEY+example.org/am+72337db8+BJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g", ERR_FORMAT},
		{"PRIVATE+KEY+example.org/am+72337db9+AZ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g", ERR_SIGNATURE},
		{"PRIVATE+KEY+example.org/an+72337db8+AZ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g", ERR_SIGNATURE},
		{"PRIVATE+KEY+example.org/am+72337db8+AZ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9h", ERR_SIGNATURE},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct secret_key key = {.byte = {0x77}};
		struct str name = STR("untouched");
		struct err err = {0};
		enum err_code code = skey_parse(str_from(cases[i].text), &name, &key, &err);
		if (code != cases[i].code)
			fail_msg("case %zu: %s", i, err_code_name(code));
		assert_int_equal(err.code, code);
		assert_int_equal(key.byte[0], 0x77);
		assert_str(name, STR("untouched"));
		/* What is secret is never said, nor its beginning. */
		assert_null(strstr(err.msg, "AZ1hs"));
		assert_null(strstr(err.msg, "9d61"));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_key_texts),
		cmocka_unit_test(test_bad_vkeys),
		cmocka_unit_test(test_bad_skeys),
	};
	return cmocka_run_group_tests_name("note-key", tests, start, NULL);
}
