/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tls/graph.h"

#include <string.h>
#include "tls/chain.h"

/* ---- The graph: what was sent, then what was fetched ---- */

void graph_add(struct graph *graph, const gnutls_datum_t *der)
{
	gnutls_x509_crt_t cert = NULL;

	if (gnutls_x509_crt_init(&cert) < 0)
		return;
	if (gnutls_x509_crt_import(cert, der, GNUTLS_X509_FMT_DER) < 0) {
		gnutls_x509_crt_deinit(cert);
		cert = NULL;
	}
	graph->nodes[graph->count++] = cert;
}

void graph_free(struct graph *graph)
{
	for (size_t i = 0; i < graph->count; i++) {
		if (graph->nodes[i])
			gnutls_x509_crt_deinit(graph->nodes[i]);
		if (graph->anchors[i])
			gnutls_x509_crt_deinit(graph->anchors[i]);
	}
}

static bool same_bytes(const gnutls_datum_t *a, const gnutls_datum_t *b)
{
	return a->size == b->size && !memcmp(a->data, b->data, a->size);
}

/* Whether ISSUER's subject is CHILD's issuer, byte for byte (RFC 5280 section 6.1.3 (a)(4)). */
static bool names_fit(gnutls_x509_crt_t child, gnutls_x509_crt_t issuer)
{
	gnutls_datum_t wanted = { 0 };
	gnutls_datum_t has = { 0 };
	bool fit = gnutls_x509_crt_get_raw_issuer_dn(child, &wanted) >= 0 &&
		   gnutls_x509_crt_get_raw_dn(issuer, &has) >= 0 &&
		   (same_bytes(&wanted, &has) || gnutls_x509_crt_check_issuer(child, issuer));

	gnutls_free(wanted.data);
	gnutls_free(has.data);
	return fit;
}

static gnutls_x509_crt_t anchor_at(struct graph *graph, size_t node)
{
	if (!graph->anchor_asked[node])
		graph->anchors[node] = store_anchor_of(graph->store, graph->nodes[node]);
	graph->anchor_asked[node] = true;
	return graph->anchors[node];
}

int graph_signing(struct graph *graph, size_t child, size_t issuer)
{
	signed char *known = &graph->signing[child][issuer];
	gnutls_x509_crt_t one = graph->nodes[child], other = graph->nodes[issuer];

	if (!*known)
		*known = one && other && names_fit(one, other)
				 ? (signed char)(ASKED + chain_signing(one, other))
				 : NAMES_DIFFER;
	return *known;
}

/* Walks upwards from NODE, depth first, sent certificates before fetched ones. true at an anchor. */
static bool walk(struct graph *graph, size_t node)
{
	graph->visited[node] = true;
	graph->path[graph->path_count++] = node;
	graph->anchor = anchor_at(graph, node);
	if (graph->anchor)
		return true;
	if (graph->path_count > graph->deepest_count) {
		memcpy(graph->deepest, graph->path, sizeof(graph->path));
		graph->deepest_count = graph->path_count;
	}
	for (size_t next = 1; next < graph->count; next++) {
		int signing = graph->visited[next] ? NAMES_DIFFER
						   : graph_signing(graph, node, next);

		if (signing == ASKED + SIGNING_GOOD && walk(graph, next))
			return true;
		graph->not_a_ca |= signing == ASKED + SIGNING_NOT_A_CA;
		graph->bad_signature |= signing == ASKED + SIGNING_FORGED;
	}
	graph->path_count--;
	return false;
}

bool graph_search(struct graph *graph)
{
	memset(graph->visited, 0, sizeof(graph->visited));
	graph->path_count = 0;
	graph->deepest_count = 0;
	graph->bad_signature = false;
	graph->not_a_ca = false;
	return graph->count && graph->nodes[0] && walk(graph, 0);
}

bool graph_self_signed(gnutls_x509_crt_t cert)
{
	return gnutls_x509_crt_check_issuer(cert, cert) != 0;
}

/* ---- Which of several paths ---- */

