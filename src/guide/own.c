/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "guide/own.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "base/buffer.h"
#include "base/memory.h"
#include "base/stanza.h"
#include "base/text.h"
#include "check/check.h"
#include "guide/own_row.h"
#include "guide/tables.h"

#define LANGUAGES_MOST 16
#define TEXT_MOST 4000 /* bytes of one paragraph */

/* One stanza. The rows have the same key and another language's words; what is missing is NULL. */
struct own_fix {
	bool contact;
	struct fix_row row;
	struct fix_row
		spoken[LANGUAGES_MOST]; /* in the order of language_at(); without a title: none */
	char **lists[LANGUAGES_MOST + 1]
		    [3]; /* the stanza's own first; what they hold belongs to its fields */
	char **causes;
	char *command;
};

struct guide_own {
	struct own_fix **items;
	size_t count;
	struct stanzas *files; /* what was read, whole */
	size_t file_count;
};

struct guide_own *guide_own_new(void)
{
	return memory_new(1, sizeof(struct guide_own));
}

static void free_fix(struct own_fix *fix)
{
	for (size_t i = 0; i < LANGUAGES_MOST + 1; i++)
		for (size_t k = 0; k < 3; k++)
			free(fix->lists[i][k]);
	free(fix->causes);
	free(fix->command);
	free(fix);
}

void guide_own_free(struct guide_own *own)
{
	if (!own)
		return;
	for (size_t i = 0; i < own->count; i++)
		free_fix(own->items[i]);
	for (size_t i = 0; i < own->file_count; i++)
		stanza_free(&own->files[i]);
	free(own->items);
	free(own->files);
	free(own);
}

/* ---- Fields ---- */

/* The base of a field's name and, behind it in brackets, a language; -1: none is named; -2: one that we don't have. */
static int language_of_name(const char *name, size_t *ret_base)
{
	const char *open = strchr(name, '[');
	size_t length;

	*ret_base = open ? (size_t)(open - name) : strlen(name);
	if (!open)
		return -1;
	length = strlen(open);
	for (int i = 0; language_at((size_t)i) && i < LANGUAGES_MOST; i++) {
		const char *code = language_code(language_at((size_t)i));

		if (length == strlen(code) + 2 && !strncmp(open + 1, code, strlen(code)) &&
			open[length - 1] == ']')
			return i;
	}
	return -2;
}

static bool is_base(const struct stanza_field *field, size_t length, const char *name)
{
	return length == strlen(name) && !strncmp(field->name, name, length);
}

static const char *value_of(const struct stanza_field *field)
{
	return field->paragraphs[0];
}

