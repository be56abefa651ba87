#include "cli/cli.h"

#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "record/sign.h"

#define MEMORY_SIZE (1ull << 32) /* address space reserved; touched as it is used */

#define DIR_OPTION {"dir", "D", "the record's folder (else the variable COMITY_DIR, else the current folder)", false}
#define GAP_OPTION {"after-gap", NULL, "go on although the newest entry is more than 400 days old", false}

const struct command command_table[] = {
	{"init", "CHARTER --dir D --origin O (--first PARTY=FILE… | --make-keys)", "found an organisation's record",
     "Reads the charter, makes the folder D with the registrar's key, and enters the founding act: the charter's\n"
     "text, the registrar's key and each party's first key. The origin is the record's name for ever; it is like a\n"
     "web address without scheme. A first key is provisional until its holder has countersigned it.\n\n"
     "    comity key new --origin alder.example/record --person ash-1 --out ash.key      each party, at home\n"
     "    comity init club.charter --dir alder --first ASH=ash.key.vkey --first ELM=elm.key.vkey\n"
     "    comity init club.charter --dir try --origin alder.example/record --make-keys   to try things out\n",
     run_init, 1, 1,
     {{"dir", "D", "where the record will lie", false},
      {"origin", "O", "the record's name for ever; else taken from the first keys", false},
      {"first", "PARTY=FILE", "a party's first public key (FILE.vkey from `comity key new`)", true},
      {"make-keys", NULL, "make a key in D/keys for every party that brings none: for trying things out", false},
      {"zone", "ZONE", "a time zone besides those that the charter names, where meetings may be held", true}}},
	{"key", "new --origin O --person P --out FILE | show FILE", "make a key, or show a key's public half",
     "A delegate's key signs its acts; it never leaves the file, and nobody can restore it. FILE is readable by its\n"
     "owner only; FILE.vkey holds the public half. The fingerprint is what two people compare by telephone.\n",
     run_key, 1, 2,
     {{"origin", "O", "the record's origin", false},
      {"person", "P", "the person's identifier in the record, such as arm-1", false},
      {"out", "FILE", "where the secret key goes; FILE.vkey gets the public half", false}}},
	{"act", "VERB FIELD=VALUE… --dir D --key FILE", "sign an act and enter it",
     "Builds the act, shows it in words, asks when a person is at the terminal, signs it with the key and enters it,\n"
     "with every outcome that it leads to. Exit status 3: the rules refuse; the sentence says which, and what would be\n"
     "needed. What the record knows need not be written: version and commitment of a position, seen.\n\n"
     "    comity act countersign --dir alder --key ash.key\n"
     "    comity act table matter=picnic body=club kind=decision procedure=written \\\n"
     "           title.en=\"A picnic in May\" text.en=@picnic.txt --dir alder --key ash.key\n"
     "    comity act position matter=picnic position=support --dir alder --key elm.key\n\n"
     "Values: lists a,b,c · times 2026-12-01T10:00[Europe/Vienna], 2026-12-01T09:00Z or +48h · yes/no ·\n"
     "texts FIELD.LANGUAGE=@file or the words; restricted:@file keeps a text from the public.\n",
     run_act, 0, 256,
     {DIR_OPTION,
      {"key", "FILE", "the key that signs", false},
      {"yes", NULL, "do not ask", false},
      {"print", NULL, "print the signed act instead of entering it (not for acts that bring texts)", false},
      {"signed", "FILE", "enter an act that was signed elsewhere", false},
      GAP_OPTION}},
	{"explain", "VERB FIELD=VALUE… --dir D --as PERSON", "say what the rules would answer; nothing is sent",
     "The same words as for act; no key is needed and nothing is entered. Exit status 3: it would be refused.\n",
     run_explain, 1, 256, {DIR_OPTION, {"as", "PERSON", "whose act it would be", false}}},
	{"log", "--dir D [--from N] [--count N]", "the record in words, a line an entry", "", run_log, 0, 0,
     {DIR_OPTION, {"from", "N", "first entry", false}, {"count", "N", "how many", false}}},
	{"show", "NUMBER --dir D", "one entry to the byte, with its signer", "", run_show, 1, 1, {DIR_OPTION}},
	{"verify", "[FOLDER | RECEIPT] [--key VKEY]", "check a record, an export or one receipt without trusting anybody",
     "A folder: every signature with the key of its time, the tree against the signed checkpoint, every decision and\n"
     "outcome replayed by the charter, every text against its commitment; the first bad entry is named. A receipt: that\n"
     "its entry stands in the record, and that its texts are the ones the entry commits to. With --key the record must\n"
     "be signed by that key; without it a folder is only consistent with itself.\n\n"
     "    comity verify alder --key alder.vkey\n    comity verify picnic.tlog-proof --key alder.vkey\n",
     run_verify, 0, 1,
     {DIR_OPTION,
      {"key", "VKEY", "the record's public key, or a file that holds it", false},
      {"threads", "N", "signature threads; as many as there are cores", false}}},
	{"prove", "NUMBER|MATTER --dir D [--out FILE]", "one file that proves one entry off line",
     "Writes a receipt (C2SP tlog-proof): the entry, its texts, the path to a signed checkpoint. For a matter: the\n"
     "outcome that decided it.\n", run_prove, 1, 1,
     {DIR_OPTION,
      {"out", "FILE", "where the receipt goes; else standard output", false},
      {"restricted", NULL, "with texts that are not public", false}}},
	{"replay", "SCRIPT [--dir D]", "run a script of acts under its own clock, told as a story",
     "Each line of the script says what is expected of it; one that does otherwise ends the run. With --dir the record\n"
     "and the (derived, never secret) keys are kept to play with.\n",
     run_replay, 1, 1,
     {{"dir", "D", "keep the record in this new folder", false}, {"quiet", NULL, "only the last line", false}}},
	{"export", "FOLDER --dir D", "a copy for others to verify: C2SP tiles, texts, key",
     "Writes or brings up to date a folder with checkpoint, tile/…, blobs/… and log.vkey. Texts of class restricted\n"
     "stay out unless --restricted is given.\n",
     run_export, 1, 1, {DIR_OPTION, {"restricted", NULL, "with texts that are not public", false}}},
	{"seal", "--dir D", "enter what fell due, and sign a checkpoint over all entries", "", run_seal, 0, 0,
     {DIR_OPTION, GAP_OPTION}},
	{"rebuild", "--dir D", "drop everything derived and make it again from the entries", "", run_rebuild, 0, 0,
     {DIR_OPTION}},
	{"charter", "check FILE | show FILE", "read a charter: its errors, or its prose", "", run_charter, 2, 2, {{0}}},
	{"help", "[COMMAND]", "this help, or a command's", "", run_help, 0, 1, {{0}}},
	{"version", "", "the version", "", run_version, 0, 0, {{0}}},
};
const uint32_t command_count = sizeof(command_table) / sizeof(command_table[0]);

