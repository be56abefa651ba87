/* The command line: main and one file a command.
 *
 * One static table lists the commands (main.c); help, usage and the manual pages' check read it. Every command gets its
 * words already sorted into options and operands and answers with an exit status:
 *
 *     0  done      1  an error      2  the command line is wrong      3  refused by a rule of the organisation
 *
 * What a command says goes to standard output, what went wrong to standard error. With --json both are one JSON object
 * a line, for programs.
 */
#ifndef COMITY_CLI_CLI_H
#define COMITY_CLI_CLI_H

#include <stdio.h>

#include "app/folder.h"
#include "base/os.h"
#include "record/entry.h"

enum exit_status { EXIT_DONE = 0, EXIT_ERROR = 1, EXIT_USAGE = 2, EXIT_REFUSED = 3 };

struct option {
	const char *name;     /* "dir": --dir VALUE or --dir=VALUE */
	const char *argument; /* what the help calls the value; NULL: a flag */
	const char *help;
	bool repeats; /* may be given several times */
};
#define OPTIONS_MAX 16
#define OPTION_VALUES_MAX 600

struct cli {
	const struct os *os;
	const struct command *command;
	FILE *out, *err;
	bool json;
	struct arena *arena; /* lives as long as the command */
	/* Values by option, in order of the command's table; flags have "". */
	uint32_t value_count;
	struct {
		uint8_t option;
		const char *value;
	} value[OPTION_VALUES_MAX];
	uint32_t operand_count;
	const char **operand;
};

struct command {
	const char *name;
	const char *usage;   /* "VERB FIELD=VALUE… --dir D --key FILE" */
	const char *summary; /* one line */
	const char *help;    /* paragraphs and examples */
	int (*run)(struct cli *cli);
	uint32_t operands_min, operands_max;
	struct option options[OPTIONS_MAX];
};

extern const struct command command_table[];
extern const uint32_t command_count;

int run_init(struct cli *cli);
int run_key(struct cli *cli);
int run_act(struct cli *cli);
int run_explain(struct cli *cli);
int run_log(struct cli *cli);
int run_show(struct cli *cli);
int run_verify(struct cli *cli);
int run_prove(struct cli *cli);
int run_replay(struct cli *cli);
int run_export(struct cli *cli);
int run_seal(struct cli *cli);
int run_rebuild(struct cli *cli);
int run_charter(struct cli *cli);
int run_help(struct cli *cli);
int run_version(struct cli *cli);

/* ---- options.c ---- */
/* NULL when the option was not given; the last value when several were. */
const char *cli_option(const struct cli *cli, const char *name);
bool cli_flag(const struct cli *cli, const char *name);
/* The i-th value of a repeated option; NULL past the last. */
const char *cli_option_at(const struct cli *cli, const char *name, uint32_t index);
/* Sort argv into options and operands; EXIT_USAGE after a message. */
int cli_parse(struct cli *cli, int argc, char **argv);
/* Say what is wrong with the command line. Returns EXIT_USAGE. */
int cli_usage(struct cli *cli, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* ---- say.c ---- */
/* An error: message, hint; exit status. */
int cli_fail(struct cli *cli, const struct err *err);
/* A bounded text buffer of the command's arena, for one answer. */
struct buf cli_buf(struct cli *cli, size_t size);
void cli_print(struct cli *cli, const struct buf *buf);
/* {"refused":slug,…} or the sentence. Returns EXIT_REFUSED. */
int cli_refused(struct cli *cli, const struct state *state, const struct verdict *verdict);
/* Text from outside onto a terminal: control characters but new line and tab become "?"; what is not UTF-8 is only counted. */
void cli_text(struct buf *buf, struct str text);
/* The members of a JSON object: key and value. */
void json_text(struct buf *buf, bool *first, const char *key, struct str value);
void json_u64(struct buf *buf, bool *first, const char *key, uint64_t value);
void json_bool(struct buf *buf, bool *first, const char *key, bool value);

/* ---- common.c: what several commands do ---- */
/* --dir, or COMITY_DIR, or the current folder. */
const char *cli_dir(const struct cli *cli);
/* Open the record; --after-gap is read from the options when the command has it. */
enum err_code cli_open(struct cli *cli, enum folder_mode mode, struct folder *ret, struct err *err);
/* A whole number operand; false after a message. */
bool cli_number(struct cli *cli, const char *text, uint64_t max, uint64_t *ret);
/* Decode entry `number` of an open record. */
struct loaded_entry {
	struct entry entry;
	struct signed_act act;
};
enum err_code cli_entry(struct cli *cli, struct registrar *registrar, uint64_t number, struct loaded_entry *ret,
                        struct err *err);
/* Build the act that the operands [first …) describe, for `person`: fields set, version, commitment and seen filled in
 * from the state, blobs collected, nonce drawn. */
enum err_code cli_build_act(struct cli *cli, struct registrar *registrar, struct str person, uint32_t first,
                            struct act *ret, struct new_blob **ret_blobs, struct err *err);

#endif
