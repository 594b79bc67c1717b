/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A proxy that stands in the way is named, and one that works is only a note. */
#include <criterion/criterion.h>
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include "../support/peer.h"
#include "../support/tunnel.h"
#include "base/memory.h"
#include "cli/tool.h"

/* The target needs no look-up here: the proxy knows where it is. */
static struct tool check_behind(const char *proxy, const char *target)
{
	return TOOL("check", "--format", "json", "--timeout", "2", "--proxy", proxy, target);
}

static const char *broken_rung(const json_t *report)
{
	const json_t *handshake = json_object_get(report, "handshake");
	const char *stage = json_string_value(json_object_get(handshake, "stage"));

	return stage ? stage : "none";
}

static int has_finding(const json_t *report, const char *id)
{
	const json_t *check, *finding;
	size_t i, j;

	json_array_foreach(json_object_get(report, "checks"), i, check)
	{
		json_array_foreach(json_object_get(check, "findings"), j, finding)
		{
			if (!strcmp(json_string_value(json_object_get(finding, "id")), id))
				return 1;
		}
	}
	return 0;
}

/* PROXY is named as what is in the way, by FINDING. */
static void is_in_the_way(const char *proxy, const char *finding)
{
	struct tool tool = check_behind(proxy, "practice.test");
	json_t *report = tool_json(&tool);

	cr_expect_str_eq(tool_cause(report), "proxy-interference", "%s", tool.out);
	cr_expect(has_finding(report, finding), "no %s in %s", finding, tool.out);
	cr_expect_str_eq(broken_rung(report), "proxy", "%s", tool.out);
	cr_expect_eq(json_array_size(json_object_get(report, "causes")), 1, "%s", tool.out);
	cr_expect_eq(tool.status, 1, "%d", tool.status);
	cr_expect_str_empty(tool.err);
	json_decref(report);
	tool_free(&tool);
}

static void answers(const struct line *script, const char *finding)
{
	struct peer peer;
	char *proxy;

	peer_start(&peer, script, 1);
	proxy = memory_format("http://127.0.0.1:%d", peer.port);
	is_in_the_way(proxy, finding);
	free(proxy);
	peer_end(&peer);
}

Test(cli_proxy, a_proxy_that_refuses_the_connection_is_unreachable)
{
	struct sockaddr_in place = { .sin_family = AF_INET };
	socklen_t length = sizeof(place);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	char *proxy;

	/* A port that is taken but doesn't listen refuses. */
	place.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	cr_assert_eq(bind(fd, (struct sockaddr *)&place, length), 0);
	cr_assert_eq(getsockname(fd, (struct sockaddr *)&place, &length), 0);
	proxy = memory_format("http://127.0.0.1:%d", ntohs(place.sin_port));
	is_in_the_way(proxy, "proxy.unreachable");
	free(proxy);
	close(fd);
}

Test(cli_proxy, a_proxy_without_an_address_is_unreachable)
{
	struct tool tool = check_behind("http://no-such-proxy.invalid:3128", "practice.test");
	json_t *report = tool_json(&tool);

	/* Without any name server the look-up fails instead: no proxy either. */
	cr_expect_str_eq(tool_cause(report), "proxy-interference", "%s", tool.out);
	cr_expect(has_finding(report, "proxy.unreachable"), "%s", tool.out);
	cr_expect(strstr(tool.out, "no-such-proxy.invalid:3128"), "%s", tool.out);
	cr_expect_eq(tool.status, 1);
	json_decref(report);
	tool_free(&tool);
}

Test(cli_proxy, a_proxy_that_wants_a_login_is_named)
{
	static const struct line script[] = {
		{ PEER_HEAR, "\r\n\r\n", 0 },
		{ PEER_SAY,
			"HTTP/1.1 407 Proxy Authentication Required\r\n"
			"Proxy-Authenticate: Basic realm=\"office\"\r\nContent-Length: 0\r\n\r\n",
			0 },
		{ PEER_CLOSE, NULL, 0 },
		{ PEER_END, NULL, 0 },
	};

	answers(script, "proxy.wants-login");
}

