/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include "i18n/bytes.h"
#include "i18n/catalogues.h"
#include "i18n/mo.h"

#define HEADER                                                                                 \
	"Project-Id-Version: x\nPlural-Forms: nplurals=3; plural=(n==1 ? 0 : n==2 ? 1 : 2);\n" \
	"X-Language-Name:  Toki\nEmpty:\n"

static const struct message messages[] = {
	MESSAGE("", HEADER),
	MESSAGE("Open", "Buksan"),
	MESSAGE("empty", ""),
	MESSAGE("port\4Open", "Bukas"),
	MESSAGE("{n} cat\0{n} cats", "isa\0dalawa\0marami"),
	MESSAGE("{n} dog\0{n} dogs", "isa"),
};

enum { MESSAGES = sizeof(messages) / sizeof(messages[0]) };

static unsigned char *bytes;
static size_t size;
static struct mo mo;

static void make(void)
{
	bytes = bytes_of_catalogue(messages, MESSAGES, false, &size);
	cr_assert(mo_open(bytes, size, &mo));
}

static void drop(void)
{
	free(bytes);
}

TestSuite(mo, .init = make, .fini = drop);

Test(mo, finds_a_translation)
{
	cr_assert_str_eq(mo_find(&mo, NULL, "Open"), "Buksan");
}

Test(mo, the_same_text_in_a_context_is_another_message)
{
	cr_assert_str_eq(mo_find(&mo, "port", "Open"), "Bukas");
	cr_assert_null(mo_find(&mo, "por", "Open"));
	cr_assert_null(mo_find(&mo, "ports", "Open"));
	cr_assert_null(mo_find(&mo, "", "Open"));
}

Test(mo, what_is_not_there_or_empty_gives_nothing)
{
	cr_assert_null(mo_find(&mo, NULL, "Ope"));
	cr_assert_null(mo_find(&mo, NULL, "Opens"));
	cr_assert_null(mo_find(&mo, NULL, "zzz"));
	cr_assert_null(mo_find(&mo, NULL, "empty"));
	cr_assert_null(mo_find(&mo, NULL, ""));
}

Test(mo, the_rule_picks_the_plural_form)
{
	cr_assert_str_eq(mo_find_plural(&mo, "{n} cat", 1), "isa");
	cr_assert_str_eq(mo_find_plural(&mo, "{n} cat", 2), "dalawa");
	cr_assert_str_eq(mo_find_plural(&mo, "{n} cat", 0), "marami");
	cr_assert_str_eq(mo_find_plural(&mo, "{n} cat", 1000000), "marami");
}

Test(mo, a_form_that_is_missing_gives_nothing)
{
	cr_assert_str_eq(mo_find_plural(&mo, "{n} dog", 1), "isa");
	cr_assert_null(mo_find_plural(&mo, "{n} dog", 2));
	cr_assert_null(mo_find_plural(&mo, "{n} dog", 3));
}

Test(mo, header_fields_are_found_by_whole_name)
{
	size_t length;
	const char *value = mo_header(&mo, "X-Language-Name", &length);

	cr_assert_not_null(value);
	cr_assert_eq(length, 4);
	cr_assert_arr_eq(value, "Toki", 4);
	cr_assert_null(mo_header(&mo, "X-Language", &length));
	cr_assert_null(mo_header(&mo, "Language-Name", &length));
	cr_assert_not_null(mo_header(&mo, "Empty", &length));
	cr_assert_eq(length, 0);
}

Test(mo, the_other_byte_order_reads_the_same)
{
	size_t other_size;
	unsigned char *other = bytes_of_catalogue(messages, MESSAGES, true, &other_size);
	struct mo swapped;

	cr_assert(mo_open(other, other_size, &swapped));
	cr_assert_str_eq(mo_find(&swapped, "port", "Open"), "Bukas");
	cr_assert_str_eq(mo_find_plural(&swapped, "{n} cat", 5), "marami");
	free(other);
}

Test(mo, a_catalogue_without_messages_is_sound)
{
	size_t empty_size;
	unsigned char *empty = bytes_of_catalogue(NULL, 0, false, &empty_size);
	struct mo opened;
	size_t length;

	cr_assert(mo_open(empty, empty_size, &opened));
	cr_assert_null(mo_find(&opened, NULL, "Open"));
	cr_assert_null(mo_header(&opened, "Plural-Forms", &length));
	free(empty);
}

Test(mo, every_cut_off_catalogue_is_refused)
{
	struct mo opened;

	for (size_t length = 0; length < size; length++) {
		unsigned char *part = bytes_copy(bytes, length);

		cr_assert_not(mo_open(part, length, &opened), "%zu of %zu bytes", length, size);
		free(part);
	}
}

