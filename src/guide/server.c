/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "guide/server.h"

#include <string.h>
#include "base/memory.h"
#include "guide/guide.h"
#include "guide/tables.h"

const char *guide_correction(const struct language *language, int change)
{
	static const char *const words[] = {
		N_("Right would be, where it is used:"),
		N_("Write instead:"),
		N_("Add beside it:"),
		N_("Take this line out."),
	};

	return tr(language, words[change]);
}

const char *guide_confirming(
	const struct language *language, size_t index, const char **ret_command)
{
	static const struct {
		const char *text;
		const char *command;
	} rows[] = {
		{ N_("Keep a copy of the configuration and of the log. tlsdoctor itself changes no "
		     "file."),
			"cp -a /etc/nginx /root/nginx-before\n"
			"cp -a /var/log/nginx /root/nginx-log-before" },
		{ N_("Change the lines in an editor, then let nginx test the configuration."),
			"nginx -t" },
		{ N_("When the test is successful, let nginx read it anew. Connections go on."),
			"systemctl reload nginx" },
		{ N_("Look again with tlsdoctor, and try the page."), NULL },
		{ N_("If it still fails: have nginx write everything for a few minutes, then take "
		     "this line out again, because that log grows fast."),
			"error_log /var/log/nginx/debug.log debug;" },
	};

	if (index >= sizeof(rows) / sizeof(rows[0]))
		return NULL;
	*ret_command = rows[index].command;
	return tr(language, rows[index].text);
}

static bool has_words(const char *finding)
{
	for (size_t i = 0; i < guide_findings_count; i++)
		if (!strcmp(guide_findings[i].id, finding))
			return true;
	return false;
}

/* A cause that only the catalogue of pasted errors names: as the answer of the wizard would call it. */
static char *title_of(const struct language *language, const char *id, const char *place)
{
	struct cause cause = { .rule = diagnosis_rule(id) };
	struct evidence evidence;
	char *title;

	if (!cause.rule)
		return memory_text(id);
	evidence_init(&evidence);
	evidence.settings.target.host = memory_text(place);
	evidence.settings.target.shown = memory_text(place);
	title = guide_cause_title(language, &cause, &evidence, NULL);
	evidence_free(&evidence);
	return title;
}

char *guide_log_meaning(const struct language *language, const char *finding_id, const char *cause,
	const char *place)
{
	struct finding finding = { .id = finding_id, .check = "log", .verdict = VERDICT_FAIL };
	char *text;

	if (!has_words(finding_id))
		return title_of(language, cause, *place ? place : tr(language, N_("this server")));
	facts_text(&finding.facts, "place", *place ? place : tr(language, N_("another server")));
	text = guide_finding(language, &finding);
	facts_free(&finding.facts);
	return text;
}
