/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What do the TLS rules of this computer forbid of what the server offers? A browser brings its own rules:
 * this is why a page opens there while curl fails.
 */
#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "base/text.h"
#include "check/chain.h"
#include "check/judge.h"
#include "check/limits.h"
#include "check/local_authorities.h"
#include "check/offered.h"
#include "evidence/groups.h"
#include "evidence/names.h"

#define RULE "library,rule,file"
#define BUNDLE "variable,file,programs"

static const struct finding_kind kinds[] = {
	{ .id = "local-policy.none", .verdict = VERDICT_PASS, .facts = "", .here = true },
	{ .id = "local-policy.allows", .verdict = VERDICT_PASS, .facts = "files", .here = true },
	{ .id = "local-policy.read", .verdict = VERDICT_PASS, .facts = "files", .here = true },
	{ .id = "local-policy.version",
		.verdict = VERDICT_FAIL,
		.facts = RULE ",versions",
		.here = true },
	{ .id = "local-policy.cipher",
		.verdict = VERDICT_FAIL,
		.facts = RULE ",cipher",
		.here = true },
	{ .id = "local-policy.key",
		.verdict = VERDICT_FAIL,
		.facts = RULE ",subject,key,bits,least",
		.here = true },
	{ .id = "local-policy.key-type",
		.verdict = VERDICT_FAIL,
		.facts = RULE ",key",
		.here = true },
	{ .id = "local-policy.group",
		.verdict = VERDICT_FAIL,
		.facts = RULE ",group",
		.here = true },
	{ .id = "local-policy.master-secret",
		.verdict = VERDICT_FAIL,
		.facts = "policy",
		.here = true },
	{ .id = "local-policy.unsure", .verdict = VERDICT_NOTE, .facts = RULE, .here = true },
	{ .id = "local-policy.usual", .verdict = VERDICT_NOTE, .facts = RULE, .here = true },
	{ .id = "local-policy.lax", .verdict = VERDICT_NOTE, .facts = RULE, .here = true },
	{ .id = "local-policy.fips", .verdict = VERDICT_NOTE, .facts = "", .here = true },
	{ .id = "local-policy.authorities-missing",
		.verdict = VERDICT_FAIL,
		.facts = BUNDLE,
		.here = true },
	{ .id = "local-policy.authorities-empty",
		.verdict = VERDICT_FAIL,
		.facts = BUNDLE,
		.here = true },
	{ .id = "local-policy.authorities-lack",
		.verdict = VERDICT_FAIL,
		.facts = BUNDLE ",count,host",
		.here = true },
	{ .id = "local-policy.extra-missing",
		.verdict = VERDICT_NOTE,
		.facts = BUNDLE,
		.here = true },
	{ .id = "local-policy.key-log", .verdict = VERDICT_NOTE, .facts = "file", .here = true },
	{ .id = "local-policy.unreadable",
		.verdict = VERDICT_NOTE,
		.facts = "files",
		.here = true },
	{ 0 },
};

/* What is judged just now. */
struct judging {
	const struct evidence *evidence;
	struct findings *findings;
	const struct offered *offered;
	const struct limits *limits;
	enum rules_of of;
	bool told; /* something about these rules was found */
};

/* ---- Rules in words ---- */

enum { RULE_SHOWN = 70 };

/* "MinProtocol = TLSv1.3", cut where it is too long to be read. */
static char *rule_text(const struct seen_rule *rule)
{
	char *whole = memory_format("%s = %s", rule->name, rule->value);
	char *cut;

	if (strlen(whole) <= RULE_SHOWN)
		return whole;
	whole[RULE_SHOWN] = '\0';
	cut = memory_format("%s...", whole);
	free(whole);
	return cut;
}

static struct facts *add(struct judging *judging, const char *id, const struct seen_rule *rule)
{
	struct facts *facts = findings_add(judging->findings, id);
	char *text = rule_text(rule);
	char *file = rule->line > 0 ? memory_format("%s:%d", rule->path, rule->line)
				    : memory_text(rule->path);

