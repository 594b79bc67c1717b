/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Many targets, a few at a time. */
#include <criterion/criterion.h>
#include <poll.h>
#include <string.h>
#include "base/memory.h"
#include "base/timing.h"
#include "practice/practice.h"
#include "session/fleet.h"
#include "support/peer.h"

#define PATIENCE_MS 60000

static struct settings settings_for(const struct practice *practice, int port)
{
	struct settings settings = { 0 };

	settings_init(&settings);
	cr_assert_eq(target_parse(PRACTICE_HOST, &settings.target), TARGET_OK);
	settings.target.port = port;
	settings.connect_address = memory_text("127.0.0.1");
	settings.connect_port = port;
	settings.ca_pem = memory_text(practice ? practice_ca_pem(practice) : NULL);
	settings.no_system_trust = true;
	settings.depth = DEPTH_QUICK;
	settings.rate = 0;
	return settings;
}

/* The next that ends. */
static struct session *await(struct fleet *fleet, size_t *ret_ticket)
{
	struct deadline until = deadline_in_ms(PATIENCE_MS);
	struct session *session;

	while (!(session = fleet_next(fleet, ret_ticket))) {
		struct pollfd fd = { .fd = fleet_fd(fleet), .events = POLLIN };

		cr_assert(!deadline_over(until));
		poll(&fd, 1, deadline_left_ms(until));
	}
	return session;
}

Test(session_fleet, each_target_comes_back_once_with_its_ticket_judged)
{
	static const char *const faults[] = { "healthy", "expired", "plain-http" };
	static const char *const causes[] = { NULL, "certificate-expired",
		"plaintext-on-tls-port" };
	char *why = NULL;
	struct practice *practice = practice_start(faults, 3, 0, &why);
	struct budget *budget = budget_new();
	int seen[3] = { 0 }, error;
	struct fleet *fleet = fleet_new(4, budget, &error);
	size_t begun = 0;

	cr_assert(practice, "%s", why);
	cr_assert(fleet);
	for (size_t ended = 0; ended < 30; ended++) {
		struct session *session;
		size_t ticket;

		for (; begun < 30 && fleet_has_room(fleet); begun++) {
			struct settings settings = settings_for(
				practice, practice_port(practice, begun % 3));

			cr_assert_eq(fleet_add(fleet, &settings, begun), 0);
			settings_free(&settings);
		}
		cr_expect_leq(fleet_running(fleet), 4);
		session = await(fleet, &ticket);
		seen[ticket % 3]++;
		cr_expect_eq(session->state, SESSION_DONE);
		if (causes[ticket % 3])
			cr_expect_str_eq(session->causes.items[0].rule->id, causes[ticket % 3]);
		else
			cr_expect_eq(session->verdict, VERDICT_PASS);
		session_free(session);
	}
	for (int i = 0; i < 3; i++)
		cr_expect_eq(seen[i], 10);
	cr_expect_eq(fleet_running(fleet), 0);
	fleet_free(fleet);
	budget_free(budget);
	practice_stop(practice);
}

Test(session_fleet, stopping_gives_all_back_as_stopped)
{
	static const struct line silent[] = { { PEER_HOLD, NULL, 0 }, { PEER_END, NULL, 0 } };
	struct budget *budget = budget_new();
	struct fleet *fleet;
	struct peer peer;
	int error;

	peer_start(&peer, silent, 3);
	fleet = fleet_new(3, budget, &error);
	cr_assert(fleet);
	for (size_t i = 0; i < 3; i++) {
		struct settings settings = settings_for(NULL, peer.port);

		cr_assert_eq(fleet_add(fleet, &settings, i), 0);
		settings_free(&settings);
	}
	cr_expect(!fleet_has_room(fleet));
	fleet_stop(fleet);
	for (size_t i = 0; i < 3; i++) {
		size_t ticket;
		struct session *session = await(fleet, &ticket);

		cr_expect_eq(session->state, SESSION_STOPPED);
		session_free(session);
	}
	fleet_free(fleet);
	budget_free(budget);
	peer_end(&peer);
}
