/* What a position and its absence mean: the concerned, recusals, constructive abstentions, who is bound and who accepts
 * later, undoing, taking part, weights of the day; and that an outcome's entry says it all. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "kernel/charters_meanings.h"
#include "kernel/play.h"

static struct play play;

static int begin(void **state)
{
	(void)state;
	PLAY_OPEN(&play, MEANINGS_CHARTER);
	play_found(&play);
	play_run(&play, "at 2026-03-02T09:00Z\n");
	return 0;
}

static int end(void **state)
{
	(void)state;
	play_replay(&play);
	play_close(&play);
	return 0;
}

/* The names in a set, in the charter's order: "ARM,KAZ". */
static void assert_set(const struct party_set *set, const char *wanted)
{
	char names[200] = "";
	for (uint32_t p = 0; p < play.charter.party_count; p++)
		if (party_set_has(set, p)) {
			if (names[0] != '\0')
				strcat(names, ",");
			strncat(names, play.charter.party[p].titles.name.ptr, play.charter.party[p].titles.name.len);
		}
	if (strcmp(names, wanted) != 0)
		fail_msg("found %s, wanted %s", names, wanted);
}

/* A field of the outcome that is due: "ARM,KAZ", "" when nobody is in it, "-" when it is not written. */
static void assert_due(enum field field, const char *wanted)
{
	struct outcome outcome;
	struct act act;
	char names[200] = "";
	struct arena scratch = play.scratch;
	assert_true(kernel_due(play.state, play.now_ms, &outcome));
	assert_true(outcome_act(play.state, &outcome, &scratch, &act));
	const struct value *value = &act.field[field];
	for (uint32_t i = 0; value->set && i < value->count; i++) {
		strcat(names, i == 0 ? "" : ",");
		strncat(names, value->list[i].ptr, value->list[i].len);
	}
	if (strcmp(value->set ? names : "-", wanted) != 0)
		fail_msg("%s: found %s, wanted %s", field_info[field].name.ptr, value->set ? names : "-", wanted);
}

static void test_must_abstain(void **state)
{
	(void)state;
	play_run(&play, "ARM arm-1 table matter=m body=council kind=measures procedure=vote title=T concerned=BLR,SEC\n"
	                "BLR blr-1 position matter=m version=1 position=support => must-abstain\n"
	                "says m concerns Belarus, which must abstain (Charter, Art. 27(3))\n"
	                "BLR blr-1 position matter=m version=1 position=object => must-abstain\n"
	                "BLR blr-1 position matter=m version=1 position=constructive => must-abstain\n"
	                "BLR blr-1 position matter=m version=1 position=hold => must-abstain\n"
	                "BLR blr-1 position matter=m version=1 position=abstain\n"
	                "ARM arm-1 position matter=m version=1 position=support\n"
	                "KAZ kaz-1 position matter=m version=1 position=support\n"
	                "ARM arm-1 table matter=n body=council kind=measures procedure=vote title=T concerned=BLR\n"
	                "ARM arm-1 position matter=n version=1 position=support\n"
	                "KAZ kaz-1 position matter=n version=1 position=support\n"
	                "RUS rus-1 position matter=n version=1 position=support\n"
	                "after 24h\n");
	assert_due(FIELD_CONCERNED, "BLR,SEC");
	assert_due(FIELD_ABSTAIN, "BLR");
	assert_due(FIELD_RECUSED, "-");
	assert_due(FIELD_CONSTRUCTIVE, "-");
	assert_due(FIELD_BOUND, "-"); /* the rule does not say: all */
	play_run(&play, "due m rejected\n"
	                "due n adopted\n"); /* three votes are still needed */
	struct party_set bound = play_matter(&play, "n").bound;
	assert_set(&bound, "ARM,BLR,KAZ,KGZ,RUS");
	bound = play_matter(&play, "m").bound;
	assert_set(&bound, "");
}

