/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What did the person press? One meaning for each key, whatever bytes a terminal sends for it.
 */
#ifndef UI_PRESS_H
#define UI_PRESS_H

#include <stdint.h>

enum {
	PRESS_NONE = 0,
	/* 1 to 0x10ffff: that character (Unicode); the rest: */
	PRESS_UP = 0x110000,
	PRESS_DOWN,
	PRESS_LEFT,
	PRESS_RIGHT,
	PRESS_PAGE_UP,
	PRESS_PAGE_DOWN,
	PRESS_HOME,
	PRESS_END,
	PRESS_ENTER,
	PRESS_BACKSPACE,
	PRESS_DELETE,
	PRESS_ESCAPE,
	PRESS_TAB,
	PRESS_BACK_TAB,
	PRESS_CLEAR, /* Ctrl-U */
	PRESS_REDRAW, /* Ctrl-L */
	PRESS_PASTE, /* a whole text at once */
	PRESS_GONE, /* the terminal is no more */
	PRESS_F1,
	PRESS_F2,
	PRESS_F5,
};

/* How a key is called in the foot line, static: "F5", "Enter", "x" (into ROOM, at least 8). */
const char *press_name(int press, char *room);

/* A full-width letter, digit or sign (an input method is on) as its ASCII one; others as they are. */
int press_narrow(int press);

#endif
