/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check/findings.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "check/check.h"

static const char *const verdict_names[VERDICT_COUNT] = {
	[VERDICT_PASS] = "pass",
	[VERDICT_NOTE] = "note",
	[VERDICT_WARN] = "warn",
	[VERDICT_FAIL] = "fail",
	[VERDICT_UNKNOWN] = "unknown",
	[VERDICT_NOT_REACHED] = "not-reached",
	[VERDICT_SKIPPED] = "skipped",
};

const char *verdict_name(enum verdict verdict)
{
	return verdict < VERDICT_COUNT ? verdict_names[verdict] : "unknown";
}

static const struct finding_kind *kind_of(const char *check, const char *id)
{
	for (const struct finding_kind *kind = check_find(check)->kinds; kind->id; kind++)
		if (!strcmp(kind->id, id))
			return kind;
	fprintf(stderr, "tlsdoctor: the check %s has no finding %s\n", check, id);
	abort();
}

static struct finding *append(struct findings *findings, const char *check, const char *id)
{
	const struct finding_kind *kind = kind_of(check, id);
	struct finding *finding;

	findings->items = memory_resize(
		findings->items, findings->count + 1, sizeof(*findings->items));
	finding = &findings->items[findings->count++];
	*finding = (struct finding){ .id = kind->id, .check = check, .verdict = kind->verdict };
	return finding;
}

struct facts *findings_add(struct findings *findings, const char *id)
{
	return &append(findings, findings->checks[findings->check_count - 1].id, id)->facts;
}

struct facts *findings_add_late(
	struct findings *findings, const char *check, const char *id, enum verdict verdict)
{
	struct finding *finding = append(findings, check_find(check)->id, id);

	if (verdict < finding->verdict)
		finding->verdict = verdict;
	for (size_t i = 0; i < findings->check_count; i++)
		if (findings->checks[i].id == finding->check &&
			findings->checks[i].verdict < finding->verdict)
			findings->checks[i].verdict = finding->verdict;
	return &finding->facts;
}

const struct finding *findings_find(const struct findings *findings, const char *id)
{
	for (size_t i = 0; i < findings->count; i++)
		if (!strcmp(findings->items[i].id, id))
			return &findings->items[i];
	return NULL;
}

const struct check_result *findings_check(const struct findings *findings, const char *check)
{
	for (size_t i = 0; i < findings->check_count; i++)
		if (!strcmp(findings->checks[i].id, check))
			return &findings->checks[i];
	return NULL;
}

void findings_free(struct findings *findings)
{
	for (size_t i = 0; i < findings->count; i++)
		facts_free(&findings->items[i].facts);
	free(findings->items);
	free(findings->checks);
	*findings = (struct findings){ 0 };
}
