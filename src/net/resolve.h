/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which addresses does this name have? The system's resolver answers, so that /etc/hosts and the
 * person's own DNS count as they do for their browser.
 */
#ifndef NET_RESOLVE_H
#define NET_RESOLVE_H

#include "base/timing.h"
#include "evidence/evidence.h"

/*
 * Looks NAME up (FAMILY 0 both, 4 or 6) into RET, whose old content is not freed. A numeric name is taken as it
 * is. getaddrinfo() can't be interrupted, so it runs in a thread of its own that is left behind when
 * DEADLINE passes or CANCEL is asked; what it finds later is thrown away.
 * 0; ECANCELED when cancelled; another errno when this computer could not even ask.
 */
int resolve_name(const char *name, int family, struct deadline deadline,
	const struct cancel *cancel, struct seen_lookup *ret);

/*
 * The same, but asks the name service of resolv.conf for just this name: no hosts file, no search domains,
 * once. LOOKUP_NO_SUCH_NAME also when it has no address of FAMILY.
 */
int resolve_exactly(const char *name, int family, struct deadline deadline,
	const struct cancel *cancel, struct seen_lookup *ret);

#endif
