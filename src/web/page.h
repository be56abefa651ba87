/* The one table of all pages: address, message of its title, function. The router, the navigation, the site map, the
 * dead-link test and docs/api.md's list read it.
 *
 * Patterns are matched after the language: /en/meetings/{name}. Each has a twin with ".json" after its last part ("/en"
 * itself: /en/index.json).
 */
#ifndef COMITY_WEB_PAGE_H
#define COMITY_WEB_PAGE_H

#include "web/view.h"

typedef enum page_result page_function(struct view *view, const struct page_request *request);

enum page_area { AREA_NONE, AREA_HOME, AREA_NEWS, AREA_WORK, AREA_BODIES, AREA_RECORD, AREA_MAX };

struct page {
	const char *pattern;
	enum message title;
	enum page_area area; /* which part of the navigation is current */
	bool in_navigation;
	page_function *run;
};
extern const struct page page_table[];
extern const uint32_t page_count;

/* news */
page_function page_home, page_releases, page_releases_month, page_release, page_documents, page_document, page_search;
page_function page_events, page_event, page_anniversaries;
/* work */
page_function page_matters, page_matter, page_decisions, page_decision, page_plans, page_plan, page_crises, page_crisis;
page_function page_meetings, page_meeting;
/* organisation */
page_function page_bodies, page_body, page_parties, page_party, page_offices, page_office, page_person, page_charter;
/* record */
page_function page_record, page_entry, page_about;

#endif
