/* Acts without JSON, for tests: act_of(…, "position", "ARM", "arm-1", "matter=m1 version=1 position=object", …).
 *
 * Fields are key=value, divided by spaces, a value with spaces in "quotes". How a value is read follows its type in
 * kernel/verbs.def:
 *   TIME 2026-03-02T09:00Z or +48h from now_ms      BOOL yes, no          NAMES, DATES a,b or - for none
 *   HASH, KEY a word, repeated to 32 bytes          TITLES one English title
 *   TEXT a word: English blob of that name, the commitment is the word repeated
 *   KEYS PARTY:person:key,…                         ZONES Name:offset[/at:offset…],…
 * `seen=N` is the act's own.
 */
#ifndef COMITY_TESTS_SUPPORT_ACTS_H
#define COMITY_TESTS_SUPPORT_ACTS_H

#include "kernel/act.h"

/* Everything lies in the arena (arena_new: a test that runs out aborts). A word that does not fit is a bug in the
 * test and stops it with a message. nonce and hash are drawn from `serial`. "-" as party: the registrar's act. */
struct act act_of(struct arena *arena, const char *verb, const char *party, const char *by, const char *fields,
                  int64_t now_ms, uint64_t serial);

#endif
