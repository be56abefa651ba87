/* What of the record can be searched: each entry that brings a title or a text becomes rows, one a language.
 *
 *     convene, event, document, release      the thing, under its name
 *     table, amend, a matter's last outcome  the matter: its title, its text then, the symbol it was given
 *     speak, report, correct                 themselves, under their entry's number
 *     accredit                               the person: its office, its card
 *     found                                  the charter, as it is read aloud; its parties, bodies and offices, with
 * their other names
 *
 * The arena is cut in two: rows and their texts are kept in the lower part, texts are read into the upper one, each in
 * place of the one before.
 */
#include "app/served_private.h"

#include <inttypes.h>
#include <string.h>

#include "base/limits.h"
#include "store/store.h"

#define ROWS_OF_ENTRY (3u * LIMIT_LANGUAGES)
#define ROWS_MAX (512u + ROWS_OF_ENTRY)                         /* and the founding's */
#define TEXTS_MAX ((size_t)16 << 20)                            /* bytes after which a call ends */
#define READ_SIZE ((size_t)LIMIT_BLOB_SIZE + ((size_t)1 << 16)) /* the upper part */

struct maker {
	const struct reading *reading;
	struct arena *keep;
	struct arena read; /* always handed on by value */
	struct search_row *row;
	uint32_t count;
	size_t texts;
	struct err *err;
};

/* ---- Languages ----------------------------------------------------------------------------------------------- */

struct languages {
	struct str language[ROWS_OF_ENTRY];
	uint32_t count;
};

static void add_language(struct languages *languages, struct str language)
{
	for (uint32_t i = 0; i < languages->count; i++)
		if (str_eq(languages->language[i], language))
			return;
	if (languages->count < ROWS_OF_ENTRY)
		languages->language[languages->count++] = language;
}

static void add_languages(struct languages *languages, const struct value *pairs)
{
	for (uint32_t i = 0; pairs && i < pairs->count; i++)
		add_language(languages, pairs->pair[i].name);
}

/* ---- Texts --------------------------------------------------------------------------------------------------- */

const struct fact *served_text_fact(const struct reading *reading, const struct fact *fact)
{
	const struct value *commitment = fact_get(fact, FIELD_COMMITMENT);
	if (fact->verb != VERB_OUTCOME)
		return fact;
	return commitment
	           ? library_brought(reading->library, fact_name(fact, FIELD_MATTER), commitment->bytes, fact->number)
	           : NULL;
}

/* A card is in no language: it stands in a row of each. */
bool served_text_ref(const struct fact *fact, struct str language, struct blob_ref *ret)
{
	const struct value *text = fact ? fact_get(fact, FIELD_TEXT) : NULL;
	const struct value *card = fact && fact->verb == VERB_ACCREDIT ? fact_get(fact, FIELD_CARD) : NULL;
	if (card)
		return blob_ref_parse(card->str, ret);
	for (uint32_t i = 0; text && i < text->count; i++)
		if (str_eq(text->pair[i].name, language))
			return blob_ref_parse(text->pair[i].value, ret);
	return false;
}

/* What may be read now, or once an embargo has ended; empty otherwise, and when the bytes are not here. */
static enum err_code text_of(struct maker *maker, const struct fact *fact, struct str language, struct str *ret)
{
	const struct reading *reading = maker->reading;
	struct arena scratch = maker->read;
	struct blob_ref ref;
	struct store_blob blob;
	enum text_state state;
	*ret = STR("");
	if (!served_text_ref(fact, language, &ref))
		return ERR_OK;
	/* At the end of time every embargo is over. */
	enum err_code code = library_blob(reading->library, reading->store, &ref, TIME_NEVER, &scratch, &state, &blob,
	                                  maker->err);
	if (!code && state == TEXT_SHOWN)
		*ret = str_slice(blob.data, 0, LIMIT_SEARCH_TEXT);
	return code;
}

/* ---- Rows ---------------------------------------------------------------------------------------------------- */

