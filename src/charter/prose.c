/* The whole charter as a lawyer would read it aloud: plain text, at most 100 columns, elements in the charter's order.
 */
#include "charter/prose.h"

static void buf_period(struct buf *buf, struct date from, struct date until)
{
	buf_c(buf, " from ");
	buf_day(buf, from);
	if (until.year == 0)
		return;
	buf_c(buf, " until ");
	buf_day(buf, until);
}

/* ---- The organisation, parties, sets, offices ------------------------------------------------------------- */

static void prose_week(struct buf *buf, const struct charter *charter)
{
	static const struct str days[7] = {
		WORD("Monday"), WORD("Tuesday"),  WORD("Wednesday"), WORD("Thursday"),
		WORD("Friday"), WORD("Saturday"), WORD("Sunday"),
	};
	struct str worked[7];
	uint32_t count = 0;
	if (charter->week == 0x1f) {
		buf_c(buf, " Working days are Monday to Friday");
		buf_aside(buf, &charter->week_origin);
		buf_c(buf, ".");
		return;
	}
	for (uint32_t i = 0; i < 7; i++)
		if ((charter->week >> i & 1) != 0)
			worked[count++] = days[i];
	buf_c(buf, " Working days are ");
	prose_names(buf, worked, count, " and ");
	buf_aside(buf, &charter->week_origin);
	buf_c(buf, ".");
}

static void prose_date(struct buf *buf, const struct charter *charter, const struct dated *dated)
{
	size_t at = prose_begin(buf, 2);
	prose_titles(buf, &dated->titles);
	buf_c(buf, ": ");
	buf_day(buf, dated->date);
	if (dated->place.len != 0) {
		buf_c(buf, ", ");
		buf_str(buf, dated->place);
	}
	if (dated->yearly)
		buf_c(buf, ", kept every year");
	if (dated->body != NONE) {
		buf_c(buf, "; it concerns the ");
		buf_str(buf, charter->body[dated->body].titles.title);
	}
	buf_aside(buf, &dated->origin);
	prose_end(buf, at, 4);
}

/* "Every page says first: …" */
static void prose_banner(struct buf *buf, const struct charter *charter)
{
	if (charter->banner.title.len == 0)
		return;
	size_t at = prose_begin(buf, 2);
	buf_c(buf, "Every page says first: \"");
	buf_str(buf, charter->banner.title);
	for (uint32_t i = 0; i < charter->banner.count; i++) {
		buf_c(buf, "\", in ");
		buf_str(buf, charter->banner.other[i].language);
		buf_c(buf, ": \"");
		buf_str(buf, charter->banner.other[i].text);
	}
	buf_c(buf, "\"");
	buf_aside(buf, &charter->banner_origin);
	prose_end(buf, at, 4);
}

static void prose_organisation(struct buf *buf, const struct charter *charter)
{
	size_t at = prose_begin(buf, 0);
	prose_titles(buf, &charter->titles);
	buf_aside(buf, &charter->origin);
	prose_end(buf, at, 0);
	at = prose_begin(buf, 2);
	buf_c(buf, "Its seat is ");
	buf_str(buf, charter->seat);
	buf_c(buf, " (");
	buf_str(buf, charter->zone);
	buf_c(buf, ").");
	if (charter->language_count != 0) {
		buf_c(buf, charter->language_count == 1 ? " Its language is " : " Its languages are ");
		prose_names(buf, charter->language, charter->language_count, " and ");
		buf_c(buf, ".");
	}
	if (charter->order_language.len != 0) {
		buf_c(buf, " Parties are ordered by their sort key in ");
		buf_str(buf, charter->order_language);
		buf_c(buf, ".");
	}
	prose_week(buf, charter);
	prose_arrears(buf, charter);
	if (charter->accent.len != 0) {
		buf_c(buf, " The colour of its pages is ");
		buf_str(buf, charter->accent);
		buf_aside(buf, &charter->accent_origin);
		buf_c(buf, ".");
	}
	prose_end(buf, at, 2);
	prose_banner(buf, charter);
	for (uint32_t i = 0; i < charter->date_count; i++)
		prose_date(buf, charter, &charter->date[i]);
	for (uint32_t i = 0; i < charter->series_count; i++) {
		at = prose_begin(buf, 2);
		buf_c(buf, "Symbols of the series ");
		buf_str(buf, charter->series[i].name);
		buf_c(buf, ": ");
		buf_str(buf, charter->series[i].pattern);
		buf_aside(buf, &charter->series[i].origin);
		prose_end(buf, at, 4);
	}
}

