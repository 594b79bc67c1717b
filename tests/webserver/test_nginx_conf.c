/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Is a configuration read as nginx reads it, and does what can't be read leave the rest alone? */
#include <criterion/criterion.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/buffer.h"
#include "base/file.h"
#include "base/memory.h"
#include "webserver/nginx_conf.h"
#include "webserver/nginx_passes.h"

TestSuite(nginx_conf);

static struct nginx_conf conf;

static const struct nginx_directive *read_one(const char *text, const char *name)
{
	nginx_conf_parse("test.conf", text, strlen(text), NULL, &conf);
	return nginx_child(conf.root, name, 0);
}

static void expect_problem(size_t index, enum nginx_problem_kind kind, int line)
{
	cr_assert_gt(conf.problem_count, index, "%zu problems", conf.problem_count);
	cr_expect_eq(conf.problems[index].kind, kind, "%d", conf.problems[index].kind);
	cr_expect_eq(conf.problems[index].line, line, "line %d", conf.problems[index].line);
}

Test(nginx_conf, words_are_cut_at_blanks_and_know_their_lines)
{
	const struct nginx_directive *one = read_one(
		"# first\n\nproxy_pass\n  https://a;", "proxy_pass");

	cr_assert_not_null(one);
	cr_expect_eq(one->line, 3);
	cr_expect_eq(one->word_lines[0], 4);
	cr_expect_str_eq(one->words[0], "https://a");
	cr_expect_eq(conf.problem_count, 0);
	nginx_conf_free(&conf);
}

Test(nginx_conf, quotes_and_escapes_mean_what_nginx_means)
{
	const struct nginx_directive *one = read_one(
		"set $a \"a; {b} \\\"c\\\" \\d\" 'it''s' ${x}y;", "set");

	cr_assert_not_null(one);
	cr_assert_geq(one->word_count, 3);
	cr_expect_str_eq(one->words[1], "a; {b} \"c\" \\d");
	cr_expect_str_eq(one->words[2], "it");
	cr_expect_str_eq(one->words[one->word_count - 1], "${x}y");
	nginx_conf_free(&conf);
}

Test(nginx_conf, comments_end_with_their_line_and_begin_only_a_word)
{
	const struct nginx_directive *one = read_one("map a#b { c d; # } not this\n}\nx y;", "map");

	cr_assert_not_null(one);
	cr_expect_str_eq(one->words[0], "a#b");
	cr_expect_eq(one->child_count, 1);
	cr_expect_not_null(nginx_child(conf.root, "x", 0));
	nginx_conf_free(&conf);
}

Test(nginx_conf, lua_is_passed_over_with_its_braces_strings_and_comments)
{
	const struct nginx_directive *one = read_one("content_by_lua_block {\n"
						     "local a = '}' -- }\n--[[ } ]]\n"
						     "local b = [=[ } ]=] if x then {} end\n}\n"
						     "root /x;",
		"root");

	cr_assert_not_null(one);
	cr_expect_eq(one->line, 6);
	expect_problem(0, NGINX_PROBLEM_LUA, 1);
	cr_expect_eq(conf.problem_count, 1);
	nginx_conf_free(&conf);
}

Test(nginx_conf, a_brace_too_many_leaves_the_rest_readable)
{
	const struct nginx_directive *one = read_one("http {\n}\n}\nevents { }\n", "events");

	cr_expect_not_null(one);
	expect_problem(0, NGINX_PROBLEM_BRACE, 3);
	nginx_conf_free(&conf);
}

Test(nginx_conf, an_open_block_is_named_with_its_first_line)
{
	read_one("http {\nserver {\nlisten 80;\n}\n", "http");
	expect_problem(0, NGINX_PROBLEM_OPEN, 1);
	cr_expect_str_eq(conf.problems[0].detail, "http");
	nginx_conf_free(&conf);
}

Test(nginx_conf, a_forgotten_semicolon_is_found_and_both_directives_are_read)
{
	const struct nginx_directive *one = read_one(
		"proxy_ssl_server_name on\nproxy_ssl_name a.example;\n", "proxy_ssl_name");

	cr_assert_not_null(one);
	cr_expect_eq(one->line, 2);
	expect_problem(0, NGINX_PROBLEM_END, 1);
	cr_expect_str_eq(nginx_value(nginx_child(conf.root, "proxy_ssl_server_name", 0)), "on");
	nginx_conf_free(&conf);
}

Test(nginx_conf, a_forgotten_semicolon_before_a_brace_ends_the_block_all_the_same)
{
	const struct nginx_directive *one = read_one(
		"server {\nlisten 80\n}\nserver { listen 81; }\n", "server");

	cr_assert_not_null(one);
	cr_expect_not_null(nginx_child(one, "listen", 0));
	cr_expect_not_null(nginx_child(conf.root, "server", 1));
	expect_problem(0, NGINX_PROBLEM_END, 2);
	cr_expect_eq(conf.problem_count, 1);
	nginx_conf_free(&conf);
}

