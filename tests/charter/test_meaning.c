/* What is known of conditions before anybody votes, against every ballot there is: random rules over three members,
 * with weights and meanings; and rules of which the answer is known. */
#include "charter_test.h"

#include "charter/meaning.h"
#include "charter/reader.h"

#define MEMBERS 3

/* ---- Brute force --------------------------------------------------------------------------------------------- */

static void cast(struct ballot *ballot, uint32_t party, const struct action *action)
{
	if (action->conduct == RECUSES)
		return;
	party_set_add(&ballot->set[TERM_MEMBERS], party);
	if ((action->is & IS_CONCERNED) != 0)
		party_set_add(&ballot->set[TERM_CONCERNED], party);
	if ((action->is & IS_IN_ARREARS) != 0)
		party_set_add(&ballot->set[TERM_IN_ARREARS], party);
	if ((action->is & IS_REQUESTER) != 0)
		party_set_add(&ballot->set[TERM_REQUESTERS], party);
	if ((action->is & IS_OUTSIDE) == 0)
		party_set_add(&ballot->set[TERM_PARTICIPATING], party);
	bool away = false;
	switch (action->conduct) {
	case VOTES_FOR:
		party_set_add(&ballot->set[TERM_FOR], party);
		break;
	case OBJECTS_AWAY:
		away = true;
		/* fallthrough */
	case VOTES_AGAINST:
		party_set_add(&ballot->set[TERM_AGAINST], party);
		break;
	case ABSTAINS:
		party_set_add(&ballot->set[TERM_ABSTAIN], party);
		break;
	case CONSTRUCTIVE:
		party_set_add(&ballot->set[TERM_CONSTRUCTIVE], party);
		break;
	case RESERVES:
		party_set_add(&ballot->set[TERM_RESERVATIONS], party);
		break;
	case HOLDS_AWAY:
		away = true;
		/* fallthrough */
	case HOLDS_UP:
		party_set_add(&ballot->set[TERM_HOLDS], party);
		break;
	case STAYS_AWAY:
		away = true;
		/* fallthrough */
	case KEEPS_SILENT:
		party_set_add(&ballot->set[TERM_SILENT], party);
		break;
	default:
		break;
	}
	if (!away)
		party_set_add(&ballot->set[TERM_PRESENT], party);
}

static bool adopted(const struct question *question, const struct meaning *meaning, const uint32_t actions[])
{
	struct ballot ballot = {.day = question->day, .instruments = UINT64_MAX};
	uint32_t index = 0;
	for (uint32_t p = party_set_next(&question->members, 0); p != NONE; p = party_set_next(&question->members, p + 1))
		cast(&ballot, p, &meaning->action[actions[index++]]);
	return rule_apply(question->charter, question->rule, &ballot).adopted;
}

static bool is_side(const struct action *action, enum conduct conduct)
{
	return action->conduct == conduct && (action->is & IS_CONCERNED) == 0;
}

/* Is this ballot what is asked for? */
static bool shows(const struct question *question, const struct meaning *meaning, enum ask ask,
                  const uint32_t actions[], uint32_t count)
{
	bool holds = adopted(question, meaning, actions), side[2] = {false, false};
	uint32_t other[LIMIT_PARTIES];
	if (ask == ASK_HOLDS || ask == ASK_FAILS)
		return holds == (ask == ASK_HOLDS);
	for (uint32_t i = 0; i < count; i++) {
		const struct action *action = &meaning->action[actions[i]];
		if (ask == ASK_BOTH && (action->conduct == OBJECTS_AWAY || action->conduct == HOLDS_AWAY))
			return false;
		side[0] |= is_side(action, VOTES_FOR);
		side[1] |= is_side(action, VOTES_AGAINST);
		other[i] = action->mirror;
	}
	if (ask == ASK_BOTH)
		return side[0] && side[1] && holds && adopted(question, meaning, other);
	for (uint32_t i = 0; holds && i < count; i++) {
		memcpy(other, actions, count * sizeof(*other));
		other[i] = meaning->action[actions[i]].support;
		if (!adopted(question, meaning, other))
			return true;
	}
	return false;
}

static bool exists(const struct question *question, const struct meaning *meaning, enum ask ask)
{
	uint32_t actions[MEMBERS] = {0};
	for (;;) {
		uint32_t at = 0;
		if (shows(question, meaning, ask, actions, MEMBERS))
			return true;
		while (at < MEMBERS && ++actions[at] == meaning->action_count)
			actions[at++] = 0;
		if (at == MEMBERS)
			return false;
	}
}

