/* One sealed entry as one file: the entry, its path to the checkpoint, and what it commits to.
 *
 * The text of an outcome, a position or an adoption stands in the act that tabled or amended the matter: it is found by
 * its commitment, going back from the entry. A registrar with a library knows at once where that is, and which texts
 * may go out; the answers are the same (tests/app/test_library_text.c).
 */
#include "app/verify.h"

#include <string.h>

#include "app/library.h"
#include "app/outgoing.h"
#include "app/sealed.h"
#include "record/entry.h"
#include "record/proof.h"

#define PATH_ROOM 8192u /* for the file's other lines: 63 hashes of 45 bytes at most */
#define RECEIPT_BLOBS (LIMIT_LANGUAGES * 3u)

struct maker {
	struct registrar *registrar;
	const struct library *library; /* or NULL */
	struct arena *arena;
	bool restricted;
	bool published; /* the text that is being added */
	uint64_t sealed;
	struct map withheld;
	struct receipt receipt;
	struct receipt_blob blob[RECEIPT_BLOBS];
};

static enum err_code load(struct maker *maker, uint64_t number, struct str *ret_bytes, struct signed_act *ret,
                          struct err *err)
{
	struct store *store = registrar_store(maker->registrar);
	struct entry entry;
	uint32_t count;
	enum err_code code = store->ops->read(store, number, 1, maker->arena, ret_bytes, &count, err);

	if (code == ERR_OK && count != 1)
		code = err_set(err, ERR_CORRUPT, "the store does not give entry %llu", (unsigned long long)number);
	if (code == ERR_OK)
		code = entry_parse(*ret_bytes, &entry, err);
	if (code == ERR_OK)
		code = act_decode(entry.act, registrar_origin(maker->registrar), maker->arena, ret, err);
	return code;
}

/* The act at or before `number` whose text has this commitment: its value. NULL: none. */
static enum err_code find_text(struct maker *maker, uint64_t number, struct str matter, const uint8_t *commitment,
                               const struct value **ret, struct err *err)
{
	*ret = NULL;
	if (maker->library != NULL) {
		const struct fact *fact = library_brought(maker->library, matter, commitment, number);
		*ret = fact != NULL ? fact_get(fact, FIELD_TEXT) : NULL;
		return ERR_OK;
	}
	for (uint64_t i = number + 1; i-- > 0;) {
		struct arena mark = arena_mark(maker->arena);
		struct str bytes;
		struct signed_act *act = TRY(maker->arena, struct signed_act, 1);
		enum err_code code;

		if (act == NULL)
			return err_set(err, ERR_LIMIT, "no memory for a receipt");
		code = load(maker, i, &bytes, act, err);
		if (code != ERR_OK)
			return code;
		if (act->act.field[FIELD_TEXT].set && memcmp(act->act.field[FIELD_TEXT].bytes, commitment, HASH_SIZE) == 0) {
			*ret = &act->act.field[FIELD_TEXT];
			return ERR_OK;
		}
		arena_rewind(maker->arena, mark);
	}
	return ERR_OK;
}

/* What outgoing.h says. */
static bool may_go_out(const struct maker *maker, const struct blob_ref *ref)
{
	uint64_t published;

	if (maker->restricted)
		return true;
	if (maker->library == NULL)
		return (ref->class != BLOB_RESTRICTED || maker->published) && !outgoing_has(&maker->withheld, ref);
	if (library_may_read(maker->library, registrar_state(maker->registrar), ref, registrar_now(maker->registrar)) !=
	    TEXT_SHOWN)
		return false;
	published = library_published(maker->library, ref);
	return ref->class != BLOB_RESTRICTED || (published > 0 && published < maker->sealed);
}

static enum err_code add_blob(struct maker *maker, struct str text, struct err *err)
{
	struct store *store = registrar_store(maker->registrar);
	struct blob_ref ref;
	struct store_blob blob;
	struct err absent = {0};
	enum err_code code;

	if (!blob_ref_parse(text, &ref))
		return ERR_OK;
	if (!may_go_out(maker, &ref))
		return ERR_OK;
	for (uint32_t i = 0; i < maker->receipt.blob_count; i++)
		if (str_eq(maker->blob[i].ref, text))
			return ERR_OK;
	code = store->ops->blob_get(store, &ref, maker->arena, &blob, &absent);
	if (code == ERR_NOT_FOUND || (code == ERR_OK && blob.data.ptr == NULL))
		return ERR_OK; /* erased: the commitment alone goes out */
	if (code != ERR_OK) {
		if (err != NULL)
			*err = absent;
		return code;
	}
	if (maker->receipt.blob_count == RECEIPT_BLOBS)
		return err_set(err, ERR_LIMIT, "the entry has more than %u texts", RECEIPT_BLOBS);
	maker->blob[maker->receipt.blob_count++] = (struct receipt_blob){text, blob.salt, blob.data};
	return ERR_OK;
}

static enum err_code add_text(struct maker *maker, const struct value *text, struct err *err)
{
	struct text_part *part = TRY(maker->arena, struct text_part, text->count);
	enum err_code code = ERR_OK;

