/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/keys.h"

#include <curses.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include "base/timing.h"
#include "ui/press.h"
#include "ui/screen.h"

#define PASTE_MOST 65536
#define APART_MS 300 /* the bytes of one key don't come further apart */
#define PASTE_PAUSE_MS 2000 /* a paste whose end got lost is over after such a pause */

static const struct {
	int code;
	int press;
} known[] = {
	{ KEY_UP, PRESS_UP },
	{ KEY_DOWN, PRESS_DOWN },
	{ KEY_LEFT, PRESS_LEFT },
	{ KEY_RIGHT, PRESS_RIGHT },
	{ KEY_PPAGE, PRESS_PAGE_UP },
	{ KEY_NPAGE, PRESS_PAGE_DOWN },
	{ KEY_HOME, PRESS_HOME },
	{ KEY_END, PRESS_END },
	{ KEY_A1, PRESS_HOME },
	{ KEY_C1, PRESS_END },
	{ KEY_ENTER, PRESS_ENTER },
	{ KEY_BACKSPACE, PRESS_BACKSPACE },
	{ KEY_DC, PRESS_DELETE },
	{ KEY_BTAB, PRESS_BACK_TAB },
	{ KEY_F(1), PRESS_F1 },
	{ KEY_F(2), PRESS_F2 },
	{ KEY_F(5), PRESS_F5 },
	{ '\r', PRESS_ENTER },
	{ '\n', PRESS_ENTER },
	{ '\t', PRESS_TAB },
	{ '\b', PRESS_BACKSPACE },
	{ 0x7f, PRESS_BACKSPACE },
	{ 'A' - '@', PRESS_HOME },
	{ 'E' - '@', PRESS_END },
	{ 'U' - '@', PRESS_CLEAR },
	{ 'L' - '@', PRESS_REDRAW },
	{ 'D' - '@', PRESS_DELETE },
	{ 'P' - '@', PRESS_UP },
	{ 'N' - '@', PRESS_DOWN },
	{ 'B' - '@', PRESS_LEFT },
	{ 'F' - '@', PRESS_RIGHT },
};

static int lookup(int code)
{
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (known[i].code == code)
			return known[i].press;
	return PRESS_NONE;
}

static int bytes_needed(int first)
{
	if (first >= 0xc2 && first <= 0xdf)
		return 2;
	if (first >= 0xe0 && first <= 0xef)
		return 3;
	return first >= 0xf0 && first <= 0xf4 ? 4 : 0;
}

static int decoded(const struct keys *keys)
{
	int code = keys->bytes[0] & (0xff >> (keys->need + 1));

	for (int i = 1; i < keys->need; i++)
		code = code << 6 | (keys->bytes[i] & 0x3f);
	return code;
}

/* One byte beyond ASCII; the whole character once it is complete. What isn't UTF-8 is dropped. */
static int high_byte(struct keys *keys, int byte)
{
	if ((byte & 0xc0) != 0x80) {
		keys->have = 0;
		keys->need = bytes_needed(byte);
		if (!keys->need)
			return PRESS_NONE;
	} else if (!keys->have) {
		return PRESS_NONE;
	}
	keys->bytes[keys->have++] = (unsigned char)byte;
	if (keys->have < keys->need)
		return PRESS_NONE;
	keys->have = 0;
	return decoded(keys);
}

/*
 * Whether CODE belongs to a key that curses doesn't know, such as Ctrl+F7: its bytes are Escape and then
 * signs (ECMA-48, 5.4), of which none was typed.
 */
static bool is_unknown_key(struct keys *keys, int code)
{
	if (keys->unknown) {
		if (code > 0xff || keys->unknown == 'O' || (code >= '@' && code <= '~'))
			keys->unknown = 0;
		return code <= 0xff;
	}
	if ((code != '[' && code != 'O') || !keys->escape_us ||
		timing_monotonic_us() - keys->escape_us > APART_MS * INT64_C(1000))
		return false;
	keys->unknown = code;
	keys->escape_us = 0;
	return true;
}

/* Escape alone is the key of that name; with more bytes on its heels it begins an unknown one. */
static int escape(struct keys *keys)
{
	int next = wgetch(stdscr);

	keys->escape_us = timing_monotonic_us();
	if (next == ERR)
		return PRESS_ESCAPE;
	if (is_unknown_key(keys, next))
		return PRESS_NONE;
	ungetch(next);
	return PRESS_ESCAPE;
}

static int translate(struct keys *keys, int code)
{
	if (code > 0xff) {
		/* A mouse that somebody else left on: where it was clicked follows. */
		keys->unknown = code == KEY_MOUSE ? '[' : 0;
		return lookup(code);
	}
	if (code >= 0x80)
		return high_byte(keys, code);
	keys->have = 0;
	if (is_unknown_key(keys, code))
		return PRESS_NONE;
	if (code == 0x1b)
		return escape(keys);
	if (code < ' ' || code == 0x7f)
		return lookup(code);
	return code;
}

static void pasted(struct keys *keys, int code)
{
	/* Function keys can't be in a paste; what looks like one is part of no text. */
	if (code <= 0xff && keys->paste.length < PASTE_MOST)
		buffer_add_char(&keys->paste, (char)(code == '\r' ? '\n' : code));
	keys->pasted_us = timing_monotonic_us();
}

/* Else every key would be taken for a part of it for ever. */
static bool paste_is_stale(const struct keys *keys)
{
	return keys->pasting &&
	       timing_monotonic_us() - keys->pasted_us > PASTE_PAUSE_MS * INT64_C(1000);
}

static bool gone(void)
{
	int waiting = 0;

	return ioctl(STDIN_FILENO, FIONREAD, &waiting) != 0 || waiting == 0;
}

int keys_next(struct keys *keys, bool readable)
{
	bool any = false;
	int code;

	while ((code = wgetch(stdscr)) != ERR) {
		int press;

		any = true;
		if (paste_is_stale(keys)) {
			keys->pasting = false;
			ungetch(code);
			return PRESS_PASTE;
		}
		if (code == SCREEN_KEY_PASTE_BEGIN) {
			buffer_free(&keys->paste);
			keys->pasting = true;
			keys->pasted_us = timing_monotonic_us();
		} else if (code == SCREEN_KEY_PASTE_END) {
			keys->pasting = false;
			return PRESS_PASTE;
		} else if (keys->pasting) {
			pasted(keys, code);
		} else if ((press = translate(keys, code)) != PRESS_NONE) {
			return press;
		}
	}
	return readable && !any && gone() ? PRESS_GONE : PRESS_NONE;
}

void keys_free(struct keys *keys)
{
	buffer_free(&keys->paste);
}
