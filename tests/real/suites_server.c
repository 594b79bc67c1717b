/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "suites_server.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include "../support/command.h"
#include "base/memory.h"

#define PATIENCE_MS 60000

/* FIRST and SECOND (or NULL) are freed. */
static void write_texts(
	const struct suites_server *server, const char *file, char *first, char *second)
{
	char *text = memory_format("%s%s", first, second ? second : "");

	server_file(&server->server, file, text);
	free(text);
	free(first);
	free(second);
}

/* Two certificates: every suite finds the kind of key that it wants. */
static int write_certificates(struct suites_server *server)
{
	static const char *const lines[] = { "root ca days=-1000..1000",
		"inter ca issuer=root days=-500..500",
		"ec issuer=inter dns=" SUITES_HOST " key=p256",
		"rsa issuer=inter dns=" SUITES_HOST " key=rsa2048" };
	struct forge *forge = &server->forge;
	const char *why;

	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
		if (!forge_cert(forge, lines[i], &why)) {
			fprintf(stderr, "%s: %s\n", lines[i], why);
			return -1;
		}
	write_texts(server, "root.pem", forge_pem(forge_find(forge, "root")), NULL);
	write_texts(server, "ec.pem", forge_pem(forge_find(forge, "ec")),
		forge_pem(forge_find(forge, "inter")));
	write_texts(server, "rsa.pem", forge_pem(forge_find(forge, "rsa")),
		forge_pem(forge_find(forge, "inter")));
	write_texts(server, "ec.key", forge_key_pem(forge_find(forge, "ec")), NULL);
	write_texts(server, "rsa.key", forge_key_pem(forge_find(forge, "rsa")), NULL);
	return 0;
}

static int write_dh(const struct suites_server *server)
{
	char *line = memory_format("openssl genpkey -genparam -algorithm DH -pkeyopt "
				   "group:ffdhe2048 -out %s/dh.pem",
		server->server.folder);
	char *argv[] = { "sh", "-c", line, NULL };
	struct command command;
	int status;

	command_run(argv, PATIENCE_MS, &command);
	status = command.status;
	if (status)
		fprintf(stderr, "%s", command.err);
	command_free(&command);
	free(line);
	return status ? -1 : 0;
}

static void write_configuration(const struct suites_server *server, const char *lines)
{
	char *text = memory_format(
		"daemon off; master_process off; pid nginx.pid; error_log log;\n"
		"events { worker_connections 256; }\n"
		"http {\n access_log off; client_body_temp_path t1; proxy_temp_path t2;\n"
		" fastcgi_temp_path t3; uwsgi_temp_path t4; scgi_temp_path t5;\n"
		" server { listen 127.0.0.1:%d ssl;\n"
		" ssl_certificate ec.pem; ssl_certificate_key ec.key;\n"
		" ssl_certificate rsa.pem; ssl_certificate_key rsa.key; %s\n"
		" location / { return 200 'fine'; } }\n}\n",
		server->server.port, lines);

	server_file(&server->server, "nginx.conf", text);
	free(text);
}

int suites_server_start(struct suites_server *server, const char *lines)
{
	char *prefix, *argv[] = { "nginx", "-p", NULL, "-c", "nginx.conf", NULL };
	int status;

	server_prepare(&server->server, 0);
	forge_open(&server->forge, (int64_t)time(NULL));
	if (write_certificates(server) || write_dh(server))
		return -1;
	write_configuration(server, lines);
	prefix = memory_format("%s/", server->server.folder);
	argv[2] = prefix;
	status = server_start(&server->server, argv, 0);
	free(prefix);
	return status;
}

void suites_server_stop(struct suites_server *server)
{
	server_stop(&server->server);
	forge_close(&server->forge);
}
