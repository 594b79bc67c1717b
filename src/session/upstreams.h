/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Would this nginx configuration work? Reads it, reads the certificate files that it names, shakes hands with each
 * upstream as that nginx would, and says which line is at fault.
 */
#ifndef SESSION_UPSTREAMS_H
#define SESSION_UPSTREAMS_H

#include "base/timing.h"
#include "net/budget.h"
#include "webserver/nginx_seen.h"

struct upstreams {
	char *file; /* as given */
	int file_errno; /* not 0: it can't be read, and all else is empty */
	struct nginx_version version; /* whose defaults count; all 0: unknown, today's count */
	struct nginx_conf conf;
	struct nginx_passes passes;
	struct nginx_listens listens;
	struct nginx_looks looks;
	struct nginx_certificate_seen *certificates;
	size_t certificate_count;
	size_t not_looked; /* places left out because there are too many, or time was up */
	struct nginx_faults faults; /* sorted */
};

/*
 * Reads FILE ("-": standard input) and everything it names, connects as SETTINGS allow (its ca_file, ca_pem, timeouts,
 * offline, family; no target) under BUDGET, at most 64 places and 2 minutes. TOLD (may be NULL) is called
 * before each connection with the place. Once CANCEL (may be NULL) is asked, no more places are looked at. VERSION is of
 * the nginx on this computer when OF_THIS_HOST: then it doesn't count for the output of "nginx -T" on another one. RET
 * is to be freed with upstreams_free().
 */
void upstreams_run(const char *file, const struct nginx_version *version, bool of_this_host,
	const struct settings *settings, struct budget *budget, const struct cancel *cancel,
	void (*told)(void *context, const char *place), void *context, struct upstreams *ret);
void upstreams_free(struct upstreams *upstreams);

/* The version of the nginx that is installed on this computer, in the usual places; left as it is when there is none. */
void upstreams_ask_version(struct nginx_version *ret);

/* Whether any fault is more than a remark. */
bool upstreams_found(const struct upstreams *upstreams);

/* Whether no part of the configuration was too large, too deep or out of reach. */
bool upstreams_read_all(const struct upstreams *upstreams);

#endif
