/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which host does a name mean on the wire, and how is it shown? IP literals, host names, and names in
 * other scripts (IDNA 2008 with the mapping of UTS 46); for target.c.
 */
#ifndef EVIDENCE_HOST_H
#define EVIDENCE_HOST_H

#include "evidence/target.h"

/*
 * NAME is UTF-8 without brackets or port. Sets host, shown and is_ip of RET (the caller frees). An IPv4
 * address is four decimal numbers only; a name whose last label is a number is refused, as other programs
 * read "0x7f.1" or "127.1" as addresses. Pure ASCII is only lower-cased and loses one final dot.
 */
enum target_error host_read_name(const char *name, struct target *ret);

/* TEXT is an IPv6 literal without brackets; a zone ("fe80::1%eth0") is refused. */
enum target_error host_read_ipv6(const char *text, struct target *ret);

#endif
