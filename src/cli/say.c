/* What a command says, and how: for people cleaned, for programs as JSON. */
#include "cli/cli.h"

#include "base/utf8.h"
#include "record/json.h"

#include <errno.h>
#include <stdarg.h>
#include <string.h>

#define RESERVE ((size_t)192 << 20) /* address space: a receipt's texts as JSON are the largest answer */

static struct buf buffer_of(struct region *region)
{
	if (region->base == NULL && !arena_reserve(region, RESERVE))
		return buf_of(NULL, 0);
	return buf_of(region->base, region->size);
}

struct buf cli_answer(struct cli *cli)
{
	return buffer_of(&cli->answer_region);
}

struct buf cli_aside(struct cli *cli)
{
	return buffer_of(&cli->aside_region);
}

struct buf cli_buf(struct cli *cli, size_t size)
{
	return buf_new(cli->arena, size);
}

/* Would it move the cursor, or turn around what stands beside it? */
static bool harmful(int32_t point)
{
	bool control = (point < 0x20 && point != '\n' && point != '\t') || (point >= 0x7f && point < 0xa0);
	bool turning = (point >= 0x202a && point <= 0x202e) || (point >= 0x2066 && point <= 0x2069);

	return control || turning || point == 0x2028 || point == 0x2029;
}

/* The end of what can be shown as it stands from `begin` on; *ret_next: where to go on after it. */
static size_t clean_run(struct str text, size_t begin, size_t *ret_next)
{
	size_t i = begin;

	while (i < text.len) {
		size_t before = i;
		int32_t point = utf8_next(text, &i);
		if (point >= 0 && !harmful(point))
			continue;
		*ret_next = point < 0 ? before + 1 : i;
		return before;
	}
	*ret_next = i;
	return i;
}

void text_clean(struct buf *buf, struct str text)
{
	for (size_t begin = 0, next; begin < text.len; begin = next) {
		size_t end = clean_run(text, begin, &next);
		buf_bytes(buf, text.ptr + begin, end - begin);
		if (next > end)
			buf_c(buf, "?");
	}
}

static void put(struct cli *cli, FILE *file, const char *bytes, size_t size)
{
	if (size > 0 && fwrite(bytes, 1, size, file) != size && file == cli->out && cli->out_errno == 0)
		cli->out_errno = errno != 0 ? errno : EIO;
}

static void put_clean(struct cli *cli, FILE *file, struct str text)
{
	for (size_t begin = 0, next; begin < text.len; begin = next) {
		size_t end = clean_run(text, begin, &next);
		put(cli, file, text.ptr + begin, end - begin);
		if (next > end)
			put(cli, file, "?", 1);
	}
}

void cli_print(struct cli *cli, const struct buf *buf)
{
	if (buf->full) {
		cli_complain(cli, "the answer does not fit in memory");
		cli->out_errno = ENOMEM;
	} else if (cli->json) {
		cli_raw(cli, buf_view(buf));
	} else {
		put_clean(cli, cli->out, buf_view(buf));
	}
}

void cli_print_err(struct cli *cli, const struct buf *buf)
{
	put_clean(cli, cli->err, buf_view(buf));
}

void cli_raw(struct cli *cli, struct str bytes)
{
	put(cli, cli->out, bytes.ptr, bytes.len);
}

void cli_say(struct cli *cli, const char *format, ...)
{
	char text[8192];
	va_list list;

	if (cli->json)
		return;
	va_start(list, format);
	vsnprintf(text, sizeof(text), format, list);
	va_end(list);
	put_clean(cli, cli->out, str_from(text));
}

/* Only what is UTF-8: a path or a word of the command line may be anything. */
static struct str valid(struct str text)
{
	return str_slice(text, 0, utf8_valid_prefix(text));
}

/* {"error":…} on standard error. A buffer of its own: an answer may be under construction. */
static void complain_json(struct cli *cli, const char *code, const char *message, const char *hint)
{
	char storage[8192];
	struct buf buf = buf_of(storage, sizeof(storage));
	bool first = true;

	buf_c(&buf, "{");
	buf_json_key(&buf, &first, STR("error"));
	buf_json_string(&buf, str_from(code));
	buf_json_key(&buf, &first, STR("message"));
	buf_json_string(&buf, valid(str_from(message)));
	if (hint[0] != '\0') {
		buf_json_key(&buf, &first, STR("hint"));
		buf_json_string(&buf, valid(str_from(hint)));
	}
	buf_c(&buf, "}\n");
	put(cli, cli->err, buf.ptr, buf.len);
}

