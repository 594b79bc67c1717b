/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "i18n/cells.h"

#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unigbrk.h>
#include <unilbrk.h>
#include <unistr.h>
#include <uniwidth.h>
#include <wchar.h>
#include "base/buffer.h"
#include "base/memory.h"

/* ---- Width ---- */

static int character_wide(ucs4_t character)
{
	int wide;

	if (character >= ' ' && character < 0x7F)
		return 1;
	wide = wcwidth((wchar_t)character);
	if (wide < 0)
		wide = uc_width(character, "UTF-8");
	return wide > 0 ? wide : 0;
}

int cells_wide(const char *text, size_t length)
{
	const uint8_t *at = (const uint8_t *)text;
	size_t left = strnlen(text, length);
	ucs4_t character;
	int wide = 0;

	while (left) {
		int used = u8_mbtouc(&character, at, left);

		if (wide > INT_MAX - 2)
			return INT_MAX;
		wide += character_wide(character);
		at += used;
		left -= (size_t)used;
	}
	return wide;
}

/* Bytes of the first user-perceived character of TEXT (LENGTH >= 1). */
static size_t cluster(const char *text, size_t length)
{
	const uint8_t *at = (const uint8_t *)text;
	const uint8_t *next;

	if (length == 1 || (at[0] < 0x80 && at[1] < 0x80))
		return 1;
	next = u8_grapheme_next(at, at + length);
	return next ? (size_t)(next - at) : 1;
}

static size_t fit(const char *text, size_t length, int cells)
{
	size_t used = 0;

	while (used < length) {
		size_t step = cluster(text + used, length - used);

		cells -= cells_wide(text + used, step);
		if (cells < 0)
			break;
		used += step;
	}
	return used;
}

size_t cells_fit(const char *text, int cells)
{
	return fit(text, strlen(text), cells);
}

char *cells_clip(const char *text, int cells)
{
	static const char dots[] = "...";
	int dots_wide = cells < 3 ? (cells > 0 ? cells : 0) : 3;

	if (cells_wide(text, SIZE_MAX) <= cells)
		return memory_text(text);
	return memory_format(
		"%.*s%.*s", (int)cells_fit(text, cells - dots_wide), text, dots_wide, dots);
}

/* ---- Lines ---- */

enum may_break {
	BREAK_NO = 0,
	BREAK_WEAK, /* inside a path, an address, an option: only when it is longer than a line */
	BREAK_STRONG,
};

enum {
	WORD_MOST = 40, /* bytes on each side of a hyphen; longer is no word */
	PART_LEAST = 4, /* letters on each side of a hyphen that may end a line */
};

struct wrapping {
	const char *text;
	char *breaks; /* an enum may_break for each byte: before it */
	int cells;
	struct cells_line *lines;
	size_t line_count, room;
};

