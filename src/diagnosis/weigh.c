/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "diagnosis/weigh.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "base/text.h"
#include "diagnosis/paste.h"
#include "check/check.h"

/* Nothing measured from here is more certain, nothing proven is less likely. */
static const double most_sure = 0.98;
static const double least_sure = 0.02;

/* What a cause gains at most that the pasted error message points to. */
static const double message_seen = 0.12;

/*
 * What a cause loses that doesn't explain what the person sees, and at most what it loses that the pasted
 * message doesn't point to: all of it where the message is clear, little where it says little.
 */
static const double not_seen = 0.2;
static const double not_said = 0.2;

/* A message of this rank or more is clear: what it doesn't point to, it doesn't come from. */
static const double clear = 0.8;

/* What a cause loses, while the trouble is on another device, that was seen only on the way from here, or
 * that was judged by a clock here which nothing confirmed. */
static const double other_way = 0.2;
static const double other_clock = 0.1;

#define ANSWER "answer."

/* ---- Terms ---- */

/* "+0.15" without the locale's decimal point. */
static double parse_weight(const char *text, const char **ret_end)
{
	double sign = *text == '-' ? -1 : 1;
	double value = 0;
	double place = 1;

	text++;
	for (; *text >= '0' && *text <= '9'; text++)
		value = value * 10 + (*text - '0');
	if (*text == '.')
		for (text++; *text >= '0' && *text <= '9'; text++)
			value += (*text - '0') * (place /= 10);
	*ret_end = text;
	return sign * value;
}

bool weigh_term(const char *text, struct term *ret, const char **ret_rest)
{
	size_t length;

	text += strspn(text, " ");
	length = strcspn(text, " &");
	if (!length || length >= sizeof(ret->id))
		return false;
	memcpy(ret->id, text, length);
	ret->id[length] = '\0';
	ret->weight = 0;
	text += length + strspn(text + length, " ");
	if (*text == '+' || *text == '-')
		ret->weight = parse_weight(text, &text);
	text += strspn(text, " ");
	*ret_rest = *text == '&' ? text + 1 : NULL;
	return *text == '&' || *text == '\0';
}

/* ---- What is known ---- */

struct known {
	const struct evidence *evidence;
	const struct findings *findings;
};

static bool is_answered(const struct evidence *evidence, const char *id)
{
	const char *equals = strchr(id, '=');
	char question[64];
	const char *choice;
	size_t length;

	id += strlen(ANSWER);
	if (!equals || equals - id >= (ptrdiff_t)sizeof(question))
		return false;
	length = (size_t)(equals - id);
	memcpy(question, id, length);
	question[length] = '\0';
	choice = evidence_answered(evidence, question);
	return choice && !strcmp(choice, equals + 1);
}

/* Whether ID holds. RET_TELLING: and can it lead to a cause? */
static bool holds(const struct known *known, const char *id, bool *ret_telling)
{
	const struct finding *finding;

	*ret_telling = text_starts(id, ANSWER);
	if (*ret_telling)
		return is_answered(known->evidence, id);
	finding = findings_find(known->findings, id);
	if (!finding || finding->about_here)
		return false;
	*ret_telling = finding->verdict == VERDICT_WARN || finding->verdict == VERDICT_FAIL;
	return true;
}

static bool any_holds(const struct known *known, const char *const *ids)
{
	bool telling;

	for (; *ids; ids++)
		if (holds(known, *ids, &telling))
			return true;
	return false;
}

static bool proves(const struct known *known, const char *proof)
{
	bool proven = false;
	struct term term;
	bool telling;

	while (proof) {
		if (!weigh_term(proof, &term, &proof) || !holds(known, term.id, &telling))
			return false;
		proven = proven || telling;
	}
	return proven;
}

/* ---- Reasons ---- */

struct reason {
	char *id; /* owned */
	double weight;
};

struct reasons {
	struct reason *items;
	size_t count;
};

static void add_reason(struct reasons *reasons, const char *id, double weight)
{
	for (size_t i = 0; i < reasons->count; i++)
		if (!strcmp(reasons->items[i].id, id))
			return;
	reasons->items = memory_resize(reasons->items, reasons->count + 1, sizeof(*reasons->items));
	reasons->items[reasons->count++] = (struct reason){ .id = memory_text(id),
		.weight = weight };
}

