/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which fixes are offered, in which order, in which language?
 */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include "all_texts.h"
#include "base/memory.h"
#include "guide/guide.h"
#include "guide/tables.h"

enum { ROOM = 16, PAGE_MOST = 12 };

static const struct fix_row *find(
	const char *cause, const char *id, const char *system, const char *browser)
{
	const struct fix_row *fixes[ROOM];
	size_t count = guide_fixes(cause, system, browser, fixes, ROOM);

	cr_assert(count <= ROOM);
	for (size_t i = 0; i < count; i++)
		if (!strcmp(guide_fix_id(fixes[i]), id))
			return fixes[i];
	return NULL;
}

struct way {
	const char *cause, *fix;
};

static const char *const systems[] = { "windows", "macos", "linux", "linux-gnome", "linux-kde",
	"android", "ios", "chromeos", NULL };

Test(guide_fixes, each_system_gets_its_own_way_where_it_differs)
{
	static const struct way ways[] = { { "clock-wrong", "clock.sync" },
		{ "clock-wrong", "clock.by-hand" }, { "time-zone-wrong", "clock.set-zone" },
		{ "captive-portal", "portal.sign-in" },
		{ "network-unreachable", "network.check-connection" },
		{ "unstable-connection", "network.forget-wifi" }, { "path-mtu", "vpn.turn-off" },
		{ "connection-timeout", "firewall.off-moment" },
		{ "connection-timeout", "network.other-network" },
		{ "proxy-interference", "proxy.check-settings" },
		{ "dns-tampering", "network.own-dns" }, { "dns-failure", "network.flush-dns" },
		{ "dns-failure", "network.reset" }, { "hosts-override", "hosts.remove-entry" },
		{ "client-too-old", "system.update" }, { "interception", "security.scan-off" },
		{ "interception", "security.malware-scan" },
		{ "interception", "trust.added-roots" },
		{ "trust-store-problem", "trust.update-store" },
		{ "client-certificate-required", "client-certificate.choose" } };

	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++)
		for (size_t k = 0; systems[k]; k++) {
			const struct fix_row *fix = find(
				ways[i].cause, ways[i].fix, systems[k], NULL);

			cr_assert_not_null(fix, "%s on %s", ways[i].fix, systems[k]);
			cr_expect(fix->system &&
					  !strncmp(systems[k], fix->system, strlen(fix->system)),
				"%s on %s", ways[i].fix, systems[k]);
			cr_expect(fix->expect[0], "%s on %s", ways[i].fix, systems[k]);
		}
}

Test(guide_fixes, each_browser_gets_its_own_way_where_it_differs)
{
	static const char *const browsers[] = { "chrome", "edge", "firefox", "safari", "brave" };
	static const struct way ways[] = { { "browser-profile", "browser.private-window" },
		{ "browser-profile", "browser.extensions" }, { "browser-profile", "profile.new" },
		{ "browser-profile", "profile.reset" }, { "client-too-old", "browser.update" } };

	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++)
		for (size_t k = 0; k < sizeof(browsers) / sizeof(browsers[0]); k++) {
			const struct fix_row *fix = find(
				ways[i].cause, ways[i].fix, "windows", browsers[k]);

			cr_assert_not_null(fix, "%s in %s", ways[i].fix, browsers[k]);
			cr_expect_str_eq(fix->browser, browsers[k]);
			cr_expect(fix->expect[0], "%s in %s", ways[i].fix, browsers[k]);
		}
	cr_expect_str_eq(
		find("browser-profile", "browser.clear-cache", "ios", "safari")->system, "ios");
}

Test(guide_fixes, a_desktop_of_linux_has_its_own_way_or_that_of_linux)
{
	cr_expect_str_eq(find("clock-wrong", "clock.sync", "linux-kde", NULL)->system, "linux-kde");
	cr_expect_str_eq(find("clock-wrong", "clock.sync", "linux", NULL)->system, "linux");
	cr_expect_str_eq(
		find("dns-failure", "network.flush-dns", "linux-kde", NULL)->system, "linux");
}

