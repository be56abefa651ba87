/* show: one entry to the byte: who signed it, what it is about and how that stands today, what an outcome counted. */
#include "cli/cli.h"

#include "record/json.h"

#include <string.h>

struct show {
	struct cli *cli;
	struct registrar *registrar;
	const struct state *state;
	const struct charter *charter;
	struct loaded_entry loaded;
	struct hash leaf;
	bool sealed;
};

static const struct value *field_of(const struct show *show, enum field field)
{
	return &show->loaded.act.act.field[field];
}

/* Verify the first signature with the key that the record gives the signer today or, for a registrar, the log's. */
static const char *signature_status(const struct show *show)
{
	const struct act *act = &show->loaded.act.act;
	struct person_view person;
	struct public_key key;
	const uint8_t *bytes;

	if (act->party.len == 0) {
		bytes = kernel_registrar_key(show->state);
	} else {
		if (!kernel_person(show->state, act->by, &person))
			return "by an unknown person";
		bytes = person.key;
	}
	memcpy(key.byte, bytes, sizeof(key.byte));
	if (sign_verify(&key, show->loaded.act.note.text, &show->loaded.act.note.line[0].signature))
		return "good";
	return "not by the person's present key (it may have changed since: verify checks each with the key of its time)";
}

static struct str title_of(const struct titles *titles)
{
	return titles->title.len > 0 ? titles->title : titles->name;
}

static void begin_line(struct buf *buf, const char *label)
{
	size_t from = buf->len + 1;

	buf_c(buf, "\n");
	buf_c(buf, label);
	do
		buf_c(buf, " ");
	while (buf->len - from < 12);
}

/* ---- The matter ------------------------------------------------------------------------------------------ */

/* Its title, from the act that tabled it; empty when that cannot be read. */
static struct str matter_title(const struct show *show, const struct matter_view *matter)
{
	struct loaded_entry tabled;
	const struct value *title = &tabled.act.act.field[FIELD_TITLE];
	struct err err = {0};

	if (cli_entry(show->cli, show->registrar, matter->tabled, &tabled, &err) != ERR_OK || !title->set)
		return STR("");
	for (uint32_t i = 0; i < title->count; i++)
		if (str_eq(title->pair[i].name, STR("en")))
			return title->pair[i].value;
	return title->count > 0 ? title->pair[0].value : STR("");
}

static void put_matter(const struct show *show, struct buf *buf, uint32_t index)
{
	struct matter_view matter = kernel_matter_at(show->state, index);
	const struct procedure *procedure = &show->charter->procedure[matter.procedure];

	begin_line(buf, "matter");
	buf_str(buf, matter.name);
	buf_c(buf, ", \"");
	buf_str(buf, matter_title(show, &matter));
	buf_c(buf, "\": ");
	buf_str(buf, matter.kind);
	buf_c(buf, " before ");
	buf_str(buf, title_of(&show->charter->body[matter.body].titles));
	buf_c(buf, ", procedure ");
	buf_str(buf, title_of(&procedure->titles));
	buf_c(buf, ", tabled by entry ");
	buf_u64(buf, matter.tabled);
	begin_line(buf, "  today");
	buf_str(buf, procedure->stage[matter.stage].name);
	if (matter.symbol.len > 0) {
		buf_c(buf, " as ");
		buf_str(buf, matter.symbol);
	}
	buf_c(buf, ", version ");
	buf_u64(buf, matter.version);
	if (matter.decided != 0) {
		buf_c(buf, ", by entry ");
		buf_u64(buf, matter.decided);
	} else if (matter.deadline_ms != TIME_NEVER) {
		buf_c(buf, ", until ");
		buf_time_zone(buf, matter.deadline_ms, kernel_seat_zone(show->state));
	}
}

/* ---- The meeting ----------------------------------------------------------------------------------------- */

static void put_meeting(const struct show *show, struct buf *buf, uint32_t index)
{
	static const char *const status[] = {[MEETING_PLANNED] = "planned",
	                                     [MEETING_OPEN] = "open",
	                                     [MEETING_CLOSED] = "closed",
	                                     [MEETING_CANCELLED] = "cancelled"};
	struct meeting_view meeting = kernel_meeting_at(show->state, index);
	const struct zone *zone = kernel_zone(show->state, meeting.zone);

	begin_line(buf, "meeting");
	buf_str(buf, meeting.name);
	buf_c(buf, ": ");
	if (meeting.ordinal > 0) {
		buf_c(buf, "No. ");
		buf_u64(buf, meeting.ordinal);
		buf_c(buf, " of ");
	}
	buf_str(buf, title_of(&show->charter->body[meeting.body].titles));
	buf_c(buf, ", ");
	buf_str(buf, meeting.place);
	buf_c(buf, ", ");
	buf_time_zone(buf, meeting.starts_ms, zone != NULL ? zone : kernel_seat_zone(show->state));
	buf_c(buf, ", convened by entry ");
	buf_u64(buf, meeting.convened);
	begin_line(buf, "  today");
	buf_c(buf, status[meeting.status]);
	buf_c(buf, ", ");
	buf_u64(buf, party_set_count(&meeting.registered));
	buf_c(buf, " delegations, ");
	buf_u64(buf, party_set_count(&meeting.present));
	buf_c(buf, " present, ");
	buf_u64(buf, meeting.item_count);
	buf_c(buf, " items");
}

