/* How many rows of votes are judged a second, beside the limit: reading the same file and counting its line feeds.
 *
 *     bench_tally [rows [rounds]]      3,000,000 and 5 when not stated
 *
 * Two tables of so many rows in temporary files: positions of 27 members, one row each, judged by people and cantons
 * (a count, a named set, a weight); and votes in numbers, a row each, of a body of 193, two thirds of those voting.
 * What is measured is everything that `comity tally` does: read, split, compare, find, judge, give the reason, write
 * the answer as CSV (into memory). The file is in the page cache for both.
 */
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "app/tally.h"
#include "base/buf.h"
#include "fixture.h"

#define ROUNDS_MAX 99

struct bench {
	struct region region;
	struct arena arena;
	struct charter charter;
	char path[64];
	int fd;
	struct buf out;
	uint64_t written;
};

static double now_s(void)
{
	struct timespec ts;
	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (double)ts.tv_sec + (double)ts.tv_nsec * 1e-9;
}

/* ---- Charter and tables ------------------------------------------------------------------------------------- */

static void read_charter(struct bench *bench, uint32_t members, const char *rule)
{
	struct buf text = buf_new(&bench->arena, 200000);
	struct diagnostics diagnostics;
	struct err err = {0};
	char line[200];
	buf_c(&text, "organisation o \"O\" { seat \"S\" UTC }\nset people { parties m000 }\n");
	for (uint32_t i = 0; i < members; i++) {
		snprintf(line, sizeof(line), "party m%03u \"Member %u\" { status member from 2000-01-01 }\n", i, i);
		buf_c(&text, line);
	}
	buf_c(&text, "weight w {\n");
	for (uint32_t i = 0; i < members; i++) {
		snprintf(line, sizeof(line), "value m%03u %u\n", i, i == 0 ? 0 : 1 + i % 2);
		buf_c(&text, line);
	}
	buf_c(&text, "}\nrule r { adopted when ");
	buf_c(&text, rule);
	buf_c(&text, " }\n");
	if (text.full || charter_read(buf_view(&text), &bench->arena, &bench->charter, &diagnostics, &err) != ERR_OK)
		bench_stop("tally", &err);
}

static uint64_t roll(uint64_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 7;
	*seed ^= *seed << 17;
	return *seed;
}

static FILE *table_open(struct bench *bench)
{
	snprintf(bench->path, sizeof(bench->path), "/tmp/comity-bench-tally-XXXXXX");
	bench->fd = mkstemp(bench->path);
	FILE *file = bench->fd < 0 ? NULL : fdopen(dup(bench->fd), "w");
	if (file == NULL)
		bench_stop("no temporary file", NULL);
	return file;
}

static void make_rows(struct bench *bench, uint64_t rows)
{
	static const char *const words[] = {"for", "for", "against", "abstain"};
	uint64_t seed = 0x9e3779b97f4a7c15;
	FILE *file = table_open(bench);
	fputs("id,party,position\n", file);
	for (uint64_t i = 0; i < rows; i++)
		fprintf(file, "%" PRIu64 ",m%03u,%s\n", i / 27, (unsigned)(i % 27), words[roll(&seed) % 4]);
	if (fclose(file) != 0)
		bench_stop("the temporary file cannot be written", NULL);
}

static void make_numbers(struct bench *bench, uint64_t rows)
{
	uint64_t seed = 0x9e3779b97f4a7c15;
	FILE *file = table_open(bench);
	fputs("id,for,against,abstain,absent,veto\n", file);
	for (uint64_t i = 0; i < rows; i++) {
		unsigned votes = (unsigned)(roll(&seed) % 194), against = (unsigned)(roll(&seed) % (194 - votes));
		unsigned abstain = (unsigned)(roll(&seed) % (194 - votes - against));
		fprintf(file, "%" PRIu64 ",%u,%u,%u,%u,0\n", i, votes, against, abstain, 193 - votes - against - abstain);
	}
	if (fclose(file) != 0)
		bench_stop("the temporary file cannot be written", NULL);
}

/* ---- What is measured ---------------------------------------------------------------------------------------- */

static enum err_code read_table(void *context, void *bytes, size_t size, size_t *ret_size, struct err *err)
{
	const struct bench *bench = context;
	ssize_t got = read(bench->fd, bytes, size);
	if (got < 0)
		return err_set(err, ERR_IO, "the table cannot be read");
	*ret_size = (size_t)got;
	return ERR_OK;
}