/* Up from the leaf, to an anchor. */
struct way {
	size_t nodes[NODES_MOST];
	size_t count;
	gnutls_x509_crt_t anchor;
	enum way_limits limits;
	time_t until; /* when the first of it ends */
};

/* A list with nothing but a copy of CERT; NULL when that can't be had. */
static gnutls_x509_trust_list_t list_of(gnutls_x509_crt_t cert)
{
	gnutls_x509_trust_list_t list = NULL;
	gnutls_datum_t der;

	if (gnutls_x509_crt_export2(cert, GNUTLS_X509_FMT_DER, &der) < 0)
		return NULL;
	if (gnutls_x509_trust_list_init(&list, 0) < 0)
		list = NULL;
	if (list && gnutls_x509_trust_list_add_trust_mem(
			    list, &der, NULL, GNUTLS_X509_FMT_DER, 0, 0) < 1) {
		gnutls_x509_trust_list_deinit(list, 1);
		list = NULL;
	}
	gnutls_free(der.data);
	return list;
}

/* The limit that CERT sets to the length of the path below it; NODES_MOST when none. */
static size_t length_limit(gnutls_x509_crt_t cert)
{
	unsigned int ca = 0;
	int limit = -1;

	if (gnutls_x509_crt_get_basic_constraints(cert, NULL, &ca, &limit) < 0 || !ca || limit < 0)
		return NODES_MOST;
	return (size_t)limit;
}

/* Bears its issuer's name, whoever's key signed it (RFC 5280 section 3.2). */
static bool self_issued(gnutls_x509_crt_t cert)
{
	gnutls_datum_t own = { 0 };
	gnutls_datum_t issuer = { 0 };
	bool same = gnutls_x509_crt_get_raw_dn(cert, &own) >= 0 &&
		    gnutls_x509_crt_get_raw_issuer_dn(cert, &issuer) >= 0 &&
		    same_bytes(&own, &issuer);

	gnutls_free(own.data);
	gnutls_free(issuer.data);
	return same;
}

/* RFC 5280 section 6.1.4 (l) and (m): of the authorities below one that sets a limit, those count that aren't
 * self-issued. ALL: count these too; ANCHOR: the anchor's limit holds too. */
static bool length_holds(const struct graph *graph, const struct way *way, bool all, bool anchor)
{
	size_t below = 0;

	for (size_t i = 1; i < way->count; i++) {
		gnutls_x509_crt_t cert = graph->nodes[way->nodes[i]];

		if (below > length_limit(cert))
			return false;
		if (all || !self_issued(cert))
			below++;
	}
	return !anchor || below <= length_limit(way->anchor);
}

/* Whether AUTHORITY may certify the names of LEAF (RFC 5280 section 4.2.1.10). */
static bool may_certify(gnutls_x509_crt_t authority, gnutls_x509_crt_t leaf)
{
	static const gnutls_x509_subject_alt_name_t types[] = { GNUTLS_SAN_DNSNAME,
		GNUTLS_SAN_IPADDRESS, GNUTLS_SAN_RFC822NAME, GNUTLS_SAN_URI, GNUTLS_SAN_DN };
	gnutls_x509_name_constraints_t limits;
	unsigned int critical;
	bool may = true;

	if (gnutls_x509_name_constraints_init(&limits) < 0)
		return true;
	if (gnutls_x509_crt_get_name_constraints(authority, limits, 0, &critical) >= 0)
		for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
			may = may && gnutls_x509_name_constraints_check_crt(limits, types[i], leaf);
	gnutls_x509_name_constraints_deinit(limits);
	return may;
}

static bool names_hold(const struct graph *graph, const struct way *way, bool anchor)
{
	gnutls_x509_crt_t leaf = graph->nodes[way->nodes[0]];
	bool hold = !anchor || may_certify(way->anchor, leaf);

	for (size_t i = 1; i < way->count && hold; i++)
		hold = may_certify(graph->nodes[way->nodes[i]], leaf);
	return hold;
}

