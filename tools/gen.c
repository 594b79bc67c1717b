/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How do the texts and rules get into the program? This writes C tables from stanza files at build time:
 *
 *     gen guide OUT.c FILE...              *.step *.finding *.cause *.fix *.question *.term *.faq *.fault
 *     gen rules OUT.c FILE...              *.rule *.client *.meaning *.error
 *     gen catalogues OUT.c CODE=FILE.mo... compiled translations as bytes
 *
 * The ending of a file says what its stanzas are. A new kind of stanza or a new field is a row in the
 * tables below. Everything wrong is reported as file:line, and then OUT.c is not written.
 */
#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/buffer.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/stanza.h"

enum { FILE_MOST = 4 << 20 };

/* ---- What stanzas are made of ---- */

enum value {
	VALUE_ID, /* lower-case letters, digits, "-" and "." */
	VALUE_PLAIN, /* one line that is never translated */
	VALUE_LINES, /* the same, each paragraph is a line */
	VALUE_LIST, /* the field may be repeated: a NULL-ended list of plain lines */
	VALUE_STEP, /* 0 to 12 */
	VALUE_SHARE, /* 0 to 1 */
	VALUE_NUMBER, /* 0 to 65535 */
	VALUE_NAME, /* one of names[] */
	VALUE_TEXT, /* for translators, one paragraph */
	VALUE_TEXTS, /* for translators, a NULL-ended list of paragraphs */
	VALUE_CHOICES, /* an id, repeated, each followed by its label */
	VALUE_LABEL, /* belongs to the choice before it */
	VALUE_LIKE, /* the key of another stanza, which has what this one doesn't say */
};

struct name {
	const char *name;
	const char *constant;
};

struct member {
	const char *field; /* in the stanza, without '_' */
	const char *member; /* in the struct */
	enum value value;
	bool required;
	const struct name *names; /* for VALUE_NAME */
};

struct kind {
	const char *ending; /* of the files */
	const char *type;
	const char *table; /* the array; its length is <table>_count */
	const struct member *members;
	const char *key[4]; /* fields that together occur only once */
};

struct set {
	const char *name;
	const char *headers; /* lines of C */
	const struct kind *kinds;
};

static const struct name who_names[] = {
	{ "you", "WHO_YOU" },
	{ "network", "WHO_NETWORK" },
	{ "site", "WHO_SITE" },
	{ NULL, NULL },
};

static const struct name severity_names[] = {
	{ "warn", "SEVERITY_WARN" },
	{ "fail", "SEVERITY_FAIL" },
	{ NULL, NULL },
};

static const struct name stage_names[] = {
	{ "dns", "STAGE_DNS" },
	{ "tcp", "STAGE_TCP" },
	{ "proxy", "STAGE_PROXY" },
	{ "starttls", "STAGE_STARTTLS" },
	{ "hello", "STAGE_HELLO" },
	{ "version", "STAGE_VERSION" },
	{ "cipher", "STAGE_CIPHER" },
	{ "certificate", "STAGE_CERTIFICATE" },
	{ "keys", "STAGE_KEYS" },
	{ "data", "STAGE_DATA" },
	{ "done", "STAGE_DONE" },
	{ NULL, NULL },
};

static const struct name yes_names[] = {
	{ "yes", "true" },
	{ "no", "false" },
	{ NULL, NULL },
};

static const struct name version_names[] = {
	{ "SSL 3.0", "0x0300" },
	{ "TLS 1.0", "0x0301" },
	{ "TLS 1.1", "0x0302" },
	{ "TLS 1.2", "0x0303" },
	{ "TLS 1.3", "0x0304" },
	{ NULL, NULL },
};

static const struct name sha1_names[] = {
	{ "refused", "SHA1_REFUSED" },
	{ "private", "SHA1_PRIVATE" },
	{ "accepted", "SHA1_ACCEPTED" },
	{ NULL, NULL },
};

static const struct name path_names[] = {
	{ "built", "PATH_BUILT" },
	{ "first", "PATH_FIRST" },
	{ "sent", "PATH_SENT" },
	{ NULL, NULL },
};

