/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which formats are there? One const struct a file, and what they share.
 */
#ifndef REPORT_FORMATS_H
#define REPORT_FORMATS_H

#include "report/report.h"

extern const struct report_format report_text;
extern const struct report_format report_json;
extern const struct report_format report_jsonl;
extern const struct report_format report_html;
extern const struct report_format report_markdown;

/*
 * The rung that broke, or STAGE_DONE, or STAGE_COUNT when nobody knows (nothing was looked at). A handshake
 * that ended well although its certificate is bad broke at the certificate: the cause decides.
 */
enum stage report_stage(const struct session *session);

/* The address that was connected to, numeric, or NULL. */
const char *report_address(const struct session *session);

/* Milliseconds for the name look-up, TCP and TLS, in this order; -1 unknown. */
#define REPORT_TIMES 3
void report_times(const struct evidence *evidence, int64_t ret_ms[REPORT_TIMES]);

#endif
