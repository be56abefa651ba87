/* Invariants, under the lock
 *  1. A slot is free, with the caller, queued, or with one worker: `state` says which.
 *  2. `queued` counts the slots in QUEUED; `busy` those that are QUEUED or WORKED.
 *  3. Slots below `open_count` have their memory; the others get it when they are first needed. One has it always, and
 * one is enough.
 */
#include "app/verify_pool.h"

#include <pthread.h>

#define POOL_THREADS 64u

enum slot_state { SLOT_FREE, SLOT_TAKEN, SLOT_QUEUED, SLOT_WORKED };

struct pool {
	struct region region;
	pthread_mutex_t lock;
	pthread_cond_t work, done;
	unsigned thread_count, slot_count, open_count;
	size_t slot_size;
	pthread_t thread[POOL_THREADS];
	struct pool_slot *slot;
	enum slot_state *state;
	unsigned queued, busy;
	bool ending;
	uint64_t bad, checked;
};

/* Check one queued slot; the lock is held on entry and exit. */
static void work_one(struct pool *pool)
{
	unsigned i = 0;
	uint64_t bad = UINT64_MAX;
	struct pool_slot *slot;

	while (pool->state[i] != SLOT_QUEUED)
		i++;
	slot = &pool->slot[i];
	pool->state[i] = SLOT_WORKED;
	pool->queued--;
	pthread_mutex_unlock(&pool->lock);
	for (uint32_t j = 0; j < slot->job_count; j++) {
		const struct pool_job *job = &slot->job[j];
		if (!sign_verify(&job->key, job->message, &job->signature) && job->entry < bad)
			bad = job->entry;
	}
	pthread_mutex_lock(&pool->lock);
	pool->checked += slot->job_count;
	if (bad < pool->bad)
		pool->bad = bad;
	pool->state[i] = SLOT_FREE;
	pool->busy--;
	pthread_cond_signal(&pool->done);
}

static void *worker(void *context)
{
	struct pool *pool = context;

	pthread_mutex_lock(&pool->lock);
	for (;;) {
		if (pool->queued > 0)
			work_one(pool);
		else if (pool->ending)
			break;
		else
			pthread_cond_wait(&pool->work, &pool->lock);
	}
	pthread_mutex_unlock(&pool->lock);
	return NULL;
}

/* One more slot with memory; false: there are no more, now and later. */
static bool open_slot(struct pool *pool)
{
	struct pool_slot *slot = &pool->slot[pool->open_count];

	if (pool->open_count == pool->slot_count)
		return false;
	if (!arena_reserve(&slot->region, pool->slot_size)) {
		pool->slot_count = pool->open_count;
		return false;
	}
	slot->arena = slot->mark = arena_of(&slot->region);
	pool->open_count++;
	return true;
}

static enum err_code open_slots(struct pool *pool, struct arena *arena, struct err *err)
{
	pool->slot = TRY(arena, struct pool_slot, pool->slot_count);
	pool->state = TRY(arena, enum slot_state, pool->slot_count);
	if (pool->slot == NULL || pool->state == NULL || !open_slot(pool))
		return err_set(err, ERR_LIMIT, "no memory to check signatures");
	return ERR_OK;
}

enum err_code pool_open(unsigned threads, size_t slot_size, struct pool **ret, struct err *err)
{
	struct region region = {0};
	struct arena arena;
	struct pool *pool;
	enum err_code code;

	if (threads > POOL_THREADS)
		threads = POOL_THREADS;
	if (!arena_reserve(&region, sizeof(struct pool) + (threads * 2 + 2) * (sizeof(*pool->slot) + 64) + 4096))
		return err_set(err, ERR_LIMIT, "no memory to check signatures");
	arena = arena_of(&region);
	pool = NEW(&arena, struct pool, 1);
	pool->region = region;
	pool->slot_count = threads * 2 + 2;
	pool->slot_size = slot_size;
	pool->bad = UINT64_MAX;
	pthread_mutex_init(&pool->lock, NULL);
	pthread_cond_init(&pool->work, NULL);
	pthread_cond_init(&pool->done, NULL);
	code = open_slots(pool, &arena, err);
	/* Fewer threads than wished for are enough: the caller works too. */
	for (unsigned i = 0; i < threads && code == ERR_OK; i++)
		if (pthread_create(&pool->thread[pool->thread_count], NULL, worker, pool) == 0)
			pool->thread_count++;
	if (code != ERR_OK)
		pool_close(pool);
	else
		*ret = pool;
	return code;
}

static struct pool_slot *find_free(struct pool *pool)
{
	for (unsigned i = 0; i < pool->open_count; i++)
		if (pool->state[i] == SLOT_FREE) {
			pool->state[i] = SLOT_TAKEN;
			return &pool->slot[i];
		}
	return NULL;
}

struct pool_slot *pool_take(struct pool *pool)
{
	struct pool_slot *slot;

	pthread_mutex_lock(&pool->lock);
	while ((slot = find_free(pool)) == NULL) {
		if (open_slot(pool))
			continue;
		if (pool->queued > 0)
			work_one(pool);
		else
			pthread_cond_wait(&pool->done, &pool->lock);
	}
	pthread_mutex_unlock(&pool->lock);
	arena_rewind(&slot->arena, slot->mark);
	slot->job_count = 0;
	return slot;
}

void pool_give(struct pool *pool, struct pool_slot *slot)
{
	pthread_mutex_lock(&pool->lock);
	pool->state[slot - pool->slot] = SLOT_QUEUED;
	pool->queued++;
	pool->busy++;
	pthread_cond_signal(&pool->work);
	pthread_mutex_unlock(&pool->lock);
}

bool pool_failed(struct pool *pool)
{
	bool failed;

	pthread_mutex_lock(&pool->lock);
	failed = pool->bad != UINT64_MAX;
	pthread_mutex_unlock(&pool->lock);
	return failed;
}

uint64_t pool_finish(struct pool *pool, uint64_t *ret_checked)
{
	uint64_t bad;

	pthread_mutex_lock(&pool->lock);
	while (pool->busy > 0) {
		if (pool->queued > 0)
			work_one(pool);
		else
			pthread_cond_wait(&pool->done, &pool->lock);
	}
	bad = pool->bad;
	*ret_checked = pool->checked;
	pthread_mutex_unlock(&pool->lock);
	return bad;
}

void pool_close(struct pool *pool)
{
	struct region region;

	if (pool == NULL)
		return;
	pthread_mutex_lock(&pool->lock);
	pool->ending = true;
	pthread_cond_broadcast(&pool->work);
	pthread_mutex_unlock(&pool->lock);
	for (unsigned i = 0; i < pool->thread_count; i++)
		pthread_join(pool->thread[i], NULL);
	for (unsigned i = 0; pool->slot != NULL && i < pool->open_count; i++)
		arena_return(&pool->slot[i].region);
	pthread_cond_destroy(&pool->done);
	pthread_cond_destroy(&pool->work);
	pthread_mutex_destroy(&pool->lock);
	region = pool->region;
	arena_return(&region);
}
