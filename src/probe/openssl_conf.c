/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "probe/openssl_conf.h"

#include <stdlib.h>
#include <string.h>
#include "base/buffer.h"
#include "base/memory.h"

#define PAIRS_MOST 4000
#define VALUE_MOST 16384

static const char blanks[] = " \t\r\f\v";
static const char name_characters[] =
	"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_";

/* ---- Pairs ---- */

static struct conf_pair *find(const struct conf *conf, const char *section, const char *name)
{
	for (size_t i = 0; i < conf->count; i++)
		if (!strcmp(conf->pairs[i].section, section) && !strcmp(conf->pairs[i].name, name))
			return &conf->pairs[i];
	return NULL;
}

static void free_pair(struct conf_pair *pair)
{
	free(pair->section);
	free(pair->name);
	free(pair->value);
	free(pair->path);
}

/* A name that comes again takes the place of the earlier one, at the end. */
static void add(struct conf *conf, struct conf_pair pair)
{
	struct conf_pair *old = find(conf, pair.section, pair.name);

	if (old) {
		struct conf_pair *end = conf->pairs + conf->count;

		free_pair(old);
		memmove(old, old + 1, (size_t)(end - old - 1) * sizeof(*old));
		conf->count--;
	} else if (conf->count >= PAIRS_MOST) {
		free_pair(&pair);
		return;
	}
	conf->pairs = memory_resize(conf->pairs, conf->count + 1, sizeof(*conf->pairs));
	conf->pairs[conf->count++] = pair;
}

const char *openssl_conf_value(const struct conf *conf, const char *section, const char *name)
{
	const struct conf_pair *pair = find(conf, section, name);

	return pair ? pair->value : NULL;
}

/* ---- Variables ---- */

static const char *look_up(const struct conf *conf, const struct conf_source *source,
	const char *section, const char *name)
{
	const char *value;

	if (!strcmp(section, "ENV"))
		return source->environment ? source->environment(name) : NULL;
	value = openssl_conf_value(conf, section, name);
	return value ? value : openssl_conf_value(conf, "default", name);
}

/* Fills in the variable behind the '$' at *AT, which moves behind it. false: it has no value. */
static bool add_variable(const struct conf *conf, const struct conf_source *source, const char **at,
	struct buffer *out)
{
	const char *from = *at + 1, *value;
	char close = *from == '{' ? '}' : *from == '(' ? ')' : '\0';
	char *section, *name;
	size_t length;

	from += close != '\0';
	length = strspn(from, name_characters);
	section = NULL;
	if (from[length] == ':' && from[length + 1] == ':') {
		section = memory_text_n(from, length);
		from += length + 2;
		length = strspn(from, name_characters);
	}
	name = memory_text_n(from, length);
	from += length;
	value = close && *from != close
			? NULL
			: look_up(conf, source, section ? section : conf->section, name);
	if (value)
		buffer_add_text(out, value);
	*at = from + (close && *from == close);
	free(section);
	free(name);
	return value && out->length <= VALUE_MOST;
}

/* The value written as TEXT; NULL when a variable in it has none. */
static char *expand(const struct conf *conf, const struct conf_source *source, const char *text)
{
	struct buffer out = { 0 };
	size_t kept = 0; /* up to here blanks at the end were meant */

	while (*text && *text != '#') {
		if (*text == '\'' || *text == '"') {
			char quote = *text++;

			while (*text && *text != quote) {
				text += *text == '\\' && text[1];
				buffer_add_char(&out, *text++);
			}
			text += *text == quote;
			kept = out.length;
		} else if (*text == '\\' && text[1]) {
			buffer_add_char(&out, text[1]);
			text += 2;
			kept = out.length;
		} else if (*text == '$') {
			if (!add_variable(conf, source, &text, &out)) {
				buffer_free(&out);
				return NULL;
			}
			kept = out.length;
		} else {
			buffer_add_char(&out, *text++);
		}
	}
	while (out.length > kept && strchr(blanks, out.bytes[out.length - 1]))
		out.bytes[--out.length] = '\0';
	return buffer_take(&out);
}

