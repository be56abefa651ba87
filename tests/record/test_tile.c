/* Tiles: paths, which tiles a size has, and the bytes of other logs' tiles computed again from their entries. */
#include "record/tree_files.h"

#include "base/limits.h"

static struct str path_of(char *storage, size_t cap, struct tile tile)
{
	struct buf buf = buf_of(storage, cap);
	buf_tile_path(&buf, tile);
	assert_false(buf.full);
	return buf_view(&buf);
}

static const struct {
	struct tile tile;
	const char *path;
} path_case[] = {
	{{0, 0, 256}, "tile/0/000"},
	{{0, 0, 255}, "tile/0/000.p/255"},
	{{0, 0, 1}, "tile/0/000.p/1"},
	{{1, 0, 256}, "tile/1/000"},
	{{0, 999, 256}, "tile/0/999"},
	{{0, 1000, 256}, "tile/0/x001/000"},
	{{0, 999999, 256}, "tile/0/x999/999"},
	{{0, 1000000, 256}, "tile/0/x001/x000/000"},
	{{0, 1234067, 256}, "tile/0/x001/x234/067"},
	{{63, 7, 9}, "tile/63/007.p/9"},
	{{0, UINT64_MAX, 256}, "tile/0/x018/x446/x744/x073/x709/x551/615"},
	{{TILE_ENTRIES, 255, 253}, "tile/entries/255.p/253"},
	{{TILE_ENTRIES, 123456789, 256}, "tile/entries/x123/x456/789"},
};

static void test_paths(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof path_case / sizeof path_case[0]; i++) {
		char storage[128];
		struct tile tile = {.width = 4711};
		assert_str(path_of(storage, sizeof storage, path_case[i].tile), str_from(path_case[i].path));
		assert_true(tile_path_parse(str_from(path_case[i].path), &tile));
		assert_int_equal(tile.level, path_case[i].tile.level);
		assert_true(tile.index == path_case[i].tile.index);
		assert_int_equal(tile.width, path_case[i].tile.width);
	}
}

static void test_paths_bad(void **state)
{
	(void)state;
	static const char *const bad[] = {
		"",
		"tile",
		"tile/",
		"tile/0",
		"tile/0/",
		"/tile/0/000",
		"tiles/0/000",
		"tile/00/000",
		"tile/-1/000",
		"tile/64/000",
		"tile/x/000",
		"tile/data/000",
		"tile/Entries/000",
		"tile/0/0",
		"tile/0/0000",
		"tile/0/00a",
		"tile/0/x00",
		"tile/0/x001",
		"tile/0/x001/",
		"tile/0/x001/x000",
		"tile/0/001/000",
		"tile/0/x000/007",
		"tile/0/x1/000",
		"tile/0/x0001/000",
		"tile/0/y001/000",
		"tile/0//000",
		"tile/0/000/",
		"tile/0/000/000",
		"tile/0/000.p",
		"tile/0/000.p/",
		"tile/0/000.p/0",
		"tile/0/000.p/256",
		"tile/0/000.p/01",
		"tile/0/000.p/+1",
		"tile/0/000.p/1/2",
		"tile/0/000.q/1",
		"tile/0/000.p/1 ",
		"tile/0/../0/000",
		"tile/0/x018/x446/x744/x073/x709/x551/616", /* 2^64 */
		"tile/0/x999/x999/x999/x999/x999/x999/x999/999",
	};
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		struct tile tile = {.width = 4711};
		if (tile_path_parse(str_from(bad[i]), &tile))
			fail_msg("accepted \"%s\"", bad[i]);
		assert_int_equal(tile.width, 4711);
	}
	struct tile tile;
	assert_false(tile_path_parse((struct str){"tile/0/000\0", 11}, &tile));
	assert_false(tile_path_parse(STR("tile/0/000\n"), &tile));
}

