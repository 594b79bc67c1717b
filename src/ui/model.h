/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where is the person, and what may happen next? The state of the wizard without any terminal: a
 * stack of views, the session they talk about, the language. The full screen (loop.c) and the line
 * mode (lines.c) both drive it: fill the page, hand over what was chosen or typed, fill again.
 */
#ifndef UI_MODEL_H
#define UI_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include "guide/guide.h"
#include "ui/input.h"
#include "ui/page.h"
#include "ui/ui.h"

/* What a handler asks for; bits. Handlers never draw. */
#define UI_NOTHING 0u
#define UI_FILL 1u /* something on the page changed */
#define UI_CLEAR 2u /* draw every cell again (another language, a repainted terminal) */
#define UI_PLAIN 4u /* show ui->plain_text outside of the full screen, to be copied */
#define UI_COPY 8u /* send ui->plain_text to the terminal's clipboard */

/* Actions that every view understands, through ui_choose(). The views' own are >= 0. */
enum {
	ACT_BACK = -1,
	ACT_HELP = -2,
	ACT_LANGUAGE = -3, /* the menu */
	ACT_NEXT_LANGUAGE = -4,
	ACT_QUIT = -5,
	ACT_REPORT = -6,
	ACT_AGAIN = -7,
	ACT_STOP = -8,
	ACT_DETAILS = -9,
	ACT_STEPS = -10,
	ACT_ANSWER = -11,
	ACT_NOTHING = -12,
	ACT_WORDS = -13,
	ACT_NEW = -14, /* another address */
	ACT_ANSWERS = -15, /* what the person said, to be changed */
	ACT_SKIP = -16, /* this step: the view's own business */
	ACT_CLIENTS = -17, /* which programs can connect? */
	ACT_COPY = -18, /* what the page has to copy, to the clipboard */
	ACT_PLAIN = -19, /* the same, shown alone */
	ACT_SEARCH = -20, /* in the guide */
	ACT_FAQS = -21, /* questions that people ask */
	ACT_SWAP =
		-22, /* the two languages change places; the second is asked for when there is none */
};

struct doorman;
struct paste;
struct ui;
struct walk;
struct view_ops;

/* One view on the stack: what it is about, and where the person is on it. */
struct frame {
	const struct view_ops *view;
	int number; /* a step, a format: what the view says */
	const char *about; /* a static id: a cause, a fault; or NULL */
	const void *subject; /* a row of the guide's tables; or NULL */
	int focus; /* the item, from 1; 0: the input field, or nothing to choose */
	bool follow; /* scroll so that the focused item is seen; off until it is moved */
	size_t top; /* first row shown */
	size_t side_top; /* of the pane beside it */
	struct input input; /* for a view with an input field */
};

/* A view. Only fill is a must. */
struct view_ops {
	const char *name;
	/* Comes onto the stack: sets up input and focus. */
	void (*open)(struct ui *ui, struct frame *frame);
	/* Puts what it shows now on the empty PAGE. Changes nothing. */
	void (*fill)(const struct ui *ui, const struct frame *frame, struct page *page);
	/* The item or command ACTION (>= 0) was chosen. Returns UI_ bits. */
	unsigned (*choose)(struct ui *ui, struct frame *frame, int action);
	/* Enter was pressed on the input field, or a line typed; TEXT is the field's. UI_ bits. */
	unsigned (*enter)(struct ui *ui, struct frame *frame, const char *text);
	/* The session has NEWS (SESSION_NEWS_* bits). UI_ bits. NULL: UI_FILL. */
	unsigned (*news)(struct ui *ui, struct frame *frame, unsigned news);
};

#define UI_DEEP 24

