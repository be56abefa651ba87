/* What the files of the reader share: places, diagnostics, tokens, and the reader's own state. Private to this room.
 *
 * Reading goes over the text twice. declare.c first finds the names of all elements, so that arrays have their final
 * size and every reference can be resolved, with "did you mean", in the moment it is read. parse.c and its neighbours
 * then read statement by statement: keywords.c has one row for each keyword, with the blocks it may stand in, its form
 * (which hints quote) and the function that reads its arguments. inherit.c and the check files run on what was read,
 * only when nothing was wrong so far.
 *
 * A function that reads returns false when something was wrong; it has then been reported, and the caller goes back to
 * the loop over statements, which skips to the end of the line or block. `diag.no_memory` ends everything.
 */
#ifndef COMITY_CHARTER_READER_H
#define COMITY_CHARTER_READER_H

#include "charter/charter.h"
#include "charter/words.h"
#include <stdarg.h>

/* ---- Diagnostics (diag.c) ------------------------------------------------------------------------------------ */

struct place {
	uint32_t line, column, length; /* 1-based, in code points; length 0: to the end of the word there */
};

struct diag {
	struct str text;
	struct arena arena; /* for messages only */
	struct diagnostics *out;
	char hint[LIMIT_LABEL_SIZE];
	size_t hint_size;
	bool no_memory;
	bool muted; /* the pass that only looks for names says nothing */
};

bool diag_init(struct diag *diag, struct str text, struct arena *arena, struct diagnostics *out);
struct token;
/* %s C string, %S struct str, %u uint32_t, %T struct token *, as it is named to a person. */
void buf_say(struct buf *buf, const char *format, ...);
/* The hint of the next diagnostic. */
void diag_hint(struct diag *diag, const char *format, ...);
/* Always false, so that a reader can `return diag_error(…)`. */
bool diag_error(struct diag *diag, struct place at, const char *format, ...);
void diag_warning(struct diag *diag, struct place at, const char *format, ...);
void diag_sort(struct diag *diag);
/* Where an element or statement begins. */
struct place place_of(const struct origin *origin);

/* ---- Tokens (lex.c) ------------------------------------------------------------------------------------------- */

enum token_kind {
	TOKEN_END,
	TOKEN_NEWLINE,
	TOKEN_NAME,
	TOKEN_INT,
	TOKEN_PERCENT,
	TOKEN_FRACTION,
	TOKEN_DATE,
	TOKEN_TIME,
	TOKEN_STRING, /* text: between the quotes, escapes still in it */
	TOKEN_ZONE,
	TOKEN_OPEN,
	TOKEN_CLOSE,
	TOKEN_PAREN_OPEN,
	TOKEN_PAREN_CLOSE,
	TOKEN_EQ,
	TOKEN_LT,
	TOKEN_LE,
	TOKEN_GT,
	TOKEN_GE,
	TOKEN_BAD, /* has been reported */
	TOKEN_MAX
};

struct token {
	enum token_kind kind;
	struct str text;
	struct place at;
};

struct lexer {
	struct str text;
	size_t pos;
	uint32_t line, column;
	uint32_t parens;  /* open ones: a newline among them is blank */
	bool said_return; /* a carriage return is reported once */
	struct diag *diag;
};
struct lexer lexer_of(struct str text, struct diag *diag);
struct token lexer_next(struct lexer *lexer);
bool token_is(const struct token *token, const char *word);
/* Does a line that begins with this keyword begin an element? `body NAME` and nothing more is a statement of a date.
 * `third`: the token after the name. */
bool begins_element(const struct token *keyword, const struct token *third);

/* ---- The reader ------------------------------------------------------------------------------------------------ */

/* Largest number in a share, a span or a time; whole numbers go to LIMIT_WHOLE. What is counted stays exact (eval.c).
 */
#define CHARTER_NUMBER_MAX UINT32_C(1000000000)

enum context { /* where a statement may stand */
	           IN_CHARTER = 1 << 0,
	           IN_ORGANISATION = 1 << 1,
	           IN_PARTY = 1 << 2,
	           IN_SET = 1 << 3,
	           IN_OFFICE = 1 << 4,
	           IN_BODY = 1 << 5,
	           IN_RULE = 1 << 6,
	           IN_PROCEDURE = 1 << 7,
	           IN_STAGE = 1 << 8,
	           IN_OUTCOME = 1 << 9,
	           IN_EVENT = 1 << 10,
	           IN_DATE = 1 << 11,
	           IN_NOTE = 1 << 12, /* the block of any other statement */
	           IN_INSTRUMENT = 1 << 13,
	           IN_BANNER = 1 << 14,
	           IN_WEIGHT = 1 << 15,
	           IN_ANY_BLOCK = (1 << 20) - 2
};

