/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "practice/practice.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include "base/memory.h"
#include "practice/authority.h"
#include "practice/connection.h"
#include "practice/fault.h"
#include "tls/library.h"

#define SERVERS_MOST 64
#define CONNECTIONS_MOST 64
#define PAUSE_MS 100 /* without accepting, when no descriptor is left */

struct practice {
	struct server
		*servers; /* those asked for; one more when the intermediate is to be fetched */
	size_t asked;
	size_t count;
	struct authority *authority;
	struct connection connections[CONNECTIONS_MOST]; /* oldest first */
	size_t connection_count;
	struct deadline pause; /* no accepting before */
	struct cancel cancel;
	pthread_t thread;
	bool running;
};

/* ---- The thread ---- */

static void drop(struct practice *practice, size_t index)
{
	connection_close(&practice->connections[index]);
	practice->connection_count--;
	memmove(&practice->connections[index], &practice->connections[index + 1],
		(practice->connection_count - index) * sizeof(practice->connections[0]));
}

static size_t count_at(const struct practice *practice, const struct server *server)
{
	size_t count = 0;

	for (size_t i = 0; i < practice->connection_count; i++)
		count += practice->connections[i].server == server;
	return count;
}

/* Makes room at the cost of the server that has the biggest crowd: its oldest one goes. */
static void drop_of_crowd(struct practice *practice)
{
	size_t most = 0, oldest = 0;

	for (size_t i = 0; i < practice->connection_count; i++) {
		size_t count = count_at(practice, practice->connections[i].server);

		if (count > most) {
			most = count;
			oldest = i;
		}
	}
	drop(practice, oldest);
}

