/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What does the handshake look like? Two pictures as SVG inside HTML, coloured by the document's style, each
 * with a text that says the same.
 */
#ifndef REPORT_DRAWING_H
#define REPORT_DRAWING_H

#include <stddef.h>
#include <stdint.h>
#include "base/buffer.h"

#define DRAWN_RUNGS 16 /* at most */

/* One rung; not yet escaped. */
struct drawn_rung {
	const char *name;
	const char *sign; /* one character */
	const char *word; /* what the sign means */
	const char *class; /* of the style */
};

/* Two sides and the rungs between them, the first on top. */
void drawing_ladder(struct buffer *buffer, const struct drawn_rung *rungs, size_t count);

/*
 * A bar for each of name look-up, TCP and TLS, one after the other along one line of time; MS of -1 is not
 * drawn, and none of them draws nothing. TITLE stands above it, not yet escaped.
 */
void drawing_times(struct buffer *buffer, const char *title, const int64_t ms[3]);

#endif
