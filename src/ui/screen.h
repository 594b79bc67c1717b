/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How does the terminal get into full-screen mode, and back whatever happens? It is put back on quit,
 * on SIGINT, SIGTERM, SIGHUP, when the program is stopped (Ctrl+Z) and goes on, when it crashes and
 * when memory runs out.
 */
#ifndef UI_SCREEN_H
#define UI_SCREEN_H

#include <stdbool.h>

struct screen;

/* Takes over the terminal. NULL when TERM is unknown or can't do it; nothing has changed then. */
struct screen *screen_open(bool color);

/* Puts the terminal and the signals back and frees. */
void screen_close(struct screen *screen);

/* To poll for reading: a signal came. */
int screen_fd(const struct screen *screen);

/* What the signals ask for. */
struct screen_asked {
	int ending; /* the signal that ends the program, or 0 */
	bool resized; /* curses already knows the new size; draw everything */
	bool stopped; /* we were stopped and go on: draw everything */
};
struct screen_asked screen_asked(struct screen *screen);

/* Leaves full-screen mode for a while: TEXT stands there plain, to be copied; Enter comes back.
 * ENTER_TEXT says so in the person's language. */
void screen_plain(struct screen *screen, const char *text, const char *enter_text);

/* Sends TEXT to the terminal's clipboard; false where the terminal is not known to have one for programs. Whether it
 * takes it, no terminal says. */
bool screen_copy(struct screen *screen, const char *text);

/* Catches the ending signals for the line mode too: readable once one came, then screen_ended() says
 * which. -1 when no pipe could be made. screen_release() puts them back. */
int screen_catch(void);
int screen_ended(void);
void screen_release(void);

/* Codes that define_key() gave to the two ends of a bracketed paste. */
#define SCREEN_KEY_PASTE_BEGIN 0x1f0
#define SCREEN_KEY_PASTE_END 0x1f1

#endif
