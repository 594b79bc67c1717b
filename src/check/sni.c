/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Does the server know the name that the hello carries (SNI, RFC 6066 section 3)? Answers with and
 * without a name may differ; a fault is only the wrong certificate or an alert for the right name.
 */
#include "check/sni.h"

#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "base/text.h"
#include "check/alerts.h"
#include "check/chain.h"
#include "check/hostname.h"
#include "check/judge.h"

static const struct finding_kind kinds[] = {
	{ .id = "sni.same", .verdict = VERDICT_PASS, .facts = "host" },
	{ .id = "sni.right-certificate", .verdict = VERDICT_PASS, .facts = "host" },
	{ .id = "sni.wrong-certificate", .verdict = VERDICT_FAIL, .facts = "host,names" },
	{ .id = "sni.always-same", .verdict = VERDICT_NOTE, .facts = "names" },
	{ .id = "sni.unrecognized", .verdict = VERDICT_FAIL, .facts = "host" },
	{ .id = "sni.required", .verdict = VERDICT_FAIL, .facts = "host" },
	{ .id = "sni.default", .verdict = VERDICT_NOTE, .facts = "names" },
	{ .id = "sni.not-sent", .verdict = VERDICT_NOTE, .facts = "" },
	{ 0 },
};

/* ---- The trials ---- */

/* The trial that carried NAME (NULL: none), or NULL. */
static const struct seen_handshake *trial_with(const struct evidence *evidence, const char *name)
{
	for (size_t i = 0; i < evidence->sni.count; i++) {
		const struct seen_handshake *handshake = &evidence->sni.items[i].handshake;
		bool same = name ? handshake->sni && text_same(handshake->sni, name)
				 : !handshake->sni;

		if (same)
			return handshake;
	}
	return NULL;
}

static const struct seen_handshake *trial_labelled(
	const struct evidence *evidence, const char *label)
{
	for (size_t i = 0; i < evidence->sni.count; i++)
		if (evidence->sni.items[i].label && !strcmp(evidence->sni.items[i].label, label))
			return &evidence->sni.items[i].handshake;
	return NULL;
}

static bool is_done(const struct seen_handshake *handshake)
{
	return handshake && handshake->outcome == HS_DONE;
}

static bool fits(const struct evidence *evidence, const struct seen_handshake *handshake)
{
	const struct seen_cert *leaf = chain_leaf(handshake);
	const char *name = settings_cert_name(&evidence->settings);

	return leaf && name && hostname_certified(leaf, name);
}

static bool same_leaf(const struct seen_handshake *a, const struct seen_handshake *b)
{
	const struct seen_cert *leaf_a = a ? chain_leaf(a) : NULL;
	const struct seen_cert *leaf_b = b ? chain_leaf(b) : NULL;

	return leaf_a && leaf_b && leaf_a->sha256 && leaf_b->sha256 &&
	       !strcmp(leaf_a->sha256, leaf_b->sha256);
}

/* ---- Findings ---- */

static struct facts *add(const struct evidence *evidence, struct findings *findings, const char *id)
{
	struct facts *facts = findings_add(findings, id);

	judge_text(facts, "host", judge_host(evidence));
	return facts;
}

/* The names that LEAF is made out to; its common name when it has none. */
static void add_names(struct facts *facts, const struct seen_cert *leaf)
{
	char *called = (char *)chain_called(leaf);

	if (leaf->dns_name_count || !called)
		facts_list(facts, "names", leaf->dns_names, leaf->dns_name_count);
	else
		facts_list(facts, "names", &called, 1);
}

/* ---- A run with --no-sni ---- */

/* The right name works where none doesn't; or the server itself says that it misses a name. */
static bool needs_name(const struct evidence *evidence)
{
	const struct seen_handshake *main = &evidence->handshake;
	const struct seen_handshake *named = NULL;

	if (alert_came(main, ALERT_UNRECOGNIZED_NAME))
		return true;
	if (evidence->parts[PART_SNI].state == PART_SEEN)
		named = trial_with(evidence, settings_cert_name(&evidence->settings));
	return is_done(named) && fits(evidence, named) &&
	       (main->outcome != HS_DONE || !fits(evidence, main));
}

