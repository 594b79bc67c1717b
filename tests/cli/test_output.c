/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the report goes, and what happens when it can't. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/buffer.h"
#include "base/file.h"
#include "base/memory.h"
#include "cli/tool.h"

static struct tool check_with_stdout(const struct school *school, enum tool_stdout output)
{
	const char *arguments[] = { "check", school->target, "--connect-to", school->address,
		"--ca-file", school->ca_file, NULL };
	struct tool tool = tool_start(
		&(struct tool_wish){ .arguments = arguments, .output = output });

	tool_finish(&tool);
	return tool;
}

Test(cli_output, a_reader_that_has_gone_ends_it_quietly)
{
	struct school school = school_open("healthy");
	struct tool tool = check_with_stdout(&school, TOOL_STDOUT_GONE);

	cr_expect_eq(tool.status, 141, "%d", tool.status);
	cr_expect_str_empty(tool.err);
	tool_free(&tool);
	school_close(&school);
}

Test(cli_output, a_closed_standard_output_ends_it_quietly)
{
	struct school school = school_open("healthy");
	struct tool tool = check_with_stdout(&school, TOOL_STDOUT_CLOSED);

	cr_expect_eq(tool.status, 141, "%d", tool.status);
	cr_expect_str_empty(tool.err);
	tool_free(&tool);
	school_close(&school);
}

Test(cli_output, an_output_file_is_whole_and_readable_by_its_owner_alone)
{
	struct school school = school_open("expired");
	char *path = memory_format("%s/report", school.folder);
	struct tool tool = SCHOOL_CHECK(&school, "--format", "json", "--output", path);
	struct stat status;
	json_t *json;

	cr_expect_eq(tool.status, 1);
	cr_expect_str_empty(tool.out);
	cr_assert_eq(stat(path, &status), 0);
	cr_expect_eq(status.st_mode & 0777, 0600, "%o", status.st_mode);
	json = json_load_file(path, 0, NULL);
	cr_expect_str_eq(tool_cause(json), "certificate-expired");
	json_decref(json);
	tool_free(&tool);
	free(path);
	school_close(&school);
}

static void is_unwritable(const char *option, const char *path)
{
	struct school school = school_open("healthy");
	struct tool tool = SCHOOL_CHECK(&school, option, path);

	cr_expect_eq(tool.status, 64, "%s %s: %d", option, path, tool.status);
	cr_expect(strstr(tool.err, path), "%s", tool.err);
	tool_free(&tool);
	school_close(&school);
}

Test(cli_output, a_file_that_cannot_be_written_is_named)
{
	is_unwritable("--output", "/nonexistent/report");
	is_unwritable("--output", "/tmp");
	is_unwritable("--save", "/nonexistent/session");
}

Test(cli_output, a_full_device_is_named_and_stays_a_device)
{
	struct stat status;

	is_unwritable("--output", "/dev/full");
	cr_assert_eq(stat("/dev/full", &status), 0);
	cr_expect(S_ISCHR(status.st_mode));
}

Test(cli_output, colors_and_ascii_are_as_asked)
{
	struct school school = school_open("expired");
	struct tool plain = SCHOOL_CHECK(&school, "--color", "auto");
	struct tool colored = SCHOOL_CHECK(&school, "--color", "always");
	struct tool ascii = SCHOOL_CHECK(&school, "--ascii");

	cr_expect(!strchr(plain.out, '\033'));
	cr_expect(strstr(plain.out, "✗"));
	cr_expect(strchr(colored.out, '\033'));
	cr_expect(!strstr(ascii.out, "✗"));
	tool_free(&plain);
	tool_free(&colored);
	tool_free(&ascii);
	school_close(&school);
}

/* ---- Saving and opening ---- */

Test(cli_output, a_saved_session_is_judged_the_same_when_opened)
{
	struct school school = school_open("wrong-name");
	char *path = memory_format("%s/session", school.folder);
	struct tool saved = SCHOOL_CHECK(&school, "--format", "json", "--save", path);
	struct tool opened = TOOL("check", "--format", "json", "--open", path);
	json_t *before = tool_json(&saved);
	json_t *after = tool_json(&opened);
	struct stat status;

	cr_assert_eq(stat(path, &status), 0);
	cr_expect_eq(status.st_mode & 0777, 0600);
	cr_expect_eq(saved.status, 1);
	cr_expect_eq(opened.status, 1, "%s", opened.err);
	cr_expect(json_equal(before, after), "%s\n%s", saved.out, opened.out);
	json_decref(before);
	json_decref(after);
	tool_free(&saved);
	tool_free(&opened);
	free(path);
	school_close(&school);
}

Test(cli_output, several_sessions_are_saved_and_opened_together)
{
	struct school school = school_open("healthy");
	char *path = memory_format("%s/sessions", school.folder);
	struct tool saved = TOOL("check", "--format", "json", "--save", path, "--ca-file",
		school.ca_file, school.address, school.address);
	struct tool opened = TOOL("check", "--format", "json", "--open", path);
	json_t *json = tool_json(&opened);

	cr_expect_eq(saved.status, 0);
	cr_expect_eq(json_array_size(json), 2);
	json_decref(json);
	tool_free(&saved);
	tool_free(&opened);
	free(path);
	school_close(&school);
}

/* What a saved session can't look like. */
static const char *const not_saved[] = {
	"",
	"{",
	"[]",
	"{}",
	"null",
	"[{}]",
	"{\"evidence\": 1}",
	"{\"evidence\": {\"settings\": []}}",
	"{\"evidence\": {}}\xff",
};

Test(cli_output, what_was_never_saved_is_refused)
{
	char *folder = tool_folder();
	char *path = memory_format("%s/session", folder);

	for (size_t i = 0; i < sizeof(not_saved) / sizeof(not_saved[0]); i++) {
		struct tool tool;

		cr_assert_eq(file_write(path, not_saved[i], strlen(not_saved[i])), 0);
		tool = TOOL("check", "--open", path);
		cr_expect_eq(tool.status, 64, "%s: %d", not_saved[i], tool.status);
		cr_expect_str_empty(tool.out);
		cr_expect(strstr(tool.err, path), "%s", tool.err);
		tool_free(&tool);
	}
	free(path);
	tool_remove_folder(folder);
}