/* ---- What an outcome counted ----------------------------------------------------------------------------- */

static void put_parties(const struct show *show, struct buf *buf, const char *label, enum field field)
{
	const struct value *list = field_of(show, field);

	if (!list->set || list->count == 0)
		return;
	begin_line(buf, label);
	for (uint32_t i = 0; i < list->count; i++) {
		uint32_t party = map_get(&show->charter->parties, list->list[i]);
		buf_c(buf, i == 0 ? "" : ", ");
		buf_str(buf, party == MAP_NONE ? list->list[i] : title_of(&show->charter->party[party].titles));
	}
}

static void put_outcome(const struct show *show, struct buf *buf)
{
	const struct value *rule = field_of(show, FIELD_RULE), *cite = field_of(show, FIELD_CITE);

	begin_line(buf, "result");
	buf_str(buf, field_of(show, FIELD_RESULT)->str);
	if (field_of(show, FIELD_SYMBOL)->set) {
		buf_c(buf, " as ");
		buf_str(buf, field_of(show, FIELD_SYMBOL)->str);
	}
	buf_c(buf, ", from ");
	buf_time_zone(buf, field_of(show, FIELD_AT)->number, kernel_seat_zone(show->state));
	if (rule->set || cite->set) {
		uint32_t index = rule->set ? map_get(&show->charter->rules, rule->str) : MAP_NONE;
		begin_line(buf, "  by rule");
		if (rule->set)
			buf_str(buf, index == MAP_NONE ? rule->str : title_of(&show->charter->rule[index].titles));
		if (cite->set) {
			buf_c(buf, rule->set ? " (" : "(");
			buf_str(buf, cite->str);
			buf_c(buf, ")");
		}
	}
	put_parties(show, buf, "  for", FIELD_FOR);
	put_parties(show, buf, "  against", FIELD_AGAINST);
	put_parties(show, buf, "  abstain", FIELD_ABSTAIN);
	put_parties(show, buf, "  reserve", FIELD_RESERVE);
	put_parties(show, buf, "  hold", FIELD_HOLD);
	put_parties(show, buf, "  disinterest", FIELD_DISINTEREST);
	put_parties(show, buf, "  silent", FIELD_SILENT);
	put_parties(show, buf, "  absent", FIELD_ABSENT);
}

/* ---- The whole ------------------------------------------------------------------------------------------- */

static void show_text(const struct show *show)
{
	struct buf buf = cli_answer(show->cli);
	const struct loaded_entry *loaded = &show->loaded;
	uint64_t correction = kernel_correction(show->state, loaded->entry.number);
	uint32_t index;

	buf_c(&buf, "entry       ");
	buf_u64(&buf, loaded->entry.number);
	buf_c(&buf, show->sealed ? ", sealed" : ", entered, not sealed yet");
	begin_line(&buf, "time");
	buf_time_zone(&buf, loaded->entry.time_ms, kernel_seat_zone(show->state));
	begin_line(&buf, "act");
	buf_act_words(&buf, show->state, &loaded->act.act);
	if (loaded->act.act.field[FIELD_KEY].set) {
		begin_line(&buf, "fingerprint");
		(void)cli_fingerprint(&loaded->act.act, &buf);
	}
	begin_line(&buf, "signed");
	for (uint32_t i = 0; i < loaded->act.note.count; i++) {
		buf_c(&buf, i == 0 ? "" : ", ");
		buf_str(&buf, loaded->act.note.line[i].name);
	}
	buf_c(&buf, "; signature ");
	buf_c(&buf, signature_status(show));
	if (field_of(show, FIELD_MATTER)->set &&
	    (index = kernel_matter_find(show->state, field_of(show, FIELD_MATTER)->str)) != NONE)
		put_matter(show, &buf, index);
	if (field_of(show, FIELD_MEETING)->set &&
	    (index = kernel_meeting_find(show->state, field_of(show, FIELD_MEETING)->str)) != NONE)
		put_meeting(show, &buf, index);
	if (loaded->act.act.verb == VERB_OUTCOME)
		put_outcome(show, &buf);
	if (correction != 0) {
		begin_line(&buf, "corrected");
		buf_c(&buf, "by entry ");
		buf_u64(&buf, correction);
	}
	show_texts(show->cli, show->registrar, &loaded->act.act, &buf);
	begin_line(&buf, "leaf");
	buf_hex(&buf, show->leaf.byte, sizeof(show->leaf.byte));
	buf_c(&buf, "\n\n");
	buf_str(&buf, loaded->entry.act);
	cli_print(show->cli, &buf);
}

