/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What two sides have in common, what would be chosen, and what nobody may claim to know. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "check/sides.h"
#include "evidence/client_list.h"
#include "make.h"

/* ---- Clients ---- */

/* As if captured: these lists are all that it offers. */
static struct seen_hello client_of(const char *text)
{
	struct client_list list;
	struct seen_hello hello;

	cr_assert_eq(client_list_read(text, strlen(text), &list), CLIENT_LIST_OK, "%s", text);
	seen_hello_copy(&hello, &list.hello);
	client_list_free(&list);
	hello.source = HELLO_CAPTURED;
	hello.client_version = hello.version_count ? 0x0303 : 0x0301;
	hello.record_version = 0x0301;
	hello.extensions = memory_new(2, sizeof(*hello.extensions));
	hello.extensions[0] = 10;
	hello.extensions[1] = 13;
	hello.extension_count = 2;
	return hello;
}

static struct seen_hello list_of(const char *text)
{
	struct client_list list;
	struct seen_hello hello;

	cr_assert_eq(client_list_read(text, strlen(text), &list), CLIENT_LIST_OK, "%s", text);
	seen_hello_copy(&hello, &list.hello);
	client_list_free(&list);
	return hello;
}

/* ---- Servers ---- */

static void add_number(int **items, size_t *count, int number)
{
	*items = memory_resize(*items, *count + 1, sizeof(**items));
	(*items)[(*count)++] = number;
}

/* A server of which all is known: "TLS 1.2: suites; groups". */
static void server_of(struct evidence *evidence, int version, const char *suites,
	const char *groups, int server_order)
{
	struct seen_matrix *matrix = &evidence->matrix;
	struct seen_hello wanted = list_of(suites);
	struct seen_offer *offer;

	if (!matrix->offer_count) {
		evidence_free(evidence);
		evidence_init(evidence);
		evidence_part_status(evidence, PART_MATRIX, PART_SEEN, NULL, NULL);
		matrix->offers = memory_new(4, sizeof(*matrix->offers));
		for (int i = 0; i < 4; i++) {
			seen_offer_init(&matrix->offers[i]);
			matrix->offers[i].version = 0x0304 - i;
			matrix->offers[i].spoken = 0;
		}
		matrix->offer_count = 4;
		matrix->complete = true;
		matrix->group_version = version;
	}
	offer = &matrix->offers[0x0304 - version];
	offer->spoken = 1;
	offer->server_order = server_order;
	for (size_t i = 0; i < wanted.suite_count; i++)
		add_number(&offer->suites, &offer->suite_count, wanted.suites[i]);
	seen_hello_free(&wanted);
	if (!groups)
		return;
	wanted = list_of(groups);
	for (size_t i = 0; i < wanted.group_count; i++)
		add_number(&matrix->groups, &matrix->group_count, wanted.groups[i]);
	seen_hello_free(&wanted);
}

static struct sides compared(const char *client, const struct evidence *server)
{
	struct seen_hello hello = client_of(client);
	struct sides sides;

	sides_of(&hello, server, &sides);
	seen_hello_free(&hello);
	return sides;
}

static void expect_chosen(
	const struct sides *sides, enum side_kind kind, const char *name, bool sure)
{
	const struct side_table *table = &sides->tables[kind];
	char *chosen = table->has_chosen ? side_name(kind, table->chosen) : memory_text("none");

	cr_expect_str_eq(chosen, name, "%s: %s", side_kind_name(kind), chosen);
	cr_expect_eq(table->sure, sure, "%s", side_kind_name(kind));
	free(chosen);
}

#define MODERN                                                           \
	"TLS 1.3 TLS 1.2 TLS_AES_128_GCM_SHA256 TLS_AES_256_GCM_SHA384 " \
	"ECDHE-RSA-AES128-GCM-SHA256 AES128-SHA X25519 P-256 rsa_pss_rsae_sha256"

