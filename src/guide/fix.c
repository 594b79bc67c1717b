/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What to do, for which cause, on which system.
 */
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include "base/buffer.h"
#include "base/text.h"
#include "guide/guide.h"
#include "guide/own_row.h"
#include "guide/phrase.h"
#include "guide/tables.h"

enum { FIXES_MOST = 24 };

const struct fix_row *guide_fix_at(size_t index)
{
	return index < guide_fixes_table_count ? &guide_fixes_table[index] : NULL;
}

const char *guide_fix_id(const struct fix_row *fix)
{
	return fix->id;
}

int guide_fix_step(const struct fix_row *fix)
{
	return fix->step;
}

enum who guide_fix_who(const struct fix_row *fix)
{
	return fix->who;
}

const char *guide_fix_recheck(const struct fix_row *fix)
{
	return fix->recheck;
}

const char *guide_fix_command(const struct fix_row *fix)
{
	return fix->command;
}

const struct fix_row *guide_fix_variant(const struct fix_row *fix, size_t index)
{
	for (size_t i = 0; !fix->server && i < guide_fixes_table_count; i++) {
		const struct fix_row *other = &guide_fixes_table[i];

		if (other->server && !strcmp(other->id, fix->id) && index-- == 0)
			return other;
	}
	return NULL;
}

const char *guide_fix_server(const struct language *language, const struct fix_row *fix)
{
	static const struct {
		const char *id, *name;
	} servers[] = {
		{ "apache", "Apache" },
		{ "haproxy", "HAProxy" },
		{ "iis", "IIS" },
		/* TRANSLATORS: Web pages of a hosting provider where an owner without a command line
		 * manages a site. */
		{ "panel", N_("a hosting panel (cPanel, Plesk, WordPress hosting)") },
	};

	for (size_t i = 0; fix->server && i < sizeof(servers) / sizeof(servers[0]); i++)
		if (!strcmp(servers[i].id, fix->server))
			return tr(language, servers[i].name);
	return fix->server;
}

/* ---- Which ones ---- */

static bool is_for_cause(const struct fix_row *fix, const char *cause)
{
	for (size_t i = 0; fix->causes[i]; i++)
		if (!strcmp(fix->causes[i], cause))
			return true;
	return false;
}

/* WANTED NULL: for every system or browser. "windows 11" is windows, "linux-kde" is linux. */
static bool is_for(const char *wanted, const char *have)
{
	return !wanted || (have && text_starts_same(have, wanted));
}

/* CAUSE NULL: whatever it mends. */
static bool fits(
	const struct fix_row *fix, const char *cause, const char *system, const char *browser)
{
	return !fix->server && (!cause || is_for_cause(fix, cause)) &&
	       is_for(fix->system, system) && is_for(fix->browser, browser);
}

/* The system counts before the browser, and "linux-kde" before "linux". */
static size_t exactness(const struct fix_row *fix)
{
	return (fix->system ? 2 * strlen(fix->system) : 0) + (fix->browser ? 1 : 0);
}

/* Whether another variant of FIX, which fits, fits better. */
static bool is_beaten(
	const struct fix_row *fix, const char *cause, const char *system, const char *browser)
{
	for (size_t i = 0; i < guide_fixes_table_count; i++) {
		const struct fix_row *other = &guide_fixes_table[i];

		if (other != fix && !strcmp(other->id, fix->id) &&
			exactness(other) > exactness(fix) && fits(other, cause, system, browser))
			return true;
	}
	return false;
}

/* Whether the page had one of the numbers that FIX is for, or the person saw it so. */
static bool is_for_status(const struct fix_row *fix, const struct evidence *evidence)
{
	const char *seen = evidence ? evidence_answered(evidence, "symptom-number") : NULL;

	if (!fix->statuses || !fix->statuses[0])
		return true;
	for (size_t i = 0; fix->statuses[i]; i++)
		if ((evidence && atoi(fix->statuses[i]) == evidence->http.status) ||
			(seen && !strcmp(fix->statuses[i], seen)))
			return true;
	return false;
}

