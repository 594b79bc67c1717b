/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How did a reference site fare, and whom does it share with others?
 */
#ifndef CHECK_SITE_H
#define CHECK_SITE_H

#include <stdbool.h>
#include <stddef.h>
#include "evidence/evidence.h"

enum site_state {
	SITE_NOT_ASKED, /* this computer could not ask, or was told to stop */
	SITE_UNREACHED, /* no address, no connection */
	SITE_BROKEN, /* connected, and the handshake failed */
	SITE_DISTRUSTED, /* shook hands, with a certificate that isn't trusted here or isn't the site's */
	SITE_FINE,
	SITE_STATE_COUNT
};
enum site_state site_state(const struct seen_site *site);

/* How many of the sites fared how. All zero when they weren't looked at. */
struct site_counts {
	size_t of[SITE_STATE_COUNT];
	size_t asked; /* all but SITE_NOT_ASKED */
	size_t reached; /* those with a handshake, good or bad */
};
struct site_counts site_count(const struct evidence *evidence);

/* Writes the names of the sites in one of STATES (bits 1u << enum site_state) to RET, borrowed; returns how
 * many. */
#define SITES_MOST 16
size_t site_names(const struct evidence *evidence, unsigned states, char *ret[SITES_MOST]);

#endif
