/* Any bytes as a charter: reading ends, diagnostics can be shown, and what was read can be said and asked. */
#include "charter/charter.h"

#include <stdlib.h>

static char out[4 << 20];

/* A rule that numbers can judge: with sets of anybody's choice, and without any, it says the same. */
static void count(const struct charter *charter, uint32_t rule, const struct party_set *members, const uint8_t *data)
{
	uint32_t veto_set, asks, all = party_set_count(members), against = data[0] % (all + 1);
	struct party_set vetoes = {{0}};
	if (!rule_counts(charter, rule, &veto_set, &asks))
		return;
	struct numbers numbers = {.rule = rule, .members = all, .has_veto = veto_set != NONE};
	if (veto_set != NONE)
		vetoes = set_on(charter, veto_set, 14610);
	for (uint32_t i = 0; i < PARTY_WORDS; i++)
		vetoes.word[i] &= members->word[i];
	numbers.inside = party_set_count(&vetoes);
	numbers.counts = (struct counts){.votes_for = all - against, .against = against, .veto = against / 2};
	struct ballot ballot;
	enum counts_fault fault = counts_ballot(members, veto_set == NONE ? NULL : &vetoes, &numbers.counts, &ballot);
	if (fault != numbers_check(&numbers))
		abort();
	if (fault != COUNTS_RIGHT)
		return;
	ballot.day = 14610;
	static struct tally bare;
	struct tally tally = rule_apply(charter, rule, &ballot);
	numbers_judge(charter, &numbers, &bare);
	if (tally.adopted != bare.adopted || tally.failed != bare.failed)
		abort();
}

/* Every rule and condition on a ballot drawn from the text's own bytes. */
static void ask(const struct charter *charter, const uint8_t *data, size_t size)
{
	struct ballot ballot = {.day = data[0] * 100, .instruments = data[size - 1]};
	struct buf buf = buf_of(out, sizeof(out));
	for (uint32_t i = 0; i < charter->party_count; i++) {
		uint8_t byte = data[i % size];
		party_set_add(&ballot.set[TERM_MEMBERS], i);
		if ((byte & 1) != 0)
			party_set_add(&ballot.set[TERM_PRESENT], i);
		party_set_add(&ballot.set[(byte >> 1) % TERM_MAX], i);
	}
	for (uint32_t i = 0; i < charter->rule_count; i++) {
		struct tally tally = rule_apply(charter, i, &ballot);
		if (tally.adopted != (tally.failed == NONE))
			abort();
		buf_tally_why(&buf, charter, &tally);
		count(charter, i, &ballot.set[TERM_MEMBERS], data);
	}
	for (uint32_t i = 0; i < charter->procedure_count; i++) {
		for (uint32_t k = 0; k < charter->procedure[i].stage_count; k++) {
			const struct stage *stage = &charter->procedure[i].stage[k];
			for (uint32_t t = 0; t < stage->transition_count; t++) {
				uint32_t rule = NONE, body = charter->body_count == 0 ? NONE : 0;
				test_holds(charter, stage->transition[t].when, body, &ballot, &rule);
				buf_test_why(&buf, charter, stage->transition[t].when, &ballot);
				if (stage->transition[t].target >= charter->procedure[i].stage_count)
					abort();
			}
		}
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct region region;
	struct charter charter;
	struct diagnostics diagnostics;
	struct err err = {0};
	if (region.base == NULL && !arena_reserve(&region, (size_t)64 << 20))
		return 0;
	struct arena arena = {region.base, (char *)region.base + region.size};
	enum err_code code = charter_read((struct str){(const char *)data, size}, &arena, &charter, &diagnostics, &err);
	struct buf buf = buf_of(out, sizeof(out));
	buf_diagnostics(&buf, STR("fuzz"), &diagnostics);
	if ((code == ERR_OK) != (diagnostics.error_count == 0) && code != ERR_LIMIT)
		abort();
	if (code != ERR_OK)
		return 0;
	buf_charter(&buf, &charter);
	ask(&charter, data, size);
	return 0;
}
