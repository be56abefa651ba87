/* The real world, continued: locks and their holders, the table of reasons, clocks, chance. */
#include "os_folder.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <time.h>

#include "base/os_error.h"

static void lock_names_its_holder(void **state)
{
	(void)state;
	const char *path = in_folder("lock");
	int to_parent[2], to_child[2];
	assert_int_equal(pipe(to_parent), 0);
	assert_int_equal(pipe(to_child), 0);
	pid_t child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		int handle;
		char byte = os_real.lock(NULL, path, &handle, NULL) == ERR_OK ? 'y' : 'n';
		close(to_child[1]);
		if (write(to_parent[1], &byte, 1) != 1 || read(to_child[0], &byte, 1) < 0)
			_exit(1);
		raise(SIGKILL); /* ends without a chance to let go */
	}
	char byte = '?';
	assert_int_equal(read(to_parent[0], &byte, 1), 1);
	assert_int_equal(byte, 'y');
	struct err err = {.code = ERR_OK};
	int handle = -7;
	char expected[320];
	snprintf(expected, sizeof expected, "cannot lock %s: process %ld holds it", path, (long)child);
	assert_int_equal(os_real.lock(NULL, path, &handle, &err), ERR_BUSY);
	assert_string_equal(err.msg, expected);
	assert_true(contains(err.hint, "ends with it"));
	assert_int_equal(handle, -7);

	/* Whatever stands in the file, the answer is a plain one. */
	int fd = open(path, O_WRONLY | O_TRUNC | O_CLOEXEC);
	assert_true(fd >= 0 && write(fd, "\x1b[2Jrubbish\n", 12) == 12);
	close(fd);
	assert_int_equal(os_real.lock(NULL, path, &handle, &err), ERR_BUSY);
	assert_true(contains(err.msg, "another process holds it"));

	close(to_child[1]);
	int status;
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status));
	close(to_parent[0]);
	close(to_parent[1]);
	close(to_child[0]);

	/* The lock ended with the process; now it is ours, also against ourselves. */
	int second;
	assert_int_equal(os_real.lock(NULL, path, &handle, &err), ERR_OK);
	char mine[32];
	snprintf(mine, sizeof mine, "%ld\n", (long)getpid());
	assert_file(path, mine);
	assert_int_equal(os_real.lock(NULL, path, &second, &err), ERR_BUSY);
	snprintf(expected, sizeof expected, "process %ld holds it", (long)getpid());
	assert_true(contains(err.msg, expected));
	os_real.unlock(NULL, handle);
	assert_true(os_real.exists(NULL, path));
	assert_file(path, "");
	assert_int_equal(os_real.lock(NULL, path, &second, &err), ERR_OK);
	os_real.unlock(NULL, second);
	assert_int_equal(os_real.lock(NULL, in_folder("none/lock"), &second, &err), ERR_NOT_FOUND);
}

/* Reasons that a test cannot bring about at will: a full disk, a read-only mount. */
static void reasons(void **state)
{
	(void)state;
	static const struct {
		int number;
		enum err_code code;
		const char *msg, *hint;
	} cases[] = {
		{ENOSPC, ERR_IO, "cannot write x: No space left on device", "free some space"},
		{EDQUOT, ERR_IO, "cannot write x: Disk quota exceeded", "free some space"},
		{EROFS, ERR_ACCESS, "cannot write x: Read-only file system", "mounted read-only"},
		{EPERM, ERR_ACCESS, "cannot write x: Operation not permitted", "immutable"},
		{EIO, ERR_IO, "cannot write x: Input/output error", "system's log"},
		{EMFILE, ERR_LIMIT, "cannot write x: Too many open files", "ulimit -n"},
		{EXDEV, ERR_IO, "cannot write x: Invalid cross-device link", ""},
		{99999, ERR_IO, "cannot write x: system error 99999", ""},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct err err = {.code = ERR_OK};
		assert_int_equal(os_error(&err, cases[i].number, "write", "x"), cases[i].code);
		assert_string_equal(err.msg, cases[i].msg);
		assert_case(contains(err.hint, cases[i].hint), cases[i].msg);
	}
}

static void clocks_and_chance(void **state)
{
	(void)state;
	int64_t wall = os_real.wall_ms(NULL), library = (int64_t)time(NULL) * 1000;
	assert_true(wall >= library - 2000 && wall <= library + 2000);
	int64_t first = os_real.monotonic_ms(NULL), second = os_real.monotonic_ms(NULL);
	assert_true(first > 0 && second >= first && second - first < 60000);

	enum { SIZE = 1000 }; /* more than the system gives at once */
	static uint8_t a[SIZE + 1], b[SIZE + 1];
	unsigned differing = 0, zeros_at_end = 0;
	a[SIZE] = b[SIZE] = 0xee;
	assert_int_equal(os_real.random(NULL, a, SIZE, NULL), ERR_OK);
	assert_int_equal(os_real.random(NULL, b, SIZE, NULL), ERR_OK);
	assert_int_equal(os_real.random(NULL, b, 0, NULL), ERR_OK);
	for (unsigned i = 0; i < SIZE; i++) {
		differing += a[i] != b[i];
		zeros_at_end += i >= SIZE - 32 && a[i] == 0;
	}
	assert_true(differing > SIZE / 2);
	assert_true(zeros_at_end < 16);
	assert_true(a[SIZE] == 0xee && b[SIZE] == 0xee);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_FOLDER(lock_names_its_holder),
		cmocka_unit_test(reasons),
		cmocka_unit_test(clocks_and_chance),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
