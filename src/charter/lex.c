/* Characters to tokens. Line based: the end of a line is a token, except between parentheses.
 *
 * What a person reads is what the engine reads: no control characters, no characters that turn the reading direction
 * around, one form of line end, one form of every number.
 */
#include "charter/reader.h"

#include "base/utf8.h"

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_name(char c)
{
	return is_letter(c) || is_digit(c) || c == '-' || c == '_';
}

static char peek(const struct lexer *lexer, size_t ahead)
{
	return lexer->pos + ahead < lexer->text.len ? lexer->text.ptr[lexer->pos + ahead] : '\0';
}

static void step(struct lexer *lexer)
{
	/* Columns are code points: a continuation byte does not count. */
	if (((unsigned char)lexer->text.ptr[lexer->pos] & 0xc0) != 0x80)
		lexer->column++;
	lexer->pos++;
}

static struct place here(const struct lexer *lexer, uint32_t length)
{
	return (struct place){.line = lexer->line, .column = lexer->column, .length = length};
}

static void check_line(struct lexer *lexer)
{
	size_t end = str_find(lexer->text, '\n', lexer->pos);
	if (end - lexer->pos > LIMIT_CHARTER_LINE)
		diag_error(lexer->diag, here(lexer, 1), "a line of more than %u bytes", LIMIT_CHARTER_LINE);
}

struct lexer lexer_of(struct str text, struct diag *diag)
{
	struct lexer lexer = {.text = text, .line = 1, .column = 1, .diag = diag};
	check_line(&lexer);
	return lexer;
}

static struct token token_from(const struct lexer *lexer, const struct lexer *begin, enum token_kind kind)
{
	return (struct token){
		.kind = kind,
		.text = str_slice(lexer->text, begin->pos, lexer->pos),
		.at = {begin->line, begin->column, lexer->column - begin->column},
	};
}

/* Control characters, and those that hide or turn around what stands beside them. */
static bool is_hidden(int32_t c)
{
	return c < 0x20 || (c >= 0x7f && c <= 0x9f) || c == 0x061c ||
	       (c >= 0x200b && c <= 0x200f && c != 0x200c && c != 0x200d) || (c >= 0x2028 && c <= 0x202e) ||
	       (c >= 0x2060 && c <= 0x2069) || c == 0xfeff;
}

static void say_code_point(struct lexer *lexer, struct place at, int32_t c, const char *where)
{
	static const char digits[] = "0123456789ABCDEF";
	char name[9] = "U+";
	size_t size = 2;
	for (int shift = c > 0xffff ? 20 : 12; shift >= 0; shift -= 4)
		name[size++] = digits[(uint32_t)c >> shift & 15];
	diag_error(lexer->diag, at, "the character %S %s", (struct str){name, size}, where);
}

/* One character of a string or comment. False, and reported, when it may not stand there. */
static bool step_text(struct lexer *lexer)
{
	size_t next = lexer->pos;
	struct place at = here(lexer, 1);
	int32_t c = utf8_next(lexer->text, &next);
	if (c < 0) /* the text was checked as a whole */
		next = lexer->pos + 1;
	while (lexer->pos < next)
		step(lexer);
	if (c == '\t' || !is_hidden(c))
		return true;
	if (c == '\r') {
		if (!lexer->said_return) {
			diag_hint(lexer->diag, "save the file with Unix line ends");
			diag_error(lexer->diag, at, "a carriage return: lines end with a line feed alone");
		}
		lexer->said_return = true;
		return true;
	}
	say_code_point(lexer, at, c, "is not allowed: what a charter says must be visible");
	return false;
}

