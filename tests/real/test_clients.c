/* SPDX-License-Identifier: GPL-3.0-or-later */
/* "Which programs can connect?" is answered first, then the programs themselves are asked. */
#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "../support/command.h"
#include "../support/tunnel.h"
#include "base/memory.h"
#include "check/hostname.h"
#include "predictions.h"

#define LIMIT_MS 20000

/* ---- The programs ---- */

#define S_CLIENT                                                                              \
	"openssl s_client -connect 127.0.0.1:%d -servername $HOST -CAfile ca.pem -no-CApath " \
	"-no-CAstore -verify_return_error $VERIFY $HOST -cipher DEFAULT@SECLEVEL="

/* Each ends with 0 when it connected; %d is the port, and the name is in the environment. */
static const struct {
	const char *id; /* of the client; NULL: what the line `which` says */
	const char *line, *which;
} programs[] = {
	{ "curl",
		"curl -sf --noproxy '*' -o page --connect-to ::127.0.0.1: --max-time 8 --cacert "
		"ca.pem https://$HOST:%d/",
		NULL },
	{ "openssl-3", S_CLIENT "2", NULL },
	{ "openssl-3-level-1", S_CLIENT "1", NULL },
	{ "openssl-3-level-0", S_CLIENT "0", NULL },
	{ NULL,
		"gnutls-cli --x509cafile ca.pem --sni-hostname $HOST --verify-hostname $HOST "
		"-p %d 127.0.0.1",
		". /etc/os-release; if [ $ID = ubuntu ]; then printf gnutls-medium; else printf "
		"gnutls; "
		"fi" },
	{ NULL, "python3 client.py %d", "python3 client.py" },
};

/* With how many suites a Python was built tells whose defaults it has. */
static const char python[] =
	"import os, socket, ssl, sys\n"
	"context = ssl.create_default_context(cafile='ca.pem')\n"
	"own = not any(c['name'] == 'AES128-GCM-SHA256' for c in context.get_ciphers())\n"
	"if len(sys.argv) < 2:\n"
	"    version = '3.13' if sys.version_info >= (3, 13) else '3'\n"
	"    print('python-' + version + ('' if own else '-openssl'), end='')\n"
	"    sys.exit()\n"
	"plain = socket.create_connection(('127.0.0.1', int(sys.argv[1])), 8)\n"
	"context.wrap_socket(plain, server_hostname=os.environ['HOST']).close()\n";

/* ---- nginx in front of it ---- */

static int ask_nginx(const struct server *site, char **ret_said)
{
	struct server front;
	char *blocks, *line;
	int status;

	server_prepare(&front, 0);
	blocks = memory_format(" server { listen 127.0.0.1:%d; location / { proxy_pass "
			       "https://127.0.0.1:%d; } }\n",
		front.port, site->port);
	cr_assert_eq(server_start_nginx(&front, blocks, 0), 0, "nginx could not be started");
	line = memory_format(
		"curl -sf --noproxy '*' -o page --max-time 8 http://127.0.0.1:%d/; s=$?; cat log; "
		"exit $s",
		front.port);
	status = predicted_run(front.folder, line, LIMIT_MS, ret_said);
	server_stop(&front);
	free(line);
	free(blocks);
	return status;
}

/* wget takes no address for a name: a proxy leads it to the right port. */
static int ask_wget(const struct server *site, char **ret_said)
{
	struct tunnel tunnel;
	char *line;
	int status;

	tunnel_start(&tunnel, site->port);
	line = memory_format("https_proxy=http://127.0.0.1:%d/ no_proxy= wget -O page --tries=1 "
			     "--timeout=8 --ca-certificate=ca.pem https://$HOST:%d/",
		tunnel.port, site->port);
	status = predicted_run(site->folder, line, LIMIT_MS, ret_said);
	tunnel_end(&tunnel);
	free(line);
	return status;
}

/* Debian builds it with GnuTLS, Ubuntu with OpenSSL. */
static const char *wget_id(const struct server *server)
{
	char *said = NULL;
	bool openssl;

	predicted_run(server->folder, "wget --version", LIMIT_MS, &said);
	openssl = strstr(said, "ssl/openssl") != NULL;
	cr_assert(openssl || strstr(said, "ssl/gnutls"), "which wget? %s", said);
	free(said);
	return openssl ? "wget-openssl" : "wget";
}

/* TLS 1.3 by default since 1.23.4. */
static const char *nginx_id(const struct server *server)
{
	char *said = NULL;
	int minor = 0, patch = 0;
	const char *version;

	predicted_run(server->folder, "PATH=$PATH:/usr/sbin nginx -v", LIMIT_MS, &said);
	version = strstr(said, "nginx/1.");
	if (version)
		sscanf(version, "nginx/1.%d.%d", &minor, &patch);
	free(said);
	cr_assert(minor, "which nginx?");
	return minor > 23 || (minor == 23 && patch >= 4) ? "nginx-proxy" : "nginx-proxy-1.22";
}

/* ---- All of them ---- */

static int ask_programs(const struct site *site, const struct server *server, const json_t *report)
{
	int compared = 0;

	for (size_t i = 0; i < sizeof(programs) / sizeof(programs[0]); i++) {
		char *line = memory_format(programs[i].line, server->port), *said = NULL;
		char *id = memory_text(programs[i].id);
		int status = predicted_run(server->folder, line, LIMIT_MS, &said);

		if (!id)
			predicted_run(server->folder, programs[i].which, LIMIT_MS, &id);
		compared += predicted_compare(site->name, report, id, status, said);
		free(said);
		free(line);
		free(id);
	}
	return compared;
}

ParameterizedTestParameters(clients, what_is_told_of_a_program_is_what_it_does)
{
	static size_t numbers[PREDICTED_SITES_MOST];

	for (size_t i = 0; i < predicted_site_count; i++)
		numbers[i] = i;
	return cr_make_param_array(size_t, numbers, predicted_site_count);
}

ParameterizedTest(
	size_t *number, clients, what_is_told_of_a_program_is_what_it_does, .timeout = 120)
{
	const struct site *site = &predicted_sites[*number];
	const char *host = predicted_host(site);
	struct server server;
	char *said = NULL, *ca;
	json_t *report;
	int compared, status;

	cr_assert_eq(site_start(site, &server), 0, "%s: no server", site->name);
	setenv("HOST", host, 1);
	setenv("VERIFY", hostname_is_ip(host) ? "-verify_ip" : "-verify_hostname", 1);
	server_file(&server, "client.py", python);
	ca = server_path(&server, "ca.pem");
	report = predicted_ask(host, server.port, ca);
	free(ca);
	compared = ask_programs(site, &server, report);
	status = ask_nginx(&server, &said);
	compared += predicted_compare(site->name, report, nginx_id(&server), status, said);
	free(said);
	status = ask_wget(&server, &said);
	compared += predicted_compare(site->name, report, wget_id(&server), status, said);
	/* Where GnuTLS can't get in, no certificate was seen, and little can be told. */
	cr_expect_geq(compared, site->cause ? 1 : 6, "%s: too little was told", site->name);
	json_decref(report);
	free(said);
	server_stop(&server);
}
