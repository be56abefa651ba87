/* Private to the clerk: its state, and how its files share the work.
 *
 *     clerk.c        read, hand in
 *     clerk_open.c   open, close
 *     clerk_check.c  the workers: an act is read, and its signatures are verified
 *     clerk_pen.c    the one thread that enters, commits, seals and answers
 *     clerk_index.c  the one that fills the search
 *     clerk_follow.c the one that, on a read-only record, loads what others enter
 *
 * Two locks. The house is whoever may look at the state and use the store; it is given in the order in which it was
 * asked for, so that readers and the pen do not starve each other. The queue's lock guards lists and counts, is held
 * for a few instructions, and never while the house is asked for.
 */
#ifndef COMITY_APP_CLERK_PRIVATE_H
#define COMITY_APP_CLERK_PRIVATE_H

#include <pthread.h>
#include <stdatomic.h>

#include "app/clerk.h"

#define CLERK_WORKERS_MAX 64u
#define CLERK_TAKE 32u /* acts that a worker takes at once: it asks for the house once for all of them */

struct hand_in_list {
	struct hand_in *first, **last;
	uint32_t count;
};
void hand_in_list_init(struct hand_in_list *list);
void hand_in_list_add(struct hand_in_list *list, struct hand_in *hand_in);
/* The first `max` of them, chained by `next`; NULL: it is empty. */
struct hand_in *hand_in_list_take(struct hand_in_list *list, uint32_t max);

struct clerk_worker {
	struct clerk *clerk;
	pthread_t thread;
	struct region region;
	struct arena arena;
};

struct clerk {
	struct region region;
	const struct os *os;
	bool read_only;
	uint32_t queue_max;
	void (*say)(void *context, const struct err *err);
	void *say_context;

	bool has_lock;
	int lock;
	struct secret_key key;
	struct registrar *registrar;
	struct library *library;
	struct search *search; /* for readers */
	struct search *index;  /* the same file, for the indexer alone; NULL on a read-only record */
	struct str origin;

	/* The house. */
	pthread_mutex_t house;
	pthread_cond_t turn;
	uint64_t next_ticket, serving;
	_Atomic uint64_t generation, entries, sealed; /* written with the house, read by anybody */
	_Atomic bool dead;

	/* The queue. */
	pthread_mutex_t queue;
	pthread_cond_t work, ready;
	struct hand_in_list incoming, checked;
	bool closing;   /* nothing more is handed in */
	bool no_worker; /* and the last worker has gone */
	struct clerk_counts counts;
	bool troubled;
	struct err trouble;
	_Atomic bool clock_wrong; /* the trouble is the clock's; read by anybody */

	/* The indexer. */
	pthread_cond_t news; /* with the queue's lock: there are more entries */
	_Atomic bool leaving;
	bool has_indexer;
	pthread_t indexer;
	struct region index_region;

	/* The follower, on a read-only record. */
	bool has_follower;
	pthread_t follower;
	struct region follow_region;

	bool has_pen;
	pthread_t pen;
	unsigned workers_wanted; /* for fair shares: set before the first of them runs */
	unsigned worker_count;   /* that there are, for closing */
	struct clerk_worker worker[CLERK_WORKERS_MAX];
};

void house_enter(struct clerk *clerk);
void house_leave(struct clerk *clerk);
/* What everybody may see has changed; with the house. */
void clerk_publish(struct clerk *clerk);
/* Counts the answer and gives it. */
void clerk_answer(struct clerk *clerk, struct hand_in *hand_in);
/* Notes what keeps acts from being entered and tells the operator; ERR_OK: it is over. */
void clerk_note_trouble(struct clerk *clerk, enum err_code code, const struct err *err);

void *clerk_check(void *worker); /* a worker's thread */
void *clerk_write(void *clerk);  /* the pen's thread */

ERR_CHECKED enum err_code clerk_start_index(struct clerk *clerk, struct err *err);
void clerk_stop_index(struct clerk *clerk);
ERR_CHECKED enum err_code clerk_start_following(struct clerk *clerk, struct err *err);
void clerk_stop_following(struct clerk *clerk);

#endif
