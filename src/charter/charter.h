/* The charter: an organisation's rules as data, read from one text file that a lawyer can read.
 *
 * charter_read (parse.c and its neighbours) turns the text into `struct charter`; everything in it is a view into the
 * text or lies in the caller's arena, and nothing changes afterwards. Names are resolved: an index, never a string,
 * says what is meant. docs/charter.md is the manual of the language and its test.
 *
 * Dates of the charter (statuses, holders) begin at 00:00 in the zone of the organisation's seat; the kernel turns them
 * into instants with the record's zone tables.
 */
#ifndef COMITY_CHARTER_CHARTER_H
#define COMITY_CHARTER_CHARTER_H

#include "base/err.h"
#include "base/limits.h"
#include "base/map.h"
#include "base/time.h"

#define NONE UINT32_MAX /* an index that points nowhere */

enum sure { SURE_FOUND, SURE_PRESS, SURE_INFERRED, SURE_RECALLED, SURE_MAX };

/* What every statement may carry, and where it stands. */
struct origin {
	uint32_t line, column; /* 1-based */
	struct str cite;       /* empty: none of its own; citation() climbs */
	enum sure sure;
};

struct title {
	struct str language;
	struct str text;
};
struct titles {
	struct str name;  /* the identifier: "csc" */
	struct str title; /* the string after it; the name when there is none */
	uint32_t count;   /* title LANGUAGE STRING lines */
	struct title *other;
	uint32_t alias_count; /* alias STRING */
	struct str *alias;
};

/* ---- Sets of parties ---------------------------------------------------------------------------------------- */

#define PARTY_WORDS (LIMIT_PARTIES / 64)
struct party_set {
	uint64_t word[PARTY_WORDS];
};
static inline bool party_set_has(const struct party_set *set, uint32_t party)
{
	return (set->word[party / 64] >> (party % 64) & 1) != 0;
}
static inline void party_set_add(struct party_set *set, uint32_t party)
{
	set->word[party / 64] |= UINT64_C(1) << (party % 64);
}
static inline void party_set_remove(struct party_set *set, uint32_t party)
{
	set->word[party / 64] &= ~(UINT64_C(1) << (party % 64));
}
static inline bool party_set_same(const struct party_set *a, const struct party_set *b)
{
	uint64_t differ = 0;
	for (uint32_t i = 0; i < PARTY_WORDS; i++)
		differ |= a->word[i] ^ b->word[i];
	return differ == 0;
}
uint32_t party_set_count(const struct party_set *set);
/* Smallest member at or after `from`; NONE at the end. */
uint32_t party_set_next(const struct party_set *set, uint32_t from);

/* ---- Conditions --------------------------------------------------------------------------------------------- */

/* The names a condition may count, besides the charter's own sets. */
enum term {
	TERM_MEMBERS,       /* the electorate: members of the body, not suspended */
	TERM_PRESENT,       /* at a meeting: present; in writing: those who took a position */
	TERM_ABSENT,        /* members without present */
	TERM_FOR,           /* position support */
	TERM_AGAINST,       /* position object */
	TERM_ABSTAIN,       /* position abstain */
	TERM_VOTING,        /* for and against */
	TERM_OBJECTIONS,    /* position object, and what absence, abstention and hold mean for the rule */
	TERM_RESERVATIONS,  /* position reserve */
	TERM_HOLDS,         /* position hold */
	TERM_SILENT,        /* members without any position */
	TERM_SUPPORTERS,    /* position support to a procedure's own step: the same set as for */
	TERM_CONCERNED,     /* the parties that the matter is about, as it was tabled */
	TERM_CONSTRUCTIVE,  /* position constructive; they are among those who abstain */
	TERM_PARTICIPATING, /* the members that take part in the matter, as it was tabled; all when nothing was said */
	TERM_IN_ARREARS,    /* members in arrears with their contributions */
	TERM_SUSPENDED,     /* who would be among the members, but is suspended, or its vote is: never among them */
	TERM_AUTHOR,        /* the party that tabled the matter */
	TERM_REQUESTERS,    /* act request: who asked for a meeting on the matter */
	TERM_DEPOSITS,      /* only of an instrument: who has deposited its ratification */
	TERM_MAX
};
extern const struct str term_name[TERM_MAX];

/* The sets as the kernel hands them over, before a rule's meanings are applied. rule_apply and test_holds cut them to
 * the members and derive absent, voting, objections and supporters from the others; silent is the kernel's to fill in.
 */
