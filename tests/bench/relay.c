/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "relay.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include "base/memory.h"
#include "base/timing.h"

#define PAIRS_MOST 64
#define BYTES_MOST 65536

/* Bytes on their way. */
struct parcel {
	int64_t due_us;
	size_t length; /* 0: the end of the stream */
	struct parcel *next;
	char bytes[];
};

struct way {
	int from, to;
	struct parcel *first, **last;
	bool ended, shut;
};

struct pair {
	struct way ways[2]; /* to the server, and back */
	int64_t opened_us;
	bool used;
};

struct relay {
	pthread_t thread;
	struct cancel cancel;
	int fd, to;
	int64_t half_us;
	atomic_int count;
	struct pair pairs[PAIRS_MOST];
};

static int place_fd(int port, bool listen_there)
{
	struct sockaddr_in place = { .sin_family = AF_INET, .sin_port = htons((uint16_t)port) };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	int one = 1;

	place.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
	if (listen_there ? bind(fd, (struct sockaddr *)&place, sizeof(place)) || listen(fd, 64)
			 : connect(fd, (struct sockaddr *)&place, sizeof(place))) {
		close(fd);
		return -1;
	}
	return fd;
}

static void open_pair(struct relay *relay)
{
	int client = accept4(relay->fd, NULL, NULL, SOCK_CLOEXEC);
	int one = 1;

	relay->count += client >= 0;
	for (int i = 0; client >= 0 && i < PAIRS_MOST; i++) {
		struct pair *pair = &relay->pairs[i];
		int server;

		if (pair->used)
			continue;
		server = place_fd(relay->to, false);
		if (server < 0)
			break;
		setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
		*pair = (struct pair){ .used = true, .opened_us = timing_monotonic_us() };
		pair->ways[0] = (struct way){ .from = client, .to = server };
		pair->ways[1] = (struct way){ .from = server, .to = client };
		for (int way = 0; way < 2; way++)
			pair->ways[way].last = &pair->ways[way].first;
		return;
	}
	if (client >= 0)
		close(client);
}

static void take_in(const struct relay *relay, const struct pair *pair, struct way *way)
{
	static char bytes[BYTES_MOST];
	ssize_t got = recv(way->from, bytes, sizeof(bytes), MSG_DONTWAIT);
	int64_t handshake_us = pair->opened_us + 2 * relay->half_us;
	struct parcel *parcel;

	if (got < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (got < 0)
		got = 0;
	parcel = memory_new(1, sizeof(*parcel) + (size_t)got);
	parcel->length = (size_t)got;
	memcpy(parcel->bytes, bytes, (size_t)got);
	parcel->due_us = timing_monotonic_us();
	if (parcel->due_us < handshake_us)
		parcel->due_us = handshake_us; /* the connection would only stand now */
	parcel->due_us += relay->half_us;
	way->ended = !got;
	*way->last = parcel;
	way->last = &parcel->next;
}

static void hand_out(struct way *way)
{
	while (way->first && way->first->due_us <= timing_monotonic_us()) {
		struct parcel *parcel = way->first;
		ssize_t sent = 0;

		if (parcel->length)
			sent = send(way->to, parcel->bytes, parcel->length, MSG_NOSIGNAL);
		if (!parcel->length || sent < 0) {
			shutdown(way->to, SHUT_WR);
			way->shut = true;
		}
		way->first = parcel->next;
		if (!way->first)
			way->last = &way->first;
		free(parcel);
	}
}

static void close_pair(struct pair *pair)
{
	for (int way = 0; way < 2; way++)
		while (pair->ways[way].first) {
			struct parcel *parcel = pair->ways[way].first;

			pair->ways[way].first = parcel->next;
			free(parcel);
		}
	close(pair->ways[0].from);
	close(pair->ways[0].to);
	pair->used = false;
}

static struct deadline soonest_due(const struct relay *relay)
{
	struct deadline soonest = { INT64_MAX };

	for (int i = 0; i < PAIRS_MOST; i++)
		for (int way = 0; relay->pairs[i].used && way < 2; way++)
			if (relay->pairs[i].ways[way].first)
				soonest = deadline_sooner(
					soonest, (struct deadline){
							 relay->pairs[i].ways[way].first->due_us });
	return soonest;
}

static void wait_and_take(struct relay *relay)
{
	struct pollfd fds[2 + 2 * PAIRS_MOST];
	struct pair *pairs[2 + 2 * PAIRS_MOST];
	struct way *ways[2 + 2 * PAIRS_MOST];
	struct deadline due = soonest_due(relay);
	struct timespec wait;
	int64_t left_us = due.at_us - timing_monotonic_us();
	nfds_t count = 2;

	fds[0] = (struct pollfd){ .fd = relay->cancel.fd, .events = POLLIN };
	fds[1] = (struct pollfd){ .fd = relay->fd, .events = POLLIN };
	for (int i = 0; i < PAIRS_MOST; i++)
		for (int way = 0; relay->pairs[i].used && way < 2; way++)
			if (!relay->pairs[i].ways[way].ended) {
				pairs[count] = &relay->pairs[i];
				ways[count] = &relay->pairs[i].ways[way];
				fds[count] = (struct pollfd){ .fd = ways[count]->from,
					.events = POLLIN };
				count++;
			}
	if (left_us < 0)
		left_us = 0;
	wait = (struct timespec){ .tv_sec = left_us / 1000000,
		.tv_nsec = left_us % 1000000 * 1000 };
	if (ppoll(fds, count, due.at_us == INT64_MAX ? NULL : &wait, NULL) < 0)
		return;
	for (nfds_t i = 2; i < count; i++)
		if (fds[i].revents)
			take_in(relay, pairs[i], ways[i]);
	if (fds[1].revents)
		open_pair(relay);
}

static void *run(void *context)
{
	struct relay *relay = context;

	while (!cancel_asked(&relay->cancel)) {
		wait_and_take(relay);
		for (int i = 0; i < PAIRS_MOST; i++) {
			struct pair *pair = &relay->pairs[i];

			if (!pair->used)
				continue;
			hand_out(&pair->ways[0]);
			hand_out(&pair->ways[1]);
			if (pair->ways[0].shut && pair->ways[1].shut)
				close_pair(pair);
		}
	}
	return NULL;
}

struct relay *relay_start(int to, int rtt_ms, int *ret_port)
{
	struct relay *relay = memory_new(1, sizeof(*relay));
	struct sockaddr_in place;
	socklen_t length = sizeof(place);

	relay->to = to;
	relay->half_us = rtt_ms * 500LL;
	cancel_open(&relay->cancel);
	relay->fd = place_fd(0, true);
	if (relay->fd < 0 || getsockname(relay->fd, (struct sockaddr *)&place, &length) ||
		pthread_create(&relay->thread, NULL, run, relay)) {
		cancel_close(&relay->cancel);
		free(relay);
		return NULL;
	}
	*ret_port = ntohs(place.sin_port);
	return relay;
}

int relay_count(struct relay *relay)
{
	return relay->count;
}

void relay_stop(struct relay *relay)
{
	cancel_ask(&relay->cancel);
	pthread_join(relay->thread, NULL);
	for (int i = 0; i < PAIRS_MOST; i++)
		if (relay->pairs[i].used)
			close_pair(&relay->pairs[i]);
	close(relay->fd);
	cancel_close(&relay->cancel);
	free(relay);
}
