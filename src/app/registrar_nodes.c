/* The tree's first hashes above the leaves, each over 256 of them: for tiles, and for proofs that take as long in a
 * large record as in a small one. Opening a record does not need them.
 *
 * The tree over n leaves splits at the largest power of two below n. Above blocks of 256 that is the tree over the
 * blocks' roots, the last of which may be that of a shorter block.
 */
#include "app/registrar_private.h"

#include <assert.h>
#include <string.h>

#include "record/tile.h"

#define NODES_FIRST 128u

static bool more_room(struct registrar *registrar, uint64_t count)
{
	uint64_t capacity = registrar->node_capacity ? registrar->node_capacity : NODES_FIRST;
	struct region region;
	if (count <= registrar->node_capacity)
		return true;
	while (capacity < count)
		capacity *= 2;
	if (!arena_reserve(&region, (size_t)capacity * sizeof(struct hash)))
		return false;
	struct hash *node = region.base; /* no arena: that would touch every page to zero it */
	if (registrar->node_count)
		memcpy(node, registrar->node, (size_t)registrar->node_count * sizeof *node);
	arena_return(&registrar->node_region);
	registrar->node_region = region;
	registrar->node = node;
	registrar->node_capacity = capacity;
	return true;
}

enum err_code registrar_nodes(struct registrar *registrar, const struct hash **ret, uint64_t *ret_count,
                              struct err *err)
{
	uint64_t count = registrar->durable / TILE_WIDTH;
	if (!more_room(registrar, count))
		return err_set(err, ERR_LIMIT, "no memory for the hashes of the tree");
	for (; registrar->node_count < count; registrar->node_count++)
		registrar->node[registrar->node_count] = merkle_root(registrar->leaf + registrar->node_count * TILE_WIDTH,
		                                                     TILE_WIDTH);
	*ret = registrar->node;
	*ret_count = count;
	return ERR_OK;
}

enum err_code registrar_inclusion(struct registrar *registrar, uint64_t number, uint64_t size, struct arena scratch,
                                  struct path *ret, struct err *err)
{
	const struct hash *node;
	struct path above;
	uint64_t count, blocks = (size + TILE_WIDTH - 1) / TILE_WIDTH, block = number / TILE_WIDTH;
	uint64_t first = block * TILE_WIDTH, end = first + TILE_WIDTH < size ? first + TILE_WIDTH : size;
	assert(number < size && size <= registrar->durable);
	enum err_code code = registrar_nodes(registrar, &node, &count, err);
	if (code)
		return code;
	struct hash *root = TRY(&scratch, struct hash, blocks);
	if (!root)
		return err_set(err, ERR_LIMIT, "no memory for a proof");
	if (size / TILE_WIDTH) /* whole blocks */
		memcpy(root, node, (size_t)(size / TILE_WIDTH) * sizeof *root);
	if (size % TILE_WIDTH)
		root[blocks - 1] = merkle_root(registrar->leaf + (blocks - 1) * TILE_WIDTH, size % TILE_WIDTH);
	merkle_inclusion(registrar->leaf + first, number - first, end - first, ret);
	merkle_inclusion(root, block, blocks, &above);
	memcpy(ret->node + ret->count, above.node, above.count * sizeof *above.node);
	ret->count += above.count;
	return ERR_OK;
}
