/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <criterion/criterion.h>
#include <string.h>
#include "check/distrust.h"
#include "make.h"

TestSuite(check_trust);

static const char *missing_says(struct evidence *evidence)
{
	static const char *const ids[] = { "trust.missing-intermediate", "trust.unknown-issuer",
		"trust.issuer-not-found" };
	struct findings findings = { 0 };
	const char *said = "nothing";
	size_t times = 0;

	check_all(evidence, 0, &findings);
	for (size_t i = 0; i < 3; i++)
		if (findings_find(&findings, ids[i])) {
			said = ids[i];
			times++;
		}
	findings_free(&findings);
	evidence_free(evidence);
	cr_expect_eq(times, 1);
	return said;
}

static void make_missing(struct evidence *evidence, size_t sent)
{
	make_healthy(evidence);
	make_untrusted(evidence, TRUST_MISSING_ISSUER, sent);
}

static void take_public_marks(struct evidence *evidence)
{
	make_leaf(evidence)->public_policy = false;
	make_stamps(evidence, 0);
}

static void take_all_marks(struct evidence *evidence)
{
	take_public_marks(evidence);
	make_text(&make_leaf(evidence)->aia_issuer, NULL);
}

Test(check_trust, a_fetched_issuer_that_completes_the_path_proves_a_missing_intermediate)
{
	struct evidence evidence;

	make_missing(&evidence, 1);
	take_all_marks(&evidence);
	evidence.trust.aia = 1;
	cr_expect_str_eq(missing_says(&evidence), "trust.missing-intermediate");
}

Test(check_trust, a_fetched_issuer_that_leads_nowhere_is_unknown)
{
	struct evidence evidence;

	make_missing(&evidence, 1);
	evidence.trust.aia = 0;
	cr_expect_str_eq(missing_says(&evidence), "trust.unknown-issuer");
}

Test(check_trust, a_leaf_alone_with_transparency_stamps_lacks_its_intermediate)
{
	struct evidence evidence;

	make_missing(&evidence, 1);
	make_leaf(&evidence)->public_policy = false;
	make_text(&make_leaf(&evidence)->aia_issuer, NULL);
	cr_expect_str_eq(missing_says(&evidence), "trust.missing-intermediate");
}

Test(check_trust, a_public_certificate_under_a_sent_issuer_lacks_the_next_one)
{
	struct evidence evidence;

	make_missing(&evidence, 2);
	cr_expect_str_eq(missing_says(&evidence), "trust.missing-intermediate");
}

Test(check_trust, an_issuer_named_like_an_anchor_was_forgotten)
{
	struct evidence evidence;

	make_missing(&evidence, 1);
	take_all_marks(&evidence);
	evidence.trust.issuer_like_anchor = true;
	cr_expect_str_eq(missing_says(&evidence), "trust.missing-intermediate");
}

Test(check_trust, a_private_chain_of_two_without_its_root_is_unknown)
{
	struct evidence evidence;

	make_missing(&evidence, 2);
	take_all_marks(&evidence);
	cr_expect_str_eq(missing_says(&evidence), "trust.unknown-issuer");
}

Test(check_trust, an_issuer_that_calls_itself_root_is_unknown)
{
	struct evidence evidence;

	make_missing(&evidence, 1);
	take_all_marks(&evidence);
	make_text(&make_leaf(&evidence)->issuer_name, "Office ROOT 2019");
	cr_expect_str_eq(missing_says(&evidence), "trust.unknown-issuer");
}

Test(check_trust, without_any_sign_it_is_left_open)
{
	struct evidence evidence;

	make_missing(&evidence, 1);
	take_all_marks(&evidence);
	cr_expect_str_eq(missing_says(&evidence), "trust.issuer-not-found");
	make_missing(&evidence, 1);
	take_public_marks(&evidence);
	cr_expect_str_eq(missing_says(&evidence), "trust.issuer-not-found");
}

