/* How a body works, as a table: what the charter says, where it says so, and which body says it; a child inherits every
 * rule that it does not state, and the reader is told from whom.
 */
#include "web/organisation.h"

#include <stddef.h>

/* A table in the making. It is opened by its first row, so that there is none without rows. */
struct rows {
	struct view *view;
	uint32_t body;
	bool own_only; /* only what the body states itself: in the charter */
	uint32_t shown;
};
static const struct body *body_of(const struct rows *rows)
{
	return &rows->view->site->reading.charter->body[rows->body];
}

/* The body that states what stands in `rows->body`: the farthest ancestor with the same origin. */
static uint32_t stated_by(const struct rows *rows, size_t origin_at)
{
	const struct charter *charter = rows->view->site->reading.charter;
	uint32_t stated = rows->body;
	for (uint32_t at = rows->body; charter->body[at].parent != NONE; at = charter->body[at].parent) {
		const struct origin *here = (const struct origin *)(const void *)((const char *)&charter->body[at] + origin_at);
		const struct body *parent = &charter->body[charter->body[at].parent];
		const struct origin *above = (const struct origin *)(const void *)((const char *)parent + origin_at);
		if (here->line != above->line || here->column != above->column)
			break;
		stated = charter->body[at].parent;
	}
	return stated;
}

static uint32_t decides_stated_by(const struct rows *rows, const struct decides *decides)
{
	const struct charter *charter = rows->view->site->reading.charter;
	uint32_t stated = rows->body;
	for (uint32_t at = charter->body[rows->body].parent; at != NONE; at = charter->body[at].parent) {
		bool same = false;
		for (uint32_t i = 0; i < charter->body[at].decides_count; i++)
			same = same || charter->body[at].decides[i].origin.line == decides->origin.line;
		if (!same)
			break;
		stated = at;
	}
	return stated;
}

/* ---- Rows ---------------------------------------------------------------------------------------------------------
 */

#define STATED_BY(rows, field) stated_by((rows), offsetof(struct body, field))

/* False: this row is not shown. Else its first cell is written, and row_end follows after the second. */
static bool row_begin(struct rows *rows, uint32_t stated, struct str code, enum message label)
{
	static const struct view_column columns[] = {
		{"rule", MSG_ORG_RULE_ABOUT, false},
		{"says", MSG_ORG_RULE_SAYS, false},
		{"source", MSG_ORG_SOURCE, false},
		{"stated_by", MSG_ORG_STATED_BY, false},
	};
	if (rows->own_only && stated != rows->body)
		return false;
	if (rows->shown++ == 0)
		view_table(rows->view, "rules", MSG_ORG_HOW_IT_WORKS, columns, rows->own_only ? 3 : 4);
	view_row(rows->view);
	view_word(rows->view, "rule", MSG_NONE, code, label, NULL);
	return true;
}

/* The last cells: the source, and the body that states it. */
static void row_end(const struct rows *rows, uint32_t stated, const struct origin *own)
{
	struct view *view = rows->view;
	org_source(view, own, &view->site->reading.charter->body[stated].origin);
	if (!rows->own_only && stated == rows->body)
		view_word(view, "stated_by", MSG_NONE, STR("itself"), MSG_ORG_STATED_ITSELF, NULL);
	else if (!rows->own_only)
		view_body(view, "stated_by", MSG_NONE, stated);
	view_end(view);
}

static void composition_row(struct rows *rows)
{
	const struct charter *charter = rows->view->site->reading.charter;
	const struct body *body = body_of(rows);
	uint32_t stated = STATED_BY(rows, composition_origin);
	if (!row_begin(rows, stated, STR("composition"), MSG_ORG_COMPOSITION))
		return;
	if (body->composition == NONE)
		view_word(rows->view, "says", MSG_NONE, STR("members"), MSG_ORG_ALL_MEMBERS, NULL);
	else
		org_title(rows->view, "says", MSG_NONE, &charter->set[body->composition].titles);
	row_end(rows, stated, &body->composition_origin);
}

static void chair_row(struct rows *rows)
{
	const struct charter *charter = rows->view->site->reading.charter;
	const struct body *body = body_of(rows);
	uint32_t stated = STATED_BY(rows, chair_origin);
	if (body->chair == CHAIR_NONE || !row_begin(rows, stated, STR("chair"), MSG_ORG_CHAIR))
		return;
	if (body->chair == CHAIR_HOST)
		view_word(rows->view, "says", MSG_NONE, STR("host"), MSG_ORG_CHAIR_HOST, NULL);
	else if (body->chair == CHAIR_PARTY)
		view_party(rows->view, "says", MSG_NONE, body->chair_index);
	else
		view_subject(rows->view, "says", MSG_NONE, SUBJECT_OFFICE, charter->office[body->chair_index].titles.name);
	row_end(rows, stated, &body->chair_origin);
}

