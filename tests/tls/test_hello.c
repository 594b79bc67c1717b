/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Is what was described what stands in the hello, and is anybody's hello read within its bytes? */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include "base/file.h"
#include "base/memory.h"
#include "evidence/groups.h"
#include "evidence/names.h"
#include "tls/hello.h"

#define LIST(array)                                     \
	{                                               \
		array, sizeof(array) / sizeof(array[0]) \
	}

static const unsigned few[] = { 0xc02f, 0xc030, 0x009c };
static const unsigned tls13_suites[] = { 0x1301, 0x1302, 0x1303 };
static const unsigned ssl2_kinds[] = { 0x010080, 0x0700c0 };
static const unsigned mixed[] = { 0x010080, 0x0035, 0x0005 };
static const unsigned both[] = { 0x0304, 0x0303 };
static const unsigned deflate_too[] = { 1, 0 };
static const unsigned many[400];
static const char *const protocols[] = { "h2", "http/1.1" };
static const struct hello_share shares[] = { { 0x11ec, 0 }, { 29, 0 }, { 23, 0 }, { 0x1234, 77 } };

static const struct hello_plan plans[] = {
	{ .version = 0x0300, .suites = LIST(few) },
	{ .version = 0x0301, .suites = LIST(few), .renegotiation_scsv = true },
	{ .version = 0x0303, .suites = LIST(few), .sni = "example.com", .fallback_scsv = true },
	{ .version = 0x0303, .suites = LIST(many), .compressions = LIST(deflate_too) },
	{ .version = 0x0303,
		.suites = LIST(few),
		.sni = "example.com",
		.groups = LIST(few),
		.schemes = LIST(both),
		.point_formats = true,
		.alpn = protocols,
		.alpn_count = 2,
		.status_request = true,
		.extended_master_secret = true,
		.encrypt_then_mac = true,
		.session_ticket = true,
		.renegotiation_info = true,
		.grease = true,
		.seed = 3 },
	{ .version = 0x0303,
		.suites = LIST(tls13_suites),
		.versions = LIST(both),
		.session_id = true,
		.key_share = true,
		.psk_modes = true,
		.cookie = "a cookie",
		.cookie_length = 8 },
	{ .version = 0x0303,
		.suites = LIST(tls13_suites),
		.versions = LIST(both),
		.key_share = true,
		.shares = shares,
		.share_count = 4,
		.grease = true,
		.seed = 4 },
	{ .version = 0x0303, .suites = LIST(few), .sni = "example.com", .length = 40000 },
	{ .version = 0x7f7f, .record_version = 0x03ff, .suites = LIST(few) },
	{ .version = 0x0002, .suites = LIST(ssl2_kinds) },
	{ .version = 0x0303, .ssl2_form = true, .suites = LIST(mixed), .renegotiation_scsv = true },
};

#define PLANS (sizeof(plans) / sizeof(plans[0]))

static struct buffer built(const struct hello_plan *plan)
{
	struct buffer bytes = { 0 };

	hello_build(plan, &bytes);
	return bytes;
}

/* Without GREASE, which is strewn in, and without the signals that follow. */
static void expect_list(struct numbers seen, struct numbers asked, size_t more, const char *what)
{
	size_t k = 0;

	for (size_t i = 0; i < seen.count; i++) {
		if (names_grease(seen.at[i]))
			continue;
		if (k < asked.count)
			cr_expect_eq(seen.at[i], asked.at[k], "%s %zu", what, k);
		k++;
	}
	cr_expect_eq(k, asked.count + more, "%s: %zu", what, k);
}

