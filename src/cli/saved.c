/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/saved.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include "base/file.h"
#include "base/memory.h"
#include "report/report.h"

#define FILE_MOST (64u << 20)

void sessions_add(struct sessions *sessions, struct session *session)
{
	sessions->items = memory_resize(
		sessions->items, sessions->count + 1, sizeof(*sessions->items));
	sessions->items[sessions->count++] = session;
}

void sessions_free(struct sessions *sessions)
{
	for (size_t i = 0; i < sessions->count; i++)
		session_free(sessions->items[i]);
	free(sessions->items);
	*sessions = (struct sessions){ 0 };
}

char *saved_refusal(const struct language *language, const char *path, char *why)
{
	char *sentence = say(language,
		/* xgettext:no-c-format,perl-brace-format */
		N_("The file {file} can't be opened as a saved session: {why}"),
		(struct fill[]){
			{ "file", path },
			{ "why", why },
			{ NULL, NULL },
		});

	free(why);
	return sentence;
}

/* NULL, or where the evidence in JSON, a report, isn't as written. */
static char *add_report(const json_t *json, struct budget *budget, struct sessions *ret)
{
	const json_t *evidence = json_object_get(json, "evidence");
	char *where = NULL;
	struct session *session;

	if (!evidence)
		return memory_text("evidence");
	session = session_from_json(evidence, budget, &where);
	if (!session)
		return where ? where : memory_text("evidence");
	sessions_add(ret, session);
	return NULL;
}

static char *add_all(const json_t *json, struct budget *budget, struct sessions *ret)
{
	char *where = NULL;

	if (!json_is_array(json))
		return add_report(json, budget, ret);
	for (size_t i = 0; i < json_array_size(json) && !where; i++)
		where = add_report(json_array_get(json, i), budget, ret);
	if (!where && !ret->count)
		where = memory_text("[]");
	return where;
}

static char *parse(const struct buffer *file, struct budget *budget, struct sessions *ret)
{
	json_error_t error;
	json_t *json = json_loadb(file->bytes ? file->bytes : "", file->length, 0, &error);
	char *where;

	if (!json)
		return memory_text(error.text);
	where = add_all(json, budget, ret);
	json_decref(json);
	if (where)
		sessions_free(ret);
	return where;
}

char *saved_read(const struct language *language, const char *path, struct budget *budget,
	struct sessions *ret)
{
	struct buffer file;
	int error = file_read(path, FILE_MOST, &file);
	char *where, *why;

	*ret = (struct sessions){ 0 };
	if (error)
		return memory_text(i18n_error(language, error));
	where = parse(&file, budget, ret);
	buffer_free(&file);
	if (!where)
		return NULL;
	why = say_one(language,
		/* TRANSLATORS: Follows "Reason: "; {where} is a technical place or word. */
		/* xgettext:no-c-format,perl-brace-format */
		N_("it is not a session that this program saved ({where})"), "where", where);
	free(where);
	return why;
}

char *saved_text(struct session *const *sessions, size_t count)
{
	struct report_options options = {
		.language = language_english(),
		.with_evidence = true,
	};

	return report_format("json")->render(
		(const struct session *const *)sessions, count, &options);
}
