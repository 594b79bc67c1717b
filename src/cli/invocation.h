/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What did the person ask for? Filled from the environment, the configuration and the command line, in
 * this order; then a command runs on it. And how they are told that it can't be.
 */
#ifndef CLI_INVOCATION_H
#define CLI_INVOCATION_H

#include <stdbool.h>
#include <stddef.h>
#include "evidence/client_hello.h"
#include "evidence/settings.h"
#include "i18n/i18n.h"
#include "report/report.h"

enum exit_status {
	EXIT_FINE = 0,
	EXIT_FOUND = 1, /* a cause of severity fail */
	EXIT_COULD_NOT = 2,
	EXIT_USAGE = 64, /* EX_USAGE of sysexits.h */
	EXIT_INTERRUPTED = 130,
	EXIT_PIPE = 141,
};

enum color_wish { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER };

struct command;

struct invocation {
	const struct language *language; /* never NULL */
	const struct language *report_language; /* a second one of reports, or NULL */
	bool language_decided; /* false: nothing asked for it, English is a guess */
	const struct command *command;
	char **words; /* of the command line, after the command; not owned */
	size_t word_count;
	struct settings settings; /* for every target; its target stays empty */
	bool starttls_given;
	enum starttls starttls; /* STARTTLS_NONE too can be asked for */
	bool proxy_given; /* settings.proxy stands, the environment's doesn't count */
	const struct report_format *format;
	char *output; /* paths, or NULL */
	char *save;
	char *hosts; /* a list of targets; "-": standard input */
	char *journal;
	size_t jobs; /* 0: not said */
	char *open;
	char *compare;
	bool redact; /* private details are taken out of reports and saved sessions */
	char *repaired_chain;
	char *listen_address; /* numeric; NULL: loopback */
	int listen_port; /* 0: a free one */
	bool timeout_given;
	struct seen_hello *offer; /* of a client to compare with, or NULL */
	char *nginx_version; /* whose defaults count, or NULL */
	char *access_log; /* or NULL */
	bool follow;
	int64_t since_s, until_s; /* 0: no limit */
	bool list;
	bool plain;
	bool ascii;
	enum color_wish color;
	bool help;
	bool version;
};

void invocation_init(struct invocation *invocation);
void invocation_free(struct invocation *invocation);

/* The format asked for, "text" without one; and why it can't be when the command prints text and JSON alone
 * (NULL: it can; the caller frees it). */
const char *format_id(const struct invocation *invocation);
char *format_refusal(const struct invocation *invocation);

/* "tlsdoctor: SENTENCE" on standard error. */
void complain(const char *sentence);

/* The same, freeing SENTENCE; returns EXIT_USAGE. */
int refuse(char *sentence);

/*
 * PATTERN (an msgid) in LANGUAGE, its placeholders filled with values that are cleaned first: they may
 * come from anywhere. The caller frees it. FILLS ends with a NULL name.
 */
char *say(const struct language *language, const char *pattern, const struct fill *fills);
char *say_one(
	const struct language *language, const char *pattern, const char *name, const char *value);

#endif
