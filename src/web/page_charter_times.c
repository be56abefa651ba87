/* What holds only at some time, and the instruments on which that may depend: parts of the charter's page. */
#include "web/organisation.h"

bool org_in_force_stated(const struct in_force *in_force)
{
	return in_force->from.year != 0 || in_force->until.year != 0 || in_force->once != 0;
}

static void once(struct view *view, enum message label, uint64_t instruments)
{
	const struct charter *charter = view->site->reading.charter;
	view_cell(view, "once", label);
	for (uint32_t i = 0; i < charter->instrument_count; i++)
		if ((instruments >> i & 1) != 0)
			org_title(view, "instrument", MSG_NONE, &charter->instrument[i].titles);
	view_end(view);
}

void org_in_force(struct view *view, const struct in_force *in_force)
{
	if (in_force->from.year != 0)
		org_date(view, "from", MSG_ORG_HOLDS_FROM, in_force->from);
	if (in_force->until.year != 0)
		org_date(view, "until", MSG_ORG_HOLDS_UNTIL, in_force->until);
	if (in_force->once != 0)
		once(view, MSG_ORG_HOLDS_ONCE, in_force->once);
}

void org_in_force_cell(struct view *view, const char *key, const struct in_force *in_force)
{
	const struct charter *charter = view->site->reading.charter;
	view_cell(view, key, MSG_NONE);
	if (!org_in_force_stated(in_force))
		view_word(view, NULL, MSG_NONE, STR("always"), MSG_ORG_ALWAYS, NULL);
	if (in_force->from.year != 0) {
		view_word(view, NULL, MSG_NONE, STR("from"), MSG_ORG_HOLDS_FROM, NULL);
		org_date(view, NULL, MSG_NONE, in_force->from);
	}
	if (in_force->until.year != 0) {
		view_word(view, NULL, MSG_NONE, STR("until"), MSG_ORG_HOLDS_UNTIL, NULL);
		org_date(view, NULL, MSG_NONE, in_force->until);
	}
	if (in_force->once != 0)
		view_word(view, NULL, MSG_NONE, STR("once"), MSG_ORG_HOLDS_ONCE, NULL);
	for (uint32_t i = 0; i < charter->instrument_count; i++)
		if ((in_force->once >> i & 1) != 0)
			org_title(view, NULL, MSG_NONE, &charter->instrument[i].titles);
	view_end(view);
}

void org_charter_instruments(struct view *view)
{
	const struct charter *charter = view->site->reading.charter;
	if (charter->instrument_count == 0)
		return;
	view_section(view, "instruments", MSG_ORG_INSTRUMENTS);
	view_list(view, "items", VIEW_LINES);
	for (uint32_t i = 0; i < charter->instrument_count; i++) {
		const struct instrument *instrument = &charter->instrument[i];
		struct instrument_view now = kernel_instrument_at(view->site->reading.state, i, view->site->reading.now_ms);
		view_item(view);
		org_section(view, "instrument", &instrument->titles);
		view_facts(view);
		if (instrument->enters_when != NONE)
			org_test(view, "enters_when", MSG_ORG_ENTERS_WHEN, instrument->enters_when);
		else
			org_date(view, "enters_on", MSG_ORG_ENTERS_ON, instrument->enters);
		view_parties(view, "deposited", MSG_ORG_DEPOSITED, &now.deposits);
		if (now.entered_ms != TIME_NEVER)
			view_time(view, "in_force_since", MSG_ORG_IN_FORCE_SINCE, now.entered_ms, NULL);
		org_source(view, &instrument->origin, NULL);
		view_end(view);
		view_end(view);
		view_end(view);
	}
	view_end(view);
	view_end(view);
}
