/* Where entries, blobs and checkpoints are kept: one struct of functions, several backends. A backend is a file chosen
 * by the build; one suite of tests runs against every one of them.
 *
 * Promises of a backend:
 *  1. append is one durable commit: all of the batch or nothing, entries at numbers count, count + 1, …, whose blobs
 *     are written in the same commit. It re-reads what it wrote and checks it before it commits.
 *  2. After append has failed the store is unusable (the registrar ends); reopening finds the state before the batch
 *     or, when the failure came after the commit point, after it: never a part. (A batch refused before anything was
 *     written, as by a wrong `first` or another process's lock, costs nothing; who does not know takes it for failed.)
 *  3. seal is a compare-and-swap: it fails with ERR_CONFLICT unless the newest checkpoint has the size `expected`.
 *     It takes sizes above `expected` and up to the count. `expected` is 0 when there is no checkpoint.
 *  4. Entries are never changed. Blobs of class permanent are never erased (ERR_REFUSED). What was erased stays so when
 *     the same blob comes again.
 *  5. Leaf hashes are derived: rebuild drops and re-computes them from the entries.
 *  6. Nothing damaged is handed out: an entry is checked against its leaf hash, a blob against its ref (ERR_CORRUPT).
 *
 * One thread at a time uses a store; another thread or process opens its own, for reading.
 */
#ifndef COMITY_STORE_STORE_H
#define COMITY_STORE_STORE_H

#include "record/hash.h"

struct os;

struct store_blob {
	struct blob_ref ref;
	const uint8_t *salt; /* SALT_SIZE bytes; NULL for permanent */
	struct str data;
};

struct store_batch {
	uint64_t first; /* must be the count */
	uint32_t entry_count;
	const struct str *entry;
	uint32_t blob_count;
	const struct store_blob *blob; /* one already there (same ref) is left as it is */
};

struct store; /* its first member is `const struct store_ops *ops` */
struct store_ops {
	const char *name;
	enum err_code (*count)(struct store *store, uint64_t *ret, struct err *err);
	/* Entries first … first + n - 1 (n <= max, fewer at the end) into the arena. */
	enum err_code (*read)(struct store *store, uint64_t first, uint32_t max, struct arena *arena, struct str *ret_entry,
	                      uint32_t *ret_count, struct err *err);
	/* Stored leaf hashes of the same numbers. */
	enum err_code (*leaves)(struct store *store, uint64_t first, uint32_t max, struct hash *ret, uint32_t *ret_count,
	                        struct err *err);
	enum err_code (*append)(struct store *store, const struct store_batch *batch, struct err *err);
	/* ERR_NOT_FOUND when never stored; data.ptr NULL with ERR_OK when erased. salt is in the arena. */
	enum err_code (*blob_get)(struct store *store, const struct blob_ref *ref, struct arena *arena,
	                          struct store_blob *ret, struct err *err);
	/* Every stored blob's ref in order of its text; *index from 0; ERR_NOT_FOUND at the end. */
	enum err_code (*blob_next)(struct store *store, uint64_t *index, struct blob_ref *ret, struct err *err);
	/* Erasing again is no error. ERR_BUSY: erased, but a reader keeps the bytes alive in a log: erase once more later.
	 */
	enum err_code (*blob_erase)(struct store *store, const struct blob_ref *ref, struct err *err);
	/* The newest checkpoint's bytes; len 0 when there is none. */
	enum err_code (*checkpoint)(struct store *store, struct arena *arena, struct str *ret, struct err *err);
	/* The oldest checkpoint over more than `size` entries, to look at all of them; ERR_NOT_FOUND when there is none.
	 * NULL: only the newest is kept. */
	enum err_code (*checkpoint_after)(struct store *store, uint64_t size, struct arena *arena, uint64_t *ret_size,
	                                  struct str *ret, struct err *err);
	enum err_code (*seal)(struct store *store, uint64_t expected, uint64_t size, struct str checkpoint,
	                      struct err *err);
	enum err_code (*rebuild)(struct store *store, struct err *err);
	void (*close)(struct store *store); /* takes NULL's place never; half-open stores too */
};
struct store {
	const struct store_ops *ops;
};

enum store_mode { STORE_READ, STORE_WRITE, STORE_CREATE };
/* SQLite 3: one file `path`, WAL, synchronous=FULL, EXTRA checks on open (application_id, schema version). STORE_CREATE
 * refuses an existing file. STORE_READ works in a folder that cannot be written when no write-ahead log is left over;
 * such a reader takes the file for unchanging: open anew when somebody may have written.
 * The store's memory is its own region. Closing a writer empties the log: a copy of the one file is then the whole
 * record, unless another process has it open. */
ERR_CHECKED enum err_code store_sqlite_open(const char *path, enum store_mode mode, struct store **ret,
                                            struct err *err);
/* In memory, for tests and for replaying a script that nobody keeps. */
ERR_CHECKED enum err_code store_memory_open(struct store **ret, struct err *err);

/* Null-safe shorthands. */
static inline void store_close(struct store *store)
{
	if (store != NULL)
		store->ops->close(store);
}

#endif
