/* A refusal in words: the sentence of refusals.def with its places filled, the citation behind it.
 *
 *     Refused: only the chair of cfm-2022 may close a meeting: the head of the delegation of Armenia, as registered
 *     to it (Rules of Procedure, Rule 5).
 *
 * One sentence in one language for every reader of this version: what differs is data of the verdict, so that a
 * translation is another table.
 */
#include "kernel/verdict.h"

#include "kernel/state.h"

struct refusal_info {
	enum refusal_class class;
	struct str slug, sentence, section;
};

#define TEXT(literal)                   \
	{                                   \
		"" literal, sizeof(literal) - 1 \
	}

static const struct refusal_info refusal_info[] = {
	[REFUSAL_NONE] = {REFUSAL_RULE, TEXT("accepted"), TEXT("nothing forbids it"), TEXT("")},
#define REFUSAL(name, class, slug, sentence, section) \
	[REFUSAL_##name] = {REFUSAL_##class, TEXT(slug), TEXT(sentence), TEXT(section)},
#include "kernel/refusals.def"
};
_Static_assert(sizeof refusal_info / sizeof *refusal_info == REFUSAL_MAX, "a line for every refusal");

enum refusal_class refusal_class(enum refusal refusal)
{
	assert(refusal < REFUSAL_MAX);
	return refusal_info[refusal].class;
}

struct str refusal_slug(enum refusal refusal)
{
	assert(refusal < REFUSAL_MAX);
	return refusal_info[refusal].slug;
}

/* What a verb does, after "may" or "to". */
static struct str verb_words(struct str verb)
{
	static const struct str words[VERB_MAX] = {
		[VERB_FOUND] = TEXT("found the organisation"),
		[VERB_ZONES] = TEXT("enter time zone rules"),
		[VERB_OUTCOME] = TEXT("enter an outcome"),
		[VERB_COUNTERSIGN] = TEXT("countersign a first key"),
		[VERB_ACCREDIT] = TEXT("accredit a person"),
		[VERB_REVOKE] = TEXT("revoke a key"),
		[VERB_CALENDAR] = TEXT("set the calendar"),
		[VERB_CONVENE] = TEXT("convene a meeting"),
		[VERB_INVITE] = TEXT("invite guests"),
		[VERB_REGISTER] = TEXT("register a delegation"),
		[VERB_AGENDA] = TEXT("set the agenda"),
		[VERB_OPEN] = TEXT("open the meeting"),
		[VERB_ATTEND] = TEXT("state presence"),
		[VERB_SPEAK] = TEXT("speak"),
		[VERB_CLOSE] = TEXT("close the meeting"),
		[VERB_CANCEL] = TEXT("cancel the meeting"),
		[VERB_TABLE] = TEXT("table a matter under this procedure"),
		[VERB_AMEND] = TEXT("amend the text"),
		[VERB_CIRCULATE] = TEXT("circulate the text"),
		[VERB_SILENCE] = TEXT("put a text under silence"),
		[VERB_SUBMIT] = TEXT("put a matter to a meeting"),
		[VERB_POSITION] = TEXT("take a position"),
		[VERB_ADOPT] = TEXT("declare a matter adopted"),
		[VERB_REJECT] = TEXT("declare a matter not adopted"),
		[VERB_WITHDRAW] = TEXT("withdraw a matter"),
		[VERB_PLAN] = TEXT("keep the plan"),
		[VERB_HELD] = TEXT("mark an item as held"),
		[VERB_DOCUMENT] = TEXT("publish a document"),
		[VERB_RELEASE] = TEXT("issue a press release"),
		[VERB_CORRECT] = TEXT("correct an entry"),
		[VERB_EVENT] = TEXT("enter an event"),
		[VERB_PARTICIPATE] = TEXT("take part in an event"),
		[VERB_REPORT] = TEXT("report on a matter"),
		[VERB_EXTEND] = TEXT("extend the time"),
		[VERB_PAUSE] = TEXT("stop the clock"),
		[VERB_RESUME] = TEXT("let the clock run on"),
		[VERB_ANSWER] = TEXT("answer"),
		[VERB_REQUEST] = TEXT("request a meeting"),
		[VERB_REFER] = TEXT("refer a matter to another body"),
		[VERB_MOVE] = TEXT("move a matter to that stage"),
		[VERB_DEPOSIT] = TEXT("deposit a ratification"),
		[VERB_DECLINE] = TEXT("decline a turn"),
		[VERB_ARREARS] = TEXT("state arrears"),
		[VERB_PAID] = TEXT("state that arrears are paid"),
		[VERB_BALLOT] = TEXT("report a ballot"),
		[VERB_ENROL] = TEXT("enter a party's first key"),
	};
	enum verb found = verb_find(verb);
	return found == VERB_NONE ? verb : words[found];
}

static void put_who(struct buf *buf, const struct charter *charter, const struct verdict *verdict,
                    const struct who *who)
{
	switch (who->kind) {
	case WHO_MEMBER:
		buf_c(buf, "a member of the body");
		break;
	case WHO_CHAIR:
		buf_c(buf, "the chair");
		if (verdict->chair != NONE) { /* who that is now */
			buf_c(buf, " (");
			buf_str(buf, charter->party[verdict->chair].titles.title);
			buf_c(buf, ")");
		}
		break;
	case WHO_SECRETARIAT:
		buf_c(buf, "the secretariat");
		break;
	case WHO_AUTHOR:
		buf_c(buf, "the author");
		break;
	case WHO_CONCERNED:
		buf_c(buf, "a party that it concerns");
		break;
	case WHO_OBSERVER:
		buf_c(buf, "an observer");
		break;
	case WHO_PARTNER:
		buf_c(buf, "a partner");
		break;
	case WHO_PARTY:
		buf_str(buf, charter->party[who->index].titles.title);
		break;
	case WHO_OFFICE:
		buf_c(buf, "the holder of the office \"");
		buf_str(buf, charter->office[who->index].titles.title);
		buf_c(buf, "\"");
		break;
	case WHO_SET:
		buf_c(buf, "one of ");
		buf_str(buf, charter->set[who->index].titles.title);
		break;
	case WHO_MAX:
		break;
	}
}

static void put_whos(struct buf *buf, const struct charter *charter, const struct verdict *verdict)
{
	if (verdict->who_count == 0)
		buf_c(buf, verdict->refusal == REFUSAL_NOT_NAMED ? "those who take part in the body"
		                                                 : "whom the charter would name (it names nobody)");
	for (uint32_t i = 0; i < verdict->who_count; i++) {
		if (i > 0)
			buf_c(buf, i + 1 == verdict->who_count ? " or " : ", ");
		put_who(buf, charter, verdict, &verdict->who[i]);
	}
}

static void put_statuses(struct buf *buf, int64_t states)
{
	static const char *const words[] = {"planned", "open", "closed", "cancelled"};
	bool any = false;
	for (unsigned i = 0; i < 4; i++) {
		if ((states >> i & 1) == 0)
			continue;
		if (any)
			buf_c(buf, " or ");
		buf_c(buf, words[i]);
		any = true;
	}
}

/* ", only support or object": what can be done instead, of the names whose bits are set. */
static void put_only(struct buf *buf, int64_t bits, const struct str *names, unsigned count, const char *none)
{
	int64_t left = bits;
	if (bits == 0)
		buf_c(buf, none);
	for (unsigned i = 0; i < count; i++) {
		if ((bits >> i & 1) == 0)
			continue;
		buf_c(buf, left == bits ? ", only " : (left & (left - 1)) == 0 ? " or " : ", ");
		buf_str(buf, names[i]);
		left &= ~(INT64_C(1) << i);
	}
}

static void put_when(struct buf *buf, const struct state *state, const struct verdict *verdict)
{
	if (verdict->when == TIME_NEVER) {
		buf_c(buf, "at no set moment");
		return;
	}
	const struct zone *zone = state->seat_zone;
	if (verdict->zone < state->zone_count)
		zone = &state->zone[verdict->zone];
	/* "The earliest is": said to the second, so never earlier than it is. */
	int64_t when = verdict->when;
	bool earliest = verdict->refusal == REFUSAL_NOTICE || verdict->refusal == REFUSAL_STARTS_PAST ||
	                verdict->refusal == REFUSAL_UNTIL_EARLY || verdict->refusal == REFUSAL_FLOOR ||
	                verdict->refusal == REFUSAL_MEETING_EARLY;
	if (earliest && when % 1000 > 0)
		when += 1000 - when % 1000;
	buf_time_zone(buf, when, zone);
}

static void put_place(struct buf *buf, const struct state *state, const struct verdict *verdict, struct str place)
{
	const struct charter *charter = state->charter;
	if (place.len == 1 && place.ptr[0] >= '0' && place.ptr[0] <= '2') {
		buf_str(buf, verdict->name[place.ptr[0] - '0']);
	} else if (str_eq(place, STR("n"))) {
		buf_i64(buf, verdict->number[0]);
	} else if (str_eq(place, STR("m"))) {
		buf_i64(buf, verdict->number[1]);
	} else if (str_eq(place, STR("span"))) {
		buf_span(buf, (struct span){verdict->number[0], (enum span_unit)verdict->number[1]});
	} else if (str_eq(place, STR("when"))) {
		put_when(buf, state, verdict);
	} else if (str_eq(place, STR("taken"))) {
		put_only(buf, verdict->number[0], position_name, POSITION_MAX, ", nor any other");
	} else if (str_eq(place, STR("foreseen"))) {
		put_only(buf, verdict->number[0], event_name, EVENT_MAX, ", nor any other step");
	} else if (str_eq(place, STR("clock"))) {
		if (verdict->when != TIME_NEVER) {
			buf_c(buf, "; its clock ends ");
			put_when(buf, state, verdict);
		}
	} else if (str_eq(place, STR("who"))) {
		put_whos(buf, charter, verdict);
	} else if (str_eq(place, STR("do"))) {
		buf_str(buf, verb_words(verdict->name[2]));
	} else if (str_eq(place, STR("status"))) {
		put_statuses(buf, verdict->number[0]);
	} else if (str_eq(place, STR("why")) && verdict->test != NONE) {
		buf_test_why(buf, charter, verdict->test, &verdict->ballot);
	}
}

void buf_verdict_cite(struct buf *buf, const struct verdict *verdict)
{
	const struct refusal_info *info = &refusal_info[verdict->refusal];
	if (verdict->own || verdict->enclosing) {
		buf_cite(buf, verdict->own ? verdict->own : verdict->enclosing, verdict->enclosing);
	} else if (info->section.len > 0) {
		buf_c(buf, "rules of the record, \"");
		buf_str(buf, verdict->section.len > 0 ? verdict->section : info->section);
		buf_c(buf, "\"");
	}
}

void buf_verdict(struct buf *buf, const struct state *state, const struct verdict *verdict)
{
	const struct refusal_info *info = &refusal_info[verdict->refusal];
	struct str rest = info->sentence, head, tail, place;
	buf_c(buf, verdict->refusal == REFUSAL_NONE ? "Accepted: " : "Refused: ");
	while (str_cut(rest, '{', &head, &tail) && str_cut(tail, '}', &place, &rest)) {
		buf_str(buf, head);
		put_place(buf, state, verdict, place);
	}
	buf_str(buf, rest);
	if (verdict->own || verdict->enclosing || info->section.len > 0) {
		buf_c(buf, " (");
		buf_verdict_cite(buf, verdict);
		buf_c(buf, ")");
	}
	buf_c(buf, ".");
}