static void accept_one(struct practice *practice, const struct server *server)
{
	int fd = accept4(server->fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
	struct connection *connection;

	if (fd < 0) {
		if (errno != EAGAIN && errno != EINTR && errno != ECONNABORTED)
			practice->pause = deadline_in_ms(PAUSE_MS);
		return;
	}
	if (practice->connection_count == CONNECTIONS_MOST)
		drop_of_crowd(practice);
	connection = &practice->connections[practice->connection_count];
	if (connection_open(connection, server, fd) < 0)
		return;
	practice->connection_count++;
	if (!connection_step(connection))
		drop(practice, practice->connection_count - 1);
}

/* What poll() watches: the cancel descriptor, the servers, the connections, in this order. */
static nfds_t watch(const struct practice *practice, struct pollfd *fds, struct deadline *ret_until)
{
	bool accepting = deadline_over(practice->pause);
	nfds_t count = 0;

	*ret_until = accepting ? (struct deadline){ INT64_MAX } : practice->pause;
	fds[count++] = (struct pollfd){ .fd = practice->cancel.fd, .events = POLLIN };
	for (size_t i = 0; i < practice->count; i++)
		fds[count++] = (struct pollfd){
			.fd = practice->servers[i].fd,
			.events = accepting ? POLLIN : 0,
		};
	for (size_t i = 0; i < practice->connection_count; i++) {
		const struct connection *connection = &practice->connections[i];

		fds[count++] = (struct pollfd){ .fd = connection->fd,
			.events = connection->events };
		*ret_until = deadline_sooner(*ret_until, connection->deadline);
	}
	return count;
}

static void serve_ready(struct practice *practice, const struct pollfd *fds)
{
	const struct pollfd *of_servers = fds + 1;
	const struct pollfd *of_connections = of_servers + practice->count;

	/* From the last one, because dropping one moves those after it. */
	for (size_t i = practice->connection_count; i-- > 0;) {
		struct connection *connection = &practice->connections[i];

		if (deadline_over(connection->deadline) ||
			(of_connections[i].revents && !connection_step(connection)))
			drop(practice, i);
	}
	for (size_t i = 0; i < practice->count; i++) {
		if (of_servers[i].revents)
			accept_one(practice, &practice->servers[i]);
	}
}

static void *serve(void *argument)
{
	struct practice *practice = argument;
	struct pollfd *fds = memory_new(1 + practice->count + CONNECTIONS_MOST, sizeof(*fds));

	while (!cancel_asked(&practice->cancel)) {
		struct deadline until;
		nfds_t count = watch(practice, fds, &until);

		if (poll(fds, count, deadline_left_ms(until)) >= 0)
			serve_ready(practice, fds);
		else if (errno != EINTR)
			break;
	}
	free(fds);
	while (practice->connection_count)
		drop(practice, practice->connection_count - 1);
	return NULL;
}

/* Signals belong to the main thread. */
static int start_thread(struct practice *practice)
{
	sigset_t all, before;
	int error;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	error = pthread_create(&practice->thread, NULL, serve, practice);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	practice->running = error == 0;
	return error;
}

/* ---- Servers ---- */

/* Listens on loopback; PORT 0 takes a free one. 0, or an errno. */
static int open_listener(struct server *server, int port)
{
	struct sockaddr_in address = {
		.sin_family = AF_INET,
		.sin_port = htons((uint16_t)port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	socklen_t size = sizeof(address);
	int on = 1;

	server->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (server->fd < 0)
		return errno;
	setsockopt(server->fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (bind(server->fd, (struct sockaddr *)&address, size) < 0 || listen(server->fd, 64) < 0 ||
		getsockname(server->fd, (struct sockaddr *)&address, &size) < 0)
		return errno;
	server->port = ntohs(address.sin_port);
	return 0;
}

static void close_server(struct server *server)
{
	if (server->fd >= 0)
		close(server->fd);
	if (server->credentials)
		gnutls_certificate_free_credentials(server->credentials);
	if (server->priorities)
		gnutls_priority_deinit(server->priorities);
	gnutls_free(server->file.data);
}

/* Gives SERVER what it needs for TLS by FAULT. A GnuTLS code. */
static int equip(struct practice *practice, struct server *server, const struct fault *fault)
{
	const struct server *responder = &practice->servers[practice->asked];
	char url[64];
	int rc;

	library_begin();
	rc = gnutls_priority_init(&server->priorities, fault->priority, NULL);
	if (rc < 0)
		return rc;
	rc = gnutls_certificate_allocate_credentials(&server->credentials);
	if (rc < 0)
		return rc;
	snprintf(url, sizeof(url), "http://127.0.0.1:%d/intermediate.der", responder->port);
	return authority_issue(practice->authority, &fault->recipe,
		fault->recipe.leaf_only ? url : NULL, server->credentials);
}

static struct server *add_server(struct practice *practice, const char *id, enum conduct conduct)
{
	struct server *server = &practice->servers[practice->count++];

	*server = (struct server){ .fd = -1, .id = id, .conduct = conduct };
	return server;
}

/* One more server, which hands out the intermediate certificate. NULL, or why not. */
static char *start_responder(struct practice *practice)
{
	struct server *server = add_server(practice, "issuer", CONDUCT_ISSUER);
	int error = open_listener(server, 0);

	if (error)
		return memory_format("127.0.0.1: %s", strerror(error));
	error = authority_intermediate(practice->authority, &server->file);
	return error < 0 ? memory_text(gnutls_strerror(error)) : NULL;
}

static char *start_server(
	struct practice *practice, struct server *server, const struct fault *fault, int port)
{
	int error = open_listener(server, port);

	if (error)
		return memory_format("127.0.0.1:%d: %s", port, strerror(error));
	if (!fault->priority)
		return NULL;
	error = equip(practice, server, fault);
	return error < 0 ? memory_text(gnutls_strerror(error)) : NULL;
}

/* NULL when all servers listen, else why not. */
static char *start_servers(struct practice *practice, const char *const *faults, int port)
{
	bool fetch = false;
	char *why = NULL;

	for (size_t i = 0; i < practice->asked; i++) {
		const struct fault *fault = fault_find(faults[i]);

		if (!fault)
			return memory_format("%s: unknown fault", faults[i]);
		add_server(practice, fault->id, fault->conduct);
		fetch = fetch || fault->recipe.leaf_only;
	}
	if (fetch)
		why = start_responder(practice);
	for (size_t i = 0; i < practice->asked && !why; i++)
		why = start_server(practice, &practice->servers[i], fault_find(faults[i]),
			port ? port + (int)i : 0);
	return why;
}

/* ---- The contract ---- */

static char *start(struct practice *practice, const char *const *faults, size_t count, int port)
{
	int error;
	char *why;

	if (count == 0 || count > SERVERS_MOST)
		return memory_format("%zu servers: from 1 to %d are possible", count, SERVERS_MOST);
	if (port < 0 || (port && port + (int)count - 1 > 65535))
		return memory_format("%d: not a port", port);
	practice->servers = memory_new(count + 1, sizeof(*practice->servers));
	practice->asked = count;
	error = authority_new(&practice->authority);
	if (error < 0)
		return memory_text(gnutls_strerror(error));
	why = start_servers(practice, faults, port);
	if (why)
		return why;
	cancel_open(&practice->cancel);
	error = practice->cancel.fd < 0 ? EMFILE : start_thread(practice);
	return error ? memory_text(strerror(error)) : NULL;
}

struct practice *practice_start(const char *const *faults, size_t count, int port, char **ret_why)
{
	struct practice *practice = memory_new(1, sizeof(*practice));
	char *why;

	practice->cancel.fd = -1;
	why = start(practice, faults, count, port);
	if (!why)
		return practice;
	practice_stop(practice);
	*ret_why = why;
	return NULL;
}

int practice_port(const struct practice *practice, size_t index)
{
	return practice->servers[index].port;
}

const char *practice_ca_pem(const struct practice *practice)
{
	return authority_pem(practice->authority);
}

void practice_stop(struct practice *practice)
{
	if (!practice)
		return;
	if (practice->running) {
		cancel_ask(&practice->cancel);
		pthread_join(practice->thread, NULL);
	}
	cancel_close(&practice->cancel);
	for (size_t i = 0; i < practice->count; i++)
		close_server(&practice->servers[i]);
	free(practice->servers);
	authority_free(practice->authority);
	free(practice);
}
