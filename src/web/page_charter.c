/* /charter: the rules in force. First which text it is (its hash, the entry that put it in force, the text itself),
 * then its elements in the charter's order, each with its source, then the same as one text read aloud. What the
 * charter says in English words stays in English in every language of the interface.
 */
#include "web/organisation.h"

/* The founding entry: the charter's version. There is one until a charter can be amended. */
static void versions(struct view *view)
{
	static const struct view_column columns[] = {
		{"hash", MSG_ORG_CHARTER_HASH, false},
		{"in_force", MSG_ORG_IN_FORCE_SINCE, false},
		{"entry", MSG_ENTRY, false},
	};
	const struct reading *reading = &view->site->reading;
	struct history founded = library_verb(reading->library, VERB_FOUND);
	view_table(view, "versions", MSG_ORG_VERSIONS, columns, 3);
	for (uint32_t i = founded.count; i-- > 0;) {
		const struct fact *fact = library_fact(reading->library, founded.number[i]);
		view_row(view);
		view_hash(view, "hash", MSG_NONE, kernel_charter_hash(reading->state));
		view_time_short(view, "in_force", MSG_NONE, fact->time_ms, /* event_zone= */ NULL);
		view_entry(view, "entry", MSG_NONE, fact->number);
		view_end(view);
	}
	view_end(view);
}

static void week(struct view *view, const struct charter *charter)
{
	static const enum message day[7] = {
		MSG_ORG_MONDAY, MSG_ORG_TUESDAY,  MSG_ORG_WEDNESDAY, MSG_ORG_THURSDAY,
		MSG_ORG_FRIDAY, MSG_ORG_SATURDAY, MSG_ORG_SUNDAY,
	};
	static const struct str code[7] = {
		STR_INIT("mon"), STR_INIT("tue"), STR_INIT("wed"), STR_INIT("thu"),
		STR_INIT("fri"), STR_INIT("sat"), STR_INIT("sun"),
	};
	view_cell(view, "working_week", MSG_ORG_WORKING_WEEK);
	for (uint32_t i = 0; i < 7; i++)
		if ((charter->week >> i & 1) != 0)
			view_word(view, "day", MSG_NONE, code[i], day[i], NULL);
	view_end(view);
}

static void organisation(struct view *view)
{
	const struct charter *charter = view->site->reading.charter;
	view_facts(view);
	org_title(view, "organisation", MSG_ORG_ORGANISATION, &charter->titles);
	org_names(view, &charter->titles);
	struct str seat = charter->seat;
	if (view->format == VIEW_HTML) /* the catalogue's name of the place, as in the foot */
		message_word(charter->seat, view->language, &seat);
	view_text(view, "seat", MSG_ORG_SEAT, seat, STR(""));
	view_text(view, "zone", MSG_ORG_ZONE, charter->zone, STR(""));
	if (charter->language_count > 0) {
		view_cell(view, "languages", MSG_ORG_LANGUAGES);
		for (uint32_t i = 0; i < charter->language_count; i++)
			view_code(view, "language", MSG_NONE, charter->language[i]);
		view_end(view);
	}
	if (charter->order_language.len > 0)
		view_code(view, "order_language", MSG_ORG_ORDER_LANGUAGE, charter->order_language);
	week(view, charter);
	view_link(view, "text", MSG_ORG_CHARTER_TEXT, STR("/charter.txt"), STR("charter.txt"));
	view_end(view);
}

static void dates(struct view *view)
{
	static const struct view_column columns[] = {
		{"title", MSG_ORG_WHAT, false},
		{"date", MSG_ORG_DATE, false},
		{"yearly", MSG_ORG_YEARLY, false},
		{"source", MSG_ORG_SOURCE, false},
	};
	const struct charter *charter = view->site->reading.charter;
	view_table(view, "dates", MSG_ORG_DATES, columns, 4);
	for (uint32_t i = 0; i < charter->date_count; i++) {
		const struct dated *dated = &charter->date[i];
		view_row(view);
		if (str_eq(dated->titles.title, dated->name))
			view_code(view, "title", MSG_NONE, dated->name);
		else
			org_title(view, "title", MSG_NONE, &dated->titles);
		org_date(view, "date", MSG_NONE, dated->date);
		view_bool(view, "yearly", MSG_NONE, dated->yearly);
		org_source(view, &dated->origin, &charter->origin);
		view_end(view);
	}
	view_end(view);
}

