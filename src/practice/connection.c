/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "practice/connection.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define LIFE_MS 60000 /* longer than any client waits */
#define DRAIN_MS 2000
#define COMPLAINTS_MOST 16

enum state {
	STATE_HANDSHAKE,
	STATE_READ, /* the request */
	STATE_WRITE, /* the reply */
	STATE_FINISH, /* no more from us: FIN, so that the client reads all of it instead of a reset */
	STATE_DRAIN, /* until the client ends it too */
	STATE_IGNORE, /* read, say nothing */
};

enum progress {
	GO_ON,
	WAIT_READ,
	WAIT_WRITE,
	OVER,
};

/* ---- Bytes, with or without TLS ---- */

static enum progress wait_for_session(const struct connection *connection)
{
	return gnutls_record_get_direction(connection->session) ? WAIT_WRITE : WAIT_READ;
}

static bool try_again(ssize_t rc)
{
	return rc == GNUTLS_E_AGAIN || rc == GNUTLS_E_INTERRUPTED;
}

/* GO_ON with *RET_LENGTH bytes, 0 of them at the end; OVER when the connection is of no more use. */
static enum progress read_some(
	struct connection *connection, void *room, size_t size, size_t *ret_length)
{
	ssize_t got;

	if (connection->session) {
		got = gnutls_record_recv(connection->session, room, size);
		if (try_again(got))
			return wait_for_session(connection);
	} else {
		got = recv(connection->fd, room, size, 0);
		if (got < 0 && (errno == EAGAIN || errno == EINTR))
			return WAIT_READ;
	}
	*ret_length = got > 0 ? (size_t)got : 0;
	return got < 0 ? OVER : GO_ON;
}

static enum progress write_some(
	struct connection *connection, const void *bytes, size_t size, size_t *ret_length)
{
	ssize_t put;

	if (connection->session) {
		put = gnutls_record_send(connection->session, bytes, size);
		if (try_again(put))
			return wait_for_session(connection);
	} else {
		put = send(connection->fd, bytes, size, MSG_NOSIGNAL);
		if (put < 0 && (errno == EAGAIN || errno == EINTR))
			return WAIT_WRITE;
	}
	*ret_length = put > 0 ? (size_t)put : 0;
	return put <= 0 ? OVER : GO_ON;
}

/* ---- HTTP ---- */

static bool request_starts(const struct buffer *request, const char *method)
{
	size_t length = strlen(method);

	return request->length >= length && !memcmp(request->bytes, method, length);
}

/* Whether more bytes could still make an HTTP request of it. */
static bool may_be_http(const struct buffer *request)
{
	for (size_t i = 0; i < request->length && i < 8; i++) {
		if (request->bytes[i] == ' ')
			return i > 0;
		if (request->bytes[i] < 'A' || request->bytes[i] > 'Z')
			return false;
	}
	return true;
}

static bool request_complete(const struct buffer *request)
{
	return request->length >= REQUEST_MOST || !may_be_http(request) ||
	       memmem(request->bytes, request->length, "\r\n\r\n", 4);
}

static void add_reply(struct connection *connection, const char *status, const char *type,
	const void *body, size_t length)
{
	char date[40];
	time_t now = (time_t)timing_wall_s();
	struct tm utc;

	gmtime_r(&now, &utc);
	strftime(date, sizeof(date), "%a, %d %b %Y %H:%M:%S GMT", &utc);
	buffer_add_format(&connection->reply,
		"HTTP/1.1 %s\r\nDate: %s\r\nServer: tlsdoctor-practice\r\nContent-Type: %s\r\n"
		"Content-Length: %zu\r\nConnection: close\r\n\r\n",
		status, date, type, length);
	if (!request_starts(&connection->request, "HEAD "))
		buffer_add(&connection->reply, body, length);
}

static void add_text_reply(struct connection *connection, const char *status, const char *text)
{
	add_reply(connection, status, "text/plain", text, strlen(text));
}

static void answer(struct connection *connection)
{
	const struct server *server = connection->server;

	if (!request_starts(&connection->request, "GET ") &&
		!request_starts(&connection->request, "HEAD "))
		add_text_reply(connection, "400 Bad Request", "This server speaks HTTP.\n");
	else if (server->conduct == CONDUCT_ISSUER)
		add_reply(connection, "200 OK", "application/pkix-cert", server->file.data,
			server->file.size);
	else
		add_text_reply(connection, "200 OK", "A practice server of tlsdoctor.\n");
}

/* ---- States ---- */

static enum progress handshake(struct connection *connection)
{
	int rc = gnutls_handshake(connection->session);

	if (rc == 0) {
		connection->state = STATE_READ;
		return GO_ON;
	}
	if (try_again(rc))
		return wait_for_session(connection);
	if (!gnutls_error_is_fatal(rc) && ++connection->complaints < COMPLAINTS_MOST)
		return GO_ON;
	gnutls_alert_send_appropriate(connection->session, rc);
	gnutls_deinit(connection->session);
	connection->session = NULL;
	connection->state = STATE_FINISH;
	return GO_ON;
}

