/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How are the failures of logs handed to others? As text for people, or as JSON.
 */
#ifndef REPORT_LOGS_H
#define REPORT_LOGS_H

#include "report/report.h"
#include "session/logs.h"

/* Both end with a newline; the caller frees them. */
char *report_logs_text(const struct logs *logs, const struct report_options *options);
char *report_logs_json(const struct logs *logs, bool on_one_line);

/* One failure on one line, for following: its time, what it means, where. The caller frees it. */
char *report_logs_line(const struct log_line *line, const struct language *language);

#endif