static const struct command *find(struct str name)
{
	for (uint32_t i = 0; i < command_count; i++)
		if (str_eq(name, str_from(command_table[i].name)))
			return &command_table[i];
	return NULL;
}

static const struct command *nearest(struct str name)
{
	const struct command *best = NULL;
	size_t best_distance = 3;

	for (uint32_t i = 0; i < command_count; i++) {
		size_t distance = str_distance(name, str_from(command_table[i].name));
		if (distance < best_distance) {
			best_distance = distance;
			best = &command_table[i];
		}
	}
	return best;
}

static int unknown_command(const char *word)
{
	const struct command *near = nearest(str_from(word));

	fprintf(stderr, "comity: there is no command \"%s\"", word);
	if (near != NULL)
		fprintf(stderr, "; did you mean %s?", near->name);
	fprintf(stderr, "\ncomity help lists them\n");
	return EXIT_USAGE;
}

static void help_acts(FILE *out)
{
	fprintf(out, "\nActs and their fields ([optional]):\n");
	for (int verb = 1; verb < VERB_MAX; verb++) {
		const struct verb_info *info = &verb_info[verb];
		if (info->right == RIGHT_REGISTRAR)
			continue;
		fprintf(out, "  %-12.*s", STR_ARG(info->name));
		for (uint8_t i = 0; i < info->field_count; i++) {
			struct str name = field_info[info->field[i]].name;
			fprintf(out, info->required[i] ? " %.*s" : " [%.*s]", STR_ARG(name));
		}
		fprintf(out, "\n");
	}
}