static const struct name missing_names[] = {
	{ "refused", "MISSING_REFUSED" },
	{ "known", "MISSING_KNOWN" },
	{ "fetched", "MISSING_FETCHED" },
	{ NULL, NULL },
};

static const struct name revoked_names[] = {
	{ "ignored", "REVOKED_IGNORED" },
	{ "listed", "REVOKED_LISTED" },
	{ "asked", "REVOKED_ASKED" },
	{ NULL, NULL },
};

static const struct name common_ip_names[] = {
	{ "yes", "COMMON_IP_YES" },
	{ "no", "COMMON_IP_NO" },
	{ NULL, NULL },
};

static const struct name context_names[] = {
	{ "none", "CONTEXT_NONE" },
	{ "tls", "CONTEXT_TLS" },
	{ "network", "CONTEXT_NETWORK" },
	{ "whole", "CONTEXT_WHOLE" },
	{ NULL, NULL },
};

static const struct member step_members[] = {
	{ "Step", "step", VALUE_STEP, true, NULL },
	{ "Title", "title", VALUE_TEXT, true, NULL },
	{ "Why", "why", VALUE_TEXTS, true, NULL },
	{ "Checked", "checked", VALUE_TEXTS, true, NULL },
	{ 0 },
};

static const struct member finding_members[] = {
	{ "Finding", "id", VALUE_ID, true, NULL },
	{ "Text", "text", VALUE_TEXTS, true, NULL },
	{ 0 },
};

static const struct member cause_members[] = {
	{ "Cause", "id", VALUE_ID, true, NULL },
	{ "Title", "title", VALUE_TEXT, true, NULL },
	{ "Portless", "portless", VALUE_TEXT, false, NULL },
	{ "Text", "text", VALUE_TEXTS, true, NULL },
	{ 0 },
};

static const struct member fix_members[] = {
	{ "Fix", "id", VALUE_ID, true, NULL },
	{ "Step", "step", VALUE_STEP, true, NULL },
	{ "Cause", "causes", VALUE_LIST, true, NULL },
	{ "System", "system", VALUE_ID, false, NULL },
	{ "Browser", "browser", VALUE_ID, false, NULL },
	{ "Server", "server", VALUE_ID, false, NULL },
	{ "Status", "statuses", VALUE_LIST, false, NULL },
	{ "Who", "who", VALUE_NAME, true, who_names },
	{ "Recheck", "recheck", VALUE_ID, false, NULL },
	{ "Title", "title", VALUE_TEXT, true, NULL },
	{ "Body", "body", VALUE_TEXTS, true, NULL },
	{ "Command", "command", VALUE_LINES, false, NULL },
	{ "Expect", "expect", VALUE_TEXTS, false, NULL },
	{ "Stop", "stop", VALUE_TEXTS, false, NULL },
	{ "Source", "source", VALUE_PLAIN, false, NULL },
	{ 0 },
};

static const struct member question_members[] = {
	{ "Question", "id", VALUE_ID, true, NULL },
	{ "Step", "step", VALUE_STEP, true, NULL },
	{ "Device", "device", VALUE_ID, false, NULL },
	{ "About", "about", VALUE_ID, false, NULL },
	{ "After", "after", VALUE_LIST, false, NULL },
	{ "System", "system", VALUE_ID, false, NULL },
	{ "Browser", "browsers", VALUE_LIST, false, NULL },
	{ "Fix", "fix", VALUE_ID, false, NULL },
	{ "Title", "title", VALUE_TEXT, true, NULL },
	{ "Text", "text", VALUE_TEXTS, true, NULL },
	{ "Choice", "choices", VALUE_CHOICES, true, NULL },
	{ "Label", NULL, VALUE_LABEL, true, NULL },
	{ 0 },
};

static const struct member term_members[] = {
	{ "Term", "id", VALUE_ID, true, NULL },
	{ "Word", "word", VALUE_TEXT, true, NULL },
	{ "Text", "text", VALUE_TEXTS, true, NULL },
	{ 0 },
};

static const struct member faq_members[] = {
	{ "Faq", "id", VALUE_ID, true, NULL },
	{ "Step", "step", VALUE_STEP, true, NULL },
	{ "Term", "terms", VALUE_LIST, true, NULL },
	{ "Question", "question", VALUE_TEXT, true, NULL },
	{ "Answer", "answer", VALUE_TEXTS, true, NULL },
	{ 0 },
};

