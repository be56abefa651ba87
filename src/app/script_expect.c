/* expect: what a script holds the record to. What a line does not say is not looked at; what it cannot say is an error.
 */
#include "app/script_run.h"

enum err_code script_only_keys(struct script_run *run, uint32_t first, const struct str *keys, size_t count,
                               struct err *err)
{
	for (uint32_t i = first; i < run->line.count; i++) {
		struct str word = run->line.word[i], name, value;
		bool known = false;

		if (str_cut(word, '=', &name, &value))
			for (size_t k = 0; k < count; k++)
				known = known || str_eq(name, keys[k]);
		if (!known)
			return err_set(err, ERR_CONFLICT, "line %u: \"%.*s\" cannot be expected", run->line.number, STR_ARG(word));
	}
	return ERR_OK;
}

static bool line_wants(struct script_run *run, struct str key, struct str have)
{
	struct str want = script_value(&run->line, 3, key);

	return want.ptr == NULL || str_eq(want, have);
}

static enum err_code expect_outcome(struct script_run *run, struct err *err)
{
	static const struct str keys[] = {{"symbol", 6}, {"rule", 4}, {"at", 2}};
	const struct seen_outcome *newest = NULL;
	struct str at = script_value(&run->line, 4, STR("at"));
	char storage[64];
	struct buf have = buf_of(storage, sizeof(storage));
	int64_t at_ms;
	enum err_code code = script_only_keys(run, 4, keys, 3, err);

	if (run->line.count < 4)
		return script_wrong(run, err, "write: expect outcome MATTER RESULT");
	if (code != ERR_OK)
		return code;
	for (uint32_t i = 0; i < run->outcome_count; i++)
		if (str_eq(run->outcome[i].matter, run->line.word[2]))
			newest = &run->outcome[i];
	if (newest == NULL)
		return script_wrong(run, err, "the matter has no outcome");
	if (!str_eq(newest->result, run->line.word[3]))
		return err_set(err, ERR_CONFLICT, "line %u: the newest outcome of %.*s is %.*s, not %.*s", run->line.number,
		               STR_ARG(newest->matter), STR_ARG(newest->result), STR_ARG(run->line.word[3]));
	if (!line_wants(run, STR("symbol"), newest->symbol))
		return err_set(err, ERR_CONFLICT, "line %u: the symbol is \"%.*s\"", run->line.number, STR_ARG(newest->symbol));
	if (!line_wants(run, STR("rule"), newest->rule))
		return err_set(err, ERR_CONFLICT, "line %u: the rule is \"%.*s\"", run->line.number, STR_ARG(newest->rule));
	if (at.ptr == NULL || (time_parse(at, &at_ms) && at_ms == newest->at_ms))
		return ERR_OK;
	buf_time_utc(&have, newest->at_ms);
	return err_set(err, ERR_CONFLICT, "line %u: the outcome dates from %.*s", run->line.number,
	               STR_ARG(buf_view(&have)));
}

/* KEY=TIME, or KEY=never for `never_ms`. */
static enum err_code expect_instant(struct script_run *run, struct str key, int64_t have_ms, int64_t never_ms,
                                    struct err *err)
{
	struct str want = script_value(&run->line, 3, key);
	char storage[64];
	struct buf have = buf_of(storage, sizeof(storage));
	int64_t want_ms = never_ms;

	if (want.ptr == NULL)
		return ERR_OK;
	if (!str_eq(want, STR("never")) && !time_parse(want, &want_ms))
		return err_set(err, ERR_CONFLICT, "line %u: \"%.*s\" is neither a time nor \"never\"", run->line.number,
		               STR_ARG(want));
	if (want_ms == have_ms)
		return ERR_OK;
	buf_time_utc(&have, have_ms == never_ms ? TIME_NEVER : have_ms);
	return err_set(err, ERR_CONFLICT, "line %u: %.*s is %.*s", run->line.number, STR_ARG(key),
	               STR_ARG(buf_view(&have)));
}

/* bound=PARTY,PARTY…, or bound=nobody: who is bound, those who accepted it later too. */
static enum err_code expect_bound(struct script_run *run, const struct party_set *bound, struct err *err)
{
	const struct charter *charter = kernel_charter(registrar_state(run->registrar));
	struct str rest = script_value(&run->line, 3, STR("bound"));
	struct party_set want = {0};
	char storage[128];
	struct buf have = buf_of(storage, sizeof(storage));
	bool more = rest.ptr != NULL && !str_eq(rest, STR("nobody"));

