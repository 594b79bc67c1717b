/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Is each server's line understood, and does a book of many lines stay small and right? */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "base/memory.h"
#include "webserver/log_book.h"
#include "webserver/log_reader.h"

static void use_utc(void)
{
	setenv("TZ", "UTC", 1);
	tzset();
}

TestSuite(logs, .init = use_utc);

static const struct {
	const char *text;
	const char *cause; /* NULL: no line of ours */
	enum log_side side;
	enum log_kind kind;
	const char *client, *upstream;
	int64_t time_s; /* -1: none */
} lines[] = {
	{ "2026/11/22 06:43:06 [error] 29#29: *2 upstream SSL certificate verify error: (20:unable "
	  "to get "
	  "local issuer certificate) while SSL handshaking to upstream, client: 192.0.2.1, server: "
	  ", "
	  "request: \"GET / HTTP/1.0\", upstream: \"https://10.0.0.1:8443/x\", host: \"a\"",
		"certificate-untrusted-issuer", LOG_UPSTREAM, LOG_REAL, "192.0.2.1",
		"10.0.0.1:8443", 1795329786 },
	{ "2026/11/22 06:43:06 [error] 29#29: *2 SSL_do_handshake() failed (SSL: "
	  "error:0A00010B:SSL "
	  "routines::wrong version number) while SSL handshaking to upstream, client: 192.0.2.1, "
	  "server: a, request: \"GET / HTTP/1.1\", upstream: \"https://[2001:db8::1]:80/\"",
		"plaintext-on-tls-port", LOG_UPSTREAM, LOG_REAL, "192.0.2.1", "[2001:db8::1]:80",
		1795329786 },
	{ "2026/11/22 06:43:06 [error] 1#1: *2 SSL_do_handshake() failed (SSL: error:14094438:SSL "
	  "routines:ssl3_read_bytes:tlsv1 alert internal error:SSL alert number 80) while SSL "
	  "handshaking to upstream, client: 192.0.2.1, server: a, upstream: "
	  "\"https://10.0.0.1:443/\"",
		"server-internal-error", LOG_UPSTREAM, LOG_REAL, "192.0.2.1", "10.0.0.1:443",
		1795329786 },
	{ "2026/11/22 06:43:06 [error] 1#1: *2 peer closed connection in SSL handshake while SSL "
	  "handshaking "
	  "to upstream, client: 192.0.2.1, server: a, upstream: \"https://10.0.0.1:443/\"",
		"closed-during-handshake", LOG_UPSTREAM, LOG_REAL, "192.0.2.1", "10.0.0.1:443",
		1795329786 },
	{ "2026/11/22 06:43:06 [info] 1#1: *4 SSL_do_handshake() failed (SSL: error:0A00006C:SSL "
	  "routines::bad key share) while SSL handshaking, client: 2001:db8::7, server: [::]:443",
		"group-mismatch", LOG_CLIENT, LOG_NOISE, "2001:db8::7", "", 1795329786 },
	{ "2026/11/22 06:43:06 [info] 1#1: *4 SSL_do_handshake() failed (SSL: error:0A000416:SSL "
	  "routines::sslv3 alert certificate unknown:SSL alert number 46) while SSL handshaking, "
	  "client: 192.0.2.7, server: 0.0.0.0:443",
		"certificate-untrusted-issuer", LOG_CLIENT, LOG_REAL, "192.0.2.7", "", 1795329786 },
	{ "2026/11/22 06:43:06 [info] 1#1: *5 client sent plain HTTP request to HTTPS port while "
	  "reading "
	  "client request headers, client: 203.0.113.9, server: x, request: \"GET / HTTP/1.1\"",
		"client-sent-plaintext", LOG_CLIENT, LOG_PLAIN, "203.0.113.9", "", 1795329786 },
	{ "2026/11/22 06:43:06 [info] 1#1: *1 client sent invalid method while reading client "
	  "request line, client: 192.0.2.7, server: x, request: \"\x16\x03\x01\x02\"",
		"plaintext-on-tls-port", LOG_CLIENT, LOG_NOISE, "192.0.2.7", "", 1795329786 },
	{ "203.0.113.9 - - [22/Nov/2026:07:43:06 +0100] \"\\x16\\x03\\x01\\x02\\x00\" 400 157 "
	  "\"-\" "
	  "\"-\"",
		"plaintext-on-tls-port", LOG_CLIENT, LOG_NOISE, "203.0.113.9", "", 1795329786 },
	{ "2026/11/22 06:43:06 [info] 1#1: *8 client attempted to request the server name "
	  "different "
	  "from the one that was negotiated while reading client request headers, client: "
	  "192.0.2.7, server: a, request: \"GET / HTTP/1.1\", host: \"b\"",
		"sni-unrecognized", LOG_CLIENT, LOG_REAL, "192.0.2.7", "", 1795329786 },
	{ "[Sun Nov 22 06:43:06.123456 2026] [ssl:error] [pid 1:tid 2] [client 192.0.2.5:5678] "
	  "AH02039: "
	  "Certificate Verification: Error (10): certificate has expired",
		"client-certificate-rejected", LOG_CLIENT, LOG_REAL, "192.0.2.5", "", 1795329786 },
	{ "[Sun Nov 22 06:43:06.123456 2026] [proxy:error] [pid 1:tid 2] AH00961: https: failed to "
	  "enable "
	  "ssl support for 10.0.0.9:8443 (app)",
		"upstream-tls-failed", LOG_UPSTREAM, LOG_REAL, "", "10.0.0.9:8443", 1795329786 },
	{ "[Sun Nov 22 06:43:06 2026] [ssl:emerg] [pid 1] AH02565: Certificate and private key "
	  "www.example.com:443:0 from /a and /b do not match",
		NULL, LOG_CLIENT, LOG_REAL, "", "", -1 },
	{ "Nov 22 06:43:06 mx postfix/smtpd[77]: SSL_accept error from unknown[198.51.100.9]: lost "
	  "connection",
		"closed-during-handshake", LOG_CLIENT, LOG_NOISE, "198.51.100.9", "", 1795329786 },
	{ "Nov 22 06:43:06 mx postfix/smtp[78]: SSL_connect error to "
	  "mx.example.org[192.0.2.10]:25: -1",
		"upstream-tls-failed", LOG_UPSTREAM, LOG_REAL, "", "mx.example.org[192.0.2.10]:25",
		1795329786 },
	{ "2026-11-22T07:43:06.5+01:00 mail dovecot: imap-login: Disconnected: SSL_accept() "
	  "failed: "
	  "error:0A000418:SSL routines::tlsv1 alert unknown ca: SSL alert number 48 (no auth "
	  "attempts): "
	  "user=<>, rip=192.0.2.11, lip=192.0.2.1, TLS handshaking: x",
		"certificate-untrusted-issuer", LOG_CLIENT, LOG_REAL, "192.0.2.11", "",
		1795329786 },
	{ "Nov 22 06:43:06 lb haproxy[12]: 192.0.2.12:5050 [22/Nov/2026:06:43:06.123] fe/1: SSL "
	  "handshake "
	  "failure",
		"closed-during-handshake", LOG_CLIENT, LOG_NOISE, "192.0.2.12", "", 1795329786 },
	{ "Nov 22 06:43:06 lb haproxy[12]: Server be/s1 is DOWN, reason: Layer6 invalid response, "
	  "info: "
	  "\"SSL handshake failure\"",
		"upstream-tls-failed", LOG_UPSTREAM, LOG_REAL, "", "be/s1", 1795329786 },
	{ "2026.11.22 06:43:06 LOG3[12]: SSL_accept: ssl/x.c:354: error:0A0000C1:SSL routines::no "
	  "shared "
	  "cipher",
		"cipher-mismatch", LOG_CLIENT, LOG_NOISE, "", "", 1795329786 },
	/* Not ours */
	{ "2026/11/22 06:43:06 [error] 1#1: *1 open() \"/x/SSL_do_handshake() failed\" failed (2: "
	  "No such "
	  "file or directory), client: 192.0.2.1, server: a, request: \"GET /wrong-version-number "
	  "HTTP/1.1\"",
		"closed-during-handshake", LOG_CLIENT, LOG_NOISE, "192.0.2.1", "", 1795329786 },
	{ "2026/11/22 06:43:06 [error] 1#1: *1 connect() failed (111: Connection refused) while "
	  "connecting "
	  "to upstream, client: 192.0.2.1, upstream: \"https://10.0.0.1:443/\"",
		NULL, LOG_CLIENT, LOG_REAL, "", "", -1 },
	{ "Nov 22 06:43:06 mx postfix/smtpd[77]: Anonymous TLS connection established from "
	  "a.example[192.0.2.3]: TLSv1.3 with cipher TLS_AES_256_GCM_SHA384",
		NULL, LOG_CLIENT, LOG_REAL, "", "", -1 },
	{ "192.0.2.3 - - [22/Nov/2026:06:43:06 +0000] \"GET /ssl HTTP/1.1\" 200 5 \"-\" \"curl\"",
		NULL, LOG_CLIENT, LOG_REAL, "", "", -1 },
	{ "", NULL, LOG_CLIENT, LOG_REAL, "", "", -1 },
};