Test(check_trust, the_issuer_that_is_missing_is_named)
{
	struct evidence evidence;
	struct findings findings = { 0 };

	make_missing(&evidence, 1);
	check_all(&evidence, 0, &findings);
	cr_expect_str_eq(
		facts_find(&findings_find(&findings, "trust.missing-intermediate")->facts, "issuer")
			->text,
		"Example TLS CA 1");
	findings_free(&findings);
	evidence_free(&evidence);
}

Test(check_trust, surplus_certificates_behind_the_path_are_not_out_of_order)
{
	struct evidence evidence;
	struct findings findings = { 0 };

	make_healthy(&evidence);
	evidence.trust.path_count = 1;
	evidence.trust.in_order = false;
	check_all(&evidence, 0, &findings);
	cr_expect_null(findings_find(&findings, "trust.out-of-order"));
	findings_free(&findings);
	evidence_free(&evidence);
}

Test(check_trust, without_a_path_issuers_that_sign_the_leaf_are_judged)
{
	struct evidence evidence;
	struct findings findings = { 0 };

	make_missing(&evidence, 2);
	make_dates(&evidence.handshake.chain[1], -1000, -3);
	check_all(&evidence, 0, &findings);
	cr_expect_not_null(findings_find(&findings, "certificate.issuer-expired"));
	evidence.trust.edges[0].verifies = false;
	check_all(&evidence, 0, &findings);
	cr_expect_null(findings_find(&findings, "certificate.issuer-expired"));
	findings_free(&findings);
	evidence_free(&evidence);
}

/* ---- Authorities that browsers dropped ---- */

static bool minds(const char *root, const char *client, int64_t not_before, int64_t first_sct_s)
{
	struct distrust distrust;
	bool found = false;

	if (!distrust_find(root, not_before, first_sct_s, &distrust))
		return false;
	for (size_t i = 0; i < distrust.client_count; i++)
		found = found || !strcmp(distrust.clients[i], client);
	return found;
}

