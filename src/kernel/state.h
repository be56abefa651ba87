/* The state: what the entries so far amount to. Private to the kernel; other rooms ask through kernel.h.
 *
 * Terms
 *   era     a stretch of time in which no party's status changes; status changes by time alone and needs no entry
 *   tenure  a stretch of time for which an outcome gave an office to a holder, or left it vacant
 *   turn    a month, half-year or year of an office that rotates, counted from 0
 *   taken   the positions on a matter's current version, one set of parties a position
 *   due     a matter with an instant at which its outcome must be entered: the end of its stage's clock, or the time
 *           of the act that decided it ("forced": which transition it took)
 *
 * Invariants
 *  1. Everything lies in one arena and only grows; a pointer that a view hands out stays good as long as the state.
 *  2. Only apply functions write. They return false when the arena has no room; the state is dead then.
 *  3. Maps are asked by name and never iterated: the order of everything is the order of entries.
 *  4. A matter is in the heap of dues exactly when its due_ms is not TIME_NEVER, at the place it says.
 *  5. A decided matter stands in an outcome stage, is not in the heap, and keeps the sets as they were counted.
 *  6. Each key stands in `keys` for ever, the registrar's and revoked ones too.
 */
#ifndef COMITY_KERNEL_STATE_H
#define COMITY_KERNEL_STATE_H

#include <assert.h>
#include <string.h>

#include "kernel/kernel.h"

#define PERSON_REGISTRAR (UINT32_MAX - 1) /* among the authors of entries */

struct person {
	struct str name;
	const uint8_t *key;
	uint32_t party;
	uint32_t office;
	enum key_status status;
	bool focal;
	uint64_t since;
};

struct entry { /* 40 bytes an act */
	uint8_t nonce[16];
	uint8_t hash[16]; /* the first half of the act's hash */
	uint32_t person;
	uint32_t corrected; /* the newest entry that corrects it; 0: none */
};
#define ENTRY_CHUNK 4096u
#define TO_NONE INT32_MIN

struct era {
	int64_t from_ms; /* until the next era's */
	struct party_set status[STATUS_MAX];
	struct party_set voteless; /* members that sit, but do not vote */
	struct party_set in_arrears;
};

/* What the record, not the charter, says of a party's standing. The newest start counts. */
enum standing_kind {
	STANDING_STATUS,  /* it has a status */
	STANDING_GONE,    /* it has none */
	STANDING_NO_VOTE, /* it has no vote */
	STANDING_VOTE,    /* it has its vote again, even if in arrears */
	STANDING_ARREARS, /* it is in arrears … */
	STANDING_PAID,    /* … no longer */
};
struct standing {
	uint32_t party;
	enum standing_kind kind;
	enum status_kind status;
	int64_t from_ms;
	uint64_t entry;
};

/* Who holds an office, and until when. */
struct tenure {
	uint32_t party; /* NONE: nobody, the holder was relieved */
	struct str person;
	int64_t from_ms, until_ms;
	uint64_t entry;
};
struct declined {
	uint32_t party;
	int64_t turn_ms; /* when the turn begins */
	uint64_t entry;
};
struct office_state {
	struct tenure *tenure;
	uint32_t tenure_count, tenure_capacity;
	struct declined *declined;
	uint32_t declined_count, declined_capacity;
	/* Derived: whose the turns before `turn` were, so that nobody counts from the first again. */
	uint32_t turn, last; /* last: the party that the turns have come to; NONE: none yet */
};

/* What a matter is to bring about, as it was tabled. */
struct purpose {
	uint32_t office, holder; /* NONE where it has none */
	struct str person;
	bool has_from, has_to;
	int32_t from, to;              /* days since 1970-01-01, both included */
	const struct charter *charter; /* its text, read, of an amendment of the charter; NULL */
};

/* The count of the newest secret ballot on a matter. */
struct secret {
	uint32_t round, papers, invalid, ayes, noes, abstentions, absentees;
	uint64_t entry;
};

/* A charter in force: from the entry after `entry`. */
struct charter_version {
	const struct charter *charter;
	uint8_t hash[32];
	uint64_t entry;
	int64_t from_ms;
	uint32_t matter; /* that amended the one before; NONE: the founding's */
};

