/* How long it takes to read and check a charter of the largest organisations.
 *
 *     bench_charter [runs]         200 when not stated
 *
 * A generated charter of 193 parties, 40 bodies and 60 rules: sort keys and titles in two languages, a weight with a
 * value for each party, sets over time, bodies that inherit, quorums, versions of rules, procedures with silence,
 * meeting and vote. Reading is everything that comity charter check does after the file is in memory: two passes,
 * names, inheritance, all checks.
 *
 * Beside it, in the same run, the limits: what the lexer alone takes for the same bytes (no reader can be faster than
 * its own lexer), and copying them.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "charter/reader.h"

#define PARTIES 193u
#define BODIES 40u
#define RULES 60u
#define PROCEDURES 20u

/* Time of this thread on the processor: what others do on the machine is not counted. */
static double cpu_s(void)
{
	struct timespec ts;
	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &ts);
	return (double)ts.tv_sec + (double)ts.tv_nsec * 1e-9;
}

static _Noreturn void stop(const char *what)
{
	fprintf(stderr, "bench_charter: %s\n", what);
	exit(1);
}

/* ---- The charter ---- */

static void make_parties(struct buf *buf)
{
	for (uint32_t i = 0; i < PARTIES; i++) {
		buf_say(buf, "party P%u \"Party number %u\" {\n  title fr \"Partie %u\"\n  alias \"Republic %u\"\n", i, i, i,
		        i);
		buf_say(buf, "  sort en \"%u\"\n  sort fr \"%u\"\n", 1000 + i * 37 % PARTIES, 1000 + i * 59 % PARTIES);
		/* They join over fifty years. */
		buf_say(buf, "  status member from %u-0%u-01 { cite \"Admission of %u\" }\n}\n", 1950 + i / 4, 1 + i % 9, i);
	}
	buf_c(buf, "party SEC \"Secretariat\" { status secretariat from 1950-01-01 }\n");
	for (uint32_t k = 0; k < 8; k++) {
		buf_say(buf, "set group-%u \"Group %u\" {\n  parties", k, k);
		for (uint32_t i = k; i < PARTIES; i += 8)
			buf_say(buf, " P%u", i);
		buf_c(buf, "\n}\n");
	}
	buf_c(buf, "weight population \"Population\" {\n");
	for (uint32_t i = 0; i < PARTIES; i++) {
		buf_say(buf, "  value P%u %u from 1950-01-01 until 2000-01-01\n", i, 100000 + i * i * 7919);
		buf_say(buf, "  value P%u %u from 2000-01-01\n", i, 200000 + i * i * 7919);
	}
	buf_c(buf, "}\n");
}

static void make_rules(struct buf *buf)
{
	static const char *const conditions[] = {
		"for > against",
		"for >= 2/3 of voting",
		"objections = 0",
		"for >= 2/3 of members",
		"for >= 55% of members and (population of for >= 65% of population of members or against < 4)",
		"for >= 2/3 of voting and against in group-0 = 0",
		"for > 1/2 of members and for in group-4 >= 1/2 of group-4",
		"population of for > 1/2 of population of voting",
	};
	for (uint32_t i = 0; i < RULES; i++) {
		buf_say(buf, "rule rule-%u \"Rule %u\" {\n  adopted when %s\n  absence %s { cite \"Rule %u(2)\" }\n", i, i,
		        conditions[i % 8], i % 2 == 0 ? "not-objecting" : "not-for", i);
		buf_say(buf, "  abstention %s\n  hold %s\n  cite \"Rules of Procedure, Rule %u\"\n}\n",
		        i % 4 == 0 ? "against" : "harmless", i % 3 == 0 ? "blocks" : "harmless", i);
	}
}

static void make_bodies(struct buf *buf)
{
	for (uint32_t i = 0; i < BODIES; i++) {
		buf_say(buf, "body body-%u \"Body number %u\" {\n  title fr \"Organe %u\"\n  level minister\n", i, i, i);
		if (i % 4 != 0)
			buf_say(buf, "  parent body-%u\n", i - i % 4);
		if (i % 4 != 0)
			buf_say(buf, "  composition group-%u\n", i % 8);
		buf_say(buf, "  chair office chair-%u\n  convenes chair secretariat\n  notice %u working days\n", i % 8,
		        2 + i % 9);
		buf_c(buf, "  formats plenary narrow\n  quorum open when present > 1/3 of members\n"
		           "  quorum decide when present > 1/2 of members { cite \"Rule 67\" }\n");
		buf_say(buf, "  decides substance rule-%u until 2000-01-01\n  decides substance rule-%u from 2000-01-01\n", i,
		        i + 8);
		buf_say(buf, "  decides procedural rule-%u\n  decides any rule-%u\n  cite \"Charter, Art. %u\"\n}\n", i + 16,
		        i + 20, i);
	}
}

