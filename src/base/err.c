/* Filling `struct err`. Text is built aside first, since an argument may be the old message itself. */
#include "base/err.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"

/* What err_prefix and err_hint answer when the caller wanted no story: an error must never turn into ERR_OK. */
static _Thread_local enum err_code last_code;

/* Cut what vsnprintf cut in the middle of a character. */
static void end_whole(char *text)
{
	text[utf8_valid_prefix(str_from(text))] = '\0';
}

/* A cut message ends in a whole character; one that fits is left alone, whatever its bytes. */
static void __attribute__((format(printf, 3, 0))) fill(char *text, size_t size, const char *format, va_list args)
{
	int wanted = vsnprintf(text, size, format, args);
	if (wanted < 0)
		text[0] = '\0';
	else if ((size_t)wanted >= size)
		end_whole(text);
}

enum err_code err_set_at(struct err *err, enum err_code code, const char *file, int line, const char *format, ...)
{
	last_code = code;
	if (!err)
		return code;
	char msg[sizeof err->msg];
	va_list args;
	va_start(args, format);
	fill(msg, sizeof msg, format, args);
	va_end(args);
	*err = (struct err){.code = code, .file = file, .line = line};
	memcpy(err->msg, msg, strlen(msg) + 1);
	return code;
}

enum err_code err_prefix(struct err *err, const char *format, ...)
{
	if (!err)
		return last_code;
	char what[sizeof err->msg], msg[sizeof err->msg];
	va_list args;
	va_start(args, format);
	fill(what, sizeof what, format, args);
	va_end(args);
	/* Not a call to snprintf with the bare result: the message may be cut here too. */
	size_t head = strlen(what), tail = strlen(err->msg);
	if (head > sizeof msg - 3)
		head = sizeof msg - 3;
	if (tail > sizeof msg - 3 - head)
		tail = sizeof msg - 3 - head;
	bool cut = tail < strlen(err->msg);
	memcpy(msg, what, head);
	memcpy(msg + head, ": ", 2);
	memcpy(msg + head + 2, err->msg, tail);
	msg[head + 2 + tail] = '\0';
	if (cut)
		end_whole(msg);
	memcpy(err->msg, msg, strlen(msg) + 1);
	return err->code;
}

enum err_code err_hint(struct err *err, const char *format, ...)
{
	if (!err)
		return last_code;
	char hint[sizeof err->hint];
	va_list args;
	va_start(args, format);
	fill(hint, sizeof hint, format, args);
	va_end(args);
	memcpy(err->hint, hint, strlen(hint) + 1);
	return err->code;
}

static const char *const code_name[] = {
	[ERR_OK] = "ok",
	[ERR_LIMIT] = "limit",
	[ERR_FORMAT] = "format",
	[ERR_SIGNATURE] = "signature",
	[ERR_CONFLICT] = "conflict",
	[ERR_REFUSED] = "refused",
	[ERR_NOT_FOUND] = "not-found",
	[ERR_EXISTS] = "exists",
	[ERR_BUSY] = "busy",
	[ERR_ACCESS] = "access",
	[ERR_IO] = "io",
	[ERR_CORRUPT] = "corrupt",
	[ERR_USAGE] = "usage",
	[ERR_CLOCK] = "clock",
};
_Static_assert(sizeof code_name / sizeof code_name[0] == ERR_MAX, "every code has a name");

const char *err_code_name(enum err_code code)
{
	return code < ERR_MAX ? code_name[code] : "unknown";
}
