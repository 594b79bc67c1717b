/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tls/revocation.h"

#include <errno.h>
#include <gnutls/abstract.h>
#include <gnutls/gnutls.h>
#include <gnutls/ocsp.h>
#include <gnutls/x509.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include "base/buffer.h"
#include "base/memory.h"
#include "net/address.h"
#include "net/cache.h"
#include "tls/chain.h"
#include "tls/crl.h"

#define OCSP_BYTES_MOST 65536
#define CRL_BYTES_MOST (10u << 20)
#define ANSWERS_MOST 64 /* of one OCSP response */
#define OCSP_MS 5000
#define CRL_MS 10000

/* ---- Certificates ---- */

static gnutls_x509_crt_t cert_of(const char *base64)
{
	gnutls_datum_t der = { NULL, 0 };
	gnutls_x509_crt_t cert = NULL;

	if (!base64 || !chain_from_base64(base64, &der))
		return NULL;
	if (gnutls_x509_crt_init(&cert) >= 0 &&
		gnutls_x509_crt_import(cert, &der, GNUTLS_X509_FMT_DER) < 0) {
		gnutls_x509_crt_deinit(cert);
		cert = NULL;
	}
	gnutls_free(der.data);
	return cert;
}

static void cert_free(gnutls_x509_crt_t cert)
{
	if (cert)
		gnutls_x509_crt_deinit(cert);
}

/* ---- OCSP ---- */

/* RFC 6960 section 4.2.1 */
static const char *status_words(int status)
{
	switch (status) {
	case GNUTLS_OCSP_RESP_MALFORMEDREQUEST:
		return "malformedRequest";
	case GNUTLS_OCSP_RESP_INTERNALERROR:
		return "internalError";
	case GNUTLS_OCSP_RESP_TRYLATER:
		return "tryLater";
	case GNUTLS_OCSP_RESP_SIGREQUIRED:
		return "sigRequired";
	case GNUTLS_OCSP_RESP_UNAUTHORIZED:
		return "unauthorized";
	default:
		return "error";
	}
}

/* RFC 5280 section 5.3.1 */
static const char *reason_words(unsigned int reason)
{
	static const char *const words[] = { "unspecified", "keyCompromise", "cACompromise",
		"affiliationChanged", "superseded", "cessationOfOperation", "certificateHold", NULL,
		"removeFromCRL", "privilegeWithdrawn", "aACompromise" };

	return reason < sizeof(words) / sizeof(words[0]) ? words[reason] : NULL;
}

/* Signed by the issuer itself, or by whom it gave the purpose OCSPSigning (RFC 6960 section 4.2.2.2). */
static int signed_by(gnutls_ocsp_resp_t response, gnutls_x509_crt_t issuer)
{
	unsigned int wrong = 0;

	if (!issuer || gnutls_ocsp_resp_verify_direct(
			       response, issuer, &wrong, GNUTLS_VERIFY_DISABLE_TIME_CHECKS) < 0)
		return -1;
	return wrong ? 0 : 1;
}

static void read_single(gnutls_ocsp_resp_t response, unsigned int index, struct seen_status *ret)
{
	unsigned int status = 0, reason = 0;
	time_t from = -1, until = -1, revoked = -1;

	if (gnutls_ocsp_resp_get_single(response, index, NULL, NULL, NULL, NULL, &status, &from,
		    &until, &revoked, &reason) < 0) {
		ret->outcome = REVOCATION_UNREADABLE;
		return;
	}
	ret->outcome = status == GNUTLS_OCSP_CERT_GOOD	    ? REVOCATION_NOT_REVOKED
		       : status == GNUTLS_OCSP_CERT_REVOKED ? REVOCATION_REVOKED
							    : REVOCATION_NOT_KNOWN;
	ret->this_update = (int64_t)from;
	ret->next_update = (int64_t)until;
	if (status == GNUTLS_OCSP_CERT_REVOKED) {
		ret->revoked_s = (int64_t)revoked;
		ret->words = memory_text(reason_words(reason));
	}
}