struct ballot {
	struct party_set set[TERM_MAX];
	int32_t day;                   /* of the seat, since 1970-01-01: which versions, sets and weights hold */
	bool nameless;                 /* made of numbers (counts_ballot): who is in a set means nothing */
	const struct numbers *numbers; /* there are no sets, only numbers (numbers_judge); NULL: there are */
	bool undoes;                   /* the matter undoes one that was adopted: rules give way to their `undone-by` */
	uint64_t instruments;          /* those in force, a bit each */
	struct str kind;               /* of the matter: what "passes kind" asks about; empty: of no matter */
};

enum test_op {
	TEST_AND, /* a, b: tests */
	TEST_OR,
	TEST_NOT,    /* a */
	TEST_PASSES, /* rule: index, or kind: a kind of matter that the body decides by some rule */
	TEST_EQ,     /* a, b: amounts */
	TEST_LT,
	TEST_LE,
	TEST_GT,
	TEST_GE,
	AMOUNT_INT,      /* number */
	AMOUNT_COUNT,    /* a: set; its count, or what it weighs together when index is a weight */
	AMOUNT_FRACTION, /* number / denominator of that: compared by cross-multiplication, never rounded */
	SET_TERM,        /* index: enum term */
	SET_NAMED,       /* index into sets */
	SET_IN,          /* a and b */
	SET_WITHOUT,     /* a without b */
	TEST_OP_MAX
};
struct test { /* a node; conditions are trees in one array, NONE is "no condition" */
	enum test_op op;
	uint32_t a, b;
	uint32_t index;
	uint64_t number;
	uint32_t denominator;
	struct str kind; /* TEST_PASSES: the name; index is NONE when no rule has it */
	struct origin origin;
};

/* ---- Elements ------------------------------------------------------------------------------------------------ */

enum status_kind { STATUS_MEMBER, STATUS_OBSERVER, STATUS_PARTNER, STATUS_SECRETARIAT, STATUS_SUSPENDED, STATUS_MAX };
extern const struct str status_name[STATUS_MAX];
struct status {
	enum status_kind kind;
	struct date from;
	struct date until; /* year 0: open; the first day on which it no longer holds */
	struct origin origin;
};

struct party {
	struct titles titles;
	uint32_t sort_count; /* sort LANGUAGE STRING: protocol order */
	struct title *sort;
	struct str zone;       /* of its capital; empty: the seat's */
	uint32_t status_count; /* by `from`, not overlapping */
	struct status *status;
	struct origin origin;
};

struct set_period { /* parties PARTY… [from DATE] [until DATE] */
	struct party_set parties;
	struct date from, until; /* as in status; `from` may be open too */
	struct origin origin;
};
struct set {
	struct titles titles;
	struct party_set parties; /* who ever belongs to it; set_on says who does on a day */
	uint32_t period_count;
	struct set_period *period;
	bool always; /* one period without dates */
	struct origin origin;
};

/* weight NAME ["Title"] { value PARTY NUMBER [from DATE] [until DATE] … } */
struct weight_value {
	uint32_t party;
	int32_t from, until; /* days; INT32_MIN, INT32_MAX: open */
	uint64_t value;
	struct origin origin;
};
struct weight {
	struct titles titles;
	uint32_t value_count;
	struct weight_value *value; /* by party, then by `from`; the periods of a party do not overlap */
	uint32_t *first;            /* by party: the index of its first value, and behind the last party their count */
	struct origin origin;
};

struct holder {
	uint32_t party;
	struct str person;       /* record-local identifier; empty: the party itself */
	struct date from, until; /* as in status */
	struct origin origin;
};
/* rotates TURN sort LANGUAGE of BODY from DATE [starting PARTY]: the members of the body hold the office in turn, in
 * the order of their sort keys. */
enum turn { TURN_NONE, TURN_MONTH, TURN_HALF_YEAR, TURN_YEAR };
struct rotation {
	enum turn turn;
	struct str language;
	uint32_t body;
	struct date from;  /* of the first turn; later ones begin whole turns after it */
	uint32_t starting; /* the party whose turn is the first; NONE: the first in order */
	uint32_t *order;   /* party indexes by the sort key of the language, as charter->order */
	struct origin origin;
};
struct office {
	struct titles titles;
	uint32_t holder_count;
	struct holder *holder;
	uint32_t appointed_by; /* body whose matters may appoint and relieve; NONE: any body's */
	struct origin appointed_by_origin;
	bool has_term;
	struct span term; /* of an appointment that names no end */
	struct origin term_origin;
	uint32_t acting; /* office whose holder acts while this one is vacant; NONE */
	struct origin acting_origin;
	struct rotation rotation;
	struct origin origin;
};