/* The shared table: index, level, width, path; '#' begins a comment. */
static void test_path_vectors(void **state)
{
	(void)state;
	struct arena arena = test_arena;
	struct str text = shared_read(&arena, "data/tlog/tile-paths.tsv"), line;
	unsigned count = 0;
	while (str_cut(text, '\n', &line, &text)) {
		struct str index_text = line, level_text = line, width_text = line, path = line;
		if (line.len == 0 || line.ptr[0] == '#')
			continue;
		assert_true(str_cut(line, '\t', &index_text, &path));
		assert_true(str_cut(path, '\t', &level_text, &path));
		assert_true(str_cut(path, '\t', &width_text, &path));
		uint64_t index = 0, level = TILE_ENTRIES, width = 0;
		assert_true(str_to_u64(index_text, UINT64_MAX, &index));
		assert_true(str_to_u64(width_text, 256, &width));
		if (!str_eq(level_text, STR("entries")))
			assert_true(str_to_u64(level_text, 63, &level));
		char storage[128];
		struct tile tile = {(uint32_t)level, index, (uint32_t)width}, back;
		assert_str(path_of(storage, sizeof storage, tile), path);
		assert_true(tile_path_parse(path, &back));
		assert_true(back.index == index && back.level == level && back.width == width);
		count++;
	}
	assert_int_equal(count, 10);
}

/* All tiles of a size as one line of text. */
static void assert_tiles(uint64_t size, const char *want)
{
	static char storage[1 << 16];
	struct buf buf = buf_of(storage, sizeof storage);
	struct tile tile;
	for (uint64_t i = 0; tile_of_size(size, i, &tile); i++) {
		if (i > 0)
			buf_byte(&buf, ' ');
		buf_tile_path(&buf, tile);
	}
	assert_false(buf.full);
	assert_str(buf_view(&buf), str_from(want));
}

static void test_sizes(void **state)
{
	(void)state;
	assert_tiles(0, "");
	assert_tiles(1, "tile/0/000.p/1 tile/entries/000.p/1");
	assert_tiles(2, "tile/0/000.p/2 tile/entries/000.p/2");
	assert_tiles(255, "tile/0/000.p/255 tile/entries/000.p/255");
	assert_tiles(256, "tile/0/000 tile/1/000.p/1 tile/entries/000");
	assert_tiles(257, "tile/0/000 tile/0/001.p/1 tile/1/000.p/1 tile/entries/000 tile/entries/001.p/1");
	assert_tiles(700, "tile/0/000 tile/0/001 tile/0/002.p/188 tile/1/000.p/2 "
	                  "tile/entries/000 tile/entries/001 tile/entries/002.p/188");
}

/* 70,000: level 0 has 273 full tiles and one of 112, level 1 one full and one of 17, level 2 one of 1. */
static void test_70000(void **state)
{
	(void)state;
	static const struct {
		uint64_t i;
		struct tile tile;
	} want[] = {
		{0, {0, 0, 256}},
		{272, {0, 272, 256}},
		{273, {0, 273, 112}},
		{274, {1, 0, 256}},
		{275, {1, 1, 17}},
		{276, {2, 0, 1}},
		{277, {TILE_ENTRIES, 0, 256}},
		{549, {TILE_ENTRIES, 272, 256}},
		{550, {TILE_ENTRIES, 273, 112}},
	};
	struct tile tile;
	for (size_t i = 0; i < sizeof want / sizeof want[0]; i++) {
		assert_true(tile_of_size(70000, want[i].i, &tile));
		assert_int_equal(tile.level, want[i].tile.level);
		assert_int_equal(tile.index, want[i].tile.index);
		assert_int_equal(tile.width, want[i].tile.width);
	}
	assert_false(tile_of_size(70000, 551, &tile));
	assert_false(tile_of_size(70000, UINT64_MAX, &tile));
}

/* At the widths' edges, every size's tiles hold exactly floor(size / 256^level) hashes a level, and size entries. */
static void test_sums(void **state)
{
	(void)state;
	for (uint64_t size = 0; size <= 70000; size += size < 1030 || (size > 65530 && size < 65800) ? 1 : 251) {
		uint64_t sum[4] = {0};
		struct tile tile;
		for (uint64_t i = 0; tile_of_size(size, i, &tile); i++) {
			uint32_t slot = tile.level == TILE_ENTRIES ? 3 : tile.level;
			assert_true(slot < 4 && tile.width >= 1 && tile.width <= 256);
			assert_int_equal(tile.index, sum[slot] / 256);
			assert_int_equal(sum[slot] % 256, 0);
			sum[slot] += tile.width;
		}
		assert_int_equal(sum[0], size);
		assert_int_equal(sum[1], size / 256);
		assert_int_equal(sum[2], size / 65536);
		assert_int_equal(sum[3], size);
	}
	/* The largest tree has eight levels, and counting them does not wrap. */
	struct tile tile;
	uint64_t level0 = UINT64_C(1) << 56;
	assert_true(tile_of_size(UINT64_MAX, level0 - 1, &tile));
	assert_int_equal(tile.width, 255);
	assert_true(tile_of_size(UINT64_MAX, level0, &tile));
	assert_int_equal(tile.level, 1);
}

