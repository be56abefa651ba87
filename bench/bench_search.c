/* Searching an index of many rows: how long a page of hits takes, newest first, and what the index costs.
 *
 *     bench_search [FOLDER [rows]]        100,000 rows when not stated; the file is made anew and removed
 *
 * Rows are texts of 60 to 260 words, half English and half Russian, drawn from vocabularies in which, as in a real
 * language, few words are in nearly every text and many in a few. Queries are of five kinds; each asks for the 20
 * newest hits with excerpts, as a page does. Times are of the processor.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/limits.h"
#include "store/search.h"

#define VOCABULARY 20000u
#define BATCH 256u
#define QUERIES 2000u
#define HITS 20u

static uint64_t chance = 1;

static uint64_t draw(uint64_t below)
{
	chance ^= chance >> 12;
	chance ^= chance << 25;
	chance ^= chance >> 27;
	return (chance * UINT64_C(0x2545f4914f6cdd1d) >> 11) % below;
}

static double now_s(void)
{
	struct timespec ts;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &ts);
	return (double)ts.tv_sec + (double)ts.tv_nsec * 1e-9;
}

static void must(enum err_code code, const struct err *err)
{
	if (code == ERR_OK)
		return;
	fprintf(stderr, "bench: %s\n", err->msg);
	exit(1);
}

/* The word of a rank, of syllables: "karemi", "карем". */
static void buf_word(struct buf *buf, uint64_t rank, bool russian)
{
	static const char *const english[] = {"ka", "re", "mi", "to", "su", "ne", "lo", "va", "di", "pe", "sha", "tion"};
	static const char *const cyrillic[] = {"ка", "ре", "ми", "то", "су", "не", "ло", "ва", "ди", "пе", "ша", "ние"};
	for (uint64_t rest = rank + 12; rest > 0; rest /= 12)
		buf_c(buf, russian ? cyrillic[rest % 12] : english[rest % 12]);
}

/* Rank r about 1/r as often as the first. */
static uint64_t zipf(void)
{
	uint64_t bits = draw(15), low = UINT64_C(1) << bits;
	uint64_t rank = low + draw(low) - 1;
	return rank < VOCABULARY ? rank : VOCABULARY - 1;
}

static struct str text_of(struct arena *arena, bool russian, uint64_t words)
{
	struct buf buf = buf_new(arena, 8192);
	for (uint64_t i = 0; i < words; i++) {
		buf_c(&buf, i ? " " : "");
		buf_word(&buf, zipf(), russian);
		if (draw(12) == 0)
			buf_byte(&buf, '.');
	}
	return buf_view(&buf);
}

static double fill(struct search *search, struct region *region, uint64_t rows, uint64_t *ret_bytes)
{
	double begin = now_s();
	for (uint64_t first = 0; first < rows; first += BATCH) {
		struct arena arena = arena_of(region);
		struct search_row row[BATCH];
		struct hash leaf = {{0}};
		struct err err;
		for (uint32_t i = 0; i < BATCH; i++) {
			bool russian = (first + i) % 2;
			struct buf name = buf_new(&arena, 24);
			buf_u64(&name, first + i);
			row[i] = (struct search_row){STR("release"),
			                             buf_view(&name),
			                             russian ? STR("ru") : STR("en"),
			                             first + i,
			                             text_of(&arena, russian, 6),
			                             text_of(&arena, russian, 60 + draw(200))};
			*ret_bytes += row[i].title.len + row[i].text.len;
		}
		must(search_add(search, row, BATCH, first + BATCH, &leaf, &err), &err);
	}
	return now_s() - begin;
}

static int by_time(const void *a, const void *b)
{
	double left = *(const double *)a, right = *(const double *)b;
	return (left > right) - (left < right);
}

enum kind { COMMON, RARE, TWO, PHRASE, UNFINISHED, KIND_MAX };

static void buf_query(struct buf *buf, enum kind kind, bool russian)
{
	switch (kind) {
	case COMMON:
		buf_word(buf, draw(8), russian);
		buf_byte(buf, ' ');
		break;
	case RARE:
		buf_word(buf, 2000 + draw(VOCABULARY - 2000), russian);
		buf_byte(buf, ' ');
		break;
	case TWO:
		buf_word(buf, zipf(), russian);
		buf_byte(buf, ' ');
		buf_word(buf, zipf(), russian);
		buf_byte(buf, ' ');
		break;
	case PHRASE:
		buf_byte(buf, '"');
		buf_word(buf, draw(30), russian);
		buf_byte(buf, ' ');
		buf_word(buf, draw(30), russian);
		buf_byte(buf, '"');
		break;
	default:
		buf_c(buf, russian ? (draw(2) ? "ка" : "карем") : (draw(2) ? "kar" : "karem"));
	}
}

static void ask(struct search *search, struct region *region, enum kind kind, const char *what)
{
	static double time[QUERIES];
	uint64_t hits = 0;
	for (uint32_t i = 0; i < QUERIES; i++) {
		struct arena arena = arena_of(region);
		struct search_hit hit[HITS];
		struct err err;
		uint32_t count;
		bool more, russian = i % 2;
		struct buf query = buf_new(&arena, 256);
		buf_query(&query, kind, russian);
		double begin = now_s();
		must(search_find(search, buf_view(&query), russian ? STR("ru") : STR("en"), NULL, 0, HITS, &arena, hit, &count,
		                 &more, &err),
		     &err);
		time[i] = now_s() - begin;
		hits += count;
	}
	qsort(time, QUERIES, sizeof time[0], by_time);
	printf("%-18s %8.0f us median %8.0f us 99 of 100 %8.0f us worst %6.1f hits\n", what, time[QUERIES / 2] * 1e6,
	       time[QUERIES * 99 / 100] * 1e6, time[QUERIES - 1] * 1e6, (double)hits / QUERIES);
}

int main(int argc, char **argv)
{
	static const char *const what[KIND_MAX] = {"a common word", "a rare word", "two words", "a phrase",
	                                           "an unfinished word"};
	struct region region;
	struct search *search;
	struct err err;
	char path[4096];
	uint64_t rows = 100000, bytes = 0;
	if (argc > 2 && !str_to_u64(str_from(argv[2]), LIMIT_ENTRIES / 2, &rows))
		return 1;
	rows = (rows + BATCH - 1) / BATCH * BATCH;
	snprintf(path, sizeof path, "%s/bench-search.db", argc > 1 ? argv[1] : ".");
	if (!arena_reserve(&region, (size_t)64 << 20))
		return 1;
	must(search_open(path, STR("bench.example"), true, &search, &err), &err);
	must(search_clear(search, &err), &err);
	double seconds = fill(search, &region, rows, &bytes);
	search_close(search);
	FILE *file = fopen(path, "rb");
	long size = file && fseek(file, 0, SEEK_END) == 0 ? ftell(file) : 0;
	if (file)
		fclose(file);
	printf("search: %" PRIu64 " rows, %.1f MB of text\n", rows, (double)bytes / 1e6);
	printf("filling            %8.1f s  %8.0f rows/s; the index has %.1f MB\n", seconds, (double)rows / seconds,
	       (double)size / 1e6);
	must(search_open(path, STR("bench.example"), false, &search, &err), &err);
	for (int kind = 0; kind < KIND_MAX; kind++)
		ask(search, &region, (enum kind)kind, what[kind]);
	search_close(search);
	unlink(path);
	return 0;
}
