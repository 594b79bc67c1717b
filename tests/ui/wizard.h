/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The demo program on a screen, in any language. What is expected is looked up, never typed in. */
#ifndef TESTS_UI_WIZARD_H
#define TESTS_UI_WIZARD_H

#include <criterion/parameterized.h>
#include "i18n/i18n.h"
#include "ui/terminal.h"

#define KEY_UP_BYTES "\033OA"
#define KEY_DOWN_BYTES "\033OB"
#define KEY_LEFT_BYTES "\033OD"
#define KEY_NPAGE_BYTES "\033[6~"
#define KEY_F1_BYTES "\033OP"
#define KEY_F2_BYTES "\033OQ"
#define KEY_F5_BYTES "\033[15~"
#define KEY_BACKSPACE_BYTES "\177"
#define KEY_ENTER_BYTES "\r"

/* What stands on the pages that most tests begin on. */
#define HOME "Practice with a built-in broken server (no network needed)"
#define ADDRESS "Which address shall I check?"
#define ANSWER "Who can fix it"
#define EXPIRED "expired"

/* A language, for tests with parameters. */
struct code {
	char name[8];
};
struct criterion_test_params wizard_each_language(void);

struct wizard {
	const char *lang; /* code; NULL: nothing in the environment decides */
	const char
		*subject; /* a case of fake_session, an address, "practice"; NULL: the first page */
	const char *term; /* NULL: xterm-256color */
	const char *program; /* NULL: the demo */
	const char *option; /* "--ascii", ...; NULL */
	const char *extra, *also; /* two more words behind these; NULL */
	const char *env; /* one more "NAME=VALUE"; NULL */
	int columns, rows; /* 0: 80x24 */
	bool job;
};

struct terminal *wizard_open(const struct wizard *wizard);

/* Starts it and waits for the text (an msgid, translated here) to be on the screen. */
struct terminal *wizard_at(const struct wizard *wizard, const char *msgid);

/* The translation into the language called CODE. */
const char *said(const char *code, const char *msgid);

/* The first page, then the field for an address. */
struct terminal *wizard_at_address(const char *lang);

/* Chooses the entry of the page that stands there as TEXT, an msgid, by its number; waits for it first. */
void wizard_choose(struct terminal *terminal, const char *lang, const char *text);

/* After a page that came up by itself: lets the time go by in which the program takes no choice, because it was made for
 * the page before. */
void wizard_settle(struct terminal *terminal);

/* Waits until the cursor stands where ITEM has its mark. */
bool wizard_cursor_on(struct terminal *terminal, const char *item);

/* Waits until the keys stand in the last row and reach its right end. */
bool wizard_keys_fill_the_last_row(struct terminal *terminal);

/* Presses q, says yes where it asks, and expects a clean end: exit status 0. */
void wizard_quit(struct terminal *terminal);

#endif
