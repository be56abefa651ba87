/* The envelope of an act. Whether its texts are those that the act speaks of is asked where the act is entered. */
#include "web/api_envelope.h"

#include "record/json.h"

static enum err_code wrong(struct err *err, const char *what)
{
	return err_set(err, ERR_FORMAT, "envelope: %s", what);
}

/* base64 into the arena. */
static bool decode(struct str text, struct arena *arena, struct str *ret)
{
	size_t size = 0, room = text.len / 4 * 3;
	uint8_t *bytes = TRY(arena, uint8_t, room + 1);

	if (bytes == NULL || !base64_decode(text, bytes, room, &size))
		return false;
	*ret = (struct str){(const char *)bytes, size};
	return true;
}

static enum err_code read_blob(const struct json *item, struct arena *arena, struct store_blob *ret, struct err *err)
{
	const struct json *ref = json_get(item, STR("ref")), *data = json_get(item, STR("data")),
					  *salt = json_get(item, STR("salt"));
	struct str salt_bytes = {"", 0};

	if (item->type != JSON_OBJECT || ref == NULL || data == NULL || item->count != (salt == NULL ? 2u : 3u))
		return wrong(err, "a blob has the members ref, data and, unless it is permanent, salt");
	if (ref->type != JSON_STRING || data->type != JSON_STRING || (salt != NULL && salt->type != JSON_STRING))
		return wrong(err, "the members of a blob are strings");
	if (!blob_ref_parse(ref->string, &ret->ref))
		return wrong(err, "a blob's ref is public:, restricted: or permanent: with 64 hexadecimal digits");
	if (data->string.len / 4 * 3 > (size_t)LIMIT_BLOB_SIZE + 2)
		return err_set(err, ERR_LIMIT, "envelope: a text has more than the %u bytes that are allowed", LIMIT_BLOB_SIZE);
	if (!decode(data->string, arena, &ret->data))
		return wrong(err, "a blob's data is not base64");
	if (salt != NULL && (!decode(salt->string, arena, &salt_bytes) || salt_bytes.len != SALT_SIZE))
		return wrong(err, "a blob's salt is not the base64 of 32 bytes");
	ret->salt = salt == NULL ? NULL : (const uint8_t *)salt_bytes.ptr;
	return ERR_OK;
}

enum err_code envelope_read(struct str text, struct arena *arena, struct envelope *ret, struct err *err)
{
	struct json *root;
	bool line = str_ends(text, STR("\n"));
	enum err_code code = json_parse(str_slice(text, 0, text.len - line), arena, &root, err);

	if (code != ERR_OK)
		return err_prefix(err, "envelope");
	const struct json *act = json_get(root, STR("act")), *blobs = json_get(root, STR("blobs"));
	if (act == NULL || act->type != JSON_STRING || root->count != (blobs == NULL ? 1u : 2u))
		return wrong(err, "the members are act, a string, and blobs");
	if (blobs != NULL && blobs->type != JSON_ARRAY)
		return wrong(err, "blobs is no array");
	if (blobs != NULL && blobs->count > ENVELOPE_BLOBS)
		return err_set(err, ERR_LIMIT, "envelope: more than %u texts", ENVELOPE_BLOBS);
	ret->act = act->string;
	ret->blob_count = 0;
	for (const struct json *item = blobs == NULL ? NULL : blobs->child; item != NULL; item = item->next) {
		code = read_blob(item, arena, &ret->blob[ret->blob_count], err);
		if (code != ERR_OK)
			return code;
		ret->blob_count++;
	}
	return ERR_OK;
}

bool envelope_looks_like(struct str text)
{
	return str_starts(text, STR("{\"act\":"));
}

size_t envelope_size(const struct envelope *envelope)
{
	size_t size = 64 + 2 * envelope->act.len + 6 * 64; /* only line feeds, quotes and backslashes are escaped */

	for (uint32_t i = 0; i < envelope->blob_count; i++)
		size += 256 + envelope->blob[i].data.len / 3 * 4 + 4;
	return size;
}

void buf_envelope(struct buf *buf, const struct envelope *envelope)
{
	buf_c(buf, "{\"act\":");
	buf_json_string(buf, envelope->act);
	for (uint32_t i = 0; i < envelope->blob_count; i++) {
		const struct store_blob *blob = &envelope->blob[i];
		buf_c(buf, i == 0 ? ",\"blobs\":[{\"ref\":\"" : ",{\"ref\":\"");
		buf_blob_ref(buf, &blob->ref);
		if (blob->salt != NULL) {
			buf_c(buf, "\",\"salt\":\"");
			buf_base64(buf, blob->salt, SALT_SIZE);
		}
		buf_c(buf, "\",\"data\":\"");
		buf_base64(buf, blob->data.ptr, blob->data.len);
		buf_c(buf, "\"}");
	}
	buf_c(buf, envelope->blob_count > 0 ? "]}\n" : "}\n");
}
