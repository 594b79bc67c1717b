/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the guide tells people to copy: do the programs themselves take it? */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "../support/command.h"
#include "../support/forge.h"
#include "base/buffer.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"
#include "guide/guide.h"
#include "guide/tables.h"
#include "server.h"

enum { LIMIT_MS = 60000 };

static bool is_server(const struct fix_row *fix, const char *server)
{
	return fix->server ? server && !strcmp(fix->server, server) : !server;
}

/* Calls TAKE for each line of each command for SERVER (NULL: those without one). */
static size_t each_line(const char *server,
	void (*take)(const struct fix_row *fix, const char *line, void *context), void *context)
{
	size_t count = 0;

	for (size_t i = 0; i < guide_fixes_table_count; i++) {
		const struct fix_row *fix = &guide_fixes_table[i];

		if (!fix->command || !is_server(fix, server))
			continue;
		for (const char *line = fix->command; line;) {
			size_t length = strcspn(line, "\n");
			char *one = memory_text_n(line, length);

			take(fix, one, context);
			count++;
			free(one);
			line = line[length] ? line + length + 1 : NULL;
		}
	}
	return count;
}

/* A copy of TEXT in which each FROM is TO. */
static char *with(const char *text, const char *from, const char *to)
{
	struct buffer out = { 0 };
	const char *at;

	while ((at = strstr(text, from))) {
		buffer_add(&out, text, (size_t)(at - text));
		buffer_add_text(&out, to);
		text = at + strlen(from);
	}
	buffer_add_text(&out, text);
	return buffer_take(&out);
}

static char *with_all(const char *text, const char *const (*pairs)[2])
{
	char *now = memory_text(text);

	for (; (*pairs)[0]; pairs++) {
		char *next = with(now, (*pairs)[0], (*pairs)[1]);

		free(now);
		now = next;
	}
	return now;
}

static void write_file(const char *path, const char *text)
{
	cr_assert_eq(file_write(path, text, strlen(text)), 0, "%s", path);
}

/* Runs LINE in a shell; what it says on standard error is left in RET. */
static void shell(const char *line, struct command *ret)
{
	char *argv[] = { "sh", "-c", (char *)line, NULL };

	command_run(argv, LIMIT_MS, ret);
}

static void must_work(const char *line, const char *about)
{
	struct command command;

	shell(line, &command);
	cr_expect_eq(command.status, 0, "%s: %s\n%s%s", about, line, command.out, command.err);
	command_free(&command);
}

/* ---- A place with certificate and key ---- */

static char place[] = "/tmp/tlsdoctor-commands-XXXXXX";

static void begin(void)
{
	cr_assert_not_null(mkdtemp(place));
	cr_assert_eq(chdir(place), 0);
	must_work("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 9 "
		  "-subj /CN=www.example.com -addext subjectAltName=DNS:www.example.com "
		  "-keyout key.pem -out certificate.pem 2>openssl.log || { cat openssl.log; exit "
		  "1; }",
		"a certificate");
	must_work("cat certificate.pem key.pem >site.pem; cp certificate.pem CERTIFICATE; "
		  "cp key.pem KEY; mkdir certs; cp site.pem certs",
		"files");
}

static void end(void)
{
	char *argv[] = { "rm", "-r", place, NULL };
	struct command command;

	cr_assert_eq(chdir("/"), 0);
	command_run(argv, LIMIT_MS, &command);
	cr_expect_eq(command.status, 0);
	command_free(&command);
}

/* ---- nginx ---- */

/* Paths and ports that nobody but root may have. */
static const char *const nginx_pairs[][2] = {
	{ "/etc/ssl/fullchain.pem", "certificate.pem" },
	{ "/var/log/nginx/error.log", "error.log" },
	{ "192.0.2.10:443", "127.0.0.1:43443" },
	{ "listen 443 ssl", "listen 127.0.0.1:43443 ssl" },
	{ NULL, NULL },
};

/* Since 1.25.1; before it, "listen ... http2" said the same. */
static bool nginx_lacks(const char *line)
{
	static int old = -1;
	struct command command;

	if (old < 0) {
		int minor = 0;

		shell("nginx -v 2>&1", &command);
		cr_assert_eq(sscanf(command.out, "nginx version: nginx/1.%d", &minor), 1, "%s",
			command.out);
		old = minor < 25;
		command_free(&command);
	}
	return old && text_starts(line, "http2 ");
}

/* All lines of the fix together: some need each other. */
static void try_nginx(const struct fix_row *fix, const char *line, void *context)
{
	size_t length = strlen(line);
	bool proxy = text_starts(line, "proxy_");
	char *ready;
	char *conf;
	size_t *count = context;

	if (!length || line[length - 1] != ';' || nginx_lacks(line) ||
		!text_starts(fix->command, line))
		return;
	ready = with_all(fix->command, nginx_pairs);
	conf = memory_format(
		"pid nginx.pid; error_log nginx.log; events {}\nhttp { access_log off;\n"
		"client_body_temp_path t1; proxy_temp_path t2; fastcgi_temp_path t3; "
		"uwsgi_temp_path t4; scgi_temp_path t5;\n"
		"server { %s\nssl_certificate certificate.pem; ssl_certificate_key key.pem;\n%s\n"
		"location / { %s\n%s }\n}\n}\n",
		strstr(ready, "listen ") ? "" : "listen 127.0.0.1:43443 ssl;",
		proxy || strstr(ready, "ssl_certificate ") ? "" : ready,
		strstr(ready, "proxy_pass ") ? "" : "proxy_pass https://127.0.0.1:43444;",
		proxy ? ready : "");
	write_file("nginx.conf", conf);
	must_work("nginx -t -e nginx.log -p . -c nginx.conf", fix->id);
	(*count)++;
	free(conf);
	free(ready);
}