/* Who may do something, or did it. */
enum who_kind {
	WHO_MEMBER,      /* any member of the body */
	WHO_CHAIR,       /* of the body; of the meeting once it is open */
	WHO_SECRETARIAT, /* a party of status secretariat */
	WHO_AUTHOR,      /* of the matter */
	WHO_CONCERNED,   /* a party that the matter concerns */
	WHO_OBSERVER,
	WHO_PARTNER,
	WHO_PARTY,  /* index */
	WHO_OFFICE, /* index */
	WHO_SET,    /* index */
	WHO_MAX
};
struct who {
	enum who_kind kind;
	uint32_t index;
	struct origin origin;
};

enum chair_kind { CHAIR_NONE, CHAIR_HOST, CHAIR_PARTY, CHAIR_OFFICE };

/* When a version of a rule or a procedure holds: from and until as in status (year 0: open), and only when all the
 * instruments are in force. */
struct in_force {
	struct date from, until;
	uint64_t once; /* a bit per instrument */
};

struct decides { /* decides KIND RULE [from DATE] [until DATE] [once INSTRUMENT…]; the last that holds is the rule */
	struct str kind;
	uint32_t rule;
	struct in_force in_force;
	struct origin origin;
};

/* After reading, what a child inherits (inherit.c) is filled in, with the origin of the ancestor that stated it. */
struct body {
	struct titles titles;
	struct str code;  /* for {body} in symbols; the name in upper case when not stated (never inherited) */
	struct str level; /* "head-of-state", … ; a word that pages show */
	uint32_t parent;
	uint32_t composition; /* a set, or NONE: all members */
	struct origin composition_origin;
	enum chair_kind chair;
	uint32_t chair_index;
	struct origin chair_origin;
	uint32_t convenes_count;
	struct who *convenes;
	struct origin convenes_origin;
	bool has_notice;
	struct span notice;
	struct origin notice_origin;
	uint32_t waives_count; /* who may waive the notice; none: nobody */
	struct who *waives;
	struct origin waives_origin;
	bool recusal; /* a chair that the matter concerns cedes the chair for it to the next in order */
	struct origin recusal_origin;
	uint32_t regular;     /* meetings a year or a month, at least; 0: not stated. Reported, not enforced */
	bool regular_monthly; /* a month */
	struct origin regular_origin;
	bool has_gap; /* longest time between two meetings: reported, not enforced */
	struct span gap;
	struct origin gap_origin;
	uint32_t format_count;
	struct str *format;
	struct origin format_origin;
	uint32_t quorum_open, quorum_decide; /* tests or NONE */
	struct origin quorum_open_origin, quorum_decide_origin;
	uint32_t decides_count;
	struct decides *decides;
	uint32_t procedure_count; /* procedures NAME…: those it may use; none stated anywhere: all */
	uint32_t *procedure;
	uint32_t earlier_meetings;      /* regular meetings held before the record begins; never inherited */
#define MEETINGS_UNKNOWN UINT32_MAX /* nobody knows how many: meetings get no number */
	struct origin origin;
};

enum absence_means { ABSENCE_NOT_OBJECTING, ABSENCE_OBJECTING, ABSENCE_NOT_FOR, ABSENCE_AGAINST };
enum abstention_means { ABSTENTION_HARMLESS, ABSTENTION_NOT_FOR, ABSTENTION_AGAINST };
enum concerned_means {
	CONCERNED_COUNTS,            /* nothing stated: as any other member */
	CONCERNED_REMOVED,           /* no member for this matter */
	CONCERNED_MUST_ABSTAIN,      /* a member that can only abstain */
	CONCERNED_HEARD,             /* a member that speaks and is not there when it is decided */
	CONCERNED_OBJECTION_IGNORED, /* is never among the objections */
	CONCERNED_MAX
};
struct rule {
	struct titles titles;
	uint32_t adopted_when; /* test */
	uint32_t failing_when; /* test that adopts too, when the first does not; NONE */
	uint32_t test;         /* the whole: either of them */
	enum absence_means absence;
	enum abstention_means abstention;
	enum concerned_means concerned;
	bool hold_blocks;           /* hold blocks: counts as an objection. Default: a hold is harmless */
	bool constructive_harmless; /* `abstention against` does not touch constructive abstentions */
	bool reservation_objects;   /* reservation objecting: counts as an objection. Default: it is annexed */
	uint32_t binds;             /* a SET_ node: who is bound by what was adopted; NONE: all members */
	uint32_t undone_by;         /* the rule for undoing what was adopted by this one; NONE: this one */
	struct origin absence_origin, abstention_origin, hold_origin, concerned_origin, constructive_origin,
		reservation_origin, failing_origin, binds_origin, undone_by_origin;
	struct origin origin;
};