/* A full tile of level 1 and the one above it, against the definition; equal leaves keep the answer known. */
static void test_upper_levels(void **state)
{
	(void)state;
	struct arena arena = test_arena;
	uint64_t size = 65536 + 256 + 3;
	struct hash *leaf = NEW(&arena, struct hash, size);
	for (uint64_t i = 0; i < size; i++)
		leaf[i] = hash_leaf(STR("same"));
	leaf[300] = hash_leaf(STR("other"));
	struct hash perfect[17] = {hash_leaf(STR("same"))}, out[256];
	for (unsigned h = 1; h < 17; h++)
		perfect[h] = hash_node(&perfect[h - 1], &perfect[h - 1]);
	tile_hashes(leaf, (struct tile){1, 0, 256}, out);
	for (unsigned i = 0; i < 256; i++)
		assert_int_equal(memcmp(&out[i], &perfect[8], HASH_SIZE) == 0, i != 1);
	struct hash odd = merkle_root(leaf + 256, 256), root = merkle_root(leaf, 65536);
	assert_memory_equal(&out[1], &odd, HASH_SIZE);
	tile_hashes(leaf, (struct tile){2, 0, 1}, out);
	assert_memory_equal(&out[0], &root, HASH_SIZE);
	assert_memory_not_equal(&out[0], &perfect[16], HASH_SIZE);
	tile_hashes(leaf, (struct tile){0, 257, 3}, out);
	assert_memory_equal(&out[0], &perfect[0], HASH_SIZE);
	tile_hashes(leaf, (struct tile){1, 1, 1}, out);
	assert_memory_equal(&out[0], &perfect[8], HASH_SIZE);
}

/* The leaf hashes of a log in a folder, from its bundles. */
static void read_leaves(struct arena *arena, const char *folder, uint64_t size, struct hash *leaf)
{
	struct tile tile;
	uint64_t count = 0;
	struct err err;
	for (uint64_t i = 0; tile_of_size(size, i, &tile); i++) {
		if (tile.level != TILE_ENTRIES)
			continue;
		char path[64], full[256];
		struct str name = path_of(path, sizeof path, tile);
		snprintf(full, sizeof full, "%s/%.*s", folder, STR_ARG(name));
		struct arena scratch = *arena;
		struct str bundle = shared_read(&scratch, full), entry;
		struct buf again = buf_new(&scratch, bundle.len);
		size_t offset = 0;
		for (uint32_t j = 0; j < tile.width; j++) {
			assert_ok(bundle_next(bundle, &offset, &entry, &err), &err);
			buf_bundle_entry(&again, entry);
			leaf[count++] = hash_leaf(entry);
		}
		assert_int_equal(offset, bundle.len);
		assert_true(str_eq(buf_view(&again), bundle));
		assert_failed(bundle_next(bundle, &offset, &entry, &err), &err, ERR_FORMAT, "another entry should begin");
	}
	assert_int_equal(count, size);
}

