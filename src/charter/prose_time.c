/* What holds only at some time, and instruments, read aloud. */
#include "charter/prose.h"

/* "the Protocol of 2010 and the Protocol of 2018" */
static void buf_instruments(struct buf *buf, const struct charter *charter, uint64_t once)
{
	uint32_t count = 0, shown = 0;
	for (uint32_t i = 0; i < charter->instrument_count; i++)
		count += (uint32_t)(once >> i & 1);
	for (uint32_t i = 0; i < charter->instrument_count; i++) {
		if ((once >> i & 1) == 0)
			continue;
		buf_joint(buf, shown++, count, " and ");
		buf_c(buf, "the ");
		buf_str(buf, charter->instrument[i].titles.title);
	}
	buf_c(buf, count == 1 ? " is in force" : " are in force");
}

void prose_in_force(struct buf *buf, const struct charter *charter, const struct in_force *in_force)
{
	if (in_force->from.year != 0) {
		buf_c(buf, ", from ");
		buf_day(buf, in_force->from);
	}
	if (in_force->until.year != 0) {
		buf_c(buf, ", until ");
		buf_day(buf, in_force->until);
	}
	if (in_force->once != 0) {
		buf_c(buf, ", once ");
		buf_instruments(buf, charter, in_force->once);
	}
}

void prose_procedure_holds(struct buf *buf, const struct charter *charter, const struct procedure *procedure)
{
	const struct in_force *in_force = &procedure->in_force;
	const char *joint = " It holds ";
	if (in_force->from.year != 0) {
		buf_c(buf, joint);
		buf_c(buf, "from ");
		buf_day(buf, in_force->from);
		buf_aside(buf, &procedure->from_origin);
		joint = ", ";
	}
	if (in_force->until.year != 0) {
		buf_c(buf, joint);
		buf_c(buf, "until ");
		buf_day(buf, in_force->until);
		buf_aside(buf, &procedure->until_origin);
		joint = ", ";
	}
	if (in_force->once != 0) {
		buf_c(buf, joint);
		buf_c(buf, "once ");
		buf_instruments(buf, charter, in_force->once);
		buf_aside(buf, &procedure->once_origin);
		joint = ", ";
	}
	if (joint[0] == ',')
		buf_c(buf, ".");
}

void prose_instrument(struct buf *buf, const struct charter *charter, const struct instrument *instrument)
{
	size_t at = prose_begin(buf, 2);
	prose_titles(buf, &instrument->titles);
	buf_aside(buf, &instrument->origin);
	buf_c(buf, ": enters into force ");
	if (instrument->enters_when == NONE) {
		buf_c(buf, "on ");
		buf_day(buf, instrument->enters);
	} else {
		buf_c(buf, "when ");
		buf_test(buf, charter, instrument->enters_when);
	}
	buf_aside(buf, &instrument->enters_origin);
	buf_c(buf, ".");
	prose_end(buf, at, 4);
}
