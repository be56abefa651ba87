/* What a script expects of the state at its clock: who holds an office, what a party is, who chairs a body, how many
 * charters there have been. */
#include "app/script_run.h"

static enum err_code is_not(struct script_run *run, const char *what, struct str have, struct err *err)
{
	return err_set(err, ERR_CONFLICT, "line %u: %s is %.*s", run->line.number, what, STR_ARG(have));
}

/* KEY=VALUE of the line against what is; nothing written: anything will do. */
static enum err_code word_is(struct script_run *run, struct str key, struct str have, struct err *err)
{
	struct str want = script_value(&run->line, 3, key);
	char name[32];
	struct buf buf = buf_of(name, sizeof(name) - 1);

	if (want.ptr == NULL || str_eq(want, have))
		return ERR_OK;
	buf_str(&buf, key);
	name[buf.len] = '\0';
	return is_not(run, name, have, err);
}

static enum err_code number_is(struct script_run *run, struct str key, uint64_t have, struct err *err)
{
	char digits[24];
	struct buf buf = buf_of(digits, sizeof(digits));

	buf_u64(&buf, have);
	return word_is(run, key, buf_view(&buf), err);
}

static struct str yes_no(bool yes)
{
	return yes ? STR("yes") : STR("no");
}

static enum err_code office(struct script_run *run, uint32_t index, struct err *err)
{
	const struct state *state = registrar_state(run->registrar);
	const struct charter *charter = kernel_charter(state);
	struct tenure_view holder = {.person = STR(""), .acting = NONE};
	bool held = kernel_holder(state, index, run->clock_ms, &holder);
	struct str party = held ? charter->party[holder.party].titles.name : STR("nobody");
	struct str acting = holder.acting == NONE ? STR("no") : charter->office[holder.acting].titles.name;
	enum err_code code = word_is(run, STR("holder"), party, err);

	if (code == ERR_OK)
		code = word_is(run, STR("person"), holder.person, err);
	return code == ERR_OK ? word_is(run, STR("acting"), acting, err) : code;
}

static enum err_code party(struct script_run *run, uint32_t index, struct err *err)
{
	const struct state *state = registrar_state(run->registrar);
	enum status_kind status = kernel_status(state, index, run->clock_ms);
	enum err_code code = word_is(run, STR("status"), status == STATUS_MAX ? STR("none") : status_name[status], err);

	if (code == ERR_OK)
		code = word_is(run, STR("vote"), yes_no(kernel_has_vote(state, index, run->clock_ms)), err);
	return code == ERR_OK ? word_is(run, STR("arrears"), yes_no(kernel_in_arrears(state, index, run->clock_ms)), err)
	                      : code;
}

static enum err_code body(struct script_run *run, uint32_t index, struct err *err)
{
	const struct state *state = registrar_state(run->registrar);
	uint32_t chair = kernel_chair(state, index, run->clock_ms);
	struct rhythm_view rhythm = kernel_rhythm(state, index, run->clock_ms);
	struct str name = chair == NONE ? STR("nobody") : kernel_charter(state)->party[chair].titles.name;
	enum err_code code = word_is(run, STR("chair"), name, err);

	if (code == ERR_OK)
		code = number_is(run, STR("held"), rhythm.held, err);
	return code == ERR_OK ? number_is(run, STR("late"), rhythm.late, err) : code;
}

static const struct expected {
	struct str what, keys[3];
	size_t key_count;
} expected[] = {
	{{"office", 6}, {{"holder", 6}, {"person", 6}, {"acting", 6}}, 3},
	{{"party", 5}, {{"status", 6}, {"vote", 4}, {"arrears", 7}}, 3},
	{{"body", 4}, {{"chair", 5}, {"held", 4}, {"late", 4}}, 3},
	{{"charter", 7}, {{"versions", 8}}, 1},
};

static const struct expected *expected_find(struct str what)
{
	for (size_t i = 0; i < sizeof(expected) / sizeof(expected[0]); i++)
		if (str_eq(expected[i].what, what))
			return &expected[i];
	return NULL;
}

bool script_expects_state(struct str what)
{
	return expected_find(what) != NULL;
}

enum err_code script_expect_state(struct script_run *run, struct err *err)
{
	const struct state *state = registrar_state(run->registrar);
	struct str what = run->line.word[1];
	uint32_t first = str_eq(what, STR("charter")) ? 2 : 3, index;
	const struct charter *charter = kernel_charter(state);
	const struct expected *of = expected_find(what);
	const struct map *names;
	enum err_code code = script_only_keys(run, first, of->keys, of->key_count, err);

	if (code != ERR_OK)
		return code;
	if (first == 2) {
		struct str versions = script_value(&run->line, 2, STR("versions"));
		char digits[24];
		struct buf buf = buf_of(digits, sizeof(digits));
		buf_u64(&buf, kernel_charter_count(state));
		return versions.ptr == NULL || str_eq(versions, buf_view(&buf))
		           ? ERR_OK
		           : is_not(run, "the number of charters", buf_view(&buf), err);
	}
	names = what.ptr[0] == 'o' ? &charter->offices : what.ptr[0] == 'p' ? &charter->parties : &charter->bodies;
	index = run->line.count < 3 ? MAP_NONE : map_get(names, run->line.word[2]);
	if (index == MAP_NONE)
		return script_wrong(run, err, "the charter has nothing of this name");
	return names == &charter->offices   ? office(run, index, err)
	       : names == &charter->parties ? party(run, index, err)
	                                    : body(run, index, err);
}