struct days {
	int32_t *list;
	uint32_t count, capacity;
};

struct guest {
	struct str name;
	uint32_t party; /* NONE: an outsider */
};
struct delegation {
	uint32_t party;
	uint32_t head; /* person */
	uint32_t count, capacity;
	uint32_t *delegate; /* persons, without the head */
};
struct item {
	uint32_t matter; /* NONE */
	uint64_t entry;
};

struct meeting {
	struct str name, place, zone;
	uint32_t body;
	uint32_t ordinal;
	uint32_t host;
	uint32_t convener; /* party */
	bool regular;
	enum meeting_status status;
	int64_t starts_ms;
	uint32_t format_count;
	struct str *formats;
	struct str format;
	struct party_set registered, present, guests;
	uint16_t *delegation_of; /* by party, index + 1; NULL until somebody registers */
	struct delegation *delegation;
	uint32_t delegation_count, delegation_capacity;
	struct guest *guest;
	uint32_t guest_count, guest_capacity;
	struct item *item;
	uint32_t item_count, item_capacity;
	uint32_t *matter; /* put to it, in order; a matter may have moved on since */
	uint32_t matter_count, matter_capacity;
	uint32_t speech_count;
	uint64_t convened;
	uint32_t about; /* the matter for which it was convened; NONE */
	uint32_t joint_count;
	uint32_t *joint; /* the other bodies that meet in it */
};

struct plan_item {
	struct str level;
	uint32_t number;  /* 1 … */
	uint32_t body;    /* NONE */
	int32_t from, to; /* days since 1970-01-01 */
	bool held;
	uint32_t meeting; /* at which it was held, NONE */
	uint64_t entry;
};

/* How long a stage that says "immediately" took. */
struct measure {
	uint32_t stage;
	int64_t from_ms, to_ms;
};

struct matter {
	struct str name, kind, symbol;
	uint32_t body, procedure, stage;
	uint32_t author;  /* party */
	uint32_t meeting; /* NONE until it is put to one, and again after that one has ended without effect on it */
	uint32_t version;
	bool has_text;
	const uint8_t *commitment;
	int64_t deadline_ms; /* of the stage's clock */
	int64_t due_ms;      /* its place in the heap */
	uint32_t forced;     /* transition of the stage that an act took into an outcome; NONE */
	uint32_t asked;      /* the rule that was asked last on the way into `forced`, NONE */
	uint32_t heap;       /* place, NONE */
	uint32_t about;      /* the matter to which it belongs; NONE */
	int64_t entered_ms;  /* when it came into its stage */
	int64_t floor_ms;    /* before this nothing but a withdrawal leaves the stage */
	bool paused;         /* its clock stands still: deadline_ms is TIME_NEVER, rest_ms what is left of it */
	int64_t rest_ms;
	uint32_t extended;       /* how often, in this stage */
	uint64_t published;      /* the entry from which its text may be shown; 0: not, or not yet */
	int32_t to;              /* last day to which its adoption prolongs a procedure; TO_NONE */
	uint64_t *concerned;     /* sets of state->words words; NULL: nobody */
	uint64_t *participating; /* NULL: all members */
	uint64_t *bound;         /* when adopted: who is bound, and who accepted it later */
	uint32_t undoes;         /* the adopted matter that it undoes; NONE */
	uint64_t *requesters;
	struct purpose *purpose; /* NULL: none */
	struct secret *secret;   /* NULL: no ballot was reported */
	struct measure *measure;
	uint32_t measure_count, measure_capacity;
	uint64_t tabled, decided, changed;
	bool is_decided;
	int64_t decided_ms;
	uint64_t *taken;   /* POSITION_MAX sets of state->words words */
	uint64_t *counted; /* members, present: when decided */
	struct plan_item *item;
	uint32_t item_count, item_capacity;
};

struct due {
	int64_t at_ms;
	uint32_t matter;
};