Test(sides, two_modern_sides_fit_by_the_newest_of_both)
{
	struct evidence server;
	struct sides sides;

	evidence_init(&server);
	server_of(&server, 0x0304, "TLS_AES_256_GCM_SHA384 TLS_AES_128_GCM_SHA256", "X25519", 1);
	server_of(&server, 0x0303, "ECDHE-RSA-AES128-GCM-SHA256", NULL, 1);
	sides = compared(MODERN, &server);
	cr_expect_eq(sides.outcome, SIDES_FIT);
	expect_chosen(&sides, SIDE_VERSIONS, "TLS 1.3", true);
	/* The server's order rules. */
	expect_chosen(&sides, SIDE_SUITES, "TLS_AES_256_GCM_SHA384", true);
	expect_chosen(&sides, SIDE_GROUPS, "x25519", true);
	cr_expect_eq(sides.tables[SIDE_SUITES].common, 3);
	sides_free(&sides);
	evidence_free(&server);
}

Test(sides, where_the_client_rules_its_order_counts)
{
	struct evidence server;
	struct sides sides;

	evidence_init(&server);
	server_of(&server, 0x0304, "TLS_AES_256_GCM_SHA384 TLS_AES_128_GCM_SHA256", "X25519", 0);
	sides = compared(MODERN, &server);
	expect_chosen(&sides, SIDE_SUITES, "TLS_AES_128_GCM_SHA256", true);
	sides_free(&sides);
	server.matrix.offers[0].server_order = -1;
	sides = compared(MODERN, &server);
	expect_chosen(&sides, SIDE_SUITES, "TLS_AES_128_GCM_SHA256", false);
	sides_free(&sides);
	evidence_free(&server);
}

Test(sides, a_suite_of_another_version_is_not_chosen)
{
	struct evidence server;
	struct sides sides;

	evidence_init(&server);
	server_of(&server, 0x0303, "AES128-SHA", "P-256", 1);
	sides = compared("TLS 1.3 TLS 1.2 TLS_AES_128_GCM_SHA256 AES128-SHA P-256", &server);
	expect_chosen(&sides, SIDE_VERSIONS, "TLS 1.2", true);
	expect_chosen(&sides, SIDE_SUITES, "TLS_RSA_WITH_AES_128_CBC_SHA", true);
	cr_expect_eq(sides.outcome, SIDES_WEAK);
	/* RSA key exchange needs no group. */
	expect_chosen(&sides, SIDE_GROUPS, "none", false);
	sides_free(&sides);
	evidence_free(&server);
}

Test(sides, no_common_version_is_named)
{
	struct evidence server;
	struct sides sides;

	evidence_init(&server);
	server_of(&server, 0x0301, "AES128-SHA", "P-256", 1);
	sides = compared(MODERN, &server);
	cr_expect_eq(sides.outcome, SIDES_NO_VERSION);
	sides_free(&sides);
	evidence_free(&server);
}

Test(sides, an_old_client_and_a_server_of_tls_1_3_alone_have_no_version)
{
	struct evidence server;
	struct sides sides;

	evidence_init(&server);
	server_of(&server, 0x0304, "TLS_AES_128_GCM_SHA256", "X25519", 1);
	sides = compared("AES128-SHA P-256", &server); /* says TLS 1.0, no supported_versions */
	cr_expect_eq(sides.outcome, SIDES_NO_VERSION);
	sides_free(&sides);
	evidence_free(&server);
}

Test(sides, how_low_an_old_client_goes_is_unknown)
{
	struct seen_hello hello = client_of("AES128-SHA P-256");
	struct evidence server;
	struct sides sides;

	evidence_init(&server);
	server_of(&server, 0x0301, "AES128-SHA", "P-256", 1);
	hello.client_version = 0x0303;
	sides_of(&hello, &server, &sides);
	cr_expect_neq(sides.outcome, SIDES_NO_VERSION);
	sides_free(&sides);
	seen_hello_free(&hello);
	evidence_free(&server);
}

