/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is read from the answers of servers, whole, cut and broken. Flights of real servers are among the
 * fuzzer's seeds (OpenSSL 3.0's s_server); they are read here, too. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include "base/file.h"
#include "base/memory.h"
#include "tls/bytes.h"
#include "tls/reply.h"

static struct buffer flight(const char *name)
{
	const char *srcdir = getenv("srcdir");
	char *path = memory_format("%s/tests/fuzz/corpus/reply/%s", srcdir ? srcdir : ".", name);
	struct buffer bytes = { 0 };

	cr_assert_eq(file_read(path, 1 << 20, &bytes), 0, "%s", path);
	free(path);
	return bytes;
}

static struct reply read_flight(const char *name, enum reply_until until)
{
	struct buffer bytes = flight(name);
	struct reply reply;

	reply_init(&reply, until);
	reply_feed(&reply, bytes.bytes, bytes.length);
	buffer_free(&bytes);
	return reply;
}

static struct reply read_bytes(const void *bytes, size_t length)
{
	struct reply reply;

	reply_init(&reply, REPLY_UNTIL_DONE);
	reply_feed(&reply, bytes, length);
	return reply;
}

/* Puts TEXT, a message, into a record. */
static void add_record(struct buffer *bytes, unsigned type, const void *content, size_t length)
{
	write_number(bytes, type, 1);
	write_number(bytes, 0x0303, 2);
	write_number(bytes, (unsigned)length, 2);
	buffer_add(bytes, content, length);
}

/* A ServerHello for SUITE, and no extension. */
static void add_server_hello(struct buffer *bytes, unsigned suite)
{
	struct buffer message = { 0 };
	uint64_t noise = 1;

	write_number(&message, 2, 1);
	size_t begin = write_begin(&message, 3);

	write_number(&message, 0x0303, 2);
	write_noise(&message, &noise, 32);
	write_number(&message, 0, 1);
	write_number(&message, suite, 2);
	write_number(&message, 0, 1);
	write_end(&message, begin, 3);
	add_record(bytes, 22, message.bytes, message.length);
	buffer_free(&message);
}

Test(tls_reply, tls13_ends_with_its_hello)
{
	struct reply reply = read_flight("tls13", REPLY_UNTIL_DONE);

	cr_expect_eq(reply.state, REPLY_TLS);
	cr_expect(reply.enough && reply.hello && !reply.retry);
	cr_expect_eq(reply.version, 0x0304);
	cr_expect_eq(reply.suite, 0x1301);
	cr_expect_eq(reply.group, 29);
	cr_expect_eq(reply.share_size, 32);
	cr_expect_eq(reply.session_id_length, 32);
	cr_expect(reply_has(&reply, 43) && reply_has(&reply, 51) && !reply_has(&reply, 16));
	cr_expect_eq(reply.alert, -1);
	reply_free(&reply);
}

Test(tls_reply, a_retry_is_known_by_its_random)
{
	struct reply reply = read_flight("retry", REPLY_UNTIL_DONE);

	cr_expect(reply.enough && reply.retry && !reply.hello);
	cr_expect_eq(reply.version, 0x0304);
	cr_expect_eq(reply.group, 29);
	cr_expect_eq(reply.share_size, 0);
	reply_free(&reply);
}

Test(tls_reply, a_flight_of_tls12_is_read_to_its_end)
{
	struct reply reply = read_flight("ecdhe", REPLY_UNTIL_DONE);

	cr_expect(reply.enough && reply.hello && reply.done);
	cr_expect_eq(reply.version, 0x0303);
	cr_expect_eq(reply.suite, 0xc010);
	cr_expect_eq(reply.group, 29);
	cr_expect_eq(reply.scheme, 0x0804);
	cr_expect_str_eq(reply.alpn, "h2");
	cr_expect(reply.secure_renegotiation && reply.master_secret && reply.encrypt_then_mac &&
		  reply.session_ticket);
	cr_expect_not(reply.status_request);
	cr_expect_eq(reply.downgrade, 0x0303);
	cr_assert_eq(reply.certificates.count, 1);
	cr_expect_eq(reply.certificates.at[0].length, 781);
	cr_expect_eq(reply.certificates.at[0].bytes[0], 0x30);
	cr_expect_not(reply.certificate_request);
	cr_expect_eq(reply.dh_bits, -1);
	reply_free(&reply);
}