static void read_answers(gnutls_ocsp_resp_t response, gnutls_x509_crt_t leaf,
	gnutls_x509_crt_t issuer, struct seen_status *ret)
{
	ret->outcome = REVOCATION_ANOTHER;
	ret->signature_good = signed_by(response, issuer);
	for (unsigned int i = 0; leaf && i < ANSWERS_MOST; i++) {
		int fits = gnutls_ocsp_resp_check_crt(response, i, leaf);

		if (fits == GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE)
			return;
		if (fits >= 0) {
			read_single(response, i, ret);
			return;
		}
	}
}

void revocation_read_ocsp(const void *bytes, size_t length, const char *leaf, const char *issuer,
	struct seen_status *ret)
{
	gnutls_datum_t der = { (unsigned char *)bytes, (unsigned int)length };
	gnutls_x509_crt_t leaf_cert = cert_of(leaf), issuer_cert = cert_of(issuer);
	gnutls_ocsp_resp_t response = NULL;
	int status;

	ret->outcome = REVOCATION_UNREADABLE;
	if (length && length <= OCSP_BYTES_MOST && gnutls_ocsp_resp_init(&response) >= 0 &&
		gnutls_ocsp_resp_import(response, &der) >= 0) {
		status = gnutls_ocsp_resp_get_status(response);
		if (status == GNUTLS_OCSP_RESP_SUCCESSFUL) {
			read_answers(response, leaf_cert, issuer_cert, ret);
		} else if (status > 0) {
			ret->outcome = REVOCATION_REFUSED;
			ret->words = memory_text(status_words(status));
		}
	}
	if (response)
		gnutls_ocsp_resp_deinit(response);
	cert_free(leaf_cert);
	cert_free(issuer_cert);
}

/* ---- CRL ---- */

static int crl_signed_by(const struct crl *crl, gnutls_x509_crt_t issuer)
{
	gnutls_datum_t bytes = { (unsigned char *)crl->signed_part.at,
		(unsigned int)crl->signed_part.length };
	gnutls_datum_t signature = { (unsigned char *)crl->signature.at,
		(unsigned int)crl->signature.length };
	gnutls_sign_algorithm_t algorithm = gnutls_oid_to_sign(crl->algorithm);
	gnutls_datum_t name = { NULL, 0 };
	gnutls_pubkey_t key = NULL;
	int good = -1;

	if (algorithm == GNUTLS_SIGN_UNKNOWN || gnutls_pubkey_init(&key) < 0)
		return -1;
	if (gnutls_pubkey_import_x509(key, issuer, 0) >= 0 &&
		gnutls_x509_crt_get_raw_dn(issuer, &name) >= 0)
		good = name.size == crl->issuer.length &&
		       !memcmp(name.data, crl->issuer.at, name.size) &&
		       gnutls_pubkey_verify_data2(
			       key, algorithm, GNUTLS_VERIFY_ALLOW_BROKEN, &bytes, &signature) >= 0;
	gnutls_free(name.data);
	gnutls_pubkey_deinit(key);
	return good;
}

static void look_up(const struct crl *crl, gnutls_x509_crt_t leaf, struct seen_status *ret)
{
	unsigned char serial[128];
	size_t size = sizeof(serial);
	bool named, broken;

	if (!leaf || gnutls_x509_crt_get_serial(leaf, serial, &size) < 0)
		return;
	named = crl_names(crl, serial, size, &ret->revoked_s, &broken);
	if (!broken)
		ret->outcome = named ? REVOCATION_REVOKED : REVOCATION_NOT_REVOKED;
}

void revocation_read_crl(const void *bytes, size_t length, const char *leaf, const char *issuer,
	struct seen_status *ret)
{
	gnutls_x509_crt_t leaf_cert = cert_of(leaf), issuer_cert = cert_of(issuer);
	struct crl crl;

