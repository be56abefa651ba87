/* show: the texts that an act brought, each with what became of it. */
#include "cli/cli.h"

#include "base/utf8.h"
#include "record/json.h"

#include <string.h>

/* A text that the act brought, and as what. */
struct brought {
	struct blob_ref ref;
	enum field field;
	struct str language; /* empty: the field has none */
	const char *missing; /* why it is not here; NULL: it is */
	struct store_blob blob;
};

/* The index-th; false past the last. The founding's and an amendment's charter is the first. */
static bool brought_ref(const struct act *act, uint32_t index, struct brought *ret)
{
	const struct verb_info *info = &verb_info[act->verb];
	const struct value *charter = &act->field[FIELD_CHARTER];
	/* A countersignature names the charter too, but does not bring it. */
	bool brings = act->verb == VERB_FOUND || act->verb == VERB_TABLE || act->verb == VERB_AMEND;

	*ret = (struct brought){.ref.class = BLOB_PERMANENT, .field = FIELD_CHARTER};
	if (charter->set && brings && index-- == 0) {
		memcpy(ret->ref.commitment.byte, charter->bytes, HASH_SIZE);
		return true;
	}
	for (uint8_t i = 0; i < info->field_count; i++) {
		const struct value *value = &act->field[info->field[i]];
		enum type type = field_info[info->field[i]].type;
		uint32_t count = !value->set ? 0 : type == TYPE_TEXT ? value->count : type == TYPE_BLOB;

		ret->field = (enum field)info->field[i];
		if (index < count && type == TYPE_TEXT)
			ret->language = value->pair[index].name;
		if (index < count)
			return blob_ref_parse(type == TYPE_TEXT ? value->pair[index].value : value->str, &ret->ref);
		index -= count;
	}
	return false;
}

static bool brought_at(struct cli *cli, struct registrar *registrar, const struct act *act, uint32_t index,
                       struct brought *ret)
{
	struct store *store = registrar_store(registrar);
	struct err err = {0};
	enum err_code code;

	if (!brought_ref(act, index, ret))
		return false;
	code = store->ops->blob_get(store, &ret->ref, cli->arena, &ret->blob, &err);
	if (code == ERR_OK)
		ret->missing = ret->blob.data.ptr == NULL ? "erased" : NULL;
	else
		ret->missing = code == ERR_NOT_FOUND ? "not here" : code == ERR_CORRUPT ? "damaged" : "cannot be read";
	return true;
}

static void put_text(struct buf *buf, const struct store_blob *blob)
{
	buf_c(buf, "\n\n");
	buf_str(buf, blob->data);
	buf_c(buf, str_ends(blob->data, STR("\n")) ? "" : "\n");
}

void show_texts(struct cli *cli, struct registrar *registrar, const struct act *act, struct buf *buf)
{
	struct arena mark = arena_mark(cli->arena);
	struct brought text;

	for (uint32_t i = 0; brought_at(cli, registrar, act, i, &text); i++) {
		buf_c(buf, "\ntext        ");
		buf_blob_ref(buf, &text.ref);
		if (text.missing == NULL) {
			buf_c(buf, ", ");
			buf_u64(buf, text.blob.data.len);
			buf_c(buf, " bytes");
			if (cli_flag(cli, "texts"))
				put_text(buf, &text.blob);
		} else {
			buf_c(buf, ", ");
			buf_c(buf, text.missing);
		}
		arena_rewind(cli->arena, mark);
	}
}

/* "text" when it is UTF-8, else "data" in base64; "missing" says why there is neither. */
static void json_content(struct object *object, const struct brought *text)
{
	struct str data = text->blob.data;

	if (text->missing != NULL) {
		object_text(object, "missing", str_from(text->missing));
	} else if (utf8_valid(data)) {
		object_text(object, "text", data);
	} else {
		buf_json_key(&object->buf, &object->first, STR("data"));
		buf_c(&object->buf, "\"");
		buf_base64(&object->buf, data.ptr, data.len);
		buf_c(&object->buf, "\"");
	}
}

void show_texts_json(struct cli *cli, struct registrar *registrar, const struct act *act, struct object *object)
{
	struct arena mark = arena_mark(cli->arena);
	struct brought text;

	buf_json_key(&object->buf, &object->first, STR("texts"));
	buf_c(&object->buf, "[");
	for (uint32_t i = 0; brought_at(cli, registrar, act, i, &text); i++) {
		struct object one = {object->cli, object->buf, true};

		buf_c(&one.buf, i == 0 ? "{" : ",{");
		object_text(&one, "field", field_info[text.field].name);
		if (text.language.len > 0)
			object_text(&one, "language", text.language);
		object_text(&one, "class", blob_class_name[text.ref.class]);
		object_hex(&one, "commitment", text.ref.commitment.byte, HASH_SIZE);
		json_content(&one, &text);
		buf_c(&one.buf, "}");
		object->buf = one.buf;
		arena_rewind(cli->arena, mark);
	}
	buf_c(&object->buf, "]");
}
