/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <criterion/criterion.h>
#include "check/hostname.h"
#include "make.h"

TestSuite(check_names);

struct row {
	const char *pattern;
	const char *host;
	bool fits;
};

static const struct row rows[] = {
	{ "example.com", "example.com", true },
	{ "Example.COM", "example.com", true },
	{ "example.com", "EXAMPLE.com", true },
	{ "example.com", "www.example.com", false },
	{ "www.example.com", "example.com", false },
	{ "example.com", "badexample.com", false },
	{ "example.com", "example.com.evil.net", false },
	{ "example.com.", "example.com", false },
	{ "*.example.com", "www.example.com", true },
	{ "*.example.com", "WWW.EXAMPLE.COM", true },
	{ "*.EXAMPLE.com", "www.example.com", true },
	{ "*.example.com", "example.com", false },
	{ "*.example.com", "a.b.example.com", false },
	{ "*.example.com", ".example.com", false },
	{ "*.example.com", "*.example.com", false },
	{ "*.example.com", "xn--bcher-kva.example.com", true },
	{ "*.xn--bcher-kva.example", "www.xn--bcher-kva.example", true },
	{ "xn--bcher-kva.example", "xn--bcher-kva.example", true },
	{ "b\xc3\xbc"
	  "cher.example",
		"xn--bcher-kva.example", false },
	{ "w*.example.com", "www.example.com", false },
	{ "*w.example.com", "www.example.com", false },
	{ "w*w.example.com", "www.example.com", false },
	{ "www.*.com", "www.example.com", false },
	{ "*.*.com", "www.example.com", false },
	{ "www.*", "www.example", false },
	{ "*.com", "example.com", false },
	{ "*", "example", false },
	{ "*", "example.com", false },
	{ "*.", "example.", false },
	{ "", "example.com", false },
	{ "", "", false },
	{ ".example.com", "www.example.com", false },
	{ "example..com", "example..com", false },
	{ "localhost", "localhost", true },
	{ "*.localhost", "a.localhost", false },
	{ "a_b.example.com", "a_b.example.com", true },
	{ "exa mple.com", "exa mple.com", false },
	{ "192.0.2.1", "192.0.2.1", false },
	{ "*.0.2.1", "192.0.2.1", false },
	{ "2001:db8::1", "2001:db8::1", false },
	{ "*.b.example.com", "a.b.example.com", true },
	{ "practice.test", "practice.test", true },
};

Test(check_names, table_of_patterns)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		cr_expect_eq(hostname_fits(rows[i].pattern, rows[i].host), rows[i].fits,
			"\"%s\" for \"%s\"", rows[i].pattern, rows[i].host);
}

Test(check_names, a_label_may_not_be_longer_than_63_characters)
{
	char name[80] = "";

	memset(name, 'a', 64);
	strcpy(name + 64, ".example");
	cr_expect_not(hostname_fits(name, name));
	cr_expect(hostname_fits(name + 1, name + 1));
}

struct ip_row {
	const char *certified;
	const char *host;
	bool fits;
};

static const struct ip_row ip_rows[] = {
	{ "192.0.2.1", "192.0.2.1", true },
	{ "192.0.2.1", "192.0.2.2", false },
	{ "2001:db8::1", "2001:0db8:0:0:0:0:0:1", true },
	{ "2001:DB8::1", "2001:db8::1", true },
	{ "2001:db8::2", "2001:db8::1", false },
	{ "::ffff:192.0.2.1", "192.0.2.1", false },
	{ "192.0.2.1", "example.com", false },
};

Test(check_names, addresses_are_compared_as_addresses)
{
	for (size_t i = 0; i < sizeof(ip_rows) / sizeof(ip_rows[0]); i++) {
		struct seen_cert cert = {
			.ip_addresses = (char *[]){ (char *)ip_rows[i].certified },
			.ip_address_count = 1,
			.san_count = 1
		};

		cr_expect_eq(hostname_certified(&cert, ip_rows[i].host), ip_rows[i].fits,
			"%s for %s", ip_rows[i].certified, ip_rows[i].host);
	}
}

Test(check_names, a_dns_name_that_looks_like_an_address_is_none)
{
	struct seen_cert cert = {
		.dns_names = (char *[]){ (char *)"192.0.2.1" }, .dns_name_count = 1, .san_count = 1
	};

	cr_expect_not(hostname_certified(&cert, "192.0.2.1"));
}

