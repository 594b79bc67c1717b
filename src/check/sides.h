/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What do a client and a server both support, what has only one of them, and what would they choose? Pure:
 * two lists of each kind in, one table out. What was not looked at is unknown, and never "not supported".
 */
#ifndef CHECK_SIDES_H
#define CHECK_SIDES_H

#include <stdbool.h>
#include <stddef.h>
#include "check/strength.h"
#include "evidence/evidence.h"

enum side_kind { SIDE_VERSIONS, SIDE_SUITES, SIDE_GROUPS, SIDE_SCHEMES, SIDE_KIND_COUNT };

const char *side_kind_name(enum side_kind kind); /* "versions", "suites", "groups", "schemes" */

/* ---- One side ---- */

enum holds { HOLDS_UNKNOWN, HOLDS_NO, HOLDS_YES };

struct side_list {
	unsigned *yes, *no; /* numbers of the registry; GREASE and signals are never in them */
	size_t yes_count, no_count;
	bool whole; /* what is in neither is not supported; else it is unknown */
	bool ordered; /* YES stands in the order of preference */
};

struct side {
	struct side_list lists[SIDE_KIND_COUNT];
	int suite_order; /* of a server: 1 its own order rules, 0 the client's, -1 unknown */
	unsigned *shares; /* groups for which a client sends a key at once */
	size_t share_count;
};

/* What the client of HELLO supports. RET of any content; free with side_free(). */
void side_of_client(const struct seen_hello *hello, struct side *ret);

/* What is known of the server, from the parts that were seen: handshakes, one a version, the matrix. */
void side_of_server(const struct evidence *evidence, struct side *ret);

void side_free(struct side *side);

enum holds side_holds(const struct side_list *list, unsigned number);

/* ---- Both ---- */

struct side_row {
	unsigned number;
	enum holds client, server;
	enum strength strength;
	bool chosen; /* what they would agree on, as far as that can be told */
};

struct side_table {
	struct side_row *rows; /* in the client's order, then what only the server has */
	size_t count;
	size_t common; /* rows with yes on both sides */
	size_t common_good; /* of these, neither weak nor insecure */
	enum holds agree; /* yes: something is in common; no: certainly nothing is */
	unsigned chosen; /* of the row that is chosen */
	bool has_chosen;
	bool sure; /* the choice is certain */
	bool needed; /* without one in common there is no connection */
	bool all_known; /* nothing else is supported by the server */
};

enum sides_outcome {
	SIDES_FIT,
	SIDES_WEAK, /* they fit, but only by something weak */
	/* Certainly nothing in common of this kind, which the two cannot do without. Signature schemes are never
	 * known well enough: which certificate a server shows depends on them. */
	SIDES_NO_VERSION,
	SIDES_NO_SUITE,
	SIDES_NO_GROUP,
	SIDES_UNKNOWN, /* too little is known of the server or of the client */
	SIDES_OUTCOME_COUNT
};

const char *sides_outcome_name(enum sides_outcome outcome); /* "fit", "weak", "no-version" ... */

struct sides {
	struct side_table tables[SIDE_KIND_COUNT];
	enum sides_outcome outcome;
};

/* RET of any content; free with sides_free(). */
void sides_compare(const struct side *client, const struct side *server, struct sides *ret);

/* The same of a hello and all that was seen of a server. */
void sides_of(const struct seen_hello *hello, const struct evidence *evidence, struct sides *ret);

void sides_free(struct sides *sides);

/* ---- Words that are no language ---- */

/* The registry's name of NUMBER, or its code ("0x1a2b") where it has none; the caller frees it. */
char *side_name(enum side_kind kind, unsigned number);

/* Its strength; versions before TLS 1.2 are weak (RFC 8996), before TLS 1.0 insecure; what nobody
 * registered is secure: nothing is known against it. */
enum strength side_strength(enum side_kind kind, unsigned number);

#endif
