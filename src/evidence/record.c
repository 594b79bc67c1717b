/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/record.h"

#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "base/text.h"
#include "base/timing.h"

#define TEXT_MOST (1 << 20) /* bytes of one text that reading accepts */

/* The years 1 to 9999: what ISO 8601 writes with four digits. */
#define TIME_LEAST INT64_C(-62135596800)
#define TIME_GREATEST INT64_C(253402300799)

/* What one kind of field does. MEMBER points to it, inside the struct at MEMORY. */
struct kind {
	void (*init)(const struct field *field, void *memory, void *member);
	void (*copy)(const struct field *field, void *memory, void *member, const void *from);
	void (*free)(const struct field *field, void *memory, void *member);
	json_t *(*json)(const struct field *field, const void *memory, const void *member);
	bool (*read)(const struct field *field, void *memory, void *member, const json_t *json,
		char **ret_where);
};

/* ---- Members ---- */
static void *member_at(void *memory, size_t at)
{
	return (char *)memory + at;
}

static const void *const_member_at(const void *memory, size_t at)
{
	return (const char *)memory + at;
}

/* Pointers of several types live in these members: their bytes are copied, never their lvalues used. */
static void *pointer_of(const void *member)
{
	void *pointer;

	memcpy(&pointer, member, sizeof(pointer));
	return pointer;
}

static void set_pointer(void *member, const void *pointer)
{
	memcpy(member, &pointer, sizeof(pointer));
}

static size_t count_of(const struct field *field, const void *memory)
{
	return *(const size_t *)const_member_at(memory, field->count_at);
}

static void set_count(const struct field *field, void *memory, size_t count)
{
	*(size_t *)member_at(memory, field->count_at) = count;
}

static bool fail_here(char **ret_where)
{
	*ret_where = memory_text("");
	return false;
}

/* Puts BEFORE in front of the path; the point only where a name follows. */
static void prefix_path(char **where, char *before)
{
	const char *join = **where && **where != '[' ? "." : "";
	char *longer = memory_format("%s%s%s", before, join, *where);

	free(before);
	free(*where);
	*where = longer;
}

/* ---- Texts ---- */
static void init_pointer(const struct field *field, void *memory, void *member)
{
	(void)field;
	(void)memory;
	set_pointer(member, NULL);
}

static void copy_text(const struct field *field, void *memory, void *member, const void *from)
{
	(void)field;
	(void)memory;
	set_pointer(member, memory_text(pointer_of(from)));
}

static void free_text(const struct field *field, void *memory, void *member)
{
	(void)field;
	(void)memory;
	free(pointer_of(member));
}

static json_t *clean_json(const char *text)
{
	char *clean;
	json_t *json;

	if (!text)
		return json_null();
	clean = text_clean(text, strlen(text), TEXT_ONE_LINE, TEXT_MOST);
	text_drop_logins(clean);
	json = json_string(clean);
	free(clean);
	return json;
}

static json_t *text_json(const struct field *field, const void *memory, const void *member)
{
	(void)field;
	(void)memory;
	return clean_json(pointer_of(member));
}

static json_t *url_json(const struct field *field, const void *memory, const void *member)
{
	const char *url = pointer_of(member);
	const char *start = url ? strstr(url, "://") : NULL;
	const char *end, *at;
	char *bare;
	json_t *json;

	(void)field;
	(void)memory;
	if (!url)
		return json_null();
	start = start ? start + 3 : url;
	end = start + strcspn(start, "/?#");
	at = memrchr(start, '@', (size_t)(end - start));
	bare = memory_format("%.*s%s", (int)(start - url), url, at ? at + 1 : start);
	json = clean_json(bare);
	free(bare);
	return json;
}

/* Texts come from files of strangers: what text_clean would change is refused. */
static bool is_clean(const char *text, size_t length)
{
	char *clean = text_clean(text, length, TEXT_ONE_LINE, 0);
	bool same = strlen(clean) == length && !memcmp(clean, text, length);

	free(clean);
	return same;
}

/* Final newlines, which text_clean drops, belong to PEM. */
static bool is_clean_lines(const char *text, size_t length)
{
	char *clean = text_clean(text, length, TEXT_LINES, 0);
	size_t kept = strlen(clean);
	bool same = kept <= length && !memcmp(clean, text, kept);

	free(clean);
	for (; same && kept < length; kept++)
		same = text[kept] == '\n';
	return same;
}

