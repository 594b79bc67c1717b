/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "diagnosis/diagnosis.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "base/text.h"
#include "check/check.h"
#include "diagnosis/order.h"
#include "diagnosis/tables.h"
#include "diagnosis/weigh.h"

static const char *const who_names[WHO_COUNT] = {
	[WHO_YOU] = "you",
	[WHO_NETWORK] = "network",
	[WHO_SITE] = "site",
};

const char *who_name(enum who who)
{
	return who < WHO_COUNT ? who_names[who] : "site";
}

const char *severity_name(enum severity severity)
{
	return severity == SEVERITY_FAIL ? "fail" : "warn";
}

const struct cause_rule *diagnosis_rule_at(size_t index)
{
	return index < diagnosis_rules_count ? &diagnosis_rules[index] : NULL;
}

const struct cause_rule *diagnosis_rule(const char *cause_id)
{
	for (size_t i = 0; i < diagnosis_rules_count; i++)
		if (!strcmp(diagnosis_rules[i].id, cause_id))
			return &diagnosis_rules[i];
	return NULL;
}

/* ---- Causes ---- */

static void free_cause(struct cause *cause)
{
	for (size_t i = 0; i < cause->because_count; i++)
		free(cause->because[i]);
	for (size_t i = 0; i < cause->against_count; i++)
		free(cause->against[i]);
	free(cause->because);
	free(cause->against);
}

void causes_free(struct causes *causes)
{
	for (size_t i = 0; i < causes->count; i++)
		free_cause(&causes->items[i]);
	free(causes->items);
	*causes = (struct causes){ 0 };
}

/* ---- What a broken connection explains away ---- */

/* Whether some reason of CAUSE was measured at the server, not here and not asked of the person. */
static bool was_measured_there(const struct cause *cause)
{
	for (size_t i = 0; i < cause->because_count; i++) {
		const struct finding_kind *kind = check_kind(cause->because[i]);

		if (kind && !kind->here)
			return true;
	}
	return false;
}

static bool breaks_connection(const struct cause *cause)
{
	return cause->severity == SEVERITY_FAIL && cause->rule->stage < STAGE_HELLO &&
	       !text_starts(cause->because[0], "answer.");
}

static enum stage first_broken_rung(const struct causes *causes)
{
	enum stage first = STAGE_DONE;

	for (size_t i = 0; i < causes->count; i++)
		if (breaks_connection(&causes->items[i]) && causes->items[i].rule->stage < first)
			first = causes->items[i].rule->stage;
	return first;
}

/* Nobody got further than the rung that broke: what speaks of later ones is left over from another look. */
static void drop_what_was_not_reached(struct causes *causes)
{
	enum stage first = first_broken_rung(causes);
	size_t kept = 0;

	for (size_t i = 0; i < causes->count; i++) {
		struct cause *cause = &causes->items[i];

		if (cause->rule->stage > first && was_measured_there(cause))
			free_cause(cause);
		else
			causes->items[kept++] = *cause;
	}
	causes->count = kept;
}

/* ---- What another one's answer explains away ---- */

/* Whether it was measured that somebody on the way answers in the site's place. */
static bool was_answered_by_another(const struct causes *causes)
{
	for (size_t i = 0; i < causes->count; i++) {
		const struct cause *cause = &causes->items[i];

		if (strcmp(cause->rule->id, "interception") != 0)
			continue;
		for (size_t k = 0; k < cause->because_count; k++)
			if (check_kind(cause->because[k]) &&
				(text_starts(cause->because[k], "interception.") ||
					text_starts(cause->because[k], "proxy.")))
				return cause->severity == SEVERITY_FAIL;
	}
	return false;
}

/* Whoever opens the connection on the way chose its version, suite and keys: they say nothing of the site. */
static bool is_of_connection(const struct cause *cause)
{
	enum stage stage = cause->rule->stage;

	return cause->rule->who == WHO_SITE && stage >= STAGE_HELLO && stage <= STAGE_KEYS &&
	       stage != STAGE_CERTIFICATE && was_measured_there(cause);
}

static void drop_what_another_answered(struct causes *causes)
{
	bool another = was_answered_by_another(causes);
	size_t kept = 0;

	for (size_t i = 0; i < causes->count; i++) {
		struct cause *cause = &causes->items[i];

		if (another && is_of_connection(cause))
			free_cause(cause);
		else
			causes->items[kept++] = *cause;
	}
	causes->count = kept;
}

void diagnosis_rank(
	const struct evidence *evidence, const struct findings *findings, struct causes *ret)
{
	causes_free(ret);
	ret->items = memory_new(diagnosis_rules_count, sizeof(*ret->items));
	for (size_t i = 0; i < diagnosis_rules_count; i++)
		if (weigh(&diagnosis_rules[i], evidence, findings, &ret->items[ret->count]))
			ret->count++;
	drop_what_was_not_reached(ret);
	drop_what_another_answered(ret);
	order_causes(ret);
}

/* ---- Verdict ---- */

/* Nobody asked for it, or it was judged; a failure that names no cause is about this computer alone. */
static bool is_decided(const struct check_result *result)
{
	if (!result)
		return false;
	if (result->verdict == VERDICT_SKIPPED)
		return result->reason && !strcmp(result->reason, WHY_OPTION);
	return result->verdict < VERDICT_FAIL;
}

/* Whether something was judged, and all that decides about a handshake. */
static bool is_healthy(const struct findings *findings)
{
	static const char *const deciding[] = { "handshake", "certificate", "trust" };
	bool judged = false;

	for (size_t i = 0; i < sizeof(deciding) / sizeof(deciding[0]); i++)
		if (!is_decided(findings_check(findings, deciding[i])))
			return false;
	for (size_t i = 0; i < findings->check_count; i++)
		judged = judged || findings->checks[i].verdict < VERDICT_FAIL;
	return judged;
}

enum verdict diagnosis_verdict(const struct evidence *evidence, const struct findings *findings,
	const struct causes *causes)
{
	(void)evidence;
	for (size_t i = 0; i < causes->count; i++)
		if (causes->items[i].severity == SEVERITY_FAIL)
			return VERDICT_FAIL;
	if (causes->count)
		return VERDICT_WARN;
	return is_healthy(findings) ? VERDICT_PASS : VERDICT_UNKNOWN;
}
