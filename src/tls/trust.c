/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tls/trust.h"

#include <arpa/inet.h>
#include <errno.h>
#include <gnutls/gnutls.h>
#include <gnutls/pkcs7.h>
#include <gnutls/x509.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include "base/buffer.h"
#include "base/memory.h"
#include "net/address.h"
#include "tls/chain.h"
#include "tls/roots.h"

#define FETCHES_MOST 5
#define FETCH_BYTES_MOST 65536
#define NODES_MOST (CHAIN_MOST + FETCHES_MOST)

/* ---- The graph: what was sent, then what was fetched ---- */

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

static void graph_add(struct graph *graph, const gnutls_datum_t *der)
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

static void graph_free(struct graph *graph)
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

enum { NAMES_DIFFER = -1, ASKED = 1 };

/* NAMES_DIFFER, or ASKED + enum signing. */
static int signing_of(struct graph *graph, size_t child, size_t issuer)
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
		int signing = graph->visited[next] ? NAMES_DIFFER : signing_of(graph, node, next);

		if (signing == ASKED + SIGNING_GOOD && walk(graph, next))
			return true;
		graph->not_a_ca |= signing == ASKED + SIGNING_NOT_A_CA;
		graph->bad_signature |= signing == ASKED + SIGNING_FORGED;
	}
	graph->path_count--;
	return false;
}

static bool search(struct graph *graph)
{
	memset(graph->visited, 0, sizeof(graph->visited));
	graph->path_count = 0;
	graph->deepest_count = 0;
	graph->bad_signature = false;
	graph->not_a_ca = false;
	return graph->count && graph->nodes[0] && walk(graph, 0);
}

/* ---- What was found ---- */

static bool self_issued(gnutls_x509_crt_t cert)
{
	return gnutls_x509_crt_check_issuer(cert, cert) != 0;
}

static char *short_name(gnutls_x509_crt_t cert, bool issuer)
{
	static const char *const parts[] = { GNUTLS_OID_X520_COMMON_NAME,
		GNUTLS_OID_X520_ORGANIZATIONAL_UNIT_NAME, GNUTLS_OID_X520_ORGANIZATION_NAME };
	char *name = NULL;

	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]) && !name; i++)
		name = chain_name_part(cert, issuer, parts[i]);
	return name ? name : memory_text("?");
}

static void record_edges(struct graph *graph, struct seen_trust *ret)
{
	for (size_t child = 0; child < graph->sent; child++)
		for (size_t issuer = 0; issuer < graph->sent; issuer++) {
			int signing = signing_of(graph, child, issuer);
			struct seen_edge *edge;

			if (signing == NAMES_DIFFER)
				continue;
			ret->edges = memory_resize(
				ret->edges, ret->edge_count + 1, sizeof(*ret->edges));
			edge = &ret->edges[ret->edge_count++];
			*edge = (struct seen_edge){ .child = (int)child,
				.issuer = (int)issuer,
				.name_fits = true,
				.verifies = signing == ASKED + SIGNING_GOOD };
		}
}

/* Sent in order: the path, and then at most its own root. */
static bool in_order(const struct graph *graph, const size_t *path, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (path[i] != i)
			return false;
	return count == graph->sent || (count + 1 == graph->sent && graph->nodes[count] &&
					       self_issued(graph->nodes[count]));
}

static void record_path(
	const struct graph *graph, const size_t *path, size_t count, struct seen_trust *ret)
{
	ret->path = memory_new(count, sizeof(*ret->path));
	for (size_t i = 0; i < count && path[i] < graph->sent; i++)
		ret->path[ret->path_count++] = (int)path[i];
}

/* ---- Which of several paths ---- */

/* Up from the leaf, to an anchor. */
struct way {
	size_t nodes[NODES_MOST];
	size_t count;
	gnutls_x509_crt_t anchor;
	bool holds; /* every constraint along it */
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

/* Constraints along the path, as GnuTLS judges them, without dates. */
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
	way.holds = constraints_hold(graph, &way);
	return way;
}

static bool is_better(const struct way *way, const struct way *than)
{
	return way->holds == than->holds ? way->until > than->until : way->holds;
}