/* The wizard's page shows no more than this. */
Test(guide_fixes, there_are_never_more_than_a_page_shows)
{
	static const char *const browsers[] = { NULL, "chrome", "edge", "firefox", "safari",
		"brave", "program" };

	for (size_t c = 0; c < guide_causes_count; c++)
		for (size_t s = 0; systems[s]; s++)
			for (size_t b = 0; b < sizeof(browsers) / sizeof(browsers[0]); b++)
				cr_expect_leq(guide_fixes(guide_causes[c].id, systems[s],
						      browsers[b], NULL, 0),
					PAGE_MOST, "%s", guide_causes[c].id);
}

static bool offers(const struct evidence *evidence, const char *cause, const char *id)
{
	const struct fix_row *fixes[ROOM];
	size_t count = guide_fixes_for(cause, evidence, fixes, ROOM);

	cr_assert_leq(count, PAGE_MOST);
	for (size_t i = 0; i < count; i++)
		if (!strcmp(guide_fix_id(fixes[i]), id))
			return true;
	return false;
}

/* What the page showed, or what the person says that it showed. */
Test(guide_fixes, each_number_of_a_cdn_has_its_own_advice_and_no_other)
{
	static const struct {
		int status;
		const char *answer, *fix;
	} numbers[] = {
		{ 520, "520", "cdn.unknown-answer" },
		{ 521, "521", "cdn.start-origin" },
		{ 522, "522", "cdn.silent-origin" },
		{ 523, "523", "cdn.find-origin" },
		{ 524, "524", "cdn.slow-origin" },
	};
	enum { NUMBERS = sizeof(numbers) / sizeof(numbers[0]) };

	for (size_t i = 0; i < NUMBERS; i++)
		for (size_t k = 0; k < NUMBERS; k++) {
			struct evidence evidence;

			evidence_init(&evidence);
			evidence.http.status = numbers[i].status;
			cr_expect_eq(offers(&evidence, "bad-gateway", numbers[k].fix), i == k,
				"%s for %d", numbers[k].fix, numbers[i].status);
			evidence.http.status = -1;
			evidence_answer(&evidence, "symptom-number", numbers[i].answer);
			cr_expect_eq(offers(&evidence, "bad-gateway", numbers[k].fix), i == k,
				"%s for %s", numbers[k].fix, numbers[i].answer);
			evidence_free(&evidence);
		}
}

Test(guide_fixes, a_crypto_policy_is_set_back_only_where_there_is_one)
{
	struct evidence evidence;
	const struct fix_row *fixes[ROOM];
	size_t without, with;

	evidence_init(&evidence);
	without = guide_fixes_for("client-policy", &evidence, fixes, ROOM);
	evidence.policy.crypto_policy = memory_text("FUTURE");
	with = guide_fixes_for("client-policy", &evidence, fixes, ROOM);
	cr_expect_eq(with, without + 1);
	evidence_free(&evidence);
}

static bool offered_at(int port, const char *id)
{
	struct evidence evidence = { .settings.target.port = port };
	const struct fix_row *fixes[ROOM];
	size_t count = guide_fixes_for("connection-refused", &evidence, fixes, ROOM);

	cr_assert(count > 0 && count <= ROOM);
	for (size_t i = 0; i < count; i++)
		if (!strcmp(guide_fix_id(fixes[i]), id))
			return true;
	return false;
}

Test(guide_fixes, the_usual_port_needs_no_second_look)
{
	cr_expect(offered_at(8443, "network.check-port"));
	cr_expect_not(offered_at(443, "network.check-port"));
	cr_expect(offered_at(443, "site.tell-owner"));
}

/* ---- Whose device ---- */

static const struct fix_row *first_fix(const char *cause, const struct evidence *evidence)
{
	const struct fix_row *fixes[ROOM];

	cr_assert_gt(guide_fixes_for(cause, evidence, fixes, ROOM), 0);
	return fixes[0];
}

static const char *asked_for(const char *cause, const struct evidence *evidence)
{
	const struct question_row *q = guide_question_for(cause, evidence);

	return q ? guide_question_id(q) : "nothing";
}