/* Heaviest first; the rule's own order decides ties. */
static void sort_reasons(struct reasons *reasons, size_t first)
{
	for (size_t i = first + 1; i < reasons->count; i++)
		for (size_t k = i; k > first; k--) {
			struct reason swap = reasons->items[k];

			if (reasons->items[k - 1].weight >= swap.weight)
				break;
			reasons->items[k] = reasons->items[k - 1];
			reasons->items[k - 1] = swap;
		}
}

static char **take_ids(struct reasons *reasons, size_t *ret_count)
{
	char **ids = memory_new(reasons->count, sizeof(*ids));

	for (size_t i = 0; i < reasons->count; i++)
		ids[i] = reasons->items[i].id;
	*ret_count = reasons->count;
	free(reasons->items);
	*reasons = (struct reasons){ 0 };
	return ids;
}

static void add_proofs(
	const struct known *known, const struct cause_rule *rule, struct reasons *because)
{
	for (const char *const *proof = rule->proof; *proof; proof++) {
		const char *rest = *proof;
		struct term term;

		while (proves(known, *proof) && rest && weigh_term(rest, &term, &rest))
			add_reason(because, term.id, 1);
	}
}

/* Adds those of LIST that hold to REASONS; returns the sum of their weights. */
static double add_weights(
	const struct known *known, const char *const *list, struct reasons *reasons)
{
	size_t first = reasons->count;
	double sum = 0;
	const char *rest;
	struct term term;
	bool telling;

	for (; *list; list++) {
		if (!weigh_term(*list, &term, &rest) || !holds(known, term.id, &telling))
			continue;
		add_reason(reasons, term.id, term.weight < 0 ? -term.weight : term.weight);
		sum += term.weight;
	}
	sort_reasons(reasons, first);
	return sum;
}

/* Whether the person named a symptom under QUESTION that this rule doesn't say it explains. */
static bool is_unexplained(const struct known *known, const struct cause_rule *rule,
	const char *question, const char *const *vague)
{
	const char *choice = evidence_answered(known->evidence, question);
	char *id;
	bool explained = false;

	for (; choice && *vague; vague++)
		if (!strcmp(choice, *vague))
			return false;
	if (!choice)
		return false;
	id = memory_format(ANSWER "%s=%s", question, choice);
	for (const char *const *symptom = rule->symptoms; *symptom && !explained; symptom++)
		explained = !strcmp(*symptom, id);
	free(id);
	return !explained;
}

/* What the person sees is "525", a page, a program, a line of a log: does this rule explain that? */
static double weigh_symptom(
	const struct known *known, const struct cause_rule *rule, struct reasons *against)
{
	static const char *const vague_numbers[] = { "other", "unknown", NULL };
	static const char *const vague[] = { "number", "check", "unknown", NULL };
	const char *question = NULL;
	char *id;

	if (is_unexplained(known, rule, "symptom-number", vague_numbers))
		question = "symptom-number";
	else if (is_unexplained(known, rule, "symptom", vague))
		question = "symptom";
	if (!question)
		return 0;
	id = memory_format(ANSWER "%s=%s", question, evidence_answered(known->evidence, question));
	add_reason(against, id, not_seen);
	free(id);
	return -not_seen;
}

/* Whether all that was found of BECAUSE was seen only on the way from here to the server. */
static bool rests_on_way(const struct reasons *because)
{
	bool any = false;

	for (size_t i = 0; i < because->count; i++) {
		const struct finding_kind *kind = check_kind(because->items[i].id);

		if (kind && !kind->path)
			return false;
		any = any || kind;
	}
	return any;
}

/* Whether BECAUSE compares a date with this computer's clock, and nothing says how that clock is. */
static bool rests_on_clock(const struct known *known, const struct reasons *because)
{
	static const char *const dated[] = { "certificate.expired", "certificate.issuer-expired",
		"certificate.not-yet-valid", "certificate.issuer-not-yet-valid" };
	int64_t seconds;

	if (findings_find(known->findings, "clock.right") ||
		check_clock_correction(known->evidence, &seconds))
		return false;
	for (size_t i = 0; i < sizeof(dated) / sizeof(dated[0]); i++)
		for (size_t k = 0; k < because->count; k++)
			if (!strcmp(because->items[k].id, dated[i]))
				return true;
	return false;
}