Test(nginx_conf, a_quote_that_is_never_closed_costs_one_line)
{
	const struct nginx_directive *one = read_one(
		"add_header X \"y;\nssl_protocols TLSv1.2;\n", "add_header");

	cr_assert_not_null(one);
	expect_problem(0, NGINX_PROBLEM_QUOTE, 1);
	nginx_conf_free(&conf);
}

Test(nginx_conf, blocks_without_end_are_bounded)
{
	struct buffer text = { 0 };

	for (int i = 0; i < 5000; i++)
		buffer_add_text(&text, "a {\n");
	nginx_conf_parse("deep.conf", text.bytes, text.length, NULL, &conf);
	cr_expect_gt(conf.problem_count, 0);
	nginx_conf_free(&conf);
	buffer_free(&text);
}

Test(nginx_conf, the_output_of_nginx_t_is_taken_apart)
{
	static const char text[] =
		"nginx: the configuration file /etc/nginx/nginx.conf syntax is ok\n"
		"nginx: configuration file /etc/nginx/nginx.conf test is successful\n"
		"# configuration file /etc/nginx/nginx.conf:\n"
		"events { }\nhttp {\n include conf.d/*.conf;\n}\n\n"
		"# configuration file /etc/nginx/conf.d/a.conf:\n"
		"server {\n  listen 443 ssl;\n}\n\n";
	const struct nginx_directive *http = read_one(text, "http");
	const struct nginx_directive *server = http ? nginx_child(http, "server", 0) : NULL;

	cr_assert(conf.dump);
	cr_assert_not_null(server);
	cr_expect_str_eq(server->file, "/etc/nginx/conf.d/a.conf");
	cr_expect_eq(nginx_child(server, "listen", 0)->line, 2);
	cr_expect_eq(conf.problem_count, 0);
	nginx_conf_free(&conf);
}

Test(nginx_conf, the_nearest_level_that_sets_something_counts)
{
	static const char text[] = "http { proxy_ssl_verify on; server { proxy_ssl_verify off;\n"
				   "location / { proxy_pass https://a; } }\n"
				   "server { location / { proxy_pass https://b; } } }";
	struct nginx_version version = { 1, 26, 0 };
	struct nginx_passes passes;

	read_one(text, "http");
	nginx_passes_read(&conf, &version, &passes);
	cr_assert_eq(passes.count, 2);
	cr_expect_not(passes.items[0].tls.verify);
	cr_expect(passes.items[1].tls.verify);
	cr_expect_eq(passes.items[0].peers[0].port, 443);
	nginx_passes_free(&passes);
	nginx_conf_free(&conf);
}

Test(nginx_conf, variables_that_the_configuration_settles_are_followed)
{
	static const char text[] = "http { map $host $up { default a.example:8443; x b.example; }\n"
				   "server { set $scheme_up https; location / { proxy_pass "
				   "$scheme_up://$up$request_uri; } "
				   "location /u { proxy_pass https://$arg_x; } } }";
	struct nginx_version version = { 0 };
	struct nginx_passes passes;

	read_one(text, "http");
	nginx_passes_read(&conf, &version, &passes);
	cr_assert_eq(passes.count, 3);
	cr_expect(passes.items[0].encrypted);
	cr_expect_str_eq(passes.items[0].peers[0].host, "a.example");
	cr_expect_eq(passes.items[0].peers[0].port, 8443);
	cr_expect_str_eq(passes.items[1].peers[0].host, "b.example");
	cr_expect(passes.items[2].unknown);
	nginx_passes_free(&passes);
	nginx_conf_free(&conf);
}

Test(nginx_conf, grpc_uwsgi_and_stream_have_their_own_directives)
{
	static const char text[] =
		"http { server { location /g { grpc_pass grpcs://g.example; grpc_ssl_verify on; }\n"
		"location /u { uwsgi_pass suwsgi://u.example:3031; uwsgi_ssl_server_name on; } } "
		"}\n"
		"stream { server { listen 1; proxy_ssl on; proxy_ssl_name s.example; "
		"proxy_pass 192.0.2.1:636; } }";
	struct nginx_version version = { 0 };
	struct nginx_passes passes;

	read_one(text, "http");
	nginx_passes_read(&conf, &version, &passes);
	cr_assert_eq(passes.count, 3);
	cr_expect_eq(passes.items[0].module, NGINX_GRPC);
	cr_expect(passes.items[0].encrypted && passes.items[0].tls.verify);
	cr_expect_eq(passes.items[1].module, NGINX_UWSGI);
	cr_expect(passes.items[1].encrypted && passes.items[1].tls.sni);
	cr_expect_eq(passes.items[2].module, NGINX_STREAM);
	cr_expect(passes.items[2].encrypted);
	cr_expect_str_eq(passes.items[2].tls.names.items[0], "s.example");
	nginx_passes_free(&passes);
	nginx_conf_free(&conf);
}

