/* The program: finds the command, sorts its words, gives it memory, and ends with its status. */
#include "cli/cli.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "record/sign.h"

#define MEMORY_SIZE ((size_t)1 << 30) /* address space reserved; touched as it is used */

static int unknown_command(struct cli *cli, const char *word)
{
	const char *near = NULL;
	size_t best = 3;

	for (uint32_t i = 0; i < command_count; i++) {
		size_t distance = str_distance(str_from(word), str_from(command_table[i].name));
		if (distance < best) {
			best = distance;
			near = command_table[i].name;
		}
	}
	if (near != NULL)
		return cli_usage(cli, "there is no command \"%s\"; did you mean %s?", word, near);
	return cli_usage(cli, "there is no command \"%s\"", word);
}

/* The standard streams that somebody closed are opened again, so that no file of a record gets their number and is
 * written to as if it were the terminal. Writing to them still fails: that is said at the end. */
static bool hold_streams(void)
{
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", O_RDONLY) != fd)
			return false;
	return true;
}

/* The answer has to arrive: a full disk or a closed pipe is an error. A reader that has seen enough (`comity log |
 * head`) need not be told. */
static int finish_output(struct cli *cli, int status)
{
	errno = 0;
	if (fflush(cli->out) != 0 && cli->out_errno == 0)
		cli->out_errno = errno != 0 ? errno : EIO;
	if (cli->out_errno == 0)
		return status;
	if (cli->out_errno != EPIPE)
		cli_complain(cli, "cannot write the answer: %s", strerror(cli->out_errno));
	return status == EXIT_DONE ? EXIT_ERROR : status;
}

static int run(struct cli *cli, int argc, char **argv)
{
	struct err err = {0};
	int status = cli_parse(cli, argc, argv);

	if (status != EXIT_DONE)
		return status;
	if (sign_start(&err) != ERR_OK)
		return cli_fail(cli, &err);
	return cli->command->run(cli);
}

/* "comity log --help" is "comity help log". */
static bool wants_help(int argc, char **argv)
{
	for (int i = 0; i < argc && strcmp(argv[i], "--") != 0; i++)
		if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0)
			return true;
	return false;
}

static int run_word(struct cli *cli, const char *word, int argc, char **argv)
{
	static const char *help_of[1];

	if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0)
		word = "help";
	if (strcmp(word, "--version") == 0 || strcmp(word, "-V") == 0)
		word = "version";
	cli->command = command_find(str_from(word));
	if (cli->command == NULL)
		return unknown_command(cli, word);
	if (!wants_help(argc, argv))
		return run(cli, argc, argv);
	help_of[0] = word;
	cli->operand = help_of;
	cli->operand_count = strcmp(word, "help") == 0 ? 0 : 1;
	cli->command = command_find(STR("help"));
	return run_help(cli);
}

int main(int argc, char **argv)
{
	struct cli cli = {.os = &os_real, .out = stdout, .err = stderr};
	struct region region = {0};
	struct arena arena;
	int status;

	signal(SIGPIPE, SIG_IGN);
	if (!hold_streams() || !arena_reserve(&region, MEMORY_SIZE)) {
		fprintf(stderr, "comity: the system gives no %s\n", region.base == NULL ? "memory" : "files");
		return EXIT_ERROR;
	}
	arena = arena_of(&region);
	cli.arena = &arena;
	for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++)
		cli.json = cli.json || strcmp(argv[i], "--json") == 0;
	status = argc > 1 ? run_word(&cli, argv[1], argc - 2, argv + 2) : run_word(&cli, "help", 0, argv);
	status = finish_output(&cli, status);
	arena_return(&cli.answer_region);
	arena_return(&cli.aside_region);
	arena_return(&region);
	return status;
}
