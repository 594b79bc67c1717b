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
	int64_t since; /* the first day of issue that counts; 0: every certificate */
	const char *clients[DISTRUST_CLIENTS_MOST]; /* names of browsers */
	size_t client_count;
};

/*
 * Fills RET for a certificate issued at ISSUED (seconds since 1970) below the root whose RFC 4514 name is
 * ROOT. false when nobody minds.
 */
bool distrust_find(const char *root, int64_t issued, struct distrust *ret);

#endif
