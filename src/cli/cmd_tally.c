/* tally: many votes judged by one rule of a charter, from a table. */
#include "cli/cli.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "app/tally.h"

#define ANSWER_SIZE ((size_t)1 << 18) /* lines are gathered, and written many at a time */

struct tallier {
	struct cli *cli;
	const char *path;
	int fd;
	struct buf lines;
};

static enum err_code read_bytes(void *context, void *bytes, size_t size, size_t *ret_size, struct err *err)
{
	const struct tallier *tallier = context;

	for (;;) {
		ssize_t got = read(tallier->fd, bytes, size);
		if (got >= 0) {
			*ret_size = (size_t)got;
			return ERR_OK;
		}
		if (errno != EINTR)
			return err_set(err, ERR_IO, "cannot read %s: %s", tallier->path, strerror(errno));
	}
}

static void flush(struct tallier *tallier)
{
	cli_raw(tallier->cli, buf_view(&tallier->lines));
	tallier->lines.len = 0;
}

static bool say_vote(void *context, const struct tally_vote *vote)
{
	struct tallier *tallier = context;
	struct buf *buf = &tallier->lines;
	const uint32_t counts[] = {vote->votes_for, vote->against, vote->abstain, vote->absent};

	if (buf->cap - buf->len < 16384)
		flush(tallier);
	buf_csv(buf, vote->id);
	buf_byte(buf, ',');
	buf_str(buf, tally_outcome_name[vote->outcome]);
	buf_byte(buf, ',');
	for (int i = 0; i < 4; i++) {
		if (vote->outcome != TALLY_INVALID)
			buf_u64(buf, counts[i]);
		buf_byte(buf, ',');
	}
	buf_csv(buf, vote->reason);
	buf_byte(buf, '\n');
	return tallier->cli->out_errno == 0;
}

static bool say_vote_json(void *context, const struct tally_vote *vote)
{
	struct tallier *tallier = context;
	struct object object = object_begin(tallier->cli);

	object_text(&object, "id", vote->id);
	object_text(&object, "outcome", tally_outcome_name[vote->outcome]);
	if (vote->outcome != TALLY_INVALID) {
		object_u64(&object, "for", vote->votes_for);
		object_u64(&object, "against", vote->against);
		object_u64(&object, "abstain", vote->abstain);
		object_u64(&object, "absent", vote->absent);
	}
	object_text(&object, "reason", vote->reason);
	object_end(&object);
	return tallier->cli->out_errno == 0;
}

/* "votes.csv:7: there is no party …"; what was judged so far stands before it. */
static void say_fault(void *context, uint64_t line, struct str words)
{
	struct tallier *tallier = context;

	if (tallier->cli->json) {
		struct object object = object_begin(tallier->cli);
		object_text(&object, "fault", words);
		object_u64(&object, "line", line);
		object_end(&object);
	} else {
		struct buf buf = cli_answer(tallier->cli);
		buf_c(&buf, tallier->path);
		buf_c(&buf, ":");
		buf_u64(&buf, line);
		buf_c(&buf, ": ");
		buf_str(&buf, words);
		buf_c(&buf, "\n");
		cli_print_err(tallier->cli, &buf);
	}
}

/* ---- The question ---------------------------------------------------------------------------------------------- */

static bool find_name(struct cli *cli, const char *what, const char *name, const struct map *map, uint32_t *ret)
{
	*ret = map_get(map, str_from(name));
	if (*ret != MAP_NONE)
		return true;
	(void)cli_usage(cli, "the charter has no %s \"%s\"", what, name);
	return false;
}

/* The first body that decides by the rule; NONE: no body does. *ret_others: there are bodies with other members. */
static uint32_t body_of_rule(const struct charter *charter, uint32_t rule, bool *ret_others)
{
	uint32_t found = NONE;

	*ret_others = false;
	for (uint32_t i = 0; i < charter->body_count; i++) {
		const struct body *body = &charter->body[i];
		for (uint32_t k = 0; k < body->decides_count; k++) {
			if (body->decides[k].rule != rule)
				continue;
			if (found == NONE)
				found = i;
			*ret_others |= charter->body[found].composition != body->composition;
		}
	}
	return found;
}

/* Who has the status on a day, and sits in the body. */
static struct party_set status_on(const struct charter *charter, enum status_kind kind, uint32_t body, int32_t day)
{
	struct party_set found = {{0}}, sits;
	uint32_t composition = body == NONE ? NONE : charter->body[body].composition;

	for (uint32_t i = 0; i < charter->party_count; i++) {
		const struct party *party = &charter->party[i];
		for (uint32_t k = 0; k < party->status_count; k++) {
			const struct status *status = &party->status[k];
			if (status->kind == kind && first_day(status->from) <= day && day < end_day(status->until))
				party_set_add(&found, i);
		}
	}
	if (composition == NONE)
		return found;
	sits = set_on(charter, composition, day);
	for (uint32_t i = 0; i < PARTY_WORDS; i++)
		found.word[i] &= sits.word[i];
	return found;
}

