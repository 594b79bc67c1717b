/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tunnel.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define PATIENCE_MS 15000
#define PAIRS_MOST 32

struct pair {
	int front, back; /* -1: free */
};

static struct sockaddr_in loopback(int port)
{
	struct sockaddr_in place = { .sin_family = AF_INET };

	place.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	place.sin_port = htons((unsigned short)port);
	return place;
}

/* ---- SOCKS ---- */

/* Reads LENGTH bytes. 0, or -1 when they don't come. */
static int hear(int fd, void *bytes, size_t length)
{
	for (size_t have = 0; have < length;) {
		struct pollfd ready = { .fd = fd, .events = POLLIN };
		ssize_t got = -1;

		if (poll(&ready, 1, PATIENCE_MS) > 0)
			got = recv(fd, (char *)bytes + have, length - have, 0);
		if (got <= 0)
			return -1;
		have += (size_t)got;
	}
	return 0;
}

/* Up to a NUL. */
static int hear_text(int fd, char *text, size_t room)
{
	for (size_t i = 0; i < room; i++) {
		if (hear(fd, text + i, 1))
			return -1;
		if (!text[i])
			return 0;
	}
	return -1;
}

static int hear_socks_4(int fd, struct tunnel *tunnel)
{
	unsigned char head[8];
	char user[256];

	if (hear(fd, head, sizeof(head)) || hear_text(fd, user, sizeof(user)))
		return -1;
	if (!head[4] && !head[5] && !head[6])
		return hear_text(fd, tunnel->asked, sizeof(tunnel->asked));
	inet_ntop(AF_INET, head + 4, tunnel->asked, sizeof(tunnel->asked));
	return 0;
}

static int hear_socks_5(int fd, struct tunnel *tunnel)
{
	unsigned char head[4], rest[258], methods = 0;

	if (hear(fd, head, 2) || hear(fd, rest, head[1]))
		return -1;
	for (int i = 0; i < head[1]; i++)
		methods |= rest[i] == 2 ? 2 : 0;
	head[1] = methods;
	send(fd, head, 2, MSG_NOSIGNAL);
	if (methods) {
		if (hear(fd, head, 2) || hear(fd, rest, head[1]) || hear(fd, rest, 1) ||
			hear(fd, rest + 1, rest[0]))
			return -1;
		send(fd, "\1", 2, MSG_NOSIGNAL);
	}
	if (hear(fd, head, sizeof(head)) || (head[3] == 3 && hear(fd, rest, 1)))
		return -1;
	if (head[3] == 3) {
		memset(tunnel->asked, 0, sizeof(tunnel->asked));
		return hear(fd, tunnel->asked, rest[0]) || hear(fd, rest, 2) ? -1 : 0;
	}
	if (hear(fd, rest, head[3] == 1 ? 6 : 18))
		return -1;
	inet_ntop(head[3] == 1 ? AF_INET : AF_INET6, rest, tunnel->asked, sizeof(tunnel->asked));
	return 0;
}

/* ---- Requests ---- */

/* Reads the request up to its blank line. 0, or -1 when none comes. */
static int hear_request(int fd, struct tunnel *tunnel)
{
	char heard[2048] = "";
	size_t length = 0;

	while (!strstr(heard, "\r\n\r\n")) {
		struct pollfd ready = { .fd = fd, .events = POLLIN };
		ssize_t got = -1;

		if (poll(&ready, 1, PATIENCE_MS) > 0)
			got = recv(fd, heard + length, sizeof(heard) - 1 - length, 0);
		if (got <= 0)
			return -1;
		length += (size_t)got;
		heard[length] = '\0';
	}
	heard[strcspn(heard, "\r\n")] = '\0';
	snprintf(tunnel->asked, sizeof(tunnel->asked), "%.*s", (int)sizeof(tunnel->asked) - 1,
		heard);
	return strncmp(heard, "CONNECT ", 8) ? -1 : 0;
}

static void end_pair(struct pair *pair)
{
	close(pair->front);
	if (pair->back >= 0)
		close(pair->back);
	*pair = (struct pair){ -1, -1 };
}

