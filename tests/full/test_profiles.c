/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A profile that Firefox itself made: what we say stands in the way stops the real Firefox. */
#include <criterion/criterion.h>
#include <jansson.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include "../real/server.h"
#include "../support/command.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/timing.h"

extern char **environ;

/* Starts Firefox on URL in a process group of its own, silent. */
static pid_t start_firefox(const char *picture, const char *url)
{
	char *argv[] = { "firefox-esr", "--headless", "--no-remote", "--screenshot",
		(char *)picture, (char *)url, NULL };
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	pid_t pid = -1;

	posix_spawn_file_actions_init(&actions);
	for (int fd = 0; fd < 3; fd++)
		posix_spawn_file_actions_addopen(&actions, fd, "/dev/null", 2 /* O_RDWR */, 0);
	posix_spawnattr_init(&attributes);
	posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
	cr_assert_eq(posix_spawnp(&pid, argv[0], &actions, &attributes, argv, environ), 0);
	posix_spawn_file_actions_destroy(&actions);
	posix_spawnattr_destroy(&attributes);
	return pid;
}

static bool has_ended(pid_t pid, int limit_ms)
{
	struct deadline until = deadline_in_ms(limit_ms);

	while (waitpid(pid, NULL, WNOHANG) == 0) {
		if (deadline_over(until))
			return false;
		poll(NULL, 0, 20);
	}
	return true;
}

static void end_group(pid_t pid)
{
	kill(-pid, SIGTERM);
	if (!has_ended(pid, 5000)) {
		kill(-pid, SIGKILL);
		waitpid(pid, NULL, 0);
	}
	kill(-pid, SIGKILL);
}

/* Whether the server's log came to hold TEXT. */
static bool log_says(const struct server *server, const char *text)
{
	struct deadline until = deadline_in_ms(90000);
	char *path = memory_format("%s/log", server->folder);
	bool found = false;

	while (!found && !deadline_over(until)) {
		struct buffer log;

		found = !file_read(path, 1 << 20, &log) && log.length && strstr(log.bytes, text);
		buffer_free(&log);
		poll(NULL, 0, 100);
	}
	free(path);
	return found;
}

/* Lets Firefox make a profile, then adds TEXT as its user.js. */
static void make_profile(const struct server *server, const char *text)
{
	char *picture = memory_format("%s/picture.png", server->folder);
	char *list[] = { "sh", "-c", "dirname $(find \"$HOME\" -name prefs.js | head -1)", NULL };
	struct command command;
	pid_t pid;

	setenv("HOME", server->folder, 1);
	setenv("XDG_RUNTIME_DIR", server->folder, 1);
	pid = start_firefox(picture, "about:blank");
	if (!has_ended(pid, 90000))
		end_group(pid);
	command_run(list, 20000, &command);
	command.out[strcspn(command.out, "\n")] = '\0';
	cr_assert_eq(command.out[0], '/', "Firefox made no profile");
	if (text) {
		char *path = memory_format("%s/user.js", command.out);

		cr_assert_eq(file_write(path, text, strlen(text)), 0);
		free(path);
	}
	command_free(&command);
	free(picture);
}

static void start_server(struct server *server)
{
	char *make[] = { "sh", "-c",
		"cd \"$0\" && openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out "
		"cert.pem "
		"-days 30 -subj /CN=localhost -addext subjectAltName=DNS:localhost",
		server->folder, NULL };
	char *place = memory_format("127.0.0.1:%d", server->port);
	char *argv[] = { "openssl", "s_server", "-accept", place, "-cert", "cert.pem", "-key",
		"key.pem", "-tls1_3", "-www", NULL };
	struct command command;

	command_run(make, 20000, &command);
	cr_assert_eq(command.status, 0, "%s", command.err);
	command_free(&command);
	cr_assert_eq(server_start(server, argv, 0), 0);
	free(place);
}

