/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include "base/buffer.h"
#include "base/memory.h"
#include "base/text.h"
#include "evidence/random_record.h"
#include "evidence/target.h"

/* ---- What is read ---- */
struct reading {
	const char *typed, *host, *shown; /* shown NULL: the same as host */
	int port;
	bool is_ip, http;
	enum starttls starttls;
	const char *path;
};

#define WEB .port = 443, .http = true, .path = "/"

static const struct reading names[] = {
	{ "example.com", "example.com", WEB },
	{ "EXAMPLE.com", "example.com", WEB },
	{ "example.com.", "example.com", WEB },
	{ "localhost", "localhost", WEB },
	{ "a_b.example.com", "a_b.example.com", WEB },
	{ "_dmarc.example.com", "_dmarc.example.com", WEB },
	{ "3com.com", "3com.com", WEB },
	{ "r3---sn-x.example", "r3---sn-x.example", WEB },
	{ "user:pass@example.com", "example.com", WEB },
	{ "https://user:p@ss@example.com/", "example.com", WEB },
	{ "//example.com", "example.com", WEB },
	{ "https:/example.com", "example.com", WEB },
	{ "example.com:", "example.com", WEB },
};

static const struct reading ports[] = {
	{ "example.com:8443", "example.com", NULL, 8443, false, true, STARTTLS_NONE, "/" },
	{ "example.com:65535", "example.com", NULL, 65535, false, true, STARTTLS_NONE, "/" },
	{ "example.com:1", "example.com", NULL, 1, false, true, STARTTLS_NONE, "/" },
	{ "user:8@example.com:9", "example.com", NULL, 9, false, true, STARTTLS_NONE, "/" },
	{ "http://example.com", "example.com", NULL, 443, false, true, STARTTLS_NONE, "/" },
	{ "http://example.com:80", "example.com", NULL, 80, false, true, STARTTLS_NONE, "/" },
	{ "https://example.com:25", "example.com", NULL, 25, false, true, STARTTLS_NONE, "/" },
	{ "tls://example.com:25", "example.com", NULL, 25, false, false, STARTTLS_NONE, "/" },
	{ "smtp://example.com:2525", "example.com", NULL, 2525, false, false, STARTTLS_SMTP, "/" },
};

static const struct reading schemes[] = {
	{ "https://h", "h", NULL, 443, false, true, STARTTLS_NONE, "/" },
	{ "HTTPS://h", "h", NULL, 443, false, true, STARTTLS_NONE, "/" },
	{ "http://h", "h", NULL, 443, false, true, STARTTLS_NONE, "/" },
	{ "wss://h", "h", NULL, 443, false, true, STARTTLS_NONE, "/" },
	{ "tls://h", "h", NULL, 443, false, false, STARTTLS_NONE, "/" },
	{ "smtp://h", "h", NULL, 25, false, false, STARTTLS_SMTP, "/" },
	{ "submission://h", "h", NULL, 587, false, false, STARTTLS_SMTP, "/" },
	{ "lmtp://h", "h", NULL, 24, false, false, STARTTLS_LMTP, "/" },
	{ "imap://h", "h", NULL, 143, false, false, STARTTLS_IMAP, "/" },
	{ "pop3://h", "h", NULL, 110, false, false, STARTTLS_POP3, "/" },
	{ "ftp://h", "h", NULL, 21, false, false, STARTTLS_FTP, "/" },
	{ "ldap://h", "h", NULL, 389, false, false, STARTTLS_LDAP, "/" },
	{ "xmpp://h", "h", NULL, 5222, false, false, STARTTLS_XMPP, "/" },
	{ "xmpp-server://h", "h", NULL, 5269, false, false, STARTTLS_XMPP_SERVER, "/" },
	{ "sieve://h", "h", NULL, 4190, false, false, STARTTLS_SIEVE, "/" },
	{ "nntp://h", "h", NULL, 119, false, false, STARTTLS_NNTP, "/" },
	{ "postgres://h", "h", NULL, 5432, false, false, STARTTLS_POSTGRES, "/" },
	{ "postgresql://h", "h", NULL, 5432, false, false, STARTTLS_POSTGRES, "/" },
	{ "mysql://h", "h", NULL, 3306, false, false, STARTTLS_MYSQL, "/" },
	{ "irc://h", "h", NULL, 6667, false, false, STARTTLS_IRC, "/" },
	{ "smtps://h", "h", NULL, 465, false, false, STARTTLS_NONE, "/" },
	{ "submissions://h", "h", NULL, 465, false, false, STARTTLS_NONE, "/" },
	{ "imaps://h", "h", NULL, 993, false, false, STARTTLS_NONE, "/" },
	{ "pop3s://h", "h", NULL, 995, false, false, STARTTLS_NONE, "/" },
	{ "ftps://h", "h", NULL, 990, false, false, STARTTLS_NONE, "/" },
	{ "ldaps://h", "h", NULL, 636, false, false, STARTTLS_NONE, "/" },
	{ "ircs://h", "h", NULL, 6697, false, false, STARTTLS_NONE, "/" },
	{ "sips://h", "h", NULL, 5061, false, false, STARTTLS_NONE, "/" },
	{ "nntps://h", "h", NULL, 563, false, false, STARTTLS_NONE, "/" },
};