Test(sides, no_common_suite_is_named)
{
	struct evidence server;
	struct sides sides;

	evidence_init(&server);
	server_of(&server, 0x0303, "CAMELLIA128-SHA", "X25519", 1);
	sides = compared(MODERN, &server);
	cr_expect_eq(sides.outcome, SIDES_NO_SUITE);
	sides_free(&sides);
	evidence_free(&server);
}

Test(sides, no_common_group_is_named_where_one_is_needed)
{
	struct evidence server;
	struct sides sides;

	evidence_init(&server);
	server_of(&server, 0x0304, "TLS_AES_128_GCM_SHA256", "x448", 1);
	sides = compared(MODERN, &server);
	cr_expect_eq(sides.outcome, SIDES_NO_GROUP);
	sides_free(&sides);
	evidence_free(&server);
	evidence_init(&server);
	/* TLS 1.2 goes on without one, by RSA. */
	server_of(&server, 0x0303, "ECDHE-RSA-AES128-GCM-SHA256 AES128-SHA", "x448", 1);
	sides = compared(MODERN, &server);
	cr_expect_eq(sides.outcome, SIDES_WEAK);
	expect_chosen(&sides, SIDE_SUITES, "TLS_RSA_WITH_AES_128_CBC_SHA", true);
	sides_free(&sides);
	evidence_free(&server);
}

Test(sides, a_key_that_is_there_already_wins)
{
	struct seen_hello hello = client_of(MODERN);
	struct evidence server;
	struct sides sides;

	evidence_init(&server);
	server_of(&server, 0x0304, "TLS_AES_128_GCM_SHA256", "X25519 P-256", 1);
	hello.shares = memory_new(1, sizeof(*hello.shares));
	hello.shares[0] = 23;
	hello.share_count = 1;
	sides_of(&hello, &server, &sides);
	expect_chosen(&sides, SIDE_GROUPS, "secp256r1", false);
	sides_free(&sides);
	seen_hello_free(&hello);
	evidence_free(&server);
}

Test(sides, after_one_handshake_nothing_is_missing)
{
	struct evidence server;
	struct sides sides;

	make_healthy(&server);
	make_no_matrix(&server);
	sides = compared("TLS 1.2 ECDHE-RSA-AES128-GCM-SHA256 P-256", &server);
	for (int kind = 0; kind < SIDE_KIND_COUNT; kind++)
		cr_expect_neq(sides.tables[kind].agree, HOLDS_NO, "%s",
			side_kind_name((enum side_kind)kind));
	cr_expect_eq(sides.outcome, SIDES_UNKNOWN);
	sides_free(&sides);
	evidence_free(&server);
}

Test(sides, a_refused_version_is_known_to_be_missing)
{
	struct seen_handshake *trial;
	struct evidence server;
	struct sides sides;

	make_healthy(&server);
	make_failed(&server, HS_ALERT, STAGE_VERSION);
	server.handshake.version = -1;
	make_free_trials(&server.versions);
	for (int version = 0x0301; version <= 0x0304; version++) {
		trial = make_trial(&server.versions, "version", version);
		trial->outcome = version == 0x0301 ? HS_DONE : HS_ALERT;
		trial->alert = version == 0x0301 ? -1 : 70;
		trial->version = version == 0x0301 ? version : -1;
	}
	evidence_part_status(&server, PART_VERSIONS, PART_SEEN, NULL, NULL);
	sides = compared(MODERN, &server);
	cr_expect_eq(sides.outcome, SIDES_NO_VERSION);
	sides_free(&sides);
	evidence_free(&server);
}

