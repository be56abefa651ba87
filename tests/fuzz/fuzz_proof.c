/* Any bytes as a proof, and what begins with a brace as the extra data of a receipt for a log of two entries.
 *
 *  1. A proof that parses is written back byte for byte.
 *  2. A receipt that opens says only what can be checked again: its text and blobs hash to what they should, and
 * written anew it opens to the same.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "record/proof.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Entry 1: an act with a text in one language, the public blob "hi\n" under a salt of zeros. */
#define ACT "{\"v\":1,\"text\":{\"en\":\"public:1cc3b78f4e78a420e79258f97c471cf91d902d4cd1aaf529127a6975e3b35318\"}}\n"

static struct region region;
static struct arena rest;
static struct verifier log_key;
static struct proof_file proof; /* all but extra */

static void start(void)
{
	static const uint8_t seed[SEED_SIZE] = {1};
	static char entry_bytes[2][512], checkpoint_bytes[512];
	struct secret_key key;
	struct hash leaf[2];
	if (region.base)
		return;
	if (!arena_reserve(&region, (size_t)64 << 20) || sign_start(NULL))
		abort();
	rest = arena_of(&region);
	secret_key_from_seed(seed, &key);
	log_key = verifier_of(STR("club.example/record"), &key.public_key);
	for (unsigned i = 0; i < 2; i++) {
		struct buf buf = buf_of(entry_bytes[i], sizeof entry_bytes[i]);
		buf_entry(&buf, i, 0, i == 0 ? STR("{}\n") : STR(ACT));
		leaf[i] = hash_leaf(buf_view(&buf));
	}
	struct buf buf = buf_of(checkpoint_bytes, sizeof checkpoint_bytes);
	buf_checkpoint(&buf, &(struct checkpoint){log_key.name, 2, merkle_root(leaf, 2)}, &key);
	proof = (struct proof_file){.has_extra = true, .index = 1, .checkpoint = buf_view(&buf)};
	merkle_inclusion(leaf, 1, 2, &proof.path);
}

static void check_receipt(const struct receipt *receipt)
{
	if (receipt->part_count > 0) {
		struct hash text = hash_text(receipt->part, receipt->part_count);
		assert(hash_eq(&text, &receipt->text));
	}
	for (uint32_t i = 0; i < receipt->blob_count; i++) {
		const struct receipt_blob *blob = &receipt->blob[i];
		struct blob_ref ref;
		bool parsed = blob_ref_parse(blob->ref, &ref);
		assert(parsed);
		struct blob_ref found = blob_commit(ref.class, blob->salt, blob->data);
		assert(hash_eq(&found.commitment, &ref.commitment));
	}
}

static void open_receipt(struct str bytes, struct arena arena, bool again)
{
	struct receipt receipt;
	struct err err;
	if (receipt_open(bytes, &log_key, &arena, &receipt, &err))
		return;
	check_receipt(&receipt);
	if (!again)
		return;
	struct proof_file file = proof;
	struct buf buf = buf_new(&arena, bytes.len + 4096);
	buf_receipt_extra(&buf, &receipt);
	assert(!buf.full);
	file.extra = buf_view(&buf);
	struct buf bytes_again = buf_new(&arena, 2 * bytes.len + 8192);
	buf_proof(&bytes_again, &file);
	assert(!bytes_again.full);
	enum err_code code = receipt_open(buf_view(&bytes_again), &log_key, &arena, &receipt, &err);
	assert(code == ERR_OK);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	start();
	struct arena arena = rest;
	struct str bytes = {(const char *)data, size};
	if (size > 0 && data[0] == '{') {
		struct proof_file file = proof;
		file.extra = bytes;
		struct buf buf = buf_new(&arena, 2 * size + 4096);
		buf_proof(&buf, &file);
		assert(!buf.full);
		open_receipt(buf_view(&buf), arena, /* again= */ true);
		return 0;
	}
	struct proof_file file;
	struct err err;
	if (proof_parse(bytes, &arena, &file, &err))
		return 0;
	struct buf buf = buf_new(&arena, size);
	buf_proof(&buf, &file);
	assert(!buf.full && str_eq(buf_view(&buf), bytes));
	open_receipt(bytes, arena, /* again= */ false);
	return 0;
}
