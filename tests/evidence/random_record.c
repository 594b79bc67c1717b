/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/random_record.h"

#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "evidence/records.h"

static const char *const texts[] = { "", "x", "example.com", "日本語.jp", "\"quoted\" \\ text",
	"é \xef\xbf\xbd", "0123456789abcdef", "not-needed" };
#define TEXT_COUNT (sizeof(texts) / sizeof(texts[0]))

/* xorshift64 (Marsaglia 2003) */
uint64_t random_next(uint64_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 7;
	*seed ^= *seed << 17;
	return *seed;
}

static char *random_text(uint64_t *seed)
{
	return memory_text(texts[random_next(seed) % TEXT_COUNT]);
}

static int64_t random_number(const struct field *field, uint64_t *seed)
{
	uint64_t span = (uint64_t)field->greatest - (uint64_t)field->least;
	uint64_t number = random_next(seed);

	if (field->initial == -1 && number % 3 == 0)
		return -1;
	if (number % 3 == 1)
		return random_next(seed) % 2 ? field->least : field->greatest;
	return (int64_t)((uint64_t)field->least + (span + 1 ? number % (span + 1) : number));
}

static int64_t random_time(uint64_t *seed)
{
	uint64_t number = random_next(seed);

	return number % 4 ? (int64_t)(number % 4102444800) : number % 8 ? -1 : -86400 * 365;
}

static size_t random_count(const struct field *field, void *memory, uint64_t *seed)
{
	size_t count = random_next(seed) % 4;

	*(size_t *)(void *)((char *)memory + field->count_at) = count;
	return count;
}

static void fill_texts(const struct field *field, void *memory, char ***member, uint64_t *seed)
{
	size_t count = random_count(field, memory, seed);

	*member = memory_new(count, sizeof(**member));
	for (size_t i = 0; i < count; i++)
		(*member)[i] = random_text(seed);
}

static void fill_ints(const struct field *field, void *memory, int **member, uint64_t *seed)
{
	size_t count = random_count(field, memory, seed);

	*member = memory_new(count, sizeof(**member));
	for (size_t i = 0; i < count; i++)
		(*member)[i] = (int)random_number(field, seed);
}

static void fill_records(const struct field *field, void *items, size_t count, uint64_t *seed)
{
	for (size_t i = 0; i < count; i++) {
		void *item = (char *)items + i * field->record->size;

		record_init(field->record, item);
		random_record(field->record, item, seed);
	}
}

static void fill_array(const struct field *field, void *memory, void *member, uint64_t *seed)
{
	size_t count = random_count(field, memory, seed);
	void *items = memory_new(count, field->record->size);

	fill_records(field, items, count, seed);
	memcpy(member, &items, sizeof(items));
}

static void fill_text(void *member, char *text, uint64_t *seed)
{
	if (random_next(seed) % 4)
		*(char **)member = text;
	else
		free(text);
}

static void fill_member(const struct field *field, void *memory, void *member, uint64_t *seed)
{
	switch (field->kind) {
	case FIELD_SECRET: /* stays as it is: nobody writes it */
		break;
	case FIELD_TEXT:
		fill_text(member, random_text(seed), seed);
		break;
	case FIELD_LINES:
		fill_text(member, memory_text("-----BEGIN\nAAAA\n\nBBBB\n"), seed);
		break;
	case FIELD_URL:
		fill_text(member, memory_text("http://proxy.example:3128"), seed);
		break;
	case FIELD_SECRET:
		break; /* never written: what is read again has none */
	case FIELD_BOOL:
		*(bool *)member = random_next(seed) % 2;
		break;
	case FIELD_INT:
		*(int *)member = (int)random_number(field, seed);
		break;
	case FIELD_LONG:
		*(int64_t *)member = random_number(field, seed);
		break;
	case FIELD_TIME:
		*(int64_t *)member = random_time(seed);
		break;
	case FIELD_ENUM:
		*(int *)member = (int)(random_next(seed) % field->name_count);
		break;
	case FIELD_RECORD:
		random_record(field->record, member, seed);
		break;
	case FIELD_NAMED:
		fill_records(field, member, field->name_count, seed);
		break;
	case FIELD_RECORDS:
		fill_array(field, memory, member, seed);
		break;
	case FIELD_TEXTS:
		fill_texts(field, memory, member, seed);
		break;
	case FIELD_INTS:
		fill_ints(field, memory, member, seed);
		break;
	case FIELD_KIND_COUNT:
		break;
	}
}

void random_record(const struct record *record, void *memory, uint64_t *seed)
{
	for (size_t i = 0; i < record->field_count; i++)
		fill_member(
			&record->fields[i], memory, (char *)memory + record->fields[i].at, seed);
}

static void fit_indexes(struct evidence *evidence)
{
	struct seen_trust *trust = &evidence->trust;
	int chain_count = (int)evidence->handshake.chain_count;

	if (evidence->connect.chosen >= (int)evidence->connect.attempt_count)
		evidence->connect.chosen = (int)evidence->connect.attempt_count - 1;
	if (trust->missing_below >= chain_count)
		trust->missing_below = chain_count - 1;
	if (!chain_count)
		trust->path_count = trust->edge_count = 0;
	for (size_t i = 0; i < trust->path_count; i++)
		trust->path[i] %= chain_count;
	for (size_t i = 0; i < trust->edge_count; i++) {
		trust->edges[i].child %= chain_count;
		trust->edges[i].issuer %= chain_count;
	}
}

static void fit_answers(struct evidence *evidence)
{
	for (size_t i = 0; i < evidence->answers.count; i++) {
		struct answer *answer = &evidence->answers.items[i];

		free(answer->question);
		answer->question = memory_format("question-%zu", i);
		if (!answer->choice)
			answer->choice = memory_text("yes");
	}
}

static void fit_text(char **text)
{
	if (!*text)
		*text = memory_text("x");
}

static void fit_choices(struct seen_choice *choices, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		fit_text(&choices[i].path);
		fit_text(&choices[i].name);
		fit_text(&choices[i].value);
	}
}

static void fit_device(struct evidence *evidence)
{
	struct seen_policy *policy = &evidence->policy;
	struct seen_browsers *browsers = &evidence->browsers;

	for (size_t i = 0; i < policy->rule_count; i++) {
		fit_text(&policy->rules[i].path);
		fit_text(&policy->rules[i].name);
		fit_text(&policy->rules[i].value);
	}
	for (size_t i = 0; i < policy->bundle_count; i++) {
		fit_text(&policy->bundles[i].variable);
		fit_text(&policy->bundles[i].path);
	}
	fit_choices(browsers->policies, browsers->policy_count);
	for (size_t i = 0; i < browsers->profile_count; i++) {
		fit_text(&browsers->profiles[i].path);
		fit_choices(browsers->profiles[i].choices, browsers->profiles[i].choice_count);
	}
}

void random_evidence(struct evidence *evidence, uint64_t *seed)
{
	random_record(&evidence_record, evidence, seed);
	fit_indexes(evidence);
	fit_answers(evidence);
	fit_device(evidence);
}
