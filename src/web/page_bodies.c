/* /bodies: the bodies as they hang together, each under its parent, with the level at which it meets.
 *
 * Below the depth that a page can show, what hangs deeper stands on the last level shown: nothing is left out.
 */
#include "web/organisation.h"

#define BODIES_DEPTH_MAX 6u

static bool has_children(const struct charter *charter, uint32_t body)
{
	for (uint32_t i = 0; i < charter->body_count; i++)
		if (charter->body[i].parent == body)
			return true;
	return false;
}

static void body_facts(struct view *view, uint32_t body)
{
	const struct charter *charter = view->site->reading.charter;
	view_body(view, "body", MSG_NONE, body);
	if (charter->body[body].level.len > 0)
		view_code(view, "level", MSG_NONE, charter->body[body].level);
}

/* All that hangs below, in one list. At most LIMIT_BODIES deep. */
static void flat_below(struct view *view, uint32_t parent)
{
	const struct charter *charter = view->site->reading.charter;
	for (uint32_t i = 0; i < charter->body_count; i++) {
		if (charter->body[i].parent != parent)
			continue;
		view_item(view);
		body_facts(view, i);
		view_end(view);
		flat_below(view, i);
	}
}

static void tree_below(struct view *view, uint32_t parent, uint32_t depth)
{
	const struct charter *charter = view->site->reading.charter;
	for (uint32_t i = 0; i < charter->body_count; i++) {
		if (charter->body[i].parent != parent)
			continue;
		view_item(view);
		body_facts(view, i);
		if (has_children(charter, i)) {
			view_list(view, "bodies", VIEW_PLAIN);
			if (depth == BODIES_DEPTH_MAX)
				flat_below(view, i);
			else
				tree_below(view, i, depth + 1);
			view_end(view);
		}
		view_end(view);
	}
}

enum page_result page_bodies(struct view *view, const struct page_request *request)
{
	(void)request;
	view_start_message(view, MSG_BODIES, MSG_ORG_BODIES_LEAD);
	view_list(view, "bodies", VIEW_PLAIN);
	tree_below(view, NONE, 1);
	view_end(view);
	if (view->site->reading.charter->body_count == 0)
		view_nothing(view, MSG_ORG_NO_BODIES);
	return PAGE_OK;
}
