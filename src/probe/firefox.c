/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Firefox: where it is installed, what an administrator decided, what its profiles say. */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/memory.h"
#include "base/text.h"
#include "probe/browsers.h"
#include "probe/cert9.h"
#include "tls/chain.h"

enum { PROFILES_MOST = 16 };

/* ---- Installed ---- */

static const struct {
	const char *path;
	enum packaging packaging;
} installed[] = {
	{ "/usr/lib/firefox-esr/application.ini", PACKAGING_NATIVE },
	{ "/usr/lib/firefox/application.ini", PACKAGING_NATIVE },
	{ "/usr/lib64/firefox/application.ini", PACKAGING_NATIVE },
	{ "/opt/firefox/application.ini", PACKAGING_NATIVE },
	{ "/snap/firefox/current/usr/lib/firefox/application.ini", PACKAGING_SNAP },
	{ "/var/lib/flatpak/app/org.mozilla.firefox/current/active/files/lib/firefox/"
	  "application.ini",
		PACKAGING_FLATPAK },
};

struct wanted {
	const char *section, *name;
	char *value; /* found, or NULL */
};

static void visit_wanted(
	void *context, const char *section, const char *name, const char *value, int line)
{
	struct wanted *wanted = context;

	(void)line;
	if (!wanted->value && !strcmp(section, wanted->section) && !strcmp(name, wanted->name))
		wanted->value = memory_text(value);
}

/* NAME of SECTION in the INI file PATH, or NULL. RET_STATE: how reading went. */
static char *ini_value(struct local *local, const char *path, const char *section, const char *name,
	enum file_state *ret_state)
{
	struct wanted wanted = { section, name, NULL };
	struct buffer text;

	*ret_state = local_read(local, path, BROWSER_FILE_MOST, &text);
	if (*ret_state != FILE_READ)
		return NULL;
	ini_parse(text.bytes, text.length, visit_wanted, &wanted);
	buffer_free(&text);
	return wanted.value;
}

static void look_at_installed(
	struct browsing *browsing, struct local *local, const char *path, enum packaging packaging)
{
	enum file_state state;
	char *version = ini_value(local, path, "App", "Version", &state);
	char *whole = local_path(local, path);

	if (state == FILE_READ)
		browsers_add(browsing, BROWSER_FIREFOX, packaging, version, whole);
	free(whole);
	free(version);
}

/* ---- Policies ---- */

static const char *const policy_files[] = { "/etc/firefox/policies/policies.json",
	"/usr/lib/firefox-esr/distribution/policies.json",
	"/usr/share/firefox-esr/distribution/policies.json",
	"/usr/lib/firefox/distribution/policies.json",
	"/usr/lib64/firefox/distribution/policies.json",
	"/opt/firefox/distribution/policies.json" };

/* https://firefox-admin-docs.mozilla.org/reference/policies/ 2026-11 */
static const char *const policy_names[] = { "SSLVersionMin", "SSLVersionMax", "DisabledCiphers",
	"Proxy", "Certificates", "Preferences", "ExtensionSettings", "Extensions", NULL };

struct policy_file {
	struct browsing *browsing;
	const char *path;
};

static bool starts_with_any(const char *name, const char *const *starts)
{
	for (; *starts; starts++)
		if (text_starts(name, *starts))
			return true;
	return false;
}

static void visit_policy(void *context, const char *name, const char *value)
{
	static const char *const told[] = { "Preferences.security.", "Preferences.network.proxy.",
		NULL };
	struct policy_file *file = context;
	struct seen_browsers *seen = file->browsing->seen;

	if (text_starts(name, "Preferences.") && !starts_with_any(name, told))
		return;
	choices_add(
		&seen->policies, &seen->policy_count, BROWSER_FIREFOX, file->path, -1, name, value);
}

static void look_at_policies(struct browsing *browsing, const char *path)
{
	char *whole = local_path(&browsing->system, path);
	struct policy_file file = { browsing, whole };
	struct buffer text;

	if (local_read(&browsing->system, path, BROWSER_FILE_MOST, &text) == FILE_READ) {
		if (!policy_parse(
			    text.bytes, text.length, "policies", policy_names, visit_policy, &file))
			local_bad(&browsing->system, path);
		buffer_free(&text);
	}
	free(whole);
}

