/* What the kernel answers: accepted, or a refusal with its reason. A refusal is a value, never an error, and holds no
 * language: words come from the table in refusals.def through buf_verdict.
 */
#ifndef COMITY_KERNEL_VERDICT_H
#define COMITY_KERNEL_VERDICT_H

#include "base/buf.h"
#include "charter/charter.h"

/* What kind of no, for the API's status: the caller's request is malformed in itself (400), has no right (403), is
 * out of step with the record (409), or is refused by a rule (422). */
enum refusal_class { REFUSAL_MALFORMED, REFUSAL_RIGHT, REFUSAL_STALE, REFUSAL_RULE };

enum refusal {
	REFUSAL_NONE = 0,
#define REFUSAL(name, class, slug, sentence, section) REFUSAL_##name,
#include "kernel/refusals.def"
	REFUSAL_MAX
};

struct verdict {
	enum refusal refusal; /* REFUSAL_NONE: accepted */
	uint64_t first_entry; /* for REFUSAL_SAME: the entry that the same text has already */
	/* The rule that forbids: an element of the charter (its citation is quoted) or NULL for the record's own rules,
	 * for which refusals.def cites a section of docs/acts.md. */
	const struct origin *own, *enclosing;
	struct str section; /* of docs/acts.md, where it is another than refusals.def says; else empty */
	/* What the sentence speaks of; which are used stands in refusals.def. */
	struct str name[3];
	int64_t number[2];
	int64_t when;  /* an instant, or TIME_NEVER */
	uint32_t zone; /* index of the state's zone in which `when` is counted; NONE: the seat's */
	uint32_t test; /* a condition that did not hold, with its ballot in `ballot`; NONE */
	struct ballot ballot;
	struct who who[4]; /* who might have done it */
	uint32_t who_count;
	uint32_t chair; /* the party that has the chair among `who` now; NONE: not known */
};

struct state;
/* "Refused: only the chair may close the meeting (Rules of Procedure, Rule 5)." One or two sentences with the
 * citation, what would be needed and by when. */
void buf_verdict(struct buf *buf, const struct state *state, const struct verdict *verdict);
/* The citation alone: of the charter, or of the record's own rules ("rules of the record, \"Seen\""). */
void buf_verdict_cite(struct buf *buf, const struct verdict *verdict);
enum refusal_class refusal_class(enum refusal refusal);
struct str refusal_slug(enum refusal refusal); /* "not-the-chair": stable, for programs */

#endif
