/* Any bytes as a table of votes: reading ends, every vote is told once, what adds up is what a rule says of it.
 *
 *  1. Whatever the bytes, and in whatever pieces they come, the answers are the same.
 *  2. Votes told are votes summed; an invalid vote has a fault, and faults are told with lines of the table.
 *  3. What was counted is no more than there are members; for more than against adopts, and nothing else.
 *
 * The first byte chooses the rule, the second the size of the pieces.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "app/tally.h"
#include "base/buf.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char text[] =
	"organisation o \"O\" { seat \"S\" UTC }\n"
	"party a \"A\" { status member from 2000-01-01 }\n"
	"party b \"B\" { status member from 2000-01-01 }\n"
	"party c \"C\" { status member from 2000-01-01 }\n"
	"party x \"X\" { status observer from 2000-01-01 }\n"
	"set permanent { parties b }\n"
	"rule most { adopted when for > against }\n"
	"rule veto {\nadopted when for >= 2 and against in permanent = 0\nconcerned must-abstain\n}\n";
#define MEMBERS 3u

static struct region region, answers[2];
static struct charter charter;

struct hearing {
	struct str bytes;
	size_t at, piece;
	struct buf said;
	uint64_t lines, votes, faults;
	bool most;
};

static void start(void)
{
	struct diagnostics diagnostics;
	struct err err;
	if (!arena_reserve(&region, (size_t)16 << 20) || !arena_reserve(&answers[0], (size_t)64 << 20) ||
	    !arena_reserve(&answers[1], (size_t)64 << 20))
		abort();
	struct arena arena = arena_of(&region);
	if (charter_read(str_from(text), &arena, &charter, &diagnostics, &err) != ERR_OK)
		abort();
}

static enum err_code give(void *context, void *bytes, size_t size, size_t *ret_size, struct err *err)
{
	struct hearing *hearing = context;
	size_t left = hearing->bytes.len - hearing->at, take = left < hearing->piece ? left : hearing->piece;
	(void)err;
	take = take < size ? take : size;
	if (take > 0)
		memcpy(bytes, hearing->bytes.ptr + hearing->at, take);
	hearing->at += take;
	*ret_size = take;
	return ERR_OK;
}

static bool hear_vote(void *context, const struct tally_vote *vote)
{
	struct hearing *hearing = context;
	assert(vote->id.len > 0 && vote->reason.len > 0 && vote->outcome < TALLY_OUTCOME_MAX);
	assert((uint64_t)vote->votes_for + vote->against + vote->abstain + vote->absent <= MEMBERS);
	if (hearing->most && vote->outcome != TALLY_INVALID)
		assert((vote->outcome == TALLY_ADOPTED) == (vote->votes_for > vote->against));
	assert(vote->outcome != TALLY_INVALID || hearing->faults > 0);
	buf_csv(&hearing->said, vote->id);
	buf_byte(&hearing->said, (uint8_t)vote->outcome);
	buf_csv(&hearing->said, vote->reason);
	hearing->votes++;
	return true;
}

static void hear_fault(void *context, uint64_t line, struct str words)
{
	struct hearing *hearing = context;
	assert(line >= 1 && line <= hearing->lines && words.len > 0);
	buf_u64(&hearing->said, line);
	buf_str(&hearing->said, words);
	hearing->faults++;
}

static void run(struct hearing *hearing, struct str bytes, size_t piece, uint32_t rule, struct region *room)
{
	struct tally_question question = {.charter = &charter, .rule = rule, .day = 14610, .electorate = STR("of o")};
	struct tally_sink sink = {hearing, hear_vote, hear_fault};
	struct tally_sum sum = {0};
	struct err err;
	*hearing = (struct hearing){.bytes = bytes, .piece = piece, .lines = 1, .most = rule == 0};
	hearing->said = buf_of(room->base, room->size);
	for (uint32_t i = 0; i < MEMBERS; i++)
		party_set_add(&question.members, i);
	for (size_t i = 0; i < bytes.len; i++)
		hearing->lines += bytes.ptr[i] == '\n';
	enum err_code code = tally_run(&question, give, hearing, sink, &sum, &err);
	assert(code == ERR_OK || code == ERR_FORMAT);
	assert(code == ERR_OK || (hearing->votes == 0 && hearing->faults == 0));
	assert(sum.votes == hearing->votes && sum.faults >= hearing->faults);
	assert(sum.votes == sum.outcome[0] + sum.outcome[1] + sum.outcome[2]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct hearing whole, pieces;
	if (region.base == NULL)
		start();
	if (size < 2)
		return 0;
	struct str bytes = {(const char *)data + 2, size - 2};
	run(&whole, bytes, SIZE_MAX, data[0] % 2, &answers[0]);
	run(&pieces, bytes, 1 + data[1], data[0] % 2, &answers[1]);
	assert(str_eq(buf_view(&whole.said), buf_view(&pieces.said)));
	return 0;
}
