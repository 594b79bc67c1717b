/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/evidence.h"

#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "evidence/records.h"

const char *stage_name(enum stage stage)
{
	return stage_names[stage];
}

const char *service_name(enum service service)
{
	return service_names[service];
}

const char *part_name(enum part part)
{
	return part_names[part];
}

void evidence_init(struct evidence *evidence)
{
	record_init(&evidence_record, evidence);
}

void evidence_copy(struct evidence *to, const struct evidence *from)
{
	record_copy(&evidence_record, to, from);
}

void evidence_free(struct evidence *evidence)
{
	record_free(&evidence_record, evidence);
}

void evidence_texts(struct evidence *evidence,
	void (*visit)(void *context, const char *name, char **text), void *context)
{
	record_texts(&evidence_record, evidence, visit, context);
}

void seen_handshake_init(struct seen_handshake *handshake)
{
	record_init(&handshake_record, handshake);
}

void seen_handshake_free(struct seen_handshake *handshake)
{
	record_free(&handshake_record, handshake);
}

void seen_cert_init(struct seen_cert *cert)
{
	record_init(&cert_record, cert);
}

void seen_cert_free(struct seen_cert *cert)
{
	record_free(&cert_record, cert);
}

void seen_above_init(struct seen_above *above)
{
	record_init(&above_record, above);
}

void seen_offer_init(struct seen_offer *offer)
{
	record_init(&offer_record, offer);
}

void seen_oddity_init(struct seen_oddity *oddity)
{
	record_init(&oddity_record, oddity);
}

void seen_site_init(struct seen_site *site)
{
	record_init(&site_record, site);
}

/* ---- Parts ---- */
static void move_record(const struct record *record, void *to, void *from)
{
	record_free(record, to);
	memcpy(to, from, record->size);
	record_init(record, from);
}

void evidence_take_part(struct evidence *to, struct evidence *from, enum part part)
{
	const struct field *statuses = record_field(&evidence_record, "parts");
	const struct field *member = record_field(&evidence_record, part_names[part]);

	if (to == from)
		return;
	move_record(statuses->record, &to->parts[part], &from->parts[part]);
	move_record(member->record, (char *)to + member->at, (char *)from + member->at);
}

static void set_text(char **text, const char *value)
{
	char *copy = memory_text(value);

	free(*text);
	*text = copy;
}

void evidence_part_status(struct evidence *evidence, enum part part, enum part_state state,
	const char *why, const char *detail)
{
	struct part_status *status = &evidence->parts[part];
	char *why_copy = memory_text(why);
	char *detail_copy = memory_text(detail);

	free(status->why);
	free(status->detail);
	status->state = state;
	status->why = why_copy;
	status->detail = detail_copy;
}

/* ---- Answers ---- */
static struct answer *answer_to(const struct evidence *evidence, const char *question)
{
	for (size_t i = 0; i < evidence->answers.count; i++)
		if (!strcmp(evidence->answers.items[i].question, question))
			return &evidence->answers.items[i];
	return NULL;
}

static void remove_answer(struct seen_answers *answers, struct answer *answer)
{
	struct answer *end = answers->items + answers->count;

	free(answer->question);
	free(answer->choice);
	memmove(answer, answer + 1, (size_t)(end - answer - 1) * sizeof(*answer));
	answers->count--;
}

static void add_answer(struct seen_answers *answers, const char *question, const char *choice)
{
	answers->items = memory_resize(answers->items, answers->count + 1, sizeof(*answers->items));
	answers->items[answers->count++] = (struct answer){
		.question = memory_text(question),
		.choice = memory_text(choice),
	};
}

void evidence_answer(struct evidence *evidence, const char *question, const char *choice)
{
	struct answer *answer = answer_to(evidence, question);

	if (answer && choice)
		set_text(&answer->choice, choice);
	else if (answer)
		remove_answer(&evidence->answers, answer);
	else if (choice)
		add_answer(&evidence->answers, question, choice);
}

const char *evidence_answered(const struct evidence *evidence, const char *question)
{
	const struct answer *answer = answer_to(evidence, question);

	return answer ? answer->choice : NULL;
}

/* ---- JSON ---- */
json_t *evidence_json(const struct evidence *evidence)
{
	return record_json(&evidence_record, evidence);
}

/* Checks walk these indexes: each must be one of the chain's. */
static char *bad_index(const struct evidence *evidence)
{
	const struct seen_trust *trust = &evidence->trust;
	int chain_count = (int)evidence->handshake.chain_count;

	if (evidence->connect.chosen >= (int)evidence->connect.attempt_count)
		return memory_text("connect.chosen");
	if (trust->missing_below >= chain_count)
		return memory_text("trust.missing_below");
	for (size_t i = 0; i < trust->path_count; i++)
		if (trust->path[i] >= chain_count)
			return memory_format("trust.path[%zu]", i);
	for (size_t i = 0; i < trust->edge_count; i++)
		if (trust->edges[i].child >= chain_count || trust->edges[i].issuer >= chain_count)
			return memory_format("trust.edges[%zu]", i);
	return NULL;
}

static char *bad_answer(const struct evidence *evidence)
{
	for (size_t i = 0; i < evidence->answers.count; i++)
		if (!evidence->answers.items[i].question || !evidence->answers.items[i].choice)
			return memory_format("answers.items[%zu]", i);
	return NULL;
}

static char *bad_rule(const struct evidence *evidence)
{
	const struct seen_policy *policy = &evidence->policy;

	for (size_t i = 0; i < policy->rule_count; i++)
		if (!policy->rules[i].path || !policy->rules[i].name || !policy->rules[i].value)
			return memory_format("policy.rules[%zu]", i);
	for (size_t i = 0; i < policy->bundle_count; i++)
		if (!policy->bundles[i].variable || !policy->bundles[i].path)
			return memory_format("policy.bundles[%zu]", i);
	return NULL;
}

static bool is_bad_choice(const struct seen_choice *choice)
{
	return !choice->path || !choice->name || !choice->value;
}

static char *bad_browser(const struct evidence *evidence)
{
	const struct seen_browsers *browsers = &evidence->browsers;

	for (size_t i = 0; i < browsers->policy_count; i++)
		if (is_bad_choice(&browsers->policies[i]))
			return memory_format("browsers.policies[%zu]", i);
	for (size_t i = 0; i < browsers->profile_count; i++) {
		const struct seen_profile *profile = &browsers->profiles[i];

		if (!profile->path)
			return memory_format("browsers.profiles[%zu]", i);
		for (size_t k = 0; k < profile->choice_count; k++)
			if (is_bad_choice(&profile->choices[k]))
				return memory_format("browsers.profiles[%zu].choices[%zu]", i, k);
	}
	return NULL;
}

int evidence_from_json(const json_t *json, struct evidence *ret, char **ret_where)
{
	char *where = NULL;

	record_init(&evidence_record, ret);
	if (record_read(&evidence_record, ret, json, &where))
		where = bad_index(ret);
	if (!where)
		where = bad_answer(ret);
	if (!where)
		where = bad_rule(ret);
	if (!where)
		where = bad_browser(ret);
	*ret_where = where;
	if (!where)
		return 0;
	record_free(&evidence_record, ret);
	return -1;
}
