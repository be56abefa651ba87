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
	struct ballot ballot; /* as counted at at_ms, before the rule's meanings */
	struct party_set disinterest;
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
	uint64_t tabled;  /* entry */
	uint64_t decided; /* entry of its final outcome; 0 while open */
	uint32_t about;   /* the matter to which it belongs; NONE */
	struct ballot ballot;
};
uint32_t kernel_matter_count(const struct state *state);
struct matter_view kernel_matter_at(const struct state *state, uint32_t index);
uint32_t kernel_matter_find(const struct state *state, struct str name);
bool kernel_matter_open(const struct state *state, uint32_t index); /* undecided: cheaper than its view */

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
