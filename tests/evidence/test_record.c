/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <criterion/criterion.h>
#include <stdalign.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "evidence/random_record.h"
#include "evidence/records.h"

struct shape {
	size_t size, align;
};

static size_t align_of(const struct record *record);

/* Structs in structs. */
static struct shape shape_of_record(const struct field *field)
{
	size_t count = field->kind == FIELD_NAMED ? field->name_count : 1;

	return (struct shape){ field->record->size * count, align_of(field->record) };
}

static size_t round_up(size_t offset, size_t align)
{
	return (offset + align - 1) / align * align;
}

static struct shape shape_of(const struct field *field)
{
	static const struct shape scalars[FIELD_KIND_COUNT] = {
		[FIELD_TEXT] = { sizeof(char *), alignof(char *) },
		[FIELD_LINES] = { sizeof(char *), alignof(char *) },
		[FIELD_URL] = { sizeof(char *), alignof(char *) },
		[FIELD_SECRET] = { sizeof(char *), alignof(char *) },
		[FIELD_BOOL] = { sizeof(bool), alignof(bool) },
		[FIELD_INT] = { sizeof(int), alignof(int) },
		[FIELD_LONG] = { sizeof(int64_t), alignof(int64_t) },
		[FIELD_TIME] = { sizeof(int64_t), alignof(int64_t) },
		[FIELD_ENUM] = { sizeof(int), alignof(int) },
	};

	if (field->kind == FIELD_RECORD || field->kind == FIELD_NAMED)
		return shape_of_record(field);
	if (!scalars[field->kind].size) /* an array: its pointer, and its count right behind */
		return (struct shape){ sizeof(void *) + sizeof(size_t), alignof(void *) };
	return scalars[field->kind];
}

static size_t align_of(const struct record *record)
{
	size_t align = 1;

	for (size_t i = 0; i < record->field_count; i++)
		if (shape_of(&record->fields[i]).align > align)
			align = shape_of(&record->fields[i]).align;
	return align;
}

/* Members follow each other without a hole that a member without a row would leave. */
static void expect_complete(const struct record *record)
{
	size_t end = 0;

	for (size_t i = 0; i < record->field_count; i++) {
		const struct field *field = &record->fields[i];
		struct shape shape = shape_of(field);

		cr_expect_eq(field->at, round_up(end, shape.align),
			"no row before %s (offset %zu, not %zu)", field->name, end, field->at);
		if (field->count_at)
			cr_expect_eq(
				field->count_at, field->at + sizeof(void *), "%s", field->name);
		end = field->at + shape.size;
		if (field->record)
			expect_complete(field->record);
	}
	cr_expect_eq(record->size, round_up(end, align_of(record)), "no row after %s",
		record->fields[record->field_count - 1].name);
}

Test(record, every_member_has_its_row)
{
	expect_complete(&evidence_record);
}

Test(record, init_gives_no_byte_of_what_was_there)
{
	static struct evidence dirty, clean;
	json_t *a, *b;

	memset(&dirty, 0xa5, sizeof(dirty));
	evidence_init(&dirty);
	evidence_init(&clean);
	a = evidence_json(&dirty);
	b = evidence_json(&clean);
	cr_expect(json_equal(a, b));
	cr_expect_not(memcmp(&dirty, &clean, sizeof(dirty)));
	json_decref(a);
	json_decref(b);
}

Test(record, a_field_is_found_by_its_name_in_json)
{
	cr_expect_str_eq(record_field(&evidence_record, "now")->name, "now");
	cr_expect_null(record_field(&evidence_record, "now_s"));
}
