/* The real world, in a folder of its own: files whole or not at all, folders, the system's refusals.
 *
 * What the system refuses to a user it allows to root, so those tests run in a child that has given its rights up.
 */
#include "os_folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static unsigned files_in_folder(void)
{
	unsigned count = 0;
	DIR *dir = opendir(folder);
	assert_non_null(dir);
	while (readdir(dir))
		count++;
	closedir(dir);
	return count - 2;
}

/* Run a check in a child, as nobody when we are root; its exit code says how it went. */
static void in_child(int (*check)(void), const char *name)
{
	fflush(NULL);
	pid_t child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		if (geteuid() == 0 && (setgid(65534) != 0 || setuid(65534) != 0))
			_exit(99);
		_exit(check());
	}
	int status;
	assert_int_equal(waitpid(child, &status, 0), child);
	if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
		fail_msg("%s: status %x", name, (unsigned)status);
}

static void writes_once(void **state)
{
	(void)state;
	struct err err = {.code = ERR_OK};
	const char *path = in_folder("once");
	assert_int_equal(put(path, "first", false, &err), ERR_OK);
	assert_int_equal(err.code, ERR_OK);
	assert_file(path, "first");
	struct stat info;
	assert_int_equal(stat(path, &info), 0);
	assert_int_equal(info.st_mode & 0137, 0); /* no more than 0640, whatever the umask */
	assert_int_equal(put(path, "second", false, &err), ERR_EXISTS);
	assert_true(contains(err.msg, path) && contains(err.msg, "already there"));
	assert_file(path, "first");
	assert_int_equal(put(path, "third", false, NULL), ERR_EXISTS);
	assert_int_equal(files_in_folder(), 1); /* no temporary file stays */
}

static void replaces(void **state)
{
	(void)state;
	struct err err = {.code = ERR_OK};
	const char *path = in_folder("file");
	assert_int_equal(put(path, "first", true, &err), ERR_OK);
	assert_int_equal(put(path, "", true, &err), ERR_OK);
	assert_file(path, "");
	assert_int_equal(put(path, "third", true, &err), ERR_OK);
	assert_file(path, "third");
	/* A link to write-once text is not followed, but counts as there. */
	const char *dangling = in_folder("link");
	assert_int_equal(symlink(in_folder("nowhere"), dangling), 0);
	assert_int_equal(put(dangling, "x", false, &err), ERR_EXISTS);
	assert_int_equal(put(dangling, "x", true, &err), ERR_USAGE);
	assert_false(os_real.exists(NULL, in_folder("nowhere")));
	assert_int_equal(put(folder, "x", true, &err), ERR_USAGE);
	assert_true(contains(err.hint, "not a folder"));
	assert_int_equal(files_in_folder(), 2);
}

/* Several processes, one name: exactly one of them wins, and its text stands there whole. */
/* Nothing but a regular file is ever renamed over: root could lose /dev/null to it. */
static void replaces_only_files(void **state)
{
	(void)state;
	struct err err = {.code = ERR_OK};
	struct stat info;
	const char *pipe = in_folder("pipe"), *link = in_folder("link"), *file = in_folder("file");
	assert_int_equal(mkfifo(pipe, 0600), 0);
	assert_int_equal(put(file, "kept", true, &err), ERR_OK);
	assert_int_equal(symlink(file, link), 0);
	assert_int_equal(put(pipe, "lost", true, &err), ERR_USAGE);
	assert_true(contains(err.msg, "not a regular file"));
	assert_int_equal(put(link, "lost", true, &err), ERR_USAGE);
	assert_int_equal(lstat(pipe, &info), 0);
	assert_true(S_ISFIFO(info.st_mode));
	assert_file(file, "kept");
}

static void one_winner(void **state)
{
	(void)state;
	enum { RIVALS = 8 };
	const char *path = in_folder("race");
	pid_t child[RIVALS];
	for (int i = 0; i < RIVALS; i++) {
		child[i] = fork();
		assert_true(child[i] >= 0);
		if (child[i] == 0) {
			char text[2] = {(char)('a' + i), '\0'};
			_exit((int)put(path, text, false, NULL));
		}
	}
	char winner[2] = "";
	for (int i = 0; i < RIVALS; i++) {
		int status;
		assert_int_equal(waitpid(child[i], &status, 0), child[i]);
		assert_true(WIFEXITED(status));
		if (WEXITSTATUS(status) == ERR_OK) {
			assert_string_equal(winner, "");
			winner[0] = (char)('a' + i);
		} else {
			assert_int_equal(WEXITSTATUS(status), ERR_EXISTS);
		}
	}
	assert_file(path, winner);
	assert_int_equal(files_in_folder(), 1);
}

