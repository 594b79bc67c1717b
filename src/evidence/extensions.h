/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What do a certificate's extensions say? As rows for people who know X.509: names and values as RFC 5280 writes
 * them, the same in every language.
 */
#ifndef EVIDENCE_EXTENSIONS_H
#define EVIDENCE_EXTENSIONS_H

#include "evidence/evidence.h"

struct extension_row {
	const char *name; /* "keyUsage" */
	char *value; /* "digitalSignature, keyEncipherment" */
};

#define EXTENSION_ROWS_MOST 10

/* Fills RET with a row for each extension that CERT has; returns how many. The caller frees the values. */
size_t extension_rows(const struct seen_cert *cert, struct extension_row ret[EXTENSION_ROWS_MOST]);

#endif
