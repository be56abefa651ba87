/* How long a registrar takes to open a record: every stored entry read, hashed, parsed, decoded, decided and applied.
 *
 *     bench_start [FOLDER [entries]]        this folder and 100,000 when not stated
 *
 * The record is made once and kept in FOLDER as start-ENTRIES.db: 27 members, matters with their texts, 26 positions on
 * each, a clock that runs out and an outcome. Every act is signed, as it must be; that takes longer than opening.
 *
 * Beside it, in the same run, the floor: the same entries read from the same store, and hashed as leaves.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/limits.h"
#include "fixture.h"

#define ROUNDS 5

static double now_s(void)
{
	struct timespec ts;
	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (double)ts.tv_sec + (double)ts.tv_nsec * 1e-9;
}

static void make_record(struct fixture *fixture, const char *path, uint64_t entries)
{
	struct store *store;
	double begin = now_s();
	MUST(store_sqlite_open(path, STORE_CREATE, &store, err));
	fixture_open(fixture, store);
	fixture_found(fixture);
	while (kernel_size(registrar_state(fixture->registrar)) < entries)
		fixture_matter(fixture);
	fixture_seal(fixture);
	registrar_close(fixture->registrar);
	fixture->registrar = NULL;
	fprintf(stderr, "made %s in %.1f s\n", path, now_s() - begin);
}

static double floor_s(struct fixture *fixture, const char *path, uint64_t *ret_bytes)
{
	struct store *store;
	struct str entry[256];
	uint64_t count, bytes = 0;
	struct hash last = hash_empty();
	double begin = now_s();
	MUST(store_sqlite_open(path, STORE_READ, &store, err));
	MUST(store->ops->count(store, &count, err));
	for (uint64_t first = 0; first < count;) {
		struct arena scratch = fixture->arena;
		uint32_t got;
		MUST(store->ops->read(store, first, 256, &scratch, entry, &got, err));
		for (uint32_t i = 0; i < got; i++) {
			last = hash_leaf(entry[i]);
			bytes += entry[i].len;
		}
		first += got;
	}
	store_close(store);
	double seconds = now_s() - begin;
	fixture->serial += last.byte[0]; /* so that the hashes are not left out */
	*ret_bytes = bytes;
	return seconds;
}

static void measure(struct fixture *fixture, const char *path)
{
	double best = 1e9, floor = 1e9;
	uint64_t bytes = 0, entries = 0;
	for (int i = 0; i < ROUNDS; i++) {
		struct store *store;
		double begin = now_s();
		MUST(store_sqlite_open(path, STORE_READ, &store, err));
		fixture_open(fixture, store);
		double seconds = now_s() - begin;
		entries = kernel_size(registrar_state(fixture->registrar));
		registrar_close(fixture->registrar);
		best = seconds < best ? seconds : best;
		seconds = floor_s(fixture, path, &bytes);
		floor = seconds < floor ? seconds : floor;
	}
	printf("start: a record of %" PRIu64 " entries, %.1f MB, best of %d\n", entries, (double)bytes / 1e6, ROUNDS);
	printf("open              %8.3f s   %10.0f entries/s\n", best, (double)entries / best);
	printf("read and hash only%8.3f s   %10.0f entries/s: opening takes %.1f times that\n", floor,
	       (double)entries / floor, best / floor);
}

int main(int argc, char **argv)
{
	static struct fixture fixture;
	uint64_t entries = 100000;
	char path[4096];
	if (argc > 2 && !str_to_u64(str_from(argv[2]), LIMIT_ENTRIES / 2, &entries))
		bench_stop("the second argument is a number of entries", NULL);
	snprintf(path, sizeof path, "%s/start-%" PRIu64 ".db", argc > 1 ? argv[1] : ".", entries);
	MUST(sign_start(err));
	fixture_init(&fixture);
	if (!os_real.exists(os_real.context, path))
		make_record(&fixture, path, entries);
	measure(&fixture, path);
	return 0;
}