struct ui {
	const struct ui_options *options;
	const struct language *language;
	bool language_known; /* chosen, or the environment decides */
	bool no_japanese; /* a Linux console, whose font has none */
	bool ascii;
	bool by_lines; /* shown by the line mode */
	struct session *session; /* NULL until there is an address */
	struct frame stack[UI_DEEP];
	size_t depth;
	const char *symptom, *symptom_number; /* choice ids given before there is a session */
	const char *last_system,
		*last_browser; /* choice ids given in an earlier session, or NULL */
	enum reference reference; /* what was answered about asking others; ASK: nothing yet */
	const char *practising; /* the fault of a practice server, or NULL */
	bool told; /* the answer has come up by itself once in this run */
	const char *rechecked; /* the cause that the person mended and had checked again, or NULL */
	bool saved; /* what is known now has been saved */
	bool redact; /* reports go without private details */
	const struct language *second; /* of reports, or NULL */
	bool is_twin; /* what is filled is the page in the second language: languages are exchanged */
	bool beside; /* the second language stands beside the first, or below it in the line mode */
	char *notice; /* one sentence about what just happened, or NULL */
	enum mark notice_mark;
	char *plain_text; /* for UI_PLAIN and UI_COPY */
	struct walk *walk; /* through a web server (ui/view_walk.h), or NULL */
	struct doorman *doorman; /* waits for a browser, or NULL */
	int door_error; /* why nobody could wait, an errno */
	char *replace; /* a file that exists: Enter again replaces it */
	char *pasted; /* an error message that goes along with the next check, or NULL */
	struct paste *paste; /* what is in it */
	bool quitting;
	int status; /* when quitting */
};

/* Sets up from OPTIONS (which stay the caller's and live longer). */
void ui_open(struct ui *ui, const struct ui_options *options);
void ui_close(struct ui *ui);

struct frame *ui_top(struct ui *ui);

/* Puts VIEW on top. ABOUT and SUBJECT live for ever (ids and rows of tables). */
unsigned ui_push(struct ui *ui, const struct view_ops *view, int number, const char *about,
	const void *subject);
/* The same in place of the top one. */
unsigned ui_swap(struct ui *ui, const struct view_ops *view, int number, const char *about,
	const void *subject);
unsigned ui_pop(struct ui *ui);
/* Goes back to the first view. */
unsigned ui_home(struct ui *ui);

/* Whether a second language is shown. */
bool ui_speaks_two(const struct ui *ui);

/* Fills PAGE (freed first) with the top view and what stands on every page; where two languages are spoken and the page
 * has no side page of its own, with itself in the second language as its twin. */
void ui_fill(struct ui *ui, struct page *page);

/* Does ACTION: one of ACT_*, or the top view's own. UI_ bits. */
unsigned ui_choose(struct ui *ui, int action);

/* Looks at SETTINGS (taken over, left zeroed) in a new session. 0, or an errno, then nothing changed
 * but the notice. */
int ui_begin(struct ui *ui, struct settings *settings);
/* Shows SESSION (taken over), which is not looking. */
void ui_show(struct ui *ui, struct session *session);

/* Takes in what arrived from the prober or a browser; the top view decides. UI_ bits. */
unsigned ui_absorb(struct ui *ui);

/* Whether this terminal has the letters of LANGUAGE. */
bool ui_can_show(const struct ui *ui, const struct language *language);
/* Switches the language, or says why it can't be shown here. */
unsigned ui_speak(struct ui *ui, const struct language *language);
/* What to call LANGUAGE here: its own name, in Latin letters where the terminal has no others. */
const char *ui_language_name(const struct ui *ui, const struct language *language);

/* Says TEXT (taken over) in one line until the next action. */
void ui_notice(struct ui *ui, enum mark mark, char *text);

/* Opens the saved session at PATH, which is the caller's then; NULL when it can't be opened, and says why, or when PATH
 * is none. */
struct session *ui_open_session(struct ui *ui, const char *path);

/* Says that nothing could be begun, with errno ERROR as the reason. */
void ui_could_not_begin(struct ui *ui, int error);

/* Empties the field of FRAME and goes to it: open() of a view that asks for a line. */
void ui_open_field(struct ui *ui, struct frame *frame);

/* Asks for a line on PAGE: the QUESTION, the field, and below it HOW to fill it in. */
void ui_ask_line(const struct ui *ui, const struct frame *frame, struct page *page,
	const char *question, const char *how);

