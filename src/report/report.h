/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How is a finished session handed to others? One const struct a format; all read the same session.
 */
#ifndef REPORT_REPORT_H
#define REPORT_REPORT_H

#include <stdbool.h>
#include <stddef.h>
#include "guide/own.h"
#include "i18n/i18n.h"
#include "session/session.h"

struct report_options {
	const struct language *language; /* never NULL */
	const struct language *second; /* text, Markdown, HTML: the same once more in it; or NULL */
	const struct guide_own *own; /* what the organisation has to say; or NULL */
	bool with_evidence; /* JSON: the evidence member (--save) */
	bool color; /* text on a terminal */
	bool ascii; /* no character beyond ASCII for marks */
	int columns; /* text: wrap here; 0: 80 */
	size_t unchecked; /* targets without a session: nobody could look at them */
};

struct report_format {
	const char *id; /* "text", "json", "jsonl", "html", "markdown" */
	/* Renders COUNT sessions. The caller frees the text (never NULL, ends with a newline). */
	char *(*render)(const struct session *const *sessions, size_t count,
		const struct report_options *options);
	const struct report_series *series; /* NULL: only all together can be rendered */
};

/* Many sessions, rendered one by one: what stands around them and between two; instead of all that, NONE. */
struct report_series {
	const char *open, *close, *none;
	char *(*between)(const struct report_options *options); /* the caller frees it */
};

const struct report_format *report_format(const char *id); /* NULL when unknown */
const struct report_format *report_format_at(size_t index);

#endif
