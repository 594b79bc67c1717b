/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tables of what was seen of this computer itself. */
#include <limits.h>
#include "evidence/evidence.h"
#include "evidence/records.h"
#include "evidence/rows.h"

#define RULES_MOST 1024
#define PROFILES_MOST 64

/* ---- Files ---- */
static const char *const file_state_names[] = {
	[FILE_READ] = "read",
	[FILE_MISSING] = "missing",
	[FILE_DENIED] = "denied",
	[FILE_ANOTHERS] = "anothers",
	[FILE_TOO_BIG] = "too-big",
	[FILE_NOT_A_FILE] = "not-a-file",
	[FILE_BAD] = "bad",
	[FILE_FAILED] = "failed",
};
NAMES_FOR(file_state_names, FILE_STATE_COUNT);

static const struct field file_fields[] = {
	TEXT(seen_file, path),
	ENUM(seen_file, state, FILE_READ, file_state_names),
};
static const struct record file_record = TABLE(seen_file, file_fields);

/* ---- Rules ---- */
static const char *const rules_of_names[] = {
	[RULES_OPENSSL] = "openssl",
	[RULES_GNUTLS] = "gnutls",
	[RULES_JAVA] = "java",
};
NAMES_FOR(rules_of_names, RULES_COUNT);

static const struct field rule_fields[] = {
	ENUM(seen_rule, of, RULES_OPENSSL, rules_of_names),
	TEXT(seen_rule, path),
	INT(seen_rule, line, -1, 0, INT_MAX),
	TEXT(seen_rule, name),
	TEXT(seen_rule, value),
};
static const struct record rule_record = TABLE(seen_rule, rule_fields);

static const struct field bundle_fields[] = {
	TEXT(seen_bundle, variable),
	TEXT(seen_bundle, path),
	ENUM(seen_bundle, state, FILE_READ, file_state_names),
	BOOL(seen_bundle, folder),
	COUNTED(seen_bundle, certificates),
	YES_NO(seen_bundle, fits),
};
static const struct record bundle_record = TABLE(seen_bundle, bundle_fields);

static const struct field policy_fields[] = {
	YES_NO(seen_policy, fips),
	TEXT(seen_policy, crypto_policy),
	RECORDS(seen_policy, rules, rule_count, rule_record, RULES_MOST),
	RECORDS(seen_policy, bundles, bundle_count, bundle_record, PROFILES_MOST),
	YES_NO(seen_policy, default_bundle),
	YES_NO(seen_policy, default_folder),
	TEXT(seen_policy, key_log),
	RECORDS(seen_policy, files, file_count, file_record, RULES_MOST),
};
const struct record policy_record = TABLE(seen_policy, policy_fields);

/* ---- Browsers ---- */
static const char *const browser_ids[] = {
	[BROWSER_FIREFOX] = "firefox",
	[BROWSER_CHROME] = "chrome",
	[BROWSER_CHROMIUM] = "chromium",
	[BROWSER_EDGE] = "edge",
	[BROWSER_BRAVE] = "brave",
};
NAMES_FOR(browser_ids, BROWSER_COUNT);

static const char *const packaging_names[] = {
	[PACKAGING_NATIVE] = "native",
	[PACKAGING_SNAP] = "snap",
	[PACKAGING_FLATPAK] = "flatpak",
};
NAMES_FOR(packaging_names, PACKAGING_COUNT);

static const struct field browser_fields[] = {
	ENUM(seen_browser, browser, BROWSER_FIREFOX, browser_ids),
	ENUM(seen_browser, packaging, PACKAGING_NATIVE, packaging_names),
	TEXT(seen_browser, version),
	TEXT(seen_browser, path),
};
static const struct record browser_record = TABLE(seen_browser, browser_fields);

static const struct field choice_fields[] = {
	ENUM(seen_choice, browser, BROWSER_FIREFOX, browser_ids),
	TEXT(seen_choice, path),
	INT(seen_choice, line, -1, 0, INT_MAX),
	TEXT(seen_choice, name),
	TEXT(seen_choice, value),
};
static const struct record choice_record = TABLE(seen_choice, choice_fields);

static const struct field profile_fields[] = {
	ENUM(seen_profile, browser, BROWSER_FIREFOX, browser_ids),
	ENUM(seen_profile, packaging, PACKAGING_NATIVE, packaging_names),
	TEXT(seen_profile, path),
	TEXT(seen_profile, version),
	ENUM(seen_profile, store, FILE_MISSING, file_state_names),
	YES_NO(seen_profile, store_sound),
	YES_NO(seen_profile, store_known),
	TEXTS(seen_profile, authorities, authority_count),
	DURATION(seen_profile, store_bytes),
	TIME(seen_profile, store_changed_s, "store_changed"),
	BOOL(seen_profile, old_store),
	RECORDS(seen_profile, choices, choice_count, choice_record, RULES_MOST),
};
static const struct record profile_record = TABLE(seen_profile, profile_fields);

static const struct field browsers_fields[] = {
	TEXT(seen_browsers, user),
	RECORDS(seen_browsers, browsers, browser_count, browser_record, PROFILES_MOST),
	RECORDS(seen_browsers, policies, policy_count, choice_record, RULES_MOST),
	RECORDS(seen_browsers, profiles, profile_count, profile_record, PROFILES_MOST),
	RECORDS(seen_browsers, files, file_count, file_record, RULES_MOST),
};
const struct record browsers_record = TABLE(seen_browsers, browsers_fields);

/* ---- What people call them ---- */
const char *rules_name(enum rules_of of)
{
	static const char *const names[] = { "OpenSSL", "GnuTLS", "Java" };

	return names[of];
}

const char *browser_name(enum browser browser)
{
	static const char *const names[] = { "Firefox", "Google Chrome", "Chromium",
		"Microsoft Edge", "Brave" };

	return names[browser];
}