Test(sides, a_pasted_list_says_nothing_of_what_isnt_in_it)
{
	struct seen_hello hello = list_of("ECDHE-RSA-AES128-GCM-SHA256:AES128-SHA");
	struct evidence server;
	struct sides sides;

	evidence_init(&server);
	/* Libraries list the suites of TLS 1.3 elsewhere. */
	server_of(&server, 0x0304, "TLS_AES_128_GCM_SHA256", "X25519", 1);
	sides_of(&hello, &server, &sides);
	cr_expect_eq(sides.outcome, SIDES_UNKNOWN);
	sides_free(&sides);
	evidence_free(&server);
	evidence_init(&server);
	server_of(&server, 0x0303, "CAMELLIA128-SHA", "X25519", 1);
	sides_of(&hello, &server, &sides);
	cr_expect_eq(sides.outcome, SIDES_NO_SUITE);
	sides_free(&sides);
	seen_hello_free(&hello);
	evidence_free(&server);
}

Test(sides, signals_and_grease_are_no_suites)
{
	struct seen_hello hello = client_of("AES128-SHA 0x00FF 0x5600 0x0A0A");
	struct evidence server;
	struct sides sides;

	evidence_init(&server);
	server_of(&server, 0x0303, "AES128-SHA", "X25519", 1);
	sides_of(&hello, &server, &sides);
	cr_expect_eq(sides.tables[SIDE_SUITES].count, 1);
	sides_free(&sides);
	seen_hello_free(&hello);
	evidence_free(&server);
}

Test(sides, what_gnutls_calls_otherwise_is_the_same_scheme)
{
	static const struct {
		const char *gnutls;
		const char *registry;
	} rows[] = {
		{ "RSA-PSS-RSAE-SHA256", "rsa_pss_rsae_sha256" },
		{ "ECDSA-SECP256R1-SHA256", "ecdsa_secp256r1_sha256" },
		{ "ECDSA-SHA256", "ecdsa_secp256r1_sha256" },
		{ "RSA-SHA256", "rsa_pkcs1_sha256" },
		{ "EdDSA-Ed25519", "ed25519" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct evidence evidence;
		struct side side;
		char *name;

		make_healthy(&evidence);
		make_text(&evidence.handshake.server_signature, rows[i].gnutls);
		side_of_server(&evidence, &side);
		cr_assert_eq(side.lists[SIDE_SCHEMES].yes_count, 1, "%s", rows[i].gnutls);
		name = side_name(SIDE_SCHEMES, side.lists[SIDE_SCHEMES].yes[0]);
		cr_expect_str_eq(name, rows[i].registry);
		free(name);
		side_free(&side);
		evidence_free(&evidence);
	}
}

Test(sides, a_server_that_chose_an_old_version_has_no_newer_one)
{
	static const struct {
		int offered_max, version, downgrade;
		enum holds tls_1_3, tls_1_2;
	} rows[] = {
		{ 0x0304, 0x0302, -1, HOLDS_NO, HOLDS_NO },
		{ 0x0304, 0x0303, -1, HOLDS_NO, HOLDS_YES },
		{ 0x0303, 0x0302, -1, HOLDS_UNKNOWN, HOLDS_NO }, /* TLS 1.3 was not offered */
		{ 0x0304, 0x0302, 0x0303, HOLDS_UNKNOWN,
			HOLDS_UNKNOWN }, /* it says that it knows more */
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct evidence evidence;
		struct side side;

		make_healthy(&evidence);
		evidence_part_status(&evidence, PART_MATRIX, PART_SKIPPED, NULL, NULL);
		evidence_part_status(&evidence, PART_VERSIONS, PART_SKIPPED, NULL, NULL);
		evidence.handshake.offered_max = rows[i].offered_max;
		evidence.handshake.version = rows[i].version;
		evidence.handshake.downgrade = rows[i].downgrade;
		side_of_server(&evidence, &side);
		cr_expect_eq(side_holds(&side.lists[SIDE_VERSIONS], 0x0304), rows[i].tls_1_3,
			"row %zu", i);
		cr_expect_eq(side_holds(&side.lists[SIDE_VERSIONS], 0x0303), rows[i].tls_1_2,
			"row %zu", i);
		side_free(&side);
		evidence_free(&evidence);
	}
}
