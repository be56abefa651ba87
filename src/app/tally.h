/* Votes by the table: many votes judged by one rule of a charter, read as CSV, told one by one.
 *
 * Two forms, told apart by the header:
 *
 *     id,party,position                     one row a position; the rows of one vote stand together
 *     id,for,against,abstain,absent,veto    one row a vote, in numbers
 *
 * A vote whose rows do not add up is never repaired and never judged: its outcome is TALLY_INVALID, and every fault is
 * told with its line. A line without an id that can be read may belong to the vote before it or to the one behind it:
 * both are invalid then. docs/tally.md says what a row may hold and what is a fault.
 *
 * Memory: the charter, one vote, and sixteen to thirty-two bytes for every vote seen so far, up to LIMIT_TALLY_IDS
 * votes; of later ones it is no longer known whether they stood before, which is told once.
 */
#ifndef COMITY_APP_TALLY_H
#define COMITY_APP_TALLY_H

#include "base/csv.h"
#include "charter/charter.h"

enum tally_outcome { TALLY_REJECTED, TALLY_ADOPTED, TALLY_INVALID, TALLY_OUTCOME_MAX };
extern const struct str tally_outcome_name[TALLY_OUTCOME_MAX];

struct tally_vote {
	struct str id;
	enum tally_outcome outcome;
	uint32_t votes_for, against, abstain, absent; /* members, as the rule counts them; 0 when invalid */
	struct str reason;                            /* what was counted; of an invalid vote: its first fault */
};

/* Both views live until the call returns. False ends the tally (the answer cannot be written). */
struct tally_sink {
	void *context;
	bool (*vote)(void *context, const struct tally_vote *vote);
	void (*fault)(void *context, uint64_t line, struct str words);
};

struct tally_question {
	const struct charter *charter;
	uint32_t rule;
	struct party_set members;   /* the electorate */
	struct party_set suspended; /* by the charter on that day: who would be among them */
	int32_t day;                /* for sets and weights */
	struct str electorate;      /* for faults: "of the Council on 2019-02-01" */
	struct map_key map_key;     /* chance, against ids chosen to collide */
};

struct tally_sum {
	uint64_t rows, votes, outcome[TALLY_OUTCOME_MAX], faults;
};

/* Read everything. ERR_FORMAT: no header that is known; ERR_USAGE: a table of numbers and a rule that asks who voted;
 * ERR_IO. Faults are no errors: `ret` counts them. */
ERR_CHECKED enum err_code tally_run(const struct tally_question *question, csv_read *read, void *context,
                                    struct tally_sink sink, struct tally_sum *ret, struct err *err);

#endif
