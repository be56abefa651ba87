/* The kernel: (state, act, entry's number and time) -> accepted and applied, or a refusal. Pure: no clock, no chance,
 * no input or output, no memory of its own.
 *
 * Calling order for the one who numbers acts (app/registrar.c), with the entry's time T that never goes back:
 *
 *     while (kernel_due(state, T, &outcome))        every clock that ended at or before T, in order, and every
 *             enter an `outcome` act made from it   decision just taken, becomes an entry of its own
 *     verdict = kernel_decide(state, act, moment)   changes nothing
 *     if accepted: enter it, kernel_apply
 *     while (kernel_due(…)) …                       the act may have led to an outcome at once
 *
 * Replay does the same without kernel_due: each entry is decided and applied; an `outcome` entry that differs from
 * what the kernel computes, comes too early, is missing (any other act while one is due), or is out of order, is
 * refused.
 *
 * After kernel_apply has failed (memory) the state is dead: drop it and replay.
 */
#ifndef COMITY_KERNEL_KERNEL_H
#define COMITY_KERNEL_KERNEL_H

#include "base/sink.h"
#include "kernel/act.h"
#include "kernel/verdict.h"

#define KERNEL_RULES 1 /* version of the meaning of acts: stands in the founding act */

struct moment {
	uint64_t number;
	int64_t time_ms;
};

/* An empty record's state. The charter must outlive it; `map_key` is chance for hash tables (zero in tests). NULL: no
 * memory. charter_hash: SHA-256 of the charter's text, compared with the founding act's. */
struct state *kernel_new(struct arena *arena, const struct charter *charter, const uint8_t charter_hash[32],
                         struct map_key map_key);

struct verdict kernel_decide(const struct state *state, const struct act *act, struct moment moment);
/* Only after kernel_decide accepted the same act for the same moment. What must outlive the call is copied into the
 * state's arena. */
ERR_CHECKED enum err_code kernel_apply(struct state *state, const struct act *act, struct moment moment,
                                       struct err *err);

/* A result that must be entered before anything else at `now` or later. Every set is in protocol order of parties
 * when it is written out. */
struct outcome {
	uint32_t matter; /* index */
	uint32_t stage;  /* it leaves */
	uint32_t target; /* stage or outcome it goes to */
	bool adopts;     /* the target is an outcome that adopts */
	bool final;      /* the target is an outcome: the matter ends here */
	int64_t at_ms;   /* the deadline's instant, or the time of the act that decided */
	uint32_t version;
	bool has_text;
	uint8_t commitment[32];
	uint32_t rule;        /* the last that was asked on the way, met or not; NONE */
	struct str cite;      /* of the transition or rule; empty when there is none */
	struct str symbol;    /* given on adoption; empty otherwise */
	bool secret;          /* decided by a secret ballot: the sets say nothing, the matter's counts do */
	struct ballot ballot; /* as counted at at_ms, before the rule's meanings */
	struct party_set disinterest;
	struct party_set recused;
	bool binds; /* the rule says who is bound: `bound` */
	struct party_set bound;
	char storage[LIMIT_LABEL_SIZE]; /* symbol is a view into this (cite: into the charter): copy with outcome_copy */
};
void outcome_copy(struct outcome *to, const struct outcome *from);
bool kernel_due(const struct state *state, int64_t now_ms, struct outcome *ret);
/* The outcome as the act to be entered (verb, party empty, by "registrar", fields); nonce and hash are the caller's.
 * Lists lie in the arena. False: no memory. */
bool outcome_act(const struct state *state, const struct outcome *outcome, struct arena *arena, struct act *ret);
/* Earliest instant at which something falls due; TIME_NEVER. What is due at once has the time of its act. */
int64_t kernel_next_deadline(const struct state *state);
/* The matters whose clock is running, in no order but the first, which ends first. */
uint32_t kernel_clock_count(const struct state *state);
uint32_t kernel_clock_at(const struct state *state, uint32_t index);

/* The canonical state, for comparing nodes: the same log gives the same bytes on every machine. */
void kernel_digest(const struct state *state, struct sink sink);