/* ---- A profile ---- */

/* Only these are kept. */
static const char *const pref_starts[] = { "security.tls.", "security.ssl", "security.OCSP.",
	"security.enterprise_roots.", "security.pki.", "security.cert_pinning.", "network.proxy.",
	NULL };
static const char *const pref_secrets[] = { "network.proxy.socks_username",
	"network.proxy.socks_password", NULL };

struct pref_file {
	struct seen_profile *profile;
	const char *path;
};

static void visit_pref(void *context, const char *name, const char *value, int line)
{
	struct pref_file *file = context;

	if (starts_with_any(name, pref_starts) && !starts_with_any(name, pref_secrets))
		choices_add(&file->profile->choices, &file->profile->choice_count, BROWSER_FIREFOX,
			file->path, line, name, value);
}

static void read_prefs(struct browsing *browsing, struct seen_profile *profile, const char *folder,
	const char *name)
{
	char *path = memory_format("%s/%s", folder, name);
	char *whole = local_path(&browsing->home, path);
	struct pref_file file = { profile, whole };
	struct buffer text;

	if (local_read(&browsing->home, path, BROWSER_FILE_MOST, &text) == FILE_READ) {
		prefs_parse(text.bytes, text.length, visit_pref, &file);
		buffer_free(&text);
	}
	free(whole);
	free(path);
}

/* The header of SQLite's files (sqlite.org/fileformat.html, 1.3). A new one may still be empty. */
static bool is_sqlite(const char *bytes, size_t length)
{
	static const char magic[16] = "SQLite format 3";

	return !length || (length >= sizeof(magic) && !memcmp(bytes, magic, sizeof(magic)));
}

static void add_authority(void *context, const void *der, size_t length)
{
	struct seen_profile *profile = context;
	char *subject = chain_subject(der, length);

	if (!subject)
		return;
	profile->authorities = memory_resize(
		profile->authorities, profile->authority_count + 1, sizeof(*profile->authorities));
	profile->authorities[profile->authority_count++] = subject;
}

static void read_store(struct seen_profile *profile, const struct buffer *bytes)
{
	profile->store_sound = is_sqlite(bytes->bytes, bytes->length);
	if (!bytes->length)
		profile->store_known = 1;
	else if (profile->store_sound)
		profile->store_known = cert9_authorities(
			bytes->bytes, bytes->length, add_authority, profile);
}

static void look_at_store(
	struct browsing *browsing, struct seen_profile *profile, const char *folder)
{
	char *path = memory_format("%s/cert9.db", folder);
	char *whole = local_path(&browsing->home, path);
	struct buffer bytes;
	struct stat state;

	profile->store = local_read(&browsing->home, path, 64 << 20, &bytes);
	if (profile->store == FILE_READ) {
		read_store(profile, &bytes);
		buffer_free(&bytes);
	}
	if (profile->store != FILE_ANOTHERS && !stat(whole, &state)) {
		profile->store_bytes = state.st_size;
		profile->store_changed_s = state.st_mtime;
	}
	free(whole);
	free(path);
	path = memory_format("%s/cert8.db", folder);
	whole = local_path(&browsing->home, path);
	profile->old_store = !stat(whole, &state);
	free(whole);
	free(path);
}

/* "153.7.0_20261101120000/20261101120000" */
static void look_at_version(
	struct browsing *browsing, struct seen_profile *profile, const char *folder)
{
	char *path = memory_format("%s/compatibility.ini", folder);
	enum file_state state;
	char *version = ini_value(&browsing->home, path, "Compatibility", "LastVersion", &state);

	if (version) {
		version[strcspn(version, "_")] = '\0';
		profile->version = text_clean(version, strlen(version), TEXT_ONE_LINE, 60);
	}
	free(version);
	free(path);
}