/* What happens to a matter. Each is the noun that a charter writes after `on`. */
enum event {
	EVENT_CIRCULATION, /* act circulate */
	EVENT_SILENCE,     /* act silence: put under silence, with a moment */
	EVENT_SUBMISSION,  /* act submit: put to the meeting */
	EVENT_OBJECTION,   /* act position: object, support, … (EVENT_OBJECTION + enum position) */
	EVENT_SUPPORT,
	EVENT_ABSTENTION,
	EVENT_RESERVATION,
	EVENT_HOLD,
	EVENT_DISINTEREST,
	EVENT_AMENDMENT,  /* act amend: a new version of the text */
	EVENT_ADOPTION,   /* act adopt: the chair's gavel */
	EVENT_REJECTION,  /* act reject: the chair declares that it is not adopted */
	EVENT_WITHDRAWAL, /* act withdraw */
	EVENT_CLOSING,    /* the meeting it was submitted to is closed */
	EVENT_EXPIRY,     /* the stage's clock */
	EVENT_CONVENING,  /* act convene: a meeting about it */
	EVENT_OPENING,    /* act open: that meeting opens */
	EVENT_ANSWER,     /* act answer */
	EVENT_REQUEST,    /* act request: for a meeting */
	EVENT_REFERRAL,   /* act refer: to another body */
	EVENT_MOVE,       /* act move: to the stage that the act names */
	EVENT_EXTENSION,  /* act extend: the stage's clock runs longer */
	EVENT_SUSPENSION, /* act pause: it stands still */
	EVENT_RESUMPTION, /* act resume: it runs on, with what was left */
	EVENT_BALLOT,     /* act ballot: the count of a secret ballot, on which the condition is judged */
	EVENT_MAX
};
extern const struct str event_name[EVENT_MAX];

enum position { /* order as in EVENT_OBJECTION … */
	            POSITION_OBJECT,
	            POSITION_SUPPORT,
	            POSITION_ABSTAIN,
	            POSITION_RESERVE,
	            POSITION_HOLD,
	            POSITION_DISINTEREST,
	            POSITION_CONSTRUCTIVE, /* abstains and is not bound; happens as an abstention */
	            POSITION_ACCEPT,       /* of a decided matter, by a member that is not bound: it is from now on */
	            POSITION_RECUSE,       /* takes no part: for this matter it is no member; nothing happens by it */
	            POSITION_MAX
};
extern const struct str position_name[POSITION_MAX];

struct transition { /* on EVENT [by WHO…] TARGET [when TEST]; tried in order, the first that holds is taken */
	enum event event;
	uint32_t by_count; /* 0: anybody who may take part in the body */
	struct who *by;
	uint32_t target; /* a stage of the same procedure */
	uint32_t when;   /* test or NONE */
	struct origin origin;
};

enum clock_kind {
	CLOCK_NONE,
	CLOCK_SPAN,
	CLOCK_UNTIL,       /* the moment given in the act that enters the stage; floor and ceiling bound it */
	CLOCK_CEILING,     /* no clock but a ceiling: that is when it ends */
	CLOCK_IMMEDIATELY, /* no limit: how long it takes is measured */
};

/* What an outcome does beside ending the matter (kernel/effects.c). */
enum effect {
	EFFECT_APPOINTS,       /* the holder that the matter names to its office */
	EFFECT_RELIEVES,       /* the holder of the matter's office of it */
	EFFECT_ADMITS,         /* the concerned parties, to a status */
	EFFECT_SUSPENDS,       /* the concerned parties */
	EFFECT_SUSPENDS_VOTE,  /* their votes only */
	EFFECT_RESTORES,       /* the concerned parties, from either suspension */
	EFFECT_WITHDRAWS,      /* the concerned parties from the organisation */
	EFFECT_CLASSIFIES,     /* the matter that this one is about: as of a kind */
	EFFECT_AMENDS_CHARTER, /* the matter's text is the charter from then on */
	EFFECT_MAX
};
extern const struct str effect_name[EFFECT_MAX];

