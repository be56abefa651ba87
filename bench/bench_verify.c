/* How fast a whole record is verified, on all cores, beside what the signatures alone cost.
 *
 *     bench_verify [positions [rounds]]      100,000 and 7 when not stated
 *
 * The record lies in memory: 27 members, matters with their texts, 26 positions on each, a clock that runs out and an
 * outcome. verify_source does everything that `comity verify` does: every entry parsed, hashed into the tree, its act
 * decoded, its keys found, its signature checked, its act decided and applied, its texts hashed.
 *
 * Beside it, in the same run and in turns with it: the same signatures over the same messages with the same keys, given
 * to libsodium by as many threads as there are cores, and nothing else. That is the floor: no verifier with that
 * library is faster. Printed are medians, of the time on the clock and of the time on the processors: on a machine that
 * others use too only the second says something, since whoever runs more threads is given more.
 */
#include <inttypes.h>
#include <pthread.h>
#include <sodium.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "app/codec.h"
#include "app/verify.h"
#include "base/limits.h"
#include "fixture.h"
#include "record/entry.h"

#define ROUNDS_MAX 99
#define CHUNK 256u /* signatures that a thread of the floor takes at once */
#define THREADS_MAX 64u

struct job {
	struct public_key key;
	struct signature signature;
	struct str message;
};

struct bench {
	struct fixture fixture;
	struct region job_region;
	struct arena job_arena;
	struct store *store;
	uint64_t entries;
	struct job *job;
	atomic_size_t next_job;
	atomic_bool bad;
	unsigned threads;
};

struct spent {
	double wall_s, cpu_s; /* all threads together */
};

static double seconds(clockid_t clock)
{
	struct timespec ts;
	clock_gettime(clock, &ts);
	return (double)ts.tv_sec + (double)ts.tv_nsec * 1e-9;
}

static struct spent spent_since(struct spent begin)
{
	return (struct spent){seconds(CLOCK_MONOTONIC) - begin.wall_s, seconds(CLOCK_PROCESS_CPUTIME_ID) - begin.cpu_s};
}

/* ---- The record ----------------------------------------------------------------------------------------------------
 */

static void make_record(struct bench *bench, uint64_t positions)
{
	MUST(store_memory_open(&bench->store, err));
	fixture_init(&bench->fixture);
	fixture_open(&bench->fixture, bench->store);
	fixture_found(&bench->fixture);
	while (bench->fixture.positions < positions)
		fixture_matter(&bench->fixture);
	fixture_seal(&bench->fixture);
	bench->entries = kernel_size(registrar_state(bench->fixture.registrar));
}

/* ---- The floor -----------------------------------------------------------------------------------------------------
 */

static void make_jobs(struct bench *bench)
{
	const struct state *state = registrar_state(bench->fixture.registrar);
	bench->job = NEW(&bench->job_arena, struct job, bench->entries);
	for (uint64_t i = 0; i < bench->entries; i++) {
		struct job *job = &bench->job[i];
		struct arena scratch = bench->fixture.arena;
		struct str bytes;
		struct entry entry;
		struct signed_act act;
		struct verifier signer[LIMIT_ACT_SIGNATURES];
		uint32_t count;
		MUST(bench->store->ops->read(bench->store, i, 1, &scratch, &bytes, &count, err));
		MUST(entry_parse(bytes, &entry, err));
		MUST(act_decode(entry.act, FIXTURE_LOG, &scratch, &act, err));
		MUST(act_signers(&act, FIXTURE_LOG, state, signer, err));
		job->key = signer[0].key;
		job->signature = act.note.line[0].signature;
		job->message = arena_str(&bench->job_arena, act.note.text);
	}
}

static void *floor_worker(void *context)
{
	struct bench *bench = context;
	for (;;) {
		size_t first = atomic_fetch_add(&bench->next_job, CHUNK);
		for (size_t i = first; i < first + CHUNK && i < bench->entries; i++) {
			const struct job *job = &bench->job[i];
			if (crypto_sign_verify_detached(job->signature.byte, (const unsigned char *)job->message.ptr,
			                                job->message.len, job->key.byte) != 0)
				atomic_store(&bench->bad, true);
		}
		if (first >= bench->entries)
			return NULL;
	}
}

