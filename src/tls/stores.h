/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Must everybody load the system's roots anew? Those who look at many servers in one run share them: each set of
 * anchors is loaded once. None changes once it is loaded: several threads may read it.
 */
#ifndef TLS_STORES_H
#define TLS_STORES_H

#include "tls/store.h"

struct trust_stores;

struct trust_stores *trust_stores_new(void);

/* The anchors that SETTINGS ask for (ca_file, ca_pem, no_system_trust), loaded by the first who asks while others
 * wait. Never NULL; nobody's to free; lives as long as STORES. From any thread. */
struct trust_store *trust_stores_get(struct trust_stores *stores, const struct settings *settings);

/* When nobody uses any of them any more. NULL does nothing. */
void trust_stores_free(struct trust_stores *stores);

#endif