Test(nginx_conf, what_is_usual_depends_on_the_version)
{
	static const char text[] = "http { server { location / { proxy_pass https://a; } } }";
	static const struct nginx_version versions[] = { { 1, 22, 1 }, { 1, 26, 0 }, { 1, 28, 0 } };
	static const bool expected[][4] = { { true, true, true, false }, { true, true, true, true },
		{ false, false, true, true } };

	for (size_t i = 0; i < 3; i++) {
		struct nginx_passes passes;

		read_one(text, "http");
		nginx_passes_read(&conf, &versions[i], &passes);
		cr_expect_arr_eq(passes.items[0].tls.versions, expected[i], 4);
		nginx_passes_free(&passes);
		nginx_conf_free(&conf);
	}
}

/* ---- Files ---- */

static char folder[] = "/tmp/tlsdoctor-nginx-XXXXXX";

static void put(const char *name, const char *text)
{
	char *path = memory_format("%s/%s", folder, name);

	cr_assert_eq(file_write(path, text, strlen(text)), 0);
	free(path);
}

static void forget(const char *name)
{
	char *path = memory_format("%s/%s", folder, name);

	unlink(path);
	free(path);
}

Test(nginx_conf, includes_are_found_in_the_folder_of_the_configuration_and_cycles_end)
{
	char *main_file;

	cr_assert_not_null(mkdtemp(folder));
	main_file = memory_format("%s/nginx.conf", folder);
	put("nginx.conf", "http {\ninclude part-*.conf;\ninclude gone.conf;\n}\n");
	put("part-1.conf", "server { listen 1; }\n");
	put("part-2.conf", "server { listen 2; }\ninclude nginx.conf;\n");
	cr_assert_eq(nginx_conf_read(main_file, &conf), 0);
	cr_expect_not_null(nginx_child(nginx_child(conf.root, "http", 0), "server", 1));
	expect_problem(0, NGINX_PROBLEM_CYCLE, 2);
	cr_expect_str_eq(strrchr(conf.problems[0].file, '/') + 1, "part-2.conf");
	expect_problem(1, NGINX_PROBLEM_MISSING, 3);
	nginx_conf_free(&conf);
	forget("nginx.conf");
	forget("part-1.conf");
	forget("part-2.conf");
	rmdir(folder);
	free(main_file);
}

Test(nginx_conf, what_stands_behind_an_enormous_include_is_read_all_the_same)
{
	struct buffer rows = { 0 };
	char *main_file;

	cr_assert_not_null(mkdtemp(folder));
	main_file = memory_format("%s/nginx.conf", folder);
	put("nginx.conf", "http {\ninclude large.conf;\ninclude large.conf;\n"
			  "include large.conf;\nserver { listen 443; }\n}\n");
	for (int i = 0; i < 150000; i++)
		buffer_add_text(&rows, "a b;\n");
	put("large.conf", rows.bytes);
	cr_assert_eq(nginx_conf_read(main_file, &conf), 0);
	cr_assert_eq(conf.problem_count, 3);
	for (size_t i = 0; i < 3; i++)
		cr_expect_eq(conf.problems[i].kind, NGINX_PROBLEM_LARGE);
	cr_expect_not_null(nginx_child(nginx_child(conf.root, "http", 0), "server", 0));
	nginx_conf_free(&conf);
	forget("nginx.conf");
	forget("large.conf");
	rmdir(folder);
	free(main_file);
	buffer_free(&rows);
}

Test(nginx_conf, a_folder_or_a_pipe_is_not_waited_for)
{
	char *pipe_file, *main_file;

	cr_assert_not_null(mkdtemp(folder));
	pipe_file = memory_format("%s/pipe", folder);
	main_file = memory_format("%s/nginx.conf", folder);
	cr_assert_eq(mkfifo(pipe_file, 0600), 0);
	put("nginx.conf", "include pipe;\ninclude /dev/zero;\ninclude .;\nevents { }\n");
	cr_assert_eq(nginx_conf_read(main_file, &conf), 0);
	cr_expect_eq(conf.problem_count, 3);
	cr_expect_not_null(nginx_child(conf.root, "events", 0));
	nginx_conf_free(&conf);
	forget("pipe");
	forget("nginx.conf");
	rmdir(folder);
	free(pipe_file);
	free(main_file);
}

Test(nginx_conf, a_file_that_is_not_there_is_an_errno)
{
	cr_expect_eq(nginx_conf_read("/nonexistent/nginx.conf", &conf), ENOENT);
}