/* ---- Lines ---- */

struct reading {
	struct conf *conf;
	const struct conf_source *source;
	const char *path;
	int line;
};

static void break_at(struct reading *reading)
{
	if (!reading->conf->broken)
		reading->conf->broken_line = reading->line;
	reading->conf->broken = true;
}

static void read_section(struct reading *reading, char *text)
{
	char *end = strchr(text, ']');

	if (!end) {
		break_at(reading);
		return;
	}
	*end = '\0';
	text += strspn(text, blanks);
	while (end > text && strchr(blanks, end[-1]))
		*--end = '\0';
	free(reading->conf->section);
	reading->conf->section = memory_text(text);
}

static void read_include(struct reading *reading, const char *text)
{
	char *path;

	text += strspn(text, blanks);
	text += *text == '=';
	text += strspn(text, blanks);
	path = expand(reading->conf, reading->source, text);
	if (!path)
		break_at(reading);
	else if (reading->source->include)
		reading->source->include(reading->source->context, reading->conf, path);
	free(path);
}

static void read_pair(struct reading *reading, char *name)
{
	char *mark = strchr(name, '='), *end = mark, *colons;
	struct conf_pair pair = { 0 };
	const char *section = reading->conf->section;

	if (!mark) {
		break_at(reading);
		return;
	}
	*mark = '\0';
	while (end > name && strchr(blanks, end[-1]))
		*--end = '\0';
	colons = strstr(name, "::");
	if (colons) {
		*colons = '\0';
		section = name;
		name = colons + 2;
	}
	mark++;
	pair.value = expand(reading->conf, reading->source, mark + strspn(mark, blanks));
	if (!pair.value) {
		break_at(reading);
		return;
	}
	pair.section = memory_text(section);
	pair.name = memory_text(name);
	pair.path = memory_text(reading->path);
	pair.line = reading->line;
	add(reading->conf, pair);
}

static void read_line(struct reading *reading, char *line)
{
	static const char include[] = ".include", pragma[] = ".pragma";

	line += strspn(line, blanks);
	if (!*line || *line == '#')
		return;
	if (*line == '[')
		read_section(reading, line + 1);
	else if (!strncmp(line, include, sizeof(include) - 1) &&
		 strchr(" \t=", line[sizeof(include) - 1]))
		read_include(reading, line + sizeof(include) - 1);
	else if (strncmp(line, pragma, sizeof(pragma) - 1) != 0)
		read_pair(reading, line);
}

void openssl_conf_parse(struct conf *conf, const struct conf_source *source, const char *path,
	const char *text, size_t length)
{
	struct reading reading = { conf, source, path, 0 };
	struct buffer line = { 0 };
	int number = 1;

	if (!conf->section)
		conf->section = memory_text("default");
	reading.line = 1;
	for (size_t i = 0; i <= length && !conf->broken; i++) {
		char c = i < length ? text[i] : '\n';

		if (c == '\r' || !c)
			continue;
		if (c != '\n') {
			buffer_add_char(&line, c);
			continue;
		}
		number++;
		if (i < length && line.length && line.bytes[line.length - 1] == '\\') {
			line.bytes[--line.length] = '\0';
			continue;
		}
		if (line.length)
			read_line(&reading, line.bytes);
		line.length = 0;
		reading.line = number;
	}
	buffer_free(&line);
}

/* ---- What it comes to ---- */

const char *openssl_conf_rules(const struct conf *conf)
{
	static const char *const names[] = { "openssl_conf", "ssl_conf", "system_default" };
	const char *section = "default";

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]) && section; i++)
		section = openssl_conf_value(conf, section, names[i]);
	return conf->broken ? NULL : section;
}

void openssl_conf_free(struct conf *conf)
{
	for (size_t i = 0; i < conf->count; i++)
		free_pair(&conf->pairs[i]);
	free(conf->pairs);
	free(conf->section);
	*conf = (struct conf){ 0 };
}