static struct token lex_string(struct lexer *lexer)
{
	struct lexer begin = *lexer;
	bool good = true;
	step(lexer);
	for (;;) {
		char c = peek(lexer, 0);
		if (lexer->pos == lexer->text.len || c == '\n') {
			struct place at = {begin.line, begin.column, lexer->column - begin.column};
			diag_error(lexer->diag, at, "a string that does not end on its line");
			return token_from(lexer, &begin, TOKEN_BAD);
		}
		if (c == '"')
			break;
		if (c == '\\') {
			if (peek(lexer, 1) != '"' && peek(lexer, 1) != '\\') {
				diag_hint(lexer->diag, "only \\\" and \\\\ may follow a backslash");
				good = diag_error(lexer->diag, here(lexer, 2), "an unknown escape in a string");
			} else {
				step(lexer);
			}
			step(lexer);
		} else if (c == '\t') {
			good = diag_error(lexer->diag, here(lexer, 1), "a tab in a string");
			step(lexer);
		} else if (c >= ' ' && c <= '~') { /* what most strings are made of */
			step(lexer);
		} else {
			good &= step_text(lexer);
		}
	}
	step(lexer);
	struct token token = token_from(lexer, &begin, good ? TOKEN_STRING : TOKEN_BAD);
	token.text = str_slice(lexer->text, begin.pos + 1, lexer->pos - 1);
	return token;
}

static bool all_digits(struct str s)
{
	for (size_t i = 0; i < s.len; i++)
		if (!is_digit(s.ptr[i]))
			return false;
	return s.len != 0;
}

static struct str without_end(struct str s, size_t size)
{
	return str_slice(s, 0, s.len - size);
}

static bool number_fits(struct str digits)
{
	uint64_t value;
	return str_to_u64(digits, CHARTER_NUMBER_MAX, &value);
}

/* A word that begins with a digit: 2977130, 55%, 2/3, 2002-10-07, 48h, 30min. */
static struct token lex_number(struct lexer *lexer)
{
	struct lexer begin = *lexer;
	while (is_name(peek(lexer, 0)) || peek(lexer, 0) == '%' || peek(lexer, 0) == '/' || peek(lexer, 0) == '.' ||
	       peek(lexer, 0) == ':')
		step(lexer);
	struct token token = token_from(lexer, &begin, TOKEN_BAD);
	struct str s = token.text, head, tail;
	bool fits = false;
	if (all_digits(s)) {
		uint64_t value;
		token.kind = TOKEN_INT;
		fits = str_to_u64(s, LIMIT_WHOLE, &value);
	} else if (str_ends(s, STR("%")) && all_digits(without_end(s, 1))) {
		token.kind = TOKEN_PERCENT;
		fits = number_fits(without_end(s, 1));
	} else if (str_cut(s, '/', &head, &tail) && all_digits(head) && all_digits(tail)) {
		token.kind = TOKEN_FRACTION;
		fits = number_fits(head) && number_fits(tail);
	} else if (str_ends(s, STR("h")) && all_digits(without_end(s, 1))) {
		token.kind = TOKEN_TIME;
		fits = number_fits(without_end(s, 1));
	} else if (str_ends(s, STR("min")) && all_digits(without_end(s, 3))) {
		token.kind = TOKEN_TIME;
		fits = number_fits(without_end(s, 3));
	} else if (s.len == 10 && s.ptr[4] == '-' && s.ptr[7] == '-') {
		struct date date;
		token.kind = TOKEN_DATE;
		if (!date_parse(s, &date)) {
			diag_error(lexer->diag, token.at, "there is no day \"%S\"", s);
			token.kind = TOKEN_BAD;
		}
		return token;
	} else {
		diag_hint(lexer->diag, "numbers are written 12, 55%, 2/3, 2002-10-07, 48h or 30min");
		diag_error(lexer->diag, token.at, "\"%S\" is no number, date or time", s);
		return token;
	}
	if (!fits) {
		if (token.kind == TOKEN_INT)
			diag_hint(lexer->diag, "without leading zeros, at most 9007199254740991");
		else
			diag_hint(lexer->diag, "without leading zeros, at most %u", CHARTER_NUMBER_MAX);
		diag_error(lexer->diag, token.at, "the number \"%S\" is out of range", s);
		token.kind = TOKEN_BAD;
	}
	return token;
}

