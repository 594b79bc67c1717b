/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/wizard.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#define DEMO "tests/ui/demo"

struct terminal *wizard_open(const struct wizard *wizard)
{
	const char *argv[8] = { wizard->program ? wizard->program : DEMO }, *env[8] = { 0 };
	char term[64], lang[64];
	size_t args = 1, vars = 0;
	struct terminal_start start = { .argv = argv,
		.env = env,
		.columns = wizard->columns ? wizard->columns : 80,
		.rows = wizard->rows ? wizard->rows : 24,
		.job = wizard->job };

	if (wizard->option)
		argv[args++] = wizard->option;
	if (wizard->subject)
		argv[args++] = wizard->subject;
	snprintf(term, sizeof(term), "TERM=%s", wizard->term ? wizard->term : "xterm-256color");
	env[vars++] = term;
	env[vars++] = "LC_ALL=C.UTF-8";
	if (wizard->lang) {
		snprintf(lang, sizeof(lang), "LANGUAGE=%s", wizard->lang);
		env[vars++] = lang;
	}
	if (wizard->env)
		env[vars++] = wizard->env;
	return terminal_open(&start);
}

const char *said(const char *code, const char *msgid)
{
	return tr(language_by_name(code ? code : "en"), msgid);
}

struct terminal *wizard_at(const struct wizard *wizard, const char *msgid)
{
	struct terminal *terminal = wizard_open(wizard);

	cr_assert(terminal_until(terminal, said(wizard->lang, msgid)), "never saw: %s", msgid);
	return terminal;
}

void wizard_quit(struct terminal *terminal)
{
	int status;

	terminal_keys(terminal, "q");
	status = terminal_status(terminal);
	cr_expect(WIFEXITED(status) && WEXITSTATUS(status) == 0, "wait status %x", status);
	terminal_close(terminal);
}

struct criterion_test_params wizard_each_language(void)
{
	/* Parameters live in memory that Criterion shares with the test's process. */
	static struct code rows[] = { { "en" }, { "ja" }, { "tl" }, { "nl" } };

	return cr_make_param_array(struct code, rows, sizeof(rows) / sizeof(rows[0]));
}

struct terminal *wizard_at_address(const char *lang)
{
	struct terminal *t = wizard_at(&(struct wizard){ .lang = lang }, HOME);

	wizard_choose(t, lang, "Nothing special, just check an address");
	cr_assert(terminal_until(t, said(lang, ADDRESS)));
	return t;
}

/* The number that stands before TEXT, or 0. An entry may go on in the next row: its beginning decides. */
static int number_before(struct terminal *t, const char *text)
{
	size_t length = strlen(text) < 14 ? strlen(text) : 14;

	for (int row = 0; row < t->rows; row++) {
		char *line = terminal_row(t, row), *at;
		int number = 0;

		while (length < strlen(text) && ((unsigned char)text[length] & 0xc0) == 0x80)
			length--;
		at = memmem(line, strlen(line), text, length);
		while (at && at > line && strchr(" 0123456789", at[-1]))
			at--;
		if (at)
			number = atoi(at);
		free(line);
		if (number)
			return number;
	}
	return 0;
}

void wizard_choose(struct terminal *t, const char *lang, const char *text)
{
	char keys[16];
	int number;

	cr_assert(terminal_until(t, said(lang, text)), "never offered: %s", text);
	while (!(number = number_before(t, said(lang, text))))
		cr_assert(terminal_pump(t, TERMINAL_PATIENCE_MS), "no number: %s", text);
	snprintf(keys, sizeof(keys), "%d", number);
	terminal_keys(t, keys);
}

bool wizard_keys_fill_the_last_row(struct terminal *t)
{
	for (;;) {
		char *row = terminal_row(t, t->rows - 1);
		bool fill = strstr(row, "q quit") && (int)strlen(row) >= t->columns - 2;

		free(row);
		if (fill)
			return true;
		if (!terminal_pump(t, TERMINAL_PATIENCE_MS))
			break;
	}
	terminal_dump(t);
	return false;
}

bool wizard_cursor_on(struct terminal *t, const char *item)
{
	VTermPos at;

	do {
		vterm_state_get_cursorpos(vterm_obtain_state(t->vt), &at);
		if (terminal_row_of(t, item) == at.row && at.col == 2)
			return true;
	} while (terminal_pump(t, TERMINAL_PATIENCE_MS));
	terminal_dump(t);
	return false;
}
