/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The two sides side by side, and a browser that the wizard waits for. */
#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include "tls/hello.h"
#include "ui/wizard.h"

static const char *const languages[] = { "en", "ja", "tl", "nl" };
#define LANGUAGES (sizeof(languages) / sizeof(languages[0]))

/* Opens step NUMBER (one digit) of the session SUBJECT. */
static struct terminal *open_step_of(const char *subject, const char *lang, const char *number)
{
	struct terminal *terminal = wizard_open(
		&(struct wizard){ .lang = lang, .subject = subject, .rows = 40 });

	cr_assert(terminal_until(terminal, "www.example.com"));
	terminal_keys(terminal, "s");
	cr_assert(terminal_until(terminal, said(lang, "Cipher suites")));
	terminal_keys(terminal, number);
	cr_assert(terminal_until(terminal, said(lang, "See what your browser offers")));
	return terminal;
}

static struct terminal *open_step(const char *lang, const char *number)
{
	return open_step_of("healthy", lang, number);
}

/* The port that the page shows. */
static int shown_port(struct terminal *terminal)
{
	static const char before[] = "https://localhost:";
	int row, port;
	char *text;

	cr_assert(terminal_until(terminal, before));
	row = terminal_row_of(terminal, before);
	text = terminal_row(terminal, row);
	port = atoi(strstr(text, before) + strlen(before));
	free(text);
	return port;
}

