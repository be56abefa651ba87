/* The tree against values typed in by hand, and against itself: every proof of every size up to 130, good and spoilt.
 */
#include "record/tree_files.h"

#define SIZE_ALL 130u /* exhaustive up to here: two perfect subtrees above 64, and every small shape */

/* The eight entries that every implementation since RFC 6962's own uses, and their roots. */
static const struct {
	const char *bytes;
	size_t size;
} reference_entry[8] = {
	{"", 0},
	{"\x00", 1},
	{"\x10", 1},
	{"\x20\x21", 2},
	{"\x30\x31", 2},
	{"\x40\x41\x42\x43", 4},
	{"\x50\x51\x52\x53\x54\x55\x56\x57", 8},
	{"\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f", 16},
};
static const char *const reference_root[9] = {
	"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
	"6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
	"fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
	"aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
	"d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
	"4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
	"76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
	"ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
	"5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
};

static struct hash leaves[SIZE_ALL];
static struct hash roots[SIZE_ALL + 1];

static int make_leaves(void **state)
{
	for (uint32_t i = 0; i < SIZE_ALL; i++) {
		char text[16];
		int length = snprintf(text, sizeof text, "leaf %u", i);
		leaves[i] = hash_leaf((struct str){text, (size_t)length});
	}
	for (uint32_t n = 0; n <= SIZE_ALL; n++)
		roots[n] = merkle_root(leaves, n);
	return test_memory(state);
}

static void test_constants(void **state)
{
	(void)state;
	struct hash leaf = hash_leaf(STR("L123456"));
	assert_hash(&leaf, "395aa064aa4c29f7010acfe3f25db9485bbd4b91897b6ad7ad547639252b4d56");
	struct hash leaf_hash[8];
	struct frontier frontier = {.size = 0};
	for (uint32_t n = 0; n <= 8; n++) {
		struct hash definition = merkle_root(leaf_hash, n), root = frontier_root(&frontier);
		assert_hash(&definition, reference_root[n]);
		assert_hash(&root, reference_root[n]);
		if (n == 8)
			break;
		leaf_hash[n] = hash_leaf((struct str){reference_entry[n].bytes, reference_entry[n].size});
		frontier_add(&frontier, leaf_hash[n]);
	}
	assert_int_equal(frontier.size, 8);
	assert_int_equal(frontier.count, 1);
}

/* "record 0" … "record 299": a root that another project publishes. */
static void test_300_records(void **state)
{
	(void)state;
	static struct hash leaf[300];
	struct frontier frontier = {.size = 0};
	for (uint32_t i = 0; i < 300; i++) {
		char text[16];
		int length = snprintf(text, sizeof text, "record %u", i);
		leaf[i] = hash_leaf((struct str){text, (size_t)length});
		frontier_add(&frontier, leaf[i]);
	}
	struct hash want, definition = merkle_root(leaf, 300), root = frontier_root(&frontier);
	size_t size;
	assert_true(base64_decode(STR("gw31yQrqZZCcEOPrzX+bpy3nJ6QgngTKn8G1m0i62uU="), want.byte, HASH_SIZE, &size));
	assert_memory_equal(&definition, &want, HASH_SIZE);
	assert_memory_equal(&root, &want, HASH_SIZE);
}

static void test_frontier(void **state)
{
	(void)state;
	struct frontier frontier = {.size = 0};
	for (uint32_t n = 0; n <= SIZE_ALL; n++) {
		struct hash root = frontier_root(&frontier);
		assert_memory_equal(&root, &roots[n], HASH_SIZE);
		assert_int_equal(frontier.size, n);
		assert_int_equal(frontier.count, __builtin_popcount(n));
		if (n < SIZE_ALL)
			frontier_add(&frontier, leaves[n]);
	}
}

/* How a verifier is to combine a path, read off the definition and written as letters. Two positions with one shape
 * have one verdict: an inclusion proof does not bind the size (the signed checkpoint does), so a changed size may
 * verify. */