static const struct member fault_members[] = {
	{ "Fault", "id", VALUE_ID, true, NULL },
	{ "Title", "title", VALUE_TEXT, true, NULL },
	{ "Text", "text", VALUE_TEXTS, true, NULL },
	{ 0 },
};

static const struct member rule_members[] = {
	{ "Cause", "id", VALUE_ID, true, NULL },
	{ "Who", "who", VALUE_NAME, true, who_names },
	{ "Severity", "severity", VALUE_NAME, true, severity_names },
	{ "Stage", "stage", VALUE_NAME, true, stage_names },
	{ "Turn", "turn", VALUE_NUMBER, false, NULL },
	{ "Prior", "prior", VALUE_SHARE, true, NULL },
	{ "Confidence", "confidence", VALUE_SHARE, true, NULL },
	{ "Proof", "proof", VALUE_LIST, false, NULL },
	{ "For", "support", VALUE_LIST, false, NULL },
	{ "Against", "against", VALUE_LIST, false, NULL },
	{ "Unless", "unless", VALUE_LIST, false, NULL },
	{ "Symptom", "symptoms", VALUE_LIST, false, NULL },
	{ "Fail", "graver", VALUE_LIST, false, NULL },
	{ 0 },
};

static const struct member client_members[] = {
	{ "Client", "id", VALUE_ID, true, NULL },
	{ "Name", "name", VALUE_PLAIN, true, NULL },
	{ "Like", NULL, VALUE_LIKE, false, NULL },
	{ "Today", "today", VALUE_NAME, true, yes_names },
	{ "Least", "least", VALUE_NAME, true, version_names },
	{ "Most", "most", VALUE_NAME, true, version_names },
	{ "Suite", "suites", VALUE_LIST, true, NULL },
	{ "Group", "groups", VALUE_LIST, true, NULL },
	{ "Key", "keys", VALUE_LIST, true, NULL },
	{ "Rsa-Least", "rsa_least", VALUE_NUMBER, true, NULL },
	{ "Dh-Least", "dh_least", VALUE_NUMBER, false, NULL },
	{ "Dh-Most", "dh_most", VALUE_NUMBER, false, NULL },
	{ "Sha1", "sha1", VALUE_NAME, true, sha1_names },
	{ "Renegotiation", "renegotiation", VALUE_NAME, false, yes_names },
	{ "Ems", "ems", VALUE_NAME, false, yes_names },
	{ "Grease", "grease", VALUE_NAME, false, yes_names },
	{ "Sni", "sni", VALUE_NAME, true, yes_names },
	{ "Verifies", "verifies", VALUE_NAME, true, yes_names },
	{ "Path", "path", VALUE_NAME, true, path_names },
	{ "Missing", "missing", VALUE_NAME, true, missing_names },
	{ "Common-Name", "common_name", VALUE_NAME, true, yes_names },
	{ "Common-Ip", "common_ip", VALUE_NAME, false, common_ip_names },
	{ "Wildcard", "wildcards", VALUE_LIST, false, NULL },
	{ "Timestamps", "timestamps", VALUE_NAME, false, yes_names },
	{ "Staple", "staple", VALUE_NAME, false, yes_names },
	{ "Must-Staple", "must_staple", VALUE_NAME, false, yes_names },
	{ "Revoked", "revoked", VALUE_NAME, true, revoked_names },
	{ "Days", "days", VALUE_NUMBER, false, NULL },
	{ "Days-Private", "days_private", VALUE_NUMBER, false, NULL },
	{ "Purpose", "purpose", VALUE_NAME, false, yes_names },
	{ "Strict", "strict", VALUE_NAME, false, yes_names },
	{ "Distrusts", "distrusts", VALUE_PLAIN, false, NULL },
	{ "Lacks", "lacks", VALUE_LIST, false, NULL },
	{ "Refuses", "refuses", VALUE_LIST, false, NULL },
	{ "Accepts", "accepts", VALUE_LIST, false, NULL },
	{ "Unsure", "unsure", VALUE_LIST, false, NULL },
	{ "Source", "sources", VALUE_LIST, true, NULL },
	{ 0 },
};

