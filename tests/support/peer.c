/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "peer.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdbool.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define PATIENCE_MS 15000
#define FLOOD_BYTES (12u << 20)

static void hear(int fd, const char *text)
{
	char heard[4096] = "";
	size_t length = 0;

	while (length < sizeof(heard) - 1) {
		struct pollfd ready = { .fd = fd, .events = POLLIN };
		ssize_t got;

		if (poll(&ready, 1, PATIENCE_MS) <= 0)
			return;
		got = recv(fd, heard + length, sizeof(heard) - 1 - length, 0);
		if (got <= 0)
			return;
		length += (size_t)got;
		heard[length] = '\0';
		if (!text || strstr(heard, text))
			return;
	}
}

static void hold(int fd)
{
	char bytes[4096];
	struct pollfd ready = { .fd = fd, .events = POLLIN };

	while (poll(&ready, 1, PATIENCE_MS) > 0 && recv(fd, bytes, sizeof(bytes), 0) > 0)
		continue;
}

static void drip(int fd, const char *text, size_t length)
{
	for (size_t at = 0; at < 4096; at++) {
		struct pollfd gone = { .fd = fd, .events = POLLRDHUP };

		if (send(fd, text + at % length, 1, MSG_NOSIGNAL) != 1)
			return;
		if (poll(&gone, 1, 20) > 0)
			return;
	}
}

static void flood(int fd, const char *text, size_t length)
{
	for (size_t sent = 0; sent < FLOOD_BYTES; sent += length)
		if (send(fd, text, length, MSG_NOSIGNAL) < 0)
			return;
}

static void reset(int fd)
{
	struct linger now = { .l_onoff = 1, .l_linger = 0 };

	setsockopt(fd, SOL_SOCKET, SO_LINGER, &now, sizeof(now));
}

static void play(int fd, const struct line *script)
{
	for (; script->act != PEER_END; script++) {
		size_t length = script->length;

		if (!length && script->text)
			length = strlen(script->text);
		switch (script->act) {
		case PEER_SAY:
			if (send(fd, script->text, length, MSG_NOSIGNAL) < 0)
				return;
			break;
		case PEER_HEAR:
			hear(fd, script->text);
			break;
		case PEER_FLOOD:
			flood(fd, script->text, length);
			break;
		case PEER_CLOSE:
			/* close() with unread bytes would send RST. */
			shutdown(fd, SHUT_WR);
			hold(fd);
			return;
		case PEER_RESET:
			reset(fd);
			return;
		case PEER_HOLD:
			hold(fd);
			break;
		case PEER_DRIP:
			drip(fd, script->text, length);
			break;
		default:
			return;
		}
	}
}

struct visit {
	pthread_t thread;
	struct peer *peer;
	int fd;
	bool open; /* guarded by lock */
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static void *serve_one(void *context)
{
	struct visit *visit = context;

	play(visit->fd, visit->peer->script);
	pthread_mutex_lock(&lock);
	visit->open = false;
	pthread_mutex_unlock(&lock);
	close(visit->fd);
	return NULL;
}

/* How many of COUNT are open on the other side too: a thread may not yet have seen that one is gone. */
static int count_open(const struct visit *visits, int count)
{
	int open = 0;

	pthread_mutex_lock(&lock);
	for (int i = 0; i < count; i++) {
		struct pollfd gone = { .fd = visits[i].fd, .events = POLLRDHUP };

		if (visits[i].open && poll(&gone, 1, 0) == 0)
			open++;
	}
	pthread_mutex_unlock(&lock);
	return open;
}

#define VISITS_MOST 64

static void *serve(void *context)
{
	struct peer *peer = context;
	struct visit visits[VISITS_MOST];
	int count = 0;

	while (count < peer->connections && count < VISITS_MOST) {
		struct pollfd ready = { .fd = peer->fd, .events = POLLIN };

		if (poll(&ready, 1, PATIENCE_MS) <= 0)
			break;
		visits[count] = (struct visit){
			.peer = peer,
			.fd = accept(peer->fd, NULL, NULL),
			.open = true,
		};
		if (visits[count].fd < 0 ||
			pthread_create(&visits[count].thread, NULL, serve_one, &visits[count]))
			break;
		count++;
		int open = count_open(visits, count);

		if (open > peer->most_open)
			peer->most_open = open;
	}
	for (int i = 0; i < count; i++)
		pthread_join(visits[i].thread, NULL);
	return NULL;
}

void peer_start(struct peer *peer, const struct line *script, int connections)
{
	struct sockaddr_in place = { .sin_family = AF_INET };
	socklen_t length = sizeof(place);

	place.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	*peer = (struct peer){ .script = script, .connections = connections };
	peer->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (peer->fd < 0 || bind(peer->fd, (struct sockaddr *)&place, length) ||
		listen(peer->fd, 64) || getsockname(peer->fd, (struct sockaddr *)&place, &length))
		return;
	peer->port = ntohs(place.sin_port);
	pthread_create(&peer->thread, NULL, serve, peer);
}

void peer_end(struct peer *peer)
{
	shutdown(peer->fd, SHUT_RDWR);
	pthread_join(peer->thread, NULL);
	close(peer->fd);
}
