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

#include "app/complete.h"
#include "app/registrar.h"
#include "base/limits.h"

#define MEMBERS 27u
#define ROUNDS 5
#define START_MS INT64_C(1767607200000) /* 2026-01-05T10:00Z */
#define LOG STR("bench.example/record")

struct bench {
	struct region region;
	struct arena arena;
	struct secret_key log, key[MEMBERS];
	char party[MEMBERS][8], person[MEMBERS][12];
	struct registrar *registrar;
	int64_t now_ms;
	uint64_t serial;
};

static _Noreturn void stop(const char *what, const struct err *err)
{
	fprintf(stderr, "bench_start: %s%s%s\n", what, err ? ": " : "", err ? err->msg : "");
	exit(1);
}

#define MUST(call)                         \
	do {                                   \
		struct err must_err = {.msg = ""}; \
		struct err *err = &must_err;       \
		if ((call) != ERR_OK)              \
			stop(#call, err);              \
	} while (0)

static double now_s(void)
{
	struct timespec ts;
	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (double)ts.tv_sec + (double)ts.tv_nsec * 1e-9;
}

static struct secret_key key_of(uint8_t byte)
{
	uint8_t seed[SEED_SIZE];
	struct secret_key key;
	memset(seed, byte, sizeof seed);
	secret_key_from_seed(seed, &key);
	return key;
}

static void open_registrar(struct bench *bench, struct store *store)
{
	struct registrar_config config = {.store = store, .os = &os_real, .key = &bench->log, .script_ms = &bench->now_ms};
	MUST(registrar_open(&config, &bench->registrar, err));
}

static void found(struct bench *bench)
{
	struct buf charter = buf_new(&bench->arena, 65536);
	struct first_key keys[MEMBERS];
	struct zone utc = {.name = STR("Etc/UTC")};
	buf_c(&charter, "organisation o \"O\" {\n  seat \"S\" Etc/UTC\n  series decision \"D/{year}/{n}\"\n}\n");
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

/* One act of a member, from the words; a salt need not be secret here. */
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
		enter(bench, i, "countersign", NULL, 0); /* what it binds is filled in */
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
	for (uint32_t i = 0; i < MEMBERS; i++)
		if (i != author)
			enter(bench, i, "position",
			      (const char *const[]){name, "version=1", commitment, position[(i + number) % 4]}, 4);
	bench->now_ms += 3600000; /* the outcome is entered before the next act */
	MUST(registrar_tick(bench->registrar, err));
}

static void make_record(struct bench *bench, const char *path, uint64_t entries)
{
	struct store *store;
	double begin = now_s();
	MUST(store_sqlite_open(path, STORE_CREATE, &store, err));
	open_registrar(bench, store);
	found(bench);
	countersign(bench);
	for (uint64_t number = 0; kernel_size(registrar_state(bench->registrar)) < entries; number++)
		matter(bench, number);
	MUST(registrar_commit(bench->registrar, err));
	MUST(registrar_seal(bench->registrar, /* force= */ true, err));
	registrar_close(bench->registrar);
	bench->registrar = NULL;
	fprintf(stderr, "made %s in %.1f s\n", path, now_s() - begin);
}

static double floor_s(struct bench *bench, const char *path, uint64_t *ret_bytes)
{
	struct store *store;
	struct str entry[256];
	uint64_t count, bytes = 0;
	struct hash last = hash_empty();
	double begin = now_s();
	MUST(store_sqlite_open(path, STORE_READ, &store, err));
	MUST(store->ops->count(store, &count, err));
	for (uint64_t first = 0; first < count;) {
		struct arena scratch = bench->arena;
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
	bench->serial += last.byte[0]; /* so that the hashes are not left out */
	*ret_bytes = bytes;
	return seconds;
}

static void measure(struct bench *bench, const char *path)
{
	double best = 1e9, floor = 1e9;
	uint64_t bytes = 0, entries = 0;
	for (int i = 0; i < ROUNDS; i++) {
		struct store *store;
		double begin = now_s();
		MUST(store_sqlite_open(path, STORE_READ, &store, err));
		open_registrar(bench, store);
		double seconds = now_s() - begin;
		entries = kernel_size(registrar_state(bench->registrar));
		registrar_close(bench->registrar);
		best = seconds < best ? seconds : best;
		seconds = floor_s(bench, path, &bytes);
		floor = seconds < floor ? seconds : floor;
	}
	printf("start: a record of %" PRIu64 " entries, %.1f MB, best of %d\n", entries, (double)bytes / 1e6, ROUNDS);
	printf("open              %8.3f s   %10.0f entries/s\n", best, (double)entries / best);
	printf("read and hash only%8.3f s   %10.0f entries/s: opening takes %.1f times that\n", floor,
	       (double)entries / floor, best / floor);
}

int main(int argc, char **argv)
{
	static struct bench bench;
	uint64_t entries = 100000;
	char path[4096];
	if (argc > 2 && !str_to_u64(str_from(argv[2]), LIMIT_ENTRIES / 2, &entries))
		stop("the second argument is a number of entries", NULL);
	snprintf(path, sizeof path, "%s/start-%" PRIu64 ".db", argc > 1 ? argv[1] : ".", entries);
	MUST(sign_start(err));
	if (!arena_reserve(&bench.region, (size_t)256 << 20))
		stop("no address space", NULL);
	bench.arena = arena_of(&bench.region);
	bench.now_ms = START_MS;
	bench.log = key_of(255);
	for (uint32_t i = 0; i < MEMBERS; i++) {
		bench.key[i] = key_of((uint8_t)(i + 1));
		snprintf(bench.party[i], sizeof bench.party[i], "P%02u", (unsigned)i);
		snprintf(bench.person[i], sizeof bench.person[i], "p%02u-1", (unsigned)i);
	}
	if (!os_real.exists(os_real.context, path))
		make_record(&bench, path, entries);
	measure(&bench, path);
	return 0;
}