/* ---- Asking the state: views that live as long as it does ------------------------------------ */

uint64_t kernel_size(const struct state *state); /* entries applied */
int64_t kernel_time(const struct state *state);  /* of the newest entry; 0 before the first */
const struct charter *kernel_charter(const struct state *state);
const struct zone *kernel_zone(const struct state *state, struct str name); /* NULL: not in the zones entry */
const struct zone *kernel_seat_zone(const struct state *state);
uint32_t kernel_zone_count(const struct state *state);
const struct zone *kernel_zone_at(const struct state *state, uint32_t index); /* by name, ascending */
int64_t kernel_zones_time(const struct state *state);                         /* of the newest zones entry */
struct str kernel_tzdata(const struct state *state);                          /* the version that it names */

enum key_status { KEY_PROVISIONAL, KEY_VALID, KEY_REVOKED };
struct person_view {
	struct str name;
	uint32_t party;     /* index in the charter */
	const uint8_t *key; /* 32 bytes */
	enum key_status status;
	bool focal;
	uint32_t office; /* NONE */
	uint64_t since;  /* entry */
};
/* False when nobody of this name is known. */
bool kernel_person(const struct state *state, struct str name, struct person_view *ret);
uint32_t kernel_person_count(const struct state *state);
struct person_view kernel_person_at(const struct state *state, uint32_t index);
/* SHA-256 of the charter's text: with the registrar's key, what a countersignature binds. */
const uint8_t *kernel_charter_hash(const struct state *state);
/* The registrar's key; NULL before the founding. */
const uint8_t *kernel_registrar_key(const struct state *state);

/* ---- Parties and offices, as the charter and the record have them ---- */

/* What the party is at an instant: of the charter's statuses and what outcomes did, the newest. STATUS_MAX: nothing. */
enum status_kind kernel_status(const struct state *state, uint32_t party, int64_t at_ms);
/* Does it sit in the body as a member? Its vote may be suspended all the same. */
bool kernel_is_member(const struct state *state, uint32_t body, uint32_t party, int64_t at_ms);
/* Has it a vote, as far as it is a member? Is it in arrears? */
bool kernel_has_vote(const struct state *state, uint32_t party, int64_t at_ms);
bool kernel_in_arrears(const struct state *state, uint32_t party, int64_t at_ms);
/* The electorate of the body. */
struct party_set kernel_electorate(const struct state *state, uint32_t body, int64_t at_ms);

/* What the record says of a party's standing, in the order of instants. */
enum standing_change {
	STANDING_CHANGED, /* it has the status */
	STANDING_LEFT,    /* it has none */
	STANDING_LOST_VOTE,
	STANDING_HAS_VOTE,
	STANDING_OWES, /* in arrears from then on */
	STANDING_OWES_NOT,
	STANDING_CHANGE_MAX
};
struct standing_view {
	uint32_t party;
	enum standing_change change;
	enum status_kind status;
	int64_t from_ms;
	uint64_t entry;
};
uint32_t kernel_standing_count(const struct state *state);
struct standing_view kernel_standing_at(const struct state *state, uint32_t index);

/* Who holds an office. */
struct tenure_view {
	uint32_t party;    /* NONE: relieved, nobody holds it from then on */
	struct str person; /* empty: the party itself */
	uint32_t acting;   /* the office whose holder acts in this one; NONE: it is held */
	int64_t from_ms, until_ms;
	uint64_t entry; /* of the outcome; 0: by the charter or in turn */
	const struct origin *origin;
};
/* At an instant; false: it is vacant, and nobody acts. */
bool kernel_holder(const struct state *state, uint32_t office, int64_t at_ms, struct tenure_view *ret);
/* The tenures that outcomes gave, in the order of their instants; the charter's holders stand in the charter. */
uint32_t kernel_tenure_count(const struct state *state, uint32_t office);
struct tenure_view kernel_tenure_at(const struct state *state, uint32_t office, uint32_t index);
/* The party that chairs a body at an instant, outside its meetings; NONE. */
uint32_t kernel_chair(const struct state *state, uint32_t body, int64_t at_ms);

