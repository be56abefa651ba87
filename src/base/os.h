/* The world as a small struct of functions: a real one here, faulty ones in tests.
 *
 * Paths are NUL-terminated. Every function returns ERR_* with a message that names the path and the system's reason.
 */
#ifndef COMITY_BASE_OS_H
#define COMITY_BASE_OS_H

#include "base/arena.h"
#include "base/err.h"

struct os {
	void *context;
	int64_t (*wall_ms)(void *context);      /* UTC milliseconds since 1970 */
	int64_t (*monotonic_ms)(void *context); /* never steps; counts through suspend (CLOCK_BOOTTIME) */
	enum err_code (*random)(void *context, void *bytes, size_t size, struct err *err);
	/* The whole file into the arena, a NUL after it; more than `max` bytes is ERR_LIMIT, a folder or a device
	 * ERR_USAGE. */
	enum err_code (*read_file)(void *context, const char *path, size_t max, struct arena *arena, struct str *ret,
	                           struct err *err);
	/* Write-once or replace, durably: temporary file in the same folder, fsync, rename, fsync of the folder.
	 * mode as for open(2). replace false: an existing file is ERR_EXISTS. */
	enum err_code (*write_file)(void *context, const char *path, struct str bytes, unsigned mode, bool replace,
	                            struct err *err);
	enum err_code (*make_dir)(void *context, const char *path, unsigned mode, struct err *err); /* parents too */
	bool (*exists)(void *context, const char *path);
	/* An exclusive advisory lock that ends with the process. ERR_BUSY names the holder's process number. */
	enum err_code (*lock)(void *context, const char *path, int *ret_handle, struct err *err);
	void (*unlock)(void *context, int handle);
};

extern const struct os os_real;

#endif
