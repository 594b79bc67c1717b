/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tls/proxy_link.h"

#include <errno.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include "base/memory.h"
#include "net/address.h"
#include "net/exchange.h"
#include "net/service.h"
#include "tls/chain.h"
#include "tls/library.h"

/* What GnuTLS reads first: the header of a record. */
#define FIRST_BYTES 5

struct proxy_link {
	gnutls_session_t session; /* NULL: could not be set up */
	gnutls_certificate_credentials_t credentials;
	const struct trust_store *store;
	const char *host;
	int fd;
	unsigned char first[FIRST_BYTES];
	size_t first_length;
};

static ssize_t pull(gnutls_transport_ptr_t context, void *bytes, size_t room)
{
	struct proxy_link *link = context;
	ssize_t got = recv(link->fd, bytes, room, 0);

	if (got < 0)
		gnutls_transport_set_errno(link->session, errno);
	for (ssize_t i = 0; i < got && link->first_length < FIRST_BYTES; i++)
		link->first[link->first_length++] = ((unsigned char *)bytes)[i];
	return got;
}

static ssize_t push(gnutls_transport_ptr_t context, const void *bytes, size_t length)
{
	struct proxy_link *link = context;
	ssize_t sent = send(link->fd, bytes, length, MSG_NOSIGNAL);

	if (sent < 0)
		gnutls_transport_set_errno(link->session, errno);
	return sent;
}

static bool set_up(struct proxy_link *link)
{
	static const gnutls_datum_t protocol = { (unsigned char *)"http/1.1", 8 };

	library_begin();
	if (gnutls_init(&link->session, GNUTLS_CLIENT | GNUTLS_NONBLOCK | GNUTLS_NO_SIGNAL) < 0) {
		link->session = NULL;
		return false;
	}
	gnutls_handshake_set_timeout(link->session, GNUTLS_INDEFINITE_TIMEOUT);
	gnutls_transport_set_ptr(link->session, link);
	gnutls_transport_set_pull_function(link->session, pull);
	gnutls_transport_set_push_function(link->session, push);
	gnutls_alpn_set_protocols(link->session, &protocol, 1, 0);
	/* A name only: RFC 6066 section 3 forbids addresses. */
	if (!address_family(link->host))
		gnutls_server_name_set(
			link->session, GNUTLS_NAME_DNS, link->host, strlen(link->host));
	return gnutls_set_default_priority(link->session) >= 0 &&
	       gnutls_certificate_allocate_credentials(&link->credentials) >= 0 &&
	       gnutls_credentials_set(link->session, GNUTLS_CRD_CERTIFICATE, link->credentials) >=
		       0;
}

struct proxy_link *proxy_link_open(const struct trust_store *store, const char *host, int fd)
{
	struct proxy_link *link = memory_new(1, sizeof(*link));

	link->store = store;
	link->host = host;
	link->fd = fd;
	if (!set_up(link) && link->session) {
		gnutls_deinit(link->session);
		link->session = NULL;
	}
	return link;
}

/* ---- Its certificate ---- */

static enum proxy_outcome outcome_of(unsigned int status)
{
	if (!status)
		return PROXY_OK;
	if (status & (GNUTLS_CERT_SIGNER_NOT_FOUND | GNUTLS_CERT_SIGNATURE_FAILURE))
		return PROXY_CERT_UNTRUSTED;
	if (status & GNUTLS_CERT_EXPIRED)
		return PROXY_CERT_EXPIRED;
	if (status & GNUTLS_CERT_NOT_ACTIVATED)
		return PROXY_CERT_NOT_YET_VALID;
	return status & GNUTLS_CERT_UNEXPECTED_OWNER ? PROXY_CERT_OTHER_NAME : PROXY_CERT_UNTRUSTED;
}

/* Those of the store that signed one of CHAIN; NULL when there is no memory. Freed with what is in it. */
static gnutls_x509_trust_list_t anchors_of(
	const struct trust_store *store, gnutls_x509_crt_t *chain, unsigned int count)
{
	gnutls_x509_trust_list_t list = NULL;

	if (gnutls_x509_trust_list_init(&list, 0) < 0)
		return NULL;
	for (unsigned int i = 0; i < count; i++) {
		gnutls_x509_crt_t anchor = store_anchor_of(store, chain[i]);

		if (anchor && gnutls_x509_trust_list_add_cas(list, &anchor, 1, 0) < 1)
			gnutls_x509_crt_deinit(anchor);
	}
	return list;
}