/* A fresh text, or NULL when JSON isn't one that ACCEPTS accepts. */
static char *text_from(const json_t *json, bool (*accepts)(const char *, size_t))
{
	size_t length = json_string_length(json);

	if (!json_is_string(json) || length > TEXT_MOST ||
		!accepts(json_string_value(json), length))
		return NULL;
	return memory_text_n(json_string_value(json), length);
}

static bool read_text_of(
	void *member, const json_t *json, bool (*accepts)(const char *, size_t), char **ret_where)
{
	char *text = text_from(json, accepts);

	if (!text && !json_is_null(json))
		return fail_here(ret_where);
	free(pointer_of(member));
	set_pointer(member, text);
	return true;
}

static bool read_text(
	const struct field *field, void *memory, void *member, const json_t *json, char **ret_where)
{
	(void)field;
	(void)memory;
	return read_text_of(member, json, is_clean, ret_where);
}

static json_t *lines_json(const struct field *field, const void *memory, const void *member)
{
	const char *text = pointer_of(member);
	size_t length = text ? strlen(text) : 0;
	char *clean, *lines;
	json_t *json;

	(void)field;
	(void)memory;
	if (!text)
		return json_null();
	clean = text_clean(text, length, TEXT_LINES, TEXT_MOST - 1);
	text_drop_logins(clean);
	lines = memory_format("%s%s", clean, length && text[length - 1] == '\n' ? "\n" : "");
	json = json_string(lines);
	free(lines);
	free(clean);
	return json;
}

static bool read_lines(
	const struct field *field, void *memory, void *member, const json_t *json, char **ret_where)
{
	(void)field;
	(void)memory;
	return read_text_of(member, json, is_clean_lines, ret_where);
}

static json_t *nothing_json(const struct field *field, const void *memory, const void *member)
{
	(void)field;
	(void)memory;
	(void)member;
	return json_null();
}

static bool read_nothing(
	const struct field *field, void *memory, void *member, const json_t *json, char **ret_where)
{
	(void)field;
	(void)memory;
	(void)member;
	(void)json;
	(void)ret_where;
	return true;
}

/* ---- Numbers ---- */
static void free_nothing(const struct field *field, void *memory, void *member)
{
	(void)field;
	(void)memory;
	(void)member;
}

static json_t *number_json(const struct field *field, int64_t number)
{
	return number == -1 && field->initial == -1 ? json_null() : json_integer(number);
}

static bool number_from(const struct field *field, const json_t *json, int64_t *ret_number)
{
	if (json_is_null(json) && field->initial == -1) {
		*ret_number = -1;
		return true;
	}
	*ret_number = json_integer_value(json);
	return json_is_integer(json) && *ret_number >= field->least &&
	       *ret_number <= field->greatest;
}

static void init_int(const struct field *field, void *memory, void *member)
{
	(void)memory;
	*(int *)member = (int)field->initial;
}

static void copy_int(const struct field *field, void *memory, void *member, const void *from)
{
	(void)field;
	(void)memory;
	*(int *)member = *(const int *)from;
}

static json_t *int_json(const struct field *field, const void *memory, const void *member)
{
	(void)memory;
	return number_json(field, *(const int *)member);
}

static bool read_int(
	const struct field *field, void *memory, void *member, const json_t *json, char **ret_where)
{
	int64_t number;

	(void)memory;
	if (!number_from(field, json, &number))
		return fail_here(ret_where);
	*(int *)member = (int)number;
	return true;
}

static void init_long(const struct field *field, void *memory, void *member)
{
	(void)memory;
	*(int64_t *)member = field->initial;
}

static void copy_long(const struct field *field, void *memory, void *member, const void *from)
{
	(void)field;
	(void)memory;
	*(int64_t *)member = *(const int64_t *)from;
}

static json_t *long_json(const struct field *field, const void *memory, const void *member)
{
	(void)memory;
	return number_json(field, *(const int64_t *)member);
}

static bool read_long(
	const struct field *field, void *memory, void *member, const json_t *json, char **ret_where)
{
	(void)memory;
	return number_from(field, json, member) || fail_here(ret_where);
}

static json_t *time_json(const struct field *field, const void *memory, const void *member)
{
	int64_t utc_s = *(const int64_t *)member;
	char text[32];

	(void)field;
	(void)memory;
	if (utc_s == -1 || utc_s < TIME_LEAST || utc_s > TIME_GREATEST)
		return json_null();
	timing_iso(utc_s, text, sizeof(text));
	return json_string(text);
}

