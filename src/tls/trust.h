/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Does a path lead from these certificates to somebody this computer trusts? Records edges, anchors and
 * what is missing; dates and purposes are for the checks.
 */
#ifndef TLS_TRUST_H
#define TLS_TRUST_H

#include <stdbool.h>
#include "base/timing.h"
#include "evidence/evidence.h"
#include "net/http.h"
#include "tls/store.h"

/*
 * Looks for paths for the chain of HANDSHAKE into RET (initialised by evidence_init; old content is not
 * freed). A missing issuer is fetched from the certificate's caIssuers URL (http only, at most 5 fetches
 * of 64 KiB) unless settings say offline or quick.
 */
void trust_look(const struct http_env *env, const struct settings *settings,
	const struct trust_store *store, const struct seen_handshake *handshake,
	struct seen_trust *ret);

#endif