static void reads_within_limits(void **state)
{
	(void)state;
	struct err err = {.code = ERR_OK};
	struct str bytes = STR("untouched");
	const char *path = in_folder("ten");
	assert_int_equal(put(path, "0123456789", true, &err), ERR_OK);
	struct arena before = arena;
	assert_int_equal(os_real.read_file(NULL, path, 9, &arena, &bytes, &err), ERR_LIMIT);
	assert_true(contains(err.msg, path) && contains(err.msg, "10 bytes are more than the 9 allowed"));
	assert_str(bytes, "untouched");
	assert_ptr_equal(arena.beg, before.beg);
	arena_fail_after(1);
	assert_int_equal(os_real.read_file(NULL, path, 10, &arena, &bytes, &err), ERR_LIMIT);
	arena_fail_after(0);
	assert_true(contains(err.msg, "no memory"));
	assert_int_equal(os_real.read_file(NULL, path, 10, &arena, &bytes, &err), ERR_OK);
	assert_str(bytes, "0123456789");
	struct arena small = {arena.end - 8, arena.end};
	assert_int_equal(os_real.read_file(NULL, path, 10, &small, &bytes, NULL), ERR_LIMIT);
}

static void reads_only_files(void **state)
{
	(void)state;
	struct err err = {.code = ERR_OK};
	struct str bytes;
	assert_int_equal(os_real.read_file(NULL, in_folder("none"), 10, &arena, &bytes, &err), ERR_NOT_FOUND);
	assert_true(contains(err.msg, "/none: No such file"));
	assert_int_equal(os_real.read_file(NULL, in_folder("none/deep"), 10, &arena, &bytes, &err), ERR_NOT_FOUND);
	assert_int_equal(os_real.read_file(NULL, folder, 10, &arena, &bytes, &err), ERR_USAGE);
	assert_true(contains(err.hint, "not a folder"));
	const char *pipe_path = in_folder("pipe");
	assert_int_equal(mkfifo(pipe_path, 0600), 0);
	assert_int_equal(os_real.read_file(NULL, pipe_path, 10, &arena, &bytes, &err), ERR_USAGE); /* without waiting */
	assert_int_equal(os_real.read_file(NULL, "/dev/zero", 10, &arena, &bytes, &err), ERR_USAGE);
	assert_int_equal(put(in_folder("f"), "x", true, &err), ERR_OK);
	assert_int_equal(put(in_folder("f/g"), "x", true, &err), ERR_NOT_FOUND);
	assert_true(contains(err.hint, "is a file, not a folder"));
	char longer[5000];
	memset(longer, 'x', sizeof longer);
	longer[0] = '/';
	longer[4999] = '\0';
	assert_int_equal(put(longer, "x", true, &err), ERR_USAGE);
	assert_int_equal(os_real.make_dir(NULL, longer, 0755, &err), ERR_USAGE);
	assert_int_equal(os_real.lock(NULL, longer, &(int){0}, &err), ERR_USAGE);
}

static int denied(void)
{
	struct err err = {.code = ERR_OK};
	struct str bytes;
	int handle;
	if (put(in_folder("closed/new"), "x", true, &err) != ERR_ACCESS || !contains(err.msg, "/closed/new: Permission"))
		return 1;
	if (!contains(err.hint, "check the owner"))
		return 2;
	if (put(in_folder("closed/there"), "x", true, &err) != ERR_ACCESS)
		return 3;
	if (os_real.read_file(NULL, in_folder("closed/secret"), 10, &arena, &bytes, &err) != ERR_ACCESS)
		return 4;
	if (os_real.make_dir(NULL, in_folder("closed/sub"), 0755, &err) != ERR_ACCESS)
		return 5;
	if (os_real.lock(NULL, in_folder("closed/lock"), &handle, &err) != ERR_ACCESS)
		return 6;
	return 0;
}

static void read_only_folder(void **state)
{
	(void)state;
	struct err err;
	assert_int_equal(os_real.make_dir(NULL, in_folder("closed"), 0755, &err), ERR_OK);
	assert_int_equal(put(in_folder("closed/there"), "old", true, &err), ERR_OK);
	assert_int_equal(os_real.write_file(NULL, in_folder("closed/secret"), STR("s"), 0600, false, &err), ERR_OK);
	assert_int_equal(chmod(in_folder("closed/secret"), 0), 0);
	assert_int_equal(chmod(in_folder("closed"), 0555), 0);
	in_child(denied, "denied");
	assert_int_equal(chmod(in_folder("closed"), 0755), 0);
	assert_file(in_folder("closed/there"), "old");
}

