/* Signed notes (C2SP signed-note v1.0.0): taking apart, checking, writing.
 *
 *     text, ends in 0x0A
 *     0x0A                                                              the last empty line of the note
 *     E2 80 94 20 name 20 base64(key id[4] || signature) 0x0A           one or more
 *
 * A note is valid when
 *  1. it is UTF-8 without U+0000 … U+001F other than line feed;
 *  2. it holds an empty line, and the text is all before the last of them, final line feed included;
 *  3. one to max_signatures signature lines follow, each with its line feed, and nothing else;
 *  4. each name obeys note_name_valid, and each base64 text is canonical and decodes to five bytes or more.
 *
 * Who signed is not asked here: lines of unknown keys are kept and mean nothing. The text of a note must not be
 * believed before note_verify.
 */
#include "record/note.h"

#include <assert.h>
#include <string.h>

#include "base/limits.h"
#include "base/utf8.h"

#define BLOB_SIZE_MIN 5u /* a key id and something */

static const struct str dash = {"\xe2\x80\x94 ", 4};

static enum err_code check_characters(struct str bytes, struct err *err)
{
	for (size_t i = 0; i < bytes.len; i++)
		if ((unsigned char)bytes.ptr[i] < 0x20 && bytes.ptr[i] != '\n')
			return err_set(err, ERR_FORMAT, "note, byte %zu: control character 0x%02x", i,
			               (unsigned)(unsigned char)bytes.ptr[i]);
	size_t valid = utf8_valid_prefix(bytes);
	if (valid < bytes.len)
		return err_set(err, ERR_FORMAT, "note, byte %zu: not UTF-8", valid);
	return ERR_OK;
}

/* Where the last empty line begins, that is the index of its line feed. SIZE_MAX: there is none. */
static size_t last_empty_line(struct str bytes)
{
	for (size_t i = bytes.len; i-- > 1;)
		if (bytes.ptr[i] == '\n' && bytes.ptr[i - 1] == '\n')
			return i;
	return SIZE_MAX;
}

/* line: without its line feed. number counts from 1, for the message. */
static enum err_code parse_line(struct str line, uint32_t number, struct arena *arena, struct note_line *ret,
                                struct err *err)
{
	if (!str_starts(line, dash))
		return err_set(err, ERR_FORMAT, "note, signature line %u: does not begin with an em dash and a space", number);
	struct str encoded;
	if (!str_cut(str_slice(line, dash.len, line.len), ' ', &ret->name, &encoded))
		return err_set(err, ERR_FORMAT, "note, signature line %u: no space after the name", number);
	if (!note_name_valid(ret->name))
		return err_set(err, ERR_FORMAT, "note, signature line %u: not a valid name", number);
	size_t cap = encoded.len / 4 * 3, size;
	uint8_t *bytes = TRY(arena, uint8_t, cap);
	if (!bytes)
		return err_set(err, ERR_LIMIT, "no room left for signature line %u of a note", number);
	if (!base64_decode(encoded, bytes, cap, &size))
		return err_set(err, ERR_FORMAT, "note, signature line %u: not canonical base64", number);
	if (size < BLOB_SIZE_MIN)
		return err_set(err, ERR_FORMAT, "note, signature line %u: shorter than a key id and a signature", number);
	memcpy(ret->key_id, bytes, sizeof ret->key_id);
	ret->blob = (struct str){(const char *)bytes + sizeof ret->key_id, size - sizeof ret->key_id};
	if (ret->blob.len == SIGNATURE_SIZE)
		memcpy(ret->signature.byte, ret->blob.ptr, SIGNATURE_SIZE);
	return ERR_OK;
}

static enum err_code count_lines(struct str lines, uint32_t max, uint32_t *ret_count, struct err *err)
{
	uint32_t count = 0;
	for (size_t i = 0; i < lines.len; i++) {
		if (lines.ptr[i] != '\n')
			continue;
		if (++count > max)
			return err_set(err, ERR_LIMIT, "a note has more than %u signature lines", max);
	}
	if (count == 0)
		return err_set(err, ERR_FORMAT, "a note has no signature line");
	*ret_count = count;
	return ERR_OK;
}

enum err_code note_parse(struct str bytes, uint32_t max_signatures, struct arena *arena, struct note *ret,
                         struct err *err)
{
	enum err_code code = check_characters(bytes, err);
	if (code)
		return code;
	if (bytes.len == 0 || bytes.ptr[bytes.len - 1] != '\n')
		return err_set(err, ERR_FORMAT, "a note does not end with a line feed");
	size_t split = last_empty_line(bytes);
	if (split == SIZE_MAX)
		return err_set(err, ERR_FORMAT, "a note has no empty line between text and signatures");
	struct note note = {.text = str_slice(bytes, 0, split)};
	struct str lines = str_slice(bytes, split + 1, bytes.len);
	code = count_lines(lines, max_signatures, &note.count, err);
	if (code)
		return code;
	note.line = TRY(arena, struct note_line, note.count);
	if (!note.line)
		return err_set(err, ERR_LIMIT, "no room left for %u signature lines of a note", note.count);
	for (uint32_t i = 0; i < note.count; i++) {
		struct str line, rest;
		bool cut = str_cut(lines, '\n', &line, &rest);
		assert(cut);
		(void)cut;
		code = parse_line(line, i + 1, arena, &note.line[i], err);
		if (code)
			return code;
		lines = rest;
	}
	*ret = note;
	return ERR_OK;
}

enum err_code note_verify(const struct note *note, const struct verifier *verifier, struct err *err)
{
	bool found = false;
	for (uint32_t i = 0; i < note->count; i++) {
		const struct note_line *line = &note->line[i];
		if (!str_eq(line->name, verifier->name) || memcmp(line->key_id, verifier->key_id, sizeof line->key_id) != 0)
			continue;
		/* Every line of a known key must hold, repeats too: what one reader drops another might read. */
		if (line->blob.len != SIGNATURE_SIZE || !sign_verify(&verifier->key, note->text, &line->signature))
			return err_set(err, ERR_SIGNATURE, "the signature of %.*s does not verify", STR_ARG(verifier->name));
		found = true;
	}
	if (!found)
		return err_set(err, ERR_NOT_FOUND, "a note carries no signature of %.*s with its key", STR_ARG(verifier->name));
	return ERR_OK;
}

void buf_note_line(struct buf *buf, struct str name, const struct secret_key *key, struct str text)
{
	assert(note_name_valid(name));
	uint8_t blob[4 + SIGNATURE_SIZE];
	note_key_id(name, NOTE_ED25519, &key->public_key, blob);
	struct signature signature = sign_message(key, text);
	memcpy(blob + 4, signature.byte, SIGNATURE_SIZE);
	buf_str(buf, dash);
	buf_str(buf, name);
	buf_byte(buf, ' ');
	buf_base64(buf, blob, sizeof blob);
	buf_byte(buf, '\n');
}

void buf_note(struct buf *buf, struct str text, struct str name, const struct secret_key *key)
{
	assert(text.len > 0 && text.ptr[text.len - 1] == '\n');
	buf_str(buf, text);
	buf_byte(buf, '\n');
	buf_note_line(buf, name, key, text);
}