struct shape {
	char text[140];
};

static struct shape inclusion_shape(uint64_t index, uint64_t size)
{
	struct shape shape = {""};
	size_t count = 0;
	if (index >= size)
		return (struct shape){"impossible"};
	for (uint64_t n = size; n > 1;) {
		uint64_t k = 1;
		while (k < n - k)
			k *= 2;
		shape.text[count++] = index < k ? 'r' : 'l';
		n = index < k ? k : n - k;
		index -= index < k ? 0 : k;
	}
	return shape;
}

static struct shape consistency_shape(uint64_t old_size, uint64_t size)
{
	struct shape shape = {""};
	size_t count = 0;
	bool known = true;
	if (old_size == 0 || old_size > size)
		return (struct shape){"impossible"};
	uint64_t m = old_size;
	for (uint64_t n = size; m < n;) {
		uint64_t k = 1;
		while (k < n - k)
			k *= 2;
		shape.text[count++] = m <= k ? 'r' : 'l';
		known &= m <= k;
		n = m <= k ? k : n - k;
		m -= m <= k ? 0 : k;
	}
	shape.text[count++] = known ? 'o' : 'p';
	return shape;
}

static bool same_shape(struct shape a, struct shape b)
{
	return strcmp(a.text, b.text) == 0 && strcmp(a.text, "impossible") != 0;
}

/* A path spoilt in every way but by a bit; each must be refused. verify is given the spoilt one. */
typedef bool verify_path(const void *context, const struct hash *node, size_t count);

static void spoil_path(verify_path *verify, const void *context, const struct path *path, bool every_bit)
{
	struct hash node[65];
	size_t count = path->count;
	memcpy(node, path->node, sizeof path->node);
	for (size_t i = 0; i < count; i++) {
		for (unsigned bit = every_bit ? 0 : (unsigned)(7 * i + count) % 256; bit < 256; bit += every_bit ? 1 : 256) {
			node[i].byte[bit / 8] ^= (uint8_t)(1u << bit % 8);
			assert_false(verify(context, node, count));
			node[i].byte[bit / 8] ^= (uint8_t)(1u << bit % 8);
		}
		if (i > 0) {
			struct hash swap[65];
			memcpy(swap, node, sizeof swap);
			swap[i] = node[i - 1];
			swap[i - 1] = node[i];
			assert_false(verify(context, swap, count));
		}
	}
	if (count > 0) {
		assert_false(verify(context, node, count - 1));
		assert_false(verify(context, node + 1, count - 1));
		memmove(node + 1, node, count * sizeof node[0]);
		assert_false(verify(context, node, count + 1));
	} else {
		node[0] = leaves[0];
		assert_false(verify(context, node, 1));
	}
	assert_false(verify(context, node, 64));
}

struct inclusion {
	struct hash leaf, root;
	uint64_t index, size;
};

static bool inclusion_holds(const void *context, const struct hash *node, size_t count)
{
	const struct inclusion *at = context;
	return merkle_inclusion_verify(&at->leaf, at->index, at->size, node, count, &at->root);
}

static void spoil_inclusion(const struct inclusion *good, const struct path *path)
{
	struct shape shape = inclusion_shape(good->index, good->size);
	for (unsigned bit = 0; bit < 64; bit++) {
		struct inclusion bad = *good;
		bad.index ^= UINT64_C(1) << bit;
		assert_false(inclusion_holds(&bad, path->node, path->count));
		bad = *good;
		bad.size ^= UINT64_C(1) << bit;
		assert_int_equal(inclusion_holds(&bad, path->node, path->count),
		                 same_shape(shape, inclusion_shape(bad.index, bad.size)));
	}
	for (unsigned bit = 0; bit < 256; bit += good->size < 20 ? 1 : 37) {
		struct inclusion bad = *good;
		bad.leaf.byte[bit / 8] ^= (uint8_t)(1u << bit % 8);
		assert_false(inclusion_holds(&bad, path->node, path->count));
		bad = *good;
		bad.root.byte[bit / 8] ^= (uint8_t)(1u << bit % 8);
		assert_false(inclusion_holds(&bad, path->node, path->count));
	}
}

