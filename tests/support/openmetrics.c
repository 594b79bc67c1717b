/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/openmetrics.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "base/text.h"

#define NAME_MOST 128
#define LABELS_MOST 32

/* ---- OpenMetrics ---- */

struct family {
	char name[NAME_MOST];
	char type[NAME_MOST];
	bool has_unit, has_help, has_sample;
};

struct reading {
	struct family family; /* the one under way */
	char **families; /* names of all so far */
	size_t family_count;
	char **samples; /* names with labels of all so far */
	size_t sample_count;
};

static bool is_name(const char *name, bool colon)
{
	if (!isalpha((unsigned char)*name) && *name != '_')
		return false;
	for (; *name; name++)
		if (!isalnum((unsigned char)*name) && *name != '_' && !(colon && *name == ':'))
			return false;
	return true;
}

static bool add_once(char ***list, size_t *count, const char *text)
{
	for (size_t i = 0; i < *count; i++)
		if (!strcmp((*list)[i], text))
			return false;
	*list = memory_resize(*list, *count + 1, sizeof(**list));
	(*list)[(*count)++] = memory_text(text);
	return true;
}

static bool ends(const char *text, const char *end)
{
	size_t length = strlen(text), part = strlen(end);

	return length > part && !strcmp(text + length - part, end);
}

/* "# TYPE name type" and the like. */
static const char *read_descriptor(struct reading *reading, const char *line)
{
	char word[8], name[NAME_MOST], rest[512];
	struct family *family = &reading->family;

	if (sscanf(line, "# %7s %127s %511[^\n]", word, name, rest) != 3 || !is_name(name, true))
		return "a descriptor without its three parts";
	if (strcmp(family->name, name) != 0) {
		if (!add_once(&reading->families, &reading->family_count, name))
			return "a family that stands in two pieces";
		*family = (struct family){ 0 };
		snprintf(family->name, sizeof(family->name), "%s", name);
	}
	if (family->has_sample)
		return "a descriptor behind the samples of its family";
	if (!strcmp(word, "TYPE")) {
		static const char known[] = " gauge counter stateset info histogram summary ";
		char wanted[NAME_MOST + 2];

		snprintf(wanted, sizeof(wanted), " %.100s ", rest);
		if (family->type[0] || !strstr(known, wanted))
			return "a type that is unknown or said twice";
		snprintf(family->type, sizeof(family->type), "%.100s", rest);
	} else if (!strcmp(word, "UNIT")) {
		char end[NAME_MOST];

		snprintf(end, sizeof(end), "_%.100s", rest);
		if (family->has_unit || !ends(name, end))
			return "a unit that isn't the end of its name";
		family->has_unit = true;
	} else if (!strcmp(word, "HELP")) {
		if (family->has_help)
			return "help that is said twice";
		family->has_help = true;
	} else {
		return "a comment: OpenMetrics has none";
	}
	return NULL;
}

/* The labels behind "{", up to behind "}". NULL when they aren't well-formed. */
static const char *read_labels(
	const char *at, char names[LABELS_MOST][NAME_MOST], char values[LABELS_MOST][NAME_MOST])
{
	size_t count = 0;

	while (*at != '}') {
		size_t length = strcspn(at, "=\"{},\n"), put = 0;

		if (count == LABELS_MOST - 1 || !length || length >= NAME_MOST ||
			at[length] != '=' || at[length + 1] != '"')
			return NULL;
		snprintf(names[count], NAME_MOST, "%.*s", (int)length, at);
		if (!is_name(names[count], false))
			return NULL;
		for (size_t i = 0; i < count; i++)
			if (!strcmp(names[i], names[count]))
				return NULL;
		for (at += length + 2; *at != '"'; at++) {
			if (!*at || *at == '\n')
				return NULL;
			if (*at == '\\' && !strchr("\\\"n", *++at))
				return NULL;
			if (put < NAME_MOST - 1)
				values[count][put++] = *at;
		}
		values[count++][put] = '\0';
		at++;
		if (*at == ',')
			at++;
		else if (*at != '}')
			return NULL;
	}
	names[count][0] = '\0';
	return at + 1;
}

static const char *label(
	char names[LABELS_MOST][NAME_MOST], char values[LABELS_MOST][NAME_MOST], const char *name)
{
	for (size_t i = 0; names[i][0]; i++)
		if (!strcmp(names[i], name))
			return values[i];
	return NULL;
}

/* What stands behind the name of the family in a sample's name. */
static bool is_suffix(const char *type, const char *suffix)
{
	if (!strcmp(type, "counter"))
		return !strcmp(suffix, "_total") || !strcmp(suffix, "_created");
	if (!strcmp(type, "info"))
		return !strcmp(suffix, "_info");
	if (!strcmp(type, "summary") && suffix[0])
		return !strcmp(suffix, "_count") || !strcmp(suffix, "_sum") ||
		       !strcmp(suffix, "_created");
	return !suffix[0];
}

