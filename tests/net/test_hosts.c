/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include "net/hosts.h"

static const char text[] = "# a comment\n"
			   "127.0.0.1\tlocalhost\r\n"
			   "192.0.2.1 www.example.com example.com # old\n"
			   "not.an.address example.com\n"
			   "2001:db8::1   EXAMPLE.com\n"
			   "#192.0.2.9 example.com\n"
			   "192.0.2.3 example.com.au\n"
			   "192.0.2.4\n"
			   "192.0.2.5 example.com";

Test(net_hosts, every_line_that_names_it_counts)
{
	char *addresses[HOSTS_MOST];
	int line;
	size_t count = hosts_addresses(text, strlen(text), "example.com", addresses, &line);
	static const char *const expected[] = { "192.0.2.1", "2001:db8::1", "192.0.2.5" };

	cr_expect_eq(line, 3);
	cr_assert_eq(count, 3);
	for (size_t i = 0; i < count; i++) {
		cr_expect_str_eq(addresses[i], expected[i]);
		free(addresses[i]);
	}
}

Test(net_hosts, a_name_that_is_not_there_has_no_line)
{
	char *addresses[HOSTS_MOST];
	int line = 7;

	cr_expect_eq(hosts_addresses(text, strlen(text), "example.org", addresses, &line), 0);
	cr_expect_eq(line, 0);
	cr_expect_eq(hosts_addresses("", 0, "example.org", addresses, &line), 0);
}

Test(net_hosts, the_last_search_line_counts)
{
	static const char resolv[] = "domain old.example\nnameserver 192.0.2.53\n"
				     "; search none.example\nsearch a.example b.example # c\n";
	char *domains[HOSTS_MOST];
	size_t count = hosts_search(resolv, strlen(resolv), domains);

	cr_assert_eq(count, 2);
	cr_expect_str_eq(domains[0], "a.example");
	cr_expect_str_eq(domains[1], "b.example");
	free(domains[0]);
	free(domains[1]);
}

Test(net_hosts, escape_characters_of_a_file_reach_nobody)
{
	static const char resolv[] = "search a\033[31mred\n";
	char *domains[HOSTS_MOST];

	cr_assert_eq(hosts_search(resolv, strlen(resolv), domains), 1);
	cr_expect_null(strchr(domains[0], '\033'));
	free(domains[0]);
}
