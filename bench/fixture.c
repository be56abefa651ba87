/* The record that the benches measure with, made act by act through the registrar, as a delegation's would be. */
#include "fixture.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/complete.h"
#include "base/limits.h"

#define START_MS INT64_C(1767607200000) /* 2026-01-05T10:00Z */

void bench_stop(const char *what, const struct err *err)
{
	fprintf(stderr, "bench: %s%s%s\n", what, err ? ": " : "", err ? err->msg : "");
	exit(1);
}

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

double bench_median(double *values, size_t count)
{
	qsort(values, count, sizeof *values, by_size);
	return count % 2 ? values[count / 2] : (values[count / 2 - 1] + values[count / 2]) / 2;
}

void fixture_seed(uint8_t byte, uint8_t ret_seed[SEED_SIZE])
{
	memset(ret_seed, byte, SEED_SIZE);
}

static struct secret_key key_of(uint8_t byte)
{
	uint8_t seed[SEED_SIZE];
	struct secret_key key;
	fixture_seed(byte, seed);
	secret_key_from_seed(seed, &key);
	return key;
}

void fixture_init(struct fixture *fixture)
{
	if (!arena_reserve(&fixture->region, (size_t)256 << 20))
		bench_stop("no address space", NULL);
	fixture->arena = arena_of(&fixture->region);
	fixture->now_ms = START_MS;
	fixture->log = key_of(255);
	for (uint32_t i = 0; i < FIXTURE_MEMBERS; i++) {
		fixture->key[i] = key_of((uint8_t)(i + 1));
		snprintf(fixture->party[i], sizeof fixture->party[i], "P%02u", (unsigned)i);
		snprintf(fixture->person[i], sizeof fixture->person[i], "p%02u-1", (unsigned)i);
	}
}

void fixture_open(struct fixture *fixture, struct store *store)
{
	struct registrar_config config = {
		.store = store, .os = &os_real, .key = &fixture->log, .script_ms = &fixture->now_ms};
	MUST(registrar_open(&config, &fixture->registrar, err));
}

static void found(struct fixture *fixture)
{
	struct buf charter = buf_new(&fixture->arena, 65536);
	struct first_key keys[FIXTURE_MEMBERS];
	struct zone utc = {.name = STR("Etc/UTC")};
	buf_c(&charter,
	      "organisation o \"O\" {\n  languages en\n  seat \"S\" Etc/UTC\n  series decision \"D/{year}/{n}\"\n}\n");
	for (uint32_t i = 0; i < FIXTURE_MEMBERS; i++) {
		buf_c(&charter, "party ");
		buf_c(&charter, fixture->party[i]);
		buf_c(&charter, " \"Party\" { status member from 2000-01-01 }\n");
		keys[i] = (struct first_key){str_from(fixture->party[i]), str_from(fixture->person[i]),
		                             fixture->key[i].public_key.byte};
	}
	buf_c(&charter,
	      "body assembly \"Assembly\" { decides any majority }\nrule majority { adopted when for > against }\n"
	      "procedure vote {\n  begins member\n  stage voting {\n    clock 1h\n"
	      "    positions support object abstain\n    on expiry to adopted when passes any\n"
	      "    on expiry to lapsed\n  }\n  outcome adopted {\n    adopts\n    symbol decision\n  }\n"
	      "  outcome lapsed\n}\n");
	struct founding founding = {
		.origin = FIXTURE_LOG,
		.charter_text = buf_view(&charter),
		.keys = keys,
		.key_count = FIXTURE_MEMBERS,
		.tzdata = STR("none"),
		.zones = &utc,
		.zone_count = 1,
		.nonce = {{1}, {2}},
	};
	MUST(registrar_found(fixture->registrar, &founding, err));
}

/* It need not be secret here. */
static enum err_code salt(void *context, void *bytes, size_t size, struct err *err)
{
	(void)err;
	memset(bytes, 0, size);
	memcpy(bytes, context, sizeof(uint64_t));
	return ERR_OK;
}

/* One act of a member, from the words. */
static void enter(struct fixture *fixture, uint32_t member, const char *verb, const char *const *assignment,
                  size_t count)
{
	struct arena mark = arena_mark(&fixture->arena);
	struct act act = {.party = str_from(fixture->party[member]), .by = str_from(fixture->person[member])};
	struct value_source source = {.context = &fixture->serial, .random = salt};
	struct new_blob *blobs = NULL;
	struct store_blob blob = {.data = STR("")};
	struct answer answer;
	struct str bytes;
	struct buf name = buf_new(&fixture->arena, LIMIT_KEY_NAME_SIZE);
	fixture->serial++;
	memcpy(act.nonce, &fixture->serial, sizeof fixture->serial);
	act.verb = verb_find(str_from(verb));
	for (size_t i = 0; i < count; i++)
		MUST(act_set(&act, str_from(assignment[i]), &source, &fixture->arena, &blobs, err));
	MUST(act_complete(registrar_state(fixture->registrar), &act, err));
	MUST(act_finish(&act, &fixture->arena, err));
	buf_str(&name, FIXTURE_LOG);
	buf_byte(&name, '/');
	buf_str(&name, act.by);
	MUST(act_sign(FIXTURE_LOG, &act, buf_view(&name), &fixture->key[member], &fixture->arena, &bytes, err));
	if (blobs)
		blob = (struct store_blob){blobs->ref, blobs->salt, blobs->data};
	MUST(registrar_submit(fixture->registrar, bytes, &blob, blobs != NULL, &answer, err));
	if (answer.status != ANSWER_ENTERED)
		bench_stop("an act was refused", NULL);
	arena_rewind(&fixture->arena, mark);
}

void fixture_found(struct fixture *fixture)
{
	found(fixture);
	for (uint32_t i = 0; i < FIXTURE_MEMBERS; i++)
		enter(fixture, i, "countersign", NULL, 0); /* what it binds is filled in */
}

void fixture_matter(struct fixture *fixture)
{
	uint64_t number = fixture->matters++;
	static const char *const position[] = {"position=support", "position=support", "position=abstain",
	                                       "position=object"};
	char name[32];
	uint32_t author = (uint32_t)(number % FIXTURE_MEMBERS);
	snprintf(name, sizeof name, "matter=m%" PRIu64, number);
	enter(fixture, author, "table",
	      (const char *const[]){name, "body=assembly", "kind=decision", "procedure=vote", "title.en=A draft decision",
	                            "text.en=The Assembly decides what stands in this text."},
	      6);
	struct matter_view view = kernel_matter_at(registrar_state(fixture->registrar), (uint32_t)number);
	char commitment[96];
	struct buf buf = buf_of(commitment, sizeof commitment);
	buf_c(&buf, "commitment=");
	buf_hex(&buf, view.commitment, HASH_SIZE);
	buf_byte(&buf, '\0');
	for (uint32_t i = 0; i < FIXTURE_MEMBERS; i++) {
		if (i == author)
			continue;
		enter(fixture, i, "position", (const char *const[]){name, "version=1", commitment, position[(i + number) % 4]},
		      4);
		fixture->positions++;
	}
	fixture->now_ms += 3600000; /* the outcome is entered before the next act */
	MUST(registrar_tick(fixture->registrar, err));
}

void fixture_seal(struct fixture *fixture)
{
	MUST(registrar_commit(fixture->registrar, err));
	MUST(registrar_seal(fixture->registrar, /* force= */ true, err));
}
