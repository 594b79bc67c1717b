/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The simple formats of settings files. */
#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "probe/local.h"

static const char blanks[] = " \t\r\f\v";

/* Cuts the blanks around TEXT, in place. */
static char *trim(char *text)
{
	size_t length;

	text += strspn(text, blanks);
	length = strlen(text);
	while (length && strchr(blanks, text[length - 1]))
		text[--length] = '\0';
	return text;
}

/* The next line of TEXT (moved behind it; NULL behind the last) as a copy without NUL bytes, or NULL. */
static char *next_line(const char **text, size_t *length)
{
	const char *end;
	char *line;
	size_t used, kept = 0;

	if (!*length)
		return NULL;
	end = memchr(*text, '\n', *length);
	used = end ? (size_t)(end - *text) : *length;
	line = memory_text_n("", 0);
	line = memory_resize(line, used + 1, 1);
	for (size_t i = 0; i < used; i++)
		if ((*text)[i])
			line[kept++] = (*text)[i];
	line[kept] = '\0';
	if (end)
		used++;
	*text += used;
	*length -= used;
	return line;
}

/* Ends NAME at the '=' (or one of OTHERS) and returns what is behind it; NULL when there is none. */
static char *split(char *name, const char *marks)
{
	char *mark = strpbrk(name, marks);

	if (!mark)
		return NULL;
	*mark = '\0';
	return trim(mark + 1);
}

/* ---- INI ---- */

void ini_parse(const char *text, size_t length,
	void (*visit)(
		void *context, const char *section, const char *name, const char *value, int line),
	void *context)
{
	char *section = memory_text("");
	char *whole;

	for (int line = 1; (whole = next_line(&text, &length)); line++) {
		char *name = trim(whole);
		char *end = *name == '[' ? strchr(name, ']') : NULL;
		char *value;

		if (end) {
			*end = '\0';
			free(section);
			section = memory_text(trim(name + 1));
		} else if (*name && !strchr("#;[", *name) && (value = split(name, "="))) {
			visit(context, section, trim(name), value, line);
		}
		free(whole);
	}
	free(section);
}

/* ---- Java's properties ---- */

/* Whether LINE goes on: it ends in an odd number of backslashes. Cuts the last one. */
static bool goes_on(char *line)
{
	size_t length, slashes = 0;

	length = strlen(line);
	while (length && strchr("\r", line[length - 1]))
		line[--length] = '\0';
	while (slashes < length && line[length - 1 - slashes] == '\\')
		slashes++;
	if (slashes % 2)
		line[length - 1] = '\0';
	return slashes % 2;
}

void properties_parse(const char *text, size_t length,
	void (*visit)(void *context, const char *name, const char *value, int line), void *context)
{
	struct buffer logical = { 0 };
	char *whole;
	int begins = 1;

	for (int line = 1; (whole = next_line(&text, &length)); line++) {
		char *part = whole + strspn(whole, blanks);
		bool comment = !logical.length && (*part == '#' || *part == '!');
		bool more = !comment && goes_on(part);

		if (!logical.length)
			begins = line;
		if (!comment)
			buffer_add_text(&logical, part);
		free(whole);
		if ((!more || !length) && logical.length) {
			char *name = buffer_take(&logical);
			char *value = split(name, "=:");

			if (value)
				visit(context, trim(name), value, begins);
			free(name);
		}
	}
	buffer_free(&logical);
}

/* ---- Firefox's preferences ---- */

/* The quoted text at *TEXT, unescaped in place; *TEXT moves behind it. NULL when there is none. */
static char *quoted(char **text)
{
	char *from = *text, *begin, *to;

	if (*from != '"')
		return NULL;
	begin = to = ++from;
	while (*from && *from != '"') {
		if (*from == '\\' && from[1])
			from++;
		*to++ = *from++;
	}
	if (!*from)
		return NULL;
	*text = from + 1;
	*to = '\0';
	return begin;
}

/* The value up to ");", as text. */
static char *pref_value(char *text)
{
	char *end;

	text += strspn(text, blanks);
	if (*text == '"')
		return quoted(&text);
	end = strchr(text, ')');
	if (!end)
		return NULL;
	*end = '\0';
	return trim(text);
}

void prefs_parse(const char *text, size_t length,
	void (*visit)(void *context, const char *name, const char *value, int line), void *context)
{
	static const char call[] = "user_pref(";
	char *whole;

	for (int line = 1; (whole = next_line(&text, &length)); line++) {
		char *at = trim(whole), *name, *value;

		if (!strncmp(at, call, sizeof(call) - 1)) {
			at += sizeof(call) - 1;
			at += strspn(at, blanks);
			name = quoted(&at);
			at += name ? strspn(at, blanks) : 0;
			value = name && *at == ',' ? pref_value(at + 1) : NULL;
			if (value)
				visit(context, name, value, line);
		}
		free(whole);
	}
}
