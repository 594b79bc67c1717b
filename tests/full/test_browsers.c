/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Real browsers and Java, from their packages, connect to `tlsdoctor hello`: what they offer is captured, and
 * compared with practice servers. Firefox and Chromium run without a window, in a profile of their own.
 */
#include <criterion/criterion.h>
#include <errno.h>
#include <jansson.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include "../real/server.h"
#include "../support/command.h"
#include "base/memory.h"
#include "base/timing.h"
#include "practice/practice.h"

#define PATIENCE_MS 120000 /* a browser's first start, on a busy computer */
#define WORDS_MOST 16

extern char **environ;

/* What one program must have offered; the words: FOLDER and PORT are filled in. */
static const struct program {
	const char *name;
	const char *const words[WORDS_MOST];
	const char *suite; /* that it offers */
	const char *group;
	bool grease;
	bool web; /* offers h2 */
} programs[] = {
	{ .name = "firefox",
		.words = { "firefox-esr", "--headless", "--no-remote", "--profile", "FOLDER",
			"https://localhost:PORT/" },
		.suite = "TLS_AES_128_GCM_SHA256",
		.group = "x25519",
		.web = true },
	{ .name = "chromium",
		.words = { "chromium", "--headless", "--no-sandbox", "--disable-gpu",
			"--no-first-run", "--user-data-dir=FOLDER", "https://localhost:PORT/" },
		.suite = "TLS_AES_128_GCM_SHA256",
		.group = "x25519",
		.grease = true,
		.web = true },
	{ .name = "java",
		.words = { "keytool", "-printcert", "-sslserver", "localhost:PORT" },
		.suite = "TLS_AES_256_GCM_SHA384",
		.group = "x25519" },
};

/* ---- Running them ---- */

/* TEXT with "FOLDER" and "PORT" replaced; the caller frees it. */
static char *filled(const char *text, const struct server *place)
{
	const char *folder = strstr(text, "FOLDER"), *port = strstr(text, "PORT");

	if (folder)
		return memory_format("%.*s%s%s", (int)(folder - text), text, place->folder,
			folder + strlen("FOLDER"));
	if (port)
		return memory_format(
			"%.*s%d%s", (int)(port - text), text, place->port, port + strlen("PORT"));
	return memory_text(text);
}

/* Starts WORDS in a process group of its own, silent. */
static pid_t start(const char *const *words, const struct server *place)
{
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	char *argv[WORDS_MOST + 1] = { NULL };
	pid_t pid = -1;
	int error;

	for (size_t i = 0; i < WORDS_MOST && words[i]; i++)
		argv[i] = filled(words[i], place);
	posix_spawn_file_actions_init(&actions);
	for (int fd = 0; fd < 3; fd++)
		posix_spawn_file_actions_addopen(&actions, fd, "/dev/null", 2 /* O_RDWR */, 0);
	posix_spawnattr_init(&attributes);
	posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
	error = posix_spawnp(&pid, argv[0], &actions, &attributes, argv, environ);
	cr_assert_eq(error, 0, "%s: %s", argv[0], strerror(error));
	posix_spawn_file_actions_destroy(&actions);
	posix_spawnattr_destroy(&attributes);
	for (size_t i = 0; argv[i]; i++)
		free(argv[i]);
	return pid;
}

