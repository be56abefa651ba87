/* A store in memory: for tests, and for replaying a script that nobody keeps.
 *
 * Terms: a *region* is a piece of address space; the store begins in its first and takes another when the newest is
 * used up. A *chunk* is a table of entries; chunks never move, so neither do entries.
 *
 * Invariants
 *  1. Entries 0 … count - 1 are whole; nothing at or above count is looked at.
 *  2. append asks for all its memory before it changes anything: a batch without room leaves the store as it was.
 *  3. An erased blob stays in the tree, its bytes and salt overwritten.
 */
#include "store/memory.h"

#include <assert.h>
#include <string.h>

static struct memory_store *memory_of(struct store *store)
{
	return (struct memory_store *)(void *)store;
}

/* Room from the newest region, or from a fresh one. The rest of a region that is too small is given up. */
static void *memory_alloc(struct memory_store *memory, size_t count, size_t size, size_t align)
{
	size_t room = (size_t)(memory->arena.end - memory->arena.beg);
	struct region region;

	assert(count <= SIZE_MAX / size);
	if (count * size > MEMORY_REGION_SIZE - 4096)
		return NULL;
	if (room < count * size + align + 64) { /* 64: the arena's own grain and gap */
		if (memory->region_count == MEMORY_REGIONS || !arena_reserve(&region, MEMORY_REGION_SIZE))
			return NULL;
		memory->region[memory->region_count++] = region;
		memory->arena = arena_of(&region);
	}
	return arena_try(&memory->arena, count, size, align);
}

static char *memory_copy(struct memory_store *memory, struct str bytes)
{
	char *copy = memory_alloc(memory, bytes.len + 1, 1, 1);

	if (copy != NULL && bytes.len > 0)
		memcpy(copy, bytes.ptr, bytes.len);
	return copy;
}

static struct memory_entry *memory_entry(struct memory_store *memory, uint64_t number)
{
	return &memory->chunk[number / MEMORY_CHUNK][number % MEMORY_CHUNK];
}

static int ref_cmp(const struct blob_ref *a, const struct blob_ref *b)
{
	/* The order of the texts: the classes' names ascend as their numbers do, hex digits as their bytes. */
	if (a->class != b->class)
		return a->class < b->class ? -1 : 1;
	return memcmp(a->commitment.byte, b->commitment.byte, HASH_SIZE);
}

/* Where the blob hangs, or would hang. */
static struct memory_blob **blob_place(struct memory_store *memory, const struct blob_ref *ref)
{
	struct memory_blob **place = &memory->blob;

	while (*place != NULL) {
		int cmp = ref_cmp(ref, &(*place)->ref);

		if (cmp == 0)
			break;
		place = cmp < 0 ? &(*place)->left : &(*place)->right;
	}
	return place;
}

/* The smallest blob above `after`, or the smallest of all when it is NULL. */
static struct memory_blob *blob_above(struct memory_store *memory, const struct blob_ref *after)
{
	struct memory_blob *best = NULL;

	for (struct memory_blob *blob = memory->blob; blob != NULL;) {
		if (after == NULL || ref_cmp(&blob->ref, after) > 0) {
			best = blob;
			blob = blob->left;
		} else {
			blob = blob->right;
		}
	}
	return best;
}

static enum err_code memory_count(struct store *store, uint64_t *ret, struct err *err)
{
	(void)err;
	*ret = memory_of(store)->count;
	return ERR_OK;
}

static uint32_t memory_range(const struct memory_store *memory, uint64_t first, uint32_t max)
{
	if (first >= memory->count)
		return 0;
	return memory->count - first < max ? (uint32_t)(memory->count - first) : max;
}

static enum err_code memory_read(struct store *store, uint64_t first, uint32_t max, struct arena *arena,
                                 struct str *ret_entry, uint32_t *ret_count, struct err *err)
{
	struct memory_store *memory = memory_of(store);
	uint32_t n = memory_range(memory, first, max);

