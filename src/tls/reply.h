/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What did the server answer to a ClientHello? Reads it as it comes, from bytes and without I/O, as far as
 * it is not encrypted. However the bytes are cut, the result is the same; nothing of it is trusted.
 *
 * RFC 8446 sections 4 and 5 (TLS 1.3, HelloRetryRequest), RFC 5246 section 7 (TLS 1.2), RFC 8422 and 5246
 * section 7.4.3 (ServerKeyExchange), draft-hickman-netscape-ssl-00 (SSL 2).
 */
#ifndef TLS_REPLY_H
#define TLS_REPLY_H

#include <stdbool.h>
#include <stddef.h>
#include "base/buffer.h"
#include "evidence/evidence.h"
#include "tls/hello.h"

/* After which message has been seen enough. An alert, a HelloRetryRequest and TLS 1.3's ServerHello, behind
 * which all is encrypted, are always enough. */
enum reply_until {
	REPLY_UNTIL_HELLO,
	REPLY_UNTIL_CERTIFICATE, /* TLS <= 1.2 */
	REPLY_UNTIL_DONE, /* TLS <= 1.2: ServerHelloDone */
	REPLY_UNTIL_COUNT
};

enum reply_state {
	REPLY_NOTHING, /* no byte yet, or too few to tell */
	REPLY_TLS, /* TLS, as far as it came */
	REPLY_SSL2, /* an SSL 2 ServerHello or error */
	REPLY_NOT_TLS, /* see reply_service() */
	REPLY_BROKEN, /* began as TLS and went on as something that no version allows, or too large */
	REPLY_STATE_COUNT
};

struct reply_der {
	unsigned char *bytes;
	size_t length;
};

struct reply_ders {
	struct reply_der *at;
	size_t count; /* at most 64, what follows is dropped */
};

/* All numbers are -1 as long as they are unknown. */
struct reply {
	enum reply_state state;
	bool enough; /* further bytes are ignored */
	bool too_large; /* BROKEN because a message exceeded 128 KiB, or all messages 1 MiB */

	int alert; /* the alert that ended it: fatal, or close_notify */
	int warning; /* the last other alert of level warning */
	size_t warning_count; /* after 16 the reply is BROKEN: GnuTLS gives up then, too */

	bool hello; /* ServerHello, a HelloRetryRequest not counted */
	bool retry; /* HelloRetryRequest */
	int record_version; /* of the first record */
	int version; /* chosen; 0x0002 for SSL 2 */
	long suite; /* chosen */
	int compression;
	size_t session_id_length;
	int downgrade; /* 0x0303 or 0x0302: the random says that the server can do more than this version and
			* was not asked for it (RFC 8446 section 4.1.3), which after an honest hello means
			* that somebody changed it */
	struct numbers extensions; /* types, in the order of the server */
	char *alpn; /* chosen, cleaned for showing, or NULL */
	bool secure_renegotiation; /* RFC 5746 */
	bool master_secret; /* RFC 7627 */
	bool encrypt_then_mac; /* RFC 7366 */
	bool session_ticket; /* RFC 5077: will be given */
	bool status_request; /* a staple follows */

	int group; /* of key_share or the ServerKeyExchange; 0xff01, 0xff02 for an explicit curve */
	size_t share_size; /* bytes of the server's share in it */
	int dh_bits; /* of the prime of a ServerKeyExchange */
	int rsa_bits; /* of a temporary key (export suites) */
	int scheme; /* the signature scheme of the ServerKeyExchange (TLS 1.2) */
	unsigned char *cookie; /* of the HelloRetryRequest, to be sent back */
	size_t cookie_length;

	struct reply_ders certificates; /* as sent, the server's first; SSL 2: that one */
	bool staple; /* CertificateStatus came */
	bool certificate_request;
	struct numbers request_types, request_schemes;
	struct reply_ders request_names; /* Names of authorities, DER */
	bool done; /* ServerHelloDone */

	struct numbers kinds; /* SSL 2: what the server can do, too */
	int ssl2_error; /* SSL 2: number of its error message */

	/* Private. */
	enum reply_until until;
	struct buffer
		pending; /* of a record that isn't whole; of NOT_TLS what came, at most 512 bytes */
	struct buffer message; /* handshake bytes that aren't whole messages */
	size_t total;
};

void reply_init(struct reply *reply, enum reply_until until);

/* Takes the next LENGTH BYTES. Returns reply->enough. */
bool reply_feed(struct reply *reply, const void *bytes, size_t length);

/* Who answered, when it isn't TLS: by what came so far, see service_identify(). */
enum service reply_service(const struct reply *reply);

/* The bytes that aren't TLS, ended by a NUL; valid until the next call. NULL when it is TLS. */
const char *reply_text(const struct reply *reply, size_t *ret_length);

/* What the random of a ServerHello says of it: 0x0303, 0x0302 or -1, as in `downgrade` above. */
int reply_downgrade_mark(const unsigned char random[32]);

bool reply_has(const struct reply *reply, unsigned extension);

void reply_free(struct reply *reply);

#endif
