/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz/targets.h"

#include "tls/sct.h"

static void run(const uint8_t *data, size_t size)
{
	int list = sct_count_list(data, size), answer = sct_count_ocsp(data, size);
	struct sct_leaf leaf;
	int beside = sct_count_certificate(data, size, &leaf);

	/* A timestamp has 41 bytes and more, and its length before it. */
	fuzz_promise(list >= 0 && (size_t)list <= size / 43, "no more than there is room for");
	fuzz_promise(answer >= 0 && (size_t)answer <= size / 43, "nor in an answer");
	fuzz_promise(beside < 0 || (size_t)beside <= size / 43, "nor beside a certificate");
	fuzz_promise(beside < 0 ? !leaf.length
				: leaf.der > data && leaf.der + leaf.length <= data + size,
		"the certificate is one of the bytes");
}

const struct fuzz_target fuzz_sct = { .name = "sct", .run = run };
