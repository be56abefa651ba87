/* Secret ballots: not who voted how, but how many.
 *
 * The secretariat reports the count; scrutineers of different parties sign it with him (the app checks the signatures).
 * "on ballot by secretariat to elected when passes election": the condition is judged on the count alone, for which
 * nothing but numbers matters (check_effects.c refuses rules that look at who voted). A ballot after which nothing
 * follows leaves the matter where it is, for the next one.
 *
 *  1. Ballots on a matter are numbered from 1.
 *  2. Every paper is for, against, abstaining or invalid; every member of the electorate (who has recused itself is
 *     none of it) has handed in a paper or is absent.
 *  3. A scrutineer is a person with a valid key of a party that is not the secretariat; no two are of one party.
 */
#include "kernel/decide.h"

#define SCRUTINEERS_MIN 2

static const char *stranger(const struct context *c, struct str name, struct party_set *parties)
{
	const struct state *state = c->state;
	uint32_t index = map_get(&state->persons, name);
	if (index == MAP_NONE || state->person[index].status != KEY_VALID)
		return "no person with a valid key";
	uint32_t party = state->person[index].party;
	if (status_at(state, party, c->moment.time_ms) == STATUS_SECRETARIAT)
		return "a person of the secretariat, whose report it is";
	if (party_set_has(parties, party))
		return "another one is of the same party";
	party_set_add(parties, party);
	return NULL;
}

/* Rule 3. */
static bool scrutineers_check(const struct context *c)
{
	const struct value *names = field_of(c, FIELD_SCRUTINEERS);
	struct party_set parties = {{0}};
	if (names->count < SCRUTINEERS_MIN) {
		refuse(c, REFUSAL_SCRUTINEERS_FEW)->number[0] = SCRUTINEERS_MIN;
		return false;
	}
	for (uint32_t i = 0; i < names->count; i++) {
		const char *why = stranger(c, names->list[i], &parties);
		if (!why)
			continue;
		struct verdict *verdict = refuse(c, REFUSAL_SCRUTINEER);
		verdict->name[0] = names->list[i];
		verdict->name[1] = str_from(why);
		return false;
	}
	return true;
}

static bool refuse_sum(const struct context *c, int64_t papers, struct str what, int64_t other, struct str others)
{
	struct verdict *verdict = refuse(c, REFUSAL_BALLOT_SUM);
	verdict->name[0] = matter_of(c)->name;
	verdict->name[1] = what;
	verdict->name[2] = others;
	verdict->number[0] = papers;
	verdict->number[1] = other;
	return false;
}

/* Rule 2. */
static bool sums_check(const struct context *c)
{
	static const enum field counts[] = {FIELD_INVALID, FIELD_AYES, FIELD_NOES, FIELD_ABSTENTIONS};
	int64_t papers = field_of(c, FIELD_PAPERS)->number, absentees = field_of(c, FIELD_ABSENTEES)->number, sum = 0;
	struct party_set members = electorate_of(c->state, matter_of(c), c->moment.time_ms);
	int64_t count = party_set_count(&members);
	if (papers > count || absentees > count || papers + absentees != count)
		return refuse_sum(c, count, STR("members"), absentees <= count && papers <= count ? papers + absentees : papers,
		                  STR("papers and absentees"));
	for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
		int64_t number = field_of(c, counts[i])->number;
		sum += number > count ? count + 1 : number;
	}
	return sum == papers || refuse_sum(c, papers, STR("papers"), sum, STR("votes and invalid papers"));
}

static struct secret secret_of(const struct context *c)
{
	return (struct secret){
		.round = (uint32_t)field_of(c, FIELD_ROUND)->number,
		.papers = (uint32_t)field_of(c, FIELD_PAPERS)->number,
		.invalid = (uint32_t)field_of(c, FIELD_INVALID)->number,
		.ayes = (uint32_t)field_of(c, FIELD_AYES)->number,
		.noes = (uint32_t)field_of(c, FIELD_NOES)->number,
		.abstentions = (uint32_t)field_of(c, FIELD_ABSTENTIONS)->number,
		.absentees = (uint32_t)field_of(c, FIELD_ABSENTEES)->number,
		.entry = c->moment.number,
	};
}