	for (uint32_t i = 0; i < n; i++) {
		const struct memory_entry *entry = memory_entry(memory, first + i);
		struct hash leaf = hash_leaf(entry->bytes);
		char *copy;

		if (!hash_eq(&leaf, &entry->leaf))
			return entry_damaged(first + i, err);
		copy = TRY(arena, char, entry->bytes.len + 1);
		if (copy == NULL)
			return read_no_room(entry->bytes.len, err);
		memcpy(copy, entry->bytes.ptr, entry->bytes.len);
		ret_entry[i] = (struct str){copy, entry->bytes.len};
	}
	*ret_count = n;
	return ERR_OK;
}

static enum err_code memory_leaves(struct store *store, uint64_t first, uint32_t max, struct hash *ret,
                                   uint32_t *ret_count, struct err *err)
{
	struct memory_store *memory = memory_of(store);
	uint32_t n = memory_range(memory, first, max);

	(void)err;
	for (uint32_t i = 0; i < n; i++)
		ret[i] = memory_entry(memory, first + i)->leaf;
	*ret_count = n;
	return ERR_OK;
}

static enum err_code no_memory(struct err *err)
{
	return err_set(err, ERR_LIMIT, "cannot append to the store in memory: no memory is left");
}

/* Places and copies for the entries; they count only once memory->count says so. */
static enum err_code prepare_entries(struct memory_store *memory, const struct store_batch *batch, struct err *err)
{
	for (uint32_t i = 0; i < batch->entry_count; i++) {
		uint64_t number = batch->first + i;
		struct memory_entry **chunk = &memory->chunk[number / MEMORY_CHUNK];
		struct str bytes = batch->entry[i];

		if (*chunk == NULL)
			*chunk = memory_alloc(memory, MEMORY_CHUNK, sizeof(**chunk), alignof(struct memory_entry));
		bytes.ptr = *chunk == NULL ? NULL : memory_copy(memory, bytes);
		if (bytes.ptr == NULL)
			return no_memory(err);
		*memory_entry(memory, number) = (struct memory_entry){.bytes = bytes, .leaf = hash_leaf(bytes)};
	}
	return ERR_OK;
}

/* Copies of the blobs, chained by `left` in *ret, not yet in the tree. */
static enum err_code prepare_blobs(struct memory_store *memory, const struct store_batch *batch,
                                   struct memory_blob **ret, struct err *err)
{
	for (uint32_t i = batch->blob_count; i-- > 0;) {
		const struct store_blob *from = &batch->blob[i];
		struct memory_blob *blob;

		if (*blob_place(memory, &from->ref) != NULL)
			continue;
		blob = memory_alloc(memory, 1, sizeof(*blob), alignof(struct memory_blob));
		if (blob == NULL)
			return no_memory(err);
		*blob = (struct memory_blob){.ref = from->ref, .data = memory_copy(memory, from->data), .size = from->data.len};
		if (blob->data == NULL)
			return no_memory(err);
		if (from->ref.class != BLOB_PERMANENT)
			memcpy(blob->salt, from->salt, SALT_SIZE);
		blob->left = *ret;
		*ret = blob;
	}
	return ERR_OK;
}

/* What was copied hashes to what it should: rule 1 of store.h. */
static enum err_code recheck(struct memory_store *memory, const struct store_batch *batch,
                             const struct memory_blob *blobs, struct err *err)
{
	for (uint32_t i = 0; i < batch->entry_count; i++) {
		const struct memory_entry *entry = memory_entry(memory, batch->first + i);
		struct hash leaf = hash_leaf(batch->entry[i]);

		if (!hash_eq(&leaf, &entry->leaf) || !str_eq(entry->bytes, batch->entry[i]))
			return entry_damaged(batch->first + i, err);
	}
	for (const struct memory_blob *blob = blobs; blob != NULL; blob = blob->left) {
		struct blob_ref real = blob_commit(blob->ref.class, blob->salt, (struct str){blob->data, blob->size});

		if (ref_cmp(&real, &blob->ref) != 0)
			return blob_damaged(&blob->ref, err);
	}
	return ERR_OK;
}

