/* Signed notes: published ones, the rule for known and unknown lines, malformed ones, each allocation failing once. */
#include "record/note.h"

#include "base/limits.h"
#include "vectors.h"

#define DASH "\xe2\x80\x94 "
/* A key id and one byte of signature: enough for a line. */
#define B64 "AAAAAAA="
#define LINE DASH "a " B64 "\n"

/* The signer of the examples of golang.org/x/mod/sumdb/note (BSD-3): public since they were written. */
#define PETER_SKEY "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
#define PETER_VKEY "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
#define ENOCH_VKEY "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop"
#define PETER_TEXT \
	"If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
#define PETER_LINE \
	DASH "PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
#define ENOCH_LINE \
	DASH "EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n"

static int start(void **state)
{
	(void)state;
	struct err err;
	return sign_start(&err) ? (print_error("%s\n", err.msg), -1) : 0;
}

static struct verifier verifier(const char *vkey)
{
	struct verifier verifier;
	struct err err;
	assert_ok(vkey_parse(str_from(vkey), &verifier, &err), &err);
	return verifier;
}

static struct note parsed(struct str bytes, struct arena *arena)
{
	struct note note;
	struct err err;
	assert_ok(note_parse(bytes, LIMIT_NOTE_SIGNATURES, arena, &note, &err), &err);
	return note;
}

static enum err_code verdict(const char *bytes, const char *vkey)
{
	struct arena arena = test_arena();
	struct note note = parsed(str_from(bytes), &arena);
	struct verifier key = verifier(vkey);
	struct err err = {0};
	enum err_code code = note_verify(&note, &key, &err);
	assert_int_equal(code, err.code);
	return code;
}

static void test_two_signers(void **state)
{
	(void)state;
	struct arena arena = test_arena();
	struct note note = parsed(STR(PETER_TEXT "\n" PETER_LINE ENOCH_LINE), &arena);
	assert_str(note.text, STR(PETER_TEXT));
	assert_int_equal(note.count, 2);
	assert_str(note.line[0].name, STR("PeterNeumann"));
	assert_hex(note.line[0].key_id, 4, "c74f20a3");
	assert_int_equal(note.line[0].blob.len, 64);
	assert_memory_equal(note.line[0].blob.ptr, note.line[0].signature.byte, 64);
	assert_str(note.line[1].name, STR("EnochRoot"));
	assert_hex(note.line[1].key_id, 4, "af0cfe78");
	struct verifier peter = verifier(PETER_VKEY), enoch = verifier(ENOCH_VKEY);
	struct err err = {0};
	assert_ok(note_verify(&note, &peter, &err), &err);
	assert_ok(note_verify(&note, &enoch, &err), &err);
	assert_int_equal(note_verify(&note, &(struct verifier){.name = STR("Peter")}, &err), ERR_NOT_FOUND);
}

static void test_verifier_rule(void **state)
{
	(void)state;
	static const struct {
		const char *note;
		enum err_code code;
	} cases[] = {
		{PETER_TEXT "\n" PETER_LINE, ERR_OK},
		{PETER_TEXT "\n" ENOCH_LINE, ERR_NOT_FOUND},
		{PETER_TEXT "\n" ENOCH_LINE PETER_LINE, ERR_OK},
		{PETER_TEXT "\n" PETER_LINE PETER_LINE, ERR_OK}, /* said twice: still one signer */
		/* The name alone, or the id alone, is another key. */
		{PETER_TEXT "\n" DASH "PeterNeumann " B64 "\n" PETER_LINE, ERR_OK},
		{PETER_TEXT "\n" DASH "PeterNeumann " B64 "\n", ERR_NOT_FOUND},
		{PETER_TEXT "\n" DASH "Peter x08goAA=\n" PETER_LINE, ERR_OK},
		/* Name and id are his, the rest is not: the note is refused, whatever else it carries. */
		{PETER_TEXT "\n" DASH "PeterNeumann x08gowA=\n", ERR_SIGNATURE},
		{PETER_TEXT "\n" PETER_LINE DASH "PeterNeumann x08gowA=\n", ERR_SIGNATURE},
		{PETER_TEXT "\n" DASH "PeterNeumann x08gowA=\n" PETER_LINE, ERR_SIGNATURE},
		{PETER_TEXT
	     "\n" DASH
	     "PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAQ=\n",
	     ERR_SIGNATURE},
		/* Another text under the same line. */
		{"If you think\n\n" PETER_LINE, ERR_SIGNATURE},
		{"\n" PETER_TEXT "\n" PETER_LINE, ERR_SIGNATURE},
		{PETER_TEXT "\n\n" PETER_LINE, ERR_SIGNATURE},
		{PETER_TEXT "\n" PETER_LINE "\n" PETER_LINE, ERR_SIGNATURE},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		enum err_code code = verdict(cases[i].note, PETER_VKEY);
		if (code != cases[i].code)
			fail_msg("case %zu: %s", i, err_code_name(code));
	}
}

