/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Do both sides know a group to agree on a key in, and a way to sign the handshake? Without one of each
 * there is no connection, however many suites they share.
 */
#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "check/chain.h"
#include "check/judge.h"
#include "check/offers.h"
#include "check/strength.h"
#include "evidence/groups.h"
#include "evidence/names.h"
#include "evidence/suites.h"

static const struct finding_kind kinds[] = {
	{ .id = "groups.common", .verdict = VERDICT_PASS, .facts = "groups" },
	{ .id = "groups.not-needed", .verdict = VERDICT_NOTE, .facts = "" },
	{ .id = "groups.none-of-today", .verdict = VERDICT_FAIL, .facts = "groups" },
	{ .id = "groups.browsers-refused", .verdict = VERDICT_FAIL, .facts = "group" },
	{ .id = "groups.only-post-quantum", .verdict = VERDICT_FAIL, .facts = "groups" },
	{ .id = "groups.weak-too", .verdict = VERDICT_NOTE, .facts = "groups" },
	{ .id = "groups.old-signatures", .verdict = VERDICT_FAIL, .facts = "schemes" },
	{ .id = "groups.key-browsers-lack", .verdict = VERDICT_FAIL, .facts = "key" },
	{ 0 },
};

/* ---- Groups ---- */

static bool is_today(unsigned number)
{
	return offers_group_of_today(number);
}

static bool is_new(unsigned number)
{
	return number == OFFERS_X25519MLKEM768;
}

static bool is_weak(unsigned number)
{
	const struct group *group = group_find(number);

	return group && strength_of_group(group).strength <= STRENGTH_WEAK;
}

static bool is_any(unsigned number)
{
	(void)number;
	return true;
}

/* The names of those that WANTED takes into RET, which holds all; returns how many. */
static size_t pick(const struct seen_matrix *matrix, bool (*wanted)(unsigned), char **ret)
{
	size_t count = 0;

	for (size_t i = 0; i < matrix->group_count; i++) {
		unsigned number = (unsigned)matrix->groups[i];
		const char *name = names_group(number);

		if (wanted(number))
			ret[count++] = name ? memory_text(name) : memory_format("0x%04X", number);
	}
	return count;
}

static size_t add_picked(const struct evidence *evidence, struct findings *findings, const char *id,
	bool (*wanted)(unsigned))
{
	char **names = memory_new(evidence->matrix.group_count, sizeof(*names));
	size_t count = pick(&evidence->matrix, wanted, names);

	if (count)
		facts_list(findings_add(findings, id), "groups", names, count);
	for (size_t i = 0; i < count; i++)
		free(names[i]);
	free(names);
	return count;
}

static size_t count_groups(const struct evidence *evidence, bool (*wanted)(unsigned))
{
	size_t count = 0;

	for (size_t i = 0; i < evidence->matrix.group_count; i++)
		count += wanted((unsigned)evidence->matrix.groups[i]);
	return count;
}

/* Whether a browser can do without a curve: a suite of TLS 1.2 with the key of the certificate. */
static bool can_do_without(const struct evidence *evidence)
{
	const struct seen_offer *offer = offers_at(evidence, OFFERS_TLS_1_2);

	if (offers_spoken(evidence, OFFERS_TLS_1_3) || !offer)
		return false;
	for (size_t i = 0; i < offer->suite_count; i++) {
		const struct suite *suite = suite_find((unsigned)offer->suites[i]);

		if (suite && suite->exchange == EXCHANGE_RSA &&
			offers_suite_of_today(suite->number))
			return true;
	}
	return false;
}

static void judge_groups(const struct evidence *evidence, struct findings *findings)
{
	bool whole = offers_whole(evidence);

	if (!evidence->matrix.group_count) {
		if (whole && offers_spoken(evidence, OFFERS_TLS_1_2) &&
			!offers_spoken(evidence, OFFERS_TLS_1_3))
			findings_add(findings, "groups.not-needed");
		return;
	}
	if (count_groups(evidence, is_today))
		add_picked(evidence, findings, "groups.common", is_today);
	else if (whole && !can_do_without(evidence))
		add_picked(evidence, findings,
			count_groups(evidence, is_new) ? "groups.only-post-quantum"
						       : "groups.none-of-today",
			is_any);
	add_picked(evidence, findings, "groups.weak-too", is_weak);
}

