/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How do we hand on what clients offer? The same formats as a finished session has.
 */
#ifndef REPORT_HELLO_H
#define REPORT_HELLO_H

#include "report/report.h"

/* Renders HELLOS (at least one; the one that counts first) in FORMAT; the caller frees the text. NULL when
 * that format isn't for hellos. SESSION, or NULL: the server to compare them with. */
char *report_hellos(const char *format, const struct seen_hellos *hellos,
	const struct session *session, const struct report_options *options);

#endif
