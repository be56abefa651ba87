#include "cli/cli.h"

#include "base/utf8.h"
#include "record/json.h"

#include <string.h>

struct buf cli_buf(struct cli *cli, size_t size)
{
	return buf_new(cli->arena, size);
}

void cli_print(struct cli *cli, const struct buf *buf)
{
	if (buf->full) {
		fprintf(cli->err, "comity %s: the answer does not fit in memory\n", cli->command->name);
		return;
	}
	fwrite(buf->ptr, 1, buf->len, cli->out);
}

void cli_text(struct buf *buf, struct str text)
{
	if (!utf8_valid(text)) {
		buf_c(buf, "(");
		buf_u64(buf, text.len);
		buf_c(buf, " bytes that are not text)\n");
		return;
	}
	for (size_t i = 0; i < text.len;) {
		size_t begin = i;
		int32_t point = utf8_next(text, &i);
		bool control = (point < 0x20 && point != '\n' && point != '\t') || (point >= 0x7f && point < 0xa0);

		if (control)
			buf_c(buf, "?");
		else
			buf_bytes(buf, text.ptr + begin, i - begin);
	}
}

void json_text(struct buf *buf, bool *first, const char *key, struct str value)
{
	buf_json_key(buf, first, str_from(key));
	buf_json_string(buf, value);
}

void json_u64(struct buf *buf, bool *first, const char *key, uint64_t value)
{
	buf_json_key(buf, first, str_from(key));
	buf_u64(buf, value);
}

void json_bool(struct buf *buf, bool *first, const char *key, bool value)
{
	buf_json_key(buf, first, str_from(key));
	buf_c(buf, value ? "true" : "false");
}

int cli_fail(struct cli *cli, const struct err *err)
{
	if (cli->json) {
		char storage[8192];
		struct buf buf = buf_of(storage, sizeof(storage));
		bool first = true;

		buf_c(&buf, "{");
		json_text(&buf, &first, "error", str_from(err_code_name(err->code)));
		json_text(&buf, &first, "message", str_from(err->msg));
		if (err->hint[0] != '\0')
			json_text(&buf, &first, "hint", str_from(err->hint));
		buf_c(&buf, "}\n");
		fwrite(buf.ptr, 1, buf.len, cli->err);
	} else {
		fprintf(cli->err, "comity %s: %s\n", cli->command->name, err->msg);
		if (err->hint[0] != '\0')
			fprintf(cli->err, "hint: %s\n", err->hint);
	}
	return err->code == ERR_USAGE ? EXIT_USAGE : EXIT_ERROR;
}

int cli_refused(struct cli *cli, const struct state *state, const struct verdict *verdict)
{
	struct buf words = cli_buf(cli, 16384);

	buf_verdict(&words, state, verdict);
	if (cli->json) {
		struct buf buf = cli_buf(cli, 40000);
		bool first = true;

		buf_c(&buf, "{");
		json_text(&buf, &first, "refused", refusal_slug(verdict->refusal));
		json_text(&buf, &first, "words", buf_view(&words));
		buf_c(&buf, "}\n");
		cli_print(cli, &buf);
	} else {
		buf_c(&words, "\n");
		cli_print(cli, &words);
	}
	return EXIT_REFUSED;
}
