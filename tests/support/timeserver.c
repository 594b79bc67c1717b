/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "timeserver.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define BYTES 48

static void put_time(unsigned char *out, int64_t offset_s)
{
	struct timespec now;
	uint64_t stamp;

	clock_gettime(CLOCK_REALTIME, &now);
	stamp = (uint64_t)(now.tv_sec + offset_s + INT64_C(2208988800)) << 32 |
		((uint64_t)now.tv_nsec << 32) / 1000000000;
	for (int i = 0; i < 8; i++)
		out[i] = (unsigned char)(stamp >> (56 - 8 * i));
}

static void fill(const struct timeserver *server, const unsigned char *question, unsigned char *out)
{
	memset(out, 0, BYTES);
	out[0] = (unsigned char)((server->way == TIMESERVER_UNSYNCHRONISED ? 3 << 6 : 0) | 4 << 3 |
				 4);
	out[1] = server->way == TIMESERVER_KISS ? 0 : 2;
	if (server->way == TIMESERVER_KISS)
		memcpy(out + 12, "RATE", 4);
	memcpy(out + 24, question + 40, 8);
	put_time(out + 32, server->offset_s);
	put_time(out + 40, server->offset_s);
}

static void answer(struct timeserver *server)
{
	struct sockaddr_storage who;
	socklen_t length = sizeof(who);
	unsigned char question[512], out[BYTES];
	ssize_t got = recvfrom(
		server->fd, question, sizeof(question), 0, (struct sockaddr *)&who, &length);

	if (got < BYTES)
		return;
	server->asked++;
	if (server->way == TIMESERVER_SILENT ||
		(server->way == TIMESERVER_SECOND && server->asked == 1))
		return;
	fill(server, question, out);
	if (server->way == TIMESERVER_STRANGER) {
		out[24] ^= 1;
		put_time(out + 40, 86400);
		sendto(server->fd, out, BYTES, 0, (struct sockaddr *)&who, length);
		fill(server, question, out);
	}
	if (server->way == TIMESERVER_CLIENT)
		memcpy(out, question, BYTES);
	sendto(server->fd, out, server->way == TIMESERVER_SHORT ? 20 : BYTES, 0,
		(struct sockaddr *)&who, length);
}

static void *serve(void *context)
{
	struct timeserver *server = context;
	struct pollfd fds[] = { { .fd = server->fd, .events = POLLIN },
		{ .fd = server->stop_fd, .events = POLLIN } };

	while (poll(fds, 2, -1) > 0 && !fds[1].revents)
		answer(server);
	return NULL;
}

void timeserver_start(struct timeserver *server, enum timeserver_way way, int64_t offset_s)
{
	struct sockaddr_in place = { .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t length = sizeof(place);

	*server = (struct timeserver){ .way = way, .offset_s = offset_s };
	server->fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	server->stop_fd = eventfd(0, EFD_CLOEXEC);
	if (server->fd < 0 || server->stop_fd < 0 ||
		bind(server->fd, (struct sockaddr *)&place, sizeof(place)) < 0 ||
		getsockname(server->fd, (struct sockaddr *)&place, &length) < 0 ||
		pthread_create(&server->thread, NULL, serve, server))
		abort();
	server->port = ntohs(place.sin_port);
}

void timeserver_end(struct timeserver *server)
{
	uint64_t one = 1;

	if (write(server->stop_fd, &one, sizeof(one)) < 0)
		abort();
	pthread_join(server->thread, NULL);
	close(server->fd);
	close(server->stop_fd);
}
