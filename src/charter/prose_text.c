/* Paragraphs, wrapped in place.
 *
 * A paragraph is written into the buffer in one line and then broken: prose_wrap turns the last blank that fits into a
 * line end and moves the rest on by the indent. A single word longer than a line stays whole.
 */
#include "charter/prose.h"

#include <string.h>

#define COLUMNS 100

/* Break what was written since `begin`, which stands at a line's start; further lines are indented by `indent`. */
static void prose_wrap(struct buf *buf, size_t begin, uint32_t indent)
{
	size_t column = 0, blank = 0;
	for (size_t i = begin; i < buf->len; i++) {
		if (((unsigned char)buf->ptr[i] & 0xc0) == 0x80)
			continue;
		if (buf->ptr[i] == ' ' && column > indent)
			blank = i;
		if (++column <= COLUMNS || blank == 0)
			continue;
		if (buf->len + indent > buf->cap) {
			buf->full = true;
			return;
		}
		memmove(buf->ptr + blank + 1 + indent, buf->ptr + blank + 1, buf->len - blank - 1);
		memset(buf->ptr + blank + 1, ' ', indent);
		buf->ptr[blank] = '\n';
		buf->len += indent;
		i = blank + indent;
		column = indent;
		blank = 0;
	}
}

/* A paragraph from here: returns where it begins. */
size_t prose_begin(struct buf *buf, uint32_t indent)
{
	size_t at = buf->len;
	for (uint32_t i = 0; i < indent; i++)
		buf_c(buf, " ");
	return at;
}

void prose_end(struct buf *buf, size_t at, uint32_t indent)
{
	prose_wrap(buf, at, indent);
	buf_c(buf, "\n");
}

void prose_heading(struct buf *buf, const char *words)
{
	buf_c(buf, "\n");
	buf_c(buf, words);
	buf_c(buf, "\n");
}

/* "head-of-state" as words. */
void prose_words(struct buf *buf, struct str name)
{
	for (size_t i = 0; i < name.len; i++)
		buf_bytes(buf, name.ptr[i] == '-' ? " " : &name.ptr[i], 1);
}

void prose_names(struct buf *buf, const struct str *list, uint32_t count, const char *last)
{
	for (uint32_t i = 0; i < count; i++) {
		buf_joint(buf, i, count, last);
		buf_str(buf, list[i]);
	}
}

/* `Title (name), in ru: …, also called …` */
void prose_titles(struct buf *buf, const struct titles *titles)
{
	buf_str(buf, titles->title);
	if (!str_eq(titles->title, titles->name)) {
		buf_c(buf, " (");
		buf_str(buf, titles->name);
		buf_c(buf, ")");
	}
	for (uint32_t i = 0; i < titles->count; i++) {
		buf_c(buf, i == 0 ? ", " : "; ");
		buf_c(buf, "in ");
		buf_str(buf, titles->other[i].language);
		buf_c(buf, ": ");
		buf_str(buf, titles->other[i].text);
	}
	if (titles->alias_count != 0)
		buf_c(buf, ", also called ");
	prose_names(buf, titles->alias, titles->alias_count, " or ");
}