/* The text of a row is `text` with what stands around it. */
static enum err_code add_row(struct maker *maker, struct search_row row, struct str before, struct str text,
                             struct str after)
{
	const struct str part[] = {before, text, after};
	struct buf buf = buf_new(maker->keep, before.len + text.len + after.len + 2);
	for (size_t i = 0; i < 3; i++) {
		buf_c(&buf, buf.len && part[i].len ? "\n" : "");
		buf_str(&buf, part[i]);
	}
	if (buf.full)
		return err_set(maker->err, ERR_LIMIT, "no memory for the rows of the index");
	row.text = buf_view(&buf);
	maker->texts += buf.len;
	if (row.title.len || row.text.len)
		maker->row[maker->count++] = row;
	return ERR_OK;
}

static struct str pick(const struct value *titles, struct str language)
{
	struct str ignored;
	return titles ? titles_pick(titles, language, &ignored) : STR("");
}

static enum err_code meeting_rows(struct maker *maker, const struct fact *fact)
{
	const struct charter *charter = maker->reading->charter;
	const struct value *title = fact_get(fact, FIELD_TITLE);
	uint32_t body = map_get(&charter->bodies, fact_name(fact, FIELD_BODY));
	struct languages languages = {.count = 0};
	enum err_code code = ERR_OK;
	for (uint32_t i = 0; i < charter->language_count; i++)
		add_language(&languages, charter->language[i]);
	add_languages(&languages, title);
	add_language(&languages, STR("en"));
	for (uint32_t i = 0; i < languages.count && !code; i++) {
		struct str language = languages.language[i], ignored;
		struct str of_body = body == MAP_NONE ? STR("") : titles_in(&charter->body[body].titles, language, &ignored);
		struct search_row row = {
			.kind = STR("meeting"),
			.name = fact_name(fact, FIELD_MEETING),
			.language = language,
			.entry = fact->number,
			.title = title ? pick(title, language) : of_body,
		};
		code = add_row(maker, row, title ? of_body : STR(""), STR(""), fact_name(fact, FIELD_PLACE));
	}
	return code;
}

static struct str symbol_of(const struct maker *maker, const struct fact *fact)
{
	const struct state *state = maker->reading->state;
	uint32_t low = 0, high = fact->verb == VERB_DOCUMENT ? kernel_document_count(state) : 0;
	if (fact->verb == VERB_OUTCOME)
		return fact_name(fact, FIELD_SYMBOL);
	while (low < high) { /* in order of their entries */
		uint32_t middle = low + (high - low) / 2;
		struct paper_view paper = kernel_document_at(state, middle);
		if (paper.entry == fact->number)
			return paper.symbol;
		if (paper.entry < fact->number)
			low = middle + 1;
		else
			high = middle;
	}
	return STR("");
}

/* A title from one fact, a text from another, both in every language that either has. */
static enum err_code titled_rows(struct maker *maker, struct search_row row, const struct fact *titled,
                                 const struct fact *texted, const struct fact *fact)
{
	const struct value *title = fact_get(titled, FIELD_TITLE), *topic = fact_get(titled, FIELD_TOPIC);
	struct languages languages = {.count = 0};
	enum err_code code = ERR_OK;
	add_languages(&languages, title);
	add_languages(&languages, topic);
	add_languages(&languages, texted ? fact_get(texted, FIELD_TEXT) : NULL);
	row.entry = fact->number;
	for (uint32_t i = 0; i < languages.count && !code; i++) {
		struct str text;
		row.language = languages.language[i];
		row.title = pick(title, row.language);
		code = text_of(maker, texted, row.language, &text);
		if (!code)
			code = add_row(maker, row, pick(topic, row.language), text, symbol_of(maker, fact));
	}
	return code;
}

static enum err_code matter_rows(struct maker *maker, const struct fact *fact)
{
	struct str name = fact_name(fact, FIELD_MATTER);
	const struct fact *tabled = library_defining(maker->reading->library, SUBJECT_MATTER, name);
	const struct fact *texted = served_text_fact(maker->reading, fact);
	const struct value *text = texted ? fact_get(texted, FIELD_TEXT) : NULL;
	if (!tabled || (fact->verb == VERB_OUTCOME && !fact_number(fact, FIELD_FINAL, 0)))
		return ERR_OK;
	/* A new version that nobody may read leaves the row of the one before. */
	for (uint32_t i = 0; fact->verb == VERB_AMEND && text && i < text->count; i++) {
		struct blob_ref ref;
		if (blob_ref_parse(text->pair[i].value, &ref) &&
		    library_may_read(maker->reading->library, maker->reading->state, &ref, TIME_NEVER) != TEXT_SHOWN)
			return ERR_OK;
	}
	return titled_rows(maker, (struct search_row){.kind = STR("matter"), .name = name}, tabled, texted, fact);
}

