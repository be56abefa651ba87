/* The second half of docs/record.md's worked example, made again with our own code: tree, checkpoint, tiles, receipt.
 * The page's own commands (sha256sum, openssl) are run by doc_commands.sh. */
#include "record/tree_files.h"

#include "base/limits.h"

static struct str page;
static struct str entry[3];
static struct hash leaf[3];

/* What stands in the block "```example NAME", its last line feed included. */
static struct str block(const char *name)
{
	char head[80];
	int length = snprintf(head, sizeof head, "\n```example %s\n", name);
	for (size_t at = 0; at < page.len; at++) {
		struct str rest = str_slice(page, at, page.len);
		if (!str_starts(rest, (struct str){head, (size_t)length}))
			continue;
		rest = str_slice(rest, (size_t)length, rest.len);
		for (size_t end = 0; end < rest.len; end++)
			if (str_starts(str_slice(rest, end, rest.len), STR("\n```\n")))
				return str_slice(rest, 0, end + 1);
	}
	fail_msg("docs/record.md has no example \"%s\"", name);
	return (struct str){NULL, 0};
}

static struct str entry_of(struct arena *arena, uint64_t number, int64_t time_ms, struct str act)
{
	struct buf buf = buf_rest(arena);
	buf_entry(&buf, number, time_ms, act);
	return buf_keep(arena, &buf);
}

static int setup(void **state)
{
	int failed = test_memory(state);
	const char *source = getenv("COMITY_SOURCE");
	if (failed || !source)
		return failed;
	char path[1024];
	snprintf(path, sizeof path, "%s/docs/record.md", source);
	page = file_read(&test_arena, path);
	entry[0] = entry_of(&test_arena, 0, INT64_C(1654851600000), STR("{}\n"));
	entry[1] = entry_of(&test_arena, 1, INT64_C(1654851600000), block("act"));
	entry[2] = entry_of(&test_arena, 2, INT64_C(1654851601000), STR("{}\n"));
	for (unsigned i = 0; i < 3; i++)
		leaf[i] = hash_leaf(entry[i]);
	return 0;
}

static void need_page(void)
{
	if (!page.len)
		skip();
}

/* Hashes in hex, one a line. */
static void assert_lines(const char *name, const struct hash *hash, size_t count)
{
	char storage[1024];
	struct buf buf = buf_of(storage, sizeof storage);
	for (size_t i = 0; i < count; i++) {
		buf_hex(&buf, hash[i].byte, HASH_SIZE);
		buf_byte(&buf, '\n');
	}
	assert_str(block(name), buf_view(&buf));
}

static void test_tree(void **state)
{
	(void)state;
	need_page();
	assert_lines("tree-leaves", leaf, 3);
	struct hash inner[2] = {merkle_root(leaf, 2), merkle_root(leaf, 3)};
	assert_lines("tree-root", inner, 2);
	struct path path;
	merkle_inclusion(leaf, 1, 3, &path);
	assert_lines("tree-inclusion", path.node, path.count);
	/* "From 1 to 3 these are leaf 1 and leaf 2, from 2 to 3 leaf 2 alone." */
	merkle_consistency(leaf, 1, 3, &path);
	assert_int_equal(path.count, 2);
	assert_memory_equal(path.node, &leaf[1], 2 * HASH_SIZE);
	merkle_consistency(leaf, 2, 3, &path);
	assert_int_equal(path.count, 1);
	assert_memory_equal(path.node, &leaf[2], HASH_SIZE);
}

static struct verifier log_verifier(void)
{
	struct verifier log;
	struct err err;
	assert_ok(vkey_parse(trim_line(block("log-vkey")), &log, &err), &err);
	return log;
}

