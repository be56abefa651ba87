/* What can be known of a condition before anybody votes: can it hold, can it fail, could both sides win by it, does
 * more support ever undo it? Private to this room.
 *
 * Every set of the language holds a member or not by what that member alone does, and by what stands in the charter. So
 * a comparison of two amounts is one of two sums over the members, and a condition is made of inequalities
 *
 *     Σ over members of gain(what the member does) + constant ≥ 0
 *
 * with `and` and `or` between them (`not` turns an inequality round). meaning.c finds them; members for whom all gains
 * are the same form a group, and only how many of a group do what matters.
 *
 * meaning_ask.c answers, in this order: by an example that is easy to find; by structure (meaning_prove.c: the greatest
 * value of a sum, or of two sums that would have to hold together, is below nothing: exact for any number of members
 * and any weights); by trying every ballot, when there are few enough; else by ballots drawn at random, which can find
 * an example but prove nothing: undecided.
 */
#ifndef COMITY_CHARTER_MEANING_H
#define COMITY_CHARTER_MEANING_H

#include "charter/eval.h"

__extension__ typedef __int128 whole;

/* ---- Electorates (electorate.c) ---- */

struct electorates { /* the members of the organisation from each day of change on */
	uint32_t count;
	const int32_t *day; /* ascending */
	const struct party_set *members;
};
bool electorates_of(const struct charter *charter, struct arena *arena, struct electorates *ret);
/* The members of a body from the day on. */
struct party_set electorate_in(const struct charter *charter, uint32_t body, const struct electorates *electorates,
                               uint32_t index);
/* The last change on or before a day; NONE: it lies before all of them. */
uint32_t electorate_at(const struct electorates *electorates, int32_t day);

/* ---- Conditions ---- */

#define MEANING_LEAVES 48u     /* inequalities of one condition */
#define MEANING_NODES 256u     /* of its two trees */
#define MEANING_TABLE 1000000u /* gains in all */

/* What a member does. */
enum conduct {
	VOTES_FOR,
	VOTES_AGAINST,
	ABSTAINS,
	CONSTRUCTIVE,
	RESERVES,
	HOLDS_UP,
	DISINTERESTED,
	KEEPS_SILENT,
	STAYS_AWAY,
	OBJECTS_AWAY, /* in writing, and is not at the meeting */
	HOLDS_AWAY,
	RECUSES,
	CONDUCT_MAX
};
#define CONDUCTS_ALL ((1u << CONDUCT_MAX) - 1)
#define CONDUCTS_PRESENCE (1u << KEEPS_SILENT | 1u << STAYS_AWAY)

/* And what it is, as far as the condition asks. */
enum { IS_CONCERNED = 1, IS_IN_ARREARS = 2, IS_OUTSIDE = 4 /* of those participating */, IS_REQUESTER = 8 };

struct question {
	const struct charter *charter;
	uint32_t rule; /* that is applied; or NONE, and then a condition: */
	uint32_t test;
	uint32_t body;   /* for `passes` */
	struct str kind; /* of the matter */
	struct party_set members;
	int32_t day;
	unsigned conducts; /* a bit each: what members can do */
};

struct action {
	enum conduct conduct;
	unsigned is;
	uint32_t mirror;  /* the action on the other side: against for for; else itself */
	uint32_t support; /* the action for, of the same member */
};

struct leaf {
	uint32_t node; /* of the charter: the comparison */
	uint32_t rule; /* by whose meanings it counts, or NONE */
	int sign;      /* of the sum of the left side */
	whole constant;
};

enum branch_kind { BRANCH_TRUE, BRANCH_FALSE, BRANCH_LEAF, BRANCH_AND, BRANCH_OR };
struct branch {
	enum branch_kind kind;
	uint32_t a, b; /* branches; LEAF: a is the leaf, b is 1 where it must be below nothing */
};

#define ACTIONS_MAX (CONDUCT_MAX * 16)
struct meaning {
	bool too_large; /* nothing can be said */
	bool loose;     /* asks for more than a ballot has: nothing can be ruled out */
	uint32_t action_count;
	struct action action[ACTIONS_MAX];
	uint32_t leaf_count, branch_count;
	struct leaf leaf[MEANING_LEAVES];
	struct branch branch[MEANING_NODES];
	uint32_t root, denied; /* the condition, and that it does not hold */
	uint32_t member_count, group_count;
	struct party_set *group;
	uint32_t *size; /* members of each group */
	whole *gain;    /* [leaf][group][action] */
};
static inline whole meaning_gain(const struct meaning *meaning, uint32_t leaf, uint32_t group, uint32_t action)
{
	return meaning->gain[((size_t)leaf * meaning->group_count + group) * meaning->action_count + action];
}
/* The gain of a leaf as it must be: of its opposite where it is denied. */
static inline whole branch_gain(const struct meaning *meaning, const struct branch *leaf, uint32_t group,
                                uint32_t action)
{
	whole gain = meaning_gain(meaning, leaf->a, group, action);
	return leaf->b != 0 ? -gain : gain;
}
/* For or against, of a member that is not concerned: one that makes a side. */
static inline bool action_is_plain(const struct meaning *meaning, uint32_t action, enum conduct conduct)
{
	return meaning->action[action].conduct == conduct && (meaning->action[action].is & IS_CONCERNED) == 0;
}
/* Who objects from afar cannot change places. */
static inline bool action_mirrors(const struct meaning *meaning, uint32_t action)
{
	enum conduct conduct = meaning->action[action].conduct;
	return conduct != OBJECTS_AWAY && conduct != HOLDS_AWAY;
}
/* False: no memory. */
bool meaning_of(const struct question *question, struct arena *arena, struct meaning *ret);

enum ask {
	ASK_HOLDS,  /* is there a ballot on which it holds? */
	ASK_FAILS,  /* on which it does not? */
	ASK_BOTH,   /* on which it holds, and would hold too if for and against changed places (someone being on each side)?
	             */
	ASK_UNDONE, /* on which it holds, and no longer when one more member is for? */
	ASK_MAX
};
enum known { UNDECIDED, NEVER, FOUND };
enum how { BY_STRUCTURE, BY_EXAMPLE, BY_ALL, BY_SAMPLE };

struct finding {
	enum known known;
	enum how how;
	uint32_t tried;         /* ballots */
	uint32_t *taken;        /* FOUND: members by [group][action] */
	uint32_t group, action; /* ASK_UNDONE: who would be for, and what it does */
};
/* `taken` lies in the arena. *budget: steps (gains looked at) that may still be made, for all questions together; when
 * it is used up, what is not known by then is undecided. False: no memory. */
bool meaning_ask(const struct meaning *meaning, enum ask ask, struct arena *arena, uint64_t *budget,
                 struct finding *ret);
/* meaning_prove.c: does it follow from the structure that there is none? For ASK_HOLDS: after all for has been tried.
 */
bool meaning_never(const struct meaning *meaning, enum ask ask, uint64_t *budget);
static inline bool meaning_spend(uint64_t *budget, uint64_t steps)
{
	bool enough = *budget >= steps;
	*budget = enough ? *budget - steps : 0;
	return enough;
}

/* ---- What a charter asks (check_meaning.c) ---- */

/* The question of a rule by which a body decides matters of a kind, while the statement is in force, at its newest.
 * False: there are no members then. */
bool decides_question(const struct charter *charter, const struct electorates *electorates, uint32_t body,
                      uint32_t decides, struct question *ret);

void buf_action(struct buf *buf, const struct action *action);
/* "5 for, 2 against, 1 concerned and absent" */
void buf_example(struct buf *buf, const struct meaning *meaning, const uint32_t *taken);

#endif
