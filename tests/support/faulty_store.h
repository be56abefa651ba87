/* A store around another one that makes the Nth call fail, for stories that go through everything above it.
 *
 * Every operation of struct store_ops counts but close. FAULTY_BEFORE fails without asking the inner store.
 * FAULTY_AFTER lets it do its work and then says that it failed: an append was durable although its caller was told
 * otherwise. After a change (append, seal, erase, rebuild) has failed so, all further calls fail, as store.h promises;
 * after a failed reading the next one works. What the inner store refuses by itself is handed on as it is.
 */
#ifndef COMITY_TESTS_FAULTY_STORE_H
#define COMITY_TESTS_FAULTY_STORE_H

#include "store/store.h"

enum faulty_when { FAULTY_BEFORE, FAULTY_AFTER };

/* fail_at: 1 is the next call; 0 never. Closing the wrap closes the inner store. NULL when there is no memory. */
struct store *faulty_store_wrap(struct store *inner, uint64_t fail_at);
void faulty_store_when(struct store *wrap, enum faulty_when when); /* FAULTY_BEFORE unless told */
bool faulty_store_fired(const struct store *wrap);
uint64_t faulty_store_calls(const struct store *wrap);
/* The same of the wrap that was closed last, for stories in which the store is opened and closed inside. */
bool faulty_store_last_fired(void);

#endif
