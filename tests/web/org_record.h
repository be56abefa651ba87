/* A record to show pages of: made from a charter and a script in a folder of its own, opened for reading with its
 * library, and rendered page by page without frame, as HTML and as JSON.
 */
#ifndef COMITY_TESTS_WEB_ORG_RECORD_H
#define COMITY_TESTS_WEB_ORG_RECORD_H

#include "web/page.h"

#include "app/folder.h"

struct org_record {
	char dir[512];
	bool made; /* the folder is removed at the end */
	struct folder folder;
	struct library *library;
	struct site site;    /* a test may change now_ms, closed_record … */
	struct region pages; /* of all pages rendered so far */
	struct arena arena;
};

/* A card of two lines, for scripts, in which a text has one: card=public:@card.txt. */
#define ORG_RECORD_CARD "Pat <Press>\n+43 1 555\n"
/* Fails the test with the script's error. */
void org_record_make(struct org_record *record, const char *charter, const char *script);
/* An existing folder. */
void org_record_open(struct org_record *record, const char *dir);
void org_record_end(struct org_record *record);

/* The page of this pattern ("bodies/{name}"); ptr NULL: there is none. Good until the end. */
struct str org_page(struct org_record *record, const char *pattern, const char *name, enum language language,
                    enum view_format format);
/* The same with ?from=. */
struct str org_page_from(struct org_record *record, const char *pattern, const char *name, uint64_t from,
                         enum language language, enum view_format format);

#endif
