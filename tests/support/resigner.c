/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "resigner.h"

#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>
#include "base/memory.h"

#define PATIENCE_MS 20000
#define NAME_MOST 256

/* ---- Sockets ---- */

static struct sockaddr_in place_of(in_addr_t address, int port)
{
	return (struct sockaddr_in){ .sin_family = AF_INET,
		.sin_port = htons((uint16_t)port),
		.sin_addr.s_addr = htonl(address) };
}

static int connect_behind(const struct resigner *resigner)
{
	struct sockaddr_in place = place_of(INADDR_LOOPBACK, resigner->behind);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (!connect(fd, (struct sockaddr *)&place, sizeof(place)))
		return fd;
	close(fd);
	return -1;
}

/* ---- Certificates ---- */

/* NAME's certificate, made when it is first asked for. */
static const struct forged *certificate_for(struct resigner *resigner, const char *name)
{
	char line[3 * NAME_MOST + 80];
	const struct forged *made;
	const char *why;

	if (resigner->one_for_all)
		name = "box.local";
	pthread_mutex_lock(&resigner->lock);
	made = forge_find(&resigner->forge, name);
	if (!made) {
		snprintf(line, sizeof(line),
			"%s issuer=authority days=-5..60 cn=%s dns=%s eku=server%s", name, name,
			name, resigner->public ? " scts=2" : "");
		made = forge_cert(&resigner->forge, line, &why);
	}
	pthread_mutex_unlock(&resigner->lock);
	return made;
}

/* The ClientHello has been read: now the name is known. */
static int choose_certificate(gnutls_session_t session)
{
	struct resigner *resigner = gnutls_session_get_ptr(session);
	gnutls_certificate_credentials_t credentials = NULL;
	const struct forged *leaf, *authority = forge_find(&resigner->forge, "authority");
	char name[NAME_MOST] = "no-name.invalid";
	size_t size = sizeof(name);
	gnutls_x509_crt_t chain[2];
	unsigned int type;

	if (gnutls_server_name_get(session, name, &size, &type, 0) < 0)
		strcpy(name, "no-name.invalid");
	leaf = certificate_for(resigner, name);
	if (!leaf ||
		gnutls_credentials_get(session, GNUTLS_CRD_CERTIFICATE, (void **)&credentials) < 0)
		return GNUTLS_E_INTERNAL_ERROR;
	chain[0] = leaf->cert;
	chain[1] = authority->cert;
	return gnutls_certificate_set_x509_key(credentials, chain, 2, leaf->key) < 0
		       ? GNUTLS_E_INTERNAL_ERROR
		       : 0;
}

/* ---- One connection ---- */

struct side {
	int fd;
	gnutls_session_t session;
	gnutls_certificate_credentials_t credentials;
};

static void side_end(struct side *side)
{
	if (side->session)
		gnutls_deinit(side->session);
	if (side->credentials)
		gnutls_certificate_free_credentials(side->credentials);
	if (side->fd >= 0)
		close(side->fd);
}

static int shake(struct side *side)
{
	int result;

	gnutls_transport_set_int(side->session, side->fd);
	gnutls_handshake_set_timeout(side->session, PATIENCE_MS);
	do
		result = gnutls_handshake(side->session);
	while (result < 0 && !gnutls_error_is_fatal(result));
	return result;
}

static int shake_front(struct resigner *resigner, struct side *front)
{
	static const gnutls_datum_t http = { (unsigned char *)"http/1.1", 8 };

	gnutls_init(&front->session, GNUTLS_SERVER);
	gnutls_certificate_allocate_credentials(&front->credentials);
	gnutls_credentials_set(front->session, GNUTLS_CRD_CERTIFICATE, front->credentials);
	if (resigner->priority)
		gnutls_priority_set_direct(front->session, resigner->priority, NULL);
	else
		gnutls_set_default_priority(front->session);
	if (!resigner->no_alpn)
		gnutls_alpn_set_protocols(front->session, &http, 1, 0);
	gnutls_session_set_ptr(front->session, resigner);
	gnutls_handshake_set_post_client_hello_function(front->session, choose_certificate);
	return shake(front);
}

/* As most such boxes: whoever is behind isn't looked at closely. */
static int shake_back(struct side *back, const char *name)
{
	gnutls_init(&back->session, GNUTLS_CLIENT);
	gnutls_certificate_allocate_credentials(&back->credentials);
	gnutls_credentials_set(back->session, GNUTLS_CRD_CERTIFICATE, back->credentials);
	gnutls_set_default_priority(back->session);
	gnutls_server_name_set(back->session, GNUTLS_NAME_DNS, name, strlen(name));
	return shake(back);
}

/* What FROM decrypts goes to TO. -1 at its end. */
static int carry(const struct side *from, const struct side *to)
{
	char bytes[16384];
	ssize_t got;

	do {
		got = gnutls_record_recv(from->session, bytes, sizeof(bytes));
		if (got == GNUTLS_E_AGAIN || got == GNUTLS_E_INTERRUPTED)
			return 0;
		if (got <= 0)
			return -1;
		if (gnutls_record_send(to->session, bytes, (size_t)got) != got)
			return -1;
	} while (gnutls_record_check_pending(from->session));
	return 0;
}

static void carry_all(const struct side *front, const struct side *back)
{
	struct pollfd fds[] = { { .fd = front->fd, .events = POLLIN },
		{ .fd = back->fd, .events = POLLIN } };

	while (poll(fds, 2, PATIENCE_MS) > 0)
		if ((fds[0].revents && carry(front, back) < 0) ||
			(fds[1].revents && carry(back, front) < 0))
			return;
}