/* Everybody who was accredited is found by identifier and office; by name where the card has it. */
static enum err_code person_rows(struct maker *maker, const struct fact *fact)
{
	const struct charter *charter = maker->reading->charter;
	struct str office_name = fact_name(fact, FIELD_OFFICE), name = fact_name(fact, FIELD_PERSON);
	uint32_t office = office_name.len ? map_get(&charter->offices, office_name) : MAP_NONE;
	struct languages languages = {.count = 0};
	enum err_code code = ERR_OK;
	for (uint32_t i = 0; i < charter->language_count; i++)
		add_language(&languages, charter->language[i]);
	add_language(&languages, STR("en"));
	for (uint32_t i = 0; i < languages.count && !code; i++) {
		struct str language = languages.language[i], ignored, card;
		struct search_row row = {
			.kind = STR("person"),
			.name = name,
			.language = language,
			.entry = fact->number,
			.title = office == MAP_NONE ? name : titles_in(&charter->office[office].titles, language, &ignored),
		};
		code = text_of(maker, fact, language, &card);
		if (!code)
			code = add_row(maker, row, office == MAP_NONE ? STR("") : name, card, STR(""));
	}
	return code;
}

/* The heading of a speech is its meeting's title. */
static enum err_code numbered_rows(struct maker *maker, struct str kind, const struct fact *fact)
{
	const struct fact *titled = fact;
	struct buf name = buf_new(maker->keep, 24);
	buf_u64(&name, fact->number);
	if (fact->verb == VERB_SPEAK)
		titled = library_defining(maker->reading->library, SUBJECT_MEETING, fact_name(fact, FIELD_MEETING));
	struct search_row row = {.kind = kind, .name = buf_view(&name)};
	if (name.full)
		return err_set(maker->err, ERR_LIMIT, "no memory for the rows of the index");
	if (titled == fact || !titled || !fact_get(fact, FIELD_TEXT))
		return titled_rows(maker, row, fact, fact, fact);
	/* Only in the languages of the speech. */
	struct languages languages = {.count = 0};
	enum err_code code = ERR_OK;
	add_languages(&languages, fact_get(fact, FIELD_TEXT));
	row.entry = fact->number;
	for (uint32_t i = 0; i < languages.count && !code; i++) {
		struct str text;
		row.language = languages.language[i];
		row.title = pick(fact_get(titled, FIELD_TITLE), row.language);
		code = text_of(maker, fact, row.language, &text);
		if (!code && text.len)
			code = add_row(maker, row, STR(""), text, STR(""));
	}
	return code;
}

/* What the founding needs of rows. */
static size_t charter_rows_max(const struct charter *charter)
{
	size_t elements = (size_t)charter->party_count + charter->body_count + charter->office_count;
	return elements * (LIMIT_LANGUAGES + 1);
}

/* A row for each language in which the element has a title; its aliases, of no language, are in all of them. */
static enum err_code element_rows(struct maker *maker, const struct fact *fact, struct str kind,
                                  const struct titles *titles)
{
	struct search_row row = {.kind = kind, .name = titles->name, .entry = fact->number};
	struct buf aliases = buf_rest(&maker->read);
	enum err_code code = ERR_OK;
	for (uint32_t i = 0; i < titles->alias_count; i++) {
		buf_c(&aliases, i ? "\n" : "");
		buf_str(&aliases, titles->alias[i]);
	}
	row.language = STR("en");
	row.title = titles->title;
	code = add_row(maker, row, titles->name, buf_view(&aliases), STR(""));
	for (uint32_t i = 0; i < titles->count && i < LIMIT_LANGUAGES && !code; i++) {
		row.language = titles->other[i].language;
		row.title = titles->other[i].text;
		code = add_row(maker, row, titles->name, buf_view(&aliases), STR(""));
	}
	return code;
}

