/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include "net/proxy.h"

static const struct {
	const char *url;
	const char *name; /* NULL: refused */
	const char *login;
} urls[] = {
	{ "http://proxy.example:3128", "proxy.example:3128", NULL },
	{ "http://proxy.example:3128/", "proxy.example:3128", NULL },
	{ "proxy.example:8080", "proxy.example:8080", NULL },
	{ "http://proxy.example", "proxy.example:80", NULL },
	{ "http://me:secret@proxy.example:3128", "proxy.example:3128", "me:secret" },
	{ "http://[2001:db8::1]:3128", "[2001:db8::1]:3128", NULL },
	{ "https://proxy.example:3128", "proxy.example:3128", NULL },
	{ "https://proxy.example", "proxy.example:443", NULL },
	{ "socks5://proxy.example:1081", "proxy.example:1081", NULL },
	{ "SOCKS5h://me:secret@proxy.example", "proxy.example:1080", "me:secret" },
	{ "socks4a://[2001:db8::1]", "[2001:db8::1]:1080", NULL },
	{ "socks6://proxy.example:1080", NULL, NULL },
	{ "http://:3128", NULL, NULL },
	{ "http://proxy.example:0", NULL, NULL },
	{ "http://proxy.example:99999", NULL, NULL },
	{ "http://proxy.example:http", NULL, NULL },
	{ "http://a b:3128", NULL, NULL },
	{ "", NULL, NULL },
};

Test(net_proxy, urls_are_read_or_refused)
{
	for (size_t i = 0; i < sizeof(urls) / sizeof(urls[0]); i++) {
		struct proxy proxy;
		bool good = proxy_parse(urls[i].url, &proxy);

		cr_expect_eq(good, urls[i].name != NULL, "%s", urls[i].url);
		if (good && urls[i].name) {
			char *name = proxy_name(&proxy);

			cr_expect_str_eq(name, urls[i].name);
			free(name);
			cr_expect_eq(!proxy.login, !urls[i].login);
			if (proxy.login && urls[i].login)
				cr_expect_str_eq(proxy.login, urls[i].login);
		}
		proxy_free(&proxy);
	}
}

Test(net_proxy, the_request_names_host_port_and_login)
{
	struct proxy proxy;
	struct buffer out = { 0 };

	cr_assert(proxy_parse("http://Aladdin:open sesame@proxy.example:3128", &proxy));
	proxy_request(&proxy, "www.example.com", 443, &out);
	cr_expect_str_eq(out.bytes,
		"CONNECT www.example.com:443 HTTP/1.1\r\n"
		"Host: www.example.com:443\r\n"
		"Proxy-Authorization: Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==\r\n\r\n");
	buffer_free(&out);
	proxy_free(&proxy);
}

static const struct {
	const char *answer;
	enum proxy_outcome outcome;
	int status;
} answers[] = {
	{ "HTTP/1.1 200 Connection established\r\n\r\n", PROXY_OK, 200 },
	{ "HTTP/1.0 200 OK\r\nVia: x\r\n\r\n", PROXY_OK, 200 },
	{ "HTTP/1.1 407 Proxy Authentication Required\r\n\r\n", PROXY_AUTH_REQUIRED, 407 },
	{ "HTTP/1.1 403 Forbidden\r\n\r\n<html>", PROXY_FORBIDDEN, 403 },
	{ "HTTP/1.1 200 Connection esta", PROXY_OUTCOME_COUNT, -1 },
	{ "HTT", PROXY_OUTCOME_COUNT, -1 },
	{ "SSH-2.0-OpenSSH\r\n", PROXY_NOT_A_PROXY, -1 },
	{ "\x15\x03\x03\x01", PROXY_WANTS_TLS, -1 },
	{ "\x16\x03\x03", PROXY_WANTS_TLS, -1 },
	{ "\x15", PROXY_OUTCOME_COUNT, -1 },
	{ "\x15\x04", PROXY_NOT_A_PROXY, -1 },
	{ "HTTP/1.1 abc\r\n\r\n", PROXY_NOT_A_PROXY, -1 },
	{ "HTTP/1.1 20\r\n\r\n200", PROXY_NOT_A_PROXY, -1 },
	{ "HTTP/1.1 -20\r\n\r\n", PROXY_NOT_A_PROXY, -1 },
	{ "HTTP/1.1 \r\n\r\n200", PROXY_NOT_A_PROXY, -1 },
	{ "HTTP/1.\r\n\r\n1 200", PROXY_NOT_A_PROXY, -1 },
};

Test(net_proxy, answers_are_told_apart)
{
	for (size_t i = 0; i < sizeof(answers) / sizeof(answers[0]); i++) {
		size_t used;
		int status;

		cr_expect_eq(
			proxy_answer(answers[i].answer, strlen(answers[i].answer), &status, &used),
			answers[i].outcome, "%s", answers[i].answer);
		if (answers[i].status > 0)
			cr_expect_eq(status, answers[i].status);
	}
}

/* The answer in memory of its own size, right before a page that may not be touched. */
static char *at_the_edge(const char *answer, size_t length)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE);
	char *pages = mmap(
		NULL, 2 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	cr_assert(pages != MAP_FAILED && length <= page);
	cr_assert_eq(mprotect(pages + page, page, PROT_NONE), 0);
	memcpy(pages + page - length, answer, length);
	return pages + page - length;
}

Test(net_proxy, nothing_behind_the_answer_is_read)
{
	for (size_t i = 0; i < sizeof(answers) / sizeof(answers[0]); i++) {
		size_t length = strlen(answers[i].answer), used;
		int status;

		cr_expect_eq(proxy_answer(at_the_edge(answers[i].answer, length), length, &status,
				     &used),
			answers[i].outcome, "%s", answers[i].answer);
		cr_expect_eq(status, answers[i].status, "%s", answers[i].answer);
	}
}

static void environment(const char *proxy, const char *no_proxy)
{
	static const char *const names[] = { "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY",
		"no_proxy", "NO_PROXY" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		unsetenv(names[i]);
	if (proxy)
		setenv("https_proxy", proxy, 1);
	if (no_proxy)
		setenv("no_proxy", no_proxy, 1);
}

Test(net_proxy, the_environment_is_read_as_curl_does)
{
	static const struct {
		const char *no_proxy;
		const char *host;
		bool used;
	} rows[] = {
		{ NULL, "example.com", true },
		{ "", "example.com", true },
		{ "example.com", "example.com", false },
		{ "example.com", "www.example.com", false },
		{ ".example.com", "www.example.com", false },
		{ "other.test, EXAMPLE.com", "example.com", false },
		{ "example.com", "notexample.com", true },
		{ "*", "example.com", false },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char *proxy;

		environment("http://proxy.example:3128", rows[i].no_proxy);
		proxy = proxy_from_environment(rows[i].host);
		cr_expect_eq(proxy != NULL, rows[i].used, "row %zu", i);
		free(proxy);
	}
	environment(NULL, NULL);
	cr_expect_null(proxy_from_environment("example.com"));
}