static const char *judge_value(const struct family *family, const char *suffix, double value,
	char names[LABELS_MOST][NAME_MOST], char values[LABELS_MOST][NAME_MOST])
{
	const char *quantile = label(names, values, "quantile");

	if (!strcmp(family->type, "info") && value != 1)
		return "an info that isn't 1";
	if (!strcmp(family->type, "counter") && value < 0)
		return "a counter below 0";
	if (!strcmp(family->type, "stateset") &&
		((value != 0 && value != 1) || !label(names, values, family->name)))
		return "a state that isn't 0 or 1, or isn't named";
	if (!strcmp(family->type, "summary") && !suffix[0]) {
		char *end;
		double part = quantile ? strtod(quantile, &end) : -1;

		if (part < 0 || part > 1 || *end)
			return "a summary without a quantile";
	} else if (quantile) {
		return "a quantile where none belongs";
	}
	return NULL;
}

static const char *read_sample(struct reading *reading, const char *line)
{
	static char names[LABELS_MOST][NAME_MOST], values[LABELS_MOST][NAME_MOST];
	struct family *family = &reading->family;
	size_t prefix = strlen(family->name), length = strcspn(line, "{ \n");
	const char *at = line + length;
	char suffix[NAME_MOST], whole[2048], *end;
	double value;

	names[0][0] = '\0';
	if (!prefix || length < prefix || strncmp(line, family->name, prefix) != 0)
		return "a sample outside its family";
	snprintf(suffix, sizeof(suffix), "%.*s", (int)(length - prefix), line + prefix);
	if (!family->type[0] || !is_suffix(family->type, suffix))
		return "a sample whose name doesn't fit the type";
	if (*at == '{')
		at = read_labels(at + 1, names, values);
	if (!at)
		return "labels that aren't well-formed";
	snprintf(whole, sizeof(whole), "%.*s", (int)(at - line), line);
	if (!add_once(&reading->samples, &reading->sample_count, whole))
		return "a sample that is there twice";
	if (*at++ != ' ' || !strchr("-0123456789", *at))
		return "a sample without its value";
	value = strtod(at, &end);
	if (*end != '\n')
		return "something behind a value";
	family->has_sample = true;
	return judge_value(family, suffix, value, names, values);
}

static const char *read_all(struct reading *reading, const char *text, size_t *ret_line)
{
	for (*ret_line = 1; *text; ++*ret_line) {
		const char *end = strchr(text, '\n');
		const char *wrong;

		if (!end)
			return "a line without its end";
		if (!strncmp(text, "# EOF\n", 6))
			return text[6] ? "something behind the end" : NULL;
		wrong = *text == '#' ? read_descriptor(reading, text) : read_sample(reading, text);
		if (wrong)
			return wrong;
		text = end + 1;
	}
	return "no # EOF";
}

char *openmetrics_wrong(const char *text)
{
	struct reading reading = { 0 };
	size_t line = 0;
	const char *wrong = text_is_utf8(text, strlen(text)) ? read_all(&reading, text, &line)
							     : "bytes that aren't UTF-8";

	for (size_t i = 0; i < reading.family_count; i++)
		free(reading.families[i]);
	for (size_t i = 0; i < reading.sample_count; i++)
		free(reading.samples[i]);
	free(reading.families);
	free(reading.samples);
	return wrong ? memory_format("line %zu: %s", line, wrong) : NULL;
}

/* ---- A plugin's line ---- */

/* A number, or a range where RANGE; nothing at all is right too. */
static const char *skip_limit(const char *at, bool range)
{
	return at + strspn(at, range ? "@~:.-+0123456789" : ".-+0123456789");
}

/* " 'label'=value[unit];[warn];[crit];[min];[max]" */
static const char *skip_number(const char *at)
{
	static const char *const units[] = { "us", "ms", "s", "%", "KB", "MB", "TB", "B", "c" };
	const char *end;

	if (at[0] != ' ' || at[1] != '\'')
		return NULL;
	end = strchr(at + 2, '\'');
	if (!end || end == at + 2 || memchr(at + 2, '=', (size_t)(end - at) - 2) || end[1] != '=')
		return NULL;
	at = end + 2;
	if (!strspn(at, "-.0123456789"))
		return NULL;
	at += strspn(at, "-.0123456789");
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++)
		if (!strncmp(at, units[i], strlen(units[i]))) {
			at += strlen(units[i]);
			break;
		}
	for (int part = 0; part < 4 && *at == ';'; part++)
		at = skip_limit(at + 1, part < 2);
	return at;
}

char *plugin_line_wrong(const char *line)
{
	static const char *const states[] = { "TLS OK - ", "TLS WARNING - ", "TLS CRITICAL - ",
		"TLS UNKNOWN - " };
	const char *stroke = strchr(line, '|');
	const char *at;
	bool known = false;

	for (size_t i = 0; i < 4; i++)
		known = known || text_starts(line, states[i]);
	if (!known)
		return memory_text("no state");
	if (strchr(line, '\n') != line + strlen(line) - 1)
		return memory_text("not one line");
	if (!text_is_utf8(line, strlen(line)) || strlen(line) > 4096)
		return memory_text("not UTF-8, or too long");
	for (at = line; at[1]; at++)
		if ((unsigned char)*at < ' ')
			return memory_text("a control character");
	if (!stroke)
		return NULL;
	for (at = stroke + 1; *at != '\n';) {
		const char *behind = skip_number(at);

		if (!behind || (*behind != ' ' && *behind != '\n'))
			return memory_format("no number: %s", at);
		at = behind;
	}
	return NULL;
}