static void complain(struct cli *cli, const char *message)
{
	if (cli->command != NULL && cli->command->name[0] != '\0')
		fprintf(cli->err, "comity %s: ", cli->command->name);
	else
		fprintf(cli->err, "comity: ");
	put_clean(cli, cli->err, str_from(message));
	fputc('\n', cli->err);
}

void cli_complain(struct cli *cli, const char *format, ...)
{
	char text[2048];
	va_list list;

	va_start(list, format);
	vsnprintf(text, sizeof(text), format, list);
	va_end(list);
	if (cli->json)
		complain_json(cli, "io", text, "");
	else
		complain(cli, text);
}

int cli_usage(struct cli *cli, const char *format, ...)
{
	char text[2048], hint[128] = "comity help";
	va_list list;

	va_start(list, format);
	vsnprintf(text, sizeof(text), format, list);
	va_end(list);
	if (cli->command != NULL)
		snprintf(hint, sizeof(hint), "comity help %s", cli->command->name);
	if (cli->json) {
		complain_json(cli, "usage", text, hint);
		return EXIT_USAGE;
	}
	complain(cli, text);
	if (cli->command != NULL)
		fprintf(cli->err, "usage: comity %s %s\n", cli->command->name, cli->command->usage);
	fprintf(cli->err, "hint: %s\n", hint);
	return EXIT_USAGE;
}

int cli_fail(struct cli *cli, const struct err *err)
{
	if (cli->json) {
		complain_json(cli, err_code_name(err->code), err->msg, err->hint);
	} else {
		complain(cli, err->msg);
		if (err->hint[0] != '\0') {
			fprintf(cli->err, "hint: ");
			put_clean(cli, cli->err, str_from(err->hint));
			fputc('\n', cli->err);
		}
	}
	return err->code == ERR_USAGE ? EXIT_USAGE : EXIT_ERROR;
}

int cli_refused(struct cli *cli, const struct state *state, const struct verdict *verdict)
{
	static const char *const class[] = {[REFUSAL_MALFORMED] = "malformed",
	                                    [REFUSAL_RIGHT] = "right",
	                                    [REFUSAL_STALE] = "stale",
	                                    [REFUSAL_RULE] = "rule"};
	struct buf words = cli_aside(cli);

	buf_verdict(&words, state, verdict);
	if (cli->json) {
		struct object object = object_begin(cli);
		object_text(&object, "refused", refusal_slug(verdict->refusal));
		object_text(&object, "class", str_from(class[refusal_class(verdict->refusal)]));
		object_text(&object, "words", buf_view(&words));
		object_end(&object);
	} else {
		buf_c(&words, "\n");
		cli_print(cli, &words);
	}
	return EXIT_REFUSED;
}

struct str cli_words(struct cli *cli, const struct state *state, const struct act *act)
{
	struct buf buf = cli_aside(cli);

	buf_act_words(&buf, state, act);
	return buf_view(&buf);
}

struct object object_begin(struct cli *cli)
{
	struct object object = {cli, cli_answer(cli), true};

	buf_c(&object.buf, "{");
	return object;
}

void object_text(struct object *object, const char *key, struct str value)
{
	buf_json_key(&object->buf, &object->first, str_from(key));
	buf_json_string(&object->buf, valid(value));
}

void object_u64(struct object *object, const char *key, uint64_t value)
{
	buf_json_key(&object->buf, &object->first, str_from(key));
	buf_u64(&object->buf, value);
}

void object_bool(struct object *object, const char *key, bool value)
{
	buf_json_key(&object->buf, &object->first, str_from(key));
	buf_c(&object->buf, value ? "true" : "false");
}

void object_hex(struct object *object, const char *key, const void *bytes, size_t size)
{
	buf_json_key(&object->buf, &object->first, str_from(key));
	buf_c(&object->buf, "\"");
	buf_hex(&object->buf, bytes, size);
	buf_c(&object->buf, "\"");
}

void object_end(struct object *object)
{
	buf_c(&object->buf, "}\n");
	cli_print(object->cli, &object->buf);
}
