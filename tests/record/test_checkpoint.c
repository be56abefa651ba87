/* Checkpoints: bytes typed in by hand, what other logs have signed, and every way to be nearly one. */
#include "record/tree_files.h"

#include "base/limits.h"

#define ROOT "stMknPZ0B/e//ZakUBC1p5plwU9cL+rWWJeiRzuVGDQ="
#define EMPTY "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="

static struct str buffer_of(char *storage, size_t cap, const struct checkpoint *checkpoint,
                            const struct secret_key *key)
{
	struct buf buf = buf_of(storage, cap);
	buf_checkpoint(&buf, checkpoint, key);
	assert_false(buf.full);
	return buf_view(&buf);
}

/* The log key of own-reference: Ed25519 is deterministic, so our bytes must be those that another program wrote. */
static void test_bytes(void **state)
{
	(void)state;
	static const char want[] =
		"example.int/record\n700\n" ROOT "\n\n"
		"\xe2\x80\x94 example.int/record "
		"fi+MyoKLxLcdMHzmGP1tMqJfdDZj4s7EpZ78I4J2jatAAFd53OY7kqDuSUCYRdOfYG2g4IpMcaaefdQZ91HFo/aBnAg=\n";
	uint8_t seed[SEED_SIZE];
	struct secret_key key;
	assert_true(hex_decode(STR("97e10d998a871cd7b964f419ce61e48f19024669680b3df1a412d8db7f943e97"), seed, sizeof seed));
	secret_key_from_seed(seed, &key);
	struct checkpoint checkpoint = {.origin = STR("example.int/record"), .size = 700};
	size_t size;
	assert_true(base64_decode(STR(ROOT), checkpoint.root.byte, HASH_SIZE, &size));
	char storage[512];
	assert_str(buffer_of(storage, sizeof storage, &checkpoint, &key), str_from(want));
	char text[128];
	struct buf buf = buf_of(text, sizeof text);
	buf_checkpoint_text(&buf, &checkpoint);
	assert_str(buf_view(&buf), STR("example.int/record\n700\n" ROOT "\n"));
	/* too little room: full, and nothing is written past the end */
	for (size_t cap = 0; cap < sizeof want - 1; cap++) {
		buf = buf_of(storage, cap);
		buf_checkpoint(&buf, &checkpoint, &key);
		assert_true(buf.full);
	}
}

static void test_parse_text(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		uint64_t size;
	} good[] = {
		{"a\n0\n" EMPTY "\n", 0},
		{"a\n1\n" ROOT "\n", 1},
		{"go.sum database tree\n35225469\n" ROOT "\n", 35225469},
		{"a\n9223372036854775807\n" ROOT "\n", INT64_MAX},
		{"\xd5\x80\xd4\xb1\xd5\x8a\n7\n" ROOT "\n", 7},
	};
	struct checkpoint checkpoint;
	struct err err;
	for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
		struct str text = str_from(good[i].text);
		assert_ok(checkpoint_parse_text(text, &checkpoint, &err), &err);
		assert_int_equal(checkpoint.size, good[i].size);
		assert_ptr_equal(checkpoint.origin.ptr, text.ptr);
		assert_int_equal(checkpoint.origin.len, str_find(text, '\n', 0));
	}
	assert_ok(checkpoint_parse_text(str_from(good[1].text), &checkpoint, &err), &err);
	assert_hash(&checkpoint.root, "b2d3249cf67407f7bffd96a45010b5a79a65c14f5c2fead65897a2473b951834");
}