Test(logs, lines_of_each_server_are_understood)
{
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		struct log_clock clock = { .now_s = 1795400000 };
		struct log_line line;
		bool found = log_line_read(&clock, lines[i].text, strlen(lines[i].text), &line);

		cr_expect_eq(found, lines[i].cause != NULL, "%s", lines[i].text);
		if (!found || !lines[i].cause)
			continue;
		cr_expect_str_eq(line.cause, lines[i].cause, "%s", lines[i].text);
		cr_expect_eq(line.side, lines[i].side, "%s", lines[i].text);
		cr_expect_eq(line.kind, lines[i].kind, "%s", lines[i].text);
		cr_expect_str_eq(line.client, lines[i].client, "%s", lines[i].text);
		cr_expect_str_eq(line.upstream, lines[i].upstream, "%s", lines[i].text);
		cr_expect_eq(
			line.time_s, lines[i].time_s, "%ld %s", (long)line.time_s, lines[i].text);
	}
}

Test(logs, what_no_phrase_explains_is_looked_up_among_the_known_messages)
{
	static const char text[] = "2026/11/22 06:43:06 [error] 1#1: *1 TLS error: "
				   "NET::ERR_CERT_DATE_INVALID, client: 192.0.2.1";
	struct log_clock clock = { .now_s = 1795400000 };
	struct log_line line;

	cr_assert(log_line_read(&clock, text, sizeof(text) - 1, &line));
	cr_expect_str_eq(line.cause, "certificate-expired");
	cr_assert(log_line_read(&clock, text, sizeof(text) - 1, &line));
	cr_expect_eq(clock.asked, 1, "the same kind of line is looked up once");
}

