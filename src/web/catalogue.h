/* What tools/po_compile.c makes of a language's .po files: tables in the order of the lists. Private to message.c and
 * to the generated files.
 */
#ifndef COMITY_WEB_CATALOGUE_H
#define COMITY_WEB_CATALOGUE_H

#include "base/str.h"

#define CATALOGUE_FORMS 3u /* of a plural, at most */

struct catalogue_message { /* an empty form: not translated */
	struct str form[CATALOGUE_FORMS];
};
struct catalogue_word {
	struct str code, words;
};
struct catalogue {
	const struct catalogue_message *message; /* by enum message */
	const struct str *phrase;                /* by enum verb */
	const struct catalogue_word *word;       /* ascending by code */
	uint32_t word_count;
};
extern const struct catalogue catalogue_en, catalogue_ru, catalogue_pseudo;

#endif
