/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/offer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "base/file.h"
#include "base/memory.h"
#include "cli/invocation.h"
#include "evidence/client_list.h"
#include "guide/sides.h"
#include "tls/capture.h"

#define LIST_MOST 65536 /* bytes of a list of names */

/* ---- JSON ---- */

/* The hello in what "hello --format json" printed. NULL, or where it isn't as written. */
static char *read_json(const char *text, size_t length, struct seen_hello *ret)
{
	json_error_t error;
	json_t *json = json_loadb(text, length, 0, &error);
	char *where = NULL;

	if (!json)
		return memory_text(error.text);
	if (seen_hello_from_json(json_object_get(json, "hello"), ret, &where) == 0) {
		json_decref(json);
		return NULL;
	}
	json_decref(json);
	if (where && where[0])
		return where;
	free(where);
	return memory_text("hello");
}

/* ---- Lists ---- */

/* Words that mean nothing are named, and the rest counts. */
static char *read_list(
	const struct language *language, const char *text, size_t length, struct seen_hello *ret)
{
	struct client_list list;
	enum client_list_outcome outcome = client_list_read(
		text, length < LIST_MOST ? length : LIST_MOST, &list);
	char *remark = guide_client_list(language, outcome, &list);

	if (outcome == CLIENT_LIST_OK) {
		seen_hello_copy(ret, &list.hello);
		if (remark)
			complain(remark);
		free(remark);
		remark = NULL;
	}
	client_list_free(&list);
	return remark;
}

/* ---- The value ---- */

static char *read_text(const struct language *language, const char *value,
	const struct buffer *text, struct seen_hello *ret)
{
	size_t blanks = text->bytes ? strspn(text->bytes, " \t\r\n") : 0;
	char *where, *wrong;

	if (!text->bytes || text->bytes[blanks] != '{')
		return read_list(language, text->bytes ? text->bytes : "", text->length, ret);
	where = read_json(text->bytes, text->length, ret);
	if (!where)
		return NULL;
	wrong = say(language,
		/* xgettext:no-c-format,perl-brace-format */
		N_("The file {file} holds nothing that \"tlsdoctor hello --format json\" printed: "
		   "{why}"),
		(struct fill[]){
			{ "file", value },
			{ "why", where },
			{ NULL, NULL },
		});
	free(where);
	return wrong;
}

static char *read_file(const struct language *language, const char *value, struct seen_hello *ret)
{
	struct buffer text;
	int error = file_read(value, OFFER_MOST, &text);
	char *wrong;

	if (error)
		return say(language,
			/* xgettext:no-c-format,perl-brace-format */
			N_("The file {file} can't be read: {why}"),
			(struct fill[]){
				{ "file", value },
				{ "why", strerror(error) },
				{ NULL, NULL },
			});
	wrong = read_text(language, value, &text, ret);
	buffer_free(&text);
	return wrong;
}

char *offer_read(const struct language *language, const char *value, struct seen_hello *ret)
{
	if (!strcmp(value, "self"))
		return capture_own(NULL, false, ret)
			       ? NULL
			       : memory_text(tr(language, N_("What tlsdoctor itself offers could "
							     "not be found out.")));
	if (!strcmp(value, "-") || access(value, F_OK) == 0)
		return read_file(language, value, ret);
	return read_list(language, value, strlen(value), ret);
}
