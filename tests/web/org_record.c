/* Making, opening and rendering. */
#include "web/org_record.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/script.h"

#define PAGES_SIZE ((size_t)512 << 20) /* address space */
#define PAGE_SIZE ((size_t)4 << 20)

static void must(enum err_code code, const struct err *err, const char *what)
{
	if (code == ERR_OK)
		return;
	fprintf(stderr, "# %s: %s (%s)\n", what, err->msg, err->hint);
	abort();
}

static void write_file(const char *dir, const char *name, const char *text)
{
	char path[600];
	snprintf(path, sizeof path, "%s/%s", dir, name);
	FILE *file = fopen(path, "w");
	if (file == NULL || fputs(text, file) < 0 || fclose(file) != 0)
		abort();
}

void org_record_open(struct org_record *record, const char *dir)
{
	static struct err err;
	memset(record, 0, sizeof *record);
	snprintf(record->dir, sizeof record->dir, "%s", dir);
	if (!arena_reserve(&record->pages, PAGES_SIZE))
		abort();
	record->arena = arena_of(&record->pages);
	must(sign_start(&err), &err, "signatures");
	record->library = library_new((struct map_key){0, 0});
	must(folder_open_with(dir, FOLDER_READ, /* after_gap= */ false, record->library, &os_real, &record->folder, &err),
	     &err, dir);
	struct registrar *registrar = record->folder.registrar;
	const struct state *state = registrar_state(registrar);
	record->site = (struct site){
		.reading =
			{
				.state = state,
				.charter = kernel_charter(state),
				.library = record->library,
				.registrar = registrar,
				.store = registrar_store(registrar),
				.size = kernel_size(state),
				.sealed = registrar_sealed(registrar),
				.now_ms = kernel_time(state) + 1000,
			},
		.origin = registrar_origin(registrar),
		.base_url = STR("https://site.example"),
		.seat_zone = kernel_seat_zone(state),
	};
}

void org_record_make(struct org_record *record, const char *charter, const char *script)
{
	static struct err err;
	char dir[] = "/tmp/comity-web-XXXXXX", path[600], folder[600];
	struct region region;
	struct script_head head;
	struct script_result result;
	struct store *store;
	struct registrar *registrar;
	uint8_t seed[SEED_SIZE];
	int lock;
	if (mkdtemp(dir) == NULL || !arena_reserve(&region, (size_t)64 << 20))
		abort();
	struct arena arena = arena_of(&region);
	must(sign_start(&err), &err, "signatures");
	write_file(dir, "test.charter", charter);
	write_file(dir, "test.script", script);
	write_file(dir, "card.txt", ORG_RECORD_CARD);
	snprintf(path, sizeof path, "%s/test.script", dir);
	snprintf(folder, sizeof folder, "%s/record", dir);
	must(script_head(path, &os_real, &arena, &head, &err), &err, "script");
	script_seed(head.seed, STR("registrar"), seed);
	must(folder_prepare(folder, head.origin, seed, &os_real, &store, &lock, &err), &err, "folder");
	must(script_run(path, store, &os_real, &(struct script_events){0}, &result, &registrar, &err), &err, "script");
	registrar_close(registrar);
	os_real.unlock(os_real.context, lock);
	arena_return(&region);
	org_record_open(record, folder);
	record->made = true;
}

void org_record_end(struct org_record *record)
{
	folder_close(&record->folder);
	library_free(record->library);
	arena_return(&record->pages);
	if (record->made) {
		char command[1200];
		*strrchr(record->dir, '/') = '\0';
		snprintf(command, sizeof command, "rm -rf %s", record->dir);
		if (system(command) != 0)
			abort();
	}
}

struct str org_page_from(struct org_record *record, const char *pattern, const char *name, uint64_t from,
                         enum language language, enum view_format format)
{
	const struct page *page = NULL;
	for (uint32_t i = 0; i < page_count; i++)
		if (strcmp(page_table[i].pattern, pattern) == 0)
			page = &page_table[i];
	assert(page != NULL);
	struct page_request request = {.name = str_from(name), .query_from = from};
	struct buf out = buf_new(&record->arena, PAGE_SIZE);
	struct view view = {
		.format = format,
		.out = &out,
		.site = &record->site,
		.language = language,
		.arena = &record->arena,
		.text_language = language_tag[language],
	};
	enum page_result result = page->run(&view, &request);
	if (result == PAGE_NOT_FOUND)
		return (struct str){NULL, 0};
	assert(!out.full && !view.failed && view.depth == 1);
	if (format == VIEW_JSON)
		buf_c(&out, "}");
	return buf_view(&out);
}

struct str org_page(struct org_record *record, const char *pattern, const char *name, enum language language,
                    enum view_format format)
{
	return org_page_from(record, pattern, name, UINT64_MAX, language, format);
}
