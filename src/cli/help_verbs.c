/* The acts for people: who may do each, what its fields hold, one example. The names come from the kernel's table; a
 * test tries every example on the record of examples/csto. */
#include "cli/cli.h"

static const char *const type_words[TYPE_MAX] = {
	[TYPE_NAME] = "a name: letters, digits, - and _",
	[TYPE_LABEL] = "words, one line",
	[TYPE_INT] = "a number",
	[TYPE_BOOL] = "yes or no",
	[TYPE_TIME] = "a time: 2026-12-01T10:00[Europe/Vienna], 2026-12-01T09:00Z or +48h",
	[TYPE_DATE] = "a date: 2026-07-01",
	[TYPE_HASH] = "a hash: 64 hex digits",
	[TYPE_KEY] = "a public key: the line in a .vkey file",
	[TYPE_BLOB] = "@file; kept from the public unless written public:@file",
	[TYPE_NAMES] = "names: a,b,c",
	[TYPE_DATES] = "dates: 2027-01-01,2027-01-07",
	[TYPE_TITLES] = ".en=\"…\", a title in English; once more for each other language",
	[TYPE_TEXT] = ".en=@file or .en=\"…\", a text in English; public: or restricted: may stand before",
	[TYPE_KEYS] = "the parties' first keys",
	[TYPE_ZONES] = "zones",
};

static const char *const right_words[RIGHT_MAX] = {
	[RIGHT_REGISTRAR] = "the registrar",
	[RIGHT_PROVISIONAL] = "the holder of a first key that is not countersigned yet",
	[RIGHT_FOCAL] = "a focal point of a party, for its own persons",
	[RIGHT_SECRETARIAT] = "the secretariat",
	[RIGHT_CONVENER] = "whom the charter lets convene the body",
	[RIGHT_CONVENER_OR_CHAIR] = "whom the charter lets convene the body, or the chair of the meeting",
	[RIGHT_CHAIR] = "the chair of the meeting",
	[RIGHT_PARTICIPANT] = "a member of the body, an invited guest, the secretariat",
	[RIGHT_DELEGATE] = "a registered delegate to the meeting",
	[RIGHT_MEMBER] = "a member of the body before which the matter is",
	[RIGHT_PROCEDURE] = "whom the charter's procedure names for this step",
	[RIGHT_ANYBODY] = "anybody with a valid key",
	[RIGHT_REPORTER] = "a member of the body before which the matter is, the secretariat",
};

/* By verb. One line, as typed after `comity act`. */
static const char *const example[VERB_MAX] = {
	[VERB_COUNTERSIGN] = "countersign",
	/* The brackets tell clang-tidy that no comma is missing. */
	[VERB_ACCREDIT] = ("accredit person=arm-2 "
                       "key=csto.example/record/arm-2+ceaad898+ATe2uoBku0xH7PFOsY7s+V09zm+S+HvA1JDwVpPj7NLF"),
	[VERB_REVOKE] = "revoke person=arm-fm reason.en=\"Left the service.\"",
	[VERB_CALENDAR] = "calendar year=2027 holidays=2027-01-01,2027-01-07 workdays=2027-02-20",
	[VERB_CONVENE] = ("convene meeting=cmfa-2023 body=cmfa regular=yes host=BLR place=Minsk zone=Europe/Minsk "
                      "starts=2032-06-10T10:00[Europe/Minsk] formats=narrow,plenary"),
	[VERB_INVITE] = "invite meeting=cmfa-yerevan guest=osce title.en=\"OSCE Secretariat\"",
	[VERB_REGISTER] = "register meeting=cmfa-yerevan head=arm-fm delegates=arm-1",
	[VERB_AGENDA] = "agenda meeting=cmfa-yerevan item=5 matter=plan-2022-2024 title.en=\"Plan of consultations\"",
	[VERB_OPEN] = "open meeting=cmfa-yerevan format=plenary",
	[VERB_ATTEND] = "attend meeting=cmfa-yerevan present=yes",
	[VERB_SPEAK] = "speak meeting=cmfa-yerevan item=2 text.en=\"We thank the chair.\"",
	[VERB_CLOSE] = "close meeting=cmfa-yerevan",
	[VERB_CANCEL] = "cancel meeting=cmfa-yerevan reason.en=\"No agreement on the date.\"",
	[VERB_TABLE] = ("table matter=border-statement body=cmfa kind=statement procedure=adoption "
                    "title.en=\"Statement on border security\" text.en=\"The ministers agree.\""),
	[VERB_AMEND] = "amend matter=security-statement text.en=\"The ministers agree on this instead.\"",
	[VERB_CIRCULATE] = "circulate matter=security-statement",
	[VERB_SILENCE] = "silence matter=security-statement until=+48h",
	[VERB_SUBMIT] = "submit matter=security-statement meeting=cmfa-yerevan",
	[VERB_POSITION] = "position matter=security-statement position=object reason.en=\"Paragraph 3 goes too far.\"",
	[VERB_ADOPT] = "adopt matter=security-statement",
	[VERB_REJECT] = "reject matter=security-statement",
	[VERB_WITHDRAW] = "withdraw matter=security-statement",
	[VERB_PLAN] = ("plan matter=plan-2022-2024 item=4 title.en=\"Peacekeeping\" from=2023-01-01 to=2023-06-30 "
                   "level=\"deputy ministers\""),
	[VERB_HELD] = "held matter=plan-2022-2024 item=1 meeting=cmfa-yerevan",
	[VERB_DOCUMENT] = ("document document=report-2022 body=cmfa series=decision title.en=\"Annual report\" "
                       "text.en=\"The year in figures.\""),
	[VERB_RELEASE] =
		"release release=yerevan-2 title.en=\"The ministers met\" text.en=\"In Yerevan.\" meeting=cmfa-yerevan",
	[VERB_CORRECT] = "correct entry=40 text.en=\"The speaker was the minister.\"",
	[VERB_EVENT] = ("event event=course-2 kind=course title.en=\"Course\" topic.en=\"Crisis response\" place=Moscow "
                    "from=2032-04-01 to=2032-04-25"),
	[VERB_PARTICIPATE] = "participate event=reception-yerevan head=arm-fm delegates=arm-1",
	[VERB_REPORT] = "report matter=security-statement kind=note title.en=\"Talks go on\" text.en=\"Until Friday.\"",
	[VERB_EXTEND] = "extend matter=security-statement reason.en=\"A capital asks for time.\"",
	[VERB_PAUSE] = "pause matter=security-statement",
	[VERB_RESUME] = "resume matter=security-statement",
	[VERB_ANSWER] = "answer matter=unusual-activity text.en=\"An exercise, announced on 3 May.\"",
	[VERB_REQUEST] = "request matter=unusual-activity text.en=\"The answer does not explain it.\"",
	[VERB_REFER] = "refer matter=security-statement body=csc",
	[VERB_MOVE] = "move matter=flood stage=full",
	[VERB_DEPOSIT] = "deposit instrument=protocol-2010",
	[VERB_DECLINE] = "decline office=presidency from=2027-01-01 reason.en=\"We are few.\"",
	[VERB_ARREARS] = "arrears of=BLR since=2024-01-01",
	[VERB_PAID] = "paid of=BLR",
	[VERB_BALLOT] = ("ballot matter=judge-1 round=1 papers=6 invalid=0 ayes=4 noes=1 abstentions=1 absentees=0 "
                     "scrutineers=arm-1,blr-1"),
	[VERB_ENROL] = "enrol of=UZB person=uzb-1 key=N7a6gGS7TEfs8U6xjuz5XT3Ob5L4e8DUkPBWk+Ps0sU=",
};