/* A site of its own: one request, one answer with the time of day. */
static void answer(const struct side *front)
{
	char heard[4096], said[256], date[64];
	time_t now = time(NULL);
	struct tm utc;
	ssize_t got;

	do
		got = gnutls_record_recv(front->session, heard, sizeof(heard));
	while (got == GNUTLS_E_AGAIN || got == GNUTLS_E_INTERRUPTED);
	if (got <= 0)
		return;
	gmtime_r(&now, &utc);
	strftime(date, sizeof(date), "%a, %d %b %Y %H:%M:%S GMT", &utc);
	snprintf(said, sizeof(said),
		"HTTP/1.1 200 OK\r\nDate: %s\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok",
		date);
	gnutls_record_send(front->session, said, strlen(said));
	gnutls_bye(front->session, GNUTLS_SHUT_WR);
}

static void carry_raw(int front, int back)
{
	struct pollfd fds[] = { { .fd = front, .events = POLLIN },
		{ .fd = back, .events = POLLIN } };
	char bytes[16384];

	while (poll(fds, 2, PATIENCE_MS) > 0) {
		int from = fds[0].revents ? 0 : 1;
		ssize_t got = recv(fds[from].fd, bytes, sizeof(bytes), 0);

		if (got <= 0 || send(fds[!from].fd, bytes, (size_t)got, MSG_NOSIGNAL) != got)
			return;
	}
}

/* Whether the hello that waits at FD names SPARES, which stands there as it is. */
static bool is_spared(const struct resigner *resigner, int fd)
{
	char hello[4096];
	struct pollfd ready = { .fd = fd, .events = POLLIN };
	ssize_t got = poll(&ready, 1, PATIENCE_MS) > 0 ? recv(fd, hello, sizeof(hello), MSG_PEEK)
						       : 0;

	return resigner->spares && got > 0 &&
	       memmem(hello, (size_t)got, resigner->spares, strlen(resigner->spares));
}

static void open_up(struct resigner *resigner, int fd)
{
	struct side front = { .fd = fd }, back = { .fd = -1 };
	char name[NAME_MOST] = "";
	size_t size = sizeof(name);
	unsigned int type;

	if (shake_front(resigner, &front) >= 0) {
		resigner->opened++;
		if (!resigner->behind) {
			answer(&front);
		} else {
			gnutls_server_name_get(front.session, name, &size, &type, 0);
			back.fd = connect_behind(resigner);
			if (back.fd >= 0 && shake_back(&back, name) >= 0)
				carry_all(&front, &back);
		}
	}
	side_end(&back);
	side_end(&front);
}

static void let_pass(const struct resigner *resigner, int fd)
{
	int back = connect_behind(resigner);

	if (back >= 0) {
		carry_raw(fd, back);
		close(back);
	}
	close(fd);
}

/* ---- All of them ---- */

struct connection {
	struct resigner *resigner;
	int fd;
};

static void *serve_one(void *context)
{
	struct connection *connection = context;
	struct resigner *resigner = connection->resigner;

	if (is_spared(resigner, connection->fd))
		let_pass(resigner, connection->fd);
	else
		open_up(resigner, connection->fd);
	free(connection);
	pthread_mutex_lock(&resigner->lock);
	resigner->busy--;
	pthread_cond_signal(&resigner->idle);
	pthread_mutex_unlock(&resigner->lock);
	return NULL;
}

static void *serve(void *context)
{
	struct resigner *resigner = context;

	for (;;) {
		int fd = accept4(resigner->fd, NULL, NULL, SOCK_CLOEXEC);
		struct connection *connection;
		pthread_t thread;

		if (fd < 0)
			return NULL;
		connection = memory_new(1, sizeof(*connection));
		*connection = (struct connection){ resigner, fd };
		pthread_mutex_lock(&resigner->lock);
		resigner->busy++;
		pthread_mutex_unlock(&resigner->lock);
		pthread_create(&thread, NULL, serve_one, connection);
		pthread_detach(thread);
	}
}

static void make_authority(struct resigner *resigner)
{
	char line[256];
	const char *why;

	forge_open(&resigner->forge, (int64_t)time(NULL));
	snprintf(line, sizeof(line), "authority ca usage=ca days=-900..3000 %s",
		resigner->authority);
	cr_assert(forge_cert(&resigner->forge, line, &why), "%s: %s", line, why);
}

void resigner_start(struct resigner *resigner)
{
	struct sockaddr_in place = place_of(INADDR_ANY, resigner->port);
	socklen_t length = sizeof(place);
	int one = 1;

	make_authority(resigner);
	pthread_mutex_init(&resigner->lock, NULL);
	pthread_cond_init(&resigner->idle, NULL);
	resigner->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	setsockopt(resigner->fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
	cr_assert_eq(bind(resigner->fd, (struct sockaddr *)&place, length), 0);
	cr_assert_eq(listen(resigner->fd, 64), 0);
	getsockname(resigner->fd, (struct sockaddr *)&place, &length);
	resigner->port = ntohs(place.sin_port);
	pthread_create(&resigner->thread, NULL, serve, resigner);
}

void resigner_end(struct resigner *resigner)
{
	shutdown(resigner->fd, SHUT_RDWR);
	pthread_join(resigner->thread, NULL);
	close(resigner->fd);
	pthread_mutex_lock(&resigner->lock);
	while (resigner->busy)
		pthread_cond_wait(&resigner->idle, &resigner->lock);
	pthread_mutex_unlock(&resigner->lock);
	pthread_cond_destroy(&resigner->idle);
	pthread_mutex_destroy(&resigner->lock);
	forge_close(&resigner->forge);
}

char *resigner_pem(struct resigner *resigner)
{
	return forge_pem(forge_find(&resigner->forge, "authority"));
}