enum element {
	ELEMENT_PARTY,
	ELEMENT_SET,
	ELEMENT_OFFICE,
	ELEMENT_BODY,
	ELEMENT_RULE,
	ELEMENT_PROCEDURE,
	ELEMENT_INSTRUMENT,
	ELEMENT_WEIGHT,
	ELEMENT_MAX
};
/* The elements of one kind, which all begin with their titles. */
struct elements {
	const char *word, *words; /* "party", "parties" */
	uint32_t limit;
	size_t size;
	char *base;
	uint32_t count;
	struct map *names;
};
struct elements elements_of(struct charter *charter, enum element kind);
struct titles *elements_titles(const struct elements *elements, uint32_t index);

struct reader;
struct row {
	const char *keyword;
	unsigned contexts;
	bool once;        /* at most once in a block */
	const char *form; /* as the manual writes it */
	bool (*read)(struct reader *reader, struct origin *origin);
};
#define ROWS 94 /* keywords.c compares */
extern const struct row rows[];
const struct row *row_find(struct str keyword, unsigned context);

struct reader {
	struct lexer lexer;
	struct token token, previous;
	struct diag diag;
	struct arena *arena;
	struct charter *charter;
	uint32_t depth;        /* open braces */
	bool one_line;         /* in a block of one line: a brace ends the statement */
	bool unwinding;        /* a block was not closed: reported, go back to the top */
	const struct row *row; /* the statement being read */
	struct origin *notes;  /* whose `cite` and `sure` the block's are */
	struct titles *titles; /* whose `title` and `alias` */
	/* The element being read. */
	struct party *party;
	struct set *set;
	struct weight *weight;
	uint32_t weight_room; /* values that weight->value has room for */
	struct office *office;
	struct body *body;
	struct rule *rule;
	struct procedure *procedure;
	struct instrument *instrument;
	struct event_kind *event_kind;
	struct dated *dated;
	struct stage *stage;
	struct map stages; /* of the procedure */
	/* Where a duplicate or surplus element is read into, for its errors only. */
	union {
		struct party party;
		struct set set;
		struct weight weight;
		struct office office;
		struct body body;
		struct rule rule;
		struct procedure procedure;
		struct instrument instrument;
		struct stage stage;
	} spare;
	struct stage spare_stage;
	bool series_unknown; /* the organisation could not be read: say nothing about its series */
	uint32_t test_nodes; /* of the condition being read */
	bool passes_allowed;
};

/* declare.c: arrays and names before anything is read. False: no memory. */
bool declare_elements(struct reader *reader);
/* The stages of the procedure whose block the reader is about to enter. */
bool declare_stages(struct reader *reader, struct procedure *procedure);

/* parse.c */
bool reader_advance(struct reader *reader);
/* `expected WHAT after "previous", found …`, with the statement's form as hint. Always false. */
bool reader_expected(struct reader *reader, const char *what);
/* Statements up to the brace that closes the block, or the end of the file. */
void read_statements(struct reader *reader, enum context context);
bool reader_block(struct reader *reader, enum context context, struct origin *origin);
/* The block of an event, a date or the banner, whose titles are its own; or what ends any statement. */
bool reader_titled(struct reader *reader, enum context context, struct titles *own, struct origin *origin);
/* The end of a statement: the end of the line, or a block with cite and sure. */
bool reader_tail(struct reader *reader, struct origin *origin);
bool reader_at_tail(const struct reader *reader);
/* Room for one more item in a list of `count`; NULL: no memory, or more than LIMIT_LIST (reported). */
void *list_room(struct reader *reader, void *list, uint32_t count, size_t size);
#define PUSH(reader, list, count, item)                                                                            \
	(((list) = list_room((reader), (list), (count), sizeof(*(list)))) != NULL ? ((list)[(count)++] = (item), true) \
	                                                                          : ((count) = 0, false))

