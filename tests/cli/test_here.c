/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is read of this computer itself, and when it isn't. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include "base/file.h"
#include "base/memory.h"
#include "tool.h"

static void write_below(const char *root, const char *folder, const char *name, const char *text)
{
	char *path = memory_format("%s/%s", root, folder);

	for (char *slash = path + strlen(root) + 1; slash; slash = strchr(slash + 1, '/')) {
		*slash = *slash == '/' ? '\0' : *slash;
		mkdir(path, 0700);
		if (!*slash)
			*slash = '/';
	}
	mkdir(path, 0700);
	free(path);
	path = memory_format("%s/%s/%s", root, folder, name);
	cr_assert_eq(file_write(path, text, strlen(text)), 0, "%s", path);
	free(path);
}

/* A computer whose OpenSSL insists on TLS 1.3. */
static char *strict_computer(void)
{
	char *root = tool_folder();

	write_below(root, "etc/ssl", "openssl.cnf",
		"openssl_conf = a\n[a]\nssl_conf = b\n[b]\nsystem_default = c\n[c]\n"
		"MinProtocol = TLSv1.3\n");
	return root;
}

static void remove_computer(char *root)
{
	static const char *const inside[] = { "etc/ssl/openssl.cnf", "etc/ssl", "etc" };

	for (size_t i = 0; i < sizeof(inside) / sizeof(inside[0]); i++) {
		char *path = memory_format("%s/%s", root, inside[i]);

		cr_expect_eq(remove(path), 0, "%s", path);
		free(path);
	}
	tool_remove_folder(root);
}

/* What check says of the old server on that computer, with VARIABLE in its environment. */
static json_t *check_there(const char *root, const char *const *more, const char *variable)
{
	struct school school = school_open("old-protocol-only");
	char *folder = memory_format("TLSDOCTOR_ROOT=%s", root);
	const char *arguments[TOOL_ARGUMENTS_MOST] = { "check", "--format", "json", "--connect-to",
		school.address, "--ca-file", school.ca_file, school.target };
	const char *variables[] = { folder, "HOME=/nowhere", variable, NULL };
	struct tool_wish wish = { .arguments = arguments, .variables = variables };
	struct tool tool;
	json_t *report;

	for (size_t i = 0; more[i]; i++)
		arguments[8 + i] = more[i];
	tool = tool_start(&wish);
	tool_finish(&tool);
	report = tool_json(&tool);
	tool_free(&tool);
	free(folder);
	school_close(&school);
	return report;
}

static json_t *check_of(const json_t *report, const char *id)
{
	json_t *item;
	size_t i;

	json_array_foreach(json_object_get(report, "checks"), i,
		item) if (!strcmp(json_string_value(json_object_get(item, "id")), id)) return item;
	return NULL;
}

static void expect_left_out(const char *const *options, const char *reason)
{
	static const char *const ids[] = { "local-policy", "browser", "profile" };
	char *root = strict_computer();
	json_t *report = check_there(root, options, NULL);

	for (size_t i = 0; i < sizeof(ids) / sizeof(ids[0]); i++) {
		json_t *check = check_of(report, ids[i]);

		cr_expect_str_eq(json_string_value(json_object_get(check, "verdict")), "skipped");
		cr_expect_str_eq(json_string_value(json_object_get(check, "reason")), reason);
		cr_expect_eq(json_array_size(json_object_get(check, "findings")), 0);
	}
	json_decref(report);
	remove_computer(root);
}

Test(cli_here, another_device_leaves_this_computer_alone)
{
	expect_left_out((const char *[]){ "--device", "other", NULL }, "other-device");
}

Test(cli_here, a_quick_check_reads_nothing_here)
{
	expect_left_out((const char *[]){ "--quick", NULL }, "quick");
}

/* The file is named, and a rule that forbids what nobody wants any more is no cause. */
Test(cli_here, rules_are_read_offline_too_and_the_file_is_named)
{
	char *root = strict_computer();
	json_t *report = check_there(root, (const char *[]){ "--offline", NULL }, NULL);
	json_t *check = check_of(report, "local-policy");
	char *text = json_dumps(check, 0);

	cr_expect(strstr(text, "/etc/ssl/openssl.cnf"), "%s", text);
	cr_expect(strstr(text, "local-policy.usual"), "%s", text);
	cr_expect_str_eq(tool_cause(report), "protocol-too-old");
	free(text);
	json_decref(report);
	remove_computer(root);
}

/* As Ubuntu and Fedora forbid them: other programs here can't use the old versions, but the server still has them. */
Test(cli_here, what_gnutls_may_not_do_here_is_measured_all_the_same)
{
	static const char rules[] = "[overrides]\ndisabled-version = tls1.0\n"
				    "disabled-version = tls1.1\n";
	char *root = strict_computer();
	char *path = memory_format("%s/rules", root);
	char *variable = memory_format("GNUTLS_SYSTEM_PRIORITY_FILE=%s", path);
	json_t *report;

	cr_assert_eq(file_write(path, rules, strlen(rules)), 0);
	report = check_there(root, (const char *[]){ "--offline", NULL }, variable);
	cr_expect_str_eq(tool_cause(report), "protocol-too-old");
	cr_expect_str_eq(json_string_value(
				 json_object_get(json_object_get(report, "handshake"), "protocol")),
		"TLS 1.1");
	json_decref(report);
	cr_expect_eq(remove(path), 0);
	free(path);
	free(variable);
	remove_computer(root);
}

Test(cli_here, a_user_that_does_not_exist_is_refused)
{
	struct tool tool = TOOL("check", "--user", "nobody-of-this-name", "x.example");

	cr_expect_eq(tool.status, 64);
	cr_expect(strstr(tool.err, "nobody-of-this-name"), "%s", tool.err);
	tool_free(&tool);
}
