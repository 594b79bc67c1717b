/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Who may be asked beside the target, and who is it? Nobody without consent; then the names of the
 * settings, or the usual ones below.
 */
#ifndef EVIDENCE_REFERENCE_H
#define EVIDENCE_REFERENCE_H

#include <stdbool.h>
#include <stddef.h>
#include "evidence/settings.h"

/*
 * Unrelated organisations, with certificates of different authorities, known for staying; time servers
 * that are run for everybody (https://developers.cloudflare.com/time-services/ntp/,
 * https://jjy.nict.go.jp/tsp/PubNtp/index-e.html); pages that Firefox and Debian's NetworkManager ask
 * for the same purpose (https://firefox-source-docs.mozilla.org/networking/captive_portals.html,
 * package network-manager-config-connectivity-debian). Read 2026-11.
 */
#define REFERENCE_SITES_USUAL "www.wikipedia.org, www.iana.org, www.debian.org"
#define TIME_SERVERS_USUAL "time.cloudflare.com, ntp.nict.jp"
#define PORTAL_PROBES_USUAL                                     \
	"http://detectportal.firefox.com/success.txt success, " \
	"http://network-test.debian.org/nm NetworkManager is online"

#define REFERENCES_MOST 4 /* of each kind that are asked */

enum reference_kind { REFERENCE_SITES, REFERENCE_TIME_SERVERS, REFERENCE_PORTAL_PROBES };

/* Whether SETTINGS allow to ask others at all: consent was given, and it isn't --offline. */
bool reference_allowed(const struct settings *settings);

/* The names of KIND: those of SETTINGS or the usual ones, as they were written. */
const char *reference_list(const struct settings *settings, enum reference_kind kind);

/* Writes the items of LIST (comma separated, blanks around taken off, at most REFERENCES_MOST) to RET, each
 * to be freed by the caller; returns how many. */
size_t reference_items(const char *list, char *ret[REFERENCES_MOST]);

/*
 * "host" or "host:port" into RET_HOST (to be freed) and RET_PORT (USUAL_PORT when none is given). false
 * when ITEM is neither; then nothing is set.
 */
bool reference_place(const char *item, int usual_port, char **ret_host, int *ret_port);

/*
 * "http://host/path EXPECTED" into RET_URL and RET_EXPECTED (to be freed): EXPECTED is what the page's
 * text begins with, or a status of three digits. false when ITEM is nothing of the kind.
 */
bool reference_probe(const char *item, char **ret_url, char **ret_expected);

/* Every host that would be asked, for the question to the person: at most ROOM names to RET, each to be
 * freed by the caller, none twice; returns how many. */
size_t reference_hosts(const struct settings *settings, char **ret, size_t room);

#endif
