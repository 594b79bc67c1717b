/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How do the steps about browsers, versions and ciphers lead to the two sides side by side? For the views.
 */
#ifndef UI_VIEW_SIDES_H
#define UI_VIEW_SIDES_H

#include "ui/model.h"

extern const struct view_ops view_sides; /* the server and the client that came last */
extern const struct view_ops view_hello; /* waits for a browser */
extern const struct view_ops view_accepts; /* all that the server accepts, once asked for */
extern const struct view_ops view_paste; /* a list of cipher suites */

/* The items of STEP (1 to 12) that lead there; most steps have none. */
void view_add_side_items(const struct ui *ui, int step, struct page *page);

/* Whether ACTION is one of them; then *RET has the UI_ bits. */
bool view_choose_side_item(struct ui *ui, int action, unsigned *ret);

/* Asks the server for all that it accepts. UI_ bits. */
unsigned view_ask_more(struct ui *ui);

/* To poll for reading: somebody came while view_hello is open. -1 when nobody waits. */
int view_hello_fd(const struct ui *ui);

/* Takes in who came. UI_ bits. */
unsigned view_hello_absorb(struct ui *ui);

/* Stops waiting where its view is gone; and for the end. */
void view_hello_tidy(struct ui *ui);

#endif
