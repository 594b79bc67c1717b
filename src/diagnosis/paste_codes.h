/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which error numbers stand in this text, and whose are they? A number alone means nothing: what stands
 * before it, its form or its neighbours say which family it belongs to. For paste_index.c.
 */
#ifndef DIAGNOSIS_PASTE_CODES_H
#define DIAGNOSIS_PASTE_CODES_H

#include <stdbool.h>
#include <stddef.h>
#include "diagnosis/paste_text.h"

enum code_family {
	CODE_OPENSSL, /* reasons of OpenSSL's SSL library (sslerr.h), 1.x and 3.x */
	CODE_OPENSSL_COMMON, /* reasons that all its libraries share, 3.x */
	CODE_OPENSSL_X509, /* reasons of its X509 library */
	CODE_OPENSSL_PEM, /* of PEM */
	CODE_OPENSSL_PROVIDER, /* of the providers, 3.x */
	CODE_BORINGSSL, /* reasons of BoringSSL's SSL library */
	CODE_VERIFY, /* X509_V_ERR_* */
	CODE_ALERT, /* TLS alerts that were received, RFC 8446 section 6 */
	CODE_ALERT_SENT, /* the same, sent from here */
	CODE_SCHANNEL, /* HRESULTs of Windows: SEC_E_*, CERT_E_*, CRYPT_E_*, TRUST_E_* */
	CODE_WINHTTP, /* 12000 to 12999 of WinINet and WinHTTP, also as 0x8007xxxx */
	CODE_EVENT, /* Windows events of Schannel */
	CODE_NSS, /* negative: SSL_ERROR_*, SEC_ERROR_*, PR_* */
	CODE_APPLE, /* OSStatus of Secure Transport, -98xx */
	CODE_NSURL, /* NSURLError, -1xxx */
	CODE_CHROME, /* net::Error, negative */
	CODE_CURL, /* CURLcode */
	CODE_GNUTLS, /* negative */
	CODE_MBEDTLS, /* as -0x7780, without the sign */
	CODE_HTTP, /* status numbers of proxies and content networks */
	CODE_FAMILY_COUNT
};

/* "openssl"; CODE_FAMILY_COUNT for a name that is none. */
const char *code_family_name(enum code_family family);
enum code_family code_family_by_name(const char *name, size_t length);

struct code {
	enum code_family family;
	long number; /* HRESULTs as unsigned 32 bits, negative numbers as they are */
	bool sure; /* its form or what stands before it says whose it is; else signs of TLS must be near */
};

enum { CODES_MOST = 2 };

/*
 * Reads the number, if any, that begins at PLACE of TEXT (the first digit of a run of letters and digits).
 * WHOLE: nothing else was pasted. Returns how many readings it has (0: none), writes them to RET and the
 * end of the number to RET_END.
 */
size_t code_read(const struct paste_text *text, size_t tight_place, bool whole,
	struct code ret[CODES_MOST], size_t *ret_end);

#endif
