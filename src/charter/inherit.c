/* A child body inherits every rule that it does not state: composition, chair and recusal, convenes, notice and who
 * waives it, formats, quorum, decides (kind by kind), procedures. Never: titles, code, level, regular, gap,
 * earlier-meetings. What is inherited keeps its origin, which tells it from what the child states itself. */
#include "charter/reader.h"

#include <string.h>

bool own_statement(const struct origin *statement, const struct origin *of_parent)
{
	return statement->line != 0 && (of_parent == NULL || of_parent->line != statement->line);
}

bool own_decides(const struct decides *decides, const struct body *parent)
{
	for (uint32_t i = 0; parent != NULL && i < parent->decides_count; i++)
		if (!own_statement(&decides->origin, &parent->decides[i].origin))
			return false;
	return true;
}

static bool has_cycle(const struct charter *charter, uint32_t body)
{
	uint32_t steps = 0;
	for (uint32_t at = charter->body[body].parent; at != NONE; at = charter->body[at].parent) {
		if (at == body)
			return true;
		if (++steps > charter->body_count)
			return false; /* a cycle further up, reported there */
	}
	return false;
}

static bool add_decides(struct reader *reader, struct body *body, const struct body *parent)
{
	uint32_t own = body->decides_count;
	for (uint32_t i = 0; i < parent->decides_count; i++) {
		bool stated = false;
		for (uint32_t k = 0; k < own; k++)
			stated |= str_eq(body->decides[k].kind, parent->decides[i].kind);
		if (!stated && !PUSH(reader, body->decides, body->decides_count, parent->decides[i]))
			return false;
	}
	return true;
}

static bool inherit(struct reader *reader, struct body *body, const struct body *parent)
{
	if (body->composition_origin.line == 0) {
		body->composition = parent->composition;
		body->composition_origin = parent->composition_origin;
	}
	if (body->chair == CHAIR_NONE) {
		body->chair = parent->chair;
		body->chair_index = parent->chair_index;
		body->chair_origin = parent->chair_origin;
		if (!body->recusal) {
			body->recusal = parent->recusal;
			body->recusal_origin = parent->recusal_origin;
		}
	}
	if (body->convenes_count == 0) {
		body->convenes = parent->convenes;
		body->convenes_count = parent->convenes_count;
		body->convenes_origin = parent->convenes_origin;
	}
	if (!body->has_notice) {
		body->has_notice = parent->has_notice;
		body->notice = parent->notice;
		body->notice_origin = parent->notice_origin;
	}
	if (body->waives_count == 0) {
		body->waives_count = parent->waives_count;
		body->waives = parent->waives;
		body->waives_origin = parent->waives_origin;
	}
	if (body->format_count == 0) {
		body->format = parent->format;
		body->format_count = parent->format_count;
		body->format_origin = parent->format_origin;
	}
	if (body->quorum_open == NONE) {
		body->quorum_open = parent->quorum_open;
		body->quorum_open_origin = parent->quorum_open_origin;
	}
	if (body->quorum_decide == NONE) {
		body->quorum_decide = parent->quorum_decide;
		body->quorum_decide_origin = parent->quorum_decide_origin;
	}
	if (body->procedure_count == 0) {
		body->procedure = parent->procedure;
		body->procedure_count = parent->procedure_count;
	}
	return add_decides(reader, body, parent);
}

bool inherit_all(struct reader *reader)
{
	struct charter *charter = reader->charter;
	bool done[LIMIT_BODIES] = {false};
	uint32_t errors = reader->diag.out->error_count;
	for (uint32_t i = 0; i < charter->body_count; i++)
		if (has_cycle(charter, i))
			diag_error(&reader->diag, place_of(&charter->body[i].origin), "the body \"%S\" is its own ancestor",
			           charter->body[i].titles.name);
	if (reader->diag.out->error_count != errors)
		return false;
	/* A parent before its children: each round finishes at least one generation. */
	for (bool progress = true; progress;) {
		progress = false;
		for (uint32_t i = 0; i < charter->body_count; i++) {
			struct body *body = &charter->body[i];
			if (done[i] || (body->parent != NONE && !done[body->parent]))
				continue;
			if (body->parent != NONE && !inherit(reader, body, &charter->body[body->parent]))
				return false;
			done[i] = true;
			progress = true;
		}
	}
	return true;
}
