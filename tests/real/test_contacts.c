/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Who is contacted, and why? The table of the README, line by line: the whole program in a network where every
 * packet is seen, and nobody else is contacted.
 */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "../support/command.h"
#include "../support/space.h"
#include "../support/witness.h"
#include "base/file.h"
#include "base/memory.h"
#include "server.h"
#include "site.h"

TestSuite(contacts, .timeout = 240);

enum { LIMIT_MS = 60000 };

static const struct names_row names[] = { { "site.test", "192.0.2.10" },
	{ "aia.test", "192.0.2.20" }, { "ocsp.test", "192.0.2.30" }, { "crl.test", "192.0.2.31" },
	{ "www.wikipedia.org", "192.0.2.41" }, { "www.iana.org", "192.0.2.42" },
	{ "www.debian.org", "192.0.2.43" }, { "time.cloudflare.com", "192.0.2.51" },
	{ "ntp.nict.jp", "192.0.2.52" }, { "detectportal.firefox.com", "192.0.2.61" },
	{ "network-test.debian.org", "192.0.2.62" }, { "proxy.test", "192.0.2.70" },
	{ NULL, NULL } };

#define TARGET " dns:site.test tcp:192.0.2.10:443"

static struct names *service;
static struct witness *witness;
static struct server server;

/* A site whose certificate names three others. */
static void begin(const char *leaf, const char *send)
{
	const struct site site = { .leaf = leaf, .send = send };

	space_enter();
	for (const struct names_row *row = names; row->name; row++)
		space_add_address(row->address);
	service = names_start(names);
	site_prepare(&site, &server);
	server.port = 443;
	cr_assert_eq(server_start_nginx(&server,
			     "server { listen 0.0.0.0:443 ssl; ssl_certificate chain.pem; "
			     "ssl_certificate_key key.pem; location / { return 200; } }\n",
			     0),
		0);
	setenv("XDG_CONFIG_HOME", server.folder, 1);
	setenv("HOME", server.folder, 1);
	witness = witness_start();
}

#define NAMES_ALL                                                        \
	"leaf issuer=inter dns=site.test aia=http://aia.test/inter.der " \
	"ocsp=http://ocsp.test/ crl=http://crl.test/x.crl"

/* The intermediate isn't sent. */
static void setup(void)
{
	begin(NAMES_ALL, "leaf");
}

static void setup_whole(void)
{
	begin(NAMES_ALL, "leaf inter");
}

static void setup_list(void)
{
	begin("leaf issuer=inter dns=site.test crl=http://crl.test/x.crl", "leaf inter");
}

static void teardown(void)
{
	witness_end(witness);
	server_stop(&server);
	names_end(service);
}

static bool is_known(const char *name)
{
	for (const struct names_row *row = names; row->name; row++)
		if (!strcmp(row->name, name))
			return true;
	return false;
}

/* SEEN with the names that nobody has as one " dns:invented" at its end. */
static char *without_inventions(char *seen)
{
	char *rest = seen, *word, *kept = memory_text("");
	bool invented = false;

	while ((word = strtok_r(rest, " ", &rest))) {
		bool keep = strncmp(word, "dns:", 4) != 0 || is_known(word + 4);
		char *more = memory_format("%s%s%s", kept, keep ? " " : "", keep ? word : "");

		invented |= !keep;
		free(kept);
		kept = more;
	}
	word = memory_format("%s%s", kept, invented ? " dns:invented" : "");
	free(kept);
	free(seen);
	return word;
}

/* COMMAND, in which $t is the program, and whom it contacted: exactly EXPECTED. */
static void expect(const char *command_line, const char *expected)
{
	char *program = realpath(command_tlsdoctor(), NULL);
	char *whole = memory_format("t=%s; cd %s; %s", program, server.folder, command_line);
	char *argv[] = { "sh", "-c", whole, NULL }, *seen;
	struct command command;

	command_run(argv, LIMIT_MS, &command);
	seen = without_inventions(witness_take(witness));
	cr_expect_str_eq(
		seen, expected, "%s: %s\n%s%s", command_line, seen, command.out, command.err);
	command_free(&command);
	free(seen);
	free(whole);
	free(program);
}

#define CHECK "$t check --ca-file ca.pem --rate 0 "
#define OTHERS                                                                                   \
	" dns:aia.test dns:detectportal.firefox.com dns:network-test.debian.org dns:ntp.nict.jp" \
	" dns:site.test dns:time.cloudflare.com dns:www.debian.org dns:www.iana.org"             \
	" dns:www.wikipedia.org tcp:192.0.2.10:443 tcp:192.0.2.20:80 tcp:192.0.2.41:443"         \
	" tcp:192.0.2.42:443 tcp:192.0.2.43:443 tcp:192.0.2.61:80 tcp:192.0.2.62:80"             \
	" udp:192.0.2.51:123 udp:192.0.2.52:123 dns:invented"
