/* One act being looked at: what it names, resolved, and the answer in the making. Shared by the files that know
 * verbs.
 *
 * Each verb has two functions: decide answers whether the act is accepted and fills the verdict when not; apply
 * carries it out, only ever after an accepting decide, and returns false when the arena has no room.
 */
#ifndef COMITY_KERNEL_DECIDE_H
#define COMITY_KERNEL_DECIDE_H

#include "kernel/state.h"

struct context {
	const struct state *state;
	const struct act *act;
	struct moment moment;
	uint32_t person, party;         /* who signs; PERSON_REGISTRAR and NONE for the registrar; NONE: not known */
	struct entry_place place;       /* of (person, nonce) in the table of entries */
	uint32_t body, meeting, matter; /* what the act is about: NONE where the verb has none or it is not known */
	uint32_t event;
	struct verdict *verdict;
};

/* Begin a refusal; the caller adds what its sentence speaks of. */
struct verdict *refuse(const struct context *c, enum refusal refusal);
/* The same with one name, as a whole statement:  return refuse_name(c, REFUSAL_X, name); — always false. */
bool refuse_name(const struct context *c, enum refusal refusal, struct str name);
/* "there is no {kind} {name}", "the {kind} {name} exists already": always false. */
bool refuse_unknown(const struct context *c, struct str kind, struct str name);
bool refuse_taken(const struct context *c, struct str kind, struct str name);
bool refuse_limit(const struct context *c, struct str kind, uint64_t limit);

static inline const struct value *field_of(const struct context *c, enum field field)
{
	return &c->act->field[field];
}
static inline const struct body *body_of(const struct context *c)
{
	return &c->state->charter->body[c->body];
}
static inline const struct matter *matter_of(const struct context *c)
{
	return &c->state->matter[c->matter];
}
static inline const struct meeting *meeting_of(const struct context *c)
{
	return &c->state->meeting[c->meeting];
}
static inline const struct procedure *procedure_of(const struct context *c)
{
	return &c->state->charter->procedure[matter_of(c)->procedure];
}
static inline const struct stage *stage_of(const struct context *c)
{
	return &procedure_of(c)->stage[matter_of(c)->stage];
}

/* ---- rights.c: the one check point ----------------------------------------------------------- */

bool signer_check(const struct context *c);
bool right_check(const struct context *c);
/* "convenes WHO…", "waives WHO…", of the context's body. */
bool convenes_check(const struct context *c);
bool waives_check(const struct context *c);
/* Is the signer one of those a charter names? `matter` NULL: outside any matter. */
bool who_is(const struct context *c, const struct who *who, const struct matter *matter);
/* The party that chairs a meeting; NONE. */
uint32_t meeting_chair(const struct state *state, const struct meeting *meeting, int64_t time_ms);
/* The party that has the chair where the signer would need it: of the open meeting that the matter is before, else of
 * the body; NONE. */
uint32_t chair_now(const struct context *c, const struct matter *matter);
/* The party's delegation; NULL. */
const struct delegation *delegation_of(const struct meeting *meeting, uint32_t party);
bool in_delegation(const struct delegation *delegation, uint32_t person);

/* Is the meeting in one of the states (bits 1 << MEETING_…)? */
bool meeting_status_check(const struct context *c, const struct meeting *meeting, unsigned states);

/* ---- procedure.c ----------------------------------------------------------------------------- */

enum step_result { STEP_ABSENT, STEP_NOT_BY, STEP_TOO_EARLY, STEP_NOT_WHEN, STEP_NO_QUORUM, STEP_UNFIT, STEP_FOUND };
struct step {
	const struct transition *transition; /* taken; or the last whose condition did not hold */
	uint32_t rule;                       /* the last that `passes` applied on the way, NONE */
};
/* The transition that an event sets off, as the matter stands. c NULL: nobody acts (closing, expiry). */
enum step_result step_find(const struct state *state, const struct context *c, const struct matter *matter,
                           enum event event, int64_t at_ms, struct step *ret);
