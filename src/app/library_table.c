/* Where the library's things lie: blocks, rows, words and refs. A string of the record is kept once, in a word; the
 * word knows the histories of the meeting, matter, party … that is called so.
 */
#include "app/library_private.h"

#include <assert.h>
#include <string.h>

#define POWER_MIN 4u /* a free block holds the address of the next one */
#define TABLE_POWER 9u

void *library_block(struct library *library, unsigned power)
{
	assert(power >= POWER_MIN && power < 48);
	void *block = library->block[power];
	if (!block)
		return arena_try(&library->arena, (size_t)1 << power, 1, 8);
	memcpy(&library->block[power], block, sizeof(void *));
	memset(block, 0, (size_t)1 << power);
	return block;
}

void library_block_free(struct library *library, void *block, unsigned power)
{
	if (!block)
		return;
	memcpy(block, &library->block[power], sizeof(void *));
	library->block[power] = block;
}

static unsigned power_of(size_t size)
{
	unsigned power = POWER_MIN;
	while ((size_t)1 << power < size)
		power++;
	return power;
}

/* ---- Rows ---------------------------------------------------------------------------------------------------- */

void *library_row_at(const struct rows *rows, uint32_t index, size_t size)
{
	return rows->piece[index / ROWS_PIECE] + (index % ROWS_PIECE) * size;
}

static bool more_pieces(struct library *library, struct rows *rows)
{
	uint32_t capacity = rows->piece_capacity ? rows->piece_capacity * 2 : 16;
	unsigned power = power_of(capacity * sizeof(char *));
	char **piece = library_block(library, power);
	if (!piece)
		return false;
	if (rows->piece) {
		memcpy(piece, rows->piece, rows->piece_count * sizeof *piece);
		library_block_free(library, rows->piece, power - 1);
	}
	rows->piece = piece;
	rows->piece_capacity = capacity;
	return true;
}

void *library_row(struct library *library, struct rows *rows, size_t size)
{
	if (rows->count == rows->piece_count * ROWS_PIECE) {
		if (rows->piece_count == rows->piece_capacity && !more_pieces(library, rows))
			return NULL;
		char *piece = arena_try(&library->arena, ROWS_PIECE, size, 8);
		if (!piece)
			return NULL;
		rows->piece[rows->piece_count++] = piece;
	}
	return library_row_at(rows, rows->count, size);
}

/* ---- Words and refs ------------------------------------------------------------------------------------------ */

static uint32_t hash_of(const struct library *library, struct str text)
{
	return (uint32_t)map_hash(library->map_key, text.ptr, text.len);
}

/* The row with this text, or NONE and in *ret_slot the slot where it would go. Both kinds of row are asked the same
 * way, so one function does for both. */
static uint32_t find(const struct library *library, const struct table *table, bool refs, struct str text,
                     uint32_t hash, uint32_t *ret_slot)
{
	for (uint32_t i = hash & (table->room - 1);; i = (i + 1) & (table->room - 1)) {
		uint64_t slot = table->slot[i];
		*ret_slot = i;
		if (slot == 0)
			return NONE;
		if ((uint32_t)(slot >> 32) != hash)
			continue;
		uint32_t index = (uint32_t)slot - 1;
		struct str other;
		if (refs) {
			other = library_ref_at(library, index)->text;
		} else {
			const struct word *word = library_word_at(library, index);
			other = (struct str){word->ptr, word->size};
		}
		if (str_eq(other, text))
			return index;
	}
}

static bool grow(struct library *library, struct table *table)
{
	unsigned power = table->room ? power_of(table->room * sizeof(uint64_t)) + 1 : TABLE_POWER;
	uint32_t room = (uint32_t)(((size_t)1 << power) / sizeof(uint64_t));
	uint64_t *slot = library_block(library, power);
	if (!slot)
		return false;
	for (uint32_t i = 0; i < table->room; i++) {
		if (table->slot[i] == 0)
			continue;
		uint32_t to = (uint32_t)(table->slot[i] >> 32) & (room - 1);
		while (slot[to] != 0)
			to = (to + 1) & (room - 1);
		slot[to] = table->slot[i];
	}
	library_block_free(library, table->slot, power - 1);
	table->slot = slot;
	table->room = room;
	return true;
}

