/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The five steps for somebody who looks after a web server, on the screen and by numbers. */
#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/file.h"
#include "base/memory.h"
#include "ui/wizard.h"

#define WALK "Five steps to the line that is at fault"
#define LOG_SYMPTOM "A web-server log says \"SSL_do_handshake() failed\""
#define WHICH_LOG "Which file is the log?"
#define WHICH_CONFIGURATION "Which file is the configuration?"

/* Nobody listens on port 1, and "proxy_ssl_verify" lacks what it needs. */
static const char configuration[] = "events {}\n"
				    "http {\n"
				    "	server {\n"
				    "		listen 8080;\n"
				    "		location / {\n"
				    "			proxy_pass https://127.0.0.1:1;\n"
				    "			proxy_ssl_verify on;\n"
				    "		}\n"
				    "	}\n"
				    "}\n";

static const char log_text[] =
	"2026/11/22 10:00:00 [error] 12#12: *1 SSL_do_handshake() failed (SSL: error:0A000410:SSL "
	"routines::sslv3 alert handshake failure:SSL alert number 40) while SSL handshaking to "
	"upstream, client: 192.0.2.1, server: example.com, request: \"GET / HTTP/1.1\", upstream: "
	"\"https://192.0.2.7:443/\", host: \"example.com\"\n";

struct files {
	char folder[32];
	char log[64], configuration[64];
};

static void write_files(struct files *ret)
{
	snprintf(ret->folder, sizeof(ret->folder), "/tmp/walk-XXXXXX");
	cr_assert(mkdtemp(ret->folder));
	snprintf(ret->log, sizeof(ret->log), "%s/error.log", ret->folder);
	snprintf(ret->configuration, sizeof(ret->configuration), "%s/nginx.conf", ret->folder);
	cr_assert_eq(file_write(ret->log, log_text, strlen(log_text)), 0);
	cr_assert_eq(file_write(ret->configuration, configuration, strlen(configuration)), 0);
}

static void remove_files(const struct files *files)
{
	unlink(files->log);
	unlink(files->configuration);
	rmdir(files->folder);
}

static void type_path(struct terminal *t, const char *path)
{
	terminal_keys(t, "\025");
	terminal_keys(t, path);
	terminal_keys(t, "\r");
}

static struct terminal *at_the_walk(const struct wizard *wizard)
{
	struct terminal *t = wizard_at(wizard, LOG_SYMPTOM);

	wizard_choose(t, wizard->lang, LOG_SYMPTOM);
	cr_assert(terminal_until(t, said(wizard->lang, WALK)));
	return t;
}

ParameterizedTestParameters(walk, five_steps_lead_from_the_log_to_the_line_and_its_correction)
{
	return wizard_each_language();
}
ParameterizedTest(
	struct code *code, walk, five_steps_lead_from_the_log_to_the_line_and_its_correction)
{
	struct wizard w = { .lang = code->name, .rows = 50 };
	struct terminal *t = at_the_walk(&w);
	struct files files;
	char *place;

	write_files(&files);
	wizard_choose(t, code->name, "The clock of this server");
	cr_assert(terminal_until(t, "timedatectl"));
	terminal_keys(t, "1");
	cr_assert(terminal_until(t, said(code->name, WHICH_LOG)));
	type_path(t, files.log);
	cr_assert(terminal_until(t, "192.0.2.7:443"));
	terminal_keys(t, "1");
	cr_assert(terminal_until(t, said(code->name, WHICH_CONFIGURATION)));
	type_path(t, files.configuration);
	place = memory_format("%s:7", files.configuration);
	cr_assert(terminal_until(t, place), "file and line");
	cr_expect(terminal_until(t, "proxy_ssl_trusted_certificate"), "how it would be right");
	terminal_keys(t, "1");
	wizard_choose(t, code->name, "Shake hands now");
	cr_assert(terminal_until(t, said(code->name, "Shake hands again")));
	cr_expect(terminal_until(t, "127.0.0.1:1"), "whom it asked");
	wizard_choose(t, code->name, "Choose another configuration file");
	cr_assert(terminal_until(t, said(code->name, WHICH_CONFIGURATION)));
	cr_expect(terminal_until(t, files.configuration), "what was typed is not lost");
	terminal_keys(t, "\033\033");
	free(place);
	terminal_keys(t, "\003");
	terminal_status(t);
	terminal_close(t);
	remove_files(&files);
}