struct stage {
	struct str name;
	bool outcome; /* an end: nothing leaves it */
	/* stages */
	enum clock_kind clock;
	struct span span;
	bool has_floor, has_ceiling; /* of `until`: of the moment, counted from the act; else of the stage itself */
	struct span floor, ceiling;
	struct origin clock_origin, floor_origin, ceiling_origin;
	uint32_t extends_times; /* extends SPAN [times N]; 0: no extension, EXTENDS_FREELY: as often as wanted */
	struct span extends;
	struct origin extends_origin;
	uint32_t takes; /* bit per enum position: which positions may be taken here */
	struct origin takes_origin;
	uint32_t transition_count;
	struct transition *transition;
	/* outcomes */
	bool adopted;      /* counts as an adoption (the outcome has `adopts`) */
	uint32_t series;   /* symbol SERIES: the series; SERIES_OF_KIND: the series named as the matter's kind; or NONE */
	bool plan;         /* effect plan: the text is a plan whose items may be kept under it */
	bool publish;      /* publish: may be shown to the public from then on */
	bool publish_next; /* publish next-meeting: from when the body's next meeting opens; `publish` is set too */
	uint32_t prolongs; /* effect: the procedure whose end it moves to the matter's `to`; NONE */
	struct origin prolongs_origin;
	uint32_t effects; /* bit per enum effect */
	struct origin effect_origin[EFFECT_MAX];
	enum status_kind admits;
	struct str classifies; /* a kind of matter */
	struct origin series_origin;
	struct origin origin;
};
#define SERIES_OF_KIND (UINT32_MAX - 1)
#define EXTENDS_FREELY UINT32_MAX

/* about concerned [if-any] */
enum about { ABOUT_NOBODY, ABOUT_CONCERNED, ABOUT_PERHAPS };

struct procedure {
	struct titles titles;
	uint32_t begins_count; /* who may begin it: table a matter */
	struct who *begins;
	uint32_t kind_count; /* kinds NAME…: of matters it serves; none: every kind */
	struct str *kind;
	bool needs_text;
	bool crisis; /* its matters are crises */
	struct origin crisis_origin;
	enum about about; /* must the matter, or may it, name the parties that it concerns? */
	struct origin about_origin;
	struct in_force in_force; /* from DATE, until DATE, once INSTRUMENT…: when a matter may be tabled under it */
	struct origin from_origin, until_origin, once_origin;
	uint32_t stage_count; /* stage 0 is where it begins */
	struct stage *stage;
	struct origin origin;
};

struct instrument { /* a treaty or protocol that comes into force when enough have deposited */
	struct titles titles;
	uint32_t enters_when; /* test over deposits; NONE: at a date */
	struct date enters;
	struct origin enters_origin;
	struct origin origin;
};

struct series { /* series NAME "CMFA/DEC/{year}/{n}"; {body} is the body's code */
	struct str name;
	struct str pattern;
	struct origin origin;
};

struct dated {
	struct titles titles; /* as `name` when it has no title of its own */
	struct str name;      /* "treaty" */
	struct date date;
	bool yearly;      /* kept every year: an anniversary */
	struct str place; /* empty: none */
	uint32_t body;    /* that it is about, or NONE */
	struct origin origin;
};

/* Where the host stands among the participants of an event, who are listed in protocol order. */
enum host_place { HOST_IN_ORDER, HOST_FIRST, HOST_LAST, HOST_APART, HOST_PLACE_MAX };
extern const struct str host_place_name[HOST_PLACE_MAX];
struct event_kind { /* what an organisation holds beside the meetings of its bodies */
	struct titles titles;
	enum host_place host;
	struct origin host_origin;
	struct origin origin;
};