	if (rest.ptr == NULL)
		return ERR_OK;
	while (more) {
		struct str name = rest;
		uint32_t party;

		more = str_cut(rest, ',', &name, &rest);
		party = map_get(&charter->parties, name);
		if (party == MAP_NONE)
			return err_set(err, ERR_CONFLICT, "line %u: there is no party \"%.*s\"", run->line.number, STR_ARG(name));
		party_set_add(&want, party);
	}
	if (party_set_same(&want, bound))
		return ERR_OK;
	for (uint32_t i = party_set_next(bound, 0); i != NONE; i = party_set_next(bound, i + 1)) {
		if (have.len > 0)
			buf_str(&have, STR(","));
		buf_str(&have, charter->party[i].titles.name);
	}
	return err_set(err, ERR_CONFLICT, "line %u: bound is %.*s", run->line.number,
	               STR_ARG(have.len == 0 ? STR("nobody") : buf_view(&have)));
}

static enum err_code expect_matter(struct script_run *run, struct err *err)
{
	static const struct str keys[] = {{"stage", 5},    {"version", 7},   {"deadline", 8},
	                                  {"earliest", 8}, {"published", 9}, {"bound", 5}};
	const struct state *state = registrar_state(run->registrar);
	uint32_t index = run->line.count < 3 ? NONE : kernel_matter_find(state, run->line.word[2]);
	struct matter_view matter;
	struct str stage, version = script_value(&run->line, 3, STR("version"));
	uint64_t number;
	enum err_code code = script_only_keys(run, 3, keys, sizeof(keys) / sizeof(keys[0]), err);

	if (code != ERR_OK)
		return code;
	if (index == NONE)
		return script_wrong(run, err, "there is no such matter");
	matter = kernel_matter_at(state, index);
	stage = kernel_charter(state)->procedure[matter.procedure].stage[matter.stage].name;
	if (!line_wants(run, STR("stage"), stage))
		return err_set(err, ERR_CONFLICT, "line %u: the matter is at the stage %.*s", run->line.number, STR_ARG(stage));
	if (version.ptr != NULL && (!str_to_u64(version, UINT32_MAX, &number) || number != matter.version))
		return err_set(err, ERR_CONFLICT, "line %u: the text is at version %u", run->line.number, matter.version);
	code = expect_instant(run, STR("deadline"), matter.deadline_ms, TIME_NEVER, err);
	if (code == ERR_OK)
		code = expect_instant(run, STR("earliest"), matter.floor_ms, INT64_MIN, err);
	if (code == ERR_OK && !line_wants(run, STR("published"), matter.published > 0 ? STR("yes") : STR("no")))
		return err_set(err, ERR_CONFLICT, "line %u: the text is %s", run->line.number,
		               matter.published > 0 ? "published" : "not published");
	return code == ERR_OK ? expect_bound(run, &matter.bound, err) : code;
}

static enum err_code expect_instrument(struct script_run *run, struct err *err)
{
	static const struct str keys[] = {{"since", 5}};
	const struct state *state = registrar_state(run->registrar);
	uint32_t index = run->line.count < 3 ? MAP_NONE : map_get(&kernel_charter(state)->instruments, run->line.word[2]);
	enum err_code code = script_only_keys(run, 3, keys, 1, err);

	if (code != ERR_OK)
		return code;
	if (index == MAP_NONE)
		return script_wrong(run, err, "there is no such instrument");
	return expect_instant(run, STR("since"),
	                      kernel_instrument_at(state, index, registrar_now(run->registrar)).entered_ms, TIME_NEVER,
	                      err);
}

static enum err_code expect_meeting(struct script_run *run, struct err *err)
{
	static const struct str keys[] = {{"ordinal", 7}};
	const struct state *state = registrar_state(run->registrar);
	uint32_t index = run->line.count < 3 ? NONE : kernel_meeting_find(state, run->line.word[2]);
	struct str ordinal = script_value(&run->line, 3, STR("ordinal"));
	uint64_t number;
	uint32_t have;
	enum err_code code = script_only_keys(run, 3, keys, 1, err);

	if (code != ERR_OK)
		return code;
	if (index == NONE)
		return script_wrong(run, err, "there is no such meeting");
	have = kernel_meeting_at(state, index).ordinal;
	if (ordinal.ptr != NULL && (!str_to_u64(ordinal, UINT32_MAX, &number) || number != have))
		return err_set(err, ERR_CONFLICT, "line %u: the meeting's number is %u", run->line.number, have);
	return ERR_OK;
}

enum err_code script_expect(struct script_run *run, struct err *err)
{
	if (run->line.count > 1 && script_expects_state(run->line.word[1]))
		return script_expect_state(run, err);
	if (run->line.count > 1 && str_eq(run->line.word[1], STR("outcome")))
		return expect_outcome(run, err);
	if (run->line.count > 1 && str_eq(run->line.word[1], STR("matter")))
		return expect_matter(run, err);
	if (run->line.count > 1 && str_eq(run->line.word[1], STR("meeting")))
		return expect_meeting(run, err);
	if (run->line.count > 1 && str_eq(run->line.word[1], STR("instrument")))
		return expect_instrument(run, err);
	return script_wrong(
		run, err,
		"write: expect outcome MATTER RESULT …, expect charter … or expect matter, meeting, instrument, office, party "
		"or body NAME …");
}
