/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One handshake a protocol version, or one in small packets, when the failure calls for it. */
#include "base/text.h"
#include "evidence/names.h"
#include "probe/probe.h"

static const int versions[] = { 0x0303, 0x0304, 0x0302, 0x0301 };
/* Several round trips of a slow line: after a long silence, an answer to something else comes soon or not at all. */
#define SOON_MS 4000
#define VERSIONS (sizeof(versions) / sizeof(versions[0]))

static bool is_one_of(const char *name, const char *const *names)
{
	for (; *names; names++)
		if (text_same(name, *names))
			return true;
	return false;
}

static bool caps_versions(const struct seen_choice *choices, size_t count)
{
	static const char *const names[] = { "SSLVersionMax", "security.tls.version.max", NULL };

	for (size_t i = 0; i < count; i++)
		if (is_one_of(choices[i].name, names))
			return true;
	return false;
}

/* Whether something on this computer sets an upper end to versions: then what is below it counts. */
static bool rules_call_for_it(const struct evidence *seen)
{
	static const char *const names[] = { "MaxProtocol", "Protocol", "disabled-version",
		"override-mode", "default-priority-string", NULL };
	const struct seen_browsers *browsers = &seen->browsers;

	for (size_t i = 0; i < seen->policy.rule_count; i++)
		if (is_one_of(seen->policy.rules[i].name, names))
			return true;
	for (size_t i = 0; i < browsers->profile_count; i++)
		if (caps_versions(
			    browsers->profiles[i].choices, browsers->profiles[i].choice_count))
			return true;
	return caps_versions(browsers->policies, browsers->policy_count);
}

/* A public certificate with too few timestamps in it: they may come beside it, where one asks for them. */
static bool timestamps_call_for_it(const struct seen_handshake *handshake)
{
	const struct seen_cert *leaf = handshake->chain_count ? &handshake->chain[0] : NULL;

	return handshake->outcome == HS_DONE && leaf && leaf->public_policy &&
	       leaf->sct_count < 2 && handshake->scts_stapled < 2;
}

/*
 * Where nothing comes back, silence costs its whole time: one question more, and only for those who want to
 * know everything.
 */
static size_t count_of(const struct evidence *seen)
{
	bool deep = seen->settings.depth == DEPTH_DEEP;

	if (seen->handshake.outcome == HS_DONE)
		return !deep && probe_worth_more(seen) && rules_call_for_it(seen) ? VERSIONS : 0;
	if (probe_worth_more(seen))
		return VERSIONS;
	return deep && seen->handshake.outcome == HS_SILENT &&
	       seen->handshake.starttls == STARTTLS_NOT_USED;
}

/*
 * Silence after the connection came about: a network that loses large packets and does not say so (RFC 2923 section
 * 2.1) takes the server's certificate away, and small answers get through.
 */
static bool silence_calls_for_it(const struct evidence *seen)
{
	return (seen->handshake.outcome == HS_SILENT || seen->handshake.outcome == HS_STALLED) &&
	       seen->handshake.starttls == STARTTLS_NOT_USED;
}

static void look(const struct probe_env *env, struct evidence *seen)
{
	const struct settings *settings = &seen->settings;
	const char *address = probe_chosen(seen);
	int64_t began_us = timing_monotonic_us();
	struct trial_wish wishes[VERSIONS + 2];
	size_t count = 0;

	if (settings->depth == DEPTH_QUICK) {
		evidence_part_status(seen, PART_VERSIONS, PART_SKIPPED, WHY_QUICK, NULL);
		return;
	}
	if (!address || seen->parts[PART_HANDSHAKE].state != PART_SEEN) {
		evidence_part_status(seen, PART_VERSIONS, PART_NOT_REACHED, WHY_EARLIER, NULL);
		return;
	}
	for (size_t most = count_of(seen); count < most; count++)
		wishes[count] = (struct trial_wish){
			.label = names_version(versions[count]),
			.min = versions[count],
			.max = versions[count],
			.most_ms = seen->handshake.outcome == HS_SILENT ? SOON_MS : 0,
		};
	if (timestamps_call_for_it(&seen->handshake))
		wishes[count++] = (struct trial_wish){
			.label = "timestamps",
			.min = seen->handshake.version,
			.max = seen->handshake.version,
			.timestamps = true,
		};
	if (silence_calls_for_it(seen))
		wishes[count++] = (struct trial_wish){
			.label = LABEL_SMALL,
			.min = seen->handshake.offered_min,
			.max = seen->handshake.offered_max,
			.small = true,
			.most_ms = SOON_MS,
		};
	for (size_t i = 0; i < count; i++) {
		wishes[i].address = address;
		wishes[i].sni = settings_sni(settings);
	}
	if (!count) {
		evidence_part_status(seen, PART_VERSIONS, PART_SKIPPED, WHY_NOT_NEEDED, NULL);
		return;
	}
	probe_trials(env, seen, wishes, count, &seen->versions);
	probe_done(seen, PART_VERSIONS, began_us);
}

const struct probe probe_versions = { .part = PART_VERSIONS, .beside = true, .look = look };