static const struct reading known_ports[] = {
	{ "h:25", "h", NULL, 25, false, false, STARTTLS_SMTP, "/" },
	{ "h:587", "h", NULL, 587, false, false, STARTTLS_SMTP, "/" },
	{ "h:143", "h", NULL, 143, false, false, STARTTLS_IMAP, "/" },
	{ "h:110", "h", NULL, 110, false, false, STARTTLS_POP3, "/" },
	{ "h:21", "h", NULL, 21, false, false, STARTTLS_FTP, "/" },
	{ "h:389", "h", NULL, 389, false, false, STARTTLS_LDAP, "/" },
	{ "h:5222", "h", NULL, 5222, false, false, STARTTLS_XMPP, "/" },
	{ "h:5269", "h", NULL, 5269, false, false, STARTTLS_XMPP_SERVER, "/" },
	{ "h:4190", "h", NULL, 4190, false, false, STARTTLS_SIEVE, "/" },
	{ "h:119", "h", NULL, 119, false, false, STARTTLS_NNTP, "/" },
	{ "h:5432", "h", NULL, 5432, false, false, STARTTLS_POSTGRES, "/" },
	{ "h:3306", "h", NULL, 3306, false, false, STARTTLS_MYSQL, "/" },
	{ "h:465", "h", NULL, 465, false, false, STARTTLS_NONE, "/" },
	{ "h:993", "h", NULL, 993, false, false, STARTTLS_NONE, "/" },
	{ "h:6667", "h", NULL, 6667, false, true, STARTTLS_NONE, "/" },
};

#define IP(given) .port = 443, .is_ip = true, .http = true, .path = "/", .host = (given)

static const struct reading addresses[] = {
	{ "192.0.2.1", IP("192.0.2.1") },
	{ "https://192.0.2.1/", IP("192.0.2.1") },
	{ "192.0.2.1.", IP("192.0.2.1") },
	{ "::1", IP("::1") },
	{ "[::1]", IP("::1") },
	{ "2001:DB8:0:0::1", IP("2001:db8::1") },
	{ "[2001:db8::1]", IP("2001:db8::1") },
	{ "https://[2001:db8::1]/", IP("2001:db8::1") },
	{ "::ffff:192.0.2.1", IP("::ffff:192.0.2.1") },
	{ "１９２．０．２．１", IP("192.0.2.1") },
	{ "［：：１］", IP("::1") },
	{ "[2001:db8::1]:8443", "2001:db8::1", NULL, 8443, true, true, STARTTLS_NONE, "/" },
	{ "192.0.2.1:25", "192.0.2.1", NULL, 25, true, false, STARTTLS_SMTP, "/" },
};

