/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Do causes, fixes, steps, words and questions lead to each other, with nothing left out?
 */
#include <criterion/criterion.h>
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "all_texts.h"
#include "base/memory.h"
#include "base/text.h"
#include "diagnosis/diagnosis.h"
#include "guide/guide.h"
#include "guide/tables.h"

enum { ROOM = 32, SHOWN_MOST = 12 }; /* the wizard lists no more fixes of a cause */

/* ---- Questions and answers ---- */

Test(guide_links, every_question_leads_to_words_that_exist)
{
	cr_assert_geq(guide_faqs_count, 20);
	for (size_t i = 0; i < guide_faqs_count; i++) {
		const struct faq_row *faq = &guide_faqs[i];

		cr_expect_not_null(faq->terms[0], "%s", faq->id);
		for (size_t k = 0; faq->terms[k]; k++) {
			cr_expect_not_null(
				guide_term(faq->terms[k]), "%s: %s", faq->id, faq->terms[k]);
			cr_expect_eq(guide_faq_term(faq, k), guide_term(faq->terms[k]));
			for (size_t j = 0; j < k; j++)
				cr_expect_str_neq(faq->terms[j], faq->terms[k], "%s", faq->id);
		}
		cr_expect(strchr(faq->question, '?') != NULL, "%s", faq->id);
		cr_expect_not_null(faq->answer[0], "%s", faq->id);
	}
}

Test(guide_links, every_step_has_a_question)
{
	for (int step = 1; step <= GUIDE_STEPS; step++) {
		bool found = false;

		for (size_t i = 0; guide_faq_at(i); i++)
			found = found || guide_faq_step(guide_faq_at(i)) == step;
		cr_expect(found, "step %d", step);
	}
}

/* ---- Words ---- */

struct search {
	const char *text;
	bool found;
};
static struct search search;

static bool has_word(const char *text, const char *word)
{
	size_t length = strlen(word);

	for (const char *at = text; *at; at++)
		if ((at == text || !isalnum((unsigned char)at[-1])) && text_starts_same(at, word) &&
			!isupper((unsigned char)at[length]) && !isdigit((unsigned char)at[length]))
			return true;
	return false;
}

static void look_outside_of_terms(const struct text_place *place, const char *text)
{
	if (strcmp(place->kind, "term") != 0 && has_word(text, search.text))
		search.found = true;
}

static bool is_linked(const char *term)
{
	for (size_t i = 0; i < guide_faqs_count; i++)
		for (size_t k = 0; guide_faqs[i].terms[k]; k++)
			if (!strcmp(guide_faqs[i].terms[k], term))
				return true;
	return false;
}

/* "public key and private key" is in use where "public key" is. */
Test(guide_links, every_word_that_is_explained_is_used)
{
	for (size_t i = 0; i < guide_terms_count; i++) {
		const char *word = guide_terms[i].word;
		const char *end = strstr(word, " and ");
		size_t length = strcspn(word, ",(");
		char *first;

		if (end && (size_t)(end - word) < length)
			length = (size_t)(end - word);
		while (length && word[length - 1] == ' ')
			length--;
		first = memory_text_n(word, length);
		search = (struct search){ .text = first };
		all_texts(look_outside_of_terms);
		cr_expect(search.found || is_linked(guide_terms[i].id), "%s", word);
		free(first);
	}
}

/* Names of products, parts of quoted messages and commands: their own programs explain them. */
static const char *const names[] = { "IIS", "OK", "ERR_SSL_PROTOCOL_ERROR", "ERR_CERT_DATE_INVALID",
	"NODE_TLS_REJECT_UNAUTHORIZED", "BEGIN", "LEGACY", "FUTURE", "AVG", "ESET", "KDE", "GNOME",
	"US", "PC", "TV", "USB", "SIM", "PIN", "ID", "UTC", "BIOS", "UEFI", NULL };

static bool is_in(const char *const *list, const char *word)
{
	for (size_t i = 0; list[i]; i++)
		if (!strcmp(list[i], word))
			return true;
	return false;
}

static bool is_explained(const char *word)
{
	for (size_t i = 0; i < guide_terms_count; i++) {
		if (has_word(guide_terms[i].word, word))
			return true;
		for (size_t k = 0; guide_terms[i].text[k]; k++)
			if (has_word(guide_terms[i].text[k], word))
				return true;
	}
	return false;
}

static void expect_explained(const struct text_place *place, const char *word)
{
	cr_expect(is_in(names, word) || is_explained(word), "%s %s: %s", place->kind, place->id,
		word);
}