static void check_log(const char *folder, const char *vkey, uint64_t size)
{
	struct arena arena = test_arena;
	struct hash *leaf = NEW(&arena, struct hash, size + 1);
	read_leaves(&arena, folder, size, leaf);
	struct verifier log;
	struct err err;
	assert_ok(vkey_parse(str_from(vkey), &log, &err), &err);
	char full[256];
	snprintf(full, sizeof full, "%s/checkpoint.%u", folder, (unsigned)size);
	struct arena scratch = arena;
	struct checkpoint checkpoint;
	struct str bytes = shared_read(&scratch, full);
	assert_ok(checkpoint_open(bytes, &log, scratch, &checkpoint, &err), &err);
	struct hash root = merkle_root(leaf, size);
	assert_memory_equal(&root, &checkpoint.root, HASH_SIZE);
	struct tile tile;
	for (uint64_t i = 0; tile_of_size(size, i, &tile); i++) {
		if (tile.level == TILE_ENTRIES)
			continue;
		char path[64];
		struct hash out[256];
		struct str name = path_of(path, sizeof path, tile);
		snprintf(full, sizeof full, "%s/%.*s", folder, STR_ARG(name));
		tile_hashes(leaf, tile, out);
		scratch = arena;
		assert_true(str_eq(shared_read(&scratch, full), (struct str){(const char *)out, tile.width * HASH_SIZE}));
	}
}

static void test_reference_log(void **state)
{
	(void)state;
	static const unsigned size[] = {1, 2, 3, 255, 256, 257, 300, 700};
	const char *vkey = "example.int/record+7e2f8cca+Ae32FgBJPSP9eubtojeiQtiKSpQ3LYimhUhB8p166kOO";
	for (size_t i = 0; i < sizeof size / sizeof size[0]; i++)
		check_log("data/tlog/own-reference/log", vkey, size[i]);
	check_log("data/tlog/own-reference/fork", vkey, 300);
	check_log("data/tlog/own-reference/fork", vkey, 700);
}

static void test_tessera(void **state)
{
	(void)state;
	for (unsigned size = 0; size <= 15; size++)
		check_log("data/tlog/tessera-testdata/testdata/log",
		          "example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx", size);
}

static void test_bundle(void **state)
{
	(void)state;
	char storage[16];
	struct buf buf = buf_of(storage, sizeof storage);
	buf_bundle_entry(&buf, STR("abc"));
	buf_bundle_entry(&buf, STR("z"));
	assert_str(buf_view(&buf), (struct str){"\x00\x03"
	                                        "abc"
	                                        "\x00\x01"
	                                        "z",
	                                        8});

	struct arena arena = test_arena;
	char *large = NEW(&arena, char, LIMIT_ENTRY_SIZE);
	memset(large, 'x', LIMIT_ENTRY_SIZE);
	buf = buf_rest(&arena);
	buf_bundle_entry(&buf, (struct str){large, LIMIT_ENTRY_SIZE});
	struct str bundle = buf_keep(&arena, &buf), entry;
	struct err err;
	size_t offset = 0;
	assert_ok(bundle_next(bundle, &offset, &entry, &err), &err);
	assert_int_equal(entry.len, 65535);
	assert_int_equal(offset, 65537);
}

static void test_bundle_bad(void **state)
{
	(void)state;
	static const struct {
		struct str bundle;
		const char *part;
	} bad[] = {
		{{"", 0}, "another entry should begin"},
		{{"\x00", 1}, "inside an entry's length"},
		{{"\x00\x00", 2}, "an empty entry at byte 0"},
		{{"\x00\x01", 2}, "of 1 bytes at byte 0, but only 0 are left"},
		{{"\x00\x03"
	      "ab",
	      4},
	     "of 3 bytes at byte 0, but only 2 are left"},
		{{"\xff\xff"
	      "ab",
	      4},
	     "of 65535 bytes at byte 0, but only 2 are left"},
	};
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		struct err err;
		struct str entry = STR("untouched");
		size_t offset = 0;
		assert_failed(bundle_next(bad[i].bundle, &offset, &entry, &err), &err, ERR_FORMAT, bad[i].part);
		assert_int_equal(offset, 0);
		assert_str(entry, STR("untouched"));
	}
}

int main(void)
{
	const struct CMUnitTest all[] = {
		cmocka_unit_test(test_paths),        cmocka_unit_test(test_paths_bad),     cmocka_unit_test(test_path_vectors),
		cmocka_unit_test(test_sizes),        cmocka_unit_test(test_70000),         cmocka_unit_test(test_sums),
		cmocka_unit_test(test_upper_levels), cmocka_unit_test(test_reference_log), cmocka_unit_test(test_tessera),
		cmocka_unit_test(test_bundle),       cmocka_unit_test(test_bundle_bad),
	};
	return cmocka_run_group_tests_name("tile", all, test_memory, test_memory_release);
}
