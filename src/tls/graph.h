/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which certificates lead to which? What was sent and what was fetched, walked up from the leaf to an anchor. For the
 * files of tls/ only.
 */
#ifndef TLS_GRAPH_H
#define TLS_GRAPH_H

#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <stdbool.h>
#include <stddef.h>
#include "evidence/evidence.h"
#include "tls/store.h"

#define FETCHES_MOST 5
#define NODES_MOST (CHAIN_MOST + FETCHES_MOST)

struct graph {
	const struct trust_store *store;
	gnutls_x509_crt_t nodes[NODES_MOST]; /* NULL where one could not be parsed */
	size_t count;
	size_t sent;
	signed char signing[NODES_MOST][NODES_MOST]; /* what signing_of() found; 0: nobody asked */
	gnutls_x509_crt_t anchors[NODES_MOST]; /* copies, what anchor_at() found */
	bool anchor_asked[NODES_MOST];
	bool visited[NODES_MOST];
	size_t path[NODES_MOST];
	size_t path_count;
	gnutls_x509_crt_t anchor; /* of the path, one of ANCHORS; or NULL */
	size_t deepest[NODES_MOST]; /* the longest path without an anchor */
	size_t deepest_count;
	bool bad_signature, not_a_ca;
};

/* One more, from its DER; NULL in its place when it can't be parsed. There must be room. */
void graph_add(struct graph *graph, const gnutls_datum_t *der);
void graph_free(struct graph *graph);

/* Finds a path from the first node to an anchor, sent certificates before fetched ones. Without one, DEEPEST is the
 * longest path there is. */
bool graph_search(struct graph *graph);

enum { NAMES_DIFFER = -1, ASKED = 1 };

/* NAMES_DIFFER, or ASKED + enum signing: whether ISSUER signed CHILD. */
int graph_signing(struct graph *graph, size_t child, size_t issuer);

/* Issued by itself: by name, and by key where that is named. */
bool graph_self_signed(gnutls_x509_crt_t cert);

enum way_limits {
	WAY_HOLDS, /* every constraint is kept */
	WAY_COUNTED, /* but the length is not, where self-issued certificates are counted */
	WAY_ANCHOR, /* only the anchor's own constraint isn't, which RFC 5280 section 6.1 leaves out */
	WAY_FORBIDDEN,
};

/*
 * After graph_search() found a path. Clients that build paths go another way round what has ended or is forbidden: of
 * all paths to an anchor, the one that lasts longest becomes the graph's; the first of equals.
 */
enum way_limits graph_take_best(struct graph *graph);

#endif
