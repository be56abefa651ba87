/* The worked example of docs/record.md, made again with our own code: what the page prints is what we write. */
#include "record/entry.h"

#include "vectors.h"

static struct str page;

static int start(void **state)
{
	(void)state;
	struct err err;
	return sign_start(&err) ? (print_error("%s\n", err.msg), -1) : 0;
}

/* What stands in the block "```example NAME", without its last line feed. */
static struct str block(const char *name)
{
	char head[80];
	int length = snprintf(head, sizeof head, "\n```example %s\n", name);
	struct str rest = page;
	for (size_t at = 0; at < page.len; at++) {
		rest = str_slice(page, at, page.len);
		if (!str_starts(rest, (struct str){head, (size_t)length}))
			continue;
		rest = str_slice(rest, (size_t)length, rest.len);
		for (size_t end = 0; end < rest.len; end++)
			if (str_starts(str_slice(rest, end, rest.len), STR("\n```\n")))
				return str_slice(rest, 0, end);
	}
	fail_msg("docs/record.md has no example \"%s\"", name);
	return (struct str){NULL, 0};
}

static void read_page(struct arena *arena)
{
	const char *source = getenv("COMITY_SOURCE");
	if (!source)
		skip();
	char path[600];
	snprintf(path, sizeof path, "%s/docs/record.md", source);
	page = slurp(path, arena);
}

static struct str line(struct arena *arena, struct str s)
{
	struct buf buf = buf_new(arena, s.len + 1);
	buf_str(&buf, s);
	buf_byte(&buf, '\n');
	assert_false(buf.full);
	return buf_view(&buf);
}

static void assert_ref(const char *name, enum blob_class class, uint8_t first, struct str bytes, struct arena *arena)
{
	uint8_t salt[SALT_SIZE];
	for (uint8_t i = 0; i < SALT_SIZE; i++)
		salt[i] = (uint8_t)(first + i);
	struct blob_ref ref = blob_commit(class, salt, bytes);
	struct buf buf = buf_new(arena, 100);
	buf_blob_ref(&buf, &ref);
	assert_str(block(name), buf_view(&buf));
}

static void test_blobs(void **state)
{
	(void)state;
	struct arena arena = test_arena();
	read_page(&arena);
	struct str en = STR("Peace is the work of equals.\n"), fr = str_from("La paix est l'œuvre d'égaux.\n");
	assert_ref("permanent", BLOB_PERMANENT, 0, en, &arena);
	assert_ref("blob-en", BLOB_PUBLIC, 0, en, &arena);
	assert_ref("blob-fr", BLOB_PUBLIC, 32, fr, &arena);
	const struct text_part parts[] = {{STR("en"), block("blob-en")}, {STR("fr"), block("blob-fr")}};
	struct hash hash = hash_text(parts, COUNT(parts));
	struct buf buf = buf_new(&arena, 100);
	buf_hex(&buf, hash.byte, HASH_SIZE);
	assert_str(block("text"), buf_view(&buf));
}

static void test_keys(void **state)
{
	(void)state;
	struct arena arena = test_arena();
	read_page(&arena);
	uint8_t seed[SEED_SIZE];
	for (uint8_t i = 0; i < SEED_SIZE; i++)
		seed[i] = (uint8_t)(i + 1);
	struct secret_key key;
	secret_key_from_seed(seed, &key);
	struct str name = STR("example.org/club/anna");
	struct buf buf = buf_new(&arena, 200);
	buf_hex(&buf, key.public_key.byte, PUBLIC_KEY_SIZE);
	assert_str(block("public-key"), buf_view(&buf));
	buf = buf_new(&arena, 200);
	buf_vkey(&buf, name, &key.public_key);
	assert_str(block("vkey"), buf_view(&buf));
	buf = buf_new(&arena, 200);
	buf_skey(&buf, name, seed);
	assert_str(block("skey"), buf_view(&buf));
	buf = buf_new(&arena, 200);
	buf_fingerprint(&buf, &key.public_key);
	assert_str(block("fingerprint"), buf_view(&buf));
}

static void test_act_and_entry(void **state)
{
	(void)state;
	struct arena arena = test_arena();
	read_page(&arena);
	struct str act = line(&arena, block("act")), name;
	struct note note;
	struct verifier verifier;
	struct secret_key key;
	struct err err;
	assert_ok(note_parse(act, 16, &arena, &note, &err), &err);
	assert_ok(vkey_parse(block("vkey"), &verifier, &err), &err);
	assert_ok(note_verify(&note, &verifier, &err), &err);
	assert_ok(skey_parse(block("skey"), &name, &key, &err), &err);
	struct buf buf = buf_new(&arena, 2000);
	buf_note(&buf, note.text, name, &key);
	assert_str(act, buf_view(&buf));
	struct hash hash = hash_bytes(act);
	buf = buf_new(&arena, 100);
	buf_hex(&buf, hash.byte, HASH_SIZE);
	assert_str(block("act-hash"), buf_view(&buf));

	struct str entry = line(&arena, block("entry"));
	buf = buf_new(&arena, 2000);
	buf_entry(&buf, 12, INT64_C(1654851600000), act);
	assert_str(entry, buf_view(&buf));
	hash = hash_leaf(entry);
	buf = buf_new(&arena, 100);
	buf_hex(&buf, hash.byte, HASH_SIZE);
	assert_str(block("leaf"), buf_view(&buf));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_blobs),
		cmocka_unit_test(test_keys),
		cmocka_unit_test(test_act_and_entry),
	};
	return cmocka_run_group_tests_name("doc", tests, start, NULL);
}