/* Only what timing_iso writes: "2026-2-30T…" is not a time. */
static bool time_from(const json_t *json, int64_t *ret_utc_s)
{
	const char *text = json_string_value(json);
	char again[32];

	if (!text || strlen(text) != 20 || strlen(text) != json_string_length(json) ||
		!timing_from_iso(text, ret_utc_s) || *ret_utc_s < TIME_LEAST ||
		*ret_utc_s > TIME_GREATEST)
		return false;
	timing_iso(*ret_utc_s, again, sizeof(again));
	return !strcmp(text, again);
}

static bool read_time(
	const struct field *field, void *memory, void *member, const json_t *json, char **ret_where)
{
	int64_t utc_s = -1;

	(void)field;
	(void)memory;
	if (!json_is_null(json) && !time_from(json, &utc_s))
		return fail_here(ret_where);
	*(int64_t *)member = utc_s;
	return true;
}

static void init_bool(const struct field *field, void *memory, void *member)
{
	(void)memory;
	*(bool *)member = field->initial != 0;
}

static void copy_bool(const struct field *field, void *memory, void *member, const void *from)
{
	(void)field;
	(void)memory;
	*(bool *)member = *(const bool *)from;
}

static json_t *bool_json(const struct field *field, const void *memory, const void *member)
{
	(void)field;
	(void)memory;
	return json_boolean(*(const bool *)member);
}

static bool read_bool(
	const struct field *field, void *memory, void *member, const json_t *json, char **ret_where)
{
	(void)field;
	(void)memory;
	if (!json_is_boolean(json))
		return fail_here(ret_where);
	*(bool *)member = json_is_true(json);
	return true;
}

static json_t *enum_json(const struct field *field, const void *memory, const void *member)
{
	int value = *(const int *)member;

	(void)memory;
	if (value < 0 || (size_t)value >= field->name_count)
		return json_null();
	return json_string(field->names[value]);
}

static bool read_enum(
	const struct field *field, void *memory, void *member, const json_t *json, char **ret_where)
{
	const char *name = json_string_value(json);

	(void)memory;
	for (size_t i = 0; name && i < field->name_count; i++)
		if (!strcmp(field->names[i], name)) {
			*(int *)member = (int)i;
			return true;
		}
	return fail_here(ret_where);
}

/* ---- Structs ---- */
static void init_record(const struct field *field, void *memory, void *member)
{
	(void)memory;
	record_init(field->record, member);
}

static void copy_record(const struct field *field, void *memory, void *member, const void *from)
{
	(void)memory;
	record_copy(field->record, member, from);
}

static void free_record(const struct field *field, void *memory, void *member)
{
	(void)memory;
	record_free(field->record, member);
}

static json_t *member_record_json(const struct field *field, const void *memory, const void *member)
{
	(void)memory;
	return record_json(field->record, member);
}

static bool read_record(
	const struct field *field, void *memory, void *member, const json_t *json, char **ret_where)
{
	(void)memory;
	return record_read(field->record, member, json, ret_where);
}

static void init_named(const struct field *field, void *memory, void *member)
{
	(void)memory;
	for (size_t i = 0; i < field->name_count; i++)
		record_init(field->record, member_at(member, i * field->record->size));
}

static void copy_named(const struct field *field, void *memory, void *member, const void *from)
{
	(void)memory;
	for (size_t i = 0; i < field->name_count; i++)
		record_copy(field->record, member_at(member, i * field->record->size),
			const_member_at(from, i * field->record->size));
}

static void free_named(const struct field *field, void *memory, void *member)
{
	(void)memory;
	for (size_t i = 0; i < field->name_count; i++)
		record_free(field->record, member_at(member, i * field->record->size));
}

static json_t *named_json(const struct field *field, const void *memory, const void *member)
{
	json_t *object = json_object();

	(void)memory;
	for (size_t i = 0; i < field->name_count; i++)
		json_object_set_new(object, field->names[i],
			record_json(
				field->record, const_member_at(member, i * field->record->size)));
	return object;
}

static bool read_named(
	const struct field *field, void *memory, void *member, const json_t *json, char **ret_where)
{
	(void)memory;
	if (!json_is_object(json))
		return fail_here(ret_where);
	for (size_t i = 0; i < field->name_count; i++) {
		const json_t *item = json_object_get(json, field->names[i]);

		if (item && !record_read(field->record, member_at(member, i * field->record->size),
				    item, ret_where)) {
			prefix_path(ret_where, memory_text(field->names[i]));
			return false;
		}
	}
	return true;
}

