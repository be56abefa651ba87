/* A receipt's file spoilt in every bit and at every length, files that are no receipts, and no memory. */
#include "record/receipts.h"

#include "base/limits.h"

static struct world world;

static int setup(void **state)
{
	int failed = test_memory(state);
	if (!failed)
		world = world_make(&test_arena);
	return failed;
}

static void test_every_byte(void **state)
{
	(void)state;
	struct arena arena = test_arena;
	struct receipt receipt = world_receipt(&world, &arena, TEXT), back;
	struct err err;
	struct str good = world_receipt_file(&world, &arena, &receipt);
	struct buf buf = buf_new(&arena, good.len);
	buf_str(&buf, good);
	for (size_t i = 0; i < good.len; i++)
		for (unsigned bit = 0; bit < 8; bit++) {
			struct arena scratch = arena;
			buf.ptr[i] = (char)(good.ptr[i] ^ (1 << bit));
			if (receipt_open(buf_view(&buf), &world.log, &scratch, &back, &err) == ERR_OK)
				fail_msg("bit %u of byte %zu may be changed", bit, i);
			buf.ptr[i] = good.ptr[i];
		}
	for (size_t length = 0; length < good.len; length++) {
		struct arena scratch = arena;
		assert_int_not_equal(receipt_open(str_slice(good, 0, length), &world.log, &scratch, &back, &err), ERR_OK);
	}
	assert_ok(receipt_open(buf_view(&buf), &world.log, &arena, &back, &err), &err);
}

static void test_not_receipts(void **state)
{
	(void)state;
	struct arena arena = test_arena;
	struct receipt receipt = world_receipt(&world, &arena, TEXT), back;
	struct err err;
	struct str bytes = world_file(&world, &arena, TEXT, STR(""));
	assert_failed(receipt_open(bytes, &world.log, &arena, &back, &err), &err, ERR_FORMAT, "not a receipt");
	bytes = world_receipt_file(&world, &arena, &receipt);
	struct secret_key key = test_key(9);
	struct verifier other = verifier_of(world.log.name, &key.public_key);
	assert_failed(receipt_open(bytes, &other, &arena, &back, &err), &err, ERR_NOT_FOUND, "log's signature");
	other = verifier_of(STR("club.example/other"), &world.key.public_key);
	assert_failed(receipt_open(bytes, &other, &arena, &back, &err), &err, ERR_NOT_FOUND, "log's signature");
	/* an entry that no log could have: refused before anything else is looked at */
	char *large = NEW(&arena, char, LIMIT_ENTRY_SIZE + 1);
	receipt.entry = (struct str){large, LIMIT_ENTRY_SIZE + 1};
	bytes = world_receipt_file(&world, &arena, &receipt);
	assert_failed(receipt_open(bytes, &world.log, &arena, &back, &err), &err, ERR_LIMIT, "more than 65535");
}

static void test_no_memory(void **state)
{
	(void)state;
	struct arena arena = test_arena;
	struct receipt receipt = world_receipt(&world, &arena, TEXT);
	struct str bytes = world_receipt_file(&world, &arena, &receipt);
	uint64_t failures = 0;
	for (bool injected = true; injected;) {
		struct arena scratch = arena;
		struct receipt back = {.index = 4711};
		struct err err;
		arena_fail_after(failures + 1);
		enum err_code code = receipt_open(bytes, &world.log, &scratch, &back, &err);
		injected = arena_failed();
		arena_fail_after(0);
		assert_int_equal(code, injected ? ERR_LIMIT : ERR_OK);
		assert_int_equal(back.index, injected ? 4711 : TEXT);
		failures += injected;
	}
	/* extra, JSON, entry, text, blobs, two salts, three data, the note's lines, the act's JSON: twelve at least */
	assert_true(failures >= 12);
	/* and arenas of every size up to the one that is enough */
	for (size_t room = 0;; room += 61) {
		struct arena scratch = {arena.beg, arena.beg + room};
		struct receipt back;
		struct err err;
		enum err_code code = receipt_open(bytes, &world.log, &scratch, &back, &err);
		if (code == ERR_OK)
			break;
		assert_int_equal(code, ERR_LIMIT);
		assert_true(room < 1 << 20);
	}
}

int main(void)
{
	const struct CMUnitTest all[] = {
		cmocka_unit_test(test_every_byte),
		cmocka_unit_test(test_not_receipts),
		cmocka_unit_test(test_no_memory),
	};
	return cmocka_run_group_tests_name("receipt-file", all, setup, test_memory_release);
}