static void welcome(struct tunnel *tunnel, struct pair *pair)
{
	static const char yes[] = "HTTP/1.1 200 Connection established\r\n\r\n";
	static const char no[] = "HTTP/1.1 502 Bad Gateway\r\n\r\n";
	static const char yes_4[] = "\0\x5a\0\0\0\0\0", yes_5[] = "\5\0\0\1\0\0\0\0\0";
	char version = 0;
	struct sockaddr_in place = loopback(tunnel->behind);

	pair->front = accept(tunnel->fd, NULL, NULL);
	pair->back = -1;
	if (pair->front < 0)
		return;
	recv(pair->front, &version, 1, MSG_PEEK);
	if (version == 4       ? hear_socks_4(pair->front, tunnel)
		: version == 5 ? hear_socks_5(pair->front, tunnel)
			       : hear_request(pair->front, tunnel)) {
		end_pair(pair);
		return;
	}
	pair->back = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (connect(pair->back, (struct sockaddr *)&place, sizeof(place))) {
		send(pair->front, no, sizeof(no) - 1, MSG_NOSIGNAL);
		end_pair(pair);
		return;
	}
	if (version == 4)
		send(pair->front, yes_4, sizeof(yes_4), MSG_NOSIGNAL);
	else if (version == 5)
		send(pair->front, yes_5, sizeof(yes_5), MSG_NOSIGNAL);
	else
		send(pair->front, yes, sizeof(yes) - 1, MSG_NOSIGNAL);
	tunnel->carried++;
}

static void carry(struct pair *pair, int from, int to)
{
	char bytes[8192];
	ssize_t got = recv(from, bytes, sizeof(bytes), 0);

	if (got <= 0 || send(to, bytes, (size_t)got, MSG_NOSIGNAL) != got)
		end_pair(pair);
}

static struct pair *free_place(struct pair *pairs)
{
	for (int i = 0; i < PAIRS_MOST; i++)
		if (pairs[i].front < 0)
			return &pairs[i];
	return NULL;
}

static void *serve(void *context)
{
	struct tunnel *tunnel = context;
	struct pair pairs[PAIRS_MOST];
	struct pollfd fds[1 + 2 * PAIRS_MOST];

	for (int i = 0; i < PAIRS_MOST; i++)
		pairs[i] = (struct pair){ -1, -1 };
	for (;;) {
		struct pair *room = free_place(pairs);

		fds[0] = (struct pollfd){ .fd = room ? tunnel->fd : -1, .events = POLLIN };
		for (int i = 0; i < PAIRS_MOST; i++) {
			fds[1 + 2 * i] = (struct pollfd){ .fd = pairs[i].front, .events = POLLIN };
			fds[2 + 2 * i] = (struct pollfd){ .fd = pairs[i].back, .events = POLLIN };
		}
		if (poll(fds, 1 + 2 * PAIRS_MOST, -1) < 0 || fds[0].revents & POLLHUP)
			break;
		for (int i = 0; i < PAIRS_MOST; i++) {
			if (fds[1 + 2 * i].revents)
				carry(&pairs[i], pairs[i].front, pairs[i].back);
			if (pairs[i].front >= 0 && fds[2 + 2 * i].revents)
				carry(&pairs[i], pairs[i].back, pairs[i].front);
		}
		if (fds[0].revents & POLLIN)
			welcome(tunnel, room);
	}
	for (int i = 0; i < PAIRS_MOST; i++)
		if (pairs[i].front >= 0)
			end_pair(&pairs[i]);
	return NULL;
}

void tunnel_start(struct tunnel *tunnel, int behind)
{
	struct sockaddr_in place = loopback(0);
	socklen_t length = sizeof(place);

	*tunnel = (struct tunnel){ .behind = behind };
	tunnel->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (tunnel->fd < 0 || bind(tunnel->fd, (struct sockaddr *)&place, length) ||
		listen(tunnel->fd, 64) ||
		getsockname(tunnel->fd, (struct sockaddr *)&place, &length))
		return;
	tunnel->port = ntohs(place.sin_port);
	pthread_create(&tunnel->thread, NULL, serve, tunnel);
}

void tunnel_end(struct tunnel *tunnel)
{
	shutdown(tunnel->fd, SHUT_RDWR);
	pthread_join(tunnel->thread, NULL);
	close(tunnel->fd);
}
