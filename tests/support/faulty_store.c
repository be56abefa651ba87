#include "support/faulty_store.h"

struct faulty_store {
	struct store store;
	struct store *inner;
	struct region region;
	uint64_t fail_at, calls;
	enum faulty_when when;
	bool fired, broken;
};

static bool last_fired;

static struct faulty_store *faulty_of(struct store *store)
{
	return (struct faulty_store *)(void *)store;
}

static enum err_code planned(struct err *err)
{
	err_set(err, ERR_IO, "cannot use the store: a failure was planned for this call");
	return err_hint(err, "this is a test");
}

/* Count the call. True when it fails before the inner store hears of it. */
static bool enter(struct faulty_store *faulty, bool change)
{
	if (faulty->broken)
		return true;
	if (++faulty->calls != faulty->fail_at)
		return false;
	faulty->fired = true;
	faulty->broken = change;
	return faulty->when == FAULTY_BEFORE;
}

static enum err_code leave(struct faulty_store *faulty, enum err_code code, struct err *err)
{
	bool now = faulty->fired && faulty->calls == faulty->fail_at && faulty->when == FAULTY_AFTER;

	return code == ERR_OK && now ? planned(err) : code;
}

/* Results of a call that is said to have failed are thrown away: ret_x is written on success only. */
static enum err_code faulty_count(struct store *store, uint64_t *ret, struct err *err)
{
	struct faulty_store *faulty = faulty_of(store);
	uint64_t count = 0;
	enum err_code code;

	if (enter(faulty, false))
		return planned(err);
	code = leave(faulty, faulty->inner->ops->count(faulty->inner, &count, err), err);
	if (code == ERR_OK)
		*ret = count;
	return code;
}

static enum err_code faulty_read(struct store *store, uint64_t first, uint32_t max, struct arena *arena,
                                 struct str *ret_entry, uint32_t *ret_count, struct err *err)
{
	struct faulty_store *faulty = faulty_of(store);
	uint32_t count = 0;
	enum err_code code;

	if (enter(faulty, false))
		return planned(err);
	code = leave(faulty, faulty->inner->ops->read(faulty->inner, first, max, arena, ret_entry, &count, err), err);
	if (code == ERR_OK)
		*ret_count = count;
	return code;
}

static enum err_code faulty_leaves(struct store *store, uint64_t first, uint32_t max, struct hash *ret,
                                   uint32_t *ret_count, struct err *err)
{
	struct faulty_store *faulty = faulty_of(store);
	uint32_t count = 0;
	enum err_code code;

	if (enter(faulty, false))
		return planned(err);
	code = leave(faulty, faulty->inner->ops->leaves(faulty->inner, first, max, ret, &count, err), err);
	if (code == ERR_OK)
		*ret_count = count;
	return code;
}

static enum err_code faulty_append(struct store *store, const struct store_batch *batch, struct err *err)
{
	struct faulty_store *faulty = faulty_of(store);

	if (enter(faulty, true))
		return planned(err);
	return leave(faulty, faulty->inner->ops->append(faulty->inner, batch, err), err);
}

static enum err_code faulty_blob_get(struct store *store, const struct blob_ref *ref, struct arena *arena,
                                     struct store_blob *ret, struct err *err)
{
	struct faulty_store *faulty = faulty_of(store);
	struct store_blob blob;
	enum err_code code;

	if (enter(faulty, false))
		return planned(err);
	code = leave(faulty, faulty->inner->ops->blob_get(faulty->inner, ref, arena, &blob, err), err);
	if (code == ERR_OK)
		*ret = blob;
	return code;
}

static enum err_code faulty_blob_next(struct store *store, uint64_t *index, struct blob_ref *ret, struct err *err)
{
	struct faulty_store *faulty = faulty_of(store);
	uint64_t at = *index;
	struct blob_ref ref;
	enum err_code code;

