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
#include "tls/graph.h"
#include "tls/roots.h"

#define FETCH_BYTES_MOST 65536

/* ---- What was found ---- */

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
			int signing = graph_signing(graph, child, issuer);
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
					       graph_self_signed(graph->nodes[count]));
}

static void record_path(
	const struct graph *graph, const size_t *path, size_t count, struct seen_trust *ret)
{
	ret->path = memory_new(count, sizeof(*ret->path));
	for (size_t i = 0; i < count && path[i] < graph->sent; i++)
		ret->path[ret->path_count++] = (int)path[i];
}

static void found_path(struct graph *graph, struct seen_trust *ret)
{
	enum way_limits limits = graph_take_best(graph);

	ret->outcome = limits == WAY_FORBIDDEN || limits == WAY_ANCHOR ? TRUST_CONSTRAINT
								       : TRUST_OK;
	ret->anchor_forbids = limits == WAY_ANCHOR;
	ret->self_issued_counts = limits == WAY_COUNTED;
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
	else if (graph_self_signed(top))
		ret->outcome = last ? TRUST_PRIVATE_ROOT : TRUST_SELF_SIGNED;
	else
		ret->outcome = TRUST_MISSING_ISSUER;
	if (graph->store->system_count <= 0 && !graph->store->extra.count)
		ret->outcome = TRUST_NO_STORE;
	if (!graph_self_signed(top))
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
		if (graph_search(graph)) {
			ret->aia = 1;
			free(ret->anchor);
			ret->anchor = short_name(graph->anchor, false);
			ret->anchor_extra = store_is_extra(graph->store, graph->anchor);
			return;
		}
		if (graph_self_signed(graph->nodes[before]))
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
	if (!root && !graph_self_signed(top)) {
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
		if (graph->nodes[i] && graph_self_signed(graph->nodes[i]))
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
			!graph_self_signed(graph->nodes[graph->path[i]]))
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

		if ((i && graph_self_signed(cert)) ||
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
	if (graph_search(graph)) {
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
