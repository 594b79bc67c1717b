/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * "Which programs can connect?" is answered first, then Node.js, Java, Firefox and Chromium are asked: at every server
 * that the smaller programs are compared at (tests/real/predictions.c), and at every practice server.
 */
#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "../real/predictions.h"
#include "../support/command.h"
#include "base/buffer.h"
#include "base/file.h"
#include "base/memory.h"
#include "practice/practice.h"

#define PATIENCE_MS 90000 /* a browser's start, on a busy computer */

/* Calls back only when the certificate and its name were found good. */
static const char node[] =
	"const tls = require('tls'), fs = require('fs');\n"
	"const [host, port] = process.argv.slice(2);\n"
	"const socket = tls.connect({ host: '127.0.0.1', port, servername: host,\n"
	"  ca: fs.readFileSync('ca.pem') }, () => socket.write('GET / HTTP/1.0\\r\\n\\r\\n'));\n"
	"socket.on('data', () => process.exit(0));\n"
	"socket.on('error', (error) => { console.log(error.code); process.exit(1); });\n"
	"socket.setTimeout(8000, () => process.exit(2));\n";

/* No question to the outside, and the two names of the servers lead here. */
static const char firefox[] = "user_pref(\"network.dns.localDomains\", \"site.test,www.site.test,"
			      "xn--bcher-kva.test,practice.test\");\n"
			      "user_pref(\"network.captive-portal-service.enabled\", false);\n"
			      "user_pref(\"network.connectivity-service.enabled\", false);\n"
			      "user_pref(\"services.settings.server\", \"https://localhost:1\");\n"
			      "user_pref(\"browser.region.network.url\", \"\");\n"
			      "user_pref(\"datareporting.policy.dataSubmissionEnabled\", false);\n";

/*
 * Each ends with 0 when it connected. The Java runtime has no client of its own: keytool reads a list of revoked
 * certificates from the address, and its log tells how far the handshake went. Firefox logs each HTTP response;
 * Chromium's page of errors says which one it is.
 */
static const struct {
	const char *id; /* of the client; NULL: as Java's and Node's own versions say */
	const char *line; /* HOST and PORT are in the environment */
	const char *which;
} programs[] = {
	{ NULL, "node client.js $HOST $PORT",
		"v=$(node -p 'process.versions.node.split(\".\")[0]'); [ $v -ge 24 ] && printf "
		"node-24 "
		"|| printf node" },
	{ NULL,
		"keytool -J-Djavax.net.ssl.trustStore=trust.p12 "
		"-J-Djavax.net.ssl.trustStorePassword=changeit -J-Djdk.net.hosts.file=hosts "
		"-J-Djavax.net.debug=ssl:handshake -printcrl -file https://$HOST:$PORT/ >java.log "
		"2>&1; "
		"grep -q 'Consuming server Finished' java.log && "
		"grep -q 'Produced client Finished' java.log || { grep -a Exception java.log; "
		"false; }",
		"home=$(java -XshowSettings:properties -version 2>&1 | sed -n 's/ *java.home = "
		"//p'); "
		"grep -q '^ *TLS_RSA_' $home/conf/security/java.security && printf java-24 || "
		"printf java-17" },
	{ "firefox",
		"rm -f moz.log*; MOZ_LOG=nsHttp:3 MOZ_LOG_FILE=$PWD/moz.log timeout 60 firefox-esr "
		"--headless --no-remote --profile $PWD/firefox --screenshot $PWD/page.png "
		"https://$HOST:$PORT/; grep -q 'ParseLine .HTTP/1' moz.log.moz_log",
		NULL },
	{ "chromium",
		"timeout 60 chromium --headless --no-sandbox --disable-gpu --no-first-run "
		"--user-data-dir=$PWD/chromium --host-resolver-rules='MAP *.test 127.0.0.1' "
		"--dump-dom https://$HOST:$PORT/ >page.html; ! grep -o 'ERR_[A-Z_0-9]*' page.html "
		"&& [ -s page.html ]",
		NULL },
};

