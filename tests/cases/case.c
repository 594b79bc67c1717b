/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "case.h"

#include <glob.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include "../check/make.h"
#include "base/file.h"
#include "base/memory.h"
#include "diagnosis/paste.h"
#include "change.h"

#define FILE_MOST (4u << 20)

/* ---- Reading ---- */

/*
 * A third is kept apart by its name alone, so that nobody chooses which: the FNV-1a hash of the name is a
 * multiple of three.
 */
static bool is_apart(const char *name)
{
	unsigned hash = 2166136261u;

	for (; *name; name++)
		hash = (hash ^ (unsigned char)*name) * 16777619u;
	return hash % 3 == 0;
}

static char *wrong(const struct stanza *stanza, const char *what)
{
	return memory_format("%s:%d: %s", stanza->file, stanza->line, what);
}

static char *add_case(struct case_set *set, const struct stanza *stanza)
{
	const char *name = stanza_value(stanza, "Case");
	const char *first = stanza_value(stanza, "First");

	if (!name || !first || !stanza_value(stanza, "Why"))
		return wrong(stanza, "Case, First and Why are needed");
	if (strcmp(first, CASE_HEALTHY) != 0 && !diagnosis_rule(first))
		return wrong(stanza, "no such cause");
	set->items = memory_resize(set->items, set->count + 1, sizeof(*set->items));
	set->items[set->count++] = (struct labelled){ .stanza = stanza,
		.name = name,
		.first = first,
		.apart = is_apart(name) && !stanza_value(stanza, "Tuned") };
	return NULL;
}

static char *add_file(struct case_set *set, const char *path)
{
	struct stanza_error error = { 0 };
	struct buffer text;
	struct stanzas *stanzas = &set->files[set->file_count];
	char *why = NULL;

	if (file_read(path, FILE_MOST, &text))
		return memory_format("%s can't be read", path);
	set->paths[set->file_count] = memory_text(path);
	if (stanza_read(set->paths[set->file_count], text.bytes, text.length, stanzas, &error))
		why = memory_format("%s:%d: %s", path, error.line, error.what);
	buffer_free(&text);
	set->file_count++;
	for (size_t i = 0; i < stanzas->count && !why; i++)
		why = add_case(set, &stanzas->items[i]);
	return why;
}

static int compare_names(const void *a, const void *b)
{
	return strcmp(((const struct labelled *)a)->name, ((const struct labelled *)b)->name);
}

static char *read_all(struct case_set *set)
{
	char *pattern = memory_format("%s/*.cases", set->folder);
	glob_t found;
	char *why = NULL;

	if (glob(pattern, 0, NULL, &found))
		why = memory_format("%s: nothing there", pattern);
	free(pattern);
	if (why)
		return why;
	set->files = memory_new(found.gl_pathc, sizeof(*set->files));
	set->paths = memory_new(found.gl_pathc, sizeof(*set->paths));
	for (size_t i = 0; i < found.gl_pathc && !why; i++)
		why = add_file(set, found.gl_pathv[i]);
	globfree(&found);
	if (why)
		return why;
	qsort(set->items, set->count, sizeof(*set->items), compare_names);
	for (size_t i = 1; i < set->count; i++)
		if (!strcmp(set->items[i - 1].name, set->items[i].name))
			return wrong(set->items[i].stanza, "two cases have this name");
	return NULL;
}

struct case_set *cases_read(const char *folder, char **ret_why)
{
	struct case_set *set = memory_new(1, sizeof(*set));
	char *why;

	set->folder = memory_text(folder);
	why = read_all(set);
	if (!why)
		return set;
	cases_free(set);
	*ret_why = why;
	return NULL;
}

void cases_free(struct case_set *set)
{
	for (size_t i = 0; i < set->file_count; i++) {
		stanza_free(&set->files[i]);
		free(set->paths[i]);
	}
	free(set->files);
	free(set->paths);
	free(set->items);
	free(set->folder);
	free(set);
}

bool case_accepts(const struct labelled *labelled, const char *id)
{
	const struct stanza *stanza = labelled->stanza;

	if (!strcmp(labelled->first, id))
		return true;
	for (size_t i = 0; i < stanza->field_count; i++)
		if (!strcmp(stanza->fields[i].name, "Accept") &&
			!strcmp(stanza->fields[i].paragraphs[0], id))
			return true;
	return false;
}

/* ---- Evidence ---- */

/* What a recorded run saw. */
static char *take_base(const struct case_set *set, const char *name, struct evidence *ret)
{
	char *path = memory_format("%s/recorded/%s.json", set->folder, name);
	json_t *json = json_load_file(path, 0, NULL);
	char *where = NULL;
	char *why = NULL;

	if (!json || evidence_from_json(json, ret, &where))
		why = memory_format("%s: %s", path, where ? where : "no JSON");
	free(where);
	json_decref(json);
	free(path);
	return why;
}

static char *answer(struct evidence *evidence, const char *text)
{
	const char *equals = strchr(text, '=');
	char *question;

	if (!equals)
		return memory_format("%s is no answer", text);
	question = memory_text_n(text, (size_t)(equals - text));
	evidence_answer(evidence, question, equals + 1);
	free(question);
	return NULL;
}

static char *paste(struct evidence *evidence, const char *text)
{
	paste_to_evidence(text, strlen(text), evidence);
	return NULL;
}

static char *apply(struct evidence *evidence, const struct stanza_field *field)
{
	static const struct {
		const char *name;
		char *(*apply)(struct evidence *, const char *);
	} ways[] = {
		{ "Change", change_by_name },
		{ "Set", change_value },
		{ "Answer", answer },
		{ "Paste", paste },
	};

	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++)
		if (!strcmp(ways[i].name, field->name))
			return ways[i].apply(evidence, field->paragraphs[0]);
	return NULL;
}

int case_evidence(const struct case_set *set, const struct labelled *labelled, struct evidence *ret,
	char **ret_why)
{
	const struct stanza *stanza = labelled->stanza;
	const char *base = stanza_value(stanza, "Base");
	char *why = NULL;

	evidence_init(ret);
	if (base)
		why = take_base(set, base, ret);
	else
		make_healthy(ret);
	for (size_t i = 0; i < stanza->field_count && !why; i++)
		why = apply(ret, &stanza->fields[i]);
	if (!why)
		return 0;
	*ret_why = memory_format("%s:%d: %s: %s", stanza->file, stanza->line, labelled->name, why);
	free(why);
	evidence_free(ret);
	return -1;
}

int case_judge(const struct case_set *set, const struct labelled *labelled, struct judged *ret,
	char **ret_why)
{
	*ret = (struct judged){ 0 };
	if (case_evidence(set, labelled, &ret->evidence, ret_why))
		return -1;
	make_judged(&ret->evidence, &ret->findings);
	diagnosis_rank(&ret->evidence, &ret->findings, &ret->causes);
	return 0;
}

void judged_free(struct judged *judged)
{
	causes_free(&judged->causes);
	findings_free(&judged->findings);
	evidence_free(&judged->evidence);
}

const char *judged_first(const struct judged *judged)
{
	return judged->causes.count ? judged->causes.items[0].rule->id : CASE_HEALTHY;
}