static void prose_party(struct buf *buf, const struct charter *charter, uint32_t index)
{
	static const char *const kinds[STATUS_MAX] = {
		[STATUS_MEMBER] = "a member",     [STATUS_OBSERVER] = "an observer",
		[STATUS_PARTNER] = "a partner",   [STATUS_SECRETARIAT] = "the secretariat",
		[STATUS_SUSPENDED] = "suspended",
	};
	const struct party *party = &charter->party[index];
	size_t at = prose_begin(buf, 2);
	prose_titles(buf, &party->titles);
	buf_c(buf, ": ");
	if (party->status_count == 0)
		buf_c(buf, "not yet of any status");
	for (uint32_t i = 0; i < party->status_count; i++) {
		buf_joint(buf, i, party->status_count, ", ");
		buf_c(buf, kinds[party->status[i].kind]);
		buf_period(buf, party->status[i].from, party->status[i].until);
		buf_aside(buf, &party->status[i].origin);
	}
	if (party->zone.len != 0) {
		buf_c(buf, "; its clocks show ");
		buf_str(buf, party->zone);
	}
	buf_aside(buf, &party->origin);
	buf_c(buf, ".");
	prose_end(buf, at, 4);
}

static void prose_office(struct buf *buf, const struct charter *charter, const struct office *office)
{
	size_t at = prose_begin(buf, 2);
	prose_titles(buf, &office->titles);
	buf_aside(buf, &office->origin);
	buf_c(buf, office->holder_count == 0 ? "." : ": held by ");
	for (uint32_t i = 0; i < office->holder_count; i++) {
		const struct holder *holder = &office->holder[i];
		buf_joint(buf, i, office->holder_count, ", ");
		if (holder->person.len != 0) {
			buf_str(buf, holder->person);
			buf_c(buf, " of ");
		}
		buf_str(buf, charter->party[holder->party].titles.title);
		buf_period(buf, holder->from, holder->until);
		buf_aside(buf, &holder->origin);
	}
	if (office->holder_count != 0)
		buf_c(buf, ".");
	prose_office_rules(buf, charter, office);
	prose_end(buf, at, 4);
}

static void prose_event(struct buf *buf, const struct event_kind *kind)
{
	static const char *const places[HOST_PLACE_MAX] = {
		[HOST_IN_ORDER] = "in protocol order, the host among the others",
		[HOST_FIRST] = "in protocol order after the host, who stands first",
		[HOST_LAST] = "in protocol order before the host, who stands last",
		[HOST_APART] = "in protocol order, the host apart from the others",
	};
	size_t at = prose_begin(buf, 2);
	prose_titles(buf, &kind->titles);
	buf_aside(buf, &kind->origin);
	buf_c(buf, ": those who take part are listed ");
	buf_c(buf, places[kind->host]);
	buf_aside(buf, &kind->host_origin);
	buf_c(buf, ".");
	prose_end(buf, at, 4);
}

/* ---- Bodies ----------------------------------------------------------------------------------------------- */

/* A child is read aloud with what it states itself. */
#define OWN(field) own_statement(&body->field, parent == NULL ? NULL : &parent->field)

static void prose_chair(struct buf *buf, const struct charter *charter, const struct body *body,
                        const struct body *parent)
{
	if (!OWN(chair_origin))
		return;
	if (body->chair == CHAIR_HOST) {
		buf_c(buf, " The member that hosts the meeting chairs it");
	} else {
		buf_c(buf, body->chair == CHAIR_OFFICE ? " The " : " ");
		buf_str(buf, body->chair == CHAIR_OFFICE ? charter->office[body->chair_index].titles.title
		                                         : charter->party[body->chair_index].titles.title);
		buf_c(buf, " chairs it");
	}
	buf_aside(buf, &body->chair_origin);
	buf_c(buf, ".");
}