struct paper { /* a document or a press release */
	struct str name, symbol;
	uint32_t body, meeting, matter, event; /* NONE where it has none */
	int64_t published_ms;
	uint64_t entry;
};

struct occasion { /* an event beside the meetings; "event" is what happens to a matter */
	struct str name, place, zone;
	uint32_t kind;                        /* of the charter's event kinds */
	uint32_t ordinal;                     /* 0: none */
	uint32_t body, meeting, matter, host; /* NONE where it has none */
	bool has_from, has_to;
	int32_t from, to; /* days since 1970-01-01 */
	int64_t starts_ms;
	struct party_set parties; /* that take part */
	uint32_t *part;           /* by party, the entry of its newest `participate`; NULL until there is one */
	uint64_t entry, newest;
};

struct counter {
	struct str key; /* the series' pattern with all but {n} filled in */
	uint64_t count;
};

struct body_state {
	int64_t opened_ms; /* of its newest meeting; INT64_MIN: none yet */
	uint32_t late;     /* meetings that opened after the longest gap had passed */
	int32_t period;    /* of `held`: the year, or the month since year 0 */
	uint32_t held;     /* regular meetings opened in it */
	uint32_t regular_opened;
	uint32_t last_host; /* of the newest regular meeting that was opened; NONE */
	uint32_t *withheld; /* matters whose texts wait for its next meeting */
	uint32_t withheld_count, withheld_capacity;
};

struct procedure_state {
	int32_t until; /* the first day on which it no longer holds, when it was prolonged; TO_NONE: as the charter says */
};

struct instrument_state {
	struct party_set deposits;
	int64_t newest_ms;  /* of the newest deposit */
	int64_t entered_ms; /* into force, by what the deposits so far tell; TIME_NEVER: eras to come may bring it */
};

struct state {
	struct arena *arena;
	const struct charter *charter; /* in force */
	uint8_t charter_hash[32];      /* of the founding */
	struct charter_version *version;
	uint32_t version_count, version_capacity;
	uint32_t amended;            /* the matter whose charter comes into force when nothing else is forced; NONE */
	const struct charter *offer; /* read by the app, for the act that is decided next; NULL */
	uint8_t offer_hash[32];
	struct map_key map_key;
	uint32_t words; /* of a set of this charter's parties */

	uint64_t size;
	int64_t time_ms;
	const uint8_t *registrar_key;

	/* entries and the table (person, nonce) -> entry */
	struct entry **chunk;
	uint32_t chunk_count, chunk_capacity;
	uint32_t *slot; /* entries.c */
	uint32_t slot_capacity;

	/* time */
	uint32_t zone_count;
	struct zone *zone;
	const struct zone *seat_zone;
	struct standing *standing; /* by instant, then by entry */
	uint32_t standing_count, standing_capacity;
	struct era *era;
	uint32_t era_count, era_capacity;
	struct days holiday, workday;
	struct working_days working;
	struct str tzdata;
	int64_t zones_ms; /* of the newest zones entry */

	/* persons */
	struct person *person;
	uint32_t person_count, person_capacity;
	struct map persons, keys;
	uint32_t *focal_count; /* valid focal points, by party */

	/* meetings */
	struct meeting *meeting;
	uint32_t meeting_count, meeting_capacity;
	struct map meetings;
	struct body_state *body;
	struct office_state *office;
	int64_t settled_ms; /* before this no turn of any office begins that is not settled */
	struct procedure_state *procedure;
	struct instrument_state *instrument;

	/* matters */
	struct matter *matter;
	uint32_t matter_count, matter_capacity;
	uint32_t open_count;
	struct map matters;
	struct due *due;
	uint32_t due_count, due_capacity;

	/* papers */
	struct paper *document;
	uint32_t document_count, document_capacity;
	struct map documents;
	struct paper *release;
	uint32_t release_count, release_capacity;
	struct map releases;
	struct occasion *event;
	uint32_t event_count, event_capacity;
	struct map events;
	struct counter *counter;
	uint32_t counter_count, counter_capacity;
	struct map counters;
};

/* ---- state.c --------------------------------------------------------------------------------- */

