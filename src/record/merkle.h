/* The RFC 6962 tree over leaf hashes: root, frontier, inclusion and consistency proofs (RFC 6962 section 2.1; the
 * verifiers are those of RFC 9162 sections 2.1.3.2 and 2.1.4.2).
 */
#ifndef COMITY_RECORD_MERKLE_H
#define COMITY_RECORD_MERKLE_H

#include "record/hash.h"

/* Roots of the perfect subtrees at the right edge, largest first: one for each 1-bit of size. */
struct frontier {
	uint64_t size;
	uint32_t count;
	struct hash node[64];
};
void frontier_add(struct frontier *frontier, struct hash leaf);
struct hash frontier_root(const struct frontier *frontier);

/* A second code path, straight from the definition MTH(D[n]). */
struct hash merkle_root(const struct hash *leaf, uint64_t size);

struct path {
	uint32_t count;
	struct hash node[64];
};
/* Proofs over leaf hashes in memory. index < size; 0 < old_size <= size (equal: empty proof). */
void merkle_inclusion(const struct hash *leaf, uint64_t index, uint64_t size, struct path *ret);
void merkle_consistency(const struct hash *leaf, uint64_t old_size, uint64_t size, struct path *ret);
/* node: the proof's hashes. False when it does not verify, whatever the reason. */
bool merkle_inclusion_verify(const struct hash *leaf, uint64_t index, uint64_t size, const struct hash *node,
                             size_t count, const struct hash *root);
/* old_size 0 needs an empty proof and the empty root; equal sizes an empty proof and equal roots. */
bool merkle_consistency_verify(uint64_t old_size, uint64_t size, const struct hash *node, size_t count,
                               const struct hash *old_root, const struct hash *root);

#endif
