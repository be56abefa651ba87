/* Message catalogues, compiled at build: reads the .po files of one language, writes its tables as C.
 *
 *     po_compile NAME FORMS OUTPUT FILE.po…     struct catalogue catalogue_NAME; plurals have FORMS forms
 *     po_compile --pseudo NAME OUTPUT FILE.po…  English in right-to-left dress; the files are English's, for its words
 *
 * Strict, because nobody looks at a catalogue at run time: anything that is not understood ends the build with file and
 * line. So do a translation whose placeholders are not those of the English, a msgid that no list has, and two
 * different translations of one thing. Entries marked fuzzy, and obsolete ones (#~), count as not there.
 *
 * Contexts: none (a message, by its English), a message's name, "word" (an identifier of the record), "phrase" (a
 * verb). Memory is static; what does not fit is an error.
 */
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FORMS_MAX 3
#define TEXT_MAX 4096 /* one string */
#define ENTRIES_MAX 8192
#define POOL_MAX (4u << 20)

struct english {
	const char *name, *one, *many; /* many: NULL for a plain message */
};
static const struct english list[] = {
#define MSG(name, english) {#name, english, NULL},
#define MSG_PLURAL(name, one, many) {#name, one, many},
#include "web/messages.def"
};
enum { LIST_COUNT = sizeof list / sizeof list[0] };

static const char *const phrases[] = {
#define VERB(id, name, json, right, flags, fields, phrase) [id] = phrase,
#include "kernel/verbs.def"
};
enum { PHRASE_COUNT = sizeof phrases / sizeof phrases[0] };

struct entry {
	const char *file;
	int line;
	const char *context, *id, *plural, *form[FORMS_MAX];
	bool fuzzy, used;
};
static struct entry entries[ENTRIES_MAX];
static int entry_count;
static int forms = 1;

static char pool[POOL_MAX];
static size_t pool_used;

static const char *file_now;
static int line_now;

static void __attribute__((format(printf, 1, 2), noreturn)) fail(const char *format, ...)
{
	va_list arguments;
	if (file_now)
		fprintf(stderr, "%s:%d: ", file_now, line_now);
	va_start(arguments, format);
	vfprintf(stderr, format, arguments);
	va_end(arguments);
	fputc('\n', stderr);
	exit(1);
}

static const char *keep(const char *text, size_t size)
{
	if (size >= POOL_MAX - pool_used)
		fail("the catalogues are larger than %u bytes", POOL_MAX);
	char *kept = pool + pool_used;
	memcpy(kept, text, size);
	kept[size] = '\0';
	pool_used += size + 1;
	return kept;
}

/* ---- Reading ----------------------------------------------------------------------------------------------------- */

static char text_now[TEXT_MAX];
static size_t text_size;

/* A quoted string at the end of a line, appended to text_now. */
static void take_quoted(const char *at)
{
	while (*at == ' ' || *at == '\t')
		at++;
	if (*at++ != '"')
		fail("expected a string in quotes");
	for (; *at && *at != '"'; at++) {
		char c = *at;
		if (c == '\\') {
			at++;
			c = *at == 'n' ? '\n' : *at == 't' ? '\t' : *at;
			if (*at != 'n' && *at != 't' && *at != '"' && *at != '\\')
				fail("a backslash stands only before n, t, \" or \\");
		}
		if (text_size + 1 >= TEXT_MAX)
			fail("a string is longer than %d bytes", TEXT_MAX);
		text_now[text_size++] = c;
	}
	if (*at != '"')
		fail("a string is not closed");
	for (at++; *at; at++)
		if (*at != ' ' && *at != '\t' && *at != '\r')
			fail("words after a string");
}

static const char **target; /* where text_now goes when it is complete */

static void flush(void)
{
	if (target)
		*target = keep(text_now, text_size);
	target = NULL;
	text_size = 0;
}

static struct entry *begin_entry(void)
{
	if (entry_count == ENTRIES_MAX)
		fail("more than %d entries", ENTRIES_MAX);
	struct entry *entry = &entries[entry_count++];
	*entry = (struct entry){.file = file_now, .line = line_now};
	return entry;
}

