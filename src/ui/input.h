/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How does a person type a line? A line of UTF-8 with a cursor that moves by what people see as one
 * character (combining marks stay with their letter). No terminal in here.
 */
#ifndef UI_INPUT_H
#define UI_INPUT_H

#include <stdbool.h>
#include <stddef.h>

#define INPUT_MOST 4096 /* bytes; what doesn't fit is left out */

struct input {
	char *text; /* never NULL after input_set */
	size_t cursor; /* byte offset */
};

/* Puts TEXT (valid UTF-8 of one line) there, the cursor after it. */
void input_set(struct input *input, const char *text);
void input_free(struct input *input);

/* Puts TEXT in at the cursor: cleaned of control characters, newlines become blanks. */
void input_insert(struct input *input, const char *text);

/* Each tells whether anything changed. */
bool input_left(struct input *input);
bool input_right(struct input *input);
bool input_home(struct input *input);
bool input_end(struct input *input);
bool input_backspace(struct input *input);
bool input_delete(struct input *input);
bool input_clear(struct input *input);

/*
 * What a field CELLS wide shows: from byte *RET_START, *RET_LENGTH bytes, the cursor *RET_CURSOR cells
 * from its left edge; the cursor is always inside.
 */
void input_window(const struct input *input, int cells, size_t *ret_start, size_t *ret_length,
	int *ret_cursor);

#endif
