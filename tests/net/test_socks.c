/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include "net/socks.h"

TestSuite(net_socks);

#define BYTES(text) text, sizeof(text) - 1
#define NOTHING NULL, 0

/* What the proxy answers, and what it is told then. */
struct turn {
	const char *answer;
	size_t answer_length;
	const char *question;
	size_t question_length;
};

static const struct talk_row {
	const char *url, *host;
	const char *opening;
	size_t opening_length;
	struct turn turns[4];
	enum proxy_outcome outcome;
	int status;
} rows[] = {
	{ "socks5h://p", "a.test", BYTES("\5\1\0"),
		{ { BYTES("\5\0"), BYTES("\5\1\0\3\6a.test\1\xbb") },
			{ BYTES("\5\0\0\1\1\2\3\4\5\6"), NOTHING } },
		PROXY_OK, -1 },
	{ "socks5://p", "192.0.2.1", BYTES("\5\1\0"),
		{ { BYTES("\5\0"), BYTES("\5\1\0\1\xc0\0\2\1\1\xbb") },
			{ BYTES("\5\0\0\3\3abc\5\6"), NOTHING } },
		PROXY_OK, -1 },
	{ "socks5://p", "2001:db8::1", BYTES("\5\1\0"),
		{ { BYTES("\5\0"), BYTES("\5\1\0\4\x20\1\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\1\1\xbb") },
			{ BYTES("\5\0\0\4\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\1\5\6"), NOTHING } },
		PROXY_OK, -1 },
	{ "socks5h://me:se:cret@p", "a.test", BYTES("\5\2\0\2"),
		{ { BYTES("\5\2"), BYTES("\1\2me\7se:cret") },
			{ BYTES("\1\0"), BYTES("\5\1\0\3\6a.test\1\xbb") },
			{ BYTES("\5\0\0\1\1\2\3\4\5\6"), NOTHING } },
		PROXY_OK, -1 },
	{ "socks5h://me:wrong@p", "a.test", BYTES("\5\2\0\2"),
		{ { BYTES("\5\2"), BYTES("\1\2me\5wrong") }, { BYTES("\1\1"), NOTHING } },
		PROXY_AUTH_REQUIRED, -1 },
	{ "socks5h://p", "a.test", BYTES("\5\1\0"), { { BYTES("\5\2"), NOTHING } },
		PROXY_AUTH_REQUIRED, -1 },
	{ "socks5h://p", "a.test", BYTES("\5\1\0"), { { BYTES("\5\xff"), NOTHING } },
		PROXY_AUTH_REQUIRED, -1 },
	{ "socks5h://p", "a.test", BYTES("\5\1\0"),
		{ { BYTES("\5\0"), BYTES("\5\1\0\3\6a.test\1\xbb") }, { BYTES("\5\2"), NOTHING } },
		PROXY_FORBIDDEN, 2 },
	{ "socks5h://p", "a.test", BYTES("\5\1\0"),
		{ { BYTES("\5\0"), BYTES("\5\1\0\3\6a.test\1\xbb") }, { BYTES("\5\4"), NOTHING } },
		PROXY_CANNOT_REACH, 4 },
	{ "socks5h://p", "a.test", BYTES("\5\1\0"), { { BYTES("HTTP/1."), NOTHING } },
		PROXY_SPEAKS_HTTP, -1 },
	{ "socks5h://p", "a.test", BYTES("\5\1\0"), { { BYTES("S"), NOTHING } }, PROXY_NOT_A_PROXY,
		-1 },
	{ "socks4://me:x@p", "192.0.2.1", BYTES("\4\1\1\xbb\xc0\0\2\1me\0"),
		{ { BYTES("\0\x5a\0\0\0\0\0\0"), NOTHING } }, PROXY_OK, 90 },
	{ "socks4a://p", "a.test", BYTES("\4\1\1\xbb\0\0\0\1\0a.test\0"),
		{ { BYTES("\0\x5b\0\0\0\0\0\0"), NOTHING } }, PROXY_FORBIDDEN, 91 },
	{ "socks4a://p", "a.test", BYTES("\4\1\1\xbb\0\0\0\1\0a.test\0"),
		{ { BYTES("\0\x5d\0\0\0\0\0\0"), NOTHING } }, PROXY_AUTH_REQUIRED, 93 },
	{ "socks4a://p", "a.test", BYTES("\4\1\1\xbb\0\0\0\1\0a.test\0"),
		{ { BYTES("HTTP/1."), NOTHING } }, PROXY_SPEAKS_HTTP, -1 },
};

static void expect_bytes(
	const struct buffer *said, const char *bytes, size_t length, const char *url, size_t turn)
{
	cr_expect(said->length == length && (!length || !memcmp(said->bytes, bytes, length)),
		"%s, turn %zu: %zu bytes instead of %zu", url, turn, said->length, length);
}

/* The answer comes a byte at a time; none but the last makes it whole. */
static enum proxy_outcome hear(
	struct socks *socks, const struct turn *turn, int *ret_status, struct buffer *said)
{
	enum proxy_outcome outcome = PROXY_OUTCOME_COUNT;
	size_t used;

	for (size_t length = 1; length <= turn->answer_length; length++) {
		char *bytes = malloc(length); /* of just this size, for the sanitizer */

		memcpy(bytes, turn->answer, length);
		outcome = socks_hear(socks, bytes, length, &used, ret_status, said);
		free(bytes);
		cr_expect(
			length == turn->answer_length || (outcome == PROXY_OUTCOME_COUNT && !used),
			"after %zu bytes", length);
	}
	return outcome;
}

Test(net_socks, every_talk_goes_as_the_rfcs_say)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		enum proxy_outcome outcome = PROXY_OUTCOME_COUNT;
		struct buffer said = { 0 };
		struct socks socks;
		struct proxy proxy;
		int status = -1;

		cr_assert(proxy_parse(rows[i].url, &proxy));
		socks_begin(&socks, &proxy, rows[i].host, 443, &said);
		expect_bytes(&said, rows[i].opening, rows[i].opening_length, rows[i].url, 0);
		for (size_t turn = 0; rows[i].turns[turn].answer; turn++) {
			said.length = 0;
			cr_expect_eq(outcome, PROXY_OUTCOME_COUNT);
			outcome = hear(&socks, &rows[i].turns[turn], &status, &said);
			expect_bytes(&said, rows[i].turns[turn].question,
				rows[i].turns[turn].question_length, rows[i].url, turn + 1);
		}
		cr_expect_eq(outcome, rows[i].outcome, "%s, row %zu: %d", rows[i].url, i, outcome);
		cr_expect_eq(status, rows[i].status, "%s, row %zu: %d", rows[i].url, i, status);
		buffer_free(&said);
		proxy_free(&proxy);
	}
}

Test(net_socks, what_stands_behind_the_reply_is_the_servers)
{
	static const char reply[] = "\5\0\0\1\1\2\3\4\5\6server";
	struct buffer said = { 0 };
	struct socks socks;
	struct proxy proxy;
	size_t used;
	int status;

	cr_assert(proxy_parse("socks5h://p", &proxy));
	socks_begin(&socks, &proxy, "a.test", 25, &said);
	socks_hear(&socks, "\5\0", 2, &used, &status, &said);
	cr_expect_eq(used, 2);
	cr_expect_eq(socks_hear(&socks, reply, sizeof(reply) - 1, &used, &status, &said), PROXY_OK);
	cr_expect_eq(used, 10);
	buffer_free(&said);
	proxy_free(&proxy);
}
