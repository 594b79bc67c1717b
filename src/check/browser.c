/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Can the browsers of this computer talk to this server: are they new enough, and does an administrator's
 * rule forbid it?
 */
#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "base/text.h"
#include "check/browser_versions.h"
#include "check/judge.h"
#include "check/offered.h"
#include "evidence/names.h"

#define POLICY "browser,policy,file"
#define EXTENSION_SETTINGS "ExtensionSettings."

static const struct finding_kind kinds[] = {
	{ .id = "browser.none", .verdict = VERDICT_PASS, .facts = "", .here = true },
	{ .id = "browser.able", .verdict = VERDICT_PASS, .facts = "browsers", .here = true },
	{ .id = "browser.too-old",
		.verdict = VERDICT_FAIL,
		.facts = "browser,versions",
		.here = true },
	{ .id = "browser.old", .verdict = VERDICT_NOTE, .facts = "browser", .here = true },
	{ .id = "browser.policy-version",
		.verdict = VERDICT_FAIL,
		.facts = POLICY ",versions",
		.here = true },
	{ .id = "browser.policy-kept", .verdict = VERDICT_NOTE, .facts = POLICY, .here = true },
	{ .id = "browser.policy-proxy",
		.verdict = VERDICT_NOTE,
		.facts = "browser,file",
		.here = true },
	{ .id = "browser.policy-extensions",
		.verdict = VERDICT_NOTE,
		.facts = "browser,file,count",
		.here = true },
	{ .id = "browser.policy-authorities",
		.verdict = VERDICT_NOTE,
		.facts = "browser,file",
		.here = true },
	{ .id = "browser.read", .verdict = VERDICT_PASS, .facts = "files", .here = true },
	{ .id = "browser.unreadable", .verdict = VERDICT_NOTE, .facts = "files", .here = true },
	{ 0 },
};

static void add_versions(struct facts *facts, unsigned bits)
{
	char *names[5];
	size_t count = 0;

	for (int version = 0x0300; version <= 0x0304; version++)
		if (bits & OFFERED_BIT(version))
			names[count++] = (char *)names_version(version);
	facts_list(facts, "versions", names, count);
}

/* ---- Installed ---- */

static char *called(const struct seen_browser *browser)
{
	return browser->version
		       ? memory_format("%s %s", browser_name(browser->browser), browser->version)
		       : memory_text(browser_name(browser->browser));
}

/* Whether it is one of those that nothing speaks against. */
static bool judge_browser(const struct seen_browser *browser, const struct offered *offered,
	struct findings *findings)
{
	unsigned speaks = browser_speaks(browser->browser, browser_major(browser->version));
	bool modern = offered->spoken & OFFERED_MODERN;
	struct facts *facts;
	char *name;

	if (!speaks || (speaks & OFFERED_MODERN) == OFFERED_MODERN)
		return true;
	name = called(browser);
	/* A newer version may be spoken without having been seen: it counts only when it was refused. */
	if (modern && !(speaks & (offered->spoken | (OFFERED_MODERN & ~offered->refused)))) {
		facts = findings_add(findings, "browser.too-old");
		facts_text(facts, "browser", name);
		add_versions(facts, offered->spoken);
	} else {
		facts_text(findings_add(findings, "browser.old"), "browser", name);
	}
	free(name);
	return false;
}

static void judge_browsers(
	const struct evidence *evidence, struct findings *findings, const struct offered *offered)
{
	const struct seen_browsers *seen = &evidence->browsers;
	char **able = memory_new(seen->browser_count + 1, sizeof(*able));
	size_t count = 0;

	for (size_t i = 0; i < seen->browser_count; i++)
		if (judge_browser(&seen->browsers[i], offered, findings))
			able[count++] = called(&seen->browsers[i]);
	if (!seen->browser_count && !seen->profile_count)
		findings_add(findings, "browser.none");
	else if (count)
		facts_list(findings_add(findings, "browser.able"), "browsers", able, count);
	for (size_t i = 0; i < count; i++)
		free(able[i]);
	free(able);
}

/* ---- Policies ---- */

static struct facts *add_policy(
	struct findings *findings, const char *id, const struct seen_choice *choice)
{
	struct facts *facts = findings_add(findings, id);
	char *text = memory_format("%s = %s", choice->name, choice->value);

	facts_text(facts, "browser", browser_name(choice->browser));
	facts_text(facts, "policy", text);
	facts_text(facts, "file", choice->path);
	free(text);
	return facts;
}

/* The newest version of BROWSER that is installed; -1 unknown. */
static int newest(const struct evidence *evidence, enum browser browser)
{
	int most = -1;

	for (size_t i = 0; i < evidence->browsers.browser_count; i++) {
		const struct seen_browser *seen = &evidence->browsers.browsers[i];
		int major = browser_major(seen->version);

		if (seen->browser == browser && major > most)
			most = major;
	}
	return most;
}

static bool is_installed(const struct evidence *evidence, enum browser browser)
{
	for (size_t i = 0; i < evidence->browsers.browser_count; i++)
		if (evidence->browsers.browsers[i].browser == browser)
			return true;
	return false;
}

