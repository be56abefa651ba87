/* The indexer: fills the search with what was entered, a few entries at a time, behind everybody's back. It reads with
 * the house like any reader, and writes its file without it. What goes wrong costs the search and nothing else: the
 * operator is told once, and it is tried again.
 */
#include "app/clerk_private.h"

#include <time.h>

#include "app/served.h"

#define INDEX_AT_ONCE 32u
#define INDEX_RETRY_S 10
#define INDEX_MEMORY ((size_t)64 << 20) /* address space */

/* A few entries more: those from `first` on, up to *ret_end. */
static enum err_code read_rows(struct clerk *clerk, struct arena *arena, uint64_t *ret_first, uint64_t *ret_end,
                               struct search_row **ret, uint32_t *ret_count, struct hash *ret_leaf, struct err *err)
{
	struct reading reading = clerk_read(clerk);
	enum err_code code = served_index_from(&reading, clerk->index, ret_first, err);

	if (code == ERR_OK)
		code = served_rows(&reading, *ret_first, INDEX_AT_ONCE, arena, ret, ret_count, ret_end, ret_leaf, err);
	clerk_unread(clerk);
	return code;
}

/* Until all is indexed, or somebody wants to stop. */
static enum err_code catch_up(struct clerk *clerk, struct arena memory, uint64_t *ret_done, struct err *err)
{
	uint64_t first = 0, end = 0;
	enum err_code code;

	do {
		struct arena arena = memory;
		struct search_row *rows = NULL;
		struct hash leaf;
		uint32_t count = 0;
		code = read_rows(clerk, &arena, &first, &end, &rows, &count, &leaf, err);
		if (code == ERR_OK && end > first)
			code = search_add(clerk->index, rows, count, end, &leaf, err);
	} while (code == ERR_OK && end > first && !atomic_load(&clerk->leaving));
	if (code == ERR_OK)
		*ret_done = end;
	return code;
}

/* Until there are more entries than `done`; after a failure for a while. */
static void wait_for_news(struct clerk *clerk, uint64_t done, bool failed)
{
	struct timespec until;

	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += INDEX_RETRY_S;
	pthread_mutex_lock(&clerk->queue);
	while (!atomic_load(&clerk->leaving) && (failed || atomic_load(&clerk->entries) <= done))
		if (pthread_cond_clockwait(&clerk->news, &clerk->queue, CLOCK_MONOTONIC, &until) != 0)
			break;
	pthread_mutex_unlock(&clerk->queue);
}

static void *fill_index(void *context)
{
	struct clerk *clerk = context;
	struct arena memory = arena_of(&clerk->index_region);
	uint64_t done = 0;
	bool failed = false;

	while (!atomic_load(&clerk->leaving)) {
		struct err err = {0};
		bool fails = catch_up(clerk, memory, &done, &err) != ERR_OK;
		if (fails && !failed && clerk->say != NULL) {
			(void)err_prefix(&err, "the search cannot be filled");
			clerk->say(clerk->say_context, &err);
		}
		failed = fails;
		wait_for_news(clerk, done, failed);
	}
	return NULL;
}

enum err_code clerk_start_index(struct clerk *clerk, struct err *err)
{
	if (clerk->index == NULL)
		return ERR_OK;
	if (!arena_reserve(&clerk->index_region, INDEX_MEMORY))
		return err_set(err, ERR_LIMIT, "no memory to fill the search");
	if (pthread_create(&clerk->indexer, NULL, fill_index, clerk) != 0)
		return err_set(err, ERR_LIMIT, "the system gives no thread to fill the search");
	clerk->has_indexer = true;
	return ERR_OK;
}

void clerk_stop_index(struct clerk *clerk)
{
	pthread_mutex_lock(&clerk->queue);
	atomic_store(&clerk->leaving, true);
	pthread_cond_broadcast(&clerk->news);
	pthread_mutex_unlock(&clerk->queue);
	if (clerk->has_indexer)
		pthread_join(clerk->indexer, NULL);
	arena_return(&clerk->index_region);
}
