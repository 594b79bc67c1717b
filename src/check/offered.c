/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check/offered.h"

#include "check/offers.h"

enum { FIRST = 0x0300, LAST = 0x0304 };

static unsigned bit(int version)
{
	return version >= FIRST && version <= LAST ? OFFERED_BIT(version) : 0;
}

/* A server takes the newest version that both know (RFC 8446 section 4.2.1, RFC 5246 appendix E.1). */
static void from_hello(const struct seen_handshake *handshake, struct offered *offered)
{
	offered->spoken |= bit(handshake->version);
	for (int version = handshake->version + 1;
		handshake->version >= FIRST && version <= handshake->offered_max; version++)
		offered->refused |= bit(version);
}

static void from_trial(const struct seen_trial *trial, struct offered *offered)
{
	const struct seen_handshake *handshake = &trial->handshake;

	if (handshake->version >= 0 || handshake->outcome == HS_DONE)
		offered->spoken |= bit(trial->version);
	else if (handshake->outcome == HS_ALERT || handshake->outcome == HS_CLOSED ||
		 handshake->outcome == HS_RESET)
		offered->refused |= bit(trial->version);
}

const struct seen_matrix *offered_matrix(const struct evidence *evidence)
{
	return offers_whole(evidence) ? &evidence->matrix : NULL;
}

struct offered offered_versions(const struct evidence *evidence)
{
	struct offered offered = { 0 };

	from_hello(&evidence->handshake, &offered);
	if (evidence->parts[PART_VERSIONS].state == PART_SEEN)
		for (size_t i = 0; i < evidence->versions.count; i++)
			from_trial(&evidence->versions.items[i], &offered);
	if (evidence->parts[PART_MATRIX].state == PART_SEEN)
		for (size_t i = 0; i < evidence->matrix.offer_count; i++) {
			const struct seen_offer *offer = &evidence->matrix.offers[i];

			offered.spoken |= offer->spoken == 1 ? bit(offer->version) : 0;
			offered.refused |= offer->spoken == 0 ? bit(offer->version) : 0;
		}
	offered.refused &= ~offered.spoken;
	return offered;
}