static bool write_vote(void *context, const struct tally_vote *vote)
{
	struct bench *bench = context;
	struct buf *out = &bench->out;
	const uint32_t counts[] = {vote->votes_for, vote->against, vote->abstain, vote->absent};
	if (out->cap - out->len < 16384) {
		bench->written += out->len;
		out->len = 0;
	}
	buf_csv(out, vote->id);
	buf_byte(out, ',');
	buf_str(out, tally_outcome_name[vote->outcome]);
	for (int i = 0; i < 4; i++) {
		buf_byte(out, ',');
		buf_u64(out, counts[i]);
	}
	buf_byte(out, ',');
	buf_csv(out, vote->reason);
	buf_byte(out, '\n');
	return true;
}

static void hear_fault(void *context, uint64_t line, struct str words)
{
	(void)context;
	fprintf(stderr, "line %" PRIu64 ": %.*s\n", line, STR_ARG(words));
	bench_stop("a table that does not add up", NULL);
}

static double judge(struct bench *bench, uint32_t members, uint64_t rows)
{
	struct tally_question question = {.charter = &bench->charter, .rule = 0, .day = 10957, .electorate = STR("of o")};
	struct tally_sink sink = {bench, write_vote, hear_fault};
	struct tally_sum sum = {0};
	struct err err = {0};
	for (uint32_t i = 0; i < members; i++)
		party_set_add(&question.members, i);
	lseek(bench->fd, 0, SEEK_SET);
	double begin_s = now_s();
	if (tally_run(&question, read_table, bench, sink, &sum, &err) != ERR_OK)
		bench_stop("tally", &err);
	double took_s = now_s() - begin_s;
	if (sum.rows != rows || sum.outcome[TALLY_ADOPTED] == 0 || sum.outcome[TALLY_REJECTED] == 0)
		bench_stop("not every row was judged", NULL);
	return took_s;
}

/* The limit: no reader of lines is faster than one that only counts them. */
static double count_lines(const struct bench *bench, char *bytes, size_t size, uint64_t rows)
{
	uint64_t lines = 0;
	ssize_t got;
	lseek(bench->fd, 0, SEEK_SET);
	double begin_s = now_s();
	while ((got = read(bench->fd, bytes, size)) > 0) {
		const char *at = bytes, *end = bytes + got;
		while ((at = memchr(at, '\n', (size_t)(end - at))) != NULL) {
			lines++;
			at++;
		}
	}
	double took_s = now_s() - begin_s;
	if (lines != rows + 1)
		bench_stop("not every line was counted", NULL);
	return took_s;
}

static void measure(struct bench *bench, const char *what, uint32_t members, uint64_t rows, uint64_t rounds)
{
	static char bytes[1 << 20];
	double judged_s[ROUNDS_MAX], counted_s[ROUNDS_MAX];
	for (uint64_t i = 0; i < rounds; i++) {
		counted_s[i] = count_lines(bench, bytes, sizeof(bytes), rows);
		judged_s[i] = judge(bench, members, rows);
	}
	double judged = (double)rows / bench_median(judged_s, rounds),
		   counted = (double)rows / bench_median(counted_s, rounds);
	printf("%-10s %10.0f rows/s judged   %11.0f lines/s counted   %5.1f %% of the limit\n", what, judged, counted,
	       100 * judged / counted);
	close(bench->fd);
	unlink(bench->path);
}

int main(int argc, char **argv)
{
	static struct bench bench;
	static char out[1 << 18];
	uint64_t rows = 3000000, rounds = 5;
	if (argc > 1 && (!str_to_u64(str_from(argv[1]), UINT32_MAX, &rows) || rows < 1000))
		bench_stop("the first argument is a number of rows, from 1000 on", NULL);
	if (argc > 2 && (!str_to_u64(str_from(argv[2]), ROUNDS_MAX, &rounds) || rounds == 0))
		bench_stop("the second argument is a number of rounds, at most 99", NULL);
	if (!arena_reserve(&bench.region, (size_t)64 << 20))
		bench_stop("no address space", NULL);
	bench.arena = arena_of(&bench.region);
	bench.out = buf_of(out, sizeof(out));
	printf("tally: %" PRIu64 " rows, medians of %" PRIu64 " rounds\n", rows, rounds);
	read_charter(&bench, 27, "for in people >= 1 and w of for > 1/2 of w of members");
	make_rows(&bench, rows);
	measure(&bench, "positions", 27, rows, rounds);
	read_charter(&bench, 193, "for >= 2/3 of voting");
	make_numbers(&bench, rows);
	measure(&bench, "numbers", 193, rows, rounds);
	return 0;
}
