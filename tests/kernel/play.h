/* A small stage for kernel tests: one charter, one state, acts one a line.
 *
 *     at 2026-03-02T09:00Z          the clock (UTC); or
 *     after 1h
 *     ARM arm-1 position matter=m1 version=1 …             an act that must be accepted
 *     ARM arm-2 close meeting=x => not-the-chair           an act that must be refused, and how
 *     - registrar zones …                                  the registrar's
 *     KAZ kaz-1 adopt … seen=now    seen: all entries so far
 *     again                         the last accepted act once more, must be refused as the same
 *     due m1 adopted DEC/1          the next outcome at this time: matter, result, symbol; it is entered
 *     none                          nothing is due
 *     stage m1 silence 2            a matter's stage, version
 *     deadline m1 2026-03-04T09:00Z or never
 *     says for 3 of 5               the last refusal's words contain this
 *     # comment
 *
 * Around every decision the digest is compared: deciding changes nothing. After every entry the invariants are
 * checked. Accepted acts are kept; play_replay enters them into a new state under another hash key and compares the
 * digests. A line that does not do what it says fails the test with the line.
 */
#ifndef COMITY_TESTS_KERNEL_PLAY_H
#define COMITY_TESTS_KERNEL_PLAY_H

#include "kernel/kernel.h"

#define PLAY_LOG_MAX 8192u

#define PLAY_OFFERS 4

struct play {
	uint8_t offer_letter[PLAY_OFFERS]; /* an act with charter=LETTER names this charter */
	struct charter offer[PLAY_OFFERS];
	unsigned offer_count;
	struct region region, scratch_region, charter_region;
	struct arena arena, scratch, charter_arena;
	struct charter charter;
	uint8_t charter_hash[32];
	struct state *state;
	int64_t now_ms;
	uint64_t serial;
	struct verdict verdict; /* of the last refusal */
	struct act *log;        /* as accepted, with their moments */
	int64_t *log_ms;
	uint64_t log_count;
	bool produced[REFUSAL_MAX];
	bool quick; /* no digest around decisions, no log: for long runs */
};

/* Read the charter, in parts with NULL behind the last (one with errors fails the test). The state is empty. */
void play_open(struct play *play, const char *const *parts);
#define PLAY_OPEN(play, ...) play_open((play), (const char *const[]){__VA_ARGS__, NULL})
void play_close(struct play *play);
/* A charter that acts may name, as charter=LETTER: it is offered before each of them, on replay too. */
void play_offer(struct play *play, char letter, const char *const *parts);
/* Found it at 2026-01-05T09:00Z with the zones Europe/Moscow and Europe/Vienna, one first key `<party>-1` in lower
 * case for every party of the charter, each countersigned and a focal point. */
void play_found(struct play *play);
/* Every line of the script. */
void play_run(struct play *play, const char *script);
/* The matter of this name, which is there. */
struct matter_view play_matter(const struct play *play, const char *name);
/* Decide and, when accepted, apply and log. */
struct verdict play_act(struct play *play, const struct act *act);
/* Enter the outcome that is due at now_ms; false when none is. */
bool play_outcome(struct play *play);
uint64_t play_digest(const struct state *state);
/* The log into a new state; its digest must be the same. */
void play_replay(struct play *play);
/* The digest of a log entered elsewhere is compared by the caller. */
struct state *play_replayed(struct play *play, struct arena *arena, struct map_key key);

/* Everything that must hold between two entries; fails the test when it does not (invariants.c). */
void check_invariants(const struct state *state);

#endif
