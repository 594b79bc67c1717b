/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which certificate authorities did browsers stop trusting, and from which day of issue?
 */
#ifndef CHECK_DISTRUST_H
#define CHECK_DISTRUST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define DISTRUST_CLIENTS_MOST 4

struct distrust {
	const char *authority; /* its name for people */
	const char *clients[DISTRUST_CLIENTS_MOST]; /* names of browsers */
	size_t client_count;
};

/*
 * Fills RET for a certificate below the root whose RFC 4514 name is ROOT, by its NOT_BEFORE and the date of its earliest
 * timestamp, or -1 (seconds since 1970). false when nobody minds.
 */
bool distrust_find(const char *root, int64_t not_before, int64_t first_sct_s, struct distrust *ret);

#endif
