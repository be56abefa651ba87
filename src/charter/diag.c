/* What is wrong with a charter, where, and what was expected: collected, sorted, and shown with the line and a caret.
 */
#include "charter/reader.h"

#include "base/utf8.h"
#include <string.h>

#define MESSAGE_SIZE 512
/* All that can be reported, and as much again for warnings that give way to errors. A piece of the reader's arena of
 * its own, so that a report may come while the rest is used as scratch. */
#define DIAG_SPACE (LIMIT_CHARTER_ERRORS * (sizeof(struct diagnostic) + 2 * (MESSAGE_SIZE + LIMIT_LABEL_SIZE + 64)))

bool diag_init(struct diag *diag, struct str text, struct arena *arena, struct diagnostics *out)
{
	char *space = arena_try(arena, 1, DIAG_SPACE, alignof(struct diagnostic));
	*diag = (struct diag){.text = text, .out = out};
	if (space == NULL)
		return false;
	diag->arena = (struct arena){space, space + DIAG_SPACE};
	return true;
}

static void say_token(struct buf *buf, const struct token *token)
{
	struct str text = token->text;
	if (token->kind == TOKEN_END) {
		buf_c(buf, "the end of the file");
	} else if (token->kind == TOKEN_NEWLINE) {
		buf_c(buf, "the end of the line");
	} else if (token->kind == TOKEN_STRING) {
		buf_c(buf, "a string");
	} else {
		struct str start = str_slice(text, 0, LIMIT_NAME_SIZE);
		buf_say(buf, "\"%S%s\"", str_slice(start, 0, utf8_valid_prefix(start)), text.len > start.len ? "…" : "");
	}
}

static void say_list(struct buf *buf, const char *format, va_list arguments)
{
	for (; *format != '\0'; format++) {
		if (format[0] != '%' || format[1] == '\0' || format[1] == ' ') {
			buf_bytes(buf, format, 1);
			continue;
		}
		format++;
		switch (*format) {
		case 's':
			buf_c(buf, va_arg(arguments, const char *));
			break;
		case 'S':
			buf_str(buf, va_arg(arguments, struct str));
			break;
		case 'u':
			buf_u64(buf, va_arg(arguments, uint32_t));
			break;
		case 'T':
			say_token(buf, va_arg(arguments, const struct token *));
			break;
		default: /* "55%," is a percent sign and goes through */
			buf_c(buf, "%");
			buf_bytes(buf, format, 1);
		}
	}
}

void buf_say(struct buf *buf, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	say_list(buf, format, arguments);
	va_end(arguments);
}

/* A message never ends within a character. */
static struct str whole(const struct buf *buf)
{
	struct str view = buf_view(buf);
	return str_slice(view, 0, utf8_valid_prefix(view));
}

void diag_hint(struct diag *diag, const char *format, ...)
{
	struct buf buf = buf_of(diag->hint, sizeof(diag->hint));
	va_list arguments;
	va_start(arguments, format);
	say_list(&buf, format, arguments);
	va_end(arguments);
	diag->hint_size = whole(&buf).len;
}

static struct str line_of(struct str text, uint32_t line)
{
	size_t begin = 0;
	for (uint32_t i = 1; i < line && begin < text.len; i++) {
		begin = str_find(text, '\n', begin);
		begin += begin < text.len;
	}
	struct str found = str_slice(text, begin, str_find(text, '\n', begin));
	if (str_ends(found, STR("\r")))
		found.len--;
	found = str_slice(found, 0, LIMIT_CHARTER_LINE);
	return str_slice(found, 0, utf8_valid_prefix(found));
}

/* Code points from `column` to the end of the word there. */
static uint32_t word_length(struct str line, uint32_t column)
{
	size_t begin = 0;
	for (uint32_t i = 1; i < column; i++)
		if (utf8_next(line, &begin) < 0)
			return 1;
	size_t end = begin;
	while (end < line.len && line.ptr[end] != ' ' && line.ptr[end] != '\t')
		end++;
	size_t length = utf8_length(str_slice(line, begin, end));
	return length == 0 ? 1 : (uint32_t)length;
}

