/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parts of the ui that need no terminal: typing, laying out, keys, the ladder. */
#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "guide/guide.h"
#include "i18n/cells.h"
#include "ui/fake_session.h"
#include "ui/input.h"
#include "ui/ladder.h"
#include "ui/layout.h"
#include "ui/paint.h"
#include "ui/model.h"
#include "ui/press.h"

static void use_utf8(void)
{
	cr_assert(ui_use_utf8());
}

TestSuite(input, .init = use_utf8);
TestSuite(layout, .init = use_utf8);
TestSuite(ladder, .init = use_utf8);

/* ---- Typing ---- */

Test(input, moves_by_what_people_see_as_one_character)
{
	struct input input = { 0 };

	input_set(&input, "ae\xcc\x81ん"); /* a, e with a combining accent, a kana */
	cr_expect(input_left(&input));
	cr_expect_eq(input.cursor, 4, "before the kana");
	cr_expect(input_left(&input));
	cr_expect_eq(input.cursor, 1, "before the e, accent and all");
	cr_expect(input_left(&input));
	cr_expect(!input_left(&input), "at the start");
	cr_expect(input_right(&input) && input_right(&input));
	cr_expect_eq(input.cursor, 4);
	input_free(&input);
}

Test(input, backspace_takes_a_letter_with_its_accent)
{
	struct input input = { 0 };

	input_set(&input, "xe\xcc\x81");
	cr_expect(input_backspace(&input));
	cr_expect_str_eq(input.text, "x");
	cr_expect(input_backspace(&input));
	cr_expect(!input_backspace(&input));
	input_free(&input);
}

Test(input, inserts_at_the_cursor_and_cleans)
{
	struct input input = { 0 };

	input_set(&input, "ad");
	input_left(&input);
	input_insert(&input, "b\nc\033");
	cr_expect_str_eq(input.text, "ab c\xef\xbf\xbd"
				     "d");
	cr_expect(input_delete(&input));
	cr_expect_str_eq(input.text, "ab c\xef\xbf\xbd");
	input_free(&input);
}

Test(input, never_grows_beyond_its_bound)
{
	struct input input = { 0 };
	char *long_text = memory_new(3 * INPUT_MOST, 1);

	memset(long_text, 'x', 3 * INPUT_MOST - 1);
	input_set(&input, "");
	input_insert(&input, long_text);
	input_insert(&input, long_text);
	cr_expect_leq(strlen(input.text), INPUT_MOST);
	free(long_text);
	input_free(&input);
}

Test(input, the_window_always_holds_the_cursor)
{
	struct input input = { 0 };
	size_t start, length;
	int cursor;

	input_set(&input, "https://例え.example.com/a/long/path?and=more");
	do {
		input_window(&input, 10, &start, &length, &cursor);
		cr_expect(cursor >= 0 && cursor < 10, "cursor in cell %d", cursor);
		cr_expect_leq(cells_wide(input.text + start, length), 10);
	} while (input_left(&input));
	input_free(&input);
}

/* ---- Laying out ---- */

static int widest(const struct layout *layout)
{
	int most = 0;

	for (size_t i = 0; i < layout->count; i++) {
		const struct row *row = &layout->rows[i];
		int wide = row->column +
			   (row->length ? cells_wide(row->block->text + row->start, row->length)
					: 0);

		if (wide > most)
			most = wide;
	}
	return most;
}

static void fill_page(struct page *page)
{
	page_heading(page, "証明書の有効期限が切れています。");
	page_text(page, "A rather long sentence that has to be broken at every width below its own "
			"and that holds averyveryverylongwordthatnothingcanbreakwithoutcuttingit.");
	page_field(page, "Who can fix it", memory_text("The owner of the website, nobody else."));
	page_point(page, MARK_GOOD, memory_text("この証明書は www.example.com 用です。"));
	page_item(page, 0, "Tell the owner of the website that their certificate has expired");
	page_add(page, BLOCK_INPUT, memory_text(""));
	page_add(page, BLOCK_LITERAL,
		memory_text("openssl s_client -connect www.example.com:443\nsecond line"));
}

Test(layout, no_row_is_wider_than_asked)
{
	struct page page = { 0 };
	struct layout layout = { 0 };

	fill_page(&page);
	for (int columns = 16; columns <= 120; columns++) {
		layout_make(&layout, &page, columns);
		cr_expect_leq(widest(&layout), columns, "%d columns", columns);
	}
	layout_free(&layout);
	page_free(&page);
}