/* The example that was given, member by member. */
static bool example_shows(const struct question *question, const struct meaning *meaning, enum ask ask,
                          const struct finding *finding)
{
	uint32_t actions[LIMIT_PARTIES] = {0}, index = 0;
	uint32_t left[4096];
	size_t cells = (size_t)meaning->group_count * meaning->action_count;
	assert_true(cells <= sizeof(left) / sizeof(*left));
	memcpy(left, finding->taken, cells * sizeof(*left));
	for (uint32_t p = party_set_next(&question->members, 0); p != NONE; p = party_set_next(&question->members, p + 1)) {
		uint32_t group = 0, action = 0;
		while (!party_set_has(&meaning->group[group], p))
			group++;
		while (left[group * meaning->action_count + action] == 0) {
			action++;
			assert_true(action < meaning->action_count);
		}
		left[group * meaning->action_count + action]--;
		actions[index++] = action;
	}
	return shows(question, meaning, ask, actions, index);
}

/* ---- Random rules -------------------------------------------------------------------------------------------- */

static uint64_t seed = 20261127;

static uint32_t roll(uint32_t below)
{
	seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (uint32_t)(seed >> 33) % below;
}

static void write_set(struct buf *buf, bool flags)
{
	static const char *const names[] = {"for",          "for",          "against", "abstain",      "members",
	                                    "voting",       "objections",   "present", "absent",       "silent",
	                                    "reservations", "holds",        "great",   "constructive", "supporters",
	                                    "concerned",    "participating"};
	uint32_t joins = roll(3) == 0 ? 1 + roll(2) : 0;
	buf_c(buf, names[roll(flags ? 17 : 15)]);
	for (uint32_t i = 0; i < joins; i++) {
		buf_c(buf, roll(2) == 0 ? " in " : " without ");
		buf_c(buf, names[roll(15)]);
	}
}

static void write_amount(struct buf *buf, bool weighed, bool number, bool flags)
{
	static const char *const shares[] = {"1/2 of ", "2/3 of ", "55% of ", "1/3 of ", "100% of "};
	if (number && roll(3) == 0) {
		buf_u64(buf, roll(weighed ? 12 : 4));
		return;
	}
	buf_c(buf, roll(3) == 0 ? shares[roll(5)] : "");
	buf_c(buf, weighed ? "votes of " : "");
	write_set(buf, flags);
}

static void write_test(struct buf *buf, uint32_t depth, bool flags)
{
	static const char *const signs[] = {" = ", " < ", " <= ", " > ", " >= "};
	uint32_t form = depth == 0 ? 0 : roll(5);
	if (form <= 1) {
		bool weighed = roll(4) == 0;
		write_amount(buf, weighed, /* number= */ false, flags);
		buf_c(buf, signs[roll(5)]);
		write_amount(buf, weighed, /* number= */ true, flags);
	} else if (form == 2) {
		buf_c(buf, "not (");
		write_test(buf, depth - 1, flags);
		buf_c(buf, ")");
	} else {
		buf_c(buf, "(");
		write_test(buf, depth - 1, flags);
		buf_c(buf, form == 3 ? ") and (" : ") or (");
		write_test(buf, depth - 1, flags);
		buf_c(buf, ")");
	}
}

static void write_meanings(struct buf *buf, bool flags)
{
	static const char *const absence[] = {"not-objecting", "objecting", "not-for", "against"};
	static const char *const abstention[] = {"harmless", "not-for", "against"};
	static const char *const concerned[] = {"removed", "must-abstain", "heard", "objection-ignored"};
	if (roll(2) == 0)
		buf_say(buf, "absence %s\n", absence[roll(4)]);
	if (roll(2) == 0)
		buf_say(buf, "abstention %s\n", abstention[roll(3)]);
	buf_c(buf, roll(3) == 0 ? "hold blocks\n" : "");
	buf_c(buf, roll(3) == 0 ? "reservation objecting\n" : "");
	if (flags && roll(2) == 0)
		buf_say(buf, "concerned %s\n", concerned[roll(4)]);
}

#define PREFIX                                          \
	"organisation o \"O\" { seat \"S\" UTC }\n"         \
	"party a \"A\" { status member from 2000-01-01 }\n" \
	"party b \"B\" { status member from 2000-01-01 }\n" \
	"party c \"C\" { status member from 2000-01-01 }\n" \
	"set great { parties a }\n"                         \
	"weight votes {\nvalue a 1\nvalue b 3\nvalue c 5\n}\n"

static struct question question_of(const struct charter *charter, const char *rule)
{
	struct question question = {.charter = charter, .test = NONE, .body = NONE, .day = charter_latest(charter)};
	question.rule = map_get(&charter->rules, str_from(rule));
	question.conducts = CONDUCTS_ALL;
	for (uint32_t i = 0; i < charter->party_count; i++)
		if (charter->party[i].status[0].kind == STATUS_MEMBER)
			party_set_add(&question.members, i);
	return question;
}