static void prose_convened(struct buf *buf, const struct charter *charter, const struct body *body,
                           const struct body *parent)
{
	bool convened = body->convenes_count != 0 && (parent == NULL || parent->convenes != body->convenes);
	if (convened) {
		buf_c(buf, " It is convened by ");
		buf_whos(buf, charter, body->convenes, body->convenes_count);
		buf_aside(buf, &body->convenes_origin);
	} else if (body->convenes_count == 0) {
		buf_c(buf, " It does not meet.");
	}
	if (OWN(notice_origin)) {
		buf_c(buf, convened ? ", with a notice of " : " The notice of its meetings is ");
		buf_span(buf, body->notice);
		buf_aside(buf, &body->notice_origin);
		convened = true;
	}
	if (convened)
		buf_c(buf, ".");
}

static void prose_meetings(struct buf *buf, const struct charter *charter, const struct body *body,
                           const struct body *parent)
{
	prose_convened(buf, charter, body, parent);
	prose_rhythm(buf, charter, body, parent);
	if (OWN(format_origin)) {
		buf_c(buf, " Its meetings are ");
		prose_names(buf, body->format, body->format_count, " or ");
		buf_aside(buf, &body->format_origin);
		buf_c(buf, ".");
	}
	if (body->earlier_meetings == MEETINGS_UNKNOWN) {
		buf_c(buf, " How often it had met before is not known: its meetings get no number.");
	} else if (body->earlier_meetings != 0) {
		buf_c(buf, " It had met ");
		buf_u64(buf, body->earlier_meetings);
		buf_c(buf, body->earlier_meetings == 1 ? " time before." : " times before.");
	}
	if (OWN(quorum_open_origin)) {
		buf_c(buf, " A meeting can be opened when ");
		buf_test(buf, charter, body->quorum_open);
		buf_aside(buf, &body->quorum_open_origin);
		buf_c(buf, ".");
	}
	if (OWN(quorum_decide_origin)) {
		buf_c(buf, " It can decide when ");
		buf_test(buf, charter, body->quorum_decide);
		buf_aside(buf, &body->quorum_decide_origin);
		buf_c(buf, ".");
	}
}

/* The body's own version of the same kind before it, or behind it; NONE: there is none. */
static uint32_t version_before(const struct body *body, const struct body *parent, uint32_t index)
{
	for (uint32_t i = index; i-- > 0;)
		if (str_eq(body->decides[i].kind, body->decides[index].kind) && own_decides(&body->decides[i], parent))
			return i;
	return NONE;
}

static uint32_t version_after(const struct body *body, const struct body *parent, uint32_t index)
{
	for (uint32_t i = index + 1; i < body->decides_count; i++)
		if (str_eq(body->decides[i].kind, body->decides[index].kind) && own_decides(&body->decides[i], parent))
			return i;
	return NONE;
}

static void prose_rule_title(struct buf *buf, const struct charter *charter, const struct decides *decides)
{
	buf_c(buf, " by \"");
	buf_str(buf, charter->rule[decides->rule].titles.title);
	buf_c(buf, "\"");
}

/* "It decides measures by "Unanimity"; in its place, from 1 May 2010, by "Two thirds"": the last that holds is the
 * rule. */
static void prose_versions(struct buf *buf, const struct charter *charter, const struct body *body,
                           const struct body *parent, uint32_t index)
{
	prose_rule_title(buf, charter, &body->decides[index]);
	prose_in_force(buf, charter, &body->decides[index].in_force);
	buf_aside(buf, &body->decides[index].origin);
	for (uint32_t i = version_after(body, parent, index); i != NONE; i = version_after(body, parent, i)) {
		buf_c(buf, "; in its place");
		size_t begin = buf->len;
		prose_in_force(buf, charter, &body->decides[i].in_force);
		buf_c(buf, buf->len == begin ? "" : ",");
		prose_rule_title(buf, charter, &body->decides[i]);
		buf_aside(buf, &body->decides[i].origin);
	}
	buf_c(buf, ".");
}