static const struct member meaning_members[] = {
	{ "Meaning", "id", VALUE_ID, true, NULL },
	{ "Rank", "rank", VALUE_SHARE, true, NULL },
	{ "Cause", "causes", VALUE_LIST, true, NULL },
	{ 0 },
};

static const struct member error_members[] = {
	{ "Error", "id", VALUE_ID, true, NULL },
	{ "Producer", "producer", VALUE_PLAIN, true, NULL },
	{ "Meaning", "meaning", VALUE_ID, true, NULL },
	{ "Context", "context", VALUE_NAME, false, context_names },
	{ "Rank", "rank", VALUE_SHARE, false, NULL },
	{ "Pattern", "patterns", VALUE_LIST, false, NULL },
	{ "Code", "codes", VALUE_LIST, false, NULL },
	{ "Beside", "beside", VALUE_LIST, false, NULL },
	{ "Unless", "unless", VALUE_LIST, false, NULL },
	{ 0 },
};

static const struct kind guide_kinds[] = {
	{ ".step", "struct step_row", "guide_steps", step_members, { "Step" } },
	{ ".finding", "struct finding_row", "guide_findings", finding_members, { "Finding" } },
	{ ".cause", "struct cause_row", "guide_causes", cause_members, { "Cause" } },
	{ ".fix", "struct fix_row", "guide_fixes_table", fix_members,
		{ "Fix", "System", "Browser", "Server" } },
	{ ".question", "struct question_row", "guide_questions", question_members, { "Question" } },
	{ ".term", "struct term_row", "guide_terms", term_members, { "Term" } },
	{ ".faq", "struct faq_row", "guide_faqs", faq_members, { "Faq" } },
	{ ".fault", "struct fault_row", "guide_faults", fault_members, { "Fault" } },
	{ 0 },
};

static const struct kind rule_kinds[] = {
	{ ".rule", "struct cause_rule", "diagnosis_rules", rule_members, { "Cause" } },
	{ ".client", "struct client", "diagnosis_clients", client_members, { "Client" } },
	{ ".meaning", "struct meaning_row", "diagnosis_meanings", meaning_members, { "Meaning" } },
	{ ".error", "struct error_row", "diagnosis_errors", error_members, { "Error" } },
	{ 0 },
};

static const struct set sets[] = {
	{ "guide", "#include \"guide/tables.h\"\n#include \"i18n/i18n.h\"\n", guide_kinds },
	{ "rules", "#include \"diagnosis/tables.h\"\n", rule_kinds },
	{ 0 },
};

/* ---- What was read ---- */

struct input {
	const char *path;
	const struct kind *kind;
	struct stanzas stanzas;
};

static bool failed; /* something was reported: write nothing */

/* LINE 0: the whole file. ABOUT may be NULL. */
static void report(const char *file, int line, const char *what, const char *about)
{
	fprintf(stderr, "%s:", file);
	if (line)
		fprintf(stderr, "%d:", line);
	fprintf(stderr, " %s%s%s\n", what, about ? ": " : "", about ? about : "");
	failed = true;
}

static bool is_repeatable(enum value value)
{
	return value == VALUE_LIST || value == VALUE_CHOICES || value == VALUE_LABEL;
}

static bool is_text(enum value value)
{
	return value == VALUE_TEXT || value == VALUE_TEXTS || value == VALUE_LABEL;
}

static bool has_paragraphs(enum value value)
{
	return value == VALUE_TEXTS || value == VALUE_LINES;
}

static const struct member *member_of(const struct kind *kind, const char *field)
{
	for (const struct member *m = kind->members; m->field; m++)
		if (!strcmp(m->field, field))
			return m;
	return NULL;
}

static const struct kind *kind_of(const struct set *set, const char *path)
{
	const char *dot = strrchr(path, '.');

	for (const struct kind *kind = set->kinds; kind->ending; kind++)
		if (dot && !strcmp(kind->ending, dot))
			return kind;
	return NULL;
}

/* ---- Is it sound? ---- */

static bool is_id(const char *text)
{
	return text[0] && strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789.-") == strlen(text);
}

static bool is_number_between(const char *text, double least, double most)
{
	char *end;
	double number = strtod(text, &end);

	return isdigit((unsigned char)text[0]) && !*end && number >= least && number <= most;
}

