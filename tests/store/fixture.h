/* What the store's tests write and expect: batches made from their number alone, so that whatever survived a failure
 * can be compared byte for byte with what was sent.
 *
 * Batch k has 1 to 5 entries and 0 to 3 blobs, of all three classes and of sizes from one byte to several pages.
 */
#ifndef COMITY_TESTS_STORE_FIXTURE_H
#define COMITY_TESTS_STORE_FIXTURE_H

#include "store/store.h"

/* One arena for a test; fixture_begin empties it. */
extern struct arena fixture_arena;
void fixture_begin(void);
/* A fresh folder, removed with all in it by fixture_end. */
const char *fixture_folder(void);
const char *fixture_path(const char *name); /* in the folder; lives until fixture_end */
void fixture_end(void);

uint64_t fixture_mix(uint64_t seed); /* a number that looks like chance */
struct str fixture_entry(uint64_t number);
struct store_batch fixture_batch(uint64_t k);
uint64_t fixture_first(uint64_t k); /* entries in the batches before k */
/* A blob whose ref is computed from its bytes. */
struct store_blob fixture_blob(enum blob_class class, uint64_t seed, size_t size);

/* Append batches first … end - 1, each of which must succeed. */
void fixture_fill(struct store *store, uint64_t first, uint64_t end);
/* The number of whole batches in the store, after every entry, leaf hash and blob was compared and nothing else was
 * found; fails the test when something is half there. */
uint64_t fixture_inspect(struct store *store);
/* The same, quietly: false with the store's error when it reports one, failing the test when it hands out wrong data.
 */
bool fixture_inspect_damaged(struct store *store, uint64_t *ret_batches, struct err *err);

extern uint64_t fixture_extra_blobs; /* stored beside those of the batches; 0 after fixture_begin */

struct store *fixture_open(const char *path, enum store_mode mode); /* must succeed */
void fixture_exec(const char *path, const char *sql);               /* raw SQL on the file, which must succeed */

#define assert_ok(call)                                                                           \
	do {                                                                                          \
		struct err assert_err = {.msg = ""};                                                      \
		struct err *err = &assert_err;                                                            \
		enum err_code assert_code = (call);                                                       \
		if (assert_code != ERR_OK)                                                                \
			fail_msg("%s: %s (%s)", err_code_name(assert_code), assert_err.msg, assert_err.hint); \
	} while (0)
#define assert_code(wanted, call)                                                                                \
	do {                                                                                                         \
		struct err assert_err = {.msg = ""};                                                                     \
		struct err *err = &assert_err;                                                                           \
		enum err_code assert_got = (call);                                                                       \
		if (assert_got != (wanted))                                                                              \
			fail_msg("wanted %s, got %s: %s", err_code_name(wanted), err_code_name(assert_got), assert_err.msg); \
		assert_int_equal(assert_err.code, assert_got);                                                           \
		assert_true(assert_err.msg[0] != '\0');                                                                  \
	} while (0)

#endif
