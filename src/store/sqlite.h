/* The SQLite store's inside, shared by its files. Private to the room.
 *
 *     sqlite_open.c    the file: create, open, close
 *     sqlite_check.c   what is asked of a file before it is used
 *     sqlite_sql.c     every statement, the schema, transactions
 *     sqlite_read.c    entries, leaves, checkpoint
 *     sqlite_write.c   append, seal, rebuild
 *     sqlite_blob.c    blobs: in, out, erased
 *     sqlite_error.c   SQLite's result codes as ours
 *
 * Invariants
 *  1. A statement is reset before the function that used it returns (STATEMENT sees to that).
 *  2. At most one transaction is open, and none outside a call of the store.
 *  3. `failed` is set when a transaction that had begun to write did not commit, and when SQLite could not move
 *     committed pages into the file. Nothing but close works from then on.
 */
#ifndef COMITY_STORE_SQLITE_H
#define COMITY_STORE_SQLITE_H

#include <sqlite3.h>

#include "store/batch.h"

enum sqlite_query {
	QUERY_BEGIN,
	QUERY_COMMIT,
	QUERY_ROLLBACK,
	QUERY_COUNT,
	QUERY_READ,
	QUERY_LEAVES,
	QUERY_SCAN,
	QUERY_ENTRY_INSERT,
	QUERY_LEAF_INSERT,
	QUERY_BLOB_INSERT,
	QUERY_BLOB_GET,
	QUERY_BLOB_NEXT,
	QUERY_BLOB_ERASE,
	QUERY_CHECKPOINT,
	QUERY_CHECKPOINT_AFTER,
	QUERY_CHECKPOINT_INSERT,
	QUERY_MAX
};

struct sqlite_store {
	struct store store;
	struct region region; /* holds this struct and the two strings */
	const char *path;
	const char *uri;
	enum store_mode mode;
	bool created; /* by this opening, which has not succeeded yet */
	sqlite3 *db;
	sqlite3_stmt *statement[QUERY_MAX];
	struct {
		const char *file; /* NULL: no transaction is open */
		int line;         /* both say who began it */
		bool written;
	} transaction;
	int wal_pages;    /* in the write-ahead log after the last commit */
	int commit_errno; /* of a commit that has just failed: SQLite keeps the system's reason only of other steps */
	bool failed;
	struct err failure;
	uint64_t cursor_index;  /* blob_next: the call with this index … */
	struct blob_ref cursor; /* … follows this ref */
};

extern const struct store_ops sqlite_ops;
static inline struct sqlite_store *sqlite_of(struct store *store)
{
	return (struct sqlite_store *)(void *)store;
}

/* --- sqlite_error.c --- */

/* "cannot <what> <path>: <SQLite's reason>: <the system's reason>", its code and a hint. Never ERR_OK. */
#define sqlite_fail(sqlite, rc, what, err) sqlite_fail_at((sqlite), (rc), (what), (err), __FILE__, __LINE__)
ERR_CHECKED enum err_code sqlite_fail_at(const struct sqlite_store *sqlite, int rc, const char *what, struct err *err,
                                         const char *file, int line);
/* ERR_OK, or ERR_IO once the store has failed, or ERR_ACCESS for a change to a store opened for reading. */
ERR_CHECKED enum err_code sqlite_usable(const struct sqlite_store *sqlite, bool change, struct err *err);
/* The store is of no more use; the story is kept for later calls. Returns code. */
enum err_code sqlite_condemn(struct sqlite_store *sqlite, enum err_code code, const struct err *err);

/* --- sqlite_sql.c --- */

#define RECORD_APPLICATION_ID 0x436f6d79 /* "Comy" */
#define RECORD_FORMAT 1                  /* user_version */

struct sqlite_table {
	const char *name, *sql;
	bool derived;
};
#define SQLITE_TABLES 4
extern const struct sqlite_table sqlite_table[SQLITE_TABLES]; /* ascending by name */

/* The statement, prepared on first use. */
ERR_CHECKED enum err_code sqlite_statement(struct sqlite_store *sqlite, enum sqlite_query query, sqlite3_stmt **ret,
                                           struct err *err);
