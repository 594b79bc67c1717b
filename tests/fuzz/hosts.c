/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz/targets.h"

#include <stdlib.h>
#include <string.h>
#include "net/address.h"
#include "net/hosts.h"

static void run(const uint8_t *data, size_t size)
{
	char *copy = malloc(size ? size : 1); /* nothing lies behind it */
	char *found[HOSTS_MOST];
	size_t count;
	int line;

	if (size)
		memcpy(copy, data, size);
	count = hosts_addresses(copy, size, "example.com", found, &line);
	fuzz_promise(count <= HOSTS_MOST, "not more than there is room for");
	fuzz_promise((count > 0) == (line > 0), "what is found stands in a line");
	for (size_t i = 0; i < count; i++) {
		fuzz_promise(address_family(found[i]) != 0, "an address is one");
		free(found[i]);
	}
	count = hosts_search(copy, size, found);
	fuzz_promise(count <= HOSTS_MOST, "not more than there is room for");
	for (size_t i = 0; i < count; i++)
		free(found[i]);
	free(copy);
}

const struct fuzz_target fuzz_hosts = { .name = "hosts", .run = run };
