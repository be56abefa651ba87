/* A record's folder: what lies where, opened under its lock.
 *
 *     record.db       entries, blobs, checkpoints (store/sqlite.c)
 *     registrar.key   the registrar's secret key, readable by its owner only
 *     log.vkey        its public half: what everybody else needs to verify
 *     lock            held by the one process that writes
 *
 * Reading takes no lock and needs no secret: it sees the last commit. A copy that `export` made (copy.h) is opened for
 * reading too; for writing it is ERR_ACCESS.
 */
#ifndef COMITY_APP_FOLDER_H
#define COMITY_APP_FOLDER_H

#include "app/registrar.h"

enum folder_mode { FOLDER_READ, FOLDER_WRITE };

struct folder {
	const struct os *os;
	struct registrar *registrar;
	struct secret_key key; /* the registrar's; wiped on close; zero when reading. The struct must not move while open */
	bool has_lock;
	int lock;
};

/* Make the folder and an empty store in it, with a new registrar's key under the name `origin`. A folder that holds a
 * record is ERR_EXISTS and is not touched; what an interrupted founding left (a key, an empty store) is taken up again.
 * So is ERR_EXISTS a folder that holds a key but no store: a record was lost there, and one key signs one history.
 * seed NULL: from os->random. The folder comes back open for writing; found next. On failure *ret is closed and empty:
 * folder_close may be called on it. */
ERR_CHECKED enum err_code folder_create(const char *path, struct str origin, const uint8_t *seed, const struct os *os,
                                        struct folder *ret, struct err *err);
/* The same up to the empty store, for a script that brings its own clock: the caller opens the registrar and unlocks.
 */
ERR_CHECKED enum err_code folder_prepare(const char *path, struct str origin, const uint8_t *seed, const struct os *os,
                                         struct store **ret, int *ret_lock, struct err *err);
ERR_CHECKED enum err_code folder_open(const char *path, enum folder_mode mode, bool after_gap, const struct os *os,
                                      struct folder *ret, struct err *err);
/* The same with a library that is told of every entry: the caller's, empty, and freed after folder_close. */
ERR_CHECKED enum err_code folder_open_with(const char *path, enum folder_mode mode, bool after_gap,
                                           struct library *library, const struct os *os, struct folder *ret,
                                           struct err *err);
void folder_close(struct folder *folder); /* takes a zeroed one */

/* Only the store, without loading the record: for verify and rebuild, which must work on a damaged one. `lock` is -1
 * when reading. A copy has none: ERR_NOT_FOUND, ERR_ACCESS when writing. */
ERR_CHECKED enum err_code folder_store(const char *path, enum folder_mode mode, const struct os *os, struct store **ret,
                                       int *ret_lock, struct err *err);
/* A key file: one line, PRIVATE+KEY+…; mode 0600 when written. A file that others may read is refused. */
ERR_CHECKED enum err_code key_file_read(const char *path, const struct os *os, struct arena *arena,
                                        struct str *ret_name, struct secret_key *ret, struct err *err);
ERR_CHECKED enum err_code key_file_write(const char *path, struct str name, const uint8_t seed[SEED_SIZE],
                                         const struct os *os, struct err *err);
/* The key in the file, which must have this name; where there is no file, a new one (from `seed`, or random). */
ERR_CHECKED enum err_code key_file_ensure(const char *path, struct str name, const uint8_t *seed, const struct os *os,
                                          struct arena scratch, struct secret_key *ret, struct err *err);

#endif
