/* What a script says before it runs: charter, origin and seed, each once, in the script itself or in a file that it
 * includes. Such a file lies beside the script, so a script and what it needs move as one folder.
 */
#include "app/script_run.h"

#include <string.h>

enum err_code script_included(const struct os *os, struct str folder, struct str name, uint32_t depth,
                              struct arena *arena, struct str *ret, struct err *err)
{
	struct buf buf = buf_new(arena, folder.len + name.len + 1);
	enum err_code code;

	if (depth > SCRIPT_INCLUDES)
		return err_set(err, ERR_LIMIT, "more than %d files include each other", SCRIPT_INCLUDES);
	if (name.len == 0 || memchr(name.ptr, '/', name.len) != NULL)
		return err_set(err, ERR_FORMAT, "after `include` stands the name of a file beside the script");
	buf_str(&buf, folder);
	buf_str(&buf, name);
	buf_byte(&buf, 0);
	if (buf.full)
		return err_set(err, ERR_LIMIT, "no memory for the name of a file");
	code = os->read_file(os->context, buf.ptr, SCRIPT_SIZE, arena, ret, err);
	return code == ERR_OK ? ERR_OK : err_prefix(err, "cannot include %.*s", STR_ARG(name));
}

/* One line of the head, if it is one: each stands once, with one word. */
static enum err_code take_head(const struct script_line *line, struct script_head *head, struct err *err)
{
	static const struct str words[] = {{"charter", 7}, {"origin", 6}, {"seed", 4}};
	struct str *place[] = {&head->charter, &head->origin, &head->seed};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (!str_eq(line->word[0], words[i]))
			continue;
		if (line->count != 2 || line->word[1].len == 0)
			return err_set(err, ERR_FORMAT, "line %u: after `%.*s` stands one word, quoted if need be", line->number,
			               STR_ARG(words[i]));
		if (place[i]->ptr != NULL)
			return err_set(err, ERR_FORMAT, "line %u: `%.*s` stands a second time", line->number, STR_ARG(words[i]));
		*place[i] = line->word[1];
	}
	return ERR_OK;
}

/* The head's lines of one file, `depth` files deep. Errors name its line; the caller names the file. */
static enum err_code read_head(const struct os *os, struct str folder, struct str text, uint32_t depth,
                               struct arena *arena, struct script_head *head, struct err *err)
{
	struct script_line line = {0};
	size_t offset = 0;

	for (;;) {
		struct str included;
		struct err end = {0};
		enum err_code code = script_next(text, &offset, arena, &line, &end);

		if (code == ERR_NOT_FOUND)
			return ERR_OK;
		if (code == ERR_OK)
			code = take_head(&line, head, &end);
		if (code == ERR_OK && str_eq(line.word[0], STR("include")) && line.count == 2) {
			code = script_included(os, folder, line.word[1], depth + 1, arena, &included, &end);
			if (code == ERR_OK && (code = read_head(os, folder, included, depth + 1, arena, head, &end)) != ERR_OK)
				(void)err_prefix(&end, "%.*s", STR_ARG(line.word[1]));
			if (code != ERR_OK)
				(void)err_prefix(&end, "line %u", line.number);
		}
		if (code != ERR_OK && err != NULL)
			*err = end;
		if (code != ERR_OK)
			return code;
	}
}

struct str script_folder(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash == NULL ? (struct str){"", 0} : (struct str){path, (size_t)(slash - path) + 1};
}

enum err_code script_head(const char *path, const struct os *os, struct arena *arena, struct script_head *ret,
                          struct err *err)
{
	struct script_head head = {0};
	struct str text;
	enum err_code code = os->read_file(os->context, path, SCRIPT_SIZE, arena, &text, err);

	if (code != ERR_OK)
		return err_prefix(err, "cannot read the script");
	code = read_head(os, script_folder(path), text, /* depth= */ 0, arena, &head, err);
	if (code != ERR_OK)
		return err_prefix(err, "%s", path);
	if (head.charter.len == 0 || head.origin.len == 0 || head.seed.len == 0) {
		(void)err_set(err, ERR_FORMAT, "%s does not say its charter, origin and seed", path);
		return err_hint(err, "a script has the lines: charter FILE, origin NAME, seed WORDS");
	}
	*ret = head;
	return ERR_OK;
}