static struct spent floor_of(struct bench *bench)
{
	pthread_t thread[THREADS_MAX];
	struct spent begin = spent_since((struct spent){0});
	atomic_store(&bench->next_job, 0);
	for (unsigned i = 1; i < bench->threads; i++)
		if (pthread_create(&thread[i], NULL, floor_worker, bench) != 0)
			bench_stop("no threads", NULL);
	floor_worker(bench);
	for (unsigned i = 1; i < bench->threads; i++)
		pthread_join(thread[i], NULL);
	if (atomic_load(&bench->bad))
		bench_stop("libsodium does not accept a signature", NULL);
	return spent_since(begin);
}

/* ---- Verification --------------------------------------------------------------------------------------------------
 */

static struct spent verify_all(struct bench *bench)
{
	struct arena scratch = bench->fixture.arena;
	struct source source;
	struct verification v;
	struct verifier log = verifier_of(FIXTURE_LOG, &bench->fixture.log.public_key);
	struct spent begin = spent_since((struct spent){0});
	MUST(source_of_store(bench->store, &scratch, &source, err));
	MUST(verify_source(&source, &log, /* threads= */ 0, &v, err));
	struct spent spent = spent_since(begin);
	if (v.entries != bench->entries || v.sealed != bench->entries || v.signatures != bench->entries)
		bench_stop("not everything was verified", NULL);
	return spent;
}

static void report(const struct bench *bench, const char *what, const struct spent *spent, int count)
{
	double wall_s[ROUNDS_MAX], cpu_s[ROUNDS_MAX];
	for (int i = 0; i < count; i++) {
		wall_s[i] = spent[i].wall_s;
		cpu_s[i] = spent[i].cpu_s;
	}
	double wall = bench_median(wall_s, (size_t)count), entries = (double)bench->entries;
	printf("%-16s %8.3f s   %8.0f a second   %6.2f us of processor each\n", what, wall, entries / wall,
	       bench_median(cpu_s, (size_t)count) / entries * 1e6);
}

int main(int argc, char **argv)
{
	static struct bench bench;
	struct spent verify[ROUNDS_MAX], bare[ROUNDS_MAX];
	double ratio[ROUNDS_MAX];
	uint64_t positions = 100000, rounds = 7;
	if (argc > 1 && !str_to_u64(str_from(argv[1]), LIMIT_ENTRIES / 2, &positions))
		bench_stop("the first argument is a number of positions", NULL);
	if (argc > 2 && (!str_to_u64(str_from(argv[2]), ROUNDS_MAX, &rounds) || rounds == 0))
		bench_stop("the second argument is a number of rounds, at most 99", NULL);
	MUST(sign_start(err));
	if (!arena_reserve(&bench.job_region, (size_t)16 << 30))
		bench_stop("no address space", NULL);
	bench.job_arena = arena_of(&bench.job_region);
	long cores = sysconf(_SC_NPROCESSORS_ONLN);
	bench.threads = cores < 1 ? 1 : cores > (long)THREADS_MAX ? THREADS_MAX : (unsigned)cores;
	make_record(&bench, positions);
	make_jobs(&bench);
	for (uint64_t i = 0; i < rounds; i++) {
		bare[i] = floor_of(&bench);
		verify[i] = verify_all(&bench);
	}
	printf("verify: %" PRIu64 " entries, %" PRIu64 " of them positions; %u cores; medians of %" PRIu64 " rounds\n",
	       bench.entries, bench.fixture.positions, bench.threads, rounds);
	report(&bench, "verified", verify, (int)rounds);
	report(&bench, "libsodium only", bare, (int)rounds);
	for (uint64_t i = 0; i < rounds; i++)
		ratio[i] = bare[i].wall_s / verify[i].wall_s;
	printf("of libsodium's rate     %6.1f %% on the clock,", 100 * bench_median(ratio, rounds));
	for (uint64_t i = 0; i < rounds; i++)
		ratio[i] = bare[i].cpu_s / verify[i].cpu_s;
	printf(" %.1f %% on the processors\n", 100 * bench_median(ratio, rounds));
	registrar_close(bench.fixture.registrar);
	return 0;
}