	ret->outcome = REVOCATION_UNREADABLE;
	if (length <= CRL_BYTES_MOST && crl_read(bytes, length, &crl) && !crl.indirect) {
		ret->this_update = crl.this_update;
		ret->next_update = crl.next_update;
		if (issuer_cert)
			ret->signature_good = crl_signed_by(&crl, issuer_cert);
		look_up(&crl, leaf_cert, ret);
	}
	cert_free(leaf_cert);
	cert_free(issuer_cert);
}

/* ---- Asking ---- */

static bool target_is_inside(const struct seen_handshake *handshake)
{
	struct sockaddr_storage place;

	return handshake->address && address_socket(handshake->address, 0, &place) &&
	       address_is_inside((struct sockaddr *)&place);
}

/* SHA-1 names the issuer: the only hash that every responder knows (RFC 5019 section 2.1.1). */
static bool ocsp_request(const char *leaf, const char *issuer, struct buffer *ret)
{
	gnutls_x509_crt_t leaf_cert = cert_of(leaf), issuer_cert = cert_of(issuer);
	gnutls_ocsp_req_t request = NULL;
	gnutls_datum_t der = { NULL, 0 };
	bool made = leaf_cert && issuer_cert && gnutls_ocsp_req_init(&request) >= 0 &&
		    gnutls_ocsp_req_add_cert(request, GNUTLS_DIG_SHA1, issuer_cert, leaf_cert) >=
			    0 &&
		    gnutls_ocsp_req_export(request, &der) >= 0;

	if (made)
		buffer_add(ret, der.data, der.size);
	gnutls_free(der.data);
	if (request)
		gnutls_ocsp_req_deinit(request);
	cert_free(leaf_cert);
	cert_free(issuer_cert);
	return made;
}

static void no_answer(int error, struct seen_status *ret)
{
	ret->outcome = REVOCATION_NO_ANSWER;
	if (error == EFBIG)
		ret->outcome = REVOCATION_UNREADABLE;
	if (error == EPERM || error == ECANCELED)
		ret->outcome = REVOCATION_NOT_ASKED;
	ret->why = memory_text(error == EPERM	    ? WHY_PRIVATE
			       : error == ECANCELED ? WHY_CANCELLED
			       : error == ETIMEDOUT ? WHY_TIMEOUT
						    : WHY_LOCAL);
}

static struct http_env within(const struct http_env *env, int most_ms)
{
	struct http_env sooner = *env;

	sooner.deadline = deadline_sooner(env->deadline, deadline_in_ms(most_ms));
	return sooner;
}

/* Whom to ask, and how far they may lead us. */
struct asking {
	const struct http_env *env;
	const struct settings *settings;
	bool inside;
};

static void ask_ocsp(const struct asking *asking, const struct seen_cert *cert, const char *issuer,
	struct seen_status *ret)
{
	struct http_env sooner = within(asking->env, OCSP_MS);
	struct buffer question = { 0 }, answer = { 0 };
	int error = EIO;

	ret->url = memory_text(cert->ocsp_url);
	if (ocsp_request(cert->der, issuer, &question))
		error = http_post(&sooner, asking->settings, cert->ocsp_url,
			"application/ocsp-request", &question, asking->inside, OCSP_BYTES_MOST,
			&answer);
	if (error)
		no_answer(error, ret);
	else
		revocation_read_ocsp(answer.bytes, answer.length, cert->der, issuer, ret);
	buffer_free(&answer);
	buffer_free(&question);
}

static void ask_crl(const struct asking *asking, const struct seen_cert *cert, const char *issuer,
	struct seen_status *ret)
{
	struct http_env sooner = within(asking->env, CRL_MS);
	struct buffer list = { 0 };
	struct cache *cache = budget_cache(asking->env->budget);
	bool kept = cache_get(cache, cert->crl_url, &list);
	int error = 0;

