/* What it costs to make one page, without the network: every page of a record rendered again and again.
 *
 *     bench_pages FOLDER [rounds]        100 rounds when not stated
 *
 * For each address pattern: how many pages it has, their mean size, the mean and the worst of their medians, in
 * English. Beside it, in the same run, the floor: the same bytes copied once.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "app/clerk.h"
#include "fixture.h"
#include "web/frame.h"

#define BODY_SIZE ((size_t)8 << 20)
#define NAMES_MAX 20000u
#define ROUNDS_MAX 1000

static char body[BODY_SIZE], copy[BODY_SIZE];
static struct str name[NAMES_MAX];
static uint32_t name_count;

static double now_us(void)
{
	struct timespec ts;
	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &ts);
	return (double)ts.tv_sec * 1e6 + (double)ts.tv_nsec * 1e-3;
}

static void add(struct str one)
{
	if (name_count < NAMES_MAX)
		name[name_count++] = one;
}

static void add_numbers(const struct reading *reading, struct arena *arena, bool adoptions)
{
	for (uint64_t i = 0; i < reading->size; i++) {
		const struct fact *fact = library_fact(reading->library, i);
		if (adoptions && (fact->verb != VERB_OUTCOME || fact_number(fact, FIELD_ADOPTS, 0) == 0))
			continue;
		struct buf buf = buf_new(arena, 24);
		buf_u64(&buf, i);
		add(buf_view(&buf));
	}
}

static void add_titles(const struct titles *titles, size_t stride, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++)
		add(((const struct titles *)(const void *)((const char *)titles + i * stride))->name);
}

/* The names that a pattern's {name} can take; without one, the one empty name. */
static void collect(const struct page *page, const struct reading *reading, struct arena *arena)
{
	const struct state *state = reading->state;
	const struct charter *charter = reading->charter;
	const char *pattern = page->pattern;
	name_count = 0;
	if (strstr(pattern, "{name}") == NULL)
		add(STR(""));
	else if (strncmp(pattern, "meetings/", 9) == 0)
		for (uint32_t i = 0; i < kernel_meeting_count(state); i++)
			add(kernel_meeting_at(state, i).name);
	else if (strncmp(pattern, "matters/", 8) == 0 || strncmp(pattern, "plans/", 6) == 0 ||
	         strncmp(pattern, "crises/", 7) == 0)
		for (uint32_t i = 0; i < kernel_matter_count(state); i++)
			add(kernel_matter_at(state, i).name);
	else if (strncmp(pattern, "events/", 7) == 0)
		for (uint32_t i = 0; i < kernel_event_count(state); i++)
			add(kernel_event_at(state, i).name);
	else if (strncmp(pattern, "releases/month/", 15) == 0)
		add(STR("2025-05"));
	else if (strncmp(pattern, "releases/", 9) == 0)
		for (uint32_t i = 0; i < kernel_release_count(state); i++)
			add(kernel_release_at(state, i).name);
	else if (strncmp(pattern, "persons/", 8) == 0)
		for (uint32_t i = 0; i < kernel_person_count(state); i++)
			add(kernel_person_at(state, i).name);
	else if (strncmp(pattern, "bodies/", 7) == 0)
		add_titles(&charter->body[0].titles, sizeof *charter->body, charter->body_count);
	else if (strncmp(pattern, "parties/", 8) == 0)
		add_titles(&charter->party[0].titles, sizeof *charter->party, charter->party_count);
	else if (strncmp(pattern, "offices/", 8) == 0)
		add_titles(&charter->office[0].titles, sizeof *charter->office, charter->office_count);
	else if (strncmp(pattern, "record/", 7) == 0)
		add_numbers(reading, arena, /* adoptions= */ false);
	else if (strncmp(pattern, "decisions/", 10) == 0)
		add_numbers(reading, arena, /* adoptions= */ true);
}

/* Median time of one page; its size, 0 when there is no such page. */
static double render(const struct page *page, struct str of, const struct site *site, struct arena scratch, int rounds,
                     size_t *ret_size, double *ret_copy_us)
{
	static double us[ROUNDS_MAX], copied[ROUNDS_MAX];
	struct page_request request = {.name = of, .query_from = UINT64_MAX};
	*ret_size = 0;
	for (int i = 0; i < rounds; i++) {
		struct arena arena = scratch;
		struct buf out = buf_of(body, sizeof body);
		struct page_made made = {.failed = true};
		double begin = now_us();
		if (page_render(page, &request, site, LANGUAGE_EN, VIEW_HTML, &arena, &out, &made) != PAGE_OK)
			return 0;
		us[i] = now_us() - begin;
		if (made.failed || out.full)
			bench_stop(page->pattern, NULL);
		*ret_size = out.len;
		begin = now_us();
		memcpy(copy, body, out.len);
		copied[i] = now_us() - begin;
	}
	*ret_copy_us = bench_median(copied, (size_t)rounds);
	return bench_median(us, (size_t)rounds);
}

static void measure(const struct page *page, const struct site *site, struct arena scratch, int rounds)
{
	double sum = 0, worst = 0, copies = 0;
	uint64_t bytes = 0;
	uint32_t pages = 0, worst_index = 0;
	collect(page, &site->reading, &scratch);
	for (uint32_t i = 0; i < name_count; i++) {
		size_t size;
		double copy_us = 0, us = render(page, name[i], site, scratch, rounds, &size, &copy_us);
		if (size == 0)
			continue;
		pages++;
		sum += us;
		copies += copy_us;
		bytes += size;
		if (us > worst) {
			worst = us;
			worst_index = i;
		}
	}
	if (pages > 0)
		printf("%-24s %6u %9.0f %9.1f %9.1f %9.2f   %.*s\n", page->pattern, pages, (double)bytes / pages, sum / pages,
		       worst, copies / pages, STR_ARG(name[worst_index]));
}

int main(int argc, char **argv)
{
	struct clerk_config config = {.os = &os_real, .read_only = true, .workers = 1, .queue_max = 1};
	struct clerk *clerk;
	struct err err = {0};
	struct region region = {0};
	uint64_t rounds = 100;
	if (argc < 2 || (argc > 2 && (!str_to_u64(str_from(argv[2]), ROUNDS_MAX, &rounds) || rounds == 0)))
		bench_stop("bench_pages FOLDER [rounds]", NULL);
	config.dir = argv[1];
	if (sign_start(&err) != ERR_OK || clerk_open(&config, &clerk, &err) != ERR_OK)
		bench_stop(argv[1], &err);
	if (!arena_reserve(&region, (size_t)256 << 20))
		bench_stop("no address space", NULL);
	struct site site = {.reading = clerk_read(clerk), .base_url = STR("http://localhost")};
	site.origin = registrar_origin(site.reading.registrar);
	site.seat_zone = kernel_seat_zone(site.reading.state);
	printf("pages: %" PRIu64 " entries; medians of %" PRIu64 " rounds, in us of processor; the worst page is named\n",
	       site.reading.size, rounds);
	printf("%-24s %6s %9s %9s %9s %9s\n", "pattern", "pages", "bytes", "mean", "worst", "copied");
	for (uint32_t i = 0; i < page_count; i++)
		measure(&page_table[i], &site, arena_of(&region), (int)rounds);
	clerk_unread(clerk);
	clerk_close(clerk);
	return 0;
}
