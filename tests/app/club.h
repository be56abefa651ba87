/* A small organisation to test the registrar with: three members and a secretariat, one body, one written procedure; a
 * world in which the clocks stand still until they are told, and a store in memory that outlives its registrar.
 *
 * The persons a-1, b-1, c-1 and sec-1 hold the first keys of A, B, C and SEC. A person's key is made from the name.
 */
#ifndef COMITY_TESTS_APP_CLUB_H
#define COMITY_TESTS_APP_CLUB_H

#include "app/acts.h"

#include "app/registrar.h"
#include "record/entry.h"

#define CLUB_START_MS INT64_C(1767607200000) /* 2026-01-05T10:00Z */
#define HOUR_MS INT64_C(3600000)

extern const char club_charter[];

struct club {
	struct os os; /* wall and monotonic clock are the two below; random counts up */
	int64_t wall_ms, monotonic_ms;
	uint8_t chance;
	uint64_t nonce;
	struct region region;
	struct arena arena;
	struct store *store;               /* closed by club_end alone: to its registrars, closing does nothing */
	const struct store_ops *store_ops; /* the real ones */
	struct secret_key key;
	const char *charter;         /* club_charter, unless a test founds under another */
	struct registrar *registrar; /* NULL when it is not open */
	struct library *library;     /* a test's own, told of the entries; or NULL */
	bool complete;               /* club_act fills in what the record knows */
};

void club_begin(struct club *club); /* no registrar yet */
void club_end(struct club *club);
/* Both clocks. */
void club_pass(struct club *club, int64_t ms);

struct secret_key club_key(const char *person);
enum err_code club_open(struct club *club, struct err *err);
enum err_code club_open_with(struct club *club, struct store *store, struct registrar_config *config, struct err *err);
void club_close(struct club *club);
enum err_code club_found(struct club *club, struct err *err);
/* Opened, founded, all first keys countersigned, committed: six entries. Fails the test when it cannot. */
void club_ready(struct club *club);

struct club_act {
	struct str bytes;
	struct store_blob blob[8];
	uint32_t blob_count;
};
/* "PARTY person verb field=value|field=value…" signed by the person's key; further signers after a '+': "A a-1+b-1 …".
 * A new nonce each time. */
struct club_act club_act(struct club *club, const char *line);
/* Sign the JSON line with these keys (a list as above); the names are the persons'. */
struct str club_sign(struct club *club, struct str text, const char *persons);
enum err_code club_submit(struct club *club, const struct club_act *act, struct answer *ret, struct err *err);
/* Made and submitted; must be entered. The entry's number. */
uint64_t club_enter(struct club *club, const char *line);
/* "PARTY focal" accredits the person with the key made from its name. */
uint64_t club_accredit(struct club *club, const char *focal, const char *person);
/* Made and submitted; must be refused with this slug. */
void club_refused(struct club *club, const char *line, const char *slug);
/* Made and submitted; must fail with this code and these words. */
void club_fails(struct club *club, const char *line, enum err_code code, const char *words);

uint64_t club_size(const struct club *club); /* entries, pending ones too */
uint64_t club_stored(struct club *club);     /* durable ones */
struct entry club_entry(struct club *club, uint64_t number);
struct act club_entry_act(struct club *club, uint64_t number);

/* Fails the test when the call does not succeed. `err` is declared inside. */
#define assert_ok(call)                                                               \
	do {                                                                              \
		struct err assert_err = {.msg = ""}, *err = &assert_err;                      \
		enum err_code assert_got = (call);                                            \
		if (assert_got)                                                               \
			fail_msg("%s: %s: %s", #call, err_code_name(assert_got), assert_err.msg); \
	} while (0)
/* … when it does not fail with this code and a message that holds these words. */
#define assert_fails(call, wanted, words)                                                                   \
	do {                                                                                                    \
		struct err assert_err = {.msg = ""}, *err = &assert_err;                                            \
		enum err_code assert_got = (call);                                                                  \
		if (assert_got != (wanted) || !strstr(assert_err.msg, (words)))                                     \
			fail_msg("%s: %s: %s (%s)", #call, err_code_name(assert_got), assert_err.msg, assert_err.hint); \
		assert_int_equal(assert_err.code, (wanted));                                                        \
	} while (0)

#endif
