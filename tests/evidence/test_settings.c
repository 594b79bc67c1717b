/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <criterion/criterion.h>
#include <string.h>
#include "base/memory.h"
#include "evidence/settings.h"

static void example(struct settings *settings, const char *address)
{
	settings_init(settings);
	cr_assert_eq(target_parse(address, &settings->target), TARGET_OK);
}

Test(settings, begin_with_the_documented_defaults)
{
	struct settings settings;

	settings_init(&settings);
	cr_expect_eq(settings.depth, DEPTH_NORMAL);
	cr_expect_eq(settings.sni, SNI_HOST);
	cr_expect_eq(settings.connect_timeout_ms, 5000);
	cr_expect_eq(settings.handshake_timeout_ms, 10000);
	cr_expect_eq(settings_total_ms(&settings), 20000);
	settings.depth = DEPTH_DEEP;
	cr_expect_eq(settings_total_ms(&settings), 60000);
	settings.gentle = true;
	cr_expect_eq(settings_total_ms(&settings), 300000);
	settings.total_timeout_ms = 1500;
	cr_expect_eq(settings_total_ms(&settings), 1500);
	cr_expect_eq(settings.rate, 20);
	cr_expect_not(settings.offline);
	cr_expect_null(settings.ca_file);
	settings_free(&settings);
}

Test(settings, the_name_sent_is_the_hosts)
{
	struct settings settings;

	example(&settings, "Example.com");
	cr_expect_str_eq(settings_sni(&settings), "example.com");
	cr_expect_str_eq(settings_cert_name(&settings), "example.com");
	settings_free(&settings);
}

Test(settings, an_address_is_never_sent_as_a_name)
{
	struct settings settings;

	example(&settings, "[2001:db8::1]:8443");
	cr_expect_null(settings_sni(&settings));
	cr_expect_str_eq(settings_cert_name(&settings), "2001:db8::1");
	settings_free(&settings);
}

Test(settings, another_name_is_sent_and_judged_by)
{
	struct settings settings;

	example(&settings, "192.0.2.1");
	settings.sni = SNI_NAME;
	settings.servername = memory_text("other.example");
	cr_expect_str_eq(settings_sni(&settings), "other.example");
	cr_expect_str_eq(settings_cert_name(&settings), "other.example");
	settings_free(&settings);
}

Test(settings, no_name_is_sent_but_the_hosts_judged_by)
{
	struct settings settings;

	example(&settings, "example.com");
	settings.sni = SNI_NONE;
	cr_expect_null(settings_sni(&settings));
	cr_expect_str_eq(settings_cert_name(&settings), "example.com");
	settings_free(&settings);
}

Test(settings, a_copy_outlives_its_original)
{
	struct settings settings, copy;

	example(&settings, "https://example.com/path");
	settings.proxy = memory_text("http://proxy.example:3128");
	settings_copy(&copy, &settings);
	settings_free(&settings);
	cr_expect_str_eq(copy.proxy, "http://proxy.example:3128");
	cr_expect_str_eq(copy.target.path, "/path");
	settings_free(&copy);
}
