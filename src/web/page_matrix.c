/* The matrix of positions: the body's members in protocol order against the positions that the procedure lets them
 * take. A mark names the version of the text that it was about and leads to the entry; the one that stands is marked.
 * Below it the positions as they were taken, with their reasons where these may be read.
 */
#include "web/work.h"

static const uint8_t kind_order[POSITION_MAX] = {
	POSITION_SUPPORT, POSITION_OBJECT,      POSITION_ABSTAIN, POSITION_CONSTRUCTIVE, POSITION_RESERVE,
	POSITION_HOLD,    POSITION_DISINTEREST, POSITION_RECUSE,  POSITION_ACCEPT,
};

struct matrix {
	const struct fact **fact; /* every position, oldest first */
	uint32_t count;
	const struct fact **standing; /* by party: the newest on the newest version; NULL */
	uint32_t kinds;               /* bit per position that has a column */
	uint32_t version;
	struct party_set members, silent, absent;
	bool shows_absent;
};

/* False: no memory. */
static bool matrix_read(const struct view *view, const struct matter_view *matter, struct history history,
                        struct matrix *ret)
{
	const struct charter *charter = work_charter(view);
	const struct procedure *procedure = &charter->procedure[matter->procedure];
	*ret = (struct matrix){
		.fact = TRY(view->arena, const struct fact *, history.count + 1),
		.standing = TRY(view->arena, const struct fact *, charter->party_count + 1),
		.version = matter->version,
		.members = matter->ballot.set[TERM_MEMBERS],
		.silent = matter->ballot.set[TERM_SILENT],
		.absent = matter->ballot.set[TERM_ABSENT],
		.shows_absent = matter->decided != 0 && matter->meeting != NONE,
	};
	if (!ret->fact || !ret->standing)
		return false;
	for (uint32_t i = 0; i < procedure->stage_count; i++)
		ret->kinds |= procedure->stage[i].takes;
	for (uint32_t i = 0; i < history.count; i++) {
		const struct fact *fact = library_fact(work_library(view), history.number[i]);
		if (fact->verb != VERB_POSITION || fact->party == NONE)
			continue;
		ret->fact[ret->count++] = fact;
		party_set_add(&ret->members, fact->party);
		if (fact_number(fact, FIELD_VERSION, 0) == (int64_t)matter->version)
			ret->standing[fact->party] = fact;
	}
	return true;
}

static void put_mark(struct view *view, const struct matrix *matrix, const struct fact *fact, enum position kind)
{
	uint64_t version = (uint64_t)fact_number(fact, FIELD_VERSION, 0);
	struct buf *out = view_html_only(view);
	if (!out) {
		view_number(view, "version", MSG_NONE, version);
		return;
	}
	bool stands = matrix->standing[fact->party] == fact;
	char storage[160], words_storage[160], digits[24];
	struct buf address = buf_of(storage, sizeof storage), words = buf_of(words_storage, sizeof words_storage);
	struct buf number = buf_of(digits, sizeof digits);
	buf_u64(&number, fact->number);
	view_href(view, &address, STR("/record"), buf_view(&number));
	number.len = 0;
	buf_u64(&number, version);
	struct str argument = buf_view(&number);
	buf_message(&words, stands ? MSG_WORK_MARK_STANDS : MSG_WORK_MARK_PAST, view->language, &argument, 1);
	char class_storage[32];
	struct buf class = buf_of(class_storage, sizeof class_storage);
	buf_c(&class, stands ? "mark " : "mark past ");
	buf_c(&class, work_position_chip(kind));
	html_literal_markup_of_our_own(out, "<a");
	html_attr(out, "class", buf_view(&class));
	html_attr(out, "href", buf_view(&address));
	html_literal_markup_of_our_own(out, ">");
	html_text(out, buf_view(&words));
	html_literal_markup_of_our_own(out, "</a> ");
}

/* Of one party, in one column: the newest ones, oldest of them first. */
static void put_marks(struct view *view, const struct matrix *matrix, uint32_t party, enum position kind)
{
	uint32_t count = 0, met = 0;
	for (uint32_t pass = 0; pass < 2; pass++) {
		for (uint32_t i = 0; i < matrix->count; i++) {
			const struct fact *fact = matrix->fact[i];
			if (fact->party != party || !str_eq(fact_name(fact, FIELD_POSITION), position_name[kind]))
				continue;
			if (pass == 0)
				count++;
			else if (met++ + LIMIT_PAGE_MARKS >= count)
				put_mark(view, matrix, fact, kind);
		}
		struct buf *out = pass == 0 && count > LIMIT_PAGE_MARKS ? view_html_only(view) : NULL;
		if (out) {
			char words_storage[80];
			struct buf words = buf_of(words_storage, sizeof words_storage);
			buf_plural(&words, MSG_WORK_MARKS_EARLIER, view->language, count - LIMIT_PAGE_MARKS);
			html_literal_markup_of_our_own(out, "<span class=\"mark past plain\">");
			html_text(out, buf_view(&words));
			html_literal_markup_of_our_own(out, "</span> ");
		}
	}
}

