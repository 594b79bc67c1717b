/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tlsdoctor explain: says what an error message means, from the command line or standard input. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "base/buffer.h"
#include "base/memory.h"
#include "cli/command.h"
#include "cli/environment.h"
#include "cli/output.h"
#include "report/explain.h"

#define PIECE (64 * 1024)

/* The words of the command line, as they were typed: one text. */
static void read_words(const struct invocation *invocation, struct paste_reader *reader)
{
	for (size_t i = 0; i < invocation->word_count; i++) {
		if (i)
			paste_feed(reader, " ", 1);
		paste_feed(reader, invocation->words[i], strlen(invocation->words[i]));
	}
}

/* People who start it by hand learn that it waits for them. */
static void invite(const struct invocation *invocation)
{
	if (isatty(STDIN_FILENO) && isatty(STDERR_FILENO))
		fprintf(stderr, "%s\n",
			tr(invocation->language,
				N_("Paste the error message, then press Enter and Ctrl+D.")));
}

/* 0, or an errno. */
static int read_input(struct paste_reader *reader)
{
	char *piece = memory_new(PIECE, 1);
	ssize_t got;
	int error = 0;

	while ((got = read(STDIN_FILENO, piece, PIECE)) != 0) {
		if (got > 0) {
			paste_feed(reader, piece, (size_t)got);
		} else if (errno != EINTR) {
			error = errno;
			break;
		}
	}
	free(piece);
	return error;
}

static char *say_no_such_format(const struct invocation *invocation)
{
	return say_one(invocation->language,
		/* xgettext:no-c-format,perl-brace-format */
		N_("The format {format} is not for this command."), "format",
		format_id(invocation));
}

static int print(const struct invocation *invocation, const struct paste *paste)
{
	bool to_screen = !invocation->output;
	const struct report_options options = {
		.language = invocation->language,
		.color = to_screen && environment_color(invocation, STDOUT_FILENO),
		.ascii = environment_ascii(invocation, STDOUT_FILENO),
		.columns = to_screen ? environment_columns(STDOUT_FILENO) : 0,
	};
	char *text = report_explain(format_id(invocation), paste, &options);
	int status = output_file(invocation, invocation->output ? invocation->output : "-", text);

	free(text);
	return status;
}

static bool is_known_format(const char *format)
{
	for (size_t i = 0; report_explain_format_at(i); i++)
		if (!strcmp(report_explain_format_at(i), format))
			return true;
	return false;
}

static int run(struct invocation *invocation)
{
	struct paste_reader *reader;
	struct paste paste;
	int error = 0;
	int status;

	if (!is_known_format(format_id(invocation)))
		return refuse(say_no_such_format(invocation));
	reader = paste_open();
	if (invocation->word_count) {
		read_words(invocation, reader);
	} else {
		invite(invocation);
		error = read_input(reader);
	}
	paste_close(reader, &paste);
	if (error) {
		paste_free(&paste);
		refuse(say_one(invocation->language,
			/* xgettext:no-c-format,perl-brace-format */
			N_("Standard input can't be read: {why}"), "why", strerror(error)));
		return EXIT_COULD_NOT;
	}
	status = print(invocation, &paste);
	if (!status)
		status = paste.message_count ? EXIT_FOUND : EXIT_FINE;
	paste_free(&paste);
	return status;
}

const struct command command_explain = {
	.name = "explain",
	.bit = FOR_EXPLAIN,
	.synopsis = N_("[OPTIONS] [TEXT...]"),
	.purpose = N_("Say what an error message means; without TEXT, standard input is read."),
	.run = run,
};
