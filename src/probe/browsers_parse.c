/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The formats that administrators and packages write. */
#include <inttypes.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "probe/browsers.h"

/* ---- JSON of policies ---- */

enum { DEPTH_MOST = 5, MEMBERS_MOST = 200 };

struct flattening {
	void (*visit)(void *context, const char *name, const char *value);
	void *context;
	int left; /* values that may still be visited */
};

static void flatten(struct flattening *out, const char *name, const json_t *value, int depth);

static void flatten_members(
	struct flattening *out, const char *name, const json_t *value, int depth)
{
	const char *key;
	json_t *item;
	size_t i;

	if (json_is_array(value))
		json_array_foreach(value, i, item) flatten(out, name, item, depth + 1);
	else
		json_object_foreach((json_t *)value, key, item)
		{
			char *longer = memory_format("%s.%s", name, key);

			flatten(out, longer, item, depth + 1);
			free(longer);
		}
}

static void flatten(struct flattening *out, const char *name, const json_t *value, int depth)
{
	char number[32];

	if (depth > DEPTH_MOST || out->left <= 0)
		return;
	if (json_is_object(value) || json_is_array(value)) {
		flatten_members(out, name, value, depth);
		return;
	}
	out->left--;
	snprintf(number, sizeof(number), "%" JSON_INTEGER_FORMAT, json_integer_value(value));
	out->visit(out->context, name,
		json_is_string(value)	 ? json_string_value(value)
		: json_is_true(value)	 ? "true"
		: json_is_false(value)	 ? "false"
		: json_is_integer(value) ? number
					 : "");
}

bool policy_parse(const char *text, size_t length, const char *within, const char *const *names,
	void (*visit)(void *context, const char *name, const char *value), void *context)
{
	struct flattening out = { visit, context, MEMBERS_MOST };
	json_t *whole = json_loadb(text, length, 0, NULL);
	const json_t *object = within ? json_object_get(whole, within) : whole;
	bool good = json_is_object(object);

	for (size_t i = 0; good && names[i]; i++)
		if (json_object_get(object, names[i]))
			flatten(&out, names[i], json_object_get(object, names[i]), 0);
	json_decref(whole);
	return good;
}

/* ---- dpkg ---- */

/* The value of the field NAME ("Package: ") in the LENGTH bytes of a stanza, as a copy; or NULL. */
static char *field_of(const char *stanza, size_t length, const char *name)
{
	size_t name_length = strlen(name);

	while (length) {
		const char *end = memchr(stanza, '\n', length);
		size_t line = end ? (size_t)(end - stanza) : length;

		if (line >= name_length && !memcmp(stanza, name, name_length))
			return memory_text_n(stanza + name_length, line - name_length);
		line += end != NULL;
		stanza += line;
		length -= line;
	}
	return NULL;
}

/* Up to and with the empty line. */
static size_t stanza_length(const char *text, size_t length)
{
	const char *at = text, *end = text + length;

	while (at < end && (at = memchr(at, '\n', (size_t)(end - at))) && ++at < end)
		if (*at == '\n')
			return (size_t)(at + 1 - text);
	return length;
}

static void read_package(const char *stanza, size_t length, const char *package,
	void (*visit)(void *context, const char *package, const char *version), void *context)
{
	char *status = field_of(stanza, length, "Status: ");
	char *version = field_of(stanza, length, "Version: ");

	if (version && status && !strcmp(status, "install ok installed"))
		visit(context, package, version);
	free(status);
	free(version);
}

void dpkg_parse(const char *text, size_t length, bool (*wanted)(const char *package),
	void (*visit)(void *context, const char *package, const char *version), void *context)
{
	while (length) {
		size_t one = stanza_length(text, length);
		char *package = field_of(text, one, "Package: ");

		if (package && wanted(package))
			read_package(text, one, package, visit, context);
		free(package);
		text += one;
		length -= one;
	}
}