Test(cli_proxy, a_proxy_that_forbids_the_target_is_named)
{
	static const struct line script[] = {
		{ PEER_HEAR, "\r\n\r\n", 0 },
		{ PEER_SAY, "HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno", 0 },
		{ PEER_CLOSE, NULL, 0 },
		{ PEER_END, NULL, 0 },
	};

	answers(script, "proxy.refused");
}

Test(cli_proxy, what_answers_in_another_protocol_is_no_proxy)
{
	static const struct line script[] = {
		{ PEER_SAY, "SSH-2.0-OpenSSH_9.2\r\n", 0 },
		{ PEER_HOLD, NULL, 0 },
		{ PEER_END, NULL, 0 },
	};

	answers(script, "proxy.not-a-proxy");
}

Test(cli_proxy, half_an_answer_is_no_proxy_s_answer)
{
	static const struct line script[] = {
		{ PEER_HEAR, "\r\n\r\n", 0 },
		{ PEER_SAY, "HTTP/1.1 200 Conn", 0 },
		{ PEER_CLOSE, NULL, 0 },
		{ PEER_END, NULL, 0 },
	};

	answers(script, "proxy.not-a-proxy");
}

/* What stands behind the head in the same packet is the server's. */
Test(cli_proxy, what_comes_with_the_proxy_s_answer_is_heard)
{
	static const struct line script[] = {
		{ PEER_HEAR, "\r\n\r\n", 0 },
		{ PEER_SAY, "HTTP/1.1 200 OK\r\n\r\n220 mx.example ESMTP\r\n", 0 },
		{ PEER_HEAR, "EHLO", 0 },
		{ PEER_SAY, "250-mx.example\r\n250 SIZE 1000\r\n", 0 },
		{ PEER_HOLD, NULL, 0 },
		{ PEER_END, NULL, 0 },
	};
	struct peer peer;
	struct tool tool;
	json_t *report;
	char *proxy;

	peer_start(&peer, script, 1);
	proxy = memory_format("http://127.0.0.1:%d", peer.port);
	tool = check_behind(proxy, "smtp://mx.example");
	report = tool_json(&tool);
	cr_expect_str_eq(tool_cause(report), "starttls-not-offered", "%s", tool.out);
	json_decref(report);
	tool_free(&tool);
	free(proxy);
	peer_end(&peer);
}

static void leads_to(struct school *school, const char *target, const char *connect_to)
{
	struct tunnel tunnel;
	struct tool tool;
	json_t *report;
	char *proxy;

	tunnel_start(&tunnel, practice_port(school->practice, 0));
	proxy = memory_format("http://user:secret@127.0.0.1:%d", tunnel.port);
	tool = TOOL("check", "--deep", "--format", "json", "--ca-file", school->ca_file, "--proxy",
		proxy, target, connect_to ? "--connect-to" : NULL, connect_to);
	tunnel_end(&tunnel);
	report = tool_json(&tool);
	cr_expect_str_eq(tool_cause(report), "", "%s", tool.out);
	cr_expect(has_finding(report, "proxy.used"), "%s", tool.out);
	cr_expect_str_eq(broken_rung(report), "done", "%s", tool.out);
	cr_expect_eq(tool.status, 0, "%d", tool.status);
	cr_expect_gt(tunnel.carried, 5, "everything goes through it: %d", tunnel.carried);
	cr_expect(strstr(tunnel.asked, connect_to ? connect_to : target), "%s", tunnel.asked);
	cr_expect_not(strstr(tool.out, "secret"), "%s", tool.out);
	json_decref(report);
	tool_free(&tool);
	free(proxy);
}

Test(cli_proxy, a_proxy_that_works_is_only_a_note)
{
	struct school school = school_open("healthy");

	leads_to(&school, school.target, NULL);
	school_close(&school);
}

Test(cli_proxy, every_connection_goes_where_connect_to_says)
{
	struct school school = school_open("healthy");

	leads_to(&school, school.target, "192.0.2.1:4443");
	school_close(&school);
}
