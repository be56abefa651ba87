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
/* "the members voting for or against" */
void buf_whole(struct buf *buf, const struct charter *charter, uint32_t set);
/* A set as the charter writes it: "against in permanent"; an amount: "population of for". */
void buf_source(struct buf *buf, const struct charter *charter, uint32_t set);
void buf_size(struct buf *buf, const struct charter *charter, const struct test *amount);
/* "two thirds", "55%" */
void buf_share(struct buf *buf, const struct test *amount);
/* What a list of `count` puts before item `index`: nothing, ", ", or " and ". */
void buf_joint(struct buf *buf, uint32_t index, uint32_t count, const char *last);

/* What "passes KIND" asks about. */
void buf_kind_asked(struct buf *buf, const struct test *test);
/* inherit.c: does a body state this itself? `of_parent`, `parent`: NULL when it has none. */
bool own_statement(const struct origin *statement, const struct origin *of_parent);
bool own_decides(const struct decides *decides, const struct body *parent);
/* Is the node of this kind? */
bool test_is(const struct charter *charter, uint32_t node, enum test_op op);
/* The comparison with its sides exchanged. */
enum test_op test_mirrored(enum test_op op);
/* A test in words, in brackets when it is an and (or) within an or (and). */
void buf_test_within(struct buf *buf, const struct charter *charter, uint32_t node, enum test_op around);

#endif
