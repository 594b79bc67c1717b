/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What do this computer's own files say about names? hosts(5) and resolv.conf(5). No I/O in here.
 */
#ifndef NET_HOSTS_H
#define NET_HOSTS_H

#include <stddef.h>

#define HOSTS_MOST 16

/*
 * Writes the addresses that the LENGTH bytes of TEXT, a hosts file, give NAME (without regard to case) to
 * RET, each to be freed by the caller, and the number of the first line that names it to RET_LINE (else
 * 0). Returns how many there are. What isn't an address is passed over, as the system does.
 */
size_t hosts_addresses(
	const char *text, size_t length, const char *name, char *ret[HOSTS_MOST], int *ret_line);

/* Writes the search domains of the LENGTH bytes of TEXT, a resolv.conf, to RET, cleaned, each to be freed by
 * the caller; the last "search" or "domain" line counts. Returns how many. */
size_t hosts_search(const char *text, size_t length, char *ret[HOSTS_MOST]);

#endif