static void test_parse_text_bad(void **state)
{
	(void)state;
	static const struct {
		const char *text, *part;
	} bad[] = {
		{"", "fewer than three lines"},
		{"a\n1\n", "fewer than three lines"},
		{"a\n1\n" ROOT, "fewer than three lines"},
		{"a\n1\n" ROOT "\next 1\n", "extension lines are not accepted"},
		{"a\n1\n" ROOT "\n\n", "extension lines are not accepted"},
		{"a\n1\n" ROOT "\nx", "extension lines are not accepted"},
		{"\n1\n" ROOT "\n", "origin"},
		{"a\r\n1\n" ROOT "\n", "origin"},
		{"a\x7f\n1\n" ROOT "\n", "origin"},
		{"a\xff\n1\n" ROOT "\n", "origin"},
		{"a\n\n" ROOT "\n", "size"},
		{"a\n01\n" ROOT "\n", "size"},
		{"a\n00\n" EMPTY "\n", "size"},
		{"a\n+1\n" ROOT "\n", "size"},
		{"a\n-1\n" ROOT "\n", "size"},
		{"a\n1 \n" ROOT "\n", "size"},
		{"a\n0x1\n" ROOT "\n", "size"},
		{"a\n9223372036854775808\n" ROOT "\n", "size"},
		{"a\n18446744073709551617\n" ROOT "\n", "size"},
		{"a\n1\n\n", "root"},
		{"a\n1\nstMknPZ0B/e//ZakUBC1p5plwU9cL+rWWJeiRzuVGDQ\n", "root"},  /* no padding */
		{"a\n1\nstMknPZ0B/e//ZakUBC1p5plwU9cL+rWWJeiRzuVGDR=\n", "root"}, /* spare bits set */
		{"a\n1\nstMknPZ0B_e__ZakUBC1p5plwU9cL-rWWJeiRzuVGDQ=\n", "root"}, /* the URL's alphabet */
		{"a\n1\nstMknPZ0B/e//ZakUBC1p5plwU9cL+rWWJeiRzuV\n", "root"},     /* 30 bytes */
		{"a\n1\nstMknPZ0B/e//ZakUBC1p5plwU9cL+rWWJeiRzuVGDQA\n", "root"}, /* 33 bytes */
		{"a\n1\n " ROOT "\n", "root"},
		{"a\n0\n" ROOT "\n", "size 0"},
	};
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		struct checkpoint checkpoint = {.size = 4711};
		struct err err = {.code = ERR_OK};
		enum err_code code = checkpoint_parse_text(str_from(bad[i].text), &checkpoint, &err);
		assert_failed(code, &err, ERR_FORMAT, bad[i].part);
		assert_int_equal(checkpoint.size, 4711);
	}
	char text[LIMIT_ORIGIN_SIZE + 64];
	for (size_t length = LIMIT_ORIGIN_SIZE; length <= LIMIT_ORIGIN_SIZE + 1; length++) {
		memset(text, 'a', length);
		strcpy(text + length, "\n1\n" ROOT "\n");
		struct checkpoint checkpoint;
		struct err err;
		assert_int_equal(checkpoint_parse_text(str_from(text), &checkpoint, &err),
		                 length == LIMIT_ORIGIN_SIZE ? ERR_OK : ERR_FORMAT);
	}
}

/* What we sign opens again; no single changed byte does. */
static void test_round_trip(void **state)
{
	(void)state;
	struct arena arena = test_arena;
	struct secret_key key = test_key(1);
	struct str origin = STR("club.example/record");
	struct verifier log = verifier_of(origin, &key.public_key);
	struct checkpoint checkpoint = {.origin = origin, .size = 3, .root = hash_leaf(STR("x"))}, back;
	char storage[512];
	struct str bytes = buffer_of(storage, sizeof storage, &checkpoint, &key);
	struct err err;
	assert_ok(checkpoint_open(bytes, &log, arena, &back, &err), &err);
	assert_int_equal(back.size, 3);
	assert_str(back.origin, origin);
	assert_ptr_equal(back.origin.ptr, bytes.ptr);
	assert_memory_equal(&back.root, &checkpoint.root, HASH_SIZE);
	for (size_t i = 0; i < bytes.len; i++)
		for (unsigned bit = 0; bit < 8; bit++) {
			storage[i] = (char)(storage[i] ^ (1 << bit));
			assert_int_not_equal(checkpoint_open(bytes, &log, arena, &back, &err), ERR_OK);
			storage[i] = (char)(storage[i] ^ (1 << bit));
		}
	for (size_t length = 0; length < bytes.len; length++)
		assert_int_not_equal(checkpoint_open(str_slice(bytes, 0, length), &log, arena, &back, &err), ERR_OK);
	assert_ok(checkpoint_open(bytes, &log, arena, &back, &err), &err);
}

