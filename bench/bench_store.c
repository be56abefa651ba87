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

struct bench {
	struct store *store;
	uint64_t next; /* entry number */
	int fd;
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

static void measure(struct bench *bench, uint32_t width)
{
	double store[ROUNDS], file[ROUNDS], ratio[ROUNDS];

	(void)rate(bench, width, commit_store); /* warm */
	(void)rate(bench, width, commit_file);
	for (int i = 0; i < ROUNDS; i++) {
		store[i] = rate(bench, width, commit_store);
		file[i] = rate(bench, width, commit_file);
		ratio[i] = store[i] / file[i];
	}
	qsort(store, ROUNDS, sizeof(store[0]), ascending);
	qsort(file, ROUNDS, sizeof(file[0]), ascending);
	qsort(ratio, ROUNDS, sizeof(ratio[0]), ascending);
	printf("%2u a batch: store %8.0f entries/s   bare file and fdatasync %8.0f entries/s   ratio %.2f (%.2f to %.2f)\n",
	       width, store[ROUNDS / 2] * width, file[ROUNDS / 2] * width, ratio[ROUNDS / 2], ratio[0], ratio[ROUNDS - 1]);
}

static void remove_files(const char *database, const char *file)
{
	static const char *const suffix[] = {"", "-wal", "-shm"};
	char name[4096];

	for (size_t i = 0; i < sizeof(suffix) / sizeof(suffix[0]); i++) {
		snprintf(name, sizeof(name), "%s%s", database, suffix[i]);
		unlink(name);
	}
	unlink(file);
}

int main(int argc, char **argv)
{
	static struct bench bench;
	const char *folder = argc > 1 ? argv[1] : ".";
	char database[3000], file[3000];
	struct err err;

	snprintf(database, sizeof(database), "%s/bench-store.%ld.db", folder, (long)getpid());
	snprintf(file, sizeof(file), "%s/bench-store.%ld.raw", folder, (long)getpid());
	for (size_t i = 0; i < WIDE; i++)
		memset(bench.entry[i], (int)('a' + i % 26), ENTRY_SIZE);
	if (store_sqlite_open(database, STORE_CREATE, &bench.store, &err) != ERR_OK)
		stop("open", &err);
	bench.fd = open(file, O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0600);
	if (bench.fd < 0)
		stop("cannot create the file beside it", NULL);
	printf("entries of %u bytes, medians of %d rounds that take turns, in %s\n", ENTRY_SIZE, ROUNDS, folder);
	measure(&bench, 1);
	measure(&bench, WIDE);
	close(bench.fd);
	store_close(bench.store);
	remove_files(database, file);
	return 0;
}
