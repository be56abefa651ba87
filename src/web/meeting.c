/* Sorting out what happened at a meeting. */
#include "web/meeting.h"

#include <string.h>

static const struct fact **room(const struct view *view, uint32_t count)
{
	return TRY(view->arena, const struct fact *, count + 1);
}

/* Into the list, in the place of an older fact with the same name in the field. */
static void keep_newest(const struct fact **list, uint32_t *count, const struct fact *fact, enum field field)
{
	struct str name = fact_name(fact, field);
	for (uint32_t i = 0; i < *count; i++) {
		if (str_eq(fact_name(list[i], field), name)) {
			list[i] = fact;
			return;
		}
	}
	list[(*count)++] = fact;
}

static void keep_item(struct meeting_sheet *sheet, const struct fact *fact)
{
	int64_t item = fact_number(fact, FIELD_ITEM, 0);
	uint32_t i = sheet->agenda_count;
	while (i > 0 && fact_number(sheet->agenda[i - 1], FIELD_ITEM, 0) > item)
		i--;
	if (i > 0 && fact_number(sheet->agenda[i - 1], FIELD_ITEM, 0) == item) {
		sheet->agenda[i - 1] = fact;
		return;
	}
	memmove(&sheet->agenda[i + 1], &sheet->agenda[i], (sheet->agenda_count - i) * sizeof *sheet->agenda);
	sheet->agenda[i] = fact;
	sheet->agenda_count++;
}

static void sort_out(const struct view *view, struct meeting_sheet *sheet, const struct fact *fact)
{
	switch (fact->verb) {
	case VERB_CONVENE:
		sheet->convened = fact;
		break;
	case VERB_CANCEL:
		sheet->cancelled = fact;
		break;
	case VERB_CLOSE:
		sheet->closed = fact;
		break;
	case VERB_REGISTER:
		if (fact->party != NONE)
			sheet->registered[fact->party] = fact;
		break;
	case VERB_ATTEND:
		if (fact->party != NONE)
			sheet->attended[fact->party] = fact;
		break;
	case VERB_AGENDA:
		keep_item(sheet, fact);
		break;
	case VERB_SPEAK:
		sheet->speech[sheet->speech_count++] = fact;
		break;
	case VERB_OPEN:
		sheet->opened[sheet->opened_count++] = fact;
		break;
	case VERB_INVITE:
		keep_newest(sheet->guest, &sheet->guest_count, fact, FIELD_GUEST);
		break;
	case VERB_OUTCOME:
		sheet->outcome[sheet->outcome_count++] = fact;
		break;
	case VERB_EVENT:
		keep_newest(sheet->event, &sheet->event_count, fact, FIELD_EVENT);
		break;
	case VERB_RELEASE:
		if (!library_embargoed(work_library(view), fact, view->site->reading.now_ms))
			sheet->release[sheet->release_count++] = fact;
		break;
	case VERB_DOCUMENT:
		sheet->document[sheet->document_count++] = fact;
		break;
	default:
		break;
	}
}

bool meeting_read(const struct view *view, struct history history, struct meeting_sheet *ret)
{
	uint32_t parties = work_charter(view)->party_count;
	*ret = (struct meeting_sheet){
		.registered = room(view, parties),
		.attended = room(view, parties),
		.agenda = room(view, history.count),
		.speech = room(view, history.count),
		.opened = room(view, history.count),
		.guest = room(view, history.count),
		.outcome = room(view, history.count),
		.event = room(view, history.count),
		.release = room(view, history.count),
		.document = room(view, history.count),
	};
	if (!ret->registered || !ret->attended || !ret->agenda || !ret->speech || !ret->opened || !ret->guest ||
	    !ret->outcome || !ret->event || !ret->release || !ret->document)
		return false;
	for (uint32_t i = 0; i < history.count; i++)
		sort_out(view, ret, library_fact(work_library(view), history.number[i]));
	return true;
}
