/* C2SP tlog-proof files as receipts: one file and the organisation's public key prove one entry off line.
 *
 *     c2sp.org/tlog-proof@v1 \n  extra <base64> \n  index <n> \n  <base64 hash> \n …  \n  <signed checkpoint>
 *
 * Our `extra` is strict JSON {"v":1,"entry":base64,"text":{language:ref,…},"blobs":[{"ref":…,"salt":base64,"data":
 * base64},…]}: the entry, and where it speaks of a text, the text's parts with their salts ("text" is left out when
 * there is none, "salt" for a permanent blob). Nothing in extra is authenticated by the format; receipt_open re-hashes
 * all of it. proof.c reads the standard's format, receipt.c ours inside it.
 */
#ifndef COMITY_RECORD_PROOF_H
#define COMITY_RECORD_PROOF_H

#include "record/checkpoint.h"
#include "record/entry.h"
#include "record/merkle.h"

struct proof_file {
	struct str extra; /* decoded; empty when absent */
	bool has_extra;   /* the same as extra.len > 0: the format has no empty extra line */
	uint64_t index;
	struct path path;
	struct str checkpoint; /* bytes */
};

ERR_CHECKED enum err_code proof_parse(struct str bytes, struct arena *arena, struct proof_file *ret, struct err *err);
void buf_proof(struct buf *buf, const struct proof_file *proof);
/* Log signature, origin, inclusion of `entry` under the checkpoint. */
ERR_CHECKED enum err_code proof_verify(const struct proof_file *proof, struct str entry, const struct verifier *log,
                                       struct arena scratch, struct checkpoint *ret, struct err *err);

struct receipt_blob {
	struct str ref;      /* as written in the act */
	const uint8_t *salt; /* SALT_SIZE bytes or NULL (permanent) */
	struct str data;
};
struct receipt {
	struct str entry;
	uint32_t part_count;
	struct text_part *part; /* languages ascending; 0 when the entry has no text */
	struct hash text;       /* hash_text of the parts */
	uint32_t blob_count;
	struct receipt_blob *blob;
	struct checkpoint checkpoint;
	uint64_t index;
};
/* The extra JSON. */
void buf_receipt_extra(struct buf *buf, const struct receipt *receipt);
/* Everything: the proof verifies, the entry's own number is the index, every blob hashes to its ref and stands there
 * once, every blob's ref is one of the text's or a string of the act's JSON, and the text is the one that the act
 * speaks of: the hex of its hash is a string of the act's JSON, or an object of it has exactly the text's members. (One
 * shared ref would not do: it lets a language be added or renamed.) ret's views are into `bytes` and the arena. */
ERR_CHECKED enum err_code receipt_open(struct str bytes, const struct verifier *log, struct arena *arena,
                                       struct receipt *ret, struct err *err);

#endif
