/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <criterion/criterion.h>
#include "net/address.h"

static const struct {
	const char *address;
	bool inside;
} places[] = {
	{ "127.0.0.1", true },
	{ "127.255.255.254", true },
	{ "10.1.2.3", true },
	{ "172.16.0.1", true },
	{ "172.31.255.255", true },
	{ "172.32.0.1", false },
	{ "192.168.1.1", true },
	{ "169.254.169.254", true },
	{ "100.64.0.1", true },
	{ "100.128.0.1", false },
	{ "0.0.0.0", true },
	{ "224.0.0.1", true },
	{ "255.255.255.255", true },
	{ "192.0.2.1", false },
	{ "8.8.8.8", false },
	{ "::1", true },
	{ "::", true },
	{ "fe80::1", true },
	{ "fc00::1", true },
	{ "fdff::1", true },
	{ "ff02::1", true },
	{ "::ffff:127.0.0.1", true },
	{ "::ffff:8.8.8.8", false },
	{ "64:ff9b::7f00:1", true },
	{ "2001:db8::1", false },
};

Test(net_address, addresses_inside_are_told_from_those_outside)
{
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		struct sockaddr_storage place;

		cr_assert(address_socket(places[i].address, 443, &place), "%s", places[i].address);
		cr_expect_eq(address_is_inside((struct sockaddr *)&place), places[i].inside, "%s",
			places[i].address);
	}
}

Test(net_address, a_name_is_no_address)
{
	struct sockaddr_storage place;

	cr_expect_eq(address_socket("example.com", 443, &place), 0);
	cr_expect_eq(address_family("example.com"), 0);
	cr_expect_eq(address_family("192.0.2.1"), 4);
	cr_expect_eq(address_family("2001:db8::1"), 6);
}
