/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/own.h"

#include "config.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"
#include "cli/command.h"
#include "cli/configuration.h"

#define FILES_MOST 100 /* of one folder */

struct reading {
	const struct invocation *invocation;
	struct guide_own *own;
	char *trouble;
};

/* Takes SENTENCE over. */
static void tell(struct reading *reading, char *sentence)
{
	complain(sentence);
	if (reading->trouble)
		free(sentence);
	else
		reading->trouble = sentence;
}

static char *shown(const char *path)
{
	return text_clean(path, strlen(path), TEXT_ONE_LINE, 300);
}

static void cannot_read(struct reading *reading, const char *path, int error)
{
	const struct language *language = reading->invocation->language;
	char *file = shown(path);

	tell(reading, say(language,
			      /* xgettext:no-c-format,perl-brace-format */
			      N_("The file {file} can't be read. Reason: {why}."),
			      (struct fill[]){ { "file", file },
				      { "why", i18n_error(language, error) }, { 0 } }));
	free(file);
}

static void cannot_use(
	struct reading *reading, const char *path, const struct guide_own_error *error)
{
	char *clean = shown(path);
	char *place = memory_format("%s:%d", clean, error->line);

	tell(reading,
		say(reading->invocation->language,
			/* TRANSLATORS: {place} is a file name and a line; {what} is English, for
				   * whoever wrote that file. */
			/* xgettext:no-c-format,perl-brace-format */
			N_("{place}: this file of your organization is left out: {what}"),
			(struct fill[]){ { "place", place }, { "what", error->what }, { 0 } }));
	free(place);
	free(clean);
}

static void read_one(struct reading *reading, const char *path)
{
	struct guide_own_error wrong;
	struct buffer text = { 0 };
	struct stat status;
	int error = stat(path, &status) ? errno : S_ISREG(status.st_mode) ? 0 : EINVAL;

	if (!error)
		error = file_read(path, GUIDE_OWN_FILE_MOST, &text);
	if (error)
		cannot_read(reading, path, error);
	else if (guide_own_read(
			 reading->own, path, text.bytes ? text.bytes : "", text.length, &wrong))
		cannot_use(reading, path, &wrong);
	buffer_free(&text);
}

static int is_wanted(const struct dirent *entry)
{
	size_t length = strlen(entry->d_name);

	return entry->d_name[0] != '.' && entry->d_name[length - 1] != '~';
}

static void read_folder(struct reading *reading, const char *folder)
{
	struct dirent **entries = NULL;
	int count = scandir(folder, &entries, is_wanted, alphasort);

	for (int i = 0; i < count; i++) {
		char *path = memory_format("%s/%s", folder, entries[i]->d_name);

		if (i < FILES_MOST)
			read_one(reading, path);
		free(path);
		free(entries[i]);
	}
	free(entries);
}

struct guide_own *own_read(const struct invocation *invocation, char **ret_trouble)
{
	struct reading reading = { .invocation = invocation, .own = guide_own_new() };
	char *folder = configuration_folder();
	char *own = folder ? memory_format("%s/guide.d", folder) : NULL;

	read_folder(&reading, SYSCONFDIR "/tlsdoctor/guide.d");
	if (own)
		read_folder(&reading, own);
	free(own);
	free(folder);
	*ret_trouble = reading.trouble;
	return reading.own;
}