bool decide_BALLOT(const struct context *c)
{
	struct matter after;
	struct secret secret;
	struct step step = {NULL, NONE};
	if (!undecided_check(c))
		return false;
	uint32_t round = matter_of(c)->secret ? matter_of(c)->secret->round : 0;
	if (field_of(c, FIELD_ROUND)->number != (int64_t)round + 1) {
		struct verdict *verdict = refuse(c, REFUSAL_BALLOT_ROUND);
		verdict->name[0] = matter_of(c)->name;
		verdict->number[0] = (int64_t)round + 1;
		return false;
	}
	if (!sums_check(c) || !scrutineers_check(c))
		return false;
	secret = secret_of(c);
	after = *matter_of(c);
	after.secret = &secret;
	enum step_result result = step_find(c->state, c, &after, EVENT_BALLOT, c->moment.time_ms, &step);
	/* A ballot that decides nothing is a ballot all the same. */
	return result == STEP_FOUND || result == STEP_NOT_WHEN || refuse_step(c, result, &after, EVENT_BALLOT, &step);
}

bool apply_BALLOT(struct state *state, const struct context *c)
{
	struct matter *matter = &state->matter[c->matter];
	struct step step = {NULL, NONE};
	if (!matter->secret)
		matter->secret = TRY(state->arena, struct secret, 1);
	if (!matter->secret)
		return false;
	*matter->secret = secret_of(c);
	matter->changed = c->moment.number;
	if (step_find(state, c, matter, EVENT_BALLOT, c->moment.time_ms, &step) != STEP_FOUND)
		return true;
	return step_take(state, c->matter, &step, c->moment.time_ms, TIME_NEVER);
}

/* The first so many of the electorate not yet counted out; where these are not known, any will do. */
static void deal(const struct state *state, const struct party_set *members, uint32_t *from, uint32_t count,
                 struct party_set *to)
{
	for (; count > 0 && *from < state->charter->party_count; (*from)++)
		if (party_set_has(members, *from)) {
			party_set_add(to, *from);
			count--;
		}
}

void ballot_of_count(const struct state *state, const struct secret *secret, struct ballot *ret)
{
	struct party_set *set = ret->set;
	uint32_t from = 0;
	for (unsigned term = 0; term < TERM_MAX; term++)
		if (term != TERM_MEMBERS)
			set[term] = (struct party_set){{0}};
	deal(state, &set[TERM_MEMBERS], &from, secret->ayes, &set[TERM_FOR]);
	deal(state, &set[TERM_MEMBERS], &from, secret->noes, &set[TERM_AGAINST]);
	deal(state, &set[TERM_MEMBERS], &from, secret->abstentions, &set[TERM_ABSTAIN]);
	deal(state, &set[TERM_MEMBERS], &from, secret->invalid, &set[TERM_SILENT]);
	for (uint32_t p = 0; p < from; p++)
		if (party_set_has(&set[TERM_MEMBERS], p))
			party_set_add(&set[TERM_PRESENT], p);
	for (uint32_t w = 0; w < state->words; w++) {
		set[TERM_ABSENT].word[w] = set[TERM_MEMBERS].word[w] & ~set[TERM_PRESENT].word[w];
		set[TERM_SILENT].word[w] |= set[TERM_ABSENT].word[w];
		set[TERM_VOTING].word[w] = set[TERM_FOR].word[w] | set[TERM_AGAINST].word[w];
	}
	set[TERM_OBJECTIONS] = set[TERM_AGAINST];
	set[TERM_SUPPORTERS] = set[TERM_FOR];
	set[TERM_PARTICIPATING] = set[TERM_MEMBERS];
	ret->nameless = true;
}