Test(guide_fixes, fit_the_device_that_was_named)
{
	struct evidence evidence;

	evidence_init(&evidence);
	cr_expect_str_eq(first_fix("clock-wrong", &evidence)->system, "linux");
	cr_expect_str_eq(asked_for("clock-wrong", &evidence), "nothing");
	evidence.policy.desktop = memory_text("kde");
	cr_expect_str_eq(first_fix("clock-wrong", &evidence)->system, "linux-kde");
	evidence.settings.device = DEVICE_OTHER;
	cr_expect_null(first_fix("clock-wrong", &evidence)->system);
	cr_expect_str_eq(asked_for("clock-wrong", &evidence), "system");
	evidence_answer(&evidence, "system", "ios");
	cr_expect_str_eq(first_fix("clock-wrong", &evidence)->system, "ios");
	cr_expect_str_eq(asked_for("clock-wrong", &evidence), "nothing");
	evidence_answer(&evidence, "system", "unknown");
	cr_expect_null(first_fix("clock-wrong", &evidence)->system);
	evidence_free(&evidence);
}

static bool has_fix_for(const char *cause, const struct evidence *evidence, const char *browser)
{
	const struct fix_row *fixes[ROOM];
	size_t count = guide_fixes_for(cause, evidence, fixes, ROOM);

	for (size_t i = 0; i < count && i < ROOM; i++)
		if (fixes[i]->browser && !strcmp(fixes[i]->browser, browser))
			return true;
	return false;
}

Test(guide_fixes, ask_for_the_browser_only_where_it_matters)
{
	const struct question_row *q = guide_question("browser");
	struct evidence evidence;

	evidence_init(&evidence);
	cr_expect_str_eq(asked_for("protocol-mismatch", &evidence), "browser");
	cr_expect_str_eq(asked_for("certificate-expired", &evidence), "nothing");
	for (size_t i = 0; i + 1 < guide_question_choices(q); i++) {
		evidence_answer(&evidence, "browser", guide_choice_id(q, i));
		cr_expect(has_fix_for("protocol-mismatch", &evidence, guide_choice_id(q, i)), "%s",
			guide_choice_id(q, i));
		cr_expect_str_eq(asked_for("protocol-mismatch", &evidence), "nothing");
	}
	evidence_free(&evidence);
}

Test(guide_fixes, nobody_is_told_of_no_fault_above_advice_about_his_own_doing)
{
	const struct language *english = language_english();
	struct evidence evidence;

	evidence_init(&evidence);
	evidence.settings.target.port = 443;
	cr_expect_str_eq(guide_who_mends(english, "certificate-expired", &evidence),
		guide_who(english, WHO_SITE));
	cr_expect_str_eq(guide_who_mends(english, "plaintext-on-tls-port", &evidence),
		guide_who(english, WHO_SITE));
	evidence.settings.target.port = 8080;
	cr_expect_str_neq(guide_who_mends(english, "plaintext-on-tls-port", &evidence),
		guide_who(english, WHO_SITE));
	cr_expect_str_eq(guide_who_mends(english, "starttls-needed", &evidence),
		guide_who(english, WHO_YOU));
	cr_expect_str_eq(guide_who_mends(english, "connection-refused", &evidence),
		guide_who(english, WHO_NETWORK));
	evidence_free(&evidence);
}

Test(guide_fixes, an_unknown_system_gets_the_way_that_fits_all)
{
	const struct fix_row *fix = find("clock-wrong", "clock.sync", NULL, NULL);

	cr_assert_not_null(fix);
	cr_expect_null(fix->system);
	cr_expect_eq(fix, find("clock-wrong", "clock.sync", "plan9", NULL));
}

Test(guide_fixes, a_system_with_its_version_is_that_system)
{
	cr_expect_str_eq(find("clock-wrong", "clock.sync", "windows 11", NULL)->system, "windows");
}

Test(guide_fixes, a_browser_gets_its_own_way_and_the_others_not)
{
	cr_expect_str_eq(
		find("protocol-mismatch", "browser.update", NULL, "firefox")->browser, "firefox");
	cr_expect_null(find("protocol-mismatch", "browser.update", NULL, NULL)->browser);
	cr_expect_not_null(find("protocol-mismatch", "browser.undo-tls", NULL, "firefox"));
	cr_expect_null(find("protocol-mismatch", "browser.undo-tls", NULL, "chrome"));
}

