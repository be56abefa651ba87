/* /record: what everything else on the site is derived from. Its size, its newest signed checkpoint, its key, how to
 * copy and verify it; then the entries, newest first, ?from=N pages through them.
 */
#include "web/organisation.h"

#include "app/served.h"
#include "record/checkpoint.h"

/* ---- What is signed -----------------------------------------------------------------------------------------------
 */

/* The newest checkpoint's size and root. False: nothing is sealed yet, or (view->failed) the store failed. */
static bool newest_checkpoint(struct view *view, struct checkpoint *ret)
{
	struct err err;
	struct str bytes;
	struct note note;
	enum err_code code = served_checkpoint(&view->site->reading, view->arena, &bytes, &err);
	if (code == ERR_NOT_FOUND)
		return false;
	if (code != ERR_OK || note_parse(bytes, LIMIT_NOTE_SIGNATURES, view->arena, &note, &err) != ERR_OK ||
	    checkpoint_parse_text(note.text, ret, &err) != ERR_OK) {
		view->failed = true;
		return false;
	}
	return true;
}

static void record_facts(struct view *view)
{
	const struct site *site = view->site;
	const uint8_t *key = kernel_registrar_key(site->reading.state);
	struct checkpoint checkpoint;
	view_facts(view);
	view_text(view, "origin", MSG_ORG_ORIGIN, site->origin, STR(""));
	view_number(view, "size", MSG_ORG_ENTRIES, site->reading.size);
	view_number(view, "sealed", MSG_ORG_SEALED_ENTRIES, site->reading.sealed);
	if (newest_checkpoint(view, &checkpoint))
		view_hash(view, "root", MSG_ORG_ROOT, checkpoint.root.byte);
	if (key != NULL) {
		struct public_key public_key;
		struct buf vkey = buf_new(view->arena, LIMIT_KEY_NAME_SIZE + 128);
		for (size_t i = 0; i < sizeof public_key.byte; i++)
			public_key.byte[i] = key[i];
		buf_vkey(&vkey, site->origin, &public_key);
		view_text(view, "vkey", MSG_ORG_VKEY, buf_view(&vkey), STR(""));
		org_fingerprint(view, "fingerprint", MSG_ORG_FINGERPRINT, key);
	}
	view_cell(view, "files", MSG_ORG_FILES);
	view_link(view, NULL, MSG_NONE, STR("/checkpoint"), STR("checkpoint"));
	view_link(view, NULL, MSG_NONE, STR("/log.vkey"), STR("log.vkey"));
	view_end(view);
	view_end(view);
}

/* What to fetch of one level of tiles: the full ones as a range, then the partial one. */
static void fetch_level(struct buf *buf, struct str base, struct str level, uint64_t hashes)
{
	uint64_t full = hashes / TILE_WIDTH, partial = hashes % TILE_WIDTH;
	if (full > 0) {
		buf_c(buf, "curl -f --create-dirs -o 'tile/");
		buf_str(buf, level);
		buf_c(buf, "/#1' '");
		buf_str(buf, base);
		buf_c(buf, "/tile/");
		buf_str(buf, level);
		buf_c(buf, "/[000-");
		buf_pad(buf, full - 1, 3);
		buf_c(buf, "]'\n");
	}
	for (int twice = 0; twice < 2 && partial > 0; twice++) {
		buf_c(buf, twice == 0 ? "curl -f --create-dirs -o tile/" : " ");
		if (twice == 1) {
			buf_str(buf, base);
			buf_c(buf, "/tile/");
		}
		buf_str(buf, level);
		buf_c(buf, "/");
		buf_pad(buf, full, 3);
		buf_c(buf, ".p/");
		buf_u64(buf, partial);
		if (twice == 1)
			buf_c(buf, "\n");
	}
}

/* Commands that copy all that is sealed and check it. */
static void copy_commands(struct view *view, struct buf *buf)
{
	const struct site *site = view->site;
	char storage[24];
	buf_c(buf, "curl -f -O ");
	buf_str(buf, site->base_url);
	buf_c(buf, "/checkpoint -O ");
	buf_str(buf, site->base_url);
	buf_c(buf, "/log.vkey\ncurl -f --create-dirs -o blobs/permanent/");
	buf_hex(buf, kernel_charter_hash(site->reading.state), HASH_SIZE);
	buf_c(buf, " ");
	buf_str(buf, site->base_url);
	buf_c(buf, "/charter.txt\n");
	fetch_level(buf, site->base_url, STR("entries"), site->reading.sealed);
	uint64_t hashes = site->reading.sealed;
	for (uint64_t level = 0; hashes > 0; level++, hashes /= TILE_WIDTH) {
		struct buf name = buf_of(storage, sizeof storage);
		buf_u64(&name, level);
		fetch_level(buf, site->base_url, buf_view(&name), hashes);
	}
	buf_c(buf, "comity verify . --key log.vkey\n");
}

