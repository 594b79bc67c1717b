/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz/targets.h"

#include <stdlib.h>
#include <string.h>
#include "net/proxy.h"
#include "net/socks.h"

static void answer(const char *bytes, size_t size)
{
	int status = -1;
	size_t used = 0;
	enum proxy_outcome outcome = proxy_answer(bytes, size, &status, &used);

	fuzz_promise(outcome <= PROXY_OUTCOME_COUNT, "an outcome is one of the list");
	fuzz_promise(used <= size, "not more is used than there was");
	fuzz_promise(outcome != PROXY_OK || (status >= 200 && status < 300),
		"a tunnel has a good status");
}

/* The whole of it is what a SOCKS proxy says, answer by answer. */
static void socks_talk(const char *bytes, size_t size, const char *kind)
{
	struct buffer said = { 0 };
	struct socks socks;
	struct proxy proxy;
	int status;

	fuzz_promise(proxy_parse(kind, &proxy), "the kind is known");
	socks_begin(&socks, &proxy, "example.com", 443, &said);
	for (size_t at = 0; at < size;) {
		size_t used = 0;
		enum proxy_outcome outcome = socks_hear(
			&socks, bytes + at, size - at, &used, &status, &said);

		fuzz_promise(outcome <= PROXY_OUTCOME_COUNT, "an outcome is one of the list");
		fuzz_promise(used <= size - at, "not more is used than there was");
		if (outcome != PROXY_OUTCOME_COUNT || !used)
			break;
		at += used;
	}
	buffer_free(&said);
	proxy_free(&proxy);
}

static void url(const char *text)
{
	struct proxy proxy;

	if (!proxy_parse(text, &proxy))
		return;
	fuzz_promise(proxy.host && *proxy.host, "a proxy has a host");
	fuzz_promise(proxy.port >= 1 && proxy.port <= 65535, "a port is a port");
	char *name = proxy_name(&proxy);
	struct buffer request = { 0 };

	fuzz_promise(*name != '\0', "a proxy has a name");
	proxy_request(&proxy, "example.com", 443, &request);
	fuzz_promise(strstr(request.bytes, "\r\n\r\n") == request.bytes + request.length - 4,
		"a request has one end");
	buffer_free(&request);
	free(name);
	proxy_free(&proxy);
}

static void run(const uint8_t *data, size_t size)
{
	char *text = fuzz_as_text(data, size);

	answer(size ? (const char *)data : "", size); /* no NUL behind it */
	socks_talk((const char *)data, size, "socks5h://me:secret@p");
	socks_talk((const char *)data, size, "socks5://p");
	socks_talk((const char *)data, size, "socks4a://p");
	url(text);
	free(text);
}

const struct fuzz_target fuzz_proxy = { .name = "proxy", .run = run };
