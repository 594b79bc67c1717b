/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Servers that mean harm or are broken before TLS has even begun. */
#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include "../support/command.h"
#include "../support/peer.h"
#include "base/memory.h"

#define VISITS 20
#define LIMIT_MS 12000

static const struct row {
	const char *scheme;
	struct line script[7];
	const char *cause;
} rows[] = {
	{ "smtp", { { PEER_HOLD, NULL, 0 }, { PEER_END, NULL, 0 } }, "handshake-timeout" },
	{ "smtp", { { PEER_CLOSE, NULL, 0 }, { PEER_END, NULL, 0 } }, "closed-during-handshake" },
	{ "smtp", { { PEER_FLOOD, "220-and another line\r\n", 0 }, { PEER_END, NULL, 0 } },
		"starttls-not-offered" },
	{ "smtp", { { PEER_FLOOD, "220 and no end", 0 }, { PEER_END, NULL, 0 } },
		"starttls-not-offered" },
	{ "smtp",
		{ { PEER_SAY, "220 mx ESMTP\r\n", 0 }, { PEER_HEAR, "EHLO", 0 },
			{ PEER_SAY, "250 STARTTLS\r\n", 0 }, { PEER_HEAR, "STARTTLS", 0 },
			{ PEER_SAY, "454 \x1b]0;owned\x07\x1b[31m\xe2\x80\xae\xc2\x9b no\r\n", 0 },
			{ PEER_HOLD, NULL, 0 }, { PEER_END, NULL, 0 } },
		"starttls-not-offered" },
	{ "smtp",
		{ { PEER_SAY, "220 mx ESMTP\r\n", 0 }, { PEER_HEAR, "EHLO", 0 },
			{ PEER_SAY, "250 STARTTLS\r\n", 0 }, { PEER_HEAR, "STARTTLS", 0 },
			{ PEER_RESET, NULL, 0 }, { PEER_END, NULL, 0 } },
		"closed-during-handshake" },
	{ "smtp",
		{ { PEER_SAY, "220 mx ESMTP\r\n", 0 }, { PEER_HEAR, "EHLO", 0 },
			{ PEER_SAY, "250 STARTTLS\r\n", 0 }, { PEER_HEAR, "STARTTLS", 0 },
			{ PEER_SAY, "220 go\r\n250 injected\r\n", 0 }, { PEER_CLOSE, NULL, 0 },
			{ PEER_END, NULL, 0 } },
		"closed-during-handshake" },
	{ "imap", { { PEER_FLOOD, "* OK more and more\r\n", 0 }, { PEER_END, NULL, 0 } },
		"starttls-not-offered" },
	{ "xmpp", { { PEER_FLOOD, "<stream:stream><a><b><c>", 0 }, { PEER_END, NULL, 0 } },
		"starttls-not-offered" },
	{ "irc", { { PEER_FLOOD, ":irc NOTICE * :once more\r\n", 0 }, { PEER_END, NULL, 0 } },
		"starttls-not-offered" },
	{ "ldap",
		{ { PEER_FLOOD, "\x30\x84\x7f\xff\xff\xff\x02\x84\xff\xff\xff\xff", 12 },
			{ PEER_END, NULL, 0 } },
		"starttls-not-offered" },
	{ "mysql", { { PEER_FLOOD, "\xff\xff\xff\x00\x0a", 5 }, { PEER_END, NULL, 0 } },
		"starttls-not-offered" },
	{ "postgres", { { PEER_FLOOD, "N", 1 }, { PEER_END, NULL, 0 } }, "starttls-not-offered" },
};

/* A byte that a terminal would obey. */
static int raw(const char *text)
{
	for (const unsigned char *c = (const unsigned char *)text; *c; c++)
		if ((*c < 0x20 && *c != '\n') || *c == 0x7f || (*c == 0xc2 && c[1] < 0xa0) ||
			(*c == 0xe2 && c[1] == 0x80 && c[2] == 0xae))
			return 1;
	return 0;
}

static void ask(const struct row *row, const char *format, struct command *ret)
{
	struct peer peer;
	char *target;

	peer_start(&peer, row->script, VISITS);
	target = memory_format("%s://127.0.0.1:%d", row->scheme, peer.port);
	char *argv[] = { (char *)command_tlsdoctor(), (char *)"check", (char *)"--lang",
		(char *)"en", (char *)"--format", (char *)format, (char *)"--timeout", (char *)"2",
		target, NULL };
	command_run(argv, LIMIT_MS, ret);
	free(target);
	peer_end(&peer);
}

static void expect_json(const struct row *row, size_t number)
{
	struct command command;
	json_t *report;
	const char *first;

	ask(row, "json", &command);
	report = json_loads(command.out, 0, NULL);
	first = json_string_value(
		json_object_get(json_array_get(json_object_get(report, "causes"), 0), "id"));
	cr_expect_str_eq(first ? first : "none", row->cause, "%s, row %zu: %s\n%s%s", row->scheme,
		number, first ? first : "none", command.out, command.err);
	cr_expect_eq(
		command.status, 1, "%s, row %zu: status %d", row->scheme, number, command.status);
	json_decref(report);
	command_free(&command);
}

static void expect_text(const struct row *row, size_t number)
{
	struct command command;

	ask(row, "text", &command);
	cr_expect_eq(
		command.status, 1, "%s, row %zu: status %d", row->scheme, number, command.status);
	cr_expect_not(raw(command.out), "%s, row %zu: raw bytes in\n%s", row->scheme, number,
		command.out);
	command_free(&command);
}

ParameterizedTestParameters(hostile, starttls_with_a_hostile_server_ends_in_time_with_a_cause)
{
	static size_t numbers[sizeof(rows) / sizeof(rows[0])];

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		numbers[i] = i;
	return cr_make_param_array(size_t, numbers, sizeof(rows) / sizeof(rows[0]));
}

ParameterizedTest(size_t *number, hostile, starttls_with_a_hostile_server_ends_in_time_with_a_cause,
	.timeout = 90)
{
	expect_json(&rows[*number], *number);
	expect_text(&rows[*number], *number);
}
