/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What does a client offer? Builds the ClientHello that a description asks for, also such as no library
 * would send, and reads anybody's. Bytes only, no I/O, and no cryptography: the shares are noise, so no
 * handshake begun with such a hello can be finished.
 *
 * RFC 8446 section 4.1.2 (TLS 1.3), RFC 5246 section 7.4.1.2, RFC 6101 (SSL 3), RFC 5246 section E.2 and
 * draft-hickman-netscape-ssl-00 (SSL 2's form); extensions: RFC 6066 (SNI, status_request), RFC 7301
 * (ALPN), RFC 8422 and 7919 (groups, point formats), RFC 5746 (renegotiation_info), RFC 7627 (extended
 * master secret), RFC 7366 (encrypt-then-MAC), RFC 5077 (session ticket), RFC 7685 (padding), RFC 8701
 * (GREASE), RFC 7507 (fallback SCSV), RFC 8446 section 4.2 (all else).
 */
#ifndef TLS_HELLO_H
#define TLS_HELLO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/buffer.h"

/* A list of numbers; for hello_build() borrowed, in a struct hello owned by it. */
struct numbers {
	const unsigned *at;
	size_t count;
};

struct hello_share {
	unsigned group;
	size_t size; /* bytes of the share; 0: as big as the group's are (1 for GREASE) */
};

/* The ClientHello to build; all borrowed. What is 0 is left out unless it says otherwise. */
struct hello_plan {
	int version; /* client_version: 0x0002, 0x0300 ... 0x0303 (also for TLS 1.3), or any other */
	int record_version; /* 0: 0x0300 for SSL 3, else 0x0301 */
	bool ssl2_form; /* in an SSL 2 record, also when VERSION is higher: no extensions then */
	bool session_id; /* 32 bytes of it, as TLS 1.3 sends for old middleboxes' sake */
	bool renegotiation_scsv, fallback_scsv; /* at the end of the suites */
	bool grease; /* in suites, groups, versions, shares, and two extensions; which, SEED says */
	uint64_t seed; /* random and all noise follow from it */

	struct numbers suites; /* above 0xffff: SSL 2's kinds, left out where they can't stand */
	struct numbers compressions; /* none: null alone */

	/* Extensions. Those of a list are sent when it has entries. SSL 3 may have them, too. */
	const char *sni; /* the name as it goes on the wire */
	struct numbers versions, groups, schemes;
	bool point_formats; /* uncompressed; goes with curves up to TLS 1.2 */
	const char *const *alpn;
	size_t alpn_count;
	bool status_request;
	bool extended_master_secret, encrypt_then_mac, session_ticket, renegotiation_info;
	bool key_share; /* sent, also with no share in it: the server then asks for its favourite group */
	const struct hello_share *shares;
	size_t share_count;
	bool psk_modes; /* psk_dhe_ke */
	const void *cookie; /* of a HelloRetryRequest */
	size_t cookie_length;

	/*
	 * Handshake header and message shall have this many bytes, by padding: more than the hello itself
	 * needs, or nothing is added. 0: only as much padding as avoids the lengths that break old
	 * servers, see hello_length_breaks(), where there is an extension already.
	 */
	size_t length;
	bool unpadded; /* not even that */
};

/*
 * Adds the records of the hello to RET. A list is cut where the vectors end: 32,000 suites (10,000 in SSL 2's
 * form), 32 ALPN names, 120 versions, 4,096 entries of any other, 28,000 bytes of shares, 65,000 of extensions.
 */
void hello_build(const struct hello_plan *plan, struct buffer *ret);

/*
 * Whether servers are known to break on a ClientHello of LENGTH bytes, its 4-byte header counted: 256 to
 * 511 (F5, RFC 7685 section 1), 10 or 14 more than a multiple of 256 (found by testssl.sh, PR 1113, 1120).
 */
bool hello_length_breaks(size_t length);

/* What today's clients send, for plans that are not about them. */
extern const struct numbers hello_usual_groups, hello_usual_schemes;

/* A ClientHello that was read. Owned; free with hello_free(). */
struct hello {
	bool ssl2_form;
	int record_version; /* of the first record; -1 in SSL 2's form */
	size_t records; /* that carry it; 0 in SSL 2's form */
	size_t wire_length; /* of the message with the headers of its records */
	int version; /* client_version */
	size_t length; /* of the message with its header, see hello_length_breaks() */
	size_t session_id_length;
	struct numbers suites, compressions;
	struct numbers extensions; /* their types in the order sent; the first of a type is read */
	char *sni; /* cleaned for showing, or NULL */
	struct numbers versions, groups, schemes, certificate_schemes, point_formats, psk_modes;
	struct numbers shares; /* the groups of key_share ... */
	struct numbers share_sizes; /* ... and the size of each share */
	struct numbers compressors; /* of certificates, RFC 8879 */
	char **alpn; /* cleaned for showing */
	size_t alpn_count;
	size_t first_alpn_length; /* of the first name as it was sent ... */
	unsigned char first_alpn_ends[2]; /* ... and its first and last byte */
	size_t cookie_length, padding_length, ticket_length;
};

enum hello_outcome {
	HELLO_OK,
	HELLO_MORE, /* right so far, but not all there yet */
	HELLO_BAD, /* no ClientHello */
	HELLO_OUTCOME_COUNT
};

/*
 * Reads the ClientHello at the start of LENGTH BYTES (its records, or SSL 2's form). RET is always
 * initialised, and filled only with HELLO_OK. An extension that makes no sense is listed and not read.
 */
enum hello_outcome hello_parse(const void *bytes, size_t length, struct hello *ret);

bool hello_has(const struct hello *hello, unsigned extension);

void hello_free(struct hello *hello);

#endif