static void report(struct diag *diag, struct place at, bool warning, const char *format, va_list arguments)
{
	struct diagnostics *out = diag->out;
	struct str hint = {diag->hint, diag->hint_size};
	diag->hint_size = 0;
	if (diag->muted)
		return;
	if (!warning)
		out->error_count++;
	uint32_t slot = out->count;
	if (slot == LIMIT_CHARTER_ERRORS && warning)
		return;
	if (slot == LIMIT_CHARTER_ERRORS) { /* an error takes the place of a warning */
		while (slot > 0 && !out->list[slot - 1].warning)
			slot--;
		if (slot == 0)
			return;
		slot--;
	}
	if (out->list == NULL)
		out->list = TRY(&diag->arena, struct diagnostic, LIMIT_CHARTER_ERRORS);
	char storage[MESSAGE_SIZE];
	struct buf buf = buf_of(storage, sizeof(storage));
	say_list(&buf, format, arguments);
	struct str line = line_of(diag->text, at.line);
	struct diagnostic diagnostic = {
		.line = at.line,
		.column = at.column,
		.length = at.length == 0 ? word_length(line, at.column) : at.length,
		.line_text = line,
		.message = arena_str(&diag->arena, whole(&buf)),
		.hint = STR(""),
		.warning = warning,
	};
	if (hint.len != 0)
		diagnostic.hint = arena_str(&diag->arena, hint);
	if (out->list == NULL || diagnostic.message.ptr == NULL || diagnostic.hint.ptr == NULL) {
		diag->no_memory = true;
		return;
	}
	out->list[slot] = diagnostic;
	out->count += slot == out->count;
}

bool diag_error(struct diag *diag, struct place at, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	report(diag, at, /* warning= */ false, format, arguments);
	va_end(arguments);
	return false;
}

void diag_warning(struct diag *diag, struct place at, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	report(diag, at, /* warning= */ true, format, arguments);
	va_end(arguments);
}

void diag_sort(struct diag *diag)
{
	struct diagnostic *list = diag->out->list;
	for (uint32_t i = 1; i < diag->out->count; i++) {
		struct diagnostic moved = list[i];
		uint32_t k = i;
		for (; k > 0; k--) {
			const struct diagnostic *before = &list[k - 1];
			if (before->line < moved.line || (before->line == moved.line && before->column <= moved.column))
				break;
			list[k] = *before;
		}
		list[k] = moved;
	}
}

struct place place_of(const struct origin *origin)
{
	return (struct place){.line = origin->line, .column = origin->column, .length = 0};
}

/* The caret's line: blanks as in the line above (a tab stays a tab), then ^~~~. */
static void buf_caret(struct buf *buf, const struct diagnostic *diagnostic)
{
	size_t index = 0, width = utf8_length(diagnostic->line_text);
	for (uint32_t column = 1; column < diagnostic->column; column++) {
		int32_t c = utf8_next(diagnostic->line_text, &index);
		buf_c(buf, c == '\t' ? "\t" : " ");
	}
	buf_c(buf, "^");
	for (uint32_t i = 1; i < diagnostic->length && diagnostic->column + i <= width; i++)
		buf_c(buf, "~");
	buf_c(buf, "\n");
}

void buf_diagnostics(struct buf *buf, struct str file, const struct diagnostics *diagnostics)
{
	uint32_t shown = 0;
	for (uint32_t i = 0; i < diagnostics->count; i++) {
		const struct diagnostic *diagnostic = &diagnostics->list[i];
		buf_say(buf, "%S:%u:%u: %s: %S\n", file, diagnostic->line, diagnostic->column,
		        diagnostic->warning ? "warning" : "error", diagnostic->message);
		buf_say(buf, "  %S\n  ", diagnostic->line_text);
		buf_caret(buf, diagnostic);
		if (diagnostic->hint.len != 0)
			buf_say(buf, "  hint: %S\n", diagnostic->hint);
		shown += !diagnostic->warning;
	}
	if (diagnostics->error_count > shown)
		buf_say(buf, "%S: %u more errors\n", file, diagnostics->error_count - shown);
}