/* Two capitals or more stand for a technical word. */
static void each_abbreviation(const struct text_place *place, const char *text)
{
	static const char capitals[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789";

	if (strcmp(place->kind, "faq") != 0 && strcmp(place->kind, "fix") != 0 &&
		strcmp(place->kind, "cause") != 0 && strcmp(place->kind, "step") != 0)
		return;
	for (const char *at = text; *at; at++) {
		size_t length = strspn(at, capitals);

		if ((at > text && (isalnum((unsigned char)at[-1]) || at[-1] == '_')) ||
			length < 2 || !isupper((unsigned char)at[0]) ||
			!isupper((unsigned char)at[1]) || isalnum((unsigned char)at[length]))
			continue;
		char *word = memory_text_n(at, length);

		expect_explained(place, word);
		free(word);
	}
}

Test(guide_links, every_abbreviation_is_explained)
{
	all_texts(each_abbreviation);
}

/* ---- Fixes ---- */

static const struct fix_row *general_of(const struct fix_row *variant)
{
	for (size_t i = 0; i < guide_fixes_table_count; i++)
		if (!guide_fixes_table[i].server && !strcmp(guide_fixes_table[i].id, variant->id))
			return &guide_fixes_table[i];
	return NULL;
}

Test(guide_links, a_fix_for_a_server_program_stands_beside_a_general_one)
{
	static const char *const servers[] = { "apache", "haproxy", "iis", "panel", NULL };

	for (size_t i = 0; i < guide_fixes_table_count; i++) {
		const struct fix_row *fix = &guide_fixes_table[i];
		const struct fix_row *general = general_of(fix);

		if (!fix->server)
			continue;
		cr_assert_not_null(general, "%s", fix->id);
		cr_expect(is_in(servers, fix->server), "%s", fix->server);
		cr_expect_str_eq(fix->title, general->title);
		cr_expect_eq(fix->step, general->step, "%s", fix->id);
		cr_expect_eq(fix->who, WHO_SITE, "%s", fix->id);
		cr_expect(
			fix->recheck == general->recheck || !strcmp(fix->recheck, general->recheck),
			"%s", fix->id);
		for (size_t k = 0; fix->causes[k]; k++)
			cr_expect(is_in(general->causes, fix->causes[k]), "%s: %s", fix->id,
				fix->causes[k]);
	}
}

Test(guide_links, server_programs_are_offered_on_the_page_of_the_fix_and_not_in_lists)
{
	const struct fix_row *fixes[ROOM];
	size_t count = guide_fixes("chain-incomplete", NULL, NULL, fixes, ROOM), variants = 0;
	const struct fix_row *general = NULL;

	cr_assert(count <= ROOM);
	for (size_t i = 0; i < count; i++) {
		cr_expect_null(fixes[i]->server, "%s", fixes[i]->id);
		if (!strcmp(fixes[i]->id, "chain.install-full"))
			general = fixes[i];
	}
	cr_assert_not_null(general);
	for (; guide_fix_variant(general, variants); variants++)
		cr_expect_not_null(
			guide_fix_server(language_english(), guide_fix_variant(general, variants)));
	cr_expect_eq(variants, 4);
	cr_expect_null(guide_fix_variant(guide_fix_variant(general, 0), 0));
	cr_expect_null(guide_fix_server(language_english(), general));
}

/* Nobody but the person who types can choose another port or program. */
static bool is_for_the_visitor(const char *cause)
{
	static const char *const causes[] = { "starttls-needed", "implicit-tls-needed",
		"client-sent-plaintext", "certificate-pin-mismatch", "revocation-unreachable",
		NULL };

	return is_in(causes, cause);
}

Test(guide_links, every_cause_at_the_site_has_something_for_its_owner_to_do)
{
	for (size_t i = 0; i < guide_causes_count; i++) {
		const char *cause = guide_causes[i].id;
		const struct cause_rule *rule = diagnosis_rule(cause);
		const struct fix_row *fixes[ROOM];
		size_t count = guide_fixes(cause, NULL, NULL, fixes, ROOM), owners = 0;

		cr_assert_not_null(rule, "%s", cause);
		cr_expect(count <= SHOWN_MOST, "%s: %zu", cause, count);
		for (size_t k = 0; k < count && k < ROOM; k++)
			owners += fixes[k]->who == WHO_SITE;
		if (rule->who == WHO_SITE)
			cr_expect(owners > 0 || is_for_the_visitor(cause), "%s", cause);
	}
}

Test(guide_links, an_owner_knows_how_to_tell_that_it_worked)
{
	for (size_t i = 0; i < guide_fixes_table_count; i++)
		if (guide_fixes_table[i].who == WHO_SITE)
			cr_expect_not_null(
				guide_fixes_table[i].expect[0], "%s", guide_fixes_table[i].id);
}

/* ---- Sources ---- */

/* Months since the year 0 of "2026-11" at the end of SOURCE, or -1. */
static int month_of(const char *source)
{
	size_t length = source ? strlen(source) : 0;
	int year, month;
	char end;

	if (length < 8 || source[length - 8] != ' ' ||
		sscanf(source + length - 7, "%4d-%2d%c", &year, &month, &end) != 2)
		return -1;
	return month >= 1 && month <= 12 ? year * 12 + month : -1;
}

/* What is older than a year is named, to be read again: the facts may still be right. */
Test(guide_links, what_an_owner_is_told_has_a_source_with_the_month_in_which_it_was_read)
{
	time_t now = time(NULL);
	struct tm today;

	cr_assert_not_null(gmtime_r(&now, &today));
	for (size_t i = 0; i < guide_fixes_table_count; i++) {
		const struct fix_row *fix = &guide_fixes_table[i];
		int month = month_of(fix->source);

		if (fix->who != WHO_SITE)
			continue;
		cr_expect_geq(
			month, 2026 * 12 + 1, "%s: %s", fix->id, fix->source ? fix->source : "");
		if (month < (today.tm_year + 1900) * 12 + today.tm_mon + 1 - 12)
			cr_log_warn(
				"%s was checked more than a year ago: %s\n", fix->id, fix->source);
	}
}

/* A pasted message seldom names a port, and then no title may ask for one. */
Test(guide_links, each_title_that_names_a_port_has_one_without)
{
	for (size_t i = 0; i < guide_causes_count; i++) {
		const struct cause_row *row = &guide_causes[i];

		cr_expect_eq(
			strstr(row->title, "{port}") != NULL, row->portless != NULL, "%s", row->id);
		if (row->portless)
			cr_expect(!strstr(row->portless, "{port}"), "%s", row->id);
	}
}