static void expect_extensions(const struct hello *hello, const struct hello_plan *plan)
{
	const struct {
		unsigned type;
		bool wanted;
	} rows[] = {
		{ 0, plan->sni != NULL },
		{ 5, plan->status_request },
		{ 10, plan->groups.count > 0 },
		{ 11, plan->point_formats },
		{ 13, plan->schemes.count > 0 },
		{ 16, plan->alpn_count > 0 },
		{ 22, plan->encrypt_then_mac },
		{ 23, plan->extended_master_secret },
		{ 35, plan->session_ticket },
		{ 43, plan->versions.count > 0 },
		{ 44, plan->cookie_length > 0 },
		{ 45, plan->psk_modes },
		{ 51, plan->key_share },
		{ 0xff01, plan->renegotiation_info },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		cr_expect_eq(hello_has(hello, rows[i].type), rows[i].wanted, "%u", rows[i].type);
}

static void expect_same(const struct hello *hello, const struct hello_plan *plan)
{
	bool ssl2 = plan->ssl2_form || plan->version == 2;

	cr_expect_eq(hello->version, plan->version);
	cr_expect_eq(hello->ssl2_form, ssl2);
	expect_list(hello->suites, plan->suites,
		(size_t)plan->renegotiation_scsv + (size_t)plan->fallback_scsv, "suite");
	if (ssl2)
		return;
	cr_expect_eq(hello->session_id_length, plan->session_id ? 32 : 0);
	if (plan->compressions.count)
		expect_list(hello->compressions, plan->compressions, 0, "compression");
	else
		cr_expect_eq(hello->compressions.count, 1);
	expect_extensions(hello, plan);
	expect_list(hello->groups, plan->groups, 0, "group");
	expect_list(hello->schemes, plan->schemes, 0, "scheme");
	expect_list(hello->versions, plan->versions, 0, "version");
	cr_expect_eq(hello->cookie_length, plan->cookie_length);
	cr_expect_eq(hello->alpn_count, plan->alpn_count);
	for (size_t i = 0; i < hello->alpn_count; i++)
		cr_expect_str_eq(hello->alpn[i], plan->alpn[i]);
	if (plan->sni)
		cr_expect_str_eq(hello->sni, plan->sni);
	if (plan->length)
		cr_expect_eq(hello->length, plan->length);
}

Test(tls_hello, what_was_described_is_read_again)
{
	for (size_t i = 0; i < PLANS; i++) {
		struct buffer bytes = built(&plans[i]);
		struct hello hello;

		cr_assert_eq(
			hello_parse(bytes.bytes, bytes.length, &hello), HELLO_OK, "plan %zu", i);
		expect_same(&hello, &plans[i]);
		hello_free(&hello);
		buffer_free(&bytes);
	}
}

Test(tls_hello, shares_have_the_size_of_their_group_or_the_one_asked_for)
{
	struct buffer bytes = built(&plans[6]);
	struct hello hello;

	cr_assert_eq(hello_parse(bytes.bytes, bytes.length, &hello), HELLO_OK);
	cr_assert_eq(hello.shares.count, 5);
	cr_expect(names_grease(hello.shares.at[0]));
	cr_expect_eq(hello.share_sizes.at[0], 1);
	for (size_t i = 0; i < 4; i++)
		cr_expect_eq(hello.shares.at[i + 1], shares[i].group);
	cr_expect_eq(hello.share_sizes.at[1], 1216);
	cr_expect_eq(hello.share_sizes.at[2], 32);
	cr_expect_eq(hello.share_sizes.at[3], 65);
	cr_expect_eq(hello.share_sizes.at[4], 77);
	hello_free(&hello);
	buffer_free(&bytes);
}

Test(tls_hello, a_share_of_every_group_has_its_size)
{
	size_t count;
	const struct group *all = groups_all(&count);

	for (size_t i = 0; i < count; i++) {
		struct hello_share share = { .group = all[i].number };
		struct hello_plan plan = { .version = 0x0303,
			.suites = LIST(tls13_suites),
			.key_share = true,
			.shares = &share,
			.share_count = 1 };
		struct buffer bytes = built(&plan);
		struct hello hello;

		cr_assert_eq(hello_parse(bytes.bytes, bytes.length, &hello), HELLO_OK);
		cr_assert_eq(hello.shares.count, 1, "%s", all[i].name);
		cr_expect_eq(hello.share_sizes.at[0], all[i].client_share ? all[i].client_share : 1,
			"%s", all[i].name);
		hello_free(&hello);
		buffer_free(&bytes);
	}
}

Test(tls_hello, a_hello_cut_at_any_byte_wants_more)
{
	for (size_t i = 0; i < PLANS; i++) {
		struct buffer bytes = built(&plans[i]);

		for (size_t length = 0; length < bytes.length; length += length < 2000 ? 1 : 997) {
			char *copy = memory_new(length ? length : 1, 1);
			struct hello hello;

			memcpy(copy, bytes.bytes, length);
			cr_expect_eq(hello_parse(copy, length, &hello), HELLO_MORE,
				"plan %zu, %zu bytes", i, length);
			hello_free(&hello);
			free(copy);
		}
		buffer_free(&bytes);
	}
}

Test(tls_hello, one_seed_gives_one_hello)
{
	struct hello_plan plan = plans[6];
	struct buffer first = built(&plan), again = built(&plan), other;

	plan.seed++;
	other = built(&plan);
	cr_assert_eq(first.length, again.length);
	cr_expect_arr_eq(first.bytes, again.bytes, first.length);
	cr_assert_eq(first.length, other.length);
	cr_expect_arr_neq(first.bytes, other.bytes, first.length);
	buffer_free(&first);
	buffer_free(&again);
	buffer_free(&other);
}

/* RFC 8701 section 3.1: no extension may come twice. */
Test(tls_hello, grease_extensions_differ_with_every_seed)
{
	struct hello_plan plan = { .version = 0x0303, .suites = LIST(few), .grease = true };

	for (plan.seed = 0; plan.seed < 200; plan.seed++) {
		struct buffer bytes = built(&plan);
		struct hello hello;

		cr_assert_eq(hello_parse(bytes.bytes, bytes.length, &hello), HELLO_OK);
		cr_assert_eq(hello.extensions.count, 2);
		cr_expect(names_grease(hello.extensions.at[0]));
		cr_expect(names_grease(hello.extensions.at[1]));
		cr_expect_neq(hello.extensions.at[0], hello.extensions.at[1]);
		cr_expect(names_grease(hello.suites.at[0]));
		hello_free(&hello);
		buffer_free(&bytes);
	}
}

static size_t length_with(size_t suites, size_t length, bool unpadded)
{
	struct hello_plan plan = { .version = 0x0303,
		.suites = { many, suites },
		.sni = "a.example",
		.length = length,
		.unpadded = unpadded };
	struct buffer bytes = built(&plan);
	struct hello hello;
	size_t ret;

	cr_assert_eq(hello_parse(bytes.bytes, bytes.length, &hello), HELLO_OK);
	cr_expect_eq(bytes.length, 5 + hello.length);
	ret = hello.length;
	hello_free(&hello);
	buffer_free(&bytes);
	return ret;
}

Test(tls_hello, lengths_that_break_servers_are_avoided)
{
	size_t broke = 0;

	for (size_t suites = 1; suites < 400; suites++) {
		size_t bare = length_with(suites, 0, true), padded = length_with(suites, 0, false);

		cr_expect_not(hello_length_breaks(padded), "%zu suites: %zu", suites, padded);
		cr_expect(hello_length_breaks(bare) || padded == bare, "%zu", suites);
		broke += hello_length_breaks(bare);
	}
	cr_expect_gt(broke, 100);
	cr_expect(hello_length_breaks(256));
	cr_expect(hello_length_breaks(511));
	cr_expect(hello_length_breaks(522));
	cr_expect(hello_length_breaks(526));
	cr_expect_not(hello_length_breaks(255));
	cr_expect_not(hello_length_breaks(512));
}

Test(tls_hello, a_wanted_length_is_kept_to_the_byte)
{
	size_t bare = length_with(3, 0, true);

	for (size_t more = 5; more < 1500; more += 13)
		cr_expect_eq(length_with(3, bare + more, false), bare + more);
	cr_expect_eq(length_with(3, bare + 2, false), bare + 5, "the nearest there is");
	cr_expect_eq(length_with(3, 3, false), bare, "a hello doesn't shrink");
}

Test(tls_hello, a_plan_without_extensions_stays_without)
{
	struct hello_plan plan = { .version = 0x0300, .suites = { many, 150 } };
	struct buffer bytes = built(&plan);
	struct hello hello;

	cr_assert_eq(hello_parse(bytes.bytes, bytes.length, &hello), HELLO_OK);
	cr_expect_eq(hello.extensions.count, 0);
	cr_expect_eq(hello.record_version, 0x0300);
	hello_free(&hello);
	buffer_free(&bytes);
}

/* RFC 5246 section 7.4.1.2; tshark 4.0 and OpenSSL 3.0 read this hello as it is described. */
Test(tls_hello, a_small_hello_has_the_bytes_of_the_rfc)
{
	static const unsigned char head[] = { 22, 3, 1, 0, 0x46, 1, 0, 0, 0x42, 3, 3 };
	static const unsigned char tail[] = { 0, /* session id */
		0, 6, 0xc0, 0x2f, 0xc0, 0x30, 0, 0x9c, 1, 0, /* suites, compressions */
		0, 0x13, 0, 0, 0, 11, 0, 9, 0, 0, 6, 'a', '.', 't', 'e', 's', 't', /* SNI */
		0, 23, 0, 0 };
	struct hello_plan plan = { .version = 0x0303,
		.suites = LIST(few),
		.sni = "a.test",
		.extended_master_secret = true };
	struct buffer bytes = built(&plan);

	cr_assert_eq(bytes.length, sizeof(head) + 32 + sizeof(tail));
	cr_expect_arr_eq(bytes.bytes + sizeof(head) + 32, tail, sizeof(tail));
	cr_expect_arr_eq(bytes.bytes, head, sizeof(head));
	buffer_free(&bytes);
}

Test(tls_hello, ssl2_form_has_kinds_of_three_bytes)
{
	static const unsigned char head[] = { 0x80, 0x1f, 1, 0, 2, 0, 6, 0, 0, 0, 16, 1, 0, 0x80, 7,
		0, 0xc0 };
	struct buffer bytes = built(&plans[9]);

	cr_assert_eq(bytes.length, sizeof(head) + 16);
	cr_expect_arr_eq(bytes.bytes, head, sizeof(head));
	buffer_free(&bytes);
}

Test(tls_hello, what_is_no_hello_is_refused)
{
	static const struct {
		const char *bytes;
		size_t length;
	} rows[] = {
		{ "GET / HTTP/1.1\r\n\r\n", 18 },
		{ "\x15\x03\x03\x00\x02\x02\x28", 7 },
		{ "\x16\x03\x03\x00\x04\x02\x00\x00\x00", 9 },
		{ "\x16\x03\x03\x00\x00", 5 },
		{ "\x16\x04\x03\x00\x04\x01\x00\x00\x00", 9 },
		{ "\x16\x03\x03\x00\x04\x01\xff\xff\xff", 9 },
		{ "\x16\x03\x03\x00\x05\x01\x00\x00\x01\x03", 10 },
		{ "\x80\x03\x02\x00\x02", 5 },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct hello hello;

		cr_expect_eq(hello_parse(rows[i].bytes, rows[i].length, &hello), HELLO_BAD,
			"row %zu", i);
		hello_free(&hello);
	}
}

Test(tls_hello, plans_larger_than_the_format_are_cut_and_still_readable)
{
	unsigned *numbers = memory_new(70000, sizeof(*numbers));
	struct hello_share big[] = { { 29, 50000 }, { 30, 50000 } };
	struct hello_plan plan = { .version = 0x0303,
		.suites = { numbers, 70000 },
		.groups = { numbers, 70000 },
		.schemes = { numbers, 70000 },
		.versions = { numbers, 70000 },
		.compressions = { numbers, 70000 },
		.cookie = numbers,
		.cookie_length = 70000,
		.key_share = true,
		.shares = big,
		.share_count = 2,
		.length = 300000,
		.grease = true };
	struct buffer bytes = built(&plan);
	struct hello hello;

	cr_assert_eq(hello_parse(bytes.bytes, bytes.length, &hello), HELLO_OK);
	cr_expect_gt(hello.suites.count, 30000);
	cr_expect_eq(hello.versions.count, 121);
	hello_free(&hello);
	buffer_free(&bytes);
	free(numbers);
}

/* An extension that makes no sense is listed; the rest is read. */
Test(tls_hello, a_bad_extension_doesnt_hide_the_others)
{
	struct hello_plan plan = {
		.version = 0x0303, .suites = LIST(few), .sni = "a.test", .groups = LIST(few)
	};
	struct buffer bytes = built(&plan);
	struct hello hello;
	char *at = memmem(bytes.bytes, bytes.length, "\0\6a.test", 8);

	cr_assert_not_null(at);
	at[0] = 7; /* the name's length */
	cr_assert_eq(hello_parse(bytes.bytes, bytes.length, &hello), HELLO_OK);
	cr_expect_null(hello.sni);
	cr_expect(hello_has(&hello, 0));
	cr_expect_eq(hello.groups.count, 3);
	hello_free(&hello);
	buffer_free(&bytes);
}

/* Hellos of real clients, among the fuzzer's seeds, with what tshark 4.0 says of them. */
static const struct {
	const char *file;
	size_t length, suites, extensions, groups, schemes;
	const char *sni, *alpn;
	unsigned share, share_size; /* the first */
	size_t padding;
} clients[] = {
	{ "openssl-3.0", 343, 31, 12, 10, 20, "www.example.com", "h2", 29, 32, 0 },
	{ "gnutls-3.7", 401, 29, 14, 10, 16, "www.example.com", "h2", 23, 65, 0 },
	{ "curl-7.88", 512, 31, 12, 10, 20, "localhost", "h2", 29, 32, 180 },
};

static struct hello hello_of(const char *file)
{
	const char *srcdir = getenv("srcdir");
	char *path = memory_format("%s/tests/fuzz/corpus/hello/%s", srcdir ? srcdir : ".", file);
	struct buffer bytes = { 0 };
	struct hello hello;

	cr_assert_eq(file_read(path, 1 << 20, &bytes), 0, "%s", path);
	cr_assert_eq(hello_parse(bytes.bytes, bytes.length, &hello), HELLO_OK, "%s", path);
	buffer_free(&bytes);
	free(path);
	return hello;
}

Test(tls_hello, hellos_of_real_clients_are_read)
{
	for (size_t i = 0; i < sizeof(clients) / sizeof(clients[0]); i++) {
		struct hello hello = hello_of(clients[i].file);

		cr_expect_eq(hello.length, clients[i].length, "%s", clients[i].file);
		cr_expect_eq(hello.version, 0x0303);
		cr_expect_eq(hello.record_version, 0x0301);
		cr_expect_eq(hello.suites.count, clients[i].suites, "%s", clients[i].file);
		cr_expect_eq(hello.extensions.count, clients[i].extensions, "%s", clients[i].file);
		cr_expect_eq(hello.groups.count, clients[i].groups, "%s", clients[i].file);
		cr_expect_eq(hello.schemes.count, clients[i].schemes, "%s", clients[i].file);
		cr_expect_eq(hello.versions.count, 4);
		cr_expect_eq(hello.versions.at[0], 0x0304);
		cr_expect_str_eq(hello.sni, clients[i].sni);
		cr_assert_geq(hello.alpn_count, 1);
		cr_expect_str_eq(hello.alpn[0], clients[i].alpn);
		cr_assert_geq(hello.shares.count, 1);
		cr_expect_eq(hello.shares.at[0], clients[i].share);
		cr_expect_eq(hello.share_sizes.at[0], clients[i].share_size);
		cr_expect_eq(hello.padding_length, clients[i].padding, "%zu", hello.padding_length);
		hello_free(&hello);
	}
}