static enum err_code memory_append(struct store *store, const struct store_batch *batch, struct err *err)
{
	struct memory_store *memory = memory_of(store);
	struct memory_blob *blobs = NULL;
	enum err_code code;

	code = batch_check(batch, err);
	if (code == ERR_OK)
		code = batch_fits(batch, memory->count, err);
	if (code == ERR_OK)
		code = prepare_entries(memory, batch, err);
	if (code == ERR_OK)
		code = prepare_blobs(memory, batch, &blobs, err);
	if (code == ERR_OK)
		code = recheck(memory, batch, blobs, err);
	if (code != ERR_OK)
		return code;

	/* The commit: from here on nothing can fail. */
	while (blobs != NULL) {
		struct memory_blob *blob = blobs;
		struct memory_blob **place = blob_place(memory, &blob->ref);

		blobs = blob->left;
		blob->left = NULL;
		if (*place == NULL) /* else the same ref twice in one batch */
			*place = blob;
	}
	memory->count += batch->entry_count;
	return ERR_OK;
}

static enum err_code memory_blob_get(struct store *store, const struct blob_ref *ref, struct arena *arena,
                                     struct store_blob *ret, struct err *err)
{
	struct memory_blob *blob = *blob_place(memory_of(store), ref);
	struct blob_ref real;
	uint8_t *salt = NULL;
	char *data;

	if (blob == NULL)
		return blob_unknown(ref, err);
	if (blob->erased) {
		*ret = (struct store_blob){.ref = *ref};
		return ERR_OK;
	}
	real = blob_commit(ref->class, blob->salt, (struct str){blob->data, blob->size});
	if (ref_cmp(&real, ref) != 0)
		return blob_damaged(ref, err);
	data = TRY(arena, char, blob->size + 1);
	if (data != NULL && ref->class != BLOB_PERMANENT)
		salt = TRY(arena, uint8_t, SALT_SIZE);
	if (data == NULL || (ref->class != BLOB_PERMANENT && salt == NULL))
		return read_no_room(blob->size, err);
	memcpy(data, blob->data, blob->size);
	if (salt != NULL)
		memcpy(salt, blob->salt, SALT_SIZE);
	*ret = (struct store_blob){.ref = *ref, .salt = salt, .data = {data, blob->size}};
	return ERR_OK;
}

static enum err_code memory_blob_next(struct store *store, uint64_t *index, struct blob_ref *ret, struct err *err)
{
	struct memory_store *memory = memory_of(store);
	struct memory_blob *blob;

	if (*index > 0 && *index == memory->cursor_index) {
		blob = blob_above(memory, &memory->cursor);
	} else {
		blob = blob_above(memory, NULL);
		for (uint64_t i = 0; i < *index && blob != NULL; i++)
			blob = blob_above(memory, &blob->ref);
	}
	if (blob == NULL)
		return err_set(err, ERR_NOT_FOUND, "no more blobs");
	memory->cursor = blob->ref;
	memory->cursor_index = ++*index;
	*ret = blob->ref;
	return ERR_OK;
}

static enum err_code memory_blob_erase(struct store *store, const struct blob_ref *ref, struct err *err)
{
	struct memory_blob *blob = *blob_place(memory_of(store), ref);

	if (ref->class == BLOB_PERMANENT)
		return blob_kept(ref, err);
	if (blob == NULL)
		return blob_unknown(ref, err);
	explicit_bzero(blob->salt, SALT_SIZE);
	explicit_bzero(blob->data, blob->size);
	blob->erased = true;
	return ERR_OK;
}

static enum err_code memory_checkpoint(struct store *store, struct arena *arena, struct str *ret, struct err *err)
{
	struct memory_store *memory = memory_of(store);
	char *copy = TRY(arena, char, memory->checkpoint.len + 1);

