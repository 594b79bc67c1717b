/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Questions and answers behind "?", and all that the owner of a site can do. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include "base/memory.h"
#include "ui/wizard.h"

/* Chooses what stands behind a number on the screen, whatever the number. */
static void choose(struct terminal *t, const char *text)
{
	cr_assert(terminal_until(t, text));
	for (int number = 1; number < 40; number++) {
		char *line = memory_format("%2d  %s", number, text);
		char *keys = memory_format("%d\r", number); /* a list of ten waits for it */
		bool here = terminal_has(t, line);

		if (here)
			terminal_keys(t, keys);
		free(line);
		free(keys);
		if (here)
			return;
	}
	cr_assert_fail("not to be chosen: %s", text);
}

Test(ui_faq, help_leads_to_questions_answers_and_words)
{
	struct terminal *t = wizard_at(&(struct wizard){ .lang = "en", .rows = 60 }, HOME);

	terminal_keys(t, "?");
	cr_assert(terminal_until(t, "Questions and answers"));
	choose(t, "Questions and answers");
	cr_assert(terminal_until(t, "What is SNI?"));
	choose(t, "Is it my fault?");
	cr_assert(terminal_until(t, "This program tells you which side it is."));
	choose(t, "firewall");
	cr_expect(terminal_until(t, "A guard that decides which connections may pass."));
	wizard_quit(t);
}

Test(ui_faq, the_owner_finds_all_fixes_and_the_own_server_program)
{
	struct terminal *t = wizard_at(
		&(struct wizard){ .lang = "en", .subject = "expired", .rows = 60 }, ANSWER);

	choose(t, "All that the owner can do");
	cr_assert(terminal_until(t, "So that it does not come back"));
	cr_expect(terminal_until(t, "Let the warnings become more urgent"));
	choose(t, "Renew the certificate");
	cr_assert(terminal_until(t, "For another server program"));
	choose(t, "IIS");
	cr_expect(terminal_until(t, "Import-PfxCertificate"));
	wizard_quit(t);
}
