/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Does a browser profile of this computer stand in the way: a changed preference, a damaged store?
 */
#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "base/text.h"
#include "check/browser_versions.h"
#include "check/judge.h"
#include "check/offered.h"
#include "evidence/names.h"
#include "evidence/suites.h"

#define PREF "browser,pref,file"

static const struct finding_kind kinds[] = {
	{ .id = "profile.none", .verdict = VERDICT_PASS, .facts = "", .here = true },
	{ .id = "profile.fine", .verdict = VERDICT_PASS, .facts = "profiles", .here = true },
	{ .id = "profile.version",
		.verdict = VERDICT_FAIL,
		.facts = PREF ",versions",
		.here = true },
	{ .id = "profile.ciphers", .verdict = VERDICT_FAIL, .facts = PREF ",count", .here = true },
	{ .id = "profile.ocsp-required", .verdict = VERDICT_FAIL, .facts = PREF, .here = true },
	{ .id = "profile.changed", .verdict = VERDICT_NOTE, .facts = PREF, .here = true },
	{ .id = "profile.proxy", .verdict = VERDICT_NOTE, .facts = PREF ",proxy", .here = true },
	{ .id = "profile.store-denied",
		.verdict = VERDICT_FAIL,
		.facts = "browser,file",
		.here = true },
	{ .id = "profile.store-damaged",
		.verdict = VERDICT_FAIL,
		.facts = "browser,file",
		.here = true },
	{ .id = "profile.authorities",
		.verdict = VERDICT_NOTE,
		.facts = "browser,file,authorities",
		.here = true },
	{ .id = "profile.authority-vouches",
		.verdict = VERDICT_NOTE,
		.facts = "browser,file,authority",
		.here = true },
	{ .id = "profile.no-authorities", .verdict = VERDICT_PASS, .facts = "file", .here = true },
	{ .id = "profile.store", .verdict = VERDICT_PASS, .facts = "file,changed", .here = true },
	{ .id = "profile.old-store",
		.verdict = VERDICT_NOTE,
		.facts = "browser,profile",
		.here = true },
	{ 0 },
};

struct judging {
	const struct evidence *evidence;
	struct findings *findings;
	const struct seen_profile *profile;
	struct offered offered;
	bool told; /* something of this profile stands in the way or was changed */
};

/* ---- Preferences ---- */

/* The last one counts: user.js is read after prefs.js. */
static const struct seen_choice *pref(const struct seen_profile *profile, const char *name)
{
	for (size_t i = profile->choice_count; i > 0; i--)
		if (!strcmp(profile->choices[i - 1].name, name))
			return &profile->choices[i - 1];
	return NULL;
}

static struct facts *add_pref(
	struct judging *judging, const char *id, const struct seen_choice *choice)
{
	struct facts *facts = findings_add(judging->findings, id);
	char *text = memory_format("%s = %s", choice->name, choice->value);
	char *file = choice->line > 0 ? memory_format("%s:%d", choice->path, choice->line)
				      : memory_text(choice->path);

	facts_text(facts, "browser", browser_name(choice->browser));
	facts_text(facts, "pref", text);
	facts_text(facts, "file", file);
	free(text);
	free(file);
	judging->told = true;
	return facts;
}

/* 1 is TLS 1.0 ... 4 is TLS 1.3 (security.tls.version.min); 0 for what is no such number. */
static int version_of(const struct seen_choice *choice)
{
	int number = choice ? atoi(choice->value) : 0;

	return number >= 1 && number <= 4 ? 0x0300 + number : 0;
}

static void add_versions(struct facts *facts, unsigned bits)
{
	char *names[5];
	size_t count = 0;

	for (int version = 0x0300; version <= 0x0304; version++)
		if (bits & OFFERED_BIT(version))
			names[count++] = (char *)names_version(version);
	facts_list(facts, "versions", names, count);
}

enum { USUAL_LEAST = 0x0303, USUAL_MOST = 0x0304 };

static unsigned between(int least, int most)
{
	unsigned bits = 0;

	for (int version = least; version <= most; version++)
		bits |= OFFERED_BIT(version);
	return bits;
}

/* Whether none of the versions in LEFT leads to this server; certain only of what was tried. */
static bool is_hopeless(const struct offered *offered, unsigned left)
{
	return (offered->spoken & OFFERED_MODERN) &&
	       !(left & (offered->spoken | (OFFERED_MODERN & ~offered->refused)));
}

