/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check/site.h"

#include "check/chain.h"
#include "check/hostname.h"

/* Whether the certificate is made out to the site. */
static bool is_certified(const struct seen_site *site)
{
	const struct seen_cert *leaf = chain_leaf(&site->handshake);
	struct target target;
	bool certified;

	if (!leaf || !site->host || target_parse(site->host, &target) != TARGET_OK)
		return false;
	certified = hostname_certified(leaf, target.host);
	target_free(&target);
	return certified;
}

enum site_state site_state(const struct seen_site *site)
{
	switch (site->handshake.outcome) {
	case HS_NOT_TRIED:
	case HS_CANCELLED:
		return site->lookup == LOOKUP_FOUND || site->lookup == LOOKUP_NOT_NEEDED
			       ? SITE_NOT_ASKED
			       : SITE_UNREACHED;
	case HS_NO_CONNECTION:
		return SITE_UNREACHED;
	case HS_DONE:
		return site->trusted != 0 && is_certified(site) ? SITE_FINE : SITE_DISTRUSTED;
	default:
		return SITE_BROKEN;
	}
}

struct site_counts site_count(const struct evidence *evidence)
{
	struct site_counts counts = { 0 };

	if (evidence->parts[PART_SITES].state != PART_SEEN)
		return counts;
	for (size_t i = 0; i < evidence->sites.count; i++)
		counts.of[site_state(&evidence->sites.items[i])]++;
	counts.reached = counts.of[SITE_BROKEN] + counts.of[SITE_DISTRUSTED] + counts.of[SITE_FINE];
	counts.asked = counts.reached + counts.of[SITE_UNREACHED];
	return counts;
}

size_t site_names(const struct evidence *evidence, unsigned states, char *ret[SITES_MOST])
{
	const struct seen_sites *sites = &evidence->sites;
	size_t count = 0;

	for (size_t i = 0; i < sites->count && count < SITES_MOST; i++)
		if (sites->items[i].host && (states & 1u << site_state(&sites->items[i])))
			ret[count++] = sites->items[i].host;
	return count;
}