/* A name, or a zone: names joined by "/". */
static struct token lex_word(struct lexer *lexer)
{
	struct lexer begin = *lexer;
	enum token_kind kind = TOKEN_NAME;
	while (is_name(peek(lexer, 0)))
		step(lexer);
	while (peek(lexer, 0) == '/' && is_letter(peek(lexer, 1))) {
		kind = TOKEN_ZONE;
		step(lexer);
		while (is_name(peek(lexer, 0)) || (peek(lexer, 0) == '+' && is_digit(peek(lexer, 1))))
			step(lexer);
	}
	struct token token = token_from(lexer, &begin, kind);
	if (token.text.len > LIMIT_NAME_SIZE) {
		diag_error(lexer->diag, token.at, "a name of more than %u characters", LIMIT_NAME_SIZE);
		token.kind = TOKEN_BAD;
	}
	return token;
}

static struct token lex_unknown(struct lexer *lexer)
{
	struct lexer begin = *lexer;
	size_t next = lexer->pos;
	int32_t c = utf8_next(lexer->text, &next);
	while (lexer->pos < next || lexer->pos == begin.pos)
		step(lexer);
	if (c == 0x201c || c == 0x201d || c == 0x201e || c == 0xab || c == '\'')
		diag_hint(lexer->diag, "strings stand in straight quotes: \"…\"");
	else if (c == 0xa0 || c == 0x202f || c == 0x2009)
		diag_hint(lexer->diag, "this blank is not a plain space");
	else if (c == '%')
		diag_hint(lexer->diag, "a percentage is written without a space: 55%");
	else if (c > 0x7f && !is_hidden(c))
		diag_hint(lexer->diag, "names are made of a-z, A-Z, 0-9, - and _; other letters stand in strings");
	struct token token = token_from(lexer, &begin, TOKEN_BAD);
	say_code_point(lexer, token.at, c, "does not belong here");
	return token;
}

static struct token lex_sign(struct lexer *lexer)
{
	struct lexer begin = *lexer;
	char c = peek(lexer, 0);
	bool wide = (c == '<' || c == '>') && peek(lexer, 1) == '=';
	enum token_kind kind = TOKEN_BAD;
	switch (c) {
	case '{':
		kind = TOKEN_OPEN;
		break;
	case '}':
		kind = TOKEN_CLOSE;
		break;
	case '(':
		kind = TOKEN_PAREN_OPEN;
		break;
	case ')':
		kind = TOKEN_PAREN_CLOSE;
		break;
	case '=':
		kind = TOKEN_EQ;
		break;
	case '<':
		kind = wide ? TOKEN_LE : TOKEN_LT;
		break;
	case '>':
		kind = wide ? TOKEN_GE : TOKEN_GT;
		break;
	default:
		return lex_unknown(lexer);
	}
	step(lexer);
	if (wide)
		step(lexer);
	if (kind == TOKEN_PAREN_OPEN)
		lexer->parens++;
	if (kind == TOKEN_PAREN_CLOSE && lexer->parens > 0)
		lexer->parens--;
	return token_from(lexer, &begin, kind);
}

static struct token lex_newline(struct lexer *lexer)
{
	struct token token = {.kind = TOKEN_NEWLINE, .at = here(lexer, 1)};
	token.text = str_slice(lexer->text, lexer->pos, lexer->pos + 1);
	lexer->pos++;
	lexer->line++;
	lexer->column = 1;
	check_line(lexer);
	return token;
}

struct token lexer_next(struct lexer *lexer)
{
	for (;;) {
		if (lexer->pos == lexer->text.len)
			return (struct token){.kind = TOKEN_END, .text = STR(""), .at = here(lexer, 1)};
		char c = peek(lexer, 0);
		if (c == ' ' || c == '\t') {
			step(lexer);
		} else if (c == '\r') {
			step_text(lexer);
		} else if (c == '#') {
			while (lexer->pos < lexer->text.len && peek(lexer, 0) != '\n')
				step_text(lexer);
		} else if (c == '\n') {
			struct token token = lex_newline(lexer);
			if (lexer->parens == 0)
				return token;
		} else if (c == '"') {
			return lex_string(lexer);
		} else if (is_letter(c)) {
			return lex_word(lexer);
		} else if (is_digit(c)) {
			return lex_number(lexer);
		} else {
			return lex_sign(lexer);
		}
	}
}

bool token_is(const struct token *token, const char *word)
{
	return token->kind == TOKEN_NAME && str_eq(token->text, str_from(word));
}