static void judge_versions(struct judging *judging)
{
	const struct seen_choice *min = pref(judging->profile, "security.tls.version.min");
	const struct seen_choice *max = pref(judging->profile, "security.tls.version.max");
	int least = version_of(min), most = version_of(max);
	unsigned left = between(least ? least : USUAL_LEAST, most ? most : USUAL_MOST);
	bool hopeless = is_hopeless(&judging->offered, left);

	if (hopeless && most && most < USUAL_MOST)
		add_versions(add_pref(judging, "profile.version", max), judging->offered.spoken);
	else if (hopeless && least)
		add_versions(add_pref(judging, "profile.version", min), judging->offered.spoken);
	else if (most && most < USUAL_MOST)
		add_pref(judging, "profile.changed", max);
	else if (least && least != USUAL_LEAST)
		add_pref(judging, "profile.changed", min);
}

/* ---- Suites ---- */

static bool is_off(const struct seen_profile *profile, unsigned suite)
{
	bool off = false;

	for (size_t i = 0; i < profile->choice_count; i++)
		if (browser_pref_suite(profile->choices[i].name) == suite)
			off = !strcmp(profile->choices[i].value, "false");
	return off;
}

static bool has_suite(const struct seen_matrix *matrix, unsigned number)
{
	for (size_t i = 0; i < matrix->offer_count; i++)
		for (size_t k = 0; k < matrix->offers[i].suite_count; k++)
			if (matrix->offers[i].suites[k] == (int)number &&
				matrix->offers[i].spoken == 1)
				return true;
	return false;
}

/* Whether the server takes one of Firefox's suites when OFF ones are left out (or: when all are in). */
static bool is_taken(const struct judging *judging, bool leave_out)
{
	const struct seen_matrix *matrix = offered_matrix(judging->evidence);
	size_t count;
	const unsigned *suites = browser_firefox_suites(&count);

	for (size_t i = 0; i < count; i++)
		if (has_suite(matrix, suites[i]) &&
			!(leave_out && is_off(judging->profile, suites[i])))
			return true;
	return false;
}

static void judge_suites(struct judging *judging)
{
	const struct seen_choice *last = NULL;
	int64_t off = 0;

	for (size_t i = 0; i < judging->profile->choice_count; i++) {
		const struct seen_choice *choice = &judging->profile->choices[i];
		unsigned suite = browser_pref_suite(choice->name);

		if (suite && !strcmp(choice->value, "false") && is_off(judging->profile, suite)) {
			last = choice;
			off++;
		}
	}
	if (!last)
		return;
	if (!(judging->offered.spoken & OFFERED_TLS_1_3) && offered_matrix(judging->evidence) &&
		is_taken(judging, false) && !is_taken(judging, true))
		facts_number(add_pref(judging, "profile.ciphers", last), "count", FACT_NUMBER, off);
	else
		add_pref(judging, "profile.changed", last);
}

/* ---- Others ---- */

/* The stapled answer would do instead of asking. */
static void judge_ocsp(struct judging *judging)
{
	const struct seen_choice *choice = pref(judging->profile, "security.OCSP.require");
	const struct seen_revocation *seen = &judging->evidence->revocation;

	if (!choice || strcmp(choice->value, "true") != 0)
		return;
	if (judging->evidence->parts[PART_REVOCATION].state == PART_SEEN &&
		seen->ocsp.outcome == REVOCATION_NO_ANSWER &&
		seen->staple.outcome != REVOCATION_NOT_REVOKED)
		add_pref(judging, "profile.ocsp-required", choice);
	else
		add_pref(judging, "profile.changed", choice);
}

/* network.proxy.type: 1 by hand, 2 by a script (all.js of Firefox). */
static void judge_proxy(struct judging *judging)
{
	const struct seen_choice *type = pref(judging->profile, "network.proxy.type");
	const struct seen_choice *proxy = NULL;

	if (type && !strcmp(type->value, "1"))
		proxy = pref(judging->profile, "network.proxy.ssl");
	else if (type && !strcmp(type->value, "2"))
		proxy = pref(judging->profile, "network.proxy.autoconfig_url");
	if (proxy && *proxy->value)
		facts_text(add_pref(judging, "profile.proxy", type), "proxy", proxy->value);
}