/* Before a text is looked for that may have to be put. */
static bool table_room(struct library *library, struct table *table)
{
	return table->count < table->room / 4 * 3 || grow(library, table);
}

static void put(struct table *table, uint32_t slot, uint32_t hash, uint32_t index)
{
	table->slot[slot] = (uint64_t)hash << 32 | (index + 1);
	table->count++;
}

uint32_t library_word_find(const struct library *library, struct str text)
{
	uint32_t slot;
	if (library->word_table.count == 0)
		return NONE;
	return find(library, &library->word_table, false, text, hash_of(library, text), &slot);
}

bool library_word(struct library *library, struct str text, uint32_t *ret)
{
	uint32_t slot, hash = hash_of(library, text);
	if (!table_room(library, &library->word_table))
		return false;
	*ret = find(library, &library->word_table, false, text, hash, &slot);
	if (*ret != NONE)
		return true;
	struct word *word = library_row(library, &library->words, sizeof *word);
	struct str kept = word ? arena_str(&library->arena, text) : (struct str){NULL, 0};
	if (!kept.ptr)
		return false;
	word->ptr = kept.ptr;
	word->size = (uint32_t)kept.len;
	*ret = library->words.count++;
	put(&library->word_table, slot, hash, *ret);
	return true;
}

uint32_t library_ref_find(const struct library *library, struct str text)
{
	uint32_t slot;
	if (library->ref_table.count == 0)
		return NONE;
	return find(library, &library->ref_table, true, text, hash_of(library, text), &slot);
}

bool library_ref(struct library *library, struct str text, uint32_t *ret)
{
	uint32_t slot, hash = hash_of(library, text);
	if (!table_room(library, &library->ref_table))
		return false;
	*ret = find(library, &library->ref_table, true, text, hash, &slot);
	if (*ret != NONE)
		return true;
	struct ref *ref = library_row(library, &library->refs, sizeof *ref);
	struct str kept = ref ? arena_str(&library->arena, text) : (struct str){NULL, 0};
	if (!kept.ptr)
		return false;
	ref->text = kept;
	*ret = library->refs.count++;
	put(&library->ref_table, slot, hash, *ret);
	return true;
}

/* ---- Histories ----------------------------------------------------------------------------------------------- */

bool library_list_room(struct library *library, uint32_t *index)
{
	if (*index == 0) {
		if (library->lists.count == 0 && library_row(library, &library->lists, sizeof(struct list)))
			library->lists.count++; /* the first is nobody's: 0 says none */
		if (library->lists.count == 0 || !library_row(library, &library->lists, sizeof(struct list)))
			return false;
		*index = library->lists.count++;
	}
	struct list *list = library_list_at(library, *index);
	if (list->count < list->room)
		return true;
	uint32_t room = list->room ? list->room * 2 : 4;
	unsigned power = power_of(room * sizeof(uint32_t));
	uint32_t *number = library_block(library, power);
	if (!number)
		return false;
	if (list->room) {
		memcpy(number, list->number, list->count * sizeof *number);
		library_block_free(library, list->number, power - 1);
	}
	list->number = number;
	list->room = room;
	return true;
}

bool library_touch(struct library *library, uint32_t word, uint32_t which)
{
	struct adding *adding = &library->adding;
	uint32_t *list = &library_word_at(library, word)->list[which];
	if (!library_list_room(library, list))
		return false;
	assert(adding->touched_count < TOUCHED_MAX);
	adding->touched[adding->touched_count++] = *list;
	return true;
}
