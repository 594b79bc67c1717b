/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The real mitmproxy, from its package, between this program and every site there is: it is named first, with its
 * evidence, whether its authority was added to this computer or not; without it nothing is found.
 */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "../probe/place.h"
#include "../real/server.h"
#include "../support/resigner.h"
#include "base/file.h"
#include "base/memory.h"

TestSuite(mitmproxy, .timeout = 240);

#define BUNDLE "/etc/ssl/certs/ca-certificates.crt"
#define ADDED "/usr/local/share/ca-certificates"

/* All of the usual reference sites, and the target. */
static const struct names_row names[] = { { "shop.test", "192.0.2.11" },
	{ "www.wikipedia.org", "192.0.2.12" }, { "www.iana.org", "192.0.2.13" },
	{ "www.debian.org", "192.0.2.14" }, { NULL, NULL } };

struct scene {
	struct place place;
	struct resigner
		world; /* a server for every name, of one authority that the system trusts */
	struct server mitmproxy;
};

/* mitmproxy at port 443 of everybody, with the world behind it. */
static void start_mitmproxy(struct scene *scene)
{
	struct server *server = &scene->mitmproxy;
	char *mode = memory_format("reverse:https://127.0.0.1:%d", scene->world.port);
	char *argv[] = { "mitmdump", "--quiet", "--mode", mode, "--listen-host", "0.0.0.0",
		"--listen-port", "443", "--ssl-insecure", "--set", "confdir=.", "--set",
		"keep_host_header=true", NULL };

	server_prepare(server, 0);
	server->port = 443;
	cr_assert_eq(server_start(server, argv, 0), 0, "is mitmproxy installed?");
	free(mode);
}

/* The system's roots are the world's, and mitmproxy's where that was added. */
static void set_trust(struct scene *scene, bool mitmproxy, bool trusted)
{
	char *world = resigner_pem(&scene->world), *both;
	struct buffer added = { 0 };

	if (trusted) {
		char *path = server_path(&scene->mitmproxy, "mitmproxy-ca-cert.pem");

		cr_assert(mitmproxy);
		cr_assert_eq(file_read(path, 65536, &added), 0, "%s", path);
		free(path);
	}
	buffer_add_text(&added, "");
	both = memory_format("%s%s", world, added.bytes);
	space_file(BUNDLE, both);
	space_folder(ADDED, "mitmproxy.crt", added.bytes);
	buffer_free(&added);
	free(both);
	free(world);
}

/* What a user would have: the system's store, the usual reference sites. */
static void be_usual(struct place *place)
{
	struct settings *settings;

	place_again(place, "shop.test");
	settings = place_settings(place);
	free(settings->ca_pem);
	settings->ca_pem = NULL;
	settings->no_system_trust = false;
	free(settings->reference_sites);
	settings->reference_sites = NULL;
	/* Its first answers come from Python on a busy computer. */
	settings->handshake_timeout_ms = 20000;
	settings->total_timeout_ms = 120000;
}

/* Looks with mitmproxy between (or not), and expects CAUSE first with FINDING as its evidence. */
static void look(bool mitmproxy, bool trusted, const char *cause, const char *finding)
{
	struct scene scene = { .world = { .authority = "o=World cn=World_Root", .public = true } };
	const struct causes *causes;
	bool because = false;

	place_open(&scene.place, "healthy", names);
	for (const struct names_row *row = names; row->name; row++)
		space_add_address(row->address);
	scene.world.port = mitmproxy ? 0 : 443;
	resigner_start(&scene.world);
	if (mitmproxy)
		start_mitmproxy(&scene);
	set_trust(&scene, mitmproxy, trusted);
	be_usual(&scene.place);
	session_answer(scene.place.session, "symptom", "page");
	place_look(&scene.place);
	place_expect(&scene.place, cause, finding);
	causes = &scene.place.session->causes;
	for (size_t i = 0; causes->count && i < causes->items[0].because_count; i++)
		because = because || !strcmp(causes->items[0].because[i], finding);
	cr_expect_eq(because, mitmproxy, "%s as the evidence of %s", finding, cause);
	place_close(&scene.place);
	if (mitmproxy)
		server_stop(&scene.mitmproxy);
	resigner_end(&scene.world);
}

Test(mitmproxy, nobody_trusts_it)
{
	look(true, false, "interception", "interception.product");
}

Test(mitmproxy, its_authority_was_added_here)
{
	look(true, true, "interception", "interception.trusted-product");
}

Test(mitmproxy, without_it_nothing_is_found)
{
	look(false, false, "none", "interception.none");
}