void sqlite_statement_done(sqlite3_stmt **statement);
#define STATEMENT __attribute__((cleanup(sqlite_statement_done))) sqlite3_stmt *
/* Parameter numbers begin at 1. Bytes must live until the statement is done. SQLITE_OK or another code. */
int sqlite_bind_u64(sqlite3_stmt *statement, int parameter, uint64_t value);
int sqlite_bind_bytes(sqlite3_stmt *statement, int parameter, struct str bytes);
/* A BLOB or TEXT column as a view that lives until the next step. False when it is neither, or no memory is left. */
bool sqlite_column(sqlite3_stmt *statement, int column, int type, struct str *ret);
/* One statement without parameters, its first column as a number (0 when there is no row). */
ERR_CHECKED enum err_code sqlite_number(struct sqlite_store *sqlite, const char *sql, const char *what, int64_t *ret,
                                        struct err *err);
ERR_CHECKED enum err_code sqlite_exec(struct sqlite_store *sqlite, const char *sql, const char *what, struct err *err);
ERR_CHECKED enum err_code sqlite_schema_create(struct sqlite_store *sqlite, struct err *err);
ERR_CHECKED enum err_code sqlite_leaves_recreate(struct sqlite_store *sqlite, struct err *err);

/* begin; then any number of statements; then end, which commits when code is ERR_OK and otherwise rolls back, keeps
 * err's story and returns code. A writer says sqlite_writing before its first change. */
#define sqlite_begin(sqlite, what, err) sqlite_begin_at((sqlite), (what), (err), __FILE__, __LINE__)
ERR_CHECKED enum err_code sqlite_begin_at(struct sqlite_store *sqlite, const char *what, struct err *err,
                                          const char *file, int line);
void sqlite_writing(struct sqlite_store *sqlite);
ERR_CHECKED enum err_code sqlite_end(struct sqlite_store *sqlite, const char *what, enum err_code code,
                                     struct err *err);

/* --- sqlite_check.c --- */

ERR_CHECKED enum err_code sqlite_identity_check(struct sqlite_store *sqlite, struct err *err);
ERR_CHECKED enum err_code sqlite_schema_check(struct sqlite_store *sqlite, struct err *err);
ERR_CHECKED enum err_code sqlite_number_check(struct sqlite_store *sqlite, struct err *err);

/* --- the operations of struct store_ops --- */

enum err_code sqlite_count(struct store *store, uint64_t *ret, struct err *err);
enum err_code sqlite_read(struct store *store, uint64_t first, uint32_t max, struct arena *arena, struct str *ret_entry,
                          uint32_t *ret_count, struct err *err);
enum err_code sqlite_leaves(struct store *store, uint64_t first, uint32_t max, struct hash *ret, uint32_t *ret_count,
                            struct err *err);
enum err_code sqlite_checkpoint(struct store *store, struct arena *arena, struct str *ret, struct err *err);
enum err_code sqlite_checkpoint_after(struct store *store, uint64_t size, struct arena *arena, uint64_t *ret_size,
                                      struct str *ret, struct err *err);
enum err_code sqlite_append(struct store *store, const struct store_batch *batch, struct err *err);
enum err_code sqlite_seal(struct store *store, uint64_t expected, uint64_t size, struct str checkpoint,
                          struct err *err);
enum err_code sqlite_rebuild(struct store *store, struct err *err);
enum err_code sqlite_blob_get(struct store *store, const struct blob_ref *ref, struct arena *arena,
                              struct store_blob *ret, struct err *err);
enum err_code sqlite_blob_next(struct store *store, uint64_t *index, struct blob_ref *ret, struct err *err);
enum err_code sqlite_blob_erase(struct store *store, const struct blob_ref *ref, struct err *err);
void sqlite_close(struct store *store);

/* Within a transaction: one blob of a batch, stored unless its ref is there, read back and checked. */
ERR_CHECKED enum err_code sqlite_blob_put(struct sqlite_store *sqlite, const struct store_blob *blob, struct err *err);
/* The number of entries; usable inside and outside a transaction. */
ERR_CHECKED enum err_code sqlite_entry_count(struct sqlite_store *sqlite, uint64_t *ret, struct err *err);
/* Size and text of the newest checkpoint (a view until statement is done); size 0 and no text when there is none. */
ERR_CHECKED enum err_code sqlite_newest(struct sqlite_store *sqlite, sqlite3_stmt *statement, uint64_t *ret_size,
                                        struct str *ret_note, struct err *err);

#endif