/* The trouble is elsewhere, and this cause was seen from here alone. */
static double weigh_device(
	const struct known *known, const struct reasons *because, struct reasons *against)
{
	double lost = 0;

	if (known->evidence->settings.device != DEVICE_OTHER)
		return 0;
	if (rests_on_way(because))
		lost = other_way;
	else if (rests_on_clock(known, because))
		lost = other_clock;
	if (lost > 0)
		add_reason(against, ANSWER "device=other", lost);
	return -lost;
}

/*
 * The error message that the person pasted points to this rule's cause: so much the better for it. What the
 * message alone proved has had its share.
 */
static double weigh_message(
	const struct known *known, const struct cause_rule *rule, struct reasons *because)
{
	const struct seen_paste *paste = &known->evidence->paste;
	const char *meaning = paste->meaning_count ? paste->meanings[0] : NULL;
	double share = meaning ? paste_points_to(meaning, rule->id) : 0;
	size_t before = because->count;
	char *id;

	if (share <= 0)
		return 0;
	id = memory_format("paste.%s", meaning);
	if (findings_find(known->findings, id))
		add_reason(because, id, share);
	free(id);
	return because->count > before ? share * message_seen : 0;
}

/* How much a message of this meaning says: 0 for one from another version of this program. */
static double rank_of(const char *meaning)
{
	const struct meaning_row *row = paste_meaning(meaning);

	return row ? row->rank : 0;
}

/* The message points elsewhere, in all that it says with some weight. RET_CLEAR: and it is clear. */
static double weigh_other_message(const struct known *known, const struct cause_rule *rule,
	struct reasons *against, bool *ret_clear)
{
	const struct seen_paste *paste = &known->evidence->paste;
	double rank = paste->meaning_count ? rank_of(paste->meanings[0]) : 0;
	char *id;

	*ret_clear = false;
	if (rank <= 0)
		return 0;
	for (size_t i = 0; i < paste->meaning_count; i++)
		if (rank_of(paste->meanings[i]) >= rank / 2 &&
			paste_points_to(paste->meanings[i], rule->id) > 0)
			return 0;
	id = memory_format("paste.%s", paste->meanings[0]);
	if (findings_find(known->findings, id))
		add_reason(against, id, not_said * rank);
	free(id);
	*ret_clear = rank >= clear;
	return -not_said * rank;
}

bool weigh(const struct cause_rule *rule, const struct evidence *evidence,
	const struct findings *findings, struct cause *ret)
{
	struct known known = { .evidence = evidence, .findings = findings };
	struct reasons because = { 0 };
	struct reasons against = { 0 };
	double sure = rule->confidence;
	double symptom;
	bool elsewhere;

	add_proofs(&known, rule, &because);
	if (!because.count || any_holds(&known, rule->unless)) {
		for (size_t i = 0; i < because.count; i++)
			free(because.items[i].id);
		free(because.items);
		return false;
	}
	sure += add_weights(&known, rule->support, &because);
	sure += weigh_message(&known, rule, &because);
	/* However much speaks for it: what speaks against it counts in full. */
	sure = sure > most_sure ? most_sure : sure;
	sure += add_weights(&known, rule->against, &against);
	symptom = weigh_symptom(&known, rule, &against);
	sure += symptom + weigh_other_message(&known, rule, &against, &elsewhere);
	sure += weigh_device(&known, &because, &against);
	*ret = (struct cause){ .rule = rule, .severity = rule->severity };
	if (any_holds(&known, rule->graver))
		ret->severity = SEVERITY_FAIL;
	ret->beside = symptom < 0 || elsewhere;
	ret->confidence = sure < least_sure ? least_sure : sure;
	ret->because = take_ids(&because, &ret->because_count);
	ret->against = take_ids(&against, &ret->against_count);
	return true;
}
