/* Everything that a charter says, and nothing of where it stands: two texts with the same dump mean the same. For tests
 * of the layout; a field that is new in charter.h is added here. */
#ifndef COMITY_TESTS_CHARTER_DUMP_H
#define COMITY_TESTS_CHARTER_DUMP_H

#include "base/buf.h"
#include "charter/charter.h"

static inline void dump_u(struct buf *buf, uint64_t value)
{
	buf_u64(buf, value);
	buf_c(buf, " ");
}

static inline void dump_str(struct buf *buf, struct str text)
{
	dump_u(buf, text.len);
	buf_str(buf, text);
	buf_c(buf, "\n");
}

static inline void dump_origin(struct buf *buf, const struct origin *origin)
{
	dump_u(buf, origin->line != 0);
	dump_u(buf, origin->sure);
	dump_str(buf, origin->cite);
}

static inline void dump_titles(struct buf *buf, const struct titles *titles)
{
	dump_str(buf, titles->name);
	dump_str(buf, titles->title);
	for (uint32_t i = 0; i < titles->count; i++) {
		dump_str(buf, titles->other[i].language);
		dump_str(buf, titles->other[i].text);
	}
	dump_u(buf, titles->count);
	for (uint32_t i = 0; i < titles->alias_count; i++)
		dump_str(buf, titles->alias[i]);
	dump_u(buf, titles->alias_count);
}

static inline void dump_date(struct buf *buf, struct date date)
{
	dump_u(buf, (uint64_t)date.year);
	dump_u(buf, date.month);
	dump_u(buf, date.day);
}

static inline void dump_dates(struct buf *buf, struct date from, struct date until)
{
	dump_date(buf, from);
	dump_date(buf, until);
}

static inline void dump_in_force(struct buf *buf, const struct in_force *in_force)
{
	dump_dates(buf, in_force->from, in_force->until);
	dump_u(buf, in_force->once);
}

static inline void dump_span(struct buf *buf, bool has, struct span span)
{
	dump_u(buf, has);
	dump_u(buf, (uint64_t)span.count);
	dump_u(buf, span.unit);
}

static inline void dump_names(struct buf *buf, const struct str *list, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++)
		dump_str(buf, list[i]);
	dump_u(buf, count);
}

static inline void dump_whos(struct buf *buf, const struct who *list, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++) {
		dump_u(buf, list[i].kind);
		dump_u(buf, list[i].index);
	}
	dump_u(buf, count);
}

static inline void dump_set(struct buf *buf, const struct party_set *set)
{
	for (uint32_t i = 0; i < PARTY_WORDS; i++)
		dump_u(buf, set->word[i]);
}

static inline void dump_party(struct buf *buf, const struct party *party)
{
	dump_titles(buf, &party->titles);
	dump_str(buf, party->zone);
	for (uint32_t i = 0; i < party->sort_count; i++) {
		dump_str(buf, party->sort[i].language);
		dump_str(buf, party->sort[i].text);
	}
	for (uint32_t i = 0; i < party->status_count; i++) {
		dump_u(buf, party->status[i].kind);
		dump_dates(buf, party->status[i].from, party->status[i].until);
		dump_origin(buf, &party->status[i].origin);
	}
	dump_origin(buf, &party->origin);
}

static inline void dump_weight(struct buf *buf, const struct weight *weight)
{
	dump_titles(buf, &weight->titles);
	for (uint32_t i = 0; i < weight->value_count; i++) {
		dump_u(buf, weight->value[i].party);
		dump_u(buf, (uint64_t)weight->value[i].from);
		dump_u(buf, (uint64_t)weight->value[i].until);
		dump_u(buf, weight->value[i].value);
		dump_origin(buf, &weight->value[i].origin);
	}
	dump_origin(buf, &weight->origin);
}

static inline void dump_office(struct buf *buf, const struct office *office)
{
	dump_titles(buf, &office->titles);
	for (uint32_t i = 0; i < office->holder_count; i++) {
		dump_u(buf, office->holder[i].party);
		dump_str(buf, office->holder[i].person);
		dump_dates(buf, office->holder[i].from, office->holder[i].until);
		dump_origin(buf, &office->holder[i].origin);
	}
	dump_u(buf, office->appointed_by);
	dump_origin(buf, &office->appointed_by_origin);
	dump_span(buf, office->has_term, office->term);
	dump_origin(buf, &office->term_origin);
	dump_u(buf, office->acting);
	dump_origin(buf, &office->acting_origin);
	dump_u(buf, office->rotation.turn);
	dump_str(buf, office->rotation.language);
	dump_u(buf, office->rotation.body);
	dump_date(buf, office->rotation.from);
	dump_u(buf, office->rotation.starting);
	dump_origin(buf, &office->rotation.origin);
	dump_origin(buf, &office->origin);
}

