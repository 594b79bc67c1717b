/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What all that a server accepts means, and what it doesn't. */
#include <criterion/criterion.h>
#include <string.h>
#include "make.h"

TestSuite(check_offers);

static struct evidence evidence;
static struct findings findings;

static void begin(void)
{
	make_healthy(&evidence);
	findings = (struct findings){ 0 };
}

static void end(void)
{
	findings_free(&findings);
	evidence_free(&evidence);
}

static bool says(const char *id)
{
	check_all(&evidence, 0, &findings);
	return findings_find(&findings, id) != NULL;
}

static const struct check_result *result_of(const char *check)
{
	check_all(&evidence, 0, &findings);
	return findings_check(&findings, check);
}

static bool lists(const char *id, const char *fact, const char *name)
{
	const struct fact *list;

	if (!says(id))
		return false;
	list = facts_find(&findings_find(&findings, id)->facts, fact);
	for (size_t i = 0; list && i < list->list_count; i++)
		if (!strcmp(list->list[i], name))
			return true;
	return false;
}

Test(check_offers, weak_suites_beside_good_ones_are_listed_in_a_note, .init = begin, .fini = end)
{
	make_suites(&evidence, 0x0303, (const int[]){ 0x0005, 0x002f, 0xc02f, 0 });
	cr_expect(lists("ciphers.insecure-too", "suites", "TLS_RSA_WITH_RC4_128_SHA"));
	cr_expect(lists("ciphers.weak-too", "suites", "TLS_RSA_WITH_AES_128_CBC_SHA"));
	cr_expect_not(lists("ciphers.weak-too", "suites", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"));
	cr_expect_eq(result_of("ciphers")->verdict, VERDICT_NOTE);
}

Test(check_offers, suites_of_old_versions_are_listed_too, .init = begin, .fini = end)
{
	make_suites(&evidence, 0x0301, (const int[]){ 0x000a, 0 });
	cr_expect(lists("ciphers.weak-too", "suites", "TLS_RSA_WITH_3DES_EDE_CBC_SHA"));
}

Test(check_offers, encrypt_then_mac_is_known_where_a_suite_with_cbc_was_chosen, .init = begin,
	.fini = end)
{
	struct seen_offer *offer = make_offered(&evidence, 0x0303);

	cr_expect_not(says("renegotiation.encrypt-then-mac"));
	cr_expect_not(says("renegotiation.no-encrypt-then-mac"));
	offer->encrypt_then_mac = 0;
	cr_expect(says("renegotiation.no-encrypt-then-mac"));
	offer->encrypt_then_mac = 1;
	cr_expect(says("renegotiation.encrypt-then-mac"));
	cr_expect_not(says("renegotiation.no-encrypt-then-mac"));
}

Test(check_offers, what_no_answer_came_to_is_not_missing, .init = begin, .fini = end)
{
	static const char *const checks[] = { "ciphers", "groups", "renegotiation", "hello" };

	evidence.matrix.complete = false;
	make_suites(&evidence, 0x0304, (const int[]){ 0 });
	make_suites(&evidence, 0x0303, (const int[]){ 0x000a, 0 });
	make_groups(&evidence, 0x0304, (const int[]){ 0x0100, 0 });
	for (size_t i = 0; i < sizeof(checks) / sizeof(checks[0]); i++) {
		cr_expect_eq(result_of(checks[i])->verdict, VERDICT_UNKNOWN, "%s", checks[i]);
		cr_expect_str_eq(result_of(checks[i])->reason, "no-answer", "%s", checks[i]);
	}
	cr_expect_not(says("ciphers.weak-only"));
	cr_expect_not(says("groups.none-of-today"));
}

Test(check_offers, without_the_matrix_nothing_is_claimed_of_it, .init = begin, .fini = end)
{
	make_no_matrix(&evidence);
	cr_expect_eq(result_of("groups")->verdict, VERDICT_SKIPPED);
	cr_expect_eq(result_of("hello")->verdict, VERDICT_SKIPPED);
	cr_expect_eq(result_of("ciphers")->verdict, VERDICT_PASS);
	cr_expect_not(says("ciphers.accepted"));
}

struct dh_row {
	int bits;
	int suites[3];
	const char *finding;
};

Test(check_offers, a_short_dh_number_harms_only_where_there_is_nothing_else, .init = begin,
	.fini = end)
{
	static const struct dh_row rows[] = {
		{ 1024, { 0x009e, 0xc02f, 0 }, "ciphers.weak-dh-too" },
		{ 1024, { 0x009e, 0x002f, 0 }, "ciphers.weak-dh-too" },
		{ 1024, { 0x009e, 0, 0 }, "ciphers.weak-dh" },
		{ 2048, { 0x009e, 0, 0 }, "ciphers.none-of-today" },
	};

	make_suites(&evidence, 0x0304, (const int[]){ 0 });
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		make_suites(&evidence, 0x0303, rows[i].suites);
		make_offered(&evidence, 0x0303)->dh_bits = rows[i].bits;
		cr_expect(says(rows[i].finding), "row %zu", i);
		cr_expect_eq(says("ciphers.weak-dh"), !strcmp(rows[i].finding, "ciphers.weak-dh"),
			"row %zu", i);
	}
}

Test(check_offers, a_chosen_weak_suite_is_no_fault_where_a_good_one_is_offered, .init = begin,
	.fini = end)
{
	make_text(&evidence.handshake.cipher, "TLS_RSA_WITH_3DES_EDE_CBC_SHA");
	cr_expect_not(says("ciphers.weak-chosen"));
	make_no_matrix(&evidence);
	cr_expect(says("ciphers.weak-chosen"));
}

Test(check_offers, rsa_exchange_alone_is_a_note_until_all_suites_are_known, .init = begin,
	.fini = end)
{
	make_text(&evidence.handshake.cipher, "TLS_RSA_WITH_AES_128_GCM_SHA256");
	make_no_matrix(&evidence);
	cr_expect(says("ciphers.chosen-static"));
	cr_expect_eq(result_of("ciphers")->verdict, VERDICT_NOTE);
}

Test(check_offers, a_server_without_curves_needs_none, .init = begin, .fini = end)
{
	make_suites(&evidence, 0x0304, (const int[]){ 0 });
	make_suites(&evidence, 0x0303, (const int[]){ 0x002f, 0xc02f, 0 });
	make_groups(&evidence, 0x0303, (const int[]){ 0x0016, 0 });
	cr_expect_not(says("groups.none-of-today"));
	make_groups(&evidence, 0x0303, (const int[]){ 0 });
	cr_expect(says("groups.not-needed"));
}

struct oddity_row {
	const char *label;
	enum hs_outcome odd, usual;
	const char *finding; /* NULL: no fault */
};

static const struct oddity_row oddity_rows[] = {
	{ "large", HS_ALERT, HS_ALERT, NULL },
	{ "large", HS_DONE, HS_DONE, NULL },
	{ "large", HS_DONE, HS_ALERT, NULL },
	{ "large", HS_ALERT, HS_RESET, NULL },
	{ "large", HS_RESET, HS_CLOSED, NULL },
	{ "large", HS_SILENT, HS_NOT_TRIED, NULL },
	{ "large", HS_NO_CONNECTION, HS_DONE, NULL },
	{ "large", HS_CANCELLED, HS_DONE, NULL },
	{ "large", HS_SILENT, HS_NO_CONNECTION, NULL },
	{ "large", HS_SILENT, HS_DONE, "hello.large-refused" },
	{ "large", HS_ALERT, HS_DONE, "hello.large-refused" },
	{ "large", HS_RESET, HS_ALERT, "hello.large-refused" },
	{ "split", HS_CLOSED, HS_DONE, "hello.split-refused" },
	{ "split", HS_ALERT, HS_ALERT, NULL },
	{ "grease", HS_ALERT, HS_DONE, "hello.unknown-refused" },
	{ "grease", HS_ALERT, HS_ALERT, NULL },
	{ "no-ems", HS_ALERT, HS_DONE, "renegotiation.master-secret-demanded" },
	{ "no-ems", HS_RESET, HS_DONE, NULL },
	{ "of tomorrow", HS_ALERT, HS_DONE, NULL },
};

Test(check_offers, an_unusual_hello_is_compared_with_the_usual_one)
{
	static const char *const ids[] = { "hello.large-refused", "hello.split-refused",
		"hello.unknown-refused", "hello.packets-lost",
		"renegotiation.master-secret-demanded" };

	for (size_t i = 0; i < sizeof(oddity_rows) / sizeof(oddity_rows[0]); i++) {
		const struct oddity_row *row = &oddity_rows[i];

		begin();
		make_oddity(&evidence, row->label, row->odd, row->usual);
		for (size_t k = 0; k < sizeof(ids) / sizeof(ids[0]); k++)
			cr_expect_eq(says(ids[k]), row->finding && !strcmp(row->finding, ids[k]),
				"row %zu: %s", i, ids[k]);
		end();
	}
}

Test(check_offers, packets_are_lost_only_where_small_ones_bring_a_hello, .init = begin, .fini = end)
{
	make_oddity(&evidence, "large", HS_SILENT, HS_DONE);
	make_oddity(&evidence, "pieces", HS_DONE, HS_NOT_TRIED);
	cr_expect(says("hello.packets-lost"));
	cr_expect_not(says("hello.large-refused"));
	make_oddity(&evidence, "pieces", HS_ALERT, HS_DONE);
	cr_expect_not(says("hello.packets-lost"));
	cr_expect(says("hello.large-refused"));
}

/* ---- Versions ---- */

/* The judged handshake and the one with TLS 1.3 alone end as OUTCOME, TLS 1.2 works. */
static void refuse_1_3(enum hs_outcome outcome, int alert)
{
	make_failed(&evidence, outcome, STAGE_HELLO);
	evidence.handshake.alert = alert;
	evidence_part_status(&evidence, PART_VERSIONS, PART_SEEN, NULL, NULL);
	evidence.versions.items[3].handshake.outcome = outcome;
	evidence.versions.items[3].handshake.alert = alert;
	evidence.versions.items[3].handshake.version = -1;
}

Test(check_offers, a_server_that_takes_tls_1_3_alone_refuses_something_else, .init = begin,
	.fini = end)
{
	refuse_1_3(HS_CLOSED, -1);
	cr_expect(says("hello.version-refused"));
	evidence.versions.items[3].handshake.outcome = HS_DONE;
	cr_expect_not(says("hello.version-refused"));
}

Test(check_offers, alert_40_may_be_about_anything_until_the_matrix_knows, .init = begin,
	.fini = end)
{
	refuse_1_3(HS_ALERT, 40);
	cr_expect_not(says("hello.version-refused"));
	evidence_part_status(&evidence, PART_MATRIX, PART_SEEN, NULL, NULL);
	cr_expect_not(says("hello.version-refused"), "it speaks TLS 1.3");
	make_suites(&evidence, 0x0304, (const int[]){ 0 });
	cr_expect(says("hello.version-refused"));
}

Test(check_offers, a_version_is_not_blamed_for_a_missing_client_certificate, .init = begin,
	.fini = end)
{
	refuse_1_3(HS_ALERT, 116);
	cr_expect_not(says("hello.version-refused"));
}

Test(check_offers, old_versions_alone_are_named_as_such, .init = begin, .fini = end)
{
	refuse_1_3(HS_CLOSED, -1);
	make_suites(&evidence, 0x0303, (const int[]){ 0 });
	make_suites(&evidence, 0x0304, (const int[]){ 0 });
	evidence.versions.items[2].handshake.outcome = HS_ALERT;
	evidence.versions.items[2].handshake.alert = 70;
	evidence.versions.items[2].handshake.version = -1;
	cr_expect_not(says("hello.version-refused"));
}

/* ---- The repairs of TLS 1.2 ---- */

Test(check_offers, repairs_are_missed_only_where_tls_1_3_is_not_spoken, .init = begin, .fini = end)
{
	struct seen_offer *old = make_offered(&evidence, 0x0303);

	old->secure_renegotiation = 0;
	old->master_secret = 0;
	cr_expect(says("renegotiation.no-info-too"));
	cr_expect(says("renegotiation.no-master-secret-too"));
	cr_expect_eq(result_of("renegotiation")->verdict, VERDICT_NOTE);
}

Test(check_offers, a_limit_on_connections_is_a_note, .init = begin, .fini = end)
{
	cr_expect_not(says("hello.limits-connections"));
	evidence.matrix.refused = 3;
	cr_expect(says("hello.limits-connections"));
	cr_expect_eq(result_of("hello")->verdict, VERDICT_NOTE);
}

/* ---- Unusual hellos ---- */

Test(check_offers, only_who_answers_has_taken_a_hello)
{
	static const struct {
		enum hs_outcome odd, usual;
		bool taken;
	} rows[] = {
		{ HS_DONE, HS_DONE, true },
		{ HS_ALERT, HS_ALERT, true },
		{ HS_SILENT, HS_SILENT, false },
		{ HS_RESET, HS_CLOSED, false },
		{ HS_NOT_TRIED, HS_DONE, false },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		static const char *const labels[] = { "large", "split", "grease" };
		struct findings found = { 0 };
		struct evidence ev;

		make_healthy(&ev);
		for (size_t k = 0; k < 3; k++)
			make_oddity(&ev, labels[k], rows[i].odd, rows[i].usual);
		check_all(&ev, 0, &found);
		cr_expect_eq(findings_find(&found, "hello.all-taken") != NULL, rows[i].taken,
			"row %zu", i);
		findings_free(&found);
		evidence_free(&ev);
	}
}
