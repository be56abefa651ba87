/* What is known of every rule in every body that decides by it (meaning.h), also where it is nothing to warn of, and
 * where it is undecided: comity charter check --explain. */
#include "charter/meaning.h"
#include "charter/reader.h"

#include "base/buf.h"

#define STEPS_MAX UINT64_C(1000000000) /* seconds */

struct told { /* a question that has been answered */
	struct told *before;
	uint32_t rule, body;
	int32_t day;
	struct party_set members;
};

struct explaining {
	struct buf *buf;
	const struct charter *charter;
	struct electorates electorates;
	struct arena scratch;
	struct meaning *meaning;
	uint64_t steps;
	struct told *told;
};

void buf_action(struct buf *buf, const struct action *action)
{
	static const char *const words[CONDUCT_MAX] = {
		[VOTES_FOR] = "for",
		[VOTES_AGAINST] = "against",
		[ABSTAINS] = "abstaining",
		[CONSTRUCTIVE] = "abstaining constructively",
		[RESERVES] = "with a reservation",
		[HOLDS_UP] = "with a hold",
		[DISINTERESTED] = "disinterested",
		[KEEPS_SILENT] = "present and silent",
		[STAYS_AWAY] = "absent",
		[OBJECTS_AWAY] = "absent and objecting",
		[HOLDS_AWAY] = "absent with a hold",
		[RECUSES] = "recused",
	};
	buf_c(buf, words[action->conduct]);
	buf_c(buf, (action->is & IS_CONCERNED) != 0 ? " and concerned" : "");
	buf_c(buf, (action->is & IS_IN_ARREARS) != 0 ? " and in arrears" : "");
	buf_c(buf, (action->is & IS_OUTSIDE) != 0 ? " and not participating" : "");
	buf_c(buf, (action->is & IS_REQUESTER) != 0 ? " and requesting" : "");
}

void buf_example(struct buf *buf, const struct meaning *meaning, const uint32_t *taken)
{
	bool first = true;
	for (uint32_t action = 0; action < meaning->action_count; action++) {
		uint32_t count = 0;
		for (uint32_t group = 0; group < meaning->group_count; group++)
			count += taken[(size_t)group * meaning->action_count + action];
		if (count == 0)
			continue;
		buf_c(buf, first ? "" : ", ");
		buf_u64(buf, count);
		buf_c(buf, " ");
		buf_action(buf, &meaning->action[action]);
		first = false;
	}
	if (first)
		buf_c(buf, "nobody there");
}

static void say_how(struct buf *buf, const struct meaning *meaning, const struct finding *finding)
{
	if (meaning->too_large)
		buf_c(buf, "its condition has too many parts");
	else if (finding->known == NEVER && finding->how == BY_STRUCTURE)
		buf_c(buf, "that follows from how it counts");
	else if (finding->known == NEVER)
		buf_say(buf, "all %u kinds of ballots were tried", finding->tried);
	else if (finding->tried == 0)
		buf_c(buf, "it was not tried");
	else
		buf_say(buf, "not seen on %u ballots that were tried", finding->tried);
}

static void say_finding(struct buf *buf, const struct meaning *meaning, enum ask what, const struct finding *finding)
{
	static const struct {
		const char *found, *never, *undecided;
	} words[ASK_MAX] = {
		[ASK_HOLDS] = {"it can be met, as with ", "it can never be met: ", "undecided whether it can be met: "},
		[ASK_FAILS] = {"it can fail, as with ", "it can never fail: ", "undecided whether it can fail: "},
		[ASK_BOTH] = {"both sides can win: with ",
	                  "both sides can never win: ", "undecided whether both sides can win: "},
		[ASK_UNDONE] = {"more support can undo an adoption: with ", "more support never undoes an adoption: ",
	                    "undecided whether more support ever undoes an adoption: "},
	};
	buf_c(buf, "  ");
	if (finding->known == FOUND) {
		buf_c(buf, words[what].found);
		buf_example(buf, meaning, finding->taken);
		if (what == ASK_BOTH)
			buf_c(buf, ", and when these change places");
		if (what == ASK_UNDONE) {
			buf_c(buf, ", when one of those ");
			buf_action(buf, &meaning->action[finding->action]);
			buf_c(buf, " is for");
		}
	} else {
		buf_c(buf, finding->known == NEVER ? words[what].never : words[what].undecided);
		say_how(buf, meaning, finding);
	}
	buf_c(buf, "\n");
}

/* The body for which the same question has been answered; NONE when none has, and it is kept. */
static bool find_told(struct explaining *explaining, const struct question *question, uint32_t *ret)
{
	struct told *told;
	*ret = NONE;
	for (told = explaining->told; told != NULL; told = told->before) {
		if (told->rule != question->rule || told->day != question->day ||
		    !party_set_same(&told->members, &question->members))
			continue;
		*ret = told->body;
		return true;
	}
	told = TRY(&explaining->scratch, struct told, 1);
	if (told == NULL)
		return false;
	*told = (struct told){explaining->told, question->rule, question->body, question->day, question->members};
	explaining->told = told;
	return true;
}

static bool answer(struct explaining *explaining, const struct question *question)
{
	struct arena arena = explaining->scratch;
	if (!meaning_of(question, &arena, explaining->meaning))
		return false;
	for (enum ask what = ASK_HOLDS; what < ASK_MAX; what++) {
		struct arena own = arena;
		struct finding finding;
		if (!meaning_ask(explaining->meaning, what, &own, &explaining->steps, &finding))
			return false;
		say_finding(explaining->buf, explaining->meaning, what, &finding);
	}
	return true;
}

static bool explain_decides(struct explaining *explaining, uint32_t body, uint32_t index)
{
	const struct charter *charter = explaining->charter;
	const struct decides *decides = &charter->body[body].decides[index];
	const struct rule *rule = &charter->rule[decides->rule];
	struct buf *buf = explaining->buf;
	struct question question;
	uint32_t told;
	buf_say(buf, "The body \"%S\" decides matters of the kind \"%S\" by the rule \"%S\" (",
	        charter->body[body].titles.name, decides->kind, rule->titles.name);
	buf_cite(buf, &decides->origin, &rule->origin);
	buf_say(buf, "), line %u; ", rule->origin.line);
	if (!decides_question(charter, &explaining->electorates, body, index, &question)) {
		buf_c(buf, "it has no members then.\n");
		return true;
	}
	buf_say(buf, "%u member%s on ", party_set_count(&question.members),
	        party_set_count(&question.members) == 1 ? "" : "s");
	buf_date(buf, date_from_days(question.day));
	if (!find_told(explaining, &question, &told))
		return false;
	if (told != NONE)
		buf_say(buf, ": as in the body \"%S\".\n", charter->body[told].titles.name);
	else
		buf_c(buf, ":\n");
	return told != NONE || answer(explaining, &question);
}

bool buf_explanation(struct buf *buf, const struct charter *charter, struct arena scratch)
{
	struct explaining explaining = {.buf = buf, .charter = charter, .steps = STEPS_MAX};
	explaining.meaning = TRY(&scratch, struct meaning, 1);
	if (explaining.meaning == NULL || !electorates_of(charter, &scratch, &explaining.electorates))
		return false;
	explaining.scratch = scratch;
	for (uint32_t i = 0; i < charter->body_count; i++)
		for (uint32_t k = 0; k < charter->body[i].decides_count; k++)
			if (!explain_decides(&explaining, i, k))
				return false;
	return true;
}