struct hint_row {
	const char *host;
	const char *first, *second;
	const char *finding;
	const char *fact;
	const char *value;
};

static const struct hint_row hints[] = {
	{ "www.example.com", "www.example.com", NULL, "certificate.name-matches", "host",
		"www.example.com" },
	{ "www.example.com", "example.com", NULL, "certificate.name-www", "other", "example.com" },
	{ "example.com", "www.example.com", NULL, "certificate.name-www", "other",
		"www.example.com" },
	{ "example.com", "*.example.com", NULL, "certificate.name-www", "other",
		"www.example.com" },
	{ "a.b.example.com", "*.example.com", NULL, "certificate.name-too-deep", "wildcard",
		"*.example.com" },
	{ "a.b.c.example.com", "x.example.org", "*.example.com", "certificate.name-too-deep",
		"wildcard", "*.example.com" },
	{ "www.example.com", "w*.example.com", NULL, "certificate.name-wildcard", "kind", "end" },
	{ "www.example.com", "*W.Example.com", NULL, "certificate.name-wildcard", "kind", "start" },
	{ "www.example.com", "w*w.example.com", NULL, "certificate.name-wildcard", "kind",
		"inside" },
	{ "example.com", "*.com", NULL, "certificate.name-wildcard", "kind", "wide" },
	{ "www.example.com", "www.*.com", NULL, "certificate.name-wildcard", "kind", "later" },
	{ "www.example.com", "*.*.com", NULL, "certificate.name-wildcard", "kind", "several" },
	{ "www.example.com", "*w*.example.com", NULL, "certificate.name-wildcard", "wildcard",
		"*w*.example.com" },
	{ "a.b.example.com", "x*.example.com", NULL, "certificate.name-mismatch", "host",
		"a.b.example.com" },
	{ "www.example.com", "*", NULL, "certificate.name-mismatch", "host", "www.example.com" },
	{ "www.example.com", "[w]*.example.com", NULL, "certificate.name-mismatch", "host",
		"www.example.com" },
	{ "www.example.com", "www.example.com.", NULL, "certificate.name-dot", "other",
		"www.example.com." },
	{ "www.example.com", "*.example.com.", NULL, "certificate.name-dot", "other",
		"*.example.com." },
	{ "www.example.com", ".", NULL, "certificate.name-mismatch", "host", "www.example.com" },
	{ "www.a.example.com", "*.example.com", NULL, "certificate.name-www", "other",
		"a.example.com" },
	{ "mail.example.com", "www.example.com", NULL, "certificate.name-mismatch", "host",
		"mail.example.com" },
};

Test(check_names, a_near_miss_is_named)
{
	for (size_t i = 0; i < sizeof(hints) / sizeof(hints[0]); i++) {
		struct evidence evidence;
		struct findings findings = { 0 };
		const struct finding *finding;

		make_healthy(&evidence);
		make_host(&evidence, hints[i].host);
		make_names(&evidence, hints[i].first, hints[i].second);
		check_all(&evidence, 0, &findings);
		finding = findings_find(&findings, hints[i].finding);
		cr_expect_not_null(finding, "%s: %s", hints[i].host, hints[i].finding);
		if (finding)
			cr_expect_str_eq(facts_find(&finding->facts, hints[i].fact)->text,
				hints[i].value, "%s", hints[i].host);
		findings_free(&findings);
		evidence_free(&evidence);
	}
}

Test(check_names, the_servername_option_decides_what_is_compared)
{
	struct evidence evidence;
	struct findings findings = { 0 };

	make_healthy(&evidence);
	evidence.settings.sni = SNI_NAME;
	make_text(&evidence.settings.servername, "other.example.net");
	check_all(&evidence, 0, &findings);
	cr_expect_not_null(findings_find(&findings, "certificate.name-mismatch"));
	findings_free(&findings);
	evidence_free(&evidence);
}

Test(check_names, a_common_name_that_differs_too_is_a_mismatch_as_well)
{
	struct evidence evidence;
	struct findings findings = { 0 };

	make_healthy(&evidence);
	make_names(&evidence, NULL, NULL);
	make_text(&make_leaf(&evidence)->common_name, "other.example.org");
	check_all(&evidence, 0, &findings);
	cr_expect_not_null(findings_find(&findings, "certificate.no-san"));
	cr_expect_not_null(findings_find(&findings, "certificate.name-mismatch"));
	findings_free(&findings);
	evidence_free(&evidence);
}
