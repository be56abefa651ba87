/* The one layout of a charter: what comity charter fmt prints.
 *
 * Works on the tokens and on what stands between them, and knows nothing of keywords:
 *
 *  - a statement stands on a line of its own, two spaces deeper than the block that holds it; between two tokens is one
 *    space, none inside parentheses;
 *  - a block that holds one statement, which has no block itself, and no comment, stands on one line where it fits 100
 *    columns; every other block has lines of its own;
 *  - a condition is broken only in parentheses, and only in those that do not fit: one of their parts a line;
 *  - comments stay where they are, with their words: behind the same token, or on a line of their own before it; one
 * that its indentation would make too long for a line stands further to the left;
 *  - one empty line between two statements stays one, several become one; none at the edges of a block or of the text.
 *
 * Invariant: what is written depends only on the tokens, on the comments between them, on whether a comment has a line
 * of its own, and on which statements an empty line parts; and all of that is the same in what is written. So
 * formatting twice changes nothing more, and the tokens that the reader sees are the same: the charter means what it
 * meant.
 */
#include "charter/reader.h"

#include "base/buf.h"
#include "base/utf8.h"

#define COLUMNS 100u
#define INDENT 2u
#define DEPTH_MAX 64u /* of blocks, or of parentheses: more than any charter that can be read */

/* A token, or a comment. */
struct piece {
	enum token_kind kind;
	bool comment;
	bool own_line; /* nothing stands before it on its line */
	uint32_t line;
	struct str text; /* as it stands there, a string with its quotes */
};

struct format { /* a copy looks ahead */
	struct lexer lexer;
	bool fresh; /* nothing of the line has been seen */
	struct piece piece;
	struct buf *buf;
	size_t line_begin; /* in buf */
	uint32_t column;   /* code points on the line that is being written */
	bool tight;        /* the last piece was an opening parenthesis, or there is none on the line */
	bool due;          /* a line end, before the next piece … */
	uint32_t due_indent;
	uint32_t line;     /* of the text: of what was written last */
	uint32_t too_long; /* a line of the text that would grow beyond the limit */
	bool bad;          /* no charter */
};

/* ---- Reading ------------------------------------------------------------------------------------------------- */

static void advance(struct format *f)
{
	struct lexer *lexer = &f->lexer;
	struct str text = lexer->text;
	for (; lexer->pos < text.len; lexer->pos++) {
		char c = text.ptr[lexer->pos];
		bool newline = c == '\n' && lexer->parens > 0; /* blank there */
		if (c != ' ' && c != '\t' && !newline)
			break;
		lexer->line += newline;
		f->fresh |= newline;
	}
	if (lexer->pos < text.len && text.ptr[lexer->pos] == '#') {
		size_t end = str_find(text, '\n', lexer->pos);
		f->piece = (struct piece){.comment = true, .own_line = f->fresh, .kind = TOKEN_BAD, .line = lexer->line};
		f->piece.text = str_trim(str_slice(text, lexer->pos, end));
		lexer->pos = end;
		f->fresh = false;
		return;
	}
	struct token token = lexer_next(lexer);
	f->piece = (struct piece){.kind = token.kind, .own_line = f->fresh, .text = token.text, .line = token.at.line};
	if (token.kind == TOKEN_STRING)
		f->piece.text = (struct str){token.text.ptr - 1, token.text.len + 2};
	f->fresh = token.kind == TOKEN_NEWLINE;
	f->bad |= token.kind == TOKEN_BAD;
}

static bool at(const struct format *f, enum token_kind kind)
{
	return !f->piece.comment && f->piece.kind == kind;
}

static bool at_word(const struct format *f, const char *word)
{
	return at(f, TOKEN_NAME) && str_eq(f->piece.text, str_from(word));
}

/* Behind the words of a statement. */
static bool at_end(const struct format *f)
{
	return at(f, TOKEN_NEWLINE) || at(f, TOKEN_END) || at(f, TOKEN_OPEN) || at(f, TOKEN_CLOSE);
}

static uint32_t width(struct str text)
{
	return (uint32_t)utf8_length(text);
}

/* ---- Writing ------------------------------------------------------------------------------------------------- */

static void line_end(struct format *f)
{
	if (f->buf->len - f->line_begin > LIMIT_CHARTER_LINE && f->too_long == 0)
		f->too_long = f->line;
	buf_c(f->buf, "\n");
	f->line_begin = f->buf->len;
	f->column = 0;
}

static void line_begin(struct format *f, uint32_t indent)
{
	for (uint32_t i = 0; i < indent; i++)
		buf_c(f->buf, " ");
	f->column = indent;
	f->tight = true;
	f->due = false;
}

static void break_line(struct format *f, uint32_t indent)
{
	f->due = true;
	f->due_indent = indent;
}

