/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "practice/client.h"

#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#define PATIENCE_S 5

int client_connect(int port)
{
	struct sockaddr_in address = {
		.sin_family = AF_INET,
		.sin_port = htons((uint16_t)port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	struct timeval patience = { .tv_sec = PATIENCE_S };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	cr_assert_geq(fd, 0);
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
	setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience));
	cr_assert_eq(connect(fd, (struct sockaddr *)&address, sizeof(address)), 0);
	return fd;
}

ptrdiff_t client_exchange(int port, const void *bytes, size_t length, char *ret, size_t room)
{
	int fd = client_connect(port);
	size_t have = 0;
	ssize_t got = 0;

	if (length)
		cr_assert_eq(send(fd, bytes, length, MSG_NOSIGNAL), (ssize_t)length);
	while (have < room - 1 && (got = recv(fd, ret + have, room - 1 - have, 0)) > 0)
		have += (size_t)got;
	ret[have] = '\0';
	close(fd);
	return got < 0 ? got : (ptrdiff_t)have;
}

static void look_at_chain(gnutls_session_t session, const struct wish *wish, struct meeting *ret)
{
	const gnutls_datum_t *chain = gnutls_certificate_get_peers(session, &ret->chain_length);

	cr_assert(chain);
	ret->leaf.data = gnutls_malloc(chain[0].size);
	ret->leaf.size = chain[0].size;
	memcpy(ret->leaf.data, chain[0].data, chain[0].size);
	cr_assert_eq(gnutls_certificate_verify_peers3(session, wish->name, &ret->status), 0);
}

static void ask(gnutls_session_t session, struct meeting *ret)
{
	static const char request[] = "GET / HTTP/1.1\r\nHost: practice.test\r\n\r\n";
	size_t have = 0;
	ssize_t got;

	cr_assert_eq(
		gnutls_record_send(session, request, sizeof(request) - 1), sizeof(request) - 1);
	while (have < sizeof(ret->reply) - 1 &&
		(got = gnutls_record_recv(
			 session, ret->reply + have, sizeof(ret->reply) - 1 - have)) > 0)
		have += (size_t)got;
	ret->reply[have] = '\0';
}

void client_meet(int port, const struct wish *wish, struct meeting *ret)
{
	gnutls_certificate_credentials_t credentials;
	gnutls_datum_t pem = { (unsigned char *)wish->ca_pem, (unsigned)strlen(wish->ca_pem) };
	gnutls_session_t session;
	int fd = client_connect(port);

	*ret = (struct meeting){ .alert = -1 };
	cr_assert_eq(gnutls_certificate_allocate_credentials(&credentials), 0);
	cr_assert_eq(
		gnutls_certificate_set_x509_trust_mem(credentials, &pem, GNUTLS_X509_FMT_PEM), 1);
	cr_assert_eq(gnutls_init(&session, GNUTLS_CLIENT | GNUTLS_NO_SIGNAL), 0);
	cr_assert_eq(gnutls_priority_set_direct(
			     session, wish->priority ? wish->priority : "NORMAL", NULL),
		0);
	cr_assert_eq(gnutls_credentials_set(session, GNUTLS_CRD_CERTIFICATE, credentials), 0);
	if (wish->sni)
		gnutls_server_name_set(session, GNUTLS_NAME_DNS, wish->sni, strlen(wish->sni));
	gnutls_transport_set_int(session, fd);
	gnutls_handshake_set_timeout(session, PATIENCE_S * 1000);
	do {
		ret->handshake = gnutls_handshake(session);
	} while (ret->handshake < 0 && !gnutls_error_is_fatal(ret->handshake));
	if (ret->handshake == GNUTLS_E_FATAL_ALERT_RECEIVED)
		ret->alert = (int)gnutls_alert_get(session);
	if (ret->handshake == 0) {
		ret->version = gnutls_protocol_get_version(session);
		look_at_chain(session, wish, ret);
		ask(session, ret);
	}
	gnutls_deinit(session);
	gnutls_certificate_free_credentials(credentials);
	close(fd);
}

void client_forget(struct meeting *meeting)
{
	gnutls_free(meeting->leaf.data);
}
