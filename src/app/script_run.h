/* A run of a script: what script.c (directives) and script_act.c (acts, outcomes) share. Private to the app room. */
#ifndef COMITY_APP_SCRIPT_RUN_H
#define COMITY_APP_SCRIPT_RUN_H

#include "app/script.h"
#include "app/script_words.h"

#define SCRIPT_SIZE (4u << 20)
#define SCRIPT_PERSONS 4096
#define SCRIPT_OUTCOMES 65536
#define SCRIPT_INCLUDES 4 /* files within each other */

struct person_key { /* a person whose key is not derived from its own name */
	struct str person, name;
};
struct seen_outcome {
	struct str matter, result, symbol, rule;
	int64_t at_ms;
};

struct script_run {
	const struct os *os;
	const struct script_events *events;
	struct arena arena;                 /* for the whole run */
	struct arena scratch, scratch_mark; /* for one line */
	struct str folder;                  /* of the script, with its last slash */
	uint32_t depth;                     /* of the file being read: 0 is the script itself */
	struct script_head head;
	struct script_line line;
	struct registrar *registrar; /* NULL while the head is read */
	struct secret_key log_key;
	int64_t clock_ms;  /* 0: not set yet */
	uint64_t reported; /* entries looked at for outcomes */
	uint64_t drawn;    /* chance drawn so far: derived, counted */
	struct charter charter;
	struct str charter_text;
	struct first_key first[LIMIT_PARTIES];
	uint32_t first_count;
	struct str zone[LIMIT_ZONES];
	uint32_t zone_count;
	struct person_key keys[SCRIPT_PERSONS];
	uint32_t key_count;
	struct seen_outcome *outcome;
	uint32_t outcome_count;
	struct script_result result;
};

/* Where a script lies, with its last slash. */
struct str script_folder(const char *path);
/* The text of a file that a script includes, `depth` files deep: it lies beside the script. */
ERR_CHECKED enum err_code script_included(const struct os *os, struct str folder, struct str name, uint32_t depth,
                                          struct arena *arena, struct str *ret, struct err *err);
ERR_CHECKED enum err_code script_wrong(struct script_run *run, struct err *err, const char *what);
/* A copy that outlives the line; ptr NULL: no memory. */
struct str script_keep(struct script_run *run, struct str words);
/* Where the values of a line come from: files beside the script, derived chance, the record's zones, the clock. */
struct value_source script_source(struct script_run *run);
ERR_CHECKED enum err_code script_draw(void *context, void *bytes, size_t size, struct err *err);
/* Tell of the outcomes entered since the last call, and keep them for `expect`. */
ERR_CHECKED enum err_code script_report(struct script_run *run, struct err *err);
ERR_CHECKED enum err_code script_expect(struct script_run *run, struct err *err);
/* Every word of the line from `first` on must be KEY=… with one of these keys: what is not looked at is not expected.
 */
ERR_CHECKED enum err_code script_only_keys(struct script_run *run, uint32_t first, const struct str *keys, size_t count,
                                           struct err *err);
/* script_state.c: of offices, parties, bodies, the charter. */
bool script_expects_state(struct str what);
ERR_CHECKED enum err_code script_expect_state(struct script_run *run, struct err *err);
ERR_CHECKED enum err_code script_act(struct script_run *run, struct err *err);
ERR_CHECKED enum err_code script_rules(struct script_run *run, struct err *err);

#endif
