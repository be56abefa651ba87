/* How many decoded acts a second the kernel decides and applies on one core.
 *
 *     bench_kernel [acts]          2,000,000 when not stated
 *
 * An organisation of 193 members; fifty matters at a time, each tabled, spoken to by every member (positions go round
 * the matters, as they would come), adopted by the chair, its outcome entered. Acts are made before the clock runs:
 * what is measured is kernel_decide and kernel_apply, kernel_due between them as the registrar asks it, and nothing
 * else.
 *
 * Beside it, in the same run, the floor: the three hash-table searches (person, matter, nonce) that any engine needs
 * an act, in tables of the same size.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "kernel/kernel.h"

#define MEMBERS 193u
#define MATTERS 50u
#define BATCH (MATTERS * (MEMBERS + 2u))

/* Time of this thread on the processor: what others do on the machine is not counted. */
static double cpu_s(void)
{
	struct timespec ts;
	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &ts);
	return (double)ts.tv_sec + (double)ts.tv_nsec * 1e-9;
}

static _Noreturn void stop(const char *what)
{
	fprintf(stderr, "bench_kernel: %s\n", what);
	exit(1);
}

struct bench {
	struct region region, scratch_region;
	struct arena arena, scratch;
	struct charter charter;
	struct state *state;
	struct moment moment;
	uint64_t serial, outcomes, refused;
	struct str party[MEMBERS], person[MEMBERS];
	double seconds;
};

static struct str name_of(struct arena *arena, const char *prefix, uint64_t number)
{
	struct buf buf = buf_new(arena, 40);
	buf_c(&buf, prefix);
	buf_u64(&buf, number);
	return buf_view(&buf);
}

static void read_charter(struct bench *bench, struct arena *arena)
{
	struct buf buf = buf_new(arena, LIMIT_CHARTER_SIZE);
	struct diagnostics diagnostics;
	struct err err = {0};
	buf_c(&buf,
	      "organisation o \"O\" {\n  languages en\n  seat \"S\" Etc/UTC\n  series decision \"D/{year}/{n}\"\n}\n");
	for (uint64_t i = 0; i < MEMBERS; i++) {
		bench->party[i] = name_of(arena, "P", i);
		bench->person[i] = name_of(arena, "person-", i);
		buf_c(&buf, "party ");
		buf_str(&buf, bench->party[i]);
		buf_c(&buf, " \"Party\" {\n  status member from 2000-01-01\n}\n");
	}
	buf_c(&buf, "body assembly \"Assembly\" {\n  chair party P0\n  convenes member\n  decides any majority\n}\n"
	            "rule majority {\n  adopted when for > against\n}\n"
	            "procedure vote {\n  begins member\n  stage voting {\n    clock 8 weeks\n"
	            "    positions support object abstain\n"
	            "    on adoption by chair to adopted when passes decision\n    on expiry to lapsed\n  }\n"
	            "  outcome adopted {\n    adopts\n    symbol decision\n  }\n  outcome lapsed\n}\n");
	if (charter_read(buf_view(&buf), arena, &bench->charter, &diagnostics, &err) != ERR_OK)
		stop(err.msg);
}

static struct act act_begin(struct bench *bench, enum verb verb, struct str party, struct str by)
{
	struct act act = {.verb = verb, .party = party, .by = by};
	uint64_t mixed = ++bench->serial * UINT64_C(0x9e3779b97f4a7c15);
	memcpy(act.nonce, &mixed, sizeof mixed);
	memcpy(act.hash, &mixed, sizeof mixed);
	return act;
}

static void set_str(struct act *act, enum field field, struct str str)
{
	act->field[field] = (struct value){.set = true, .str = str};
}

static void enter(struct bench *bench, const struct act *act)
{
	struct err err = {0};
	struct verdict verdict = kernel_decide(bench->state, act, bench->moment);
	if (verdict.refusal != REFUSAL_NONE) {
		fprintf(stderr, "refused: %.*s\n", STR_ARG(refusal_slug(verdict.refusal)));
		stop("an act was refused");
	}
	if (kernel_apply(bench->state, act, bench->moment, &err) != ERR_OK)
		stop(err.msg);
	bench->moment.number++;
}