static const char *constant_of(const struct name *names, const char *name)
{
	for (; names->name; names++)
		if (!strcmp(names->name, name))
			return names->constant;
	return NULL;
}

static bool is_ascii(const char *text)
{
	for (; *text; text++)
		if ((unsigned char)*text >= 0x80)
			return false;
	return true;
}

/* What is wrong with this value, or NULL. */
static const char *wrong_value(const struct member *member, const char *text)
{
	switch (member->value) {
	case VALUE_ID:
	case VALUE_LIKE:
	case VALUE_CHOICES:
		return is_id(text) ? NULL
				   : "an id has only lower-case letters, digits, \"-\" and \".\"";
	case VALUE_STEP:
		return is_number_between(text, 0, 12) && strlen(text) <= 2 && !strchr(text, '.')
			       ? NULL
			       : "a step is a number from 0 to 12";
	case VALUE_SHARE:
		return is_number_between(text, 0, 1) ? NULL : "a share is a number from 0 to 1";
	case VALUE_NUMBER:
		return is_number_between(text, 0, 65535) && !strpbrk(text, ".eExX")
			       ? NULL
			       : "a number from 0 to 65535";
	case VALUE_NAME:
		return constant_of(member->names, text) ? NULL : "not a known name";
	default:
		return is_text(member->value) && !is_ascii(text)
			       ? "English texts are plain ASCII (straight quotes, three dots)"
			       : NULL;
	}
}

static void check_field(
	const struct input *input, const struct stanza *stanza, const struct stanza_field *field)
{
	const struct member *member = member_of(input->kind, field->name);

	if (!member) {
		report(input->path, field->line, "unknown field", field->name);
		return;
	}
	if (!is_repeatable(member->value) && stanza_field(stanza, field->name) != field)
		report(input->path, field->line, "this field occurs twice", field->name);
	if (is_text(member->value) && !field->translatable)
		report(input->path, field->line, "begin its name with \"_\", it is for translators",
			field->name);
	if (!is_text(member->value) && field->translatable)
		report(input->path, field->line, "no \"_\" here, it is not for translators",
			field->name);
	if (field->paragraph_count > 1 && !has_paragraphs(member->value))
		report(input->path, field->line, "this field has only one paragraph", field->name);
	if (field->comment && strstr(field->comment, "*/"))
		report(input->path, field->line, "no \"*/\" in a comment", field->name);
	for (size_t i = 0; i < field->paragraph_count; i++) {
		const char *wrong = wrong_value(member, field->paragraphs[i]);

		if (wrong)
			report(input->path, field->line, wrong, field->paragraphs[i]);
	}
}

/* Each choice has its label behind it, and no label stands alone. */
static void check_choices(const struct input *input, const struct stanza *stanza)
{
	const char *before = "";

	for (size_t i = 0; i <= stanza->field_count; i++) {
		const char *name = i < stanza->field_count ? stanza->fields[i].name : "";
		int line = stanza->fields[i ? i - 1 : 0].line;

		if (!strcmp(before, "Choice") && strcmp(name, "Label") != 0)
			report(input->path, line, "a choice without a _Label behind it", NULL);
		if (!strcmp(name, "Label") && strcmp(before, "Choice") != 0)
			report(input->path, stanza->fields[i].line, "a _Label without a choice",
				NULL);
		before = name;
	}
}

/* ---- Stanzas that are like another ---- */

enum { LIKE_MOST = 8 };

static const struct stanza *find_stanza(
	const struct input *inputs, size_t count, const struct kind *kind, const char *key)
{
	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; inputs[i].kind == kind && k < inputs[i].stanzas.count; k++) {
			const char *has = stanza_value(&inputs[i].stanzas.items[k], kind->key[0]);

			if (has && !strcmp(has, key))
				return &inputs[i].stanzas.items[k];
		}
	return NULL;
}

/* STANZA itself or the nearest one that it is like, which says FIELD; STANZA when none does. */
static const struct stanza *who_says(const struct input *inputs, size_t count,
	const struct kind *kind, const struct stanza *stanza, const char *field)
{
	const struct stanza *at = stanza;

	for (int i = 0; at && i < LIKE_MOST; i++) {
		const char *like = stanza_value(at, "Like");

		if (stanza_field(at, field))
			return at;
		at = like ? find_stanza(inputs, count, kind, like) : NULL;
	}
	return stanza;
}

