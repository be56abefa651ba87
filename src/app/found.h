/* From a charter and first keys to a founded record: which zones are needed, over which years, and the two constitutive
 * acts. The command line and scripts found in this one way. */
#ifndef COMITY_APP_FOUND_H
#define COMITY_APP_FOUND_H

#include "app/registrar.h"

#define ZONE_YEARS_AHEAD 25
#define ZONE_YEARS_BACK 1 /* what is entered may speak of last year's days */

struct found_words {
	struct str origin;
	struct str charter_text;
	const struct charter *charter; /* read from that text */
	struct first_key *keys;        /* any order; sorted in place */
	uint32_t key_count;
	const struct str *zones; /* besides those that the charter names: where meetings may be held */
	uint32_t zone_count;
	uint8_t nonce[2][16];
};
/* Transitions are taken to 25 years after now: those of the charter's own zone from the year of its earliest date on
 * (1970 at the earliest), those of all others from last year on. */
ERR_CHECKED enum err_code found_record(struct registrar *registrar, struct found_words *words, struct arena scratch,
                                       struct err *err);

#endif
