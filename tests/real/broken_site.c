/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "broken_site.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include "../support/command.h"
#include "base/file.h"
#include "base/memory.h"

static void make_cert(struct broken_site *scene, const char *line)
{
	char *filled = memory_format(line, scene->spare.port);
	const char *why;

	cr_assert(forge_cert(&scene->forge, filled, &why), "%s: %s", filled, why);
	free(filled);
}

static void write_der(const struct broken_site *scene, const char *file, const char *name)
{
	char *path = memory_format("%s/%s", scene->site.folder, file);
	gnutls_datum_t der;

	gnutls_x509_crt_export2(forge_find(&scene->forge, name)->cert, GNUTLS_X509_FMT_DER, &der);
	cr_assert_eq(file_write(path, der.data, der.size), 0);
	gnutls_free(der.data);
	free(path);
}

void broken_site_open(struct broken_site *scene)
{
	server_prepare(&scene->site, 0);
	server_prepare(&scene->spare, 0);
	forge_open(&scene->forge, (int64_t)time(NULL));
	make_cert(scene, "root ca days=-1000..1000");
	make_cert(scene, "upper ca issuer=root days=-500..500");
	make_cert(scene, "inter ca issuer=upper days=-500..500 aia=http://127.0.0.1:%d/upper.der");
	make_cert(scene, "leaf issuer=inter dns=site.test aia=http://127.0.0.1:%d/inter.der");
	server_pem(&scene->site, "ca.pem", &scene->forge, "root");
	write_der(scene, "inter.der", "inter");
	write_der(scene, "upper.der", "upper");
	server_key(&scene->site, "key.pem", &scene->forge, "leaf");
}

void broken_site_close(struct broken_site *scene)
{
	server_stop(&scene->spare);
	server_stop(&scene->site);
	forge_close(&scene->forge);
}

void broken_site_serve(struct broken_site *scene, const char *file)
{
	char *blocks = memory_format(" server { listen 127.0.0.1:%d ssl; ssl_certificate %s;\n"
				     " ssl_certificate_key key.pem; root .; index ca.pem; }\n"
				     " server { listen 127.0.0.1:%d; root .; }\n",
		scene->site.port, file, scene->spare.port);

	cr_assert_eq(server_start_nginx(&scene->site, blocks, 0), 0, "nginx could not be started");
	free(blocks);
}

int broken_site_run(const struct broken_site *scene, const char *format)
{
	char *line = memory_format(format, scene->site.port);
	char *whole = memory_format("cd %s && %s", scene->site.folder, line);
	char *argv[] = { "sh", "-c", whole, NULL };
	struct command command;
	int status;

	command_run(argv, 30000, &command);
	status = command.status;
	if (status)
		fprintf(stderr, "%s: %d %s%s\n", line, status, command.out, command.err);
	command_free(&command);
	free(whole);
	free(line);
	return status;
}

int broken_site_repair(const struct broken_site *scene, const char *file, const char *option)
{
	char *path = memory_format("%s/%s", scene->site.folder, file);
	char *place = memory_format("127.0.0.1:%d", scene->site.port);
	char *target = memory_format("site.test:%d", scene->site.port);
	char *ca = memory_format("%s/ca.pem", scene->site.folder);
	char *argv[] = { (char *)command_tlsdoctor(), "check", "--connect-to", place, "--ca-file",
		ca, "--repaired-chain", path, target, (char *)option, NULL };
	struct command command;
	int status;

	command_run(argv, 40000, &command);
	status = command.status;
	command_free(&command);
	free(ca);
	free(target);
	free(place);
	free(path);
	return status;
}