static void help_command(const struct command *command, FILE *out)
{
	fprintf(out, "comity %s %s\n\n%s.\n", command->name, command->usage, command->summary);
	if (command->help[0] != '\0')
		fprintf(out, "\n%s", command->help);
	fprintf(out, "\nOptions:\n");
	for (int i = 0; i < OPTIONS_MAX && command->options[i].name != NULL; i++) {
		const struct option *option = &command->options[i];
		int used = fprintf(out, "  --%s %s", option->name, option->argument == NULL ? "" : option->argument);
		fprintf(out, "%*s %s%s\n", used < 22 ? 22 - used : 1, "", option->help,
		        option->repeats ? " (may be repeated)" : "");
	}
	fprintf(out, "  --json               answers for programs, one JSON object a line\n");
	if (strcmp(command->name, "act") == 0)
		help_acts(out);
}

int run_help(struct cli *cli)
{
	if (cli->operand_count > 0) {
		const struct command *command = find(str_from(cli->operand[0]));
		if (command == NULL)
			return unknown_command(cli->operand[0]);
		help_command(command, cli->out);
		return EXIT_DONE;
	}
	fprintf(cli->out, "comity: an organisation of equals, run by its own rules of procedure\n\n");
	for (uint32_t i = 0; i < command_count; i++)
		fprintf(cli->out, "  %-9s %s\n", command_table[i].name, command_table[i].summary);
	fprintf(cli->out, "\nA first walk:\n"
	                  "  comity charter check CHARTER              is the charter sound?\n"
	                  "  comity init CHARTER --dir D --origin O --make-keys\n"
	                  "  comity act countersign --dir D --key D/keys/PERSON.key\n"
	                  "  comity log --dir D;  comity verify D\n"
	                  "\ncomity help COMMAND says more. Exit status: 0 done, 1 error, 2 usage, 3 refused by a rule.\n");
	return EXIT_DONE;
}

int run_version(struct cli *cli)
{
	fprintf(cli->out, "comity %s\n", COMITY_VERSION);
	return EXIT_DONE;
}

static int run(const struct command *command, int argc, char **argv)
{
	struct cli cli = {.os = &os_real, .command = command, .out = stdout, .err = stderr};
	struct region region = {0};
	struct arena arena;
	struct err err = {0};
	int status;

	if (!arena_reserve(&region, MEMORY_SIZE)) {
		fprintf(stderr, "comity: the system gives no memory\n");
		return EXIT_ERROR;
	}
	arena = arena_of(&region);
	cli.arena = &arena;
	status = cli_parse(&cli, argc, argv);
	if (status == EXIT_DONE && sign_start(&err) != ERR_OK)
		status = cli_fail(&cli, &err);
	else if (status == EXIT_DONE)
		status = command->run(&cli);
	if (fflush(stdout) != 0 || ferror(stdout)) {
		fprintf(stderr, "comity: cannot write the answer\n");
		if (status == EXIT_DONE)
			status = EXIT_ERROR;
	}
	arena_return(&region);
	return status;
}

int main(int argc, char **argv)
{
	const struct command *command;
	const char *word = argc > 1 ? argv[1] : "help";

	signal(SIGPIPE, SIG_IGN);
	if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0)
		word = "help";
	if (strcmp(word, "--version") == 0 || strcmp(word, "-V") == 0)
		word = "version";
	command = find(str_from(word));
	if (command == NULL)
		return unknown_command(word);
	for (int i = 2; i < argc; i++)
		if (strcmp(argv[i], "--help") == 0) {
			help_command(command, stdout);
			return EXIT_DONE;
		}
	return run(command, argc > 1 ? argc - 2 : 0, argc > 1 ? argv + 2 : argv);
}
