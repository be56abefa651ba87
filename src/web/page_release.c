/* One press release: what it says, when and in which languages; what it is about; the entry that proves it; what has
 * been corrected. Before its embargo ends there is no such page. */
#include "web/news.h"
#include "web/page.h"

static void about(struct view *view, const struct fact *fact)
{
	struct str meeting = fact_name(fact, FIELD_MEETING), matter = fact_name(fact, FIELD_MATTER);
	struct str event = fact_name(fact, FIELD_EVENT);
	if (meeting.len > 0)
		view_subject(view, "meeting", MSG_MEETING, SUBJECT_MEETING, meeting);
	if (matter.len > 0)
		view_subject(view, "matter", MSG_MATTER, SUBJECT_MATTER, matter);
	if (event.len > 0)
		view_subject(view, "event", MSG_EVENT, SUBJECT_EVENT, event);
}

enum page_result page_release(struct view *view, const struct page_request *request)
{
	struct news_release release;
	struct str heading, language;
	struct err err;
	if (!news_release(view->site, request->name, &release))
		return PAGE_NOT_FOUND;
	const struct value *titles = fact_get(release.fact, FIELD_TITLE);
	struct str wished = view_wished(view, titles ? titles : news_text(release.fact));
	if (news_heading(view->site, release.fact, wished, view->arena, &heading, &language, &err)) {
		view->failed = true;
		return PAGE_OK;
	}
	view_start(view, heading, language, STR(""));
	view_facts(view);
	view_time(view, "published", MSG_RELEASE_PUBLISHED, release.published_ms, view_fact_zone(view, release.fact));
	if (release.published_ms != release.fact->time_ms)
		view_time(view, "handed_in", MSG_RELEASE_HANDED_IN, release.fact->time_ms, view_fact_zone(view, release.fact));
	about(view, release.fact);
	view_party(view, "by", MSG_RELEASE_BY, release.fact->party);
	view_entry(view, "entry", MSG_PROOF, release.fact->number);
	view_end(view);
	news_correction(view, release.fact);
	view_fact_text(view, "text", release.fact, FIELD_TEXT);
	return PAGE_OK;
}