static void how_to_verify(struct view *view)
{
	const struct site *site = view->site;
	struct str base = site->base_url;
	struct buf receipt = buf_new(view->arena, 4 * base.len + 1024);
	struct buf copy = buf_new(view->arena, 32 * base.len + 8192);
	view_section(view, "verify", MSG_ORG_HOW_TO_VERIFY);
	view_note(view, site->closed_record ? MSG_ORG_COPY_CLOSED_NOTE : MSG_ORG_VERIFY_NOTE, NULL, 0);
	buf_c(&receipt, "curl -f -O ");
	buf_str(&receipt, base);
	buf_c(&receipt, "/log.vkey\n");
	if (!site->closed_record) { /* else a member hands the file on */
		buf_c(&receipt, "curl -f -o receipt.tlog-proof ");
		buf_str(&receipt, base);
		buf_c(&receipt, "/entries/NUMBER/proof\n");
	}
	buf_c(&receipt, "comity verify receipt.tlog-proof --key log.vkey\n");
	org_preformatted(view, "receipt", buf_view(&receipt));
	if (site->closed_record) {
		/* members have it from their own nodes */
	} else if (site->reading.sealed / TILE_WIDTH >= 1000) {
		view_note(view, MSG_ORG_COPY_LARGE_NOTE, NULL, 0);
	} else if (site->reading.sealed > 0) {
		view_note(view, MSG_ORG_COPY_NOTE, NULL, 0);
		copy_commands(view, &copy);
		org_preformatted(view, "copy", buf_view(&copy));
	}
	view_end(view);
}

/* ---- The entries --------------------------------------------------------------------------------------------------
 */

/* Pages end at fixed numbers (0, 50, 100 …), so that an older page holds the same entries for ever; the newest one has
 * 50 at least, where there are so many. */
static uint64_t oldest_shown(uint64_t from, bool newest_page)
{
	uint64_t oldest = from - from % ORG_ENTRIES_PER_PAGE;
	return newest_page && oldest > 0 && from - oldest + 1 < ORG_ENTRIES_PER_PAGE ? oldest - ORG_ENTRIES_PER_PAGE
	                                                                             : oldest;
}

void org_record_link(struct view *view, const char *key, uint64_t number, enum message words)
{
	uint64_t last = number - number % ORG_ENTRIES_PER_PAGE + ORG_ENTRIES_PER_PAGE - 1;
	struct buf path = buf_new(view->arena, 64);
	buf_c(&path, "/record");
	if (last + 1 < view->site->reading.size) {
		buf_c(&path, "?from=");
		buf_u64(&path, last);
	}
	view_link(view, key, MSG_NONE, buf_view(&path), message(words, view->language));
}

static void entries(struct view *view, uint64_t from, bool newest_page)
{
	const struct reading *reading = &view->site->reading;
	uint64_t oldest = oldest_shown(from, newest_page);
	view_section(view, "entries", MSG_ORG_ENTRIES_NEWEST);
	view_list(view, "items", VIEW_TIMELINE);
	for (uint64_t number = from + 1; number-- > oldest;) {
		const struct fact *fact = library_fact(reading->library, number);
		if (fact == NULL)
			continue;
		view_item(view);
		view_time_short(view, "time", MSG_NONE, fact->time_ms, /* event_zone= */ NULL);
		view_fact(view, "fact", fact);
		view_entry(view, "entry", MSG_NONE, fact->number);
		if (fact->corrected_by != 0)
			view_entry(view, "corrected_by", MSG_ORG_CORRECTED_BY, fact->corrected_by);
		view_end(view);
	}
	view_end(view);
	if (from + 1 < reading->size)
		org_record_link(view, "newer", from + 1, MSG_ORG_NEWER);
	if (oldest > 0)
		org_record_link(view, "older", oldest - 1, MSG_ORG_OLDER);
	view_end(view);
}

enum page_result page_record(struct view *view, const struct page_request *request)
{
	uint64_t size = view->site->reading.size;
	if (request->query_from != UINT64_MAX && request->query_from >= size)
		return PAGE_NOT_FOUND;
	view_start_message(view, MSG_RECORD, MSG_ORG_RECORD_LEAD);
	record_facts(view);
	if (size == 0)
		view_nothing(view, MSG_ORG_NO_ENTRIES);
	else
		entries(view, request->query_from == UINT64_MAX ? size - 1 : request->query_from,
		        request->query_from == UINT64_MAX);
	how_to_verify(view);
	return PAGE_OK;
}