/* The exit status of PID; -1 when the time is up. */
static int await(pid_t pid, int limit_ms)
{
	struct deadline until = deadline_in_ms(limit_ms);
	int status;

	while (waitpid(pid, &status, WNOHANG) == 0) {
		if (deadline_over(until))
			return -1;
		poll(NULL, 0, 20);
	}
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/* The whole group, and until its leader is gone. */
static void end_group(pid_t pid)
{
	kill(-pid, SIGTERM);
	if (await(pid, 5000) < 0) {
		kill(-pid, SIGKILL);
		waitpid(pid, NULL, 0);
	}
	kill(-pid, SIGKILL);
}

/* Until the port is open: whoever listens there is ours. */
static void await_port(const struct server *place)
{
	char *at = memory_format("127.0.0.1:%d", place->port);
	struct deadline until = deadline_in_ms(20000);
	struct command command = { .status = -1 };

	/* openssl's own visit would be a hello: curl in plain HTTP isn't. */
	do {
		char *url = memory_format("http://%s/", at);

		command_run(
			(char *[]){ "curl", "-s", "-o", "/dev/null", url, NULL }, 5000, &command);
		free(url);
		command_free(&command);
	} while (command.status && !deadline_over(until));
	cr_assert_eq(command.status, 0, "nobody listens at %s", at);
	free(at);
}

/* What PROGRAM offers, beside the practice server for FAULT. */
static json_t *capture(const struct program *program, const char *fault)
{
	char *why = NULL;
	struct practice *practice = practice_start(&fault, 1, 0, &why);
	struct server place;
	char *target, *address, *output;
	pid_t doctor, visitor;
	json_error_t error;
	json_t *json;

	cr_assert(practice, "%s", why);
	server_prepare(&place, 0);
	target = memory_format("%s:%d", PRACTICE_HOST, practice_port(practice, 0));
	address = memory_format("127.0.0.1:%d", practice_port(practice, 0));
	output = memory_format("%s/result.json", place.folder);
	doctor = start((const char *const[WORDS_MOST]){ command_tlsdoctor(), "hello", "--listen",
			       "PORT", "--format", "json", "--output", output, "--timeout", "120",
			       "--connect-to", address, "--rate", "0", target },
		&place);
	await_port(&place);
	visitor = start(program->words, &place);
	cr_expect_eq(await(doctor, PATIENCE_MS), 0, "%s", program->name);
	end_group(visitor);
	json = json_load_file(output, 0, &error);
	cr_assert(json, "%s: %s", program->name, error.text);
	server_stop(&place);
	practice_stop(practice);
	free(output);
	free(address);
	free(target);
	return json;
}

/* ---- What is expected ---- */

static bool has(const json_t *hello, const char *list, const char *text)
{
	const json_t *array = json_object_get(json_object_get(hello, "names"), list);
	size_t index;
	json_t *item;

	json_array_foreach(array, index, item)
	{
		if (!strcmp(json_string_value(item), text))
			return true;
	}
	return false;
}

static void expect_offer(const struct program *program, const json_t *hello)
{
	const char *ja4 = json_string_value(json_object_get(hello, "ja4"));

	cr_expect(has(hello, "versions", "TLS 1.3"), "%s", program->name);
	cr_expect(has(hello, "suites", program->suite), "%s", program->name);
	cr_expect(has(hello, "groups", program->group), "%s", program->name);
	cr_expect_eq(json_is_true(json_object_get(hello, "grease")), program->grease, "%s",
		program->name);
	cr_expect_eq(has(hello, "suites", "GREASE"), program->grease, "%s", program->name);
	cr_assert(ja4, "%s", program->name);
	cr_expect_eq(strlen(ja4), 36, "%s: %s", program->name, ja4);
	/* Java says no name that has no dot in it. */
	cr_expect_eq(
		strncmp(ja4, program->web ? "t13d" : "t13i", 4), 0, "%s: %s", program->name, ja4);
	cr_expect_eq(
		strncmp(ja4 + 8, program->web ? "h2" : "00", 2), 0, "%s: %s", program->name, ja4);
}

static void expect_rightly_compared(const char *name)
{
	const struct program *program = programs;
	json_t *json;

	while (strcmp(program->name, name) != 0)
		program++;
	json = capture(program, "healthy");
	expect_offer(program, json_object_get(json, "hello"));
	cr_expect_str_eq(
		json_string_value(json_object_get(json_object_get(json, "common"), "outcome")),
		"fit", "%s", name);
	cr_expect_str_eq(
		json_string_value(json_object_get(
			json_object_get(json_object_get(json, "common"), "versions"), "chosen")),
		"TLS 1.3", "%s", name);
	json_decref(json);
	json = capture(program, "old-protocol-only");
	cr_expect_str_eq(
		json_string_value(json_object_get(json_object_get(json, "common"), "outcome")),
		"no-version", "%s", name);
	json_decref(json);
}

Test(full_browsers, firefox_is_captured_and_compared, .timeout = 300)
{
	expect_rightly_compared("firefox");
}

Test(full_browsers, chromium_is_captured_and_compared, .timeout = 300)
{
	expect_rightly_compared("chromium");
}

Test(full_browsers, java_is_captured_and_compared, .timeout = 300)
{
	expect_rightly_compared("java");
}
