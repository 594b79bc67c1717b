/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reports in their forms, without private details, compared with earlier ones: as a person asks for them. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/buffer.h"
#include "base/file.h"
#include "base/memory.h"
#include "cli/tool.h"

static void holds(const char *text, const char *part)
{
	cr_expect(strstr(text, part), "no \"%s\" in:\n%s", part, text);
}

static void lacks(const char *text, const char *part)
{
	cr_expect(!strstr(text, part), "\"%s\" in:\n%s", part, text);
}

/* A session that was saved, in a folder of its own. */
struct kept {
	struct school school;
	char *path;
};

static struct kept kept_open(const char *fault)
{
	struct kept kept = { .school = school_open(fault) };
	struct tool tool;

	kept.path = memory_format("%s/session.json", kept.school.folder);
	tool = SCHOOL_CHECK(&kept.school, "--save", kept.path);
	cr_assert_leq(tool.status, 1, "%s", tool.err);
	tool_free(&tool);
	return kept;
}

static void kept_close(struct kept *kept)
{
	free(kept->path);
	school_close(&kept->school);
}

/* Puts NEW in the place of each OLD of the saved session. */
static void kept_change(struct kept *kept, const char *old, const char *new)
{
	struct buffer file, changed = { 0 };

	cr_assert_eq(file_read(kept->path, 1 << 24, &file), 0);
	for (const char *at = file.bytes; *at;) {
		const char *next = strstr(at, old);

		buffer_add(&changed, at, next ? (size_t)(next - at) : strlen(at));
		if (!next)
			break;
		buffer_add_text(&changed, new);
		at = next + strlen(old);
	}
	cr_assert_eq(file_write(kept->path, changed.bytes, changed.length), 0);
	buffer_free(&file);
	buffer_free(&changed);
}

Test(cli_reports, a_saved_session_becomes_html_and_markdown_in_two_languages)
{
	struct kept kept = kept_open("expired");
	struct tool html = TOOL("check", "--open", kept.path, "--format", "html", "--report-lang",
		"ja", "--lang", "nl");
	struct tool markdown = TOOL("check", "--open", kept.path, "--format", "markdown",
		"--report-lang", "ja", "--lang", "nl");

	cr_expect_eq(html.status, 1, "%s", html.err);
	holds(html.out, "<!DOCTYPE html>\n<html lang=\"nl\">");
	holds(html.out, "<div lang=\"ja\">");
	holds(html.out, "TLS-rapport");
	cr_expect_eq(markdown.status, 1, "%s", markdown.err);
	holds(markdown.out, "# TLS-rapport");
	holds(markdown.out, "\n---\n\n# ");
	tool_free(&markdown);
	tool_free(&html);
	kept_close(&kept);
}

/* Runs check on the saved session of an expired certificate, with advice in the person's guide.d. */
static struct tool check_with_advice(struct kept *kept, const char *format, const char *option)
{
	static const char advice[] = "Contact: desk\n_Title: Call the desk\n_Body: Dial 1234.\n";
	char *folder = memory_format("%s/tlsdoctor", kept->school.folder);
	char *more = memory_format("%s/guide.d", folder), *file = memory_format("%s/desk", more);
	char *variable = memory_format("XDG_CONFIG_HOME=%s", kept->school.folder);
	struct tool tool;

	mkdir(folder, 0700);
	mkdir(more, 0700);
	cr_assert_eq(file_write(file, advice, strlen(advice)), 0);
	tool = tool_start(&(struct tool_wish){
		.arguments = (const char *const[]){ "check", "--open", kept->path, "--format",
			format, option, NULL },
		.variables = (const char *const[]){ variable, NULL },
	});
	tool_finish(&tool);
	free(variable);
	unlink(file);
	rmdir(more);
	rmdir(folder);
	free(file);
	free(more);
	free(folder);
	return tool;
}

