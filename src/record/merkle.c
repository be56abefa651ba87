/* The tree of RFC 6962 section 2.1, which RFC 9162 section 2.1 repeats word for word.
 *
 *     MTH({})     = SHA-256("")
 *     MTH({d})    = SHA-256(0x00 || d)                                 a leaf
 *     MTH(D[0:n]) = SHA-256(0x01 || MTH(D[0:k]) || MTH(D[k:n]))        k: the largest power of two below n
 *
 * Terms: `leaf` is the array of leaf hashes, D[a:b] the leaves from a up to but not including b, a path the hashes of a
 * proof in the order in which the RFC lists them (the leaf's side first, the root's side last).
 *
 * The frontier and merkle_root share no code but the node hash: the registrar computes a root by both before it signs.
 * Recursion happens in merkle_root only, and halves its range each time: depth at most 64. Every generator hashes each
 * leaf at most once.
 */
#include "record/merkle.h"

#include <assert.h>

/* The largest power of two below n, for n >= 2. */
static uint64_t split(uint64_t n)
{
	assert(n >= 2);
	return UINT64_C(1) << (63 - __builtin_clzll(n - 1));
}

void frontier_add(struct frontier *frontier, struct hash leaf)
{
	assert(frontier->size < UINT64_MAX);
	struct hash node = leaf;
	/* Adding one is a carry: each trailing 1-bit of the size is a perfect subtree that the new one completes. */
	for (uint64_t bits = frontier->size; bits & 1; bits >>= 1) {
		frontier->count--;
		node = hash_node(&frontier->node[frontier->count], &node);
	}
	frontier->node[frontier->count++] = node;
	frontier->size++;
}

struct hash frontier_root(const struct frontier *frontier)
{
	if (frontier->count == 0)
		return hash_empty();
	struct hash root = frontier->node[frontier->count - 1];
	for (uint32_t i = frontier->count - 1; i > 0; i--)
		root = hash_node(&frontier->node[i - 1], &root);
	return root;
}

struct hash merkle_root(const struct hash *leaf, uint64_t size)
{
	if (size == 0)
		return hash_empty();
	if (size == 1)
		return leaf[0];
	uint64_t k = split(size);
	struct hash left = merkle_root(leaf, k);
	struct hash right = merkle_root(leaf + k, size - k);
	return hash_node(&left, &right);
}

static void path_push(struct path *path, struct hash node)
{
	assert(path->count < sizeof path->node / sizeof path->node[0]);
	path->node[path->count++] = node;
}

/* The definitions below put the subtree that is gone into first and the sibling after it; going down the tree meets the
 * siblings the other way round. */
static void path_reverse(struct path *path)
{
	for (uint32_t i = 0, j = path->count; i + 1 < j; i++) {
		j--;
		struct hash swap = path->node[i];
		path->node[i] = path->node[j];
		path->node[j] = swap;
	}
}

/* RFC 6962 section 2.1.1:
 *
 *     PATH(0, {d})     = {}
 *     PATH(m, D[0:n])  = PATH(m, D[0:k]) : MTH(D[k:n])           for m < k
 *     PATH(m, D[0:n])  = PATH(m - k, D[k:n]) : MTH(D[0:k])       for m >= k
 */
void merkle_inclusion(const struct hash *leaf, uint64_t index, uint64_t size, struct path *ret)
{
	assert(index < size);
	struct path path = {.count = 0};
	uint64_t m = index, n = size;
	while (n > 1) {
		uint64_t k = split(n);
		if (m < k) {
			path_push(&path, merkle_root(leaf + k, n - k));
			n = k;
		} else {
			path_push(&path, merkle_root(leaf, k));
			leaf += k;
			m -= k;
			n -= k;
		}
	}
	path_reverse(&path);
	*ret = path;
}

/* RFC 6962 section 2.1.2, PROOF(m, D[0:n]) = SUBPROOF(m, D[0:n], true):
 *
 *     SUBPROOF(m, D[0:m], true)  = {}
 *     SUBPROOF(m, D[0:m], false) = {MTH(D[0:m])}
 *     SUBPROOF(m, D[0:n], b)     = SUBPROOF(m, D[0:k], b) : MTH(D[k:n])              for m <= k
 *     SUBPROOF(m, D[0:n], b)     = SUBPROOF(m - k, D[k:n], false) : MTH(D[0:k])      for m > k
 *
 * b says that the old tree is still a subtree at the left edge, whose root the verifier has already.
 */
