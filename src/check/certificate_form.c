/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Certificates that are readable, but not built by the rules of RFC 5280 section 4.1.2. */
#include "check/certificate.h"

#include <string.h>
#include "check/chain.h"
#include "check/judge.h"

enum { VERSION_NOW = 3, SERIAL_DIGITS_MOST = 40 };

enum serial { SERIAL_GOOD, SERIAL_ZERO, SERIAL_BAD };

/*
 * Hex of a DER INTEGER, at most 20 bytes and positive (RFC 5280 section 4.1.2.2). Go refuses negative ones since
 * 1.23; Chromium 156 and Firefox 153 take any. Zero breaks the rule too, and everybody accepts it.
 */
static enum serial serial_form(const char *serial)
{
	if (!serial || !*serial)
		return SERIAL_GOOD;
	if (strchr("89abcdefABCDEF", serial[0]))
		return SERIAL_BAD;
	if (!strncmp(serial, "00", 2) && serial[2])
		serial += 2; /* the byte that keeps it positive */
	if (strlen(serial) > SERIAL_DIGITS_MOST)
		return SERIAL_BAD;
	return strspn(serial, "0") == strlen(serial) ? SERIAL_ZERO : SERIAL_GOOD;
}

static struct facts *add_once(
	struct findings *findings, const char *id, const struct seen_cert *cert)
{
	struct facts *facts;

	if (findings_find(findings, id))
		return NULL;
	facts = findings_add(findings, id);
	judge_text(facts, "subject", chain_called(cert));
	return facts;
}

static void judge_cert(struct findings *findings, const struct seen_cert *cert)
{
	struct facts *facts;

	if (cert->version > 0 && cert->version < VERSION_NOW &&
		(facts = add_once(findings, "certificate.old-version", cert)))
		facts_number(facts, "version", FACT_CODE, cert->version);
	if (cert->critical && (facts = add_once(findings, "certificate.critical-extension", cert)))
		facts_text(facts, "extension", cert->critical);
	switch (serial_form(cert->serial)) {
	case SERIAL_BAD:
		if ((facts = add_once(findings, "certificate.bad-serial", cert)))
			facts_text(facts, "serial", cert->serial);
		break;
	case SERIAL_ZERO:
		add_once(findings, "certificate.zero-serial", cert);
		break;
	default:
		break;
	}
}

/* A root is trusted as it is, however old its form. */
void certificate_judge_form(const struct evidence *evidence, struct findings *findings)
{
	size_t counting[CHAIN_MOST];
	size_t count = chain_counting(evidence, counting);

	for (size_t i = 0; i < count; i++)
		if (!evidence->handshake.chain[counting[i]].self_signed)
			judge_cert(findings, &evidence->handshake.chain[counting[i]]);
}
