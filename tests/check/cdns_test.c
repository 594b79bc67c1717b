/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check/cdns.h"

#include <criterion/criterion.h>
#include "make.h"

TestSuite(check_cdns);

static const char *called(const char *address)
{
	const char *cdn = cdn_of_address(address);

	return cdn ? cdn : "none";
}

Test(check_cdns, addresses_belong_to_whom_they_are_published_by)
{
	static const struct {
		const char *address;
		const char *cdn;
	} rows[] = {
		{ "104.16.0.0", "Cloudflare" },
		{ "104.27.255.255", "Cloudflare" },
		{ "104.28.0.0", "none" },
		{ "104.15.255.255", "none" },
		{ "131.0.75.255", "Cloudflare" },
		{ "131.0.76.0", "none" },
		{ "2606:4700::6810:84e5", "Cloudflare" },
		{ "2606:4701::1", "none" },
		{ "2a06:98c7:ffff::1", "Cloudflare" },
		{ "2a06:98c8::1", "none" },
		{ "151.101.1.69", "Fastly" },
		{ "2a04:4e42::81", "Fastly" },
		{ "2a04:4e41::81", "none" },
		{ "192.0.2.1", "none" },
		{ "::ffff:104.16.0.1", "none" },
		{ "localhost", "none" },
		{ "", "none" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		cr_expect_str_eq(called(rows[i].address), rows[i].cdn, "%s", rows[i].address);
}

static const char *met(void (*change)(struct evidence *evidence))
{
	struct evidence evidence;
	const char *cdn;

	make_healthy(&evidence);
	change(&evidence);
	cdn = cdn_of(&evidence);
	evidence_free(&evidence);
	return cdn ? cdn : "none";
}

static void by_nothing(struct evidence *evidence)
{
	make_text(&evidence->http.server, "nginx");
}

static void by_address(struct evidence *evidence)
{
	make_text(&evidence->connect.attempts[0].address, "172.67.1.2");
}

static void by_header(struct evidence *evidence)
{
	make_text(&evidence->http.server, "cloudflare");
}

static void by_another_header(struct evidence *evidence)
{
	make_text(&evidence->http.server, "AkamaiGHost");
}

static void by_a_mark(struct evidence *evidence)
{
	make_text(&evidence->http.server, "nginx");
	make_text(&evidence->http.mark, "X-Azure-Ref");
}

static void by_a_mark_behind_another(struct evidence *evidence)
{
	by_a_mark(evidence);
	evidence->http.cloudflare = true;
}

static void by_a_proxys_address(struct evidence *evidence)
{
	by_address(evidence);
	make_text(&evidence->settings.proxy, "http://proxy.example.net:3128");
}

Test(check_cdns, the_answer_or_the_address_tells_and_a_proxys_address_does_not)
{
	cr_expect_str_eq(met(by_nothing), "none");
	cr_expect_str_eq(met(by_address), "Cloudflare");
	cr_expect_str_eq(met(by_header), "Cloudflare");
	cr_expect_str_eq(met(by_another_header), "Akamai");
	cr_expect_str_eq(met(by_a_mark), "Azure Front Door");
	cr_expect_str_eq(met(by_a_mark_behind_another), "Cloudflare");
	cr_expect_str_eq(met(by_a_proxys_address), "none");
}
