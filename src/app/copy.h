/* A copy of a record that `export` made, as a store that can only be read: what opens a record opens its copy too.
 *
 * Nothing is kept in memory but one bundle of entries; texts are read when they are asked for, and one that the copy
 * does not hold is ERR_NOT_FOUND. Each entry is checked against the leaf hash beside it, each text against its ref; the
 * registrar that is opened over the store replays the entries and checks the tree and the checkpoint's signature.
 * Not checked, as in a record's own folder: the signatures of acts; and the registrar's key is the one that the copy
 * itself names. `verify` does both. */
#ifndef COMITY_APP_COPY_H
#define COMITY_APP_COPY_H

#include "app/registrar.h"

/* A checkpoint and log.vkey, but no record.db. */
bool copy_is(const char *path, const struct os *os);
ERR_CHECKED enum err_code copy_open(const char *path, const struct os *os, struct store **ret, struct err *err);
/* A registrar that was opened over a copy's store: is log.vkey the key that the founding names? */
ERR_CHECKED enum err_code copy_check_key(struct registrar *registrar, struct err *err);

#endif