/* Enter everything that is due, as the registrar does before and after each act. */
static void enter_due(struct bench *bench)
{
	static struct outcome outcome;
	while (kernel_due(bench->state, bench->moment.time_ms, &outcome)) {
		struct arena scratch = bench->scratch;
		struct act act;
		if (!outcome_act(bench->state, &outcome, &scratch, &act))
			stop("no memory for an outcome");
		uint64_t mixed = ++bench->serial * UINT64_C(0x9e3779b97f4a7c15);
		memcpy(act.nonce, &mixed, sizeof mixed);
		memcpy(act.hash, &mixed, sizeof mixed);
		enter(bench, &act);
		bench->outcomes++;
	}
}

static void found(struct bench *bench, struct arena *arena)
{
	struct first_key *keys = NEW(arena, struct first_key, MEMBERS);
	uint8_t *bytes = NEW(arena, uint8_t, (MEMBERS + 1) * 32);
	struct act act = act_begin(bench, VERB_FOUND, STR(""), STR("registrar"));
	static const uint8_t charter_hash[32];
	for (uint32_t i = 0; i < MEMBERS; i++) {
		memcpy(bytes + 32 * (i + 1), &(uint64_t){i + 1}, 8);
		keys[i] = (struct first_key){bench->party[i], bench->person[i], bytes + 32 * (i + 1)};
	}
	act.field[FIELD_CHARTER] = (struct value){.set = true, .bytes = charter_hash};
	act.field[FIELD_REGISTRAR] = (struct value){.set = true, .bytes = bytes};
	act.field[FIELD_RULES] = (struct value){.set = true, .number = KERNEL_RULES};
	act.field[FIELD_KEYS] = (struct value){.set = true, .count = MEMBERS, .keys = keys};
	enter(bench, &act);
	act = act_begin(bench, VERB_ZONES, STR(""), STR("registrar"));
	static const struct zone utc = {.name = {"Etc/UTC", 7}};
	set_str(&act, FIELD_TZDATA, STR("bench"));
	act.field[FIELD_ZONES] = (struct value){.set = true, .count = 1, .zones = &utc};
	enter(bench, &act);
	for (uint32_t i = 0; i < MEMBERS; i++) {
		act = act_begin(bench, VERB_COUNTERSIGN, bench->party[i], bench->person[i]);
		act.field[FIELD_KEY] = (struct value){.set = true, .bytes = keys[i].key};
		act.field[FIELD_CHARTER] = (struct value){.set = true, .bytes = charter_hash};
		act.field[FIELD_REGISTRAR] = (struct value){.set = true, .bytes = bytes};
		enter(bench, &act);
	}
}

/* The acts of fifty matters: tabled, then every member on each, then adopted. */
static void make(struct bench *bench, uint64_t round, struct act *acts, struct arena *arena)
{
	static const struct str positions[] = {{"support", 7}, {"support", 7}, {"abstain", 7}, {"object", 6}};
	struct str names[MATTERS];
	size_t at = 0;
	for (uint64_t m = 0; m < MATTERS; m++) {
		struct act *act = &acts[at++];
		names[m] = name_of(arena, "matter-", round * MATTERS + m);
		*act = act_begin(bench, VERB_TABLE, bench->party[m], bench->person[m]);
		set_str(act, FIELD_MATTER, names[m]);
		set_str(act, FIELD_BODY, STR("assembly"));
		set_str(act, FIELD_KIND, STR("decision"));
		set_str(act, FIELD_PROCEDURE, STR("vote"));
		act->field[FIELD_TITLE].set = true;
	}
	for (uint64_t p = 0; p < MEMBERS; p++)
		for (uint64_t m = 0; m < MATTERS; m++) {
			struct act *act = &acts[at++];
			*act = act_begin(bench, VERB_POSITION, bench->party[p], bench->person[p]);
			set_str(act, FIELD_MATTER, names[m]);
			set_str(act, FIELD_POSITION, positions[(p + m) % 4]);
			act->field[FIELD_VERSION] = (struct value){.set = true, .number = 1};
		}
	for (uint64_t m = 0; m < MATTERS; m++) {
		struct act *act = &acts[at++];
		*act = act_begin(bench, VERB_ADOPT, bench->party[0], bench->person[0]);
		set_str(act, FIELD_MATTER, names[m]);
		act->field[FIELD_VERSION] = (struct value){.set = true, .number = 1};
		act->has_seen = true;
		act->seen = bench->moment.number + BATCH - MATTERS;
	}
}