static void against_every_ballot(void **state)
{
	(void)state;
	static char text[20000];
	uint32_t counts[ASK_MAX][3] = {{0}}, structure[ASK_MAX] = {0}, runs = 0;
	for (uint32_t run = 0; run < 700; run++) {
		bool flags = run % 5 == 0;
		struct buf buf = buf_of(text, sizeof(text));
		buf_c(&buf, PREFIX "rule r {\nadopted when ");
		write_test(&buf, 1 + roll(3), flags);
		buf_c(&buf, "\n");
		if (roll(4) == 0) {
			buf_c(&buf, "failing when ");
			write_test(&buf, roll(2), flags);
			buf_c(&buf, "\n");
		}
		write_meanings(&buf, flags);
		buf_c(&buf, "}\n");
		struct reading reading;
		reading_good(&reading, buf_view(&buf));
		struct question question = question_of(&reading.charter, "r");
		/* Fewer things to do, so that every ballot can be looked at. */
		for (uint32_t i = 0; i < 3 && flags; i++)
			question.conducts &= ~(1u << (2 + roll(CONDUCT_MAX - 2)));
		static struct meaning meaning;
		assert_true(meaning_of(&question, &reading.arena, &meaning));
		for (enum ask ask = 0; ask < ASK_MAX && meaning.action_count <= 24; ask++) {
			uint64_t steps = 100000000;
			struct finding finding;
			assert_true(meaning_ask(&meaning, ask, &reading.arena, &steps, &finding));
			counts[ask][finding.known]++;
			structure[ask] += finding.known == NEVER && finding.how == BY_STRUCTURE;
			bool real = exists(&question, &meaning, ask);
			if ((finding.known == FOUND && (!real || !example_shows(&question, &meaning, ask, &finding))) ||
			    (finding.known == NEVER && real)) {
				print_error("%.*s\nasked %u: known %u by %u, really %d\n", (int)buf.len, buf.ptr, (unsigned)ask,
				            (unsigned)finding.known, (unsigned)finding.how, real);
				fail();
			}
		}
		runs++;
		reading_release(&reading);
	}
	for (enum ask ask = 0; ask < ASK_MAX; ask++) {
		print_message("asked %u: %u never (%u of them by structure), %u found, %u undecided of %u\n", (unsigned)ask,
		              counts[ask][NEVER], structure[ask], counts[ask][FOUND], counts[ask][UNDECIDED], runs);
		/* Every answer occurs, and next to nothing is undecided with three members. */
		assert_true(counts[ask][NEVER] > 20 && counts[ask][FOUND] > 20 && structure[ask] > 10);
		assert_true(counts[ask][UNDECIDED] < 30);
	}
}

/* ---- Known rules --------------------------------------------------------------------------------------------- */

/* A charter of `count` members, the first five of which are permanent, weighing their number. */
static void write_charter(struct buf *buf, uint32_t count, const char *rule)
{
	buf_c(buf, "organisation o \"O\" { seat \"S\" UTC }\n");
	for (uint32_t i = 1; i <= count; i++)
		buf_say(buf, "party p%u \"P\" { status member from 2000-01-01 }\n", i);
	buf_c(buf, count < 5 ? "set permanent { parties p1 }\n" : "set permanent { parties p1 p2 p3 p4 p5 }\n");
	buf_c(buf, "weight population {\n");
	for (uint32_t i = 1; i <= count; i++)
		buf_say(buf, "value p%u %u\n", i, i * i + 1000);
	buf_say(buf, "}\nrule r {\n%s\n}\n", rule);
	assert_false(buf->full);
}

enum { N, Y, U }; /* never, found, undecided */
static const struct {
	const char *rule;
	uint32_t members;
	uint8_t holds, fails, both, undone;
} known[] = {
	{"adopted when for > against", 193, Y, Y, N, N},
	{"adopted when not for <= against", 193, Y, Y, N, N},
	{"adopted when for >= 2/3 of voting", 193, Y, Y, N, N},
	{"adopted when for >= 2/3 of members\nabsence not-for", 193, Y, Y, N, N},
	{"adopted when objections = 0\nhold blocks", 57, Y, Y, N, N},
	{"adopted when for >= 9 and against in permanent = 0", 15, Y, Y, N, N},
	{"adopted when for >= 55% of members and (population of for >= 65% of population of members or against < 4)\n"
     "abstention against",
     27, Y, Y, N, N},
	{"adopted when population of for > 1/2 of population of members", 193, Y, Y, N, N},
	{"adopted when for >= 10", 9, N, Y, N, N},
	{"adopted when against >= 4", 3, N, Y, N, N},
	{"adopted when population of for > 100% of population of members", 27, N, Y, N, N},
	{"adopted when for > against and against > for", 100, N, Y, N, N},
	{"adopted when for >= 0", 50, Y, N, Y, N},
	{"adopted when for >= 0 or for < 5", 50, Y, N, Y, N},
	{"adopted when for > against or for <= against", 50, Y, N, Y, N},
	{"adopted when for >= 1/3 of members", 57, Y, Y, Y, N},
	{"adopted when supporters >= 12", 57, Y, Y, Y, N},
	{"adopted when for >= 5", 9, Y, Y, N, N},
	{"adopted when for >= 5", 10, Y, Y, Y, N},
	{"adopted when population of for >= 1/4 of population of members", 27, Y, Y, Y, N},
	{"adopted when for = 5", 9, Y, Y, N, Y},
	{"adopted when for < 3", 9, Y, Y, Y, Y},
	{"adopted when not for > 3", 9, Y, Y, Y, Y},
	{"adopted when for > against and abstain >= 1", 9, Y, Y, N, Y},
	{"adopted when objections = 0\nconcerned objection-ignored", 9, Y, Y, N, N},
	/* Nobody can tell: many sums of different weights. */
	{"adopted when population of for = 30000 and population of against = 20011", 40, U, Y, N, U},
};