static const struct reading wrapped[] = {
	{ "  example.com \n", "example.com", WEB },
	{ "「https://example.com」", "example.com", WEB },
	{ "『example.com』", "example.com", WEB },
	{ "“example.com”", "example.com", WEB },
	{ "„example.com“", "example.com", WEB },
	{ "‘example.com’", "example.com", WEB },
	{ "«example.com»", "example.com", WEB },
	{ "<https://example.com>", "example.com", WEB },
	{ "\"example.com\"", "example.com", WEB },
	{ "''example.com''", "example.com", WEB },
	{ "`example.com`", "example.com", WEB },
	{ "(example.com)", "example.com", WEB },
	{ "（example.com）", "example.com", WEB },
	{ " \" 「<example.com>」 \" ", "example.com", WEB },
	{ "\"example.com", "example.com", WEB },
	{ "example.com」", "example.com", WEB },
	{ "\u3000example.com\u3000", "example.com", WEB },
	{ "\u00a0example.com", "example.com", WEB },
	{ "\ufeffexample.com\u200b", "example.com", WEB },
	{ "\u200eexample.com", "example.com", WEB },
	{ "([::1])", IP("::1") },
};

static const struct reading wide[] = {
	{ "ｅｘａｍｐｌｅ．ｃｏｍ", "example.com", WEB },
	{ "ＥＸＡＭＰＬＥ。ＣＯＭ", "example.com", WEB },
	{ "example。com。", "example.com", WEB },
	{ "example｡com", "example.com", WEB },
	{ "ｈｔｔｐｓ：／／ｅｘａｍｐｌｅ．ｃｏｍ／ａ？ｂ", "example.com", NULL, 443, false, true,
		STARTTLS_NONE, "/a?b" },
	{ "example.com：８４４３", "example.com", NULL, 8443, false, true, STARTTLS_NONE, "/" },
};

#define SHOWN(ascii, unicode) .host = (ascii), .shown = (unicode), WEB

static const struct reading scripts[] = {
	{ "bücher.example", SHOWN("xn--bcher-kva.example", "bücher.example") },
	{ "BÜCHER.example", SHOWN("xn--bcher-kva.example", "bücher.example") },
	{ "bu\u0308cher.example", SHOWN("xn--bcher-kva.example", "bücher.example") },
	{ "xn--bcher-kva.example", SHOWN("xn--bcher-kva.example", "bücher.example") },
	{ "XN--BCHER-KVA.example", SHOWN("xn--bcher-kva.example", "bücher.example") },
	{ "日本語.jp", SHOWN("xn--wgv71a119e.jp", "日本語.jp") },
	{ "日本語。ｊｐ", SHOWN("xn--wgv71a119e.jp", "日本語.jp") },
	{ "https://日本語.jp/", SHOWN("xn--wgv71a119e.jp", "日本語.jp") },
	{ "例え.みんな", SHOWN("xn--r8jz45g.xn--q9jyb4c", "例え.みんな") },
	{ "例え.テスト", SHOWN("xn--r8jz45g.xn--zckzah", "例え.テスト") },
	{ "пример.рф", SHOWN("xn--e1afmkfd.xn--p1ai", "пример.рф") },
	{ "straße.de", SHOWN("xn--strae-oqa.de", "straße.de") },
	{ "a_b.bücher.example", SHOWN("a_b.xn--bcher-kva.example", "a_b.bücher.example") },
	{ "bücher", SHOWN("xn--bcher-kva", "bücher") },
	/* What can't be decoded, or isn't a name again when it is, is shown as it is sent. */
	{ "xn--zzzzzzzzz99.example", "xn--zzzzzzzzz99.example", WEB },
	{ "xn--ls8h.la", "xn--ls8h.la", WEB },
};

#define PATH(sent) .host = "example.com", .port = 443, .http = true, .path = (sent)

static const struct reading paths[] = {
	{ "example.com/x", PATH("/x") },
	{ "https://example.com/x?y=1&z#part", PATH("/x?y=1&z") },
	{ "https://example.com?y", PATH("/?y") },
	{ "https://example.com#part", PATH("/") },
	{ "https://example.com/?a/b?c", PATH("/?a/b?c") },
	{ "https://example.com/a:b@c", PATH("/a:b@c") },
	{ "https://example.com/日本", PATH("/%E6%97%A5%E6%9C%AC") },
	{ "https://example.com/100%25", PATH("/100%25") },
	{ "https://example.com/a\"<>\\^`{|}", PATH("/a%22%3C%3E%5C%5E%60%7B%7C%7D") },
	{ "https://example.com/A_(b)", PATH("/A_(b)") },
	{ "(https://example.com/A_(b))", PATH("/A_(b)") },
	{ "https://example.com/it's'", PATH("/it's'") },
	{ "example.com//x", PATH("//x") },
	{ "https://example.com:8443/x?y#z", "example.com", NULL, 8443, false, true, STARTTLS_NONE,
		"/x?y" },
};

