/* Random walks among positions and what they mean: the concerned, recusals, constructive abstentions, later
 * acceptances, undoing, taking part, over days on which sets and weights change. The harness compares digests around
 * every decision and checks the invariants after every entry; at the end the record is replayed. The seed is printed
 * with a failure.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "kernel/charters_meanings.h"
#include "kernel/walk.h"

#define WALKS 20u
#define STEPS 1500u
#define MATTERS 300u

static struct play play;

static const char *const parties[] = {"ARM", "BLR", "KAZ", "KGZ", "RUS", NULL};
static const char *const kinds[] = {"measures",  "expulsion",   "dispute", "conciliation", "mission",
                                    "agreement", "appointment", "project", "budget",       "veto",
                                    "policy",    "nothing",     NULL};
static const char *const positions[] = {"support", "support", "support",      "support", "object", "abstain",
                                        "hold",    "reserve", "constructive", "recuse",  "accept", NULL};

/* Mostly one of the newest. */
static uint32_t known_matter(void)
{
	uint32_t count = kernel_matter_count(play.state), m = draw(MATTERS);
	if (count > 0 && draw(12))
		sscanf(kernel_matter_at(play.state, count - 1 - draw(count < 5 ? count : 5)).name.ptr, "m%u", &m);
	return m;
}

static void position_on(char *out, size_t size, uint32_t m)
{
	char name[16];
	snprintf(name, sizeof name, "m%u", m);
	uint32_t index = kernel_matter_find(play.state, str_from(name));
	uint32_t version = index == NONE ? 1 : kernel_matter_at(play.state, index).version;
	bool has_text = index != NONE && kernel_matter_at(play.state, index).has_text;
	snprintf(out, size, "matter=m%u version=%u position=%s%s", m, version, pick(positions),
	         !has_text     ? ""
	         : version % 2 ? " commitment=one"
	                       : " commitment=two");
}

/* A matter that was adopted lately; NONE. */
static uint32_t adopted_matter(void)
{
	uint32_t count = kernel_matter_count(play.state);
	for (uint32_t i = count; i > 0 && i + 60 > count; i--) {
		struct matter_view view = kernel_matter_at(play.state, i - 1);
		if (party_set_next(&view.bound, 0) != NONE && draw(2))
			return i - 1;
	}
	return NONE;
}

static void invent(char *out, size_t size, const char **verb)
{
	static const char *const concerned[] = {"", "", " concerned=RUS", " concerned=RUS,BLR,SEC", NULL};
	static const char *const participating[] = {"", "", "", " participating=ARM,KAZ", NULL};
	uint32_t m = known_matter(), version = 2, adopted = draw(4) ? NONE : adopted_matter();
	const char *kind = pick(kinds);
	char undoes[100] = "", same[64];
	switch (draw(12)) {
	case 0:
		*verb = "table";
		if (adopted != NONE) {
			struct matter_view view = kernel_matter_at(play.state, adopted);
			snprintf(undoes, sizeof undoes, " undoes=%.*s", STR_ARG(view.name));
			snprintf(same, sizeof same, "%.*s", STR_ARG(view.kind));
			kind = draw(5) ? same : kind;
		} else if (draw(3) == 0) {
			snprintf(undoes, sizeof undoes, " undoes=m%u", m);
		}
		snprintf(out, size, "matter=m%u body=council kind=%s procedure=%s title=T text=one%s%s%s", draw(MATTERS), kind,
		         draw(5) ? "vote" : "closed", pick(concerned), pick(participating), undoes);
		break;
	case 1:
		*verb = "amend";
		snprintf(out, size, "matter=m%u version=%u text=two", m, version);
		break;
	default:
		*verb = "position";
		position_on(out, size, m);
		break;
	}
}

struct seen {
	uint64_t accepted, adopted, bound_later;
	bool refusal[REFUSAL_MAX], position[POSITION_MAX], undone, failing;
};

static void note(struct seen *seen, const struct act *act)
{
	seen->accepted++;
	if (act->verb != VERB_POSITION)
		return;
	for (uint32_t p = 0; p < POSITION_MAX; p++)
		seen->position[p] |= str_eq(act->field[FIELD_POSITION].str, position_name[p]);
}

static void outcomes(struct seen *seen)
{
	struct outcome due;
	while (kernel_due(play.state, play.now_ms, &due)) {
		seen->adopted += due.adopts;
		seen->undone |= due.adopts && kernel_matter_at(play.state, due.matter).undoes != NONE;
		if (due.binds)
			for (uint32_t w = 0; w < PARTY_WORDS; w++) /* nobody is bound that is no member */
				assert_true((due.bound.word[w] & ~due.ballot.set[TERM_MEMBERS].word[w]) == 0);
		for (uint32_t w = 0; w < PARTY_WORDS; w++)
			assert_true((due.recused.word[w] & due.ballot.set[TERM_MEMBERS].word[w]) == 0);
		if (!play_outcome(&play))
			fail_msg("an outcome that is due is not entered");
	}
}

static void walk(unsigned from, struct seen *seen)
{
	walk_seed(from);
	PLAY_OPEN(&play, MEANINGS_CHARTER);
	play_found(&play);
	play_run(&play, "at 2026-03-20T09:00Z\n");
	for (unsigned step = 0; step < STEPS; step++) {
		char fields[512];
		struct act act;
		const char *verb, *party = pick(parties);
		play.now_ms += (int64_t)draw(2 * 3600) * 1000;
		outcomes(seen);
		invent(fields, sizeof fields, &verb);
		struct verdict verdict = walk_act(&play, party, verb, fields, &act);
		seen->refusal[verdict.refusal] = true;
		if (verdict.refusal == REFUSAL_NONE)
			note(seen, &act);
		outcomes(seen);
	}
	play_replay(&play);
	play_close(&play);
}

static void test_walks(void **state)
{
	(void)state;
	static struct seen seen;
	for (unsigned i = 0; i < WALKS; i++)
		walk(i + 1, &seen);
	assert_true(seen.accepted > WALKS * STEPS / 5 && seen.adopted > WALKS && seen.undone);
	static const enum refusal wanted[] = {REFUSAL_MUST_ABSTAIN, REFUSAL_CONCERNED_OUT, REFUSAL_BOUND, REFUSAL_UNDOES,
	                                      REFUSAL_DECIDED};
	for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
		if (!seen.refusal[wanted[i]])
			fail_msg("no walk was refused %.*s", STR_ARG(refusal_slug(wanted[i])));
	for (uint32_t p = 0; p < POSITION_MAX; p++)
		if (!seen.position[p] && p != POSITION_DISINTEREST)
			fail_msg("no walk took the position %.*s", STR_ARG(position_name[p]));
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_walks)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