Test(guide_fixes, no_fix_is_offered_twice)
{
	for (size_t c = 0; c < guide_causes_count; c++) {
		for (size_t s = 0; systems[s]; s++) {
			const struct fix_row *fixes[ROOM];
			size_t count = guide_fixes(
				guide_causes[c].id, systems[s], "firefox", fixes, ROOM);

			cr_assert(count >= 1 && count <= ROOM, "%s", guide_causes[c].id);
			for (size_t i = 0; i < count; i++)
				for (size_t k = 0; k < i; k++)
					cr_expect_str_neq(fixes[i]->id, fixes[k]->id);
		}
	}
}

Test(guide_fixes, every_cause_has_a_fix_for_anybody)
{
	for (size_t i = 0; i < guide_causes_count; i++)
		cr_expect(guide_fixes(guide_causes[i].id, NULL, NULL, NULL, 0) > 0, "%s",
			guide_causes[i].id);
}

Test(guide_fixes, no_more_are_written_than_there_is_room_for)
{
	const struct fix_row *fixes[2] = { NULL, NULL };
	size_t count = guide_fixes("certificate-expired", NULL, NULL, fixes, 1);

	cr_expect(count > 1);
	cr_expect_not_null(fixes[0]);
	cr_expect_null(fixes[1]);
}

Test(guide_fixes, a_visitor_first_tells_the_owner_of_an_expired_certificate)
{
	const struct fix_row *fixes[ROOM];

	cr_assert(guide_fixes("certificate-expired", NULL, NULL, fixes, ROOM) >= 3);
	cr_expect_str_eq(guide_fix_id(fixes[0]), "site.tell-owner");
	cr_expect_str_eq(guide_fix_id(fixes[1]), "site.no-passwords");
	cr_expect_not_null(find("certificate-expired", "certificate.renew", NULL, NULL));
}

Test(guide_fixes, certificates_that_prove_nothing_come_with_a_warning_about_passwords)
{
	static const char *const causes[] = { "certificate-expired", "certificate-self-signed",
		"certificate-untrusted-issuer", "hostname-mismatch", "interception",
		"certificate-bad-signature", "san-missing", NULL };

	for (size_t i = 0; causes[i]; i++)
		cr_expect_not_null(
			find(causes[i], "site.no-passwords", NULL, NULL), "%s", causes[i]);
}

Test(guide_fixes, an_unknown_cause_has_none)
{
	cr_expect_eq(guide_fixes("no-such-cause", NULL, NULL, NULL, 0), 0);
}

static bool has_cause(const char *id)
{
	for (size_t i = 0; i < guide_causes_count; i++)
		if (!strcmp(guide_causes[i].id, id))
			return true;
	return false;
}

Test(guide_fixes, every_fix_is_for_causes_that_exist)
{
	for (size_t i = 0; guide_fix_at(i); i++) {
		const struct fix_row *fix = guide_fix_at(i);

		cr_expect(fix->causes[0] != NULL, "%s", fix->id);
		for (size_t k = 0; fix->causes[k]; k++)
			cr_expect(has_cause(fix->causes[k]), "%s: %s", fix->id, fix->causes[k]);
		cr_expect(guide_fix_step(fix) >= 1 && guide_fix_step(fix) <= GUIDE_STEPS);
		cr_expect(fix->body[0] != NULL, "%s", fix->id);
	}
}

/* A command is copied as it stands, so it can't have a placeholder; nothing may switch checks off. */
Test(guide_fixes, commands_are_ready_to_copy_and_harmless)
{
	static const char *const never[] = { "{host}", "{port}", "insecure", "no-check", "verify=0",
		"rm ", NULL };

	for (size_t i = 0; guide_fix_at(i); i++) {
		const char *command = guide_fix_command(guide_fix_at(i));

		for (size_t k = 0; command && never[k]; k++)
			cr_expect_not(strstr(command, never[k]), "%s", command);
	}
}

static void must_be_host_or_port(const char *name, void *context)
{
	cr_expect(!strcmp(name, "host") || !strcmp(name, "port"), "{%s} in %s", name,
		(const char *)context);
}

