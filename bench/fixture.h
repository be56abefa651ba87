/* A record to measure with: 27 members, matters with their texts, 26 positions on each, a clock that runs out and an
 * outcome. Every act is signed, as it must be. What several benches share; failures end the program.
 */
#ifndef COMITY_BENCH_FIXTURE_H
#define COMITY_BENCH_FIXTURE_H

#include "app/registrar.h"

#define FIXTURE_MEMBERS 27u
#define FIXTURE_LOG STR("bench.example/record")

struct fixture {
	struct region region;
	struct arena arena;
	struct secret_key log, key[FIXTURE_MEMBERS];
	char party[FIXTURE_MEMBERS][8], person[FIXTURE_MEMBERS][12];
	struct registrar *registrar;
	int64_t now_ms;
	uint64_t serial;
	uint64_t matters, positions; /* entered so far */
};

_Noreturn void bench_stop(const char *what, const struct err *err);

#define MUST(call)                         \
	do {                                   \
		struct err must_err = {.msg = ""}; \
		struct err *err = &must_err;       \
		if ((call) != ERR_OK)              \
			bench_stop(#call, err);        \
	} while (0)

/* Sorts them. */
double bench_median(double *values, size_t count);

/* Keys and names; no record yet. */
void fixture_init(struct fixture *fixture);
/* A registrar on this store under the fixture's clock. */
void fixture_open(struct fixture *fixture, struct store *store);
/* Found the record and let every member confirm its key. */
void fixture_found(struct fixture *fixture);
/* One matter from its tabling to its outcome. */
void fixture_matter(struct fixture *fixture);
/* Commit and seal. */
void fixture_seal(struct fixture *fixture);
/* A seed's byte makes a key: FIXTURE_MEMBERS + 1 … are free. */
void fixture_seed(uint8_t byte, uint8_t ret_seed[SEED_SIZE]);

#endif
