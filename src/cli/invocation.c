/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/invocation.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "base/text.h"
#include "cli/command.h"

#define VALUE_MOST 400 /* bytes of a value in a sentence */
#define FILLS_MOST 6

void invocation_init(struct invocation *invocation)
{
	*invocation = (struct invocation){ .language = language_english() };
	settings_init(&invocation->settings);
}

void invocation_free(struct invocation *invocation)
{
	settings_free(&invocation->settings);
	free(invocation->output);
	free(invocation->save);
	free(invocation->hosts);
	free(invocation->journal);
	free(invocation->repaired_chain);
	free(invocation->nginx_version);
	free(invocation->access_log);
	free(invocation->open);
	free(invocation->compare);
	free(invocation->listen_address);
	if (invocation->offer)
		seen_hello_free(invocation->offer);
	free(invocation->offer);
}

const char *format_id(const struct invocation *invocation)
{
	return invocation->format ? invocation->format->id : "text";
}

char *format_refusal(const struct invocation *invocation)
{
	static const char *const possible[] = { "text", "json", "jsonl" };

	for (size_t i = 0; i < sizeof(possible) / sizeof(possible[0]); i++)
		if (!strcmp(possible[i], format_id(invocation)))
			return NULL;
	return say(invocation->language,
		/* xgettext:no-c-format,perl-brace-format */
		N_("The format {format} is not possible with the command {command}."),
		(struct fill[]){
			{ "format", format_id(invocation) },
			{ "command", invocation->command->name },
			{ NULL, NULL },
		});
}

void complain(const char *sentence)
{
	fprintf(stderr, "tlsdoctor: %s\n", sentence);
}

int refuse(char *sentence)
{
	complain(sentence);
	free(sentence);
	return EXIT_USAGE;
}

char *say(const struct language *language, const char *pattern, const struct fill *fills)
{
	struct fill cleaned[FILLS_MOST + 1] = { 0 };
	char *sentence;
	size_t count;

	for (count = 0; count < FILLS_MOST && fills[count].name; count++)
		cleaned[count] = (struct fill){
			.name = fills[count].name,
			.value = text_clean(fills[count].value, strlen(fills[count].value),
				TEXT_ONE_LINE, VALUE_MOST),
		};
	sentence = i18n_fill(tr(language, pattern), cleaned);
	for (size_t i = 0; i < count; i++)
		free((char *)cleaned[i].value);
	return sentence;
}

char *say_one(
	const struct language *language, const char *pattern, const char *name, const char *value)
{
	return say(language, pattern, (struct fill[]){ { name, value }, { NULL, NULL } });
}
