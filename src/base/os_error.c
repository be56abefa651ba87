/* One table from errno to code and hint, so that every function of the world speaks alike. */
#include "base/os_error.h"

#include <errno.h>
#include <string.h>

static const struct {
	int number;
	enum err_code code;
	const char *hint;
} reasons[] = {
	{ENOENT, ERR_NOT_FOUND, NULL},
	{ENOTDIR, ERR_NOT_FOUND, "a part of the path is a file, not a folder"},
	{EACCES, ERR_ACCESS, "check the owner and the mode of the file and of the folders above it"},
	{EPERM, ERR_ACCESS, "the file may be immutable, or the process lacks a right"},
	{EROFS, ERR_ACCESS, "the file system is mounted read-only; use a folder on another, or mount it for writing"},
	{EEXIST, ERR_EXISTS, NULL},
	{EISDIR, ERR_USAGE, "name a file, not a folder"},
	{ENAMETOOLONG, ERR_USAGE, "use a shorter path"},
	{ELOOP, ERR_USAGE, "symbolic links lead in a circle"},
	{EINVAL, ERR_USAGE, NULL},
	{ENOSPC, ERR_IO, "the disk is full: free some space and try again"},
	{EDQUOT, ERR_IO, "the disk quota is used up: free some space and try again"},
	{EFBIG, ERR_IO, "a limit on the size of files stops it (ulimit -f)"},
	{EIO, ERR_IO, "the disk may be failing: look at the system's log"},
	{ENOLCK, ERR_IO, "the file system has no locks; use a folder on a local disk"},
	{ENOMEM, ERR_LIMIT, "the machine is short of memory"},
	{EMFILE, ERR_LIMIT, "too many files are open in this process (ulimit -n)"},
	{ENFILE, ERR_LIMIT, "too many files are open on this machine"},
};

enum err_code os_error_at(struct err *err, int number, const char *verb, const char *path, const char *file, int line)
{
	/* Not strerror: it follows the locale and shares its buffer between threads. */
	const char *reason = strerrordesc_np(number);
	enum err_code code = ERR_IO;
	const char *hint = NULL;
	for (size_t i = 0; i < sizeof reasons / sizeof reasons[0]; i++) {
		if (reasons[i].number == number) {
			code = reasons[i].code;
			hint = reasons[i].hint;
		}
	}
	if (reason)
		err_set_at(err, code, file, line, "cannot %s %s: %s", verb, path, reason);
	else
		err_set_at(err, code, file, line, "cannot %s %s: system error %d", verb, path, number);
	return hint ? err_hint(err, "%s", hint) : code;
}
