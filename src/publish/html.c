/* Text into HTML, XML, addresses and JSON.
 *
 * What comes in may be any bytes. What goes out is valid UTF-8 that holds no character which HTML or XML forbids, and
 * no character that means markup where it stands. Plain runs are copied whole: a page is mostly those.
 */
#include "publish/html.h"

#include "base/utf8.h"

#define REPLACEMENT STR("\xEF\xBF\xBD")

/* Forbidden in HTML or XML, or invisible mischief: C0 but for TAB and LF, DEL and C1, surrogates (no UTF-8 has them),
 * noncharacters. */
static bool forbidden(int32_t code)
{
	if (code < 0x20)
		return code != '\t' && code != '\n';
	return (code >= 0x7F && code < 0xA0) || (code >= 0xFDD0 && code <= 0xFDEF) || (code & 0xFFFE) == 0xFFFE;
}

/* How many bytes may be copied as they are without a closer look, by the first of them. 1: ASCII that stands for itself
 * everywhere (no control, none of & < > " \). 2: begins one of the characters from U+00C0 to U+07FF, which hold most
 * alphabets and nothing that is forbidden. 0: look. */
#define ROW(value) value, value, value, value, value, value, value, value
static const uint8_t harmless[256] = {
	ROW(0), ROW(0), ROW(0), ROW(0), /* 00: controls */
	1,      1,      0,      1,      1,      1,      0,      1,      ROW(1), ROW(1), 1,
	1,      1,      1,      0,      1,      0,      1,                                      /* 20: not " & < > */
	ROW(1), ROW(1), ROW(1), 1,      1,      1,      1,      0,      1,      1,      1,      /* 40: not \ */
	ROW(1), ROW(1), ROW(1), 1,      1,      1,      1,      1,      1,      1,      0,      /* 60: not DEL */
	ROW(0), ROW(0), ROW(0), ROW(0), ROW(0), ROW(0), ROW(0), ROW(0),                         /* 80 */
	0,      0,      0,      2,      2,      2,      2,      2,      ROW(2), ROW(2), ROW(2), /* C0: from C3 */
	ROW(0), ROW(0), ROW(0), ROW(0),                                                         /* E0 */
};

static size_t harmless_run(struct str text, size_t index)
{
	if (index == text.len)
		return index;
	const char *at = text.ptr + index, *end = text.ptr + text.len;
	while (at < end) {
		uint8_t size = harmless[(uint8_t)*at];
		if (size == 0 || (size == 2 && (at + 1 == end || ((uint8_t)at[1] & 0xC0) != 0x80)))
			break;
		at += size;
	}
	return (size_t)(at - text.ptr);
}

/* The next piece of the text that needs thought, after a plain run has been written: its code point, or -1 for a byte
 * that is no UTF-8, or -2 at the end. *piece: the bytes. */
static int32_t next_piece(struct buf *buf, struct str text, size_t *index, struct str *piece)
{
	size_t begin = *index;
	*index = harmless_run(text, begin);
	if (*index > begin)
		buf_str(buf, str_slice(text, begin, *index));
	if (*index == text.len)
		return -2;
	begin = *index;
	int32_t code = utf8_next(text, index);
	if (code < 0)
		(*index)++;
	*piece = str_slice(text, begin, *index);
	return code;
}

void html_text(struct buf *buf, struct str text)
{
	size_t index = 0;
	struct str piece;
	int32_t code;
	while ((code = next_piece(buf, text, &index, &piece)) != -2) {
		if (code == '&')
			buf_str(buf, STR("&amp;"));
		else if (code == '<')
			buf_str(buf, STR("&lt;"));
		else if (code == '>')
			buf_str(buf, STR("&gt;"));
		else if (code == '\r' && index < text.len && text.ptr[index] == '\n')
			continue;
		else if (code < 0 || forbidden(code))
			buf_str(buf, REPLACEMENT);
		else
			buf_str(buf, piece);
	}
}

void html_attr(struct buf *buf, const char *name, struct str text)
{
	size_t index = 0;
	struct str piece;
	int32_t code;
	buf_byte(buf, ' ');
	buf_c(buf, name);
	buf_str(buf, STR("=\""));
	while ((code = next_piece(buf, text, &index, &piece)) != -2) {
		if (code == '&')
			buf_str(buf, STR("&amp;"));
		else if (code == '<')
			buf_str(buf, STR("&lt;"));
		else if (code == '>')
			buf_str(buf, STR("&gt;"));
		else if (code == '"')
			buf_str(buf, STR("&quot;"));
		else if (code == '\n')
			buf_str(buf, STR("&#10;"));
		else if (code == '\t')
			buf_str(buf, STR("&#9;"));
		else if (code < 0 || forbidden(code))
			buf_str(buf, REPLACEMENT);
		else
			buf_str(buf, piece);
	}
	buf_byte(buf, '"');
}

static bool unreserved(char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
	       c == '_' || c == '~';
}

void url_arg(struct buf *buf, struct str text)
{
	static const char digit[] = "0123456789ABCDEF";
	for (size_t i = 0; i < text.len;) {
		size_t begin = i;
		while (i < text.len && unreserved(text.ptr[i]))
			i++;
		buf_str(buf, str_slice(text, begin, i));
		if (i < text.len) {
			uint8_t byte = (uint8_t)text.ptr[i++];
			char code[3] = {'%', digit[byte >> 4], digit[byte & 15]};
			buf_bytes(buf, code, sizeof code);
		}
	}
}

/* The line at *index without its end, CR included; moves behind it. */
static struct str next_line(struct str text, size_t *index)
{
	size_t end = str_find(text, '\n', *index);
	struct str line = str_slice(text, *index, end);
	*index = end + 1;
	if (line.len > 0 && line.ptr[line.len - 1] == '\r')
		line.len--;
	return line;
}

void html_paragraphs(struct buf *buf, struct str text)
{
	bool open = false;
	for (size_t index = 0; index < text.len;) {
		struct str line = next_line(text, &index);
		if (str_trim(line).len == 0) {
			if (open)
				buf_str(buf, STR("</p>\n"));
			open = false;
			continue;
		}
		buf_str(buf, open ? STR("<br>\n") : STR("<p dir=\"auto\">"));
		open = true;
		html_text(buf, line);
	}
	if (open)
		buf_str(buf, STR("</p>\n"));
}

void json_text(struct buf *buf, struct str text)
{
	size_t index = 0;
	struct str piece;
	int32_t code;
	buf_byte(buf, '"');
	while ((code = next_piece(buf, text, &index, &piece)) != -2) {
		if (code == '"' || code == '\\') {
			buf_byte(buf, '\\');
			buf_byte(buf, (uint8_t)code);
		} else if (code == '\n') {
			buf_str(buf, STR("\\n"));
		} else if (code == '\t') {
			buf_str(buf, STR("\\t"));
		} else if (code == '\r' && index < text.len && text.ptr[index] == '\n') {
			continue;
		} else if (code < 0 || forbidden(code)) {
			buf_str(buf, REPLACEMENT);
		} else {
			buf_str(buf, piece);
		}
	}
	buf_byte(buf, '"');
}
