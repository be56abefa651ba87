/* Private to the registrar: its state and the steps that its files share.
 *
 *     registrar.c          open, close, questions
 *     registrar_clock.c    what time it is, and whether to believe it
 *     registrar_load.c     opening: every stored entry decided and applied again
 *     registrar_enter.c    an act or an outcome becomes a pending entry
 *     registrar_blobs.c    what an act's refs speak of
 *     registrar_commit.c   pending becomes durable; the checkpoint
 *     registrar_found.c    the first two entries
 *     registrar_explain.c  what the rules would answer; the end of a script
 *     registrar_nodes.c    the tree's hashes that tiles are made of
 */
#ifndef COMITY_APP_REGISTRAR_PRIVATE_H
#define COMITY_APP_REGISTRAR_PRIVATE_H

#include <stdatomic.h>

#include "app/registrar.h"
#include "base/limits.h"

/* Address space, not memory: pages cost when they are touched. */
#define PERM_SIZE ((size_t)8 << 30)     /* the state of the record */
#define REQUEST_SIZE ((size_t)64 << 20) /* one act; one range of stored entries: 256 of 64 KiB */
#define BATCH_SIZE ((size_t)512 << 20)  /* pending entries and their texts */
#define BATCH_BLOBS 4096u
#define LEAVES_FIRST 32768u

struct registrar {
	struct region perm_region, request_region, batch_region, leaf_region;
	struct arena perm, request, batch;
	struct arena request_mark, batch_mark; /* both empty */
	const struct os *os;
	const int64_t *script_ms;
	struct store *store;
	bool has_key;
	struct secret_key key;
	struct map_key map_key;
	bool dead;
	bool explained; /* the state holds outcomes that nobody entered: nothing may be entered on top of them */

	struct str origin; /* empty before the founding */
	struct charter charter;
	struct state *state;     /* NULL before the founding; pending entries are applied already */
	struct library *library; /* or NULL; knows what the state knows */

	int64_t last_ms; /* of the newest entry, pending ones too; 0 before the first */
	int64_t skew_ms; /* wall less monotonic clock when the registrar was opened */
	_Atomic bool clock_stopped;

	uint32_t entry_count, blob_count; /* pending */
	struct str entry[LIMIT_BATCH];
	struct store_blob blob[BATCH_BLOBS];

	uint64_t durable;
	struct hash *leaf;
	uint64_t leaf_capacity;
	struct region node_region;
	struct hash *node; /* registrar_nodes */
	uint64_t node_count, node_capacity;
	struct frontier frontier; /* over the durable entries, from the bytes as they were entered */
	struct frontier sealed;   /* over the entries under the newest checkpoint, from the bytes as they are stored */
	bool has_seal_ms;
	int64_t seal_ms;
};

/* Not dead, and with a key where `writes`. */
ERR_CHECKED enum err_code registrar_ready(const struct registrar *registrar, bool writes, struct err *err);
ERR_CHECKED enum err_code registrar_die(struct registrar *registrar, enum err_code code);

/* registrar_clock.c: judge the clocks at opening; the time for the next entry. */
ERR_CHECKED enum err_code clock_start(struct registrar *registrar, bool after_gap, struct err *err);
ERR_CHECKED enum err_code clock_now(struct registrar *registrar, int64_t *ret_ms, struct err *err);

/* registrar_load.c */
ERR_CHECKED enum err_code registrar_load(struct registrar *registrar, struct err *err);
/* Read the charter and make the state of an empty record of this origin. All in perm. */
ERR_CHECKED enum err_code registrar_begin_state(struct registrar *registrar, struct str origin, struct str charter_text,
                                                struct err *err);
/* Room for this many leaf hashes. */
ERR_CHECKED enum err_code registrar_leaf_room(struct registrar *registrar, uint64_t count, struct err *err);

/* registrar.c: kernel_apply, and the library is told. After a failure the state is dead. */
ERR_CHECKED enum err_code registrar_apply(struct registrar *registrar, const struct act *act, struct moment moment,
                                          struct err *err);

/* registrar_enter.c: an accepted act (kernel_decide said so for the next number and now_ms) becomes a pending entry. */
ERR_CHECKED enum err_code registrar_enter(struct registrar *registrar, const struct signed_act *act, int64_t now_ms,
                                          struct err *err);

/* registrar_blobs.c: the blobs are well-formed, hash to their refs and are spoken of by the act; with `complete`, every
 * ref of the act is among them, pending or stored. */
ERR_CHECKED enum err_code blobs_check(struct registrar *registrar, const struct act *act,
                                      const struct store_blob *blobs, uint32_t count, bool complete, struct err *err);
/* An act that names a charter: its text (among `blobs`, pending or stored) is read into the arena and offered to the
 * kernel, before the act is decided. */
ERR_CHECKED enum err_code blobs_offer(struct registrar *registrar, const struct act *act,
                                      const struct store_blob *blobs, uint32_t count, struct arena *arena,
                                      struct err *err);
/* Copies of those that are neither pending nor stored into the batch. All or none; a batch without room for them is
 * committed first. */
ERR_CHECKED enum err_code blobs_add(struct registrar *registrar, const struct store_blob *blobs, uint32_t count,
                                    struct err *err);

#endif
