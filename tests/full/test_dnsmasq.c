/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The real dnsmasq as the resolver of a home router: honest, one that invents addresses, one that sends a site
 * nowhere, one that has lost its way out.
 */
#include <criterion/criterion.h>
#include "../probe/place.h"
#include "../real/server.h"

TestSuite(dnsmasq, .timeout = 120);

#define ROUTER "127.0.0.9"
#define NOBODY "192.0.2.66"
#define SITE "--address=/practice.test/127.0.0.1"

/* The place itself needs a name service; nobody is told of it. */
static const struct names_row nothing[] = { { NULL, NULL } };

struct scene {
	struct place place;
	struct server dnsmasq;
};

static void begin(struct scene *scene, const char *first, const char *second)
{
	char *argv[] = { "dnsmasq", "--keep-in-foreground", "--conf-file=/dev/null", "--no-hosts",
		"--no-resolv", "--user=root", "--pid-file=", "--bind-interfaces",
		"--listen-address=" ROUTER, "--log-facility=-", (char *)first, (char *)second,
		NULL };

	*scene = (struct scene){ 0 };
	place_open(&scene->place, "healthy", nothing);
	space_add_address(NOBODY);
	space_resolver("nameserver " ROUTER "\noptions timeout:1 attempts:1\n");
	server_prepare(&scene->dnsmasq, 0);
	cr_assert_eq(server_start_said(&scene->dnsmasq, argv, "started, version"), 0,
		"is dnsmasq-base installed?");
}

static void finish(struct scene *scene)
{
	server_stop(&scene->dnsmasq);
	place_close(&scene->place);
}

static void expect(struct scene *scene, const char *target, const char *cause, const char *finding)
{
	if (target)
		place_again(&scene->place, target);
	place_look(&scene->place);
	place_expect(&scene->place, cause, finding);
}

Test(dnsmasq, an_honest_one_names_no_cause)
{
	struct scene scene;

	begin(&scene, SITE, "--address=/#/");
	expect(&scene, NULL, "none", "reach.connected");
	cr_expect_eq(scene.place.session->evidence.resolver.invented, 0);
	cr_expect_null(place_finding(&scene.place, "reach.names-invented"));
	expect(&scene, "www.gone.example", "dns-not-found", NULL);
	finish(&scene);
}

Test(dnsmasq, one_that_invents_addresses_is_named_where_a_name_is_gone)
{
	struct scene scene;

	begin(&scene, SITE, "--address=/#/" NOBODY);
	expect(&scene, NULL, "none", "reach.names-invented");
	expect(&scene, "www.gone.example", "dns-tampering", "reach.name-invented");
	finish(&scene);
}

Test(dnsmasq, one_that_sends_a_site_nowhere_is_named)
{
	struct scene scene;

	begin(&scene, "--address=/www.blocked.example/0.0.0.0", "--address=/#/");
	expect(&scene, "www.blocked.example:9", "dns-tampering", "reach.sinkhole");
	finish(&scene);
}

/* It answers REFUSED: there is nobody that it could ask. */
Test(dnsmasq, one_without_a_way_out_is_out_of_order)
{
	struct scene scene;

	begin(&scene, SITE, "--cache-size=0");
	expect(&scene, "www.any.example", "dns-failure", NULL);
	finish(&scene);
}