static void look_at_profile(struct browsing *browsing, const char *folder, enum packaging packaging)
{
	struct seen_browsers *seen = browsing->seen;
	char *whole = local_path(&browsing->home, folder);
	struct seen_profile profile = { .browser = BROWSER_FIREFOX,
		.packaging = packaging,
		.store_sound = -1,
		.store_known = -1,
		.store_bytes = -1,
		.store_changed_s = -1,
		.path = text_clean(whole, strlen(whole), TEXT_ONE_LINE, 0) };
	struct stat state;

	if (stat(whole, &state) || !S_ISDIR(state.st_mode) ||
		seen->profile_count >= PROFILES_MOST) {
		free(profile.path);
		free(whole);
		return;
	}
	look_at_version(browsing, &profile, folder);
	read_prefs(browsing, &profile, folder, "prefs.js");
	read_prefs(browsing, &profile, folder, "user.js");
	look_at_store(browsing, &profile, folder);
	seen->profiles = memory_resize(
		seen->profiles, seen->profile_count + 1, sizeof(*seen->profiles));
	seen->profiles[seen->profile_count++] = profile;
	free(whole);
}

/* ---- profiles.ini ---- */

struct list {
	struct browsing *browsing;
	const char *base; /* the folder of profiles.ini */
	enum packaging packaging;
	char *section, *path; /* of the profile being read */
	bool absolute;
};

static void finish_profile(struct list *list)
{
	char *folder;

	if (list->path) {
		folder = list->absolute ? memory_text(list->path)
					: memory_format("%s/%s", list->base, list->path);
		look_at_profile(list->browsing, folder, list->packaging);
		free(folder);
	}
	free(list->path);
	list->path = NULL;
	list->absolute = false;
}

static void visit_list(
	void *context, const char *section, const char *name, const char *value, int line)
{
	struct list *list = context;

	(void)line;
	if (!list->section || strcmp(list->section, section) != 0) {
		finish_profile(list);
		free(list->section);
		list->section = memory_text(section);
	}
	if (!text_starts(section, "Profile"))
		return;
	if (!strcmp(name, "Path") && !list->path)
		list->path = memory_text(value);
	else if (!strcmp(name, "IsRelative"))
		list->absolute = !strcmp(value, "0");
}

static void look_at_profiles(struct browsing *browsing, const char *below, enum packaging packaging)
{
	char *base = memory_format("%s/%s", browsing->home_path, below);
	char *path = memory_format("%s/profiles.ini", base);
	struct list list = { .browsing = browsing, .base = base, .packaging = packaging };
	struct buffer text;

	if (local_read(&browsing->home, path, BROWSER_FILE_MOST, &text) == FILE_READ) {
		ini_parse(text.bytes, text.length, visit_list, &list);
		finish_profile(&list);
		buffer_free(&text);
	}
	free(list.section);
	free(path);
	free(base);
}

void firefox_look(struct browsing *browsing)
{
	static const struct {
		const char *below;
		enum packaging packaging;
	} places[] = { { ".mozilla/firefox", PACKAGING_NATIVE },
		{ ".config/mozilla/firefox", PACKAGING_NATIVE },
		{ "snap/firefox/common/.mozilla/firefox", PACKAGING_SNAP },
		{ ".var/app/org.mozilla.firefox/.mozilla/firefox", PACKAGING_FLATPAK } };
	char *path;

	for (size_t i = 0; i < sizeof(installed) / sizeof(installed[0]); i++)
		look_at_installed(
			browsing, &browsing->system, installed[i].path, installed[i].packaging);
	for (size_t i = 0; i < sizeof(policy_files) / sizeof(policy_files[0]); i++)
		look_at_policies(browsing, policy_files[i]);
	if (!browsing->home_path)
		return;
	path = memory_format("%s/.local/share/flatpak/app/org.mozilla.firefox/current/active/files/"
			     "lib/firefox/application.ini",
		browsing->home_path);
	look_at_installed(browsing, &browsing->home, path, PACKAGING_FLATPAK);
	free(path);
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++)
		look_at_profiles(browsing, places[i].below, places[i].packaging);
}