static bool starts(const char *text, const char *prefix)
{
	return strncmp(text, prefix, strlen(prefix)) == 0;
}

static void take_line(const char *line, struct entry **entry, bool *fuzzy)
{
	bool new_entry = starts(line, "msgctxt ") || (starts(line, "msgid ") && (!*entry || (*entry)->id));
	if (line[0] == '"') {
		if (!target)
			fail("a string that belongs to nothing");
		take_quoted(line);
		return;
	}
	flush();
	if (line[0] == '#') {
		if (starts(line, "#,") && strstr(line, "fuzzy"))
			*fuzzy = true;
		return;
	}
	if (line[0] == '\0' || line[0] == '\r')
		return;
	if (new_entry) {
		*entry = begin_entry();
		(*entry)->fuzzy = *fuzzy;
		*fuzzy = false;
	}
	if (!*entry)
		fail("expected msgctxt or msgid");
	int form;
	if (starts(line, "msgctxt ")) {
		target = &(*entry)->context;
		take_quoted(line + 8);
	} else if (starts(line, "msgid ")) {
		target = &(*entry)->id;
		take_quoted(line + 6);
	} else if (starts(line, "msgid_plural ")) {
		target = &(*entry)->plural;
		take_quoted(line + 13);
	} else if (starts(line, "msgstr ")) {
		target = &(*entry)->form[0];
		take_quoted(line + 7);
	} else if (starts(line, "msgstr[") && (form = line[7] - '0') >= 0 && form < forms && starts(line + 8, "] ")) {
		target = &(*entry)->form[form];
		take_quoted(line + 10);
	} else {
		fail("a line that is neither comment, msgctxt, msgid, msgid_plural nor msgstr (of a form below %d)", forms);
	}
}

static void read_file(const char *path)
{
	static char line[TEXT_MAX * 2];
	FILE *file = fopen(path, "rb");
	struct entry *entry = NULL;
	bool fuzzy = false;
	file_now = path;
	line_now = 0;
	if (!file)
		fail("cannot be opened");
	while (fgets(line, sizeof line, file)) {
		size_t size = strlen(line);
		line_now++;
		if (size > 0 && line[size - 1] == '\n')
			line[--size] = '\0';
		else if (!feof(file))
			fail("a line is longer than %zu bytes", sizeof line);
		take_line(line, &entry, &fuzzy);
	}
	flush();
	fclose(file);
	file_now = NULL;
}

/* ---- Checking ---------------------------------------------------------------------------------------------------- */

static void at_entry(const struct entry *entry)
{
	file_now = entry->file;
	line_now = entry->line;
}

/* Is every {placeholder} of `text` one of `other`? Where `but` is given, that one need not be. */
static bool holds_all(const char *text, const char *other, const char *but)
{
	for (const char *open = strchr(text, '{'); open; open = strchr(open + 1, '{')) {
		const char *close = strchr(open, '}');
		char name[80];
		if (!close || close - open >= (long)sizeof name - 1)
			return false;
		memcpy(name, open, (size_t)(close - open + 1));
		name[close - open + 1] = '\0';
		if (!strstr(other, name) && !(but && strcmp(name, but) == 0))
			return false;
	}
	return true;
}

static bool brackets_pair(const char *text)
{
	int depth = 0;
	for (; *text; text++) {
		depth += *text == '[' ? 1 : *text == ']' ? -1 : 0;
		if (depth < 0 || depth > 1)
			return false;
	}
	return depth == 0;
}

static bool is_of(const struct entry *entry, const char *context)
{
	return entry->context && strcmp(entry->context, context) == 0;
}

/* A plural's form may do without the count: "one entry"; a phrase without the title, where pages show the thing by its
 * title. */
static void check_form(const struct entry *entry, const char *english, const char *form, bool plural)
{
	bool phrase = is_of(entry, "phrase");
	at_entry(entry);
	if (!holds_all(form, english, NULL) || !holds_all(english, form, plural ? "{0}" : phrase ? "{title}" : NULL))
		fail("the placeholders of \"%s\" are not those of \"%s\"", form, english);
	if (phrase && !brackets_pair(form))
		fail("the brackets of \"%s\" do not pair", form);
}

