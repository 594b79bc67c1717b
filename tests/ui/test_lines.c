/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The line mode: a script on standard input, everything on standard output. */
#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include "base/buffer.h"
#include "guide/guide.h"
#include "ui/wizard.h"

/* What the demo printed when it read SCRIPT; its exit status in *RET_STATUS. The caller frees. */
static char *listen(const char *lang, const char *subject, const char *script, int *ret_status)
{
	struct buffer heard = { 0 };
	char bytes[4096], language[32];
	int in[2], out[2];
	ssize_t got;
	pid_t pid;

	snprintf(language, sizeof(language), "LANGUAGE=%s", lang);
	cr_assert(pipe(in) == 0 && pipe(out) == 0);
	pid = fork();
	if (pid == 0) {
		char *argv[] = { "demo", "--plain", (char *)(uintptr_t)subject, NULL };
		char *env[] = { "LC_ALL=C.UTF-8", "TERM=dumb", language, NULL };

		dup2(in[0], STDIN_FILENO);
		dup2(out[1], STDOUT_FILENO);
		for (int i = 0; i < 2; i++) {
			close(in[i]);
			close(out[i]);
		}
		execve("tests/ui/demo", argv, env);
		_exit(127);
	}
	close(in[0]);
	close(out[1]);
	cr_assert(write(in[1], script, strlen(script)) == (ssize_t)strlen(script));
	close(in[1]);
	while ((got = read(out[0], bytes, sizeof(bytes))) > 0)
		buffer_add(&heard, bytes, (size_t)got);
	close(out[0]);
	cr_assert_eq(waitpid(pid, ret_status, 0), pid);
	return buffer_take(&heard);
}

static char *heard_in(const char *lang, const char *subject, const char *script)
{
	int status;
	char *heard = listen(lang, subject, script, &status);

	cr_expect(WIFEXITED(status) && WEXITSTATUS(status) == 0, "status %x", status);
	return heard;
}

#define EXPECT_HEARD(heard, text) \
	cr_expect(strstr(heard, text) != NULL, "not said: %s\nbut: %s", text, heard)

/* The number that the line mode gives to the entry TEXT, for a script. */
static int number_of(const char *heard, const char *text)
{
	const char *at = strstr(heard, text);

	cr_assert(at, "not offered: %s\n%s", text, heard);
	while (at > heard && at[-1] != '\n')
		at--;
	return atoi(at);
}

ParameterizedTestParameters(lines, the_answer_is_said_in_every_language)
{
	return wizard_each_language();
}
ParameterizedTest(struct code *code, lines, the_answer_is_said_in_every_language)
{
	char *heard = heard_in(code->name, "expired", "0\n");
	const struct language *language = language_by_name(code->name);

	EXPECT_HEARD(heard, tr(language, "Why I think so"));
	EXPECT_HEARD(heard, guide_who(language, WHO_SITE));
	EXPECT_HEARD(heard, tr(language, "What to do"));
	EXPECT_HEARD(heard, guide_rung_name(language, 4));
	free(heard);
}

Test(lines, what_a_field_offers_stands_in_brackets)
{
	char *heard = heard_in("en", "no-name", "1\n1\n0\n"), *field;

	EXPECT_HEARD(heard, "Type another address");
	field = strstr(heard, "\n[");
	cr_assert(field, "nothing is offered: %s", heard);
	cr_expect_eq(field[strcspn(field + 1, "\n")], ']');
	free(heard);
}

Test(lines, end_of_input_quits)
{
	free(heard_in("en", "expired", ""));
}

Test(lines, zero_quits)
{
	char *heard = heard_in("en", "expired", "0\n1\n");

	cr_expect(!strstr(heard, "Who does it"), "it went on after 0");
	free(heard);
}

Test(lines, everything_the_screen_can_do_has_a_number)
{
	static const char *const can[] = { "Details", "All steps", "Check again", "Report",
		"New check", "Language", "Back" };
	char *heard = heard_in("en", "expired", "0\n");

	for (size_t i = 0; i < sizeof(can) / sizeof(can[0]); i++)
		cr_expect_gt(number_of(heard, can[i]), 0, "%s", can[i]);
	free(heard);
}

Test(lines, details_are_read_out)
{
	char *first = heard_in("en", "expired", "");
	char script[32];
	char *heard;

	snprintf(script, sizeof(script), "%d\n", number_of(first, "Details"));
	heard = heard_in("en", "expired", script);
	EXPECT_HEARD(heard, "Technical details");
	EXPECT_HEARD(heard, "TLS_AES_128_GCM_SHA256");
	free(first);
	free(heard);
}

Test(lines, language_changes_at_once_results_included)
{
	char *first = heard_in("en", "expired", ""), *heard;
	char script[32];

	/* The languages stand in the order of language_at(). */
	for (int i = 1; language_at((size_t)i); i++) {
		snprintf(script, sizeof(script), "%d\n%d\n", number_of(first, "Language"), i + 1);
		heard = heard_in("en", "expired", script);
		EXPECT_HEARD(heard, guide_who(language_at((size_t)i), WHO_SITE));
		free(heard);
	}
	free(first);
}