const char *verb_example(enum verb verb)
{
	return verb < VERB_MAX ? example[verb] : NULL;
}

/* What the record fills in when it is not written (app/complete.h). */
static bool filled_in(enum verb verb, enum field field)
{
	return field == FIELD_VERSION || field == FIELD_COMMITMENT || (verb == VERB_COUNTERSIGN && field == FIELD_KEY);
}

#define LINE_SIZE 110

void help_verbs(struct buf *buf)
{
	buf_c(buf, "\nActs and their fields ([may be left out]):\n");
	for (unsigned verb = 1; verb < VERB_MAX; verb++) {
		const struct verb_info *info = &verb_info[verb];
		size_t from = buf->len;

		if (info->right == RIGHT_REGISTRAR)
			continue;
		buf_c(buf, "  ");
		buf_str(buf, info->name);
		while (buf->len - from < 14)
			buf_c(buf, " ");
		for (uint8_t i = 0; i < info->field_count; i++) {
			bool needed = info->required[i] && !filled_in((enum verb)verb, (enum field)info->field[i]);
			struct str name = field_info[info->field[i]].name;
			if (buf->len - from + name.len + 3 > LINE_SIZE) {
				buf_c(buf, "\n");
				from = buf->len;
				buf_c(buf, "              ");
			}
			buf_c(buf, needed ? " " : " [");
			buf_str(buf, name);
			buf_c(buf, needed ? "" : "]");
		}
		buf_c(buf, "\n");
	}
}

static void put_field(struct buf *buf, enum verb verb, enum field field, bool required)
{
	size_t from = buf->len;

	buf_c(buf, "  ");
	buf_str(buf, field_info[field].name);
	do
		buf_c(buf, " ");
	while (buf->len - from < 14);
	buf_c(buf, field == FIELD_CHARTER && verb != VERB_COUNTERSIGN ? "@file, the new charter; or its hash: 64 hex digits"
	                                                              : type_words[field_info[field].type]);
	if (filled_in(verb, field))
		buf_c(buf, " (filled in from the record)");
	else if (!required)
		buf_c(buf, " (may be left out)");
	buf_c(buf, "\n");
}

void help_verb(struct buf *buf, enum verb verb)
{
	const struct verb_info *info = &verb_info[verb];

	buf_c(buf, "comity act ");
	buf_str(buf, info->name);
	buf_c(buf, info->field_count > 0 ? " FIELD=VALUE… --dir D --key FILE\n\nWho may: " : "\n\nWho may: ");
	buf_c(buf, right_words[info->right]);
	buf_c(buf, ".\n\nFields:\n");
	for (uint8_t i = 0; i < info->field_count; i++)
		put_field(buf, verb, (enum field)info->field[i], info->required[i]);
	if ((info->flags & VERB_NEEDS_SEEN) != 0)
		buf_c(buf, "  seen          how many entries you had seen: what came later makes the act stale (filled in)\n");
	buf_c(buf, "\nExample:\n  comity act ");
	buf_c(buf, example[verb]);
	buf_c(buf, " --dir D --key FILE\n\n"
	           "comity explain, with the same words and --as PERSON, says what the rules would answer.\n");
}
