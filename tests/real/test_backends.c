/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two addresses of one name, each with a server of its own: what differs is told, other good certificates aren't. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "../support/forge.h"
#include "base/memory.h"
#include "server.h"
#include "session/session.h"

#define HOST "two.test"
#define FIRST "127.0.0.1"
#define SECOND "127.0.0.2"

struct scene {
	struct server server;
	struct forge forge;
	struct budget *budget;
	struct session *session;
};

static void make_certificates(struct scene *scene)
{
	static const char *const lines[] = { "root ca days=-1000..1000",
		"inter ca issuer=root days=-500..500", "good issuer=inter dns=" HOST,
		"other issuer=inter dns=" HOST " key=rsa2048",
		"old issuer=inter dns=" HOST " days=-90..-3" };
	struct server *server = &scene->server;
	const char *why;

	forge_open(&scene->forge, (int64_t)time(NULL));
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
		cr_assert(forge_cert(&scene->forge, lines[i], &why), "%s: %s", lines[i], why);
	server_pem(server, "good.pem", &scene->forge, "good inter");
	server_pem(server, "other.pem", &scene->forge, "other inter");
	server_pem(server, "alone.pem", &scene->forge, "good");
	server_pem(server, "old.pem", &scene->forge, "old inter");
	server_key(server, "good.key", &scene->forge, "good");
	server_key(server, "other.key", &scene->forge, "other");
	server_key(server, "old.key", &scene->forge, "old");
}

/* As if the name had these two addresses: the look-up is done, all that follows is asked for. */
static void look(struct scene *scene)
{
	struct evidence *evidence;
	struct settings settings;

	settings_init(&settings);
	cr_assert_eq(target_parse(HOST, &settings.target), TARGET_OK);
	settings.target.port = scene->server.port;
	settings.ca_pem = forge_pem(forge_find(&scene->forge, "root"));
	settings.no_system_trust = true;
	settings.offline = true;
	scene->budget = budget_new();
	scene->session = session_new(&settings, scene->budget);
	settings_free(&settings);
	evidence = &scene->session->evidence;
	evidence->lookup.outcome = LOOKUP_FOUND;
	evidence->lookup.name = memory_text(HOST);
	evidence->lookup.addresses = memory_new(2, sizeof(char *));
	evidence->lookup.addresses[0] = memory_text(FIRST);
	evidence->lookup.addresses[1] = memory_text(SECOND);
	evidence->lookup.address_count = 2;
	evidence_part_status(evidence, PART_LOOKUP, PART_SEEN, NULL, NULL);
	cr_assert_eq(session_recheck(scene->session, "handshake"), 0);
	session_wait(scene->session, -1);
	cr_assert_eq(evidence->parts[PART_LOOKUP].state, PART_SEEN);
	cr_assert_str_eq(evidence->handshake.address, FIRST);
}

/* nginx with CERT and KEY at the second address (NULL: nobody there); the first one is always good. */
static void open_scene(struct scene *scene, const char *cert, const char *key, const char *lines)
{
	char *first, *second = NULL, *both;

	server_prepare(&scene->server, 0);
	make_certificates(scene);
	first = memory_format("server { listen " FIRST ":%d ssl; ssl_certificate good.pem; "
			      "ssl_certificate_key good.key; }\n",
		scene->server.port);
	if (cert)
		second = memory_format("server { listen " SECOND ":%d ssl; ssl_certificate %s; "
				       "ssl_certificate_key %s; %s }\n",
			scene->server.port, cert, key, lines);
	both = memory_format("%s%s", first, second ? second : "");
	cr_assert_eq(server_start_nginx(&scene->server, both, 0), 0, "nginx could not be started");
	free(both);
	free(second);
	free(first);
	look(scene);
}

static void close_scene(struct scene *scene)
{
	session_free(scene->session);
	budget_free(scene->budget);
	server_stop(&scene->server);
	forge_close(&scene->forge);
}

static const char *first_cause(const struct scene *scene)
{
	return scene->session->causes.count ? scene->session->causes.items[0].rule->id : "none";
}

/* Whether the second address is the one, and the only one, that differs. */
static bool second_differs(const struct scene *scene)
{
	const struct finding *finding = findings_find(&scene->session->findings, "backends.differ");
	const struct fact *list = finding ? facts_find(&finding->facts, "addresses") : NULL;

	return list && list->list_count == 1 && !strcmp(list->list[0], SECOND);
}

TestSuite(backends, .timeout = 60);

Test(backends, other_good_certificates_are_normal)
{
	struct scene scene;

	open_scene(&scene, "other.pem", "other.key", "");
	cr_expect_str_eq(first_cause(&scene), "none");
	cr_expect(findings_find(&scene.session->findings, "backends.same"));
	close_scene(&scene);
}

Test(backends, one_with_a_certificate_that_ended)
{
	struct scene scene;

	open_scene(&scene, "old.pem", "old.key", "");
	cr_expect_str_eq(first_cause(&scene), "inconsistent-backends");
	cr_expect(second_differs(&scene));
	close_scene(&scene);
}

Test(backends, one_without_its_intermediate_certificate)
{
	struct scene scene;

	open_scene(&scene, "alone.pem", "good.key", "");
	cr_expect_str_eq(first_cause(&scene), "inconsistent-backends");
	cr_expect(second_differs(&scene));
	close_scene(&scene);
}

Test(backends, one_that_refuses)
{
	struct scene scene;

	open_scene(&scene, "good.pem", "good.key", "ssl_reject_handshake on;");
	cr_expect_str_eq(first_cause(&scene), "inconsistent-backends");
	cr_expect(second_differs(&scene));
	close_scene(&scene);
}

Test(backends, one_where_nobody_listens)
{
	struct scene scene;

	open_scene(&scene, NULL, NULL, "");
	cr_expect_str_eq(first_cause(&scene), "inconsistent-backends");
	cr_expect(findings_find(&scene.session->findings, "reach.some-addresses-fail"));
	close_scene(&scene);
}
