/* One row for each keyword: where it may stand, how often, how it is written, who reads it. docs/charter.md explains
 * each; a test compares the two. */
#include "charter/reader.h"

const struct row rows[] = {
	/* Elements. */
	{"organisation", IN_CHARTER, false, "organisation NAME \"Title\" {", read_organisation},
	{"party", IN_CHARTER, false, "party NAME \"Title\" {", read_party},
	{"set", IN_CHARTER, false, "set NAME [\"Title\"] {", read_set},
	{"weight", IN_CHARTER, false, "weight NAME [\"Title\"] {", read_weight},
	{"office", IN_CHARTER, false, "office NAME \"Title\" {", read_office},
	{"body", IN_CHARTER, false, "body NAME \"Title\" {", read_body},
	{"rule", IN_CHARTER, false, "rule NAME [\"Title\"] {", read_rule},
	{"procedure", IN_CHARTER, false, "procedure NAME [\"Title\"] {", read_procedure},
	{"instrument", IN_CHARTER, false, "instrument NAME \"Title\" {", read_instrument},
	/* Notes, which any block may hold. */
	{"cite", IN_ANY_BLOCK, true, "cite \"TEXT\"", read_cite},
	{"sure", IN_ANY_BLOCK, true, "sure found|press|inferred|recalled", read_sure},
	/* Names. */
	{"title", IN_ORGANISATION | IN_PARTY | IN_OFFICE | IN_BODY | IN_EVENT | IN_DATE | IN_BANNER | IN_INSTRUMENT, false,
     "title LANGUAGE \"TEXT\"", read_title},
	{"alias", IN_ORGANISATION | IN_PARTY | IN_OFFICE | IN_BODY | IN_EVENT | IN_INSTRUMENT, false, "alias \"TEXT\"",
     read_alias},
	/* The organisation. */
	{"languages", IN_ORGANISATION, true, "languages LANGUAGE…", read_languages},
	{"order-by", IN_ORGANISATION, true, "order-by sort LANGUAGE", read_order_by},
	{"seat", IN_ORGANISATION, true, "seat \"PLACE\" ZONE", read_seat},
	{"accent", IN_ORGANISATION, true, "accent \"#RRGGBB\"", read_accent},
	{"banner", IN_ORGANISATION, true, "banner \"TEXT\" [{]", read_banner},
	{"date", IN_ORGANISATION, false, "date NAME DATE [\"Title\"] [{]", read_date},
	{"week", IN_ORGANISATION, true, "week mon|tue|wed|thu|fri|sat|sun…", read_week},
	{"series", IN_ORGANISATION, false, "series NAME \"PATTERN\"", read_series},
	{"event", IN_ORGANISATION, false, "event KIND \"Title\" [{]", read_event},
	{"arrears", IN_ORGANISATION, true, "arrears after SPAN [no-vote]", read_arrears},
	/* Dates and events. */
	{"yearly", IN_DATE, true, "yearly", read_yearly},
	{"place", IN_DATE, true, "place \"PLACE\"", read_place},
	{"body", IN_DATE, true, "body BODY", read_date_body},
	{"host", IN_EVENT, true, "host in-order|first|last|apart", read_host},
	/* Parties, sets, offices. */
	{"sort", IN_PARTY, false, "sort LANGUAGE \"KEY\"", read_sort},
	{"zone", IN_PARTY, true, "zone ZONE", read_zone},
	{"status", IN_PARTY, false, "status member|observer|partner|secretariat|suspended from DATE [until DATE]",
     read_status},
	{"parties", IN_SET, false, "parties PARTY… [from DATE] [until DATE]", read_parties},
	{"value", IN_WEIGHT, false, "value PARTY NUMBER [from DATE] [until DATE]", read_value},
	{"holder", IN_OFFICE, false, "holder PARTY [PERSON] from DATE [until DATE]", read_holder},
	{"appointed-by", IN_OFFICE, true, "appointed-by BODY", read_appointed_by},
	{"term", IN_OFFICE, true, "term SPAN", read_term},
	{"acting", IN_OFFICE, true, "acting OFFICE", read_acting},
	{"rotates", IN_OFFICE, true, "rotates month|half-year|year sort LANGUAGE of BODY from DATE [starting PARTY]",
     read_rotates},
	/* Bodies. */
	{"code", IN_BODY, true, "code \"CODE\"", read_code},
	{"parent", IN_BODY, true, "parent BODY", read_parent},
	{"level", IN_BODY, true, "level NAME", read_level},
	{"composition", IN_BODY, true, "composition members|SET", read_composition},
	{"chair", IN_BODY, true, "chair host, chair party PARTY or chair office OFFICE", read_chair},
	{"convenes", IN_BODY, true, "convenes WHO…", read_convenes},
	{"notice", IN_BODY, true, "notice SPAN", read_notice},
	{"waives", IN_BODY, true, "waives WHO…", read_waives},
	{"regular", IN_BODY, true, "regular NUMBER per month|year", read_regular},
	{"gap", IN_BODY, true, "gap SPAN", read_gap},
	{"recusal", IN_BODY, true, "recusal", read_recusal},
	{"formats", IN_BODY, true, "formats NAME…", read_formats},
	{"quorum", IN_BODY, false, "quorum open|decide when TEST", read_quorum},
	{"decides", IN_BODY, false, "decides KIND RULE [from DATE] [until DATE] [once INSTRUMENT…]", read_decides},
	{"procedures", IN_BODY, true, "procedures PROCEDURE…", read_procedures},
	{"earlier-meetings", IN_BODY, true, "earlier-meetings NUMBER|unknown", read_earlier_meetings},
	/* Rules. */
	{"adopted", IN_RULE, true, "adopted when TEST", read_adopted},
	{"failing", IN_RULE, true, "failing when TEST", read_failing},
	{"absence", IN_RULE, true, "absence not-objecting|objecting|not-for|against", read_absence},
	{"abstention", IN_RULE, true, "abstention harmless|not-for|against", read_abstention},
	{"hold", IN_RULE, true, "hold harmless|blocks", read_hold},
	{"reservation", IN_RULE, true, "reservation annexed|objecting", read_reservation},
	{"constructive", IN_RULE, true, "constructive harmless|not-for", read_constructive},
	{"concerned", IN_RULE, true, "concerned removed|must-abstain|heard|objection-ignored", read_concerned},
	{"binds", IN_RULE, true, "binds SET", read_binds},
	{"undone-by", IN_RULE, true, "undone-by RULE", read_undone_by},
	/* Procedures. */
	{"begins", IN_PROCEDURE, true, "begins WHO…", read_begins},
	{"kinds", IN_PROCEDURE, true, "kinds KIND…", read_kinds},
	{"crisis", IN_PROCEDURE, true, "crisis", read_crisis},
	{"about", IN_PROCEDURE, true, "about concerned [if-any]", read_about},
	{"from", IN_PROCEDURE, true, "from DATE", read_from},
	{"until", IN_PROCEDURE, true, "until DATE", read_until},
	{"once", IN_PROCEDURE, true, "once INSTRUMENT…", read_once},
	{"needs", IN_PROCEDURE, true, "needs text", read_needs},
	{"stage", IN_PROCEDURE, false, "stage NAME {", read_stage},
	{"outcome", IN_PROCEDURE, false, "outcome NAME [{]", read_outcome},
	{"clock", IN_STAGE, true, "clock SPAN or clock until moment or clock immediately", read_clock},
	{"floor", IN_STAGE, true, "floor SPAN", read_floor},
	{"ceiling", IN_STAGE, true, "ceiling SPAN", read_ceiling},
	{"extends", IN_STAGE, true, "extends SPAN [times NUMBER]", read_extends},
	{"positions", IN_STAGE | IN_OUTCOME, true,
     "positions support|object|abstain|reserve|hold|disinterest|constructive|recuse|accept…", read_positions},
	{"on", IN_STAGE, false, "on EVENT [by WHO…] to STAGE [when TEST]", read_on},
	{"adopts", IN_OUTCOME, true, "adopts", read_adopts},
	{"symbol", IN_OUTCOME, true, "symbol [SERIES]", read_symbol},
	{"plan", IN_OUTCOME, true, "plan", read_plan},
	{"publish", IN_OUTCOME, true, "publish [next-meeting]", read_publish},
	{"prolongs", IN_OUTCOME, true, "prolongs PROCEDURE", read_prolongs},
	{"appoints", IN_OUTCOME, true, "appoints", read_effect},
	{"relieves", IN_OUTCOME, true, "relieves", read_effect},
	{"admits", IN_OUTCOME, true, "admits member|observer|partner", read_admits},
	{"suspends", IN_OUTCOME, true, "suspends", read_effect},
	{"suspends-vote", IN_OUTCOME, true, "suspends-vote", read_effect},
	{"restores", IN_OUTCOME, true, "restores", read_effect},
	{"withdraws", IN_OUTCOME, true, "withdraws", read_effect},
	{"classifies", IN_OUTCOME, true, "classifies KIND", read_classifies},
	{"amends-charter", IN_OUTCOME, true, "amends-charter", read_effect},
	/* Instruments. */
	{"enters", IN_INSTRUMENT, true, "enters when TEST or enters DATE", read_enters},
};
_Static_assert(sizeof(rows) / sizeof(*rows) == ROWS, "ROWS is how many there are");

const struct row *row_find(struct str keyword, unsigned context)
{
	for (uint32_t i = 0; i < ROWS; i++)
		if ((rows[i].contexts & context) != 0 && str_eq(keyword, str_from(rows[i].keyword)))
			return &rows[i];
	return NULL;
}