static void expect_reading(const struct reading *row)
{
	struct target target;
	enum target_error error = target_parse(row->typed, &target);

	cr_assert_eq(error, TARGET_OK, "\"%s\": error %d", row->typed, error);
	cr_expect_str_eq(target.host, row->host, "\"%s\": host %s", row->typed, target.host);
	cr_expect_str_eq(target.shown, row->shown ? row->shown : row->host, "\"%s\": shown as %s",
		row->typed, target.shown);
	cr_expect_eq(target.port, row->port, "\"%s\": port %d", row->typed, target.port);
	cr_expect_eq(target.is_ip, row->is_ip, "\"%s\": is_ip", row->typed);
	cr_expect_eq(target.http, row->http, "\"%s\": http", row->typed);
	cr_expect_eq(
		target.starttls, row->starttls, "\"%s\": starttls %d", row->typed, target.starttls);
	cr_expect_str_eq(target.path, row->path, "\"%s\": path %s", row->typed, target.path);
	target_free(&target);
}

#define EXPECT_READINGS(rows)                                         \
	for (size_t i = 0; i < sizeof(rows) / sizeof((rows)[0]); i++) \
	expect_reading(&(rows)[i])

Test(target, a_name_is_a_web_address)
{
	EXPECT_READINGS(names);
}

Test(target, a_port_is_kept)
{
	EXPECT_READINGS(ports);
}

Test(target, a_scheme_says_how_to_speak)
{
	EXPECT_READINGS(schemes);
}

Test(target, a_well_known_port_says_how_to_speak)
{
	EXPECT_READINGS(known_ports);
}

Test(target, an_ip_address_is_one_with_or_without_brackets)
{
	EXPECT_READINGS(addresses);
}

Test(target, what_copying_leaves_around_it_is_taken_away)
{
	EXPECT_READINGS(wrapped);
}

Test(target, full_width_forms_are_ascii)
{
	EXPECT_READINGS(wide);
}

Test(target, a_name_in_another_script_has_both_forms)
{
	EXPECT_READINGS(scripts);
}

Test(target, a_path_goes_on_the_wire_as_ascii)
{
	EXPECT_READINGS(paths);
}

/* ---- What is refused ---- */
struct refusal {
	const char *typed;
	enum target_error error;
};

