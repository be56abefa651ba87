/* Any bytes as a charter: reading ends, diagnostics can be shown, and what was read can be said and asked. */
#include "charter/charter.h"

#include <stdlib.h>

static char out[4 << 20];

/* Every rule and condition on a ballot drawn from the text's own bytes. */
static void ask(const struct charter *charter, const uint8_t *data, size_t size)
{
	struct ballot ballot = {0};
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
		buf_test_why(&buf, charter, tally.failed, &tally.ballot);
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