void merkle_consistency(const struct hash *leaf, uint64_t old_size, uint64_t size, struct path *ret)
{
	assert(old_size > 0 && old_size <= size);
	struct path path = {.count = 0};
	uint64_t m = old_size, n = size;
	bool known = true;
	while (m < n) {
		uint64_t k = split(n);
		if (m <= k) {
			path_push(&path, merkle_root(leaf + k, n - k));
			n = k;
		} else {
			path_push(&path, merkle_root(leaf, k));
			leaf += k;
			m -= k;
			n -= k;
			known = false;
		}
	}
	if (!known)
		path_push(&path, merkle_root(leaf, m));
	path_reverse(&path);
	*ret = path;
}

/* RFC 9162 section 2.1.3.2. fn is the number of the node on the way up, sn that of the last node of its level. */
bool merkle_inclusion_verify(const struct hash *leaf, uint64_t index, uint64_t size, const struct hash *node,
                             size_t count, const struct hash *root)
{
	/* 1. "if leaf_index is greater than or equal to tree_size, fail" */
	if (index >= size)
		return false;
	uint64_t fn = index, sn = size - 1;
	struct hash r = *leaf;
	for (size_t i = 0; i < count; i++) {
		/* 4a. "if sn is 0, then stop the iteration and fail" */
		if (sn == 0)
			return false;
		/* 4b. "if LSB(fn) is set, or if fn is equal to sn" */
		if ((fn & 1) || fn == sn) {
			r = hash_node(&node[i], &r);
			/* A node without a right sibling rises until it is one itself. */
			while (!(fn & 1) && fn != 0) {
				fn >>= 1;
				sn >>= 1;
			}
		} else {
			r = hash_node(&r, &node[i]);
		}
		fn >>= 1;
		sn >>= 1;
	}
	/* 5. "compare sn to 0 and r against the root_hash" */
	return sn == 0 && hash_eq(&r, root);
}

/* RFC 9162 section 2.1.4.2 for 0 < old_size < size: fr grows into the old root, sr into the new one. */
static bool consistency_walk(uint64_t old_size, uint64_t size, const struct hash *node, size_t count,
                             const struct hash *old_root, const struct hash *root)
{
	/* 1. "if consistency_path is an empty array, stop and fail" */
	if (count == 0)
		return false;
	/* 2. "if first is an exact power of 2, prepend first_hash" */
	bool power = (old_size & (old_size - 1)) == 0;
	size_t next = power ? 0 : 1;
	struct hash fr = power ? *old_root : node[0], sr = fr;
	uint64_t fn = old_size - 1, sn = size - 1;
	/* 4. "if LSB(fn) is set, right-shift both equally until LSB(fn) is not set" */
	while (fn & 1) {
		fn >>= 1;
		sn >>= 1;
	}
	for (; next < count; next++) {
		/* 6a. "if sn is 0, then stop the iteration and fail" */
		if (sn == 0)
			return false;
		/* 6b. "if LSB(fn) is set, or if fn is equal to sn" */
		if ((fn & 1) || fn == sn) {
			fr = hash_node(&node[next], &fr);
			sr = hash_node(&node[next], &sr);
			while (!(fn & 1) && fn != 0) {
				fn >>= 1;
				sn >>= 1;
			}
		} else {
			sr = hash_node(&sr, &node[next]);
		}
		fn >>= 1;
		sn >>= 1;
	}
	/* 7. "fr is equal to first_hash, sr is equal to second_hash, and sn is 0" */
	return sn == 0 && hash_eq(&fr, old_root) && hash_eq(&sr, root);
}

bool merkle_consistency_verify(uint64_t old_size, uint64_t size, const struct hash *node, size_t count,
                               const struct hash *old_root, const struct hash *root)
{
	if (old_size > size)
		return false;
	/* Every tree grows out of the empty one, so there is nothing to prove: what is left is that both roots are what
	 * their sizes demand. */
	if (old_size == 0) {
		struct hash empty = hash_empty();
		return count == 0 && hash_eq(old_root, &empty) && (size != 0 || hash_eq(root, &empty));
	}
	if (old_size == size)
		return count == 0 && hash_eq(old_root, root);
	return consistency_walk(old_size, size, node, count, old_root, root);
}