static const struct refusal refusals[] = {
	{ "", TARGET_EMPTY },
	{ "  \t\n", TARGET_EMPTY },
	{ "\"\"", TARGET_EMPTY },
	{ "「」", TARGET_EMPTY },
	{ "\"", TARGET_EMPTY },
	{ "\u200b\ufeff", TARGET_EMPTY },
	{ "the site does not work", TARGET_SENTENCE },
	{ "https://example.com does not work", TARGET_SENTENCE },
	{ "example.com\nexample.org", TARGET_SENTENCE },
	{ "example.com\texample.org", TARGET_SENTENCE },
	{ "example.com\r\nHost: x", TARGET_SENTENCE },
	{ "example\u3000com", TARGET_SENTENCE },
	{ "サイトが開きません", TARGET_SENTENCE },
	{ "サイトが開きません。助けてください。", TARGET_SENTENCE },
	{ "開けません、example.com", TARGET_SENTENCE },
	{ "exam\x01ple.com", TARGET_CONTROL },
	{ "\x1b[31mexample.com", TARGET_CONTROL },
	{ "example.com\x7f", TARGET_CONTROL },
	{ "exam\xc2\x80"
	  "ple.com",
		TARGET_CONTROL },
	{ "exam\u200bple.com", TARGET_CONTROL },
	{ "exam\u200dple.com", TARGET_CONTROL },
	{ "exam\u202eple.com", TARGET_CONTROL },
	{ "\u202eexample.com", TARGET_CONTROL },
	{ "\u2066example.com\u2069", TARGET_CONTROL },
	{ "https://example.com/\u202e", TARGET_CONTROL },
	{ "https:///x", TARGET_NO_HOST },
	{ "https://", TARGET_NO_HOST },
	{ "https://user@", TARGET_NO_HOST },
	{ "https://?x", TARGET_NO_HOST },
	{ "://example.com", TARGET_NO_HOST },
	{ ":443", TARGET_NO_HOST },
	{ ".", TARGET_NO_HOST },
	{ "/", TARGET_NO_HOST },
	{ "#", TARGET_NO_HOST },
	{ "@", TARGET_NO_HOST },
	{ "-host.com", TARGET_BAD_LABEL },
	{ "host-.com", TARGET_BAD_LABEL },
	{ "example.-com", TARGET_BAD_LABEL },
	{ "a..b", TARGET_BAD_LABEL },
	{ ".example.com", TARGET_BAD_LABEL },
	{ "example.com..", TARGET_BAD_LABEL },
	{ "*.example.com", TARGET_BAD_LABEL },
	{ "exa%6dple.com", TARGET_BAD_LABEL },
	{ "exa$mple.com", TARGET_BAD_LABEL },
	{ "example.com\\x", TARGET_BAD_LABEL },
	{ "xn--", TARGET_BAD_LABEL },
	{ "\xff", TARGET_BAD_LABEL },
	{ "exa\xc3mple.com", TARGET_BAD_LABEL },
	{ "\xed\xa0\x80.example", TARGET_BAD_LABEL },
	{ "℀.example", TARGET_BAD_LABEL },
	{ "host:0", TARGET_BAD_PORT },
	{ "host:00", TARGET_BAD_PORT },
	{ "host:65536", TARGET_BAD_PORT },
	{ "host:70000", TARGET_BAD_PORT },
	{ "host:99999999999999999999", TARGET_BAD_PORT },
	{ "host:https", TARGET_BAD_PORT },
	{ "host:-1", TARGET_BAD_PORT },
	{ "host:+1", TARGET_BAD_PORT },
	{ "host:4 43", TARGET_SENTENCE },
	{ "example.org:80:90", TARGET_BAD_PORT },
	{ "[::1]:0", TARGET_BAD_PORT },
	{ "[::1]:x", TARGET_BAD_PORT },
	{ "gopher://example.com", TARGET_BAD_SCHEME },
	{ "file:///etc/passwd", TARGET_BAD_SCHEME },
	{ "日本://example.com", TARGET_BAD_SCHEME },
	{ "1.2.3.400", TARGET_BAD_ADDRESS },
	{ "1.2.3", TARGET_BAD_ADDRESS },
	{ "1.2.3.4.5", TARGET_BAD_ADDRESS },
	{ "127.1", TARGET_BAD_ADDRESS },
	{ "0x7f.1", TARGET_BAD_ADDRESS },
	{ "0x7f000001", TARGET_BAD_ADDRESS },
	{ "1.2.3.0X4", TARGET_BAD_ADDRESS },
	{ "010.0.0.1", TARGET_BAD_ADDRESS },
	{ "2130706433", TARGET_BAD_ADDRESS },
	{ "525", TARGET_BAD_ADDRESS },
	{ "example.123", TARGET_BAD_ADDRESS },
	{ "[::1", TARGET_BAD_ADDRESS },
	{ "[]", TARGET_BAD_ADDRESS },
	{ "[::1]x", TARGET_BAD_ADDRESS },
	{ "[example.com]", TARGET_BAD_ADDRESS },
	{ "[192.0.2.1]", TARGET_BAD_ADDRESS },
	{ ":::", TARGET_BAD_ADDRESS },
	{ "1:2:3:4:5:6:7:8:9", TARGET_BAD_ADDRESS },
	{ "fe80::1%eth0", TARGET_BAD_ADDRESS },
	{ "[fe80::1%25eth0]", TARGET_BAD_ADDRESS },
	{ "😀.example", TARGET_BAD_IDN },
	{ "\xef\xbf\xbd.example", TARGET_BAD_IDN },
	{ "\u0308.example", TARGET_BAD_IDN },
};

