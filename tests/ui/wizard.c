/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/wizard.h"

#include <criterion/criterion.h>
#include <stdio.h>
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
