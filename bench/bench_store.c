/* How fast entries are committed: one a batch and 64 a batch, each commit durable, beside the floor in the same run.
 *
 *     bench_store [FOLDER]          the current folder when not stated: it must be on the disk that is to be measured
 *
 * The floor is a bare file in the same folder: the same 400 bytes (or 64 of them in one write) appended, then
 * fdatasync. Both take turns, so that a disk that grows slower does so for both; the middle of the rounds' ratios is
 * what counts.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/limits.h"
#include "store/store.h"

#define ENTRY_SIZE 400u
#define ROUNDS 7
#define ROUND_S 0.3 /* of each side in each round: about two seconds in all */
#define WIDE 64u
#define OVER_SIZE ((off_t)4 << 20) /* about the length of the log */

struct bench {
	struct store *store;
	uint64_t next; /* entry number */
	int fd, over_fd;
	off_t over_at;
	char entry[WIDE][ENTRY_SIZE];
};

static _Noreturn void stop(const char *what, const struct err *err)
{
	fprintf(stderr, "bench_store: %s%s%s\n", what, err != NULL ? ": " : "", err != NULL ? err->msg : "");
	exit(1);
}

static double now_s(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (double)ts.tv_sec + (double)ts.tv_nsec * 1e-9;
}

/* Entries that differ, as entries do: no layer below may find them alike. */
static void fill(struct bench *bench, uint32_t width)
{
	for (uint32_t i = 0; i < width; i++) {
		uint64_t number = bench->next + i;

		memcpy(bench->entry[i], &number, sizeof(number));
	}
}

static void commit_store(struct bench *bench, uint32_t width)
{
	struct str entry[WIDE];
	struct store_batch batch = {.first = bench->next, .entry_count = width, .entry = entry};
	struct err err;

	fill(bench, width);
	for (uint32_t i = 0; i < width; i++)
		entry[i] = (struct str){bench->entry[i], ENTRY_SIZE};
	if (bench->store->ops->append(bench->store, &batch, &err) != ERR_OK)
		stop("append", &err);
	bench->next += width;
}

static void commit_file(struct bench *bench, uint32_t width)
{
	size_t size = (size_t)width * ENTRY_SIZE;

	fill(bench, width);
	if (write(bench->fd, bench->entry, size) != (ssize_t)size || fdatasync(bench->fd) != 0)
		stop("write", NULL);
}

static void commit_over(struct bench *bench, uint32_t width)
{
	size_t size = (size_t)width * ENTRY_SIZE;

	if (bench->over_at + (off_t)size > OVER_SIZE)
		bench->over_at = 0;
	fill(bench, width);
	if (pwrite(bench->over_fd, bench->entry, size, bench->over_at) != (ssize_t)size || fdatasync(bench->over_fd) != 0)
		stop("write", NULL);
	bench->over_at += (off_t)size;
}

/* Bytes, not a hole: writing over them changes nothing but them. */
static int open_over(const char *path)
{
	static char page[1 << 16];
	int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

	for (off_t at = 0; fd >= 0 && at < OVER_SIZE; at += (off_t)sizeof(page)) {
		if (pwrite(fd, page, sizeof(page), at) != (ssize_t)sizeof(page))
			return -1;
	}
	return fd >= 0 && fsync(fd) == 0 ? fd : -1;
}

/* Commits a second, over about ROUND_S. */
static double rate(struct bench *bench, uint32_t width, void (*commit)(struct bench *bench, uint32_t width))
{
	double begin = now_s(), end = begin;
	uint64_t commits = 0;

	while (end - begin < ROUND_S) {
		commit(bench, width);
		commits++;
		end = now_s();
	}
	return (double)commits / (end - begin);
}

static int ascending(const void *a, const void *b)
{
	const double *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

enum { STORE, APPENDED, OVER, SIDES };

static void measure(struct bench *bench, uint32_t width)
{
	static void (*const commit[SIDES])(struct bench *, uint32_t) = {commit_store, commit_file, commit_over};
	static const char *const name[SIDES] = {"store", "bare file, appended", "bare file, written over"};
	double got[SIDES][ROUNDS], ratio[SIDES][ROUNDS];

	for (int side = 0; side < SIDES; side++)
		(void)rate(bench, width, commit[side]); /* warm */
	for (int i = 0; i < ROUNDS; i++) {
		for (int side = 0; side < SIDES; side++) {
			got[side][i] = rate(bench, width, commit[side]);
			ratio[side][i] = got[STORE][i] / got[side][i];
		}
	}
	for (int side = 0; side < SIDES; side++) {
		qsort(got[side], ROUNDS, sizeof(double), ascending);
		qsort(ratio[side], ROUNDS, sizeof(double), ascending);
		printf("%2u a batch  %-24s %8.0f entries/s", width, name[side], got[side][ROUNDS / 2] * width);
		if (side != STORE)
			printf("  store is %.2f of it (%.2f to %.2f)", ratio[side][ROUNDS / 2], ratio[side][0],
			       ratio[side][ROUNDS - 1]);
		printf("\n");
	}
}

static void remove_files(const char *database, const char *file, const char *over)
{
	static const char *const suffix[] = {"", "-wal", "-shm"};
	char name[4096];

	for (size_t i = 0; i < sizeof(suffix) / sizeof(suffix[0]); i++) {
		snprintf(name, sizeof(name), "%s%s", database, suffix[i]);
		unlink(name);
	}
	unlink(file);
	unlink(over);
}

int main(int argc, char **argv)
{
	static struct bench bench;
	const char *folder = argc > 1 ? argv[1] : ".";
	char database[3000], file[3000], over[3000];
	struct err err;

	snprintf(database, sizeof(database), "%s/bench-store.%ld.db", folder, (long)getpid());
	snprintf(file, sizeof(file), "%s/bench-store.%ld.raw", folder, (long)getpid());
	snprintf(over, sizeof(over), "%s/bench-store.%ld.over", folder, (long)getpid());
	for (size_t i = 0; i < WIDE; i++)
		memset(bench.entry[i], (int)('a' + i % 26), ENTRY_SIZE);
	if (store_sqlite_open(database, STORE_CREATE, &bench.store, &err) != ERR_OK)
		stop("open", &err);
	bench.fd = open(file, O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0600);
	bench.over_fd = open_over(over);
	if (bench.fd < 0 || bench.over_fd < 0)
		stop("cannot create the files beside it", NULL);
	printf("entries of %u bytes, medians of %d rounds that take turns, in %s\n", ENTRY_SIZE, ROUNDS, folder);
	measure(&bench, 1);
	measure(&bench, WIDE);
	close(bench.fd);
	store_close(bench.store);
	close(bench.over_fd);
	remove_files(database, file, over);
	return 0;
}