Test(cli_reports, the_organisations_advice_is_for_people_and_not_for_strangers)
{
	static const struct {
		const char *format, *option;
		bool shown;
	} rows[] = { { "text", "--ascii", true }, { "html", "--ascii", true },
		{ "markdown", "--ascii", true }, { "json", "--ascii", false },
		{ "text", "--redact", false } };
	struct kept kept = kept_open("expired");

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct tool tool = check_with_advice(&kept, rows[i].format, rows[i].option);

		cr_expect_eq(tool.status, 1, "%s", tool.err);
		cr_expect_eq(strstr(tool.out, "Dial 1234") != NULL, rows[i].shown, "%s %s:\n%s",
			rows[i].format, rows[i].option, tool.out);
		tool_free(&tool);
	}
	kept_close(&kept);
}

Test(cli_reports, the_same_language_twice_is_written_once)
{
	struct kept kept = kept_open("healthy");
	struct tool tool = TOOL(
		"check", "--open", kept.path, "--report-lang", "en", "--lang", "en");
	const char *first = strstr(tool.out, "TLS report for");

	cr_assert(first, "%s", tool.out);
	cr_expect_null(strstr(first + 1, "TLS report for"));
	tool_free(&tool);
	kept_close(&kept);
}

Test(cli_reports, an_unknown_language_is_refused)
{
	struct tool tool = TOOL("check", "--report-lang", "xx", "example.com");

	cr_expect_eq(tool.status, 64);
	holds(tool.err, "--report-lang");
	tool_free(&tool);
}

Test(cli_reports, forms_for_people_go_with_check_alone)
{
	static const char *const commands[][3] = { { "logs", "--format", "html" },
		{ "upstreams", "--format", "markdown" }, { "explain", "--format", "html" } };

	for (size_t i = 0; i < 3; i++) {
		struct tool tool = TOOL(
			commands[i][0], commands[i][1], commands[i][2], "/dev/null");

		cr_expect_eq(tool.status, 64, "%s: %d %s", commands[i][0], tool.status, tool.out);
		cr_expect_str_empty(tool.out);
		holds(tool.err, commands[i][2]);
		tool_free(&tool);
	}
}

/* ---- Without private details ---- */

Test(cli_reports, private_details_are_in_no_form_and_not_in_what_is_saved)
{
	static const char *const formats[] = { "text", "markdown", "html", "json", "jsonl" };
	struct kept kept = kept_open("expired");
	char *saved = memory_format("%s/redacted.json", kept.school.folder);
	struct buffer file;

	kept_change(&kept, "practice.test", "wiki.corp");
	kept_change(&kept, "127.0.0.1", "10.20.30.40");
	for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]); i++) {
		struct tool tool = TOOL("check", "--open", kept.path, "--redact", "--format",
			formats[i], "--save", saved);

		cr_expect_eq(tool.status, 1, "%s: %s", formats[i], tool.err);
		lacks(tool.out, "wiki.corp");
		lacks(tool.out, "10.20.30.40");
		lacks(tool.out, "BEGIN CERTIFICATE");
		if (strcmp(formats[i], "markdown") != 0)
			holds(tool.out, "[host 1]");
		tool_free(&tool);
	}
	cr_assert_eq(file_read(saved, 1 << 24, &file), 0);
	lacks(file.bytes, "wiki.corp");
	lacks(file.bytes, "10.20.30.40");
	buffer_free(&file);
	free(saved);
	kept_close(&kept);
}

Test(cli_reports, what_was_saved_without_them_opens_with_the_same_cause)
{
	struct kept kept = kept_open("incomplete-chain");
	char *saved = memory_format("%s/redacted.json", kept.school.folder);
	struct tool first = TOOL("check", "--open", kept.path, "--redact", "--save", saved);
	struct tool again = TOOL("check", "--open", saved, "--format", "json");
	json_t *json = tool_json(&again);

	cr_expect_str_eq(tool_cause(json), "chain-incomplete");
	json_decref(json);
	tool_free(&again);
	tool_free(&first);
	free(saved);
	kept_close(&kept);
}

