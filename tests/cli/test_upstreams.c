/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tlsdoctor upstreams, as a script or a person calls it. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include "base/file.h"
#include "base/memory.h"
#include "tool.h"

static char *folder;

static void open_folder(void)
{
	folder = tool_folder();
}

static void close_folder(void)
{
	tool_remove_folder(folder);
}

TestSuite(cli_upstreams, .init = open_folder, .fini = close_folder, .timeout = 60);

static char *put(const char *name, const char *text)
{
	char *path = memory_format("%s/%s", folder, name);

	cr_assert_eq(file_write(path, text, strlen(text)), 0);
	return path;
}

static const char faulty[] = "events { }\n"
			     "http {\n"
			     "  server {\n"
			     "    listen 443;\n"
			     "    location / { proxy_pass http://127.0.0.1:9; }\n"
			     "  }\n"
			     "}\n";

Test(cli_upstreams, a_finding_has_file_line_and_id)
{
	char *path = put("nginx.conf", faulty);
	struct tool tool = TOOL("upstreams", "--offline", "--format", "json", path);
	json_t *report = tool_json(&tool);
	json_t *finding = json_array_get(json_object_get(report, "findings"), 0);

	cr_expect_eq(tool.status, 1);
	cr_expect_eq(json_array_size(json_object_get(report, "findings")), 1);
	cr_expect_str_eq(json_string_value(json_object_get(finding, "file")), path);
	cr_expect_eq(json_integer_value(json_object_get(finding, "line")), 4);
	cr_expect_str_eq(
		json_string_value(json_object_get(finding, "id")), "plaintext-on-tls-port");
	cr_expect_str_eq(
		json_string_value(json_object_get(finding, "corrected")), "listen 443 ssl;");
	json_decref(report);
	tool_free(&tool);
	free(path);
}

Test(cli_upstreams, a_sound_configuration_exits_0)
{
	char *path = put("nginx.conf", "events { }\nhttp { server { listen 80; } }\n");
	struct tool tool = TOOL("upstreams", "--lang", "en", path);

	cr_expect_eq(tool.status, 0, "%s", tool.out);
	cr_expect_not_null(strstr(tool.out, "No fault was found"));
	cr_expect_null(strstr(tool.out, "How to change it safely"));
	tool_free(&tool);
	free(path);
}

Test(cli_upstreams, the_text_shows_place_line_and_correction_and_advises_a_copy_first)
{
	char *path = put("nginx.conf", faulty);
	char *place = memory_format("%s:4", path);
	struct tool tool = TOOL("upstreams", "--offline", "--lang", "en", path);

	cr_expect_eq(tool.status, 1);
	cr_expect_not_null(strstr(tool.out, place));
	cr_expect_not_null(strstr(tool.out, "listen 443 ssl;"));
	cr_expect_not_null(strstr(tool.out, "Keep a copy"));
	cr_expect_not_null(strstr(tool.out, "nginx -t"));
	tool_free(&tool);
	free(place);
	free(path);
}

Test(cli_upstreams, the_output_of_nginx_t_comes_by_standard_input)
{
	char *dump = memory_format("# configuration file /nonexistent/nginx.conf:\n%s\n", faulty);
	struct tool tool = tool_start(&(struct tool_wish){
		.arguments = (const char *const[]){ "upstreams", "--offline", "--format", "json",
			"-", NULL },
		.input = dump,
	});
	json_t *report, *finding;

	tool_finish(&tool);
	report = tool_json(&tool);
	finding = json_array_get(json_object_get(report, "findings"), 0);
	cr_expect_eq(tool.status, 1);
	cr_expect_str_eq(
		json_string_value(json_object_get(finding, "file")), "/nonexistent/nginx.conf");
	cr_expect_eq(json_integer_value(json_object_get(finding, "line")), 4);
	/* Of whatever computer it is: its nginx isn't this one's. */
	cr_expect(json_is_null(json_object_get(report, "nginx")));
	json_decref(report);
	tool_free(&tool);
	free(dump);
}

Test(cli_upstreams, what_a_configuration_holds_can_not_write_on_the_terminal)
{
	char *path = put("nginx.conf", "http { proxy_ssl_verify \x1b[31m\xe2\x80\xae; server { "
				       "listen 443 \x1b]0;x\x07; } }\n");
	struct tool tool = TOOL("upstreams", "--offline", path);

	cr_expect_eq(tool.status, 1);
	cr_expect_null(strchr(tool.out, '\x1b'));
	cr_expect_null(strchr(tool.out, '\x07'));
	tool_free(&tool);
	free(path);
}

Test(cli_upstreams, a_file_that_is_not_there_exits_2_and_no_file_64)
{
	struct tool tool = TOOL("upstreams", "/nonexistent/nginx.conf");

	cr_expect_eq(tool.status, 2);
	cr_expect_not_null(strstr(tool.err, "/nonexistent/nginx.conf"));
	tool_free(&tool);
	tool = TOOL("upstreams");
	cr_expect_eq(tool.status, 64);
	tool_free(&tool);
	tool = TOOL("upstreams", "--nginx-version", "new", "x");
	cr_expect_eq(tool.status, 64);
	tool_free(&tool);
}

Test(cli_upstreams, the_version_that_is_named_counts)
{
	char *path = put("nginx.conf", "http { server { listen 443; ssl on; ssl_certificate a; "
				       "ssl_certificate_key b; } }\n");
	struct tool tool = TOOL("upstreams", "--format", "json", "--nginx-version", "1.22.1", path);
	json_t *report = tool_json(&tool);

	cr_expect_eq(json_array_size(json_object_get(report, "findings")), 1); /* no such file */
	json_decref(report);
	tool_free(&tool);
	tool = TOOL("upstreams", "--format", "json", "--nginx-version", "1.26.0", path);
	report = tool_json(&tool);
	cr_expect_eq(json_array_size(json_object_get(report, "findings")), 2);
	json_decref(report);
	tool_free(&tool);
	free(path);
}
