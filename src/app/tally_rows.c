/* id,party,position: one row a position, the rows of one vote together.
 *
 * A position is what a member said (for, against, abstain, …), or that it was absent, or present and silent; a member
 * without a row was absent. Other words say something of the party beside its position: that the vote concerns it, that
 * it takes part, that it is in arrears or suspended.
 */
#include "app/tally_private.h"

#include <string.h>

enum mark { MARK_CONCERNED, MARK_PARTICIPATING, MARK_IN_ARREARS, MARK_SUSPENDED, MARK_MAX };

/* What a word stands for: a position (its set, none for disinterest and the like) or a mark. */
enum saying { SAYS_TERM, SAYS_NOTHING, SAYS_ABSENT, SAYS_RECUSE, SAYS_MARK };
struct word {
	struct str text;
	enum saying saying;
	uint32_t index; /* term or mark */
};

static const struct word words[] = {
	/* the most common first */
	{STR_INIT("for"), SAYS_TERM, TERM_FOR},
	{STR_INIT("against"), SAYS_TERM, TERM_AGAINST},
	{STR_INIT("abstain"), SAYS_TERM, TERM_ABSTAIN},
	{STR_INIT("absent"), SAYS_ABSENT, 0},
	{STR_INIT("support"), SAYS_TERM, TERM_FOR},
	{STR_INIT("object"), SAYS_TERM, TERM_AGAINST},
	{STR_INIT("present"), SAYS_NOTHING, 0},
	{STR_INIT("reserve"), SAYS_TERM, TERM_RESERVATIONS},
	{STR_INIT("hold"), SAYS_TERM, TERM_HOLDS},
	{STR_INIT("constructive"), SAYS_TERM, TERM_CONSTRUCTIVE},
	{STR_INIT("disinterest"), SAYS_NOTHING, 0},
	{STR_INIT("recuse"), SAYS_RECUSE, 0},
	{STR_INIT("concerned"), SAYS_MARK, MARK_CONCERNED},
	{STR_INIT("participating"), SAYS_MARK, MARK_PARTICIPATING},
	{STR_INIT("in-arrears"), SAYS_MARK, MARK_IN_ARREARS},
	{STR_INIT("suspended"), SAYS_MARK, MARK_SUSPENDED},
};
#define WORDS (sizeof(words) / sizeof(*words))

struct roll { /* of the vote that is open */
	struct ballot ballot;
	struct party_set said, silent, recused; /* who has a position; of them: who only was present */
	struct party_set mark[MARK_MAX];
	uint64_t line[LIMIT_PARTIES]; /* of its position */
	/* The party that stood in the row behind it in the vote before: rows come in one order mostly. */
	uint32_t behind[LIMIT_PARTIES + 1], last;
};

static const struct word *word_find(struct str text)
{
	for (size_t i = 0; i < WORDS; i++)
		if (str_eq(words[i].text, text))
			return &words[i];
	return NULL;
}

static uint32_t party_find(const struct charter *charter, struct roll *roll, struct str name)
{
	uint32_t guess = roll->behind[roll->last];
	if (guess == NONE || !str_eq(charter->party[guess].titles.name, name)) {
		guess = map_get(&charter->parties, name);
		if (guess == MAP_NONE)
			return NONE;
		roll->behind[roll->last] = guess;
	}
	roll->last = guess;
	return guess;
}

static void say(struct tallying *t, struct roll *roll, uint32_t party, const struct word *word)
{
	const struct charter *charter = t->q->charter;
	struct str name = charter->party[party].titles.name;
	if (!party_set_has(&t->q->members, party)) {
		tally_fault(t, t->csv.line, "\"%S\" is no member %S", name, t->q->electorate);
		return;
	}
	if (party_set_has(&roll->said, party)) {
		tally_fault(t, t->csv.line, "\"%S\" has a position on line %u already", name, roll->line[party]);
		return;
	}
	party_set_add(&roll->said, party);
	roll->line[party] = t->csv.line;
	if (word->saying == SAYS_TERM)
		party_set_add(&roll->ballot.set[word->index], party);
	else if (word->saying == SAYS_RECUSE)
		party_set_add(&roll->recused, party);
	if (word->saying != SAYS_ABSENT && word->saying != SAYS_RECUSE)
		party_set_add(&roll->ballot.set[TERM_PRESENT], party);
	if (str_eq(word->text, STR("present")))
		party_set_add(&roll->silent, party);
}

