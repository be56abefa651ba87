/* The real world: Linux.
 *
 *  1. A file appears whole or not at all: it is written under another name in its folder, made durable, then given its
 *     name, and the folder is made durable. Whatever fails, the other name is taken away again.
 *  2. Write-once never replaces: the name is given by an operation that fails when it is taken.
 *  3. The lock is an open file description lock: it ends when the process does, however it ends. The lock file itself
 *     stays (taking it away would let two processes lock two files of one name); it holds the holder's process number.
 */
#include "base/os.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/os_error.h"

#define RANDOM_AT_ONCE 256u /* getrandom gives this much without interruption */

static int64_t clock_ms(clockid_t clock)
{
	struct timespec now;
	if (clock_gettime(clock, &now) != 0)
		abort(); /* both clocks exist on every Linux we build for */
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static int64_t real_wall_ms(void *context)
{
	(void)context;
	return clock_ms(CLOCK_REALTIME);
}

static int64_t real_monotonic_ms(void *context)
{
	(void)context;
	return clock_ms(CLOCK_BOOTTIME);
}

static enum err_code real_random(void *context, void *bytes, size_t size, struct err *err)
{
	(void)context;
	uint8_t *out = bytes;
	while (size > 0) {
		ssize_t got = getrandom(out, size < RANDOM_AT_ONCE ? size : RANDOM_AT_ONCE, 0);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return os_error(err, got < 0 ? errno : EIO, "read", "the system's random numbers");
		out += got;
		size -= (size_t)got;
	}
	return ERR_OK;
}

/* Up to `size` bytes; fewer only at the end of the file. -1 with errno. */
static ssize_t read_all(int fd, char *out, size_t size)
{
	size_t total = 0;
	while (total < size) {
		ssize_t got = read(fd, out + total, size - total);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return -1;
		if (got == 0)
			break;
		total += (size_t)got;
	}
	return (ssize_t)total;
}

static bool write_all(int fd, struct str bytes)
{
	while (bytes.len > 0) {
		ssize_t put = write(fd, bytes.ptr, bytes.len);
		if (put < 0 && errno == EINTR)
			continue;
		if (put <= 0) {
			if (put == 0)
				errno = EIO;
			return false;
		}
		bytes = str_slice(bytes, (size_t)put, bytes.len);
	}
	return true;
}

static enum err_code read_open(int fd, const char *path, size_t max, struct arena *arena, struct str *ret,
                               struct err *err)
{
	struct stat info;
	if (fstat(fd, &info) != 0)
		return os_error(err, errno, "read", path);
	if (S_ISDIR(info.st_mode))
		return os_error(err, EISDIR, "read", path);
	if (!S_ISREG(info.st_mode))
		return err_set(err, ERR_USAGE, "cannot read %s: it is not an ordinary file", path);
	if ((uint64_t)info.st_size > max || (uint64_t)info.st_size >= SSIZE_MAX)
		return err_set(err, ERR_LIMIT, "cannot read %s: its %lld bytes are more than the %zu allowed", path,
		               (long long)info.st_size, max);
	size_t size = (size_t)info.st_size;
	struct arena mark = arena_mark(arena);
	/* One byte more, which stays zero: it shows whether the file grew, and ends the text for who wants a NUL. */
	char *bytes = TRY(arena, char, size + 1);
	if (!bytes)
		return err_set(err, ERR_LIMIT, "cannot read %s: no memory for its %zu bytes", path, size);
	ssize_t got = read_all(fd, bytes, size + 1);
	int number = errno;
	if (got >= 0 && (size_t)got == size) {
		*ret = (struct str){bytes, size};
		return ERR_OK;
	}
	arena_rewind(arena, mark);
	if (got < 0)
		return os_error(err, number, "read", path);
	err_set(err, ERR_IO, "cannot read %s: it changed while it was being read", path);
	return err_hint(err, "try again");
}

static enum err_code real_read_file(void *context, const char *path, size_t max, struct arena *arena, struct str *ret,
                                    struct err *err)
{
	(void)context;
	/* O_NONBLOCK: opening a pipe that nobody writes to must not wait. */
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	if (fd < 0)
		return os_error(err, errno, "read", path);
	enum err_code code = read_open(fd, path, max, arena, ret, err);
	close(fd);
	return code;
}

/* Make the folder that holds `path` durable. 0 or errno. */
static int sync_folder_of(const char *path)
{
	char folder[PATH_MAX];
	const char *slash = strrchr(path, '/');
	size_t size = slash ? (size_t)(slash - path) : 0;
	if (slash == path)
		size = 1; /* the root */
	if (size >= sizeof folder)
		return ENAMETOOLONG;
	memcpy(folder, path, size);
	memcpy(folder + size, "", 1);
	int fd = open(slash ? folder : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return errno;
	int number = fsync(fd) == 0 ? 0 : errno;
	close(fd);
	/* Some file systems cannot sync a folder, and say so this way; they have nothing to make durable. */
	return number == EINVAL ? 0 : number;
}

/* Give `temporary` its name, never replacing. 0 or errno. */
static int name_once(const char *temporary, const char *path)
{
	if (renameat2(AT_FDCWD, temporary, AT_FDCWD, path, RENAME_NOREPLACE) == 0)
		return 0;
	if (errno != EINVAL && errno != ENOSYS)
		return errno;
	/* The file system lacks that operation: link(2) does not replace either. */
	if (link(temporary, path) != 0)
		return errno;
	unlink(temporary);
	return 0;
}

static int open_temporary(const char *temporary, unsigned mode)
{
	int flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW;
	int fd = open(temporary, flags, (mode_t)mode);
	/* Left behind by a process that was killed and had our number. */
	if (fd < 0 && errno == EEXIST && unlink(temporary) == 0)
		fd = open(temporary, flags, (mode_t)mode);
	return fd;
}

static enum err_code already_there(const char *path, struct err *err)
{
	err_set(err, ERR_EXISTS, "cannot write %s: it is already there and is never replaced", path);
	return err_hint(err, "name another file, or move that one away");
}

static enum err_code real_write_file(void *context, const char *path, struct str bytes, unsigned mode, bool replace,
                                     struct err *err)
{
	(void)context;
	static atomic_uint serial; /* two threads may write at once */
	char temporary[PATH_MAX];
	int size = snprintf(temporary, sizeof temporary, "%s.tmp%ld-%u", path, (long)getpid(),
	                    atomic_fetch_add(&serial, 1));
	if (size < 0 || (size_t)size >= sizeof temporary)
		return os_error(err, ENAMETOOLONG, "write", path);
	struct stat info;
	if (lstat(path, &info) == 0) {
		if (S_ISDIR(info.st_mode))
			return os_error(err, EISDIR, "write", path);
		if (!replace)
			return already_there(path, err);
		if (!S_ISREG(info.st_mode)) { /* root could rename over /dev/null */
			err_set(err, ERR_USAGE, "cannot write %s: it is there and is not a regular file", path);
			return err_hint(err, "name a new file, or write to standard output and redirect it");
		}
	}
	int fd = open_temporary(temporary, mode);
	if (fd < 0)
		return os_error(err, errno, "write", path);
	int number = write_all(fd, bytes) && fsync(fd) == 0 ? 0 : errno;
	if (close(fd) != 0 && number == 0)
		number = errno;
	if (number == 0)
		number = replace ? (rename(temporary, path) == 0 ? 0 : errno) : name_once(temporary, path);
	if (number != 0) {
		unlink(temporary);
		return number == EEXIST && !replace ? already_there(path, err) : os_error(err, number, "write", path);
	}
	number = sync_folder_of(path);
	if (number != 0) {
		os_error(err, number, "make durable the folder of", path);
		return err_hint(err, "the file is there, but might be lost if the machine stopped now");
	}
	return ERR_OK;
}

/* One folder; there already is as good. */
static enum err_code make_one_dir(const char *path, unsigned mode, struct err *err)
{
	if (mkdir(path, (mode_t)mode) == 0) {
		int number = sync_folder_of(path);
		return number == 0 ? ERR_OK : os_error(err, number, "make durable the folder of", path);
	}
	int number = errno;
	struct stat info;
	/* Some file systems say EROFS or EACCES before they say EEXIST. */
	if (stat(path, &info) != 0)
		return os_error(err, number, "make the folder", path);
	if (S_ISDIR(info.st_mode))
		return ERR_OK;
	return err_set(err, ERR_EXISTS, "cannot make the folder %s: a file of that name is there", path);
}

static enum err_code real_make_dir(void *context, const char *path, unsigned mode, struct err *err)
{
	(void)context;
	char part[PATH_MAX];
	size_t size = strlen(path);
	if (size == 0 || size >= sizeof part)
		return os_error(err, size ? ENAMETOOLONG : ENOENT, "make the folder", path);
	memcpy(part, path, size + 1);
	while (size > 1 && part[size - 1] == '/')
		part[--size] = '\0';
	for (size_t i = 1; i < size; i++) {
		if (part[i] != '/')
			continue;
		part[i] = '\0';
		enum err_code code = make_one_dir(part, mode, err);
		if (code)
			return code;
		part[i] = '/';
	}
	return make_one_dir(part, mode, err);
}

static bool real_exists(void *context, const char *path)
{
	(void)context;
	return access(path, F_OK) == 0;
}

static enum err_code lock_taken(int fd, const char *path, struct err *err)
{
	char text[24];
	ssize_t size = pread(fd, text, sizeof text, 0);
	struct str holder = {text, size > 0 ? (size_t)size : 0};
	struct str rest;
	uint64_t number;
	if (str_cut(holder, '\n', &holder, &rest) && str_to_u64(holder, INT_MAX, &number))
		err_set(err, ERR_BUSY, "cannot lock %s: process %llu holds it", path, (unsigned long long)number);
	else
		err_set(err, ERR_BUSY, "cannot lock %s: another process holds it", path);
	return err_hint(err, "wait until that process is done, or stop it; the lock ends with it");
}

static enum err_code real_lock(void *context, const char *path, int *ret_handle, struct err *err)
{
	(void)context;
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOCTTY | O_NONBLOCK, 0644);
	if (fd < 0)
		return os_error(err, errno, "lock", path);
	struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET}; /* l_start, l_len, l_pid: zero */
	enum err_code code = ERR_OK;
	if (fcntl(fd, F_OFD_SETLK, &whole) != 0) {
		code = errno == EAGAIN || errno == EACCES ? lock_taken(fd, path, err) : os_error(err, errno, "lock", path);
		close(fd);
		return code;
	}
	char text[24];
	int size = snprintf(text, sizeof text, "%ld\n", (long)getpid());
	if (ftruncate(fd, 0) != 0 || pwrite(fd, text, (size_t)size, 0) != size) {
		code = os_error(err, errno ? errno : EIO, "write the process number to", path);
		close(fd);
		return code;
	}
	*ret_handle = fd;
	return ERR_OK;
}

static void real_unlock(void *context, int handle)
{
	(void)context;
	/* An empty lock file names nobody; should this fail, the next holder writes its own number. */
	if (ftruncate(handle, 0) != 0)
		errno = 0;
	close(handle);
}

const struct os os_real = {
	.context = NULL,
	.wall_ms = real_wall_ms,
	.monotonic_ms = real_monotonic_ms,
	.random = real_random,
	.read_file = real_read_file,
	.write_file = real_write_file,
	.make_dir = real_make_dir,
	.exists = real_exists,
	.lock = real_lock,
	.unlock = real_unlock,
};