Test(layout, nothing_is_lost)
{
	struct page page = { 0 };
	struct layout layout = { 0 };

	page_add(&page, BLOCK_LITERAL, memory_text("0123456789abcdef\n\nlast"));
	layout_make(&layout, &page, 10);
	cr_expect_eq(layout.count, 4);
	cr_expect_eq(layout.rows[0].length, 10);
	cr_expect_eq(layout.rows[1].length, 6);
	cr_expect_eq(layout.rows[2].length, 0);
	cr_expect_eq(layout.rows[3].length, 4);
	layout_free(&layout);
	page_free(&page);
}

/* Pages through LAYOUT with windows of HEIGHT rows, as Page Down does. */
static void expect_paged(const struct layout *layout, int height)
{
	struct canvas canvas = { .height = height };
	size_t top = 0, seen = 0, most = layout->count - (size_t)height;

	for (;;) {
		int shown = canvas_shown(&canvas, layout, top);
		const struct block *last = layout->rows[top + (size_t)shown - 1].block;

		cr_assert_gt(shown, 0);
		cr_expect_leq(top, seen, "height %d: rows before %zu were left out", height, top);
		cr_expect(shown == 1 || last->kind != BLOCK_HEADING, "height %d, top %zu", height,
			top);
		seen = top + (size_t)shown;
		if (top == most)
			break;
		top += shown > 1 ? (size_t)shown - 1 : 1;
		top = top < most ? top : most;
	}
	cr_expect_eq(seen, layout->count, "height %d: the end is seen", height);
}

Test(layout, no_heading_stands_alone_at_the_foot_and_no_row_is_left_out)
{
	struct page page = { 0 };
	struct layout layout = { 0 };

	for (int i = 0; i < 9; i++) {
		page_heading(&page, "Why I think so");
		if (i % 2)
			page_gap(&page);
		for (int k = 0; k <= i % 4; k++)
			page_point(&page, MARK_FOR, memory_text("a reason"));
	}
	layout_make(&layout, &page, 40);
	for (int height = 3; height < (int)layout.count; height++)
		expect_paged(&layout, height);
	layout_free(&layout);
	page_free(&page);
}

Test(layout, items_are_numbered_in_order)
{
	struct page page = { 0 };

	page_item(&page, 7, "a");
	page_text(&page, "between");
	page_item(&page, 9, "b");
	cr_expect_eq(page_item_at(&page, 1)->action, 7);
	cr_expect_eq(page_item_at(&page, 2)->action, 9);
	cr_expect_null(page_item_at(&page, 3));
	page_free(&page);
}

/* ---- Keys ---- */

Test(press, full_width_signs_are_narrowed)
{
	cr_expect_eq(press_narrow(0xff11), '1');
	cr_expect_eq(press_narrow(0xff4e), 'n');
	cr_expect_eq(press_narrow(0x3000), ' ');
	cr_expect_eq(press_narrow(0x3042), 0x3042, "a kana stays");
	cr_expect_eq(press_narrow(PRESS_F1), PRESS_F1);
}

/* ---- The ladder ---- */

static void expect_marks(const char *name, const enum mark want[GUIDE_RUNGS])
{
	struct session *session = fake_session(name, NULL);

	for (int rung = 0; rung < GUIDE_RUNGS; rung++)
		cr_expect_eq(ladder_mark(session, rung), want[rung], "%s: rung %d is %d", name,
			rung, ladder_mark(session, rung));
	session_free(session);
}

Test(ladder, stops_at_the_rung_that_broke)
{
	expect_marks("expired",
		(enum mark[]){ MARK_GOOD, MARK_GOOD, MARK_GOOD, MARK_GOOD, MARK_BAD, 0, 0 });
	expect_marks("refused", (enum mark[]){ MARK_BAD, 0, 0, 0, 0, 0, 0 });
	expect_marks("healthy", (enum mark[]){ MARK_GOOD, MARK_GOOD, MARK_GOOD, MARK_GOOD,
					MARK_GOOD, MARK_GOOD, MARK_GOOD });
	expect_marks(
		"looking", (enum mark[]){ MARK_GOOD, MARK_GOOD, MARK_GOOD, MARK_BUSY, 0, 0, 0 });
}

Test(ladder, fits_wherever_it_stands)
{
	struct session *session = fake_session("expired", NULL);

	for (size_t i = 0; language_at(i); i++)
		for (int cells = 16; cells <= 100; cells += 7) {
			char *text = ladder_text(session, language_at(i), false, cells);

			cr_expect_leq(cells_wide(text, SIZE_MAX), cells, "%s", text);
			free(text);
		}
	session_free(session);
}

