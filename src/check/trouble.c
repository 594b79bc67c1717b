/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check/trouble.h"

#include "check/chain.h"
#include "check/hostname.h"

bool trouble_of_name(const struct evidence *evidence)
{
	const struct seen_cert *leaf = chain_leaf(&evidence->handshake);
	const char *name = settings_cert_name(&evidence->settings);

	return leaf && name && !leaf->malformed && !hostname_certified(leaf, name);
}

bool trouble_of_trust(const struct evidence *evidence)
{
	enum trust_outcome outcome = evidence->trust.outcome;

	return evidence->parts[PART_TRUST].state == PART_SEEN && outcome != TRUST_OK &&
	       outcome != TRUST_NO_STORE && evidence->trust.aia != 1;
}

bool trouble_seen(const struct evidence *evidence)
{
	const struct part_status *parts = evidence->parts;

	if (parts[PART_CONNECT].state == PART_SEEN && evidence->connect.chosen < 0)
		return true;
	if (parts[PART_HANDSHAKE].state == PART_SEEN && evidence->handshake.outcome != HS_DONE &&
		evidence->handshake.outcome != HS_CANCELLED)
		return true;
	if (trouble_of_trust(evidence))
		return true;
	return parts[PART_HANDSHAKE].state == PART_SEEN && trouble_of_name(evidence);
}