static void put(struct format *f, struct str text)
{
	if (f->due) {
		line_end(f);
		line_begin(f, f->due_indent);
	}
	bool blank = !f->tight && !str_eq(text, STR(")"));
	if (blank)
		buf_c(f->buf, " ");
	buf_str(f->buf, text);
	f->column += width(text) + blank;
	f->line = f->piece.line;
	f->tight = str_eq(text, STR("("));
}

/* Of the comment or token that is there, at the beginning of a line: a comment may have all the bytes of one. */
static uint32_t indent_of(const struct format *f, uint32_t indent)
{
	size_t room = f->piece.text.len < LIMIT_CHARTER_LINE ? LIMIT_CHARTER_LINE - f->piece.text.len : 0;
	return f->piece.comment && room < indent ? (uint32_t)room : indent;
}

/* The comment that is there. One behind other words stays behind them, even where the line ends before the next. */
static void put_comment(struct format *f, uint32_t indent)
{
	if (f->piece.own_line)
		break_line(f, indent_of(f, indent));
	bool due = f->due && !f->piece.own_line;
	f->due &= f->piece.own_line;
	f->tight &= f->piece.own_line;
	put(f, f->piece.text);
	if (due)
		f->due = true; /* with the indentation that it had */
	else
		break_line(f, indent);
	advance(f);
}

/* ---- Conditions ---------------------------------------------------------------------------------------------- */

/* Does the group that begins here fit the line, with what must follow it there: up to the next place where the line
 * may end? `depth`: parentheses around it. */
static bool group_fits(const struct format *f, uint32_t depth)
{
	struct format ahead = *f;
	uint32_t columns = f->due ? f->due_indent : f->column, level = 0;
	bool tight = f->due || f->tight;
	do {
		if (ahead.piece.comment || at_end(&ahead))
			return false;
		columns += width(ahead.piece.text) + (!tight && !at(&ahead, TOKEN_PAREN_CLOSE));
		level += at(&ahead, TOKEN_PAREN_OPEN);
		level -= at(&ahead, TOKEN_PAREN_CLOSE);
		tight = at(&ahead, TOKEN_PAREN_OPEN);
		advance(&ahead);
	} while (level > 0 && columns <= COLUMNS);
	while (columns <= COLUMNS && !ahead.piece.comment && !at(&ahead, TOKEN_NEWLINE) && !at(&ahead, TOKEN_END) &&
	       !at(&ahead, TOKEN_CLOSE) && !at(&ahead, TOKEN_PAREN_CLOSE)) {
		bool last = at(&ahead, TOKEN_OPEN) || at(&ahead, TOKEN_PAREN_OPEN) ||
		            (depth > 0 && (at_word(&ahead, "and") || at_word(&ahead, "or")));
		columns += 1 + width(ahead.piece.text);
		if (last)
			break;
		advance(&ahead);
	}
	return columns <= COLUMNS;
}

static void put_flat_group(struct format *f)
{
	uint32_t level = 0;
	do {
		level += at(f, TOKEN_PAREN_OPEN);
		level -= at(f, TOKEN_PAREN_CLOSE);
		put(f, f->piece.text);
		advance(f);
	} while (level > 0);
}

static void put_words(struct format *f, uint32_t indent, uint32_t depth);

/* One part a line; the parenthesis that closes it on a line of its own. */
static void put_broken_group(struct format *f, uint32_t indent, uint32_t depth)
{
	put(f, f->piece.text);
	advance(f);
	if (depth == DEPTH_MAX) {
		f->bad = true;
		return;
	}
	break_line(f, indent + INDENT);
	put_words(f, indent + INDENT, depth + 1);
	f->bad |= !at(f, TOKEN_PAREN_CLOSE);
	if (f->bad)
		return;
	break_line(f, indent);
	put(f, f->piece.text);
	advance(f);
}

/* Words up to the end of the statement, or of the group. */
static void put_words(struct format *f, uint32_t indent, uint32_t depth)
{
	while (!f->bad && !at_end(f) && !at(f, TOKEN_PAREN_CLOSE) && (depth > 0 || !f->piece.comment)) {
		if (f->piece.comment) {
			put_comment(f, indent);
		} else if (at(f, TOKEN_PAREN_OPEN)) {
			if (group_fits(f, depth))
				put_flat_group(f);
			else
				put_broken_group(f, indent, depth);
		} else {
			bool joint = depth > 0 && (at_word(f, "and") || at_word(f, "or"));
			if (depth > 0 && !f->tight && f->column + 1 + width(f->piece.text) > COLUMNS && !f->due)
				break_line(f, indent + INDENT);
			put(f, f->piece.text);
			advance(f);
			if (joint)
				break_line(f, indent);
		}
	}
}

