/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz/targets.h"

#include <stdlib.h>
#include <string.h>
#include "probe/cert9.h"

static void visit(void *context, const void *der, size_t length)
{
	size_t *count = context;

	fuzz_promise(der && length, "a certificate has bytes");
	fuzz_promise(++*count <= CERT9_MOST, "not more are visited than was said");
}

static void run(const uint8_t *data, size_t size)
{
	char *copy = malloc(size ? size : 1); /* nothing lies behind it */
	size_t count = 0;

	memcpy(copy, data, size);
	cert9_authorities(copy, size, visit, &count);
	fuzz_promise(!size || !memcmp(copy, data, size), "the file is left as it is");
	free(copy);
}

const struct fuzz_target fuzz_cert9 = { .name = "cert9", .run = run };
