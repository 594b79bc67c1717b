/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Does something on the way open the encrypted connection? Its mark is one issuer that isn't the real one
 * behind unrelated sites; or its product's name; or an authority that was added to this computer.
 */
#include <string.h>
#include "base/buffer.h"
#include "check/chain.h"
#include "check/judge.h"
#include "check/products.h"
#include "check/site.h"
#include "check/trouble.h"
#include "evidence/names.h"

static const struct finding_kind kinds[] = {
	{ .id = "interception.none", .verdict = VERDICT_PASS, .facts = "sites", .here = true },
	{ .id = "interception.same-issuer",
		.verdict = VERDICT_FAIL,
		.facts = "issuer,sites,fingerprint",
		.here = true },
	{ .id = "interception.same-certificate",
		.verdict = VERDICT_FAIL,
		.facts = "sites,fingerprint",
		.here = true },
	{ .id = "interception.product",
		.verdict = VERDICT_FAIL,
		.facts = "product,issuer",
		.here = true },
	{ .id = "interception.trusted-product",
		.verdict = VERDICT_NOTE,
		.facts = "product,anchor",
		.here = true },
	{ .id = "interception.trusted-here",
		.verdict = VERDICT_NOTE,
		.facts = "sites,anchor",
		.here = true },
	{ .id = "interception.elsewhere",
		.verdict = VERDICT_NOTE,
		.facts = "sites,issuer",
		.here = true },
	{ .id = "interception.early-reset",
		.verdict = VERDICT_FAIL,
		.facts = "host,time,way",
		.here = true },
	{ .id = "interception.features-missing",
		.verdict = VERDICT_NOTE,
		.facts = "sites,version",
		.here = true },
	{ 0 },
};

#define WAY_LEAST_MS 20 /* shorter ones can't be told from the noise */

/* ---- Who is like whom? ---- */

static const struct seen_cert *top(const struct seen_handshake *handshake)
{
	return handshake->chain_count ? &handshake->chain[handshake->chain_count - 1] : NULL;
}

static bool same(const char *a, const char *b)
{
	return a && b && !strcmp(a, b);
}

/* The authority that signed the leaf, or the one at the chain's end. Names of one CA's many intermediates
 * differ, so one of the two must be the same. */
static bool same_issuer(const struct seen_handshake *a, const struct seen_handshake *b)
{
	if (!a->chain_count || !b->chain_count)
		return false;
	return same(a->chain[0].issuer, b->chain[0].issuer) || same(top(a)->issuer, top(b)->issuer);
}

static bool same_leaf(const struct seen_handshake *a, const struct seen_handshake *b)
{
	return a->chain_count && b->chain_count && same(a->chain[0].sha256, b->chain[0].sha256);
}

/* Names of the sites that are as LIKE says of them and the target, and aren't trusted. */
static size_t distrusted_like(const struct evidence *evidence,
	bool (*like)(const struct seen_handshake *a, const struct seen_handshake *b),
	char *ret[SITES_MOST])
{
	const struct seen_sites *sites = &evidence->sites;
	size_t count = 0;

	for (size_t i = 0; evidence->parts[PART_SITES].state == PART_SEEN && i < sites->count &&
			   count < SITES_MOST;
		i++)
		if (sites->items[i].host && site_state(&sites->items[i]) == SITE_DISTRUSTED &&
			like(&evidence->handshake, &sites->items[i].handshake))
			ret[count++] = sites->items[i].host;
	return count;
}

/* ---- Words ---- */

/* "AB12 CD34 ...", as one reads it over the telephone. */
static void add_fingerprint(struct facts *facts, const struct seen_cert *leaf)
{
	struct buffer text = { 0 };

	for (size_t i = 0; leaf->sha256 && leaf->sha256[i]; i++) {
		if (i && i % 4 == 0)
			buffer_add_char(&text, ' ');
		buffer_add_char(&text, leaf->sha256[i]);
	}
	judge_text(facts, "fingerprint", text.bytes);
	buffer_free(&text);
}

static const char *issuer_called(const struct seen_handshake *handshake)
{
	const struct seen_cert *leaf = chain_leaf(handshake);

	return leaf ? leaf->issuer_name : NULL;
}

/* ---- Judging ---- */

/* The site itself shows what unrelated sites show, too. */
static bool judge_likeness(const struct evidence *evidence, struct findings *findings)
{
	const struct seen_handshake *handshake = &evidence->handshake;
	char *names[SITES_MOST];
	size_t count = distrusted_like(evidence, same_leaf, names);
	struct facts *facts;

	if (count) {
		facts = findings_add(findings, "interception.same-certificate");
	} else if (trouble_of_trust(evidence) &&
		   (count = distrusted_like(evidence, same_issuer, names))) {
		facts = findings_add(findings, "interception.same-issuer");
		judge_text(facts, "issuer", issuer_called(handshake));
	} else {
		return false;
	}
	facts_list(facts, "sites", names, count);
	add_fingerprint(facts, chain_leaf(handshake));
	return true;
}

static void judge_product(const struct evidence *evidence, struct findings *findings)
{
	const struct seen_handshake *handshake = &evidence->handshake;
	const char *product = product_of(handshake);
	struct facts *facts;

	if (!product)
		return;
	if (trouble_of_trust(evidence)) {
		facts = findings_add(findings, "interception.product");
		facts_text(facts, "product", product);
		judge_text(facts, "issuer", issuer_called(handshake));
	} else if (evidence->trust.anchor_place || evidence->trust.anchor_extra) {
		facts = findings_add(findings, "interception.trusted-product");
		facts_text(facts, "product", product);
		judge_text(facts, "anchor", evidence->trust.anchor);
	}
}