/* Whether no other path can be better: the leaf itself ends first, and nothing forbids it. */
static bool is_best(const struct graph *graph, const struct way *way)
{
	return way->holds && way->until >= gnutls_x509_crt_get_expiration_time(graph->nodes[0]);
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
			signing_of(graph, node, next) == ASKED + SIGNING_GOOD && --*steps > 0)
			compare_ways(graph, next, best, steps);
	graph->path_count--;
	graph->visited[node] = false;
}

/*
 * Clients that build paths go another way round what has ended or is forbidden: of all paths to an anchor, the
 * one that lasts longest becomes the graph's; the first of equals. Whether its constraints hold.
 */
static bool take_best(struct graph *graph)
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
	return best.holds;
}

static void found_path(struct graph *graph, struct seen_trust *ret)
{
	ret->outcome = take_best(graph) ? TRUST_OK : TRUST_CONSTRAINT;
	ret->anchor = short_name(graph->anchor, false);
	ret->anchor_not_after = (int64_t)gnutls_x509_crt_get_expiration_time(graph->anchor);
	ret->anchor_extra = store_is_extra(graph->store, graph->anchor);
	record_path(graph, graph->path, graph->path_count, ret);
	ret->in_order = in_order(graph, graph->path, graph->path_count);
}

/* Whether an anchor belongs to the organisation that issued CERT. */
static bool issuer_like_anchor(const struct trust_store *store, gnutls_x509_crt_t cert)
{
	char *wanted = chain_name_part(cert, true, GNUTLS_OID_X520_ORGANIZATION_NAME);
	bool found = wanted && store_has_organization(store, wanted);

	free(wanted);
	return found;
}

static void found_none(const struct graph *graph, struct seen_trust *ret)
{
	size_t last = graph->deepest_count ? graph->deepest[graph->deepest_count - 1] : 0;
	gnutls_x509_crt_t top = graph->count ? graph->nodes[last] : NULL;

	record_path(graph, graph->deepest, graph->deepest_count, ret);
	ret->in_order = in_order(graph, graph->deepest, graph->deepest_count);
	if (!top) {
		ret->outcome = TRUST_MISSING_ISSUER;
		return;
	}
	if (graph->bad_signature)
		ret->outcome = TRUST_BAD_SIGNATURE;
	else if (graph->not_a_ca)
		ret->outcome = TRUST_NOT_A_CA;
	else if (self_issued(top))
		ret->outcome = last ? TRUST_PRIVATE_ROOT : TRUST_SELF_SIGNED;
	else
		ret->outcome = TRUST_MISSING_ISSUER;
	if (graph->store->system_count <= 0 && !graph->store->extra.count)
		ret->outcome = TRUST_NO_STORE;
	if (!self_issued(top))
		ret->missing_issuer = short_name(top, true);
	ret->missing_below = last < graph->sent ? (int)last : -1;
	ret->issuer_like_anchor = issuer_like_anchor(graph->store, top);
}

/* ---- Fetching what is missing ---- */

static bool target_is_inside(const struct seen_handshake *handshake)
{
	struct sockaddr_storage place;

	if (!handshake->address || !address_socket(handshake->address, 0, &place))
		return false;
	return address_is_inside((struct sockaddr *)&place);
}

/* Adds the certificates of a fetched file: DER, PEM, or a PKCS #7 bundle (RFC 5280 section 4.2.2.1). */
static bool graph_add_file(struct graph *graph, const struct buffer *file)
{
	gnutls_datum_t bytes = { (unsigned char *)file->bytes, (unsigned int)file->length };
	gnutls_x509_crt_t *certs = NULL;
	unsigned int count = 0;
	size_t before = graph->count;

	if (gnutls_x509_crt_list_import2(&certs, &count, &bytes, GNUTLS_X509_FMT_DER, 0) < 0 &&
		gnutls_x509_crt_list_import2(&certs, &count, &bytes, GNUTLS_X509_FMT_PEM, 0) < 0) {
		gnutls_pkcs7_t bundle;

		if (gnutls_pkcs7_init(&bundle) < 0)
			return false;
		if (gnutls_pkcs7_import(bundle, &bytes, GNUTLS_X509_FMT_DER) >= 0)
			for (int i = 0; graph->count < NODES_MOST; i++) {
				gnutls_datum_t der;

				if (gnutls_pkcs7_get_crt_raw2(bundle, (unsigned int)i, &der) < 0)
					break;
				graph_add(graph, &der);
				gnutls_free(der.data);
			}
		gnutls_pkcs7_deinit(bundle);
		return graph->count > before;
	}
	for (unsigned int i = 0; i < count; i++) {
		if (graph->count < NODES_MOST)
			graph->nodes[graph->count++] = certs[i];
		else
			gnutls_x509_crt_deinit(certs[i]);
	}
	gnutls_free(certs);
	return graph->count > before;
}

