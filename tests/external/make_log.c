/* make-log DIR SIZE INDEX: a log of SIZE synthetic entries, written with our own tree, tiles, checkpoint and receipt
 * code, for programs of other authors to check.
 *
 *     DIR/checkpoint, DIR/tile/…    the log as C2SP tlog-tiles lays it out
 *     DIR/log.vkey                  its public key
 *     DIR/receipt.tlog-proof        the receipt of entry INDEX, with a text in one language and its salt
 *     DIR/receipt.entry             that entry's bytes
 *
 * Entry i is the same in a log of any size, so a smaller log is an earlier state of a larger one. The key is 32 bytes
 * of 0x2a and nobody's secret. The acts have the form of acts but no signatures: no checker of trees looks at them.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/limits.h"
#include "record/proof.h"
#include "record/tile.h"

#define ORIGIN "club.example/record"

static _Noreturn void die(const char *what, const struct err *err)
{
	fprintf(stderr, "make-log: %s: %s\n", what, err ? err->msg : strerror(errno));
	exit(1);
}

static void check_full(const struct buf *buf)
{
	if (buf->full) {
		fprintf(stderr, "make-log: a buffer is too small\n");
		exit(1);
	}
}

/* Parents are made as they are met. */
static void write_file(const char *folder, struct str name, struct str bytes)
{
	char path[4096];
	int length = snprintf(path, sizeof path, "%s/%.*s", folder, STR_ARG(name));
	if (length < 0 || (size_t)length >= sizeof path) {
		errno = ENAMETOOLONG;
		die(folder, NULL);
	}
	for (char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = 0;
		if (mkdir(path, 0777) != 0 && errno != EEXIST)
			die(path, NULL);
		*slash = '/';
	}
	FILE *file = fopen(path, "wb");
	if (!file || fwrite(bytes.ptr, 1, bytes.len, file) != bytes.len || fclose(file) != 0)
		die(path, NULL);
}

static struct str text_data(char *storage, size_t cap, uint64_t index)
{
	int length = snprintf(storage, cap, "The text of entry %llu.\n", (unsigned long long)index);
	return (struct str){storage, (size_t)length};
}

static struct blob_ref text_ref(uint64_t index, uint8_t salt[SALT_SIZE])
{
	char storage[64];
	memset(salt, (int)(index % 251), SALT_SIZE);
	return blob_commit(BLOB_PUBLIC, salt, text_data(storage, sizeof storage, index));
}

/* From 150 bytes to 1,150; number 100 is as large as an entry can be. */
static void buf_synthetic(struct buf *buf, uint64_t index)
{
	static char json[LIMIT_ENTRY_SIZE];
	uint8_t salt[SALT_SIZE];
	struct blob_ref ref = text_ref(index, salt);
	struct buf act = buf_of(json, sizeof json);
	buf_c(&act, "{\"v\":1,\"text\":{\"en\":\"");
	buf_blob_ref(&act, &ref);
	buf_c(&act, "\"},\"pad\":\"");
	size_t pad = index == 100 ? LIMIT_ENTRY_SIZE - 139 : index * 37 % 1000;
	for (size_t i = 0; i < pad; i++)
		buf_byte(&act, 'x');
	buf_c(&act, "\"}\n");
	check_full(&act);
	buf_entry(buf, index, INT64_C(1654851600000) + (int64_t)index * 1000, buf_view(&act));
}

static void write_tiles(const char *folder, uint64_t size, const struct hash *leaf, struct arena arena)
{
	struct buf bundle = buf_new(&arena, (2 + LIMIT_ENTRY_SIZE) * TILE_WIDTH);
	struct buf entry = buf_new(&arena, LIMIT_ENTRY_SIZE);
	struct tile tile;
	for (uint64_t i = 0; tile_of_size(size, i, &tile); i++) {
		char storage[80];
		struct buf path = buf_of(storage, sizeof storage);
		buf_tile_path(&path, tile);
		if (tile.level == TILE_ENTRIES) {
			bundle.len = 0;
			for (uint32_t j = 0; j < tile.width; j++) {
				entry.len = 0;
				buf_synthetic(&entry, tile.index * TILE_WIDTH + j);
				buf_bundle_entry(&bundle, buf_view(&entry));
			}
			check_full(&bundle);
			write_file(folder, buf_view(&path), buf_view(&bundle));
		} else {
			struct hash hash[TILE_WIDTH];
			tile_hashes(leaf, tile, hash);
			write_file(folder, buf_view(&path), (struct str){(const char *)hash, tile.width * HASH_SIZE});
		}
	}
}