Test(tls_reply, the_prime_of_dh_is_measured)
{
	struct reply reply = read_flight("dhe", REPLY_UNTIL_DONE);

	cr_expect_eq(reply.dh_bits, 2048);
	cr_expect_eq(reply.share_size, 256);
	cr_expect_eq(reply.group, -1);
	cr_expect_eq(reply.scheme, 0x0804);
	reply_free(&reply);
}

Test(tls_reply, a_wish_for_a_certificate_names_its_authorities)
{
	struct reply reply = read_flight("client-certificate", REPLY_UNTIL_DONE);

	cr_expect(reply.done && reply.certificate_request);
	cr_expect_eq(reply.request_types.count, 3);
	cr_expect_eq(reply.request_schemes.count, 23);
	cr_assert_eq(reply.request_names.count, 1);
	cr_expect_eq(reply.request_names.at[0].bytes[0], 0x30);
	reply_free(&reply);
}

Test(tls_reply, reading_stops_where_it_was_told_to)
{
	struct reply hello = read_flight("ecdhe", REPLY_UNTIL_HELLO);
	struct reply certificate = read_flight("ecdhe", REPLY_UNTIL_CERTIFICATE);

	cr_expect(hello.enough && hello.hello && !hello.certificates.count);
	cr_expect(certificate.enough && certificate.certificates.count == 1 &&
		  certificate.group == -1);
	reply_free(&hello);
	reply_free(&certificate);
}

Test(tls_reply, a_fatal_alert_ends_it_and_a_warning_does_not)
{
	static const unsigned char fatal[] = { 21, 3, 1, 0, 2, 2, 40, 99 };
	static const unsigned char warned[] = { 21, 3, 1, 0, 2, 1, 112, 21, 3, 1, 0, 2, 2, 80 };
	static const unsigned char closed[] = { 21, 3, 1, 0, 2, 1, 0 };
	struct reply reply = read_bytes(fatal, sizeof(fatal));

	cr_expect(reply.enough);
	cr_expect_eq(reply.alert, 40);
	cr_expect_eq(reply.record_version, 0x0301);
	reply_free(&reply);
	reply = read_bytes(warned, 7);
	cr_expect_not(reply.enough);
	cr_expect_eq(reply.alert, -1);
	cr_expect_eq(reply.warning, 112);
	reply_free(&reply);
	reply = read_bytes(warned, sizeof(warned));
	cr_expect_eq(reply.warning, 112);
	cr_expect_eq(reply.alert, 80);
	reply_free(&reply);
	reply = read_bytes(closed, sizeof(closed));
	cr_expect(reply.enough);
	cr_expect_eq(reply.alert, 0);
	reply_free(&reply);
}

Test(tls_reply, warnings_without_an_end_are_broken)
{
	static const char warning[] = "\x15\x03\x03\x00\x02\x01\x70";
	struct reply reply;
	int fed = 0;

	reply_init(&reply, REPLY_UNTIL_HELLO);
	while (fed < 1000 && !reply_feed(&reply, warning, sizeof(warning) - 1))
		fed++;
	cr_expect_eq(fed, 16);
	cr_expect_eq(reply.state, REPLY_BROKEN);
	cr_expect_not(reply.too_large);
	reply_free(&reply);
}

Test(tls_reply, ssl2_tells_its_kinds_and_certificate)
{
	struct reply reply = read_flight("ssl2", REPLY_UNTIL_DONE);

	cr_expect_eq(reply.state, REPLY_SSL2);
	cr_expect(reply.enough && reply.hello);
	cr_expect_eq(reply.version, 2);
	cr_assert_eq(reply.kinds.count, 1);
	cr_expect_eq(reply.kinds.at[0], 0x010080);
	cr_assert_eq(reply.certificates.count, 1);
	cr_expect_eq(reply.certificates.at[0].length, 1);
	reply_free(&reply);
	reply = read_flight("ssl2-error", REPLY_UNTIL_DONE);
	cr_expect_eq(reply.state, REPLY_SSL2);
	cr_expect_not(reply.hello);
	cr_expect_eq(reply.ssl2_error, 1);
	reply_free(&reply);
}

