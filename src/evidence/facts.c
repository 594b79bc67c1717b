/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/facts.h"

#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "base/text.h"
#include "base/timing.h"

static char *clean(const char *text)
{
	char *copy = text_clean(text, text ? strlen(text) : 0, TEXT_ONE_LINE, 0);

	text_drop_logins(copy);
	return copy;
}

static void free_value(struct fact *fact)
{
	free(fact->text);
	for (size_t i = 0; i < fact->list_count; i++)
		free(fact->list[i]);
	free(fact->list);
}

/* The fact called NAME, new or emptied for its new value of KIND. */
static struct fact *fresh_fact(struct facts *facts, const char *name, enum fact_kind kind)
{
	struct fact *fact = (struct fact *)facts_find(facts, name);
	char *kept_name;

	if (!fact) {
		facts->items = memory_resize(facts->items, facts->count + 1, sizeof(*facts->items));
		fact = &facts->items[facts->count++];
		kept_name = memory_text(name);
	} else {
		free_value(fact);
		kept_name = fact->name;
	}
	*fact = (struct fact){ .name = kept_name, .kind = kind };
	return fact;
}

/* The new value is made before the old one goes: it may have been built from it. */
void facts_text(struct facts *facts, const char *name, const char *text)
{
	char *copy = clean(text);

	fresh_fact(facts, name, FACT_TEXT)->text = copy;
}

void facts_number(struct facts *facts, const char *name, enum fact_kind kind, int64_t number)
{
	fresh_fact(facts, name, kind)->number = number;
}

void facts_list(struct facts *facts, const char *name, char *const *items, size_t count)
{
	char **copies = memory_new(count, sizeof(*copies));
	struct fact *fact;

	for (size_t i = 0; i < count; i++)
		copies[i] = clean(items[i]);
	fact = fresh_fact(facts, name, FACT_LIST);
	fact->list = copies;
	fact->list_count = count;
}

const struct fact *facts_find(const struct facts *facts, const char *name)
{
	for (size_t i = 0; i < facts->count; i++)
		if (!strcmp(facts->items[i].name, name))
			return &facts->items[i];
	return NULL;
}

static void copy_fact(struct facts *to, const struct fact *fact)
{
	if (fact->kind == FACT_TEXT)
		facts_text(to, fact->name, fact->text);
	else if (fact->kind == FACT_LIST)
		facts_list(to, fact->name, fact->list, fact->list_count);
	else
		facts_number(to, fact->name, fact->kind, fact->number);
}

void facts_copy(struct facts *to, const struct facts *from)
{
	*to = (struct facts){ 0 };
	for (size_t i = 0; i < from->count; i++)
		copy_fact(to, &from->items[i]);
}

void facts_free(struct facts *facts)
{
	for (size_t i = 0; i < facts->count; i++) {
		free(facts->items[i].name);
		free_value(&facts->items[i]);
	}
	free(facts->items);
	*facts = (struct facts){ 0 };
}

static json_t *list_json(const struct fact *fact)
{
	json_t *array = json_array();

	for (size_t i = 0; i < fact->list_count; i++)
		json_array_append_new(array, json_string(fact->list[i]));
	return array;
}

static json_t *fact_json(const struct fact *fact)
{
	char time[32];

	if (fact->kind == FACT_TEXT)
		return json_string(fact->text);
	if (fact->kind == FACT_LIST)
		return list_json(fact);
	if (fact->kind != FACT_TIME)
		return json_integer(fact->number);
	timing_iso(fact->number, time, sizeof(time));
	return json_string(time);
}

json_t *facts_json(const struct facts *facts)
{
	json_t *object = json_object();

	for (size_t i = 0; i < facts->count; i++)
		json_object_set_new(object, facts->items[i].name, fact_json(&facts->items[i]));
	return object;
}
