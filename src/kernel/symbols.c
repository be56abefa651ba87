/* Symbols: the number of a decision or document in its series, "CMFA/DEC/2022/1".
 *
 * series NAME "pattern": {year} is the year in the seat's zone at the instant of adoption, {body} the body's code,
 * {n} counts from 1 within what the rest of the pattern tells apart. The counter's name is the pattern with {n} left
 * as written, so two series with one pattern share one counter and no symbol is given twice.
 */
#include "kernel/state.h"

/* A buffer of the kernel's own: what does not fit leaves it full. */
static void expand(struct buf *buf, const struct state *state, const struct series *series, uint32_t body,
                   int64_t at_ms, struct str number)
{
	struct str rest = series->pattern, head, tail, word;
	while (str_cut(rest, '{', &head, &tail)) {
		if (!str_cut(tail, '}', &word, &rest))
			break;
		buf_str(buf, head);
		if (str_eq(word, STR("year"))) {
			struct civil civil = civil_from_ms(at_ms, zone_offset(state->seat_zone, at_ms));
			buf_i64(buf, civil.date.year);
		} else if (str_eq(word, STR("body"))) {
			buf_str(buf, state->charter->body[body].code);
		} else {
			buf_str(buf, number);
		}
	}
	buf_str(buf, rest);
}

void symbol_next(const struct state *state, uint32_t series, uint32_t body, int64_t at_ms, struct symbol *ret)
{
	ret->key_size = 0;
	ret->text_size = 0;
	if (series == NONE)
		return;
	const struct series *of = &state->charter->series[series];
	struct buf key = buf_of(ret->key, sizeof ret->key);
	expand(&key, state, of, body, at_ms, STR("{n}"));
	if (key.full)
		return;
	uint32_t counter = map_get(&state->counters, buf_view(&key));
	char digits[20];
	struct buf number = buf_of(digits, sizeof digits);
	buf_u64(&number, counter == MAP_NONE ? 1 : state->counter[counter].count + 1);
	struct buf text = buf_of(ret->text, sizeof ret->text);
	expand(&text, state, of, body, at_ms, buf_view(&number));
	if (text.full)
		return;
	ret->key_size = key.len;
	ret->text_size = text.len;
}

bool symbol_take(struct state *state, const struct symbol *symbol, struct str *ret)
{
	*ret = (struct str){NULL, 0};
	if (symbol->text_size == 0)
		return true;
	struct str key = {symbol->key, symbol->key_size};
	uint32_t counter = map_get(&state->counters, key);
	if (counter == MAP_NONE) {
		if (!GROW(state->arena, state->counter, state->counter_count, state->counter_capacity) ||
		    !copy_str(state->arena, key, &key) || !map_put(&state->counters, state->arena, key, state->counter_count))
			return false;
		counter = state->counter_count++;
		state->counter[counter] = (struct counter){.key = key};
	}
	state->counter[counter].count++;
	return copy_str(state->arena, (struct str){symbol->text, symbol->text_size}, ret);
}

uint32_t series_find(const struct charter *charter, struct str name)
{
	for (uint32_t i = 0; i < charter->series_count; i++)
		if (str_eq(charter->series[i].name, name))
			return i;
	return NONE;
}
