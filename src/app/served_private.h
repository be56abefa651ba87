/* Private to what is served: which text a row of the index holds. */
#ifndef COMITY_APP_SERVED_PRIVATE_H
#define COMITY_APP_SERVED_PRIVATE_H

#include "app/served.h"

/* The fact whose text belongs to this one: of an outcome the act that brought the text it decided; otherwise itself.
 * NULL: none. */
const struct fact *served_text_fact(const struct reading *reading, const struct fact *fact);
/* Its text in exactly this language; an accreditation's card in any. fact may be NULL. */
bool served_text_ref(const struct fact *fact, struct str language, struct blob_ref *ret);

#endif
