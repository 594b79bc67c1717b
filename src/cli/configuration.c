/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/configuration.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include "base/buffer.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"
#include "cli/options.h"
#include "cli/values.h"

#define FILE_MOST 65536
#define BLANKS " \t\r"

/* TEXT without the blanks around it, cut in place. */
static char *trim(char *text)
{
	size_t length;

	text += strspn(text, BLANKS);
	length = strlen(text);
	while (length && strchr(BLANKS, text[length - 1]))
		length--;
	text[length] = '\0';
	return text;
}

static void complain_at(const char *file, int line, char *sentence)
{
	char *where = memory_format("%s:%d: ", file, line);
	char *clean = text_clean(where, strlen(where), TEXT_ONE_LINE, 0);

	fprintf(stderr, "%s%s\n", clean, sentence);
	free(clean);
	free(where);
	free(sentence);
}

/* 1 for yes, 0 for no, -1 for neither. */
static int yes_or_no(const char *value)
{
	static const struct {
		const char *word;
		int means;
	} words[] = {
		{ "yes", 1 },
		{ "no", 0 },
		{ "true", 1 },
		{ "false", 0 },
		{ "on", 1 },
		{ "off", 0 },
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (text_same(words[i].word, value))
			return words[i].means;
	}
	return -1;
}

/* An option without an argument is switched by yes or no; no is how it is anyway. */
static char *set_switch(
	struct invocation *invocation, const struct option_row *row, const char *value)
{
	int means = yes_or_no(value);

	if (means < 0)
		return say(invocation->language,
			/* xgettext:no-c-format,perl-brace-format */
			N_("{key} can be yes or no, not \"{value}\"."),
			(struct fill[]){
				{ "key", row->key },
				{ "value", value },
				{ NULL, NULL },
			});
	return means ? row->set(invocation, row->key, NULL) : NULL;
}

/* What only the files can say. */
static const struct {
	const char *key;
	value_setter *set;
} only_here[] = {
	{ "reference", set_reference_wish },
	{ "reference-sites", set_reference_sites },
	{ "time-servers", set_time_servers },
	{ "portal-probes", set_portal_probes },
};

static value_setter *setter_only_here(const char *key)
{
	for (size_t i = 0; i < sizeof(only_here) / sizeof(only_here[0]); i++)
		if (!strcmp(only_here[i].key, key))
			return only_here[i].set;
	return NULL;
}

static char *apply_pair(struct invocation *invocation, const char *key, const char *value)
{
	const struct option_row *row = option_by_key(key);
	value_setter *set = setter_only_here(key);

	if (set)
		return set(invocation, key, value);
	if (!row)
		return say_one(invocation->language,
			/* xgettext:no-c-format,perl-brace-format */
			N_("There is no setting \"{key}\"."), "key", key);
	if (!row->argument)
		return set_switch(invocation, row, value);
	return row->set(invocation, row->key, value);
}

/* NULL, or what is wrong with LINE, which is cut up. */
static char *apply_line(struct invocation *invocation, char *line)
{
	char *value;

	line = trim(line);
	if (!line[0] || line[0] == '#')
		return NULL;
	value = strchr(line, '=');
	if (!value)
		return memory_text(
			tr(invocation->language, N_("This line is not of the form: key = value")));
	*value++ = '\0';
	return apply_pair(invocation, trim(line), trim(value));
}

void configuration_apply(struct invocation *invocation, const char *file, const char *text)
{
	char *copy = memory_text(text);
	char *rest = copy;
	int number = 0;

	for (char *line; (line = strsep(&rest, "\n"));) {
		char *wrong = apply_line(invocation, line);

		number++;
		if (wrong)
			complain_at(file, number, wrong);
	}
	free(copy);
}

/* A file that isn't there is no error. */
static void read_file(struct invocation *invocation, const char *path)
{
	struct buffer text;
	int error = file_read(path, FILE_MOST, &text);

	if (error == ENOENT || error == ENOTDIR)
		return;
	if (error) {
		refuse(say(invocation->language,
			/* xgettext:no-c-format,perl-brace-format */
			N_("The file {file} can't be read: {why}"),
			(struct fill[]){
				{ "file", path },
				{ "why", i18n_error(invocation->language, error) },
				{ NULL, NULL },
			}));
		return;
	}
	configuration_apply(invocation, path, text.bytes ? text.bytes : "");
	buffer_free(&text);
}

/* XDG Base Directory Specification: a relative path is to be ignored. */
char *configuration_folder(void)
{
	const char *base = getenv("XDG_CONFIG_HOME");
	const char *home = getenv("HOME");

	if (base && base[0] == '/')
		return memory_format("%s/tlsdoctor", base);
	return home && home[0] == '/' ? memory_format("%s/.config/tlsdoctor", home) : NULL;
}

static char *own_path(void)
{
	char *folder = configuration_folder();
	char *path = folder ? memory_format("%s/config", folder) : NULL;

	free(folder);
	return path;
}

void configuration_read(struct invocation *invocation)
{
	char *path = own_path();

	read_file(invocation, SYSCONFDIR "/tlsdoctor/config");
	if (path)
		read_file(invocation, path);
	free(path);
}

/* ---- Remembering ---- */

static bool sets(const char *line, size_t length, const char *key)
{
	char *copy = memory_text_n(line, length), *equals = strchr(copy, '=');
	bool same = false;

	if (equals) {
		*equals = '\0';
		same = !strcmp(trim(copy), key);
	}
	free(copy);
	return same;
}

/* TEXT without the lines that set KEY, and KEY = VALUE at its end. */
static void change(const char *text, const char *key, const char *value, struct buffer *ret)
{
	while (*text) {
		size_t length = strcspn(text, "\n");

		if (!sets(text, length, key))
			buffer_add_format(ret, "%.*s\n", (int)length, text);
		text += length + (text[length] == '\n');
	}
	buffer_add_format(ret, "%s = %s\n", key, value);
}

/* Makes the folder of PATH, and those above it. */
static void make_folders(const char *path)
{
	char *copy = memory_text(path);

	for (char *slash = strchr(copy + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		mkdir(copy, 0700);
		*slash = '/';
	}
	free(copy);
}

int configuration_remember(const char *key, const char *value)
{
	char *path = own_path();
	struct buffer old = { 0 }, changed = { 0 };
	int error = path ? file_read(path, FILE_MOST, &old) : ENOENT;

	if (path && (!error || error == ENOENT)) {
		change(!error && old.bytes ? old.bytes : "", key, value, &changed);
		make_folders(path);
		error = file_write(path, changed.bytes, changed.length);
	}
	buffer_free(&old);
	buffer_free(&changed);
	free(path);
	return error;
}