/* What the policies SSLVersionMin and SSLVersionMax leave. */
static unsigned left_by(const struct seen_choice *choice)
{
	int version = browser_version_named(choice->value);
	unsigned all = OFFERED_MODERN | OFFERED_BIT(0x0301) | OFFERED_BIT(0x0302), below;

	if (!version)
		return all;
	below = all & (OFFERED_BIT(version) - 1);
	return !strcmp(choice->name, "SSLVersionMin") ? all & ~below : below | OFFERED_BIT(version);
}

static void judge_version_policy(const struct evidence *evidence, struct findings *findings,
	const struct offered *offered, const struct seen_choice *choice)
{
	unsigned left = left_by(choice);

	if (!browser_heeds_ssl_version(choice->browser, newest(evidence, choice->browser)) ||
		!is_installed(evidence, choice->browser))
		return;
	if ((offered->spoken & OFFERED_MODERN) &&
		!(left & (offered->spoken | (OFFERED_MODERN & ~offered->refused))))
		add_versions(
			add_policy(findings, "browser.policy-version", choice), offered->spoken);
	else
		add_policy(findings, "browser.policy-kept", choice);
}

/* ExtensionSettings also allows and blocks: only what it installs counts. */
static bool is_named(const struct seen_choice *choice, const char *const *starts)
{
	for (; *starts; starts++)
		if (text_starts(choice->name, *starts))
			return strcmp(*starts, EXTENSION_SETTINGS) != 0 ||
			       !strcmp(choice->value, "force_installed") ||
			       !strcmp(choice->value, "normal_installed");
	return false;
}

/* One finding a file and kind: the rows of a long list say the same. */
static bool is_first(const struct seen_browsers *seen, size_t index, const char *const *starts,
	size_t *ret_count)
{
	const struct seen_choice *choice = &seen->policies[index];

	*ret_count = 0;
	for (size_t i = 0; i < seen->policy_count; i++) {
		const struct seen_choice *other = &seen->policies[i];

		if (strcmp(other->path, choice->path) != 0 || !is_named(other, starts))
			continue;
		if (i < index)
			return false;
		++*ret_count;
	}
	return true;
}

static const struct {
	const char *id;
	const char *starts[6];
} notes[] = {
	{ "browser.policy-proxy", { "Proxy.HTTPProxy", "Proxy.SSLProxy", "Proxy.AutoConfigURL",
					  "ProxySettings", "ProxyServer" } },
	{ "browser.policy-extensions",
		{ "ExtensionInstallForcelist", EXTENSION_SETTINGS, "Extensions.Install" } },
	{ "browser.policy-authorities",
		{ "Certificates.Install", "Certificates.ImportEnterpriseRoots",
			"CACertificates" } },
};

static void note_policy(const struct evidence *evidence, struct findings *findings, size_t index)
{
	const struct seen_browsers *seen = &evidence->browsers;
	const struct seen_choice *choice = &seen->policies[index];
	size_t count;

	for (size_t i = 0; i < sizeof(notes) / sizeof(notes[0]); i++) {
		if (!is_named(choice, notes[i].starts) ||
			!is_first(seen, index, notes[i].starts, &count))
			continue;
		facts_number(add_policy(findings, notes[i].id, choice), "count", FACT_NUMBER,
			(int64_t)count);
	}
}

static void judge_policies(
	const struct evidence *evidence, struct findings *findings, const struct offered *offered)
{
	for (size_t i = 0; i < evidence->browsers.policy_count; i++) {
		const struct seen_choice *choice = &evidence->browsers.policies[i];

		if (!strcmp(choice->name, "SSLVersionMin") ||
			!strcmp(choice->name, "SSLVersionMax"))
			judge_version_policy(evidence, findings, offered, choice);
		else
			note_policy(evidence, findings, i);
	}
}

/* ---- Files ---- */

static void judge_files(const struct evidence *evidence, struct findings *findings)
{
	const struct seen_browsers *seen = &evidence->browsers;
	char **read = memory_new(seen->file_count + 1, sizeof(*read));
	char **unread = memory_new(seen->file_count + 1, sizeof(*unread));
	size_t read_count = 0, unread_count = 0;

	for (size_t i = 0; i < seen->file_count; i++) {
		if (!seen->files[i].path)
			continue;
		if (seen->files[i].state == FILE_READ)
			read[read_count++] = seen->files[i].path;
		else
			unread[unread_count++] = seen->files[i].path;
	}
	if (unread_count)
		facts_list(findings_add(findings, "browser.unreadable"), "files", unread,
			unread_count);
	if (read_count)
		facts_list(findings_add(findings, "browser.read"), "files", read, read_count);
	free(read);
	free(unread);
}

static void judge(const struct evidence *evidence, struct findings *findings)
{
	struct offered offered = offered_versions(evidence);

	judge_browsers(evidence, findings, &offered);
	judge_policies(evidence, findings, &offered);
	judge_files(evidence, findings);
}

const struct check check_browser = {
	.id = "browser",
	.step = 4,
	.parts = PART_BIT(PART_BROWSERS),
	.also = PART_BIT(PART_HANDSHAKE) | PART_BIT(PART_VERSIONS) | PART_BIT(PART_MATRIX),
	.kinds = kinds,
	.judge = judge,
};
