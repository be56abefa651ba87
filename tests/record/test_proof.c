/* tlog-proof files: the format, verdicts on another program's proofs, and our own spoilt in every byte. */
#include "record/receipts.h"

#include <jansson.h>

#include "base/limits.h"

#define HEAD "c2sp.org/tlog-proof@v1\n"
#define NODE "R6cQaLQu7mBwaY7BVCGSZT4FKlOMataVnYUvc+SNqH4=\n"

static void test_parse(void **state)
{
	(void)state;
	static const struct {
		const char *bytes;
		uint64_t index;
		uint32_t hashes;
		const char *extra, *checkpoint;
	} good[] = {
		{HEAD "index 0\n\nx", 0, 0, "", "x"},
		{HEAD "index 12\n" NODE "\ncheckpoint\n", 12, 1, "", "checkpoint\n"},
		{HEAD "extra aGVsbG8=\nindex 9223372036854775807\n" NODE NODE "\n\n", INT64_MAX, 2, "hello", "\n"},
	};
	for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
		struct arena arena = test_arena;
		struct proof_file proof;
		struct err err;
		assert_ok(proof_parse(str_from(good[i].bytes), &arena, &proof, &err), &err);
		assert_true(proof.index == good[i].index);
		assert_int_equal(proof.path.count, good[i].hashes);
		assert_int_equal(proof.has_extra, good[i].extra[0] != 0);
		assert_str(proof.extra, str_from(good[i].extra));
		assert_str(proof.checkpoint, str_from(good[i].checkpoint));
		struct buf buf = buf_rest(&arena);
		buf_proof(&buf, &proof);
		assert_str(buf_view(&buf), str_from(good[i].bytes));
	}
	struct arena arena = test_arena;
	struct proof_file proof;
	struct err err;
	assert_ok(proof_parse(STR(HEAD "index 0\n" NODE "\nx"), &arena, &proof, &err), &err);
	assert_hash(&proof.path.node[0], "47a71068b42eee6070698ec1542192653e052a538c6ad6959d852f73e48da87e");
}

static void test_parse_bad(void **state)
{
	(void)state;
	static const struct {
		const char *bytes, *part;
	} bad[] = {
		{"", "not a proof"},
		{"c2sp.org/tlog-proof@v1", "not a proof"},
		{"c2sp.org/tlog-proof@v2\nindex 0\n\nx", "not a proof"},
		{"\n" HEAD "index 0\n\nx", "not a proof"},
		{HEAD, "no index line"},
		{HEAD "index 0", "no index line"},
		{HEAD "\nindex 0\n\nx", "no index line"},
		{HEAD "Index 0\n\nx", "no index line"},
		{HEAD NODE "index 0\n\nx", "no index line"},
		{HEAD "index\n\nx", "no index line"},
		{HEAD "extra aGVsbG8=\nextra aGVsbG8=\nindex 0\n\nx", "no index line"},
		{HEAD "index 0\nextra aGVsbG8=\n\nx", "hash 1"},
		{HEAD "extra \nindex 0\n\nx", "empty extra"},
		{HEAD "extra aGVsbG8\nindex 0\n\nx", "extra line is not base64"},
		{HEAD "extra aGVsbG9=\nindex 0\n\nx", "extra line is not base64"},
		{HEAD "extra  aGVsbG8=\nindex 0\n\nx", "extra line is not base64"},
		{HEAD "extra aGVsbG8=", "extra data"},
		{HEAD "index \n\nx", "index is not"},
		{HEAD "index 00\n\nx", "index is not"},
		{HEAD "index 01\n\nx", "index is not"},
		{HEAD "index -1\n\nx", "index is not"},
		{HEAD "index 1 \n\nx", "index is not"},
		{HEAD "index 1\r\n\nx", "index is not"},
		{HEAD "index 9223372036854775808\n\nx", "index is not"},
		{HEAD "index 0\n", "no empty line"},
		{HEAD "index 0\n" NODE, "no empty line"},
		{HEAD "index 0\n" NODE "abc", "no empty line"},
		{HEAD "index 0\nabc\n\nx", "hash 1"},
		{HEAD "index 0\n" NODE "R6cQaLQu7mBwaY7BVCGSZT4FKlOMataVnYUvc+SN\n\nx", "hash 2"},
		{HEAD "index 0\nR6cQaLQu7mBwaY7BVCGSZT4FKlOMataVnYUvc+SNqH5=\n\nx", "hash 1"},
		{HEAD "index 0\n" NODE "\n", "no checkpoint"},
	};
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		struct arena arena = test_arena;
		struct proof_file proof = {.index = 4711};
		struct err err = {.code = ERR_OK};
		enum err_code code = proof_parse(str_from(bad[i].bytes), &arena, &proof, &err);
		if (strcmp(bad[i].part, "extra data") == 0)
			assert_int_equal(code, ERR_FORMAT); /* the line does not end: no index line */
		else
			assert_failed(code, &err, ERR_FORMAT, bad[i].part);
		assert_int_equal(proof.index, 4711);
	}
}