static void test_removed_and_heard(void **state)
{
	(void)state;
	play_run(&play, "ARM arm-1 table matter=m body=council kind=expulsion procedure=vote title=T concerned=RUS\n"
	                "RUS rus-1 position matter=m version=1 position=object => concerned-out\n"
	                "says m concerns Russia, which takes no part in deciding it (Charter, Art. 20)\n"
	                "RUS rus-1 position matter=m version=1 position=abstain => concerned-out\n"
	                "ARM arm-1 position matter=m version=1 position=support\n"
	                "KAZ kaz-1 position matter=m version=1 position=support\n"
	                "BLR blr-1 position matter=m version=1 position=support\n"
	                "KGZ kgz-1 position matter=m version=1 position=support\n"
	                "ARM arm-1 table matter=n body=council kind=dispute procedure=vote title=T concerned=RUS\n"
	                "RUS rus-1 position matter=n version=1 position=object => concerned-out\n"
	                "RUS rus-1 position matter=n version=1 position=recuse\n"
	                /* always open to it */
	                "ARM arm-1 table matter=o body=council kind=dispute procedure=vote title=T concerned=RUS\n"
	                "ARM arm-1 position matter=o version=1 position=support\n"
	                "KAZ kaz-1 position matter=o version=1 position=support\n"
	                "BLR blr-1 position matter=o version=1 position=support\n"
	                "KGZ kgz-1 position matter=o version=1 position=abstain\n"
	                "after 24h\n"
	                "due m adopted\n");
	assert_due(FIELD_RECUSED, "RUS");
	assert_due(FIELD_SILENT, "ARM,BLR,KAZ,KGZ");
	play_run(&play, "due n rejected\n"
	                "due o adopted\n");
	struct party_set bound = play_matter(&play, "m").bound;
	assert_set(&bound, "ARM,BLR,KAZ,KGZ,RUS"); /* no vote, but a member */
}

static void test_objection_ignored(void **state)
{
	(void)state;
	play_run(&play, "ARM arm-1 table matter=m body=council kind=conciliation procedure=vote title=T concerned=RUS,BLR\n"
	                "RUS rus-1 position matter=m version=1 position=object\n"
	                "BLR blr-1 position matter=m version=1 position=object\n"
	                "ARM arm-1 table matter=n body=council kind=conciliation procedure=vote title=T concerned=RUS\n"
	                "RUS rus-1 position matter=n version=1 position=object\n"
	                "BLR blr-1 position matter=n version=1 position=object\n"
	                "after 24h\n");
	assert_due(FIELD_AGAINST, "BLR,RUS"); /* what they said stands there */
	play_run(&play, "due m adopted\n"
	                "due n rejected\n");
}

/* A recusal is from the matter: no text brings its author back. */
static void test_recusal(void **state)
{
	(void)state;
	play_run(&play, "ARM arm-1 table matter=m body=council kind=appointment procedure=vote title=T text=x\n"
	                "RUS rus-1 position matter=m version=1 position=recuse commitment=x\n"
	                "ARM arm-1 position matter=m version=1 position=support commitment=x\n"
	                "ARM arm-1 amend matter=m version=2 text=y\n"
	                "stage m open 2\n");
	struct party_set recused = play_matter(&play, "m").recused;
	assert_set(&recused, "RUS");
	recused = play_matter(&play, "m").ballot.set[TERM_MEMBERS];
	assert_set(&recused, "ARM,BLR,KAZ,KGZ");
	play_run(&play, "ARM arm-1 position matter=m version=2 position=support commitment=y\n"
	                "BLR blr-1 position matter=m version=2 position=support commitment=y\n"
	                "KAZ kaz-1 position matter=m version=2 position=support commitment=y\n"
	                "KGZ kgz-1 position matter=m version=2 position=support commitment=y\n"
	                "after 24h\n");
	assert_due(FIELD_RECUSED, "RUS");
	assert_due(FIELD_FOR, "ARM,BLR,KAZ,KGZ");
	play_run(&play, "due m adopted\n");
	/* It can take a position again, and is a member again. */
	play_run(&play, "ARM arm-1 table matter=n body=council kind=appointment procedure=vote title=T\n"
	                "RUS rus-1 position matter=n version=1 position=recuse\n"
	                "RUS rus-1 position matter=n version=1 position=support\n"
	                "after 24h\n");
	assert_due(FIELD_RECUSED, "-");
	assert_due(FIELD_FOR, "RUS");
	play_run(&play, "due n rejected\n");
}

