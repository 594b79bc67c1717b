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

static char *say_rule(const struct language *language, const char *rule)
{
	return say_one(language,
		/* xgettext:no-c-format,perl-brace-format */
		N_("\"{rule}\" belongs to a rule that each version of a library reads in its own "
		   "way. Please paste the list that it stands for; on the client's computer "
		   "\"openssl "
		   "ciphers 'RULE'\" prints it."),
		"rule", rule);
}

/* Those that mean nothing here are named, and the rest counts. */
static void tell_strange(const struct language *language, const struct client_list *list)
{
	size_t kept = list->strange_count < CLIENT_LIST_WORDS_MOST ? list->strange_count
								   : CLIENT_LIST_WORDS_MOST;
	char *words = i18n_list(language, (const char *const *)list->strange, kept);
	char *sentence = say_one(language,
		/* xgettext:no-c-format,perl-brace-format */
		N_("Not understood, and left out: {words}"), "words", words);

	complain(sentence);
	free(sentence);
	free(words);
}

static char *read_list(const struct language *language, const char *option, const char *text,
	size_t length, struct seen_hello *ret)
{
	struct client_list list;
	enum client_list_outcome outcome = client_list_read(
		text, length < LIST_MOST ? length : LIST_MOST, &list);
	char *wrong = NULL;

	if (outcome == CLIENT_LIST_RULE)
		wrong = say_rule(language, list.rule);
	else if (outcome == CLIENT_LIST_NOTHING)
		wrong = say_one(language,
			/* xgettext:no-c-format,perl-brace-format */
			N_("{option}: no cipher suite is in it, and there is no file of that name. "
			   "A list looks like this: ECDHE-RSA-AES128-GCM-SHA256:AES128-SHA"),
			"option", option);
	else if (list.strange_count)
		tell_strange(language, &list);
	if (!wrong)
		seen_hello_copy(ret, &list.hello);
	client_list_free(&list);
	return wrong;
}

/* ---- The value ---- */

static char *read_text(const struct language *language, const char *option, const char *value,
	const struct buffer *text, struct seen_hello *ret)
{
	size_t blanks = text->bytes ? strspn(text->bytes, " \t\r\n") : 0;
	char *where, *wrong;

	if (!text->bytes || text->bytes[blanks] != '{')
		return read_list(
			language, option, text->bytes ? text->bytes : "", text->length, ret);
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

static char *read_file(const struct language *language, const char *option, const char *value,
	struct seen_hello *ret)
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
	wrong = read_text(language, option, value, &text, ret);
	buffer_free(&text);
	return wrong;
}

char *offer_read(const struct language *language, const char *option, const char *value,
	struct seen_hello *ret)
{
	if (!strcmp(value, "self"))
		return capture_own(NULL, false, ret)
			       ? NULL
			       : memory_text(tr(language, N_("What tlsdoctor itself offers could "
							     "not be found out.")));
	if (!strcmp(value, "-") || access(value, F_OK) == 0)
		return read_file(language, option, value, ret);
	return read_list(language, option, value, strlen(value), ret);
}