static void test_limits(void **state)
{
	(void)state;
	struct arena arena = test_arena;
	struct proof_file proof;
	struct err err;
	struct buf buf = buf_rest(&arena);
	buf_c(&buf, HEAD "index 0\n");
	for (unsigned i = 0; i < 63; i++)
		buf_c(&buf, NODE);
	struct str most = buf_view(&buf);
	buf_c(&buf, "\nx");
	struct arena scratch = {buf.ptr + buf.len, arena.end};
	assert_ok(proof_parse(buf_view(&buf), &scratch, &proof, &err), &err);
	assert_int_equal(proof.path.count, 63);
	buf.len = most.len;
	buf_c(&buf, NODE "\nx");
	assert_failed(proof_parse(buf_view(&buf), &scratch, &proof, &err), &err, ERR_FORMAT, "more than 63 hashes");

	struct str large = {arena_new(&arena, LIMIT_PROOF_FILE_SIZE + 1, 1, 1), LIMIT_PROOF_FILE_SIZE + 1};
	assert_failed(proof_parse(large, &arena, &proof, &err), &err, ERR_LIMIT, "more than 16777216");
}

/* The 27 cases of own-reference/proofs are for a policy of three cosignatures. We check the log's signature and nothing
 * of the cosigners, so these four, in which only a cosignature is wrong, are good proofs to us. */
static const char *const cosignature_only[] = {
	"bad-quorum",           /* two cosignatures where the policy wants three */
	"bad-quorum-duplicate", /* one cosignature three times */
	"bad-known-signer",     /* a cosigner's signature fails; the log's own holds */
	"bad-cosig-time",       /* a cosignature's time was changed, so it fails */
};

static bool only_cosignatures(const char *name)
{
	for (size_t i = 0; i < sizeof cosignature_only / sizeof cosignature_only[0]; i++)
		if (strcmp(name, cosignature_only[i]) == 0)
			return true;
	return false;
}

static bool verify_case(const char *name, const struct verifier *log)
{
	struct arena arena = test_arena;
	char path[256];
	snprintf(path, sizeof path, "data/tlog/own-reference/proofs/%s.tlog-proof", name);
	struct str bytes = shared_read(&arena, path);
	snprintf(path, sizeof path, "data/tlog/own-reference/proofs/%s.entry", name);
	struct str entry = shared_read(&arena, path);
	struct proof_file proof;
	struct checkpoint checkpoint;
	struct err err;
	if (proof_parse(bytes, &arena, &proof, &err) || proof_verify(&proof, entry, log, arena, &checkpoint, &err))
		return false;
	assert_int_equal(checkpoint.size, 700);
	struct buf buf = buf_rest(&arena);
	buf_proof(&buf, &proof);
	assert_true(str_eq(buf_view(&buf), bytes));
	return true;
}

