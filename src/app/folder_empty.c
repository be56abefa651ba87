/* The store of a record that is about to be founded.
 *
 * Invariant: one registrar's key signs one history. The store is made before the keys (prepare in folder.c), and
 * durably: where a key lies beside no store, or beside one that was never ours, a record was lost, and nothing is
 * founded in its place. A store that is ours and has no entry is what an interrupted founding left: it is taken up
 * again.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/folder_private.h"

/* Is there a write-ahead log with something in it? A name too long for one counts as one. */
static bool has_log(const char *db)
{
	char log[PATH_SIZE];
	struct stat info;

	return snprintf(log, sizeof(log), "%s-wal", db) >= (int)sizeof(log) || (stat(log, &info) == 0 && info.st_size > 0);
}

/* What a founding that was killed while its store was being made may leave: an empty file, or one page that SQLite has
 * made its own, with no table yet and no log beside it. Nothing was ever kept in it.
 *
 *     offset 68   4 bytes   application id, ours from the commit that makes the tables on: zero
 *     offset 100  1 byte    0x0d: the page is a leaf …
 *     offset 103  2 bytes   … with no cell: no table
 */
static bool is_unborn(const char *db)
{
	static const uint8_t zero[4];
	uint8_t head[105];
	struct stat info;
	ssize_t size;
	int fd;

	if (has_log(db))
		return false;
	fd = open(db, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW);
	if (fd < 0)
		return false;
	size = fstat(fd, &info) == 0 && S_ISREG(info.st_mode) ? pread(fd, head, sizeof(head), 0) : -1;
	close(fd);
	if (size == 0)
		return true;
	return size == (ssize_t)sizeof(head) && memcmp(head, "SQLite format 3", 16) == 0 &&
	       memcmp(head + 68, zero, 4) == 0 && head[100] == 0x0d && memcmp(head + 103, zero, 2) == 0;
}

static bool holds(const char *path, const char *name, const struct os *os)
{
	char full[PATH_SIZE];
	struct err none;

	return folder_join(full, path, name, &none) == ERR_OK && os->exists(os->context, full);
}

/* Invariant. */
static enum err_code refuse_second(const char *path, const char *db, const struct os *os, struct err *err)
{
	if (!holds(path, "registrar.key", os) && !holds(path, "log.vkey", os))
		return ERR_OK;
	(void)err_set(err, ERR_EXISTS, "%s holds the keys of a record, but the record itself is gone: %s is %s", path, db,
	              os->exists(os->context, db) ? "empty" : "missing");
	return err_hint(err, "restore record.db from a copy; another record is founded in a new folder");
}

/* Everything of this name, which only a founding that was killed leaves. */
static void clear_made(const char *made)
{
	static const char *const suffix[] = {"", "-journal", "-wal", "-shm"};
	char full[PATH_SIZE + 16];

	for (size_t i = 0; i < sizeof(suffix) / sizeof(suffix[0]); i++) {
		(void)snprintf(full, sizeof(full), "%s%s", made, suffix[i]);
		unlink(full);
	}
}

static enum err_code sync_folder(const char *path, struct err *err)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool synced = fd >= 0 && (fsync(fd) == 0 || errno == EINVAL); /* some file systems have nothing to make durable */

	if (fd >= 0)
		close(fd);
	return synced ? ERR_OK : err_set(err, ERR_IO, "cannot make the folder %s durable", path);
}

/* Under another name first, so that record.db is whole from the moment it is there. */
static enum err_code make_store(const char *path, const char *db, struct store **ret, struct err *err)
{
	struct store *store = NULL;
	char made[PATH_SIZE];
	enum err_code code = folder_join(made, path, "record.db.new", err);

	if (code != ERR_OK)
		return code;
	if (has_log(db)) {
		(void)err_set(err, ERR_EXISTS, "cannot create %s: the log of an earlier record of this name is left over", db);
		return err_hint(err, "%s-wal may hold that record's newest entries: keep it safe, then move it away", db);
	}
	clear_made(made);
	if ((code = store_sqlite_open(made, STORE_CREATE, &store, err)) != ERR_OK)
		return code;
	store_close(store);
	if (rename(made, db) != 0)
		code = err_set(err, ERR_IO, "cannot give %s its name", db);
	if (code == ERR_OK)
		code = sync_folder(path, err);
	return code == ERR_OK ? store_sqlite_open(db, STORE_WRITE, ret, err) : code;
}

enum err_code folder_empty_store(const char *path, const struct os *os, struct store **ret, struct err *err)
{
	struct store *store = NULL;
	uint64_t count;
	char db[PATH_SIZE];
	enum err_code code = folder_join(db, path, "record.db", err);

	if (code != ERR_OK)
		return code;
	if ((is_unborn(db) || !os->exists(os->context, db)) && (code = refuse_second(path, db, os, err)) != ERR_OK)
		return code;
	if (is_unborn(db) && unlink(db) != 0)
		return err_set(err, ERR_ACCESS, "%s is left over from an interrupted founding and cannot be taken away", db);
	if (!os->exists(os->context, db))
		return make_store(path, db, ret, err);
	if ((code = store_sqlite_open(db, STORE_WRITE, &store, err)) != ERR_OK) {
		(void)err_prefix(err, "something is there already");
		return err_hint(err, "found the record in a new folder, or move %s away", db);
	}
	code = store->ops->count(store, &count, err);
	if (code == ERR_OK && count > 0)
		code = err_set(err, ERR_EXISTS, "%s holds a record of %llu entries already", path, (unsigned long long)count);
	if (code != ERR_OK)
		store_close(store);
	else
		*ret = store;
	return code;
}
