/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which programs can connect? This says what may be found; diagnosis/clients.c holds the evidence against
 * the rules of each program and adds it, when all other checks have judged.
 */
#include "check/judge.h"

static const struct finding_kind kinds[] = {
	{ .id = "client.of-today", .verdict = VERDICT_PASS, .facts = "clients" },
	{ .id = "client.hello", .verdict = VERDICT_NOTE, .facts = "clients" },
	{ .id = "client.version", .verdict = VERDICT_NOTE, .facts = "clients" },
	{ .id = "client.suite", .verdict = VERDICT_FAIL, .facts = "clients" },
	{ .id = "client.group", .verdict = VERDICT_FAIL, .facts = "clients" },
	{ .id = "client.dh", .verdict = VERDICT_NOTE, .facts = "clients" },
	{ .id = "client.renegotiation", .verdict = VERDICT_NOTE, .facts = "clients" },
	{ .id = "client.ems", .verdict = VERDICT_NOTE, .facts = "clients" },
	{ .id = "client.sni", .verdict = VERDICT_NOTE, .facts = "clients" },
	{ .id = "client.key", .verdict = VERDICT_NOTE, .facts = "clients" },
	{ .id = "client.rsa", .verdict = VERDICT_NOTE, .facts = "clients" },
	{ .id = "client.signature", .verdict = VERDICT_NOTE, .facts = "clients" },
	{ .id = "client.path", .verdict = VERDICT_NOTE, .facts = "clients" },
	{ .id = "client.missing", .verdict = VERDICT_NOTE, .facts = "clients" },
	{ .id = "client.root", .verdict = VERDICT_NOTE, .facts = "clients" },
	{ .id = "client.distrust", .verdict = VERDICT_NOTE, .facts = "clients" },
	{ .id = "client.names", .verdict = VERDICT_NOTE, .facts = "clients" },
	{ .id = "client.wildcard", .verdict = VERDICT_NOTE, .facts = "clients" },
	{ .id = "client.timestamps", .verdict = VERDICT_NOTE, .facts = "clients" },
	{ .id = "client.lifetime", .verdict = VERDICT_NOTE, .facts = "clients" },
	{ .id = "client.purpose", .verdict = VERDICT_NOTE, .facts = "clients" },
	{ .id = "client.staple", .verdict = VERDICT_NOTE, .facts = "clients" },
	{ .id = "client.must-staple", .verdict = VERDICT_NOTE, .facts = "clients" },
	{ .id = "client.revoked", .verdict = VERDICT_NOTE, .facts = "clients" },
	{ 0 },
};

static void judge(const struct evidence *evidence, struct findings *findings)
{
	if (evidence->handshake.outcome == HS_NO_CONNECTION ||
		evidence->handshake.outcome == HS_NOT_TRIED)
		judge_cannot(
			findings, VERDICT_NOT_REACHED, stage_name(judge_broken_stage(evidence)));
}

const struct check check_client = {
	.id = "client",
	.step = 6,
	.parts = PART_BIT(PART_HANDSHAKE),
	.also = PART_BIT(PART_TRUST) | PART_BIT(PART_VERSIONS) | PART_BIT(PART_MATRIX) |
		PART_BIT(PART_SNI) | PART_BIT(PART_REVOCATION),
	.kinds = kinds,
	.judge = judge,
};
