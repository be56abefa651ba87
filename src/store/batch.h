/* What every backend asks of a batch before it touches anything, and the bounds they share. Private to the room. */
#ifndef COMITY_STORE_BATCH_H
#define COMITY_STORE_BATCH_H

#include "store/store.h"

#define CHECKPOINT_SIZE_MAX (64u << 10) /* a note of 64 signature lines has 10 KB */
#define BLOB_REF_SIZE 80u               /* "restricted:" and 64 hex digits, and room */

/* Sizes and counts within limits.h (ERR_LIMIT), every blob's bytes and salt matching its ref (ERR_SIGNATURE). */
ERR_CHECKED enum err_code batch_check(const struct store_batch *batch, struct err *err);
/* batch->first against the store's count: ERR_CONFLICT, or ERR_LIMIT when the log is full. */
ERR_CHECKED enum err_code batch_fits(const struct store_batch *batch, uint64_t count, struct err *err);
/* A seal that makes sense: newest is the size of the newest checkpoint, 0 when there is none. */
ERR_CHECKED enum err_code seal_check(uint64_t newest, uint64_t count, uint64_t expected, uint64_t size,
                                     struct str checkpoint, struct err *err);
/* The ref's text in storage of BLOB_REF_SIZE bytes. */
struct str blob_ref_text(const struct blob_ref *ref, char storage[BLOB_REF_SIZE]);
/* The messages that every backend gives in the same words. */
ERR_CHECKED enum err_code entry_damaged(uint64_t number, struct err *err);
ERR_CHECKED enum err_code blob_unknown(const struct blob_ref *ref, struct err *err);
ERR_CHECKED enum err_code blob_damaged(const struct blob_ref *ref, struct err *err);
ERR_CHECKED enum err_code blob_kept(const struct blob_ref *ref, struct err *err);
ERR_CHECKED enum err_code read_no_room(uint64_t size, struct err *err);

#endif
