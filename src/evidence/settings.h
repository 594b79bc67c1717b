/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How shall we look? Everything that the command line, the configuration or the wizard decided for one
 * target. Plain data; texts are owned.
 */
#ifndef EVIDENCE_SETTINGS_H
#define EVIDENCE_SETTINGS_H

#include <stdbool.h>
#include <stdint.h>
#include "evidence/target.h"

enum depth { DEPTH_QUICK, DEPTH_NORMAL, DEPTH_DEEP };

enum sni_mode {
	SNI_HOST, /* the target's name (none for an IP address, RFC 6066 section 3) */
	SNI_NAME, /* servername */
	SNI_NONE,
};

enum device {
	DEVICE_THIS, /* the trouble is on this computer */
	DEVICE_OTHER, /* on somebody else's: what is found here about this computer is only a remark */
};

/* May others be asked, beside the target and those whom its certificate names (evidence/reference.h)? */
enum reference {
	REFERENCE_ASK, /* the wizard asks the person; where nobody can be asked, that is a no */
	REFERENCE_ALWAYS,
	REFERENCE_NEVER,
};

struct settings {
	struct target target;
	enum depth depth;
	enum sni_mode sni;
	char *servername; /* for SNI_NAME: also the name the certificate is judged by */
	char *connect_address; /* --connect-to: an IP literal or name to connect to instead, or NULL */
	int connect_port; /* 0: the target's */
	bool origin; /* --origin: what is there is the site's own server, and its visitor is a CDN */
	int family; /* 0 both, 4 or 6 */
	char *ca_file; /* added to the system's roots, or NULL */
	char *ca_pem; /* the same from memory (practice), or NULL */
	bool no_system_trust; /* tests only: trust ca_file and ca_pem alone */
	char *proxy; /* "http://host:port", "socks5h://..." (net/proxy.h), or NULL for none */
	char *proxy_other; /* one that the environment names and that is of an unknown kind: not used */
	bool no_proxy; /* --no-proxy: not even that of the desktop's settings */
	char *proxy_library; /* tests only: in the place of libproxy (net/desktop.h), or NULL */
	char *cert_file; /* a client certificate, or NULL; where it lies is never saved */
	char *key_file;
	bool client_cert; /* there was one to be shown: that is saved */
	int connect_timeout_ms; /* 5000 */
	int handshake_timeout_ms; /* 10000 */
	int total_timeout_ms; /* 0: see settings_total_ms() */
	int rate; /* new connections a second to one address; 0 no limit; default 20 */
	bool gentle; /* one open at a time, one a second */
	bool offline; /* only the target */
	enum reference reference;
	char *reference_sites; /* "host[:port], ..." to shake hands with, or NULL: the usual ones */
	char *time_servers; /* likewise, for SNTP */
	char *portal_probes; /* "http://host/path ANSWER, ...", likewise */
	enum device device;
	char *user; /* whose browser profiles are read, or NULL: of whoever runs this */
	char *root; /* this computer's files are looked for below this folder, or NULL: / */
	char *only; /* check ids, comma separated, or NULL */
	char *skip;
	int64_t now_offset_s; /* added to this computer's clock before judging (tests); 0 */
};

/* Sets the defaults named above on zeroed memory. */
void settings_init(struct settings *settings);
void settings_copy(struct settings *to, const struct settings *from);
void settings_free(struct settings *settings);

/* How long all may take: what was asked for, else 20 s; 60 s for everything, 5 minutes at the gentle pace. */
int settings_total_ms(const struct settings *settings);

/* The name that SNI carries, or NULL for none; and the name the certificate must match. */
const char *settings_sni(const struct settings *settings);
const char *settings_cert_name(const struct settings *settings);

#endif