static void test_good_forms(void **state)
{
	(void)state;
	static const struct {
		const char *bytes, *text;
		uint32_t count;
	} cases[] = {
		{"t\n\n" LINE, "t\n", 1},
		{"t\n\n" LINE LINE LINE, "t\n", 3},
		{"\n\n" LINE, "\n", 1},       /* a text of one empty line */
		{"t\n\n\n" LINE, "t\n\n", 1}, /* the last empty line divides */
		{"t\n\nu\n\n" LINE, "t\n\nu\n", 1},
		{"t\n\n" LINE "\n" LINE, "t\n\n" LINE, 1}, /* lines before the last empty one are text */
		{"h\xc3\xa9 \xf0\x9f\x95\x8a\n\n" LINE, "h\xc3\xa9 \xf0\x9f\x95\x8a\n", 1},
		{"del \x7f nel \xc2\x85\n\n" LINE, "del \x7f nel \xc2\x85\n", 1}, /* not below U+0020 */
		{"t\n\n" DASH "\xc3\xa9/\xe4\xb8\xad " B64 "\n", "t\n", 1},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct arena arena = test_arena();
		struct note note = parsed(str_from(cases[i].bytes), &arena);
		assert_str(note.text, str_from(cases[i].text));
		assert_int_equal(note.count, cases[i].count);
		assert_int_equal(note.line[0].blob.len, 1);
	}
}

static const char *const malformed[] = {
	"",
	"\n",
	"\n\n",
	"t",
	"t\n",
	"t\n\n",
	"t\n\n\n",
	"t\n" LINE,
	LINE,
	"\n" LINE,             /* the text would have no line feed */
	"t\n\n" DASH "a " B64, /* no final line feed */
	"t\n\n" LINE "\n",     /* the last empty line has nothing after it */
	"t\n\n" LINE "x\n",
	"t\n\n" LINE "x",
	"t\n\nx\n" LINE,
	"t\r\n\r\n" LINE,
	"t\n\r\n" LINE,
	"t\tu\n\n" LINE,
	"t\x01\n\n" LINE,
	"t\x1f\n\n" LINE,
	"t\x1b[2J\n\n" LINE,
	"\xff\n\n" LINE,
	"t\xc3\n\n" LINE,
	"\xc0\xaf\n\n" LINE,     /* overlong */
	"\xed\xa0\x80\n\n" LINE, /* a surrogate */
	"\xf4\x90\x80\x80\n\n" LINE,
	"t\n\n- a " B64 "\n",
	"t\n\n\xe2\x80\x93 a " B64 "\n", /* an en dash */
	"t\n\n\xe2\x80\x94"
	"a " B64 "\n",
	"t\n\n " LINE,
	"t\n\n" DASH "a\n",
	"t\n\n" DASH "a \n",
	"t\n\n" DASH " " B64 "\n",
	"t\n\n" DASH "a  " B64 "\n",
	"t\n\n" DASH "a b " B64 "\n",
	"t\n\n" DASH "a " B64 " \n",
	"t\n\n" DASH "a+b " B64 "\n",
	"t\n\n" DASH "a\xc2\xa0"
	"b " B64 "\n", /* NO-BREAK SPACE */
	"t\n\n" DASH "a\xe3\x80\x80"
	"b " B64 "\n", /* IDEOGRAPHIC SPACE */
	"t\n\n" DASH "a\x7f " B64 "\n",
	"t\n\n" DASH "a AAAAAA==\n", /* four bytes: a key id and nothing */
	"t\n\n" DASH "a AAAA\n",
	"t\n\n" DASH "a AAAAAAA\n",  /* no padding */
	"t\n\n" DASH "a AAAAAAB=\n", /* spare bits */
	"t\n\n" DASH "a AAAAAA=A\n",
	"t\n\n" DASH "a AAAA=AAA\n",
	"t\n\n" DASH "a AAAAAAA==\n",
	"t\n\n" DASH "a AAAAAA-_\n", /* the URL alphabet */
	"t\n\n" DASH "a AAA*AAA=\n",
	"\xef\xbb\xbf", /* a byte order mark alone */
};

