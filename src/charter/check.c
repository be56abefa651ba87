/* What can only be seen when everything has been read: nobody ever a member, bodies that cannot meet as stated, symbols
 * that collide, elements that nothing uses. check_procedure.c and check_rule.c look at procedures and rules. */
#include "charter/reader.h"

#include "base/buf.h"

/* An outcome lists each party at most twice: its position or its silence, and its absence; once more where a rule says
 * whom it binds. Those concerned stood in the act that tabled the matter, which is bounded. Every name comes with its
 * quotes and comma; the rest of the act is left 4 KiB. */
static size_t names_max(const struct charter *charter)
{
	size_t room = LIMIT_CONSTITUTIVE_SIZE - 4096, times = 2;
	for (uint32_t i = 0; i < charter->rule_count; i++)
		if (charter->rule[i].binds != NONE)
			times = 3;
	for (uint32_t i = 0; i < charter->procedure_count; i++)
		if (charter->procedure[i].about != ABOUT_NOBODY)
			return (room - LIMIT_ACT_SIZE) / times;
	return room / times;
}

bool body_may_use(const struct body *body, uint32_t procedure)
{
	for (uint32_t i = 0; i < body->procedure_count; i++)
		if (body->procedure[i] == procedure)
			return true;
	return body->procedure_count == 0;
}

void test_visit(const struct charter *charter, uint32_t test, void (*visit)(void *context, const struct test *node),
                void *context)
{
	if (test == NONE)
		return;
	const struct test *node = &charter->test[test];
	visit(context, node);
	if (node->op == AMOUNT_INT || node->op == TEST_PASSES || node->op == SET_TERM || node->op == SET_NAMED)
		return;
	test_visit(charter, node->a, visit, context);
	if (node->op != TEST_NOT && node->op != AMOUNT_COUNT && node->op != AMOUNT_FRACTION)
		test_visit(charter, node->b, visit, context);
}

/* ---- Members ---------------------------------------------------------------------------------------------- */

static bool ever_member(const struct party *party)
{
	for (uint32_t i = 0; i < party->status_count; i++)
		if (party->status[i].kind == STATUS_MEMBER)
			return true;
	return false;
}

bool party_has_sort(const struct party *party, struct str language)
{
	for (uint32_t i = 0; i < party->sort_count; i++)
		if (str_eq(party->sort[i].language, language))
			return true;
	return false;
}

static void check_parties(struct reader *reader)
{
	struct charter *charter = reader->charter;
	bool member = false, admits = charter_has_effect(charter, EFFECT_ADMITS);
	for (uint32_t i = 0; i < charter->party_count; i++) {
		const struct party *party = &charter->party[i];
		if (party->status_count == 0 && !admits) {
			diag_hint(&reader->diag, "form: %s", row_find(STR("status"), IN_PARTY)->form);
			diag_error(&reader->diag, place_of(&party->origin),
			           "the party \"%S\" has no status, and no outcome admits anybody", party->titles.name);
		}
		member |= ever_member(party);
		if (charter->order_language.len == 0 || !ever_member(party) || party_has_sort(party, charter->order_language))
			continue;
		diag_hint(&reader->diag, "form: sort %S \"KEY\"", charter->order_language);
		diag_warning(&reader->diag, place_of(&party->origin),
		             "the member \"%S\" has no sort key in \"%S\", which orders the parties", party->titles.name,
		             charter->order_language);
	}
	if (!member)
		diag_error(&reader->diag, place_of(&charter->origin), "no party is ever a member");
	size_t names = 0;
	for (uint32_t i = 0; i < charter->party_count; i++)
		names += charter->party[i].titles.name.len + 3;
	if (names > names_max(charter))
		diag_error(&reader->diag, place_of(&charter->origin),
		           "the parties' names are too long together for an outcome, which may list each of them more than "
		           "once");
}

static void check_zones(struct reader *reader)
{
	struct charter *charter = reader->charter;
	struct str zones[LIMIT_ZONES];
	uint32_t count = 1;
	zones[0] = charter->zone;
	for (uint32_t i = 0; i < charter->party_count; i++) {
		const struct party *party = &charter->party[i];
		uint32_t k = 0;
		while (k < count && !str_eq(zones[k], party->zone))
			k++;
		if (k < count || party->zone.len == 0)
			continue;
		if (count == LIMIT_ZONES) {
			diag_error(&reader->diag, place_of(&party->origin), "more than %u zones", LIMIT_ZONES);
			return;
		}
		zones[count++] = party->zone;
	}
}

/* ---- Bodies ----------------------------------------------------------------------------------------------- */

struct search {
	struct str kind;
	bool found;
};

