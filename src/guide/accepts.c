/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "guide/accepts.h"

#include <stdlib.h>
#include "base/memory.h"
#include "evidence/names.h"
#include "guide/sides.h"

static void add_row(struct accepts *accepts, char *label, char *text, bool weak)
{
	accepts->rows = memory_resize(accepts->rows, accepts->count + 1, sizeof(*accepts->rows));
	accepts->rows[accepts->count++] =
		(struct accepts_row){ .label = label, .text = text, .weak = weak };
}

static void add_items(const struct language *language, struct accepts *accepts, enum side_kind kind,
	const int *numbers, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		unsigned number = (unsigned)numbers[i];
		enum strength strength = side_strength(kind, number);

		add_row(accepts, memory_text(guide_strength_word(language, strength)),
			side_name(kind, number), strength <= STRENGTH_WEAK);
	}
}

/* "TLS 1.2 (the server's order counts)" */
static char *heading_of(const struct language *language, const struct seen_offer *offer)
{
	const char *version = names_version(offer->version);
	const char *pattern = NULL;

	if (offer->server_order == 1)
		/* xgettext:no-c-format,perl-brace-format */
		pattern = N_("{version} (the order of the server counts)");
	else if (offer->server_order == 0)
		/* xgettext:no-c-format,perl-brace-format */
		pattern = N_("{version} (the order of the client counts)");
	if (!version || !pattern)
		return memory_text(version ? version : "?");
	return i18n_fill(tr(language, pattern),
		(const struct fill[]){ { "version", version }, { NULL, NULL } });
}

static void add_versions(
	const struct language *language, const struct seen_matrix *matrix, struct accepts *accepts)
{
	for (size_t i = 0; i < matrix->offer_count; i++) {
		const struct seen_offer *offer = &matrix->offers[i];

		if (offer->spoken != 1)
			continue;
		add_row(accepts, NULL, heading_of(language, offer), false);
		add_items(language, accepts, SIDE_SUITES, offer->suites, offer->suite_count);
	}
}

static void add_list(const struct language *language, struct accepts *accepts, enum side_kind kind,
	const int *numbers, size_t count)
{
	if (!count)
		return;
	add_row(accepts, NULL, memory_text(guide_side_kind(language, kind)), false);
	add_items(language, accepts, kind, numbers, count);
}

void guide_accepts(
	const struct language *language, const struct evidence *evidence, struct accepts *ret)
{
	const struct seen_matrix *matrix = &evidence->matrix;

	*ret = (struct accepts){ 0 };
	if (evidence->parts[PART_MATRIX].state != PART_SEEN)
		return;
	add_versions(language, matrix, ret);
	add_list(language, ret, SIDE_GROUPS, matrix->groups, matrix->group_count);
	add_list(language, ret, SIDE_SCHEMES, matrix->schemes, matrix->scheme_count);
}

void guide_accepts_free(struct accepts *accepts)
{
	for (size_t i = 0; i < accepts->count; i++) {
		free(accepts->rows[i].label);
		free(accepts->rows[i].text);
	}
	free(accepts->rows);
	*accepts = (struct accepts){ 0 };
}