/* Constraints along the path, as GnuTLS judges them, without dates: it counts the self-issued ones too. */
static bool constraints_hold(const struct graph *graph, const struct way *way)
{
	gnutls_x509_trust_list_t list = list_of(way->anchor);
	gnutls_x509_crt_t chain[NODES_MOST];
	unsigned int flags = GNUTLS_VERIFY_DISABLE_TIME_CHECKS | GNUTLS_VERIFY_ALLOW_BROKEN |
			     GNUTLS_VERIFY_DISABLE_CRL_CHECKS | GNUTLS_VERIFY_ALLOW_X509_V1_CA_CRT |
			     GNUTLS_VERIFY_ALLOW_ANY_X509_V1_CA_CRT;
	unsigned int status = 0;

	for (size_t i = 0; i < way->count; i++)
		chain[i] = graph->nodes[way->nodes[i]];
	if (!list || gnutls_x509_trust_list_verify_crt2(list, chain, (unsigned int)way->count, NULL,
			     0, flags, &status, NULL) < 0)
		status = 0; /* could not be judged: not held against the server */
	if (list)
		gnutls_x509_trust_list_deinit(list, 1);
	return !(status & (GNUTLS_CERT_SIGNER_CONSTRAINTS_FAILURE | GNUTLS_CERT_UNEXPECTED_OWNER));
}

static enum way_limits limits_of(const struct graph *graph, const struct way *way)
{
	if (constraints_hold(graph, way))
		return WAY_HOLDS;
	if (!length_holds(graph, way, true, true) && length_holds(graph, way, false, true) &&
		names_hold(graph, way, true))
		return WAY_COUNTED;
	return length_holds(graph, way, true, false) && names_hold(graph, way, false)
		       ? WAY_ANCHOR
		       : WAY_FORBIDDEN;
}

/* The path that GRAPH holds now. */
static struct way way_of(const struct graph *graph, gnutls_x509_crt_t anchor)
{
	struct way way = { .count = graph->path_count,
		.anchor = anchor,
		.until = gnutls_x509_crt_get_expiration_time(anchor) };

	memcpy(way.nodes, graph->path, sizeof(way.nodes));
	for (size_t i = 0; i < way.count; i++) {
		time_t until = gnutls_x509_crt_get_expiration_time(graph->nodes[way.nodes[i]]);

		way.until = until < way.until ? until : way.until;
	}
	way.limits = limits_of(graph, &way);
	return way;
}

static bool is_better(const struct way *way, const struct way *than)
{
	return way->limits == than->limits ? way->until > than->until : way->limits < than->limits;
}

/* Whether no other path can be better: the leaf itself ends first, and nothing forbids it. */
static bool is_best(const struct graph *graph, const struct way *way)
{
	return way->limits == WAY_HOLDS &&
	       way->until >= gnutls_x509_crt_get_expiration_time(graph->nodes[0]);
}

enum { STEPS_MOST = 256 };

/* Goes on upwards from the end of the path, every way there is. */
static void compare_ways(struct graph *graph, size_t node, struct way *best, int *steps)
{
	gnutls_x509_crt_t anchor = anchor_at(graph, node);

	graph->visited[node] = true;
	graph->path[graph->path_count++] = node;
	if (anchor) {
		struct way way = way_of(graph, anchor);

		*best = is_better(&way, best) ? way : *best;
	}
	for (size_t next = 1; next < graph->count && !is_best(graph, best); next++)
		if (!graph->visited[next] &&
			graph_signing(graph, node, next) == ASKED + SIGNING_GOOD && --*steps > 0)
			compare_ways(graph, next, best, steps);
	graph->path_count--;
	graph->visited[node] = false;
}

enum way_limits graph_take_best(struct graph *graph)
{
	struct way best = way_of(graph, graph->anchor);
	int steps = STEPS_MOST;

	if (!is_best(graph, &best)) {
		memset(graph->visited, 0, sizeof(graph->visited));
		graph->path_count = 0;
		compare_ways(graph, 0, &best, &steps);
	}
	memcpy(graph->path, best.nodes, sizeof(graph->path));
	graph->path_count = best.count;
	graph->anchor = best.anchor;
	return best.limits;
}