/* Puts an input field and, below it, the notice about what was typed there on PAGE. */
void ui_add_input(const struct ui *ui, const struct frame *frame, struct page *page);

/* Offers TEXT (taken over) of PAGE to be copied: by a key, and shown alone by the item LABEL. */
void ui_offer_copy(const struct ui *ui, struct page *page, const char *label, char *text);

/* Offers the common ACTION on PAGE, with its key. */
void ui_command(const struct ui *ui, struct page *page, int action);

/* Shorter: tr() in the ui's language; tr() and i18n_fill() in one (the caller frees). */
const char *ui_tr(const struct ui *ui, const char *text);
char *ui_fill_text(const struct ui *ui, const char *text, const struct fill *fills);

/* Whether a run is under way. */
bool ui_looking(const struct ui *ui);

/* LC_CTYPE to a UTF-8 locale, for widths. false when there is none at all. */
bool ui_use_utf8(void);

/* Says on standard error why there is no wizard here, in LANGUAGE (NULL: English). */
void ui_say_impossible(const struct language *language);

#define UI_SAVE_CHAIN "chain" /* what view_save may be about, beside the formats of a report */
extern const struct view_ops view_home;
extern const struct view_ops view_address; /* which address? */
extern const struct view_ops view_where; /* where do I see the address? */
extern const struct view_ops view_question; /* subject: a question row */
extern const struct view_ops view_why; /* why is it asked? subject: a question row */
extern const struct view_ops view_answers; /* all of them, to be changed */
extern const struct view_ops view_steps;
extern const struct view_ops view_step; /* number: 1 to 12 */
extern const struct view_ops view_step_more; /* the same: what more can be done there */
extern const struct view_ops view_answer; /* about: a cause id, NULL the most likely */
extern const struct view_ops view_origin; /* which address has the server behind the CDN? */
extern const struct view_ops
	view_fix; /* subject: a fix row; about: the cause, or NULL; number: the step, or 0 */
extern const struct view_ops view_details;
extern const struct view_ops view_clients;
extern const struct view_ops view_help;
extern const struct view_ops view_words;
extern const struct view_ops view_word; /* subject: a term row */
extern const struct view_ops view_search;
extern const struct view_ops view_read; /* what was found; as view_search.c says */
extern const struct view_ops view_owner; /* about: a cause id */
extern const struct view_ops view_faqs;
extern const struct view_ops view_faq; /* subject: a faq row */
extern const struct view_ops view_language;
extern const struct view_ops view_second; /* which language beside it? */
extern const struct view_ops view_report;
extern const struct view_ops view_save; /* about: a format of reports, or UI_SAVE_CHAIN */
extern const struct view_ops view_preview; /* the same: what will be in the file */
extern const struct view_ops view_saved; /* open a saved session */
extern const struct view_ops view_compare; /* with which earlier session? */
extern const struct view_ops view_changes; /* what changed since that one */
extern const struct view_ops view_practice;
extern const struct view_ops view_quit;

/* What was found at STEP so far; and why it matters, for the pane beside the list and a page of its own. */
void view_step_found(const struct ui *ui, int step, struct page *page);
void view_step_why(const struct ui *ui, int step, struct page *page);

/* "Step 5 of 12: Certificate"; the caller frees it. */
char *ui_step_title(const struct ui *ui, int step);

/* The findings of STEP (0: of all) that have VERDICT (VERDICT_COUNT: any), as points. */
void view_add_findings(const struct ui *ui, int step, enum verdict verdict, struct page *page);
/* Whether RESULT is a check that could not be made and no finding says why. */
bool view_lacks_reason(const struct ui *ui, const struct check_result *result);
/* What was found about this computer while the trouble is on another one: remarks under a heading. */
void view_add_remarks(const struct ui *ui, int step, struct page *page);

/* Asks QUESTION on the way to the check: the next page is the next question, or the steps. */
unsigned view_ask(struct ui *ui, const char *question);

#endif