/* The usual port needs no second look; what nobody set need not be taken back. */
static bool is_idle(const struct fix_row *fix, const struct evidence *evidence)
{
	if (!is_for_status(fix, evidence))
		return true;
	if (!evidence)
		return false;
	return (evidence->settings.target.port == 443 && !strcmp(fix->id, "network.check-port")) ||
	       (!evidence->policy.bundle_count && !strcmp(fix->id, "trust.check-variable")) ||
	       (!evidence->policy.crypto_policy && !strcmp(fix->id, "policy.crypto-policies")) ||
	       (!evidence->policy.rule_count && !strcmp(fix->id, "policy.use-browser"));
}

/* STEP 0: of any. */
static size_t list(int step, const char *cause, const char *system, const char *browser,
	const struct evidence *evidence, const struct fix_row **ret, size_t room)
{
	size_t count = 0;

	for (size_t i = 0; i < guide_fixes_table_count; i++) {
		const struct fix_row *fix = &guide_fixes_table[i];

		if ((step && fix->step != step) || !fits(fix, cause, system, browser) ||
			is_idle(fix, evidence) || is_beaten(fix, cause, system, browser))
			continue;
		if (count < room)
			ret[count] = fix;
		count++;
	}
	return count;
}

size_t guide_fixes(const char *cause, const char *system, const char *browser,
	const struct fix_row **ret, size_t room)
{
	return list(0, cause, system, browser, NULL, ret, room);
}

size_t guide_fixes_for(
	const char *cause, const struct evidence *evidence, const struct fix_row **ret, size_t room)
{
	return list(0, cause, guide_system(evidence), guide_browser(evidence), evidence, ret, room);
}

size_t guide_fixes_of_step(
	int step, const struct evidence *evidence, const struct fix_row **ret, size_t room)
{
	return list(
		step, NULL, guide_system(evidence), guide_browser(evidence), evidence, ret, room);
}

bool guide_fix_is_particular(const struct fix_row *fix)
{
	return fix->system || fix->browser;
}

bool guide_fix_mends(const struct fix_row *fix, const char *cause)
{
	return is_for_cause(fix, cause);
}

/* ---- Whose system, whose browser ---- */

static const char *this_system(const struct evidence *evidence)
{
#ifdef __linux__
	const char *desktop = evidence->policy.desktop;

	if (desktop && !strcmp(desktop, "gnome"))
		return "linux-gnome";
	return desktop && !strcmp(desktop, "kde") ? "linux-kde" : "linux";
#else
	(void)evidence;
	return NULL;
#endif
}

/* What was answered to QUESTION; NULL also for "I don't know". */
static const char *known_answer(const struct evidence *evidence, const char *question)
{
	const char *choice = evidence_answered(evidence, question);

	return choice && strcmp(choice, "unknown") != 0 ? choice : NULL;
}

const char *guide_system(const struct evidence *evidence)
{
	return evidence->settings.device == DEVICE_THIS ? this_system(evidence)
							: known_answer(evidence, "system");
}

const char *guide_browser(const struct evidence *evidence)
{
	return known_answer(evidence, "browser");
}

const struct fix_row *guide_fix_named(const char *id, const struct evidence *evidence)
{
	const char *system = guide_system(evidence), *browser = guide_browser(evidence);
	const struct fix_row *best = NULL;

	for (size_t i = 0; i < guide_fixes_table_count; i++) {
		const struct fix_row *fix = &guide_fixes_table[i];

		if (!strcmp(fix->id, id) && is_for(fix->system, system) &&
			is_for(fix->browser, browser) &&
			(!best || exactness(fix) > exactness(best)))
			best = fix;
	}
	return best;
}

/* Whether CAUSE has a fix that only some systems (or, with BY_BROWSER, some browsers) want. */
static bool depends(const char *cause, const char *system, bool by_browser)
{
	for (size_t i = 0; i < guide_fixes_table_count; i++) {
		const struct fix_row *fix = &guide_fixes_table[i];

		if (is_for_cause(fix, cause) &&
			(by_browser ? fix->browser && (!system || is_for(fix->system, system))
				    : fix->system != NULL))
			return true;
	}
	return false;
}

const struct question_row *guide_question_for(const char *cause, const struct evidence *evidence)
{
	if (evidence->settings.device == DEVICE_OTHER && !evidence_answered(evidence, "system") &&
		depends(cause, NULL, false))
		return guide_question("system");
	if (!evidence_answered(evidence, "browser") && depends(cause, guide_system(evidence), true))
		return guide_question("browser");
	return NULL;
}

/* ---- Who can mend it ---- */

