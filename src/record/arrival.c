/* Arrival receipts: four lines and the log's signature.
 *
 *     comity-arrival/v1 \n
 *     <origin> \n          as in entry.h
 *     <hash> \n            base64 of the 32 bytes of SHA-256(text), canonical padding
 *     <milliseconds> \n    decimal, UTC since 1970, no leading zeros, at most 2^63 - 1
 *
 * Conditions checked, in this order:
 *  1. the bytes are one signed note of at most LIMIT_NOTE_SIGNATURES lines;
 *  2. the log's key has signed it;
 *  3. the text is those four lines and nothing more;
 *  4. the origin is the key's name.
 *
 * The head keeps the text apart from everything else that the key signs: no origin begins with "comity-", so it is no
 * checkpoint, and no JSON line begins with a letter, so it is no act.
 */
#include "record/arrival.h"

#include <assert.h>

#include "base/limits.h"
#include "record/entry.h"

#define HEAD "comity-arrival/v1\n"
#define TEXT_MAX (sizeof HEAD + LIMIT_ORIGIN_SIZE + 1 + 44 + 1 + 20 + 1)

void buf_arrival_note(struct buf *buf, const struct arrival *arrival, const struct secret_key *key)
{
	char storage[TEXT_MAX];
	struct buf text = buf_of(storage, sizeof storage);
	assert(origin_valid(arrival->origin) && arrival->arrived_ms >= 0);
	buf_c(&text, HEAD);
	buf_str(&text, arrival->origin);
	buf_byte(&text, '\n');
	buf_base64(&text, arrival->text.byte, HASH_SIZE);
	buf_byte(&text, '\n');
	buf_u64(&text, (uint64_t)arrival->arrived_ms);
	buf_byte(&text, '\n');
	assert(!text.full);
	buf_note(buf, buf_view(&text), arrival->origin, key);
}

bool arrival_looks_like(struct str bytes)
{
	return str_starts(bytes, STR(HEAD));
}

enum err_code arrival_parse_text(struct str text, struct arrival *ret, struct err *err)
{
	struct arrival arrival;
	struct str hash, time, rest;
	size_t size;
	uint64_t arrived_ms;
	if (!arrival_looks_like(text))
		return err_set(err, ERR_FORMAT, "this is no arrival receipt: its first line is another");
	rest = str_slice(text, sizeof HEAD - 1, text.len);
	if (!str_cut(rest, '\n', &arrival.origin, &rest) || !str_cut(rest, '\n', &hash, &rest) ||
	    !str_cut(rest, '\n', &time, &rest) || rest.len > 0)
		return err_set(err, ERR_FORMAT, "arrival receipt has not exactly four lines");
	if (!origin_valid(arrival.origin))
		return err_set(err, ERR_FORMAT, "arrival receipt names no possible origin");
	if (!base64_decode(hash, arrival.text.byte, HASH_SIZE, &size) || size != HASH_SIZE)
		return err_set(err, ERR_FORMAT, "arrival receipt's hash is not the base64 of 32 bytes");
	if (!str_to_u64(time, INT64_MAX, &arrived_ms))
		return err_set(err, ERR_FORMAT, "arrival receipt's time is not a decimal number below 2^63");
	arrival.arrived_ms = (int64_t)arrived_ms;
	*ret = arrival;
	return ERR_OK;
}

enum err_code arrival_open(struct str bytes, const struct verifier *log, struct arena scratch, struct arrival *ret,
                           struct err *err)
{
	struct note note;
	struct arrival arrival;
	enum err_code code = note_parse(bytes, LIMIT_NOTE_SIGNATURES, &scratch, &note, err);
	if (code) {
		err_prefix(err, "cannot read the arrival receipt");
		return code;
	}
	code = note_verify(&note, log, err);
	if (code) {
		err_prefix(err, "the log's signature on the arrival receipt");
		return code;
	}
	code = arrival_parse_text(note.text, &arrival, err);
	if (code)
		return code;
	if (!str_eq(arrival.origin, log->name))
		return err_set(err, ERR_CONFLICT, "arrival receipt is of the log \"%.*s\", but the key is of \"%.*s\"",
		               STR_ARG(arrival.origin), STR_ARG(log->name));
	/* The text begins where the bytes do: the view must outlive scratch. */
	arrival.origin = str_slice(bytes, sizeof HEAD - 1, sizeof HEAD - 1 + arrival.origin.len);
	*ret = arrival;
	return ERR_OK;
}
