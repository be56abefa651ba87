/* The router: an address a line. */
#include "base/check.h"

#include "web/route.h"

static struct route route;

static const struct {
	const char *target;
	int status;
	enum route_kind kind;
	const char *want; /* the page's pattern, or where it is moved to; NULL: not asked */
} cases[] = {
	{"/", 0, ROUTE_ROOT, NULL},
	{"/en/", 0, ROUTE_PAGE, ""},
	{"/en", 0, ROUTE_MOVED, "/en/"},
	{"/ru/meetings", 0, ROUTE_PAGE, "meetings"},
	{"/ru/meetings/", 0, ROUTE_MOVED, "/ru/meetings"},
	{"/ru/releases/?from=3&text=en", 0, ROUTE_MOVED, "/ru/releases?from=3&text=en"},
	{"/en?q=%3f", 0, ROUTE_MOVED, "/en/?q=%3f"},
	{"/ar-XB/about", 0, ROUTE_PAGE, "about"},
	{"/en/meetings/cfm-2022", 0, ROUTE_PAGE, "meetings/{name}"},
	{"/en/meetings/cfm%2D2022", 0, ROUTE_PAGE, "meetings/{name}"},
	{"/en/releases/month/2025-05", 0, ROUTE_PAGE, "releases/month/{name}"},
	{"/en/index.json", 0, ROUTE_PAGE, ""},
	{"/en/meetings.json", 0, ROUTE_PAGE, "meetings"},
	{"/en/meetings/x.json", 0, ROUTE_PAGE, "meetings/{name}"},
	{"/en/feed.atom", 0, ROUTE_FEED_ATOM, NULL},
	{"/ru/feed.json", 0, ROUTE_FEED_JSON, NULL},
	{"/checkpoint", 0, ROUTE_CHECKPOINT, NULL},
	{"/tile/0/000", 0, ROUTE_TILE, NULL},
	{"/tile/0/x001/234.p/7", 0, ROUTE_TILE, NULL},
	{"/tile/entries/000", 0, ROUTE_TILE, NULL},
	{"/log.vkey", 0, ROUTE_VKEY, NULL},
	{"/charter.txt", 0, ROUTE_CHARTER, NULL},
	{"/entries/0", 0, ROUTE_ENTRY, NULL},
	{"/entries/12/proof", 0, ROUTE_PROOF, NULL},
	{"/blobs/public:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", 0, ROUTE_BLOB, NULL},
	{"/blobs/public%3a0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", 0, ROUTE_BLOB, NULL},
	{"/acts", 0, ROUTE_ACTS, NULL},
	{"/healthz", 0, ROUTE_HEALTH, NULL},
	{"/metrics", 0, ROUTE_METRICS, NULL},
	{"/robots.txt", 0, ROUTE_ROBOTS, NULL},
	{"/favicon.svg", 0, ROUTE_FAVICON, NULL},
	{"/site.css", 0, ROUTE_CSS, NULL},
	{"/en/search?q=a+b", 0, ROUTE_PAGE, "search"},
	{"/en/meetings?from=50&other=1", 0, ROUTE_PAGE, "meetings"},
	{"/en/releases/x?text=ru", 0, ROUTE_PAGE, "releases/{name}"},
	/* not there */
	{"/nope", 404, ROUTE_MAX, NULL},
	{"/en/nope", 404, ROUTE_MAX, NULL},
	{"/fr/meetings", 404, ROUTE_MAX, NULL},
	{"/EN/meetings", 404, ROUTE_MAX, NULL},
	{"/en/meetings/a/b", 404, ROUTE_MAX, NULL},
	{"/en//meetings", 404, ROUTE_MAX, NULL},
	{"/en/meetings//", 404, ROUTE_MAX, NULL},
	{"/en/meetings/.", 404, ROUTE_MAX, NULL},
	{"/en/../log.vkey", 404, ROUTE_MAX, NULL},
	{"/en%2Fmeetings", 404, ROUTE_MAX, NULL},
	{"/en/meetings%2fx", 404, ROUTE_MAX, NULL},
	{"/en/meetings/a%20b", 404, ROUTE_MAX, NULL},
	{"/en/meetings/a.b", 404, ROUTE_MAX, NULL},
	{"/en/.json", 404, ROUTE_MAX, NULL},
	{"/en/meetings/.json", 404, ROUTE_MAX, NULL},
	{"/en/index", 404, ROUTE_MAX, NULL},
	{"/en/meetings/x.json.json", 404, ROUTE_MAX, NULL},
	{"/en/nope/", 404, ROUTE_MAX, NULL},
	{"/fr", 404, ROUTE_MAX, NULL},
	{"/entries/", 404, ROUTE_MAX, NULL},
	{"/entries/01", 404, ROUTE_MAX, NULL},
	{"/entries/-1", 404, ROUTE_MAX, NULL},
	{"/entries/99999999999", 404, ROUTE_MAX, NULL},
	{"/entries/1/proof/", 404, ROUTE_MAX, NULL},
	{"/entries/1/other", 404, ROUTE_MAX, NULL},
	{"/tile/0/0", 404, ROUTE_MAX, NULL},
	{"/tile/64/000", 404, ROUTE_MAX, NULL},
	{"/tile/", 404, ROUTE_MAX, NULL},
	{"/blobs/public:00", 404, ROUTE_MAX, NULL},
	{"/checkpoint/", 404, ROUTE_MAX, NULL},
	/* malformed */
	{"/en/%zz", 400, ROUTE_MAX, NULL},
	{"/en/%00", 400, ROUTE_MAX, NULL},
	{"/%ff", 400, ROUTE_MAX, NULL},
	{"/en/search?q=%", 400, ROUTE_MAX, NULL},
	{"/en/search?q=%00", 400, ROUTE_MAX, NULL},
	{"/en/meetings?from=x", 400, ROUTE_MAX, NULL},
	{"/en/meetings?from=", 400, ROUTE_MAX, NULL},
	{"/en/meetings?from=01", 400, ROUTE_MAX, NULL},
	{"/en/meetings?from=99999999999999999999", 400, ROUTE_MAX, NULL},
	{"/en/releases/x?text=%3Cb%3E", 400, ROUTE_MAX, NULL},
};

