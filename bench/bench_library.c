/* What the library costs: a record opened with and without it, the time for one fact, and the memory.
 *
 *     bench_library [FOLDER [entries]]      the record that bench_start has made there
 *
 * Beside it, in the same run, the same record opened without a library; both in processor time. Resident memory is that
 * of the whole process with the store, the state and the library, after the record has been opened once, as a server
 * would.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "app/library.h"
#include "base/limits.h"
#include "fixture.h"

#define ROUNDS 7

static double now_s(void)
{
	struct timespec ts;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &ts);
	return (double)ts.tv_sec + (double)ts.tv_nsec * 1e-9;
}

/* VmHWM in MB. */
static double peak_mb(void)
{
	char line[256];
	unsigned long kb = 0;
	FILE *status = fopen("/proc/self/status", "r");
	while (status && fgets(line, sizeof line, status))
		if (strncmp(line, "VmHWM:", 6) == 0)
			(void)sscanf(line + 6, "%lu", &kb);
	if (status)
		fclose(status);
	return (double)kb / 1024;
}

static double open_s(const char *path, struct library *library, size_t *ret_bytes, uint64_t *ret_facts)
{
	struct registrar *registrar;
	struct store *store;
	double begin = now_s();
	MUST(store_sqlite_open(path, STORE_READ, &store, err));
	struct registrar_config config = {.store = store, .os = &os_real, .library = library};
	MUST(registrar_open(&config, &registrar, err));
	double seconds = now_s() - begin;
	if (library) {
		*ret_bytes = library_memory(library);
		*ret_facts = library_size(library);
	}
	registrar_close(registrar);
	return seconds;
}

int main(int argc, char **argv)
{
	char path[4096];
	uint64_t entries = 100000, facts = 0;
	size_t bytes = 0;
	double with = 1e9, without = 1e9, first_mb = 0;
	if (argc > 2 && !str_to_u64(str_from(argv[2]), LIMIT_ENTRIES / 2, &entries))
		bench_stop("the second argument is a number of entries", NULL);
	snprintf(path, sizeof path, "%s/start-%" PRIu64 ".db", argc > 1 ? argv[1] : ".", entries);
	MUST(sign_start(err));
	for (int i = 0; i < ROUNDS; i++) {
		struct library *library = library_new((struct map_key){1, 2});
		if (!library)
			bench_stop("no address space", NULL);
		double seconds = open_s(path, library, &bytes, &facts);
		with = seconds < with ? seconds : with;
		library_free(library);
		if (i == 0)
			first_mb = peak_mb();
		seconds = open_s(path, NULL, NULL, NULL);
		without = seconds < without ? seconds : without;
	}
	printf("library: a record of %" PRIu64 " entries, best of %d\n", facts, ROUNDS);
	printf("open with library     %8.3f s of the processor\n", with);
	printf("open without          %8.3f s: the library takes %.2f us a fact\n", without,
	       (with - without) / (double)facts * 1e6);
	printf("library's memory      %8.2f MB: %.0f bytes a fact\n", (double)bytes / 1e6, (double)bytes / (double)facts);
	printf("process at its peak   %8.2f MB\n", first_mb);
	return 0;
}
