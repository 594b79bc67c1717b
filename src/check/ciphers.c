/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Do both sides agree on ciphers that today's clients accept? The judged handshake tells what was chosen, the
 * matrix what else there is: a weak suite harms nobody where a better one is offered beside it.
 */
#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "check/alerts.h"
#include "check/judge.h"
#include "check/offers.h"
#include "check/sni.h"
#include "check/strength.h"
#include "evidence/names.h"

static const struct finding_kind kinds[] = {
	{ .id = "ciphers.chosen", .verdict = VERDICT_PASS, .facts = "cipher,group" },
	{ .id = "ciphers.chosen-static", .verdict = VERDICT_NOTE, .facts = "cipher" },
	{ .id = "ciphers.accepted", .verdict = VERDICT_PASS, .facts = "count,good" },
	{ .id = "ciphers.weak-dh", .verdict = VERDICT_FAIL, .facts = "bits" },
	{ .id = "ciphers.weak-dh-too", .verdict = VERDICT_NOTE, .facts = "bits" },
	{ .id = "ciphers.weak-chosen", .verdict = VERDICT_FAIL, .facts = "cipher" },
	{ .id = "ciphers.weak-only", .verdict = VERDICT_FAIL, .facts = "suites" },
	{ .id = "ciphers.static-only", .verdict = VERDICT_FAIL, .facts = "suites" },
	{ .id = "ciphers.none-of-today", .verdict = VERDICT_FAIL, .facts = "suites" },
	{ .id = "ciphers.insecure-too", .verdict = VERDICT_NOTE, .facts = "suites" },
	{ .id = "ciphers.weak-too", .verdict = VERDICT_NOTE, .facts = "suites" },
	{ .id = "ciphers.browsers-refused", .verdict = VERDICT_FAIL, .facts = "cipher" },
	{ .id = "ciphers.static-refused", .verdict = VERDICT_FAIL, .facts = "cipher" },
	{ .id = "ciphers.none-in-common", .verdict = VERDICT_FAIL, .facts = "" },
	{ 0 },
};

enum { DH_LEAST_BITS = 2048 };

/* ---- What the server accepts, sorted ---- */

/* Suites by what they are worth to a client of today. */
enum worth {
	WORTH_GOOD, /* all offer it, and it needs no key of the certificate */
	WORTH_STATIC, /* browsers offer it; Go since 1.22 and Java since 24 (JDK-8245545) don't: no forward secrecy */
	WORTH_RARE, /* nothing speaks against it, but browsers don't offer it */
	WORTH_WEAK,
	WORTH_COUNT
};

static enum worth worth_of(unsigned number)
{
	const struct suite *suite = suite_find(number);

	if (!suite)
		return WORTH_RARE;
	if (offers_suite_of_today(number))
		return suite->exchange == EXCHANGE_RSA ? WORTH_STATIC : WORTH_GOOD;
	return strength_of_suite(suite).strength <= STRENGTH_WEAK ? WORTH_WEAK : WORTH_RARE;
}

static bool is_anonymous(unsigned number)
{
	const struct suite *suite = suite_find(number);

	return suite && (strength_of_suite(suite).reasons & 1u << REASON_ANONYMOUS);
}

static bool is_strong(unsigned number)
{
	const struct suite *suite = suite_find(number);

	return suite && strength_of_suite(suite).strength > STRENGTH_WEAK;
}

struct sorted {
	char **all; /* names, owned */
	size_t count;
	size_t of[WORTH_COUNT];
	size_t strong;
	size_t signed_by_nobody; /* the server shows no certificate: browsers want one */
	bool known; /* some version of today is spoken, and all of its suites are known */
};

static bool contains(char *const *names, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (!strcmp(names[i], name))
			return true;
	return false;
}

/* Adds NUMBER's name once. */
static void add_name(char ***names, size_t *count, unsigned number)
{
	const char *known = names_suite(number);
	char *name = known ? memory_text(known) : memory_format("0x%04X", number);

	if (contains(*names, *count, name)) {
		free(name);
		return;
	}
	*names = memory_resize(*names, *count + 1, sizeof(**names));
	(*names)[(*count)++] = name;
}

static void free_names(char **names, size_t count)
{
	for (size_t i = 0; i < count; i++)
		free(names[i]);
	free(names);
}

