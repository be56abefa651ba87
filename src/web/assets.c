/* The style sheet, and the organisation's accent colour made readable.
 *
 * A charter names one colour. As text on the page's ground it must have a contrast of at least 4.5:1 (WCAG 2.2, 1.4.3),
 * in the light and in the dark dress, and some to spare; so it is darkened or lightened in small steps until it has
 * 6:1, and as a line 3:1 (1.4.11). All in whole numbers: WCAG's relative luminance in 1/65535.
 */
#include "web/assets.h"

#include "base/buf.h"

extern const struct str asset_site_css;

#define STEPS 32u
#define RATIO_TEXT 6u
#define RATIO_LINE 3u

struct colour {
	uint8_t channel[3];
};
/* The grounds of web/site.css, which says the same at its top. */
static const struct colour black = {{0, 0, 0}}, white = {{255, 255, 255}};
static const struct colour ground_light = {{0xfd, 0xfc, 0xfa}}, ground_dark = {{0x13, 0x17, 0x1d}};
static const struct colour accent_default = {{0x1d, 0x4f, 0x91}};

/* sRGB to linear light: c / 12.92 up to 0.04045, then ((c + 0.055) / 1.055)^2.4. */
static const uint16_t linear[256] = {
	0,     20,    40,    60,    80,    99,    119,   139,   159,   179,   199,   219,   241,   264,   288,   313,
	340,   367,   396,   427,   458,   491,   526,   562,   599,   637,   677,   718,   761,   805,   851,   898,
	947,   997,   1048,  1101,  1156,  1212,  1270,  1330,  1391,  1453,  1517,  1583,  1651,  1720,  1790,  1863,
	1937,  2013,  2090,  2170,  2250,  2333,  2418,  2504,  2592,  2681,  2773,  2866,  2961,  3058,  3157,  3258,
	3360,  3464,  3570,  3678,  3788,  3900,  4014,  4129,  4247,  4366,  4488,  4611,  4736,  4864,  4993,  5124,
	5257,  5392,  5530,  5669,  5810,  5953,  6099,  6246,  6395,  6547,  6700,  6856,  7014,  7174,  7335,  7500,
	7666,  7834,  8004,  8177,  8352,  8528,  8708,  8889,  9072,  9258,  9445,  9635,  9828,  10022, 10219, 10417,
	10619, 10822, 11028, 11235, 11446, 11658, 11873, 12090, 12309, 12530, 12754, 12980, 13209, 13440, 13673, 13909,
	14146, 14387, 14629, 14874, 15122, 15371, 15623, 15878, 16135, 16394, 16656, 16920, 17187, 17456, 17727, 18001,
	18277, 18556, 18837, 19121, 19407, 19696, 19987, 20281, 20577, 20876, 21177, 21481, 21787, 22096, 22407, 22721,
	23038, 23357, 23678, 24002, 24329, 24658, 24990, 25325, 25662, 26001, 26344, 26688, 27036, 27386, 27739, 28094,
	28452, 28813, 29176, 29542, 29911, 30282, 30656, 31033, 31412, 31794, 32179, 32567, 32957, 33350, 33745, 34143,
	34544, 34948, 35355, 35764, 36176, 36591, 37008, 37429, 37852, 38278, 38706, 39138, 39572, 40009, 40449, 40891,
	41337, 41785, 42236, 42690, 43147, 43606, 44069, 44534, 45002, 45473, 45947, 46423, 46903, 47385, 47871, 48359,
	48850, 49344, 49841, 50341, 50844, 51349, 51858, 52369, 52884, 53401, 53921, 54445, 54971, 55500, 56032, 56567,
	57105, 57646, 58190, 58737, 59287, 59840, 60396, 60955, 61517, 62082, 62650, 63221, 63795, 64372, 64952, 65535};

struct str asset_css(void)
{
	return asset_site_css;
}

static uint32_t luminance(struct colour colour)
{
	return (2126u * linear[colour.channel[0]] + 7152u * linear[colour.channel[1]] + 722u * linear[colour.channel[2]]) /
	       10000u;
}

/* (L1 + 0.05) / (L2 + 0.05) >= ratio */
static bool readable(struct colour colour, struct colour ground, uint32_t ratio)
{
	uint32_t a = luminance(colour) + 3277u, b = luminance(ground) + 3277u;
	return a > b ? a >= ratio * b : b >= ratio * a;
}

static struct colour mixed(struct colour colour, struct colour with, uint32_t step)
{
	for (unsigned i = 0; i < 3; i++)
		colour.channel[i] = (uint8_t)((colour.channel[i] * (STEPS - step) + with.channel[i] * step + STEPS / 2) /
		                              STEPS);
	return colour;
}

static struct colour made_readable(struct colour colour, struct colour with, struct colour ground, uint32_t ratio)
{
	uint32_t step = 0;
	while (step < STEPS && !readable(mixed(colour, with, step), ground, ratio))
		step++;
	return mixed(colour, with, step);
}

static void put_colour(struct buf *buf, const char *name, struct colour colour)
{
	buf_c(buf, name);
	buf_str(buf, STR(":#"));
	buf_hex(buf, colour.channel, sizeof colour.channel);
	buf_byte(buf, ';');
}

void asset_css_accent(struct buf *buf, struct str accent)
{
	struct colour colour;
	char lower[6];
	bool valid = accent.len == 7 && accent.ptr[0] == '#';
	for (size_t i = 0; valid && i < sizeof lower; i++) {
		char c = accent.ptr[i + 1];
		lower[i] = c >= 'A' && c <= 'F' ? (char)(c - 'A' + 'a') : c;
	}
	if (!valid || !hex_decode((struct str){lower, sizeof lower}, colour.channel, sizeof colour.channel))
		colour = accent_default;
	buf_str(buf, STR("\n:root{"));
	put_colour(buf, "--rule", made_readable(colour, black, ground_light, RATIO_LINE));
	put_colour(buf, "--accent", made_readable(colour, black, ground_light, RATIO_TEXT));
	buf_str(buf, STR("}\n@media screen and (prefers-color-scheme:dark){:root{"));
	put_colour(buf, "--rule", made_readable(colour, white, ground_dark, RATIO_LINE));
	put_colour(buf, "--accent", made_readable(colour, white, ground_dark, RATIO_TEXT));
	buf_str(buf, STR("}}\n"));
}