/* Whom the matter concerns may be anybody; the other marks are of members, and of who would be one but is suspended. */
static void mark(struct tallying *t, struct roll *roll, uint32_t party, const struct word *word)
{
	struct str name = t->q->charter->party[party].titles.name;
	bool may = word->index == MARK_CONCERNED || party_set_has(&t->q->members, party) ||
	           (word->index == MARK_SUSPENDED && party_set_has(&t->q->suspended, party));
	if (!may)
		tally_fault(t, t->csv.line, "\"%S\" is no member %S", name, t->q->electorate);
	else if (party_set_has(&roll->mark[word->index], party))
		tally_fault(t, t->csv.line, "\"%S\" is said to be %S twice", name, word->text);
	else
		party_set_add(&roll->mark[word->index], party);
}

static void row(struct tallying *t, struct roll *roll)
{
	const struct charter *charter = t->q->charter;
	uint32_t party = party_find(charter, roll, t->csv.field[1]);
	const struct word *word = word_find(t->csv.field[2]);
	if (party == NONE)
		tally_fault(t, t->csv.line, "there is no party \"%S\"", t->csv.field[1]);
	if (word == NULL)
		tally_fault(t, t->csv.line, "there is no position \"%S\"", t->csv.field[2]);
	if (party == NONE || word == NULL)
		return;
	if (word->saying == SAYS_MARK)
		mark(t, roll, party, word);
	else
		say(t, roll, party, word);
}

static void begin(struct tallying *t, struct roll *roll, struct str id)
{
	memset(&roll->ballot, 0, sizeof(roll->ballot));
	memset(&roll->said, 0, sizeof(roll->said));
	memset(&roll->silent, 0, sizeof(roll->silent));
	memset(&roll->recused, 0, sizeof(roll->recused));
	memset(roll->mark, 0, sizeof(roll->mark));
	roll->last = LIMIT_PARTIES; /* nobody: the first row of a vote */
	tally_begin(t, id);
}

/* Who has no vote in this one by what was said of it: it is suspended, or in arrears where that costs the vote. */
static uint64_t voteless(const struct tallying *t, const struct roll *roll, uint32_t word)
{
	uint64_t owes = t->q->charter->arrears_no_vote ? roll->mark[MARK_IN_ARREARS].word[word] : 0;
	return roll->mark[MARK_SUSPENDED].word[word] | owes;
}

static void position_fault(struct tallying *t, const struct roll *roll, uint32_t party, bool must)
{
	const char *format = "\"%S\" is concerned and takes no part";
	if (party_set_has(&roll->mark[MARK_SUSPENDED], party))
		format = "\"%S\" is suspended and has a position";
	else if (t->q->charter->arrears_no_vote && party_set_has(&roll->mark[MARK_IN_ARREARS], party))
		format = "\"%S\" is in arrears, so it has no vote, and has a position";
	else if (must)
		format = "\"%S\" is concerned and must abstain";
	tally_fault(t, roll->line[party], format, t->q->charter->party[party].titles.name);
}

/* "concerned must-abstain": "every other position is refused"; "concerned heard": "They can take no position", and none
 * who is removed; a position of who cannot have one. */
static void check_positions(struct tallying *t, const struct roll *roll)
{
	enum concerned_means means = t->q->charter->rule[t->q->rule].concerned;
	bool must = means == CONCERNED_MUST_ABSTAIN;
	bool bars = must || means == CONCERNED_REMOVED || means == CONCERNED_HEARD;
	const struct party_set *set = roll->ballot.set;
	for (uint32_t i = 0; i < PARTY_WORDS; i++) {
		uint64_t voted = set[TERM_PRESENT].word[i] & ~roll->silent.word[i];
		uint64_t barred = bars ? roll->mark[MARK_CONCERNED].word[i] : 0;
		if (must)
			barred &= ~set[TERM_ABSTAIN].word[i];
		uint64_t wrong = (voted & barred) | (roll->said.word[i] & voteless(t, roll, i));
		for (; wrong != 0; wrong &= wrong - 1)
			position_fault(t, roll, 64 * i + (uint32_t)__builtin_ctzll(wrong), must);
	}
}

