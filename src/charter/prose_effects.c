/* Offices and what outcomes bring about, read aloud. */
#include "charter/prose.h"

static void stated(struct buf *buf, const struct origin *origin)
{
	buf_aside(buf, origin);
	buf_c(buf, ".");
}

/* ---- Offices --------------------------------------------------------------------------------------------------- */

static void prose_rotation(struct buf *buf, const struct charter *charter, const struct rotation *rotation)
{
	static const char *const turns[] = {[TURN_MONTH] = "month", [TURN_HALF_YEAR] = "half-year", [TURN_YEAR] = "year"};
	buf_c(buf, " The members of the ");
	buf_str(buf, charter->body[rotation->body].titles.title);
	buf_c(buf, " hold it in turn, a ");
	buf_c(buf, turns[rotation->turn]);
	buf_c(buf, " each, in order of their sort keys in ");
	buf_str(buf, rotation->language);
	buf_c(buf, ", from ");
	buf_day(buf, rotation->from);
	if (rotation->starting != NONE) {
		buf_c(buf, ", beginning with ");
		buf_str(buf, charter->party[rotation->starting].titles.title);
	}
	stated(buf, &rotation->origin);
}

void prose_office_rules(struct buf *buf, const struct charter *charter, const struct office *office)
{
	if (office->rotation.turn != TURN_NONE)
		prose_rotation(buf, charter, &office->rotation);
	if (office->appointed_by != NONE) {
		buf_c(buf, " Its holder is appointed by the ");
		buf_str(buf, charter->body[office->appointed_by].titles.title);
		stated(buf, &office->appointed_by_origin);
	}
	if (office->has_term) {
		buf_c(buf, " A term lasts ");
		buf_span(buf, office->term);
		stated(buf, &office->term_origin);
	}
	if (office->acting != NONE) {
		buf_c(buf, " While it is vacant, the ");
		buf_str(buf, charter->office[office->acting].titles.title);
		buf_c(buf, " acts");
		stated(buf, &office->acting_origin);
	}
}

/* ---- Bodies ---------------------------------------------------------------------------------------------------- */

void prose_recusal(struct buf *buf, const struct body *body, const struct body *parent)
{
	if (!own_statement(&body->recusal_origin, parent == NULL ? NULL : &parent->recusal_origin))
		return;
	buf_c(buf, " In a matter that concerns its own party, the chair cedes the chair to the next in order");
	stated(buf, &body->recusal_origin);
}

void prose_rhythm(struct buf *buf, const struct charter *charter, const struct body *body, const struct body *parent)
{
	if (own_statement(&body->waives_origin, parent == NULL ? NULL : &parent->waives_origin)) {
		buf_c(buf, " The notice may be waived by ");
		buf_whos(buf, charter, body->waives, body->waives_count);
		stated(buf, &body->waives_origin);
	}
	if (body->regular != 0) {
		buf_c(buf, " It meets regularly at least ");
		if (body->regular == 1) {
			buf_c(buf, "once");
		} else {
			buf_u64(buf, body->regular);
			buf_c(buf, " times");
		}
		buf_c(buf, body->regular_monthly ? " a month" : " a year");
		stated(buf, &body->regular_origin);
	}
	if (body->has_gap) {
		buf_c(buf, " Between two meetings lie at most ");
		buf_span(buf, body->gap);
		stated(buf, &body->gap_origin);
	}
}

/* ---- Outcomes -------------------------------------------------------------------------------------------------- */

void prose_effects(struct buf *buf, const struct stage *outcome)
{
	static const char *const words[EFFECT_MAX] = {
		[EFFECT_APPOINTS] = "the holder that the matter names has the office",
		[EFFECT_RELIEVES] = "the holder of the office is relieved of it",
		[EFFECT_SUSPENDS] = "the parties concerned are suspended",
		[EFFECT_SUSPENDS_VOTE] = "the parties concerned lose their votes",
		[EFFECT_RESTORES] = "the parties concerned have their status and their votes again",
		[EFFECT_WITHDRAWS] = "the parties concerned leave the organisation",
		[EFFECT_AMENDS_CHARTER] = "its text is the charter from then on",
	};
	static const char *const statuses[] = {
		[STATUS_MEMBER] = "members",
		[STATUS_OBSERVER] = "observers",
		[STATUS_PARTNER] = "partners",
	};
	for (unsigned effect = 0; effect < EFFECT_MAX; effect++) {
		if ((outcome->effects & 1u << effect) == 0)
			continue;
		buf_c(buf, "; ");
		if (effect == EFFECT_ADMITS) {
			buf_c(buf, "the parties concerned become ");
			buf_c(buf, statuses[outcome->admits]);
		} else if (effect == EFFECT_CLASSIFIES) {
			buf_c(buf, "the matter that it is about becomes one of the kind ");
			buf_str(buf, outcome->classifies);
		} else {
			buf_c(buf, words[effect]);
		}
		buf_aside(buf, &outcome->effect_origin[effect]);
	}
}

void prose_arrears(struct buf *buf, const struct charter *charter)
{
	if (!charter->has_arrears)
		return;
	buf_c(buf, " A party that has not paid for ");
	buf_span(buf, charter->arrears);
	buf_c(buf, " is in arrears");
	if (charter->arrears_no_vote)
		buf_c(buf, ", and has no vote while it is");
	stated(buf, &charter->arrears_origin);
}