static char *issuer_url(gnutls_x509_crt_t cert)
{
	gnutls_datum_t der;
	struct seen_cert seen;
	char *url;

	if (gnutls_x509_crt_export2(cert, GNUTLS_X509_FMT_DER, &der) < 0)
		return NULL;
	chain_read(&der, &seen);
	gnutls_free(der.data);
	url = memory_text(seen.aia_issuer);
	seen_cert_free(&seen);
	return url;
}

/* Fetches the issuer of the highest certificate reached. 0, or a WHY_* in *RET_WHY. */
static bool fetch_one(const struct http_env *env, const struct settings *settings, bool inside,
	struct graph *graph, const char **ret_why)
{
	size_t top = graph->deepest[graph->deepest_count - 1];
	struct buffer file = { 0 };
	char *url = issuer_url(graph->nodes[top]);
	bool added = false;
	int error;

	*ret_why = WHY_NO_SOURCE;
	if (!url)
		return false;
	error = http_fetch(env, settings, url, inside, FETCH_BYTES_MOST, &file);
	free(url);
	if (!error)
		added = graph_add_file(graph, &file);
	else
		*ret_why = error == ECANCELED	? WHY_CANCELLED
			   : error == ETIMEDOUT ? WHY_TIMEOUT
						: WHY_LOCAL;
	buffer_free(&file);
	return added;
}

/* Fetches issuers upwards until an anchor is reached; records whether that works. */
static void look_beyond(const struct http_env *env, const struct settings *settings,
	const struct seen_handshake *handshake, struct graph *graph, struct seen_trust *ret)
{
	bool inside = target_is_inside(handshake);
	const char *why = NULL;

	for (int i = 0; i < FETCHES_MOST && graph->count < NODES_MOST; i++) {
		size_t before = graph->count;

		if (!graph->deepest_count || !fetch_one(env, settings, inside, graph, &why))
			break;
		ret->aia = 0;
		free(ret->aia_subject);
		ret->aia_subject = short_name(graph->nodes[before], false);
		if (search(graph)) {
			ret->aia = 1;
			free(ret->anchor);
			ret->anchor = short_name(graph->anchor, false);
			ret->anchor_extra = store_is_extra(graph->store, graph->anchor);
			return;
		}
		if (self_issued(graph->nodes[before]))
			break; /* a root that isn't an anchor: nothing lies above it */
	}
	if (ret->aia < 0)
		ret->aia_why = memory_text(why);
}

/*
 * A chain that ends in a root that everybody has, but this computer: by the certificate that was sent or fetched,
 * else by the name that the highest certificate gives its issuer.
 */
static void note_known_root(const struct graph *graph, struct seen_trust *ret)
{
	size_t last = graph->deepest_count ? graph->deepest[graph->deepest_count - 1] : 0;
	gnutls_x509_crt_t top = graph->count ? graph->nodes[last] : NULL;
	const struct root *root;
	char *name, *organization, print[2 * SHA256_BYTES + 1];

	if (!top || graph->anchor || graph->bad_signature || graph->store->system_count <= 0)
		return;
	chain_print(top, print);
	root = root_by_print(print);
	ret->known_root_proven = root != NULL;
	if (!root && !self_issued(top)) {
		name = chain_name_part(top, true, GNUTLS_OID_X520_COMMON_NAME);
		organization = chain_name_part(top, true, GNUTLS_OID_X520_ORGANIZATION_NAME);
		root = root_by_name(name, organization);
		free(organization);
		free(name);
	}
	for (size_t i = 0; root && i < ret->lacking_count; i++)
		if (!strcmp(ret->lacking[i], root->name))
			ret->known_root = memory_text(root->name);
}