/* A note's text signed by the log's key under its name, whatever it says. */
static struct str sign_text(struct arena *arena, const char *text, struct str name, const struct secret_key *key)
{
	struct buf buf = buf_rest(arena);
	buf_note(&buf, str_from(text), name, key);
	return buf_keep(arena, &buf);
}

static void test_open_bad(void **state)
{
	(void)state;
	struct arena arena = test_arena;
	struct secret_key key = test_key(1), other_key = test_key(2);
	struct str origin = STR("club.example/record"), other = STR("other.example/record");
	struct verifier log = verifier_of(origin, &key.public_key);
	const char *text = "club.example/record\n1\n" ROOT "\n";
	struct checkpoint back = {.size = 4711};
	struct err err;

	struct str bytes = sign_text(&arena, text, origin, &other_key);
	assert_failed(checkpoint_open(bytes, &log, arena, &back, &err), &err, ERR_NOT_FOUND, "log's signature");
	bytes = sign_text(&arena, text, other, &key);
	assert_failed(checkpoint_open(bytes, &log, arena, &back, &err), &err, ERR_NOT_FOUND, "log's signature");
	bytes = sign_text(&arena, "other.example/record\n1\n" ROOT "\n", origin, &key);
	assert_failed(checkpoint_open(bytes, &log, arena, &back, &err), &err, ERR_CONFLICT,
	              "of the log \"other.example/record\", but the key is of \"club.example/record\"");
	bytes = sign_text(&arena, "club.example/record\n1\n" ROOT "\nextension\n", origin, &key);
	assert_failed(checkpoint_open(bytes, &log, arena, &back, &err), &err, ERR_FORMAT, "extension lines");
	bytes = sign_text(&arena, "club.example/record\n01\n" ROOT "\n", origin, &key);
	assert_failed(checkpoint_open(bytes, &log, arena, &back, &err), &err, ERR_FORMAT, "size");
	assert_failed(checkpoint_open(STR("not a note"), &log, arena, &back, &err), &err, ERR_FORMAT,
	              "cannot read the checkpoint");
	bytes = sign_text(&arena, text, origin, &key);
	((char *)(uintptr_t)bytes.ptr)[strlen("club.example/record\n")] = '2';
	assert_failed(checkpoint_open(bytes, &log, arena, &back, &err), &err, ERR_SIGNATURE, "log's signature");
	assert_int_equal(back.size, 4711);
}

/* Lines of others are ignored up to the limit, and a note with more lines is not read. */
static void test_cosignatures(void **state)
{
	(void)state;
	struct arena arena = test_arena;
	struct secret_key key = test_key(1), witness = test_key(3);
	struct str origin = STR("club.example/record");
	struct verifier log = verifier_of(origin, &key.public_key);
	const char *text = "club.example/record\n1\n" ROOT "\n";
	struct buf buf = buf_rest(&arena);
	buf_str(&buf, str_from(text));
	buf_byte(&buf, '\n');
	for (unsigned i = 1; i < LIMIT_NOTE_SIGNATURES; i++)
		buf_note_line(&buf, STR("member.example"), &witness, STR("something else\n"));
	buf_note_line(&buf, origin, &key, str_from(text));
	size_t enough = buf.len;
	buf_note_line(&buf, STR("member.example"), &witness, STR("something else\n"));
	struct str bytes = buf_keep(&arena, &buf);
	struct checkpoint back;
	struct err err;
	assert_ok(checkpoint_open(str_slice(bytes, 0, enough), &log, arena, &back, &err), &err);
	assert_int_equal(back.size, 1);
	assert_failed(checkpoint_open(bytes, &log, arena, &back, &err), &err, ERR_LIMIT, "64");
}

/* What other logs signed. size_at_end: the file's name ends in the tree's size. */
static void open_shared(const char *path, const char *vkey, uint64_t want_size)
{
	struct arena arena = test_arena;
	struct verifier log;
	struct checkpoint checkpoint;
	struct err err;
	struct str bytes = shared_read(&arena, path);
	assert_ok(vkey_parse(str_from(vkey), &log, &err), &err);
	assert_ok(checkpoint_open(bytes, &log, arena, &checkpoint, &err), &err);
	assert_int_equal(checkpoint.size, want_size);
	assert_str(checkpoint.origin, log.name);
}