	if (enter(faulty, false))
		return planned(err);
	code = leave(faulty, faulty->inner->ops->blob_next(faulty->inner, &at, &ref, err), err);
	if (code == ERR_OK) {
		*index = at;
		*ret = ref;
	}
	return code;
}

static enum err_code faulty_blob_erase(struct store *store, const struct blob_ref *ref, struct err *err)
{
	struct faulty_store *faulty = faulty_of(store);

	if (enter(faulty, true))
		return planned(err);
	return leave(faulty, faulty->inner->ops->blob_erase(faulty->inner, ref, err), err);
}

static enum err_code faulty_checkpoint(struct store *store, struct arena *arena, struct str *ret, struct err *err)
{
	struct faulty_store *faulty = faulty_of(store);
	struct str checkpoint;
	enum err_code code;

	if (enter(faulty, false))
		return planned(err);
	code = leave(faulty, faulty->inner->ops->checkpoint(faulty->inner, arena, &checkpoint, err), err);
	if (code == ERR_OK)
		*ret = checkpoint;
	return code;
}

static enum err_code faulty_checkpoint_after(struct store *store, uint64_t size, struct arena *arena,
                                             uint64_t *ret_size, struct str *ret, struct err *err)
{
	struct faulty_store *faulty = faulty_of(store);

	if (enter(faulty, false))
		return planned(err);
	return leave(faulty, faulty->inner->ops->checkpoint_after(faulty->inner, size, arena, ret_size, ret, err), err);
}

static enum err_code faulty_seal(struct store *store, uint64_t expected, uint64_t size, struct str checkpoint,
                                 struct err *err)
{
	struct faulty_store *faulty = faulty_of(store);

	if (enter(faulty, true))
		return planned(err);
	return leave(faulty, faulty->inner->ops->seal(faulty->inner, expected, size, checkpoint, err), err);
}

static enum err_code faulty_rebuild(struct store *store, struct err *err)
{
	struct faulty_store *faulty = faulty_of(store);

	if (enter(faulty, true))
		return planned(err);
	return leave(faulty, faulty->inner->ops->rebuild(faulty->inner, err), err);
}

static void faulty_close(struct store *store)
{
	struct faulty_store *faulty = faulty_of(store);
	struct region region = faulty->region;

	last_fired = faulty->fired;
	store_close(faulty->inner);
	arena_return(&region);
}

static const struct store_ops faulty_ops = {
	.name = "faulty",
	.count = faulty_count,
	.read = faulty_read,
	.leaves = faulty_leaves,
	.append = faulty_append,
	.blob_get = faulty_blob_get,
	.blob_next = faulty_blob_next,
	.blob_erase = faulty_blob_erase,
	.checkpoint = faulty_checkpoint,
	.checkpoint_after = faulty_checkpoint_after,
	.seal = faulty_seal,
	.rebuild = faulty_rebuild,
	.close = faulty_close,
};

struct store *faulty_store_wrap(struct store *inner, uint64_t fail_at)
{
	struct region region;
	struct arena arena;
	struct faulty_store *faulty;

	if (!arena_reserve(&region, 4096))
		return NULL;
	arena = arena_of(&region);
	faulty = TRY(&arena, struct faulty_store, 1);
	if (faulty == NULL) {
		arena_return(&region);
		return NULL;
	}
	*faulty = (struct faulty_store){
		.store = {&faulty_ops}, .inner = inner, .region = region, .fail_at = fail_at, .when = FAULTY_BEFORE};
	return &faulty->store;
}

void faulty_store_when(struct store *wrap, enum faulty_when when)
{
	faulty_of(wrap)->when = when;
}

bool faulty_store_fired(const struct store *wrap)
{
	return ((const struct faulty_store *)(const void *)wrap)->fired;
}

uint64_t faulty_store_calls(const struct store *wrap)
{
	return ((const struct faulty_store *)(const void *)wrap)->calls;
}

bool faulty_store_last_fired(void)
{
	return last_fired;
}