	if (copy == NULL)
		return read_no_room(memory->checkpoint.len, err);
	if (memory->checkpoint.len > 0)
		memcpy(copy, memory->checkpoint.ptr, memory->checkpoint.len);
	*ret = (struct str){copy, memory->checkpoint.len};
	return ERR_OK;
}

static enum err_code memory_checkpoint_after(struct store *store, uint64_t size, struct arena *arena,
                                             uint64_t *ret_size, struct str *ret, struct err *err)
{
	struct memory_store *memory = memory_of(store);
	struct memory_checkpoint *one = memory->oldest;
	struct str copy;

	if (memory->found != NULL && memory->found->size <= size)
		one = memory->found;
	while (one != NULL && one->size <= size)
		one = one->next;
	if (one == NULL)
		return err_set(err, ERR_NOT_FOUND, "there is no later checkpoint");
	copy = arena_str(arena, one->note);
	if (copy.ptr == NULL)
		return read_no_room(one->note.len, err);
	memory->found = one;
	*ret_size = one->size;
	*ret = copy;
	return ERR_OK;
}

static enum err_code memory_seal(struct store *store, uint64_t expected, uint64_t size, struct str checkpoint,
                                 struct err *err)
{
	struct memory_store *memory = memory_of(store);
	enum err_code code = seal_check(memory->sealed, memory->count, expected, size, checkpoint, err);
	struct memory_checkpoint *one;
	char *copy;

	if (code != ERR_OK)
		return code;
	one = memory_alloc(memory, 1, sizeof(*one), alignof(struct memory_checkpoint));
	copy = memory_copy(memory, checkpoint);
	if (one == NULL || copy == NULL)
		return no_memory(err);
	memory->checkpoint = (struct str){copy, checkpoint.len};
	*one = (struct memory_checkpoint){size, memory->checkpoint, NULL};
	if (memory->newest == NULL)
		memory->oldest = one;
	else
		memory->newest->next = one;
	memory->newest = one;
	memory->sealed = size;
	return ERR_OK;
}

static enum err_code memory_rebuild(struct store *store, struct err *err)
{
	struct memory_store *memory = memory_of(store);

	(void)err;
	for (uint64_t i = 0; i < memory->count; i++) {
		struct memory_entry *entry = memory_entry(memory, i);

		entry->leaf = hash_leaf(entry->bytes);
	}
	return ERR_OK;
}

static void memory_close(struct store *store)
{
	struct memory_store *memory = memory_of(store);
	struct region first = memory->region[0];

	for (uint32_t i = 1; i < memory->region_count; i++)
		arena_return(&memory->region[i]);
	arena_return(&first); /* the store itself */
}

static const struct store_ops memory_ops = {
	.name = "memory",
	.count = memory_count,
	.read = memory_read,
	.leaves = memory_leaves,
	.append = memory_append,
	.blob_get = memory_blob_get,
	.blob_next = memory_blob_next,
	.blob_erase = memory_blob_erase,
	.checkpoint = memory_checkpoint,
	.checkpoint_after = memory_checkpoint_after,
	.seal = memory_seal,
	.rebuild = memory_rebuild,
	.close = memory_close,
};

enum err_code store_memory_open(struct store **ret, struct err *err)
{
	struct region region;
	struct arena arena;
	struct memory_store *memory = NULL;

	if (!arena_reserve(&region, MEMORY_REGION_SIZE))
		return err_set(err, ERR_LIMIT, "cannot open a store in memory: no memory is left");
	arena = arena_of(&region);
	memory = TRY(&arena, struct memory_store, 1);
	if (memory == NULL) {
		arena_return(&region);
		return err_set(err, ERR_LIMIT, "cannot open a store in memory: no memory is left");
	}
	memory->store.ops = &memory_ops;
	memory->region[memory->region_count++] = region;
	memory->arena = arena;
	*ret = &memory->store;
	return ERR_OK;
}