Test(lines, an_address_typed_is_checked)
{
	char *heard = heard_in("en", NULL, "6\n127.0.0.1:1\n1\n3\n0\n");

	EXPECT_HEARD(heard, "Which address shall I check?");
	EXPECT_HEARD(heard, "May this program ask other servers too?");
	EXPECT_HEARD(heard, "time.cloudflare.com");
	EXPECT_HEARD(heard, "Checking...");
	EXPECT_HEARD(heard, "Why I think so");
	free(heard);
}

Test(lines, another_device_is_asked_for_its_system_and_browser)
{
	char *heard = heard_in("en", NULL, "6\n127.0.0.1:1\n2\n5\n4\n3\n0\n");

	EXPECT_HEARD(heard, "Which system does that device have?");
	EXPECT_HEARD(heard, "Which browser or program shows the problem?");
	EXPECT_HEARD(heard, "Why I think so");
	free(heard);
}

Test(lines, a_bad_address_is_asked_for_again)
{
	char *why = guide_target_error(language_english(), TARGET_BAD_PORT, "example.com:70000");
	char *heard = heard_in("en", NULL, "6\nexample.com:70000\n0\n");

	EXPECT_HEARD(heard, why);
	free(why);
	free(heard);
}

Test(lines, an_impossible_number_is_answered_kindly)
{
	char *heard = heard_in("en", NULL, "99\n0\n");

	EXPECT_HEARD(heard, "Please type a number from 0 to ");
	free(heard);
}

Test(lines, full_width_numbers_count)
{
	char *heard = heard_in("ja", NULL, "６\n0\n");

	EXPECT_HEARD(heard, tr(language_by_name("ja"), "Which address shall I check?"));
	free(heard);
}

Test(lines, nothing_raw_comes_through)
{
	char *heard = heard_in("en", "hostile", "d\n\033]0;x\007\n0\n");

	cr_expect(!strchr(heard, '\033') && !strchr(heard, '\007'), "%s", heard);
	free(heard);
}

Test(lines, a_long_script_walks_through_every_page)
{
	int status;
	char *heard = listen(
		"en", "several", "s\n5\nw\n1\nb\nb\nd\nb\nb\nb\n?\nb\n1\nr\n0\n2\n0\n", &status);

	cr_expect(WIFEXITED(status) && WEXITSTATUS(status) == 0, "%x\n%s", status, heard);
	free(heard);
}

Test(lines, ctrl_c_ends_it_with_130)
{
	struct terminal *t = wizard_at(
		&(struct wizard){ .lang = "en", .option = "--plain", .subject = "expired" },
		"Your choice:");
	int status;

	terminal_keys(t, "\003");
	status = terminal_status(t);
	cr_expect(WIFEXITED(status) && WEXITSTATUS(status) == 130, "%x", status);
	terminal_close(t);
}

Test(lines, enter_stops_a_check_that_waits)
{
	struct terminal *t = wizard_at(&(struct wizard){ .lang = "en",
					       .program = "./tlsdoctor",
					       .option = "practice",
					       .term = "dumb" },
		"Your choice:");

	terminal_keys(t, "9\n"); /* the server that says nothing */
	cr_assert(terminal_until(t, "Press Enter to stop."));
	terminal_keys(t, "\n");
	cr_assert(terminal_until(t, "You stopped the check."));
	terminal_keys(t, "0\n");
	cr_expect_eq(terminal_status(t), 0);
	terminal_close(t);
}

Test(lines, no_line_is_wider_than_the_terminal)
{
	struct terminal *t = wizard_at(
		&(struct wizard){ .lang = "en", .option = "--plain", .subject = "expired" },
		"Your choice:");
	size_t wide = 0;

	for (size_t i = 0; i < t->bytes; i++) {
		wide = t->raw[i] == '\n' ? 0 : wide + 1;
		cr_assert_leq(wide, 80, "at byte %zu", i);
	}
	terminal_keys(t, "0\n");
	cr_expect_eq(terminal_status(t), 0);
	terminal_close(t);
}

Test(lines, a_pasted_message_of_several_lines_is_explained_and_its_address_offered)
{
	char *home = heard_in("en", NULL, "0\n"), *heard;
	char script[512];

	snprintf(script, sizeof(script),
		"%d\nfatal: unable to access 'https://git.example.com:8443/a.git/': SSL certi\n"
		"ficate problem: certificate has expired\n\n0\n",
		number_of(home, "I have an error message: paste it, read what it means"));
	heard = heard_in("en", NULL, script);
	EXPECT_HEARD(heard, "The message says that a certificate has expired.");
	EXPECT_HEARD(heard, "Check git.example.com:8443 now");
	free(heard);
	free(home);
}

Test(lines, a_text_that_is_no_tls_error_is_not_explained)
{
	char *home = heard_in("en", NULL, "0\n"), *heard;
	char script[128];

	snprintf(script, sizeof(script), "%d\nno space left on device\n\n0\n",
		number_of(home, "I have an error message: paste it, read what it means"));
	heard = heard_in("en", NULL, script);
	EXPECT_HEARD(heard, "I don't recognize a TLS error here.");
	free(heard);
	free(home);
}
