/* Pieces of sentences. Private to this room. */
#ifndef COMITY_CHARTER_WORDS_H
#define COMITY_CHARTER_WORDS_H

#include "charter/charter.h"

/* A struct str in a static table, where STR is no constant. */
#define WORD(literal)                     \
	{                                     \
		("" literal), sizeof(literal) - 1 \
	}

/* "any member", "the chair", "the Chairman of the Council", "any of the permanent members". */
void buf_who(struct buf *buf, const struct charter *charter, const struct who *who);
/* "any member or the chair"; "anybody" for none. */
void buf_whos(struct buf *buf, const struct charter *charter, const struct who *who, uint32_t count);
/* "2 September 2002" */
void buf_day(struct buf *buf, struct date date);
/* " (Charter, Art. 12; recalled)", or nothing. */
void buf_aside(struct buf *buf, const struct origin *origin);
/* A set as the charter writes it: "against in permanent"; an amount: "population of for". */
/* "the members voting for or against" */
void buf_whole(struct buf *buf, const struct charter *charter, uint32_t set);
void buf_source(struct buf *buf, const struct charter *charter, uint32_t set);
void buf_size(struct buf *buf, const struct charter *charter, const struct test *amount);
/* "two thirds", "55%" */
void buf_share(struct buf *buf, const struct test *amount);
/* What a list of `count` puts before item `index`: nothing, ", ", or " and ". */
void buf_joint(struct buf *buf, uint32_t index, uint32_t count, const char *last);

void buf_kind_asked(struct buf *buf, const struct test *test);
/* Is the node of this kind? */
bool test_is(const struct charter *charter, uint32_t node, enum test_op op);
/* The comparison with its sides exchanged. */
enum test_op test_mirrored(enum test_op op);
/* A test in words, in brackets when it is an and (or) within an or (and). */
void buf_test_within(struct buf *buf, const struct charter *charter, uint32_t node, enum test_op around);

#endif