Test(tls_reply, another_service_is_named_by_its_first_line)
{
	static const char smtp[] = "220 mail.example.com ESMTP\r\n250 more\r\n";
	struct reply reply = read_flight("http", REPLY_UNTIL_DONE);
	size_t length;

	cr_expect_eq(reply.state, REPLY_NOT_TLS);
	cr_expect_eq(reply_service(&reply), SERVICE_HTTP);
	reply_free(&reply);
	reply = read_bytes(smtp, sizeof(smtp) - 1);
	cr_expect(reply.enough);
	cr_expect_eq(reply_service(&reply), SERVICE_SMTP);
	cr_expect_str_eq(reply_text(&reply, &length), "220 mail.example.com ESMTP\r\n");
	cr_expect_eq(length, 28);
	reply_free(&reply);
}

Test(tls_reply, nothing_and_too_little_are_nothing)
{
	struct reply reply = read_bytes("", 0);

	cr_expect_eq(reply.state, REPLY_NOTHING);
	cr_expect_eq(reply_service(&reply), SERVICE_UNKNOWN);
	reply_free(&reply);
	reply = read_bytes("\x16\x03", 2);
	cr_expect_eq(reply.state, REPLY_NOTHING);
	cr_expect_not(reply.enough);
	reply_free(&reply);
}

Test(tls_reply, what_no_version_allows_is_broken)
{
	static const struct {
		const char *bytes;
		size_t length;
	} rows[] = {
		{ "\x17\x03\x03\x00\x01x", 6 }, /* data before a hello */
		{ "\x14\x03\x03\x00\x01\x01", 6 }, /* ChangeCipherSpec before a hello */
		{ "\x16\x03\x03\x00\x04\x0b\x00\x00\x00", 9 }, /* a certificate before a hello */
		{ "\x16\x03\x03\x00\x04\x02\x00\x00\x00", 9 }, /* an empty hello */
		{ "\x16\x03\x03\x48\x01", 5 }, /* a record above 18,432 bytes */
		{ "\x15\x03\x03\x00\x02\x01\x70HTTP", 11 }, /* text behind a record */
		{ "\x80\x03\x04\x00\x01", 5 }, /* an SSL 2 hello cut short by its own length */
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct reply reply = read_bytes(rows[i].bytes, rows[i].length);

		cr_expect_eq(reply.state, REPLY_BROKEN, "row %zu", i);
		cr_expect(reply.enough, "row %zu", i);
		cr_expect_not(reply.too_large, "row %zu", i);
		reply_free(&reply);
	}
}

Test(tls_reply, messages_and_answers_have_a_limit)
{
	static const unsigned char endless[] = { 22, 3, 3, 0, 4, 0, 0, 0, 0 }; /* HelloRequest */
	struct reply reply = read_bytes("\x16\x03\x03\x00\x04\x02\x02\x00\x01", 9);

	cr_expect(reply.too_large);
	cr_expect_eq(reply.state, REPLY_BROKEN);
	reply_free(&reply);
	reply_init(&reply, REPLY_UNTIL_DONE);
	for (size_t i = 0; i < 200000 && !reply.enough; i++)
		reply_feed(&reply, endless, sizeof(endless));
	cr_expect(reply.enough && reply.too_large);
	reply_free(&reply);
}

