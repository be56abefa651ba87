/* id,for,against,abstain,absent,veto: one row a vote, in numbers.
 *
 * Only for rules that numbers can judge (charter/counts.c). Everybody is counted: the four numbers together are the
 * members. An empty `absent` says that all the others were; an empty `veto`, that none of those against had one.
 */
#include "app/tally_private.h"

struct table {
	struct numbers numbers;
	struct tally tally;
};

static bool take_number(struct tallying *t, uint32_t field, const char *name, uint32_t empty, uint32_t *ret)
{
	struct str text = t->csv.field[field];
	uint64_t number;
	if (text.len == 0 && empty != UINT32_MAX) {
		*ret = empty;
		return true;
	}
	if (!str_to_u64(text, UINT32_MAX - 1, &number)) {
		tally_fault(t, t->csv.line, "\"%S\" is no number of votes %s", text, name);
		return false;
	}
	*ret = (uint32_t)number;
	return true;
}

static bool take_counts(struct tallying *t, const struct table *table, struct counts *ret)
{
	bool good = take_number(t, 1, "for", UINT32_MAX, &ret->votes_for);
	good &= take_number(t, 2, "against", UINT32_MAX, &ret->against);
	good &= take_number(t, 3, "abstaining", UINT32_MAX, &ret->abstain);
	if (!good)
		return false;
	uint64_t others = (uint64_t)ret->votes_for + ret->against + ret->abstain;
	uint32_t members = table->numbers.members;
	good &= take_number(t, 4, "absent", others > members ? 0 : members - (uint32_t)others, &ret->absent);
	return good & take_number(t, 5, "with a veto", 0, &ret->veto);
}

static void judge(struct tallying *t, struct table *table, const struct counts *counts)
{
	char storage[TALLY_REASON];
	table->numbers.counts = *counts;
	enum counts_fault fault = numbers_check(&table->numbers);
	struct tally_vote vote = {.outcome = TALLY_INVALID};
	if (fault != COUNTS_RIGHT) {
		tally_fault(t, t->csv.line, "%s: for %u, against %u, abstain %u, absent %u, veto %u of %u members",
		            counts_fault_words[fault], (uint64_t)counts->votes_for, (uint64_t)counts->against,
		            (uint64_t)counts->abstain, (uint64_t)counts->absent, (uint64_t)counts->veto,
		            (uint64_t)table->numbers.members);
		tally_give_vote(t, &vote);
		return;
	}
	numbers_judge(t->q->charter, &table->numbers, &table->tally);
	struct buf reason = buf_of(storage, sizeof(storage));
	buf_tally_why(&reason, t->q->charter, &table->tally);
	vote = (struct tally_vote){
		.outcome = table->tally.adopted ? TALLY_ADOPTED : TALLY_REJECTED,
		.votes_for = counts->votes_for,
		.against = counts->against,
		.abstain = counts->abstain,
		.absent = counts->absent,
		.reason = buf_view(&reason),
	};
	tally_give_vote(t, &vote);
}

static void record(struct tallying *t, struct table *table)
{
	struct counts counts;
	struct tally_vote vote = {.outcome = TALLY_INVALID};
	bool right = false;
	t->sum.rows++;
	if (!tally_id(t, t->csv.field[0]))
		return;
	t->torn_size = 0; /* a line is a vote: one that cannot be read is no other's */
	tally_begin(t, t->csv.field[0]);
	if (t->csv.field_count == 1)
		tally_fault(t, t->csv.line, "one field where there are six");
	else if (t->csv.field_count != 6)
		tally_fault(t, t->csv.line, "%u fields where there are six", (uint64_t)t->csv.field_count);
	else
		right = take_counts(t, table, &counts);
	if (right && !t->invalid)
		judge(t, table, &counts);
	else
		tally_give_vote(t, &vote);
}

static enum err_code check_rule(const struct tallying *t, uint32_t *ret_veto_set, struct err *err)
{
	char storage[200];
	const struct charter *charter = t->q->charter;
	uint32_t asks;
	struct buf part = buf_of(storage, sizeof(storage));
	if (rule_counts(charter, t->q->rule, ret_veto_set, &asks))
		return ERR_OK;
	buf_asks(&part, charter, asks);
	(void)err_set(err, ERR_USAGE, "numbers cannot judge the rule \"%.*s\": \"%.*s\" asks who voted",
	              STR_ARG(charter->rule[t->q->rule].titles.name), STR_ARG(buf_view(&part)));
	return err_hint(err, "give the table a row for each position: id,party,position");
}

static enum err_code read_all(struct tallying *t, struct table *table, struct err *err)
{
	while (!t->stopped) {
		switch (csv_next(&t->csv, err)) {
		case CSV_RECORD:
			record(t, table);
			break;
		case CSV_BAD:
			t->sum.rows++;
			tally_torn(t, "%s", t->csv.wrong);
			break;
		case CSV_FAILED:
			return err->code;
		case CSV_END:
			return ERR_OK;
		}
	}
	return ERR_OK;
}

enum err_code tally_numbers(struct tallying *t, struct err *err)
{
	struct region region = {0};
	uint32_t veto_set;
	enum err_code code = check_rule(t, &veto_set, err);
	if (code != ERR_OK)
		return code;
	if (!arena_reserve(&region, sizeof(struct table) + 4096))
		return err_set(err, ERR_LIMIT, "no memory for a table of numbers");
	struct arena arena = arena_of(&region);
	struct table *table = TRY(&arena, struct table, 1);
	if (table == NULL) {
		code = err_set(err, ERR_LIMIT, "no memory for a table of numbers");
	} else {
		table->numbers.rule = t->q->rule;
		table->numbers.members = party_set_count(&t->q->members);
		if (veto_set != NONE) {
			struct party_set vetoes = set_on(t->q->charter, veto_set, t->q->day);
			for (uint32_t i = 0; i < PARTY_WORDS; i++)
				vetoes.word[i] &= t->q->members.word[i];
			table->numbers.has_veto = true;
			table->numbers.inside = party_set_count(&vetoes);
		}
		code = read_all(t, table, err);
	}
	arena_return(&region);
	return code;
}