/* The list with room for one more: the same one, or a copy of twice the size; NULL without memory. */
void *grown(struct arena *arena, const void *list, uint32_t count, uint32_t *capacity, size_t size);
#define GROW(arena, list, count, capacity) \
	(((list) = grown((arena), (list), (count), &(capacity), sizeof *(list))) != NULL)
/* False: no memory. */
bool copy_str(struct arena *arena, struct str from, struct str *to);
bool copy_bytes(struct arena *arena, const uint8_t from[32], const uint8_t **to);

/* ---- entries.c ------------------------------------------------------------------------------- */

struct entry *entry_at(const struct state *state, uint64_t number);
/* Where (person, nonce) stands in the table; asked early, so that memory is on its way when entry_find comes. */
struct entry_place {
	uint32_t hash, mark;
};
struct entry_place entry_place(const struct state *state, uint32_t person, const uint8_t nonce[16]);
/* The entry with this author and nonce; UINT64_MAX when there is none. */
uint64_t entry_find(const struct state *state, struct entry_place place, uint32_t person, const uint8_t nonce[16]);
bool entry_same(const struct entry *entry, const uint8_t hash[32]);
bool entry_add(struct state *state, struct entry_place place, uint32_t person, const struct act *act);

/* ---- eras.c ---------------------------------------------------------------------------------- */

bool eras_build(struct state *state);
const struct era *era_at(const struct state *state, int64_t time_ms);
/* 00:00 of a date in the seat's zone; TIME_NEVER for the open end (year 0). */
int64_t date_instant(const struct state *state, struct date date);
/* Does the party sit in the body as a member, with or without a vote? */
bool is_member(const struct state *state, uint32_t body, uint32_t party, int64_t time_ms);
bool has_vote(const struct state *state, uint32_t party, int64_t time_ms);
/* Does the party belong to the charter's set then? */
bool in_set_at(const struct state *state, uint32_t set, uint32_t party, int64_t time_ms);
/* The electorate: members of the body that have a vote. */
struct party_set members_at(const struct state *state, uint32_t body, int64_t time_ms);
/* Of the body's composition: who is suspended, or has no vote; who is in arrears. */
struct party_set suspended_at(const struct state *state, uint32_t body, int64_t time_ms);
struct party_set in_arrears_at(const struct state *state, uint32_t body, int64_t time_ms);
/* The parties that the body is made of, whatever their status. */
struct party_set composition_at(const struct state *state, uint32_t body, int64_t time_ms);
/* What the party is; STATUS_MAX: nothing. */
enum status_kind status_at(const struct state *state, uint32_t party, int64_t time_ms);
bool standing_add(struct state *state, const struct standing *standing);
/* Arrears that were paid before they began to count. */
void standing_remove(struct state *state, uint32_t index);
/* The instant at the end of a span counted in the seat's zone by the calendar. */
int64_t span_end(const struct state *state, int64_t start_ms, struct span span);

/* ---- offices.c ------------------------------------------------------------------------------- */

struct holding {
	uint32_t party;
	struct str person;           /* empty: the party itself */
	uint32_t office;             /* through which it is held: another one's, when its holder acts */
	int64_t from_ms, until_ms;   /* TIME_NEVER: open */
	uint64_t entry;              /* of the outcome that appointed it; 0: by the charter */
	const struct origin *origin; /* of the charter's statement */
};
/* Who holds the office at the time, or acts in it; false: nobody. */
bool holder_at(const struct state *state, uint32_t office, int64_t time_ms, struct holding *ret);
/* The next member of the body after a party in the order in which its chair goes round, passing over `without` and all
 * that are not in `within` (NULL: nobody, everybody); NONE. */
uint32_t next_in_order(const struct state *state, uint32_t body, uint32_t after, int64_t time_ms,
                       const struct party_set *within, const struct party_set *without);
/* Turns that have ended are settled for good. */
void offices_settle(struct state *state, int64_t time_ms);
bool tenure_add(struct state *state, uint32_t office, const struct tenure *tenure);

/* ---- effects.c ------------------------------------------------------------------------------- */

