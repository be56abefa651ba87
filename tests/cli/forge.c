/* A forger's tool for the tests of the command line: signs anything, well-formed or not, with the keys of a test's
 * record.
 *
 *     forge sign KEYFILE[=NAME]… <TEXT    standard input as it is, a blank line, one signature line a key; with =NAME
 * the line claims to be another's forge lock FILE <PIPE               hold the record's lock until standard input ends;
 * says "held" once it does forge json <LINES                   every line is one object of strict JSON, else exit
 * status 1 with its number
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "record/json.h"
#include "record/note.h"

#define MEMORY ((size_t)256 << 20)

static _Noreturn void die(const char *what, const char *why)
{
	fprintf(stderr, "forge: %s: %s\n", what, why);
	exit(2);
}

static struct str read_all(FILE *file, struct arena *arena, size_t max)
{
	struct buf buf = buf_new(arena, max);
	buf.len = fread(buf.ptr, 1, max, file);
	return buf_view(&buf);
}

static void line_of(char *word, struct str text, struct arena *arena)
{
	struct str secret, name;
	struct secret_key key;
	struct err err = {0};
	uint8_t id[4];
	char *claimed = strchr(word, '=');
	if (claimed)
		*claimed++ = '\0';
	FILE *file = fopen(word, "rb");
	if (!file)
		die(word, "cannot be read");
	secret = read_all(file, arena, 1024);
	fclose(file);
	if (secret.len > 0 && secret.ptr[secret.len - 1] == '\n')
		secret.len--;
	if (skey_parse(secret, &name, &key, &err))
		die(word, err.msg);
	if (claimed)
		name = str_from(claimed);
	note_key_id(name, NOTE_ED25519, &key.public_key, id);
	struct signature signature = sign_message(&key, text);
	uint8_t blob[sizeof id + SIGNATURE_SIZE];
	memcpy(blob, id, sizeof id);
	memcpy(blob + sizeof id, signature.byte, SIGNATURE_SIZE);
	struct buf buf = buf_new(arena, 2048);
	buf_c(&buf, "— ");
	buf_str(&buf, name);
	buf_c(&buf, " ");
	buf_base64(&buf, blob, sizeof blob);
	buf_c(&buf, "\n");
	fwrite(buf.ptr, 1, buf.len, stdout);
}

static int check_json(struct str text, struct arena *arena)
{
	struct str line, rest = text;
	unsigned number = 0;
	while (str_cut(rest, '\n', &line, &rest)) {
		struct arena mark = arena_mark(arena);
		struct json *json;
		struct err err = {0};
		number++;
		if (json_parse(line, arena, &json, &err)) {
			fprintf(stderr, "line %u: %s: %.*s\n", number, err.msg, STR_ARG(line));
			return 1;
		}
		arena_rewind(arena, mark);
	}
	if (rest.len > 0 || number == 0) {
		fprintf(stderr, "the last line does not end, or there is none\n");
		return 1;
	}
	return 0;
}

/* As another process of the program would (base/os_real.c). */
static int hold_lock(const char *path)
{
	struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0644);
	char text[32];
	if (fd < 0 || fcntl(fd, F_OFD_SETLK, &whole) != 0)
		die(path, "cannot be locked");
	int size = snprintf(text, sizeof text, "%ld\n", (long)getpid());
	if (ftruncate(fd, 0) != 0 || write(fd, text, (size_t)size) != size)
		die(path, "cannot be written");
	printf("held\n");
	fflush(stdout);
	while (read(STDIN_FILENO, text, sizeof text) > 0)
		;
	close(fd);
	return 0;
}

int main(int argc, char **argv)
{
	struct region region;
	struct err err = {0};
	if (!arena_reserve(&region, MEMORY))
		die("memory", "there is none");
	struct arena arena = arena_of(&region);
	if (sign_start(&err))
		die("libsodium", err.msg);
	if (argc < 2)
		die("usage", "forge sign KEYFILE[=NAME]… or forge json");
	if (strcmp(argv[1], "lock") == 0 && argc == 3)
		return hold_lock(argv[2]);
	struct str text = read_all(stdin, &arena, MEMORY / 2);
	if (strcmp(argv[1], "json") == 0)
		return check_json(text, &arena);
	if (strcmp(argv[1], "sign") != 0 || argc < 3)
		die(argv[1], "say sign KEYFILE[=NAME]… or json");
	fwrite(text.ptr, 1, text.len, stdout);
	fwrite("\n", 1, 1, stdout);
	for (int i = 2; i < argc; i++)
		line_of(argv[i], text, &arena);
	arena_return(&region);
	return 0;
}