static void series(struct view *view)
{
	static const struct view_column columns[] = {
		{"series", MSG_ORG_SERIES, false},
		{"pattern", MSG_ORG_PATTERN, false},
		{"source", MSG_ORG_SOURCE, false},
	};
	const struct charter *charter = view->site->reading.charter;
	view_table(view, "series", MSG_ORG_SYMBOLS, columns, 3);
	for (uint32_t i = 0; i < charter->series_count; i++) {
		view_row(view);
		view_code(view, "series", MSG_NONE, charter->series[i].name);
		view_text(view, "pattern", MSG_NONE, charter->series[i].pattern, STR(""));
		org_source(view, &charter->series[i].origin, &charter->origin);
		view_end(view);
	}
	view_end(view);
}

static void parties(struct view *view)
{
	static const struct view_column columns[] = {
		{"party", MSG_PARTY, false},
		{"statuses", MSG_ORG_STATUS_OVER_TIME, false},
	};
	const struct charter *charter = view->site->reading.charter;
	view_table(view, "parties", MSG_PARTIES, columns, 2);
	for (uint32_t i = 0; i < charter->party_count; i++) {
		const struct party *party = &charter->party[charter->order[i]];
		view_row(view);
		view_party(view, "party", MSG_NONE, charter->order[i]);
		view_list(view, "statuses", VIEW_PLAIN);
		for (uint32_t k = 0; k < party->status_count; k++) {
			view_item(view);
			org_status_word(view, "status", MSG_NONE, party->status[k].kind);
			org_date(view, "from", MSG_ORG_FROM, party->status[k].from);
			if (party->status[k].until.year != 0)
				org_date(view, "until", MSG_ORG_UNTIL, party->status[k].until);
			org_source(view, &party->status[k].origin, &party->origin);
			view_end(view);
		}
		view_end(view);
		view_end(view);
	}
	view_end(view);
}

/* A day; nothing at the open end of a period. */
static void charter_day(struct view *view, const char *key, int32_t day)
{
	if (day == INT32_MIN || day == INT32_MAX)
		view_text(view, key, MSG_NONE, STR(""), STR(""));
	else
		org_date(view, key, MSG_NONE, date_from_days(day));
}

static void sets(struct view *view)
{
	static const struct view_column columns[] = {
		{"set", MSG_ORG_SET, false},     {"parties", MSG_PARTIES, false},   {"from", MSG_ORG_FROM, false},
		{"until", MSG_ORG_UNTIL, false}, {"source", MSG_ORG_SOURCE, false},
	};
	const struct charter *charter = view->site->reading.charter;
	if (charter->set_count == 0)
		return;
	view_table(view, "sets", MSG_ORG_SETS, columns, 5);
	for (uint32_t i = 0; i < charter->set_count; i++) {
		for (uint32_t k = 0; k < charter->set[i].period_count; k++) {
			const struct set_period *period = &charter->set[i].period[k];
			view_row(view);
			org_title(view, "set", MSG_NONE, &charter->set[i].titles);
			view_parties(view, "parties", MSG_NONE, &period->parties);
			charter_day(view, "from", period->from.year == 0 ? INT32_MIN : date_to_days(period->from));
			charter_day(view, "until", period->until.year == 0 ? INT32_MAX : date_to_days(period->until));
			org_source(view, &period->origin, &charter->set[i].origin);
			view_end(view);
		}
	}
	view_end(view);
}

/* One row a value: a weight of 193 parties over the years is long, and read in full. */
static void weights(struct view *view)
{
	static const struct view_column columns[] = {
		{"weight", MSG_ORG_WEIGHT, false}, {"party", MSG_PARTY, false},     {"value", MSG_ORG_VALUE, true},
		{"from", MSG_ORG_FROM, false},     {"until", MSG_ORG_UNTIL, false}, {"source", MSG_ORG_SOURCE, false},
	};
	const struct charter *charter = view->site->reading.charter;
	if (charter->weight_count == 0)
		return;
	view_table(view, "weights", MSG_ORG_WEIGHTS, columns, 6);
	for (uint32_t i = 0; i < charter->weight_count; i++) {
		const struct weight *weight = &charter->weight[i];
		for (uint32_t k = 0; k < weight->value_count; k++) {
			const struct weight_value *value = &weight->value[k];
			view_row(view);
			org_title(view, "weight", MSG_NONE, &weight->titles);
			view_party(view, "party", MSG_NONE, value->party);
			view_number(view, "value", MSG_NONE, value->value);
			charter_day(view, "from", value->from);
			charter_day(view, "until", value->until);
			org_source(view, &value->origin, &weight->origin);
			view_end(view);
		}
	}
	view_end(view);
}

