/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Real mail, file, directory, chat and database servers, asked by the real program. Each is started by
 * its script in tests/full/servers: with a good certificate, with an expired one, and without TLS.
 * `bash .ci/run full` installs them and runs this.
 */
#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <jansson.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include "../real/server.h"
#include "../support/command.h"
#include "../support/forge.h"
#include "base/buffer.h"
#include "base/memory.h"

#define DOORS_MOST 6

struct door {
	const char *scheme; /* how it is asked for STARTTLS; NULL: no further door */
	bool at_once; /* it speaks TLS from the first byte */
	const char *direct; /* cause when TLS is spoken at once to it; NULL: starttls-needed */
};

/* Door number N listens on PORTn of the script. */
static const struct kind {
	const char *name;
	struct door doors[DOORS_MOST];
} kinds[] = {
	{ "postfix", { { .scheme = "smtp" }, { .scheme = "submission" }, { "smtp", true, NULL } } },
	{ "dovecot",
		{ { .scheme = "imap" }, { .scheme = "pop3" }, { .scheme = "lmtp" },
			{ .scheme = "sieve" }, { "imap", true, NULL }, { "pop3", true, NULL } } },
	{ "vsftpd", { { .scheme = "ftp" }, { "ftp", true, NULL } } },
	/* It hangs up on what isn't LDAP, without a word. */
	{ "slapd", { { "ldap", false, "closed-during-handshake" }, { "ldap", true, NULL } } },
	{ "prosody", { { .scheme = "xmpp" }, { .scheme = "xmpp-server" }, { "xmpp", true, NULL },
			     { "xmpp-server", true, NULL } } },
	/* The same: "invalid length of startup packet" stands only in its log. */
	{ "postgres", { { "postgres", false, "closed-during-handshake" } } },
	{ "mariadb", { { .scheme = "mysql" } } },
	/* It waits for the end of the line. */
	{ "inspircd", { { "irc", false, "handshake-timeout" }, { "irc", true, NULL } } },
	{ "nntp", { { .scheme = "nntp" }, { "nntp", true, NULL } } },
};

static const struct variant {
	const char *name;
	bool tls;
	const char *days; /* of the leaf */
	const char *cause; /* through STARTTLS; NULL: none */
} variants[] = {
	{ "good", true, "", NULL },
	{ "expired", true, " days=-90..-3", "certificate-expired" },
	{ "without TLS", false, "", "starttls-not-offered" },
};

struct place {
	struct server server;
	int ports[DOORS_MOST];
};

/* ---- Before the start ---- */

static void add_file(const struct server *server, const char *name, char *text, char *more)
{
	char *all = memory_format("%s%s", text, more ? more : "");

	server_file(server, name, all);
	free(all);
	free(text);
	free(more);
}

/* ca.pem, chain.pem and key.pem. */
static void write_certificates(const struct server *server, const struct variant *variant)
{
	char *leaf = memory_format("leaf issuer=inter dns=site.test key=rsa2048%s", variant->days);
	const char *lines[] = { "root ca o=Test days=-1000..1000",
		"inter ca issuer=root o=Test days=-500..500", leaf };
	struct forge forge;
	const char *why;

	forge_open(&forge, (int64_t)time(NULL));
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
		cr_assert(forge_cert(&forge, lines[i], &why), "%s", why);
	add_file(server, "ca.pem", forge_pem(forge_find(&forge, "root")), NULL);
	add_file(server, "chain.pem", forge_pem(forge_find(&forge, "leaf")),
		forge_pem(forge_find(&forge, "inter")));
	add_file(server, "key.pem", forge_key_pem(forge_find(&forge, "leaf")), NULL);
	forge_close(&forge);
	free(leaf);
}

/* Ports of the loopback that are free, each another one. */
static void find_ports(int *ports)
{
	int fds[DOORS_MOST];

	for (int i = 0; i < DOORS_MOST; i++) {
		struct sockaddr_in address = { .sin_family = AF_INET };
		socklen_t length = sizeof(address);

		address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
		fds[i] = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
		cr_assert_eq(bind(fds[i], (struct sockaddr *)&address, length), 0);
		getsockname(fds[i], (struct sockaddr *)&address, &length);
		ports[i] = ntohs(address.sin_port);
	}
	for (int i = 0; i < DOORS_MOST; i++)
		close(fds[i]);
}

static void prepare(const struct variant *variant, struct place *ret)
{
	char *key;

	server_prepare(&ret->server, 0);
	find_ports(ret->ports);
	ret->server.port = ret->ports[0];
	write_certificates(&ret->server, variant);
	key = memory_format("%s/key.pem", ret->server.folder);
	/* Servers that leave root behind must get in; the key stays theirs. */
	cr_assert_eq(chmod(ret->server.folder, 0755), 0);
	cr_assert_eq(chmod(key, 0600), 0);
	free(key);
}

