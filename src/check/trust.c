/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Does the chain lead to somebody this computer trusts, and where it doesn't: is a certificate missing,
 * or is the issuer simply not one of them?
 */
#include "base/text.h"
#include "check/cdns.h"
#include "check/chain.h"
#include "check/distrust.h"
#include "check/judge.h"

static const struct finding_kind kinds[] = {
	{ .id = "trust.trusted", .verdict = VERDICT_PASS, .facts = "anchor" },
	{ .id = "trust.self-signed", .verdict = VERDICT_FAIL, .facts = "subject" },
	{ .id = "trust.private-root", .verdict = VERDICT_FAIL, .facts = "root" },
	{ .id = "trust.unknown-issuer", .verdict = VERDICT_FAIL, .facts = "issuer" },
	{ .id = "trust.missing-intermediate", .verdict = VERDICT_FAIL, .facts = "issuer" },
	{ .id = "trust.issuer-not-found", .verdict = VERDICT_FAIL, .facts = "issuer" },
	{ .id = "trust.bad-signature", .verdict = VERDICT_FAIL, .facts = "subject" },
	{ .id = "trust.not-a-ca", .verdict = VERDICT_FAIL, .facts = "issuer" },
	{ .id = "trust.constraint", .verdict = VERDICT_FAIL, .facts = "subject" },
	{ .id = "trust.constraint-of-root", .verdict = VERDICT_FAIL, .facts = "subject,anchor" },
	{ .id = "trust.length-counted", .verdict = VERDICT_FAIL, .facts = "subject" },
	{ .id = "trust.no-store", .verdict = VERDICT_FAIL, .facts = "", .here = true },
	{ .id = "trust.known-root-missing",
		.verdict = VERDICT_FAIL,
		.facts = "root",
		.here = true },
	{ .id = "trust.known-root-named", .verdict = VERDICT_FAIL, .facts = "root", .here = true },
	{ .id = "trust.distrusted", .verdict = VERDICT_FAIL, .facts = "authority,clients,issued" },
	{ .id = "trust.local-anchor", .verdict = VERDICT_NOTE, .facts = "anchor,place" },
	{ .id = "trust.added-anchor", .verdict = VERDICT_NOTE, .facts = "anchor" },
	{ .id = "trust.out-of-order", .verdict = VERDICT_WARN, .facts = "" },
	{ .id = "trust.origin-authority", .verdict = VERDICT_NOTE, .facts = "cdn" },
	{ .id = "trust.root-sent", .verdict = VERDICT_NOTE, .facts = "root" },
	{ .id = "trust.surplus", .verdict = VERDICT_NOTE, .facts = "names" },
	{ 0 },
};

/* ---- Whom we speak of ---- */

static const char *leaf_called(const struct evidence *evidence)
{
	return chain_called(chain_leaf(&evidence->handshake));
}

/* The self-signed certificate that was sent last, or NULL. */
static const struct seen_cert *root_sent(const struct evidence *evidence)
{
	const struct seen_handshake *handshake = &evidence->handshake;

	for (size_t i = handshake->chain_count; i > 0; i--)
		if (handshake->chain[i - 1].self_signed || handshake->chain[i - 1].same_issuer)
			return &handshake->chain[i - 1];
	return NULL;
}

static const char *root_called(const struct evidence *evidence)
{
	const struct seen_cert *root = root_sent(evidence);

	return root ? chain_called(root) : evidence->trust.anchor;
}

/* The certificate whose issuer is missing or bad: the last that counts. */
static const struct seen_cert *last_counting(const struct evidence *evidence)
{
	const struct seen_handshake *handshake = &evidence->handshake;
	int below = evidence->trust.missing_below;
	size_t counting[CHAIN_MOST];
	size_t count;

	if (below >= 0 && (size_t)below < handshake->chain_count)
		return &handshake->chain[below];
	count = chain_counting(evidence, counting);
	return &handshake->chain[counting[count - 1]];
}

static const char *issuer_called(const struct evidence *evidence)
{
	const char *called = last_counting(evidence)->issuer_name;

	return called ? called : evidence->trust.missing_issuer;
}

/* ---- Is the issuer a public CA that forgot a certificate, or a private one? ---- */

static bool says_root(const char *name)
{
	for (; name && *name; name++)
		if (text_starts_same(name, "root"))
			return true;
	return false;
}

static bool has_self_signed(const struct seen_handshake *handshake)
{
	for (size_t i = 0; i < handshake->chain_count; i++)
		if (handshake->chain[i].self_signed)
			return true;
	return false;
}

/* Whether a certificate of the issuer's name was sent, but of another key than CERT names. */
static bool has_issuer_of_other_key(const struct evidence *evidence, const struct seen_cert *cert)
{
	const struct seen_trust *trust = &evidence->trust;

	for (size_t i = 0; i < trust->edge_count; i++)
		if (&evidence->handshake.chain[trust->edges[i].child] == cert &&
			trust->edges[i].name_fits && !trust->edges[i].verifies)
			return true;
	return false;
}

