/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Root may read everything, so whose browser profiles does it read? The whole program, as root, in a place with
 * a person of its own, who may be hostile: nobody's but those asked for, and nothing is left changed.
 */
#include <criterion/criterion.h>
#include <jansson.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "../support/command.h"
#include "../support/space.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/timing.h"

TestSuite(strangers, .timeout = 120);

enum { ANNA = 4242, LIMIT_MS = 60000 };

#define HOME "/mnt/anna"
#define NATIVE HOME "/.mozilla/firefox"
#define SNAP HOME "/snap/firefox/common/.mozilla/firefox"
#define FLATPAK HOME "/.var/app/org.mozilla.firefox/.mozilla/firefox"

static const char strict[] = "user_pref(\"security.tls.version.min\", 4);\n";

__attribute__((format(printf, 1, 2))) static void run(const char *format, ...)
{
	char *argv[] = { "sh", "-ec", NULL, NULL };
	struct command command;
	va_list list;
	char line[2000];

	va_start(list, format);
	vsnprintf(line, sizeof(line), format, list);
	va_end(list);
	argv[2] = line;
	command_run(argv, LIMIT_MS, &command);
	cr_assert_eq(command.status, 0, "%s: %s", line, command.err);
	command_free(&command);
}

static void make_profile(const char *base)
{
	char *path;

	run("mkdir -p %s/x.default", base);
	path = memory_format("%s/profiles.ini", base);
	cr_assert_eq(file_write(path, "[Profile0]\nIsRelative=1\nPath=x.default\n", 39), 0);
	free(path);
	path = memory_format("%s/x.default/prefs.js", base);
	cr_assert_eq(file_write(path, strict, strlen(strict)), 0);
	free(path);
}

/* A network and files of our own, in which anna has a home. */
static void enter(void)
{
	cr_assert_eq(geteuid(), 0, "NOT TESTED, which counts as failed: only root can be root.");
	space_enter();
	space_folder("/mnt", "readme", "");
	space_file("/etc/passwd", "root:x:0:0::/root:/bin/sh\n"
				  "anna:x:4242:4242::" HOME ":/bin/sh\n");
	setenv("SUDO_USER", "anna", 1);
	setenv("SUDO_UID", "4242", 1);
	run("mkdir %s", HOME);
}

/* But for what is root's by another name. */
static void give_to_anna(void)
{
	run("touch /mnt/secret; find %s ! -samefile /mnt/secret -exec chown -h %d:%d {} +", HOME,
		ANNA, ANNA);
}

/* What the program saw of browsers, with HOME_VARIABLE in its environment and --user USER (or NULL). */
static json_t *look(const char *home, const char *user)
{
	char *variable = memory_format("HOME=%s", home);
	char *argv[] = { "env", variable, (char *)command_tlsdoctor(), "check", "--offline",
		"--save", "/mnt/saved.json", "127.0.0.1:1", user ? "--user" : NULL, (char *)user,
		NULL };
	struct command command;
	json_error_t error;
	json_t *saved, *browsers;

	command_run(argv, LIMIT_MS, &command);
	cr_assert_eq(command.status, 1, "%d: %s", command.status, command.err);
	command_free(&command);
	saved = json_load_file("/mnt/saved.json", 0, &error);
	cr_assert(saved, "%s", error.text);
	browsers = json_incref(json_object_get(json_object_get(saved, "evidence"), "browsers"));
	cr_assert(browsers);
	json_decref(saved);
	free(variable);
	return browsers;
}

static size_t profiles(const json_t *browsers)
{
	return json_array_size(json_object_get(browsers, "profiles"));
}

/* How reading of the file went whose name ends with END: "read", or "none" when it isn't listed. */
static const char *state_of(const json_t *browsers, const char *end)
{
	json_t *file;
	size_t i;

	json_array_foreach(json_object_get(browsers, "files"), i, file)
	{
		const char *path = json_string_value(json_object_get(file, "path"));
		size_t length = strlen(path);

		if (length >= strlen(end) && !strcmp(path + length - strlen(end), end))
			return json_string_value(json_object_get(file, "state"));
	}
	return "none";
}

static void expect_nobodys(const char *home)
{
	json_t *browsers = look(home, NULL);
	char *all = json_dumps(browsers, 0);

	cr_expect_eq(profiles(browsers), 0, "%s", all);
	cr_expect_not(strstr(all, HOME), "%s", all);
	free(all);
	json_decref(browsers);
}

/* sudo may keep the HOME of the person who called it. */
Test(strangers, without_a_name_root_reads_nobodys_profiles_under_sudo_either)
{
	enter();
	make_profile(NATIVE);
	make_profile(SNAP);
	make_profile(FLATPAK);
	give_to_anna();
	expect_nobodys(HOME);
	expect_nobodys("/root");
}

/* Root's own folder, in which everybody may put something. */
Test(strangers, what_somebody_planted_in_roots_home_is_not_read)
{
	json_t *browsers;

	enter();
	run("mkdir -m 1777 /mnt/shared");
	make_profile("/mnt/shared/.mozilla/firefox");
	run("chown -hR %d:%d /mnt/shared/.mozilla", ANNA, ANNA);
	browsers = look("/mnt/shared", NULL);
	cr_expect_eq(profiles(browsers), 0);
	cr_expect_str_eq(state_of(browsers, "/profiles.ini"), "anothers");
	json_decref(browsers);
}