static void judge_without_name(const struct evidence *evidence, struct findings *findings)
{
	if (needs_name(evidence))
		add(evidence, findings, "sni.required");
	else
		findings_add(findings, "sni.not-sent");
}

/* ---- A run with the name ---- */

static bool accepts_otherwise(const struct evidence *evidence)
{
	return is_done(trial_with(evidence, NULL)) || is_done(trial_labelled(evidence, "wrong"));
}

/* The right name was refused, and taken the next time. */
static bool was_accident(const struct evidence *evidence)
{
	return is_done(trial_labelled(evidence, "again"));
}

/*
 * A reset or silence that only this name gets is a sign of a box in between, not of the server: the
 * handshake check speaks of those.
 */
bool sni_refused(const struct evidence *evidence)
{
	const struct seen_handshake *main = &evidence->handshake;

	if (evidence->parts[PART_SNI].state != PART_SEEN || !main->sni ||
		alert_refused_client(main))
		return false;
	if (main->outcome != HS_ALERT && main->outcome != HS_CLOSED)
		return false;
	return accepts_otherwise(evidence) && !was_accident(evidence);
}

/* A TLS 1.2 server may warn (unrecognized_name) and go on with its default certificate. */
static bool was_warned(const struct evidence *evidence)
{
	return evidence->handshake.warning_alert == ALERT_UNRECOGNIZED_NAME &&
	       evidence->handshake.outcome == HS_DONE && evidence->handshake.sni &&
	       !fits(evidence, &evidence->handshake);
}

static void judge_right(const struct evidence *evidence, struct findings *findings,
	const struct seen_handshake *none)
{
	if (!none || !chain_leaf(none) || same_leaf(&evidence->handshake, none)) {
		add(evidence, findings, none ? "sni.same" : "sni.right-certificate");
		return;
	}
	add(evidence, findings, "sni.right-certificate");
	add_names(findings_add(findings, "sni.default"), chain_leaf(none));
}

/*
 * The certificate doesn't fit the name: is it the one that others get? When all get it, there may be no
 * other, and the name is then the one thing that is wrong: the certificate check speaks of it.
 */
static void judge_wrong(const struct evidence *evidence, struct findings *findings,
	const struct seen_handshake *none)
{
	const struct seen_handshake *main = &evidence->handshake;
	bool as_none = same_leaf(main, none);
	bool as_wrong = same_leaf(main, trial_labelled(evidence, "wrong"));

	if (as_none && as_wrong)
		add_names(findings_add(findings, "sni.always-same"), chain_leaf(main));
	else if (as_none || as_wrong)
		add_names(add(evidence, findings, "sni.wrong-certificate"), chain_leaf(main));
	else if (none && chain_leaf(none))
		add_names(findings_add(findings, "sni.default"), chain_leaf(none));
}

static void judge_with_name(const struct evidence *evidence, struct findings *findings)
{
	const struct seen_handshake *none = trial_with(evidence, NULL);

	if (sni_refused(evidence) || was_warned(evidence))
		add(evidence, findings, "sni.unrecognized");
	else if (!chain_leaf(&evidence->handshake))
		judge_cannot(
			findings, VERDICT_NOT_REACHED, stage_name(judge_broken_stage(evidence)));
	else if (fits(evidence, &evidence->handshake))
		judge_right(evidence, findings, none);
	else
		judge_wrong(evidence, findings, none);
}

static void judge(const struct evidence *evidence, struct findings *findings)
{
	if (evidence->settings.sni == SNI_NONE && !evidence->settings.target.is_ip)
		judge_without_name(evidence, findings);
	else if (judge_needs(evidence, findings, PART_SNI))
		judge_with_name(evidence, findings);
}

const struct check check_sni = {
	.id = "sni",
	.step = 8,
	.parts = PART_BIT(PART_HANDSHAKE),
	.also = PART_BIT(PART_SNI),
	.kinds = kinds,
	.judge = judge,
};