Test(real_commands, nginx_takes_each_line, .init = begin, .fini = end, .timeout = 300)
{
	size_t count = 0;

	each_line(NULL, try_nginx, &count);
	cr_expect_geq(count, 15, "%zu", count);
}

/* ---- HAProxy ---- */

static const char *const haproxy_pairs[][2] = {
	{ "/etc/haproxy/certs/main.pem", "site.pem" },
	{ "/etc/haproxy/certs/site.pem", "site.pem" },
	{ "/etc/haproxy/certs/", "certs/" },
	{ "bind :443", "bind 127.0.0.1:43445" },
	{ "/etc/ssl/certs/ca-certificates.crt", "certificate.pem" },
	{ NULL, NULL },
};

static void try_haproxy(const struct fix_row *fix, const char *line, void *context)
{
	char *ready, *conf;
	size_t *count = context;

	if (text_starts(line, "sudo "))
		return;
	ready = with_all(line, haproxy_pairs);
	conf = memory_format(
		"global\n %s\ndefaults\n mode http\n timeout connect 5s\n timeout client 5s\n"
		" timeout server 5s\nfrontend f\n %s\n default_backend b\nbackend b\n %s\n",
		text_starts(ready, "ssl-default-") ? ready : "",
		text_starts(ready, "bind ") ? ready : "bind 127.0.0.1:43445 ssl crt site.pem",
		text_starts(ready, "server ") ? ready : "server app 127.0.0.1:43446");
	write_file("haproxy.cfg", conf);
	must_work("haproxy -c -f haproxy.cfg", fix->id);
	(*count)++;
	free(conf);
	free(ready);
}

Test(real_commands, haproxy_takes_each_line, .init = begin, .fini = end, .timeout = 300)
{
	size_t count = 0;

	each_line("haproxy", try_haproxy, &count);
	cr_expect_geq(count, 8, "%zu", count);
}

/* ---- Lists of cipher suites ---- */

static void try_ciphers(const struct fix_row *fix, const char *line, void *context)
{
	size_t *count = context;
	const char *list = strrchr(line, ' ');
	size_t length;
	char *names, *command;

	if (!strstr(line, "ECDHE-") || !list)
		return;
	length = strcspn(++list, ";");
	names = memory_text_n(list, length);
	/* openssl leaves out what it does not know: as many must come out as went in. */
	command = memory_format(
		"test \"$(openssl ciphers -s -tls1_2 '%s' | tr ':' '\\n' | sort)\" = "
		"\"$(echo '%s' | tr ':' '\\n' | sort)\"",
		names, names);
	must_work(command, fix->id);
	(*count)++;
	free(command);
	free(names);
}

Test(real_commands, openssl_knows_each_suite_of_the_lists, .timeout = 120)
{
	size_t count = 0;

	each_line(NULL, try_ciphers, &count);
	each_line("apache", try_ciphers, &count);
	each_line("haproxy", try_ciphers, &count);
	cr_expect_eq(count, 3, "%zu", count);
}

/* ---- openssl and the shell ---- */

static const char *const openssl_pairs[][2] = {
	{ "www.example.com:443", "127.0.0.1:1" },
	{ "/dev/null | openssl x509", "/dev/null; openssl x509 <certificate.pem" },
	{ NULL, NULL },
};

/* Nobody listens at port 1: what counts is that each option and file is understood. */
static void try_openssl(const struct fix_row *fix, const char *line, void *context)
{
	size_t *count = context;
	char *ready;

	if (!text_starts(line, "openssl "))
		return;
	ready = with_all(line, openssl_pairs);
	if (strstr(ready, "s_client")) {
		struct command command;

		shell(ready, &command);
		cr_expect_not(strstr(command.err, "nknown option"), "%s: %s", fix->id, command.err);
		cr_expect_not(strstr(command.err, "Use -help"), "%s: %s", fix->id, command.err);
		command_free(&command);
	} else {
		must_work(ready, fix->id);
	}
	(*count)++;
	free(ready);
}

Test(real_commands, openssl_understands_each_command, .init = begin, .fini = end, .timeout = 300)
{
	size_t count = 0;

	each_line(NULL, try_openssl, &count);
	cr_expect_geq(count, 8, "%zu", count);
}

static bool is_a_directive(const char *line)
{
	return line[strlen(line) - 1] == ';';
}

static void try_shell(const struct fix_row *fix, const char *line, void *context)
{
	char *argv[] = { "sh", "-n", "-c", (char *)line, NULL };
	struct command command;

	(void)context;
	if (is_a_directive(line) || fix->who != WHO_SITE)
		return;
	command_run(argv, LIMIT_MS, &command);
	cr_expect_eq(command.status, 0, "%s: %s", line, command.err);
	command_free(&command);
}

Test(real_commands, a_shell_can_read_each_command, .timeout = 120)
{
	cr_expect_geq(each_line(NULL, try_shell, NULL), 20);
}
