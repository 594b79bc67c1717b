/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/extensions.h"

#include "base/buffer.h"
#include "base/memory.h"

static char *joined(char *const *items, size_t count)
{
	struct buffer text = { 0 };

	for (size_t i = 0; i < count; i++)
		buffer_add_format(&text, "%s%s", i ? ", " : "", items[i]);
	return count ? buffer_take(&text) : NULL;
}

/* RFC 5280 section 4.2.1.3, with GnuTLS's values. */
static const struct {
	int bit;
	const char *name;
} usages[] = {
	{ 128, "digitalSignature" },
	{ 64, "contentCommitment" },
	{ 32, "keyEncipherment" },
	{ 16, "dataEncipherment" },
	{ 8, "keyAgreement" },
	{ 4, "keyCertSign" },
	{ 2, "cRLSign" },
	{ 1, "encipherOnly" },
	{ 32768, "decipherOnly" },
};

static char *usage_text(int bits)
{
	struct buffer text = { 0 };

	if (bits < 0)
		return NULL;
	for (size_t i = 0; i < sizeof(usages) / sizeof(usages[0]); i++)
		if (bits & usages[i].bit)
			buffer_add_format(&text, "%s%s", text.length ? ", " : "", usages[i].name);
	return text.length ? buffer_take(&text) : memory_text("0");
}

static char *constraints_text(const struct seen_cert *cert)
{
	if (cert->is_ca < 0)
		return NULL;
	if (cert->is_ca && cert->path_length >= 0)
		return memory_format("cA TRUE, pathLenConstraint %d", cert->path_length);
	return memory_text(cert->is_ca ? "cA TRUE" : "cA FALSE");
}

static char *stamps_text(const struct seen_cert *cert)
{
	if (cert->sct_count <= 0)
		return NULL;
	return memory_format("%d (logs: %d)", cert->sct_count, cert->sct_log_count);
}

size_t extension_rows(const struct seen_cert *cert, struct extension_row ret[EXTENSION_ROWS_MOST])
{
	const struct extension_row all[EXTENSION_ROWS_MOST] = {
		{ "keyUsage", usage_text(cert->key_usage) },
		{ "extKeyUsage", joined(cert->purposes, cert->purpose_count) },
		{ "basicConstraints", constraints_text(cert) },
		{ "nameConstraints", joined(cert->constraints, cert->constraint_count) },
		{ "certificatePolicies", joined(cert->policies, cert->policy_count) },
		{ "SCT", stamps_text(cert) },
		{ "OCSP", memory_text(cert->ocsp_url) },
		{ "CRL", memory_text(cert->crl_url) },
		{ "caIssuers", memory_text(cert->aia_issuer) },
		{ "must-staple", memory_text(cert->must_staple ? "status_request" : NULL) },
	};
	size_t count = 0;

	for (size_t i = 0; i < EXTENSION_ROWS_MOST; i++)
		if (all[i].value)
			ret[count++] = all[i];
	return count;
}