Test(logs, a_syslog_date_of_december_read_in_january_is_of_last_year)
{
	static const char text[] = "Dec 31 23:59:59 h postfix/smtpd[1]: SSL_accept error from "
				   "unknown[192.0.2.1]: x";
	struct log_clock clock = { .now_s = 1799712000 }; /* 11 January 2027 */
	struct log_line line;

	cr_assert(log_line_read(&clock, text, sizeof(text) - 1, &line));
	cr_expect_eq(line.time_s, 1798761599);
}

/* ---- Reading ---- */

struct heard {
	uint64_t count, number;
	char text[400];
	int64_t time_s;
};

static void hear(void *context, uint64_t number, const char *text, size_t length, int64_t time_s)
{
	struct heard *heard = context;

	heard->count++;
	heard->number = number;
	heard->time_s = time_s;
	snprintf(
		heard->text, sizeof(heard->text), "%.*s", (int)(length < 399 ? length : 399), text);
}

static void feed(const char *bytes, size_t length, size_t piece, struct heard *ret)
{
	struct log_reader reader = { .line = hear, .context = ret };

	*ret = (struct heard){ 0 };
	for (size_t at = 0; at < length; at += piece)
		log_reader_feed(&reader, bytes + at, length - at < piece ? length - at : piece);
	log_reader_end(&reader);
	log_reader_free(&reader);
}

Test(logs, lines_are_the_same_however_the_bytes_are_cut)
{
	static const char text[] = "one\r\ntwo\n\nlast without an end";

	for (size_t piece = 1; piece < sizeof(text); piece++) {
		struct heard heard;

		feed(text, sizeof(text) - 1, piece, &heard);
		cr_expect_eq(heard.count, 4);
		cr_expect_eq(heard.number, 4);
		cr_expect_str_eq(heard.text, "last without an end");
	}
}

Test(logs, an_exported_journal_becomes_lines_with_its_own_time)
{
	static const char text[] = "__CURSOR=s=1\n__REALTIME_TIMESTAMP=1795329786123456\n_PID=12\n"
				   "SYSLOG_IDENTIFIER=haproxy\nMESSAGE=first\n\n"
				   "__CURSOR=s=2\n__REALTIME_TIMESTAMP=1795329787000000\n_PID=12\n"
				   "SYSLOG_IDENTIFIER=haproxy\nMESSAGE\n\x06\0\0\0\0\0\0\0"
				   "a\nb\x01!!\n\n";

	for (size_t piece = 1; piece < sizeof(text); piece++) {
		struct heard heard;

		feed(text, sizeof(text) - 1, piece, &heard);
		cr_expect_eq(heard.count, 2);
		cr_expect_str_eq(heard.text, "haproxy[12]: a\nb\x01!!");
		cr_expect_eq(heard.time_s, 1795329787);
	}
}