/* What the matter's outcome does beside ending it. */
bool effects_apply(struct state *state, uint32_t matter, const struct stage *outcome, int64_t at_ms, uint64_t entry);

/* ---- amendments.c ---------------------------------------------------------------------------- */

/* Can the charter take the place of the one in force (or coming into force)? *ret_kind and *ret_name: the element that
 * is missing or stands elsewhere, or the time zone that the record lacks. */
bool charter_fits(const struct state *state, const struct charter *charter, struct str *ret_kind, struct str *ret_name);
/* The matter's charter comes into force as soon as nothing else is forced: asked at the end of every apply. */
bool amendment_apply(struct state *state, struct moment moment);
bool version_add(struct state *state, const struct charter_version *version);
/* The lists of the state that go by the charter's elements, for a charter that follows `old` (NULL: none). */
bool state_lists(struct state *state, const struct charter *old, const struct charter *new);

/* ---- ballot.c -------------------------------------------------------------------------------- */

/* A set of state->words words that may not be there: nobody in it. */
static inline bool words_has(const uint64_t *word, uint32_t party)
{
	return word && (word[party / 64] >> (party % 64) & 1) != 0;
}
static inline bool taken_has(const struct state *state, const struct matter *matter, enum position position,
                             uint32_t party)
{
	return (matter->taken[(uint32_t)position * state->words + party / 64] >> (party % 64) & 1) != 0;
}
/* Who decides the matter: without those that have recused themselves; once it is decided, as counted. */
struct party_set electorate_of(const struct state *state, const struct matter *matter, int64_t at_ms);
/* The sets on the matter as of a time (of the decision, when it is decided). */
void ballot_of(const struct state *state, const struct matter *matter, int64_t at_ms, struct ballot *ret,
               struct party_set *ret_disinterest);
/* Who is present of the members of one of the meeting's bodies: for the quorum. */
void ballot_of_meeting(const struct state *state, const struct meeting *meeting, uint32_t body, int64_t at_ms,
                       struct ballot *ret);

/* ---- clocks.c -------------------------------------------------------------------------------- */

/* Put the matter's place in the heap right after its due_ms has changed. False: no memory. */
bool due_set(struct state *state, uint32_t matter, int64_t at_ms);
/* Before this a stage entered at a time is not left; INT64_MIN: its floor, if any, bounds the moment that the act
 * gives. */
int64_t floor_end(const struct state *state, const struct stage *stage, int64_t at_ms);
/* The end of a stage's clock entered at a time; `until` as given in the act or TIME_NEVER. */
int64_t clock_end(const struct state *state, const struct stage *stage, int64_t at_ms, int64_t until_ms);
bool stage_enter(struct state *state, uint32_t matter, uint32_t stage, int64_t at_ms, int64_t until_ms);
/* Before a matter leaves its stage. False: no memory. */
bool stage_leave(struct state *state, struct matter *matter, int64_t at_ms);

/* ---- instruments.c --------------------------------------------------------------------------- */

/* The instruments that are in force at a time, a bit each. */
uint64_t instruments_at(const struct state *state, int64_t at_ms);
/* When it came into force, as known at `now`; TIME_NEVER. */
int64_t instrument_entered(const struct state *state, uint32_t instrument, int64_t now_ms);
/* The day at the seat, since 1970-01-01. */
int32_t seat_day(const struct state *state, int64_t at_ms);
/* The first instant at which a procedure no longer holds; TIME_NEVER. */
int64_t procedure_until(const struct state *state, uint32_t procedure);

/* ---- symbols.c ------------------------------------------------------------------------------- */

/* The next symbol of a series for a body at a time; *ret_key: its counter's name. Both in `storage`. Empty when the
 * series is NONE or the pattern gives too long a symbol. */
struct symbol {
	char key[LIMIT_LABEL_SIZE], text[LIMIT_LABEL_SIZE];
	size_t key_size, text_size;
};
void symbol_next(const struct state *state, uint32_t series, uint32_t body, int64_t at_ms, struct symbol *ret);
bool symbol_take(struct state *state, const struct symbol *symbol, struct str *ret);
uint32_t series_find(const struct charter *charter, struct str name);

#endif