static void expect_refusal(const char *typed, enum target_error expected)
{
	static const struct target zeroed;
	struct target target;
	enum target_error error;

	memset(&target, 0xa5, sizeof(target));
	error = target_parse(typed, &target);
	cr_expect_eq(error, expected, "\"%.60s\": %d instead of %d", typed, error, expected);
	cr_expect(error == TARGET_OK || (!target.typed && !target.host && !target.shown &&
						!target.path && !target.port && !target.is_ip &&
						!target.http && target.starttls == zeroed.starttls),
		"\"%.60s\" left something", typed);
}

Test(target, what_can_not_be_an_address_is_refused_with_the_reason)
{
	for (size_t i = 0; i < sizeof(refusals) / sizeof(refusals[0]); i++)
		expect_refusal(refusals[i].typed, refusals[i].error);
}

Test(target, nothing_is_nothing)
{
	expect_refusal(NULL, TARGET_EMPTY);
}

static char *repeated(const char *text, size_t times, const char *end)
{
	struct buffer buffer = { 0 };

	for (size_t i = 0; i < times; i++)
		buffer_add_text(&buffer, text);
	buffer_add_text(&buffer, end);
	return buffer_take(&buffer);
}

static void expect_length(
	const char *text, size_t times, const char *end, enum target_error expected)
{
	char *typed = repeated(text, times, end);

	if (expected == TARGET_OK) {
		struct target target;

		cr_expect_eq(
			target_parse(typed, &target), TARGET_OK, "%zu * %s%s", times, text, end);
		target_free(&target);
	} else {
		expect_refusal(typed, expected);
	}
	free(typed);
}

Test(target, names_and_labels_are_as_long_as_dns_allows)
{
	expect_length("a", 63, ".com", TARGET_OK);
	expect_length("a", 64, ".com", TARGET_TOO_LONG);
	expect_length("a", 300, ".com", TARGET_TOO_LONG);
	expect_length("a.", 126, "b", TARGET_OK); /* 253 */
	expect_length("a.", 126, "b.", TARGET_OK);
	expect_length("a.", 126, "bc", TARGET_TOO_LONG);
	expect_length("ü", 80, ".example", TARGET_TOO_LONG);
	expect_length("ü.", 80, "example", TARGET_TOO_LONG);
}

Test(target, a_very_long_text_is_refused_at_once)
{
	expect_length("a", 1 << 20, "", TARGET_TOO_LONG);
	expect_length(" ", 1 << 20, "example.com", TARGET_TOO_LONG);
	expect_length("https://example.com/", 1 << 16, "", TARGET_TOO_LONG);
	expect_length("\"", 8000, "example.com", TARGET_OK);
}