/* The suites of TLS 1.2 and 1.3: older versions have none that is good. */
static void sort_suites(const struct evidence *evidence, struct sorted *ret)
{
	static const int versions[] = { OFFERS_TLS_1_3, OFFERS_TLS_1_2 };

	*ret = (struct sorted){ 0 };
	for (size_t v = 0; v < sizeof(versions) / sizeof(versions[0]); v++) {
		const struct seen_offer *offer = offers_at(evidence, versions[v]);

		if (!offer || offer->spoken != 1)
			continue;
		for (size_t i = 0; i < offer->suite_count; i++) {
			unsigned number = (unsigned)offer->suites[i];

			ret->of[worth_of(number)]++;
			ret->strong += is_strong(number);
			ret->signed_by_nobody += is_anonymous(number);
			add_name(&ret->all, &ret->count, number);
		}
	}
	ret->known = ret->count && offers_whole(evidence);
}

/* ---- Findings from the matrix ---- */

/* The names of all suites, of every version, whose strength is STRENGTH. */
static void add_too(const struct evidence *evidence, struct findings *findings, const char *id,
	enum strength strength)
{
	char **names = NULL;
	size_t count = 0;

	for (size_t v = 0; v < evidence->matrix.offer_count; v++) {
		const struct seen_offer *offer = &evidence->matrix.offers[v];

		for (size_t i = 0; i < offer->suite_count; i++) {
			const struct suite *suite = suite_find((unsigned)offer->suites[i]);

			if (suite && strength_of_suite(suite).strength == strength)
				add_name(&names, &count, suite->number);
		}
	}
	if (count)
		facts_list(findings_add(findings, id), "suites", names, count);
	free_names(names, count);
}

static void judge_good(
	const struct evidence *evidence, struct findings *findings, const struct sorted *sorted)
{
	struct facts *facts = findings_add(findings, "ciphers.accepted");

	facts_number(facts, "count", FACT_NUMBER, (int64_t)sorted->count);
	facts_number(facts, "good", FACT_NUMBER, (int64_t)sorted->strong);
	add_too(evidence, findings, "ciphers.insecure-too", STRENGTH_INSECURE);
	add_too(evidence, findings, "ciphers.weak-too", STRENGTH_WEAK);
}

static bool is_all_anonymous(const struct sorted *sorted)
{
	return sorted->signed_by_nobody == sorted->count;
}

/* Where nothing good is left, the best of the rest decides what is said. */
static const char *lack_of(const struct sorted *sorted)
{
	if (sorted->of[WORTH_STATIC])
		return "ciphers.static-only";
	return sorted->of[WORTH_RARE] || is_all_anonymous(sorted) ? "ciphers.none-of-today"
								  : "ciphers.weak-only";
}

static void judge_matrix(
	const struct evidence *evidence, struct findings *findings, const struct sorted *sorted)
{
	if (!sorted->known)
		return;
	if (sorted->of[WORTH_GOOD])
		judge_good(evidence, findings, sorted);
	else
		facts_list(findings_add(findings, lack_of(sorted)), "suites", sorted->all,
			sorted->count);
}

/* ---- Diffie-Hellman ---- */

/* The smallest prime that the server was seen to use, or -1. */
static int least_dh(const struct evidence *evidence)
{
	int least = evidence->handshake.dh_bits;

	for (size_t i = 0; i < evidence->matrix.offer_count; i++) {
		int bits = evidence->matrix.offers[i].dh_bits;

		if (bits > 0 && (least <= 0 || bits < least))
			least = bits;
	}
	return least;
}

/* It harms where it was chosen, or where there is nothing else; old versions are judged elsewhere. */
static void judge_dh(
	const struct evidence *evidence, struct findings *findings, const struct sorted *sorted)
{
	const struct seen_offer *newest = offers_at(evidence, OFFERS_TLS_1_2);
	int used = evidence->handshake.dh_bits;
	int least = least_dh(evidence);

	if (used > 0 && used < DH_LEAST_BITS)
		facts_number(findings_add(findings, "ciphers.weak-dh"), "bits", FACT_CODE, used);
	else if (sorted->known && !is_all_anonymous(sorted) && !sorted->of[WORTH_GOOD] &&
		 !sorted->of[WORTH_STATIC] && newest && newest->dh_bits > 0 &&
		 newest->dh_bits < DH_LEAST_BITS)
		facts_number(findings_add(findings, "ciphers.weak-dh"), "bits", FACT_CODE,
			newest->dh_bits);
	else if (least > 0 && least < DH_LEAST_BITS)
		facts_number(
			findings_add(findings, "ciphers.weak-dh-too"), "bits", FACT_CODE, least);
}