/* ---- Arrays ---- */
static void init_array(const struct field *field, void *memory, void *member)
{
	set_pointer(member, NULL);
	set_count(field, memory, 0);
}

static bool read_item_failed(size_t index, char **where)
{
	prefix_path(where, memory_format("[%zu]", index));
	return false;
}

static bool array_fits(const struct field *field, const json_t *json)
{
	return json_is_array(json) && json_array_size(json) <= field->most;
}

static void copy_records(const struct field *field, void *memory, void *member, const void *from)
{
	size_t count = count_of(field, memory); /* copied before, or set by the caller */
	size_t size = field->record->size;
	const void *items = pointer_of(from);
	void *copies = NULL;

	if (count)
		copies = memory_new(count, size);
	for (size_t i = 0; i < count; i++)
		record_copy(field->record, member_at(copies, i * size),
			const_member_at(items, i * size));
	set_pointer(member, copies);
}

static void free_records(const struct field *field, void *memory, void *member)
{
	size_t count = count_of(field, memory);
	void *items = pointer_of(member);

	for (size_t i = 0; i < count; i++)
		record_free(field->record, member_at(items, i * field->record->size));
	free(items);
}

static json_t *records_json(const struct field *field, const void *memory, const void *member)
{
	size_t count = count_of(field, memory);
	const void *items = pointer_of(member);
	json_t *array = json_array();

	for (size_t i = 0; i < count; i++)
		json_array_append_new(
			array, record_json(field->record,
				       const_member_at(items, i * field->record->size)));
	return array;
}

static bool read_records(
	const struct field *field, void *memory, void *member, const json_t *json, char **ret_where)
{
	size_t count = json_array_size(json);
	size_t size = field->record->size;
	void *items;

	if (!array_fits(field, json))
		return fail_here(ret_where);
	free_records(field, memory, member);
	init_array(field, memory, member);
	if (!count)
		return true;
	items = memory_new(count, size);
	for (size_t i = 0; i < count; i++)
		record_init(field->record, member_at(items, i * size));
	set_pointer(member, items);
	set_count(field, memory, count);
	for (size_t i = 0; i < count; i++)
		if (!record_read(field->record, member_at(items, i * size), json_array_get(json, i),
			    ret_where))
			return read_item_failed(i, ret_where);
	return true;
}

static void copy_texts(const struct field *field, void *memory, void *member, const void *from)
{
	size_t count = count_of(field, memory);
	char *const *items = pointer_of(from);
	char **copies = count ? memory_new(count, sizeof(*copies)) : NULL;

	for (size_t i = 0; i < count; i++)
		copies[i] = memory_text(items[i]);
	set_pointer(member, copies);
}

static void free_texts(const struct field *field, void *memory, void *member)
{
	size_t count = count_of(field, memory);
	char **items = pointer_of(member);

	for (size_t i = 0; i < count; i++)
		free(items[i]);
	free(items);
}

static json_t *texts_json(const struct field *field, const void *memory, const void *member)
{
	size_t count = count_of(field, memory);
	char *const *items = pointer_of(member);
	json_t *array = json_array();

	for (size_t i = 0; i < count; i++)
		json_array_append_new(array, clean_json(items[i] ? items[i] : ""));
	return array;
}

static bool read_texts(
	const struct field *field, void *memory, void *member, const json_t *json, char **ret_where)
{
	size_t count = json_array_size(json);
	char **items;

	if (!array_fits(field, json))
		return fail_here(ret_where);
	free_texts(field, memory, member);
	init_array(field, memory, member);
	if (!count)
		return true;
	items = memory_new(count, sizeof(*items));
	set_pointer(member, items);
	set_count(field, memory, count);
	for (size_t i = 0; i < count; i++) {
		items[i] = text_from(json_array_get(json, i), is_clean);
		if (!items[i]) {
			fail_here(ret_where);
			return read_item_failed(i, ret_where);
		}
	}
	return true;
}

static void copy_ints(const struct field *field, void *memory, void *member, const void *from)
{
	size_t count = count_of(field, memory);
	int *copies = count ? memory_new(count, sizeof(*copies)) : NULL;

	if (count)
		memcpy(copies, pointer_of(from), count * sizeof(*copies));
	set_pointer(member, copies);
}

static json_t *ints_json(const struct field *field, const void *memory, const void *member)
{
	size_t count = count_of(field, memory);
	const int *items = pointer_of(member);
	json_t *array = json_array();

	for (size_t i = 0; i < count; i++)
		json_array_append_new(array, json_integer(items[i]));
	return array;
}

