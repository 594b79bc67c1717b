/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Does a program do what was told of it? The servers that all programs are compared at, and what the check says of
 * each client before the program itself is asked.
 */
#ifndef TESTS_REAL_PREDICTIONS_H
#define TESTS_REAL_PREDICTIONS_H

#include <jansson.h>
#include "site.h"

#define PREDICTED_SITES_MOST 64

extern const struct site predicted_sites[];
extern const size_t predicted_site_count;

/* The name or address that its certificate is checked for. */
const char *predicted_host(const struct site *site);

/* Runs LINE by a shell in FOLDER, LIMIT_MS at most. Its exit status; RET_OUT (may be NULL): all that it said, to be
 * freed. */
int predicted_run(const char *folder, const char *line, int limit_ms, char **ret_out);

/* The report on HOST at PORT of the loopback, with the authorities of the file CA; to be decref'd. */
json_t *predicted_ask(const char *host, int port, const char *ca);

/* Whether it was told of the client called ID if it connects: what isn't need not be tried. */
int predicted_told(const json_t *report, const char *id);

/*
 * Expects that the client called ID was said to connect just where its program ended with STATUS 0 (and SAID ...).
 * Whether that was told at all: 1 or 0.
 */
int predicted_compare(
	const char *name, const json_t *report, const char *id, int status, const char *said);

#endif
