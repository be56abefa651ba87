/* A record's folder to serve and measure: so many entries, with the registrar's key, as `comity init` would leave it.
 *
 *     bench_folder FOLDER ENTRIES       nothing is done when the folder holds a record already
 */
#include <stdio.h>

#include "app/folder.h"
#include "base/limits.h"
#include "fixture.h"

int main(int argc, char **argv)
{
	static struct fixture fixture;
	char path[4096];
	uint8_t seed[SEED_SIZE];
	uint64_t entries;
	struct store *store;
	int lock = -1;
	if (argc != 3 || !str_to_u64(str_from(argv[2]), LIMIT_ENTRIES / 2, &entries))
		bench_stop("bench_folder FOLDER ENTRIES", NULL);
	snprintf(path, sizeof path, "%.4000s/log.vkey", argv[1]);
	if (os_real.exists(os_real.context, path))
		return 0;
	MUST(sign_start(err));
	fixture_init(&fixture);
	fixture_seed(255, seed);
	MUST(folder_prepare(argv[1], FIXTURE_LOG, seed, &os_real, &store, &lock, err));
	fixture_open(&fixture, store);
	fixture_found(&fixture);
	while (kernel_size(registrar_state(fixture.registrar)) < entries)
		fixture_matter(&fixture);
	fixture_seal(&fixture);
	registrar_close(fixture.registrar);
	os_real.unlock(os_real.context, lock);
	return 0;
}