static void note_roots(const struct graph *graph, struct seen_trust *ret)
{
	for (size_t i = 1; i < graph->sent; i++)
		if (graph->nodes[i] && self_issued(graph->nodes[i]))
			ret->root_sent = true;
}

/* The anchor, and whose key signed the leaf: what revocation answers are proven with. */
static void record_issuer(const struct graph *graph, struct seen_trust *ret)
{
	const size_t *path = graph->anchor ? graph->path : graph->deepest;
	size_t count = graph->anchor ? graph->path_count : graph->deepest_count;
	gnutls_x509_crt_t issuer = count > 1 ? graph->nodes[path[1]] : graph->anchor;
	gnutls_datum_t der;

	if (graph->anchor &&
		gnutls_x509_crt_export2(graph->anchor, GNUTLS_X509_FMT_DER, &der) >= 0) {
		ret->anchor_der = chain_base64(der.data, der.size);
		gnutls_free(der.data);
	}
	if (!issuer || gnutls_x509_crt_equals(issuer, graph->nodes[0]) ||
		gnutls_x509_crt_export2(issuer, GNUTLS_X509_FMT_DER, &der) < 0)
		return;
	ret->leaf_issuer = chain_base64(der.data, der.size);
	gnutls_free(der.data);
}

/* Whether a client that takes the chain as it comes finds the path in it. */
static bool path_was_sent(const struct graph *graph)
{
	for (size_t i = 0; i < graph->path_count; i++)
		if ((graph->path[i] != i || i >= graph->sent) &&
			!self_issued(graph->nodes[graph->path[i]]))
			return false;
	return true;
}

/* The chain as the server should send it (RFC 8446 section 4.4.2: the root may be left out). */
static void record_repaired(const struct graph *graph, struct seen_trust *ret)
{
	struct buffer pem = { 0 };
	gnutls_datum_t one;

	if (!graph->anchor || path_was_sent(graph))
		return;
	for (size_t i = 0; i < graph->path_count; i++) {
		gnutls_x509_crt_t cert = graph->nodes[graph->path[i]];

		if ((i && self_issued(cert)) ||
			gnutls_x509_crt_export2(cert, GNUTLS_X509_FMT_PEM, &one) < 0)
			continue;
		buffer_add(&pem, one.data, one.size);
		gnutls_free(one.data);
	}
	ret->repaired = buffer_take(&pem);
}

static void find_paths(const struct http_env *env, const struct settings *settings,
	const struct seen_handshake *handshake, struct graph *graph, struct seen_trust *ret)
{
	record_edges(graph, ret);
	note_roots(graph, ret);
	if (search(graph)) {
		found_path(graph, ret);
		return;
	}
	found_none(graph, ret);
	if (ret->outcome != TRUST_MISSING_ISSUER)
		return;
	if (settings->offline)
		ret->aia_why = memory_text(WHY_OFFLINE);
	else if (settings->depth == DEPTH_QUICK)
		ret->aia_why = memory_text(WHY_QUICK);
	else
		look_beyond(env, settings, handshake, graph, ret);
}

void trust_look(const struct http_env *env, const struct settings *settings,
	const struct trust_store *store, const struct seen_handshake *handshake,
	struct seen_trust *ret)
{
	struct graph graph = { .store = store };

	store_record(store, ret);
	for (size_t i = 0; i < handshake->chain_count; i++) {
		gnutls_datum_t der = { NULL, 0 };

		if (handshake->chain[i].der && chain_from_base64(handshake->chain[i].der, &der)) {
			graph_add(&graph, &der);
			gnutls_free(der.data);
		} else {
			graph.nodes[graph.count++] = NULL;
		}
	}
	graph.sent = graph.count;
	find_paths(env, settings, handshake, &graph, ret);
	record_issuer(&graph, ret);
	if (ret->outcome == TRUST_MISSING_ISSUER || ret->outcome == TRUST_PRIVATE_ROOT)
		note_known_root(&graph, ret);
	if (graph.anchor)
		ret->anchor_place = store_place(store, settings, graph.anchor);
	record_repaired(&graph, ret);
	graph_free(&graph);
}