enum { SURE = 3 };

/* Above 0 speaks for a missing intermediate, below for a private CA; SURE or more decides alone. */
static int missing_signs(const struct evidence *evidence)
{
	const struct seen_handshake *handshake = &evidence->handshake;
	const struct seen_cert *below = last_counting(evidence);
	bool public = chain_is_public(chain_leaf(&evidence->handshake));
	bool like_anchor = evidence->trust.issuer_like_anchor;
	int signs = 0;

	if (public || like_anchor || has_issuer_of_other_key(evidence, below))
		signs += SURE;
	else if (handshake->chain_count > 1 && !has_self_signed(handshake))
		signs -= SURE;
	if (says_root(issuer_called(evidence)) && !like_anchor)
		signs -= SURE;
	if (below->aia_issuer)
		signs++;
	/* Alone, or with the root but nothing in between: something was forgotten. */
	if (handshake->chain_count == 1 || has_self_signed(handshake))
		signs++;
	if (!public && !below->aia_issuer)
		signs--;
	return signs;
}

static const char *missing_id(const struct evidence *evidence)
{
	int signs;

	if (evidence->trust.aia >= 0)
		return evidence->trust.aia ? "trust.missing-intermediate" : "trust.unknown-issuer";
	signs = missing_signs(evidence);
	if (signs >= SURE)
		return "trust.missing-intermediate";
	return signs < 0 ? "trust.unknown-issuer" : "trust.issuer-not-found";
}

/* ---- Outcomes ---- */

static void judge_missing(const struct evidence *evidence, struct findings *findings)
{
	judge_text(findings_add(findings, missing_id(evidence)), "issuer", issuer_called(evidence));
}

/*
 * RFC 8446 section 4.4.2 wants each certificate to certify the one before it. Surplus ones beside the path
 * are widespread and harmless; a path that has to jump back is not.
 */
static bool is_out_of_order(const struct evidence *evidence)
{
	const struct seen_trust *trust = &evidence->trust;
	int last = 0;

	for (size_t i = 1; i < trust->path_count; i++) {
		if (trust->path[i] < trust->path[i - 1])
			return true;
		last = trust->path[i];
	}
	/* The root, which ends the path, before the end. */
	for (int i = 1; i < last; i++)
		if (evidence->handshake.chain[i].self_signed)
			return true;
	return false;
}

static bool is_on_path(const struct seen_trust *trust, size_t index)
{
	for (size_t i = 0; i < trust->path_count; i++)
		if (trust->path[i] == (int)index)
			return true;
	return false;
}

/* What was sent beside the path: strangers, and the same once more. The root has a word of its own. */
static void note_surplus(const struct evidence *evidence, struct findings *findings)
{
	const struct seen_handshake *handshake = &evidence->handshake;
	char *names[CHAIN_MOST];
	size_t count = 0;

	for (size_t i = 1; i < handshake->chain_count && count < CHAIN_MOST; i++) {
		const struct seen_cert *cert = &handshake->chain[i];
		const char *called = cert->malformed ? NULL : chain_called(cert);

		if (called && !cert->same_issuer && !is_on_path(&evidence->trust, i))
			names[count++] = (char *)called;
	}
	if (count)
		facts_list(findings_add(findings, "trust.surplus"), "names", names, count);
}

static void judge_trusted(const struct evidence *evidence, struct findings *findings)
{
	judge_text(findings_add(findings, "trust.trusted"), "anchor", evidence->trust.anchor);
	if (is_out_of_order(evidence))
		findings_add(findings, "trust.out-of-order");
	if (evidence->trust.root_sent)
		judge_text(
			findings_add(findings, "trust.root-sent"), "root", root_called(evidence));
	note_surplus(evidence, findings);
	if (evidence->trust.self_issued_counts)
		judge_text(findings_add(findings, "trust.length-counted"), "subject",
			leaf_called(evidence));
}

static void judge_self_signed(const struct evidence *evidence, struct findings *findings)
{
	judge_text(findings_add(findings, "trust.self-signed"), "subject", leaf_called(evidence));
}

static void judge_private_root(const struct evidence *evidence, struct findings *findings)
{
	judge_text(findings_add(findings, "trust.private-root"), "root", root_called(evidence));
}

static void judge_bad_signature(const struct evidence *evidence, struct findings *findings)
{
	judge_text(findings_add(findings, "trust.bad-signature"), "subject",
		chain_called(last_counting(evidence)));
}

static void judge_not_a_ca(const struct evidence *evidence, struct findings *findings)
{
	judge_text(findings_add(findings, "trust.not-a-ca"), "issuer", issuer_called(evidence));
}

static void judge_constraint(const struct evidence *evidence, struct findings *findings)
{
	struct facts *facts = findings_add(findings,
		evidence->trust.anchor_forbids ? "trust.constraint-of-root" : "trust.constraint");

	judge_text(facts, "subject", leaf_called(evidence));
	if (evidence->trust.anchor_forbids)
		judge_text(facts, "anchor", evidence->trust.anchor);
}