static void test_inclusion_all(void **state)
{
	(void)state;
	unsigned proofs = 0;
	for (uint64_t size = 1; size <= SIZE_ALL; size++)
		for (uint64_t index = 0; index < size; index++) {
			struct path path;
			merkle_inclusion(leaves, index, size, &path);
			assert_int_equal(path.count, strlen(inclusion_shape(index, size).text));
			struct inclusion at = {leaves[index], roots[size], index, size};
			assert_true(inclusion_holds(&at, path.node, path.count));
			spoil_path(inclusion_holds, &at, &path, size <= 16);
			if (size <= 16 || size % 16 < 2 || size >= 126)
				spoil_inclusion(&at, &path);
			proofs++;
		}
	assert_int_equal(proofs, 130 * 131 / 2);
}

struct consistency {
	struct hash old_root, root;
	uint64_t old_size, size;
};

static bool consistency_holds(const void *context, const struct hash *node, size_t count)
{
	const struct consistency *at = context;
	return merkle_consistency_verify(at->old_size, at->size, node, count, &at->old_root, &at->root);
}

static void spoil_consistency(const struct consistency *good, const struct path *path)
{
	struct shape shape = consistency_shape(good->old_size, good->size);
	for (unsigned bit = 0; bit < 64; bit++) {
		struct consistency bad = *good;
		bad.old_size ^= UINT64_C(1) << bit;
		assert_int_equal(consistency_holds(&bad, path->node, path->count),
		                 same_shape(shape, consistency_shape(bad.old_size, bad.size)));
		bad = *good;
		bad.size ^= UINT64_C(1) << bit;
		assert_int_equal(consistency_holds(&bad, path->node, path->count),
		                 same_shape(shape, consistency_shape(bad.old_size, bad.size)));
	}
	for (unsigned bit = 0; bit < 256; bit += good->size < 20 ? 1 : 37) {
		struct consistency bad = *good;
		bad.old_root.byte[bit / 8] ^= (uint8_t)(1u << bit % 8);
		assert_false(consistency_holds(&bad, path->node, path->count));
		bad = *good;
		bad.root.byte[bit / 8] ^= (uint8_t)(1u << bit % 8);
		assert_false(consistency_holds(&bad, path->node, path->count));
	}
}

static void test_consistency_all(void **state)
{
	(void)state;
	unsigned proofs = 0;
	for (uint64_t size = 1; size <= SIZE_ALL; size++)
		for (uint64_t old_size = 1; old_size <= size; old_size++) {
			struct path path;
			merkle_consistency(leaves, old_size, size, &path);
			struct consistency at = {roots[old_size], roots[size], old_size, size};
			if (old_size == size)
				assert_int_equal(path.count, 0);
			assert_true(consistency_holds(&at, path.node, path.count));
			spoil_path(consistency_holds, &at, &path, size <= 16);
			if (size <= 16 || size % 16 < 2 || size >= 126)
				spoil_consistency(&at, &path);
			proofs++;
		}
	assert_int_equal(proofs, 130 * 131 / 2);
}

static void test_consistency_of_nothing(void **state)
{
	(void)state;
	struct hash empty = hash_empty();
	assert_true(merkle_consistency_verify(0, 0, NULL, 0, &empty, &empty));
	assert_true(merkle_consistency_verify(0, 7, NULL, 0, &empty, &roots[7]));
	assert_false(merkle_consistency_verify(0, 7, NULL, 0, &roots[1], &roots[7]));
	assert_false(merkle_consistency_verify(0, 0, NULL, 0, &empty, &roots[1]));
	assert_false(merkle_consistency_verify(0, 7, leaves, 1, &empty, &roots[7]));
	assert_false(merkle_consistency_verify(7, 0, NULL, 0, &roots[7], &empty));
	assert_false(merkle_consistency_verify(3, 7, NULL, 0, &roots[3], &roots[7]));
	assert_false(merkle_consistency_verify(4, 7, NULL, 0, &roots[4], &roots[7]));
	assert_false(merkle_inclusion_verify(&leaves[0], 0, 0, NULL, 0, &empty));
}

