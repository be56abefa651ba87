/* A record in which everything is done at least once, with a library that is told of it: for the tests of the library
 * and of what is served.
 */
#ifndef COMITY_TESTS_APP_SHELF_H
#define COMITY_TESTS_APP_SHELF_H

#include "app/club.h"

#include "app/library.h"
#include "app/served.h"

extern const char shelf_charter[];

/* A club begun under the charter, with a library, founded and countersigned: six entries. */
void shelf_begin(struct club *club);
void shelf_end(struct club *club);
/* Every verb, in a plausible order; committed and sealed. */
void shelf_fill(struct club *club);
/* Close the registrar, empty the library, open again: it is told of the same entries when they are loaded. */
void shelf_reopen(struct club *club);
void shelf_seal(struct club *club);
/* What fell due is entered and committed. */
void shelf_tick(struct club *club);
struct reading shelf_reading(const struct club *club);

/* The fact of an entry; fails the test when there is none. */
const struct fact *shelf_fact(const struct club *club, uint64_t number);

#endif
