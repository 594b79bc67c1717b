/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How does somebody who looks after a web server get from "the log says SSL_do_handshake() failed" to the line at fault?
 * Five pages: the clock, the log, the configuration, the handshakes, the confirmation. For the views.
 */
#ifndef UI_VIEW_WALK_H
#define UI_VIEW_WALK_H

#include "session/errand.h"
#include "ui/model.h"

#define WALK_STEPS 5

enum { WALK_CLOCK = 1, WALK_LOG, WALK_CONFIGURATION, WALK_HANDSHAKES, WALK_CONFIRM };

/* What is known so far, kept while the program runs. */
struct walk {
	struct errand *errands[WALK_STEPS + 1]; /* of the steps that read; NULL: not begun */
	char *files[WALK_STEPS + 1]; /* as typed */
};

extern const struct view_ops view_walk; /* the five steps */
extern const struct view_ops view_walk_clock;
extern const struct view_ops view_walk_log; /* which file? */
extern const struct view_ops view_walk_log_result;
extern const struct view_ops view_walk_configuration; /* which file? */
extern const struct view_ops view_walk_configuration_result;
extern const struct view_ops view_walk_handshakes; /* whom it would ask */
extern const struct view_ops view_walk_handshakes_result;
extern const struct view_ops view_walk_confirm;
extern const struct view_ops view_walk_busy; /* number: the step that is being read */

/* Opens step NUMBER in place of the page of another step. */
unsigned view_walk_open(struct ui *ui, int number);

/* Puts "Step 2 of 5" and the way on onto the page of step NUMBER. */
void view_walk_head(const struct ui *ui, int number, const char *heading, struct page *page);
void view_walk_add_next(const struct ui *ui, int number, struct page *page);
enum { WALK_NEXT = 900 }; /* the action of that way */

/* A name and its value (taken over) below the point that they belong to. */
void view_walk_detail(struct page *page, const char *label, char *text);

/* Whether FILE can be read; else says why not, and what would help, in a notice. */
bool view_walk_may_read(struct ui *ui, const char *file);

/* Waits on ERRAND (NULL: *ERROR says why there is none) for step NUMBER; the page with what came follows by itself. */
unsigned view_walk_wait(struct ui *ui, int number, struct errand *errand, int error);

/* Whether step NUMBER has been read; else puts on PAGE that it hasn't. */
bool view_walk_was_read(const struct ui *ui, int number, struct page *page);

/* To poll for reading; -1 when nothing is read. And what came; UI_ bits. */
int view_walk_fd(const struct ui *ui);
unsigned view_walk_absorb(struct ui *ui);

/* For the end. */
void view_walk_forget(struct ui *ui);

#endif
