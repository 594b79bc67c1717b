/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check/check.h"

#include <string.h>
#include "base/memory.h"
#include "check/judge.h"

static const struct check *const checks[] = {
#define CHECK(name) &check_##name,
#include "check/checks.def"
#undef CHECK
};

enum { CHECKS = sizeof(checks) / sizeof(checks[0]) };

const struct check *check_at(size_t index)
{
	return index < CHECKS ? checks[index] : NULL;
}

const struct check *check_find(const char *id)
{
	for (size_t i = 0; i < CHECKS; i++)
		if (!strcmp(checks[i]->id, id))
			return checks[i];
	return NULL;
}

bool check_is_moot(const struct findings *findings, const struct check_result *result)
{
	const struct check *check = check_find(result->id), *other;

	if (result->verdict != VERDICT_SKIPPED || !result->reason ||
		strcmp(result->reason, WHY_NOT_NEEDED) != 0)
		return false;
	/* Nothing was pasted: nobody waits for a word about that. */
	if (check && check->parts == PART_BIT(PART_PASTE))
		return true;
	for (size_t i = 0; check && i < findings->count; i++) {
		other = check_find(findings->items[i].check);
		if (other && other->step == check->step)
			return true;
	}
	return false;
}

const struct finding_kind *check_kind(const char *id)
{
	for (size_t i = 0; i < CHECKS; i++)
		for (const struct finding_kind *kind = checks[i]->kinds; kind->id; kind++)
			if (!strcmp(kind->id, id))
				return kind;
	return NULL;
}

bool check_listed(const char *list, const char *id)
{
	size_t length = strlen(id);

	while (list && *list) {
		size_t item;

		list += strspn(list, ", \t");
		item = strcspn(list, ", \t");
		if (item == length && !strncmp(list, id, length))
			return true;
		list += item;
	}
	return false;
}

/* ---- What judges say beside findings ---- */

void judge_cannot(struct findings *findings, enum verdict verdict, const char *reason)
{
	struct check_result *result = &findings->checks[findings->check_count - 1];

	result->verdict = verdict;
	result->reason = reason;
}

static bool is_seen(const struct evidence *evidence, enum part part)
{
	return evidence->parts[part].state == PART_SEEN;
}

bool judge_proxy_broken(const struct evidence *evidence)
{
	enum proxy_outcome proxy = evidence->connect.proxy;
	enum lookup_outcome lookup = evidence->lookup.outcome;

	if (is_seen(evidence, PART_CONNECT))
		return proxy != PROXY_NOT_USED && proxy != PROXY_OK;
	return evidence->settings.proxy && is_seen(evidence, PART_LOOKUP) &&
	       lookup != LOOKUP_FOUND && lookup != LOOKUP_NOT_NEEDED;
}

enum stage judge_broken_stage(const struct evidence *evidence)
{
	enum lookup_outcome lookup = evidence->lookup.outcome;

	if (judge_proxy_broken(evidence))
		return STAGE_PROXY;
	if (is_seen(evidence, PART_LOOKUP) && lookup != LOOKUP_FOUND && lookup != LOOKUP_NOT_NEEDED)
		return STAGE_DNS;
	if (is_seen(evidence, PART_CONNECT) && evidence->connect.chosen < 0)
		return STAGE_TCP;
	if (is_seen(evidence, PART_HANDSHAKE) && evidence->handshake.outcome != HS_DONE)
		return evidence->handshake.stage;
	return STAGE_DONE;
}

static bool is_why(const struct part_status *status, const char *why)
{
	return status->why && !strcmp(status->why, why);
}

/* A part that nobody could or need look at, because something broke before it. */
static bool is_behind(const struct part_status *status, enum stage broken)
{
	if (status->state == PART_NOT_REACHED)
		return true;
	if (broken == STAGE_DONE)
		return false;
	return (status->state == PART_SKIPPED && is_why(status, WHY_NOT_NEEDED)) ||
	       (status->state == PART_COULD_NOT && is_why(status, WHY_NO_CHAIN));
}

bool judge_needs(const struct evidence *evidence, struct findings *findings, enum part part)
{
	const struct part_status *status = &evidence->parts[part];
	enum stage broken = judge_broken_stage(evidence);

	if (status->state == PART_SEEN)
		return true;
	if (is_behind(status, broken))
		judge_cannot(findings, VERDICT_NOT_REACHED,
			broken == STAGE_DONE ? status->why : stage_name(broken));
	else if (status->state == PART_COULD_NOT)
		judge_cannot(findings, VERDICT_UNKNOWN, status->why ? status->why : WHY_LOCAL);
	else
		judge_cannot(findings, VERDICT_SKIPPED, status->why ? status->why : WHY_NOT_NEEDED);
	return false;
}