static void test_reference_log(void **state)
{
	(void)state;
	static const unsigned size[] = {0, 1, 2, 3, 255, 256, 257, 300, 700};
	const char *vkey = "example.int/record+7e2f8cca+Ae32FgBJPSP9eubtojeiQtiKSpQ3LYimhUhB8p166kOO";
	open_shared("data/tlog/own-reference/log/checkpoint", vkey, 700);
	open_shared("data/tlog/own-reference/fork/checkpoint.300", vkey, 300);
	for (size_t i = 0; i < sizeof size / sizeof size[0]; i++) {
		char path[128];
		snprintf(path, sizeof path, "data/tlog/own-reference/log/checkpoint.%u", size[i]);
		open_shared(path, vkey, size[i]);
	}
}

static void test_tessera(void **state)
{
	(void)state;
	const char *vkey = "example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx";
	for (unsigned size = 0; size <= 15; size++) {
		char path[128];
		snprintf(path, sizeof path, "data/tlog/tessera-testdata/testdata/log/checkpoint.%u", size);
		open_shared(path, vkey, size);
	}
}

/* A production checkpoint whose origin is not its key's name: it can be read, but is not a checkpoint of ours. */
static void test_sumdb(void **state)
{
	(void)state;
	struct arena arena = test_arena;
	struct str bytes = shared_read(&arena, "data/tlog/golang-mod-note/sumdb-35225469.txt");
	struct verifier log;
	struct checkpoint checkpoint;
	struct err err;
	assert_ok(vkey_parse(STR("sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8"), &log, &err),
	          &err);
	struct note note;
	struct arena scratch = arena;
	assert_ok(note_parse(bytes, LIMIT_NOTE_SIGNATURES, &scratch, &note, &err), &err);
	assert_ok(note_verify(&note, &log, &err), &err);
	assert_ok(checkpoint_parse_text(note.text, &checkpoint, &err), &err);
	assert_int_equal(checkpoint.size, 35225469);
	assert_str(checkpoint.origin, STR("go.sum database tree"));
	assert_failed(checkpoint_open(bytes, &log, arena, &checkpoint, &err), &err, ERR_CONFLICT,
	              "of the log \"go.sum database tree\", but the key is of \"sum.golang.org\"");
}

/* Each allocation in turn fails: ERR_LIMIT, nothing written, until a run needs no more. */
static void test_no_memory(void **state)
{
	(void)state;
	struct secret_key key = test_key(1);
	struct str origin = STR("club.example/record");
	struct verifier log = verifier_of(origin, &key.public_key);
	struct checkpoint checkpoint = {.origin = origin, .size = 3, .root = hash_leaf(STR("x"))};
	char storage[512];
	struct str bytes = buffer_of(storage, sizeof storage, &checkpoint, &key);
	uint64_t failures = 0;
	for (bool injected = true; injected;) {
		struct checkpoint back = {.size = 4711};
		struct err err;
		arena_fail_after(failures + 1);
		enum err_code code = checkpoint_open(bytes, &log, test_arena, &back, &err);
		injected = arena_failed();
		arena_fail_after(0);
		assert_int_equal(code, injected ? ERR_LIMIT : ERR_OK);
		assert_int_equal(back.size, injected ? 4711 : 3);
		failures += injected;
	}
	assert_true(failures >= 2);
	struct checkpoint back;
	struct err err;
	struct arena none = {test_arena.beg, test_arena.beg};
	assert_int_equal(checkpoint_open(bytes, &log, none, &back, &err), ERR_LIMIT);
}

int main(void)
{
	const struct CMUnitTest all[] = {
		cmocka_unit_test(test_bytes),         cmocka_unit_test(test_parse_text), cmocka_unit_test(test_parse_text_bad),
		cmocka_unit_test(test_round_trip),    cmocka_unit_test(test_open_bad),   cmocka_unit_test(test_cosignatures),
		cmocka_unit_test(test_reference_log), cmocka_unit_test(test_tessera),    cmocka_unit_test(test_sumdb),
		cmocka_unit_test(test_no_memory),
	};
	return cmocka_run_group_tests_name("checkpoint", all, test_memory, test_memory_release);
}
