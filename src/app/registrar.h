/* The registrar: the process that numbers acts. One thread owns the state; it decides, commits, answers.
 *
 *     open -> { submit … commit }* -> seal -> close
 *
 * Invariants
 *  1. No answer `entered` before the commit that holds it returned. submit alone promises nothing.
 *  2. A failed commit, a failed kernel_apply, a seal that finds another checkpoint: the registrar is dead (every later
 *     call is ERR_IO): the process ends, and opening again finds the truth in the store.
 *  3. Entry times never go back. When the wall clock steps by more than two seconds against the monotonic one, nothing
 *     is entered any more: ERR_CLOCK, for the operator; and it is not believed for what is read either.
 *  4. Outcomes that are due are entered before any act, in the same batch.
 *  5. A checkpoint covers durable entries only, is computed by a second path from the stored entries' leaf hashes, and
 *     is never older or other than one signed before.
 */
#ifndef COMITY_APP_REGISTRAR_H
#define COMITY_APP_REGISTRAR_H

#include "app/codec.h"
#include "base/os.h"
#include "kernel/kernel.h"
#include "record/checkpoint.h"
#include "record/merkle.h"
#include "store/store.h"

struct library;

struct registrar_config {
	struct store *store; /* owned by the registrar from a successful open on */
	const struct os *os;
	const struct secret_key *key; /* NULL: read only (submit, seal are ERR_ACCESS) */
	bool after_gap;           /* accept an implausible gap between the newest entry and now (asked only with a key) */
	const int64_t *script_ms; /* the script's clock instead of os->wall_ms (replay); NULL otherwise */
	struct library *library;  /* told of every entry that is applied (library.h): an empty one, the caller's; or NULL */
};

enum answer_status { ANSWER_ENTERED, ANSWER_SAME, ANSWER_REFUSED };
struct answer {
	enum answer_status status;
	uint64_t number;        /* of the entry, or of the first one of the same text */
	int64_t time_ms;        /* of that entry; of the refusal */
	struct verdict verdict; /* its names are views that live until the next call */
};

struct registrar;
/* Loads the record: every entry decoded, decided and applied; the tree compared with the newest checkpoint. Signatures
 * of entries are not checked again (verify does). An empty store is fine: found next. */
ERR_CHECKED enum err_code registrar_open(const struct registrar_config *config, struct registrar **ret,
                                         struct err *err);
void registrar_close(struct registrar *registrar); /* closes the store; takes NULL */
/* Of a founded record that is open without a key: loads some of what another process has entered since, and its newest
 * checkpoint once all of that is there; *ret_more: call again. After ERR_IO, ERR_BUSY and the like it can be tried
 * again, unless the registrar is dead. */
ERR_CHECKED enum err_code registrar_follow(struct registrar *registrar, struct arena scratch, bool *ret_more,
                                           struct err *err);

/* The founding: `found` and `zones` acts, with the charter's text as permanent blob, in one commit. */
struct founding {
	struct str origin, charter_text;
	const struct first_key *keys; /* by party, ascending */
	uint32_t key_count;
	struct str tzdata;
	const struct zone *zones; /* by name, ascending */
	uint32_t zone_count;
	uint8_t nonce[2][16];
};
ERR_CHECKED enum err_code registrar_found(struct registrar *registrar, const struct founding *founding,
                                          struct err *err);

/* Later time zone rules, which replace those of the record: a `zones` act, pending; what fell due is entered first. The
 * zones by name, ascending. ERR_LIMIT: too many rules for one act, and nothing has changed. */
ERR_CHECKED enum err_code registrar_zones(struct registrar *registrar, struct str tzdata, const struct zone *zones,
                                          uint32_t zone_count, const uint8_t nonce[16], struct err *err);

/* Decode, verify signatures, decide, apply to the pending state. A full batch is committed first, by itself.
 * ERR_REFUSED never: a refusal is an answer. ERR_FORMAT, ERR_SIGNATURE, ERR_LIMIT: the act is not well-formed or not
 * signed by a key of the record; nothing changed. `blobs` are what its refs speak of: each must hash to a ref in the
 * act; a missing one is ERR_FORMAT unless stored before. */
ERR_CHECKED enum err_code registrar_submit(struct registrar *registrar, struct str act, const struct store_blob *blobs,
                                           uint32_t blob_count, struct answer *ret, struct err *err);
/* The same for an act whose signatures a worker has verified already, with the keys that stood in the record then. They
 * are verified again only when the record has other keys for its signers now. */
ERR_CHECKED enum err_code registrar_submit_verified(struct registrar *registrar, struct str act,
                                                    const struct act_keys *verified, const struct store_blob *blobs,
                                                    uint32_t blob_count, struct answer *ret, struct err *err);
/* Enter what fell due up to now. */
ERR_CHECKED enum err_code registrar_tick(struct registrar *registrar, struct err *err);
/* One durable commit of everything pending; OK when nothing is. */
ERR_CHECKED enum err_code registrar_commit(struct registrar *registrar, struct err *err);
/* Sign a checkpoint over all durable entries. Within a second of the last one: does nothing unless `force`. (Of
 * one that another process signed only the time of its newest entry is known, and counts.) */
ERR_CHECKED enum err_code registrar_seal(struct registrar *registrar, bool force, struct err *err);

/* Decide an act that nobody sent, as of now: what fell due is applied in memory only, so a registrar that explained can
 * only explain again or be closed. Works on a read-only one; never enters anything. */
ERR_CHECKED enum err_code registrar_explain(struct registrar *registrar, const struct act *act, struct verdict *ret,
                                            struct err *err);

/* The end of a script: the script's clock and key are no longer there. From now on the registrar can only be read and
 * closed. */
void registrar_leave_script(struct registrar *registrar);

const struct state *registrar_state(const struct registrar *registrar);
struct str registrar_origin(const struct registrar *registrar); /* empty before the founding */
uint64_t registrar_sealed(const struct registrar *registrar);   /* size of the newest checkpoint */
/* Of the durable entries; good until the next commit. */
const struct hash *registrar_leaves(const struct registrar *registrar, uint64_t *ret_count);
/* The hashes over 256 durable leaves each (level 1 of the tiles), computed when first asked for and kept. */
ERR_CHECKED enum err_code registrar_nodes(struct registrar *registrar, const struct hash **ret, uint64_t *ret_count,
                                          struct err *err);
/* The path of a durable entry to the tree over the first `size` of them: merkle_inclusion by those hashes. */
ERR_CHECKED enum err_code registrar_inclusion(struct registrar *registrar, uint64_t number, uint64_t size,
                                              struct arena scratch, struct path *ret, struct err *err);
struct store *registrar_store(struct registrar *registrar);
const struct library *registrar_library(const struct registrar *registrar); /* NULL: it has none */
struct hash registrar_digest(const struct registrar *registrar);
/* Invariant 2 has come true: end the process. */
bool registrar_dead(const struct registrar *registrar);
/* Now, by the clock that entries get their times from, and never before the newest of them. Once the wall clock has
 * stepped it is what the clock would say if it had not: no embargo ends, no deadline passes by a clock that is wrong.
 */
int64_t registrar_now(const struct registrar *registrar);
/* The same without a look at the entries: from any thread at any time. *ret_steady: the clock can be believed. */
int64_t registrar_clock(const struct registrar *registrar, bool *ret_steady);

#endif