static void judge_no_store(const struct evidence *evidence, struct findings *findings)
{
	(void)evidence;
	findings_add(findings, "trust.no-store");
}

/* The fault lies in this computer's list: everybody else has this root. */
static bool judge_known_root(const struct evidence *evidence, struct findings *findings)
{
	const struct seen_trust *trust = &evidence->trust;

	if (!trust->known_root ||
		(trust->outcome != TRUST_MISSING_ISSUER && trust->outcome != TRUST_PRIVATE_ROOT))
		return false;
	judge_text(findings_add(findings, trust->known_root_proven ? "trust.known-root-missing"
								   : "trust.known-root-named"),
		"root", trust->known_root);
	return true;
}

/* ---- Authorities that browsers dropped ---- */

/* The name of the root, as far as the chain shows it: what the highest certificate says of its issuer. */
static const char *root_name(const struct evidence *evidence)
{
	const struct seen_trust *trust = &evidence->trust;
	size_t counting[CHAIN_MOST];
	size_t count = chain_counting(evidence, counting);

	if (!count || (trust->outcome != TRUST_OK && trust->outcome != TRUST_PRIVATE_ROOT &&
			      (trust->outcome != TRUST_MISSING_ISSUER || count < 2)))
		return NULL;
	return evidence->handshake.chain[counting[count - 1]].issuer;
}

/* A root that somebody added here is trusted in spite of it: browsers do the same. */
static void judge_distrust(const struct evidence *evidence, struct findings *findings)
{
	const struct seen_cert *leaf = chain_leaf(&evidence->handshake);
	int64_t issued = leaf->first_sct_s != -1 ? leaf->first_sct_s : leaf->not_before;
	struct distrust distrust;
	struct facts *facts;

	if (evidence->trust.anchor_extra || evidence->trust.anchor_place ||
		!distrust_find(root_name(evidence), leaf->not_before, leaf->first_sct_s, &distrust))
		return;
	facts = findings_add(findings, "trust.distrusted");
	facts_text(facts, "authority", distrust.authority);
	facts_list(facts, "clients", (char *const *)distrust.clients, distrust.client_count);
	facts_number(facts, "issued", FACT_TIME, issued);
}

/* How an interception or a private CA comes to be trusted. */
static void note_local_anchor(const struct evidence *evidence, struct findings *findings)
{
	struct facts *facts;

	if (evidence->trust.outcome != TRUST_OK || !evidence->trust.anchor_place)
		return;
	if (evidence->trust.anchor_extra) {
		judge_text(findings_add(findings, "trust.added-anchor"), "anchor",
			evidence->trust.anchor);
		return;
	}
	facts = findings_add(findings, "trust.local-anchor");
	judge_text(facts, "anchor", evidence->trust.anchor);
	facts_text(facts, "place", evidence->trust.anchor_place);
}

/* Of the CDN's own authority: whether that is all there is to say, because its visitor is the CDN. */
static bool judge_origin(const struct evidence *evidence, struct findings *findings)
{
	const char *cdn = cdn_of_origin_authority(chain_leaf(&evidence->handshake));

	if (!cdn || evidence->trust.outcome == TRUST_OK)
		return false;
	facts_text(findings_add(findings, "trust.origin-authority"), "cdn", cdn);
	return evidence->settings.origin;
}

static void judge(const struct evidence *evidence, struct findings *findings)
{
	static void (*const judges[TRUST_OUTCOME_COUNT])(
		const struct evidence *, struct findings *) = {
		[TRUST_OK] = judge_trusted,
		[TRUST_SELF_SIGNED] = judge_self_signed,
		[TRUST_PRIVATE_ROOT] = judge_private_root,
		[TRUST_MISSING_ISSUER] = judge_missing,
		[TRUST_BAD_SIGNATURE] = judge_bad_signature,
		[TRUST_NOT_A_CA] = judge_not_a_ca,
		[TRUST_CONSTRAINT] = judge_constraint,
		[TRUST_NO_STORE] = judge_no_store,
	};

	if (!chain_leaf(&evidence->handshake) || chain_leaf(&evidence->handshake)->malformed) {
		judge_cannot(findings, VERDICT_UNKNOWN, WHY_NO_CHAIN);
		return;
	}
	if (judge_origin(evidence, findings))
		return;
	if (!judge_known_root(evidence, findings) && evidence->trust.outcome < TRUST_OUTCOME_COUNT)
		judges[evidence->trust.outcome](evidence, findings);
	judge_distrust(evidence, findings);
	note_local_anchor(evidence, findings);
}

const struct check check_trust = {
	.id = "trust",
	.step = 5,
	.parts = PART_BIT(PART_TRUST),
	.also = PART_BIT(PART_HANDSHAKE),
	.kinds = kinds,
	.judge = judge,
};
