/* Is it HTML that a strict reader would write so? Tags balance and nest, ids are unique, paragraphs hold no blocks,
 * nothing is inline that the pages' policy forbids. Not a validator: the things that page functions can get wrong.
 */
#ifndef COMITY_TESTS_WEB_MARKUP_H
#define COMITY_TESTS_WEB_MARKUP_H

#include "base/str.h"

/* Fails the test and shows the place. `name`: which page. A fragment when it does not begin with a doctype. */
void markup_check(struct str html, const char *name);

#endif
