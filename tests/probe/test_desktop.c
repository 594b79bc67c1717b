/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A proxy that only the desktop's settings name: browsers go through it, this program compares. */
#include <criterion/criterion.h>
#include <dirent.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include "base/memory.h"
#include "net/desktop.h"
#include "place.h"
#include "support/peer.h"
#include "support/tunnel.h"

TestSuite(probe_desktop, .timeout = 120);

#define FAKE "tests/probe/fake_libproxy.so"

static const struct names_row names[] = { { "practice.test", "127.0.0.1" }, { NULL, NULL } };

static void forget_environment(void)
{
	static const char *const variables[] = { "http_proxy", "HTTP_PROXY", "https_proxy",
		"HTTPS_PROXY", "all_proxy", "ALL_PROXY" };

	for (size_t i = 0; i < sizeof(variables) / sizeof(variables[0]); i++)
		unsetenv(variables[i]);
}

/* ---- What the library says ---- */

static char *ask(const char *library, const char *answer, int timeout_ms)
{
	struct cancel cancel;
	char *proxy;

	cancel_open(&cancel);
	setenv("FAKE_PROXY", answer, 1);
	setenv("FAKE_URL", "https://shop.test:443/", 1);
	proxy = desktop_proxy(library, "shop.test", 443, deadline_in_ms(timeout_ms), &cancel);
	cancel_close(&cancel);
	return proxy;
}

Test(probe_desktop, its_first_answer_counts)
{
	static const struct {
		const char *answer, *proxy;
	} rows[] = {
		{ "http://proxy.test:3128", "http://proxy.test:3128" },
		{ "http://proxy.test:3128|direct://", "http://proxy.test:3128" },
		{ "socks://proxy.test:1080", "socks5://proxy.test:1080" },
		{ "socks4a://proxy.test:1080", "socks4a://proxy.test:1080" },
		{ "direct://", NULL },
		{ "direct://|http://proxy.test:3128", NULL },
		{ "", NULL },
		{ "nonsense://x", NULL },
		{ "http://a b", NULL },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char *proxy = ask(FAKE, rows[i].answer, 20000);

		cr_expect_eq(!proxy, !rows[i].proxy, "%s", rows[i].answer);
		if (proxy && rows[i].proxy)
			cr_expect_str_eq(proxy, rows[i].proxy);
		free(proxy);
	}
}

/* How many threads this process has. */
static int threads(void)
{
	DIR *tasks = opendir("/proc/self/task");
	int count = 0;

	cr_assert(tasks);
	while (readdir(tasks))
		count++;
	closedir(tasks);
	return count;
}

/* The thread that asked ends some time after the answer. */
Test(probe_desktop, what_its_plugins_leave_behind_does_no_harm)
{
	struct deadline until = deadline_in_ms(20000);
	int before = threads();
	char *proxy;

	setenv("FAKE_PLUGIN", "tests/probe/fake_plugin.so", 1);
	proxy = ask(FAKE, "http://proxy.test:3128", 20000);
	cr_expect_str_eq(proxy ? proxy : "none", "http://proxy.test:3128");
	free(proxy);
	while (threads() > before && !deadline_over(until))
		poll(NULL, 0, 5);
	cr_expect_eq(threads(), before);
}

Test(probe_desktop, without_the_library_there_is_none)
{
	cr_expect_null(ask("tests/probe/no-such-library.so", "http://proxy.test:3128", 20000));
	cr_expect_null(ask("libm.so.6", "http://proxy.test:3128", 20000), "another library");
}

Test(probe_desktop, one_that_never_answers_is_left_behind)
{
	int64_t began_us = timing_monotonic_us();

	cr_expect_null(ask(FAKE, "silence", 300));
	cr_expect_lt(timing_monotonic_us() - began_us, INT64_C(20000000));
}

/* The one that is installed, with whatever it knows: it must be callable as its header says. */
Test(probe_desktop, the_real_library_can_be_asked)
{
	setenv("HOME", "/nonexistent", 1);
	forget_environment();
	cr_expect_null(ask(DESKTOP_LIBRARY, "", 20000));
}

