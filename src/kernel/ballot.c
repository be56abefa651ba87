/* The sets a condition counts, drawn from a matter or a meeting as of an instant.
 *
 * Every set holds members of the body only. Present: for a matter that was put to a meeting, once that meeting is
 * open, the parties present there (at its closing: who was present to the end); for a matter in writing, those who
 * took a position. At a meeting, support, abstention, reservation and disinterest count only of those who are present;
 * an objection and a hold also of those who are not: whoever objected in writing need not travel to be heard, and
 * staying away adopts nothing. A member whose position does not count is silent. Who has recused itself is no member
 * for this matter, in no set. What absence, abstention, a hold and being concerned mean is the rule's business: here an
 * objection is an objection. A constructive abstention stands in a set of its own; the rule puts it among the others.
 */
#include "kernel/state.h"

static struct party_set from_words(const struct state *state, const uint64_t *word)
{
	struct party_set set = {{0}};
	memcpy(set.word, word, state->words * sizeof *word);
	return set;
}

/* What follows from members, present and the positions taken. */
static void derive(const struct state *state, struct ballot *ballot)
{
	struct party_set *set = ballot->set;
	for (uint32_t w = 0; w < state->words; w++) {
		set[TERM_ABSENT].word[w] = set[TERM_MEMBERS].word[w] & ~set[TERM_PRESENT].word[w];
		set[TERM_VOTING].word[w] = set[TERM_FOR].word[w] | set[TERM_AGAINST].word[w];
	}
	set[TERM_OBJECTIONS] = set[TERM_AGAINST];
	set[TERM_SUPPORTERS] = set[TERM_FOR];
}

static bool any(const struct party_set *set)
{
	return party_set_next(set, 0) != NONE;
}

/* Of the body: who is in arrears, who is suspended. In most eras nobody is. */
static void standing_of(const struct state *state, uint32_t body, int64_t at_ms, struct ballot *ballot)
{
	const struct era *era = era_at(state, at_ms);
	if (any(&era->in_arrears))
		ballot->set[TERM_IN_ARREARS] = in_arrears_at(state, body, at_ms);
	if (any(&era->voteless) || any(&era->status[STATUS_SUSPENDED]))
		ballot->set[TERM_SUSPENDED] = suspended_at(state, body, at_ms);
}

/* Which versions of rules hold then. */
static void date_ballot(const struct state *state, int64_t at_ms, struct ballot *ballot)
{
	ballot->day = seat_day(state, at_ms);
	ballot->instruments = instruments_at(state, at_ms);
}

/* Who is at the table; false: the matter is in writing. Once decided, who was counted as present then: in writing these
 * were all who had a position, so that nothing is lost by asking for them. */
static bool table_of(const struct state *state, const struct matter *matter, struct party_set *ret)
{
	if (matter->counted) {
		*ret = from_words(state, matter->counted + state->words);
		return true;
	}
	if (matter->meeting == NONE || (state->meeting[matter->meeting].status != MEETING_OPEN &&
	                                state->meeting[matter->meeting].status != MEETING_CLOSED))
		return false;
	*ret = state->meeting[matter->meeting].present;
	return true;
}

struct party_set electorate_of(const struct state *state, const struct matter *matter, int64_t at_ms)
{
	if (matter->counted)
		return from_words(state, matter->counted);
	struct party_set members = members_at(state, matter->body, at_ms);
	for (uint32_t w = 0; w < state->words; w++)
		members.word[w] &= ~matter->taken[POSITION_RECUSE * state->words + w];
	return members;
}

void ballot_of(const struct state *state, const struct matter *matter, int64_t at_ms, struct ballot *ret,
               struct party_set *ret_disinterest)
{
	static const enum term term_of[POSITION_MAX] = {
		[POSITION_OBJECT] = TERM_AGAINST,  [POSITION_SUPPORT] = TERM_FOR,
		[POSITION_ABSTAIN] = TERM_ABSTAIN, [POSITION_RESERVE] = TERM_RESERVATIONS,
		[POSITION_HOLD] = TERM_HOLDS,      [POSITION_CONSTRUCTIVE] = TERM_CONSTRUCTIVE,
	};
	uint32_t words = state->words;
	*ret = (struct ballot){0};
	*ret_disinterest = (struct party_set){{0}};
	struct party_set members = electorate_of(state, matter, at_ms);
	struct party_set anything = {{0}}, present;
	bool sits = table_of(state, matter, &present);
	for (uint32_t p = 0; p <= POSITION_CONSTRUCTIVE; p++) {
		struct party_set *set = p == POSITION_DISINTEREST ? ret_disinterest : &ret->set[term_of[p]];
		bool anywhere = !sits || p == POSITION_OBJECT || p == POSITION_HOLD;
		for (uint32_t w = 0; w < words; w++) {
			set->word[w] = matter->taken[p * words + w] & members.word[w];
			if (!anywhere)
				set->word[w] &= present.word[w];
			anything.word[w] |= set->word[w];
		}
	}
	if (!sits)
		present = anything;
	for (uint32_t w = 0; w < words; w++) {
		ret->set[TERM_PRESENT].word[w] = present.word[w] & members.word[w];
		ret->set[TERM_SILENT].word[w] = members.word[w] & ~anything.word[w];
	}
	ret->set[TERM_MEMBERS] = members;
	ret->set[TERM_PARTICIPATING] = matter->participating ? from_words(state, matter->participating) : members;
	if (matter->concerned)
		ret->set[TERM_CONCERNED] = from_words(state, matter->concerned);
	ret->undoes = matter->undoes != NONE;
	ret->kind = matter->kind;
	standing_of(state, matter->body, matter->is_decided ? matter->decided_ms : at_ms, ret);
	party_set_add(&ret->set[TERM_AUTHOR], matter->author);
	if (matter->requesters)
		ret->set[TERM_REQUESTERS] = from_words(state, matter->requesters);
	derive(state, ret);
	date_ballot(state, matter->is_decided ? matter->decided_ms : at_ms, ret);
}

void ballot_of_meeting(const struct state *state, const struct meeting *meeting, uint32_t body, int64_t at_ms,
                       struct ballot *ret)
{
	*ret = (struct ballot){0};
	ret->set[TERM_MEMBERS] = members_at(state, body, at_ms);
	ret->set[TERM_SILENT] = ret->set[TERM_PARTICIPATING] = ret->set[TERM_MEMBERS];
	standing_of(state, body, at_ms, ret);
	for (uint32_t w = 0; w < state->words; w++)
		ret->set[TERM_PRESENT].word[w] = meeting->present.word[w] & ret->set[TERM_MEMBERS].word[w];
	derive(state, ret);
	date_ballot(state, at_ms, ret);
}