static enum proxy_outcome verify(
	const struct proxy_link *link, gnutls_x509_crt_t *chain, unsigned int count)
{
	gnutls_x509_trust_list_t anchors = anchors_of(link->store, chain, count);
	gnutls_typed_vdata_st data[] = {
		{ .type = GNUTLS_DT_DNS_HOSTNAME, .data = (unsigned char *)link->host },
		{ .type = GNUTLS_DT_KEY_PURPOSE_OID,
			.data = (unsigned char *)GNUTLS_KP_TLS_WWW_SERVER },
	};
	unsigned int status = GNUTLS_CERT_SIGNER_NOT_FOUND;

	if (anchors) {
		gnutls_x509_trust_list_verify_crt2(
			anchors, chain, count, data, 2, 0, &status, NULL);
		gnutls_x509_trust_list_deinit(anchors, 1);
	}
	return outcome_of(status);
}

static enum proxy_outcome judge_chain(const struct proxy_link *link, struct seen_cert **ret_cert)
{
	gnutls_x509_crt_t chain[CHAIN_MOST];
	unsigned int sent = 0, count = 0;
	const gnutls_datum_t *ders = gnutls_certificate_get_peers(link->session, &sent);
	enum proxy_outcome outcome = PROXY_CERT_UNTRUSTED;

	if (!ders || !sent)
		return PROXY_TLS_FAILED;
	*ret_cert = memory_new(1, sizeof(**ret_cert));
	chain_read(&ders[0], *ret_cert);
	for (; count < sent && count < CHAIN_MOST; count++) {
		if (gnutls_x509_crt_init(&chain[count]) < 0)
			break;
		if (gnutls_x509_crt_import(chain[count], &ders[count], GNUTLS_X509_FMT_DER) < 0) {
			gnutls_x509_crt_deinit(chain[count]);
			break;
		}
	}
	if (count)
		outcome = verify(link, chain, count);
	while (count)
		gnutls_x509_crt_deinit(chain[--count]);
	return outcome;
}

/* ---- The slots ---- */

/* Somebody answered, but not in TLS. */
static enum proxy_outcome failed(const struct proxy_link *link)
{
	if (!link->first_length || service_is_tls(link->first, link->first_length))
		return PROXY_TLS_FAILED;
	return link->first_length == FIRST_BYTES && !memcmp(link->first, "HTTP/", FIRST_BYTES)
		       ? PROXY_NOT_TLS
		       : PROXY_NOT_A_PROXY;
}

unsigned proxy_link_shake(
	void *context, enum proxy_outcome *ret_outcome, struct seen_cert **ret_cert)
{
	struct proxy_link *link = context;
	int error = GNUTLS_E_INTERNAL_ERROR;

	if (link->session)
		do
			error = gnutls_handshake(link->session);
		while (error == GNUTLS_E_INTERRUPTED || error == GNUTLS_E_WARNING_ALERT_RECEIVED);
	if (error == GNUTLS_E_AGAIN)
		return gnutls_record_get_direction(link->session) ? WIRE_WRITE : WIRE_READ;
	*ret_outcome = error < 0 ? failed(link) : judge_chain(link, ret_cert);
	return 0;
}

/* GnuTLS's answer as the system's. */
static ssize_t as_system(ssize_t result)
{
	if (result >= 0)
		return result;
	errno = result == GNUTLS_E_AGAIN || result == GNUTLS_E_INTERRUPTED ? EAGAIN : EIO;
	return -1;
}

ssize_t proxy_link_send(void *context, const void *bytes, size_t length)
{
	struct proxy_link *link = context;

	return as_system(gnutls_record_send(link->session, bytes, length));
}

ssize_t proxy_link_receive(void *context, void *bytes, size_t room)
{
	struct proxy_link *link = context;

	return as_system(gnutls_record_recv(link->session, bytes, room));
}

void proxy_link_close(void *context)
{
	struct proxy_link *link = context;

	if (link->session) {
		gnutls_bye(link->session, GNUTLS_SHUT_WR);
		gnutls_deinit(link->session);
	}
	if (link->credentials)
		gnutls_certificate_free_credentials(link->credentials);
	free(link);
}