/* take.c: one argument each. */
bool take_name(struct reader *reader, const char *what, struct token *ret_token);
bool take_word(struct reader *reader, const char *word);
bool take_string(struct reader *reader, const char *what, struct str *ret);
bool take_number(struct reader *reader, const char *what, uint32_t max, uint32_t *ret);
bool take_whole(struct reader *reader, const char *what, uint64_t *ret); /* up to 2^53-1 */
bool take_date(struct reader *reader, struct date *ret);
bool take_dates(struct reader *reader, struct date *ret_from, struct date *ret_until);
bool take_zone(struct reader *reader, struct str *ret);
bool take_language(struct reader *reader, struct str *ret);
bool take_span(struct reader *reader, struct span *ret);
/* One of `words`. */
bool take_choice(struct reader *reader, const char *what, const struct str *words, uint32_t count, uint32_t *ret);
/* The name of an element, resolved. */
bool take_element(struct reader *reader, enum element kind, uint32_t *ret);
/* Names up to the end of the statement, none twice. */
bool take_names(struct reader *reader, const char *what, struct str **list, uint32_t *count);
/* WHO… up to the end of the statement, `to` or `when`. */
bool take_whos(struct reader *reader, struct who **list, uint32_t *count);
bool name_reserved(struct str name);
/* Says "did you mean …" for the next diagnostic when one of the names is near. */
struct nearest {
	struct str name, best;
	size_t distance;
};
struct nearest nearest_of(struct str name);
void nearest_try(struct nearest *nearest, struct str candidate);
void nearest_hint(struct reader *reader, const struct nearest *nearest);

/* parse_instrument.c: [from DATE] [until DATE] [once INSTRUMENT…] up to the end of the statement. */
bool take_in_force(struct reader *reader, struct in_force *ret);

/* parse_test.c: a condition after `when`. */
bool take_test(struct reader *reader, bool passes_allowed, uint32_t *ret);
/* A set expression up to the end of the statement. */
bool take_set_alone(struct reader *reader, uint32_t *ret);
/* Either of two conditions, as a new one. */
bool join_tests(struct reader *reader, uint32_t a, uint32_t b, uint32_t *ret);