/* A file that cannot be written to its end: the old one stays, and nothing else does. */
static int no_room(void)
{
	struct err err = {.code = ERR_OK};
	static char big[20000];
	signal(SIGXFSZ, SIG_IGN);
	struct rlimit limit = {10000, 10000};
	if (setrlimit(RLIMIT_FSIZE, &limit) != 0)
		return 1;
	if (os_real.write_file(NULL, in_folder("open/file"), (struct str){big, sizeof big}, 0644, true, &err) != ERR_IO)
		return 2;
	if (!contains(err.msg, "/open/file: File too large") || !contains(err.hint, "ulimit -f"))
		return 3;
	return 0;
}

static void failed_write_leaves_nothing(void **state)
{
	(void)state;
	struct err err;
	assert_int_equal(os_real.make_dir(NULL, in_folder("open"), 0777, &err), ERR_OK);
	assert_int_equal(chmod(in_folder("open"), 0777), 0);
	assert_int_equal(put(in_folder("open/file"), "old", true, &err), ERR_OK);
	in_child(no_room, "no room");
	assert_file(in_folder("open/file"), "old");
	strcat(folder, "/open");
	unsigned files = files_in_folder();
	folder[strlen(folder) - 5] = '\0';
	assert_int_equal(files, 1);
}

/* Killed at any moment of replacing, a process leaves the old text or the new one, whole. */
static void killed_while_writing(void **state)
{
	(void)state;
	enum { SIZE = 100000, ROUNDS = 20 };
	static char text[2][SIZE];
	memset(text[0], 'a', SIZE);
	memset(text[1], 'b', SIZE);
	const char *path = in_folder("killed");
	assert_int_equal(put(path, "", true, NULL), ERR_OK);
	uint64_t seed = 5;
	for (int round = 0; round < ROUNDS; round++) {
		pid_t child = fork();
		assert_true(child >= 0);
		if (child == 0)
			for (unsigned turn = 0;; turn++)
				err_ignore(os_real.write_file(NULL, path, (struct str){text[turn % 2], SIZE}, 0644, true, NULL));
		usleep((useconds_t)random_between(&seed, 1, 5000));
		assert_int_equal(kill(child, SIGKILL), 0);
		assert_int_equal(waitpid(child, &(int){0}, 0), child);
		struct arena scratch = arena;
		struct str bytes;
		assert_int_equal(os_real.read_file(NULL, path, SIZE, &scratch, &bytes, NULL), ERR_OK);
		assert_true(bytes.len == 0 || bytes.len == SIZE);
		for (size_t i = 1; i < bytes.len; i++)
			assert_int_equal(bytes.ptr[i], bytes.ptr[0]);
	}
}

static void makes_parents(void **state)
{
	(void)state;
	struct err err = {.code = ERR_OK};
	const char *deep = in_folder("a/b//c/");
	assert_int_equal(os_real.make_dir(NULL, deep, 0750, &err), ERR_OK);
	assert_int_equal(os_real.make_dir(NULL, deep, 0750, &err), ERR_OK); /* there already */
	assert_true(os_real.exists(NULL, in_folder("a/b/c")));
	assert_false(os_real.exists(NULL, in_folder("a/b/d")));
	assert_int_equal(put(in_folder("a/file"), "x", false, &err), ERR_OK);
	assert_int_equal(os_real.make_dir(NULL, in_folder("a/file"), 0750, &err), ERR_EXISTS);
	assert_true(contains(err.msg, "a file of that name is there"));
	assert_int_equal(os_real.make_dir(NULL, in_folder("a/file/x"), 0750, &err), ERR_EXISTS);
	assert_int_equal(os_real.make_dir(NULL, "", 0750, &err), ERR_NOT_FOUND);
	assert_int_equal(os_real.make_dir(NULL, "/", 0750, &err), ERR_OK);
	/* Paths without a slash are in the working folder. */
	char before[512];
	assert_non_null(getcwd(before, sizeof before));
	assert_int_equal(chdir(folder), 0);
	assert_int_equal(os_real.make_dir(NULL, "here", 0750, &err), ERR_OK);
	assert_int_equal(put("there", "x", false, &err), ERR_OK);
	assert_int_equal(chdir(before), 0);
	assert_file(in_folder("there"), "x");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_FOLDER(writes_once),          IN_FOLDER(replaces),
		IN_FOLDER(replaces_only_files),  IN_FOLDER(one_winner),
		IN_FOLDER(reads_within_limits),  IN_FOLDER(reads_only_files),
		IN_FOLDER(read_only_folder),     IN_FOLDER(failed_write_leaves_nothing),
		IN_FOLDER(killed_while_writing), IN_FOLDER(makes_parents),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
