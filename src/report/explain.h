/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How do we say what a pasted error message means? As text for people, or as JSON.
 */
#ifndef REPORT_EXPLAIN_H
#define REPORT_EXPLAIN_H

#include "diagnosis/paste.h"
#include "report/report.h"

/* Renders PASTE in FORMAT; the caller frees the text. NULL when that format isn't for messages. */
char *report_explain(
	const char *format, const struct paste *paste, const struct report_options *options);

/* The formats, NULL after the last. */
const char *report_explain_format_at(size_t index);

#endif