/* Two sites that have nothing to do with each other end at an authority that was added here. */
static void judge_added_anchor(const struct evidence *evidence, struct findings *findings)
{
	const struct seen_sites *sites = &evidence->sites;
	const char *anchor = NULL;
	char *names[SITES_MOST];
	size_t count = 0;
	struct facts *facts;

	for (size_t i = 0; i < sites->count && count < SITES_MOST; i++) {
		const struct seen_site *site = &sites->items[i];

		if (!site->anchor_place || !site->host || (anchor && !same(anchor, site->anchor)))
			continue;
		anchor = site->anchor;
		names[count++] = site->host;
	}
	if (!count || !anchor)
		return;
	facts = findings_add(findings, "interception.trusted-here");
	facts_list(facts, "sites", names, count);
	facts_text(facts, "anchor", anchor);
}

/* The target is spared, others aren't. */
static void judge_elsewhere(const struct evidence *evidence, struct findings *findings)
{
	const struct seen_sites *sites = &evidence->sites;
	const struct seen_site *first = NULL;
	char *names[SITES_MOST];
	size_t count = 0;
	struct facts *facts;

	for (size_t i = 0; i < sites->count && count < SITES_MOST; i++) {
		const struct seen_site *site = &sites->items[i];

		if (site_state(site) != SITE_DISTRUSTED || !site->host ||
			(first && !same_issuer(&first->handshake, &site->handshake)))
			continue;
		first = first ? first : site;
		names[count++] = site->host;
	}
	if (count < 2)
		return;
	facts = findings_add(findings, "interception.elsewhere");
	facts_list(facts, "sites", names, count);
	judge_text(facts, "issuer", issuer_called(&first->handshake));
}

/* The usual sites speak TLS 1.3 and HTTP by ALPN; where none of them does, something speaks for them. */
static void judge_features(const struct evidence *evidence, struct findings *findings)
{
	const struct seen_sites *sites = &evidence->sites;
	struct site_counts counts = site_count(evidence);
	char *names[SITES_MOST];
	size_t count = 0;
	int newest = 0;
	struct facts *facts;

	if (evidence->settings.reference_sites)
		return;
	for (size_t i = 0; i < sites->count && count < SITES_MOST; i++) {
		const struct seen_handshake *handshake = &sites->items[i].handshake;

		if (handshake->outcome != HS_DONE || !sites->items[i].host ||
			(handshake->version >= 0x0304 && handshake->alpn))
			continue;
		newest = handshake->version > newest ? handshake->version : newest;
		names[count++] = sites->items[i].host;
	}
	if (count < 2 || count < counts.of[SITE_FINE] + counts.of[SITE_DISTRUSTED])
		return;
	facts = findings_add(findings, "interception.features-missing");
	facts_list(facts, "sites", names, count);
	judge_text(facts, "version", names_version(newest));
}

/*
 * A reset that comes in less than half of the time that the way to the server and back takes was sent by
 * somebody nearer. That time is the kernel's: how long connect() took says more of a busy computer.
 */
static void judge_reset(const struct evidence *evidence, struct findings *findings)
{
	const struct seen_handshake *handshake = &evidence->handshake;
	struct facts *facts;

	if (evidence->parts[PART_HANDSHAKE].state != PART_SEEN || handshake->outcome != HS_RESET ||
		evidence->settings.proxy || handshake->way_ms < WAY_LEAST_MS ||
		handshake->late_ms < 0 || handshake->late_ms >= handshake->way_ms / 2)
		return;
	facts = findings_add(findings, "interception.early-reset");
	judge_text(facts, "host", judge_host(evidence));
	facts_number(facts, "time", FACT_MS, handshake->late_ms);
	facts_number(facts, "way", FACT_MS, handshake->way_ms);
}

static void judge_none(const struct evidence *evidence, struct findings *findings, size_t before)
{
	struct site_counts counts = site_count(evidence);
	char *names[SITES_MOST];
	size_t count;

	if (findings->count > before || !counts.of[SITE_FINE])
		return;
	count = site_names(evidence, 1u << SITE_FINE, names);
	facts_list(findings_add(findings, "interception.none"), "sites", names, count);
}

static void judge(const struct evidence *evidence, struct findings *findings)
{
	bool sites = evidence->parts[PART_SITES].state == PART_SEEN;
	size_t before = findings->count;
	bool alike = judge_likeness(evidence, findings);

	judge_product(evidence, findings);
	judge_reset(evidence, findings);
	if (sites) {
		judge_added_anchor(evidence, findings);
		if (!alike)
			judge_elsewhere(evidence, findings);
		judge_features(evidence, findings);
		judge_none(evidence, findings, before);
	}
	if (findings->count == before)
		judge_needs_consent(evidence, findings, PART_SITES);
}

const struct check check_interception = {
	.id = "interception",
	.step = 4,
	.also = PART_BIT(PART_HANDSHAKE) | PART_BIT(PART_TRUST) | PART_BIT(PART_SITES),
	.kinds = kinds,
	.judge = judge,
};