/* Does the body meet as often as the charter says? Reported, never enforced. */
struct rhythm_view {
	uint32_t wanted; /* regular meetings a year (or month, `monthly`); 0: the charter says nothing */
	bool monthly;
	uint32_t held;       /* in the year or month of the instant that was asked about */
	int64_t last_ms;     /* the newest meeting opened then; TIME_NEVER: none yet */
	int64_t gap_ends_ms; /* the next one opens by then; TIME_NEVER: the charter says nothing, or there is none yet */
	uint32_t late;       /* meetings that opened later than that */
};
struct rhythm_view kernel_rhythm(const struct state *state, uint32_t body, int64_t at_ms);

/* ---- The charter over time ---- */

/* Charters in force, the founding's first; each holds from the entry after `entry`. */
struct charter_view {
	const struct charter *charter;
	const uint8_t *hash; /* SHA-256 of its text */
	uint64_t entry;      /* of the outcome that adopted it; 0: the founding's */
	int64_t from_ms;
	uint32_t matter; /* that amended the one before; NONE */
};
uint32_t kernel_charter_count(const struct state *state);
struct charter_view kernel_charter_at(const struct state *state, uint32_t index);
/* The index of the charter by which the entry was judged. */
uint32_t kernel_charter_for(const struct state *state, uint64_t entry);
/* Before an act is decided whose field `charter` names a text (table, amend): the charter that the text was read into,
 * and the text's SHA-256. It holds until the next call or kernel_apply, and must outlive the state if kernel_apply
 * follows. NULL: nothing is offered, and such an act is refused. */
void kernel_offer(struct state *state, const uint8_t hash[32], const struct charter *charter);

enum meeting_status { MEETING_PLANNED, MEETING_OPEN, MEETING_CLOSED, MEETING_CANCELLED };
struct meeting_view {
	struct str name, place, zone;
	uint32_t body;
	uint32_t ordinal; /* 0 until it opens, for extraordinary meetings, and where earlier ones are not counted */
	bool regular;
	uint32_t host; /* party or NONE */
	int64_t starts_ms;
	enum meeting_status status;
	struct str format; /* now, or last; empty when none */
	struct party_set registered, present;
	uint32_t guest_count, item_count, speech_count;
	uint64_t convened; /* entry */
	uint32_t about;    /* the matter for which it was convened; NONE */
	uint32_t joint_count;
	const uint32_t *joint; /* the other bodies that meet in it */
};
uint32_t kernel_meeting_count(const struct state *state);
struct meeting_view kernel_meeting_at(const struct state *state, uint32_t index);
uint32_t kernel_meeting_find(const struct state *state, struct str name); /* NONE */

struct matter_view {
	struct str name, kind;
	uint32_t body, procedure, stage;
	uint32_t author;  /* party */
	uint32_t meeting; /* NONE until it is put to one */
	uint32_t version;
	bool has_text;
	const uint8_t *commitment;
	int64_t deadline_ms; /* of the stage's clock; TIME_NEVER */
	struct str symbol;
	uint64_t tabled;         /* entry */
	uint64_t decided;        /* entry of its final outcome; 0 while open */
	uint32_t about;          /* the matter to which it belongs; NONE */
	uint32_t office, holder; /* what it is to bring about: an appointment; NONE */
	struct str person;       /* of the appointment; empty */
	bool amends_charter;     /* its text is a charter: commitment is that text's hash */
	bool has_ballot;         /* a secret ballot was reported; the newest: */
	uint32_t round, papers, invalid, ayes, noes, abstentions, absentees;
	int64_t entered_ms; /* when it came into its stage */
	int64_t floor_ms;   /* before this nothing but a withdrawal leaves the stage; INT64_MIN */
	bool paused;        /* its clock stands still, with this much left */
	int64_t rest_ms;
	uint32_t extended;  /* how often its clock was, in this stage */
	uint64_t published; /* the entry from which its text may be shown; 0: not, or not yet */
	struct party_set concerned;
	struct party_set participating, recused;
	struct party_set bound; /* once adopted */
	uint32_t undoes;        /* NONE */
	uint32_t measure_count;
	struct ballot ballot;
};
uint32_t kernel_matter_count(const struct state *state);
struct matter_view kernel_matter_at(const struct state *state, uint32_t index);
uint32_t kernel_matter_find(const struct state *state, struct str name);
bool kernel_matter_open(const struct state *state, uint32_t index); /* undecided: cheaper than its view */

