/* Later time zone rules: those of the machine's zone data are read anew, and entered when they say something else than
 * the record, or when the record's own do not reach far enough into the future any more. */
#ifndef COMITY_APP_RENEW_H
#define COMITY_APP_RENEW_H

#include "app/registrar.h"

struct renewed {
	bool entered;
	uint64_t number;     /* of the entry */
	struct str tzdata;   /* version of the rules that were read; in the scratch arena */
	uint32_t zone_count; /* that the record has now */
	uint32_t changed;    /* of them, otherwise than before; new ones too */
	int32_t to_year;     /* the last year that the record's rules are for */
};
/* `more`: zones besides those that the record has and the charter names. What a zone did until last year stays as the
 * record has it. The entry is pending: the caller commits. Everything lies in the scratch arena. */
ERR_CHECKED enum err_code zones_renew(struct registrar *registrar, const struct str *more, uint32_t more_count,
                                      const uint8_t nonce[16], struct arena *scratch, struct renewed *ret,
                                      struct err *err);

#endif
