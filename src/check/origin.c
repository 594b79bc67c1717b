/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Would the CDN in front accept this origin server? Only with --origin: who visits then is the CDN. This says what may
 * be found; diagnosis/clients.c adds it, when it has held the evidence against the CDN's rules.
 */
#include "check/judge.h"

static const struct finding_kind kinds[] = {
	{ .id = "origin.full-accepts", .verdict = VERDICT_PASS, .facts = "cdn" },
	{ .id = "origin.full-refuses", .verdict = VERDICT_FAIL, .facts = "cdn" },
	{ .id = "origin.strict-accepts", .verdict = VERDICT_PASS, .facts = "cdn" },
	{ .id = "origin.strict-refuses", .verdict = VERDICT_FAIL, .facts = "cdn" },
	{ .id = "origin.others-accept", .verdict = VERDICT_NOTE, .facts = "clients" },
	{ .id = "origin.others-refuse", .verdict = VERDICT_NOTE, .facts = "clients" },
	{ 0 },
};

static void judge(const struct evidence *evidence, struct findings *findings)
{
	if (!evidence->settings.origin)
		judge_cannot(findings, VERDICT_SKIPPED, WHY_NOT_NEEDED);
}

const struct check check_origin = {
	.id = "origin",
	.step = 10,
	.parts = PART_BIT(PART_HANDSHAKE),
	.also = PART_BIT(PART_TRUST) | PART_BIT(PART_MATRIX),
	.kinds = kinds,
	.judge = judge,
};