static void test_reference_proofs(void **state)
{
	(void)state;
	char path[1024];
	snprintf(path, sizeof path, "%s/data/tlog/own-reference/proofs/manifest.json", shared_folder());
	json_error_t error;
	json_t *cases = json_load_file(path, /* flags= */ 0, &error);
	assert_non_null(cases);
	struct verifier log;
	struct err err;
	assert_ok(vkey_parse(STR("example.int/record+7e2f8cca+Ae32FgBJPSP9eubtojeiQtiKSpQ3LYimhUhB8p166kOO"), &log, &err),
	          &err);
	unsigned good = 0, exceptions = 0;
	for (size_t i = 0; i < json_array_size(cases); i++) {
		const json_t *item = json_array_get(cases, i);
		const char *name = json_string_value(json_object_get(item, "name"));
		bool valid = json_is_true(json_object_get(item, "valid"));
		if (only_cosignatures(name)) {
			assert_false(valid);
			valid = true;
			exceptions++;
		}
		if (verify_case(name, &log) != valid)
			fail_msg("%s: expected %s", name, valid ? "valid" : "invalid");
		good += valid;
	}
	assert_int_equal(json_array_size(cases), 27);
	assert_int_equal(exceptions, 4);
	assert_int_equal(good, 11 + 4);
	json_decref(cases);
}

static void test_verify(void **state)
{
	(void)state;
	struct arena arena = test_arena;
	struct world world = world_make(&arena);
	struct str bytes = world_file(&world, &arena, TEXT, STR("anything"));
	struct proof_file proof, bad;
	struct checkpoint checkpoint = {.size = 4711};
	struct err err;
	assert_ok(proof_parse(bytes, &arena, &proof, &err), &err);
	assert_failed(proof_verify(&proof, world.entry[PLAIN], &world.log, arena, &checkpoint, &err), &err, ERR_SIGNATURE,
	              "these bytes are not entry 1 of the tree");
	bad = proof;
	bad.index = ENTRIES;
	assert_failed(proof_verify(&bad, world.entry[TEXT], &world.log, arena, &checkpoint, &err), &err, ERR_SIGNATURE,
	              "about entry 8, but the checkpoint covers only 8");
	bad = proof;
	bad.path.count--;
	assert_failed(proof_verify(&bad, world.entry[TEXT], &world.log, arena, &checkpoint, &err), &err, ERR_SIGNATURE,
	              "not entry 1");
	struct secret_key other = test_key(2);
	struct verifier other_log = verifier_of(world.log.name, &other.public_key);
	assert_failed(proof_verify(&proof, world.entry[TEXT], &other_log, arena, &checkpoint, &err), &err, ERR_NOT_FOUND,
	              "log's signature");
	assert_int_equal(checkpoint.size, 4711);
	assert_ok(proof_verify(&proof, world.entry[TEXT], &world.log, arena, &checkpoint, &err), &err);
	assert_int_equal(checkpoint.size, ENTRIES);
	assert_true(checkpoint.origin.ptr >= bytes.ptr && checkpoint.origin.ptr < bytes.ptr + bytes.len);
}

/* Fail-the-Nth through parsing and verifying. */
static void test_no_memory(void **state)
{
	(void)state;
	struct arena arena = test_arena;
	struct world world = world_make(&arena);
	struct str bytes = world_file(&world, &arena, TEXT, STR("anything"));
	uint64_t failures = 0;
	for (bool injected = true; injected;) {
		struct arena scratch = arena;
		struct proof_file proof;
		struct checkpoint checkpoint = {.size = 4711};
		struct err err;
		arena_fail_after(failures + 1);
		enum err_code code = proof_parse(bytes, &scratch, &proof, &err);
		if (code == ERR_OK)
			code = proof_verify(&proof, world.entry[TEXT], &world.log, scratch, &checkpoint, &err);
		injected = arena_failed();
		arena_fail_after(0);
		assert_int_equal(code, injected ? ERR_LIMIT : ERR_OK);
		assert_int_equal(checkpoint.size, injected ? 4711 : ENTRIES);
		failures += injected;
	}
	assert_true(failures >= 3);
}

int main(void)
{
	const struct CMUnitTest all[] = {
		cmocka_unit_test(test_parse),  cmocka_unit_test(test_parse_bad),        cmocka_unit_test(test_limits),
		cmocka_unit_test(test_verify), cmocka_unit_test(test_reference_proofs), cmocka_unit_test(test_no_memory),
	};
	return cmocka_run_group_tests_name("proof", all, test_memory, test_memory_release);
}
