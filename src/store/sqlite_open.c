/* The file: created, opened, checked, closed.
 *
 * Terms: the *write-ahead log* is the file `path-wal`, which a writer fills and, when it closes, moves into `path` and
 * empties; `path-shm` is the memory that the processes using one record share.
 *
 * Before anything is changed, open looks whether the path names a file and then makes the checks of sqlite_check.c.
 */
#include "store/sqlite.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/limits.h"

#define BUSY_WAIT_MS 1000 /* for another process that is opening, closing or committing */

static enum err_code system_fail(const char *what, const char *path, int number, struct err *err)
{
	char text[96];
	enum err_code code = ERR_IO;

	if (number == EACCES || number == EPERM || number == EROFS)
		code = ERR_ACCESS;
	else if (number == ENOENT || number == ENOTDIR)
		code = ERR_NOT_FOUND;
	else if (number == EEXIST)
		code = ERR_EXISTS;
	else if (number == ENAMETOOLONG)
		code = ERR_LIMIT;
	return err_set(err, code, "cannot %s %s: %s", what, path, strerror_r(number, text, sizeof(text)));
}

/* "file:" and the path with every byte encoded that has a meaning in a URI. A relative path gets "./" before it, lest
 * ":memory:" or an empty path mean something to SQLite. */
static struct str make_uri(struct arena *arena, const char *path, bool immutable)
{
	static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/._-~";
	struct buf buf = buf_new(arena, 3 * strlen(path) + 64);

	buf_c(&buf, path[0] == '/' ? "file://" : "file:./");
	for (const char *c = path; *c != '\0'; c++) {
		static const char digit[] = "0123456789ABCDEF";

		if (strchr(plain, *c) != NULL) {
			buf_byte(&buf, (uint8_t)*c);
		} else {
			buf_byte(&buf, '%');
			buf_byte(&buf, (uint8_t)digit[(uint8_t)*c >> 4]);
			buf_byte(&buf, (uint8_t)digit[(uint8_t)*c & 15]);
		}
	}
	buf_c(&buf, immutable ? "?immutable=1" : "");
	buf_byte(&buf, 0);
	return buf.full ? (struct str){NULL, 0} : buf_view(&buf);
}

/* The store's own memory: the struct, the path and two URIs. */
static enum err_code make(const char *path, enum store_mode mode, struct sqlite_store **ret, struct err *err)
{
	struct region region;
	struct arena arena;
	struct sqlite_store *sqlite = NULL;
	struct str copy = {NULL, 0}, uri = {NULL, 0};

	if (path[0] == '\0')
		return err_set(err, ERR_USAGE, "cannot open a record: its path is empty");
	if (!arena_reserve(&region, sizeof(*sqlite) + 8 * strlen(path) + 4096))
		return err_set(err, ERR_LIMIT, "cannot open %s: no memory is left", path);
	arena = arena_of(&region);
	sqlite = TRY(&arena, struct sqlite_store, 1);
	if (sqlite != NULL)
		copy = arena_str(&arena, str_from(path));
	if (copy.ptr != NULL)
		uri = make_uri(&arena, path, /* immutable= */ false);
	if (uri.ptr == NULL) {
		arena_return(&region);
		return err_set(err, ERR_LIMIT, "cannot open %s: no memory is left", path);
	}
	sqlite->store.ops = &sqlite_ops;
	sqlite->region = region;
	sqlite->path = copy.ptr;
	sqlite->uri = uri.ptr;
	sqlite->mode = mode;
	*ret = sqlite;
	return ERR_OK;
}

/* path and suffix, for a short look at a neighbouring file. False when the name would be too long to exist. */
static bool neighbour(const struct sqlite_store *sqlite, const char *suffix, char *ret, size_t size)
{
	struct buf buf = buf_of(ret, size);

	buf_c(&buf, sqlite->path);
	buf_c(&buf, suffix);
	buf_byte(&buf, 0);
	return !buf.full;
}

/* Is there such a file with something in it? An empty one is what a reader leaves behind. */
static bool left_over(const struct sqlite_store *sqlite, const char *suffix)
{
	char name[4096];
	struct stat status;

	return neighbour(sqlite, suffix, name, sizeof(name)) && lstat(name, &status) == 0 && status.st_size > 0;
}

/* The folder's path, "." for a bare name. */
static bool folder_of(const struct sqlite_store *sqlite, char *ret, size_t size)
{
	struct str path = str_from(sqlite->path);
	struct buf buf = buf_of(ret, size);
	const char *slash = strrchr(sqlite->path, '/');

	if (slash == NULL)
		buf_c(&buf, ".");
	else
		buf_str(&buf, str_slice(path, 0, slash == sqlite->path ? 1 : (size_t)(slash - sqlite->path)));
	buf_byte(&buf, 0);
	return !buf.full;
}

/* The empty file that SQLite will fill, its name durable. */
static enum err_code create_file(struct sqlite_store *sqlite, struct err *err)
{
	char folder[4096];
	int fd, number;