/* Does it lead to an outcome that amends the charter, which the matter's charter does not fit any more? */
bool step_unfit(const struct state *state, const struct matter *matter, const struct transition *transition);
/* Where a rule's citation stands. */
const struct origin *rule_origin(const struct charter *charter, const struct rule *rule);
/* Can the body decide, as the meeting that the matter is before sits? The ballot is written when it has such a rule. */
bool quorum_decides(const struct state *state, const struct matter *matter, int64_t at_ms, struct ballot *ret);
bool refuse_quorum(const struct context *c, const struct matter *matter);
/* Refuse an act for which step_find found no transition; `matter` as it was asked about there. */
bool refuse_step(const struct context *c, enum step_result result, const struct matter *matter, enum event event,
                 const struct step *step);
/* Into the stage at once; into an outcome by way of its entry. */
bool step_take(struct state *state, uint32_t matter, const struct step *step, int64_t at_ms, int64_t until_ms);
enum event event_of_verb(enum verb verb);

/* ---- convoked.c: meetings that are about a matter, and joint ones -------------------------------- */

/* Does the body meet in it? */
bool meeting_of_body(const struct meeting *meeting, uint32_t body);
bool is_member_of_meeting(const struct state *state, const struct meeting *meeting, uint32_t party, int64_t time_ms);
/* What `about` and `bodies` say of a meeting that is being convened. */
bool about_check(const struct context *c);
bool joint_check(const struct context *c);
bool convoked_apply(struct state *state, const struct context *c, struct meeting *meeting);
/* The meeting opens: the matter that it is about must foresee it, and moves. */
bool opening_check(const struct context *c);
bool opening_apply(struct state *state, const struct context *c);
/* "publish next-meeting": the next meeting of the body opens. */
void withheld_release(struct state *state, uint32_t body, uint64_t entry);

/* ---- instruments.c ----------------------------------------------------------------------------- */

/* Is the procedure in force, for a matter to be tabled under it? */
bool procedure_in_force(const struct context *c, uint32_t procedure);
/* The field `to` of a table: only where an adoption prolongs a procedure, and to a later day than it has. */
bool prolonging_check(const struct context *c, const struct procedure *procedure);
void prolong(struct state *state, const struct matter *matter, const struct stage *outcome);

/* ---- matters.c: what its neighbours ask too ---------------------------------------------------- */

bool body_uses(const struct body *body, uint32_t procedure);
/* "kinds NAME…" */
bool serves_kind(const struct procedure *procedure, struct str kind);
bool refuse_procedure_not_used(const struct context *c, uint32_t body, uint32_t procedure);

bool undecided_check(const struct context *c);
/* The version and the commitment that an act names are those of the matter. */
bool version_check(const struct context *c);
/* The procedure has a transition for the act, on the matter as it will be known to step_find. */
bool step_check(const struct context *c, const struct matter *after);
/* What every act that moves a matter along does in the end. */
bool step_apply(struct state *state, const struct context *c, int64_t until_ms);

/* ---- effects.c, secret.c, rhythm.c, amendments.c: what matters bring about ------------------------ */

/* What a matter is to bring about: the act that tables it says what its procedure's outcomes need, and no more. */
bool purpose_check(const struct context *c, const struct procedure *procedure);
bool purpose_apply(struct state *state, const struct context *c, struct matter *matter);
/* Can the charter follow the one in force (charter_fits)? */
bool fits_check(const struct context *c, const struct charter *charter);
/* The act's `charter`, as table and amend have it. */
bool charter_field_check(const struct context *c, const struct procedure *procedure);
/* Sets of the sizes that a secret ballot gave, for conditions that only count; `members` stands. */
void ballot_of_count(const struct state *state, const struct secret *secret, struct ballot *ret);
void rhythm_opened(struct state *state, uint32_t body, bool regular, int64_t at_ms);

/* ---- who is who, asked by more than one verb ---------------------------------------------------- */

/* Is the office held by the signer's party now, and by this person if the charter names one? (empty: any person) */
bool holder_check(const struct context *c, struct str office, struct str person);
/* The act's head and delegates, as far as it names them: persons of the signer's party with valid keys, nobody twice.
 */
bool delegation_check(const struct context *c);

/* ---- the verbs ------------------------------------------------------------------------------- */

#define VERB(id, name, json, right, flags, fields, phrase) \
	bool decide_##name(const struct context *c);           \
	bool apply_##name(struct state *state, const struct context *c);
#include "kernel/verbs.def"

#endif