static bool is_ascii_ink(char c)
{
	return c > ' ' && c < 0x7F;
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Whether the hyphen before byte AT has PART_LEAST letters on both sides: "Wi-Fi" in two is hard to read. */
static bool is_between_parts(const char *text, size_t length, size_t at)
{
	size_t start = at - 1, end = at;

	while (start && is_letter(text[start - 1]))
		start--;
	while (end < length && is_letter(text[end]))
		end++;
	return at - 1 - start >= PART_LEAST && end - at >= PART_LEAST;
}

/*
 * Whether the break before byte AT is inside something that people copy: both neighbours are ASCII and
 * not blank, and it isn't the hyphen of a word like "self-signed".
 */
static bool is_weak(const char *text, size_t length, size_t at)
{
	size_t start = at, end = at;

	if (!is_ascii_ink(text[at - 1]) || !is_ascii_ink(text[at]))
		return false;
	if (text[at - 1] != '-' || !is_between_parts(text, length, at))
		return true;
	while (start && at - start < WORD_MOST && is_ascii_ink(text[start - 1]))
		start--;
	while (end < length && end - at < WORD_MOST && is_ascii_ink(text[end]))
		end++;
	while (start < at && strchr("(\"'", text[start]))
		start++;
	if (!is_letter(text[start]))
		return true;
	while (end > start && strchr(".,;:)\"'?", text[end - 1]))
		end--;
	for (; start < end; start++)
		if (!is_letter(text[start]) && text[start] != '-')
			return true;
	return false;
}

/* UAX 14 keeps " /" and " ." together, for dates and fractions; here they begin a path or a file's ending. */
static bool is_before_path(const char *text, size_t at)
{
	return text[at - 1] == ' ' && (text[at] == '/' || text[at] == '.');
}

static void find_breaks(struct wrapping *wrapping, size_t length)
{
	const char *text = wrapping->text;
	char *breaks = wrapping->breaks;

	u8_possible_linebreaks((const uint8_t *)text, length, "UTF-8", breaks);
	for (size_t i = 0; i < length; i++) {
		bool possible = breaks[i] == UC_BREAK_POSSIBLE || breaks[i] == UC_BREAK_MANDATORY;

		if (i && is_before_path(text, i))
			breaks[i] = BREAK_STRONG;
		else if (!i || !possible)
			breaks[i] = BREAK_NO;
		else
			breaks[i] = is_weak(text, length, i) ? BREAK_WEAK : BREAK_STRONG;
	}
}

static size_t without_blanks(const char *text, size_t start, size_t end)
{
	while (end > start && text[end - 1] == ' ')
		end--;
	return end;
}

/* Whether what stands from START to the next strong break (or END) fits into a line of its own. */
static bool unit_fits(const struct wrapping *wrapping, size_t start, size_t end)
{
	size_t stop = start + 1;

	while (stop < end && wrapping->breaks[stop] != BREAK_STRONG)
		stop++;
	stop = without_blanks(wrapping->text, start, stop);
	return cells_wide(wrapping->text + start, stop - start) <= wrapping->cells;
}

/* Bytes from START that fill a line without regard to words; at least one character. */
static size_t cut(const struct wrapping *wrapping, size_t start, size_t end)
{
	const char *at = wrapping->text + start;
	size_t length = fit(at, end - start, wrapping->cells);
	ucs4_t character;

	if (length)
		return length;
	/* a cluster (a family of emoji) is wider than the line: only its first character */
	return (size_t)u8_mbtouc(&character, (const uint8_t *)at, end - start);
}

/*
 * Where the line that begins at START ends (and the next begins): at most END. What fits into a line of its
 * own goes there whole; what doesn't begins here when otherwise more than half of the line were empty.
 */
static size_t line_end(const struct wrapping *wrapping, size_t start, size_t end)
{
	size_t strong = 0, weak = 0, at = start;
	int wide = 0, strong_wide = 0;

	while (at < end) {
		size_t step = cluster(wrapping->text + at, end - at);

		if (at > start && wrapping->breaks[at] == BREAK_STRONG) {
			strong = at;
			strong_wide = wide;
		} else if (at > start && wrapping->breaks[at] == BREAK_WEAK) {
			weak = at;
		}
		wide += cells_wide(wrapping->text + at, step);
		if (wide > wrapping->cells && (step > 1 || wrapping->text[at] != ' '))
			break;
		at += step;
	}
	if (at == end)
		return end;
	if (strong && (weak <= strong || strong_wide > wrapping->cells / 2 ||
			      unit_fits(wrapping, strong, end)))
		return strong;
	return weak ? weak : start + cut(wrapping, start, end);
}

static void add_line(struct wrapping *wrapping, size_t start, size_t end)
{
	if (wrapping->line_count == wrapping->room) {
		wrapping->room = wrapping->room ? wrapping->room * 2 : 8;
		wrapping->lines = memory_resize(
			wrapping->lines, wrapping->room, sizeof(wrapping->lines[0]));
	}
	wrapping->lines[wrapping->line_count++] = (struct cells_line){
		.start = start,
		.length = without_blanks(wrapping->text, start, end) - start,
	};
}

/* Lines of the text between two newlines. */
static void wrap_paragraph(struct wrapping *wrapping, size_t start, size_t end)
{
	end = without_blanks(wrapping->text, start, end);
	if (start == end)
		add_line(wrapping, start, end);
	while (start < end) {
		size_t stop = line_end(wrapping, start, end);

		add_line(wrapping, start, stop);
		for (start = stop; start < end && wrapping->text[start] == ' ';)
			start++;
	}
}

size_t cells_wrap(const char *text, int cells, struct cells_line **ret)
{
	size_t length = strlen(text);
	struct wrapping wrapping = {
		.text = text,
		.breaks = memory_new(length, 1),
		.cells = cells < 2 ? 2 : cells,
		.lines = memory_new(1, sizeof(struct cells_line)),
	};

	find_breaks(&wrapping, length);
	for (size_t start = 0; start < length;) {
		size_t end = start + strcspn(text + start, "\n");

		wrap_paragraph(&wrapping, start, end);
		start = end + 1;
	}
	free(wrapping.breaks);
	*ret = wrapping.lines;
	return wrapping.line_count;
}
