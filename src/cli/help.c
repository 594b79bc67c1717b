/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "cli/help.h"

#include <stdint.h>
#include <stdlib.h>
#include "base/buffer.h"
#include "base/memory.h"
#include "cli/command.h"
#include "cli/options.h"
#include "i18n/cells.h"

#define TEXT_COLUMN 30
#define TEXT_CELLS_LEAST 20

static void add_blanks(struct buffer *buffer, int count)
{
	for (int i = 0; i < count; i++)
		buffer_add_char(buffer, ' ');
}

/* NAME at the left, TEXT wrapped in a column of its own; a long name has a line for itself. */
static void add_entry(struct buffer *buffer, const char *name, const char *text, int columns)
{
	int room = columns - TEXT_COLUMN;
	int wide = cells_wide(name, SIZE_MAX);
	struct cells_line *lines;
	size_t count = cells_wrap(text, room < TEXT_CELLS_LEAST ? TEXT_CELLS_LEAST : room, &lines);

	buffer_add_text(buffer, name);
	if (wide + 2 > TEXT_COLUMN) {
		buffer_add_char(buffer, '\n');
		wide = 0;
	}
	for (size_t i = 0; i < count; i++) {
		add_blanks(buffer, i ? TEXT_COLUMN : TEXT_COLUMN - wide);
		buffer_add(buffer, text + lines[i].start, lines[i].length);
		buffer_add_char(buffer, '\n');
	}
	free(lines);
}

static void add_paragraph(struct buffer *buffer, const char *text, int columns)
{
	struct cells_line *lines;
	size_t count = cells_wrap(text, columns, &lines);

	for (size_t i = 0; i < count; i++) {
		buffer_add(buffer, text + lines[i].start, lines[i].length);
		buffer_add_char(buffer, '\n');
	}
	free(lines);
}

static void add_commands(struct buffer *buffer, const struct language *language, int columns)
{
	for (size_t i = 0; command_at(i); i++) {
		const struct command *command = command_at(i);
		char *name = memory_format("  tlsdoctor %s%s%s", command->name,
			command->name[0] ? " " : "", tr(language, command->synopsis));

		add_entry(buffer, name, tr(language, command->purpose), columns);
		free(name);
	}
}

/* What an option can be stands where it is decided, not in the text for translators. */
static char *option_help(const struct language *language, const struct option_row *row)
{
	struct buffer languages = { 0 };
	struct buffer formats = { 0 };
	struct fill fills[] = { { "languages", NULL }, { "formats", NULL }, { NULL, NULL } };
	char *text;

	for (size_t i = 0; language_at(i); i++)
		buffer_add_format(&languages, "%s%s", i ? ", " : "", language_code(language_at(i)));
	for (size_t i = 0; report_format_at(i); i++)
		buffer_add_format(&formats, "%s%s", i ? ", " : "", report_format_at(i)->id);
	fills[0].value = languages.bytes;
	fills[1].value = formats.bytes;
	text = i18n_fill(tr(language, row->help), fills);
	buffer_free(&languages);
	buffer_free(&formats);
	return text;
}

static void add_option(struct buffer *buffer, const struct language *language,
	const struct option_row *row, int columns)
{
	struct buffer name = { 0 };
	char *taken, *help;

	if (row->letter)
		buffer_add_format(&name, "  -%c, --%s", row->letter, row->name);
	else
		buffer_add_format(&name, "      --%s", row->name);
	if (row->argument)
		buffer_add_format(&name, " %s", row->argument);
	taken = buffer_take(&name);
	help = option_help(language, row);
	add_entry(buffer, taken, help, columns);
	free(help);
	free(taken);
}

static void add_exit_statuses(struct buffer *buffer, const struct language *language, int columns)
{
	static const struct {
		const char *status;
		const char *meaning;
	} rows[] = {
		{ "  0", N_("Nothing fails; there may be warnings.") },
		{ "  1", N_("Something fails, and the report says what.") },
		{ "  2", N_("It could not be checked.") },
		{ "  64", N_("tlsdoctor was called in a wrong way, or a file can't be read or "
			     "written.") },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		add_entry(buffer, rows[i].status, tr(language, rows[i].meaning), columns);
}

char *help_text(const struct invocation *invocation, int columns)
{
	const struct language *language = invocation->language;
	const struct command *command = invocation->command;
	struct buffer buffer = { 0 };

	add_paragraph(&buffer,
		tr(language, N_("tlsdoctor finds out why a TLS (SSL) connection fails, who can "
				"mend it, and how.")),
		columns);
	buffer_add_format(&buffer, "\n%s\n", tr(language, N_("Commands:")));
	add_commands(&buffer, language, columns);
	buffer_add_format(&buffer, "\n%s\n", tr(language, N_("Options:")));
	for (size_t i = 0; option_at(i); i++) {
		if (!command->name[0] || option_at(i)->commands & command->bit)
			add_option(&buffer, language, option_at(i), columns);
	}
	buffer_add_format(&buffer, "\n%s\n", tr(language, N_("Exit status of check:")));
	add_exit_statuses(&buffer, language, columns);
	return buffer_take(&buffer);
}

char *version_text(const struct invocation *invocation)
{
	return memory_format("%s\n%s\n", PACKAGE_STRING,
		tr(invocation->language, N_("Free software under the GNU General Public License, "
					    "version 3 or later, "
					    "without any warranty.")));
}
