/* Options may stand anywhere among the operands; "--" ends them. A field assignment (name=value) is an operand, and so
 * is "-" alone. A value that begins with two dashes is written --option=--value: the usual cause of such a word is a
 * value that was forgotten. */
#include "cli/cli.h"

#include <string.h>

static int option_find(const struct command *command, struct str name)
{
	for (int i = 0; i < OPTIONS_MAX && command->options[i].name != NULL; i++)
		if (str_eq(name, str_from(command->options[i].name)))
			return i;
	return -1;
}

static const char *nearest_option(const struct command *command, struct str name)
{
	const char *best = NULL;
	size_t best_distance = 3;

	for (int i = 0; i < OPTIONS_MAX && command->options[i].name != NULL; i++) {
		size_t distance = str_distance(name, str_from(command->options[i].name));
		if (distance < best_distance) {
			best_distance = distance;
			best = command->options[i].name;
		}
	}
	return best;
}

static int unknown_option(struct cli *cli, const char *word, struct str name)
{
	const char *near = nearest_option(cli->command, name);
	struct str written = str_slice(str_from(word), 0, str_find(str_from(word), '=', 0));

	if (near != NULL)
		return cli_usage(cli, "there is no option %.*s; did you mean --%s?", STR_ARG(written), near);
	return cli_usage(cli, "there is no option %.*s", STR_ARG(written));
}

/* One "--word" at argv[i]; *ret_used: how many words it took. */
static int take_option(struct cli *cli, int argc, char **argv, int i, int *ret_used)
{
	struct str word = str_from(argv[i] + 2);
	size_t equals = str_find(word, '=', 0);
	struct str name = str_slice(word, 0, equals);
	const char *value = equals < word.len ? argv[i] + 2 + equals + 1 : NULL;
	int option;

	*ret_used = 1;
	if (str_eq(name, STR("json")))
		return value == NULL ? EXIT_DONE : cli_usage(cli, "--json takes no value"); /* main has seen it */
	option = option_find(cli->command, name);
	if (option < 0)
		return unknown_option(cli, argv[i], name);
	if (cli->command->options[option].argument == NULL) {
		if (value != NULL)
			return cli_usage(cli, "--%.*s takes no value", STR_ARG(name));
		value = "";
	} else if (value == NULL) {
		if (i + 1 >= argc || strncmp(argv[i + 1], "--", 2) == 0)
			return cli_usage(cli, "--%.*s needs a value: %s", STR_ARG(name), cli->command->options[option].argument);
		value = argv[i + 1];
		*ret_used = 2;
	}
	if (!cli->command->options[option].repeats && cli_option(cli, cli->command->options[option].name) != NULL)
		return cli_usage(cli, "--%.*s is given twice", STR_ARG(name));
	if (cli->value_count == OPTION_VALUES_MAX)
		return cli_usage(cli, "more than %d options", OPTION_VALUES_MAX);
	cli->value[cli->value_count].option = (uint8_t)option;
	cli->value[cli->value_count].value = value;
	cli->value_count++;
	return EXIT_DONE;
}

int cli_parse(struct cli *cli, int argc, char **argv)
{
	bool plain = false;

	cli->operand = NEW(cli->arena, const char *, (size_t)argc + 1);
	for (int i = 0; i < argc;) {
		int used = 1;
		if (!plain && strcmp(argv[i], "--") == 0) {
			plain = true;
		} else if (!plain && strncmp(argv[i], "--", 2) == 0) {
			int status = take_option(cli, argc, argv, i, &used);
			if (status != EXIT_DONE)
				return status;
		} else if (!plain && argv[i][0] == '-' && argv[i][1] != '\0') {
			return unknown_option(cli, argv[i], str_from(argv[i] + 1));
		} else {
			cli->operand[cli->operand_count++] = argv[i];
		}
		i += used;
	}
	if (cli->operand_count < cli->command->operands_min)
		return cli_usage(cli, "%s is missing", cli->operand_count == 0 ? "an operand" : "another operand");
	if (cli->operand_count > cli->command->operands_max)
		return cli_usage(cli, "\"%s\" is one word too many", cli->operand[cli->command->operands_max]);
	return EXIT_DONE;
}

const char *cli_option_at(const struct cli *cli, const char *name, uint32_t index)
{
	int option = option_find(cli->command, str_from(name));

	for (uint32_t i = 0; i < cli->value_count; i++)
		if (cli->value[i].option == option && index-- == 0)
			return cli->value[i].value;
	return NULL;
}

const char *cli_option(const struct cli *cli, const char *name)
{
	return cli_option_at(cli, name, 0);
}

bool cli_flag(const struct cli *cli, const char *name)
{
	return cli_option(cli, name) != NULL;
}