	facts_text(facts, "library", rules_name(judging->of));
	facts_text(facts, "rule", text);
	facts_text(facts, "file", file);
	free(text);
	free(file);
	judging->told = true;
	return facts;
}

/* ---- Versions ---- */

enum { TLS_1_2 = 0x0303, TLS_1_3 = 0x0304 };

static void add_versions(struct facts *facts, unsigned bits)
{
	char *names[LIMIT_VERSIONS];
	size_t count = 0;

	for (int i = 0; i < LIMIT_VERSIONS; i++)
		if (bits & 1u << i)
			names[count++] = (char *)names_version(LIMIT_VERSION_FIRST + i);
	facts_list(facts, "versions", names, count);
}

static unsigned allowed_versions(const struct limits *limits)
{
	unsigned allowed = 0;

	for (int i = 0; i < LIMIT_VERSIONS; i++)
		if (!limits->versions[i])
			allowed |= 1u << i;
	return allowed;
}

/* The newest that is spoken and forbidden: who forbids it. */
static const struct seen_rule *newest_rule(const struct limits *limits, unsigned spoken)
{
	for (int i = LIMIT_VERSIONS - 1; i >= 0; i--)
		if (spoken & 1u << i && limits->versions[i])
			return limits->versions[i];
	return NULL;
}

/* Whether a version is left. */
static bool judge_version(struct judging *judging)
{
	const struct offered *offered = judging->offered;
	unsigned allowed = allowed_versions(judging->limits);
	const struct seen_rule *rule = newest_rule(judging->limits, offered->spoken);

	if (!offered->spoken || (offered->spoken & allowed))
		return true;
	/* What can't be had from anybody any more isn't missed. */
	if (!(offered->spoken & OFFERED_MODERN))
		add(judging, "local-policy.usual", rule);
	else if (allowed & OFFERED_MODERN & ~offered->refused)
		add(judging, "local-policy.unsure", rule);
	else
		add_versions(add(judging, "local-policy.version", rule), offered->spoken);
	return false;
}

/* ---- Suites and groups ---- */

struct choice {
	const struct seen_rule *rule; /* who forbids one of them */
	const char *name; /* that one */
	bool left; /* another is allowed */
	bool unsure; /* not all that the server offers are known */
};

static void weigh_suite(const struct limits *limits, unsigned number, struct choice *choice)
{
	const struct suite *suite = suite_find(number);
	const struct seen_rule *rule = suite ? limits_suite(limits, suite) : NULL;

	if (!rule || limits_version(limits, suite->first_version)) {
		choice->left = choice->left || (suite && !rule);
		return;
	}
	choice->rule = rule;
	choice->name = suite->name;
}

/* Of the versions that the rules allow. */
static struct choice weigh_suites(const struct judging *judging)
{
	const struct seen_matrix *matrix = offered_matrix(judging->evidence);
	const struct seen_handshake *handshake = &judging->evidence->handshake;
	struct choice choice = { .unsure = !matrix };
	const struct suite *suite;

	for (size_t i = 0; matrix && i < matrix->offer_count; i++) {
		const struct seen_offer *offer = &matrix->offers[i];

		for (size_t k = 0; k < offer->suite_count && offer->spoken == 1 &&
				   !limits_version(judging->limits, offer->version);
			k++)
			weigh_suite(judging->limits, (unsigned)offer->suites[k], &choice);
	}
	if (matrix || !handshake->cipher)
		return choice;
	suite = suite_find_name(handshake->cipher, strlen(handshake->cipher));
	if (suite)
		weigh_suite(judging->limits, suite->number, &choice);
	return choice;
}

static struct choice weigh_groups(const struct judging *judging)
{
	const struct seen_matrix *matrix = offered_matrix(judging->evidence);
	const char *chosen = judging->evidence->handshake.group;
	struct choice choice = { .unsure = !matrix || !matrix->group_count };
	size_t count;
	const struct group *groups = groups_all(&count), *group;