static void test_cases(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		const char *target = cases[i].target;
		struct str path = str_from(target), query = {"", 0};
		(void)str_cut(path, '?', &path, &query);
		int status = route_find(path, query, &route);
		if (status != cases[i].status)
			fail_msg("%s: %d, expected %d", target, status, cases[i].status);
		if (status != 0)
			continue;
		assert_case(route.kind == cases[i].kind, target);
		if (route.kind == ROUTE_PAGE)
			assert_string_equal(route.page->pattern, cases[i].want);
		if (route.kind == ROUTE_MOVED)
			assert_string_equal(route.location, cases[i].want);
	}
}

static int find(const char *path, const char *query)
{
	return route_find(str_from(path), str_from(query), &route);
}

static void test_found(void **state)
{
	(void)state;
	assert_int_equal(find("/ru/meetings/cfm-2022.json", "text=en&from=7&q=%D0%B0+b"), 0);
	assert_int_equal(route.language, LANGUAGE_RU);
	assert_int_equal(route.format, VIEW_JSON);
	assert_str(route.request.name, "cfm-2022");
	assert_str(route.request.extra, "");
	assert_str(route.request.query_text, "en");
	assert_str(route.request.query_q, "\xd0\xb0 b");
	assert_int_equal(route.request.query_from, 7);
	assert_int_equal(find("/en/meetings", ""), 0);
	assert_true(route.request.query_from == UINT64_MAX);
	assert_int_equal(route.format, VIEW_HTML);
	assert_int_equal(find("/en/nope", ""), 404);
	assert_int_equal(route.language, LANGUAGE_EN); /* for the words of the error */
	assert_int_equal(find("/nope", ""), 404);
	assert_int_equal(route.language, LANGUAGE_MAX);
	assert_int_equal(find("/entries/41/proof", ""), 0);
	assert_int_equal(route.number, 41);
	assert_int_equal(find("/tile/entries/x001/002.p/3", ""), 0);
	assert_true(route.tile.level == TILE_ENTRIES && route.tile.index == 1002 && route.tile.width == 3);
}

static void test_names(void **state)
{
	(void)state;
	char name[LIMIT_NAME_SIZE + 1];
	memset(name, 'n', sizeof name);
	assert_true(route_name_valid((struct str){name, LIMIT_NAME_SIZE}));
	assert_false(route_name_valid((struct str){name, LIMIT_NAME_SIZE + 1}));
	assert_false(route_name_valid(STR("")));
	assert_true(route_name_valid(STR("a_B-9")));
	assert_false(route_name_valid(STR("a.b")));
	assert_false(route_name_valid(STR("\xd0\xb0")));
}

/* Every page of the table is reached under its own pattern, in every language, as a page and as its twin. */
static void test_table(void **state)
{
	(void)state;
	for (uint32_t i = 0; i < page_count; i++)
		for (unsigned language = 0; language < LANGUAGE_MAX; language++)
			for (unsigned twin = 0; twin < 2; twin++) {
				char path[256];
				struct str head = str_from(page_table[i].pattern), rest = {"", 0};
				bool has_name = str_cut(head, '{', &head, &rest);
				snprintf(path, sizeof path, "/%.*s/%.*s%s%s", STR_ARG(language_tag[language]), STR_ARG(head),
				         has_name ? "2022-06" : "", twin ? (head.len == 0 ? "index.json" : ".json") : "");
				assert_case(find(path, "") == 0, path);
				assert_case(route.page == &page_table[i] && route.language == language, path);
				assert_case(route.format == (twin ? VIEW_JSON : VIEW_HTML), path);
			}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_found),
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_table),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
