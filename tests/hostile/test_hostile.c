/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Servers that mean harm or are broken: the program ends in time, names the cause, and shows nothing raw. */
#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "../support/command.h"
#include "../support/peer.h"
#include "base/memory.h"

#define VISITS 60
#define DEEP_LIMIT_MS \
	26000 /* a silence to its end, and a few short ones; more may not be asked then */

/* A ServerHello for TLS 1.2 with TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256. */
static const char server_hello[] = "\x16\x03\x03\x00\x2a\x02\x00\x00\x26\x03\x03"
				   "RRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRR"
				   "\x00\xc0\x2f\x00";

/* Full records: the first begins a Certificate message of 10 MB, whose certificates are nothing. */
static char first_record[5 + 16384] = "\x16\x03\x03\x40\x00\x0b\x98\x96\x80\x98\x96\x7d";
static char next_record[5 + 16384] = "\x16\x03\x03\x40";

static const struct row {
	const char *name;
	struct line script[5];
	const char *cause; /* NULL: any, but one */
	int timeout_s; /* given to the program for the usual look */
	int limit_ms; /* it must have ended by then */
} rows[] = {
	{ "closes at once", { { PEER_CLOSE, NULL, 0 }, { PEER_END, NULL, 0 } },
		"closed-during-handshake", 3, 9000 },
	{ "closes after the hello",
		{ { PEER_HEAR, NULL, 0 }, { PEER_CLOSE, NULL, 0 }, { PEER_END, NULL, 0 } },
		"closed-during-handshake", 3, 9000 },
	{ "resets after the hello",
		{ { PEER_HEAR, NULL, 0 }, { PEER_RESET, NULL, 0 }, { PEER_END, NULL, 0 } },
		"reset-during-handshake", 3, 9000 },
	{ "is silent", { { PEER_HOLD, NULL, 0 }, { PEER_END, NULL, 0 } }, "handshake-timeout", 1,
		9000 },
	{ "sends half a record and stops",
		{ { PEER_HEAR, NULL, 0 }, { PEER_SAY, "\x16\x03\x03\x00\x50\x02\x00", 7 },
			{ PEER_HOLD, NULL, 0 }, { PEER_END, NULL, 0 } },
		"handshake-timeout", 1, 9000 },
	{ "one byte a moment, as a record",
		{ { PEER_DRIP, "\x16\x03\x03\x3f\xff", 5 }, { PEER_END, NULL, 0 } }, NULL, 1,
		9000 },
	{ "garbage",
		{ { PEER_SAY, "\xde\xad\xbe\xef\x01\x02\x03", 7 }, { PEER_HOLD, NULL, 0 },
			{ PEER_END, NULL, 0 } },
		"garbage-reply", 2, 9000 },
	{ "an HTTP page",
		{ { PEER_HEAR, NULL, 0 }, { PEER_SAY, "HTTP/1.1 400 Bad Request\r\n\r\nno", 0 },
			{ PEER_CLOSE, NULL, 0 }, { PEER_END, NULL, 0 } },
		"plaintext-on-tls-port", 2, 9000 },
	{ "a mail banner",
		{ { PEER_SAY, "220 mx.example ESMTP Postfix\r\n", 0 }, { PEER_HOLD, NULL, 0 },
			{ PEER_END, NULL, 0 } },
		"starttls-needed", 2, 9000 },
	{ "an SSH banner",
		{ { PEER_SAY, "SSH-2.0-OpenSSH_9.2\r\n", 0 }, { PEER_HOLD, NULL, 0 },
			{ PEER_END, NULL, 0 } },
		"plaintext-on-tls-port", 2, 9000 },
	{ "a banner with escapes",
		{ { PEER_SAY, "SSH-2.0-\x1b]0;owned\x07\x1b[31m\xe2\x80\xae\xc2\x9b\r\n", 0 },
			{ PEER_HOLD, NULL, 0 }, { PEER_END, NULL, 0 } },
		"plaintext-on-tls-port", 2, 9000 },
	{ "alert 40",
		{ { PEER_HEAR, NULL, 0 }, { PEER_SAY, "\x15\x03\x03\x00\x02\x02\x28", 7 },
			{ PEER_CLOSE, NULL, 0 }, { PEER_END, NULL, 0 } },
		"cipher-mismatch", 3, 9000 },
	{ "alert 70",
		{ { PEER_HEAR, NULL, 0 }, { PEER_SAY, "\x15\x03\x03\x00\x02\x02\x46", 7 },
			{ PEER_CLOSE, NULL, 0 }, { PEER_END, NULL, 0 } },
		"protocol-mismatch", 3, 9000 },
	{ "alert 80",
		{ { PEER_HEAR, NULL, 0 }, { PEER_SAY, "\x15\x03\x03\x00\x02\x02\x50", 7 },
			{ PEER_CLOSE, NULL, 0 }, { PEER_END, NULL, 0 } },
		"server-internal-error", 3, 9000 },
	{ "alert 112",
		{ { PEER_HEAR, NULL, 0 }, { PEER_SAY, "\x15\x03\x03\x00\x02\x02\x70", 7 },
			{ PEER_CLOSE, NULL, 0 }, { PEER_END, NULL, 0 } },
		"sni-unrecognized", 3, 9000 },
	{ "alert 116",
		{ { PEER_HEAR, NULL, 0 }, { PEER_SAY, "\x15\x03\x03\x00\x02\x02\x74", 7 },
			{ PEER_CLOSE, NULL, 0 }, { PEER_END, NULL, 0 } },
		"client-certificate-required", 3, 9000 },
	{ "alert 120",
		{ { PEER_HEAR, NULL, 0 }, { PEER_SAY, "\x15\x03\x03\x00\x02\x02\x78", 7 },
			{ PEER_CLOSE, NULL, 0 }, { PEER_END, NULL, 0 } },
		"alpn-mismatch", 3, 9000 },
	{ "close_notify instead of a hello",
		{ { PEER_HEAR, NULL, 0 }, { PEER_SAY, "\x15\x03\x03\x00\x02\x01\x00", 7 },
			{ PEER_CLOSE, NULL, 0 }, { PEER_END, NULL, 0 } },
		"closed-during-handshake", 3, 9000 },
	{ "user_canceled, then close_notify",
		{ { PEER_HEAR, NULL, 0 },
			{ PEER_SAY,
				"\x15\x03\x03\x00\x02\x01\x5a"
				"\x15\x03\x03\x00\x02\x01\x00",
				14 },
			{ PEER_CLOSE, NULL, 0 }, { PEER_END, NULL, 0 } },
		"closed-during-handshake", 3, 9000 },
	{ "warnings without an end",
		{ { PEER_HEAR, NULL, 0 }, { PEER_FLOOD, "\x15\x03\x03\x00\x02\x01\x70", 7 },
			{ PEER_END, NULL, 0 } },
		"garbage-reply", 2, 9000 },
	{ "10 MB of certificates",
		{ { PEER_HEAR, NULL, 0 }, { PEER_SAY, server_hello, sizeof(server_hello) - 1 },
			{ PEER_SAY, first_record, sizeof(first_record) },
			{ PEER_FLOOD, next_record, sizeof(next_record) }, { PEER_END, NULL, 0 } },
		"certificate-too-large", 2, 12000 },
};