static enum progress read_request(struct connection *connection)
{
	char bytes[2048];
	size_t length = 0;
	enum progress progress = read_some(connection, bytes, sizeof(bytes), &length);

	if (progress != GO_ON)
		return progress;
	buffer_add(&connection->request, bytes, length);
	if (length == 0) {
		connection->state = STATE_FINISH;
	} else if (request_complete(&connection->request)) {
		answer(connection);
		connection->state = STATE_WRITE;
	}
	return GO_ON;
}

static enum progress write_reply(struct connection *connection)
{
	size_t length = 0;
	enum progress progress = write_some(connection, connection->reply.bytes + connection->sent,
		connection->reply.length - connection->sent, &length);

	if (progress != GO_ON)
		return progress;
	connection->sent += length;
	if (connection->sent == connection->reply.length)
		connection->state = STATE_FINISH;
	return GO_ON;
}

static enum progress finish(struct connection *connection)
{
	if (connection->session) {
		if (try_again(gnutls_bye(connection->session, GNUTLS_SHUT_WR)))
			return wait_for_session(connection);
		gnutls_deinit(connection->session);
		connection->session = NULL;
	}
	shutdown(connection->fd, SHUT_WR);
	connection->deadline = deadline_sooner(connection->deadline, deadline_in_ms(DRAIN_MS));
	connection->state = STATE_DRAIN;
	return GO_ON;
}

static enum progress swallow(struct connection *connection)
{
	char bytes[2048];
	size_t length = 0;
	enum progress progress = read_some(connection, bytes, sizeof(bytes), &length);

	if (progress != GO_ON)
		return progress;
	return length ? GO_ON : OVER;
}

static enum progress (*const steps[])(struct connection *connection) = {
	[STATE_HANDSHAKE] = handshake,
	[STATE_READ] = read_request,
	[STATE_WRITE] = write_reply,
	[STATE_FINISH] = finish,
	[STATE_DRAIN] = swallow,
	[STATE_IGNORE] = swallow,
};

#define STEPS_MOST 64 /* at a time, so that one busy client can't starve the others */

bool connection_step(struct connection *connection)
{
	enum progress progress = GO_ON;

	for (int i = 0; i < STEPS_MOST && progress == GO_ON; i++)
		progress = steps[connection->state](connection);
	/* After STEPS_MOST it isn't waiting for anything: a socket is nearly always writable. */
	connection->events = progress == WAIT_READ ? POLLIN : POLLOUT;
	return progress != OVER;
}

/* ---- Beginning and end ---- */

/* Called once the ClientHello has been read (RFC 6066 section 3 names the alert). */
static int insist_on_name(gnutls_session_t session)
{
	char name[256];
	size_t length = sizeof(name);
	unsigned type;
	int rc = gnutls_server_name_get(session, name, &length, &type, 0);

	return rc == GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE ? GNUTLS_E_UNRECOGNIZED_NAME : 0;
}

static int open_session(struct connection *connection)
{
	const struct server *server = connection->server;
	gnutls_datum_t protocol = { .data = (unsigned char *)"http/1.1", .size = 8 };
	gnutls_session_t session;

	if (gnutls_init(&session, GNUTLS_SERVER | GNUTLS_NONBLOCK | GNUTLS_NO_SIGNAL) < 0)
		return -1;
	connection->session = session;
	if (gnutls_priority_set(session, server->priorities) < 0 ||
		gnutls_credentials_set(session, GNUTLS_CRD_CERTIFICATE, server->credentials) < 0 ||
		gnutls_alpn_set_protocols(session, &protocol, 1, 0) < 0)
		return -1;
	gnutls_transport_set_int(session, connection->fd);
	if (server->conduct == CONDUCT_NEEDS_NAME)
		gnutls_handshake_set_post_client_hello_function(session, insist_on_name);
	return 0;
}

static const enum state first_state[] = {
	[CONDUCT_TLS] = STATE_HANDSHAKE,
	[CONDUCT_NEEDS_NAME] = STATE_HANDSHAKE,
	[CONDUCT_HTTP] = STATE_READ,
	[CONDUCT_SILENT] = STATE_IGNORE,
	[CONDUCT_CLOSE] = STATE_FINISH,
	[CONDUCT_ISSUER] = STATE_READ,
};

int connection_open(struct connection *connection, const struct server *server, int fd)
{
	int on = 1;

	*connection = (struct connection){
		.fd = fd,
		.server = server,
		.state = (int)first_state[server->conduct],
		.events = POLLIN,
		.deadline = deadline_in_ms(LIFE_MS),
	};
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	if (server->credentials && open_session(connection) < 0) {
		connection_close(connection);
		return -1;
	}
	return 0;
}

void connection_close(struct connection *connection)
{
	if (connection->session)
		gnutls_deinit(connection->session);
	close(connection->fd);
	buffer_free(&connection->request);
	buffer_free(&connection->reply);
}
