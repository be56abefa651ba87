/* Notes and the texts of keys: what parses must come out again byte for byte, for there is one way to write each. */
#include "record/note.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct region region;

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc, (void)argv;
	struct err err;
	if (!arena_reserve(&region, (size_t)16 << 20) || sign_start(&err))
		abort();
	return 0;
}

static void same(const struct buf *buf, struct str wanted)
{
	if (buf->full || !str_eq(buf_view(buf), wanted))
		abort();
}

static void note(struct str bytes, struct arena arena)
{
	struct note note;
	struct err err;
	if (note_parse(bytes, LIMIT_NOTE_SIGNATURES, &arena, &note, &err))
		return;
	if (note.count == 0 || note.count > LIMIT_NOTE_SIGNATURES || note.text.len == 0)
		abort();
	struct buf buf = buf_new(&arena, bytes.len);
	buf_str(&buf, note.text);
	buf_byte(&buf, '\n');
	for (uint32_t i = 0; i < note.count; i++) {
		const struct note_line *line = &note.line[i];
		if (!note_name_valid(line->name))
			abort();
		struct arena scratch = arena;
		struct buf blob = buf_new(&scratch, 4 + line->blob.len);
		buf_bytes(&blob, line->key_id, 4);
		buf_str(&blob, line->blob);
		buf_c(&buf, "\xe2\x80\x94 ");
		buf_str(&buf, line->name);
		buf_byte(&buf, ' ');
		buf_base64(&buf, blob.ptr, blob.len);
		buf_byte(&buf, '\n');
		/* A key nobody has made must not verify anything. */
		struct verifier verifier = {.name = line->name, .key = {{0x77}}};
		memcpy(verifier.key_id, line->key_id, 4);
		if (note_verify(&note, &verifier, &err) != ERR_SIGNATURE)
			abort();
	}
	same(&buf, bytes);
}

static void keys(struct str bytes, struct arena arena)
{
	struct err err;
	struct verifier verifier;
	if (vkey_parse(bytes, &verifier, &err) == ERR_OK) {
		struct buf buf = buf_new(&arena, bytes.len);
		buf_vkey(&buf, verifier.name, &verifier.key);
		same(&buf, bytes);
	}
	struct str name;
	struct secret_key key;
	if (skey_parse(bytes, &name, &key, &err) == ERR_OK) {
		struct buf buf = buf_new(&arena, bytes.len);
		buf_skey(&buf, name, key.byte); /* libsodium keeps the seed first */
		same(&buf, bytes);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str bytes = {(const char *)data, size};
	note(bytes, arena_of(&region));
	keys(bytes, arena_of(&region));
	return 0;
}
