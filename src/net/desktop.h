/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which proxy do the settings of the desktop name? libproxy knows them (GNOME, KDE, automatic configuration); it is
 * asked where it is installed, and nothing is missing where it isn't.
 */
#ifndef NET_DESKTOP_H
#define NET_DESKTOP_H

#include "base/timing.h"

#define DESKTOP_LIBRARY "libproxy.so.1" /* 0.4 and 0.5 have the same functions */

/*
 * The proxy for "https://HOST:PORT/" as LIBRARY says, as a URL that proxy_parse() reads, to be freed. NULL: none, none
 * that is known here, no such library, or no answer before DEADLINE or CANCEL: reading an automatic configuration
 * may take as long as its server likes, so a thread of its own asks and is left behind. It may contact the host
 * that the settings name for that.
 */
char *desktop_proxy(const char *library, const char *host, int port, struct deadline deadline,
	const struct cancel *cancel);

#endif
