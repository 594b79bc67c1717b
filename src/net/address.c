/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "net/address.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include "base/memory.h"

int address_family(const char *text)
{
	struct sockaddr_storage socket;

	if (!address_socket(text, 0, &socket))
		return 0;
	return socket.ss_family == AF_INET ? 4 : 6;
}

socklen_t address_socket(const char *address, int port, struct sockaddr_storage *ret)
{
	struct sockaddr_in *four = (struct sockaddr_in *)ret;
	struct sockaddr_in6 *six = (struct sockaddr_in6 *)ret;

	memset(ret, 0, sizeof(*ret));
	if (inet_pton(AF_INET, address, &four->sin_addr) == 1) {
		four->sin_family = AF_INET;
		four->sin_port = htons((uint16_t)port);
		return sizeof(*four);
	}
	if (inet_pton(AF_INET6, address, &six->sin6_addr) == 1) {
		six->sin6_family = AF_INET6;
		six->sin6_port = htons((uint16_t)port);
		return sizeof(*six);
	}
	return 0;
}

char *address_text(const struct sockaddr *socket)
{
	char text[INET6_ADDRSTRLEN] = "";

	if (socket->sa_family == AF_INET)
		inet_ntop(AF_INET, &((const struct sockaddr_in *)socket)->sin_addr, text,
			sizeof(text));
	else if (socket->sa_family == AF_INET6)
		inet_ntop(AF_INET6, &((const struct sockaddr_in6 *)socket)->sin6_addr, text,
			sizeof(text));
	return memory_text(text);
}

struct block {
	uint32_t network;
	uint32_t mask;
};

static const struct block inside_blocks[] = {
	{ 0x00000000, 0xff000000 }, /* 0.0.0.0/8 */
	{ 0x0a000000, 0xff000000 }, /* 10.0.0.0/8 */
	{ 0x64400000, 0xffc00000 }, /* 100.64.0.0/10 */
	{ 0x7f000000, 0xff000000 }, /* 127.0.0.0/8 */
	{ 0xa9fe0000, 0xffff0000 }, /* 169.254.0.0/16 */
	{ 0xac100000, 0xfff00000 }, /* 172.16.0.0/12 */
	{ 0xc0a80000, 0xffff0000 }, /* 192.168.0.0/16 */
	{ 0xe0000000, 0xe0000000 }, /* multicast and reserved */
};

static bool four_is_inside(uint32_t host_order)
{
	for (size_t i = 0; i < sizeof(inside_blocks) / sizeof(inside_blocks[0]); i++)
		if ((host_order & inside_blocks[i].mask) == inside_blocks[i].network)
			return true;
	return false;
}

bool address_is_inside(const struct sockaddr *socket)
{
	const struct in6_addr *six;
	uint32_t tail;

	if (socket->sa_family == AF_INET)
		return four_is_inside(ntohl(((const struct sockaddr_in *)socket)->sin_addr.s_addr));
	if (socket->sa_family != AF_INET6)
		return true;
	six = &((const struct sockaddr_in6 *)socket)->sin6_addr;
	memcpy(&tail, &six->s6_addr[12], sizeof(tail));
	if (IN6_IS_ADDR_V4MAPPED(six) || (six->s6_addr[0] == 0x00 && six->s6_addr[1] == 0x64))
		return four_is_inside(ntohl(tail)); /* ::ffff:0:0/96, and NAT64 64:ff9b::/96 */
	return IN6_IS_ADDR_UNSPECIFIED(six) || IN6_IS_ADDR_LOOPBACK(six) ||
	       IN6_IS_ADDR_LINKLOCAL(six) || IN6_IS_ADDR_SITELOCAL(six) ||
	       IN6_IS_ADDR_MULTICAST(six) || (six->s6_addr[0] & 0xfe) == 0xfc;
}
