/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Is this text what monitoring programs accept? Two strict readers, written from the specifications alone: OpenMetrics
 * 1.0 (text format), and the line of a plugin (Monitoring Plugins Development Guidelines).
 */
#ifndef TESTS_SUPPORT_OPENMETRICS_H
#define TESTS_SUPPORT_OPENMETRICS_H

/* NULL, or what is wrong with TEXT; the caller frees it. */
char *openmetrics_wrong(const char *text);

/* The same for a plugin's line. */
char *plugin_line_wrong(const char *line);

#endif
