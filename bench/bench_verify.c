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

#include "app/complete.h"
#include "app/verify.h"
#include "base/limits.h"
#include "record/entry.h"

#define MEMBERS 27u
#define ROUNDS_MAX 99
#define START_MS INT64_C(1767607200000) /* 2026-01-05T10:00Z */
#define LOG STR("bench.example/record")
#define CHUNK 256u /* signatures that a thread of the floor takes at once */
#define THREADS_MAX 64u

struct job {
	struct public_key key;
	struct signature signature;
	struct str message;
};

struct bench {
	struct region region, job_region;
	struct arena arena, job_arena;
	struct secret_key log, key[MEMBERS];
	char party[MEMBERS][8], person[MEMBERS][12];
	struct store *store;
	struct registrar *registrar;
	int64_t now_ms;
	uint64_t serial, positions, entries;
	struct job *job;
	atomic_size_t next_job;
	atomic_bool bad;
	unsigned threads;
};

static _Noreturn void stop(const char *what, const struct err *err)
{
	fprintf(stderr, "bench_verify: %s%s%s\n", what, err ? ": " : "", err ? err->msg : "");
	exit(1);
}

#define MUST(call)                         \
	do {                                   \
		struct err must_err = {.msg = ""}; \
		struct err *err = &must_err;       \
		if ((call) != ERR_OK)              \
			stop(#call, err);              \
	} while (0)

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

static struct secret_key key_of(uint8_t byte)
{
	uint8_t seed[SEED_SIZE];
	struct secret_key key;
	memset(seed, byte, sizeof seed);
	secret_key_from_seed(seed, &key);
	return key;
}

static void found(struct bench *bench)
{
	struct buf charter = buf_new(&bench->arena, 65536);
	struct first_key keys[MEMBERS];
	struct zone utc = {.name = STR("Etc/UTC")};
	buf_c(&charter,
	      "organisation o \"O\" {\n  languages en\n  seat \"S\" Etc/UTC\n  series decision \"D/{year}/{n}\"\n}\n");
	for (uint32_t i = 0; i < MEMBERS; i++) {
		buf_c(&charter, "party ");
		buf_c(&charter, bench->party[i]);
		buf_c(&charter, " \"Party\" { status member from 2000-01-01 }\n");
		keys[i] = (struct first_key){str_from(bench->party[i]), str_from(bench->person[i]),
		                             bench->key[i].public_key.byte};
	}
	buf_c(&charter,
	      "body assembly \"Assembly\" { decides any majority }\nrule majority { adopted when for > against }\n"
	      "procedure vote {\n  begins member\n  stage voting {\n    clock 1h\n"
	      "    positions support object abstain\n    on expiry to adopted when passes any\n"
	      "    on expiry to lapsed\n  }\n  outcome adopted {\n    adopts\n    symbol decision\n  }\n"
	      "  outcome lapsed\n}\n");
	struct founding founding = {
		.origin = LOG,
		.charter_text = buf_view(&charter),
		.keys = keys,
		.key_count = MEMBERS,
		.tzdata = STR("none"),
		.zones = &utc,
		.zone_count = 1,
		.nonce = {{1}, {2}},
	};
	MUST(registrar_found(bench->registrar, &founding, err));
}

/* A salt need not be secret here. */
static enum err_code salt(void *context, void *bytes, size_t size, struct err *err)
{
	(void)err;
	memset(bytes, 0, size);
	memcpy(bytes, context, sizeof(uint64_t));
	return ERR_OK;
}

static void enter(struct bench *bench, uint32_t member, const char *verb, const char *const *assignment, size_t count)
{
	struct arena mark = arena_mark(&bench->arena);
	struct act act = {.party = str_from(bench->party[member]), .by = str_from(bench->person[member])};
	struct value_source source = {.context = &bench->serial, .random = salt};
	struct new_blob *blobs = NULL;
	struct store_blob blob = {.data = STR("")};
	struct answer answer;
	struct str bytes;
	struct buf name = buf_new(&bench->arena, LIMIT_KEY_NAME_SIZE);
	bench->serial++;
	memcpy(act.nonce, &bench->serial, sizeof bench->serial);
	act.verb = verb_find(str_from(verb));
	for (size_t i = 0; i < count; i++)
		MUST(act_set(&act, str_from(assignment[i]), &source, &bench->arena, &blobs, err));
	MUST(act_complete(registrar_state(bench->registrar), &act, err));
	MUST(act_finish(&act, &bench->arena, err));
	buf_str(&name, LOG);
	buf_byte(&name, '/');
	buf_str(&name, act.by);
	MUST(act_sign(LOG, &act, buf_view(&name), &bench->key[member], &bench->arena, &bytes, err));
	if (blobs)
		blob = (struct store_blob){blobs->ref, blobs->salt, blobs->data};
	MUST(registrar_submit(bench->registrar, bytes, &blob, blobs != NULL, &answer, err));
	if (answer.status != ANSWER_ENTERED)
		stop("an act was refused", NULL);
	arena_rewind(&bench->arena, mark);
}

static void countersign(struct bench *bench)
{
	for (uint32_t i = 0; i < MEMBERS; i++)
		enter(bench, i, "countersign", NULL, 0);
}

static void matter(struct bench *bench, uint64_t number)
{
	static const char *const position[] = {"position=support", "position=support", "position=abstain",
	                                       "position=object"};
	char name[32];
	uint32_t author = (uint32_t)(number % MEMBERS);
	snprintf(name, sizeof name, "matter=m%" PRIu64, number);
	enter(bench, author, "table",
	      (const char *const[]){name, "body=assembly", "kind=decision", "procedure=vote", "title.en=A draft decision",
	                            "text.en=The Assembly decides what stands in this text."},
	      6);
	struct matter_view view = kernel_matter_at(registrar_state(bench->registrar), (uint32_t)number);
	char commitment[96];
	struct buf buf = buf_of(commitment, sizeof commitment);
	buf_c(&buf, "commitment=");
	buf_hex(&buf, view.commitment, HASH_SIZE);
	buf_byte(&buf, '\0');
	for (uint32_t i = 0; i < MEMBERS; i++) {
		if (i == author)
			continue;
		enter(bench, i, "position", (const char *const[]){name, "version=1", commitment, position[(i + number) % 4]},
		      4);
		bench->positions++;
	}
	bench->now_ms += 3600000; /* the outcome is entered before the next act */
	MUST(registrar_tick(bench->registrar, err));
}

static void make_record(struct bench *bench, uint64_t positions)
{
	struct registrar_config config = {.os = &os_real, .key = &bench->log, .script_ms = &bench->now_ms};
	MUST(store_memory_open(&bench->store, err));
	config.store = bench->store;
	bench->now_ms = START_MS;
	bench->log = key_of(255);
	for (uint32_t i = 0; i < MEMBERS; i++) {
		bench->key[i] = key_of((uint8_t)(i + 1));
		snprintf(bench->party[i], sizeof bench->party[i], "P%02u", (unsigned)i);
		snprintf(bench->person[i], sizeof bench->person[i], "p%02u-1", (unsigned)i);
	}
	MUST(registrar_open(&config, &bench->registrar, err));
	found(bench);
	countersign(bench);
	for (uint64_t number = 0; bench->positions < positions; number++)
		matter(bench, number);
	MUST(registrar_commit(bench->registrar, err));
	MUST(registrar_seal(bench->registrar, /* force= */ true, err));
	bench->entries = kernel_size(registrar_state(bench->registrar));
}

/* ---- The floor -----------------------------------------------------------------------------------------------------
 */

static void make_jobs(struct bench *bench)
{
	const struct state *state = registrar_state(bench->registrar);
	bench->job = NEW(&bench->job_arena, struct job, bench->entries);
	for (uint64_t i = 0; i < bench->entries; i++) {
		struct job *job = &bench->job[i];
		struct arena scratch = bench->arena;
		struct str bytes;
		struct entry entry;
		struct signed_act act;
		struct verifier signer[LIMIT_ACT_SIGNATURES];
		uint32_t count;
		MUST(bench->store->ops->read(bench->store, i, 1, &scratch, &bytes, &count, err));
		MUST(entry_parse(bytes, &entry, err));
		MUST(act_decode(entry.act, LOG, &scratch, &act, err));
		MUST(act_signers(&act, LOG, state, signer, err));
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
			stop("no threads", NULL);
	floor_worker(bench);
	for (unsigned i = 1; i < bench->threads; i++)
		pthread_join(thread[i], NULL);
	if (atomic_load(&bench->bad))
		stop("libsodium does not accept a signature", NULL);
	return spent_since(begin);
}

/* ---- Verification --------------------------------------------------------------------------------------------------
 */

static struct spent verify_all(struct bench *bench)
{
	struct arena scratch = bench->arena;
	struct source source;
	struct verification v;
	struct verifier log = verifier_of(LOG, &bench->log.public_key);
	struct spent begin = spent_since((struct spent){0});
	MUST(source_of_store(bench->store, &scratch, &source, err));
	MUST(verify_source(&source, &log, /* threads= */ 0, &v, err));
	struct spent spent = spent_since(begin);
	if (v.entries != bench->entries || v.sealed != bench->entries || v.signatures != bench->entries)
		stop("not everything was verified", NULL);
	return spent;
}

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

static double median(double *values, int count)
{
	qsort(values, (size_t)count, sizeof *values, by_size);
	return count % 2 ? values[count / 2] : (values[count / 2 - 1] + values[count / 2]) / 2;
}

static void report(const struct bench *bench, const char *what, const struct spent *spent, int count)
{
	double wall_s[ROUNDS_MAX], cpu_s[ROUNDS_MAX];
	for (int i = 0; i < count; i++) {
		wall_s[i] = spent[i].wall_s;
		cpu_s[i] = spent[i].cpu_s;
	}
	double wall = median(wall_s, count), entries = (double)bench->entries;
	printf("%-16s %8.3f s   %8.0f a second   %6.2f us of processor each\n", what, wall, entries / wall,
	       median(cpu_s, count) / entries * 1e6);
}

int main(int argc, char **argv)
{
	static struct bench bench;
	struct spent verify[ROUNDS_MAX], bare[ROUNDS_MAX];
	double ratio[ROUNDS_MAX];
	uint64_t positions = 100000, rounds = 7;
	if (argc > 1 && !str_to_u64(str_from(argv[1]), LIMIT_ENTRIES / 2, &positions))
		stop("the first argument is a number of positions", NULL);
	if (argc > 2 && (!str_to_u64(str_from(argv[2]), ROUNDS_MAX, &rounds) || rounds == 0))
		stop("the second argument is a number of rounds, at most 99", NULL);
	MUST(sign_start(err));
	if (!arena_reserve(&bench.region, (size_t)256 << 20) || !arena_reserve(&bench.job_region, (size_t)16 << 30))
		stop("no address space", NULL);
	bench.arena = arena_of(&bench.region);
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
	       bench.entries, bench.positions, bench.threads, rounds);
	report(&bench, "verified", verify, (int)rounds);
	report(&bench, "libsodium only", bare, (int)rounds);
	for (uint64_t i = 0; i < rounds; i++)
		ratio[i] = bare[i].wall_s / verify[i].wall_s;
	printf("of libsodium's rate     %6.1f %% on the clock,", 100 * median(ratio, (int)rounds));
	for (uint64_t i = 0; i < rounds; i++)
		ratio[i] = bare[i].cpu_s / verify[i].cpu_s;
	printf(" %.1f %% on the processors\n", 100 * median(ratio, (int)rounds));
	registrar_close(bench.registrar);
	return 0;
}