static void check_placeholders(const struct text_place *place, const char *text)
{
	if (strcmp(place->kind, "finding") != 0)
		all_placeholders(text, must_be_host_or_port, (void *)(size_t)place->id);
}

Test(guide_fixes, only_findings_use_more_than_host_and_port)
{
	all_texts(check_placeholders);
}

Test(guide_fixes, the_text_says_how_and_how_to_know_and_when_to_stop)
{
	const struct fix_row *fix = find("certificate-expired", "certificate.renew", NULL, NULL);
	char *text = guide_fix_text(language_english(), fix, NULL, NULL);

	cr_expect(strstr(text, fix->body[0]) == text);
	cr_expect_not_null(strstr(text, fix->expect[0]));
	cr_expect_not_null(strstr(text, fix->stop[0]));
	cr_expect_null(strstr(text, "\n\n\n"));
	free(text);
}

Test(guide_fixes, the_name_and_port_of_the_site_stand_in_the_text)
{
	struct evidence evidence;
	char *text;

	evidence_init(&evidence);
	cr_assert_eq(target_parse("www.example.com:8443", &evidence.settings.target), TARGET_OK);
	text = guide_fix_text(language_english(),
		find("certificate-expired", "site.tell-owner", NULL, NULL), &evidence, NULL);
	cr_expect_not_null(strstr(text, "www.example.com, port 8443,"));
	cr_expect_not(strchr(text, '{'));
	free(text);
	evidence_free(&evidence);
}

Test(guide_fixes, an_instruction_is_never_half_translated)
{
	static const char *const body[] = { "A sentence that no catalogue has.", NULL };
	static const char *const none[] = { NULL };
	struct fix_row fix = *guide_fix_at(0);

	fix.body = body;
	fix.expect = none;
	fix.stop = none;
	for (size_t i = 0; language_at(i); i++)
		cr_expect_str_eq(guide_fix_title(language_at(i), &fix), fix.title);
}

/* ---- What a question asks to try ---- */

static bool is_listed(const char *const *list, const char *id)
{
	if (!list || !list[0])
		return true;
	for (; *list; list++)
		if (!strcmp(*list, id))
			return true;
	return false;
}

/* On another device with SYSTEM and BROWSER: how, and from that page back to the question. */
static void expect_way(const struct question_row *q, const char *system, const char *browser)
{
	struct evidence evidence;
	const struct fix_row *fix;
	char *how;

	evidence_init(&evidence);
	evidence.settings.device = DEVICE_OTHER;
	evidence_answer(&evidence, "system", system);
	evidence_answer(&evidence, "browser", browser);
	how = guide_question_how(language_english(), q, &evidence);
	fix = guide_fix_named(q->fix, &evidence);
	cr_expect(how && *how, "%s on %s in %s", q->id, system, browser);
	cr_assert_not_null(fix, "%s on %s in %s", q->fix, system, browser);
	if (!q->about)
		cr_expect_eq(guide_question_of(fix, &evidence), q, "%s on %s", q->id, system);
	free(how);
	evidence_free(&evidence);
}

Test(guide_fixes, each_question_about_a_try_says_how_on_every_system_and_in_every_browser)
{
	static const char *const browsers[] = { "chrome", "edge", "firefox", "safari", "brave" };
	static const char *const tries[] = { "other-network", "other-device", "other-browser",
		"private-window", "extensions", "browser-cache", "browser-update",
		"security-software", "firewall", "malware", "new-profile", "certificate-store",
		"browser-reset", "internet-options", "firefox-tls", "fingerprint" };

	for (size_t i = 0; i < sizeof(tries) / sizeof(tries[0]); i++) {
		const struct question_row *q = guide_question(tries[i]);

		cr_assert(q && q->fix, "%s", tries[i]);
		for (size_t s = 0; systems[s]; s++)
			for (size_t b = 0; b < sizeof(browsers) / sizeof(browsers[0]); b++)
				if ((!q->system || !strcmp(q->system, systems[s])) &&
					is_listed(q->browsers, browsers[b]))
					expect_way(q, systems[s], browsers[b]);
	}
}