static void prose_decides(struct buf *buf, const struct charter *charter, const struct body *body,
                          const struct body *parent)
{
	bool other = false; /* kinds than any */
	for (uint32_t i = 0; i < body->decides_count; i++)
		other |= !str_eq(body->decides[i].kind, STR("any"));
	for (uint32_t i = 0; i < body->decides_count; i++) {
		if (!own_decides(&body->decides[i], parent) || version_before(body, parent, i) != NONE)
			continue;
		buf_c(buf, " It decides ");
		if (!str_eq(body->decides[i].kind, STR("any")))
			buf_str(buf, body->decides[i].kind);
		else
			buf_c(buf, other ? "everything else" : "everything");
		prose_versions(buf, charter, body, parent, i);
	}
	if (body->procedure_count == 0 || (parent != NULL && parent->procedure == body->procedure))
		return;
	buf_c(buf, " It may use ");
	for (uint32_t i = 0; i < body->procedure_count; i++) {
		buf_joint(buf, i, body->procedure_count, " and ");
		buf_c(buf, "\"");
		buf_str(buf, charter->procedure[body->procedure[i]].titles.title);
		buf_c(buf, i + 1 == body->procedure_count ? "\"." : "\"");
	}
}

static void prose_composition(struct buf *buf, const struct charter *charter, uint32_t set)
{
	if (set == NONE) {
		buf_c(buf, " All members sit in it");
		return;
	}
	buf_c(buf, " Those of \"");
	buf_str(buf, charter->set[set].titles.title);
	buf_c(buf, "\" that are members sit in it");
}

static void prose_body(struct buf *buf, const struct charter *charter, const struct body *body)
{
	const struct body *parent = body->parent == NONE ? NULL : &charter->body[body->parent];
	size_t at = prose_begin(buf, 2);
	prose_titles(buf, &body->titles);
	buf_aside(buf, &body->origin);
	prose_end(buf, at, 4);
	at = prose_begin(buf, 3); /* every sentence brings its blank along */
	if (parent != NULL) {
		buf_c(buf, " It belongs to the ");
		buf_str(buf, parent->titles.title);
		buf_c(buf, ", whose rules hold for what it does not state.");
	}
	if (parent == NULL || OWN(composition_origin)) {
		prose_composition(buf, charter, body->composition);
		buf_aside(buf, &body->composition_origin);
		buf_c(buf, ".");
	}
	if (body->level.len != 0) {
		buf_c(buf, " It meets at the level of ");
		prose_words(buf, body->level);
		buf_c(buf, ".");
	}
	prose_chair(buf, charter, body, parent);
	prose_recusal(buf, body, parent);
	prose_meetings(buf, charter, body, parent);
	prose_decides(buf, charter, body, parent);
	prose_end(buf, at, 4);
}

void buf_charter(struct buf *buf, const struct charter *charter)
{
	prose_organisation(buf, charter);
	prose_heading(buf, "Parties");
	for (uint32_t i = 0; i < charter->party_count; i++)
		prose_party(buf, charter, charter->order[i]);
	if (charter->set_count != 0)
		prose_heading(buf, "Sets of parties");
	for (uint32_t i = 0; i < charter->set_count; i++)
		prose_set(buf, charter, &charter->set[i]);
	if (charter->weight_count != 0)
		prose_heading(buf, "Weights");
	for (uint32_t i = 0; i < charter->weight_count; i++)
		prose_weight(buf, charter, &charter->weight[i]);
	if (charter->office_count != 0)
		prose_heading(buf, "Offices");
	for (uint32_t i = 0; i < charter->office_count; i++)
		prose_office(buf, charter, &charter->office[i]);
	if (charter->body_count != 0)
		prose_heading(buf, "Bodies");
	for (uint32_t i = 0; i < charter->body_count; i++)
		prose_body(buf, charter, &charter->body[i]);
	if (charter->rule_count != 0)
		prose_heading(buf, "Rules");
	for (uint32_t i = 0; i < charter->rule_count; i++)
		prose_rule(buf, charter, &charter->rule[i]);
	if (charter->procedure_count != 0)
		prose_heading(buf, "Procedures");
	for (uint32_t i = 0; i < charter->procedure_count; i++)
		prose_procedure(buf, charter, &charter->procedure[i]);
	if (charter->instrument_count != 0)
		prose_heading(buf, "Instruments");
	for (uint32_t i = 0; i < charter->instrument_count; i++)
		prose_instrument(buf, charter, &charter->instrument[i]);
	if (charter->event_kind_count != 0)
		prose_heading(buf, "Events");
	for (uint32_t i = 0; i < charter->event_kind_count; i++)
		prose_event(buf, &charter->event_kind[i]);
}
