/* What the files of the prose share. Private to this room. */
#ifndef COMITY_CHARTER_PROSE_H
#define COMITY_CHARTER_PROSE_H

#include "charter/charter.h"
#include "charter/words.h"

/* A paragraph: where it begins (its first line indented), and its end (broken, further lines indented). */
size_t prose_begin(struct buf *buf, uint32_t indent);
void prose_end(struct buf *buf, size_t at, uint32_t indent);
void prose_heading(struct buf *buf, const char *words);
/* "a, b and c" */
void prose_names(struct buf *buf, const struct str *list, uint32_t count, const char *last);
/* "head-of-state" as words. */
void prose_words(struct buf *buf, struct str name);
/* "Title (name), in ru: …, also called …" */
void prose_titles(struct buf *buf, const struct titles *titles);

void prose_set(struct buf *buf, const struct charter *charter, const struct set *set);
void prose_weight(struct buf *buf, const struct charter *charter, const struct weight *weight);
/* prose_effects.c: sentences that bring their blank along, but for prose_effects, whose parts begin with "; ". */
void prose_office_rules(struct buf *buf, const struct charter *charter, const struct office *office);
void prose_recusal(struct buf *buf, const struct body *body, const struct body *parent);
void prose_rhythm(struct buf *buf, const struct charter *charter, const struct body *body, const struct body *parent);
void prose_effects(struct buf *buf, const struct stage *outcome);
void prose_arrears(struct buf *buf, const struct charter *charter);
void prose_rule(struct buf *buf, const struct charter *charter, const struct rule *rule);
void prose_procedure(struct buf *buf, const struct charter *charter, const struct procedure *procedure);

/* prose_time.c: ", from 1 June 2020, until …, once the … is in force" */
void prose_in_force(struct buf *buf, const struct charter *charter, const struct in_force *in_force);
/* " It holds from 1 June 2020 (…), …." */
void prose_procedure_holds(struct buf *buf, const struct charter *charter, const struct procedure *procedure);
void prose_instrument(struct buf *buf, const struct charter *charter, const struct instrument *instrument);

#endif
