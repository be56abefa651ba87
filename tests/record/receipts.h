/* A small log for the tests of receipts: eight entries, a text in two languages, three blobs, and a file of any entry.
 */
#ifndef COMITY_TESTS_RECORD_RECEIPTS_H
#define COMITY_TESTS_RECORD_RECEIPTS_H

#include "record/tree_files.h"

enum {
	PLAIN,      /* speaks of nothing */
	TEXT,       /* has a text of two languages, and a card */
	POSITION,   /* names the text by its hash */
	MISCOUNTED, /* calls itself another number */
	GARBLED,    /* its act is not JSON */
	FOREIGN,    /* is no entry at all */
	LIST,       /* has the text's refs, but not as a text */
	KEYED,      /* has a ref as the name of a member, not as a string */
	ENTRIES
};

struct world {
	struct secret_key key;
	struct verifier log;
	struct hash leaf[ENTRIES];
	struct str entry[ENTRIES];
	struct str act[ENTRIES];
	uint8_t salt[3][SALT_SIZE];
	struct str data[3]; /* English, French, card */
	struct str ref[3];
	struct text_part part[2];
	struct hash text;
};

static UNUSED struct str keep_ref(struct arena *arena, struct blob_ref ref)
{
	struct buf buf = buf_rest(arena);
	buf_blob_ref(&buf, &ref);
	return buf_keep(arena, &buf);
}

static UNUSED void world_act(struct world *world, struct arena *arena, unsigned which, const char *json)
{
	struct buf buf = buf_rest(arena);
	buf_note(&buf, str_from(json), STR("club.example/delegate"), &world->key);
	world->act[which] = buf_keep(arena, &buf);
	buf = buf_rest(arena);
	if (which == FOREIGN)
		buf_c(&buf, "these bytes are not an entry\n");
	else
		buf_entry(&buf, which == MISCOUNTED ? 7 : which, INT64_C(1654851600000) + which, world->act[which]);
	world->entry[which] = buf_keep(arena, &buf);
	world->leaf[which] = hash_leaf(world->entry[which]);
}

static UNUSED struct world world_make(struct arena *arena)
{
	struct world world = {.key = test_key(1)};
	world.log = verifier_of(STR("club.example/record"), &world.key.public_key);
	world.data[0] = STR("The members agree.\n");
	world.data[1] = STR("Les membres conviennent.\n");
	world.data[2] = STR("A card, for ever\n");
	for (unsigned i = 0; i < 3; i++) {
		memset(world.salt[i], (int)i + 16, SALT_SIZE);
		enum blob_class class = i == 2 ? BLOB_PERMANENT : i == 1 ? BLOB_RESTRICTED : BLOB_PUBLIC;
		world.ref[i] = keep_ref(arena, blob_commit(class, world.salt[i], world.data[i]));
	}
	world.part[0] = (struct text_part){STR("en"), world.ref[0]};
	world.part[1] = (struct text_part){STR("fr"), world.ref[1]};
	world.text = hash_text(world.part, 2);
	char hex[2 * HASH_SIZE + 1] = "", json[1024];
	struct buf buf = buf_of(hex, 2 * HASH_SIZE);
	buf_hex(&buf, world.text.byte, HASH_SIZE);
	world_act(&world, arena, PLAIN, "{\"v\":1}\n");
	snprintf(json, sizeof json, "{\"v\":1,\"text\":{\"en\":\"%.*s\",\"fr\":\"%.*s\"},\"card\":\"%.*s\"}\n",
	         STR_ARG(world.ref[0]), STR_ARG(world.ref[1]), STR_ARG(world.ref[2]));
	world_act(&world, arena, TEXT, json);
	snprintf(json, sizeof json, "{\"v\":1,\"about\":[{\"commitment\":\"%s\"}]}\n", hex);
	world_act(&world, arena, POSITION, json);
	world_act(&world, arena, MISCOUNTED, "{\"v\":1}\n");
	world_act(&world, arena, GARBLED, "{v:1}\n");
	world_act(&world, arena, FOREIGN, "{\"v\":1}\n");
	snprintf(json, sizeof json, "{\"v\":1,\"see\":[\"%.*s\",\"%.*s\"]}\n", STR_ARG(world.ref[0]),
	         STR_ARG(world.ref[1]));
	world_act(&world, arena, LIST, json);
	snprintf(json, sizeof json, "{\"v\":1,\"%.*s\":\"x\"}\n", STR_ARG(world.ref[0]));
	world_act(&world, arena, KEYED, json);
	return world;
}

/* A receipt that says all that can be said about the entry. */
static UNUSED struct receipt world_receipt(const struct world *world, struct arena *arena, unsigned which)
{
	struct receipt receipt = {.entry = world->entry[which], .index = which};
	receipt.blob = NEW(arena, struct receipt_blob, 4);
	receipt.part = NEW(arena, struct text_part, 4);
	if (which != TEXT && which != POSITION)
		return receipt;
	receipt.part_count = 2;
	receipt.part[0] = world->part[0];
	receipt.part[1] = world->part[1];
	receipt.text = world->text;
	receipt.blob_count = which == TEXT ? 3 : 2;
	for (unsigned i = 0; i < receipt.blob_count; i++)
		receipt.blob[i] = (struct receipt_blob){world->ref[i], i < 2 ? world->salt[i] : NULL, world->data[i]};
	return receipt;
}

/* The proof of entry `which` under a checkpoint of all eight, with this extra. */
static UNUSED struct str world_file(const struct world *world, struct arena *arena, unsigned which, struct str extra)
{
	struct checkpoint checkpoint = {
		.origin = world->log.name, .size = ENTRIES, .root = merkle_root(world->leaf, ENTRIES)};
	struct proof_file proof = {.extra = extra, .has_extra = extra.len > 0, .index = which};
	struct buf buf = buf_rest(arena);
	buf_checkpoint(&buf, &checkpoint, &world->key);
	proof.checkpoint = buf_keep(arena, &buf);
	merkle_inclusion(world->leaf, which, ENTRIES, &proof.path);
	buf = buf_rest(arena);
	buf_proof(&buf, &proof);
	assert_false(buf.full);
	return buf_keep(arena, &buf);
}

static UNUSED struct str world_receipt_file(const struct world *world, struct arena *arena,
                                            const struct receipt *receipt)
{
	struct buf buf = buf_rest(arena);
	buf_receipt_extra(&buf, receipt);
	struct str extra = buf_keep(arena, &buf);
	return world_file(world, arena, (unsigned)receipt->index, extra);
}

#endif