struct charter {
	struct str text;      /* the bytes that were read */
	struct titles titles; /* of the organisation */
	uint32_t language_count;
	struct str *language;
	struct str order_language; /* order-by sort LANGUAGE */
	struct str seat;           /* place */
	struct str zone;           /* IANA name; never empty */
	struct str accent;         /* "#1d4f91", the colour of its pages; empty: none stated */
	struct origin accent_origin;
	struct titles banner; /* what every page says above everything else; its title is empty: none stated */
	struct origin banner_origin;
	uint32_t date_count;
	struct dated *date;
	bool has_arrears;
	struct span arrears;  /* arrears after SPAN [no-vote]: unpaid for as long, a party is in arrears … */
	bool arrears_no_vote; /* … and has no vote while it is */
	struct origin arrears_origin;
	uint8_t week; /* as struct working_days; Monday to Friday when not stated */
	struct origin week_origin;
	uint32_t series_count;
	struct series *series;
	struct origin origin;

	uint32_t party_count, set_count, office_count, body_count, rule_count, procedure_count, test_count;
	uint32_t event_kind_count, instrument_count, weight_count;
	struct party *party;
	struct set *set;
	struct weight *weight;
	struct office *office;
	struct body *body;
	struct rule *rule;
	struct procedure *procedure;
	struct event_kind *event_kind;
	struct instrument *instrument;
	struct test *test;
	/* Names to indexes, one map a kind. Aliases are not names. */
	struct map parties, sets, offices, bodies, rules, procedures, event_kinds, instruments, weights;
	/* Party indexes in protocol order: by the sort key of order_language, then by name. */
	uint32_t *order;
};

/* ---- Reading ------------------------------------------------------------------------------------------------- */

struct diagnostic {
	uint32_t line, column, length; /* where the caret goes; columns count code points */
	struct str line_text;
	struct str message; /* "expected a date such as 2002-10-07 after \"from\"" */
	struct str hint;    /* "did you mean \"consensus\"?" or empty */
	bool warning;       /* does not stop the charter from being read */
};
struct diagnostics {
	uint32_t count;       /* at most LIMIT_CHARTER_ERRORS */
	uint32_t error_count; /* of them not warnings; all that were met, even beyond the limit */
	struct diagnostic *list;
};

/* Parse, resolve, inherit, check. Result and diagnostics lie in the arena. ERR_FORMAT when there were errors (the first
 * one in err), ERR_LIMIT when memory ran out. *ret_diagnostics is filled in either case (warnings too). */
ERR_CHECKED enum err_code charter_read(struct str text, struct arena *arena, struct charter *ret,
                                       struct diagnostics *ret_diagnostics, struct err *err);
/* "FILE:12:7: error: …" with the line, a caret, and the hint, for every diagnostic. */
void buf_diagnostics(struct buf *buf, struct str file, const struct diagnostics *diagnostics);

/* Has the new charter every element of the old one at the same index and under the same name, so that it can take its
 * place? If not, *ret_kind and *ret_name say which is the first that is missing or stands elsewhere. */
bool charter_follows(const struct charter *old, const struct charter *new, struct str *ret_kind, struct str *ret_name);

/* ---- Writing ------------------------------------------------------------------------------------------------- */

/* The text of a charter that can be read, laid out in the one way (fmt.c); doing it again changes nothing. ERR_LIMIT
 * when a line or the whole would be longer than a charter's may be. What stands in buf after an error is not said. */
ERR_CHECKED enum err_code charter_format(struct str text, struct buf *buf, struct err *err);

/* ---- Asking -------------------------------------------------------------------------------------------------- */

/* One rule applied to a ballot. */
struct tally {
	bool adopted;
	uint32_t rule;
	struct ballot ballot;   /* after the rule's meanings */
	uint32_t failed;        /* the outermost test that decided a no (NONE when adopted): why.c words it */
	bool failing;           /* adopted by `failing when` */
	struct party_set bound; /* who is bound, if it is adopted */
};
struct tally rule_apply(const struct charter *charter, uint32_t rule, const struct ballot *ballot);
/* A condition on a ballot in the context of a body (for `passes KIND`; NONE where there is none). *ret_rule: the last
 * rule that a `passes` applied, NONE when there was none (may be NULL). */
bool test_holds(const struct charter *charter, uint32_t test, uint32_t body, const struct ballot *ballot,
                uint32_t *ret_rule);
/* A rule judged by numbers (counts.c): a secret ballot, a table of results. */
struct counts {
	uint32_t votes_for, against, abstain, absent;
	uint32_t veto; /* of those against: how many have a veto */
};
/* Do numbers suffice for the rule? *ret_veto_set: the set of those whose vote against is a veto, NONE; *ret_asks: the
 * part of the condition that asks who voted, which buf_asks writes; NONE when numbers suffice. */
