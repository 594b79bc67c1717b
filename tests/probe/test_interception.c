/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A box that opens connections and signs them anew, live, between this program and the whole world: every name
 * leads to it, it makes a certificate for each, and its authority is or isn't among those of the system.
 */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "place.h"
#include "support/resigner.h"

TestSuite(probe_interception, .timeout = 120);

#define BUNDLE "/etc/ssl/certs/ca-certificates.crt"
#define ADDED "/usr/local/share/ca-certificates"

/* All of the usual reference sites, and the target. */
static const struct names_row names[] = { { "shop.test", "192.0.2.11" },
	{ "www.wikipedia.org", "192.0.2.12" }, { "www.iana.org", "192.0.2.13" },
	{ "www.debian.org", "192.0.2.14" }, { NULL, NULL } };

/* The world behind the box: a server for every name, of one authority that the system trusts. */
static const struct resigner the_world = { .authority = "o=World cn=World_Root", .public = true };

enum trust { TRUSTS_THE_WORLD, TRUSTS_THE_BOX_TOO };

struct scene {
	struct place place;
	struct resigner world, box;
};

static void set_trust(struct scene *scene, enum trust trust)
{
	char *world = resigner_pem(&scene->world);
	char *box = trust == TRUSTS_THE_BOX_TOO ? resigner_pem(&scene->box) : memory_text("");
	char *both = memory_format("%s%s", world, box);

	space_file(BUNDLE, both);
	space_folder(ADDED, "box.crt", box);
	free(both);
	free(box);
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
}

/* BOX (NULL: none) stands at port 443 of everybody. */
static void open_scene(struct scene *scene, const struct resigner *box, enum trust trust)
{
	place_open(&scene->place, "healthy", names);
	for (const struct names_row *row = names; row->name; row++)
		space_add_address(row->address);
	scene->world = the_world;
	scene->world.port = box ? 0 : 443;
	resigner_start(&scene->world);
	if (box) {
		scene->box = *box;
		scene->box.port = 443;
		scene->box.behind = scene->world.port;
		resigner_start(&scene->box);
	}
	set_trust(scene, trust);
	be_usual(&scene->place);
}

static void close_scene(struct scene *scene, bool box)
{
	place_close(&scene->place);
	if (box)
		resigner_end(&scene->box);
	resigner_end(&scene->world);
}

/* Looks through BOX, and expects CAUSE first with FINDING as its evidence. */
static void through(const struct resigner *box, enum trust trust, const char *symptom,
	const char *cause, const char *finding)
{
	struct scene scene = { 0 };
	const struct causes *causes;

	open_scene(&scene, box, trust);
	if (symptom)
		session_answer(scene.place.session, "symptom", symptom);
	place_look(&scene.place);
	place_expect(&scene.place, cause, finding);
	causes = &scene.place.session->causes;
	if (strcmp(cause, "none") != 0) {
		bool because = false;

		for (size_t i = 0; causes->count && i < causes->items[0].because_count; i++)
			because = because || !strcmp(causes->items[0].because[i], finding);
		cr_expect(because, "%s isn't shown as the evidence of %s", finding, cause);
	}
	cr_expect_gt(scene.box.opened, 2, "the target and others went through the box");
	close_scene(&scene, true);
}

static const struct resigner hotel = { .authority = "o=Hotel cn=Hotel_Gateway" };

Test(probe_interception, without_a_box_nothing_is_found)
{
	struct scene scene = { 0 };

	open_scene(&scene, NULL, TRUSTS_THE_WORLD);
	session_answer(scene.place.session, "symptom", "page");
	place_look(&scene.place);
	place_expect(&scene.place, "none", "interception.none");
	place_expect(&scene.place, "none", "sites.work");
	cr_expect_null(place_finding(&scene.place, "interception.features-missing"));
	close_scene(&scene, false);
}

Test(probe_interception, a_box_that_nobody_trusts_is_named_by_what_unrelated_sites_share)
{
	through(&hotel, TRUSTS_THE_WORLD, NULL, "interception", "interception.same-issuer");
}

Test(probe_interception, a_box_with_one_certificate_for_everybody)
{
	static const struct resigner box = { .authority = "o=Hotel cn=Hotel_Gateway",
		.one_for_all = true };

	through(&box, TRUSTS_THE_WORLD, NULL, "interception", "interception.same-certificate");
}

Test(probe_interception, a_known_product_is_named)
{
	static const struct resigner box = { .authority = "o=mitmproxy cn=mitmproxy" };

	through(&box, TRUSTS_THE_WORLD, NULL, "interception", "interception.product");
}

Test(probe_interception, a_box_that_this_computer_was_told_to_trust_is_named_when_a_page_fails)
{
	through(&hotel, TRUSTS_THE_BOX_TOO, "page", "interception", "interception.trusted-here");
}

Test(probe_interception, where_all_works_a_trusted_box_is_only_a_note)
{
	through(&hotel, TRUSTS_THE_BOX_TOO, NULL, "none", "interception.trusted-here");
}

Test(probe_interception, a_known_product_that_is_trusted_is_named_too)
{
	static const struct resigner box = { .authority = "o=mitmproxy cn=mitmproxy" };

	through(&box, TRUSTS_THE_BOX_TOO, "page", "interception", "interception.trusted-product");
}

Test(probe_interception, what_the_box_takes_away_is_seen)
{
	static const struct resigner box = { .authority = "o=Hotel cn=Hotel_Gateway",
		.priority = "NORMAL:-VERS-TLS1.3",
		.no_alpn = true };

	through(&box, TRUSTS_THE_BOX_TOO, NULL, "none", "interception.features-missing");
}

Test(probe_interception, a_site_that_the_box_spares_is_not_blamed_on_it)
{
	static const struct resigner box = { .authority = "o=Hotel cn=Hotel_Gateway",
		.spares = "shop.test" };

	through(&box, TRUSTS_THE_WORLD, NULL, "none", "interception.elsewhere");
}

Test(probe_interception, one_bad_site_among_good_ones_is_no_interception)
{
	static const struct resigner bad_site = { .authority = "o=Shop cn=Shop_Own_CA",
		.spares = "www." };
	struct scene scene = { 0 };

	open_scene(&scene, &bad_site, TRUSTS_THE_WORLD);
	place_look(&scene.place);
	place_expect(&scene.place, "certificate-untrusted-issuer", "sites.work");
	cr_expect_null(place_finding(&scene.place, "interception.same-issuer"));
	close_scene(&scene, true);
}