static void set_variables(const struct variant *variant, const int *ports)
{
	setenv("TLS", variant->tls ? "yes" : "no", 1);
	for (int i = 0; i < DOORS_MOST; i++) {
		char *name = memory_format("PORT%d", i + 1);
		char *number = memory_format("%d", ports[i]);

		setenv(name, number, 1);
		free(number);
		free(name);
	}
}

/* The script of KIND, whatever the folder; the caller frees it. */
static char *script_of(const struct kind *kind)
{
	const char *top = getenv("srcdir");
	char *path = memory_format("%s/tests/full/servers/%s.sh", top ? top : ".", kind->name);
	char *whole = realpath(path, NULL);

	cr_assert(whole, "%s is missing", path);
	free(path);
	return whole;
}

static int start(const struct kind *kind, const struct variant *variant, struct place *ret)
{
	char *script = script_of(kind);
	char *argv[] = { (char *)"/bin/sh", script, NULL };
	int error;

	prepare(variant, ret);
	set_variables(variant, ret->ports);
	error = server_start(&ret->server, argv, 0);
	for (int i = 1; !error && i < DOORS_MOST && kind->doors[i].scheme; i++)
		error = server_await(&ret->server, ret->ports[i], 0);
	free(script);
	return error;
}

/* ---- Asking ---- */

/* Asks door number DOOR by SCHEME; the first cause must be CAUSE (NULL: none at all, however deep one
 * looks). */
static void ask(const struct place *place, const char *what, const char *scheme, int door,
	const char *cause)
{
	char *target = memory_format("%s://site.test:%d", scheme, place->ports[door]);
	char *address = memory_format("127.0.0.1:%d", place->ports[door]);
	char *ca = memory_format("%s/ca.pem", place->server.folder);
	char *argv[] = { (char *)command_tlsdoctor(), (char *)"check", (char *)"--format",
		(char *)"json", (char *)"--timeout", (char *)(cause ? "3" : "20"),
		(char *)"--connect-to", address, (char *)"--ca-file", ca, target,
		cause ? NULL : (char *)"--deep", NULL };
	struct command command;
	json_t *report, *first;
	const char *id;

	command_run(argv, 40000, &command);
	report = json_loads(command.out, 0, NULL);
	first = json_array_get(json_object_get(report, "causes"), 0);
	id = first ? json_string_value(json_object_get(first, "id")) : "none";
	cr_expect(report, "%s, %s: no report: %s%s", what, target, command.out, command.err);
	cr_expect_str_eq(id, cause ? cause : "none", "%s, %s (door %d): %s, not %s\n%s", what,
		target, door + 1, id, cause ? cause : "none", command.out);
	cr_expect_eq(command.status, cause ? 1 : 0, "%s, %s: exit status %d", what, target,
		command.status);
	json_decref(report);
	command_free(&command);
	free(ca);
	free(address);
	free(target);
}

/* TLS at once, on each door; what STARTTLS gets where TLS is spoken at once. */
static void ask_the_other_way(const struct kind *kind, const struct place *place, const char *what)
{
	for (int i = 0; i < DOORS_MOST && kind->doors[i].scheme; i++) {
		const struct door *door = &kind->doors[i];

		if (door->at_once)
			ask(place, what, door->scheme, i, "implicit-tls-needed");
		else
			ask(place, what, "tls", i, door->direct ? door->direct : "starttls-needed");
	}
}

static void ask_all(
	const struct kind *kind, const struct variant *variant, const struct place *place)
{
	char *what = memory_format("%s, %s", kind->name, variant->name);

	for (int i = 0; i < DOORS_MOST && kind->doors[i].scheme; i++) {
		const struct door *door = &kind->doors[i];

		if (variant->tls || !door->at_once)
			ask(place, what, door->at_once ? "tls" : door->scheme, i, variant->cause);
	}
	if (variant->tls && !variant->cause)
		ask_the_other_way(kind, place, what);
	free(what);
}

/* ---- All of them ---- */

struct pair {
	size_t kind, variant;
};

#define KINDS (sizeof(kinds) / sizeof(kinds[0]))
#define VARIANTS (sizeof(variants) / sizeof(variants[0]))

ParameterizedTestParameters(full, each_server_and_each_of_its_faults_is_told_apart)
{
	static struct pair pairs[KINDS * VARIANTS];

	for (size_t i = 0; i < KINDS * VARIANTS; i++)
		pairs[i] = (struct pair){ i / VARIANTS, i % VARIANTS };
	return cr_make_param_array(struct pair, pairs, KINDS * VARIANTS);
}

ParameterizedTest(
	struct pair *pair, full, each_server_and_each_of_its_faults_is_told_apart, .timeout = 180)
{
	const struct kind *kind = &kinds[pair->kind];
	const struct variant *variant = &variants[pair->variant];
	struct place place;

	if (start(kind, variant, &place))
		cr_expect(0, "%s, %s: it could not be started", kind->name, variant->name);
	else
		ask_all(kind, variant, &place);
	server_stop(&place.server);
}