static void test_constructive_abstention(void **state)
{
	(void)state;
	play_run(&play, "ARM arm-1 table matter=m body=council kind=mission procedure=vote title=T\n"
	                "RUS rus-1 position matter=m version=1 position=constructive\n"
	                "ARM arm-1 position matter=m version=1 position=support\n"
	                "stage m open 1\n"
	                "ARM arm-1 table matter=n body=council kind=mission procedure=vote title=T\n"
	                "RUS rus-1 position matter=n version=1 position=constructive\n"
	                "KAZ kaz-1 position matter=n version=1 position=constructive\n"
	                "ARM arm-1 table matter=o body=council kind=mission procedure=vote title=T\n"
	                "RUS rus-1 position matter=o version=1 position=constructive\n"
	                "KAZ kaz-1 position matter=o version=1 position=abstain\n"
	                "stage o open 1\n"
	                "ARM arm-1 position matter=o version=1 position=constructive\n"
	                "stage o noted 1\n"
	                /* it happens as an abstention, and is
	                                                                                 counted as one */
	                "after 24h\n");
	assert_due(FIELD_CONSTRUCTIVE, "RUS");
	assert_due(FIELD_ABSTAIN, "");
	assert_due(FIELD_BOUND, "ARM,BLR,KAZ,KGZ");
	play_run(&play, "due m adopted\n"
	                "due n rejected\n"
	                "due o rejected\n"
	                "none\n");
	struct party_set bound = play_matter(&play, "m").bound;
	assert_set(&bound, "ARM,BLR,KAZ,KGZ");
}

/* Adopted in its absence; joined a month later. */
static void test_late_accession(void **state)
{
	(void)state;
	play_run(&play, "ARM arm-1 table matter=m body=council kind=agreement procedure=vote title=T text=x\n"
	                "ARM arm-1 position matter=m version=1 position=accept commitment=x => position-not-taken\n"
	                "ARM arm-1 position matter=m version=1 position=support commitment=x\n"
	                "RUS rus-1 position matter=m version=1 position=support commitment=x\n"
	                "KGZ kgz-1 position matter=m version=1 position=reserve commitment=x\n"
	                "after 24h\n");
	assert_due(FIELD_BOUND, "ARM,RUS");
	play_run(&play, "due m adopted\n"
	                "after 720h\n"
	                "ARM arm-1 position matter=m version=1 position=accept commitment=x => bound-already\n"
	                "says Armenia is bound by m already\n"
	                "BLR blr-1 position matter=m version=1 position=support commitment=x => matter-decided\n"
	                "BLR blr-1 position matter=m version=1 position=accept commitment=y => commitment\n"
	                "SEC sec-1 position matter=m version=1 position=accept commitment=x => not-a-member\n"
	                "BLR blr-1 position matter=m version=1 position=accept commitment=x\n"
	                "KGZ kgz-1 position matter=m version=1 position=accept commitment=x\n"
	                "BLR blr-1 position matter=m version=1 position=accept commitment=x => bound-already\n");
	struct matter_view m = play_matter(&play, "m");
	assert_set(&m.bound, "ARM,BLR,KGZ,RUS");
	/* What was counted stays. */
	assert_set(&m.ballot.set[TERM_RESERVATIONS], "KGZ");
	assert_set(&m.ballot.set[TERM_ABSENT], "BLR,KAZ");
	/* What was rejected, or leaves nothing open, is not accepted. */
	play_run(&play, "ARM arm-1 table matter=n body=council kind=agreement procedure=vote title=T\n"
	                "RUS rus-1 position matter=n version=1 position=object\n"
	                "ARM arm-1 table matter=o body=council kind=mission procedure=closed title=T\n"
	                "after 24h\n"
	                "due n rejected\n"
	                "due o adopted\n"
	                "BLR blr-1 position matter=n version=1 position=accept => position-not-taken\n"
	                "BLR blr-1 position matter=o version=1 position=accept => position-not-taken\n");
}

