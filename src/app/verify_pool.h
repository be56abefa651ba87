/* Signatures checked on all cores while the kernel replays. Private to the app room.
 *
 *     slot = pool_take    a free slot: its arena empty, room for jobs; the caller fills it
 *     pool_give           hands it to the workers; the arena stays as it is until they are done
 *     pool_finish         all given slots are done; the smallest entry with a bad signature is known
 *
 * While no slot is free the caller checks signatures itself instead of waiting.
 */
#ifndef COMITY_APP_VERIFY_POOL_H
#define COMITY_APP_VERIFY_POOL_H

#include "base/arena.h"
#include "record/sign.h"

#define POOL_JOBS 512u

struct pool_job {
	struct public_key key;
	struct signature signature;
	struct str message;
	uint64_t entry;
};

struct pool_slot {
	struct region region;
	struct arena arena, mark;
	uint32_t job_count;
	struct pool_job job[POOL_JOBS];
};

struct pool;
/* threads: 1 … 64 workers beside the caller. slot_size: bytes of each slot's arena. */
ERR_CHECKED enum err_code pool_open(unsigned threads, size_t slot_size, struct pool **ret, struct err *err);
struct pool_slot *pool_take(struct pool *pool);
void pool_give(struct pool *pool, struct pool_slot *slot);
bool pool_failed(struct pool *pool); /* a bad signature is known already */
/* UINT64_MAX: every signature was good. */
uint64_t pool_finish(struct pool *pool, uint64_t *ret_checked);
void pool_close(struct pool *pool); /* takes NULL; finishes first */

#endif
