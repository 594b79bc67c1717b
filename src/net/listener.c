/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "net/listener.h"

#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include "base/memory.h"
#include "net/address.h"

#define PAUSE_MS 100 /* without accepting, when no descriptor is left */
#define LINGER_MS \
	2000 /* for the answer to arrive: closing on unread bytes would destroy it (RFC 9112, 9.6) */
#define LINGER_MOST (1u << 20) /* bytes thrown away meanwhile */
#define CHUNK 16384

struct visit {
	int fd;
	char *from;
	struct buffer said;
	struct buffer reply;
	size_t sent; /* of the reply */
	bool answered; /* the reply is being sent, or was: what comes now is thrown away */
	size_t ignored;
	struct deadline until;
};

struct listener {
	int fds[LISTENER_ADDRESSES_MOST];
	size_t count;
	int port;
	struct visit visits[LISTENER_VISITS_MOST]; /* oldest first */
	size_t visit_count;
	struct deadline pause; /* no accepting before */
};

/* ---- Opening ---- */

static int socket_port(int fd)
{
	struct sockaddr_storage address;
	socklen_t size = sizeof(address);

	if (getsockname(fd, (struct sockaddr *)&address, &size) < 0)
		return -1;
	if (address.ss_family == AF_INET6)
		return ntohs(((struct sockaddr_in6 *)&address)->sin6_port);
	return ntohs(((struct sockaddr_in *)&address)->sin_port);
}

/* A descriptor that listens on ADDRESS and PORT; -1 with errno set. */
static int listen_on(const char *address, int port)
{
	struct sockaddr_storage place;
	socklen_t size = address_socket(address, port, &place);
	int on = 1, error, fd;

	if (!size) {
		errno = EINVAL;
		return -1;
	}
	fd = socket(place.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return -1;
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (place.ss_family == AF_INET6)
		setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof(on));
	if (bind(fd, (struct sockaddr *)&place, size) == 0 && listen(fd, 64) == 0)
		return fd;
	error = errno;
	close(fd);
	errno = error;
	return -1;
}

int listener_open(const struct listener_wish *wish, struct listener **ret)
{
	struct listener *listener = memory_new(1, sizeof(*listener));

	*ret = NULL;
	listener->port = wish->port;
	for (size_t i = 0; i < wish->address_count && i < LISTENER_ADDRESSES_MOST; i++) {
		int fd = listen_on(wish->addresses[i], listener->port);

		if (fd < 0 && i == 0) {
			int error = errno;

			free(listener);
			return error;
		}
		if (fd < 0)
			continue;
		listener->fds[listener->count++] = fd;
		listener->port = socket_port(fd);
	}
	*ret = listener;
	return 0;
}

int listener_port(const struct listener *listener)
{
	return listener->port;
}

size_t listener_count(const struct listener *listener)
{
	return listener->count;
}

/* ---- Visits ---- */

static void drop(struct listener *listener, size_t index)
{
	struct visit *visit = &listener->visits[index];

	close(visit->fd);
	free(visit->from);
	buffer_free(&visit->said);
	buffer_free(&visit->reply);
	listener->visit_count--;
	memmove(visit, visit + 1, (listener->visit_count - index) * sizeof(*visit));
}

static void accept_one(struct listener *listener, int fd)
{
	struct sockaddr_storage address;
	socklen_t size = sizeof(address);
	int visitor = accept4(fd, (struct sockaddr *)&address, &size, SOCK_NONBLOCK | SOCK_CLOEXEC);

	if (visitor < 0) {
		if (errno != EAGAIN && errno != EINTR && errno != ECONNABORTED)
			listener->pause = deadline_in_ms(PAUSE_MS);
		return;
	}
	if (listener->visit_count == LISTENER_VISITS_MOST)
		drop(listener, 0);
	listener->visits[listener->visit_count++] = (struct visit){
		.fd = visitor,
		.from = address_text((struct sockaddr *)&address),
		.until = deadline_in_ms(LISTENER_VISIT_MS),
	};
}

/* Sends what the socket takes. false when the visit is at its end. */
static bool send_reply(struct visit *visit)
{
	while (visit->sent < visit->reply.length) {
		ssize_t put = send(visit->fd, visit->reply.bytes + visit->sent,
			visit->reply.length - visit->sent, MSG_NOSIGNAL);

		if (put < 0)
			return errno == EAGAIN || errno == EINTR;
		visit->sent += (size_t)put;
	}
	return shutdown(visit->fd, SHUT_WR) == 0;
}