/* ---- Statements ---------------------------------------------------------------------------------------------- */

/* Behind the brace: is there one statement without a block and without a comment, and does the line hold it? */
static bool block_fits(const struct format *f)
{
	struct format ahead = *f;
	uint32_t columns = f->column + width(STR(" { }"));
	bool tight = false, words = false;
	while (at(&ahead, TOKEN_NEWLINE))
		advance(&ahead);
	for (; !at(&ahead, TOKEN_NEWLINE) && !at(&ahead, TOKEN_CLOSE); advance(&ahead)) {
		if (ahead.piece.comment || at_end(&ahead) || columns > COLUMNS)
			return false;
		columns += width(ahead.piece.text) + (!tight && !at(&ahead, TOKEN_PAREN_CLOSE));
		tight = at(&ahead, TOKEN_PAREN_OPEN);
		words = true;
	}
	while (at(&ahead, TOKEN_NEWLINE))
		advance(&ahead);
	if (!words || !at(&ahead, TOKEN_CLOSE))
		return false;
	advance(&ahead);
	/* A comment may reach further, but no line grows beyond the limit by joining it to others. */
	return columns <= COLUMNS && (!ahead.piece.comment || ahead.piece.text.len + 4 * COLUMNS < LIMIT_CHARTER_LINE);
}

static bool block_is_empty(const struct format *f)
{
	struct format ahead = *f;
	while (at(&ahead, TOKEN_NEWLINE))
		advance(&ahead);
	return at(&ahead, TOKEN_CLOSE);
}

static void put_items(struct format *f, uint32_t depth);

/* On one line: everything up to the brace that closes the block. */
static void put_line(struct format *f)
{
	for (; !f->bad && !at(f, TOKEN_CLOSE); advance(f))
		if (!at(f, TOKEN_NEWLINE))
			put(f, f->piece.text);
	put(f, STR("}"));
}

static void put_block(struct format *f, uint32_t depth)
{
	advance(f);
	if (block_is_empty(f)) {
		while (at(f, TOKEN_NEWLINE))
			advance(f);
		put(f, STR("{}"));
	} else if (block_fits(f)) {
		put(f, STR("{"));
		put_line(f);
	} else {
		put(f, STR("{"));
		if (f->piece.comment) {
			put(f, f->piece.text);
			advance(f);
		}
		line_end(f);
		put_items(f, depth + 1);
		f->bad |= !at(f, TOKEN_CLOSE);
		line_begin(f, depth * INDENT);
		put(f, STR("}"));
	}
	if (!f->bad)
		advance(f);
}

static void put_statement(struct format *f, uint32_t depth)
{
	put_words(f, depth * INDENT, 0);
	if (f->due) { /* a comment was the last in a group that never ended */
		f->bad = true;
		return;
	}
	f->bad |= at(f, TOKEN_PAREN_CLOSE);
	if (!f->bad && at(f, TOKEN_OPEN))
		put_block(f, depth);
	if (f->piece.comment) {
		put(f, f->piece.text);
		advance(f);
	}
}

/* The statements and comments of a block, or of the text. */
static void put_items(struct format *f, uint32_t depth)
{
	bool first = true, gap = false;
	f->bad |= depth == DEPTH_MAX;
	while (!f->bad && !at(f, TOKEN_END) && !at(f, TOKEN_CLOSE)) {
		if (at(f, TOKEN_NEWLINE)) {
			gap |= f->piece.own_line;
			advance(f);
			continue;
		}
		if (gap && !first)
			line_end(f);
		first = gap = false;
		line_begin(f, indent_of(f, depth * INDENT));
		if (f->piece.comment) {
			put(f, f->piece.text);
			advance(f);
		} else {
			put_statement(f, depth);
		}
		line_end(f);
	}
}

enum err_code charter_format(struct str text, struct buf *buf, struct err *err)
{
	struct diag muted = {.text = text, .muted = true};
	struct format f = {.fresh = true, .buf = buf, .line_begin = buf->len};
	size_t begin = buf->len;
	f.lexer = lexer_of(text, &muted);
	advance(&f);
	put_items(&f, 0);
	if (f.bad || !at(&f, TOKEN_END))
		return err_set(err, ERR_FORMAT, "line %u of the charter cannot be read", f.lexer.line);
	if (f.too_long != 0)
		return err_set(err, ERR_LIMIT, "line %u would have more than %u bytes, with its indentation", f.too_long,
		               LIMIT_CHARTER_LINE);
	if (buf->full || buf->len - begin > LIMIT_CHARTER_SIZE)
		return err_set(err, ERR_LIMIT, "the charter would have more than %u bytes", LIMIT_CHARTER_SIZE);
	return ERR_OK;
}