static void find_kind(void *context, const struct test *node)
{
	struct search *search = context;
	if (node->op == TEST_PASSES && node->index == NONE && str_eq(node->kind, search->kind))
		search->found = true;
}

/* Does the procedure lead to matters of this kind: one that it serves, or one that a transition asks about? */
static bool serves(const struct charter *charter, const struct procedure *procedure, struct str kind)
{
	struct search search = {.kind = kind, .found = procedure->kind_count == 0};
	for (uint32_t i = 0; i < procedure->kind_count; i++)
		search.found |= str_eq(procedure->kind[i], kind);
	for (uint32_t i = 0; i < procedure->stage_count; i++)
		for (uint32_t k = 0; k < procedure->stage[i].transition_count; k++)
			test_visit(charter, procedure->stage[i].transition[k].when, find_kind, &search);
	return search.found;
}

static void check_decides(struct reader *reader, const struct body *body)
{
	struct charter *charter = reader->charter;
	const struct body *parent = body->parent == NONE ? NULL : &charter->body[body->parent];
	for (uint32_t i = 0; i < body->decides_count; i++) {
		const struct decides *decides = &body->decides[i];
		/* An inherited statement is checked where it stands. */
		bool found = str_eq(decides->kind, STR("any")) || !own_decides(decides, parent);
		for (uint32_t k = 0; k < charter->procedure_count && !found; k++)
			found = body_may_use(body, k) && serves(charter, &charter->procedure[k], decides->kind);
		if (!found)
			diag_warning(&reader->diag, place_of(&decides->origin),
			             "no procedure of the body \"%S\" serves matters of the kind \"%S\"", body->titles.name,
			             decides->kind);
	}
}

static void check_body(struct reader *reader, uint32_t index)
{
	struct charter *charter = reader->charter;
	const struct body *body = &charter->body[index];
	const struct body *parent = body->parent == NONE ? NULL : &charter->body[body->parent];
	/* What is inherited is checked where it stands. */
	bool member = body->composition == NONE ||
	              !own_statement(&body->composition_origin, parent == NULL ? NULL : &parent->composition_origin);
	for (uint32_t i = 0; !member && i < charter->party_count; i++)
		member = party_set_has(&charter->set[body->composition].parties, i) && ever_member(&charter->party[i]);
	if (!member)
		diag_error(&reader->diag, place_of(&body->composition_origin), "no party of the set \"%S\" is ever a member",
		           charter->set[body->composition].titles.name);
	for (uint32_t i = 0; i < body->convenes_count; i++) {
		if (body->convenes[i].kind != WHO_CHAIR || body->chair != CHAIR_NONE)
			continue;
		diag_hint(&reader->diag, "form: %s", row_find(STR("chair"), IN_BODY)->form);
		diag_error(&reader->diag, place_of(&body->origin), "the chair convenes the body \"%S\", which has no chair",
		           body->titles.name);
	}
	for (uint32_t i = 0; i < index; i++) {
		if (!str_eq(charter->body[i].code, body->code))
			continue;
		diag_hint(&reader->diag, "form: code \"CODE\"");
		diag_error(&reader->diag, place_of(&body->origin), "the bodies \"%S\" and \"%S\" have the same code \"%S\"",
		           charter->body[i].titles.name, body->titles.name, body->code);
	}
	check_decides(reader, body);
}

/* ---- Series ----------------------------------------------------------------------------------------------- */

/* The pattern with a body's code in the place of {body}. */
static struct str expand(struct arena *arena, struct str pattern, struct str code)
{
	static const struct str hole = WORD("{body}");
	for (size_t i = 0; i + hole.len <= pattern.len; i++) {
		if (!str_eq(str_slice(pattern, i, i + hole.len), hole))
			continue;
		struct buf buf = buf_new(arena, pattern.len + code.len);
		buf_str(&buf, str_slice(pattern, 0, i));
		buf_str(&buf, code);
		buf_str(&buf, str_slice(pattern, i + hole.len, pattern.len));
		return buf.full ? (struct str){0} : buf_view(&buf);
	}
	return pattern;
}

/* Two series that would number documents alike, whatever the body. The arena is scratch. */
static void check_series(struct reader *reader, struct arena scratch)
{
	struct charter *charter = reader->charter;
	struct map seen = map_init((struct map_key){0, 0});
	for (uint32_t i = 0; i < charter->series_count; i++) {
		const struct series *series = &charter->series[i];
		for (uint32_t body = 0; body < charter->body_count || body == 0; body++) {
			struct str code = charter->body_count == 0 ? STR("") : charter->body[body].code;
			struct str pattern = expand(&scratch, series->pattern, code);
			uint32_t other = pattern.ptr == NULL ? MAP_NONE : map_get(&seen, pattern);
			if (other != MAP_NONE && other != i) {
				diag_hint(&reader->diag, "both make \"%S\"", pattern);
				diag_error(&reader->diag, place_of(&series->origin),
				           "the series \"%S\" and \"%S\" give the same symbols", charter->series[other].name,
				           series->name);
				break;
			}
			if (pattern.ptr == NULL || (other == MAP_NONE && !map_put(&seen, &scratch, pattern, i))) {
				reader->diag.no_memory = true;
				return;
			}
		}
	}
}

