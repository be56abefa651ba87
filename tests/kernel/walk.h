/* What the random walks share: chance that a seed repeats, acts by the first person of a party. */
#ifndef COMITY_TESTS_KERNEL_WALK_H
#define COMITY_TESTS_KERNEL_WALK_H

#include "kernel/play.h"

/* From here on, `draw` gives what this seed gives; it is printed, for a walk that fails. */
void walk_seed(unsigned seed);
uint32_t draw(uint32_t below);
const char *pick(const char *const *list); /* of a list with NULL behind the last */

/* By `arm-1` for ARM, at the play's time. *ret_act (if not NULL): the act as it was decided. */
struct verdict walk_act(struct play *play, const char *party, const char *verb, const char *fields,
                        struct act *ret_act);
/* The party's delegation of one registers to the meeting and is there, as far as it may. */
void walk_attend(struct play *play, const char *party, const char *meeting);
/* The walks are worth something: each of these verbs was accepted once. */
void walk_check_seen(const bool seen[VERB_MAX], const enum verb *wanted, size_t count);

#endif