/* The receipt, read again by our own reader before anybody else sees it. */
static void write_receipt(const char *folder, uint64_t size, uint64_t index, const struct hash *leaf,
                          struct str checkpoint, const struct verifier *log, struct arena arena)
{
	struct buf buf = buf_new(&arena, LIMIT_ENTRY_SIZE);
	buf_synthetic(&buf, index);
	struct str entry = buf_view(&buf);
	uint8_t salt[SALT_SIZE];
	struct blob_ref ref = text_ref(index, salt);
	char ref_text[96], data[64];
	buf = buf_of(ref_text, sizeof ref_text);
	buf_blob_ref(&buf, &ref);
	struct text_part part = {STR("en"), buf_view(&buf)};
	struct receipt_blob blob = {part.ref, salt, text_data(data, sizeof data, index)};
	struct receipt receipt = {.entry = entry, .part_count = 1, .part = &part, .blob_count = 1, .blob = &blob};
	buf = buf_rest(&arena);
	buf_receipt_extra(&buf, &receipt);
	struct proof_file proof = {.index = index, .checkpoint = checkpoint, .has_extra = true};
	proof.extra = buf_keep(&arena, &buf);
	merkle_inclusion(leaf, index, size, &proof.path);
	buf = buf_rest(&arena);
	buf_proof(&buf, &proof);
	check_full(&buf);
	struct str bytes = buf_keep(&arena, &buf);
	struct err err;
	if (receipt_open(bytes, log, &arena, &receipt, &err))
		die("our own receipt", &err);
	write_file(folder, STR("receipt.tlog-proof"), bytes);
	write_file(folder, STR("receipt.entry"), entry);
}

int main(int argc, char **argv)
{
	uint64_t size, index;
	if (argc != 4 || !str_to_u64(str_from(argv[2]), 1000000, &size) ||
	    !str_to_u64(str_from(argv[3]), UINT64_MAX, &index) || index >= size) {
		fprintf(stderr, "usage: make-log DIR SIZE INDEX (index below size)\n");
		return 2;
	}
	struct region region = {NULL, 0};
	struct err err;
	if (!arena_reserve(&region, (size_t)256 << 20) || sign_start(&err)) {
		fprintf(stderr, "make-log: cannot start\n");
		return 1;
	}
	struct arena arena = arena_of(&region);
	uint8_t seed[SEED_SIZE];
	memset(seed, 0x2a, sizeof seed);
	struct secret_key key;
	secret_key_from_seed(seed, &key);
	struct verifier log = verifier_of(STR(ORIGIN), &key.public_key);

	struct hash *leaf = NEW(&arena, struct hash, size);
	struct frontier frontier = {.size = 0};
	struct buf entry = buf_new(&arena, LIMIT_ENTRY_SIZE);
	for (uint64_t i = 0; i < size; i++) {
		entry.len = 0;
		buf_synthetic(&entry, i);
		check_full(&entry);
		leaf[i] = hash_leaf(buf_view(&entry));
		frontier_add(&frontier, leaf[i]);
	}
	char storage[1024];
	struct buf buf = buf_of(storage, sizeof storage);
	buf_checkpoint(&buf, &(struct checkpoint){STR(ORIGIN), size, frontier_root(&frontier)}, &key);
	struct str checkpoint = buf_view(&buf);
	write_tiles(argv[1], size, leaf, arena);
	write_file(argv[1], STR("checkpoint"), checkpoint);
	write_receipt(argv[1], size, index, leaf, checkpoint, &log, arena);
	char vkey[256];
	buf = buf_of(vkey, sizeof vkey);
	buf_vkey(&buf, log.name, &log.key);
	buf_byte(&buf, '\n');
	write_file(argv[1], STR("log.vkey"), buf_view(&buf));
	secret_key_wipe(&key);
	arena_return(&region);
	return 0;
}