/* How long a stage that says "immediately" took, in the order in which they were left. */
struct measure_view {
	uint32_t stage;
	int64_t from_ms, to_ms;
};
struct measure_view kernel_measure_at(const struct state *state, uint32_t matter, uint32_t index);

/* An instrument of the charter: who has deposited, and since when it is in force (TIME_NEVER: not at `now_ms`). */
struct instrument_view {
	struct party_set deposits;
	int64_t entered_ms;
};
struct instrument_view kernel_instrument_at(const struct state *state, uint32_t index, int64_t now_ms);
/* The first instant at which the procedure no longer holds, as the charter says or as it was prolonged; TIME_NEVER. */
int64_t kernel_procedure_until(const struct state *state, uint32_t procedure);

/* A document (published at its entry) or a press release (at its entry, or when its embargo ends: published_ms says).
 */
struct paper_view {
	struct str name;
	struct str symbol;              /* empty for a release */
	uint32_t body, meeting, matter; /* NONE where it has none */
	uint32_t event;                 /* NONE */
	int64_t published_ms;
	uint64_t entry;
};
uint32_t kernel_document_count(const struct state *state);
struct paper_view kernel_document_at(const struct state *state, uint32_t index);
uint32_t kernel_release_count(const struct state *state);
struct paper_view kernel_release_at(const struct state *state, uint32_t index);

/* An item of a plan: `matter` is the adopted plan. In the order in which they were first entered. */
struct plan_view {
	struct str level;
	uint32_t number;
	uint32_t body;              /* NONE */
	int32_t from_days, to_days; /* since 1970-01-01, both included */
	bool held;
	uint32_t meeting; /* at which it was held; NONE */
	uint64_t entry;
};
uint32_t kernel_plan_count(const struct state *state, uint32_t matter);
struct plan_view kernel_plan_at(const struct state *state, uint32_t matter, uint32_t index);

/* An event beside the meetings: what its newest `event` act says. The date is open when there is neither has_from nor a
 * starts_ms; it lasts one day when there is no has_to.
 */
struct event_view {
	struct str name;
	uint32_t kind;                        /* index in charter->event_kind */
	uint32_t ordinal;                     /* 0: none */
	uint32_t body, meeting, matter, host; /* NONE where it has none */
	bool has_from, has_to;
	int32_t from_days, to_days; /* since 1970-01-01, both included */
	int64_t starts_ms;          /* TIME_NEVER */
	struct str zone, place;     /* empty: the seat's; none */
	struct party_set parties;   /* that take part */
	uint64_t entry, newest;     /* of its first and of its newest act */
};
uint32_t kernel_event_count(const struct state *state);
struct event_view kernel_event_at(const struct state *state, uint32_t index);
uint32_t kernel_event_find(const struct state *state, struct str name); /* NONE */
/* The entry of the party's newest `participate`; 0: it does not take part. */
uint64_t kernel_event_part(const struct state *state, uint32_t event, uint32_t party);
/* The parties that take part, in protocol order, the host (if it takes part) where the kind's `host` says; apart: last,
 * to be shown beside the others. At most LIMIT_PARTIES; returns how many. */
uint32_t kernel_event_order(const struct state *state, uint32_t event, uint32_t *ret_party);

/* The newest entry that corrects this one; 0 when none does. */
uint64_t kernel_correction(const struct state *state, uint64_t entry);

/* ---- Words ----------------------------------------------------------------------------------- */

/* One sentence: "Armenia (arm-1) convenes the Council of …: meeting cfm-2022 in Yerevan, Friday 10 June 2022, 13:00
 * Asia/Yerevan (09:00 UTC)." Works on any decoded act, accepted or not; state may be NULL (then plain names). */
void buf_act_words(struct buf *buf, const struct state *state, const struct act *act);

#endif
