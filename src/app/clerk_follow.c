/* The follower: a record that is served for reading only, beside the process that enters. Once a second it looks
 * whether there is more, and loads that, a range at a time, so that readers come in between.
 *
 * A disk that is busy or broken is tried again, and the operator is told; what cannot be applied ends the process, as
 * it would when opening.
 */
#include "app/clerk_private.h"

#include <time.h>

#define FOLLOW_S 1
#define FOLLOW_MEMORY ((size_t)1 << 20) /* a checkpoint */

/* Some of what is new; *ret_more: call again. */
static enum err_code follow(struct clerk *clerk, bool *ret_more, struct err *err)
{
	uint64_t before, after, sealed;

	house_enter(clerk);
	(void)registrar_leaves(clerk->registrar, &before);
	sealed = registrar_sealed(clerk->registrar);
	enum err_code code = registrar_follow(clerk->registrar, arena_of(&clerk->follow_region), ret_more, err);
	(void)registrar_leaves(clerk->registrar, &after);
	if (registrar_dead(clerk->registrar))
		atomic_store(&clerk->dead, true);
	else if (after != before || registrar_sealed(clerk->registrar) != sealed)
		clerk_publish(clerk);
	house_leave(clerk);
	return code;
}

/* With the queue's lock. */
static void wait_a_second(struct clerk *clerk)
{
	struct timespec until;

	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += FOLLOW_S;
	while (!atomic_load(&clerk->leaving))
		if (pthread_cond_clockwait(&clerk->work, &clerk->queue, CLOCK_MONOTONIC, &until) != 0)
			break;
}

static void *follow_on(void *context)
{
	struct clerk *clerk = context;

	while (!atomic_load(&clerk->leaving) && !clerk_dead(clerk)) {
		struct err err = {0};
		bool more = false;
		enum err_code code = follow(clerk, &more, &err);
		if (code != ERR_OK)
			(void)err_prefix(&err, "what was entered since cannot be read");
		clerk_note_trouble(clerk, code, &err);
		pthread_mutex_lock(&clerk->queue);
		if (code != ERR_OK || !more)
			wait_a_second(clerk);
		pthread_mutex_unlock(&clerk->queue);
	}
	return NULL;
}

enum err_code clerk_start_following(struct clerk *clerk, struct err *err)
{
	if (!arena_reserve(&clerk->follow_region, FOLLOW_MEMORY))
		return err_set(err, ERR_LIMIT, "no memory to follow a record");
	if (pthread_create(&clerk->follower, NULL, follow_on, clerk) != 0)
		return err_set(err, ERR_LIMIT, "the system gives no thread to follow a record");
	clerk->has_follower = true;
	return ERR_OK;
}

void clerk_stop_following(struct clerk *clerk)
{
	pthread_mutex_lock(&clerk->queue);
	atomic_store(&clerk->leaving, true);
	pthread_cond_broadcast(&clerk->work);
	pthread_mutex_unlock(&clerk->queue);
	if (clerk->has_follower)
		pthread_join(clerk->follower, NULL);
	arena_return(&clerk->follow_region);
}