static void finish(struct tallying *t, struct roll *roll)
{
	char storage[TALLY_REASON];
	struct buf reason = buf_of(storage, sizeof(storage));
	struct party_set *set = roll->ballot.set;
	uint64_t some = 0;
	check_positions(t, roll);
	if (t->invalid) {
		struct tally_vote vote = {.outcome = TALLY_INVALID};
		tally_give_vote(t, &vote);
		return;
	}
	for (uint32_t i = 0; i < PARTY_WORDS; i++)
		some |= roll->mark[MARK_PARTICIPATING].word[i];
	for (uint32_t i = 0; i < PARTY_WORDS; i++) {
		uint64_t suspended = voteless(t, roll, i);
		uint64_t members = t->q->members.word[i] & ~suspended & ~roll->recused.word[i];
		set[TERM_MEMBERS].word[i] = members;
		set[TERM_SUSPENDED].word[i] = suspended | t->q->suspended.word[i];
		set[TERM_PARTICIPATING].word[i] = some != 0 ? roll->mark[MARK_PARTICIPATING].word[i] : members;
		set[TERM_SILENT].word[i] = members & (~set[TERM_PRESENT].word[i] | roll->silent.word[i]);
	}
	set[TERM_CONCERNED] = roll->mark[MARK_CONCERNED];
	set[TERM_IN_ARREARS] = roll->mark[MARK_IN_ARREARS];
	roll->ballot.day = t->q->day;
	struct tally tally = rule_apply(t->q->charter, t->q->rule, &roll->ballot);
	buf_tally_why(&reason, t->q->charter, &tally);
	tally_give(t, &tally, &roll->ballot, buf_view(&reason));
}

/* A line with an id and more: the row of a vote. */
static void record(struct tallying *t, struct roll *roll)
{
	struct str id = t->csv.field[0];
	t->sum.rows++;
	if (t->csv.field_count == 1) {
		tally_torn(t, "one field where there are three");
		return;
	}
	if (t->open && id.len == t->id_size && memcmp(id.ptr, t->id, id.len) == 0) {
		t->torn_size = 0; /* what could not be read lay within this vote */
	} else {
		if (!tally_id(t, id))
			return;
		if (t->open)
			finish(t, roll);
		begin(t, roll, id);
	}
	if (t->csv.field_count == 3)
		row(t, roll);
	else
		tally_fault(t, t->csv.line, "%u fields where there are three", (uint64_t)t->csv.field_count);
}

static enum err_code read_all(struct tallying *t, struct roll *roll, struct err *err)
{
	for (uint32_t i = 0; i <= LIMIT_PARTIES; i++)
		roll->behind[i] = NONE;
	while (!t->stopped) {
		switch (csv_next(&t->csv, err)) {
		case CSV_RECORD:
			record(t, roll);
			break;
		case CSV_BAD:
			t->sum.rows++;
			tally_torn(t, "%s", t->csv.wrong);
			break;
		case CSV_FAILED:
			return err->code;
		case CSV_END:
			if (t->open)
				finish(t, roll);
			return ERR_OK;
		}
	}
	return ERR_OK;
}

enum err_code tally_rows(struct tallying *t, struct err *err)
{
	struct region region = {0};
	if (!arena_reserve(&region, sizeof(struct roll) + 4096))
		return err_set(err, ERR_LIMIT, "no memory for a table of positions");
	struct arena arena = arena_of(&region);
	struct roll *roll = TRY(&arena, struct roll, 1);
	enum err_code code = roll == NULL ? err_set(err, ERR_LIMIT, "no memory for a table of positions")
	                                  : read_all(t, roll, err);
	arena_return(&region);
	return code;
}