Test(mo, numbers_that_point_outside_are_refused)
{
	static const size_t places[] = { 8, 12, 16, 28, 32, 28 + MESSAGES * 8, 32 + MESSAGES * 8 };
	static const unsigned values[] = { 0xFFFFFFFF, 0xFFFFFFF8, 0x80000000, 0x7FFFFFFF,
		0x20000000 };
	struct mo opened;

	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		for (size_t k = 0; k < sizeof(values) / sizeof(values[0]); k++) {
			unsigned char *broken = bytes_copy(bytes, size);

			bytes_put(broken, places[i], values[k], false);
			cr_expect_not(
				mo_open(broken, size, &opened), "%#x at %zu", values[k], places[i]);
			free(broken);
		}
	}
}

Test(mo, another_magic_or_major_revision_is_refused)
{
	struct mo opened;

	bytes_put(bytes, 4, 0x00020000, false);
	cr_assert_not(mo_open(bytes, size, &opened));
	bytes_put(bytes, 4, 0x00000001, false);
	cr_assert(mo_open(bytes, size, &opened));
	bytes[0]++;
	cr_assert_not(mo_open(bytes, size, &opened));
}

Test(mo, messages_out_of_order_or_twice_are_refused)
{
	static const struct message wrong[] = { MESSAGE("b", "x"), MESSAGE("a", "y") };
	static const struct message twice[] = { MESSAGE("a", "x"), MESSAGE("a", "y") };
	size_t wrong_size;
	unsigned char *wrong_bytes = bytes_of_catalogue(wrong, 2, false, &wrong_size);
	struct mo opened;

	cr_assert_not(mo_open(wrong_bytes, wrong_size, &opened));
	free(wrong_bytes);
	wrong_bytes = bytes_of_catalogue(twice, 2, false, &wrong_size);
	cr_assert_not(mo_open(wrong_bytes, wrong_size, &opened));
	free(wrong_bytes);
}

Test(mo, without_a_sound_plural_rule_there_are_no_forms)
{
	static const char *const headers[] = { "Plural-Forms: nplurals=0; plural=0;\n",
		"Plural-Forms: nplurals=99999999999999999999; plural=0;\n",
		"Plural-Forms: nplurals=2; plural=(n;\n", "Plural-Forms: nplurals=2\n",
		"Plural-Forms: plural=0;\n", "Plural-Forms:\n", "Language: x\n" };

	for (size_t i = 0; i < sizeof(headers) / sizeof(headers[0]); i++) {
		const struct message rows[] = { { "", 0, headers[i], strlen(headers[i]) },
			MESSAGE("{n} cat\0{n} cats", "isa\0dalawa") };
		size_t odd_size;
		unsigned char *odd = bytes_of_catalogue(rows, 2, false, &odd_size);
		struct mo opened;

		cr_assert(mo_open(odd, odd_size, &opened), "%s", headers[i]);
		cr_expect_null(mo_find_plural(&opened, "{n} cat", 1), "%s", headers[i]);
		free(odd);
	}
}

/* Whatever was found must lie in the catalogue and end there. */
static void expect_inside(const struct mo *opened, const char *found)
{
	const unsigned char *at = (const unsigned char *)found;

	if (!found)
		return;
	cr_assert(at >= opened->bytes && at < opened->bytes + opened->size);
	cr_assert_not_null(memchr(at, 0, opened->size - (size_t)(at - opened->bytes)));
}

static void look_everything_up(const struct mo *opened)
{
	size_t length;

	for (size_t i = 0; i < MESSAGES; i++) {
		expect_inside(opened, mo_find(opened, NULL, messages[i].original));
		for (unsigned long n = 0; n < 4; n++)
			expect_inside(opened, mo_find_plural(opened, messages[i].original, n));
	}
	expect_inside(opened, mo_find(opened, "port", "Open"));
	expect_inside(opened, mo_header(opened, "X-Language-Name", &length));
}

Test(mo, any_changed_byte_is_harmless)
{
	struct mo opened;
	size_t usable = 0;

	for (size_t at = 0; at < size; at++) {
		for (unsigned change = 1; change < 256; change = change * 2 + 1) {
			unsigned char *broken = bytes_copy(bytes, size);

			broken[at] ^= (unsigned char)change;
			if (mo_open(broken, size, &opened)) {
				look_everything_up(&opened);
				usable++;
			}
			free(broken);
		}
	}
	cr_assert_gt(usable, 0);
}

Test(mo, every_embedded_catalogue_is_sound_and_names_its_language)
{
	size_t count = 0, length;
	struct mo opened;

	for (const struct catalogue *c = i18n_catalogues; c->code; c++, count++) {
		cr_assert(mo_open(c->bytes, c->size, &opened), "%s", c->code);
		cr_expect_neq(opened.forms, 0, "%s has no plural rule", c->code);
		cr_expect_not_null(mo_header(&opened, "X-Language-Name", &length), "%s", c->code);
	}
	cr_assert_geq(count, 3);
}
