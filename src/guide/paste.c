/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "guide/paste.h"

#include <stdlib.h>
#include <string.h>
#include "base/memory.h"

/* What the sentences of the guide are told: as much as the message says. */
struct told {
	struct evidence evidence;
	struct findings findings;
	struct finding finding;
	struct cause cause;
	char *because;
};

static void tell(
	const struct language *language, const struct paste *paste, size_t index, struct told *ret)
{
	struct target *target;

	memset(ret, 0, sizeof(*ret));
	evidence_init(&ret->evidence);
	target = &ret->evidence.settings.target;
	if (!paste->found.host || target_parse(paste->found.host, target) != TARGET_OK)
		target->shown = memory_text(tr(language, N_("the server")));
	target->port = paste->found.port > 0 ? paste->found.port : 0;
	ret->finding.id = "paste";
	ret->finding.check = "paste";
	facts_text(&ret->finding.facts, "port", "?"); /* for texts that name one all the same */
	ret->findings.items = &ret->finding;
	ret->findings.count = 1;
	ret->because = memory_text("paste");
	ret->cause.because = &ret->because;
	ret->cause.because_count = 1;
	ret->cause.rule = index < paste->cause_count ? diagnosis_rule(paste->causes[index].id)
						     : NULL;
}

static void forget(struct told *told)
{
	facts_free(&told->finding.facts);
	evidence_free(&told->evidence);
	free(told->because);
}

/* A sentence that begins with "the server" begins with a capital letter. */
static char *capital(char *sentence)
{
	if (sentence[0] >= 'a' && sentence[0] <= 'z')
		sentence[0] = (char)(sentence[0] - 32);
	return sentence;
}

char *guide_paste_meaning(const struct language *language, const char *meaning)
{
	char *id = memory_format("paste.%s", meaning);
	char *text = guide_reason_for(language, id, NULL, NULL);

	free(id);
	return text;
}

char *guide_paste_title(const struct language *language, const struct paste *paste, size_t index)
{
	struct told told;
	char *title;

	tell(language, paste, index, &told);
	title = told.cause.rule
			? guide_cause_title(language, &told.cause, &told.evidence, &told.findings)
			: memory_text("");
	forget(&told);
	return paste->found.host ? title : capital(title);
}

char *guide_paste_text(const struct language *language, const struct paste *paste, size_t index)
{
	struct told told;
	char *text;

	tell(language, paste, index, &told);
	text = told.cause.rule
		       ? guide_cause_text(language, &told.cause, &told.evidence, &told.findings)
		       : memory_text("");
	forget(&told);
	return text;
}

size_t guide_paste_fixes(const struct paste *paste, size_t index, const char *system,
	const struct fix_row **ret, size_t room)
{
	if (index >= paste->cause_count)
		return 0;
	return guide_fixes(paste->causes[index].id, system, NULL, ret, room);
}

char *guide_paste_fix_text(
	const struct language *language, const struct paste *paste, const struct fix_row *fix)
{
	struct told told;
	char *text;

	tell(language, paste, 0, &told);
	text = guide_fix_text(language, fix, &told.evidence, &told.findings);
	forget(&told);
	return text;
}

char *guide_paste_address(const struct paste *paste)
{
	struct target target = { 0 };
	char *name;

	if (!paste->found.host || target_parse(paste->found.host, &target) != TARGET_OK)
		return NULL;
	if (paste->found.port > 0)
		target.port = paste->found.port;
	name = target_name(&target);
	target_free(&target);
	return name;
}