/* What the check of SERVER says, as JSON to be freed. */
static json_t *report_on(const struct server *server)
{
	char *target = memory_format("localhost:%d", server->port);
	char *ca = memory_format("%s/cert.pem", server->folder);
	char *argv[] = { (char *)command_tlsdoctor(), "check", "--format", "json", "--ca-file", ca,
		"-4", target, NULL };
	struct command command;
	json_t *report;

	command_run(argv, 60000, &command);
	report = json_loads(command.out, 0, NULL);
	cr_assert(report, "%s%s", command.out, command.err);
	command_free(&command);
	free(ca);
	free(target);
	return report;
}

/* The first cause, or "none". The caller frees it. */
static char *cause_of(const struct server *server)
{
	json_t *report = report_on(server);
	const char *id = json_string_value(
		json_object_get(json_array_get(json_object_get(report, "causes"), 0), "id"));
	char *cause = memory_text(id ? id : "none");

	json_decref(report);
	return cause;
}

static void expect(const char *pref, const char *said, const char *cause)
{
	struct server server;
	char *url, *picture, *named;
	pid_t pid;

	server_prepare(&server, 0);
	make_profile(&server, pref);
	start_server(&server);
	url = memory_format("https://localhost:%d/", server.port);
	picture = memory_format("%s/page.png", server.folder);
	pid = start_firefox(picture, url);
	cr_expect(log_says(&server, said), "the server's log lacks \"%s\"", said);
	end_group(pid);
	named = cause_of(&server);
	cr_expect_str_eq(named, cause);
	free(named);
	free(picture);
	free(url);
	server_stop(&server);
}

Test(full_profiles, a_profile_without_tls_1_3_is_named_and_firefox_is_refused, .timeout = 300)
{
	expect("user_pref(\"security.tls.version.max\", 3);\n", "unsupported protocol",
		"browser-profile");
}

/* It goes on as far as the certificate, which nobody added to Firefox. */
Test(full_profiles, a_new_profile_is_in_order_and_firefox_gets_further, .timeout = 300)
{
	expect(NULL, "alert", "none");
}

/* ---- The inside of its store ---- */

/* The finding ID as text, or NULL. The caller frees it. */
static char *finding_of(const json_t *report, const char *id)
{
	const json_t *check, *finding;
	size_t i, k;

	json_array_foreach(json_object_get(report, "checks"), i, check)
	{
		json_array_foreach(json_object_get(check, "findings"), k, finding)
		{
			if (!strcmp(json_string_value(json_object_get(finding, "id")), id))
				return json_dumps(finding, 0);
		}
	}
	return NULL;
}

static void expect_finding(const struct server *server, const char *id, const char *text)
{
	json_t *report = report_on(server);
	char *finding = finding_of(report, id);
	char *all = json_dumps(json_object_get(report, "checks"), JSON_INDENT(1));

	cr_assert(finding, "no %s in %s", id, all);
	cr_expect(strstr(finding, text), "%s", finding);
	free(all);
	free(finding);
	json_decref(report);
}

Test(full_profiles, an_authority_that_was_added_to_firefoxs_store_is_named, .timeout = 300)
{
	struct server server;
	char *add[] = { "sh", "-c",
		"certutil -A -d \"sql:$(dirname \"$(find \"$HOME\" -name prefs.js | head -1)\")\" "
		"-n box -t C,, -i \"$0/cert.pem\"",
		NULL, NULL };
	struct command command;

	server_prepare(&server, 0);
	make_profile(&server, NULL);
	start_server(&server);
	expect_finding(&server, "profile.no-authorities", "cert9.db");
	add[3] = server.folder;
	command_run(add, 20000, &command);
	cr_assert_eq(command.status, 0, "%s", command.err);
	command_free(&command);
	expect_finding(&server, "profile.authorities", "CN=localhost");
	expect_finding(&server, "profile.authority-vouches", "CN=localhost");
	server_stop(&server);
}
