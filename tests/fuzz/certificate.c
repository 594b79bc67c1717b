/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz/targets.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include "base/text.h"
#include "tls/chain.h"

static void is_clean(const char *text)
{
	if (!text)
		return;
	char *cleaned = text_clean(text, strlen(text), TEXT_ONE_LINE, 0);

	fuzz_promise(strcmp(cleaned, text) == 0, "what a certificate says has been cleaned");
	free(cleaned);
}

static void look_at(const struct seen_cert *cert)
{
	const char *const texts[] = { cert->subject, cert->issuer, cert->common_name,
		cert->issuer_name, cert->serial, cert->key_type, cert->signature, cert->aia_issuer,
		cert->ocsp_url };

	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
		is_clean(texts[i]);
	for (size_t i = 0; i < cert->dns_name_count; i++)
		is_clean(cert->dns_names[i]);
	for (size_t i = 0; i < cert->ip_address_count; i++)
		is_clean(cert->ip_addresses[i]);
	fuzz_promise(cert->sha256 != NULL, "every certificate has a fingerprint");
}

static void run(const uint8_t *data, size_t size)
{
	gnutls_datum_t der = { .data = (unsigned char *)(uintptr_t)data, .size = (unsigned)size };
	struct seen_cert cert;

	if (size > UINT_MAX)
		return;
	chain_read(&der, &cert);
	look_at(&cert);
	seen_cert_free(&cert);
}

const struct fuzz_target fuzz_certificate = { .name = "certificate", .run = run };