static void test_malformed(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(malformed); i++) {
		struct arena arena = test_arena();
		struct note note = {.count = 77};
		struct err err = {0};
		enum err_code code = note_parse(str_from(malformed[i]), 16, &arena, &note, &err);
		if (code != ERR_FORMAT)
			fail_msg("case %zu, \"%s\": %s", i, malformed[i], err_code_name(code));
		assert_int_equal(err.code, ERR_FORMAT);
		assert_true(err.msg[0] != 0);
		assert_int_equal(note.count, 77);
	}
	struct arena arena = test_arena();
	struct note note;
	assert_int_equal(note_parse((struct str){"t\0\n\n" LINE, 4 + sizeof LINE - 1}, 16, &arena, &note, NULL),
	                 ERR_FORMAT);
	assert_int_equal(note_parse((struct str){NULL, 0}, 16, &arena, &note, NULL), ERR_FORMAT);
}

static void test_signature_limit(void **state)
{
	(void)state;
	for (uint32_t lines = 1; lines <= 65; lines++) {
		struct arena arena = test_arena();
		struct buf buf = buf_new(&arena, 4096);
		buf_str(&buf, STR("t\n\n"));
		for (uint32_t i = 0; i < lines; i++)
			buf_str(&buf, STR(LINE));
		assert_false(buf.full);
		struct note note;
		struct err err;
		enum err_code code = note_parse(buf_view(&buf), LIMIT_NOTE_SIGNATURES, &arena, &note, &err);
		assert_int_equal(code, lines <= 64 ? ERR_OK : ERR_LIMIT);
		code = note_parse(buf_view(&buf), 1, &arena, &note, &err);
		assert_int_equal(code, lines <= 1 ? ERR_OK : ERR_LIMIT);
	}
}

/* A post-quantum signature of 4,627 bytes (ML-DSA-87) is a line like any other. */
static void test_long_signature(void **state)
{
	(void)state;
	struct arena arena = test_arena();
	static uint8_t blob[4 + 4627];
	memset(blob, 0x5a, sizeof blob);
	struct buf buf = buf_new(&arena, 16384);
	buf_str(&buf, STR(PETER_TEXT "\n" DASH "pq.example.org "));
	buf_base64(&buf, blob, sizeof blob);
	buf_str(&buf, STR("\n" PETER_LINE));
	struct note note = parsed(buf_view(&buf), &arena);
	assert_int_equal(note.line[0].blob.len, 4627);
	struct verifier peter = verifier(PETER_VKEY);
	struct err err;
	assert_ok(note_verify(&note, &peter, &err), &err);
}

static void test_sign_and_open(void **state)
{
	(void)state;
	/* Ed25519 has no chance in it: our note is the published one, byte for byte. */
	struct arena arena = test_arena();
	struct str name;
	struct secret_key key;
	struct err err;
	assert_ok(skey_parse(STR(PETER_SKEY), &name, &key, &err), &err);
	assert_str(name, STR("PeterNeumann"));
	struct buf buf = buf_new(&arena, 1000);
	buf_note(&buf, STR(PETER_TEXT), name, &key);
	assert_false(buf.full);
	assert_str(buf_view(&buf), STR(PETER_TEXT "\n" PETER_LINE));
	struct buf line = buf_new(&arena, 1000);
	buf_note_line(&line, name, &key, STR(PETER_TEXT));
	assert_str(buf_view(&line), STR(PETER_LINE));
	struct buf vkey = buf_new(&arena, 1000);
	buf_vkey(&vkey, name, &key.public_key);
	assert_str(buf_view(&vkey), STR(PETER_VKEY));
	secret_key_wipe(&key);
}

