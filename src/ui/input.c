/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/input.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "base/text.h"
#include "i18n/cells.h"

void input_set(struct input *input, const char *text)
{
	char *copy = text_clean(text, strlen(text), TEXT_ONE_LINE, INPUT_MOST);

	free(input->text);
	input->text = copy;
	input->cursor = strlen(copy);
}

void input_free(struct input *input)
{
	free(input->text);
	*input = (struct input){ 0 };
}

void input_insert(struct input *input, const char *text)
{
	size_t length = strlen(input->text);
	char *clean, *joined;

	if (length >= INPUT_MOST)
		return;
	clean = text_clean(text, strlen(text), TEXT_ONE_LINE, INPUT_MOST - length);
	joined = memory_format(
		"%.*s%s%s", (int)input->cursor, input->text, clean, input->text + input->cursor);
	input->cursor += strlen(clean);
	free(input->text);
	free(clean);
	input->text = joined;
}

static bool starts_character(const char *at)
{
	return ((unsigned char)*at & 0xc0) != 0x80;
}

static size_t code_after(const char *text, size_t at)
{
	if (!text[at])
		return at;
	do
		at++;
	while (text[at] && !starts_character(text + at));
	return at;
}

/* The end of the character at AT together with the marks of no width that follow it. */
static size_t after(const char *text, size_t at)
{
	size_t next = code_after(text, at);

	while (text[next] && cells_wide(text + next, code_after(text, next) - next) == 0)
		next = code_after(text, next);
	return next;
}

static size_t before(const char *text, size_t at)
{
	size_t start = 0;

	while (start < at) {
		size_t next = after(text, start);

		if (next >= at)
			return start;
		start = next;
	}
	return 0;
}

bool input_left(struct input *input)
{
	size_t was = input->cursor;

	input->cursor = before(input->text, was);
	return input->cursor != was;
}

bool input_right(struct input *input)
{
	size_t was = input->cursor;

	input->cursor = after(input->text, was);
	return input->cursor != was;
}

bool input_home(struct input *input)
{
	size_t was = input->cursor;

	input->cursor = 0;
	return was != 0;
}

bool input_end(struct input *input)
{
	size_t was = input->cursor;

	input->cursor = strlen(input->text);
	return was != input->cursor;
}

static void cut(struct input *input, size_t from, size_t to)
{
	memmove(input->text + from, input->text + to, strlen(input->text + to) + 1);
	input->cursor = from;
}

bool input_backspace(struct input *input)
{
	if (!input->cursor)
		return false;
	cut(input, before(input->text, input->cursor), input->cursor);
	return true;
}

bool input_delete(struct input *input)
{
	if (!input->text[input->cursor])
		return false;
	cut(input, input->cursor, after(input->text, input->cursor));
	return true;
}

bool input_clear(struct input *input)
{
	bool had = input->text[0] != '\0';

	input_set(input, "");
	return had;
}

void input_window(const struct input *input, int cells, size_t *ret_start, size_t *ret_length,
	int *ret_cursor)
{
	const char *text = input->text;
	size_t start = 0;

	/* One cell is kept for the cursor behind the last character. */
	while (start < input->cursor && cells_wide(text + start, input->cursor - start) > cells - 1)
		start = after(text, start);
	*ret_start = start;
	*ret_length = cells_fit(text + start, cells);
	*ret_cursor = cells_wide(text + start, input->cursor - start);
}
