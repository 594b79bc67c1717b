/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which protocol versions does the server speak? Today's clients want TLS 1.2 or 1.3; older ones beside
 * them harm nobody who doesn't ask for them.
 */
#include "check/alerts.h"
#include "check/judge.h"
#include "evidence/names.h"

static const struct finding_kind kinds[] = {
	{ .id = "versions.modern", .verdict = VERDICT_PASS, .facts = "version" },
	{ .id = "versions.offered", .verdict = VERDICT_PASS, .facts = "versions" },
	{ .id = "versions.old-only", .verdict = VERDICT_FAIL, .facts = "versions" },
	{ .id = "versions.old-too", .verdict = VERDICT_NOTE, .facts = "versions" },
	{ .id = "versions.none", .verdict = VERDICT_FAIL, .facts = "" },
	{ .id = "versions.no-tls13", .verdict = VERDICT_NOTE, .facts = "" },
	{ 0 },
};

enum { TLS_1_0 = 0x0301, TLS_1_2 = 0x0303, TLS_1_3 = 0x0304, SSL_3_0 = 0x0300 };

/* Which versions answered, bit 0 for SSL 3.0. */
struct versions {
	unsigned spoken;
	unsigned tried;
	bool refused; /* alert 70 came */
	bool known; /* a version was refused, but not for being that version */
};

static unsigned bit(int version)
{
	return version >= SSL_3_0 && version <= TLS_1_3 ? 1u << (version - SSL_3_0) : 0;
}

static const unsigned old_bits = 7; /* SSL 3.0, TLS 1.0, TLS 1.1 */

static void count_offers(const struct evidence *evidence, struct versions *versions)
{
	if (evidence->parts[PART_MATRIX].state != PART_SEEN)
		return;
	for (size_t i = 0; i < evidence->matrix.offer_count; i++) {
		const struct seen_offer *offer = &evidence->matrix.offers[i];

		if (offer->spoken >= 0)
			versions->tried |= bit(offer->version);
		if (offer->spoken == 1)
			versions->spoken |= bit(offer->version);
	}
}

static struct versions count_versions(const struct evidence *evidence)
{
	const struct seen_handshake *main = &evidence->handshake;
	struct versions versions = { .spoken = bit(main->version),
		.refused = alert_came(main, ALERT_PROTOCOL_VERSION) };

	count_offers(evidence, &versions);
	if (evidence->parts[PART_VERSIONS].state != PART_SEEN)
		return versions;
	for (size_t i = 0; i < evidence->versions.count; i++) {
		const struct seen_trial *trial = &evidence->versions.items[i];

		if (trial->handshake.outcome == HS_NOT_TRIED ||
			trial->handshake.outcome == HS_CANCELLED)
			continue;
		versions.tried |= bit(trial->version);
		versions.spoken |= bit(trial->handshake.version);
		if (trial->handshake.outcome == HS_DONE)
			versions.spoken |= bit(trial->version);
		if (alert_came(&trial->handshake, ALERT_PROTOCOL_VERSION))
			versions.refused = true;
		else if (trial->handshake.outcome == HS_ALERT)
			versions.known = true;
	}
	return versions;
}

static void add_versions(struct findings *findings, const char *id, unsigned bits)
{
	char *names[TLS_1_3 - SSL_3_0 + 1];
	size_t count = 0;

	for (int version = SSL_3_0; version <= TLS_1_3; version++)
		if ((bits & bit(version)) && names_version(version))
			names[count++] = (char *)names_version(version);
	facts_list(findings_add(findings, id), "versions", names, count);
}

static void judge_trials(
	const struct evidence *evidence, struct findings *findings, const struct versions *versions)
{
	if (versions->tried && (versions->spoken & ~old_bits))
		add_versions(findings, "versions.offered", versions->spoken);
	if ((versions->spoken & old_bits) && (versions->spoken & ~old_bits))
		add_versions(findings, "versions.old-too", versions->spoken & old_bits);
	if ((versions->spoken & bit(TLS_1_2)) && !(versions->spoken & bit(TLS_1_3)) &&
		evidence->handshake.offered_max >= TLS_1_3)
		findings_add(findings, "versions.no-tls13");
}

/* Nothing was agreed on: a fault of versions only if somebody said so. */
static void judge_none(
	const struct evidence *evidence, struct findings *findings, const struct versions *versions)
{
	enum stage broken = judge_broken_stage(evidence);

	if (versions->refused && versions->tried && !versions->known)
		findings_add(findings, "versions.none");
	else
		judge_cannot(findings, VERDICT_NOT_REACHED,
			stage_name(broken == STAGE_DONE ? STAGE_HELLO : broken));
}

static void judge(const struct evidence *evidence, struct findings *findings)
{
	struct versions versions = count_versions(evidence);
	const struct seen_handshake *main = &evidence->handshake;

	if (!versions.spoken) {
		judge_none(evidence, findings, &versions);
		return;
	}
	if (!(versions.spoken & ~old_bits)) {
		if (main->offered_max >= TLS_1_2 || versions.tried & bit(TLS_1_2))
			add_versions(findings, "versions.old-only", versions.spoken);
		return;
	}
	if (bit(main->version) & ~old_bits)
		judge_text(findings_add(findings, "versions.modern"), "version",
			names_version(main->version));
	judge_trials(evidence, findings, &versions);
}

const struct check check_versions = {
	.id = "versions",
	.step = 6,
	.parts = PART_BIT(PART_HANDSHAKE),
	.also = PART_BIT(PART_VERSIONS) | PART_BIT(PART_MATRIX),
	.kinds = kinds,
	.judge = judge,
};