static void json_parties(struct object *object, const struct show *show, enum field field)
{
	const struct value *list = field_of(show, field);

	buf_json_key(&object->buf, &object->first, field_info[field].name);
	buf_c(&object->buf, "[");
	for (uint32_t i = 0; i < list->count; i++) {
		buf_c(&object->buf, i == 0 ? "" : ",");
		buf_json_string(&object->buf, list->list[i]);
	}
	buf_c(&object->buf, "]");
}

static void json_facts(struct object *object, const struct show *show)
{
	uint32_t index;

	if (field_of(show, FIELD_MATTER)->set &&
	    (index = kernel_matter_find(show->state, field_of(show, FIELD_MATTER)->str)) != NONE) {
		struct matter_view matter = kernel_matter_at(show->state, index);
		object_text(object, "matter", matter.name);
		object_text(object, "title", matter_title(show, &matter));
		object_text(object, "stage", show->charter->procedure[matter.procedure].stage[matter.stage].name);
		object_u64(object, "tabled", matter.tabled);
		if (matter.decided != 0)
			object_u64(object, "decided", matter.decided);
	}
	if (field_of(show, FIELD_MEETING)->set)
		object_text(object, "meeting", field_of(show, FIELD_MEETING)->str);
	if (show->loaded.act.act.verb != VERB_OUTCOME)
		return;
	object_text(object, "result", field_of(show, FIELD_RESULT)->str);
	if (field_of(show, FIELD_SYMBOL)->set)
		object_text(object, "symbol", field_of(show, FIELD_SYMBOL)->str);
	for (enum field field = FIELD_FOR; field <= FIELD_ABSENT; field++)
		json_parties(object, show, field);
}

static void show_json(const struct show *show)
{
	struct object object = object_begin(show->cli);
	const struct loaded_entry *loaded = &show->loaded;

	object_u64(&object, "entry", loaded->entry.number);
	object_u64(&object, "time_ms", (uint64_t)loaded->entry.time_ms);
	object_bool(&object, "sealed", show->sealed);
	object_text(&object, "words", cli_words(show->cli, show->state, &loaded->act.act));
	object_text(&object, "signature", str_from(signature_status(show)));
	json_facts(&object, show);
	if (cli_flag(show->cli, "texts"))
		show_texts_json(show->cli, show->registrar, &loaded->act.act, &object);
	object_hex(&object, "leaf", show->leaf.byte, HASH_SIZE);
	object_text(&object, "act", loaded->entry.act);
	object_end(&object);
}

/* NUMBER; or a matter, by its outcome or else the act that tabled it; or a meeting, by the act that convened it. */
static bool show_number(struct cli *cli, const struct state *state, uint64_t *ret, struct err *err)
{
	struct str word = str_from(cli->operand[0]);
	uint32_t index;

	if (str_to_u64(word, LIMIT_ENTRIES, ret))
		return true;
	if ((index = kernel_matter_find(state, word)) != NONE) {
		struct matter_view matter = kernel_matter_at(state, index);
		*ret = matter.decided != 0 ? matter.decided : matter.tabled;
		return true;
	}
	if ((index = kernel_meeting_find(state, word)) != NONE) {
		*ret = kernel_meeting_at(state, index).convened;
		return true;
	}
	(void)err_set(err, ERR_NOT_FOUND, "\"%s\" is neither an entry's number nor a matter or meeting", cli->operand[0]);
	(void)err_hint(err, "comity log shows the numbers");
	return false;
}

int run_show(struct cli *cli)
{
	struct folder folder = {0};
	struct show show = {.cli = cli};
	struct err err = {0};
	uint64_t number, count;
	const struct hash *leaves;
	int status = EXIT_DONE;

	if (cli_open(cli, FOLDER_READ, &folder, &err) != ERR_OK)
		return cli_fail(cli, &err);
	show.registrar = folder.registrar;
	show.state = registrar_state(folder.registrar);
	show.charter = kernel_charter(show.state);
	leaves = registrar_leaves(folder.registrar, &count);
	/* A writer may have gone on since: what the state does not know yet is not shown. */
	if (!show_number(cli, show.state, &number, &err)) {
		status = cli_fail(cli, &err);
	} else if (number >= count) {
		(void)err_set(&err, ERR_NOT_FOUND, "there is no entry %llu", (unsigned long long)number);
		(void)err_hint(&err, "the record has %llu entries, numbered from 0", (unsigned long long)count);
		status = cli_fail(cli, &err);
	} else if (cli_entry(cli, folder.registrar, number, &show.loaded, &err) != ERR_OK) {
		status = cli_fail(cli, &err);
	} else {
		show.leaf = leaves[number];
		show.sealed = number < registrar_sealed(folder.registrar);
		(cli->json ? show_json : show_text)(&show);
	}
	folder_close(&folder);
	return status;
}