static void make_procedures(struct buf *buf)
{
	for (uint32_t i = 0; i < PROCEDURES; i++) {
		buf_say(buf, "procedure procedure-%u \"Procedure %u\" {\n  begins member chair secretariat\n  needs text\n", i,
		        i);
		buf_c(buf, "  stage draft {\n    on amendment by author secretariat to draft\n"
		           "    on silence by chair to silence\n    on submission by chair to sitting\n"
		           "    on withdrawal by author to withdrawn\n  }\n");
		buf_c(buf, "  stage silence {\n    clock until moment\n    floor 3 days\n    ceiling 4 weeks\n"
		           "    positions support object hold reserve disinterest\n    on objection by member to broken\n"
		           "    on expiry to adopted when passes substance\n    on expiry to broken\n  }\n");
		buf_c(buf, "  stage sitting {\n    positions support object abstain\n"
		           "    on adoption by chair to adopted when passes substance and not silent > 1/2 of members\n"
		           "    on rejection by chair to broken\n    on closing to draft\n  }\n");
		buf_say(buf,
		        "  outcome adopted {\n    adopts\n    symbol decision\n    publish\n  }\n  outcome broken\n"
		        "  outcome withdrawn\n  cite \"Rules of Procedure, Chapter %u\"\n}\n",
		        i);
	}
}

static struct str make_charter(struct arena *arena)
{
	struct buf buf = buf_new(arena, LIMIT_CHARTER_SIZE);
	buf_c(&buf,
	      "organisation o \"Organisation\" {\n  languages en fr\n  order-by sort en\n  seat \"Seat\" Europe/Zurich\n"
	      "  series decision \"{body}/DEC/{year}/{n}\"\n  series statement \"{body}/ST/{year}/{n}\"\n}\n");
	make_parties(&buf);
	for (uint32_t i = 0; i < 8; i++)
		buf_say(&buf, "office chair-%u \"Chair %u\" { holder P%u from 2020-01-01 }\n", i, i, i);
	make_rules(&buf);
	make_bodies(&buf);
	make_procedures(&buf);
	if (buf.full)
		stop("the charter is too large");
	return buf_view(&buf);
}

/* ---- The clock ---- */

static void check_once(struct str text, struct arena arena)
{
	struct charter charter;
	struct diagnostics diagnostics = {0};
	struct err err = {0};
	static char storage[1 << 16];
	if (charter_read(text, &arena, &charter, &diagnostics, &err) != ERR_OK || diagnostics.count != 0) {
		struct buf buf = buf_of(storage, sizeof storage);
		buf_diagnostics(&buf, STR("generated"), &diagnostics);
		fwrite(buf.ptr, 1, buf.len, stderr);
		stop("the generated charter is not sound");
	}
	if (charter.party_count != PARTIES + 1 || charter.body_count != BODIES || charter.rule_count != RULES)
		stop("the generated charter is another");
}

static void lex_once(struct str text, struct arena arena)
{
	struct diag muted = {.muted = true};
	struct lexer lexer = lexer_of(text, &muted);
	uint32_t tokens = 0;
	(void)arena;
	while (lexer_next(&lexer).kind != TOKEN_END)
		tokens++;
	if (tokens < 1000)
		stop("no tokens");
}

static void copy_once(struct str text, struct arena arena)
{
	char *copy = arena_new(&arena, text.len, 1, 1);
	memcpy(copy, text.ptr, text.len);
	__asm__ volatile("" : : "r"(copy) : "memory");
}

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

/* Milliseconds of the middle run, and of the fastest. */
static double measure(void (*once)(struct str text, struct arena arena), struct str text, struct arena arena,
                      double *seconds, uint64_t runs, double *ret_fastest)
{
	for (uint64_t i = 0; i < runs; i++) {
		double begin = cpu_s();
		once(text, arena);
		seconds[i] = cpu_s() - begin;
	}
	qsort(seconds, runs, sizeof *seconds, compare);
	*ret_fastest = seconds[0] * 1e3;
	return seconds[runs / 2] * 1e3;
}

int main(int argc, char **argv)
{
	struct region region;
	uint64_t runs = 200;
	double fastest[3], middle[3];
	if (argc > 1 && (!str_to_u64(str_from(argv[1]), 100000, &runs) || runs == 0))
		stop("the argument is a number of runs, at most 100000");
	if (!arena_reserve(&region, (size_t)1 << 30))
		stop("no address space");
	struct arena arena = arena_of(&region);
	double *seconds = NEW(&arena, double, runs);
	struct str text = make_charter(&arena);
	check_once(text, arena); /* the pages are there, the code is warm */
	middle[0] = measure(check_once, text, arena, seconds, runs, &fastest[0]);
	middle[1] = measure(lex_once, text, arena, seconds, runs, &fastest[1]);
	middle[2] = measure(copy_once, text, arena, seconds, runs, &fastest[2]);
	printf("charter: %u parties, %u bodies, %u rules, %u procedures; %zu bytes; %llu runs\n", PARTIES, BODIES, RULES,
	       PROCEDURES, text.len, (unsigned long long)runs);
	printf("read and checked   %8.3f ms, the fastest %8.3f (aim 10)\n", middle[0], fastest[0]);
	printf("lexed only         %8.3f ms, the fastest %8.3f: reading and checking take %.1f times as long\n", middle[1],
	       fastest[1], middle[0] / middle[1]);
	printf("copied             %8.3f ms, the fastest %8.3f\n", middle[2], fastest[2]);
	return 0;
}