Test(cli_reports, a_login_in_the_proxys_address_is_in_no_saved_session)
{
	struct school school = school_open("healthy");
	char *path = memory_format("%s/session.json", school.folder);
	struct tool tool = TOOL("check", "example.test", "--proxy",
		"http://bobby:s3cretword@127.0.0.1:1", "--save", path, "--quick");
	struct buffer file;

	cr_assert_eq(file_read(path, 1 << 24, &file), 0, "%s", tool.err);
	lacks(file.bytes, "s3cretword");
	lacks(file.bytes, "bobby");
	buffer_free(&file);
	tool_free(&tool);
	free(path);
	school_close(&school);
}

/* ---- What changed ---- */

/* The change called ID in REPORT, or NULL. */
static const json_t *change_in(const json_t *report, const char *id)
{
	const json_t *items = json_object_get(json_object_get(report, "changes"), "items");
	const json_t *item;
	size_t index;

	json_array_foreach(items, index, item)
	{
		if (!strcmp(json_string_value(json_object_get(item, "id")), id))
			return json_object_get(item, "facts");
	}
	return NULL;
}

Test(cli_reports, what_changed_is_told_in_ids_and_facts_without_a_network)
{
	struct kept before = kept_open("expired");
	struct kept after = kept_open("healthy");
	char port[2][16];
	struct tool tool;
	json_t *json;

	/* Two practice servers have two ports. */
	snprintf(port[0], sizeof(port[0]), "%d", practice_port(before.school.practice, 0));
	snprintf(port[1], sizeof(port[1]), "%d", practice_port(after.school.practice, 0));
	kept_change(&before, port[0], port[1]);
	tool = TOOL("check", "--open", after.path, "--compare", before.path, "--format", "json");
	json = tool_json(&tool);
	cr_expect_eq(tool.status, 0, "%s", tool.err);
	cr_expect_str_eq(json_string_value(json_object_get(change_in(json, "cause-gone"), "cause")),
		"certificate-expired");
	cr_expect(change_in(json, "fingerprint"));
	cr_expect(json_is_string(json_object_get(json_object_get(json, "changes"), "since")));
	json_decref(json);
	tool_free(&tool);
	tool = TOOL("check", "--open", after.path, "--compare", before.path);
	holds(tool.out, "\nWhat changed since ");
	holds(tool.out, "is not found any more");
	tool_free(&tool);
	kept_close(&after);
	kept_close(&before);
}

Test(cli_reports, a_session_is_the_same_as_itself)
{
	struct kept kept = kept_open("expired");
	struct tool tool = TOOL("check", "--open", kept.path, "--compare", kept.path);

	holds(tool.out, "Nothing has changed");
	tool_free(&tool);
	kept_close(&kept);
}

Test(cli_reports, a_run_is_compared_with_an_earlier_one)
{
	struct kept kept = kept_open("expired");
	struct tool tool = SCHOOL_CHECK(&kept.school, "--compare", kept.path, "--format", "json");
	json_t *json = tool_json(&tool);

	cr_expect(json_is_array(json_object_get(json_object_get(json, "changes"), "items")));
	cr_expect_null(change_in(json, "fingerprint"));
	json_decref(json);
	tool_free(&tool);
	kept_close(&kept);
}

Test(cli_reports, another_address_is_nothing_to_compare_with)
{
	struct kept kept = kept_open("healthy");
	char *other = memory_format("%s/other.json", kept.school.folder);
	struct buffer file;
	struct tool tool;
	json_t *json;

	cr_assert_eq(file_read(kept.path, 1 << 24, &file), 0);
	cr_assert_eq(file_write(other, file.bytes, file.length), 0);
	buffer_free(&file);
	kept_change(&kept, "practice.test", "elsewhere.test");
	tool = TOOL("check", "--open", other, "--compare", kept.path, "--format", "json");
	json = tool_json(&tool);
	cr_expect(json_is_null(json_object_get(json, "changes")));
	json_decref(json);
	tool_free(&tool);
	free(other);
	kept_close(&kept);
}

Test(cli_reports, a_file_that_is_no_session_is_refused_before_anything_is_looked_at)
{
	struct tool tool = TOOL("check", "127.0.0.1:1", "--compare", "/dev/null");

	cr_expect_eq(tool.status, 64);
	cr_expect_str_empty(tool.out);
	holds(tool.err, "/dev/null");
	tool_free(&tool);
}
