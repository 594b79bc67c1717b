/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "witness.h"

#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <net/route.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>
#include "base/buffer.h"
#include "base/memory.h"

enum { NOTES_MOST = 256 };

struct witness {
	int fd, stop_fd;
	pthread_t thread;
	pthread_mutex_t mutex;
	char *notes[NOTES_MOST];
	size_t count;
};

/* ---- Everywhere is by the loopback ---- */

static void route_all(void)
{
	struct sockaddr_in nothing = { .sin_family = AF_INET };
	struct rtentry route = { .rt_flags = RTF_UP, .rt_dev = "lo" };
	struct in6_rtmsg route6 = {
		.rtmsg_flags = RTF_UP, .rtmsg_metric = 1, .rtmsg_ifindex = (int)if_nametoindex("lo")
	};
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	int fd6 = socket(AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	memcpy(&route.rt_dst, &nothing, sizeof(nothing));
	memcpy(&route.rt_genmask, &nothing, sizeof(nothing));
	memcpy(&route.rt_gateway, &nothing, sizeof(nothing));
	cr_assert_eq(
		ioctl(fd, SIOCADDRT, &route), 0, "NOT TESTED, which counts as failed: no route");
	/* Where there is no IPv6, nobody can be contacted by it. */
	if (fd6 >= 0) {
		ioctl(fd6, SIOCADDRT, &route6);
		close(fd6);
	}
	close(fd);
}

/* ---- Notes ---- */

static void add_note(struct witness *witness, const char *note)
{
	pthread_mutex_lock(&witness->mutex);
	for (size_t i = 0; i < witness->count; i++)
		if (!strcmp(witness->notes[i], note)) {
			pthread_mutex_unlock(&witness->mutex);
			return;
		}
	if (witness->count < NOTES_MOST)
		witness->notes[witness->count++] = memory_text(note);
	pthread_mutex_unlock(&witness->mutex);
}

/* The question of a message to a name service. */
static void note_name(struct witness *witness, const unsigned char *bytes, size_t length)
{
	char name[300] = "dns:";
	size_t at = 12, end = strlen(name);

	while (at < length && bytes[at] && bytes[at] < 64 && end + bytes[at] + 2 < sizeof(name)) {
		if (at + 1 + bytes[at] > length)
			return;
		if (at > 12)
			name[end++] = '.';
		memcpy(name + end, bytes + at + 1, bytes[at]);
		end += bytes[at];
		at += 1u + bytes[at];
	}
	name[end] = '\0';
	add_note(witness, name);
}

/* BYTES begin with the header of TCP or UDP. */
static void note_packet(struct witness *witness, int family, const void *to, int protocol,
	const unsigned char *bytes, size_t length)
{
	char address[INET6_ADDRSTRLEN], note[100];
	int port;

	if (length < 8 || !inet_ntop(family, to, address, sizeof(address)))
		return;
	port = bytes[2] << 8 | bytes[3];
	if (protocol == IPPROTO_UDP && port == 53) {
		note_name(witness, bytes + 8, length - 8);
		if (!strcmp(address, "127.0.0.1"))
			return;
	}
	/* Only whoever begins: SYN without ACK. */
	if (protocol == IPPROTO_TCP && (length < 20 || (bytes[13] & 0x12) != 0x02))
		return;
	/* A resolver's answer, a time server's: from their port. */
	if (protocol == IPPROTO_UDP && (bytes[0] << 8 | bytes[1]) < 1024)
		return;
	snprintf(note, sizeof(note), "%s:%s:%d", protocol == IPPROTO_TCP ? "tcp" : "udp", address,
		port);
	add_note(witness, note);
}

static void see(struct witness *witness, const unsigned char *bytes, size_t length)
{
	size_t head = length ? (bytes[0] & 15u) * 4 : 0;

	if (length >= 40 && bytes[0] >> 4 == 6 &&
		(bytes[6] == IPPROTO_TCP || bytes[6] == IPPROTO_UDP))
		note_packet(witness, AF_INET6, bytes + 24, bytes[6], bytes + 40, length - 40);
	else if (length >= 20 && bytes[0] >> 4 == 4 && head <= length &&
		 (bytes[9] == IPPROTO_TCP || bytes[9] == IPPROTO_UDP))
		note_packet(witness, AF_INET, bytes + 16, bytes[9], bytes + head, length - head);
}

static void hear(struct witness *witness)
{
	unsigned char bytes[2048];
	struct sockaddr_ll from;
	socklen_t from_length = sizeof(from);
	ssize_t got = recvfrom(witness->fd, bytes, sizeof(bytes), MSG_DONTWAIT,
		(struct sockaddr *)&from, &from_length);

	/* What leaves; on the loopback, it comes in once more. */
	if (got > 0 && from.sll_pkttype == PACKET_OUTGOING)
		see(witness, bytes, (size_t)got);
}

static void *watch(void *context)
{
	struct witness *witness = context;
	struct pollfd fds[] = { { .fd = witness->fd, .events = POLLIN },
		{ .fd = witness->stop_fd, .events = POLLIN } };

	while (poll(fds, 2, -1) > 0 && !fds[1].revents)
		hear(witness);
	return NULL;
}

struct witness *witness_start(void)
{
	struct witness *witness = memory_new(1, sizeof(*witness));

	route_all();
	witness->fd = socket(AF_PACKET, SOCK_DGRAM | SOCK_CLOEXEC, htons(ETH_P_ALL));
	witness->stop_fd = eventfd(0, EFD_CLOEXEC);
	cr_assert(witness->fd >= 0 && witness->stop_fd >= 0,
		"NOT TESTED, which counts as failed: packets can't be watched here. Run it as "
		"root.");
	pthread_mutex_init(&witness->mutex, NULL);
	cr_assert_eq(pthread_create(&witness->thread, NULL, watch, witness), 0);
	return witness;
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The thread has heard all that was sent before this when it hears this. */
static void wait_for_all(struct witness *witness)
{
	struct sockaddr_in here = {
		.sin_family = AF_INET, .sin_port = htons(9), .sin_addr.s_addr = htonl(0xc0000209)
	};
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	bool heard = false;

	sendto(fd, "now", 3, 0, (struct sockaddr *)&here, sizeof(here));
	close(fd);
	for (int i = 0; i < 2000 && !heard; i++) {
		poll(NULL, 0, 5);
		pthread_mutex_lock(&witness->mutex);
		for (size_t j = 0; j < witness->count && !heard; j++)
			if (!strcmp(witness->notes[j], "udp:192.0.2.9:9")) {
				free(witness->notes[j]);
				witness->notes[j] = witness->notes[--witness->count];
				heard = true;
			}
		pthread_mutex_unlock(&witness->mutex);
	}
	cr_assert(heard, "the witness saw nothing");
}

char *witness_take(struct witness *witness)
{
	struct buffer text = { 0 };

	wait_for_all(witness);
	pthread_mutex_lock(&witness->mutex);
	qsort(witness->notes, witness->count, sizeof(*witness->notes), by_text);
	buffer_add_text(&text, "");
	for (size_t i = 0; i < witness->count; i++) {
		buffer_add_format(&text, " %s", witness->notes[i]);
		free(witness->notes[i]);
	}
	witness->count = 0;
	pthread_mutex_unlock(&witness->mutex);
	return text.bytes;
}

void witness_end(struct witness *witness)
{
	uint64_t one = 1;

	free(witness_take(witness));
	cr_assert_eq(write(witness->stop_fd, &one, sizeof(one)), (ssize_t)sizeof(one));
	pthread_join(witness->thread, NULL);
	close(witness->stop_fd);
	close(witness->fd);
	free(witness);
}