/* A descriptor, or -1 when nobody listens. */
static int come(int port)
{
	struct sockaddr_in place = {
		.sin_family = AF_INET,
		.sin_port = htons((uint16_t)port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (connect(fd, (struct sockaddr *)&place, sizeof(place)) == 0)
		return fd;
	close(fd);
	return -1;
}

/* What a browser would: says hello and reads the alert. */
static void say_hello(int port)
{
	static const unsigned suites[] = { 0x1301, 0xc02f, 0x000a },
			      versions[] = { 0x0304, 0x0303 };
	const struct hello_plan plan = {
		.version = 0x0303,
		.suites = { suites, 3 },
		.versions = { versions, 2 },
		.groups = hello_usual_groups,
		.schemes = hello_usual_schemes,
		.sni = "localhost",
		.key_share = true,
	};
	struct buffer bytes = { 0 };
	char reply[16];
	int fd = come(port);

	cr_assert_geq(fd, 0);
	hello_build(&plan, &bytes);
	cr_assert_eq(write(fd, bytes.bytes, bytes.length), (ssize_t)bytes.length);
	cr_expect_eq(read(fd, reply, sizeof(reply)), 7);
	buffer_free(&bytes);
	close(fd);
}

Test(ui_sides, a_browser_that_comes_is_shown_beside_the_server_in_every_language, .timeout = 120)
{
	for (size_t i = 0; i < LANGUAGES; i++) {
		struct terminal *terminal = open_step(languages[i], "7");

		terminal_keys(terminal, "1");
		say_hello(shown_port(terminal));
		cr_expect(terminal_until(terminal, said(languages[i], "The two sides compared")));
		cr_expect(terminal_until(terminal, "127.0.0.1"));
		cr_expect(terminal_until(terminal, said(languages[i], "Protocol versions")));
		cr_expect(terminal_until(terminal, "TLS_RSA_WITH_3DES_EDE_CBC_SHA"));
		cr_expect(terminal_until(
			terminal, tr_ctx(language_by_name(languages[i]), "strength", "weak")));
		terminal_keys(terminal, KEY_NPAGE_BYTES);
		cr_expect(terminal_until(terminal, "rsa_pkcs1_sha1"));
		cr_expect(terminal_until(terminal, "JA4"));
		terminal_close(terminal);
	}
}

Test(ui_sides, without_a_browser_this_program_is_compared, .timeout = 60)
{
	struct terminal *terminal = open_step("en", "6");

	terminal_keys(terminal, "2");
	cr_expect(terminal_until(terminal, "What tlsdoctor itself offers"));
	cr_expect(terminal_until(terminal, "Ask for everything the server accepts"));
	terminal_close(terminal);
}

Test(ui_sides, asking_for_everything_says_first_what_that_means, .timeout = 120)
{
	for (size_t i = 0; i < LANGUAGES; i++) {
		struct terminal *terminal = open_step(languages[i], "7");

		terminal_keys(terminal, "3");
		cr_expect(terminal_until(
			terminal, said(languages[i], "All that the server accepts")));
		cr_expect(terminal_until(terminal, "160"), "%s", languages[i]);
		cr_expect(terminal_until(
			terminal, said(languages[i], "Ask for everything the server accepts")));
		terminal_close(terminal);
	}
}

Test(ui_sides, what_the_server_accepts_is_listed_with_its_strength, .timeout = 120)
{
	for (size_t i = 0; i < LANGUAGES; i++) {
		const struct language *language = language_by_name(languages[i]);
		struct terminal *terminal = open_step_of("accepting", languages[i], "7");

		terminal_keys(terminal, "3");
		cr_expect(terminal_until(terminal, "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"));
		cr_expect(terminal_until(terminal, tr_ctx(language, "strength", "insecure")));
		cr_expect(terminal_until(terminal, tr_ctx(language, "strength", "recommended")));
		cr_expect(terminal_until(terminal, "x25519"));
		terminal_close(terminal);
	}
}

Test(ui_sides, leaving_the_page_ends_the_waiting, .timeout = 60)
{
	struct terminal *terminal = open_step("en", "6");
	int port, fd;

	terminal_keys(terminal, "1\r"); /* there are more than nine */
	port = shown_port(terminal);
	fd = come(port);
	cr_expect_geq(fd, 0);
	close(fd);
	terminal_keys(terminal, KEY_BACKSPACE_BYTES);
	cr_assert(terminal_gone(terminal, "https://localhost:"));
	cr_expect_eq(come(port), -1);
	terminal_close(terminal);
}

Test(ui_sides, help_over_the_page_goes_on_waiting, .timeout = 60)
{
	struct terminal *terminal = open_step("en", "7");
	int port;

	terminal_keys(terminal, "1");
	port = shown_port(terminal);
	terminal_keys(terminal, KEY_F1_BYTES);
	cr_assert(terminal_gone(terminal, "https://localhost:"));
	say_hello(port);
	terminal_keys(terminal, KEY_BACKSPACE_BYTES);
	cr_assert(terminal_until(terminal, "https://localhost:"));
	terminal_close(terminal);
}

Test(ui_sides, a_pasted_list_is_compared_and_a_rule_is_not, .timeout = 60)
{
	struct terminal *terminal = open_step("nl", "7");

	terminal_keys(terminal, "2");
	cr_assert(terminal_until(terminal, said("nl", "Paste a list of cipher suites")));
	terminal_keys(terminal, "2");
	cr_assert(
		terminal_until(terminal, said("nl", "Which cipher suites does the client offer?")));
	terminal_paste(terminal, "HIGH:!aNULL");
	terminal_keys(terminal, "\r");
	cr_expect(terminal_until(terminal, "openssl ciphers"));
	terminal_keys(terminal, "\025"); /* Ctrl+U: empty again */
	terminal_paste(terminal, "DES-CBC3-SHA:ECDHE-RSA-AES128-GCM-SHA256");
	terminal_keys(terminal, "\r");
	cr_expect(terminal_until(terminal, said("nl", "The list that was given")));
	terminal_close(terminal);
}

Test(ui_sides, a_port_that_cant_be_had_is_told, .timeout = 60)
{
	struct terminal *terminal = wizard_open(&(struct wizard){
		.lang = "en", .subject = "healthy", .env = "DEMO_WAITS_FOR_NOBODY=1" });

	cr_assert(terminal_until(terminal, "www.example.com"));
	terminal_keys(terminal, "s");
	cr_assert(terminal_until(terminal, "Cipher suites"));
	terminal_keys(terminal, "7");
	cr_assert(terminal_until(terminal, "See what your browser offers"));
	terminal_keys(terminal, "1");
	cr_expect(terminal_until(terminal, "could not begin to wait"));
	terminal_close(terminal);
}

Test(ui_sides, by_numbers_each_row_is_words, .timeout = 60)
{
	struct terminal *terminal = wizard_open(&(struct wizard){
		.lang = "en", .subject = "healthy", .option = "--plain", .rows = 100 });

	cr_assert(terminal_until(terminal, "Your choice:"));
	terminal_keys(terminal, "s\n");
	cr_assert(terminal_until(terminal, "7. Cipher suites"));
	terminal_keys(terminal, "7\n");
	cr_assert(terminal_until(terminal, "See what your browser offers"));
	terminal_keys(terminal, "1\n");
	say_hello(shown_port(terminal));
	cr_expect(terminal_until(terminal, "The two sides compared"));
	cr_expect(terminal_until(terminal, "JA4"));
	cr_expect(terminal_until(terminal, "the server is not known") ||
		  terminal_has(terminal, ": both sides"));
	terminal_close(terminal);
}

Test(ui_sides, the_step_about_browsers_leads_there_too, .timeout = 60)
{
	struct terminal *terminal = open_step("ja", "4");

	cr_expect_not(terminal_has(terminal, said("ja", "See the two sides side by side")));
	terminal_close(terminal);
}
