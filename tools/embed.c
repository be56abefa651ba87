/* Files into a C array, at build: the files one after the other, as `const struct str NAME`.
 *
 *     embed NAME OUTPUT [--comment FILE] FILE...     the first between slash-star and star-slash: a licence
 */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static FILE *output;
static unsigned long size;

static void put(int c)
{
	fprintf(output, "%s%d,", size++ % 24 == 0 ? "\n" : "", c > 127 ? c - 256 : c);
}

static void put_words(const char *words)
{
	while (*words)
		put((unsigned char)*words++);
}

static bool put_file(const char *path)
{
	FILE *file = fopen(path, "rb");
	int c;
	if (!file) {
		fprintf(stderr, "embed: %s cannot be read\n", path);
		return false;
	}
	while ((c = getc(file)) != EOF)
		put(c);
	fclose(file);
	return true;
}

int main(int count, char **argument)
{
	output = count > 3 ? fopen(argument[2], "wb") : NULL;
	if (!output) {
		fprintf(stderr, "embed: usage: embed NAME OUTPUT [--comment FILE] FILE...; OUTPUT must be writable\n");
		return 1;
	}
	fprintf(output, "/* Made by tools/embed.c: not to be edited. */\n#include \"web/assets.h\"\n\n"
	                "static const char bytes[] = {");
	for (int i = 3; i < count; i++) {
		bool comment = strcmp(argument[i], "--comment") == 0 && i + 1 < count;
		put_words(comment ? "/*\n" : "");
		if (!put_file(argument[comment ? ++i : i]))
			return 1;
		put_words(comment ? "*/\n" : "");
	}
	fprintf(output, "\n};\n\nconst struct str %s = {bytes, %lu};\n", argument[1], size);
	return fclose(output) != 0;
}
