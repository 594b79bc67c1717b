/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What can a browser of this version do, as far as TLS goes?
 */
#ifndef CHECK_BROWSER_VERSIONS_H
#define CHECK_BROWSER_VERSIONS_H

#include "evidence/evidence.h"

/* The number before the first dot of VERSION ("153.7.0"), or -1. */
int browser_major(const char *version);

/* The versions that BROWSER speaks at MAJOR unless somebody changed it: OFFERED_BIT()s; 0 unknown. */
unsigned browser_speaks(enum browser browser, int major);

/* "tls1.2" of policies; 0 when it is none. */
int browser_version_named(const char *text);

/* Whether BROWSER at MAJOR (-1: not known) still heeds the policies SSLVersionMin and SSLVersionMax. */
bool browser_heeds_ssl_version(enum browser browser, int major);

/* The suite that Firefox's preference NAME ("security.ssl3.ecdhe_rsa_aes_128_sha") turns on or off, or 0. */
unsigned browser_pref_suite(const char *name);

/* The suites up to TLS 1.2 that Firefox offers unless somebody changed it. */
const unsigned *browser_firefox_suites(size_t *ret_count);

#endif