/* ---- The rest ---- */
Test(target, a_password_is_not_kept)
{
	static const char *const rows[][2] = {
		{ "https://user:secret@example.com/x", "https://example.com/x" },
		{ "user:sec@ret@example.com", "example.com" },
		{ "「https://user:secret@例え.みんな」", "https://例え.みんな" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct target target;

		cr_assert_eq(target_parse(rows[i][0], &target), TARGET_OK);
		cr_expect_str_eq(target.typed, rows[i][1]);
		target_free(&target);
	}
}

Test(target, what_was_typed_is_kept_as_it_was)
{
	struct target target;

	cr_assert_eq(target_parse(" <ｅｘａｍｐｌｅ．ｃｏｍ:443> ", &target), TARGET_OK);
	cr_expect_str_eq(target.typed, "ｅｘａｍｐｌｅ．ｃｏｍ:443");
	target_free(&target);
}

Test(target, the_short_name_has_a_port_where_it_is_not_443)
{
	static const char *const rows[][2] = {
		{ "https://example.com/x", "example.com" },
		{ "example.com:8443", "example.com:8443" },
		{ "[2001:db8::1]:443", "2001:db8::1" },
		{ "[2001:db8::1]:8443", "[2001:db8::1]:8443" },
		{ "192.0.2.1:8443", "192.0.2.1:8443" },
		{ "日本語.jp:25", "xn--wgv71a119e.jp:25" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct target target;
		char *name;

		cr_assert_eq(target_parse(rows[i][0], &target), TARGET_OK);
		name = target_name(&target);
		cr_expect_str_eq(name, rows[i][1]);
		free(name);
		target_free(&target);
	}
}

Test(target, a_copy_outlives_its_original)
{
	struct target target, copy;

	cr_assert_eq(target_parse("smtp://mail.example.com", &target), TARGET_OK);
	target_copy(&copy, &target);
	target_free(&target);
	cr_expect_null(target.host);
	cr_expect_str_eq(copy.host, "mail.example.com");
	cr_expect_eq(copy.starttls, STARTTLS_SMTP);
	cr_expect_eq(copy.port, 25);
	target_free(&copy);
}

Test(target, starttls_protocols_have_names_both_ways)
{
	cr_expect_null(starttls_name(STARTTLS_NONE));
	cr_expect_str_eq(starttls_name(STARTTLS_XMPP_SERVER), "xmpp-server");
	for (int i = STARTTLS_NONE + 1; i < STARTTLS_COUNT; i++)
		cr_expect_eq((int)starttls_by_name(starttls_name((enum starttls)i)), i);
	cr_expect_eq(starttls_by_name("gopher"), STARTTLS_COUNT);
	cr_expect_eq(starttls_by_name("none"), STARTTLS_COUNT);
	cr_expect_eq(starttls_by_name(""), STARTTLS_COUNT);
}

/* ---- Any bytes ---- */
static const char *const pieces[] = { "example", ".", ":", "/", "//", "://", "https", "smtp", "[",
	"]", "::1", "192.0.2.1", "@", "?", "#", "443", "0", "%", "xn--", "bcher-kva", "ü", "日本",
	"。", "「", "」", "\"", "'", " ", "\n", "-", "_", "\xff", "\xe2", "\u200b", "\u202e", "．",
	"：", "／", "😀", "\x1b", "0x7f", "é", "みんな", "１" };
#define PIECE_COUNT (sizeof(pieces) / sizeof(pieces[0]))

static char *random_typed(uint64_t *seed)
{
	struct buffer buffer = { 0 };
	size_t count = random_next(seed) % 9;

	for (size_t i = 0; i < count; i++)
		buffer_add_text(&buffer, pieces[random_next(seed) % PIECE_COUNT]);
	return buffer_take(&buffer);
}

static bool is_clean(const char *text)
{
	char *clean = text_clean(text, strlen(text), TEXT_ONE_LINE, 0);
	bool same = !strcmp(clean, text);

	free(clean);
	return same;
}

/* What every accepted address keeps to, whatever was typed. */
static void expect_sound(const struct target *target, const char *typed)
{
	struct target again;
	char *name = target_name(target);

	cr_expect(target->port > 0 && target->port < 65536, "\"%s\"", typed);
	cr_expect_eq(strspn(target->host, "abcdefghijklmnopqrstuvwxyz0123456789-_.:"),
		strlen(target->host), "\"%s\": %s", typed, target->host);
	cr_expect_leq(strlen(target->host), 253);
	cr_expect_eq(target->path[0], '/');
	cr_expect(is_clean(target->shown) && is_clean(target->typed) && is_clean(target->path));
	cr_assert_eq(target_parse(name, &again), TARGET_OK, "\"%s\": %s", typed, name);
	cr_expect_str_eq(again.host, target->host);
	cr_expect_str_eq(again.shown, target->shown);
	cr_expect_eq(again.port, target->port);
	target_free(&again);
	cr_assert_eq(
		target_parse(target->shown, &again), TARGET_OK, "\"%s\": %s", typed, target->shown);
	cr_expect_str_eq(again.host, target->host);
	target_free(&again);
	free(name);
}

Test(target, any_text_is_refused_or_gives_a_sound_address)
{
	uint64_t seed = 1122;
	int accepted = 0;

	for (int i = 0; i < 50000; i++) {
		char *typed = random_typed(&seed);
		struct target target;

		if (target_parse(typed, &target) == TARGET_OK) {
			expect_sound(&target, typed);
			accepted++;
		}
		target_free(&target);
		free(typed);
	}
	cr_expect_gt(accepted, 1000);
}
