#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "files.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

void files_write(const char *path, struct str bytes)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, bytes.ptr, bytes.len), bytes.len);
	assert_int_equal(close(fd), 0);
}

struct str files_read(const char *path)
{
	struct stat status;
	char *bytes;
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	assert_true(fd >= 0);
	assert_int_equal(fstat(fd, &status), 0);
	bytes = NEW(&fixture_arena, char, (size_t)status.st_size + 1);
	assert_int_equal(read(fd, bytes, (size_t)status.st_size), status.st_size);
	close(fd);
	return (struct str){bytes, (size_t)status.st_size};
}

long files_size(const char *path)
{
	struct stat status;

	return stat(path, &status) == 0 ? (long)status.st_size : -1;
}

void files_refuse(const char *path, enum err_code wanted, const char *says)
{
	static const enum store_mode modes[] = {STORE_READ, STORE_WRITE};

	for (size_t i = 0; i < 2; i++) {
		struct store *store = NULL;
		struct err err = {.msg = ""};
		enum err_code code = store_sqlite_open(path, modes[i], &store, &err);

		if (code != wanted || strstr(err.msg, says) == NULL || strstr(err.msg, path) == NULL)
			fail_msg("%s: wanted %s, got %s: %s", path, err_code_name(wanted), err_code_name(code), err.msg);
		assert_null(store);
		assert_int_equal(store_sqlite_open(path, modes[i], &store, /* err= */ NULL), wanted);
	}
}

const char *files_record(const char *name, uint64_t batches)
{
	const char *path = fixture_path(name);
	struct store *store = fixture_open(path, STORE_CREATE);

	fixture_fill(store, 0, batches);
	store_close(store);
	return path;
}

bool files_in_child(int (*work)(const char *path), const char *path, bool as_nobody)
{
	int status;
	pid_t child = fork();

	assert_true(child >= 0);
	if (child == 0) {
		if (as_nobody && geteuid() == 0 && (setgid(65534) != 0 || setresuid(65534, 65534, 65534) != 0))
			_exit(99);
		_exit(work(path));
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
		print_error("the other process ended with status %x\n", (unsigned)status);
	return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}