static void convenes_row(struct rows *rows)
{
	const struct body *body = body_of(rows);
	uint32_t stated = STATED_BY(rows, convenes_origin);
	if (!row_begin(rows, stated, STR("convenes"), MSG_ORG_CONVENES))
		return;
	if (body->convenes_count == 0)
		view_word(rows->view, "says", MSG_NONE, STR("nobody"), MSG_ORG_DOES_NOT_MEET, NULL);
	else
		org_whos(rows->view, "says", MSG_NONE, body->convenes, body->convenes_count);
	row_end(rows, stated, &body->convenes_origin);
}

static void notice_row(struct rows *rows)
{
	const struct body *body = body_of(rows);
	uint32_t stated = STATED_BY(rows, notice_origin);
	if (!body->has_notice || !row_begin(rows, stated, STR("notice"), MSG_ORG_NOTICE))
		return;
	org_span(rows->view, "says", MSG_NONE, body->notice);
	row_end(rows, stated, &body->notice_origin);
}

static void formats_row(struct rows *rows)
{
	const struct body *body = body_of(rows);
	uint32_t stated = STATED_BY(rows, format_origin);
	if (body->format_count == 0 || !row_begin(rows, stated, STR("formats"), MSG_ORG_FORMATS))
		return;
	view_cell(rows->view, "says", MSG_NONE);
	for (uint32_t i = 0; i < body->format_count; i++)
		view_code(rows->view, "format", MSG_NONE, body->format[i]);
	view_end(rows->view);
	row_end(rows, stated, &body->format_origin);
}

static void quorum_rows(struct rows *rows)
{
	const struct body *body = body_of(rows);
	uint32_t stated = STATED_BY(rows, quorum_open_origin);
	if (body->quorum_open != NONE && row_begin(rows, stated, STR("quorum_open"), MSG_ORG_QUORUM_OPEN)) {
		org_test(rows->view, "says", MSG_NONE, body->quorum_open);
		row_end(rows, stated, &body->quorum_open_origin);
	}
	stated = STATED_BY(rows, quorum_decide_origin);
	if (body->quorum_decide != NONE && row_begin(rows, stated, STR("quorum_decide"), MSG_ORG_QUORUM_DECIDE)) {
		org_test(rows->view, "says", MSG_NONE, body->quorum_decide);
		row_end(rows, stated, &body->quorum_decide_origin);
	}
}

void org_body_rules(struct view *view, uint32_t body, bool own_only)
{
	struct rows rows = {.view = view, .body = body, .own_only = own_only};
	composition_row(&rows);
	chair_row(&rows);
	convenes_row(&rows);
	notice_row(&rows);
	formats_row(&rows);
	quorum_rows(&rows);
	if (rows.shown > 0)
		view_end(view);
}

/* ---- Decisions ----------------------------------------------------------------------------------------------------
 */

void org_body_decides(struct view *view, uint32_t body, bool own_only)
{
	static const struct view_column columns[] = {
		{"kind", MSG_ORG_KIND, false},   {"rule", MSG_ORG_RULE, false},     {"says", MSG_ORG_ADOPTED_WHEN, false},
		{"holds", MSG_ORG_HOLDS, false}, {"source", MSG_ORG_SOURCE, false}, {"stated_by", MSG_ORG_STATED_BY, false},
	};
	static const struct view_column undated[] = {
		{"kind", MSG_ORG_KIND, false},           {"rule", MSG_ORG_RULE, false},
		{"says", MSG_ORG_ADOPTED_WHEN, false},   {"source", MSG_ORG_SOURCE, false},
		{"stated_by", MSG_ORG_STATED_BY, false},
	};
	const struct charter *charter = view->site->reading.charter;
	const struct body *b = &charter->body[body];
	struct rows rows = {.view = view, .body = body, .own_only = own_only};
	bool dated = false; /* most rules hold always: no column for when */
	for (uint32_t i = 0; i < b->decides_count; i++)
		dated = dated || org_in_force_stated(&b->decides[i].in_force);
	for (uint32_t i = 0; i < b->decides_count; i++) {
		const struct decides *decides = &b->decides[i];
		const struct rule *rule = &charter->rule[decides->rule];
		uint32_t stated = decides_stated_by(&rows, decides);
		if (own_only && stated != body)
			continue;
		if (rows.shown++ == 0)
			view_table(view, "decides", MSG_ORG_HOW_IT_DECIDES, dated ? columns : undated,
			           (own_only ? 4u : 5u) + dated);
		view_row(view);
		if (str_eq(decides->kind, STR("any")))
			view_word(view, "kind", MSG_NONE, decides->kind,
			          b->decides_count == 1 ? MSG_ORG_KIND_EVERYTHING : MSG_ORG_KIND_EVERYTHING_ELSE, NULL);
		else
			view_code(view, "kind", MSG_NONE, decides->kind);
		org_title(view, "rule", MSG_NONE, &rule->titles);
		org_test(view, "says", MSG_NONE, rule->adopted_when);
		if (dated)
			org_in_force_cell(view, "holds", &decides->in_force);
		row_end(&rows, stated, decides->origin.cite.len > 0 ? &decides->origin : &rule->origin);
	}
	if (rows.shown > 0)
		view_end(view);
}
