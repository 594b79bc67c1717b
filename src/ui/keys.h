/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which key was that? Bytes and curses' codes become presses (ui/press.h): UTF-8 put together, even
 * when it arrives in pieces; a paste as one text.
 */
#ifndef UI_KEYS_H
#define UI_KEYS_H

#include <stdbool.h>
#include <stdint.h>
#include "base/buffer.h"

struct keys {
	unsigned char bytes[4]; /* of a character that isn't complete yet */
	int have, need;
	int64_t escape_us; /* when the last Escape came */
	int unknown; /* '[' or 'O': inside the bytes of a key that nobody knows; else 0 */
	bool pasting;
	int64_t pasted_us; /* when its last byte came */
	struct buffer paste; /* after PRESS_PASTE: the text, to be taken */
};

/*
 * The next press that has arrived, or PRESS_NONE. READABLE: poll() said so; when nothing can be read
 * all the same, the terminal is gone (PRESS_GONE).
 */
int keys_next(struct keys *keys, bool readable);
void keys_free(struct keys *keys);

#endif
