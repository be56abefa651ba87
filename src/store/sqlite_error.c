/* SQLite's result codes as ours, each with what was tried, on which file, why it failed, and what to do about it. */
#include "store/sqlite.h"

#include <errno.h>
#include <string.h>

struct reason {
	int rc; /* primary code */
	enum err_code code;
	const char *hint;
};

static const struct reason reasons[] = {
	{SQLITE_BUSY, ERR_BUSY, "another process is using the record: wait until it ends"},
	{SQLITE_LOCKED, ERR_BUSY, "another part of this process is using the record"},
	{SQLITE_PROTOCOL, ERR_BUSY, "another process is using the record: try again"},
	{SQLITE_NOMEM, ERR_LIMIT, "the system has no memory left: nothing of this change was kept"},
	{SQLITE_TOOBIG, ERR_LIMIT, "a value is larger than the record allows"},
	{SQLITE_FULL, ERR_IO, "make room on the disk, then start again: what was acknowledged is kept"},
	{SQLITE_IOERR, ERR_IO, "check the disk and the system's log before starting again: what was acknowledged is kept"},
	{SQLITE_CORRUPT, ERR_CORRUPT, "the file is damaged: restore it from a copy, and verify that"},
	{SQLITE_CONSTRAINT, ERR_CORRUPT, "the tables contradict each other: rebuild the derived ones, then verify"},
	{SQLITE_MISMATCH, ERR_CORRUPT, "the file is damaged: restore it from a copy, and verify that"},
	{SQLITE_SCHEMA, ERR_CORRUPT, "the tables were changed by another program"},
	{SQLITE_ERROR, ERR_CORRUPT, "a table is missing or was changed: rebuild the derived ones, then verify"},
	{SQLITE_NOTADB, ERR_FORMAT, "give the path of a record; if this was one, restore it from a copy"},
	{SQLITE_READONLY, ERR_ACCESS, "make the file and its folder writable for this user, or open it for reading"},
	{SQLITE_PERM, ERR_ACCESS, "make the file readable for this user"},
	{SQLITE_AUTH, ERR_ACCESS, "make the file readable for this user"},
	{SQLITE_CANTOPEN, ERR_IO, "check that the file and its folder can be read and written by this user"},
};

static const struct reason other = {SQLITE_ERROR, ERR_IO, ""};

static const struct reason *find_reason(int rc)
{
	for (size_t i = 0; i < sizeof(reasons) / sizeof(reasons[0]); i++) {
		if (reasons[i].rc == (rc & 0xff))
			return &reasons[i];
	}
	return &other;
}

static enum err_code code_of(int rc, int system)
{
	switch (rc) {
	case SQLITE_IOERR_NOMEM:
		return ERR_LIMIT;
	case SQLITE_IOERR_CORRUPTFS:
		return ERR_CORRUPT;
	default:
		break;
	}
	if ((rc & 0xff) == SQLITE_CANTOPEN) {
		if (system == EACCES || system == EPERM || system == EROFS)
			return ERR_ACCESS;
		if (system == ENOENT || system == ENOTDIR)
			return ERR_NOT_FOUND;
		if (system == EISDIR)
			return ERR_USAGE;
	}
	return find_reason(rc)->code;
}

enum err_code sqlite_fail_at(const struct sqlite_store *sqlite, int rc, const char *what, struct err *err,
                             const char *file, int line)
{
	bool system_spoke = (rc & 0xff) == SQLITE_IOERR || (rc & 0xff) == SQLITE_CANTOPEN;
	int system = system_spoke ? sqlite->commit_errno : 0;
	const char *why = sqlite3_errstr(rc);
	enum err_code code;
	char reason[128] = "", begun[160] = "";

	if (system == 0 && sqlite->db != NULL && system_spoke)
		system = sqlite3_system_errno(sqlite->db);
	code = code_of(rc, system);
	/* The connection's own words say more, when they are about this failure. */
	if (sqlite->db != NULL && sqlite3_extended_errcode(sqlite->db) == rc)
		why = sqlite3_errmsg(sqlite->db);
	if (system != 0) {
		char text[96];
		struct buf buf = buf_of(reason, sizeof(reason) - 1);

		buf_c(&buf, ": ");
		buf_c(&buf, strerror_r(system, text, sizeof(text)));
	}
	if (sqlite->transaction.file != NULL) {
		struct buf buf = buf_of(begun, sizeof(begun) - 1);

		buf_c(&buf, " (transaction begun at ");
		buf_c(&buf, sqlite->transaction.file);
		buf_c(&buf, ":");
		buf_i64(&buf, sqlite->transaction.line);
		buf_c(&buf, ")");
	}
	err_set_at(err, code, file, line, "cannot %s %s: %s%s%s", what, sqlite->path, why, reason, begun);
	return err_hint(err, "%s", find_reason(rc)->hint);
}

enum err_code sqlite_usable(const struct sqlite_store *sqlite, bool change, struct err *err)
{
	if (sqlite->failed) {
		err_set(err, ERR_IO, "%s is closed to further use after a failure: %s", sqlite->path, sqlite->failure.msg);
		return err_hint(err, "%s", sqlite->failure.hint);
	}
	if (change && sqlite->mode == STORE_READ)
		return err_set(err, ERR_ACCESS, "cannot change %s: it was opened for reading", sqlite->path);
	return ERR_OK;
}

enum err_code sqlite_condemn(struct sqlite_store *sqlite, enum err_code code, const struct err *err)
{
	if (!sqlite->failed) {
		sqlite->failed = true;
		sqlite->failure = (struct err){.code = code};
		if (err != NULL)
			sqlite->failure = *err;
		else
			err_set(&sqlite->failure, code, "%s", err_code_name(code));
	}
	return code;
}
