/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The HTML report in a real browser, which has no network: what it makes of the document, what it complains about,
 * and pictures, light and dark, to be looked at (REPORT_PICTURES names a folder to keep them in).
 */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "../support/command.h"
#include "base/file.h"
#include "base/memory.h"
#include "practice/practice.h"

#define PATIENCE_MS 120000 /* a browser's first start, on a busy computer */
#define PICTURE_LEAST 10000 /* bytes: an empty page has fewer */

TestSuite(full_report);

struct desk {
	char folder[64];
	char *page; /* the report's path */
};

static char *in_folder(const struct desk *desk, const char *name)
{
	return memory_format("%s/%s", desk->folder, name);
}

/* The report of a practice server with FAULT, in two languages. */
static struct desk desk_open(const char *fault)
{
	struct desk desk = { .folder = "/tmp/tlsdoctor-report-XXXXXX" };
	char *why = NULL;
	struct practice *practice = practice_start(&fault, 1, 0, &why);
	char *ca_file, *target, *address;
	struct command command;

	cr_assert(practice, "%s", why);
	cr_assert(mkdtemp(desk.folder));
	desk.page = in_folder(&desk, "report.html");
	ca_file = in_folder(&desk, "ca.pem");
	cr_assert_eq(
		file_write(ca_file, practice_ca_pem(practice), strlen(practice_ca_pem(practice))),
		0);
	target = memory_format("%s:%d", PRACTICE_HOST, practice_port(practice, 0));
	address = memory_format("127.0.0.1:%d", practice_port(practice, 0));
	command_run((char *[]){ (char *)command_tlsdoctor(), (char *)"check", target,
			    (char *)"--connect-to", address, (char *)"--ca-file", ca_file,
			    (char *)"--format", (char *)"html", (char *)"--lang", (char *)"en",
			    (char *)"--report-lang", (char *)"ja", (char *)"--output", desk.page,
			    NULL },
		PATIENCE_MS, &command);
	cr_assert_leq(command.status, 1, "%s", command.err);
	command_free(&command);
	practice_stop(practice);
	free(address);
	free(target);
	free(ca_file);
	return desk;
}

static void desk_close(struct desk *desk)
{
	struct command command;

	command_run((char *[]){ (char *)"rm", (char *)"-rf", desk->folder, NULL }, PATIENCE_MS,
		&command);
	command_free(&command);
	free(desk->page);
}

/* Chromium on the report, with OPTION and, unless it is NULL, another. */
static struct command browse(const struct desk *desk, const char *option, const char *other)
{
	char *profile = memory_format("--user-data-dir=%s/profile", desk->folder);
	char *url = memory_format("file://%s", desk->page);
	char *argv[] = { (char *)"chromium", (char *)"--headless", (char *)"--no-sandbox",
		(char *)"--disable-gpu", (char *)"--no-first-run", (char *)"--hide-scrollbars",
		(char *)"--window-size=1200,2400", (char *)"--enable-logging=stderr", profile,
		(char *)option, other ? (char *)other : url, other ? url : NULL, NULL };
	struct command command;

	command_run(argv, PATIENCE_MS, &command);
	cr_expect_eq(command.status, 0, "%d: %s", command.status, command.err);
	free(url);
	free(profile);
	return command;
}

Test(full_report, a_browser_shows_all_of_it_and_complains_of_nothing, .timeout = 300)
{
	struct desk desk = desk_open("expired");
	struct command command = browse(&desk, "--dump-dom", NULL);

	cr_expect(strstr(command.out, "<h1>TLS report for practice.test"), "%s", command.out);
	cr_expect(strstr(command.out, "<svg class=\"ladder\""));
	cr_expect(strstr(command.out, "<svg class=\"times\""));
	cr_expect(strstr(command.out, "<div lang=\"ja\">"));
	cr_expect_null(strstr(command.out, "<script"));
	/* A policy that stops something says so. */
	cr_expect_null(strstr(command.err, "CONSOLE"), "%s", command.err);
	command_free(&command);
	desk_close(&desk);
}

/* The picture called NAME, made with OPTION. */
static void takes_picture(const struct desk *desk, const char *name, const char *option)
{
	const char *keep = getenv("REPORT_PICTURES");
	char *path = memory_format("%s/%s", keep ? keep : desk->folder, name);
	char *screenshot = memory_format("--screenshot=%s", path);
	struct command command = browse(desk, screenshot, option);
	struct buffer picture = { 0 };

	cr_assert_eq(file_read(path, 1 << 24, &picture), 0, "%s: %s", path, command.err);
	cr_expect_gt(picture.length, PICTURE_LEAST, "%s is empty", name);
	cr_expect(picture.length > 8 && !memcmp(picture.bytes, "\x89PNG", 4), "%s", name);
	buffer_free(&picture);
	command_free(&command);
	free(screenshot);
	free(path);
}

Test(full_report, it_can_be_looked_at_light_and_dark, .timeout = 300)
{
	struct desk desk = desk_open("incomplete-chain");

	takes_picture(&desk, "light.png", NULL);
	takes_picture(&desk, "dark.png", "--force-dark-mode");
	desk_close(&desk);
}
