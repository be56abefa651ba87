#include "kernel/walk.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#include "support/acts.h"

static uint64_t state_of_chance;

void walk_seed(unsigned seed)
{
	print_message("# walk from seed %u\n", seed);
	state_of_chance = seed;
}

uint32_t draw(uint32_t below)
{
	state_of_chance += UINT64_C(0x9e3779b97f4a7c15);
	uint64_t x = state_of_chance;
	x = (x ^ x >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	x = (x ^ x >> 27) * UINT64_C(0x94d049bb133111eb);
	return (uint32_t)((x ^ x >> 31) % below);
}

const char *pick(const char *const *list)
{
	uint32_t count = 0;
	while (list[count])
		count++;
	return list[draw(count)];
}

static void first_person(char person[8], const char *party)
{
	snprintf(person, 8, "%c%c%c-1", party[0] | 32, party[1] | 32, party[2] | 32);
}

struct verdict walk_act(struct play *play, const char *party, const char *verb, const char *fields, struct act *ret_act)
{
	char person[8];
	first_person(person, party);
	struct act act = act_of(&play->scratch, verb, party, person, fields, play->now_ms, play->serial++);
	if (ret_act)
		*ret_act = act;
	return play_act(play, &act);
}

void walk_attend(struct play *play, const char *party, const char *meeting)
{
	char fields[100], person[8];
	first_person(person, party);
	snprintf(fields, sizeof fields, "meeting=%s head=%s delegates=-", meeting, person);
	walk_act(play, party, "register", fields, /* ret_act= */ NULL);
	snprintf(fields, sizeof fields, "meeting=%s present=yes", meeting);
	walk_act(play, party, "attend", fields, /* ret_act= */ NULL);
}

void walk_check_seen(const bool seen[VERB_MAX], const enum verb *wanted, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (!seen[wanted[i]])
			fail_msg("no walk had an accepted %.*s", STR_ARG(verb_info[wanted[i]].name));
}