static void offices(struct view *view)
{
	static const struct view_column columns[] = {
		{"office", MSG_OFFICE, false},
		{"source", MSG_ORG_SOURCE, false},
	};
	const struct charter *charter = view->site->reading.charter;
	view_table(view, "offices", MSG_OFFICES, columns, 2);
	for (uint32_t i = 0; i < charter->office_count; i++) {
		view_row(view);
		view_subject(view, "office", MSG_NONE, SUBJECT_OFFICE, charter->office[i].titles.name);
		org_source(view, &charter->office[i].origin, NULL);
		view_end(view);
	}
	view_end(view);
}

static void event_kinds(struct view *view)
{
	static const struct view_column columns[] = {
		{"kind", MSG_ORG_KIND, false},
		{"host", MSG_ORG_HOST_STANDS, false},
		{"source", MSG_ORG_SOURCE, false},
	};
	static const enum message host[HOST_PLACE_MAX] = {
		[HOST_IN_ORDER] = MSG_ORG_HOST_IN_ORDER,
		[HOST_FIRST] = MSG_ORG_HOST_FIRST,
		[HOST_LAST] = MSG_ORG_HOST_LAST,
		[HOST_APART] = MSG_ORG_HOST_APART,
	};
	const struct charter *charter = view->site->reading.charter;
	view_table(view, "event_kinds", MSG_ORG_EVENT_KINDS, columns, 3);
	for (uint32_t i = 0; i < charter->event_kind_count; i++) {
		const struct event_kind *kind = &charter->event_kind[i];
		view_row(view);
		org_title(view, "kind", MSG_NONE, &kind->titles);
		view_word(view, "host", MSG_NONE, host_place_name[kind->host], host[kind->host], NULL);
		org_source(view, &kind->origin, &charter->origin);
		view_end(view);
	}
	view_end(view);
}

static void bodies(struct view *view)
{
	const struct charter *charter = view->site->reading.charter;
	if (charter->body_count == 0)
		return;
	view_section(view, "bodies", MSG_BODIES);
	view_list(view, "items", VIEW_LINES);
	for (uint32_t i = 0; i < charter->body_count; i++) {
		const struct body *body = &charter->body[i];
		view_item(view);
		org_section(view, "body", &body->titles);
		view_facts(view);
		view_body(view, "page", MSG_BODY, i);
		if (body->level.len > 0)
			view_code(view, "level", MSG_ORG_LEVEL, body->level);
		if (body->parent != NONE)
			view_body(view, "parent", MSG_ORG_BELONGS_TO, body->parent);
		org_source(view, &body->origin, NULL);
		view_end(view);
		org_body_rules(view, i, /* own_only= */ true);
		org_body_decides(view, i, /* own_only= */ true);
		view_end(view);
		view_end(view);
	}
	view_end(view);
	view_end(view);
}

/* The whole charter as one text. It is left out where the request's memory does not hold it: charter.txt has it all. */
static void prose(struct view *view)
{
	struct buf buf = buf_rest(view->arena);
	buf_charter(&buf, view->site->reading.charter);
	if (buf.full)
		return;
	struct str text = buf_keep(view->arena, &buf);
	struct buf *html = view_html_only(view);
	if (html == NULL) {
		view_text(view, "prose", MSG_NONE, text, STR("en"));
		return;
	}
	view_section(view, "prose", MSG_ORG_CHARTER_PROSE);
	view_note(view, MSG_ORG_CHARTER_PROSE_NOTE, NULL, 0);
	html_literal_markup_of_our_own(html, "<pre class=\"charter\" lang=\"en\" dir=\"ltr\">");
	html_text(html, text);
	html_literal_markup_of_our_own(html, "</pre>\n");
	view_end(view);
}

enum page_result page_charter(struct view *view, const struct page_request *request)
{
	(void)request;
	view_start_message(view, MSG_CHARTER, MSG_ORG_CHARTER_LEAD);
	organisation(view);
	versions(view);
	dates(view);
	series(view);
	parties(view);
	sets(view);
	weights(view);
	offices(view);
	event_kinds(view);
	bodies(view);
	org_charter_rules(view);
	org_charter_procedures(view);
	org_charter_instruments(view);
	prose(view);
	return PAGE_OK;
}
