/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Is a client told from its first bytes, and fingerprinted as others do it? */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "tls/bytes.h"
#include "tls/capture.h"
#include "tls/fingerprint.h"

/* ---- Hellos of which others published the fingerprint ---- */

struct lists {
	int version;
	const unsigned *suites;
	size_t suite_count;
	const unsigned *extensions;
	size_t extension_count;
	const unsigned *groups;
	size_t group_count;
	const unsigned *schemes;
	size_t scheme_count;
	const unsigned *versions;
	size_t version_count;
	const char *alpn; /* length of each name before it */
	const char *sni;
};

#define LIST(name, array) .name##s = array, .name##_count = sizeof(array) / sizeof(array[0])

static void write_list(struct buffer *bytes, int width, const unsigned *items, size_t count)
{
	size_t begin = write_begin(bytes, width);

	for (size_t i = 0; i < count; i++)
		write_number(bytes, items[i], 2);
	write_end(bytes, begin, width);
}

static void write_alpn(struct buffer *bytes, const char *alpn)
{
	size_t begin = write_begin(bytes, 2);

	buffer_add_text(bytes, alpn);
	write_end(bytes, begin, 2);
}

static void write_sni(struct buffer *bytes, const char *name)
{
	size_t begin = write_begin(bytes, 2);
	size_t inner;

	write_number(bytes, 0, 1);
	inner = write_begin(bytes, 2);
	buffer_add_text(bytes, name);
	write_end(bytes, inner, 2);
	write_end(bytes, begin, 2);
}

static void write_content(struct buffer *bytes, const struct lists *lists, unsigned type)
{
	switch (type) {
	case 0:
		write_sni(bytes, lists->sni);
		break;
	case 10:
		write_list(bytes, 2, lists->groups, lists->group_count);
		break;
	case 11:
		write_number(bytes, 0x0100, 2);
		break;
	case 13:
		write_list(bytes, 2, lists->schemes, lists->scheme_count);
		break;
	case 16:
		write_alpn(bytes, lists->alpn);
		break;
	case 43:
		write_list(bytes, 1, lists->versions, lists->version_count);
		break;
	default:
		break;
	}
}

static void write_extensions(struct buffer *bytes, const struct lists *lists)
{
	size_t begin = write_begin(bytes, 2);

	for (size_t i = 0; i < lists->extension_count; i++) {
		size_t content;

		write_number(bytes, lists->extensions[i], 2);
		content = write_begin(bytes, 2);
		write_content(bytes, lists, lists->extensions[i]);
		write_end(bytes, content, 2);
	}
	write_end(bytes, begin, 2);
}

static struct buffer hello_of(const struct lists *lists)
{
	struct buffer bytes = { 0 };
	size_t record, message;

	write_number(&bytes, 0x160301, 3);
	record = write_begin(&bytes, 2);
	write_number(&bytes, 1, 1);
	message = write_begin(&bytes, 3);
	write_number(&bytes, (unsigned)lists->version, 2);
	for (int i = 0; i < 8; i++)
		write_number(&bytes, 0, 4);
	write_number(&bytes, 0, 1);
	write_list(&bytes, 2, lists->suites, lists->suite_count);
	write_number(&bytes, 0x0100, 2);
	if (lists->extension_count)
		write_extensions(&bytes, lists);
	write_end(&bytes, message, 3);
	write_end(&bytes, record, 2);
	return bytes;
}

static struct seen_hello seen_of(const struct lists *lists)
{
	struct buffer bytes = hello_of(lists);
	struct seen_hello seen;

	cr_assert_eq(capture_read(bytes.bytes, bytes.length, &seen), CAPTURE_HELLO);
	buffer_free(&bytes);
	return seen;
}