/* RFC 5246 section 7.4.3: which parameters follow, the suite says. */
Test(tls_reply, the_suite_says_how_keys_are_exchanged)
{
	static const struct {
		unsigned suite;
		const char *message;
		size_t length;
		int group, dh_bits, rsa_bits, scheme;
	} rows[] = {
		{ 0x0034, "\x0c\0\0\x0a\0\2\x01\xff\0\1\2\0\1\3", 14, -1, 9, -1, -1 },
		{ 0x0003, "\x0c\0\0\x07\0\2\x80\x01\0\1\3", 11, -1, -1, 16, -1 },
		{ 0xc018, "\x0c\0\0\x06\3\0\x17\2xy", 10, 23, -1, -1, -1 },
		{ 0xc035, "\x0c\0\0\x0a\0\2id\3\0\x1d\2xy", 14, 29, -1, -1, -1 },
		{ 0xc013, "\x0c\0\0\x0c\3\0\x18\2xy\4\1\0\2zz", 16, 24, -1, -1, 0x0401 },
		{ 0xc013, "\x0c\0\0\x04\1xyz", 8, 0xff01, -1, -1, -1 },
		{ 0x00ba, "\x0c\0\0\x07\0\2\0\1\0\1\3", 11, -1, -1, 1, -1 },
		{ 0x9999, "\x0c\0\0\x02xy", 6, -1, -1, -1, -1 },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct buffer bytes = { 0 };

		add_server_hello(&bytes, rows[i].suite);
		add_record(&bytes, 22, rows[i].message, rows[i].length);
		struct reply reply = read_bytes(bytes.bytes, bytes.length);

		cr_expect_eq(reply.state, REPLY_TLS, "row %zu", i);
		cr_expect_eq(reply.group, rows[i].group, "row %zu", i);
		cr_expect_eq(reply.dh_bits, rows[i].dh_bits, "row %zu: %d", i, reply.dh_bits);
		cr_expect_eq(reply.rsa_bits, rows[i].rsa_bits, "row %zu: %d", i, reply.rsa_bits);
		cr_expect_eq(reply.scheme, rows[i].scheme, "row %zu", i);
		reply_free(&reply);
		buffer_free(&bytes);
	}
}

Test(tls_reply, a_resumed_session_ends_at_its_change_of_cipher)
{
	struct buffer bytes = { 0 };

	add_server_hello(&bytes, 0xc02f);
	add_record(&bytes, 20, "\1", 1);
	struct reply reply = read_bytes(bytes.bytes, bytes.length);

	cr_expect_eq(reply.state, REPLY_TLS);
	cr_expect(reply.enough && reply.hello && !reply.certificates.count);
	reply_free(&reply);
	buffer_free(&bytes);
}

Test(tls_reply, a_message_may_be_split_over_records)
{
	struct buffer whole = flight("ecdhe"), split = { 0 };
	struct reader reader = reader_of(whole.bytes, whole.length);

	while (reader.left) {
		read_number(&reader, 3);
		struct reader content = read_vector(&reader, 2);

		while (content.left) {
			struct reader piece = read_part(
				&content, content.left < 17 ? content.left : 17);

			add_record(&split, 22, piece.at, piece.left);
		}
	}
	struct reply reply = read_bytes(split.bytes, split.length);

	cr_expect(reply.done);
	cr_expect_eq(reply.certificates.count, 1);
	cr_expect_eq(reply.scheme, 0x0804);
	reply_free(&reply);
	buffer_free(&whole);
	buffer_free(&split);
}

/* Every prefix, in memory of its own: nothing is read past it, nothing is claimed to be broken. */
Test(tls_reply, an_answer_cut_at_any_byte_is_right_so_far)
{
	static const char *const names[] = { "tls13", "retry", "ecdhe", "dhe", "client-certificate",
		"alert", "ssl2", "ssl2-error", "http" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		struct buffer bytes = flight(names[i]);

		for (size_t length = 0; length < bytes.length; length++) {
			char *copy = memory_new(length ? length : 1, 1);

			memcpy(copy, bytes.bytes, length);
			struct reply reply = read_bytes(copy, length);

			cr_expect_neq(reply.state, REPLY_BROKEN, "%s at %zu", names[i], length);
			cr_expect_not(reply.done, "%s at %zu", names[i], length);
			reply_free(&reply);
			free(copy);
		}
		buffer_free(&bytes);
	}
}
