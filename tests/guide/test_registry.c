/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Does every id of the checks have its words, and does every word belong to an id?
 */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include "all_texts.h"
#include "base/memory.h"
#include "check/check.h"
#include "guide/guide.h"
#include "guide/tables.h"
#include "webserver/log_line.h"
#include "webserver/nginx_faults.h"

static const struct finding_row *text_of(const char *finding)
{
	for (size_t i = 0; i < guide_findings_count; i++)
		if (!strcmp(guide_findings[i].id, finding))
			return &guide_findings[i];
	return NULL;
}

Test(guide_registry, every_finding_has_a_sentence)
{
	for (size_t i = 0; check_at(i); i++)
		for (const struct finding_kind *kind = check_at(i)->kinds; kind->id; kind++)
			cr_expect_not_null(text_of(kind->id), "%s", kind->id);
	for (size_t i = 0; nginx_kind_at(i); i++)
		cr_expect_not_null(text_of(nginx_kind_at(i)->id), "%s", nginx_kind_at(i)->id);
}

Test(guide_registry, every_failure_in_a_log_has_a_sentence)
{
	char id[LOG_NAME_MOST];

	for (size_t i = 0; log_finding_at(i, id, sizeof(id)); i++)
		cr_expect(!id[0] || text_of(id), "%s", id);
}

static bool is_of_a_log(const char *finding)
{
	char id[LOG_NAME_MOST];

	for (size_t i = 0; log_finding_at(i, id, sizeof(id)); i++)
		if (!strcmp(id, finding))
			return true;
	return false;
}

/* The facts of finding ID, or NULL when nothing finds it. */
static const char *facts_of(const char *id)
{
	if (check_kind(id))
		return check_kind(id)->facts;
	if (is_of_a_log(id))
		return "place";
	return nginx_kind(id) ? nginx_kind(id)->facts : NULL;
}

Test(guide_registry, every_sentence_belongs_to_a_finding)
{
	for (size_t i = 0; i < guide_findings_count; i++)
		cr_expect_not_null(facts_of(guide_findings[i].id), "%s", guide_findings[i].id);
}

static bool is_in_list(const char *list, const char *name)
{
	size_t length = strlen(name);

	for (const char *item = list; item; item = strchr(item, ',')) {
		item += *item == ',';
		item += strspn(item, " ");
		if (!strncmp(item, name, length) && (!item[length] || item[length] == ','))
			return true;
	}
	return false;
}

static void must_be_a_fact(const char *name, void *context)
{
	const struct finding_kind *kind = context;

	cr_expect(is_in_list(kind->facts, name), "%s has no fact {%s}", kind->id, name);
}

Test(guide_registry, every_placeholder_is_a_fact_that_is_always_set)
{
	for (size_t i = 0; i < guide_findings_count; i++) {
		const struct finding_row *row = &guide_findings[i];
		struct finding_kind kind;

		if (!facts_of(row->id))
			continue;
		kind = (struct finding_kind){ .id = row->id, .facts = facts_of(row->id) };
		for (size_t k = 0; row->text[k]; k++)
			all_placeholders(row->text[k], must_be_a_fact, &kind);
	}
}

Test(guide_registry, what_is_checked_again_is_a_check)
{
	for (size_t i = 0; guide_fix_at(i); i++) {
		const char *recheck = guide_fix_recheck(guide_fix_at(i));

		if (recheck)
			cr_expect_not_null(check_find(recheck), "%s", recheck);
	}
}