/* What anybody can do about any site says nothing about whose mistake it is. */
static bool is_general(const struct fix_row *fix)
{
	static const char *const ids[] = { "site.tell-owner", "site.no-passwords", "site.try-later",
		"network.other-network" };

	for (size_t i = 0; i < sizeof(ids) / sizeof(ids[0]); i++)
		if (!strcmp(fix->id, ids[i]))
			return true;
	return false;
}

const char *guide_who_mends(
	const struct language *language, const char *cause, const struct evidence *evidence)
{
	const struct cause_rule *rule = diagnosis_rule(cause);
	const struct fix_row *fixes[FIXES_MOST];
	size_t count = guide_fixes_for(cause, evidence, fixes, FIXES_MOST);
	bool yours = false, theirs = false;

	for (size_t i = 0; i < count && i < FIXES_MOST; i++) {
		if (is_general(fixes[i]))
			continue;
		yours = yours || fixes[i]->who == WHO_YOU;
		theirs = theirs || fixes[i]->who != WHO_YOU;
	}
	if (!rule || rule->who != WHO_SITE || !yours)
		return guide_who(language, rule ? rule->who : WHO_SITE);
	if (!theirs)
		return guide_who(language, WHO_YOU);
	return tr(language,
		/* TRANSLATORS: Answers the question "Who can fix it?" */
		N_("The owner of the website, unless the address or a setting of yours is wrong."));
}

/* ---- In words ---- */

static bool are_known(const struct language *language, const char *const *paragraphs)
{
	for (size_t i = 0; paragraphs && paragraphs[i]; i++)
		if (!tr_known(language, paragraphs[i]))
			return false;
	return true;
}

/* Half an instruction in another language misleads: what isn't wholly translated is wholly English. */
static const struct language *language_of(
	const struct language *language, const struct fix_row *fix)
{
	bool known = tr_known(language, fix->title) && are_known(language, fix->body) &&
		     are_known(language, fix->expect) && are_known(language, fix->stop);

	return known ? language : language_english();
}

const char *guide_fix_title(const struct language *language, const struct fix_row *fix)
{
	fix = own_row_in(language, fix);
	return tr(language_of(language, fix), fix->title);
}

/* Behind LEAD, which has {text}, so that nobody takes what shall come for what was found. */
static void add_part(struct buffer *out, const struct phrase *phrase,
	const struct language *language, const char *lead, const char *const *paragraphs)
{
	char *text = phrase_paragraphs(phrase, language, paragraphs);
	char *led = i18n_fill(lead, (struct fill[]){ { "text", text }, { 0 } });

	if (text[0] && out->length)
		buffer_add_text(out, "\n\n");
	if (text[0])
		buffer_add_text(out, led);
	free(led);
	free(text);
}

char *guide_fix_body(
	const struct language *language, const struct fix_row *fix, const struct evidence *evidence)
{
	struct phrase phrase = { 0 };
	char *text;

	phrase_add_target(&phrase, evidence);
	text = phrase_paragraphs(&phrase, language_of(language, fix), fix->body);
	phrase_free(&phrase);
	return text;
}

char *guide_fix_text(const struct language *language, const struct fix_row *fix,
	const struct evidence *evidence, const struct findings *findings)
{
	const struct fix_row *row = own_row_in(language, fix);
	const struct language *spoken = language_of(language, row);
	/* What an organization wrote stands in no catalog. */
	const struct language *leads = fix->own ? language : spoken;
	struct phrase phrase = { 0 };
	struct buffer out = { 0 };
	char *body;

	(void)findings; /* no fix needs more than the target so far */
	phrase_add_target(&phrase, evidence);
	body = phrase_paragraphs(&phrase, spoken, row->body);
	buffer_add_text(&out, body);
	add_part(&out, &phrase, spoken,
		/* TRANSLATORS: {text} is one or more sentences that say how one sees that it has worked. */
		/* xgettext:no-c-format,perl-brace-format */
		tr(leads, N_("Afterwards: {text}")), row->expect);
	add_part(&out, &phrase, spoken,
		/* TRANSLATORS: {text} is one or more sentences that say when to stop and whom to ask. */
		/* xgettext:no-c-format,perl-brace-format */
		tr(leads, N_("Please note: {text}")), row->stop);
	free(body);
	phrase_free(&phrase);
	return buffer_take(&out);
}
