/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check/chain.h"

#include <string.h>

const struct seen_cert *chain_leaf(const struct seen_handshake *handshake)
{
	return handshake->chain_count ? &handshake->chain[0] : NULL;
}

const char *chain_called(const struct seen_cert *cert)
{
	if (cert->common_name && *cert->common_name)
		return cert->common_name;
	return cert->dns_name_count ? cert->dns_names[0] : cert->subject;
}

bool chain_is_public(const struct seen_cert *cert)
{
	return cert->public_policy || cert->sct_count > 0;
}

static bool in_list(const size_t *list, size_t count, size_t index)
{
	for (size_t i = 0; i < count; i++)
		if (list[i] == index)
			return true;
	return false;
}

static size_t along_path(const struct evidence *evidence, size_t ret[CHAIN_MOST])
{
	const struct seen_trust *trust = &evidence->trust;
	size_t count = 0;

	for (size_t i = 0; i < trust->path_count && count < CHAIN_MOST; i++)
		if (trust->path[i] >= 0 && (size_t)trust->path[i] < evidence->handshake.chain_count)
			ret[count++] = (size_t)trust->path[i];
	return count;
}

/* Follows the edges up from the leaf. */
static size_t along_edges(const struct evidence *evidence, size_t ret[CHAIN_MOST])
{
	const struct seen_trust *trust = &evidence->trust;
	size_t count = 1;

	ret[0] = 0;
	for (size_t next = 0; next < count; next++) {
		for (size_t e = 0; e < trust->edge_count && count < CHAIN_MOST; e++) {
			const struct seen_edge *edge = &trust->edges[e];

			if (edge->child != (int)ret[next] || !edge->name_fits || !edge->verifies)
				continue;
			if (edge->issuer >= 0 &&
				(size_t)edge->issuer < evidence->handshake.chain_count &&
				!in_list(ret, count, (size_t)edge->issuer))
				ret[count++] = (size_t)edge->issuer;
		}
	}
	return count;
}

size_t chain_counting(const struct evidence *evidence, size_t ret[CHAIN_MOST])
{
	size_t count = 0;

	if (!evidence->handshake.chain_count)
		return 0;
	if (evidence->parts[PART_TRUST].state == PART_SEEN)
		count = along_path(evidence, ret);
	return count ? count : along_edges(evidence, ret);
}