/* ---- Whole runs ---- */

static void look(struct place *place, const char *target, const char *scheme, int port)
{
	char *answer = memory_format("%s://127.0.0.1:%d", scheme, port);

	forget_environment();
	unsetenv("FAKE_URL");
	setenv("FAKE_PROXY", answer, 1);
	if (target)
		place_again(place, target);
	place_settings(place)->proxy_library = memory_text(FAKE);
	place_settings(place)->reference = REFERENCE_NEVER;
	place_look(place);
	free(answer);
}

Test(probe_desktop, one_that_works_is_a_note)
{
	static const char *const schemes[] = { "http", "socks5", "socks" };
	struct place place;

	place_open(&place, "healthy", names);
	for (size_t i = 0; i < 3; i++) {
		struct tunnel tunnel;
		char target[64];

		snprintf(target, sizeof(target), "%s:%d", PRACTICE_HOST,
			practice_port(place.practice, 0));
		tunnel_start(&tunnel, practice_port(place.practice, 0));
		look(&place, target, schemes[i], tunnel.port);
		place_expect(&place, "none", "proxy.desktop");
		tunnel_end(&tunnel);
		cr_expect_eq(tunnel.carried, 1, "%s", schemes[i]);
	}
	place_close(&place);
}

Test(probe_desktop, one_that_wants_a_login_is_why_browsers_fail)
{
	static const struct line script[] = { { PEER_HEAR, "\r\n\r\n", 0 },
		{ PEER_SAY, "HTTP/1.1 407 Proxy Authentication Required\r\n\r\n", 0 },
		{ PEER_CLOSE, NULL, 0 }, { PEER_END, NULL, 0 } };
	struct place place;
	struct peer peer;

	place_open(&place, "healthy", names);
	peer_start(&peer, script, 1);
	look(&place, NULL, "http", peer.port);
	place_expect(&place, "proxy-interference", "proxy.desktop-fails");
	peer_end(&peer);
	place_close(&place);
}

Test(probe_desktop, one_that_re_signs_is_an_interception)
{
	const char *stranger = "untrusted-issuer";
	struct practice *gateway;
	struct tunnel tunnel;
	struct place place;
	char *why = NULL;

	place_open(&place, "healthy", names);
	gateway = practice_start(&stranger, 1, 0, &why);
	cr_assert(gateway, "%s", why);
	tunnel_start(&tunnel, practice_port(gateway, 0));
	look(&place, NULL, "http", tunnel.port);
	place_expect(&place, "interception", "proxy.desktop-changes-certificate");
	tunnel_end(&tunnel);
	practice_stop(gateway);
	place_close(&place);
}

Test(probe_desktop, one_that_is_the_only_way_out_is_told)
{
	struct tunnel tunnel;
	struct place place;

	place_open(&place, "healthy", names);
	tunnel_start(&tunnel, practice_port(place.practice, 0));
	look(&place, "practice.test:1", "http", tunnel.port);
	place_expect(&place, "connection-refused", "proxy.desktop-works");
	tunnel_end(&tunnel);
	place_close(&place);
}

static void expect_left_alone(void (*change)(struct settings *))
{
	struct tunnel tunnel;
	struct place place;

	place_open(&place, "healthy", names);
	change(place_settings(&place));
	tunnel_start(&tunnel, practice_port(place.practice, 0));
	look(&place, NULL, "http", tunnel.port);
	cr_expect_null(place_finding(&place, "proxy.desktop"));
	tunnel_end(&tunnel);
	cr_expect_eq(tunnel.carried, 0);
	place_close(&place);
}

static void want_no_proxy(struct settings *settings)
{
	settings->no_proxy = true;
}

static void go_offline(struct settings *settings)
{
	settings->offline = true;
}

Test(probe_desktop, who_wants_no_proxy_gets_none)
{
	expect_left_alone(want_no_proxy);
}

/* It isn't in use here: nobody but the target is to be asked. */
Test(probe_desktop, who_is_offline_leaves_it_alone)
{
	expect_left_alone(go_offline);
}
