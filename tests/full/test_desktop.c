/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The real libproxy with its plugins for GNOME and for automatic configuration (PAC, a program in JavaScript): what
 * that program says for a site is what the report says, and the real tinyproxy carries the handshake.
 */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "../probe/place.h"
#include "../real/server.h"
#include "../support/command.h"
#include "base/file.h"
#include "base/memory.h"

TestSuite(desktop, .timeout = 120);

static const struct names_row names[] = { { "practice.test", "127.0.0.1" }, { NULL, NULL } };

struct scene {
	struct place place;
	struct server tinyproxy;
};

/* GNOME's settings in the folder of the scene say: ask the program proxy.pac, which is PROGRAM. */
static void set_gnome(const struct scene *scene, const char *program)
{
	char *folder = server_path(&scene->tinyproxy, "glib-2.0/settings");
	char *pac = server_path(&scene->tinyproxy, "proxy.pac"), *home;
	char *settings = memory_format(
		"[system/proxy]\nmode='auto'\nautoconfig-url='file://%s'\n", pac);
	char *make[] = { "mkdir", "-p", folder, NULL };
	struct command command;

	command_run(make, 5000, &command);
	cr_assert_eq(command.status, 0, "%s", command.err);
	command_free(&command);
	server_file(&scene->tinyproxy, "glib-2.0/settings/keyfile", settings);
	server_file(&scene->tinyproxy, "proxy.pac", program);
	home = server_path(&scene->tinyproxy, ".");
	setenv("XDG_CONFIG_HOME", home, 1);
	setenv("GSETTINGS_BACKEND", "keyfile", 1);
	setenv("DESKTOP_SESSION", "gnome", 1);
	free(home);
	free(settings);
	free(pac);
	free(folder);
}

static void begin(struct scene *scene, const char *fault)
{
	static const char *const variables[] = { "http_proxy", "HTTP_PROXY", "https_proxy",
		"HTTPS_PROXY", "all_proxy", "ALL_PROXY", "no_proxy", "NO_PROXY" };

	for (size_t i = 0; i < sizeof(variables) / sizeof(variables[0]); i++)
		unsetenv(variables[i]);
	*scene = (struct scene){ 0 };
	place_open(&scene->place, fault, names);
	place_settings(&scene->place)->reference = REFERENCE_NEVER;
	server_prepare(&scene->tinyproxy, 0);
}

static void start_tinyproxy(struct scene *scene)
{
	struct server *server = &scene->tinyproxy;
	char *log = server_path(server, "tinyproxy.log");
	char *text = memory_format(
		"Port %d\nListen 127.0.0.1\nTimeout 60\nMaxClients 20\nLogLevel Connect\n"
		"LogFile \"%s\"\nAllow 127.0.0.1\n",
		server->port, log);
	char *argv[] = { "tinyproxy", "-d", "-c", "tinyproxy.conf", NULL };

	server_file(server, "tinyproxy.conf", text);
	cr_assert_eq(server_start(server, argv, 0), 0, "is tinyproxy installed?");
	free(text);
	free(log);
}

static void finish(struct scene *scene)
{
	server_stop(&scene->tinyproxy);
	place_close(&scene->place);
}

/* A program that sends HOST to the port of the scene, and everybody else nowhere. */
static char *pac_for(const struct scene *scene, const char *host)
{
	return memory_format(
		"function FindProxyForURL(url, host) {\n"
		"\tif (dnsDomainIs(host, \"%s\"))\n\t\treturn \"PROXY 127.0.0.1:%d; DIRECT\";\n"
		"\treturn \"DIRECT\";\n}\n",
		host, scene->tinyproxy.port);
}

static void look(struct scene *scene, const char *host)
{
	char *program = pac_for(scene, host);

	set_gnome(scene, program);
	place_look(&scene->place);
	free(program);
}

static void expect_proxy(const struct scene *scene, const char *id)
{
	const struct finding *finding = place_finding(&scene->place, id);
	char *wanted = memory_format("127.0.0.1:%d", scene->tinyproxy.port);

	cr_assert(finding, "%s", id);
	cr_expect_str_eq(facts_find(&finding->facts, "proxy")->text, wanted);
	free(wanted);
}

Test(desktop, the_proxy_that_a_pac_program_names_carries_the_handshake)
{
	struct buffer log = { 0 };
	struct scene scene;
	char *path;

	begin(&scene, "healthy");
	start_tinyproxy(&scene);
	look(&scene, PRACTICE_HOST);
	place_expect(&scene.place, "none", "proxy.desktop");
	expect_proxy(&scene, "proxy.desktop");
	path = server_path(&scene.tinyproxy, "tinyproxy.log");
	cr_assert_eq(file_read(path, 1 << 20, &log), 0);
	cr_expect(strstr(log.bytes, "CONNECT " PRACTICE_HOST), "%s", log.bytes);
	buffer_free(&log);
	free(path);
	finish(&scene);
}

Test(desktop, a_dead_proxy_that_a_pac_program_names_is_the_cause)
{
	struct scene scene;

	begin(&scene, "healthy");
	look(&scene, PRACTICE_HOST);
	place_expect(&scene.place, "proxy-interference", "proxy.desktop-fails");
	expect_proxy(&scene, "proxy.desktop-fails");
	finish(&scene);
}

Test(desktop, a_pac_program_that_sends_others_there_names_nothing)
{
	struct scene scene;

	begin(&scene, "healthy");
	look(&scene, "other.test");
	place_expect(&scene.place, "none", NULL);
	cr_expect_null(place_finding(&scene.place, "proxy.desktop"));
	cr_expect_null(place_finding(&scene.place, "proxy.desktop-fails"));
	finish(&scene);
}

/* One that is broken, or never ends, is no reason to hang or to blame anybody. */
static void expect_nothing_of(const char *program)
{
	struct scene scene;

	begin(&scene, "healthy");
	set_gnome(&scene, program);
	place_look(&scene.place);
	place_expect(&scene.place, "none", NULL);
	finish(&scene);
}

Test(desktop, a_pac_program_that_is_broken_is_passed_over)
{
	expect_nothing_of("function FindProxyForURL(url, host) { return ");
}

Test(desktop, a_pac_program_that_never_ends_is_left_behind)
{
	expect_nothing_of("function FindProxyForURL(url, host) { while (true); }");
}