/* SINCE: the first second of issue that the client minds, as UTC; 0: it never asks. */
static const struct dropped {
	const char *root;
	const char *client;
	int64_t since;
} dropped[] = {
	{ "CN=Symantec Class 3,O=Symantec Corporation,C=US", "Chrome", 0 },
	{ "CN=Symantec Class 3,O=Symantec Corporation,C=US", "Firefox", 0 },
	{ "CN=Symantec Class 3,O=Symantec Corporation,C=US", "Safari", 0 },
	{ "CN=VeriSign Class 3 G5,O=VeriSign\\, Inc.,C=US", "Chrome", 0 },
	{ "CN=VeriSign Class 3 G5,O=VeriSign\\, Inc.,C=US", "Firefox", 0 },
	{ "CN=VeriSign Class 3 G5,O=VeriSign\\, Inc.,C=US", "Safari", 0 },
	{ "CN=GeoTrust Global CA,O=GeoTrust Inc.,C=US", "Chrome", 0 },
	{ "CN=GeoTrust Global CA,O=GeoTrust Inc.,C=US", "Firefox", 0 },
	{ "CN=thawte Primary Root CA,O=thawte\\, Inc.,C=US", "Chrome", 0 },
	{ "CN=thawte Primary Root CA,O=thawte\\, Inc.,C=US", "Firefox", 0 },
	{ "CN=StartCom Certification Authority,O=StartCom Ltd.,C=IL", "Chrome", 0 },
	{ "CN=StartCom Certification Authority,O=StartCom Ltd.,C=IL", "Firefox", 0 },
	{ "CN=StartCom Certification Authority,O=StartCom Ltd.,C=IL", "Safari",
		1480550400 /* 2016-12-01 */ },
	{ "CN=Certification Authority of WoSign,O=WoSign CA Limited,C=CN", "Chrome", 0 },
	{ "CN=Certification Authority of WoSign,O=WoSign CA Limited,C=CN", "Firefox", 0 },
	{ "CN=Certification Authority of WoSign,O=WoSign CA Limited,C=CN", "Safari",
		1480550400 /* 2016-12-01 */ },
	{ "CN=Global Chambersign Root - 2008,O=AC Camerfirma S.A.,C=EU", "Chrome", 0 },
	{ "CN=Global Chambersign Root - 2008,O=AC Camerfirma S.A.,C=EU", "Firefox", 0 },
	{ "CN=Global Chambersign Root - 2008,O=AC Camerfirma S.A.,C=EU", "Safari",
		1731715200 /* 2024-11-16 */ },
	{ "CN=TrustCor RootCert CA-1,O=TrustCor Systems S. de R.L.,C=PA", "Chrome", 0 },
	{ "CN=GLOBALTRUST 2020,O=e-commerce monitoring GmbH,C=AT", "Chrome",
		1719792000 /* 2024-07-01 */ },
	{ "CN=Entrust Root Certification Authority - G2,O=Entrust\\, Inc.,C=US", "Chrome",
		1731369600 /* 2024-11-12 */ },
	{ "CN=Entrust Root Certification Authority - G2,O=Entrust\\, Inc.,C=US", "Firefox",
		1733011200 /* 2024-12-01 */ },
	{ "CN=Entrust Root Certification Authority - G2,O=Entrust\\, Inc.,C=US", "Safari",
		1731715200 /* 2024-11-16 */ },
	{ "CN=Entrust.net Certification Authority (2048),O=Entrust.net", "Chrome",
		1731369600 /* 2024-11-12 */ },
	{ "CN=Entrust.net Certification Authority (2048),O=Entrust.net", "Firefox",
		1733011200 /* 2024-12-01 */ },
	{ "CN=Entrust.net Certification Authority (2048),O=Entrust.net", "Safari",
		1731715200 /* 2024-11-16 */ },
	{ "CN=AffirmTrust Commercial,O=AffirmTrust,C=US", "Chrome", 1731369600 /* 2024-11-12 */ },
	{ "CN=AffirmTrust Commercial,O=AffirmTrust,C=US", "Firefox", 1733011200 /* 2024-12-01 */ },
	{ "CN=AffirmTrust Commercial,O=AffirmTrust,C=US", "Safari", 1731715200 /* 2024-11-16 */ },
	{ "OU=ePKI Root Certification Authority,O=Chunghwa Telecom Co.\\, Ltd.,C=TW", "Chrome",
		1754006400 /* 2025-08-01 */ },
	{ "CN=NetLock Arany,O=NetLock Kft.,C=HU", "Chrome", 1754006400 /* 2025-08-01 */ },
};

Test(check_trust, an_authority_is_dropped_from_its_day_on)
{
	for (size_t i = 0; i < sizeof(dropped) / sizeof(dropped[0]); i++) {
		const struct dropped *row = &dropped[i];

		cr_expect(minds(row->root, row->client, row->since, -1), "%s: %s", row->root,
			row->client);
		cr_expect_eq(minds(row->root, row->client, row->since ? row->since - 1 : 0, -1),
			row->since == 0, "%s: %s, a second before", row->root, row->client);
	}
}

Test(check_trust, chrome_goes_by_the_earliest_timestamp_and_the_others_by_the_first_day)
{
	const char *root = "CN=Entrust Root Certification Authority - G2,O=Entrust\\, Inc.,C=US";
	int64_t early = 1700000000, late = 1735000000;

	cr_expect(minds(root, "Chrome", early, late));
	cr_expect_not(minds(root, "Chrome", late, early));
	cr_expect(minds(root, "Firefox", late, early));
	cr_expect_not(minds(root, "Firefox", early, late));
	cr_expect(minds(root, "Safari", late, early));
	cr_expect_not(minds(root, "Safari", early, late));
}

Test(check_trust, nobody_minds_other_authorities)
{
	struct distrust distrust;

	cr_expect_not(distrust_find("CN=ISRG Root X1,O=Internet Security Research Group,C=US",
		1800000000, -1, &distrust));
	cr_expect_not(
		distrust_find("CN=Sectigo OV,O=Entrust Limited,C=US", 1800000000, -1, &distrust));
	cr_expect_not(distrust_find(NULL, 1800000000, -1, &distrust));
}