bool rule_counts(const struct charter *charter, uint32_t rule, uint32_t *ret_veto_set, uint32_t *ret_asks);
void buf_asks(struct buf *buf, const struct charter *charter, uint32_t node);
enum counts_fault {
	COUNTS_RIGHT,
	COUNTS_MORE, /* than members; all are counted: for, against, abstaining, absent */
	COUNTS_FEWER,
	COUNTS_VETO_MORE,    /* than votes against */
	COUNTS_VETO_HOLDERS, /* more vetoes than members that have one */
	COUNTS_VETO_FEWER,   /* more votes against without veto than members without one */
	COUNTS_MAX
};
extern const char *const counts_fault_words[COUNTS_MAX];
/* The same without any sets, for many votes: `inside`, how many of the members are in the veto set. */
struct numbers {
	uint32_t rule, members, inside;
	bool has_veto;
	struct counts counts;
};
enum counts_fault numbers_check(const struct numbers *numbers);
/* Into ret: adopted, failing, failed, and a ballot of numbers for buf_tally_why, which lives as long as `numbers`. ret
 * is zero before the first call, and may be used again. */
void numbers_judge(const struct charter *charter, const struct numbers *numbers, struct tally *ret);
/* A ballot that has these numbers, for rule_apply; its day is the caller's to fill in. veto_set NULL: none. */
enum counts_fault counts_ballot(const struct party_set *members, const struct party_set *veto_set,
                                const struct counts *counts, struct ballot *ret);
/* A period in days: an open one began before everything, and goes on. */
int32_t first_day(struct date from);
int32_t end_day(struct date until);
/* Who belongs to a set on a day (days since 1970-01-01, in the seat's zone). */
struct party_set set_on(const struct charter *charter, uint32_t set, int32_t day);
/* What a set of parties weighs on a day; a party without a value weighs nothing. At most 2^62. */
uint64_t weight_of(const struct charter *charter, uint32_t weight, const struct party_set *set, int32_t day);
/* The last day on which a status, a part of a set or a value of a weight begins, or a member leaves: when the charter
 * is at its newest. */
int32_t charter_latest(const struct charter *charter);

/* The body's rule for a kind of matter; the kind "any" is its fallback; NONE when it decides no such kind. `when`: the
 * ballot, whose day and instruments say which version holds; NULL: the last one stated, whatever its time. */
uint32_t body_rule_at(const struct charter *charter, uint32_t body, struct str kind, const struct ballot *when);
uint32_t body_rule(const struct charter *charter, uint32_t body, struct str kind);
/* The rule in whose place another stands when the matter undoes an adopted one. */
uint32_t rule_undoing(const struct charter *charter, uint32_t rule, const struct ballot *ballot);
/* The rule that a TEST_PASSES asks in a body; NONE when the body decides no such kind. */
uint32_t rule_asked(const struct charter *charter, uint32_t passes, uint32_t body, const struct ballot *ballot);
bool in_force_holds(const struct in_force *in_force, int32_t day, uint64_t instruments);

/* The citation nearest to an element, for refusals: its own, else that of the enclosing element, else "charter, line N"
 * (built in buf). */
void buf_cite(struct buf *buf, const struct origin *own, const struct origin *enclosing);

/* A test in words: "at least two thirds of the members are present". */
void buf_test(struct buf *buf, const struct charter *charter, uint32_t test);
/* Whom a rule binds: "the members not abstaining constructively"; nothing when it does not say. */
void buf_binds(struct buf *buf, const struct charter *charter, const struct rule *rule);
/* Why a test did not hold on this ballot, with numbers: "for 3 of 5 members, at least 4 needed". */
void buf_test_why(struct buf *buf, const struct charter *charter, uint32_t test, const struct ballot *ballot);
/* A tally in one line: what was counted, and for a no which test failed. */
void buf_tally_why(struct buf *buf, const struct charter *charter, const struct tally *tally);
/* What is known of every rule in every body that decides by it: can it be met, can it fail, can both sides win by it,
 * does more support ever undo an adoption? Proved, shown by an example, or undecided. False: scratch ran out. */
bool buf_explanation(struct buf *buf, const struct charter *charter, struct arena scratch);
/* Prose: the whole charter as a lawyer would read it aloud, plain text of at most 100 columns. */
void buf_charter(struct buf *buf, const struct charter *charter);

#endif
