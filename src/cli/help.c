/* help: all commands, one command, one act. version. */
#include "cli/cli.h"

#include <string.h>

#define OPTION_COLUMN 24u

static void pad(struct buf *buf, size_t from, size_t column)
{
	do
		buf_c(buf, " ");
	while (buf->len - from < column);
}

static void put_option(struct buf *buf, const char *name, const char *argument, const char *help)
{
	size_t from = buf->len;

	buf_c(buf, "  --");
	buf_c(buf, name);
	if (argument != NULL) {
		buf_c(buf, " ");
		buf_c(buf, argument);
	}
	pad(buf, from, OPTION_COLUMN);
	buf_c(buf, help);
}

static void put_command(struct buf *buf, const struct command *command)
{
	buf_c(buf, "comity ");
	buf_c(buf, command->name);
	buf_c(buf, command->usage[0] == '\0' ? "" : " ");
	buf_c(buf, command->usage);
	buf_c(buf, "\n\n");
	buf_c(buf, command->summary);
	buf_c(buf, ".\n\n");
	buf_c(buf, command->help);
	buf_c(buf, "\nOptions:\n");
	for (int i = 0; i < OPTIONS_MAX && command->options[i].name != NULL; i++) {
		const struct option *option = &command->options[i];
		put_option(buf, option->name, option->argument, option->help);
		buf_c(buf, option->repeats ? " (may be repeated)\n" : "\n");
	}
	put_option(buf, "json", NULL, "answers and errors for programs, one JSON object a line\n");
	put_option(buf, "help", NULL, "this\n");
	if (strcmp(command->name, "act") == 0)
		help_verbs(buf);
}

static void put_all(struct buf *buf)
{
	buf_c(buf, "comity: an organisation of equals, run by its own rules of procedure\n\n");
	for (uint32_t i = 0; i < command_count; i++) {
		size_t from = buf->len;
		buf_c(buf, "  ");
		buf_c(buf, command_table[i].name);
		pad(buf, from, 12);
		buf_c(buf, command_table[i].summary);
		buf_c(buf, "\n");
	}
	buf_c(buf, "\nA first walk:\n"
	           "  comity charter check CHARTER                        is the charter sound?\n"
	           "  comity init CHARTER --dir D --origin O --make-keys  found the record\n"
	           "  comity act countersign --dir D --key D/keys/PERSON.key\n"
	           "  comity log --dir D                                  what has been done\n"
	           "  comity verify D                                     is it all true?\n"
	           "\ncomity help COMMAND says more, with examples; comity help act VERB says it of one act.\n"
	           "Exit status: 0 done, 1 error, 2 the command line is wrong, 3 refused by a rule.\n");
}

/* For programs: a command with its options, a line each. */
static void command_json(struct cli *cli, const struct command *command)
{
	struct object object = object_begin(cli);

	object_text(&object, "command", str_from(command->name));
	object_text(&object, "usage", str_from(command->usage));
	object_text(&object, "summary", str_from(command->summary));
	buf_c(&object.buf, ",\"options\":[");
	for (int i = 0; i < OPTIONS_MAX && command->options[i].name != NULL; i++) {
		buf_c(&object.buf, i == 0 ? "\"" : ",\"");
		buf_c(&object.buf, command->options[i].name);
		buf_c(&object.buf, "\"");
	}
	buf_c(&object.buf, "]");
	object_end(&object);
}

static void verb_json(struct cli *cli, enum verb verb)
{
	const struct verb_info *info = &verb_info[verb];
	struct object object = object_begin(cli);

	object_text(&object, "verb", info->name);
	object_text(&object, "example", str_from(verb_example(verb)));
	buf_c(&object.buf, ",\"fields\":[");
	for (uint8_t i = 0; i < info->field_count; i++) {
		buf_c(&object.buf, i == 0 ? "\"" : ",\"");
		buf_str(&object.buf, field_info[info->field[i]].name);
		buf_c(&object.buf, "\"");
	}
	buf_c(&object.buf, "]");
	object_end(&object);
}

/* One act, or (VERB_NONE) all those that a person can do. */
static int help_act(struct cli *cli, enum verb verb)
{
	if (cli->json) {
		for (unsigned i = 1; i < VERB_MAX; i++)
			if ((verb == VERB_NONE || verb == i) && verb_info[i].right != RIGHT_REGISTRAR)
				verb_json(cli, (enum verb)i);
	} else {
		struct buf buf = cli_answer(cli);
		help_verb(&buf, verb);
		cli_print(cli, &buf);
	}
	return EXIT_DONE;
}

int run_help(struct cli *cli)
{
	struct buf buf = cli_answer(cli);
	const struct command *command = NULL;

	if (cli->operand_count > 0 && (command = command_find(str_from(cli->operand[0]))) == NULL)
		return cli_usage(cli, "there is no command \"%s\"", cli->operand[0]);
	if (cli->operand_count == 2) {
		enum verb verb = verb_find(str_from(cli->operand[1]));
		if (strcmp(command->name, "act") != 0 && strcmp(command->name, "explain") != 0)
			return cli_usage(cli, "\"%s\" is one word too many", cli->operand[1]);
		if (verb == VERB_NONE)
			return cli_usage(cli, "there is no act \"%s\"; comity help act lists them", cli->operand[1]);
		if (verb_info[verb].right == RIGHT_REGISTRAR)
			return cli_usage(cli, "%s is the registrar's own: it enters itself", cli->operand[1]);
		return help_act(cli, verb);
	}
	if (cli->json) {
		for (uint32_t i = 0; i < command_count; i++)
			if (command == NULL || command == &command_table[i])
				command_json(cli, &command_table[i]);
		return command != NULL && strcmp(command->name, "act") == 0 ? help_act(cli, VERB_NONE) : EXIT_DONE;
	}
	if (command != NULL)
		put_command(&buf, command);
	else
		put_all(&buf);
	cli_print(cli, &buf);
	return EXIT_DONE;
}

int run_version(struct cli *cli)
{
	if (cli->json) {
		struct object object = object_begin(cli);
		object_text(&object, "version", STR(COMITY_VERSION));
		object_end(&object);
	} else {
		cli_say(cli, "comity %s\n", COMITY_VERSION);
	}
	return EXIT_DONE;
}