/* Every file below the home: name, size and times, that of the last reading too. */
static char *list_home(void)
{
	char *argv[] = { "find", HOME, "!", "-type", "d", "-printf", "%p %s %T@ %C@ %A@\\n", NULL };
	struct command command;
	char *list;

	command_run(argv, LIMIT_MS, &command);
	cr_assert_eq(command.status, 0, "%s", command.err);
	list = memory_text(command.out);
	command_free(&command);
	return list;
}

Test(strangers, the_person_who_is_named_is_read_in_all_places_and_nothing_changes)
{
	json_t *browsers;
	char *before, *after;

	enter();
	make_profile(NATIVE);
	make_profile(SNAP);
	make_profile(FLATPAK);
	/* Read long before they were changed: any other reader would be seen. */
	run("printf 'SQLite format 3\\0' >%s/x.default/cert9.db; truncate -s 8192 "
	    "%s/x.default/cert9.db",
		NATIVE, NATIVE);
	run("find %s -type f -exec touch -a -d 2020-01-01 {} +", HOME);
	give_to_anna();
	before = list_home();
	browsers = look("/root", "anna");
	after = list_home();
	cr_expect_eq(profiles(browsers), 3);
	cr_expect_str_eq(state_of(browsers, NATIVE "/x.default/prefs.js"), "read");
	cr_expect_str_eq(state_of(browsers, SNAP "/x.default/prefs.js"), "read");
	cr_expect_str_eq(state_of(browsers, FLATPAK "/x.default/prefs.js"), "read");
	cr_expect_str_eq(state_of(browsers, NATIVE "/x.default/cert9.db"), "read");
	cr_expect_str_eq(after, before);
	free(after);
	free(before);
	json_decref(browsers);
}

/* A profile of anna's with traps in the place of its files. */
static void expect_trap(const char *trap, const char *file, const char *state)
{
	int64_t began_us = timing_monotonic_us();
	char *end = memory_format("/x.default/%s", file), *all;
	json_t *browsers;

	make_profile(NATIVE);
	run("cd %s/x.default; rm -f %s; %s", NATIVE, file, trap);
	give_to_anna();
	browsers = look("/root", "anna");
	all = json_dumps(browsers, 0);
	cr_expect_str_eq(state_of(browsers, end), state, "%s: %s", trap, all);
	cr_expect_lt(timing_monotonic_us() - began_us, INT64_C(20000000), "%s", trap);
	/* Nothing of the file that isn't anna's is told: not what is in it, not its size. */
	cr_expect_not(strstr(all, "secret"), "%s", all);
	cr_expect_not(strstr(all, "4711"), "%s", all);
	run("rm -rf %s/.mozilla", HOME);
	free(all);
	free(end);
	json_decref(browsers);
}

Test(strangers, traps_in_a_profile_lead_nowhere)
{
	enter();
	run("umask 077; printf 'user_pref(\"security.tls.secret\", 1);\\n' >/mnt/secret; "
	    "truncate -s 4711 /mnt/secret");
	expect_trap("ln -s /etc/shadow prefs.js", "prefs.js", "anothers");
	expect_trap("ln -s /mnt/secret prefs.js", "prefs.js", "anothers");
	expect_trap("ln -s /mnt/secret cert9.db", "cert9.db", "anothers");
	expect_trap("ln /mnt/secret user.js", "user.js", "anothers");
	expect_trap("ln -s /dev/zero user.js", "user.js", "not-a-file");
	expect_trap("mkfifo prefs.js", "prefs.js", "not-a-file");
	expect_trap("mkdir prefs.js", "prefs.js", "not-a-file");
	expect_trap("ln -s prefs.js prefs.js", "prefs.js", "failed");
	expect_trap("truncate -s 4G prefs.js", "prefs.js", "too-big");
	expect_trap("truncate -s 4G cert9.db", "cert9.db", "too-big");
}

/* The list of profiles itself: far away, in a circle, without end. */
Test(strangers, a_list_of_profiles_that_lies_leads_nowhere)
{
	static const char *const lists[] = {
		"printf '[Profile0]\\nIsRelative=0\\nPath=/mnt/root/x.default\\n' >profiles.ini",
		"printf '[Profile0]\\nIsRelative=1\\nPath=../../../root/x.default\\n' "
		">profiles.ini",
		"ln -s /mnt/root/profiles.ini profiles.ini",
		"ln -s . a; printf '[Profile0]\\nPath=a/a/a/a/a/a/a\\n' >profiles.ini",
		"ln -s b a; ln -s a b; printf '[Profile0]\\nPath=a\\n' >profiles.ini",
		"for i in $(seq 9999); do printf '[Profile%d]\\nPath=p%d\\n' $i $i; done "
		">profiles.ini",
	};

	enter();
	make_profile("/mnt/root");
	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
		int64_t began_us = timing_monotonic_us();
		json_t *browsers;
		char *all;

		run("rm -rf %s; mkdir -p %s; cd %s; %s", NATIVE, NATIVE, NATIVE, lists[i]);
		give_to_anna();
		browsers = look("/root", "anna");
		all = json_dumps(browsers, 0);
		cr_expect_not(strstr(all, "tls.version"), "%s: %s", lists[i], all);
		cr_expect_lt(timing_monotonic_us() - began_us, INT64_C(20000000), "%s", lists[i]);
		free(all);
		json_decref(browsers);
	}
}
