/* A verification on its way: what its files share. Private to the app room.
 *
 *     verify.c         reading, the pool, the order of things
 *     verify_entry.c   rules 1 to 4 and 6: one entry
 *     verify_end.c     rules 5, 7 and 8: the whole; and which entry it is that a wrong root does not name
 */
#ifndef COMITY_APP_VERIFY_PRIVATE_H
#define COMITY_APP_VERIFY_PRIVATE_H

#include "app/verify.h"
#include "app/verify_pool.h"

struct verify {
	const struct source *source;
	const struct verifier *log_key; /* the reader's, or NULL */
	struct region perm_region, leaf_region, blob_region;
	struct arena perm, blobs;
	struct charter charter;
	struct state *state;
	struct str origin;
	struct pool *pool;
	int64_t last_ms;

	bool has_log; /* whose key the record must bear: the reader's, else log.vkey's, else the founding's */
	struct verifier log;
	bool sealed; /* the checkpoint is signed with that key */
	struct checkpoint checkpoint;
	struct checkpoint older; /* of all that are kept, the next that is to be checked; size 0: none */

	struct hash *leaf;
	uint64_t hashed; /* leaf hashes computed: one more than result.entries while an entry is looked at */
	struct frontier frontier;
	struct verification result;
};

/* The error is that of this entry. Failures of the machine are not. */
ERR_CHECKED enum err_code verify_bad_entry(struct verify *verify, uint64_t number, struct err *err, enum err_code code);
ERR_CHECKED enum err_code verify_entry(struct verify *verify, struct pool_slot *slot, struct str bytes, uint64_t number,
                                       struct err *err);

/* The checkpoint as far as it can be judged before any entry is read. */
ERR_CHECKED enum err_code verify_seal_begin(struct verify *verify, struct err *err);
/* After entry 0: the founding's key is the one expected; the checkpoint, if that was not possible before. */
ERR_CHECKED enum err_code verify_founding_key(struct verify *verify, struct err *err);
/* The tree so far against the checkpoints over just so many entries. */
ERR_CHECKED enum err_code verify_root(struct verify *verify, struct err *err);
ERR_CHECKED enum err_code verify_end(struct verify *verify, struct err *err);
/* Verification failed with `code`: if the kept leaf hashes are those that were signed, name the first entry that is
 * not. */
ERR_CHECKED enum err_code verify_blame(struct verify *verify, enum err_code code, struct err *err);

#endif