/* ---- The judged handshake ---- */

static const char *chosen_id(const struct suite *suite, const struct sorted *sorted)
{
	if (!suite)
		return "ciphers.chosen";
	if (offers_outdated(suite) && !sorted->of[WORTH_GOOD])
		return "ciphers.weak-chosen";
	return suite->exchange == EXCHANGE_RSA ? "ciphers.chosen-static" : "ciphers.chosen";
}

static void judge_chosen(
	const struct evidence *evidence, struct findings *findings, const struct sorted *sorted)
{
	const struct seen_handshake *handshake = &evidence->handshake;
	const struct suite *suite = suite_find_name(handshake->cipher, strlen(handshake->cipher));
	const char *id = chosen_id(suite, sorted);
	struct facts *facts = findings_add(findings, id);

	judge_text(facts, "cipher", handshake->cipher);
	if (!strcmp(id, "ciphers.chosen"))
		judge_text(facts, "group", handshake->group);
}

/* The hello of today's programs was refused, and they don't offer what was chosen here. */
static void judge_today(const struct evidence *evidence, struct findings *findings)
{
	const char *cipher = evidence->handshake.cipher;
	const struct suite *suite = suite_find_name(cipher, strlen(cipher));
	const char *id = NULL;

	if (!suite)
		return;
	if (offers_refused_today(evidence, "browser") && !offers_suite_of_today(suite->number))
		id = "ciphers.browsers-refused";
	else if (offers_refused_today(evidence, "ephemeral") && suite->exchange == EXCHANGE_RSA)
		id = "ciphers.static-refused";
	if (id)
		judge_text(findings_add(findings, id), "cipher", cipher);
}

/*
 * handshake_failure says that nothing was in common, but of what? It is the ciphers when no version
 * brings a handshake and some version is known to the server (refused, but not for being that version).
 */
static bool has_none_in_common(const struct evidence *evidence)
{
	bool known = false;

	if (evidence->parts[PART_VERSIONS].state != PART_SEEN ||
		!alert_is_no_common(&evidence->handshake) ||
		alert_refused_client(&evidence->handshake) || sni_refused(evidence))
		return false;
	for (size_t i = 0; i < evidence->versions.count; i++) {
		const struct seen_handshake *trial = &evidence->versions.items[i].handshake;

		if (trial->outcome == HS_DONE)
			return false;
		known = known || alert_is_no_common(trial);
	}
	return known;
}

/* The matrix shows suites that every program offers: what is missing is something else. */
static bool has_enough(const struct sorted *sorted)
{
	return sorted->of[WORTH_GOOD] || sorted->of[WORTH_STATIC];
}

static void judge(const struct evidence *evidence, struct findings *findings)
{
	const struct seen_handshake *handshake = &evidence->handshake;
	struct sorted sorted;

	sort_suites(evidence, &sorted);
	judge_dh(evidence, findings, &sorted);
	if (handshake->cipher) {
		judge_chosen(evidence, findings, &sorted);
		judge_today(evidence, findings);
	} else if (has_none_in_common(evidence) && !has_enough(&sorted)) {
		findings_add(findings, "ciphers.none-in-common");
	} else if (handshake->outcome != HS_DONE && !sorted.count) {
		judge_cannot(
			findings, VERDICT_NOT_REACHED, stage_name(judge_broken_stage(evidence)));
	}
	judge_matrix(evidence, findings, &sorted);
	if (evidence->parts[PART_MATRIX].state == PART_SEEN && !evidence->matrix.complete)
		judge_cannot(findings, VERDICT_UNKNOWN, OFFERS_UNCLEAR);
	free_names(sorted.all, sorted.count);
}

const struct check check_ciphers = {
	.id = "ciphers",
	.step = 7,
	.parts = PART_BIT(PART_HANDSHAKE),
	.also = PART_BIT(PART_VERSIONS) | PART_BIT(PART_SNI) | PART_BIT(PART_MATRIX) |
		PART_BIT(PART_TODAY),
	.kinds = kinds,
	.judge = judge,
};