static void test_undoing_is_of_something_adopted(void **state)
{
	(void)state;
	play_run(&play,
	         "ARM arm-1 table matter=m body=council kind=appointment procedure=vote title=T\n"
	         "ARM arm-1 position matter=m version=1 position=support\n"
	         "BLR blr-1 position matter=m version=1 position=support\n"
	         "KAZ kaz-1 position matter=m version=1 position=support\n"
	         "KGZ kgz-1 position matter=m version=1 position=support\n"
	         "RUS rus-1 position matter=m version=1 position=support\n"
	         "ARM arm-1 table matter=x body=council kind=appointment procedure=vote title=T undoes=m => not-undone\n"
	         "says m cannot be undone by this: it was not adopted\n"
	         "ARM arm-1 table matter=x body=council kind=appointment procedure=vote title=T undoes=y => unknown-name\n"
	         "ARM arm-1 table matter=again body=council kind=appointment procedure=vote title=T\n"
	         /* by the same rule: all, where most would do to undo */
	         "ARM arm-1 position matter=again version=1 position=support\n"
	         "after 24h\n"
	         "due m adopted\n"
	         "due again rejected\n"
	         "ARM arm-1 table matter=x body=council kind=mission procedure=vote title=T undoes=m => not-undone\n"
	         "says it is of another kind\n"
	         "ARM arm-1 table matter=x body=bureau kind=appointment procedure=vote title=T undoes=m => not-undone\n"
	         "says another body adopted it\n"
	         "ARM arm-1 table matter=x body=council kind=appointment procedure=vote title=T undoes=m\n"
	         "ARM arm-1 position matter=x version=1 position=support\n"
	         "RUS rus-1 position matter=x version=1 position=support\n"
	         "KAZ kaz-1 position matter=x version=1 position=object\n"
	         "after 24h\n");
	struct outcome outcome;
	assert_true(kernel_due(play.state, play.now_ms, &outcome));
	assert_true(str_eq(play.charter.rule[outcome.rule].titles.name, STR("most")));
	play_run(&play, "due x adopted\n");
	assert_int_equal(play_matter(&play, "x").undoes, kernel_matter_find(play.state, STR("m")));
	assert_int_equal(play_matter(&play, "m").undoes, NONE);
}

static void test_taking_part(void **state)
{
	(void)state;
	play_run(
		&play,
		"ARM arm-1 table matter=x body=council kind=project procedure=vote title=T participating=ARM,ARM => named-twice\n"
		"ARM arm-1 table matter=x body=council kind=project procedure=vote title=T participating=ARM,ZZZ => unknown-name\n"
		"ARM arm-1 table matter=m body=council kind=project procedure=vote title=T participating=ARM,KAZ\n"
		"ARM arm-1 position matter=m version=1 position=support\n"
		"KAZ kaz-1 position matter=m version=1 position=support\n"
		"RUS rus-1 position matter=m version=1 position=object\n"
		"ARM arm-1 table matter=n body=council kind=project procedure=vote title=T\n"
		"ARM arm-1 position matter=n version=1 position=support\n"
		"KAZ kaz-1 position matter=n version=1 position=support\n"
		"after 24h\n");
	assert_due(FIELD_BOUND, "ARM,KAZ");
	play_run(&play, "due m adopted\n"
	                "due n rejected\n"); /* all take part where nobody is named */
	struct matter_view m = play_matter(&play, "m");
	assert_set(&m.participating, "ARM,KAZ");
	m = play_matter(&play, "n");
	assert_set(&m.participating, "ARM,BLR,KAZ,KGZ,RUS");
}

