/* Verification: everything that can be checked about a record without trusting who keeps it.
 *
 * Over any source of entries (a store, an exported folder): each entry's form, number and time; each act's signatures
 * with the key that the record itself says was valid; each decision and outcome replayed; the tree against the
 * checkpoint; the texts that are there against their commitments. Signatures are checked on all cores while the kernel
 * replays.
 */
#ifndef COMITY_APP_VERIFY_H
#define COMITY_APP_VERIFY_H

#include "app/registrar.h"
#include "base/limits.h"

struct source { /* where a record is read from */
	void *context;
	/* Entries first, first + 1, … as store_ops.read. */
	enum err_code (*read)(void *context, uint64_t first, uint32_t max, struct arena *arena, struct str *ret_entry,
	                      uint32_t *ret_count, struct err *err);
	enum err_code (*blob)(void *context, const struct blob_ref *ref, struct arena *arena, struct store_blob *ret,
	                      struct err *err);
	/* The leaf hashes that are kept beside the entries, as store_ops.leaves: when they are the ones that were signed,
	 * they tell which entry is not. */
	enum err_code (*leaves)(void *context, uint64_t first, uint32_t max, struct hash *ret, uint32_t *ret_count,
	                        struct err *err);
	struct str checkpoint; /* bytes; empty: nothing is sealed */
	/* The older ones that are kept, as store_ops.checkpoint_after; NULL: a folder keeps none. */
	enum err_code (*checkpoint_after)(void *context, uint64_t size, struct arena *arena, uint64_t *ret_size,
	                                  struct str *ret, struct err *err);
	bool has_key; /* a log.vkey that lies beside it: must be the founding's key under its origin */
	struct verifier key;
	/* A folder's own hashes: compare tile by tile; NULL for a store. */
	enum err_code (*check_tiles)(void *context, const struct hash *leaf, uint64_t size, struct err *err);
};

struct verification {
	uint64_t entries, sealed, signatures, outcomes;
	uint64_t blobs, blobs_erased, blobs_absent; /* as often as acts speak of them */
	int64_t first_ms, last_ms;
	struct hash root, digest;
	struct str origin; /* in origin_storage */
	char origin_storage[LIMIT_ORIGIN_SIZE + 1];
	struct public_key log_key;
	/* The first bad entry, when verification failed because of one; the machine's own failures (ERR_IO, ERR_ACCESS,
	 * ERR_BUSY, memory) accuse nobody. */
	bool has_bad;
	uint64_t bad_entry;
};
/* log_key: the key that the reader holds from elsewhere; NULL: the founding act's own (then only self-consistent).
 * threads 0: as many as there are cores. *ret says how far it came, and where it ended, in every case. */
ERR_CHECKED enum err_code verify_source(const struct source *source, const struct verifier *log_key, unsigned threads,
                                        struct verification *ret, struct err *err);
ERR_CHECKED enum err_code source_of_store(struct store *store, struct arena *arena, struct source *ret,
                                          struct err *err);
/* An exported folder: checkpoint, tile/…, blobs/…, log.vkey. */
ERR_CHECKED enum err_code source_of_folder(const char *path, const struct os *os, struct arena *arena,
                                           struct source *ret, struct err *err);

/* Write a record out as a C2SP tlog-tiles folder. `restricted`: with the texts of that class too, and those
 * under embargo; without, as outgoing.h says. The folder must be
 * new or an earlier export of the same log, which is brought up to date: no file is ever changed but `checkpoint`.
 * Without `restricted`, one that holds texts that are not for everybody is ERR_EXISTS. */
struct export_result {
	uint64_t entries, tiles, blobs;
	uint64_t unsealed; /* newer entries, which stay in */
};
ERR_CHECKED enum err_code export_folder(struct registrar *registrar, const struct os *os, const char *path,
                                        bool restricted, struct export_result *ret, struct err *err);
/* The receipt of one sealed entry; the entry's text and blobs go with it as outgoing.h says, or all of them when
 * `restricted` ones are asked for. */
ERR_CHECKED enum err_code receipt_make(struct registrar *registrar, uint64_t number, bool restricted,
                                       struct arena *arena, struct str *ret, struct err *err);

#endif
