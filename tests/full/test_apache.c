/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the guide tells owners to write into the settings of Apache, Apache itself takes. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "../real/broken_site.h"
#include "../support/command.h"
#include "base/buffer.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"
#include "guide/tables.h"

#define MODULES "/usr/lib/apache2/modules/"

static const char head[] = "PidFile pid\nErrorLog error.log\nServerName localhost\n"
			   "Listen 127.0.0.1:43447\n";

static const char *const modules[] = { "mpm_event", "authz_core", "socache_shmcb", "ssl", "http2",
	"proxy", "proxy_http", "md" };

/* These stand outside of the VirtualHost. */
static bool is_global(const char *line)
{
	return text_starts(line, "SSLStaplingCache ") || text_starts(line, "SSLStrictSNI") ||
	       text_starts(line, "MD");
}

static const char *with_own_files(const char *line)
{
	if (text_starts(line, "SSLCertificateFile "))
		return "SSLCertificateFile certificate.pem";
	if (text_starts(line, "SSLCertificateKeyFile "))
		return "SSLCertificateKeyFile key.pem";
	if (text_starts(line, "SSLStaplingCache "))
		return "SSLStaplingCache shmcb:ocsp(128000)";
	return line;
}

/* "MDomain www.example.com" is a name of its own: the one of the VirtualHost has a certificate already. */
static void add_lines(struct buffer *out, const char *command, bool global)
{
	char *lines = memory_text(command), *rest = lines, *line;

	while ((line = strtok_r(rest, "\n", &rest)))
		if (is_global(line) == global)
			buffer_add_format(out, "%s\n", with_own_files(line));
	free(lines);
}

static void write_settings(const struct fix_row *fix)
{
	struct buffer out = { 0 };

	buffer_add_text(&out, head);
	for (size_t i = 0; i < sizeof(modules) / sizeof(modules[0]); i++)
		buffer_add_format(&out, "LoadModule %s_module " MODULES "mod_%s.so\n", modules[i],
			modules[i]);
	add_lines(&out, fix->command, true);
	buffer_add_text(&out,
		"<VirtualHost 127.0.0.1:43447>\nServerName site.example.com\nSSLEngine on\n"
		"SSLCertificateFile certificate.pem\nSSLCertificateKeyFile key.pem\n");
	add_lines(&out, fix->command, false);
	buffer_add_text(&out, "</VirtualHost>\n");
	cr_assert_eq(file_write("apache.conf", out.bytes, out.length), 0);
	buffer_free(&out);
}

static void must_work(const char *line, const char *about)
{
	char *argv[] = { "sh", "-c", (char *)line, NULL };
	struct command command;

	command_run(argv, 60000, &command);
	cr_expect_eq(command.status, 0, "%s: %s%s", about, command.out, command.err);
	command_free(&command);
}

Test(full_apache, takes_each_line, .timeout = 600)
{
	char place[] = "/tmp/tlsdoctor-apache-XXXXXX";
	char *remove;
	size_t count = 0;

	cr_assert_not_null(mkdtemp(place));
	cr_assert_eq(chdir(place), 0);
	must_work("openssl req -x509 -newkey rsa:2048 -nodes -days 9 -subj /CN=site.example.com "
		  "-keyout key.pem -out certificate.pem",
		"a certificate");
	for (size_t i = 0; i < guide_fixes_table_count; i++) {
		const struct fix_row *fix = &guide_fixes_table[i];

		if (!fix->server || strcmp(fix->server, "apache") != 0 || !fix->command ||
			text_starts(fix->command, "sudo "))
			continue;
		write_settings(fix);
		must_work("apache2 -t -d . -f apache.conf", fix->id);
		count++;
	}
	cr_expect_geq(count, 10, "%zu", count);
	cr_assert_eq(chdir("/"), 0);
	remove = memory_format("rm -r %s", place);
	must_work(remove, "tidy");
	free(remove);
}

/* SSLCertificateFile holds the whole chain since Apache 2.4.8. */
static void serve_repaired(struct broken_site *scene)
{
	char *argv[] = { "apache2", "-X", "-d", ".", "-f", "apache.conf", NULL };
	struct buffer out = { 0 };

	buffer_add_format(&out,
		"PidFile pid\nErrorLog error.log\nServerName localhost\nListen 127.0.0.1:%d\n",
		scene->site.port);
	for (size_t i = 0; i < sizeof(modules) / sizeof(modules[0]); i++)
		buffer_add_format(&out, "LoadModule %s_module " MODULES "mod_%s.so\n", modules[i],
			modules[i]);
	buffer_add_text(&out, "DocumentRoot .\nSSLEngine on\nSSLCertificateFile whole.pem\n"
			      "SSLCertificateKeyFile key.pem\n");
	server_file(&scene->site, "apache.conf", out.bytes);
	buffer_free(&out);
	cr_assert_eq(server_start(&scene->site, argv, 0), 0, "Apache could not be started");
}

Test(full_apache, takes_the_repaired_chain, .timeout = 120)
{
	struct broken_site scene;

	broken_site_open(&scene);
	server_pem(&scene.site, "sent.pem", &scene.forge, "leaf");
	broken_site_serve(&scene, "sent.pem");
	cr_expect_eq(broken_site_repair(&scene, "whole.pem", NULL), 1);
	server_end(&scene.site);
	serve_repaired(&scene);
	cr_expect_eq(broken_site_run(&scene, BROKEN_SITE_CURL), 0);
	cr_expect_eq(broken_site_run(&scene, BROKEN_SITE_OPENSSL), 0);
	broken_site_close(&scene);
}