#define AND_ISSUER " dns:aia.test dns:site.test tcp:192.0.2.10:443 tcp:192.0.2.20:80"

Test(contacts, a_check_asks_the_target_and_where_the_missing_issuer_is, .init = setup,
	.fini = teardown)
{
	expect(CHECK "site.test", AND_ISSUER);
	expect(CHECK "--deep site.test", AND_ISSUER);
	expect(CHECK "--device other site.test", AND_ISSUER);
	expect(CHECK "--quick site.test", TARGET);
	expect(CHECK "--offline site.test", TARGET);
	expect(CHECK "--offline --deep site.test", TARGET);
	expect(CHECK "--offline 192.0.2.10", " tcp:192.0.2.10:443");
}

Test(contacts, a_check_asks_the_responder_whether_it_was_revoked, .init = setup_whole,
	.fini = teardown)
{
	expect(CHECK "site.test",
		" dns:ocsp.test dns:site.test tcp:192.0.2.10:443 tcp:192.0.2.30:80");
	expect(CHECK "--quick site.test", TARGET);
	expect(CHECK "--offline site.test", TARGET);
}

Test(contacts, a_check_reads_the_list_where_no_responder_is_named, .init = setup_list,
	.fini = teardown)
{
	expect(CHECK "site.test",
		" dns:crl.test dns:site.test tcp:192.0.2.10:443 tcp:192.0.2.31:80");
	expect(CHECK "--offline site.test", TARGET);
}

Test(contacts, others_are_asked_with_consent_only, .init = setup, .fini = teardown)
{
	expect(CHECK "--reference site.test", OTHERS);
	expect(CHECK "--reference --quick site.test", TARGET);
	expect(CHECK "--reference --offline site.test", TARGET);
}

/* It is asked, and the target without it, to compare. */
Test(contacts, a_proxy_in_use_is_asked, .init = setup, .fini = teardown)
{
	static const char both[] =
		" dns:proxy.test dns:site.test tcp:192.0.2.10:443 tcp:192.0.2.70:3128";

	expect(CHECK "--proxy http://proxy.test:3128 site.test", both);
	expect("https_proxy=http://proxy.test:3128 " CHECK "site.test", both);
	expect("https_proxy=http://proxy.test:3128 " CHECK "--offline site.test", both);
	expect("https_proxy=http://proxy.test:3128 " CHECK "--offline --no-proxy site.test",
		TARGET);
}

Test(contacts, the_other_commands_ask_the_target_or_nobody, .init = setup, .fini = teardown)
{
	expect("timeout 2 $t hello", "");
	expect("timeout 6 $t hello site.test", TARGET);
	expect("(sleep 2; curl -sk https://127.0.0.1:4433/) & timeout 6 $t hello --listen "
	       "127.0.0.1:4433 "
	       "site.test",
		" dns:site.test tcp:127.0.0.1:4433 tcp:192.0.2.10:443");
	expect("$t watch --once --ca-file ca.pem site.test", TARGET);
	expect("$t explain 'certificate has expired at site.test'", "");
	expect("echo 'upstream site.test: SSL_do_handshake() failed' | $t logs -", "");
	expect("echo 'location / { proxy_pass https://site.test; }' >u.conf; $t upstreams "
	       "--offline u.conf",
		"");
	expect("$t upstreams u.conf", TARGET);
	expect("$t --help; $t --version", "");
	expect("timeout 2 $t practice expired", "");
}

/* Types ANSWERS (a format of printf), and 0 (quit) when the verdict is there. */
#define WIZARD(answers)                                                                    \
	"(printf '" answers "'; for i in $(seq 200); do grep -q 'How sure' out && break; " \
	"sleep 0.2; done; echo 0) | $t --plain --lang en >out"

Test(contacts, the_wizard_asks_others_after_a_yes_only, .init = setup, .fini = teardown)
{
	/* It looks while it asks. */
	expect("(printf '6\\nsite.test\\n'; sleep 8; echo 0) | $t --plain --lang en", AND_ISSUER);
	expect(WIZARD("6\\nsite.test\\n1\\n3\\n"), AND_ISSUER);
	expect(WIZARD("6\\nsite.test\\n1\\n1\\n"), OTHERS);
}
