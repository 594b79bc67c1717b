/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "place.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include "base/memory.h"

void place_open(struct place *place, const char *fault, const struct names_row *rows)
{
	const char *const faults[] = { fault, "healthy" };
	char *why = NULL, target[64];

	*place = (struct place){ 0 };
	space_enter();
	place->practice = practice_start(faults, 2, 0, &why);
	cr_assert(place->practice, "%s", why);
	place->names = names_start(rows);
	place->budget = budget_new();
	snprintf(target, sizeof(target), "%s:%d", PRACTICE_HOST, practice_port(place->practice, 0));
	place_again(place, target);
}

struct settings *place_settings(struct place *place)
{
	return &place->session->evidence.settings;
}

void place_again(struct place *place, const char *target)
{
	struct settings settings = { 0 };

	settings_init(&settings);
	cr_assert_eq(target_parse(target, &settings.target), TARGET_OK);
	settings.ca_pem = memory_text(practice_ca_pem(place->practice));
	settings.no_system_trust = true;
	settings.connect_timeout_ms = 2000;
	settings.handshake_timeout_ms = 3000;
	settings.reference = REFERENCE_ALWAYS;
	/* Nobody but who is here can be asked; an unrelated site has a certificate of its own. */
	settings.reference_sites = memory_format("127.0.0.1:%d", practice_port(place->practice, 1));
	settings.time_servers = memory_text("127.0.0.1:1");
	settings.portal_probes = memory_text("http://127.0.0.1:1/x ok");
	session_free(place->session);
	place->session = session_new(&settings, place->budget);
	settings_free(&settings);
}

void place_look(struct place *place)
{
	cr_assert_eq(session_start(place->session), 0);
	session_wait(place->session, -1);
	cr_assert_eq(place->session->state, SESSION_DONE);
}

const struct finding *place_finding(const struct place *place, const char *id)
{
	return findings_find(&place->session->findings, id);
}

static void tell(const struct place *place)
{
	const struct findings *findings = &place->session->findings;

	for (size_t i = 0; i < findings->count; i++)
		fprintf(stderr, "  %s\n", findings->items[i].id);
}

void place_expect(const struct place *place, const char *cause, const char *finding)
{
	const struct causes *causes = &place->session->causes;
	const char *first = causes->count ? causes->items[0].rule->id : "none";

	if (strcmp(first, cause) != 0 || (finding && !place_finding(place, finding)))
		tell(place);
	cr_expect_str_eq(first, cause);
	cr_expect(!finding || place_finding(place, finding), "no %s", finding);
}

void place_close(struct place *place)
{
	session_free(place->session);
	budget_free(place->budget);
	names_end(place->names);
	practice_stop(place->practice);
}