/* ---- Colours (WCAG 2.2, "relative luminance" and "contrast ratio") ---- */

struct paint {
	double red, green, blue; /* 0 to 1, linear */
};

static double linear(int value)
{
	double part = value / 255.0;

	return part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4);
}

static struct paint paint_of(int red, int green, int blue)
{
	return (struct paint){ linear(red), linear(green), linear(blue) };
}

/* What xterm shows for a number: of its 8 first ones (XTerm-col.ad), of the cube of 6 x 6 x 6. */
static struct paint paint_of_number(int number)
{
	static const int cube[] = { 0, 95, 135, 175, 215, 255 };

	if (number < 8)
		return paint_of(number & 1 ? 205 : 0, number & 2 ? 205 : 0, number & 4 ? 205 : 0);
	cr_assert(number >= 16 && number < 232);
	number -= 16;
	return paint_of(cube[number / 36], cube[number / 6 % 6], cube[number % 6]);
}

static double contrast(struct paint one, struct paint other)
{
	double a = 0.2126 * one.red + 0.7152 * one.green + 0.0722 * one.blue + 0.05;
	double b = 0.2126 * other.red + 0.7152 * other.green + 0.0722 * other.blue + 0.05;

	return a > b ? a / b : b / a;
}

/* Bold words and signs need 3:1, others 4.5:1. */
static void expect_readable(enum tone tone, int number, const int ground[3], double least)
{
	double ratio = contrast(paint_of_number(number), paint_of(ground[0], ground[1], ground[2]));

	cr_expect_geq(ratio, least, "tone %d, colour %d on %02x%02x%02x: %.2f", (int)tone, number,
		(unsigned)ground[0], (unsigned)ground[1], (unsigned)ground[2], ratio);
}

Test(marks, each_colour_can_be_read_on_light_and_on_dark_ground)
{
	static const int plain[][3] = { { 255, 255, 255 }, { 0, 0, 0 } };
	static const int tinted[][3] = { { 253, 246, 227 }, { 30, 30, 30 } };

	for (enum tone tone = TONE_GOOD; tone < TONE_COUNT; tone++)
		for (int i = 0; i < 2; i++) {
			double least = tone == TONE_GOOD ? 4.5 : 3.0;

			expect_readable(tone, tone_color(tone, 256), plain[i], least);
			expect_readable(tone, tone_color(tone, 256), tinted[i], 3.0);
			if (tone_color(tone, 8) >= 0)
				expect_readable(tone, tone_color(tone, 8), plain[i], least);
		}
}

/* How a person without the cones for red (protanopia) or green (deuteranopia) sees a colour (F. Vienot, H. Brettel,
 * J. D. Mollon, Color Research and Application 24, 1999, in linear RGB). */
static struct paint seen_without(bool red, struct paint paint)
{
	double mixed = red ? 0.11238 * paint.red + 0.88762 * paint.green
			   : 0.29275 * paint.red + 0.70725 * paint.green;
	double blue = (red ? 0.00401 : -0.02234) * (paint.red - paint.green) + paint.blue;

	return (struct paint){ mixed, mixed, blue };
}

static double apart(struct paint one, struct paint other)
{
	return fabs(one.red - other.red) + fabs(one.green - other.green) +
	       fabs(one.blue - other.blue);
}

Test(marks, no_two_tones_differ_by_red_and_green_alone)
{
	for (enum tone one = TONE_GOOD; one < TONE_COUNT; one++)
		for (enum tone other = one + 1; other < TONE_COUNT; other++)
			for (int red = 0; red < 2; red++) {
				struct paint a = seen_without(
					red, paint_of_number(tone_color(one, 256)));
				struct paint b = seen_without(
					red, paint_of_number(tone_color(other, 256)));

				cr_expect_gt(apart(a, b), 0.15, "tones %d and %d: %.2f", (int)one,
					(int)other, apart(a, b));
			}
}

Test(marks, no_verdict_is_told_by_its_colour_alone)
{
	for (enum verdict one = 0; one < VERDICT_COUNT; one++)
		for (enum verdict other = 0; other < one; other++) {
			enum mark a = mark_of_verdict(one), b = mark_of_verdict(other);

			if (tone_of_mark(a) == tone_of_mark(b))
				continue;
			cr_expect_str_neq(mark_text(a, false), mark_text(b, false));
			cr_expect_str_neq(mark_text(a, true), mark_text(b, true));
		}
}
