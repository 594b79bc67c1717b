/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How do we look? A probe does I/O, fills its part of the evidence, judges nothing. Straight-line code in
 * the prober's thread; what it sees is what the parts before it filled.
 */
#ifndef PROBE_PROBE_H
#define PROBE_PROBE_H

#include "base/timing.h"
#include "evidence/evidence.h"
#include "net/budget.h"
#include "net/exchange.h"
#include "net/http.h"
#include "tls/handshake.h"
#include "tls/trust.h"

struct probe_env {
	struct budget *budget;
	const struct cancel *cancel;
	struct deadline deadline; /* of the whole run */
	struct ticket
		*ticket; /* what the judged handshake left; NULL: this run doesn't look at it */
	struct trust_store *(*store)(
		void *context); /* the anchors; may wait for them to be loaded */
	void (*rung)(void *context, enum stage stage); /* how far the judged handshake has got */
	void (*step)(void *context, int done, int of); /* small looks finished, of how many known */
	void (*asked)(void *context, int hellos); /* sent so far by a look that sends many */
	void (*posted)(void *context, enum part part); /* a part filled on the way is whole */
	void *context;
};

struct probe {
	enum part part;
	bool beside; /* needs nothing of the probes next to it that are also so: they look at the same time */
	/*
	 * Fills its part of SEEN, whose earlier parts are whole, and sets its status. SEEN->settings say how.
	 * Returns when cancelled or at the deadline at the latest.
	 */
	void (*look)(const struct probe_env *env, struct evidence *seen);
};

/* All probes, in the order in which they look. PART_CONNECT and PART_HANDSHAKE are filled by one probe. */
const struct probe *probe_at(size_t index); /* NULL after the last */

/* ---- for probes ---- */
void probe_done(struct evidence *seen, enum part part, int64_t began_us); /* status SEEN */
struct http_env probe_http_env(const struct probe_env *env);
struct exchange_env probe_exchange_env(const struct probe_env *env); /* valid as long as ENV */

/* The proxy of SETTINGS into RET (proxy_free() it); false: none. */
bool probe_proxy(const struct settings *settings, struct proxy *ret);

/*
 * RET is made an exchange with *ADDRESS (both borrowed) as the settings of SEEN and its judged connection say: port,
 * proxy, STARTTLS, timeouts. Its wire is the caller's.
 */
void probe_exchange(const struct evidence *seen, const char *const *address,
	const struct proxy *proxy, struct exchange *ret);

/* The first address of HOST, or NULL. The caller frees it. */
char *probe_first_address(const struct probe_env *env, const struct settings *settings,
	const char *host, int timeout_ms);

/* Whom a proxy of SEEN shall connect to for the target: its address where that is wanted, else its name. */
const char *probe_behind(const struct evidence *seen);

/* One handshake each for COUNT trials, side by side, at the addresses they name. */
struct trial_wish {
	const char *label;
	const char *address; /* numeric */
	const char *sni; /* or NULL */
	int min, max;
	bool timestamps; /* asks for those of logs, and for nothing more: see struct handshake_wish */
	bool small; /* has the server answer in small segments */
	int most_ms; /* waits for answers no longer than that; 0: as long as the settings say */
};
void probe_trials(const struct probe_env *env, const struct evidence *seen,
	const struct trial_wish *wishes, size_t count, struct seen_trials *ret);

/* Whether another ClientHello to the same place could tell more: it answered in TLS, or cut us off. */
bool probe_worth_more(const struct evidence *seen);

/* Whether a path leads from the chain of HANDSHAKE to an anchor of this computer: 1, 0, or -1 without a chain or
 * a store. RET_ANCHOR and RET_PLACE (either may be NULL) as in struct seen_trust, to be freed. Fetches
 * nothing: what wasn't sent counts as missing. */
int probe_trusted(const struct probe_env *env, const struct evidence *seen,
	const struct seen_handshake *handshake, char **ret_anchor, char **ret_place);

/* Whether others may be asked for PART; when not, its status says why: no consent, --offline, --quick. */
bool probe_may_refer(struct evidence *seen, enum part part);

/* The address of the judged handshake, or NULL when nothing was connected. */
const char *probe_chosen(const struct evidence *seen);

/* Whether this computer itself is to be looked at; sets the status of PART when it isn't. */
bool probe_reads_here(struct evidence *seen, enum part part);

extern const struct probe probe_clock, probe_lookup, probe_handshake, probe_trust, probe_sni,
	probe_versions, probe_addresses, probe_matrix, probe_today, probe_resumption, probe_http,
	probe_revocation, probe_times, probe_sites, probe_resolver, probe_portal, probe_policy,
	probe_browsers, probe_detour, probe_repeats, probe_timekeeper;

#endif
