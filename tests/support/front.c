/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "front.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include "evidence/names.h"
#include "tls/extensions.h"
#include "tls/hello.h"

#define PATIENCE_MS 15000
#define LARGE 1400
#define SEGMENT 600
#define HELLO_MOST 20000

struct visit {
	struct front *front;
	int fd;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static struct sockaddr_in place_of(int port)
{
	struct sockaddr_in place = { .sin_family = AF_INET };

	place.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	place.sin_port = htons((unsigned short)port);
	return place;
}

static int connect_to(int port)
{
	struct sockaddr_in place = place_of(port);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (fd >= 0 && !connect(fd, (struct sockaddr *)&place, sizeof(place)))
		return fd;
	if (fd >= 0)
		close(fd);
	return -1;
}

static void reset(int fd)
{
	struct linger now = { .l_onoff = 1, .l_linger = 0 };

	setsockopt(fd, SOL_SOCKET, SO_LINGER, &now, sizeof(now));
}

static void hold(int fd)
{
	char bytes[4096];
	struct pollfd ready = { .fd = fd, .events = POLLIN };

	while (poll(&ready, 1, PATIENCE_MS) > 0 && recv(fd, bytes, sizeof(bytes), 0) > 0)
		continue;
}

/* ---- The hello ---- */

struct heard {
	char bytes[HELLO_MOST];
	size_t length;
	int reads; /* in so many pieces */
	struct hello hello;
	bool whole;
};

static void hear(int fd, struct heard *heard)
{
	struct pollfd ready = { .fd = fd, .events = POLLIN };
	enum hello_outcome outcome = HELLO_MORE;

	memset(heard, 0, sizeof(*heard));
	while (outcome == HELLO_MORE && heard->length < sizeof(heard->bytes)) {
		ssize_t got;

		if (poll(&ready, 1, PATIENCE_MS) <= 0)
			return;
		got = recv(
			fd, heard->bytes + heard->length, sizeof(heard->bytes) - heard->length, 0);
		if (got <= 0)
			return;
		heard->length += (size_t)got;
		heard->reads++;
		outcome = hello_parse(heard->bytes, heard->length, &heard->hello);
		if (outcome != HELLO_OK)
			hello_free(&heard->hello);
	}
	heard->whole = outcome == HELLO_OK;
}

static bool has(const struct numbers *numbers, unsigned number)
{
	for (size_t i = 0; i < numbers->count; i++)
		if (numbers->at[i] == number)
			return true;
	return false;
}

static bool has_grease(const struct numbers *numbers)
{
	for (size_t i = 0; i < numbers->count; i++)
		if (names_grease(numbers->at[i]))
			return true;
	return false;
}

/* A TLS 1.3 client shows a ticket as a key (RFC 8446 section 4.2.11), an older one as it is (RFC 5077). */
static bool takes_up(const struct hello *hello)
{
	return hello_has(hello, EXTENSION_PRE_SHARED_KEY) || hello->ticket_length > 0;
}

/* In supported_versions (RFC 8446 section 4.2.1), a version that doesn't exist takes the place of TLS 1.3. */
static void hide_tls_1_3(struct heard *heard)
{
	unsigned char *bytes = (unsigned char *)heard->bytes;

	for (size_t i = 0; i + 5 < heard->length; i++) {
		size_t size = bytes[i + 3], end = i + 4 + size;

		if (bytes[i] || bytes[i + 1] != EXTENSION_VERSIONS || bytes[i + 2] ||
			bytes[i + 4] + 1u != size || size % 2 == 0 || end > heard->length)
			continue;
		for (size_t at = i + 5; at + 1 < end; at += 2)
			if (bytes[at] == 3 && bytes[at + 1] == 4)
				bytes[at] = bytes[at + 1] = 0x7a;
		return;
	}
}

/* In supported_groups (RFC 8446 section 4.2.7), groups that don't exist take the place of the usual ones. */
static void take_groups(struct heard *heard)
{
	unsigned char *bytes = (unsigned char *)heard->bytes;

	for (size_t i = 0; i + 6 < heard->length; i++) {
		size_t size = bytes[i + 2] * 256u + bytes[i + 3], end = i + 4 + size;

		if (bytes[i] || bytes[i + 1] != EXTENSION_GROUPS || size < 4 ||
			bytes[i + 4] * 256u + bytes[i + 5] + 2u != size || end > heard->length)
			continue;
		for (size_t at = i + 6; at + 1 < end; at += 2)
			if (!bytes[at] && (bytes[at + 1] == 0x1d || bytes[at + 1] == 0x17))
				bytes[at] = bytes[at + 1] = 0x7a;
		return;
	}
}

/* The largest segment that the client is sent, as it said when it connected. */
static int segment_of(int fd)
{
	int most = 0;
	socklen_t size = sizeof(most);

	return getsockopt(fd, IPPROTO_TCP, TCP_MAXSEG, &most, &size) < 0 ? 0 : most;
}

/* Does what the rule says; true: the connection may pass. */
static bool obey(const struct front *front, int fd, struct heard *heard)
{
	static const char alert[] = "\x15\x03\x01\x00\x02\x02\x32";

	switch (front->rule) {
	case FRONT_NO_LARGE:
		if (heard->length <= LARGE)
			return true;
		hold(fd);
		return false;
	case FRONT_NO_LARGE_ANSWER:
		if (segment_of(fd) <= SEGMENT)
			return true;
		hold(fd);
		return false;
	case FRONT_NO_SPLIT:
		if (heard->reads == 1)
			return true;
		reset(fd);
		return false;
	case FRONT_NO_TLS_1_3:
	case FRONT_NO_TLS_1_3_SILENT:
		if (!heard->whole || !has(&heard->hello.versions, 0x0304))
			return true;
		if (front->rule == FRONT_NO_TLS_1_3)
			shutdown(fd, SHUT_WR);
		hold(fd);
		return false;
	case FRONT_NO_GREASE:
		if (!heard->whole || !has_grease(&heard->hello.suites))
			return true;
		send(fd, alert, sizeof(alert) - 1, MSG_NOSIGNAL);
		shutdown(fd, SHUT_WR);
		hold(fd);
		return false;
	case FRONT_NO_RESUMPTION:
		if (!heard->whole || !takes_up(&heard->hello))
			return true;
		shutdown(fd, SHUT_WR);
		hold(fd);
		return false;
	case FRONT_HIDES_TLS_1_3:
		hide_tls_1_3(heard);
		return true;
	case FRONT_TAKES_GROUPS:
		take_groups(heard);
		return true;
	default:
		return true;
	}
}

/* ---- Passing on ---- */

static bool pass(int from, int to)
{
	char bytes[16384];
	ssize_t got = recv(from, bytes, sizeof(bytes), 0);

	return got > 0 && send(to, bytes, (size_t)got, MSG_NOSIGNAL) == got;
}

static void relay(int client, int server)
{
	struct pollfd fds[] = { { .fd = client, .events = POLLIN },
		{ .fd = server, .events = POLLIN } };

	while (poll(fds, 2, PATIENCE_MS) > 0) {
		if (fds[0].revents && !pass(client, server))
			return;
		if (fds[1].revents && !pass(server, client))
			return;
	}
}

static void *serve_one(void *context)
{
	struct visit visit = *(struct visit *)context;
	struct heard *heard = malloc(sizeof(*heard));
	int server;

	free(context);
	hear(visit.fd, heard);
	if (heard->length && obey(visit.front, visit.fd, heard)) {
		server = connect_to(visit.front->server_port);
		if (server >= 0 && send(server, heard->bytes, heard->length, MSG_NOSIGNAL) > 0)
			relay(visit.fd, server);
		if (server >= 0)
			close(server);
	}
	if (heard->whole)
		hello_free(&heard->hello);
	free(heard);
	close(visit.fd);
	pthread_mutex_lock(&lock);
	visit.front->open--;
	pthread_mutex_unlock(&lock);
	return NULL;
}

static int most_at_a_time(enum front_rule rule)
{
	if (rule == FRONT_ONE_AT_A_TIME)
		return 1;
	return rule == FRONT_THREE_AT_A_TIME ? 3 : 1000;
}

/* Counts a connection in, or out again when there are too many. */
static bool let_in(struct front *front)
{
	bool in;

	pthread_mutex_lock(&lock);
	in = front->open < most_at_a_time(front->rule);
	if (in) {
		front->open++;
		front->taken++;
		if (front->open > front->most_open)
			front->most_open = front->open;
	} else {
		front->refused++;
	}
	pthread_mutex_unlock(&lock);
	return in;
}

static void take(struct front *front, int fd)
{
	struct visit *visit = malloc(sizeof(*visit));
	pthread_attr_t detached;
	pthread_t thread;

	if (!let_in(front)) {
		reset(fd);
		close(fd);
		free(visit);
		return;
	}
	*visit = (struct visit){ front, fd };
	pthread_attr_init(&detached);
	pthread_attr_setdetachstate(&detached, PTHREAD_CREATE_DETACHED);
	if (pthread_create(&thread, &detached, serve_one, visit))
		abort();
	pthread_attr_destroy(&detached);
}

static void *serve(void *context)
{
	struct front *front = context;
	int fd;

	while ((fd = accept4(front->fd, NULL, NULL, SOCK_CLOEXEC)) >= 0)
		take(front, fd);
	return NULL;
}

void front_start(struct front *front, enum front_rule rule, int server_port)
{
	struct sockaddr_in place = place_of(0);
	socklen_t length = sizeof(place);

	*front = (struct front){ .rule = rule, .server_port = server_port };
	front->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (front->fd < 0 || bind(front->fd, (struct sockaddr *)&place, length) ||
		listen(front->fd, 64) ||
		getsockname(front->fd, (struct sockaddr *)&place, &length) ||
		pthread_create(&front->thread, NULL, serve, front))
		abort();
	front->port = ntohs(place.sin_port);
}

void front_end(struct front *front)
{
	bool busy = true;

	shutdown(front->fd, SHUT_RDWR);
	pthread_join(front->thread, NULL);
	close(front->fd);
	while (busy) {
		pthread_mutex_lock(&lock);
		busy = front->open > 0;
		pthread_mutex_unlock(&lock);
		poll(NULL, 0, busy ? 5 : 0);
	}
}
