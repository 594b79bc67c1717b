/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check/certificate.h"

#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "base/text.h"
#include "check/chain.h"
#include "check/hostname.h"
#include "check/judge.h"

enum { NAME_MOST = 255, LONG_NAME = 12 };

static struct facts *add(const struct evidence *evidence, struct findings *findings, const char *id)
{
	struct facts *facts = findings_add(findings, id);

	judge_text(facts, "host", judge_host(evidence));
	return facts;
}

static bool names_nobody(const struct seen_cert *cert)
{
	return !cert->dns_name_count && !cert->ip_address_count;
}

/* All names that CERT is made out to; of one without the extension, its common name. */
static void add_mismatch(
	const struct evidence *evidence, struct findings *findings, const struct seen_cert *cert)
{
	size_t most = cert->dns_name_count + cert->ip_address_count + 1;
	char **names = memory_new(most, sizeof(*names));
	size_t count = 0;

	for (size_t i = 0; i < cert->dns_name_count; i++)
		names[count++] = cert->dns_names[i];
	for (size_t i = 0; i < cert->ip_address_count; i++)
		names[count++] = cert->ip_addresses[i];
	if (names_nobody(cert) && cert->common_name)
		names[count++] = cert->common_name;
	facts_list(add(evidence, findings, "certificate.name-mismatch"), "names", names, count);
	free(names);
}

/* HOST with "www." before it, or without when it begins so. The caller frees it. */
static char *with_or_without_www(const char *host)
{
	if (text_starts_same(host, "www."))
		return memory_text(host + strlen("www."));
	return memory_format("www.%s", host);
}

/* ---- The name that was meant ---- */

/* How many letters must be changed, added or taken away (Levenshtein 1966), at most LIMIT + 1. */
static size_t distance(const char *a, const char *b, size_t limit)
{
	size_t row[NAME_MOST + 1], width = strlen(b);

	if (width > NAME_MOST || strlen(a) > NAME_MOST)
		return limit + 1;
	for (size_t i = 0; i <= width; i++)
		row[i] = i;
	for (; *a; a++) {
		size_t corner = row[0]++;

		for (size_t i = 1; i <= width; i++) {
			size_t best = row[i] < row[i - 1] ? row[i] + 1 : row[i - 1] + 1;
			size_t same = corner + (*a != b[i - 1]);

			corner = row[i];
			row[i] = same < best ? same : best;
		}
	}
	return row[width] > limit ? limit + 1 : row[width];
}

/* A name of LEAF that is one letter away from NAME, two in a long one; or NULL. */
static const char *likely_meant(const struct seen_cert *leaf, const char *name)
{
	size_t limit = strlen(name) < LONG_NAME ? 1 : 2;

	for (size_t i = 0; i < leaf->dns_name_count; i++)
		if (leaf->dns_names[i][0] != '*' &&
			distance(leaf->dns_names[i], name, limit) <= limit)
			return leaf->dns_names[i];
	return NULL;
}

/* A name of LEAF that would be NAME but for the dot at its end; or NULL. */
static const char *with_a_dot(const struct seen_cert *leaf, const char *name)
{
	for (size_t i = 0; i < leaf->dns_name_count; i++)
		if (hostname_fits_but_dot(leaf->dns_names[i], name))
			return leaf->dns_names[i];
	return NULL;
}

/* ---- Certificates that nobody chose ---- */

static const struct {
	const char *name; /* the subject contains it */
	const char *product;
} defaults[] = {
	{ "TRAEFIK DEFAULT CERT", "Traefik" },
	{ "Kubernetes Ingress Controller Fake Certificate", "Kubernetes ingress-nginx" },
	{ "Plesk", "Plesk" },
	{ "Parallels Panel", "Plesk" },
	{ "localhost.localdomain", "Linux" },
	{ "CN=localhost", "localhost" },
	{ "Synology", "Synology DSM" },
	{ "QNAP NAS", "QNAP" },
	{ "UniFi", "UniFi" },
	{ "FortiGate", "FortiGate" },
	{ "Caddy Local Authority", "Caddy" },
	{ "SomeOrganization", "mod_ssl" },
	{ "Snake Oil", "mod_ssl" },
};

static void note_default(struct findings *findings, const struct seen_cert *leaf)
{
	for (size_t i = 0; leaf->subject && i < sizeof(defaults) / sizeof(defaults[0]); i++)
		if (strstr(leaf->subject, defaults[i].name)) {
			struct facts *facts = findings_add(findings, "certificate.default");

			judge_text(facts, "subject", chain_called(leaf));
			facts_text(facts, "product", defaults[i].product);
			return;
		}
}

static void judge_mismatch(const struct evidence *evidence, struct findings *findings,
	const struct seen_cert *leaf, const char *name)
{
	char *other = with_or_without_www(name);
	const char *wildcard = hostname_too_deep(leaf, name), *kind = NULL;
	const char *odd = hostname_odd_wildcard(leaf, name, &kind);
	const char *dotted = with_a_dot(leaf, name);
	const char *meant = hostname_is_ip(name) ? NULL : likely_meant(leaf, name);

	if (!hostname_is_ip(name) && hostname_certified(leaf, other))
		judge_text(add(evidence, findings, "certificate.name-www"), "other", other);
	else if (wildcard)
		judge_text(
			add(evidence, findings, "certificate.name-too-deep"), "wildcard", wildcard);
	else if (odd) {
		struct facts *facts = add(evidence, findings, "certificate.name-wildcard");

		judge_text(facts, "wildcard", odd);
		facts_text(facts, "kind", kind);
	} else if (dotted)
		judge_text(add(evidence, findings, "certificate.name-dot"), "other", dotted);
	else if (meant)
		judge_text(add(evidence, findings, "certificate.name-typo"), "other", meant);
	else
		add_mismatch(evidence, findings, leaf);
	note_default(findings, leaf);
	free(other);
}

/* Clients stopped reading the subject's common name (Chrome 58, Firefox 48, OpenSSL with a SAN). */
static void judge_no_san(const struct evidence *evidence, struct findings *findings,
	const struct seen_cert *leaf, const char *name)
{
	judge_text(add(evidence, findings, "certificate.no-san"), "subject", chain_called(leaf));
	if (leaf->common_name && !hostname_fits(leaf->common_name, name) &&
		!text_same(leaf->common_name, name))
		add_mismatch(evidence, findings, leaf);
}

void certificate_judge_names(const struct evidence *evidence, struct findings *findings)
{
	const struct seen_cert *leaf = chain_leaf(&evidence->handshake);
	const char *name = settings_cert_name(&evidence->settings);

	if (!name)
		return;
	if (names_nobody(leaf))
		judge_no_san(evidence, findings, leaf, name);
	else if (hostname_certified(leaf, name))
		add(evidence, findings, "certificate.name-matches");
	else
		judge_mismatch(evidence, findings, leaf, name);
}