/* The two examples of the page of JA3, github.com/salesforce/ja3. */
Test(fingerprint, ja3_is_that_of_its_published_examples)
{
	static const unsigned first[] = { 47, 53, 5, 10, 49161, 49162, 49171, 49172, 50, 56, 19,
		4 };
	static const unsigned first_extensions[] = { 0, 10, 11 }, groups[] = { 23, 24, 25 };
	static const unsigned second[] = { 4, 5, 10, 9, 100, 98, 3, 6, 19, 18, 99 };
	const struct lists with = { .version = 769,
		LIST(suite, first),
		LIST(extension, first_extensions),
		LIST(group, groups),
		.sni = "example.com" };
	const struct lists without = { .version = 769, LIST(suite, second) };
	struct seen_hello a = seen_of(&with), b = seen_of(&without);

	cr_expect_str_eq(
		a.ja3_text, "769,47-53-5-10-49161-49162-49171-49172-50-56-19-4,0-10-11,23-24-25,0");
	cr_expect_str_eq(a.ja3, "ada70206e40642a3e4461f35503241d5");
	cr_expect_str_eq(b.ja3_text, "769,4-5-10-9-100-98-3-6-19-18-99,,,");
	cr_expect_str_eq(b.ja3, "de350869b8c85de67a350c8d186f11e6");
	seen_hello_free(&a);
	seen_hello_free(&b);
}

static const unsigned browser_suites[] = { 0x1a1a, 0x1301, 0x1302, 0x1303, 0xc02b, 0xc02f, 0xc02c,
	0xc030, 0xcca9, 0xcca8, 0xc013, 0xc014, 0x009c, 0x009d, 0x002f, 0x0035 };
static const unsigned browser_extensions[] = { 0x3a3a, 0x001b, 0x0000, 0x0033, 0x0010, 0x4469,
	0x0017, 0x002d, 0x000d, 0x0005, 0x0023, 0x0012, 0x002b, 0xff01, 0x000b, 0x000a, 0x7a7a,
	0x0015 };
static const unsigned browser_schemes[] = { 0x0403, 0x0804, 0x0401, 0x0503, 0x0805, 0x0501, 0x0806,
	0x0601 };
static const unsigned browser_versions[] = { 0x0a0a, 0x0304, 0x0303 };
static const unsigned browser_groups[] = { 0x5a5a, 29, 23, 24 };

static struct lists browser(const char *alpn)
{
	return (struct lists){ .version = 0x0303,
		LIST(suite, browser_suites),
		LIST(extension, browser_extensions),
		LIST(group, browser_groups),
		LIST(scheme, browser_schemes),
		LIST(version, browser_versions),
		.alpn = alpn,
		.sni = "localhost" };
}

/* The example of technical_details/JA4.md, github.com/FoxIO-LLC/ja4. */
Test(fingerprint, ja4_is_that_of_its_published_example)
{
	const struct lists lists = browser("\2h2\10http/1.1");
	struct seen_hello seen = seen_of(&lists);

	cr_expect_str_eq(seen.ja4, "t13d1516h2_8daaf6152771_e5627efa2ab1");
	cr_expect_str_eq(seen.ja4_text,
		"t13d1516h2_"
		"002f,0035,009c,009d,1301,1302,1303,c013,c014,c02b,c02c,c02f,c030,cca8,cca9_"
		"0005,000a,000b,000d,0012,0015,0017,001b,0023,002b,002d,0033,4469,ff01_"
		"0403,0804,0401,0503,0805,0501,0806,0601");
	cr_expect(seen.grease);
	cr_expect(seen.session_ticket);
	cr_expect_str_eq(seen.sni, "localhost");
	seen_hello_free(&seen);
}