/* A byte that a terminal would obey, or an invalid or bidi character. */
static int raw(const char *text)
{
	for (const unsigned char *c = (const unsigned char *)text; *c; c++) {
		if (*c < 0x20 && *c != '\n')
			return 1;
		if (*c == 0x7f || (*c == 0xc2 && c[1] >= 0x80 && c[1] <= 0x9f))
			return 1;
		if (*c == 0xe2 && c[1] == 0x80 && c[2] >= 0x8e && c[2] <= 0xae)
			return c[2] <= 0x8f || c[2] >= 0xaa;
	}
	return 0;
}

/* DEPTH: "--deep", with all the time that it may take, or NULL for the usual look. */
static void ask(const struct row *row, const char *format, const char *depth, struct command *ret)
{
	struct peer peer;
	char *target, *timeout;

	peer_start(&peer, row->script, VISITS);
	target = memory_format("127.0.0.1:%d", peer.port);
	timeout = memory_format("%d", row->timeout_s);
	char *argv[] = { (char *)command_tlsdoctor(), (char *)"check", (char *)"--lang",
		(char *)"en", (char *)"--format", (char *)format, (char *)"--servername",
		(char *)"site.test", target, (char *)(depth ? depth : "--timeout"),
		depth ? NULL : timeout, NULL, NULL, NULL };
	char *record = depth ? NULL : command_record(argv, row->name);

	command_run(argv, depth ? DEEP_LIMIT_MS : row->limit_ms, ret);
	free(record);
	free(timeout);
	free(target);
	peer_end(&peer);
}

static void expect_json(const struct row *row, const char *depth)
{
	struct command command;
	json_t *report, *causes;
	const char *first;

	ask(row, "json", depth, &command);
	report = json_loads(command.out, 0, NULL);
	causes = json_object_get(report, "causes");
	first = json_string_value(json_object_get(json_array_get(causes, 0), "id"));
	cr_expect(report, "%s: no JSON, status %d: %s%s", row->name, command.status, command.out,
		command.err);
	cr_expect(first, "%s: no cause", row->name);
	if (first && row->cause)
		cr_expect_str_eq(first, row->cause, "%s: %s\n%s", row->name, first, command.out);
	cr_expect_eq(command.status, 1, "%s: status %d", row->name, command.status);
	json_decref(report);
	command_free(&command);
}

static void expect_text(const struct row *row)
{
	struct command command;

	ask(row, "text", NULL, &command);
	cr_expect_eq(command.status, 1, "%s: status %d %s", row->name, command.status, command.err);
	cr_expect_not(raw(command.out), "%s: raw bytes in\n%s", row->name, command.out);
	cr_expect_not(raw(command.err), "%s: raw bytes on standard error", row->name);
	command_free(&command);
}

ParameterizedTestParameters(hostile, every_one_gets_its_cause_in_time_and_nothing_raw_is_shown)
{
	static size_t numbers[sizeof(rows) / sizeof(rows[0])];

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		numbers[i] = i;
	return cr_make_param_array(size_t, numbers, sizeof(rows) / sizeof(rows[0]));
}

ParameterizedTest(size_t *number, hostile,
	every_one_gets_its_cause_in_time_and_nothing_raw_is_shown, .timeout = 90)
{
	expect_json(&rows[*number], NULL);
	expect_text(&rows[*number]);
}

ParameterizedTestParameters(hostile, every_one_gets_the_same_cause_when_asked_for_everything)
{
	static size_t numbers[sizeof(rows) / sizeof(rows[0])];

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		numbers[i] = i;
	return cr_make_param_array(size_t, numbers, sizeof(rows) / sizeof(rows[0]));
}

ParameterizedTest(size_t *number, hostile, every_one_gets_the_same_cause_when_asked_for_everything,
	.timeout = 60)
{
	expect_json(&rows[*number], "--deep");
}