static void test_checkpoint(void **state)
{
	(void)state;
	need_page();
	uint8_t seed[SEED_SIZE];
	for (uint8_t i = 0; i < SEED_SIZE; i++)
		seed[i] = (uint8_t)(0x21 + i);
	struct secret_key key;
	secret_key_from_seed(seed, &key);
	char storage[512];
	struct buf buf = buf_of(storage, sizeof storage);
	buf_vkey(&buf, STR("example.org/club"), &key.public_key);
	assert_str(trim_line(block("log-vkey")), buf_view(&buf));
	struct checkpoint checkpoint = {STR("example.org/club"), 3, merkle_root(leaf, 3)};
	buf = buf_of(storage, sizeof storage);
	buf_checkpoint(&buf, &checkpoint, &key);
	assert_str(block("checkpoint"), buf_view(&buf));
}

/* As `od -A d -t x1` prints it, up to and with the offset of the end. */
static void buf_od(struct buf *buf, const void *bytes, size_t size)
{
	for (size_t i = 0; i <= size; i++) {
		if (i % 16 == 0 || i == size) {
			if (i > 0)
				buf_byte(buf, '\n');
			buf_pad(buf, i, 7);
		}
		if (i < size) {
			buf_byte(buf, ' ');
			buf_hex(buf, (const char *)bytes + i, 1);
		}
	}
	buf_byte(buf, '\n');
}

static void test_tiles(void **state)
{
	(void)state;
	need_page();
	static char bundle_bytes[4096], text_bytes[4096];
	struct buf bundle = buf_of(bundle_bytes, sizeof bundle_bytes), text = buf_of(text_bytes, sizeof text_bytes);
	for (unsigned i = 0; i < 3; i++)
		buf_bundle_entry(&bundle, entry[i]);
	struct hash hash = hash_bytes(buf_view(&bundle)), hashes[TILE_WIDTH];
	buf_od(&text, bundle_bytes, 48);
	buf_hex(&text, hash.byte, HASH_SIZE);
	buf_byte(&text, '\n');
	assert_str(block("bundle"), buf_view(&text));
	text = buf_of(text_bytes, sizeof text_bytes);
	tile_hashes(leaf, (struct tile){0, 0, 3}, hashes);
	buf_od(&text, hashes, 3 * (size_t)HASH_SIZE);
	assert_str(block("tile"), buf_view(&text));
}

static void test_receipt(void **state)
{
	(void)state;
	need_page();
	struct arena arena = test_arena;
	struct verifier log = log_verifier();
	struct receipt receipt;
	struct err err;
	assert_ok(receipt_open(block("receipt"), &log, &arena, &receipt, &err), &err);
	assert_int_equal(receipt.index, 1);
	assert_str(receipt.entry, entry[1]);
	assert_int_equal(receipt.part_count, 2);
	assert_str(receipt.part[0].ref, trim_line(block("blob-en")));
	assert_str(receipt.part[1].ref, trim_line(block("blob-fr")));
	struct hash text = hash_from_hex("bf2f0549ed3abb8d9395b1ec497ce12d3df6eb276bbde135a3231b915df31226");
	assert_memory_equal(&receipt.text, &text, HASH_SIZE);
	assert_int_equal(receipt.blob_count, 2);
	assert_str(receipt.blob[0].data, STR("Peace is the work of equals.\n"));
	assert_int_equal(receipt.checkpoint.size, 3);
	/* and written by us it is the page's, to the byte */
	struct buf buf = buf_rest(&arena);
	buf_receipt_extra(&buf, &receipt);
	struct str extra = buf_keep(&arena, &buf);
	assert_str(extra, trim_line(block("receipt-extra")));
	struct proof_file proof = {.extra = extra, .has_extra = true, .index = 1, .checkpoint = block("checkpoint")};
	merkle_inclusion(leaf, 1, 3, &proof.path);
	buf = buf_rest(&arena);
	buf_proof(&buf, &proof);
	assert_str(buf_view(&buf), block("receipt"));
}

int main(void)
{
	const struct CMUnitTest all[] = {
		cmocka_unit_test(test_tree),
		cmocka_unit_test(test_checkpoint),
		cmocka_unit_test(test_tiles),
		cmocka_unit_test(test_receipt),
	};
	return cmocka_run_group_tests_name("tree-doc", all, setup, test_memory_release);
}