bool judge_needs_consent(const struct evidence *evidence, struct findings *findings, enum part part)
{
	if (evidence->parts[part].state != PART_NOT_LOOKED)
		return judge_needs(evidence, findings, part);
	judge_cannot(findings, VERDICT_SKIPPED, WHY_CONSENT);
	return false;
}

const char *judge_host(const struct evidence *evidence)
{
	const struct settings *settings = &evidence->settings;

	if (settings->sni == SNI_NAME && settings->servername)
		return settings->servername;
	if (settings->target.shown)
		return settings->target.shown;
	return settings->target.host ? settings->target.host : "?";
}

void judge_text(struct facts *facts, const char *name, const char *text)
{
	facts_text(facts, name, text && *text ? text : "?");
}

/* ---- All of them ---- */

static bool is_wanted(const struct evidence *evidence, const char *id)
{
	const struct settings *settings = &evidence->settings;

	if (settings->only && !check_listed(settings->only, id))
		return false;
	return !check_listed(settings->skip, id);
}

static bool needs_are_met(
	const struct evidence *evidence, const struct check *check, struct findings *findings)
{
	for (enum part part = 0; part < PART_COUNT; part++)
		if ((check->parts & PART_BIT(part)) && !judge_needs(evidence, findings, part))
			return false;
	return true;
}

/* How much a finding says about the verdict of its check. */
static int weight(enum verdict verdict)
{
	static const int weights[VERDICT_COUNT] = {
		[VERDICT_PASS] = 1,
		[VERDICT_NOTE] = 2,
		[VERDICT_SKIPPED] = 3,
		[VERDICT_NOT_REACHED] = 4,
		[VERDICT_UNKNOWN] = 5,
		[VERDICT_WARN] = 6,
		[VERDICT_FAIL] = 7,
	};

	return weights[verdict];
}

/* While more is on its way, nobody can say yet that something could not be checked. */
static void drop_unknown(struct findings *findings, size_t first)
{
	size_t kept = first;

	for (size_t i = first; i < findings->count; i++) {
		if (findings->items[i].verdict == VERDICT_UNKNOWN)
			facts_free(&findings->items[i].facts);
		else
			findings->items[kept++] = findings->items[i];
	}
	findings->count = kept;
}

/* The worst of the findings from FIRST on and of what the judge said itself. */
static void conclude(struct findings *findings, size_t first)
{
	struct check_result *result = &findings->checks[findings->check_count - 1];

	if (result->running)
		drop_unknown(findings, first);
	for (size_t i = first; i < findings->count; i++)
		if (weight(findings->items[i].verdict) > weight(result->verdict))
			result->verdict = findings->items[i].verdict;
	if (result->running && result->verdict == VERDICT_SKIPPED)
		result->verdict = VERDICT_UNKNOWN;
	if (weight(result->verdict) < weight(VERDICT_SKIPPED) ||
		weight(result->verdict) > weight(VERDICT_UNKNOWN) || result->running)
		result->reason = NULL;
}

static void mark_about_here(
	const struct evidence *evidence, struct findings *findings, size_t first)
{
	if (evidence->settings.device != DEVICE_OTHER)
		return;
	for (size_t i = first; i < findings->count; i++)
		findings->items[i].about_here = check_kind(findings->items[i].id)->here;
}

static void judge(const struct evidence *evidence, const struct check *check, unsigned looking,
	struct findings *findings)
{
	struct check_result *result = &findings->checks[findings->check_count++];
	size_t first = findings->count;

	*result = (struct check_result){ .id = check->id, .verdict = VERDICT_PASS };
	if (!is_wanted(evidence, check->id)) {
		judge_cannot(findings, VERDICT_SKIPPED, WHY_OPTION);
		return;
	}
	result->running = (looking & (check->parts | check->also)) != 0;
	if (needs_are_met(evidence, check, findings))
		check->judge(evidence, findings);
	conclude(findings, first);
	mark_about_here(evidence, findings, first);
}

void check_all(const struct evidence *evidence, unsigned looking, struct findings *ret)
{
	findings_free(ret);
	ret->checks = memory_new(CHECKS, sizeof(*ret->checks));
	for (size_t i = 0; i < CHECKS; i++)
		judge(evidence, checks[i], looking, ret);
}