	if (left_over(sqlite, "-wal")) {
		err_set(err, ERR_EXISTS, "cannot create %s: the log of an earlier record of this name is left over",
		        sqlite->path);
		return err_hint(err, "the file %s-wal may hold that record's newest entries: keep it safe, then move it away",
		                sqlite->path);
	}
	fd = open(sqlite->path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0)
		return system_fail("create", sqlite->path, errno, err);
	sqlite->created = true;
	number = close(fd) == 0 ? 0 : errno;
	if (number == 0 && folder_of(sqlite, folder, sizeof(folder))) {
		fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		number = fd >= 0 && fsync(fd) == 0 ? 0 : errno;
		if (fd >= 0)
			close(fd);
	}
	return number == 0 ? ERR_OK : system_fail("create", sqlite->path, number, err);
}

static enum err_code check_file(const struct sqlite_store *sqlite, struct err *err)
{
	struct stat status;

	if (stat(sqlite->path, &status) != 0)
		return system_fail("open", sqlite->path, errno, err);
	if (!S_ISREG(status.st_mode))
		return err_set(err, ERR_USAGE, "cannot open %s: it is not a file", sqlite->path);
	if (sqlite->mode != STORE_READ && faccessat(AT_FDCWD, sqlite->path, W_OK, AT_EACCESS) != 0)
		return system_fail("open for writing", sqlite->path, errno, err);
	return ERR_OK;
}

static int note_wal_pages(void *context, sqlite3 *db, const char *name, int pages)
{
	struct sqlite_store *sqlite = context;

	(void)db;
	(void)name;
	sqlite->wal_pages = pages;
	return SQLITE_OK;
}

/* The connection, with everything off that a hostile file could use. */
static enum err_code connect_uri(struct sqlite_store *sqlite, const char *uri, struct err *err)
{
	static const char what[] = "open";
	int flags = SQLITE_OPEN_URI | SQLITE_OPEN_EXRESCODE |
	            (sqlite->mode == STORE_READ ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE);
	int rc = sqlite3_open_v2(uri, &sqlite->db, flags, /* vfs= */ NULL);

