/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pastes.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include "base/file.h"
#include "base/memory.h"

#define FILE_MOST (4 << 20)

/* ---- Reading ---- */

static void read_host(char *word, struct pasted *pasted)
{
	char *colon = strrchr(word, ':');

	cr_assert_not_null(colon, "line %d: @HOST:PORT", pasted->line);
	pasted->host = memory_text_n(word, (size_t)(colon - word));
	pasted->port = atoi(colon + 1);
}

static void read_head(char *line, struct pasted *pasted)
{
	struct buffer causes = { 0 };
	char *rest = NULL;

	for (char *word = strtok_r(line, " ", &rest); word; word = strtok_r(NULL, " ", &rest)) {
		if (*word == '@')
			read_host(word + 1, pasted);
		else if (*word == '%')
			pasted->form = memory_text(word + 1);
		else
			buffer_add_format(&causes, " %s", word);
	}
	buffer_add_char(&causes, ' ');
	pasted->causes = buffer_take(&causes);
}

static void take_line(struct pasteds *pasteds, char *line, int number)
{
	struct pasted *last = pasteds->count ? &pasteds->items[pasteds->count - 1] : NULL;

	if (line[0] == '=') {
		pasteds->items = memory_resize(
			pasteds->items, pasteds->count + 1, sizeof(*pasteds->items));
		last = &pasteds->items[pasteds->count++];
		*last = (struct pasted){ .port = -1, .line = number };
		read_head(line + 1, last);
	} else if (line[0] == '|' && last) {
		if (last->text.length)
			buffer_add_char(&last->text, '\n');
		buffer_add_text(&last->text, line + 1);
	} else {
		cr_assert(line[0] == '#' || line[0] == '\0', "line %d: %s", number, line);
	}
}

void pasteds_read(const char *name, struct pasteds *ret)
{
	const char *srcdir = getenv("srcdir");
	char *path = memory_format(
		"%s/tests/diagnosis/pastes/%s.paste", srcdir ? srcdir : ".", name);
	struct buffer file = { 0 };
	int number = 0;

	*ret = (struct pasteds){ 0 };
	cr_assert_eq(file_read(path, FILE_MOST, &file), 0, "%s", path);
	for (char *line = file.bytes, *end; line; line = end ? end + 1 : NULL) {
		end = strchr(line, '\n');
		if (end)
			*end = '\0';
		take_line(ret, line, ++number);
	}
	buffer_free(&file);
	free(path);
}

void pasteds_free(struct pasteds *pasteds)
{
	for (size_t i = 0; i < pasteds->count; i++) {
		free(pasteds->items[i].causes);
		free(pasteds->items[i].host);
		free(pasteds->items[i].form);
		buffer_free(&pasteds->items[i].text);
	}
	free(pasteds->items);
}

/* ---- Forms ---- */

static void add_unit(struct buffer *to, unsigned unit, bool big_endian)
{
	buffer_add_char(to, (char)(big_endian ? unit >> 8 : unit & 0xff));
	buffer_add_char(to, (char)(big_endian ? unit & 0xff : unit >> 8));
}

/* Of the basic plane alone: the texts have nothing else. */
static void add_utf16(struct buffer *to, const struct buffer *text, bool big_endian)
{
	const unsigned char *c = (const unsigned char *)text->bytes;

	while (*c) {
		unsigned unit = *c++;

		if (unit >= 0xe0) {
			unit = (unit & 0xf) << 12 | (c[0] & 0x3fu) << 6 | (c[1] & 0x3fu);
			c += 2;
		} else if (unit >= 0xc0) {
			unit = (unit & 0x1f) << 6 | (*c++ & 0x3fu);
		}
		add_unit(to, unit, big_endian);
	}
}

static void add_colours(struct buffer *to, const struct buffer *text)
{
	bool word = false;

	for (const char *c = text->bytes; *c; c++) {
		bool letter = (*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z');

		if (letter != word)
			buffer_add_text(to, letter ? "\033[1;31m" : "\033[0m");
		word = letter;
		buffer_add_char(to, *c);
	}
}

void pasted_bytes(const struct pasted *pasted, struct buffer *ret)
{
	const char *form = pasted->form ? pasted->form : "";

	*ret = (struct buffer){ 0 };
	if (!strcmp(form, "utf16-bom"))
		add_unit(ret, 0xfeff, false);
	if (!strcmp(form, "utf16le") || !strcmp(form, "utf16-bom"))
		add_utf16(ret, &pasted->text, false);
	else if (!strcmp(form, "utf16be"))
		add_utf16(ret, &pasted->text, true);
	else if (!strcmp(form, "colour"))
		add_colours(ret, &pasted->text);
	else
		buffer_add(ret, pasted->text.bytes, pasted->text.length);
}

bool pasted_accepts(const struct pasted *pasted, const char *cause)
{
	char *wanted = memory_format(" %s ", cause);
	bool accepted = strstr(pasted->causes, wanted) != NULL;

	free(wanted);
	return accepted;
}