static void check_stanza(const struct input *inputs, size_t count, const struct input *input,
	const struct stanza *stanza)
{
	const char *like = member_of(input->kind, "Like") ? stanza_value(stanza, "Like") : NULL;

	for (size_t i = 0; i < stanza->field_count; i++)
		check_field(input, stanza, &stanza->fields[i]);
	if (like && !find_stanza(inputs, count, input->kind, like))
		report(input->path, stanza->line, "nothing is called so", like);
	for (const struct member *m = input->kind->members; m->field; m++)
		if (m->required &&
			!stanza_field(
				who_says(inputs, count, input->kind, stanza, m->field), m->field))
			report(input->path, stanza->line, "a field is missing", m->field);
	if (member_of(input->kind, "Choice"))
		check_choices(input, stanza);
}

static bool same_value(const struct stanza *a, const struct stanza *b, const char *field)
{
	const char *value_a = stanza_value(a, field);
	const char *value_b = stanza_value(b, field);

	return !strcmp(value_a ? value_a : "", value_b ? value_b : "");
}

static bool same_key(const struct kind *kind, const struct stanza *a, const struct stanza *b)
{
	for (size_t i = 0; i < 4 && kind->key[i]; i++)
		if (!same_value(a, b, kind->key[i]))
			return false;
	return stanza_value(a, kind->key[0]) != NULL;
}

/* Reports STANZA when one with the same key stands before it. */
static void check_unique(
	const struct input *inputs, const struct input *input, const struct stanza *stanza)
{
	for (const struct input *other = inputs; other <= input; other++) {
		if (other->kind != input->kind)
			continue;
		for (size_t i = 0; i < other->stanzas.count; i++) {
			if (&other->stanzas.items[i] == stanza)
				return;
			if (!same_key(input->kind, &other->stanzas.items[i], stanza))
				continue;
			report(input->path, stanza->line, "this id is taken",
				stanza_value(stanza, input->kind->key[0]));
			return;
		}
	}
}

/* ---- C ---- */

static void put_string(struct buffer *out, const char *text)
{
	buffer_add_char(out, '"');
	for (const char *c = text; *c; c++) {
		if (*c == '\n') {
			buffer_add_text(out, "\\n");
			continue;
		}
		if (*c == '"' || *c == '\\' || (*c == '?' && c > text && c[-1] == '?'))
			buffer_add_char(out, '\\');
		buffer_add_char(out, *c);
	}
	buffer_add_char(out, '"');
}

/* Whether TEXT has a {placeholder} as msgfmt's perl-brace-format knows them. */
static bool has_placeholder(const char *text)
{
	while ((text = strchr(text, '{'))) {
		size_t length = 0;

		text++;
		while (isalnum((unsigned char)text[length]) || text[length] == '_')
			length++;
		if (length && text[length] == '}')
			return true;
	}
	return false;
}

/*
 * One msgid. xgettext believes #line, and takes comments only from the line before the keyword or from
 * its own; msgfmt guards placeholders only where the second comment reached it. So all stand together.
 */
static void put_msgid(
	struct buffer *out, const char *path, const struct stanza_field *field, const char *text)
{
	buffer_add_format(out, "\n#line %d \"%s\"\n", field->line, path);
	if (field->comment)
		buffer_add_format(out, "/* TRANSLATORS: %s */ ", field->comment);
	if (has_placeholder(text))
		buffer_add_text(out, "/* xgettext:no-c-format,perl-brace-format */ ");
	else if (strchr(text, '%'))
		buffer_add_text(out, "/* xgettext:no-c-format */ ");
	buffer_add_text(out, "N_(");
	put_string(out, text);
	buffer_add_text(out, "),\n");
}

static void put_texts(struct buffer *out, const char *path, const struct stanza_field *field)
{
	buffer_add_text(out, "(const char *const[]){");
	for (size_t i = 0; field && i < field->paragraph_count; i++)
		put_msgid(out, path, field, field->paragraphs[i]);
	buffer_add_text(out, " NULL },\n");
}