/* Weights and sets are those of the day, at the seat: a day begins there three hours before it does in UTC. */
static void test_of_the_day(void **state)
{
	(void)state;
	play_run(
		&play,
		"at 2026-03-30T20:59:59.999Z\n"
		"ARM arm-1 table matter=m body=council kind=budget procedure=vote title=T\n"
		"ARM arm-1 table matter=v body=council kind=veto procedure=vote title=T\n"
		"RUS rus-1 position matter=m version=1 position=support\n"
		"ARM arm-1 position matter=v version=1 position=support\n"
		"KGZ kgz-1 position matter=v version=1 position=support\n"
		"KAZ kaz-1 position matter=v version=1 position=object\n"
		"after 1ms\n"
		"ARM arm-1 table matter=n body=council kind=budget procedure=vote title=T\n"
		"ARM arm-1 table matter=w body=council kind=veto procedure=vote title=T\n"
		"RUS rus-1 position matter=n version=1 position=support\n"
		"ARM arm-1 position matter=w version=1 position=support\n"
		"KGZ kgz-1 position matter=w version=1 position=support\n"
		"KAZ kaz-1 position matter=w version=1 position=object\n"
		"at 2026-03-31T21:00Z\n"
		/* 1 April at
	                                                                                              the seat
	                                                                                            */
		"due m adopted\n"
		"due v adopted\n"
		/* five
	                                                                                                      of
	                                                                                                      ten
	                                                                                                      on
	                                                                                                      the
	                                                                                                      last
	                                                                                                      day;
	                                                                                                      Kazakhstan
	                                                                                                      has
	                                                                                                      no
	                                                                                                      veto
	                                                                                                      yet
	                                                                                                    */
		"due n rejected\n"
		"due w rejected\n"
		/* three of eight on the first */);
}

static void test_fallback(void **state)
{
	(void)state;
	play_run(&play, "ARM arm-1 table matter=m body=council kind=policy procedure=vote title=T\n"
	                "ARM arm-1 position matter=m version=1 position=support\n"
	                "BLR blr-1 position matter=m version=1 position=support\n"
	                "KAZ kaz-1 position matter=m version=1 position=support\n"
	                "KGZ kgz-1 position matter=m version=1 position=support\n"
	                "RUS rus-1 position matter=m version=1 position=object\n"
	                "ARM arm-1 table matter=n body=council kind=policy procedure=vote title=T\n"
	                "ARM arm-1 position matter=n version=1 position=support\n"
	                "RUS rus-1 position matter=n version=1 position=object\n"
	                "after 24h\n"
	                "due m adopted\n"
	                "due n rejected\n");
}

/* Whom the charter lets nobody name, nobody names; who is not concerned is not touched. */
static void test_rule_ahead(void **state)
{
	(void)state;
	/* In a stage that asks two rules, the first is ahead: it says nothing of the concerned. */
	play_run(&play, "ARM arm-1 table matter=m body=council kind=expulsion procedure=closed title=T concerned=RUS\n"
	                "RUS rus-1 position matter=m version=1 position=object\n"
	                "ARM arm-1 table matter=n body=council kind=measures procedure=vote title=T concerned=BLR\n"
	                "RUS rus-1 position matter=n version=1 position=support\n"
	                "after 24h\n"
	                "due m rejected\n"
	                "due n rejected\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_must_abstain, begin, end),
		cmocka_unit_test_setup_teardown(test_removed_and_heard, begin, end),
		cmocka_unit_test_setup_teardown(test_objection_ignored, begin, end),
		cmocka_unit_test_setup_teardown(test_recusal, begin, end),
		cmocka_unit_test_setup_teardown(test_constructive_abstention, begin, end),
		cmocka_unit_test_setup_teardown(test_late_accession, begin, end),
		cmocka_unit_test_setup_teardown(test_undoing_is_of_something_adopted, begin, end),
		cmocka_unit_test_setup_teardown(test_taking_part, begin, end),
		cmocka_unit_test_setup_teardown(test_of_the_day, begin, end),
		cmocka_unit_test_setup_teardown(test_fallback, begin, end),
		cmocka_unit_test_setup_teardown(test_rule_ahead, begin, end),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