static inline void dump_body(struct buf *buf, const struct body *body)
{
	dump_titles(buf, &body->titles);
	dump_str(buf, body->code);
	dump_str(buf, body->level);
	dump_u(buf, body->parent);
	dump_u(buf, body->composition);
	dump_origin(buf, &body->composition_origin);
	dump_u(buf, body->chair);
	dump_u(buf, body->chair_index);
	dump_origin(buf, &body->chair_origin);
	dump_whos(buf, body->convenes, body->convenes_count);
	dump_origin(buf, &body->convenes_origin);
	dump_span(buf, body->has_notice, body->notice);
	dump_origin(buf, &body->notice_origin);
	dump_whos(buf, body->waives, body->waives_count);
	dump_origin(buf, &body->waives_origin);
	dump_u(buf, body->recusal);
	dump_origin(buf, &body->recusal_origin);
	dump_u(buf, body->regular);
	dump_u(buf, body->regular_monthly);
	dump_origin(buf, &body->regular_origin);
	dump_span(buf, body->has_gap, body->gap);
	dump_origin(buf, &body->gap_origin);
	dump_names(buf, body->format, body->format_count);
	dump_origin(buf, &body->format_origin);
	dump_u(buf, body->quorum_open);
	dump_u(buf, body->quorum_decide);
	dump_origin(buf, &body->quorum_open_origin);
	dump_origin(buf, &body->quorum_decide_origin);
	for (uint32_t i = 0; i < body->decides_count; i++) {
		dump_str(buf, body->decides[i].kind);
		dump_u(buf, body->decides[i].rule);
		dump_in_force(buf, &body->decides[i].in_force);
		dump_origin(buf, &body->decides[i].origin);
	}
	for (uint32_t i = 0; i < body->procedure_count; i++)
		dump_u(buf, body->procedure[i]);
	dump_u(buf, body->earlier_meetings);
	dump_origin(buf, &body->origin);
}

static inline void dump_rule(struct buf *buf, const struct rule *rule)
{
	dump_titles(buf, &rule->titles);
	dump_u(buf, rule->adopted_when);
	dump_u(buf, rule->failing_when);
	dump_u(buf, rule->test);
	dump_u(buf, rule->absence);
	dump_u(buf, rule->abstention);
	dump_u(buf, rule->concerned);
	dump_u(buf, rule->hold_blocks);
	dump_u(buf, rule->constructive_harmless);
	dump_u(buf, rule->reservation_objects);
	dump_u(buf, rule->binds);
	dump_u(buf, rule->undone_by);
	dump_origin(buf, &rule->absence_origin);
	dump_origin(buf, &rule->abstention_origin);
	dump_origin(buf, &rule->hold_origin);
	dump_origin(buf, &rule->concerned_origin);
	dump_origin(buf, &rule->constructive_origin);
	dump_origin(buf, &rule->reservation_origin);
	dump_origin(buf, &rule->failing_origin);
	dump_origin(buf, &rule->binds_origin);
	dump_origin(buf, &rule->undone_by_origin);
	dump_origin(buf, &rule->origin);
}

static inline void dump_outcome(struct buf *buf, const struct stage *stage)
{
	dump_u(buf, stage->adopted);
	dump_u(buf, stage->series);
	dump_u(buf, stage->plan);
	dump_u(buf, stage->publish);
	dump_u(buf, stage->publish_next);
	dump_u(buf, stage->prolongs);
	dump_u(buf, stage->effects);
	for (uint32_t i = 0; i < EFFECT_MAX; i++)
		dump_origin(buf, &stage->effect_origin[i]);
	dump_u(buf, stage->admits);
	dump_str(buf, stage->classifies);
	dump_origin(buf, &stage->prolongs_origin);
	dump_origin(buf, &stage->series_origin);
}

static inline void dump_stage(struct buf *buf, const struct stage *stage)
{
	dump_str(buf, stage->name);
	dump_u(buf, stage->outcome);
	dump_u(buf, stage->clock);
	dump_span(buf, true, stage->span);
	dump_span(buf, stage->has_floor, stage->floor);
	dump_span(buf, stage->has_ceiling, stage->ceiling);
	dump_origin(buf, &stage->clock_origin);
	dump_origin(buf, &stage->floor_origin);
	dump_origin(buf, &stage->ceiling_origin);
	dump_span(buf, true, stage->extends);
	dump_u(buf, stage->extends_times);
	dump_origin(buf, &stage->extends_origin);
	dump_u(buf, stage->takes);
	dump_origin(buf, &stage->takes_origin);
	for (uint32_t i = 0; i < stage->transition_count; i++) {
		const struct transition *transition = &stage->transition[i];
		dump_u(buf, transition->event);
		dump_whos(buf, transition->by, transition->by_count);
		dump_u(buf, transition->target);
		dump_u(buf, transition->when);
		dump_origin(buf, &transition->origin);
	}
	dump_u(buf, stage->transition_count);
	dump_outcome(buf, stage);
	dump_origin(buf, &stage->origin);
}

