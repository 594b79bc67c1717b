/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Finished sessions made by hand, with nothing looked at: whatever a format must be able to show.
 */
#ifndef TESTS_REPORT_SAMPLE_H
#define TESTS_REPORT_SAMPLE_H

#include "report/report.h"

#define SAMPLE_DAY 1772539200 /* 2026-03-03T12:00:00Z */

/* A certificate that expired on SAMPLE_DAY, seen twelve days later; two causes. */
struct session *sample_expired(void);

/* Everything in order. */
struct session *sample_healthy(void);

/* The same, with one client that can connect, one that can't, and one of which nothing is known. */
struct session *sample_clients(void);

/* The name doesn't exist: nothing was reached. */
struct session *sample_no_name(void);

/* Expired, with terminal escapes and a text direction trick in what the server named. */
struct session *sample_hostile(void);

/* Expired, with HTML, Markdown and links in all that the server names. */
struct session *sample_markup(void);

void sample_free(struct session *session);

/* SESSION by the format called ID in the language called CODE. The caller frees it. */
char *sample_render(const struct session *session, const char *id, const char *code, int columns);

#endif