static void test_no_room(void **state)
{
	(void)state;
	struct str bytes = STR(PETER_TEXT "\n" PETER_LINE ENOCH_LINE);
	uint64_t call = 1;
	for (;; call++) {
		struct arena arena = test_arena();
		struct note note = {.count = 77};
		struct err err = {0};
		arena_fail_after(call);
		enum err_code code = note_parse(bytes, 16, &arena, &note, &err);
		bool failed = arena_failed();
		arena_fail_after(0);
		if (!failed) {
			assert_int_equal(code, ERR_OK);
			break;
		}
		assert_int_equal(code, ERR_LIMIT);
		assert_int_equal(err.code, ERR_LIMIT);
		assert_int_equal(note.count, 77);
	}
	assert_true(call > 3);
}

/* ---- shared vectors ---- */

static void check_file(const char *note_file, const char *vkey_file, enum err_code wanted)
{
	struct arena arena = test_arena();
	char path[600];
	VECTOR_PATH(path, note_file);
	struct note note = parsed(slurp(path, &arena), &arena);
	VECTOR_PATH(path, vkey_file);
	struct str keys = slurp(path, &arena), key;
	size_t count = 0;
	for (; keys.len; count++) {
		if (!str_cut(keys, '\n', &key, &keys)) {
			key = keys;
			keys.len = 0;
		}
		struct verifier parsed_key;
		struct err err;
		assert_ok(vkey_parse(key, &parsed_key, &err), &err);
		assert_int_equal(note_verify(&note, &parsed_key, &err), wanted);
	}
	assert_true(count > 0);
}

static void test_c2sp_example(void **state)
{
	(void)state;
	check_file("c2sp-spec-examples/signed-note.txt", "c2sp-spec-examples/signed-note.vkey", ERR_OK);
}

static void test_go_files(void **state)
{
	(void)state;
	check_file("golang-mod-note/two-signers.txt", "golang-mod-note/two-signers.vkeys", ERR_OK);
	check_file("golang-mod-note/sumdb-35225469.txt", "golang-mod-note/sumdb.vkey", ERR_OK);
	check_file("golang-mod-note/sumdb-35225469.txt", "golang-mod-note/two-signers.vkeys", ERR_NOT_FOUND);
}

/* A log's ECDSA line and a witness's cosignature (type 4, 8 bytes of time first): parsed, and none of our keys. */
static void test_sunlight(void **state)
{
	(void)state;
	struct arena arena = test_arena();
	char path[600];
	VECTOR_PATH(path, "sunlight-witness/cmd/skylight/testdata/witness/"
	                  "000de184301123b9278c086a7d9f68c9577e83872224c197058fd90784ea9706/checkpoint");
	struct note note = parsed(slurp(path, &arena), &arena);
	assert_int_equal(note.count, 2);
	assert_str(note.line[0].name, STR("rome2026h1.example.org"));
	assert_hex(note.line[0].key_id, 4, "91507526");
	assert_str(note.line[1].name, STR("witness.example.org"));
	assert_hex(note.line[1].key_id, 4, "b8a2cf20");
	assert_int_equal(note.line[1].blob.len, 72);
	/* cosignature/v1 signs "cosignature/v1\ntime T\n" and the text: verified here by hand. */
	struct public_key key;
	size_t size;
	uint8_t typed[33];
	assert_true(base64_decode(STR("BFLN3yikSfFkVAJtrnh/CiY3Zozkoy7clp+P7XB28qUN"), typed, sizeof typed, &size));
	memcpy(key.byte, typed + 1, 32);
	uint8_t id[4];
	note_key_id(note.line[1].name, 0x04, &key, id);
	assert_hex(id, 4, "b8a2cf20");
	struct buf buf = buf_new(&arena, 1000);
	buf_str(&buf, STR("cosignature/v1\ntime 1767139200\n"));
	buf_str(&buf, note.text);
	struct signature signature;
	memcpy(signature.byte, note.line[1].blob.ptr + 8, sizeof signature.byte);
	assert_true(sign_verify(&key, buf_view(&buf), &signature));
	assert_false(sign_verify(&key, note.text, &signature));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_two_signers),     cmocka_unit_test(test_verifier_rule),
		cmocka_unit_test(test_good_forms),      cmocka_unit_test(test_malformed),
		cmocka_unit_test(test_signature_limit), cmocka_unit_test(test_long_signature),
		cmocka_unit_test(test_sign_and_open),   cmocka_unit_test(test_no_room),
		cmocka_unit_test(test_c2sp_example),    cmocka_unit_test(test_go_files),
		cmocka_unit_test(test_sunlight),
	};
	return cmocka_run_group_tests_name("note", tests, start, NULL);
}