/* One function a row of keywords.c. */
bool read_cite(struct reader *reader, struct origin *origin);
bool read_sure(struct reader *reader, struct origin *origin);
bool read_title(struct reader *reader, struct origin *origin);
bool read_alias(struct reader *reader, struct origin *origin);
bool read_organisation(struct reader *reader, struct origin *origin);
bool read_languages(struct reader *reader, struct origin *origin);
bool read_accent(struct reader *reader, struct origin *origin);
bool read_banner(struct reader *reader, struct origin *origin);
bool read_order_by(struct reader *reader, struct origin *origin);
bool read_seat(struct reader *reader, struct origin *origin);
bool read_date(struct reader *reader, struct origin *origin);
bool read_yearly(struct reader *reader, struct origin *origin);
bool read_place(struct reader *reader, struct origin *origin);
bool read_date_body(struct reader *reader, struct origin *origin);
bool read_event(struct reader *reader, struct origin *origin);
bool read_host(struct reader *reader, struct origin *origin);
bool read_week(struct reader *reader, struct origin *origin);
bool read_series(struct reader *reader, struct origin *origin);
bool read_party(struct reader *reader, struct origin *origin);
bool read_sort(struct reader *reader, struct origin *origin);
bool read_zone(struct reader *reader, struct origin *origin);
bool read_status(struct reader *reader, struct origin *origin);
bool read_set(struct reader *reader, struct origin *origin);
bool read_parties(struct reader *reader, struct origin *origin);
bool read_office(struct reader *reader, struct origin *origin);
bool read_holder(struct reader *reader, struct origin *origin);
bool read_body(struct reader *reader, struct origin *origin);
bool read_code(struct reader *reader, struct origin *origin);
bool read_parent(struct reader *reader, struct origin *origin);
bool read_level(struct reader *reader, struct origin *origin);
bool read_composition(struct reader *reader, struct origin *origin);
bool read_chair(struct reader *reader, struct origin *origin);
bool read_convenes(struct reader *reader, struct origin *origin);
bool read_notice(struct reader *reader, struct origin *origin);
bool read_waives(struct reader *reader, struct origin *origin);
bool read_recusal(struct reader *reader, struct origin *origin);
bool read_regular(struct reader *reader, struct origin *origin);
bool read_gap(struct reader *reader, struct origin *origin);
bool read_appointed_by(struct reader *reader, struct origin *origin);
bool read_term(struct reader *reader, struct origin *origin);
bool read_acting(struct reader *reader, struct origin *origin);
bool read_rotates(struct reader *reader, struct origin *origin);
bool read_arrears(struct reader *reader, struct origin *origin);
bool read_effect(struct reader *reader, struct origin *origin);
bool read_admits(struct reader *reader, struct origin *origin);
bool read_classifies(struct reader *reader, struct origin *origin);
bool read_formats(struct reader *reader, struct origin *origin);
bool read_quorum(struct reader *reader, struct origin *origin);
bool read_decides(struct reader *reader, struct origin *origin);
bool read_procedures(struct reader *reader, struct origin *origin);
bool read_earlier_meetings(struct reader *reader, struct origin *origin);
bool read_rule(struct reader *reader, struct origin *origin);
bool read_adopted(struct reader *reader, struct origin *origin);
bool read_absence(struct reader *reader, struct origin *origin);
bool read_abstention(struct reader *reader, struct origin *origin);
bool read_hold(struct reader *reader, struct origin *origin);
bool read_failing(struct reader *reader, struct origin *origin);
bool read_concerned(struct reader *reader, struct origin *origin);
bool read_constructive(struct reader *reader, struct origin *origin);
bool read_reservation(struct reader *reader, struct origin *origin);
bool read_binds(struct reader *reader, struct origin *origin);
bool read_undone_by(struct reader *reader, struct origin *origin);
bool read_weight(struct reader *reader, struct origin *origin);
bool read_value(struct reader *reader, struct origin *origin);
bool read_procedure(struct reader *reader, struct origin *origin);
bool read_begins(struct reader *reader, struct origin *origin);
bool read_kinds(struct reader *reader, struct origin *origin);
bool read_crisis(struct reader *reader, struct origin *origin);
bool read_needs(struct reader *reader, struct origin *origin);
bool read_stage(struct reader *reader, struct origin *origin);
bool read_outcome(struct reader *reader, struct origin *origin);
bool read_clock(struct reader *reader, struct origin *origin);
bool read_floor(struct reader *reader, struct origin *origin);
bool read_ceiling(struct reader *reader, struct origin *origin);
bool read_positions(struct reader *reader, struct origin *origin);
bool read_on(struct reader *reader, struct origin *origin);
bool read_adopts(struct reader *reader, struct origin *origin);
bool read_symbol(struct reader *reader, struct origin *origin);
bool read_plan(struct reader *reader, struct origin *origin);
bool read_publish(struct reader *reader, struct origin *origin);
bool read_extends(struct reader *reader, struct origin *origin);
bool read_prolongs(struct reader *reader, struct origin *origin);
bool read_about(struct reader *reader, struct origin *origin);
bool read_from(struct reader *reader, struct origin *origin);
bool read_until(struct reader *reader, struct origin *origin);
bool read_once(struct reader *reader, struct origin *origin);
bool read_instrument(struct reader *reader, struct origin *origin);
bool read_enters(struct reader *reader, struct origin *origin);

/* The slot that an element of this name is read into, and its head: NAME [STR] up to the brace. */
bool read_head(struct reader *reader, enum element kind, bool titled, uint32_t *ret_index);

/* inherit.c */
bool inherit_all(struct reader *reader);
/* check.c, check_procedure.c, check_rule.c */
void check_charter(struct reader *reader);
void check_procedures(struct reader *reader);
/* check_steps.c: what a procedure's stages do beside moving on, and instruments. */
void check_steps(struct reader *reader);
void check_instruments(struct reader *reader);
void check_rules(struct reader *reader);
/* check_ways.c: what nobody can do, what is never in time, bodies without members. check_symbols.c: series. */
void check_ways(struct reader *reader);
void check_symbols(struct reader *reader);
/* Whatever the day both begin on? */
bool surely_longer(struct span a, struct span b);
bool surely_not_shorter(struct span a, struct span b);
/* Can the office, or one that acts for it, ever be held? */
bool office_fillable(const struct charter *charter, uint32_t office);
/* Does an outcome that the body may reach appoint? NONE: that any body may. */
bool office_appointed(const struct charter *charter, uint32_t body);
/* check_meaning.c: last, when nothing else was wrong. */
void check_meanings(struct reader *reader);
/* check_effects.c */
void check_effects(struct reader *reader);
bool charter_has_effect(const struct charter *charter, enum effect effect);
bool body_may_use(const struct body *body, uint32_t procedure);
bool party_has_sort(const struct party *party, struct str language);
/* Every node of a condition or a set is handed to `visit`; NONE has none. */
void test_visit(const struct charter *charter, uint32_t test, void (*visit)(void *context, const struct test *node),
                void *context);

#endif
