/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every text of a struct, one after the other. */
#include <string.h>
#include "evidence/record.h"

struct walk {
	text_visit *visit;
	void *context;
};

static void visit_record(const struct walk *walk, const struct record *record, char *memory);

/* Pointers of several types live in these members: only their bytes are copied. */
static void *pointer_of(const char *member)
{
	void *pointer;

	memcpy(&pointer, member, sizeof(pointer));
	return pointer;
}

static void visit_text(const struct walk *walk, const struct field *field, char *member)
{
	char *text = pointer_of(member);

	if (!text)
		return;
	walk->visit(walk->context, field->name, &text);
	memcpy(member, &text, sizeof(text));
}

static void visit_texts(
	const struct walk *walk, const struct field *field, char **items, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (items[i])
			walk->visit(walk->context, field->name, &items[i]);
}

static void visit_records(
	const struct walk *walk, const struct record *record, char *items, size_t count)
{
	for (size_t i = 0; i < count; i++)
		visit_record(walk, record, items + i * record->size);
}

static void visit_field(const struct walk *walk, const struct field *field, char *memory)
{
	char *member = memory + field->at;
	size_t count = 0;

	switch (field->kind) {
	case FIELD_TEXT:
	case FIELD_LINES:
	case FIELD_URL:
	case FIELD_SECRET:
		visit_text(walk, field, member);
		break;
	case FIELD_TEXTS:
		memcpy(&count, memory + field->count_at, sizeof(count));
		visit_texts(walk, field, pointer_of(member), count);
		break;
	case FIELD_RECORD:
		visit_record(walk, field->record, member);
		break;
	case FIELD_NAMED:
		visit_records(walk, field->record, member, field->name_count);
		break;
	case FIELD_RECORDS:
		memcpy(&count, memory + field->count_at, sizeof(count));
		visit_records(walk, field->record, pointer_of(member), count);
		break;
	default:
		break;
	}
}

static void visit_record(const struct walk *walk, const struct record *record, char *memory)
{
	for (size_t i = 0; i < record->field_count; i++)
		visit_field(walk, &record->fields[i], memory);
}

void record_texts(const struct record *record, void *memory, text_visit *visit, void *context)
{
	const struct walk walk = { .visit = visit, .context = context };

	visit_record(&walk, record, memory);
}