static bool complete(const struct entry *entry)
{
	int given = 0, needed = entry->plural ? forms : 1;
	for (int i = 0; i < FORMS_MAX; i++)
		given += entry->form[i] && entry->form[i][0];
	return given == needed;
}

static bool is_message(const struct entry *entry, const struct english *english)
{
	if (strcmp(entry->id, english->one) != 0 || (entry->plural != NULL) != (english->many != NULL))
		return false;
	if (entry->plural && strcmp(entry->plural, english->many) != 0)
		return false;
	return !entry->context || strcmp(entry->context, english->name) == 0;
}

static bool known(struct entry *entry)
{
	if (is_of(entry, "word"))
		return true;
	if (is_of(entry, "phrase")) {
		for (int i = 0; i < PHRASE_COUNT; i++)
			if (phrases[i] && strcmp(phrases[i], entry->id) == 0)
				return true;
		return false;
	}
	for (int i = 0; i < LIST_COUNT; i++)
		if (is_message(entry, &list[i]))
			return true;
	return false;
}

static bool same(const char *a, const char *b)
{
	return (!a && !b) || (a && b && strcmp(a, b) == 0);
}

static void check_entries(void)
{
	for (int i = 0; i < entry_count; i++) {
		struct entry *entry = &entries[i];
		at_entry(entry);
		if (!entry->id)
			fail("an entry without msgid");
		if (entry->id[0] == '\0' || entry->fuzzy || !complete(entry))
			continue;
		if (!known(entry))
			fail("no list has \"%s\"%s%s", entry->id, entry->context ? " in the context " : "",
			     entry->context ? entry->context : "");
		entry->used = true;
		for (int form = 0; !is_of(entry, "word") && form < (entry->plural ? forms : 1); form++)
			check_form(entry, entry->plural ? entry->plural : entry->id, entry->form[form], entry->plural != NULL);
		for (int j = 0; j < i; j++)
			if (entries[j].used && same(entries[j].context, entry->context) && same(entries[j].id, entry->id) &&
			    same(entries[j].plural, entry->plural) && !same(entries[j].form[0], entry->form[0]))
				fail("\"%s\" is translated otherwise in %s:%d; give one of them its message's name as msgctxt",
				     entry->id, entries[j].file, entries[j].line);
	}
	file_now = NULL;
}

/* ---- Writing ----------------------------------------------------------------------------------------------------- */

static FILE *output;
static bool pseudo;

static void put_c(const char *text)
{
	fputs("STR_INIT(\"", output);
	for (; *text; text++) {
		unsigned char byte = (unsigned char)*text;
		if (byte == '"' || byte == '\\')
			fprintf(output, "\\%c", byte);
		else if (byte < 0x20 || byte >= 0x7f || byte == '?')
			fprintf(output, "\\%03o", byte);
		else
			fputc(byte, output);
	}
	fputs("\")", output);
}

/* Each word between U+202E and U+202C, so that its letters run from right to left; what stands in {} and the brackets
 * themselves stay as they are. */
static const char *dressed(const char *text)
{
	static char out[TEXT_MAX * 4];
	size_t size = 0;
	bool word = false, placeholder = false;
	for (;; text++) {
		char c = *text;
		if (c == '{')
			placeholder = true;
		bool letter = c && !strchr(" {}[]\n", c) && !placeholder;
		if (letter != word) {
			memcpy(out + size, letter ? "\xE2\x80\xAE" : "\xE2\x80\xAC", 3);
			size += 3;
			word = letter;
		}
		if (c == '}')
			placeholder = false;
		if (size + 8 > sizeof out)
			fail("\"%s\" is too long", text);
		out[size++] = c;
		if (!c)
			return out;
	}
}

static void put(const char *text)
{
	put_c(pseudo ? dressed(text) : text);
}