	if (!kept)
		error = http_fetch(&sooner, asking->settings, cert->crl_url, asking->inside,
			CRL_BYTES_MOST, &list);
	ret->url = memory_text(cert->crl_url);
	if (error)
		no_answer(error, ret);
	else
		revocation_read_crl(list.bytes, list.length, cert->der, issuer, ret);
	if (!kept && ret->signature_good == 1)
		cache_put(cache, cert->crl_url, &list);
	buffer_free(&list);
}

/* ---- Above the leaf ---- */

#define ABOVE_MOST 4 /* certificates asked about */

/* The DER of whoever signed number AT of the path, or NULL. */
static const char *issuer_on_path(
	const struct seen_handshake *handshake, const struct seen_trust *trust, size_t at)
{
	if (at + 1 < trust->path_count)
		return handshake->chain[trust->path[at + 1]].der;
	return trust->anchor_der;
}

static void ask_above(const struct asking *asking, const struct seen_handshake *handshake,
	const struct seen_trust *trust, struct seen_revocation *ret)
{
	for (size_t i = 1; i < trust->path_count && ret->above_count < ABOVE_MOST; i++) {
		const struct seen_cert *cert = &handshake->chain[trust->path[i]];
		const char *issuer = issuer_on_path(handshake, trust, i);
		struct seen_above *above;

		if (cert->same_issuer || !issuer || (!cert->crl_url && !cert->ocsp_url))
			continue;
		ret->above = memory_resize(ret->above, ret->above_count + 1, sizeof(*ret->above));
		above = &ret->above[ret->above_count++];
		seen_above_init(above);
		above->subject = memory_text(cert->common_name ? cert->common_name : cert->subject);
		if (cert->crl_url)
			ask_crl(asking, cert, issuer, &above->status);
		else
			ask_ocsp(asking, cert, issuer, &above->status);
	}
}

/* Why the network isn't asked, or NULL. */
static const char *not_asked(const struct settings *settings, const struct seen_trust *trust,
	const struct seen_status *staple)
{
	bool settled = staple->signature_good == 1 &&
		       (staple->outcome == REVOCATION_NOT_REVOKED ||
			       staple->outcome == REVOCATION_REVOKED);

	if (settings->offline)
		return WHY_OFFLINE;
	if (settings->depth == DEPTH_QUICK)
		return WHY_QUICK;
	if (!trust->leaf_issuer)
		return WHY_NO_SOURCE;
	return settled && settings->depth != DEPTH_DEEP ? WHY_NOT_NEEDED : NULL;
}

void revocation_look(const struct http_env *env, const struct settings *settings,
	const struct seen_handshake *handshake, const struct seen_trust *trust,
	struct seen_revocation *ret)
{
	const struct seen_cert *leaf = &handshake->chain[0];
	struct asking asking = { env, settings, target_is_inside(handshake) };
	gnutls_datum_t staple = { NULL, 0 };
	const char *why;

	if (handshake->staple && chain_from_base64(handshake->staple, &staple)) {
		revocation_read_ocsp(
			staple.data, staple.size, leaf->der, trust->leaf_issuer, &ret->staple);
		gnutls_free(staple.data);
	}
	if (!settings->offline && settings->depth != DEPTH_QUICK && trust->outcome == TRUST_OK)
		ask_above(&asking, handshake, trust, ret);
	if (!leaf->ocsp_url && !leaf->crl_url)
		return;
	why = not_asked(settings, trust, &ret->staple);
	if (why)
		*(leaf->ocsp_url ? &ret->ocsp.why : &ret->crl.why) = memory_text(why);
	else if (leaf->ocsp_url)
		ask_ocsp(&asking, leaf, trust->leaf_issuer, &ret->ocsp);
	else
		ask_crl(&asking, leaf, trust->leaf_issuer, &ret->crl);
}