static bool read_ints(
	const struct field *field, void *memory, void *member, const json_t *json, char **ret_where)
{
	size_t count = json_array_size(json);
	int64_t number;
	int *items;

	if (!array_fits(field, json))
		return fail_here(ret_where);
	free_text(field, memory, member);
	init_array(field, memory, member);
	if (!count)
		return true;
	items = memory_new(count, sizeof(*items));
	set_pointer(member, items);
	set_count(field, memory, count);
	for (size_t i = 0; i < count; i++) {
		if (!number_from(field, json_array_get(json, i), &number)) {
			fail_here(ret_where);
			return read_item_failed(i, ret_where);
		}
		items[i] = (int)number;
	}
	return true;
}

/* ---- Walking the table ---- */
static const struct kind kinds[] = {
	[FIELD_TEXT] = { init_pointer, copy_text, free_text, text_json, read_text },
	[FIELD_LINES] = { init_pointer, copy_text, free_text, lines_json, read_lines },
	[FIELD_URL] = { init_pointer, copy_text, free_text, url_json, read_text },
	[FIELD_SECRET] = { init_pointer, copy_text, free_text, nothing_json, read_nothing },
	[FIELD_BOOL] = { init_bool, copy_bool, free_nothing, bool_json, read_bool },
	[FIELD_INT] = { init_int, copy_int, free_nothing, int_json, read_int },
	[FIELD_LONG] = { init_long, copy_long, free_nothing, long_json, read_long },
	[FIELD_TIME] = { init_long, copy_long, free_nothing, time_json, read_time },
	[FIELD_ENUM] = { init_int, copy_int, free_nothing, enum_json, read_enum },
	[FIELD_RECORD] = { init_record, copy_record, free_record, member_record_json, read_record },
	[FIELD_NAMED] = { init_named, copy_named, free_named, named_json, read_named },
	[FIELD_RECORDS] = { init_array, copy_records, free_records, records_json, read_records },
	[FIELD_TEXTS] = { init_array, copy_texts, free_texts, texts_json, read_texts },
	[FIELD_INTS] = { init_array, copy_ints, free_text, ints_json, read_ints },
};
_Static_assert(sizeof(kinds) / sizeof(kinds[0]) == FIELD_KIND_COUNT, "one row a kind");

static bool is_array(const struct field *field)
{
	return field->kind == FIELD_RECORDS || field->kind == FIELD_TEXTS ||
	       field->kind == FIELD_INTS;
}

void record_init(const struct record *record, void *memory)
{
	memset(memory, 0, record->size);
	for (size_t i = 0; i < record->field_count; i++) {
		const struct field *field = &record->fields[i];

		kinds[field->kind].init(field, memory, member_at(memory, field->at));
	}
}

void record_copy(const struct record *record, void *to, const void *from)
{
	memset(to, 0, record->size);
	for (size_t i = 0; i < record->field_count; i++) {
		const struct field *field = &record->fields[i];

		if (is_array(field))
			set_count(field, to, count_of(field, from));
		kinds[field->kind].copy(
			field, to, member_at(to, field->at), const_member_at(from, field->at));
	}
}

void record_free(const struct record *record, void *memory)
{
	for (size_t i = 0; i < record->field_count; i++) {
		const struct field *field = &record->fields[i];

		kinds[field->kind].free(field, memory, member_at(memory, field->at));
	}
	record_init(record, memory);
}

json_t *record_json(const struct record *record, const void *memory)
{
	json_t *object = json_object();

	for (size_t i = 0; i < record->field_count; i++) {
		const struct field *field = &record->fields[i];

		json_object_set_new(object, field->name,
			kinds[field->kind].json(field, memory, const_member_at(memory, field->at)));
	}
	return object;
}

bool record_read(const struct record *record, void *memory, const json_t *json, char **ret_where)
{
	if (!json_is_object(json))
		return fail_here(ret_where);
	for (size_t i = 0; i < record->field_count; i++) {
		const struct field *field = &record->fields[i];
		const json_t *value = json_object_get(json, field->name);

		if (value && !kinds[field->kind].read(field, memory, member_at(memory, field->at),
				     value, ret_where)) {
			prefix_path(ret_where, memory_text(field->name));
			return false;
		}
	}
	return true;
}

const struct field *record_field(const struct record *record, const char *name)
{
	for (size_t i = 0; i < record->field_count; i++)
		if (!strcmp(record->fields[i].name, name))
			return &record->fields[i];
	return NULL;
}