static enum err_code charter_rows(struct maker *maker, const struct fact *fact)
{
	const struct charter *charter = maker->reading->charter;
	struct search_row row = {
		.kind = STR("charter"),
		.name = STR("charter"),
		.language = STR("en"),
		.entry = fact->number,
		.title = charter->titles.title,
	};
	/* Aloud: the text itself has comments and braces. */
	struct arena scratch = maker->read;
	struct buf prose = buf_rest(&scratch);
	buf_charter(&prose, charter);
	enum err_code code = add_row(maker, row, STR(""), str_slice(buf_view(&prose), 0, LIMIT_SEARCH_TEXT), STR(""));
	for (uint32_t i = 0; i < charter->party_count && !code; i++)
		code = element_rows(maker, fact, STR("party"), &charter->party[i].titles);
	for (uint32_t i = 0; i < charter->body_count && !code; i++)
		code = element_rows(maker, fact, STR("body"), &charter->body[i].titles);
	for (uint32_t i = 0; i < charter->office_count && !code; i++)
		code = element_rows(maker, fact, STR("office"), &charter->office[i].titles);
	return code;
}

static enum err_code rows_of(struct maker *maker, const struct fact *fact)
{
	struct search_row row = {.kind = verb_info[fact->verb].name};
	switch (fact->verb) {
	case VERB_FOUND:
		return charter_rows(maker, fact);
	case VERB_ACCREDIT:
		return person_rows(maker, fact);
	case VERB_CONVENE:
		return meeting_rows(maker, fact);
	case VERB_TABLE:
	case VERB_AMEND:
	case VERB_OUTCOME:
		return matter_rows(maker, fact);
	case VERB_DOCUMENT:
		row.name = fact_name(fact, FIELD_DOCUMENT);
		return titled_rows(maker, row, fact, fact, fact);
	case VERB_RELEASE:
		row.name = fact_name(fact, FIELD_RELEASE);
		return titled_rows(maker, row, fact, fact, fact);
	case VERB_EVENT:
		row.name = fact_name(fact, FIELD_EVENT);
		return titled_rows(maker, row, fact, fact, fact);
	case VERB_SPEAK:
		return numbered_rows(maker, STR("speech"), fact);
	case VERB_REPORT:
		return numbered_rows(maker, STR("report"), fact);
	case VERB_CORRECT:
		return numbered_rows(maker, STR("correction"), fact);
	default:
		return ERR_OK;
	}
}

enum err_code served_rows(const struct reading *reading, uint64_t first, uint64_t max_entries, struct arena *arena,
                          struct search_row **ret, uint32_t *ret_count, uint64_t *ret_end, struct hash *ret_leaf,
                          struct err *err)
{
	size_t room = (size_t)(arena->end - arena->beg), upper = room / 2 < READ_SIZE ? room / 2 : READ_SIZE;
	struct arena low = {arena->beg, arena->end - upper};
	struct maker maker = {.reading = reading, .keep = &low, .read = {low.end, arena->end}, .err = err};
	uint64_t durable, end = first;
	const struct hash *leaf = registrar_leaves(reading->registrar, &durable);
	size_t rows_max = ROWS_MAX + (first == 0 ? charter_rows_max(reading->charter) : 0);
	maker.row = TRY(&low, struct search_row, rows_max);
	if (!maker.row)
		return err_set(err, ERR_LIMIT, "no memory for the rows of the index");
	for (; end < reading->size && end - first < max_entries && maker.count + ROWS_OF_ENTRY <= rows_max &&
	       maker.texts < TEXTS_MAX;
	     end++) {
		enum err_code code = rows_of(&maker, library_fact(reading->library, end));
		if (code)
			return err_prefix(err, "entry %" PRIu64, end);
	}
	arena->beg = low.beg;
	*ret = maker.row;
	*ret_count = maker.count;
	*ret_end = end;
	*ret_leaf = end > 0 ? leaf[end - 1] : (struct hash){{0}};
	return ERR_OK;
}
