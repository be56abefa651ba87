/* A script's lines as words. */
#include "app/script_words.h"

static bool blank(char c)
{
	return c == ' ' || c == '\t';
}

/* One word at *i of the line: plain characters and quoted runs, as in title.en="two words". Without a quote it is a
 * view into the line. */
static enum err_code take_word(struct str text, size_t *i, struct arena *arena, uint32_t number, struct str *ret,
                               struct err *err)
{
	size_t begin = *i;
	bool quoted = false;
	struct buf buf;

	while (*i < text.len && !blank(text.ptr[*i]) && text.ptr[*i] != '"')
		(*i)++;
	*ret = str_slice(text, begin, *i);
	if (*i == text.len || text.ptr[*i] != '"')
		return ERR_OK;
	buf = buf_new(arena, text.len - begin);
	buf_str(&buf, *ret);
	for (; *i < text.len && (quoted || !blank(text.ptr[*i])); (*i)++) {
		char c = text.ptr[*i];
		if (c == '"') {
			quoted = !quoted;
		} else if (quoted && c == '\\') {
			if (*i + 1 == text.len || (text.ptr[*i + 1] != '"' && text.ptr[*i + 1] != '\\'))
				return err_set(err, ERR_FORMAT, "line %u: a backslash in quotes stands only before \" or \\", number);
			buf_byte(&buf, (uint8_t)text.ptr[++*i]);
		} else {
			buf_byte(&buf, (uint8_t)c);
		}
	}
	if (quoted)
		return err_set(err, ERR_FORMAT, "line %u: a quote is not closed", number);
	if (buf.full)
		return err_set(err, ERR_LIMIT, "line %u: no memory for a word", number);
	*ret = buf_view(&buf);
	return ERR_OK;
}

static enum err_code split(struct str text, struct arena *arena, struct script_line *line, struct err *err)
{
	line->count = 0;
	for (size_t i = 0; i < text.len;) {
		enum err_code code;
		if (blank(text.ptr[i])) {
			i++;
			continue;
		}
		if (text.ptr[i] == '#')
			break;
		if (line->count == SCRIPT_WORDS)
			return err_set(err, ERR_LIMIT, "line %u has more than %d words", line->number, SCRIPT_WORDS);
		code = take_word(text, &i, arena, line->number, &line->word[line->count], err);
		if (code != ERR_OK)
			return code;
		line->count++;
	}
	return ERR_OK;
}

enum err_code script_next(struct str text, size_t *offset, struct arena *arena, struct script_line *line,
                          struct err *err)
{
	while (*offset < text.len) {
		size_t end = str_find(text, '\n', *offset);
		struct str one = str_slice(text, *offset, end);
		enum err_code code;

		if (one.len > 0 && one.ptr[one.len - 1] == '\r') /* written on another system */
			one.len--;
		*offset = end + 1;
		line->number++;
		code = split(one, arena, line, err);
		if (code != ERR_OK || line->count > 0)
			return code;
	}
	return err_set(err, ERR_NOT_FOUND, "the script ends");
}

struct str script_value(const struct script_line *line, uint32_t first, struct str key)
{
	for (uint32_t i = first; i < line->count; i++) {
		struct str name, value;
		if (str_cut(line->word[i], '=', &name, &value) && str_eq(name, key))
			return value;
	}
	return (struct str){0};
}
