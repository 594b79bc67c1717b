/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How does a person walk through it? The full-screen wizard and its twin, the numbered line mode.
 */
#ifndef UI_UI_H
#define UI_UI_H

#include <stdbool.h>
#include <stddef.h>
#include "evidence/settings.h"
#include "i18n/i18n.h"
#include "net/budget.h"
#include "session/session.h"

struct guide_own; /* guide/own.h */
struct doorman; /* session/doorman.h */

/* What a report shall be. */
struct ui_report {
	const char *format; /* "text", "markdown", "html", "json" */
	const struct language *second; /* the same once more in it; or NULL */
	bool redact; /* without private details */
};

/* What the wizard may ask of cli, because ui itself reaches neither practice/ nor report/. */
struct ui_hooks {
	void *context;
	/* Faults to practise with, NULL after the last. */
	const char *(*practice_at)(size_t index);
	/* Starts the practice server for FAULT and sets target, connect_*, ca_pem, sni in RET (settings_init'ed
	 * here). 0, or -1. */
	int (*practice)(void *context, const char *fault, struct settings *ret);
	/* The report in one of the formats of check, to be shown or saved; the caller frees it. */
	char *(*report)(void *context, const struct session *session,
		const struct language *language, const struct ui_report *report);
	/* Saves TEXT to PATH (0600, atomic). 0, or an errno. */
	int (*save)(void *context, const char *path, const char *text);
	/* Opens a saved session; NULL with *RET_WHY in LANGUAGE (caller frees). */
	struct session *(*open)(
		void *context, const struct language *language, const char *path, char **ret_why);
	/* Writes KEY = VALUE into the person's configuration. 0, or an errno. May be NULL. */
	int (*remember)(void *context, const char *key, const char *value);
	/* Begins to wait for a browser; NULL with *RET_ERRNO. And what to tell the person about PORT (lines, those
	 * to copy begin with blanks; the caller frees it). Both may be NULL. */
	struct doorman *(*wait)(void *context, const struct language *language, int *ret_errno);
	char *(*wait_text)(void *context, const struct language *language, int port);
	/* Completes SETTINGS once their target was typed (the proxy in use). May be NULL. */
	void (*settle)(void *context, struct settings *settings);
};

struct ui_options {
	const struct language
		*language; /* NULL: the environment doesn't decide, ask on the first line */
	struct settings settings; /* defaults; target.host NULL: ask for it */
	struct session *opened; /* --open: a session to show; taken over */
	const struct seen_hello *offer; /* a client to compare the server with, or NULL */
	bool practice_first; /* open on the practice picker */
	bool plain; /* line mode */
	bool ascii;
	bool color;
	bool redact; /* reports at first */
	struct budget *budget;
	const struct language *second; /* of reports at first, or NULL */
	const struct ui_hooks *hooks;
	const struct guide_own *own; /* what the organisation has to say, or NULL */
	const char *trouble; /* what was wrong with its files, to be said first; or NULL */
};

/* Whether the full screen can be used here: a terminal on 0 and 1 whose TERM can move the cursor. */
bool ui_screen_possible(void);

/* Each runs until the person quits; returns an exit status: 0; 2 could not; 128 and the number of the
 * signal that ended it (130 for Ctrl+C), with the terminal put back. */
int ui_screen(const struct ui_options *options);
int ui_lines(const struct ui_options *options);

#endif