	if (rc == SQLITE_OK)
		rc = sqlite3_busy_timeout(sqlite->db, BUSY_WAIT_MS);
	if (rc == SQLITE_OK)
		rc = sqlite3_db_config(sqlite->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	if (rc == SQLITE_OK)
		rc = sqlite3_db_config(sqlite->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	if (rc == SQLITE_OK)
		rc = sqlite3_db_config(sqlite->db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
	if (rc == SQLITE_OK)
		rc = sqlite3_db_config(sqlite->db, SQLITE_DBCONFIG_ENABLE_VIEW, 0, NULL);
	/* A reader never moves another process's pages, nor does a store that failed (sqlite_close). */
	if (rc == SQLITE_OK && sqlite->mode == STORE_READ)
		rc = sqlite3_db_config(sqlite->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
	if (rc != SQLITE_OK)
		return sqlite_fail(sqlite, rc, what, err);
	sqlite3_limit(sqlite->db, SQLITE_LIMIT_LENGTH, (int)(LIMIT_BLOB_SIZE + 4096));
	sqlite3_wal_hook(sqlite->db, note_wal_pages, sqlite);
	return sqlite_exec(sqlite, "PRAGMA cell_size_check = ON; PRAGMA temp_store = MEMORY; PRAGMA mmap_size = 0", what,
	                   err);
}

static void disconnect(struct sqlite_store *sqlite)
{
	int rc;

	for (size_t i = 0; i < QUERY_MAX; i++) {
		sqlite3_finalize(sqlite->statement[i]);
		sqlite->statement[i] = NULL;
	}
	rc = sqlite3_close(sqlite->db);
	assert(rc == SQLITE_OK); /* it refuses only while a statement lives */
	sqlite->db = NULL;
}

/* A reader in a folder that it cannot write may find itself without path-shm, which it cannot make. When no log is
 * left over nobody is writing, and the file alone is the whole record. */
static enum err_code connect_unshared(struct sqlite_store *sqlite, struct err *err)
{
	char folder[4096];
	struct arena rest;
	struct region region;
	struct str uri;
	enum err_code code;

	if (!folder_of(sqlite, folder, sizeof(folder)) || faccessat(AT_FDCWD, folder, W_OK, AT_EACCESS) == 0 ||
	    faccessat(AT_FDCWD, sqlite->path, R_OK, AT_EACCESS) != 0)
		return err != NULL && err->code != ERR_OK ? err->code : ERR_ACCESS; /* the first failure stands */
	if (left_over(sqlite, "-wal")) {
		err_set(err, ERR_ACCESS,
		        "cannot read %s: its newest entries are in a write-ahead log, and the folder is not "
		        "writable",
		        sqlite->path);
		return err_hint(err,
		                "open it once with a program that may write there; or copy %s and %s-wal to a folder of "
		                "your own",
		                sqlite->path, sqlite->path);
	}
	if (!arena_reserve(&region, 3 * strlen(sqlite->path) + 4096))
		return err_set(err, ERR_LIMIT, "cannot open %s: no memory is left", sqlite->path);
	rest = arena_of(&region);
	uri = make_uri(&rest, sqlite->path, /* immutable= */ true);
	disconnect(sqlite);
	if (uri.ptr == NULL)
		code = err_set(err, ERR_LIMIT, "cannot open %s: no memory is left", sqlite->path);
	else
		code = connect_uri(sqlite, uri.ptr, err);
	if (code == ERR_OK)
		code = sqlite_identity_check(sqlite, err);
	arena_return(&region);
	return code;
}

/* Before the first change by this connection. SQLite answers with the mode it uses, not with an error. */
static enum err_code prepare_writing(struct sqlite_store *sqlite, struct err *err)
{
	static const char what[] = "open for writing";
	int64_t wal = 0, synchronous = 0;
	enum err_code code;

	if (sqlite3_db_readonly(sqlite->db, "main") == 1)
		return sqlite_fail(sqlite, SQLITE_READONLY, what, err);
	code = sqlite_exec(sqlite,
	                   "PRAGMA locking_mode = NORMAL; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; "
	                   "PRAGMA wal_autocheckpoint = 0; PRAGMA secure_delete = ON",
	                   what, err);
	/* wal_autocheckpoint works by taking the place of our hook. */
	sqlite3_wal_hook(sqlite->db, note_wal_pages, sqlite);
	if (code == ERR_OK)
		code = sqlite_number(sqlite, "SELECT journal_mode = 'wal' FROM pragma_journal_mode", what, &wal, err);
	if (code == ERR_OK)
		code = sqlite_number(sqlite, "PRAGMA synchronous", what, &synchronous, err);
	if (code == ERR_OK && (wal != 1 || synchronous != 2)) {
		err_set(err, ERR_IO, "cannot open %s for writing: a write-ahead log cannot be kept there", sqlite->path);
		return err_hint(err, "put the record on a local file system");
	}
	return code;
}

enum err_code store_sqlite_open(const char *path, enum store_mode mode, struct store **ret, struct err *err)
{
	struct sqlite_store *sqlite = NULL;
	struct err own = {.code = ERR_OK};
	enum err_code code;

	if (err == NULL)
		err = &own;
	code = make(path, mode, &sqlite, err);
	if (code != ERR_OK)
		return code;
	code = mode == STORE_CREATE ? create_file(sqlite, err) : check_file(sqlite, err);
	if (code == ERR_OK)
		code = connect_uri(sqlite, sqlite->uri, err);
	if (code == ERR_OK && mode == STORE_CREATE) {
		code = prepare_writing(sqlite, err);
		if (code == ERR_OK)
			code = sqlite_schema_create(sqlite, err);
	} else if (code == ERR_OK) {
		code = sqlite_identity_check(sqlite, err);
		if (mode == STORE_READ && (code == ERR_ACCESS || code == ERR_NOT_FOUND || code == ERR_IO))
			code = connect_unshared(sqlite, err);
		if (code == ERR_OK)
			code = sqlite_schema_check(sqlite, err);
		if (code == ERR_OK)
			code = sqlite_number_check(sqlite, err);
		if (code == ERR_OK && mode == STORE_WRITE)
			code = prepare_writing(sqlite, err);
	}
	if (code != ERR_OK) {
		sqlite->failed = true; /* nothing is moved into the file on the way out */
		sqlite_close(&sqlite->store);
		return code;
	}
	sqlite->created = false;
	*ret = &sqlite->store;
	return ERR_OK;
}

/* What a creation that failed left behind. */
static void remove_created(const struct sqlite_store *sqlite)
{
	static const char *const suffix[] = {"", "-journal", "-wal", "-shm"};
	char name[4096];

	for (size_t i = 0; i < sizeof(suffix) / sizeof(suffix[0]); i++) {
		if (neighbour(sqlite, suffix[i], name, sizeof(name)))
			unlink(name);
	}
}

void sqlite_close(struct store *store)
{
	struct sqlite_store *sqlite = sqlite_of(store);
	struct region region = sqlite->region;

	if (sqlite->db != NULL && sqlite->failed)
		sqlite3_db_config(sqlite->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
	else if (sqlite->db != NULL && sqlite->mode != STORE_READ)
		/* Committed pages into the one file. If it cannot be done now, they are safe in the log. */
		(void)sqlite3_wal_checkpoint_v2(sqlite->db, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
	disconnect(sqlite);
	if (sqlite->created)
		remove_created(sqlite);
	arena_return(&region);
}

const struct store_ops sqlite_ops = {
	.name = "sqlite",
	.count = sqlite_count,
	.read = sqlite_read,
	.leaves = sqlite_leaves,
	.append = sqlite_append,
	.blob_get = sqlite_blob_get,
	.blob_next = sqlite_blob_next,
	.blob_erase = sqlite_blob_erase,
	.checkpoint = sqlite_checkpoint,
	.checkpoint_after = sqlite_checkpoint_after,
	.seal = sqlite_seal,
	.rebuild = sqlite_rebuild,
	.close = sqlite_close,
};
