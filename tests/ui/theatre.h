/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What would a person see, key by key, when nothing has to be waited for? The full screen in this process: presses go in
 * as they do in the wizard, curses draws on a terminal of any size that nobody watches, and what it drew is read back.
 * A check takes no time and sees what the case says.
 */
#ifndef TESTS_UI_THEATRE_H
#define TESTS_UI_THEATRE_H

#include "evidence/evidence.h"
#include "ui/hand.h"

struct theatre {
	struct hand hand;
	struct ui_options options;
	struct ui_hooks hooks;
	int columns, rows;
	const char *shown; /* what the test is about, for messages */
	char *page; /* all that the last theatre_read() saw of the page, without blanks */
};

/* Opens the wizard on its first page in the language called CODE. */
void theatre_open(struct theatre *theatre, const char *code, int columns, int rows);
void theatre_close(struct theatre *theatre);

/* From now on a check sees the healthy server, changed by CHANGE (NULL: as it is). What the person answers and pastes
 * stays; what was answered in the case is answered. */
void theatre_sees(void (*change)(struct evidence *evidence));

/* Presses a key (ui/press.h), or each character of TEXT, and draws. Returns all UI_ bits. */
unsigned theatre_press(struct theatre *theatre, int press);
unsigned theatre_type(struct theatre *theatre, const char *text);

/* Chooses the item with ACTION of the page by its number. Fails the test where there is none. */
unsigned theatre_choose(struct theatre *theatre, int action);
/* The action of the first item whose text is TEXT, or ACT_NOTHING. */
int theatre_item(const struct theatre *theatre, const char *text);

/*
 * Pages down from the first row to the last and expects: each row of the page comes onto the screen, whole, with what
 * belongs to it, and nothing on top of it; head and foot are complete; nothing of it is English in another language.
 */
void theatre_read(struct theatre *theatre);

/* Whether the page that was read has TEXT, blanks and line ends left out of account. */
bool theatre_has(const struct theatre *theatre, const char *text);

/* Whether ONE and OTHER are the same but for blanks and line ends. */
bool theatre_same(const char *one, const char *other);

#endif