/* Three searches an act in tables as large as the run's. */
static double floor_per_second(struct bench *bench, uint64_t acts)
{
	struct map persons = map_init((struct map_key){1, 2}), matters = persons, nonces = persons;
	uint64_t found_count = 0;
	struct str *matter = NEW(&bench->arena, struct str, acts / BATCH * MATTERS + MATTERS);
	uint64_t *nonce = NEW(&bench->arena, uint64_t, acts);
	uint32_t matter_count = (uint32_t)(acts / BATCH * MATTERS + MATTERS);
	bool room = true;
	for (uint32_t i = 0; i < MEMBERS; i++)
		room = room && map_put(&persons, &bench->arena, bench->person[i], i);
	for (uint32_t i = 0; i < matter_count; i++) {
		matter[i] = name_of(&bench->arena, "matter-", i);
		room = room && map_put(&matters, &bench->arena, matter[i], i);
	}
	for (uint64_t i = 0; i < acts; i++)
		nonce[i] = (i + 1) * UINT64_C(0x9e3779b97f4a7c15);
	if (!room)
		stop("no memory for the floor");
	double begin = cpu_s();
	for (uint64_t i = 0; i < acts; i++) {
		struct str key = {(const char *)&nonce[i], sizeof nonce[i]};
		found_count += map_get(&persons, bench->person[i / MATTERS % MEMBERS]) != MAP_NONE;
		found_count += map_get(&matters, matter[i / BATCH * MATTERS + i % MATTERS]) != MAP_NONE;
		if (map_get(&nonces, key) == MAP_NONE && !map_put(&nonces, &bench->arena, key, (uint32_t)i))
			stop("no memory for the floor");
	}
	double seconds = cpu_s() - begin;
	if (found_count != 2 * acts)
		stop("the floor lost a name");
	return (double)acts / seconds;
}

int main(int argc, char **argv)
{
	static struct bench bench;
	uint64_t acts = 2000000;
	struct map_key key = {UINT64_C(0x0123456789abcdef), UINT64_C(0xfedcba9876543210)};
	static const uint8_t charter_hash[32];
	if (argc > 1 && (!str_to_u64(str_from(argv[1]), LIMIT_ENTRIES / 2, &acts) || acts < BATCH))
		stop("the argument is a number of acts, at least 9750");
	if (!arena_reserve(&bench.region, (size_t)8 << 30) || !arena_reserve(&bench.scratch_region, (size_t)1 << 30))
		stop("no address space");
	bench.arena = arena_of(&bench.region);
	bench.scratch = arena_of(&bench.scratch_region);
	read_charter(&bench, &bench.arena);
	bench.moment.time_ms = INT64_C(1767603600000);
	bench.state = kernel_new(&bench.arena, &bench.charter, charter_hash, key);
	if (!bench.state)
		stop("no memory");
	found(&bench, &bench.arena);
	struct act *batch = NEW(&bench.scratch, struct act, BATCH);
	char *empty = bench.arena.beg;
	uint64_t first = bench.moment.number;
	for (uint64_t round = 0; bench.moment.number - first < acts; round++) {
		struct arena names = bench.scratch, keep = bench.scratch;
		make(&bench, round, batch, &names);
		bench.scratch = names;
		double begin = cpu_s();
		for (size_t i = 0; i < BATCH; i++) {
			bench.moment.time_ms++;
			enter_due(&bench);
			enter(&bench, &batch[i]);
			enter_due(&bench);
		}
		bench.seconds += cpu_s() - begin;
		bench.scratch = keep;
	}
	uint64_t entered = bench.moment.number - first;
	double rate = (double)entered / bench.seconds;
	double bytes = (double)(bench.arena.beg - empty) / (double)entered;
	double floor = floor_per_second(&bench, entered);
	printf("kernel: %" PRIu64 " acts (%" PRIu64 " of them outcomes), %u members\n", entered, bench.outcomes, MEMBERS);
	printf("decide and apply   %10.0f acts a second of one core's time (aim 1500000)\n", rate);
	printf("three bare searches%10.0f the same way: the kernel runs at %.0f %% of them\n", floor, 100.0 * rate / floor);
	printf("state              %10.1f bytes of arena an act\n", bytes);
	return 0;
}
