/* Documents: what the secretariat published under a symbol, newest first; and one of them with its text. */
#include "web/news.h"
#include "web/page.h"

static void row(struct view *view, const struct paper_view *paper)
{
	view_row(view);
	view_text(view, "symbol", MSG_NONE, paper->symbol, STR(""));
	view_subject(view, "document", MSG_NONE, SUBJECT_DOCUMENT, paper->name);
	view_body(view, "body", MSG_NONE, paper->body);
	view_date(view, "published", MSG_NONE, news_day(view->site, paper->published_ms));
	view_end(view);
}

enum page_result page_documents(struct view *view, const struct page_request *request)
{
	static const struct view_column columns[] = {
		{"symbol", MSG_DOCUMENT_SYMBOL, false},
		{"document", MSG_DOCUMENT, false},
		{"body", MSG_BODY, false},
		{"published", MSG_DOCUMENT_PUBLISHED, false},
	};
	const struct state *state = view->site->reading.state;
	uint32_t total = kernel_document_count(state), skip = news_skip(request);
	view_start_message(view, MSG_DOCUMENTS, MSG_DOCUMENTS_LEAD);
	uint32_t rest = total > skip ? total - skip : 0, count = rest < LIMIT_PAGE_ITEMS ? rest : LIMIT_PAGE_ITEMS;
	if (count == 0)
		view_nothing(view, MSG_DOCUMENTS_NONE);
	view_table(view, "items", MSG_DOCUMENTS, columns, 4);
	for (uint32_t i = 0; i < count; i++) {
		struct paper_view paper = kernel_document_at(state, rest - 1 - i);
		row(view, &paper);
	}
	view_end(view);
	news_paging(view, STR("/documents"), skip, LIMIT_PAGE_ITEMS, rest > count);
	return PAGE_OK;
}

/* The symbol that was given: documents stand in the state in the order of their entries. */
static struct str symbol_of(const struct state *state, uint64_t entry)
{
	uint32_t low = 0, high = kernel_document_count(state);
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		if (kernel_document_at(state, middle).entry < entry)
			low = middle + 1;
		else
			high = middle;
	}
	return low < kernel_document_count(state) ? kernel_document_at(state, low).symbol : STR("");
}

/* The series' pattern in the charter is what the symbol was made from. */
static void series(struct view *view, const struct fact *fact)
{
	struct str name = fact_name(fact, FIELD_SERIES);
	if (name.len > 0)
		view_code(view, "series", MSG_DOCUMENT_SERIES, name);
}

enum page_result page_document(struct view *view, const struct page_request *request)
{
	const struct reading *r = &view->site->reading;
	struct history history = library_history(r->library, SUBJECT_DOCUMENT, request->name);
	const struct fact *fact = library_newest(r->library, history, VERB_DOCUMENT);
	if (!fact)
		return PAGE_NOT_FOUND;
	struct str language = STR("");
	struct str title = library_title(r->library, r->charter, SUBJECT_DOCUMENT, request->name,
	                                 language_tag[view->language], &language);
	view_start(view, title, language, STR(""));
	view_facts(view);
	view_text(view, "symbol", MSG_DOCUMENT_SYMBOL, symbol_of(r->state, fact->number), STR(""));
	uint32_t body = map_get(&r->charter->bodies, fact_name(fact, FIELD_BODY));
	if (body != NONE)
		view_body(view, "body", MSG_BODY, body);
	series(view, fact);
	if (fact_name(fact, FIELD_MEETING).len > 0)
		view_subject(view, "meeting", MSG_MEETING, SUBJECT_MEETING, fact_name(fact, FIELD_MEETING));
	view_time(view, "published", MSG_DOCUMENT_PUBLISHED, fact->time_ms, NULL);
	view_entry(view, "entry", MSG_PROOF, fact->number);
	view_end(view);
	news_correction(view, fact);
	view_fact_text(view, "text", fact, FIELD_TEXT);
	return PAGE_OK;
}