static void known_rules(void **state)
{
	(void)state;
	static char text[40000];
	static const enum known answer[] = {[N] = NEVER, [Y] = FOUND, [U] = UNDECIDED};
	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++) {
		struct buf buf = buf_of(text, sizeof(text));
		struct reading reading;
		const uint8_t expected[ASK_MAX] = {known[i].holds, known[i].fails, known[i].both, known[i].undone};
		static struct meaning meaning;
		write_charter(&buf, known[i].members, known[i].rule);
		reading_good(&reading, buf_view(&buf));
		struct question question = question_of(&reading.charter, "r");
		assert_true(meaning_of(&question, &reading.arena, &meaning));
		for (enum ask ask = 0; ask < ASK_MAX; ask++) {
			uint64_t steps = 100000000;
			struct finding finding;
			assert_true(meaning_ask(&meaning, ask, &reading.arena, &steps, &finding));
			if (finding.known != answer[expected[ask]] ||
			    (finding.known == FOUND && !example_shows(&question, &meaning, ask, &finding))) {
				print_error("%s\nof %u, asked %u: %u, not %u\n", known[i].rule, known[i].members, (unsigned)ask,
				            (unsigned)finding.known, (unsigned)answer[expected[ask]]);
				fail();
			}
		}
		reading_release(&reading);
	}
}

/* Without steps nothing is found out, and nothing is claimed. */
static void without_steps(void **state)
{
	(void)state;
	static char text[20000];
	struct buf buf = buf_of(text, sizeof(text));
	struct reading reading;
	static struct meaning meaning;
	write_charter(&buf, 9, "adopted when for > against");
	reading_good(&reading, buf_view(&buf));
	struct question question = question_of(&reading.charter, "r");
	assert_true(meaning_of(&question, &reading.arena, &meaning));
	for (enum ask ask = 0; ask < ASK_MAX; ask++) {
		uint64_t steps = 10;
		struct finding finding;
		assert_true(meaning_ask(&meaning, ask, &reading.arena, &steps, &finding));
		assert_int_equal(finding.known, UNDECIDED);
		assert_int_equal(steps, 0);
	}
	reading_release(&reading);
}

/* A condition of more inequalities than are looked at. */
static void too_large(void **state)
{
	(void)state;
	static char text[40000], rule[4000], words[20000];
	struct buf buf = buf_of(text, sizeof(text)), condition = buf_of(rule, sizeof(rule) - 1);
	struct reading reading;
	buf_c(&condition, "adopted when (for > 0");
	for (uint32_t i = 0; i < MEANING_LEAVES; i++)
		buf_say(&condition, " or\nfor > %u", i);
	buf_c(&condition, ")");
	rule[condition.len] = '\0';
	write_charter(&buf, 9, rule);
	buf_c(&buf, "body b \"B\" { decides any r }\n");
	reading_good(&reading, buf_view(&buf));
	struct buf explanation = buf_of(words, sizeof(words));
	assert_true(buf_explanation(&explanation, &reading.charter, reading.arena));
	assert_text(buf_view(&explanation),
	            "The body \"b\" decides matters of the kind \"any\" by the rule \"r\" (charter, line 74), line 23; "
	            "9 members on 2000-01-01:\n"
	            "  undecided whether it can be met: its condition has too many parts\n"
	            "  undecided whether it can fail: its condition has too many parts\n"
	            "  undecided whether both sides can win: its condition has too many parts\n"
	            "  undecided whether more support ever undoes an adoption: its condition has too many parts\n");
	reading_release(&reading);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(known_rules),
		cmocka_unit_test(against_every_ballot),
		cmocka_unit_test(without_steps),
		cmocka_unit_test(too_large),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