Test(logs, a_line_without_end_takes_no_more_memory_than_a_line_may)
{
	struct heard heard;
	struct log_reader reader = { .line = hear, .context = &heard };
	char *chunk = memory_new(65536, 1);

	heard = (struct heard){ 0 };
	memset(chunk, 'x', 65536);
	for (int i = 0; i < 200; i++)
		log_reader_feed(&reader, chunk, 65536);
	cr_expect_leq(reader.text.room, 4 * LOG_LINE_MOST);
	log_reader_feed(&reader, "\nnext\n", 6);
	cr_expect_eq(heard.count, 2);
	cr_expect_str_eq(heard.text, "next");
	log_reader_free(&reader);
	free(chunk);
}

/* ---- Grouping ---- */

static void add(struct log_book *book, uint64_t number, const char *client, int64_t time_s)
{
	struct log_line line = {
		.cause = "cipher-mismatch",
		.side = LOG_CLIENT,
		.kind = LOG_NOISE,
		.time_s = time_s,
	};

	snprintf(line.client, sizeof(line.client), "%s", client);
	log_book_add(book, "error.log", number, "text", 4, &line);
}

Test(logs, a_group_counts_all_and_its_bars_add_up)
{
	static const int64_t steps_s[] = { 1, 59, 3600, 86400 * 30, 7 };
	struct log_book book = { 0 };
	int64_t at_s = 1795329786;
	uint64_t sum = 0;

	for (uint64_t i = 0; i < 1000; i++) {
		add(&book, i + 1, "192.0.2.1", at_s);
		at_s += steps_s[i % 5] * (i % 7 == 0 ? -1 : 1);
	}
	cr_assert_eq(book.group_count, 1);
	for (int i = 0; i < LOG_BARS; i++)
		sum += book.groups[0].bars[i];
	cr_expect_eq(sum, 1000);
	cr_expect_eq(book.groups[0].count, 1000);
	cr_expect_leq(book.groups[0].start_s, book.groups[0].first_s);
	cr_expect_gt(
		book.groups[0].start_s + LOG_BARS * book.groups[0].bar_s, book.groups[0].last_s);
	log_book_free(&book);
}

Test(logs, the_busiest_network_is_found_among_very_many)
{
	struct log_book book = { 0 };
	char address[32];

	for (unsigned i = 0; i < 20000; i++) {
		snprintf(address, sizeof(address), "10.%u.%u.1", i / 256 % 256, i % 256);
		add(&book, i, address, -1);
		if (i % 4 == 0)
			add(&book, i, "203.0.113.77", -1);
	}
	log_book_sort(&book);
	cr_expect_str_eq(book.groups[0].networks[0].name, "203.0.113.0/24");
	cr_expect_eq(book.groups[0].network_count, LOG_NETWORKS_MOST);
	log_book_free(&book);
}

Test(logs, the_access_log_says_who_a_network_is)
{
	static const char text[] =
		"203.0.113.5 - - [22/Nov/2026:06:43:06 +0000] \"\\x16\\x03\\x01\" 400 "
		"157 \"-\" \"zgrab/0.x\"";
	struct log_book book = { 0 };

	add(&book, 1, "203.0.113.77", -1);
	log_book_access(&book, text, sizeof(text) - 1);
	log_book_access(&book, "198.51.100.1 - - x", 18);
	cr_expect_eq(book.groups[0].networks[0].requests, 1);
	cr_expect_eq(book.groups[0].networks[0].refused, 1);
	cr_expect_str_eq(book.groups[0].networks[0].agent, "zgrab/0.x");
	log_book_free(&book);
}

Test(logs, trouble_with_upstreams_comes_before_noise_however_frequent)
{
	struct log_book book = { 0 };
	struct log_line line = { .cause = "sni-required", .side = LOG_UPSTREAM, .time_s = -1 };

	for (uint64_t i = 0; i < 50; i++)
		add(&book, i, "192.0.2.1", -1);
	log_book_add(&book, "error.log", 51, "text", 4, &line);
	log_book_sort(&book);
	cr_expect_str_eq(book.groups[0].cause, "sni-required");
	log_book_free(&book);
}