/* The entry with the message's name as its context comes before the one without. */
static const struct entry *translation(const struct english *english)
{
	const struct entry *found = NULL;
	for (int i = 0; i < entry_count; i++)
		if (entries[i].used && is_message(&entries[i], english) && (!found || entries[i].context))
			found = &entries[i];
	return found;
}

static void write_messages(void)
{
	fprintf(output,
	        "static const struct catalogue_message messages[MSG_MAX] = {\n\t[0] = {.form = {STR_INIT(\"\")}},\n");
	for (int i = 0; i < LIST_COUNT; i++) {
		const struct entry *entry = pseudo ? NULL : translation(&list[i]);
		if (!entry && !pseudo)
			continue;
		fprintf(output, "\t[MSG_%s] = {.form = {", list[i].name);
		if (pseudo) {
			put(list[i].one);
			fputs(", ", output);
			put(list[i].many ? list[i].many : "");
		}
		for (int form = 0; entry && form < forms && entry->form[form]; form++) {
			fputs(form ? ", " : "", output);
			put(entry->form[form]);
		}
		fprintf(output, "}},\n");
	}
	fprintf(output, "};\n\n");
}

static void write_phrases(void)
{
	fprintf(output, "static const struct str phrases[VERB_MAX] = {\n\t[0] = STR_INIT(\"\"),\n");
	for (int id = 0; id < PHRASE_COUNT; id++) {
		const char *words = pseudo ? phrases[id] : NULL;
		for (int i = 0; phrases[id] && i < entry_count; i++)
			if (entries[i].used && is_of(&entries[i], "phrase") && strcmp(entries[i].id, phrases[id]) == 0)
				words = entries[i].form[0];
		if (!words)
			continue;
		fprintf(output, "\t[%d] = ", id);
		put(words);
		fprintf(output, ",\n");
	}
	fprintf(output, "};\n\n");
}

static int by_code(const void *a, const void *b)
{
	return strcmp((*(const struct entry *const *)a)->id, (*(const struct entry *const *)b)->id);
}

static void write_words(void)
{
	static const struct entry *words[ENTRIES_MAX];
	int count = 0, written = 0;
	for (int i = 0; i < entry_count; i++)
		if (entries[i].used && is_of(&entries[i], "word"))
			words[count++] = &entries[i];
	qsort(words, (size_t)count, sizeof words[0], by_code);
	fprintf(output, "static const struct catalogue_word words[] = {\n");
	for (int i = 0; i < count; i++) {
		if (i > 0 && strcmp(words[i]->id, words[i - 1]->id) == 0)
			continue;
		fputs("\t{", output);
		put_c(words[i]->id);
		fputs(", ", output);
		put(words[i]->form[0]);
		fputs("},\n", output);
		written++;
	}
	fprintf(output, "%s};\n\nenum { WORD_COUNT = %d };\n", written ? "" : "\t{STR_INIT(\"\"), STR_INIT(\"\")},\n",
	        written);
}

int main(int count, char **argument)
{
	pseudo = count > 1 && strcmp(argument[1], "--pseudo") == 0;
	if (count < 4)
		fail("usage: po_compile NAME FORMS OUTPUT FILE.po... | po_compile --pseudo NAME OUTPUT FILE.po...");
	const char *name = argument[pseudo ? 2 : 1];
	if (!pseudo)
		forms = argument[2][0] - '0';
	if (forms < 1 || forms > FORMS_MAX)
		fail("a language has 1 to %d forms", FORMS_MAX);
	for (int i = 4; i < count; i++)
		read_file(argument[i]);
	check_entries();
	output = fopen(argument[3], "wb");
	if (!output)
		fail("%s cannot be written", argument[3]);
	fprintf(output, "/* Made by tools/po_compile.c: not to be edited. */\n#include \"web/catalogue.h\"\n\n"
	                "#include \"kernel/act.h\"\n#include \"web/message.h\"\n\n");
	write_messages();
	write_phrases();
	write_words();
	fprintf(output, "\nconst struct catalogue catalogue_%s = {messages, phrases, words, WORD_COUNT};\n", name);
	if (fclose(output) != 0)
		fail("%s cannot be written", argument[3]);
	return 0;
}
