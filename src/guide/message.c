/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The short message for whoever has to mend it: what fails, what was found, what would help. */
#include <stdlib.h>
#include <string.h>
#include "base/buffer.h"
#include "base/memory.h"
#include "guide/guide.h"

#define FIXES_MOST 16
#define FIXES_SHOWN 3
#define PREVENTION 12 /* the step of what mends nothing now */

struct message {
	const struct language *language;
	const struct evidence *evidence;
	const struct findings *findings;
	struct buffer text;
};

static void add_line(struct message *message, const char *lead, char *line)
{
	if (line && *line)
		buffer_add_format(&message->text, "%s%s\n", lead, line);
	free(line);
}

static void add_gap(struct message *message)
{
	buffer_add_text(&message->text, "\n");
}

static void add_words(struct message *message, const char *msgid)
{
	add_line(message, "", memory_text(tr(message->language, msgid)));
}

/* MSGID with {host} and {date}. */
static void add_filled(struct message *message, const char *msgid)
{
	char *host = target_name(&message->evidence->settings.target);
	char *date = i18n_date_time(message->language, message->evidence->now_s);

	add_line(message, "",
		i18n_fill(tr(message->language, msgid),
			(struct fill[]){ { "host", host }, { "date", date }, { NULL, NULL } }));
	free(date);
	free(host);
}

static void add_cause(struct message *message, const struct cause *cause)
{
	add_line(message, "* ",
		guide_cause_title(message->language, cause, message->evidence, message->findings));
	for (size_t i = 0; i < cause->because_count; i++)
		if (findings_find(message->findings, cause->because[i]))
			add_line(message, "  - ",
				guide_reason_for(message->language, cause->because[i],
					message->findings, message->evidence));
}

/* What WHO can do about CAUSE. */
static void add_fixes(struct message *message, const struct cause *cause, enum who who)
{
	const struct fix_row *fixes[FIXES_MOST];
	size_t count = guide_fixes_for(cause->rule->id, message->evidence, fixes, FIXES_MOST);
	size_t shown = 0;

	for (size_t i = 0; i < count && i < FIXES_MOST && shown < FIXES_SHOWN; i++) {
		if (guide_fix_who(fixes[i]) != who || guide_fix_step(fixes[i]) == PREVENTION)
			continue;
		if (!shown++) {
			add_gap(message);
			add_words(message, N_("This would mend it:"));
		}
		add_line(message, "* ", memory_text(guide_fix_title(message->language, fixes[i])));
	}
}

/* For the technician: the same in every language. */
static void add_facts(struct message *message, const struct cause *cause)
{
	const struct seen_handshake *handshake = &message->evidence->handshake;
	const char *address = handshake->address;

	add_gap(message);
	add_words(message, N_("For your technician:"));
	buffer_add_format(&message->text, "  %s", cause->rule->id);
	if (address)
		buffer_add_format(&message->text, ", %s port %d", address, handshake->port);
	if (handshake->version_name)
		buffer_add_format(&message->text, ", %s", handshake->version_name);
	buffer_add_text(&message->text, "\n  tlsdoctor check ");
	add_line(message, "", target_name(&message->evidence->settings.target));
}

bool guide_has_message(const struct causes *causes)
{
	return causes->count && causes->items[0].rule->who != WHO_YOU;
}

char *guide_message(const struct language *language, const struct causes *causes,
	const struct evidence *evidence, const struct findings *findings)
{
	struct message message = {
		.language = language, .evidence = evidence, .findings = findings
	};
	const struct cause *first = causes->items;

	if (!guide_has_message(causes))
		return NULL;
	add_filled(&message,
		/* xgettext:no-c-format,perl-brace-format */
		N_("Subject: no secure connection to {host}"));
	add_gap(&message);
	add_words(&message, N_("Hello,"));
	add_gap(&message);
	if (first->rule->who == WHO_SITE)
		add_filled(&message,
			/* xgettext:no-c-format,perl-brace-format */
			N_("The secure connection (TLS) to {host} has a problem that only its "
			   "owner can solve. I checked it on {date}. This was found:"));
	else
		add_filled(&message,
			/* xgettext:no-c-format,perl-brace-format */
			N_("From our network there is no good secure connection (TLS) to {host}. I "
			   "checked it on {date}. This was found:"));
	add_gap(&message);
	for (size_t i = 0; i < causes->count; i++)
		if (causes->items[i].rule->who == first->rule->who)
			add_cause(&message, &causes->items[i]);
	add_fixes(&message, first, first->rule->who);
	add_facts(&message, first);
	add_gap(&message);
	add_words(&message, N_("Thank you, and kind regards"));
	return buffer_take(&message.text);
}