/* What was not asked and decides all the same. */
static void say_choices(struct cli *cli, const struct tally_question *question, uint32_t body, bool others)
{
	const struct charter *charter = question->charter;

	if (cli->json)
		return;
	if (others)
		cli_complain(cli,
		             "several bodies decide by the rule %s; the members counted are those of %.*s (else --body NAME)",
		             cli_option(cli, "rule"), STR_ARG(charter->body[body].titles.name));
	if (cli_option(cli, "at") == NULL) {
		struct buf day = cli_buf(cli, 16);
		buf_date(&day, date_from_days(question->day));
		cli_complain(cli, "members, sets and weights are those of %.*s (else --at DATE)", STR_ARG(buf_view(&day)));
	}
	if (body != NONE && charter->body[body].quorum_decide != NONE)
		cli_complain(cli, "the quorum of %.*s is not judged", STR_ARG(charter->body[body].titles.name));
}

/* False after a message. */
static bool ask(struct cli *cli, const struct charter *charter, struct tally_question *ret)
{
	const char *rule = cli_option(cli, "rule"), *at = cli_option(cli, "at"), *name = cli_option(cli, "body");
	struct date date;
	uint32_t body;
	bool others = false;

	ret->charter = charter;
	ret->day = charter_latest(charter);
	if (rule == NULL) {
		(void)cli_usage(cli, "say by which rule: --rule NAME");
		return false;
	}
	if (!find_name(cli, "rule", rule, &charter->rules, &ret->rule))
		return false;
	if (at != NULL && !date_parse(str_from(at), &date)) {
		(void)cli_usage(cli, "\"%s\" is no date such as 2019-02-01", at);
		return false;
	}
	if (at != NULL)
		ret->day = date_to_days(date);
	body = body_of_rule(charter, ret->rule, &others);
	if (name != NULL && !find_name(cli, "body", name, &charter->bodies, &body))
		return false;
	ret->members = status_on(charter, STATUS_MEMBER, body, ret->day);
	ret->suspended = status_on(charter, STATUS_SUSPENDED, body, ret->day);
	struct buf words = cli_buf(cli, 2 * LIMIT_LABEL_SIZE);
	buf_c(&words, "of ");
	buf_str(&words, body == NONE ? charter->titles.name : charter->body[body].titles.name);
	buf_c(&words, " on ");
	buf_date(&words, date_from_days(ret->day));
	ret->electorate = buf_view(&words);
	if (party_set_next(&ret->members, 0) == NONE) {
		(void)cli_usage(cli, "nobody is a member %.*s: name another day with --at", STR_ARG(ret->electorate));
		return false;
	}
	say_choices(cli, ret, body, name == NULL && others);
	return true;
}

/* ---- The answer ------------------------------------------------------------------------------------------------ */

static int say_sum(struct tallier *tallier, const struct tally_sum *sum)
{
	struct cli *cli = tallier->cli;
	uint64_t invalid = sum->outcome[TALLY_INVALID];

	if (sum->faults > LIMIT_TALLY_FAULTS)
		cli_complain(cli, "%llu more fault%s", (unsigned long long)(sum->faults - LIMIT_TALLY_FAULTS),
		             sum->faults - LIMIT_TALLY_FAULTS == 1 ? "" : "s");
	if (sum->faults > 0)
		cli_complain(cli, "%llu fault%s; of %llu vote%s, %llu %s not add up and %s not judged",
		             (unsigned long long)sum->faults, sum->faults == 1 ? "" : "s", (unsigned long long)sum->votes,
		             sum->votes == 1 ? "" : "s", (unsigned long long)invalid, invalid == 1 ? "does" : "do",
		             invalid == 1 ? "was" : "were");
	return sum->faults > 0 ? EXIT_ERROR : EXIT_DONE;
}

static int tally_file(struct cli *cli, const struct tally_question *question, const char *path)
{
	bool standard = strcmp(path, "-") == 0;
	struct tallier tallier = {
		.cli = cli, .path = standard ? "standard input" : path, .lines = cli_buf(cli, ANSWER_SIZE)};
	struct tally_sink sink = {&tallier, cli->json ? say_vote_json : say_vote, say_fault};
	struct tally_sum sum = {0};
	struct err err = {0};
	enum err_code code;

	tallier.fd = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
	if (tallier.fd < 0) {
		(void)err_set(&err, errno == ENOENT ? ERR_NOT_FOUND : ERR_IO, "cannot open %s: %s", path, strerror(errno));
		return cli_fail(cli, &err);
	}
	if (!cli->json)
		buf_c(&tallier.lines, "id,outcome,for,against,abstain,absent,reason\n");
	code = tally_run(question, read_bytes, &tallier, sink, &sum, &err);
	if (!standard)
		close(tallier.fd);
	if (code == ERR_FORMAT || code == ERR_USAGE)
		(void)err_prefix(&err, "%s", tallier.path);
	if (code == ERR_OK || sum.votes > 0) /* where nothing was judged there is no header either */
		flush(&tallier);
	return code == ERR_OK ? say_sum(&tallier, &sum) : cli_fail(cli, &err);
}

int run_tally(struct cli *cli)
{
	struct tally_question question = {0};
	struct charter charter;
	struct str text;
	struct err err = {0};

	if (strcmp(cli->operand[0], "-") == 0 && strcmp(cli->operand[1], "-") == 0)
		return cli_usage(cli, "charter and table cannot both come from standard input");
	if (cli_charter_quiet(cli, cli->operand[0], &text, &charter, &err) != ERR_OK)
		return cli_fail(cli, &err);
	if (!ask(cli, &charter, &question))
		return EXIT_USAGE;
	if (cli->os->random(cli->os->context, &question.map_key, sizeof(question.map_key), &err) != ERR_OK)
		return cli_fail(cli, &err);
	return tally_file(cli, &question, cli->operand[1]);
}
