/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "site.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "base/buffer.h"
#include "base/file.h"
#include "base/memory.h"

/* 1,024-bit parameters, made once by "openssl dhparam 1024"; a group has no secret. */
static const char dh1024[] = "-----BEGIN DH PARAMETERS-----\n"
			     "MIGHAoGBAOev0F9hTiwzTrt12APgDp8AV8qXfuDULovYRcxkocfSQVGG5Q9UyZCD\n"
			     "fJgbCdU+vYpisp/H5wHX6LP7/GafHKjPjM+R6/qfdR1lmFkV11oUHd2uYYhpeqa6\n"
			     "iT9pNDbYH3xIs5ni3bh0Bv2MkkqPSeXa/1NGGWBSvAPv7dbhYo7vAgEC\n"
			     "-----END DH PARAMETERS-----\n";

static void write_certificates(const struct site *site, const struct server *server)
{
	static const char *const above[] = { "root ca o=Test days=-1000..1000",
		"inter ca issuer=root o=Test days=-500..500",
		"private ca o=Office days=-500..500" };
	char *also = memory_text(site->also ? site->also : ""), *rest = NULL;
	struct forge forge;
	const char *why;

	forge_open(&forge, (int64_t)time(NULL));
	for (size_t i = 0; i < sizeof(above) / sizeof(above[0]); i++)
		cr_assert(forge_cert(&forge, above[i], &why), "%s", why);
	for (char *line = strtok_r(also, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest))
		cr_assert(forge_cert(&forge, line, &why), "%s: %s", site->name, why);
	cr_assert(forge_cert(&forge, site->leaf, &why), "%s: %s", site->name, why);
	server_pem(server, "chain.pem", &forge, site->send);
	server_key(server, "key.pem", &forge, "leaf");
	server_pem(server, "ca.pem", &forge, site->trust ? site->trust : "root");
	server_file(server, "dh1024.pem", dh1024);
	forge_close(&forge);
	free(also);
}

/* What haproxy wants: the chain and its key in one file. */
static void write_all(const struct server *server)
{
	static const char *const parts[] = { "chain.pem", "key.pem" };
	struct buffer text = { 0 };

	for (size_t i = 0; i < 2; i++) {
		struct buffer part = { 0 };
		char *path = server_path(server, parts[i]);

		cr_assert_eq(file_read(path, 1 << 20, &part), 0);
		buffer_add(&text, part.bytes, part.length);
		buffer_free(&part);
		free(path);
	}
	server_file(server, "all.pem", text.bytes);
	buffer_free(&text);
}

static int start_nginx(const struct site *site, struct server *server)
{
	const char *place = site->six ? "[::1]" : "127.0.0.1";
	struct buffer text = { 0 };
	int error;

	if (site->extra)
		buffer_add_format(&text, " server { listen %s:%d ssl default_server; %s }\n", place,
			server->port, site->extra);
	buffer_add_format(&text,
		" server { listen %s:%d ssl; ssl_certificate chain.pem; ssl_certificate_key "
		"key.pem;\n root .; index ca.pem; %s }\n",
		place, server->port, site->config);
	error = server_start_nginx(server, text.bytes, site->six);
	buffer_free(&text);
	return error;
}

static void write_haproxy(const struct site *site, const struct server *server)
{
	char *text = memory_format("defaults\n mode http\n timeout connect 5s\n timeout client 9s\n"
				   " timeout server 5s\n"
				   "frontend site\n bind 127.0.0.1:%d ssl crt all.pem %s\n %s\n"
				   " http-request return status 200 content-type text/plain "
				   "string fine\n",
		server->port, site->config, site->extra ? site->extra : "");

	write_all(server);
	server_file(server, "haproxy.cfg", text);
	free(text);
}

static void write_stunnel(const struct site *site, const struct server *server)
{
	char *text = memory_format("foreground = yes\npid =\nsyslog = no\n[site]\n"
				   "accept = 127.0.0.1:%d\ncert = chain.pem\nkey = key.pem\n%s\n",
		server->port, site->config);

	server_file(server, "stunnel.conf", text);
	free(text);
	/* An HTTP server that hears one request. */
	server_file(server, "answer.sh",
		"while read -r line && [ ${#line} -gt 1 ]; do :; done\n"
		"printf 'HTTP/1.0 200 OK\\r\\nContent-Length: 4\\r\\n\\r\\nfine'\n");
}

void site_words(char **argv, size_t count, char *words)
{
	char *rest = NULL;

	for (char *word = strtok_r(words, " ", &rest); word; word = strtok_r(NULL, " ", &rest))
		argv[count++] = word;
	argv[count] = NULL;
}

static int start(const struct site *site, struct server *server)
{
	char *place = memory_format(site->program == OPENSSL ? "127.0.0.1:%d" : "%d", server->port);
	char *words = memory_text(site->config);
	char *argv[40] = { NULL };
	int error;

	if (site->program == OPENSSL) {
		char *openssl[] = { "openssl", "s_server", "-accept", place, "-cert", "chain.pem",
			"-cert_chain", "chain.pem", "-key", "key.pem", "-quiet" };

		memcpy(argv, openssl, sizeof(openssl));
		site_words(argv, sizeof(openssl) / sizeof(openssl[0]), words);
	} else if (site->program == HAPROXY) {
		char *haproxy[] = { "haproxy", "-db", "-f", "haproxy.cfg", NULL };

		write_haproxy(site, server);
		memcpy(argv, haproxy, sizeof(haproxy));
	} else if (site->program == STUNNEL) {
		char *stunnel[] = { "stunnel", "stunnel.conf", NULL };

		write_stunnel(site, server);
		memcpy(argv, stunnel, sizeof(stunnel));
	} else {
		char *gnutls[] = { "gnutls-serv", "--http", "--quiet", "--port", place,
			"--x509certfile", "chain.pem", "--x509keyfile", "key.pem" };

		memcpy(argv, gnutls, sizeof(gnutls));
		site_words(argv, sizeof(gnutls) / sizeof(gnutls[0]), words);
	}
	error = server_start(server, argv, site->six);
	free(words);
	free(place);
	return error;
}

void site_prepare(const struct site *site, struct server *server)
{
	server_prepare(server, site->six);
	write_certificates(site, server);
}

int site_begin(const struct site *site, struct server *server)
{
	return site->program == NGINX ? start_nginx(site, server) : start(site, server);
}

int site_start(const struct site *site, struct server *server)
{
	site_prepare(site, server);
	return site_begin(site, server);
}
