/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "i18n/mo.h"

#include <stdlib.h>
#include <string.h>
#include "i18n/plural.h"

#define MAGIC 0x950412deu

enum {
	HEADER_SIZE = 28,
	ENTRY_SIZE = 8, /* length and offset of a string */
	FORMS_MOST = 8,
	CONTEXT_END = '\4', /* between context and text */
};

static uint32_t read_u32(const struct mo *mo, size_t at)
{
	uint32_t value;

	memcpy(&value, mo->bytes + at, sizeof(value));
	return mo->swapped ? __builtin_bswap32(value) : value;
}

/* String number INDEX of the table at TABLE. Only after it was checked. */
static const char *string_at(const struct mo *mo, size_t table, uint32_t index, size_t *ret_length)
{
	size_t entry = table + (size_t)index * ENTRY_SIZE;

	*ret_length = read_u32(mo, entry);
	return (const char *)mo->bytes + read_u32(mo, entry + 4);
}

static bool table_is_sound(const struct mo *mo, size_t table)
{
	if (table > mo->size || mo->count > (mo->size - table) / ENTRY_SIZE)
		return false;
	for (uint32_t i = 0; i < mo->count; i++) {
		size_t entry = table + (size_t)i * ENTRY_SIZE;
		size_t length = read_u32(mo, entry);
		size_t offset = read_u32(mo, entry + 4);

		if (offset >= mo->size || length >= mo->size - offset || mo->bytes[offset + length])
			return false;
	}
	return true;
}

/* Strictly ascending, as the binary search needs. */
static bool is_sorted(const struct mo *mo)
{
	size_t length;

	for (uint32_t i = 1; i < mo->count; i++)
		if (strcmp(string_at(mo, mo->originals, i - 1, &length),
			    string_at(mo, mo->originals, i, &length)) >= 0)
			return false;
	return true;
}

/* Reads "nplurals=2; plural=(n != 1);" of the header; leaves forms 0 when it isn't sound. */
static void read_plural_rule(struct mo *mo)
{
	static const char count_mark[] = "nplurals=";
	static const char rule_mark[] = "plural=";
	size_t length;
	const char *value = mo_header(mo, "Plural-Forms", &length);
	const char *count, *rule;
	unsigned long forms, form;

	if (!value)
		return;
	count = memmem(value, length, count_mark, sizeof(count_mark) - 1);
	if (!count)
		return;
	count += sizeof(count_mark) - 1;
	forms = strtoul(count, NULL, 10); /* the header ends with a NUL */
	length -= (size_t)(count - value);
	rule = memmem(count, length, rule_mark, sizeof(rule_mark) - 1);
	if (!rule || forms < 1 || forms > FORMS_MOST)
		return;
	mo->rule = rule + sizeof(rule_mark) - 1;
	mo->rule_length = length - (size_t)(mo->rule - count);
	if (plural_form(mo->rule, mo->rule_length, 1, &form))
		mo->forms = forms;
}

bool mo_open(const unsigned char *bytes, size_t size, struct mo *ret)
{
	struct mo mo = { .bytes = bytes, .size = size };

	*ret = mo;
	if (size < HEADER_SIZE)
		return false;
	mo.swapped = read_u32(&mo, 0) != MAGIC;
	if (read_u32(&mo, 0) != MAGIC || read_u32(&mo, 4) >> 16 > 1)
		return false;
	mo.count = read_u32(&mo, 8);
	mo.originals = read_u32(&mo, 12);
	mo.translations = read_u32(&mo, 16);
	if (!table_is_sound(&mo, mo.originals) || !table_is_sound(&mo, mo.translations) ||
		!is_sorted(&mo))
		return false;
	read_plural_rule(&mo);
	*ret = mo;
	return true;
}

/* Compares CONTEXT, CONTEXT_END, TEXT (or TEXT alone) with ORIGINAL, as strcmp would. */
static int compare(const char *context, const char *text, const char *original)
{
	while (context && *context && *context == *original) {
		context++;
		original++;
	}
	if (context && *context)
		return (unsigned char)*context - (unsigned char)*original;
	if (context && *original != CONTEXT_END)
		return CONTEXT_END - (unsigned char)*original;
	return strcmp(text, context ? original + 1 : original);
}

static const char *find(
	const struct mo *mo, const char *context, const char *text, size_t *ret_length)
{
	uint32_t low = 0, high = mo->count;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		int order = compare(
			context, text, string_at(mo, mo->originals, middle, ret_length));

		if (!order)
			return string_at(mo, mo->translations, middle, ret_length);
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}

const char *mo_find(const struct mo *mo, const char *context, const char *text)
{
	size_t length;
	const char *found = *text ? find(mo, context, text, &length) : NULL;

	return found && *found ? found : NULL;
}

const char *mo_find_plural(const struct mo *mo, const char *text, unsigned long n)
{
	unsigned long form;
	size_t length;
	const char *found = *text ? find(mo, NULL, text, &length) : NULL;

	if (!found || !mo->forms || !plural_form(mo->rule, mo->rule_length, n, &form) ||
		form >= mo->forms)
		return NULL;
	for (const char *end = found + length; form; form--) {
		found += strlen(found) + 1;
		if (found > end)
			return NULL;
	}
	return *found ? found : NULL;
}

const char *mo_header(const struct mo *mo, const char *name, size_t *ret_length)
{
	size_t length, name_length = strlen(name);
	const char *line = find(mo, NULL, "", &length);

	while (line && *line) {
		size_t line_length = strcspn(line, "\n");

		if (line_length > name_length && !memcmp(line, name, name_length) &&
			line[name_length] == ':') {
			line += name_length + 1;
			line_length -= name_length + 1;
			*ret_length = line_length - strspn(line, " ");
			return line + strspn(line, " ");
		}
		line += line_length;
		line += *line == '\n';
	}
	return NULL;
}
