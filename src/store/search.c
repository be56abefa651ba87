/* The index's file, and rows into it. Nobody else reads the file: its folder's owner alone may open it. */
#include "store/search.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/limits.h"
#include "store/search_private.h"

#define BUSY_WAIT_MS 1000
#define PATH_ROOM 4096u

static const char *const sql[] = {
	[SEARCH_STATE] = "SELECT size, leaf FROM state",
	[SEARCH_SET_STATE] = "UPDATE state SET size = ?1, leaf = ?2",
	[SEARCH_OLD] = "SELECT row FROM things WHERE kind = ?1 AND name = ?2 AND language = ?3",
	[SEARCH_DELETE] = "DELETE FROM words WHERE rowid = ?1",
	[SEARCH_FORGET] = "DELETE FROM things WHERE row = ?1",
	[SEARCH_LAST] = "SELECT max(row) FROM things WHERE row >= ?1 AND row < ?2",
	[SEARCH_INSERT] = "INSERT INTO words(rowid, title, text, tag, kind, name) VALUES(?1, ?2, ?3, ?4, ?5, ?6)",
	[SEARCH_REMEMBER] = "INSERT INTO things(kind, name, language, row) VALUES(?1, ?2, ?3, ?4)",
	[SEARCH_FIND] = ("SELECT rowid, kind, name, tag, title, excerpt(words) FROM words WHERE words MATCH ?1 "
                     "AND shows(kind, tag, rowid) ORDER BY rowid DESC LIMIT ?2"),
};
_Static_assert(sizeof sql / sizeof sql[0] == SEARCH_MAX, "every query has its SQL");

#define STRINGIFY(number) #number
#define NUMBER(number) STRINGIFY(number)
#define PRAGMA_ID "PRAGMA application_id = " NUMBER(SEARCH_APPLICATION_ID)
#define PRAGMA_FORMAT "PRAGMA user_version = " NUMBER(SEARCH_FORMAT)
/* An unfinished word of two or three letters is looked up like a whole one. */
#define CREATE_WORDS                                                                \
	"CREATE VIRTUAL TABLE words USING fts5(title, text, tag, kind UNINDEXED, name " \
	"UNINDEXED, tokenize = 'comity', prefix = '2 3', columnsize = 0)"
#define CREATE_THINGS                                                                      \
	"CREATE TABLE things(kind TEXT NOT NULL, name TEXT NOT NULL, language TEXT NOT NULL, " \
	"row INTEGER NOT NULL UNIQUE, PRIMARY KEY(kind, name, language)) STRICT, WITHOUT ROWID"
#define CREATE_STATE "CREATE TABLE state(origin TEXT NOT NULL, size INTEGER NOT NULL, leaf BLOB NOT NULL) STRICT"

static const char *const schema[] = {PRAGMA_ID, PRAGMA_FORMAT, CREATE_WORDS, CREATE_THINGS, CREATE_STATE};

/* ---- Failures ------------------------------------------------------------------------------------------------ */

static void disconnect(struct search *search)
{
	for (size_t i = 0; i < SEARCH_MAX; i++) {
		sqlite3_finalize(search->statement[i]);
		search->statement[i] = NULL;
	}
	sqlite3_close(search->db);
	search->db = NULL;
}

static void remove_file(const struct search *search)
{
	static const char *const suffix[] = {"", "-wal", "-shm", "-journal"};
	char name[PATH_ROOM];
	for (size_t i = 0; i < sizeof suffix / sizeof suffix[0]; i++) {
		struct buf buf = buf_of(name, sizeof name);
		buf_c(&buf, search->path);
		buf_c(&buf, suffix[i]);
		buf_byte(&buf, 0);
		if (!buf.full)
			unlink(name);
	}
}

static enum err_code code_of(int rc)
{
	switch (rc & 0xff) {
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return ERR_BUSY;
	case SQLITE_NOMEM:
	case SQLITE_TOOBIG:
		return ERR_LIMIT;
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
	case SQLITE_CONSTRAINT:
	case SQLITE_SCHEMA:
		return ERR_CORRUPT;
	case SQLITE_READONLY:
	case SQLITE_PERM:
		return ERR_ACCESS;
	default:
		return ERR_IO;
	}
}