	for (size_t i = 0; !choice.unsure && i < matrix->group_count; i++) {
		group = group_find((unsigned)matrix->groups[i]);
		if (!group || !judging->limits->groups[group - groups]) {
			choice.left = true;
			continue;
		}
		choice.rule = judging->limits->groups[group - groups];
		choice.name = group->name;
	}
	group = choice.unsure && chosen ? group_find_name(chosen, strlen(chosen)) : NULL;
	if (group && judging->limits->groups[group - groups]) {
		choice.rule = judging->limits->groups[group - groups];
		choice.name = group->name;
	}
	return choice;
}

static void judge_choice(
	struct judging *judging, const struct choice *choice, const char *id, const char *fact)
{
	if (!choice->rule || choice->left)
		return;
	if (choice->unsure)
		add(judging, "local-policy.unsure", choice->rule);
	else
		facts_text(add(judging, id, choice->rule), fact, choice->name);
}

/* ---- Certificates ---- */

enum { RSA_USUAL = 2048, EC_USUAL = 224 };

static bool is_rsa(const struct seen_cert *cert)
{
	return cert->key_type && text_starts(cert->key_type, "RSA");
}

static bool is_curve(const struct seen_cert *cert)
{
	return cert->key_type && text_starts(cert->key_type, "EC");
}

static void judge_key(struct judging *judging, const struct seen_cert *cert)
{
	const struct limits *limits = judging->limits;
	int least = is_rsa(cert) ? limits->rsa_least : is_curve(cert) ? limits->ec_least : 0;
	struct facts *facts;

	if (!limits->size_rule || cert->key_bits <= 0 || cert->key_bits >= least)
		return;
	/* What is shorter than usual is a fault of the site. */
	if (cert->key_bits < (is_rsa(cert) ? RSA_USUAL : EC_USUAL)) {
		add(judging, "local-policy.usual", limits->size_rule);
		return;
	}
	facts = add(judging, "local-policy.key", limits->size_rule);
	judge_text(facts, "subject", chain_called(cert));
	facts_text(facts, "key", cert->key_type);
	facts_number(facts, "bits", FACT_CODE, cert->key_bits);
	facts_number(facts, "least", FACT_CODE, least);
}

static void judge_keys(struct judging *judging)
{
	const struct seen_handshake *handshake = &judging->evidence->handshake;
	const struct seen_cert *leaf = chain_leaf(handshake);
	size_t counting[CHAIN_MOST];
	size_t count = chain_counting(judging->evidence, counting);
	const struct seen_rule *rule = NULL;
	bool told = judging->told;

	for (size_t i = 0; i < count && judging->told == told; i++)
		judge_key(judging, &handshake->chain[counting[i]]);
	if (leaf && is_rsa(leaf))
		rule = judging->limits->keys[SCHEME_RSA];
	else if (leaf && is_curve(leaf))
		rule = judging->limits->keys[SCHEME_ECDSA];
	if (rule)
		facts_text(add(judging, "local-policy.key-type", rule), "key", leaf->key_type);
}

/* ---- One library ---- */

static void judge_limits(struct judging *judging)
{
	struct choice choice;

	if (judge_version(judging)) {
		choice = weigh_suites(judging);
		judge_choice(judging, &choice, "local-policy.cipher", "cipher");
		if (!choice.rule || choice.left) {
			choice = weigh_groups(judging);
			judge_choice(judging, &choice, "local-policy.group", "group");
		}
		judge_keys(judging);
	}
	if (judging->limits->lax && !judging->told)
		add(judging, "local-policy.lax", judging->limits->lax);
}

static void judge_library(struct judging *judging, enum rules_of of, const char *path)
{
	struct limits limits;

	limits_read(&judging->evidence->policy, of, path, &limits);
	judging->limits = &limits;
	judging->of = of;
	judging->told = false;
	judge_limits(judging);
	limits_free(&limits);
}