/* The added authority that signed something of the server's chain, or NULL. */
static const char *vouching(const struct judging *judging)
{
	const struct seen_profile *profile = judging->profile;
	const struct seen_handshake *handshake = &judging->evidence->handshake;

	for (size_t i = 0; i < profile->authority_count; i++)
		for (size_t k = 0; k < handshake->chain_count; k++)
			if (profile->authorities[i] && handshake->chain[k].issuer &&
				!strcmp(profile->authorities[i], handshake->chain[k].issuer))
				return profile->authorities[i];
	return NULL;
}

/* What the store holds beside what the browser brings along. */
static void judge_authorities(struct judging *judging, const char *file)
{
	const struct seen_profile *profile = judging->profile;
	const char *authority = vouching(judging);
	struct facts *facts;

	if (!profile->authority_count) {
		facts_text(findings_add(judging->findings, "profile.no-authorities"), "file", file);
		return;
	}
	facts = findings_add(judging->findings, "profile.authorities");
	facts_text(facts, "browser", browser_name(profile->browser));
	facts_text(facts, "file", file);
	facts_list(facts, "authorities", profile->authorities, profile->authority_count);
	if (!authority)
		return;
	facts = findings_add(judging->findings, "profile.authority-vouches");
	facts_text(facts, "browser", browser_name(profile->browser));
	facts_text(facts, "file", file);
	facts_text(facts, "authority", authority);
}

static void judge_store(struct judging *judging)
{
	const struct seen_profile *profile = judging->profile;
	char *file = memory_format("%s/cert9.db", profile->path);
	struct facts *facts = NULL;

	/* Somebody else's may well be closed to us. */
	if (profile->store == FILE_DENIED && !judging->evidence->browsers.user)
		facts = findings_add(judging->findings, "profile.store-denied");
	else if (profile->store == FILE_READ && profile->store_sound == 0)
		facts = findings_add(judging->findings, "profile.store-damaged");
	if (facts) {
		facts_text(facts, "browser", browser_name(profile->browser));
		facts_text(facts, "file", file);
		judging->told = true;
	} else if (profile->store == FILE_READ && profile->store_known == 1) {
		judge_authorities(judging, file);
	} else if (profile->store == FILE_READ) {
		facts = findings_add(judging->findings, "profile.store");
		facts_text(facts, "file", file);
		facts_number(facts, "changed", FACT_TIME, profile->store_changed_s);
	} else if (profile->store == FILE_MISSING && profile->old_store) {
		facts = findings_add(judging->findings, "profile.old-store");
		facts_text(facts, "browser", browser_name(profile->browser));
		facts_text(facts, "profile", profile->path);
	}
	free(file);
}

static void judge(const struct evidence *evidence, struct findings *findings)
{
	const struct seen_browsers *seen = &evidence->browsers;
	char **fine = memory_new(seen->profile_count + 1, sizeof(*fine));
	enum stage stage;
	size_t count = 0;

	for (size_t i = 0; i < seen->profile_count; i++) {
		struct judging judging = { .evidence = evidence,
			.findings = findings,
			.profile = &seen->profiles[i],
			.offered = offered_versions(evidence) };

		judge_versions(&judging);
		judge_suites(&judging);
		judge_ocsp(&judging);
		judge_proxy(&judging);
		judge_store(&judging);
		if (!judging.told)
			fine[count++] = seen->profiles[i].path;
	}
	stage = judge_broken_stage(evidence);
	if (!seen->profile_count)
		findings_add(findings, "profile.none");
	if (!offered_versions(evidence).spoken)
		judge_cannot(findings, VERDICT_NOT_REACHED,
			stage_name(stage == STAGE_DONE ? STAGE_HELLO : stage));
	else if (count)
		facts_list(findings_add(findings, "profile.fine"), "profiles", fine, count);
	free(fine);
}

const struct check check_profile = {
	.id = "profile",
	.step = 9,
	.parts = PART_BIT(PART_BROWSERS),
	.also = PART_BIT(PART_HANDSHAKE) | PART_BIT(PART_VERSIONS) | PART_BIT(PART_MATRIX) |
		PART_BIT(PART_REVOCATION),
	.kinds = kinds,
	.judge = judge,
};
