/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz/targets.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include "base/text.h"
#include "tls/crl.h"
#include "tls/revocation.h"

static void free_status(struct seen_status *status)
{
	free(status->words);
	*status = (struct seen_status){ .signature_good = -1 };
}

static void read_answer(const uint8_t *data, size_t size)
{
	struct seen_status status = { .signature_good = -1 };

	revocation_read_ocsp(data, size, NULL, NULL, &status);
	fuzz_promise(status.outcome < REVOCATION_OUTCOME_COUNT, "an outcome is one of the list");
	fuzz_promise(status.signature_good != 1, "nobody's signature isn't good");
	free_status(&status);
	revocation_read_crl(data, size, NULL, NULL, &status);
	fuzz_promise(status.signature_good != 1, "nobody's signature isn't good");
	free_status(&status);
}

static void inside(const struct der_bytes *part, const uint8_t *data, size_t size)
{
	fuzz_promise(!part->length || (part->at >= data && part->at + part->length <= data + size),
		"a list points into its own bytes");
}

static void walk_list(const uint8_t *data, size_t size)
{
	struct crl crl;
	bool broken;
	int64_t when;

	if (!crl_read(data, size, &crl))
		return;
	inside(&crl.signed_part, data, size);
	inside(&crl.issuer, data, size);
	inside(&crl.entries, data, size);
	inside(&crl.signature, data, size);
	if (crl_names(&crl, "\x0a\x1b", 2, &when, &broken))
		fuzz_promise(!broken, "what was found wasn't broken");
}

static void run(const uint8_t *data, size_t size)
{
	if (size > UINT_MAX)
		return;
	read_answer(data, size);
	walk_list(data, size);
}

const struct fuzz_target fuzz_revocation = { .name = "revocation", .run = run };