static bool is_id(const char *text)
{
	return *text && strlen(text) <= 80 &&
	       text[strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789-.")] == '\0';
}

/* NULL-ended, of the field's own paragraphs, which are cleaned in place. */
static char **list_of(struct stanza_field *field)
{
	char **list = memory_new(field->paragraph_count + 1, sizeof(*list));

	for (size_t i = 0; i < field->paragraph_count; i++) {
		char *clean = text_clean(field->paragraphs[i], strlen(field->paragraphs[i]),
			TEXT_ONE_LINE, TEXT_MOST);

		free(field->paragraphs[i]);
		field->paragraphs[i] = list[i] = clean;
	}
	return list;
}

/* A text field into ROW, whose lists are LISTS. false: it is no such field. */
static bool take_text(struct fix_row *row, char **lists[3], struct stanza_field *field, size_t base)
{
	static const char *const names[] = { "Body", "Expect", "Stop" };
	const char *const **const places[] = { &row->body, &row->expect, &row->stop };

	if (is_base(field, base, "Title")) {
		free(list_of(field));
		row->title = value_of(field);
		return true;
	}
	for (size_t i = 0; i < 3; i++)
		if (is_base(field, base, names[i])) {
			free(lists[i]);
			lists[i] = list_of(field);
			*places[i] = (const char *const *)lists[i];
			return true;
		}
	return false;
}

static const char *take_cause(struct own_fix *fix, const char *cause)
{
	size_t count = 0;

	if (!diagnosis_rule(cause))
		return "no such cause";
	while (fix->causes && fix->causes[count])
		count++;
	fix->causes = memory_resize(fix->causes, count + 2, sizeof(*fix->causes));
	fix->causes[count] = (char *)(uintptr_t)diagnosis_rule(cause)->id;
	fix->causes[count + 1] = NULL;
	fix->row.causes = (const char *const *)fix->causes;
	return NULL;
}

static const char *take_who(struct fix_row *row, const char *who)
{
	static const struct {
		const char *name;
		enum who who;
	} names[] = { { "you", WHO_YOU }, { "network", WHO_NETWORK }, { "site", WHO_SITE } };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (!strcmp(who, names[i].name)) {
			row->who = names[i].who;
			return NULL;
		}
	return "Who is you, network or site";
}

static const char *take_step(struct fix_row *row, const char *step)
{
	char *end;
	long number = strtol(step, &end, 10);

	if (*end || number < 0 || number > GUIDE_STEPS)
		return "Step is a number from 0 to 12";
	row->step = (int)number;
	return NULL;
}

/* A command of several lines has a paragraph for each. */
static const char *join_lines(struct own_fix *fix, const struct stanza_field *field)
{
	struct buffer lines = { 0 };

	for (size_t i = 0; i < field->paragraph_count; i++)
		buffer_add_format(&lines, "%s%s", i ? "\n" : "", field->paragraphs[i]);
	free(fix->command);
	fix->command = buffer_take(&lines);
	return fix->command;
}

/* A field that is not text. */
static const char *take_key(struct own_fix *fix, struct stanza_field *field)
{
	struct fix_row *row = &fix->row;
	const char *name = field->name;
	const char *value;

	free(list_of(field));
	value = value_of(field);
	if (!strcmp(name, "Fix") || !strcmp(name, "Contact")) {
		fix->contact = *name == 'C';
		row->id = value;
		return is_id(value) ? NULL
				    : "an id has lower-case letters, digits, \"-\" and \".\"";
	}
	if (!strcmp(name, "Step"))
		return take_step(row, value);
	if (!strcmp(name, "Cause"))
		return take_cause(fix, value);
	if (!strcmp(name, "Who"))
		return take_who(row, value);
	if (!strcmp(name, "Recheck")) {
		row->recheck = value;
		return check_find(value) ? NULL : "no such check";
	}
	if (!strcmp(name, "System"))
		row->system = value;
	else if (!strcmp(name, "Browser"))
		row->browser = value;
	else if (!strcmp(name, "Command"))
		row->command = join_lines(fix, field);
	else if (strcmp(name, "Source") != 0)
		return "an unknown field";
	return NULL;
}

static const char *take_field(struct own_fix *fix, struct stanza_field *field)
{
	size_t base;
	int language = language_of_name(field->name, &base);
	struct fix_row *row = language < 0 ? &fix->row : &fix->spoken[language];

	if (language == -2)
		return "a language that this program does not have";
	if (take_text(row, fix->lists[language + 1], field, base))
		return field->translatable ? NULL : "the name of a text begins with \"_\"";
	if (language >= 0)
		return "only texts have a language";
	return take_key(fix, field);
}

/* ---- Stanzas ---- */

/* A translation counts when it says all that the stanza says. */
static bool is_whole(const struct fix_row *all, const struct fix_row *spoken)
{
	return spoken->title && spoken->body && !all->expect == !spoken->expect &&
	       !all->stop == !spoken->stop;
}

static void complete(struct fix_row *row, const struct own_fix *fix)
{
	static const char *const none[] = { NULL };
	const char *title = row->title;
	const char *const *body = row->body, *const *expect = row->expect, *const *stop = row->stop;

	*row = fix->row;
	row->title = title;
	row->body = body;
	row->expect = expect ? expect : none;
	row->stop = stop ? stop : none;
	row->causes = fix->row.causes ? fix->row.causes : none;
	row->own = fix;
}

static struct own_fix *read_stanza(struct stanza *stanza, struct guide_own_error *ret_error)
{
	struct own_fix *fix = memory_new(1, sizeof(*fix));

	*ret_error = (struct guide_own_error){ .line = stanza->line };
	fix->row.who = WHO_YOU;
	for (size_t i = 0; i < stanza->field_count && !ret_error->what; i++) {
		ret_error->what = take_field(fix, &stanza->fields[i]);
		ret_error->line = stanza->fields[i].line;
	}
	if (!ret_error->what)
		ret_error->line = stanza->line;
	if (!ret_error->what && !fix->row.id)
		ret_error->what = "a stanza is a \"Fix\" or a \"Contact\"";
	if (!ret_error->what && (!fix->row.title || !fix->row.body))
		ret_error->what = "a title or a body is missing";
	if (!ret_error->what && !fix->contact && !fix->causes)
		ret_error->what = "a fix without a cause";
	if (ret_error->what) {
		free_fix(fix);
		return NULL;
	}
	for (size_t i = 0; i < LANGUAGES_MOST; i++)
		if (is_whole(&fix->row, &fix->spoken[i]))
			complete(&fix->spoken[i], fix);
		else
			fix->spoken[i].title = NULL;
	complete(&fix->row, fix);
	return fix;
}

static void forget_from(struct guide_own *own, size_t count)
{
	while (own->count > count)
		free_fix(own->items[--own->count]);
}

int guide_own_read(struct guide_own *own, const char *file, const char *text, size_t length,
	struct guide_own_error *ret_error)
{
	struct stanza_error error = { 0 };
	struct stanzas stanzas;
	size_t before = own->count;

	*ret_error = (struct guide_own_error){ .line = 1, .what = "too large" };
	if (length > GUIDE_OWN_FILE_MOST)
		return -1;
	if (stanza_read(file, text, length, &stanzas, &error)) {
		*ret_error = (struct guide_own_error){ .line = error.line, .what = error.what };
		return -1;
	}
	ret_error->what = "too many stanzas";
	for (size_t i = 0; i < stanzas.count; i++) {
		struct own_fix *fix = own->count < GUIDE_OWN_STANZAS_MOST
					      ? read_stanza(&stanzas.items[i], ret_error)
					      : NULL;

		if (!fix) {
			forget_from(own, before);
			stanza_free(&stanzas);
			return -1;
		}
		own->items = memory_resize(own->items, own->count + 1, sizeof(*own->items));
		own->items[own->count++] = fix;
	}
	own->files = memory_resize(own->files, own->file_count + 1, sizeof(*own->files));
	own->files[own->file_count++] = stanzas;
	return 0;
}

/* ---- Which ones ---- */

static bool is_for(const char *wanted, const char *have)
{
	return !wanted || (have && text_starts_same(have, wanted));
}

static bool is_wanted(
	const struct own_fix *fix, const char *cause, int step, const struct evidence *evidence)
{
	const struct fix_row *row = &fix->row;

	if (!is_for(row->system, guide_system(evidence)) ||
		!is_for(row->browser, guide_browser(evidence)))
		return false;
	if (!cause)
		return !step || (!fix->contact && row->step == step);
	return (fix->contact && !fix->causes) || guide_fix_mends(row, cause);
}

size_t guide_own_fixes(const struct guide_own *own, const char *cause, int step,
	const struct evidence *evidence, const struct fix_row **ret, size_t room)
{
	size_t count = 0;

	for (int contact = 0; own && contact < 2; contact++)
		for (size_t i = 0; i < own->count && count < room; i++)
			if (own->items[i]->contact == (contact == 1) &&
				is_wanted(own->items[i], cause, step, evidence))
				ret[count++] = &own->items[i]->row;
	return count;
}

bool guide_fix_is_own(const struct fix_row *fix)
{
	return fix->own != NULL;
}

bool guide_fix_is_contact(const struct fix_row *fix)
{
	return fix->own && fix->own->contact;
}

const struct fix_row *own_row_in(const struct language *language, const struct fix_row *fix)
{
	if (!fix->own)
		return fix;
	for (size_t i = 0; language_at(i) && i < LANGUAGES_MOST; i++)
		if (language_at(i) == language && fix->own->spoken[i].title)
			return &fix->own->spoken[i];
	return &fix->own->row;
}