static void put_lines(struct buffer *out, const struct stanza_field *field)
{
	struct buffer lines = { 0 };

	for (size_t i = 0; i < field->paragraph_count; i++) {
		if (i)
			buffer_add_char(&lines, '\n');
		buffer_add_text(&lines, field->paragraphs[i]);
	}
	put_string(out, lines.bytes);
	buffer_add_text(out, ",\n");
	buffer_free(&lines);
}

static void put_list(struct buffer *out, const struct stanza *stanza, const char *name)
{
	buffer_add_text(out, "(const char *const[]){ ");
	for (size_t i = 0; i < stanza->field_count; i++) {
		if (strcmp(stanza->fields[i].name, name) != 0)
			continue;
		put_string(out, stanza->fields[i].paragraphs[0]);
		buffer_add_text(out, ", ");
	}
	buffer_add_text(out, "NULL },\n");
}

static void put_choices(struct buffer *out, const char *path, const struct stanza *stanza)
{
	buffer_add_text(out, "(const struct choice_row[]){\n");
	for (size_t i = 0; i + 1 < stanza->field_count; i++) {
		const struct stanza_field *choice = &stanza->fields[i];

		if (strcmp(choice->name, "Choice") != 0)
			continue;
		buffer_add_text(out, "{ ");
		put_string(out, choice->paragraphs[0]);
		buffer_add_text(out, ",");
		put_msgid(out, path, choice + 1, choice[1].paragraphs[0]);
		buffer_add_text(out, "},\n");
	}
	buffer_add_text(out, "{ NULL, NULL } },\n");
}

static void put_member(struct buffer *out, const char *path, const struct stanza *stanza,
	const struct member *member)
{
	const struct stanza_field *field = stanza_field(stanza, member->field);
	bool always = member->value == VALUE_LIST || member->value == VALUE_TEXTS;

	if (!member->member || (!field && !always))
		return;
	buffer_add_format(out, ".%s = ", member->member);
	if (member->value == VALUE_TEXTS)
		put_texts(out, path, field);
	else if (member->value == VALUE_LIST)
		put_list(out, stanza, member->field);
	else if (member->value == VALUE_CHOICES)
		put_choices(out, path, stanza);
	else if (member->value == VALUE_TEXT)
		put_msgid(out, path, field, field->paragraphs[0]);
	else if (member->value == VALUE_NAME)
		buffer_add_format(out, "%s,\n", constant_of(member->names, field->paragraphs[0]));
	else if (member->value == VALUE_STEP || member->value == VALUE_SHARE ||
		 member->value == VALUE_NUMBER)
		buffer_add_format(out, "%s,\n", field->paragraphs[0]);
	else
		put_lines(out, field);
}

static void put_row(struct buffer *out, const struct input *inputs, size_t count,
	const struct input *input, const struct stanza *stanza)
{
	buffer_add_text(out, "{\n");
	for (const struct member *m = input->kind->members; m->field; m++)
		put_member(out, input->path, who_says(inputs, count, input->kind, stanza, m->field),
			m);
	buffer_add_text(out, "},\n");
}

/* The table of one kind. A zeroed row ends it, so that it may be empty. */
static void put_table(
	struct buffer *out, const struct kind *kind, const struct input *inputs, size_t input_count)
{
	size_t rows = 0;

	buffer_add_format(out, "\nconst %s %s[] = {\n", kind->type, kind->table);
	for (size_t i = 0; i < input_count; i++) {
		if (inputs[i].kind != kind)
			continue;
		for (size_t k = 0; k < inputs[i].stanzas.count; k++)
			put_row(out, inputs, input_count, &inputs[i], &inputs[i].stanzas.items[k]);
		rows += inputs[i].stanzas.count;
	}
	buffer_add_text(out, "{ 0 },\n};\n");
	buffer_add_format(out, "const size_t %s_count = %zu;\n", kind->table, rows);
}

/* ---- Files ---- */

static void load(const char *path, struct buffer *ret)
{
	int error = file_read(path, FILE_MOST, ret);

	if (error)
		report(path, 0, "can't be read", strerror(error));
}

