/* What the files of the tally share. Private to the app room. */
#ifndef COMITY_APP_TALLY_PRIVATE_H
#define COMITY_APP_TALLY_PRIVATE_H

#include "app/tally.h"
#include "base/buf.h"

/* ---- tally_seen.c: which votes there were ---------------------------------------------------------------- */

/* A set of 64-bit hashes under a key drawn by chance; for each the line on which the vote began. Two ids of one hash
 * would be taken for one: among ten million votes once in four hundred thousand runs, and then it is said, not passed
 * over. */
struct seen {
	struct map_key key;
	struct region region;
	uint64_t *hash; /* 0: free */
	uint32_t *line; /* UINT32_MAX: that, or a later one */
	uint32_t count, capacity;
	bool full;      /* LIMIT_TALLY_IDS, or the memory there is */
	bool ascending; /* a list so far, in the order of the ids; else a table */
	size_t last_size;
	char last[LIMIT_TALLY_ID];
};

bool seen_open(struct seen *seen, struct map_key key);
void seen_close(struct seen *seen);
/* The line on which this id stood before; 0: it is new, and now in the set; or the set is full and it is not known. */
uint32_t seen_add(struct seen *seen, struct str id, uint64_t line);

/* ---- tally.c ---------------------------------------------------------------------------------------------- */

#define TALLY_REASON 4096u
#define TALLY_WORDS 400u

struct tallying {
	const struct tally_question *q;
	struct tally_sink sink;
	struct tally_sum sum;
	struct csv csv;
	struct seen seen;
	bool stopped; /* the sink takes no more */

	/* The vote whose rows are being read. */
	bool open;
	size_t id_size;
	char id[LIMIT_TALLY_ID];
	bool invalid;
	size_t fault_size; /* its first fault, with the line */
	char fault[TALLY_WORDS + 32];
	/* A line that cannot be read lies before the next vote: its words. */
	size_t torn_size;
	char torn[TALLY_WORDS + 32];
};

/* A fault of the vote that is open (or, when there is none, of nobody). %s C string, %S struct str, %u uint64_t. */
void tally_fault(struct tallying *t, uint64_t line, const char *format, ...);
/* A line of which it is not known to what vote it belongs. */
void tally_torn(struct tallying *t, const char *format, ...);
/* An id that may stand: not empty, not too long, nothing in it that moves a cursor or turns its neighbours around. */
bool tally_id(struct tallying *t, struct str id);
/* Begin a vote: it is new, and no torn line lies before it. */
void tally_begin(struct tallying *t, struct str id);
/* Hand it out: as judged, or as invalid when there was a fault. */
void tally_give(struct tallying *t, const struct tally *tally, const struct ballot *raw, struct str reason);
void tally_give_vote(struct tallying *t, struct tally_vote *vote);

/* tally_rows.c, tally_numbers.c: everything behind the header. */
enum err_code tally_rows(struct tallying *t, struct err *err);
enum err_code tally_numbers(struct tallying *t, struct err *err);

#endif