static void put_flag(struct view *view, const char *key, bool set)
{
	if (view->format == VIEW_JSON) {
		view_bool(view, key, MSG_NONE, set);
		return;
	}
	view_cell(view, key, MSG_NONE);
	if (set) {
		struct buf *out = view_html_only(view);
		html_literal_markup_of_our_own(out, "<span class=\"mark plain\">");
		html_text(out, message(MSG_YES, view->language));
		html_literal_markup_of_our_own(out, "</span>");
	}
	view_end(view);
}

static void put_row(struct view *view, const struct matrix *matrix, uint32_t party)
{
	view_row(view);
	view_party(view, "party", MSG_NONE, party);
	for (uint32_t k = 0; k < POSITION_MAX; k++) {
		uint32_t kind = kind_order[k];
		if ((matrix->kinds >> kind & 1) == 0)
			continue;
		view_cell(view, position_name[kind].ptr, MSG_NONE);
		put_marks(view, matrix, party, (enum position)kind);
		view_end(view);
	}
	put_flag(view, "silent", party_set_has(&matrix->silent, party));
	if (matrix->shows_absent)
		put_flag(view, "absent", party_set_has(&matrix->absent, party));
	view_end(view);
}

static void put_table(struct view *view, const struct matrix *matrix, bool decided)
{
	const struct charter *charter = work_charter(view);
	struct view_column column[POSITION_MAX + 3] = {{"party", MSG_PARTY, false}};
	uint32_t columns = 1;
	for (uint32_t k = 0; k < POSITION_MAX; k++) {
		enum position kind = (enum position)kind_order[k];
		if (matrix->kinds >> kind & 1)
			column[columns++] = (struct view_column){position_name[kind].ptr, work_position_word(kind), false};
	}
	column[columns++] = (struct view_column){"silent", decided ? MSG_WORK_SILENT : MSG_WORK_NOT_SPOKEN, false};
	if (matrix->shows_absent)
		column[columns++] = (struct view_column){"absent", MSG_WORK_ABSENT, false};
	view_table(view, "matrix", MSG_WORK_CAPTION_MATRIX, column, columns);
	for (uint32_t i = 0; i < charter->party_count; i++)
		if (party_set_has(&matrix->members, charter->order[i]))
			put_row(view, matrix, charter->order[i]);
	view_end(view);
}

static void put_taken(struct view *view, const struct matrix *matrix)
{
	if (matrix->count == 0 && view->format == VIEW_HTML)
		return;
	uint32_t first = matrix->count > LIMIT_PAGE_HISTORY ? matrix->count - LIMIT_PAGE_HISTORY : 0;
	view_list(view, "taken", VIEW_LINES);
	for (uint32_t i = first; i < matrix->count; i++) {
		const struct fact *fact = matrix->fact[i];
		view_item(view);
		view_party(view, "party", MSG_NONE, fact->party);
		work_position(view, "position", MSG_NONE, fact_name(fact, FIELD_POSITION));
		view_number(view, "version", MSG_WORK_VERSION, (uint64_t)fact_number(fact, FIELD_VERSION, 0));
		view_time_short(view, "time", MSG_NONE, fact->time_ms, view_fact_zone(view, fact));
		view_entry(view, "entry", MSG_NONE, fact->number);
		if (fact_get(fact, FIELD_REASON))
			view_fact_text(view, "reason", fact, FIELD_REASON);
		view_end(view);
	}
	view_end(view);
}

void matter_matrix(struct view *view, const struct matter_view *matter, struct history history)
{
	struct matrix matrix;
	if (!matrix_read(view, matter, history, &matrix)) {
		view->failed = true;
		return;
	}
	if (matrix.kinds == 0)
		return;
	view_section(view, "positions", MSG_WORK_POSITIONS);
	put_table(view, &matrix, matter->decided != 0);
	put_taken(view, &matrix);
	view_end(view);
}