/* ---- Use -------------------------------------------------------------------------------------------------- */

struct used {
	const struct charter *charter;
	bool set[LIMIT_PARTIES];
	bool weight[LIMIT_WEIGHTS];
	bool rule[LIMIT_RULES];
	bool procedure[LIMIT_PROCEDURES];
};

static void use_node(void *context, const struct test *node)
{
	struct used *used = context;
	if (node->op == SET_NAMED)
		used->set[node->index] = true;
	if ((node->op == AMOUNT_COUNT || node->op == AMOUNT_FRACTION) && node->index != NONE)
		used->weight[node->index] = true;
	if (node->op == TEST_PASSES && node->index != NONE)
		used->rule[node->index] = true;
}

static void use_who(struct used *used, const struct who *who, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++)
		if (who[i].kind == WHO_SET)
			used->set[who[i].index] = true;
}

static void find_used(struct used *used)
{
	const struct charter *charter = used->charter;
	for (uint32_t i = 0; i < charter->body_count; i++) {
		const struct body *body = &charter->body[i];
		if (body->composition != NONE)
			used->set[body->composition] = true;
		use_who(used, body->convenes, body->convenes_count);
		test_visit(charter, body->quorum_open, use_node, used);
		test_visit(charter, body->quorum_decide, use_node, used);
		for (uint32_t k = 0; k < body->decides_count; k++)
			used->rule[body->decides[k].rule] = true;
		for (uint32_t k = 0; k < charter->procedure_count; k++)
			used->procedure[k] |= body_may_use(body, k);
	}
	for (uint32_t i = 0; i < charter->rule_count; i++) {
		test_visit(charter, charter->rule[i].test, use_node, used);
		test_visit(charter, charter->rule[i].binds, use_node, used);
		if (charter->rule[i].undone_by != NONE)
			used->rule[charter->rule[i].undone_by] = true;
	}
	for (uint32_t i = 0; i < charter->instrument_count; i++)
		test_visit(charter, charter->instrument[i].enters_when, use_node, used);
	for (uint32_t i = 0; i < charter->procedure_count; i++) {
		const struct procedure *procedure = &charter->procedure[i];
		use_who(used, procedure->begins, procedure->begins_count);
		for (uint32_t k = 0; k < procedure->stage_count; k++) {
			const struct stage *stage = &procedure->stage[k];
			for (uint32_t t = 0; t < stage->transition_count; t++) {
				use_who(used, stage->transition[t].by, stage->transition[t].by_count);
				test_visit(charter, stage->transition[t].when, use_node, used);
			}
		}
	}
}

static void check_used(struct reader *reader)
{
	struct charter *charter = reader->charter;
	struct used used = {.charter = charter};
	find_used(&used);
	for (uint32_t i = 0; i < charter->set_count; i++)
		if (!used.set[i])
			diag_warning(&reader->diag, place_of(&charter->set[i].origin), "nothing uses the set \"%S\"",
			             charter->set[i].titles.name);
	for (uint32_t i = 0; i < charter->weight_count; i++)
		if (!used.weight[i])
			diag_warning(&reader->diag, place_of(&charter->weight[i].origin), "nothing uses the weight \"%S\"",
			             charter->weight[i].titles.name);
	for (uint32_t i = 0; i < charter->rule_count; i++)
		if (!used.rule[i])
			diag_warning(&reader->diag, place_of(&charter->rule[i].origin), "nothing uses the rule \"%S\"",
			             charter->rule[i].titles.name);
	for (uint32_t i = 0; i < charter->procedure_count; i++)
		if (!used.procedure[i])
			diag_warning(&reader->diag, place_of(&charter->procedure[i].origin), "no body may use the procedure \"%S\"",
			             charter->procedure[i].titles.name);
}

void check_charter(struct reader *reader)
{
	check_parties(reader);
	check_zones(reader);
	for (uint32_t i = 0; i < reader->charter->body_count; i++)
		check_body(reader, i);
	check_series(reader, *reader->arena);
	check_procedures(reader);
	check_steps(reader);
	check_instruments(reader);
	check_rules(reader);
	check_effects(reader);
	check_ways(reader);
	check_symbols(reader);
	check_used(reader);
	check_meanings(reader);
}
