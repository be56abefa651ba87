/* Strict JSON out: strings with as few escapes as the reader needs. Braces and commas are the caller's.
 *
 * Not checked here: UTF-8 and U+0000. What is emitted is always read back before it is signed, and the reader refuses.
 */
#include "record/json.h"

void buf_json_string(struct buf *buf, struct str s)
{
	buf_byte(buf, '"');
	size_t plain = 0; /* where the run of bytes begins that stand for themselves */
	for (size_t i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.ptr[i];
		if (c >= 0x20 && c != '"' && c != '\\')
			continue;
		buf_str(buf, str_slice(s, plain, i));
		plain = i + 1;
		if (c == '"' || c == '\\' || c == '\n') {
			buf_byte(buf, '\\');
			buf_byte(buf, c == '\n' ? 'n' : c);
		} else {
			buf_str(buf, STR("\\u00"));
			buf_hex(buf, &c, 1);
		}
	}
	buf_str(buf, str_slice(s, plain, s.len));
	buf_byte(buf, '"');
}

void buf_json_key(struct buf *buf, bool *first, struct str key)
{
	if (!*first)
		buf_byte(buf, ',');
	*first = false;
	buf_json_string(buf, key);
	buf_byte(buf, ':');
}
