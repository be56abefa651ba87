/* The 196 cases of transparency-dev/merkle, each a JSON file that says whether a verifier must refuse it. */
#include "record/tree_files.h"

#include <ftw.h>
#include <jansson.h>

static unsigned vector_count[2];

/* Hashes of another length than 32 cannot even be put to our verifier: they are refused where they are read. `ret` is
 * written only when all is well. */
static bool json_hash(const json_t *value, struct hash *ret)
{
	size_t size;
	struct hash hash;
	assert_true(json_is_string(value));
	struct str text = {json_string_value(value), json_string_length(value)};
	if (!base64_decode(text, hash.byte, HASH_SIZE, &size) || size != HASH_SIZE)
		return false;
	*ret = hash;
	return true;
}

static bool json_path(const json_t *list, struct hash *node, size_t *ret_count)
{
	/* null is an empty proof in these files */
	for (size_t i = 0; i < json_array_size(list); i++)
		if (i == 64 || !json_hash(json_array_get(list, i), &node[i]))
			return false;
	*ret_count = json_array_size(list);
	return true;
}

/* Some files hold the index 2^64 - 1, which jansson refuses as an integer and reads as the real number 2^64: it can
 * only mean "not below any size". */
static uint64_t json_u64(const json_t *value)
{
	assert_true(json_is_number(value));
	double number = json_number_value(value);
	return number < 9e18 ? (uint64_t)number : UINT64_MAX;
}

static bool inclusion_vector(const json_t *v)
{
	struct hash leaf, root, node[64];
	size_t count;
	if (!json_hash(json_object_get(v, "leafHash"), &leaf) || !json_hash(json_object_get(v, "root"), &root) ||
	    !json_path(json_object_get(v, "proof"), node, &count))
		return false;
	return merkle_inclusion_verify(&leaf, json_u64(json_object_get(v, "leafIdx")),
	                               json_u64(json_object_get(v, "treeSize")), node, count, &root);
}

static bool consistency_vector(const json_t *v, const char *path)
{
	struct hash old_root, root, node[64];
	size_t count;
	if (!json_hash(json_object_get(v, "root1"), &old_root) || !json_hash(json_object_get(v, "root2"), &root) ||
	    !json_path(json_object_get(v, "proof"), node, &count)) {
		/* The one case that is valid although its roots ("don't care 2") are no hashes: equal sizes, empty proof,
		 * equal roots as opaque bytes. Our verifier's roots have a type, so the comparison is made here. */
		if (!strstr(path, "/sizes-are-equal-one-and-proof-is-empty.json"))
			return false;
		return json_integer_value(json_object_get(v, "size1")) == 1 &&
		       json_integer_value(json_object_get(v, "size2")) == 1 &&
		       json_array_size(json_object_get(v, "proof")) == 0 &&
		       json_equal(json_object_get(v, "root1"), json_object_get(v, "root2"));
	}
	return merkle_consistency_verify(json_u64(json_object_get(v, "size1")), json_u64(json_object_get(v, "size2")), node,
	                                 count, &old_root, &root);
}

static int run_vector(const char *path, const struct stat *status, int type, struct FTW *ftw)
{
	(void)status;
	(void)ftw;
	if (type != FTW_F || !str_ends(str_from(path), STR(".json")))
		return 0;
	json_error_t error;
	json_t *v = json_load_file(path, /* flags= */ 0, &error);
	if (!v) /* an integer above 2^63 - 1 */
		v = json_load_file(path, JSON_DECODE_INT_AS_REAL, &error);
	if (!v)
		fail_msg("%s: %s", path, error.text);
	bool inclusion = json_object_get(v, "leafIdx") != NULL;
	bool valid = inclusion ? inclusion_vector(v) : consistency_vector(v, path);
	assert_true(json_is_boolean(json_object_get(v, "wantErr")));
	if (valid == json_is_true(json_object_get(v, "wantErr")))
		fail_msg("%s: %s", path, valid ? "accepted" : "refused");
	vector_count[inclusion]++;
	json_decref(v);
	return 0;
}

static void test_vectors(void **state)
{
	(void)state;
	char folder[1024];
	snprintf(folder, sizeof folder, "%s/data/tlog/merkle", shared_folder());
	assert_int_equal(nftw(folder, run_vector, 8, 0), 0);
	assert_int_equal(vector_count[0], 98);
	assert_int_equal(vector_count[1], 98);
}

int main(void)
{
	const struct CMUnitTest all[] = {
		cmocka_unit_test(test_vectors),
	};
	return cmocka_run_group_tests_name("merkle-vectors", all, test_memory, test_memory_release);
}
