/* The command line: main and one file a command.
 *
 * One static table lists the commands (commands.c); help, usage and the manual pages' test read it. Every command gets
 * its words already sorted into options and operands and answers with an exit status:
 *
 *     0  done      1  an error      2  the command line is wrong      3  refused by a rule of the organisation
 *
 * What a command says goes to standard output, what went wrong to standard error. With --json both are one JSON object
 * a line, for programs; errors of the command line too.
 *
 * Invariants
 *  1. For people, nothing reaches a terminal but through text_clean: what comes out of a record, a charter or a receipt
 *     cannot move the cursor, change colours or turn its neighbours around. Bytes are written as they are only where
 *     bytes are asked for (a receipt, a signed act) and in JSON, whose strings escape controls.
 *  2. Whatever a command entered into a record is durable before it says so.
 *  3. A write to standard output that fails ends in exit status 1; what was entered stays entered.
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
	int out_errno; /* why the first write to `out` failed; 0: none did */
	bool json;
	struct arena *arena; /* lives as long as the command */
	struct region answer_region, aside_region;
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
const struct command *command_find(struct str name); /* NULL when there is none */

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
int run_zones(struct cli *cli);
int run_serve(struct cli *cli);
int run_charter(struct cli *cli);
int run_charter_at(struct cli *cli); /* charter show --at: cmd_charter_at.c */
int run_tally(struct cli *cli);
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
/* The buffer in which an answer is built: one at a time, as large as any answer can be; cli_print empties it. `aside`
 * is a second one, for words that become a part of the answer. */
struct buf cli_answer(struct cli *cli);
struct buf cli_aside(struct cli *cli);
/* A small buffer of the command's arena, for a name or a path. */
struct buf cli_buf(struct cli *cli, size_t size);
void cli_print(struct cli *cli, const struct buf *buf);
void cli_print_err(struct cli *cli, const struct buf *buf); /* for people, on standard error */
void cli_raw(struct cli *cli, struct str bytes);            /* as it is: a receipt, a signed act */
/* For people only: nothing is printed with --json. */
void cli_say(struct cli *cli, const char *format, ...) __attribute__((format(printf, 2, 3)));
void cli_complain(struct cli *cli, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* An error: message, hint; exit status. */
int cli_fail(struct cli *cli, const struct err *err);
/* {"refused":slug,…} or the sentence. Returns EXIT_REFUSED. */
int cli_refused(struct cli *cli, const struct state *state, const struct verdict *verdict);
/* The act in one sentence; good until the next call, or the next use of cli_aside. */
struct str cli_words(struct cli *cli, const struct state *state, const struct act *act);
/* Text for a terminal: control characters but new line and tab, overrides of direction, and bytes that are no UTF-8
 * become
 * "?". */
void text_clean(struct buf *buf, struct str text);

/* One JSON object a line, built in cli_answer. */
struct object {
	struct cli *cli;
	struct buf buf;
	bool first;
};
struct object object_begin(struct cli *cli);
void object_text(struct object *object, const char *key, struct str value);
void object_u64(struct object *object, const char *key, uint64_t value);
void object_bool(struct object *object, const char *key, bool value);
void object_hex(struct object *object, const char *key, const void *bytes, size_t size);
void object_end(struct object *object); /* prints */

/* ---- common.c: what several commands do ---- */
/* --dir, or COMITY_DIR, or the current folder. */
const char *cli_dir(const struct cli *cli);
/* A file, or standard input for "-"; at most `max` bytes. */
enum err_code cli_read(struct cli *cli, const char *path, size_t max, struct str *ret, struct err *err);
/* Open the record, which must be founded; --after-gap is read from the options when the command has it. */
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
/* The same from the entry's bytes. */
enum err_code cli_entry_of(struct cli *cli, struct registrar *registrar, struct str bytes, uint64_t number,
                           struct loaded_entry *ret, struct err *err);
/* What can be said of those operands without a record: is there such an act, has it such fields? */
enum err_code cli_check_words(struct cli *cli, uint32_t first, struct err *err);
/* Build the act that the operands [first …) describe, for `person`: fields set, version, commitment and seen filled in
 * from the state, blobs collected, nonce drawn. */
enum err_code cli_build_act(struct cli *cli, struct registrar *registrar, struct str person, uint32_t first,
                            struct act *ret, struct new_blob **ret_blobs, struct err *err);
/* Say every outcome among the entries [from, to). */
int cli_outcomes(struct cli *cli, struct registrar *registrar, uint64_t from, uint64_t to);
/* The fingerprint of the key that the act brings or confirms, as `key show` prints it; false: there is none. */
bool cli_fingerprint(const struct act *act, struct buf *buf);
/* The act before it is signed or decided, for people. */
void cli_say_act(struct cli *cli, const struct state *state, const struct act *act);

/* ---- cmd_charter.c ---- */
/* Read a charter and report its errors and warnings; what is returned in err sums them up. */
enum err_code cli_charter(struct cli *cli, const char *path, struct str *ret_text, struct charter *ret,
                          struct err *err);
/* The same, without a word of warnings: where the charter is a means and not what was asked about. */
enum err_code cli_charter_quiet(struct cli *cli, const char *path, struct str *ret_text, struct charter *ret,
                                struct err *err);

/* ---- cmd_show_texts.c ---- */
/* A line a text, and the text itself when --texts is given. */
void show_texts(struct cli *cli, struct registrar *registrar, const struct act *act, struct buf *buf);
void show_texts_json(struct cli *cli, struct registrar *registrar, const struct act *act, struct object *object);

/* ---- help_verbs.c ---- */
void help_verbs(struct buf *buf);                /* every act, a line each */
void help_verb(struct buf *buf, enum verb verb); /* one act: who, fields, types, an example */
const char *verb_example(enum verb verb);        /* "VERB FIELD=VALUE…"; NULL for the registrar's */

#endif