/* ---- Signatures ---- */

static bool is_old_hash(const struct scheme *scheme)
{
	return scheme && (scheme->hash == HASH_SHA1 || scheme->hash == HASH_MD5);
}

/*
 * Of all that was offered, newest first, the server chose nothing newer than SHA-1: Chrome since 117,
 * Firefox and OpenSSL 3 don't offer that. RFC 9155.
 */
static void judge_schemes(const struct evidence *evidence, struct findings *findings)
{
	const struct seen_matrix *matrix = &evidence->matrix;
	char **names;
	size_t count = 0;

	if (!matrix->scheme_count || offers_spoken(evidence, OFFERS_TLS_1_3))
		return;
	names = memory_new(matrix->scheme_count, sizeof(*names));
	for (size_t i = 0; i < matrix->scheme_count; i++) {
		const struct scheme *scheme = scheme_find((unsigned)matrix->schemes[i]);

		if (is_old_hash(scheme))
			names[count++] = (char *)scheme->name;
	}
	if (count == matrix->scheme_count)
		facts_list(
			findings_add(findings, "groups.old-signatures"), "schemes", names, count);
	free(names);
}

static void add_key(const struct seen_cert *leaf, struct findings *findings)
{
	if (leaf)
		judge_text(findings_add(findings, "groups.key-browsers-lack"), "key",
			leaf->key_curve ? leaf->key_curve : leaf->key_type);
}

/*
 * A browser's list of signature schemes was refused where a longer one was taken, and the key of the
 * certificate is one that can't sign by any of them (P-521, Ed25519, Ed448).
 */
static void judge_browser(const struct evidence *evidence, struct findings *findings)
{
	const struct seen_cert *leaf = chain_leaf(&evidence->handshake);

	for (size_t i = 0; leaf && i < evidence->matrix.oddity_count; i++) {
		const struct seen_oddity *oddity = &evidence->matrix.oddities[i];

		if (oddity->label && !strcmp(oddity->label, "browser") &&
			oddity->odd.outcome == HS_ALERT && oddity->usual.outcome == HS_DONE)
			add_key(leaf, findings);
	}
}

/*
 * The hello of a browser was refused, and the group that was chosen here isn't one of all browsers, or else it is the
 * key of the certificate. Where the suite isn't either, the check of the suites says so.
 */
static bool judge_today(const struct evidence *evidence, struct findings *findings)
{
	const struct seen_handshake *handshake = &evidence->handshake;
	const struct suite *suite = suite_named(handshake->cipher);
	const struct group *group = group_named(handshake->group);

	if (!offers_refused_today(evidence, "browser") ||
		(suite && !offers_suite_of_today(suite->number)))
		return false;
	if (group && !offers_group_of_today(group->number))
		judge_text(findings_add(findings, "groups.browsers-refused"), "group",
			handshake->group);
	else
		add_key(chain_leaf(handshake), findings);
	return true;
}

static void judge(const struct evidence *evidence, struct findings *findings)
{
	if (judge_today(evidence, findings) || !judge_needs(evidence, findings, PART_MATRIX))
		return;
	judge_groups(evidence, findings);
	judge_schemes(evidence, findings);
	judge_browser(evidence, findings);
	if (!evidence->matrix.complete)
		judge_cannot(findings, VERDICT_UNKNOWN, OFFERS_UNCLEAR);
}

const struct check check_groups = {
	.id = "groups",
	.step = 7,
	.parts = PART_BIT(PART_HANDSHAKE),
	.also = PART_BIT(PART_MATRIX) | PART_BIT(PART_TODAY),
	.kinds = kinds,
	.judge = judge,
};