/* An empty file gives no stanzas. */
static void read_input(const struct set *set, const char *path, struct input *ret)
{
	struct stanza_error error;
	struct buffer text;

	*ret = (struct input){ .path = path, .kind = kind_of(set, path) };
	if (!ret->kind) {
		report(path, 0, "no kind of stanza file ends so", set->name);
		return;
	}
	load(path, &text);
	if (stanza_read(path, text.bytes ? text.bytes : "", text.length, &ret->stanzas, &error) < 0)
		report(path, error.line, error.what, NULL);
	buffer_free(&text);
}

static void write_out(const char *path, struct buffer *out)
{
	int error = failed ? 0 : file_write(path, out->bytes, out->length);

	if (error)
		report(path, 0, "can't be written", strerror(error));
	buffer_free(out);
}

static void generate_tables(const struct set *set, const char *out_path, char **paths, size_t count)
{
	struct input *inputs = memory_new(count, sizeof(*inputs));
	struct buffer out = { 0 };

	for (size_t i = 0; i < count; i++)
		read_input(set, paths[i], &inputs[i]);
	for (size_t i = 0; i < count; i++) {
		for (size_t k = 0; k < inputs[i].stanzas.count; k++) {
			check_stanza(inputs, count, &inputs[i], &inputs[i].stanzas.items[k]);
			check_unique(inputs, &inputs[i], &inputs[i].stanzas.items[k]);
		}
	}
	buffer_add_format(&out, "/* Generated by tools/gen from stanza files: edit those. */\n%s",
		set->headers);
	for (const struct kind *kind = set->kinds; !failed && kind->ending; kind++)
		put_table(&out, kind, inputs, count);
	write_out(out_path, &out);
	for (size_t i = 0; i < count; i++)
		stanza_free(&inputs[i].stanzas);
	free(inputs);
}

/* CODE=FILE as an array of bytes, and its row of the table. */
static void put_catalogue(
	struct buffer *out, struct buffer *table, const char *argument, size_t number)
{
	const char *path = strchr(argument, '=');
	struct buffer bytes;

	if (!path) {
		report(argument, 0, "CODE=FILE.mo is wanted", NULL);
		return;
	}
	load(path + 1, &bytes);
	buffer_add_format(out, "\nstatic const unsigned char catalogue_%zu[] = {", number);
	for (size_t i = 0; i < bytes.length; i++)
		buffer_add_format(
			out, "%s%d,", i % 32 ? "" : "\n", (int)(unsigned char)bytes.bytes[i]);
	buffer_add_text(out, "\n};\n");
	buffer_add_format(table, "{ \"%.*s\", catalogue_%zu, %zu },\n", (int)(path - argument),
		argument, number, bytes.length);
	if (!bytes.length)
		report(path + 1, 0, "is empty", NULL);
	buffer_free(&bytes);
}

static void generate_catalogues(const char *out_path, char **arguments, size_t count)
{
	struct buffer out = { 0 };
	struct buffer table = { 0 };

	buffer_add_text(&out, "/* Generated by tools/gen from compiled catalogues. */\n"
			      "#include \"i18n/catalogues.h\"\n");
	for (size_t i = 0; i < count; i++)
		put_catalogue(&out, &table, arguments[i], i);
	buffer_add_text(&out, "\nconst struct catalogue i18n_catalogues[] = {\n");
	if (table.length)
		buffer_add(&out, table.bytes, table.length);
	buffer_add_text(&out, "{ 0 },\n};\n");
	buffer_free(&table);
	write_out(out_path, &out);
}

int main(int argc, char **argv)
{
	const struct set *set = sets;
	size_t count = argc > 3 ? (size_t)argc - 3 : 0;

	while (argc >= 3 && set->name && strcmp(set->name, argv[1]) != 0)
		set++;
	if (argc >= 3 && set->name) {
		generate_tables(set, argv[2], argv + 3, count);
	} else if (argc >= 3 && !strcmp(argv[1], "catalogues")) {
		generate_catalogues(argv[2], argv + 3, count);
	} else {
		fputs("usage: gen guide|rules OUT.c FILE... | gen catalogues OUT.c "
		      "CODE=FILE.mo...\n",
			stderr);
		return 64;
	}
	return failed ? 1 : 0;
}
