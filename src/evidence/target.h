/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which service does the person mean? Turns what people type or paste into a host, a port and a way to
 * speak, or says why it can't be one.
 */
#ifndef EVIDENCE_TARGET_H
#define EVIDENCE_TARGET_H

#include <stdbool.h>
#include <stddef.h>

enum starttls {
	STARTTLS_NONE, /* TLS from the first byte */
	STARTTLS_SMTP,
	STARTTLS_LMTP,
	STARTTLS_IMAP,
	STARTTLS_POP3,
	STARTTLS_FTP,
	STARTTLS_LDAP,
	STARTTLS_XMPP,
	STARTTLS_XMPP_SERVER,
	STARTTLS_SIEVE,
	STARTTLS_NNTP,
	STARTTLS_POSTGRES,
	STARTTLS_MYSQL,
	STARTTLS_IRC,
	STARTTLS_COUNT
};

struct target {
	char *typed; /* what the person gave, cleaned, without quotes around it or user:password@ */
	char *host; /* what is looked up and sent as SNI: lower-case A-labels, or an IP literal without [] */
	char *shown; /* for people: U-labels where they differ, else the same as host */
	int port; /* 1 to 65535 */
	bool is_ip; /* host is an IPv4 or IPv6 literal */
	bool http; /* a web address, or nothing says otherwise: port 443 rules apply */
	enum starttls starttls;
	char *path; /* of a pasted URL with its query, begins with '/'; "/" when there was none; ASCII, the
	                rest %-encoded */
};

enum target_error {
	TARGET_OK,
	TARGET_EMPTY, /* nothing but blanks or quotes */
	TARGET_SENTENCE, /* several words: that isn't an address */
	TARGET_CONTROL, /* a control, bidi or invisible character in it (what text_clean changes) */
	TARGET_TOO_LONG, /* a name over 253 or a label over 63 characters */
	TARGET_NO_HOST, /* "https:///x", ":443" */
	TARGET_BAD_LABEL, /* "-host.com", "a..b", a character that no host name has */
	TARGET_BAD_PORT, /* 0, 70000, letters */
	TARGET_BAD_SCHEME, /* "gopher://": no TLS that we know */
	TARGET_BAD_ADDRESS, /* "1.2.3.400", "[::1" */
	TARGET_BAD_IDN, /* not convertible by IDNA 2008 / UTS 46 */
	TARGET_ERROR_COUNT
};

/*
 * Reads TYPED: example.com, example.com:8443, https://example.com/x?y, 192.0.2.1, 2001:db8::1,
 * [2001:db8::1]:443, smtp://mail.example.com, with blanks, quotes (also 「」 and “”), angle brackets, a
 * final dot or full-width letters around or in it; an IDN in its own script. user:password@ is dropped.
 * Schemes: https, http (port 443 unless one is given, with http set), smtp(25) submission(587) lmtp(24)
 * imap(143) pop3(110) ftp(21) ldap(389) xmpp(5222) xmpp-server(5269) sieve(4190) nntp(119)
 * postgres/postgresql(5432) mysql(3306) irc(6667) with STARTTLS; smtps(465) imaps(993) pop3s(995)
 * ftps(990) ldaps(636) ircs(6697) nntps(563) tls(443) without; and wss(443), submissions(465).
 * Without a scheme, the well-known STARTTLS ports 25, 587, 143, 110, 21, 389, 5222, 5269, 4190, 119,
 * 5432, 3306 choose their protocol, and the ports of the services with TLS at once clear http.
 * Refused although some programs take it: IPv6 zones (fe80::1%eth0), "127.1" and "0x7f.1" for addresses,
 * emoji; more than 8192 bytes. On TARGET_OK RET is filled and to be freed; else it is left zeroed.
 */
enum target_error target_parse(const char *typed, struct target *ret);
void target_copy(struct target *to, const struct target *from);
void target_free(struct target *target);

/* "host", "host:8443", "2001:db8::1", "[2001:db8::1]:8443": the port only when it isn't 443. The caller
 * frees it. */
char *target_name(const struct target *target);

/* "smtp"; NULL for STARTTLS_NONE. The reverse: STARTTLS_COUNT when unknown. */
const char *starttls_name(enum starttls starttls);
enum starttls starttls_by_name(const char *name);

#endif
