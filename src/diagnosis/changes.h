/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What changed between two runs for the same address? Ids and facts, like findings. Only what was seen both
 * times is compared: what could not be looked at is no change.
 */
#ifndef DIAGNOSIS_CHANGES_H
#define DIAGNOSIS_CHANGES_H

#include "diagnosis/diagnosis.h"
#include "evidence/evidence.h"
#include "evidence/facts.h"

/*
 * Ids and their facts, in their order:
 *   cause-gone, cause-new            cause
 *   certificate                      not_after_before, not_after: the server shows another one
 *   fingerprint                      before, after: SHA-256 of it
 *   issuer                           before, after: of the server's own certificate
 *   chain                            before, after: how many certificates are sent (that certificate is the same)
 *   addresses-new, addresses-gone    addresses
 *   versions-new, versions-gone      versions; those the server speaks
 *   suites-new, suites-gone          suites
 *   groups-new, groups-gone          groups
 *   version, suite, group            before, after: what the judged handshake came to
 */
struct change {
	const char *id; /* static */
	struct facts facts;
};

struct changes {
	struct change *items;
	size_t count;
};

/* One run, finished. */
struct run_seen {
	const struct evidence *evidence;
	const struct causes *causes;
};

/* Fills RET (zeroed or freed before). */
void changes_between(struct run_seen before, struct run_seen after, struct changes *ret);
void changes_copy(struct changes *to, const struct changes *from); /* TO of any content */
void changes_free(struct changes *changes);

#endif
