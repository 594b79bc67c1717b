/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check/local_authorities.h"

#include <string.h>
#include "check/judge.h"

/*
 * Who reads it and does nothing without it. Sources: curl(1) and src/tool_operate.c of curl 7.88; openssl-env(7),
 * X509_STORE_set_default_paths(3); requests' "SSL Cert Verification"; node(1); crypto/x509 of Go; all 2026-11.
 */
struct reader {
	const char *variable;
	const char *programs[4];
	bool adds; /* beside its own list */
};
static const struct reader readers[] = {
	{ "CURL_CA_BUNDLE", { "curl" }, false },
	{ "REQUESTS_CA_BUNDLE", { "requests (Python)" }, false },
	{ "NODE_EXTRA_CA_CERTS", { "Node.js" }, true },
	{ "SSL_CERT_DIR", { "Python", "Ruby" }, false },
};
static const struct reader file_readers = { "SSL_CERT_FILE", { "curl", "Python", "Ruby", "Go" },
	false };
/* Where OpenSSL has a good folder besides, curl alone insists on the file. */
static const struct reader file_insists = { "SSL_CERT_FILE", { "curl" }, false };

static const struct reader *reader_of(
	const struct seen_policy *policy, const struct seen_bundle *bundle)
{
	if (!strcmp(bundle->variable, "SSL_CERT_FILE"))
		return policy->default_folder == 0 ? &file_readers : &file_insists;
	for (size_t i = 0; i < sizeof(readers) / sizeof(readers[0]); i++)
		if (!strcmp(readers[i].variable, bundle->variable))
			return &readers[i];
	return NULL;
}

static void add_bundle(const struct evidence *evidence, struct findings *findings,
	const struct seen_bundle *bundle, const char *id)
{
	const struct reader *reader = reader_of(&evidence->policy, bundle);
	struct facts *facts = findings_add(findings, id);
	size_t count = 0;

	while (count < 4 && reader->programs[count])
		count++;
	facts_text(facts, "variable", bundle->variable);
	facts_text(facts, "file", bundle->path);
	facts_list(facts, "programs", (char *const *)reader->programs, count);
	if (!strcmp(id, "local-policy.authorities-lack")) {
		facts_number(facts, "count", FACT_NUMBER, bundle->certificates);
		judge_text(facts, "host", judge_host(evidence));
	}
}

static bool is_good(const struct seen_bundle *bundle)
{
	return bundle->state == FILE_READ && bundle->certificates != 0;
}

static bool has_bundle(const struct seen_policy *policy, const char *variable, bool good)
{
	for (size_t i = 0; i < policy->bundle_count; i++)
		if (!strcmp(policy->bundles[i].variable, variable) &&
			(!good || is_good(&policy->bundles[i])))
			return true;
	return false;
}

/* Whether something else that was named or is there takes its place. */
static bool is_outweighed(const struct seen_policy *policy, const struct seen_bundle *bundle)
{
	if (!strcmp(bundle->variable, "SSL_CERT_DIR"))
		return policy->default_bundle == 1 || has_bundle(policy, "SSL_CERT_DIR", true) ||
		       has_bundle(policy, "SSL_CERT_FILE", true);
	if (!strcmp(bundle->variable, "SSL_CERT_FILE"))
		return has_bundle(policy, "CURL_CA_BUNDLE", false) ||
		       has_bundle(policy, "SSL_CERT_DIR", false);
	return false;
}

/* Whether its certificates are all that the program trusts. */
static bool is_alone(const struct seen_policy *policy, const struct seen_bundle *bundle)
{
	return !strcmp(bundle->variable, "REQUESTS_CA_BUNDLE") ||
	       (policy->default_folder == 0 && !bundle->folder);
}

static bool trusts_otherwise(const struct evidence *evidence)
{
	return evidence->parts[PART_TRUST].state == PART_SEEN &&
	       evidence->trust.outcome == TRUST_OK && !evidence->trust.anchor_extra;
}

static bool judge_bundle(const struct evidence *evidence, struct findings *findings,
	const struct seen_bundle *bundle)
{
	const struct seen_policy *policy = &evidence->policy;
	const struct reader *reader = reader_of(policy, bundle);
	const char *id = NULL;

	if (!reader || is_outweighed(policy, bundle))
		return false;
	if (!is_good(bundle))
		id = reader->adds		  ? "local-policy.extra-missing"
		     : bundle->state == FILE_READ ? "local-policy.authorities-empty"
						  : "local-policy.authorities-missing";
	else if (bundle->fits == 0 && !reader->adds && is_alone(policy, bundle) &&
		 trusts_otherwise(evidence))
		id = "local-policy.authorities-lack";
	if (id)
		add_bundle(evidence, findings, bundle, id);
	return id != NULL;
}

bool local_authorities_judge(const struct evidence *evidence, struct findings *findings)
{
	bool told = false;

	for (size_t i = 0; i < evidence->policy.bundle_count; i++)
		told = judge_bundle(evidence, findings, &evidence->policy.bundles[i]) || told;
	return told;
}