static inline void dump_procedure(struct buf *buf, const struct procedure *procedure)
{
	dump_titles(buf, &procedure->titles);
	dump_whos(buf, procedure->begins, procedure->begins_count);
	dump_names(buf, procedure->kind, procedure->kind_count);
	dump_u(buf, procedure->needs_text);
	dump_u(buf, procedure->crisis);
	dump_origin(buf, &procedure->crisis_origin);
	dump_u(buf, procedure->about);
	dump_origin(buf, &procedure->about_origin);
	dump_in_force(buf, &procedure->in_force);
	dump_origin(buf, &procedure->from_origin);
	dump_origin(buf, &procedure->until_origin);
	dump_origin(buf, &procedure->once_origin);
	for (uint32_t i = 0; i < procedure->stage_count; i++)
		dump_stage(buf, &procedure->stage[i]);
	dump_u(buf, procedure->stage_count);
	dump_origin(buf, &procedure->origin);
}

static inline void dump_tests(struct buf *buf, const struct charter *charter)
{
	for (uint32_t i = 0; i < charter->test_count; i++) {
		const struct test *test = &charter->test[i];
		dump_u(buf, test->op);
		dump_u(buf, test->a);
		dump_u(buf, test->b);
		dump_u(buf, test->index);
		dump_u(buf, test->number);
		dump_u(buf, test->denominator);
		dump_str(buf, test->kind);
	}
}

static inline void dump_organisation(struct buf *buf, const struct charter *charter)
{
	dump_titles(buf, &charter->titles);
	dump_names(buf, charter->language, charter->language_count);
	dump_str(buf, charter->order_language);
	dump_str(buf, charter->seat);
	dump_str(buf, charter->zone);
	dump_str(buf, charter->accent);
	dump_origin(buf, &charter->accent_origin);
	for (uint32_t i = 0; i < charter->date_count; i++) {
		const struct dated *dated = &charter->date[i];
		dump_titles(buf, &dated->titles);
		dump_str(buf, dated->name);
		dump_date(buf, dated->date);
		dump_u(buf, dated->yearly);
		dump_str(buf, dated->place);
		dump_u(buf, dated->body);
		dump_origin(buf, &dated->origin);
	}
	dump_span(buf, charter->has_arrears, charter->arrears);
	dump_u(buf, charter->arrears_no_vote);
	dump_origin(buf, &charter->arrears_origin);
	dump_u(buf, charter->week);
	dump_origin(buf, &charter->week_origin);
	for (uint32_t i = 0; i < charter->series_count; i++) {
		dump_str(buf, charter->series[i].name);
		dump_str(buf, charter->series[i].pattern);
		dump_origin(buf, &charter->series[i].origin);
	}
	for (uint32_t i = 0; i < charter->event_kind_count; i++) {
		dump_titles(buf, &charter->event_kind[i].titles);
		dump_u(buf, charter->event_kind[i].host);
		dump_origin(buf, &charter->event_kind[i].host_origin);
		dump_origin(buf, &charter->event_kind[i].origin);
	}
	dump_origin(buf, &charter->origin);
}

static inline void dump_charter(struct buf *buf, const struct charter *charter)
{
	dump_organisation(buf, charter);
	for (uint32_t i = 0; i < charter->party_count; i++)
		dump_party(buf, &charter->party[i]);
	for (uint32_t i = 0; i < charter->party_count; i++)
		dump_u(buf, charter->order[i]);
	for (uint32_t i = 0; i < charter->set_count; i++) {
		const struct set *set = &charter->set[i];
		dump_titles(buf, &set->titles);
		dump_set(buf, &set->parties);
		dump_u(buf, set->always);
		for (uint32_t k = 0; k < set->period_count; k++) {
			dump_set(buf, &set->period[k].parties);
			dump_dates(buf, set->period[k].from, set->period[k].until);
			dump_origin(buf, &set->period[k].origin);
		}
		dump_origin(buf, &set->origin);
	}
	for (uint32_t i = 0; i < charter->weight_count; i++)
		dump_weight(buf, &charter->weight[i]);
	for (uint32_t i = 0; i < charter->office_count; i++)
		dump_office(buf, &charter->office[i]);
	for (uint32_t i = 0; i < charter->body_count; i++)
		dump_body(buf, &charter->body[i]);
	for (uint32_t i = 0; i < charter->rule_count; i++)
		dump_rule(buf, &charter->rule[i]);
	for (uint32_t i = 0; i < charter->procedure_count; i++)
		dump_procedure(buf, &charter->procedure[i]);
	for (uint32_t i = 0; i < charter->instrument_count; i++) {
		const struct instrument *instrument = &charter->instrument[i];
		dump_titles(buf, &instrument->titles);
		dump_u(buf, instrument->enters_when);
		dump_date(buf, instrument->enters);
		dump_origin(buf, &instrument->enters_origin);
		dump_origin(buf, &instrument->origin);
	}
	dump_tests(buf, charter);
}

#endif
