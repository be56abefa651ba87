/* The clerk: a served record. One thread owns the state and enters acts; readers read between two batches; workers
 * verify signatures.
 *
 *     clerk_open                 opens the folder under its lock, starts the threads
 *     clerk_hand_in              any thread: an act, with the texts it brings; answered later, once
 *     clerk_read / clerk_unread  any thread, one at a time: what is durable holds still in between; never longer than
 *                                one answer. Who comes first goes first, the clerk itself included
 *     clerk_close                everything handed in is answered first; what nobody sealed is sealed
 *
 * Invariants
 *  1. `done` is called once for each act handed in, from the clerk's threads, and says `entered` only after the commit.
 *  2. Nobody reads between an act's apply and its commit.
 *  3. When a commit fails, no act is answered as entered, every waiting one is answered with the error, and clerk_dead
 *     says so: the process must end.
 *  4. Outcomes are entered when their deadline comes, without anybody asking; the newest entries are sealed within two
 *     seconds, at most one checkpoint a second.
 */
#ifndef COMITY_APP_CLERK_H
#define COMITY_APP_CLERK_H

#include "app/library.h"
#include "app/registrar.h"

struct clerk_config {
	const char *dir;
	const struct os *os;
	bool after_gap;
	bool read_only; /* no lock, no key: nobody may act in it here; what another process enters is loaded within a second
	                 */
	unsigned workers;   /* 1 … 64 threads that verify signatures */
	uint32_t queue_max; /* acts waiting at once; more are answered with ERR_BUSY */
	/* Instead of the folder's, for tests: the store is the clerk's from a successful open on. No lock, no search. */
	struct store *store;
	const struct secret_key *key;
	/* What the operator should know: said once when it begins, and with err NULL when it is over. From the clerk's
	 * threads; may be NULL. */
	void (*say)(void *context, const struct err *err);
	void *say_context;
};

struct hand_in {
	struct str act; /* the caller's until done */
	const struct store_blob *blobs;
	uint32_t blob_count;
	/* Called by a worker before anything else: finds act and blobs in what came. NULL: they are there. Its error is the
	 * answer. */
	enum err_code (*prepare)(struct hand_in *hand_in, struct err *err);
	int64_t arrived_ms; /* filled in by clerk_hand_in: what the arrival receipt says */
	/* The answer. code ERR_OK: `answer`, whose verdict in words is `words` (refusals), and slug and class as
	 * kernel/verdict.h gives them; otherwise err. */
	enum err_code code;
	struct err err;
	struct answer answer; /* the verdict's names are empty: they live in `words` */
	char words[1024], cite[LIMIT_LABEL_SIZE];
	bool has_text; /* the act could be read as a note: `text` is the hash of its text, for the arrival receipt */
	struct hash text;
	struct act_keys keys; /* the clerk's */
	void (*done)(struct hand_in *hand_in);
	void *context;
	struct hand_in *next; /* the clerk's while it waits */
};

struct clerk;
ERR_CHECKED enum err_code clerk_open(const struct clerk_config *config, struct clerk **ret, struct err *err);
void clerk_close(struct clerk *clerk); /* takes NULL */
/* ERR_BUSY when the queue is full, ERR_ACCESS on a read-only one, ERR_IO when dead; then done is not called. */
ERR_CHECKED enum err_code clerk_hand_in(struct clerk *clerk, struct hand_in *hand_in, struct err *err);
bool clerk_dead(const struct clerk *clerk);
/* No act can be entered at the moment (the clock, the disk): true, and why. */
bool clerk_trouble(struct clerk *clerk, struct err *ret);
bool clerk_read_only(const struct clerk *clerk);
/* reading.generation, without waiting for anybody. */
uint64_t clerk_generation(const struct clerk *clerk);
/* Now, by the clock that entries get their times from, as far as it is believed (registrar_clock); without waiting.
 * Never before the newest entry but for an instant. */
int64_t clerk_now(const struct clerk *clerk);

/* What is durable, good until clerk_unread. */
struct reading {
	const struct state *state;
	const struct charter *charter;
	const struct library *library;
	struct registrar *registrar; /* to read entries, proofs and texts */
	struct store *store;
	struct search *search; /* store/search.h; NULL when there is none */
	uint64_t size, sealed;
	uint64_t generation; /* grows with every commit and every checkpoint */
	int64_t now_ms;
	bool read_only; /* another process may have entered more */
};
struct reading clerk_read(struct clerk *clerk);
void clerk_unread(struct clerk *clerk);

/* An arrival receipt: a note that the registrar signs over the hash of an act's text and the time it came,
 *     comity-arrival/v1 LF origin LF base64(SHA-256(text)) LF milliseconds LF
 * which parses neither as act nor as checkpoint (record/arrival.h). Needs no lock. Nothing on a read-only one, and
 * nothing while the clock is in trouble: what it says of the time would be signed for ever. */
void buf_arrival(struct buf *buf, const struct clerk *clerk, const struct hash *text, int64_t arrived_ms);

/* How many entries are durable, and how many of them are under the newest checkpoint; without waiting. */
struct clerk_sizes {
	uint64_t entries, sealed;
};
struct clerk_sizes clerk_sizes(const struct clerk *clerk);

/* For /metrics. */
struct clerk_counts {
	uint64_t entered, same, refused, malformed, batches, checkpoints, waiting;
};
struct clerk_counts clerk_counts(struct clerk *clerk);

#endif