	if (part == NULL)
		return err_set(err, ERR_LIMIT, "no memory for a receipt");
	if (maker->library == NULL)
		maker->published = outgoing_published(maker->registrar, maker->sealed, text->bytes);
	for (uint32_t i = 0; i < text->count && code == ERR_OK; i++) {
		part[i] = (struct text_part){text->pair[i].name, text->pair[i].value};
		code = add_blob(maker, text->pair[i].value, err);
	}
	maker->published = false;
	maker->receipt.part = part;
	maker->receipt.part_count = text->count;
	return code;
}

/* The text itself, and what else the act names: a reason, a card. */
static enum err_code add_texts(struct maker *maker, uint64_t number, const struct act *act, struct err *err)
{
	const struct value *text = act->field[FIELD_TEXT].set ? &act->field[FIELD_TEXT] : NULL;
	const struct value *reason = &act->field[FIELD_REASON], *card = &act->field[FIELD_CARD];
	enum err_code code = ERR_OK;

	if (text == NULL && act->field[FIELD_COMMITMENT].set)
		code = find_text(maker, number, act->field[FIELD_MATTER].str, act->field[FIELD_COMMITMENT].bytes, &text, err);
	if (code == ERR_OK && text != NULL)
		code = add_text(maker, text, err);
	for (uint32_t i = 0; code == ERR_OK && reason->set && i < reason->count; i++)
		code = add_blob(maker, reason->pair[i].value, err);
	if (code == ERR_OK && card->set)
		code = add_blob(maker, card->str, err);
	return code;
}

/* Upper bounds of base64: of the texts in the extra JSON, and of that in its line. */
static size_t encoded(size_t size)
{
	return size / 3 * 4 + 8;
}

static enum err_code write_file(struct maker *maker, uint64_t number, struct arena *arena, struct str *ret,
                                struct err *err)
{
	struct proof_file proof = {.index = number, .has_extra = true};
	struct checkpoint checkpoint;
	struct verifier log;
	struct buf extra, buf;
	size_t size = encoded(maker->receipt.entry.len) + 64 + maker->receipt.part_count * 128;
	enum err_code code = sealed_checkpoint(maker->registrar, maker->arena, &proof.checkpoint, &checkpoint, &log, err);

	if (code != ERR_OK)
		return code;
	for (uint32_t i = 0; i < maker->receipt.blob_count; i++)
		size += encoded(maker->blob[i].data.len) + encoded(SALT_SIZE) + 256;
	if (encoded(size) + proof.checkpoint.len + PATH_ROOM > LIMIT_PROOF_FILE_SIZE)
		return err_set(err, ERR_LIMIT, "the receipt with its texts is larger than %u bytes", LIMIT_PROOF_FILE_SIZE);
	extra = buf_new(maker->arena, size);
	buf_receipt_extra(&extra, &maker->receipt);
	if (extra.full)
		return err_set(err, ERR_LIMIT, "no memory for a receipt");
	proof.extra = buf_view(&extra);
	code = registrar_inclusion(maker->registrar, number, checkpoint.size, *maker->arena, &proof.path, err);
	if (code != ERR_OK)
		return code;
	buf = buf_new(arena, encoded(extra.len) + proof.checkpoint.len + PATH_ROOM);
	buf_proof(&buf, &proof);
	if (buf.full)
		return err_set(err, ERR_LIMIT, "no memory for a receipt");
	*ret = buf_view(&buf);
	return ERR_OK;
}

enum err_code receipt_make(struct registrar *registrar, uint64_t number, bool restricted, struct arena *arena,
                           struct str *ret, struct err *err)
{
	const struct state *state = registrar_state(registrar);
	struct maker *maker;
	struct signed_act act;
	enum err_code code;

	if (state == NULL || number >= kernel_size(state)) {
		(void)err_set(err, ERR_NOT_FOUND, "there is no entry %llu", (unsigned long long)number);
		return err_hint(err, "the record has %llu entries, numbered from 0",
		                (unsigned long long)(state == NULL ? 0 : kernel_size(state)));
	}
	if (number >= registrar_sealed(registrar)) {
		(void)err_set(err, ERR_CONFLICT, "entry %llu is entered, but not sealed yet", (unsigned long long)number);
		return err_hint(err, "a checkpoint is signed at most once a second: comity seal, or the next act, seals it");
	}
	maker = TRY(arena, struct maker, 1);
	if (maker == NULL)
		return err_set(err, ERR_LIMIT, "no memory for a receipt");
	*maker = (struct maker){.registrar = registrar, .arena = arena, .restricted = restricted};
	maker->library = registrar_library(registrar);
	maker->receipt.blob = maker->blob;
	maker->receipt.index = number;
	maker->sealed = registrar_sealed(registrar);
	code = maker->library != NULL ? ERR_OK : outgoing_withheld(registrar, maker->sealed, arena, &maker->withheld, err);
	if (code == ERR_OK)
		code = load(maker, number, &maker->receipt.entry, &act, err);
	if (code == ERR_OK)
		code = add_texts(maker, number, &act.act, err);
	return code == ERR_OK ? write_file(maker, number, arena, ret, err) : code;
}
