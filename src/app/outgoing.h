/* Which texts of a record may leave the house. Private to the app room.
 *
 * A text goes out when a sealed entry speaks of it and
 *  1. it is not withheld: no release whose embargo lies ahead has it, whatever its class, nor what corrects such a
 *     release;
 *  2. and it is public, or restricted and published: it is part of the text of a matter that was decided by an outcome
 *     that says `publish`, and the entry that published it (that outcome, or what opened the next meeting) is sealed.
 * Who asks for restricted texts too gets all that sealed entries speak of.
 */
#ifndef COMITY_APP_OUTGOING_H
#define COMITY_APP_OUTGOING_H

#include "app/registrar.h"

struct outgoing {
	struct map unsealed;  /* refs of which only entries above the checkpoint speak, or those too */
	struct map published; /* restricted refs that rule 2 sets free */
	struct map withheld;  /* refs under embargo: rule 1 */
};

/* For an export: every ref, by the first `size` entries, which are sealed. The maps lie in the arena. */
ERR_CHECKED enum err_code outgoing_find(struct registrar *registrar, uint64_t size, struct arena *arena,
                                        struct outgoing *ret, struct err *err);
/* Not for everybody: it goes out only when restricted texts are asked for. */
bool outgoing_secret(const struct outgoing *outgoing, const struct blob_ref *ref);
bool outgoing_allows(const struct outgoing *outgoing, const struct blob_ref *ref, bool restricted);

/* For one entry: rule 1 alone, into an empty map; is the text of this commitment published? */
ERR_CHECKED enum err_code outgoing_withheld(struct registrar *registrar, uint64_t size, struct arena *arena,
                                            struct map *ret, struct err *err);
bool outgoing_published(const struct registrar *registrar, uint64_t size, const uint8_t *commitment);
bool outgoing_has(const struct map *refs, const struct blob_ref *ref);

#endif