Test(walk, the_last_step_tests_and_reloads_after_a_copy_was_made)
{
	struct wizard w = { .lang = "en", .rows = 40 };
	struct terminal *t = at_the_walk(&w);
	int copy, test, reload;

	cr_expect(terminal_until(t, "Keep a copy of the configuration and of the log"));
	wizard_choose(t, "en", "Change the line, test, reload, look again");
	cr_assert(terminal_until(t, "debug.log debug;"));
	copy = terminal_row_of(t, "cp -a /etc/nginx");
	test = terminal_row_of(t, "nginx -t");
	reload = terminal_row_of(t, "systemctl reload nginx");
	cr_expect(copy > 0 && copy < test && test < reload, "%d %d %d", copy, test, reload);
	wizard_quit(t);
}

struct wrong {
	char path[40], why[80];
};

ParameterizedTestParameters(walk, a_file_that_cannot_be_read_is_told_with_the_reason)
{
	static struct wrong rows[] = { { "/tmp/there/is/no/such",
					       "there is no such file or folder" },
		{ "/tmp", "can't be read" }, { "/dev/null", "can't be read" } };

	return cr_make_param_array(struct wrong, rows, sizeof(rows) / sizeof(rows[0]));
}
ParameterizedTest(struct wrong *wrong, walk, a_file_that_cannot_be_read_is_told_with_the_reason)
{
	struct wizard w = { .lang = "en" };
	struct terminal *t = at_the_walk(&w);

	wizard_choose(t, "en", "What the log says");
	cr_assert(terminal_until(t, WHICH_LOG));
	type_path(t, wrong->path);
	cr_expect(terminal_until(t, wrong->why), "%s", wrong->path);
	cr_expect(terminal_until(t, wrong->path), "it can be corrected");
	terminal_keys(t, "\033");
	cr_assert(terminal_until(t, WALK));
	wizard_quit(t);
}

Test(walk, the_steps_show_what_was_found_and_open_it_again)
{
	struct wizard w = { .lang = "en", .columns = 40, .rows = 20 };
	struct terminal *t = at_the_walk(&w);
	struct files files;

	write_files(&files);
	wizard_choose(t, "en", "What the log says");
	cr_assert(terminal_until(t, WHICH_LOG));
	type_path(t, files.log);
	cr_assert(terminal_until(t, "This server could not connect to another one behind it."));
	terminal_keys(t, KEY_LEFT_BYTES);
	cr_assert(terminal_until(t, WALK));
	cr_expect(terminal_until(t, "✗"), "the log has a problem");
	wizard_choose(t, "en", "What the log says");
	cr_expect(terminal_until(t, "This server could not connect to another one behind it."));
	wizard_quit(t);
	remove_files(&files);
}

Test(walk, what_was_found_speaks_another_language_at_once)
{
	struct wizard w = { .lang = "en", .rows = 40 };
	struct terminal *t = at_the_walk(&w);
	struct files files;

	write_files(&files);
	wizard_choose(t, "en", "What is wrong in the configuration");
	cr_assert(terminal_until(t, WHICH_CONFIGURATION));
	type_path(t, files.configuration);
	cr_assert(terminal_until(t, "Add beside it:"));
	terminal_keys(t, KEY_F2_BYTES);
	cr_expect(terminal_until(t, said("ja", "Add beside it:")));
	wizard_quit(t);
	remove_files(&files);
}

/* The line mode can do the same. */
Test(walk, by_numbers_the_same_line_is_found)
{
	struct wizard w = { .lang = "en", .option = "--plain", .columns = 100, .rows = 60 };
	struct terminal *t = wizard_at(&w, "Your choice:");
	struct files files;

	write_files(&files);
	terminal_keys(t, "4\n");
	cr_assert(terminal_until(t, WALK));
	terminal_keys(t, "3\n");
	cr_assert(terminal_until(t, WHICH_CONFIGURATION));
	terminal_keys(t, files.configuration);
	terminal_keys(t, "\n");
	cr_assert(terminal_until(t, "Add beside it:"), "the result comes by itself");
	cr_expect(terminal_until(t, "proxy_ssl_trusted_certificate"));
	terminal_keys(t, "0\n");
	cr_expect_eq(terminal_status(t), 0);
	terminal_close(t);
	remove_files(&files);
}
