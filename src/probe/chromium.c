/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Chrome and its relatives: which are there, and what an administrator decided. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "base/memory.h"
#include "base/text.h"
#include "probe/browsers.h"

enum { DPKG_MOST = 64 << 20, POLICY_FILES_MOST = 20 };

/* ---- Installed ---- */

static const struct {
	const char *package;
	enum browser browser;
} packages[] = {
	{ "google-chrome-stable", BROWSER_CHROME },
	{ "chromium", BROWSER_CHROMIUM },
	{ "microsoft-edge-stable", BROWSER_EDGE },
	{ "brave-browser", BROWSER_BRAVE },
};

static bool is_browser(const char *package)
{
	for (size_t i = 0; i < sizeof(packages) / sizeof(packages[0]); i++)
		if (!strcmp(package, packages[i].package))
			return true;
	return false;
}

struct dpkg {
	struct browsing *browsing;
	const char *path;
};

/* "156.0.8078.79-1~deb12u1" is 156.0.8078.79. */
static void visit_package(void *context, const char *package, const char *version)
{
	struct dpkg *dpkg = context;
	char *upstream;

	for (size_t i = 0; i < sizeof(packages) / sizeof(packages[0]); i++) {
		if (strcmp(package, packages[i].package) != 0)
			continue;
		upstream = memory_text_n(version, strcspn(version, "-~+"));
		browsers_add(dpkg->browsing, packages[i].browser, PACKAGING_NATIVE, upstream,
			dpkg->path);
		free(upstream);
	}
}

/* Each package that was ever unpacked has a list of its files. Without one, the megabytes of all packages' states are
 * left alone. */
static bool is_any_unpacked(const struct browsing *browsing)
{
	bool found = false;

	for (size_t i = 0; i < sizeof(packages) / sizeof(packages[0]) && !found; i++) {
		char *path = memory_format("/var/lib/dpkg/info/%s.list", packages[i].package);
		char *whole = local_path(&browsing->system, path);

		found = !access(whole, F_OK);
		free(whole);
		free(path);
	}
	return found;
}

static void look_at_packages(struct browsing *browsing)
{
	static const char path[] = "/var/lib/dpkg/status";
	char *whole = local_path(&browsing->system, path);
	struct dpkg dpkg = { browsing, whole };
	struct buffer text;

	if (is_any_unpacked(browsing) &&
		local_read(&browsing->system, path, DPKG_MOST, &text) == FILE_READ) {
		dpkg_parse(text.bytes, text.length, is_browser, visit_package, &dpkg);
		buffer_free(&text);
	}
	free(whole);
}

/* The version that used a profile last stands in a file beside the profiles. */
static const struct {
	const char *folder;
	enum browser browser;
	enum packaging packaging;
} profiles[] = {
	{ ".config/google-chrome", BROWSER_CHROME, PACKAGING_NATIVE },
	{ ".config/chromium", BROWSER_CHROMIUM, PACKAGING_NATIVE },
	{ ".config/microsoft-edge", BROWSER_EDGE, PACKAGING_NATIVE },
	{ ".config/BraveSoftware/Brave-Browser", BROWSER_BRAVE, PACKAGING_NATIVE },
	{ "snap/chromium/common/chromium", BROWSER_CHROMIUM, PACKAGING_SNAP },
	{ "snap/brave/current/.config/BraveSoftware/Brave-Browser", BROWSER_BRAVE, PACKAGING_SNAP },
	{ ".var/app/com.google.Chrome/config/google-chrome", BROWSER_CHROME, PACKAGING_FLATPAK },
	{ ".var/app/org.chromium.Chromium/config/chromium", BROWSER_CHROMIUM, PACKAGING_FLATPAK },
	{ ".var/app/com.microsoft.Edge/config/microsoft-edge", BROWSER_EDGE, PACKAGING_FLATPAK },
	{ ".var/app/com.brave.Browser/config/BraveSoftware/Brave-Browser", BROWSER_BRAVE,
		PACKAGING_FLATPAK },
};

static void look_at_last_versions(struct browsing *browsing)
{
	for (size_t i = 0; i < sizeof(profiles) / sizeof(profiles[0]); i++) {
		char *path = memory_format(
			"%s/%s/Last Version", browsing->home_path, profiles[i].folder);
		char *whole = local_path(&browsing->home, path);
		struct buffer text;

		if (local_read(&browsing->home, path, 1000, &text) == FILE_READ && text.length) {
			text.bytes[strcspn(text.bytes, " \r\n")] = '\0';
			browsers_add(browsing, profiles[i].browser, profiles[i].packaging,
				text.bytes, whole);
		}
		buffer_free(&text);
		free(whole);
		free(path);
	}
}

/* ---- Policies ---- */

/* https://chromeenterprise.google/policies/ 2026-11; older names are what older browsers read. */
static const char *const policy_names[] = { "SSLVersionMin", "SSLVersionMax",
	"TLSCipherSuiteDenyList", "ProxySettings", "ProxyMode", "ProxyServer", "ProxyPacUrl",
	"ExtensionInstallForcelist", "ExtensionSettings",
	"CertificateTransparencyEnforcementDisabledForUrls",
	"CertificateTransparencyEnforcementDisabledForCas", "CACertificates",
	"CAPlatformIntegrationEnabled", "PostQuantumKeyAgreementEnabled",
	"EncryptedClientHelloEnabled", NULL };

static const struct {
	const char *pattern;
	enum browser browser;
} policy_places[] = {
	{ "/etc/opt/chrome/policies/managed/*.json", BROWSER_CHROME },
	{ "/etc/chromium/policies/managed/*.json", BROWSER_CHROMIUM },
	{ "/etc/chromium-browser/policies/managed/*.json", BROWSER_CHROMIUM },
	{ "/etc/opt/edge/policies/managed/*.json", BROWSER_EDGE },
	{ "/etc/brave/policies/managed/*.json", BROWSER_BRAVE },
};

struct policy_file {
	struct browsing *browsing;
	const char *path;
	enum browser browser;
};

static void visit_policy(void *context, const char *name, const char *value)
{
	struct policy_file *file = context;
	struct seen_browsers *seen = file->browsing->seen;

	choices_add(
		&seen->policies, &seen->policy_count, file->browser, file->path, -1, name, value);
}

static void look_at_policy(struct browsing *browsing, const char *path, enum browser browser)
{
	char *whole = local_path(&browsing->system, path);
	struct policy_file file = { browsing, whole, browser };
	struct buffer text;

	if (local_read(&browsing->system, path, BROWSER_FILE_MOST, &text) == FILE_READ) {
		if (!policy_parse(text.bytes, text.length, NULL, policy_names, visit_policy, &file))
			local_bad(&browsing->system, path);
		buffer_free(&text);
	}
	free(whole);
}

void chromium_look(struct browsing *browsing)
{
	for (size_t i = 0; i < sizeof(policy_places) / sizeof(policy_places[0]); i++) {
		size_t count;
		char **files = local_glob(
			&browsing->system, policy_places[i].pattern, POLICY_FILES_MOST, &count);

		for (size_t k = 0; k < count; k++)
			look_at_policy(browsing, files[k], policy_places[i].browser);
		local_glob_free(files, count);
	}
	look_at_packages(browsing);
	if (browsing->home_path)
		look_at_last_versions(browsing);
}