/* Hands over what was said. false when the visit is at its end. */
static bool tell(struct visit *visit, const struct listener_visits *visits, bool over)
{
	bool ended = visits->heard(visits->context, visit->from,
		visit->said.bytes ? visit->said.bytes : "", visit->said.length, over,
		&visit->reply);

	if (!ended)
		return !over;
	visit->answered = true;
	visit->until = deadline_sooner(visit->until, deadline_in_ms(LINGER_MS));
	return send_reply(visit);
}

/* What comes after the answer: nothing that counts. false at the end, or when there is too much of it. */
static bool ignore(struct visit *visit)
{
	char chunk[CHUNK];
	ssize_t got = recv(visit->fd, chunk, sizeof(chunk), 0);

	if (got < 0)
		return errno == EAGAIN || errno == EINTR;
	visit->ignored += (size_t)got;
	return got > 0 && visit->ignored < LINGER_MOST;
}

/* Reads once, so that no visitor keeps the others waiting. false when the visit is at its end. */
static bool hear(struct visit *visit, const struct listener_visits *visits)
{
	char chunk[CHUNK];
	size_t room = visits->most - visit->said.length;
	ssize_t got = recv(visit->fd, chunk, room < sizeof(chunk) ? room : sizeof(chunk), 0);

	if (got < 0)
		return errno == EAGAIN || errno == EINTR;
	buffer_add(&visit->said, chunk, (size_t)got);
	return tell(visit, visits, got == 0 || visit->said.length >= visits->most);
}

static bool step(struct visit *visit, const struct listener_visits *visits, short events)
{
	if (deadline_over(visit->until)) {
		if (!visit->answered)
			tell(visit, visits, true);
		return false;
	}
	if (visit->answered && visit->sent < visit->reply.length && (events & POLLOUT) &&
		!send_reply(visit))
		return false;
	if (events & (POLLIN | POLLHUP | POLLERR))
		return visit->answered ? ignore(visit) : hear(visit, visits);
	return true;
}

/* ---- The loop ---- */

/* What poll() watches: the cancel descriptor, the sockets, the visits, in this order. */
static nfds_t watch(const struct listener *listener, const struct cancel *cancel,
	struct pollfd *fds, struct deadline *until)
{
	bool accepting = deadline_over(listener->pause);
	nfds_t count = 0;

	if (!accepting)
		*until = deadline_sooner(*until, listener->pause);
	fds[count++] = (struct pollfd){ .fd = cancel->fd, .events = POLLIN };
	for (size_t i = 0; i < listener->count; i++)
		fds[count++] = (struct pollfd){
			.fd = listener->fds[i],
			.events = accepting ? POLLIN : 0,
		};
	for (size_t i = 0; i < listener->visit_count; i++) {
		const struct visit *visit = &listener->visits[i];
		bool sending = visit->answered && visit->sent < visit->reply.length;

		fds[count++] = (struct pollfd){
			.fd = visit->fd,
			.events = (short)(POLLIN | (sending ? POLLOUT : 0)),
		};
		*until = deadline_sooner(*until, visit->until);
	}
	return count;
}

static void serve_ready(
	struct listener *listener, const struct listener_visits *visits, const struct pollfd *fds)
{
	const struct pollfd *of_sockets = fds + 1;
	const struct pollfd *of_visits = of_sockets + listener->count;

	/* From the last one, because dropping one moves those after it. */
	for (size_t i = listener->visit_count; i-- > 0;)
		if (!step(&listener->visits[i], visits, of_visits[i].revents))
			drop(listener, i);
	for (size_t i = 0; i < listener->count; i++)
		if (of_sockets[i].revents)
			accept_one(listener, listener->fds[i]);
}

int listener_serve(struct listener *listener, const struct listener_visits *visits,
	const struct cancel *cancel, struct deadline until)
{
	struct pollfd fds[1 + LISTENER_ADDRESSES_MOST + LISTENER_VISITS_MOST];
	int error = 0;

	while (!error && !cancel_asked(cancel) && !deadline_over(until)) {
		struct deadline sooner = until;
		nfds_t count = watch(listener, cancel, fds, &sooner);

		if (poll(fds, count, deadline_left_ms(sooner)) >= 0)
			serve_ready(listener, visits, fds);
		else if (errno != EINTR)
			error = errno;
	}
	while (listener->visit_count)
		drop(listener, listener->visit_count - 1);
	return error;
}

void listener_close(struct listener *listener)
{
	if (!listener)
		return;
	while (listener->visit_count)
		drop(listener, listener->visit_count - 1);
	for (size_t i = 0; i < listener->count; i++)
		close(listener->fds[i]);
	free(listener);
}