enum err_code search_fail_at(struct search *search, int rc, const char *what, struct err *err, const char *file,
                             int line)
{
	enum err_code code = code_of(rc);
	err_set_at(err, code, file, line, "cannot %s in %s: %s", what, search->path,
	           search->db ? sqlite3_errmsg(search->db) : sqlite3_errstr(rc));
	if (code == ERR_CORRUPT) {
		err_hint(err, "the index is derived from the record and is being made anew: search again later");
		disconnect(search);
		remove_file(search);
	}
	return code;
}

/* ---- The file ------------------------------------------------------------------------------------------------ */

int search_statement(struct search *search, enum search_query_id query, sqlite3_stmt **ret)
{
	int rc = SQLITE_OK;
	if (!search->statement[query])
		rc = sqlite3_prepare_v3(search->db, sql[query], -1, SQLITE_PREPARE_PERSISTENT, &search->statement[query], NULL);
	*ret = search->statement[query];
	return rc;
}

int search_bind(sqlite3_stmt *statement, int parameter, struct str text)
{
	return sqlite3_bind_text64(statement, parameter, text.len ? text.ptr : "", text.len, SQLITE_STATIC, SQLITE_UTF8);
}

static int connect_file(struct search *search)
{
	int rc = sqlite3_open_v2(search->path, &search->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_EXRESCODE, NULL);
	if (rc == SQLITE_OK)
		rc = sqlite3_busy_timeout(search->db, BUSY_WAIT_MS);
	if (rc == SQLITE_OK)
		rc = sqlite3_db_config(search->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	if (rc == SQLITE_OK)
		rc = sqlite3_db_config(search->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	if (rc == SQLITE_OK)
		rc = sqlite3_exec(search->db,
		                  "PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0; PRAGMA temp_store = MEMORY;"
		                  "PRAGMA cache_size = -1024; PRAGMA synchronous = NORMAL",
		                  NULL, NULL, NULL);
	if (rc == SQLITE_OK)
		rc = sqlite3_exec(search->db, search->writes ? "PRAGMA journal_mode = WAL" : "PRAGMA query_only = ON", NULL,
		                  NULL, NULL);
	if (rc == SQLITE_OK)
		rc = search_fts_start(search);
	if (rc == SQLITE_OK)
		rc = search_filter_start(search);
	return rc;
}

/* One number; -1 when it cannot be had. */
static int64_t number(struct search *search, const char *query)
{
	sqlite3_stmt *statement = NULL;
	int64_t value = -1;
	if (sqlite3_prepare_v2(search->db, query, -1, &statement, NULL) == SQLITE_OK &&
	    sqlite3_step(statement) == SQLITE_ROW)
		value = sqlite3_column_int64(statement, 0);
	sqlite3_finalize(statement);
	return value;
}

/* Of this form, of this record, with all its tables? */
static bool is_ours(struct search *search)
{
	sqlite3_stmt *statement = NULL;
	bool same = false;
	if (number(search, "PRAGMA application_id") != SEARCH_APPLICATION_ID ||
	    number(search, "PRAGMA user_version") != SEARCH_FORMAT || number(search, "SELECT count(*) FROM state") != 1 ||
	    number(search, "SELECT count(*) FROM (SELECT rowid FROM words LIMIT 1)") < 0)
		return false;
	if (sqlite3_prepare_v2(search->db, "SELECT origin = ?1 FROM state", -1, &statement, NULL) == SQLITE_OK &&
	    search_bind(statement, 1, search->origin) == SQLITE_OK && sqlite3_step(statement) == SQLITE_ROW)
		same = sqlite3_column_int(statement, 0) == 1;
	sqlite3_finalize(statement);
	return same;
}

static int fill_file(struct search *search)
{
	sqlite3_stmt *statement = NULL;
	int rc = sqlite3_exec(search->db, "BEGIN IMMEDIATE", NULL, NULL, NULL);
	for (size_t i = 0; i < sizeof schema / sizeof schema[0] && rc == SQLITE_OK; i++)
		rc = sqlite3_exec(search->db, schema[i], NULL, NULL, NULL);
	if (rc == SQLITE_OK)
		rc = sqlite3_prepare_v2(search->db, "INSERT INTO state VALUES(?1, 0, zeroblob(32))", -1, &statement, NULL);
	if (rc == SQLITE_OK)
		rc = search_bind(statement, 1, search->origin);
	if (rc == SQLITE_OK && (rc = sqlite3_step(statement)) == SQLITE_DONE)
		rc = SQLITE_OK;
	sqlite3_finalize(statement);
	return rc == SQLITE_OK ? sqlite3_exec(search->db, "COMMIT", NULL, NULL, NULL) : rc;
}

static enum err_code system_fail(const struct search *search, const char *what, int error, struct err *err)
{
	char text[96];
	enum err_code code = error == EACCES || error == EPERM || error == EROFS ? ERR_ACCESS : ERR_IO;
	return err_set(err, code, "cannot %s the index %s: %s", what, search->path, strerror_r(error, text, sizeof text));
}

/* A new file under the path, where none is. */
static enum err_code create(struct search *search, struct err *err)
{
	int fd = open(search->path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0)
		return system_fail(search, "make", errno, err);
	close(fd);
	int rc = connect_file(search);
	if (rc == SQLITE_OK)
		rc = fill_file(search);
	if (rc == SQLITE_OK)
		return ERR_OK;
	enum err_code code = search_fail(search, rc, "make the tables", err);
	disconnect(search);
	remove_file(search);
	return code;
}

/* What lies under the path; a writer makes anew what is missing or not ours. */
static enum err_code reopen(struct search *search, struct err *err)
{
	struct stat status;
	disconnect(search);
	if (lstat(search->path, &status) == 0 && S_ISREG(status.st_mode)) {
		int rc = connect_file(search);
		if (rc == SQLITE_OK && is_ours(search))
			goto known;
		/* Somebody else's turn, or no memory: not the file's fault. */
		if (rc != SQLITE_OK && code_of(rc) != ERR_CORRUPT)
			return search_fail(search, rc, "open the index", err);
		disconnect(search);
		if (search->writes)
			remove_file(search);
	}
	if (!search->writes)
		return err_set(err, ERR_NOT_FOUND, "there is no index yet under %s", search->path);
	enum err_code code = create(search, err);
	if (code)
		return code;
known:
	if (stat(search->path, &status) != 0)
		return system_fail(search, "open", errno, err);
	search->device = status.st_dev;
	search->inode = status.st_ino;
	return ERR_OK;
}

enum err_code search_ready(struct search *search, struct err *err)
{
	struct stat status;
	if (search->db && stat(search->path, &status) == 0 && status.st_dev == search->device &&
	    status.st_ino == search->inode)
		return ERR_OK;
	return reopen(search, err);
}

enum err_code search_open(const char *path, struct str origin, bool writes, struct search **ret, struct err *err)
{
	struct region region;
	size_t size = strlen(path);
	if (size + 16 > PATH_ROOM)
		return err_set(err, ERR_LIMIT, "the path of the index is longer than %u bytes", PATH_ROOM - 16);
	if (!arena_reserve(&region, sizeof(struct search) + size + origin.len + 256))
		return err_set(err, ERR_LIMIT, "no memory for the index");
	struct arena arena = arena_of(&region);
	struct search *search = TRY(&arena, struct search, 1);
	struct str copy = search ? arena_str(&arena, (struct str){path, size}) : (struct str){NULL, 0};
	struct str name = copy.ptr ? arena_str(&arena, origin) : (struct str){NULL, 0};
	if (!name.ptr) {
		arena_return(&region);
		return err_set(err, ERR_LIMIT, "no memory for the index");
	}
	*search = (struct search){.region = region, .path = copy.ptr, .origin = name, .writes = writes};
	enum err_code code = words_new(&search->words, err);
	struct err missing;
	if (!code && (code = reopen(search, &missing)) == ERR_NOT_FOUND && !writes)
		code = ERR_OK; /* it opens the index once there is one */
	else if (code && search->words && err)
		*err = missing;
	if (code) {
		search_close(search);
		return code;
	}
	*ret = search;
	return ERR_OK;
}

void search_close(struct search *search)
{
	if (!search)
		return;
	struct region region = search->region;
	disconnect(search);
	words_free(search->words);
	arena_return(&region);
}

enum err_code search_clear(struct search *search, struct err *err)
{
	disconnect(search);
	remove_file(search);
	return reopen(search, err);
}
