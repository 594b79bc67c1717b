/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A real Prometheus collects what `watch --listen` serves: its own reader of OpenMetrics is the judge. */
#include <criterion/criterion.h>
#include <jansson.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include "cli/tool.h"
#include "../real/server.h"
#include "../support/command.h"
#include "base/memory.h"
#include "base/timing.h"

#define PATIENCE_MS 60000

/* Starts Prometheus at PORT of SERVER's folder, which collects from WATCHED. */
static void start_prometheus(struct server *server, int watched)
{
	char *text = memory_format(
		"global: {scrape_interval: 1s}\nscrape_configs:\n- job_name: tls\n"
		"  static_configs:\n  - targets: [\"127.0.0.1:%d\"]\n",
		watched);
	char *address = memory_format("--web.listen-address=127.0.0.1:%d", server->port);
	char *argv[] = { "prometheus", "--config.file=prometheus.yml", "--storage.tsdb.path=data",
		address, NULL };

	server_file(server, "prometheus.yml", text);
	cr_assert_eq(server_start(server, argv, 0), 0);
	free(address);
	free(text);
}

/* The first result of QUERY, or NULL: none yet. */
static json_t *ask(const struct server *server, const char *query)
{
	char *url = memory_format("http://127.0.0.1:%d/api/v1/query", server->port);
	char *words = memory_format("query=%s", query);
	char *argv[] = { "curl", "-sG", url, "--data-urlencode", words, NULL };
	struct command command;
	json_t *reply, *first;

	command_run(argv, PATIENCE_MS, &command);
	reply = json_loads(command.out, 0, NULL);
	first = json_incref(
		json_array_get(json_object_get(json_object_get(reply, "data"), "result"), 0));
	json_decref(reply);
	command_free(&command);
	free(words);
	free(url);
	return first;
}

static void becomes(const struct server *server, const char *query, const char *value)
{
	struct deadline until = deadline_in_ms(PATIENCE_MS);
	const char *seen = "nothing";
	json_t *result = NULL;

	while (strcmp(seen, value) != 0 && !deadline_over(until)) {
		json_decref(result);
		result = ask(server, query);
		seen = json_string_value(json_array_get(json_object_get(result, "value"), 1));
		seen = seen ? seen : "nothing";
	}
	cr_expect_str_eq(seen, value, "%s: %s", query, seen);
	json_decref(result);
}

Test(full_monitoring, prometheus_collects_what_is_watched, .timeout = 300)
{
	struct school school = school_open("expired");
	const char *arguments[] = { "watch", school.target, "--connect-to", school.address,
		"--ca-file", school.ca_file, "--listen", "0", "--interval", "5", NULL };
	struct tool tool = tool_start(&(struct tool_wish){ .arguments = arguments });
	struct server server;
	int port = 0;

	tool_await_error(&tool, "/metrics");
	tool_await(&tool, PRACTICE_HOST);
	cr_assert_eq(sscanf(strstr(tool.err, "127.0.0.1:"), "127.0.0.1:%d/", &port), 1);
	server_prepare(&server, 0);
	start_prometheus(&server, port);
	becomes(&server, "up", "1");
	becomes(&server, "tlsdoctor_verdict{tlsdoctor_verdict=\"fail\"}", "1");
	becomes(&server, "tlsdoctor_cause{cause=\"certificate-expired\"}", "1");
	becomes(&server, "count(tlsdoctor_handshake_seconds)", "1");
	becomes(&server, "count(tlsdoctor_looks_total)", "3");
	server_end(&server);
	kill(tool.pid, SIGINT);
	tool_finish(&tool);
	cr_expect_eq(tool.status, 130);
	tool_free(&tool);
	school_close(&school);
	server_stop(&server);
}