Test(fingerprint, the_first_protocol_may_be_anything)
{
	static const struct {
		const char *alpn;
		const char *ends;
	} rows[] = {
		{ "\10http/1.1", "h1" },
		{ "\1x", "xx" },
		{ "\2\253\315", "ad" },
		{ "\3a\253z", "az" },
		{ "\2a\253", "6b" },
		{ "\2_h", "58" },
		{ "", "00" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct lists lists = browser(rows[i].alpn);
		struct seen_hello seen = seen_of(&lists);

		cr_expect(!strncmp(seen.ja4 + 8, rows[i].ends, 2), "%zu: %s", i, seen.ja4);
		seen_hello_free(&seen);
	}
}

Test(fingerprint, a_bare_hello_has_zeros)
{
	static const unsigned suites[] = { 0x002f };
	const struct lists lists = { .version = 0x0300, LIST(suite, suites) };
	struct seen_hello seen = seen_of(&lists);

	/* SHA-256 of "002f" begins with these digits (sha256sum). */
	cr_expect_str_eq(seen.ja4, "ts3i010000_ba72b8082249_000000000000");
	cr_expect_str_eq(seen.ja4_text, "ts3i010000_002f_");
	seen_hello_free(&seen);
}

/* ---- Who comes ---- */

Test(capture, http_garbage_and_half_a_hello_are_told_apart)
{
	static const struct {
		const char *bytes;
		size_t length;
		enum capture capture;
	} rows[] = {
		{ "", 0, CAPTURE_MORE },
		{ "G", 1, CAPTURE_MORE },
		{ "GET / HTTP/1.1\r\nHost: localhost\r\n", 33, CAPTURE_MORE },
		{ "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", 35, CAPTURE_HTTP },
		{ "GET /\n\n", 7, CAPTURE_HTTP },
		{ "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 24, CAPTURE_HTTP },
		{ "GOT / HTTP/1.1\r\n\r\n", 18, CAPTURE_OTHER },
		{ "EHLO example.com\r\n", 18, CAPTURE_OTHER },
		{ "\x16\x03\x01", 3, CAPTURE_MORE },
		{ "\x16\x05\x01\x00\x05zzzzz", 10, CAPTURE_OTHER },
		{ "\x16\x03\x01\x00\x05\x02\x00\x00\x01\x00", 10, CAPTURE_OTHER },
		{ "\x16\x03\x01\xff\xff\x01\xff\xff\xff", 9, CAPTURE_MORE },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct seen_hello seen;

		cr_expect_eq(capture_read(rows[i].bytes, rows[i].length, &seen), rows[i].capture,
			"%zu", i);
		seen_hello_free(&seen);
	}
}

Test(capture, a_request_that_never_ends_is_answered)
{
	char *long_request = memory_new(20001, 1);
	struct seen_hello seen;

	memset(long_request, 'x', 20000);
	memcpy(long_request, "GET /", 5);
	cr_expect_eq(capture_read(long_request, 20000, &seen), CAPTURE_HTTP);
	seen_hello_free(&seen);
	free(long_request);
}

Test(capture, our_own_hello_is_what_we_send)
{
	struct seen_hello own;

	cr_assert(capture_own("www.example.com", true, &own));
	cr_expect_eq(own.source, HELLO_OWN);
	cr_expect_str_eq(own.sni, "www.example.com");
	cr_expect_eq(own.alpn_count, 2);
	cr_expect_gt(own.suite_count, 10);
	cr_expect_eq(own.versions[0], 0x0304);
	cr_expect_gt(own.group_count, 2);
	cr_expect_gt(own.scheme_count, 5);
	cr_expect_eq(own.share_count, own.share_size_count);
	seen_hello_free(&own);
}

Test(capture, lists_without_end_are_cut_and_can_be_saved)
{
	unsigned *many = memory_new(20000, sizeof(*many));
	struct seen_hello seen, again;
	struct lists lists = { .version = 0x0303, .suites = many, .suite_count = 20000 };
	char *where = NULL;
	json_t *json;

	for (unsigned i = 0; i < 20000; i++)
		many[i] = i + 1;
	lists.suite_count = 8000; /* what fits into one record of this test */
	seen = seen_of(&lists);
	cr_expect_eq(seen.suite_count, 4096);
	json = seen_hello_json(&seen);
	cr_expect_eq(seen_hello_from_json(json, &again, &where), 0, "%s", where);
	cr_expect(seen_hello_same(&seen, &again));
	json_decref(json);
	seen_hello_free(&again);
	seen_hello_free(&seen);
	free(many);
}

Test(capture, the_alert_fits_what_was_asked_for)
{
	static const unsigned suites[] = { 0x002f };
	const struct lists named = browser("\2h2");
	const struct lists bare = { .version = 0x0300, LIST(suite, suites) };
	struct seen_hello a = seen_of(&named), b = seen_of(&bare);
	struct buffer reply = { 0 };

	capture_refuse(&a, &reply);
	cr_expect_eq(reply.length, 7);
	cr_expect_eq(memcmp(reply.bytes, "\x15\x03\x03\x00\x02\x02\x70", 7), 0);
	buffer_free(&reply);
	capture_refuse(&b, &reply);
	cr_expect_eq(memcmp(reply.bytes, "\x15\x03\x00\x00\x02\x02\x28", 7), 0);
	buffer_free(&reply);
	seen_hello_free(&a);
	seen_hello_free(&b);
}
