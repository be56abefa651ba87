/* A record is verified when
 *  1. each entry parses, bears its own number, and its time is not before that of the one before;
 *  2. the first is a founding, whose charter is there and hashes to what the founding names;
 *  3. each act is well-formed, and signed by the keys that the record itself made valid before it;
 *  4. the kernel accepts each act and each outcome at its number and time, and an outcome is written in its one form;
 *  5. no outcome that fell due by the newest entry's time is missing;
 *  6. each text that is there is the one that the act commits to;
 *  7. the checkpoint is signed with the key of the founding, which is the reader's if one was given; the tree's root
 * over the first `size` entries is the one that it signs; it covers no entry that is not there; so are the older
 * ones that a store keeps;
 *  8. an exported folder's tiles hold exactly the tree's hashes.
 *
 * The first bad entry is named. Rules 1 to 4 and 6 name it by themselves, but they may stumble only later over what was
 * changed earlier (a time), and rule 7 names none: then the leaf hashes kept beside the entries are asked, if they are
 * the ones that were signed.
 */
#include "app/verify.h"

#include <string.h>
#include <unistd.h>

#include "app/verify_private.h"

#define RANGE 256u
#define SLOT_SIZE ((size_t)192 << 20)
#define ENTRY_ROOM ((size_t)8 << 20) /* more than any one entry takes when it is decoded */
#define PERM_SIZE ((size_t)8 << 30)
#define LEAF_COUNT (1u << 27)
#define LEAF_SIZE (sizeof(struct hash) * (size_t)LEAF_COUNT)
#define BLOB_SIZE (LIMIT_BLOB_SIZE + (1u << 20))

/* One entry after it was read: its leaf, itself, the tree. */
static enum err_code take_entry(struct verify *verify, struct pool_slot *slot, struct str bytes, uint64_t number,
                                struct err *err)
{
	enum err_code code;

	if (number == LEAF_COUNT)
		return err_set(err, ERR_LIMIT, "more than %u entries", LEAF_COUNT);
	verify->leaf[number] = hash_leaf(bytes);
	verify->hashed = number + 1;
	code = verify_entry(verify, slot, bytes, number, err);
	if (code != ERR_OK)
		return code;
	frontier_add(&verify->frontier, verify->leaf[number]);
	verify->result.entries = number + 1;
	if (number == 0 && (code = verify_founding_key(verify, err)) != ERR_OK)
		return code;
	return verify_root(verify, err);
}

enum range_end { RANGE_UNREAD, RANGE_MORE, RANGE_LAST };

/* Up to `max` entries from `first` on; *ret_count were looked at. *ret_end: nothing could be read; there is more; the
 * record ended in it. */
static enum err_code check_range(struct verify *verify, uint64_t first, uint32_t max, enum range_end *ret_end,
                                 uint32_t *ret_count, struct err *err)
{
	struct pool_slot *slot = pool_take(verify->pool);
	struct str entry[RANGE];
	uint32_t count = 0, i = 0;
	enum err_code code = verify->source->read(verify->source->context, first, max, &slot->arena, entry, &count, err);

	*ret_end = code != ERR_OK ? RANGE_UNREAD : count < max ? RANGE_LAST : RANGE_MORE;
	for (; code == ERR_OK && i < count; i++) {
		/* The first finds room always; what the last ones of many large entries lack, they have in the next range. */
		if (i > 0 && (size_t)(slot->arena.end - slot->arena.beg) < ENTRY_ROOM) {
			*ret_end = RANGE_MORE;
			break;
		}
		code = take_entry(verify, slot, entry[i], first + i, err);
	}
	*ret_count = i;
	pool_give(verify->pool, slot);
	return code;
}

static enum err_code check_ranges(struct verify *verify, struct err *err)
{
	uint32_t count, max = RANGE;
	uint64_t next = 0;
	enum range_end end = RANGE_MORE;
	enum err_code code = ERR_OK;

	/* A bad signature is known a little later than its entry was replayed: no need to replay all the rest. */
	while (code == ERR_OK && end == RANGE_MORE && !pool_failed(verify->pool)) {
		code = check_range(verify, next, max, &end, &count, err);
		next += count;
		if (end != RANGE_UNREAD || code == ERR_IO || code == ERR_ACCESS || code == ERR_BUSY)
			continue;
		/* What cannot be read in one go is read entry by entry up to the one that is bad. */
		if (max == 1)
			return verify_bad_entry(verify, next, err, code);
		max = 1;
		end = RANGE_MORE;
		code = ERR_OK;
	}
	return code;
}

static enum err_code check_all(struct verify *verify, struct err *err)
{
	uint64_t bad, checked;
	enum err_code code = verify_seal_begin(verify, err);

	if (code == ERR_OK)
		code = check_ranges(verify, err);
	bad = pool_finish(verify->pool, &checked);
	verify->result.signatures += checked;
	if (bad != UINT64_MAX && (code == ERR_OK || !verify->result.has_bad || bad < verify->result.bad_entry)) {
		(void)err_set(err, ERR_SIGNATURE, "a signature does not verify");
		code = verify_bad_entry(verify, bad, err, ERR_SIGNATURE);
	}
	if (code == ERR_OK)
		code = verify_end(verify, err);
	return code == ERR_OK ? ERR_OK : verify_blame(verify, code, err);
}

static enum err_code start(struct verify *verify, unsigned threads, struct err *err)
{
	if (!arena_reserve(&verify->perm_region, PERM_SIZE) || !arena_reserve(&verify->leaf_region, LEAF_SIZE) ||
	    !arena_reserve(&verify->blob_region, BLOB_SIZE)) {
		(void)err_set(err, ERR_LIMIT, "no memory to verify a record");
		return err_hint(err, "address space is not memory: look at `ulimit -v` and vm.overcommit_memory");
	}
	verify->perm = arena_of(&verify->perm_region);
	verify->blobs = arena_of(&verify->blob_region);
	verify->leaf = verify->leaf_region.base;
	if (threads == 0) {
		long cores = sysconf(_SC_NPROCESSORS_ONLN);
		threads = cores < 1 ? 1 : (unsigned)cores;
	}
	/* The caller replays and helps: one worker a core besides keeps every core busy. */
	return pool_open(threads, SLOT_SIZE, &verify->pool, err);
}

enum err_code verify_source(const struct source *source, const struct verifier *log_key, unsigned threads,
                            struct verification *ret, struct err *err)
{
	struct region region = {0};
	struct verify *verify;
	struct arena arena;
	enum err_code code;

	*ret = (struct verification){0};
	if (!arena_reserve(&region, sizeof(*verify) + 4096))
		return err_set(err, ERR_LIMIT, "no memory to verify a record");
	arena = arena_of(&region);
	verify = NEW(&arena, struct verify, 1);
	verify->source = source;
	verify->log_key = log_key;
	code = start(verify, threads, err);
	if (code == ERR_OK)
		code = check_all(verify, err);
	pool_close(verify->pool);
	*ret = verify->result;
	if (verify->origin.ptr != NULL)
		memcpy(ret->origin_storage, verify->origin.ptr, verify->origin.len);
	ret->origin = (struct str){ret->origin_storage, verify->origin.len};
	arena_return(&verify->blob_region);
	arena_return(&verify->leaf_region);
	arena_return(&verify->perm_region);
	arena_return(&region);
	return code;
}
