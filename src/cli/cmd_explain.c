/* explain: the same words as for act, up to the decision. Where the rules would accept, what would follow is found by
 * letting it follow, in memory: the record was opened for reading, nothing can be entered, and it is closed after this.
 */
#include "cli/cli.h"

#include <string.h>

struct follow_up {
	struct cli *cli;
	struct state *state;
	int64_t now_ms;
	uint32_t matter;
	struct str before; /* the stage that the matter was at; empty: there was no matter */
};

static struct str stage_name(const struct state *state, const struct matter_view *matter)
{
	return kernel_charter(state)->procedure[matter->procedure].stage[matter->stage].name;
}

static enum err_code apply(struct follow_up *follow, const struct act *act)
{
	struct moment moment = {kernel_size(follow->state), follow->now_ms};

	return kernel_apply(follow->state, act, moment, NULL);
}

/* The act and every outcome that it leads to at once; *ret_outcomes of them into buf. False: no more is known. */
static bool carry_on(struct follow_up *follow, const struct act *act, struct buf *buf)
{
	struct outcome outcome;
	struct act due;

	if (apply(follow, act) != ERR_OK)
		return false;
	while (kernel_due(follow->state, follow->now_ms, &outcome)) {
		if (!outcome_act(follow->state, &outcome, follow->cli->arena, &due))
			return false;
		if (!follow->cli->json) {
			buf_c(buf, "It would lead at once to the outcome ");
			buf_str(buf, due.field[FIELD_MATTER].str);
			buf_c(buf, ": ");
			buf_str(buf, due.field[FIELD_RESULT].str);
			buf_c(buf, due.field[FIELD_SYMBOL].set ? ", as " : "");
			buf_str(buf, due.field[FIELD_SYMBOL].set ? due.field[FIELD_SYMBOL].str : STR(""));
			buf_c(buf, ".\n");
		}
		if (apply(follow, &due) != ERR_OK)
			return false;
	}
	return true;
}

static void stage_words(struct follow_up *follow, const struct matter_view *matter, struct buf *buf)
{
	struct str after = stage_name(follow->state, matter);

	buf_c(buf, "The matter ");
	buf_str(buf, matter->name);
	if (follow->before.len == 0)
		buf_c(buf, " would begin at the stage ");
	else if (str_eq(follow->before, after))
		buf_c(buf, " would stay at the stage ");
	else
		buf_c(buf, " would go to the stage ");
	buf_str(buf, after);
	if (matter->deadline_ms != TIME_NEVER) {
		buf_c(buf, ", whose clock ends ");
		buf_time_zone(buf, matter->deadline_ms, kernel_seat_zone(follow->state));
	}
	buf_c(buf, ".\n");
}

static void accepted_json(struct follow_up *follow)
{
	struct object object = object_begin(follow->cli);

	object_bool(&object, "accepted", true);
	if (follow->matter != NONE) {
		struct matter_view matter = kernel_matter_at(follow->state, follow->matter);
		object_text(&object, "matter", matter.name);
		object_text(&object, "stage", stage_name(follow->state, &matter));
		object_bool(&object, "decided", matter.decided != 0);
		if (matter.deadline_ms != TIME_NEVER)
			object_u64(&object, "deadline_ms", (uint64_t)matter.deadline_ms);
		if (matter.symbol.len > 0)
			object_text(&object, "symbol", matter.symbol);
	}
	object_end(&object);
}

static void say_accepted(struct cli *cli, struct registrar *registrar, const struct act *act)
{
	/* The registrar of a record that is only read is ours alone, and is not used after this. */
	struct follow_up follow = {
		cli, (struct state *)(uintptr_t)registrar_state(registrar), registrar_now(registrar), NONE, {"", 0}};
	const struct value *name = &act->field[FIELD_MATTER];
	struct buf buf = cli_answer(cli);
	struct moment moment = {kernel_size(follow.state), follow.now_ms};
	struct matter_view matter;

	buf_c(&buf, "It would be accepted. Nothing was sent.\n");
	if (name->set && (follow.matter = kernel_matter_find(follow.state, name->str)) != NONE) {
		matter = kernel_matter_at(follow.state, follow.matter);
		follow.before = stage_name(follow.state, &matter);
	}
	/* Asked again, because the clock has gone on: only what is accepted may be applied. */
	if (kernel_decide(follow.state, act, moment).refusal == REFUSAL_NONE && carry_on(&follow, act, &buf)) {
		follow.matter = name->set ? kernel_matter_find(follow.state, name->str) : NONE;
		if (follow.matter != NONE) {
			matter = kernel_matter_at(follow.state, follow.matter);
			if (matter.decided == 0)
				stage_words(&follow, &matter, &buf);
		}
	}
	if (cli->json)
		accepted_json(&follow);
	else
		cli_print(cli, &buf);
}

int run_explain(struct cli *cli)
{
	struct folder folder = {0};
	struct act act;
	struct new_blob *blobs;
	struct verdict verdict;
	const char *person = cli_option(cli, "as");
	struct err err = {0};
	enum err_code code;
	int status = EXIT_DONE;

	if (person == NULL)
		return cli_usage(cli, "as whom? --as PERSON");
	if (cli_open(cli, FOLDER_READ, &folder, &err) != ERR_OK)
		return cli_fail(cli, &err);
	code = cli_build_act(cli, folder.registrar, str_from(person), 0, &act, &blobs, &err);
	if (code == ERR_OK)
		code = registrar_explain(folder.registrar, &act, &verdict, &err);
	if (code != ERR_OK) {
		status = cli_fail(cli, &err);
	} else {
		cli_say_act(cli, registrar_state(folder.registrar), &act);
		if (verdict.refusal != REFUSAL_NONE)
			status = cli_refused(cli, registrar_state(folder.registrar), &verdict);
		else
			say_accepted(cli, folder.registrar, &act);
	}
	folder_close(&folder);
	return status;
}