/* What all of them need in the server's folder, where ca.pem is. */
static void prepare(const struct server *server)
{
	char *said = NULL;
	int status;

	server_file(server, "client.js", node);
	server_file(server, "user.js", firefox);
	server_file(server, "hosts",
		"127.0.0.1 site.test www.site.test xn--bcher-kva.test practice.test\n");
	status = predicted_run(server->folder,
		"keytool -importcert -noprompt -alias ca -file ca.pem -keystore trust.p12 "
		"-storetype PKCS12 -storepass changeit 2>&1 && "
		"for store in firefox .pki/nssdb; do mkdir -p $store && "
		"certutil -d sql:$store -N --empty-password && "
		"certutil -d sql:$store -A -t C,, -n ca -i ca.pem || exit 1; done && "
		"mv user.js firefox",
		PATIENCE_MS, &said);
	cr_assert_eq(status, 0, "%s", said);
	free(said);
}

static char *id_of(const struct server *server, size_t program)
{
	char *id = memory_text(programs[program].id);

	if (!id)
		predicted_run(server->folder, programs[program].which, PATIENCE_MS, &id);
	return id;
}

/* Whether program number I does what was told of it; 0 when nothing was. */
static int ask_program(const char *name, const struct server *server, const char *host,
	const json_t *report, size_t i)
{
	char *id = id_of(server, i), *said = NULL, *line;
	const char *client = strcmp(id, "chromium") ? id : "chrome";
	int told = predicted_told(report, client);

	if (told) {
		line = memory_format("export HOME=$PWD HOST=%s PORT=%d; %s", host, server->port,
			programs[i].line);
		predicted_compare(name, report, client,
			predicted_run(server->folder, line, PATIENCE_MS, &said), said);
		free(said);
		free(line);
	}
	free(id);
	return told;
}

/* How many of the programs could be compared. */
static int ask_programs(
	const char *name, const struct server *server, const char *host, const json_t *report)
{
	int compared = 0;

	for (size_t i = 0; i < sizeof(programs) / sizeof(programs[0]); i++)
		compared += ask_program(name, server, host, report, i);
	return compared;
}

static json_t *ask_first(const struct server *server, const char *host)
{
	char *ca = server_path(server, "ca.pem");
	json_t *report = predicted_ask(host, server->port, ca);

	free(ca);
	return report;
}

/* ---- The servers of other programs ---- */

ParameterizedTestParameters(full_clients, do_what_was_told_of_them)
{
	static size_t numbers[PREDICTED_SITES_MOST];

	for (size_t i = 0; i < predicted_site_count; i++)
		numbers[i] = i;
	return cr_make_param_array(size_t, numbers, predicted_site_count);
}

ParameterizedTest(size_t *number, full_clients, do_what_was_told_of_them, .timeout = 600)
{
	const struct site *site = &predicted_sites[*number];
	const char *host = predicted_host(site);
	struct server server;
	json_t *report;

	cr_assert_eq(site_start(site, &server), 0, "%s: no server", site->name);
	prepare(&server);
	report = ask_first(&server, host);
	/* Where GnuTLS can't get in, or an issuer isn't known, little can be told. */
	cr_expect_geq(ask_programs(site->name, &server, host, report), site->cause ? 0 : 2,
		"%s: too little was told", site->name);
	json_decref(report);
	server_stop(&server);
}

/* ---- Practice servers ---- */

#define FAULTS_MOST 32

ParameterizedTestParameters(full_clients, at_practice_servers_too)
{
	static size_t numbers[FAULTS_MOST];
	size_t count = 0;

	for (; practice_fault_at(count); count++)
		numbers[count] = count;
	return cr_make_param_array(size_t, numbers, count);
}

ParameterizedTest(size_t *number, full_clients, at_practice_servers_too, .timeout = 600)
{
	const char *fault = practice_fault_at(*number);
	char *why = NULL;
	struct practice *practice = practice_start(&fault, 1, 0, &why);
	struct server server;
	json_t *report;

	cr_assert(practice, "%s", why);
	server_prepare(&server, 0);
	server.port = practice_port(practice, 0);
	server_file(&server, "ca.pem", practice_ca_pem(practice));
	prepare(&server);
	report = ask_first(&server, PRACTICE_HOST);
	ask_programs(fault, &server, PRACTICE_HOST, report);
	json_decref(report);
	server_stop(&server);
	practice_stop(practice);
}