/* A path that goes on above the root, to a root made for it: every hash is right, but there is no such level. */
static void test_above_the_root(void **state)
{
	(void)state;
	struct hash more = leaves[9], root = hash_node(&more, &leaves[0]);
	assert_false(merkle_inclusion_verify(&leaves[0], 0, 1, &more, 1, &root));
	struct path path;
	merkle_inclusion(leaves, 2, 4, &path);
	path.node[path.count++] = more;
	root = hash_node(&more, &roots[4]);
	assert_false(merkle_inclusion_verify(&leaves[2], 2, 4, path.node, path.count, &root));
	merkle_consistency(leaves, 3, 4, &path);
	path.node[path.count++] = more;
	struct hash old_root = hash_node(&more, &roots[3]);
	assert_false(merkle_consistency_verify(3, 4, path.node, path.count, &old_root, &root));
	assert_true(merkle_consistency_verify(3, 4, path.node, path.count - 1, &roots[3], &roots[4]));
}

/* Trees that no machine holds: 2^h equal leaves have equal subtrees, so their paths are known. */
static void test_large(void **state)
{
	(void)state;
	struct hash perfect[64];
	perfect[0] = leaves[0];
	for (unsigned h = 1; h < 64; h++)
		perfect[h] = hash_node(&perfect[h - 1], &perfect[h - 1]);
	for (unsigned h = 0; h < 64; h++) {
		uint64_t size = UINT64_C(1) << h;
		assert_true(merkle_inclusion_verify(&perfect[0], 0, size, perfect, h, &perfect[h]));
		assert_true(merkle_inclusion_verify(&perfect[0], size - 1, size, perfect, h, &perfect[h]));
		assert_true(merkle_inclusion_verify(&perfect[0], size / 3, size, perfect, h, &perfect[h]));
		assert_false(merkle_inclusion_verify(&perfect[0], size, size, perfect, h, &perfect[h]));
		if (h > 0)
			assert_false(merkle_inclusion_verify(&perfect[0], 0, size, perfect, h - 1, &perfect[h]));
		for (unsigned o = 0; o < h; o++)
			assert_true(
				merkle_consistency_verify(UINT64_C(1) << o, size, perfect + o, h - o, &perfect[o], &perfect[h]));
	}
	/* 2^63 + 1: the last leaf hangs from the root's right hand. */
	struct hash root = hash_node(&perfect[63], &leaves[1]);
	uint64_t size = (UINT64_C(1) << 63) + 1;
	assert_true(merkle_inclusion_verify(&leaves[1], size - 1, size, &perfect[63], 1, &root));
	assert_true(merkle_consistency_verify(size - 1, size, &leaves[1], 1, &perfect[63], &root));
	assert_false(merkle_inclusion_verify(&leaves[1], UINT64_MAX, size, &perfect[63], 1, &root));
}

int main(void)
{
	const struct CMUnitTest all[] = {
		cmocka_unit_test(test_constants),       cmocka_unit_test(test_300_records),
		cmocka_unit_test(test_frontier),        cmocka_unit_test(test_inclusion_all),
		cmocka_unit_test(test_consistency_all), cmocka_unit_test(test_consistency_of_nothing),
		cmocka_unit_test(test_above_the_root),  cmocka_unit_test(test_large),
	};
	return cmocka_run_group_tests_name("merkle", all, make_leaves, test_memory_release);
}