/* Each Java has a file of its own. The first that forbids something speaks for all. */
static bool judge_javas(struct judging *judging)
{
	const struct seen_policy *policy = &judging->evidence->policy;
	const char *last = NULL;

	for (size_t i = 0; i < policy->rule_count; i++) {
		const struct seen_rule *rule = &policy->rules[i];

		if (rule->of != RULES_JAVA || (last && !strcmp(last, rule->path)))
			continue;
		last = rule->path;
		judge_library(judging, RULES_JAVA, last);
		if (judging->told)
			return true;
	}
	return false;
}

static bool judge_rules(
	const struct evidence *evidence, struct findings *findings, const struct offered *offered)
{
	struct judging judging = { .evidence = evidence, .findings = findings, .offered = offered };
	bool told;

	judge_library(&judging, RULES_OPENSSL, NULL);
	told = judging.told;
	judge_library(&judging, RULES_GNUTLS, NULL);
	told = told || judging.told;
	return judge_javas(&judging) || told;
}

/* ---- FIPS ---- */

/*
 * In the FIPS mode of RHEL 9.2 and later, OpenSSL wants the extended master secret (RFC 7627) of every server
 * with TLS 1.2. Source: https://access.redhat.com/errata/RHSA-2023:3722 2026-11
 */
static void judge_fips(
	const struct evidence *evidence, struct findings *findings, const struct offered *offered)
{
	const struct seen_policy *policy = &evidence->policy;
	const struct seen_handshake *handshake = &evidence->handshake;

	if (policy->fips != 1)
		return;
	findings_add(findings, "local-policy.fips");
	if (policy->crypto_policy && text_starts(policy->crypto_policy, "FIPS") &&
		handshake->version == TLS_1_2 && handshake->extended_master_secret == 0 &&
		!(offered->spoken & OFFERED_TLS_1_3))
		facts_text(findings_add(findings, "local-policy.master-secret"), "policy",
			policy->crypto_policy);
}

/* ---- All ---- */

static const char *broken_stage(const struct evidence *evidence)
{
	enum stage stage = judge_broken_stage(evidence);

	return stage_name(stage == STAGE_DONE ? STAGE_HELLO : stage);
}

/* The files in STATE: read (and then not bad), or one of the others. */
static size_t files_of(const struct seen_policy *policy, bool read, char **ret)
{
	size_t count = 0;

	for (size_t i = 0; i < policy->file_count; i++)
		if ((policy->files[i].state == FILE_READ) == read && policy->files[i].path)
			ret[count++] = policy->files[i].path;
	return count;
}

static void judge_files(const struct evidence *evidence, struct findings *findings, bool told)
{
	const struct seen_policy *policy = &evidence->policy;
	char **paths = memory_new(policy->file_count + 1, sizeof(*paths));
	size_t count = files_of(policy, false, paths);

	if (count)
		facts_list(
			findings_add(findings, "local-policy.unreadable"), "files", paths, count);
	count = files_of(policy, true, paths);
	if (count)
		facts_list(
			findings_add(findings, told ? "local-policy.read" : "local-policy.allows"),
			"files", paths, count);
	else if (!told)
		findings_add(findings, "local-policy.none");
	free(paths);
}

static void judge(const struct evidence *evidence, struct findings *findings)
{
	const struct seen_policy *policy = &evidence->policy;
	struct offered offered = offered_versions(evidence);
	bool told = judge_rules(evidence, findings, &offered);

	/* Rules are judged by what the server needs. */
	if (!told && !offered.spoken) {
		judge_cannot(findings, VERDICT_NOT_REACHED, broken_stage(evidence));
		told = true;
	}
	judge_fips(evidence, findings, &offered);
	told = local_authorities_judge(evidence, findings) || told;
	if (policy->key_log)
		facts_text(findings_add(findings, "local-policy.key-log"), "file", policy->key_log);
	judge_files(evidence, findings, told);
}

const struct check check_local_policy = {
	.id = "local-policy",
	.step = 6,
	.parts = PART_BIT(PART_POLICY),
	.also = PART_BIT(PART_HANDSHAKE) | PART_BIT(PART_VERSIONS) | PART_BIT(PART_MATRIX) |
		PART_BIT(PART_TRUST),
	.kinds = kinds,
	.judge = judge,
};
